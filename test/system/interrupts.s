// interrupts: physical interrupts of the generic timer through the GIC (at the addresses of the virt board): IRQ and FIQ,
// where SCR_EL3, HCR_EL2 and PSTATE send them, ISR_EL1, WFI, and the CPU interface seen from Non-secure EL1.
// The virtual timer is the source: its line is up from the start of each case.

        .text
main:
        stp     x29, x30, [sp, #-16]!
        mov     w0, #-1
        bl      gic_on

        ldr     x0, =text_1
        bl      print_line
        bl      baseline
        ldr     x0, =0x531
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x0
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_2
        bl      try_list
        bl      timer_off

        ldr     x0, =text_3
        bl      print_line
        bl      baseline
        ldr     x0, =0x531
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8000000
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_4
        bl      try_list
        bl      timer_off

        ldr     x0, =text_5
        bl      print_line
        bl      baseline
        ldr     x0, =0x531
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x10
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_6
        bl      try_list
        bl      timer_off

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        ldr     x0, =0x531
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8000010
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_8
        bl      try_list
        bl      timer_off

        ldr     x0, =text_9
        bl      print_line
        bl      baseline
        ldr     x0, =0x533
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x0
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_10
        bl      try_list
        bl      timer_off

        ldr     x0, =text_11
        bl      print_line
        bl      baseline
        ldr     x0, =0x533
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8000000
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_12
        bl      try_list
        bl      timer_off

        ldr     x0, =text_13
        bl      print_line
        bl      baseline
        ldr     x0, =0x533
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x10
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_14
        bl      try_list
        bl      timer_off

        ldr     x0, =text_15
        bl      print_line
        bl      baseline
        ldr     x0, =0x533
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8000010
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_16
        bl      try_list
        bl      timer_off

        ldr     x0, =text_17
        bl      print_line
        bl      baseline
        ldr     x0, =0x530
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x10
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_18
        bl      try_list
        bl      timer_off
        mov     w0, #0
        bl      gic_on

        ldr     x0, =text_19
        bl      print_line
        bl      baseline
        ldr     x0, =0x531
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x0
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_20
        bl      try_list
        bl      timer_off

        ldr     x0, =text_21
        bl      print_line
        bl      baseline
        ldr     x0, =0x531
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8000000
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_22
        bl      try_list
        bl      timer_off

        ldr     x0, =text_23
        bl      print_line
        bl      baseline
        ldr     x0, =0x531
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_24
        bl      try_list
        bl      timer_off

        ldr     x0, =text_25
        bl      print_line
        bl      baseline
        ldr     x0, =0x531
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8000008
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_26
        bl      try_list
        bl      timer_off

        ldr     x0, =text_27
        bl      print_line
        bl      baseline
        ldr     x0, =0x535
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x0
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_28
        bl      try_list
        bl      timer_off

        ldr     x0, =text_29
        bl      print_line
        bl      baseline
        ldr     x0, =0x535
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8000000
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_30
        bl      try_list
        bl      timer_off

        ldr     x0, =text_31
        bl      print_line
        bl      baseline
        ldr     x0, =0x535
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_32
        bl      try_list
        bl      timer_off

        ldr     x0, =text_33
        bl      print_line
        bl      baseline
        ldr     x0, =0x535
        msr     scr_el3, x0
        isb
        mrs     x1, hcr_el2
        ldr     x0, =0x8000008
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      timer_on
        ldr     x0, =cases_34
        bl      try_list
        bl      timer_off

        ldr     x0, =text_35
        bl      print_line
        bl      baseline
        mov     w0, #-1
        bl      gic_on
        bl      timer_on
        ldr     x0, =cases_36
        bl      try_list
        bl      timer_off

        ldr     x0, =text_37
        bl      print_line
        ldr     x0, =cases_38
        bl      try_list

        ldr     x0, =text_39
        bl      print_line
        bl      timer_on
        ldr     x0, =cases_40
        bl      try_list

        ldr     x0, =text_41
        bl      print_line
        mov     w0, #0
        bl      gic_on
        bl      timer_on
        ldr     x0, =cases_42
        bl      try_list
        bl      timer_off
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

        .equ    GICD, 0x08000000
        .equ    GICC, 0x08010000
// w0 = GICD_IGROUPR0: all interrupts to group 1 (IRQ) or to group 0 (FIQ); everything enabled, nothing masked by priority.
gic_on:
        ldr     x1, =GICD
        str     w0, [x1, #0x80]
        mov     w2, #3                  // GICD_CTLR: both groups
        str     w2, [x1]
        ldr     w2, =0x2c000000         // GICD_ISENABLER0: 26, 27, 29
        str     w2, [x1, #0x100]
        ldr     w2, =0xa0a0a0a0         // GICD_IPRIORITYR6, 7: INTIDs 24 to 31
        str     w2, [x1, #0x418]
        str     w2, [x1, #0x41c]
        ldr     x1, =GICC
        mov     w2, #0xff
        str     w2, [x1, #4]            // GICC_PMR
        mov     w2, #0xb                // GICC_CTLR: both groups, FIQEn
        str     w2, [x1]
        dsb     sy
        ret
timer_on:                               // the virtual timer's time has come
        msr     cntv_cval_el0, xzr
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        isb
        ret
timer_off:
        msr     cntv_ctl_el0, xzr
        isb
        ret

        .balign 4
cases_2:
1:      .word   1f - 1b, 0x340
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x345
        .asciz  "not masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x349
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x34d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_4:
1:      .word   1f - 1b, 0x340
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x349
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x34d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_6:
1:      .word   1f - 1b, 0x340
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x345
        .asciz  "not masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x349
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x34d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_8:
1:      .word   1f - 1b, 0x340
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x349
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x34d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_10:
1:      .word   1f - 1b, 0x340
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x345
        .asciz  "not masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x349
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x34d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_12:
1:      .word   1f - 1b, 0x340
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x349
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x34d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_14:
1:      .word   1f - 1b, 0x340
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x345
        .asciz  "not masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x349
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x34d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_16:
1:      .word   1f - 1b, 0x340
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x349
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x34d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_18:
1:      .word   1f - 1b, 0x340
        .asciz  "not masked at Secure EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x345
        .asciz  "not masked at Secure EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at Secure EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_20:
1:      .word   1f - 1b, 0x380
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x385
        .asciz  "not masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x389
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x38d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_22:
1:      .word   1f - 1b, 0x380
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x389
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x38d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_24:
1:      .word   1f - 1b, 0x380
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x385
        .asciz  "not masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x389
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x38d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_26:
1:      .word   1f - 1b, 0x380
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x389
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x38d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_28:
1:      .word   1f - 1b, 0x380
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x385
        .asciz  "not masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x389
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x38d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_30:
1:      .word   1f - 1b, 0x380
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x389
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x38d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_32:
1:      .word   1f - 1b, 0x380
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x385
        .asciz  "not masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x389
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x38d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_34:
1:      .word   1f - 1b, 0x380
        .asciz  "not masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x389
        .asciz  "not masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x38d
        .asciz  "not masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "masked at EL0"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "masked at EL2"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "masked at EL3"
        .balign 4
        mov     x0, #200
2:      subs    x0, x0, #1
        b.ne    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   0

        .balign 4
cases_36:
1:      .word   1f - 1b, EL1
        .asciz  "after MSR DAIFClr at EL1"
        .balign 4
        nop
        msr     daifclr, #2
2:      b       2b
        ret
1:      .word   1f - 1b, EL1
        .asciz  "after ERET from EL1 to EL0"
        .balign 4
        adr     x0, 2f
        msr     elr_el1, x0
        mov     x0, #0
        msr     spsr_el1, x0
        eret
2:      b       2b
        ret
1:      .word   1f - 1b, EL1
        .asciz  "after MSR DAIF at EL1"
        .balign 4
        msr     daif, xzr
2:      b       2b
        ret
1:      .word   1f - 1b, 0x340
        .asciz  "at EL0, flags kept"
        .balign 4
        mov     x0, #0
2:      b       2b
        ret
1:      .word   1f - 1b, 0xf0000344
        .asciz  "at EL1t"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, EL1
        .asciz  "raised while running: CNTV_TVAL"
        .balign 4
        mov     x0, #1000
        msr     cntv_tval_el0, x0
        isb
        msr     daifclr, #2
2:      b       2b
        ret
1:      .word   0

        .balign 4
cases_38:
1:      .word   1f - 1b, EL1
        .asciz  "IMASK takes the line down"
        .balign 4
        mov     x3, #1
        msr     cntv_cval_el0, xzr
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, isr_el1
        mov     x3, #3
        msr     cntv_ctl_el0, x3
        isb
        mrs     x4, isr_el1
        orr     x0, x0, x4, lsl #16
        mrs     x4, cntv_ctl_el0
        orr     x0, x0, x4, lsl #32
        msr     cntv_ctl_el0, xzr
        ret
1:      .word   1f - 1b, EL1
        .asciz  "a later CVAL takes the line down"
        .balign 4
        mov     x3, #1
        msr     cntv_cval_el0, xzr
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, isr_el1
        mov     x3, #-1
        msr     cntv_cval_el0, x3
        isb
        mrs     x4, isr_el1
        orr     x0, x0, x4, lsl #16
        msr     cntv_ctl_el0, xzr
        ret
1:      .word   1f - 1b, EL1
        .asciz  "WFI until the timer comes, masked"
        .balign 4
        mrs     x3, cntvct_el0
        add     x3, x3, #0x4000
        msr     cntv_cval_el0, x3
        mov     x4, #1
        msr     cntv_ctl_el0, x4
        isb
2:      wfi
        mrs     x4, cntvct_el0
        cmp     x4, x3
        b.lo    2b
        mrs     x0, isr_el1
        msr     cntv_ctl_el0, xzr
        ret
1:      .word   1f - 1b, EL2
        .asciz  "WFI at EL2, hypervisor timer"
        .balign 4
        mrs     x3, cntpct_el0
        add     x3, x3, #0x4000
        msr     cnthp_cval_el2, x3
        mov     x4, #1
        msr     cnthp_ctl_el2, x4
        isb
2:      wfi
        mrs     x4, cntpct_el0
        cmp     x4, x3
        b.lo    2b
        mrs     x0, isr_el1
        msr     cnthp_ctl_el2, xzr
        ret
1:      .word   1f - 1b, EL3
        .asciz  "WFI at EL3, secure timer"
        .balign 4
        mrs     x3, cntpct_el0
        add     x3, x3, #0x4000
        msr     cntps_cval_el1, x3
        mov     x4, #1
        msr     cntps_ctl_el1, x4
        isb
2:      wfi
        mrs     x4, cntpct_el0
        cmp     x4, x3
        b.lo    2b
        mrs     x0, isr_el1
        msr     cntps_ctl_el1, xzr
        ret
1:      .word   0

        .balign 4
cases_40:
1:      .word   1f - 1b, EL1
        .asciz  "GICC_HPPIR"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x3, #0x18]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "GICD_ISPENDR0"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x4, #0x200]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "GICC_IAR"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x3, #0xc]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "GICD_ISACTIVER0"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x4, #0x300]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "GICC_RPR"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x3, #0x14]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "active: no interrupt from it"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "GICC_EOIR, the line is still up: pending again"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        mov     w0, #27
        str     w0, [x3, #0x10]
        dsb     sy
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "GICC_IAR again"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x3, #0xc]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "the timer off, then GICC_EOIR"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        msr     cntv_ctl_el0, xzr
        isb
        mov     w0, #27
        str     w0, [x3, #0x10]
        dsb     sy
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "GICC_IAR with nothing pending"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x3, #0xc]
        ret
1:      .word   0

        .balign 4
cases_42:
1:      .word   1f - 1b, EL1
        .asciz  "GICC_HPPIR"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x3, #0x18]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "GICC_IAR"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x3, #0xc]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "GICD_ISENABLER0"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x4, #0x100]
        lsr     w0, w0, #16
        ret
1:      .word   1f - 1b, EL3
        .asciz  "GICC_HPPIR at EL3"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x3, #0x18]
        ret
1:      .word   1f - 1b, EL3
        .asciz  "GICC_IAR and EOIR at EL3"
        .balign 4
        ldr     x3, =GICC
        ldr     x4, =GICD
        ldr     w0, [x3, #0xc]
        str     w0, [x3, #0x10]
        ret
1:      .word   0

text_1:         .asciz  "IRQ: SCR_EL3.IRQ = 0, HCR_EL2.IMO = 0, TGE = 0"
text_3:         .asciz  "IRQ: SCR_EL3.IRQ = 0, HCR_EL2.IMO = 0, TGE = 1"
text_5:         .asciz  "IRQ: SCR_EL3.IRQ = 0, HCR_EL2.IMO = 1, TGE = 0"
text_7:         .asciz  "IRQ: SCR_EL3.IRQ = 0, HCR_EL2.IMO = 1, TGE = 1"
text_9:         .asciz  "IRQ: SCR_EL3.IRQ = 1, HCR_EL2.IMO = 0, TGE = 0"
text_11:        .asciz  "IRQ: SCR_EL3.IRQ = 1, HCR_EL2.IMO = 0, TGE = 1"
text_13:        .asciz  "IRQ: SCR_EL3.IRQ = 1, HCR_EL2.IMO = 1, TGE = 0"
text_15:        .asciz  "IRQ: SCR_EL3.IRQ = 1, HCR_EL2.IMO = 1, TGE = 1"
text_17:        .asciz  "IRQ in the Secure state: SCR_EL3.NS = 0, IRQ = 0, IMO = 1"
text_19:        .asciz  "FIQ: SCR_EL3.FIQ = 0, HCR_EL2.FMO = 0, TGE = 0"
text_21:        .asciz  "FIQ: SCR_EL3.FIQ = 0, HCR_EL2.FMO = 0, TGE = 1"
text_23:        .asciz  "FIQ: SCR_EL3.FIQ = 0, HCR_EL2.FMO = 1, TGE = 0"
text_25:        .asciz  "FIQ: SCR_EL3.FIQ = 0, HCR_EL2.FMO = 1, TGE = 1"
text_27:        .asciz  "FIQ: SCR_EL3.FIQ = 1, HCR_EL2.FMO = 0, TGE = 0"
text_29:        .asciz  "FIQ: SCR_EL3.FIQ = 1, HCR_EL2.FMO = 0, TGE = 1"
text_31:        .asciz  "FIQ: SCR_EL3.FIQ = 1, HCR_EL2.FMO = 1, TGE = 0"
text_33:        .asciz  "FIQ: SCR_EL3.FIQ = 1, HCR_EL2.FMO = 1, TGE = 1"
text_35:        .asciz  "IRQ: taken at the right instruction"
text_37:        .asciz  "ISR_EL1 and the line follow the timer"
text_39:        .asciz  "the CPU interface at Non-secure EL1"
text_41:        .asciz  "group 0 is hidden from Non-secure EL1"

// ================================================================ runtime (record.sh copies it from runtime.inc)
// The driver runs at EL3 with its MMU off. `run` enters a piece of code at some exception level; whatever exception
// that code takes, at whatever level, ends at EL3 again, with the registers of the level that took it still in place.
//   - The vectors of EL1 and EL2 are nothing but SMC: they change no register.
//   - Where the exception was taken is known from where that SMC stood; a trapped SMC is followed back in the same way.
//   - Code that ends by RET goes to an SVC or SMC with the number 0xd0d0: no exception, "ok".
// A list of cases, for `try_list`:
//   1:      .word   1f - 1b, MODE           // distance to the next case, the PSTATE to start with
//           .asciz  "name"
//           .balign 4
//           code                            // x0 = 0, x1 = buffer, x2 = 0x0123456789abcdef, others 0
//           ret                             // "ok" prints x0
//   1:      .word   0
// A line of output: name: where, ESR_ELx, FAR_ELx (if the class has one), ELR_ELx from the start of the code, SPSR_ELx,
// HPFAR_EL2 (if the fault has one).

        .equ    EL0, 0x3c0              // PSTATE values: DAIF masked
        .equ    EL1T, 0x3c4
        .equ    EL1, 0x3c5
        .equ    EL2T, 0x3c8
        .equ    EL2, 0x3c9
        .equ    EL3T, 0x3cc
        .equ    EL3, 0x3cd

        .text
        .global _start
        .balign 4
_start:
        ldr     x0, =driver_stack
        mov     sp, x0
        ldr     x0, =vectors_el3
        msr     vbar_el3, x0
        bl      baseline
        bl      main
        mov     x1, #0
exit:   ldr     x0, =0x20026            // SYS_EXIT: ADP_Stopped_ApplicationExit and the code
        ldr     x2, =exit_block
        stp     x0, x1, [x2]
        mov     x1, x2
        mov     w0, #0x18
        hlt     #0xf000
1:      b       1b

// Put all that the cases change back to a known state.
baseline:
        mov     x0, #0x531              // SCR_EL3: NS, RES1, HCE, RW
        msr     scr_el3, x0
        msr     cptr_el3, xzr
        msr     mdcr_el3, xzr
        ldr     x0, =0x30c50830
        msr     sctlr_el3, x0
        msr     sctlr_el2, x0
        ldr     x1, =sctlr_el3_for_code
        str     x0, [x1]
        ldr     x0, =0x30d00800
        msr     sctlr_el1, x0
        mov     x0, #1
        lsl     x0, x0, #31
        msr     hcr_el2, x0
        mov     x0, #0x33ff
        msr     cptr_el2, x0
        mov     x0, #6
        msr     mdcr_el2, x0
        msr     hstr_el2, xzr
        mov     x0, #3
        msr     cnthctl_el2, x0
        msr     cntvoff_el2, xzr
        msr     cntkctl_el1, xzr
        msr     cpacr_el1, xzr
        msr     vttbr_el2, xzr
        mov     x0, #0x80000000
        msr     vtcr_el2, x0
        msr     tcr_el1, xzr
        ldr     x0, =vectors_el1
        msr     vbar_el1, x0
        ldr     x0, =vectors_el2
        msr     vbar_el2, x0
        isb
        tlbi    alle1
        tlbi    alle2
        tlbi    alle3
        dsb     sy
        isb
        ret

// x0 = code, w1 = PSTATE. Runs it with x0 to x29 from `start_registers`. Returns x0 = 0: it ended by RET;
// 1: an exception, described in `capture`. `end_registers` has x0 to x30 at the end.
run:
        stp     x29, x30, [sp, #-96]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        ldr     x2, =driver_sp
        mov     x3, sp
        str     x3, [x2]
        ldr     x2, =code_start
        str     x0, [x2]
        msr     elr_el3, x0
        msr     spsr_el3, x1
        ldr     x0, =el0_stack
        msr     sp_el0, x0
        ldr     x0, =el1_stack
        msr     sp_el1, x0
        ldr     x0, =el2_stack
        msr     sp_el2, x0
        ldr     x0, =el3_stack
        mov     sp, x0
        adr     x30, done_stubs
        ubfx    x1, x1, #2, #2
        add     x30, x30, x1, lsl #2
        ldr     x0, =sctlr_el3_for_code
        ldr     x0, [x0]
        msr     sctlr_el3, x0
        ldr     x0, =start_registers
        ldp     x28, x29, [x0, #224]
        ldp     x26, x27, [x0, #208]
        ldp     x24, x25, [x0, #192]
        ldp     x22, x23, [x0, #176]
        ldp     x20, x21, [x0, #160]
        ldp     x18, x19, [x0, #144]
        ldp     x16, x17, [x0, #128]
        ldp     x14, x15, [x0, #112]
        ldp     x12, x13, [x0, #96]
        ldp     x10, x11, [x0, #80]
        ldp     x8, x9, [x0, #64]
        ldp     x6, x7, [x0, #48]
        ldp     x4, x5, [x0, #32]
        ldp     x2, x3, [x0, #16]
        ldp     x0, x1, [x0]
        isb
        eret

done_stubs:
        svc     #0xd0d0                 // from EL0
        smc     #0xd0d0                 // EL1
        smc     #0xd0d0                 // EL2
        smc     #0xd0d0                 // EL3

// Every exception at EL3. The vector has put x0 into TPIDR_EL3 and its own offset into SP.
el3_common:
        mov     x0, #0x0830             // the code may have changed SCTLR_EL3: big endian, MMU...
        movk    x0, #0x30c5, lsl #16
        msr     sctlr_el3, x0
        isb
        ldr     x0, =end_registers
        stp     x2, x3, [x0, #16]
        stp     x4, x5, [x0, #32]
        stp     x6, x7, [x0, #48]
        stp     x8, x9, [x0, #64]
        stp     x10, x11, [x0, #80]
        stp     x12, x13, [x0, #96]
        stp     x14, x15, [x0, #112]
        stp     x16, x17, [x0, #128]
        stp     x18, x19, [x0, #144]
        stp     x20, x21, [x0, #160]
        stp     x22, x23, [x0, #176]
        stp     x24, x25, [x0, #192]
        stp     x26, x27, [x0, #208]
        stp     x28, x29, [x0, #224]
        str     x30, [x0, #240]
        mrs     x2, tpidr_el3
        stp     x2, x1, [x0]
        mov     x20, #3                 // x20 = the level that took it, x21 = its vector's offset
        mov     x21, sp
        mrs     x22, esr_el3
        mrs     x23, far_el3
        mrs     x24, elr_el3
        mrs     x25, spsr_el3
        ldr     x0, =driver_sp
        ldr     x0, [x0]
        mov     sp, x0
        mrs     x26, vbar_el2           // from the vectors of EL2?
        sub     x27, x24, x26
        cmp     x27, #0x800
        b.hs    1f
        mov     x20, #2
        and     x21, x27, #0x780
        mrs     x22, esr_el2
        mrs     x23, far_el2
        mrs     x24, elr_el2
        mrs     x25, spsr_el2
1:      mrs     x26, vbar_el1           // from the vectors of EL1, perhaps by a trap to EL2?
        sub     x27, x24, x26
        cmp     x27, #0x800
        b.hs    2f
        mov     x20, #1
        and     x21, x27, #0x780
        mrs     x22, esr_el1
        mrs     x23, far_el1
        mrs     x24, elr_el1
        mrs     x25, spsr_el1
2:      ldr     x0, =capture
        stp     x20, x21, [x0]
        stp     x22, x23, [x0, #16]
        stp     x24, x25, [x0, #32]
        mrs     x1, hpfar_el2
        str     x1, [x0, #48]
        mov     x0, #1
        tst     x21, #0x180             // synchronous?
        b.ne    3f
        lsr     w1, w22, #26
        cmp     w1, #0x15
        b.eq    4f
        cmp     w1, #0x17
        b.ne    3f
4:      and     w1, w22, #0xffff
        mov     w2, #0xd0d0
        cmp     w1, w2
        cset    x0, ne
3:      ldp     x27, x28, [sp, #80]
        ldp     x25, x26, [sp, #64]
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #96
        ret

// w0 = an instruction, w1 = PSTATE: `run` it, followed by RET, with x0 to x2 as they are in `start_registers`.
run_word:
        ldr     x2, =word_code
        str     w0, [x2]
        ldr     w0, =0xd65f03c0         // RET
        str     w0, [x2, #4]
        dc      cvau, x2
        dsb     sy
        ic      ivau, x2
        dsb     sy
        isb
        mov     x0, x2
        b       run

// x0 = a list of cases.
try_list:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 3f
        ldr     x0, =start_registers
        str     xzr, [x0]
        ldr     x1, =buffer
        str     x1, [x0, #8]
        ldr     x1, =0x0123456789abcdef
        str     x1, [x0, #16]
        add     x0, x19, #8
        bl      puts
        adr     x0, text_colon
        bl      puts
        add     x0, x19, #8             // the code starts after the name
2:      ldrb    w1, [x0], #1
        cbnz    w1, 2b
        add     x0, x0, #3
        and     x0, x0, #~3
        ldr     w1, [x19, #4]
        bl      run
        bl      report
        add     x19, x19, x20
        b       1b
3:      ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// x0 = what `run` returned: end the line with what happened.
report:
        stp     x29, x30, [sp, #-64]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        cbnz    x0, 1f
        adr     x0, text_ok
        bl      puts
        ldr     x0, =end_registers
        ldr     x0, [x0]
        bl      put_address
        b       9f
1:      ldr     x0, =capture
        ldp     x19, x20, [x0]
        ldp     x21, x22, [x0, #16]
        ldr     x23, [x0, #40]
        adr     x0, text_el
        bl      puts
        mov     x0, x19
        bl      puthex
        mov     w0, #'+'
        bl      putc
        mov     x0, x20
        bl      puthex
        ubfx    x0, x20, #7, #2         // IRQ and FIQ write no syndrome
        cmp     x0, #1
        b.eq    5f
        cmp     x0, #2
        b.eq    5f
        adr     x0, text_esr
        bl      puts
        mov     x0, x21
        bl      puthex
        tst     x20, #0x180
        b.ne    5f
        lsr     w24, w21, #26
        cmp     w24, #0x20              // instruction abort, lower
        b.eq    2f
        cmp     w24, #0x21              // same level
        b.eq    2f
        cmp     w24, #0x22              // PC alignment
        b.eq    3f
        cmp     w24, #0x24              // data abort
        b.eq    2f
        cmp     w24, #0x25
        b.ne    5f
2:      tbnz    w21, #10, 4f            // FnV
3:      adr     x0, text_far
        bl      puts
        mov     x0, x22
        bl      put_address
4:      cmp     x19, #2                 // stage 2, and a kind of fault that has HPFAR_EL2
        b.ne    5f
        cmp     w24, #0x20
        b.eq    6f
        cmp     w24, #0x24
        b.ne    5f
6:      tbnz    w21, #7, 7f             // S1PTW
        ubfx    w0, w21, #2, #4
        cmp     w0, #3                  // a permission fault has none
        b.hs    5f
7:      adr     x0, text_hpfar
        bl      puts
        ldr     x0, =capture
        ldr     x0, [x0, #48]
        bl      puthex
5:      adr     x0, text_elr
        bl      puts
        ldr     x0, =capture
        ldr     x0, [x0, #32]
        bl      put_address
        adr     x0, text_spsr
        bl      puts
        mov     x0, x23
        bl      puthex
9:      bl      newline
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret

// x0 = an address: from the start of the code or of the buffer if it is near, so that where the linker puts things
// does not show.
put_address:
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        mov     x19, x0
        ldr     x1, =code_start
        ldr     x1, [x1]
        sub     x1, x19, x1
        cmp     x1, #0x400
        b.hs    1f
        mov     w0, #'c'
        b       2f
1:      ldr     x1, =buffer
        sub     x1, x19, x1
        mov     x0, #0x10000
        cmp     x1, x0
        b.hs    3f
        mov     w0, #'b'
2:      mov     x19, x1
        bl      putc
        mov     w0, #'+'
        bl      putc
3:      mov     x0, x19
        bl      puthex
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// x0 = a value: hexadecimal without leading zeros.
puthex:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
        clz     x20, x0
        mov     w1, #60
        sub     w20, w1, w20            // the shift of the first digit that counts, from 60 - clz
        add     w20, w20, #3
        and     w20, w20, #~3
        cbnz    x0, 1f
        mov     w20, #0
1:      lsr     x0, x19, x20
        and     w0, w0, #15
        cmp     w0, #10
        b.lo    2f
        add     w0, w0, #'a' - '0' - 10
2:      add     w0, w0, #'0'
        bl      putc
        subs    w20, w20, #4
        b.pl    1b
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

puts:                                   // x0 = text. Changes x0 to x4.
        mov     x4, x30
        mov     x3, x0
1:      ldrb    w0, [x3], #1
        cbz     w0, 2f
        bl      putc
        b       1b
2:      ret     x4

putc:                                   // w0 = character, into the line. Changes x1, x2.
        ldr     x1, =line_length
        ldr     x2, [x1]
        add     x2, x2, #1
        str     x2, [x1]
        ldr     x1, =line - 1
        strb    w0, [x1, x2]
        ret

newline:                                // write the line: SYS_WRITE0
        mov     x5, x30
        mov     w0, #10
        bl      putc
        mov     w0, #0
        bl      putc
        ldr     x1, =line_length
        str     xzr, [x1]
        ldr     x1, =line
        mov     w0, #4
        hlt     #0xf000
        ret     x5

print_line:                             // x0 = text: a line of its own
        stp     x29, x30, [sp, #-16]!
        bl      puts
        bl      newline
        ldp     x29, x30, [sp], #16
        ret

text_colon:     .asciz  ": "
text_ok:        .asciz  "ok "
text_el:        .asciz  "EL"
text_esr:       .asciz  " ESR="
text_far:       .asciz  " FAR="
text_hpfar:     .asciz  " HPFAR="
text_elr:       .asciz  " ELR="
text_spsr:      .asciz  " SPSR="

        .balign 2048
vectors_el1:
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 2048
vectors_el2:
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 2048
vectors_el3:
        msr     tpidr_el3, x0
        mov     x0, #0x0
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x80
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x100
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x180
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x200
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x280
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x300
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x380
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x400
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x480
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x500
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x580
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x600
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x680
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x700
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x780
        mov     sp, x0
        b       el3_common
        .balign 128
        .data
        .balign 16
exit_block:     .quad   0, 0
line_length:    .quad   0
        .bss
        .balign 16
driver_sp:      .space  8
code_start:     .space  8
sctlr_el3_for_code:
                .space  8
capture:        .space  56              // level, vector, ESR, FAR, ELR, SPSR, HPFAR
start_registers:
                .space  256
end_registers:  .space  256
line:           .space  512
        .balign 64
word_code:      .space  64
        .balign 16
                .space  4096
driver_stack:   .space  4096
el0_stack:      .space  4096
el1_stack:      .space  4096
el2_stack:      .space  4096
el3_stack:
        .balign 0x10000
buffer:         .space  0x10000
// ================================================================ end of the runtime
