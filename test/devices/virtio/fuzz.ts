/**
 * A hostile driver: random registers, rings, descriptors and times. Whatever it does, nothing throws, no call does unbounded work, nothing
 * is written but used rings and what descriptors have given away, and a copy of the state goes on alike.
 */
import { isDeepStrictEqual } from 'node:util';
import { memoryDisk } from '../../../src/devices/block.js';
import { virtio9p } from '../../../src/devices/virtio/9p.js';
import { virtioBalloon } from '../../../src/devices/virtio/balloon.js';
import { virtioBlock } from '../../../src/devices/virtio/block.js';
import { virtioConsole } from '../../../src/devices/virtio/console.js';
import type { VirtioDevice, VirtioKind } from '../../../src/devices/virtio/device.js';
import { virtioEntropy } from '../../../src/devices/virtio/entropy.js';
import { createVirtioMmio, VIRTIO_MMIO_REGISTERS, type VirtioMmio } from '../../../src/devices/virtio/mmio.js';
import { virtioNet } from '../../../src/devices/virtio/net.js';
import { GSO, NO_OFFLOAD, type NetPort } from '../../../src/devices/virtio/net-backend.js';
import { manualClock, probe, ram, random, type ManualClock, type Probe, type Ram } from '../rig.js';
import { encode } from '../../share/client.js';
import { memoryShare, type MemoryShare } from '../../share/memory-share.js';
import { randomMessage } from '../../share/messages.js';
import { same } from './driver.js';

const BASE = 0x40000000;
const BYTES = 0x20000;
const QUEUE_BYTES = 0x1000;
const [NEXT, WRITE, INDIRECT] = [1, 2, 4];
/** What one call of a device may do on the bus. */
const MOST = { accesses: 600_000, bytes: 150_000_000 };
const DISK = Uint8Array.from({ length: 0x40000 }, (_, i) => (i * 7) ^ (i >> 9));

interface World {
  readonly clock: ManualClock;
  readonly irq: Probe;
  readonly memory: Ram;
  readonly mmio: VirtioMmio;
  readonly disk: Uint8Array;
  readonly share: MemoryShare;
  /** Something that happens outside. */
  readonly outside: (choice: number) => void;
}

/** Runs of memory that the driver has given to the device to write. */
interface Given {
  readonly runs: { pa: number; bytes: number }[];
  accesses: number;
  bytes: number;
}

type Kind = 'block' | 'entropy' | 'console' | 'balloon' | 'net' | '9p';
export const KINDS: readonly Kind[] = ['block', 'entropy', 'console', 'balloon', 'net', '9p'];

function world(kind: Kind, given: Given): World {
  const clock = manualClock();
  const irq = probe();
  const plain = ram(BYTES, BASE);
  const memory: Ram = {
    ...plain,
    read(pa, into) {
      given.accesses++;
      given.bytes += into.length;
      if (!Number.isSafeInteger(pa) || pa < 0) throw new Error(`read at ${pa}`);
      return plain.read(pa, into);
    },
    write(pa, from) {
      given.accesses++;
      given.bytes += from.length;
      if (!Number.isSafeInteger(pa) || pa < 0) throw new Error(`write at ${pa}`);
      const inRam = pa < BASE + BYTES && pa + from.length > BASE;
      if (inRam && from.length > 0 && !given.runs.some((r) => pa >= r.pa && pa + from.length <= r.pa + r.bytes))
        throw new Error(`0x${pa.toString(16)} was given to nobody, ${from.length} bytes are written`);
      return plain.write(pa, from);
    },
  };
  const disk = DISK.slice();
  const share = memoryShare();
  let port: NetPort | undefined;
  const backend = {
    connect: (p: NetPort) => void (port = p),
    send(frame: Uint8Array) {
      // What the frame says: no room, or an echo before the call is over.
      if (frame[13] % 4 === 1) port?.receive(frame, NO_OFFLOAD);
      return frame[13] % 4 !== 2;
    },
    onRoom: () => undefined,
  };
  const nothing = (): void => undefined;
  const makers: Readonly<Record<Kind, () => VirtioKind>> = {
    block: () => virtioBlock({ backend: memoryDisk(disk), clock, queues: 2 }),
    entropy: () => virtioEntropy({ clock, seed: 3 }),
    console: () => virtioConsole({ clock, transmit: nothing }),
    balloon: () => virtioBalloon({ clock, inflated: nothing, deflated: nothing, reported: nothing }),
    net: () => virtioNet({ backend, clock, mac: Uint8Array.of(2, 0, 0, 0, 0, 1), pairs: 2 }),
    '9p': () => virtio9p({ tag: 'fuzz', backend: share, clock }),
  };
  const mmio = createVirtioMmio({ name: kind, irq, memory, device: makers[kind]() });
  const device = mmio.device as VirtioDevice & {
    push?(byte: number): boolean;
    setTarget?(pages: number): void;
    askStats?(): boolean;
  };
  const outside = (choice: number): void => {
    device.push?.(choice & 0xff);
    device.setTarget?.(choice & 0xfff);
    if (choice % 3 === 0) device.askStats?.();
    if (!port) return;
    if (choice % 16 === 0) port.setLink(choice % 32 === 0);
    if (choice % 8 === 1) port.resume();
    const frame = new Uint8Array(14 + (choice % 1500)).fill(choice & 0xff);
    frame.set(Uint8Array.of(0x08, 0x00, 0x45).subarray(0, frame.length - 12), 12);
    if (frame.length > 23) frame[23] = 6;
    const large = choice % 4 === 0;
    const offload = { ...NO_OFFLOAD, flags: 1, csumStart: 34, csumOffset: 16 };
    port.receive(frame, large ? { ...offload, gsoType: GSO.TCPV4, gsoSize: 1 + (choice % 600) } : offload);
  };
  return { clock, irq, memory: plain, mmio, disk, share, outside };
}

type Step = (w: World) => void;

/** Makes steps from a seed. Those that write memory note what they give away. */
function stepsFrom(kind: Kind, seed: number, queues: number, given: Given): () => Step {
  const next = random(seed);
  const below = (n: number): number => next() % n;
  const one = <T>(list: readonly T[]): T => list[below(list.length)];
  const registers = VIRTIO_MMIO_REGISTERS.map(({ offset }) => offset);
  const ringOf = (queue: number): number => BASE + QUEUE_BYTES * (1 + queue);
  const table = (queue: number): number => ringOf(queue);
  const avail = (queue: number): number => ringOf(queue) + 0x400;
  const used = (queue: number): number => ringOf(queue) + 0x800;
  /** Indirect tables, and data behind them, so that what is too long leaves memory. */
  const TABLES = BASE + QUEUE_BYTES * (2 + queues);
  const DATA = TABLES + QUEUE_BYTES;
  /** One of so many things goes wrong. */
  const wildness = one([1000, 40, 10]);
  const one64 = (n: number): number => 1 + (n % 64);
  const SIZE = 16;
  const spot = (): number => DATA + below(BYTES - (DATA - BASE));
  const by = { cpu: 0, secure: false };
  const write =
    (offset: number, value: number, size: 1 | 2 | 4 = 4): Step =>
    (w) =>
      w.mmio.write(offset, size, value >>> 0, by);
  const all =
    (...steps: readonly Step[]): Step =>
    (w) =>
      steps.forEach((step) => step(w));
  const give = (pa: number, bytes: number): void => void given.runs.push({ pa, bytes });

  /**
   * One descriptor: mostly sound, sometimes not. The device never gets the tables themselves to write: what stands in them would be its
   * doing then, and nobody could say what it was given.
   */
  const descriptor = (at: number, i: number): Step => {
    const hostile = below(wildness) === 0;
    const flags = hostile ? below(8) : one([0, NEXT, NEXT, WRITE, WRITE | NEXT, WRITE, INDIRECT]);
    const write = (flags & WRITE) !== 0;
    const sizes = hostile ? [0, 0xffffffff, 0x80000000, below(1 << 20)] : [1, 12, 16, 512, below(640), 16 * below(40)];
    const length = one(sizes);
    const high = hostile && below(3) === 0 ? one([1, 0x1fffff, 0xffffffff]) : 0;
    const nowhere = (next() & 0x3fffffff) | (below(2) << 31);
    const tables = TABLES + 16 * below(128);
    const places = hostile
      ? [spot(), nowhere]
      : write
        ? [spot(), spot(), used(below(queues))]
        : [spot(), table(below(queues)), tables];
    const pa = (flags & INDIRECT) !== 0 && below(8) > 0 ? tables : one(places);
    const inTables = pa >= TABLES && pa < DATA;
    if (write && high === 0 && !inTables) give(pa >>> 0, length);
    const following = hostile ? next() & 0xffff : (i + 1) % SIZE;
    return (w) =>
      w.memory.setWords(at + 16 * i, [pa, high, length, (inTables ? flags & ~WRITE : flags) | (following << 16)]);
  };
  /** A buffer as a driver makes it: something to read that may be a header, something to write. */
  const sound = (): Step => {
    const queue = below(queues);
    const head = below(SIZE - 3);
    const [header, middle, end] = [spot(), spot(), spot()];
    const length = one([512, 1024, 100, below(600)]);
    const toDevice = below(2) === 0;
    if (!toDevice) give(middle, length);
    give(end, 64);
    const words = [one([0, 1, 4, 8, 11, 13]), 0, below(600), 0, below(600), 1, below(3)];
    return (w) => {
      if (header % 4 === 0 && header + 28 <= BASE + BYTES) w.memory.setWords(header, words);
      w.memory.setWords(table(queue) + 16 * head, [header, 0, 16, NEXT | ((head + 1) << 16)]);
      const flags = NEXT | (toDevice ? 0 : WRITE) | ((head + 2) << 16);
      w.memory.setWords(table(queue) + 16 * (head + 1), [middle, 0, length, flags]);
      w.memory.setWords(table(queue) + 16 * (head + 2), [end, 0, one64(length), WRITE]);
      put(queue, head, 1)(w);
    };
  };
  /** A message for the 9P server, and room for its answer. */
  const message = (bytes: Uint8Array, room = one([11, 200, 2000])): Step => {
    const head = below(SIZE - 1);
    const [from, to] = [DATA + below(0x2000), DATA + 0x4000 + below(0x4000)];
    give(to, room);
    return (w) => {
      w.memory.write(from, bytes);
      w.memory.setWords(table(0) + 16 * head, [from, 0, bytes.length, NEXT | ((head + 1) << 16)]);
      w.memory.setWords(table(0) + 16 * (head + 1), [to, 0, room, WRITE]);
      put(0, head, 1)(w);
      w.mmio.write(0x50, 4, 0, by);
    };
  };
  /** The client has not begun since the device was reset. */
  let fresh = true;
  const client = (): Step => {
    if (!fresh && below(30) > 0) return all(...Array.from({ length: 6 }, () => message(randomMessage(next, 5))));
    fresh = false;
    const begin = encode('Tversion', { msize: 8192, version: '9P2000.L' });
    return all(message(begin, 100), message(encode('Tattach', { fid: 0, afid: 0xffffffff }), 100));
  };
  /** What a device may find to read: a header of its own, or noise. */
  const data = (): Step => {
    const words = Array.from({ length: 1 + below(8) }, () =>
      one([0, 1, 4, 8, 11, 13, below(600), next() & 0x3fffffff]),
    );
    const at = DATA + 4 * below((BYTES - (DATA - BASE) - 64) >> 2);
    return (w) => w.memory.setWords(at, words);
  };
  /** Brings a device up, mostly as one should. */
  const start = (): Step => {
    fresh = true;
    const features = one([0xffffffff, 0xffffffff, next()]);
    const steps: Step[] = [write(0x70, 0), write(0x70, 3)];
    const offered: Step = (w) => {
      for (const i of [0, 1]) {
        w.mmio.write(0x14, 4, i, by);
        const word = w.mmio.read(0x10, 4, by);
        w.mmio.write(0x24, 4, i, by);
        w.mmio.write(0x20, 4, (word & (i === 0 ? features : 0xffffffff)) >>> 0, by);
      }
    };
    steps.push(offered, write(0x70, 11));
    for (let q = 0; q < queues; q++) {
      give(used(q), 6 + 8 * SIZE);
      steps.push((w) => w.memory.setWords(avail(q), Array<number>(2 + SIZE).fill(0)));
      steps.push(
        write(0x30, q),
        write(0x38, SIZE),
        write(0x80, table(q)),
        write(0x84, 0),
        write(0x90, avail(q)),
        write(0x94, 0),
      );
      steps.push(write(0xa0, used(q)), write(0xa4, 0), write(0x44, 1));
    }
    steps.push(write(0x70, 15));
    return all(...steps);
  };
  const put =
    (queue: number, head: number, jump: number): Step =>
    (w) => {
      const word = w.memory.word(avail(queue));
      const idx = word >>> 16;
      const at = avail(queue) + 4 + 2 * (idx % SIZE);
      const old = w.memory.word(at & ~3);
      const shift = 8 * (at & 2);
      w.memory.setWord(at & ~3, (old & ~(0xffff << shift)) | (head << shift));
      w.memory.setWord(avail(queue), (word & 0xffff) | (((idx + jump) & 0xffff) << 16));
    };
  const offer = (): Step =>
    put(
      below(queues),
      below(2 * wildness) === 0 ? next() & 0xffff : below(SIZE),
      below(3 * wildness) === 0 ? next() & 0xffff : 1,
    );
  const kinds: readonly (() => Step)[] = [
    () => descriptor(table(below(queues)), below(SIZE)),
    () => descriptor(table(below(queues)), below(SIZE)),
    () => descriptor(TABLES, below(256)),
    data,
    ...Array.from({ length: 3 }, () => (kind === '9p' ? client : sound)),
    (): Step => (below(4) === 0 || wildness < 40 ? offer() : sound()),
    () => write(0x50, below(queues)),
    () => write(0x50, below(queues)),
    () => {
      const ns = one([10, 1000, 30_000, 200_000]);
      return (w) => w.clock.advance(ns);
    },
    () => {
      const choice = next();
      return (w) => w.outside(choice);
    },
    () => (below(6) === 0 ? start() : write(0x64, 3)),
    () => {
      if (below(4) > 0) return () => undefined;
      // Never a used ring somewhere else: that would be memory given away.
      const offset = one([...registers.filter((r) => r !== 0xa0 && r !== 0xa4), 0x100 + below(0x40), below(0x200)]);
      const value = one([0, 1, 15, below(64), next()]);
      const size = one([1, 2, 4, 4, 4] as const);
      return offset >= 0xa0 && offset < 0xa8 ? () => undefined : write(offset, value, size);
    },
    () => {
      const offset = one([...registers, 0x100 + below(0x40)]);
      return (w) => {
        const got = w.mmio.read(offset, 4, by);
        if (!(Number.isInteger(got) && got >= 0 && got < 2 ** 32)) throw new Error(`read ${got}`);
      };
    },
  ];
  let first = true;
  return () => {
    if (first) {
      first = false;
      return start();
    }
    return one(kinds)();
  };
}

/** What has been done to a device, for the test to see that something was. */
export interface Played {
  readonly used: number;
  readonly broken: number;
}

/** Plays one session. @throws Error where something does not hold */
export function play(kind: Kind, seed: number, steps: number): Played {
  const given: Given = { runs: [], accesses: 0, bytes: 0 };
  const a = world(kind, given);
  const make = stepsFrom(kind, seed, a.mmio.device.queues.length, given);
  let b: World | undefined;
  let [used, broken, now] = [0, 0, 0];
  const middle = 1 + ((seed * 61) % steps);
  for (let i = 0; i < steps; i++) {
    if (i === middle) {
      b = world(kind, given);
      b.clock.advance(now);
      b.memory.bytes.set(a.memory.bytes);
      b.disk.set(a.disk);
      for (const [path, node] of structuredClone(a.share.nodes)) b.share.nodes.set(path, node);
      const saved = JSON.parse(
        JSON.stringify(
          a.mmio.parts.map((part) => part.state),
          plainBytes,
        ),
      ) as object[];
      b.mmio.parts.forEach((part, n) => Object.assign(part.state, revived(saved[n])));
      b.mmio.parts.forEach((part) => part.restored());
    }
    const step = make();
    const before = a.mmio.state.queues.map((q) => q.usedIdx);
    const sound = (a.mmio.state.status & 64) === 0;
    for (const w of b ? [a, b] : [a]) {
      Object.assign(given, { accesses: 0, bytes: 0 });
      step(w);
      if (given.accesses > MOST.accesses || given.bytes > MOST.bytes)
        throw new Error(`${given.accesses} accesses, ${given.bytes} bytes in one step`);
    }
    now = a.clock.now();
    used += a.mmio.state.queues.filter((q, n) => q.usedIdx !== before[n]).length;
    if (sound && (a.mmio.state.status & 64) !== 0) broken++;
    if (a.irq.level !== (a.mmio.state.interruptStatus !== 0)) throw new Error('the line is not what the status says');
  }
  if (b) {
    if (!same(a.memory.bytes, b.memory.bytes)) throw new Error('memory of the copy differs');
    if (!same(a.disk, b.disk)) throw new Error('the disk of the copy differs');
    if (!isDeepStrictEqual(a.share.nodes, b.share.nodes)) throw new Error('the files of the copy differ');
    for (const [n, part] of a.mmio.parts.entries())
      if (!isDeepStrictEqual(part.state, b.mmio.parts[n].state)) throw new Error(`state ${n} of the copy differs`);
    if (a.irq.level !== b.irq.level) throw new Error('the line of the copy differs');
  }
  return { used, broken };
}

const plainBytes = (_: string, v: unknown): unknown => (v instanceof Uint8Array ? { bytes: Array.from(v) } : v);
const revived = (state: object): object =>
  Object.fromEntries(
    Object.entries(state).map(([k, v]: [string, unknown]) => [
      k,
      v !== null && typeof v === 'object' && 'bytes' in v ? Uint8Array.from(v.bytes as number[]) : v,
    ]),
  );
