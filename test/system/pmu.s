// pmu: the Performance Monitors, as far as they do the same everywhere: the registers, and counting by PMSWINC_EL0: at which level
// and in which state, overflows, their interrupt's pending bit in the GIC (INTID 23, at the address of the virt board).

        // Two increments of counter 0, behind whatever `setup` does; x0 = what it counted.
        .macro  increments name, mode, filter
1:      .word   1f - 1b, \mode
        .asciz  "\name"
        .balign 4
        ldr     x3, =\filter
        msr     pmevtyper0_el0, x3
        msr     pmevcntr0_el0, xzr
        mov     x3, #1
        msr     pmcntenset_el0, x3
        msr     pmswinc_el0, x3
        msr     pmswinc_el0, x3
        isb
        mrs     x0, pmevcntr0_el0
        ret
        .endm
        .macro  filters name, mode
        increments "\name: no filter", \mode, 0
        increments "\name: P", \mode, 0x80000000
        increments "\name: U", \mode, 0x40000000
        increments "\name: NSK", \mode, 0x20000000
        increments "\name: NSU", \mode, 0x10000000
        increments "\name: NSH", \mode, 0x08000000
        increments "\name: M", \mode, 0x04000000
        increments "\name: P, NSK", \mode, 0xa0000000
        increments "\name: U, NSU", \mode, 0x50000000
        increments "\name: P, M", \mode, 0x84000000
        increments "\name: all", \mode, 0xfc000000
        .endm
        .macro  try name, mode
1:      .word   1f - 1b, \mode
        .asciz  "\name"
        .balign 4
        .endm
        .macro  last
1:      .word   0
        .ltorg
        .balign 4
        .endm
        .macro  title text
        ldr     x0, =9f
        bl      print_line
        .pushsection .rodata
9:      .asciz  "\text"
        .popsection
        .endm
        .macro  set register, value
        ldr     x0, =\value
        msr     \register, x0
        .endm
        .macro  cases list
        isb
        ldr     x0, =\list
        bl      try_list
        .endm

        .equ    NS, 0x531
        .equ    S, 0x530
        .equ    SPME, 1 << 17
        .equ    HPME, 1 << 7

        .text
main:
        stp     x29, x30, [sp, #-16]!
        title   "the registers"
        bl      start
        cases   registers

        title   "PMCR_EL0"
        bl      start
        cases   control

        title   "filters, Non-secure"
        bl      start
        set     mdcr_el3, SPME
        cases   all_levels

        title   "filters, Secure, MDCR_EL3.SPME = 1"
        bl      start
        set     scr_el3, S
        set     mdcr_el3, SPME
        cases   secure_levels

        title   "Secure, MDCR_EL3.SPME = 0"
        bl      start
        set     scr_el3, S
        set     mdcr_el3, 0
        cases   prohibited

        title   "MDCR_EL2.HPMN = 0, PMCR_EL0.E = 1"
        bl      start
        set     mdcr_el2, 0
        cases   reserved

        title   "MDCR_EL2.HPMN = 0, PMCR_EL0.E = 1, HPME = 1"
        bl      start
        set     mdcr_el2, HPME
        cases   reserved

        title   "MDCR_EL2.HPMN = 1, PMCR_EL0.E = 0, HPME = 1"
        bl      start
        set     mdcr_el2, (HPME + 1)
        set     pmcr_el0, 0
        cases   reserved

        title   "MDCR_EL2.HPMN = 1, PMCR_EL0.E = 1"
        bl      start
        set     mdcr_el2, 1
        cases   reserved

        title   "overflow"
        bl      start
        cases   overflows

        bl      start
        set     pmcr_el0, 0
        bl      baseline
        ldp     x29, x30, [sp], #16
        ret

// A known state: nothing is counted but what a case asks for. EL0 may touch all registers. EL1's counters are all six.
start:
        mov     x15, x30
        bl      baseline
        set     scr_el3, NS
        set     mdcr_el2, 6
        set     pmuserenr_el0, 15
        set     pmcr_el0, 7
        set     pmcntenclr_el0, 0xffffffff
        set     pmintenclr_el1, 0xffffffff
        set     pmovsclr_el0, 0xffffffff
        set     pmccfiltr_el0, 0
        ldr     x1, =0x08000080         // GICD_IGROUPR0: the Non-secure state sees what is in Group 1
        mov     w0, #-1
        str     w0, [x1]
        isb
        ret     x15

        .balign 4
registers:
        try     "PMCR_EL0.N", EL1
        mrs     x0, pmcr_el0
        ubfx    x0, x0, #11, #5
        ret
        try     "PMCNTENSET_EL0", EL1
        mov     x3, #-1
        msr     pmcntenset_el0, x3
        mrs     x0, pmcntenclr_el0
        ret
        try     "PMCNTENCLR_EL0", EL1
        mov     x3, #5
        msr     pmcntenclr_el0, x3
        mrs     x0, pmcntenset_el0
        mov     x3, #-1
        msr     pmcntenclr_el0, x3
        ret
        try     "PMINTENSET_EL1", EL1
        mov     x3, #-1
        msr     pmintenset_el1, x3
        mrs     x0, pmintenclr_el1
        ret
        try     "PMINTENCLR_EL1", EL1
        mov     x3, #-1
        msr     pmintenclr_el1, x3
        mrs     x0, pmintenset_el1
        ret
        try     "PMOVSSET_EL0", EL1
        mov     x3, #-1
        msr     pmovsset_el0, x3
        mrs     x0, pmovsclr_el0
        ret
        try     "PMOVSCLR_EL0", EL1
        mov     x3, #6
        msr     pmovsclr_el0, x3
        mrs     x0, pmovsset_el0
        mov     x3, #-1
        msr     pmovsclr_el0, x3
        ret
        try     "PMEVTYPER5_EL0 has the filters and ten bits of an event's number", EL1
        mov     x3, #-1
        msr     pmevtyper5_el0, x3
        mrs     x0, pmevtyper5_el0
        ldr     w3, =0xfc0003ff         // others are reserved
        and     x0, x0, x3
        msr     pmevtyper5_el0, xzr
        ret
        try     "PMEVCNTR5_EL0 has 32 bits", EL1
        mov     x3, #-2
        msr     pmevcntr5_el0, x3
        mrs     x0, pmevcntr5_el0
        ret
        try     "PMSELR_EL0 selects a type", EL1
        mov     x3, #2
        msr     pmselr_el0, x3
        isb
        mov     x3, #0x11
        msr     pmxevtyper_el0, x3
        mrs     x0, pmevtyper2_el0
        ret
        try     "PMSELR_EL0 selects a counter", EL1
        mov     x3, #4
        msr     pmselr_el0, x3
        isb
        mov     x3, #77
        msr     pmevcntr4_el0, x3
        mrs     x0, pmxevcntr_el0
        ret
        try     "PMSELR_EL0 = 31 selects PMCCFILTR_EL0", EL1
        mov     x3, #31
        msr     pmselr_el0, x3
        isb
        mov     x3, #-1
        msr     pmxevtyper_el0, x3
        mrs     x0, pmccfiltr_el0
        msr     pmccfiltr_el0, xzr
        ret
        try     "PMCCNTR_EL0 has 64 bits", EL1
        msr     pmccntr_el0, x2
        isb
        mrs     x0, pmccntr_el0
        ret
        last

control:
        try     "E, D, X, DP and LC are kept", EL1
        mov     x3, #0x79
        msr     pmcr_el0, x3
        mrs     x0, pmcr_el0
        and     x0, x0, #0x7f
        mov     x3, #1
        msr     pmcr_el0, x3
        ret
        try     "P resets the event counters", EL1
        mov     x3, #9
        msr     pmevcntr0_el0, x3
        msr     pmevcntr5_el0, x3
        mov     x3, #3
        msr     pmcr_el0, x3
        isb
        mrs     x0, pmevcntr0_el0
        mrs     x3, pmevcntr5_el0
        orr     x0, x0, x3
        ret
        try     "and not the cycle counter", EL1
        msr     pmccntr_el0, x2
        mov     x3, #3
        msr     pmcr_el0, x3
        isb
        mrs     x0, pmccntr_el0
        ret
        try     "C resets the cycle counter", EL1
        msr     pmccntr_el0, x2
        mov     x3, #5
        msr     pmcr_el0, x3
        isb
        mrs     x0, pmccntr_el0
        ret
        try     "and neither an event counter nor a flag", EL1
        mov     x3, #9
        msr     pmevcntr3_el0, x3
        mov     x3, #8
        msr     pmovsset_el0, x3
        mov     x3, #5
        msr     pmcr_el0, x3
        isb
        mrs     x0, pmevcntr3_el0
        mrs     x3, pmovsclr_el0
        orr     x0, x0, x3, lsl #8
        msr     pmovsclr_el0, x3
        ret
        increments "E = 1", EL1, 0
        try     "PMSWINC_EL0 is for counters that are enabled", EL1
        mov     x3, #1
        msr     pmevcntr1_el0, xzr
        msr     pmevtyper1_el0, xzr
        mov     x3, #2
        msr     pmswinc_el0, x3
        isb
        mrs     x0, pmevcntr1_el0
        ret
        increments "and that count software increments", EL1, 8000
        try     "E = 0", EL1
        msr     pmcr_el0, xzr
        msr     pmevtyper0_el0, xzr
        msr     pmevcntr0_el0, xzr
        mov     x3, #1
        msr     pmswinc_el0, x3
        isb
        mrs     x0, pmevcntr0_el0
        ret
        last

all_levels:
        filters "EL0", EL0
        filters "EL1", EL1
        filters "EL2", EL2
        filters "EL3", EL3
        last
secure_levels:
        filters "EL0", EL0
        filters "EL1", EL1
        last
prohibited:
        increments "EL0", EL0, 0
        increments "EL1", EL1, 0
        increments "EL3", EL3, 0
        last

// Counters 0 and 1 count at EL2: x0 has both.
reserved:
        try     "EL2", EL2
        ldr     x3, =0x08000000
        msr     pmevtyper0_el0, x3
        msr     pmevtyper1_el0, x3
        msr     pmevcntr0_el0, xzr
        msr     pmevcntr1_el0, xzr
        mov     x3, #3
        msr     pmcntenset_el0, x3
        msr     pmswinc_el0, x3
        isb
        mrs     x0, pmevcntr0_el0
        mrs     x3, pmevcntr1_el0
        orr     x0, x0, x3, lsl #4
        ret
        try     "pending with overflows of both", EL2
        mov     x3, #3
        msr     pmovsset_el0, x3
        mov     x3, #1
        msr     pmintenset_el1, x3
        isb
        ldr     x4, =0x08000200         // GICD_ISPENDR0
        ldr     w5, [x4]
        ubfx    w0, w5, #23, #1
        msr     pmintenclr_el1, x3
        mov     x3, #2
        msr     pmintenset_el1, x3
        isb
        ldr     w5, [x4]
        ubfx    w5, w5, #23, #1
        orr     w0, w0, w5, lsl #4
        msr     pmintenclr_el1, x3
        mov     x3, #3
        msr     pmovsclr_el0, x3
        ret
        try     "PMCR_EL0.N from EL2", EL2
        mrs     x0, pmcr_el0
        ubfx    x0, x0, #11, #5
        ret
        try     "PMCR_EL0.N from EL1", EL1
        mrs     x0, pmcr_el0
        ubfx    x0, x0, #11, #5
        ret
        try     "PMCNTENSET_EL0 from EL1", EL1
        mrs     x0, pmcntenset_el0
        ret
        try     "PMOVSSET_EL0 from EL1", EL1
        mov     x3, #-1
        msr     pmovsset_el0, x3
        mrs     x0, pmovsset_el0
        msr     pmovsclr_el0, x3
        ret
        last

overflows:
        try     "an increment of 0xffffffff", EL1
        mov     x3, #0xffffffff
        msr     pmevtyper0_el0, xzr
        msr     pmevcntr0_el0, x3
        mov     x3, #1
        msr     pmcntenset_el0, x3
        msr     pmswinc_el0, x3
        isb
        mrs     x0, pmevcntr0_el0
        mrs     x3, pmovsset_el0
        orr     x0, x0, x3, lsl #4
        ret
        try     "its interrupt is not enabled", EL1
        ldr     x4, =0x08000200
        ldr     w0, [x4]
        ubfx    w0, w0, #23, #1
        ret
        try     "and now it is", EL1
        mov     x3, #1
        msr     pmintenset_el1, x3
        isb
        ldr     x4, =0x08000200
        ldr     w0, [x4]
        ubfx    w0, w0, #23, #1
        ret
        try     "not while PMCR_EL0.E = 0", EL1
        msr     pmcr_el0, xzr
        isb
        ldr     x4, =0x08000200
        ldr     w0, [x4]
        ubfx    w0, w0, #23, #1
        mov     x3, #1
        msr     pmcr_el0, x3
        ret
        try     "not with the flag clear", EL1
        mov     x3, #1
        msr     pmovsclr_el0, x3
        isb
        ldr     x4, =0x08000200
        ldr     w0, [x4]
        ubfx    w0, w0, #23, #1
        ret
        try     "a flag set by software interrupts, too", EL1
        mov     x3, #0x80000000
        msr     pmintenset_el1, x3
        msr     pmovsset_el0, x3
        isb
        ldr     x4, =0x08000200
        ldr     w0, [x4]
        ubfx    w0, w0, #23, #1
        msr     pmovsclr_el0, x3
        ret
        last

        .include "runtime.inc"
