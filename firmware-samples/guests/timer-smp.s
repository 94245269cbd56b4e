// timer-smp: a timer on each virtual CPU at once, each with a period of its own: all its interrupts come to the CPU that it belongs to,
// none before its time, and none is lost.
        .include "common.inc"

        .equ    VIRTUAL, 27
        .equ    PHYSICAL, 30
        .equ    TICKS, 30
        .equ    CPU_DUE, 136            // of the area: the virtual count that is waited for
        .equ    CPU_EARLY, 144          // interrupts before their time
        .equ    CPU_PERIOD, 152
        .equ    CPU_OTHER, 160          // the physical timer's
        .equ    CPU_WRONG, 168          // interrupts without their condition, or of neither timer

// The interrupt of the virtual timer sets it one period on; that of the physical one, too, in its way.
tick:   cmp     w0, #VIRTUAL
        b.ne    2f
        isb
        mrs     x2, cntvct_el0
        mrs     x3, cntv_ctl_el0
        tbnz    x3, #2, 1f
        ldr     x4, [x1, #CPU_WRONG]
        add     x4, x4, #1
        str     x4, [x1, #CPU_WRONG]
1:      ldr     x5, [x1, #CPU_DUE]
        cmp     x2, x5
        ldr     x4, [x1, #CPU_EARLY]
        cinc    x4, x4, lo
        str     x4, [x1, #CPU_EARLY]
        ldr     x4, [x1, #CPU_PERIOD]
        add     x5, x5, x4
        str     x5, [x1, #CPU_DUE]
        msr     cntv_cval_el0, x5
        ldr     x4, [x1, #CPU_VALUE]
        add     x4, x4, #1
        str     x4, [x1, #CPU_VALUE]
        cmp     x4, #TICKS
        b.ne    4f
        msr     cntv_ctl_el0, xzr
4:      isb
        ret
2:      cmp     w0, #PHYSICAL
        b.ne    3f
        ldr     x4, [x1, #CPU_PERIOD]
        msr     cntp_tval_el0, x4
        ldr     x4, [x1, #CPU_OTHER]
        add     x4, x4, #1
        str     x4, [x1, #CPU_OTHER]
        cmp     x4, #TICKS
        b.ne    4b
        msr     cntp_ctl_el0, xzr
        isb
        ret
3:      ldr     x4, [x1, #CPU_WRONG]
        add     x4, x4, #1
        str     x4, [x1, #CPU_WRONG]
        ret

// Each CPU: periods of 40 microseconds and more; in WFI between. CPU_VALUE2 says that it is done.
run:    mov     x27, x30
        handler tick
        mmio_write GICD_ISENABLER, (1 << VIRTUAL) | (1 << PHYSICAL)
        area    x1
        ldr     x2, [x1, #CPU_INDEX]
        mov     x3, #7
        mov     x4, #40
        madd    x2, x2, x3, x4
        mrs     x3, cntfrq_el0
        mul     x2, x2, x3
        ldr     x3, =1000000
        udiv    x2, x2, x3
        str     x2, [x1, #CPU_PERIOD]
        isb
        mrs     x3, cntvct_el0
        add     x3, x3, x2
        str     x3, [x1, #CPU_DUE]
        msr     cntv_cval_el0, x3
        msr     cntp_tval_el0, x2
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        msr     cntp_ctl_el0, x0
1:      ldr     x2, [x1, #CPU_VALUE]    // with interrupts masked: none comes between this and WFI
        ldr     x3, [x1, #CPU_OTHER]
        add     x2, x2, x3
        cmp     x2, #2 * TICKS
        b.hs    5f
        wfi
        msr     daifclr, #2
        isb
        msr     daifset, #2
        b       1b
5:      mov     x0, #20
        bl      take_for
        area    x1
        mov     x0, #1
        add     x1, x1, #CPU_VALUE2
        stlr    x0, [x1]
        ret     x27

        .macro  results n:req
        mov     x0, #\n
        bl      area_of
        add     x0, x0, #CPU_VALUE2
        mov     w1, #1
        bl      wait_word
        mov     x0, #\n
        bl      area_of
        ldr     x5, [x0, #CPU_VALUE]
        check   "CPU \n: its virtual timer's interrupts", x5, TICKS
        ldr     x5, [x0, #CPU_OTHER]
        check   "CPU \n: its physical timer's interrupts", x5, TICKS
        ldr     x5, [x0, #CPU_EARLY]
        check   "CPU \n: none before its time", x5, 0
        ldr     x5, [x0, #CPU_WRONG]
        check   "CPU \n: none without its condition", x5, 0
        ldr     x5, [x0, #CPU_IRQS]
        check   "CPU \n: no other interrupts", x5, 2 * TICKS
        ldr     x5, [x0, #CPU_SPURIOUS]
        check   "CPU \n: none spurious", x5, 0
        .endm

main:   mov     x28, x30
        mov     x0, #256
        adr     x1, patience
        str     x0, [x1]
        .irp    n, 1, 2, 3, 4, 5, 6, 7
        mov     x0, #\n
        adr     x1, run
        bl      boot_cpu
        .endr
        bl      run
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        results \n
        .endr
        ret     x28
        .ltorg
