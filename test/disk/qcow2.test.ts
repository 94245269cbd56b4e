/** qcow2 images against a model, and against qemu-img. */
import { afterAll, expect, test } from 'vitest';
import { memoryDisk, SECTOR, type BlockBackend } from '../../src/devices/block.js';
import { memoryStore } from '../../src/devices/disk/byte-store.js';
import { createQcow2 } from '../../src/devices/disk/qcow2-create.js';
import { Qcow2Disk } from '../../src/devices/disk/qcow2.js';
import { Random } from '../conformance/random.js';
import { need } from '../support/tools.js';
import { expectClean, expectModel, folder, qemuImg, stamped, step, type Model } from './rig.js';

const hasQemu = need('qemu-img', 'qemu-utils');
const work = folder();
afterAll(() => work.remove());

/** A backing disk of `sectors`, all of version 1, and the model of a disk of `size` sectors over it. */
function base(sectors: number, size: number): { disk: BlockBackend; bytes: Uint8Array; model: Model } {
  const bytes = new Uint8Array(sectors * SECTOR);
  for (let i = 0; i < sectors; i++) bytes.set(stamped(i, 1), i * SECTOR);
  const model = new Map(Array.from({ length: Math.min(sectors, size) }, (_, i) => [i, 1]));
  return { disk: memoryDisk(bytes, true), bytes, model };
}

// Sizes in sectors: odd ones end inside of a cluster; the backing disk is smaller, or larger, or ends inside of one.
test.each([
  { clusterBits: 9, order: 4, sectors: 4000, backing: 0, writeThrough: false },
  { clusterBits: 9, order: 6, sectors: 3999, backing: 2001, writeThrough: true },
  { clusterBits: 9, order: 0, sectors: 3000, backing: 0, writeThrough: false },
  { clusterBits: 10, order: 1, sectors: 4001, backing: 5000, writeThrough: false },
  { clusterBits: 12, order: 2, sectors: 4001, backing: 0, writeThrough: true },
  { clusterBits: 12, order: 6, sectors: 12001, backing: 7777, writeThrough: false },
  { clusterBits: 14, order: 3, sectors: 20000, backing: 9999, writeThrough: false },
  { clusterBits: 16, order: 4, sectors: 33333, backing: 20001, writeThrough: false },
  { clusterBits: 16, order: 5, sectors: 33333, backing: 0, writeThrough: true },
  { clusterBits: 21, order: 4, sectors: 33333, backing: 33000, writeThrough: false },
])('$sectors sectors, clusters of 2^$clusterBits, refcounts of 2^$order bits, backing $backing', (shape) => {
  const { clusterBits, order, sectors, writeThrough } = shape;
  const random = new Random(`${clusterBits} ${order}`);
  const below = base(shape.backing, sectors);
  const backing = shape.backing > 0 ? { name: 'base.raw', format: 'raw' } : undefined;
  const store = memoryStore();
  createQcow2(store, { size: sectors * SECTOR, clusterBits, refcountOrder: order, backing });
  const open = (): Qcow2Disk => new Qcow2Disk(store, { backing: backing && below.disk, writeThrough });
  let disk = open();
  const { model } = below;
  for (let version = 2; version < 200; version++) {
    step(disk, model, random, version);
    if (random.oneIn(60)) {
      expect(disk.flush()).toBe(true);
      disk = open();
    }
  }
  expectModel(disk, model);
  expect(disk.flush()).toBe(true);
  expectModel(open(), model);
  if (!hasQemu) return;
  const image = work.file('image.qcow2', store.contents());
  work.file('base.raw', below.bytes);
  expectClean(image);
  qemuImg('convert', '-f', 'qcow2', '-O', 'raw', image, work.file('copy.raw'));
  const bytes = new Uint8Array(disk.sectors * SECTOR);
  disk.read(0, bytes);
  work.file('ours.raw', bytes);
  expect(qemuImg('compare', '-f', 'raw', '-F', 'raw', work.file('copy.raw'), work.file('ours.raw'))).toMatch(
    /identical/,
  );
});
