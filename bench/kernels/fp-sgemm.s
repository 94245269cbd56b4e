// fp-sgemm: products of 64 by 64 matrices in single precision, two in each iteration: one with vectors (tiles of four
// rows by four columns, FMLA by element), and a quarter of one with scalars (a load, a strided load, FMADD). The first
// product, divided by its largest element, and new random numbers make the left factor of the next iteration.
// About 526 000 instructions per iteration.
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
        .equ    N, 64
        .equ    ROW, N * 4              // bytes in a row
        .equ    SIZE, N * N * 4
        .equ    SCALAR_ROWS, 16

kernel:
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        str     d8, [sp, #32]
        mov     x19, x0
        mov     x20, #0
        movi    v8.2s, #0               // no part of the left factor comes from a product at first
        ldr     x0, =right
        ldr     x1, =product
        bl      refill
        ldr     x0, =left
        ldr     x1, =product
        bl      refill
        cbz     x19, 2f
1:      ldr     x0, =product
        ldr     x1, =left
        ldr     x2, =right
        bl      multiply_vectors
        ldr     x0, =other
        ldr     x1, =product
        ldr     x2, =right
        bl      multiply_scalars
        ldr     x0, =other
        mov     x1, #SCALAR_ROWS * ROW
        mov     x2, x20
        bl      mix
        mov     x20, x0
        ldr     x0, =product
        mov     x1, #SIZE
        bl      largest
        fmov    s1, #1.0
        fdiv    s8, s1, s0
        ldr     x0, =left
        ldr     x1, =product
        bl      refill
        subs    x19, x19, #1
        b.ne    1b
2:      ldr     x0, =left
        mov     x1, #SIZE
        mov     x2, x20
        bl      mix
        ldr     d8, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

// [x0] = [x1] * [x2], 16 elements at a time: v16 to v19 are four rows of a tile of the product.
multiply_vectors:
        add     x3, x1, #SIZE           // the end of the left factor
        mov     x4, #ROW
1:      mov     x5, x2                  // four columns of the right factor
        add     x6, x2, #ROW
2:      mov     x7, x1                  // four rows of the left one
        add     x8, x7, #ROW
        add     x9, x8, #ROW
        add     x10, x9, #ROW
        mov     x11, x5
        mov     x12, x8                 // the end of its first row
        movi    v16.4s, #0
        movi    v17.4s, #0
        movi    v18.4s, #0
        movi    v19.4s, #0
3:      ldr     q0, [x7], #16
        ldr     q1, [x8], #16
        ldr     q2, [x9], #16
        ldr     q3, [x10], #16
        ld1     {v4.4s}, [x11], x4
        ld1     {v5.4s}, [x11], x4
        ld1     {v6.4s}, [x11], x4
        ld1     {v7.4s}, [x11], x4
        fmla    v16.4s, v4.4s, v0.s[0]
        fmla    v17.4s, v4.4s, v1.s[0]
        fmla    v18.4s, v4.4s, v2.s[0]
        fmla    v19.4s, v4.4s, v3.s[0]
        fmla    v16.4s, v5.4s, v0.s[1]
        fmla    v17.4s, v5.4s, v1.s[1]
        fmla    v18.4s, v5.4s, v2.s[1]
        fmla    v19.4s, v5.4s, v3.s[1]
        fmla    v16.4s, v6.4s, v0.s[2]
        fmla    v17.4s, v6.4s, v1.s[2]
        fmla    v18.4s, v6.4s, v2.s[2]
        fmla    v19.4s, v6.4s, v3.s[2]
        fmla    v16.4s, v7.4s, v0.s[3]
        fmla    v17.4s, v7.4s, v1.s[3]
        fmla    v18.4s, v7.4s, v2.s[3]
        fmla    v19.4s, v7.4s, v3.s[3]
        cmp     x7, x12
        b.ne    3b
        add     x13, x0, #2 * ROW
        str     q17, [x0, #ROW]
        str     q16, [x0], #16
        str     q18, [x13]
        str     q19, [x13, #ROW]
        add     x5, x5, #16
        cmp     x5, x6
        b.ne    2b
        add     x0, x0, #3 * ROW
        mov     x1, x10
        cmp     x1, x3
        b.ne    1b
        ret

// [x0] = [x1] * [x2], the first rows only, one element at a time.
multiply_scalars:
        add     x8, x0, #SCALAR_ROWS * ROW
1:      add     x9, x1, #ROW            // the end of this row of the left factor
        mov     x3, x2                  // a column of the right factor
        add     x10, x2, #ROW
2:      mov     x4, x1
        mov     x5, x3
        fmov    s0, wzr
3:      ldr     s1, [x4], #4
        ldr     s2, [x5]
        add     x5, x5, #ROW
        fmadd   s0, s1, s2, s0
        cmp     x4, x9
        b.ne    3b
        str     s0, [x0], #4
        add     x3, x3, #4
        cmp     x3, x10
        b.ne    2b
        mov     x1, x9
        cmp     x0, x8
        b.ne    1b
        ret

// s0 = the largest magnitude among the x1 bytes of elements at x0.
largest:
        add     x1, x0, x1
        movi    v0.4s, #0
1:      ldp     q1, q2, [x0], #32
        fabs    v1.4s, v1.4s
        fabs    v2.4s, v2.4s
        fmax    v0.4s, v0.4s, v1.4s
        fmaxnm  v0.4s, v0.4s, v2.4s
        cmp     x0, x1
        b.ne    1b
        fmaxv   s0, v0.4s
        ret

// [x0] = [x1] * s8 + random numbers from -1 to 1, by four generators side by side.
refill:
        ldr     x2, =seeds
        ldr     q4, [x2]
        ldr     w3, =1664525
        dup     v5.4s, w3
        ldr     w3, =1013904223
        dup     v6.4s, w3
        add     x3, x0, #SIZE
1:      mul     v4.4s, v4.4s, v5.4s
        add     v4.4s, v4.4s, v6.4s
        ldr     q1, [x1], #16
        scvtf   v0.4s, v4.4s, #31
        fmla    v0.4s, v1.4s, v8.s[0]
        str     q0, [x0], #16
        cmp     x0, x3
        b.ne    1b
        str     q4, [x2]
        ret

// x0 = the sum x2 and the bits of the x1 bytes at x0.
mix:
        add     x1, x0, x1
1:      ldr     x3, [x0], #8
        ror     x2, x2, #5
        add     x2, x2, x3
        cmp     x0, x1
        b.ne    1b
        mov     x0, x2
        ret

        .data
        .balign 16
seeds:  .word   1, 22, 333, 4444
iterations:
        .quad   150
        .bss
        .balign 64
left:   .space  SIZE
right:  .space  SIZE
product:
        .space  SIZE
other:  .space  SCALAR_ROWS * ROW

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
