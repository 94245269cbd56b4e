/** What is counted of guests, and how long they ran. */
import { expect, test } from 'vitest';
import { createRig } from './rig.js';

test('exits, accesses, interrupts and times of each virtual CPU', () => {
  const rig = createRig(
    [
      {
        vcpus: 2,
        source: `
start:  ldr     x1, =UART
        mov     w0, #'.'
        str     w0, [x1]
        str     w0, [x1]
        str     w0, [x1]
        ldr     x1, =0x0c000000         // nothing there
        adr     x2, vectors
        msr     vbar_el1, x2
        ldr     w0, [x1]
        b       .
        .balign 2048
vectors:
        .space  0x200
        mrs     x0, actlr_el1
        mrs     x0, actlr_el1
        ldr     x0, =540000             // 10 ms
        mrs     x1, cntvct_el0
        add     x0, x0, x1
        msr     cntv_cval_el0, x0
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        bl      timer_wakes
1:      wfi
        mrs     x0, cntv_ctl_el0
        tbz     x0, #2, 1b
        ldr     x20, =10000000
2:      subs    x20, x20, #1
        b.ne    2b
        b       off
`,
      },
      { source: 'start: b start' },
    ],
    { cores: 1 },
  );
  const { hypervisor } = rig.machine;
  rig.machine.run(9e6);
  expect(hypervisor!.stats(0)).toMatchObject({
    mode: 'running',
    restarts: 0,
    memory: 4 << 20,
    mmio: { 'guest0 UART': 3, GICD: 2, '': 1 },
  });
  const [first, second] = hypervisor!.stats(0).vcpus;
  expect(first).toMatchObject({
    mode: 'blocked',
    injected: 0,
    exits: { wait: 1, hvc: 0, smc: 0, register: 2, memory: 6, other: 0 },
  });
  expect(second).toMatchObject({ mode: 'off', ran: 0, ready: 0, waited: 0 });
  // Half of a core, and the other guest's other half.
  rig.machine.run(30e6);
  const [a, b] = [0, 1].map((i) => hypervisor!.stats(i).vcpus[0]);
  for (const { ran, ready, waited } of [a, b]) expect(Math.abs(ran + ready + waited - 30e6)).toBeLessThan(0.1e6);
  expect(Math.abs(a.waited - 10e6)).toBeLessThan(0.2e6);
  expect(Math.abs(a.ran - 10e6)).toBeLessThan(1.1e6);
  expect(Math.abs(b.ready - a.ran)).toBeLessThan(0.1e6);
  // Being asked changes nothing.
  const quiet = createRig([{ source: 'start: wfi\n b start' }]);
  quiet.machine.run(1e6);
  const before = quiet.machine.hash();
  expect(quiet.machine.hypervisor!.stats(0).vcpus[0].waited).toBeGreaterThan(0);
  expect(quiet.machine.hash()).toBe(before);
});

test('an exit costs its core what it takes, and no more because others run', () => {
  const source = `
start:  ldr     x1, =UART
1:      ldr     w0, [x1, #0x18]
        b       1b
`;
  const accesses = (guests: number): number => {
    const { machine } = createRig(Array.from({ length: guests }, () => ({ source })));
    machine.run(2e6);
    return machine.hypervisor!.stats(0).mmio['guest0 UART'];
  };
  expect(Math.abs(accesses(4) / accesses(1) - 1)).toBeLessThan(0.01);
});
