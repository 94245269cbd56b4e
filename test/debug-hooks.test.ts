/** What a debugger needs: stop at an address, go on, single step, watch data, read memory as any level sees it. */
import { describe, expect, test } from 'vitest';
import { debugRead, debugTranslate, debugWrite, type Space } from '../src/aarch64/mmu/debug.js';
import type { Core } from '../src/aarch64/core.js';
import { STATE } from '../src/aarch64/state.js';
import { installRegion } from '../src/aarch64/translator/install.js';
import type { Watch } from '../src/aarch64/tlb.js';
import { QUANTUM } from '../src/machine/scheduler.js';
import { program, runToEnd, sourceOf, type ProgramRun } from './support/run.js';
import { TABLES } from './support/tables.js';

const LIMIT = 1e7;
const core = ({ machine }: ProgramRun, index = 0): Core => machine.processor.cores[index];
const pc = (run: ProgramRun, index = 0): number => Number(core(run, index).big(STATE.PC));
const x = (run: ProgramRun, n: number, index = 0): number => Number(core(run, index).big(STATE.X + 8 * n));
const at = (run: ProgramRun, label: string): number => {
  const address = run.assembly.symbols.get(label);
  if (address === undefined) throw new Error(`no label ${label}`);
  return Number(address);
};
const add = (run: ProgramRun, ...labels: string[]): void => {
  for (const l of labels) run.machine.processor.addBreakpoint(at(run, l), 0);
};
const remove = (run: ProgramRun, ...labels: string[]): void => {
  for (const l of labels) run.machine.processor.removeBreakpoint(at(run, l), 0);
};

const LOOP = `
_start: mov     x0, #0
        mov     x1, #10
loop:   add     x0, x0, #1              // with the next one these are a pair that the interpreter fuses
second: cmp     x0, x1
branch: b.ne    loop
done:   wfi
`;

describe('a breakpoint', () => {
  test('stops before the instruction, each time it is reached, and not when it is taken away', () => {
    const run = program(LOOP, { cores: 1 });
    add(run, 'loop');
    for (let n = 0; n < 5; n++) {
      expect(run.machine.run(LIMIT)).toBe('breakpoint');
      expect(run.machine.scheduler.current).toBe(core(run));
      expect([pc(run), x(run, 0), core(run).icount]).toEqual([at(run, 'loop'), n, 2 + 3 * n]);
    }
    remove(run, 'loop');
    expect(run.machine.run(LIMIT)).toBe('idle');
    expect(x(run, 0)).toBe(10);
  });

  test.each(['loop', 'second', 'branch'])(
    'stops at %s, alone or with the others, also in code that has run',
    (label) => {
      for (const others of [[], ['loop', 'second', 'branch']]) {
        const run = program(LOOP, { cores: 1 });
        run.machine.run(12);
        add(run, label, ...others);
        let stops = 0;
        while (run.machine.run(LIMIT) === 'breakpoint') if (pc(run) === at(run, label)) stops++;
        // 12 instructions are the first three times round and one more.
        expect(stops).toBe(label === 'loop' ? 6 : 7);
        expect([x(run, 0), core(run).icount]).toEqual([10, 2 + 30 + 1]);
      }
    },
  );

  test('at the first instruction stops before anything has run', () => {
    const run = program(LOOP, { cores: 1 });
    add(run, '_start');
    expect(run.machine.run(LIMIT)).toBe('breakpoint');
    expect(core(run).icount).toBe(0);
    expect(run.machine.run(LIMIT)).toBe('idle');
  });

  test('is asked about its address only, not about others at the same place in their page', () => {
    const run = program(
      `_start: bl far\n here: b . \n .balign 4096\n .space 4\n far: mov x1, #1\n ret\n .balign 4096\n nop\n never: nop\n`,
      { cores: 1 },
    );
    expect(at(run, 'here') & 4095).toBe(at(run, 'far') & 4095);
    expect(at(run, 'never') & 4095).toBe(at(run, 'far') & 4095);
    add(run, 'here', 'never');
    expect(run.machine.run(LIMIT)).toBe('breakpoint');
    expect([pc(run), x(run, 1), core(run).icount]).toEqual([at(run, 'here'), 1, 3]);
  });

  test('at an instruction that faults stops there once, then goes on into the vector', () => {
    const run = program(
      `_start: adr x0, vectors\n msr vbar_el2, x0\n bad: udf #0\n .balign 2048\n vectors: .space 0x200\n handler: mov x5, #1\n wfi`,
      { cores: 1 },
    );
    add(run, 'bad', 'handler');
    expect([run.machine.run(LIMIT), pc(run)]).toEqual(['breakpoint', at(run, 'bad')]);
    expect([run.machine.run(LIMIT), pc(run)]).toEqual(['breakpoint', at(run, 'handler')]);
    expect([run.machine.run(LIMIT), x(run, 5)]).toEqual(['idle', 1]);
  });

  test('stops in code that was stored there since', () => {
    const run = program(
      `_start: adr x1, patch\n ldr w2, =0x91000400\n mov x0, #0\n bl patch\n str w2, [x1]\n bl patch\n wfi
patch:  nop
        ret`,
      { cores: 1 },
    );
    add(run, 'patch');
    expect([run.machine.run(LIMIT), pc(run), x(run, 0)]).toEqual(['breakpoint', at(run, 'patch'), 0]);
    expect([run.machine.run(LIMIT), pc(run), x(run, 0)]).toEqual(['breakpoint', at(run, 'patch'), 0]);
    expect([run.machine.run(LIMIT), x(run, 0)]).toEqual(['idle', 1]);
  });

  test('stops the core that reaches it; the others have had their turns and go on', () => {
    const run = program(sourceOf('firmware-samples/two-cores.s'));
    const plain = program(sourceOf('firmware-samples/two-cores.s'));
    runToEnd(plain, LIMIT);
    add(run, 'free_lock');
    const stops = [0, 0];
    while (run.machine.run(LIMIT) === 'breakpoint') {
      const { index } = run.machine.scheduler.current;
      expect(pc(run, index)).toBe(at(run, 'free_lock'));
      stops[index]++;
    }
    expect(stops).toEqual([10_000, 10_000]);
    expect(run.output()).toBe(plain.output());
    expect(run.machine.hash()).toBe(plain.machine.hash());
  });

  test('stops at addresses above 4 GB', () => {
    // The page tables' sample runs at EL2; here an address beyond the first 4 GB maps the code once more.
    const run = program(TABLES('ldr x5, =high + 0x140000000\n br x5\nhigh: nop\nhigh2: nop\n wfi'), { cores: 1 });
    run.machine.processor.addBreakpoint(at(run, 'high2') + 0x40000000, 1);
    expect(run.machine.run(LIMIT)).toBe('breakpoint');
    expect(pc(run)).toBe(at(run, 'high2') + 0x140000000);
    expect(run.machine.run(LIMIT)).toBe('idle');
  });
});

describe('a single step', () => {
  test('does one instruction', () => {
    const run = program(LOOP, { cores: 1 });
    const seen: number[] = [];
    for (let n = 0; n < 8; n++) {
      expect(run.machine.scheduler.step(core(run), LIMIT)).toBe('stepped');
      seen.push(pc(run) - at(run, '_start'));
      expect(core(run).icount).toBe(n + 1);
      expect(run.machine.scheduler.now()).toBe(n + 1);
    }
    expect(seen).toEqual([4, 8, 12, 16, 8, 12, 16, 8]);
  });

  test('is not held up by a breakpoint where the core stands, and a run from where it came to is not either', () => {
    const run = program(LOOP, { cores: 1 });
    add(run, 'loop', 'second', 'branch');
    expect(run.machine.run(LIMIT)).toBe('breakpoint');
    expect(pc(run)).toBe(at(run, 'loop'));
    expect(run.machine.scheduler.step(core(run))).toBe('stepped');
    expect(pc(run)).toBe(at(run, 'second'));
    expect(run.machine.run(LIMIT)).toBe('breakpoint');
    expect(pc(run)).toBe(at(run, 'branch'));
    expect(core(run).icount).toBe(4);
  });

  test('takes an exception as one step, and an interrupt as well', () => {
    const run = program(`_start: adr x0, v\n msr vbar_el2, x0\n svc #1\n .balign 2048\n v: .space 0x200\n nop\n wfi`, {
      cores: 1,
    });
    const steps = Array.from({ length: 5 }, () => {
      run.machine.scheduler.step(core(run), LIMIT);
      return pc(run) - at(run, '_start');
    });
    // SVC itself finds the exception; its entry is the step after.
    expect(steps).toEqual([4, 8, 0xa00, 0xa04, 0xa08]);
    expect(core(run).icount).toBe(5);
  });

  test('of one core lets the others take their turns', () => {
    const run = program(
      `_start: ldr x0, =0xc4000003\n mov x1, #1\n adr x2, other\n smc #0\nhere: add x5, x5, #1\n b here\nother: add x6, x6, #1\n b other`,
      { cores: 2 },
    );
    add(run, 'here');
    run.machine.run(LIMIT);
    remove(run, 'here');
    const [first, second] = [core(run, 0), core(run, 1)];
    expect(second.icount).toBe(0);
    // To the end of this round and through most of the next.
    for (let n = 0; n < QUANTUM + 5000; n++) expect(run.machine.scheduler.step(first, LIMIT)).toBe('stepped');
    expect(x(run, 5)).toBe((QUANTUM + 5000) / 2);
    expect(second.icount).toBeGreaterThan(5000);
    expect(run.machine.scheduler.step(second, LIMIT)).toBe('stepped');
  });

  test('of a core that waits comes to the wake-up, or gives up in time', () => {
    const run = program(`_start: wfi\n nop\n b .`, { cores: 1 });
    const { scheduler } = run.machine;
    expect(scheduler.step(core(run), LIMIT)).toBe('stepped');
    expect(scheduler.step(core(run), LIMIT)).toBe('idle');
    scheduler.schedule(
      15_000,
      () => {
        core(run).irq = true;
        scheduler.interruptChanged(core(run));
      },
      0,
    );
    expect(scheduler.step(core(run), 14_000)).toBe('time');
    // Interrupts are masked: the core only goes on.
    expect(scheduler.step(core(run), LIMIT)).toBe('stepped');
    expect([pc(run) - at(run, '_start'), scheduler.now()]).toEqual([8, 15_001]);
  });
});

describe('watched data', () => {
  const STORES = TABLES(`
        ldr     x0, =data
        mov     w1, #1
a:      str     w1, [x0]                // [0, 4)
b:      ldr     w2, [x0, #4]            // [4, 8)
c:      str     x1, [x0, #8]            // [8, 16)
d:      strb    w1, [x0, #21]           // [21, 22)
e:      ldp     x3, x4, [x0, #16]       // [16, 32)
f:      stur    x1, [x0, #29]           // [29, 37), misaligned
g:      ldxr    w5, [x0, #0]
h:      stxr    w6, w1, [x0]
i:      dc      zva, x0                 // [0, 64)
j:      ldr     w7, [x0, #64]
        wfi
        .data
        .balign 64
data:   .space  128
`);

  /** Labels of the instructions that stopped the machine, with what the hook was told. */
  function stopsOf(run: ProgramRun, watches: Watch[]): string[] {
    const { tlbs } = run.machine.processor;
    const stops: string[] = [];
    let told = '';
    tlbs.onWatch = (c, _, write) => {
      expect(c).toBe(core(run));
      told = write ? 'write' : 'read';
      run.machine.scheduler.stop();
      return false;
    };
    tlbs.watch(watches);
    while (run.machine.run(LIMIT) === 'stopped') {
      // It has stopped behind the instruction.
      const label = [...run.assembly.symbols].find(([, value]) => Number(value) === pc(run) - 4)?.[0];
      stops.push(`${label} ${told}`);
    }
    return stops;
  }

  test.each<[string, { from: number; bytes: number; onRead?: boolean; onWrite?: boolean }, string[]]>([
    ['writes of a word', { from: 0, bytes: 4, onWrite: true }, ['a write', 'h write', 'i write']],
    ['reads of a word', { from: 0, bytes: 4, onRead: true }, ['g read']],
    ['both', { from: 0, bytes: 4, onRead: true, onWrite: true }, ['a write', 'g read', 'h write', 'i write']],
    ['a byte in the middle of wider accesses', { from: 13, bytes: 1, onWrite: true }, ['c write', 'i write']],
    ['the second register of a pair', { from: 24, bytes: 8, onRead: true }, ['e read']],
    ['both sides of misaligned bytes', { from: 36, bytes: 1, onWrite: true }, ['f write', 'i write']],
    ['a byte', { from: 21, bytes: 1, onWrite: true }, ['d write', 'i write']],
    ['bytes next to all that', { from: 68, bytes: 60, onRead: true, onWrite: true }, []],
    ['one byte behind DC ZVA', { from: 64, bytes: 1, onRead: true, onWrite: true }, ['j read']],
  ])('%s', (_, { from, bytes, onRead = false, onWrite = false }, expected) => {
    const run = program(STORES, { cores: 1 });
    expect(stopsOf(run, [{ lo: at(run, 'data') + from, hi: 0, bytes, onRead, onWrite }])).toEqual(expected);
    // What ran is what would have run.
    const plain = program(STORES, { cores: 1 });
    plain.machine.run(LIMIT);
    expect(run.machine.hash()).toBe(plain.machine.hash());
  });

  test('is watched when the page was in use before, and no longer when the watch is taken away', () => {
    const run = program(`_start: ldr x0, =data\n1: str x1, [x0]\n add x1, x1, #1\n b 1b\n .data\n data: .quad 0`, {
      cores: 1,
    });
    run.machine.run(1_000);
    const { tlbs } = run.machine.processor;
    let hits = 0;
    tlbs.onWatch = () => {
      hits++;
      return false;
    };
    tlbs.watch([{ lo: at(run, 'data'), hi: 0, bytes: 8, onRead: false, onWrite: true }]);
    run.machine.run(1_300);
    expect(hits).toBe(100);
    tlbs.watch([]);
    run.machine.run(2_000);
    expect(hits).toBe(100);
    expect(x(run, 1)).toBeGreaterThan(600);
  });

  test('is watched by its virtual address', () => {
    const run = program(
      TABLES('ldr x0, =data\n ldr x1, =data + 0x140000000\n str x0, [x0]\n str x0, [x1]\n wfi\n .data\ndata: .quad 0'),
      {
        cores: 1,
      },
    );
    const { tlbs } = run.machine.processor;
    const hits: number[] = [];
    tlbs.onWatch = (_, watch) => {
      hits.push(watch.hi * 2 ** 32 + watch.lo);
      return false;
    };
    tlbs.watch([{ lo: at(run, 'data') + 0x40000000, hi: 1, bytes: 8, onRead: false, onWrite: true }]);
    expect(run.machine.run(LIMIT)).toBe('idle');
    expect(hits).toEqual([at(run, 'data') + 0x140000000]);
  });

  test.each([
    ['interpreted', false],
    ['in regions', true],
  ])(
    'holds the core before the instruction where the debugger wants that: nothing has happened then, %s',
    (_, regions) => {
      const run = program(STORES, { cores: 1 });
      const started = regions ? ['el1', ...'abcdefghij'] : [];
      for (const label of started) expect(installRegion(run.machine.processor, at(run, label))).toBeDefined();
      const plain = program(STORES, { cores: 1 });
      plain.machine.run(LIMIT);
      const { tlbs } = run.machine.processor;
      const stops: string[] = [];
      let passing = -1;
      tlbs.onWatch = (c) => {
        if (passing === c.icount) return false;
        passing = c.icount;
        return true;
      };
      tlbs.watch([{ lo: at(run, 'data'), hi: 0, bytes: 32, onRead: true, onWrite: true }]);
      while (run.machine.run(LIMIT) === 'watchpoint') {
        expect(core(run).icount).toBe(passing);
        stops.push([...run.assembly.symbols].find(([, value]) => Number(value) === pc(run))?.[0] ?? '?');
      }
      expect(stops.join('')).toBe('abcdefghi');
      expect(run.machine.hash()).toBe(plain.machine.hash());
    },
  );

  test('is watched through a tagged pointer where the top byte is ignored, and only there', () => {
    for (const tagged of [true, false]) {
      const code = `ldr x0, =data + (0x5a << 56)\n str x0, [x0]\n wfi\n .data\ndata: .quad 0`;
      const run = program(TABLES(code).replace('0x200803519', tagged ? '0x2200803519' : '0x200803519'), { cores: 1 });
      const { tlbs } = run.machine.processor;
      let hits = 0;
      tlbs.onWatch = () => ++hits < 0;
      tlbs.watch([{ lo: at(run, 'data'), hi: 0, bytes: 8, onRead: false, onWrite: true }]);
      run.machine.run(100);
      expect(hits).toBe(tagged ? 1 : 0);
    }
  });
});

describe('a region that is made while there are breakpoints', () => {
  test.each(['loop', 'second', 'branch'])('stops at %s', (label) => {
    const run = program(LOOP, { cores: 1 });
    add(run, label);
    run.machine.run(1);
    for (const start of ['_start', 'loop', 'second', 'branch']) installRegion(run.machine.processor, at(run, start));
    let stops = 0;
    while (run.machine.run(LIMIT) === 'breakpoint') stops++;
    expect([stops, x(run, 0)]).toEqual([10, 10]);
  });
});

describe('memory', () => {
  const made = (): ProgramRun => {
    const run = program(TABLES(`ldr x0, =data\n wfi\n .data\n .balign 8\ndata: .quad 0x1122334455667788\n`), {
      cores: 1,
    });
    expect(run.machine.run(LIMIT)).toBe('idle');
    expect(core(run).el).toBe(1);
    return run;
  };

  test('is read as each level sees it', () => {
    const run = made();
    const data = at(run, 'data');
    const bytes = new Uint8Array(8);
    const read = (space: Space, address: number): string => {
      bytes.fill(0);
      const n = debugRead(core(run), space, BigInt(address), bytes);
      return `${n} ${[...bytes].map((b) => b.toString(16)).join(' ')}`;
    };
    const found = '8 88 77 66 55 44 33 22 11';
    const nothing = '0 0 0 0 0 0 0 0 0';
    // Address         EL0 and EL1: mapped twice     EL2 and EL3: MMU off      physical
    for (const [address, el1, flat] of [
      [data, found, found],
      [data + 0x140000000, found, nothing],
      [data + 0xc0000000, nothing, nothing],
    ] as const) {
      expect(read(0, address), 'EL0').toBe(el1);
      expect(read(1, address), 'EL1').toBe(el1);
      expect(read(2, address), 'EL2').toBe(flat);
      expect(read(3, address), 'EL3').toBe(flat);
      expect(read('physical', address), 'physical').toBe(flat);
    }
    expect(debugTranslate(core(run), 1, BigInt(data) + 0x140000000n)).toBe(data);
    expect(debugTranslate(core(run), 1, 0xffff_0000_0000_0000n)).toBe(-1);
  });

  test('that is written by a debugger is what runs next', () => {
    const run = program('_start: nop\nloop: add x0, x0, #1\n b loop', { cores: 1 });
    run.machine.run(1 + 2 * 100);
    // add x0, x0, #16
    const word = Uint8Array.of(0x00, 0x40, 0x00, 0x91);
    expect(debugWrite(core(run), 2, BigInt(at(run, 'loop')), word)).toBe(4);
    run.machine.run(1 + 2 * 200);
    expect(x(run, 0)).toBe(100 + 1600);
  });

  test('reads up to where there is nothing more', () => {
    const run = program('_start: b .', { board: 'virt', el: 1 });
    const into = new Uint8Array(64);
    expect(debugRead(core(run), 'physical', 0x7fff_fff0n, into)).toBe(16);
    // Devices are not touched.
    expect(debugRead(core(run), 'physical', 0x900_0000n, into)).toBe(0);
  });
});
