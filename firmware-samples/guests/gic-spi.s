// gic-spi: shared peripheral interrupts: many at once, levels and edges, routing, groups, what the distributor's switches keep back, and
// what one virtual CPU sees of another's. Three virtual CPUs.
        .include "common.inc"

        .equ    A, 128                  // SPIs that no device has: 128 to 159 in registers of their own
        .equ    UART_SPI, 33
        .equ    RTC_SPI, 34
        .equ    UARTIMSC, UART + 0x38
        .equ    UARTRIS, UART + 0x3c
        .equ    UARTICR, UART + 0x44
        .equ    TX, 1 << 5
        .equ    RTCMR, RTC + 0x04
        .equ    RTCIMSC, RTC + 0x10
        .equ    RTCICR, RTC + 0x1c
        .equ    PENDR, GICD_ISPENDR + A / 8
        .equ    ACTIVER, GICD_ISACTIVER + A / 8

        .equ    COUNT, 12

// CPU 1 and CPU 2 take what comes; SGI 1 masks interrupts until CPU 0 says `go`; SGI 2 clears the UART's interrupt; SGI 3 disables A.
other_main:
        handler other
        b       take_all
other:  adr     x3, go
        cmp     w0, #1
        b.ne    2f
        mov     w4, #1
        stlr    w4, [x3]                // it is masked
1:      wfe
        ldar    w4, [x3]
        cmp     w4, #2
        b.ne    1b
        ret
2:      cmp     w0, #2
        b.ne    3f
        mmio_write UARTICR, TX
3:      cmp     w0, #3
        b.ne    4f
        bit_write GICD_ICENABLER, A
        // A's handler stays in it until it may go.
4:      cmp     w0, #A + 31
        b.ne    5f
        mov     w4, #1
        stlr    w4, [x3]
        b       1b
5:      dsb     sy
        ret

        .macro  taken register:req, cpu=0
        mov     x0, #\cpu
        bl      area_of
        ldr     \register, [x0, #CPU_IRQS]
        .endm
        .macro  take number:req
        mov     x0, #\number
        bl      take_irqs
        .endm
        .macro  take_none
        mov     x0, #30
        bl      take_for
        .endm
        .macro  wait cpu:req, number:req
        mov     x0, #\cpu
        mov     x1, #\number
        bl      wait_taken
        .endm
        .macro  forget_all
        bl      forget
        mov     x0, #1
        bl      forget_of
        mov     x0, #2
        bl      forget_of
        .endm
        .macro  sgi number:req, cpu:req
        mmio_write GICD_SGIR, (1 << (16 + \cpu)) | \number
        .endm
        // Has CPU `cpu` mask its interrupts, and lets it go on.
        .macro  hold cpu:req
        adr     x0, go
        str     xzr, [x0]
        dsb     sy
        sgi     1, \cpu
        adr     x0, go
        mov     w1, #1
        bl      wait_word
        .endm
        .macro  release
        adr     x0, go
        mov     w1, #2
        stlr    w1, [x0]
        .endm

// The first of several makes one of higher priority pending than all others.
overtake:
        ldr     x2, [x1, #CPU_IRQS]
        cmp     x2, #1
        b.ne    1f
        mmio_writeb GICD_IPRIORITYR + A + 20, 0x08
        bit_write GICD_ISPENDR, A + 20
1:      ret
// The UART's interrupt stays until the third time.
uart_third:
        ldr     x2, [x1, #CPU_IRQS]
        cmp     x2, #3
        b.lo    1f
        mmio_write UARTICR, TX
1:      ret
rtc_done:
        mmio_write RTCICR, 1
        ret

// How many of the first COUNT entries of the log are A + 11 - n, into x5.
in_order:
        area    x0
        mov     x5, #0
        mov     x6, #0
1:      add     x7, x0, x6, lsl #2
        ldr     w7, [x7, #CPU_LOG]
        mov     x8, #A + COUNT - 1
        sub     x8, x8, x6
        cmp     x7, x8
        cinc    x5, x5, eq
        add     x6, x6, #1
        cmp     x6, #COUNT
        b.ne    1b
        ret

main:   mov     x28, x30
        mov     x0, #1
        adr     x1, other_main
        bl      boot_cpu
        mov     x0, #2
        adr     x1, other_main
        bl      boot_cpu

        mmio_write GICD_ICFGR + A / 4, 0xaaaaaaaa
        mmio_write GICD_ICFGR + A / 4 + 4, 0xaaaaaaaa
        .irp    n, 0, 4, 8, 12, 16, 20, 24, 28
        mmio_write GICD_ITARGETSR + A + \n, 0x01010101
        .endr
        mmio_write GICD_ISENABLER + A / 8, 0xffffffff
        mov     x5, #0                  // A + n has priority 0xc0 - 8 * n
1:      ldr     x6, =GICD_IPRIORITYR + A
        mov     w7, #0xc0
        sub     w7, w7, w5, lsl #3
        strb    w7, [x6, x5]
        add     x5, x5, #1
        cmp     x5, #16
        b.ne    1b

        // More than there are list registers.
        forget_all
        mmio_write PENDR, 0xfff
        mmio_load w5, PENDR
        check   "twelve at once: all pending", x5, 0xfff
        mmio_load w5, GICC_HPPIR
        check   "twelve at once: GICC_HPPIR", x5, A + 11
        take    COUNT
        taken   x5
        check   "twelve at once: all taken", x5, COUNT
        bl      in_order
        check   "twelve at once: in the order of priorities", x5, COUNT
        mmio_load w5, PENDR
        check   "twelve at once: none pending any more", x5, 0
        mmio_load w5, ACTIVER
        check   "twelve at once: none active any more", x5, 0

        forget_all
        handler overtake
        mmio_write PENDR, 0xfff
        take    COUNT + 1
        taken   x5
        check   "one more while the first is active: all taken", x5, COUNT + 1
        area    x0
        ldr     w5, [x0, #CPU_LOG + 4]
        check   "one more while the first is active: it is the second", x5, A + 20
        no_handler

        forget_all
        mov     x5, #0
        ldr     x6, =GICD_IPRIORITYR + A
        mov     w7, #0x80
1:      strb    w7, [x6, x5]
        add     x5, x5, #1
        cmp     x5, #32
        b.ne    1b
        mmio_write PENDR, 0xffffffff
        take    32
        taken   x5
        check   "thirty-two of one priority: all taken", x5, 32
        area    x0
        mov     x6, #0
        mov     x7, #0
1:      ldr     w8, [x0, #CPU_LOG]
        mov     w9, #1
        lsl     w9, w9, w8              // A is a multiple of 32
        orr     w6, w6, w9
        add     x0, x0, #4
        add     x7, x7, #1
        cmp     x7, #32
        b.ne    1b
        check   "thirty-two of one priority: each once", x6, 0xffffffff

        // Edges.
        forget_all
        bit_write GICD_ISPENDR, A
        bit_write GICD_ISPENDR, A
        take    1
        taken   x5
        check   "pending twice before it is taken: once", x5, 1

        // Routing.
        forget_all
        mmio_writeb GICD_ITARGETSR + A, 2
        bit_write GICD_ISPENDR, A
        wait    1, 1
        take_none
        taken   x5
        check   "to CPU 1: not to CPU 0", x5, 0
        taken   x5, 1
        check   "to CPU 1: once", x5, 1
        taken   x5, 2
        check   "to CPU 1: not to CPU 2", x5, 0
        forget_all
        mmio_writeb GICD_ITARGETSR + A, 0
        bit_write GICD_ISPENDR, A
        take_none
        taken   x5
        check   "to nobody: not to CPU 0", x5, 0
        bit_read x5, GICD_ISPENDR, A
        check   "to nobody: stays pending", x5, 1
        mmio_writeb GICD_ITARGETSR + A, 4
        wait    2, 1
        taken   x5, 2
        check   "then to CPU 2: it comes", x5, 1
        forget_all
        mmio_writeb GICD_ITARGETSR + A, 1
        bit_write GICD_ISPENDR, A
        mmio_load w5, GICC_HPPIR
        check   "to CPU 0, masked: it is shown", x5, A
        mmio_writeb GICD_ITARGETSR + A, 2
        wait    1, 1
        mmio_load w5, GICC_HPPIR
        check   "then to CPU 1: CPU 0 is shown nothing", x5, SPURIOUS
        taken   x5, 1
        check   "then to CPU 1: it comes there", x5, 1
        take_none
        taken   x5
        check   "then to CPU 1: not to CPU 0", x5, 0
        forget_all
        mmio_writeb GICD_ITARGETSR + A, 7
        bit_write GICD_ISPENDR, A
        mov     x0, #50
        bl      take_for
        taken   x5
        taken   x6, 1
        taken   x7, 2
        add     x5, x5, x6
        add     x5, x5, x7
        check   "to all: one of them takes it, once", x5, 1

        // One CPU's seen from another.
        forget_all
        mmio_writeb GICD_ITARGETSR + A, 2
        hold    1
        bit_write GICD_ISPENDR, A
        mov     x0, #30
        bl      delay
        bit_read x5, GICD_ISPENDR, A
        check   "masked at CPU 1: CPU 0 sees it pending", x5, 1
        bit_write GICD_ICPENDR, A
        bit_read x5, GICD_ISPENDR, A
        check   "masked at CPU 1: CPU 0 takes it back", x5, 0
        release
        mov     x0, #50
        bl      delay
        taken   x5, 1
        check   "taken back: CPU 1 does not take it", x5, 1     // the SGI alone
        forget_all
        hold    1
        bit_write GICD_ISPENDR, A
        mov     x0, #30
        bl      delay
        bit_write GICD_ICENABLER, A
        release
        mov     x0, #50
        bl      delay
        taken   x5, 1
        check   "disabled by CPU 0 while pending at CPU 1: it does not come", x5, 1
        bit_write GICD_ISENABLER, A
        wait    1, 2
        taken   x5, 1
        check   "enabled by CPU 0: it comes", x5, 2
        forget_all
        mmio_writeb GICD_ITARGETSR + A + 31, 2
        adr     x0, go
        str     xzr, [x0]
        bit_write GICD_ISPENDR, A + 31
        adr     x0, go
        mov     w1, #1
        bl      wait_word
        bit_read x5, GICD_ISACTIVER, A + 31
        check   "active at CPU 1: CPU 0 sees it", x5, 1
        bit_read x5, GICD_ISPENDR, A + 31
        check   "active at CPU 1: not pending any more", x5, 0
        bit_write GICD_ISPENDR, A + 31
        mmio_writeb GICD_ITARGETSR + A + 31, 1
        take_none
        taken   x5
        check   "active at CPU 1, pending again to CPU 0: not taken yet", x5, 0
        release
        take    1
        taken   x5
        check   "ended at CPU 1: CPU 0 takes it", x5, 1
        bit_read x5, GICD_ISACTIVER, A + 31
        check   "ended at CPU 0: inactive", x5, 0
        // Disabled by CPU 1 while it is pending here.
        forget_all
        mmio_writeb GICD_ITARGETSR + A, 1
        bit_write GICD_ISPENDR, A
        mmio_load w5, GICC_HPPIR
        check   "pending here: GICC_HPPIR", x5, A
        sgi     3, 1
        wait    1, 1
        mov     x0, #30
        bl      delay
        mmio_load w5, GICC_HPPIR
        check   "disabled by CPU 1: GICC_HPPIR", x5, SPURIOUS
        take_none
        taken   x5
        check   "disabled by CPU 1: not taken", x5, 0
        bit_write GICD_ICPENDR, A
        bit_write GICD_ISENABLER, A

        // Switches.
        forget_all
        bit_write GICD_ISPENDR, A
        mmio_write GICD_CTLR, 0
        take_none
        taken   x5
        check   "distributor off while it is pending: not taken", x5, 0
        bit_read x5, GICD_ISPENDR, A
        check   "distributor off: stays pending", x5, 1
        mmio_write GICD_CTLR, 1
        take    1
        taken   x5
        check   "distributor on: taken", x5, 1
        forget_all
        bit_write GICD_ISPENDR, A
        mmio_write GICC_CTLR, 0
        take_none
        taken   x5
        check   "CPU interface off: not taken", x5, 0
        mmio_write GICC_CTLR, 1
        take    1
        taken   x5
        check   "CPU interface on: taken", x5, 1

        // Groups. Group 1 has switches of its own, and GICC_CTLR.AckCtl lets GICC_IAR acknowledge it.
        forget_all
        bit_write GICD_IGROUPR, A
        bit_read x5, GICD_IGROUPR, A
        check   "GICD_IGROUPR", x5, 1
        bit_write GICD_ISPENDR, A
        take_none
        taken   x5
        check   "group 1, GICD_CTLR without it: not taken", x5, 0
        mmio_write GICD_CTLR, 3
        take_none
        taken   x5
        check   "group 1, GICC_CTLR without it: not taken", x5, 0
        mmio_write GICC_CTLR, 3
        mmio_load w5, GICC_IAR
        check   "group 1 without AckCtl: GICC_IAR", x5, 1022
        mmio_write GICC_CTLR, 7
        take    1
        taken   x5
        check   "group 1 with AckCtl: taken", x5, 1
        forget_all
        mmio_write GICC_CTLR, 15        // FIQEn: group 0 is signalled as FIQ
        bit_write GICD_IGROUPR, A
        bit_write GICD_ISPENDR, A + 1
        msr     daifclr, #1
        mov     x0, #10
        bl      delay
        msr     daifset, #1
        area_load x5, CPU_FIQS
        check   "group 0 with FIQEn: as FIQ", x5, 1
        area    x0
        ldr     w5, [x0, #CPU_LOG]
        check   "group 0 with FIQEn: its INTID", x5, A + 1
        mmio_write GICC_CTLR, 1
        mmio_write GICD_CTLR, 1
        mmio_write GICD_IGROUPR + A / 8, 0
        // An SGI of group 1 comes without its sender naming the group: there are no Security Extensions.
        forget_all
        mmio_write GICD_IGROUPR, 1 << 6
        mmio_write GICD_CTLR, 3
        mmio_write GICC_CTLR, 7
        mmio_write GICD_SGIR, (2 << 24) | 6
        take    1
        taken   x5
        check   "SGI of group 1: it comes", x5, 1
        mmio_write GICD_CTLR, 1
        mmio_write GICC_CTLR, 1
        mmio_write GICD_IGROUPR, 0

        // Levels: the UART's transmit interrupt, which stays until UARTICR.
        forget_all
        mmio_write UARTICR, 0x7ff
        mmio_writeb GICD_ITARGETSR + UART_SPI, 1
        mmio_writeb GICD_IPRIORITYR + UART_SPI, 0x80
        bit_write GICD_ISENABLER, UART_SPI
        mmio_write UARTIMSC, TX
        adr     x0, dot
        bl      print                   // it is raised when what was sent has left
        bit_read x5, GICD_ISPENDR, UART_SPI
        check   "level: pending", x5, 1
        mmio_write UARTIMSC, TX
        bit_write GICD_ICPENDR, UART_SPI
        bit_read x5, GICD_ISPENDR, UART_SPI
        check   "level: GICD_ICPENDR does nothing to it", x5, 1
        handler uart_third
        take    3
        taken   x5
        bit_read x6, GICD_ISPENDR, UART_SPI     // before the next line is printed
        check   "level: it comes again until it has fallen", x5, 3
        check   "level: fallen", x6, 0
        no_handler
        forget_all
        adr     x0, dot
        bl      print
        mmio_load w6, GICC_HPPIR
        mmio_write UARTICR, TX
        mmio_load w7, GICC_HPPIR
        take_none
        taken   x5
        check   "level, masked: GICC_HPPIR", x6, UART_SPI
        check   "level, fallen while masked: GICC_HPPIR", x7, SPURIOUS
        check   "level, fallen while masked: not taken", x5, 0
        adr     x0, dot
        bl      print
        sgi     2, 1
        wait    1, 1
        mov     x0, #30
        bl      delay
        mmio_load w5, GICC_IAR
        check   "level, made to fall by CPU 1: GICC_IAR", x5, SPURIOUS
        // Made pending by hand, it is taken once although the line is low.
        forget_all
        mmio_write UARTICR, TX
        bit_write GICD_ISPENDR, UART_SPI
        take    1
        taken   x5
        check   "level, pending by hand: once", x5, 1
        mmio_write UARTIMSC, 0
        mmio_write UARTICR, 0x7ff
        bit_write GICD_ICENABLER, UART_SPI

        // The clock's alarm, in WFI.
        forget_all
        handler rtc_done
        mmio_writeb GICD_ITARGETSR + RTC_SPI, 1
        bit_write GICD_ISENABLER, RTC_SPI
        mmio_load w5, RTC
        add     w6, w5, #1
        mmio_store RTCMR, w6
        mmio_write RTCIMSC, 1
1:      wfi
        msr     daifclr, #2
        isb
        msr     daifset, #2
        area_load x7, CPU_IRQS
        cbz     x7, 1b
        mmio_load w7, RTC
        check_reg "RTC: the alarm comes when its second does", x7, x6
        area    x0
        ldr     w5, [x0, #CPU_LOG]
        check   "RTC: its INTID", x5, RTC_SPI
        bit_read x5, GICD_ISPENDR, RTC_SPI
        check   "RTC: it has fallen", x5, 0
        mmio_write RTCIMSC, 0
        ret     x28
        .ltorg

dot:    .asciz  ".\n"
        .balign 8
go:     .quad   0
