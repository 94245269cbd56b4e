// mmu-4k: stage 1 of EL1 and EL0 with the 4 KB granule: blocks and pages, translation, access flag, permission and address
// size faults at every level, for reads, writes and fetches from EL1 and EL0; the table attributes; TxSZ, EPD, TTBR1.

// ================================================================ names (record.sh copies it from names.inc)
// Of the translation tables, and the kinds of probes: see below.
        .equ    BLOCK, 1                // descriptor types
        .equ    PAGE, 3
        .equ    TABLE, 3
        .equ    NORMAL, 0 << 2          // AttrIndx: see set_mair
        .equ    DEVICE, 1 << 2
        .equ    UNCACHED, 2 << 2
        .equ    AP_EL1, 0 << 6          // read and write at EL1
        .equ    AP_ALL, 1 << 6          // at EL1 and EL0
        .equ    AP_RO_EL1, 2 << 6
        .equ    AP_RO, 3 << 6
        .equ    SH, 3 << 8
        .equ    AF, 1 << 10
        .equ    NG, 1 << 11
        .equ    CONTIGUOUS, 1 << 52
        .equ    PXN, 1 << 53
        .equ    UXN, 1 << 54
        .equ    XN, 1 << 54             // of EL2 and EL3
        .equ    WINDOW, 0x100000000     // where the experiments map things: 4 GB
        .equ    POOL_SIZE, 0x180000
        .equ    frames, 0x44000000      // memory behind the window, 64 MB into the RAM: 4 MB
        .equ    R, 0                    // the kinds
        .equ    W, 1
        .equ    X, 2
        .equ    R8, 3
        .equ    RPAIR, 4
        .equ    LDXR, 5
        .equ    STXR, 6
        .equ    LDTR, 7
        .equ    STTR, 8
        .equ    PRFM, 9
        .equ    CIVAC, 10
        .equ    CVAU, 11
        .equ    IVAU, 12
        .equ    ZVA, 13
        .equ    IVAC, 14
        .equ    STLR, 15
        .equ    WPAIR, 16
        .equ    LDRB, 17
        .equ    LDRSB, 18
        .equ    LDRSW, 19
        .equ    STRX, 20
        .equ    STRPOST, 21
// ================================================================ end of the names

        .text
main:
        stp     x29, x30, [sp, #-16]!
        bl      make_frames

        ldr     x0, =text_1
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803510
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x0000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x2000
        ldr     x2, =frames + 0x2000 + (AP_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x3000
        ldr     x2, =frames + 0x3000 + (AP_RO_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x4000
        ldr     x2, =frames + 0x4000 + (AP_ALL | SH | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x5000
        ldr     x2, =frames + 0x5000 + (AP_ALL | SH | AF | BLOCK)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x6000
        ldr     x2, =frames + 0x6000 + (AP_ALL | SH | AF | PAGE | CONTIGUOUS)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x7000
        ldr     x2, =frames + 0x7000 + (AP_ALL | SH | AF | PAGE | NG)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x8000
        ldr     x2, =0x10000000000 | AP_ALL | SH | AF | PAGE
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x9000
        ldr     x2, =frames + 0x9000 + (AP_ALL | SH | PAGE | CONTIGUOUS)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x200000
        ldr     x2, =0x44000000 | AP_ALL | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x400000
        ldr     x2, =0x44000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x600000
        ldr     x2, =0x40000000 | AP_ALL | SH | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x800000
        ldr     x2, =0x20000000000 | AP_ALL | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0xa00000
        ldr     x2, =0x10000000000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x40000000
        ldr     x2, =0x40000000 | AP_RO_EL1 | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x80000000
        ldr     x2, =0x40000000 | AP_ALL | SH | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0xc0000000
        ldr     x2, =0x30000000000 | AP_ALL | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x100000000
        ldr     x2, =0x10000000000 | TABLE
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x8000000000
        ldr     x2, =0x40000000 | AP_ALL | SH | AF | BLOCK
        mov     w3, #0
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x10000000000
        ldr     x2, =0x10000000000 | TABLE
        mov     w3, #0
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_2
        bl      probe_list

        ldr     x0, =text_3
        bl      print_line
        ldr     x0, =probes_4
        bl      probe_list

        ldr     x0, =text_5
        bl      print_line
        ldr     x0, =probes_6
        bl      probe_list

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2b5103590
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =vectors_el1
        mov     x1, #0xffff000000000000
        orr     x0, x0, x1
        msr     vbar_el1, x0
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_8
        bl      probe_list

        ldr     x0, =text_9
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803510
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        mov     x21, #0
        ldr     x22, =table_bits
3:      ldr     x23, [x22, x21, lsl #3] // the attribute bits, of the table entry of level x24
        mov     x24, #0
4:      ldr     x0, =WINDOW
        lsl     x1, x21, #39
        add     x1, x1, x0              // a level 0 entry of its own for each
        add     x1, x1, x24, lsl #30
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        ldr     x0, =set0
        mov     w3, #3
        bl      map
        add     x24, x24, #1
        cmp     x24, #3
        b.ne    4b
        ldr     x0, =set0               // and now the bits into one of the tables' entries
        lsl     x1, x21, #39
        ldr     x3, =WINDOW
        add     x1, x1, x3
        ubfx    w3, w21, #2, #2         // level
        mov     x2, #0
        bl      or_entry
        add     x21, x21, #1
        cmp     x21, #12
        b.ne    3b
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_10
        bl      probe_list

        ldr     x0, =text_11
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803500 + 20
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =0xffffffff000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_12
        bl      probe_list

        ldr     x0, =text_13
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803500 + 24
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =0xfffffff000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_14
        bl      probe_list

        ldr     x0, =text_15
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803500 + 25
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x7ffffff000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_16
        bl      probe_list

        ldr     x0, =text_17
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803500 + 28
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =0xffffff000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_18
        bl      probe_list

        ldr     x0, =text_19
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803500 + 30
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x3fffff000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_20
        bl      probe_list

        ldr     x0, =text_21
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803500 + 31
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x1fffff000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_22
        bl      probe_list

        ldr     x0, =text_23
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2b5003510 | (16 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0xfffffffff000
        ldr     x2, =frames + 0x1000 + (AP_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_24
        bl      probe_list

        ldr     x0, =text_25
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2b5003510 | (25 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x7ffffff000
        ldr     x2, =frames + 0x1000 + (AP_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_26
        bl      probe_list

        ldr     x0, =text_27
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2b5003510 | (28 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0xffffff000
        ldr     x2, =frames + 0x1000 + (AP_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_28
        bl      probe_list

        ldr     x0, =text_29
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2b5003510 | (33 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x7ffff000
        ldr     x2, =frames + 0x1000 + (AP_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_30
        bl      probe_list

        ldr     x0, =text_31
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2b5003510 | (34 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #2
        mov     w2, #12
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x3ffff000
        ldr     x2, =frames + 0x1000 + (AP_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_32
        bl      probe_list

        ldr     x0, =text_33
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2b5003510 | (39 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #2
        mov     w2, #12
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x1fff000
        ldr     x2, =frames + 0x1000 + (AP_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_34
        bl      probe_list

        ldr     x0, =text_35
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2b5993510
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_36
        bl      probe_list

        ldr     x0, =text_37
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =(0 << 32) | 0x803510
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =0x100000000 | AP_ALL | SH | AF | PAGE
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_38
        bl      probe_list

        ldr     x0, =text_39
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =(1 << 32) | 0x803510
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =0x1000000000 | AP_ALL | SH | AF | PAGE
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_40
        bl      probe_list

        ldr     x0, =text_41
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =(2 << 32) | 0x803510
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =0x10000000000 | AP_ALL | SH | AF | PAGE
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_42
        bl      probe_list

        ldr     x0, =text_43
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =(3 << 32) | 0x803510
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =0x40000000000 | AP_ALL | SH | AF | PAGE
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_44
        bl      probe_list

        ldr     x0, =text_45
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =(4 << 32) | 0x803510
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =0x100000000000 | AP_ALL | SH | AF | PAGE
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_46
        bl      probe_list

        ldr     x0, =text_47
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0xb5103510
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =vectors_el1
        mov     x1, #0xffff000000000000
        orr     x0, x0, x1
        msr     vbar_el1, x0
        mrs     x0, ttbr0_el1
        orr     x0, x0, #1 << 40
        msr     ttbr0_el1, x0
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_48
        bl      probe_list

        ldr     x0, =text_49
        bl      print_line
        bl      baseline
        ldr     x0, =probes_50
        bl      probe_list
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

make_frames:
        ldr     x0, =frames
        mov     x1, #64
        ldr     w2, =0xd65f03c0         // RET
1:      str     w2, [x0]
        str     w1, [x0, #4]
        add     x0, x0, #0x1000
        subs    x1, x1, #1
        b.ne    1b
        ret

// x0 = set, x1 = address, x23 = bits, w3 = level: set bits in that entry.
or_entry:
        stp     x29, x30, [sp, #-48]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        mov     x28, x23
        mov     x27, x24
        bl      find
        ldr     x1, [x0]
        orr     x1, x1, x28
        str     x1, [x0]
        mov     x23, x28
        mov     x24, x27
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret
        .balign 8
table_bits:                             // of levels 0, 1, 2: APTable 1 (no EL0), APTable 2 (read-only), UXNTable, PXNTable
        .quad   1 << 61, 1 << 62, 1 << 60, 1 << 59
        .quad   1 << 61, 1 << 62, 1 << 60, 1 << 59
        .quad   1 << 61, 1 << 62, 1 << 60, 1 << 59

        .balign 8
probes_2:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW
        .asciz  "page for all, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW
        .asciz  "page for all, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW
        .asciz  "page for all, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW
        .asciz  "page for all, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW
        .asciz  "page for all, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW
        .asciz  "page for all, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page for all, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page for all, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page for all, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page for all, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page for all, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page for all, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x2000
        .asciz  "page for EL1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x2000
        .asciz  "page for EL1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x2000
        .asciz  "page for EL1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x2000
        .asciz  "page for EL1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x2000
        .asciz  "page for EL1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x2000
        .asciz  "page for EL1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x3000
        .asciz  "read-only page for EL1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x3000
        .asciz  "read-only page for EL1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x3000
        .asciz  "read-only page for EL1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x3000
        .asciz  "read-only page for EL1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x3000
        .asciz  "read-only page for EL1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x3000
        .asciz  "read-only page for EL1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x4000
        .asciz  "page without access flag, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x4000
        .asciz  "page without access flag, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x4000
        .asciz  "page without access flag, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x4000
        .asciz  "page without access flag, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x4000
        .asciz  "page without access flag, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x4000
        .asciz  "page without access flag, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x5000
        .asciz  "level 3 descriptor of type 1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x5000
        .asciz  "level 3 descriptor of type 1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x5000
        .asciz  "level 3 descriptor of type 1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x5000
        .asciz  "level 3 descriptor of type 1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x5000
        .asciz  "level 3 descriptor of type 1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x5000
        .asciz  "level 3 descriptor of type 1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x6000
        .asciz  "contiguous page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x6000
        .asciz  "contiguous page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x6000
        .asciz  "contiguous page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x6000
        .asciz  "contiguous page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x6000
        .asciz  "contiguous page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x6000
        .asciz  "contiguous page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x7000
        .asciz  "page with nG, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x7000
        .asciz  "page with nG, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x7000
        .asciz  "page with nG, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x7000
        .asciz  "page with nG, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x7000
        .asciz  "page with nG, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x7000
        .asciz  "page with nG, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x8000
        .asciz  "page beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x8000
        .asciz  "page beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x8000
        .asciz  "page beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x8000
        .asciz  "page beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x8000
        .asciz  "page beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x8000
        .asciz  "page beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x9000
        .asciz  "contiguous page without access flag, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x9000
        .asciz  "contiguous page without access flag, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x9000
        .asciz  "contiguous page without access flag, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x9000
        .asciz  "contiguous page without access flag, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x9000
        .asciz  "contiguous page without access flag, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x9000
        .asciz  "contiguous page without access flag, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0xa000
        .asciz  "no page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0xa000
        .asciz  "no page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0xa000
        .asciz  "no page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0xa000
        .asciz  "no page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0xa000
        .asciz  "no page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0xa000
        .asciz  "no page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x200000
        .asciz  "2 MB block, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x200000
        .asciz  "2 MB block, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x200000
        .asciz  "2 MB block, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x200000
        .asciz  "2 MB block, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x200000
        .asciz  "2 MB block, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x200000
        .asciz  "2 MB block, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x400000
        .asciz  "read-only 2 MB block, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x400000
        .asciz  "read-only 2 MB block, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x400000
        .asciz  "read-only 2 MB block, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x400000
        .asciz  "read-only 2 MB block, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x400000
        .asciz  "read-only 2 MB block, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x400000
        .asciz  "read-only 2 MB block, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x600000 + 0x123450
        .asciz  "2 MB block without access flag, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x600000 + 0x123450
        .asciz  "2 MB block without access flag, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x600000 + 0x123450
        .asciz  "2 MB block without access flag, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x600000 + 0x123450
        .asciz  "2 MB block without access flag, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x600000 + 0x123450
        .asciz  "2 MB block without access flag, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x600000 + 0x123450
        .asciz  "2 MB block without access flag, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x812344
        .asciz  "2 MB block beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x812344
        .asciz  "2 MB block beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x812344
        .asciz  "2 MB block beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x812344
        .asciz  "2 MB block beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x812344
        .asciz  "2 MB block beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x812344
        .asciz  "2 MB block beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0xa00010
        .asciz  "level 3 table beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0xa00010
        .asciz  "level 3 table beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0xa00010
        .asciz  "level 3 table beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0xa00010
        .asciz  "level 3 table beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0xa00010
        .asciz  "level 3 table beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0xa00010
        .asciz  "level 3 table beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0xc12348
        .asciz  "no level 3 table, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0xc12348
        .asciz  "no level 3 table, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0xc12348
        .asciz  "no level 3 table, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0xc12348
        .asciz  "no level 3 table, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0xc12348
        .asciz  "no level 3 table, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0xc12348
        .asciz  "no level 3 table, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block for EL1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block for EL1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block for EL1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block for EL1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block for EL1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block for EL1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x80000000
        .asciz  "1 GB block without access flag, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x80000000
        .asciz  "1 GB block without access flag, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x80000000
        .asciz  "1 GB block without access flag, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x80000000
        .asciz  "1 GB block without access flag, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x80000000
        .asciz  "1 GB block without access flag, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x80000000
        .asciz  "1 GB block without access flag, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0xc0000004
        .asciz  "1 GB block beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0xc0000004
        .asciz  "1 GB block beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0xc0000004
        .asciz  "1 GB block beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0xc0000004
        .asciz  "1 GB block beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0xc0000004
        .asciz  "1 GB block beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0xc0000004
        .asciz  "1 GB block beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x100000008
        .asciz  "level 2 table beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x100000008
        .asciz  "level 2 table beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x100000008
        .asciz  "level 2 table beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x100000008
        .asciz  "level 2 table beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x100000008
        .asciz  "level 2 table beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x100000008
        .asciz  "level 2 table beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x140000010
        .asciz  "no level 2 table, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x140000010
        .asciz  "no level 2 table, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x140000010
        .asciz  "no level 2 table, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x140000010
        .asciz  "no level 2 table, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x140000010
        .asciz  "no level 2 table, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x140000010
        .asciz  "no level 2 table, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x8012345678
        .asciz  "level 0 descriptor of type 1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x8012345678
        .asciz  "level 0 descriptor of type 1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x8012345678
        .asciz  "level 0 descriptor of type 1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x8012345678
        .asciz  "level 0 descriptor of type 1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x8012345678
        .asciz  "level 0 descriptor of type 1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x8012345678
        .asciz  "level 0 descriptor of type 1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x10000000000
        .asciz  "level 1 table beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x10000000000
        .asciz  "level 1 table beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x10000000000
        .asciz  "level 1 table beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x10000000000
        .asciz  "level 1 table beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x10000000000
        .asciz  "level 1 table beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x10000000000
        .asciz  "level 1 table beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x18000000000
        .asciz  "no level 1 table, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x18000000000
        .asciz  "no level 1 table, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x18000000000
        .asciz  "no level 1 table, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x18000000000
        .asciz  "no level 1 table, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x18000000000
        .asciz  "no level 1 table, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x18000000000
        .asciz  "no level 1 table, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffff000
        .asciz  "TTBR1, not set up: zeros, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffffffff000
        .asciz  "TTBR1, not set up: zeros, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0xfffffffffffff000
        .asciz  "TTBR1, not set up: zeros, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0xfffffffffffff000
        .asciz  "TTBR1, not set up: zeros, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0xfffffffffffff000
        .asciz  "TTBR1, not set up: zeros, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xfffffffffffff000
        .asciz  "TTBR1, not set up: zeros, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x0001000000000000
        .asciz  "between the two halves, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x0001000000000000
        .asciz  "between the two halves, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x0001000000000000
        .asciz  "between the two halves, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x0001000000000000
        .asciz  "between the two halves, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x0001000000000000
        .asciz  "between the two halves, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x0001000000000000
        .asciz  "between the two halves, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffe000000000000
        .asciz  "between the two halves, upper, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffe000000000000
        .asciz  "between the two halves, upper, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0xfffe000000000000
        .asciz  "between the two halves, upper, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0xfffe000000000000
        .asciz  "between the two halves, upper, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0xfffe000000000000
        .asciz  "between the two halves, upper, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xfffe000000000000
        .asciz  "between the two halves, upper, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x8000000000000000
        .asciz  "far between the two halves, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x8000000000000000
        .asciz  "far between the two halves, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x8000000000000000
        .asciz  "far between the two halves, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x8000000000000000
        .asciz  "far between the two halves, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x8000000000000000
        .asciz  "far between the two halves, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x8000000000000000
        .asciz  "far between the two halves, fetch at EL0"
        .balign 8
1:      .word   0

        .balign 8
probes_4:
1:      .word   1f - 1b, EL1, LDTR, 0
        .quad   WINDOW
        .asciz  "LDTR from a page for all"
        .balign 8
1:      .word   1f - 1b, EL1, LDTR, 0
        .quad   WINDOW + 0x2000
        .asciz  "LDTR from a page for EL1"
        .balign 8
1:      .word   1f - 1b, EL1, STTR, 0
        .quad   WINDOW
        .asciz  "STTR to a page for all"
        .balign 8
1:      .word   1f - 1b, EL1, STTR, 0
        .quad   WINDOW + 0x1000
        .asciz  "STTR to a read-only page"
        .balign 8
1:      .word   1f - 1b, EL1, STTR, 0
        .quad   WINDOW + 0x2000
        .asciz  "STTR to a page for EL1"
        .balign 8
1:      .word   1f - 1b, EL1, STTR, 0
        .quad   WINDOW + 0x3000
        .asciz  "STTR to a read-only page for EL1"
        .balign 8
1:      .word   1f - 1b, EL0, LDTR, 0
        .quad   WINDOW
        .asciz  "LDTR at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, STTR, 0
        .quad   WINDOW + 0x2000
        .asciz  "STTR at EL0 to a page for EL1"
        .balign 8
1:      .word   1f - 1b, EL1, PRFM, 0
        .quad   WINDOW + 0xa000
        .asciz  "PRFM of nothing"
        .balign 8
1:      .word   1f - 1b, EL0, PRFM, 0
        .quad   WINDOW + 0x2000
        .asciz  "PRFM at EL0 of a page for EL1"
        .balign 8
1:      .word   1f - 1b, EL1, LDXR, 0
        .quad   WINDOW + 0xa000
        .asciz  "LDXR from nothing"
        .balign 8
1:      .word   1f - 1b, EL1, STXR, 0
        .quad   WINDOW + 0x1000
        .asciz  "STXR to a read-only page"
        .balign 8
1:      .word   1f - 1b, EL1, STXR, 0
        .quad   WINDOW
        .asciz  "STXR to a page for all"
        .balign 8
1:      .word   1f - 1b, EL1, STLR, 0
        .quad   WINDOW + 0x3000
        .asciz  "STLR to a read-only page"
        .balign 8
1:      .word   1f - 1b, EL1, RPAIR, 0
        .quad   WINDOW + 0xa000
        .asciz  "LDP from nothing"
        .balign 8
1:      .word   1f - 1b, EL1, WPAIR, 0
        .quad   WINDOW + 0x1000
        .asciz  "STP to a read-only page"
        .balign 8
1:      .word   1f - 1b, EL1, STRPOST, 0
        .quad   WINDOW + 0x1000
        .asciz  "STR with writeback to a read-only page"
        .balign 8
1:      .word   1f - 1b, EL1, LDRB, 0
        .quad   WINDOW + 0xa003
        .asciz  "LDRB"
        .balign 8
1:      .word   1f - 1b, EL1, LDRSB, 0
        .quad   WINDOW + 0xa003
        .asciz  "LDRSB"
        .balign 8
1:      .word   1f - 1b, EL1, LDRSW, 0
        .quad   WINDOW + 0xa004
        .asciz  "LDRSW"
        .balign 8
1:      .word   1f - 1b, EL1, STRX, 0
        .quad   WINDOW + 0xa008
        .asciz  "STR X"
        .balign 8
1:      .word   1f - 1b, EL1, CIVAC, 0
        .quad   WINDOW
        .asciz  "DC CIVAC on a page"
        .balign 8
1:      .word   1f - 1b, EL1, CIVAC, 0
        .quad   WINDOW + 0xa000
        .asciz  "DC CIVAC on nothing"
        .balign 8
1:      .word   1f - 1b, EL1, CIVAC, 0
        .quad   WINDOW + 0x4000
        .asciz  "DC CIVAC without access flag"
        .balign 8
1:      .word   1f - 1b, EL1, CVAU, 0
        .quad   WINDOW + 0xa010
        .asciz  "DC CVAU on nothing"
        .balign 8
1:      .word   1f - 1b, EL1, IVAU, 0
        .quad   WINDOW + 0xa020
        .asciz  "IC IVAU on nothing"
        .balign 8
1:      .word   1f - 1b, EL1, IVAC, 0
        .quad   WINDOW + 0x1000
        .asciz  "DC IVAC on a read-only page"
        .balign 8
1:      .word   1f - 1b, EL1, IVAC, 0
        .quad   WINDOW
        .asciz  "DC IVAC on a page"
        .balign 8
1:      .word   1f - 1b, EL1, ZVA, 0
        .quad   WINDOW + 0x1010
        .asciz  "DC ZVA on a read-only page"
        .balign 8
1:      .word   1f - 1b, EL1, ZVA, 0
        .quad   WINDOW + 0xa018
        .asciz  "DC ZVA on nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_6:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x9ffe
        .asciz  "a word from no access flag to nothing"
        .balign 8
1:      .word   1f - 1b, EL1, R8, 0
        .quad   WINDOW + 0x7ffc
        .asciz  "8 bytes from a page to one beyond IPS"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x1ffd
        .asciz  "a word from one page to the next"
        .balign 8
1:      .word   1f - 1b, EL1, STRX, 0
        .quad   WINDOW + 0xffc
        .asciz  "8 bytes to a page and a read-only page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x7ffe
        .asciz  "a word from a page to one beyond IPS"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x1ffe
        .asciz  "a word from a page for all to a page for EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x2ffe
        .asciz  "a word to a page and a read-only page"
        .balign 8
1:      .word   1f - 1b, EL1, RPAIR, 0
        .quad   WINDOW + 0x7ff8
        .asciz  "LDP from a page to one beyond IPS"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0xffffe
        .asciz  "nothing and nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_8:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW
        .asciz  "a fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW
        .asciz  "a fetch at EL0"
        .balign 8
1:      .word   0

        .balign 8
probes_10:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (0 << 39)
        .asciz  "level 0 APTable no EL0, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (0 << 39)
        .asciz  "level 0 APTable no EL0, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (0 << 39)
        .asciz  "level 0 APTable no EL0, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (0 << 39)
        .asciz  "level 0 APTable no EL0, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (0 << 39)
        .asciz  "level 0 APTable no EL0, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (0 << 39)
        .asciz  "level 0 APTable no EL0, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (1 << 39)
        .asciz  "level 0 APTable read-only, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (1 << 39)
        .asciz  "level 0 APTable read-only, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (1 << 39)
        .asciz  "level 0 APTable read-only, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (1 << 39)
        .asciz  "level 0 APTable read-only, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (1 << 39)
        .asciz  "level 0 APTable read-only, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (1 << 39)
        .asciz  "level 0 APTable read-only, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (2 << 39)
        .asciz  "level 0 UXNTable, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (2 << 39)
        .asciz  "level 0 UXNTable, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (2 << 39)
        .asciz  "level 0 UXNTable, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (2 << 39)
        .asciz  "level 0 UXNTable, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (2 << 39)
        .asciz  "level 0 UXNTable, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (2 << 39)
        .asciz  "level 0 UXNTable, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (3 << 39)
        .asciz  "level 0 PXNTable, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (3 << 39)
        .asciz  "level 0 PXNTable, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (3 << 39)
        .asciz  "level 0 PXNTable, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (3 << 39)
        .asciz  "level 0 PXNTable, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (3 << 39)
        .asciz  "level 0 PXNTable, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (3 << 39)
        .asciz  "level 0 PXNTable, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (4 << 39)
        .asciz  "level 1 APTable no EL0, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (4 << 39)
        .asciz  "level 1 APTable no EL0, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (4 << 39)
        .asciz  "level 1 APTable no EL0, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (4 << 39)
        .asciz  "level 1 APTable no EL0, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (4 << 39)
        .asciz  "level 1 APTable no EL0, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (4 << 39)
        .asciz  "level 1 APTable no EL0, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (5 << 39)
        .asciz  "level 1 APTable read-only, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (5 << 39)
        .asciz  "level 1 APTable read-only, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (5 << 39)
        .asciz  "level 1 APTable read-only, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (5 << 39)
        .asciz  "level 1 APTable read-only, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (5 << 39)
        .asciz  "level 1 APTable read-only, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (5 << 39)
        .asciz  "level 1 APTable read-only, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (6 << 39)
        .asciz  "level 1 UXNTable, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (6 << 39)
        .asciz  "level 1 UXNTable, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (6 << 39)
        .asciz  "level 1 UXNTable, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (6 << 39)
        .asciz  "level 1 UXNTable, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (6 << 39)
        .asciz  "level 1 UXNTable, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (6 << 39)
        .asciz  "level 1 UXNTable, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (7 << 39)
        .asciz  "level 1 PXNTable, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (7 << 39)
        .asciz  "level 1 PXNTable, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (7 << 39)
        .asciz  "level 1 PXNTable, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (7 << 39)
        .asciz  "level 1 PXNTable, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (7 << 39)
        .asciz  "level 1 PXNTable, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (7 << 39)
        .asciz  "level 1 PXNTable, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (8 << 39)
        .asciz  "level 2 APTable no EL0, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (8 << 39)
        .asciz  "level 2 APTable no EL0, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (8 << 39)
        .asciz  "level 2 APTable no EL0, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (8 << 39)
        .asciz  "level 2 APTable no EL0, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (8 << 39)
        .asciz  "level 2 APTable no EL0, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (8 << 39)
        .asciz  "level 2 APTable no EL0, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (9 << 39)
        .asciz  "level 2 APTable read-only, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (9 << 39)
        .asciz  "level 2 APTable read-only, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (9 << 39)
        .asciz  "level 2 APTable read-only, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (9 << 39)
        .asciz  "level 2 APTable read-only, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (9 << 39)
        .asciz  "level 2 APTable read-only, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (9 << 39)
        .asciz  "level 2 APTable read-only, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (10 << 39)
        .asciz  "level 2 UXNTable, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (10 << 39)
        .asciz  "level 2 UXNTable, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (10 << 39)
        .asciz  "level 2 UXNTable, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (10 << 39)
        .asciz  "level 2 UXNTable, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (10 << 39)
        .asciz  "level 2 UXNTable, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (10 << 39)
        .asciz  "level 2 UXNTable, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + (11 << 39)
        .asciz  "level 2 PXNTable, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + (11 << 39)
        .asciz  "level 2 PXNTable, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + (11 << 39)
        .asciz  "level 2 PXNTable, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + (11 << 39)
        .asciz  "level 2 PXNTable, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + (11 << 39)
        .asciz  "level 2 PXNTable, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + (11 << 39)
        .asciz  "level 2 PXNTable, fetch at EL0"
        .balign 8
1:      .word   0

        .balign 8
probes_12:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0xffffffff000
        .asciz  "fetch from the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x100000000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000000
        .asciz  "write beyond the double"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x100000000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_14:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0xfffffff000
        .asciz  "fetch from the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x10000000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x20000000000
        .asciz  "write beyond the double"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x10000000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_16:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x7ffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x7ffffff000
        .asciz  "fetch from the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x8000000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x10000000000
        .asciz  "write beyond the double"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x8000000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_18:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0xffffff000
        .asciz  "fetch from the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x1000000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x2000000000
        .asciz  "write beyond the double"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x1000000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_20:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x3fffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x3fffff000
        .asciz  "fetch from the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x400000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x800000000
        .asciz  "write beyond the double"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x400000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_22:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x1fffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x1fffff000
        .asciz  "fetch from the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x400000000
        .asciz  "write beyond the double"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_24:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffff000000000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xffff000000000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffefffffffffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffff000000002000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_26:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffff8000000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xffffff8000000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffff7ffffffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffffff8000002000
        .asciz  "write to nothing"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0xffffff7ffffff000
        .asciz  "fetch below"
        .balign 8
1:      .word   0

        .balign 8
probes_28:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffff000000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xfffffff000000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffeffffffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffff000002000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_30:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffff80000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xffffffff80000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffff7ffffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffffffff80002000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_32:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffffc0000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xffffffffc0000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffffbffffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffffffffc0002000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_34:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffe000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xfffffffffe000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffdfffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffffe002000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_36:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffffffff0000
        .asciz  "read at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xffffffffffff0000
        .asciz  "fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x1000000000000
        .asciz  "read beyond T0SZ"
        .balign 8
1:      .word   0

        .balign 8
probes_38:
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 8
        .asciz  "a page just beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_40:
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 8
        .asciz  "a page just beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_42:
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 8
        .asciz  "a page just beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_44:
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 8
        .asciz  "a page just beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_46:
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 8
        .asciz  "a page just beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_48:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW
        .asciz  "a fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW
        .asciz  "a fetch at EL0"
        .balign 8
1:      .word   0

        .balign 8
probes_50:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x0000100000000000
        .asciz  "read at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x8000000000000000
        .asciz  "write at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x0000100000000000
        .asciz  "fetch at EL1"
        .balign 8
1:      .word   0

text_1:         .asciz  "48-bit addresses (T0SZ = 16), IPS 40 bits, MMU on"
text_3:         .asciz  "unprivileged and other accesses at EL1"
text_5:         .asciz  "accesses across the end of a page"
text_7:         .asciz  "EPD0 = 1: no walks for TTBR0, the code itself is not there any more; the vectors are in the upper half"
text_9:         .asciz  "table attributes: APTable, UXNTable, PXNTable at levels 0, 1 and 2"
text_11:        .asciz  "T0SZ = 20: first table of level 0"
text_13:        .asciz  "T0SZ = 24: first table of level 0"
text_15:        .asciz  "T0SZ = 25: first table of level 1"
text_17:        .asciz  "T0SZ = 28: first table of level 1"
text_19:        .asciz  "T0SZ = 30: first table of level 1"
text_21:        .asciz  "T0SZ = 31: first table of level 1"
text_23:        .asciz  "TTBR1 with T1SZ = 16"
text_25:        .asciz  "TTBR1 with T1SZ = 25"
text_27:        .asciz  "TTBR1 with T1SZ = 28"
text_29:        .asciz  "TTBR1 with T1SZ = 33"
text_31:        .asciz  "TTBR1 with T1SZ = 34"
text_33:        .asciz  "TTBR1 with T1SZ = 39"
text_35:        .asciz  "EPD1 = 1"
text_37:        .asciz  "IPS = 0: 32 bits"
text_39:        .asciz  "IPS = 1: 36 bits"
text_41:        .asciz  "IPS = 2: 40 bits"
text_43:        .asciz  "IPS = 3: 42 bits"
text_45:        .asciz  "IPS = 4: 44 bits"
text_47:        .asciz  "a table base in TTBR0 beyond IPS"
text_49:        .asciz  "SCTLR_EL1.M = 0: addresses are physical, and beyond the 44 bits there is an address size fault"

// ================================================================ tables (record.sh copies it from tables.inc)
// Translation tables, made by EL3, whose MMU is off. A table set is three words: the address of the first table, its
// level, and the granule's shift (12 or 16).

        .text
        .balign 4
// All tables are free again and zero; so are the TLBs.
reset_tables:
        ldr     x0, =pool
        ldr     x1, =pool_next
        str     x0, [x1]
        ldr     x1, =POOL_SIZE
        add     x1, x0, x1
1:      stp     xzr, xzr, [x0], #16
        cmp     x0, x1
        b.ne    1b
flush:  dsb     sy
        tlbi    alle1
        tlbi    alle2
        tlbi    alle3
        dsb     sy
        isb
        ret

// x0 = set, w1 = level of the first table, w2 = granule shift. Returns the table's address.
new_set:
        mov     x5, x30
        mov     x4, x0
        stp     x1, x2, [x4, #8]
        bl      new_table
        str     x0, [x4]
        ret     x5

// w2 = granule shift; x0 = a table. Changes x1, x3.
new_table:
        ldr     x1, =pool_next
        ldr     x0, [x1]
        mov     x3, #1
        lsl     x3, x3, x2
        add     x3, x0, x3
        str     x3, [x1]
        ret

// x0 = set, x1 = address, x2 = descriptor, w3 = its level: make what tables are missing, and store it.
map:
        stp     x29, x30, [sp, #-64]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        bl      find
        str     x24, [x0]
        dsb     sy
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret
// The same search; x0 = the entry's address, x24 = the descriptor. Changes x19 to x24.
find:
        mov     x23, x30
        mov     x20, x1
        mov     x24, x2
        mov     w21, w3
        ldr     x19, [x0]
        ldr     w22, [x0, #8]           // level
        ldr     w2, [x0, #16]           // granule shift
        mov     w7, #1                  // the first table may be wider or narrower than the others
1:      sub     w3, w2, #3              // bits per level
        mov     w4, #3
        sub     w4, w4, w22
        madd    w4, w4, w3, w2          // shift of this level
        lsr     x5, x20, x4
        cbnz    w7, 4f
        mov     x6, #-1
        lsl     x6, x6, x3
        bic     x5, x5, x6              // the index
4:      mov     w7, #0
        add     x19, x19, x5, lsl #3
        cmp     w22, w21
        b.eq    3f
        ldr     x5, [x19]
        cbnz    x5, 2f
        bl      new_table
        orr     x5, x0, #TABLE
        str     x5, [x19]
2:      ubfx    x19, x5, #12, #36
        lsl     x19, x19, #12
        add     w22, w22, #1
        b       1b
3:      mov     x0, x19
        ret     x23

// MAIR_ELx: 0 Normal write-back, 1 Device-nGnRE, 2 Normal non-cacheable
set_mair:
        ldr     x0, =0x4404ff
        msr     mair_el1, x0
        msr     mair_el2, x0
        msr     mair_el3, x0
        ret

// x0 = a list of probes: distance, PSTATE, kind, 0; address; name.
probe_list:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
        dsb     sy
        isb
1:      ldr     w20, [x19]
        cbz     w20, 2f
        ldr     x0, =start_registers
        ldr     x1, [x19, #16]
        stp     xzr, x1, [x0]
        ldr     w1, =0xd65f03c0         // what a probe stores is RET
        str     x1, [x0, #16]
        add     x0, x19, #24
        bl      puts
        adr     x0, text_colon_2
        bl      puts
        ldr     w1, [x19, #8]
        adr     x0, probe_code
        add     x0, x0, x1, lsl #4
        ldr     w1, [x19, #4]
        bl      run
        bl      report
        add     x19, x19, x20
        b       1b
2:      ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
text_colon_2:   .asciz  ": "

        .balign 16
probe_code:
        ldr     w0, [x1]
        ret
        .balign 16
        str     w2, [x1]
        ret
        .balign 16
        br      x1
        .balign 16
        ldr     x0, [x1]
        ret
        .balign 16
        ldp     x0, x3, [x1]
        ret
        .balign 16
        ldxr    w0, [x1]
        ret
        .balign 16
        ldxr    w3, [x1]
        stxr    w0, w2, [x1]
        ret
        .balign 16
        ldtr    w0, [x1]
        ret
        .balign 16
        sttr    w2, [x1]
        ret
        .balign 16
        prfm    pldl1keep, [x1]
        ret
        .balign 16
        dc      civac, x1
        ret
        .balign 16
        dc      cvau, x1
        ret
        .balign 16
        ic      ivau, x1
        ret
        .balign 16
        dc      zva, x1
        ret
        .balign 16
        dc      ivac, x1
        ret
        .balign 16
        stlr    w2, [x1]
        ret
        .balign 16
        stp     w2, w2, [x1]
        ret
        .balign 16
        ldrb    w0, [x1]
        ret
        .balign 16
        ldrsb   x0, [x1]
        ret
        .balign 16
        ldrsw   x0, [x1]
        ret
        .balign 16
        str     x2, [x1]
        ret
        .balign 16
        str     w2, [x1], #4
        ret

        .bss
        .balign 8
pool_next:      .space  8
set0:           .space  24              // TTBR0, or the only one
set1:           .space  24              // TTBR1
set2:           .space  24              // stage 2
        .balign 0x10000
pool:           .space  POOL_SIZE
        .text
// ================================================================ end of the tables
// ================================================================ runtime (record.sh copies it from runtime.inc)
// The driver runs at EL3 with its MMU off. `run` enters a piece of code at some exception level; whatever exception
// that code takes, at whatever level, ends at EL3 again, with the registers of the level that took it still in place.
//   - The vectors of EL1 and EL2 are nothing but SMC: they change no register.
//   - Where the exception was taken is known from where that SMC stood; a trapped SMC is followed back in the same way.
//   - Code that ends by RET goes to an SVC or SMC with the number 0xd0d0: no exception, "ok".
// A list of cases, for `try_list`:
//   1:      .word   1f - 1b, MODE           // distance to the next case, the PSTATE to start with
//           .asciz  "name"
//           .balign 4
//           code                            // x0 = 0, x1 = buffer, x2 = 0x0123456789abcdef, others 0
//           ret                             // "ok" prints x0
//   1:      .word   0
// A line of output: name: where, ESR_ELx, FAR_ELx (if the class has one), ELR_ELx from the start of the code, SPSR_ELx,
// HPFAR_EL2 (if the fault has one).

        .equ    EL0, 0x3c0              // PSTATE values: DAIF masked
        .equ    EL1T, 0x3c4
        .equ    EL1, 0x3c5
        .equ    EL2T, 0x3c8
        .equ    EL2, 0x3c9
        .equ    EL3T, 0x3cc
        .equ    EL3, 0x3cd

        .text
        .global _start
        .balign 4
_start:
        ldr     x0, =driver_stack
        mov     sp, x0
        ldr     x0, =vectors_el3
        msr     vbar_el3, x0
        bl      baseline
        bl      main
        mov     x1, #0
exit:   ldr     x0, =0x20026            // SYS_EXIT: ADP_Stopped_ApplicationExit and the code
        ldr     x2, =exit_block
        stp     x0, x1, [x2]
        mov     x1, x2
        mov     w0, #0x18
        hlt     #0xf000
1:      b       1b

// Put all that the cases change back to a known state.
baseline:
        mov     x0, #0x531              // SCR_EL3: NS, RES1, HCE, RW
        msr     scr_el3, x0
        msr     cptr_el3, xzr
        msr     mdcr_el3, xzr
        ldr     x0, =0x30c50830
        msr     sctlr_el3, x0
        msr     sctlr_el2, x0
        ldr     x1, =sctlr_el3_for_code
        str     x0, [x1]
        ldr     x0, =0x30d00800
        msr     sctlr_el1, x0
        mov     x0, #1
        lsl     x0, x0, #31
        msr     hcr_el2, x0
        mov     x0, #0x33ff
        msr     cptr_el2, x0
        mov     x0, #6
        msr     mdcr_el2, x0
        msr     hstr_el2, xzr
        mov     x0, #3
        msr     cnthctl_el2, x0
        msr     cntvoff_el2, xzr
        msr     cntkctl_el1, xzr
        msr     cpacr_el1, xzr
        msr     vttbr_el2, xzr
        mov     x0, #0x80000000
        msr     vtcr_el2, x0
        msr     tcr_el1, xzr
        ldr     x0, =vectors_el1
        msr     vbar_el1, x0
        ldr     x0, =vectors_el2
        msr     vbar_el2, x0
        isb
        tlbi    alle1
        tlbi    alle2
        tlbi    alle3
        dsb     sy
        isb
        ret

// x0 = code, w1 = PSTATE. Runs it with x0 to x29 from `start_registers`. Returns x0 = 0: it ended by RET;
// 1: an exception, described in `capture`. `end_registers` has x0 to x30 at the end.
run:
        stp     x29, x30, [sp, #-96]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        ldr     x2, =driver_sp
        mov     x3, sp
        str     x3, [x2]
        ldr     x2, =code_start
        str     x0, [x2]
        msr     elr_el3, x0
        msr     spsr_el3, x1
        ldr     x0, =el0_stack
        msr     sp_el0, x0
        ldr     x0, =el1_stack
        msr     sp_el1, x0
        ldr     x0, =el2_stack
        msr     sp_el2, x0
        ldr     x0, =el3_stack
        mov     sp, x0
        adr     x30, done_stubs
        ubfx    x1, x1, #2, #2
        add     x30, x30, x1, lsl #2
        ldr     x0, =sctlr_el3_for_code
        ldr     x0, [x0]
        msr     sctlr_el3, x0
        ldr     x0, =start_registers
        ldp     x28, x29, [x0, #224]
        ldp     x26, x27, [x0, #208]
        ldp     x24, x25, [x0, #192]
        ldp     x22, x23, [x0, #176]
        ldp     x20, x21, [x0, #160]
        ldp     x18, x19, [x0, #144]
        ldp     x16, x17, [x0, #128]
        ldp     x14, x15, [x0, #112]
        ldp     x12, x13, [x0, #96]
        ldp     x10, x11, [x0, #80]
        ldp     x8, x9, [x0, #64]
        ldp     x6, x7, [x0, #48]
        ldp     x4, x5, [x0, #32]
        ldp     x2, x3, [x0, #16]
        ldp     x0, x1, [x0]
        isb
        eret

done_stubs:
        svc     #0xd0d0                 // from EL0
        smc     #0xd0d0                 // EL1
        smc     #0xd0d0                 // EL2
        smc     #0xd0d0                 // EL3

// Every exception at EL3. The vector has put x0 into TPIDR_EL3 and its own offset into SP.
el3_common:
        mov     x0, #0x0830             // the code may have changed SCTLR_EL3: big endian, MMU...
        movk    x0, #0x30c5, lsl #16
        msr     sctlr_el3, x0
        isb
        ldr     x0, =end_registers
        stp     x2, x3, [x0, #16]
        stp     x4, x5, [x0, #32]
        stp     x6, x7, [x0, #48]
        stp     x8, x9, [x0, #64]
        stp     x10, x11, [x0, #80]
        stp     x12, x13, [x0, #96]
        stp     x14, x15, [x0, #112]
        stp     x16, x17, [x0, #128]
        stp     x18, x19, [x0, #144]
        stp     x20, x21, [x0, #160]
        stp     x22, x23, [x0, #176]
        stp     x24, x25, [x0, #192]
        stp     x26, x27, [x0, #208]
        stp     x28, x29, [x0, #224]
        str     x30, [x0, #240]
        mrs     x2, tpidr_el3
        stp     x2, x1, [x0]
        mov     x20, #3                 // x20 = the level that took it, x21 = its vector's offset
        mov     x21, sp
        mrs     x22, esr_el3
        mrs     x23, far_el3
        mrs     x24, elr_el3
        mrs     x25, spsr_el3
        ldr     x0, =driver_sp
        ldr     x0, [x0]
        mov     sp, x0
        mrs     x26, vbar_el2           // from the vectors of EL2?
        sub     x27, x24, x26
        cmp     x27, #0x800
        b.hs    1f
        mov     x20, #2
        and     x21, x27, #0x780
        mrs     x22, esr_el2
        mrs     x23, far_el2
        mrs     x24, elr_el2
        mrs     x25, spsr_el2
1:      mrs     x26, vbar_el1           // from the vectors of EL1, perhaps by a trap to EL2?
        sub     x27, x24, x26
        cmp     x27, #0x800
        b.hs    2f
        mov     x20, #1
        and     x21, x27, #0x780
        mrs     x22, esr_el1
        mrs     x23, far_el1
        mrs     x24, elr_el1
        mrs     x25, spsr_el1
2:      ldr     x0, =capture
        stp     x20, x21, [x0]
        stp     x22, x23, [x0, #16]
        stp     x24, x25, [x0, #32]
        mrs     x1, hpfar_el2
        str     x1, [x0, #48]
        mov     x0, #1
        tst     x21, #0x180             // synchronous?
        b.ne    3f
        lsr     w1, w22, #26
        cmp     w1, #0x15
        b.eq    4f
        cmp     w1, #0x17
        b.ne    3f
4:      and     w1, w22, #0xffff
        mov     w2, #0xd0d0
        cmp     w1, w2
        cset    x0, ne
3:      ldp     x27, x28, [sp, #80]
        ldp     x25, x26, [sp, #64]
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #96
        ret

// w0 = an instruction, w1 = PSTATE: `run` it, followed by RET, with x0 to x2 as they are in `start_registers`.
run_word:
        ldr     x2, =word_code
        str     w0, [x2]
        ldr     w0, =0xd65f03c0         // RET
        str     w0, [x2, #4]
        dc      cvau, x2
        dsb     sy
        ic      ivau, x2
        dsb     sy
        isb
        mov     x0, x2
        b       run

// x0 = a list of cases.
try_list:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 3f
        ldr     x0, =start_registers
        str     xzr, [x0]
        ldr     x1, =buffer
        str     x1, [x0, #8]
        ldr     x1, =0x0123456789abcdef
        str     x1, [x0, #16]
        add     x0, x19, #8
        bl      puts
        adr     x0, text_colon
        bl      puts
        add     x0, x19, #8             // the code starts after the name
2:      ldrb    w1, [x0], #1
        cbnz    w1, 2b
        add     x0, x0, #3
        and     x0, x0, #~3
        ldr     w1, [x19, #4]
        bl      run
        bl      report
        add     x19, x19, x20
        b       1b
3:      ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// x0 = what `run` returned: end the line with what happened.
report:
        stp     x29, x30, [sp, #-64]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        cbnz    x0, 1f
        adr     x0, text_ok
        bl      puts
        ldr     x0, =end_registers
        ldr     x0, [x0]
        bl      put_address
        b       9f
1:      ldr     x0, =capture
        ldp     x19, x20, [x0]
        ldp     x21, x22, [x0, #16]
        ldr     x23, [x0, #40]
        adr     x0, text_el
        bl      puts
        mov     x0, x19
        bl      puthex
        mov     w0, #'+'
        bl      putc
        mov     x0, x20
        bl      puthex
        ubfx    x0, x20, #7, #2         // IRQ and FIQ write no syndrome
        cmp     x0, #1
        b.eq    5f
        cmp     x0, #2
        b.eq    5f
        adr     x0, text_esr
        bl      puts
        mov     x0, x21
        bl      puthex
        tst     x20, #0x180
        b.ne    5f
        lsr     w24, w21, #26
        cmp     w24, #0x20              // instruction abort, lower
        b.eq    2f
        cmp     w24, #0x21              // same level
        b.eq    2f
        cmp     w24, #0x22              // PC alignment
        b.eq    3f
        cmp     w24, #0x24              // data abort
        b.eq    2f
        cmp     w24, #0x25
        b.ne    5f
2:      tbnz    w21, #10, 4f            // FnV
3:      adr     x0, text_far
        bl      puts
        mov     x0, x22
        bl      put_address
4:      cmp     x19, #2                 // stage 2, and a kind of fault that has HPFAR_EL2
        b.ne    5f
        cmp     w24, #0x20
        b.eq    6f
        cmp     w24, #0x24
        b.ne    5f
6:      tbnz    w21, #7, 7f             // S1PTW
        ubfx    w0, w21, #2, #4
        cmp     w0, #3                  // a permission fault has none
        b.hs    5f
7:      adr     x0, text_hpfar
        bl      puts
        ldr     x0, =capture
        ldr     x0, [x0, #48]
        bl      puthex
5:      adr     x0, text_elr
        bl      puts
        ldr     x0, =capture
        ldr     x0, [x0, #32]
        bl      put_address
        adr     x0, text_spsr
        bl      puts
        mov     x0, x23
        bl      puthex
9:      bl      newline
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret

// x0 = an address: from the start of the code or of the buffer if it is near, so that where the linker puts things
// does not show.
put_address:
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        mov     x19, x0
        ldr     x1, =code_start
        ldr     x1, [x1]
        sub     x1, x19, x1
        cmp     x1, #0x400
        b.hs    1f
        mov     w0, #'c'
        b       2f
1:      ldr     x1, =buffer
        sub     x1, x19, x1
        mov     x0, #0x10000
        cmp     x1, x0
        b.hs    3f
        mov     w0, #'b'
2:      mov     x19, x1
        bl      putc
        mov     w0, #'+'
        bl      putc
3:      mov     x0, x19
        bl      puthex
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// x0 = a value: hexadecimal without leading zeros.
puthex:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
        clz     x20, x0
        mov     w1, #60
        sub     w20, w1, w20            // the shift of the first digit that counts, from 60 - clz
        add     w20, w20, #3
        and     w20, w20, #~3
        cbnz    x0, 1f
        mov     w20, #0
1:      lsr     x0, x19, x20
        and     w0, w0, #15
        cmp     w0, #10
        b.lo    2f
        add     w0, w0, #'a' - '0' - 10
2:      add     w0, w0, #'0'
        bl      putc
        subs    w20, w20, #4
        b.pl    1b
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

puts:                                   // x0 = text. Changes x0 to x4.
        mov     x4, x30
        mov     x3, x0
1:      ldrb    w0, [x3], #1
        cbz     w0, 2f
        bl      putc
        b       1b
2:      ret     x4

putc:                                   // w0 = character, into the line. Changes x1, x2.
        ldr     x1, =line_length
        ldr     x2, [x1]
        add     x2, x2, #1
        str     x2, [x1]
        ldr     x1, =line - 1
        strb    w0, [x1, x2]
        ret

newline:                                // write the line: SYS_WRITE0
        mov     x5, x30
        mov     w0, #10
        bl      putc
        mov     w0, #0
        bl      putc
        ldr     x1, =line_length
        str     xzr, [x1]
        ldr     x1, =line
        mov     w0, #4
        hlt     #0xf000
        ret     x5

print_line:                             // x0 = text: a line of its own
        stp     x29, x30, [sp, #-16]!
        bl      puts
        bl      newline
        ldp     x29, x30, [sp], #16
        ret

text_colon:     .asciz  ": "
text_ok:        .asciz  "ok "
text_el:        .asciz  "EL"
text_esr:       .asciz  " ESR="
text_far:       .asciz  " FAR="
text_hpfar:     .asciz  " HPFAR="
text_elr:       .asciz  " ELR="
text_spsr:      .asciz  " SPSR="

        .balign 2048
vectors_el1:
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 2048
vectors_el2:
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 2048
vectors_el3:
        msr     tpidr_el3, x0
        mov     x0, #0x0
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x80
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x100
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x180
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x200
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x280
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x300
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x380
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x400
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x480
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x500
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x580
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x600
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x680
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x700
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x780
        mov     sp, x0
        b       el3_common
        .balign 128
        .data
        .balign 16
exit_block:     .quad   0, 0
line_length:    .quad   0
        .bss
        .balign 16
driver_sp:      .space  8
code_start:     .space  8
sctlr_el3_for_code:
                .space  8
capture:        .space  56              // level, vector, ESR, FAR, ELR, SPSR, HPFAR
start_registers:
                .space  256
end_registers:  .space  256
line:           .space  512
        .balign 64
word_code:      .space  64
        .balign 16
                .space  4096
driver_stack:   .space  4096
el0_stack:      .space  4096
el1_stack:      .space  4096
el2_stack:      .space  4096
el3_stack:
        .balign 0x10000
buffer:         .space  0x10000
// ================================================================ end of the runtime
