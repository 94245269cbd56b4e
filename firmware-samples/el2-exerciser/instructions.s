// The instructions of the trap matrix: everything that EL2 can trap, and some that it can't.

// A list of instructions: as one of cases (macros.s), with the levels that it is for in place of PSTATE: 1 EL1, 2 EL0.
        .macro  instruction levels, text
        case    \levels, "\text"
        guest
        \text
        ret
        .endm

        .macro  readable register, levels=3
        instruction \levels, "mrs x0, \register"
        .endm

// A register is written with what it has, so that nothing changes.
        .macro  writable register, levels=3
        case    \levels, "msr \register, x1"
        mrs     x1, \register
        guest
        msr     \register, x1
        ret
        .endm

        .macro  both register, levels=3
        readable \register, \levels
        writable \register, \levels
        .endm

        .macro  zero text               // with x1 = 0
        case    3, "\text"
        mov     x1, #0
        guest
        \text
        ret
        .endm

instructions:
        // HCR_EL2.TID1, TID2, TID3
        .irp    register, revidr_el1, aidr_el1, ctr_el0, ccsidr_el1, clidr_el1
        readable \register
        .endr
        both    csselr_el1
        .irp    register, id_aa64pfr0_el1, id_aa64pfr1_el1, id_aa64dfr0_el1, id_aa64dfr1_el1, id_aa64afr0_el1, id_aa64afr1_el1
        readable \register
        .endr
        .irp    register, id_aa64isar0_el1, id_aa64isar1_el1, id_aa64mmfr0_el1, id_aa64mmfr1_el1
        readable \register
        .endr
        .irp    register, id_pfr0_el1, id_dfr0_el1, id_afr0_el1, id_mmfr0_el1, id_isar0_el1, id_isar5_el1, mvfr0_el1, mvfr2_el1
        readable \register
        .endr
        // TIDCP: L2CTLR_EL1 and CPUECTLR_EL1 of the Cortex-A72. (What EL0 gets is implementation defined.)
        readable s3_1_c11_c0_2, 1
        readable s3_1_c15_c2_1, 1
        // TACR
        both    actlr_el1
        // TSW, TPC, TPU
        zero    "dc isw, x1"
        zero    "dc csw, x1"
        zero    "dc cisw, x1"
        .irp    operation, ivac, cvac, civac, cvau, zva
        instruction 3, "dc \operation, x1"
        .endr
        readable dczid_el0
        instruction 3, "ic ivau, x1"
        instruction 3, "ic iallu"
        instruction 3, "ic ialluis"
        // TTLB
        .irp    operation, vmalle1, vmalle1is
        instruction 3, "tlbi \operation"
        .endr
        .irp    operation, vae1, aside1, vaae1, vale1, vaale1, vae1is, aside1is, vaae1is, vale1is, vaale1is
        zero    "tlbi \operation, x1"
        .endr
        // TVM, TRVM
        .irp    register, sctlr_el1, ttbr0_el1, ttbr1_el1, tcr_el1, esr_el1, far_el1, afsr0_el1, afsr1_el1, mair_el1, amair_el1
        both    \register
        .endr
        both    contextidr_el1
        // CPTR_EL2
        both    cpacr_el1
        both    fpcr
        both    fpsr
        instruction 3, "fadd d0, d1, d2"
        instruction 3, "fmov x0, d0"
        instruction 3, "add v0.4s, v1.4s, v2.4s"
        instruction 3, "ldr q0, [x1]"
        instruction 3, "stp d0, d1, [x1]"
        // MDCR_EL2: performance monitors
        .irp    register, pmcr_el0, pmcntenset_el0, pmcntenclr_el0, pmovsclr_el0, pmovsset_el0, pmselr_el0, pmccntr_el0
        both    \register
        .endr
        zero    "msr pmswinc_el0, x1"
        readable pmceid0_el0
        readable pmceid1_el0
        .irp    register, pmxevtyper_el0, pmxevcntr_el0, pmuserenr_el0, pmintenset_el1, pmintenclr_el1, pmevcntr0_el0
        both    \register
        .endr
        both    pmevtyper0_el0
        both    pmccfiltr_el0
        // debug
        .irp    register, mdscr_el1, mdccint_el1, dbgbvr0_el1, dbgbcr0_el1, dbgwvr0_el1, dbgwcr0_el1, osdlr_el1
        both    \register
        .endr
        readable mdccsr_el0
        readable oslsr_el1
        readable mdrar_el1
        zero    "msr oslar_el1, x1"
        .irp    register, dbgprcr_el1, oseccr_el1, dbgclaimclr_el1, osdtrrx_el1, osdtrtx_el1
        readable \register
        zero    "msr \register, x1"
        .endr
        readable dbgauthstatus_el1
        instruction 3, "brk #5"
        // timers
        readable cntfrq_el0
        readable cntpct_el0
        readable cntvct_el0
        .irp    register, cntp_ctl_el0, cntp_cval_el0, cntp_tval_el0, cntv_ctl_el0, cntv_cval_el0, cntv_tval_el0, cntkctl_el1
        both    \register
        .endr
        // calls, and what is undefined
        instruction 3, "svc #0x11"
        instruction 3, "hvc #0x12"
        instruction 3, "smc #0x13"
        instruction 3, ".inst 0"
        readable hcr_el2
        readable sctlr_el3
        instruction 3, "at s12e1r, x1"
        instruction 3, "tlbi alle1"
        instruction 2, "eret"
        // what nothing of EL2's traps
        readable midr_el1
        readable mpidr_el1
        readable isr_el1
        both    par_el1
        both    vbar_el1
        both    elr_el1
        both    spsr_el1
        both    tpidr_el0
        both    tpidr_el1
        both    tpidrro_el0
        both    sp_el0
        readable currentel
        both    nzcv
        instruction 3, "at s1e1r, x1"
        instruction 3, "isb"
        instruction 3, "yield"
        last
