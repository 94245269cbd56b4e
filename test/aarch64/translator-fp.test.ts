/** Regions and the interpreter side by side on FP and SIMD instructions where the kernels of the benchmark don't go. */
import { describe, expect, test } from 'vitest';
import { STATE } from '../../src/aarch64/state.js';
import { stateOf, translateAll } from '../support/lockstep.js';
import { program, type ProgramRun } from '../support/run.js';

const FP_ON = `
        mov     x0, #0x300000
        msr     cpacr_el1, x0
        isb`;

interface Program {
  readonly source: string;
  /** Guest time (ns) by which the program stands at its last branch. */
  readonly end: number;
  /** What a register of the interpreter holds then: the program did what its name says. */
  readonly check?: readonly [x: number, value: bigint];
}

const PROGRAMS: Readonly<Record<string, Program>> = {
  'arithmetic on random bits and edge values while FPCR changes': {
    source: `
_start: ${FP_ON}
        ldr     x10, =values
        mov     x11, #0                 // FPCR in turn: rounding, FZ, DN, AHP
        ldr     x12, =0x9e3779b97f4a7c15
        mov     x19, #200
loop:   and     x0, x11, #31
        lsl     x0, x0, #22
        msr     fpcr, x0                // leaves the region
        mov     x20, #4
inner:  add     x11, x11, #1
        mul     x13, x12, x11
        and     x1, x13, #15
        ubfx    x2, x13, #17, #4
        ldr     d0, [x10, x1, lsl #3]
        ldr     d1, [x10, x2, lsl #3]
        fmov    d2, x13
        dup     v3.2d, x13              // scalar results clear what is above them
        mov     v5.16b, v3.16b
        mov     v17.16b, v3.16b
        mov     v18.16b, v3.16b
        mov     v22.16b, v3.16b
        mov     v27.16b, v3.16b
        fadd    d3, d0, d1
        fmul    d4, d1, d2
        fmadd   d5, d0, d1, d2
        fnmsub  d6, d2, d1, d0
        fdiv    d7, d0, d2
        fsqrt   d16, d1
        fcvt    s17, d0
        fcvt    h18, s17
        fcvtas  x3, d1
        fcvtzu  w4, d0, #7
        scvtf   s19, x13
        frintx  d20, d2
        fmul    s21, s0, s2
        fmsub   s22, s0, s1, s2
        fmax    v23.4s, v0.4s, v2.4s
        fmla    v24.4s, v1.4s, v2.s[1]
        fdiv    v25.2d, v0.2d, v3.2d
        frecpe  v26.4s, v2.4s
        fcvtn   v27.2s, v3.2d
        sqxtun  v28.8b, v2.8h
        mrs     x5, fpsr
        add     x6, x6, x5
        add     x6, x6, x3
        subs    x20, x20, #1
        b.ne    inner
        add     x11, x11, #5            // another mode, odd and even in turn
        tst     x19, #7
        b.ne    1f
        msr     fpsr, xzr
1:      subs    x19, x19, #1
        b.ne    loop
        b       .
        .balign 8
values: .quad   0, 0x8000000000000000, 0x3ff0000000000000, 0xbff8000000000001
        .quad   1, 0x800fffffffffffff, 0x0010000000000000, 0x7fefffffffffffff
        .quad   0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000001234, 0x7ff0000000000001
        .quad   0x41e0000000000000, 0x3f8000007f800001, 0x0080000000000001, 0xff80000040490fdb`,
    end: 38_000,
  },
  'comparisons, whose flags integer instructions use': {
    source: `
_start: ${FP_ON}
        ldr     x12, =0xd1342543de82ef95
        mov     x19, #500
loop:   mul     x1, x12, x19
        fmov    d0, x1
        ror     x2, x1, x19
        fmov    d1, x2
        fcmp    d0, d1
        csinc   x3, x3, x1, lt
        adc     x4, x4, x3
        fccmp   d1, d0, #6, vs
        cinc    x5, x5, hi
        fcsel   d2, d0, d1, ge
        fcmpe   d2, #0.0
        cset    w6, mi
        adcs    x7, x7, x6
        fccmpe  s0, s1, #9, cs
        csel    x8, x7, x5, le
        fcmgt   v3.4s, v0.4s, v1.4s
        cmtst   v4.16b, v0.16b, v1.16b
        umaxv   b5, v3.16b
        fmov    w9, s5
        cbz     w9, 1f
        add     x10, x10, #1
1:      add     x10, x10, x8
        subs    x19, x19, #1
        b.ne    loop
        b       .`,
    end: 13_000,
  },
  'FP and SIMD instructions that trap, in the middle of a block': {
    source: `
_start: ldr     x0, =vectors
        msr     vbar_el1, x0
        mov     x19, #100
        mov     x26, #0
loop:   fmov    d0, x19                 // traps whenever CPACR_EL1 says so
        add     x2, x2, #1
        fmov    d1, #1.5
        fmadd   d2, d0, d1, d2
        fmov    x3, d2
        tst     x19, #3
        b.ne    1f
        msr     cpacr_el1, xzr
        isb
        adds    x4, x4, x3
        ldr     q3, [sp, #-16]          // does not get as far as its address
1:      adc     x5, x5, x4
        subs    x19, x19, #1
        b.ne    loop
        b       .
        .balign 2048
vectors:
        .space  0x200
        mrs     x22, esr_el1
        lsr     x22, x22, #26
        cmp     x22, #7
        b.ne    .
        mov     x20, #0x300000
        msr     cpacr_el1, x20
        isb
        adr     x21, stack
        mov     sp, x21
        add     x26, x26, #1
        eret
        .balign 16
        .space  64
stack:`,
    end: 2_500,
    check: [26, 26n],
  },
  'a faulting LDP of vectors with writeback, and structures': {
    source: `
_start: ${FP_ON}
        ldr     x0, =vectors
        msr     vbar_el1, x0
        mov     x19, #200
        mov     x26, #0
        movi    v20.16b, #0x5a
loop:   ldr     x1, =data
        dup     v0.8h, w19
        mvn     v1.16b, v0.16b
        tst     x19, #3
        b.ne    1f
        movk    x1, #0x1234, lsl #32    // no memory there: an external abort
1:      cmp     x19, #100
        mov     v2.16b, v20.16b
        ldp     q0, q1, [x1, #32]!
        adc     x4, x4, x1              // the flags of the cmp before the fault
        ld3     {v2.8b, v3.8b, v4.8b}, [x1], #24
        sub     x1, x1, #56
        st2     {v0.4s, v1.4s}, [x1]
        ld1     {v5.h}[3], [x1], #2
        ld4r    {v16.2s, v17.2s, v18.2s, v19.2s}, [x1]  // not aligned, which Device memory has to be: a fault, each time
        tbl     v6.16b, {v2.16b, v3.16b}, v5.16b
        tbx     v20.16b, {v0.16b}, v6.16b
        umov    x7, v20.d[1]
        add     x8, x8, x7
        subs    x19, x19, #1
        b.ne    loop
        b       .
        .balign 2048
vectors:
        .space  0x200
        mrs     x21, far_el1
        mrs     x22, esr_el1
        umov    x24, v0.d[0]
        umov    x25, v1.d[1]
        add     x26, x26, #1
        ldr     x1, =data
        eret
        .data                           // not in the page of the code: stores there would end the regions
        .balign 4096
data:   .quad   1, 2, 3, 4, 5, 6, 0x0706050403020100, 0x0f0e0d0c0b0a0908, 9, 10, 11, 12`,
    end: 8_000,
    check: [26, 250n],
  },
};

describe('regions and the interpreter agree', () => {
  test.each(Object.entries(PROGRAMS))('on %s', (_, { source, end, check }) => {
    const make = (): ProgramRun => program(source, { board: 'virt', el: 1 });
    const [a, b] = [make(), make()];
    expect(translateAll(b)).toBeGreaterThan(0);
    // Turns end everywhere in a block; many are longer than any block, as the interpreter runs what is left of a turn.
    for (let time = 1; time < end; time += 5 + ((time * 7919) % 197)) {
      a.machine.run(time);
      b.machine.run(time);
      expect(stateOf(b)).toEqual(stateOf(a));
    }
    a.machine.run(end);
    b.machine.run(end);
    expect(stateOf(b)).toEqual(stateOf(a));
    // The loop must have ended: the program stands at the branch to itself.
    const core = a.machine.processor.cores[0];
    const at = core.big(STATE.PC);
    a.machine.run(end + 1);
    expect(core.big(STATE.PC)).toBe(at);
    expect(core.get(STATE.X + 19 * 8)).toBe(0);
    if (check) expect(core.big(STATE.X + check[0] * 8)).toBe(check[1]);
  });
});
