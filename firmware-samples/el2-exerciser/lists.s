// List registers: what states, groups, priorities and GICH_VMCR make of them, as GICV shows it, and what GICV does to them. GICV and GICH
// are used from EL2, where both are memory; what of it reaches the guest is what ISR_EL1 shows at EL1.

// GICH_LRn
        .equ    LR_HW, 1 << 31
        .equ    LR_GROUP1, 1 << 30
        .equ    LR_PENDING, 1 << 28
        .equ    LR_ACTIVE, 2 << 28
        .equ    LR_BOTH, 3 << 28
        .equ    LR_EOI, 1 << 19
        .equ    LR_CPU, 10
        .equ    LR_PHYSICAL, 10
        .equ    LR_PRIORITY, 23
// GICH_VMCR
        .equ    VMCR_GROUP0, 1 << 0
        .equ    VMCR_GROUP1, 1 << 1
        .equ    VMCR_ACKCTL, 1 << 2
        .equ    VMCR_FIQEN, 1 << 3
        .equ    VMCR_CBPR, 1 << 4
        .equ    VMCR_EOIMODE, 1 << 9
        .equ    VMCR_QUIET, 0xf84c0000          // all priorities, binary points at their least
        .equ    VMCR_ON, VMCR_QUIET | VMCR_GROUP0 | VMCR_GROUP1
// GICH_HCR
        .equ    HCR_EN, 1 << 0
        .equ    HCR_UIE, 1 << 1
        .equ    HCR_LRENPIE, 1 << 2
        .equ    HCR_NPIE, 1 << 3
        .equ    HCR_VGRP0EIE, 1 << 4
        .equ    HCR_VGRP0DIE, 1 << 5
        .equ    HCR_VGRP1EIE, 1 << 6
        .equ    HCR_VGRP1DIE, 1 << 7
        .equ    HCR_EOICOUNT, 27

        .macro  lr n, value
        ldr     w0, =\value
        str     w0, [x26, #GICH_LR0 + 4 * \n]
        .endm
        .macro  gich register, value
        ldr     w0, =\value
        str     w0, [x26, #GICH_\register]
        .endm
        .macro  gicv register, value    // a write: what is written is shown, since it has consequences
        say     " \register:=\value"
        ldr     w0, =\value
        mov     x1, #\register
        str     w0, [x25, x1]
        .endm
        .macro  show register
        say     " \register="
        mov     x1, #\register
        ldr     w0, [x25, x1]
        bl      put_hex
        .endm
        .macro  state
        bl      put_lists
        .endm

// ---------------------------------------------------------------- the runner
// x0 = a list of `direct` functions, which run with x24 to x27 = gic_bases, and an empty virtual interface.
try_direct:
        enter
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 2f
        bl      reset_lists
        bl      begin_case
        add     x0, x19, #4
        bl      put_text
        mov     w0, #':'
        bl      put_character
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
2:      bl      reset_lists
        str     wzr, [x26, #GICH_HCR]
        bl      baseline
        leave

// The virtual interface on and empty, virtual interrupts enabled in HCR_EL2. x24 to x27 = gic_bases.
reset_lists:
        stp     x29, x30, [sp, #-16]!
        bl      baseline
        change  hcr_el2, HCR_IMO | HCR_FMO
        isb
        bl      gic_bases
        str     wzr, [x26, #GICH_HCR]
        mov     x0, #GICH_LR0
        str     wzr, [x26, x0]
        add     x0, x0, #4
        str     wzr, [x26, x0]
        add     x0, x0, #4
        str     wzr, [x26, x0]
        add     x0, x0, #4
        str     wzr, [x26, x0]
        str     wzr, [x26, #GICH_APR]
        gich    VMCR, VMCR_ON
        gich    HCR, HCR_EN
        dsb     sy
        bl      settle
        ldp     x29, x30, [sp], #16
        ret

// ISR_EL1 as EL1 sees it now, in x0: 0x80 a virtual IRQ, 0x40 a virtual FIQ; -1 if EL1 was interrupted by EL2 before it could look.
guest_isr:
        stp     x29, x30, [sp, #-16]!
        dsb     sy
        bl      settle
        adr     x0, 1f
        mov     w1, #EL1
        bl      run
        la      x1, results
        ldr     x1, [x1]
        cmp     x0, #0
        csinv   x0, x1, xzr, eq
        ldp     x29, x30, [sp], #16
        ret
        .balign 4
1:      mrs     x0, isr_el1
        ret

// The list registers and what is derived from them.
put_lists:
        enter
        say     " ["
        mov     x19, #0
1:      add     x0, x26, x19, lsl #2
        ldr     w0, [x0, #GICH_LR0]
        bl      put_hex
        mov     w0, #' '
        bl      put_character
        add     x19, x19, #1
        cmp     x19, #4
        b.ne    1b
        say     "EISR="
        ldr     w0, [x26, #GICH_EISR0]
        bl      put_hex
        say     " ELRSR="
        ldr     w0, [x26, #GICH_ELRSR0]
        bl      put_hex
        say     " MISR="
        ldr     w0, [x26, #GICH_MISR]
        bl      put_hex
        say     " HCR="
        ldr     w0, [x26, #GICH_HCR]
        bl      put_hex
        say     " APR="
        ldr     w0, [x26, #GICH_APR]
        bl      put_hex
        say     " ISR="
        bl      guest_isr
        bl      put_hex
        say     " maintenance="
        mov     w0, #25
        bl      is_pending
        bl      put_hex
        mov     w0, #']'
        bl      put_character
        leave

group_lists:
        enter
        adr     x0, list_cases
        bl      try_direct
        bl      try_states
        bl      try_priorities
        leave

// ---------------------------------------------------------------- each state under each GICV_CTLR
try_states:
        enter
        mov     w19, #0                 // the list register's state, and above it its group
1:      mov     w20, #0                 // GICV_CTLR: EnableGrp0, EnableGrp1, AckCtl, FIQEn
2:      bl      reset_lists
        bl      begin_case
        say     "group "
        lsr     w0, w19, #2
        bl      put_hex
        say     ", state "
        and     w0, w19, #3
        bl      put_hex
        say     ", CTLR "
        mov     w0, w20
        bl      put_hex
        mov     w0, #':'
        bl      put_character
        ldr     w0, =VMCR_QUIET
        orr     w0, w0, w20
        str     w0, [x26, #GICH_VMCR]
        ldr     w0, =8 << LR_PRIORITY | 50
        orr     w0, w0, w19, lsl #28
        str     w0, [x26, #GICH_LR0]
        tst     w19, #2
        mov     w1, #1 << 8
        csel    w1, w1, wzr, ne
        str     w1, [x26, #GICH_APR]
        show    HPPIR
        state
        show    IAR
        show    RPR
        state
        bl      end_case
        add     w20, w20, #1
        cmp     w20, #16
        b.ne    2b
        add     w19, w19, #1
        cmp     w19, #8
        b.ne    1b
        leave

// ---------------------------------------------------------------- priorities against running ones, masks and binary points
try_priorities:
        enter
        mov     w19, #0                 // group, and above it CBPR
1:      mov     w20, #3                 // the binary point: 2 to 7, of Group 1 one more
2:      mov     w21, #2                 // the running priority: 2, 10, 18, none
3:      mov     w22, #1                 // the pending one's: 1, 5, 9...
4:      bl      reset_lists
        bl      begin_case
        say     "group "
        and     w0, w19, #1
        bl      put_hex
        say     ", CBPR "
        lsr     w0, w19, #1
        bl      put_hex
        say     ", binary point "
        mov     w0, w20
        bl      put_hex
        say     ", running "
        mov     w0, w21
        bl      put_hex
        say     ", pending "
        mov     w0, w22
        bl      put_hex
        mov     w0, #':'
        bl      put_character
        ldr     w0, =0xf8000007         // AckCtl, so that IAR takes Group 1 as well
        orr     w0, w0, w20, lsl #18    // ABPR
        sub     w1, w20, #1
        orr     w0, w0, w1, lsl #21     // BPR
        lsr     w1, w19, #1
        orr     w0, w0, w1, lsl #4      // CBPR
        str     w0, [x26, #GICH_VMCR]
        mov     w1, #1                  // the running one is a group priority
        sub     w2, w20, #3
        lsr     w3, w21, w2
        lsl     w3, w3, w2
        lsl     w1, w1, w3
        cmp     w21, #26
        csel    w1, wzr, w1, eq
        str     w1, [x26, #GICH_APR]
        mov     w0, #50
        orr     w0, w0, #LR_PENDING
        orr     w0, w0, w22, lsl #LR_PRIORITY
        and     w1, w19, #1
        orr     w0, w0, w1, lsl #30
        str     w0, [x26, #GICH_LR0]
        show    RPR
        say     " ISR="
        bl      guest_isr
        bl      put_hex
        show    IAR
        show    RPR
        say     " APR="
        ldr     w0, [x26, #GICH_APR]
        bl      put_hex
        bl      end_case
        add     w22, w22, #4
        cmp     w22, #33
        b.lo    4b
        add     w21, w21, #8
        cmp     w21, #26
        b.ls    3b
        add     w20, w20, #1
        cmp     w20, #8
        b.lo    2b
        add     w19, w19, #1
        cmp     w19, #4
        b.lo    1b
        leave
