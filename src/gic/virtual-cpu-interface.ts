/**
 * The virtual CPU interface, GICV: to a guest it is GICC (IHI 0048B 5.5). It works on the list registers and GICH_VMCR, has no
 * security views, and one active priorities register for both groups.
 */
import { GICC_IIDR } from './cpu-interface.js';
import { IDLE, SPURIOUS, SPURIOUS_GROUP1, type Gic } from './interrupts.js';
import type { Register } from './registers.js';
import { LIST_REGISTERS } from './state.js';
import { legalVmcr } from './virtual-control.js';
import {
  acknowledgeVirtual,
  bestVirtual,
  deactivateVirtual,
  dropVirtualPriority,
  LR,
  virtualChanged,
  virtualRunningPriority,
  VMCR,
} from './virtual.js';

/** INTIDs from here on are the spurious ones, which ending ignores. */
const FIRST_SPECIAL = 1020;

/** A register that is a field of GICH_VMCR, moved by `shift` bits: right for a positive one. */
function vmcrField(name: string, offset: number, mask: number, shift: number): Register<Gic> {
  return {
    name,
    offset,
    read: (gic, cpu) => (gic.state.vmcr[cpu] & mask) >>> shift,
    write(gic, cpu, _secure, _index, value) {
      gic.state.vmcr[cpu] = legalVmcr((gic.state.vmcr[cpu] & ~mask) | ((value << shift) & mask));
      virtualChanged(gic, cpu);
    },
  };
}

/** What GICV_IAR answers for a list register: VirtualID, and for a software-made SGI the core it comes from. */
function virtualId(lr: number): number {
  const intid = lr & LR.VirtualID;
  return intid < 16 && (lr & LR.HW) === 0 ? lr & (LR.VirtualID | LR.CPUID) : intid;
}

const isGroup1 = (lr: number): boolean => (lr & LR.Grp1) !== 0;

/** GICV_IAR takes Group 0, and Group 1 too if AckCtl is set. */
const ordinary = (gic: Gic, cpu: number, lr: number): boolean =>
  !isGroup1(lr) || (gic.state.vmcr[cpu] & VMCR.VMAckCtl) !== 0;

function acknowledge(gic: Gic, cpu: number): number {
  const n = acknowledgeVirtual(gic, cpu, (gic.state.vmcr[cpu] & VMCR.VMAckCtl) !== 0 ? 3 : 1);
  if (n < 0) return SPURIOUS;
  const lr = gic.state.lr[cpu * LIST_REGISTERS + n];
  return ordinary(gic, cpu, lr) ? virtualId(lr) : SPURIOUS_GROUP1;
}

function acknowledgeGroup1(gic: Gic, cpu: number): number {
  const n = acknowledgeVirtual(gic, cpu, 2);
  if (n < 0) return SPURIOUS;
  const lr = gic.state.lr[cpu * LIST_REGISTERS + n];
  return isGroup1(lr) ? virtualId(lr) : SPURIOUS;
}

function highestPending(gic: Gic, cpu: number): number {
  if (gic.virtualBest[cpu] < 0) return SPURIOUS;
  const lr = bestVirtual(gic, cpu);
  return ordinary(gic, cpu, lr) ? virtualId(lr) : SPURIOUS_GROUP1;
}

function highestPendingGroup1(gic: Gic, cpu: number): number {
  if (gic.virtualBest[cpu] < 0) return SPURIOUS;
  const lr = bestVirtual(gic, cpu);
  return isGroup1(lr) ? virtualId(lr) : SPURIOUS;
}

/** An EOI that drops no priority is not counted in GICH_HCR.EOICount (IHI 0048B 5.3.1). */
function endOfInterrupt(gic: Gic, cpu: number, _secure: boolean, _index: number, value: number): void {
  const intid = value & LR.VirtualID;
  if (intid >= FIRST_SPECIAL) return;
  const dropped = dropVirtualPriority(gic, cpu);
  if ((gic.state.vmcr[cpu] & VMCR.VEM) === 0) deactivateVirtual(gic, cpu, intid, dropped);
  virtualChanged(gic, cpu);
}

/** With EOImode 0 the manual leaves it UNPREDICTABLE: it is ignored. */
function deactivateInterrupt(gic: Gic, cpu: number, _secure: boolean, _index: number, value: number): void {
  const intid = value & LR.VirtualID;
  if (intid >= FIRST_SPECIAL || (gic.state.vmcr[cpu] & VMCR.VEM) === 0) return;
  deactivateVirtual(gic, cpu, intid, true);
  virtualChanged(gic, cpu);
}

/** The virtual CPU interface's registers by offset. */
export const GICV: readonly Register<Gic>[] = [
  vmcrField('GICV_CTLR', 0x0000, VMCR.CTLR, 0),
  vmcrField('GICV_PMR', 0x0004, VMCR.VMPriMask, 24),
  vmcrField('GICV_BPR', 0x0008, VMCR.VMBP, 21),
  { name: 'GICV_IAR', offset: 0x000c, read: acknowledge },
  { name: 'GICV_EOIR', offset: 0x0010, write: endOfInterrupt },
  {
    name: 'GICV_RPR',
    offset: 0x0014,
    read(gic, cpu) {
      const priority = virtualRunningPriority(gic, cpu);
      return priority === IDLE ? 0xff : priority;
    },
  },
  { name: 'GICV_HPPIR', offset: 0x0018, read: highestPending },
  vmcrField('GICV_ABPR', 0x001c, VMCR.VMABP, 18),
  { name: 'GICV_AIAR', offset: 0x0020, read: acknowledgeGroup1 },
  { name: 'GICV_AEOIR', offset: 0x0024, write: endOfInterrupt },
  { name: 'GICV_AHPPIR', offset: 0x0028, read: highestPendingGroup1 },
  {
    name: 'GICV_APR0',
    offset: 0x00d0,
    read: (gic, cpu) => gic.state.vapr[cpu],
    write(gic, cpu, _secure, _index, value) {
      gic.state.vapr[cpu] = value;
      virtualChanged(gic, cpu);
    },
  },
  { name: 'GICV_IIDR', offset: 0x00fc, read: () => GICC_IIDR },
  { name: 'GICV_DIR', offset: 0x1000, write: deactivateInterrupt },
];
