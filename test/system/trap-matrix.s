// trap-matrix: what each control bit of EL1, EL2 and EL3 traps. Made from test/el2/trap-matrix.ts by trap-program.ts.

        .macro  row     insn
1:      .word   1f - 1b
        \insn
        .asciz  "\insn"
        .balign 4
        .endm

        .text
main:
        stp     x29, x30, [sp, #-64]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        ldr     x0, =start_registers
        ldr     x1, =buffer
        str     x1, [x0, #8]
        ldr     x19, =sections
        mov     x22, #0
1:      ldr     x0, [x19]
        cbz     x0, 9f
        cmp     x0, x22                 // a title for all sections that have it
        mov     x22, x0
        b.eq    2f
        bl      print_line
2:      ldr     x20, [x19, #24]
3:      ldr     w21, [x20]
        cbz     w21, 8f
        adr     x0, text_indent
        bl      puts
        ldr     x0, [x19, #8]
        bl      puts
        add     x0, x20, #8
        bl      puts
        adr     x0, text_colon
        bl      puts
        ldr     x0, [x19, #32]
        bl      try
        ldr     x0, [x19, #40]
        cbz     x0, 4f
        adr     x0, text_semicolon
        bl      puts
        ldr     x0, [x19, #40]
        bl      try
4:      bl      newline
        add     x20, x20, x21
        b       3b
8:      add     x19, x19, #48
        b       1b
9:      bl      baseline
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret

// x0 = values of control registers, x19 = section, x20 = row: runs the row's instruction, says what happens.
try:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        str     x0, [sp, #-16]!
        bl      baseline
        ldr     x0, [sp], #16
        ldr     x1, [x0], #8
        msr     scr_el3, x1
        ldr     x1, [x0], #8
        msr     cptr_el3, x1
        ldr     x1, [x0], #8
        msr     mdcr_el3, x1
        ldr     x1, [x0], #8
        msr     actlr_el3, x1
        ldr     x1, [x0], #8
        msr     hcr_el2, x1
        ldr     x1, [x0], #8
        msr     cptr_el2, x1
        ldr     x1, [x0], #8
        msr     mdcr_el2, x1
        ldr     x1, [x0], #8
        msr     hstr_el2, x1
        ldr     x1, [x0], #8
        msr     cnthctl_el2, x1
        ldr     x1, [x0], #8
        msr     actlr_el2, x1
        ldr     x1, [x0], #8
        msr     sctlr_el1, x1
        ldr     x1, [x0], #8
        msr     cpacr_el1, x1
        ldr     x1, [x0], #8
        msr     cntkctl_el1, x1
        ldr     x1, [x0], #8
        msr     pmuserenr_el0, x1
        ldr     x1, [x0], #8
        msr     mdscr_el1, x1
        isb
        ldr     w0, [x20, #4]
        ldr     w1, [x19, #16]
        bl      run_word
        cbnz    x0, 1f
        adr     x0, text_ok
        bl      puts
        ldr     x0, =end_registers
        ldr     x0, [x0]
        bl      puthex
        b       3f
1:      ldr     x19, =capture
        adr     x0, text_el
        bl      puts
        ldr     x0, [x19]
        bl      puthex
        mov     w0, #'+'
        bl      putc
        ldr     x20, [x19, #8]
        mov     x0, x20
        bl      puthex
        ubfx    x20, x20, #7, #2        // IRQ and FIQ write no syndrome
        cmp     x20, #1
        b.eq    2f
        cmp     x20, #2
        b.eq    2f
        adr     x0, text_esr
        bl      puts
        ldr     x0, [x19, #16]
        bl      puthex
2:      adr     x0, text_elr
        bl      puts
        ldr     x0, [x19, #32]
        bl      put_address
3:      ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

text_indent:    .asciz  "  "
text_semicolon: .asciz  "; "
text_el0:       .asciz  "EL0 "
text_el1:       .asciz  "EL1 "
text_el1s:      .asciz  "Secure EL1 "
text_el2:       .asciz  "EL2 "
text_el3:       .asciz  "EL3 "
title_1:
        .asciz  "SCTLR_EL1.UMA = 0; 1"
title_2:
        .asciz  "SCTLR_EL1.DZE = 0; 1"
title_3:
        .asciz  "SCTLR_EL1.UCT = 0; 1"
title_4:
        .asciz  "SCTLR_EL1.UCI = 0; 1"
title_5:
        .asciz  "CPACR_EL1.FPEN[0] = 0; 1, CPACR_EL1 = 0x200000"
title_6:
        .asciz  "CPACR_EL1.FPEN[1] = 0; 1, CPACR_EL1 = 0x100000"
title_7:
        .asciz  "CNTKCTL_EL1.EL0PCTEN = 0; 1"
title_8:
        .asciz  "CNTKCTL_EL1.EL0PCTEN = 0; 1, CNTKCTL_EL1 = 0x300"
title_9:
        .asciz  "CNTKCTL_EL1.EL0VCTEN = 0; 1"
title_10:
        .asciz  "CNTKCTL_EL1.EL0VCTEN = 0; 1, CNTKCTL_EL1 = 0x300"
title_11:
        .asciz  "CNTKCTL_EL1.EL0VTEN = 0; 1"
title_12:
        .asciz  "CNTKCTL_EL1.EL0PTEN = 0; 1"
title_13:
        .asciz  "PMUSERENR_EL0.EN = 0; 1, PMUSERENR_EL0 = 0x0"
title_14:
        .asciz  "PMUSERENR_EL0.SW = 0; 1, PMUSERENR_EL0 = 0x0"
title_15:
        .asciz  "PMUSERENR_EL0.CR = 0; 1, PMUSERENR_EL0 = 0x0"
title_16:
        .asciz  "PMUSERENR_EL0.ER = 0; 1, PMUSERENR_EL0 = 0x0"
title_17:
        .asciz  "MDSCR_EL1.TDCC = 1; 0"
title_18:
        .asciz  "HCR_EL2.VF = 1; 0, HCR_EL2 = 0x80000008"
title_19:
        .asciz  "HCR_EL2.VI = 1; 0, HCR_EL2 = 0x80000010"
title_20:
        .asciz  "HCR_EL2.VSE = 1; 0, HCR_EL2 = 0x80000020"
title_21:
        .asciz  "HCR_EL2.FMO = 1; 0, HCR_EL2 = 0x80000040"
title_22:
        .asciz  "HCR_EL2.IMO = 1; 0, HCR_EL2 = 0x80000080"
title_23:
        .asciz  "HCR_EL2.AMO = 1; 0, HCR_EL2 = 0x80000100"
title_24:
        .asciz  "HCR_EL2.TID1 = 1; 0"
title_25:
        .asciz  "HCR_EL2.TID2 = 1; 0"
title_26:
        .asciz  "HCR_EL2.TID3 = 1; 0"
title_27:
        .asciz  "HCR_EL2.TSC = 1; 0"
title_28:
        .asciz  "HCR_EL2.TIDCP = 1; 0"
title_29:
        .asciz  "HCR_EL2.TACR = 1; 0"
title_30:
        .asciz  "HCR_EL2.TSW = 1; 0"
title_31:
        .asciz  "HCR_EL2.TPC = 1; 0"
title_32:
        .asciz  "HCR_EL2.TPU = 1; 0"
title_33:
        .asciz  "HCR_EL2.TTLB = 1; 0"
title_34:
        .asciz  "HCR_EL2.TVM = 1; 0"
title_35:
        .asciz  "HCR_EL2.TDZ = 1; 0"
title_36:
        .asciz  "HCR_EL2.TRVM = 1; 0"
title_37:
        .asciz  "HCR_EL2.TGE = 1; 0"
title_38:
        .asciz  "HCR_EL2.TGE = 1; 0, SCTLR_EL1 = 0x30d00800"
title_39:
        .asciz  "HCR_EL2.TGE = 1; 0, CNTKCTL_EL1 = 0x0"
title_40:
        .asciz  "HCR_EL2.TGE = 1; 0, PMUSERENR_EL0 = 0x0"
title_41:
        .asciz  "HCR_EL2.TGE = 1; 0, CPACR_EL1 = 0x100000"
title_42:
        .asciz  "HCR_EL2.TGE = 0; 1, HCR_EL2 = 0x80000048"
title_43:
        .asciz  "HCR_EL2.TGE = 0; 1, HCR_EL2 = 0x80000090"
title_44:
        .asciz  "HCR_EL2.TGE = 0; 1, HCR_EL2 = 0x80000120"
title_45:
        .asciz  "CPTR_EL2.TFP = 1; 0"
title_46:
        .asciz  "CPTR_EL2.TCPAC = 1; 0"
title_47:
        .asciz  "MDCR_EL2.TPMCR = 1; 0"
title_48:
        .asciz  "MDCR_EL2.TPM = 1; 0"
title_49:
        .asciz  "MDCR_EL2.TDE = 1; 0"
title_50:
        .asciz  "MDCR_EL2.TDA = 1; 0"
title_51:
        .asciz  "MDCR_EL2.TDOSA = 1; 0"
title_52:
        .asciz  "MDCR_EL2.TDRA = 1; 0"
title_53:
        .asciz  "CNTHCTL_EL2.EL1PCTEN = 0; 1"
title_54:
        .asciz  "CNTHCTL_EL2.EL1PCEN = 0; 1"
title_55:
        .asciz  "SCR_EL3.NS = 0; 1"
title_56:
        .asciz  "SCR_EL3.NS = 1; 0, SCR_EL3 = 0xc30"
title_57:
        .asciz  "SCR_EL3.NS = 1; 0, HCR_EL2 = 0x84000000"
title_58:
        .asciz  "SCR_EL3.NS = 1; 0, HCR_EL2 = 0x80100000"
title_59:
        .asciz  "SCR_EL3.NS = 1; 0, CPTR_EL2 = 0x800033ff"
title_60:
        .asciz  "SCR_EL3.NS = 1; 0, CPTR_EL2 = 0x37ff"
title_61:
        .asciz  "SCR_EL3.NS = 1; 0, MDCR_EL2 = 0x246"
title_62:
        .asciz  "SCR_EL3.NS = 1; 0, CNTHCTL_EL2 = 0x0"
title_63:
        .asciz  "SCR_EL3.NS = 1; 0, HCR_EL2 = 0x88000000"
title_64:
        .asciz  "SCR_EL3.NS = 1; 0, HCR_EL2 = 0x80000090"
title_65:
        .asciz  "SCR_EL3.HCE = 0; 1"
title_66:
        .asciz  "SCR_EL3.ST = 0; 1"
title_67:
        .asciz  "CPTR_EL3.TFP = 1; 0"
title_68:
        .asciz  "CPTR_EL3.TCPAC = 1; 0"
title_69:
        .asciz  "MDCR_EL3.TPM = 1; 0"
title_70:
        .asciz  "MDCR_EL3.TDA = 1; 0"
title_71:
        .asciz  "MDCR_EL3.TDOSA = 1; 0"
title_72:
        .asciz  "UCT before TID2"
title_73:
        .asciz  "UCI before TPC"
title_74:
        .asciz  "UCI before TPU"
title_75:
        .asciz  "DZE before TDZ"
title_76:
        .asciz  "EL0PCTEN before EL1PCTEN"
title_77:
        .asciz  "EL0PTEN before EL1PCEN"
title_78:
        .asciz  "PMUSERENR_EL0 before TPM"
title_79:
        .asciz  "TPM of EL2 before that of EL3"
title_80:
        .asciz  "TDCC before TDA"
title_81:
        .asciz  "TDA of EL2 before that of EL3"
title_82:
        .asciz  "TDOSA of EL2 before that of EL3"
title_83:
        .asciz  "TDRA before TDA of EL3"
title_84:
        .asciz  "TCPAC of EL2 before that of EL3"
title_85:
        .asciz  "CPACR_EL1 before TFP"
title_86:
        .asciz  "TFP of EL2 before that of EL3"
title_87:
        .asciz  "TFP of EL3 in Secure state"
title_88:
        .asciz  "CPACR_EL1 under TGE before TFP"
title_89:
        .asciz  "nTWI before TWI"
title_90:
        .asciz  "TWI of EL2 before that of EL3"
title_91:
        .asciz  "HCE under TGE"
title_92:
        .asciz  "TVM does not trap reads"
title_93:
        .asciz  "TRVM does not trap writes"
title_94:
        .asciz  "EL1PCEN is not about the counter"
title_95:
        .asciz  "EL1PCTEN is not about the timer"
title_96:
        .asciz  "the virtual timer is never trapped"
title_97:
        .asciz  "DCZID_EL0 is in no ID group"
title_98:
        .asciz  "DCZID_EL0.DZP with TDZ"
title_99:
        .asciz  "MIDR_EL1 is in no ID group"
title_100:
        .asciz  "UNDEFINED before TID3"
title_101:
        .asciz  "a write of ID_AA64PFR0_EL1 is UNDEFINED before TID3"
title_102:
        .asciz  "a write of CTR_EL0 is UNDEFINED before TID2"
title_103:
        .asciz  "UNDEFINED before TVM"
title_104:
        .asciz  "UNDEFINED before TTLB"
title_105:
        .asciz  "EL2's before TTLB"
title_106:
        .asciz  "UNDEFINED before TSW"
title_107:
        .asciz  "UNDEFINED before TPC"
title_108:
        .asciz  "UNDEFINED before TPU"
title_109:
        .asciz  "UNDEFINED before TSC"
title_110:
        .asciz  "UNDEFINED before TIDCP at EL0"
title_111:
        .asciz  "a read of OSLAR_EL1 is UNDEFINED before TDOSA"
title_112:
        .asciz  "read-only at EL0 before TPM"
title_113:
        .asciz  "UNDEFINED before TPM"
title_114:
        .asciz  "UNDEFINED before TCPAC"
title_115:
        .asciz  "UNDEFINED before TFP"
title_116:
        .asciz  "UNDEFINED before ST"

        .balign 4
rows_1:
        row     "mrs x5, daif"
        row     "msr daif, x5"
        row     "msr daifset, #2"
        row     "msr daifclr, #3"
1:      .word   0
rows_2:
        row     "dc zva, x1"
1:      .word   0
rows_3:
        row     "mrs x5, ctr_el0"
1:      .word   0
rows_4:
        row     "dc cvac, x1"
        row     "dc civac, x1"
        row     "dc cvau, x1"
        row     "ic ivau, x1"
1:      .word   0
rows_5:
        row     "fmov x5, d0"
        row     "ldr q0, [x1]"
        row     "add v0.4s, v1.4s, v2.4s"
        row     "mrs x5, fpcr"
        row     "msr fpcr, x5"
        row     "mrs x5, fpsr"
        row     "msr fpsr, x5"
1:      .word   0
rows_6:
        row     "mrs x5, cntpct_el0"
1:      .word   0
rows_7:
        row     "mrs x5, cntpct_el0"
        row     "mrs x5, cntfrq_el0"
1:      .word   0
rows_8:
        row     "mrs x5, cntvct_el0"
1:      .word   0
rows_9:
        row     "mrs x5, cntvct_el0"
        row     "mrs x5, cntfrq_el0"
1:      .word   0
rows_10:
        row     "mrs x5, cntv_tval_el0"
        row     "msr cntv_tval_el0, x5"
        row     "mrs x5, cntv_ctl_el0"
        row     "msr cntv_ctl_el0, x5"
        row     "mrs x5, cntv_cval_el0"
        row     "msr cntv_cval_el0, x5"
1:      .word   0
rows_11:
        row     "mrs x5, cntp_tval_el0"
        row     "msr cntp_tval_el0, x5"
        row     "mrs x5, cntp_ctl_el0"
        row     "msr cntp_ctl_el0, x5"
        row     "mrs x5, cntp_cval_el0"
        row     "msr cntp_cval_el0, x5"
1:      .word   0
rows_12:
        row     "mrs x5, pmcr_el0"
        row     "msr pmcr_el0, x5"
        row     "mrs x5, pmcntenset_el0"
        row     "msr pmcntenset_el0, x5"
        row     "mrs x5, pmcntenclr_el0"
        row     "msr pmcntenclr_el0, x5"
        row     "mrs x5, pmovsclr_el0"
        row     "msr pmovsclr_el0, x5"
        row     "mrs x5, pmovsset_el0"
        row     "msr pmovsset_el0, x5"
        row     "mrs x5, pmselr_el0"
        row     "msr pmselr_el0, x5"
        row     "mrs x5, pmccntr_el0"
        row     "msr pmccntr_el0, x5"
        row     "mrs x5, pmxevtyper_el0"
        row     "msr pmxevtyper_el0, x5"
        row     "mrs x5, pmxevcntr_el0"
        row     "msr pmxevcntr_el0, x5"
        row     "mrs x5, pmevcntr0_el0"
        row     "msr pmevcntr0_el0, x5"
        row     "mrs x5, pmevcntr1_el0"
        row     "msr pmevcntr1_el0, x5"
        row     "mrs x5, pmevcntr2_el0"
        row     "msr pmevcntr2_el0, x5"
        row     "mrs x5, pmevcntr3_el0"
        row     "msr pmevcntr3_el0, x5"
        row     "mrs x5, pmevcntr4_el0"
        row     "msr pmevcntr4_el0, x5"
        row     "mrs x5, pmevcntr5_el0"
        row     "msr pmevcntr5_el0, x5"
        row     "mrs x5, pmevtyper0_el0"
        row     "msr pmevtyper0_el0, x5"
        row     "mrs x5, pmevtyper1_el0"
        row     "msr pmevtyper1_el0, x5"
        row     "mrs x5, pmevtyper2_el0"
        row     "msr pmevtyper2_el0, x5"
        row     "mrs x5, pmevtyper3_el0"
        row     "msr pmevtyper3_el0, x5"
        row     "mrs x5, pmevtyper4_el0"
        row     "msr pmevtyper4_el0, x5"
        row     "mrs x5, pmevtyper5_el0"
        row     "msr pmevtyper5_el0, x5"
        row     "mrs x5, pmccfiltr_el0"
        row     "msr pmccfiltr_el0, x5"
        row     "mrs x5, pmceid0_el0"
        row     "mrs x5, pmceid1_el0"
        row     "msr pmswinc_el0, x5"
1:      .word   0
rows_13:
        row     "msr pmswinc_el0, x5"
1:      .word   0
rows_14:
        row     "mrs x5, pmccntr_el0"
1:      .word   0
rows_15:
        row     "mrs x5, pmxevcntr_el0"
        row     "mrs x5, pmevcntr0_el0"
        row     "mrs x5, pmevcntr1_el0"
        row     "mrs x5, pmevcntr2_el0"
        row     "mrs x5, pmevcntr3_el0"
        row     "mrs x5, pmevcntr4_el0"
        row     "mrs x5, pmevcntr5_el0"
        row     "mrs x5, pmselr_el0"
        row     "msr pmselr_el0, x5"
1:      .word   0
rows_16:
        row     "mrs x5, mdccsr_el0"
1:      .word   0
rows_17:
        row     "nop"
1:      .word   0
rows_18:
        row     "mrs x5, revidr_el1"
        row     "mrs x5, aidr_el1"
1:      .word   0
rows_19:
        row     "mrs x5, ctr_el0"
        row     "mrs x5, ccsidr_el1"
        row     "mrs x5, clidr_el1"
        row     "mrs x5, csselr_el1"
        row     "msr csselr_el1, x5"
1:      .word   0
rows_20:
        row     "mrs x5, id_pfr0_el1"
        row     "mrs x5, id_pfr1_el1"
        row     "mrs x5, id_dfr0_el1"
        row     "mrs x5, id_afr0_el1"
        row     "mrs x5, id_mmfr0_el1"
        row     "mrs x5, id_mmfr1_el1"
        row     "mrs x5, id_mmfr2_el1"
        row     "mrs x5, id_mmfr3_el1"
        row     "mrs x5, id_isar0_el1"
        row     "mrs x5, id_isar1_el1"
        row     "mrs x5, id_isar2_el1"
        row     "mrs x5, id_isar3_el1"
        row     "mrs x5, id_isar4_el1"
        row     "mrs x5, id_isar5_el1"
        row     "mrs x5, id_mmfr4_el1"
        row     "mrs x5, S3_0_C0_C2_7"
        row     "mrs x5, mvfr0_el1"
        row     "mrs x5, mvfr1_el1"
        row     "mrs x5, mvfr2_el1"
        row     "mrs x5, S3_0_C0_C3_3"
        row     "mrs x5, S3_0_C0_C3_4"
        row     "mrs x5, S3_0_C0_C3_5"
        row     "mrs x5, S3_0_C0_C3_6"
        row     "mrs x5, S3_0_C0_C3_7"
        row     "mrs x5, id_aa64pfr0_el1"
        row     "mrs x5, id_aa64pfr1_el1"
        row     "mrs x5, S3_0_C0_C4_2"
        row     "mrs x5, S3_0_C0_C4_3"
        row     "mrs x5, S3_0_C0_C4_4"
        row     "mrs x5, S3_0_C0_C4_5"
        row     "mrs x5, S3_0_C0_C4_6"
        row     "mrs x5, S3_0_C0_C4_7"
        row     "mrs x5, id_aa64dfr0_el1"
        row     "mrs x5, id_aa64dfr1_el1"
        row     "mrs x5, S3_0_C0_C5_2"
        row     "mrs x5, S3_0_C0_C5_3"
        row     "mrs x5, id_aa64afr0_el1"
        row     "mrs x5, id_aa64afr1_el1"
        row     "mrs x5, S3_0_C0_C5_6"
        row     "mrs x5, S3_0_C0_C5_7"
        row     "mrs x5, id_aa64isar0_el1"
        row     "mrs x5, id_aa64isar1_el1"
        row     "mrs x5, S3_0_C0_C6_2"
        row     "mrs x5, S3_0_C0_C6_3"
        row     "mrs x5, S3_0_C0_C6_4"
        row     "mrs x5, S3_0_C0_C6_5"
        row     "mrs x5, S3_0_C0_C6_6"
        row     "mrs x5, S3_0_C0_C6_7"
        row     "mrs x5, id_aa64mmfr0_el1"
        row     "mrs x5, id_aa64mmfr1_el1"
        row     "mrs x5, S3_0_C0_C7_2"
        row     "mrs x5, S3_0_C0_C7_3"
        row     "mrs x5, S3_0_C0_C7_4"
        row     "mrs x5, S3_0_C0_C7_5"
        row     "mrs x5, S3_0_C0_C7_6"
        row     "mrs x5, S3_0_C0_C7_7"
1:      .word   0
rows_21:
        row     "smc #0"
        row     "smc #0xabcd"
1:      .word   0
rows_22:
        row     "mrs x5, S3_1_C11_C0_2"
        row     "msr S3_1_C11_C0_2, x5"
        row     "mrs x5, S3_1_C11_C0_3"
        row     "msr S3_1_C11_C0_3, x5"
        row     "mrs x5, S3_1_C15_C0_0"
        row     "msr S3_1_C15_C0_0, x5"
        row     "mrs x5, S3_1_C15_C2_0"
        row     "msr S3_1_C15_C2_0, x5"
        row     "mrs x5, S3_1_C15_C2_1"
        row     "msr S3_1_C15_C2_1, x5"
        row     "mrs x5, S3_1_C15_C2_2"
        row     "msr S3_1_C15_C2_2, x5"
        row     "mrs x5, S3_1_C15_C2_3"
        row     "msr S3_1_C15_C2_3, x5"
1:      .word   0
rows_23:
        row     "mrs x5, actlr_el1"
        row     "msr actlr_el1, x5"
1:      .word   0
rows_24:
        row     "dc isw, x5"
        row     "dc csw, x5"
        row     "dc cisw, x5"
1:      .word   0
rows_25:
        row     "dc cvac, x1"
        row     "dc civac, x1"
1:      .word   0
rows_26:
        row     "dc cvac, x1"
        row     "dc civac, x1"
        row     "dc ivac, x1"
1:      .word   0
rows_27:
        row     "dc cvau, x1"
        row     "ic ivau, x1"
1:      .word   0
rows_28:
        row     "dc cvau, x1"
        row     "ic ivau, x1"
        row     "ic iallu"
        row     "ic ialluis"
1:      .word   0
rows_29:
        row     "tlbi vmalle1"
        row     "tlbi vae1, x5"
        row     "tlbi aside1, x5"
        row     "tlbi vaae1, x5"
        row     "tlbi vale1, x5"
        row     "tlbi vaale1, x5"
        row     "tlbi vmalle1is"
        row     "tlbi vae1is, x5"
        row     "tlbi aside1is, x5"
        row     "tlbi vaae1is, x5"
        row     "tlbi vale1is, x5"
        row     "tlbi vaale1is, x5"
1:      .word   0
rows_30:
        row     "msr sctlr_el1, x5"
        row     "msr ttbr0_el1, x5"
        row     "msr ttbr1_el1, x5"
        row     "msr tcr_el1, x5"
        row     "msr esr_el1, x5"
        row     "msr far_el1, x5"
        row     "msr afsr0_el1, x5"
        row     "msr afsr1_el1, x5"
        row     "msr mair_el1, x5"
        row     "msr amair_el1, x5"
        row     "msr contextidr_el1, x5"
1:      .word   0
rows_31:
        row     "mrs x5, sctlr_el1"
        row     "mrs x5, ttbr0_el1"
        row     "mrs x5, ttbr1_el1"
        row     "mrs x5, tcr_el1"
        row     "mrs x5, esr_el1"
        row     "mrs x5, far_el1"
        row     "mrs x5, afsr0_el1"
        row     "mrs x5, afsr1_el1"
        row     "mrs x5, mair_el1"
        row     "mrs x5, amair_el1"
        row     "mrs x5, contextidr_el1"
1:      .word   0
rows_32:
        row     "svc #0"
        row     "svc #0x1234"
        row     "brk #0x77"
        row     ".word 0"
        row     "hvc #1"
        row     "smc #1"
        row     "eret"
        row     "msr spsel, #1"
        row     "tlbi vmalle1"
        row     "dc isw, x5"
        row     "mrs x5, sctlr_el1"
        row     "msr sctlr_el1, x5"
        row     "mrs x5, vbar_el2"
        row     "msr vbar_el2, x5"
        row     "mrs x5, scr_el3"
        row     "msr scr_el3, x5"
        row     "ldur x5, [x1, #1]"
        row     "stur x5, [x1, #1]"
        row     "dc zva, x1"
1:      .word   0
rows_33:
        row     "mrs x5, daif"
        row     "msr daif, x5"
        row     "msr daifset, #2"
        row     "mrs x5, ctr_el0"
        row     "dc cvac, x1"
        row     "dc civac, x1"
        row     "dc cvau, x1"
        row     "ic ivau, x1"
        row     "dc zva, x1"
        row     "wfi"
1:      .word   0
rows_34:
        row     "mrs x5, cntfrq_el0"
        row     "mrs x5, cntpct_el0"
        row     "mrs x5, cntvct_el0"
        row     "mrs x5, cntp_tval_el0"
        row     "msr cntp_tval_el0, x5"
        row     "mrs x5, cntp_ctl_el0"
        row     "msr cntp_ctl_el0, x5"
        row     "mrs x5, cntp_cval_el0"
        row     "msr cntp_cval_el0, x5"
        row     "mrs x5, cntv_tval_el0"
        row     "msr cntv_tval_el0, x5"
        row     "mrs x5, cntv_ctl_el0"
        row     "msr cntv_ctl_el0, x5"
        row     "mrs x5, cntv_cval_el0"
        row     "msr cntv_cval_el0, x5"
1:      .word   0
rows_35:
        row     "mrs x5, pmcr_el0"
        row     "msr pmcr_el0, x5"
        row     "mrs x5, pmccntr_el0"
        row     "msr pmccntr_el0, x5"
        row     "mrs x5, pmselr_el0"
        row     "msr pmselr_el0, x5"
        row     "mrs x5, pmevcntr0_el0"
        row     "msr pmevcntr0_el0, x5"
1:      .word   0
rows_36:
        row     "fmov x5, d0"
        row     "ldr q0, [x1]"
        row     "add v0.4s, v1.4s, v2.4s"
        row     "mrs x5, fpcr"
        row     "msr fpcr, x5"
        row     "mrs x5, fpsr"
        row     "msr fpsr, x5"
        row     "mrs x5, fpexc32_el2"
        row     "msr fpexc32_el2, x5"
1:      .word   0
rows_37:
        row     "mrs x5, cpacr_el1"
        row     "msr cpacr_el1, x5"
1:      .word   0
rows_38:
        row     "mrs x5, pmcr_el0"
        row     "msr pmcr_el0, x5"
1:      .word   0
rows_39:
        row     "mrs x5, pmcr_el0"
        row     "msr pmcr_el0, x5"
        row     "mrs x5, pmcntenset_el0"
        row     "msr pmcntenset_el0, x5"
        row     "mrs x5, pmcntenclr_el0"
        row     "msr pmcntenclr_el0, x5"
        row     "mrs x5, pmovsclr_el0"
        row     "msr pmovsclr_el0, x5"
        row     "mrs x5, pmovsset_el0"
        row     "msr pmovsset_el0, x5"
        row     "mrs x5, pmselr_el0"
        row     "msr pmselr_el0, x5"
        row     "mrs x5, pmccntr_el0"
        row     "msr pmccntr_el0, x5"
        row     "mrs x5, pmxevtyper_el0"
        row     "msr pmxevtyper_el0, x5"
        row     "mrs x5, pmxevcntr_el0"
        row     "msr pmxevcntr_el0, x5"
        row     "mrs x5, pmevcntr0_el0"
        row     "msr pmevcntr0_el0, x5"
        row     "mrs x5, pmevcntr1_el0"
        row     "msr pmevcntr1_el0, x5"
        row     "mrs x5, pmevcntr2_el0"
        row     "msr pmevcntr2_el0, x5"
        row     "mrs x5, pmevcntr3_el0"
        row     "msr pmevcntr3_el0, x5"
        row     "mrs x5, pmevcntr4_el0"
        row     "msr pmevcntr4_el0, x5"
        row     "mrs x5, pmevcntr5_el0"
        row     "msr pmevcntr5_el0, x5"
        row     "mrs x5, pmevtyper0_el0"
        row     "msr pmevtyper0_el0, x5"
        row     "mrs x5, pmevtyper1_el0"
        row     "msr pmevtyper1_el0, x5"
        row     "mrs x5, pmevtyper2_el0"
        row     "msr pmevtyper2_el0, x5"
        row     "mrs x5, pmevtyper3_el0"
        row     "msr pmevtyper3_el0, x5"
        row     "mrs x5, pmevtyper4_el0"
        row     "msr pmevtyper4_el0, x5"
        row     "mrs x5, pmevtyper5_el0"
        row     "msr pmevtyper5_el0, x5"
        row     "mrs x5, pmccfiltr_el0"
        row     "msr pmccfiltr_el0, x5"
        row     "mrs x5, pmceid0_el0"
        row     "mrs x5, pmceid1_el0"
        row     "msr pmswinc_el0, x5"
        row     "mrs x5, pmuserenr_el0"
1:      .word   0
rows_40:
        row     "mrs x5, pmcr_el0"
        row     "msr pmcr_el0, x5"
        row     "mrs x5, pmcntenset_el0"
        row     "msr pmcntenset_el0, x5"
        row     "mrs x5, pmcntenclr_el0"
        row     "msr pmcntenclr_el0, x5"
        row     "mrs x5, pmovsclr_el0"
        row     "msr pmovsclr_el0, x5"
        row     "mrs x5, pmovsset_el0"
        row     "msr pmovsset_el0, x5"
        row     "mrs x5, pmselr_el0"
        row     "msr pmselr_el0, x5"
        row     "mrs x5, pmccntr_el0"
        row     "msr pmccntr_el0, x5"
        row     "mrs x5, pmxevtyper_el0"
        row     "msr pmxevtyper_el0, x5"
        row     "mrs x5, pmxevcntr_el0"
        row     "msr pmxevcntr_el0, x5"
        row     "mrs x5, pmevcntr0_el0"
        row     "msr pmevcntr0_el0, x5"
        row     "mrs x5, pmevcntr1_el0"
        row     "msr pmevcntr1_el0, x5"
        row     "mrs x5, pmevcntr2_el0"
        row     "msr pmevcntr2_el0, x5"
        row     "mrs x5, pmevcntr3_el0"
        row     "msr pmevcntr3_el0, x5"
        row     "mrs x5, pmevcntr4_el0"
        row     "msr pmevcntr4_el0, x5"
        row     "mrs x5, pmevcntr5_el0"
        row     "msr pmevcntr5_el0, x5"
        row     "mrs x5, pmevtyper0_el0"
        row     "msr pmevtyper0_el0, x5"
        row     "mrs x5, pmevtyper1_el0"
        row     "msr pmevtyper1_el0, x5"
        row     "mrs x5, pmevtyper2_el0"
        row     "msr pmevtyper2_el0, x5"
        row     "mrs x5, pmevtyper3_el0"
        row     "msr pmevtyper3_el0, x5"
        row     "mrs x5, pmevtyper4_el0"
        row     "msr pmevtyper4_el0, x5"
        row     "mrs x5, pmevtyper5_el0"
        row     "msr pmevtyper5_el0, x5"
        row     "mrs x5, pmccfiltr_el0"
        row     "msr pmccfiltr_el0, x5"
        row     "mrs x5, pmceid0_el0"
        row     "mrs x5, pmceid1_el0"
        row     "msr pmswinc_el0, x5"
        row     "mrs x5, pmuserenr_el0"
        row     "msr pmuserenr_el0, x5"
        row     "mrs x5, pmintenset_el1"
        row     "msr pmintenset_el1, x5"
        row     "mrs x5, pmintenclr_el1"
        row     "msr pmintenclr_el1, x5"
1:      .word   0
rows_41:
        row     "mrs x5, mdccsr_el0"
        row     "mrs x5, mdccint_el1"
        row     "msr mdccint_el1, x5"
        row     "mrs x5, mdscr_el1"
        row     "msr mdscr_el1, x5"
        row     "mrs x5, dbgbvr0_el1"
        row     "msr dbgbvr0_el1, x5"
        row     "mrs x5, dbgbvr1_el1"
        row     "msr dbgbvr1_el1, x5"
        row     "mrs x5, dbgbvr2_el1"
        row     "msr dbgbvr2_el1, x5"
        row     "mrs x5, dbgbvr3_el1"
        row     "msr dbgbvr3_el1, x5"
        row     "mrs x5, dbgbvr4_el1"
        row     "msr dbgbvr4_el1, x5"
        row     "mrs x5, dbgbvr5_el1"
        row     "msr dbgbvr5_el1, x5"
        row     "mrs x5, dbgbcr0_el1"
        row     "msr dbgbcr0_el1, x5"
        row     "mrs x5, dbgbcr1_el1"
        row     "msr dbgbcr1_el1, x5"
        row     "mrs x5, dbgbcr2_el1"
        row     "msr dbgbcr2_el1, x5"
        row     "mrs x5, dbgbcr3_el1"
        row     "msr dbgbcr3_el1, x5"
        row     "mrs x5, dbgbcr4_el1"
        row     "msr dbgbcr4_el1, x5"
        row     "mrs x5, dbgbcr5_el1"
        row     "msr dbgbcr5_el1, x5"
        row     "mrs x5, dbgwvr0_el1"
        row     "msr dbgwvr0_el1, x5"
        row     "mrs x5, dbgwvr1_el1"
        row     "msr dbgwvr1_el1, x5"
        row     "mrs x5, dbgwvr2_el1"
        row     "msr dbgwvr2_el1, x5"
        row     "mrs x5, dbgwvr3_el1"
        row     "msr dbgwvr3_el1, x5"
        row     "mrs x5, dbgwcr0_el1"
        row     "msr dbgwcr0_el1, x5"
        row     "mrs x5, dbgwcr1_el1"
        row     "msr dbgwcr1_el1, x5"
        row     "mrs x5, dbgwcr2_el1"
        row     "msr dbgwcr2_el1, x5"
        row     "mrs x5, dbgwcr3_el1"
        row     "msr dbgwcr3_el1, x5"
        row     "msr oslar_el1, x5"
        row     "mrs x5, oslsr_el1"
        row     "mrs x5, osdlr_el1"
        row     "msr osdlr_el1, x5"
        row     "mrs x5, mdrar_el1"
1:      .word   0
rows_42:
        row     "brk #0"
1:      .word   0
rows_43:
        row     "brk #0xffff"
1:      .word   0
rows_44:
        row     "mrs x5, mdccsr_el0"
        row     "mrs x5, mdccint_el1"
        row     "msr mdccint_el1, x5"
        row     "mrs x5, mdscr_el1"
        row     "msr mdscr_el1, x5"
        row     "mrs x5, dbgbvr0_el1"
        row     "msr dbgbvr0_el1, x5"
        row     "mrs x5, dbgbvr1_el1"
        row     "msr dbgbvr1_el1, x5"
        row     "mrs x5, dbgbvr2_el1"
        row     "msr dbgbvr2_el1, x5"
        row     "mrs x5, dbgbvr3_el1"
        row     "msr dbgbvr3_el1, x5"
        row     "mrs x5, dbgbvr4_el1"
        row     "msr dbgbvr4_el1, x5"
        row     "mrs x5, dbgbvr5_el1"
        row     "msr dbgbvr5_el1, x5"
        row     "mrs x5, dbgbcr0_el1"
        row     "msr dbgbcr0_el1, x5"
        row     "mrs x5, dbgbcr1_el1"
        row     "msr dbgbcr1_el1, x5"
        row     "mrs x5, dbgbcr2_el1"
        row     "msr dbgbcr2_el1, x5"
        row     "mrs x5, dbgbcr3_el1"
        row     "msr dbgbcr3_el1, x5"
        row     "mrs x5, dbgbcr4_el1"
        row     "msr dbgbcr4_el1, x5"
        row     "mrs x5, dbgbcr5_el1"
        row     "msr dbgbcr5_el1, x5"
        row     "mrs x5, dbgwvr0_el1"
        row     "msr dbgwvr0_el1, x5"
        row     "mrs x5, dbgwvr1_el1"
        row     "msr dbgwvr1_el1, x5"
        row     "mrs x5, dbgwvr2_el1"
        row     "msr dbgwvr2_el1, x5"
        row     "mrs x5, dbgwvr3_el1"
        row     "msr dbgwvr3_el1, x5"
        row     "mrs x5, dbgwcr0_el1"
        row     "msr dbgwcr0_el1, x5"
        row     "mrs x5, dbgwcr1_el1"
        row     "msr dbgwcr1_el1, x5"
        row     "mrs x5, dbgwcr2_el1"
        row     "msr dbgwcr2_el1, x5"
        row     "mrs x5, dbgwcr3_el1"
        row     "msr dbgwcr3_el1, x5"
1:      .word   0
rows_45:
        row     "msr oslar_el1, x5"
        row     "mrs x5, oslsr_el1"
        row     "mrs x5, osdlr_el1"
        row     "msr osdlr_el1, x5"
1:      .word   0
rows_46:
        row     "mrs x5, mdrar_el1"
1:      .word   0
rows_47:
        row     "hvc #0xfedc"
1:      .word   0
rows_48:
        row     "mrs x5, cntps_tval_el1"
        row     "msr cntps_tval_el1, x5"
        row     "mrs x5, cntps_ctl_el1"
        row     "msr cntps_ctl_el1, x5"
        row     "mrs x5, cntps_cval_el1"
        row     "msr cntps_cval_el1, x5"
1:      .word   0
rows_49:
        row     "msr ttbr0_el1, x5"
1:      .word   0
rows_50:
        row     "mrs x5, S3_1_C11_C0_2"
1:      .word   0
rows_51:
        row     "mrs x5, cpacr_el1"
1:      .word   0
rows_52:
        row     "mrs x5, pmcr_el0"
        row     "msr pmcr_el0, x5"
        row     "mrs x5, dbgbvr0_el1"
        row     "msr dbgbvr0_el1, x5"
1:      .word   0
rows_53:
        row     "svc #9"
1:      .word   0
rows_54:
        row     "hvc #0xffff"
1:      .word   0
rows_55:
        row     "mrs x5, cpacr_el1"
        row     "msr cpacr_el1, x5"
        row     "mrs x5, cptr_el2"
        row     "msr cptr_el2, x5"
1:      .word   0
rows_56:
        row     "mrs x5, mdccsr_el0"
        row     "mrs x5, mdccint_el1"
        row     "msr mdccint_el1, x5"
        row     "mrs x5, mdscr_el1"
        row     "msr mdscr_el1, x5"
        row     "mrs x5, dbgbvr0_el1"
        row     "msr dbgbvr0_el1, x5"
        row     "mrs x5, dbgbvr1_el1"
        row     "msr dbgbvr1_el1, x5"
        row     "mrs x5, dbgbvr2_el1"
        row     "msr dbgbvr2_el1, x5"
        row     "mrs x5, dbgbvr3_el1"
        row     "msr dbgbvr3_el1, x5"
        row     "mrs x5, dbgbvr4_el1"
        row     "msr dbgbvr4_el1, x5"
        row     "mrs x5, dbgbvr5_el1"
        row     "msr dbgbvr5_el1, x5"
        row     "mrs x5, dbgbcr0_el1"
        row     "msr dbgbcr0_el1, x5"
        row     "mrs x5, dbgbcr1_el1"
        row     "msr dbgbcr1_el1, x5"
        row     "mrs x5, dbgbcr2_el1"
        row     "msr dbgbcr2_el1, x5"
        row     "mrs x5, dbgbcr3_el1"
        row     "msr dbgbcr3_el1, x5"
        row     "mrs x5, dbgbcr4_el1"
        row     "msr dbgbcr4_el1, x5"
        row     "mrs x5, dbgbcr5_el1"
        row     "msr dbgbcr5_el1, x5"
        row     "mrs x5, dbgwvr0_el1"
        row     "msr dbgwvr0_el1, x5"
        row     "mrs x5, dbgwvr1_el1"
        row     "msr dbgwvr1_el1, x5"
        row     "mrs x5, dbgwvr2_el1"
        row     "msr dbgwvr2_el1, x5"
        row     "mrs x5, dbgwvr3_el1"
        row     "msr dbgwvr3_el1, x5"
        row     "mrs x5, dbgwcr0_el1"
        row     "msr dbgwcr0_el1, x5"
        row     "mrs x5, dbgwcr1_el1"
        row     "msr dbgwcr1_el1, x5"
        row     "mrs x5, dbgwcr2_el1"
        row     "msr dbgwcr2_el1, x5"
        row     "mrs x5, dbgwcr3_el1"
        row     "msr dbgwcr3_el1, x5"
        row     "mrs x5, mdrar_el1"
1:      .word   0
rows_57:
        row     "mrs x5, mdccsr_el0"
        row     "mrs x5, mdccint_el1"
        row     "msr mdccint_el1, x5"
        row     "mrs x5, mdscr_el1"
        row     "msr mdscr_el1, x5"
        row     "mrs x5, dbgbvr0_el1"
        row     "msr dbgbvr0_el1, x5"
        row     "mrs x5, dbgbvr1_el1"
        row     "msr dbgbvr1_el1, x5"
        row     "mrs x5, dbgbvr2_el1"
        row     "msr dbgbvr2_el1, x5"
        row     "mrs x5, dbgbvr3_el1"
        row     "msr dbgbvr3_el1, x5"
        row     "mrs x5, dbgbvr4_el1"
        row     "msr dbgbvr4_el1, x5"
        row     "mrs x5, dbgbvr5_el1"
        row     "msr dbgbvr5_el1, x5"
        row     "mrs x5, dbgbcr0_el1"
        row     "msr dbgbcr0_el1, x5"
        row     "mrs x5, dbgbcr1_el1"
        row     "msr dbgbcr1_el1, x5"
        row     "mrs x5, dbgbcr2_el1"
        row     "msr dbgbcr2_el1, x5"
        row     "mrs x5, dbgbcr3_el1"
        row     "msr dbgbcr3_el1, x5"
        row     "mrs x5, dbgbcr4_el1"
        row     "msr dbgbcr4_el1, x5"
        row     "mrs x5, dbgbcr5_el1"
        row     "msr dbgbcr5_el1, x5"
        row     "mrs x5, dbgwvr0_el1"
        row     "msr dbgwvr0_el1, x5"
        row     "mrs x5, dbgwvr1_el1"
        row     "msr dbgwvr1_el1, x5"
        row     "mrs x5, dbgwvr2_el1"
        row     "msr dbgwvr2_el1, x5"
        row     "mrs x5, dbgwvr3_el1"
        row     "msr dbgwvr3_el1, x5"
        row     "mrs x5, dbgwcr0_el1"
        row     "msr dbgwcr0_el1, x5"
        row     "mrs x5, dbgwcr1_el1"
        row     "msr dbgwcr1_el1, x5"
        row     "mrs x5, dbgwcr2_el1"
        row     "msr dbgwcr2_el1, x5"
        row     "mrs x5, dbgwcr3_el1"
        row     "msr dbgwcr3_el1, x5"
        row     "mrs x5, mdrar_el1"
        row     "mrs x5, dbgvcr32_el2"
        row     "msr dbgvcr32_el2, x5"
1:      .word   0
rows_58:
        row     "dc civac, x1"
1:      .word   0
rows_59:
        row     "ic ivau, x1"
1:      .word   0
rows_60:
        row     "msr cntp_ctl_el0, x5"
1:      .word   0
rows_61:
        row     "msr pmintenset_el1, x5"
1:      .word   0
rows_62:
        row     "mrs x5, dbgbvr0_el1"
1:      .word   0
rows_63:
        row     "msr oslar_el1, x5"
1:      .word   0
rows_64:
        row     "fmov x5, d0"
1:      .word   0
rows_65:
        row     "mrs x5, fpcr"
1:      .word   0
rows_66:
        row     "wfi"
1:      .word   0
rows_67:
        row     "hvc #1"
1:      .word   0
rows_68:
        row     "mrs x5, sctlr_el1"
1:      .word   0
rows_69:
        row     "msr sctlr_el1, x5"
1:      .word   0
rows_70:
        row     "mrs x5, cntp_ctl_el0"
1:      .word   0
rows_71:
        row     "msr cntv_ctl_el0, x5"
1:      .word   0
rows_72:
        row     "mrs x0, dczid_el0"
1:      .word   0
rows_73:
        row     "mrs x5, midr_el1"
1:      .word   0
rows_74:
        row     "mrs x5, id_aa64pfr0_el1"
1:      .word   0
rows_75:
        row     "msr S3_0_C0_C4_0, x5"
1:      .word   0
rows_76:
        row     "msr S3_3_C0_C0_1, x5"
1:      .word   0
rows_77:
        row     "tlbi vmalle1"
1:      .word   0
rows_78:
        row     "tlbi alle1"
1:      .word   0
rows_79:
        row     "dc isw, x5"
1:      .word   0
rows_80:
        row     "dc ivac, x1"
1:      .word   0
rows_81:
        row     "ic iallu"
1:      .word   0
rows_82:
        row     "smc #1"
1:      .word   0
rows_83:
        row     "mrs x5, S3_1_C15_C2_0"
1:      .word   0
rows_84:
        row     "mrs x5, S2_0_C1_C0_4"
1:      .word   0
rows_85:
        row     "msr pmuserenr_el0, x5"
1:      .word   0
rows_86:
        row     "mrs x5, pmintenset_el1"
1:      .word   0
rows_87:
        row     "mrs x5, cptr_el2"
1:      .word   0
rows_88:
        row     "mrs x5, fpexc32_el2"
1:      .word   0
rows_89:
        row     "mrs x5, cntps_ctl_el1"
1:      .word   0

        .data
        .balign 8
// Title, level, PSTATE, rows, registers as it traps and otherwise.
sections:
        .quad   title_1, text_el0, 0x3c0, rows_1, values_1, values_2
        .quad   title_2, text_el0, 0x3c0, rows_2, values_3, values_2
        .quad   title_3, text_el0, 0x3c0, rows_3, values_4, values_2
        .quad   title_4, text_el0, 0x3c0, rows_4, values_5, values_2
        .quad   title_5, text_el0, 0x3c0, rows_5, values_6, values_2
        .quad   title_5, text_el1, 0x3c5, rows_5, values_6, values_2
        .quad   title_5, text_el1s, 0x3c5, rows_5, values_7, values_8
        .quad   title_6, text_el0, 0x3c0, rows_5, values_9, values_2
        .quad   title_7, text_el0, 0x3c0, rows_6, values_10, values_2
        .quad   title_8, text_el0, 0x3c0, rows_7, values_11, values_12
        .quad   title_9, text_el0, 0x3c0, rows_8, values_12, values_2
        .quad   title_10, text_el0, 0x3c0, rows_9, values_11, values_10
        .quad   title_11, text_el0, 0x3c0, rows_10, values_13, values_2
        .quad   title_12, text_el0, 0x3c0, rows_11, values_14, values_2
        .quad   title_13, text_el0, 0x3c0, rows_12, values_15, values_2
        .quad   title_14, text_el0, 0x3c0, rows_13, values_15, values_16
        .quad   title_15, text_el0, 0x3c0, rows_14, values_15, values_17
        .quad   title_16, text_el0, 0x3c0, rows_15, values_15, values_18
        .quad   title_17, text_el0, 0x3c0, rows_16, values_19, values_2
        .quad   title_18, text_el0, 0x0, rows_17, values_20, values_21
        .quad   title_18, text_el1, 0x5, rows_17, values_20, values_21
        .quad   title_19, text_el0, 0x0, rows_17, values_22, values_23
        .quad   title_19, text_el1, 0x5, rows_17, values_22, values_23
        .quad   title_20, text_el0, 0x0, rows_17, values_24, values_25
        .quad   title_20, text_el1, 0x5, rows_17, values_24, values_25
        .quad   title_21, text_el0, 0x0, rows_17, values_20, values_26
        .quad   title_21, text_el1, 0x5, rows_17, values_20, values_26
        .quad   title_22, text_el0, 0x0, rows_17, values_22, values_27
        .quad   title_22, text_el1, 0x5, rows_17, values_22, values_27
        .quad   title_23, text_el0, 0x0, rows_17, values_24, values_28
        .quad   title_23, text_el1, 0x5, rows_17, values_24, values_28
        .quad   title_24, text_el1, 0x3c5, rows_18, values_29, values_2
        .quad   title_25, text_el0, 0x3c0, rows_3, values_30, values_2
        .quad   title_25, text_el1, 0x3c5, rows_19, values_30, values_2
        .quad   title_26, text_el1, 0x3c5, rows_20, values_31, values_2
        .quad   title_27, text_el1, 0x3c5, rows_21, values_32, values_2
        .quad   title_28, text_el1, 0x3c5, rows_22, values_33, values_2
        .quad   title_29, text_el1, 0x3c5, rows_23, values_34, values_2
        .quad   title_30, text_el1, 0x3c5, rows_24, values_35, values_2
        .quad   title_31, text_el0, 0x3c0, rows_25, values_36, values_2
        .quad   title_31, text_el1, 0x3c5, rows_26, values_36, values_2
        .quad   title_32, text_el0, 0x3c0, rows_27, values_37, values_2
        .quad   title_32, text_el1, 0x3c5, rows_28, values_37, values_2
        .quad   title_33, text_el1, 0x3c5, rows_29, values_38, values_2
        .quad   title_34, text_el1, 0x3c5, rows_30, values_39, values_2
        .quad   title_35, text_el0, 0x3c0, rows_2, values_40, values_2
        .quad   title_35, text_el1, 0x3c5, rows_2, values_40, values_2
        .quad   title_36, text_el1, 0x3c5, rows_31, values_41, values_2
        .quad   title_37, text_el0, 0x3c0, rows_32, values_42, values_2
        .quad   title_38, text_el0, 0x3c0, rows_33, values_43, values_44
        .quad   title_39, text_el0, 0x3c0, rows_34, values_45, values_46
        .quad   title_40, text_el0, 0x3c0, rows_35, values_47, values_15
        .quad   title_41, text_el0, 0x3c0, rows_5, values_48, values_9
        .quad   title_37, text_el0, 0x3c0, rows_16, values_42, values_2
        .quad   title_42, text_el0, 0x0, rows_17, values_20, values_49
        .quad   title_43, text_el0, 0x0, rows_17, values_22, values_50
        .quad   title_44, text_el0, 0x0, rows_17, values_24, values_51
        .quad   title_45, text_el0, 0x3c0, rows_5, values_52, values_2
        .quad   title_45, text_el1, 0x3c5, rows_5, values_52, values_2
        .quad   title_45, text_el2, 0x3c9, rows_36, values_52, values_2
        .quad   title_46, text_el1, 0x3c5, rows_37, values_53, values_2
        .quad   title_47, text_el0, 0x3c0, rows_38, values_54, values_2
        .quad   title_47, text_el1, 0x3c5, rows_38, values_54, values_2
        .quad   title_48, text_el0, 0x3c0, rows_39, values_55, values_2
        .quad   title_48, text_el1, 0x3c5, rows_40, values_55, values_2
        .quad   title_49, text_el0, 0x3c0, rows_16, values_56, values_2
        .quad   title_49, text_el1, 0x3c5, rows_41, values_56, values_2
        .quad   title_49, text_el0, 0x3c0, rows_42, values_56, values_2
        .quad   title_49, text_el1, 0x3c5, rows_43, values_56, values_2
        .quad   title_50, text_el0, 0x3c0, rows_16, values_57, values_2
        .quad   title_50, text_el1, 0x3c5, rows_44, values_57, values_2
        .quad   title_51, text_el1, 0x3c5, rows_45, values_58, values_2
        .quad   title_52, text_el1, 0x3c5, rows_46, values_59, values_2
        .quad   title_53, text_el0, 0x3c0, rows_6, values_60, values_2
        .quad   title_53, text_el1, 0x3c5, rows_6, values_60, values_2
        .quad   title_54, text_el0, 0x3c0, rows_11, values_61, values_2
        .quad   title_54, text_el1, 0x3c5, rows_11, values_61, values_2
        .quad   title_55, text_el1, 0x3c5, rows_47, values_8, values_2
        .quad   title_56, text_el1, 0x3c5, rows_48, values_62, values_63
        .quad   title_57, text_el1, 0x3c5, rows_49, values_39, values_64
        .quad   title_58, text_el1, 0x3c5, rows_50, values_33, values_65
        .quad   title_59, text_el1, 0x3c5, rows_51, values_53, values_66
        .quad   title_60, text_el0, 0x3c0, rows_5, values_52, values_67
        .quad   title_60, text_el1, 0x3c5, rows_5, values_52, values_67
        .quad   title_61, text_el1, 0x3c5, rows_52, values_68, values_69
        .quad   title_62, text_el0, 0x3c0, rows_11, values_70, values_71
        .quad   title_62, text_el1, 0x3c5, rows_6, values_70, values_71
        .quad   title_63, text_el0, 0x3c0, rows_53, values_42, values_72
        .quad   title_64, text_el0, 0x0, rows_17, values_22, values_73
        .quad   title_64, text_el1, 0x5, rows_17, values_22, values_73
        .quad   title_65, text_el1, 0x3c5, rows_54, values_74, values_2
        .quad   title_65, text_el2, 0x3c9, rows_54, values_74, values_2
        .quad   title_65, text_el3, 0x3cd, rows_54, values_74, values_2
        .quad   title_66, text_el1s, 0x3c5, rows_48, values_8, values_75
        .quad   title_67, text_el0, 0x3c0, rows_5, values_76, values_2
        .quad   title_67, text_el1, 0x3c5, rows_5, values_76, values_2
        .quad   title_67, text_el1s, 0x3c5, rows_5, values_77, values_8
        .quad   title_67, text_el2, 0x3c9, rows_36, values_76, values_2
        .quad   title_67, text_el3, 0x3cd, rows_36, values_76, values_2
        .quad   title_68, text_el1, 0x3c5, rows_37, values_78, values_2
        .quad   title_68, text_el1s, 0x3c5, rows_37, values_79, values_8
        .quad   title_68, text_el2, 0x3c9, rows_55, values_78, values_2
        .quad   title_69, text_el0, 0x3c0, rows_39, values_80, values_2
        .quad   title_69, text_el1, 0x3c5, rows_40, values_80, values_2
        .quad   title_69, text_el1s, 0x3c5, rows_40, values_81, values_8
        .quad   title_69, text_el2, 0x3c9, rows_40, values_80, values_2
        .quad   title_70, text_el0, 0x3c0, rows_16, values_82, values_2
        .quad   title_70, text_el1, 0x3c5, rows_56, values_82, values_2
        .quad   title_70, text_el1s, 0x3c5, rows_56, values_83, values_8
        .quad   title_70, text_el2, 0x3c9, rows_57, values_82, values_2
        .quad   title_71, text_el1, 0x3c5, rows_45, values_84, values_2
        .quad   title_71, text_el1s, 0x3c5, rows_45, values_85, values_8
        .quad   title_71, text_el2, 0x3c9, rows_45, values_84, values_2
        .quad   title_72, text_el0, 0x3c0, rows_3, values_86, 0
        .quad   title_73, text_el0, 0x3c0, rows_58, values_87, 0
        .quad   title_74, text_el0, 0x3c0, rows_59, values_88, 0
        .quad   title_75, text_el0, 0x3c0, rows_2, values_89, 0
        .quad   title_76, text_el0, 0x3c0, rows_6, values_90, 0
        .quad   title_77, text_el0, 0x3c0, rows_60, values_90, 0
        .quad   title_78, text_el0, 0x3c0, rows_14, values_91, 0
        .quad   title_79, text_el0, 0x3c0, rows_14, values_92, 0
        .quad   title_79, text_el1, 0x3c5, rows_61, values_92, 0
        .quad   title_80, text_el0, 0x3c0, rows_16, values_93, 0
        .quad   title_81, text_el1, 0x3c5, rows_62, values_94, 0
        .quad   title_82, text_el1, 0x3c5, rows_63, values_95, 0
        .quad   title_83, text_el1, 0x3c5, rows_46, values_96, 0
        .quad   title_84, text_el1, 0x3c5, rows_51, values_97, 0
        .quad   title_85, text_el0, 0x3c0, rows_64, values_98, 0
        .quad   title_85, text_el1, 0x3c5, rows_65, values_98, 0
        .quad   title_86, text_el0, 0x3c0, rows_64, values_99, 0
        .quad   title_86, text_el2, 0x3c9, rows_64, values_99, 0
        .quad   title_87, text_el1s, 0x3c5, rows_64, values_100, 0
        .quad   title_88, text_el0, 0x3c0, rows_64, values_101, 0
        .quad   title_89, text_el0, 0x3c0, rows_66, values_102, 0
        .quad   title_90, text_el0, 0x3c0, rows_66, values_103, 0
        .quad   title_90, text_el1, 0x3c5, rows_66, values_103, 0
        .quad   title_91, text_el2, 0x3c9, rows_67, values_42, 0
        .quad   title_92, text_el1, 0x3c5, rows_68, values_39, 0
        .quad   title_93, text_el1, 0x3c5, rows_69, values_41, 0
        .quad   title_94, text_el0, 0x3c0, rows_6, values_61, 0
        .quad   title_94, text_el1, 0x3c5, rows_6, values_61, 0
        .quad   title_95, text_el0, 0x3c0, rows_70, values_60, 0
        .quad   title_96, text_el1, 0x3c5, rows_71, values_70, 0
        .quad   title_97, text_el1, 0x3c5, rows_72, values_104, 0
        .quad   title_98, text_el0, 0x3c0, rows_72, values_40, 0
        .quad   title_99, text_el1, 0x3c5, rows_73, values_104, 0
        .quad   title_100, text_el0, 0x3c0, rows_74, values_31, 0
        .quad   title_101, text_el1, 0x3c5, rows_75, values_31, 0
        .quad   title_102, text_el1, 0x3c5, rows_76, values_30, 0
        .quad   title_103, text_el0, 0x3c0, rows_69, values_39, 0
        .quad   title_104, text_el0, 0x3c0, rows_77, values_38, 0
        .quad   title_105, text_el1, 0x3c5, rows_78, values_38, 0
        .quad   title_106, text_el0, 0x3c0, rows_79, values_35, 0
        .quad   title_107, text_el0, 0x3c0, rows_80, values_36, 0
        .quad   title_108, text_el0, 0x3c0, rows_81, values_37, 0
        .quad   title_109, text_el0, 0x3c0, rows_82, values_32, 0
        .quad   title_110, text_el0, 0x3c0, rows_83, values_33, 0
        .quad   title_111, text_el1, 0x3c5, rows_84, values_95, 0
        .quad   title_112, text_el0, 0x3c0, rows_85, values_92, 0
        .quad   title_113, text_el0, 0x3c0, rows_86, values_92, 0
        .quad   title_114, text_el1, 0x3c5, rows_87, values_97, 0
        .quad   title_115, text_el1, 0x3c5, rows_88, values_99, 0
        .quad   title_116, text_el1, 0x3c5, rows_89, values_2, 0
        .quad   title_116, text_el2, 0x3c9, rows_89, values_2, 0
        .quad   0
// SCR_EL3, CPTR_EL3, MDCR_EL3, ACTLR_EL3, HCR_EL2, CPTR_EL2, MDCR_EL2, HSTR_EL2, CNTHCTL_EL2, ACTLR_EL2, SCTLR_EL1, CPACR_EL1, CNTKCTL_EL1, PMUSERENR_EL0, MDSCR_EL1
values_1:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5c800, 0x300000, 0x303, 0x1, 0x0
values_2:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_3:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d58a00, 0x300000, 0x303, 0x1, 0x0
values_4:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d54a00, 0x300000, 0x303, 0x1, 0x0
values_5:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x30d5ca00, 0x300000, 0x303, 0x1, 0x0
values_6:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x200000, 0x303, 0x1, 0x0
values_7:
        .quad   0x530, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x200000, 0x303, 0x1, 0x0
values_8:
        .quad   0x530, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_9:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x100000, 0x303, 0x1, 0x0
values_10:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x302, 0x1, 0x0
values_11:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x300, 0x1, 0x0
values_12:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x301, 0x1, 0x0
values_13:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x203, 0x1, 0x0
values_14:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x103, 0x1, 0x0
values_15:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x0, 0x0
values_16:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x2, 0x0
values_17:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x4, 0x0
values_18:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x8, 0x0
values_19:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x1000
values_20:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000048, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_21:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000008, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_22:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000090, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_23:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000010, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_24:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000120, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_25:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000020, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_26:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000040, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_27:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000080, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_28:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000100, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_29:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80010000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_30:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80020000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_31:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80040000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_32:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80080000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_33:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80100000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_34:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80200000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_35:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80400000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_36:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80800000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_37:
        .quad   0x531, 0x0, 0x0, 0x73, 0x81000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_38:
        .quad   0x531, 0x0, 0x0, 0x73, 0x82000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_39:
        .quad   0x531, 0x0, 0x0, 0x73, 0x84000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_40:
        .quad   0x531, 0x0, 0x0, 0x73, 0x90000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_41:
        .quad   0x531, 0x0, 0x0, 0x73, 0xc0000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_42:
        .quad   0x531, 0x0, 0x0, 0x73, 0x88000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_43:
        .quad   0x531, 0x0, 0x0, 0x73, 0x88000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x30d00800, 0x300000, 0x303, 0x1, 0x0
values_44:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x30d00800, 0x300000, 0x303, 0x1, 0x0
values_45:
        .quad   0x531, 0x0, 0x0, 0x73, 0x88000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x0, 0x1, 0x0
values_46:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x0, 0x1, 0x0
values_47:
        .quad   0x531, 0x0, 0x0, 0x73, 0x88000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x0, 0x0
values_48:
        .quad   0x531, 0x0, 0x0, 0x73, 0x88000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x100000, 0x303, 0x1, 0x0
values_49:
        .quad   0x531, 0x0, 0x0, 0x73, 0x88000048, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_50:
        .quad   0x531, 0x0, 0x0, 0x73, 0x88000090, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_51:
        .quad   0x531, 0x0, 0x0, 0x73, 0x88000120, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_52:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x37ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_53:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x800033ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_54:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x26, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_55:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x46, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_56:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x106, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_57:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x206, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_58:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x406, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_59:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x806, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_60:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x2, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_61:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x1, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_62:
        .quad   0xc31, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_63:
        .quad   0xc30, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_64:
        .quad   0x530, 0x0, 0x0, 0x73, 0x84000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_65:
        .quad   0x530, 0x0, 0x0, 0x73, 0x80100000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_66:
        .quad   0x530, 0x0, 0x0, 0x73, 0x80000000, 0x800033ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_67:
        .quad   0x530, 0x0, 0x0, 0x73, 0x80000000, 0x37ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_68:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x246, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_69:
        .quad   0x530, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x246, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_70:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x0, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_71:
        .quad   0x530, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x0, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_72:
        .quad   0x530, 0x0, 0x0, 0x73, 0x88000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_73:
        .quad   0x530, 0x0, 0x0, 0x73, 0x80000090, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_74:
        .quad   0x431, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_75:
        .quad   0xd30, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_76:
        .quad   0x531, 0x400, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_77:
        .quad   0x530, 0x400, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_78:
        .quad   0x531, 0x80000000, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_79:
        .quad   0x530, 0x80000000, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_80:
        .quad   0x531, 0x0, 0x40, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_81:
        .quad   0x530, 0x0, 0x40, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_82:
        .quad   0x531, 0x0, 0x200, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_83:
        .quad   0x530, 0x0, 0x200, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_84:
        .quad   0x531, 0x0, 0x400, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_85:
        .quad   0x530, 0x0, 0x400, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_86:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80020000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d54a00, 0x300000, 0x303, 0x1, 0x0
values_87:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80800000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x30d5ca00, 0x300000, 0x303, 0x1, 0x0
values_88:
        .quad   0x531, 0x0, 0x0, 0x73, 0x81000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x30d5ca00, 0x300000, 0x303, 0x1, 0x0
values_89:
        .quad   0x531, 0x0, 0x0, 0x73, 0x90000000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d58a00, 0x300000, 0x303, 0x1, 0x0
values_90:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80000000, 0x33ff, 0x6, 0x0, 0x0, 0x73, 0x34d5ca00, 0x300000, 0x0, 0x1, 0x0
values_91:
        .quad   0x531, 0x0, 0x40, 0x73, 0x80000000, 0x33ff, 0x46, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x0, 0x0
values_92:
        .quad   0x531, 0x0, 0x40, 0x73, 0x80000000, 0x33ff, 0x46, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_93:
        .quad   0x531, 0x0, 0x200, 0x73, 0x80000000, 0x33ff, 0x206, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x1000
values_94:
        .quad   0x531, 0x0, 0x200, 0x73, 0x80000000, 0x33ff, 0x206, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_95:
        .quad   0x531, 0x0, 0x400, 0x73, 0x80000000, 0x33ff, 0x406, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_96:
        .quad   0x531, 0x0, 0x200, 0x73, 0x80000000, 0x33ff, 0x806, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_97:
        .quad   0x531, 0x80000000, 0x0, 0x73, 0x80000000, 0x800033ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_98:
        .quad   0x531, 0x400, 0x0, 0x73, 0x80000000, 0x37ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x0, 0x303, 0x1, 0x0
values_99:
        .quad   0x531, 0x400, 0x0, 0x73, 0x80000000, 0x37ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_100:
        .quad   0x530, 0x400, 0x0, 0x73, 0x80000000, 0x37ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_101:
        .quad   0x531, 0x0, 0x0, 0x73, 0x88000000, 0x37ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x0, 0x303, 0x1, 0x0
values_102:
        .quad   0x1531, 0x0, 0x0, 0x73, 0x80002000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d4ca00, 0x300000, 0x303, 0x1, 0x0
values_103:
        .quad   0x1531, 0x0, 0x0, 0x73, 0x80002000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0
values_104:
        .quad   0x531, 0x0, 0x0, 0x73, 0x80078000, 0x33ff, 0x6, 0x0, 0x3, 0x73, 0x34d5ca00, 0x300000, 0x303, 0x1, 0x0

        .include "runtime.inc"
