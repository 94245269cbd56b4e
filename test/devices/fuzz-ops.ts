/** Random things that happen to a board of devices, as data, so that two boards can be made to live through the same. */
import type { Requester } from '../../src/aarch64/bus.js';
import { PROPERTY_TAGS } from '../../src/devices/bcm2711/property-tags.js';
import { CORES, RAM_BYTES, type FuzzBoard, type Window } from './fuzz-board.js';
import { random } from './rig.js';

export type Op =
  | {
      readonly kind: 'access';
      readonly window: number;
      readonly offset: number;
      readonly size: 1 | 2 | 4;
      /** Undefined: a read. */
      readonly value?: number;
      readonly by: Requester;
    }
  | { readonly kind: 'advance'; readonly ns: number }
  | { readonly kind: 'outside'; readonly which: number; readonly choice: number }
  | { readonly kind: 'ram'; readonly at: number; readonly words: readonly number[] };

/** Makes ops from a seed. */
export interface Source {
  next(): Op;
}

const BUS = 0xc0000000;
/** Scratch in RAM, so that structures refer to each other and not into the void. */
const BLOCKS = 0x1000;
const ACCESSES = ['uniform', 'known', 'known', 'known', 'edge'] as const;

/**
 * @param focus the name of the window that most accesses go to; undefined for all alike
 */
export function createSource(board: FuzzBoard, seed: number, focus?: string): Source {
  const draw = random(seed);
  const below = (n: number): number => draw() % n;
  const pick = <T>(list: readonly T[]): T => list[below(list.length)];
  const { windows } = board;
  const known = windows.map(({ size, device }) =>
    Array.from({ length: size >> 2 }, (_, i) => 4 * i).filter((offset) => device.registerAt(offset) !== undefined),
  );
  const indexOf = (name: string): number => windows.findIndex((w) => w.name === name);
  const focused = windows.flatMap(({ name }, i) => (name === focus ? [i] : []));
  const waiting: Op[] = [];

  /** Somewhere in RAM, by any of its bus addresses, mostly aligned. */
  const address = (): number => {
    const at = below(RAM_BYTES) & ~pick([0, 3, 15, 31, 0xfff]);
    return (at + pick([0, 0x40000000, 0x80000000, BUS])) >>> 0;
  };
  /** An address of a register, on the bus of the VideoCore. */
  const register = (): number => {
    const i = below(windows.length);
    return (windows[i].base + pick(known[i]) - 0x80000000) >>> 0;
  };
  const value = (): number => {
    switch (below(10)) {
      case 0:
        return pick([0, 1, 0xffffffff, 0x80000000, 0x7fffffff, 0xffff]);
      case 1:
        return (1 << below(32)) >>> 0;
      case 2:
        return below(1024);
      case 3:
        return (0x5a000000 | below(0x1000000)) >>> 0;
      case 4:
        return (0x5a000000 | (1 << below(24)) | below(4)) >>> 0;
      case 5:
        return address();
      case 6:
        return (((address() & ~15) >>> 0) + 8) >>> 0;
      case 7:
        return register();
      case 8:
        return ((1 << below(32)) | (1 << below(32)) | 1) >>> 0;
      default:
        return draw();
    }
  };
  const by = (): Requester => ({ cpu: below(CORES + 1) - 1, secure: below(2) === 0 });
  const core: Requester = { cpu: 0, secure: true };

  const write = (name: string, offset: number, to: number, size: 1 | 2 | 4 = 4): Op => ({
    ...{ kind: 'access', window: indexOf(name), offset, size, by: core },
    value: to % 2 ** (8 * size),
  });
  const words = (at: number, list: readonly number[]): Op => ({ kind: 'ram', at, words: list.map((w) => w >>> 0) });
  const advance = (ns: number): Op => ({ kind: 'advance', ns });

  /** A property buffer that mostly is in order, and sometimes in none. */
  const properties = (): Op[] => {
    const at = BLOCKS + 16 * below(64);
    const list: number[] = [];
    for (let n = below(6); n >= 0; n--) {
      const tag = below(8) === 0 ? draw() : pick(PROPERTY_TAGS).tag;
      const length = pick([0, 4, 8, 8, 12, 24, 28, 40, 1048]);
      const claimed = below(12) === 0 ? pick([3, 0x7fffffff, 0xfffffffc, 0xffffffff, 0x10000]) : length;
      list.push(tag, claimed, below(2) === 0 ? 0 : draw());
      for (let i = 0; i < length; i += 4) list.push(below(4) === 0 ? value() : below(140));
    }
    if (below(8) !== 0) list.push(0);
    const size = below(8) === 0 ? value() : 8 + 4 * list.length;
    return [
      words(at, [size, below(4) === 0 ? value() : 0, ...list]),
      write('Mailbox', 0x20, (pick([0, BUS]) + at + 8) >>> 0),
      advance(below(50_000)),
      { kind: 'access', window: indexOf('Mailbox'), offset: 0, size: 4, by: core },
    ];
  };

  /** Control blocks that refer to each other, or to themselves, and a channel that is sent through them. */
  const dma = (): Op[] => {
    const n = below(16);
    const wide = n >= 11 && n <= 14;
    const at = (i: number): number => BLOCKS + 0x800 + 32 * i;
    const link = (i: number): number => (wide ? at(i) / 32 : BUS + at(i));
    const place = (): number => (below(4) === 0 ? register() : address());
    const ops: Op[] = [];
    for (let i = 0; i < 4; i++) {
      const ti = (below(2) === 0 ? 0x111 : 0x7) ^ (below(4) === 0 ? draw() & ~0x1f0440 : 0);
      const length = pick([0, 1, 4, 63, 4096, 0x10004, 0xffffffff, below(0x4000)]);
      const next = pick([0, link(below(4)), link(below(4)), value()]);
      ops.push(
        words(
          at(i),
          wide
            ? [ti, place(), pick([0x1000, 0, 0xffff1fff]), place(), pick([0x1000, 0]), length, next, draw()]
            : [ti, place(), place(), length, draw(), next, 0, 0],
        ),
      );
    }
    const [window, base] = n === 15 ? ['DMA15', 0] : ['DMA', 0x100 * n];
    ops.push(write(window, base, 0x80000000), write(window, base + 4, link(0)), write(window, base, 1 | below(2)));
    if (below(2) === 0) ops.push(advance(below(200_000)));
    return ops;
  };

  /** A card brought up as drivers do, then transfers whose descriptors lead anywhere. */
  const sd = (): Op[] => {
    const name = below(6) === 0 ? 'EMMC' : 'EMMC2';
    const command = (index: number, argument: number, flags: number, mode = 0): Op[] => [
      write(name, 8, argument >>> 0),
      write(name, 0xc, ((((index << 8) | flags) << 16) | mode) >>> 0),
      advance(2000),
    ];
    const ops: Op[] = [write(name, 0x34, 0x02ff01ff), write(name, 0x38, below(2) * 0xffffffff)];
    if (below(3) === 0) {
      ops.push(write(name, 0x2c, 0x01000000), write(name, 0x2c, 5), write(name, 0x34, 0x02ff01ff));
      ops.push(...command(0, 0, 0), ...command(8, 0x1aa, 0x1a), ...command(55, 0, 0x1a));
      ops.push(...command(41, 0x40ff8000, 2), ...command(2, 0, 9), ...command(3, 0, 0x1a));
      ops.push(...command(7, 0xaaaa0000, 0x1b), advance(1_000_000));
    }
    const table: number[] = [];
    for (let i = 0; i < 8; i++) {
      const attributes = pick([0x21, 0x21, 0x21, 0x23, 0x25, 0x31, 0x01, 0x20]);
      const target = (attributes & 0x30) === 0x30 ? BUS + BLOCKS + 0x400 + 8 * below(8) : address();
      table.push((attributes | (pick([0, 1, 4, 512, 4096, below(0x10000)]) << 16)) >>> 0, target);
    }
    const way = below(2) * 0x10;
    ops.push(
      words(BLOCKS + 0x400, table),
      write(name, 0x28, pick([0, 0x10, 0x18, 2]), 1),
      write(name, 0x58, pick([BUS + BLOCKS + 0x400, value()]) >>> 0),
      write(name, 0, pick([address(), value()])),
      write(name, 4, ((pick([1, 2, 8, 300, 0xffff]) << 16) | pick([0x200, 0x7200, 0x1200, 64, 8, below(4096)])) >>> 0),
      ...command(
        pick([17, 18, 24, 25, 6, 19, 12]),
        pick([0, below(2048), value()]),
        0x3a,
        way | pick([1, 3, 0x23, 0x27, 0x2b, 0x22]),
      ),
      advance(pick([1000, 150_000, 400_000, 3_000_000])),
    );
    return ops;
  };

  /** The GIC as Linux has it, so that interrupts get through. */
  const interrupts = (): Op[] => {
    const cpu = below(CORES);
    const who: Requester = { cpu, secure: true };
    const to = (name: string, offset: number, v: number): Op => ({
      ...{ kind: 'access', window: indexOf(name), offset, size: 4, value: v, by: who },
    });
    return [
      to('GICD', 0x080 + 4 * below(8), 0xffffffff),
      to('GICD', 0x100 + 4 * below(8), 0xffffffff),
      to('GICD', 0x800 + 4 * (8 + below(56)), 0x0f0f0f0f),
      to('GICD', 0x400 + 4 * below(64), 0xa0a0a0a0),
      to('GICC', 0, 0x1e7 | (below(2) << 9)),
      to('GICC', 4, 0xff),
      to('GICH', 0, pick([1, 1, 0x1ff & draw()])),
      to('GICH', 8, (0xf84c0000 | pick([1, 2, 3, 3, 0xb, 0x217])) >>> 0),
      to('GICH', 0x100 + 4 * below(4), (0x10000000 | (draw() & 0xf80003ff) | (below(2) << 30)) >>> 0),
      to('GICD', 0, 3),
      { kind: 'access', window: indexOf(pick(['GICC', 'GICV'])), offset: 0xc, size: 4, by: { cpu, secure: false } },
    ];
  };

  /** The watchdog, armed with so little time that it bites. */
  const watchdog = (): Op[] => [
    write('PM', 0x20, 0x5a000000 + pick([0, 0x555, draw() & 0xffffff])),
    write('PM', 0x24, 0x5a000000 + below(100)),
    write('PM', 0x1c, 0x5a000122),
  ];

  /** Ethernet, with rings that are mostly sound: frames to be sent whose descriptors and status blocks say anything, room to receive. */
  const ethernet = (): Op[] => {
    const to = (offset: number, v: number): Op => write('GENET', offset, v >>> 0);
    const ring = pick([16, 16, 0, 3, below(17)]);
    const size = pick([16, 32, 256, below(300)]);
    const ops: Op[] = [];
    for (const block of [0x2000, 0x4000]) {
      const base = block + 0xc00 + 0x40 * ring;
      ops.push(to(base + 0x14, 3 * below(16)), to(base + 0x10, (size << 16) | pick([2048, 2048, 100, below(4096)])));
      ops.push(to(base + 0x24, below(4)), to(block + 0x1044, 1 | (1 << (ring + 1)) | (below(4) === 0 ? draw() : 0)));
    }
    ops.push(to(0x808, 3 | pick([0, 0, 0x10, 0x40, 0x8000])), to(0x300, below(4)), to(0x314, pick([1, 0x21, 0x31, 0])));
    ops.push(to(0x600, below(2)), to(0x306c + 4 * ring, below(4)), to(0x214, 0xffffffff));
    const at = BLOCKS + 0x1000;
    ops.push(
      words(
        at,
        Array.from({ length: 20 }, (_, i) => (i === 12 ? 0x80000000 | (34 << 16) | 50 : draw())),
      ),
    );
    for (let i = 0; i < 8; i++) {
      const length = pick([64, 124, 200, 1600, 0, below(4096)]);
      const flags = pick([0x6050, 0x6040, 0x6000, 0x2050, 0x4040, below(0x10000)]);
      for (const block of [0x2000, 0x4000]) {
        const base = block + 12 * below(64);
        ops.push(to(base, (length << 16) | flags), to(base + 4, below(8) === 0 ? value() : at & ~(below(2) * 63)));
        ops.push(to(base + 8, below(16) === 0 ? value() : 0));
      }
    }
    ops.push(to(0x4c0c + 0x40 * ring, pick([1, 4, 8, value()])), to(0x2c0c + 0x40 * ring, pick([0, 4, value()])));
    if (below(3) === 0) ops.push(to(0xe14, (1 << 29) | (pick([1, 2]) << 26) | (1 << 21) | (draw() & 0x1fffff)));
    ops.push(advance(pick([300, 2000, 40_000])));
    return ops;
  };

  const SCENARIOS: readonly (readonly [string, () => Op[]])[] = [
    ['Mailbox', properties],
    ['DMA', dma],
    ['DMA15', dma],
    ['EMMC2', sd],
    ['EMMC', sd],
    ['GICD', interrupts],
    ['GICC', interrupts],
    ['GICH', interrupts],
    ['GICV', interrupts],
    ['PM', watchdog],
    ['GENET', ethernet],
  ];
  const own = SCENARIOS.filter(([name]) => name === focus).map(([, scenario]) => scenario);

  const offsetIn = ({ size }: Window, i: number, width: number): number => {
    const kind = pick(ACCESSES);
    if (kind === 'edge') return Math.max(0, size - width - below(8));
    const at = kind === 'uniform' ? below(size) : pick(known[i]) + pick([0, 0, 0, 1, 2, 3]);
    return Math.min(at, size - width);
  };

  const access = (): Op => {
    const i = focused.length > 0 && below(8) !== 0 ? pick(focused) : below(windows.length);
    const size = pick([1, 2, 4, 4, 4, 4, 4] as const);
    const offset = offsetIn(windows[i], i, size) & ~(below(4) === 0 ? 0 : size - 1);
    const op = { kind: 'access' as const, window: i, offset, size, by: by() };
    return below(2) === 0 ? op : { ...op, value: value() % 2 ** (8 * size) };
  };

  return {
    next() {
      const op = waiting.shift();
      if (op !== undefined) return op;
      const dice = below(100);
      if (dice < 70) return access();
      if (dice < 85) return advance(pick([1, 100, 500, below(2000), below(2000), below(20_000), below(2_000_000)]));
      if (dice < 90) return { kind: 'outside', which: below(board.outside.length), choice: draw() };
      const scenario = own.length > 0 && below(4) !== 0 ? pick(own) : pick(SCENARIOS)[1];
      waiting.push(...scenario());
      return waiting.shift()!;
    },
  };
}
