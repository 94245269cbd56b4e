// timer: five interrupts of the generic timer, one millisecond apart, through the GIC-400.
//
//   pivisor run --kernel timer.elf --firmware psci      (starts at EL2, goes down to EL1)
//
// It prints:
//   tick 1: INTID 30, on time
//   tick 2: INTID 30, on time
//   tick 3: INTID 30, on time
//   tick 4: INTID 30, on time
//   tick 5: INTID 30, on time
//   5 ticks, 1 ms apart
//
// What to look at:
//   - The path of an interrupt: the timer raises its line (CNTP_CTL_EL0.ENABLE = 1, IMASK = 0, and the counter has
//     reached CNTP_CVAL_EL0) -> the distributor forwards it (GICD_CTLR, GICD_ISENABLER) -> the CPU interface
//     signals it (GICC_CTLR, GICC_PMR) -> the core takes it (PSTATE.I = 0), to VBAR_EL1 + 0x280.
//   - Reading GICC_IAR tells which interrupt it is and makes it active; writing GICC_EOIR ends it. The timer's line
//     is a level: it stays up until the handler moves the compare value forward. EOIR alone would bring the interrupt back.
//   - CVAL + interval, not "now + interval": a late handler does not delay the ticks that follow.
//   - CNTFRQ_EL0 says how many counts a second has: 54 million on a Raspberry Pi 4.
//   - EL2 gives EL1 access to the physical timer by CNTHCTL_EL2.
// Link base 0x80000.

        .equ    UART_BASE, 0xfe201000   // PL011 UART0 of the BCM2711
        .equ    UART_DR, 0x00
        .equ    UART_FR, 0x18
        .equ    UART_FR_TXFF, 5

        .equ    GICD_BASE, 0xff841000   // GIC-400 distributor
        .equ    GICD_CTLR, 0x000
        .equ    GICD_ISENABLER, 0x100
        .equ    GICD_IPRIORITYR, 0x400
        .equ    GICC_BASE, 0xff842000   // GIC-400 CPU interface
        .equ    GICC_CTLR, 0x00
        .equ    GICC_PMR, 0x04
        .equ    GICC_IAR, 0x0c
        .equ    GICC_EOIR, 0x10

        .equ    TIMER_INTID, 30         // Non-secure EL1 physical timer, private peripheral interrupt 14
        .equ    TICKS, 5
        .equ    PSCI_SYSTEM_OFF, 0x84000008

        .text
        .global _start
// ---------------------------------------------------------------- EL2
_start:
        mov     x0, #3                  // CNTHCTL_EL2: EL1PCTEN, EL1PCEN
        msr     cnthctl_el2, x0
        msr     cntvoff_el2, xzr        // the virtual counter is the physical counter
        mov     x0, #1
        lsl     x0, x0, #31             // HCR_EL2.RW: EL1 is AArch64; IMO = 0, so interrupts go to EL1
        msr     hcr_el2, x0
        ldr     x0, =0x30d00800         // SCTLR_EL1: the RES1 bits
        msr     sctlr_el1, x0
        mov     x0, #0x3c5              // EL1 with its own stack pointer, all interrupts masked
        msr     spsr_el2, x0
        adr     x0, start_el1
        msr     elr_el2, x0
        eret

// ---------------------------------------------------------------- EL1
start_el1:
        ldr     x0, =stack_top
        mov     sp, x0
        ldr     x0, =vectors
        msr     vbar_el1, x0

        ldr     x0, =GICD_BASE
        mov     w1, #1
        str     w1, [x0, #GICD_CTLR]    // the distributor forwards interrupts of our group
        mov     w1, #0xa0
        strb    w1, [x0, #GICD_IPRIORITYR + TIMER_INTID]
        ldr     w1, =1 << TIMER_INTID
        str     w1, [x0, #GICD_ISENABLER]
        ldr     x0, =GICC_BASE
        mov     w1, #0xff               // signal every priority above (below in number) 0xff
        str     w1, [x0, #GICC_PMR]
        mov     w1, #1
        str     w1, [x0, #GICC_CTLR]

        mrs     x19, cntfrq_el0         // x19 = interval: counts in a millisecond
        mov     x0, #1000
        udiv    x19, x19, x0
        mov     x20, #0                 // x20 = ticks so far: the handler counts
        mrs     x21, cntpct_el0         // x21 = the time at which the last tick was due
        add     x0, x21, x19
        msr     cntp_cval_el0, x0
        mov     x0, #1                  // ENABLE
        msr     cntp_ctl_el0, x0
1:      wfi                             // sleep until an interrupt is pending, masked or not...
        msr     daifclr, #2             // ...take it here...
        isb
        msr     daifset, #2             // ...and look with interrupts masked, so that none comes between look and sleep
        cmp     x20, #TICKS
        b.ne    1b

        msr     cntp_ctl_el0, xzr
        mov     w0, #TICKS
        bl      print_decimal
        adr     x0, text_end
        bl      print
        ldr     w0, =PSCI_SYSTEM_OFF
        smc     #0
2:      b       2b

// ---------------------------------------------------------------- the interrupt handler
// It owns x20 to x27, which the program above reads only. (A real one would save what it changes.)
irq:
        mrs     x22, cntpct_el0         // now, by the physical counter
        mrs     x23, cntvct_el0         // and by the virtual one: a little later
        stp     x0, x1, [sp, #-48]!
        stp     x2, x3, [sp, #16]
        stp     x4, x30, [sp, #32]
        ldr     x24, =GICC_BASE
        ldr     w25, [x24, #GICC_IAR]   // acknowledge
        and     w26, w25, #0x3ff
        cmp     w26, #1020              // 1020 to 1023: nothing there after all
        b.hs    5f

        add     x20, x20, #1
        add     x21, x21, x19           // this tick was due then
        add     x0, x21, x19            // and the next is due then: the timer's line goes down
        msr     cntp_cval_el0, x0
        isb

        adr     x0, text_tick
        bl      print
        mov     w0, w20
        bl      print_decimal
        adr     x0, text_intid
        bl      print
        mov     w0, w26
        bl      print_decimal
        adr     x0, text_late           // on time: at or after due, and before half an interval has passed
        subs    x1, x22, x21
        b.lo    1f
        cmp     x1, x19, lsr #1
        b.hs    1f
        subs    x1, x23, x22            // the two counters agree
        b.lo    1f
        cmp     x1, x19, lsr #1
        b.hs    1f
        adr     x0, text_on_time
1:      bl      print

        str     w25, [x24, #GICC_EOIR]
5:      ldp     x4, x30, [sp, #32]
        ldp     x2, x3, [sp, #16]
        ldp     x0, x1, [sp], #48
        eret

unexpected:
        adr     x0, text_unexpected
        bl      print
        ldr     w0, =PSCI_SYSTEM_OFF
        smc     #0
1:      b       1b

        .balign 2048
vectors:
        .space  0x200
        b       unexpected              // synchronous, from EL1
        .balign 0x80
        b       irq                     // + 0x280: IRQ, from EL1 with its own stack pointer

// ---------------------------------------------------------------- printing
print_decimal:                          // w0, below 100. Changes x0 to x4.
        ldr     x1, =UART_BASE
        mov     w2, #10
        udiv    w3, w0, w2
        msub    w4, w3, w2, w0
        add     w4, w4, #'0'
        cbz     w3, 2f
        add     w3, w3, #'0'
1:      ldr     w0, [x1, #UART_FR]
        tbnz    w0, #UART_FR_TXFF, 1b
        str     w3, [x1, #UART_DR]
2:      ldr     w0, [x1, #UART_FR]
        tbnz    w0, #UART_FR_TXFF, 2b
        str     w4, [x1, #UART_DR]
        ret

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

text_tick:       .asciz  "tick "
text_intid:      .asciz  ": INTID "
text_on_time:    .asciz  ", on time\n"
text_late:       .asciz  ", not on time\n"
text_end:        .asciz  " ticks, 1 ms apart\n"
text_unexpected: .asciz  "unexpected exception\n"

        .bss
        .balign 16
        .space  4096
stack_top:
