// fp-traps: the traps of floating point and Advanced SIMD instructions: CPACR_EL1.FPEN, CPTR_EL2.TFP, CPTR_EL3.TFP.

        .text
main:
        stp     x29, x30, [sp, #-16]!

        ldr     x0, =text_1
        bl      print_line
        bl      baseline
        ldr     x0, =cases_2
        bl      try_list

        ldr     x0, =text_3
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 20
        msr     cpacr_el1, x0
        isb
        ldr     x0, =cases_4
        bl      try_list

        ldr     x0, =text_5
        bl      print_line
        bl      baseline
        ldr     x0, =2 << 20
        msr     cpacr_el1, x0
        isb
        ldr     x0, =cases_6
        bl      try_list

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        ldr     x0, =3 << 20
        msr     cpacr_el1, x0
        isb
        ldr     x0, =cases_8
        bl      try_list

        ldr     x0, =text_9
        bl      print_line
        bl      baseline
        ldr     x0, =3 << 20
        msr     cpacr_el1, x0
        isb
        mrs     x1, cptr_el2
        ldr     x0, =1 << 10
        orr     x1, x1, x0
        msr     cptr_el2, x1
        isb
        ldr     x0, =cases_10
        bl      try_list

        ldr     x0, =text_11
        bl      print_line
        bl      baseline
        ldr     x0, =3 << 20
        msr     cpacr_el1, x0
        isb
        mrs     x1, cptr_el3
        ldr     x0, =1 << 10
        orr     x1, x1, x0
        msr     cptr_el3, x1
        isb
        ldr     x0, =cases_12
        bl      try_list

        ldr     x0, =text_13
        bl      print_line
        bl      baseline
        mrs     x1, cptr_el2
        ldr     x0, =1 << 10
        orr     x1, x1, x0
        msr     cptr_el2, x1
        isb
        mrs     x1, cptr_el3
        ldr     x0, =1 << 10
        orr     x1, x1, x0
        msr     cptr_el3, x1
        isb
        ldr     x0, =cases_14
        bl      try_list

        ldr     x0, =text_15
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 27
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_16
        bl      try_list

        ldr     x0, =text_17
        bl      print_line
        bl      baseline
        ldr     x0, =3 << 20
        msr     cpacr_el1, x0
        isb
        mrs     x1, cptr_el2
        ldr     x0, =1 << 10
        orr     x1, x1, x0
        msr     cptr_el2, x1
        isb
        ldr     x0, =0x530
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_18
        bl      try_list
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

        .balign 4
cases_2:
1:      .word   1f - 1b, EL0
        .asciz  "FMOV D0, D0 at EL0"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR D0, [X1] at EL0"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STR Q0, [X1] at EL0"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "FMOV X0, D0 at EL0"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MOVI V0.16B, #0 at EL0"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL0"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPCR at EL0"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPSR at EL0"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR FPCR, XZR at EL0"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV D0, D0 at EL1"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDR D0, [X1] at EL1"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STR Q0, [X1] at EL1"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV X0, D0 at EL1"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MOVI V0.16B, #0 at EL1"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL1"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPCR at EL1"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPSR at EL1"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR FPCR, XZR at EL1"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "FMOV D0, D0 at EL2"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "LDR D0, [X1] at EL2"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "FMOV D0, D0 at EL3"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "LDR D0, [X1] at EL3"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_4:
1:      .word   1f - 1b, EL0
        .asciz  "FMOV D0, D0 at EL0"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR D0, [X1] at EL0"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STR Q0, [X1] at EL0"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "FMOV X0, D0 at EL0"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MOVI V0.16B, #0 at EL0"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL0"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPCR at EL0"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPSR at EL0"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR FPCR, XZR at EL0"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV D0, D0 at EL1"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDR D0, [X1] at EL1"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STR Q0, [X1] at EL1"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV X0, D0 at EL1"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MOVI V0.16B, #0 at EL1"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL1"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPCR at EL1"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPSR at EL1"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR FPCR, XZR at EL1"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "FMOV D0, D0 at EL2"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "LDR D0, [X1] at EL2"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "FMOV D0, D0 at EL3"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "LDR D0, [X1] at EL3"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_6:
1:      .word   1f - 1b, EL0
        .asciz  "FMOV D0, D0 at EL0"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR D0, [X1] at EL0"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STR Q0, [X1] at EL0"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "FMOV X0, D0 at EL0"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MOVI V0.16B, #0 at EL0"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL0"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPCR at EL0"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPSR at EL0"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR FPCR, XZR at EL0"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV D0, D0 at EL1"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDR D0, [X1] at EL1"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STR Q0, [X1] at EL1"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV X0, D0 at EL1"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MOVI V0.16B, #0 at EL1"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL1"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPCR at EL1"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPSR at EL1"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR FPCR, XZR at EL1"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "FMOV D0, D0 at EL2"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "LDR D0, [X1] at EL2"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "FMOV D0, D0 at EL3"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "LDR D0, [X1] at EL3"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_8:
1:      .word   1f - 1b, EL0
        .asciz  "FMOV D0, D0 at EL0"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR D0, [X1] at EL0"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STR Q0, [X1] at EL0"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "FMOV X0, D0 at EL0"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MOVI V0.16B, #0 at EL0"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL0"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPCR at EL0"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPSR at EL0"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR FPCR, XZR at EL0"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV D0, D0 at EL1"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDR D0, [X1] at EL1"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STR Q0, [X1] at EL1"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV X0, D0 at EL1"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MOVI V0.16B, #0 at EL1"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL1"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPCR at EL1"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPSR at EL1"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR FPCR, XZR at EL1"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "FMOV D0, D0 at EL2"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "LDR D0, [X1] at EL2"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "FMOV D0, D0 at EL3"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "LDR D0, [X1] at EL3"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_10:
1:      .word   1f - 1b, EL0
        .asciz  "FMOV D0, D0 at EL0"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR D0, [X1] at EL0"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STR Q0, [X1] at EL0"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "FMOV X0, D0 at EL0"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MOVI V0.16B, #0 at EL0"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL0"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPCR at EL0"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPSR at EL0"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR FPCR, XZR at EL0"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV D0, D0 at EL1"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDR D0, [X1] at EL1"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STR Q0, [X1] at EL1"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV X0, D0 at EL1"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MOVI V0.16B, #0 at EL1"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL1"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPCR at EL1"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPSR at EL1"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR FPCR, XZR at EL1"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "FMOV D0, D0 at EL2"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "LDR D0, [X1] at EL2"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "FMOV D0, D0 at EL3"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "LDR D0, [X1] at EL3"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_12:
1:      .word   1f - 1b, EL0
        .asciz  "FMOV D0, D0 at EL0"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR D0, [X1] at EL0"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STR Q0, [X1] at EL0"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "FMOV X0, D0 at EL0"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MOVI V0.16B, #0 at EL0"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL0"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPCR at EL0"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPSR at EL0"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR FPCR, XZR at EL0"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV D0, D0 at EL1"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDR D0, [X1] at EL1"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STR Q0, [X1] at EL1"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV X0, D0 at EL1"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MOVI V0.16B, #0 at EL1"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL1"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPCR at EL1"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPSR at EL1"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR FPCR, XZR at EL1"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "FMOV D0, D0 at EL2"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "LDR D0, [X1] at EL2"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "FMOV D0, D0 at EL3"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "LDR D0, [X1] at EL3"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_14:
1:      .word   1f - 1b, EL0
        .asciz  "FMOV D0, D0 at EL0"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR D0, [X1] at EL0"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STR Q0, [X1] at EL0"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "FMOV X0, D0 at EL0"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MOVI V0.16B, #0 at EL0"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL0"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPCR at EL0"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPSR at EL0"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR FPCR, XZR at EL0"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV D0, D0 at EL1"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDR D0, [X1] at EL1"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STR Q0, [X1] at EL1"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV X0, D0 at EL1"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MOVI V0.16B, #0 at EL1"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL1"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPCR at EL1"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPSR at EL1"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR FPCR, XZR at EL1"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "FMOV D0, D0 at EL2"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "LDR D0, [X1] at EL2"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "FMOV D0, D0 at EL3"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "LDR D0, [X1] at EL3"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_16:
1:      .word   1f - 1b, EL0
        .asciz  "FMOV D0, D0 at EL0"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR D0, [X1] at EL0"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STR Q0, [X1] at EL0"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "FMOV X0, D0 at EL0"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MOVI V0.16B, #0 at EL0"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL0"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPCR at EL0"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPSR at EL0"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR FPCR, XZR at EL0"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_18:
1:      .word   1f - 1b, EL0
        .asciz  "FMOV D0, D0 at EL0"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR D0, [X1] at EL0"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STR Q0, [X1] at EL0"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "FMOV X0, D0 at EL0"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MOVI V0.16B, #0 at EL0"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL0"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPCR at EL0"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS X0, FPSR at EL0"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR FPCR, XZR at EL0"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV D0, D0 at EL1"
        .balign 4
        .word   0x1e604000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDR D0, [X1] at EL1"
        .balign 4
        .word   0xfd400020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STR Q0, [X1] at EL1"
        .balign 4
        .word   0x3d800020
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "FMOV X0, D0 at EL1"
        .balign 4
        .word   0x9e660000
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MOVI V0.16B, #0 at EL1"
        .balign 4
        .word   0x4f00e400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ADD V0.4S, V0.4S, V0.4S at EL1"
        .balign 4
        .word   0x4ea08400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPCR at EL1"
        .balign 4
        .word   0xd53b4400
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS X0, FPSR at EL1"
        .balign 4
        .word   0xd53b4420
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR FPCR, XZR at EL1"
        .balign 4
        .word   0xd51b441f
        mov     x0, #1
        ret
1:      .word   0

text_1:         .asciz  "CPACR_EL1.FPEN = 0"
text_3:         .asciz  "CPACR_EL1.FPEN = 1"
text_5:         .asciz  "CPACR_EL1.FPEN = 2"
text_7:         .asciz  "CPACR_EL1.FPEN = 3"
text_9:         .asciz  "CPACR_EL1.FPEN = 3, CPTR_EL2.TFP = 1"
text_11:        .asciz  "CPACR_EL1.FPEN = 3, CPTR_EL3.TFP = 1"
text_13:        .asciz  "CPACR_EL1.FPEN = 0, CPTR_EL2.TFP = 1, CPTR_EL3.TFP = 1: the lowest comes first"
text_15:        .asciz  "CPACR_EL1.FPEN = 0 with TGE = 1"
text_17:        .asciz  "CPACR_EL1.FPEN = 3, CPTR_EL2.TFP = 1, SCR_EL3.NS = 0"

        .include "runtime.inc"
