// A guest that handles its virtual interrupts: GICV in the place of its GICC, by stage 2, and vectors of its own.

        .equ    GUEST_GICC, WINDOW + 0x100000

group_guest_interrupts:
        enter
        bl      baseline
        bl      reset_tables
        bl      gic_bases
        mov     x0, #3
        bl      stage2_4k
        ldr     x1, =GUEST_GICC
        ldr     x2, =PAGE | S2_RW | S2_nGnRE | AF
        orr     x2, x2, x25
        bl      map_page
        ldr     x1, =GUEST_GICC + 0x1000
        ldr     x2, =PAGE | S2_RW | S2_nGnRE | AF
        orr     x2, x2, x25
        add     x2, x2, #1, lsl #12
        bl      map_page
        mrs     x0, vttbr_el2
        la      x1, accesses_vttbr
        str     x0, [x1]
        mov     w0, #25
        bl      enable_interrupt
        adr     x0, guest_cases
        bl      try_direct
        bl      gic_bases
        mov     w0, #25
        bl      disable_interrupt
        bl      baseline
        bl      flush
        leave

// Runs `code` at `pstate` with stage 2 and the guest's vectors. The handlers collect what IAR gave in x0, a byte each, the first one highest;
// x2 is what they do: bit 0 use AIAR, bit 1 write DIR as well.
        .macro  guest_runs code, pstate, how
        adr     x0, \code
        mov     w1, #\pstate
        mov     w2, #\how
        bl      run_guest
        .endm
run_guest:
        enter
        mov     x19, x0
        mov     w20, w1
        la      x8, arguments
        ldr     x1, =GUEST_GICC
        stp     xzr, x1, [x8]
        stp     x2, xzr, [x8, #16]
        stp     xzr, xzr, [x8, #32]
        la      x0, accesses_vttbr
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =VTCR_4K
        msr     vtcr_el2, x0
        adr     x0, guest_vectors
        msr     vbar_el1, x0
        change  hcr_el2, HCR_VM
        isb
        mov     w0, #' '
        bl      put_character
        mov     x0, x19
        mov     w1, w20
        bl      run
        mov     w1, #1
        bl      report
        change  hcr_el2, 0, HCR_VM
        isb
        leave

guest_cases:
        direct  "four interrupts, by priority"
        lr      0, LR_PENDING | 20 << LR_PRIORITY | 0x64
        lr      1, LR_PENDING | 8 << LR_PRIORITY | 0x65
        lr      2, LR_PENDING | 12 << LR_PRIORITY | 0x66
        lr      3, LR_PENDING | 16 << LR_PRIORITY | 0x67
        guest_runs guest_lingers, UNMASKED_EL1, 0
        state
        done
        direct  "at EL0"
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        lr      1, LR_PENDING | 9 << LR_PRIORITY | 0x65
        guest_runs guest_lingers, UNMASKED_EL0, 0
        state
        done
        direct  "masked by PSTATE"
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        guest_runs guest_lingers, EL1, 0
        state
        done
        direct  "masked by GICV_PMR"
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        lr      1, LR_PENDING | 16 << LR_PRIORITY | 0x65
        gicv    PMR, 0x80
        guest_runs guest_lingers, UNMASKED_EL1, 0
        state
        done
        direct  "Group 1, by AIAR"
        lr      0, LR_GROUP1 | LR_PENDING | 8 << LR_PRIORITY | 0x64
        lr      1, LR_GROUP1 | LR_PENDING | 9 << LR_PRIORITY | 0x65
        guest_runs guest_lingers, UNMASKED_EL1, 1
        state
        done
        direct  "Group 1, by IAR with AckCtl"
        gich    VMCR, VMCR_ON | VMCR_ACKCTL
        lr      0, LR_GROUP1 | LR_PENDING | 8 << LR_PRIORITY | 0x64
        lr      1, LR_GROUP1 | LR_PENDING | 9 << LR_PRIORITY | 0x65
        guest_runs guest_lingers, UNMASKED_EL1, 0
        state
        done
        direct  "Group 0 as FIQ"
        gich    VMCR, VMCR_ON | VMCR_FIQEN
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        guest_runs guest_lingers, UNMASKED_EL1, 0
        state
        done
        direct  "Group 0 as FIQ, FIQ masked"
        gich    VMCR, VMCR_ON | VMCR_FIQEN
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        guest_runs guest_lingers, 0x45, 0
        state
        done
        direct  "EOImode: EOIR and DIR"
        gich    VMCR, VMCR_ON | VMCR_EOIMODE
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        lr      1, LR_PENDING | 9 << LR_PRIORITY | 0x65
        guest_runs guest_lingers, UNMASKED_EL1, 2
        state
        done
        direct  "EOImode: EOIR alone"
        gich    VMCR, VMCR_ON | VMCR_EOIMODE
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        lr      1, LR_PENDING | 9 << LR_PRIORITY | 0x65
        guest_runs guest_lingers, UNMASKED_EL1, 0
        state
        done
        direct  "pending and active comes once more"
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        guest_runs guest_acknowledges, EL1, 0
        lr      0, LR_BOTH | 8 << LR_PRIORITY | 0x64
        state
        guest_runs guest_ends, UNMASKED_EL1, 0
        state
        done
        direct  "WFI waits for it"
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        guest_runs guest_waits, EL1, 0
        state
        done
        direct  "its EOIR brings the maintenance interrupt: EL2 takes it"
        lr      0, LR_PENDING | LR_EOI | 8 << LR_PRIORITY | 0x64
        guest_runs guest_acknowledges, EL1, 0
        guest_runs guest_ends_masked, EL1, 0
        state
        say     " IAR="
        ldr     w0, [x24, #IAR]
        bl      put_decimal
        lr      0, 0
        dsb     sy
        bl      settle
        mov     w0, #25
        str     w0, [x24, #EOIR]
        state
        done
        direct  "HCR_EL2.VI as well: IAR is spurious"
        change  hcr_el2, HCR_VI
        isb
        guest_runs guest_acknowledges, EL1, 0
        guest_runs guest_isr_only, EL1, 0
        change  hcr_el2, 0, HCR_VI
        done
        direct  "without IMO the guest sees nothing"
        change  hcr_el2, 0, HCR_IMO
        isb
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 0x64
        guest_runs guest_lingers, UNMASKED_EL1, 0
        state
        done
        direct  "its distributor is not there"
        guest_runs guest_distributor, EL1, 0
        done
        last

// ---------------------------------------------------------------- the guest: x0 what it saw, x1 its GICC, x2 how
        .balign 4
guest_lingers:
        linger
guest_acknowledges:
        ldr     w0, [x1, #IAR]
        ret
guest_ends:
        mov     w3, #0x64
        str     w3, [x1, #EOIR]
        dsb     sy
        linger
guest_ends_masked:
        mov     w3, #0x64
        str     w3, [x1, #EOIR]
        dsb     sy
        linger
guest_waits:
        wfi
        linger
guest_isr_only:
        mrs     x0, isr_el1
        ret
guest_distributor:
        ldr     x3, =GUEST_GICC - 0x1000 + GICD_ISENABLER + 4
        str     w2, [x3]
        ret

// No more than seven: the code that was interrupted goes on with interrupts masked.
guest_handler:
        add     w5, w5, #1
        cmp     w5, #8
        b.lo    7f
        mrs     x4, spsr_el1
        orr     x4, x4, #0xc0
        msr     spsr_el1, x4
        eret
7:
        tbnz    w2, #0, 1f
        ldr     w3, [x1, #IAR]
        b       2f
1:      ldr     w3, [x1, #AIAR]
2:      and     w4, w3, #0xff
        lsl     x0, x0, #8
        orr     x0, x0, x4
        tbnz    w2, #0, 3f
        str     w3, [x1, #EOIR]
        b       4f
3:      str     w3, [x1, #AEOIR]
4:      tbz     w2, #1, 5f
        mov     w4, #DIR
        add     x4, x4, x1
        str     w3, [x4]
5:      dsb     sy
        mov     w4, #200                // until the wire has fallen
6:      sub     w4, w4, #1
        cbnz    w4, 6b
        eret

// All but interrupts ends the run; those of EL1 with the immediate of a good end must not be lost, so they are not SMC #EXIT.
        .balign 2048
guest_vectors:
        .rept   5
        smc     #0
        .balign 128
        .endr
        b       guest_handler           // 0x280: IRQ from EL1
        .balign 128
        b       guest_fiq               // 0x300: FIQ
        .balign 128
        smc     #0
        .balign 128
        b       guest_sync              // 0x400: EL0 has ended
        .balign 128
        b       guest_handler           // 0x480: IRQ from EL0
        .balign 128
        .rept   6
        smc     #0
        .balign 128
        .endr
guest_sync:
        smc     #EXIT
guest_fiq:
        orr     x0, x0, #0x100          // told apart from an IRQ
        b       guest_handler

        .bss
variables_end:
        .text
