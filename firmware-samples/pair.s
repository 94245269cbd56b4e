// pair: a guest of pivisor's hypervisor with two virtual CPUs that throw a ball to each other by SGIs, and say each second how long
// it was under way.
//
//   pivisor run examples/demo.yaml
//
// It prints, with times that depend on what else runs:
//   The second CPU is here
//   100 round trips took 812 us
//   100 round trips took 811 us
//   ...
//
// What to look at:
//   - CPU_ON by HVC starts the second one: PSCI is the hypervisor's.
//   - A store to GICD_SGIR goes to EL2, which puts the SGI into the list registers of the other virtual CPU's core. If that core had
//     nothing to do, it is woken by an SGI of the hypervisor's own.
//   - Who waits is in WFI: with one core the two take turns.
// Link base 0x40000000, where a guest's RAM begins.

        .equ    UART_DR, 0x09000000
        .equ    GICD_BASE, 0x08000000
        .equ    GICD_CTLR, 0x000
        .equ    GICD_ISENABLER0, 0x100
        .equ    GICD_SGIR, 0xf00
        .equ    GICC_BASE, 0x08010000
        .equ    GICC_CTLR, 0x00
        .equ    GICC_PMR, 0x04
        .equ    GICC_IAR, 0x0c
        .equ    GICC_EOIR, 0x10
        .equ    BALL, 1                 // the SGI
        .equ    VIRTUAL_TIMER, 27
        .equ    PSCI_CPU_ON, 0xc4000003
        .equ    TRIPS, 100

        .text
        .global _start
_start:
        bl      interrupts
        ldr     w0, =PSCI_CPU_ON
        mov     x1, #1
        adr     x2, second
        mov     x3, #0
        hvc     #0
        bl      wait                    // it throws first
        adr     x0, here
        bl      print

        mrs     x25, cntfrq_el0
again:  mrs     x26, cntvct_el0
        mov     w27, #TRIPS
1:      ldr     w0, =0x20000 | BALL     // to CPU interface 1
        bl      throw
        bl      wait
        subs    w27, w27, #1
        b.ne    1b
        mrs     x0, cntvct_el0
        sub     x0, x0, x26
        ldr     x1, =1000000
        mul     x0, x0, x1
        udiv    x28, x0, x25
        adr     x0, before
        bl      print
        mov     x0, x28
        bl      print_number
        adr     x0, after
        bl      print
        msr     cntv_tval_el0, x25
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        bl      wait                    // the timer, this time
        msr     cntv_ctl_el0, xzr
        b       again

// The second CPU throws back what it gets.
second: bl      interrupts
1:      ldr     w0, =0x10000 | BALL
        bl      throw
        bl      wait
        b       1b

// Let the ball and the timer through, to this CPU.
interrupts:
        ldr     x19, =GICD_BASE
        ldr     w0, =(1 << BALL) | (1 << VIRTUAL_TIMER)
        str     w0, [x19, #GICD_ISENABLER0]
        mov     w0, #1
        str     w0, [x19, #GICD_CTLR]
        ldr     x20, =GICC_BASE
        mov     w1, #0xf0
        str     w1, [x20, #GICC_PMR]
        str     w0, [x20, #GICC_CTLR]
        ret

throw:  str     w0, [x19, #GICD_SGIR]
        ret

// Until an interrupt comes, which is ended. Changes x0 and x1.
wait:   ldr     w0, [x20, #GICC_IAR]
        and     w1, w0, #0x3ff
        cmp     w1, #1020
        b.lo    1f
        wfi
        b       wait
1:      cmp     w1, #VIRTUAL_TIMER
        b.ne    2f
        msr     cntv_ctl_el0, xzr       // before its end, or it would come again
2:      str     w0, [x20, #GICC_EOIR]
        ret

// Print the zero-terminated text at x0. Changes x0 to x2.
print:  ldr     x1, =UART_DR
1:      ldrb    w2, [x0], #1
        cbz     w2, 2f
        str     w2, [x1]
        b       1b
2:      ret

// Print x0 in decimal. Changes x0 to x5.
print_number:
        ldr     x1, =UART_DR
        adr     x4, digits_end
        mov     x5, #10
1:      udiv    x2, x0, x5
        msub    x3, x2, x5, x0
        add     w3, w3, #'0'
        strb    w3, [x4, #-1]!
        mov     x0, x2
        cbnz    x0, 1b
        adr     x5, digits_end
2:      ldrb    w3, [x4], #1
        str     w3, [x1]
        cmp     x4, x5
        b.ne    2b
        ret

        .ltorg

here:   .asciz  "The second CPU is here\n"
before: .asciz  "100 round trips took "
after:  .asciz  " us\n"
        .space  24
digits_end:
