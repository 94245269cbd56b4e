// gic-ipi: software-generated interrupts between four virtual CPUs: to whom they go, from whom they come, in which order, and that none
// is lost or comes twice.
        .include "common.inc"

        // Of the commands that others carry out when SGI 8 comes: what to do is in `command`.
        .equ    REPLY, 0                // send SGI 9 to who has sent SGI 8
        .equ    STORM, 1                // send SGI 9 to CPU 0 300 times, each when the one before has been taken
        .equ    FLOOD, 2                // the same 300 times without waiting, a number written before each
        .equ    TO_OTHERS, 3            // send SGI 9 to all but itself
        .equ    TIMES, 300

// Interrupts of the others.
other:  and     w2, w0, #0x3ff
        cmp     w2, #8
        b.ne    9f
        mov     x2, #1
        str     x2, [x1, #CPU_VALUE]    // busy
        mov     x6, x30
        bl      carry_out
        dsb     sy
        area_store CPU_VALUE, xzr
        mov     x30, x6
9:      ret
carry_out:
        adr     x3, command
        ldr     w4, [x3]
        cmp     w4, #STORM
        b.eq    storm
        cmp     w4, #FLOOD
        b.eq    flood
        mov     w5, #1 << 24            // filter 1: all but itself
        cmp     w4, #TO_OTHERS
        b.eq    2f
        ubfx    w4, w0, #10, #3         // the source
        mov     w5, #1 << 16
        lsl     w5, w5, w4
2:      add     w5, w5, #9
        mmio_store GICD_SGIR, w5
1:      ret

// What CPU 0 has counted of this CPU must follow.
storm:  ldr     x2, [x1, #CPU_INDEX]
        adr     x3, counts
        add     x3, x3, x2, lsl #3
        mov     w4, #0
1:      mmio_write GICD_SGIR, (1 << 16) | 9
        add     w4, w4, #1
2:      wfe
        ldar    w5, [x3]
        cmp     w5, w4
        b.lo    2b
        cmp     w4, #TIMES
        b.ne    1b
        ret
flood:  ldr     x2, [x1, #CPU_INDEX]
        adr     x3, sent
        add     x3, x3, x2, lsl #3
        mov     w4, #0
1:      add     w4, w4, #1
        stlr    w4, [x3]
        dsb     sy
        mmio_write GICD_SGIR, (1 << 16) | 9
        cmp     w4, #TIMES
        b.ne    1b
        ret

other_main:
        handler other
        b       take_all

// Counts by source.
count_sources:
        ubfx    w2, w0, #10, #3
        adr     x3, counts
        add     x3, x3, x2, lsl #3
        ldr     w4, [x3]
        add     w4, w4, #1
        stlr    w4, [x3]
        ret
// What each source has sent last is what is known of it.
note_sent:
        ubfx    w2, w0, #10, #3
        adr     x3, sent
        add     x3, x3, x2, lsl #3
        ldar    w4, [x3]
        adr     x3, counts
        add     x3, x3, x2, lsl #3
        str     w4, [x3]
        ret
// SGI 5, while it is active, is sent again, by this CPU; the first time only.
again:  ldr     x2, [x1, #CPU_IRQS]
        cmp     x2, #1
        b.ne    1f
        mmio_write GICD_SGIR, (2 << 24) | 5
        bit_read x3, GICD_ISACTIVER, 5
        area_store CPU_VALUE, x3
        mmio_loadb w3, GICD_SPENDSGIR + 5
        area_store CPU_VALUE2, x3
1:      ret
// SGI 9, while it is active, is asked for from CPU 2, and comes before this ends.
again_from_2:
        ldr     x2, [x1, #CPU_IRQS]
        cmp     x2, #1
        b.ne    1f
        mmio_write GICD_SGIR, (1 << 18) | 8
        mov     x10, #0x100000
2:      wfe
        mmio_loadb w3, GICD_SPENDSGIR + 9
        subs    x10, x10, #1
        b.eq    1f
        cbz     w3, 2b
1:      ret

// Waits until the others have come to the end of what they were told.
wait_others:
        mov     x5, x30
        .irp    n, 1, 2, 3
        mov     x0, #\n
        bl      area_of
        add     x0, x0, #CPU_VALUE
        mov     w1, #0
        bl      wait_word
        .endr
        ret     x5

// Sends SGI 8 to CPU 0's `list` of others, w0.
order_others:
        lsl     w0, w0, #16
        orr     w0, w0, #8
        mmio_store GICD_SGIR, w0
        ret
        .macro  order who:req, what:req
        bl      wait_others
        adr     x1, command
        mov     w0, #\what
        str     w0, [x1]
        dsb     sy
        mov     w0, #\who
        bl      order_others
        .endm
        // x5 becomes CPU n's count of interrupts, x6 its newest entry in the log.
        .macro  taken_by n:req
        mov     x0, #\n
        bl      area_of
        ldr     x5, [x0, #CPU_IRQS]
        sub     x6, x5, #1
        and     x6, x6, #63
        add     x6, x0, x6, lsl #2
        ldr     w6, [x6, #CPU_LOG]
        .endm
        .macro  forget_all
        bl      forget
        .irp    n, 1, 2, 3
        mov     x0, #\n
        bl      forget_of
        .endr
        .endm

main:   mov     x28, x30
        .irp    n, 1, 2, 3
        mov     x0, #\n
        adr     x1, other_main
        bl      boot_cpu
        .endr

        forget_all
        mmio_write GICD_SGIR, (2 << 24) | 3
        mov     x0, #1
        bl      take_irqs
        taken_by 0
        check   "to itself by the filter: once", x5, 1
        check   "to itself by the filter: INTID and source", x6, 3

        bl      forget
        mmio_write GICD_SGIR, (1 << 16) | 4
        mov     x0, #1
        bl      take_irqs
        taken_by 0
        check   "to itself by the list: once", x5, 1
        check   "to itself by the list: INTID", x6, 4

        mmio_write GICD_SGIR, (1 << 17) | 1
        mov     x0, #1
        mov     x1, #1
        bl      wait_taken
        taken_by 1
        check   "to CPU 1: once", x5, 1
        check   "to CPU 1: INTID and source", x6, 1
        taken_by 2
        check   "to CPU 1: not to CPU 2", x5, 0

        forget_all
        mmio_write GICD_SGIR, (14 << 16) | 2
        mov     x0, #1
        mov     x1, #1
        bl      wait_taken
        mov     x0, #2
        mov     x1, #1
        bl      wait_taken
        mov     x0, #3
        mov     x1, #1
        bl      wait_taken
        taken_by 1
        check   "to a list of three: CPU 1", x5, 1
        taken_by 2
        check   "to a list of three: CPU 2", x5, 1
        taken_by 3
        check   "to a list of three: CPU 3", x5, 1
        mov     x0, #50
        bl      take_for
        taken_by 0
        check   "to a list of three: not to the sender", x5, 0

        forget_all
        mmio_write GICD_SGIR, (1 << 24) | (1 << 16) | 2
        mov     x0, #1
        mov     x1, #1
        bl      wait_taken
        mov     x0, #2
        mov     x1, #1
        bl      wait_taken
        mov     x0, #3
        mov     x1, #1
        bl      wait_taken
        taken_by 1
        check   "to all others: CPU 1", x5, 1
        taken_by 2
        check   "to all others: CPU 2", x5, 1
        taken_by 3
        check   "to all others: CPU 3", x5, 1
        mov     x0, #50
        bl      take_for
        taken_by 0
        check   "to all others: not to the sender, whatever the list says", x5, 0

        forget_all
        mmio_write GICD_SGIR, (0xf0 << 16) | 2
        mov     x0, #50
        bl      take_for
        taken_by 0
        check   "to CPUs that there are not: nobody", x5, 0

        // From others.
        forget_all
        order   2, REPLY
        mov     x0, #1
        bl      take_irqs
        taken_by 0
        check   "from CPU 1: once", x5, 1
        check   "from CPU 1: its number is in GICC_IAR", x6, (1 << 10) | 9
        forget_all
        order   8, TO_OTHERS
        mov     x0, #1
        bl      take_irqs
        taken_by 0
        check   "from CPU 3 to all others: once", x5, 1
        check   "from CPU 3 to all others: its number", x6, (3 << 10) | 9
        mov     x0, #1
        mov     x1, #1
        bl      wait_taken
        taken_by 1
        check   "from CPU 3 to all others: CPU 1 has it too", x6, (3 << 10) | 9

        // The same from several, pending at once.
        forget_all
        order   14, REPLY
        ldr     x0, =GICD_SPENDSGIR + 8
        mov     w1, #0x0e00
        bl      wait_word
        mmio_loadb w5, GICD_SPENDSGIR + 9
        check   "from three at once: GICD_SPENDSGIR", x5, 0x0e
        mmio_loadb w5, GICD_CPENDSGIR + 9
        check   "from three at once: GICD_CPENDSGIR", x5, 0x0e
        bit_read x5, GICD_ISPENDR, 9
        check   "from three at once: GICD_ISPENDR", x5, 1
        adr     x0, counts
        stp     xzr, xzr, [x0]
        stp     xzr, xzr, [x0, #16]
        handler count_sources
        mov     x0, #3
        bl      take_irqs
        taken_by 0
        check   "from three at once: three interrupts", x5, 3
        adr     x0, counts
        ldp     x5, x6, [x0]
        ldp     x7, x8, [x0, #16]
        check   "from three at once: one from CPU 1", x6, 1
        check   "from three at once: one from CPU 2", x7, 1
        check   "from three at once: one from CPU 3", x8, 1
        mmio_loadb w5, GICD_SPENDSGIR + 9
        check   "from three at once: nothing left", x5, 0

        forget_all
        order   14, REPLY
        ldr     x0, =GICD_SPENDSGIR + 8
        mov     w1, #0x0e00
        bl      wait_word
        mmio_writeb GICD_CPENDSGIR + 9, 4
        mmio_loadb w5, GICD_SPENDSGIR + 9
        check   "GICD_CPENDSGIR takes one source away", x5, 0x0a
        adr     x0, counts
        stp     xzr, xzr, [x0]
        stp     xzr, xzr, [x0, #16]
        mov     x0, #2
        bl      take_irqs
        taken_by 0
        check   "GICD_CPENDSGIR: two interrupts", x5, 2
        adr     x0, counts
        ldr     x7, [x0, #16]
        check   "GICD_CPENDSGIR: none from CPU 2", x7, 0
        no_handler

        forget_all
        mmio_writeb GICD_SPENDSGIR + 6, 8
        mov     x0, #1
        bl      take_irqs
        taken_by 0
        check   "GICD_SPENDSGIR: once", x5, 1
        check   "GICD_SPENDSGIR: from the CPU that it names", x6, (3 << 10) | 6

        bl      forget
        mmio_write GICD_SGIR, (2 << 24) | 6
        mmio_write GICD_SGIR, (2 << 24) | 6
        mmio_write GICD_ICPENDR, 1 << 6
        bit_read x5, GICD_ISPENDR, 6
        check   "GICD_ICPENDR does nothing to SGIs", x5, 1
        mov     x0, #1
        bl      take_irqs
        taken_by 0
        check   "twice the same before it is taken: once", x5, 1

        // Priorities: SGI n has (15 - n) * 8 + 32; all at once, from the lowest priority on.
        bl      forget
        mov     x5, #15
1:      mov     x6, #15
        sub     x6, x6, x5
        lsl     x6, x6, #3
        add     x6, x6, #32
        ldr     x7, =GICD_IPRIORITYR
        strb    w6, [x7, x5]
        subs    x5, x5, #1
        b.pl    1b
        mov     w5, #0
1:      mov     w6, #2 << 24
        orr     w6, w6, w5
        mmio_store GICD_SGIR, w6
        add     w5, w5, #1
        cmp     w5, #16
        b.ne    1b
        mmio_load w5, GICC_HPPIR
        check   "sixteen at once: GICC_HPPIR", x5, 15
        mov     x0, #16
        bl      take_irqs
        taken_by 0
        check   "sixteen at once: all of them", x5, 16
        area    x0
        mov     x5, #0                  // how many are in their place
        mov     x6, #0
1:      add     x7, x0, x6, lsl #2
        ldr     w7, [x7, #CPU_LOG]
        mov     x8, #15
        sub     x8, x8, x6
        cmp     x7, x8
        cinc    x5, x5, eq
        add     x6, x6, #1
        cmp     x6, #16
        b.ne    1b
        check   "sixteen at once: in the order of priorities", x5, 16

        // What keeps them back.
        mmio_write GICD_CTLR, 0
        bl      forget
        mmio_write GICD_SGIR, (2 << 24) | 7
        mov     x0, #50
        bl      take_for
        taken_by 0
        check   "distributor off: none", x5, 0
        mmio_write GICD_CTLR, 1
        mov     x0, #1
        bl      take_irqs
        taken_by 0
        check   "distributor on again: it comes", x5, 1
        mmio_write GICC_CTLR, 0
        bl      forget
        mmio_write GICD_SGIR, (2 << 24) | 7
        mov     x0, #50
        bl      take_for
        taken_by 0
        check   "CPU interface off: none", x5, 0
        mmio_write GICC_CTLR, 1
        mov     x0, #1
        bl      take_irqs
        taken_by 0
        check   "CPU interface on again: it comes", x5, 1
        mmio_write GICC_PMR, 0
        bl      forget
        mmio_write GICD_SGIR, (2 << 24) | 7
        mov     x0, #50
        bl      take_for
        taken_by 0
        check   "masked by GICC_PMR: none", x5, 0
        mmio_write GICC_PMR, 0xf8
        mov     x0, #1
        bl      take_irqs
        taken_by 0
        check   "not masked any more: it comes", x5, 1
        mmio_write GICD_ICENABLER, 0xffff
        mmio_load w5, GICD_ISENABLER
        and     x5, x5, #0xffff
        check   "SGIs cannot be disabled", x5, 0xffff

        // While one is active.
        handler again
        bl      forget
        mmio_write GICD_SGIR, (2 << 24) | 5
        mov     x0, #2
        bl      take_irqs
        taken_by 0
        check   "sent while it is active, by itself: once more", x5, 2
        area_load x5, CPU_VALUE
        check   "while it is active: GICD_ISACTIVER", x5, 1
        area_load x5, CPU_VALUE2
        check   "while it is active and pending: GICD_SPENDSGIR", x5, 1
        forget_all
        handler again_from_2
        order   2, REPLY
        mov     x0, #2
        bl      take_irqs
        taken_by 0
        check   "sent while it is active, by another: once more", x5, 2
        check   "sent while it is active, by another: its number", x6, (2 << 10) | 9

        // Storms.
        mov     x0, #256
        adr     x1, patience
        str     x0, [x1]
        adr     x0, counts
        stp     xzr, xzr, [x0]
        stp     xzr, xzr, [x0, #16]
        handler count_sources
        forget_all
        order   2, STORM
        mov     x0, #TIMES
        bl      take_irqs
        taken_by 0
        check   "storm of one CPU: each is counted", x5, TIMES
        adr     x0, counts
        stp     xzr, xzr, [x0]
        stp     xzr, xzr, [x0, #16]
        bl      wait_others
        forget_all
        order   14, STORM
        mov     x0, #3 * TIMES
        bl      take_irqs
        taken_by 0
        check   "storm of three CPUs: each is counted", x5, 3 * TIMES
        adr     x0, counts
        ldr     x5, [x0, #8]
        ldp     x6, x7, [x0, #16]
        check   "storm of three CPUs: CPU 1's", x5, TIMES
        check   "storm of three CPUs: CPU 2's", x6, TIMES
        check   "storm of three CPUs: CPU 3's", x7, TIMES

        // Without waiting some become one; but what was sent last is always seen.
        adr     x0, counts
        stp     xzr, xzr, [x0]
        stp     xzr, xzr, [x0, #16]
        handler note_sent
        bl      wait_others
        forget_all
        order   14, FLOOD
        mrs     x5, cntfrq_el0
        mrs     x6, cntvct_el0
        add     x5, x6, x5, lsl #2
        msr     daifclr, #2
1:      wfe
        adr     x0, counts              // until all last ones are seen, or for four seconds
        ldr     x6, [x0, #8]
        ldp     x7, x8, [x0, #16]
        add     x6, x6, x7
        add     x6, x6, x8
        cmp     x6, #3 * TIMES
        b.eq    2f
        mrs     x6, cntvct_el0
        cmp     x6, x5
        b.lo    1b
2:      msr     daifset, #2
        adr     x0, counts
        ldr     x5, [x0, #8]
        ldp     x6, x7, [x0, #16]
        check   "flood: CPU 1's last is seen", x5, TIMES
        check   "flood: CPU 2's last is seen", x6, TIMES
        check   "flood: CPU 3's last is seen", x7, TIMES
        taken_by 0
        mov     x6, #3
        mov     x7, #3 * TIMES
        check_between "flood: no more than were sent", x5, x6, x7
        ret     x28
        .ltorg

        .balign 8
command: .word  0, 0
counts: .quad   0, 0, 0, 0
sent:   .quad   0, 0, 0, 0
