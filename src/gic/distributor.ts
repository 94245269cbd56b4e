/**
 * The Distributor, GICD (IHI 0048B chapter 4.3; GIC-400 TRM 3.2).
 *
 * Non-secure software sees and changes only Group 1 interrupts: whatever concerns a Group 0 interrupt reads as zero to it and
 * ignores its writes, and it sees the lower half of the priorities.
 */
import {
  bankChanged,
  bankOf,
  choose,
  deriveTargeting,
  forwardingChanged,
  groupChanged,
  isGroup1,
  pendingBits,
  sgiChanged,
  type Gic,
} from './interrupts.js';
import type { Register } from './registers.js';
import { SGIS } from './state.js';

/** LSPI: 31 lockable SPIs, as measured on a BCM2711. Its CFGSDISABLE input is low, so that none ever locks. */
const LSPI = 31;
const SECURITY_EXTN = 1 << 10;
/** GICD_IIDR: GIC-400 revision r0p1, implementer Arm. */
const GICD_IIDR = 0x0200143b;

/** The peripheral and component ID registers, by word from 0xfd0 (GIC-400 TRM table 3-2). */
const ID_BYTES = [0x04, 0x00, 0x00, 0x00, 0x90, 0xb4, 0x2b, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

/** The bank of register `index` of an array with one bit for each interrupt, or -1 beyond the last interrupt. */
const bankAt = (gic: Gic, cpu: number, index: number): number =>
  index * 32 < gic.interrupts ? bankOf(gic, cpu, index * 32) : -1;

/** The interrupts of a bank that exist and that the access may see. */
const accessible = (gic: Gic, bank: number, secure: boolean): number =>
  (bank < gic.cpus ? gic.own : -1) & (secure ? -1 : gic.state.group1[bank]);

/** A register array with one bit for each interrupt. */
function bitArray(
  name: string,
  offset: number,
  bits: (gic: Gic, bank: number) => number,
  change: (gic: Gic, bank: number, mask: number) => void,
): Register<Gic> {
  return {
    name,
    offset,
    count: 16,
    read(gic, cpu, secure, index) {
      const bank = bankAt(gic, cpu, index);
      return bank < 0 ? 0 : bits(gic, bank) & accessible(gic, bank, secure);
    },
    write(gic, cpu, secure, index, value) {
      const bank = bankAt(gic, cpu, index);
      if (bank < 0) return;
      const mask = value & accessible(gic, bank, secure);
      if (mask === 0) return;
      change(gic, bank, mask);
      bankChanged(gic, bank);
    },
  };
}

const activeBits = (gic: Gic, bank: number): number => gic.state.active[bank];

/** SGIs are always enabled and have no GICD_ISPENDR or GICD_ICPENDR; of a bank's bits these are the others. */
const notSgis = (gic: Gic, bank: number, mask: number): number => (bank < gic.cpus ? mask & ~SGIS : mask);

/** The slot of byte `index` of GICD_IPRIORITYR or GICD_ITARGETSR, or -1 if there is no such interrupt or it is hidden. */
function slotAt(gic: Gic, cpu: number, secure: boolean, index: number): number {
  if (index >= gic.interrupts) return -1;
  const bank = bankOf(gic, cpu, index);
  return ((accessible(gic, bank, secure) >> (index & 31)) & 1) === 0 ? -1 : bank * 32 + (index & 31);
}

/** Every bit of the low half of `bits` doubled: the fields of a GICD_ICFGR. */
function doubled(bits: number): number {
  let fields = 0;
  for (let i = 0; i < 16; i++) if (((bits >> i) & 1) !== 0) fields |= 3 << (2 * i);
  return fields;
}

/**
 * Sends an SGI to one core, if it is configured there for the group that the sender names (IHI 0048B 4.3.15): with the Security
 * Extensions only.
 */
function sendSgi(gic: Gic, from: number, to: number, sgi: number, group1: boolean): void {
  if (gic.security && isGroup1(gic, to, sgi) !== group1) return;
  gic.state.sgiPending[to * 16 + sgi] |= 1 << from;
  sgiChanged(gic, to, sgi);
}

/** GICD_SGIR: TargetListFilter [25:24], CPUTargetList [23:16], NSATT [15], SGIINTID [3:0]. */
function writeSgir(gic: Gic, cpu: number, secure: boolean, _index: number, value: number): void {
  const filter = (value >>> 24) & 3;
  const all = (1 << gic.cpus) - 1;
  const list = [(value >>> 16) & all, all & ~(1 << cpu), 1 << cpu, 0][filter];
  // Non-secure software reaches Group 1 SGIs only.
  const group1 = !secure || (value & (1 << 15)) !== 0;
  for (let to = 0; to < gic.cpus; to++) if (((list >> to) & 1) !== 0) sendSgi(gic, cpu, to, value & 15, group1);
}

/** GICD_CPENDSGIR and GICD_SPENDSGIR: one byte for each SGI, one bit in it for each core the SGI comes from. */
function sgiSources(name: string, offset: number, set: boolean): Register<Gic> {
  return {
    name,
    offset,
    count: 4,
    readByte: (gic, cpu, secure, sgi) => (secure || isGroup1(gic, cpu, sgi) ? gic.state.sgiPending[cpu * 16 + sgi] : 0),
    writeByte(gic, cpu, secure, sgi, value) {
      if (!secure && !isGroup1(gic, cpu, sgi)) return;
      const from = value & ((1 << gic.cpus) - 1);
      const at = cpu * 16 + sgi;
      gic.state.sgiPending[at] = set ? gic.state.sgiPending[at] | from : gic.state.sgiPending[at] & ~from;
      sgiChanged(gic, cpu, sgi);
    },
  };
}

/** The Distributor's registers by offset. */
export const GICD: readonly Register<Gic>[] = [
  {
    name: 'GICD_CTLR',
    offset: 0x000,
    // Secure: EnableGrp0 [0], EnableGrp1 [1]. Non-secure: EnableGrp1 alone, as [0].
    read: (gic, _cpu, secure) => (secure ? gic.state.gicdCtlr : gic.state.gicdCtlr >> 1),
    write(gic, _cpu, secure, _index, value) {
      gic.state.gicdCtlr = secure ? value & 3 : (gic.state.gicdCtlr & 1) | ((value & 1) << 1);
      forwardingChanged(gic);
    },
  },
  {
    name: 'GICD_TYPER',
    offset: 0x004,
    read: (gic) =>
      (gic.security ? (LSPI << 11) | SECURITY_EXTN : 0) | ((gic.cpus - 1) << 5) | (gic.interrupts / 32 - 1),
  },
  { name: 'GICD_IIDR', offset: 0x008, read: () => GICD_IIDR },
  {
    name: 'GICD_IGROUPR',
    offset: 0x080,
    count: 16,
    read(gic, cpu, secure, index) {
      const bank = bankAt(gic, cpu, index);
      return !secure || bank < 0 ? 0 : gic.state.group1[bank];
    },
    write(gic, cpu, secure, index, value) {
      const bank = bankAt(gic, cpu, index);
      if (!secure || bank < 0) return;
      gic.state.group1[bank] = value & accessible(gic, bank, true);
      groupChanged(gic, bank);
    },
  },
  bitArray(
    'GICD_ISENABLER',
    0x100,
    (gic, bank) => gic.state.enabled[bank],
    (gic, bank, mask) => (gic.state.enabled[bank] |= mask),
  ),
  bitArray(
    'GICD_ICENABLER',
    0x180,
    (gic, bank) => gic.state.enabled[bank],
    (gic, bank, mask) => (gic.state.enabled[bank] &= ~notSgis(gic, bank, mask)),
  ),
  bitArray('GICD_ISPENDR', 0x200, pendingBits, (gic, bank, mask) => {
    gic.state.pending[bank] |= notSgis(gic, bank, mask);
  }),
  // A level-sensitive interrupt whose input is high stays pending.
  bitArray('GICD_ICPENDR', 0x280, pendingBits, (gic, bank, mask) => {
    gic.state.pending[bank] &= ~notSgis(gic, bank, mask);
  }),
  bitArray('GICD_ISACTIVER', 0x300, activeBits, (gic, bank, mask) => {
    gic.state.active[bank] |= mask;
  }),
  bitArray('GICD_ICACTIVER', 0x380, activeBits, (gic, bank, mask) => {
    gic.state.active[bank] &= ~mask;
  }),
  {
    name: 'GICD_IPRIORITYR',
    offset: 0x400,
    count: 128,
    // Non-secure software sees the lower half of the priorities, bits [6:0] moved up by one (IHI 0048B 3.5.3).
    readByte(gic, cpu, secure, index) {
      const slot = slotAt(gic, cpu, secure, index);
      if (slot < 0) return 0;
      return secure ? gic.state.priority[slot] : (gic.state.priority[slot] << 1) & 0xff;
    },
    writeByte(gic, cpu, secure, index, value) {
      const slot = slotAt(gic, cpu, secure, index);
      if (slot < 0) return;
      gic.state.priority[slot] = (secure ? value : 0x80 | (value >> 1)) & 0xf8;
      if (index < 32) choose(gic, cpu);
      else for (let other = 0; other < gic.cpus; other++) choose(gic, other);
    },
  },
  {
    name: 'GICD_ITARGETSR',
    offset: 0x800,
    count: 128,
    readByte(gic, cpu, secure, index) {
      // In a GIC with one core they are zero; those of SGIs and PPIs name the core that reads them.
      if (gic.cpus === 1 || slotAt(gic, cpu, secure, index) < 0) return 0;
      return index < 32 ? 1 << cpu : gic.state.targets[index - 32];
    },
    writeByte(gic, cpu, secure, index, value) {
      if (gic.cpus === 1 || index < 32 || slotAt(gic, cpu, secure, index) < 0) return;
      gic.state.targets[index - 32] = value & ((1 << gic.cpus) - 1);
      deriveTargeting(gic, index - 32);
      for (let other = 0; other < gic.cpus; other++) choose(gic, other);
    },
  },
  {
    name: 'GICD_ICFGR',
    offset: 0xc00,
    count: 32,
    // Bit 1 of a field: edge-triggered. Bit 0 reads as one for SPIs and PPIs, as measured on a BCM2711. SGIs are edge, PPIs level.
    read(gic, cpu, secure, index) {
      const bank = bankAt(gic, cpu, index >> 1);
      if (bank < 0) return 0;
      const half = 16 * (index & 1);
      const fields = (doubled(gic.state.edge[bank] >> half) & 0xaaaaaaaa) | (index === 0 ? 0 : 0x55555555);
      return fields & doubled(accessible(gic, bank, secure) >> half);
    },
    write(gic, cpu, secure, index, value) {
      const bank = bankAt(gic, cpu, index >> 1);
      if (bank < gic.cpus) return;
      const half = 16 * (index & 1);
      let edge = 0;
      for (let i = 0; i < 16; i++) if (((value >>> (2 * i + 1)) & 1) !== 0) edge |= 1 << (half + i);
      const mask = accessible(gic, bank, secure) & (0xffff << half);
      gic.state.edge[bank] = (gic.state.edge[bank] & ~mask) | (edge & mask);
      bankChanged(gic, bank);
    },
  },
  {
    name: 'GICD_PPISR',
    offset: 0xd00,
    // The PPI inputs that are high: bit n for INTID 16+n.
    read: (gic, cpu, secure) => ((gic.level[cpu] & accessible(gic, cpu, secure)) >>> 16) & 0xffff,
  },
  {
    name: 'GICD_SPISR',
    offset: 0xd04,
    count: 15,
    read(gic, cpu, secure, index) {
      const bank = bankAt(gic, cpu, index + 1);
      return bank < 0 ? 0 : gic.level[bank] & accessible(gic, bank, secure);
    },
  },
  { name: 'GICD_SGIR', offset: 0xf00, write: writeSgir },
  sgiSources('GICD_CPENDSGIR', 0xf10, false),
  sgiSources('GICD_SPENDSGIR', 0xf20, true),
  { name: 'GICD_PIDR', offset: 0xfd0, count: ID_BYTES.length, read: (_gic, _cpu, _secure, index) => ID_BYTES[index] },
];
