// address-translation: AT S1E0R to S1E3W and PAR_EL1, with and without the MMU, with the attributes of memory. (The forms with
// stage 2 are in the program stage2.) Bits 9 and 10 of PAR_EL1 are not printed after a success.

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
        ldr     x0, =cases_2
        bl      try_list

        ldr     x0, =text_3
        bl      print_line
        bl      reset_tables
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     vttbr_el2, x0
        ldr     x0, =0x80023559
        msr     vtcr_el2, x0
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | SH | AF | (15 << 2) | (3 << 6) | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        mrs     x1, hcr_el2
        ldr     x0, =1 << 12
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_4
        bl      try_list

        ldr     x0, =text_5
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
        ldr     x2, =frames + 0x2000 + (AP_EL1 | SH | AF | PAGE | PXN | UXN)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x3000
        ldr     x2, =frames + 0x3000 + (AP_RO_EL1 | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x4000
        ldr     x2, =frames + 0x4000 + (AP_ALL | SH | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x5000
        ldr     x2, =frames + 0x5000 + (AP_ALL | AF | PAGE | DEVICE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x6000
        ldr     x2, =frames + 0x6000 + (AP_ALL | AF | PAGE | UNCACHED)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x7000
        ldr     x2, =frames + 0x7000 + (AP_ALL | (2 << 8) | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x8000
        ldr     x2, =0x10000000000 | AP_ALL | AF | PAGE
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x200000
        ldr     x2, =0x44000000 | AP_ALL | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =cases_6
        bl      try_list

        ldr     x0, =text_7
        bl      print_line
        ldr     x0, =0x530
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_8
        bl      try_list

        ldr     x0, =text_9
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
        ldr     x2, =frames + 0x2000 + (AP_EL1 | SH | AF | PAGE | PXN | UXN)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x3000
        ldr     x2, =frames + 0x3000 + (AP_RO_EL1 | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x4000
        ldr     x2, =frames + 0x4000 + (AP_ALL | SH | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x5000
        ldr     x2, =frames + 0x5000 + (AP_ALL | AF | PAGE | DEVICE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x6000
        ldr     x2, =frames + 0x6000 + (AP_ALL | AF | PAGE | UNCACHED)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x7000
        ldr     x2, =frames + 0x7000 + (AP_ALL | (2 << 8) | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x8000
        ldr     x2, =0x10000000000 | AP_ALL | AF | PAGE
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x200000
        ldr     x2, =0x44000000 | AP_ALL | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        ldr     x0, =0x30c50831
        msr     sctlr_el2, x0
        isb
        ldr     x0, =cases_10
        bl      try_list

        ldr     x0, =text_11
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
        ldr     x2, =frames + 0x2000 + (AP_EL1 | SH | AF | PAGE | PXN | UXN)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x3000
        ldr     x2, =frames + 0x3000 + (AP_RO_EL1 | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x4000
        ldr     x2, =frames + 0x4000 + (AP_ALL | SH | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x5000
        ldr     x2, =frames + 0x5000 + (AP_ALL | AF | PAGE | DEVICE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x6000
        ldr     x2, =frames + 0x6000 + (AP_ALL | AF | PAGE | UNCACHED)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x7000
        ldr     x2, =frames + 0x7000 + (AP_ALL | (2 << 8) | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x8000
        ldr     x2, =0x10000000000 | AP_ALL | AF | PAGE
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x200000
        ldr     x2, =0x44000000 | AP_ALL | SH | AF | BLOCK
        mov     w3, #2
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, =0x30c50831
        str     x1, [x0]
        ldr     x0, =cases_12
        bl      try_list
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

        .balign 4
cases_2:
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, an address"
        .balign 4
        ldr     x1, =0x123456789
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
        .asciz  "AT S1E0W at EL1, an address"
        .balign 4
        ldr     x1, =0x123456789
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
        .asciz  "AT S1E2R at EL2, an address"
        .balign 4
        ldr     x1, =0x123456789
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, an address"
        .balign 4
        ldr     x1, =0x123456789
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, beyond 44 bits"
        .balign 4
        ldr     x1, =0x100000000000
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
        .asciz  "AT S12E1R at EL2, an address"
        .balign 4
        ldr     x1, =0x123456789
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
        .asciz  "AT S1E2W at EL2, beyond 44 bits"
        .balign 4
        ldr     x1, =0x100000000000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   0

        .balign 4
cases_4:
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, an address"
        .balign 4
        ldr     x1, =0x43456789
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
        .asciz  "AT S12E1R at EL2, an address"
        .balign 4
        ldr     x1, =0x43456789
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
        .asciz  "AT S12E1R at EL2, an address that stage 2 does not map"
        .balign 4
        ldr     x1, =0x83456789
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   0

        .balign 4
cases_6:
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
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
        .asciz  "AT S1E1R at EL1, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
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
        .asciz  "AT S1E1R at EL1, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
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
        .asciz  "AT S1E1R at EL1, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
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
        .asciz  "AT S1E1R at EL1, no access flag"
        .balign 4
        ldr     x1, =WINDOW + 0x4000
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
        .asciz  "AT S1E1R at EL1, Device memory"
        .balign 4
        ldr     x1, =WINDOW + 0x5004
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
        .asciz  "AT S1E1R at EL1, non-cacheable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x6004
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
        .asciz  "AT S1E1R at EL1, outer shareable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x7004
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
        .asciz  "AT S1E1R at EL1, beyond IPS"
        .balign 4
        ldr     x1, =WINDOW + 0x8004
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
        .asciz  "AT S1E1R at EL1, nothing at level 3"
        .balign 4
        ldr     x1, =WINDOW + 0x9000
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
        .asciz  "AT S1E1R at EL1, 2 MB block"
        .balign 4
        ldr     x1, =WINDOW + 0x345678
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
        .asciz  "AT S1E1R at EL1, 1 GB block"
        .balign 4
        ldr     x1, =WINDOW + 0x54345678
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
        .asciz  "AT S1E1R at EL1, nothing at level 2"
        .balign 4
        ldr     x1, =WINDOW + 0xa00000
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
        .asciz  "AT S1E1R at EL1, nothing at level 1"
        .balign 4
        ldr     x1, =WINDOW + 0x80000000
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
        .asciz  "AT S1E1R at EL1, nothing at level 0"
        .balign 4
        ldr     x1, =0x8000000000
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
        .asciz  "AT S1E1R at EL1, beyond T0SZ"
        .balign 4
        ldr     x1, =0x1000000000000
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
        .asciz  "AT S1E1R at EL1, the upper half, empty"
        .balign 4
        ldr     x1, =0xffffffffffff0000
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
        .asciz  "AT S1E1W at EL1, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
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
        .asciz  "AT S1E1W at EL1, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
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
        .asciz  "AT S1E1W at EL1, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
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
        .asciz  "AT S1E1W at EL1, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
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
        .asciz  "AT S1E1W at EL1, no access flag"
        .balign 4
        ldr     x1, =WINDOW + 0x4000
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
        .asciz  "AT S1E1W at EL1, Device memory"
        .balign 4
        ldr     x1, =WINDOW + 0x5004
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
        .asciz  "AT S1E1W at EL1, non-cacheable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x6004
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
        .asciz  "AT S1E1W at EL1, outer shareable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x7004
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
        .asciz  "AT S1E1W at EL1, beyond IPS"
        .balign 4
        ldr     x1, =WINDOW + 0x8004
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
        .asciz  "AT S1E1W at EL1, nothing at level 3"
        .balign 4
        ldr     x1, =WINDOW + 0x9000
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
        .asciz  "AT S1E1W at EL1, 2 MB block"
        .balign 4
        ldr     x1, =WINDOW + 0x345678
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
        .asciz  "AT S1E1W at EL1, 1 GB block"
        .balign 4
        ldr     x1, =WINDOW + 0x54345678
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
        .asciz  "AT S1E1W at EL1, nothing at level 2"
        .balign 4
        ldr     x1, =WINDOW + 0xa00000
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
        .asciz  "AT S1E1W at EL1, nothing at level 1"
        .balign 4
        ldr     x1, =WINDOW + 0x80000000
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
        .asciz  "AT S1E1W at EL1, nothing at level 0"
        .balign 4
        ldr     x1, =0x8000000000
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
        .asciz  "AT S1E1W at EL1, beyond T0SZ"
        .balign 4
        ldr     x1, =0x1000000000000
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
        .asciz  "AT S1E1W at EL1, the upper half, empty"
        .balign 4
        ldr     x1, =0xffffffffffff0000
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
        .asciz  "AT S1E0R at EL1, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
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
        .asciz  "AT S1E0R at EL1, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
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
        .asciz  "AT S1E0R at EL1, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
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
        .asciz  "AT S1E0R at EL1, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
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
        .asciz  "AT S1E0R at EL1, no access flag"
        .balign 4
        ldr     x1, =WINDOW + 0x4000
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
        .asciz  "AT S1E0R at EL1, Device memory"
        .balign 4
        ldr     x1, =WINDOW + 0x5004
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
        .asciz  "AT S1E0R at EL1, non-cacheable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x6004
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
        .asciz  "AT S1E0R at EL1, outer shareable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x7004
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
        .asciz  "AT S1E0R at EL1, beyond IPS"
        .balign 4
        ldr     x1, =WINDOW + 0x8004
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
        .asciz  "AT S1E0R at EL1, nothing at level 3"
        .balign 4
        ldr     x1, =WINDOW + 0x9000
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
        .asciz  "AT S1E0R at EL1, 2 MB block"
        .balign 4
        ldr     x1, =WINDOW + 0x345678
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
        .asciz  "AT S1E0R at EL1, 1 GB block"
        .balign 4
        ldr     x1, =WINDOW + 0x54345678
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
        .asciz  "AT S1E0R at EL1, nothing at level 2"
        .balign 4
        ldr     x1, =WINDOW + 0xa00000
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
        .asciz  "AT S1E0R at EL1, nothing at level 1"
        .balign 4
        ldr     x1, =WINDOW + 0x80000000
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
        .asciz  "AT S1E0R at EL1, nothing at level 0"
        .balign 4
        ldr     x1, =0x8000000000
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
        .asciz  "AT S1E0R at EL1, beyond T0SZ"
        .balign 4
        ldr     x1, =0x1000000000000
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
        .asciz  "AT S1E0R at EL1, the upper half, empty"
        .balign 4
        ldr     x1, =0xffffffffffff0000
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
        .asciz  "AT S1E0W at EL1, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
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
        .asciz  "AT S1E0W at EL1, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
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
        .asciz  "AT S1E0W at EL1, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
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
        .asciz  "AT S1E0W at EL1, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
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
        .asciz  "AT S1E0W at EL1, no access flag"
        .balign 4
        ldr     x1, =WINDOW + 0x4000
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
        .asciz  "AT S1E0W at EL1, Device memory"
        .balign 4
        ldr     x1, =WINDOW + 0x5004
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
        .asciz  "AT S1E0W at EL1, non-cacheable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x6004
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
        .asciz  "AT S1E0W at EL1, outer shareable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x7004
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
        .asciz  "AT S1E0W at EL1, beyond IPS"
        .balign 4
        ldr     x1, =WINDOW + 0x8004
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
        .asciz  "AT S1E0W at EL1, nothing at level 3"
        .balign 4
        ldr     x1, =WINDOW + 0x9000
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
        .asciz  "AT S1E0W at EL1, 2 MB block"
        .balign 4
        ldr     x1, =WINDOW + 0x345678
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
        .asciz  "AT S1E0W at EL1, 1 GB block"
        .balign 4
        ldr     x1, =WINDOW + 0x54345678
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
        .asciz  "AT S1E0W at EL1, nothing at level 2"
        .balign 4
        ldr     x1, =WINDOW + 0xa00000
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
        .asciz  "AT S1E0W at EL1, nothing at level 1"
        .balign 4
        ldr     x1, =WINDOW + 0x80000000
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
        .asciz  "AT S1E0W at EL1, nothing at level 0"
        .balign 4
        ldr     x1, =0x8000000000
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
        .asciz  "AT S1E0W at EL1, beyond T0SZ"
        .balign 4
        ldr     x1, =0x1000000000000
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
        .asciz  "AT S1E0W at EL1, the upper half, empty"
        .balign 4
        ldr     x1, =0xffffffffffff0000
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
        .asciz  "AT S1E1W at EL2, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1W at EL2, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1W at EL2, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E1W at EL2, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E1W at EL3, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E1W at EL3, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E1W at EL3, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E1W at EL3, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
        at      s1e1w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S12E0W at EL2, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
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
        .asciz  "AT S12E0W at EL2, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
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
        .asciz  "AT S12E0W at EL2, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
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
        .asciz  "AT S12E0W at EL2, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
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

        .balign 4
cases_8:
1:      .word   1f - 1b, EL1
        .asciz  "AT S1E1R at EL1, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
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
        .asciz  "AT S1E1R at EL1, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
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
        .asciz  "AT S1E1R at EL1, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E0W at EL3, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E0W at EL3, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E0W at EL3, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
        at      s1e0w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   0

        .balign 4
cases_10:
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, no access flag"
        .balign 4
        ldr     x1, =WINDOW + 0x4000
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, Device memory"
        .balign 4
        ldr     x1, =WINDOW + 0x5004
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, non-cacheable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x6004
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, outer shareable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x7004
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, beyond IPS"
        .balign 4
        ldr     x1, =WINDOW + 0x8004
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, nothing at level 3"
        .balign 4
        ldr     x1, =WINDOW + 0x9000
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, 2 MB block"
        .balign 4
        ldr     x1, =WINDOW + 0x345678
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, 1 GB block"
        .balign 4
        ldr     x1, =WINDOW + 0x54345678
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, nothing at level 2"
        .balign 4
        ldr     x1, =WINDOW + 0xa00000
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, nothing at level 1"
        .balign 4
        ldr     x1, =WINDOW + 0x80000000
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, nothing at level 0"
        .balign 4
        ldr     x1, =0x8000000000
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, beyond T0SZ"
        .balign 4
        ldr     x1, =0x1000000000000
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2R at EL2, the upper half, empty"
        .balign 4
        ldr     x1, =0xffffffffffff0000
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, no access flag"
        .balign 4
        ldr     x1, =WINDOW + 0x4000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, Device memory"
        .balign 4
        ldr     x1, =WINDOW + 0x5004
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, non-cacheable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x6004
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, outer shareable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x7004
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, beyond IPS"
        .balign 4
        ldr     x1, =WINDOW + 0x8004
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, nothing at level 3"
        .balign 4
        ldr     x1, =WINDOW + 0x9000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, 2 MB block"
        .balign 4
        ldr     x1, =WINDOW + 0x345678
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, 1 GB block"
        .balign 4
        ldr     x1, =WINDOW + 0x54345678
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, nothing at level 2"
        .balign 4
        ldr     x1, =WINDOW + 0xa00000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, nothing at level 1"
        .balign 4
        ldr     x1, =WINDOW + 0x80000000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, nothing at level 0"
        .balign 4
        ldr     x1, =0x8000000000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, beyond T0SZ"
        .balign 4
        ldr     x1, =0x1000000000000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL2
        .asciz  "AT S1E2W at EL2, the upper half, empty"
        .balign 4
        ldr     x1, =0xffffffffffff0000
        at      s1e2w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E2R at EL3, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E2R at EL3, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
        at      s1e2r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   0

        .balign 4
cases_12:
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, no access flag"
        .balign 4
        ldr     x1, =WINDOW + 0x4000
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, Device memory"
        .balign 4
        ldr     x1, =WINDOW + 0x5004
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, non-cacheable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x6004
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, outer shareable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x7004
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, beyond IPS"
        .balign 4
        ldr     x1, =WINDOW + 0x8004
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, nothing at level 3"
        .balign 4
        ldr     x1, =WINDOW + 0x9000
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, 2 MB block"
        .balign 4
        ldr     x1, =WINDOW + 0x345678
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, 1 GB block"
        .balign 4
        ldr     x1, =WINDOW + 0x54345678
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, nothing at level 2"
        .balign 4
        ldr     x1, =WINDOW + 0xa00000
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, nothing at level 1"
        .balign 4
        ldr     x1, =WINDOW + 0x80000000
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, nothing at level 0"
        .balign 4
        ldr     x1, =0x8000000000
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, beyond T0SZ"
        .balign 4
        ldr     x1, =0x1000000000000
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3R at EL3, the upper half, empty"
        .balign 4
        ldr     x1, =0xffffffffffff0000
        at      s1e3r, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, page for all"
        .balign 4
        ldr     x1, =WINDOW + 0x123
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, read-only page"
        .balign 4
        ldr     x1, =WINDOW + 0x1fff
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, page for EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, read-only page for EL1, not shareable"
        .balign 4
        ldr     x1, =WINDOW + 0x3000
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, no access flag"
        .balign 4
        ldr     x1, =WINDOW + 0x4000
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, Device memory"
        .balign 4
        ldr     x1, =WINDOW + 0x5004
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, non-cacheable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x6004
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, outer shareable memory"
        .balign 4
        ldr     x1, =WINDOW + 0x7004
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, beyond IPS"
        .balign 4
        ldr     x1, =WINDOW + 0x8004
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, nothing at level 3"
        .balign 4
        ldr     x1, =WINDOW + 0x9000
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, 2 MB block"
        .balign 4
        ldr     x1, =WINDOW + 0x345678
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, 1 GB block"
        .balign 4
        ldr     x1, =WINDOW + 0x54345678
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, nothing at level 2"
        .balign 4
        ldr     x1, =WINDOW + 0xa00000
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, nothing at level 1"
        .balign 4
        ldr     x1, =WINDOW + 0x80000000
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, nothing at level 0"
        .balign 4
        ldr     x1, =0x8000000000
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, beyond T0SZ"
        .balign 4
        ldr     x1, =0x1000000000000
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   1f - 1b, EL3
        .asciz  "AT S1E3W at EL3, the upper half, empty"
        .balign 4
        ldr     x1, =0xffffffffffff0000
        at      s1e3w, x1
        isb
        mrs     x0, par_el1
        and     x3, x0, #1
        mov     x4, #0x600
        cmp     x3, #0
        csel    x4, x4, xzr, eq
        bic     x0, x0, x4
        ret
1:      .word   0

text_1:         .asciz  "MMU off"
text_3:         .asciz  "HCR_EL2.DC = 1, with stage 2"
text_5:         .asciz  "EL1&0"
text_7:         .asciz  "SCR_EL3.NS = 0: the same tables, from Secure EL1 and EL3"
text_9:         .asciz  "EL2"
text_11:        .asciz  "EL3"

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
