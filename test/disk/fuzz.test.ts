/** Damaged images, briefly; fuzz.full.test.ts goes on. And tables of what is refused by name. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/devices/disk/byte-store.js';
import { Qcow2Disk } from '../../src/devices/disk/qcow2.js';
import { Random } from '../conformance/random.js';
import { need } from '../support/tools.js';
import { damage, sample, useImage } from './fuzz.js';
import { folder, qemuImg } from './rig.js';

const hasQemu = need('qemu-img', 'qemu-utils');
const work = folder();
afterAll(() => work.remove());

test.each([
  { clusterBits: 9, order: 4, backing: false },
  { clusterBits: 12, order: 1, backing: true },
  { clusterBits: 16, order: 6, backing: true },
])('damaged images of ours: %o', ({ clusterBits, order, backing }) => {
  const good = sample(clusterBits, order, backing);
  const random = new Random(`damage ${clusterBits}`);
  const seen = { refused: 0, used: 0 };
  for (let i = 0; i < 150; i++) seen[useImage(damage(good, random), random)]++;
  // The damage is neither too much nor too little to find something.
  expect(Math.min(seen.refused, seen.used)).toBeGreaterThan(10);
});

describe.skipIf(!hasQemu)("damaged images of QEMU's", () => {
  test.each(['zlib', 'zstd'])('compressed by %s, with snapshots', (type) => {
    const bytes = new Uint8Array(2 ** 20).map((_, i) => (i >> 7) * (i & 31));
    const image = work.file(`${type}.qcow2`);
    const options = ['-c', '-o', `cluster_size=4k,compression_type=${type}`];
    qemuImg('convert', '-f', 'raw', '-O', 'qcow2', ...options, work.file('raw', bytes), image);
    qemuImg('snapshot', '-c', 'one', image);
    const good = readFileSync(image);
    const random = new Random(type);
    for (let i = 0; i < 150; i++) useImage(damage(good, random), random);
  });
});

describe('refused by name', () => {
  const good = sample(12, 4, true);
  const put = (at: number, ...values: number[]) => {
    const bytes = good.slice();
    bytes.set(values, at);
    return bytes;
  };
  const features = (): Uint8Array => {
    // A feature name table where our images have the backing format's extension.
    const bytes = put(79, 1 << 5);
    const view = new DataView(bytes.buffer);
    view.setUint32(112, 0x6803f857);
    view.setUint32(116, 48);
    bytes.fill(0, 120, 300);
    bytes.set([0, 5, ...new TextEncoder().encode('time travel')], 120);
    view.setUint32(8, 0);
    view.setUint32(12, 0);
    return bytes;
  };
  const U64 = (value: bigint): number[] =>
    Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(56 - 8 * i)) & 255n));
  test.each([
    ['no magic', put(0, 0), 'no qcow2 image, expected it to begin with QFI'],
    ['version', put(7, 4), 'qcow2 version 4, expected 2 or 3'],
    ['cluster_bits, small', put(23, 8), 'cluster_bits: 8, expected 9 to 21'],
    ['cluster_bits, large', put(20, 0x7f), 'cluster_bits: 2130706444, expected 9 to 21'],
    ['size of 4 EiB', put(24, 0x40), 'size: 2^53 or more, expected less'],
    ['size of 128 TiB', put(24, ...U64(2n ** 47n)), 'size: 140737488355328 bytes, expected at most 64 TiB'],
    ['size too large for its L1', put(24, ...U64(2n ** 30n)), 'l1_size: 1, expected 512 for 1073741824 bytes'],
    ['L1 of 32 GiB', put(36, 0xff, 0xff, 0xff, 0xff), 'l1_size: 4294967295, expected at most 4194304'],
    [
      'L1 behind the end',
      put(40, ...U64(2n ** 40n)),
      /^l1_table_offset: the table ends at 1099511627784, expected it in/,
    ],
    ['L1 askew', put(40, ...U64(4100n)), 'l1_table_offset: 4100, expected a multiple of the cluster size'],
    ['no refcount table', put(56, 0, 0, 0, 0), 'refcount_table_clusters: 0, expected a table of at most 8 MiB'],
    ['refcount table of 16 TiB', put(56, 255, 255, 255, 255), /^refcount_table_clusters: 4294967295, expected/],
    ['a million snapshots', put(60, 0, 16, 0, 0), 'nb_snapshots: 1048576, expected at most 65536'],
    ['refcount_order', put(99, 7), 'refcount_order: 7, expected 0 to 6'],
    ['header_length', put(100, 0, 1, 0, 0), 'header_length: 65536, expected a multiple of 8 from 104 to 4096'],
    ['compression type', put(104, 1), /^compression_type: 1, expected 0 \(deflate\) or 1 \(zstd\)/],
    ['encryption', put(35, 1), 'the image is encrypted, expected none of that'],
    ['data file', put(79, 4), 'the data is in an external data file, expected it in the image'],
    ['subclusters', put(79, 16), 'the image has extended L2 entries (subclusters), expected plain ones'],
    ['an unknown feature', put(79, 64), 'the image needs incompatible bit 6, which is not known here'],
    ['one with a name', features(), "the image needs 'time travel' (incompatible bit 5), which is not known here"],
    ['corrupt', put(79, 2), /^the image is marked as corrupt/],
    ['dirty', put(79, 1), /expected pivisor disk check --repair to mend them$/],
    [
      'a long backing name',
      put(16, 0, 0, 8, 0),
      'backing_file_size: 2048, expected a name of 1 to 1023 bytes in the first cluster',
    ],
    [
      'a long extension',
      put(116, 0, 1, 0, 0),
      /^header extension 0xe2792aca: 65536 bytes, expected it inside of the header/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => new Qcow2Disk(memoryStore(bytes))).toThrow(message);
  });
});
