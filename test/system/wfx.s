// wfx: WFI and WFE: the traps (only if the instruction would really wait), and waking up.

        .text
main:
        stp     x29, x30, [sp, #-16]!

        ldr     x0, =text_1
        bl      print_line
        ldr     x0, =cases_2
        bl      try_list

        ldr     x0, =text_3
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 13
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_4
        bl      try_list

        ldr     x0, =text_5
        bl      print_line
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 16
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        ldr     x0, =cases_6
        bl      try_list

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        ldr     x0, =0x1531
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_8
        bl      try_list

        ldr     x0, =text_9
        bl      print_line
        mrs     x1, hcr_el2
        ldr     x0, =1 << 13
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_10
        bl      try_list

        ldr     x0, =text_11
        bl      print_line
        ldr     x0, =0x1530
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_12
        bl      try_list

        ldr     x0, =text_13
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 7) | (1 << 4)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_14
        bl      try_list
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 6) | (1 << 3)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_15
        bl      try_list
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 8) | (1 << 5)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_16
        bl      try_list

        ldr     x0, =text_17
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 14
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =0x2531
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_18
        bl      try_list

        ldr     x0, =text_19
        bl      print_line
        ldr     x0, =cases_20
        bl      try_list

        ldr     x0, =text_21
        bl      print_line
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 18
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        ldr     x0, =cases_22
        bl      try_list
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

        .balign 4
cases_2:
1:      .word   1f - 1b, EL0
        .asciz  "WFI at EL0"
        .balign 4
        wfi
        ret
1:      .word   0

        .balign 4
cases_4:
1:      .word   1f - 1b, EL1
        .asciz  "WFI at EL1"
        .balign 4
        wfi
        ret
1:      .word   1f - 1b, EL0
        .asciz  "WFI at EL0: EL1 comes first"
        .balign 4
        wfi
        ret
1:      .word   0

        .balign 4
cases_6:
1:      .word   1f - 1b, EL0
        .asciz  "WFI at EL0"
        .balign 4
        wfi
        ret
1:      .word   0

        .balign 4
cases_8:
1:      .word   1f - 1b, EL1
        .asciz  "WFI at EL1"
        .balign 4
        wfi
        ret
1:      .word   1f - 1b, EL2
        .asciz  "WFI at EL2"
        .balign 4
        wfi
        ret
1:      .word   1f - 1b, EL0
        .asciz  "WFI at EL0: EL1 comes first"
        .balign 4
        wfi
        ret
1:      .word   0

        .balign 4
cases_10:
1:      .word   1f - 1b, EL1
        .asciz  "WFI at EL1: EL2 comes first"
        .balign 4
        wfi
        ret
1:      .word   1f - 1b, EL2
        .asciz  "WFI at EL2"
        .balign 4
        wfi
        ret
1:      .word   0

        .balign 4
cases_12:
1:      .word   1f - 1b, EL1
        .asciz  "WFI at Secure EL1"
        .balign 4
        wfi
        ret
1:      .word   0

        .balign 4
cases_14:
1:      .word   1f - 1b, EL1
        .asciz  "WFI at EL1, masked"
        .balign 4
        wfi
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x145
        .asciz  "WFI at EL1, not masked"
        .balign 4
        wfi
2:      b       2b
        ret
1:      .word   0

        .balign 4
cases_15:
1:      .word   1f - 1b, EL1
        .asciz  "WFI at EL1, FIQ"
        .balign 4
        wfi
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_16:
1:      .word   1f - 1b, EL1
        .asciz  "WFI at EL1, SError"
        .balign 4
        wfi
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_18:
1:      .word   1f - 1b, EL0
        .asciz  "SEVL, WFE at EL0"
        .balign 4
        sevl
        wfe
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SEVL, WFE at EL1"
        .balign 4
        sevl
        wfe
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "SEVL, WFE at EL2"
        .balign 4
        sevl
        wfe
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SEV, WFE at EL1: SEV sets the own event register too"
        .balign 4
        sev
        wfe
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "WFE at EL1: an exception return has set the event register"
        .balign 4
        wfe
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_20:
1:      .word   1f - 1b, EL0
        .asciz  "WFE at EL0: EL1 comes first"
        .balign 4
        sevl
        wfe
        wfe
        ret
1:      .word   1f - 1b, EL1
        .asciz  "WFE at EL1"
        .balign 4
        sevl
        wfe
        wfe
        ret
1:      .word   1f - 1b, EL2
        .asciz  "WFE at EL2"
        .balign 4
        sevl
        wfe
        wfe
        ret
1:      .word   0

        .balign 4
cases_22:
1:      .word   1f - 1b, EL0
        .asciz  "WFE at EL0"
        .balign 4
        sevl
        wfe
        wfe
        ret
1:      .word   0

text_1:         .asciz  "WFI, SCTLR_EL1.nTWI = 0"
text_3:         .asciz  "WFI, HCR_EL2.TWI = 1"
text_5:         .asciz  "WFI, HCR_EL2.TWI = 1, SCTLR_EL1.nTWI = 1"
text_7:         .asciz  "WFI, SCR_EL3.TWI = 1"
text_9:         .asciz  "WFI, SCR_EL3.TWI = 1, HCR_EL2.TWI = 1"
text_11:        .asciz  "WFI with SCR_EL3.NS = 0, HCR_EL2.TWI = 1, SCR_EL3.TWI = 1"
text_13:        .asciz  "WFI wakes for a pending virtual interrupt, masked or not"
text_17:        .asciz  "WFE does not wait while the event register is set: no trap"
text_19:        .asciz  "WFE that would wait: HCR_EL2.TWE = 1, SCR_EL3.TWE = 1"
text_21:        .asciz  "WFE with SCTLR_EL1.nTWE = 1"

        .include "runtime.inc"
