/** A core's state as plain data: what a snapshot holds of it. Where things are in linear memory does not show. */
import type { Core } from './core.js';
import { debugChanged } from './debug/registers.js';
import { regimeChanged } from './pstate.js';
import { STATE } from './state.js';
import { REG } from './sysregs/storage.js';
import { REGISTERS } from './sysregs/table.js';

export interface CoreState {
  /** Registers, from X0 on, and what else of `STATE` outlives an instruction: by its name, as 32-bit words. */
  words: Record<string, number[]>;
  /** System registers by the manual's names, as 32-bit words. */
  sysregs: Record<string, [number, number]>;
  /** The monitor's physical address, -1 while it is open. */
  marked: number;
  icount: number;
  mode: Core['mode'];
  yielded: boolean;
  irq: boolean;
  fiq: boolean;
  virq: boolean;
  vfiq: boolean;
  serror: number;
  pending: Core['pending'];
}

/** Offset and number of 32-bit words of what is kept from `STATE`. */
const KEPT: Readonly<Record<string, readonly [number, number]>> = {
  X: [STATE.X, 62],
  SP: [STATE.SP, 2],
  PC: [STATE.PC, 2],
  N: [STATE.N, 2],
  Z: [STATE.Z, 2],
  V: [STATE.V, 2],
  C: [STATE.C, 1],
  EX_SIZE: [STATE.EX_SIZE, 1],
  EX_LOW: [STATE.EX_LOW, 2],
  EX_HIGH: [STATE.EX_HIGH, 2],
  EL: [STATE.EL, 1],
  SPSEL: [STATE.SPSEL, 1],
  DAIF: [STATE.DAIF, 1],
  IL: [STATE.IL, 1],
  SS: [STATE.SS, 1],
  EVENT: [STATE.EVENT, 1],
  FPCR: [STATE.FPCR, 1],
  FPSR: [STATE.FPSR, 1],
  VREG: [STATE.VREG, 128],
};

/** To be called while no generated code runs. */
export function saveCore(core: Core): CoreState {
  const words = Object.fromEntries(
    Object.entries(KEPT).map(([name, [at, count]]) => [
      name,
      Array.from({ length: count }, (_, i) => core.get(at + 4 * i)),
    ]),
  );
  const sysregs = Object.fromEntries(
    REGISTERS.map(({ name }): [string, [number, number]] => [name, [core.get(REG[name]), core.get(REG[name] + 4)]]),
  );
  const marked = core.get(STATE.EX_ADDRESS);
  const { icount, mode, yielded, irq, fiq, virq, vfiq, serror } = core;
  return {
    words,
    sysregs,
    marked: marked === -1 ? -1 : core.memory.physical(marked >>> 0),
    ...{ icount, mode, yielded, irq, fiq, virq, vfiq, serror },
    pending: { ...core.pending },
  };
}

/**
 * Puts a saved state in the place of a core's. RAM must be there already. Timers and interrupt lines are derived afterwards, by
 * `core.timers.restored()` and the GIC.
 */
export function loadCore(core: Core, saved: CoreState): void {
  for (const [name, [at, count]] of Object.entries(KEPT)) {
    for (let i = 0; i < count; i++) core.set(at + 4 * i, saved.words[name][i]);
  }
  for (const { name } of REGISTERS) core.setPair(REG[name], ...saved.sysregs[name]);
  const { marked, icount, pending, mode, yielded, irq, fiq, virq, vfiq, serror } = saved;
  const frame = marked === -1 ? -1 : core.memory.frame(marked);
  core.set(STATE.EX_ADDRESS, frame < 0 ? -1 : frame + (marked % 4096));
  Object.assign(core, { mode, yielded, irq, fiq, virq, vfiq, serror });
  Object.assign(core.pending, pending);
  core.deadline = icount;
  core.set(STATE.REMAINING, 0);
  regimeChanged(core);
  debugChanged(core);
}
