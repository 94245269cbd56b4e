/**
 * A process that is killed, and a host that crashes, at any moment: what a flush acknowledged is there, and no table refers to what counts
 * as free.
 */
import { expect } from 'vitest';
import { memoryDisk, SECTOR } from '../../src/devices/block.js';
import { memoryStore, type ByteStore } from '../../src/devices/disk/byte-store.js';
import { checkQcow2 } from '../../src/devices/disk/qcow2-check.js';
import { createQcow2 } from '../../src/devices/disk/qcow2-create.js';
import { readHeader } from '../../src/devices/disk/qcow2-header.js';
import { Qcow2Disk } from '../../src/devices/disk/qcow2.js';
import { Random } from '../conformance/random.js';
import {
  loggingStore,
  qemuCheck,
  stamped,
  step,
  versionsOf,
  type Folder,
  type LoggedWrite,
  type Model,
} from './rig.js';

const BASE_SECTORS = 500;
const base = new Uint8Array(BASE_SECTORS * SECTOR);
for (let i = 0; i < BASE_SECTORS; i++) base.set(stamped(i, 1), i * SECTOR);

export interface Shape {
  readonly clusterBits: number;
  readonly order: number;
  readonly backing: boolean;
  readonly writeThrough: boolean;
  /** The disk's sectors: 900 if not given. */
  readonly sectors?: number;
  /** So many of them are written before, so that the refcount table, which was large enough for these, has to grow. */
  readonly filled?: number;
}

export const SHAPES: readonly Shape[] = [
  { clusterBits: 9, order: 6, backing: true, writeThrough: false },
  { clusterBits: 9, order: 6, backing: true, writeThrough: true },
  { clusterBits: 9, order: 6, backing: false, writeThrough: false, sectors: 4500, filled: 3940 },
  { clusterBits: 11, order: 4, backing: true, writeThrough: false },
  { clusterBits: 12, order: 0, backing: false, writeThrough: true },
  { clusterBits: 12, order: 4, backing: true, writeThrough: false },
];

/** All that one run wrote, and what each sector held one after the other. */
interface Run {
  readonly initial: Uint8Array;
  readonly log: readonly LoggedWrite[];
  readonly flushes: readonly number[];
  /** Versions of each sector in order; the first is what it was. */
  readonly history: readonly number[][];
  /** After how many writes something was acknowledged, and how many versions of each sector there were before. */
  readonly acknowledged: readonly { writes: number; versions: readonly number[] }[];
}

function run({ clusterBits, order, backing, writeThrough, sectors = 900, filled = 0 }: Shape): Run {
  const random = new Random(`crash ${clusterBits}`);
  const empty = memoryStore();
  const behind = backing ? { name: 'base.raw', format: 'raw' } : undefined;
  createQcow2(empty, { size: sectors * SECTOR, clusterBits, refcountOrder: order, backing: behind });
  const below = memoryDisk(base, true);
  const first = new Qcow2Disk(empty, { backing: below });
  for (let i = 0; i < filled; i++) first.write(i, stamped(i, 1));
  expect(first.flush()).toBe(true);
  const initial = empty.contents();
  const store = loggingStore(memoryStore(initial));
  const disk = new Qcow2Disk(store, { backing: below, writeThrough });
  const model: Model = new Map(Array.from({ length: backing ? BASE_SECTORS : filled }, (_, i) => [i, 1]));
  const history = Array.from({ length: sectors }, (_, i) => [model.get(i) ?? 0]);
  const acknowledge = () => ({ writes: store.log.length, versions: history.map((versions) => versions.length) });
  const acknowledged = [{ writes: 0, versions: history.map(() => 1) }];
  const done = (): void => {
    history.forEach((versions, sector) => {
      const now = model.get(sector) ?? 0;
      if (versions.at(-1) !== now) versions.push(now);
    });
    if (random.oneIn(8)) expect(disk.flush()).toBe(true);
    else if (!writeThrough) return;
    acknowledged.push(acknowledge());
  };
  for (let sector = filled; filled > 0 && sector < sectors; sector++) {
    expect(disk.write(sector, stamped(sector, 2))).toBe(true);
    model.set(sector, 2);
    if (sector % 10 === 0) done();
  }
  for (let version = 3; version < (writeThrough || filled > 0 ? 40 : 90); version++) {
    step(disk, model, random, version);
    done();
  }
  if (filled > 0)
    expect(readHeader(store)).not.toMatchObject({ refcountTableOffset: readHeader(empty).refcountTableOffset });
  return { initial, log: store.log, flushes: store.flushes, history, acknowledged };
}

function apply(store: ByteStore, { at, bytes }: LoggedWrite): void {
  if (bytes) store.write(at, bytes);
  else store.truncate(at);
}

/** @returns why the image is not as good as it has to be after so many writes */
function verdict({ history, acknowledged }: Run, writes: number, store: ByteStore): string | undefined {
  const { errors, problems } = checkQcow2(store);
  if (errors > 0) return problems.join('; ');
  const disk = new Qcow2Disk(store, { backing: memoryDisk(base, true), readOnly: true });
  const { versions } = acknowledged.findLast((a) => a.writes <= writes)!;
  const found = versionsOf(disk);
  // It may also have what was written later.
  const wrong = found.findIndex((version, sector) => !history[sector].slice(versions[sector] - 1).includes(version));
  return wrong < 0
    ? undefined
    : `sector ${wrong}: version ${found[wrong]} of ${history[wrong].slice(versions[wrong] - 1).join(', ')}`;
}

/** Sometimes asks QEMU, too, where it is there: `work` is a folder for that. */
function second(work: Folder | undefined, store: { contents(): Uint8Array }): void {
  if (!work) return;
  work.file('base.raw', base);
  const { corruptions, said } = qemuCheck(work.file('image.qcow2', store.contents()));
  expect(corruptions, said).toBe(0);
}

/** The process is killed after one of its writes; after each of them with a stride of 1. */
export function killed(shape: Shape, stride: number, work: Folder | undefined): void {
  const made = run(shape);
  const store = memoryStore(made.initial);
  for (let writes = 0; writes <= made.log.length; writes++) {
    if (writes > 0) apply(store, made.log[writes - 1]);
    if (writes % stride !== 0 && writes < made.log.length) continue;
    expect(verdict(made, writes, store), `after ${writes} of ${made.log.length} writes`).toBe(undefined);
    if (writes % (97 * stride) === 0) second(work, store);
  }
}

/** The host has written back what it liked since the last flush, in sectors: any part of it may be missing after a crash. */
export function crashed(shape: Shape, stride: number, work: Folder | undefined): void {
  const made = run(shape);
  const random = new Random('crash');
  const sure = memoryStore(made.initial);
  let applied = 0;
  for (let writes = 0; writes <= made.log.length; writes += 1 + random.below(2 * stride)) {
    const flushed = made.flushes.findLast((at) => at <= writes) ?? 0;
    while (applied < flushed) apply(sure, made.log[applied++]);
    const store = memoryStore(sure.contents());
    for (const write of made.log.slice(flushed, writes)) {
      if (!write.bytes) {
        if (random.oneIn(2)) apply(store, write);
        continue;
      }
      for (let from = 0; from < write.bytes.length;) {
        const to = Math.min(write.bytes.length, from + SECTOR - ((write.at + from) % SECTOR));
        if (random.oneIn(2)) store.write(write.at + from, write.bytes.subarray(from, to));
        from = to;
      }
    }
    expect(verdict(made, writes, store), `after ${writes} of ${made.log.length} writes`).toBe(undefined);
    if (random.oneIn(40)) second(work, store);
  }
}
