import { describe, expect, it } from 'vitest';
import { createSystemTimer, SYSTEM_TIMER_REGISTERS } from '../../src/devices/bcm2711/system-timer.js';
import { createReset } from '../../src/devices/reset.js';
import { byName, manualClock, probes } from './rig.js';

function rig() {
  const clock = manualClock();
  const irq = probes(4);
  const device = createSystemTimer({ clock, irq });
  return { clock, irq, device, size: 0x1000, ...byName(device, SYSTEM_TIMER_REGISTERS) };
}

describe('system timer', () => {
  it('counts microseconds in 64 bits', () => {
    const { clock, read } = rig();
    clock.advance(1_999);
    expect(read('CLO')).toBe(1);
    clock.advance(0x1_2345_6789 * 1000);
    expect([read('CHI'), read('CLO')]).toEqual([1, 0x2345678a]);
  });

  it.each([0, 1, 2, 3])(
    'channel %i matches at its time, raises its own line, and is acknowledged by writing 1',
    (n) => {
      const { clock, irq, read, write } = rig();
      clock.advance(10_000);
      write(`C${n}`, 30);
      clock.advance(19_999);
      expect([read('CS'), irq.map((line) => line.level)]).toEqual([0, [false, false, false, false]]);
      clock.advance(1);
      expect(read('CS')).toBe(1 << n);
      expect(irq.map((line) => line.level)).toEqual([0, 1, 2, 3].map((i) => i === n));
      write('CS', 0xf & ~(1 << n));
      expect(irq[n].level).toBe(true);
      write('CS', 1 << n);
      expect([read('CS'), irq[n].level]).toEqual([0, false]);
    },
  );

  it('compares with the lower half: a value in the past comes after the next wrap', () => {
    const { clock, irq, write } = rig();
    clock.advance(5_000_000_000);
    write('C1', 4_999_999);
    clock.advance(0xffff_fffe * 1000);
    expect(irq[1].level).toBe(false);
    clock.advance(1000);
    expect(irq[1].level).toBe(true);
  });

  it('forgets the former value when a new one is written, and everything on reset', () => {
    const { clock, irq, device, read, write } = rig();
    const reset = createReset([device]);
    write('C0', 10);
    write('C0', 20);
    clock.advance(15_000);
    expect(irq[0].level).toBe(false);
    reset();
    clock.advance(10_000);
    expect([irq[0].level, clock.waiting(), read('CLO')]).toEqual([false, 0, 10]);
    write('C0', 12);
    clock.advance(1999);
    expect(irq[0].level).toBe(false);
    clock.advance(1);
    expect(irq[0].level).toBe(true);
  });

  it('leaves an unused machine idle', () => expect(rig().clock.waiting()).toBe(0));

  it('goes on after a snapshot', () => {
    const a = rig();
    a.write('C2', 100);
    a.clock.advance(40_000);
    const b = rig();
    b.clock.advance(40_000);
    Object.assign(b.device.state, structuredClone(a.device.state));
    b.device.restored();
    b.clock.advance(60_000);
    expect(b.irq[2].level).toBe(true);
  });
});
