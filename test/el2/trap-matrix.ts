/**
 * The trap matrix of Armv8.0-A: for each control bit of EL1, EL2 and EL3 the instructions that it concerns, at the levels
 * where it does, and what happens (Arm ARM D1 "Traps and Enables", the registers' own pages, and for implementation defined
 * registers the Cortex-A72 TRM).
 *
 * These rows are run on our core (`trap-matrix.test.ts`), and are a program for QEMU (`trap-program.ts`).
 */

export type Level = 'EL0' | 'EL1' | 'EL1S' | 'EL2' | 'EL3';
export const LEVELS: readonly Level[] = ['EL0', 'EL1', 'EL1S', 'EL2', 'EL3'];

/** How an exception is reported. The first group has a class in ESR_ELx; the second is told by the vector alone. */
export type Kind =
  | 'SYSTEM' // a register access or a system instruction, 0x18
  | 'FP' // 0x07
  | 'WFX' // 0x01
  | 'SVC'
  | 'HVC'
  | 'SMC'
  | 'BRK'
  | 'UNKNOWN' // UNDEFINED, 0x00
  | 'ALIGNMENT READ' // a data abort: data is Device memory while the MMU is off
  | 'ALIGNMENT WRITE'
  | 'SERROR'
  | 'FIQ'
  | 'IRQ';

export type Outcome = readonly [target: 1 | 2 | 3, kind: Kind] | 'no exception';

/** Values of registers. */
export type Settings = Readonly<Record<string, number>>;

export interface Trap {
  /** REGISTER.FIELD */
  readonly bit: string;
  /** Number of the bit. */
  readonly at: number;
  /** The value with which it traps; 1 by default. */
  readonly on?: 0 | 1;
  readonly to: 1 | 2 | 3;
  /** 'SYSTEM' by default. */
  readonly as?: Kind;
  /** What happens with the other value; no exception by default. */
  readonly otherwise?: Outcome;
  /** Registers that differ from `OPEN`, with either value. */
  readonly given?: Settings;
  /** A physical interrupt that is pending. */
  readonly pending?: 'irq' | 'fiq' | 'serror';
  /** PSTATE.D, A, I, F; all set by default. */
  readonly daif?: number;
  /** Why QEMU is not asked. */
  readonly notOnQemu?: string;
  readonly EL0?: readonly string[];
  readonly EL1?: readonly string[];
  /** Secure EL1: SCR_EL3.NS = 0. */
  readonly EL1S?: readonly string[];
  readonly EL2?: readonly string[];
  readonly EL3?: readonly string[];
}

// Names of fields that appear in settings.
export const UCI = 1 << 26;
const nTWE = 1 << 18;
export const nTWI = 1 << 16;
export const UCT = 1 << 15;
export const DZE = 1 << 14;
const UMA = 1 << 9;
export const SCTLR_EL1_RES1 = 0x30d00800;
const SCR_RES1 = 0x430;
const NS = 1;
const HCE = 1 << 8;
const ST = 1 << 11;
const FPEN = (value: number): number => value << 20;
/** HCR_EL2 with these bits. */
export const HCR = (...bits: number[]): number => bits.reduce((sum, bit) => sum + 2 ** bit, 2 ** 31);
const ACTLR_ALL = 0x73;

/** Nothing traps. MMUs are off, PSTATE.D, A, I and F are set. */
export const OPEN: Settings = {
  SCR_EL3: SCR_RES1 | HCE | NS,
  CPTR_EL3: 0,
  MDCR_EL3: 0,
  ACTLR_EL3: ACTLR_ALL,
  HCR_EL2: HCR(),
  CPTR_EL2: 0x33ff,
  MDCR_EL2: 6,
  HSTR_EL2: 0,
  CNTHCTL_EL2: 3,
  ACTLR_EL2: ACTLR_ALL,
  SCTLR_EL1: SCTLR_EL1_RES1 | UCI | nTWE | nTWI | UCT | DZE | UMA,
  CPACR_EL1: FPEN(3),
  CNTKCTL_EL1: 0x303,
  PMUSERENR_EL0: 1,
  MDSCR_EL1: 0,
};

// Lists of instructions. Accesses are made with X5, which is 0; X1 is an address in RAM.

const read = (...registers: string[]): string[] => registers.map((r) => `mrs x5, ${r}`);
const write = (...registers: string[]): string[] => registers.map((r) => `msr ${r}, x5`);
const both = (...registers: string[]): string[] => registers.flatMap((r) => [...read(r), ...write(r)]);
const numbered = (name: string, count: number, tail: string): string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i}${tail}`);

/** The virtual memory controls of EL1. */
// prettier-ignore
const VM = [
  'sctlr_el1', 'ttbr0_el1', 'ttbr1_el1', 'tcr_el1', 'esr_el1', 'far_el1', 'afsr0_el1', 'afsr1_el1', 'mair_el1', 'amair_el1',
  'contextidr_el1',
];
/** ID group 3: all of op0 3, op1 0, CRn 0, CRm 1 to 7. */
// prettier-ignore
const ID3 = [
  'id_pfr0_el1', 'id_pfr1_el1', 'id_dfr0_el1', 'id_afr0_el1', 'id_mmfr0_el1', 'id_mmfr1_el1', 'id_mmfr2_el1', 'id_mmfr3_el1',
  'id_isar0_el1', 'id_isar1_el1', 'id_isar2_el1', 'id_isar3_el1', 'id_isar4_el1', 'id_isar5_el1', 'id_mmfr4_el1', 'S3_0_C0_C2_7',
  'mvfr0_el1', 'mvfr1_el1', 'mvfr2_el1', 'S3_0_C0_C3_3', 'S3_0_C0_C3_4', 'S3_0_C0_C3_5', 'S3_0_C0_C3_6', 'S3_0_C0_C3_7',
  'id_aa64pfr0_el1', 'id_aa64pfr1_el1', 'S3_0_C0_C4_2', 'S3_0_C0_C4_3', 'S3_0_C0_C4_4', 'S3_0_C0_C4_5', 'S3_0_C0_C4_6', 'S3_0_C0_C4_7',
  'id_aa64dfr0_el1', 'id_aa64dfr1_el1', 'S3_0_C0_C5_2', 'S3_0_C0_C5_3', 'id_aa64afr0_el1', 'id_aa64afr1_el1', 'S3_0_C0_C5_6', 'S3_0_C0_C5_7',
  'id_aa64isar0_el1', 'id_aa64isar1_el1', 'S3_0_C0_C6_2', 'S3_0_C0_C6_3', 'S3_0_C0_C6_4', 'S3_0_C0_C6_5', 'S3_0_C0_C6_6', 'S3_0_C0_C6_7',
  'id_aa64mmfr0_el1', 'id_aa64mmfr1_el1', 'S3_0_C0_C7_2', 'S3_0_C0_C7_3', 'S3_0_C0_C7_4', 'S3_0_C0_C7_5', 'S3_0_C0_C7_6', 'S3_0_C0_C7_7',
];
// prettier-ignore
const TLBI_EL1 = [
  'tlbi vmalle1', 'tlbi vae1, x5', 'tlbi aside1, x5', 'tlbi vaae1, x5', 'tlbi vale1, x5', 'tlbi vaale1, x5',
  'tlbi vmalle1is', 'tlbi vae1is, x5', 'tlbi aside1is, x5', 'tlbi vaae1is, x5', 'tlbi vale1is, x5', 'tlbi vaale1is, x5',
];
const TO_POU_EL0 = ['dc cvau, x1', 'ic ivau, x1'];
const TO_POU = [...TO_POU_EL0, 'ic iallu', 'ic ialluis'];
const TO_POC_EL0 = ['dc cvac, x1', 'dc civac, x1'];
const TO_POC = [...TO_POC_EL0, 'dc ivac, x1'];

/** The Cortex-A72's own registers and instruction, all in the space for what is implementation defined. */
const L2 = ['S3_1_C11_C0_2', 'S3_1_C11_C0_3', 'S3_1_C15_C0_0']; // L2CTLR, L2ECTLR, L2ACTLR
export const CPU = ['S3_1_C15_C2_0', 'S3_1_C15_C2_1']; // CPUACTLR, CPUECTLR
const ERRORS = ['S3_1_C15_C2_2', 'S3_1_C15_C2_3']; // CPUMERRSR, L2MERRSR
const CBAR = 'S3_1_C15_C3_0';
const L1_DATA = [...numbered('S3_0_C15_C0_', 4, ''), ...numbered('S3_0_C15_C1_', 5, '')]; // IL1DATAn, DL1DATAn
const RAMINDEX = 'sys #0, c15, c4, #0, x5';
/** In that space, and nothing. */
// prettier-ignore
const NOT_THERE = ['S3_0_C11_C0_0', 'S3_1_C11_C15_7', 'S3_2_C15_C3_1', 'S3_3_C11_C9_1', 'S3_4_C15_C7_2', 'S3_6_C15_C15_7'];
// prettier-ignore
const OPERATIONS_NOT_THERE = [
  'sys #3, c11, c0, #0, x5', 'sys #7, c15, c15, #7, x5', 'sysl x5, #0, c11, c3, #2', 'sysl x5, #4, c15, c1, #0',
];

const PMU_EVENTS = ['pmceid0_el0', 'pmceid1_el0'];
const COUNTERS = ['pmxevcntr_el0', ...numbered('pmevcntr', 6, '_el0')];
// prettier-ignore
const PMU_EL0 = [
  'pmcr_el0', 'pmcntenset_el0', 'pmcntenclr_el0', 'pmovsclr_el0', 'pmovsset_el0', 'pmselr_el0', 'pmccntr_el0',
  'pmxevtyper_el0', ...COUNTERS, ...numbered('pmevtyper', 6, '_el0'), 'pmccfiltr_el0',
];
/** What PMUSERENR_EL0 opens to EL0. */
const PMU_FOR_EL0 = [...both(...PMU_EL0), ...read(...PMU_EVENTS), ...write('pmswinc_el0')];
const PMU_FROM_EL0 = [...PMU_FOR_EL0, ...read('pmuserenr_el0')];
const PMU_FROM_EL1 = [...PMU_FROM_EL0, ...write('pmuserenr_el0'), ...both('pmintenset_el1', 'pmintenclr_el1')];

const DCC_EL0 = [...read('mdccsr_el0', 'dbgdtrrx_el0'), ...write('dbgdtrtx_el0'), ...both('dbgdtr_el0')];
// prettier-ignore
const DEBUG = [
  ...DCC_EL0,
  ...both(
    'mdccint_el1', 'mdscr_el1', 'osdtrrx_el1', 'osdtrtx_el1', 'oseccr_el1', 'dbgclaimset_el1', 'dbgclaimclr_el1',
    ...numbered('dbgbvr', 6, '_el1'), ...numbered('dbgbcr', 6, '_el1'), ...numbered('dbgwvr', 4, '_el1'), ...numbered('dbgwcr', 4, '_el1'),
  ),
  ...read('dbgauthstatus_el1'),
];
const DEBUG_ROM = read('mdrar_el1');
const DEBUG_OS = [...write('oslar_el1'), ...read('oslsr_el1'), ...both('osdlr_el1', 'dbgprcr_el1')];

const PHYSICAL_TIMER = both('cntp_tval_el0', 'cntp_ctl_el0', 'cntp_cval_el0');
const VIRTUAL_TIMER = both('cntv_tval_el0', 'cntv_ctl_el0', 'cntv_cval_el0');
const SECURE_TIMER = both('cntps_tval_el1', 'cntps_ctl_el1', 'cntps_cval_el1');

/** Instructions of FP and Advanced SIMD, and their registers. */
const FP = ['fmov x5, d0', 'ldr q0, [x1]', 'add v0.4s, v1.4s, v2.4s', ...both('fpcr', 'fpsr')];
const FP_EL2 = [...FP, ...both('fpexc32_el2')];

const WOULD_WAIT = 'it would wait for ever';
const NO_WFE = 'its WFE never waits, see wfx';
const NO_DEVICE = 'needs an interrupt controller, see interrupts';
export const NO_ACTLR = 'its ACTLR_EL2 and ACTLR_EL3 control nothing';
export const NO_SMC = 'SMC is its way out, see routing';
const NO_TIDCP_SPACE = 'has none of these, nor TIDCP';

type Codes = Readonly<Partial<Record<Level, readonly string[]>>>;
type More = Omit<Trap, 'bit' | 'at' | 'on' | 'to' | Level>;

/** Traps while the bit is 1. */
const trap = (bit: string, at: number, to: 1 | 2 | 3, codes: Codes, more: More = {}): Trap => ({
  ...{ bit, at, to },
  ...more,
  ...codes,
});
/** Traps while the bit is 0. */
const closed = (bit: string, at: number, to: 1 | 2 | 3, codes: Codes, more: More = {}): Trap => ({
  ...trap(bit, at, to, codes, more),
  on: 0,
});

const TGE = (codes: readonly string[], more: More = {}): Trap => trap('HCR_EL2.TGE', 27, 2, { EL0: codes }, more);
const notTGE = (codes: readonly string[], more: More = {}): Trap => closed('HCR_EL2.TGE', 27, 1, { EL0: codes }, more);
/** What a control of EL2 traps only in Non-secure state. */
const NON_SECURE = (codes: Codes, more: More): Trap => trap('SCR_EL3.NS', 0, 2, codes, more);

const BELOW_EL2: Codes = { EL0: ['nop'], EL1: ['nop'] };
const BELOW_EL3: Codes = { EL0: ['nop'], EL1: ['nop'], EL1S: ['nop'], EL2: ['nop'] };
const IRQ: More = { as: 'IRQ', pending: 'irq', notOnQemu: NO_DEVICE };
const FIQ: More = { as: 'FIQ', pending: 'fiq', notOnQemu: NO_DEVICE };
const SERROR: More = { as: 'SERROR', pending: 'serror', notOnQemu: NO_DEVICE };

export const MATRIX: readonly Trap[] = [
  // SCTLR_EL1: what EL1 lets EL0 do
  closed('SCTLR_EL1.UMA', 9, 1, { EL0: [...both('daif'), 'msr daifset, #2', 'msr daifclr, #3'] }),
  closed('SCTLR_EL1.DZE', 14, 1, { EL0: ['dc zva, x1'] }, { otherwise: [1, 'ALIGNMENT WRITE'] }),
  closed('SCTLR_EL1.UCT', 15, 1, { EL0: read('ctr_el0') }),
  closed('SCTLR_EL1.nTWI', 16, 1, { EL0: ['wfi'] }, { as: 'WFX', notOnQemu: WOULD_WAIT }),
  closed('SCTLR_EL1.nTWE', 18, 1, { EL0: ['wfe'] }, { as: 'WFX', notOnQemu: NO_WFE }),
  closed('SCTLR_EL1.UCI', 26, 1, { EL0: [...TO_POC_EL0, ...TO_POU_EL0] }),

  // CPACR_EL1.FPEN: 3 opens FP, 1 opens it to EL1 only, 0 and 2 to none
  closed('CPACR_EL1.FPEN', 20, 1, { EL0: FP, EL1: FP, EL1S: FP }, { as: 'FP', given: { CPACR_EL1: FPEN(2) } }),
  closed('CPACR_EL1.FPEN', 21, 1, { EL0: FP }, { as: 'FP', given: { CPACR_EL1: FPEN(1) } }),

  // CNTKCTL_EL1. The frequency is open to who may read one of the counters.
  closed('CNTKCTL_EL1.EL0PCTEN', 0, 1, { EL0: read('cntpct_el0') }),
  closed('CNTKCTL_EL1.EL0PCTEN', 0, 1, { EL0: read('cntpct_el0', 'cntfrq_el0') }, { given: { CNTKCTL_EL1: 0x300 } }),
  closed('CNTKCTL_EL1.EL0VCTEN', 1, 1, { EL0: read('cntvct_el0') }),
  closed('CNTKCTL_EL1.EL0VCTEN', 1, 1, { EL0: read('cntvct_el0', 'cntfrq_el0') }, { given: { CNTKCTL_EL1: 0x300 } }),
  closed('CNTKCTL_EL1.EL0VTEN', 8, 1, { EL0: VIRTUAL_TIMER }),
  closed('CNTKCTL_EL1.EL0PTEN', 9, 1, { EL0: PHYSICAL_TIMER }),

  // PMUSERENR_EL0: EN opens all of it, the others a part
  closed('PMUSERENR_EL0.EN', 0, 1, { EL0: PMU_FOR_EL0 }, { given: { PMUSERENR_EL0: 0 } }),
  closed('PMUSERENR_EL0.SW', 1, 1, { EL0: write('pmswinc_el0') }, { given: { PMUSERENR_EL0: 0 } }),
  closed('PMUSERENR_EL0.CR', 2, 1, { EL0: read('pmccntr_el0') }, { given: { PMUSERENR_EL0: 0 } }),
  closed(
    ...(['PMUSERENR_EL0.ER', 3, 1] as const),
    { EL0: [...read(...COUNTERS), ...both('pmselr_el0')] },
    { given: { PMUSERENR_EL0: 0 } },
  ),

  trap('MDSCR_EL1.TDCC', 12, 1, { EL0: DCC_EL0 }),

  // HCR_EL2.FMO, IMO, AMO: where physical interrupts go. EL1 can mask its own, not those of EL2.
  trap('HCR_EL2.FMO', 3, 2, BELOW_EL2, { ...FIQ, otherwise: [1, 'FIQ'], daif: 0 }),
  trap('HCR_EL2.IMO', 4, 2, BELOW_EL2, { ...IRQ, otherwise: [1, 'IRQ'], daif: 0 }),
  trap('HCR_EL2.AMO', 5, 2, BELOW_EL2, { ...SERROR, otherwise: [1, 'SERROR'], daif: 0 }),
  trap('HCR_EL2.FMO', 3, 2, BELOW_EL2, FIQ),
  trap('HCR_EL2.IMO', 4, 2, BELOW_EL2, IRQ),
  trap('HCR_EL2.AMO', 5, 2, BELOW_EL2, SERROR),
  trap('HCR_EL2.FMO', 3, 2, { EL2: ['nop'] }, { ...FIQ, daif: 0 }),
  trap('HCR_EL2.IMO', 4, 2, { EL2: ['nop'] }, { ...IRQ, daif: 0 }),
  trap('HCR_EL2.AMO', 5, 2, { EL2: ['nop'] }, { ...SERROR, daif: 0 }),
  // Virtual interrupts are there only with them.
  trap('HCR_EL2.VF', 6, 1, BELOW_EL2, { as: 'FIQ', given: { HCR_EL2: HCR(3) }, daif: 0 }),
  trap('HCR_EL2.VI', 7, 1, BELOW_EL2, { as: 'IRQ', given: { HCR_EL2: HCR(4) }, daif: 0 }),
  trap('HCR_EL2.VSE', 8, 1, BELOW_EL2, { as: 'SERROR', given: { HCR_EL2: HCR(5) }, daif: 0 }),
  trap('HCR_EL2.FMO', 3, 1, BELOW_EL2, { as: 'FIQ', given: { HCR_EL2: HCR(6) }, daif: 0 }),
  trap('HCR_EL2.IMO', 4, 1, BELOW_EL2, { as: 'IRQ', given: { HCR_EL2: HCR(7) }, daif: 0 }),
  trap('HCR_EL2.AMO', 5, 1, BELOW_EL2, { as: 'SERROR', given: { HCR_EL2: HCR(8) }, daif: 0 }),

  // The other traps of HCR_EL2
  trap('HCR_EL2.TWI', 13, 2, { EL0: ['wfi'], EL1: ['wfi'] }, { as: 'WFX', notOnQemu: WOULD_WAIT }),
  trap('HCR_EL2.TWE', 14, 2, { EL0: ['wfe'], EL1: ['wfe'] }, { as: 'WFX', notOnQemu: NO_WFE }),
  trap('HCR_EL2.TID1', 16, 2, { EL1: read('revidr_el1', 'aidr_el1') }),
  trap('HCR_EL2.TID2', 17, 2, {
    EL0: read('ctr_el0'),
    EL1: [...read('ctr_el0', 'ccsidr_el1', 'clidr_el1'), ...both('csselr_el1')],
  }),
  trap('HCR_EL2.TID3', 18, 2, { EL1: read(...ID3) }),
  trap('HCR_EL2.TSC', 19, 2, { EL1: ['smc #0', 'smc #0xabcd'] }, { as: 'SMC', otherwise: [3, 'SMC'] }),
  trap('HCR_EL2.TIDCP', 20, 2, { EL1: both(...L2, ...CPU, ...ERRORS) }),
  trap('HCR_EL2.TIDCP', 20, 2, { EL1: [...read(CBAR), ...both(...L1_DATA), RAMINDEX] }, { notOnQemu: NO_TIDCP_SPACE }),
  // What nothing has is UNDEFINED otherwise, whatever level its op1 names; so is a write to what can only be read.
  trap(
    ...(['HCR_EL2.TIDCP', 20, 2] as const),
    { EL1: [...write(CBAR), ...both(...NOT_THERE), ...OPERATIONS_NOT_THERE] },
    { otherwise: [1, 'UNKNOWN'], notOnQemu: NO_TIDCP_SPACE },
  ),
  trap('HCR_EL2.TACR', 21, 2, { EL1: both('actlr_el1') }),
  trap('HCR_EL2.TSW', 22, 2, { EL1: ['dc isw, x5', 'dc csw, x5', 'dc cisw, x5'] }),
  trap('HCR_EL2.TPC', 23, 2, { EL0: TO_POC_EL0, EL1: TO_POC }),
  trap('HCR_EL2.TPU', 24, 2, { EL0: TO_POU_EL0, EL1: TO_POU }),
  trap('HCR_EL2.TTLB', 25, 2, { EL1: TLBI_EL1 }),
  trap('HCR_EL2.TVM', 26, 2, { EL1: write(...VM) }),
  trap('HCR_EL2.TDZ', 28, 2, { EL0: ['dc zva, x1'], EL1: ['dc zva, x1'] }, { otherwise: [1, 'ALIGNMENT WRITE'] }),
  trap('HCR_EL2.TRVM', 30, 2, { EL1: read(...VM) }),

  // HCR_EL2.TGE: what would go from EL0 to EL1 goes to EL2
  TGE(['svc #0', 'svc #0x1234'], { as: 'SVC', otherwise: [1, 'SVC'] }),
  TGE(['brk #0x77'], { as: 'BRK', otherwise: [1, 'BRK'] }),
  TGE(['.word 0', 'hvc #1', 'smc #1', 'eret', 'msr spsel, #1', 'tlbi vmalle1', 'dc isw, x5'], {
    ...{ as: 'UNKNOWN', otherwise: [1, 'UNKNOWN'] },
  }),
  TGE(both('sctlr_el1', 'vbar_el2', 'scr_el3'), { as: 'UNKNOWN', otherwise: [1, 'UNKNOWN'] }),
  TGE(['ldur x5, [x1, #1]'], { as: 'ALIGNMENT READ', otherwise: [1, 'ALIGNMENT READ'] }),
  TGE(['stur x5, [x1, #1]', 'dc zva, x1'], { as: 'ALIGNMENT WRITE', otherwise: [1, 'ALIGNMENT WRITE'] }),
  // EL1's traps of EL0
  TGE([...both('daif'), 'msr daifset, #2', ...read('ctr_el0'), ...TO_POC_EL0, ...TO_POU_EL0, 'dc zva, x1'], {
    ...{ otherwise: [1, 'SYSTEM'], given: { SCTLR_EL1: SCTLR_EL1_RES1 } },
  }),
  TGE(['wfi'], { as: 'WFX', otherwise: [1, 'WFX'], given: { SCTLR_EL1: SCTLR_EL1_RES1 } }),
  TGE(['wfe'], { as: 'WFX', otherwise: [1, 'WFX'], given: { SCTLR_EL1: SCTLR_EL1_RES1 }, notOnQemu: NO_WFE }),
  TGE([...read('cntfrq_el0', 'cntpct_el0', 'cntvct_el0'), ...PHYSICAL_TIMER, ...VIRTUAL_TIMER], {
    ...{ otherwise: [1, 'SYSTEM'], given: { CNTKCTL_EL1: 0 } },
  }),
  TGE(both('pmcr_el0', 'pmccntr_el0', 'pmselr_el0', 'pmevcntr0_el0'), {
    ...{ otherwise: [1, 'SYSTEM'], given: { PMUSERENR_EL0: 0 } },
  }),
  // EL1's trap of FP is then reported as UNDEFINED.
  TGE(FP, { as: 'UNKNOWN', otherwise: [1, 'FP'], given: { CPACR_EL1: FPEN(1) } }),
  // MDCR_EL2.TDA counts as set; FMO, IMO, AMO too.
  TGE(DCC_EL0),
  TGE(['nop'], { ...IRQ, otherwise: [1, 'IRQ'], daif: 0 }),
  trap('HCR_EL2.TGE', 27, 2, { EL2: ['nop'] }, { ...IRQ, daif: 0 }),
  TGE(['nop'], FIQ),
  TGE(['nop'], SERROR),
  // Virtual interrupts are off.
  notTGE(['nop'], { as: 'FIQ', given: { HCR_EL2: HCR(3, 6) }, daif: 0 }),
  notTGE(['nop'], { as: 'IRQ', given: { HCR_EL2: HCR(4, 7) }, daif: 0 }),
  notTGE(['nop'], { as: 'SERROR', given: { HCR_EL2: HCR(5, 8) }, daif: 0 }),

  // CPTR_EL2
  trap('CPTR_EL2.TFP', 10, 2, { EL0: FP, EL1: FP, EL2: FP_EL2 }, { as: 'FP' }),
  trap('CPTR_EL2.TCPAC', 31, 2, { EL1: both('cpacr_el1') }),

  // MDCR_EL2
  trap('MDCR_EL2.TPMCR', 5, 2, { EL0: both('pmcr_el0'), EL1: both('pmcr_el0') }),
  trap('MDCR_EL2.TPM', 6, 2, { EL0: PMU_FROM_EL0, EL1: PMU_FROM_EL1 }),
  trap('MDCR_EL2.TDE', 8, 2, { EL0: DCC_EL0, EL1: [...DEBUG, ...DEBUG_OS, ...DEBUG_ROM] }),
  trap('MDCR_EL2.TDE', 8, 2, { EL0: ['brk #0'], EL1: ['brk #0xffff'] }, { as: 'BRK', otherwise: [1, 'BRK'] }),
  trap('MDCR_EL2.TDA', 9, 2, { EL0: DCC_EL0, EL1: DEBUG }),
  trap('MDCR_EL2.TDOSA', 10, 2, { EL1: DEBUG_OS }),
  trap('MDCR_EL2.TDRA', 11, 2, { EL1: DEBUG_ROM }),

  // CNTHCTL_EL2
  closed('CNTHCTL_EL2.EL1PCTEN', 0, 2, { EL0: read('cntpct_el0'), EL1: read('cntpct_el0') }),
  closed('CNTHCTL_EL2.EL1PCEN', 1, 2, { EL0: PHYSICAL_TIMER, EL1: PHYSICAL_TIMER }),

  // ACTLR_EL2 and ACTLR_EL3: who may write
  ...(
    [
      ['CPUACTLR', 0, CPU[0]],
      ['CPUECTLR', 1, CPU[1]],
      ['L2CTLR', 4, L2[0]],
      ['L2ECTLR', 5, L2[1]],
      ['L2ACTLR', 6, L2[2]],
    ] as const
  ).flatMap(([name, at, register]): Trap[] => {
    const code = write(register);
    return [
      closed(`ACTLR_EL2.${name}`, at, 2, { EL1: code }, { notOnQemu: NO_ACTLR }),
      closed(`ACTLR_EL3.${name}`, at, 3, { EL1: code, EL1S: code, EL2: code }, { notOnQemu: NO_ACTLR }),
    ];
  }),

  // SCR_EL3.NS
  closed('SCR_EL3.NS', 0, 1, { EL1: ['hvc #0xfedc'] }, { as: 'UNKNOWN', otherwise: [2, 'HVC'] }),
  trap('SCR_EL3.NS', 0, 1, { EL1: SECURE_TIMER }, { as: 'UNKNOWN', given: { SCR_EL3: SCR_RES1 | ST } }),
  NON_SECURE({ EL1: write('ttbr0_el1') }, { given: { HCR_EL2: HCR(26) } }),
  NON_SECURE({ EL1: read(L2[0]) }, { given: { HCR_EL2: HCR(20) } }),
  NON_SECURE({ EL1: read('cpacr_el1') }, { given: { CPTR_EL2: 0x33ff + 2 ** 31 } }),
  NON_SECURE({ EL0: FP, EL1: FP }, { as: 'FP', given: { CPTR_EL2: 0x37ff } }),
  NON_SECURE({ EL1: both('pmcr_el0', 'dbgbvr0_el1') }, { given: { MDCR_EL2: 0x246 } }),
  NON_SECURE({ EL0: PHYSICAL_TIMER, EL1: read('cntpct_el0') }, { given: { CNTHCTL_EL2: 0 } }),
  NON_SECURE({ EL1: write(...CPU, ...L2) }, { given: { ACTLR_EL2: 0 }, notOnQemu: NO_ACTLR }),
  NON_SECURE({ EL0: ['svc #9'] }, { as: 'SVC', otherwise: [1, 'SVC'], given: { HCR_EL2: HCR(27) } }),
  trap('SCR_EL3.NS', 0, 1, BELOW_EL2, { as: 'IRQ', given: { HCR_EL2: HCR(4, 7) }, daif: 0 }),

  // SCR_EL3.IRQ, FIQ, EA: not to be masked from below EL3. From EL2 nothing else would take them.
  trap('SCR_EL3.IRQ', 1, 3, BELOW_EL3, IRQ),
  trap('SCR_EL3.FIQ', 2, 3, BELOW_EL3, FIQ),
  trap('SCR_EL3.EA', 3, 3, BELOW_EL3, SERROR),
  trap('SCR_EL3.IRQ', 1, 3, { EL0: ['nop'], EL1S: ['nop'] }, { ...IRQ, otherwise: [1, 'IRQ'], daif: 0 }),
  trap('SCR_EL3.FIQ', 2, 3, BELOW_EL2, { ...FIQ, otherwise: [2, 'FIQ'], given: { HCR_EL2: HCR(3) } }),
  trap('SCR_EL3.EA', 3, 3, { EL3: ['nop'] }, { ...SERROR, daif: 0 }),

  // The rest of SCR_EL3. SMC and HVC are UNDEFINED at their own level.
  ...([1, 2, 3] as const).flatMap((el): Trap[] => [
    trap(
      'SCR_EL3.SMD',
      7,
      el,
      { [`EL${el}`]: ['smc #0x55'] },
      { as: 'UNKNOWN', otherwise: [3, 'SMC'], notOnQemu: NO_SMC },
    ),
    closed(
      'SCR_EL3.HCE',
      8,
      el,
      { [`EL${el}`]: ['hvc #0xffff'] },
      { as: 'UNKNOWN', otherwise: [el === 3 ? 3 : 2, 'HVC'] },
    ),
  ]),
  trap('SCR_EL3.SMD', 7, 1, { EL1S: ['smc #0'] }, { as: 'UNKNOWN', otherwise: [3, 'SMC'], notOnQemu: NO_SMC }),
  closed('SCR_EL3.ST', 11, 3, { EL1S: SECURE_TIMER }),
  trap(
    ...(['SCR_EL3.TWI', 12, 3] as const),
    { EL0: ['wfi'], EL1: ['wfi'], EL1S: ['wfi'], EL2: ['wfi'] },
    { as: 'WFX', notOnQemu: WOULD_WAIT },
  ),
  trap(
    ...(['SCR_EL3.TWE', 13, 3] as const),
    { EL0: ['wfe'], EL1: ['wfe'], EL1S: ['wfe'], EL2: ['wfe'] },
    { as: 'WFX', notOnQemu: NO_WFE },
  ),

  // CPTR_EL3
  trap('CPTR_EL3.TFP', 10, 3, { EL0: FP, EL1: FP, EL1S: FP, EL2: FP_EL2, EL3: FP_EL2 }, { as: 'FP' }),
  trap('CPTR_EL3.TCPAC', 31, 3, {
    EL1: both('cpacr_el1'),
    EL1S: both('cpacr_el1'),
    EL2: both('cpacr_el1', 'cptr_el2'),
  }),

  // MDCR_EL3
  trap('MDCR_EL3.TPM', 6, 3, { EL0: PMU_FROM_EL0, EL1: PMU_FROM_EL1, EL1S: PMU_FROM_EL1, EL2: PMU_FROM_EL1 }),
  trap('MDCR_EL3.TDA', 9, 3, {
    EL0: DCC_EL0,
    EL1: [...DEBUG, ...DEBUG_ROM],
    EL1S: [...DEBUG, ...DEBUG_ROM],
    EL2: [...DEBUG, ...DEBUG_ROM, ...both('dbgvcr32_el2')],
  }),
  trap('MDCR_EL3.TDOSA', 10, 3, { EL1: DEBUG_OS, EL1S: DEBUG_OS, EL2: DEBUG_OS }),
];

/** A row for each instruction, level and bit. */
export interface Row extends Omit<Trap, Level> {
  readonly level: Level;
  readonly code: string;
}
export const ROWS: readonly Row[] = MATRIX.flatMap(({ EL0, EL1, EL1S, EL2, EL3, ...rest }) =>
  Object.entries({ EL0, EL1, EL1S, EL2, EL3 }).flatMap(([level, codes]) =>
    (codes ?? []).map((code): Row => ({ ...rest, level: level as Level, code })),
  ),
);

export const trapOutcome = (row: Row): Outcome => [row.to, row.as ?? 'SYSTEM'];
export const otherwise = (row: Row): Outcome => row.otherwise ?? 'no exception';

/** All registers for a row, with the bit as it traps or not. */
export function settings(row: Row, trapping: boolean): Settings {
  const all = { ...OPEN, ...row.given };
  const register = row.bit.split('.')[0];
  const mask = 2n ** BigInt(row.at);
  const one = ((row.on ?? 1) === 1) === trapping;
  const before = BigInt(all[register]);
  return secure(row.level, { ...all, [register]: Number(one ? before | mask : before & ~mask) });
}

/** Secure EL1 is EL1 with SCR_EL3.NS = 0. */
export const secure = (level: Level, all: Settings): Settings =>
  level === 'EL1S' ? { ...all, SCR_EL3: all.SCR_EL3 & ~NS } : all;
