// trap: what a guest may ask its processor for, and what it is told: identification, what reads as zero, what is not there, waits.
        .include "common.inc"

        .equ    UNDEFINED, 0x02000000   // ESR_EL1: class 0

        // A field of a register has a value.
        .macro  field name:req, register:req, low:req, bits:req, want:req
        mrs     x5, \register
        ubfx    x5, x5, #\low, #\bits
        check   "\name", x5, \want
        .endm
        // The instruction is UNDEFINED, and the exception is its own.
        .macro  undefined name:req, instruction:req
        expect_fault
        str     xzr, [x16, #CPU_ESR]
fault_\@:
        \instruction
        fault_end
        area_load x5, CPU_ESR
        area_load x6, CPU_ELR
        check   "\name: UNDEFINED", x5, UNDEFINED
        adr     x7, fault_\@
        check_reg "\name: ELR_EL1", x6, x7
        .endm
        // The instruction takes no exception.
        .macro  quiet name:req, instruction:req
        expect_fault
        \instruction
        fault_end
        area_load x5, CPU_FAULTS
        check   "\name: no exception", x5, 0
        .endm
        // The register reads as zero, whatever is written to it.
        .macro  zero name:req, register:req
        expect_fault
        mov     x0, #-1
        msr     \register, x0
        isb
        mov     x1, #1
        mrs     x1, \register
        fault_end
        area_load x5, CPU_FAULTS
        check   "\name: no exception", x5, 0
        check   "\name: zero", x1, 0
        .endm

main:   mov     x28, x30
        // A Cortex-A72.
        field   "MIDR_EL1: Cortex-A72", midr_el1, 4, 12, 0xd08
        field   "MIDR_EL1: Arm", midr_el1, 24, 8, 0x41
        field   "MPIDR_EL1: affinity", mpidr_el1, 0, 24, 0
        field   "MPIDR_EL1: bit 31 is one", mpidr_el1, 31, 1, 1
        field   "MPIDR_EL1: not a uniprocessor", mpidr_el1, 30, 1, 0
        field   "ID_AA64PFR0_EL1: FP", id_aa64pfr0_el1, 16, 4, 0
        field   "ID_AA64PFR0_EL1: Advanced SIMD", id_aa64pfr0_el1, 20, 4, 0
        field   "ID_AA64PFR0_EL1: no GIC system registers", id_aa64pfr0_el1, 24, 4, 0
        field   "ID_AA64ISAR0_EL1: CRC32", id_aa64isar0_el1, 16, 4, 1
        field   "ID_AA64ISAR0_EL1: no atomics", id_aa64isar0_el1, 20, 4, 0
        field   "ID_AA64ISAR1_EL1", id_aa64isar1_el1, 0, 64, 0
        field   "ID_AA64MMFR0_EL1: 44 bits of address", id_aa64mmfr0_el1, 0, 4, 4
        field   "ID_AA64MMFR0_EL1: 16 bits of ASID", id_aa64mmfr0_el1, 4, 4, 2
        field   "ID_AA64MMFR0_EL1: granule of 4 KB", id_aa64mmfr0_el1, 28, 4, 0
        field   "ID_AA64MMFR0_EL1: granule of 64 KB", id_aa64mmfr0_el1, 24, 4, 0
        field   "ID_AA64MMFR1_EL1", id_aa64mmfr1_el1, 0, 64, 0
        field   "ID_AA64DFR0_EL1: debug architecture", id_aa64dfr0_el1, 0, 4, 6
        field   "CTR_EL0: lines of 64 bytes", ctr_el0, 16, 4, 4
        field   "DCZID_EL0: 64 bytes", dczid_el0, 0, 5, 4
        field   "CurrentEL", CurrentEL, 0, 4, 4
        undefined "writing MIDR_EL1", "msr s3_0_c0_c0_0, x0"
        undefined "writing ID_AA64PFR0_EL1", "msr s3_0_c0_c4_0, x0"

        // Nothing is behind these.
        zero    "ACTLR_EL1", actlr_el1
        zero    "AFSR0_EL1", afsr0_el1
        zero    "AFSR1_EL1", afsr1_el1
        zero    "AMAIR_EL1", amair_el1
        zero    "MDSCR_EL1", mdscr_el1
        zero    "DBGBVR0_EL1", dbgbvr0_el1
        zero    "DBGWCR0_EL1", dbgwcr0_el1
        zero    "PMCR_EL0", pmcr_el0
        zero    "PMCCNTR_EL0", pmccntr_el0
        zero    "PMCNTENSET_EL0", pmcntenset_el0
        zero    "PMUSERENR_EL0", pmuserenr_el0
        zero    "PMEVCNTR0_EL0", pmevcntr0_el0
        quiet   "OSLAR_EL1", "msr oslar_el1, xzr"

        // Caches by set and way, by address, and by all: what has been written stays.
        adr     x1, word
        ldr     x0, =0x123456789abcdef0
        str     x0, [x1]
        mov     x2, #0
        quiet   "DC CSW", "dc csw, x2"
        quiet   "DC CISW", "dc cisw, x2"
        quiet   "DC ISW", "dc isw, x2"
        quiet   "DC CIVAC", "dc civac, x1"
        quiet   "DC CVAC", "dc cvac, x1"
        quiet   "IC IALLU", "ic iallu"
        quiet   "TLBI VMALLE1IS", "tlbi vmalle1is"
        dsb     sy
        isb
        ldr     x5, [x1]
        check   "after cache maintenance: what was written", x5, 0x123456789abcdef0
        quiet   "CSSELR_EL1", "msr csselr_el1, x2"
        field   "CCSIDR_EL1: lines of 64 bytes", ccsidr_el1, 0, 3, 2
        // AT: an address that is mapped one to one.
        adr     x1, word
        at      s1e1r, x1
        isb
        mrs     x5, par_el1
        ubfx    x6, x5, #12, #36
        lsr     x7, x1, #12
        check_reg "AT S1E1R: the page", x6, x7
        and     x5, x5, #1
        check   "AT S1E1R: success", x5, 0
        ldr     x1, =0x140000000
        at      s1e1r, x1
        isb
        mrs     x5, par_el1
        and     x5, x5, #0x7f
        check   "AT S1E1R: not mapped, level 1", x5, (5 << 1) | 1
        // Code that is written anew.
        adr     x1, patched
        ldr     w0, [x1, #12]
        bl      patched
        check   "code: as it was", x5, 1
        str     w0, [x1]
        dc      cvau, x1
        dsb     sy
        ic      ivau, x1
        dsb     sy
        isb
        bl      patched
        check   "code: written anew", x5, 2

        // What there is not.
        undefined "HCR_EL2", "mrs x0, hcr_el2"
        undefined "VTTBR_EL2", "msr vttbr_el2, x0"
        undefined "CNTHCTL_EL2", "mrs x0, cnthctl_el2"
        undefined "SCTLR_EL3", "mrs x0, sctlr_el3"
        undefined "SCR_EL3", "msr scr_el3, x0"
        undefined "ICC_SRE_EL1", "mrs x0, s3_0_c12_c12_5"
        undefined "ICC_IAR1_EL1", "mrs x0, s3_0_c12_c12_0"
        undefined "an encoding of nothing", "mrs x0, s3_0_c4_c7_7"
        undefined "an implementation defined register of nothing", "mrs x0, s3_7_c15_c15_7"
        undefined "LORC_EL1", "mrs x0, s3_0_c10_c4_3"
        undefined "MSR PAN", ".inst 0xd500419f"
        undefined "CAS", ".inst 0x88a07c41"
        undefined "TLBI of EL2", "tlbi alle2"
        undefined "AT of EL2", "at s1e2r, x0"
        undefined "HLT", "hlt #0xf000"
        undefined "an instruction of nothing", ".inst 0x00000000"
        mov     x0, #0
        undefined "SMC #1", "smc #1"
        undefined "HVC #1", "hvc #1"
        expect_fault
        brk     #7
        fault_end
        area_load x5, CPU_ESR
        check   "BRK: ESR_EL1", x5, 0xf2000007
        expect_fault
        adr     x17, 1f
        str     x17, [x16, #CPU_RESUME]
        svc     #9
1:      fault_end
        area_load x5, CPU_ESR
        check   "SVC: ESR_EL1", x5, 0x56000009

        // Exceptions take PSTATE with them.
        mov     x0, #0xa0000000
        msr     nzcv, x0
        expect_fault
        mrs     x0, hcr_el2
        mrs     x6, nzcv
        fault_end
        area_load x5, CPU_SPSR
        check   "SPSR_EL1: flags, masks, EL1 with its own stack pointer", x5, 0xa00003c5
        check   "flags come back", x6, 0xa0000000
        msr     spsel, #0
        mov     x0, sp
        msr     spsel, #1
        // With SP_EL0 it goes to the vectors of SP_EL0.
        adr     x0, other_vectors
        msr     vbar_el1, x0
        isb
        msr     spsel, #0
        mov     x5, #0
        mrs     x0, hcr_el2
        msr     spsel, #1
        adr     x0, vectors
        msr     vbar_el1, x0
        isb
        check   "UNDEFINED with SP_EL0: vector 0", x5, 1

        // Waits.
        mmio_write GICD_SGIR, (2 << 24) | 1
        wfi
        mmio_load w5, GICC_HPPIR
        check   "WFI ends with an interrupt pending, masked", x5, 1
        mmio_load w5, GICC_IAR
        mmio_store GICC_EOIR, w5
        sev
        wfe
        sevl
        wfe
        mov     x5, #1
        check   "WFE ends after SEV and SEVL", x5, 1
        ret     x28
patched:
        mov     x5, #1
        ret
        .word   0
        mov     x5, #2
        .ltorg
        .balign 8
word:   .quad   0

        .balign 2048
other_vectors:
        mov     x5, #1
        mrs     x6, elr_el1
        add     x6, x6, #4
        msr     elr_el1, x6
        eret
        .balign 2048
