/** What is done to guests from outside, and what they do to themselves. */
import { describe, expect, test } from 'vitest';
import type { GuestAction, GuestEvent } from '../../src/hypervisor/lifecycle.js';
import { loadState, pagesOf, restoreSnapshot, takeSnapshot } from '../../src/machine/snapshot.js';
import { createRig, runToEnd, type Rig, type TestGuest } from './rig.js';

/** Says a letter every 100,000 instructions. */
const BUSY = `
start:  adr     x0, text
        bl      print
        ldr     x20, =50000
1:      subs    x20, x20, #1
        b.ne    1b
        b       start
text:   .asciz  "."
`;

/** Prints how often it was started, as its RAM knows, and goes on as BUSY does. */
const COUNTS = `
start:  adr     x1, times
        ldr     x0, [x1]
        add     x0, x0, #1
        str     x0, [x1]
        bl      print_hex
1:      b       1b
        .balign 8
times:  .quad   0
`;

/** The virtual counter once in each ms of its timer, which it waits for. */
const CLOCK = `
start:  mov     x20, #54000
        mrs     x21, cntvct_el0
1:      add     x21, x21, x20
        msr     cntv_cval_el0, x21
        mov     x0, #1
        msr     cntv_ctl_el0, x0
2:      wfi
        mrs     x0, cntv_ctl_el0
        tbz     x0, #2, 2b
        mrs     x0, cntvct_el0
        sub     x0, x0, x21             // late by
        bl      print_hex
        b       1b
`;

const MS = 1e6;

/** Hears of all that happens to the guests. */
function watched(guests: readonly TestGuest[], options?: Parameters<typeof createRig>[1]) {
  const rig = createRig(guests, options);
  const events: string[] = [];
  rig.machine.onGuest = ({ guest, kind, line }: GuestEvent) => void events.push(`${guest} ${kind}: ${line}`);
  const act = (guest: number, action: GuestAction): void => void rig.machine.input({ kind: 'guest', guest, action });
  return { ...rig, events, act, modes: () => rig.machine.hypervisor!.guests.map(({ state }) => state.mode) };
}

const runFor = ({ machine }: Rig, ns: number): void => void machine.run(machine.scheduler.stamp + ns);

describe('a guest', () => {
  test('starts when somebody starts it', () => {
    const rig = watched([{ source: BUSY }, { source: BUSY, autostart: false }]);
    runFor(rig, 2 * MS);
    expect([rig.said(0).length > 10, rig.said(1)]).toEqual([true, '']);
    expect(rig.modes()).toEqual(['running', 'off']);
    rig.act(1, 'start');
    runFor(rig, 2 * MS);
    expect(rig.said(1).length).toBeGreaterThan(10);
    expect(rig.events).toEqual(['1 start: started']);
  });

  test('is killed, and starts on a machine as new', () => {
    const rig = watched([{ source: COUNTS }, { source: BUSY }]);
    runFor(rig, MS);
    rig.act(0, 'kill');
    runFor(rig, MS);
    expect(rig.modes()).toEqual(['off', 'running']);
    const { ran } = rig.machine.hypervisor!.vcpus[0].state;
    runFor(rig, MS);
    expect(rig.machine.hypervisor!.vcpus[0].state.ran).toBe(ran);
    rig.act(0, 'start');
    runFor(rig, MS);
    expect(rig.said(0)).toBe('0000000000000001\n'.repeat(2));
    expect(rig.events).toEqual(['0 end: killed', '0 start: started']);
  });

  test('is reset, by itself and from outside', () => {
    const rig = watched([
      {
        vcpus: 2,
        source: `
start:  adr     x0, text
        bl      print
        ldr     w0, =CPU_ON
        mov     x1, #1
        adr     x2, other
        hvc     #0
1:      b       1b
other:  ldr     x20, =1000000
1:      subs    x20, x20, #1
        b.ne    1b
        ldr     w0, =0x84000009         // SYSTEM_RESET
        hvc     #0
text:   .asciz  "x"
`,
      },
      { source: BUSY },
    ]);
    runFor(rig, MS);
    rig.act(0, 'reset');
    runFor(rig, MS);
    expect(rig.said(0)).toBe('xx');
    runFor(rig, 1.5 * MS);
    expect(rig.said(0)).toBe('xxx');
    expect(rig.events).toEqual([
      '0 end: reset',
      '0 start: started',
      '0 end: has asked for a reset',
      '0 start: started',
    ]);
  });

  test('does not notice a pause, by its virtual counter and timer', () => {
    const rig = watched([{ source: CLOCK }, { source: BUSY }], { cores: 1 });
    runFor(rig, 5.3 * MS);
    const before = rig.said(0).length;
    rig.act(0, 'pause');
    runFor(rig, 40 * MS);
    expect(rig.modes()).toEqual(['paused', 'running']);
    expect(rig.said(0).length).toBe(before);
    const { ran, ready, waited } = rig.machine.hypervisor!.vcpus[0].state;
    rig.act(0, 'resume');
    runFor(rig, 5 * MS);
    const late = rig
      .said(0)
      .trim()
      .split('\n')
      .map((line) => parseInt(line, 16));
    expect(late.length).toBeGreaterThanOrEqual(9);
    // Two slices at most.
    expect(Math.max(...late)).toBeLessThan(2 * 54000);
    const after = rig.machine.hypervisor!.vcpus[0].state;
    expect(after.ran + after.ready + after.waited - ran - ready - waited).toBeLessThan(6 * MS);
  });

  test('has no CPU time while it is paused, in whatever it was', () => {
    const rig = watched([{ source: BUSY, vcpus: 2 }, { source: BUSY }], { cores: 1 });
    for (let i = 0; i < 20; i++) {
      runFor(rig, 0.37 * MS);
      rig.act(0, 'pause');
      runFor(rig, 0.02 * MS);
      const { ran } = rig.machine.hypervisor!.vcpus[0].state;
      runFor(rig, 0.5 * MS);
      expect(rig.machine.hypervisor!.vcpus[0].state.ran).toBe(ran);
      rig.act(0, 'resume');
    }
    expect(rig.events.filter((e) => e.startsWith('0 resume')).length).toBe(20 - 1);
  });

  test.each<[action: GuestAction, to: string, line: string]>([
    ['start', 'running', 'start: it is running'],
    ['start', 'paused', 'start: it is paused'],
    ['resume', 'running', 'resume: it is running'],
    ['pause', 'off', 'pause: it is off'],
    ['kill', 'off', 'kill: it is off'],
    ['reset', 'off', 'reset: it is off'],
    ['pause', 'paused', 'pause: it is paused'],
  ])('that can not %s, being %s, says so', (action, to, line) => {
    const rig = watched([{ source: BUSY, autostart: to !== 'off' }, { source: BUSY }]);
    runFor(rig, MS);
    if (to === 'paused') rig.act(0, 'pause');
    rig.act(0, action);
    runFor(rig, MS);
    expect(rig.events.at(-1)).toBe(`0 refused: ${line}`);
    expect(rig.modes()[0]).toBe(to);
  });

  test('is killed, started and paused at one moment', () => {
    const rig = watched([{ source: COUNTS, vcpus: 1 }, { source: BUSY }]);
    runFor(rig, MS);
    rig.act(0, 'kill');
    rig.act(0, 'start');
    runFor(rig, MS);
    rig.act(0, 'reset');
    rig.act(0, 'kill');
    runFor(rig, MS);
    expect(rig.said(0)).toBe('0000000000000001\n'.repeat(2));
    expect(rig.modes()).toEqual(['off', 'running']);
  });
});

describe('the board', () => {
  test('is off when the last guest is killed', () => {
    const rig = watched([{ source: BUSY }, { source: BUSY, autostart: false }]);
    runFor(rig, MS);
    rig.act(0, 'kill');
    runToEnd(rig, 1e8);
    expect(rig.machine.end).toEqual({ kind: 'power-off' });
  });

  test('runs the same each time, saved and loaded in the middle of it all', () => {
    const make = () => createRig([{ source: CLOCK }, { source: COUNTS }, { source: BUSY }], { cores: 2 }).machine;
    const actions: [guest: number, action: GuestAction][] = [
      ...([
        [0, 'pause'],
        [1, 'kill'],
        [2, 'reset'],
      ] as [number, GuestAction][]),
      ...([
        [0, 'resume'],
        [1, 'start'],
        [2, 'pause'],
      ] as [number, GuestAction][]),
    ];
    const drive = (machine: ReturnType<typeof make>, from: number): void => {
      for (let i = from; i < actions.length; i++) {
        machine.run((i + 1) * 3 * MS);
        machine.input({ kind: 'guest', guest: actions[i][0], action: actions[i][1] });
      }
      machine.run(25 * MS);
    };
    const first = make();
    drive(first, 0);
    for (let half = 1; half < actions.length; half++) {
      const second = make();
      for (let i = 0; i < half; i++) {
        second.run((i + 1) * 3 * MS);
        second.input({ kind: 'guest', guest: actions[i][0], action: actions[i][1] });
      }
      second.run((half + 0.5) * 3 * MS);
      const saved = takeSnapshot(second);
      const pages = [...pagesOf(saved)].map(([pa, bytes]) => [pa, bytes.slice()] as const);
      drive(second, half);
      expect(second.hash()).toBe(first.hash());
      restoreSnapshot(second, saved);
      drive(second, half);
      expect(second.hash()).toBe(first.hash());
      const third = make();
      loadState(third, structuredClone(saved.state), pages);
      drive(third, half);
      expect(third.hash()).toBe(first.hash());
    }
  });
});
