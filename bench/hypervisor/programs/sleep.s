// Waits for ever.
        .text
        .include "common.s"
        .equ    irq, failed
main:   wfi
        b       main
