/** MRS, MSR and SYS: who may, what traps (with the syndrome), and then the register or the operation. */
import { CONTINUE, type Core } from '../core.js';
import { debugChanged } from '../debug/registers.js';
import { EC, fpTrap } from '../exceptions.js';
import { at, cache, tlbi } from '../maintenance.js';
import { instructionWord } from '../mmu/aborts.js';
import { regimeChanged, setLevel } from '../pstate.js';
import { STATE } from '../state.js';
import { EL1_CONTROLS } from './controls.js';
import { ALLOWED, FP_TRAPPED, UNDEFINED, checkControls, checkRegister, el2Enabled } from './guards.js';
import { READ, setMasks, WRITE, type ReadHook, type WriteHook } from './hooks.js';
import { SYSTEM_INSTRUCTIONS } from './instructions.js';
import * as pmu from './pmu.js';
import { EVENT } from './pmu-events.js';
import {
  debug,
  el2Index,
  guarded,
  implementationDefined,
  indexOf,
  isImplementationDefined,
  maskHi,
  maskLo,
  readable,
  regime,
  writable,
} from './lookup.js';
import { REGISTERS, type RegisterName, type SystemRegister } from './table.js';

const readHooks: (ReadHook | undefined)[] = REGISTERS.map(({ name }) => READ[name as RegisterName]);
const writeHooks: (WriteHook | undefined)[] = REGISTERS.map(({ name }) => WRITE[name as RegisterName]);

/** The performance monitors' event of a write, 0 for none. */
const events = Uint8Array.from(REGISTERS, ({ counts }: SystemRegister) => (counts ? EVENT[counts] : 0));

const EL1_NAMES = Object.keys(EL1_CONTROLS);
const el1Index = (name: keyof typeof EL1_CONTROLS): number => EL1_NAMES.indexOf(name);
const TIDCP = el2Index('TIDCP');
const UMA = el1Index('UMA');

/** Raises the trap of an MSR, MRS or system instruction to `target`: class 0x18 with its ISS (Arm ARM D13.2.37). */
function trap(core: Core, key: number, rt: number, read: boolean, target: number): number {
  const iss =
    ((key >>> 14) << 20) |
    ((key & 7) << 17) |
    (((key >>> 11) & 7) << 14) |
    (((key >>> 7) & 15) << 10) |
    (rt << 5) |
    (((key >>> 3) & 15) << 1) |
    (read ? 1 : 0);
  return core.raise(EC.SYSTEM, iss, 0, target);
}

/** Refuses an access as a check told. */
function refuse(core: Core, key: number, read: boolean, verdict: number): number {
  if (verdict === FP_TRAPPED) return fpTrap(core);
  if (verdict === UNDEFINED) return core.raise(EC.UNKNOWN, 0);
  return trap(core, key, instructionWord(core) & 31, read, verdict);
}

/** True where HCR_EL2.TIDCP traps what is implementation defined. From EL0 it is UNDEFINED all the same. */
const tidcp = (core: Core): boolean => core.get(STATE.EL) === 1 && checkControls(core, 1, -1, TIDCP, -1, false) === 2;

/**
 * A register of a higher level, or a direction that it does not have: UNDEFINED, before any trap. But TIDCP is about the
 * encoding, so that it traps what is implementation defined even where the access would be UNDEFINED.
 */
const notHere = (core: Core, key: number, index: number, read: boolean): number =>
  refuse(core, key, read, implementationDefined[index] !== 0 && tidcp(core) ? 2 : UNDEFINED);

/** An encoding that names nothing: UNDEFINED and counted, except where EL2 wants what is implementation defined. */
function unknown(core: Core, key: number, read: boolean): number {
  if (isImplementationDefined(key) && tidcp(core)) return refuse(core, key, read, 2);
  core.unknown.note(key, !read, core.pcLo, core.pcHi);
  return core.raise(EC.UNKNOWN, 0);
}

/**
 * MRS: the register to SCRATCH.
 * @param key op0, op1, CRn, CRm, op2 (`sysregKey`)
 */
export function mrs(core: Core, key: number): number {
  const index = indexOf(key);
  if (index < 0) return unknown(core, key, true);
  if (core.get(STATE.EL) < readable[index]) return notHere(core, key, index, true);
  if (guarded[index] !== 0) {
    const verdict = implementationDefined[index] !== 0 && tidcp(core) ? 2 : checkRegister(core, index, false);
    if (verdict !== ALLOWED) return refuse(core, key, true, verdict);
  }
  const hook = readHooks[index];
  if (hook) {
    hook(core);
    return CONTINUE;
  }
  const from = STATE.SYSREGS + 8 * index;
  core.setPair(STATE.SCRATCH, core.get(from), core.get(from + 4));
  return CONTINUE;
}

/** MSR (register): SCRATCH to the register. */
export function msr(core: Core, key: number): number {
  const index = indexOf(key);
  if (index < 0) return unknown(core, key, false);
  if (core.get(STATE.EL) < writable[index]) return notHere(core, key, index, false);
  if (guarded[index] !== 0) {
    const verdict = implementationDefined[index] !== 0 && tidcp(core) ? 2 : checkRegister(core, index, true);
    if (verdict !== ALLOWED) return refuse(core, key, false, verdict);
  }
  if (events[index] !== 0 && pmu.listening(core)) pmu.event(core, events[index]);
  return writeAllowed(core, index, core.get(STATE.SCRATCH), core.get(STATE.SCRATCH + 4));
}

/** What a write does when nothing stands in its way. */
export function writeAllowed(core: Core, index: number, lo: number, hi: number): number {
  const hook = writeHooks[index];
  if (hook) {
    const next = hook(core, lo, hi);
    if (debug[index] === 0) return next;
    debugChanged(core);
    return core.leaveAfter();
  }
  const to = STATE.SYSREGS + 8 * index;
  const ml = maskLo[index];
  const mh = maskHi[index];
  core.setPair(to, (core.get(to) & ~ml) | (lo & ml), (core.get(to + 4) & ~mh) | (hi & mh));
  if (regime[index] === 0 && debug[index] === 0) return CONTINUE;
  if (regime[index] !== 0) regimeChanged(core);
  if (debug[index] !== 0) debugChanged(core);
  return core.leaveAfter();
}

/** op1<<3 | op2 of the fields of MSR (immediate). */
const SPSEL = 0o05;
const DAIFSET = 0o36;
const DAIFCLR = 0o37;

/**
 * MSR (immediate): SPSel, DAIFSet, DAIFClr; the 4-bit immediate is in SCRATCH.
 * @param field op1<<3 | op2
 */
export function msrImmediate(core: Core, field: number): number {
  const el = core.get(STATE.EL);
  const imm = core.get(STATE.SCRATCH) & 15;
  if (field === SPSEL && el !== 0) {
    setLevel(core, el, imm & 1);
    return core.leaveAfter();
  }
  if (field !== DAIFSET && field !== DAIFCLR) return core.raise(EC.UNKNOWN, 0);
  if (el === 0) {
    const target = checkControls(core, 0, UMA, -1, -1, true);
    // The access reads as one to CRn 4 with the immediate as CRm and no register.
    if (target !== ALLOWED)
      return trap(core, ((field >>> 3) << 11) | (4 << 7) | (imm << 3) | (field & 7), 31, false, target);
  }
  const daif = core.get(STATE.DAIF);
  if (field === DAIFSET) {
    core.set(STATE.DAIF, daif | (imm << 6));
    return CONTINUE;
  }
  return setMasks(core, daif & ~(imm << 6));
}

/** Index in `SYSTEM_INSTRUCTIONS` by key (op0 is 1). */
const byKey = new Int8Array(0x4000).fill(-1);
SYSTEM_INSTRUCTIONS.forEach((row, i) => (byKey[row.key & 0x3fff] = i));
const operations = SYSTEM_INSTRUCTIONS.map((row) => ({
  least: row.least,
  el1: row.el1 ? el1Index(row.el1) : -1,
  el2: row.el2 ? el2Index(row.el2) : -1,
  nonSecure: row.nonSecure ?? false,
  run: row.name.startsWith('TLBI') ? tlbi : row.name.startsWith('AT') ? at : cache,
}));

/** SYS: IC, DC, AT and TLBI, with Xt in SCRATCH. */
export function sysInstruction(core: Core, key: number): number {
  const index = byKey[key & 0x3fff];
  if (index < 0) return unknown(core, key, false);
  const row = operations[index];
  const el = core.get(STATE.EL);
  if (el < row.least || (row.nonSecure && el === 3 && !el2Enabled(core))) {
    return core.raise(EC.UNKNOWN, 0);
  }
  const target = checkControls(core, el, row.el1, row.el2, -1, true);
  if (target !== ALLOWED) return refuse(core, key, false, target);
  return row.run(core, key, core.lo(STATE.SCRATCH), core.hi(STATE.SCRATCH));
}

/** SYSL: Armv8.0-A has none. */
export const sysl = (core: Core, key: number): number => unknown(core, key, true);
