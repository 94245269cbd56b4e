// The trap matrix: for each control of EL2's that traps something, every instruction of instructions.s at EL1 and at EL0. So what
// a control must not trap is a case as well.

// A list of controls: length, levels (1 EL1, 2 EL0), name, and code that sets the control on top of the baseline.
        .macro  control name, register, set, clear=0, levels=3
9:      .word   9f - 9b, \levels
        .asciz  "\name"
        .balign 4
        change  \register, \set, \clear
        br      x29
        .endm

        .macro  controls name, levels=3 // several at once: the code follows, and ends in `done`
9:      .word   9f - 9b, \levels
        .asciz  "\name"
        .balign 4
        .endm

group_traps_hcr:
        adr     x0, controls_hcr
        b       try_matrix
group_traps_cptr:
        adr     x0, controls_cptr
        b       try_matrix
group_traps_mdcr:
        adr     x0, controls_mdcr
        b       try_matrix
group_traps_cnthctl:
        adr     x0, controls_cnthctl
        b       try_matrix
group_traps_el1_first:
        adr     x0, controls_el1_first
        b       try_matrix

// HCR_EL2. TSC is always set, since EL1 leaves by SMC; TWI and TWE are in routing.s; HCD is RES0 where there is an EL3.
controls_hcr:
        control "none", hcr_el2, 0
        control "TID0", hcr_el2, 1 << 15        // AArch32's
        control "TID1", hcr_el2, 1 << 16
        control "TID2", hcr_el2, 1 << 17
        control "TID3", hcr_el2, 1 << 18
        control "TIDCP", hcr_el2, 1 << 20
        control "TACR", hcr_el2, 1 << 21
        control "TSW", hcr_el2, 1 << 22
        control "TPC", hcr_el2, 1 << 23
        control "TPU", hcr_el2, 1 << 24
        control "TTLB", hcr_el2, 1 << 25
        control "TVM", hcr_el2, 1 << 26
        control "TDZ", hcr_el2, 1 << 28
        control "TRVM", hcr_el2, 1 << 30
        control "all", hcr_el2, 0x57ff8000
        control "TGE", hcr_el2, HCR_TGE, 0, 2
        control "TGE and all", hcr_el2, 0x5fff8000, 0, 2
        control "HSTR_EL2", hstr_el2, 0xafef    // AArch32's: of no account here
        last

controls_cptr:
        control "TFP", cptr_el2, 1 << 10
        control "TCPAC", cptr_el2, 1 << 31
        controls "TFP, CPACR_EL1.FPEN = 1"      // EL1 comes first, for EL0
        change  cptr_el2, 1 << 10
        change  cpacr_el1, 0, 2 << 20
        done
        controls "TFP, CPACR_EL1.FPEN = 0"
        change  cptr_el2, 1 << 10
        change  cpacr_el1, 0, 3 << 20
        done
        controls "TFP, TGE", 2                  // CPACR_EL1 is of no account under TGE
        change  cptr_el2, 1 << 10
        change  cpacr_el1, 0, 3 << 20
        change  hcr_el2, HCR_TGE
        done
        controls "TGE, CPACR_EL1.FPEN = 0", 2
        change  cpacr_el1, 0, 3 << 20
        change  hcr_el2, HCR_TGE
        done
        last

controls_mdcr:
        control "TPMCR", mdcr_el2, 1 << 5
        control "TPM", mdcr_el2, 1 << 6
        control "TDA", mdcr_el2, 1 << 9
        control "TDOSA", mdcr_el2, 1 << 10
        control "TDRA", mdcr_el2, 1 << 11
        control "TDE, TDA, TDOSA, TDRA", mdcr_el2, 0xf00        // as TDE asks for
        controls "TDE, TDA, TDOSA, TDRA and TGE", 2
        change  mdcr_el2, 0xf00
        change  hcr_el2, HCR_TGE
        done
        last

controls_cnthctl:
        control "EL1PCTEN = 0", cnthctl_el2, 0, 1
        control "EL1PCEN = 0", cnthctl_el2, 0, 2
        control "both 0", cnthctl_el2, 0, 3
        controls "both 0 and TGE", 2
        change  cnthctl_el2, 0, 3
        change  hcr_el2, HCR_TGE
        done
        last

// EL1 forbids EL0 what EL2 would trap: EL1 takes it.
controls_el1_first:
        controls "EL1 forbids"
        bl      el1_forbids
        done
        controls "EL1 forbids, EL2 traps all"
        bl      el1_forbids
        bl      el2_traps
        done
        controls "EL1 forbids, EL2 traps all, TGE", 2
        bl      el1_forbids
        bl      el2_traps
        change  hcr_el2, HCR_TGE
        done
        controls "EL2 traps all"
        bl      el2_traps
        done
        last

el1_forbids:
        ldr     x0, =0x30d00800
        msr     sctlr_el1, x0
        msr     cpacr_el1, xzr
        msr     cntkctl_el1, xzr
        msr     pmuserenr_el0, xzr
        ret
el2_traps:
        change  hcr_el2, 0x57ff8000
        change  mdcr_el2, 0xf60
        change  cnthctl_el2, 0, 3
        change  cptr_el2, 1 << 31 | 1 << 10
        ret

// x0 = a list of controls.
try_matrix:
        enter
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 5f
        add     x21, x19, #8            // the control's name, then its code
        mov     x22, x21
2:      ldrb    w0, [x22], #1
        cbnz    w0, 2b
        add     x22, x22, #3
        and     x22, x22, #~3
        adr     x23, instructions
3:      ldr     w24, [x23]
        cbz     w24, 4f
        mov     w25, #1
        bl      try_instruction
        mov     w25, #2
        bl      try_instruction
        add     x23, x23, x24
        b       3b
4:      add     x19, x19, x20
        b       1b
5:      bl      baseline
        leave

// x23 = an instruction's entry, x21, x22 = the control's name and code, x19 = its entry, w25 = the level's bit.
try_instruction:
        ldr     w0, [x19, #4]
        ldr     w1, [x23, #4]
        and     w0, w0, w1
        tst     w0, w25
        b.ne    1f
        ret
1:      enter
        bl      baseline
        bl      begin_case
        mov     x0, x21
        bl      put_text
        say     ": "
        add     x0, x23, #12
        bl      put_text
        adr     x0, text_at_el1
        adr     x1, text_at_el0
        cmp     w25, #1
        csel    x0, x0, x1, eq
        bl      put_text
        mov     x0, x23
        bl      set_up                  // before the control, which may trap EL2 as well
        adr     x29, 2f
        br      x22
2:      isb
        ldr     w0, [x23, #8]
        add     x0, x23, x0
        mov     w1, #EL0
        mov     w2, #EL1
        cmp     w25, #1
        csel    w1, w2, w1, eq
        bl      run
        mov     w1, #0
        bl      report
        bl      end_case
        leave

text_at_el1:    .asciz  " at EL1: "
text_at_el0:    .asciz  " at EL0: "
        .balign 4
