/** The way of an interrupt: what the GIC's inputs are, and which of its registers mean a step. */
import { TIMER, TIMER_PPI } from '../../aarch64/timers.js';
import { LR } from '../../gic/virtual.js';
import type { Machine } from '../machine.js';
import type { IrqEvent } from './events.js';

/** The private peripheral interrupts of a Cortex-A72 with a GIC-400 (GIC-400 TRM 2.2.2). */
const PPI: ReadonlyMap<number, string> = new Map([
  [25, 'GIC maintenance'],
  [28, 'legacy FIQ'],
  [31, 'legacy IRQ'],
  [TIMER_PPI[TIMER.SECURE_PHYSICAL], 'CNTPS'],
  [TIMER_PPI[TIMER.PHYSICAL], 'CNTP'],
  [TIMER_PPI[TIMER.VIRTUAL], 'CNTV'],
  [TIMER_PPI[TIMER.HYPERVISOR], 'CNTHP'],
]);
const FIRST_SPI = 32;
/** From here on an INTID says that there is none (IHI 0048B 3.2.5). */
const FIRST_SPECIAL = 1020;

/** Names of interrupts, on one machine. */
export interface InterruptNames {
  /** An interrupt by INTID: `PPI 14 CNTP`; of several devices at an SPI, those whose lines are high. */
  name(intid: number): string;
  /** One source of an input. */
  source(intid: number, source: number): string;
}

export function interruptNames({ board, gic, processor }: Machine): InterruptNames {
  // By SPI: who drives it, in the order in which the machine has connected them.
  const owners: string[][] = [];
  for (const { spi, name } of board.devices) for (const n of spi) (owners[n] ??= []).push(name);
  const prefix = (intid: number): string =>
    intid < 16 ? `SGI ${intid}` : intid < FIRST_SPI ? `PPI ${intid - 16}` : `SPI ${intid - FIRST_SPI}`;
  const withName = (intid: number, name: string | undefined): string =>
    name === undefined || name === '' ? prefix(intid) : `${prefix(intid)} ${name}`;
  return {
    name(intid) {
      if (intid >= FIRST_SPECIAL) return 'spurious';
      if (intid < FIRST_SPI) return withName(intid, PPI.get(intid));
      const all = owners[intid - FIRST_SPI] ?? [];
      const high = gic.state.sources[processor.cores.length * 32 + intid - FIRST_SPI];
      const now = all.filter((_, i) => ((high >>> i) & 1) !== 0);
      return withName(intid, [...new Set(now.length > 0 ? now : all)].join('/'));
    },
    source: (intid, source) =>
      withName(intid, intid < FIRST_SPI ? PPI.get(intid) : owners[intid - FIRST_SPI]?.[source]),
  };
}

/** A register of the GIC whose reading or writing is a step. */
interface StepRegister {
  readonly write: boolean;
  readonly step: IrqEvent['step'];
  readonly virtual: boolean;
}

const steps = (block: 'GICC' | 'GICV', virtual: boolean): [string, StepRegister][] => [
  [`${block}_IAR`, { write: false, step: 'acknowledge', virtual }],
  [`${block}_AIAR`, { write: false, step: 'acknowledge', virtual }],
  [`${block}_EOIR`, { write: true, step: 'end', virtual }],
  [`${block}_AEOIR`, { write: true, step: 'end', virtual }],
  [`${block}_DIR`, { write: true, step: 'deactivate', virtual }],
];
const STEPS: ReadonlyMap<string, StepRegister> = new Map([
  ...steps('GICC', false),
  ...steps('GICV', true),
  ['GICD_SGIR', { write: true, step: 'send', virtual: false }],
  ...[0, 1, 2, 3].map((n): [string, StepRegister] => [`GICH_LR${n}`, { write: true, step: 'inject', virtual: true }]),
]);

/** Where an SGI goes: GICD_SGIR.TargetListFilter and CPUTargetList. */
function targets(value: number): string {
  const filter = (value >>> 24) & 3;
  if (filter === 1) return 'to all others';
  if (filter === 2) return 'to itself';
  const cores = [0, 1, 2, 3, 4, 5, 6, 7].filter((n) => ((value >>> (16 + n)) & 1) !== 0);
  return `to core ${cores.join(', ') || 'none'}`;
}

const STATES = ['', 'pending', 'active', 'active and pending'];

/** A GICH_LRn in words. */
function listRegister(register: string, lr: number, names: InterruptNames): string {
  const state = STATES[(lr & LR.State) >>> 28];
  const group = (lr & LR.Grp1) !== 0 ? 1 : 0;
  const link = (lr & LR.HW) !== 0 ? `, for ${names.name((lr & LR.PhysicalID) >>> 10)}` : '';
  return `${register} ${state}, priority 0x${((lr & LR.Priority) >>> 20).toString(16)}, group ${group}${link}`;
}

/** A guest's interrupt: its SPIs are not the board's. */
const virtualName = (intid: number): string =>
  intid >= FIRST_SPECIAL
    ? 'spurious'
    : intid < 16
      ? `SGI ${intid}`
      : intid < FIRST_SPI
        ? `PPI ${intid - 16}`
        : `SPI ${intid - FIRST_SPI}`;

/** What an access to a register of the GIC means as a step of an interrupt's way; undefined for one that is none. */
export function stepOf(
  register: string,
  write: boolean,
  value: number,
  names: InterruptNames,
): Pick<IrqEvent, 'step' | 'virtual' | 'intid' | 'name' | 'details'> | undefined {
  const found = STEPS.get(register);
  if (!found || found.write !== write) return undefined;
  const { step, virtual } = found;
  if (step === 'inject') {
    if ((value & LR.State) === 0) return undefined;
    const intid = value & LR.VirtualID;
    return { step, virtual, intid, name: virtualName(intid), details: listRegister(register, value, names) };
  }
  const intid = step === 'send' ? value & 15 : value & 0x3ff;
  const name = virtual ? virtualName(intid) : names.name(intid);
  if (step === 'send') return { step, virtual, intid, name, details: targets(value) };
  const from = intid < 16 ? { details: `from core ${(value >>> 10) & 7}` } : {};
  return { step, virtual, intid, name, ...from };
}
