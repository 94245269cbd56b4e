// The maintenance interrupt: each of its causes, with and without its enable, with GICH_HCR.En and without; and taken at EL2.

        .macro  maintenance name, hcr, vmcr=VMCR_ON, lr0=0, lr1=0
        .irp    en, 1, 0
        direct  "\name, En = \en"
        gich    VMCR, \vmcr
        lr      0, \lr0
        lr      1, \lr1
        gich    HCR, \hcr | \en
        state
        gich    HCR, \en                // the enable goes: so does the cause
        state
        done
        .endr
        .endm

group_maintenance:
        enter
        adr     x0, maintenance_cases
        bl      try_direct
        bl      gic_bases
        mov     w0, #25
        bl      enable_interrupt
        adr     x0, maintenance_taken
        bl      try_direct
        bl      gic_bases
        mov     w0, #25
        bl      disable_interrupt
        leave

        .equ    ONE, LR_PENDING | 8 << LR_PRIORITY | 50
        .equ    TWO, LR_PENDING | 9 << LR_PRIORITY | 51
maintenance_cases:
        maintenance "none enabled", 0
        maintenance "EOI", 0, VMCR_ON, LR_EOI | 50
        maintenance "EOI, one of two", 0, VMCR_ON, ONE, LR_EOI | 51
        maintenance "U, none valid", HCR_UIE
        maintenance "U, one valid", HCR_UIE, VMCR_ON, ONE
        maintenance "U, one active", HCR_UIE, VMCR_ON, LR_ACTIVE | 50
        maintenance "U, two valid", HCR_UIE, VMCR_ON, ONE, TWO
        maintenance "LRENP, EOICount 0", HCR_LRENPIE
        maintenance "LRENP, EOICount 1", HCR_LRENPIE | 1 << HCR_EOICOUNT
        maintenance "LRENP, EOICount 31", HCR_LRENPIE | 31 << HCR_EOICOUNT
        maintenance "NP, none pending", HCR_NPIE
        maintenance "NP, one pending", HCR_NPIE, VMCR_ON, ONE
        maintenance "NP, one active", HCR_NPIE, VMCR_ON, LR_ACTIVE | 50
        maintenance "NP, one pending and active", HCR_NPIE, VMCR_ON, LR_BOTH | 50
        .irp    groups, 0, 1, 2, 3
        maintenance "VGrp0E, CTLR \groups", HCR_VGRP0EIE, VMCR_QUIET | \groups
        maintenance "VGrp0D, CTLR \groups", HCR_VGRP0DIE, VMCR_QUIET | \groups
        maintenance "VGrp1E, CTLR \groups", HCR_VGRP1EIE, VMCR_QUIET | \groups
        maintenance "VGrp1D, CTLR \groups", HCR_VGRP1DIE, VMCR_QUIET | \groups
        .endr
        maintenance "all", 0xfe | 3 << HCR_EOICOUNT, VMCR_QUIET | VMCR_GROUP0, LR_EOI | 50
        direct  "NP comes when the guest acknowledges"
        gich    HCR, HCR_EN | HCR_NPIE
        lr      0, ONE
        state
        show    IAR
        state
        done
        direct  "U comes when the guest ends one of two"
        gich    HCR, HCR_EN | HCR_UIE
        lr      0, ONE
        lr      1, TWO
        state
        show    IAR
        gicv    EOIR, 50
        state
        done
        direct  "VGrp0E and VGrp0D come and go with GICV_CTLR"
        gich    HCR, HCR_EN | HCR_VGRP0EIE
        state
        gicv    CTLR, 0
        state
        gich    HCR, HCR_EN | HCR_VGRP0DIE
        state
        gicv    CTLR, 1
        state
        done
        direct  "LRENP comes with an EOIR that finds nothing"
        gich    HCR, HCR_EN | HCR_LRENPIE
        gich    APR, 1 << 8
        state
        gicv    EOIR, 60
        state
        done
        last

// What EL1 is doing is interrupted at EL2.
maintenance_taken:
        .macro  taken_by name, hcr, lr0
        direct  "\name, taken"
        lr      0, \lr0
        gich    HCR, \hcr | HCR_EN
        mov     w0, #' '
        bl      put_character
        bl      take_maintenance
        done
        .endm
        taken_by "U", HCR_UIE, 0
        taken_by "EOI", 0, LR_EOI | 50
        taken_by "NP", HCR_NPIE, 0
        taken_by "LRENP", HCR_LRENPIE | 1 << HCR_EOICOUNT, 0
        taken_by "VGrp0E", HCR_VGRP0EIE, 0
        taken_by "VGrp1E", HCR_VGRP1EIE, 0
        taken_by "none", 0, 0
        last

take_maintenance:
        enter
        dsb     sy
        bl      settle
        la      x8, arguments
        stp     xzr, xzr, [x8]
        adr     x0, maintenance_waits
        mov     w1, #EL1
        bl      run
        mov     w1, #1
        bl      report
        say     " IAR="
        ldr     w20, [x24, #IAR]
        mov     w0, w20
        bl      put_decimal
        str     wzr, [x26, #GICH_HCR]   // the cause goes before the end
        lr      0, 0
        dsb     sy
        bl      settle
        cmp     w20, #25
        b.ne    1f
        str     w20, [x24, #EOIR]
1:      say     " then IAR="
        ldr     w0, [x24, #IAR]
        bl      put_decimal
        leave
        .balign 4
maintenance_waits:
        linger
