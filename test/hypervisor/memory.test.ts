/** Guests' memory: taken at the start, given back at the end and by balloons. */
import { describe, expect, test } from 'vitest';
import { loadState, pagesOf, takeSnapshot } from '../../src/machine/snapshot.js';
import { createRig, RAM, runToEnd, type TestGuest } from './rig.js';

const MB = 1 << 20;
const PAGE = 4096;
/** Waits for ever. */
const QUIET = `
start:  wfi
        b       start
`;
/** Reads the word at 64 MB once in each ms, and says what it finds, or that there is none. */
const LOOKS = `
start:  bl      timer_wakes
        adr     x0, vectors
        msr     vbar_el1, x0
1:      mrs     x0, cntvct_el0
        mov     x1, #54000
        add     x0, x0, x1
        msr     cntv_cval_el0, x0
        mov     x0, #1
        msr     cntv_ctl_el0, x0
2:      wfi
        mrs     x0, cntv_ctl_el0
        tbz     x0, #2, 2b
        ldr     x5, =0x44000000
        ldr     x0, [x5]
        bl      print_hex
        add     x0, x0, #1
        str     x0, [x5]
        b       1b
        .ltorg
        .balign 2048
vectors:
        .space  0x200
        mrs     x0, esr_el1
        bl      print_hex
        b       1b
`;

function made(guests: readonly TestGuest[]) {
  const rig = createRig(guests, { board: 'rpi4b-1g', cores: 2 });
  const events: string[] = [];
  rig.machine.onGuest = ({ guest, kind, line }) => void events.push(`${guest} ${kind}: ${line}`);
  return {
    ...rig,
    events,
    hypervisor: rig.machine.hypervisor!,
    act(guest: number, action: 'start' | 'kill' | 'reset'): void {
      rig.machine.input({ kind: 'guest', guest, action });
      rig.machine.run(rig.machine.scheduler.stamp + 1e5);
    },
    pass: (ms: number) => void rig.machine.run(rig.machine.scheduler.stamp + ms * 1e6),
  };
}

describe('memory of guests', () => {
  test('is given to who starts when others have ended, and holds nothing of theirs', () => {
    const rig = made([
      { source: QUIET, memory: 600 * MB },
      { source: QUIET, memory: 600 * MB, autostart: false },
      { source: QUIET },
    ]);
    const before = structuredClone(rig.hypervisor.state.pool);
    const secret = new Uint8Array(PAGE).fill(0x5a);
    for (const at of [1, 100, 599]) rig.hypervisor.guests[0].ram.bus.write(RAM + at * MB, secret);
    rig.act(1, 'start');
    rig.act(0, 'kill');
    expect(rig.hypervisor.stats(0).memory).toBe(0);
    rig.act(1, 'start');
    expect(rig.events).toEqual([
      '1 refused: start: its memory is 600 MiB, 342 MiB are free',
      '0 end: killed',
      '1 start: started',
    ]);
    expect(rig.hypervisor.stats(1).memory).toBe(600 * MB);
    const { bus } = rig.hypervisor.guests[1].ram;
    for (let at = 0; at < 600 * MB; at += MB) {
      if (at > 0) expect([at, bus.read(RAM + at, secret), secret.every((b) => b === 0)]).toEqual([at, true, true]);
    }
    // And back.
    rig.act(1, 'kill');
    rig.act(0, 'start');
    expect(rig.hypervisor.state.pool).toEqual(before);
  });

  test('is out of reach of devices while it is off', () => {
    const rig = made([{ source: QUIET }, { source: QUIET }]);
    rig.act(0, 'kill');
    const { bus } = rig.hypervisor.guests[0].ram;
    expect([bus.read(RAM, new Uint8Array(4)), bus.write(RAM, new Uint8Array(4))]).toEqual([false, false]);
  });

  test('that autostart wants must fit, and who wants too much is named', () => {
    const guests = (last: number): TestGuest[] => [
      { name: 'a', source: QUIET, memory: 900 * MB },
      { name: 'later', source: QUIET, memory: 900 * MB, autostart: false },
      { name: 'b', source: QUIET, memory: last },
    ];
    expect(() => made(guests(46 * MB))).not.toThrow();
    expect(() => made(guests(46 * MB + PAGE))).toThrow('b: 47 MiB, expected at most 46 MiB');
  });
});

describe('a balloon', () => {
  test('gives 256 MB to the start of another guest', () => {
    const rig = made([
      { source: LOOKS, memory: 700 * MB },
      { source: QUIET, memory: 480 * MB, autostart: false },
    ]);
    const { ram } = rig.hypervisor.guests[0];
    rig.pass(3.5);
    rig.act(1, 'start');
    expect(rig.events.at(-1)).toBe('1 refused: start: its memory is 480 MiB, 246 MiB are free');
    ram.inflate(RAM + 32 * MB, 256 * MB);
    expect(rig.hypervisor.stats(0).memory).toBe(444 * MB);
    rig.act(1, 'start');
    expect(rig.events.at(-1)).toBe('1 start: started');
    const told = rig.said(0);
    expect(told).toBe([0, 1, 2].map((n) => `${String(n).padStart(16, '0')}\n`).join(''));
    // What it has given away it has no more, unless there is some left: it finds some, zeroed.
    rig.pass(2);
    expect(rig.said(0).slice(told.length)).toBe('0000000000000000\n0000000000000001\n');
    expect(rig.hypervisor.stats(0).memory).toBe(446 * MB);
  });

  test('that takes pages again which nobody has gets external aborts, until somebody has', () => {
    const rig = made([
      { source: LOOKS, memory: 700 * MB },
      { source: QUIET, memory: 502 * MB, autostart: false },
    ]);
    const { ram } = rig.hypervisor.guests[0];
    ram.inflate(RAM + 32 * MB, 256 * MB);
    rig.act(1, 'start');
    expect(rig.hypervisor.state.pool.blocks).toEqual([]);
    ram.deflate(RAM + 64 * MB, 16 * MB);
    rig.pass(1.5);
    expect(rig.said(0)).toBe('0000000096000010\n');
    rig.act(1, 'kill');
    rig.pass(1);
    expect(rig.said(0)).toBe('0000000096000010\n0000000000000000\n');
    ram.deflate(RAM + 32 * MB, 256 * MB);
    expect(rig.hypervisor.stats(0).memory).toBe(700 * MB);
    rig.act(0, 'kill');
    runToEnd(rig, Infinity);
  });

  test('keeps what is not given away, whatever is given and taken; and a machine that was loaded goes on with it', () => {
    const guests = [{ source: QUIET, memory: 16 * MB + 12 * PAGE }, { source: QUIET }];
    const rig = made(guests);
    const { ram } = rig.hypervisor.guests[0];
    const all = structuredClone(rig.hypervisor.state.pool);
    const pages = (16 * MB) / PAGE + 12;
    const first = MB / PAGE;
    /** What each page says: 0 for one that was given away since. */
    const model = new Map<number, number>();
    let state = 12345;
    const random = (n: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >> 8) % n;
    };
    const word = new DataView(new ArrayBuffer(4));
    const bytes = new Uint8Array(word.buffer);
    for (let step = 0; step < 400; step++) {
      const at = first + random(pages - first);
      const count = Math.min(pages - at, 1 + random(step % 3 === 0 ? 1500 : 8));
      const what = random(3);
      if (what === 0) {
        ram.inflate(RAM + at * PAGE, count * PAGE);
        for (let p = at; p < at + count; p++) model.delete(p);
      } else if (what === 1) ram.deflate(RAM + at * PAGE, count * PAGE);
      else {
        word.setUint32(0, step + 1);
        expect(ram.bus.write(RAM + at * PAGE + 8, bytes)).toBe(true);
        model.set(at, step + 1);
      }
    }
    const check = (of: typeof ram): void => {
      for (let p = first; p < pages; p++) {
        expect(of.bus.read(RAM + p * PAGE + 8, bytes)).toBe(true);
        if (word.getUint32(0) !== (model.get(p) ?? 0)) expect([p, word.getUint32(0)]).toEqual([p, model.get(p) ?? 0]);
      }
    };
    const saved = takeSnapshot(rig.machine);
    const other = made(guests);
    const kept = [...pagesOf(saved)].map(([pa, content]) => [pa, content.slice()] as const);
    loadState(other.machine, structuredClone(saved.state), kept);
    check(ram);
    check(other.hypervisor.guests[0].ram);
    expect(ram.bus.read(RAM + pages * PAGE - 2, bytes)).toBe(false);
    for (const { act, hypervisor } of [rig, other]) {
      act(0, 'kill');
      act(0, 'start');
      expect(hypervisor.state.pool).toEqual(all);
    }
    expect(rig.machine.hash()).toBe(other.machine.hash());
  });
});
