/** What devices are plugged into in these tests: a clock that moves when told, lines that are looked at, and memory. */
import type { Clock, GuestBus, IrqLine, MmioDevice, Requester } from '../../src/aarch64/bus.js';

export const BY: Requester = { cpu: 0, secure: false };

export interface ManualClock extends Clock {
  /** Moves on by `ns`, firing what is due on the way. */
  advance(ns: number): void;
  /** Calls that are scheduled. */
  waiting(): number;
}

export function manualClock(): ManualClock {
  let now = 0;
  let handles = 0;
  const events = new Map<number, { at: number; fire: () => void }>();
  return {
    now: () => now,
    rank: () => 0,
    schedule(at, fire) {
      events.set(++handles, { at, fire });
      return handles;
    },
    cancel: (handle) => void events.delete(handle),
    advance(ns) {
      const end = now + ns;
      for (;;) {
        const due = [...events].filter(([, e]) => e.at <= end).sort(([i, a], [j, b]) => a.at - b.at || i - j)[0];
        if (due === undefined) break;
        events.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].fire();
      }
      now = end;
    },
    waiting: () => events.size,
  };
}

export interface Probe extends IrqLine {
  readonly level: boolean;
  /** How often it has gone up. */
  readonly rises: number;
}

export function probe(): Probe {
  let level = false;
  let rises = 0;
  return {
    set(to) {
      if (to && !level) rises++;
      level = to;
    },
    get level() {
      return level;
    },
    get rises() {
      return rises;
    },
  };
}

export const probes = (count: number): Probe[] => Array.from({ length: count }, probe);

export interface Ram extends GuestBus {
  readonly bytes: Uint8Array;
  word(pa: number): number;
  setWord(pa: number, value: number): void;
  setWords(pa: number, values: readonly number[]): void;
}

/** RAM from `base` on; nothing answers elsewhere. */
export function ram(size: number, base = 0): Ram {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  const inside = (pa: number, length: number): boolean => pa >= base && pa + length <= base + size;
  return {
    bytes,
    read(pa, to) {
      if (!inside(pa, to.length)) return false;
      to.set(bytes.subarray(pa - base, pa - base + to.length));
      return true;
    },
    write(pa, from) {
      if (!inside(pa, from.length)) return false;
      bytes.set(from, pa - base);
      return true;
    },
    word: (pa) => view.getUint32(pa - base, true),
    setWord: (pa, value) => view.setUint32(pa - base, value >>> 0, true),
    setWords(pa, values) {
      values.forEach((value, i) => view.setUint32(pa - base + 4 * i, value >>> 0, true));
    },
  };
}

interface Named {
  readonly name: string;
  readonly offset: number;
  readonly count?: number;
}

/** Reads and writes registers by the manual's names: `GPFSEL1` is the second of an array. */
export function byName(device: MmioDevice, table: readonly Named[]) {
  const offset = (name: string): number => {
    for (const r of table) {
      if (r.name === name && r.count === undefined) return r.offset;
      const index = name.startsWith(r.name) ? Number(name.slice(r.name.length)) : NaN;
      if (r.count !== undefined && Number.isInteger(index) && index < r.count) return r.offset + 4 * index;
    }
    throw new Error(`no register ${name}`);
  };
  return {
    read: (name: string): number => device.read(offset(name), 4, BY),
    write: (name: string, value: number): void => device.write(offset(name), 4, value >>> 0, BY),
  };
}

/** A generator of 32-bit numbers from a seed (mulberry32). */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}
