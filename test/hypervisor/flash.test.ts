import { describe, expect, test } from 'vitest';
import { need } from '../support/tools.js';
import { FLASH1, inGuest, inQemu, type Access } from './bus-probe.js';

const at = (offset: number) => ({
  read: (size: 1 | 2 | 4 = 4): Access => ({ size, read: FLASH1 + offset }),
  write: (value: number, size: 1 | 2 | 4 = 4): Access => ({ size, write: FLASH1 + offset, value }),
});
/** A command to both chips. */
const command = (code: number, offset = 0): Access => at(offset).write((code << 16) | code);
const ARRAY = command(0xff);

/** What is done, and what the reads in it give. */
const CASES: readonly (readonly [what: string, accesses: readonly Access[], expected: string])[] = [
  ['array mode after a start', [at(0).read(), at(0x40002).read(2), at(3).read(1)], '00000000 00000000 00000000'],
  ['status', [command(0x70), at(0).read(), at(0).read(2), at(1).read(1), ARRAY], '00800080 00000080 00000080'],
  ['clear status', [command(0x50), command(0x70), at(4).read(), ARRAY], '00000000'],
  [
    'identification',
    [command(0x90), at(0).read(), at(4).read(), at(8).read(), at(0).read(2), at(1).read(1), at(0x400).read(), ARRAY],
    '00890089 00180018 00000000 00000089 00000089 00890089',
  ],
  [
    'query',
    [command(0x98, 0x154), at(0x40).read(), at(0x44).read(2), at(0x48).read(1), at(0x49).read(1), ARRAY, at(0).read()],
    '00510051 00000052 00000059 00000059 00000000',
  ],
  [
    'query: sizes',
    [
      command(0x98, 0x154),
      ...[0x27, 0x28, 0x2a, 0x2c, 0x2d, 0x2e, 0x2f, 0x30].map((n) => at(n * 4).read()),
      command(0x70),
      at(0).read(),
      ARRAY,
    ],
    '00190019 00020002 000b000b 00010001 00ff00ff 00000000 00000000 00020002 00000000',
  ],
  [
    'erase',
    [command(0x20, 0x40000), command(0xd0, 0x40000), at(0).read(), ARRAY].concat(
      [0x3fffc, 0x40000, 0x7fffc, 0x80000].map((offset) => at(offset).read()),
    ),
    '00800080 00000000 ffffffff ffffffff 00000000',
  ],
  ['erase, called off', [command(0x20, 4), at(0).read(), ARRAY, at(0).read()], '00800080 ffffffff'],
  ['erase, not confirmed', [command(0x20), at(0).write(0x12345678), at(0).read()], 'ffffffff'],
  [
    'program a word',
    [command(0x40, 8), at(8).write(0x12345678), at(8).read(), ARRAY, at(8).read(), at(4).read(), at(12).read()],
    '00800080 12345678 00000000 00000000',
  ],
  [
    'program by the other code, a byte, and again',
    [
      command(0x10, 8),
      at(9).write(0xab, 1),
      command(0x40, 8),
      at(10).write(0xcdef, 2),
      command(0x40),
      at(8).write(0xff, 1),
      ARRAY,
      at(8).read(),
    ],
    'cdefabff',
  ],
  [
    'buffered program',
    [
      command(0xe8, 0x100),
      at(0x100).read(),
      command(2, 0x100),
      ...[1, 2, 3].map((n) => at(0x100 + 4 * n).write(n)),
      command(0xd0, 0x100),
      at(0x100).read(),
      ARRAY,
      ...[0, 1, 2, 3, 4].map((n) => at(0x100 + 4 * n).read()),
    ],
    '00800080 00800080 00000000 00000001 00000002 00000003 00000000',
  ],
  [
    'buffered program, not confirmed',
    [command(0xe8), command(0), at(0).write(7), command(0x70), at(0).read()],
    '00000000',
  ],
  [
    'buffered program, of one word',
    [command(0xe8), command(0), at(4).write(7), command(0xd0), at(0).read(), ARRAY, at(4).read()],
    '00800080 00000007',
  ],
  [
    'buffered program, over the end of the buffer',
    [
      command(0xe8),
      command(1),
      at(0xffc).write(7),
      at(0).read(),
      at(0x1000).write(8),
      at(0).read(),
      command(0xd0),
      at(0xffc).read(),
      at(0x1000).read(),
    ],
    '00800080 00900090 00000000 00000000',
  ],
  [
    'buffered program, after an error',
    [
      ...[command(0xe8, 0x2000), command(1), at(0x2000).write(7), at(0).write(7), command(0xd0)],
      ...[command(0xe8), command(0), at(0).write(9), at(0).read(), command(0xd0), at(0).read()],
      command(0x50),
      ...[command(0xe8), command(0), at(0).write(9), command(0xd0), at(0).read(), ARRAY, at(0).read()],
    ],
    '00900090 00000000 00800080 00000009',
  ],
  [
    'lock and unlock',
    [
      command(0x60),
      command(0x01),
      at(0).read(),
      command(0x60),
      command(0xd0),
      at(0).read(),
      command(0x60),
      command(0x77),
      at(0).read(),
    ],
    '00800080 00800080 00000000',
  ],
  ['an unknown command', [command(0x12), at(0).read()], '00000000'],
  ['a reset as of AMD', [command(0x70), command(0xf0), at(0).read()], '00000000'],
];

const values = (text: string): string[] => text.split(' ');

describe('flash', () => {
  test.each(CASES)('%s', (_, accesses, expected) => {
    expect(inGuest(accesses)).toEqual(values(expected));
  });

  describe.skipIf(!need('qemu-system-aarch64', 'qemu-system-arm'))('in QEMU', () => {
    test('the same', { timeout: 120_000 }, () => {
      // Each case leaves the flash in array mode; what it has written is taken back.
      const whole = CASES.flatMap(([, accesses]) => [...accesses, ARRAY, command(0x50)]);
      expect(inGuest(whole)).toEqual(inQemu(whole));
    });

    test('every byte of the query', { timeout: 120_000 }, () => {
      const accesses = [command(0x98, 0x154), ...Array.from({ length: 0x60 }, (_, n) => at(4 * n).read())];
      expect(inGuest(accesses)).toEqual(inQemu(accesses));
    });
  });
});
