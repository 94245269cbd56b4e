// What ESR_EL2 tells of an access that stage 2 stops: for each kind of load and store, to a page that is not there. (ISV, SAS,
// SSE, SRT, SF, AR, WnR, CM.) x1 is its address plus 0x340, and the rest of the set-up is set_up's.

        .equ    NOWHERE, WINDOW + 0x7000 + 0x340
        .equ    READ_ONLY, WINDOW + 0x1000 + 0x340

        .macro  access pstate, text, address=NOWHERE, more
        case    \pstate, "\text\more"
        ldr     x1, =\address
        mov     x9, x1
        change  hcr_el2, HCR_VM
        guest
        \text
        ret
        .endm

group_accesses:
        enter
        bl      baseline
        bl      reset_tables
        mov     x0, #0
        bl      stage2_4k
        la      x0, ram                 // page 0: read and write, page 1: read-only, page 2: Device, page 4 as 0
        ldr     x20, [x0]
        ldr     x2, =FRAMES | PAGE | S2_RW | S2_WB | SH_INNER | AF
        orr     x2, x20, x2
        ldr     x1, =WINDOW
        bl      map_page
        ldr     x2, =(FRAMES + 0x1000) | PAGE | S2_R | S2_WB | SH_INNER | AF
        orr     x2, x20, x2
        ldr     x1, =WINDOW + 0x1000
        bl      map_page
        ldr     x2, =(FRAMES + 0x2000) | PAGE | S2_RW | S2_nGnRE | AF
        orr     x2, x20, x2
        ldr     x1, =WINDOW + 0x2000
        bl      map_page
        ldr     x2, =(FRAMES + 0x4000) | PAGE | S2_RW | S2_WB | SH_INNER | AF
        orr     x2, x20, x2
        ldr     x1, =WINDOW + 0x4000
        bl      map_page
        mrs     x0, vttbr_el2           // try_list turns stage 2 off before each case
        la      x1, accesses_vttbr
        str     x0, [x1]
        adr     x0, accesses
        bl      try_accesses
        leave

map_page:                               // x1, x2: of level 3, in stage2
        la      x0, stage2
        mov     w3, #3
        b       map

// try_list, with stage 2's registers set: the cases turn it on.
try_accesses:
        enter
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 2f
        bl      baseline
        la      x0, accesses_vttbr
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =VTCR_4K
        msr     vtcr_el2, x0
        bl      begin_case
        add     x0, x19, #12
        bl      put_text
        ldr     w0, [x19, #4]
        adr     x1, text_at_el1
        adr     x2, text_at_el0
        cmp     w0, #EL1
        csel    x0, x1, x2, eq
        bl      put_text
        mov     x0, x19
        bl      set_up
        ldr     w0, [x19, #8]
        add     x0, x19, x0
        ldr     w1, [x19, #4]
        bl      run
        mov     w1, #1
        bl      report
        bl      end_case
        add     x19, x19, x20
        b       1b
2:      bl      baseline
        bl      flush
        leave

accesses:
        .irp    code, "ldr w0, [x1]", "ldr x2, [x1]", "ldrb w3, [x1]", "ldrh w4, [x1]", "ldrsb w5, [x1]", "ldrsb x6, [x1]"
        access  EL1, "\code"
        .endr
        .irp    code, "ldrsh w7, [x1]", "ldrsh x8, [x1]", "ldrsw x10, [x1]", "ldr wzr, [x1]", "ldr x30, [x1]", "ldur w11, [x1, #-4]"
        access  EL1, "\code"
        .endr
        .irp    code, "ldr w12, [x1, #8]", "ldr x13, [x1, x0]", "ldtr w14, [x1]", "ldtrsb x15, [x1]", "ldar w16, [x1]", "ldarb w17, [x1]"
        access  EL1, "\code"
        .endr
        .irp    code, "ldxr w18, [x1]", "ldaxr x19, [x1]", "ldr w20, [x1], #4", "ldr w21, [x1, #4]!", "ldp w22, w23, [x1]", "ldpsw x24, x25, [x1]"
        access  EL1, "\code"
        .endr
        .irp    code, "ldnp x26, x27, [x1]", "ldxp x28, x29, [x1]", "ldr b0, [x1]", "ldr q1, [x1]", "ldp d2, d3, [x1]", "ld1 {v4.16b}, [x1]"
        access  EL1, "\code"
        .endr
        .irp    code, "str w0, [x1]", "str x2, [x1]", "strb w3, [x1]", "strh w4, [x1]", "str wzr, [x1]", "stur x30, [x1, #-8]"
        access  EL1, "\code"
        .endr
        .irp    code, "sttr w5, [x1]", "sttrb w6, [x1]", "stlr w7, [x1]", "stlrb w8, [x1]", "str w10, [x1], #4", "stp x11, x12, [x1]"
        access  EL1, "\code"
        .endr
        .irp    code, "str q0, [x1]", "st1 {v1.8h}, [x1]", "stp s2, s3, [x1]"
        access  EL1, "\code"
        .endr
        .irp    code, "prfm pldl1keep, [x1]", "dc civac, x1", "dc cvac, x1", "dc cvau, x1", "ic ivau, x1", "dc ivac, x1"
        access  EL1, "\code"
        .endr
        .irp    code, "ldr w0, [x1]", "ldrsb x6, [x1]", "ldp w22, w23, [x1]", "str x2, [x1]", "stlr w7, [x1]", "dc civac, x1", "ic ivau, x1"
        access  EL0, "\code"
        .endr
        // a page that is read-only
        .irp    code, "ldr w0, [x1], #4", "str w0, [x1]", "str w0, [x1], #4", "stp w0, w0, [x1]", "strb w18, [x1]", "dc civac, x1"
        access  EL1, "\code", READ_ONLY, ", read-only"
        .endr
        access  EL1, "str q0, [x1]", READ_ONLY, ", read-only"
        access  EL0, "strh w4, [x1]", READ_ONLY, ", read-only"

        // The data of stage 1 is Normal under HCR_EL2.DC, so that the attributes are stage 2's.
        .macro  with_dc text, address, more
        case    EL1, "DC = 1: \text\more"
        ldr     x1, =\address
        change  hcr_el2, HCR_VM | HCR_DC
        guest
        \text
        mov     x0, #0
        ret
        .endm
        with_dc "ldr w0, [x1, #1]", WINDOW, ", Normal"
        with_dc "str x2, [x1, #20]", WINDOW, ", Normal"
        with_dc "ldr w0, [x1, #1]", WINDOW + 0x2000, ", Device"
        with_dc "str x2, [x1, #20]", WINDOW + 0x2000, ", Device"
        with_dc "ldrh w0, [x1, #3]", WINDOW + 0x2000, ", Device"
        with_dc "ldr w0, [x1, #4]", WINDOW + 0x2000, ", Device"
        with_dc "dc zva, x1", WINDOW + 0x100, ", Normal"
        with_dc "dc zva, x1", WINDOW + 0x2100, ", Device"
        with_dc "dc zva, x1", NOWHERE, ", nothing"
        with_dc "dc zva, x1", READ_ONLY, ", read-only"
        with_dc "ldur w18, [x1, #3]", NOWHERE, ", nothing"
        with_dc "ldr w0, [x1]", WINDOW + 0xffe, ", across two pages"
        with_dc "ldr w0, [x1]", WINDOW + 0x4ffe, ", the second page is not there"
        with_dc "ldp x4, x5, [x1, #-8]", WINDOW + 0x5000, ", the second page is not there"
        with_dc "stp x4, x5, [x1, #-8]", WINDOW + 0x1000, ", the second page is read-only"
        last

        .bss
        .balign 8
accesses_vttbr: .space  8
        .text
