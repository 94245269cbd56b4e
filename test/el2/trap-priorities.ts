/** Where several controls concern one instruction, and where an instruction is UNDEFINED whatever traps it. */
import {
  CPU,
  DZE,
  HCR,
  NO_ACTLR,
  NO_SMC,
  OPEN,
  SCTLR_EL1_RES1,
  UCI,
  UCT,
  nTWI,
  type Level,
  type Outcome,
  type Settings,
} from './trap-matrix.js';

export interface Priority {
  readonly why: string;
  readonly level: Level;
  readonly code: string;
  readonly given: Settings;
  readonly outcome: Outcome;
  readonly notOnQemu?: string;
}

const without = (sctlr: number): Settings => ({ SCTLR_EL1: SCTLR_EL1_RES1 | (OPEN.SCTLR_EL1 & ~sctlr) });
const TFP = 1 << 10;
const TCPAC = 2 ** 31;

// prettier-ignore
export const PRIORITIES: readonly Priority[] = [
  { why: 'UCT before TID2', level: 'EL0', code: 'mrs x5, ctr_el0', given: { ...without(UCT), HCR_EL2: HCR(17) }, outcome: [1, 'SYSTEM'] },
  { why: 'UCI before TPC', level: 'EL0', code: 'dc civac, x1', given: { ...without(UCI), HCR_EL2: HCR(23) }, outcome: [1, 'SYSTEM'] },
  { why: 'UCI before TPU', level: 'EL0', code: 'ic ivau, x1', given: { ...without(UCI), HCR_EL2: HCR(24) }, outcome: [1, 'SYSTEM'] },
  { why: 'DZE before TDZ', level: 'EL0', code: 'dc zva, x1', given: { ...without(DZE), HCR_EL2: HCR(28) }, outcome: [1, 'SYSTEM'] },
  { why: 'EL0PCTEN before EL1PCTEN', level: 'EL0', code: 'mrs x5, cntpct_el0', given: { CNTKCTL_EL1: 0, CNTHCTL_EL2: 0 }, outcome: [1, 'SYSTEM'] },
  { why: 'EL0PTEN before EL1PCEN', level: 'EL0', code: 'msr cntp_ctl_el0, x5', given: { CNTKCTL_EL1: 0, CNTHCTL_EL2: 0 }, outcome: [1, 'SYSTEM'] },
  { why: 'PMUSERENR_EL0 before TPM', level: 'EL0', code: 'mrs x5, pmccntr_el0', given: { PMUSERENR_EL0: 0, MDCR_EL2: 0x46, MDCR_EL3: 0x40 }, outcome: [1, 'SYSTEM'] },
  { why: 'TPM of EL2 before that of EL3', level: 'EL0', code: 'mrs x5, pmccntr_el0', given: { MDCR_EL2: 0x46, MDCR_EL3: 0x40 }, outcome: [2, 'SYSTEM'] },
  { why: 'TPM of EL2 before that of EL3', level: 'EL1', code: 'msr pmintenset_el1, x5', given: { MDCR_EL2: 0x46, MDCR_EL3: 0x40 }, outcome: [2, 'SYSTEM'] },
  { why: 'TDCC before TDA', level: 'EL0', code: 'mrs x5, mdccsr_el0', given: { MDSCR_EL1: 0x1000, MDCR_EL2: 0x206, MDCR_EL3: 0x200 }, outcome: [1, 'SYSTEM'] },
  { why: 'TDA of EL2 before that of EL3', level: 'EL1', code: 'mrs x5, dbgbvr0_el1', given: { MDCR_EL2: 0x206, MDCR_EL3: 0x200 }, outcome: [2, 'SYSTEM'] },
  { why: 'TDOSA of EL2 before that of EL3', level: 'EL1', code: 'msr oslar_el1, x5', given: { MDCR_EL2: 0x406, MDCR_EL3: 0x400 }, outcome: [2, 'SYSTEM'] },
  { why: 'TDRA before TDA of EL3', level: 'EL1', code: 'mrs x5, mdrar_el1', given: { MDCR_EL2: 0x806, MDCR_EL3: 0x200 }, outcome: [2, 'SYSTEM'] },
  { why: 'TCPAC of EL2 before that of EL3', level: 'EL1', code: 'mrs x5, cpacr_el1', given: { CPTR_EL2: 0x33ff + TCPAC, CPTR_EL3: TCPAC }, outcome: [2, 'SYSTEM'] },
  { why: 'CPACR_EL1 before TFP', level: 'EL0', code: 'fmov x5, d0', given: { CPACR_EL1: 0, CPTR_EL2: 0x33ff | TFP, CPTR_EL3: TFP }, outcome: [1, 'FP'] },
  { why: 'CPACR_EL1 before TFP', level: 'EL1', code: 'mrs x5, fpcr', given: { CPACR_EL1: 0, CPTR_EL2: 0x33ff | TFP, CPTR_EL3: TFP }, outcome: [1, 'FP'] },
  { why: 'TFP of EL2 before that of EL3', level: 'EL0', code: 'fmov x5, d0', given: { CPTR_EL2: 0x33ff | TFP, CPTR_EL3: TFP }, outcome: [2, 'FP'] },
  { why: 'TFP of EL2 before that of EL3', level: 'EL2', code: 'fmov x5, d0', given: { CPTR_EL2: 0x33ff | TFP, CPTR_EL3: TFP }, outcome: [2, 'FP'] },
  { why: 'TFP of EL3 in Secure state', level: 'EL1S', code: 'fmov x5, d0', given: { CPTR_EL2: 0x33ff | TFP, CPTR_EL3: TFP }, outcome: [3, 'FP'] },
  { why: 'CPACR_EL1 under TGE before TFP', level: 'EL0', code: 'fmov x5, d0', given: { HCR_EL2: HCR(27), CPACR_EL1: 0, CPTR_EL2: 0x33ff | TFP }, outcome: [2, 'UNKNOWN'] },
  { why: 'nTWI before TWI', level: 'EL0', code: 'wfi', given: { ...without(nTWI), HCR_EL2: HCR(13), SCR_EL3: OPEN.SCR_EL3 | 0x1000 }, outcome: [1, 'WFX'] },
  { why: 'TWI of EL2 before that of EL3', level: 'EL0', code: 'wfi', given: { HCR_EL2: HCR(13), SCR_EL3: OPEN.SCR_EL3 | 0x1000 }, outcome: [2, 'WFX'] },
  { why: 'TWI of EL2 before that of EL3', level: 'EL1', code: 'wfi', given: { HCR_EL2: HCR(13), SCR_EL3: OPEN.SCR_EL3 | 0x1000 }, outcome: [2, 'WFX'] },
  { why: 'TSC before SMD', level: 'EL1', code: 'smc #1', given: { HCR_EL2: HCR(19), SCR_EL3: OPEN.SCR_EL3 | 0x80 }, outcome: [2, 'SMC'], notOnQemu: NO_SMC },
  { why: 'HCE under TGE', level: 'EL2', code: 'hvc #1', given: { HCR_EL2: HCR(27) }, outcome: [2, 'HVC'] },
  { why: 'ACTLR_EL2 before ACTLR_EL3', level: 'EL1', code: `msr ${CPU[0]}, x5`, given: { ACTLR_EL2: 0, ACTLR_EL3: 0 }, outcome: [2, 'SYSTEM'], notOnQemu: NO_ACTLR },
  { why: 'ACTLR_EL3 alone in Secure state', level: 'EL1S', code: `msr ${CPU[0]}, x5`, given: { ACTLR_EL2: 0, ACTLR_EL3: 0 }, outcome: [3, 'SYSTEM'], notOnQemu: NO_ACTLR },
  { why: 'TVM does not trap reads', level: 'EL1', code: 'mrs x5, sctlr_el1', given: { HCR_EL2: HCR(26) }, outcome: 'no exception' },
  { why: 'TRVM does not trap writes', level: 'EL1', code: 'msr sctlr_el1, x5', given: { HCR_EL2: HCR(30) }, outcome: 'no exception' },
  { why: 'EL1PCEN is not about the counter', level: 'EL0', code: 'mrs x5, cntpct_el0', given: { CNTHCTL_EL2: 1 }, outcome: 'no exception' },
  { why: 'EL1PCEN is not about the counter', level: 'EL1', code: 'mrs x5, cntpct_el0', given: { CNTHCTL_EL2: 1 }, outcome: 'no exception' },
  { why: 'EL1PCTEN is not about the timer', level: 'EL0', code: 'mrs x5, cntp_ctl_el0', given: { CNTHCTL_EL2: 2 }, outcome: 'no exception' },
  { why: 'the virtual timer is never trapped', level: 'EL1', code: 'msr cntv_ctl_el0, x5', given: { CNTHCTL_EL2: 0 }, outcome: 'no exception' },
  { why: 'DCZID_EL0 is in no ID group', level: 'EL1', code: 'mrs x0, dczid_el0', given: { HCR_EL2: HCR(15, 16, 17, 18) }, outcome: 'no exception' },
  { why: 'DCZID_EL0.DZP with TDZ', level: 'EL0', code: 'mrs x0, dczid_el0', given: { HCR_EL2: HCR(28) }, outcome: 'no exception' },
  { why: 'MIDR_EL1 is in no ID group', level: 'EL1', code: 'mrs x5, midr_el1', given: { HCR_EL2: HCR(15, 16, 17, 18) }, outcome: 'no exception' },
  { why: 'UNDEFINED before TID3', level: 'EL0', code: 'mrs x5, id_aa64pfr0_el1', given: { HCR_EL2: HCR(18) }, outcome: [1, 'UNKNOWN'] },
  { why: 'a write of ID_AA64PFR0_EL1 is UNDEFINED before TID3', level: 'EL1', code: 'msr S3_0_C0_C4_0, x5', given: { HCR_EL2: HCR(18) }, outcome: [1, 'UNKNOWN'] },
  { why: 'a write of CTR_EL0 is UNDEFINED before TID2', level: 'EL1', code: 'msr S3_3_C0_C0_1, x5', given: { HCR_EL2: HCR(17) }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TVM', level: 'EL0', code: 'msr sctlr_el1, x5', given: { HCR_EL2: HCR(26) }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TTLB', level: 'EL0', code: 'tlbi vmalle1', given: { HCR_EL2: HCR(25) }, outcome: [1, 'UNKNOWN'] },
  { why: 'EL2\'s before TTLB', level: 'EL1', code: 'tlbi alle1', given: { HCR_EL2: HCR(25) }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TSW', level: 'EL0', code: 'dc isw, x5', given: { HCR_EL2: HCR(22) }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TPC', level: 'EL0', code: 'dc ivac, x1', given: { HCR_EL2: HCR(23) }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TPU', level: 'EL0', code: 'ic iallu', given: { HCR_EL2: HCR(24) }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TSC', level: 'EL0', code: 'smc #1', given: { HCR_EL2: HCR(19) }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TIDCP at EL0', level: 'EL0', code: `mrs x5, ${CPU[0]}`, given: { HCR_EL2: HCR(20) }, outcome: [1, 'UNKNOWN'] },
  { why: 'a read of OSLAR_EL1 is UNDEFINED before TDOSA', level: 'EL1', code: 'mrs x5, S2_0_C1_C0_4', given: { MDCR_EL2: 0x406, MDCR_EL3: 0x400 }, outcome: [1, 'UNKNOWN'] },
  { why: 'read-only at EL0 before TPM', level: 'EL0', code: 'msr pmuserenr_el0, x5', given: { MDCR_EL2: 0x46, MDCR_EL3: 0x40 }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TPM', level: 'EL0', code: 'mrs x5, pmintenset_el1', given: { MDCR_EL2: 0x46, MDCR_EL3: 0x40 }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TCPAC', level: 'EL1', code: 'mrs x5, cptr_el2', given: { CPTR_EL2: 0x33ff + TCPAC, CPTR_EL3: TCPAC }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before TFP', level: 'EL1', code: 'mrs x5, fpexc32_el2', given: { CPTR_EL2: 0x33ff | TFP, CPTR_EL3: TFP }, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before ST', level: 'EL1', code: 'mrs x5, cntps_ctl_el1', given: {}, outcome: [1, 'UNKNOWN'] },
  { why: 'UNDEFINED before ST', level: 'EL2', code: 'mrs x5, cntps_ctl_el1', given: {}, outcome: [2, 'UNKNOWN'] },
];
