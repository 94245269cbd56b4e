/** Disks whose changes are kept in memory. */
import { expect, test } from 'vitest';
import { memoryDisk, overlayDisk, SECTOR, type BlockBackend } from '../../src/devices/block.js';
import { createSdCard } from '../../src/devices/sd-card.js';

const filled = (byte: number, sectors = 1): Uint8Array => new Uint8Array(SECTOR * sectors).fill(byte);
const firsts = (disk: BlockBackend, sector: number, count: number): number[] => {
  const bytes = new Uint8Array(SECTOR * count);
  expect(disk.read(sector, bytes)).toBe(true);
  return Array.from({ length: count }, (_, i) => bytes[i * SECTOR]);
};

test('what is written is read, and the disk below stays as it is', () => {
  const base = memoryDisk(filled(1, 8), true);
  const disk = overlayDisk(base);
  expect([disk.sectors, disk.readOnly]).toEqual([8, false]);
  expect(disk.write(2, filled(7, 2))).toBe(true);
  expect(disk.write(3, filled(9))).toBe(true);
  expect(firsts(disk, 1, 4)).toEqual([1, 7, 9, 1]);
  expect(firsts(base, 1, 4)).toEqual([1, 1, 1, 1]);
});

test('changes are saved, and brought back in the place of others', () => {
  const disk = overlayDisk(memoryDisk(filled(1, 8)));
  disk.write(2, filled(7, 2));
  const saved = disk.changes!.save();
  disk.write(2, filled(8));
  disk.write(5, filled(9));
  disk.changes!.load(saved);
  expect(firsts(disk, 0, 8)).toEqual([1, 1, 7, 7, 1, 1, 1, 1]);
});

test.each([
  [-1, 1],
  [8, 1],
  [7, 2],
  [0.5, 1],
])('nothing is read or written outside: sector %d, %d of them', (sector, count) => {
  const disk = overlayDisk(memoryDisk(filled(1, 8)));
  expect(disk.read(sector, filled(0, count))).toBe(false);
  expect(disk.write(sector, filled(0, count))).toBe(false);
});

test('the erasure of a whole card of 32 GB costs nothing', () => {
  const sectors = 1 << 26;
  const base: BlockBackend = { sectors, readOnly: true, read: () => true, write: () => false, flush: () => true };
  const backend = overlayDisk(base);
  const card = createSdCard({ backend });
  card.state.state = 4;
  expect([32, 33, 38].map((index) => card.command(index, index === 33 ? sectors - 1 : 0) !== undefined)).toEqual([
    true,
    true,
    true,
  ]);
  expect(backend.changes!.save().sectors).toEqual([]);
});

test('a guest that writes without end gets an error at last', () => {
  const base: BlockBackend = {
    sectors: 2 ** 31,
    readOnly: true,
    read: () => true,
    write: () => false,
    flush: () => true,
  };
  const disk = overlayDisk(base);
  expect(disk.write(0, { length: 2 ** 31 * SECTOR } as Uint8Array)).toBe(false);
});
