/** PL061: lines as inputs and outputs, and what interrupts. */
import { describe, expect, test } from 'vitest';
import { createPl061 } from '../../src/devices/pl061.js';
import { createReset } from '../../src/devices/reset.js';
import { BY } from './rig.js';

const REG = { IS: 0x404, IBE: 0x408, IEV: 0x40c, IE: 0x410, RIS: 0x414, MIS: 0x418, IC: 0x41c, DIR: 0x400 } as const;
const ALL_DATA = 0x3fc;

function made(registers: Partial<Record<keyof typeof REG, number>> = {}) {
  const levels: boolean[] = [];
  const device = createPl061({ irq: { set: (level) => void (levels.at(-1) !== level && levels.push(level)) } });
  const read = (offset: number): number => device.read(offset, 4, BY);
  const write = (offset: number, value: number): void => device.write(offset, 4, value, BY);
  for (const [name, value] of Object.entries(registers)) write(REG[name as keyof typeof REG], value);
  return { device, read, write, levels, irq: () => levels.at(-1) ?? false };
}

test('data: the address masks lines, outputs keep what is written, inputs read what is driven', () => {
  const { device, read, write } = made({ DIR: 0x0f });
  write(ALL_DATA, 0xff);
  expect(read(ALL_DATA)).toBe(0x0f);
  write(0x03 << 2, 0);
  expect([read(ALL_DATA), read(0x04 << 2), read(0x03 << 2), read(0)]).toEqual([0x0c, 0x04, 0, 0]);
  device.drive(7, true);
  device.drive(0, true);
  expect(read(ALL_DATA)).toBe(0x8c);
  // An input keeps nothing that was written while it was one.
  write(ALL_DATA, 0xff);
  write(REG.DIR, 0xff);
  expect(read(ALL_DATA)).toBe(0x0f);
});

describe('line 3 interrupts', () => {
  const BIT = 1 << 3;
  test.each<[what: string, registers: Parameters<typeof made>[0], rise: number, fall: number]>([
    ['on a rising edge', { IEV: BIT }, 1, 1],
    ['on a falling edge', {}, 0, 1],
    ['on both edges', { IBE: BIT }, 1, 1],
    ['on a high level', { IS: BIT, IEV: BIT }, 1, 0],
    ['on a low level', { IS: BIT }, 0, 1],
    ['as an output, never', { DIR: BIT, IBE: BIT }, 0, 0],
  ])('%s', (_, registers, rise, fall) => {
    const { device, read, write, irq } = made({ ...registers, IE: BIT });
    device.drive(3, true);
    const seen = [read(REG.RIS) >> 3, irq() ? 1 : 0];
    device.drive(3, false);
    expect([...seen, read(REG.RIS) >> 3, irq() ? 1 : 0]).toEqual([rise, rise, fall, fall]);
    // An edge stays until it is cleared, a level as long as it is there.
    write(REG.IC, BIT);
    const level = ((registers?.IS ?? 0) & BIT) !== 0;
    expect(read(REG.RIS) >> 3).toBe(level ? fall : 0);
  });

  test('if it is enabled', () => {
    const { device, read, write, irq } = made({ IEV: BIT });
    device.drive(3, true);
    expect([read(REG.RIS), read(REG.MIS), irq()]).toEqual([BIT, 0, false]);
    write(REG.IE, BIT);
    expect([read(REG.MIS), irq()]).toEqual([BIT, true]);
    write(REG.IC, 0xff);
    expect([read(REG.MIS), irq()]).toEqual([0, false]);
  });
});

test('a reset leaves levels from outside as they are', () => {
  const { device, read, write } = made();
  const reset = createReset([device]);
  device.drive(5, true);
  write(REG.IE, 0xff);
  reset();
  expect([read(ALL_DATA), read(REG.IE)]).toEqual([0x20, 0]);
});

test('says what it is', () => {
  const { read } = made();
  const ids = Array.from({ length: 8 }, (_, i) => read(0xfe0 + 4 * i));
  expect(ids).toEqual([0x61, 0x10, 0x04, 0, 0x0d, 0xf0, 0x05, 0xb1]);
});
