// fp-filter: a sharpening filter on a picture of 128 by 64 pixels of three bytes, 16 pixels at a time, as NEON code is
// written by hand: brightness (LD3, UMULL, UMLAL, UQRSHRN), a Gaussian blur of five by five in two passes (EXT, UADDL,
// UMLAL, UQRSHRN), and the difference between the two added to each colour (USUBL, UADDW, SQXTUN, ST3).
// About 53 000 instructions per iteration, most of them vector operations on bytes and halfwords.
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
        .equ    WIDTH, 128
        .equ    HEIGHT, 64
        .equ    PICTURE, WIDTH * HEIGHT * 3
        .equ    GREY_ROW, WIDTH + 32    // 16 pixels more on both sides
        .equ    SUMS_ROW, WIDTH * 2

kernel:
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        mov     x19, x0
        mov     x20, #0
        bl      make_picture
        cbz     x19, 2f
1:      mov     w0, w19                 // another tint in each iteration
        bl      brightness
        bl      blur_rows
        bl      blur_columns
        bl      sharpen
        bl      summary
        ror     x20, x20, #9
        add     x20, x20, x0
        subs    x19, x19, #1
        b.ne    1b
2:      mov     x0, x20
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

// Tint the picture by w0, and take its brightness: (77 r + 150 g + 29 b) / 256, rounded. Repeat the outermost pixels.
brightness:
        ldr     x1, =source
        ldr     x2, =tinted
        ldr     x3, =grey + 16
        mov     w4, #HEIGHT
        dup     v16.16b, w0
        ushr    v17.16b, v16.16b, #3
        ushr    v18.16b, v16.16b, #2
        movi    v19.8b, #77
        movi    v20.16b, #150
        movi    v21.8b, #29
        mov     v22.16b, v19.16b
        ins     v22.d[1], v19.d[0]
        dup     v23.2d, v21.d[0]
1:      add     x5, x3, #WIDTH
2:      ld3     {v0.16b, v1.16b, v2.16b}, [x1], #48
        uqadd   v0.16b, v0.16b, v17.16b
        uqsub   v1.16b, v1.16b, v18.16b
        eor     v2.16b, v2.16b, v17.16b
        umull   v3.8h, v0.8b, v19.8b
        umull2  v4.8h, v0.16b, v22.16b
        umlal   v3.8h, v1.8b, v20.8b
        umlal2  v4.8h, v1.16b, v20.16b
        umlal   v3.8h, v2.8b, v21.8b
        umlal2  v4.8h, v2.16b, v23.16b
        uqrshrn v3.8b, v3.8h, #8
        uqrshrn2 v3.16b, v4.8h, #8
        st3     {v0.16b, v1.16b, v2.16b}, [x2], #48
        st1     {v3.16b}, [x3], #16
        cmp     x3, x5
        b.ne    2b
        sub     x5, x3, #WIDTH
        ld1r    {v0.16b}, [x5]
        str     q0, [x5, #-16]
        sub     x5, x3, #1
        ld1r    {v0.16b}, [x5]
        str     q0, [x3], #32
        subs    w4, w4, #1
        b.ne    1b
        ret

// Along the rows: each pixel's sum, weighted 1 4 6 4 1, as a halfword.
blur_rows:
        ldr     x0, =grey
        ldr     x1, =sums
        mov     w2, #HEIGHT
        movi    v16.16b, #6
1:      add     x3, x1, #SUMS_ROW
        ldp     q0, q1, [x0], #32
2:      ldr     q2, [x0], #16           // v1 between v0 and v2
        ext     v3.16b, v0.16b, v1.16b, #14
        ext     v4.16b, v0.16b, v1.16b, #15
        ext     v5.16b, v1.16b, v2.16b, #1
        ext     v6.16b, v1.16b, v2.16b, #2
        uaddl   v17.8h, v4.8b, v5.8b
        uaddl2  v18.8h, v4.16b, v5.16b
        shl     v17.8h, v17.8h, #2
        shl     v18.8h, v18.8h, #2
        umlal   v17.8h, v1.8b, v16.8b
        umlal2  v18.8h, v1.16b, v16.16b
        uaddw   v17.8h, v17.8h, v3.8b
        uaddw2  v18.8h, v18.8h, v3.16b
        uxtl    v19.8h, v6.8b
        uxtl2   v20.8h, v6.16b
        add     v17.8h, v17.8h, v19.8h
        add     v18.8h, v18.8h, v20.8h
        stp     q17, q18, [x1], #32
        mov     v0.16b, v1.16b
        mov     v1.16b, v2.16b
        cmp     x1, x3
        b.ne    2b
        subs    w2, w2, #1
        b.ne    1b
        ret

// Along the columns, with the same weights, rounded to bytes; outside the picture its first and last row go on.
blur_columns:
        ldr     x0, =sums
        ldr     x1, =blurred
        ldr     x2, =sums + (HEIGHT - 1) * SUMS_ROW     // the last row
        mov     x3, x0
        movi    v16.8h, #6
1:      sub     x4, x3, #SUMS_ROW       // two rows above
        cmp     x4, x0
        csel    x4, x0, x4, lo
        sub     x5, x4, #SUMS_ROW
        cmp     x5, x0
        csel    x5, x0, x5, lo
        add     x6, x3, #SUMS_ROW       // two rows below
        cmp     x6, x2
        csel    x6, x2, x6, hi
        add     x7, x6, #SUMS_ROW
        cmp     x7, x2
        csel    x7, x2, x7, hi
        add     x8, x3, #SUMS_ROW
2:      ldp     q0, q1, [x5], #32
        ldp     q2, q3, [x7], #32
        ldp     q4, q5, [x4], #32
        ldp     q6, q7, [x6], #32
        ldp     q17, q18, [x3], #32
        add     v0.8h, v0.8h, v2.8h
        add     v1.8h, v1.8h, v3.8h
        add     v4.8h, v4.8h, v6.8h
        add     v5.8h, v5.8h, v7.8h
        shl     v4.8h, v4.8h, #2
        shl     v5.8h, v5.8h, #2
        mla     v0.8h, v17.8h, v16.8h
        mla     v1.8h, v18.8h, v16.8h
        add     v0.8h, v0.8h, v4.8h
        add     v1.8h, v1.8h, v5.8h
        uqrshrn v0.8b, v0.8h, #8
        uqrshrn2 v0.16b, v1.8h, #8
        str     q0, [x1], #16
        cmp     x3, x8
        b.ne    2b
        cmp     x3, x2
        b.ls    1b
        ret

// Each colour and the difference between brightness and blur, twice where the difference is large, as a byte.
sharpen:
        ldr     x0, =tinted
        ldr     x1, =grey + 16
        ldr     x2, =blurred
        ldr     x3, =result
        mov     w4, #HEIGHT
        movi    v19.8h, #24
1:      add     x5, x1, #WIDTH
2:      ld3     {v0.16b, v1.16b, v2.16b}, [x0], #48
        ldr     q3, [x1], #16
        ldr     q4, [x2], #16
        usubl   v5.8h, v3.8b, v4.8b
        usubl2  v6.8h, v3.16b, v4.16b
        abs     v16.8h, v5.8h
        abs     v17.8h, v6.8h
        cmhi    v16.8h, v16.8h, v19.8h
        cmhi    v17.8h, v17.8h, v19.8h
        and     v16.16b, v16.16b, v5.16b
        and     v17.16b, v17.16b, v6.16b
        add     v5.8h, v5.8h, v16.8h
        add     v6.8h, v6.8h, v17.8h
        uaddw   v16.8h, v5.8h, v0.8b
        uaddw2  v17.8h, v6.8h, v0.16b
        sqxtun  v0.8b, v16.8h
        sqxtun2 v0.16b, v17.8h
        uaddw   v16.8h, v5.8h, v1.8b
        uaddw2  v17.8h, v6.8h, v1.16b
        sqxtun  v1.8b, v16.8h
        sqxtun2 v1.16b, v17.8h
        uaddw   v16.8h, v5.8h, v2.8b
        uaddw2  v17.8h, v6.8h, v2.16b
        sqxtun  v2.8b, v16.8h
        sqxtun2 v2.16b, v17.8h
        st3     {v0.16b, v1.16b, v2.16b}, [x3], #48
        cmp     x1, x5
        b.ne    2b
        add     x1, x1, #GREY_ROW - WIDTH
        subs    w4, w4, #1
        b.ne    1b
        ret

// x0 = a sum over the result: 16 byte sums side by side, each times 3 before the next byte, and the sum of all bytes.
summary:
        ldr     x0, =result
        mov     w1, #PICTURE / 32
        movi    v0.2d, #0
        movi    v1.2d, #0
        movi    v2.16b, #3
1:      ldp     q3, q4, [x0], #32
        uaddlp  v5.8h, v3.16b
        uadalp  v5.8h, v4.16b
        uadalp  v1.4s, v5.8h
        mla     v3.16b, v0.16b, v2.16b
        mov     v0.16b, v4.16b
        mla     v0.16b, v3.16b, v2.16b
        subs    w1, w1, #1
        b.ne    1b
        addv    s1, v1.4s
        fmov    w0, s1
        umov    x2, v0.d[0]
        fmov    x3, v0.d[1]
        add     x0, x0, x2
        eor     x0, x0, x3, ror #1
        ret

// Stripes across the picture, and noise.
make_picture:
        ldr     x0, =source
        mov     w1, #99
        ldr     w2, =1664525
        ldr     w3, =1013904223
        mov     w4, #0
        ldr     w5, =PICTURE
1:      madd    w1, w1, w2, w3
        lsr     w6, w1, #27
        mov     w7, #5
        madd    w6, w4, w7, w6
        strb    w6, [x0], #1
        add     w4, w4, #1
        cmp     w4, w5
        b.ne    1b
        ret

        .data
        .balign 8
iterations:
        .quad   1500
        .bss
        .balign 64
source: .space  PICTURE
tinted: .space  PICTURE
result: .space  PICTURE
grey:   .space  GREY_ROW * HEIGHT
sums:   .space  SUMS_ROW * HEIGHT
blurred:
        .space  WIDTH * HEIGHT

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
