/**
 * ARMC's legacy interrupt controller (BCM2711 ARM Peripherals 6.5.3): the VideoCore's 64 interrupts and 16 of ARMC's own, with an
 * enable for the IRQ and one for the FIQ of each core. Software on a Pi 4 uses the GIC instead, unless it is told not to.
 */
import type { IrqLine } from '../../aarch64/bus.js';
import type { Resettable } from '../reset.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

const CORES = 4;
const BANKS = 3;
/** Bank 2: eight of ARMC's own, eight that software raises, then where else something is pending. */
const OWN = 0xff;
const SOFTWARE = { shift: 8, mask: 0xff };
const SUMMARY = { bank0: 1 << 24, bank1: 1 << 25, any: 0x80000000 };

export interface ArmcState {
  /** The inputs, by bank. */
  inputs: number[];
  software: number;
  /** Enables: core n's bank b at 3 * n + b. */
  irq: number[];
  fiq: number[];
}

export interface ArmcOptions {
  /** The outputs, for each core. */
  readonly irq: readonly IrqLine[];
  readonly fiq: readonly IrqLine[];
  readonly unmodelled?: Unmodelled | undefined;
}

/** The controller: window 0x200, at 0xfe00b200. */
export interface Armc extends RegisterMap, Resettable<ArmcState> {
  /** Input of VideoCore interrupt 0 to 63: what the GIC has as SPI 64 and on. */
  videoCore(n: number): IrqLine;
  /** Input of ARMC's own interrupt 0 to 7: what the GIC has as SPI 32 and on. */
  own(n: number): IrqLine;
}

interface Controller {
  readonly state: ArmcState;
  settle(): void;
}

const raised = ({ inputs, software }: ArmcState, bank: number): number =>
  bank < 2 ? inputs[bank] : (inputs[2] & OWN) | (software << SOFTWARE.shift);

type Kind = 'irq' | 'fiq';
const pending = (state: ArmcState, kind: Kind, core: number, bank: number): number =>
  (raised(state, bank) & state[kind][3 * core + bank]) >>> 0;

/** The third pending register also tells of the others, and whether there is anything at all. */
function pendingRegister(state: ArmcState, kind: Kind, core: number, bank: number): number {
  const own = pending(state, kind, core, bank);
  if (bank < 2) return own;
  const others =
    (pending(state, kind, core, 0) !== 0 ? SUMMARY.bank0 : 0) |
    (pending(state, kind, core, 1) !== 0 ? SUMMARY.bank1 : 0);
  return own | others | (own !== 0 || others !== 0 ? SUMMARY.any : 0);
}

/** Offsets are from 0xfe00b200: the manual counts them from 0xfe00b000. */
const ofCore = (kind: Kind, core: number): Register<Controller>[] => {
  const name = `${kind.toUpperCase()}${core}`;
  const base = (kind === 'irq' ? 0x00 : 0x100) + 0x40 * core;
  return [
    {
      name: `${name}_PENDING`,
      offset: base,
      count: BANKS,
      read: ({ state }, bank) => pendingRegister(state, kind, core, bank),
    },
    {
      name: `${name}_SET_EN_`,
      offset: base + 0x10,
      count: BANKS,
      read: ({ state }, bank) => state[kind][3 * core + bank],
      write(controller, value, bank) {
        const at = 3 * core + bank;
        const known = bank < 2 ? value : value & (OWN | (SOFTWARE.mask << SOFTWARE.shift));
        controller.state[kind][at] = (controller.state[kind][at] | known) >>> 0;
        controller.settle();
      },
    },
    {
      name: `${name}_CLR_EN_`,
      offset: base + 0x20,
      count: BANKS,
      read: ({ state }, bank) => state[kind][3 * core + bank],
      write(controller, value, bank) {
        const at = 3 * core + bank;
        controller.state[kind][at] = (controller.state[kind][at] & ~value) >>> 0;
        controller.settle();
      },
    },
    // What is raised, enabled or not. The FIQ side's last one would lie where SWIRQ_SET is, and is not there.
    ...(kind === 'irq'
      ? [
          {
            name: `${name}_STATUS`,
            offset: base + 0x30,
            count: BANKS,
            read: ({ state }: Controller, bank: number) => raised(state, bank),
          },
        ]
      : []),
  ];
};

export const ARMC_REGISTERS: readonly Register<Controller>[] = [
  ...Array.from({ length: CORES }, (_, core) => [...ofCore('irq', core), ...ofCore('fiq', core)]).flat(),
  {
    name: 'SWIRQ_SET',
    offset: 0x1f0,
    read: ({ state }) => state.software,
    write(controller, value) {
      controller.state.software |= value & SOFTWARE.mask;
      controller.settle();
    },
  },
  {
    name: 'SWIRQ_CLEAR',
    offset: 0x1f4,
    write(controller, value) {
      controller.state.software &= ~value;
      controller.settle();
    },
  },
];

const resetState = (): ArmcState => ({
  inputs: [0, 0, 0],
  software: 0,
  irq: new Array<number>(CORES * BANKS).fill(0),
  fiq: new Array<number>(CORES * BANKS).fill(0),
});

export function createArmc({ irq, fiq, unmodelled }: ArmcOptions): Armc {
  const state = resetState();
  const settle = (): void => {
    for (const [kind, lines] of [['irq', irq] as const, ['fiq', fiq] as const]) {
      for (let core = 0; core < CORES; core++) {
        lines[core]?.set([0, 1, 2].some((bank) => pending(state, kind, core, bank) !== 0));
      }
    }
  };
  const input = (bank: number, bit: number): IrqLine => ({
    set(level) {
      const before = state.inputs[bank];
      const now = (level ? before | (1 << bit) : before & ~(1 << bit)) >>> 0;
      if (now === before) return;
      state.inputs[bank] = now;
      settle();
    },
  });

  return {
    ...registerMap('ARMC', ARMC_REGISTERS, 0x200, { state, settle }, unmodelled),
    state,
    videoCore: (n) => input((n >> 5) & 1, n & 31),
    own: (n) => input(2, n & 7),
    resetFrom({ inputs }) {
      state.inputs = inputs;
    },
    restored: settle,
  };
}
