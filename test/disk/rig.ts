/** What tests of disk images share: a model of a disk, QEMU's second opinion, a store that can be cut off. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { SECTOR, type BlockBackend } from '../../src/devices/block.js';
import type { ByteStore } from '../../src/devices/disk/byte-store.js';
import type { Random } from '../conformance/random.js';

export interface Folder {
  readonly path: string;
  file(name: string, bytes?: Uint8Array): string;
  remove(): void;
}

export function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'pivisor-disk-'));
  return {
    path,
    file(name, bytes) {
      const file = join(path, name);
      if (bytes) writeFileSync(file, bytes);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** @throws if it fails, with what it said */
export const qemuImg = (...args: string[]): string =>
  execFileSync('qemu-img', args, { encoding: 'utf8', stdio: 'pipe' });

export interface Checked {
  readonly corruptions: number;
  readonly leaks: number;
  readonly said: string;
}

/** What `qemu-img check` finds. */
export function qemuCheck(path: string): Checked {
  const { status, stdout, stderr } = spawnSync('qemu-img', ['check', '-f', 'qcow2', '--output=json', path], {
    encoding: 'utf8',
  });
  if (status === null || status === 1 || status === 63) throw new Error(`qemu-img check ${path}: ${stdout}${stderr}`);
  const found = JSON.parse(stdout) as { corruptions?: number; leaks?: number; 'check-errors'?: number };
  return {
    corruptions: (found.corruptions ?? 0) + (found['check-errors'] ?? 0),
    leaks: found.leaks ?? 0,
    said: stdout + stderr,
  };
}

export function expectClean(path: string): void {
  const { corruptions, leaks, said } = qemuCheck(path);
  expect([corruptions, leaks], said).toEqual([0, 0]);
}

/** A sector of bytes that tell which one it is and when it was written; never all zero. */
export function stamped(sector: number, version: number): Uint8Array {
  const bytes = new Uint8Array(SECTOR);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < SECTOR; at += 8) {
    view.setUint32(at, sector + 1);
    view.setUint32(at + 4, version * 64 + at / 8);
  }
  return bytes;
}

/** What a disk should hold: the version of each sector that is not zero. */
export type Model = Map<number, number>;

export const versionsOf = (disk: BlockBackend, from = 0, count = disk.sectors): number[] => {
  const bytes = new Uint8Array(count * SECTOR);
  if (!disk.read(from, bytes)) throw new Error(`sectors ${from} to ${from + count} can't be read`);
  return Array.from({ length: count }, (_, i) => versionIn(bytes.subarray(i * SECTOR, (i + 1) * SECTOR), from + i));
};

const ZEROS = Buffer.alloc(SECTOR);

/** 0 for zeros, -1 for what was never written there. */
function versionIn(bytes: Uint8Array, sector: number): number {
  if (ZEROS.equals(bytes)) return 0;
  const version = Math.floor(new DataView(bytes.buffer, bytes.byteOffset).getUint32(4) / 64);
  return Buffer.from(stamped(sector, version)).equals(bytes) ? version : -1;
}

export function expectModel(disk: BlockBackend, model: Model): void {
  const found = versionsOf(disk);
  const wrong = found.findIndex((version, sector) => version !== (model.get(sector) ?? 0));
  if (wrong >= 0)
    expect.fail(`sector ${wrong}: version ${found[wrong]}, expected ${model.get(wrong) ?? 0} (0: zeros, -1: nonsense)`);
}

/** One random write, discard or read of a disk, and of its model. */
export function step(disk: BlockBackend, model: Model, random: Random, version: number): void {
  const sector = random.below(disk.sectors);
  const most = Math.min(disk.sectors - sector, random.oneIn(4) ? 700 : 24);
  const count = 1 + random.below(most);
  const what = random.below(10);
  if (what < 6) {
    const bytes = new Uint8Array(count * SECTOR);
    for (let i = 0; i < count; i++) {
      bytes.set(stamped(sector + i, version), i * SECTOR);
      model.set(sector + i, version);
    }
    if (!disk.write(sector, bytes)) throw new Error(`sector ${sector}: not written`);
  } else if (what < 8) {
    if (!disk.discard!(sector, count)) throw new Error(`sector ${sector}: not discarded`);
    for (let i = 0; i < count; i++) model.delete(sector + i);
  } else if (what === 8) {
    const found = versionsOf(disk, sector, count);
    expect(found).toEqual(found.map((_, i) => model.get(sector + i) ?? 0));
  } else if (!disk.flush()) throw new Error('not flushed');
}

export interface LoggedWrite {
  readonly at: number;
  /** Undefined: the file's size becomes `at`. */
  readonly bytes: Uint8Array | undefined;
}

/** A store that notes what is written to it, in order; `flushes` are numbers of writes. */
export function loggingStore(
  store: ByteStore,
): ByteStore & { readonly log: LoggedWrite[]; readonly flushes: number[] } {
  const log: LoggedWrite[] = [];
  const flushes: number[] = [];
  return {
    log,
    flushes,
    get size() {
      return store.size;
    },
    read: (at, bytes) => store.read(at, bytes),
    write(at, bytes) {
      log.push({ at, bytes: bytes.slice() });
      store.write(at, bytes);
    },
    flush() {
      flushes.push(log.length);
      store.flush();
    },
    truncate(size) {
      log.push({ at: size, bytes: undefined });
      store.truncate(size);
    },
  };
}
