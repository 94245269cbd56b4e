// mmu-64k: stage 1 of EL1 and EL0 with the 64 KB granule: 512 MB blocks and pages, the faults at every level, first tables of
// levels 1, 2 and 3.

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
        mov     w1, #1
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200807510
        msr     tcr_el1, x0
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
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x10000
        ldr     x2, =frames + 0x10000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x20000
        ldr     x2, =frames + 0x20000 + (AP_EL1 | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x30000
        ldr     x2, =frames + 0x30000 + (AP_ALL | SH | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x40000
        ldr     x2, =frames + (AP_ALL | SH | AF | BLOCK)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x50000
        ldr     x2, =0x10000000000 | AP_ALL | SH | AF | PAGE
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x60000
        ldr     x2, =frames + 0x20000 + (AP_ALL | SH | AF | PAGE | CONTIGUOUS)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x20000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x40000000
        ldr     x2, =0x40000000 | AP_ALL | SH | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x60000000
        ldr     x2, =0x20000000000 | AP_ALL | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x80000000
        ldr     x2, =0x10000000000 | TABLE
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0xa0000000
        ldr     x2, =0x40000000 | AP_EL1 | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x40000000000
        ldr     x2, =0x40000000 | AP_ALL | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x80000000000
        ldr     x2, =0x10000000000 | TABLE
        mov     w3, #1
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
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #1
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200807500 + 20
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0xfffffff0000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_4
        bl      probe_list

        ldr     x0, =text_5
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #2
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200807500 + 22
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x3ffffff0000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_6
        bl      probe_list

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #2
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200807500 + 25
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x7fffff0000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
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
        mov     w1, #2
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200807500 + 31
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =0x1ffff0000
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
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
        mov     w1, #1
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2f5007510 | (16 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #1
        mov     w2, #16
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0xffffffff0000
        ldr     x2, =frames + 0x10000 + (AP_RO_EL1 | SH | AF | PAGE)
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
        mov     w1, #1
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2f5007510 | (22 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #2
        mov     w2, #16
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x3ffffff0000
        ldr     x2, =frames + 0x10000 + (AP_RO_EL1 | SH | AF | PAGE)
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
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2f5007510 | (30 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #2
        mov     w2, #16
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x3ffff0000
        ldr     x2, =frames + 0x10000 + (AP_RO_EL1 | SH | AF | PAGE)
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
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2f5007510 | (35 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #3
        mov     w2, #16
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x1fff0000
        ldr     x2, =frames + 0x10000 + (AP_RO_EL1 | SH | AF | PAGE)
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
        mov     w2, #16
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2f5007510 | (38 << 16)
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #3
        mov     w2, #16
        bl      new_set
        msr     ttbr1_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x0
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set1
        ldr     x1, =0x3ff0000
        ldr     x2, =frames + 0x10000 + (AP_RO_EL1 | SH | AF | PAGE)
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
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x2f5193510
        msr     tcr_el1, x0
        ldr     x0, =set1
        mov     w1, #2
        mov     w2, #16
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
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x1000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =probes_22
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
        .quad   WINDOW + 0xf000
        .asciz  "the end of that page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0xf000
        .asciz  "the end of that page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0xf000
        .asciz  "the end of that page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0xf000
        .asciz  "the end of that page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0xf000
        .asciz  "the end of that page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0xf000
        .asciz  "the end of that page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x10000
        .asciz  "read-only page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x10000
        .asciz  "read-only page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x10000
        .asciz  "read-only page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x10000
        .asciz  "read-only page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x10000
        .asciz  "read-only page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x10000
        .asciz  "read-only page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x20000
        .asciz  "page for EL1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x20000
        .asciz  "page for EL1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x20000
        .asciz  "page for EL1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x20000
        .asciz  "page for EL1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x20000
        .asciz  "page for EL1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x20000
        .asciz  "page for EL1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x30000
        .asciz  "page without access flag, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x30000
        .asciz  "page without access flag, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x30000
        .asciz  "page without access flag, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x30000
        .asciz  "page without access flag, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x30000
        .asciz  "page without access flag, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x30000
        .asciz  "page without access flag, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x40000
        .asciz  "level 3 descriptor of type 1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x40000
        .asciz  "level 3 descriptor of type 1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x40000
        .asciz  "level 3 descriptor of type 1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x40000
        .asciz  "level 3 descriptor of type 1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x40000
        .asciz  "level 3 descriptor of type 1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x40000
        .asciz  "level 3 descriptor of type 1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x50000
        .asciz  "page beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x50000
        .asciz  "page beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x50000
        .asciz  "page beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x50000
        .asciz  "page beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x50000
        .asciz  "page beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x50000
        .asciz  "page beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x60000
        .asciz  "contiguous page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x60000
        .asciz  "contiguous page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x60000
        .asciz  "contiguous page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x60000
        .asciz  "contiguous page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x60000
        .asciz  "contiguous page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x60000
        .asciz  "contiguous page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x70000
        .asciz  "no page, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x70000
        .asciz  "no page, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x70000
        .asciz  "no page, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x70000
        .asciz  "no page, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x70000
        .asciz  "no page, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x70000
        .asciz  "no page, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x24000000
        .asciz  "read-only 512 MB block, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x24000000
        .asciz  "read-only 512 MB block, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x24000000
        .asciz  "read-only 512 MB block, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x24000000
        .asciz  "read-only 512 MB block, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x24000000
        .asciz  "read-only 512 MB block, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x24000000
        .asciz  "read-only 512 MB block, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x44000000
        .asciz  "512 MB block without access flag, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x44000000
        .asciz  "512 MB block without access flag, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x44000000
        .asciz  "512 MB block without access flag, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x44000000
        .asciz  "512 MB block without access flag, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x44000000
        .asciz  "512 MB block without access flag, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x44000000
        .asciz  "512 MB block without access flag, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x60001000
        .asciz  "512 MB block beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x60001000
        .asciz  "512 MB block beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x60001000
        .asciz  "512 MB block beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x60001000
        .asciz  "512 MB block beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x60001000
        .asciz  "512 MB block beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x60001000
        .asciz  "512 MB block beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x80001000
        .asciz  "level 3 table beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0x80001000
        .asciz  "level 3 table beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0x80001000
        .asciz  "level 3 table beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0x80001000
        .asciz  "level 3 table beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0x80001000
        .asciz  "level 3 table beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0x80001000
        .asciz  "level 3 table beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0xa4000000
        .asciz  "512 MB block for EL1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0xa4000000
        .asciz  "512 MB block for EL1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0xa4000000
        .asciz  "512 MB block for EL1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0xa4000000
        .asciz  "512 MB block for EL1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0xa4000000
        .asciz  "512 MB block for EL1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0xa4000000
        .asciz  "512 MB block for EL1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0xc0000000
        .asciz  "no level 3 table, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   WINDOW + 0xc0000000
        .asciz  "no level 3 table, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   WINDOW + 0xc0000000
        .asciz  "no level 3 table, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   WINDOW + 0xc0000000
        .asciz  "no level 3 table, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   WINDOW + 0xc0000000
        .asciz  "no level 3 table, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   WINDOW + 0xc0000000
        .asciz  "no level 3 table, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x40044000000
        .asciz  "level 1 descriptor of type 1, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x40044000000
        .asciz  "level 1 descriptor of type 1, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x40044000000
        .asciz  "level 1 descriptor of type 1, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x40044000000
        .asciz  "level 1 descriptor of type 1, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x40044000000
        .asciz  "level 1 descriptor of type 1, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x40044000000
        .asciz  "level 1 descriptor of type 1, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x80000000000
        .asciz  "level 2 table beyond IPS, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x80000000000
        .asciz  "level 2 table beyond IPS, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x80000000000
        .asciz  "level 2 table beyond IPS, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x80000000000
        .asciz  "level 2 table beyond IPS, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x80000000000
        .asciz  "level 2 table beyond IPS, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x80000000000
        .asciz  "level 2 table beyond IPS, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xc0000000000
        .asciz  "no level 2 table, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xc0000000000
        .asciz  "no level 2 table, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0xc0000000000
        .asciz  "no level 2 table, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0xc0000000000
        .asciz  "no level 2 table, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0xc0000000000
        .asciz  "no level 2 table, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xc0000000000
        .asciz  "no level 2 table, fetch at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, read at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, write at EL1"
        .balign 8
1:      .word   1f - 1b, EL1, X, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, fetch at EL1"
        .balign 8
1:      .word   1f - 1b, EL0, R, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, read at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, W, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, write at EL0"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x1000000000000
        .asciz  "beyond T0SZ, fetch at EL0"
        .balign 8
1:      .word   0

        .balign 8
probes_4:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xfffffff0000
        .asciz  "fetch from the last page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x100000000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffffffe0000
        .asciz  "write to nothing"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x100000000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_6:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x3fffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x3ffffff0000
        .asciz  "fetch from the last page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x40000000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x3fffffe0000
        .asciz  "write to nothing"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x40000000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_8:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x7ffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x7fffff0000
        .asciz  "fetch from the last page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x8000000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x7ffffe0000
        .asciz  "write to nothing"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x8000000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_10:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x1fffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x1ffff0000
        .asciz  "fetch from the last page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0x200000000
        .asciz  "read beyond"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0x1fffe0000
        .asciz  "write to nothing"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0x200000000
        .asciz  "fetch beyond"
        .balign 8
1:      .word   0

        .balign 8
probes_12:
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
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffffffffffc
        .asciz  "write to the last word"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffefffffffffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffff000000010000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_14:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffc0000000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xfffffc0000000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffffffffffc
        .asciz  "write to the last word"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffbfffffffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffc0000010000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_16:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffc00000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xfffffffc00000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffffffffffc
        .asciz  "write to the last word"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffbfffffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffc00010000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_18:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffffe0000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xffffffffe0000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffffffffffc
        .asciz  "write to the last word"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffffffdffffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xffffffffe0010000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_20:
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffc000004
        .asciz  "read of the second word"
        .balign 8
1:      .word   1f - 1b, EL0, X, 0
        .quad   0xfffffffffc000000
        .asciz  "fetch from the first page at EL0"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffffffffc
        .asciz  "read of the last word"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffffffffffc
        .asciz  "write to the last word"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xfffffffffbfffffc
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, W, 0
        .quad   0xfffffffffc010000
        .asciz  "write to nothing"
        .balign 8
1:      .word   0

        .balign 8
probes_22:
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 4
        .asciz  "read below"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffff8000002004
        .asciz  "read above"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   0xffffff8000010004
        .asciz  "read of nothing above"
        .balign 8
1:      .word   1f - 1b, EL1, R, 0
        .quad   WINDOW + 0x1004
        .asciz  "read of nothing below"
        .balign 8
1:      .word   0

text_1:         .asciz  "48-bit addresses (T0SZ = 16), first table of level 1, IPS 40 bits"
text_3:         .asciz  "T0SZ = 20: first table of level 1"
text_5:         .asciz  "T0SZ = 22: first table of level 2"
text_7:         .asciz  "T0SZ = 25: first table of level 2"
text_9:         .asciz  "T0SZ = 31: first table of level 2"
text_11:        .asciz  "TTBR1, T1SZ = 16: first table of level 1"
text_13:        .asciz  "TTBR1, T1SZ = 22: first table of level 2"
text_15:        .asciz  "TTBR1, T1SZ = 30: first table of level 2"
text_17:        .asciz  "TTBR1, T1SZ = 35: first table of level 3"
text_19:        .asciz  "TTBR1, T1SZ = 38: first table of level 3"
text_21:        .asciz  "4 KB granule below, 64 KB granule above"

        .include "tables.inc"
        .include "runtime.inc"
