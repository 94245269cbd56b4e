import { describe, expect, test } from 'vitest';
import { createCfiFlash, FLASH_BYTES, FLASH_SECTOR, type FlashContents } from '../../src/devices/cfi-flash.js';
import { nextWord, seeded } from '../../src/devices/random.js';

const by = { cpu: 0, secure: false };

/** Contents of so many bytes; what lies behind them can't be kept. */
function contentsOf(bytes: Uint8Array): FlashContents {
  return {
    read(at, into) {
      into.fill(0xff);
      into.set(bytes.subarray(at, at + into.length));
    },
    write(at, from) {
      if (at + from.length > bytes.length) return false;
      bytes.set(from, at);
      return true;
    },
  };
}

describe('CFI flash', () => {
  const status = (commands: readonly (readonly [offset: number, value: number])[], readOnly: boolean): string => {
    const flash = createCfiFlash({ name: 'flash', contents: contentsOf(new Uint8Array(FLASH_SECTOR)), readOnly });
    for (const [offset, value] of commands) flash.write(offset, 4, value, by);
    flash.write(0, 4, 0x700070, by);
    return flash.read(0, 4, by).toString(16);
  };
  const BUFFERED = [0xe8, 0, 1, 0xd0];

  test.each<[string, (readonly [number, number])[], boolean, string]>([
    [
      'program, read-only',
      [
        [0, 0x40],
        [0, 1],
      ],
      true,
      '900090',
    ],
    [
      'erase, read-only',
      [
        [0, 0x20],
        [0, 0xd0],
      ],
      true,
      'a000a0',
    ],
    ['buffered program, read-only', BUFFERED.map((value) => [0, value]), true, '900090'],
    [
      'program what is not kept',
      [
        [FLASH_SECTOR, 0x40],
        [FLASH_SECTOR, 1],
      ],
      false,
      '900090',
    ],
    [
      'erase what is not kept',
      [
        [FLASH_SECTOR, 0x20],
        [FLASH_SECTOR, 0xd0],
      ],
      false,
      'a000a0',
    ],
    ['buffered program of what is not kept', BUFFERED.map((value) => [FLASH_SECTOR, value]), false, '900090'],
    ['all in order', BUFFERED.map((value) => [0, value]), false, '800080'],
  ])('%s', (_, commands, readOnly, expected) => {
    expect(status(commands, readOnly)).toBe(expected);
  });

  test('tells when it leaves array mode and comes back', () => {
    const modes: boolean[] = [];
    const contents = contentsOf(new Uint8Array(FLASH_SECTOR));
    const flash = createCfiFlash({ name: 'flash', contents, readOnly: false, onArray: (mode) => modes.push(mode) });
    for (const value of [0x70, 0x70, 0xff, 0xff, 0x50, 0x20, 0xd0, 0xff]) flash.write(0, 4, value, by);
    expect(modes).toEqual([false, true, false, true]);
  });

  test('bears any accesses, and has array mode when it says so', () => {
    const random = seeded(1);
    const bytes = new Uint8Array(2 * FLASH_SECTOR);
    let programmed = 0;
    const kept = contentsOf(bytes);
    const contents: FlashContents = {
      read: kept.read,
      write(at, from) {
        if (from.some((byte) => byte !== 0xff)) programmed++;
        return kept.write(at, from);
      },
    };
    const flash = createCfiFlash({ name: 'flash', contents, readOnly: false });
    const CODES = [0x10, 0x20, 0x40, 0x50, 0x60, 0x70, 0x90, 0x98, 0xe8, 0xd0, 0x01, 0xff, 0x00, 3];
    for (let i = 0; i < 20_000; i++) {
      const word = nextWord(random) >>> 0;
      // A buffered program may want 65,536 words.
      if (i % 64 === 0) Object.assign(flash.state, { command: 0, cycle: 0 });
      const size = ([1, 2, 4] as const)[word % 3];
      const offset = (word & 0x100 ? word % FLASH_BYTES : word % bytes.length) & -size;
      if (word & 0x200) {
        const value = flash.read(offset, size, by);
        expect(value >= 0 && value < 2 ** (8 * size) && Number.isInteger(value)).toBe(true);
        if (flash.inArray) {
          const byte = bytes[offset] ?? 0xff;
          expect(value % 256).toBe(byte);
        }
      } else flash.write(offset, size, word & 0x400 ? CODES[(word >>> 12) % CODES.length] : nextWord(random) >>> 0, by);
      expect(flash.inArray).toBe(flash.state.command === 0 && flash.state.cycle === 0);
    }
    expect(programmed).toBeGreaterThan(100);
  });
});
