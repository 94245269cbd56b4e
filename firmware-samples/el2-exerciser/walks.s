// Stage 2 faults on the table walks of stage 1 (ESR_EL2.S1PTW), and HCR_EL2.PTW.
//
// Stage 1 has 4 KB pages and 39-bit addresses, so its first table is of level 1. That table and the good ones lie in page 0 of the
// window and in those beyond 0x20; pages 1 to 9 of the window are the tables that stage 2 spoils, each in its way:
        .balign 8
spoilt: descriptor PAGE | S2_R | S2_WB | SH_INNER | AF, 1, 0, "read-only"       // which is enough
        descriptor PAGE | S2_W | S2_WB | SH_INNER | AF, 1, 0, "write-only"
        descriptor PAGE | S2_WB | SH_INNER | AF, 1, 0, "no access"
        descriptor PAGE | S2_RW | S2_WB | SH_INNER | AF | S2_XN, 1, 0, "XN"
        descriptor PAGE | S2_RW | S2_WB | SH_INNER, 1, 0, "AF = 0"
        descriptor 0, 1, 0, "invalid"
        descriptor PAGE | S2_RW | S2_WB | SH_INNER | AF, 1, 1, "address beyond PS"
        descriptor PAGE | S2_RW | S2_nGnRnE | AF, 1, 0, "Device"
        descriptor PAGE | S2_RW | S2_nGnRnE | AF, 1, 2, "Device, PTW = 1"
        last

        .equ    S1_NORMAL, 0 << 2       // MAIR_EL1: byte 0 is Normal Non-cacheable
        .equ    S1_ALL, 1 << 6          // AP: EL1 and EL0, read and write
        .equ    S1_PROGRAM, 3 << 6      // both read-only: what EL0 may write, EL1 does not execute
        .equ    S1_TABLE_1, WINDOW
        .equ    S1_TABLE_2, WINDOW + 0x20000
        .equ    TCR_4K_39, 25 | 2 << 32 | 1 << 23       // T0SZ = 25, walks Non-cacheable, 40-bit addresses, no TTBR1

group_walks:
        enter
        bl      baseline
        bl      reset_tables
        mov     x0, #0
        bl      stage2_4k
        la      x0, ram
        ldr     x20, [x0]
        ldr     x21, =FRAMES
        add     x21, x20, x21
        mov     x1, #0
1:      str     xzr, [x21, x1]          // tables begin as zeros
        add     x1, x1, #8
        cmp     x1, #0x40000
        b.lo    1b
        // the good tables: pages 0 and 0x20 to 0x22
        ldr     x1, =WINDOW
        ldr     x2, =PAGE | S2_RW | S2_NC | AF
        orr     x2, x2, x21
        bl      map_page
        mov     x22, #0x20000
2:      ldr     x1, =WINDOW
        add     x1, x1, x22
        ldr     x2, =PAGE | S2_RW | S2_NC | AF
        orr     x2, x2, x21
        add     x2, x2, x22
        bl      map_page
        add     x22, x22, #0x1000
        cmp     x22, #0x23000
        b.lo    2b
        // stage 1: the program where it is (1 GB), and from 64 GB on a GB for each spoilt table as one of level 2; from 4 GB on 2 MB for each as
        // one of level 3
        adr     x0, _start
        lsr     x0, x0, #30
        ldr     x24, =BLOCK | S1_NORMAL | S1_PROGRAM | AF
        orr     x24, x24, x0, lsl #30
        mov     x25, x0
        str     x24, [x21, x25, lsl #3]
        ldr     x1, =S1_TABLE_2 | TABLE
        str     x1, [x21, #4 * 8]
        adr     x19, spoilt
        mov     x22, #0x1000            // offset of the spoilt page
3:      ldr     w23, [x19]
        cbz     w23, 4f
        ldr     x1, =WINDOW
        add     x1, x1, x22
        add     x3, x1, #TABLE
        lsr     x4, x22, #9             // its number times 8
        add     x5, x21, x4
        str     x3, [x5, #64 * 8]
        add     x5, x21, x4
        add     x5, x5, #0x20000
        str     x3, [x5]
        add     x5, x21, x22            // as the first table it has the program
        str     x24, [x5, x25, lsl #3]
        ldr     x2, [x19, #16]
        orr     x2, x2, x21
        add     x2, x2, x22
        ldr     w3, [x19, #8]
        cmp     w3, #1
        b.ne    5f
        orr     x2, x2, #1 << 40
5:      bl      map_page
        add     x22, x22, #0x1000
        add     x19, x19, x23
        b       3b
4:      dsb     sy

        adr     x19, spoilt
        mov     x22, #1
6:      ldr     w23, [x19]
        cbz     w23, 7f
        // as the table of level 3, of level 2, of level 1
        ldr     x24, =WINDOW + (8 << 12)        // entry 8 of it, where nothing is
        add     x24, x24, x22, lsl #21
        mov     w25, #3
        bl      try_walks
        add     x24, x22, #64
        lsl     x24, x24, #30
        orr     x24, x24, #8 << 21
        mov     w25, #2
        bl      try_walks
        mov     w25, #1
        mov     w26, #EL1
        adr     x27, walk_read
        adr     x28, text_walk_program
        bl      try_walk
        mov     w26, #EL0
        bl      try_walk
        add     x22, x22, #1
        add     x19, x19, x23
        b       6b
7:      bl      baseline
        bl      flush
        leave

// x19 = what spoils, x22 = number of the spoilt page, x24 = address, w25 = level.
try_walks:
        enter
        mov     w26, #EL1
        adr     x27, walk_read
        adr     x28, text_walk_read
        bl      try_walk
        adr     x27, walk_write
        adr     x28, text_walk_written
        bl      try_walk
        adr     x27, walk_fetch
        adr     x28, text_walk_fetched
        bl      try_walk
        adr     x27, walk_clean
        adr     x28, text_walk_cleaned
        bl      try_walk
        adr     x27, walk_at
        adr     x28, text_walk_at
        bl      try_walk
        mov     w26, #EL0
        adr     x27, walk_read
        adr     x28, text_walk_read
        bl      try_walk
        adr     x27, walk_write
        adr     x28, text_walk_written
        bl      try_walk
        leave

// And w26 = PSTATE, x27 = code, x28 = name.
try_walk:
        enter
        mrs     x20, vttbr_el2
        mrs     x21, vtcr_el2
        bl      baseline
        msr     vttbr_el2, x20
        msr     vtcr_el2, x21
        change  hcr_el2, HCR_VM
        ldr     w0, [x19, #8]
        cmp     w0, #2
        b.ne    1f
        change  hcr_el2, HCR_PTW
1:      ldr     x0, =TCR_4K_39
        msr     tcr_el1, x0
        mov     x0, #0x44
        msr     mair_el1, x0
        ldr     x0, =S1_TABLE_1
        cmp     w25, #1
        b.ne    2f
        add     x0, x0, x22, lsl #12
2:      msr     ttbr0_el1, x0
        isb
        change  sctlr_el1, 1
        bl      flush
        bl      begin_case
        say     "level "
        mov     w0, w25
        bl      put_decimal
        say     ", "
        add     x0, x19, #24
        bl      put_text
        mov     x0, x28
        bl      put_text
        adr     x0, text_at_el1
        adr     x1, text_at_el0
        cmp     w26, #EL1
        csel    x0, x0, x1, eq
        bl      put_text
        la      x8, arguments
        stp     xzr, x24, [x8]
        stp     xzr, xzr, [x8, #16]
        mov     x0, x27
        mov     w1, w26
        bl      run
        mov     w1, #1
        bl      report
        bl      end_case
        leave

walk_read:      ldr     w0, [x1]
                ret
walk_write:     str     w2, [x1]
                ret
walk_fetch:     br      x1
walk_clean:     dc      civac, x1
                ret
walk_at:        at      s1e1r, x1
                isb
                mrs     x0, par_el1
                and     x0, x0, #0x7ff
                ret
text_walk_at:   .asciz  ", AT S1E1R"
text_walk_read: .asciz  ", read"
text_walk_written:
                .asciz  ", written"
text_walk_fetched:
                .asciz  ", fetched"
text_walk_cleaned:
                .asciz  ", DC CIVAC"
text_walk_program:
                .asciz  ", the program itself"
        .balign 4
