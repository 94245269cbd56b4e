// guest: a guest of pivisor's hypervisor without an operating system. It says where it is, counts five interrupts of its virtual
// timer, and switches itself off.
//
//   pivisor run examples/samples.yaml
//
// It prints:
//   Hello from a guest at EL1
//   .....
//   Switching off
//
// What to look at:
//   - The platform is that of QEMU's virt machine: RAM from 0x40000000 on, a PL011 at 0x09000000, a GICv2 at 0x08000000. A store to
//     the PL011 finds no page in the guest's stage-2 tables and goes to the hypervisor at EL2, which prints the character.
//   - The distributor is emulated in the same way. The CPU interface is not: the hypervisor maps the GIC's virtual one there.
//   - WFI goes to EL2, too: the core is free for others until the timer's interrupt.
// Link base 0x40000000, where a guest's RAM begins.

        .equ    UART_BASE, 0x09000000
        .equ    UART_DR, 0x00
        .equ    UART_FR, 0x18
        .equ    UART_FR_TXFF, 5

        .equ    GICD_BASE, 0x08000000
        .equ    GICD_CTLR, 0x000
        .equ    GICD_ISENABLER0, 0x100
        .equ    GICC_BASE, 0x08010000
        .equ    GICC_CTLR, 0x00
        .equ    GICC_PMR, 0x04
        .equ    GICC_IAR, 0x0c
        .equ    GICC_EOIR, 0x10
        .equ    VIRTUAL_TIMER, 27       // its INTID

        .equ    PSCI_SYSTEM_OFF, 0x84000008

        .text
        .global _start
_start:
        adr     x0, stack_top
        mov     sp, x0
        adr     x0, vectors
        msr     vbar_el1, x0

        mrs     x1, CurrentEL
        ubfx    x1, x1, #2, #2
        add     w1, w1, #'0'
        adr     x0, level_digit
        strb    w1, [x0]
        adr     x0, hello
        bl      print

        // Let the timer's interrupt through: distributor, CPU interface, PSTATE.
        ldr     x1, =GICD_BASE
        mov     w0, #1 << VIRTUAL_TIMER
        str     w0, [x1, #GICD_ISENABLER0]
        mov     w0, #1
        str     w0, [x1, #GICD_CTLR]
        ldr     x1, =GICC_BASE
        mov     w0, #0xf0
        str     w0, [x1, #GICC_PMR]
        mov     w0, #1
        str     w0, [x1, #GICC_CTLR]
        mov     x20, #5                 // interrupts to come
        bl      set_timer
        mov     x0, #1                  // ENABLE
        msr     cntv_ctl_el0, x0
        msr     daifclr, #2
1:      wfi                             // traps: somebody else runs
        cbnz    x20, 1b

        msr     daifset, #2
        adr     x0, bye
        bl      print
        ldr     w0, =PSCI_SYSTEM_OFF
        hvc     #0
1:      b       1b

// The virtual timer fires in a hundredth of a second. Changes x0 and x1.
set_timer:
        mrs     x0, cntfrq_el0
        mov     x1, #100
        udiv    x0, x0, x1
        msr     cntv_tval_el0, x0
        ret

// The interrupt: x20 counts down. Nothing else runs but the wait above, so registers need not be kept.
irq:
        ldr     x1, =GICC_BASE
        ldr     w21, [x1, #GICC_IAR]
        cmp     w21, #VIRTUAL_TIMER
        b.ne    1f
        sub     x20, x20, #1
        bl      set_timer
        adr     x0, dot
        bl      print
        cbnz    x20, 1f
        adr     x0, newline
        bl      print
1:      ldr     x1, =GICC_BASE
        str     w21, [x1, #GICC_EOIR]
        eret

// Anything else is a mistake.
unexpected:
        adr     x0, surprise
        bl      print
1:      b       1b

// Print the zero-terminated text at x0. Changes x0 to x3.
print:
        ldr     x1, =UART_BASE
1:      ldrb    w2, [x0], #1
        cbz     w2, 3f
2:      ldr     w3, [x1, #UART_FR]
        tbnz    w3, #UART_FR_TXFF, 2b
        str     w2, [x1, #UART_DR]
        b       1b
3:      ret

        .balign 8
        .ltorg

hello:  .ascii  "Hello from a guest at EL"
level_digit:
        .asciz  "?\n"
dot:    .asciz  "."
newline:
        .asciz  "\n"
bye:    .asciz  "Switching off\n"
surprise:
        .asciz  "An exception that nobody expected\n"

        .balign 2048
vectors:
        .rept   5                       // current level with SP_EL0; then with SP_ELx: synchronous
        b       unexpected
        .balign 128
        .endr
        b       irq                     // IRQ
        .balign 128
        .rept   10
        b       unexpected
        .balign 128
        .endr

        .balign 16
        .space  4096
stack_top:
