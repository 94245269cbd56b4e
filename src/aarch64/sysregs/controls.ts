/**
 * The controls by which one level decides what lower levels may do with a register or an instruction (Arm ARM D1.13 to
 * D1.16): which bit of which control register, for reads and for writes.
 *
 * EL1's and EL3's are here. EL2's are only named here; what they are is known to the virtualization extension.
 */

/** Registers that hold controls. */
export type ControlRegister =
  | 'SCTLR_EL1'
  | 'CNTKCTL_EL1'
  | 'PMUSERENR_EL0'
  | 'MDSCR_EL1'
  | 'HCR_EL2'
  | 'CPTR_EL2'
  | 'MDCR_EL2'
  | 'CNTHCTL_EL2'
  | 'ACTLR_EL2'
  | 'SCR_EL3'
  | 'CPTR_EL3'
  | 'MDCR_EL3'
  | 'ACTLR_EL3';

/** Traps where, for this direction, one of `read` or `write` bits of the register is set (or, if so said, none is). */
export interface Control {
  readonly register: ControlRegister;
  /** Bits of the low half that matter to a read, and to a write. */
  readonly read: number;
  readonly write: number;
  /** Traps on 1, or on 0. */
  readonly when: 'set' | 'clear';
  /** A second control that traps as well. */
  readonly or?: Control;
}

const set = (register: ControlRegister, bit: number): Control => ({
  register,
  read: 1 << bit,
  write: 1 << bit,
  when: 'set',
});
const clear = (register: ControlRegister, read: number, write = read): Control => ({
  register,
  read,
  write,
  when: 'clear',
});

// PMUSERENR_EL0
const EN = 1;
const SW = 2;
const CR = 4;
const ER = 8;

/** What EL1 controls for EL0. The trap goes to EL1, or to EL2 under HCR_EL2.TGE. */
export const EL1_CONTROLS = {
  UCT: clear('SCTLR_EL1', 1 << 15),
  UMA: clear('SCTLR_EL1', 1 << 9),
  UCI: clear('SCTLR_EL1', 1 << 26),
  DZE: clear('SCTLR_EL1', 1 << 14),
  EL0PCTEN: clear('CNTKCTL_EL1', 1 << 0),
  EL0VCTEN: clear('CNTKCTL_EL1', 1 << 1),
  /** The frequency is open to who may read one of the counters. */
  EL0CTEN: clear('CNTKCTL_EL1', 3),
  EL0VTEN: clear('CNTKCTL_EL1', 1 << 8),
  EL0PTEN: clear('CNTKCTL_EL1', 1 << 9),
  PM_EN: clear('PMUSERENR_EL0', EN),
  PM_SW: clear('PMUSERENR_EL0', EN | SW),
  PM_CR: clear('PMUSERENR_EL0', EN | CR, EN),
  PM_ER: clear('PMUSERENR_EL0', EN | ER, EN),
  PM_ER_RW: clear('PMUSERENR_EL0', EN | ER),
  TDCC: set('MDSCR_EL1', 12),
} as const satisfies Record<string, Control>;
export type El1Control = keyof typeof EL1_CONTROLS;

/** What EL3 controls for all below it. */
export const EL3_CONTROLS = {
  TCPAC: set('CPTR_EL3', 31),
  TDA: set('MDCR_EL3', 9),
  TDOSA: set('MDCR_EL3', 10),
  TPM: set('MDCR_EL3', 6),
  /** SCR_EL3.ST opens the Secure physical timer to Secure EL1. */
  ST: clear('SCR_EL3', 1 << 11),
  // Cortex-A72 TRM 4.3.66: writes to implementation defined registers from below need ACTLR_EL3's leave.
  CPUACTLR: clear('ACTLR_EL3', 0, 1 << 0),
  CPUECTLR: clear('ACTLR_EL3', 0, 1 << 1),
  L2CTLR: clear('ACTLR_EL3', 0, 1 << 4),
  L2ECTLR: clear('ACTLR_EL3', 0, 1 << 5),
  L2ACTLR: clear('ACTLR_EL3', 0, 1 << 6),
} as const satisfies Record<string, Control>;
export type El3Control = keyof typeof EL3_CONTROLS;

/** What EL2 controls for EL0 and EL1 in Non-secure state, by the manual's names. */
export const EL2_CONTROLS = [
  'TVM', // HCR_EL2.TVM and TRVM
  'TACR',
  'TIDCP',
  'TID1',
  'TID2',
  'TID3',
  'TSW',
  'TPC',
  'TPU',
  'TTLB',
  'TDZ',
  'TSC',
  'TWI',
  'TWE',
  'TCPAC', // CPTR_EL2
  'TDA', // MDCR_EL2
  'TDOSA',
  'TDRA',
  'TPM',
  'TPMCR',
  'EL1PCTEN', // CNTHCTL_EL2
  'EL1PCEN',
  'CPUACTLR', // ACTLR_EL2
  'CPUECTLR',
  'L2CTLR',
  'L2ECTLR',
  'L2ACTLR',
] as const;
export type El2Control = (typeof EL2_CONTROLS)[number];
