/**
 * GPIO (BCM2711 ARM Peripherals, chapter 5): 58 pins with functions, levels, pulls and event detection. Pins 0 to 31 are bank 0, 32
 * to 57 bank 1; every register pair has one register for each bank.
 */
import type { IrqLine } from '../../aarch64/bus.js';
import type { Resettable } from '../reset.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

export const PINS = 58;
/** The pins that each bank's registers have. */
const BANK = [0xffffffff, (1 << (PINS - 32)) - 1];

/** GPFSELn's codes (table 69). */
export const FUNCTION = { INPUT: 0, OUTPUT: 1, ALT5: 2, ALT4: 3, ALT0: 4, ALT1: 5, ALT2: 6, ALT3: 7 } as const;
/** GPIO_PUP_PDN_CNTRL_REGn's codes (table 90). */
export const PULL = { NONE: 0, UP: 1, DOWN: 2 } as const;

/** The pulls from reset (table 94): [first pin, last pin, pull]. */
const RESET_PULLS: readonly (readonly [number, number, number])[] = [
  [0, 8, PULL.UP],
  [9, 27, PULL.DOWN],
  [28, 29, PULL.NONE],
  [30, 33, PULL.DOWN],
  [34, 36, PULL.UP],
  [37, 43, PULL.DOWN],
  [44, 45, PULL.NONE],
  [46, 57, PULL.UP],
];

/** Which pins raise each of the four interrupts (5.1): [bank 0, bank 1]. */
const IRQ_PINS: readonly (readonly [number, number])[] = [
  [0x0fffffff, 0],
  [0xf0000000, 0x00003fff],
  [0, 0x03ffc000],
  [BANK[0], BANK[1]],
];

export interface GpioState {
  /** GPFSEL0 to 5, ten pins of three bits in each. */
  fsel: number[];
  /** GPIO_PUP_PDN_CNTRL_REG0 to 3, sixteen pins of two bits in each. */
  pull: number[];
  /** The rest is one word for each bank. The output latches, as GPSET and GPCLR left them: */
  latch: number[];
  /** GPEDS, GPREN, GPFEN, GPHEN, GPLEN, GPAREN, GPAFEN. */
  eds: number[];
  ren: number[];
  fen: number[];
  hen: number[];
  len: number[];
  aren: number[];
  afen: number[];
  /** Which pins something outside drives, and to which level. */
  driven: number[];
  external: number[];
  /** What the pins' levels were when they were last looked at. */
  level: number[];
  /** The register at 0xd0, which routes the SD card's signals; bit 1 is what EDK2 sets. */
  sdMux: number;
}

export interface GpioOptions {
  /** Three lines for groups of pins and one for all: SPI 113 to 116. */
  readonly irq: readonly IrqLine[];
  /** A pin that the guest drives as an output has a new level. */
  readonly onOutput?: ((pin: number, level: boolean) => void) | undefined;
  readonly unmodelled?: Unmodelled | undefined;
}

/** How firmware sets pins before a kernel runs (config.txt's `gpio=`). What is undefined stays as it is. */
export interface GpioPreset {
  readonly pins: readonly number[];
  /** GPFSEL's code. */
  readonly function: number | undefined;
  /** What an output drives. */
  readonly level: 0 | 1 | undefined;
  readonly pull: 'up' | 'down' | 'none' | undefined;
}

const PULL_CODES = { none: PULL.NONE, up: PULL.UP, down: PULL.DOWN } as const;

/** GPIO: window 0x1000, registers to 0xf0, at 0xfe200000. */
export interface Gpio extends RegisterMap, Resettable<GpioState> {
  /** Drives a pin from outside; undefined lets go of it. */
  drive(pin: number, level: boolean | undefined): void;
  /** The level of a pin, as GPLEV has it. */
  level(pin: number): boolean;
  /** GPFSEL's code for a pin. */
  function(pin: number): number;
  /**
   * Sets pins as firmware does. Before a kernel starts, the Pi's has set GPIO14 and 15 to ALT0 for the PL011, or to ALT5 for the mini
   * UART (enable_uart=1 without disable-bt).
   */
  preset(preset: GpioPreset): void;
}

const bank = (): number[] => [0, 0];

const resetState = (): GpioState => {
  const pull = [0, 0, 0, 0];
  for (const [first, last, code] of RESET_PULLS) {
    for (let pin = first; pin <= last; pin++) pull[pin >> 4] = (pull[pin >> 4] | (code << (2 * (pin & 15)))) >>> 0;
  }
  return {
    fsel: [0, 0, 0, 0, 0, 0],
    pull,
    latch: bank(),
    eds: bank(),
    ren: bank(),
    fen: bank(),
    hen: bank(),
    len: bank(),
    aren: bank(),
    afen: bank(),
    driven: bank(),
    external: bank(),
    level: bank(),
    sdMux: 0,
  };
};

interface Pins {
  readonly state: GpioState;
  /** To be called after anything has changed: levels, events, lines. */
  settle(): void;
}

const functionOf = ({ fsel }: GpioState, pin: number): number => (fsel[Math.floor(pin / 10)] >>> (3 * (pin % 10))) & 7;

/** The levels of a bank's pins: an output's is its latch's, any other's what drives it, or what pulls it. */
function levels(state: GpioState, b: number): number {
  let level = 0;
  for (let i = 0; i < 32 && 32 * b + i < PINS; i++) {
    const pin = 32 * b + i;
    let high: boolean;
    if (functionOf(state, pin) === FUNCTION.OUTPUT) high = ((state.latch[b] >>> i) & 1) !== 0;
    else if (((state.driven[b] >>> i) & 1) !== 0) high = ((state.external[b] >>> i) & 1) !== 0;
    else high = ((state.pull[pin >> 4] >>> (2 * (pin & 15))) & 3) === PULL.UP;
    if (high) level |= 1 << i;
  }
  return level >>> 0;
}

/** A pair of registers that keep what is written to them. */
const pair = (
  name: string,
  offset: number,
  field: 'ren' | 'fen' | 'hen' | 'len' | 'aren' | 'afen',
): Register<Pins> => ({
  name,
  offset,
  count: 2,
  read: ({ state }, b) => state[field][b],
  write(pins, value, b) {
    pins.state[field][b] = (value & BANK[b]) >>> 0;
    pins.settle();
  },
});

export const GPIO_REGISTERS: readonly Register<Pins>[] = [
  {
    name: 'GPFSEL',
    offset: 0x00,
    count: 6,
    read: ({ state }, n) => state.fsel[n],
    write(pins, value, n) {
      // Ten pins, but only eight in the last register.
      pins.state.fsel[n] = value & (n === 5 ? 0xffffff : 0x3fffffff);
      pins.settle();
    },
  },
  {
    name: 'GPSET',
    offset: 0x1c,
    count: 2,
    write(pins, value, b) {
      pins.state.latch[b] = ((pins.state.latch[b] | value) & BANK[b]) >>> 0;
      pins.settle();
    },
  },
  {
    name: 'GPCLR',
    offset: 0x28,
    count: 2,
    write(pins, value, b) {
      pins.state.latch[b] = (pins.state.latch[b] & ~value) >>> 0;
      pins.settle();
    },
  },
  { name: 'GPLEV', offset: 0x34, count: 2, read: ({ state }, b) => state.level[b] },
  {
    name: 'GPEDS',
    offset: 0x40,
    count: 2,
    read: ({ state }, b) => state.eds[b],
    write(pins, value, b) {
      pins.state.eds[b] = (pins.state.eds[b] & ~value) >>> 0;
      // A level that is still there is detected anew.
      pins.settle();
    },
  },
  pair('GPREN', 0x4c, 'ren'),
  pair('GPFEN', 0x58, 'fen'),
  pair('GPHEN', 0x64, 'hen'),
  pair('GPLEN', 0x70, 'len'),
  pair('GPAREN', 0x7c, 'aren'),
  pair('GPAFEN', 0x88, 'afen'),
  {
    name: 'SD_MUX',
    offset: 0xd0,
    read: ({ state }) => state.sdMux,
    write({ state }, value) {
      state.sdMux = value;
    },
  },
  {
    name: 'GPIO_PUP_PDN_CNTRL_REG',
    offset: 0xe4,
    count: 4,
    read: ({ state }, n) => state.pull[n],
    write(pins, value, n) {
      // Sixteen pins, but only ten in the last register.
      pins.state.pull[n] = (n === 3 ? value & 0xfffff : value) >>> 0;
      pins.settle();
    },
  },
];

export function createGpio({ irq, onOutput = () => {}, unmodelled }: GpioOptions): Gpio {
  const state = resetState();

  const driveLines = (): void =>
    IRQ_PINS.forEach(([b0, b1], n) => irq[n]?.set(((state.eds[0] & b0) | (state.eds[1] & b1)) !== 0));

  /** Levels without events: after a reset or a snapshot nothing has changed that anybody could have seen. */
  const look = (): void => {
    state.level = [levels(state, 0), levels(state, 1)];
  };

  const settle = (): void => {
    for (let b = 0; b < 2; b++) {
      const before = state.level[b];
      const now = levels(state, b);
      state.level[b] = now;
      const rise = now & ~before & (state.ren[b] | state.aren[b]);
      const fall = before & ~now & (state.fen[b] | state.afen[b]);
      const held = (now & state.hen[b]) | (~now & state.len[b]);
      state.eds[b] = (state.eds[b] | rise | fall | held) >>> 0;
      for (let changed = (before ^ now) >>> 0, i = 0; changed !== 0; changed >>>= 1, i++) {
        const pin = 32 * b + i;
        if ((changed & 1) !== 0 && functionOf(state, pin) === FUNCTION.OUTPUT) onOutput(pin, ((now >>> i) & 1) !== 0);
      }
    }
    driveLines();
  };

  look();
  return {
    ...registerMap('GPIO', GPIO_REGISTERS, 0x1000, { state, settle }, unmodelled),
    state,
    drive(pin, level) {
      if (pin < 0 || pin >= PINS) return;
      const [b, bit] = [pin >> 5, 1 << (pin & 31)];
      const set = (words: number[], to: boolean): void => {
        words[b] = (to ? words[b] | bit : words[b] & ~bit) >>> 0;
      };
      set(state.driven, level !== undefined);
      set(state.external, level === true);
      settle();
    },
    level: (pin) => ((state.level[pin >> 5] >>> (pin & 31)) & 1) !== 0,
    function: (pin) => functionOf(state, pin),
    preset({ pins, function: code, level, pull }) {
      const put = (words: number[], at: number, shift: number, mask: number, value: number): void => {
        words[at] = ((words[at] & ~(mask << shift)) | (value << shift)) >>> 0;
      };
      for (const pin of pins.filter((n) => n >= 0 && n < PINS)) {
        if (code !== undefined) put(state.fsel, Math.floor(pin / 10), 3 * (pin % 10), 7, code & 7);
        if (level !== undefined) put(state.latch, pin >> 5, pin & 31, 1, level);
        if (pull !== undefined) put(state.pull, pin >> 4, 2 * (pin & 15), 3, PULL_CODES[pull]);
      }
      settle();
    },
    resetFrom({ driven, external }) {
      Object.assign(state, { driven, external });
      look();
    },
    restored: driveLines,
  };
}
