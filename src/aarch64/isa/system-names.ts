/**
 * Names for the assembler and the disassembler: system registers, operations of the SYS space, fields of PSTATE.
 *
 * The register names are those of the architecture that LLVM knows without optional features: Armv8.0-A (Arm ARM D13), the
 * GIC's and the trace unit's (GIC architecture specification, ETMv4), reserved and later ones included. This is about
 * spelling only: what the processor has is in `sysregs/`. The Cortex-A72's own registers have no architectural names;
 * they are assembled by the names of its manual, and printed as `S3_1_C15_C2_0`.
 */
import { REGISTERS, sysregKey } from '../sysregs/table.js';

type Access = 'r' | 'w' | 'rw';

/** Name, how it can be accessed, op0, op1, CRn, CRm, op2. */
type RegisterRow = readonly [string, Access, number, number, number, number, number];

// prettier-ignore
const REGISTER_NAMES: readonly RegisterRow[] = [
  ['OSDTRRX_EL1', 'rw', 2, 0, 0, 0, 2],
  ['MDCCINT_EL1', 'rw', 2, 0, 0, 2, 0],
  ['MDSCR_EL1', 'rw', 2, 0, 0, 2, 2],
  ['OSDTRTX_EL1', 'rw', 2, 0, 0, 3, 2],
  ['OSECCR_EL1', 'rw', 2, 0, 0, 6, 2],
  ['MDRAR_EL1', 'r', 2, 0, 1, 0, 0],
  ['OSLAR_EL1', 'w', 2, 0, 1, 0, 4],
  ['OSLSR_EL1', 'r', 2, 0, 1, 1, 4],
  ['OSDLR_EL1', 'rw', 2, 0, 1, 3, 4],
  ['DBGPRCR_EL1', 'rw', 2, 0, 1, 4, 4],
  ['DBGCLAIMSET_EL1', 'rw', 2, 0, 7, 8, 6],
  ['DBGCLAIMCLR_EL1', 'rw', 2, 0, 7, 9, 6],
  ['DBGAUTHSTATUS_EL1', 'r', 2, 0, 7, 14, 6],
  ['TRCTRACEIDR', 'rw', 2, 1, 0, 0, 1],
  ['TRCVICTLR', 'rw', 2, 1, 0, 0, 2],
  ['TRCPRGCTLR', 'rw', 2, 1, 0, 1, 0],
  ['TRCQCTLR', 'rw', 2, 1, 0, 1, 1],
  ['TRCVIIECTLR', 'rw', 2, 1, 0, 1, 2],
  ['TRCPROCSELR', 'rw', 2, 1, 0, 2, 0],
  ['TRCVISSCTLR', 'rw', 2, 1, 0, 2, 2],
  ['TRCSTATR', 'r', 2, 1, 0, 3, 0],
  ['TRCVIPCSSCTLR', 'rw', 2, 1, 0, 3, 2],
  ['TRCCONFIGR', 'rw', 2, 1, 0, 4, 0],
  ['TRCAUXCTLR', 'rw', 2, 1, 0, 6, 0],
  ['TRCSEQRSTEVR', 'rw', 2, 1, 0, 6, 4],
  ['TRCSEQSTR', 'rw', 2, 1, 0, 7, 4],
  ['TRCEVENTCTL0R', 'rw', 2, 1, 0, 8, 0],
  ['TRCVDCTLR', 'rw', 2, 1, 0, 8, 2],
  ['TRCEXTINSELR', 'rw', 2, 1, 0, 8, 4],
  ['TRCEVENTCTL1R', 'rw', 2, 1, 0, 9, 0],
  ['TRCVDSACCTLR', 'rw', 2, 1, 0, 9, 2],
  ['TRCRSR', 'rw', 2, 1, 0, 10, 0],
  ['TRCVDARCCTLR', 'rw', 2, 1, 0, 10, 2],
  ['TRCSTALLCTLR', 'rw', 2, 1, 0, 11, 0],
  ['TRCTSCTLR', 'rw', 2, 1, 0, 12, 0],
  ['TRCSYNCPR', 'rw', 2, 1, 0, 13, 0],
  ['TRCCCCTLR', 'rw', 2, 1, 0, 14, 0],
  ['TRCBBCTLR', 'rw', 2, 1, 0, 15, 0],
  ['TRCOSLAR', 'w', 2, 1, 1, 0, 4],
  ['TRCOSLSR', 'r', 2, 1, 1, 1, 4],
  ['TRCPDCR', 'rw', 2, 1, 1, 4, 4],
  ['TRCPDSR', 'r', 2, 1, 1, 5, 4],
  ['TRCITCTRL', 'rw', 2, 1, 7, 0, 4],
  ['TRCDEVID', 'r', 2, 1, 7, 2, 7],
  ['TRCDEVTYPE', 'r', 2, 1, 7, 3, 7],
  ['TRCCLAIMSET', 'rw', 2, 1, 7, 8, 6],
  ['TRCCLAIMCLR', 'rw', 2, 1, 7, 9, 6],
  ['TRCLAR', 'w', 2, 1, 7, 12, 6],
  ['TRCLSR', 'r', 2, 1, 7, 13, 6],
  ['TRCAUTHSTATUS', 'r', 2, 1, 7, 14, 6],
  ['TRCDEVARCH', 'r', 2, 1, 7, 15, 6],
  ['TEECR32_EL1', 'rw', 2, 2, 0, 0, 0],
  ['TEEHBR32_EL1', 'rw', 2, 2, 1, 0, 0],
  ['MDCCSR_EL0', 'r', 2, 3, 0, 1, 0],
  ['DBGDTR_EL0', 'rw', 2, 3, 0, 4, 0],
  ['DBGDTRRX_EL0', 'r', 2, 3, 0, 5, 0],
  ['DBGDTRTX_EL0', 'w', 2, 3, 0, 5, 0],
  ['DBGVCR32_EL2', 'rw', 2, 4, 0, 7, 0],
  ['MIDR_EL1', 'r', 3, 0, 0, 0, 0],
  ['MPIDR_EL1', 'r', 3, 0, 0, 0, 5],
  ['REVIDR_EL1', 'r', 3, 0, 0, 0, 6],
  ['ID_PFR0_EL1', 'r', 3, 0, 0, 1, 0],
  ['ID_PFR1_EL1', 'r', 3, 0, 0, 1, 1],
  ['ID_DFR0_EL1', 'r', 3, 0, 0, 1, 2],
  ['ID_AFR0_EL1', 'r', 3, 0, 0, 1, 3],
  ['ID_MMFR0_EL1', 'r', 3, 0, 0, 1, 4],
  ['ID_MMFR1_EL1', 'r', 3, 0, 0, 1, 5],
  ['ID_MMFR2_EL1', 'r', 3, 0, 0, 1, 6],
  ['ID_MMFR3_EL1', 'r', 3, 0, 0, 1, 7],
  ['ID_ISAR0_EL1', 'r', 3, 0, 0, 2, 0],
  ['ID_ISAR1_EL1', 'r', 3, 0, 0, 2, 1],
  ['ID_ISAR2_EL1', 'r', 3, 0, 0, 2, 2],
  ['ID_ISAR3_EL1', 'r', 3, 0, 0, 2, 3],
  ['ID_ISAR4_EL1', 'r', 3, 0, 0, 2, 4],
  ['ID_ISAR5_EL1', 'r', 3, 0, 0, 2, 5],
  ['ID_MMFR4_EL1', 'r', 3, 0, 0, 2, 6],
  ['MVFR0_EL1', 'r', 3, 0, 0, 3, 0],
  ['MVFR1_EL1', 'r', 3, 0, 0, 3, 1],
  ['MVFR2_EL1', 'r', 3, 0, 0, 3, 2],
  ['ID_MMFR5_EL1', 'r', 3, 0, 0, 3, 6],
  ['ID_AA64PFR0_EL1', 'r', 3, 0, 0, 4, 0],
  ['ID_AA64PFR1_EL1', 'r', 3, 0, 0, 4, 1],
  ['ID_AA64DFR0_EL1', 'r', 3, 0, 0, 5, 0],
  ['ID_AA64DFR1_EL1', 'r', 3, 0, 0, 5, 1],
  ['ID_AA64AFR0_EL1', 'r', 3, 0, 0, 5, 4],
  ['ID_AA64AFR1_EL1', 'r', 3, 0, 0, 5, 5],
  ['ID_AA64ISAR0_EL1', 'r', 3, 0, 0, 6, 0],
  ['ID_AA64ISAR1_EL1', 'r', 3, 0, 0, 6, 1],
  ['ID_AA64ISAR2_EL1', 'r', 3, 0, 0, 6, 2],
  ['ID_AA64MMFR0_EL1', 'r', 3, 0, 0, 7, 0],
  ['ID_AA64MMFR1_EL1', 'r', 3, 0, 0, 7, 1],
  ['ID_AA64MMFR2_EL1', 'r', 3, 0, 0, 7, 2],
  ['SCTLR_EL1', 'rw', 3, 0, 1, 0, 0],
  ['ACTLR_EL1', 'rw', 3, 0, 1, 0, 1],
  ['CPACR_EL1', 'rw', 3, 0, 1, 0, 2],
  ['TTBR0_EL1', 'rw', 3, 0, 2, 0, 0],
  ['TTBR1_EL1', 'rw', 3, 0, 2, 0, 1],
  ['TCR_EL1', 'rw', 3, 0, 2, 0, 2],
  ['SPSR_EL1', 'rw', 3, 0, 4, 0, 0],
  ['ELR_EL1', 'rw', 3, 0, 4, 0, 1],
  ['SP_EL0', 'rw', 3, 0, 4, 1, 0],
  ['SPSel', 'rw', 3, 0, 4, 2, 0],
  ['CurrentEL', 'r', 3, 0, 4, 2, 2],
  ['ICC_PMR_EL1', 'rw', 3, 0, 4, 6, 0],
  ['AFSR0_EL1', 'rw', 3, 0, 5, 1, 0],
  ['AFSR1_EL1', 'rw', 3, 0, 5, 1, 1],
  ['ESR_EL1', 'rw', 3, 0, 5, 2, 0],
  ['ERXPFGF_EL1', 'r', 3, 0, 5, 4, 4],
  ['ERXPFGCTL_EL1', 'rw', 3, 0, 5, 4, 5],
  ['ERXPFGCDN_EL1', 'rw', 3, 0, 5, 4, 6],
  ['ERXMISC2_EL1', 'rw', 3, 0, 5, 5, 2],
  ['ERXMISC3_EL1', 'rw', 3, 0, 5, 5, 3],
  ['FAR_EL1', 'rw', 3, 0, 6, 0, 0],
  ['PAR_EL1', 'rw', 3, 0, 7, 4, 0],
  ['TRBLIMITR_EL1', 'rw', 3, 0, 9, 11, 0],
  ['TRBPTR_EL1', 'rw', 3, 0, 9, 11, 1],
  ['TRBBASER_EL1', 'rw', 3, 0, 9, 11, 2],
  ['TRBSR_EL1', 'rw', 3, 0, 9, 11, 3],
  ['TRBMAR_EL1', 'rw', 3, 0, 9, 11, 4],
  ['TRBTRG_EL1', 'rw', 3, 0, 9, 11, 6],
  ['TRBIDR_EL1', 'r', 3, 0, 9, 11, 7],
  ['PMINTENSET_EL1', 'rw', 3, 0, 9, 14, 1],
  ['PMINTENCLR_EL1', 'rw', 3, 0, 9, 14, 2],
  ['PMMIR_EL1', 'rw', 3, 0, 9, 14, 6],
  ['MAIR_EL1', 'rw', 3, 0, 10, 2, 0],
  ['AMAIR_EL1', 'rw', 3, 0, 10, 3, 0],
  ['VBAR_EL1', 'rw', 3, 0, 12, 0, 0],
  ['RVBAR_EL1', 'r', 3, 0, 12, 0, 1],
  ['RMR_EL1', 'rw', 3, 0, 12, 0, 2],
  ['ISR_EL1', 'r', 3, 0, 12, 1, 0],
  ['ICC_IAR0_EL1', 'r', 3, 0, 12, 8, 0],
  ['ICC_EOIR0_EL1', 'w', 3, 0, 12, 8, 1],
  ['ICC_HPPIR0_EL1', 'r', 3, 0, 12, 8, 2],
  ['ICC_BPR0_EL1', 'rw', 3, 0, 12, 8, 3],
  ['ICC_DIR_EL1', 'w', 3, 0, 12, 11, 1],
  ['ICC_RPR_EL1', 'r', 3, 0, 12, 11, 3],
  ['ICC_SGI1R_EL1', 'w', 3, 0, 12, 11, 5],
  ['ICC_ASGI1R_EL1', 'w', 3, 0, 12, 11, 6],
  ['ICC_SGI0R_EL1', 'w', 3, 0, 12, 11, 7],
  ['ICC_IAR1_EL1', 'r', 3, 0, 12, 12, 0],
  ['ICC_EOIR1_EL1', 'w', 3, 0, 12, 12, 1],
  ['ICC_HPPIR1_EL1', 'r', 3, 0, 12, 12, 2],
  ['ICC_BPR1_EL1', 'rw', 3, 0, 12, 12, 3],
  ['ICC_CTLR_EL1', 'rw', 3, 0, 12, 12, 4],
  ['ICC_SRE_EL1', 'rw', 3, 0, 12, 12, 5],
  ['ICC_IGRPEN0_EL1', 'rw', 3, 0, 12, 12, 6],
  ['ICC_IGRPEN1_EL1', 'rw', 3, 0, 12, 12, 7],
  ['CONTEXTIDR_EL1', 'rw', 3, 0, 13, 0, 1],
  ['TPIDR_EL1', 'rw', 3, 0, 13, 0, 4],
  ['CNTKCTL_EL1', 'rw', 3, 0, 14, 1, 0],
  ['CCSIDR_EL1', 'r', 3, 1, 0, 0, 0],
  ['CLIDR_EL1', 'r', 3, 1, 0, 0, 1],
  ['AIDR_EL1', 'r', 3, 1, 0, 0, 7],
  ['CSSELR_EL1', 'rw', 3, 2, 0, 0, 0],
  ['CTR_EL0', 'r', 3, 3, 0, 0, 1],
  ['DCZID_EL0', 'r', 3, 3, 0, 0, 7],
  ['NZCV', 'rw', 3, 3, 4, 2, 0],
  ['DAIF', 'rw', 3, 3, 4, 2, 1],
  ['FPCR', 'rw', 3, 3, 4, 4, 0],
  ['FPSR', 'rw', 3, 3, 4, 4, 1],
  ['DSPSR_EL0', 'rw', 3, 3, 4, 5, 0],
  ['DLR_EL0', 'rw', 3, 3, 4, 5, 1],
  ['PMCR_EL0', 'rw', 3, 3, 9, 12, 0],
  ['PMCNTENSET_EL0', 'rw', 3, 3, 9, 12, 1],
  ['PMCNTENCLR_EL0', 'rw', 3, 3, 9, 12, 2],
  ['PMOVSCLR_EL0', 'rw', 3, 3, 9, 12, 3],
  ['PMSWINC_EL0', 'w', 3, 3, 9, 12, 4],
  ['PMSELR_EL0', 'rw', 3, 3, 9, 12, 5],
  ['PMCEID0_EL0', 'r', 3, 3, 9, 12, 6],
  ['PMCEID1_EL0', 'r', 3, 3, 9, 12, 7],
  ['PMCCNTR_EL0', 'rw', 3, 3, 9, 13, 0],
  ['PMXEVTYPER_EL0', 'rw', 3, 3, 9, 13, 1],
  ['PMXEVCNTR_EL0', 'rw', 3, 3, 9, 13, 2],
  ['PMUSERENR_EL0', 'rw', 3, 3, 9, 14, 0],
  ['PMOVSSET_EL0', 'rw', 3, 3, 9, 14, 3],
  ['TPIDR_EL0', 'rw', 3, 3, 13, 0, 2],
  ['TPIDRRO_EL0', 'rw', 3, 3, 13, 0, 3],
  ['CNTFRQ_EL0', 'rw', 3, 3, 14, 0, 0],
  ['CNTPCT_EL0', 'r', 3, 3, 14, 0, 1],
  ['CNTVCT_EL0', 'r', 3, 3, 14, 0, 2],
  ['CNTP_TVAL_EL0', 'rw', 3, 3, 14, 2, 0],
  ['CNTP_CTL_EL0', 'rw', 3, 3, 14, 2, 1],
  ['CNTP_CVAL_EL0', 'rw', 3, 3, 14, 2, 2],
  ['CNTV_TVAL_EL0', 'rw', 3, 3, 14, 3, 0],
  ['CNTV_CTL_EL0', 'rw', 3, 3, 14, 3, 1],
  ['CNTV_CVAL_EL0', 'rw', 3, 3, 14, 3, 2],
  ['PMCCFILTR_EL0', 'rw', 3, 3, 14, 15, 7],
  ['VPIDR_EL2', 'rw', 3, 4, 0, 0, 0],
  ['VMPIDR_EL2', 'rw', 3, 4, 0, 0, 5],
  ['SCTLR_EL2', 'rw', 3, 4, 1, 0, 0],
  ['ACTLR_EL2', 'rw', 3, 4, 1, 0, 1],
  ['HCR_EL2', 'rw', 3, 4, 1, 1, 0],
  ['MDCR_EL2', 'rw', 3, 4, 1, 1, 1],
  ['CPTR_EL2', 'rw', 3, 4, 1, 1, 2],
  ['HSTR_EL2', 'rw', 3, 4, 1, 1, 3],
  ['HACR_EL2', 'rw', 3, 4, 1, 1, 7],
  ['TTBR0_EL2', 'rw', 3, 4, 2, 0, 0],
  ['TCR_EL2', 'rw', 3, 4, 2, 0, 2],
  ['VTTBR_EL2', 'rw', 3, 4, 2, 1, 0],
  ['VTCR_EL2', 'rw', 3, 4, 2, 1, 2],
  ['VSTTBR_EL2', 'rw', 3, 4, 2, 6, 0],
  ['DACR32_EL2', 'rw', 3, 4, 3, 0, 0],
  ['SPSR_EL2', 'rw', 3, 4, 4, 0, 0],
  ['ELR_EL2', 'rw', 3, 4, 4, 0, 1],
  ['SP_EL1', 'rw', 3, 4, 4, 1, 0],
  ['SPSR_irq', 'rw', 3, 4, 4, 3, 0],
  ['SPSR_abt', 'rw', 3, 4, 4, 3, 1],
  ['SPSR_und', 'rw', 3, 4, 4, 3, 2],
  ['SPSR_fiq', 'rw', 3, 4, 4, 3, 3],
  ['IFSR32_EL2', 'rw', 3, 4, 5, 0, 1],
  ['AFSR0_EL2', 'rw', 3, 4, 5, 1, 0],
  ['AFSR1_EL2', 'rw', 3, 4, 5, 1, 1],
  ['ESR_EL2', 'rw', 3, 4, 5, 2, 0],
  ['FPEXC32_EL2', 'rw', 3, 4, 5, 3, 0],
  ['FAR_EL2', 'rw', 3, 4, 6, 0, 0],
  ['HPFAR_EL2', 'rw', 3, 4, 6, 0, 4],
  ['MAIR_EL2', 'rw', 3, 4, 10, 2, 0],
  ['AMAIR_EL2', 'rw', 3, 4, 10, 3, 0],
  ['VBAR_EL2', 'rw', 3, 4, 12, 0, 0],
  ['RVBAR_EL2', 'r', 3, 4, 12, 0, 1],
  ['RMR_EL2', 'rw', 3, 4, 12, 0, 2],
  ['ICC_SRE_EL2', 'rw', 3, 4, 12, 9, 5],
  ['ICH_HCR_EL2', 'rw', 3, 4, 12, 11, 0],
  ['ICH_VTR_EL2', 'r', 3, 4, 12, 11, 1],
  ['ICH_MISR_EL2', 'r', 3, 4, 12, 11, 2],
  ['ICH_EISR_EL2', 'r', 3, 4, 12, 11, 3],
  ['ICH_ELRSR_EL2', 'r', 3, 4, 12, 11, 5],
  ['ICH_VMCR_EL2', 'rw', 3, 4, 12, 11, 7],
  ['TPIDR_EL2', 'rw', 3, 4, 13, 0, 2],
  ['CNTVOFF_EL2', 'rw', 3, 4, 14, 0, 3],
  ['CNTHCTL_EL2', 'rw', 3, 4, 14, 1, 0],
  ['CNTHP_TVAL_EL2', 'rw', 3, 4, 14, 2, 0],
  ['CNTHP_CTL_EL2', 'rw', 3, 4, 14, 2, 1],
  ['CNTHP_CVAL_EL2', 'rw', 3, 4, 14, 2, 2],
  ['SCTLR_EL3', 'rw', 3, 6, 1, 0, 0],
  ['ACTLR_EL3', 'rw', 3, 6, 1, 0, 1],
  ['SCR_EL3', 'rw', 3, 6, 1, 1, 0],
  ['SDER32_EL3', 'rw', 3, 6, 1, 1, 1],
  ['CPTR_EL3', 'rw', 3, 6, 1, 1, 2],
  ['MDCR_EL3', 'rw', 3, 6, 1, 3, 1],
  ['TTBR0_EL3', 'rw', 3, 6, 2, 0, 0],
  ['TCR_EL3', 'rw', 3, 6, 2, 0, 2],
  ['SPSR_EL3', 'rw', 3, 6, 4, 0, 0],
  ['ELR_EL3', 'rw', 3, 6, 4, 0, 1],
  ['SP_EL2', 'rw', 3, 6, 4, 1, 0],
  ['AFSR0_EL3', 'rw', 3, 6, 5, 1, 0],
  ['AFSR1_EL3', 'rw', 3, 6, 5, 1, 1],
  ['ESR_EL3', 'rw', 3, 6, 5, 2, 0],
  ['FAR_EL3', 'rw', 3, 6, 6, 0, 0],
  ['MAIR_EL3', 'rw', 3, 6, 10, 2, 0],
  ['AMAIR_EL3', 'rw', 3, 6, 10, 3, 0],
  ['VBAR_EL3', 'rw', 3, 6, 12, 0, 0],
  ['RVBAR_EL3', 'r', 3, 6, 12, 0, 1],
  ['RMR_EL3', 'rw', 3, 6, 12, 0, 2],
  ['ICC_CTLR_EL3', 'rw', 3, 6, 12, 12, 4],
  ['ICC_SRE_EL3', 'rw', 3, 6, 12, 12, 5],
  ['ICC_IGRPEN1_EL3', 'rw', 3, 6, 12, 12, 7],
  ['TPIDR_EL3', 'rw', 3, 6, 13, 0, 2],
  ['CNTPS_TVAL_EL1', 'rw', 3, 7, 14, 2, 0],
  ['CNTPS_CTL_EL1', 'rw', 3, 7, 14, 2, 1],
  ['CNTPS_CVAL_EL1', 'rw', 3, 7, 14, 2, 2],
];

/** Numbered registers: prefix, suffix, access, first number, how many, encoding of the first, distance of their keys. */
type FamilyRow = readonly [string, string, Access, number, number, number, number, number, number, number, number];

// prettier-ignore
const FAMILIES: readonly FamilyRow[] = [
  ['DBGBVR', '_EL1', 'rw', 0, 16, 2, 0, 0, 0, 4, 8],
  ['DBGBCR', '_EL1', 'rw', 0, 16, 2, 0, 0, 0, 5, 8],
  ['DBGWVR', '_EL1', 'rw', 0, 16, 2, 0, 0, 0, 6, 8],
  ['DBGWCR', '_EL1', 'rw', 0, 16, 2, 0, 0, 0, 7, 8],
  ['TRCSEQEVR', '', 'rw', 0, 3, 2, 1, 0, 0, 4, 8],
  ['TRCCNTRLDVR', '', 'rw', 0, 4, 2, 1, 0, 0, 5, 8],
  ['TRCIDR', '', 'r', 8, 6, 2, 1, 0, 0, 6, 8],
  ['TRCIMSPEC', '', 'rw', 0, 8, 2, 1, 0, 0, 7, 8],
  ['TRCCNTCTLR', '', 'rw', 0, 4, 2, 1, 0, 4, 5, 8],
  ['TRCCNTVR', '', 'rw', 0, 4, 2, 1, 0, 8, 5, 8],
  ['TRCIDR', '', 'r', 0, 8, 2, 1, 0, 8, 7, 8],
  ['TRCEXTINSELR', '', 'rw', 1, 3, 2, 1, 0, 9, 4, 8],
  ['TRCRSCTLR', '', 'rw', 16, 16, 2, 1, 1, 0, 1, 8],
  ['TRCSSCCR', '', 'rw', 0, 8, 2, 1, 1, 0, 2, 8],
  ['TRCSSPCICR', '', 'rw', 0, 8, 2, 1, 1, 0, 3, 8],
  ['TRCRSCTLR', '', 'rw', 2, 14, 2, 1, 1, 2, 0, 8],
  ['TRCSSCSR', '', 'rw', 0, 8, 2, 1, 1, 8, 2, 8],
  ['TRCACVR', '', 'rw', 0, 8, 2, 1, 2, 0, 0, 16],
  ['TRCACVR', '', 'rw', 8, 8, 2, 1, 2, 0, 1, 16],
  ['TRCACATR', '', 'rw', 0, 8, 2, 1, 2, 0, 2, 16],
  ['TRCACATR', '', 'rw', 8, 8, 2, 1, 2, 0, 3, 16],
  ['TRCDVCVR', '', 'rw', 0, 4, 2, 1, 2, 0, 4, 32],
  ['TRCDVCVR', '', 'rw', 4, 4, 2, 1, 2, 0, 5, 32],
  ['TRCDVCMR', '', 'rw', 0, 4, 2, 1, 2, 0, 6, 32],
  ['TRCDVCMR', '', 'rw', 4, 4, 2, 1, 2, 0, 7, 32],
  ['TRCCIDCVR', '', 'rw', 0, 8, 2, 1, 3, 0, 0, 16],
  ['TRCVMIDCVR', '', 'rw', 0, 8, 2, 1, 3, 0, 1, 16],
  ['TRCCIDCCTLR', '', 'rw', 0, 2, 2, 1, 3, 0, 2, 8],
  ['TRCVMIDCCTLR', '', 'rw', 0, 2, 2, 1, 3, 2, 2, 8],
  ['TRCPIDR', '', 'r', 4, 4, 2, 1, 7, 4, 7, 8],
  ['TRCPIDR', '', 'r', 0, 4, 2, 1, 7, 8, 7, 8],
  ['TRCDEVAFF', '', 'r', 0, 2, 2, 1, 7, 10, 6, 8],
  ['TRCCIDR', '', 'r', 0, 4, 2, 1, 7, 12, 7, 8],
  ['ICC_AP0R', '_EL1', 'rw', 0, 4, 3, 0, 12, 8, 4, 1],
  ['ICC_AP1R', '_EL1', 'rw', 0, 4, 3, 0, 12, 9, 0, 1],
  ['PMEVCNTR', '_EL0', 'rw', 0, 31, 3, 3, 14, 8, 0, 1],
  ['PMEVTYPER', '_EL0', 'rw', 0, 31, 3, 3, 14, 12, 0, 1],
  ['ICH_AP0R', '_EL2', 'rw', 0, 4, 3, 4, 12, 8, 0, 1],
  ['ICH_AP1R', '_EL2', 'rw', 0, 4, 3, 4, 12, 9, 0, 1],
  ['ICH_LR', '_EL2', 'rw', 0, 16, 3, 4, 12, 12, 0, 1],
];

const readable = new Map<number, string>();
const writable = new Map<number, string>();
/** Keys by name in lower case. A name stands for one encoding, whichever way it is accessed. */
const keys = new Map<string, number>();

function name(text: string, access: Access, key: number): void {
  if (access.includes('r')) readable.set(key, text);
  if (access.includes('w')) writable.set(key, text);
  keys.set(text.toLowerCase(), key);
}

for (const { name: text, key } of REGISTERS) if (key >= 0) keys.set(text.toLowerCase(), key);
for (const [text, access, ...encoding] of REGISTER_NAMES) name(text, access, sysregKey(...encoding));
for (const [prefix, suffix, access, first, count, op0, op1, crn, crm, op2, distance] of FAMILIES) {
  const key = sysregKey(op0, op1, crn, crm, op2);
  for (let i = 0; i < count; i++) name(`${prefix}${first + i}${suffix}`, access, key + i * distance);
}

/** The name MRS reads this register by; key as in `sysregKey`. */
export const readableRegister = (key: number): string | undefined => readable.get(key);

/** The name MSR writes this register by. */
export const writableRegister = (key: number): string | undefined => writable.get(key);

const GENERIC = /^s([0-3])_([0-7])_c(\d|1[0-5])_c(\d|1[0-5])_([0-7])$/;

/** The key of a register's name, in any case; `S3_1_C15_C2_0` names any. Undefined if there is none. */
export function registerKey(text: string): number | undefined {
  const lower = text.toLowerCase();
  const generic = GENERIC.exec(lower);
  if (!generic) return keys.get(lower);
  const [op0, op1, crn, crm, op2] = generic.slice(1).map(Number);
  return sysregKey(op0, op1, crn, crm, op2);
}

/** Fields of PSTATE that MSR (immediate) sets in Armv8.0-A (Arm ARM C5.1.3). */
export const PSTATE_FIELDS = [
  { name: 'SPSel', op1: 0, op2: 5 },
  { name: 'DAIFSet', op1: 3, op2: 6 },
  { name: 'DAIFClr', op1: 3, op2: 7 },
] as const;

export type OperationKind = 'at' | 'dc' | 'ic' | 'tlbi';

/** An operation of the SYS space (Arm ARM C5.3 to C5.5). */
export interface SystemOperation {
  readonly name: string;
  /** op1, CRn, CRm, op2: bits 18 to 5 of the word. */
  readonly key: number;
  /** Whether it takes an Xt. */
  readonly register: boolean;
}

/** Name, op1, CRn, CRm, op2. */
type OperationRow = readonly [string, number, number, number, number];

// prettier-ignore
const OPERATIONS: Readonly<Record<OperationKind, readonly OperationRow[]>> = {
  ic: [
    ['ialluis', 0, 7, 1, 0], ['iallu', 0, 7, 5, 0], ['ivau', 3, 7, 5, 1],
  ],
  dc: [
    ['ivac', 0, 7, 6, 1], ['isw', 0, 7, 6, 2], ['csw', 0, 7, 10, 2], ['cisw', 0, 7, 14, 2],
    ['zva', 3, 7, 4, 1], ['cvac', 3, 7, 10, 1], ['cvau', 3, 7, 11, 1], ['civac', 3, 7, 14, 1],
  ],
  at: [
    ['s1e1r', 0, 7, 8, 0], ['s1e1w', 0, 7, 8, 1], ['s1e0r', 0, 7, 8, 2], ['s1e0w', 0, 7, 8, 3],
    ['s1e2r', 4, 7, 8, 0], ['s1e2w', 4, 7, 8, 1], ['s12e1r', 4, 7, 8, 4], ['s12e1w', 4, 7, 8, 5],
    ['s12e0r', 4, 7, 8, 6], ['s12e0w', 4, 7, 8, 7], ['s1e3r', 6, 7, 8, 0], ['s1e3w', 6, 7, 8, 1],
  ],
  tlbi: [
    ['vmalle1is', 0, 8, 3, 0], ['vae1is', 0, 8, 3, 1], ['aside1is', 0, 8, 3, 2], ['vaae1is', 0, 8, 3, 3],
    ['vale1is', 0, 8, 3, 5], ['vaale1is', 0, 8, 3, 7],
    ['vmalle1', 0, 8, 7, 0], ['vae1', 0, 8, 7, 1], ['aside1', 0, 8, 7, 2], ['vaae1', 0, 8, 7, 3],
    ['vale1', 0, 8, 7, 5], ['vaale1', 0, 8, 7, 7],
    ['ipas2e1is', 4, 8, 0, 1], ['ipas2le1is', 4, 8, 0, 5], ['ipas2e1', 4, 8, 4, 1], ['ipas2le1', 4, 8, 4, 5],
    ['alle2is', 4, 8, 3, 0], ['vae2is', 4, 8, 3, 1], ['alle1is', 4, 8, 3, 4], ['vale2is', 4, 8, 3, 5],
    ['vmalls12e1is', 4, 8, 3, 6], ['alle2', 4, 8, 7, 0], ['vae2', 4, 8, 7, 1], ['alle1', 4, 8, 7, 4],
    ['vale2', 4, 8, 7, 5], ['vmalls12e1', 4, 8, 7, 6],
    ['alle3is', 6, 8, 3, 0], ['vae3is', 6, 8, 3, 1], ['vale3is', 6, 8, 3, 5],
    ['alle3', 6, 8, 7, 0], ['vae3', 6, 8, 7, 1], ['vale3', 6, 8, 7, 5],
  ],
};

const operations = new Map<string, SystemOperation>();
for (const [kind, rows] of Object.entries(OPERATIONS)) {
  for (const [text, op1, crn, crm, op2] of rows) {
    const key = (op1 << 11) | (crn << 7) | (crm << 3) | op2;
    const found = { name: text, key, register: !text.includes('all') };
    operations.set(`${kind} ${text}`, found);
    operations.set(`${kind} ${key}`, found);
  }
}

/** The operation of this name (in any case), or of this key; undefined if there is none. */
export const systemOperation = (kind: OperationKind, nameOrKey: string | number): SystemOperation | undefined =>
  operations.get(`${kind} ${nameOrKey}`.toLowerCase());
