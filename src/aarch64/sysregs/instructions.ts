/**
 * The system instructions IC, DC, AT and TLBI as a table: encoding, lowest level, and the controls they meet
 * (Arm ARM C5.3 to C5.5). What they do is in `maintenance.ts`.
 */
import type { El1Control, El2Control } from './controls.js';
import { sysregKey } from './table.js';

export interface SystemInstruction {
  readonly name: string;
  readonly key: number;
  /** Lowest level that has it. */
  readonly least: number;
  readonly el1?: El1Control;
  readonly el2?: El2Control;
  /** UNDEFINED at EL3 in Secure state (SCR_EL3.NS = 0), where there is no EL2. */
  readonly nonSecure?: boolean;
}

type Row = readonly [
  name: string,
  op1: number,
  crn: number,
  crm: number,
  op2: number,
  least: number,
  more?: Pick<SystemInstruction, 'el1' | 'el2' | 'nonSecure'>,
];

// prettier-ignore
const ROWS: readonly Row[] = [
  ['IC IALLUIS', 0, 7, 1, 0, 1, { el2: 'TPU' }],
  ['IC IALLU',   0, 7, 5, 0, 1, { el2: 'TPU' }],
  ['IC IVAU',    3, 7, 5, 1, 0, { el1: 'UCI', el2: 'TPU' }],
  ['DC IVAC',    0, 7, 6, 1, 1, { el2: 'TPC' }],
  ['DC ISW',     0, 7, 6, 2, 1, { el2: 'TSW' }],
  ['DC CSW',     0, 7, 10, 2, 1, { el2: 'TSW' }],
  ['DC CISW',    0, 7, 14, 2, 1, { el2: 'TSW' }],
  ['DC CVAC',    3, 7, 10, 1, 0, { el1: 'UCI', el2: 'TPC' }],
  ['DC CVAU',    3, 7, 11, 1, 0, { el1: 'UCI', el2: 'TPU' }],
  ['DC CIVAC',   3, 7, 14, 1, 0, { el1: 'UCI', el2: 'TPC' }],
  ['DC ZVA',     3, 7, 4, 1, 0, { el1: 'DZE', el2: 'TDZ' }],

  // Implementation defined (Cortex-A72 TRM 4.3.64): reads internal memory into IL1DATAn_EL1 and DL1DATAn_EL1.
  ['RAMINDEX',   0, 15, 4, 0, 1, { el2: 'TIDCP' }],

  ['AT S1E1R',  0, 7, 8, 0, 1],
  ['AT S1E1W',  0, 7, 8, 1, 1],
  ['AT S1E0R',  0, 7, 8, 2, 1],
  ['AT S1E0W',  0, 7, 8, 3, 1],
  ['AT S1E2R',  4, 7, 8, 0, 2, { nonSecure: true }],
  ['AT S1E2W',  4, 7, 8, 1, 2, { nonSecure: true }],
  ['AT S12E1R', 4, 7, 8, 4, 2],
  ['AT S12E1W', 4, 7, 8, 5, 2],
  ['AT S12E0R', 4, 7, 8, 6, 2],
  ['AT S12E0W', 4, 7, 8, 7, 2],
  ['AT S1E3R',  6, 7, 8, 0, 3],
  ['AT S1E3W',  6, 7, 8, 1, 3],

  ...tlbi('VMALLE1', 0, 0, 1, { el2: 'TTLB' }),
  ...tlbi('VAE1', 0, 1, 1, { el2: 'TTLB' }),
  ...tlbi('ASIDE1', 0, 2, 1, { el2: 'TTLB' }),
  ...tlbi('VAAE1', 0, 3, 1, { el2: 'TTLB' }),
  ...tlbi('VALE1', 0, 5, 1, { el2: 'TTLB' }),
  ...tlbi('VAALE1', 0, 7, 1, { el2: 'TTLB' }),
  ['TLBI IPAS2E1IS',  4, 8, 0, 1, 2],
  ['TLBI IPAS2LE1IS', 4, 8, 0, 5, 2],
  ['TLBI IPAS2E1',    4, 8, 4, 1, 2],
  ['TLBI IPAS2LE1',   4, 8, 4, 5, 2],
  ...tlbi('ALLE2', 4, 0, 2, { nonSecure: true }),
  ...tlbi('VAE2', 4, 1, 2, { nonSecure: true }),
  ...tlbi('ALLE1', 4, 4, 2),
  ...tlbi('VALE2', 4, 5, 2, { nonSecure: true }),
  ...tlbi('VMALLS12E1', 4, 6, 2),
  ...tlbi('ALLE3', 6, 0, 3),
  ...tlbi('VAE3', 6, 1, 3),
  ...tlbi('VALE3', 6, 5, 3),
];

/** The two forms of a TLBI: Inner Shareable and local. */
function tlbi(name: string, op1: number, op2: number, least: number, more: Row[6] = {}): Row[] {
  return [
    [`TLBI ${name}IS`, op1, 8, 3, op2, least, more],
    [`TLBI ${name}`, op1, 8, 7, op2, least, more],
  ];
}

export const SYSTEM_INSTRUCTIONS: readonly SystemInstruction[] = ROWS.map(
  ([name, op1, crn, crm, op2, least, more]): SystemInstruction => ({
    name,
    key: sysregKey(1, op1, crn, crm, op2),
    least,
    ...more,
  }),
);
