// timers: the four generic timers and the counters: the control bits, CVAL and TVAL, the offset of the virtual counter.
// Times differ from run to run, so only relations are printed: 1 is true.

        .text
main:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =cases_1
        bl      try_list
        ldr     x0, =cases_2
        bl      try_list
        ldr     x0, =cases_3
        bl      try_list
        ldr     x0, =cases_4
        bl      try_list

        ldr     x0, =text_5
        bl      print_line
        ldr     x0, =0x303
        msr     cntkctl_el1, x0
        isb
        ldr     x0, =cases_6
        bl      try_list

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        ldr     x0, =cases_8
        bl      try_list
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

        .balign 4
cases_1:
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cntp_cval_el0, xzr
        mov     x3, #1
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cntp_cval_el0, x3
        mov     x3, #1
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cntp_cval_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: CVAL reads as written"
        .balign 4
        msr     cntp_cval_el0, x2
        mrs     x0, cntp_cval_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        isb
        msr     cntp_tval_el0, x3
        isb
        mrs     x5, cntpct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cntp_cval_el0
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        add     x3, x3, x4
        msr     cntp_cval_el0, x3
        isb
        mrs     x4, cntpct_el0
        isb
        mrs     x5, cntp_tval_el0
        isb
        mrs     x6, cntpct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cntp_tval_el0, x3
        isb
        mrs     x3, cntp_cval_el0
        mrs     x4, cntpct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cntp_ctl_el0
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: TVAL counts on below zero"
        .balign 4
        msr     cntp_cval_el0, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cntp_tval_el0, x3
        mrs     x0, cntp_tval_el0
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cntp_tval_el0, x3
        isb
        mrs     x4, cntpct_el0
        mrs     x5, cntp_cval_el0
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTP_CTL_EL0 at EL1: off"
        .balign 4
        msr     cntp_ctl_el0, xzr
        mrs     x0, cntp_ctl_el0
        and     x0, x0, #3
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cntp_cval_el0, xzr
        mov     x3, #1
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cntp_cval_el0, x3
        mov     x3, #1
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cntp_cval_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: CVAL reads as written"
        .balign 4
        msr     cntp_cval_el0, x2
        mrs     x0, cntp_cval_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        isb
        msr     cntp_tval_el0, x3
        isb
        mrs     x5, cntpct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cntp_cval_el0
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        add     x3, x3, x4
        msr     cntp_cval_el0, x3
        isb
        mrs     x4, cntpct_el0
        isb
        mrs     x5, cntp_tval_el0
        isb
        mrs     x6, cntpct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cntp_tval_el0, x3
        isb
        mrs     x3, cntp_cval_el0
        mrs     x4, cntpct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cntp_ctl_el0
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: TVAL counts on below zero"
        .balign 4
        msr     cntp_cval_el0, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cntp_tval_el0, x3
        mrs     x0, cntp_tval_el0
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cntp_tval_el0, x3
        isb
        mrs     x4, cntpct_el0
        mrs     x5, cntp_cval_el0
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTP_CTL_EL0 at EL2: off"
        .balign 4
        msr     cntp_ctl_el0, xzr
        mrs     x0, cntp_ctl_el0
        and     x0, x0, #3
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cntp_cval_el0, xzr
        mov     x3, #1
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cntp_cval_el0, x3
        mov     x3, #1
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cntp_cval_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: CVAL reads as written"
        .balign 4
        msr     cntp_cval_el0, x2
        mrs     x0, cntp_cval_el0
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        isb
        msr     cntp_tval_el0, x3
        isb
        mrs     x5, cntpct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cntp_cval_el0
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        add     x3, x3, x4
        msr     cntp_cval_el0, x3
        isb
        mrs     x4, cntpct_el0
        isb
        mrs     x5, cntp_tval_el0
        isb
        mrs     x6, cntpct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cntp_tval_el0, x3
        isb
        mrs     x3, cntp_cval_el0
        mrs     x4, cntpct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cntp_ctl_el0
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: TVAL counts on below zero"
        .balign 4
        msr     cntp_cval_el0, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cntp_tval_el0, x3
        mrs     x0, cntp_tval_el0
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cntp_tval_el0, x3
        isb
        mrs     x4, cntpct_el0
        mrs     x5, cntp_cval_el0
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTP_CTL_EL0 at EL3: off"
        .balign 4
        msr     cntp_ctl_el0, xzr
        mrs     x0, cntp_ctl_el0
        and     x0, x0, #3
        ret
1:      .word   0

        .balign 4
cases_2:
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cntv_cval_el0, xzr
        mov     x3, #1
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cntv_cval_el0, x3
        mov     x3, #1
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cntv_cval_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: CVAL reads as written"
        .balign 4
        msr     cntv_cval_el0, x2
        mrs     x0, cntv_cval_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntvct_el0
        isb
        msr     cntv_tval_el0, x3
        isb
        mrs     x5, cntvct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cntv_cval_el0
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntvct_el0
        add     x3, x3, x4
        msr     cntv_cval_el0, x3
        isb
        mrs     x4, cntvct_el0
        isb
        mrs     x5, cntv_tval_el0
        isb
        mrs     x6, cntvct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cntv_tval_el0, x3
        isb
        mrs     x3, cntv_cval_el0
        mrs     x4, cntvct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cntv_ctl_el0
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: TVAL counts on below zero"
        .balign 4
        msr     cntv_cval_el0, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cntv_tval_el0, x3
        mrs     x0, cntv_tval_el0
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cntv_tval_el0, x3
        isb
        mrs     x4, cntvct_el0
        mrs     x5, cntv_cval_el0
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CTL_EL0 at EL1: off"
        .balign 4
        msr     cntv_ctl_el0, xzr
        mrs     x0, cntv_ctl_el0
        and     x0, x0, #3
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cntv_cval_el0, xzr
        mov     x3, #1
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cntv_cval_el0, x3
        mov     x3, #1
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cntv_cval_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: CVAL reads as written"
        .balign 4
        msr     cntv_cval_el0, x2
        mrs     x0, cntv_cval_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntvct_el0
        isb
        msr     cntv_tval_el0, x3
        isb
        mrs     x5, cntvct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cntv_cval_el0
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntvct_el0
        add     x3, x3, x4
        msr     cntv_cval_el0, x3
        isb
        mrs     x4, cntvct_el0
        isb
        mrs     x5, cntv_tval_el0
        isb
        mrs     x6, cntvct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cntv_tval_el0, x3
        isb
        mrs     x3, cntv_cval_el0
        mrs     x4, cntvct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cntv_ctl_el0
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: TVAL counts on below zero"
        .balign 4
        msr     cntv_cval_el0, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cntv_tval_el0, x3
        mrs     x0, cntv_tval_el0
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cntv_tval_el0, x3
        isb
        mrs     x4, cntvct_el0
        mrs     x5, cntv_cval_el0
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL_EL0 at EL2: off"
        .balign 4
        msr     cntv_ctl_el0, xzr
        mrs     x0, cntv_ctl_el0
        and     x0, x0, #3
        ret
1:      .word   0

        .balign 4
cases_3:
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cnthp_cval_el2, xzr
        mov     x3, #1
        msr     cnthp_ctl_el2, x3
        isb
        mrs     x0, cnthp_ctl_el2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cnthp_ctl_el2, x3
        isb
        mrs     x0, cnthp_ctl_el2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cnthp_cval_el2, x3
        mov     x3, #1
        msr     cnthp_ctl_el2, x3
        isb
        mrs     x0, cnthp_ctl_el2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cnthp_cval_el2, x3
        isb
        mrs     x0, cnthp_ctl_el2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: CVAL reads as written"
        .balign 4
        msr     cnthp_cval_el2, x2
        mrs     x0, cnthp_cval_el2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        isb
        msr     cnthp_tval_el2, x3
        isb
        mrs     x5, cntpct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cnthp_cval_el2
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        add     x3, x3, x4
        msr     cnthp_cval_el2, x3
        isb
        mrs     x4, cntpct_el0
        isb
        mrs     x5, cnthp_tval_el2
        isb
        mrs     x6, cntpct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cnthp_tval_el2, x3
        isb
        mrs     x3, cnthp_cval_el2
        mrs     x4, cntpct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cnthp_ctl_el2
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: TVAL counts on below zero"
        .balign 4
        msr     cnthp_cval_el2, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cnthp_tval_el2, x3
        mrs     x0, cnthp_tval_el2
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cnthp_tval_el2, x3
        isb
        mrs     x4, cntpct_el0
        mrs     x5, cnthp_cval_el2
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTHP_CTL_EL2 at EL2: off"
        .balign 4
        msr     cnthp_ctl_el2, xzr
        mrs     x0, cnthp_ctl_el2
        and     x0, x0, #3
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cnthp_cval_el2, xzr
        mov     x3, #1
        msr     cnthp_ctl_el2, x3
        isb
        mrs     x0, cnthp_ctl_el2
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cnthp_ctl_el2, x3
        isb
        mrs     x0, cnthp_ctl_el2
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cnthp_cval_el2, x3
        mov     x3, #1
        msr     cnthp_ctl_el2, x3
        isb
        mrs     x0, cnthp_ctl_el2
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cnthp_cval_el2, x3
        isb
        mrs     x0, cnthp_ctl_el2
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: CVAL reads as written"
        .balign 4
        msr     cnthp_cval_el2, x2
        mrs     x0, cnthp_cval_el2
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        isb
        msr     cnthp_tval_el2, x3
        isb
        mrs     x5, cntpct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cnthp_cval_el2
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        add     x3, x3, x4
        msr     cnthp_cval_el2, x3
        isb
        mrs     x4, cntpct_el0
        isb
        mrs     x5, cnthp_tval_el2
        isb
        mrs     x6, cntpct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cnthp_tval_el2, x3
        isb
        mrs     x3, cnthp_cval_el2
        mrs     x4, cntpct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cnthp_ctl_el2
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: TVAL counts on below zero"
        .balign 4
        msr     cnthp_cval_el2, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cnthp_tval_el2, x3
        mrs     x0, cnthp_tval_el2
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cnthp_tval_el2, x3
        isb
        mrs     x4, cntpct_el0
        mrs     x5, cnthp_cval_el2
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTHP_CTL_EL2 at EL3: off"
        .balign 4
        msr     cnthp_ctl_el2, xzr
        mrs     x0, cnthp_ctl_el2
        and     x0, x0, #3
        ret
1:      .word   0

        .balign 4
cases_4:
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cntps_cval_el1, xzr
        mov     x3, #1
        msr     cntps_ctl_el1, x3
        isb
        mrs     x0, cntps_ctl_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cntps_ctl_el1, x3
        isb
        mrs     x0, cntps_ctl_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cntps_cval_el1, x3
        mov     x3, #1
        msr     cntps_ctl_el1, x3
        isb
        mrs     x0, cntps_ctl_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cntps_cval_el1, x3
        isb
        mrs     x0, cntps_ctl_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: CVAL reads as written"
        .balign 4
        msr     cntps_cval_el1, x2
        mrs     x0, cntps_cval_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        isb
        msr     cntps_tval_el1, x3
        isb
        mrs     x5, cntpct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cntps_cval_el1
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        add     x3, x3, x4
        msr     cntps_cval_el1, x3
        isb
        mrs     x4, cntpct_el0
        isb
        mrs     x5, cntps_tval_el1
        isb
        mrs     x6, cntpct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cntps_tval_el1, x3
        isb
        mrs     x3, cntps_cval_el1
        mrs     x4, cntpct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cntps_ctl_el1
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: TVAL counts on below zero"
        .balign 4
        msr     cntps_cval_el1, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cntps_tval_el1, x3
        mrs     x0, cntps_tval_el1
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cntps_tval_el1, x3
        isb
        mrs     x4, cntpct_el0
        mrs     x5, cntps_cval_el1
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTPS_CTL_EL1 at EL3: off"
        .balign 4
        msr     cntps_ctl_el1, xzr
        mrs     x0, cntps_ctl_el1
        and     x0, x0, #3
        ret
1:      .word   0

        .balign 4
cases_6:
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cntp_cval_el0, xzr
        mov     x3, #1
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cntp_cval_el0, x3
        mov     x3, #1
        msr     cntp_ctl_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cntp_cval_el0, x3
        isb
        mrs     x0, cntp_ctl_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: CVAL reads as written"
        .balign 4
        msr     cntp_cval_el0, x2
        mrs     x0, cntp_cval_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        isb
        msr     cntp_tval_el0, x3
        isb
        mrs     x5, cntpct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cntp_cval_el0
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntpct_el0
        add     x3, x3, x4
        msr     cntp_cval_el0, x3
        isb
        mrs     x4, cntpct_el0
        isb
        mrs     x5, cntp_tval_el0
        isb
        mrs     x6, cntpct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cntp_tval_el0, x3
        isb
        mrs     x3, cntp_cval_el0
        mrs     x4, cntpct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cntp_ctl_el0
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: TVAL counts on below zero"
        .balign 4
        msr     cntp_cval_el0, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cntp_tval_el0, x3
        mrs     x0, cntp_tval_el0
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cntp_tval_el0, x3
        isb
        mrs     x4, cntpct_el0
        mrs     x5, cntp_cval_el0
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTP_CTL_EL0 at EL0: off"
        .balign 4
        msr     cntp_ctl_el0, xzr
        mrs     x0, cntp_ctl_el0
        and     x0, x0, #3
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: the time has come: ENABLE and ISTATUS"
        .balign 4
        msr     cntv_cval_el0, xzr
        mov     x3, #1
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: and IMASK"
        .balign 4
        mov     x3, #3
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: the time is far away"
        .balign 4
        mov     x3, #-1
        lsr     x3, x3, #8
        msr     cntv_cval_el0, x3
        mov     x3, #1
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: CVAL is unsigned"
        .balign 4
        mov     x3, #-1
        msr     cntv_cval_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: CVAL reads as written"
        .balign 4
        msr     cntv_cval_el0, x2
        mrs     x0, cntv_cval_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: TVAL makes CVAL"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntvct_el0
        isb
        msr     cntv_tval_el0, x3
        isb
        mrs     x5, cntvct_el0
        add     x4, x4, x3
        add     x5, x5, x3
        mrs     x6, cntv_cval_el0
        cmp     x6, x4
        cset    x0, hs
        cmp     x6, x5
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: TVAL reads CVAL less the time"
        .balign 4
        ldr     w3, =0x10000000
        mrs     x4, cntvct_el0
        add     x3, x3, x4
        msr     cntv_cval_el0, x3
        isb
        mrs     x4, cntvct_el0
        isb
        mrs     x5, cntv_tval_el0
        isb
        mrs     x6, cntvct_el0
        sub     w4, w3, w4
        sub     w6, w3, w6
        cmp     w5, w4
        cset    x0, ls
        cmp     w5, w6
        cset    x7, hs
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: a negative TVAL is in the past"
        .balign 4
        mov     x3, #-1
        msr     cntv_tval_el0, x3
        isb
        mrs     x3, cntv_cval_el0
        mrs     x4, cntvct_el0
        cmp     x3, x4
        cset    x0, lo
        mrs     x4, cntv_ctl_el0
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: TVAL counts on below zero"
        .balign 4
        msr     cntv_cval_el0, xzr
        mov     x3, #1
        sub     x3, xzr, x3
        msr     cntv_tval_el0, x3
        mrs     x0, cntv_tval_el0
        lsr     x0, x0, #31
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: TVAL in the upper half is not the sign"
        .balign 4
        mov     x3, #0
        ldr     w3, =0x7fffffff
        msr     cntv_tval_el0, x3
        isb
        mrs     x4, cntvct_el0
        mrs     x5, cntv_cval_el0
        cmp     x5, x4
        cset    x0, hi
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTV_CTL_EL0 at EL0: off"
        .balign 4
        msr     cntv_ctl_el0, xzr
        mrs     x0, cntv_ctl_el0
        and     x0, x0, #3
        ret
1:      .word   0

        .balign 4
cases_8:
1:      .word   1f - 1b, EL1
        .asciz  "CNTPCT does not go back"
        .balign 4
        mov     x5, #1000
        mrs     x3, cntpct_el0
2:      mrs     x4, cntpct_el0
        cmp     x4, x3
        b.lo    3f
        mov     x3, x4
        subs    x5, x5, #1
        b.ne    2b
        mov     x0, #1
        ret
3:      mov     x0, #0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTPCT goes on"
        .balign 4
        mrs     x3, cntpct_el0
2:      isb
        mrs     x4, cntpct_el0
        cmp     x4, x3
        b.eq    2b
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTVCT without offset lies between two CNTPCT"
        .balign 4
        mrs     x3, cntpct_el0
        isb
        mrs     x4, cntvct_el0
        isb
        mrs     x5, cntpct_el0
        cmp     x4, x3
        cset    x0, hs
        cmp     x4, x5
        cset    x6, ls
        and     x0, x0, x6
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTVOFF_EL2 is subtracted, seen at EL2"
        .balign 4
        ldr     x3, =0x100000000000
        msr     cntvoff_el2, x3
        isb
        mrs     x4, cntpct_el0
        isb
        mrs     x5, cntvct_el0
        isb
        mrs     x6, cntpct_el0
        add     x5, x5, x3
        cmp     x5, x4
        cset    x0, hs
        cmp     x5, x6
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTVOFF_EL2 is subtracted, seen at EL1"
        .balign 4
        ldr     x3, =0x100000000000
        mrs     x4, cntpct_el0
        isb
        mrs     x5, cntvct_el0
        isb
        mrs     x6, cntpct_el0
        add     x5, x5, x3
        cmp     x5, x4
        cset    x0, hs
        cmp     x5, x6
        cset    x7, ls
        and     x0, x0, x7
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CNTV_CVAL is compared with the virtual counter, which has gone round below zero"
        .balign 4
        ldr     x3, =0xf00000000000
        mrs     x4, cntvct_el0
        lsr     x0, x4, #60
        mov     x3, #1000
        mrs     x4, cntpct_el0
        msr     cntv_cval_el0, x4
        mov     x3, #1
        msr     cntv_ctl_el0, x3
        isb
        mrs     x0, cntv_ctl_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "with a negative offset the virtual counter is ahead"
        .balign 4
        mov     x3, #0
        ldr     x4, =0x100000000000
        sub     x3, x3, x4
        msr     cntvoff_el2, x3
        isb
        mrs     x4, cntpct_el0
        mrs     x5, cntvct_el0
        cmp     x5, x4
        cset    x0, hi
        ldr     x4, =0x100000
        msr     cntv_cval_el0, x4
        isb
        mrs     x4, cntv_ctl_el0
        orr     x0, x0, x4, lsl #4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CNTV_CTL off"
        .balign 4
        msr     cntv_ctl_el0, xzr
        msr     cntvoff_el2, xzr
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CNTFRQ_EL0 at EL0, trapped"
        .balign 4
        mrs     x0, cntfrq_el0
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CNTFRQ_EL0 holds what EL3 writes"
        .balign 4
        mrs     x3, cntfrq_el0
        msr     cntfrq_el0, x2
        mrs     x0, cntfrq_el0
        mov     w0, w0
        msr     cntfrq_el0, x3
        ret
1:      .word   0

text_5:         .asciz  "timers at EL0, CNTKCTL_EL1 = 0x303"
text_7:         .asciz  "counters"

        .include "runtime.inc"
