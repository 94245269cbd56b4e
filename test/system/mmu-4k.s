// mmu-4k: stage 1 of EL1 and EL0 with the 4 KB granule: blocks and pages, translation, access flag, permission and address
// size faults at every level, for reads, writes and fetches from EL1 and EL0; the table attributes; TxSZ, EPD, TTBR1.

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

        .include "tables.inc"
        .include "runtime.inc"
