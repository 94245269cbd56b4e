import type { MmioDevice, Requester } from '../../src/aarch64/bus.js';
import { GICC } from '../../src/gic/cpu-interface.js';
import { GICD } from '../../src/gic/distributor.js';
import { createGic400, type Gic400 } from '../../src/gic/gic400.js';
import type { Register } from '../../src/gic/registers.js';
import { GICH } from '../../src/gic/virtual-control.js';
import { GICV } from '../../src/gic/virtual-cpu-interface.js';

export type Wire = 'nIRQ' | 'nFIQ' | 'vIRQ' | 'vFIQ';
export const WIRES: readonly Wire[] = ['nIRQ', 'nFIQ', 'vIRQ', 'vFIQ'];
export type BlockName = 'gicd' | 'gicc' | 'gich' | 'gicv';

const TABLES: readonly (readonly [BlockName, readonly Register<never>[]])[] = [
  ['gicd', GICD],
  ['gicc', GICC],
  ['gich', GICH],
  ['gicv', GICV],
];

/** Block and offset of a register by the manual's name, with its index if it is one of an array. */
export function locate(name: string): { block: BlockName; offset: number } {
  for (const [block, table] of TABLES) {
    for (const { name: base, offset, count } of table) {
      if (count === undefined ? base === name : name.startsWith(base) && /^\d+$/.test(name.slice(base.length))) {
        const index = count === undefined ? 0 : Number(name.slice(base.length));
        if (index < (count ?? 1)) return { block, offset: offset + 4 * index };
      }
    }
  }
  throw new Error(`no register ${name}`);
}

/** Who accesses: core 0 in Non-secure state, as Linux does, unless said otherwise. */
export interface Who {
  readonly cpu?: number;
  readonly secure?: boolean;
}

/** A GIC with its wires recorded, and its registers by name. */
export interface Rig {
  readonly gic: Gic400;
  read(name: string, who?: Who): number;
  write(name: string, value: number, who?: Who): void;
  /** The wires of a core that are asserted, in a fixed order. */
  wires(cpu?: number): string;
  /** Writes a byte-accessible register's byte: GICD_IPRIORITYR and so on. */
  writeByte(name: string, byte: number, value: number, who?: Who): void;
}

export function createRig(cpus = 4, interrupts?: number): Rig {
  const levels: Record<Wire, boolean>[] = [];
  const outputs = Array.from({ length: cpus }, (_, cpu) => {
    levels[cpu] = { nIRQ: false, nFIQ: false, vIRQ: false, vFIQ: false };
    const line = (wire: Wire) => ({
      set: (level: boolean) => {
        levels[cpu][wire] = level;
      },
    });
    return { nIRQ: line('nIRQ'), nFIQ: line('nFIQ'), vIRQ: line('vIRQ'), vFIQ: line('vFIQ') };
  });
  const gic = createGic400(interrupts === undefined ? { outputs } : { outputs, interrupts });
  const by = ({ cpu = 0, secure = false }: Who = {}): Requester => ({ cpu, secure });
  const device = (block: BlockName): MmioDevice => gic[block];
  return {
    gic,
    read(name, who) {
      const { block, offset } = locate(name);
      return device(block).read(offset, 4, by(who));
    },
    write(name, value, who) {
      const { block, offset } = locate(name);
      device(block).write(offset, 4, value >>> 0, by(who));
    },
    writeByte(name, byte, value, who) {
      const { block, offset } = locate(`${name}0`);
      device(block).write(offset + byte, 1, value, by(who));
    },
    wires: (cpu = 0) => WIRES.filter((wire) => levels[cpu][wire]).join(' '),
  };
}

export const SECURE: Who = { secure: true };

/**
 * What the Pi's boot stub leaves: all interrupts Group 1, both groups on, the mask open, bypass off
 * (facts: GICC_CTLR 0x1e7, GICC_PMR 0xff).
 */
export function bootStub(rig: Rig, cpus = 4): void {
  for (let n = 1; n < 8; n++) rig.write(`GICD_IGROUPR${n}`, 0xffffffff, SECURE);
  for (let cpu = 0; cpu < cpus; cpu++) {
    rig.write('GICD_IGROUPR0', 0xffffffff, { cpu, secure: true });
    rig.write('GICC_CTLR', 0x1e7, { cpu, secure: true });
    rig.write('GICC_PMR', 0xff, { cpu, secure: true });
  }
  rig.write('GICD_CTLR', 3, SECURE);
}

/** What Linux makes of it: every priority 0xa0, its own enable and EOImode bits. SPIs target core 0. */
export function linux(rig: Rig, cpus = 4): void {
  bootStub(rig, cpus);
  for (let byte = 32; byte < 256; byte++) {
    rig.writeByte('GICD_IPRIORITYR', byte, 0xa0);
    rig.writeByte('GICD_ITARGETSR', byte, 0x01);
  }
  for (let cpu = 0; cpu < cpus; cpu++) {
    for (let byte = 0; byte < 32; byte++) rig.writeByte('GICD_IPRIORITYR', byte, 0xa0, { cpu });
    rig.write('GICC_PMR', 0xf0, { cpu });
    rig.write('GICC_CTLR', 0x261, { cpu });
  }
}
