// clock: a guest of pivisor's hypervisor that shows the time, each second anew, and never ends.
//
//   pivisor run examples/demo.yaml
//
// It prints:
//   00:00:01
//   00:00:02
//   ...
//
// What to look at:
//   - The time is the PL031's at 0x09010000, which counts seconds; its match interrupt (SPI 2) tells of the next one. Between two
//     seconds the guest is in WFI, and costs nothing.
//   - Interrupts stay masked in PSTATE: WFI ends all the same, and the guest acknowledges what has come by hand.
// Link base 0x40000000, where a guest's RAM begins.

        .equ    UART_DR, 0x09000000
        .equ    RTC_BASE, 0x09010000
        .equ    RTCDR, 0x00
        .equ    RTCMR, 0x04
        .equ    RTCIMSC, 0x10
        .equ    RTCICR, 0x1c
        .equ    GICD_BASE, 0x08000000
        .equ    GICD_CTLR, 0x000
        .equ    GICD_ISENABLER1, 0x104
        .equ    GICC_BASE, 0x08010000
        .equ    GICC_CTLR, 0x00
        .equ    GICC_PMR, 0x04
        .equ    GICC_IAR, 0x0c
        .equ    GICC_EOIR, 0x10
        .equ    RTC_INTID, 32 + 2

        .text
        .global _start
_start:
        ldr     x1, =GICD_BASE
        mov     w0, #1 << (RTC_INTID - 32)
        str     w0, [x1, #GICD_ISENABLER1]
        mov     w0, #1
        str     w0, [x1, #GICD_CTLR]
        ldr     x20, =GICC_BASE
        mov     w0, #0xf0
        str     w0, [x20, #GICC_PMR]
        mov     w0, #1
        str     w0, [x20, #GICC_CTLR]
        ldr     x21, =RTC_BASE
        str     w0, [x21, #RTCIMSC]

next:   ldr     w22, [x21, #RTCDR]
        add     w0, w22, #1
        str     w0, [x21, #RTCMR]
1:      wfi
        ldr     w23, [x20, #GICC_IAR]
        cmp     w23, #RTC_INTID
        b.ne    1b
        mov     w0, #1
        str     w0, [x21, #RTCICR]
        str     w23, [x20, #GICC_EOIR]

        // Hours, minutes, seconds of the day.
        ldr     w22, [x21, #RTCDR]
        ldr     w1, =86400
        udiv    w2, w22, w1
        msub    w22, w2, w1, w22
        mov     w24, #3600
        udiv    w0, w22, w24
        msub    w22, w0, w24, w22
        bl      two_digits
        mov     w1, #':'
        bl      putc
        mov     w24, #60
        udiv    w0, w22, w24
        msub    w22, w0, w24, w22
        bl      two_digits
        mov     w1, #':'
        bl      putc
        mov     w0, w22
        bl      two_digits
        mov     w1, #'\n'
        bl      putc
        b       next

// Print w0 as two decimal digits. Changes x1 to x4.
two_digits:
        mov     x4, lr
        mov     w2, #10
        udiv    w1, w0, w2
        msub    w0, w1, w2, w0
        add     w1, w1, #'0'
        bl      putc
        add     w1, w0, #'0'
        bl      putc
        ret     x4

// Print the character in w1. Changes x3.
putc:   ldr     x3, =UART_DR
        str     w1, [x3]
        ret

        .ltorg
