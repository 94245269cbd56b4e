// bignum: the Fibonacci recurrence on numbers of 1024 bits, and every 16th step a multiplication of two
// 1024-bit numbers. Chains of ADCS through the carry flag, MUL and UMULH.
// About 4 200 instructions per iteration (an iteration is 16 additions and a product).
//
// Link base 0x40080000, RAM at 0x40000000; starts at EL1, EL2 or EL3 with the MMU off; prints the checksum.

        .text
        .global _start
        .global iterations

// ---------------------------------------------------------------- start-up, the same in every kernel
_start:
        ldr     x0, =stack_top
        mov     sp, x0
        bl      mmu_on
        ldr     x0, =iterations
        ldr     x0, [x0]
        bl      kernel                  // x0 = iterations in, checksum out
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
        .equ    WORDS, 16

kernel:
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        mov     x19, x0
        ldr     x20, =number_a
        ldr     x21, =number_b
        mov     x0, #0
1:      str     xzr, [x20, x0, lsl #3]
        str     xzr, [x21, x0, lsl #3]
        add     x0, x0, #1
        cmp     x0, #WORDS
        b.ne    1b
        mov     x0, #1
        str     x0, [x21]
        cbz     x19, 5f
2:      mov     w22, #8
3:      mov     x0, x20                 // a = a + b, b = a + b
        mov     x1, x21
        bl      add
        mov     x0, x21
        mov     x1, x20
        bl      add
        subs    w22, w22, #1
        b.ne    3b
        ldr     x0, =product
        mov     x1, x20
        mov     x2, x21
        bl      multiply
        ldr     x0, =product            // the product's middle is the next b
        mov     x1, #0
4:      add     x2, x0, x1, lsl #3
        ldr     x3, [x2, #WORDS * 4]
        ldr     x4, [x2]
        eor     x3, x3, x4
        str     x3, [x21, x1, lsl #3]
        add     x1, x1, #1
        cmp     x1, #WORDS
        b.ne    4b
        ldr     x3, [x21]               // never let it die out
        orr     x3, x3, #1
        str     x3, [x21]
        subs    x19, x19, #1
        b.ne    2b
5:      mov     x0, #0
        mov     x1, #0
6:      ldr     x2, [x20, x1, lsl #3]
        ldr     x3, [x21, x1, lsl #3]
        eor     x0, x2, x0, ror #7
        add     x0, x0, x3
        add     x1, x1, #1
        cmp     x1, #WORDS
        b.ne    6b
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

// [x0] = [x0] + [x1]. The loop counts with SUB and CBNZ, which leave the carry alone.
add:
        mov     x2, #WORDS / 2
        adds    xzr, xzr, xzr           // carry = 0
1:      ldp     x3, x4, [x0]
        ldp     x5, x6, [x1], #16
        adcs    x3, x3, x5
        adcs    x4, x4, x6
        stp     x3, x4, [x0], #16
        sub     x2, x2, #1
        cbnz    x2, 1b
        ret

// [x0], 2 * WORDS long, = [x1] * [x2]
multiply:
        mov     x3, x0
        add     x4, x0, #WORDS * 16
1:      stp     xzr, xzr, [x3], #16
        cmp     x3, x4
        b.ne    1b
        mov     x3, #WORDS
2:      ldr     x4, [x1], #8
        mov     x5, x2
        mov     x6, x0
        mov     x7, #0                  // carry word
        mov     x8, #WORDS
3:      ldr     x9, [x5], #8
        ldr     x10, [x6]
        mul     x11, x4, x9
        umulh   x12, x4, x9
        adds    x11, x11, x10
        cinc    x12, x12, cs
        adds    x11, x11, x7
        adc     x7, x12, xzr
        str     x11, [x6], #8
        subs    x8, x8, #1
        b.ne    3b
        str     x7, [x6]
        add     x0, x0, #8
        subs    x3, x3, #1
        b.ne    2b
        ret

        .data
        .balign 8
iterations:
        .quad   28000
        .bss
        .balign 64
number_a:
        .space  WORDS * 8
number_b:
        .space  WORDS * 8
product:
        .space  WORDS * 16

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
