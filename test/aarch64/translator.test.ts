import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { STATE } from '../../src/aarch64/state.js';
import { analyse } from '../../src/aarch64/translator/structure.js';
import { stateOf, translateAll } from '../support/lockstep.js';
import { program, sourceOf, type ProgramRun } from '../support/run.js';

const kernels = readdirSync(new URL('../../bench/kernels/', import.meta.url))
  .filter((f) => f.endsWith('.s'))
  .map((f) => f.slice(0, -2));

describe('regions and the interpreter agree', () => {
  test.each(kernels)('on the kernel %s, at every point where a turn ends', (name) => {
    const source = sourceOf(`bench/kernels/${name}.s`);
    const [a, b] = [program(source, { board: 'virt', el: 1 }), program(source, { board: 'virt', el: 1 })];
    expect(translateAll(b)).toBeGreaterThan(5);
    // Odd lengths, so that turns end everywhere in a block.
    for (let time = 9_001; time < 1_500_000; time += 97_003) {
      a.machine.run(time);
      b.machine.run(time);
      expect(stateOf(b)).toEqual(stateOf(a));
    }
  });

  const HANDLER = `
        // Counts the fault, keeps what the handler saw, repairs X1 and goes on.
        .balign 2048
vectors:
        .space  0x200
        mrs     x20, elr_el1
        mrs     x21, far_el1
        mrs     x22, esr_el1
        mrs     x23, spsr_el1
        mov     x24, x1
        mov     x25, x2
        add     x26, x26, #1
        ldr     x1, =data
        eret
`;
  const PROGRAMS: Readonly<Record<string, string>> = {
    'a faulting LDP with writeback changes nothing before the fault': `
_start: ldr     x0, =vectors
        msr     vbar_el1, x0
        mov     x19, #200
        mov     x26, #0
loop:   ldr     x1, =data
        mov     x2, #7
        mov     x3, #9
        tst     x19, #3
        b.ne    1f
        movk    x1, #0x1234, lsl #32    // no memory there: an external abort
1:      cmp     x19, #100
        ldp     x2, x3, [x1, #16]!
        add     x4, x4, x2
        adc     x4, x4, x3              // the flags of the cmp before the fault
        subs    x19, x19, #1
        b.ne    loop
        b       .
${HANDLER}
        .balign 8
data:   .quad   1, 2, 3, 4, 5, 6`,
    'a chain of flag-setting instructions': `
_start: mov     x0, #0x7fffffff
        mov     x1, #1000
loop:   adds    w2, w0, w1
        adcs    x3, x3, x2
        sbcs    x4, x4, x3
        ccmp    x3, x4, #5, lt
        csinc   x5, x5, x3, vs
        ccmn    x4, #17, #10, hi
        csel    x6, x4, x5, ge
        cset    w7, mi
        bics    x8, x6, x0
        csneg   x9, x8, x7, eq
        ands    w10, w9, w6
        cinv    x11, x10, le
        eor     x0, x0, x11, ror #7
        negs    x12, x0
        adc     x0, x0, x12
        cmn     w0, #1
        csetm   x13, cc
        add     x0, x0, x13
        subs    x1, x1, #1
        b.ne    loop
        b       .`,
    'MSR and MRS inside, of flags, of the stack pointer of EL0 and of a translation register': `
_start: mov     x0, #300
        mov     x5, #0
loop:   lsl     x1, x0, #28
        msr     nzcv, x1
        cset    w2, eq
        msr     sp_el0, x0
        mrs     x3, sp_el0
        add     x5, x5, x3
        add     x5, x5, x2
        msr     ttbr1_el1, x5
        mrs     x4, nzcv
        mrs     x6, ttbr1_el1
        eor     x5, x5, x4
        msr     daifset, #2
        cmp     x5, x6
        mrs     x7, daif
        csinc   x5, x5, x7, lo
        subs    x0, x0, #1
        b.ne    loop
        b       .`,
    'a store into the running region': `
_start: mov     x0, #100
        adr     x1, patch
        ldr     w2, =0x91000463         // add x3, x3, #1
        ldr     w4, =0x91000863         // add x3, x3, #2
loop:   tst     x0, #1
        csel    w5, w2, w4, eq
        str     w5, [x1]
patch:  add     x3, x3, #0
        subs    x0, x0, #1
        b.ne    loop
        b       .`,
  };

  test.each(Object.keys(PROGRAMS))('on %s', (name) => {
    const make = (): ProgramRun => program(PROGRAMS[name], { board: 'virt', el: 1 });
    const [a, b] = [make(), make()];
    expect(translateAll(b)).toBeGreaterThan(0);
    // Turns shorter and longer than the blocks: the interpreter runs what is left of a turn.
    for (let time = 1; time < 4_000; time += 1 + ((time * 7919) % 61)) {
      a.machine.run(time);
      b.machine.run(time);
      expect(stateOf(b)).toEqual(stateOf(a));
    }
    // The loops must have ended: both stand at the branch to itself.
    const core = a.machine.processor.cores[0];
    a.machine.run(100_000);
    b.machine.run(100_000);
    expect(stateOf(b)).toEqual(stateOf(a));
    const at = core.big(STATE.PC);
    a.machine.run(100_001);
    expect(core.big(STATE.PC)).toBe(at);
    if (name.startsWith('a faulting')) expect(core.big(STATE.X + 26 * 8)).toBe(50n);
    if (name.startsWith('a store')) expect(core.big(STATE.X + 3 * 8)).toBe(150n);
  });
});

describe('the order of blocks', () => {
  test('finds loops, merges and dominators', () => {
    // 0 -> 1 -> 2 -> 1, 1 -> 3, 0 -> 3
    const o = analyse({ successors: [[1, 3], [2, 3], [1], []] });
    expect(o.reducible).toBe(true);
    expect(o.loopHeader).toEqual([false, true, false, false]);
    expect(o.merge).toEqual([false, false, false, true]);
    expect(o.idom).toEqual([0, 0, 1, 0]);
  });
  test('tells an irreducible graph', () => {
    expect(analyse({ successors: [[1, 2], [2], [1]] }).reducible).toBe(false);
  });
});
