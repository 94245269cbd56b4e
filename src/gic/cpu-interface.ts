/**
 * The physical CPU interface, GICC (IHI 0048B chapter 4.4; GIC-400 TRM 3.3).
 *
 * Registers are banked by core, and some by security: Non-secure software works on the Group 1 half of them.
 */
import {
  bankChanged,
  bankOf,
  deactivate,
  drive,
  GICC_CTLR,
  groupPriorityMask,
  IDLE,
  isGroup1,
  isSignalled,
  lowestBit,
  runningPriority,
  sgiChanged,
  SPURIOUS,
  SPURIOUS_GROUP1,
  type Gic,
} from './interrupts.js';
import type { Register } from './registers.js';
import { MINIMUM_ABPR, MINIMUM_BPR } from './state.js';

/** GICC_IIDR: GIC-400, GICv2 CPU interface, implementer Arm. */
export const GICC_IIDR = 0x0202143b;

/** Where Non-secure software finds its fields of GICC_CTLR: [its bit, the Secure view's]. */
const NON_SECURE_CTLR: readonly (readonly [number, number])[] = [
  [1 << 0, GICC_CTLR.EnableGrp1],
  [1 << 5, GICC_CTLR.FIQBypDisGrp1],
  [1 << 6, GICC_CTLR.IRQBypDisGrp1],
  [1 << 9, GICC_CTLR.EOImodeNS],
];
const CTLR_FIELDS = 0x7ff;

function readCtlr(gic: Gic, cpu: number, secure: boolean): number {
  const ctlr = gic.state.ctlr[cpu];
  if (secure) return ctlr;
  let view = 0;
  for (const [bit, field] of NON_SECURE_CTLR) if ((ctlr & field) !== 0) view |= bit;
  return view;
}

function writeCtlr(gic: Gic, cpu: number, secure: boolean, _index: number, value: number): void {
  let ctlr = value & CTLR_FIELDS;
  if (!secure) {
    ctlr = gic.state.ctlr[cpu];
    for (const [bit, field] of NON_SECURE_CTLR) ctlr = (value & bit) !== 0 ? ctlr | field : ctlr & ~field;
  }
  gic.state.ctlr[cpu] = ctlr;
  drive(gic, cpu);
}

/** An SGI's INTID with the core it comes from in bits [12:10]. */
const withSource = (gic: Gic, cpu: number, intid: number): number => {
  if (intid >= 16) return intid;
  return intid | (lowestBit(gic.state.sgiPending[cpu * 16 + intid]) << 10);
};

/**
 * What an acknowledging read may take: the INTID, or a spurious one.
 * @param nonSecureView a Non-secure access, or a Secure one to GICC_AIAR or GICC_AHPPIR: Group 1 only.
 */
function offered(gic: Gic, cpu: number, nonSecureView: boolean): number {
  const intid = gic.best[cpu];
  if (intid === SPURIOUS) return SPURIOUS;
  if (!isGroup1(gic, cpu, intid)) return nonSecureView ? SPURIOUS : intid;
  return nonSecureView || (gic.state.ctlr[cpu] & GICC_CTLR.AckCtl) !== 0 ? intid : SPURIOUS_GROUP1;
}

/** GICC_IAR and GICC_AIAR: pending becomes active (or active and pending), and the running priority rises. */
function acknowledge(gic: Gic, cpu: number, nonSecureView: boolean): number {
  if (!isSignalled(gic, cpu)) return SPURIOUS;
  const intid = offered(gic, cpu, nonSecureView);
  if (intid >= SPURIOUS_GROUP1) return intid;
  const { state } = gic;
  const group1 = isGroup1(gic, cpu, intid);
  const level = 1 << ((gic.bestPriority[cpu] & groupPriorityMask(gic, cpu, group1)) >> 3);
  (group1 ? state.nsapr : state.apr)[cpu] |= level;
  const answer = withSource(gic, cpu, intid);
  const bank = bankOf(gic, cpu, intid);
  const bit = 1 << (intid & 31);
  state.active[bank] |= bit;
  if (intid < 16) {
    state.sgiPending[cpu * 16 + intid] &= ~(1 << (answer >> 10));
    sgiChanged(gic, cpu, intid);
  } else {
    state.pending[bank] &= ~bit;
    bankChanged(gic, bank);
  }
  return answer;
}

/** The INTID of a value written to an end-of-interrupt register, or -1 where the write is to be ignored. */
function endedIntid(gic: Gic, cpu: number, nonSecureView: boolean, value: number): number {
  const intid = value & 0x3ff;
  if (intid >= gic.interrupts) return -1;
  return nonSecureView && !isGroup1(gic, cpu, intid) ? -1 : intid;
}

const splits = (gic: Gic, cpu: number, nonSecureView: boolean): boolean =>
  (gic.state.ctlr[cpu] & (nonSecureView ? GICC_CTLR.EOImodeNS : GICC_CTLR.EOImodeS)) !== 0;

/**
 * GICC_EOIR and GICC_AEOIR: drops the running priority and, unless EOImode splits the two, deactivates.
 * A Secure write for a Group 1 interrupt works whatever AckCtl says (the manual leaves AckCtl = 0 UNPREDICTABLE).
 */
function endOfInterrupt(gic: Gic, cpu: number, nonSecureView: boolean, value: number): void {
  const intid = endedIntid(gic, cpu, nonSecureView, value);
  if (intid < 0) return;
  const levels = isGroup1(gic, cpu, intid) ? gic.state.nsapr : gic.state.apr;
  // The lowest bit is the highest active priority.
  levels[cpu] &= levels[cpu] - 1;
  if (!splits(gic, cpu, nonSecureView)) deactivate(gic, cpu, intid);
  drive(gic, cpu);
}

/** GICC_DIR. With EOImode 0 the manual leaves it UNPREDICTABLE: it is ignored. */
function deactivateInterrupt(gic: Gic, cpu: number, secure: boolean, _index: number, value: number): void {
  const intid = endedIntid(gic, cpu, !secure, value);
  if (intid >= 0 && splits(gic, cpu, !secure)) deactivate(gic, cpu, intid);
}

/** A priority as Non-secure software sees it: zero if it lies in the Secure half (IHI 0048B 3.5.3). */
const nonSecurePriority = (priority: number): number => ((priority & 0x80) === 0 ? 0 : (priority << 1) & 0xff);

function readRunningPriority(gic: Gic, cpu: number, secure: boolean): number {
  const priority = runningPriority(gic, cpu);
  if (priority === IDLE) return 0xff;
  return secure ? priority : nonSecurePriority(priority);
}

function pendingIntid(gic: Gic, cpu: number, nonSecureView: boolean): number {
  const intid = offered(gic, cpu, nonSecureView);
  return intid >= SPURIOUS_GROUP1 ? intid : withSource(gic, cpu, intid);
}

function writeAbpr(gic: Gic, cpu: number, value: number): void {
  gic.state.abpr[cpu] = Math.max(value & 7, MINIMUM_ABPR);
  drive(gic, cpu);
}

/** The CPU interface's registers by offset. Those named GICC_A... are Secure software's way to the Non-secure view. */
export const GICC: readonly Register<Gic>[] = [
  { name: 'GICC_CTLR', offset: 0x0000, read: readCtlr, write: writeCtlr },
  {
    name: 'GICC_PMR',
    offset: 0x0004,
    read: (gic, cpu, secure) => (secure ? gic.state.pmr[cpu] : nonSecurePriority(gic.state.pmr[cpu])),
    write(gic, cpu, secure, _index, value) {
      // Non-secure software may not move a mask that Secure software has put into its own half.
      if (!secure && (gic.state.pmr[cpu] & 0x80) === 0) return;
      gic.state.pmr[cpu] = (secure ? value : 0x80 | ((value & 0xff) >> 1)) & 0xf8;
      drive(gic, cpu);
    },
  },
  {
    name: 'GICC_BPR',
    offset: 0x0008,
    read(gic, cpu, secure) {
      if (secure) return gic.state.bpr[cpu];
      const common = (gic.state.ctlr[cpu] & GICC_CTLR.CBPR) !== 0;
      return common ? Math.min(gic.state.bpr[cpu] + 1, 7) : gic.state.abpr[cpu];
    },
    write(gic, cpu, secure, _index, value) {
      if (secure) {
        gic.state.bpr[cpu] = Math.max(value & 7, MINIMUM_BPR);
        drive(gic, cpu);
      } else if ((gic.state.ctlr[cpu] & GICC_CTLR.CBPR) === 0) {
        writeAbpr(gic, cpu, value);
      }
    },
  },
  { name: 'GICC_IAR', offset: 0x000c, read: (gic, cpu, secure) => acknowledge(gic, cpu, !secure) },
  {
    name: 'GICC_EOIR',
    offset: 0x0010,
    write: (gic, cpu, secure, _index, value) => endOfInterrupt(gic, cpu, !secure, value),
  },
  { name: 'GICC_RPR', offset: 0x0014, read: readRunningPriority },
  { name: 'GICC_HPPIR', offset: 0x0018, read: (gic, cpu, secure) => pendingIntid(gic, cpu, !secure) },
  {
    name: 'GICC_ABPR',
    offset: 0x001c,
    read: (gic, cpu, secure) => (secure ? gic.state.abpr[cpu] : 0),
    write(gic, cpu, secure, _index, value) {
      if (secure) writeAbpr(gic, cpu, value);
    },
  },
  { name: 'GICC_AIAR', offset: 0x0020, read: (gic, cpu, secure) => (secure ? acknowledge(gic, cpu, true) : 0) },
  {
    name: 'GICC_AEOIR',
    offset: 0x0024,
    write(gic, cpu, secure, _index, value) {
      if (secure) endOfInterrupt(gic, cpu, true, value);
    },
  },
  { name: 'GICC_AHPPIR', offset: 0x0028, read: (gic, cpu, secure) => (secure ? pendingIntid(gic, cpu, true) : 0) },
  {
    name: 'GICC_APR0',
    offset: 0x00d0,
    // Secure: Group 0's levels. Non-secure: the lower half of Group 1's, from bit 0.
    read: (gic, cpu, secure) => (secure ? gic.state.apr[cpu] : gic.state.nsapr[cpu] >>> 16),
    write(gic, cpu, secure, _index, value) {
      if (secure) gic.state.apr[cpu] = value;
      else gic.state.nsapr[cpu] = (gic.state.nsapr[cpu] & 0xffff) | (value << 16);
      drive(gic, cpu);
    },
  },
  {
    name: 'GICC_NSAPR0',
    offset: 0x00e0,
    read: (gic, cpu, secure) => (secure ? gic.state.nsapr[cpu] : 0),
    write(gic, cpu, secure, _index, value) {
      if (!secure) return;
      gic.state.nsapr[cpu] = value;
      drive(gic, cpu);
    },
  },
  { name: 'GICC_IIDR', offset: 0x00fc, read: () => GICC_IIDR },
  { name: 'GICC_DIR', offset: 0x1000, write: deactivateInterrupt },
];
