/** Caps: what guests get of the cores at most. */
import { describe, expect, test } from 'vitest';
import { restoreSnapshot, takeSnapshot } from '../../src/machine/snapshot.js';
import { createRig, type Rig } from './rig.js';

const BUSY = `
start:  mrs     x0, mpidr_el1
        tst     x0, #0xff
        b.ne    1f
        mov     x19, #1                 // starts up to three others, as many as there are
2:      ldr     w0, =CPU_ON
        mov     x1, x19
        adr     x2, start
        hvc     #0
        add     x19, x19, #1
        cmp     x19, #4
        b.ne    2b
1:      b       1b
        .ltorg
`;
/** Busy for 3 ms, then waits for 2 ms. */
const NOW_AND_THEN = `
start:  bl      timer_wakes
        ldr     x20, =1500000
1:      subs    x20, x20, #1
        b.ne    1b
        mov     x0, #54000
        lsl     x0, x0, #1
        msr     cntv_tval_el0, x0
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        ldr     x1, =GICC
2:      wfi
        ldr     w0, [x1, #0xc]          // GICC_IAR
        cmp     w0, #27
        b.ne    2b
        msr     cntv_ctl_el0, xzr
        str     w0, [x1, #0x10]         // GICC_EOIR: what is pending would end the next WFI at once
        b       start
        .ltorg
`;

const ran = ({ machine }: Rig, guest: number): number =>
  machine.hypervisor!.stats(guest).vcpus.reduce((sum, vcpu) => sum + vcpu.ran, 0);
/** What a guest got of a core from 50 ms on, over so many ms. */
function share(rig: Rig, guest: number, ms: number): number {
  rig.machine.run(50e6);
  const before = ran(rig, guest);
  rig.machine.run(50e6 + ms * 1e6);
  return (ran(rig, guest) - before) / (ms * 1e6);
}

describe('a guest with a cap', () => {
  test.each<[name: string, cap: number, vcpus: number, source: string, cores: number]>([
    ['on an idle board', 0.5, 1, BUSY, 4],
    ['of very little', 0.05, 1, BUSY, 4],
    ['of more than one core', 1.5, 2, BUSY, 4],
    ['of what all its virtual CPUs share', 0.8, 4, BUSY, 4],
    ['that waits now and then', 0.4, 1, NOW_AND_THEN, 2],
  ])('%s gets that', (_, cap, vcpus, source, cores) => {
    const rig = createRig([{ source, vcpus, cap }], { cores });
    expect(Math.abs(share(rig, 0, 100) / cap - 1)).toBeLessThan(0.01);
  });

  test('that does not want so much gets what it wants', () => {
    const rig = createRig([{ source: NOW_AND_THEN, cap: 0.9 }], { cores: 1 });
    expect(share(rig, 0, 100)).toBeCloseTo(0.6, 1);
  });

  test('with more than it has virtual CPUs is not held up', () => {
    const rig = createRig([{ source: BUSY, cap: 1.5 }], { cores: 2 });
    expect(share(rig, 0, 50)).toBeGreaterThan(0.999);
  });

  test('leaves the rest to others, and gets its share beside them', () => {
    const rig = createRig([{ source: BUSY, cap: 0.25 }, { source: BUSY }, { source: BUSY }], { cores: 1 });
    rig.machine.run(50e6);
    const before = [0, 1, 2].map((i) => ran(rig, i));
    rig.machine.run(150e6);
    const shares = [0, 1, 2].map((i) => (ran(rig, i) - before[i]) / 100e6);
    expect(Math.abs(shares[0] / 0.25 - 1)).toBeLessThan(0.01);
    for (const s of shares.slice(1)) expect(Math.abs(s / 0.375 - 1)).toBeLessThan(0.02);
  });

  test('goes on the same after it was saved', () => {
    const { machine } = createRig([{ source: BUSY, vcpus: 2, cap: 0.6 }, { source: NOW_AND_THEN }], { cores: 2 });
    machine.run(17e6);
    const saved = takeSnapshot(machine);
    machine.run(40e6);
    const hash = machine.hash();
    restoreSnapshot(machine, saved);
    machine.run(40e6);
    expect(machine.hash()).toBe(hash);
  });
});
