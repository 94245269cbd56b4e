// routing: which level takes an exception when HCR_EL2.TGE and TSC, SCR_EL3.NS, HCE and SMD, and MDCR_EL2.TDE say so;
// and what ERET refuses then.

        .text
main:
        stp     x29, x30, [sp, #-16]!

        ldr     x0, =text_1
        bl      print_line
        mrs     x1, hcr_el2
        ldr     x0, =1 << 27
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_2
        bl      try_list

        ldr     x0, =text_3
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 19
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_4
        bl      try_list

        ldr     x0, =text_5
        bl      print_line
        bl      baseline
        ldr     x0, =0x431
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_6
        bl      try_list

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        ldr     x0, =0x5b1
        msr     scr_el3, x0
        isb
        ldr     x0, =trap_vectors_el1
        msr     vbar_el1, x0
        ldr     x0, =trap_vectors_el2
        msr     vbar_el2, x0
        ldr     x0, =1 << 31
        msr     cptr_el3, x0
        isb
        ldr     x0, =cases_8
        bl      try_list

        ldr     x0, =text_9
        bl      print_line
        mrs     x1, hcr_el2
        ldr     x0, =1 << 19
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_10
        bl      try_list

        ldr     x0, =text_11
        bl      print_line
        bl      baseline
        ldr     x0, =0x530
        msr     scr_el3, x0
        isb
        ldr     x0, =cases_12
        bl      try_list

        ldr     x0, =text_13
        bl      print_line
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 27) | (1 << 19) | (1 << 26) | (1 << 13) | (1 << 18)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_14
        bl      try_list

        ldr     x0, =text_15
        bl      print_line
        bl      baseline
        ldr     x0, =0x106
        msr     mdcr_el2, x0
        isb
        ldr     x0, =cases_16
        bl      try_list

        ldr     x0, =text_17
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 27
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_18
        bl      try_list
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

// Vectors for the time when SMC is undefined: they go on to EL3 by a trap of CPTR_EL3.TCPAC.
        .balign 2048
trap_vectors_el1:
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        mrs     xzr, cpacr_el1
        .balign 128
        .balign 2048
trap_vectors_el2:
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128
        mrs     xzr, cptr_el2
        .balign 128

        .balign 4
cases_2:
1:      .word   1f - 1b, EL0
        .asciz  "SVC at EL0"
        .balign 4
        svc     #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "HVC at EL0"
        .balign 4
        hvc     #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "SMC at EL0"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "BRK at EL0"
        .balign 4
        brk     #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "UDF at EL0"
        .balign 4
        .word   0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "WFI at EL0"
        .balign 4
        wfi
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS CurrentEL at EL0"
        .balign 4
        mrs     x0, CurrentEL
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MRS SCTLR_EL1 at EL0"
        .balign 4
        mrs     x0, sctlr_el1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "MSR DAIFSet at EL0"
        .balign 4
        msr     daifset, #2
        ret
1:      .word   1f - 1b, EL0
        .asciz  "DC ZVA at EL0, trapped by SCTLR_EL1.DZE"
        .balign 4
        dc      zva, x1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "PC alignment at EL0"
        .balign 4
        add     x0, x1, #2
        br      x0
1:      .word   1f - 1b, EL2
        .asciz  "SVC at EL2"
        .balign 4
        svc     #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "HVC at EL2"
        .balign 4
        hvc     #2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ERET from EL2 to EL1 is illegal"
        .balign 4
        adr     x0, 2f
        msr     elr_el2, x0
        mov     x0, #EL1
        msr     spsr_el2, x0
        eret
2:      mov     x0, #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ERET from EL2 to EL0 is legal"
        .balign 4
        adr     x0, 2f
        msr     elr_el2, x0
        mov     x0, #EL0
        msr     spsr_el2, x0
        eret
2:      svc     #3
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ERET from EL3 to EL1 is illegal"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        mov     x0, #EL1
        msr     spsr_el3, x0
        eret
2:      mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ERET from EL3 to EL2 is legal"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        mov     x0, #EL2
        msr     spsr_el3, x0
        eret
2:      hvc     #4
        ret
1:      .word   0

        .balign 4
cases_4:
1:      .word   1f - 1b, EL0
        .asciz  "SMC at EL0"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SMC at EL1"
        .balign 4
        smc     #0x1234
        ret
1:      .word   1f - 1b, EL1T
        .asciz  "SMC at EL1t"
        .balign 4
        smc     #5
        ret
1:      .word   1f - 1b, EL2
        .asciz  "SMC at EL2"
        .balign 4
        smc     #6
        ret
1:      .word   1f - 1b, EL3
        .asciz  "SMC at EL3"
        .balign 4
        smc     #7
        ret
1:      .word   1f - 1b, EL1
        .asciz  "HVC at EL1"
        .balign 4
        hvc     #8
        ret
1:      .word   0

        .balign 4
cases_6:
1:      .word   1f - 1b, EL0
        .asciz  "HVC at EL0"
        .balign 4
        hvc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "HVC at EL1"
        .balign 4
        hvc     #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "HVC at EL2"
        .balign 4
        hvc     #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "HVC at EL3"
        .balign 4
        hvc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SMC at EL1"
        .balign 4
        smc     #2
        ret
1:      .word   0

        .balign 4
cases_8:
1:      .word   1f - 1b, EL0
        .asciz  "SMC at EL0"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SMC at EL1"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "SMC at EL2"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "SMC at EL3"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "HVC at EL1"
        .balign 4
        hvc     #2
        ret
1:      .word   0

        .balign 4
cases_10:
1:      .word   1f - 1b, EL1
        .asciz  "SMC at EL1"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "SMC at EL2"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "SMC at EL3"
        .balign 4
        smc     #1
        ret
1:      .word   0

        .balign 4
cases_12:
1:      .word   1f - 1b, EL0
        .asciz  "SVC at EL0"
        .balign 4
        svc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SVC at EL1"
        .balign 4
        svc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "HVC at EL1"
        .balign 4
        hvc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SMC at EL1"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "HVC at EL3"
        .balign 4
        hvc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS VBAR_EL2 at EL1"
        .balign 4
        mrs     x0, vbar_el2
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS SCR_EL3 at EL1"
        .balign 4
        mrs     x0, scr_el3
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ERET from EL3 to EL2 is illegal"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        mov     x0, #EL2
        msr     spsr_el3, x0
        eret
2:      mov     x0, #1
        ret
1:      .word   1f - 1b, EL3
        .asciz  "MRS VPIDR_EL2 at EL3, written there"
        .balign 4
        mov     x0, #0x77
        msr     tpidr_el2, x0
        mov     x0, #0
        mrs     x0, tpidr_el2
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS SP_EL1 at EL1"
        .balign 4
        mrs     x0, sp_el1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS CurrentEL at EL1"
        .balign 4
        mrs     x0, CurrentEL
        ret
1:      .word   0

        .balign 4
cases_14:
1:      .word   1f - 1b, EL0
        .asciz  "SVC at EL0"
        .balign 4
        svc     #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "UDF at EL0"
        .balign 4
        .word   0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SMC at EL1"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MSR TTBR0_EL1 at EL1"
        .balign 4
        msr     ttbr0_el1, xzr
        ret
1:      .word   1f - 1b, EL1
        .asciz  "MRS ID_AA64DFR0_EL1 at EL1"
        .balign 4
        mrs     x0, id_aa64dfr0_el1
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ERET from EL3 to EL1"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        mov     x0, #EL1
        msr     spsr_el3, x0
        eret
2:      smc     #9
        ret
1:      .word   0

        .balign 4
cases_16:
1:      .word   1f - 1b, EL0
        .asciz  "BRK at EL0"
        .balign 4
        brk     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "BRK at EL1"
        .balign 4
        brk     #2
        ret
1:      .word   1f - 1b, EL2
        .asciz  "BRK at EL2"
        .balign 4
        brk     #3
        ret
1:      .word   1f - 1b, EL3
        .asciz  "BRK at EL3"
        .balign 4
        brk     #4
        ret
1:      .word   1f - 1b, EL0
        .asciz  "SVC at EL0"
        .balign 4
        svc     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "UDF at EL1"
        .balign 4
        .word   0
        ret
1:      .word   0

        .balign 4
cases_18:
1:      .word   1f - 1b, EL0
        .asciz  "BRK at EL0"
        .balign 4
        brk     #1
        ret
1:      .word   1f - 1b, EL2
        .asciz  "BRK at EL2"
        .balign 4
        brk     #3
        ret
1:      .word   0

text_1:         .asciz  "HCR_EL2.TGE = 1"
text_3:         .asciz  "HCR_EL2.TSC = 1"
text_5:         .asciz  "SCR_EL3.HCE = 0"
text_7:         .asciz  "SCR_EL3.SMD = 1"
text_9:         .asciz  "SCR_EL3.SMD = 1, HCR_EL2.TSC = 1"
text_11:        .asciz  "SCR_EL3.NS = 0: EL0 and EL1 are Secure"
text_13:        .asciz  "SCR_EL3.NS = 0 with HCR_EL2.TGE, TSC, TVM, TWI, TID3 = 1: they do nothing to Secure EL0 and EL1"
text_15:        .asciz  "MDCR_EL2.TDE = 1"
text_17:        .asciz  "HCR_EL2.TGE = 1: BRK goes to EL2 as with TDE"

        .include "runtime.inc"
