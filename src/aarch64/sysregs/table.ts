/**
 * The system registers of a Cortex-A72 (r0p3), EL0 to EL3 in AArch64, as one table (Arm ARM D13; Cortex-A72 TRM 4).
 *
 * A row is data: name, encoding, access, and where they differ from the usual: reset value, writable bits, the rules and
 * controls that an access meets, what a write changes. `hook` says that reading or writing does more than move the
 * value: what it does is in `hooks.ts` under the register's name.
 *
 * Bits that are not writable keep their reset value, so RES1 bits are those set in `reset` and not in `write`.
 * AArch32 is not implemented: its ID registers read as zero with the rest of the ID space, and the EL2 and EL3 views of its
 * registers (DACR32_EL2, IFSR32_EL2, SPSR_abt...) only keep what is written, since firmware saves and restores them.
 */
import type { El1Control, El2Control, El3Control } from './controls.js';

/** What a row says beyond name, encoding and access. */
export interface Attributes {
  /** Value after reset; 0 where the manual says UNKNOWN. */
  readonly reset?: bigint;
  /** Bits that a write changes; all by default. */
  readonly write?: bigint;
  /** Access from EL0, where it is less than that from EL1. */
  readonly el0?: 'RO';
  /** Lowest level that may write, where it is not the lowest that may read. */
  readonly writable?: 3;
  /** A condition beyond controls (`access.ts`): only a Secure state, only while SP_EL0 is not in use, only with FP on. */
  readonly rule?: 'SP_EL0' | 'SECURE' | 'FP';
  /** The control of EL1 that an access from EL0 meets, EL2's that EL0 and EL1 meet, EL3's that all below meet. */
  readonly el1?: El1Control;
  readonly el2?: El2Control;
  readonly el3?: El3Control;
  /** A write may change how addresses are translated or what is trapped inline. */
  readonly regime?: boolean;
  /** A write may change which debug exceptions come, or whether any do. */
  readonly debug?: boolean;
  readonly hook?: boolean;
  /** The event that a performance monitor counts when MSR writes it. */
  readonly counts?: 'CID_WRITE_RETIRED' | 'TTBR_WRITE_RETIRED';
  /** How many encodings, from this one on, the row is for. */
  readonly encodings?: number;
}

export type Access = 'RO' | 'RW' | 'WO';

/** One register: a place in the encoding space of MRS and MSR, and what is known about it. */
export interface SystemRegister<N extends string = string> extends Attributes {
  readonly name: N;
  /** op0<<14 | op1<<11 | CRn<<7 | CRm<<3 | op2, or -1 where MRS and MSR do not reach it. */
  readonly key: number;
  readonly access: Access;
}

/** op0, op1, CRn, CRm and op2 as the 16-bit key used throughout: bits 20 to 5 of the instruction word. */
export const sysregKey = (op0: number, op1: number, crn: number, crm: number, op2: number): number =>
  (op0 << 14) | (op1 << 11) | (crn << 7) | (crm << 3) | op2;

const reg = <const N extends string>(
  name: N,
  op0: number,
  op1: number,
  crn: number,
  crm: number,
  op2: number,
  access: Access,
  attributes: Attributes = {},
): SystemRegister<N> => ({ name, key: sysregKey(op0, op1, crn, crm, op2), access, ...attributes });

/** State that no encoding names. */
const slot = <const N extends string>(name: N): SystemRegister<N> => ({ name, key: -1, access: 'RW' });

/** A mask from the manual's way to name bits: `'31 20:16 0'`. */
function bits(list: string): bigint {
  let mask = 0n;
  for (const part of list.split(' ')) {
    const [high, low = high] = part.split(':').map(BigInt);
    mask |= ((2n << high) - 1n) & ~((1n << low) - 1n);
  }
  return mask;
}

// prettier-ignore
export const REGISTERS = [
  // Identification (D13.2; values: Cortex-A72 TRM r0p3, 4.2)
  reg('MIDR_EL1', 3, 0, 0, 0, 0, 'RO', { reset: 0x410fd083n, hook: true }),
  reg('MPIDR_EL1', 3, 0, 0, 0, 5, 'RO', { reset: 0x80000000n, hook: true }),
  reg('REVIDR_EL1', 3, 0, 0, 0, 6, 'RO', { el2: 'TID1' }),
  // EL0 without AArch32, which the part has: docs/decisions/013-aarch32-claims.md.
  reg('ID_AA64PFR0_EL1', 3, 0, 0, 4, 0, 'RO', { reset: 0x2221n, el2: 'TID3' }),
  reg('ID_AA64DFR0_EL1', 3, 0, 0, 5, 0, 'RO', { reset: 0x10305106n, el2: 'TID3' }),
  reg('ID_AA64ISAR0_EL1', 3, 0, 0, 6, 0, 'RO', { reset: 0x10000n, el2: 'TID3' }),
  reg('ID_AA64MMFR0_EL1', 3, 0, 0, 7, 0, 'RO', { reset: 0x1124n, el2: 'TID3' }),
  // CRm 1 to 7 is for ID registers: AArch32's, and those of later architectures. All read as zero.
  reg('ID_RESERVED', 3, 0, 0, 1, 0, 'RO', { el2: 'TID3', encodings: 56 }),
  reg('CCSIDR_EL1', 3, 1, 0, 0, 0, 'RO', { el2: 'TID2', hook: true }),
  reg('CLIDR_EL1', 3, 1, 0, 0, 1, 'RO', { reset: 0x0a200023n, el2: 'TID2' }),
  reg('AIDR_EL1', 3, 1, 0, 0, 7, 'RO', { el2: 'TID1' }),
  reg('CSSELR_EL1', 3, 2, 0, 0, 0, 'RW', { write: bits('3:0'), el2: 'TID2' }),
  reg('CTR_EL0', 3, 3, 0, 0, 1, 'RO', { reset: 0x8444c004n, el1: 'UCT', el2: 'TID2' }),
  reg('DCZID_EL0', 3, 3, 0, 0, 7, 'RO', { reset: 4n, hook: true }),
  reg('VPIDR_EL2', 3, 4, 0, 0, 0, 'RW', { reset: 0x410fd083n, write: bits('31:0') }),
  reg('VMPIDR_EL2', 3, 4, 0, 0, 5, 'RW', { reset: 0x80000000n, write: bits('39:32 30 24:0') }),

  // Control
  reg('SCTLR_EL1', 3, 0, 1, 0, 0, 'RW', { reset: 0x30d50838n, write: bits('26:24 19 18 16:14 12 9:7 5:0'), el2: 'TVM', regime: true }),
  reg('ACTLR_EL1', 3, 0, 1, 0, 1, 'RW', { write: 0n, el2: 'TACR' }),
  reg('CPACR_EL1', 3, 0, 1, 0, 2, 'RW', { write: bits('21:20'), el2: 'TCPAC', el3: 'TCPAC', regime: true }),
  reg('SCTLR_EL2', 3, 4, 1, 0, 0, 'RW', { reset: 0x30c50838n, write: bits('25 19 12 3:0'), regime: true }),
  reg('ACTLR_EL2', 3, 4, 1, 0, 1, 'RW', { write: bits('6:4 1:0') }),
  reg('HCR_EL2', 3, 4, 1, 1, 0, 'RW', { reset: 0x8000_0000n, write: bits('33:32 30 28:0'), regime: true }),
  reg('MDCR_EL2', 3, 4, 1, 1, 1, 'RW', { reset: 6n, write: bits('11:0'), debug: true, hook: true }),
  reg('CPTR_EL2', 3, 4, 1, 1, 2, 'RW', { reset: 0x33ffn, write: bits('31 10'), el3: 'TCPAC', regime: true }),
  reg('HSTR_EL2', 3, 4, 1, 1, 3, 'RW', { write: 0xbfefn }),
  reg('HACR_EL2', 3, 4, 1, 1, 7, 'RW', { write: 0n }),
  reg('SCTLR_EL3', 3, 6, 1, 0, 0, 'RW', { reset: 0x30c50838n, write: bits('25 19 12 3:0'), regime: true }),
  reg('ACTLR_EL3', 3, 6, 1, 0, 1, 'RW', { write: bits('6:4 1:0') }),
  reg('SCR_EL3', 3, 6, 1, 1, 0, 'RW', { reset: 0x430n, write: bits('13:11 9:7 3:0'), regime: true }),
  reg('SDER32_EL3', 3, 6, 1, 1, 1, 'RW', { write: bits('1:0') }),
  reg('CPTR_EL3', 3, 6, 1, 1, 2, 'RW', { write: bits('31 10'), regime: true }),
  reg('MDCR_EL3', 3, 6, 1, 3, 1, 'RW', { write: bits('21 20 17:14 10 9 6'), debug: true, hook: true }),

  // Translation
  reg('TTBR0_EL1', 3, 0, 2, 0, 0, 'RW', { write: ~1n, el2: 'TVM', regime: true, counts: 'TTBR_WRITE_RETIRED' }),
  reg('TTBR1_EL1', 3, 0, 2, 0, 1, 'RW', { write: ~1n, el2: 'TVM', regime: true, counts: 'TTBR_WRITE_RETIRED' }),
  reg('TCR_EL1', 3, 0, 2, 0, 2, 'RW', { write: bits('38:36 34:22 21:16 15:7 5:0'), el2: 'TVM', regime: true }),
  reg('TTBR0_EL2', 3, 4, 2, 0, 0, 'RW', { write: bits('47:1'), regime: true }),
  reg('TCR_EL2', 3, 4, 2, 0, 2, 'RW', { reset: 0x8080_0000n, write: bits('20 18:16 15:8 5:0'), regime: true }),
  reg('VTTBR_EL2', 3, 4, 2, 1, 0, 'RW', { write: bits('55:48 47:1'), regime: true }),
  reg('VTCR_EL2', 3, 4, 2, 1, 2, 'RW', { reset: 0x8000_0000n, write: bits('18:0'), regime: true }),
  reg('TTBR0_EL3', 3, 6, 2, 0, 0, 'RW', { write: bits('47:1'), regime: true }),
  reg('TCR_EL3', 3, 6, 2, 0, 2, 'RW', { reset: 0x8080_0000n, write: bits('20 18:16 15:8 5:0'), regime: true }),
  reg('MAIR_EL1', 3, 0, 10, 2, 0, 'RW', { el2: 'TVM', regime: true }),
  reg('AMAIR_EL1', 3, 0, 10, 3, 0, 'RW', { write: 0n, el2: 'TVM' }),
  reg('MAIR_EL2', 3, 4, 10, 2, 0, 'RW', { regime: true }),
  reg('AMAIR_EL2', 3, 4, 10, 3, 0, 'RW', { write: 0n }),
  reg('MAIR_EL3', 3, 6, 10, 2, 0, 'RW', { regime: true }),
  reg('AMAIR_EL3', 3, 6, 10, 3, 0, 'RW', { write: 0n }),
  reg('PAR_EL1', 3, 0, 7, 4, 0, 'RW'),
  reg('CONTEXTIDR_EL1', 3, 0, 13, 0, 1, 'RW', { write: bits('31:0'), el2: 'TVM', debug: true, counts: 'CID_WRITE_RETIRED' }),
  reg('DACR32_EL2', 3, 4, 3, 0, 0, 'RW', { write: bits('31:0') }),

  // Process state and exceptions
  reg('SPSR_EL1', 3, 0, 4, 0, 0, 'RW', { write: bits('31:0') }),
  reg('ELR_EL1', 3, 0, 4, 0, 1, 'RW'),
  reg('SP_EL0', 3, 0, 4, 1, 0, 'RW', { rule: 'SP_EL0' }),
  reg('SPSel', 3, 0, 4, 2, 0, 'RW', { write: 1n, hook: true }),
  reg('CurrentEL', 3, 0, 4, 2, 2, 'RO', { hook: true }),
  reg('NZCV', 3, 3, 4, 2, 0, 'RW', { hook: true }),
  reg('DAIF', 3, 3, 4, 2, 1, 'RW', { el1: 'UMA', hook: true }),
  reg('FPCR', 3, 3, 4, 4, 0, 'RW', { rule: 'FP', hook: true }),
  reg('FPSR', 3, 3, 4, 4, 1, 'RW', { rule: 'FP', hook: true }),
  reg('SPSR_EL2', 3, 4, 4, 0, 0, 'RW', { write: bits('31:0') }),
  reg('ELR_EL2', 3, 4, 4, 0, 1, 'RW'),
  reg('SP_EL1', 3, 4, 4, 1, 0, 'RW'),
  reg('SPSR_irq', 3, 4, 4, 3, 0, 'RW', { write: bits('31:0') }),
  reg('SPSR_abt', 3, 4, 4, 3, 1, 'RW', { write: bits('31:0') }),
  reg('SPSR_und', 3, 4, 4, 3, 2, 'RW', { write: bits('31:0') }),
  reg('SPSR_fiq', 3, 4, 4, 3, 3, 'RW', { write: bits('31:0') }),
  reg('SPSR_EL3', 3, 6, 4, 0, 0, 'RW', { write: bits('31:0') }),
  reg('ELR_EL3', 3, 6, 4, 0, 1, 'RW'),
  reg('SP_EL2', 3, 6, 4, 1, 0, 'RW'),
  slot('SP_EL3'),
  reg('AFSR0_EL1', 3, 0, 5, 1, 0, 'RW', { write: 0n, el2: 'TVM' }),
  reg('AFSR1_EL1', 3, 0, 5, 1, 1, 'RW', { write: 0n, el2: 'TVM' }),
  reg('ESR_EL1', 3, 0, 5, 2, 0, 'RW', { write: bits('31:0'), el2: 'TVM' }),
  reg('IFSR32_EL2', 3, 4, 5, 0, 1, 'RW', { write: bits('31:0') }),
  reg('AFSR0_EL2', 3, 4, 5, 1, 0, 'RW', { write: 0n }),
  reg('AFSR1_EL2', 3, 4, 5, 1, 1, 'RW', { write: 0n }),
  reg('ESR_EL2', 3, 4, 5, 2, 0, 'RW', { write: bits('31:0') }),
  reg('FPEXC32_EL2', 3, 4, 5, 3, 0, 'RW', { write: bits('31:0'), rule: 'FP' }),
  reg('AFSR0_EL3', 3, 6, 5, 1, 0, 'RW', { write: 0n }),
  reg('AFSR1_EL3', 3, 6, 5, 1, 1, 'RW', { write: 0n }),
  reg('ESR_EL3', 3, 6, 5, 2, 0, 'RW', { write: bits('31:0') }),
  reg('FAR_EL1', 3, 0, 6, 0, 0, 'RW', { el2: 'TVM' }),
  reg('FAR_EL2', 3, 4, 6, 0, 0, 'RW'),
  reg('HPFAR_EL2', 3, 4, 6, 0, 4, 'RW', { write: bits('39:4') }),
  reg('FAR_EL3', 3, 6, 6, 0, 0, 'RW'),
  reg('VBAR_EL1', 3, 0, 12, 0, 0, 'RW', { write: ~0x7ffn }),
  reg('ISR_EL1', 3, 0, 12, 1, 0, 'RO', { hook: true }),
  reg('VBAR_EL2', 3, 4, 12, 0, 0, 'RW', { write: ~0x7ffn }),
  reg('VBAR_EL3', 3, 6, 12, 0, 0, 'RW', { write: ~0x7ffn }),
  reg('RVBAR_EL3', 3, 6, 12, 0, 1, 'RO'),
  reg('RMR_EL3', 3, 6, 12, 0, 2, 'RW', { reset: 1n, write: 2n }),

  // Software thread IDs
  reg('TPIDR_EL0', 3, 3, 13, 0, 2, 'RW'),
  reg('TPIDRRO_EL0', 3, 3, 13, 0, 3, 'RW', { el0: 'RO' }),
  reg('TPIDR_EL1', 3, 0, 13, 0, 4, 'RW'),
  reg('TPIDR_EL2', 3, 4, 13, 0, 2, 'RW'),
  reg('TPIDR_EL3', 3, 6, 13, 0, 2, 'RW'),

  // Generic timer
  reg('CNTFRQ_EL0', 3, 3, 14, 0, 0, 'RW', { writable: 3, reset: 54_000_000n, write: bits('31:0'), el1: 'EL0CTEN' }),
  reg('CNTPCT_EL0', 3, 3, 14, 0, 1, 'RO', { el1: 'EL0PCTEN', el2: 'EL1PCTEN', hook: true }),
  reg('CNTVCT_EL0', 3, 3, 14, 0, 2, 'RO', { el1: 'EL0VCTEN', hook: true }),
  reg('CNTKCTL_EL1', 3, 0, 14, 1, 0, 'RW', { write: bits('9:0'), hook: true }),
  reg('CNTP_TVAL_EL0', 3, 3, 14, 2, 0, 'RW', { el1: 'EL0PTEN', el2: 'EL1PCEN', hook: true }),
  reg('CNTP_CTL_EL0', 3, 3, 14, 2, 1, 'RW', { write: bits('1:0'), el1: 'EL0PTEN', el2: 'EL1PCEN', hook: true }),
  reg('CNTP_CVAL_EL0', 3, 3, 14, 2, 2, 'RW', { el1: 'EL0PTEN', el2: 'EL1PCEN', hook: true }),
  reg('CNTV_TVAL_EL0', 3, 3, 14, 3, 0, 'RW', { el1: 'EL0VTEN', hook: true }),
  reg('CNTV_CTL_EL0', 3, 3, 14, 3, 1, 'RW', { write: bits('1:0'), el1: 'EL0VTEN', hook: true }),
  reg('CNTV_CVAL_EL0', 3, 3, 14, 3, 2, 'RW', { el1: 'EL0VTEN', hook: true }),
  reg('CNTVOFF_EL2', 3, 4, 14, 0, 3, 'RW', { hook: true }),
  reg('CNTHCTL_EL2', 3, 4, 14, 1, 0, 'RW', { reset: 3n, write: bits('7:0'), hook: true }),
  reg('CNTHP_TVAL_EL2', 3, 4, 14, 2, 0, 'RW', { hook: true }),
  reg('CNTHP_CTL_EL2', 3, 4, 14, 2, 1, 'RW', { write: bits('1:0'), hook: true }),
  reg('CNTHP_CVAL_EL2', 3, 4, 14, 2, 2, 'RW', { hook: true }),
  reg('CNTPS_TVAL_EL1', 3, 7, 14, 2, 0, 'RW', { rule: 'SECURE', el3: 'ST', hook: true }),
  reg('CNTPS_CTL_EL1', 3, 7, 14, 2, 1, 'RW', { write: bits('1:0'), rule: 'SECURE', el3: 'ST', hook: true }),
  reg('CNTPS_CVAL_EL1', 3, 7, 14, 2, 2, 'RW', { rule: 'SECURE', el3: 'ST', hook: true }),

  // Counter value (a double) up to which the event streams have been looked at.
  slot('EVENT_STREAM_AT'),

  // Performance monitors
  reg('PMCR_EL0', 3, 3, 9, 12, 0, 'RW', { reset: 0x41023000n, write: bits('6:3 0'), el1: 'PM_EN', el2: 'TPMCR', el3: 'TPM', hook: true }),
  reg('PMCNTENSET_EL0', 3, 3, 9, 12, 1, 'RW', { el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMCNTENCLR_EL0', 3, 3, 9, 12, 2, 'RW', { el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMOVSCLR_EL0', 3, 3, 9, 12, 3, 'RW', { el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMSWINC_EL0', 3, 3, 9, 12, 4, 'WO', { write: 0n, el1: 'PM_SW', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMSELR_EL0', 3, 3, 9, 12, 5, 'RW', { write: bits('4:0'), el1: 'PM_ER_RW', el2: 'TPM', el3: 'TPM' }),
  reg('PMCEID0_EL0', 3, 3, 9, 12, 6, 'RO', { reset: 0x7c0e_0f01n, el1: 'PM_EN', el2: 'TPM', el3: 'TPM' }),
  reg('PMCEID1_EL0', 3, 3, 9, 12, 7, 'RO', { el1: 'PM_EN', el2: 'TPM', el3: 'TPM' }),
  reg('PMCCNTR_EL0', 3, 3, 9, 13, 0, 'RW', { el1: 'PM_CR', el2: 'TPM', el3: 'TPM', hook: true }),
  // Instruction count (a double) up to which the counters have counted; cycles since PMCCNTR_EL0, dividing by 64, counted one.
  slot('PMU_COUNTED_TO'),
  slot('PMCCNTR_PRESCALER'),
  reg('PMXEVTYPER_EL0', 3, 3, 9, 13, 1, 'RW', { el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMXEVCNTR_EL0', 3, 3, 9, 13, 2, 'RW', { el1: 'PM_ER', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMUSERENR_EL0', 3, 3, 9, 14, 0, 'RW', { el0: 'RO', write: bits('3:0'), el2: 'TPM', el3: 'TPM' }),
  reg('PMOVSSET_EL0', 3, 3, 9, 14, 3, 'RW', { el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMINTENSET_EL1', 3, 0, 9, 14, 1, 'RW', { el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMINTENCLR_EL1', 3, 0, 9, 14, 2, 'RW', { el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVCNTR0_EL0', 3, 3, 14, 8, 0, 'RW', { write: bits('31:0'), el1: 'PM_ER', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVCNTR1_EL0', 3, 3, 14, 8, 1, 'RW', { write: bits('31:0'), el1: 'PM_ER', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVCNTR2_EL0', 3, 3, 14, 8, 2, 'RW', { write: bits('31:0'), el1: 'PM_ER', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVCNTR3_EL0', 3, 3, 14, 8, 3, 'RW', { write: bits('31:0'), el1: 'PM_ER', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVCNTR4_EL0', 3, 3, 14, 8, 4, 'RW', { write: bits('31:0'), el1: 'PM_ER', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVCNTR5_EL0', 3, 3, 14, 8, 5, 'RW', { write: bits('31:0'), el1: 'PM_ER', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVTYPER0_EL0', 3, 3, 14, 12, 0, 'RW', { write: bits('31:26 9:0'), el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVTYPER1_EL0', 3, 3, 14, 12, 1, 'RW', { write: bits('31:26 9:0'), el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVTYPER2_EL0', 3, 3, 14, 12, 2, 'RW', { write: bits('31:26 9:0'), el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVTYPER3_EL0', 3, 3, 14, 12, 3, 'RW', { write: bits('31:26 9:0'), el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVTYPER4_EL0', 3, 3, 14, 12, 4, 'RW', { write: bits('31:26 9:0'), el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMEVTYPER5_EL0', 3, 3, 14, 12, 5, 'RW', { write: bits('31:26 9:0'), el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),
  reg('PMCCFILTR_EL0', 3, 3, 14, 15, 7, 'RW', { write: bits('31:26'), el1: 'PM_EN', el2: 'TPM', el3: 'TPM', hook: true }),

  // Debug
  reg('OSDTRRX_EL1', 2, 0, 0, 0, 2, 'RW', { write: bits('31:0'), el2: 'TDA', el3: 'TDA' }),
  reg('MDCCINT_EL1', 2, 0, 0, 2, 0, 'RW', { write: bits('30 29'), el2: 'TDA', el3: 'TDA' }),
  reg('MDSCR_EL1', 2, 0, 0, 2, 2, 'RW', { write: bits('30 29 27 26 23:21 15:12 6 0'), el2: 'TDA', el3: 'TDA', hook: true }),
  reg('OSDTRTX_EL1', 2, 0, 0, 3, 2, 'RW', { write: bits('31:0'), el2: 'TDA', el3: 'TDA' }),
  reg('OSECCR_EL1', 2, 0, 0, 6, 2, 'RW', { write: bits('31:0'), el2: 'TDA', el3: 'TDA', hook: true }),
  reg('DBGBVR0_EL1', 2, 0, 0, 0, 4, 'RW', { write: ~3n, el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBCR0_EL1', 2, 0, 0, 0, 5, 'RW', { write: bits('23:13 8:5 2:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBVR1_EL1', 2, 0, 0, 1, 4, 'RW', { write: ~3n, el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBCR1_EL1', 2, 0, 0, 1, 5, 'RW', { write: bits('23:13 8:5 2:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBVR2_EL1', 2, 0, 0, 2, 4, 'RW', { write: ~3n, el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBCR2_EL1', 2, 0, 0, 2, 5, 'RW', { write: bits('23:13 8:5 2:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBVR3_EL1', 2, 0, 0, 3, 4, 'RW', { write: ~3n, el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBCR3_EL1', 2, 0, 0, 3, 5, 'RW', { write: bits('23:13 8:5 2:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBVR4_EL1', 2, 0, 0, 4, 4, 'RW', { el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBCR4_EL1', 2, 0, 0, 4, 5, 'RW', { write: bits('23:13 8:5 2:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBVR5_EL1', 2, 0, 0, 5, 4, 'RW', { el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGBCR5_EL1', 2, 0, 0, 5, 5, 'RW', { write: bits('23:13 8:5 2:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGWVR0_EL1', 2, 0, 0, 0, 6, 'RW', { write: ~3n, el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGWCR0_EL1', 2, 0, 0, 0, 7, 'RW', { write: bits('28:24 20:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGWVR1_EL1', 2, 0, 0, 1, 6, 'RW', { write: ~3n, el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGWCR1_EL1', 2, 0, 0, 1, 7, 'RW', { write: bits('28:24 20:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGWVR2_EL1', 2, 0, 0, 2, 6, 'RW', { write: ~3n, el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGWCR2_EL1', 2, 0, 0, 2, 7, 'RW', { write: bits('28:24 20:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGWVR3_EL1', 2, 0, 0, 3, 6, 'RW', { write: ~3n, el2: 'TDA', el3: 'TDA', debug: true }),
  reg('DBGWCR3_EL1', 2, 0, 0, 3, 7, 'RW', { write: bits('28:24 20:0'), el2: 'TDA', el3: 'TDA', debug: true }),
  reg('MDCCSR_EL0', 2, 3, 0, 1, 0, 'RO', { el1: 'TDCC', el2: 'TDA', el3: 'TDA', hook: true }),
  reg('DBGDTR_EL0', 2, 3, 0, 4, 0, 'RW', { write: 0n, el1: 'TDCC', el2: 'TDA', el3: 'TDA' }),
  reg('DBGDTRRX_EL0', 2, 3, 0, 5, 0, 'RW', { write: 0n, el1: 'TDCC', el2: 'TDA', el3: 'TDA' }),
  reg('DBGVCR32_EL2', 2, 4, 0, 7, 0, 'RW', { write: bits('31:0'), el2: 'TDA', el3: 'TDA' }),
  reg('MDRAR_EL1', 2, 0, 1, 0, 0, 'RO', { el2: 'TDRA', el3: 'TDA' }),
  reg('OSLAR_EL1', 2, 0, 1, 0, 4, 'WO', { el2: 'TDOSA', el3: 'TDOSA', hook: true }),
  reg('OSLSR_EL1', 2, 0, 1, 1, 4, 'RO', { reset: 0xan, el2: 'TDOSA', el3: 'TDOSA' }),
  reg('OSDLR_EL1', 2, 0, 1, 3, 4, 'RW', { write: 1n, el2: 'TDOSA', el3: 'TDOSA', debug: true }),
  reg('DBGPRCR_EL1', 2, 0, 1, 4, 4, 'RW', { write: 1n, el2: 'TDOSA', el3: 'TDOSA', debug: true }),
  reg('DBGCLAIMSET_EL1', 2, 0, 7, 8, 6, 'RW', { el2: 'TDA', el3: 'TDA', hook: true }),
  reg('DBGCLAIMCLR_EL1', 2, 0, 7, 9, 6, 'RW', { el2: 'TDA', el3: 'TDA', hook: true }),
  reg('DBGAUTHSTATUS_EL1', 2, 0, 7, 14, 6, 'RO', { reset: 0xaan, el2: 'TDA', el3: 'TDA' }),

  slot('DBGCLAIM'),

  // Implementation defined (Cortex-A72 TRM 4.3.58 on). The L2 cache's are one for the cluster. No memory ever has an error.
  reg('CPUACTLR_EL1', 3, 1, 15, 2, 0, 'RW', { el2: 'CPUACTLR', el3: 'CPUACTLR' }),
  reg('CPUECTLR_EL1', 3, 1, 15, 2, 1, 'RW', { reset: 0x1b_0000_0000n, write: bits('38 36:35 33:32 6 2:0'), el2: 'CPUECTLR', el3: 'CPUECTLR' }),
  // A write of any value makes these two 0.
  reg('CPUMERRSR_EL1', 3, 1, 15, 2, 2, 'RW', { write: 0n }),
  reg('L2MERRSR_EL1', 3, 1, 15, 2, 3, 'RW', { write: 0n }),
  reg('L2CTLR_EL1', 3, 1, 11, 0, 2, 'RW', { reset: 0x0300_0000n, write: bits('21:20 9:5 2:0'), el2: 'L2CTLR', el3: 'L2CTLR', hook: true }),
  // The error flags, 30 and 29, can only be cleared by software.
  reg('L2ECTLR_EL1', 3, 1, 11, 0, 3, 'RW', { write: bits('2:0'), el2: 'L2ECTLR', el3: 'L2ECTLR', hook: true }),
  reg('L2ACTLR_EL1', 3, 1, 15, 0, 0, 'RW', { write: bits('31:0'), el2: 'L2ACTLR', el3: 'L2ACTLR', hook: true }),
  // PERIPHBASE, the address of the core's own GIC interface: the boards' GIC is another one.
  reg('CBAR_EL1', 3, 1, 15, 3, 0, 'RO'),
  reg('IL1DATA0_EL1', 3, 0, 15, 0, 0, 'RW', { write: bits('31:0') }),
  reg('IL1DATA1_EL1', 3, 0, 15, 0, 1, 'RW', { write: bits('31:0') }),
  reg('IL1DATA2_EL1', 3, 0, 15, 0, 2, 'RW', { write: bits('31:0') }),
  reg('IL1DATA3_EL1', 3, 0, 15, 0, 3, 'RW', { write: bits('31:0') }),
  reg('DL1DATA0_EL1', 3, 0, 15, 1, 0, 'RW', { write: bits('31:0') }),
  reg('DL1DATA1_EL1', 3, 0, 15, 1, 1, 'RW', { write: bits('31:0') }),
  reg('DL1DATA2_EL1', 3, 0, 15, 1, 2, 'RW', { write: bits('31:0') }),
  reg('DL1DATA3_EL1', 3, 0, 15, 1, 3, 'RW', { write: bits('31:0') }),
  reg('DL1DATA4_EL1', 3, 0, 15, 1, 4, 'RW', { write: bits('31:0') }),
] as const satisfies readonly SystemRegister[];

/** Names of the registers, as the Arm ARM writes them. */
export type RegisterName = (typeof REGISTERS)[number]['name'];
