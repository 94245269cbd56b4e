// What AT finds through both stages: memory attributes as PAR_EL1 has them, and faults.

        .equ    AT_VA, 0x140000000      // where stage 1 shows the page: 5 GB
        .equ    AT_PAGE, WINDOW + 0x40000

group_attributes:
        enter
        bl      baseline
        bl      reset_tables
        mov     x0, #0
        bl      stage2_4k
        la      x0, ram
        ldr     x20, [x0]
        ldr     x21, =FRAMES
        add     x21, x20, x21
        // pages 0 to 2 of the window are stage 1's tables of levels 1 to 3
        mov     x22, #0
1:      str     xzr, [x21, x22]
        add     x22, x22, #8
        cmp     x22, #0x3000
        b.lo    1b
        mov     x22, #0
2:      ldr     x1, =WINDOW
        add     x1, x1, x22
        ldr     x2, =PAGE | S2_RW | S2_NC | AF
        orr     x2, x2, x21
        add     x2, x2, x22
        bl      map_page
        add     x22, x22, #0x1000
        cmp     x22, #0x3000
        b.lo    2b
        ldr     x0, =(WINDOW + 0x1000) | TABLE
        str     x0, [x21, #5 * 8]
        ldr     x0, =(WINDOW + 0x2000) | TABLE
        add     x1, x21, #0x1000
        str     x0, [x1]
        ldr     x0, =TCR_4K_39
        msr     tcr_el1, x0
        ldr     x0, =WINDOW
        msr     ttbr0_el1, x0
        ldr     x0, =0x0c08040044f4bbff
        msr     mair_el1, x0
        isb
        change  sctlr_el1, 1
        change  hcr_el2, HCR_VM
        isb

        // every type of stage 1 with every type of stage 2
        mov     w22, #0                 // AttrIndx
3:      mov     w23, #0                 // MemAttr
4:      cmp     w23, #4
        b.lo    5f
        tst     w23, #3                 // the inner 0 is reserved
        b.eq    6f
5:      mov     w24, #3                 // both Inner Shareable
        mov     w25, #3
        bl      try_attributes
6:      add     w23, w23, #1
        cmp     w23, #16
        b.ne    4b
        add     w22, w22, #1
        cmp     w22, #8
        b.ne    3b

        // shareability: none, outer, inner; of Normal Write-Back
        mov     w22, #0
        mov     w23, #15
        mov     w24, #0
7:      mov     w25, #0
8:      and     w0, w24, w25
        cmp     w0, #3                  // both inner: done above
        b.eq    9f
        bl      try_attributes
9:      add     w25, w25, #1
        cmp     w25, #1
        cinc    w25, w25, eq            // 1 is reserved
        cmp     w25, #4
        b.ne    8b
        add     w24, w24, #1
        cmp     w24, #1
        cinc    w24, w24, eq
        cmp     w24, #4
        b.ne    7b

        bl      try_at_faults
        bl      baseline
        bl      flush
        leave

// x21 = frames, w22 = AttrIndx, w23 = MemAttr, w24 = SH of stage 1, w25 = SH of stage 2.
try_attributes:
        enter
        ldr     x0, =AT_PAGE | PAGE | AF | 1 << 6
        orr     x0, x0, x22, lsl #2
        orr     x0, x0, x24, lsl #8
        add     x1, x21, #0x2000
        str     x0, [x1]
        ldr     x1, =AT_PAGE
        ldr     x2, =PAGE | S2_RW | AF
        orr     x2, x2, x23, lsl #2
        orr     x2, x2, x25, lsl #8
        add     x2, x2, x21
        add     x2, x2, #0x10, lsl #12
        bl      map_page
        bl      flush
        bl      begin_case
        say     "MAIR "
        mrs     x0, mair_el1
        lsl     x1, x22, #3
        lsr     x0, x0, x1
        and     x0, x0, #0xff
        bl      put_hex
        say     " SH "
        mov     x0, x24
        bl      put_hex
        say     ", MemAttr "
        mov     x0, x23
        bl      put_hex
        say     " SH "
        mov     x0, x25
        bl      put_hex
        say     ": "
        ldr     x0, =AT_VA
        at      s12e1r, x0
        isb
        mrs     x0, par_el1
        bl      put_par
        bl      end_case
        leave

// x0 = PAR_EL1.
put_par:
        enter
        mov     x19, x0
        tbnz    x19, #0, 1f
        say     "attributes "
        lsr     x0, x19, #56
        bl      put_hex
        say     " SH "
        ubfx    x0, x19, #7, #2
        bl      put_hex
        say     " at "
        ubfx    x0, x19, #12, #36
        lsl     x0, x0, #12
        bl      put_address
        leave
1:      say     "fault "
        ubfx    x0, x19, #1, #6         // FST
        bl      put_hex
        tbz     x19, #8, 2f
        say     " on a walk"
2:      tbz     x19, #9, 3f
        say     " of stage 2"
3:      leave

// Each kind of descriptor of stage 2, behind a stage 1 that allows everything, or EL1 alone, or reading alone.
try_at_faults:
        enter
        adr     x19, descriptors
        mov     w28, #0
1:      ldr     w0, [x19]
        cbz     w0, 4f
        ldr     x1, =AT_PAGE
        ldr     x2, [x19, #16]
        and     x0, x2, #1
        orr     x2, x2, x0, lsl #1      // a page
        ldr     w0, [x19, #8]
        lsl     x0, x0, #40
        orr     x2, x2, x0
        add     x2, x2, x21
        add     x2, x2, #0x10, lsl #12
        bl      map_page
        adr     x22, at_operations
2:      ldr     w23, [x22]
        cbz     w23, 3f
        mov     w24, #0                 // AP
5:      ldr     x0, =AT_PAGE | PAGE | AF | 3 << 8
        orr     x0, x0, x24, lsl #6
        add     x1, x21, #0x2000
        str     x0, [x1]
        bl      flush
        bl      begin_case
        add     x0, x22, #12
        bl      put_text
        say     ", AP "
        mov     x0, x24
        bl      put_hex
        say     ", "
        add     x0, x19, #24
        bl      put_text
        say     ": "
        ldr     w0, [x22, #8]
        add     x1, x22, x0
        ldr     x0, =AT_VA
        blr     x1
        isb
        mrs     x0, par_el1
        bl      put_par
        bl      end_case
        add     w24, w24, #1
        cmp     w24, #4
        b.ne    5b
        add     x22, x22, x23
        b       2b
3:      ldr     w0, [x19]
        add     x19, x19, x0
        b       1b
4:      leave

at_operations:
        .irp    operation, s12e1r, s12e1w, s12e0r, s12e0w, s1e1r
        case    EL2, "AT \operation"
        guest
        at      \operation, x0
        ret
        .endr
        last
