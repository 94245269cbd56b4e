/**
 * CPRMAN, the clock manager (BCM2711 ARM Peripherals 5.4 for the general-purpose clocks; the rest is not in the manual: names and
 * fields as in Linux's clk-bcm2835 driver). The registers only describe clocks, nothing here runs faster or slower by them.
 *
 * They start as the Pi's firmware leaves them: the 54 MHz oscillator, PLLA 3.0, PLLC 2.592, PLLD 3.0 GHz, PLLD_PER 750 MHz and
 * EMMC2 100 MHz were measured on a Pi 400; PLLB is twice the ARM clock. The dividers of the others are chosen for plausible rates.
 */
import type { Saveable } from '../../aarch64/bus.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

export const OSCILLATOR_HZ = 54_000_000;
const PASSWORD = 0x5a;
const SIZE = 0x2000;

/** CM_*CTL (and the manual's CM_GPnCTL): source, enable, kill, gate, busy, MASH. */
const CTL = { SRC: 0xf, ENAB: 1 << 4, KILL: 1 << 5, GATE: 1 << 6, BUSY: 1 << 7, FRAC: 1 << 9 };
/** CM_*CTL.SRC of a peripheral clock, and of a VPU clock. */
const SRC = { oscillator: 1, PLLA: 4, PLLC: 5, PLLD: 6 };
/** A2W_PLLx_CTRL. */
const A2W = { NDIV: 0x3ff, PDIV_SHIFT: 12, PWRDN: 1 << 16, PRST_DISABLE: 1 << 17 };
/** CM_PLLx.ANARST: the PLL is held in reset. */
const ANARST = 1 << 8;
/** A2W_PLLx_<channel>: off. */
const CHANNEL_DISABLE = 1 << 8;

interface Pll {
  readonly name: string;
  readonly hz: (armHz: number) => number;
  /** CM_PLLx, A2W_PLLx_ANA0, _CTRL, _FRAC, and its bit of CM_LOCK. */
  readonly cm: number;
  readonly ana: number;
  readonly ctrl: number;
  readonly frac: number;
  readonly lock: number;
  /** Channels: name, register, divider as the firmware leaves it; 0: off. */
  readonly channels: readonly (readonly [string, number, number])[];
}

const PLLS: readonly Pll[] = [
  {
    name: 'PLLA',
    hz: () => 3_000_000_000,
    ...{ cm: 0x104, ana: 0x1010, ctrl: 0x1100, frac: 0x1200, lock: 8 },
    channels: [
      ['DSI0', 0x1300, 0],
      ['CORE', 0x1400, 6],
      ['PER', 0x1500, 0],
      ['CCP2', 0x1600, 0],
    ],
  },
  {
    name: 'PLLB',
    hz: (armHz) => 2 * armHz,
    ...{ cm: 0x170, ana: 0x10f0, ctrl: 0x11e0, frac: 0x12e0, lock: 9 },
    channels: [
      ['ARM', 0x13e0, 2],
      ['SP0', 0x14e0, 0],
      ['SP1', 0x15e0, 0],
      ['SP2', 0x16e0, 0],
    ],
  },
  {
    name: 'PLLC',
    hz: () => 2_592_000_000,
    ...{ cm: 0x108, ana: 0x1030, ctrl: 0x1120, frac: 0x1220, lock: 10 },
    channels: [
      ['CORE2', 0x1320, 0],
      ['CORE1', 0x1420, 0],
      ['PER', 0x1520, 3],
      ['CORE0', 0x1620, 6],
    ],
  },
  {
    name: 'PLLD',
    hz: () => 3_000_000_000,
    ...{ cm: 0x10c, ana: 0x1050, ctrl: 0x1140, frac: 0x1240, lock: 11 },
    channels: [
      ['DSI0', 0x1340, 0],
      ['CORE', 0x1440, 6],
      ['PER', 0x1540, 4],
      ['DSI1', 0x1640, 0],
    ],
  },
];

/** A clock: its CM_<name>CTL (CM_<name>DIV follows), its source and divider if the firmware leaves it on. */
const CLOCKS: readonly (readonly [string, number, number?, number?])[] = [
  ['GNRIC', 0x000],
  ['VPU', 0x008, SRC.PLLD, 1],
  ['SYS', 0x010],
  ['PERIA', 0x018],
  ['PERII', 0x020],
  ['H264', 0x028, SRC.PLLD, 2],
  ['ISP', 0x030, SRC.PLLD, 2],
  ['V3D', 0x038, SRC.PLLD, 2],
  ['CAM0', 0x040],
  ['CAM1', 0x048],
  ['CCP2', 0x050],
  ['DSI0E', 0x058],
  ['DSI0P', 0x060],
  ['DPI', 0x068],
  ['GP0', 0x070],
  ['GP1', 0x078],
  ['GP2', 0x080],
  ['HSM', 0x088],
  ['OTP', 0x090, SRC.oscillator, 9],
  ['PCM', 0x098],
  ['PWM', 0x0a0],
  ['SLIM', 0x0a8],
  ['SMI', 0x0b0],
  ['TEC', 0x0c8],
  ['TD0', 0x0d0],
  ['TD1', 0x0d8],
  ['TSENS', 0x0e0, SRC.oscillator, 27],
  ['TIMER', 0x0e8, SRC.oscillator, 54],
  ['UART', 0x0f0, SRC.PLLD, 15.625],
  ['VEC', 0x0f8],
  ['DSI1E', 0x158],
  ['DSI1P', 0x160],
  ['DFT', 0x168],
  ['PULSE', 0x190],
  ['SDC', 0x1a8, SRC.PLLC, 1],
  ['AVEO', 0x1b8],
  ['EMMC', 0x1c0, SRC.PLLD, 3],
  ['EMMC2', 0x1d0, SRC.PLLD, 7.5],
];
/** Registers that are no PLL's and no clock's. */
const OTHERS: readonly (readonly [string, number])[] = [
  ['CM_TCNTCTL', 0x0c0],
  ['CM_TCNTCNT', 0x0c4],
  ['CM_PLLH', 0x110],
  ['CM_EVENT', 0x118],
  ['CM_ARMCTL', 0x1b0],
  ['A2W_XOSC_CTRL', 0x1190],
];
/** A2W_XOSC_CTRL: all references on. */
const XOSC_ALL = 0xff;

export interface CprmanState {
  /** All registers as stored, by offset / 4. */
  regs: number[];
}

export interface CprmanOptions {
  /** The ARM's clock in Hz: PLLB runs at twice that. */
  readonly armHz: number;
  readonly unmodelled?: Unmodelled | undefined;
}

/** CPRMAN: window 0x2000, at 0xfe101000. */
export interface Cprman extends RegisterMap, Saveable<CprmanState> {
  /** The rate in Hz that a PLL's registers stand for; 0 while it is off. Undefined for a PLL that there is not. */
  pllRate(name: string): number | undefined;
}

const plain = (name: string, offset: number): Register<CprmanState> => ({
  name,
  offset,
  read: ({ regs }) => regs[offset >> 2],
  write({ regs }, value) {
    if (value >>> 24 === PASSWORD) regs[offset >> 2] = value & 0xffffff;
  },
});

/** A clock is busy for as long as it is enabled: it stops at once. */
const control = (name: string, offset: number): Register<CprmanState> => ({
  ...plain(name, offset),
  read: ({ regs }) => {
    const ctl = regs[offset >> 2] & ~CTL.BUSY;
    return (ctl & CTL.ENAB) !== 0 && (ctl & CTL.KILL) === 0 ? ctl | CTL.BUSY : ctl;
  },
});

const on = ({ regs }: CprmanState, pll: Pll): boolean =>
  (regs[pll.ctrl >> 2] & A2W.PWRDN) === 0 && (regs[pll.cm >> 2] & ANARST) === 0;

export const CPRMAN_REGISTERS: readonly Register<CprmanState>[] = [
  ...CLOCKS.flatMap(([name, offset]) => [control(`CM_${name}CTL`, offset), plain(`CM_${name}DIV`, offset + 4)]),
  ...PLLS.flatMap(({ name, cm, ana, ctrl, frac, channels }) => [
    plain(`CM_${name}`, cm),
    ...[0, 1, 2, 3].map((i) => plain(`A2W_${name}_ANA${i}`, ana + 4 * i)),
    plain(`A2W_${name}_CTRL`, ctrl),
    plain(`A2W_${name}_FRAC`, frac),
    ...channels.map(([channel, offset]) => plain(`A2W_${name}_${channel}`, offset)),
  ]),
  ...OTHERS.map(([name, offset]) => plain(name, offset)),
  // It counts oscillator cycles down to 0, for a measurement with TCNT: that is always over.
  { name: 'CM_OSCCOUNT', offset: 0x100 },
  {
    name: 'CM_LOCK',
    offset: 0x114,
    read: (state) => PLLS.reduce((bits, pll) => bits | (on(state, pll) ? 1 << pll.lock : 0), 0),
  },
];

function firmwareState(armHz: number): CprmanState {
  const regs = new Array<number>(SIZE >> 2).fill(0);
  for (const { hz, ctrl, frac, channels } of PLLS) {
    const multiplier = hz(armHz) / OSCILLATOR_HZ;
    const ndiv = Math.floor(multiplier) & A2W.NDIV;
    regs[ctrl >> 2] = ndiv | (1 << A2W.PDIV_SHIFT) | A2W.PRST_DISABLE;
    // Rounded down: Linux reports 2 999 999 988 Hz on the part, too.
    regs[frac >> 2] = Math.floor((multiplier - Math.floor(multiplier)) * 0x100000);
    for (const [, offset, divider] of channels) regs[offset >> 2] = divider === 0 ? CHANNEL_DISABLE : divider;
  }
  for (const [, offset, source, divider] of CLOCKS) {
    if (source === undefined || divider === undefined) continue;
    const fraction = Number.isInteger(divider) ? 0 : CTL.FRAC;
    regs[offset >> 2] = source | CTL.ENAB | CTL.GATE | fraction;
    regs[(offset >> 2) + 1] = divider * 0x1000;
  }
  regs[0x1190 >> 2] = XOSC_ALL;
  return { regs };
}

export function createCprman({ armHz, unmodelled }: CprmanOptions): Cprman {
  const state = firmwareState(armHz);
  return {
    ...registerMap('CPRMAN', CPRMAN_REGISTERS, SIZE, state, unmodelled),
    state,
    restored: () => {},
    pllRate(name) {
      const pll = PLLS.find((p) => p.name === name);
      if (pll === undefined) return undefined;
      const ctrl = state.regs[pll.ctrl >> 2];
      const pdiv = (ctrl >> A2W.PDIV_SHIFT) & 7;
      if (!on(state, pll) || pdiv === 0) return 0;
      return Math.floor((OSCILLATOR_HZ * ((ctrl & A2W.NDIV) + state.regs[pll.frac >> 2] / 0x100000)) / pdiv);
    },
  };
}
