// virtual-interrupts: HCR_EL2.VI, VF and VSE with IMO, FMO and AMO: what ISR_EL1 shows, and where the interrupt is taken.
// No interrupt controller is needed. The code that is interrupted is a branch to itself.

        .text
main:
        stp     x29, x30, [sp, #-16]!

        ldr     x0, =text_1
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 7) | (1 << 4)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_2
        bl      try_list

        ldr     x0, =text_3
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 7)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_4
        bl      try_list

        ldr     x0, =text_5
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 7) | (1 << 4) | (1 << 27)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_6
        bl      try_list

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 7) | (1 << 4)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =0x530
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_8
        bl      try_list

        ldr     x0, =text_9
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 6) | (1 << 3)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_10
        bl      try_list

        ldr     x0, =text_11
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 6)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_12
        bl      try_list

        ldr     x0, =text_13
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 6) | (1 << 3) | (1 << 27)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_14
        bl      try_list

        ldr     x0, =text_15
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 6) | (1 << 3)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =0x530
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_16
        bl      try_list

        ldr     x0, =text_17
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 8) | (1 << 5)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_18
        bl      try_list

        ldr     x0, =text_19
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 8)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_20
        bl      try_list

        ldr     x0, =text_21
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 8) | (1 << 5) | (1 << 27)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_22
        bl      try_list

        ldr     x0, =text_23
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 8) | (1 << 5)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =0x530
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_24
        bl      try_list

        ldr     x0, =text_25
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =0x1f8
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_26
        bl      try_list
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

        .balign 4
cases_2:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2: physical interrupts"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x345
        .asciz  "taken at EL1h"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0x344
        .asciz  "taken at EL1t"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0x340
        .asciz  "taken at EL0"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0xf0000345
        .asciz  "taken at EL1h, flags"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0x349
        .asciz  "not taken at EL2"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x34d
        .asciz  "not taken at EL3"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "taken after MSR DAIFClr"
        .balign 4
        msr     daifclr, #2
2:      b       2b
        ret
1:      .word   1f - 1b, EL2
        .asciz  "taken after ERET from EL2 to EL1"
        .balign 4
        adr     x0, 2f
        msr     elr_el2, x0
        mov     x0, #0x345
        msr     spsr_el2, x0
        eret
2:      b       2b
        ret
1:      .word   0

        .balign 4
cases_4:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x345
        .asciz  "not taken at EL1"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x340
        .asciz  "not taken at EL0"
        .balign 4
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_6:
1:      .word   1f - 1b, 0x340
        .asciz  "not taken at EL0"
        .balign 4
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_8:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at Secure EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x345
        .asciz  "not taken at Secure EL1"
        .balign 4
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_10:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2: physical interrupts"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ISR_EL1 at EL3"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x385
        .asciz  "taken at EL1h"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0x384
        .asciz  "taken at EL1t"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0x380
        .asciz  "taken at EL0"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0xf0000385
        .asciz  "taken at EL1h, flags"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0x389
        .asciz  "not taken at EL2"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x38d
        .asciz  "not taken at EL3"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "taken after MSR DAIFClr"
        .balign 4
        msr     daifclr, #1
2:      b       2b
        ret
1:      .word   1f - 1b, EL2
        .asciz  "taken after ERET from EL2 to EL1"
        .balign 4
        adr     x0, 2f
        msr     elr_el2, x0
        mov     x0, #0x385
        msr     spsr_el2, x0
        eret
2:      b       2b
        ret
1:      .word   0

        .balign 4
cases_12:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x385
        .asciz  "not taken at EL1"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x380
        .asciz  "not taken at EL0"
        .balign 4
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_14:
1:      .word   1f - 1b, 0x380
        .asciz  "not taken at EL0"
        .balign 4
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_16:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at Secure EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x385
        .asciz  "not taken at Secure EL1"
        .balign 4
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_18:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ISR_EL1 at EL2"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x2c9
        .asciz  "not taken at EL2"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "masked at EL1"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x2c5
        .asciz  "taken at EL1h"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, EL3
        .asciz  "VSE is clear now"
        .balign 4
        mrs     x0, hcr_el2
        ubfx    x0, x0, #8, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "VSE set again, taken at EL0"
        .balign 4
        mrs     x0, hcr_el2
        orr     x0, x0, #0x100
        msr     hcr_el2, x0
        adr     x0, 2f
        msr     elr_el3, x0
        mov     x0, #0x2c0
        msr     spsr_el3, x0
        eret
2:      b       2b
        ret
1:      .word   0

        .balign 4
cases_20:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x2c5
        .asciz  "not taken at EL1"
        .balign 4
        mov     x0, #1
        ret
1:      .word   1f - 1b, 0x2c0
        .asciz  "not taken at EL0"
        .balign 4
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_22:
1:      .word   1f - 1b, 0x2c0
        .asciz  "not taken at EL0"
        .balign 4
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_24:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at Secure EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x2c5
        .asciz  "not taken at Secure EL1"
        .balign 4
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_26:
1:      .word   1f - 1b, EL1
        .asciz  "ISR_EL1 at EL1"
        .balign 4
        mrs     x0, isr_el1
        ret
1:      .word   1f - 1b, 0x345
        .asciz  "only the interrupt is unmasked"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0x385
        .asciz  "only the fast interrupt is unmasked"
        .balign 4
2:      b       2b
        ret
1:      .word   1f - 1b, 0x2c5
        .asciz  "only the SError is unmasked"
        .balign 4
2:      b       2b
        ret
1:      .word   0

text_1:         .asciz  "HCR_EL2.VI = 1, IMO = 1"
text_3:         .asciz  "VI = 1 without its routing bit"
text_5:         .asciz  "VI = 1 with TGE = 1"
text_7:         .asciz  "VI = 1 with SCR_EL3.NS = 0"
text_9:         .asciz  "HCR_EL2.VF = 1, FMO = 1"
text_11:        .asciz  "VF = 1 without its routing bit"
text_13:        .asciz  "VF = 1 with TGE = 1"
text_15:        .asciz  "VF = 1 with SCR_EL3.NS = 0"
text_17:        .asciz  "HCR_EL2.VSE = 1, AMO = 1"
text_19:        .asciz  "VSE = 1 without its routing bit"
text_21:        .asciz  "VSE = 1 with TGE = 1"
text_23:        .asciz  "VSE = 1 with SCR_EL3.NS = 0"
text_25:        .asciz  "all of them at once: ISR_EL1"

        .include "runtime.inc"
