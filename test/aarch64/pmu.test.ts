/** The Performance Monitors: which events count how much, at which level, and what an overflow does at which instruction. */
import { describe, expect, it, test } from 'vitest';
import { STATE } from '../../src/aarch64/state.js';
import { alterSystemRegister, inspectSystemRegister } from '../../src/aarch64/sysregs/debug.js';
import { keyOf, indexOf } from '../../src/aarch64/sysregs/lookup.js';
import { EVENT } from '../../src/aarch64/sysregs/pmu-events.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import type { RegisterName } from '../../src/aarch64/sysregs/table.js';
import { loadState, pagesOf, takeSnapshot } from '../../src/machine/snapshot.js';
import { stateOf, translateAll } from '../support/lockstep.js';
import { program, type ProgramRun } from '../support/run.js';
import { CODE, ERET, MRS, MSR, NOP, Rig, SMC, SVC, VBAR, type Start } from './sysregs-rig.js';

/** What all programs have: `count` sets an event counter up, `begin` and `end` are the ends of what is counted, one cycle apart. */
const MACROS = `
        .macro  count n, event, from=0
        ldr     x9, =\\event
        msr     pmevtyper\\n\\()_el0, x9
        ldr     x9, =\\from
        msr     pmevcntr\\n\\()_el0, x9
        .endm
        .macro  begin pmcr=1
        ldr     x9, =0x8000003f
        msr     pmcntenset_el0, x9
        mov     x9, #\\pmcr
        msr     pmcr_el0, x9
        .endm
        .macro  end
        msr     pmcr_el0, xzr
        mrs     x20, pmevcntr0_el0
        mrs     x21, pmevcntr1_el0
        mrs     x22, pmevcntr2_el0
        mrs     x23, pmevcntr3_el0
        mrs     x24, pmevcntr4_el0
        mrs     x25, pmevcntr5_el0
        mrs     x26, pmccntr_el0
        mrs     x27, pmovsclr_el0
        .endm
        .macro  vectors
        adr     x9, table
        msr     vbar_el1, x9
        .endm`;

/** Vectors of EL1: all return at once, aborts behind the instruction. */
const VECTORS = `
        .balign 2048
table:  .rept   4
        mrs     x10, esr_el1
        lsr     x10, x10, #26
        cmp     x10, #0x15
        b.eq    1f
        mrs     x10, elr_el1
        add     x10, x10, #4
        msr     elr_el1, x10
1:      eret
        .balign 128
        eret
        .balign 128
        eret
        .balign 128
        eret
        .balign 128
        .endr`;

const make = (code: string, el: 1 | 2 | 3 = 1): ProgramRun =>
  program(`${MACROS}\n_start:\n${code}\n b .\n${VECTORS}`, { board: 'virt', el });

const x = ({ machine }: ProgramRun, n: number): number => Number(machine.processor.cores[0].big(STATE.X + 8 * n));

/** Runs a program to its end, which is a branch to itself. @returns the event counters, the cycle counter, PMOVSCLR_EL0 */
function counted(code: string, el: 1 | 2 | 3 = 1): { events: number[]; cycles: number; overflows: number } {
  const run = make(code, el);
  run.machine.run(20_000);
  return { events: [20, 21, 22, 23, 24, 25].map((n) => x(run, n)), cycles: x(run, 26), overflows: x(run, 27) };
}

describe('events', () => {
  // What is between `begin` and `end`, and what it counts; the MSR of `begin` is one instruction and one cycle more.
  const CASES: [string, string, Partial<Record<keyof typeof EVENT | 'PMCCNTR', number>>][] = [
    [
      'ten instructions',
      '.rept 10\n nop\n .endr',
      { INST_RETIRED: 11, INST_SPEC: 11, CPU_CYCLES: 11, BUS_CYCLES: 11, PMCCNTR: 11, EXC_TAKEN: 0 },
    ],
    [
      // SVC, five of the vector, ERET.
      'SVC',
      'svc #0',
      { INST_RETIRED: 7, CPU_CYCLES: 7, PMCCNTR: 7, EXC_TAKEN: 1, EXC_RETURN: 1, EXC_SVC: 1, EXC_UNDEF: 0 },
    ],
    [
      // The load does not retire, its exception's entry takes a cycle; eight of the vector, the MOV.
      'a data abort',
      'mov x1, #0x10000000\n ldr x0, [x1]',
      { INST_RETIRED: 10, INST_SPEC: 10, CPU_CYCLES: 11, PMCCNTR: 11, EXC_TAKEN: 1, EXC_RETURN: 1, EXC_DABORT: 1 },
    ],
    ['an undefined word', '.word 0', { INST_RETIRED: 9, CPU_CYCLES: 10, EXC_TAKEN: 1, EXC_UNDEF: 1, EXC_DABORT: 0 }],
    ['PMSWINC_EL0', 'mov x0, #3\n msr pmswinc_el0, x0\n msr pmswinc_el0, x0', { SW_INCR: 2 }],
    [
      'writes of translation registers',
      'mrs x0, ttbr0_el1\n msr ttbr0_el1, x0\n msr ttbr1_el1, x0\n msr contextidr_el1, x0\n msr tcr_el1, xzr',
      { TTBR_WRITE_RETIRED: 2, CID_WRITE_RETIRED: 1, INST_RETIRED: 6 },
    ],
    [
      'SMC and HVC, to PSCI and to nothing',
      'ldr x0, =0x84000000\n smc #0',
      { EXC_TAKEN: 1, EXC_SMC: 1, EXC_RETURN: 0 },
    ],
    [
      'loads and stores',
      `mov x0, #3 << 20\n msr cpacr_el1, x0\n mov x0, #0x40000000\n ldr x1, [x0]\n str x1, [x0]\n ldp x1, x2, [x0], #16
        prfm pldl1keep, [x0]\n ld1 {v0.16b}, [x0]\n stp xzr, xzr, [x0]`,
      { LD_SPEC: 3, ST_SPEC: 2, LDST_SPEC: 5, MEM_ACCESS: 5, MEM_ACCESS_RD: 3, MEM_ACCESS_WR: 2, INST_RETIRED: 10 },
    ],
    [
      'exclusives and what is ordered',
      'mov x0, #0x40000000\n ldxr x1, [x0]\n stxr w2, x1, [x0]\n ldaxr w1, [x0]\n ldar x1, [x0]\n stlr x1, [x0]\n clrex',
      { LDREX_SPEC: 2, RC_LD_SPEC: 2, RC_ST_SPEC: 1, LD_SPEC: 3, ST_SPEC: 2 },
    ],
    [
      'branches, taken or not',
      'cbz xzr, 1f\n nop\n 1: cbnz xzr, 1b\n tbz x0, #0, 2f\n 2: b.al 3f\n 3: bl 4f\n b 5f\n 4: ret\n 5: adr x0, 6f\n br x0\n 6:',
      { BR_IMMED_SPEC: 6, BR_RETURN_SPEC: 1, BR_INDIRECT_SPEC: 2, BR_PRED: 8 },
    ],
    ['barriers', 'isb\n dsb sy\n dmb ish\n dsb st', { ISB_SPEC: 1, DSB_SPEC: 2, DMB_SPEC: 1, LD_SPEC: 0 }],
    ['a load that aborts', 'mov x1, #0x10000000\n ldr x0, [x1]\n ldr x0, =1', { LD_SPEC: 1, EXC_DABORT: 1 }],
    ['nothing that breaks', 'nop', { MEMORY_ERROR: 0, CHAIN: 0, EXC_IRQ: 0, EXC_FIQ: 0, EXC_HVC: 0 }],
  ];
  it.each(CASES)('%s', (_, code, expected) => {
    const names = Object.keys(expected).filter((n) => n !== 'PMCCNTR') as (keyof typeof EVENT)[];
    const found: Record<string, number> = {};
    for (const name of names) {
      const { events, cycles } = counted(`vectors\n count 0, ${EVENT[name]}\n begin\n ${code}\n end`);
      found[name] = events[0];
      if ('PMCCNTR' in expected) found.PMCCNTR = cycles;
    }
    expect(found).toEqual(expected);
  });

  it('are announced in PMCEID0_EL0, those that it has a bit for, and no others', () => {
    const run = make('mrs x20, pmceid0_el0\n mrs x21, pmceid1_el0');
    run.machine.run(100);
    const common = (Object.values(EVENT) as number[]).filter((e) => e < 32);
    expect([x(run, 20), x(run, 21)]).toEqual([common.reduce((mask, e) => mask + 2 ** e, 0), 0]);
  });

  it('that are none do not count', () => {
    expect(counted('count 0, 0x03\n count 1, 0x3ff\n begin\n ldr x0, =0\n svc #1\n end').events.slice(0, 2)).toEqual([
      0, 0,
    ]);
  });

  it('do not count while the core waits', () => {
    // The timer is 1000 ticks of 54 MHz away: 18519 cycles.
    const code = `count 0, 0x11
        mrs x0, cntpct_el0
        mov x1, #1000
        msr cntp_tval_el0, x1
        mov x1, #1
        msr cntp_ctl_el0, x1
        mov x1, #0x8000000
        movk x1, #0x100, lsl #0
        mov w0, #-1
        str w0, [x1]
        begin
        wfi
        end
        mrs x19, cntpct_el0`;
    const run = make(code);
    run.machine.run(100_000);
    expect([x(run, 20), x(run, 26)]).toEqual([2, 2]);
    expect(x(run, 19)).toBeGreaterThanOrEqual(1000);
  });
});

describe('PMCR_EL0', () => {
  it.each([
    ['without E nothing counts', 0, [0, 0]],
    ['E', 1, [201, 201]],
    ['D divides the cycle counter by 64', 1 | 8, [201, 3]],
    ['LC overrules D', 1 | 8 | 64, [201, 201]],
  ])('%s', (_, pmcr, expected) => {
    const { events, cycles } = counted(`count 0, 0x11\n begin ${pmcr}\n .rept 200\n nop\n .endr\n end`);
    expect([events[0], cycles]).toEqual(expected);
  });

  it('D goes on where it stood', () => {
    const part = 'mov x0, #9\n msr pmcr_el0, x0\n .rept 31\n nop\n .endr\n msr pmcr_el0, xzr\n';
    expect(counted(`begin 0\n ${part.repeat(4)} end`).cycles).toBe(2);
  });

  it.each([
    ['P resets the event counters', 2, [0, 0, 9]],
    ['C resets the cycle counter', 4, [7, 8, 0]],
  ])('%s, and no overflow flag', (_, pmcr, expected) => {
    const code = `count 0, 8, 7\n count 5, 8, 8\n mov x0, #9\n msr pmccntr_el0, x0
        ldr x0, =0x8000003f\n msr pmovsset_el0, x0\n mov x0, #${pmcr}\n msr pmcr_el0, x0\n end`;
    const { events, cycles, overflows } = counted(code);
    expect([events[0], events[5], cycles, overflows]).toEqual([...expected, 0x8000003f]);
  });
});

describe('registers', () => {
  it('set and clear by two addresses, and select counters', () => {
    const run = make(`
        mov x0, #-1
        msr pmintenset_el1, x0
        mov x1, #3
        msr pmintenclr_el1, x1
        mrs x20, pmintenset_el1
        mrs x21, pmintenclr_el1
        mov x1, #2
        msr pmselr_el0, x1
        msr pmxevtyper_el0, x0
        mov x1, #77
        msr pmxevcntr_el0, x1
        mrs x22, pmevtyper2_el0
        mrs x23, pmevcntr2_el0
        mrs x24, pmxevcntr_el0
        mov x1, #31
        msr pmselr_el0, x1
        msr pmxevtyper_el0, x0
        mrs x25, pmccfiltr_el0
        mrs x26, pmxevtyper_el0
        mov x1, #6
        msr pmselr_el0, x1
        msr pmxevtyper_el0, x0
        mrs x27, pmxevtyper_el0`);
    run.machine.run(1000);
    expect([20, 21, 22, 23, 24, 25, 26, 27].map((n) => x(run, n))).toEqual([
      0x8000003c, 0x8000003c, 0xfc0003ff, 77, 77, 0xfc000000, 0xfc000000, 0,
    ]);
  });
});

/** A core at a level, whose counters are looked at and set without a word to it. */
class Levels {
  readonly rig = new Rig();
  readonly irq: boolean[] = [];

  constructor() {
    this.rig.core.pmuInterrupt = { set: (level) => this.irq.push(level) };
  }
  start(start: Start): this {
    this.rig.start(start);
    return this;
  }
  set(name: RegisterName, value: number): this {
    alterSystemRegister(this.rig.core, indexOf(keyOf(name)), BigInt(value));
    return this;
  }
  get(name: RegisterName): number {
    return Number(inspectSystemRegister(this.rig.core, indexOf(keyOf(name))));
  }
}
const levels = new Levels();

describe('filters', () => {
  const [P, U, NSK, NSU, NSH, M] = [31, 30, 29, 28, 27, 26].map((bit) => 2 ** bit);
  const SECURE = { SCR_EL3: 0x430, MDCR_EL3: 1 << 17 };
  // By filter: whether EL0 and EL1 count in the Non-secure and in the Secure state, and EL2 and EL3.
  const CASES: [string, number, [number, number, number, number, number, number]][] = [
    ['none', 0, [1, 1, 1, 1, 0, 1]],
    ['P', P, [1, 0, 1, 0, 0, 0]],
    ['U', U, [0, 1, 0, 1, 0, 1]],
    ['NSK', NSK, [1, 0, 1, 1, 0, 1]],
    ['NSU', NSU, [0, 1, 1, 1, 0, 1]],
    ['P NSK', P + NSK, [1, 1, 1, 0, 0, 0]],
    ['U NSU', U + NSU, [1, 1, 0, 1, 0, 1]],
    ['NSH', NSH, [1, 1, 1, 1, 1, 1]],
    ['M', M, [1, 1, 1, 1, 0, 0]],
    ['P M', P + M, [1, 0, 1, 0, 0, 1]],
    ['P U NSH', P + U + NSH, [0, 0, 0, 0, 1, 0]],
  ];
  it.each(CASES)('%s', (_, filter, expected) => {
    const states: Start[] = [
      { el: 0 },
      { el: 1 },
      { el: 0, regs: SECURE },
      { el: 1, regs: SECURE },
      { el: 2 },
      { el: 3, regs: SECURE },
    ];
    const found = states.map((state) => {
      levels
        .start(state)
        .set('PMEVTYPER3_EL0', filter + EVENT.INST_RETIRED)
        .set('PMCCFILTR_EL0', filter);
      levels.set('PMCNTENSET_EL0', 0x80000008).set('PMCR_EL0', 1);
      levels.rig.execute(NOP);
      return [levels.get('PMEVCNTR3_EL0'), levels.get('PMCCNTR_EL0')];
    });
    expect(found).toEqual(expected.map((n) => [n, n]));
  });

  it.each([
    ['Secure state counts cycles only', { SCR_EL3: 0x430 }, 1, [0, 1]],
    ['and with DP not even these', { SCR_EL3: 0x430 }, 1 | 32, [0, 0]],
    ['SPME allows both', { SCR_EL3: 0x430, MDCR_EL3: 1 << 17 }, 1 | 32, [1, 1]],
    ['Non-secure state does not ask', {}, 1 | 32, [1, 1]],
  ])('%s', (_, regs, pmcr, expected) => {
    levels.start({ el: 1, regs }).set('PMEVTYPER0_EL0', EVENT.CPU_CYCLES).set('PMCNTENSET_EL0', 0x80000001);
    levels.set('PMCR_EL0', pmcr);
    levels.rig.execute(NOP);
    expect([levels.get('PMEVCNTR0_EL0'), levels.get('PMCCNTR_EL0')]).toEqual(expected);
  });

  it('an exception and its return count where they come from', () => {
    const USER = P;
    const KERNEL = U;
    const events = [EVENT.EXC_TAKEN, EVENT.EXC_RETURN, EVENT.INST_RETIRED].flatMap((e) => [USER + e, KERNEL + e]);
    levels.start({ el: 0 });
    events.forEach((e, n) => levels.set(`PMEVTYPER${n}_EL0` as RegisterName, e));
    levels.set('PMCNTENSET_EL0', 0x3f).set('PMCR_EL0', 1);
    levels.rig.execute(SVC(0));
    levels.rig.execute(NOP);
    levels.rig.execute(ERET);
    const found = events.map((_, n) => levels.get(`PMEVCNTR${n}_EL0` as RegisterName));
    expect(found).toEqual([1, 0, 0, 1, 1, 2]);
  });

  it.each([
    ['SVC, to EL2 with TGE', { el: 0, regs: { HCR_EL2: 1 << 27 } }, SVC(0), 'EXC_SVC'],
    ['an unknown word, to EL2 with TGE', { el: 0, regs: { HCR_EL2: 1 << 27 } }, 0, 'EXC_UNDEF'],
    ['a trapped register', { el: 1, regs: { HCR_EL2: 1 << 26 } }, MSR('TTBR0_EL1'), 'EXC_TRAP_OTHER'],
    ['a trapped SMC', { el: 1, regs: { HCR_EL2: 1 << 19 } }, SMC(0), 'EXC_TRAP_OTHER'],
    ['SMC', { el: 1 }, SMC(0), 'EXC_SMC'],
  ] as [string, Start, number, keyof typeof EVENT][])('%s is %s', (_, start, word, event) => {
    levels.start(start).set('PMEVTYPER0_EL0', EVENT.EXC_TAKEN).set('PMEVTYPER1_EL0', EVENT[event]);
    levels.set('PMEVTYPER2_EL0', EVENT.TTBR_WRITE_RETIRED).set('PMCNTENSET_EL0', 7).set('PMCR_EL0', 1);
    levels.rig.execute(word);
    expect([0, 1, 2].map((n) => levels.get(`PMEVCNTR${n}_EL0` as RegisterName))).toEqual([1, 1, 0]);
  });

  it.each([
    ['an instruction abort', { el: 1 }, 'EXC_PABORT'],
    ['an instruction abort that EL3 takes', { el: 1, regs: { SCR_EL3: 0x539 } }, 'EXC_TRAP_PABORT'],
  ] as [string, Start, keyof typeof EVENT][])('%s', (_, start, event) => {
    levels.start(start).set('PMEVTYPER0_EL0', EVENT.EXC_TAKEN).set('PMEVTYPER1_EL0', EVENT[event]);
    levels.set('PMCNTENSET_EL0', 3).set('PMCR_EL0', 1);
    levels.rig.core.setPair(STATE.PC, 0x1000, 0);
    levels.rig.run();
    expect([0, 1].map((n) => levels.get(`PMEVCNTR${n}_EL0` as RegisterName))).toEqual([1, 1]);
  });

  it.each([
    ['IRQ to EL1', 1, {}, 'irq', 'EXC_IRQ'],
    ['FIQ to EL1', 1, {}, 'fiq', 'EXC_FIQ'],
    ['IRQ to EL2', 1, { HCR_EL2: 16 }, 'irq', 'EXC_TRAP_IRQ'],
    ['FIQ to EL3', 1, { SCR_EL3: 0x535 }, 'fiq', 'EXC_TRAP_FIQ'],
    ['a virtual IRQ', 1, { HCR_EL2: 16 | 128 }, 'virq', 'EXC_IRQ'],
  ] as const)('%s', (_, el, regs, wire, event) => {
    levels.start({ el, daif: 0, regs }).set('PMEVTYPER0_EL0', EVENT.EXC_TAKEN).set('PMEVTYPER1_EL0', EVENT[event]);
    levels.set('PMEVTYPER2_EL0', EVENT.INST_RETIRED).set('PMCNTENSET_EL0', 7).set('PMCR_EL0', 1);
    levels.rig.core[wire] = true;
    levels.rig.execute(NOP);
    expect([0, 1, 2].map((n) => levels.get(`PMEVCNTR${n}_EL0` as RegisterName))).toEqual([1, 1, 0]);
  });
});

describe('MDCR_EL2.HPMN', () => {
  const HPME = 1 << 7;
  const names = (prefix: string): RegisterName[] => [0, 1, 2, 3, 4, 5].map((n) => `${prefix}${n}_EL0` as RegisterName);
  const counters = names('PMEVCNTR');
  const setUp = (mdcr: number): void => {
    levels.start({ el: 2, regs: { MDCR_EL2: mdcr } });
    for (const type of names('PMEVTYPER')) levels.set(type, 0x08000000 + EVENT.INST_RETIRED);
    levels.set('PMCNTENSET_EL0', 0x8000003f).set('PMCCFILTR_EL0', 0x08000000);
  };

  it.each([
    ['PMCR_EL0.E is for those below', 4, 1, [1, 1, 1, 1, 0, 0], 1],
    ['HPME is for those from there on', 4 | HPME, 0, [0, 0, 0, 0, 1, 1], 0],
    ['both', 2 | HPME, 1, [1, 1, 1, 1, 1, 1], 1],
    ["0: all are EL2's", HPME, 0, [1, 1, 1, 1, 1, 1], 0],
    ['more than there are: none is', 31 | HPME, 0, [0, 0, 0, 0, 0, 0], 0],
  ])('%s', (_, mdcr, pmcr, expected, cycles) => {
    setUp(mdcr);
    levels.set('PMCR_EL0', pmcr);
    levels.rig.execute(NOP);
    expect([counters.map((n) => levels.get(n)), levels.get('PMCCNTR_EL0')]).toEqual([expected, cycles]);
  });

  it('hides them from EL1 and EL0', () => {
    setUp(4);
    counters.forEach((name, n) => levels.set(name, 100 + n));
    levels.set('PMOVSSET_EL0', 0x8000003f).set('PMINTENSET_EL1', 0x8000003f);
    levels.rig.core.set(STATE.EL, 1);
    const seen = ['PMCR_EL0', 'PMCNTENSET_EL0', 'PMOVSCLR_EL0', 'PMINTENSET_EL1'] as RegisterName[];
    expect(seen.map((n) => levels.get(n))).toEqual([0x41022000, 0x8000000f, 0x8000000f, 0x8000000f]);
    expect(counters.map((n) => levels.get(n))).toEqual([100, 101, 102, 103, 0, 0]);
    expect(names('PMEVTYPER').map((n) => levels.get(n) & 0x3ff)).toEqual([8, 8, 8, 8, 0, 0]);
    levels.set('PMCNTENCLR_EL0', 0xffffffff).set('PMOVSCLR_EL0', 0xffffffff).set('PMINTENCLR_EL1', 0xffffffff);
    levels
      .set('PMCR_EL0', 2)
      .set('PMEVCNTR5_EL0', 7)
      .set('PMEVTYPER5_EL0', 0)
      .set('PMSELR_EL0', 4)
      .set('PMXEVCNTR_EL0', 7);
    levels.rig.core.set(STATE.EL, 2);
    expect(counters.map((n) => levels.get(n))).toEqual([0, 0, 0, 0, 104, 105]);
    expect(seen.map((n) => levels.get(n))).toEqual([0x41023000, 0x30, 0x30, 0x30]);
    expect(levels.get('PMEVTYPER5_EL0')).toBe(0x08000008);
  });

  it('does not hide them from Secure EL1', () => {
    levels.start({ el: 1, regs: { MDCR_EL2: 2, SCR_EL3: 0x430 } });
    expect(levels.get('PMCR_EL0')).toBe(0x41023000);
  });

  it.each([
    ['E', 2, 1, 0x3, true],
    ['E', 2, 1, 0x4, false],
    ['HPME', 2 | HPME, 0, 0x4, true],
    ['HPME', 2 | HPME, 0, 0x80000003, false],
    ['E, cycles', 0, 1, 0x80000000, true],
  ])('%s lets overflows of its counters interrupt', (_, mdcr, pmcr, flags, expected) => {
    levels.start({ el: 2 }).set('MDCR_EL2', mdcr).set('PMCR_EL0', pmcr).set('PMOVSSET_EL0', flags);
    levels.set('PMINTENSET_EL1', 0);
    expect(levels.irq.at(-1)).toBe(false);
    levels.set('PMINTENSET_EL1', flags);
    expect(levels.irq.at(-1)).toBe(expected);
    levels.set('PMOVSCLR_EL0', flags);
    expect(levels.irq.at(-1)).toBe(false);
  });
});

/** Runs until the interrupt comes, for at most `count` instructions. @returns after how many it came */
function overflowsAfter(count: number): number {
  const { core, processor } = levels.rig;
  const from = core.icount;
  let at = Infinity;
  const line = core.pmuInterrupt;
  core.pmuInterrupt = { set: (level) => void (level && at === Infinity && (at = core.icount - from)) };
  while (core.icount < from + count) processor.run(core, from + count - core.icount);
  core.pmuInterrupt = line;
  return at;
}

describe('overflow', () => {
  it.each([
    ['of an event counter', 'count 0, 8, 0xfffffffe\n begin\n nop\n end', [0], 0, 1],
    ['not yet', 'count 0, 8, 0xfffffffd\n begin\n nop\n end', [0xffffffff], 0, 0],
    ['of a software increment', 'count 0, 0, 0xffffffff\n begin\n mov x0, #1\n msr pmswinc_el0, x0\n end', [0], 0, 1],
    ['chained', 'count 0, 8, 0xfffffffe\n count 1, 0x1e\n begin\n nop\n end', [0, 1], 0, 1],
    ['of both', 'count 0, 8, 0xfffffffe\n count 1, 0x1e, 0xffffffff\n begin\n nop\n end', [0, 0], 0, 3],
    ['of an odd one does not chain', 'count 1, 8, 0xffffffff\n count 2, 0x1e\n begin\n end', [0, 0, 0], 0, 2],
    ['an even one is not chained', 'count 0, 0x1e\n count 5, 8, 0xffffffff\n begin\n end', [0], 0, 0x20],
  ])('%s', (_, code, expected, __, flags) => {
    const { events, overflows } = counted(code);
    expect([events.slice(0, expected.length), overflows]).toEqual([expected, flags]);
  });

  it.each([
    ['at 32 bits', 0, 0xffffffffn, 0x1_0000_0000n, 0x80000000],
    ['every 2^32', 0, 0x7_ffff_ffffn, 0x8_0000_0000n, 0x80000000],
    ['not at 32 bits with LC', 64, 0xffffffffn, 0x1_0000_0000n, 0],
    ['at 64 bits with LC', 64, 0xffff_ffff_ffff_ffffn, 0n, 0x80000000],
    ['at 32 bits of a full counter', 0, 0xffff_ffff_ffff_ffffn, 0n, 0x80000000],
  ])('of the cycle counter %s', (_, lc, from, to, flags) => {
    const run = make(`ldr x0, =${from}\n msr pmccntr_el0, x0\n begin ${1 | lc}\n end`);
    run.machine.run(1000);
    expect([run.machine.processor.cores[0].big(STATE.X + 26 * 8), x(run, 27)]).toEqual([to, flags]);
  });

  const USER = 2 ** 31 + EVENT.INST_RETIRED;
  const KERNEL = 2 ** 30 + EVENT.INST_RETIRED;
  it.each([
    ['of what EL0 does, behind ERET', { el: 1 }, ERET, USER, 1 + 5],
    ['of what EL1 does, behind SVC', { el: 0 }, SVC(0), KERNEL, 1 + 5],
    ['without a change of level', { el: 1 }, NOP, KERNEL, 5],
  ] as [string, Start, number, number, number][])('%s', (_, start, word, type, after) => {
    const { rig } = levels.start(start);
    for (const at of [CODE, VBAR[1] + 0x400]) {
      for (let i = 0; i < 200; i++) rig.processor.memory.write(at + 4 * i, 4, NOP);
    }
    rig.processor.memory.write(CODE, 4, word);
    rig.set('ELR_EL1', CODE + 4);
    levels.set('PMEVTYPER0_EL0', type).set('PMEVCNTR0_EL0', 0xfffffffb).set('PMINTENSET_EL1', 1);
    levels.set('PMCNTENSET_EL0', 1).set('PMCR_EL0', 1);
    expect(overflowsAfter(100)).toBe(after);
  });

  it('of the divided cycle counter, from where the division stands', () => {
    const { rig } = levels.start({ el: 1 });
    for (let i = 0; i < 200; i++) rig.processor.memory.write(CODE + 4 * i, 4, NOP);
    levels.set('PMCCNTR_EL0', 0xffffffff).set('PMINTENSET_EL1', 0x80000000).set('PMCNTENSET_EL0', 0x80000000);
    levels.set('PMCR_EL0', 1 | 8);
    rig.processor.run(rig.core, 10);
    levels.set('PMCR_EL0', 1 | 8);
    expect(overflowsAfter(100)).toBe(54);
  });

  it('and its interrupt are over with a reset', () => {
    levels.start({ el: 1 }).set('PMCR_EL0', 1).set('PMCNTENSET_EL0', 1).set('PMEVTYPER0_EL0', EVENT.INST_RETIRED);
    levels.set('PMOVSSET_EL0', 1).set('PMINTENSET_EL1', 1);
    expect([levels.irq.at(-1), levels.rig.core.overflowAt < Infinity]).toEqual([true, true]);
    levels.start({ el: 1 });
    expect([levels.irq.at(-1), levels.rig.core.overflowAt]).toEqual([false, Infinity]);
  });

  /** A loop that counts in x1 until the interrupt comes, which leaves the counter's excess in x2 and its return address in x3. */
  const SAMPLING = (event: number, left: number, body: string): string => `
        adr     x9, irqs
        msr     vbar_el1, x9
        ldr     x1, =0x8000000
        mov     w0, #1
        str     w0, [x1]
        mov     w0, #-1
        str     w0, [x1, #0x100]
        ldr     x1, =0x8010000
        mov     w0, #0xff
        str     w0, [x1, #4]
        mov     w0, #1
        str     w0, [x1]
        mov     x0, #1
        msr     pmintenset_el1, x0
        count   0, ${event}, (0x100000000 - ${left})
        begin
        msr     daifclr, #2
loop:   ${body}
        b       loop
        .balign 2048
irqs:   .space  0x280
        mrs     x2, pmevcntr0_el0
        mrs     x3, elr_el1
        mrs     x4, pmovsclr_el0
        ldr     x6, =0x801000c
        ldr     w5, [x6]
        ldr     x9, =0x8000200
        ldr     w7, [x9]
        msr     pmovsclr_el0, x4
        ldr     w8, [x9]
        str     w5, [x6, #4]
        b       .`;

  it.each([20, 21, 22, 23, 57, 58, 1000, 12_345])('interrupts at instruction %d', (left) => {
    const code = SAMPLING(EVENT.INST_RETIRED, left, 'add x1, x1, #1');
    const run = make(code);
    run.machine.run(50_000);
    // MSR PMCR_EL0 and MSR DAIFClr count as well; then two instructions in each round.
    const inLoop = left - 2;
    const at = x(run, 3) - Number(run.assembly.symbols.get('loop'));
    expect([x(run, 1) - 0x8010000, at]).toEqual([Math.ceil(inLoop / 2), 4 * (inLoop % 2)]);
    // Taken before anything else has counted; INTID 23, which is pending as long as the flag is set.
    expect([x(run, 2), x(run, 4), x(run, 5), x(run, 7), x(run, 8)]).toEqual([0, 1, 23, 1 << 23, 0]);
  });

  test.each([
    ['instructions', EVENT.INST_RETIRED, 'madd x1, x1, x1, x0'],
    ['software increments', EVENT.SW_INCR, 'msr pmswinc_el0, x0'],
    ['loads', EVENT.LD_SPEC, 'ldr x12, =irqs\n ldr x12, [x12]'],
    ['cycles with exceptions', EVENT.CPU_CYCLES, 'mrs x11, midr_el1\n udf #0'],
  ])('comes at the same place in both tiers, in turns of any length, and after a snapshot: %s', (_, event, body) => {
    const code = SAMPLING(event, 3000, body).replace(
      '.space  0x280',
      `.space 0x200
        mrs x10, elr_el1
        add x10, x10, #4
        msr elr_el1, x10
        eret
        .balign 128`,
    );
    const [a, b, c] = [make(code), make(code), make(code)];
    expect(translateAll(b)).toBeGreaterThan(0);
    for (let time = 1; time < 30_000; time += 1 + ((time * 7919) % 1999)) {
      a.machine.run(time);
      b.machine.run(time);
      expect(stateOf(b)).toEqual(stateOf(a));
      const snapshot = takeSnapshot(a.machine);
      loadState(
        c.machine,
        structuredClone(snapshot.state),
        [...pagesOf(snapshot)].map(([pa, bytes]) => [pa, bytes.slice()]),
      );
      snapshot.memory.release();
      c.machine.run(time + 1);
      b.machine.run(time + 1);
      expect(stateOf(c)).toEqual(stateOf(b));
      a.machine.run(time + 1);
    }
    expect(x(a, 5)).toBe(23);
  });
});

test('a Raspberry Pi has the interrupts at INTIDs 48 to 51, and in ARM_LOCAL', () => {
  const { machine } = program('_start: b .');
  const { cores } = machine.processor;
  const pending = (): number => machine.gic.gicd.read(0x204, 4, { cpu: 0, secure: true }) >>> 16;
  const local = machine.devices.find((d) => d.armLocal)?.armLocal;
  cores.forEach((core, n) => {
    const set = (name: RegisterName, value: bigint): boolean => alterSystemRegister(core, indexOf(keyOf(name)), value);
    set('PMCR_EL0', 1n);
    set('PMOVSSET_EL0', 1n);
    expect(pending()).toBe(0);
    set('PMINTENSET_EL1', 1n);
    expect([pending(), local?.state.pmu]).toEqual([1 << n, 1 << n]);
    set('PMCR_EL0', 0n);
    expect([pending(), local?.state.pmu]).toEqual([0, 0]);
  });
});

test('a board with eight cores and four interrupts has none for the others', () => {
  const { machine } = program('_start: b .', { board: 'rpi4b-octo' });
  expect(machine.processor.cores.map((c) => c.pmuInterrupt !== undefined)).toEqual(
    [1, 1, 1, 1, 0, 0, 0, 0].map(Boolean),
  );
});

it('looking changes nothing', () => {
  levels.start({ el: 1 }).set('PMEVTYPER0_EL0', EVENT.INST_RETIRED).set('PMCNTENSET_EL0', 1).set('PMCR_EL0', 1);
  levels.rig.execute(NOP);
  const { core } = levels.rig;
  const before = [core.get(REG.PMEVCNTR0_EL0), core.overflowAt];
  expect(levels.get('PMEVCNTR0_EL0')).toBe(1);
  expect([core.get(REG.PMEVCNTR0_EL0), core.overflowAt]).toEqual(before);
  levels.rig.execute(MRS('PMEVCNTR0_EL0'));
  expect(levels.rig.x(5)).toBe(1n);
});
