import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError, userMessage } from '../../src/cli/user-error.js';
import { SECTOR } from '../../src/devices/block.js';
import { openDiskImage } from '../../src/host/disk-image.js';
import { fatImage, mbrImage } from './images.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-disk-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const messageOf = (step: () => unknown): string | undefined => {
  try {
    step();
  } catch (error) {
    return userMessage(error);
  }
  return 'no error';
};
const sectors = (n: number, value = 0): Uint8Array => new Uint8Array(n * SECTOR).fill(value);

describe('a file as a disk', () => {
  test('is read and written, and keeps it', () => {
    const path = file('a.img', sectors(8, 1));
    const disk = openDiskImage(path);
    expect([disk.sectors, disk.readOnly]).toEqual([8, false]);
    expect(disk.write(6, sectors(2, 9))).toBe(true);
    expect(disk.flush()).toBe(true);
    const back = sectors(3);
    expect(disk.read(5, back)).toBe(true);
    expect([back[0], back[SECTOR], back[3 * SECTOR - 1]]).toEqual([1, 9, 9]);
    disk.close();
    disk.close();
    const kept = readFileSync(path);
    expect([kept.length, kept[6 * SECTOR - 1], kept[6 * SECTOR]]).toEqual([8 * SECTOR, 1, 9]);
    expect([disk.read(0, back), disk.write(0, back), disk.flush()]).toEqual([false, false, false]);
  });
  test.each([
    [-1, 1],
    [8, 1],
    [7, 2],
    [1e12, 1],
    [0.5, 1],
  ])('sector %d, %d of them, lie outside', (sector, count) => {
    const disk = openDiskImage(file('b.img', sectors(8)));
    expect(disk.read(sector, sectors(count))).toBe(false);
    expect(disk.write(sector, sectors(count))).toBe(false);
    disk.close();
    expect(readFileSync(join(folder, 'b.img'))).toHaveLength(8 * SECTOR);
  });
  test('is not written where it is opened for reading only', () => {
    const path = file('c.img', sectors(2));
    const disk = openDiskImage(path, { readOnly: true });
    expect([disk.readOnly, disk.write(0, sectors(1, 1)), disk.flush()]).toEqual([true, false, true]);
    disk.close();
    expect(readFileSync(path).every((b) => b === 0)).toBe(true);
  });
  test('is refused in one line where it is not whole', () => {
    const card = mbrImage([{ type: 0x0c, bytes: fatImage({}, 12) }]);
    const cases: readonly [Uint8Array, string][] = [
      [new Uint8Array(0), 'the file is empty, expected a disk image'],
      [new Uint8Array(1000), '1000 bytes, expected a multiple of 512: the image is truncated, or compressed'],
      [
        card.subarray(0, 50 * SECTOR),
        'partition 1 ends at sector 429 (0 MiB), expected at most 50 (0 MiB): the image is truncated',
      ],
    ];
    for (const [bytes, message] of cases) {
      const path = file('d.img', bytes);
      expect(() => openDiskImage(path)).toThrow(UserError);
      expect(messageOf(() => openDiskImage(path))).toBe(`${path}: ${message}`);
    }
    expect(messageOf(() => openDiskImage(folder, { readOnly: true }))).toBe(
      `${folder}: not a file, expected a disk image`,
    );
    expect(messageOf(() => openDiskImage(join(folder, 'none')))).toBe(
      `${join(folder, 'none')}: no such file or directory`,
    );
  });
});
