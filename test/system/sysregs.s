// sysregs: which level may read and write which system register, and what traps. First a line for every register and
// system instruction: at EL0, EL1, EL2, EL3, "ok" or the level and the ESR of the exception. Then, for every trap bit,
// the accesses that end otherwise than in that list.
// A write writes the value that EL3 has read before. WFI and WFE are in the program wfx.

        .text
main:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =registers
        bl      access_list

        ldr     x0, =text_1
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 15
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_2
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 16
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_3
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 17
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_4
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 18
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_5
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 19
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_6
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 20
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_7
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 21
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_8
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 22
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_9
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 23
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_10
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 24
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_11
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 25
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_12
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 26
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_13
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 28
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_14
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 30
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_15
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =1 << 27
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps_el0

        ldr     x0, =text_16
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =0xfffffffc00000000
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_17
        bl      print_line
        bl      baseline
        ldr     x0, =0xffff
        msr     hstr_el2, x0
        isb
        bl      traps

        ldr     x0, =text_18
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 23) | (1 << 24) | (1 << 17) | (1 << 28)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        mrs     x1, sctlr_el1
        ldr     x0, =(1 << 26) | (1 << 15) | (1 << 14)
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        bl      traps

        ldr     x0, =text_19
        bl      print_line
        bl      baseline
        mrs     x1, cptr_el2
        ldr     x0, =1 << 31
        orr     x1, x1, x0
        msr     cptr_el2, x1
        isb
        bl      traps_el2

        ldr     x0, =text_20
        bl      print_line
        bl      baseline
        mrs     x1, cptr_el3
        ldr     x0, =1 << 31
        orr     x1, x1, x0
        msr     cptr_el3, x1
        isb
        bl      traps_el2

        ldr     x0, =text_21
        bl      print_line
        bl      baseline
        mrs     x1, cptr_el2
        ldr     x0, =1 << 20
        orr     x1, x1, x0
        msr     cptr_el2, x1
        isb
        mrs     x1, cptr_el3
        ldr     x0, =1 << 20
        orr     x1, x1, x0
        msr     cptr_el3, x1
        isb
        mrs     x1, cpacr_el1
        ldr     x0, =1 << 28
        orr     x1, x1, x0
        msr     cpacr_el1, x1
        isb
        bl      traps

        ldr     x0, =text_22
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el2
        ldr     x0, =1 << 5
        orr     x1, x1, x0
        msr     mdcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_23
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el2
        ldr     x0, =1 << 6
        orr     x1, x1, x0
        msr     mdcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_24
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el2
        ldr     x0, =1 << 8
        orr     x1, x1, x0
        msr     mdcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_25
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el2
        ldr     x0, =1 << 9
        orr     x1, x1, x0
        msr     mdcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_26
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el2
        ldr     x0, =1 << 10
        orr     x1, x1, x0
        msr     mdcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_27
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el2
        ldr     x0, =1 << 11
        orr     x1, x1, x0
        msr     mdcr_el2, x1
        isb
        bl      traps

        ldr     x0, =text_28
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el3
        ldr     x0, =1 << 6
        orr     x1, x1, x0
        msr     mdcr_el3, x1
        isb
        bl      traps_el2

        ldr     x0, =text_29
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el3
        ldr     x0, =1 << 9
        orr     x1, x1, x0
        msr     mdcr_el3, x1
        isb
        bl      traps_el2

        ldr     x0, =text_30
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el3
        ldr     x0, =1 << 10
        orr     x1, x1, x0
        msr     mdcr_el3, x1
        isb
        bl      traps_el2

        ldr     x0, =text_31
        bl      print_line
        bl      baseline
        mrs     x1, mdcr_el2
        ldr     x0, =1 << 9
        orr     x1, x1, x0
        msr     mdcr_el2, x1
        isb
        mrs     x1, mdcr_el3
        ldr     x0, =1 << 9
        orr     x1, x1, x0
        msr     mdcr_el3, x1
        isb
        bl      traps

        ldr     x0, =text_32
        bl      print_line
        bl      baseline
        ldr     x0, =2
        msr     cnthctl_el2, x0
        isb
        bl      traps

        ldr     x0, =text_33
        bl      print_line
        bl      baseline
        ldr     x0, =1
        msr     cnthctl_el2, x0
        isb
        bl      traps

        ldr     x0, =text_34
        bl      print_line
        bl      baseline
        ldr     x0, =0
        msr     cnthctl_el2, x0
        isb
        ldr     x0, =0x303
        msr     cntkctl_el1, x0
        isb
        bl      traps

        ldr     x0, =text_35
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 0
        msr     cntkctl_el1, x0
        isb
        bl      traps

        ldr     x0, =text_36
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 1
        msr     cntkctl_el1, x0
        isb
        bl      traps

        ldr     x0, =text_37
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 8
        msr     cntkctl_el1, x0
        isb
        bl      traps

        ldr     x0, =text_38
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 9
        msr     cntkctl_el1, x0
        isb
        bl      traps

        ldr     x0, =text_39
        bl      print_line
        bl      baseline
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 15
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        bl      traps

        ldr     x0, =text_40
        bl      print_line
        bl      baseline
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 26
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        bl      traps

        ldr     x0, =text_41
        bl      print_line
        bl      baseline
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 14
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        bl      traps

        ldr     x0, =text_42
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 0
        msr     pmuserenr_el0, x0
        isb
        bl      traps

        ldr     x0, =text_43
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 1
        msr     pmuserenr_el0, x0
        isb
        bl      traps

        ldr     x0, =text_44
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 2
        msr     pmuserenr_el0, x0
        isb
        bl      traps

        ldr     x0, =text_45
        bl      print_line
        bl      baseline
        ldr     x0, =1 << 3
        msr     pmuserenr_el0, x0
        isb
        bl      traps
        ldr     x0, =0
        msr     pmuserenr_el0, x0
        isb

        ldr     x0, =text_46
        bl      print_line
        bl      baseline
        mrs     x1, mdscr_el1
        ldr     x0, =1 << 12
        orr     x1, x1, x0
        msr     mdscr_el1, x1
        isb
        bl      traps
        ldr     x0, =0
        msr     mdscr_el1, x0
        isb

        ldr     x0, =text_47
        bl      print_line
        bl      baseline
        mrs     x1, hcr_el2
        ldr     x0, =(1 << 26) | (1 << 18) | (1 << 25)
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =0x530
        msr     scr_el3, x0
        isb
        bl      traps

        ldr     x0, =text_48
        bl      print_line
        ldr     x0, =secure_timer
        bl      access_list

        ldr     x0, =text_49
        bl      print_line
        bl      baseline
        ldr     x0, =0xd30
        msr     scr_el3, x0
        isb
        ldr     x0, =secure_timer
        bl      access_list

        ldr     x0, =text_50
        bl      print_line
        bl      baseline
        ldr     x0, =0xd31
        msr     scr_el3, x0
        isb
        ldr     x0, =secure_timer
        bl      access_list
        bl      baseline

        ldr     x0, =text_51
        bl      print_line
        mrs     x1, hcr_el2
        ldr     x0, =1 << 20
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =implementation_defined
        bl      access_el1
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

// A list of accesses: distance to the next, instruction, name.
        .balign 4
registers:
1:      .word   1f - 1b
        mrs     x0, sctlr_el1
        .asciz  "SCTLR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, actlr_el1
        .asciz  "ACTLR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cpacr_el1
        .asciz  "CPACR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, ttbr0_el1
        .asciz  "TTBR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, ttbr1_el1
        .asciz  "TTBR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, tcr_el1
        .asciz  "TCR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, afsr0_el1
        .asciz  "AFSR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, afsr1_el1
        .asciz  "AFSR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, esr_el1
        .asciz  "ESR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, far_el1
        .asciz  "FAR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, par_el1
        .asciz  "PAR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mair_el1
        .asciz  "MAIR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, amair_el1
        .asciz  "AMAIR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, vbar_el1
        .asciz  "VBAR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, contextidr_el1
        .asciz  "CONTEXTIDR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, tpidr_el1
        .asciz  "TPIDR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntkctl_el1
        .asciz  "CNTKCTL_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, csselr_el1
        .asciz  "CSSELR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, spsr_el1
        .asciz  "SPSR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, elr_el1
        .asciz  "ELR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, isr_el1
        .asciz  "ISR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, midr_el1
        .asciz  "MIDR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mpidr_el1
        .asciz  "MPIDR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, revidr_el1
        .asciz  "REVIDR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_pfr0_el1
        .asciz  "ID_PFR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_pfr1_el1
        .asciz  "ID_PFR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_dfr0_el1
        .asciz  "ID_DFR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_afr0_el1
        .asciz  "ID_AFR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_mmfr0_el1
        .asciz  "ID_MMFR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_mmfr1_el1
        .asciz  "ID_MMFR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_mmfr2_el1
        .asciz  "ID_MMFR2_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_mmfr3_el1
        .asciz  "ID_MMFR3_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_isar0_el1
        .asciz  "ID_ISAR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_isar1_el1
        .asciz  "ID_ISAR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_isar2_el1
        .asciz  "ID_ISAR2_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_isar3_el1
        .asciz  "ID_ISAR3_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_isar4_el1
        .asciz  "ID_ISAR4_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_isar5_el1
        .asciz  "ID_ISAR5_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mvfr0_el1
        .asciz  "MVFR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mvfr1_el1
        .asciz  "MVFR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mvfr2_el1
        .asciz  "MVFR2_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64pfr0_el1
        .asciz  "ID_AA64PFR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64pfr1_el1
        .asciz  "ID_AA64PFR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64dfr0_el1
        .asciz  "ID_AA64DFR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64dfr1_el1
        .asciz  "ID_AA64DFR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64afr0_el1
        .asciz  "ID_AA64AFR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64afr1_el1
        .asciz  "ID_AA64AFR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64isar0_el1
        .asciz  "ID_AA64ISAR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64isar1_el1
        .asciz  "ID_AA64ISAR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64mmfr0_el1
        .asciz  "ID_AA64MMFR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, id_aa64mmfr1_el1
        .asciz  "ID_AA64MMFR1_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, ccsidr_el1
        .asciz  "CCSIDR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, clidr_el1
        .asciz  "CLIDR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, aidr_el1
        .asciz  "AIDR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, ctr_el0
        .asciz  "CTR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, dczid_el0
        .asciz  "DCZID_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, tpidr_el0
        .asciz  "TPIDR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, tpidrro_el0
        .asciz  "TPIDRRO_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, vpidr_el2
        .asciz  "VPIDR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, vmpidr_el2
        .asciz  "VMPIDR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, sctlr_el2
        .asciz  "SCTLR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, actlr_el2
        .asciz  "ACTLR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, hcr_el2
        .asciz  "HCR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mdcr_el2
        .asciz  "MDCR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cptr_el2
        .asciz  "CPTR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, hstr_el2
        .asciz  "HSTR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, hacr_el2
        .asciz  "HACR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, ttbr0_el2
        .asciz  "TTBR0_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, tcr_el2
        .asciz  "TCR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, vttbr_el2
        .asciz  "VTTBR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, vtcr_el2
        .asciz  "VTCR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, spsr_el2
        .asciz  "SPSR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, elr_el2
        .asciz  "ELR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, sp_el1
        .asciz  "SP_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, afsr0_el2
        .asciz  "AFSR0_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, afsr1_el2
        .asciz  "AFSR1_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, esr_el2
        .asciz  "ESR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, far_el2
        .asciz  "FAR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, hpfar_el2
        .asciz  "HPFAR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mair_el2
        .asciz  "MAIR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, amair_el2
        .asciz  "AMAIR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, vbar_el2
        .asciz  "VBAR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, tpidr_el2
        .asciz  "TPIDR_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, sctlr_el3
        .asciz  "SCTLR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, actlr_el3
        .asciz  "ACTLR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, scr_el3
        .asciz  "SCR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cptr_el3
        .asciz  "CPTR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mdcr_el3
        .asciz  "MDCR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, ttbr0_el3
        .asciz  "TTBR0_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, tcr_el3
        .asciz  "TCR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, spsr_el3
        .asciz  "SPSR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, elr_el3
        .asciz  "ELR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, sp_el2
        .asciz  "SP_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, afsr0_el3
        .asciz  "AFSR0_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, afsr1_el3
        .asciz  "AFSR1_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, esr_el3
        .asciz  "ESR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, far_el3
        .asciz  "FAR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mair_el3
        .asciz  "MAIR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, amair_el3
        .asciz  "AMAIR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, vbar_el3
        .asciz  "VBAR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, rvbar_el3
        .asciz  "RVBAR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, tpidr_el3
        .asciz  "TPIDR_EL3"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntfrq_el0
        .asciz  "CNTFRQ_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntpct_el0
        .asciz  "CNTPCT_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntvct_el0
        .asciz  "CNTVCT_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntp_tval_el0
        .asciz  "CNTP_TVAL_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntp_ctl_el0
        .asciz  "CNTP_CTL_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntp_cval_el0
        .asciz  "CNTP_CVAL_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntv_tval_el0
        .asciz  "CNTV_TVAL_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntv_ctl_el0
        .asciz  "CNTV_CTL_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntv_cval_el0
        .asciz  "CNTV_CVAL_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntvoff_el2
        .asciz  "CNTVOFF_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cnthctl_el2
        .asciz  "CNTHCTL_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cnthp_tval_el2
        .asciz  "CNTHP_TVAL_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cnthp_ctl_el2
        .asciz  "CNTHP_CTL_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cnthp_cval_el2
        .asciz  "CNTHP_CVAL_EL2"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntps_tval_el1
        .asciz  "CNTPS_TVAL_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntps_ctl_el1
        .asciz  "CNTPS_CTL_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntps_cval_el1
        .asciz  "CNTPS_CVAL_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mdscr_el1
        .asciz  "MDSCR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, oslsr_el1
        .asciz  "OSLSR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, osdlr_el1
        .asciz  "OSDLR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, dbgbvr0_el1
        .asciz  "DBGBVR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, dbgbcr0_el1
        .asciz  "DBGBCR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, dbgwvr0_el1
        .asciz  "DBGWVR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, dbgwcr0_el1
        .asciz  "DBGWCR0_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, dbgbvr5_el1
        .asciz  "DBGBVR5_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, dbgbcr5_el1
        .asciz  "DBGBCR5_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, dbgwvr3_el1
        .asciz  "DBGWVR3_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, dbgwcr3_el1
        .asciz  "DBGWCR3_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mdrar_el1
        .asciz  "MDRAR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mdccint_el1
        .asciz  "MDCCINT_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, mdccsr_el0
        .asciz  "MDCCSR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmcr_el0
        .asciz  "PMCR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmcntenset_el0
        .asciz  "PMCNTENSET_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmcntenclr_el0
        .asciz  "PMCNTENCLR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmovsclr_el0
        .asciz  "PMOVSCLR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmselr_el0
        .asciz  "PMSELR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmceid0_el0
        .asciz  "PMCEID0_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmceid1_el0
        .asciz  "PMCEID1_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmccntr_el0
        .asciz  "PMCCNTR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmxevtyper_el0
        .asciz  "PMXEVTYPER_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmxevcntr_el0
        .asciz  "PMXEVCNTR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmuserenr_el0
        .asciz  "PMUSERENR_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmovsset_el0
        .asciz  "PMOVSSET_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmintenset_el1
        .asciz  "PMINTENSET_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmintenclr_el1
        .asciz  "PMINTENCLR_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmevcntr0_el0
        .asciz  "PMEVCNTR0_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmevtyper0_el0
        .asciz  "PMEVTYPER0_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmevcntr5_el0
        .asciz  "PMEVCNTR5_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmevtyper5_el0
        .asciz  "PMEVTYPER5_EL0"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, pmccfiltr_el0
        .asciz  "PMCCFILTR_EL0"
        .balign 4
1:      .word   1f - 1b
        msr     oslar_el1, x0
        .asciz  "OSLAR_EL1"
        .balign 4
1:      .word   1f - 1b
        msr     pmswinc_el0, x0
        .asciz  "PMSWINC_EL0"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5380360
        .asciz  "reserved ID S3_0_C0_C3_3"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53803e0
        .asciz  "reserved ID S3_0_C0_C3_7"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5380440
        .asciz  "reserved ID S3_0_C0_C4_2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5380480
        .asciz  "reserved ID S3_0_C0_C4_4"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53804a0
        .asciz  "reserved ID S3_0_C0_C4_5"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53804e0
        .asciz  "reserved ID S3_0_C0_C4_7"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5380540
        .asciz  "reserved ID S3_0_C0_C5_2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5380560
        .asciz  "reserved ID S3_0_C0_C5_3"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53805e0
        .asciz  "reserved ID S3_0_C0_C5_7"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5380640
        .asciz  "reserved ID S3_0_C0_C6_2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53806e0
        .asciz  "reserved ID S3_0_C0_C6_7"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5380740
        .asciz  "reserved ID S3_0_C0_C7_2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5380760
        .asciz  "reserved ID S3_0_C0_C7_3"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53807e0
        .asciz  "reserved ID S3_0_C0_C7_7"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53802c0
        .asciz  "reserved ID S3_0_C0_C2_6"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53802e0
        .asciz  "reserved ID S3_0_C0_C2_7"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5380020
        .asciz  "S3_0_C0_C0_1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53800e0
        .asciz  "S3_0_C0_C0_7"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5390040
        .asciz  "S3_1_C0_C0_2, CCSIDR2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53b0040
        .asciz  "S3_3_C0_C0_2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5381060
        .asciz  "S3_0_C1_C0_3"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5381200
        .asciz  "ZCR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5382100
        .asciz  "APIAKEYLO_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5389900
        .asciz  "PMSCR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd538a460
        .asciz  "LORC_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd538c020
        .asciz  "RVBAR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd538c040
        .asciz  "RMR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd538c120
        .asciz  "DISR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd538cca0
        .asciz  "ICC_SRE_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5384600
        .asciz  "ICC_PMR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53bd0e0
        .asciz  "SCXTNUM_EL0"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53be0a0
        .asciz  "CNTPCTSS_EL0"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53be0c0
        .asciz  "CNTVCTSS_EL0"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53c2020
        .asciz  "TTBR1_EL2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53cd020
        .asciz  "CONTEXTIDR_EL2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53ce320
        .asciz  "CNTHV_CTL_EL2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53d1000
        .asciz  "SCTLR_EL12"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53de100
        .asciz  "CNTKCTL_EL12"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53d4020
        .asciz  "ELR_EL12"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53cc020
        .asciz  "RVBAR_EL2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53c5260
        .asciz  "VSESR_EL2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53c1180
        .asciz  "HFGRTR_EL2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53c1240
        .asciz  "HCRX_EL2"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53e1240
        .asciz  "SCR2_EL3"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5310100
        .asciz  "TRCPRGCTLR"
        .balign 4
1:      .word   1f - 1b
        .word   0xd53f4000
        .asciz  "S3_7_C4_C0_0"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5307f00
        .asciz  "S2_0_C7_C15_0"
        .balign 4
1:      .word   1f - 1b
        dc      ivac, x1
        .asciz  "DC IVAC"
        .balign 4
1:      .word   1f - 1b
        dc      isw, x1
        .asciz  "DC ISW"
        .balign 4
1:      .word   1f - 1b
        dc      csw, x1
        .asciz  "DC CSW"
        .balign 4
1:      .word   1f - 1b
        dc      cisw, x1
        .asciz  "DC CISW"
        .balign 4
1:      .word   1f - 1b
        dc      zva, x1
        .asciz  "DC ZVA"
        .balign 4
1:      .word   1f - 1b
        dc      cvac, x1
        .asciz  "DC CVAC"
        .balign 4
1:      .word   1f - 1b
        dc      cvau, x1
        .asciz  "DC CVAU"
        .balign 4
1:      .word   1f - 1b
        dc      civac, x1
        .asciz  "DC CIVAC"
        .balign 4
1:      .word   1f - 1b
        ic      ivau, x1
        .asciz  "IC IVAU"
        .balign 4
1:      .word   1f - 1b
        at      s1e1r, x1
        .asciz  "AT S1E1R"
        .balign 4
1:      .word   1f - 1b
        at      s1e1w, x1
        .asciz  "AT S1E1W"
        .balign 4
1:      .word   1f - 1b
        at      s1e0r, x1
        .asciz  "AT S1E0R"
        .balign 4
1:      .word   1f - 1b
        at      s1e0w, x1
        .asciz  "AT S1E0W"
        .balign 4
1:      .word   1f - 1b
        at      s12e1r, x1
        .asciz  "AT S12E1R"
        .balign 4
1:      .word   1f - 1b
        at      s12e1w, x1
        .asciz  "AT S12E1W"
        .balign 4
1:      .word   1f - 1b
        at      s12e0r, x1
        .asciz  "AT S12E0R"
        .balign 4
1:      .word   1f - 1b
        at      s12e0w, x1
        .asciz  "AT S12E0W"
        .balign 4
1:      .word   1f - 1b
        at      s1e2r, x1
        .asciz  "AT S1E2R"
        .balign 4
1:      .word   1f - 1b
        at      s1e2w, x1
        .asciz  "AT S1E2W"
        .balign 4
1:      .word   1f - 1b
        at      s1e3r, x1
        .asciz  "AT S1E3R"
        .balign 4
1:      .word   1f - 1b
        at      s1e3w, x1
        .asciz  "AT S1E3W"
        .balign 4
1:      .word   1f - 1b
        tlbi    vae1, x1
        .asciz  "TLBI VAE1"
        .balign 4
1:      .word   1f - 1b
        tlbi    vale1, x1
        .asciz  "TLBI VALE1"
        .balign 4
1:      .word   1f - 1b
        tlbi    aside1, x1
        .asciz  "TLBI ASIDE1"
        .balign 4
1:      .word   1f - 1b
        tlbi    vaae1, x1
        .asciz  "TLBI VAAE1"
        .balign 4
1:      .word   1f - 1b
        tlbi    vaale1, x1
        .asciz  "TLBI VAALE1"
        .balign 4
1:      .word   1f - 1b
        tlbi    vae1is, x1
        .asciz  "TLBI VAE1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    vale1is, x1
        .asciz  "TLBI VALE1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    aside1is, x1
        .asciz  "TLBI ASIDE1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    vaae1is, x1
        .asciz  "TLBI VAAE1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    vaale1is, x1
        .asciz  "TLBI VAALE1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    ipas2e1, x1
        .asciz  "TLBI IPAS2E1"
        .balign 4
1:      .word   1f - 1b
        tlbi    ipas2le1, x1
        .asciz  "TLBI IPAS2LE1"
        .balign 4
1:      .word   1f - 1b
        tlbi    ipas2e1is, x1
        .asciz  "TLBI IPAS2E1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    ipas2le1is, x1
        .asciz  "TLBI IPAS2LE1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    vae2, x1
        .asciz  "TLBI VAE2"
        .balign 4
1:      .word   1f - 1b
        tlbi    vale2, x1
        .asciz  "TLBI VALE2"
        .balign 4
1:      .word   1f - 1b
        tlbi    vae2is, x1
        .asciz  "TLBI VAE2IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    vale2is, x1
        .asciz  "TLBI VALE2IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    vae3, x1
        .asciz  "TLBI VAE3"
        .balign 4
1:      .word   1f - 1b
        tlbi    vale3, x1
        .asciz  "TLBI VALE3"
        .balign 4
1:      .word   1f - 1b
        tlbi    vae3is, x1
        .asciz  "TLBI VAE3IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    vale3is, x1
        .asciz  "TLBI VALE3IS"
        .balign 4
1:      .word   1f - 1b
        ic      iallu
        .asciz  "IC IALLU"
        .balign 4
1:      .word   1f - 1b
        ic      ialluis
        .asciz  "IC IALLUIS"
        .balign 4
1:      .word   1f - 1b
        tlbi    vmalle1
        .asciz  "TLBI VMALLE1"
        .balign 4
1:      .word   1f - 1b
        tlbi    vmalle1is
        .asciz  "TLBI VMALLE1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    alle1
        .asciz  "TLBI ALLE1"
        .balign 4
1:      .word   1f - 1b
        tlbi    alle1is
        .asciz  "TLBI ALLE1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    vmalls12e1
        .asciz  "TLBI VMALLS12E1"
        .balign 4
1:      .word   1f - 1b
        tlbi    vmalls12e1is
        .asciz  "TLBI VMALLS12E1IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    alle2
        .asciz  "TLBI ALLE2"
        .balign 4
1:      .word   1f - 1b
        tlbi    alle2is
        .asciz  "TLBI ALLE2IS"
        .balign 4
1:      .word   1f - 1b
        tlbi    alle3
        .asciz  "TLBI ALLE3"
        .balign 4
1:      .word   1f - 1b
        tlbi    alle3is
        .asciz  "TLBI ALLE3IS"
        .balign 4
1:      .word   1f - 1b
        .word   0xd50b7c21
        .asciz  "DC CVAP (v8.2)"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5087900
        .asciz  "AT S1E1RP (v8.2)"
        .balign 4
1:      .word   1f - 1b
        .word   0xd508811f
        .asciz  "TLBI VMALLE1OS (v8.4)"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5088621
        .asciz  "TLBI RVAE1 (v8.4)"
        .balign 4
1:      .word   1f - 1b
        .word   0xd50b7461
        .asciz  "DC GVA"
        .balign 4
1:      .word   1f - 1b
        .word   0xd50b7360
        .asciz  "CFP RCTX"
        .balign 4
1:      .word   1f - 1b
        .word   0xd508701f
        .asciz  "SYS #0, C7, C0, #0"
        .balign 4
1:      .word   1f - 1b
        .word   0xd5287000
        .asciz  "SYSL #0, C7, C0, #0"
        .balign 4
1:      .word   0

// The implementation defined space of the Cortex-A72, which HCR_EL2.TIDCP traps: reads only.
implementation_defined:
1:      .word   1f - 1b
        .word   0xd539b040
        .asciz  "L2CTLR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd539b060
        .asciz  "L2ECTLR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd539f000
        .asciz  "L2ACTLR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd539f200
        .asciz  "CPUACTLR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd539f220
        .asciz  "CPUECTLR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd539f240
        .asciz  "CPUMERRSR_EL1"
        .balign 4
1:      .word   1f - 1b
        .word   0xd539f260
        .asciz  "L2MERRSR_EL1"
        .balign 4
1:      .word   0

// x0 = a list: a line for each, with what happens at EL0 to EL3.
access_list:
        stp     x29, x30, [sp, #-64]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        ldr     x23, =usual
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 9f
        bl      read_value
        ldr     w21, [x19, #4]
2:      add     x0, x19, #8
        bl      puts
        bl      put_direction
        mov     w22, #0
3:      mov     w0, #' '
        bl      putc
        mov     w0, w21
        adr     x1, modes
        ldr     w1, [x1, x22, lsl #2]
        bl      run_word
        mov     x24, x0
        bl      put_short
        mov     x0, x24
        bl      outcome
        str     x0, [x23], #8
        add     w22, w22, #1
        cmp     w22, #4
        b.ne    3b
        bl      newline
        bl      next_direction
        cbnz    w0, 2b
        add     x19, x19, x20
        b       1b
9:      ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret

// x0 = a list, w1 = PSTATE: a line for each access that ends otherwise than in access_list.
trap_list:
        stp     x29, x30, [sp, #-80]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        str     x25, [sp, #64]
        mov     x19, x0
        mov     w22, w1
        ubfx    w24, w1, #2, #2
        ldr     x25, =usual
1:      ldr     w20, [x19]
        cbz     w20, 9f
        bl      read_value
        ldr     w21, [x19, #4]
2:      mov     w0, w21
        mov     w1, w22
        bl      run_word
        mov     x23, x0
        bl      outcome
        ldr     x1, [x25, x24, lsl #3]
        add     x25, x25, #32
        cmp     x0, x1
        b.eq    3f
        ubfx    x2, x0, #25, #7         // undefined before and now, if at another level: nothing new
        ubfx    x3, x1, #25, #7
        cmp     x2, #1
        ccmp    x3, #1, #0, eq
        b.eq    3f
        adr     x0, text_indent
        bl      puts
        mov     w0, w24
        bl      puthex
        mov     w0, #' '
        bl      putc
        add     x0, x19, #8
        bl      puts
        bl      put_direction
        adr     x0, text_arrow
        bl      puts
        mov     x0, x23
        bl      put_short
        bl      newline
3:      bl      next_direction
        cbnz    w0, 2b
        add     x19, x19, x20
        b       1b
9:      ldr     x25, [sp, #64]
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #80
        ret

// x0 = what `run` returned: 0, or the level and the ESR in one number.
outcome:
        cbz     x0, 1f
        ldr     x1, =capture
        ldr     x0, [x1]
        ldr     x1, [x1, #16]
        orr     x0, x1, x0, lsl #32
1:      ret

// All accesses at EL1, then at EL0.
traps:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =registers
        mov     w1, #EL1
        bl      trap_list
        ldr     x0, =registers
        mov     w1, #EL0
        bl      trap_list
        ldp     x29, x30, [sp], #16
        ret
traps_el2:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =registers
        mov     w1, #EL2
        bl      trap_list
        bl      traps
        ldp     x29, x30, [sp], #16
        ret

// w21 = MRS: make it MSR, w0 = 1. Other instructions: w0 = 0.
next_direction:
        mov     w0, #0
        lsr     w1, w21, #20
        ldr     w2, =0xd53
        cmp     w1, w2
        b.ne    1f
        and     w21, w21, #~(1 << 21)
        mov     w0, #1
1:      ret

put_direction:                          // " r", " w" or nothing
        mov     x6, x30
        lsr     w7, w21, #20
        ldr     w0, =0xd53
        cmp     w7, w0
        b.eq    1f
        ldr     w0, =0xd51
        cmp     w7, w0
        b.ne    2f
        mov     w0, #' '
        bl      putc
        mov     w0, #'w'
        bl      putc
        ret     x6
1:      mov     w0, #' '
        bl      putc
        mov     w0, #'r'
        bl      putc
2:      ret     x6

// What EL3 reads from the register at x19 becomes x0 of the code.
read_value:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =start_registers
        ldr     x1, =buffer
        stp     xzr, x1, [x0]
        ldr     w0, [x19, #4]
        lsr     w1, w0, #20
        ldr     w2, =0xd53
        cmp     w1, w2
        b.ne    1f
        mov     w1, #EL3
        bl      run_word
        cbnz    x0, 1f
        ldr     x0, =end_registers
        ldr     x1, [x0]
        ldr     x0, =start_registers
        str     x1, [x0]
1:      ldp     x29, x30, [sp], #16
        ret

put_short:                              // "ok", or level:ESR
        stp     x29, x30, [sp, #-16]!
        cbnz    x0, 1f
        adr     x0, text_short_ok
        bl      puts
        b       2f
1:      ldr     x0, =capture
        ldr     x0, [x0]
        bl      puthex
        mov     w0, #':'
        bl      putc
        ldr     x0, =capture
        ldr     w0, [x0, #16]
        bl      puthex
2:      ldp     x29, x30, [sp], #16
        ret

// x0 = a list: reads at EL1 only
access_el1:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 2f
        add     x0, x19, #8
        bl      puts
        adr     x0, text_arrow
        bl      puts
        ldr     w0, [x19, #4]
        mov     w1, #EL1
        bl      run_word
        bl      put_short
        bl      newline
        add     x19, x19, x20
        b       1b
2:      ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

        .balign 4
modes:  .word   EL0, EL1, EL2, EL3
text_short_ok:  .asciz  "ok"
text_indent:    .asciz  "  "
text_arrow:     .asciz  " -> "
        .balign 4
        .bss
        .balign 8
usual:  .space  0x6000                  // what each access does usually: 4 levels of 8 bytes
        .text


traps_el0:
        ldr     x0, =registers
        mov     w1, #EL0
        b       trap_list

// Run with SCR_EL3.NS = 0, where EL2 can not be entered: the third column is an illegal return.
secure_timer:
1:      .word   1f - 1b
        mrs     x0, cntps_tval_el1
        .asciz  "CNTPS_TVAL_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntps_ctl_el1
        .asciz  "CNTPS_CTL_EL1"
        .balign 4
1:      .word   1f - 1b
        mrs     x0, cntps_cval_el1
        .asciz  "CNTPS_CVAL_EL1"
        .balign 4
1:      .word   0

text_1:         .asciz  "HCR_EL2.TID0 = 1"
text_2:         .asciz  "HCR_EL2.TID1 = 1"
text_3:         .asciz  "HCR_EL2.TID2 = 1"
text_4:         .asciz  "HCR_EL2.TID3 = 1"
text_5:         .asciz  "HCR_EL2.TSC = 1"
text_6:         .asciz  "HCR_EL2.TIDCP = 1"
text_7:         .asciz  "HCR_EL2.TACR = 1"
text_8:         .asciz  "HCR_EL2.TSW = 1"
text_9:         .asciz  "HCR_EL2.TPC = 1"
text_10:        .asciz  "HCR_EL2.TPU = 1"
text_11:        .asciz  "HCR_EL2.TTLB = 1"
text_12:        .asciz  "HCR_EL2.TVM = 1"
text_13:        .asciz  "HCR_EL2.TDZ = 1"
text_14:        .asciz  "HCR_EL2.TRVM = 1"
text_15:        .asciz  "HCR_EL2.TGE = 1: what went to EL1 goes to EL2"
text_16:        .asciz  "HCR_EL2[63:34]: nothing that Armv8.0 has"
text_17:        .asciz  "HSTR_EL2 = 0xffff: nothing for AArch64"
text_18:        .asciz  "HCR_EL2.TPC, TPU, TID2, TDZ = 1 with SCTLR_EL1.UCI, UCT, DZE = 1: now EL0 gets as far"
text_19:        .asciz  "CPTR_EL2.TCPAC = 1"
text_20:        .asciz  "CPTR_EL3.TCPAC = 1"
text_21:        .asciz  "CPTR_EL2.TTA = 1, CPTR_EL3.TTA = 1, CPACR_EL1.TTA = 1"
text_22:        .asciz  "MDCR_EL2.TPMCR = 1"
text_23:        .asciz  "MDCR_EL2.TPM = 1"
text_24:        .asciz  "MDCR_EL2.TDE = 1"
text_25:        .asciz  "MDCR_EL2.TDA = 1"
text_26:        .asciz  "MDCR_EL2.TDOSA = 1"
text_27:        .asciz  "MDCR_EL2.TDRA = 1"
text_28:        .asciz  "MDCR_EL3.TPM = 1"
text_29:        .asciz  "MDCR_EL3.TDA = 1"
text_30:        .asciz  "MDCR_EL3.TDOSA = 1"
text_31:        .asciz  "MDCR_EL2.TDA = 1 and MDCR_EL3.TDA = 1: EL2 comes first"
text_32:        .asciz  "CNTHCTL_EL2.EL1PCTEN = 0"
text_33:        .asciz  "CNTHCTL_EL2.EL1PCEN = 0"
text_34:        .asciz  "CNTHCTL_EL2 = 0, CNTKCTL_EL1 = 0x303"
text_35:        .asciz  "CNTKCTL_EL1.EL0PCTEN = 1"
text_36:        .asciz  "CNTKCTL_EL1.EL0VCTEN = 1"
text_37:        .asciz  "CNTKCTL_EL1.EL0VTEN = 1"
text_38:        .asciz  "CNTKCTL_EL1.EL0PTEN = 1"
text_39:        .asciz  "SCTLR_EL1.UCT = 1"
text_40:        .asciz  "SCTLR_EL1.UCI = 1"
text_41:        .asciz  "SCTLR_EL1.DZE = 1"
text_42:        .asciz  "PMUSERENR_EL0.EN = 1"
text_43:        .asciz  "PMUSERENR_EL0.SW = 1"
text_44:        .asciz  "PMUSERENR_EL0.CR = 1"
text_45:        .asciz  "PMUSERENR_EL0.ER = 1"
text_46:        .asciz  "MDSCR_EL1.TDCC = 1"
text_47:        .asciz  "SCR_EL3.NS = 0: Secure EL1; the traps of EL2 do nothing"
text_48:        .asciz  "SCR_EL3.NS = 0: the secure timer"
text_49:        .asciz  "SCR_EL3.NS = 0, ST = 1: the secure timer"
text_50:        .asciz  "SCR_EL3.NS = 1, ST = 1"
text_51:        .asciz  "HCR_EL2.TIDCP = 1, the implementation defined registers at EL1"

        .include "runtime.inc"
