// el1-mmu-off: HCR_EL2.DC and TGE make SCTLR_EL1.M act as 0, DC makes VM act as 1, in Non-secure state. Stage 1 maps the window
// to a frame that holds 0x11, stage 2 (where stage 1 is off) to one that holds 0x22.

        .include "names.inc"

        .macro  probe   pstate, kind, address, name
1:      .word   1f - 1b, \pstate, \kind, 0
        .quad   \address
        .asciz  "\name"
        .balign 8
        .endm
        .equ    HCR_VM, 1
        .equ    HCR_DC, 1 << 12
        .equ    HCR_TGE, 1 << 27

        .text
main:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =frames
        mov     x1, #0x11
        str     x1, [x0, #8]
        ldr     x0, =frames + 0x1000
        mov     x1, #0x22
        str     x1, [x0, #8]
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
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
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | SH | AF | (15 << 2) | (3 << 6) | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set2
        ldr     x1, =WINDOW
        ldr     x2, =frames + 0x1000 + (SH | AF | (15 << 2) | (3 << 6) | PAGE)
        mov     w3, #3
        bl      map

        ldr     x0, =text_off
        mov     x1, #0
        mov     x2, #0x531
        ldr     x3, =both
        bl      with
        ldr     x0, =text_vm
        mov     x1, #HCR_VM
        mov     x2, #0x531
        ldr     x3, =both
        bl      with
        ldr     x0, =text_dc
        mov     x1, #HCR_DC
        mov     x2, #0x531
        ldr     x3, =both
        bl      with
        ldr     x0, =readings
        bl      try_list
        ldr     x0, =text_tge_vm
        ldr     x1, =HCR_TGE | HCR_VM
        mov     x2, #0x531
        ldr     x3, =user
        bl      with
        ldr     x0, =readings_tge
        bl      try_list
        ldr     x0, =text_tge
        ldr     x1, =HCR_TGE
        mov     x2, #0x531
        ldr     x3, =user_write
        bl      with
        ldr     x0, =readings_tge
        bl      try_list
        ldr     x0, =text_secure
        ldr     x1, =HCR_TGE | HCR_DC
        mov     x2, #0x530
        ldr     x3, =both
        bl      with
        bl      baseline
        ldp     x29, x30, [sp], #16
        ret

// x0 = title, x1 = bits of HCR_EL2, x2 = SCR_EL3, x3 = probes.
with:
        stp     x29, x30, [sp, #-48]!
        stp     x1, x2, [sp, #16]
        str     x3, [sp, #32]
        bl      print_line
        bl      baseline
        ldp     x1, x2, [sp, #16]
        mov     x0, #1
        orr     x1, x1, x0, lsl #31
        msr     hcr_el2, x1
        msr     scr_el3, x2
        ldr     x0, =set0
        ldr     x0, [x0]
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803510
        msr     tcr_el1, x0
        ldr     x0, =set2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, =0x80023559
        msr     vtcr_el2, x0
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, [sp, #32]
        bl      probe_list
        ldp     x29, x30, [sp], #48
        ret

        .balign 8
both:
        probe   EL1, R, WINDOW + 8, "EL1, read"
        probe   EL0, R, WINDOW + 8, "EL0, read"
1:      .word   0
        .balign 8
user:
        probe   EL0, R, WINDOW + 8, "EL0, read under TGE"
1:      .word   0
        .balign 8
// With stage 1 this is read-only.
user_write:
        probe   EL0, W, frames + 0x2000, "EL0, write"
1:      .word   0

        .macro  try     pstate, name
1:      .word   1f - 1b, \pstate
        .asciz  "\name"
        .balign 4
        .endm

        .balign 4
readings:
        try     EL1, "SCTLR_EL1.M reads as written"
        mrs     x0, sctlr_el1
        and     x0, x0, #1
        ret
        try     EL2, "HCR_EL2.VM reads as written"
        mrs     x0, hcr_el2
        and     x0, x0, #1
        ret
        try     EL1, "AT S1E1R at EL1"
        ldr     x1, =WINDOW
        at      s1e1r, x1
        isb
        mrs     x0, par_el1
        ret
        .ltorg
        try     EL2, "AT S1E0R at EL2"
        ldr     x1, =WINDOW
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        ret
        .ltorg
        try     EL2, "AT S12E1R at EL2"
        ldr     x1, =WINDOW
        at      s12e1r, x1
        isb
        mrs     x0, par_el1
        ret
        .ltorg
1:      .word   0

        .balign 4
readings_tge:
        try     EL2, "SCTLR_EL1.M reads as written"
        mrs     x0, sctlr_el1
        and     x0, x0, #1
        ret
        try     EL2, "AT S1E0R at EL2"
        ldr     x1, =WINDOW
        at      s1e0r, x1
        isb
        mrs     x0, par_el1
        ret
        .ltorg
        try     EL2, "AT S12E0R at EL2"
        ldr     x1, =WINDOW
        at      s12e0r, x1
        isb
        mrs     x0, par_el1
        ret
        .ltorg
1:      .word   0

text_off:       .asciz  "SCTLR_EL1.M = 1"
text_vm:        .asciz  "SCTLR_EL1.M = 1, HCR_EL2.VM = 1"
text_dc:        .asciz  "SCTLR_EL1.M = 1, HCR_EL2.DC = 1"
text_tge_vm:    .asciz  "SCTLR_EL1.M = 1, HCR_EL2.TGE = 1, VM = 1"
text_tge:       .asciz  "SCTLR_EL1.M = 1, HCR_EL2.TGE = 1"
text_secure:    .asciz  "SCTLR_EL1.M = 1, HCR_EL2.TGE = 1, DC = 1, SCR_EL3.NS = 0: nothing is different"

        .include "tables.inc"
        .include "runtime.inc"
