/**
 * The DMA controller (BCM2711 ARM Peripherals, chapter 4): channels 0 to 6, 7 to 10 (lite), 11 to 14 (DMA4, 40-bit addresses), and 15,
 * which has a window of its own. A channel works through a list of control blocks in memory.
 *
 * It works in steps of bounded size, each at its time: a list that goes round in a circle keeps its channel busy, and nothing else.
 */
import type { Clock, GuestBus, IrqLine, Saveable } from '../../aarch64/bus.js';
import { createDeadline, type Deadline } from '../deadline.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';
import { busToPhysical } from './bus-address.js';

export const DMA_CHANNELS = 16;
/** What one step moves at most, in bytes; and in beats, where an address stays where it is. */
const STEP = { bytes: 4096, beats: 256 };
/** ns: a byte (500 MB/s), and the least that a control block takes. */
const TIME = { byte: 2, block: 1000 };

/** CS of all kinds of channels; ABORT, RESET and HALT below. */
const CS = { ACTIVE: 1, END: 1 << 1, INT: 1 << 2, DREQ: 1 << 3, PAUSED: 1 << 4 };
/** CS by kind: what is kept of a write, how an error and a missing data request show, and the bits that act once. */
const LEGACY_CS = { kept: 0x30ff0000, ERROR: 1 << 8, DREQ_STOPS: 1 << 5, ABORT: 1 << 30, RESET: 0x80000000 };
const DMA4_CS = { kept: 0x30ff0000, ERROR: 1 << 10, DREQ_STOPS: 1 << 6, ABORT: 1 << 30, RESET: 0 };
/** DEBUG: errors, which writing 1 clears; the version; that the channel is a lite one. */
const DEBUG = { ERRORS: 7, READ_ERROR: 4, VERSION: 3 << 25, LITE: 1 << 28, DMA4_RESET: 1 << 23 };
/** TI of channels 0 to 10 and 15. */
const TI = {
  INTEN: 1,
  TDMODE: 1 << 1,
  DEST_INC: 1 << 4,
  DEST_WIDTH: 1 << 5,
  DEST_DREQ: 1 << 6,
  DEST_IGNORE: 1 << 7,
  SRC_INC: 1 << 8,
  SRC_WIDTH: 1 << 9,
  SRC_DREQ: 1 << 10,
  SRC_IGNORE: 1 << 11,
};
/** TI, SRCI and DESTI of DMA4. */
const TI4 = { INTEN: 1, TDMODE: 1 << 1, S_DREQ: 1 << 14, D_DREQ: 1 << 15 };
const INFO4 = { INC: 1 << 12, IGNORE: 1 << 15 };

export interface DmaChannelState {
  /** CS without what follows from the rest. */
  cs: number;
  active: boolean;
  /** CONBLK_AD, or DMA4's CB (address / 32); the words of the control block in work, then what of it is being changed. */
  conblk: number;
  block: number[];
  debug: number;
  /** Addresses (of the bus, or 40-bit), bytes left of the row, rows left after it. */
  source: number;
  dest: number;
  left: number;
  rows: number;
  /** A control block is loaded and not yet done. */
  loaded: boolean;
  /** It waits for a data request. */
  held: boolean;
  /** When the next step comes (ns), -1 if none does. */
  dueAt: number;
}

export interface DmaState {
  channels: DmaChannelState[];
  enable: number;
}

export interface DmaOptions {
  readonly clock: Clock;
  readonly memory: GuestBus;
  /** By channel; where channels share a line (7 and 8, 9 and 10), give each its own wire into it. */
  readonly irq: readonly IrqLine[];
  /** Whether a peripheral (number of table 36) requests data. One that there is not never does. */
  readonly request?: ((peripheral: number) => boolean) | undefined;
  readonly unmodelled?: Unmodelled | undefined;
}

/** The controller: window 0x1000, at 0xfe007000. */
export interface Dma extends RegisterMap, Saveable<DmaState> {
  /** Channel 15: window 0x100, at 0xfee05000. */
  readonly channel15: RegisterMap;
  /** To be called when a peripheral has begun to request data. */
  requested(): void;
}

type Kind = 'full' | 'lite' | 'dma4';
const kindOf = (n: number): Kind => (n >= 11 && n <= 14 ? 'dma4' : n >= 7 && n <= 10 ? 'lite' : 'full');

/** A control block, whatever kind its channel is of. */
interface Block {
  readonly interrupt: boolean;
  readonly source: number;
  readonly dest: number;
  readonly sourceMoves: boolean;
  readonly destMoves: boolean;
  readonly sourceIgnored: boolean;
  readonly destIgnored: boolean;
  /** Bytes at once where an address stays: 4, or 16. */
  readonly beat: number;
  readonly row: number;
  readonly rows: number;
  readonly sourceStride: number;
  readonly destStride: number;
  /** The peripheral whose requests it waits for; 0: none. */
  readonly peripheral: number;
  readonly burst: number;
}

const signed16 = (value: number): number => (value << 16) >> 16;
const has = (word: number, bit: number): boolean => (word & bit) !== 0;

function decode(kind: Kind, words: readonly number[]): Block {
  if (kind === 'dma4') {
    const [ti, source, sourceInfo, dest, destInfo, length] = words;
    const two = has(ti, TI4.TDMODE);
    return {
      interrupt: has(ti, TI4.INTEN),
      source: source + (sourceInfo & 0xff) * 0x1_0000_0000,
      dest: dest + (destInfo & 0xff) * 0x1_0000_0000,
      sourceMoves: has(sourceInfo, INFO4.INC),
      destMoves: has(destInfo, INFO4.INC),
      sourceIgnored: has(sourceInfo, INFO4.IGNORE),
      destIgnored: has(destInfo, INFO4.IGNORE),
      beat: 4,
      row: two ? length & 0xffff : length & 0x3fffffff,
      rows: two ? (length >>> 16) & 0x3fff : 0,
      sourceStride: signed16(sourceInfo >>> 16),
      destStride: signed16(destInfo >>> 16),
      peripheral: has(ti, TI4.S_DREQ) || has(ti, TI4.D_DREQ) ? (ti >>> 9) & 31 : 0,
      burst: (sourceInfo >>> 8) & 15,
    };
  }
  const [ti, source, dest, length, stride] = words;
  const full = kind === 'full';
  const two = full && has(ti, TI.TDMODE);
  return {
    interrupt: has(ti, TI.INTEN),
    source,
    dest,
    sourceMoves: has(ti, TI.SRC_INC),
    destMoves: has(ti, TI.DEST_INC),
    sourceIgnored: full && has(ti, TI.SRC_IGNORE),
    destIgnored: full && has(ti, TI.DEST_IGNORE),
    beat: has(ti, TI.SRC_WIDTH) && has(ti, TI.DEST_WIDTH) ? 16 : 4,
    row: two || !full ? length & 0xffff : length & 0x3fffffff,
    rows: two ? (length >>> 16) & 0x3fff : 0,
    sourceStride: signed16(stride),
    destStride: signed16(stride >>> 16),
    peripheral: has(ti, TI.SRC_DREQ) || has(ti, TI.DEST_DREQ) ? (ti >>> 16) & 31 : 0,
    burst: (ti >>> 12) & 15,
  };
}

/** Where words of the control block lie: the next one's address. */
const NEXT = { full: 5, lite: 5, dma4: 6 };
/** DMA4 sees the peripherals at 0x4_7c000000 and on; everything else is the ARM's own address. */
const physical = (kind: Kind, address: number): number => {
  if (kind !== 'dma4') return busToPhysical(address);
  return address >= 0x4_7c00_0000 && address < 0x4_8000_0000 ? (address % 0x1_0000_0000) + 0x8000_0000 : address;
};
const blockAddress = (kind: Kind, conblk: number): number =>
  kind === 'dma4' ? physical(kind, conblk * 32) : busToPhysical(conblk & ~31);

const resetChannel = (): DmaChannelState => ({
  ...{
    cs: 0,
    active: false,
    conblk: 0,
    block: [0, 0, 0, 0, 0, 0, 0, 0],
    debug: 0,
    source: 0,
    dest: 0,
    left: 0,
    rows: 0,
  },
  ...{ loaded: false, held: false, dueAt: -1 },
});
const resetState = (): DmaState => ({
  channels: Array.from({ length: DMA_CHANNELS }, resetChannel),
  enable: 0x7fff,
});

interface Engine {
  readonly state: DmaState;
  writeCs(n: number, value: number): void;
  resetChannel(n: number): void;
  settle(n: number): void;
}

const csOf = (n: number): typeof LEGACY_CS => (kindOf(n) === 'dma4' ? DMA4_CS : LEGACY_CS);

function readCs({ state }: Engine, n: number): number {
  const { cs, active, held } = state.channels[n];
  return cs | (active ? CS.ACTIVE : CS.PAUSED) | (held ? csOf(n).DREQ_STOPS : 0);
}

/** The registers of channel `n`, from `base` on. */
function channelRegisters(n: number, base: number): Register<Engine>[] {
  const kind = kindOf(n);
  const at = (name: string, offset: number, rest: Partial<Register<Engine>>): Register<Engine> => ({
    name: `DMA${n}_${name}`,
    offset: base + offset,
    ...rest,
  });
  const channel = ({ state }: Engine): DmaChannelState => state.channels[n];
  /** A word of the control block; what the channel has got on with shows in the addresses and the length. */
  const word = (name: string, offset: number, index: number, now?: (c: DmaChannelState) => number): Register<Engine> =>
    at(name, offset, {
      read: (engine) =>
        now !== undefined && channel(engine).loaded ? now(channel(engine)) : channel(engine).block[index],
    });
  const control = [
    at('CS', 0x00, {
      read: (engine) => readCs(engine, n),
      write: (engine, value) => engine.writeCs(n, value),
    }),
    at(kind === 'dma4' ? 'CB' : 'CONBLK_AD', 0x04, {
      read: (engine) => channel(engine).conblk,
      write(engine, value) {
        // Not while it works.
        if (!channel(engine).active) Object.assign(channel(engine), { conblk: value, loaded: false });
      },
    }),
  ];
  const next = (offset: number): Register<Engine> =>
    at(kind === 'dma4' ? 'NEXT_CB' : 'NEXTCONBK', offset, {
      read: (engine) => channel(engine).block[NEXT[kind]],
      write(engine, value) {
        if (!channel(engine).active) channel(engine).block[NEXT[kind]] = value;
      },
    });
  const debug = (offset: number): Register<Engine> =>
    at('DEBUG', offset, {
      read: (engine) => channel(engine).debug | DEBUG.VERSION | (kind === 'lite' ? DEBUG.LITE : 0),
      write(engine, value) {
        channel(engine).debug &= ~(value & DEBUG.ERRORS);
        if ((channel(engine).debug & DEBUG.ERRORS) === 0) channel(engine).cs &= ~csOf(n).ERROR;
        if (kind === 'dma4' && has(value, DEBUG.DMA4_RESET)) engine.resetChannel(n);
      },
    });
  if (kind === 'dma4') {
    return [
      ...control,
      debug(0x0c),
      word('TI', 0x10, 0),
      word('SRC', 0x14, 1, (c) => c.source % 0x1_0000_0000),
      word('SRCI', 0x18, 2),
      word('DEST', 0x1c, 3, (c) => c.dest % 0x1_0000_0000),
      word('DESTI', 0x20, 4),
      word('LEN', 0x24, 5, (c) => c.left),
      next(0x28),
      at('DEBUG2', 0x2c, {}),
    ];
  }
  return [
    ...control,
    word('TI', 0x08, 0),
    word('SOURCE_AD', 0x0c, 1, (c) => c.source),
    word('DEST_AD', 0x10, 2, (c) => c.dest),
    word('TXFR_LEN', 0x14, 3, (c) => c.left | (c.rows << 16)),
    word('STRIDE', 0x18, 4),
    next(0x1c),
    debug(0x20),
  ];
}

export const DMA_REGISTERS: readonly Register<Engine>[] = [
  ...Array.from({ length: 15 }, (_, n) => channelRegisters(n, 0x100 * n)).flat(),
  {
    name: 'INT_STATUS',
    offset: 0xfe0,
    read: ({ state }) => state.channels.reduce((bits, { cs }, n) => bits | (has(cs, CS.INT) ? 1 << n : 0), 0),
  },
  {
    name: 'ENABLE',
    offset: 0xff0,
    read: ({ state }) => state.enable,
    write(engine, value) {
      engine.state.enable = value & 0x7fff;
      for (let n = 0; n < 15; n++) engine.settle(n);
    },
  },
];
export const DMA15_REGISTERS: readonly Register<Engine>[] = channelRegisters(15, 0);

export function createDma({ clock, memory, irq, request = () => false, unmodelled }: DmaOptions): Dma {
  const state = resetState();
  const enabled = (n: number): boolean => n === 15 || ((state.enable >> n) & 1) !== 0;
  const drive = (n: number): void => irq[n]?.set(has(state.channels[n].cs, CS.INT));

  const schedule = (n: number, delay: number): void => {
    state.channels[n].dueAt = clock.now() + delay;
    deadlines[n].at(state.channels[n].dueAt);
  };
  const cancel = (n: number): void => {
    state.channels[n].dueAt = -1;
    deadlines[n].at(-1);
  };
  const fail = (n: number): void => {
    const channel = state.channels[n];
    channel.active = false;
    channel.cs |= csOf(n).ERROR;
    channel.debug |= DEBUG.READ_ERROR;
    cancel(n);
  };

  /** Fetches the control block at CONBLK_AD. @returns false where there is no memory */
  const load = (n: number): boolean => {
    const channel = state.channels[n];
    const kind = kindOf(n);
    const bytes = new Uint8Array(32);
    if (!memory.read(blockAddress(kind, channel.conblk), bytes)) return false;
    const view = new DataView(bytes.buffer);
    channel.block = Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i, true));
    const { source, dest, row, rows } = decode(kind, channel.block);
    Object.assign(channel, { source, dest, left: row, rows, loaded: true });
    return true;
  };

  /** The control block is done: END, interrupt, and on to the next one, or to the end of the list. */
  const blockDone = (n: number, { interrupt }: Block): void => {
    const channel = state.channels[n];
    channel.loaded = false;
    channel.cs |= CS.END | (interrupt ? CS.INT : 0);
    channel.conblk = channel.block[NEXT[kindOf(n)]];
    if (channel.conblk === 0) channel.active = false;
    drive(n);
  };

  /** Moves `length` bytes, one address to the other; either may stay where it is. @returns false on an error of the bus */
  const move = (kind: Kind, channel: DmaChannelState, block: Block, length: number): boolean => {
    const stands = (!block.sourceMoves && !block.sourceIgnored) || (!block.destMoves && !block.destIgnored);
    const unit = stands ? block.beat : length;
    const bytes = new Uint8Array(Math.min(unit, length));
    for (let done = 0; done < length; done += unit) {
      const part = bytes.subarray(0, Math.min(unit, length - done));
      if (!block.sourceIgnored && !memory.read(physical(kind, channel.source), part)) return false;
      if (!block.destIgnored && !memory.write(physical(kind, channel.dest), part)) return false;
      const limit = kind === 'dma4' ? 0x100_0000_0000 : 0x1_0000_0000;
      if (block.sourceMoves) channel.source = (channel.source + part.length) % limit;
      if (block.destMoves) channel.dest = (channel.dest + part.length) % limit;
    }
    channel.left -= length;
    return true;
  };

  const step = (n: number): void => {
    const channel = state.channels[n];
    const kind = kindOf(n);
    channel.dueAt = -1;
    if (!channel.active || !enabled(n)) return;
    if (!channel.loaded && !load(n)) return fail(n);
    const block = decode(kind, channel.block);
    channel.held = block.peripheral !== 0 && !request(block.peripheral);
    if (channel.held) return;
    const stands = !block.sourceMoves || !block.destMoves;
    let most = stands ? STEP.beats * block.beat : STEP.bytes;
    if (block.peripheral !== 0) most = Math.min(most, block.beat * (block.burst + 1));
    const length = Math.min(most, channel.left);
    if (!move(kind, channel, block, length)) return fail(n);
    if (channel.left === 0) {
      if (channel.rows > 0) {
        const limit = kind === 'dma4' ? 0x100_0000_0000 : 0x1_0000_0000;
        channel.rows--;
        channel.left = block.row;
        channel.source = (channel.source + block.sourceStride + limit) % limit;
        channel.dest = (channel.dest + block.destStride + limit) % limit;
      } else blockDone(n, block);
    }
    if (channel.active) schedule(n, Math.max(TIME.block, length * TIME.byte));
  };
  const deadlines: readonly Deadline[] = Array.from({ length: DMA_CHANNELS }, (_, n) =>
    createDeadline(clock, () => step(n)),
  );

  /** Lets a channel that may work do so. */
  const settle = (n: number): void => {
    const channel = state.channels[n];
    drive(n);
    if (!channel.active || !enabled(n)) return cancel(n);
    if (channel.dueAt < 0 && !channel.held) schedule(n, TIME.block);
  };

  const engine: Engine = {
    state,
    settle,
    resetChannel(n) {
      cancel(n);
      state.channels[n] = resetChannel();
      drive(n);
    },
    writeCs(n, value) {
      const channel = state.channels[n];
      const bits = csOf(n);
      if (has(value, bits.RESET)) return engine.resetChannel(n);
      // END and INT are cleared by writing 1.
      channel.cs = (value & bits.kept) | (channel.cs & bits.ERROR) | (channel.cs & ~value & (CS.END | CS.INT));
      if (has(value, bits.ABORT) && channel.loaded) {
        channel.loaded = false;
        channel.conblk = channel.block[NEXT[kindOf(n)]];
      }
      channel.active = has(value, CS.ACTIVE) && (channel.conblk !== 0 || channel.loaded);
      channel.held = false;
      settle(n);
    },
  };

  return {
    ...registerMap('DMA', DMA_REGISTERS, 0x1000, engine, unmodelled),
    state,
    channel15: registerMap('DMA15', DMA15_REGISTERS, 0x100, engine, unmodelled),
    requested() {
      state.channels.forEach((channel, n) => {
        if (!channel.held) return;
        channel.held = false;
        settle(n);
      });
    },
    restored() {
      state.channels.forEach(({ dueAt }, n) => {
        deadlines[n].at(dueAt);
        drive(n);
      });
    },
  };
}
