// stage2: stage 2 of the translation at EL1 and EL0: permissions, faults at every level, what ESR_EL2, FAR_EL2 and HPFAR_EL2
// say, faults on the table walk of stage 1, first levels and sizes, the 64 KB granule, VMIDs, TGE and DC.

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
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80023559
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (SH | AF | (15 << 2) | (1 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x2000
        ldr     x2, =frames + 0x2000 + (SH | AF | (15 << 2) | (2 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x3000
        ldr     x2, =frames + 0x3000 + (SH | AF | (15 << 2) | (0 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x4000
        ldr     x2, =frames + 0x4000 + (SH | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x5000
        ldr     x2, =frames + 0x5000 + (SH | AF | (15 << 2) | (3 << 6) | XN | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x6000
        ldr     x2, =frames + 0x6000 + (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x7000
        ldr     x2, =0x10000000000 + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x8000
        ldr     x2, =frames + 0x8000 + (SH | AF | (15 << 2) | (3 << 6) | CONTIGUOUS | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x200000
        ldr     x2, =0x44000000 + (SH | AF | (15 << 2) | (1 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x400000
        ldr     x2, =0x44000000 + (SH | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x600000
        ldr     x2, =0x20000000000 + (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x800000
        ldr     x2, =0x10000000000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x40000000
        ldr     x2, =0x40000000 + (SH | AF | (15 << 2) | (1 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x80000000
        ldr     x2, =0x40000000 + (SH | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0xc0000000
        ldr     x2, =0x30000000000 + (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x100000000
        ldr     x2, =0x10000000000 | TABLE
        mov     w3, #1
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_2
        bl      probe_list

        ldr     x0, =text_3
        bl      print_line
        ldr     x0, =cases_4
        bl      try_list
        ldr     x0, =cases_5
        bl      try_list

        ldr     x0, =text_6
        bl      print_line
        mrs     x1, hcr_el2
        ldr     x0, =1 << 27
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_7
        bl      try_list

        ldr     x0, =text_8
        bl      print_line
        mrs     x0, hcr_el2
        bic     x0, x0, #1 << 27
        msr     hcr_el2, x0
        ldr     x0, =0x530
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_9
        bl      try_list

        ldr     x0, =text_10
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80023559
        msr     vtcr_el2, x0
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
        ldr     x1, =0x200000000 + 0x0
        ldr     x2, =WINDOW + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x1000
        ldr     x2, =WINDOW + 0x1000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x2000
        ldr     x2, =WINDOW + 0x1000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x3000
        ldr     x2, =WINDOW + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x4000
        ldr     x2, =WINDOW + 0x4000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x5000
        ldr     x2, =WINDOW + 0x9000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x6000
        ldr     x2, =WINDOW + 0x5000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x7000
        ldr     x2, =WINDOW + 0x9000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x8000
        ldr     x2, =WINDOW + 0x9000 + (AP_ALL | SH | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x9000
        ldr     x2, =0x8000000000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0xa000
        ldr     x2, =WINDOW + 0x2000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0xb000
        ldr     x2, =WINDOW + (AP_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0xc000
        ldr     x2, =WINDOW + 0x9000 + (AP_EL1 | SH | AF | PXN | UXN | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x200000
        ldr     x2, =WINDOW + 0x9000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x400000
        ldr     x2, =WINDOW + 0x4000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x600000
        ldr     x2, =WINDOW + 0x3000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x800000
        ldr     x2, =WINDOW + 0x1000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0xa00000
        ldr     x2, =WINDOW + 0x2000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0xc00000
        ldr     x2, =WINDOW + 0xa000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0xe00000
        ldr     x2, =0x8000000000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x200000000 + 0x40000000
        ldr     x2, =WINDOW + 0x9000 | TABLE
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x8000000000
        ldr     x2, =WINDOW + 0x9000 | TABLE
        mov     w3, #0
        bl      map
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (SH | AF | (15 << 2) | (1 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x2000
        ldr     x2, =frames + 0x2000 + (SH | AF | (15 << 2) | (2 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x3000
        ldr     x2, =frames + 0x3000 + (SH | AF | (15 << 2) | (0 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x4000
        ldr     x2, =frames + 0x4000 + (SH | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0x5000
        ldr     x2, =frames + 0x5000 + (SH | AF | (15 << 2) | (3 << 6) | XN | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW + 0xa000
        ldr     x2, =frames + 0xa000 + (AF | (1 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =frames
        ldr     x1, =WINDOW + (AP_ALL | SH | AF | PAGE)
        str     x1, [x0, #8]
        ldr     x2, =0x1008
        str     x1, [x0, x2]
        ldr     x2, =0xa008
        str     x1, [x0, x2]
        dsb     sy
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_11
        bl      probe_list
        ldr     x0, =cases_12
        bl      try_list
        ldr     x0, =cases_13
        bl      try_list

        ldr     x0, =text_14
        bl      print_line
        mrs     x1, hcr_el2
        ldr     x0, =4
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      flush
        ldr     x0, =probes_15
        bl      probe_list

        ldr     x0, =text_16
        bl      print_line
        mrs     x0, hcr_el2
        bic     x0, x0, #4
        msr     hcr_el2, x0
        bl      flush
        ldr     x0, =cases_17
        bl      try_list

        ldr     x0, =text_18
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80003500 | (2 << 16) | 32 | (1 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =0xfffff000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_19
        bl      probe_list

        ldr     x0, =text_20
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        mov     w2, #12
        bl      new_table
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80003500 | (2 << 16) | 24 | (1 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =0xfffffff000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_21
        bl      probe_list

        ldr     x0, =text_22
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80003500 | (4 << 16) | 21 | (1 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =0x7fffffff000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_23
        bl      probe_list

        ldr     x0, =text_24
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #2
        mov     w2, #12
        bl      new_set
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80003500 | (2 << 16) | 30 | (0 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =0x44000000
        ldr     x2, =0x44000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =0x3fffff000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_25
        bl      probe_list

        ldr     x0, =text_26
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #2
        mov     w2, #12
        bl      new_set
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        mov     w2, #12
        bl      new_table
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80003500 | (2 << 16) | 31 | (0 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =0x44000000
        ldr     x2, =0x44000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =0x1fffff000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_27
        bl      probe_list

        ldr     x0, =text_28
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80003500 | (4 << 16) | 20 | (2 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =0xffffffff000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_29
        bl      probe_list

        ldr     x0, =text_30
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80003500 | (4 << 16) | 24 | (2 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =0xfffffff000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_31
        bl      probe_list

        ldr     x0, =text_32
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80023500 | 16 | (1 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_33
        bl      probe_list

        ldr     x0, =text_34
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #2
        mov     w2, #16
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80007500 | (2 << 16) | 24 | (1 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =0xffffff0000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_35
        bl      probe_list

        ldr     x0, =text_36
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #2
        mov     w2, #16
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80007500 | (2 << 16) | 32 | (1 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =0xffff0000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_37
        bl      probe_list

        ldr     x0, =text_38
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #16
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80007500 | (4 << 16) | 20 | (2 << 6)
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #2
        bl      map
        ldr     x0, =set2
        ldr     x1, =0xfffffff0000
        ldr     x2, =frames + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =probes_39
        bl      probe_list

        ldr     x0, =text_40
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80023559
        msr     vtcr_el2, x0
        ldr     x0, =set1
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x1000 + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x2000 + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =set2
        ldr     x0, [x0]
        orr     x0, x0, #1 << 48
        msr     vttbr_el2, x0
        isb
        ldr     x0, =probes_41
        bl      probe_list
        ldr     x0, =set1
        ldr     x0, [x0]
        orr     x0, x0, #2 << 48
        msr     vttbr_el2, x0
        isb
        ldr     x0, =probes_42
        bl      probe_list
        ldr     x0, =set2
        ldr     x0, [x0]
        orr     x0, x0, #1 << 48
        msr     vttbr_el2, x0
        isb
        ldr     x0, =probes_43
        bl      probe_list
        ldr     x0, =set1
        ldr     x0, [x0]
        mov     x1, #3
        orr     x0, x0, x1, lsl #48
        msr     vttbr_el2, x0
        isb
        ldr     x0, =probes_44
        bl      probe_list

        ldr     x0, =text_45
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80023559
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | (SH | AF | (15 << 2) | (3 << 6) | BLOCK)
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x1000 + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, hcr_el2
        orr     x0, x0, #1
        msr     hcr_el2, x0
        isb
        ldr     x0, =set2
        ldr     x1, =WINDOW
        mov     w3, #3
        bl      find_entry
        ldr     x1, =start_registers
        str     x0, [x1, #24]
        ldr     x0, =probes_46
        bl      probe_list
        ldr     x0, =cases_47
        bl      try_list
        ldr     x0, =probes_48
        bl      probe_list
        ldr     x0, =probes_49
        bl      probe_list
        ldr     x0, =cases_50
        bl      try_list
        ldr     x0, =probes_51
        bl      probe_list
        ldr     x0, =probes_52
        bl      probe_list
        ldr     x0, =cases_53
        bl      try_list
        ldr     x0, =probes_54
        bl      probe_list
        ldr     x0, =probes_55
        bl      probe_list
        ldr     x0, =cases_56
        bl      try_list
        ldr     x0, =probes_57
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

find_entry:                             // as `find`, which changes x19 to x24
        stp     x29, x30, [sp, #-64]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        bl      find
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret

        .balign 8
probes_2:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW
        .asciz  "page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW
        .asciz  "page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW
        .asciz  "page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW
        .asciz  "page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW
        .asciz  "page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW
        .asciz  "page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x2000
        .asciz  "write-only page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x2000
        .asciz  "write-only page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x2000
        .asciz  "write-only page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x2000
        .asciz  "write-only page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x2000
        .asciz  "write-only page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x2000
        .asciz  "write-only page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without permission, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without permission, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without permission, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without permission, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without permission, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without permission, fetch at EL0"
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
        .asciz  "page with XN, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x5000
        .asciz  "page with XN, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x5000
        .asciz  "page with XN, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x5000
        .asciz  "page with XN, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x5000
        .asciz  "page with XN, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x5000
        .asciz  "page with XN, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x6000
        .asciz  "level 3 descriptor of type 1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x6000
        .asciz  "level 3 descriptor of type 1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x6000
        .asciz  "level 3 descriptor of type 1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x6000
        .asciz  "level 3 descriptor of type 1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x6000
        .asciz  "level 3 descriptor of type 1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x6000
        .asciz  "level 3 descriptor of type 1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x7000
        .asciz  "page beyond PS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x7000
        .asciz  "page beyond PS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x7000
        .asciz  "page beyond PS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x7000
        .asciz  "page beyond PS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x7000
        .asciz  "page beyond PS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x7000
        .asciz  "page beyond PS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x8000
        .asciz  "contiguous page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x8000
        .asciz  "contiguous page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x8000
        .asciz  "contiguous page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x8000
        .asciz  "contiguous page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x8000
        .asciz  "contiguous page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x8000
        .asciz  "contiguous page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x9000
        .asciz  "no page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x9000
        .asciz  "no page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x9000
        .asciz  "no page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x9000
        .asciz  "no page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x9000
        .asciz  "no page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x9000
        .asciz  "no page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x400000
        .asciz  "2 MB block without access flag, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x400000
        .asciz  "2 MB block without access flag, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x400000
        .asciz  "2 MB block without access flag, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x400000
        .asciz  "2 MB block without access flag, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x400000
        .asciz  "2 MB block without access flag, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x400000
        .asciz  "2 MB block without access flag, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x601000
        .asciz  "2 MB block beyond PS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x601000
        .asciz  "2 MB block beyond PS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x601000
        .asciz  "2 MB block beyond PS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x601000
        .asciz  "2 MB block beyond PS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x601000
        .asciz  "2 MB block beyond PS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x601000
        .asciz  "2 MB block beyond PS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x801000
        .asciz  "level 3 table beyond PS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x801000
        .asciz  "level 3 table beyond PS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x801000
        .asciz  "level 3 table beyond PS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x801000
        .asciz  "level 3 table beyond PS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x801000
        .asciz  "level 3 table beyond PS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x801000
        .asciz  "level 3 table beyond PS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0xa01000
        .asciz  "no level 3 table, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0xa01000
        .asciz  "no level 3 table, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0xa01000
        .asciz  "no level 3 table, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0xa01000
        .asciz  "no level 3 table, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0xa01000
        .asciz  "no level 3 table, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0xa01000
        .asciz  "no level 3 table, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x44000000
        .asciz  "read-only 1 GB block, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x80001000
        .asciz  "1 GB block without access flag, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x80001000
        .asciz  "1 GB block without access flag, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x80001000
        .asciz  "1 GB block without access flag, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x80001000
        .asciz  "1 GB block without access flag, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x80001000
        .asciz  "1 GB block without access flag, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x80001000
        .asciz  "1 GB block without access flag, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0xc0001000
        .asciz  "1 GB block beyond PS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0xc0001000
        .asciz  "1 GB block beyond PS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0xc0001000
        .asciz  "1 GB block beyond PS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0xc0001000
        .asciz  "1 GB block beyond PS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0xc0001000
        .asciz  "1 GB block beyond PS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0xc0001000
        .asciz  "1 GB block beyond PS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x100001000
        .asciz  "level 2 table beyond PS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x100001000
        .asciz  "level 2 table beyond PS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x100001000
        .asciz  "level 2 table beyond PS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x100001000
        .asciz  "level 2 table beyond PS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x100001000
        .asciz  "level 2 table beyond PS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x100001000
        .asciz  "level 2 table beyond PS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x140001000
        .asciz  "no level 2 table, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x140001000
        .asciz  "no level 2 table, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x140001000
        .asciz  "no level 2 table, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x140001000
        .asciz  "no level 2 table, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x140001000
        .asciz  "no level 2 table, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x140001000
        .asciz  "no level 2 table, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x8000000000
        .asciz  "beyond T0SZ, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x8000000000
        .asciz  "beyond T0SZ, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x8000000000
        .asciz  "beyond T0SZ, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x8000000000
        .asciz  "beyond T0SZ, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x8000000000
        .asciz  "beyond T0SZ, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x8000000000
        .asciz  "beyond T0SZ, fetch at EL0"
        .balign 8
1:      .word   0

        .balign 4
cases_4:
1:      .word   1f - 1b, EL1
        .asciz  "ldr w5, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldr     w5, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr x6, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldr     x6, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrb w7, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldrb    w7, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrh w8, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldrh    w8, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrsb w9, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldrsb   w9, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrsb x10, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldrsb   x10, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrsh w11, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldrsh   w11, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrsh x12, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldrsh   x12, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrsw x13, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldrsw   x13, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr wzr, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldr     wzr, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr xzr, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldr     xzr, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str w14, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        str     w14, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str x15, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        str     x15, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "strb w16, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        strb    w16, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "strh w17, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        strh    w17, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str xzr, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        str     xzr, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur w18, [x1, #3] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldur    w18, [x1, #3]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stur x19, [x1, #-7] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        stur    x19, [x1, #-7]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr w20, [x1, x3] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldr     w20, [x1, x3]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str x21, [x1, x3, lsl #3] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        str     x21, [x1, x3, lsl #3]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr w22, [x1, #8] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldr     w22, [x1, #8]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldtr w23, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldtr    w23, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "sttrb w24, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        sttrb   w24, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr w25, [x1], #4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldr     w25, [x1], #4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str x26, [x1, #8]! at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        str     x26, [x1, #8]!
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldp w4, w5, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldp     w4, w5, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stp x6, x7, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        stp     x6, x7, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldpsw x8, x9, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldpsw   x8, x9, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldnp x10, x11, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldnp    x10, x11, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxr w12, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldxr    w12, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldaxr x13, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldaxr   x13, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxp x14, x15, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldxp    x14, x15, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldar w16, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldar    w16, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldarb w17, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldarb   w17, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldarh w18, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldarh   w18, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldar x19, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldar    x19, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlr w20, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        stlr    w20, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlrb w21, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        stlrb   w21, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlr x22, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        stlr    x22, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "prfm pldl1keep, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        prfm    pldl1keep, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "dc civac, x1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        dc      civac, x1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "dc ivac, x1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        dc      ivac, x1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "dc zva, x1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        dc      zva, x1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ic ivau, x1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ic      ivau, x1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldr w5, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldr     w5, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "strb w16, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        strb    w16, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldrsh x12, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldrsh   x12, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldp x6, x7, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldp     x6, x7, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldar w16, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x9040
        mov     x3, #0
        ldar    w16, [x1]
        ret
1:      .word   0

        .balign 4
cases_5:
1:      .word   1f - 1b, EL1
        .asciz  "stxr to nothing at EL1"
        .balign 4
        ldr     x1, =WINDOW
        ldr     x3, =WINDOW + 0x9040
        ldxr    w4, [x1]
        stxr    w5, w4, [x3]
        mov     w0, w5
        ret
1:      .word   1f - 1b, EL1
        .asciz  "word across the end of a page, the second part is nothing"
        .balign 4
        ldr     x1, =WINDOW + 0x8ffe
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "pair across the end of a page, the second part is nothing"
        .balign 4
        ldr     x1, =WINDOW + 0x8ff8
        ldp     x0, x3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "word across, the first part has no access flag"
        .balign 4
        ldr     x1, =WINDOW + 0x4ffe
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "EL2 itself is not translated by stage 2"
        .balign 4
        ldr     x1, =frames
        ldr     w0, [x1]
        ret
1:      .word   0

        .balign 4
cases_7:
1:      .word   1f - 1b, EL0
        .asciz  "read of a physical address at EL0"
        .balign 4
        ldr     x1, =frames + 4
        ldr     w0, [x1]
        ret
1:      .word   0

        .balign 4
cases_9:
1:      .word   1f - 1b, EL1
        .asciz  "read of a physical address at Secure EL1"
        .balign 4
        ldr     x1, =frames + 4
        ldr     w0, [x1]
        ret
1:      .word   0

        .balign 8
probes_11:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000
        .asciz  "allowed by both, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000
        .asciz  "allowed by both, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000
        .asciz  "allowed by both, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000
        .asciz  "allowed by both, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000
        .asciz  "allowed by both, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000
        .asciz  "allowed by both, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x1000
        .asciz  "read-only by stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x1000
        .asciz  "read-only by stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x1000
        .asciz  "read-only by stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x1000
        .asciz  "read-only by stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x1000
        .asciz  "read-only by stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x1000
        .asciz  "read-only by stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x2000
        .asciz  "read-only by both, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x2000
        .asciz  "read-only by both, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x2000
        .asciz  "read-only by both, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x2000
        .asciz  "read-only by both, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x2000
        .asciz  "read-only by both, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x2000
        .asciz  "read-only by both, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x3000
        .asciz  "read-only by stage 1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x3000
        .asciz  "read-only by stage 1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x3000
        .asciz  "read-only by stage 1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x3000
        .asciz  "read-only by stage 1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x3000
        .asciz  "read-only by stage 1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x3000
        .asciz  "read-only by stage 1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x4000
        .asciz  "no access flag in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x4000
        .asciz  "no access flag in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x4000
        .asciz  "no access flag in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x4000
        .asciz  "no access flag in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x4000
        .asciz  "no access flag in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x4000
        .asciz  "no access flag in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x5000
        .asciz  "nothing in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x5000
        .asciz  "nothing in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x5000
        .asciz  "nothing in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x5000
        .asciz  "nothing in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x5000
        .asciz  "nothing in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x5000
        .asciz  "nothing in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x6000
        .asciz  "XN in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x6000
        .asciz  "XN in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x6000
        .asciz  "XN in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x6000
        .asciz  "XN in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x6000
        .asciz  "XN in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x6000
        .asciz  "XN in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x7000
        .asciz  "read-only by stage 1, nothing in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x7000
        .asciz  "read-only by stage 1, nothing in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x7000
        .asciz  "read-only by stage 1, nothing in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x7000
        .asciz  "read-only by stage 1, nothing in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x7000
        .asciz  "read-only by stage 1, nothing in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x7000
        .asciz  "read-only by stage 1, nothing in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x8000
        .asciz  "no access flag in stage 1, nothing in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x8000
        .asciz  "no access flag in stage 1, nothing in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x8000
        .asciz  "no access flag in stage 1, nothing in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x8000
        .asciz  "no access flag in stage 1, nothing in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x8000
        .asciz  "no access flag in stage 1, nothing in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x8000
        .asciz  "no access flag in stage 1, nothing in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x9000
        .asciz  "stage 1 gives an IPA beyond stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x9000
        .asciz  "stage 1 gives an IPA beyond stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x9000
        .asciz  "stage 1 gives an IPA beyond stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x9000
        .asciz  "stage 1 gives an IPA beyond stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x9000
        .asciz  "stage 1 gives an IPA beyond stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x9000
        .asciz  "stage 1 gives an IPA beyond stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0xa000
        .asciz  "write-only by stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0xa000
        .asciz  "write-only by stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0xa000
        .asciz  "write-only by stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0xa000
        .asciz  "write-only by stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0xa000
        .asciz  "write-only by stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0xa000
        .asciz  "write-only by stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0xb000
        .asciz  "EL1 only by stage 1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0xb000
        .asciz  "EL1 only by stage 1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0xb000
        .asciz  "EL1 only by stage 1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0xb000
        .asciz  "EL1 only by stage 1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0xb000
        .asciz  "EL1 only by stage 1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0xb000
        .asciz  "EL1 only by stage 1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0xc000
        .asciz  "EL1 only and XN by stage 1, nothing in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0xc000
        .asciz  "EL1 only and XN by stage 1, nothing in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0xc000
        .asciz  "EL1 only and XN by stage 1, nothing in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0xc000
        .asciz  "EL1 only and XN by stage 1, nothing in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0xc000
        .asciz  "EL1 only and XN by stage 1, nothing in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0xc000
        .asciz  "EL1 only and XN by stage 1, nothing in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0xd000
        .asciz  "nothing in stage 1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0xd000
        .asciz  "nothing in stage 1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0xd000
        .asciz  "nothing in stage 1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0xd000
        .asciz  "nothing in stage 1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0xd000
        .asciz  "nothing in stage 1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0xd000
        .asciz  "nothing in stage 1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x201000
        .asciz  "level 3 table: nothing in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x201000
        .asciz  "level 3 table: nothing in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x201000
        .asciz  "level 3 table: nothing in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x201000
        .asciz  "level 3 table: nothing in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x201000
        .asciz  "level 3 table: nothing in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x201000
        .asciz  "level 3 table: nothing in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x401000
        .asciz  "level 3 table: no access flag in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x401000
        .asciz  "level 3 table: no access flag in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x401000
        .asciz  "level 3 table: no access flag in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x401000
        .asciz  "level 3 table: no access flag in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x401000
        .asciz  "level 3 table: no access flag in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x401000
        .asciz  "level 3 table: no access flag in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x601000
        .asciz  "level 3 table: no permission in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x601000
        .asciz  "level 3 table: no permission in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x601000
        .asciz  "level 3 table: no permission in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x601000
        .asciz  "level 3 table: no permission in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x601000
        .asciz  "level 3 table: no permission in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x601000
        .asciz  "level 3 table: no permission in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x801000
        .asciz  "level 3 table: read-only in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x801000
        .asciz  "level 3 table: read-only in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x801000
        .asciz  "level 3 table: read-only in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x801000
        .asciz  "level 3 table: read-only in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x801000
        .asciz  "level 3 table: read-only in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x801000
        .asciz  "level 3 table: read-only in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0xa01000
        .asciz  "level 3 table: write-only in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0xa01000
        .asciz  "level 3 table: write-only in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0xa01000
        .asciz  "level 3 table: write-only in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0xa01000
        .asciz  "level 3 table: write-only in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0xa01000
        .asciz  "level 3 table: write-only in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0xa01000
        .asciz  "level 3 table: write-only in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0xc01000
        .asciz  "level 3 table: Device memory in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0xc01000
        .asciz  "level 3 table: Device memory in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0xc01000
        .asciz  "level 3 table: Device memory in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0xc01000
        .asciz  "level 3 table: Device memory in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0xc01000
        .asciz  "level 3 table: Device memory in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0xc01000
        .asciz  "level 3 table: Device memory in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0xe01000
        .asciz  "level 3 table beyond stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0xe01000
        .asciz  "level 3 table beyond stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0xe01000
        .asciz  "level 3 table beyond stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0xe01000
        .asciz  "level 3 table beyond stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0xe01000
        .asciz  "level 3 table beyond stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0xe01000
        .asciz  "level 3 table beyond stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0x40201000
        .asciz  "level 2 table: nothing in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0x40201000
        .asciz  "level 2 table: nothing in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0x40201000
        .asciz  "level 2 table: nothing in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x200000000 + 0x40201000
        .asciz  "level 2 table: nothing in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200000000 + 0x40201000
        .asciz  "level 2 table: nothing in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000 + 0x40201000
        .asciz  "level 2 table: nothing in stage 2, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x8000201000
        .asciz  "level 1 table: nothing in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x8000201000
        .asciz  "level 1 table: nothing in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x8000201000
        .asciz  "level 1 table: nothing in stage 2, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x8000201000
        .asciz  "level 1 table: nothing in stage 2, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x8000201000
        .asciz  "level 1 table: nothing in stage 2, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x8000201000
        .asciz  "level 1 table: nothing in stage 2, fetch at EL0"
        .balign 8
1:      .word   0

        .balign 4
cases_12:
1:      .word   1f - 1b, EL1
        .asciz  "word across the end of a page, the second part has no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200003ffe
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "pair across the end of a page, the second part has no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200003ff8
        ldp     x0, x3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "word across, the first part has no access flag, the second is nothing"
        .balign 4
        ldr     x1, =0x200004ffe
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "word across, the second part is read-only by stage 1"
        .balign 4
        ldr     x1, =0x200001ffe
        str     w0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "unaligned store, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200004001
        str     w0, [x1]
        ret
1:      .word   0

        .balign 4
cases_13:
1:      .word   1f - 1b, EL1
        .asciz  "ldrb w7, [x1], to an IPA that is not there"
        .balign 4
        ldr     x1, =0x200005040
        ldrb    w7, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stp x6, x7, [x1], to an IPA that is not there"
        .balign 4
        ldr     x1, =0x200005040
        stp     x6, x7, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "dc civac, x1, to an IPA that is not there"
        .balign 4
        ldr     x1, =0x200005040
        dc      civac, x1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "dc zva, x1, to an IPA that is not there"
        .balign 4
        ldr     x1, =0x200005040
        dc      zva, x1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldtr w0, [x1], to an IPA that is not there"
        .balign 4
        ldr     x1, =0x200005040
        ldtr    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlr w1, [x1], to an IPA that is not there"
        .balign 4
        ldr     x1, =0x200005040
        stlr    w1, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrb w7, [x1], with a table that is not there"
        .balign 4
        ldr     x1, =0x200201040
        ldrb    w7, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str x7, [x1], with a table that is not there"
        .balign 4
        ldr     x1, =0x200201040
        str     x7, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "dc civac, x1, with a table that is not there"
        .balign 4
        ldr     x1, =0x200201040
        dc      civac, x1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "prfm pldl1keep, [x1], with a table that is not there"
        .balign 4
        ldr     x1, =0x200201040
        prfm    pldl1keep, [x1]
        ret
1:      .word   0

        .balign 8
probes_15:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000 + 0xc01000
        .asciz  "level 3 table: Device memory in stage 2, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x200000000 + 0xc01000
        .asciz  "level 3 table: Device memory in stage 2, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x200000000 + 0xc01000
        .asciz  "level 3 table: Device memory in stage 2, fetch at EL1"
        .balign 8
1:      .word   0

        .balign 4
cases_17:
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1R at EL2, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1R at EL2, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1R at EL2, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1R at EL2, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1R at EL2, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1R at EL2, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1R at EL2, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1R at EL2, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1W at EL1, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1W at EL1, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1W at EL1, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1W at EL1, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1W at EL1, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1W at EL1, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1W at EL1, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1W at EL1, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0R at EL1, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0R at EL1, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0R at EL1, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0R at EL1, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0R at EL1, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0R at EL1, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0R at EL1, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0R at EL1, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0W at EL1, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0W at EL1, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0W at EL1, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0W at EL1, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0W at EL1, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0W at EL1, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0W at EL1, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E0W at EL1, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1R at EL2, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1R at EL2, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1R at EL2, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1R at EL2, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1R at EL2, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1R at EL2, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1R at EL2, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1R at EL2, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S12E1R at EL3, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S12E1R at EL3, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S12E1R at EL3, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S12E1R at EL3, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S12E1R at EL3, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S12E1R at EL3, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S12E1R at EL3, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S12E1R at EL3, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1W at EL2, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s12e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1W at EL2, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s12e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1W at EL2, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s12e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1W at EL2, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s12e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1W at EL2, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s12e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1W at EL2, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s12e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1W at EL2, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s12e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E1W at EL2, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s12e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0R at EL2, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s12e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0R at EL2, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s12e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0R at EL2, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s12e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0R at EL2, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s12e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0R at EL2, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s12e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0R at EL2, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s12e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0R at EL2, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s12e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0R at EL2, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s12e0r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0W at EL2, allowed by both"
        .balign 4
        ldr     x1, =0x200000000 + 0x123
        at      s12e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0W at EL2, read-only by stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x1123
        at      s12e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0W at EL2, read-only by stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0x3123
        at      s12e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0W at EL2, no access flag in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x4123
        at      s12e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0W at EL2, nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x5123
        at      s12e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0W at EL2, EL1 only"
        .balign 4
        ldr     x1, =0x200000000 + 0xb123
        at      s12e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0W at EL2, nothing in stage 1"
        .balign 4
        ldr     x1, =0x200000000 + 0xd123
        at      s12e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0W at EL2, table: nothing in stage 2"
        .balign 4
        ldr     x1, =0x200000000 + 0x201123
        at      s12e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   0

        .balign 8
probes_19:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffff004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x100000000
        .asciz  "beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffffe000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffe00000
        .asciz  "the first of those"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x80003000
        .asciz  "the middle"
        .balign 8
1:      .word   0

        .balign 8
probes_21:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffff004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x10000000000
        .asciz  "beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffffffe000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffe00000
        .asciz  "the first of those"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x8000003000
        .asciz  "the middle"
        .balign 8
1:      .word   0

        .balign 8
probes_23:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x7fffffff004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x80000000000
        .asciz  "beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x7ffffffe000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x7ffffe00000
        .asciz  "the first of those"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x40000003000
        .asciz  "the middle"
        .balign 8
1:      .word   0

        .balign 8
probes_25:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x3fffff004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x400000000
        .asciz  "beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x3ffffe000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x3ffe00000
        .asciz  "the first of those"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x200003000
        .asciz  "the middle"
        .balign 8
1:      .word   0

        .balign 8
probes_27:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x1fffff004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000
        .asciz  "beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x1ffffe000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x1ffe00000
        .asciz  "the first of those"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x100003000
        .asciz  "the middle"
        .balign 8
1:      .word   0

        .balign 8
probes_29:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffff004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffe000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffe00000
        .asciz  "the first of those"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x80000003000
        .asciz  "the middle"
        .balign 8
1:      .word   0

        .balign 8
probes_31:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffff004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x10000000000
        .asciz  "beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffffffe000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffe00000
        .asciz  "the first of those"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x8000003000
        .asciz  "the middle"
        .balign 8
1:      .word   0

        .balign 8
probes_33:
1:      .word   1f - 1b, EL0, R, 0
        .quad   frames
        .asciz  "T0SZ = 16 at level 1"
        .balign 8
1:      .word   0

        .balign 8
probes_35:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffff0004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffe0000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x8000003000
        .asciz  "the middle"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x10000000000
        .asciz  "beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_37:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffff0004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffe0000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x80003000
        .asciz  "the middle"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x100000000
        .asciz  "beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_39:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffff0004
        .asciz  "the last page"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffffffe0000
        .asciz  "nothing in a table of level 3"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x80000003000
        .asciz  "the middle"
        .balign 8
1:      .word   0

        .balign 8
probes_41:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "VMID 1"
        .balign 8
1:      .word   0

        .balign 8
probes_42:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "VMID 2"
        .balign 8
1:      .word   0

        .balign 8
probes_43:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "VMID 1"
        .balign 8
1:      .word   0

        .balign 8
probes_44:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "VMID 3"
        .balign 8
1:      .word   0

        .balign 8
probes_46:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI IPAS2E1"
        .balign 8
1:      .word   0

        .balign 4
cases_47:
1:      .word   1f - 1b, EL2
        .asciz  "TLBI IPAS2E1 at EL2"
        .balign 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        tlbi    ipas2e1, x4
        dsb     ish
        tlbi    vmalle1
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_48:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after"
        .balign 8
1:      .word   0

        .balign 8
probes_49:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI IPAS2LE1"
        .balign 8
1:      .word   0

        .balign 4
cases_50:
1:      .word   1f - 1b, EL2
        .asciz  "TLBI IPAS2LE1 at EL2"
        .balign 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        tlbi    ipas2le1, x4
        dsb     ish
        tlbi    vmalle1
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_51:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after"
        .balign 8
1:      .word   0

        .balign 8
probes_52:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI IPAS2E1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_53:
1:      .word   1f - 1b, EL2
        .asciz  "TLBI IPAS2E1IS at EL2"
        .balign 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        tlbi    ipas2e1is, x4
        dsb     ish
        tlbi    vmalle1
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_54:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after"
        .balign 8
1:      .word   0

        .balign 8
probes_55:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI IPAS2LE1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_56:
1:      .word   1f - 1b, EL2
        .asciz  "TLBI IPAS2LE1IS at EL2"
        .balign 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        tlbi    ipas2le1is, x4
        dsb     ish
        tlbi    vmalle1
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_57:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after"
        .balign 8
1:      .word   0

text_1:         .asciz  "39-bit IPA (T0SZ = 25), first table of level 1, PS 40 bits, stage 1 off"
text_3:         .asciz  "the syndrome of each kind of access: from nothing"
text_6:         .asciz  "HCR_EL2.TGE = 1: stage 2 is off for EL0"
text_8:         .asciz  "SCR_EL3.NS = 0: no stage 2 for Secure EL1"
text_10:        .asciz  "both stages: stage 1 4 KB 48 bits, stage 2 39 bits"
text_14:        .asciz  "HCR_EL2.PTW = 1: a table in Device memory is refused"
text_16:        .asciz  "AT with both stages"
text_18:        .asciz  "T0SZ = 32, level 1"
text_20:        .asciz  "T0SZ = 24, level 1, two tables side by side"
text_22:        .asciz  "T0SZ = 21, level 1, sixteen tables side by side"
text_24:        .asciz  "T0SZ = 30, level 2, sixteen tables"
text_26:        .asciz  "T0SZ = 31, level 2, eight tables"
text_28:        .asciz  "T0SZ = 20, level 0"
text_30:        .asciz  "T0SZ = 24, level 0"
text_32:        .asciz  "first levels that do not fit the size: faults of level 0"
text_34:        .asciz  "64 KB granule, T0SZ = 24, level 2"
text_36:        .asciz  "64 KB granule, T0SZ = 32, level 2"
text_38:        .asciz  "64 KB granule, T0SZ = 20, level 1"
text_40:        .asciz  "VMIDs: two stage 2 tables, nothing invalidated between"
text_45:        .asciz  "a stage 2 page is changed, then TLBI IPAS2E1 and VMALLE1"

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
