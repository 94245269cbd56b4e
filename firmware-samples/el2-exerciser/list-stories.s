// List registers, one story a case.

list_cases:
        direct  "nothing"
        state
        show    IAR
        show    HPPIR
        show    RPR
        done
        direct  "nothing, AIAR"
        show    AIAR
        show    AHPPIR
        done
        direct  "Group 0, from pending to the end"
        lr      0, LR_PENDING | 4 << LR_PRIORITY | 40
        state
        show    HPPIR
        show    IAR
        show    RPR
        state
        show    IAR
        gicv    EOIR, 40
        show    RPR
        state
        done
        direct  "Group 1, from pending to the end, by AIAR"
        lr      1, LR_GROUP1 | LR_PENDING | 5 << LR_PRIORITY | 41
        state
        show    HPPIR
        show    AHPPIR
        show    IAR
        show    AIAR
        show    RPR
        state
        gicv    AEOIR, 41
        show    RPR
        state
        done
        direct  "Group 1 by IAR with AckCtl"
        gich    VMCR, VMCR_ON | VMCR_ACKCTL
        lr      1, LR_GROUP1 | LR_PENDING | 5 << LR_PRIORITY | 41
        show    HPPIR
        show    IAR
        state
        gicv    EOIR, 41
        state
        done
        direct  "Group 0 is not for AIAR"
        lr      0, LR_PENDING | 4 << LR_PRIORITY | 40
        show    AHPPIR
        show    AIAR
        state
        show    IAR
        done
        direct  "pending and active: EOIR leaves it pending"
        lr      2, LR_BOTH | 6 << LR_PRIORITY | 42
        gich    APR, 1 << 6
        state
        show    IAR
        show    RPR
        gicv    EOIR, 42
        show    RPR
        state
        show    IAR
        state
        gicv    EOIR, 42
        state
        done
        direct  "active: EOIR"
        lr      3, LR_ACTIVE | 6 << LR_PRIORITY | 43
        gich    APR, 1 << 6
        state
        show    IAR
        gicv    EOIR, 43
        state
        done
        direct  "made pending again while active"
        lr      0, LR_PENDING | 4 << LR_PRIORITY | 40
        show    IAR
        lr      0, LR_BOTH | 4 << LR_PRIORITY | 40
        state
        gicv    EOIR, 40
        state
        show    IAR
        gicv    EOIR, 40
        state
        done
        direct  "four, by priority, nested"
        lr      0, LR_PENDING | 20 << LR_PRIORITY | 100
        lr      1, LR_PENDING | 8 << LR_PRIORITY | 101
        lr      2, LR_PENDING | 12 << LR_PRIORITY | 102
        lr      3, LR_PENDING | 16 << LR_PRIORITY | 103
        show    HPPIR
        show    IAR
        show    RPR
        show    HPPIR
        show    IAR
        state
        gicv    EOIR, 101
        show    RPR
        show    IAR
        gicv    EOIR, 102
        show    IAR
        gicv    EOIR, 103
        show    IAR
        gicv    EOIR, 100
        state
        done
        direct  "preemption"
        lr      0, LR_PENDING | 16 << LR_PRIORITY | 50
        show    IAR
        show    RPR
        lr      1, LR_PENDING | 8 << LR_PRIORITY | 51
        state
        show    IAR
        show    RPR
        lr      2, LR_PENDING | 4 << LR_PRIORITY | 52
        show    IAR
        show    RPR
        state
        gicv    EOIR, 52
        show    RPR
        gicv    EOIR, 51
        show    RPR
        gicv    EOIR, 50
        show    RPR
        state
        done
        direct  "no preemption by the same priority or a lower one"
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 50
        show    IAR
        lr      1, LR_PENDING | 8 << LR_PRIORITY | 51
        state
        show    IAR
        lr      1, LR_PENDING | 9 << LR_PRIORITY | 51
        show    IAR
        show    HPPIR
        gicv    EOIR, 50
        show    IAR
        gicv    EOIR, 51
        state
        done
        direct  "EOImode: EOIR drops the priority, DIR deactivates"
        gich    VMCR, VMCR_ON | VMCR_EOIMODE
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 50
        show    IAR
        gicv    EOIR, 50
        show    RPR
        state
        gicv    DIR, 50
        state
        done
        direct  "EOImode: the next one comes between EOIR and DIR"
        gich    VMCR, VMCR_ON | VMCR_EOIMODE
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 50
        lr      1, LR_PENDING | 9 << LR_PRIORITY | 51
        show    IAR
        show    IAR
        gicv    EOIR, 50
        show    IAR
        state
        gicv    EOIR, 51
        gicv    DIR, 50
        state
        gicv    DIR, 51
        state
        done
        direct  "EOImode: pending and active, DIR leaves it pending"
        gich    VMCR, VMCR_ON | VMCR_EOIMODE
        lr      0, LR_BOTH | 8 << LR_PRIORITY | 50
        gich    APR, 1 << 8
        gicv    EOIR, 50
        state
        gicv    DIR, 50
        state
        done
        direct  "EOImode: Group 1, by AIAR"
        gich    VMCR, VMCR_ON | VMCR_EOIMODE
        lr      0, LR_GROUP1 | LR_PENDING | 8 << LR_PRIORITY | 50
        show    AIAR
        gicv    AEOIR, 50
        state
        gicv    DIR, 50
        state
        done
        direct  "EOIR of what no list register has: EOICount"
        gich    APR, 1 << 8
        state
        gicv    EOIR, 60
        show    RPR
        state
        gich    APR, 1 << 8
        gicv    EOIR, 61
        state
        done
        direct  "EOImode: DIR of what no list register has: EOICount"
        gich    VMCR, VMCR_ON | VMCR_EOIMODE
        gich    APR, 1 << 8
        gicv    EOIR, 60
        show    RPR
        state
        gicv    DIR, 60
        state
        done
        direct  "EOIR of a spurious one: nothing"
        lr      0, LR_ACTIVE | 8 << LR_PRIORITY | 50
        gich    APR, 1 << 8
        gicv    EOIR, 1023
        show    RPR
        state
        done
        direct  "EOICount is written"
        gich    HCR, HCR_EN | 5 << HCR_EOICOUNT
        state
        gich    APR, 1 << 8
        gicv    EOIR, 60
        state
        done
        direct  "SGI with its source"
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 3 << LR_CPU | 5
        show    HPPIR
        show    IAR
        state
        gicv    EOIR, 0xc05
        state
        done
        direct  "EOI asks for a maintenance interrupt"
        lr      0, LR_PENDING | LR_EOI | 8 << LR_PRIORITY | 50
        show    IAR
        state
        gicv    EOIR, 50
        state
        lr      0, 0
        state
        done
        direct  "EOI on an invalid one at once"
        lr      2, LR_EOI | 8 << LR_PRIORITY | 50
        state
        done
        direct  "ELRSR and EISR of each state"
        lr      0, LR_PENDING | LR_EOI | 8 << LR_PRIORITY | 50
        lr      1, LR_ACTIVE | LR_EOI | 8 << LR_PRIORITY | 51
        lr      2, LR_EOI | 8 << LR_PRIORITY | 52
        lr      3, 8 << LR_PRIORITY | 53
        gich    APR, 1 << 8
        state
        done
        direct  "GICH_HCR.En = 0: nothing is shown"
        gich    HCR, 0
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 50
        state
        show    IAR
        gich    HCR, HCR_EN
        state
        show    IAR
        done
        direct  "the priority mask"
        lr      0, LR_PENDING | 16 << LR_PRIORITY | 50
        gicv    PMR, 0x80
        state
        show    IAR
        gicv    PMR, 0x88
        state
        show    IAR
        done
        direct  "Group 0 as FIQ"
        gich    VMCR, VMCR_ON | VMCR_FIQEN
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 50
        state
        show    IAR
        state
        lr      1, LR_GROUP1 | LR_PENDING | 4 << LR_PRIORITY | 51
        state
        show    IAR
        state
        done
        direct  "the best one of an enabled group, by AIAR"
        gich    VMCR, VMCR_QUIET | VMCR_GROUP1
        lr      0, LR_PENDING | 4 << LR_PRIORITY | 50
        lr      1, LR_GROUP1 | LR_PENDING | 8 << LR_PRIORITY | 51
        state
        show    AHPPIR
        show    AIAR
        state
        done
        direct  "GICV's registers are fields of GICH_VMCR"
        .irp    register, CTLR, PMR, BPR, ABPR
        show    \register
        .endr
        gicv    CTLR, 0x201
        gicv    PMR, 0xa8
        gicv    BPR, 5
        gicv    ABPR, 6
        say     " VMCR="
        ldr     w0, [x26, #GICH_VMCR]
        bl      put_hex
        .irp    register, CTLR, PMR, BPR, ABPR
        show    \register
        .endr
        gich    VMCR, 0x50e80016
        .irp    register, CTLR, PMR, BPR, ABPR
        show    \register
        .endr
        done
        direct  "the least binary points"
        gicv    BPR, 0
        show    BPR
        gicv    ABPR, 0
        show    ABPR
        gicv    BPR, 2
        show    BPR
        gicv    ABPR, 3
        show    ABPR
        gicv    PMR, 0xff
        show    PMR
        done
        direct  "GICV_APR0 is GICH_APR"
        gich    APR, 1 << 9
        show    APR0
        show    RPR
        gicv    APR0, 0x00010000
        show    RPR
        state
        done
        direct  "a pending one is taken back"
        lr      0, LR_PENDING | 8 << LR_PRIORITY | 50
        state
        lr      0, 0
        state
        show    IAR
        done
        last
