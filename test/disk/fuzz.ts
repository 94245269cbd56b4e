/** Images with random damage: whatever the bytes are, there is one line, or a disk whose calls return. */
import { expect } from 'vitest';
import { memoryDisk, SECTOR } from '../../src/devices/block.js';
import { memoryStore, type ByteStore } from '../../src/devices/disk/byte-store.js';
import { checkQcow2, repairQcow2 } from '../../src/devices/disk/qcow2-check.js';
import { createQcow2 } from '../../src/devices/disk/qcow2-create.js';
import { Qcow2Error } from '../../src/devices/disk/qcow2-header.js';
import { Qcow2Disk } from '../../src/devices/disk/qcow2.js';
import type { Random } from '../conformance/random.js';
import { stamped } from './rig.js';

/** An image of ours with data, zeros, and free clusters. */
export function sample(clusterBits: number, refcountOrder: number, backing: boolean): Uint8Array {
  const store = memoryStore();
  const behind = backing ? { name: 'b', format: 'raw' } : undefined;
  createQcow2(store, { size: 2 ** 20, clusterBits, refcountOrder, backing: behind });
  const disk = new Qcow2Disk(store, { backing: memoryDisk(new Uint8Array(2 ** 20).fill(5)) });
  for (let sector = 0; sector < 900; sector += 3) disk.write(sector, stamped(sector, 1));
  disk.discard(100, 400);
  disk.flush();
  return store.contents();
}

const INTERESTING = [0, 1, 2, 3, 0x40, 0x7f, 0x80, 0xc0, 0xff];

/** Some bytes become others: in the header, in a table, anywhere; or the file is cut off. */
export function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const made = random.oneIn(12) ? bytes.slice(0, random.below(bytes.length)) : bytes.slice();
  const value = (): number => (random.oneIn(2) ? random.pick(INTERESTING) : random.below(256));
  for (let i = 1 + random.below(6); i > 0 && made.length > 112; i--) {
    const kind = random.below(4);
    if (kind === 0) made[8 + random.below(104)] = value();
    // Tables come first in a small image: entries are damaged as a whole.
    else if (kind < 3) {
      const at = Math.floor(random.below(Math.min(made.length - 8, 40_000)) / 8) * 8;
      const other = Math.floor(random.below(made.length - 8) / 8) * 8;
      if (random.oneIn(2)) made.copyWithin(at, other, other + 8);
      else for (let k = random.below(8); k < 8; k++) made[at + k] = value();
    } else made[random.below(made.length)] = value();
  }
  return made;
}

/** How far a store may grow, in bytes: that is what a test's writes can make of it. */
const ROOM = 64 * 2 ** 20;

/** A store that does not allocate what is absurd, and says so. */
function guarded(contents: Uint8Array): ByteStore & { absurd: string | undefined } {
  const store = memoryStore(contents);
  const guard = (end: number): void => {
    if (end <= contents.length + ROOM) return;
    result.absurd = `the file was to have ${end} bytes`;
    throw new Error(result.absurd);
  };
  const result = {
    absurd: undefined as string | undefined,
    get size() {
      return store.size;
    },
    read(at: number, bytes: Uint8Array) {
      if (bytes.length > ROOM) result.absurd = `${bytes.length} bytes were read at once`;
      store.read(at, bytes);
    },
    write(at: number, bytes: Uint8Array) {
      guard(at + bytes.length);
      store.write(at, bytes);
    },
    flush: () => {},
    truncate(size: number) {
      guard(size);
      store.truncate(size);
    },
  };
  return result;
}

/** Only a Qcow2Error may come, in one line. */
function allowed<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof Qcow2Error)) throw error;
    expect(error.message).toMatch(/^[^\r\n]+$/);
    return undefined;
  }
}

/** Opens, reads, writes, discards, checks and mends it. */
export function useImage(contents: Uint8Array, random: Random): 'refused' | 'used' {
  const backing = memoryDisk(new Uint8Array(2 ** 20).fill(5), true);
  const bytes = new Uint8Array(16 * SECTOR);
  let used = false;
  for (const readOnly of [true, false]) {
    const store = guarded(contents);
    const disk = allowed(() => new Qcow2Disk(store, { backing, readOnly, writeThrough: random.oneIn(2) }));
    if (disk) {
      used = true;
      for (let i = 0; i < 30; i++) {
        const sector = random.below(Math.min(disk.sectors, 2048));
        const what = random.below(3);
        if (what === 0) disk.read(sector, bytes);
        else if (what === 1) disk.write(sector, bytes.fill(i + 1));
        else disk.discard(sector, 1 + random.below(300));
      }
      disk.flush();
    }
    expect(store.absurd).toBe(undefined);
  }
  const store = guarded(contents);
  allowed(() => checkQcow2(store));
  allowed(() => repairQcow2(store));
  expect(store.absurd).toBe(undefined);
  return used ? 'used' : 'refused';
}
