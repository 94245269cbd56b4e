import type { IrqLine, Requester, Saveable } from '../aarch64/bus.js';
import { GICC } from './cpu-interface.js';
import { GICD } from './distributor.js';
import { createGic, deriveAll, inputChanged, type CoreInterrupts, type Gic } from './interrupts.js';
import { registerBlock, type RegisterBlock } from './registers.js';
import { PRIVATE_INTERRUPTS, resetState, type GicState } from './state.js';
import { GICH } from './virtual-control.js';
import { GICV } from './virtual-cpu-interface.js';
import { deriveVirtual } from './virtual.js';

export type { CoreInterrupts } from './interrupts.js';
export type { GicState } from './state.js';

/** What a GIC-400 is built with. */
export interface Gic400Options {
  /** The wires to each core, 1 to 8 cores. */
  readonly outputs: readonly CoreInterrupts[];
  /** INTIDs, a multiple of 32 from 64 to 512; 256 when left out, as in a BCM2711. */
  readonly interrupts?: number;
  /** INTIDs of PPIs beyond the seven of a GIC-400 (25 to 31), for boards whose interrupt controller is another GICv2. */
  readonly morePpis?: readonly number[];
  /** False for a GICv2 without the Security Extensions, which is accessed as by Secure software; true if left out. */
  readonly security?: boolean;
}

/** A GIC-400: four register blocks, and wires in. */
export interface Gic400 extends Saveable<GicState> {
  /** Its heart, for whoever presents its interrupts otherwise than by its CPU interfaces: a hypervisor to its guest. */
  readonly gic: Gic;
  /** Distributor, window 0x1000. */
  readonly gicd: RegisterBlock;
  /** CPU interface of the core that accesses it, window 0x2000. */
  readonly gicc: RegisterBlock;
  /** Virtual interface control, window 0x2000: that of the core that accesses it, and from 0x1000 + n*0x200 that of core n. */
  readonly gich: RegisterBlock;
  /** Virtual CPU interface of the core that accesses it, window 0x2000. */
  readonly gicv: RegisterBlock;
  /**
   * A new source for SPI `n`, INTID 32+n. An SPI's input is high while any of its sources is, so that devices can share it.
   * @throws RangeError if there is no such SPI, or it has 32 sources already.
   */
  spi(n: number): IrqLine;
  /**
   * A new source for one of a core's PPIs, INTID 25 to 31 or one of `morePpis`. 28 and 31 are also the legacy FIQ and IRQ inputs, which reach the
   * core directly while its CPU interface is off. `true` is asserted, although the pins are active low.
   * @throws RangeError if there is no such core or PPI, or it has 32 sources already.
   */
  ppi(cpu: number, intid: number): IrqLine;
  /** After a reset of the board: the inputs keep their levels. */
  resetFrom(before: GicState): void;
  /**
   * Told of every source of an input that goes high or low, before anything follows from it: for traces. `cpu` is -1 for an SPI;
   * `source` counts the sources of this input in the order in which they were asked for.
   */
  onSource: ((intid: number, cpu: number, source: number, level: boolean) => void) | undefined;
}

/** Virtual maintenance interrupt (GIC-400 TRM 2.2.2). */
const MAINTENANCE = 25;
const GICH_ALIASES = 0x1000;
const GICH_ALIAS_SIZE = 0x200;

/** GICH, with its aliases for every core (GIC-400 TRM table 3-1). */
function withAliases(own: RegisterBlock, cpus: number): RegisterBlock {
  const asCore: readonly Requester[] = Array.from({ length: cpus }, (_, cpu) => ({ cpu, secure: false }));
  const coreAt = (offset: number): Requester | undefined => asCore[(offset - GICH_ALIASES) >> 9];
  return {
    name: own.name,
    read(offset, size, by) {
      if (offset < GICH_ALIASES) return own.read(offset, size, by);
      const core = coreAt(offset);
      return core === undefined ? 0 : own.read(offset % GICH_ALIAS_SIZE, size, core);
    },
    write(offset, size, value, by) {
      if (offset < GICH_ALIASES) return own.write(offset, size, value, by);
      const core = coreAt(offset);
      if (core !== undefined) own.write(offset % GICH_ALIAS_SIZE, size, value, core);
    },
    registerAt: (offset) => own.registerAt(offset < GICH_ALIASES ? offset : offset % GICH_ALIAS_SIZE),
  };
}

/**
 * A GIC-400 (Arm GIC architecture version 2 with security and virtualization extensions: IHI 0048B; GIC-400 TRM, DDI 0471).
 * @throws RangeError for a number of cores or interrupts that a GIC-400 cannot have.
 */
export function createGic400({ outputs, interrupts = 256, morePpis = [], security = true }: Gic400Options): Gic400 {
  const cpus = outputs.length;
  if (cpus < 1 || cpus > 8) throw new RangeError(`a GIC-400 has 1 to 8 cores, not ${cpus}`);
  if (interrupts < 64 || interrupts > 512 || interrupts % 32 !== 0) {
    throw new RangeError(`a GIC-400 has 64 to 512 interrupts in steps of 32, not ${interrupts}`);
  }
  const state = resetState(cpus, interrupts);
  const maintenance: IrqLine[] = [];
  const own = morePpis.reduce((mask, intid) => mask | (1 << intid), PRIVATE_INTERRUPTS);
  const gic: Gic = createGic(state, cpus, interrupts, own, security, outputs, maintenance);

  /** How many sources each slot has been given. */
  const given = new Uint8Array(state.sources.length);
  const source = (bank: number, bit: number): IrqLine => {
    const slot = bank * 32 + bit;
    const intid = bank < cpus ? bit : 32 * (bank - cpus + 1) + bit;
    if (given[slot] === 32) throw new RangeError(`INTID ${intid}: 32 sources already`);
    const index = given[slot]++;
    const mine = 1 << index;
    return {
      set(level) {
        const { sources } = gic.state;
        const now = level ? sources[slot] | mine : sources[slot] & ~mine;
        if (now === sources[slot]) return;
        sources[slot] = now;
        self.onSource?.(intid, bank < cpus ? bank : -1, index, level);
        inputChanged(gic, bank, bit);
      },
    };
  };
  for (let cpu = 0; cpu < cpus; cpu++) maintenance.push(source(cpu, MAINTENANCE));

  const restored = (): void => {
    deriveAll(gic);
    deriveVirtual(gic);
  };
  restored();

  const self: Gic400 = {
    state,
    gic,
    gicd: registerBlock('GICD', GICD, 0x1000, gic, cpus),
    gicc: registerBlock('GICC', GICC, 0x2000, gic, cpus),
    gich: withAliases(registerBlock('GICH', GICH, 0x200, gic, cpus), cpus),
    gicv: registerBlock('GICV', GICV, 0x2000, gic, cpus),
    spi(n) {
      if (!Number.isInteger(n) || n < 0 || n >= interrupts - 32) throw new RangeError(`no SPI ${n}`);
      return source(cpus + (n >> 5), n & 31);
    },
    ppi(cpu, intid) {
      if (!Number.isInteger(cpu) || cpu < 0 || cpu >= cpus) throw new RangeError(`no core ${cpu}`);
      if (!Number.isInteger(intid) || intid < 16 || intid > 31 || ((own >> intid) & 1) === 0) {
        throw new RangeError(`no PPI with INTID ${intid}`);
      }
      return source(cpu, intid);
    },
    resetFrom({ sources }) {
      state.sources = sources;
    },
    restored,
    onSource: undefined,
  };
  return self;
}
