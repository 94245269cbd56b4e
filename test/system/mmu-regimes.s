// mmu-regimes: the translation regimes of EL2 and EL3, the top byte (TBI), ASIDs and global pages, TLB maintenance seen from
// the program, attributes of Device memory.

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
        msr     ttbr0_el2, x0
        ldr     x0, =0x80823510
        msr     tcr_el2, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x2000
        ldr     x2, =frames + 0x2000 + (AP_ALL | SH | AF | PAGE | XN)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x3000
        ldr     x2, =frames + 0x3000 + (AP_ALL | SH | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x4000
        ldr     x2, =0x10000000000 | AP_ALL | SH | AF | PAGE
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x200000
        ldr     x2, =0x44000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x40000000
        ldr     x2, =0x40000000 | AP_ALL | SH | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        ldr     x0, =0x30c50831
        msr     sctlr_el2, x0
        isb
        ldr     x0, =probes_2
        bl      probe_list
        ldr     x0, =probes_3
        bl      probe_list
        ldr     x0, =probes_4
        bl      probe_list

        ldr     x0, =text_5
        bl      print_line
        bl      baseline
        bl      reset_tables
        ldr     x0, =set0
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el2, x0
        ldr     x0, =0x80823500 + 25
        msr     tcr_el2, x0
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
        ldr     x0, =0x30c50831
        msr     sctlr_el2, x0
        isb
        ldr     x0, =probes_6
        bl      probe_list

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        bl      reset_tables
        ldr     x0, =set0
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el2, x0
        ldr     x0, =0x80823500 + 31
        msr     tcr_el2, x0
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
        ldr     x0, =0x30c50831
        msr     sctlr_el2, x0
        isb
        ldr     x0, =probes_8
        bl      probe_list

        ldr     x0, =text_9
        bl      print_line
        bl      baseline
        bl      reset_tables
        ldr     x0, =set0
        mov     w1, #2
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el2, x0
        ldr     x0, =0x80827516
        msr     tcr_el2, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        ldr     x0, =0x30c50831
        msr     sctlr_el2, x0
        isb
        ldr     x0, =probes_10
        bl      probe_list

        ldr     x0, =text_11
        bl      print_line
        bl      baseline
        bl      reset_tables
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el2, x0
        ldr     x0, =0x80923510
        msr     tcr_el2, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        ldr     x0, =0x30c50831
        msr     sctlr_el2, x0
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
        msr     ttbr0_el3, x0
        ldr     x0, =0x80823510
        msr     tcr_el3, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x2000
        ldr     x2, =frames + 0x2000 + (AP_ALL | SH | AF | PAGE | XN)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x3000
        ldr     x2, =frames + 0x3000 + (AP_ALL | SH | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x4000
        ldr     x2, =0x10000000000 | AP_ALL | SH | AF | PAGE
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x200000
        ldr     x2, =0x44000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x40000000
        ldr     x2, =0x40000000 | AP_ALL | SH | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, =0x30c50831
        str     x1, [x0]
        ldr     x0, =probes_14
        bl      probe_list
        ldr     x0, =probes_15
        bl      probe_list

        ldr     x0, =text_16
        bl      print_line
        bl      baseline
        bl      reset_tables
        ldr     x0, =set0
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el3, x0
        ldr     x0, =0x80823500 + 25
        msr     tcr_el3, x0
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
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, =0x30c50831
        str     x1, [x0]
        ldr     x0, =probes_17
        bl      probe_list

        ldr     x0, =text_18
        bl      print_line
        bl      baseline
        bl      reset_tables
        ldr     x0, =set0
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el3, x0
        ldr     x0, =0x80823500 + 31
        msr     tcr_el3, x0
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
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, =0x30c50831
        str     x1, [x0]
        ldr     x0, =probes_19
        bl      probe_list

        ldr     x0, =text_20
        bl      print_line
        bl      baseline
        bl      reset_tables
        ldr     x0, =set0
        mov     w1, #2
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el3, x0
        ldr     x0, =0x80827516
        msr     tcr_el3, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, =0x30c50831
        str     x1, [x0]
        ldr     x0, =probes_21
        bl      probe_list

        ldr     x0, =text_22
        bl      print_line
        bl      baseline
        bl      reset_tables
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el3, x0
        ldr     x0, =0x80923510
        msr     tcr_el3, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, =0x30c50831
        str     x1, [x0]
        ldr     x0, =probes_23
        bl      probe_list

        ldr     x0, =text_24
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =(0 << 37) | 0x2b5103510
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
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x1000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_25
        bl      probe_list

        ldr     x0, =text_26
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =(1 << 37) | 0x2b5103510
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
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x1000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_27
        bl      probe_list

        ldr     x0, =text_28
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =(2 << 37) | 0x2b5103510
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
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x1000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_29
        bl      probe_list

        ldr     x0, =text_30
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 37
        msr     tcr_el1, x0
        isb
        ldr     x0, =probes_31
        bl      probe_list

        ldr     x0, =text_32
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x1200803510
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
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x1000 + (AP_ALL | SH | AF | NG | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set1
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x2000 + (AP_ALL | SH | AF | NG | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =set0
        ldr     x0, [x0]
        ldr     x1, =set1
        ldr     x1, [x1]
        ldr     x2, =set0_address
        stp     x0, x1, [x2]
        ldr     x0, =cases_33
        bl      try_list
        ldr     x0, =set0

        ldr     x0, =text_34
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
        ldr     x2, =frames + 0x1000 + (AP_ALL | SH | AF | NG | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x200000
        ldr     x2, =frames + (AP_ALL | SH | AF | BLOCK)
        mov     w3, #2
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =set0
        ldr     x1, =WINDOW
        mov     w3, #3
        bl      find_entry
        ldr     x1, =start_registers
        str     x0, [x1, #24]
        ldr     x0, =probes_35
        bl      probe_list
        ldr     x0, =cases_36
        bl      try_list
        ldr     x0, =probes_37
        bl      probe_list
        ldr     x0, =probes_38
        bl      probe_list
        ldr     x0, =cases_39
        bl      try_list
        ldr     x0, =probes_40
        bl      probe_list
        ldr     x0, =probes_41
        bl      probe_list
        ldr     x0, =cases_42
        bl      try_list
        ldr     x0, =probes_43
        bl      probe_list
        ldr     x0, =probes_44
        bl      probe_list
        ldr     x0, =cases_45
        bl      try_list
        ldr     x0, =probes_46
        bl      probe_list
        ldr     x0, =probes_47
        bl      probe_list
        ldr     x0, =cases_48
        bl      try_list
        ldr     x0, =probes_49
        bl      probe_list
        ldr     x0, =probes_50
        bl      probe_list
        ldr     x0, =cases_51
        bl      try_list
        ldr     x0, =probes_52
        bl      probe_list
        ldr     x0, =probes_53
        bl      probe_list
        ldr     x0, =cases_54
        bl      try_list
        ldr     x0, =probes_55
        bl      probe_list
        ldr     x0, =probes_56
        bl      probe_list
        ldr     x0, =cases_57
        bl      try_list
        ldr     x0, =probes_58
        bl      probe_list
        ldr     x0, =probes_59
        bl      probe_list
        ldr     x0, =cases_60
        bl      try_list
        ldr     x0, =probes_61
        bl      probe_list
        ldr     x0, =probes_62
        bl      probe_list
        ldr     x0, =cases_63
        bl      try_list
        ldr     x0, =probes_64
        bl      probe_list
        ldr     x0, =probes_65
        bl      probe_list
        ldr     x0, =cases_66
        bl      try_list
        ldr     x0, =probes_67
        bl      probe_list
        ldr     x0, =probes_68
        bl      probe_list
        ldr     x0, =cases_69
        bl      try_list
        ldr     x0, =probes_70
        bl      probe_list
        ldr     x0, =probes_71
        bl      probe_list
        ldr     x0, =cases_72
        bl      try_list
        ldr     x0, =probes_73
        bl      probe_list
        ldr     x0, =probes_74
        bl      probe_list
        ldr     x0, =cases_75
        bl      try_list
        ldr     x0, =probes_76
        bl      probe_list
        ldr     x0, =probes_77
        bl      probe_list
        ldr     x0, =cases_78
        bl      try_list
        ldr     x0, =probes_79
        bl      probe_list
        ldr     x0, =probes_80
        bl      probe_list
        ldr     x0, =cases_81
        bl      try_list
        ldr     x0, =probes_82
        bl      probe_list

        ldr     x0, =text_83
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
        ldr     x2, =frames + (AP_ALL | AF | PAGE | DEVICE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (AP_ALL | AF | PAGE | UNCACHED)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x2000
        ldr     x2, =frames + 0x2000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_84
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
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW
        .asciz  "page, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW
        .asciz  "page, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW
        .asciz  "page, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0x2000
        .asciz  "page with XN, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW + 0x2000
        .asciz  "page with XN, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW + 0x2000
        .asciz  "page with XN, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without access flag, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without access flag, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without access flag, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0x4000
        .asciz  "page beyond PS, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW + 0x4000
        .asciz  "page beyond PS, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW + 0x4000
        .asciz  "page beyond PS, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0x5000
        .asciz  "no page, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW + 0x5000
        .asciz  "no page, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW + 0x5000
        .asciz  "no page, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0x80000000
        .asciz  "no level 2 table, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW + 0x80000000
        .asciz  "no level 2 table, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW + 0x80000000
        .asciz  "no level 2 table, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0x40000000
        .asciz  "1 GB block without access flag, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW + 0x40000000
        .asciz  "1 GB block without access flag, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW + 0x40000000
        .asciz  "1 GB block without access flag, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   0x8000000000
        .asciz  "no level 1 table, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   0x8000000000
        .asciz  "no level 1 table, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   0x8000000000
        .asciz  "no level 1 table, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, fetch at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   0xffff000000000000
        .asciz  "the upper half, read at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   0xffff000000000000
        .asciz  "the upper half, write at EL2"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   0xffff000000000000
        .asciz  "the upper half, fetch at EL2"
        .balign 8
1:      .word   0

        .balign 8
probes_3:
1:      .word   1f - 1b, EL2, LDTR, 0
        .quad   WINDOW + 0x1000
        .asciz  "LDTR at EL2 is LDR"
        .balign 8
1:      .word   1f - 1b, EL2, STTR, 0
        .quad   WINDOW + 0x1000
        .asciz  "STTR at EL2 is STR"
        .balign 8
1:      .word   0

        .balign 8
probes_4:
1:      .word   0

        .balign 8
probes_6:
1:      .word   1f - 1b, EL2, R, 0
        .quad   0x7ffffffffc
        .asciz  "the last word"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   0x8000000000
        .asciz  "beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_8:
1:      .word   1f - 1b, EL2, R, 0
        .quad   0x1fffffffc
        .asciz  "the last word"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   0x200000000
        .asciz  "beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_10:
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0xf004
        .asciz  "the last part of a page"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW + 0x10004
        .asciz  "nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_12:
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW | 0xff00000000000004
        .asciz  "a tag is ignored"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW | 0x5a00000000000000
        .asciz  "a branch to a tagged address"
        .balign 8
1:      .word   1f - 1b, EL2, W, 0
        .quad   WINDOW | 0x5a00000000001000
        .asciz  "a fault with a tag: FAR has it"
        .balign 8
1:      .word   1f - 1b, EL2, X, 0
        .quad   WINDOW | 0x5a00000000001000
        .asciz  "a fetch fault with a tag: the PC has none"
        .balign 8
1:      .word   1f - 1b, EL2, R, 0
        .quad   WINDOW | 0x00ff000000000000
        .asciz  "bits 55:48 are not a tag"
        .balign 8
1:      .word   0

        .balign 8
probes_14:
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW
        .asciz  "page, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW
        .asciz  "page, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW
        .asciz  "page, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW + 0x1000
        .asciz  "read-only page, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0x2000
        .asciz  "page with XN, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW + 0x2000
        .asciz  "page with XN, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW + 0x2000
        .asciz  "page with XN, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without access flag, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without access flag, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW + 0x3000
        .asciz  "page without access flag, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0x4000
        .asciz  "page beyond PS, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW + 0x4000
        .asciz  "page beyond PS, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW + 0x4000
        .asciz  "page beyond PS, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0x5000
        .asciz  "no page, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW + 0x5000
        .asciz  "no page, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW + 0x5000
        .asciz  "no page, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW + 0x200000
        .asciz  "read-only 2 MB block, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0x80000000
        .asciz  "no level 2 table, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW + 0x80000000
        .asciz  "no level 2 table, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW + 0x80000000
        .asciz  "no level 2 table, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0x40000000
        .asciz  "1 GB block without access flag, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW + 0x40000000
        .asciz  "1 GB block without access flag, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW + 0x40000000
        .asciz  "1 GB block without access flag, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   0x8000000000
        .asciz  "no level 1 table, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   0x8000000000
        .asciz  "no level 1 table, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   0x8000000000
        .asciz  "no level 1 table, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, fetch at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   0xffff000000000000
        .asciz  "the upper half, read at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   0xffff000000000000
        .asciz  "the upper half, write at EL3"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   0xffff000000000000
        .asciz  "the upper half, fetch at EL3"
        .balign 8
1:      .word   0

        .balign 8
probes_15:
1:      .word   1f - 1b, EL3, LDTR, 0
        .quad   WINDOW + 0x1000
        .asciz  "LDTR at EL3 is LDR"
        .balign 8
1:      .word   1f - 1b, EL3, STTR, 0
        .quad   WINDOW + 0x1000
        .asciz  "STTR at EL3 is STR"
        .balign 8
1:      .word   0

        .balign 8
probes_17:
1:      .word   1f - 1b, EL3, R, 0
        .quad   0x7ffffffffc
        .asciz  "the last word"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   0x8000000000
        .asciz  "beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_19:
1:      .word   1f - 1b, EL3, R, 0
        .quad   0x1fffffffc
        .asciz  "the last word"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   0x200000000
        .asciz  "beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_21:
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0xf004
        .asciz  "the last part of a page"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW + 0x10004
        .asciz  "nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_23:
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW | 0xff00000000000004
        .asciz  "a tag is ignored"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW | 0x5a00000000000000
        .asciz  "a branch to a tagged address"
        .balign 8
1:      .word   1f - 1b, EL3, W, 0
        .quad   WINDOW | 0x5a00000000001000
        .asciz  "a fault with a tag: FAR has it"
        .balign 8
1:      .word   1f - 1b, EL3, X, 0
        .quad   WINDOW | 0x5a00000000001000
        .asciz  "a fetch fault with a tag: the PC has none"
        .balign 8
1:      .word   1f - 1b, EL3, R, 0
        .quad   WINDOW | 0x00ff000000000000
        .asciz  "bits 55:48 are not a tag"
        .balign 8
1:      .word   0

        .balign 8
probes_25:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW | 0x1200000000000004
        .asciz  "lower half, tag 12, read"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x1200000000000000
        .asciz  "lower half, tag 12, branch"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW | 0x1200000000000004
        .asciz  "lower half, tag 12, write to read-only"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW | 0x8000000000001000
        .asciz  "lower half, tag 80, write to nothing"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x1200000000001000
        .asciz  "lower half, tag 12, branch to nothing"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW | 0x12ff000000000004
        .asciz  "upper half by bit 55, tag 12, read"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x12ff000000000000
        .asciz  "upper half by bit 55, tag 12, branch"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW | 0x12ff000000000004
        .asciz  "upper half, tag 12, write to read-only"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x12ff000000001000
        .asciz  "upper half, tag 12, branch to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_27:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW | 0x1200000000000004
        .asciz  "lower half, tag 12, read"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x1200000000000000
        .asciz  "lower half, tag 12, branch"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW | 0x1200000000000004
        .asciz  "lower half, tag 12, write to read-only"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW | 0x8000000000001000
        .asciz  "lower half, tag 80, write to nothing"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x1200000000001000
        .asciz  "lower half, tag 12, branch to nothing"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW | 0x12ff000000000004
        .asciz  "upper half by bit 55, tag 12, read"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x12ff000000000000
        .asciz  "upper half by bit 55, tag 12, branch"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW | 0x12ff000000000004
        .asciz  "upper half, tag 12, write to read-only"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x12ff000000001000
        .asciz  "upper half, tag 12, branch to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_29:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW | 0x1200000000000004
        .asciz  "lower half, tag 12, read"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x1200000000000000
        .asciz  "lower half, tag 12, branch"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW | 0x1200000000000004
        .asciz  "lower half, tag 12, write to read-only"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW | 0x8000000000001000
        .asciz  "lower half, tag 80, write to nothing"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x1200000000001000
        .asciz  "lower half, tag 12, branch to nothing"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW | 0x12ff000000000004
        .asciz  "upper half by bit 55, tag 12, read"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x12ff000000000000
        .asciz  "upper half by bit 55, tag 12, branch"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW | 0x12ff000000000004
        .asciz  "upper half, tag 12, write to read-only"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW | 0x12ff000000001000
        .asciz  "upper half, tag 12, branch to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_31:
1:      .word   1f - 1b, EL1, R, 0
        .quad   frames | 0x1200000000000004
        .asciz  "tag 12"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   frames | 0x0012000000000004
        .asciz  "bits 55:48 are not zero"
        .balign 8
1:      .word   0

        .balign 4
cases_33:
1:      .word   1f - 1b, EL1
        .asciz  "ASID 1, then 2, then 1, nothing invalidated"
        .balign 4
        ldr     x3, =set0_address
        ldr     x9, =WINDOW + 4
        ldr     x4, [x3]
        ldr     x5, [x3, #8]
        mov     x6, #1
        orr     x4, x4, x6, lsl #48
        mov     x6, #2
        orr     x5, x5, x6, lsl #48
        msr     ttbr0_el1, x4
        isb
        ldr     w0, [x9]
        msr     ttbr0_el1, x5
        isb
        ldr     w7, [x9]
        orr     x0, x7, x0, lsl #8
        msr     ttbr0_el1, x4
        isb
        ldr     w7, [x9]
        orr     x0, x7, x0, lsl #8
        ret
1:      .word   1f - 1b, EL1
        .asciz  "16-bit ASIDs 0x101 and 1 differ, TCR_EL1.AS = 1"
        .balign 4
        ldr     x3, =set0_address
        ldr     x9, =WINDOW + 4
        ldr     x4, [x3]
        ldr     x5, [x3, #8]
        mov     x6, #1
        orr     x4, x4, x6, lsl #48
        mov     x6, #0x101
        orr     x5, x5, x6, lsl #48
        msr     ttbr0_el1, x4
        isb
        ldr     w0, [x9]
        msr     ttbr0_el1, x5
        isb
        ldr     w7, [x9]
        orr     x0, x7, x0, lsl #8
        msr     ttbr0_el1, x4
        isb
        ret
1:      .word   0

        .balign 8
probes_35:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VMALLE1"
        .balign 8
1:      .word   0

        .balign 4
cases_36:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VMALLE1 done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vmalle1
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_37:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VMALLE1"
        .balign 8
1:      .word   0

        .balign 8
probes_38:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VMALLE1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_39:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VMALLE1IS done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vmalle1is
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_40:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VMALLE1IS"
        .balign 8
1:      .word   0

        .balign 8
probes_41:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VAE1"
        .balign 8
1:      .word   0

        .balign 4
cases_42:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VAE1 done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vae1, x4
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_43:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VAE1"
        .balign 8
1:      .word   0

        .balign 8
probes_44:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VAE1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_45:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VAE1IS done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vae1is, x4
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_46:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VAE1IS"
        .balign 8
1:      .word   0

        .balign 8
probes_47:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VALE1"
        .balign 8
1:      .word   0

        .balign 4
cases_48:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VALE1 done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vale1, x4
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_49:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VALE1"
        .balign 8
1:      .word   0

        .balign 8
probes_50:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VALE1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_51:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VALE1IS done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vale1is, x4
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_52:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VALE1IS"
        .balign 8
1:      .word   0

        .balign 8
probes_53:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VAAE1"
        .balign 8
1:      .word   0

        .balign 4
cases_54:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VAAE1 done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vaae1, x4
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_55:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VAAE1"
        .balign 8
1:      .word   0

        .balign 8
probes_56:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VAAE1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_57:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VAAE1IS done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vaae1is, x4
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_58:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VAAE1IS"
        .balign 8
1:      .word   0

        .balign 8
probes_59:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VAALE1"
        .balign 8
1:      .word   0

        .balign 4
cases_60:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VAALE1 done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vaale1, x4
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_61:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VAALE1"
        .balign 8
1:      .word   0

        .balign 8
probes_62:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VAALE1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_63:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VAALE1IS done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vaale1is, x4
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_64:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VAALE1IS"
        .balign 8
1:      .word   0

        .balign 8
probes_65:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI ASIDE1"
        .balign 8
1:      .word   0

        .balign 4
cases_66:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI ASIDE1 done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    aside1, x5
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_67:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI ASIDE1"
        .balign 8
1:      .word   0

        .balign 8
probes_68:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI ASIDE1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_69:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI ASIDE1IS done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    aside1is, x5
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_70:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI ASIDE1IS"
        .balign 8
1:      .word   0

        .balign 8
probes_71:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI ALLE1"
        .balign 8
1:      .word   0

        .balign 4
cases_72:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI ALLE1 done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    alle1
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_73:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI ALLE1"
        .balign 8
1:      .word   0

        .balign 8
probes_74:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI ALLE1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_75:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI ALLE1IS done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    alle1is
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_76:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI ALLE1IS"
        .balign 8
1:      .word   0

        .balign 8
probes_77:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VMALLS12E1"
        .balign 8
1:      .word   0

        .balign 4
cases_78:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VMALLS12E1 done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vmalls12e1
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_79:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VMALLS12E1"
        .balign 8
1:      .word   0

        .balign 8
probes_80:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "before TLBI VMALLS12E1IS"
        .balign 8
1:      .word   0

        .balign 4
cases_81:
1:      .word   1f - 1b, EL3
        .asciz  "TLBI VMALLS12E1IS done at EL3"
        .balign 4
        ldr     x9, =WINDOW + 4
        ldr     x6, [x3]
        eor     x7, x6, #0x3000
        str     x7, [x3]
        dsb     ish
        ldr     x4, =WINDOW >> 12
        mov     x5, #0
        tlbi    vmalls12e1is
        dsb     ish
        isb
        ldr     x6, [x3]
        ubfx    x0, x6, #12, #2
        ret
1:      .word   0

        .balign 8
probes_82:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "after TLBI VMALLS12E1IS"
        .balign 8
1:      .word   0

        .balign 8
probes_84:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "Device, aligned LDR at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 5
        .asciz  "Device, LDR + 1 at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, STRX, 0
        .quad   WINDOW + 12
        .asciz  "Device, STR X + 4 at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, RPAIR, 0
        .quad   WINDOW + 20
        .asciz  "Device, LDP X + 4 at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, WPAIR, 0
        .quad   WINDOW + 18
        .asciz  "Device, STP W + 2 at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 4
        .asciz  "Device, aligned LDR at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 5
        .asciz  "Device, LDR + 1 at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, STRX, 0
        .quad   WINDOW + 12
        .asciz  "Device, STR X + 4 at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, RPAIR, 0
        .quad   WINDOW + 20
        .asciz  "Device, LDP X + 4 at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, WPAIR, 0
        .quad   WINDOW + 18
        .asciz  "Device, STP W + 2 at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x1000 + 4
        .asciz  "Normal non-cacheable, aligned LDR at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x1000 + 5
        .asciz  "Normal non-cacheable, LDR + 1 at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, STRX, 0
        .quad   WINDOW + 0x1000 + 12
        .asciz  "Normal non-cacheable, STR X + 4 at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, RPAIR, 0
        .quad   WINDOW + 0x1000 + 20
        .asciz  "Normal non-cacheable, LDP X + 4 at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, WPAIR, 0
        .quad   WINDOW + 0x1000 + 18
        .asciz  "Normal non-cacheable, STP W + 2 at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x1000 + 4
        .asciz  "Normal non-cacheable, aligned LDR at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x1000 + 5
        .asciz  "Normal non-cacheable, LDR + 1 at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, STRX, 0
        .quad   WINDOW + 0x1000 + 12
        .asciz  "Normal non-cacheable, STR X + 4 at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, RPAIR, 0
        .quad   WINDOW + 0x1000 + 20
        .asciz  "Normal non-cacheable, LDP X + 4 at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, WPAIR, 0
        .quad   WINDOW + 0x1000 + 18
        .asciz  "Normal non-cacheable, STP W + 2 at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x2000 + 4
        .asciz  "Normal, aligned LDR at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x2000 + 5
        .asciz  "Normal, LDR + 1 at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, STRX, 0
        .quad   WINDOW + 0x2000 + 12
        .asciz  "Normal, STR X + 4 at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, RPAIR, 0
        .quad   WINDOW + 0x2000 + 20
        .asciz  "Normal, LDP X + 4 at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, WPAIR, 0
        .quad   WINDOW + 0x2000 + 18
        .asciz  "Normal, STP W + 2 at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x2000 + 4
        .asciz  "Normal, aligned LDR at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x2000 + 5
        .asciz  "Normal, LDR + 1 at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, STRX, 0
        .quad   WINDOW + 0x2000 + 12
        .asciz  "Normal, STR X + 4 at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, RPAIR, 0
        .quad   WINDOW + 0x2000 + 20
        .asciz  "Normal, LDP X + 4 at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, WPAIR, 0
        .quad   WINDOW + 0x2000 + 18
        .asciz  "Normal, STP W + 2 at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, ZVA, 0
        .quad   WINDOW
        .asciz  "Device, DC ZVA"
        .balign 8
1:      .word   1f - 1b, EL1, ZVA, 0
        .quad   WINDOW + 0x2000
        .asciz  "Normal, DC ZVA"
        .balign 8
1:      .word   0

text_1:         .asciz  "EL2: T0SZ = 16, PS 40 bits"
text_5:         .asciz  "EL2: T0SZ = 25"
text_7:         .asciz  "EL2: T0SZ = 31"
text_9:         .asciz  "EL2: 64 KB granule, T0SZ = 22"
text_11:        .asciz  "EL2: TBI = 1"
text_13:        .asciz  "EL3: T0SZ = 16, PS 40 bits"
text_16:        .asciz  "EL3: T0SZ = 25"
text_18:        .asciz  "EL3: T0SZ = 31"
text_20:        .asciz  "EL3: 64 KB granule, T0SZ = 22"
text_22:        .asciz  "EL3: TBI = 1"
text_24:        .asciz  "EL1 and EL0: TBI0 = TBI1 = 0"
text_26:        .asciz  "EL1 and EL0: TBI0 = 1"
text_28:        .asciz  "EL1 and EL0: TBI1 = 1"
text_30:        .asciz  "MMU off with TBI0 = 1: the top byte is ignored, 44 bits remain"
text_32:        .asciz  "ASIDs: the same address, two table sets"
text_34:        .asciz  "TLB maintenance at EL1: a page is changed, then invalidated by each form"
text_83:        .asciz  "a page of Device memory: unaligned accesses and exclusives"

        .data
        .balign 16
set0_address:   .quad   0, 0
        .text

        .include "tables.inc"
        .include "runtime.inc"
