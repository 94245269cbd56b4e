// timer: the virtual and the physical timer of EL1, and the counters. Two virtual CPUs.
        .include "common.inc"

        .equ    VIRTUAL, 27
        .equ    PHYSICAL, 30
        .equ    ENABLE, 1
        .equ    IMASK, 2
        .equ    ISTATUS, 4

// CPU 1: from the virtual count that CPU 0 has written it goes on by turns, each adding its own when it sees the other's.
other_main:
        adr     x0, turn
        mov     x3, #1
1:      wfe
        ldar    x1, [x0]
        tbz     x1, #0, 1b              // odd: ours
        isb
        mrs     x2, cntvct_el0
        adr     x4, newest
        ldr     x5, [x4]
        cmp     x2, x5
        adr     x4, back
        ldr     x6, [x4]
        cinc    x6, x6, lo              // it went back
        str     x6, [x4]
        adr     x4, newest
        str     x2, [x4]
        add     x1, x1, #1
        stlr    x1, [x0]
        cmp     x1, #200
        b.lo    1b
        ret

        .macro  taken register:req
        area_load \register, CPU_IRQS
        .endm
        .macro  take number:req
        mov     x0, #\number
        bl      take_irqs
        .endm
        .macro  take_none
        mov     x0, #30
        bl      take_for
        .endm
        // x20: how many counts `us` microseconds are.
        .macro  microseconds register:req, us:req
        mrs     x16, cntfrq_el0
        ldr     x17, =\us
        mul     x16, x16, x17
        ldr     x17, =1000000
        udiv    \register, x16, x17
        .endm

// The interrupt of either timer: when it came, and its control register; then it is switched off.
virtual_off:
        isb
        mrs     x2, cntvct_el0
        str     x2, [x1, #CPU_VALUE]
        mrs     x2, cntv_ctl_el0
        str     x2, [x1, #CPU_VALUE2]
        msr     cntv_ctl_el0, xzr
        isb
        ret
physical_off:
        isb
        mrs     x2, cntpct_el0
        str     x2, [x1, #CPU_VALUE]
        mrs     x2, cntp_ctl_el0
        str     x2, [x1, #CPU_VALUE2]
        msr     cntp_ctl_el0, xzr
        isb
        ret
both_off:
        cmp     w0, #VIRTUAL
        b.eq    virtual_off
        b       physical_off
// It comes five times: each sets it anew by CNT*_TVAL_EL0.
virtual_five:
        ldr     x2, [x1, #CPU_IRQS]
        cmp     x2, #5
        b.hs    virtual_off
        microseconds x2, 20
        msr     cntv_tval_el0, x2
        isb
        ret
// It stays met: three interrupts, then off.
virtual_stays:
        ldr     x2, [x1, #CPU_IRQS]
        cmp     x2, #3
        b.hs    virtual_off
        ret

        // All of it for one of the timers. t: v or p; CNTVCT or CNTPCT; INTID.
        .macro  timer what:req, t:req, count:req, intid:req, off:req
        handler \off
        bl      forget
        msr     cnt\t\()_ctl_el0, xzr
        isb
        mrs     x5, cnt\t\()_ctl_el0
        check   "\what: off: its control", x5, 0
        // By its compare value.
        microseconds x20, 100
        mrs     x21, \count
        add     x21, x21, x20
        msr     cnt\t\()_cval_el0, x21
        mov     x0, #ENABLE
        msr     cnt\t\()_ctl_el0, x0
        isb
        mrs     x6, cnt\t\()_ctl_el0
        mrs     x7, cnt\t\()_cval_el0
        bit_read x8, GICD_ISPENDR, \intid
        check   "\what: before its time: ISTATUS", x6, ENABLE
        check_reg "\what: its compare value", x7, x21
        check   "\what: before its time: not pending", x8, 0
        take    1
        taken   x5
        check   "\what: comes once", x5, 1
        area    x0
        ldr     w5, [x0, #CPU_LOG]
        check   "\what: its INTID", x5, \intid
        area_load x5, CPU_VALUE
        microseconds x6, 100
        add     x6, x6, x21
        check_between "\what: not before its time, and soon after", x5, x21, x6
        area_load x5, CPU_VALUE2
        check   "\what: ISTATUS in its interrupt", x5, ENABLE | ISTATUS
        bit_read x5, GICD_ISPENDR, \intid
        check   "\what: off again: not pending", x5, 0

        // By its timer value.
        bl      forget
        microseconds x20, 100
        isb
        mrs     x21, \count
        msr     cnt\t\()_tval_el0, x20
        isb
        mrs     x22, \count
        mrs     x5, cnt\t\()_cval_el0
        add     x21, x21, x20
        add     x22, x22, x20
        check_between "\what: the timer value is the compare value less the count", x5, x21, x22
        mrs     x5, cnt\t\()_tval_el0
        mov     x6, #1
        check_between "\what: the timer value falls", x5, x6, x20
        mov     x0, #ENABLE
        msr     cnt\t\()_ctl_el0, x0
        take    1
        area_load x5, CPU_VALUE
        microseconds x23, 100
        add     x23, x22, x23
        check_between "\what: comes by the timer value", x5, x21, x23
        mrs     x5, cnt\t\()_tval_el0
        lsr     x6, x5, #32
        check   "\what: the timer value has 32 bits", x6, 0
        sxtw    x5, w5
        lsr     x5, x5, #63
        check   "\what: the timer value is negative afterwards", x5, 1

        // What has expired already.
        bl      forget
        msr     cnt\t\()_cval_el0, xzr
        mov     x0, #ENABLE
        msr     cnt\t\()_ctl_el0, x0
        isb
        mrs     x5, cnt\t\()_ctl_el0
        check   "\what: a compare value of 0: ISTATUS at once", x5, ENABLE | ISTATUS
        bit_read x5, GICD_ISPENDR, \intid
        check   "\what: a compare value of 0: pending at once", x5, 1
        mmio_load w5, GICC_HPPIR
        check   "\what: a compare value of 0: GICC_HPPIR", x5, \intid
        take    1
        taken   x5
        check   "\what: a compare value of 0: comes", x5, 1
        bl      forget
        mov     x0, #-1
        msr     cnt\t\()_tval_el0, x0
        mov     x0, #ENABLE
        msr     cnt\t\()_ctl_el0, x0
        take    1
        taken   x5
        check   "\what: a negative timer value: comes", x5, 1
        ldr     x0, =0xffffffff80000000
        mrs     x21, \count
        msr     cnt\t\()_tval_el0, x0
        isb
        mrs     x22, \count
        mrs     x5, cnt\t\()_cval_el0
        sub     x5, x5, x0              // modulo 2^64
        check_between "\what: the least timer value is extended by its sign", x5, x21, x22
        mov     x0, #-1
        msr     cnt\t\()_cval_el0, x0
        mov     x0, #ENABLE
        msr     cnt\t\()_ctl_el0, x0
        isb
        mrs     x5, cnt\t\()_ctl_el0
        check   "\what: the greatest compare value: not met", x5, ENABLE
        bl      forget
        take_none
        taken   x5
        check   "\what: the greatest compare value: does not come", x5, 0

        // Masked, and off.
        mov     x0, #ENABLE | IMASK
        msr     cnt\t\()_ctl_el0, x0
        msr     cnt\t\()_cval_el0, xzr
        isb
        mrs     x6, cnt\t\()_ctl_el0
        bit_read x7, GICD_ISPENDR, \intid
        take_none
        taken   x5
        check   "\what: IMASK: ISTATUS shows it", x6, ENABLE | IMASK | ISTATUS
        check   "\what: IMASK: not pending", x7, 0
        check   "\what: IMASK: does not come", x5, 0
        mov     x0, #ENABLE
        msr     cnt\t\()_ctl_el0, x0
        take    1
        taken   x5
        check   "\what: not masked any more: comes", x5, 1
        bl      forget
        msr     cnt\t\()_ctl_el0, xzr
        isb
        take_none
        taken   x5
        check   "\what: off: does not come", x5, 0

        // The line falls when it is set anew, or masked, before its interrupt is taken.
        msr     cnt\t\()_cval_el0, xzr
        mov     x0, #ENABLE
        msr     cnt\t\()_ctl_el0, x0
        isb
        bit_read x6, GICD_ISPENDR, \intid
        mov     x0, #-1
        msr     cnt\t\()_cval_el0, x0
        isb
        bit_read x7, GICD_ISPENDR, \intid
        mmio_load w8, GICC_IAR
        take_none
        taken   x5
        check   "\what: expired: pending", x6, 1
        check   "\what: set anew: not pending", x7, 0
        check   "\what: set anew: GICC_IAR", x8, SPURIOUS
        check   "\what: set anew: does not come", x5, 0
        // It comes all the same when its new time has come.
        microseconds x20, 50
        msr     cnt\t\()_tval_el0, x20
        isb
        take    1
        taken   x5
        check   "\what: set anew: comes in its time", x5, 1
        // Pending by its level, GICD_ICPENDR does nothing.
        bl      forget
        msr     cnt\t\()_cval_el0, xzr
        mov     x0, #ENABLE
        msr     cnt\t\()_ctl_el0, x0
        isb
        bit_write GICD_ICPENDR, \intid
        bit_read x5, GICD_ISPENDR, \intid
        check   "\what: GICD_ICPENDR does nothing while it is met", x5, 1
        // Kept back by the distributor, WFI does not end; it comes when it is let through.
        bit_write GICD_ICENABLER, \intid
        take_none
        taken   x5
        check   "\what: disabled in the distributor: does not come", x5, 0
        bit_write GICD_ISENABLER, \intid
        take    1
        taken   x5
        check   "\what: enabled in the distributor: comes", x5, 1

        // WFI ends in time with interrupts masked, and the interrupt is there afterwards.
        bl      forget
        microseconds x20, 300
        msr     cnt\t\()_tval_el0, x20
        mov     x0, #ENABLE
        msr     cnt\t\()_ctl_el0, x0
        isb
        mrs     x21, cnt\t\()_cval_el0
1:      wfi
        isb
        mrs     x22, \count
        mrs     x0, cnt\t\()_ctl_el0
        tbz     x0, #2, 1b
        taken   x6
        microseconds x5, 200
        add     x5, x21, x5
        check_between "\what: WFI with interrupts masked ends in time", x22, x21, x5
        check   "\what: WFI with interrupts masked: not taken", x6, 0
        take    1
        taken   x5
        check   "\what: WFI with interrupts masked: taken afterwards", x5, 1
        .endm

main:   mov     x28, x30
        mmio_write GICD_ISENABLER, (1 << VIRTUAL) | (1 << PHYSICAL)
        mmio_write GICD_IPRIORITYR + 24, 0x80808080
        mmio_write GICD_IPRIORITYR + 28, 0x80808080

        mrs     x5, cntfrq_el0
        ldr     x6, =1000000
        ldr     x7, =1000000000
        check_between "CNTFRQ_EL0: 1 MHz to 1 GHz", x5, x6, x7
        isb
        mrs     x5, cntvct_el0
        isb
        mrs     x6, cntpct_el0
        isb
        mrs     x7, cntvct_el0
        cmp     x7, x5
        check_if "CNTVCT_EL0 does not go back", hs
        isb
        mrs     x7, cntpct_el0
        cmp     x7, x6
        check_if "CNTPCT_EL0 does not go back", hs
        mrs     x5, cntfrq_el0
        expect_fault
        msr     cntfrq_el0, x5
        fault_end
        area_load x5, CPU_FAULTS
        check   "CNTFRQ_EL0 cannot be written", x5, 1

        timer   "virtual", v, cntvct_el0, VIRTUAL, virtual_off
        timer   "physical", p, cntpct_el0, PHYSICAL, physical_off

        // Again and again.
        handler virtual_five
        bl      forget
        microseconds x20, 20
        mrs     x21, cntvct_el0
        msr     cntv_tval_el0, x20
        mov     x0, #ENABLE
        msr     cntv_ctl_el0, x0
        take    5
        taken   x5
        check   "virtual: five times, set anew each time", x5, 5
        area_load x5, CPU_VALUE
        sub     x5, x5, x21
        microseconds x6, 100
        microseconds x7, 400
        check_between "virtual: five times: no faster than it should", x5, x6, x7
        handler virtual_stays
        bl      forget
        msr     cntv_cval_el0, xzr
        mov     x0, #ENABLE
        msr     cntv_ctl_el0, x0
        take    3
        taken   x5
        check   "virtual: met after its end: comes again", x5, 3

        // Both at once; the physical one has the higher priority.
        handler both_off
        bl      forget
        mmio_writeb GICD_IPRIORITYR + PHYSICAL, 0x40
        msr     cntv_cval_el0, xzr
        msr     cntp_cval_el0, xzr
        mov     x0, #ENABLE
        msr     cntv_ctl_el0, x0
        msr     cntp_ctl_el0, x0
        isb
        take    2
        taken   x5
        check   "both at once: both come", x5, 2
        area    x0
        ldr     w5, [x0, #CPU_LOG]
        check   "both at once: by priority, the first", x5, PHYSICAL
        ldr     w5, [x0, #CPU_LOG + 4]
        check   "both at once: by priority, the second", x5, VIRTUAL
        // In WFI, one after the other.
        bl      forget
        microseconds x20, 100
        msr     cntv_tval_el0, x20
        microseconds x21, 200
        msr     cntp_tval_el0, x21
        mov     x0, #ENABLE
        msr     cntv_ctl_el0, x0
        msr     cntp_ctl_el0, x0
        mrs     x22, cntvct_el0
1:      wfi
        msr     daifclr, #2
        isb
        msr     daifset, #2
        taken   x5
        cmp     x5, #2
        b.lo    1b
        mrs     x23, cntvct_el0
        sub     x23, x23, x22
        microseconds x5, 190
        microseconds x6, 400
        check_between "both in WFI: in their time", x23, x5, x6
        area    x0
        ldr     w5, [x0, #CPU_LOG]
        check   "both in WFI: the sooner first", x5, VIRTUAL
        ldr     w5, [x0, #CPU_LOG + 4]
        check   "both in WFI: the later second", x5, PHYSICAL

        // The event stream ends WFE.
        mov     x0, #0xa4               // EVNTEN, every 2^11 counts
        msr     cntkctl_el1, x0
        isb
        mov     x20, #50
1:      wfe
        subs    x20, x20, #1
        b.ne    1b
        mov     x20, #1
        check   "WFE ends by the event stream", x20, 1

        // Counts of two CPUs.
        mov     x0, #1
        adr     x1, other_main
        bl      boot_cpu
        adr     x0, turn
        mov     x1, #1
        adr     x4, newest
        isb
        mrs     x2, cntvct_el0
        str     x2, [x4]
        stlr    x1, [x0]
1:      wfe
        ldar    x1, [x0]
        tbnz    x1, #0, 1b              // even: ours
        isb
        mrs     x2, cntvct_el0
        adr     x4, newest
        ldr     x5, [x4]
        cmp     x2, x5
        adr     x4, back
        ldr     x6, [x4]
        cinc    x6, x6, lo
        str     x6, [x4]
        adr     x4, newest
        str     x2, [x4]
        add     x1, x1, #1
        cmp     x1, #200
        b.hs    2f
        stlr    x1, [x0]
        b       1b
2:      adr     x4, back
        ldr     x6, [x4]
        check   "CNTVCT_EL0 goes back on no CPU", x6, 0
        ret     x28
        .ltorg

        .balign 8
turn:   .quad   0
newest: .quad   0
back:   .quad   0
