// secure-fetch: SCR_EL3.SIF keeps Secure state from executing Non-secure memory, as pages (NS) or whole tables (NSTable) say.

        .include "names.inc"
        .equ    NS, 1 << 5              // of pages
        .equ    NSTABLE, 1 << 63

        .macro  probe   pstate, kind, address, name
1:      .word   1f - 1b, \pstate, \kind, 0
        .quad   \address
        .asciz  "\name"
        .balign 8
        .endm

        .text
main:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =frames             // RET at the start of each frame
        ldr     w2, =0xd65f03c0
        str     w2, [x0]
        add     x0, x0, #0x1000
        str     w2, [x0]
        add     x0, x0, #0x1000
        str     w2, [x0]
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
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
        ldr     x2, =frames + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (AP_RO | SH | AF | PAGE | NS)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x200000
        ldr     x2, =frames + 0x2000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        stp     x19, x20, [sp, #-48]!
        stp     x21, x22, [sp, #16]
        stp     x23, x24, [sp, #32]
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x200000
        mov     w3, #2
        bl      find
        ldr     x1, [x0]
        ldr     x2, =NSTABLE
        orr     x1, x1, x2
        str     x1, [x0]
        ldp     x23, x24, [sp, #32]
        ldp     x21, x22, [sp, #16]
        ldp     x19, x20, [sp], #48

        ldr     x0, =text_0
        ldr     x1, =0x530
        bl      all
        ldr     x0, =text_1
        ldr     x1, =0x730
        bl      all
        ldr     x0, =text_2
        ldr     x1, =0x731
        bl      all
        bl      baseline
        ldp     x29, x30, [sp], #16
        ret

// x0 = title, x1 = SCR_EL3: all probes. EL3 is Secure in any case.
all:
        stp     x29, x30, [sp, #-32]!
        str     x1, [sp, #16]
        bl      print_line
        bl      baseline
        ldr     x0, [sp, #16]
        msr     scr_el3, x0
        ldr     x0, =set0
        ldr     x0, [x0]
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803510
        msr     tcr_el1, x0
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, =0x30c50831
        str     x1, [x0]
        isb
        ldr     x0, =probes
        bl      probe_list
        ldp     x29, x30, [sp], #32
        ret

        .balign 8
probes:
        probe   EL1, X, WINDOW, "EL1, fetch from a Secure page"
        probe   EL1, X, WINDOW + 0x1000, "EL1, fetch from a Non-secure page"
        probe   EL1, X, WINDOW + 0x200000, "EL1, fetch from a page of a Non-secure table"
        probe   EL1, R, WINDOW + 0x1000, "EL1, read from a Non-secure page"
        probe   EL0, X, WINDOW, "EL0, fetch from a Secure page"
        probe   EL0, X, WINDOW + 0x1000, "EL0, fetch from a Non-secure page"
        probe   EL0, X, WINDOW + 0x200000, "EL0, fetch from a page of a Non-secure table"
        probe   EL3, X, WINDOW, "EL3, fetch from a Secure page"
        probe   EL3, X, WINDOW + 0x1000, "EL3, fetch from a Non-secure page"
        probe   EL3, X, WINDOW + 0x200000, "EL3, fetch from a page of a Non-secure table"
1:      .word   0

text_0: .asciz  "SIF = 0, EL1 and EL0 Secure"
text_1: .asciz  "SIF = 1, EL1 and EL0 Secure"
text_2: .asciz  "SIF = 1, EL1 and EL0 Non-secure"

        .include "tables.inc"
        .include "runtime.inc"
