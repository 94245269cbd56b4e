/** Images that QEMU made are read and written here, and the other way round. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { SECTOR } from '../../src/devices/block.js';
import { memoryStore } from '../../src/devices/disk/byte-store.js';
import { checkQcow2, repairQcow2 } from '../../src/devices/disk/qcow2-check.js';
import { Qcow2Disk } from '../../src/devices/disk/qcow2.js';
import { openDiskImage } from '../../src/host/disk-image.js';
import { Random } from '../conformance/random.js';
import { need } from '../support/tools.js';
import { expectClean, expectModel, folder, qemuCheck, qemuImg, stamped, step, type Model } from './rig.js';

const hasQemu = need('qemu-img', 'qemu-utils') && need('qemu-io', 'qemu-utils');
const work = folder();
afterAll(() => work.remove());

const SECTORS = 8192;

/** A raw file of SECTORS, of which every seventh run of 100 is zeros, and its model. */
function rawFile(name: string): { path: string; model: Model } {
  const bytes = new Uint8Array(SECTORS * SECTOR);
  const model: Model = new Map();
  for (let i = 0; i < SECTORS; i++) {
    if (Math.floor(i / 100) % 7 === 0) continue;
    bytes.set(stamped(i, 1), i * SECTOR);
    model.set(i, 1);
  }
  return { path: work.file(name, bytes), model };
}

/** Random steps on an image by us; then it is what the model says for us and for QEMU, and sound. */
function exercise(path: string, model: Model, seed: string, steps = 100): void {
  const random = new Random(seed);
  const disk = openDiskImage(path);
  for (let version = 2; version < 2 + steps; version++) step(disk, model, random, version);
  disk.close();
  expectSame(path, model);
}

function expectSame(path: string, model: Model): void {
  const disk = openDiskImage(path, { readOnly: true });
  expectModel(disk, model);
  disk.close();
  expectClean(path);
  qemuImg('convert', '-O', 'raw', path, work.file('seen-by-qemu.raw'));
  const raw = openDiskImage(work.file('seen-by-qemu.raw'), { readOnly: true });
  expectModel(raw, model);
  raw.close();
}

const qemuIo = (path: string, ...commands: string[]): void => {
  const { status, stdout, stderr } = spawnSync(
    'qemu-io',
    ['-f', 'qcow2', ...commands.flatMap((c) => ['-c', c]), path],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0 || /failed|error/i.test(stdout + stderr)) throw new Error(stdout + stderr);
};

describe.skipIf(!hasQemu)('images that QEMU made', () => {
  test.each([
    // What qemu-img convert is told.
    { name: 'plain', options: [] },
    { name: 'v2', options: ['-o', 'compat=0.10'] },
    { name: 'clusters of 512', options: ['-o', 'cluster_size=512'] },
    { name: 'clusters of 2M', options: ['-o', 'cluster_size=2M'] },
    { name: 'refcounts of 1 bit', options: ['-o', 'refcount_bits=1,cluster_size=4k'] },
    { name: 'refcounts of 2 bits', options: ['-o', 'refcount_bits=2,cluster_size=4k'] },
    { name: 'refcounts of 4 bits', options: ['-o', 'refcount_bits=4,cluster_size=4k'] },
    { name: 'refcounts of 8 bits', options: ['-o', 'refcount_bits=8,cluster_size=4k'] },
    { name: 'refcounts of 32 bits', options: ['-o', 'refcount_bits=32,cluster_size=1k'] },
    { name: 'refcounts of 64 bits', options: ['-o', 'refcount_bits=64,cluster_size=512'] },
    { name: 'deflate', options: ['-c'] },
    { name: 'deflate, clusters of 4k', options: ['-c', '-o', 'cluster_size=4k'] },
    { name: 'deflate, clusters of 2M', options: ['-c', '-o', 'cluster_size=2M'] },
    { name: 'deflate, v2', options: ['-c', '-o', 'compat=0.10'] },
    { name: 'zstd', options: ['-c', '-o', 'compression_type=zstd'] },
    { name: 'zstd, clusters of 2M', options: ['-c', '-o', 'compression_type=zstd,cluster_size=2M'] },
    { name: 'lazy refcounts', options: ['-o', 'lazy_refcounts=on'] },
    { name: 'preallocated', options: ['-o', 'preallocation=metadata'] },
    { name: 'preallocated whole', options: ['-o', 'preallocation=falloc'] },
  ])('$name', ({ name, options }) => {
    const { path: raw, model } = rawFile('from.raw');
    const image = work.file(`${name}.qcow2`);
    qemuImg('convert', '-f', 'raw', '-O', 'qcow2', ...options, raw, image);
    expectSame(image, model);
    exercise(image, model, name);
  });

  test('a chain of three, by names beside each other, with zeros in the middle', () => {
    const { model } = rawFile('bottom.raw');
    qemuImg('create', '-q', '-f', 'qcow2', '-b', 'bottom.raw', '-F', 'raw', work.file('middle.qcow2'));
    qemuIo(work.file('middle.qcow2'), 'write -z 64k 256k', 'write -z -u 1M 64k');
    for (let i = 128; i < 640; i++) model.delete(i);
    for (let i = 2048; i < 2176; i++) model.delete(i);
    qemuImg('create', '-q', '-f', 'qcow2', '-b', 'middle.qcow2', '-F', 'qcow2', work.file('top.qcow2'), '5M');
    expectModel(openDiskImage(work.file('top.qcow2'), { readOnly: true }), model);
    exercise(work.file('top.qcow2'), model, 'chain');
  });

  test('zero clusters that are allocated keep their place when they are written', () => {
    const image = work.file('zero.qcow2');
    qemuImg('create', '-q', '-f', 'qcow2', image, '4M');
    qemuIo(image, 'write -P 7 0 2M', 'write -z 0 1M');
    const before = readFileSync(image).length;
    const disk = openDiskImage(image);
    const model: Model = new Map();
    disk.write(3, stamped(3, 9));
    model.set(3, 9);
    disk.discard!(2048, 2048);
    disk.close();
    expect(readFileSync(image).length).toBe(before);
    expectSame(image, model);
  });

  test('snapshots keep what they had', () => {
    const { path: raw, model } = rawFile('snap.raw');
    const image = work.file('snap.qcow2');
    qemuImg('convert', '-f', 'raw', '-O', 'qcow2', '-o', 'cluster_size=4k', raw, image);
    const models: Model[] = [];
    for (let i = 0; i < 3; i++) {
      qemuImg('snapshot', '-c', `s${i}`, image);
      models.push(new Map(model));
      exercise(image, model, `snapshot ${i}`, 60);
    }
    const disk = new Qcow2Disk(memoryStore(readFileSync(image)), { readOnly: true });
    expect(disk.snapshotTable.snapshots.map(({ name, size }) => [name, size])).toEqual(
      [0, 1, 2].map((i) => [`s${i}`, SECTORS * SECTOR]),
    );
    for (const [i, before] of models.entries()) {
      qemuImg('convert', '-l', `snapshot.name=s${i}`, '-O', 'raw', image, work.file('then.raw'));
      expectModel(openDiskImage(work.file('then.raw'), { readOnly: true }), before);
    }
    qemuImg('snapshot', '-d', 's1', image);
    exercise(image, model, 'snapshot deleted', 60);
    qemuImg('snapshot', '-a', 's2', image);
    exercise(image, models[2], 'snapshot applied', 60);
  });

  test('bitmaps count as out of step once something is written', () => {
    const image = work.file('bitmap.qcow2');
    qemuImg('create', '-q', '-f', 'qcow2', image, '4M');
    qemuImg('bitmap', '--add', image, 'b');
    qemuIo(image, 'write 0 1M');
    const store = memoryStore(readFileSync(image));
    expect(checkQcow2(store)).toMatchObject({ errors: 0, leaks: 0 });
    repairQcow2(store);
    expectClean(work.file('bitmap-repaired.qcow2', store.contents()));
    const disk = openDiskImage(image);
    disk.write(0, stamped(0, 1));
    disk.close();
    expect(qemuCheck(image).corruptions).toBe(0);
    expect(qemuImg('info', image)).not.toMatch(/in-use.*false/);
  });

  test('what was discarded is used again', () => {
    const image = work.file('reuse.qcow2');
    qemuImg('create', '-q', '-f', 'qcow2', image, '64M');
    const disk = openDiskImage(image);
    for (let round = 0; round < 10; round++) {
      for (let sector = 0; sector < 8192; sector += 128)
        expect(disk.write(round * 8192 + sector, new Uint8Array(128 * SECTOR).fill(round + 1))).toBe(true);
      expect(disk.flush() && disk.discard!(round * 8192, 8192) && disk.flush()).toBe(true);
    }
    disk.close();
    expect(readFileSync(image).length).toBeLessThan(6 * 2 ** 20);
    expectSame(image, new Map());
  });
});

describe.skipIf(!hasQemu)('refused by name', () => {
  test.each([
    {
      options: ['-o', 'extended_l2=on'],
      message: 'the image has extended L2 entries (subclusters), expected plain ones',
    },
    {
      options: ['-o', `data_file=${work.file('data.raw')}`],
      message: 'the data is in an external data file, expected it in the image',
    },
  ])('$options', ({ options, message }) => {
    const image = work.file('odd.qcow2');
    qemuImg('create', '-q', '-f', 'qcow2', ...options, image, '4M');
    expect(() => openDiskImage(image)).toThrow(`${image}: ${message}`);
  });
});

describe.skipIf(!hasQemu)('check and repair', () => {
  /** An image with a chain of damages that QEMU's check counts, too. */
  const damaged = (name: string, damage: (bytes: Buffer) => Buffer | void): string => {
    const { path: raw } = rawFile('check.raw');
    const image = work.file(name);
    qemuImg('convert', '-f', 'raw', '-O', 'qcow2', '-o', 'cluster_size=4k', raw, image);
    const bytes = readFileSync(image);
    writeFileSync(image, damage(bytes) ?? bytes);
    return image;
  };
  const refcountBlock = (bytes: Buffer): number => Number(bytes.readBigUInt64BE(Number(bytes.readBigUInt64BE(48))));
  const dataClusters = (bytes: Buffer): number => Math.floor(bytes.length / 4096);

  test.each([
    {
      name: 'leaks',
      damage: (b: Buffer) => {
        b.writeUInt16BE(1, refcountBlock(b) + 2 * dataClusters(b));
        return Buffer.concat([b, Buffer.alloc(4096)]);
      },
    },
    { name: 'low', damage: (b: Buffer) => void b.writeUInt16BE(0, refcountBlock(b) + 2 * (dataClusters(b) - 3)) },
    {
      name: 'many',
      damage: (b: Buffer) => {
        for (let i = 40; i < 90; i++) b.writeUInt16BE((i * 7) % 3, refcountBlock(b) + 2 * i);
      },
    },
    { name: 'dirty', damage: (b: Buffer) => void b.writeUInt8(1, 79) },
  ])('$name', ({ name, damage }) => {
    const image = damaged(`${name}.qcow2`, damage);
    const store = memoryStore(readFileSync(image));
    const ours = checkQcow2(store);
    if (name === 'dirty') expect(ours).toMatchObject({ dirty: true, errors: 0, leaks: 0 });
    else {
      const { corruptions, leaks } = qemuCheck(image);
      expect([ours.errors > 0, ours.leaks]).toEqual([corruptions > 0, leaks]);
    }
    expect(() => new Qcow2Disk(store, { readOnly: true })).not.toThrow();
    repairQcow2(store);
    expect(checkQcow2(store)).toMatchObject({ errors: 0, leaks: 0, dirty: false });
    writeFileSync(image, store.contents());
    copyFileSync(image, work.file('mended.qcow2'));
    expectSame(work.file('mended.qcow2'), rawFile('check.raw').model);
    exercise(work.file('mended.qcow2'), rawFile('check.raw').model, name, 40);
  });
});
