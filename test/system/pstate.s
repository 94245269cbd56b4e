// pstate: the processor state as registers (NZCV, DAIF, SPSel, CurrentEL), the immediate forms of MSR, the banked stack
// pointers, ELR_ELx, SPSR_ELx and TPIDR registers from each level.

        .text
main:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =cases_1
        bl      try_list
        ldr     x0, =cases_2
        bl      try_list
        ldr     x0, =cases_3
        bl      try_list

        ldr     x0, =text_4
        bl      print_line
        ldr     x0, =cases_5
        bl      try_list

        ldr     x0, =text_6
        bl      print_line
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 9
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        ldr     x0, =cases_7
        bl      try_list

        ldr     x0, =text_8
        bl      print_line
        bl      baseline
        ldr     x0, =cases_9
        bl      try_list

        ldr     x0, =text_10
        bl      print_line
        ldr     x0, =cases_11
        bl      try_list

        ldr     x0, =text_12
        bl      print_line
        ldr     x0, =cases_13
        bl      try_list

        ldr     x0, =text_14
        bl      print_line
        ldr     x0, =cases_15
        bl      try_list
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

        .balign 4
cases_1:
1:      .word   1f - 1b, EL0
        .asciz  "CurrentEL at EL0"
        .balign 4
        mrs     x0, CurrentEL
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CurrentEL at EL1"
        .balign 4
        mrs     x0, CurrentEL
        ret
1:      .word   1f - 1b, EL1T
        .asciz  "CurrentEL at EL1T"
        .balign 4
        mrs     x0, CurrentEL
        ret
1:      .word   1f - 1b, EL2
        .asciz  "CurrentEL at EL2"
        .balign 4
        mrs     x0, CurrentEL
        ret
1:      .word   1f - 1b, EL2T
        .asciz  "CurrentEL at EL2T"
        .balign 4
        mrs     x0, CurrentEL
        ret
1:      .word   1f - 1b, EL3
        .asciz  "CurrentEL at EL3"
        .balign 4
        mrs     x0, CurrentEL
        ret
1:      .word   1f - 1b, EL3T
        .asciz  "CurrentEL at EL3T"
        .balign 4
        mrs     x0, CurrentEL
        ret
1:      .word   0

        .balign 4
cases_2:
1:      .word   1f - 1b, EL0
        .asciz  "SPSel at EL0"
        .balign 4
        mrs     x0, spsel
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SPSel at EL1"
        .balign 4
        mrs     x0, spsel
        ret
1:      .word   1f - 1b, EL1T
        .asciz  "SPSel at EL1T"
        .balign 4
        mrs     x0, spsel
        ret
1:      .word   1f - 1b, EL2
        .asciz  "SPSel at EL2"
        .balign 4
        mrs     x0, spsel
        ret
1:      .word   1f - 1b, EL2T
        .asciz  "SPSel at EL2T"
        .balign 4
        mrs     x0, spsel
        ret
1:      .word   1f - 1b, EL3
        .asciz  "SPSel at EL3"
        .balign 4
        mrs     x0, spsel
        ret
1:      .word   1f - 1b, EL3T
        .asciz  "SPSel at EL3T"
        .balign 4
        mrs     x0, spsel
        ret
1:      .word   0

        .balign 4
cases_3:
1:      .word   1f - 1b, 0xa00003c5
        .asciz  "NZCV reads N and C"
        .balign 4
        mrs     x0, nzcv
        ret
1:      .word   1f - 1b, EL0
        .asciz  "NZCV at EL0, written all ones"
        .balign 4
        mov     x0, #-1
        msr     nzcv, x0
        mrs     x0, nzcv
        ret
1:      .word   1f - 1b, EL0
        .asciz  "NZCV written, then SVC"
        .balign 4
        mov     x0, #-1
        msr     nzcv, x0
        svc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "NZCV at EL1, bits 27:0 are not there"
        .balign 4
        ldr     x0, =0xffffffff5fffffff
        msr     nzcv, x0
        mrs     x0, nzcv
        ret
1:      .word   1f - 1b, EL0
        .asciz  "flags of ADDS seen by NZCV"
        .balign 4
        mov     w3, #0x7fffffff
        adds    w3, w3, #1
        mrs     x0, nzcv
        ret
1:      .word   1f - 1b, EL0
        .asciz  "flags of SUBS seen by NZCV"
        .balign 4
        mov     w3, #5
        subs    w3, w3, #5
        mrs     x0, nzcv
        ret
1:      .word   1f - 1b, EL0
        .asciz  "condition taken from NZCV"
        .balign 4
        mov     x0, #0x40000000
        msr     nzcv, x0
        cset    x0, eq
        ret
1:      .word   0

        .balign 4
cases_5:
1:      .word   1f - 1b, EL0
        .asciz  "MRS DAIF at EL0"
        .balign 4
        mrs     x0, daif
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR DAIF at EL0"
        .balign 4
        msr     daif, x0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR DAIFSet at EL0"
        .balign 4
        msr     daifset, #15
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR DAIFClr at EL0"
        .balign 4
        msr     daifclr, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS DAIF into X17 at EL0"
        .balign 4
        mrs     x17, daif
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS DAIF at EL1"
        .balign 4
        mrs     x0, daif
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR DAIF zero at EL1"
        .balign 4
        msr     daif, xzr
        mrs     x0, daif
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR DAIF ones at EL1"
        .balign 4
        mov     x0, #-1
        msr     daif, x0
        mrs     x0, daif
        ret
1:      .word   1f - 1b, 5
        .asciz  "MSR DAIFSet 5 at EL1"
        .balign 4
        msr     daifset, #5
        mrs     x0, daif
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR DAIFClr 10 at EL1"
        .balign 4
        msr     daifclr, #10
        mrs     x0, daif
        ret
1:      .word   1f - 1b, EL2
        .asciz  "MSR DAIFClr 15 at EL2"
        .balign 4
        msr     daifclr, #15
        mrs     x0, daif
        ret
1:      .word   1f - 1b, EL3
        .asciz  "MSR DAIFClr 8, then SMC"
        .balign 4
        msr     daifclr, #8
        smc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR DAIFClr 8, then HVC"
        .balign 4
        msr     daifclr, #8
        hvc     #1
        ret
1:      .word   0

        .balign 4
cases_7:
1:      .word   1f - 1b, EL0
        .asciz  "MRS DAIF at EL0"
        .balign 4
        mrs     x0, daif
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR DAIF zero at EL0"
        .balign 4
        msr     daif, xzr
        mrs     x0, daif
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR DAIFClr 5 at EL0"
        .balign 4
        msr     daifclr, #5
        mrs     x0, daif
        ret
1:      .word   1f - 1b, 0
        .asciz  "MSR DAIFSet 8 at EL0, then SVC"
        .balign 4
        msr     daifset, #8
        svc     #1
        ret
1:      .word   0

        .balign 4
cases_9:
1:      .word   1f - 1b, EL0
        .asciz  "MSR SPSel, #0 at EL0"
        .balign 4
        msr     spsel, #0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR SPSel, X0 at EL0"
        .balign 4
        msr     spsel, x0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR SPSel, #0 at EL1: the other stack pointer"
        .balign 4
        mov     x3, sp
        msr     spsel, #0
        mov     x4, sp
        msr     spsel, #1
        mov     x5, sp
        cmp     x3, x5
        cset    x0, eq
        cmp     x3, x4
        cinc    x0, x0, ne
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SPSR says which"
        .balign 4
        msr     spsel, #0
        hvc     #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "MSR SPSel, X0 = -1 at EL2"
        .balign 4
        mov     x0, #-1
        msr     spsel, x0
        mrs     x0, spsel
        ret
1:      .word   1f - 1b, EL3
        .asciz  "MSR SPSel, X0 = 2 at EL3"
        .balign 4
        mov     x0, #2
        msr     spsel, x0
        mrs     x0, spsel
        ret
1:      .word   1f - 1b, EL3
        .asciz  "MSR SPSel, #0 at EL3, then SVC"
        .balign 4
        msr     spsel, #0
        svc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SP_EL0 through MSR and through SPSel"
        .balign 4
        ldr     x3, =0x123456789abcdef0
        msr     sp_el0, x3
        msr     spsel, #0
        mov     x0, sp
        ret
1:      .word   1f - 1b, EL1T
        .asciz  "SP_EL0 is the stack pointer now"
        .balign 4
        mov     x3, #0x500
        mov     sp, x3
        msr     spsel, #1
        mrs     x0, sp_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS SP_EL0 at EL0"
        .balign 4
        mrs     x0, sp_el0
        ret
1:      .word   1f - 1b, EL1T
        .asciz  "MRS SP_EL0 at EL1t"
        .balign 4
        mrs     x0, sp_el0
        ret
1:      .word   1f - 1b, EL2T
        .asciz  "MSR SP_EL0 at EL2t"
        .balign 4
        msr     sp_el0, x0
        ret
1:      .word   1f - 1b, EL3T
        .asciz  "MRS SP_EL0 at EL3t"
        .balign 4
        mrs     x0, sp_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS SP_EL1 at EL1"
        .balign 4
        mrs     x0, sp_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "SP_EL1 at EL2"
        .balign 4
        mov     x0, #0x70
        msr     sp_el1, x0
        mov     x0, #0
        mrs     x0, sp_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "MRS SP_EL2 at EL2"
        .balign 4
        mrs     x0, sp_el2
        ret
1:      .word   1f - 1b, EL3
        .asciz  "SP_EL2 at EL3"
        .balign 4
        mov     x0, #0x71
        msr     sp_el2, x0
        mov     x0, #0
        mrs     x0, sp_el2
        ret
1:      .word   1f - 1b, EL3
        .asciz  "the word of MRS SP_EL3"
        .balign 4
        .word   0xd53f4100
        ret
1:      .word   1f - 1b, EL2
        .asciz  "SP_EL1 set at EL2 is the stack pointer of EL1"
        .balign 4
        mov     x0, #0x560
        msr     sp_el1, x0
        adr     x0, 2f
        msr     elr_el2, x0
        mov     x0, #EL1
        msr     spsel, #1
        msr     spsr_el2, x0
        eret
2:      mov     x0, sp
        ret
1:      .word   0

        .balign 4
cases_11:
1:      .word   1f - 1b, EL1
        .asciz  "MSR UAO, #1"
        .balign 4
        .word   0xd500417f
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR PAN, #1"
        .balign 4
        .word   0xd500419f
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR DIT, #1"
        .balign 4
        .word   0xd503415f
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR SSBS, #1"
        .balign 4
        .word   0xd503413f
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR TCO, #1"
        .balign 4
        .word   0xd503419f
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CFINV"
        .balign 4
        .word   0xd500401f
        ret
1:      .word   1f - 1b, EL1
        .asciz  "XAFLAG"
        .balign 4
        .word   0xd500403f
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR immediate op1 = 0, op2 = 2"
        .balign 4
        .word   0xd500415f
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR SPSel, #1 with Rt = 0"
        .balign 4
        .word   0xd50041a0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS PAN"
        .balign 4
        .word   0xd5384260
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS UAO"
        .balign 4
        .word   0xd5384280
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS DIT"
        .balign 4
        .word   0xd53b42a0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS SSBS"
        .balign 4
        .word   0xd53b42c0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS RNDR"
        .balign 4
        .word   0xd53b2400
        ret
1:      .word   0

        .balign 4
cases_13:
1:      .word   1f - 1b, EL1
        .asciz  "ELR_EL1 holds 64 bits"
        .balign 4
        mov     x0, #-1
        msr     elr_el1, x0
        mrs     x0, elr_el1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ELR_EL2 holds 64 bits"
        .balign 4
        mov     x0, #-1
        msr     elr_el2, x0
        mrs     x0, elr_el2
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ELR_EL3 holds 64 bits"
        .balign 4
        mov     x0, #-2
        msr     elr_el3, x0
        mrs     x0, elr_el3
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ELR_EL1 is written at EL2, SPSR_EL1 not changed"
        .balign 4
        mov     x0, #0x45
        msr     spsr_el1, x0
        mov     x3, #-1
        msr     elr_el1, x3
        mrs     x0, spsr_el1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SPSR_EL1 at EL1"
        .balign 4
        mov     x0, #0x5
        msr     spsr_el1, x0
        mrs     x0, spsr_el1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS ELR_EL1 at EL0"
        .balign 4
        mrs     x0, elr_el1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS ELR_EL2 at EL1"
        .balign 4
        mrs     x0, elr_el2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "MRS ELR_EL3 at EL2"
        .balign 4
        mrs     x0, elr_el3
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR SPSR_EL2 at EL1"
        .balign 4
        msr     spsr_el2, x0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "MSR SPSR_EL3 at EL2"
        .balign 4
        msr     spsr_el3, x0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "TPIDR_EL0 at EL0"
        .balign 4
        msr     tpidr_el0, x2
        mrs     x0, tpidr_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "TPIDRRO_EL0 read at EL0"
        .balign 4
        mrs     x0, tpidrro_el0
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "TPIDRRO_EL0 written at EL0"
        .balign 4
        msr     tpidrro_el0, x0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "TPIDRRO_EL0 written at EL1"
        .balign 4
        msr     tpidrro_el0, x2
        mrs     x0, tpidrro_el0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "TPIDR_EL1 at EL0"
        .balign 4
        mrs     x0, tpidr_el1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "TPIDR_EL1 at EL1"
        .balign 4
        msr     tpidr_el1, x2
        mrs     x0, tpidr_el1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "TPIDR_EL2 at EL1"
        .balign 4
        mrs     x0, tpidr_el2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "TPIDR_EL2 at EL2"
        .balign 4
        msr     tpidr_el2, x2
        mrs     x0, tpidr_el2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "TPIDR_EL3 at EL2"
        .balign 4
        mrs     x0, tpidr_el3
        ret
1:      .word   1f - 1b, EL3
        .asciz  "TPIDR_EL3 at EL3"
        .balign 4
        msr     tpidr_el3, x2
        mrs     x0, tpidr_el3
        ret
1:      .word   0

        .balign 4
cases_15:
1:      .word   1f - 1b, EL0
        .asciz  "hints 8, 20, 30 (PACIA1716, ESB..., XPACLRI...) at EL0"
        .balign 4
        hint    #8
        hint    #20
        hint    #30
        hint    #34
        hint    #127
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "YIELD, SEV, SEVL"
        .balign 4
        yield
        sev
        sevl
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CLREX and barriers at EL0"
        .balign 4
        clrex
        clrex   #3
        dsb     sy
        dsb     #1
        dmb     ish
        dmb     #12
        isb
        isb     #1
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "SB (v8.5)"
        .balign 4
        .word   0xd50330ff
        ret
1:      .word   0

text_4:         .asciz  "DAIF, SCTLR_EL1.UMA = 0"
text_6:         .asciz  "DAIF, SCTLR_EL1.UMA = 1"
text_8:         .asciz  "SPSel"
text_10:        .asciz  "Immediate forms that Armv8.0 does not have"
text_12:        .asciz  "ELR, SPSR, TPIDR"
text_14:        .asciz  "Hints are no-operations where they are not implemented"

        .include "runtime.inc"
