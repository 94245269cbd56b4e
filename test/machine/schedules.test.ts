/**
 * Whatever is done between slices of a run (pacing by a clock outside, snapshots taken and brought back, the state carried into another
 * machine), it ends as the same inputs in one piece do: with four cores, timers, serial input, and resets from outside and from a core.
 */
import { expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { handoff } from '../../src/machine/firmware/handoff.js';
import type { Input } from '../../src/machine/inputs.js';
import { Machine } from '../../src/machine/machine.js';
import { loadState, pagesOf, restoreSnapshot, takeSnapshot, type Snapshot } from '../../src/machine/snapshot.js';
import { board } from '../support/run.js';

/**
 * Core 0 sends back what it gets, and sleeps between; the others sleep by their own timers and add up what the clock says, in turns by
 * a lock. After an R core 2 lets the watchdog run out; so the board begins anew, with the sums as they are.
 */
const PROGRAM = `
_start: mov     x19, #0
        mov     x20, #1
1:      ldr     x0, =0xc4000003         // PSCI CPU_ON
        mov     x1, x20
        adr     x2, secondary
        mov     x3, x20
        smc     #0
        add     x20, x20, #1
        cmp     x20, #4
        b.ne    1b
        mov     x0, #0
secondary:
        mov     x19, x0
        ldr     x21, =0xff841000        // GICD_CTLR, GICD_ISENABLER0: the physical timer's PPI 30
        mov     w1, #1
        str     w1, [x21]
        mov     w1, #0x40000000
        str     w1, [x21, #0x100]
        ldr     x22, =0x100000          // lock, sum, orders
        ldr     x23, =0xfe201000        // UART0
loop:   mov     x1, #977
        madd    x1, x1, x19, x1
        msr     cntp_tval_el0, x1
        mov     x1, #1
        msr     cntp_ctl_el0, x1
        wfi
1:      ldaxr   w1, [x22]
        cbnz    w1, 2f
        mov     w1, #1
        stxr    w2, w1, [x22]
        cbnz    w2, 1b
        ldr     x3, [x22, #8]
        mrs     x4, cntpct_el0
        add     x3, x3, x4
        madd    x3, x3, x4, x19
        str     x3, [x22, #8]
        stlr    wzr, [x22]
        b       3f
2:      wfe
        b       1b
3:      cbnz    x19, 5f
4:      ldr     w1, [x23, #0x18]
        tbnz    w1, #4, loop
        ldr     w1, [x23]
        str     w1, [x23]
        cmp     w1, #'R'
        b.ne    4b
        mov     w1, #1
        str     w1, [x22, #16]
        b       4b
5:      cmp     x19, #2
        b.ne    loop
        ldr     w1, [x22, #16]
        cbz     w1, loop
        str     wzr, [x22, #16]
        str     wzr, [x22]
        ldr     x2, =0xfe100000         // PM_WDOG, PM_RSTC
        ldr     w1, =0x5a000003
        str     w1, [x2, #0x24]
        ldr     w1, =0x5a000020
        str     w1, [x2, #0x1c]
        b       loop
`;
const END = 3_000_000;

const rpi4b = board('rpi4b-1g');
const kernel = assemble(PROGRAM, { base: rpi4b.load }).elf();
let resets = 0;
function made(): Machine {
  const machine = new Machine({ board: rpi4b });
  machine.onReset = () => void resets++;
  machine.boot(handoff({ board: rpi4b, cores: 4, firmware: { kind: 'psci' }, el: 2, kernel }));
  return machine;
}

/** A sequence of numbers from 0 to 1, the same each time. */
function randomFrom(seed: number): () => number {
  let x = seed;
  return () => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return x / 2 ** 32;
  };
}

const endOf = (machine: Machine): unknown => {
  machine.scheduler.skipLimit = Infinity;
  machine.run(END);
  return [machine.hash(), machine.processor.cores.map((c) => c.icount)];
};

/** A run that people sit at: paced by their clock, which knows fractions of nanoseconds. */
function interactive(random: () => number): { inputs: Input[]; end: unknown } {
  const machine = made();
  const inputs: Input[] = [];
  while (machine.scheduler.stamp < END - 200_000) {
    const until = machine.scheduler.stamp + random() * 60_000;
    for (let looks = 0; machine.scheduler.stamp < until && looks < 20; looks++) {
      machine.scheduler.skipLimit = machine.scheduler.stamp + random() * 10_000;
      if (machine.run(until) === 'idle') machine.scheduler.passTime(machine.scheduler.stamp + random() * 5_000);
    }
    const text = ['a', 'bc', 'R', 'some more text than the FIFO holds'][Math.floor(random() * 4)];
    const kind = random();
    if (kind < 0.5) inputs.push(machine.input({ kind: 'serial', port: 0, bytes: new TextEncoder().encode(text) }));
    else if (kind < 0.6) inputs.push(machine.input({ kind: 'gpio', pin: 4, level: random() < 0.5 }));
    else if (kind < 0.65) inputs.push(machine.input({ kind: 'reset' }));
  }
  return { inputs, end: endOf(machine) };
}

test.each([1, 2, 3, 4, 5, 6])('run %d', (seed) => {
  const random = randomFrom(seed);
  resets = 0;
  const { inputs, end } = interactive(random);
  expect(inputs.length).toBeGreaterThan(20);
  expect(resets).toBeGreaterThan(1);

  const whole = made();
  whole.replay(inputs);
  expect(endOf(whole)).toEqual(end);

  let machine = made();
  machine.replay(inputs);
  let kept: Snapshot[] = [];
  for (let action = 0; action < 120; action++) {
    const kind = random();
    if (kind < 0.6) machine.run(Math.min(END, machine.scheduler.stamp + random() ** 4 * 400_000));
    else if (kind < 0.75) kept.push(takeSnapshot(machine));
    else if (kind < 0.82 && kept.length > 0) {
      const at = Math.floor(random() * kept.length);
      restoreSnapshot(machine, kept[at]);
      kept = kept.slice(0, at + 1);
    } else if (kind < 0.92 && kept.length > 0) {
      const [one] = kept.splice(Math.floor(random() * kept.length), 1);
      one.memory.release();
    } else if (kind >= 0.92) {
      const { state, memory } = takeSnapshot(machine);
      const other = made();
      other.run(random() * 100_000);
      const pages = [...pagesOf({ state, memory })].map(([pa, bytes]): [number, Uint8Array] => [pa, bytes.slice()]);
      loadState(other, structuredClone(state), pages);
      expect(other.hash()).toBe(machine.hash());
      machine = other;
      kept = [];
    }
  }
  expect(endOf(machine)).toEqual(end);
});
