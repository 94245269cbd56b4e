// Where interrupts and exceptions go: HCR_EL2.IMO, FMO, AMO, TGE; VI, VF, VSE; and WFI and WFE, which wait for them.

// Code that gives an interrupt time to come, and changes no flags. Ends by RET with what x0 was.
        .macro  linger
        mov     x9, #2000
7:      sub     x9, x9, #1
        cbnz    x9, 7b
        ret
        .endm

group_routing:
        enter
        adr     x0, cases_virtual
        bl      try_list
        bl      gic_bases
        mov     w0, #26                 // the timer of EL2, as a physical interrupt
        bl      enable_interrupt
        adr     x0, cases_physical
        bl      try_list
        bl      gic_bases
        mov     w0, #26
        bl      disable_interrupt
        adr     x0, cases_tge
        bl      try_list
        leave

group_waits:
        adr     x0, cases_waits
        b       try_list

// A physical interrupt that stays until baseline.
physical_interrupt:
        msr     cnthp_cval_el2, xzr
        mov     x16, #1
        msr     cnthp_ctl_el2, x16
        isb
        b       settle

// ---------------------------------------------------------------- HCR_EL2.VI, VF, VSE
        .macro  virtual name, hcr, pstate
        case    \pstate, "\name"
        change  hcr_el2, \hcr
        guest
        linger
        .endm

        .macro  isr name, hcr, pstate=EL1
        case    \pstate, "\name, ISR_EL1"
        change  hcr_el2, \hcr
        guest
        mrs     x0, isr_el1
        ret
        .endm

cases_virtual:
        isr     "VI, IMO", HCR_VI | HCR_IMO
        isr     "VI without IMO", HCR_VI
        isr     "VF, FMO", HCR_VF | HCR_FMO
        isr     "VF without FMO", HCR_VF
        isr     "VSE, AMO", HCR_VSE | HCR_AMO
        isr     "VSE without AMO", HCR_VSE
        isr     "VI, VF, VSE; IMO, FMO, AMO", HCR_VI | HCR_IMO | HCR_VF | HCR_FMO | HCR_VSE | HCR_AMO
        isr     "VI, VF, VSE; IMO, FMO, AMO; EL2 sees physical ones", HCR_VI | HCR_IMO | HCR_VF | HCR_FMO | HCR_VSE | HCR_AMO, EL2
        virtual "VI, IMO, EL1", HCR_VI | HCR_IMO, UNMASKED_EL1
        virtual "VI, IMO, EL1t", HCR_VI | HCR_IMO, 4
        virtual "VI, IMO, EL0", HCR_VI | HCR_IMO, UNMASKED_EL0
        virtual "VI, IMO, EL1, masked", HCR_VI | HCR_IMO, 0x085
        virtual "VI, IMO, EL0, masked", HCR_VI | HCR_IMO, 0x080
        virtual "VI, IMO, EL1, flags", HCR_VI | HCR_IMO, 0xf0000305
        virtual "VI without IMO, EL1", HCR_VI, UNMASKED_EL1
        virtual "VI, IMO, EL2: not there", HCR_VI | HCR_IMO, UNMASKED_EL2
        virtual "VI, IMO, TGE, EL0: not there", HCR_VI | HCR_IMO | HCR_TGE, UNMASKED_EL0
        virtual "VF, FMO, EL1", HCR_VF | HCR_FMO, UNMASKED_EL1
        virtual "VF, FMO, EL0", HCR_VF | HCR_FMO, UNMASKED_EL0
        virtual "VF, FMO, EL1, masked", HCR_VF | HCR_FMO, 0x045
        virtual "VF without FMO, EL1", HCR_VF, UNMASKED_EL1
        virtual "VF, FMO, EL2: not there", HCR_VF | HCR_FMO, UNMASKED_EL2
        virtual "VF, FMO, TGE, EL0: not there", HCR_VF | HCR_FMO | HCR_TGE, UNMASKED_EL0
        virtual "VSE, AMO, EL1", HCR_VSE | HCR_AMO, UNMASKED_EL1
        virtual "VSE, AMO, EL0", HCR_VSE | HCR_AMO, UNMASKED_EL0
        virtual "VSE, AMO, EL1, masked", HCR_VSE | HCR_AMO, 0x105
        virtual "VSE without AMO, EL1", HCR_VSE, UNMASKED_EL1
        virtual "VSE, AMO, EL2: not there", HCR_VSE | HCR_AMO, UNMASKED_EL2
        virtual "VI and VF, EL1, FIQ masked", HCR_VI | HCR_VF | HCR_IMO | HCR_FMO, 0x045
        virtual "VI and VF, EL1, IRQ masked", HCR_VI | HCR_VF | HCR_IMO | HCR_FMO, 0x085

        case    EL1, "VI, IMO, EL1 unmasks"
        change  hcr_el2, HCR_VI | HCR_IMO
        guest
        msr     daifclr, #2
        linger
        case    EL1, "VF, FMO, EL1 unmasks"
        change  hcr_el2, HCR_VF | HCR_FMO
        guest
        msr     daifclr, #1
        linger
        case    EL1, "VSE, AMO, EL1 unmasks"
        change  hcr_el2, HCR_VSE | HCR_AMO
        guest
        msr     daifclr, #4
        linger
        last

// ---------------------------------------------------------------- a physical IRQ
        .macro  physical name, hcr, pstate
        case    \pstate, "\name"
        change  hcr_el2, \hcr
        bl      physical_interrupt
        guest
        linger
        .endm

cases_physical:
        physical "IRQ, EL1", 0, UNMASKED_EL1
        physical "IRQ, EL0", 0, UNMASKED_EL0
        physical "IRQ, EL1, masked", 0, EL1
        physical "IRQ, EL0, masked", 0, EL0
        physical "IRQ, EL2: not without IMO", 0, UNMASKED_EL2
        physical "IRQ, IMO, EL1", HCR_IMO, UNMASKED_EL1
        physical "IRQ, IMO, EL0", HCR_IMO, UNMASKED_EL0
        physical "IRQ, IMO, EL1: its mask is of no account", HCR_IMO, EL1
        physical "IRQ, IMO, EL0: its mask is of no account", HCR_IMO, EL0
        physical "IRQ, IMO, EL2", HCR_IMO, UNMASKED_EL2
        physical "IRQ, IMO, EL2, masked", HCR_IMO, EL2
        physical "IRQ, FMO and AMO, EL1", HCR_FMO | HCR_AMO, UNMASKED_EL1
        physical "IRQ, TGE, EL0", HCR_TGE, UNMASKED_EL0
        physical "IRQ, TGE, EL0: its mask is of no account", HCR_TGE, EL0
        physical "IRQ, TGE, EL2", HCR_TGE, UNMASKED_EL2
        physical "IRQ, IMO and VI, EL1: physical first", HCR_IMO | HCR_VI, UNMASKED_EL1
        .irp    level, EL1, EL2
        case    \level, "IRQ, no IMO, ISR_EL1 at \level"
        bl      physical_interrupt
        guest
        mrs     x0, isr_el1
        ret
        case    \level, "IRQ, IMO and VF, FMO, ISR_EL1 at \level after it"
        change  hcr_el2, HCR_FMO | HCR_VF
        bl      physical_interrupt
        guest
        mrs     x0, isr_el1
        ret
        .endr
        last

// ---------------------------------------------------------------- exceptions of EL0 under TGE, exceptions of EL1
        .macro  tge name, pstate, code
        case    \pstate, "\name"
        guest
        \code
        ret
        case    EL0, "\name, TGE"
        change  hcr_el2, HCR_TGE
        guest
        \code
        ret
        .endm

cases_tge:
        tge     "SVC", EL0, "svc #0x123"
        tge     "HVC", EL0, "hvc #0x123"
        tge     "SMC", EL0, "smc #0x123"
        tge     "BRK", EL0, "brk #0x123"
        tge     "undefined", EL0, ".inst 0"
        tge     "MRS SCTLR_EL1", EL0, "mrs x0, sctlr_el1"
        tge     "PC alignment", EL0, "add x1, x1, #2; br x1"
        tge     "address too wide", EL0, "mov x1, #1 << 56; ldr x0, [x1]"
        case    EL1, "SVC"
        guest
        svc     #0x321
        case    EL1, "HVC"
        guest
        hvc     #0x321
        case    EL1, "SMC"
        guest
        smc     #0x321
        case    EL1, "undefined"
        guest
        .inst   0
        case    EL2, "HVC at EL2"
        guest
        hvc     #0x321
        case    EL2, "SVC at EL2"
        guest
        svc     #0x321
        case    EL2, "undefined at EL2"
        guest
        .inst   0
        case    EL1, "illegal exception return to EL1 under TGE"       // PSTATE.IL at EL2
        change  hcr_el2, HCR_TGE
        guest
        ret
        case    0x100005, "PSTATE.IL at EL1"
        guest
        ret
        case    0x100000, "PSTATE.IL at EL0"
        guest
        ret
        case    0x3cb, "illegal exception return to a reserved level"
        guest
        ret
        case    EL1, "MPIDR_EL1 is VMPIDR_EL2"
        mrs     x7, vmpidr_el2
        guest
        mrs     x0, mpidr_el1
        sub     x0, x0, x7
        ret
        case    EL1, "MPIDR_EL1 is another VMPIDR_EL2"
        mrs     x7, vmpidr_el2
        la      x16, kept_vmpidr
        str     x7, [x16]
        eor     x7, x7, #3
        msr     vmpidr_el2, x7
        guest
        mrs     x0, mpidr_el1
        sub     x0, x0, x7
        ret
        case    EL1, "and is what it was again"
        la      x16, kept_vmpidr
        ldr     x7, [x16]
        msr     vmpidr_el2, x7
        guest
        mrs     x0, mpidr_el1
        sub     x0, x0, x7
        ret
        case    EL1, "PMCR_EL0.N is MDCR_EL2.HPMN"
        change  mdcr_el2, 2, 0x1f
        guest
        mrs     x0, pmcr_el0
        ubfx    x0, x0, #11, #5
        ret
        case    EL1, "MIDR_EL1 is VPIDR_EL2"
        mrs     x7, vpidr_el2
        guest
        mrs     x0, midr_el1
        sub     x0, x0, x7
        ret
        last

// ---------------------------------------------------------------- WFI and WFE
cases_waits:
        .irp    level, EL1, EL0
        case    \level, "WFI at \level, TWI"
        change  hcr_el2, HCR_TWI
        guest
        wfi
        ret
        case    \level, "WFI at \level, TWI, an interrupt is pending"
        change  hcr_el2, HCR_TWI | HCR_IMO | HCR_VI
        guest
        wfi
        ret
        case    \level, "WFI at \level, virtual IRQ"
        change  hcr_el2, HCR_IMO | HCR_VI
        guest
        wfi
        ret
        case    \level, "WFI at \level, virtual FIQ"
        change  hcr_el2, HCR_FMO | HCR_VF
        guest
        wfi
        ret
        case    \level, "WFI at \level, virtual SError"
        change  hcr_el2, HCR_AMO | HCR_VSE
        guest
        wfi
        ret
        case    \level, "WFE at \level, TWE, no event"
        change  hcr_el2, HCR_TWE
        guest
        sevl
        wfe
        wfe
        ret
        case    \level, "WFE at \level, TWE, an event"
        change  hcr_el2, HCR_TWE
        guest
        sevl
        wfe
        ret
        case    \level, "WFE at \level, an event"
        guest
        sevl
        wfe
        ret
        case    \level, "WFE at \level, EL2's event stream"
        mov     x0, #1 << 2 | 4 << 4    // CNTHCTL_EL2.EVNTEN, every 32 ticks
        msr     cnthctl_el2, x0
        guest
        sevl
        wfe
        wfe
        mov     x0, #0
        ret
        case    \level, "WFE at \level, EL1's event stream"
        mov     x0, #1 << 2 | 4 << 4    // CNTKCTL_EL1.EVNTEN, the virtual counter
        msr     cntkctl_el1, x0
        guest
        sevl
        wfe
        wfe
        mov     x0, #0
        ret
        .endr
        case    EL0, "WFI at EL0, nTWI = 0 and TWI: EL1 first"
        change  hcr_el2, HCR_TWI
        change  sctlr_el1, 0, 1 << 16
        guest
        wfi
        ret
        case    EL0, "WFE at EL0, nTWE = 0 and TWE: EL1 first"
        change  hcr_el2, HCR_TWE
        change  sctlr_el1, 0, 1 << 18
        guest
        sevl
        wfe
        wfe
        ret
        case    EL0, "WFI at EL0, nTWI = 0, TGE"
        change  hcr_el2, HCR_TGE
        change  sctlr_el1, 0, 1 << 16
        guest
        wfi
        ret
        case    EL0, "WFI at EL0, TWI, TGE"
        change  hcr_el2, HCR_TGE | HCR_TWI
        guest
        wfi
        ret
        last

        .bss
        .balign 8
kept_vmpidr:    .space  8
        .text
