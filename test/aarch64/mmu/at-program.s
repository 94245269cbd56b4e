// Runs AT over a list of register settings and addresses, at EL3 with the MMU off, and prints PAR_EL1 of each, or X and
// ESR_EL3 where the AT takes an exception. at-qemu.ts writes tables.bin and list.bin.
//   list.bin: for each setting a count, 13 registers in the order of `settings` below, then `count` pairs (AT, address);
//   a count of 0 ends it.
        .section .tables, "aw"
        .incbin "tables.bin"
        .section .list, "aw"
list:   .incbin "list.bin"

        .text
        .global _start
_start: ldr     x0, =stack_top
        mov     sp, x0
        ldr     x0, =vectors
        msr     vbar_el3, x0
        ldr     x19, =list
next_setting:
        ldr     x20, [x19], #8
        cbz     x20, done
        mov     x0, #0x531              // Non-secure, so that EL2's TLBI can be used
        msr     scr_el3, x0
        isb
        .macro  setting name
        ldr     x0, [x19], #8
        msr     \name, x0
        .endm
        ldr     x21, [x19], #8          // SCR_EL3, last
        setting hcr_el2
        setting sctlr_el1
        setting sctlr_el2
        setting tcr_el1
        setting tcr_el2
        setting ttbr0_el1
        setting ttbr1_el1
        setting ttbr0_el2
        setting mair_el1
        setting mair_el2
        setting vtcr_el2
        setting vttbr_el2
        isb
        tlbi    alle1
        tlbi    alle2
        msr     scr_el3, x21
        isb
        tlbi    alle1
        dsb     sy
        isb
        ldr     x22, =text
next_query:
        ldp     x2, x1, [x19], #16
        mov     x0, #0
        adr     x4, operations
        add     x4, x4, x2, lsl #3
        blr     x4
        isb
        mrs     x3, par_el1
        cbz     x0, 1f
        mov     w4, #'X'
        strb    w4, [x22], #1
        mov     x3, x0
1:      mov     x5, #16
2:      ror     x3, x3, #60
        and     x4, x3, #15
        add     x6, x4, #'0'
        add     x7, x4, #'a' - 10
        cmp     x4, #9
        csel    x4, x6, x7, ls
        strb    w4, [x22], #1
        subs    x5, x5, #1
        b.ne    2b
        mov     w4, #'\n'
        strb    w4, [x22], #1
        subs    x20, x20, #1
        b.ne    next_query
        strb    wzr, [x22]
        mov     w0, #4                  // SYS_WRITE0
        ldr     x1, =text
        hlt     #0xf000
        b       next_setting
done:   ldr     x0, =0x20026
        mov     x1, #0
        ldr     x2, =text
        stp     x0, x1, [x2]
        mov     x1, x2
        mov     w0, #0x18               // SYS_EXIT
        hlt     #0xf000
        b       .

operations:
        .irp    op, s1e1r, s1e1w, s1e0r, s1e0w, s12e1r, s12e1w, s12e0r, s12e0w, s1e2r, s1e2w
        at      \op, x1
        ret
        .endr

        .balign 2048
vectors:
        .space  0x200
        mrs     x0, elr_el3             // synchronous, same level
        add     x0, x0, #4
        msr     elr_el3, x0
        mrs     x0, esr_el3
        eret
        .balign 2048
        .bss
        .balign 16
        .space  4096
stack_top:
text:   .space  65536
