import { describe, expect, test } from 'vitest';
import { need } from '../support/tools.js';
import { inGuest, inQemu, type Access } from './bus-probe.js';

const BASE = 0x09020000;
/** RAM for DMA. */
const AT = 0x40400000;
const DATA = AT + 0x100;

const read = (size: 1 | 2 | 4, offset = 0): Access => ({ size, read: BASE + offset });
const swap = (value: number): number =>
  (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
const select = (item: number): Access => ({ size: 2, write: BASE + 8, value: swap(item) >>> 16 });
const word = (offset: number): Access => ({ size: 4, read: AT + offset });
/** A DMA access, and the control word afterwards. */
const dma = (control: number, length: number, address = DATA): Access[] => [
  ...[control, length, 0, address].map((value, i): Access => ({ size: 4, write: AT + 4 * i, value: swap(value) })),
  { size: 4, write: BASE + 16, value: 0 },
  { size: 4, write: BASE + 20, value: swap(AT) },
  word(0),
];
const SIGNATURE = 8;

const CASES: readonly (readonly [what: string, accesses: readonly Access[], expected: string])[] = [
  ['the signature, before anything is selected', [read(4), read(4)], '554d4551 00000000'],
  ['the signature, in pieces', [select(0), read(2), read(1), read(2)], '00004551 0000004d 00000055'],
  ['what it can', [select(1), read(4)], '00000003'],
  [
    'an item that is not there',
    [select(0x3d), read(4), select(0x8000), read(4), select(0x7fff), read(1)],
    '00000000 00000000 00000000',
  ],
  ['the signature of DMA', [read(4, 16), read(4, 20)], '554d4551 47464320'],
  ['DMA', [...dma(SIGNATURE | 2, 4), word(0x100), word(0x104)], '00000000 554d4551 00000000'],
  [
    'DMA: select, skip, read',
    [...dma(0x10008 | 4, 2), ...dma(2, 2), word(0x100), ...dma(0, 4), word(0x100)],
    '00000000 00000000 554d0000 00000000 554d0000',
  ],
  ['DMA: zeros behind the end', [...dma(SIGNATURE | 2, 8), word(0x100), word(0x104)], '00000000 554d4551 00000000'],
  [
    'DMA: no item can be written',
    [...dma(SIGNATURE | 16, 4), word(0x100), select(0), read(4)],
    '01000000 554d4551 554d4551',
  ],
];

const values = (text: string): string[] => text.split(' ');

describe('fw_cfg', () => {
  test.each(CASES.slice(0, 6))('%s', (_, accesses, expected) => {
    expect(inGuest(accesses)).toEqual(values(expected));
  });

  test.skipIf(!need('qemu-system-aarch64', 'qemu-system-arm'))('is as in QEMU', { timeout: 120_000 }, () => {
    const whole = CASES.flatMap(([, accesses]) => accesses);
    expect(inGuest(whole)).toEqual(inQemu(whole));
  });
});
