// The timers: CNTVOFF_EL2, the conditions of the four timers that EL2 can reach, their interrupts, event streams. (CNTHCTL_EL2's traps
// are in the matrix.) Times are not printed, only which is the later.

        .equ    FAR_OFF, 1 << 60        // a count that no board comes to

group_timers:
        enter
        bl      gic_bases
        adr     x0, cases_timers
        bl      try_list
        adr     x19, timer_interrupts
        bl      gic_bases
1:      ldr     w20, [x19]
        cbz     w20, 2f
        bl      baseline
        bl      settle
        bl      begin_case
        add     x0, x19, #4
        bl      put_text
        say     ": "
        add     x8, x19, #4
3:      ldrb    w1, [x8], #1
        cbnz    w1, 3b
        add     x8, x8, #3
        and     x8, x8, #~3
        adr     x29, 4f
        br      x8
4:      bl      end_case
        add     x19, x19, x20
        b       1b
2:      bl      baseline
        adr     x0, cases_timers_taken
        bl      take_timers
        leave

// x0 = 1 if the physical count is `offset` more than the virtual one: it is read between two readings of that.
        .macro  offset name, value, pstate
        case    \pstate, "\name"
        ldr     x4, =\value
        msr     cntvoff_el2, x4
        isb
        guest
        isb
        mrs     x1, cntvct_el0
        isb
        mrs     x2, cntpct_el0
        isb
        mrs     x3, cntvct_el0
        sub     x2, x2, x4
        sub     x5, x2, x1              // 0 <= physical - offset - first
        sub     x6, x3, x2              // 0 <= second - (physical - offset)
        orr     x5, x5, x6
        lsr     x0, x5, #63
        eor     x0, x0, #1
        ret
        .endm

// ENABLE, IMASK and ISTATUS, after the compare value and the control register have been written at EL2.
        .macro  timer_case name, cval, ctl, control, value, offset, pstate
        case    \pstate, "\name"
        ldr     x0, =\offset
        msr     cntvoff_el2, x0
        ldr     x0, =\value
        msr     \cval, x0
        mov     x0, #\control
        msr     \ctl, x0
        isb
        guest
        isb
        mrs     x0, \ctl
        and     x0, x0, #7
        ret
        .endm

        .macro  timer_conditions name, cval, ctl, pstate
        timer_case "\name, off, past", \cval, \ctl, 0, 0, 0, \pstate
        timer_case "\name, on, past", \cval, \ctl, 1, 0, 0, \pstate
        timer_case "\name, on and masked, past", \cval, \ctl, 3, 0, 0, \pstate
        timer_case "\name, on, future", \cval, \ctl, 1, FAR_OFF, 0, \pstate
        timer_case "\name, on and masked, future", \cval, \ctl, 3, FAR_OFF, 0, \pstate
        timer_case "\name, on, future, offset makes it past", \cval, \ctl, 1, FAR_OFF, -2 << 60, \pstate
        timer_case "\name, on, offset wraps the count", \cval, \ctl, 1, FAR_OFF, 4 << 60, \pstate
        timer_case "\name, all bits written", \cval, \ctl, 7, FAR_OFF, 0, \pstate
        .endm

cases_timers:
        .irp    level, EL0, EL1, EL2
        offset  "offset 0 at \level", 0, \level
        offset  "offset 4096 at \level", 4096, \level
        offset  "offset -1 at \level", -1, \level
        offset  "offset 0x123456789abcdef0 at \level", 0x123456789abcdef0, \level
        .endr
        timer_conditions "CNTV at EL1", cntv_cval_el0, cntv_ctl_el0, EL1
        timer_conditions "CNTV at EL2", cntv_cval_el0, cntv_ctl_el0, EL2
        timer_conditions "CNTP at EL1", cntp_cval_el0, cntp_ctl_el0, EL1
        timer_conditions "CNTHP", cnthp_cval_el2, cnthp_ctl_el2, EL2

        // TVAL is the distance to CVAL, which for the virtual timer the offset is part of
        .macro  distance name, cval, tval, count, pstate
        case    \pstate, "\name: TVAL = CVAL - count"
        ldr     x0, =0x123456789abcdef0
        msr     cntvoff_el2, x0
        isb
        mrs     x0, \count
        add     x0, x0, #1, lsl #12
        msr     \cval, x0
        guest
        isb
        mrs     x1, \count
        isb
        mrs     x2, \tval
        isb
        mrs     x3, \count
        mrs     x4, \cval
        sub     x5, x4, x1              // at least TVAL
        sub     x6, x4, x3              // at most TVAL
        sxtw    x7, w2
        cmp     x7, x5
        cset    x0, le
        cmp     x7, x6
        cset    x1, ge
        and     x0, x0, x1
        ret
        case    \pstate, "\name: CVAL = count + TVAL, negative"
        ldr     x0, =0x123456789abcdef0
        msr     cntvoff_el2, x0
        guest
        isb
        mrs     x1, \count
        isb
        mov     w2, #-1000
        msr     \tval, x2
        isb
        mrs     x3, \count
        mrs     x4, \cval
        add     x4, x4, #1000
        cmp     x4, x1
        cset    x0, ge
        cmp     x4, x3
        cset    x1, le
        and     x0, x0, x1
        ret
        .endm
        distance "CNTV", cntv_cval_el0, cntv_tval_el0, cntvct_el0, EL1
        distance "CNTP", cntp_cval_el0, cntp_tval_el0, cntpct_el0, EL1
        distance "CNTHP", cnthp_cval_el2, cnthp_tval_el2, cntpct_el0, EL2
        last

// Whether the timer's interrupt is pending at the distributor.
        .macro  timer_interrupt name, cval, ctl, intid, control, value, offset=0
        direct  "\name"
        ldr     x0, =\offset
        msr     cntvoff_el2, x0
        ldr     x0, =\value
        msr     \cval, x0
        mov     x0, #\control
        msr     \ctl, x0
        isb
        bl      settle
        mov     w0, #\intid
        bl      is_pending
        bl      put_hex
        msr     \ctl, xzr
        isb
        bl      settle
        mov     w0, #','
        bl      put_character
        mov     w0, #\intid
        bl      is_pending
        bl      put_hex
        done
        .endm

timer_interrupts:
        .macro  timer_wires name, cval, ctl, intid
        timer_interrupt "\name, on, past: pending, then off", \cval, \ctl, \intid, 1, 0
        timer_interrupt "\name, masked, past", \cval, \ctl, \intid, 3, 0
        timer_interrupt "\name, off, past", \cval, \ctl, \intid, 0, 0
        timer_interrupt "\name, on, future", \cval, \ctl, \intid, 1, FAR_OFF
        timer_interrupt "\name, on, offset makes it past", \cval, \ctl, \intid, 1, FAR_OFF, -2 << 60
        .endm
        timer_wires "CNTHP, interrupt 26", cnthp_cval_el2, cnthp_ctl_el2, 26
        timer_wires "CNTV, interrupt 27", cntv_cval_el0, cntv_ctl_el0, 27
        timer_wires "CNTP, interrupt 30", cntp_cval_el0, cntp_ctl_el0, 30
        direct  "CNTV, interrupt 27 follows CNTVOFF_EL2"
        ldr     x0, =FAR_OFF
        msr     cntv_cval_el0, x0
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        isb
        bl      settle
        mov     w0, #27
        bl      is_pending
        bl      put_hex
        mov     w0, #','
        bl      put_character
        ldr     x0, =-2 << 60
        msr     cntvoff_el2, x0
        isb
        bl      settle
        mov     w0, #27
        bl      is_pending
        bl      put_hex
        mov     w0, #','
        bl      put_character
        msr     cntvoff_el2, xzr
        isb
        bl      settle
        mov     w0, #27
        bl      is_pending
        bl      put_hex
        done
        last

// Taken at EL2 from a guest that waits for it, and acknowledged.
        .macro  timer_taken name, cval, ctl, count
        case    UNMASKED_EL1, "\name, taken from EL1 that waits"
        change  hcr_el2, HCR_IMO
        mrs     x0, \count
        add     x0, x0, #1, lsl #12
        msr     \cval, x0
        mov     x0, #1
        msr     \ctl, x0
        guest
7:      wfi
        b       7b
        .endm
cases_timers_taken:
        timer_taken "CNTHP", cnthp_cval_el2, cnthp_ctl_el2, cntpct_el0
        timer_taken "CNTV", cntv_cval_el0, cntv_ctl_el0, cntvct_el0
        timer_taken "CNTP", cntp_cval_el0, cntp_ctl_el0, cntpct_el0
        last

take_timers:                            // as try_list, and then the GIC's side
        enter
        mov     x19, x0
        bl      gic_bases
        mov     w0, #26
        bl      enable_interrupt
        mov     w0, #27
        bl      enable_interrupt
        mov     w0, #30
        bl      enable_interrupt
1:      ldr     w20, [x19]
        cbz     w20, 2f
        bl      baseline
        bl      begin_case
        add     x0, x19, #12
        bl      put_text
        say     ": "
        mov     x0, x19
        bl      set_up
        ldr     w0, [x19, #8]
        add     x0, x19, x0
        ldr     w1, [x19, #4]
        bl      run
        mov     w1, #1
        bl      report
        say     " IAR="
        ldr     w22, [x24, #IAR]
        mov     w0, w22
        bl      put_decimal
        say     " active="
        mov     w0, w22
        bl      is_active
        bl      put_hex
        bl      baseline
        bl      settle
        str     w22, [x24, #EOIR]
        say     ", after EOIR active="
        mov     w0, w22
        bl      is_active
        bl      put_hex
        bl      end_case
        add     x19, x19, x20
        b       1b
2:      mov     w0, #26
        bl      disable_interrupt
        mov     w0, #27
        bl      disable_interrupt
        mov     w0, #30
        bl      disable_interrupt
        leave
