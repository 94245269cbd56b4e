import { describe, expect, test } from 'vitest';
import { memoryDisk, SECTOR } from '../../src/devices/block.js';
import { bootPartition, partitionDisk, PartitionError, readPartitions } from '../../src/machine/firmware/partitions.js';
import { BASIC_DATA, fatImage, gptImage, LINUX_DATA, mbrImage, randomNumbers } from './images.js';

const fat = fatImage({ 'config.txt': 'a' }, 12);
const other = new Uint8Array(3 * SECTOR).fill(0x5a);
const mbr = (): Uint8Array =>
  mbrImage([
    { type: 0x83, bytes: other },
    { type: 0x0c, bytes: fat },
  ]);
const gpt = (): Uint8Array =>
  gptImage([
    { guid: LINUX_DATA, bytes: other },
    { guid: BASIC_DATA, bytes: fat },
  ]);

describe('the boot partition', () => {
  test.each<[string, Uint8Array, string, number]>([
    ['an MBR', mbr(), 'mbr', 2],
    ['a GPT', gpt(), 'gpt', 2],
    ['no table', fat, 'none', 0],
  ])('is found with %s', (_, image, kind, number) => {
    const card = memoryDisk(image);
    const table = readPartitions(card);
    const partition = bootPartition(table);
    expect([table.kind, partition?.number]).toEqual([kind, number]);
    const start = new Uint8Array(fat.length);
    if (!partition) throw new Error('none');
    const disk = partitionDisk(card, partition);
    expect(disk.read(0, start)).toBe(true);
    expect(Buffer.compare(start, fat)).toBe(0);
    // Nothing beyond its end can be reached.
    expect(disk.read(disk.sectors, new Uint8Array(SECTOR))).toBe(false);
    expect(disk.read(-1, new Uint8Array(SECTOR))).toBe(false);
    expect(disk.write(disk.sectors - 1, new Uint8Array(2 * SECTOR))).toBe(false);
  });
  test('is none on a card of zeros, or of other partitions', () => {
    expect(bootPartition(readPartitions(memoryDisk(new Uint8Array(100 * SECTOR))))).toBeUndefined();
    expect(bootPartition(readPartitions(memoryDisk(mbrImage([{ type: 0x83, bytes: other }]))))).toBeUndefined();
  });
  test.each<[string, number, number]>([
    ['nothing', 0x100, 2],
    ['the header', SECTOR + 20, 1],
    ['its checksum', SECTOR + 16, 1],
    ['the place of the entries', SECTOR + 72, 1],
    ['the name of an entry', 2 * SECTOR + 60, 1],
  ])('comes from the copy of a GPT where %s is damaged', (_, at, number) => {
    // The copy is another table, so that one sees which was read.
    const image = gpt();
    const copy = gptImage([
      { guid: BASIC_DATA, bytes: other },
      { guid: BASIC_DATA, bytes: fat },
    ]);
    image.set(copy.subarray(-33 * SECTOR), image.length - 33 * SECTOR);
    image[at] ^= 1;
    expect(bootPartition(readPartitions(memoryDisk(image)))?.number).toBe(number);
  });
});

describe('errors', () => {
  test('the image is truncated', () => {
    const says = /partition 2 ends at sector \d+ \(\d+ MiB\), expected at most \d+ \(\d+ MiB\): the image is truncated/;
    for (const image of [mbr(), gpt()]) {
      const card = memoryDisk(image.subarray(0, image.length - 100 * SECTOR));
      expect(() => readPartitions(card)).toThrow(PartitionError);
      expect(() => readPartitions(card)).toThrow(says);
    }
  });
  test('both copies of the GPT are damaged', () => {
    const image = gpt();
    image[SECTOR] = 0;
    image[image.length - SECTOR] = 0;
    expect(() => readPartitions(memoryDisk(image))).toThrow('the GPT and its copy are damaged');
  });
  test('there is nothing', () => {
    expect(() => readPartitions(memoryDisk(new Uint8Array(0)))).toThrow('the image is empty');
  });
  test('nothing else comes out, whatever the bytes', () => {
    const random = randomNumbers(5);
    for (const image of [mbr(), gpt(), fat.slice()]) {
      for (let round = 0; round < 500; round++) {
        const places = Array.from({ length: 4 }, () => {
          const at = [0x1be + random(66), SECTOR + random(92), 2 * SECTOR + random(256), random(SECTOR)][random(4)];
          return [at, image[at]];
        });
        for (const [at] of places) image[at] = random(256);
        try {
          const card = memoryDisk(image);
          for (const p of readPartitions(card).partitions)
            expect(p.first + p.sectors).toBeLessThanOrEqual(card.sectors);
        } catch (error) {
          if (!(error instanceof PartitionError)) throw error;
        }
        for (const [at, value] of places.reverse()) image[at] = value;
      }
    }
  });
});
