/**
 * What reading and writing a register does beyond moving its value: for the rows of the table that say `hook`.
 *
 * A read leaves the value in SCRATCH. A write gets the value and returns CONTINUE, or LEAVE where the core has to go
 * through its run loop.
 */
import { CONTINUE, type Core } from '../core.js';
import { MDSCR, OSLK } from '../debug/enable.js';
import { debugChanged } from '../debug/registers.js';
import { interruptPending, interruptStatus } from '../exceptions.js';
import { DAIF, getNzcv, setLevel, setNzcv } from '../pstate.js';
import { STATE } from '../state.js';
import { TIMER } from '../timers.js';
import * as cluster from './cluster.js';
import { el2Enabled, zvaEnabled } from './guards.js';
import { PMU_READ, PMU_WRITE } from './pmu.js';
import { REG } from './storage.js';
import type { RegisterName } from './table.js';

export type ReadHook = (core: Core) => void;
export type WriteHook = (core: Core, lo: number, hi: number) => number;

const value = (core: Core, lo: number, hi = 0): void => core.setPair(STATE.SCRATCH, lo, hi);
const copy = (core: Core, at: number): void => value(core, core.get(at), core.get(at + 4));

/** EL1 of a guest sees the identity that its hypervisor gave it. */
const identity =
  (own: number, virtual: number): ReadHook =>
  (core) =>
    copy(core, core.get(STATE.EL) === 1 && el2Enabled(core) ? virtual : own);

/** CCSIDR_EL1 by CSSELR_EL1: 32 KB 2-way data, 48 KB 3-way instructions, 1 MB 16-way level 2; all of 64-byte lines. */
const CACHE_GEOMETRY: Readonly<Record<number, number>> = { 0: 0x701fe00a, 1: 0x201fe012, 2: 0x707fe07a };

// A core without a clock has no timers: its counter stands still.
const timerReads = (i: number): [ReadHook, ReadHook] => [
  (core) => value(core, core.timers?.readTimerValue(i) ?? 0),
  (core) => value(core, core.timers?.readControl(i) ?? 0),
];
const timerWrites = (i: number, control: number, compare: number): [WriteHook, WriteHook, WriteHook] => [
  (core, lo) => {
    core.timers?.writeTimerValue(i, lo);
    return CONTINUE;
  },
  (core, lo) => {
    core.set(control, lo & 3);
    core.timers?.update(i);
    return CONTINUE;
  },
  (core, lo, hi) => {
    core.setPair(compare, lo, hi);
    core.timers?.update(i);
    return CONTINUE;
  },
];
const [readTvalPs, readCtlPs] = timerReads(TIMER.SECURE_PHYSICAL);
const [readTvalP, readCtlP] = timerReads(TIMER.PHYSICAL);
const [readTvalV, readCtlV] = timerReads(TIMER.VIRTUAL);
const [readTvalHp, readCtlHp] = timerReads(TIMER.HYPERVISOR);
const [tvalPs, ctlPs, cvalPs] = timerWrites(TIMER.SECURE_PHYSICAL, REG.CNTPS_CTL_EL1, REG.CNTPS_CVAL_EL1);
const [tvalP, ctlP, cvalP] = timerWrites(TIMER.PHYSICAL, REG.CNTP_CTL_EL0, REG.CNTP_CVAL_EL0);
const [tvalV, ctlV, cvalV] = timerWrites(TIMER.VIRTUAL, REG.CNTV_CTL_EL0, REG.CNTV_CVAL_EL0);
const [tvalHp, ctlHp, cvalHp] = timerWrites(TIMER.HYPERVISOR, REG.CNTHP_CTL_EL2, REG.CNTHP_CVAL_EL2);

/** A control register of event streams: what happened under the old value happened. */
const streamControl =
  (at: number, mask: number): WriteHook =>
  (core, lo) => {
    core.timers?.eventStream();
    core.set(at, lo & mask);
    return CONTINUE;
  };

/** MDSCR_EL1 bits that are writable only while the OS lock is locked: RXfull, TXfull, RXO, TXU, INTdis, TDA, HDE, ERR. */
const LOCKED_ONLY = 0x6ce04040 | 0;
/** MDE, KDE, TDCC and SS, which are always writable. */
const MDSCR_ALWAYS = 0xb001;
/** MDSCR_EL1.RXfull and TXfull, which MDCCSR_EL0 shows. */
const DCC_FULL = 3 << 29;

export const READ: Readonly<Partial<Record<RegisterName, ReadHook>>> = {
  MIDR_EL1: identity(REG.MIDR_EL1, REG.VPIDR_EL2),
  MPIDR_EL1: identity(REG.MPIDR_EL1, REG.VMPIDR_EL2),
  CCSIDR_EL1: (core) => value(core, CACHE_GEOMETRY[core.get(REG.CSSELR_EL1)] ?? 0),
  // DZP: DC ZVA is prohibited here.
  DCZID_EL0: (core) => value(core, 4 | (zvaEnabled(core) ? 0 : 16)),
  SPSel: (core) => value(core, core.get(STATE.SPSEL)),
  CurrentEL: (core) => value(core, core.get(STATE.EL) << 2),
  NZCV: (core) => value(core, getNzcv(core)),
  DAIF: (core) => value(core, core.get(STATE.DAIF)),
  FPCR: (core) => value(core, core.get(STATE.FPCR)),
  FPSR: (core) => value(core, core.get(STATE.FPSR)),
  ISR_EL1: (core) => value(core, interruptStatus(core)),
  CNTPCT_EL0: (core) => (core.timers ? core.timers.readCount(false) : value(core, 0)),
  CNTVCT_EL0: (core) => (core.timers ? core.timers.readCount(true) : value(core, 0)),
  CNTP_TVAL_EL0: readTvalP,
  CNTP_CTL_EL0: readCtlP,
  CNTV_TVAL_EL0: readTvalV,
  CNTV_CTL_EL0: readCtlV,
  CNTHP_TVAL_EL2: readTvalHp,
  CNTHP_CTL_EL2: readCtlHp,
  CNTPS_TVAL_EL1: readTvalPs,
  CNTPS_CTL_EL1: readCtlPs,
  ...PMU_READ,
  L2CTLR_EL1: cluster.read(REG.L2CTLR_EL1),
  L2ECTLR_EL1: cluster.read(REG.L2ECTLR_EL1),
  L2ACTLR_EL1: cluster.read(REG.L2ACTLR_EL1),
  MDCCSR_EL0: (core) => value(core, core.get(REG.MDSCR_EL1) & DCC_FULL),
  DBGCLAIMSET_EL1: (core) => value(core, 0xff),
  DBGCLAIMCLR_EL1: (core) => copy(core, REG.DBGCLAIM),
};

export const WRITE: Readonly<Partial<Record<RegisterName, WriteHook>>> = {
  SPSel: (core, lo) => {
    setLevel(core, core.get(STATE.EL), lo & 1);
    return core.leaveAfter();
  },
  NZCV: (core, lo) => {
    setNzcv(core, lo);
    return CONTINUE;
  },
  DAIF: (core, lo) => setMasks(core, lo & DAIF.ALL),
  // Armv8.0 with half precision as a storage format: AHP, DN, FZ, RMode.
  FPCR: (core, lo) => {
    const fpcr = lo & 0x07c00000;
    if (fpcr === core.get(STATE.FPCR)) return CONTINUE;
    core.set(STATE.FPCR, fpcr);
    core.set(STATE.EPOCH, core.get(STATE.EPOCH) + 1);
    return core.leaveAfter();
  },
  FPSR: (core, lo) => {
    core.set(STATE.FPSR, lo & (0xf800009f | 0));
    return CONTINUE;
  },
  CNTKCTL_EL1: streamControl(REG.CNTKCTL_EL1, 0x3ff),
  CNTHCTL_EL2: streamControl(REG.CNTHCTL_EL2, 0xff),
  CNTVOFF_EL2: (core, lo, hi) => {
    core.timers?.eventStream();
    core.setPair(REG.CNTVOFF_EL2, lo, hi);
    core.timers?.update(TIMER.VIRTUAL);
    return CONTINUE;
  },
  CNTP_TVAL_EL0: tvalP,
  CNTP_CTL_EL0: ctlP,
  CNTP_CVAL_EL0: cvalP,
  CNTV_TVAL_EL0: tvalV,
  CNTV_CTL_EL0: ctlV,
  CNTV_CVAL_EL0: cvalV,
  CNTHP_TVAL_EL2: tvalHp,
  CNTHP_CTL_EL2: ctlHp,
  CNTHP_CVAL_EL2: cvalHp,
  CNTPS_TVAL_EL1: tvalPs,
  CNTPS_CTL_EL1: ctlPs,
  CNTPS_CVAL_EL1: cvalPs,
  ...PMU_WRITE,
  MDSCR_EL1: (core, lo) => {
    const locked = (core.get(REG.OSLSR_EL1) & OSLK) !== 0;
    const mask = MDSCR_ALWAYS | (locked ? LOCKED_ONLY : 0);
    core.set(REG.MDSCR_EL1, (core.get(REG.MDSCR_EL1) & ~mask) | (lo & mask));
    debugChanged(core);
    return core.leaveAfter();
  },
  L2CTLR_EL1: cluster.write(REG.L2CTLR_EL1),
  L2ECTLR_EL1: cluster.write(REG.L2ECTLR_EL1),
  L2ACTLR_EL1: cluster.write(REG.L2ACTLR_EL1),
  OSECCR_EL1: (core, lo) => {
    if ((core.get(REG.OSLSR_EL1) & OSLK) !== 0) core.set(REG.OSECCR_EL1, lo);
    return CONTINUE;
  },
  OSLAR_EL1: (core, lo) => {
    core.set(REG.OSLSR_EL1, (core.get(REG.OSLSR_EL1) & ~OSLK) | ((lo & 1) << 1));
    return core.leaveAfter();
  },
  DBGCLAIMSET_EL1: (core, lo) => {
    core.set(REG.DBGCLAIM, core.get(REG.DBGCLAIM) | (lo & 0xff));
    return CONTINUE;
  },
  DBGCLAIMCLR_EL1: (core, lo) => {
    core.set(REG.DBGCLAIM, core.get(REG.DBGCLAIM) & ~lo);
    return CONTINUE;
  },
};

/** Writes PSTATE.D, A, I and F (in DAIF's bits). Leaves if an interrupt is to be taken now, or a debug exception may be. */
export function setMasks(core: Core, daif: number): number {
  core.set(STATE.DAIF, daif);
  const debug = (daif & DAIF.D) === 0 && (core.get(REG.MDSCR_EL1) & (MDSCR.MDE | MDSCR.SS)) !== 0;
  return debug || interruptPending(core) ? core.leaveAfter() : CONTINUE;
}
