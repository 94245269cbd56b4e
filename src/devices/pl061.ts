/** PL061 general-purpose I/O (Arm DDI 0190): eight lines with interrupts on levels and edges. */
import type { IrqLine } from '../aarch64/bus.js';
import { registerMap, type Register, type RegisterMap } from './registers.js';
import type { Resettable } from './reset.js';

/** A bit for each line; the registers by their names. */
export interface Pl061State {
  GPIODATA: number;
  GPIODIR: number;
  GPIOIS: number;
  GPIOIBE: number;
  GPIOIEV: number;
  GPIOIE: number;
  GPIOAFSEL: number;
  /** Edges that were seen. Levels in GPIORIS follow the lines. */
  edges: number;
  /** Levels that somebody outside drives. */
  inputs: number;
}

export interface Pl061 extends RegisterMap, Resettable<Pl061State> {
  /** Drives a line from outside, 0 to 7. */
  drive(line: number, level: boolean): void;
}

const ALL = 0xff;
const ID_BYTES = [0x61, 0x10, 0x04, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

export function createPl061({ irq }: { readonly irq: IrqLine }): Pl061 {
  const state: Pl061State = {
    ...{ GPIODATA: 0, GPIODIR: 0, GPIOIS: 0, GPIOIBE: 0, GPIOIEV: 0, GPIOIE: 0, GPIOAFSEL: 0 },
    edges: 0,
    inputs: 0,
  };
  /** GPIORIS: where GPIOIS is set a level, high or low by GPIOIEV, otherwise an edge. Only lines that are inputs count. */
  const raw = (): number => {
    const { GPIOIS, GPIOIEV, GPIODIR, inputs, edges } = state;
    return (GPIOIS & ~(inputs ^ GPIOIEV) & ~GPIODIR & ALL) | (edges & ~GPIOIS);
  };
  const update = (): void => irq.set((raw() & state.GPIOIE) !== 0);
  /** A register that is no more than it is written, and changes what interrupts. */
  const plain = (name: keyof Pl061State, offset: number): Register<Pl061State> => ({
    name,
    offset,
    read: (s) => s[name],
    write(s, value) {
      s[name] = value & ALL;
      update();
    },
  });
  const registers: readonly Register<Pl061State>[] = [
    {
      // Bits 9 to 2 of the address are a mask (3.3.1): others read as zero and keep what they are.
      name: 'GPIODATA',
      offset: 0x000,
      count: 256,
      read: ({ GPIODATA, GPIODIR, inputs }, mask) => ((GPIODATA & GPIODIR) | (inputs & ~GPIODIR)) & mask,
      write(s, value, mask) {
        const written = mask & s.GPIODIR;
        s.GPIODATA = (s.GPIODATA & ~written) | (value & written);
      },
    },
    plain('GPIODIR', 0x400),
    plain('GPIOIS', 0x404),
    plain('GPIOIBE', 0x408),
    plain('GPIOIEV', 0x40c),
    plain('GPIOIE', 0x410),
    { name: 'GPIORIS', offset: 0x414, read: raw },
    { name: 'GPIOMIS', offset: 0x418, read: (s) => raw() & s.GPIOIE },
    {
      name: 'GPIOIC',
      offset: 0x41c,
      write(s, value) {
        s.edges &= ~value;
        update();
      },
    },
    plain('GPIOAFSEL', 0x420),
    { name: 'GPIOPeriphID', offset: 0xfe0, count: 8, read: (_, index) => ID_BYTES[index] },
  ];
  return {
    ...registerMap('PL061', registers, 0x1000, state),
    state,
    drive(line, level) {
      const bit = 1 << line;
      const { inputs, GPIODIR, GPIOIBE, GPIOIEV } = state;
      if (((inputs & bit) !== 0) === level) return;
      state.inputs = inputs ^ bit;
      const wanted = (GPIOIBE & bit) !== 0 || ((GPIOIEV & bit) !== 0) === level;
      if (wanted && (GPIODIR & bit) === 0) state.edges |= bit;
      update();
    },
    // What is outside stays as it is.
    resetFrom: ({ inputs }) => void (state.inputs = inputs),
    restored: update,
  };
}
