/** The virtual interface control block, GICH, with which a hypervisor presents interrupts to its guest (IHI 0048B 5.3). */
import type { Gic } from './interrupts.js';
import type { Register } from './registers.js';
import { LIST_REGISTERS, MINIMUM_ABPR, MINIMUM_BPR } from './state.js';
import { HCR, LR, readEisr, readElrsr, readMisr, virtualChanged, VMCR } from './virtual.js';

/** GICH_VTR: five priority bits, five preemption bits, four list registers. Measured on a BCM2711. */
const GICH_VTR = 0x90000003;
const HCR_FIELDS = HCR.EOICount | 0xff;
const VMCR_FIELDS = VMCR.VMPriMask | VMCR.CTLR;
/** Of a list register, what is neither HW's physical INTID nor its other reading, CPUID and EOI. */
const LR_COMMON = LR.HW | LR.Grp1 | LR.State | LR.Priority | LR.VirtualID;

/** A GICH_VMCR with the binary points raised to what five priority bits allow. */
export function legalVmcr(value: number): number {
  const vmbp = Math.max((value & VMCR.VMBP) >>> 21, MINIMUM_BPR);
  const vmabp = Math.max((value & VMCR.VMABP) >>> 18, MINIMUM_ABPR);
  return (value & VMCR_FIELDS) | (vmbp << 21) | (vmabp << 18);
}

/** The registers of one core's block by offset. */
export const GICH: readonly Register<Gic>[] = [
  {
    name: 'GICH_HCR',
    offset: 0x000,
    read: (gic, cpu) => gic.state.hcr[cpu],
    write(gic, cpu, _secure, _index, value) {
      gic.state.hcr[cpu] = value & HCR_FIELDS;
      virtualChanged(gic, cpu);
    },
  },
  { name: 'GICH_VTR', offset: 0x004, read: () => GICH_VTR },
  {
    name: 'GICH_VMCR',
    offset: 0x008,
    read: (gic, cpu) => gic.state.vmcr[cpu],
    write(gic, cpu, _secure, _index, value) {
      gic.state.vmcr[cpu] = legalVmcr(value);
      virtualChanged(gic, cpu);
    },
  },
  { name: 'GICH_MISR', offset: 0x010, read: readMisr },
  { name: 'GICH_EISR0', offset: 0x020, read: readEisr },
  { name: 'GICH_ELRSR0', offset: 0x030, read: readElrsr },
  {
    name: 'GICH_APR',
    offset: 0x0f0,
    read: (gic, cpu) => gic.state.vapr[cpu],
    write(gic, cpu, _secure, _index, value) {
      gic.state.vapr[cpu] = value;
      virtualChanged(gic, cpu);
    },
  },
  {
    name: 'GICH_LR',
    offset: 0x100,
    count: LIST_REGISTERS,
    read: (gic, cpu, _secure, index) => gic.state.lr[cpu * LIST_REGISTERS + index],
    write(gic, cpu, _secure, index, value) {
      const link = (value & LR.HW) !== 0 ? LR.PhysicalID : LR.EOI | LR.CPUID;
      gic.state.lr[cpu * LIST_REGISTERS + index] = value & (LR_COMMON | link);
      virtualChanged(gic, cpu);
    },
  },
];
