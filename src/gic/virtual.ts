/**
 * The virtual interface: what GICH's list registers hold, which virtual interrupt a guest is shown, and when the hypervisor
 * is told (IHI 0048B chapter 5).
 */
import { deactivate, isGroup1, lowestBit, IDLE, type Gic } from './interrupts.js';
import { LIST_REGISTERS } from './state.js';

/** GICH_LRn's fields (IHI 0048B 5.3.8), in place. CPUID and EOI overlap the physical INTID, which HW tells apart. */
export const LR = {
  VirtualID: 0x3ff,
  CPUID: 7 << 10,
  PhysicalID: 0x3ff << 10,
  EOI: 1 << 19,
  Priority: 0x1f << 23,
  Pending: 1 << 28,
  Active: 1 << 29,
  State: 3 << 28,
  Grp1: 1 << 30,
  HW: 1 << 31,
} as const;

/** GICH_HCR's fields (IHI 0048B 5.3.1). */
export const HCR = {
  En: 1 << 0,
  UIE: 1 << 1,
  LRENPIE: 1 << 2,
  NPIE: 1 << 3,
  VGrp0EIE: 1 << 4,
  VGrp0DIE: 1 << 5,
  VGrp1EIE: 1 << 6,
  VGrp1DIE: 1 << 7,
  EOICount: 0x1f << 27,
} as const;

/** GICH_MISR's fields (IHI 0048B 5.3.4). */
export const MISR = {
  EOI: 1 << 0,
  U: 1 << 1,
  LRENP: 1 << 2,
  NP: 1 << 3,
  VGrp0E: 1 << 4,
  VGrp0D: 1 << 5,
  VGrp1E: 1 << 6,
  VGrp1D: 1 << 7,
} as const;

/** GICH_VMCR's fields (IHI 0048B 5.3.3); the low ones lie where GICV_CTLR has them. */
export const VMCR = {
  VMGrp0En: 1 << 0,
  VMGrp1En: 1 << 1,
  VMAckCtl: 1 << 2,
  VMFIQEn: 1 << 3,
  VMCBPR: 1 << 4,
  VEM: 1 << 9,
  CTLR: 0x21f,
  VMABP: 7 << 18,
  VMBP: 7 << 21,
  VMPriMask: 0x1f << 27,
} as const;

const VIRQ = 1;
const VFIQ = 2;
const EOI_COUNT_ONE = 1 << 27;

/** A list register's priority on the scale of GICV_PMR: its five bits are the upper ones. */
const priorityOf = (lr: number): number => (lr & LR.Priority) >>> 20;

const groupEnable = (lr: number): number => ((lr & LR.Grp1) !== 0 ? VMCR.VMGrp1En : VMCR.VMGrp0En);

/** The part of a virtual priority that decides preemption. */
function groupMask(vmcr: number, group1: boolean): number {
  const own = group1 && (vmcr & VMCR.VMCBPR) === 0;
  const point = own ? ((vmcr & VMCR.VMABP) >>> 18) - 1 : (vmcr & VMCR.VMBP) >>> 21;
  return (0xff << (point + 1)) & 0xff;
}

/** The running priority of the virtual interface, or IDLE. */
export function virtualRunningPriority(gic: Gic, cpu: number): number {
  const levels = gic.state.vapr[cpu];
  return levels === 0 ? IDLE : lowestBit(levels) << 3;
}

/** What `summary` says of the list registers: four bits each, one for each of them. */
const EOI_SHIFT = 0;
const PENDING_SHIFT = 4;
const VALID_SHIFT = 8;
const ALL = (1 << LIST_REGISTERS) - 1;

/** Which list registers signal EOI (invalid, not HW, EOI set), are pending and not active, and are valid: in one look at each. */
function summary(gic: Gic, cpu: number): number {
  const { lr } = gic.state;
  let bits = 0;
  for (let n = 0; n < LIST_REGISTERS; n++) {
    const entry = lr[cpu * LIST_REGISTERS + n];
    const state = entry & LR.State;
    if (state === 0) {
      if ((entry & (LR.HW | LR.EOI)) === LR.EOI) bits |= 1 << (n + EOI_SHIFT);
    } else {
      bits |= 1 << (n + VALID_SHIFT);
      if (state === LR.Pending) bits |= 1 << (n + PENDING_SHIFT);
    }
  }
  return bits;
}

/** GICH_EISR0: the list registers whose interrupt has ended and asked for a maintenance interrupt. */
export const readEisr = (gic: Gic, cpu: number): number => (summary(gic, cpu) >> EOI_SHIFT) & ALL;

/** GICH_ELRSR0: the list registers that may be used: invalid, and not signalling EOI. */
export function readElrsr(gic: Gic, cpu: number): number {
  const bits = summary(gic, cpu);
  return ~((bits >> VALID_SHIFT) | (bits >> EOI_SHIFT)) & ALL;
}

/** The causes of the maintenance interrupt, with the list registers as `bits` of `summary` has them. */
function misrOf(hcr: number, vmcr: number, bits: number): number {
  let misr = ((bits >> EOI_SHIFT) & ALL) !== 0 ? MISR.EOI : 0;
  if ((hcr & 0xfe) === 0) return misr;
  const group0 = (vmcr & VMCR.VMGrp0En) !== 0;
  const group1 = (vmcr & VMCR.VMGrp1En) !== 0;
  const valid = (bits >> VALID_SHIFT) & ALL;
  if ((hcr & HCR.UIE) !== 0 && (valid & (valid - 1)) === 0) misr |= MISR.U;
  if ((hcr & HCR.LRENPIE) !== 0 && (hcr & HCR.EOICount) !== 0) misr |= MISR.LRENP;
  if ((hcr & HCR.NPIE) !== 0 && ((bits >> PENDING_SHIFT) & ALL) === 0) misr |= MISR.NP;
  if ((hcr & HCR.VGrp0EIE) !== 0 && group0) misr |= MISR.VGrp0E;
  if ((hcr & HCR.VGrp0DIE) !== 0 && !group0) misr |= MISR.VGrp0D;
  if ((hcr & HCR.VGrp1EIE) !== 0 && group1) misr |= MISR.VGrp1E;
  if ((hcr & HCR.VGrp1DIE) !== 0 && !group1) misr |= MISR.VGrp1D;
  return misr;
}

/** GICH_MISR: the causes of the maintenance interrupt, whether GICH_HCR.En lets it out or not. */
export const readMisr = (gic: Gic, cpu: number): number =>
  misrOf(gic.state.hcr[cpu], gic.state.vmcr[cpu], summary(gic, cpu));

/** Of the `pending` list registers the one with the highest priority of an enabled group, or -1; among equals the lowest. */
function bestListRegister(gic: Gic, cpu: number, pending: number): number {
  const vmcr = gic.state.vmcr[cpu];
  let best = -1;
  let bestPriority = IDLE;
  for (let bits = pending; bits !== 0; bits &= bits - 1) {
    const n = lowestBit(bits);
    const lr = gic.state.lr[cpu * LIST_REGISTERS + n];
    if ((vmcr & groupEnable(lr)) === 0 || priorityOf(lr) >= bestPriority) continue;
    best = n;
    bestPriority = priorityOf(lr);
  }
  return best;
}

/** The list register `gic.virtualBest` names. */
export const bestVirtual = (gic: Gic, cpu: number): number => gic.state.lr[cpu * LIST_REGISTERS + gic.virtualBest[cpu]];

/** Whether the highest priority pending virtual interrupt is signalled to the guest. */
function isVirtualSignalled(gic: Gic, cpu: number): boolean {
  if (gic.virtualBest[cpu] < 0 || (gic.state.hcr[cpu] & HCR.En) === 0) return false;
  const lr = bestVirtual(gic, cpu);
  const vmcr = gic.state.vmcr[cpu];
  const priority = priorityOf(lr);
  return (
    priority < (vmcr & VMCR.VMPriMask) >>> 24 &&
    (priority & groupMask(vmcr, (lr & LR.Grp1) !== 0)) < virtualRunningPriority(gic, cpu)
  );
}

/** To be called after anything of a core's virtual interface has changed: drives vIRQ, vFIQ and the maintenance interrupt. */
export function virtualChanged(gic: Gic, cpu: number): void {
  const hcr = gic.state.hcr[cpu];
  const bits = summary(gic, cpu);
  gic.virtualBest[cpu] = bestListRegister(gic, cpu, (bits >> PENDING_SHIFT) & ALL);
  let out = 0;
  if (isVirtualSignalled(gic, cpu)) {
    const fiq = (bestVirtual(gic, cpu) & LR.Grp1) === 0 && (gic.state.vmcr[cpu] & VMCR.VMFIQEn) !== 0;
    out = fiq ? VFIQ : VIRQ;
  }
  const change = out ^ gic.virtualDriven[cpu];
  gic.virtualDriven[cpu] = out;
  const wires = gic.outputs[cpu];
  if ((change & VIRQ) !== 0) wires.vIRQ.set((out & VIRQ) !== 0);
  if ((change & VFIQ) !== 0) wires.vFIQ.set((out & VFIQ) !== 0);
  gic.maintenance[cpu].set((hcr & HCR.En) !== 0 && misrOf(hcr, gic.state.vmcr[cpu], bits) !== 0);
}

/** Derives everything about virtual interrupts from the state, and sets vIRQ and vFIQ whatever they carry. */
export function deriveVirtual(gic: Gic): void {
  for (let cpu = 0; cpu < gic.cpus; cpu++) {
    virtualChanged(gic, cpu);
    gic.outputs[cpu].vIRQ.set((gic.virtualDriven[cpu] & VIRQ) !== 0);
    gic.outputs[cpu].vFIQ.set((gic.virtualDriven[cpu] & VFIQ) !== 0);
  }
}

/**
 * Takes the highest priority pending virtual interrupt, if it is signalled and its group is asked for.
 * @param groups bit 0 to take Group 0, bit 1 to take Group 1.
 * @returns the list register's number, whether taken or not; -1 if nothing is signalled.
 */
export function acknowledgeVirtual(gic: Gic, cpu: number, groups: number): number {
  if (!isVirtualSignalled(gic, cpu)) return -1;
  const n = gic.virtualBest[cpu];
  const lr = bestVirtual(gic, cpu);
  const group1 = (lr & LR.Grp1) !== 0;
  if ((groups & (group1 ? 2 : 1)) === 0) return n;
  gic.state.vapr[cpu] |= 1 << ((priorityOf(lr) & groupMask(gic.state.vmcr[cpu], group1)) >> 3);
  gic.state.lr[cpu * LIST_REGISTERS + n] = (lr & ~LR.State) | LR.Active;
  virtualChanged(gic, cpu);
  return n;
}

/** Drops the virtual running priority; false if nothing was active. */
export function dropVirtualPriority(gic: Gic, cpu: number): boolean {
  const levels = gic.state.vapr[cpu];
  gic.state.vapr[cpu] = levels & (levels - 1);
  return levels !== 0;
}

/**
 * Ends a virtual interrupt's active state, and that of the physical interrupt behind it if the list register has HW set.
 * VirtualIDs are unique among valid list registers, so an SGI's CPUID need not be compared.
 * @param count whether GICH_HCR.EOICount counts it if no list register holds the interrupt.
 */
export function deactivateVirtual(gic: Gic, cpu: number, intid: number, count: boolean): void {
  const { lr, hcr } = gic.state;
  const first = cpu * LIST_REGISTERS;
  for (let at = first; at < first + LIST_REGISTERS; at++) {
    const entry = lr[at];
    if ((entry & LR.VirtualID) !== intid || (entry & LR.Active) === 0) continue;
    lr[at] = entry & ~LR.Active;
    if ((entry & LR.HW) !== 0) deactivatePhysical(gic, cpu, (entry & LR.PhysicalID) >>> 10);
    return;
  }
  if (count) hcr[cpu] = (hcr[cpu] & ~HCR.EOICount) | ((hcr[cpu] + EOI_COUNT_ONE) & HCR.EOICount);
}

/** The hypervisor is Non-secure: what it links to a virtual interrupt must be Group 1, and an SGI cannot be linked. */
function deactivatePhysical(gic: Gic, cpu: number, intid: number): void {
  if (intid >= 16 && intid < gic.interrupts && isGroup1(gic, cpu, intid)) deactivate(gic, cpu, intid);
}
