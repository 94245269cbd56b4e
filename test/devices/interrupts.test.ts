import { describe, expect, it } from 'vitest';
import { ARM_LOCAL_REGISTERS, CORE_TIMERS, createArmLocal } from '../../src/devices/bcm2711/arm-local.js';
import { ARMC_REGISTERS, createArmc } from '../../src/devices/bcm2711/armc.js';
import { createReset } from '../../src/devices/reset.js';
import { byName, manualClock, probe, probes } from './rig.js';

const levels = (lines: readonly { level: boolean }[]): number =>
  lines.reduce((bits, { level }, i) => bits | (level ? 1 << i : 0), 0);

describe('ARM_LOCAL', () => {
  const rig = () => {
    const clock = manualClock();
    const [mailboxIrq, irq, fiq, timerIrq] = [probes(16), probes(4), probes(4), probe()];
    const device = createArmLocal({ clock, mailboxIrq, timerIrq, irq, fiq });
    return { clock, mailboxIrq, irq, fiq, timerIrq, device, size: 0x100, ...byName(device, ARM_LOCAL_REGISTERS) };
  };

  it.each([0, 1, 2, 3])('core %i has mailboxes that set, show, clear and interrupt', (core) => {
    const r = rig();
    const [set, clear] = [`MAILBOX_SET${4 * core + 3}`, `MAILBOX_CLR${4 * core + 3}`];
    r.write(set, 0x80000001);
    r.write(set, 0x10);
    expect([r.read(clear), r.read(set), levels(r.irq)]).toEqual([0x80000011, 0, 0]);
    r.write(`MAILBOX_CNTRL${core}`, 1 << 3);
    expect([levels(r.irq), levels(r.mailboxIrq)]).toEqual([1 << core, 1 << (4 * core + 3)]);
    expect([r.read(`IRQ_SOURCE${core}`), r.read(`FIQ_SOURCE${core}`)]).toEqual([0x80, 0]);
    r.write(`MAILBOX_CNTRL${core}`, (1 << 3) | (1 << 7));
    expect([levels(r.irq), levels(r.fiq), r.read(`FIQ_SOURCE${core}`)]).toEqual([0, 1 << core, 0x80]);
    r.write(clear, 0x80000011);
    expect([r.read(clear), levels(r.fiq), levels(r.mailboxIrq)]).toEqual([0, 0, 0]);
  });

  it.each(CORE_TIMERS.map((timer, i) => [timer, i] as const))('routes %s, source %i', (timer, i) => {
    const r = rig();
    r.device.coreTimer(2, timer).set(true);
    expect(r.read('IRQ_SOURCE2')).toBe(0);
    r.write('TIMER_CNTRL2', 1 << i);
    expect([r.read('IRQ_SOURCE2'), levels(r.irq)]).toEqual([1 << i, 4]);
    r.device.coreTimer(2, timer).set(false);
    expect(levels(r.irq)).toBe(0);
  });

  it('routes PMU and the legacy controller', () => {
    const r = rig();
    r.device.pmu(1).set(true);
    r.device.armcIrq(0).set(true);
    r.device.armcFiq(3).set(true);
    expect([levels(r.irq), levels(r.fiq)]).toEqual([1, 8]);
    r.write('PMU_CONTROL_SET', 0x2);
    expect([r.read('IRQ_SOURCE1'), r.read('IRQ_SOURCE0'), r.read('FIQ_SOURCE3')]).toEqual([0x200, 0x100, 0x100]);
    r.write('PMU_CONTROL_SET', 0x20);
    expect([r.read('IRQ_SOURCE1'), r.read('FIQ_SOURCE1')]).toEqual([0, 0x200]);
    r.write('PMU_CONTROL_CLR', 0x22);
    expect([r.read('PMU_CONTROL_SET'), r.read('FIQ_SOURCE1')]).toEqual([0, 0]);
  });

  it('has a local timer that comes again, at 108 MHz', () => {
    const r = rig();
    r.write('PERI_IRQ_ROUTE0', (1 << 24) | 1);
    r.write('LOCAL_TIMER_CONTROL', (3 << 28) | 108_000);
    r.clock.advance(999_999);
    expect([r.timerIrq.level, r.read('IRQ_SOURCE1')]).toEqual([false, 0]);
    r.clock.advance(1);
    expect([r.timerIrq.level, r.read('IRQ_SOURCE1'), levels(r.irq)]).toEqual([true, 0x800, 2]);
    expect(r.read('LOCAL_TIMER_CONTROL')).toBe(0xb0000000 + 108_000);
    r.write('LOCAL_TIMER_IRQ', 0x80000000);
    expect(r.timerIrq.level).toBe(false);
    r.clock.advance(1_000_000);
    expect(r.timerIrq.level).toBe(true);
    r.write('LOCAL_TIMER_IRQ', 0xc0000000);
    r.write('LOCAL_TIMER_CONTROL', 0);
    expect(r.clock.waiting()).toBe(0);
  });

  it('writes the route only under its mask', () => {
    const r = rig();
    r.write('PERI_IRQ_ROUTE0', 5);
    expect(r.read('PERI_IRQ_ROUTE0')).toBe(0);
    r.write('PERI_IRQ_ROUTE0', 0x01000005);
    expect(r.read('PERI_IRQ_ROUTE0')).toBe(5);
  });

  it('counts with the crystal at the prescaler that the stub sets, and at half speed at half of it', () => {
    const r = rig();
    expect(r.read('CORE_TIMER_PRESCALER')).toBe(0x80000000);
    r.clock.advance(1_000_000);
    expect(r.read('CORE_TIMER_LS')).toBe(54_000);
    r.write('CORE_TIMER_PRESCALER', 0x40000000);
    expect([r.read('CORE_TIMER_LS'), r.read('CORE_TIMER_MS')]).toEqual([27_000, 0]);
  });

  it('resets, while its inputs stay and its timer begins anew', () => {
    const r = rig();
    const reset = createReset([r.device]);
    r.clock.advance(5_000_000);
    r.device.armcIrq(2).set(true);
    r.write('MAILBOX_SET0', 1);
    reset();
    r.clock.advance(1_000_000);
    expect(r.read('CORE_TIMER_LS')).toBe(54_000);
    expect([r.read('MAILBOX_CLR0'), r.read('IRQ_SOURCE2')]).toEqual([0, 0x100]);
  });
});

describe('ARMC', () => {
  const rig = () => {
    const [irq, fiq] = [probes(4), probes(4)];
    const device = createArmc({ irq, fiq });
    return { irq, fiq, device, size: 0x200, ...byName(device, ARMC_REGISTERS) };
  };

  // [VideoCore's interrupt, bank, bit]
  it.each([
    [0, 0, 0],
    [29, 0, 29],
    [31, 0, 31],
    [32, 1, 0],
    [57, 1, 25],
  ])('VideoCore interrupt %i is bit %i:%i', (n, bank, bit) => {
    const r = rig();
    r.device.videoCore(n).set(true);
    expect([r.read(`IRQ0_STATUS${bank}`), r.read(`IRQ0_PENDING${bank}`)]).toEqual([2 ** bit, 0]);
    r.write(`IRQ3_SET_EN_${bank}`, 2 ** bit);
    expect([r.read(`IRQ3_PENDING${bank}`), levels(r.irq)]).toEqual([2 ** bit, 8]);
    expect(r.read('IRQ3_PENDING2')).toBe(0x80000000 + (1 << (24 + bank)));
    r.write(`IRQ3_CLR_EN_${bank}`, 2 ** bit);
    r.write(`FIQ1_SET_EN_${bank}`, 2 ** bit);
    expect([levels(r.irq), levels(r.fiq)]).toEqual([0, 2]);
    r.device.videoCore(n).set(false);
    expect(levels(r.fiq)).toBe(0);
  });

  it('has interrupts of its own and of software', () => {
    const r = rig();
    r.write('IRQ0_SET_EN_2', 0xffffffff);
    expect(r.read('IRQ0_SET_EN_2')).toBe(0xffff);
    r.device.own(1).set(true);
    expect([r.read('IRQ0_PENDING2'), levels(r.irq)]).toEqual([0x80000002, 1]);
    r.device.own(1).set(false);
    r.write('SWIRQ_SET', 0x81);
    expect(r.read('IRQ0_PENDING2')).toBe(0x80008100);
    r.write('SWIRQ_CLEAR', 0x81);
    expect([r.read('SWIRQ_SET'), levels(r.irq)]).toEqual([0, 0]);
  });
});
