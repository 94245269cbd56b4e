// xen-domu: a domain of Xen without an operating system. It asks Xen for its version by a hypercall, sleeps through five
// interrupts of the virtual timer, and switches itself off.
//
//   pivisor guests fetch; G=$(pivisor guests path)
//   pivisor run --xen $G/xen --domu kernel=firmware-samples/xen-domu.s,memory=16
//
// Xen shows on its own console what a domain writes to its serial port:
//   (XEN) DOM1: Hello from a domain at EL1
//   (XEN) DOM1: This is Xen 4.17
//   (XEN) DOM1: .....
//   (XEN) DOM1: Switching off
//
// What to look at:
//   - The 64 bytes at the start are the header of an arm64 Image: the only kind of kernel that Xen starts. Code and data
//     find each other relative to the PC, since Xen says where RAM is.
//   - There is no board here but a platform that Xen makes up (its public/arch-arm.h): a serial port that can do little more
//     than send, a virtual GIC whose distributor traps to Xen, the architecture's virtual timer.
//   - HVC is the way to Xen: with 0xea1 a hypercall, its number in x16; with 0 PSCI, its function in w0.
// Link base 0x40000000, where Xen puts a domain's RAM.

        .equ    UART_BASE, 0x22000000   // vpl011
        .equ    UART_DR, 0x00
        .equ    UART_FR, 0x18
        .equ    UART_FR_TXFF, 5

        .equ    GICD_BASE, 0x03001000
        .equ    GICD_CTLR, 0x000
        .equ    GICD_ISENABLER0, 0x100
        .equ    GICC_BASE, 0x03002000
        .equ    GICC_CTLR, 0x00
        .equ    GICC_PMR, 0x04
        .equ    GICC_IAR, 0x0c
        .equ    GICC_EOIR, 0x10
        .equ    VIRTUAL_TIMER, 27       // its INTID

        .equ    XEN_HYPERCALL, 0xea1
        .equ    HYPERVISOR_XEN_VERSION, 17
        .equ    XENVER_VERSION, 0
        .equ    PSCI_SYSTEM_OFF, 0x84000008

        .text
        .global _start
_start:
        b       start                   // the header: an instruction that jumps over it
        .word   0
        .quad   0                       // the image's place from the start of RAM
        .quad   end - _start            // what it needs of memory, its stack included
        .quad   0x2                     // flags: little endian, 4 KB pages
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .word   0

start:
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

        // xen_version(XENVER_version): major in bits 31:16, minor in 15:0.
        mov     x0, #XENVER_VERSION
        mov     x1, #0
        mov     x16, #HYPERVISOR_XEN_VERSION
        hvc     #XEN_HYPERCALL
        mov     x19, x0
        adr     x0, version
        bl      print
        lsr     x0, x19, #16
        bl      print_number
        adr     x0, point
        bl      print
        and     x0, x19, #0xffff
        bl      print_number
        adr     x0, newline
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
        msr     daifclr, #2
1:      wfi                             // traps to Xen, which runs somebody else
        cbnz    x20, 1b

        msr     daifset, #2
        adr     x0, bye
        bl      print
        ldr     w0, =PSCI_SYSTEM_OFF
        hvc     #0
1:      b       1b

// The virtual timer fires in a millisecond. Changes x0.
set_timer:
        mrs     x0, cntfrq_el0
        lsr     x0, x0, #10
        msr     cntv_tval_el0, x0
        mov     x0, #1                  // ENABLE; IMASK off again: Xen sets it when it injects the interrupt
        msr     cntv_ctl_el0, x0
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
        msr     cntv_ctl_el0, xzr
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

// Print the number in x0, below 100. Changes x0 to x5.
print_number:
        mov     x4, #10
        udiv    x3, x0, x4
        msub    x5, x3, x4, x0
        add     w5, w5, #'0'
        add     w3, w3, #'0'
        adr     x0, digits
        strb    w3, [x0]
        strb    w5, [x0, #1]
        cmp     w3, #'0'                // no leading zero
        cinc    x0, x0, eq
        // falls through

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

hello:  .ascii  "Hello from a domain at EL"
level_digit:
        .asciz  "?\n"
version:
        .asciz  "This is Xen "
point:  .asciz  "."
dot:    .asciz  "."
newline:
        .asciz  "\n"
digits: .asciz  "00"
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
end:
