/** The board's GIC-400 as the hypervisor uses it: by its registers, from Non-secure EL2 (IHI 0048B chapters 4 and 5). */
import type { Requester } from '../aarch64/bus.js';
import type { GuestMemory } from '../aarch64/memory.js';

export interface GicAddresses {
  readonly gicd: number;
  readonly gicc: number;
  readonly gich: number;
  readonly gicv: number;
}

const GICD = {
  CTLR: 0,
  ISENABLER0: 0x100,
  ISACTIVER0: 0x300,
  ICACTIVER0: 0x380,
  IPRIORITYR: 0x400,
  PPISR: 0xd00,
  SGIR: 0xf00,
} as const;
const GICC = { CTLR: 0, PMR: 4, IAR: 0x0c, EOIR: 0x10, DIR: 0x1000 } as const;
const GICH = { HCR: 0, VMCR: 8, APR: 0xf0, LR0: 0x100 } as const;
/** EnableGrp1 of the Non-secure view, and EOImodeNS: a drop of priority does not deactivate. */
const CTLR = 1 | (1 << 9);

/** PPIs that the hypervisor takes: maintenance, its own timer, the virtual timer. */
export const PPI = { MAINTENANCE: 25, HYPERVISOR_TIMER: 26, VIRTUAL_TIMER: 27 } as const;
/** The SGI by which cores are told to choose anew what they run. */
export const KICK = 0;
/** The SGI that makes a core exit, and so show its guest what interrupts there are: it chooses nothing, and reads no clock. */
const SHOW = 1;
export const SPURIOUS = 1020;

export class PhysicalGic {
  private readonly by: readonly Requester[];
  constructor(
    private readonly memory: GuestMemory,
    private readonly at: GicAddresses,
    cores: number,
  ) {
    this.by = Array.from({ length: cores }, (_, cpu) => ({ cpu, secure: false }));
  }

  private read(core: number, pa: number): number {
    return this.memory.readDevice(pa, 4, this.by[core]);
  }
  private write(core: number, pa: number, value: number): void {
    this.memory.writeDevice(pa, 4, value >>> 0, this.by[core]);
  }

  /** What each core does once. */
  start(core: number): void {
    const { gicd, gicc, gich } = this.at;
    this.write(core, gicd + GICD.CTLR, 1);
    for (let at = 0; at < 32; at += 4) this.write(core, gicd + GICD.IPRIORITYR + at, 0xa0a0a0a0);
    const wanted =
      (1 << PPI.MAINTENANCE) | (1 << PPI.HYPERVISOR_TIMER) | (1 << PPI.VIRTUAL_TIMER) | (1 << KICK) | (1 << SHOW);
    this.write(core, gicd + GICD.ISENABLER0, wanted);
    this.write(core, gicc + GICC.PMR, 0xf0);
    this.write(core, gicc + GICC.CTLR, CTLR);
    this.write(core, gich + GICH.HCR, 0);
  }

  /** Takes the interrupt that is signalled. @returns GICC_IAR: INTID 1020 and up for none */
  acknowledge(core: number): number {
    return this.read(core, this.at.gicc + GICC.IAR);
  }
  /** Drops the running priority. @param iar what `acknowledge` returned */
  drop(core: number, iar: number): void {
    this.write(core, this.at.gicc + GICC.EOIR, iar);
  }
  /** Drops the priority and deactivates. */
  end(core: number, iar: number): void {
    this.drop(core, iar);
    this.write(core, this.at.gicc + GICC.DIR, iar);
  }
  /** Sends KICK. @param from any core that there is */
  kick(from: number, to: number): void {
    this.write(from, this.at.gicd + GICD.SGIR, (1 << (16 + to)) | KICK);
  }
  /** Sends SHOW. */
  show(core: number): void {
    this.write(core, this.at.gicd + GICD.SGIR, (1 << (16 + core)) | SHOW);
  }
  /** The virtual timer's line, as GICD_PPISR has it: bit n for INTID 16 + n. */
  virtualTimerLine(core: number): boolean {
    return ((this.read(core, this.at.gicd + GICD.PPISR) >>> (PPI.VIRTUAL_TIMER - 16)) & 1) !== 0;
  }
  /** Sets or clears the active state of one of a core's own interrupts. */
  setActive(core: number, intid: number, active: boolean): void {
    this.write(core, this.at.gicd + (active ? GICD.ISACTIVER0 : GICD.ICACTIVER0), 1 << intid);
  }

  readLr(core: number, n: number): number {
    return this.read(core, this.at.gich + GICH.LR0 + 4 * n) | 0;
  }
  writeLr(core: number, n: number, value: number): void {
    this.write(core, this.at.gich + GICH.LR0 + 4 * n, value);
  }
  /** Writes GICH_HCR, with EOICount 0. */
  writeHcr(core: number, value: number): void {
    this.write(core, this.at.gich + GICH.HCR, value);
  }
  /** Reads EOICount. `flush` makes it 0. */
  takeEoiCount(core: number): number {
    return this.read(core, this.at.gich + GICH.HCR) >>> 27;
  }
  readVmcr(core: number): number {
    return this.read(core, this.at.gich + GICH.VMCR);
  }
  writeVmcr(core: number, value: number): void {
    this.write(core, this.at.gich + GICH.VMCR, value);
  }
  readApr(core: number): number {
    return this.read(core, this.at.gich + GICH.APR);
  }
  writeApr(core: number, value: number): void {
    this.write(core, this.at.gich + GICH.APR, value);
  }
}
