// Running code at a level, and catching what comes of it.

        .equ    EXIT, 0xd0d0            // the immediate of the SVC, SMC or HVC by which code ends
        .equ    HCR_BASELINE, HCR_RW | HCR_TSC | HCR_SWIO
        .equ    SCTLR_BASELINE, 0x34d5c800      // EL1: the RES1 bits, and all that it can allow EL0: UCI, nTWE, nTWI, UCT, DZE
        .equ    SCTLR_UMA, 1 << 9

// Put all that the cases change back to a known state.
baseline:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =HCR_BASELINE
        msr     hcr_el2, x0
        mov     x0, #0x33ff
        msr     cptr_el2, x0
        la      x0, mdcr_baseline
        ldr     x0, [x0]
        msr     mdcr_el2, x0
        msr     hstr_el2, xzr
        mov     x0, #3
        msr     cnthctl_el2, x0
        msr     cnthp_ctl_el2, xzr
        msr     cntvoff_el2, xzr
        msr     vttbr_el2, xzr
        ldr     x0, =0x80000000
        msr     vtcr_el2, x0

        ldr     x0, =SCTLR_BASELINE | SCTLR_UMA
        msr     sctlr_el1, x0
        mov     x0, #3 << 20            // FP and SIMD at EL1 and EL0
        msr     cpacr_el1, x0
        ldr     x0, =0x303              // all of the timers and counters
        msr     cntkctl_el1, x0
        mov     x0, #0xf
        msr     pmuserenr_el0, x0
        msr     cntp_ctl_el0, xzr
        msr     cntv_ctl_el0, xzr
        msr     tcr_el1, xzr
        msr     ttbr0_el1, xzr
        msr     ttbr1_el1, xzr
        msr     mair_el1, xzr
        msr     csselr_el1, xzr
        msr     mdscr_el1, xzr
        msr     pmselr_el0, xzr
        msr     oslar_el1, xzr
        la      x0, vectors_el1
        msr     vbar_el1, x0
        isb
        ldp     x29, x30, [sp], #16
        ret

// No translation of EL1&0 is remembered.
flush:  dsb     sy
        tlbi    alle1
        dsb     sy
        isb
        ret

// x0 = a list of cases.
try_list:
        enter
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 2f
        bl      baseline
        bl      begin_case
        add     x0, x19, #12
        bl      put_text
        say     ": "
        mov     x0, x19
        bl      set_up
        ldr     w0, [x19, #8]
        add     x0, x19, x0
        ldr     w1, [x19, #4]
        bl      run
        mov     w1, #1
        bl      report
        bl      end_case
        add     x19, x19, x20
        b       1b
2:      bl      baseline
        leave

// x0 = an entry of a list: calls its set-up, and keeps what that leaves in x0 to x7 for the code.
set_up: enter
        add     x8, x0, #12             // the set-up follows the name
1:      ldrb    w1, [x8], #1
        cbnz    w1, 1b
        add     x8, x8, #3
        and     x8, x8, #~3
        mov     x0, #0
        la      x1, ram
        ldr     x1, [x1]
        ldr     x2, =SCRATCH
        add     x1, x1, x2
        ldr     x2, =0x0123456789abcdef
        mov     x3, #0
        mov     x4, #0
        mov     x5, #0
        mov     x6, #0
        mov     x7, #0
        adr     x29, 2f
        br      x8
2:      la      x8, arguments
        stp     x0, x1, [x8]
        stp     x2, x3, [x8, #16]
        stp     x4, x5, [x8, #32]
        stp     x6, x7, [x8, #48]
        isb
        leave

// x0 = code, w1 = PSTATE. Returns x0 = 0: the code has ended by RET, and `results` has x0 to x7; 1: it took an exception, which
// `capture` describes.
run:
        enter
        la      x2, code_start
        str     x0, [x2]
        mov     w3, #1
        str     w3, [x2, #8]            // running
        msr     elr_el2, x0
        msr     spsr_el2, x1
        la      x0, el0_stack
        msr     sp_el0, x0
        la      x0, el1_stack
        msr     sp_el1, x0
        ubfx    x1, x1, #2, #2
        adr     x30, exits
        add     x30, x30, x1, lsl #2
        la      x8, arguments
        ldp     x0, x1, [x8]
        ldp     x2, x3, [x8, #16]
        ldp     x4, x5, [x8, #32]
        ldp     x6, x7, [x8, #48]
        dsb     sy
        eret

exits:  svc     #EXIT                   // from EL0
        smc     #EXIT                   // EL1
        hvc     #EXIT                   // EL2

// Every exception at EL2. The vector has put x0 into TPIDR_EL2 and its own offset into x0.
taken:
        stp     x1, x2, [sp, #-16]!
        la      x1, code_start
        ldr     w2, [x1, #8]
        cbz     w2, unexpected
        str     wzr, [x1, #8]
        la      x8, results
        mrs     x2, tpidr_el2
        ldp     x9, x10, [sp], #16
        stp     x2, x9, [x8]
        stp     x10, x3, [x8, #16]
        stp     x4, x5, [x8, #32]
        stp     x6, x7, [x8, #48]
        mov     x21, x0                 // the vector's offset
        mov     x20, #2                 // the level that took it
        mrs     x22, esr_el2
        mrs     x23, far_el2
        mrs     x24, elr_el2
        mrs     x25, spsr_el2
        la      x1, vectors_el1         // from the vectors of EL1?
        sub     x26, x24, x1
        cmp     x26, #0x800
        b.hs    1f
        mov     x20, #1
        and     x21, x26, #0x780
        mrs     x22, esr_el1
        mrs     x23, far_el1
        mrs     x24, elr_el1
        mrs     x25, spsr_el1
1:      la      x0, capture
        stp     x20, x21, [x0]
        stp     x22, x23, [x0, #16]
        stp     x24, x25, [x0, #32]
        mrs     x1, hpfar_el2
        str     x1, [x0, #48]
        mov     x0, #1
        tst     x21, #0x180             // synchronous?
        b.ne    2f
        ubfx    w1, w22, #26, #6
        sub     w1, w1, #0x15           // SVC, HVC or SMC
        cmp     w1, #2
        b.hi    2f
        and     w1, w22, #0xffff
        mov     w2, #EXIT
        cmp     w1, w2
        cset    x0, ne
2:      leave

// An exception of the exerciser's own: say so and stop.
unexpected:
        mrs     x19, esr_el2
        mrs     x20, elr_el2
        mrs     x21, far_el2
        mov     x22, x0
        la      x0, line_length
        str     xzr, [x0]
        say     "unexpected exception at EL2: vector "
        mov     x0, x22
        bl      put_hex
        say     " ESR "
        mov     x0, x19
        bl      put_hex
        say     " ELR image+"
        adr     x0, _start
        sub     x0, x20, x0
        bl      put_hex
        say     " FAR "
        mov     x0, x21
        bl      put_hex
        bl      print_line
        b       switch_off

// x0 = what `run` returned: what happened, into the line. w1 = 1: with x0 if the code came to its end.
report:
        enter
        cbz     x0, 8f
        la      x19, capture
        ldp     x20, x21, [x19]
        ldp     x22, x23, [x19, #16]
        ldp     x24, x25, [x19, #32]
        say     "EL"
        mov     x0, x20
        bl      put_hex
        mov     w0, #'+'
        bl      put_character
        mov     x0, x21
        bl      put_hex
        ubfx    x26, x21, #7, #2        // 0: synchronous
        cmp     x26, #1
        b.eq    6f
        cmp     x26, #2
        b.eq    6f                      // IRQ and FIQ write no syndrome
        say     " ESR="
        mov     x0, x22
        cbz     x26, 1f
        ubfx    x0, x22, #26, #6        // the syndrome of an SError is implementation defined
        lsl     x0, x0, #26
1:      bl      put_hex
        cbnz    x26, 6f
        ubfx    w27, w22, #26, #6
        cmp     w27, #0x20              // instruction and data aborts
        b.eq    2f
        cmp     w27, #0x21
        b.eq    2f
        cmp     w27, #0x22              // PC alignment
        b.eq    2f
        cmp     w27, #0x24
        b.eq    2f
        cmp     w27, #0x25
        b.ne    5f
2:      say     " FAR="
        mov     x0, x23
        bl      put_address
        cmp     x20, #2
        b.ne    5f
        cmp     w27, #0x20
        b.eq    3f
        cmp     w27, #0x24
        b.ne    5f
3:      tbnz    w22, #7, 4f             // S1PTW: HPFAR_EL2 is right for all faults
        ubfx    w0, w22, #2, #4
        cmp     w0, #3                  // and not for permission and alignment
        b.hs    5f
4:      say     " HPFAR="
        ldr     x0, [x19, #48]
        bl      put_hex
5:      say     " ELR="
        mov     x0, x24
        bl      put_address
6:      say     " SPSR="
        mov     x0, x25
        bl      put_hex
        b       9f
8:      mov     w19, w1
        say     "ok"
        cbz     w19, 9f
        mov     w0, #' '
        bl      put_character
        la      x0, results
        ldr     x0, [x0]
        bl      put_hex
9:      leave

        .macro  vector_el2
        msr     tpidr_el2, x0
        mov     x0, #. - vectors_el2 - 4
        b       taken
        .balign 128
        .endm

        .balign 2048
vectors_el1:
        .rept   16
        smc     #0
        .balign 128
        .endr
        .balign 2048
vectors_el2:
        .rept   16
        vector_el2
        .endr

        .bss
        .balign 64
code_start:     .space  8
                .space  8               // running
capture:        .space  56              // level, vector, ESR, FAR, ELR, SPSR, HPFAR
arguments:      .space  64
results:        .space  64
        .balign 16
                .space  4096
driver_stack:
                .space  4096
el0_stack:
                .space  4096
el1_stack:
        .text
