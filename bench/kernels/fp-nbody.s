// fp-nbody: five bodies that attract each other, in double precision: 50 steps per iteration, then the energy. Scalar
// FMADD, FMSUB and FNMSUB as compilers contract them, a square root and a division for each pair of bodies.
// About 19 800 instructions per iteration.
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
        .equ    BODIES, 5
        .equ    STEPS, 50
        .equ    BODY, 64                // a body: x, y, z, vx, vy, vz, mass, 8 bytes unused

kernel:
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        str     x21, [sp, #32]
        mov     x19, x0
        mov     x20, #0
        bl      make_bodies
        cbz     x19, 3f
1:      mov     w21, #STEPS
2:      ldr     x0, =bodies
        mov     x1, #BODIES
        ldr     d0, time_step
        bl      advance
        subs    w21, w21, #1
        b.ne    2b
        ldr     x0, =bodies
        mov     x1, #BODIES
        bl      energy
        fmov    x1, d0
        ror     x20, x20, #7
        add     x20, x20, x1
        subs    x19, x19, #1
        b.ne    1b
3:      ldr     x0, =bodies             // the bits of all that there is
        add     x1, x0, #BODIES * BODY
4:      ldr     x2, [x0], #8
        ror     x20, x20, #7
        add     x20, x20, x2
        cmp     x0, x1
        b.ne    4b
        mov     x0, x20
        ldr     x21, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

        .balign 8
time_step:
        .quad   0x3f60624dd2f1a9fc      // 0.002
softening:
        .quad   0x3f947ae147ae147b      // 0.02: what keeps the force finite where bodies meet

// The x1 bodies at x0, a step of d0 further.
advance:
        add     x2, x0, x1, lsl #6      // the end
        ldr     d30, softening
        mov     x3, x0
1:      add     x4, x3, #BODY           // each pair once
        cmp     x4, x2
        b.eq    3f
        ldp     d16, d17, [x3]
        ldp     d18, d19, [x3, #16]
        ldp     d20, d21, [x3, #32]
        ldr     d22, [x3, #48]
2:      ldp     d1, d2, [x4]
        ldr     d3, [x4, #16]
        fsub    d1, d16, d1
        fsub    d2, d17, d2
        fsub    d3, d18, d3
        fmul    d5, d2, d2
        fmadd   d5, d1, d1, d5
        fmadd   d5, d3, d3, d5
        fadd    d5, d5, d30
        fsqrt   d6, d5
        fmul    d6, d6, d5
        fdiv    d6, d0, d6
        ldr     d7, [x4, #48]
        fmul    d7, d7, d6
        fmul    d6, d22, d6
        fmsub   d19, d1, d7, d19
        fmsub   d20, d2, d7, d20
        fmsub   d21, d3, d7, d21
        ldp     d4, d5, [x4, #24]
        ldr     d7, [x4, #40]
        fmadd   d4, d1, d6, d4
        fmadd   d5, d2, d6, d5
        fmadd   d7, d3, d6, d7
        stp     d4, d5, [x4, #24]
        str     d7, [x4, #40]
        add     x4, x4, #BODY
        cmp     x4, x2
        b.ne    2b
        str     d19, [x3, #24]
        stp     d20, d21, [x3, #32]
        add     x3, x3, #BODY
        b       1b
3:      ldp     d1, d2, [x0]            // and their places
        ldp     d3, d4, [x0, #16]
        ldp     d5, d6, [x0, #32]
        fmadd   d1, d4, d0, d1
        fmadd   d2, d5, d0, d2
        fmadd   d3, d6, d0, d3
        stp     d1, d2, [x0]
        str     d3, [x0, #16]
        add     x0, x0, #BODY
        cmp     x0, x2
        b.ne    3b
        ret

// d0 = the energy of the x1 bodies at x0: of motion less that of attraction.
energy:
        add     x2, x0, x1, lsl #6
        ldr     d30, softening
        movi    d0, #0                  // twice the energy of motion
        movi    d31, #0                 // of attraction
1:      ldp     d1, d2, [x0]
        ldp     d3, d4, [x0, #16]
        ldp     d5, d6, [x0, #32]
        ldr     d7, [x0, #48]
        fmul    d5, d5, d5
        fmadd   d4, d4, d4, d5
        fmadd   d4, d6, d6, d4
        fmadd   d0, d4, d7, d0
        add     x0, x0, #BODY
        cmp     x0, x2
        b.eq    3f
        mov     x3, x0
2:      ldp     d16, d17, [x3]
        ldr     d18, [x3, #16]
        ldr     d19, [x3, #48]
        fsub    d16, d1, d16
        fsub    d17, d2, d17
        fsub    d18, d3, d18
        fmul    d19, d7, d19
        fmul    d17, d17, d17
        fmadd   d16, d16, d16, d17
        fmadd   d16, d18, d18, d16
        fadd    d16, d16, d30
        fsqrt   d16, d16
        fdiv    d16, d19, d16
        fadd    d31, d31, d16
        add     x3, x3, #BODY
        cmp     x3, x2
        b.ne    2b
        b       1b
3:      fmov    d1, #0.5
        fnmsub  d0, d0, d1, d31
        ret

// Places within 16 of the origin, velocities below 1/2, masses from 1 to 2, from a generator.
make_bodies:
        ldr     x0, =bodies
        add     x1, x0, #BODIES * BODY
        mov     w2, #2024
        ldr     w3, =1664525
        ldr     w4, =1013904223
        fmov    d7, #1.0
1:      mov     x5, #3
2:      madd    w2, w2, w3, w4
        scvtf   d0, w2, #27
        str     d0, [x0], #8
        subs    x5, x5, #1
        b.ne    2b
        mov     x5, #3
3:      madd    w2, w2, w3, w4
        scvtf   d0, w2, #32
        str     d0, [x0], #8
        subs    x5, x5, #1
        b.ne    3b
        madd    w2, w2, w3, w4
        ucvtf   d0, w2, #32
        fadd    d0, d0, d7
        str     d0, [x0], #16
        cmp     x0, x1
        b.ne    1b
        ret

        .data
        .balign 8
iterations:
        .quad   4000
        .bss
        .balign 64
bodies: .space  BODIES * BODY

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
