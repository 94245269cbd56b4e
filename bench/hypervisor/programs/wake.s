// Sleeps PERIOD counts of its virtual timer again and again, and notes in `late` how many counts behind the timer's time it woke:
// the first word says how many there are.
        .text
        .include "common.s"
        .equ    TIMER_INTID, 27
        .equ    irq, failed

main:   mov     w0, #TIMER_INTID
        bl      open
        ldr     x20, =late
        mov     w21, #0
        ldr     x22, =PERIOD
        mrs     x23, cntvct_el0
1:      mrs     x23, cntvct_el0
        add     x23, x23, x22
        msr     cntv_cval_el0, x23
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        isb
2:      wfi
        ldr     w10, [x28, #GICC_IAR]
        cmp     w10, #TIMER_INTID
        b.ne    2b
        isb
        mrs     x1, cntvct_el0
        msr     cntv_ctl_el0, xzr
        isb
        str     w10, [x28, #GICC_EOIR]
        sub     x1, x1, x23
        add     w21, w21, #1
        str     w1, [x20, x21, lsl #2]
        str     w21, [x20]
        b       1b
        .ltorg
        .balign 4096
late:   .space  16384
