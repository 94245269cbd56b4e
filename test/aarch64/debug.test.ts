/**
 * Self-hosted debug: programs at EL1 with the MMU on that are debugged by a small monitor, itself at EL1, as a kernel
 * debugs. Levels, masks, routing and priorities are in test/system/debug.s, compared with QEMU.
 */
import { describe, expect, test } from 'vitest';
import type { Core } from '../../src/aarch64/core.js';
import { debugChanged } from '../../src/aarch64/debug/registers.js';
import { STATE } from '../../src/aarch64/state.js';
import { installRegion } from '../../src/aarch64/translator/install.js';
import { loadState, pagesOf, takeSnapshot } from '../../src/machine/snapshot.js';
import { program, type ProgramRun } from '../support/run.js';
import { TABLES } from '../support/tables.js';
import { CODE, NOP, Rig } from './sysregs-rig.js';

const LIMIT = 1e7;
const SS = 1;
const KDE = 1 << 13;
const MDE = 1 << 15;

/**
 * A program under the monitor. Each exception is written to `log`: ESR, ELR, FAR and SPSR. SVC ends the run. Breakpoints and
 * watchpoints are stepped over: with MDE off and SS on; then MDSCR_EL1 is what it was (x24). While that has SS, every
 * instruction is stepped. The program may use x0 to x23.
 */
const monitored = (mdscr: number, setup: string, code: string): string =>
  TABLES(`
        msr     oslar_el1, xzr
        adr     x0, vectors
        msr     vbar_el1, x0
        ldr     x28, =log
        ${setup}
        mov     x24, #${mdscr}
        msr     mdscr_el1, x24
        msr     daifclr, #8
go:     ${code}
        svc     #0
        .balign 2048
vectors:
        .space  0x200
        mrs     x26, esr_el1
        mrs     x27, elr_el1
        stp     x26, x27, [x28], #16
        mrs     x26, far_el1
        mrs     x27, spsr_el1
        stp     x26, x27, [x28], #16
        mrs     x26, esr_el1
        lsr     x26, x26, #26
        cmp     x26, #0x15
        b.eq    done
        mov     x25, x24
        bic     x26, x26, #1
        cmp     x26, #0x32              // a step: on as before; anything else: over it
        b.eq    1f
        mov     x25, #${KDE | SS}
1:      msr     mdscr_el1, x25
        bfi     x27, x25, #21, #1       // SPSR.SS = MDSCR_EL1.SS
        msr     spsr_el1, x27
        eret
done:   wfi
        b       done
        .data
        .balign 4096
data:   .space  4096
next:   .space  4096
log:    .space  4096
        .text
`);

const loadInto = (register: string, value: string | number): string => `
        ldr     x0, =${value}
        msr     ${register}, x0`;
/** DBGBCR: for EL1, BAS all. */
const breakpoint = (n: number, where: string | number, control = 0x1e3): string =>
  loadInto(`dbgbvr${n}_el1`, where) + loadInto(`dbgbcr${n}_el1`, control);
/** DBGWCR: for EL1. */
const watchpoint = (
  n: number,
  where: string,
  { lsc = 3, bas = 0xff, mask = 0 }: { lsc?: number; bas?: number; mask?: number } = {},
): string => loadInto(`dbgwvr${n}_el1`, where) + loadInto(`dbgwcr${n}_el1`, 3 | (lsc << 3) | (bas << 5) | (mask << 24));

const core = (run: ProgramRun, index = 0): Core => run.machine.processor.cores[index];
const at = (run: ProgramRun, label: string): number => Number(run.assembly.symbols.get(label));
const x = (run: ProgramRun, n: number): bigint => core(run).big(STATE.X + 8 * n);

/** An address as label+offset, by the nearest label below it. */
function place(run: ProgramRun, address: bigint): string {
  const below = [...run.assembly.symbols].filter(
    ([name, a]) => /^[a-z]/.test(name) && a <= address && address - a < 4096n,
  );
  if (below.length === 0) return `0x${address.toString(16)}`;
  const [name, a] = below.reduce((best, one) => (one[1] >= best[1] ? one : best));
  return address === a ? name : `${name}+${address - a}`;
}

/** What the monitor has seen, in words: kind, where, for a watchpoint which byte, and SS where SPSR has it. */
function seen(run: ProgramRun): string[] {
  const { memory } = run.machine.processor;
  const word = (n: number): bigint => {
    const bytes = new Uint8Array(8);
    memory.read8(at(run, 'log') + 8 * n, bytes);
    return new DataView(bytes.buffer).getBigUint64(0, true);
  };
  const events: string[] = [];
  for (let n = 0; word(n) !== 0n; n += 4) {
    const [esr, elr, far, spsr] = [word(n), word(n + 1), word(n + 2), word(n + 3)];
    const ec = Number(esr >> 26n);
    expect(ec === 0x15 || (esr & 0x3fn) === 0x22n).toBe(true);
    const access = (esr & 0x40n) !== 0n ? 'write' : 'read';
    const kind: Record<number, string> = {
      0x15: 'svc',
      0x31: 'breakpoint',
      0x33: (esr & (1n << 24n)) === 0n ? 'unstepped' : (esr & 0x40n) !== 0n ? 'step ex' : 'step',
      0x35: `${access} ${place(run, far)}`,
    };
    events.push(
      `${kind[ec] ?? `class ${ec.toString(16)}`} at ${place(run, elr)}${(spsr & (1n << 21n)) !== 0n ? ' SS' : ''}`,
    );
  }
  return events;
}

function watch(source: string): ProgramRun {
  const run = program(source, { cores: 1 });
  expect(run.machine.run(LIMIT)).toBe('idle');
  return run;
}

/** A loop of two rounds, whose two instructions are a pair that the interpreter fuses. */
const LOOP = `mov x0, #0
loop:   add     x0, x0, #1
test:   cmp     x0, #2
branch: b.ne    loop
after:`;

/** What the monitor sees of a loop: [what, MDSCR_EL1, setup, code, what it sees] */
const CASES: readonly [string, number, string, string, readonly string[]][] = [
  [
    'steps through a loop',
    KDE | SS,
    '',
    LOOP,
    [
      'unstepped at go',
      ...['loop', 'test', 'branch', 'loop', 'test', 'branch', 'after'].map((l) => `step at ${l}`),
      'svc at after+4',
    ],
  ],
  [
    'says when it stepped a Load-Exclusive',
    KDE | SS,
    '',
    'ldr x0, =data\n ldaxr w1, [x0]\nb: nop',
    ['unstepped at go', 'step at go+4', 'step ex at b', 'step at b+4', 'svc at b+8'],
  ],
  [
    'steps by branches, to registers and with a link',
    KDE | SS,
    '',
    'adr x1, far\n blr x1\nback: b over\nfar: ret\nover:',
    ['unstepped at go', 'step at go+4', 'step at far', 'step at back', 'step at over', 'svc at over+4'],
  ],
  [
    'steps a branch to a tagged address',
    KDE | SS,
    '',
    'mrs x0, tcr_el1\n orr x0, x0, #1 << 37\n msr tcr_el1, x0\n adr x0, far\n movk x0, #0x5a00, lsl #48\n br x0\nfar: nop',
    [
      'unstepped at go',
      ...[4, 8, 12, 16, 20].map((n) => `step at go+${n}`),
      'step at far',
      'step at far+4',
      'svc at far+8',
    ],
  ],
  [
    'steps over a page',
    KDE | SS,
    '',
    'b last\n .balign 4096\n .space 4092\nlast: nop\nfirst: nop\n',
    ['unstepped at go', 'step at last', 'step at first', 'step at first+4', 'svc at first+8'],
  ],
  [
    'steps a call of the firmware, whose exception comes between',
    KDE | SS,
    '',
    'ldr w0, =0x84000000\n smc #0\nback: mov x5, x0',
    ['unstepped at go', 'step at go+4', 'unstepped at back', 'step at back+4', 'svc at back+8'],
  ],
  [
    'stops stepping by itself',
    KDE | SS,
    '',
    'mov x24, #0\n msr mdscr_el1, x24\n nop',
    ['unstepped at go', 'step at go+4', 'svc at go+16'],
  ],
  [
    'breakpoint at the first instruction',
    KDE | MDE,
    breakpoint(0, 'go'),
    'nop',
    ['breakpoint at go', 'step at go+4', 'svc at go+8'],
  ],
  ...(['loop', 'test', 'branch'] as const).map((label, i): (typeof CASES)[number] => [
    `breakpoint at ${label}, in each round`,
    KDE | MDE,
    breakpoint(2, label),
    LOOP,
    ['test', 'branch', 'loop', 'test', 'branch', 'after']
      .map((next) => `step at ${next}`)
      .filter((_, n) => n % 3 === i)
      .flatMap((step) => [`breakpoint at ${label}`, step])
      .concat('svc at after+4'),
  ]),
  [
    'breakpoints that are set in code that has run, and taken away',
    KDE | MDE,
    '',
    `mov x1, #1\n ldr x2, =nine\n ldr x3, =0x1e3
again:  bl      nine
        cmp     x1, #4
        b.eq    last
        add     x1, x1, #1
        msr     dbgbvr0_el1, x2
        cmp     x1, #3                  // on before the third round
        b.ne    off
        msr     dbgbcr0_el1, x3
        b       again
off:    msr     dbgbcr0_el1, xzr
        b       again
nine:   nop
        ret
last:`,
    ['breakpoint at nine', 'step at nine+4', 'svc at last+4'],
  ],
  [
    'breakpoint linked to a context, which comes and goes',
    KDE | MDE,
    breakpoint(0, 'nine', 0x1e3 | (1 << 20) | (4 << 16)) +
      loadInto('dbgbvr4_el1', 3) +
      loadInto('dbgbcr4_el1', 0x3001e7),
    `mov x1, #1
again:  msr     contextidr_el1, x1
        isb
nine:   add     x1, x1, #1
        cmp     x1, #6
        b.ne    again
last:`,
    ['breakpoint at nine', 'step at nine+4', 'svc at last+4'],
  ],
  [
    'breakpoint on a context, at every instruction in it',
    KDE | MDE,
    loadInto('dbgbvr5_el1', 3) + loadInto('dbgbcr5_el1', 0x2001e3),
    'mov x1, #3\n msr contextidr_el1, x1\nin: nop\n msr contextidr_el1, xzr\nout: nop',
    ['breakpoint at in', 'step at in+4', 'breakpoint at in+4', 'step at out', 'svc at out+8'],
  ],
  [
    'watchpoint on a store, before which nothing of it is done',
    KDE | MDE,
    watchpoint(0, 'data', { lsc: 2 }),
    'ldr x0, =data - 8\n mov x1, #7\n ldr x2, [x0, #8]\nput: str x1, [x0, #8]!\n ldr x3, [x0]',
    ['write data at put', 'step at put+4', 'svc at put+12'],
  ],
  [
    'watchpoint in a page that was in use before, on and off',
    KDE | MDE,
    '',
    `ldr x0, =data\n ldr x1, =0x1ffb\n str x0, [x0]\n ldr x2, [x0]\n msr dbgwvr1_el1, x0\n msr dbgwcr1_el1, x1
get: ldr x2, [x0]\nput: str x2, [x0]\n msr dbgwcr1_el1, xzr\n ldr x2, [x0]\n str x2, [x0]\nend:`,
    ['read data at get', 'step at put', 'write data at put', 'step at put+4', 'svc at end+4'],
  ],
  [
    'misaligned: the first watched byte is told',
    KDE | MDE,
    watchpoint(0, 'data + 32'),
    'ldr x0, =data\na: stur x1, [x0, #29]\nb: ldur w1, [x0, #37]\nc: ldur w1, [x0, #28]\nd: ldurh w1, [x0, #39]\n ldurh w1, [x0, #40]\ne:',
    [
      ...['write data+32 at a', 'step at b', 'read data+37 at b', 'step at c', 'read data+39 at d'].slice(0, 4),
      'read data+39 at d',
      'step at d+4',
      'svc at e+4',
    ],
  ],
  [
    'across pages, on both sides',
    KDE | MDE,
    watchpoint(0, 'next - 8', { bas: 0x80 }) + watchpoint(1, 'next', { bas: 1 }),
    'ldr x0, =next\na: stur x1, [x0, #-4]\nb: ldurh w1, [x0, #-1]\nc: ldurh w1, [x0, #-2]\nd: ldrh w1, [x0]\n ldrh w1, [x0, #2]\ne:',
    [
      ['write next at a', 'b'],
      ['read next at b', 'c'],
      ['read next at c', 'd'],
      ['read next at d', 'd+4'],
    ]
      .flatMap(([what, then], i) => [i < 3 ? what.replace(' next', ' data+4095') : what, `step at ${then}`])
      .concat('svc at e+4'),
  ],
  [
    'pairs and structures',
    KDE | MDE,
    `mov x0, #3 << 20\n msr cpacr_el1, x0\n isb` + watchpoint(0, 'data + 40', { bas: 0x10 }),
    `ldr x0, =data
a:      ldp     q0, q1, [x0, #16]
b:      ldp     x1, x2, [x0, #32]
c:      ld4     {v0.16b, v1.16b, v2.16b, v3.16b}, [x0]
d:      ld1     {v0.b}[3], [x0]
        st1     {v0.2d}, [x0]
e:      ldpsw   x1, x2, [x0, #40]
f:`,
    [
      ...['a', 'b', 'c'].flatMap((l, i) => [`read data+44 at ${l}`, `step at ${['b', 'c', 'd'][i]}`]),
      'read data+44 at e',
      'step at f',
      'svc at f+4',
    ],
  ],
  [
    'DC ZVA: a store to all of its block',
    KDE | MDE,
    watchpoint(0, 'data + 72', { lsc: 2 }) +
      watchpoint(1, 'data + 128', { mask: 12, lsc: 1 }) +
      watchpoint(2, 'data + 2048', { mask: 8 }),
    'ldr x0, =data + 100\na: dc zva, x0\n sub x0, x0, #64\n dc zva, x0\n ldr x0, =data + 2104\nb: dc zva, x0\nc:',
    ['write data+72 at a', 'step at a+4', 'write data+2048 at b', 'step at c', 'svc at c+4'],
  ],
  [
    'exclusives',
    KDE | MDE,
    watchpoint(0, 'data', { lsc: 2 }),
    'ldr x0, =data\n ldxr x1, [x0]\na: stxr w2, x0, [x0]\nb: ldxr x1, [x0]\n clrex\n stxr w2, x0, [x0]\nc:',
    ['write data at a', 'step at b', 'svc at c+4'],
  ],
  [
    'a tagged pointer, whose tag FAR keeps',
    KDE | MDE,
    watchpoint(0, 'data'),
    `mrs x0, tcr_el1\n orr x0, x0, #1 << 37\n msr tcr_el1, x0\n isb\n ldr x0, =data\n movk x0, #0x5a00, lsl #48\na: ldr x1, [x0]\nb:`,
    ['read 0x5a000000000TAGGED at a', 'step at b', 'svc at b+4'],
  ],
  [
    'an access across 4 GB',
    KDE | MDE,
    watchpoint(0, '0x100000000', { bas: 2 }) + watchpoint(1, '0xfffffff8', { bas: 0x40, lsc: 2 }),
    `ldr x1, =0x40000701\n ldr x0, =table\n str x1, [x0, #24]\n str x1, [x0, #32]\n dsb sy\n ldr x0, =0xfffffffe
a: ldr w1, [x0]\nb: str w1, [x0]\nc: ldrh w1, [x0, #2]\nd:`,
    [
      'read 0x100000001 at a',
      'step at b',
      'write 0x100000001 at b',
      'step at c',
      'read 0x100000001 at c',
      'step at d',
      'svc at d+4',
    ],
  ],
];

describe('a monitor at EL1', () => {
  test.each(CASES)('%s', (_, mdscr, setup, code, expected) => {
    const run = watch(monitored(mdscr, setup, code));
    const data = (0x5a00_0000_0000_0000n | BigInt(at(run, 'data'))).toString(16);
    expect(seen(run)).toEqual(expected.map((text) => text.replace('0x5a000000000TAGGED', `0x${data}`)));
  });

  test('sees writeback once, and what was stored', () => {
    const run = watch(
      monitored(
        KDE | MDE,
        watchpoint(0, 'data'),
        'ldr x0, =data - 8\n mov x1, #7\n str x1, [x0, #8]!\n ldr x2, [x0], #8',
      ),
    );
    expect([x(run, 0), x(run, 2)]).toEqual([BigInt(at(run, 'data')) + 8n, 7n]);
  });
});

test('nothing is left behind when debug exceptions are off', () => {
  const run = program(
    monitored(
      KDE | MDE,
      breakpoint(0, 'end') + watchpoint(0, 'data'),
      'nop\nhalf: mov x0, #0x2000\n msr mdscr_el1, x0\n mov x0, #1\n isb\nend: nop',
    ),
    { cores: 1 },
  );
  const { processor } = run.machine;
  processor.addBreakpoint(at(run, 'half'), 0);
  expect(run.machine.run(LIMIT)).toBe('breakpoint');
  expect([processor.micro.breakOffsets.size, processor.tlbs.watching]).toEqual([2, true]);
  processor.removeBreakpoint(at(run, 'half'), 0);
  expect(run.machine.run(LIMIT)).toBe('idle');
  expect([processor.micro.breakOffsets.size, processor.tlbs.watching]).toEqual([0, false]);
  expect(seen(run)).toEqual(['svc at end+8']);
});

describe('with a debugger outside', () => {
  const source = monitored(
    KDE | MDE,
    breakpoint(0, 'here') + watchpoint(0, 'data', { lsc: 2 }),
    'ldr x1, =data\n mov x0, #2\nhere: str x0, [x1]\nload: ldr x2, [x1]\n subs x0, x0, #1\nloop: b.ne here\nend:',
  );
  const round = (n: number): string[] => ['breakpoint at here', 'step at load', ...(n === 0 ? ['svc at end+4'] : [])];

  test('both see their breakpoints, at one address and at others, and the debugger changes nothing', () => {
    const plain = watch(source);
    const run = program(source, { cores: 1 });
    for (const label of ['here', 'loop']) run.machine.processor.addBreakpoint(at(run, label), 0);
    const stops: string[] = [];
    while (run.machine.run(LIMIT) === 'breakpoint') stops.push(place(run, core(run).big(STATE.PC)));
    // The debugger is asked first; the guest's exception then comes, and the instruction is reached again.
    expect(stops).toEqual(['here', 'here', 'loop', 'here', 'here', 'loop']);
    expect(seen(run)).toEqual([...round(1), ...round(0)]);
    expect(run.machine.hash()).toBe(plain.machine.hash());
  });

  test('both see their accesses', () => {
    const only = source.replaceAll('dbgbcr0_el1, x0', 'dbgbcr0_el1, xzr');
    const plain = watch(only);
    const run = program(only, { cores: 1 });
    const { tlbs } = run.machine.processor;
    const told: string[] = [];
    tlbs.onWatch = (c, w, write) => {
      told.push(`${write ? 'write' : 'read'} ${place(run, BigInt(w.lo))} at ${place(run, BigInt(c.pcLo))}`);
      return false;
    };
    tlbs.watch([{ lo: at(run, 'data'), hi: 0, bytes: 1, onRead: true, onWrite: true }]);
    expect(run.machine.run(LIMIT)).toBe('idle');
    // A store is asked about when it is tried, and when it is stepped.
    const both = ['write data at here', 'write data at here', 'read data at load'];
    expect(told).toEqual([...both, ...both]);
    const hit = ['write data at here', 'step at load'];
    expect(seen(run)).toEqual([...hit, ...hit, 'svc at end+4']);
    expect(run.machine.hash()).toBe(plain.machine.hash());
  });

  test('the debugger steps what the guest steps', () => {
    const stepping = monitored(KDE | SS, '', LOOP);
    const plain = watch(stepping);
    const run = program(stepping, { cores: 1 });
    for (let n = 0; core(run).mode === 'run' && n < 1000; n++) run.machine.scheduler.step(core(run), LIMIT);
    expect(seen(run)).toEqual(seen(plain));
    expect(core(run).icount).toBe(core(plain).icount);
  });
});

describe('a run', () => {
  const stepped = monitored(
    KDE | MDE | SS,
    breakpoint(0, 'here') + watchpoint(0, 'data'),
    'ldr x1, =data\n mov x0, #2\nhere: nop\nget: ldxr x2, [x1]\nput: str x0, [x1]\n subs x0, x0, #1\n b.ne here\nend:',
  );
  const waiting = monitored(
    KDE | MDE,
    breakpoint(0, 'here') + watchpoint(0, 'data'),
    'ldr x1, =data\n mov x0, #100\nwait: subs x0, x0, #1\n b.ne wait\nhere: nop\nget: ldr x2, [x1]\nend:',
  );

  test.each([
    ['steps', stepped, ['breakpoint at here SS', 'read data at get SS', 'step ex at put', 'write data at put SS']],
    ['waits for what it has set', waiting, ['breakpoint at here', 'read data at get']],
  ])('that %s goes on from a snapshot anywhere, and is the same in slices of any length', (_, source, expected) => {
    const whole = watch(source);
    const events = seen(whole);
    for (const event of expected) expect(events).toContain(event);
    const length = core(whole).icount;
    const machine = program(source, { cores: 1 });
    // The monitor's handler has 19 instructions: these fall everywhere in it and between its entries.
    for (let t = 1; t < length; t += 31) {
      machine.machine.run(t);
      const snapshot = takeSnapshot(machine.machine);
      const pages = [...pagesOf(snapshot)].map(([pa, bytes]): [number, Uint8Array] => [pa, bytes.slice()]);
      const other = program(source, { cores: 1 });
      loadState(other.machine, structuredClone(snapshot.state), pages);
      snapshot.memory.release();
      expect(other.machine.run(LIMIT)).toBe('idle');
      expect([t, seen(other), other.machine.hash()]).toEqual([t, events, whole.machine.hash()]);
    }
    machine.machine.run(LIMIT);
    expect(machine.machine.hash()).toBe(whole.machine.hash());
  });
});

test('a region does not run over a breakpoint that was set after it was made', () => {
  const run = program(
    monitored(
      KDE | MDE,
      '',
      `mov x0, #100
loop:   subs    x0, x0, #1
here:   b.ne    loop
        mov     x0, #2
        ldr     x1, =here
        ldr     x2, =0x1e3
        msr     dbgbvr0_el1, x1
        msr     dbgbcr0_el1, x2
        cbz     x20, set
        b       end
set:    mov     x20, #1
        b       loop
end:`,
    ),
    { cores: 1 },
  );
  const { processor } = run.machine;
  processor.addBreakpoint(at(run, 'loop'), 0);
  expect(run.machine.run(LIMIT)).toBe('breakpoint');
  processor.removeBreakpoint(at(run, 'loop'), 0);
  expect(installRegion(processor, at(run, 'loop'))).toBeDefined();
  run.machine.run(LIMIT);
  expect(seen(run)).toEqual([
    'breakpoint at here',
    'step at loop',
    'breakpoint at here',
    'step at here+4',
    'svc at end+4',
  ]);
});

test("a core's breakpoints are its own", () => {
  // The second core runs the same instructions, and has no monitor.
  const run = program(
    `_start: mov x0, #0x8000\n msr oslar_el1, xzr\n msr mdscr_el1, x0\n adr x1, here\n msr dbgbvr0_el1, x1
        mov     x1, #0xe1e1             // EL2 alone
        msr     dbgbcr0_el1, x1
        ldr     x0, =0xa106             // MDSCR_EL1.MDE and KDE; MDCR_EL2.TDE
        msr     mdcr_el2, x0
        mov     x0, #0xa000
        msr     mdscr_el1, x0
        adr     x0, vectors
        msr     vbar_el2, x0
        ldr     x0, =0xc4000003
        mov     x1, #1
        adr     x2, other
        smc     #0
        msr     daifclr, #8
other:  mov     x6, #5
again:  sub     x6, x6, #1
here:   cbnz    x6, again
        wfi
        .balign 2048
vectors: .space 0x200
        add     x20, x20, #1
        msr     dbgbcr0_el1, xzr
        eret`,
    { cores: 2 },
  );
  expect(run.machine.run(LIMIT)).toBe('idle');
  const [first, second] = [core(run, 0), core(run, 1)];
  expect([first, second].map((c) => [c.get(STATE.X + 8 * 20), c.get(STATE.X + 8 * 6)])).toEqual([
    [1, 0],
    [0, 0],
  ]);
});

describe('an interrupt', () => {
  const rig = new Rig();
  const { core: rigCore } = rig;
  const start = (ss: number): void => {
    rig.start({ el: 0, daif: 0x340, regs: { MDSCR_EL1: SS, OSLSR_EL1: 8 } });
    debugChanged(rigCore);
    rigCore.set(STATE.SS, ss);
    rigCore.irq = true;
  };

  test('comes before the instruction that is to be stepped, and keeps SS', () => {
    start(1);
    expect(rig.execute(NOP)).toMatchObject({ target: 1, vector: 0x480, spsr: 0x200340 });
  });

  test('comes after a step that is due', () => {
    start(0);
    expect(rig.execute(NOP)).toMatchObject({ target: 1, vector: 0x400, esr: 0xca000022, spsr: 0x340 });
  });

  test('comes after the step of an instruction', () => {
    start(1);
    rigCore.irq = false;
    expect(rig.execute(NOP)).toMatchObject({ target: 0 });
    rigCore.irq = true;
    expect(rig.run()).toMatchObject({ target: 1, vector: 0x400, esr: 0xcb000022, elr: CODE + 4, spsr: 0x340 });
  });
});
