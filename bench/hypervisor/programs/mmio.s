// Loads from the PL011's flag register, which go to the hypervisor, and as many times as many from RAM, which do not.
        .text
        .include "common.s"
        .equ    irq, failed

main:   ldr     x1, =UART
        ldr     x2, =word
        ldr     x0, =TRAPPED / 8        // the host's compiler warms up
        bl      trapped
        mark    'a'
        ldr     x0, =TRAPPED
        bl      trapped
        mark    'b'
        ldr     x0, =PLAIN
1:      ldr     w3, [x2]
        subs    x0, x0, #1
        b.ne    1b
        mark    'c'
        b       off

trapped:
        ldr     w3, [x1, #UART_FR]
        subs    x0, x0, #1
        b.ne    trapped
        ret
        .ltorg
        .data
word:   .word   0
