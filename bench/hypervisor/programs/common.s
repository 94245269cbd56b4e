// What the guests of the benchmark share. They are included behind `.text`, and go on at `main` with interrupts masked.
// A guest tells the benchmark where it is by the bytes that it prints: `mark`.

        .equ    UART, 0x09000000
        .equ    UART_FR, 0x18
        .equ    UART_IMSC, 0x38
        .equ    GICD, 0x08000000
        .equ    GICD_CTLR, 0
        .equ    GICD_ISENABLER, 0x100
        .equ    GICC, 0x08010000
        .equ    GICC_CTLR, 0
        .equ    GICC_PMR, 4
        .equ    GICC_IAR, 0xc
        .equ    GICC_EOIR, 0x10
        .equ    CPU_ON, 0xc4000003
        .equ    SYSTEM_OFF, 0x84000008

        .macro  mark byte
        ldr     x9, =UART
        mov     w10, #\byte
        str     w10, [x9]
        .endm

        .global _start
_start: bl      mmu
        isb
        ldr     x28, =GICC
        ldr     x29, =GICD
        b       main

// Maps devices below 1 GB and RAM from there to 2 GB, as they are: without the MMU all memory is Device memory, and slow.
mmu:    adr     x1, vectors
        msr     vbar_el1, x1
        ldr     x1, =0x00ff             // attribute 0: Normal, write-back; 1: Device
        msr     mair_el1, x1
        ldr     x1, =0x00803520         // 32 bits of address, write-back, shareable, TTBR0 only
        msr     tcr_el1, x1
        ldr     x1, =level1
        msr     ttbr0_el1, x1
        mov     x2, #0x405              // Device, a block, AF
        movk    x2, #0x0060, lsl #48    // XN
        ldr     x3, =0x40000701
        stp     x2, x3, [x1]
        dsb     sy
        isb
        mrs     x2, sctlr_el1
        orr     x2, x2, #1
        orr     x2, x2, #4
        msr     sctlr_el1, x2
        isb
        ret

// Opens the interrupt controller for the INTID in w0.
open:   lsr     w1, w0, #5
        add     x1, x29, x1, lsl #2
        mov     w2, #1
        lsl     w2, w2, w0
        str     w2, [x1, #GICD_ISENABLER]
        mov     w2, #1
        str     w2, [x29, #GICD_CTLR]
        mov     w2, #0xf0
        str     w2, [x28, #GICC_PMR]
        mov     w2, #1
        str     w2, [x28, #GICC_CTLR]
        ret

off:    ldr     w0, =SYSTEM_OFF
        hvc     #0
        b       off
// Says that something went wrong.
failed: mark    '!'
        b       off
        .ltorg

        .balign 2048
vectors:
        .rept   5
        b       failed
        .balign 128
        .endr
        b       irq
        .balign 128
        .rept   10
        b       failed
        .balign 128
        .endr

        .section .bss
        .balign 4096
level1: .space  4096
        .text
