// Counts, and takes interrupts of its PL011 meanwhile: each is a byte that arrives. Switches off after COUNT of them.
        .text
        .include "common.s"
        .equ    UART_INTID, 33
        .equ    RXIM, 1 << 4

main:   mov     w0, #UART_INTID
        bl      open
        ldr     x1, =UART
        mov     w0, #RXIM
        str     w0, [x1, #UART_IMSC]
        ldr     x20, =COUNT
        mov     x21, #0
        mark    'a'
        msr     daifclr, #2
1:      add     x21, x21, #1
        b       1b

irq:    ldr     w10, [x28, #GICC_IAR]
        ldr     w11, [x1]               // takes the byte, and with it the level
        str     w10, [x28, #GICC_EOIR]
        subs    x20, x20, #1
        b.eq    1f
        eret
1:      mark    'b'
        b       off
        .ltorg
