/**
 * A guest's interrupts, between its distributor, which is emulated, and the list registers of the core it runs on (IHI 0048B 5.2,
 * 5.3). The distributor's state is the truth while a virtual CPU does not run; while it runs, list registers hold copies of the
 * four that matter most, and what has become of them is taken back at each exit.
 *
 * The virtual timer is linked to the physical one by the hardware bit: ending it in the guest ends it in the GIC.
 */
import type { Gic } from '../gic/interrupts.js';
import { bankChanged, bankOf, lowestBit, sgiChanged } from '../gic/interrupts.js';
import { LIST_REGISTERS } from '../gic/state.js';
import { HCR, LR } from '../gic/virtual.js';
import type { Vcpu } from './guest.js';
import type { PhysicalGic } from './physical-gic.js';

const EMPTY = 1023;
/** The virtual timer's PPI, the same outside and inside. */
export const VIRTUAL_TIMER = 27;

/** Interrupts that a virtual CPU may be shown, best first. */
const found: number[] = [];

/** The one virtual CPU that an SPI goes to: the lowest that it targets (GICv2's 1-of-N model lets us choose). */
function isOurs(gic: Gic, spi: number, cpu: number): boolean {
  if (gic.cpus === 1) return true;
  const targets = gic.state.targets[spi];
  return (targets & ((1 << cpu) - 1)) === 0;
}

/** Collects in `found` what is ready for a virtual CPU, by priority, then by INTID. @returns how many there are */
function collect(gic: Gic, cpu: number): number {
  found.length = 0;
  for (let bits = gic.ready[cpu]; bits !== 0; bits &= bits - 1) found.push(lowestBit(bits));
  const spiBanks = gic.ready.length - gic.cpus;
  for (let banks = gic.spiBanksReady; banks !== 0; banks &= banks - 1) {
    const n = lowestBit(banks);
    for (let bits = gic.ready[gic.cpus + n] & gic.targeting[cpu * spiBanks + n]; bits !== 0; bits &= bits - 1) {
      const spi = n * 32 + lowestBit(bits);
      if (isOurs(gic, spi, cpu)) found.push(32 + spi);
    }
  }
  if (found.length > 1) found.sort((a, b) => priorityOf(gic, cpu, a) - priorityOf(gic, cpu, b) || a - b);
  return found.length;
}

const priorityOf = (gic: Gic, cpu: number, intid: number): number =>
  gic.state.priority[bankOf(gic, cpu, intid) * 32 + (intid & 31)];
const bitOf = (words: Int32Array, gic: Gic, cpu: number, intid: number): boolean =>
  ((words[bankOf(gic, cpu, intid)] >> (intid & 31)) & 1) !== 0;

/** True if there is anything that this virtual CPU, which does not run, should be shown. */
export function hasPending({ guest, index }: Vcpu): boolean {
  return collect(guest.gic.gic, index) > 0;
}

/** The guest has acknowledged: what was in a list register is active. */
function acknowledged(gic: Gic, cpu: number, intid: number): void {
  const bank = bankOf(gic, cpu, intid);
  gic.state.active[bank] |= 1 << (intid & 31);
  bankChanged(gic, bank);
}

/**
 * Moves the pending state that an SGI, an edge or GICD_ISPENDR has left out of the distributor, into a list register, or back. While
 * a list register has it, the same may become pending once more, and is not to be lost.
 * @returns whether there was one: a level alone needs none
 */
function latch(gic: Gic, cpu: number, intid: number, source: number, on: boolean): boolean {
  const { pending, sgiPending } = gic.state;
  if (intid < 16) {
    if (on) sgiPending[cpu * 16 + intid] |= 1 << source;
    else sgiPending[cpu * 16 + intid] &= ~(1 << source);
    sgiChanged(gic, cpu, intid);
    return true;
  }
  const bank = bankOf(gic, cpu, intid);
  const bit = 1 << (intid & 31);
  const was = (pending[bank] & bit) !== 0;
  if (on) pending[bank] |= bit;
  else pending[bank] &= ~bit;
  if (was !== on) bankChanged(gic, bank);
  return was;
}

function ended(gic: Gic, cpu: number, intid: number): void {
  const bank = bankOf(gic, cpu, intid);
  gic.state.active[bank] &= ~(1 << (intid & 31));
  bankChanged(gic, bank);
}

/** Takes back what the guest has done with its list registers. To be called at each exit, before the distributor is looked at. */
export function sync(vcpu: Vcpu, physical: PhysicalGic, core: number): void {
  const { state, index } = vcpu;
  const { gic } = vcpu.guest.gic;
  for (let n = 0; n < state.listed.length; n++) {
    const intid = state.listed[n];
    if (intid === EMPTY) continue;
    const lr = physical.readLr(core, n);
    const was = state.active.indexOf(intid);
    const pending = (lr & LR.Pending) !== 0;
    const active = (lr & LR.Active) !== 0;
    if (was < 0 && pending) {
      if (state.latched[n]) latch(gic, index, intid, (lr & LR.CPUID) >>> 10, true);
    } else if (was < 0) {
      acknowledged(gic, index, intid);
      if (active) state.active.push(intid);
      else ended(gic, index, intid);
    } else if (was >= 0 && !active) {
      state.active.splice(was, 1);
      ended(gic, index, intid);
    }
    if (pending || active) continue;
    state.listed[n] = EMPTY;
    // An end that was to be told is told until the register is written.
    if ((lr & (LR.HW | LR.EOI)) === LR.EOI) physical.writeLr(core, n, 0);
  }
  // An end that found no list register counts: the interrupt was active and had none. The one of highest priority is meant.
  for (let count = physical.takeEoiCount(core); count > 0; count--) {
    const lost = state.active
      .filter((intid) => !state.listed.includes(intid))
      .sort((a, b) => priorityOf(gic, index, a) - priorityOf(gic, index, b))[0];
    if (lost === undefined) break;
    state.active.splice(state.active.indexOf(lost), 1);
    ended(gic, index, lost);
  }
}

function listRegister(gic: Gic, cpu: number, intid: number, isActive: boolean): number {
  const { state } = gic;
  const bank = bankOf(gic, cpu, intid);
  const group1 = bitOf(state.group1, gic, cpu, intid) ? LR.Grp1 : 0;
  const priority = (state.priority[bank * 32 + (intid & 31)] >> 3) << 23;
  const common = intid | priority | group1 | (isActive ? LR.Active : LR.Pending);
  if (intid === VIRTUAL_TIMER) return common | LR.HW | (VIRTUAL_TIMER << 10);
  // Whether it is to come again is looked at when it ends.
  const level = intid >= 16 && !bitOf(state.edge, gic, cpu, intid);
  if (intid >= 16) return common | (level || isActive ? LR.EOI : 0);
  const sources = state.sgiPending[cpu * 16 + intid];
  const source = isActive ? 0 : lowestBit(sources) << 10;
  return common | source | ((sources & (sources - 1)) !== 0 || isActive ? LR.EOI : 0);
}

/** Fills the list registers: what is active first, which must not be lost, then what is pending. */
export function flush(vcpu: Vcpu, physical: PhysicalGic, core: number): void {
  const { state, index } = vcpu;
  const { gic } = vcpu.guest.gic;
  const count = collect(gic, index);
  const listed = state.listed;
  if (count === 0 && state.active.length === 0) {
    for (let n = 0; n < LIST_REGISTERS; n++) {
      if (listed[n] === EMPTY) continue;
      physical.writeLr(core, n, 0);
      listed[n] = EMPTY;
    }
    physical.writeHcr(core, HCR.En);
    return;
  }
  // What is in a list register and still wanted stays where it is, as it is.
  const wanted = state.active.slice(0, LIST_REGISTERS);
  for (let i = 0; i < count && wanted.length < LIST_REGISTERS; i++)
    if (!wanted.includes(found[i])) wanted.push(found[i]);
  for (let n = 0; n < LIST_REGISTERS; n++) {
    if (listed[n] === EMPTY || wanted.includes(listed[n])) continue;
    physical.writeLr(core, n, 0);
    listed[n] = EMPTY;
  }
  for (const intid of wanted) {
    const isActive = state.active.includes(intid);
    let n = listed.indexOf(intid);
    let lr = n < 0 ? 0 : physical.readLr(core, n);
    if (n < 0) {
      n = listed.indexOf(EMPTY);
      listed[n] = intid;
      lr = listRegister(gic, index, intid, isActive);
      if (!isActive) state.injected++;
      physical.writeLr(core, n, lr);
    }
    if (!isActive) state.latched[n] = latch(gic, index, intid, (lr & LR.CPUID) >>> 10, false);
  }
  const left = count + state.active.length > LIST_REGISTERS;
  // With more waiting, underflow tells when there is room; ends without a list register are told at once.
  physical.writeHcr(core, HCR.En | (left ? HCR.UIE : 0) | (state.active.length > LIST_REGISTERS ? HCR.LRENPIE : 0));
}

/** The physical timer's interrupt has come while this virtual CPU runs: its own does. */
export function timerFired({ guest, index }: Vcpu): void {
  const { gic } = guest.gic;
  gic.state.pending[bankOf(gic, index, VIRTUAL_TIMER)] |= 1 << VIRTUAL_TIMER;
  bankChanged(gic, bankOf(gic, index, VIRTUAL_TIMER));
}

/** The virtual CPU leaves its core: list registers are emptied, and the timer's link to the GIC is undone. */
export function unload(vcpu: Vcpu, physical: PhysicalGic, core: number): void {
  const { state, index } = vcpu;
  const { gic } = vcpu.guest.gic;
  state.vmcr = physical.readVmcr(core);
  state.apr = physical.readApr(core);
  for (let n = 0; n < LIST_REGISTERS; n++) physical.writeLr(core, n, 0);
  state.listed.fill(EMPTY);
  physical.writeHcr(core, 0);
  const bank = bankOf(gic, index, VIRTUAL_TIMER);
  const bit = 1 << VIRTUAL_TIMER;
  if (((gic.state.pending[bank] | gic.state.active[bank]) & bit) === 0) return;
  physical.setActive(core, VIRTUAL_TIMER, false);
  // If it was pending it comes again, for the timer's condition stays met.
  latch(gic, index, VIRTUAL_TIMER, 0, false);
}

/** The virtual CPU comes to a core, before `flush`. */
export function load(vcpu: Vcpu, physical: PhysicalGic, core: number): void {
  const { state } = vcpu;
  physical.writeVmcr(core, state.vmcr);
  physical.writeApr(core, state.apr);
  if (state.active.includes(VIRTUAL_TIMER)) physical.setActive(core, VIRTUAL_TIMER, true);
}

/** What the list registers hold of a virtual CPU that does not run. */
export const noneListed = (): number[] => new Array<number>(LIST_REGISTERS).fill(EMPTY);
