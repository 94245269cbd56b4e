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

        .include "runtime.inc"
