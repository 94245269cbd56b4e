/**
 * The Performance Monitors (Arm ARM D5, D13.4), as far as they go now: the cycle counter counts guest time, one cycle
 * a nanosecond; the six event counters hold what is written to them.
 */
import { CONTINUE, type Core } from '../core.js';
import { STATE } from '../state.js';
import { REG } from './storage.js';

/** PMCR_EL0: enable, reset event counters, reset the cycle counter, count every 64th cycle. */
const PMCR = { E: 1, P: 2, C: 4, D: 8 } as const;
/** Counters that there are: six, and the cycle counter as bit 31. */
const IMPLEMENTED = 0x8000003f | 0;
const CYCLES = 0x80000000 | 0;
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

/** Brings PMCCNTR_EL0 up to now: to be called before it is read and before what makes it count changes. */
export function sync(core: Core): void {
  const { f64 } = core.linear;
  const at = (core.base + REG.PMCCNTR_AT) >> 3;
  const now = core.clock?.now() ?? 0;
  const pmcr = core.get(REG.PMCR_EL0);
  let passed = now - f64[at];
  f64[at] = now;
  if ((pmcr & PMCR.E) === 0 || (core.get(REG.PMCNTENSET_EL0) & CYCLES) === 0) return;
  if ((pmcr & PMCR.D) !== 0) {
    const whole = Math.floor(passed / 64);
    f64[at] -= passed - whole * 64;
    passed = whole;
  }
  const lo = core.lo(REG.PMCCNTR_EL0) + (passed % 4294967296);
  const hi = core.hi(REG.PMCCNTR_EL0) + Math.floor(passed / 4294967296) + (lo >= 4294967296 ? 1 : 0);
  core.setPair(REG.PMCCNTR_EL0, lo, hi);
}

/** PMCR_EL0: E, D, X, DP and LC are kept; P and C act. */
export function writeControl(core: Core, lo: number): number {
  sync(core);
  if ((lo & PMCR.C) !== 0) core.setPair(REG.PMCCNTR_EL0, 0, 0);
  if ((lo & PMCR.P) !== 0) for (const at of COUNTER) core.set(at, 0);
  core.set(REG.PMCR_EL0, (core.get(REG.PMCR_EL0) & ~0x79) | (lo & 0x79));
  return CONTINUE;
}

/** Which counters count. */
export function writeEnable(core: Core, value: number): number {
  sync(core);
  core.set(REG.PMCNTENSET_EL0, value & IMPLEMENTED);
  return CONTINUE;
}

/** A register that has one address to set its bits and one to clear them. */
export function setBits(core: Core, at: number, bits: number, on: boolean): number {
  core.set(at, on ? core.get(at) | (bits & IMPLEMENTED) : core.get(at) & ~bits);
  return CONTINUE;
}

/** The register that PMSELR_EL0.SEL selects for PMXEVTYPER_EL0 or PMXEVCNTR_EL0, or -1. */
function selected(core: Core, which: 'type' | 'counter'): number {
  const n = core.get(REG.PMSELR_EL0);
  if (n < 6) return (which === 'type' ? TYPE : COUNTER)[n];
  return n === 31 && which === 'type' ? REG.PMCCFILTR_EL0 : -1;
}

export function readSelected(core: Core, which: 'type' | 'counter'): void {
  const at = selected(core, which);
  core.setPair(STATE.SCRATCH, at < 0 ? 0 : core.get(at), 0);
}

export function writeSelected(core: Core, which: 'type' | 'counter', lo: number): number {
  const at = selected(core, which);
  const mask = which === 'counter' ? -1 : at === REG.PMCCFILTR_EL0 ? 0xfc000000 | 0 : 0xfc0003ff | 0;
  if (at >= 0) core.set(at, lo & mask);
  return CONTINUE;
}
