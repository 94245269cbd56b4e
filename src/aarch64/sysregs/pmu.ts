/**
 * The Performance Monitors (PMUv3: Arm ARM D5, D13.4; Cortex-A72 TRM 11): six event counters and the cycle counter.
 *
 * A core does one instruction or one exception entry in each cycle, and its clock stands while it waits, so that cycles and
 * instructions follow from its instruction count: counters are brought up to date (`settle`) when somebody reads them and before
 * anything changes what they count. The instruction count at which the next one overflows is known ahead (`Core.overflowAt`), and
 * the run loop stops there: flag and interrupt come at the exact instruction.
 */
import { CONTINUE, type Core } from '../core.js';
import { EC } from '../exceptions.js';
import { STATE } from '../state.js';
import { el2Enabled, tge } from './guards.js';
import { maskLo } from './lookup.js';
import { CLASS_EVENTS, EVENT, NO_EVENTS } from './pmu-events.js';
import { REG } from './storage.js';
import type { RegisterName } from './table.js';

/** PMCR_EL0: enable, reset event counters, reset the cycle counter, count every 64th cycle, stop where prohibited, 64 bits. */
const PMCR = { E: 1, P: 2, C: 4, D: 8, DP: 32, LC: 64, N_SHIFT: 11 } as const;
/** MDCR_EL2: how many counters are EL1's, the others' enable; MDCR_EL3.SPME. */
const MDCR = { HPMN: 31, HPME: 1 << 7, SPME: 1 << 17 } as const;
/** The filters of PMEVTYPERn_EL0 and PMCCFILTR_EL0. */
const FILTER = { P: 1 << 31, U: 1 << 30, NSK: 1 << 29, NSU: 1 << 28, NSH: 1 << 27, M: 1 << 26 } as const;
const EVENT_NUMBER = 0x3ff;

/** Event counters, and in registers that have a bit for each counter the cycle counter's. */
const COUNTERS = 6;
const CYCLES = 1 << 31;
const ALL = CYCLES | ((1 << COUNTERS) - 1);

const COUNTER = [
  REG.PMEVCNTR0_EL0,
  REG.PMEVCNTR1_EL0,
  REG.PMEVCNTR2_EL0,
  REG.PMEVCNTR3_EL0,
  REG.PMEVCNTR4_EL0,
  REG.PMEVCNTR5_EL0,
];
const TYPE = [
  REG.PMEVTYPER0_EL0,
  REG.PMEVTYPER1_EL0,
  REG.PMEVTYPER2_EL0,
  REG.PMEVTYPER3_EL0,
  REG.PMEVTYPER4_EL0,
  REG.PMEVTYPER5_EL0,
];

const TWO32 = 4294967296;

// Which counters count.

/** How many event counters are not EL2's own: MDCR_EL2.HPMN. */
const lent = (core: Core): number => (core.seam ? Math.min(core.get(REG.MDCR_EL2) & MDCR.HPMN, COUNTERS) : COUNTERS);
const lentMask = (core: Core): number => (1 << lent(core)) - 1;

/** The counters that the current level may touch: in a guest's EL1 and EL0 those of EL2 are not there. */
const accessible = (core: Core): number => (core.get(STATE.EL) < 2 && el2Enabled(core) ? CYCLES | lentMask(core) : ALL);

/** The counters that PMCR_EL0.E and MDCR_EL2.HPME switch on. */
function switchedOn(core: Core): number {
  const own = lentMask(core);
  return (
    ((core.get(REG.PMCR_EL0) & PMCR.E) !== 0 ? CYCLES | own : 0) |
    ((core.get(REG.MDCR_EL2) & MDCR.HPME) !== 0 ? ALL & ~CYCLES & ~own : 0)
  );
}

/** True where a counter's filter leaves out the level `el`. */
function filtered(filter: number, el: number, secure: boolean): boolean {
  const is = (bit: number): boolean => (filter & bit) !== 0;
  if (el === 0) return secure ? is(FILTER.U) : is(FILTER.U) !== is(FILTER.NSU);
  if (el === 1) return secure ? is(FILTER.P) : is(FILTER.P) !== is(FILTER.NSK);
  return el === 2 ? !is(FILTER.NSH) : is(FILTER.M) !== is(FILTER.P);
}

/** The counters that count at the current level (AArch64.CountEvents). */
function counting(core: Core): number {
  let on = core.get(REG.PMCNTENSET_EL0) & switchedOn(core);
  if (on === 0) return 0;
  const el = core.get(STATE.EL);
  const secure = el === 3 || (core.get(REG.SCR_EL3) & 1) === 0;
  if (secure && (core.get(REG.MDCR_EL3) & MDCR.SPME) === 0) {
    // Counting is prohibited here, which the cycle counter minds only with DP.
    on &= (core.get(REG.PMCR_EL0) & PMCR.DP) !== 0 ? 0 : CYCLES;
  }
  for (let n = 0; n < COUNTERS; n++) {
    if (((on >> n) & 1) !== 0 && filtered(core.get(TYPE[n]), el, secure)) on &= ~(1 << n);
  }
  return filtered(core.get(REG.PMCCFILTR_EL0), el, secure) ? on & ~CYCLES : on;
}

// Counting.

const eventOf = (core: Core, n: number): number => core.get(TYPE[n]) & EVENT_NUMBER;

/** Adds to an event counter. One that overflows advances the odd one behind it, if that is chained. */
function add(core: Core, n: number, amount: number): void {
  const sum = core.lo(COUNTER[n]) + amount;
  core.setPair(COUNTER[n], sum, 0);
  if (sum < TWO32) return;
  core.set(REG.PMOVSSET_EL0, core.get(REG.PMOVSSET_EL0) | (1 << n));
  const next = n + 1;
  if ((n & 1) === 0 && ((counting(core) >> next) & 1) !== 0 && eventOf(core, next) === EVENT.CHAIN) add(core, next, 1);
}

/** PMCR_EL0.D, which LC overrules: the cycle counter counts every 64th cycle. */
const divided = (core: Core): boolean => (core.get(REG.PMCR_EL0) & (PMCR.D | PMCR.LC)) === PMCR.D;

function addCycles(core: Core, cycles: number): void {
  let amount = cycles;
  if (divided(core)) {
    const all = core.get(REG.PMCCNTR_PRESCALER) + cycles;
    core.set(REG.PMCCNTR_PRESCALER, all % 64);
    amount = Math.floor(all / 64);
  }
  const lo = core.lo(REG.PMCCNTR_EL0) + (amount % TWO32);
  const carry = Math.floor(amount / TWO32) + (lo >= TWO32 ? 1 : 0);
  const hi = core.hi(REG.PMCCNTR_EL0) + carry;
  core.setPair(REG.PMCCNTR_EL0, lo, hi);
  const over = (core.get(REG.PMCR_EL0) & PMCR.LC) !== 0 ? hi >= TWO32 : carry !== 0;
  if (over) core.set(REG.PMOVSSET_EL0, core.get(REG.PMOVSSET_EL0) | CYCLES);
}

/** What an event counter gains in so many cycles, in which so many instructions retired. */
const gain = (event: number, cycles: number, instructions: number): number => {
  if (event === EVENT.CPU_CYCLES || event === EVENT.BUS_CYCLES) return cycles;
  return event === EVENT.INST_RETIRED || event === EVENT.INST_SPEC ? instructions : 0;
};

function advance(core: Core, cycles: number, instructions: number): void {
  const on = counting(core);
  for (let n = 0; n < COUNTERS; n++) {
    if (((on >> n) & 1) === 0) continue;
    const amount = gain(eventOf(core, n), cycles, instructions);
    if (amount !== 0) add(core, n, amount);
  }
  if ((on & CYCLES) !== 0) addCycles(core, cycles);
}

/** The instruction count up to which everything has been counted. */
const countedTo = (core: Core): number => (core.base + REG.PMU_COUNTED_TO) >> 3;

/** Brings the counters up to date: to be called before they are looked at, and before what they count changes. */
function settle(core: Core): void {
  const { f64 } = core.linear;
  const now = core.icount;
  const passed = now - f64[countedTo(core)];
  // Inside an exception entry the count is one ahead.
  if (passed <= 0) return;
  f64[countedTo(core)] = now;
  advance(core, passed, passed);
  for (const event of core.classEvents) countEvent(core, event);
  core.classEvents = NO_EVENTS;
}

/** Cycles until the next of the counters that count overflows by itself; one while every instruction has to be looked at. */
function untilOverflow(core: Core, on: number): number {
  if (core.countsClasses) return 1;
  let least = Infinity;
  for (let n = 0; n < COUNTERS; n++) {
    if (((on >> n) & 1) !== 0 && gain(eventOf(core, n), 1, 1) !== 0) {
      least = Math.min(least, TWO32 - core.lo(COUNTER[n]));
    }
  }
  if ((on & CYCLES) === 0) return least;
  const [lo, hi] = [core.lo(REG.PMCCNTR_EL0), core.hi(REG.PMCCNTR_EL0)];
  const left = TWO32 - lo;
  if ((core.get(REG.PMCR_EL0) & PMCR.LC) !== 0) return Math.min(least, (TWO32 - 1 - hi) * TWO32 + left);
  return Math.min(least, divided(core) ? left * 64 - core.get(REG.PMCCNTR_PRESCALER) : left);
}

/**
 * Derives the interrupt line and the next overflow from the registers: after each of their changes, after reset, and after a
 * snapshot was loaded.
 */
export function refresh(core: Core): void {
  const pending = core.get(REG.PMOVSSET_EL0) & core.get(REG.PMINTENSET_EL1) & switchedOn(core);
  core.pmuInterrupt?.set(pending !== 0);
  const on = counting(core);
  core.countsClasses = TYPE.some((_, n) => ((on >> n) & 1) !== 0 && CLASS_EVENTS.has(eventOf(core, n)));
  core.overflowAt = core.linear.f64[countedTo(core)] + untilOverflow(core, on);
  core.shorten(core.overflowAt - core.icount);
}

// What happens to a core.

/** The core is at `overflowAt`. */
export function overflow(core: Core): void {
  settle(core);
  refresh(core);
}

/** True where anything may be counted: the rest need not be told of single events. */
export const listening = (core: Core): boolean => core.get(REG.PMCNTENSET_EL0) !== 0;

function countEvent(core: Core, event: number): void {
  const on = counting(core);
  for (let n = 0; n < COUNTERS; n++) if (((on >> n) & 1) !== 0 && eventOf(core, n) === event) add(core, n, 1);
}

/** Counts an event of the instruction in progress. */
export function event(core: Core, number: number): void {
  settle(core);
  countEvent(core, number);
  refresh(core);
}

/** Offsets of interrupts in a quarter of a vector table. */
const IRQ = 0x80;
const FIQ = 0x100;
const SERROR = 0x180;

/**
 * The event of an exception's kind. Taken locally is what stays at its level, or goes from EL0 to the level that EL0's
 * exceptions belong to.
 * @param kind offset in a quarter of the vector table; `ec` is the class of a synchronous one
 * @param retired the exception is what the instruction is for: SVC, HVC, SMC
 */
function exceptionEvent(core: Core, target: number, kind: number, ec: number, retired: boolean): number {
  const el = core.get(STATE.EL);
  const local = target === el || (el === 0 && target === (tge(core) ? 2 : 1));
  if (kind === IRQ) return local ? EVENT.EXC_IRQ : EVENT.EXC_TRAP_IRQ;
  if (kind === FIQ) return local ? EVENT.EXC_FIQ : EVENT.EXC_TRAP_FIQ;
  if (kind === SERROR) return local ? EVENT.EXC_DABORT : EVENT.EXC_TRAP_DABORT;
  if (retired) return ec === EC.SVC ? EVENT.EXC_SVC : ec === EC.HVC ? EVENT.EXC_HVC : EVENT.EXC_SMC;
  switch (ec & ~1) {
    case EC.INSTRUCTION_ABORT:
      return local ? EVENT.EXC_PABORT : EVENT.EXC_TRAP_PABORT;
    case EC.DATA_ABORT:
      return local ? EVENT.EXC_DABORT : EVENT.EXC_TRAP_DABORT;
    default:
      return local ? EVENT.EXC_UNDEF : EVENT.EXC_TRAP_OTHER;
  }
}

/**
 * An exception is about to be taken: counted where it comes from. Its entry is a cycle, in which an instruction retires only if
 * the exception is what the instruction is for (SVC, HVC, SMC). `refresh` has to follow when the level has changed.
 * @param kind offset in a quarter of the vector table, which tells interrupts
 * @param ec exception class of a synchronous one
 */
export function exceptionTaken(core: Core, target: number, kind: number, ec: number, retired: boolean): void {
  settle(core);
  core.classEvents = NO_EVENTS;
  advance(core, 1, retired ? 1 : 0);
  core.linear.f64[countedTo(core)] = core.icount + 1;
  countEvent(core, EVENT.EXC_TAKEN);
  countEvent(core, exceptionEvent(core, target, kind, ec, retired));
}

/** An exception return is about to be done, by an instruction that is counted already. `refresh` has to follow. */
export function exceptionReturned(core: Core): void {
  settle(core);
  countEvent(core, EVENT.EXC_RETURN);
}

// Registers.

type Read = (core: Core) => void;
type Write = (core: Core, lo: number, hi: number) => number;

const result = (core: Core, lo: number, hi = 0): void => core.setPair(STATE.SCRATCH, lo, hi);

/** A write that may change what is counted, or what interrupts. */
const change =
  (apply: (core: Core, lo: number, hi: number) => void): Write =>
  (core, lo, hi) => {
    settle(core);
    apply(core, lo, hi);
    refresh(core);
    return CONTINUE;
  };

/** Writes the bits of a register that the table says can be written. */
function writeBits(core: Core, at: number, lo: number): void {
  const mask = maskLo[(at - STATE.SYSREGS) / 8];
  core.set(at, (core.get(at) & ~mask) | (lo & mask));
}

/** The two registers of a set of bits, one for each counter: one sets, the other clears. */
const readBits =
  (at: number): Read =>
  (core) => {
    settle(core);
    result(core, core.get(at) & accessible(core));
  };
const setBits = (at: number): Write => change((core, lo) => core.set(at, core.get(at) | (lo & accessible(core) & ALL)));
const clearBits = (at: number): Write => change((core, lo) => core.set(at, core.get(at) & ~(lo & accessible(core))));

/** True where event counter `n` is there for the current level. */
const reaches = (core: Core, n: number): boolean => n < COUNTERS && ((accessible(core) >> n) & 1) !== 0;

function readCounter(core: Core, n: number): void {
  settle(core);
  result(core, reaches(core, n) ? core.get(COUNTER[n]) : 0);
}
function writeCounter(core: Core, n: number, lo: number): void {
  if (reaches(core, n)) core.setPair(COUNTER[n], lo, 0);
}
/** PMSELR_EL0.SEL = 31 selects the cycle counter's filter. */
const readType = (core: Core, n: number): void =>
  result(core, n === 31 ? core.get(REG.PMCCFILTR_EL0) : reaches(core, n) ? core.get(TYPE[n]) : 0);
function writeType(core: Core, n: number, lo: number): void {
  if (n === 31) writeBits(core, REG.PMCCFILTR_EL0, lo);
  else if (reaches(core, n)) writeBits(core, TYPE[n], lo);
}

/** PMCR_EL0.N reads as HPMN where only those are there. */
function readControl(core: Core): void {
  const n = accessible(core) === ALL ? COUNTERS : lent(core);
  result(core, (core.get(REG.PMCR_EL0) & ~(31 << PMCR.N_SHIFT)) | (n << PMCR.N_SHIFT));
}

/** P and C act, and leave the overflow flags as they are. */
function writeControl(core: Core, lo: number): void {
  if ((lo & PMCR.C) !== 0) core.setPair(REG.PMCCNTR_EL0, 0, 0);
  if ((lo & PMCR.P) !== 0) {
    for (let n = 0; n < COUNTERS; n++) writeCounter(core, n, 0);
  }
  writeBits(core, REG.PMCR_EL0, lo);
}

function softwareIncrement(core: Core, bits: number): void {
  const on = counting(core) & accessible(core) & bits;
  for (let n = 0; n < COUNTERS; n++) {
    if (((on >> n) & 1) !== 0 && eventOf(core, n) === EVENT.SW_INCR) add(core, n, 1);
  }
}

const selected = (core: Core): number => core.get(REG.PMSELR_EL0);

const each = <T>(name: string, make: (n: number) => T): Partial<Record<RegisterName, T>> =>
  Object.fromEntries(COUNTER.map((_, n) => [name.replace('n', `${n}`), make(n)]));

/** What is in `hooks.ts` for these registers. */
export const PMU_READ: Readonly<Partial<Record<RegisterName, Read>>> = {
  PMCR_EL0: readControl,
  PMCNTENSET_EL0: readBits(REG.PMCNTENSET_EL0),
  PMCNTENCLR_EL0: readBits(REG.PMCNTENSET_EL0),
  PMOVSSET_EL0: readBits(REG.PMOVSSET_EL0),
  PMOVSCLR_EL0: readBits(REG.PMOVSSET_EL0),
  PMINTENSET_EL1: readBits(REG.PMINTENSET_EL1),
  PMINTENCLR_EL1: readBits(REG.PMINTENSET_EL1),
  PMCCNTR_EL0: (core) => {
    settle(core);
    result(core, core.get(REG.PMCCNTR_EL0), core.get(REG.PMCCNTR_EL0 + 4));
  },
  PMXEVTYPER_EL0: (core) => readType(core, selected(core)),
  PMXEVCNTR_EL0: (core) => readCounter(core, selected(core)),
  ...each<Read>('PMEVCNTRn_EL0', (n) => (core) => readCounter(core, n)),
  ...each<Read>('PMEVTYPERn_EL0', (n) => (core) => readType(core, n)),
};

export const PMU_WRITE: Readonly<Partial<Record<RegisterName, Write>>> = {
  PMCR_EL0: change(writeControl),
  PMCNTENSET_EL0: setBits(REG.PMCNTENSET_EL0),
  PMCNTENCLR_EL0: clearBits(REG.PMCNTENSET_EL0),
  PMOVSSET_EL0: setBits(REG.PMOVSSET_EL0),
  PMOVSCLR_EL0: clearBits(REG.PMOVSSET_EL0),
  PMINTENSET_EL1: setBits(REG.PMINTENSET_EL1),
  PMINTENCLR_EL1: clearBits(REG.PMINTENSET_EL1),
  PMSWINC_EL0: change(softwareIncrement),
  PMCCNTR_EL0: change((core, lo, hi) => core.setPair(REG.PMCCNTR_EL0, lo, hi)),
  PMCCFILTR_EL0: change((core, lo) => writeType(core, 31, lo)),
  PMXEVTYPER_EL0: change((core, lo) => writeType(core, selected(core), lo)),
  PMXEVCNTR_EL0: change((core, lo) => writeCounter(core, selected(core), lo)),
  ...each<Write>('PMEVCNTRn_EL0', (n) => change((core, lo) => writeCounter(core, n, lo))),
  ...each<Write>('PMEVTYPERn_EL0', (n) => change((core, lo) => writeType(core, n, lo))),
  MDCR_EL2: change((core, lo) => writeBits(core, REG.MDCR_EL2, lo)),
  MDCR_EL3: change((core, lo) => writeBits(core, REG.MDCR_EL3, lo)),
};
