// List registers with HW: physical interrupts behind virtual ones.

        .equ    SPI, 222                // no device of these boards has it

        .macro  gicc register, value
        ldr     w0, =\value
        mov     x1, #\register
        str     w0, [x24, x1]
        .endm
        .macro  show_physical intid
        mov     w28, #\intid
        bl      put_physical
        .endm
put_physical:                           // w28
        stp     x29, x30, [sp, #-16]!
        dsb     sy
        bl      settle
        say     " (physical pending="
        mov     w0, w28
        bl      is_pending
        bl      put_hex
        say     " active="
        mov     w0, w28
        bl      is_active
        bl      put_hex
        mov     w0, #')'
        bl      put_character
        ldp     x29, x30, [sp], #16
        ret
        .macro  acknowledge
        say     " GICC_IAR="
        ldr     w0, [x24, #IAR]
        bl      put_hex
        .endm

group_lists_hw:
        enter
        bl      gic_bases
        mov     w0, #0x201              // EOImodeNS: GICC_EOIR drops the priority only, as a hypervisor has it
        str     w0, [x24, #CTLR]
        add     x0, x27, #GICD_ITARGETSR
        mov     w1, #1
        strb    w1, [x0, #SPI]
        add     x0, x27, #GICD_IPRIORITYR
        mov     w1, #0xa0
        strb    w1, [x0, #SPI]
        mov     w0, #SPI
        bl      enable_interrupt
        mov     w0, #27
        bl      enable_interrupt
        adr     x0, hw_cases
        bl      try_direct
        bl      gic_bases
        mov     w0, #SPI
        bl      disable_interrupt
        mov     w0, #27
        bl      disable_interrupt
        mov     w0, #1
        str     w0, [x24, #CTLR]
        leave

hw_cases:
        direct  "the guest's EOIR deactivates the physical interrupt"
        bl      pend_spi
        show_physical SPI
        acknowledge
        show_physical SPI
        gicc    EOIR, SPI
        show_physical SPI
        lr      0, LR_HW | LR_PENDING | 8 << LR_PRIORITY | SPI << LR_PHYSICAL | 50
        state
        show    IAR
        state
        show_physical SPI
        gicv    EOIR, 50
        state
        show_physical SPI
        done
        direct  "Group 1"
        gich    VMCR, VMCR_ON | VMCR_ACKCTL
        bl      pend_spi
        acknowledge
        gicc    EOIR, SPI
        lr      3, LR_HW | LR_GROUP1 | LR_PENDING | 8 << LR_PRIORITY | SPI << LR_PHYSICAL | SPI
        show    IAR
        show_physical SPI
        gicv    EOIR, SPI
        state
        show_physical SPI
        done
        direct  "EOImode: DIR deactivates the physical interrupt"
        gich    VMCR, VMCR_ON | VMCR_EOIMODE
        bl      pend_spi
        acknowledge
        gicc    EOIR, SPI
        lr      0, LR_HW | LR_PENDING | 8 << LR_PRIORITY | SPI << LR_PHYSICAL | 50
        show    IAR
        gicv    EOIR, 50
        state
        show_physical SPI
        gicv    DIR, 50
        state
        show_physical SPI
        done
        direct  "made pending again while active: it comes after the guest's EOIR"
        bl      pend_spi
        acknowledge
        gicc    EOIR, SPI
        lr      0, LR_HW | LR_PENDING | 8 << LR_PRIORITY | SPI << LR_PHYSICAL | 50
        show    IAR
        bl      pend_spi
        show_physical SPI
        acknowledge
        gicv    EOIR, 50
        show_physical SPI
        acknowledge
        show_physical SPI
        gicc    EOIR, SPI
        gicc    DIR, SPI
        show_physical SPI
        done
        direct  "without HW the physical interrupt stays active"
        bl      pend_spi
        acknowledge
        gicc    EOIR, SPI
        lr      0, LR_PENDING | 8 << LR_PRIORITY | SPI
        show    IAR
        gicv    EOIR, SPI
        state
        show_physical SPI
        gicc    DIR, SPI
        show_physical SPI
        done
        direct  "the hypervisor deactivates by DIR while the guest has it"
        bl      pend_spi
        acknowledge
        gicc    EOIR, SPI
        show_physical SPI
        gicc    DIR, SPI
        show_physical SPI
        done
        direct  "no EOI maintenance for a list register with HW"
        bl      pend_spi
        acknowledge
        gicc    EOIR, SPI
        lr      0, LR_HW | LR_PENDING | 8 << LR_PRIORITY | SPI << LR_PHYSICAL | 50
        show    IAR
        gicv    EOIR, 50
        state
        done
        direct  "the virtual timer, still on at the guest's EOIR"
        bl      virtual_timer
        show_physical 27
        acknowledge
        show_physical 27
        gicc    EOIR, 27
        lr      0, LR_HW | LR_PENDING | 8 << LR_PRIORITY | 27 << LR_PHYSICAL | 27
        show    IAR
        gicv    EOIR, 27
        show_physical 27
        state
        acknowledge
        gicc    EOIR, 27
        msr     cntv_ctl_el0, xzr
        isb
        gicc    DIR, 27
        show_physical 27
        done
        direct  "the virtual timer, masked by the guest before its EOIR"
        bl      virtual_timer
        acknowledge
        gicc    EOIR, 27
        lr      0, LR_HW | LR_PENDING | 8 << LR_PRIORITY | 27 << LR_PHYSICAL | 27
        show    IAR
        mov     x0, #3
        msr     cntv_ctl_el0, x0
        isb
        gicv    EOIR, 27
        show_physical 27
        state
        done
        last

pend_spi:
        mov     w0, #SPI
        b       pend_interrupt
virtual_timer:
        msr     cntv_cval_el0, xzr
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        isb
        b       settle
