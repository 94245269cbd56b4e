/** What is done to guests from outside, and what they do to themselves. */
import { describe, expect, test } from 'vitest';
import type { GuestAction, GuestEvent } from '../../src/hypervisor/lifecycle.js';
import { loadState, pagesOf, restoreSnapshot, takeSnapshot } from '../../src/machine/snapshot.js';
import { createRig, image, runToEnd, type Rig, type TestGuest } from './rig.js';

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

/** Waits for ever. */
const QUIET = `
start:  wfi
        b       start
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
start:  bl      timer_wakes
        mov     x20, #54000
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
      '0 end: reset, starts again',
      '0 start: started',
      '0 end: has asked for a reset, starts again',
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

/** Ends by PSCI a tenth of a ms after its start. */
const ENDS = (call: string): string => `
start:  ldr     x20, =50000
1:      subs    x20, x20, #1
        b.ne    1b
        ldr     w0, =${call}
        hvc     #0
        .ltorg
`;
/** Goes where nothing is, and has no exception vectors. */
const CRASHES = `
start:  mov     x0, #0x0c000000
        br      x0
`;
/** Switches itself off by PSCI when its power key is pressed. */
const LISTENS = `
start:  adr     x0, vectors
        msr     vbar_el1, x0
        ldr     x1, =GICD
        mov     w0, #1
        str     w0, [x1]
        mov     w0, #1 << 7             // SPI 7
        str     w0, [x1, #0x104]
        mov     w0, #0x01000000
        str     w0, [x1, #0x824]        // to this CPU: GICD_ITARGETSR9
        ldr     x1, =GICC
        mov     w0, #0xf0
        str     w0, [x1, #4]
        mov     w0, #1
        str     w0, [x1]
        ldr     x1, =0x09030000
        mov     w0, #1 << 3
        str     w0, [x1, #0x40c]        // GPIOIEV: rising
        str     w0, [x1, #0x410]        // GPIOIE
        msr     daifclr, #2
1:      wfi
        b       1b
        .ltorg
        .balign 2048
vectors:
        .space  0x280
        ldr     x1, =GICC
        ldr     w0, [x1, #0xc]
        bl      print_hex
        ldr     x1, =0x09030000
        ldr     w0, [x1, #0x418]        // GPIOMIS
        bl      print_hex
        ldr     w0, [x1, #0x20]         // GPIODATA, line 3 alone
        b       off
`;

describe('a guest that ends', () => {
  const ends = ({ events }: { events: string[] }, guest = 0): string[] =>
    events.filter((e) => e.startsWith(`${guest} end`)).map((e) => e.slice(7));

  test('by SYSTEM_RESET starts again at once, then ever later', () => {
    const rig = watched([{ source: ENDS('0x84000009') }, { source: QUIET }]);
    runFor(rig, 800 * MS);
    const asked = 'has asked for a reset, starts again';
    expect(ends(rig)).toEqual([
      asked,
      `${asked} in 0.1 s`,
      `${asked} in 0.2 s`,
      `${asked} in 0.4 s`,
      `${asked} in 0.8 s`,
    ]);
    expect(rig.machine.hypervisor!.guests[0].state.restarts).toBe(4);
  });

  test.each<[when: 'no' | 'on-failure' | 'always', what: string, source: string, starts: number]>([
    ['no', 'switches itself off', ENDS('SYSTEM_OFF'), 0],
    ['on-failure', 'switches itself off', ENDS('SYSTEM_OFF'), 0],
    ['always', 'switches itself off', ENDS('SYSTEM_OFF'), 3],
    ['no', 'crashes', CRASHES, 0],
    ['on-failure', 'crashes', CRASHES, 3],
    ['always', 'crashes', CRASHES, 3],
  ])('with restart: %s, when it %s', (when, _, source, starts) => {
    const rig = watched([{ source, restart: { when } }, { source: QUIET }]);
    runFor(rig, 750 * MS);
    expect(rig.events.filter((e) => e === '0 start: started').length).toBe(starts);
    expect(rig.machine.end).toBeUndefined();
  });

  test('crashes alone, with a line that says how, and stops to try', () => {
    const rig = watched([{ source: CRASHES, restart: { when: 'on-failure', limit: 2 } }, { source: QUIET }]);
    runFor(rig, 900 * MS);
    const crash = 'crashed: no memory at its exception vector 0x200';
    expect(ends(rig)).toEqual([`${crash}, starts again in 0.1 s`, `${crash}, starts again in 0.2 s`, crash]);
    // Somebody starts it: it has all its tries again.
    rig.act(0, 'start');
    runFor(rig, MS);
    expect(ends(rig).at(-1)).toBe(`${crash}, starts again in 0.1 s`);
    rig.act(0, 'kill');
    runFor(rig, 1000 * MS);
    expect(ends(rig).length).toBe(5);
  });

  test('that ran for ten seconds before starts again after the first delay', () => {
    const rig = watched([
      {
        restart: { when: 'always' },
        source: `
start:  bl      timer_wakes
        ldr     x20, =COUNT
        mrs     x21, cntvct_el0
        add     x20, x20, x21
        msr     cntv_cval_el0, x20
        mov     x0, #1
        msr     cntv_ctl_el0, x0
1:      wfi
        mrs     x0, cntv_ctl_el0
        tbz     x0, #2, 1b
        b       off
        .equ    COUNT, 545000000        // 10.09 s
`,
      },
      { source: QUIET },
    ]);
    runFor(rig, 31e9);
    expect(ends(rig)).toEqual(Array(3).fill('has switched itself off, starts again in 0.1 s'));
  });

  test('keeps the board on while it is to start again', () => {
    const rig = watched([{ source: ENDS('SYSTEM_OFF'), restart: { when: 'always' } }]);
    runFor(rig, 500 * MS);
    expect(rig.machine.end).toBeUndefined();
    expect(rig.machine.hypervisor!.guests[0].state.restarts).toBe(2);
    rig.act(0, 'kill');
    runToEnd(rig, 1e10);
  });

  test('gets no more of the cores by starting again and again', () => {
    const rig = watched([{ source: ENDS('0x84000009') }, { source: QUIET }], { cores: 1 });
    const look = () => rig.machine.hypervisor!.vcpus.map(({ state }) => state.ran);
    runFor(rig, 500 * MS);
    expect(look()[0]).toBeLessThan(MS);
  });
});

describe('stop', () => {
  test('presses the power key, and a guest that listens switches itself off', () => {
    const rig = watched([{ source: LISTENS, restart: { when: 'always' } }, { source: QUIET }]);
    runFor(rig, 5 * MS);
    rig.act(0, 'stop');
    runFor(rig, 200 * MS);
    expect(rig.said(0)).toBe('0000000000000027\n0000000000000008\n');
    expect(rig.events).toEqual(['0 end: has switched itself off']);
    // The key is up again.
    rig.act(0, 'start');
    runFor(rig, 200 * MS);
    expect(rig.modes()[0]).toBe('running');
  });

  test('kills in the end one that does not', () => {
    const rig = watched([{ source: BUSY, stopGrace: 300 * MS, restart: { when: 'always' } }, { source: QUIET }]);
    rig.act(0, 'stop');
    runFor(rig, 299 * MS);
    expect(rig.events).toEqual([]);
    runFor(rig, 2 * MS);
    expect(rig.events).toEqual(['0 end: has not switched itself off, killed']);
    expect(rig.modes()[0]).toBe('off');
  });
});

describe('an image', () => {
  test('is given to a guest that had none, in a replay too', () => {
    const guests = [{ source: BUSY }, { source: BUSY, autostart: false }];
    const make = () => {
      const rig = watched(guests);
      const { handoff } = rig.machine;
      if (handoff?.start.cores !== 'hypervisor') throw new Error('no guests');
      rig.machine.boot({ ...handoff, start: { cores: 'hypervisor', images: [handoff.start.images[0], undefined] } });
      return rig;
    };
    const rig = make();
    const inputs = [rig.machine.input({ kind: 'guest', guest: 1, action: 'start' })];
    runFor(rig, MS);
    expect(rig.events).toEqual(['0 start: started', '1 refused: start: it has nothing to boot yet']);
    inputs.push(rig.machine.input({ kind: 'image', guest: 1, image: image(COUNTS) }));
    inputs.push(rig.machine.input({ kind: 'guest', guest: 1, action: 'start' }));
    runFor(rig, MS);
    expect(rig.said(1)).toBe('0000000000000001\n');
    // A snapshot holds it.
    const saved = structuredClone(takeSnapshot(rig.machine).state);
    expect(saved.handoff?.start.cores === 'hypervisor' && saved.handoff.start.images[1]).toEqual(image(COUNTS));
    const again = make();
    again.machine.replay(inputs);
    again.machine.run(rig.machine.scheduler.stamp);
    expect(again.machine.hash()).toBe(rig.machine.hash());
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
        machine.run((i + 1) * MS);
        machine.input({ kind: 'guest', guest: actions[i][0], action: actions[i][1] });
      }
      machine.run(9 * MS);
    };
    const first = make();
    drive(first, 0);
    // While one is paused, while one is off.
    for (const half of [1, 4]) {
      const second = make();
      for (let i = 0; i < half; i++) {
        second.run((i + 1) * MS);
        second.input({ kind: 'guest', guest: actions[i][0], action: actions[i][1] });
      }
      second.run((half + 0.5) * MS);
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
