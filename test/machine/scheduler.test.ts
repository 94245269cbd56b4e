/** Guest time and turns: DESIGN's rules on rounds, clocks, events and waiting, each by a program that can see a breach. */
import { describe, expect, test } from 'vitest';
import { STATE } from '../../src/aarch64/state.js';
import { QUANTUM } from '../../src/machine/scheduler.js';
import { program, sourceOf, type ProgramRun } from '../support/run.js';

const core = (run: ProgramRun, index: number) => run.machine.processor.cores[index];
const x = (run: ProgramRun, index: number, n: number): number => Number(core(run, index).big(STATE.X + 8 * n));
const icounts = (run: ProgramRun): number[] => run.machine.processor.cores.map((c) => c.icount);

/** Starts cores 1 to `n` - 1 at `secondary`; X19 of each is its number. */
const START = (cores: number): string => `
        mov     x19, #0
        mov     x20, #1
1:      cmp     x20, #${cores}
        b.eq    2f
        ldr     x0, =0xc4000003         // PSCI CPU_ON
        mov     x1, x20
        adr     x2, secondary
        mov     x3, x20
        smc     #0
        add     x20, x20, #1
        b       1b
2:`;

const SECONDARY = `
secondary:
        mov     x19, x0`;

describe('time', () => {
  test('one busy core: an instruction is a nanosecond', () => {
    const run = program('_start: add x0, x0, #1\n b _start', { cores: 1 });
    for (const until of [1, 2, 9_999, 10_000, 10_001, 1_234_567]) {
      expect(run.machine.run(until)).toBe('time');
      expect(core(run, 0).icount).toBe(until);
      expect(run.machine.scheduler.now()).toBeGreaterThanOrEqual(until);
    }
  });

  test('four busy cores advance time once', () => {
    const run = program(`_start: ${START(4)}\n${SECONDARY}\n1: add x1, x1, #1\n b 1b`);
    run.machine.run(100 * QUANTUM);
    for (const c of run.machine.processor.cores) {
      expect(run.machine.scheduler.timeOf(c)).toBe(100 * QUANTUM);
      // Each had nearly all of that time for itself: not a quarter of it.
      expect(c.icount).toBeGreaterThan(95 * QUANTUM);
      expect(c.icount).toBeLessThanOrEqual(100 * QUANTUM);
    }
  });

  test('never runs backwards between cores', () => {
    // Each core in its turn reads the counter and the latest value that any core has stored, which must not be later.
    // Addresses are in X22 and X23; X24 counts readings, X25 counts those in the past.
    const run = program(`
_start: ${START(4)}
${SECONDARY}
        ldr     x22, =latest
        mov     x24, #0
        mov     x25, #0
1:      ldr     x0, [x22]
        isb
        mrs     x1, cntpct_el0
        cmp     x1, x0
        cinc    x25, x25, lo
        str     x1, [x22]
        add     x24, x24, #1
        mov     x2, #5
        madd    x2, x19, x2, x2         // cores differ in how often they look
2:      subs    x2, x2, #1
        b.ne    2b
        b       1b
        .bss
        .balign 8
latest: .space  8
`);
    run.machine.run(50 * QUANTUM);
    for (let i = 0; i < 4; i++) {
      expect(x(run, i, 24), `readings of core ${i}`).toBeGreaterThan(40);
      expect(x(run, i, 25), `readings in the past by core ${i}`).toBe(0);
    }
  });

  test('a core that skips ahead has so many instructions less', () => {
    // Core 0 reads the clock at the end of its turn; core 1 then reads it at the start of its own, and so has none left.
    const run = program(`
_start: ${START(2)}
1:      mrs     x1, cntpct_el0
        b       1b
${SECONDARY}
1:      mrs     x1, cntpct_el0
        b       1b
`);
    run.machine.run(100 * QUANTUM);
    const [first, second] = icounts(run);
    expect(first).toBeGreaterThan(99 * QUANTUM);
    expect(second).toBeLessThan(QUANTUM);
    expect(run.machine.scheduler.timeOf(core(run, 1))).toBe(100 * QUANTUM);
  });
});

describe('events', () => {
  test('fire at exact instruction counts, in order of time and then of scheduling', () => {
    const run = program('_start: add x0, x0, #1\n b _start', { cores: 1 });
    const { scheduler } = run.machine;
    const seen: [string, number, number][] = [];
    const note = (name: string) => () => seen.push([name, scheduler.now(), core(run, 0).icount]);
    scheduler.schedule(12_345, note('c'), 0);
    scheduler.schedule(7, note('a'), 0);
    scheduler.schedule(12_345, note('d'), 0);
    scheduler.schedule(12_344, note('b'), 0);
    const cancelled = scheduler.schedule(100, note('cancelled'), 0);
    scheduler.cancel(cancelled);
    run.machine.run(12_346);
    expect(seen).toEqual([
      ['a', 7, 7],
      ['b', 12_344, 12_344],
      ['c', 12_345, 12_345],
      ['d', 12_345, 12_345],
    ]);
  });

  test('that an event schedules, and one in the past, fire', () => {
    const run = program('_start: b _start', { cores: 1 });
    const { scheduler } = run.machine;
    const seen: number[] = [];
    scheduler.schedule(
      50,
      () => {
        scheduler.schedule(20, () => seen.push(scheduler.now()), 0);
        scheduler.schedule(60, () => seen.push(scheduler.now()), 0);
      },
      0,
    );
    run.machine.run(100);
    expect(seen).toEqual([50, 60]);
  });

  test('of a timer come at the first instruction at which the counter has the value', () => {
    // The handler keeps the counter and the instruction's address; CVAL is set far apart and near.
    const run = program(
      `
_start: ldr     x0, =vectors
        msr     vbar_el1, x0
        ldr     x0, =0x8001004          // GICD_ISENABLER0 is at 0x8000100
        sub     x0, x0, #0xf04
        mov     w1, #1 << 30            // PPI 30: the physical timer
        str     w1, [x0]
        ldr     x2, =54000
        msr     cntp_cval_el0, x2
        mov     x1, #1
        msr     cntp_ctl_el0, x1
        msr     daifclr, #2
1:      add     x3, x3, #1
        b       1b
        .balign 2048
vectors:
        .space  0x280
        mrs     x10, cntpct_el0
        mrs     x11, cntp_cval_el0
        ldr     x12, =0x8010000
        ldr     w13, [x12, #12]
        wfi
`,
      { board: 'virt', el: 1 },
    );
    run.machine.run(3_000_000);
    expect(x(run, 0, 13)).toBe(30);
    // 54000 ticks are a millisecond: 1,000,000 instructions. The entry costs one, and the handler's first reads 1 ns later.
    expect(x(run, 0, 11)).toBe(54_000);
    expect(x(run, 0, 10)).toBe(54_000);
  });
});

describe('waiting', () => {
  const TIMER = `
        msr     cntp_cval_el0, x2
        mov     x1, #1
        msr     cntp_ctl_el0, x1`;

  test('WFI with nothing to come is idle, and costs no time', () => {
    const run = program('_start: wfi\n b .', { cores: 1 });
    expect(run.machine.run(1e12)).toBe('idle');
    expect(core(run, 0).icount).toBe(1);
  });

  test('WFI until a timer skips the time between', () => {
    const run = program(`_start: ldr x2, =54000000\n${TIMER}\n wfi\n mrs x3, cntpct_el0\n b .`, { cores: 1 });
    // The interrupt reaches the core through the GIC, where it must be enabled: PPI 30.
    run.machine.gic.gicd.write(0x100, 4, 1 << 30, { cpu: 0, secure: false });
    expect(run.machine.run(1e9 + 1000)).toBe('time');
    expect(x(run, 0, 3)).toBe(54_000_000);
    expect(core(run, 0).icount).toBe(5 + 1000);
  });

  test('YIELD gives the rest of the turn to the others', () => {
    const run = program(
      `_start: ${START(2)}\n1: yield\n add x1, x1, #1\n b 1b\n${SECONDARY}\n1: add x1, x1, #1\n b 1b`,
    );
    run.machine.run(100 * QUANTUM);
    // Three instructions of each turn, and what it took to start.
    expect(icounts(run)[0]).toBeLessThan(3000);
    expect(icounts(run)[1]).toBeGreaterThan(98 * QUANTUM);
  });

  test('WFE is over with the next event of an event stream', () => {
    // CNTHCTL_EL2: EVNTEN, EVNTI = 4: bit 4 of the counter becomes 1 each 32 ticks.
    const run = program(
      `
_start: mov     x0, #0x47
        msr     cnthctl_el2, x0
        mov     x4, #0
1:      wfe
        mrs     x5, cntpct_el0
        add     x4, x4, #1
        cmp     x4, #100
        b.ne    1b
        wfi
`,
      { cores: 1 },
    );
    expect(run.machine.run(1e9)).toBe('idle');
    expect(x(run, 0, 4)).toBe(100);
    expect(x(run, 0, 5)).toBe(16 + 32 * 99);
    expect(core(run, 0).icount).toBeLessThan(1000);
  });

  test('WFE is over with SEV of another core', () => {
    const run = program(`
_start: ${START(2)}
        mov     x1, #30000
1:      subs    x1, x1, #1
        b.ne    1b
        sev
        wfi
${SECONDARY}
        wfe
        mov     x2, #1
        wfi
`);
    run.machine.run(40_000);
    expect([x(run, 1, 2), core(run, 1).mode]).toEqual([0, 'wfe']);
    expect(run.machine.run(1e9)).toBe('idle');
    expect(x(run, 1, 2)).toBe(1);
  });

  test("LDXR and WFE: another core's plain store is seen", () => {
    // As Linux's spin locks do it: core 1 looks, and if the word is not yet what it wants, sleeps until it changes.
    const run = program(`
_start: ${START(2)}
        ldr     x22, =word
        ldr     x1, =300000
1:      subs    x1, x1, #1
        b.ne    1b
        mov     w2, #7
        str     w2, [x22]               // no SEV
        wfi
${SECONDARY}
        ldr     x22, =word
        sevl
1:      wfe
        add     x24, x24, #1
        ldxr    w3, [x22]
        cbz     w3, 1b
        wfi
        .bss
        .balign 64
word:   .space  64
`);
    run.machine.run(500_000);
    expect(x(run, 1, 3)).toBe(0);
    expect(run.machine.run(1e9)).toBe('idle');
    expect(x(run, 1, 3)).toBe(7);
    // It slept: it looked about once a turn.
    expect(x(run, 1, 24)).toBeGreaterThan(30);
    expect(x(run, 1, 24)).toBeLessThan(100);
    expect(core(run, 1).icount).toBeLessThan(1000);
  });

  test('an interrupt that a core brings on itself comes at once, and does not cost it its turn', () => {
    const run = program(
      `
_start: ldr     x0, =vectors
        msr     vbar_el1, x0
        msr     daifclr, #2
        mov     x20, #100
1:      ldr     x0, =0x8000f00          // GICD_SGIR: interrupt 1 to this core
        ldr     w1, =0x2000001
        str     w1, [x0]
        nop
        subs    x20, x20, #1
        b.ne    1b
        wfi
        .balign 2048
vectors:
        .space  0x280
        ldr     x12, =0x8010000
        ldr     w13, [x12, #12]
        str     w13, [x12, #16]
        add     x24, x24, #1
        mrs     x26, elr_el1
        ldr     w27, [x26]
        eret
`,
      { board: 'virt', el: 1 },
    );
    expect(run.machine.run(1e9)).toBe('idle');
    expect(x(run, 0, 24)).toBe(100);
    // It came right behind the store, at the NOP.
    expect(x(run, 0, 27)).toBe(0xd503201f);
    // About 17 nanoseconds each.
    expect(run.machine.scheduler.timeOf(core(run, 0))).toBeLessThan(3000);
  });
});

describe('a run depends on its inputs alone', () => {
  const BUSY = `
_start: ${START(4)}
${SECONDARY}
        ldr     x22, =lock
        ldr     x23, =shared
1:      ldaxr   w1, [x22]
        cbnz    w1, 3f
        mov     w2, #1
        stxr    w1, w2, [x22]
        cbnz    w1, 1b
        ldr     x3, [x23]
        mrs     x4, cntpct_el0
        add     x3, x3, x4
        madd    x3, x3, x4, x19
        str     x3, [x23]
        add     x24, x24, #1
        stlr    wzr, [x22]
        mov     x5, #7
        madd    x5, x5, x19, x5
2:      subs    x5, x5, #1
        b.ne    2b
        yield
        b       1b
3:      wfe
        b       1b
        .bss
        .balign 64
lock:   .space  64
shared: .space  64
`;
  const until = 1_234_567;
  const hashOf = (go: (run: ProgramRun) => void): string => {
    const run = program(BUSY);
    go(run);
    expect(run.machine.scheduler.now()).toBeGreaterThanOrEqual(until);
    for (let i = 0; i < 4; i++) expect(x(run, i, 24)).toBeGreaterThan(5);
    return run.machine.hash();
  };
  const whole = hashOf((run) => void run.machine.run(until));

  test('twice the same', () => {
    expect(hashOf((run) => void run.machine.run(until))).toBe(whole);
  });

  test.each([1_009, 9_999, 10_000, 77_777, 600_000])('however often the caller looks in: each %d ns', (slice) => {
    expect(
      hashOf((run) => {
        for (let at = slice; at < until; at += slice) expect(run.machine.run(at)).toBe('time');
        run.machine.run(until);
      }),
    ).toBe(whole);
  });

  test('single steps change nothing either', () => {
    expect(
      hashOf((run) => {
        const { scheduler, processor } = run.machine;
        for (let n = 0; n < 2_000; n++) {
          run.machine.run(Math.floor((n * until) / 2_001));
          for (let k = 0; k < n % 7; k++)
            expect(['stepped', 'time']).toContain(scheduler.step(processor.cores[n % 4], until));
        }
        run.machine.run(until);
      }),
    ).toBe(whole);
  });

  test.each(['timer', 'two-cores', 'trap-and-emulate'])('the sample %s, whole and in slices', (name) => {
    const [a, b] = [1, 2].map(() => program(sourceOf(`firmware-samples/${name}.s`)));
    a.machine.run(2e9);
    for (let at = 333; !b.machine.end && at < 2e9; at += 33_333) b.machine.run(at);
    expect(b.output()).toBe(a.output());
    expect(b.machine.hash()).toBe(a.machine.hash());
  });
});
