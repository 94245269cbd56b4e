// stage2: stage 2 of the translation at EL1 and EL0: permissions, faults at every level, what ESR_EL2, FAR_EL2 and HPFAR_EL2
// say, faults on the table walk of stage 1, first levels and sizes, the 64 KB granule, VMIDs, TGE and DC.

        .include "names.inc"

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

        .include "tables.inc"
        .include "runtime.inc"
