/**
 * The heart of the GIC: which interrupt each core is shown, and which wires that drives.
 *
 * Linux acknowledges and ends interrupts all the time, so nothing here scans all interrupts: `ready` keeps one bit for each
 * that could be signalled to someone, and only the cores that a change concerns choose anew.
 */
import type { IrqLine } from '../aarch64/bus.js';
import type { GicState } from './state.js';

/** The wires to one core. `true` means that the interrupt is asserted, although the pins nIRQ and nFIQ are active low. */
export interface CoreInterrupts {
  readonly nIRQ: IrqLine;
  readonly nFIQ: IrqLine;
  readonly vIRQ: IrqLine;
  readonly vFIQ: IrqLine;
}

/** The state, and what is derived from it. */
export interface Gic {
  readonly cpus: number;
  readonly interrupts: number;
  /** The INTIDs from 0 to 31 that there are, one bit each. */
  readonly own: number;
  /** It has the Security Extensions. Without them all accesses are as Secure ones. */
  readonly security: boolean;
  readonly state: GicState;
  readonly outputs: readonly CoreInterrupts[];
  /** By core: the maintenance interrupt's input, PPI 25. */
  readonly maintenance: readonly IrqLine[];
  /** By bank: the inputs that are high. */
  readonly level: Int32Array;
  /** By core: the SGIs pending from some core. */
  readonly sgiWaiting: Int32Array;
  /** By core, then SPI bank: the SPIs that target the core. */
  readonly targeting: Int32Array;
  /** By bank: pending, enabled, not active, and of a group that GICD_CTLR forwards. */
  readonly ready: Int32Array;
  /** One bit for each SPI bank whose `ready` is not zero. */
  spiBanksReady: number;
  /** By core: the highest priority pending interrupt's INTID (1023: none) and priority. */
  readonly best: Int32Array;
  readonly bestPriority: Int32Array;
  /** By core: the list register that holds the highest priority pending virtual interrupt; -1: none. */
  readonly virtualBest: Int32Array;
  /** By core: what was last driven on nIRQ (bit 0) and nFIQ (bit 1), and on vIRQ and vFIQ. */
  readonly driven: Uint8Array;
  readonly virtualDriven: Uint8Array;
}

/** No interrupt to acknowledge (IHI 0048B 3.2.5). */
export const SPURIOUS = 1023;
/** A Group 1 interrupt is there, but this read may not acknowledge it. */
export const SPURIOUS_GROUP1 = 1022;
/** Higher than every priority: the running priority of a core that runs no interrupt. */
export const IDLE = 0x100;

/** GICC_CTLR's fields, Secure view (IHI 0048B 4.4.1). */
export const GICC_CTLR = {
  EnableGrp0: 1 << 0,
  EnableGrp1: 1 << 1,
  AckCtl: 1 << 2,
  FIQEn: 1 << 3,
  CBPR: 1 << 4,
  FIQBypDisGrp0: 1 << 5,
  IRQBypDisGrp0: 1 << 6,
  FIQBypDisGrp1: 1 << 7,
  IRQBypDisGrp1: 1 << 8,
  EOImodeS: 1 << 9,
  EOImodeNS: 1 << 10,
} as const;

const IRQ = 1;
const FIQ = 2;
/** The legacy interrupt inputs are PPIs too: nLEGACYFIQ is INTID 28, nLEGACYIRQ 31 (GIC-400 TRM 2.2.2). */
const LEGACY_FIQ = 1 << 28;
const LEGACY_IRQ = 1 << 31;

/** The number of the lowest bit set in `bits`, which is not zero. */
export const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

/** The bank of an INTID below `gic.interrupts`, as `cpu` sees it. */
export const bankOf = (gic: Gic, cpu: number, intid: number): number =>
  intid < 32 ? cpu : gic.cpus - 1 + (intid >> 5);

/** Whether an INTID below `gic.interrupts` is in Group 1. */
export const isGroup1 = (gic: Gic, cpu: number, intid: number): boolean =>
  ((gic.state.group1[bankOf(gic, cpu, intid)] >> (intid & 31)) & 1) !== 0;

/** The pending bits of a bank, SGIs included, as GICD_ISPENDR shows them to Secure software. */
export function pendingBits(gic: Gic, bank: number): number {
  const { pending, edge, sgiPending } = gic.state;
  let bits = pending[bank] | (gic.level[bank] & ~edge[bank]);
  if (bank < gic.cpus) {
    for (let sgi = 0; sgi < 16; sgi++) if (sgiPending[bank * 16 + sgi] !== 0) bits |= 1 << sgi;
  }
  return bits;
}

/**
 * The running priority of a core's physical interface: that of the active interrupt of highest priority, or IDLE.
 * The active priorities registers hold one bit for each of 32 levels, so it is the lowest one of them.
 */
export function runningPriority(gic: Gic, cpu: number): number {
  const levels = gic.state.apr[cpu] | gic.state.nsapr[cpu];
  return levels === 0 ? IDLE : lowestBit(levels) << 3;
}

/** The part of a priority that decides preemption: a mask over the Secure view (IHI 0048B 3.3.3, table 3-4). */
export function groupPriorityMask(gic: Gic, cpu: number, group1: boolean): number {
  const { ctlr, bpr, abpr } = gic.state;
  const point = group1 && (ctlr[cpu] & GICC_CTLR.CBPR) === 0 ? abpr[cpu] - 1 : bpr[cpu];
  return (0xff << (point + 1)) & 0xff;
}

/** Whether the highest priority pending interrupt is signalled to the core: by group enable, priority mask, preemption. */
export function isSignalled(gic: Gic, cpu: number): boolean {
  const intid = gic.best[cpu];
  if (intid === SPURIOUS) return false;
  const priority = gic.bestPriority[cpu];
  const group1 = isGroup1(gic, cpu, intid);
  return (
    (gic.state.ctlr[cpu] & (group1 ? GICC_CTLR.EnableGrp1 : GICC_CTLR.EnableGrp0)) !== 0 &&
    priority < gic.state.pmr[cpu] &&
    (priority & groupPriorityMask(gic, cpu, group1)) < runningPriority(gic, cpu)
  );
}

/**
 * The legacy inputs that reach the core's pins because its interface is off and their bypass is not disabled
 * (IHI 0048B 2.3.2). Group 1 uses IRQ, Group 0 uses FIQ if FIQEn is set and IRQ otherwise.
 */
function bypassed(gic: Gic, cpu: number): number {
  const level = gic.level[cpu];
  if ((level & (LEGACY_FIQ | LEGACY_IRQ)) === 0) return 0;
  const ctlr = gic.state.ctlr[cpu];
  const has = (bits: number): boolean => (ctlr & bits) !== 0;
  const group0Irq = has(GICC_CTLR.EnableGrp0) && !has(GICC_CTLR.FIQEn);
  const group0Fiq = has(GICC_CTLR.EnableGrp0) && has(GICC_CTLR.FIQEn);
  let out = 0;
  if (!has(GICC_CTLR.EnableGrp1 | GICC_CTLR.IRQBypDisGrp0 | GICC_CTLR.IRQBypDisGrp1) && !group0Irq) {
    if ((level & LEGACY_IRQ) !== 0) out |= IRQ;
  }
  if (!has(GICC_CTLR.FIQBypDisGrp0 | GICC_CTLR.FIQBypDisGrp1) && !group0Fiq) {
    if ((level & LEGACY_FIQ) !== 0) out |= FIQ;
  }
  return out;
}

/** Drives nIRQ and nFIQ of one core. */
export function drive(gic: Gic, cpu: number): void {
  let out = bypassed(gic, cpu);
  if (isSignalled(gic, cpu)) {
    const fiq = (gic.state.ctlr[cpu] & GICC_CTLR.FIQEn) !== 0 && !isGroup1(gic, cpu, gic.best[cpu]);
    out |= fiq ? FIQ : IRQ;
  }
  const change = out ^ gic.driven[cpu];
  if (change === 0) return;
  gic.driven[cpu] = out;
  const wires = gic.outputs[cpu];
  if ((change & IRQ) !== 0) wires.nIRQ.set((out & IRQ) !== 0);
  if ((change & FIQ) !== 0) wires.nFIQ.set((out & FIQ) !== 0);
}

/**
 * Chooses a core's highest priority pending interrupt and drives its wires. Between equals the lowest INTID wins, which the
 * manual leaves to the implementation.
 */
export function choose(gic: Gic, cpu: number): void {
  const { ready, targeting, cpus } = gic;
  const { priority } = gic.state;
  let best = SPURIOUS;
  let bestPriority = IDLE;
  for (let bits = ready[cpu]; bits !== 0; bits &= bits - 1) {
    const bit = lowestBit(bits);
    const candidate = priority[cpu * 32 + bit];
    if (candidate < bestPriority) {
      best = bit;
      bestPriority = candidate;
    }
  }
  const spiBanks = ready.length - cpus;
  for (let banks = gic.spiBanksReady; banks !== 0; banks &= banks - 1) {
    const n = lowestBit(banks);
    const slot = (cpus + n) * 32;
    for (let bits = ready[cpus + n] & targeting[cpu * spiBanks + n]; bits !== 0; bits &= bits - 1) {
      const bit = lowestBit(bits);
      const candidate = priority[slot + bit];
      if (candidate < bestPriority) {
        best = 32 + n * 32 + bit;
        bestPriority = candidate;
      }
    }
  }
  gic.best[cpu] = best;
  gic.bestPriority[cpu] = bestPriority;
  drive(gic, cpu);
}

/** Works `ready` out anew for a bank; returns the bits that changed. */
function refresh(gic: Gic, bank: number): number {
  const { pending, edge, enabled, active, group1, gicdCtlr } = gic.state;
  const own = bank < gic.cpus;
  const waiting = pending[bank] | (gic.level[bank] & ~edge[bank]) | (own ? gic.sgiWaiting[bank] : 0);
  const forwarded = ((gicdCtlr & 1) !== 0 ? ~group1[bank] : 0) | ((gicdCtlr & 2) !== 0 ? group1[bank] : 0);
  const ready = waiting & enabled[bank] & ~active[bank] & forwarded;
  const change = ready ^ gic.ready[bank];
  gic.ready[bank] = ready;
  if (!own) {
    const bit = 1 << (bank - gic.cpus);
    gic.spiBanksReady = ready === 0 ? gic.spiBanksReady & ~bit : gic.spiBanksReady | bit;
  }
  return change;
}

/** To be called after the pending, active, enabled or group bits of a bank have changed: the cores concerned choose anew. */
export function bankChanged(gic: Gic, bank: number): void {
  const change = refresh(gic, bank);
  if (change === 0) return;
  if (bank < gic.cpus) {
    choose(gic, bank);
    return;
  }
  const spiBanks = gic.ready.length - gic.cpus;
  for (let cpu = 0; cpu < gic.cpus; cpu++) {
    if ((gic.targeting[cpu * spiBanks + bank - gic.cpus] & change) !== 0) choose(gic, cpu);
  }
}

/** To be called after a group bit has changed: an interrupt that stays ready may move between nIRQ and nFIQ. */
export function groupChanged(gic: Gic, bank: number): void {
  bankChanged(gic, bank);
  if (bank < gic.cpus) drive(gic, bank);
  else for (let cpu = 0; cpu < gic.cpus; cpu++) drive(gic, cpu);
}

/** To be called after GICD_CTLR has changed. */
export function forwardingChanged(gic: Gic): void {
  for (let bank = 0; bank < gic.ready.length; bank++) refresh(gic, bank);
  for (let cpu = 0; cpu < gic.cpus; cpu++) choose(gic, cpu);
}

/** To be called after the pending sources of an SGI, or its active bit, have changed. */
export function sgiChanged(gic: Gic, cpu: number, sgi: number): void {
  const bit = 1 << sgi;
  gic.sgiWaiting[cpu] =
    gic.state.sgiPending[cpu * 16 + sgi] === 0 ? gic.sgiWaiting[cpu] & ~bit : gic.sgiWaiting[cpu] | bit;
  bankChanged(gic, cpu);
}

/** Works out which cores an SPI targets. In a GIC with one core all SPIs do (IHI 0048B 4.3.12). */
export function deriveTargeting(gic: Gic, spi: number): void {
  const spiBanks = gic.ready.length - gic.cpus;
  const mask = gic.cpus === 1 ? 1 : gic.state.targets[spi];
  const bit = 1 << (spi & 31);
  for (let cpu = 0; cpu < gic.cpus; cpu++) {
    const at = cpu * spiBanks + (spi >> 5);
    gic.targeting[at] = ((mask >> cpu) & 1) !== 0 ? gic.targeting[at] | bit : gic.targeting[at] & ~bit;
  }
}

/** To be called after a source of an input has gone high or low. A rising edge makes an edge-triggered interrupt pending. */
export function inputChanged(gic: Gic, bank: number, bit: number): void {
  const high = gic.state.sources[bank * 32 + bit] !== 0;
  const mask = 1 << bit;
  if (((gic.level[bank] & mask) !== 0) === high) return;
  gic.level[bank] ^= mask;
  if (high) gic.state.pending[bank] |= gic.state.edge[bank] & mask;
  bankChanged(gic, bank);
  if (bank < gic.cpus && (mask & (LEGACY_FIQ | LEGACY_IRQ)) !== 0) drive(gic, bank);
}

/** Derives everything about physical interrupts from the state, and sets nIRQ and nFIQ whatever they carry. */
export function deriveAll(gic: Gic): void {
  const { sources, sgiPending } = gic.state;
  gic.level.fill(0);
  for (let slot = 0; slot < sources.length; slot++) if (sources[slot] !== 0) gic.level[slot >> 5] |= 1 << (slot & 31);
  gic.sgiWaiting.fill(0);
  for (let i = 0; i < sgiPending.length; i++) {
    if (sgiPending[i] !== 0) gic.sgiWaiting[i >> 4] |= 1 << (i & 15);
  }
  for (let spi = 0; spi < gic.interrupts - 32; spi++) deriveTargeting(gic, spi);
  forwardingChanged(gic);
  // What the wires carry may be another machine's state: set them even where `driven` says that nothing changed.
  for (let cpu = 0; cpu < gic.cpus; cpu++) {
    const wires = gic.outputs[cpu];
    wires.nIRQ.set((gic.driven[cpu] & IRQ) !== 0);
    wires.nFIQ.set((gic.driven[cpu] & FIQ) !== 0);
  }
}

/**
 * Ends an interrupt's active state. An SGI has one active bit, whatever core it came from: software such as Xen writes its number
 * alone to GICC_EOIR and GICC_DIR, which works on the board.
 */
export function deactivate(gic: Gic, cpu: number, intid: number): void {
  const bank = bankOf(gic, cpu, intid);
  gic.state.active[bank] &= ~(1 << (intid & 31));
  bankChanged(gic, bank);
}

/** Makes the derived part around a state. `deriveAll` must follow before it is used. */
export function createGic(
  state: GicState,
  cpus: number,
  interrupts: number,
  own: number,
  security: boolean,
  outputs: readonly CoreInterrupts[],
  maintenance: readonly IrqLine[],
): Gic {
  const spiBanks = (interrupts - 32) / 32;
  return {
    cpus,
    interrupts,
    own,
    security,
    state,
    outputs,
    maintenance,
    level: new Int32Array(cpus + spiBanks),
    sgiWaiting: new Int32Array(cpus),
    targeting: new Int32Array(cpus * spiBanks),
    ready: new Int32Array(cpus + spiBanks),
    spiBanksReady: 0,
    best: new Int32Array(cpus).fill(SPURIOUS),
    bestPriority: new Int32Array(cpus).fill(IDLE),
    virtualBest: new Int32Array(cpus).fill(-1),
    driven: new Uint8Array(cpus),
    virtualDriven: new Uint8Array(cpus),
  };
}
