/**
 * RNG200, the random number generator. Not in the manual: names as in Linux's iproc-rng200 driver, values and speed as measured on
 * a Pi 400 (a full FIFO reads 0x40001010, an empty one 0x80001000, a read of the empty FIFO repeats the last word).
 *
 * The numbers come from a seed: the same machine draws the same ones.
 */
import type { Clock } from '../../aarch64/bus.js';
import { nextWord, seeded } from '../random.js';
import type { Resettable } from '../reset.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

const DEPTH = 16;
const REVISION = 0x00040001;
/** RNG_CTRL as the Pi's firmware leaves it: on, at rate 3. */
const FIRMWARE_CTRL = 0x7fff;
/** RNG_CTRL.RBGEN_ENABLE: any of these bits. */
const RBGEN = 0x1fff;
/** RNG_CTRL.DIV_CTRL. */
const DIV_SHIFT = 13;
/** At DIV_CTRL 3 a word takes 32 us; each step less halves it. Beyond 3 nothing is known: taken as 3. */
const wordTime = (ctrl: number): number => 4000 << Math.min(3, (ctrl >>> DIV_SHIFT) & 0xff);

/** RNG_INT_STATUS. */
const INT = { TOTAL_BITS: 1, EMPTY_READ: 1 << 4, STARTUP_TRANSITIONS_MET: 1 << 17 };
/** RNG_FIFO_COUNT: the number of words below, the threshold from bit 8. */
const COUNT = { threshold: DEPTH << 8, FULL: 0x4000_0000, EMPTY: 0x8000_0000 };

export interface Rng200State {
  ctrl: number;
  rngSoftReset: number;
  rbgSoftReset: number;
  totalBits: number;
  threshold: number;
  intStatus: number;
  intEnable: number;
  /** What RNG_FIFO_DATA gave last. */
  latch: number;
  fifo: number[];
  /** Up to when words have been made (ns). */
  madeUpTo: number;
  /** The generator: four words. */
  generator: number[];
}

export interface Rng200Options {
  readonly clock: Clock;
  /** An integer; its low 32 bits count. */
  readonly seed: number;
  readonly unmodelled?: Unmodelled | undefined;
}

/** The RNG: window 0x28, at 0xfe104000. */
export interface Rng200 extends RegisterMap, Resettable<Rng200State> {}

interface Rng {
  readonly state: Rng200State;
  readonly clock: Clock;
}

const running = ({ ctrl, rngSoftReset, rbgSoftReset }: Rng200State): boolean =>
  (ctrl & RBGEN) !== 0 && rngSoftReset === 0 && rbgSoftReset === 0;

/** Makes the words that the time since the last look was long enough for. */
function fill({ state, clock }: Rng): void {
  const now = clock.now();
  if (!running(state)) {
    state.madeUpTo = now;
    return;
  }
  const period = wordTime(state.ctrl);
  const due = Math.floor((now - state.madeUpTo) / period);
  if (due <= 0) return;
  state.intStatus |= INT.STARTUP_TRANSITIONS_MET;
  const made = Math.min(due, DEPTH - state.fifo.length);
  for (let i = 0; i < made; i++) state.fifo.push(nextWord(state.generator));
  state.totalBits = (state.totalBits + 32 * made) >>> 0;
  if (state.threshold !== 0 && state.totalBits > state.threshold) state.intStatus |= INT.TOTAL_BITS;
  // A full FIFO stops the generator: it begins its next word when there is room.
  state.madeUpTo = state.fifo.length === DEPTH ? now : state.madeUpTo + due * period;
}

/** A change of what the generator does counts from now on. */
function change(rng: Rng, update: (state: Rng200State) => void): void {
  fill(rng);
  update(rng.state);
}

/** The data path forgets all that it holds while a reset bit is set. */
function empty(state: Rng200State): void {
  if (state.rngSoftReset === 0 && state.rbgSoftReset === 0) return;
  state.fifo = [];
  state.totalBits = 0;
}

export const RNG200_REGISTERS: readonly Register<Rng>[] = [
  {
    name: 'RNG_CTRL',
    offset: 0x00,
    read: ({ state }) => state.ctrl,
    write: (rng, value) => change(rng, (state) => (state.ctrl = value)),
  },
  {
    name: 'RNG_SOFT_RESET',
    offset: 0x04,
    read: ({ state }) => state.rngSoftReset,
    write: (rng, value) =>
      change(rng, (state) => {
        state.rngSoftReset = value & 1;
        empty(state);
      }),
  },
  {
    name: 'RBG_SOFT_RESET',
    offset: 0x08,
    read: ({ state }) => state.rbgSoftReset,
    write: (rng, value) =>
      change(rng, (state) => {
        state.rbgSoftReset = value & 1;
        empty(state);
      }),
  },
  {
    name: 'RNG_TOTAL_BIT_COUNT',
    offset: 0x0c,
    read(rng) {
      fill(rng);
      return rng.state.totalBits;
    },
  },
  {
    name: 'RNG_TOTAL_BIT_COUNT_THRESHOLD',
    offset: 0x10,
    read: ({ state }) => state.threshold,
    write: (rng, value) => change(rng, (state) => (state.threshold = value)),
  },
  { name: 'RNG_REV', offset: 0x14, read: () => REVISION },
  {
    name: 'RNG_INT_STATUS',
    offset: 0x18,
    read(rng) {
      fill(rng);
      return rng.state.intStatus;
    },
    write: (rng, value) => change(rng, (state) => (state.intStatus = (state.intStatus & ~value) >>> 0)),
  },
  {
    name: 'RNG_INT_ENABLE',
    offset: 0x1c,
    read: ({ state }) => state.intEnable,
    write({ state }, value) {
      state.intEnable = value;
    },
  },
  {
    name: 'RNG_FIFO_DATA',
    offset: 0x20,
    read(rng) {
      fill(rng);
      const { state } = rng;
      const word = state.fifo.shift();
      if (word === undefined) state.intStatus |= INT.EMPTY_READ;
      else state.latch = word;
      return state.latch;
    },
  },
  {
    name: 'RNG_FIFO_COUNT',
    offset: 0x24,
    read(rng) {
      fill(rng);
      const { length } = rng.state.fifo;
      return COUNT.threshold | length | (length === 0 ? COUNT.EMPTY : 0) | (length === DEPTH ? COUNT.FULL : 0);
    },
  },
];

/** As the firmware leaves it: on. */
const firstState = (generator: number[], now: number): Rng200State => ({
  ctrl: FIRMWARE_CTRL,
  rngSoftReset: 0,
  rbgSoftReset: 0,
  totalBits: 0,
  threshold: 0,
  intStatus: 0,
  intEnable: 0,
  latch: 0,
  fifo: [],
  madeUpTo: now,
  generator,
});

export function createRng200({ clock, seed, unmodelled }: Rng200Options): Rng200 {
  const state = firstState(seeded(seed), clock.now());
  return {
    ...registerMap('RNG200', RNG200_REGISTERS, 0x28, { state, clock }, unmodelled),
    state,
    // The generator goes on where it was: a board that starts anew draws other numbers.
    resetFrom: ({ generator }) => void Object.assign(state, { generator, madeUpTo: clock.now() }),
    restored: () => {},
  };
}
