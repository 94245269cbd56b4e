// address-translation: AT S1E0R to S1E3W and PAR_EL1, with and without the MMU, with the attributes of memory. (The forms with
// stage 2 are in the program stage2.) Bits 9 and 10 of PAR_EL1 are not printed after a success.

        .include "names.inc"

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

        .include "tables.inc"
        .include "runtime.inc"
