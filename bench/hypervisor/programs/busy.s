// Keeps all its VCPUS virtual CPUs busy. Each counts how often it has been round its loop, in `counters`.
        .text
        .include "common.s"
        .equ    irq, failed

main:   mov     x20, #0
1:      cmp     x20, #VCPUS - 1
        b.eq    2f
        add     x20, x20, #1
        ldr     x0, =CPU_ON
        mov     x1, x20
        adr     x2, work
        mov     x3, x20
        hvc     #0
        cbnz    x0, failed
        b       1b
2:      mov     x0, #0
work:   mov     x19, x0
        bl      mmu
        ldr     x1, =counters
        add     x1, x1, x19, lsl #3
        mov     x2, #0
3:      add     x2, x2, #1
        str     x2, [x1]
        b       3b
        .ltorg
        .balign 4096
counters:
        .space  64
