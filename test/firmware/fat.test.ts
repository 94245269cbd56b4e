import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryDisk, SECTOR } from '../../src/devices/block.js';
import { FatError, openFat, type FatVolume } from '../../src/machine/firmware/fat.js';
import { need } from '../support/tools.js';
import { bytesOf, fatImage, randomNumbers, type Files } from './images.js';

const random = randomNumbers(7);
const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => random(256));

const FILES: Files = {
  'config.txt': 'arm_64bit=1\n',
  'KERNEL8.IMG': noise(5000),
  empty: '',
  'a name that takes more than one entry of a directory.txt': 'long',
  'overlays/disable-bt.dtbo': noise(513),
  'overlays/deep/er/file': 'deep',
  one: noise(512),
};
const contents = (c: string | Uint8Array): Uint8Array => (typeof c === 'string' ? bytesOf(c) : c);

describe.each([12, 16, 32] as const)('FAT%i', (kind) => {
  const open = (): FatVolume => openFat(memoryDisk(fatImage(FILES, kind), true));

  test('files are read by their paths', () => {
    const volume = open();
    expect(volume.kind).toBe(kind);
    for (const [path, expected] of Object.entries(FILES)) expect(volume.read(path), path).toEqual(contents(expected));
  });
  test.each([
    ['CONFIG.TXT', true],
    ['/config.txt', true],
    ['./overlays//Disable-BT.dtbo', true],
    ['overlays/../overlays/deep/../disable-bt.dtbo', true],
    ['overlays/f00001~1.bin', true],
    ['overlays', false],
    ['config.txt/x', false],
    ['nothing', false],
    ['', false],
  ])('%s is a file: %s', (path, there) => {
    expect(open().exists(path)).toBe(there);
    expect(open().read(path) !== undefined).toBe(there);
  });
  test('folders are listed', () => {
    expect(
      open()
        .list('overlays')
        ?.map((e) => [e.name, e.directory, e.size]),
    ).toEqual([
      ['.', true, 0],
      ['..', true, 0],
      ['disable-bt.dtbo', false, 513],
      ['deep', true, 0],
    ]);
    expect(open().list('')).toHaveLength(6);
    expect(open().list('config.txt')).toBeUndefined();
  });
});

describe('what is damaged', () => {
  const FAT = SECTOR;
  type Edit = (image: Uint8Array, view: DataView) => Uint8Array | void;
  const CASES: readonly { what: string; edit: Edit; says: RegExp; file?: string }[] = [
    { what: 'zeros', edit: (b) => void b.fill(0), says: /not a FAT file system: 0 bytes per sector/ },
    { what: 'sectors of 513 bytes', edit: (_, v) => v.setUint16(11, 513, true), says: /513 bytes per sector/ },
    { what: 'clusters of 3 sectors', edit: (b) => void (b[13] = 3), says: /3 sectors per cluster, expected a power/ },
    { what: 'no FAT', edit: (b) => void (b[16] = 0), says: /0 FATs/ },
    { what: 'a FAT that fills all', edit: (_, v) => v.setUint16(22, 0xffff, true), says: /no room for files/ },
    { what: 'half of it', edit: (b) => b.slice(0, b.length >> 1), says: /the image is truncated/ },
    // The FIRST cluster of config.txt is 2.
    {
      what: 'a loop',
      edit: (_, v) => (v.setUint32(28, 0, true), v.setUint16(FAT + 6, 3, true)),
      says: /KERNEL8.IMG: its chain of clusters comes back to cluster 3/,
      file: 'KERNEL8.IMG',
    },
    {
      what: 'a cluster beyond the end',
      edit: (_, v) => v.setUint16(FAT + 6, 5000, true),
      says: /KERNEL8.IMG: cluster 5000 in its chain, expected 2 to 4201/,
      file: 'KERNEL8.IMG',
    },
    {
      what: 'a bad cluster',
      edit: (_, v) => v.setUint16(FAT + 6, 0xfff7, true),
      says: /cluster 65527 in its chain/,
      file: 'KERNEL8.IMG',
    },
    {
      what: 'a chain that is too short',
      edit: (_, v) => v.setUint16(FAT + 8, 0xffff, true),
      says: /KERNEL8.IMG: 1024 bytes of it are there, expected 5000/,
      file: 'KERNEL8.IMG',
    },
  ];
  test.each(CASES)('$what is an error', ({ edit, says, file = 'config.txt' }) => {
    const image = fatImage(FILES);
    const edited = edit(image, new DataView(image.buffer)) ?? image;
    const read = (): unknown => openFat(memoryDisk(edited)).read(file);
    expect(read).toThrow(FatError);
    expect(read).toThrow(says);
  });

  test.each([0xfffffff0, 4200 * SECTOR + 1])('a size of %d bytes, which do not fit into it, is an error', (size) => {
    const image = fatImage(FILES);
    const view = new DataView(image.buffer);
    const at = image.indexOf(0x4b, 9 * SECTOR); // KERNEL8
    expect(view.getUint32(at + 28, true)).toBe(5000);
    view.setUint32(at + 28, size, true);
    expect(() => openFat(memoryDisk(image)).read('KERNEL8.IMG')).toThrow(
      `KERNEL8.IMG: its size is ${size} bytes, expected less than the file system's`,
    );
  });

  test('a long name counts only with its own short one: other systems change that, and leave the long one', () => {
    const image = fatImage({ 'a rather long name': 'x' });
    const at = Buffer.from(image).indexOf('F00001~1');
    image.set(bytesOf('OTHER   TXT'), at);
    const volume = openFat(memoryDisk(image));
    expect(volume.list('')?.map((e) => e.name)).toEqual(['OTHER.TXT']);
    expect(volume.exists('a rather long name')).toBe(false);
  });

  test('a disk that fails is a FatError too', () => {
    const disk = memoryDisk(fatImage(FILES));
    const failing = { ...disk, read: (s: number, b: Uint8Array) => s < 60 && disk.read(s, b) };
    expect(() => openFat(failing).read('overlays/disable-bt.dtbo')).toThrow(FatError);
  });

  test.each([12, 16, 32] as const)('FAT%i: nothing but FatError comes out, whatever the bytes', (kind) => {
    const zeros = Object.fromEntries(
      Object.entries(FILES).map(([path, c]) => [path, new Uint8Array(contents(c).length)]),
    );
    const image = fatImage(zeros, kind);
    // What is not zero is the boot sector, FATs and folders.
    const used = [...image.keys()].filter((i) => image[i] !== 0 || i < 64);
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const broken = new Map<number, number>();
      for (let k = 0; k <= random(4); k++) broken.set(used[random(used.length)], random(256));
      const before = [...broken.keys()].map((i) => [i, image[i]]);
      for (const [i, value] of broken) image[i] = value;
      try {
        const volume = openFat(memoryDisk(image, true));
        for (const path of Object.keys(FILES)) volume.read(path);
        volume.list('overlays/deep/er');
      } catch (error) {
        if (!(error instanceof FatError)) throw error;
        expect(error.message).not.toMatch(/\n/);
        refused++;
      }
      for (const [i, value] of before) image[i] = value;
    }
    expect(refused).toBeGreaterThan(100);
  });

  test('a folder that contains itself can be walked', () => {
    const image = fatImage({ 'a/b': 'x' }, 12);
    const volume = openFat(memoryDisk(image));
    expect(volume.read('a/./../a/../a/b')).toEqual(bytesOf('x'));
  });
});

const tools = need('mcopy', 'mtools') && need('mkfs.vfat', 'dosfstools');
describe.skipIf(!tools)('what mkfs.vfat and mtools make', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-fat-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (tool: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync(tool, args, {
      env: { ...process.env, MTOOLS_SKIP_CHECK: '1', LC_ALL: 'C.UTF-8' },
    });
    if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stderr.toString()}`);
  };
  test.each([
    { kind: 12, kib: 3000, options: [] },
    { kind: 16, kib: 20000, options: ['-s', '1'] },
    { kind: 16, kib: 40000, options: ['-s', '1', '-S', '2048'] },
    { kind: 32, kib: 40000, options: ['-s', '1'] },
    { kind: 32, kib: 70000, options: ['-s', '2', '-R', '64', '-f', '1'] },
  ] as const)('FAT$kind of $kib KiB $options', ({ kind, kib, options }) => {
    const image = join(folder, `${kind}-${kib}.img`);
    writeFileSync(image, new Uint8Array(kib * 1024));
    run('mkfs.vfat', '-F', String(kind), ...options, image);
    const files = new Map<string, Uint8Array>();
    let round = 0;
    /** Copies files of these sizes into the image. */
    const put = (sizes: Readonly<Record<string, number>>): void => {
      const host = join(folder, `${kind}-${kib}-${round++}`);
      for (const [path, size] of Object.entries(sizes)) {
        files.set(path, noise(size));
        mkdirSync(dirname(join(host, path)), { recursive: true });
        writeFileSync(join(host, path), files.get(path) ?? '');
      }
      run('mcopy', '-s', '-o', '-i', image, ...readdirSync(host).map((name) => join(host, name)), '::');
    };
    const overlay = (i: number): string => `overlays/overlay number ${i} with a long name.dtbo`;
    const numbers = Array.from({ length: 24 }, (_, i) => i);
    put({ 'config.txt': 99, ...Object.fromEntries(numbers.map((i) => [overlay(i), random(3000)])) });
    // Holes, and files that lie in them in pieces.
    const gone = numbers.filter((i) => i % 2 === 0).map(overlay);
    run('mdel', '-i', image, ...gone.map((path) => `::${path}`));
    gone.forEach((path) => files.delete(path));
    put({ 'KERNEL8.IMG': 200_000, 'Grüße an alle/vmlinuz-6.1.0-56-arm64': 70_000, 'lower.cas': 5 });
    const volume = openFat(memoryDisk(readFileSync(image), true));
    expect(volume.kind).toBe(kind);
    // Not by toEqual, which takes seconds for so many bytes.
    for (const [path, expected] of files)
      expect(Buffer.compare(volume.read(path) ?? new Uint8Array(0), expected), path).toBe(0);
    expect(volume.list('overlays')?.filter((e) => !e.directory)).toHaveLength(12);
    expect(volume.list('')?.map((e) => e.name)).toContain('lower.cas');
  });
});
