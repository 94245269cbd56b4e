import { describe, expect, it } from 'vitest';
import { createPm, PM_REGISTERS, type PmReset } from '../../src/devices/bcm2711/pm.js';
import { createReset } from '../../src/devices/reset.js';
import { byName, manualClock } from './rig.js';

const PASSWORD = 0x5a000000;
const MS = 1_000_000;

function rig() {
  const clock = manualClock();
  const resets: PmReset[] = [];
  const device = createPm({ clock, onReset: (reset) => void resets.push(reset) });
  const named = byName(device, PM_REGISTERS);
  /** With the password. */
  const set = (name: string, value: number): void => named.write(name, PASSWORD | value);
  return { clock, resets, device, size: 0x114, ...named, set };
}

describe('PM', () => {
  it('ignores writes without the password', () => {
    const { read, write } = rig();
    write('PM_RSTS', 0x555);
    write('PM_WDOG', 10);
    expect([read('PM_RSTC'), read('PM_RSTS'), read('PM_WDOG')]).toEqual([0x102, 0x1000, 0]);
  });

  it('resets the board as Linux and TF-A ask it to: ten ticks, full reset', () => {
    const { clock, resets, read, set } = rig();
    set('PM_WDOG', 10);
    clock.advance(100 * MS);
    expect(resets).toEqual([]);
    set('PM_RSTC', (read('PM_RSTC') & ~0x30) | 0x20);
    clock.advance(152_587);
    expect(resets).toEqual([]);
    clock.advance(1);
    expect(resets).toEqual([{ halt: false, partition: 0 }]);
  });

  it.each([
    [0x000, { halt: false, partition: 0 }],
    [0x004, { halt: false, partition: 2 }],
    [0x555, { halt: true, partition: 63 }],
  ])('PM_RSTS %x: %o', (rsts, reset) => {
    const { clock, resets, read, set } = rig();
    set('PM_RSTS', read('PM_RSTS') | rsts);
    set('PM_WDOG', 1);
    set('PM_RSTC', 0x122);
    clock.advance(MS);
    expect(resets).toEqual([reset]);
  });

  it('counts down, is fed by a new time and stopped by PM_RSTC', () => {
    const { clock, resets, read, set } = rig();
    set('PM_WDOG', 0xf0000);
    set('PM_RSTC', 0x122);
    clock.advance(5000 * MS);
    expect(read('PM_WDOG')).toBe(0xa0000);
    set('PM_WDOG', 0xf0000);
    set('PM_RSTC', 0x122);
    clock.advance(14_999 * MS);
    expect(resets).toEqual([]);
    set('PM_RSTC', 0x102);
    clock.advance(10_000 * MS);
    expect([resets.length, clock.waiting()]).toEqual([0, 0]);
  });

  it('remembers the partition and the cause over a reset', () => {
    const { device, clock, read, set } = rig();
    const reset = createReset([device]);
    expect(read('PM_RSTS')).toBe(0x1000);
    set('PM_RSTS', 0x1044);
    set('PM_WDOG', 0xf0000);
    set('PM_RSTC', 0x122);
    reset();
    expect([read('PM_RSTS'), read('PM_RSTC'), read('PM_WDOG'), clock.waiting()]).toEqual([0x64, 0x102, 0, 0]);
  });

  it.each(['PM_IMAGE', 'PM_GRAFX', 'PM_PROC'])('%s answers that power and memory are good', (name) => {
    const { read, set } = rig();
    set(name, 0x1);
    expect(read(name)).toBe(0x3);
    set(name, read(name) | 0x4 | 0x8);
    expect(read(name)).toBe(0x1f);
    set(name, read(name) & ~1);
    expect(read(name) & 3).toBe(0);
  });
});
