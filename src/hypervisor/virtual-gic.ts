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
import { HCR, LR, VMCR } from '../gic/virtual.js';
import type { MmioDevice } from '../aarch64/bus.js';
import type { Guest, Vcpu } from './guest.js';
import type { PhysicalGic } from './physical-gic.js';

const EMPTY = 1023;
/** The virtual timer's PPI, the same outside and inside. */
export const VIRTUAL_TIMER = 27;

/** Interrupts that a virtual CPU may be shown, best first. */
const found: number[] = [];

/** The one virtual CPU that an SPI goes to: the lowest that it targets and that is on (GICv2's 1-of-N model lets us choose). */
function isOurs({ guest, index }: Vcpu, spi: number): boolean {
  const targets = guest.gic.state.targets[spi];
  for (let cpu = 0; cpu < index; cpu++)
    if (((targets >> cpu) & 1) !== 0 && guest.vcpus[cpu].state.mode !== 'off') return false;
  return true;
}

/** Collects in `found` what is ready for a virtual CPU, by priority, then by INTID. @returns how many there are */
function collect(vcpu: Vcpu): number {
  const { index: cpu } = vcpu;
  const { gic } = vcpu.guest.gic;
  found.length = 0;
  for (let bits = gic.ready[cpu]; bits !== 0; bits &= bits - 1) found.push(lowestBit(bits));
  const spiBanks = gic.ready.length - gic.cpus;
  for (let banks = gic.spiBanksReady; banks !== 0; banks &= banks - 1) {
    const n = lowestBit(banks);
    for (let bits = gic.ready[gic.cpus + n] & gic.targeting[cpu * spiBanks + n]; bits !== 0; bits &= bits - 1) {
      const spi = n * 32 + lowestBit(bits);
      if (isOurs(vcpu, spi)) found.push(32 + spi);
    }
  }
  if (found.length > 1) found.sort((a, b) => priorityOf(gic, cpu, a) - priorityOf(gic, cpu, b) || a - b);
  return found.length;
}

const priorityOf = (gic: Gic, cpu: number, intid: number): number =>
  gic.state.priority[bankOf(gic, cpu, intid) * 32 + (intid & 31)];
const bitOf = (words: Int32Array, gic: Gic, cpu: number, intid: number): boolean =>
  ((words[bankOf(gic, cpu, intid)] >> (intid & 31)) & 1) !== 0;

/** True if there is anything that this virtual CPU should be shown. */
export const hasPending = (vcpu: Vcpu): boolean => collect(vcpu) > 0;

/** True if what is pending for a virtual CPU ends its wait: its CPU interface, GICH_VMCR, lets it through. */
export function wakes(vcpu: Vcpu, vmcr: number): boolean {
  const { gic } = vcpu.guest.gic;
  const mask = (vmcr & VMCR.VMPriMask) >>> 24;
  for (let i = 0, count = collect(vcpu); i < count; i++) {
    const enable = bitOf(gic.state.group1, gic, vcpu.index, found[i]) ? VMCR.VMGrp1En : VMCR.VMGrp0En;
    if ((vmcr & enable) !== 0 && priorityOf(gic, vcpu.index, found[i]) < mask) return true;
  }
  return false;
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

/**
 * Takes back what the guest has done with its list registers. To be called at each exit, before the distributor is looked at.
 * @returns whether an SPI has ended
 */
export function sync(vcpu: Vcpu, physical: PhysicalGic, core: number): boolean {
  const { state, index } = vcpu;
  const { gic } = vcpu.guest.gic;
  let spi = false;
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
    spi ||= intid >= 32;
    if ((lr & LR.HW) !== 0) state.timerHeld = false;
    // An end that was to be told is told until the register is written.
    else if ((lr & LR.EOI) !== 0) physical.writeLr(core, n, 0);
  }
  // An end that found no list register counts: the interrupt was active and had none. The one of highest priority is meant.
  for (let count = physical.takeEoiCount(core); count > 0; count--) {
    const lost = state.active
      .filter((intid) => !state.listed.includes(intid))
      .sort((a, b) => priorityOf(gic, index, a) - priorityOf(gic, index, b))[0];
    if (lost === undefined) break;
    state.active.splice(state.active.indexOf(lost), 1);
    ended(gic, index, lost);
    spi ||= lost >= 32;
  }
  return spi;
}

/** What a list register says of an interrupt. */
function listRegister({ state: { timerHeld }, guest, index }: Vcpu, intid: number, isActive: boolean): number {
  const { gic } = guest.gic;
  const { state } = gic;
  const bank = bankOf(gic, index, intid);
  const group1 = bitOf(state.group1, gic, index, intid) ? LR.Grp1 : 0;
  const priority = (state.priority[bank * 32 + (intid & 31)] >> 3) << 23;
  const common = intid | priority | group1 | (isActive ? LR.Active : LR.Pending);
  // What is to come again when this one has ended: a level is looked at then.
  if (intid >= 16) {
    const again = bitOf(state.pending, gic, index, intid);
    if (intid === VIRTUAL_TIMER && timerHeld && !(isActive && again)) return common | LR.HW | (VIRTUAL_TIMER << 10);
    return common | (!bitOf(state.edge, gic, index, intid) || (isActive && again) ? LR.EOI : 0);
  }
  const sources = state.sgiPending[index * 16 + intid];
  if (isActive) return common | (sources !== 0 ? LR.EOI : 0);
  return common | (lowestBit(sources) << 10) | ((sources & (sources - 1)) !== 0 ? LR.EOI : 0);
}

/**
 * What is to be in list registers: the active ones of highest priority, which end first, but one place is for what is pending, so
 * that it may preempt.
 */
function choose({ state, guest, index }: Vcpu, count: number): readonly number[] {
  const { gic } = guest.gic;
  const active = state.active;
  if (active.length > 1) active.sort((a, b) => priorityOf(gic, index, a) - priorityOf(gic, index, b) || a - b);
  const wanted = active.slice(0, count > 0 ? LIST_REGISTERS - 1 : LIST_REGISTERS);
  for (let i = 0; i < count && wanted.length < LIST_REGISTERS; i++) wanted.push(found[i]);
  return wanted;
}

/** Fills the list registers. To be called at the end of each exit. */
export function flush(vcpu: Vcpu, physical: PhysicalGic, core: number): void {
  const { state, index } = vcpu;
  const { gic } = vcpu.guest.gic;
  holdTimer(vcpu, physical, core);
  const count = collect(vcpu);
  const listed = state.listed;
  const wanted = choose(vcpu, count);
  for (let n = 0; n < LIST_REGISTERS; n++) {
    if (listed[n] === EMPTY || wanted.includes(listed[n])) continue;
    physical.writeLr(core, n, 0);
    listed[n] = EMPTY;
  }
  // What is in a list register and still wanted stays where it is.
  for (const intid of wanted) {
    const isActive = state.active.includes(intid);
    const lr = listRegister(vcpu, intid, isActive);
    let n = listed.indexOf(intid);
    const there = n >= 0;
    if (!there) {
      n = listed.indexOf(EMPTY);
      listed[n] = intid;
      if (!isActive) state.injected++;
    }
    if (!there || physical.readLr(core, n) !== lr) physical.writeLr(core, n, lr);
    if (!isActive) state.latched[n] = latch(gic, index, intid, (lr & LR.CPUID) >>> 10, false);
  }
  const left = count + state.active.length > wanted.length;
  const lost = state.active.some((intid) => !wanted.includes(intid));
  // More is waiting: it is shown as soon as nothing else is. Ends without a list register are told at once.
  physical.writeHcr(core, HCR.En | (left && count > 0 ? HCR.NPIE : 0) | (lost ? HCR.LRENPIE : 0));
}

/**
 * The timer's interrupt is active in the GIC, and comes no more, while its line is high or the guest has it active: to be called where
 * either has changed.
 */
function holdTimer({ guest, index, state }: Vcpu, physical: PhysicalGic, core: number): void {
  const { gic } = guest.gic;
  const high = (gic.level[index] & (1 << VIRTUAL_TIMER)) !== 0;
  const hold = high || (state.active.length > 0 && state.active.includes(VIRTUAL_TIMER));
  if (hold === state.timerHeld) return;
  physical.setActive(core, VIRTUAL_TIMER, hold);
  state.timerHeld = hold;
}

/** The physical timer's interrupt was acknowledged while this virtual CPU runs. */
export function timerFired({ state }: Vcpu): void {
  state.timerHeld = true;
}

/**
 * Takes what is pending back from the list registers of a virtual CPU that runs on another core, for an access to the distributor: it
 * shows all that is pending and active, and what it changes counts. By GICH's aliases for other cores; the caller makes that core exit.
 * @returns whether there was anything
 */
export function recall(vcpu: Vcpu, physical: PhysicalGic): boolean {
  const { state } = vcpu;
  if (state.listed.every((intid) => intid === EMPTY) && state.active.length === 0) return false;
  sync(vcpu, physical, state.core);
  state.listed.forEach((intid, n) => {
    if (intid === EMPTY || state.active.includes(intid)) return;
    physical.writeLr(state.core, n, 0);
    state.listed[n] = EMPTY;
  });
  return true;
}

/** To be called after a guest has changed what is active in its distributor: list registers follow. */
export function activeChanged(guest: Guest, physical: PhysicalGic): void {
  const { gic } = guest.gic;
  for (const { state, index } of guest.vcpus) {
    for (const intid of state.active.filter((i) => !bitOf(gic.state.active, gic, index, i))) {
      state.active.splice(state.active.indexOf(intid), 1);
      const n = state.listed.indexOf(intid);
      if (n < 0) continue;
      physical.writeLr(state.core, n, 0);
      state.listed[n] = EMPTY;
    }
  }
}

/**
 * The second page of a guest's CPU interface, GICC_DIR: not the hardware's, since what is to be deactivated may be in no list register
 * of this core, or in another one's (IHI 0048B 4.4.15).
 */
export const deactivation = (guest: () => Guest, physical: PhysicalGic): MmioDevice => ({
  name: 'GICC_DIR',
  read: () => 0,
  write(offset, size, value, { cpu }) {
    const { gic } = guest().gic;
    const intid = value & LR.VirtualID;
    if (offset !== 0 || size !== 4 || intid >= gic.interrupts) return;
    // With EOImode 0 the manual leaves it UNPREDICTABLE: it is ignored.
    if ((physical.readVmcr(guest().vcpus[cpu].state.core) & VMCR.VEM) === 0) return;
    ended(gic, cpu, intid);
    activeChanged(guest(), physical);
  },
});

/** The virtual CPU leaves its core: list registers are emptied, and the timer's link to the GIC is undone. */
export function unload(vcpu: Vcpu, physical: PhysicalGic, core: number): void {
  const { state } = vcpu;
  state.vmcr = physical.readVmcr(core);
  state.apr = physical.readApr(core);
  for (let n = 0; n < LIST_REGISTERS; n++) physical.writeLr(core, n, 0);
  state.listed.fill(EMPTY);
  physical.writeHcr(core, 0);
  if (state.timerHeld) physical.setActive(core, VIRTUAL_TIMER, false);
  state.timerHeld = false;
}

/** The virtual CPU comes to a core, before `flush`. */
export function load(vcpu: Vcpu, physical: PhysicalGic, core: number): void {
  const { state } = vcpu;
  physical.writeVmcr(core, state.vmcr);
  physical.writeApr(core, state.apr);
}

/** What the list registers hold of a virtual CPU that does not run. */
export const noneListed = (): number[] => new Array<number>(LIST_REGISTERS).fill(EMPTY);
