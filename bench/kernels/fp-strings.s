// fp-strings: the memory functions of a C library with SIMD registers, on 32 KB of text: each line is found by memchr,
// copied to an address that is not aligned by memcpy, measured by strlen, and compared by memcmp; then the text as a
// whole is copied, made capitals, and a letter in it counted. About 139 000 instructions per iteration.
//
// Link base 0x40080000, RAM at 0x40000000; starts at EL1, EL2 or EL3 with the MMU off; prints the checksum.

        .text
        .global _start
        .global iterations

// ---------------------------------------------------------------- start-up, the same in every FP kernel
_start:
        ldr     x0, =stack_top
        mov     sp, x0
        bl      mmu_on
        bl      fp_on
        ldr     x0, =iterations
        ldr     x0, [x0]
        bl      kernel                  // x0 = iterations in, checksum out
        mrs     x1, fpsr                // the cumulative flags are part of the checksum
        eor     x0, x0, x1, ror #32
        bl      print_hex
        mov     x0, #0
        b       exit

// Identity map of 0x40000000..0x7fffffff as Normal write-back memory in 2 MB blocks, for the exception level
// that we were entered at (EL1, EL2 or EL3). The three regimes differ in TCR_ELx and in AP[1] only.
mmu_on:
        mrs     x9, CurrentEL
        lsr     x9, x9, #2              // 1, 2 or 3
        ldr     x0, =level1
        ldr     x1, =level2 + 3         // a table descriptor
        stp     xzr, x1, [x0]
        stp     xzr, xzr, [x0, #16]
        ldr     x0, =level2
        mov     x1, #0x40000000
        mov     x2, #0x701              // AF, inner shareable, AttrIndx 0, a block
        cmp     x9, #1
        b.eq    1f
        orr     x2, x2, #0x40           // AP[1] is RES1 where the regime has no EL0
1:      add     x3, x0, #4096
2:      orr     x4, x1, x2
        str     x4, [x0], #8
        add     x1, x1, #0x200000
        cmp     x0, x3
        b.ne    2b
        dsb     sy
        ldr     x0, =level1
        mov     x1, #0xff               // attribute 0: Normal, write-back, read and write allocate
        ldr     x2, =0x00803520         // T0SZ 32, inner and outer write-back, inner shareable, EPD1
        ldr     x3, =0x30d0180d         // RES1 bits, I, SA, C, M
        ldr     x4, =vectors
        ldr     x5, =0x80803520         // TCR_EL2 and TCR_EL3: bits 31 and 23 are RES1
        ldr     x6, =0x30c5183d         // SCTLR_EL2 and SCTLR_EL3: other RES1 bits
        cmp     x9, #2
        b.eq    4f
        b.hi    5f
        msr     vbar_el1, x4
        msr     mair_el1, x1
        msr     tcr_el1, x2
        msr     ttbr0_el1, x0
        isb
        tlbi    vmalle1
        dsb     sy
        isb
        msr     sctlr_el1, x3
        isb
        ret
4:      msr     vbar_el2, x4
        msr     mair_el2, x1
        msr     tcr_el2, x5
        msr     ttbr0_el2, x0
        isb
        tlbi    alle2
        dsb     sy
        isb
        msr     sctlr_el2, x6
        isb
        ret
5:      msr     vbar_el3, x4
        msr     mair_el3, x1
        msr     tcr_el3, x5
        msr     ttbr0_el3, x0
        isb
        tlbi    alle3
        dsb     sy
        isb
        msr     sctlr_el3, x6
        isb
        ret

// Let the exception level that we were entered at use the FP and SIMD registers, and set the ordinary mode: round
// to nearest, no flushing to zero, no default NaN; no cumulative flag.
fp_on:
        mrs     x0, CurrentEL
        lsr     x0, x0, #2
        mov     w1, #0x33ff             // CPTR_EL2: the bits that are RES1; TFP is 0
        cmp     x0, #2
        b.eq    1f
        b.hi    2f
        mov     w1, #0x300000           // CPACR_EL1.FPEN: no traps
        msr     cpacr_el1, x1
        b       3f
1:      msr     cptr_el2, x1
        b       3f
2:      msr     cptr_el3, xzr
3:      isb
        msr     fpcr, xzr
        msr     fpsr, xzr
        ret

// Print x0 as 16 hexadecimal digits and a line end: semihosting SYS_WRITE0.
print_hex:
        ldr     x1, =hex_text
        mov     x2, #16
1:      ror     x0, x0, #60
        and     w3, w0, #15
        add     w4, w3, #'0'
        cmp     w3, #9
        b.ls    2f
        add     w4, w3, #'a' - 10
2:      strb    w4, [x1], #1
        subs    x2, x2, #1
        b.ne    1b
        mov     w0, #4
        ldr     x1, =hex_text
        hlt     #0xf000
        ret

// Leave by semihosting SYS_EXIT with the code in x0.
exit:
        ldr     x1, =0x20026            // ADP_Stopped_ApplicationExit
        stp     x1, x0, [sp, #-16]!
        mov     x1, sp
        mov     w0, #0x18
        hlt     #0xf000
1:      b       1b

// Any exception is a failure.
unexpected:
        mov     w0, #4
        ldr     x1, =trap_text
        hlt     #0xf000
        mov     x0, #1
        b       exit

        .balign 2048
vectors:
        .space  0x200
        b       unexpected              // synchronous, current EL, SPx

// ---------------------------------------------------------------- the kernel
        .equ    TEXT_SIZE, 32768        // a line end is its last byte
        .equ    LINE_SIZE, 512

kernel:
        stp     x29, x30, [sp, #-64]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        mov     x19, x0
        mov     x20, #0
        bl      make_text
        cbz     x19, 4f
1:      ldr     x0, =line
        mov     w1, w19                 // other bytes behind the lines in each iteration
        mov     x2, #LINE_SIZE
        bl      memset
        ldr     x21, =text
        add     x22, x21, #TEXT_SIZE
2:      mov     x0, x21
        mov     w1, #10
        sub     x2, x22, x21
        bl      memchr
        sub     x24, x0, x21            // the line's length
        ldr     x0, =line
        and     x1, x20, #15
        add     x0, x0, x1
        mov     x1, x21
        mov     x2, x24
        bl      memcpy
        mov     x23, x0
        strb    wzr, [x0, x24]
        bl      strlen
        add     x20, x20, x20, lsl #4   // sum = sum * 17 + the length
        add     x20, x20, x0
        tst     x20, #3                 // one copy in four gets another byte in its middle
        b.ne    3f
        lsr     x0, x24, #1
        strb    w20, [x23, x0]
3:      mov     x0, x23
        mov     x1, x21
        mov     x2, x24
        bl      memcmp
        add     x20, x20, w0, sxtw
        add     x21, x21, x24
        add     x21, x21, #1
        cmp     x21, x22
        b.lo    2b
        and     x0, x19, #31
        ldr     x21, =copy
        add     x21, x21, x0
        mov     x0, x21
        ldr     x1, =text
        mov     x2, #TEXT_SIZE
        bl      memcpy
        mov     x0, x21
        mov     x1, #TEXT_SIZE
        bl      capitals
        mov     x0, x21
        and     w1, w19, #31
        add     w1, w1, #'A'
        mov     x2, #TEXT_SIZE
        bl      count
        add     x20, x20, x20, lsl #4
        add     x20, x20, x0
        subs    x19, x19, #1
        b.ne    1b
4:      mov     x0, x20
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret

// x0 = the address of the first byte w1 among the x2 bytes at x0, or 0. Reads 32 bytes at a time, aligned; where one
// matches, their matches become 32 bits.
memchr:
        cbz     x2, 4f
        dup     v0.16b, w1
        ldr     q6, bit_of_byte
        add     x3, x0, x2              // the end
        bic     x4, x0, #31
        ld1     {v1.16b, v2.16b}, [x4], #32
        cmeq    v1.16b, v1.16b, v0.16b
        cmeq    v2.16b, v2.16b, v0.16b
        and     v1.16b, v1.16b, v6.16b
        and     v2.16b, v2.16b, v6.16b
        addp    v1.16b, v1.16b, v2.16b
        addp    v1.16b, v1.16b, v1.16b
        addp    v1.8b, v1.8b, v1.8b
        fmov    w6, s1
        lsr     w6, w6, w0              // without those before the start
        lsl     w6, w6, w0
        cbnz    w6, 3f
2:      cmp     x4, x3
        b.hs    4f
        ld1     {v1.16b, v2.16b}, [x4], #32
        cmeq    v1.16b, v1.16b, v0.16b
        cmeq    v2.16b, v2.16b, v0.16b
        orr     v3.16b, v1.16b, v2.16b
        addp    v3.2d, v3.2d, v3.2d
        umov    x6, v3.d[0]
        cbz     x6, 2b
        and     v1.16b, v1.16b, v6.16b
        and     v2.16b, v2.16b, v6.16b
        addp    v1.16b, v1.16b, v2.16b
        addp    v1.16b, v1.16b, v1.16b
        addp    v1.8b, v1.8b, v1.8b
        umov    w6, v1.s[0]
3:      sub     x4, x4, #32
        rbit    w6, w6
        clz     w6, w6
        add     x0, x4, w6, uxtw
        cmp     x0, x3
        csel    x0, x0, xzr, lo
        ret
4:      mov     x0, #0
        ret

        .balign 16
bit_of_byte:
        .quad   0x8040201008040201, 0x8040201008040201

// x0 = the number of bytes from x0 to the next zero. The matches of 16 bytes become 64 bits.
strlen:
        bic     x1, x0, #15
        ld1     {v0.16b}, [x1]
        cmeq    v0.16b, v0.16b, #0
        shrn    v0.8b, v0.8h, #4
        fmov    x2, d0
        lsl     x3, x0, #2
        lsr     x2, x2, x3
        cbnz    x2, 2f
1:      ldr     q0, [x1, #16]!
        cmeq    v0.16b, v0.16b, #0
        umaxp   v1.16b, v0.16b, v0.16b
        fmov    x2, d1
        cbz     x2, 1b
        shrn    v0.8b, v0.8h, #4
        fmov    x2, d0
        sub     x0, x1, x0
        rbit    x2, x2
        clz     x2, x2
        add     x0, x0, x2, lsr #2
        ret
2:      rbit    x2, x2
        clz     x2, x2
        lsr     x0, x2, #2
        ret

// w0 = the difference of the first two bytes that differ among the x2 bytes at x0 and x1, or 0.
memcmp:
        subs    x2, x2, #16
        b.lo    4f
1:      ldr     q0, [x0], #16
        ldr     q1, [x1], #16
        cmeq    v2.16b, v0.16b, v1.16b
        uminv   b3, v2.16b
        umov    w3, v3.b[0]
        cbz     w3, 3f
        subs    x2, x2, #16
        b.hs    1b
        add     x0, x0, x2              // the last 16 bytes, some of them again
        add     x1, x1, x2
        ldr     q0, [x0], #16
        ldr     q1, [x1], #16
        cmeq    v2.16b, v0.16b, v1.16b
        uminv   b3, v2.16b
        umov    w3, v3.b[0]
        cbz     w3, 3f
2:      mov     w0, #0
        ret
3:      mvn     v2.16b, v2.16b
        shrn    v2.8b, v2.8h, #4
        fmov    x3, d2
        rbit    x3, x3
        clz     x3, x3
        lsr     x3, x3, #2
        sub     x3, x3, #16
        ldrb    w0, [x0, x3]
        ldrb    w1, [x1, x3]
        sub     w0, w0, w1
        ret
4:      adds    x2, x2, #16
        b.eq    2b
5:      ldrb    w3, [x0], #1
        ldrb    w4, [x1], #1
        subs    w3, w3, w4
        b.ne    6f
        subs    x2, x2, #1
        b.ne    5b
6:      mov     w0, w3
        ret

// Copy x2 bytes from x1 to x0; the two don't overlap, but what is read and written twice does.
memcpy:
        add     x3, x1, x2
        add     x4, x0, x2
        cmp     x2, #16
        b.hi    4f
        cmp     x2, #8
        b.lo    1f
        ldr     d0, [x1]
        ldr     d1, [x3, #-8]
        str     d0, [x0]
        str     d1, [x4, #-8]
        ret
1:      tbz     w2, #2, 2f
        ldr     s0, [x1]
        ldr     s1, [x3, #-4]
        str     s0, [x0]
        str     s1, [x4, #-4]
        ret
2:      cbz     w2, 3f
        lsr     x5, x2, #1              // 1 to 3 bytes: the first, the middle, the last
        ldr     b0, [x1]
        ldr     b1, [x1, x5]
        ldr     b2, [x3, #-1]
        str     b0, [x0]
        str     b1, [x0, x5]
        str     b2, [x4, #-1]
3:      ret
4:      cmp     x2, #64
        b.hi    6f
        cmp     x2, #32
        b.hi    5f
        ldr     q0, [x1]
        ldr     q1, [x3, #-16]
        str     q0, [x0]
        str     q1, [x4, #-16]
        ret
5:      ldp     q0, q1, [x1]
        ldp     q2, q3, [x3, #-32]
        stp     q0, q1, [x0]
        stp     q2, q3, [x4, #-32]
        ret
6:      ldr     q0, [x1]                // then from an aligned address on
        and     x5, x0, #15
        bic     x6, x0, #15
        sub     x1, x1, x5
        str     q0, [x0]
        add     x6, x6, #16
        add     x1, x1, #16
        sub     x5, x4, #64
        cmp     x6, x5
        b.hi    8f
7:      ldp     q0, q1, [x1]
        ldp     q2, q3, [x1, #32]
        add     x1, x1, #64
        stp     q0, q1, [x6]
        stp     q2, q3, [x6, #32]
        add     x6, x6, #64
        cmp     x6, x5
        b.ls    7b
8:      ldp     q0, q1, [x3, #-64]
        ldp     q2, q3, [x3, #-32]
        stp     q0, q1, [x5]
        stp     q2, q3, [x5, #32]
        ret

// Fill the x2 bytes at x0, at least 32, with w1.
memset:
        dup     v0.16b, w1
        add     x2, x0, x2
        sub     x3, x2, #32
1:      stp     q0, q0, [x0], #32
        cmp     x0, x3
        b.lo    1b
        stp     q0, q0, [x3]
        ret

// Make small letters capital ones in the x1 bytes at x0, a multiple of 64.
capitals:
        add     x1, x0, x1
        movi    v16.16b, #'a'
        movi    v17.16b, #26
        movi    v18.16b, #0x20
1:      ld1     {v0.16b, v1.16b, v2.16b, v3.16b}, [x0]
        sub     v4.16b, v0.16b, v16.16b
        sub     v5.16b, v1.16b, v16.16b
        sub     v6.16b, v2.16b, v16.16b
        sub     v7.16b, v3.16b, v16.16b
        cmhi    v4.16b, v17.16b, v4.16b
        cmhi    v5.16b, v17.16b, v5.16b
        cmhi    v6.16b, v17.16b, v6.16b
        cmhi    v7.16b, v17.16b, v7.16b
        and     v4.16b, v4.16b, v18.16b
        and     v5.16b, v5.16b, v18.16b
        and     v6.16b, v6.16b, v18.16b
        and     v7.16b, v7.16b, v18.16b
        bic     v0.16b, v0.16b, v4.16b
        bic     v1.16b, v1.16b, v5.16b
        bic     v2.16b, v2.16b, v6.16b
        bic     v3.16b, v3.16b, v7.16b
        st1     {v0.16b, v1.16b, v2.16b, v3.16b}, [x0], #64
        cmp     x0, x1
        b.ne    1b
        ret

// x0 = how many of the x2 bytes at x0, a multiple of 2048, are w1. Sums of bytes stay below 256 for 2048 of them.
count:
        dup     v7.16b, w1
        add     x2, x0, x2
        mov     x4, #0
1:      mov     w3, #32
        movi    v6.16b, #0
2:      ld1     {v0.16b, v1.16b, v2.16b, v3.16b}, [x0], #64
        cmeq    v0.16b, v0.16b, v7.16b
        cmeq    v1.16b, v1.16b, v7.16b
        cmeq    v2.16b, v2.16b, v7.16b
        cmeq    v3.16b, v3.16b, v7.16b
        add     v0.16b, v0.16b, v1.16b
        add     v2.16b, v2.16b, v3.16b
        sub     v6.16b, v6.16b, v0.16b
        sub     v6.16b, v6.16b, v2.16b
        subs    w3, w3, #1
        b.ne    2b
        uaddlv  h6, v6.16b
        umov    w3, v6.h[0]
        add     x4, x4, x3
        cmp     x0, x2
        b.ne    1b
        mov     x0, x4
        ret

// Lines of up to 63 letters and spaces, and now and then one four times as long.
make_text:
        ldr     x0, =text
        mov     x1, #TEXT_SIZE
        mov     w2, #7
        ldr     w3, =1664525
        ldr     w4, =1013904223
        mov     w5, #0                  // what is left of the line
1:      madd    w2, w2, w3, w4
        cbz     w5, 2f
        sub     w5, w5, #1
        lsr     w6, w2, #27
        add     w7, w6, #'a'
        cmp     w6, #26
        mov     w6, #' '
        csel    w6, w7, w6, lo
        b       3f
2:      lsr     w5, w2, #26
        ubfx    w6, w2, #20, #4
        cmp     w6, #0
        lsl     w6, w5, #2
        csel    w5, w6, w5, eq
        mov     w6, #10
3:      strb    w6, [x0], #1
        subs    x1, x1, #1
        b.ne    1b
        mov     w6, #10
        strb    w6, [x0, #-1]
        ret

        .data
        .balign 8
iterations:
        .quad   600
        .bss
        .balign 64
text:   .space  TEXT_SIZE
line:   .space  LINE_SIZE
copy:   .space  TEXT_SIZE + 64

// ---------------------------------------------------------------- data of the start-up code
        .data
hex_text:
        .asciz  "0123456789abcdef\n"
trap_text:
        .asciz  "unexpected exception\n"
        .bss
        .balign 4096
level2: .space  4096
level1: .space  4096
        .space  65536
stack_top:
