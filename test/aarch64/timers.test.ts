import { beforeEach, describe, expect, it } from 'vitest';
import { counterAt, timeOfCounter, TIMER } from '../../src/aarch64/timers.js';
import { STATE } from '../../src/aarch64/state.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { MRS, MSR, NOP, Rig, WFE } from './sysregs-rig.js';

const rig = new Rig();
const { clock } = rig;

const write = (name: string, value: number | bigint): void => {
  rig.setX(5, value);
  expect(rig.execute(MSR(name)).target).toBe(0);
};
const read = (name: string): bigint => {
  expect(rig.execute(MRS(name)).target).toBe(0);
  return rig.x(5);
};

beforeEach(() => {
  rig.start({ el: 3 });
  clock.time = 1_000_000; // 54000 ticks
});

describe('the system counter', () => {
  it.each([
    [0, 0],
    [18, 0],
    [19, 1],
    [37, 1],
    [38, 2],
    [1000, 54],
    [1_000_000_000, 54_000_000],
    [86_400_000_000_019, 4_665_600_000_000 * 1 + 1],
  ])('at %d ns is %d', (ns, ticks) => {
    expect(counterAt(ns)).toBe(ticks);
  });

  it('is reached at the first time at which it has the value', () => {
    let seed = 1;
    for (let i = 0; i < 2000; i++) {
      seed = (seed * 48271) % 2147483647;
      const ticks = i < 100 ? i : seed * ((i % 1000) + 1);
      const at = timeOfCounter(ticks);
      expect(counterAt(at)).toBeGreaterThanOrEqual(ticks);
      if (at > 0) expect(counterAt(at - 1)).toBeLessThan(ticks);
    }
  });

  it('is what CNTPCT_EL0 reads, and CNTVCT_EL0 less CNTVOFF_EL2', () => {
    expect(read('CNTPCT_EL0')).toBe(54000n);
    write('CNTVOFF_EL2', 54001n);
    expect(read('CNTVCT_EL0')).toBe(0xffff_ffff_ffff_ffffn);
    write('CNTVOFF_EL2', 0xffff_ffff_0000_0000n);
    expect(read('CNTVCT_EL0')).toBe(0x1_0000_d2f0n);
  });
});

const TIMERS = [
  ['CNTPS', 'EL1', TIMER.SECURE_PHYSICAL],
  ['CNTP', 'EL0', TIMER.PHYSICAL],
  ['CNTV', 'EL0', TIMER.VIRTUAL],
  ['CNTHP', 'EL2', TIMER.HYPERVISOR],
] as const;

describe.each(TIMERS)('%s', (name, level, line) => {
  const [ctl, cval, tval] = ['CTL', 'CVAL', 'TVAL'].map((r) => `${name}_${r}_${level}`);

  it('raises its line exactly when the counter reaches CVAL', () => {
    write(cval, 54_100n);
    expect(rig.lines[line]).toBe(false);
    write(ctl, 1);
    expect(read(ctl)).toBe(1n);
    expect(clock.next).toBe(1_001_852);
    clock.advance(1_001_851);
    expect([rig.lines[line], read(ctl)]).toEqual([false, 1n]);
    clock.advance(1_001_852);
    expect([rig.lines[line], read(ctl)]).toEqual([true, 5n]);
    expect(rig.lines.filter((l) => l)).toHaveLength(1);
  });

  it('masks its line with IMASK, not ISTATUS', () => {
    write(cval, 1);
    write(ctl, 3);
    expect([rig.lines[line], read(ctl)]).toEqual([false, 7n]);
    write(ctl, 1);
    expect(rig.lines[line]).toBe(true);
    write(ctl, 0);
    expect([rig.lines[line], read(ctl)]).toEqual([false, 0n]);
  });

  it('lowers its line when CVAL moves into the future', () => {
    write(cval, 1);
    write(ctl, 1);
    expect(rig.lines[line]).toBe(true);
    write(cval, 60_000);
    expect(rig.lines[line]).toBe(false);
  });

  it('has TVAL as a signed 32-bit view', () => {
    write(tval, 0x1_0000_0064n);
    expect(read(cval)).toBe(54_100n);
    clock.time += 1_000_000;
    expect(read(tval)).toBe(BigInt(0x100000000 - 53_900));
    write(tval, 0xffff_fff6n);
    expect(read(cval)).toBe(107_990n);
  });

  it('compares unsigned 64-bit values', () => {
    write(cval, 0xffff_ffff_ffff_ffffn);
    write(ctl, 1);
    expect([rig.lines[line], read(ctl)]).toEqual([false, 1n]);
    expect(clock.next).toBe(Infinity);
  });
});

describe('the virtual timer', () => {
  it('follows CNTVOFF_EL2', () => {
    write('CNTV_CVAL_EL0', 100);
    write('CNTV_CTL_EL0', 1);
    expect(rig.lines[TIMER.VIRTUAL]).toBe(true);
    write('CNTVOFF_EL2', 54_000);
    expect(rig.lines[TIMER.VIRTUAL]).toBe(false);
    expect(clock.next).toBe(timeOfCounter(54_100));
  });

  it('is met while the count is above CVAL because the offset is ahead, until it wraps around', () => {
    write('CNTV_CVAL_EL0', 100);
    write('CNTVOFF_EL2', 54_010);
    write('CNTV_CTL_EL0', 1);
    expect(rig.lines[TIMER.VIRTUAL]).toBe(true);
    clock.advance(timeOfCounter(54_010));
    expect(rig.lines[TIMER.VIRTUAL]).toBe(false);
    clock.advance(timeOfCounter(54_110));
    expect(rig.lines[TIMER.VIRTUAL]).toBe(true);
  });
});

describe('event streams', () => {
  // EVNTEN, EVNTI = 7: every 256 ticks.
  const ON = 4 | (7 << 4);

  it.each([
    ['CNTKCTL_EL1', ON, 128],
    ['CNTKCTL_EL1', ON | 8, 0],
    ['CNTHCTL_EL2', ON | 3, 128],
  ] as const)('of %s = 0x%s wakes WFE', (register, value, phase) => {
    write(register, value);
    rig.core.set(STATE.EVENT, 0);
    rig.execute(WFE);
    expect(rig.core.mode).toBe('wfe');
    const ticks = 54_000 - (54_000 % 256) + phase;
    expect(clock.next).toBe(timeOfCounter(ticks > 54_000 ? ticks : ticks + 256));
    clock.advance(clock.next);
    expect(rig.core.mode).toBe('run');
    expect(rig.core.get(STATE.EVENT)).toBe(0);
    // The next one comes a period later.
    rig.execute(NOP);
    rig.execute(WFE);
    expect(rig.core.mode).toBe('wfe');
  });

  it('lets WFE pass if there was an event since', () => {
    write('CNTKCTL_EL1', ON);
    rig.core.set(STATE.EVENT, 0);
    clock.time += 10_000;
    rig.execute(WFE);
    expect(rig.core.mode).toBe('run');
    rig.execute(WFE);
    expect(rig.core.mode).toBe('wfe');
  });

  it('of the virtual count is moved by CNTVOFF_EL2', () => {
    write('CNTVOFF_EL2', 54_000 - 128 + 10);
    write('CNTKCTL_EL1', ON);
    rig.core.set(STATE.EVENT, 0);
    rig.execute(WFE);
    expect(clock.next).toBe(timeOfCounter(54_010));
  });

  it('does nothing when off', () => {
    write('CNTKCTL_EL1', 0);
    rig.core.set(STATE.EVENT, 0);
    rig.execute(WFE);
    expect([rig.core.mode, clock.next]).toEqual(['wfe', Infinity]);
  });
});

it('CNTFRQ_EL0 is for EL3 to write', () => {
  write('CNTFRQ_EL0', 1_000_000);
  expect(read('CNTFRQ_EL0')).toBe(1_000_000n);
  rig.start({ el: 2 });
  expect(rig.execute(MSR('CNTFRQ_EL0')).esr).toBe(0x02000000);
  expect(rig.core.get(REG.CNTFRQ_EL0)).toBe(54_000_000);
});
