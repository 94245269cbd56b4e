import { describe, expect, it } from 'vitest';
import { EC, interruptPending, wakeUp } from '../../src/aarch64/exceptions.js';
import { STATE } from '../../src/aarch64/state.js';
import { stackPointer } from '../../src/aarch64/pstate.js';
import { setEvent } from '../../src/aarch64/timers.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import {
  BRK,
  CODE,
  ERET,
  HCR,
  HLT,
  HVC,
  MSR_IMM,
  NOP,
  Rig,
  SCR,
  SEV,
  SEVL,
  SMC,
  SVC,
  VBAR,
  WFE,
  WFI,
  YIELD,
  type Start,
} from './sysregs-rig.js';

const rig = new Rig();
const { core } = rig;

const UNDEFINED_WORD = 0;
const esr = (ec: number, iss = 0): number => ((ec << 26) | (1 << 25) | iss) >>> 0;
const NS = 0x430 | SCR.NS | SCR.HCE;

/** [what, start, word, target, vector, ESR, ELR - CODE] */
const SYNCHRONOUS: [string, Start, number, number, number, number, number][] = [
  ['UDF at EL0', { el: 0 }, UNDEFINED_WORD, 1, 0x400, esr(EC.UNKNOWN), 0],
  ['UDF at EL1t', { el: 1, sp: 0 }, UNDEFINED_WORD, 1, 0, esr(EC.UNKNOWN), 0],
  ['UDF at EL1h', { el: 1 }, UNDEFINED_WORD, 1, 0x200, esr(EC.UNKNOWN), 0],
  ['UDF at EL2', { el: 2 }, UNDEFINED_WORD, 2, 0x200, esr(EC.UNKNOWN), 0],
  ['UDF at EL3t', { el: 3, sp: 0 }, UNDEFINED_WORD, 3, 0, esr(EC.UNKNOWN), 0],
  ['UDF at EL0 under TGE', { el: 0, regs: { HCR_EL2: HCR.TGE } }, UNDEFINED_WORD, 2, 0x400, esr(EC.UNKNOWN), 0],
  ['SVC at EL0', { el: 0 }, SVC(0x1234), 1, 0x400, esr(EC.SVC, 0x1234), 4],
  ['SVC at EL1', { el: 1 }, SVC(1), 1, 0x200, esr(EC.SVC, 1), 4],
  ['SVC at EL2', { el: 2 }, SVC(1), 2, 0x200, esr(EC.SVC, 1), 4],
  ['SVC at EL3', { el: 3 }, SVC(1), 3, 0x200, esr(EC.SVC, 1), 4],
  ['SVC at EL0 under TGE', { el: 0, regs: { HCR_EL2: HCR.TGE } }, SVC(7), 2, 0x400, esr(EC.SVC, 7), 4],
  [
    'SVC at Secure EL0: TGE has no say',
    { el: 0, regs: { HCR_EL2: HCR.TGE, SCR_EL3: 0x430 } },
    SVC(7),
    1,
    0x400,
    esr(EC.SVC, 7),
    4,
  ],
  ['HVC at EL0', { el: 0 }, HVC(1), 1, 0x400, esr(EC.UNKNOWN), 0],
  ['HVC at EL1', { el: 1 }, HVC(0xffff), 2, 0x400, esr(EC.HVC, 0xffff), 4],
  ['HVC at EL2', { el: 2 }, HVC(2), 2, 0x200, esr(EC.HVC, 2), 4],
  ['HVC at EL3', { el: 3 }, HVC(2), 3, 0x200, esr(EC.HVC, 2), 4],
  ['HVC at Secure EL1', { el: 1, regs: { SCR_EL3: 0x430 | SCR.HCE } }, HVC(1), 1, 0x200, esr(EC.UNKNOWN), 0],
  ['HVC without HCE', { el: 1, regs: { SCR_EL3: 0x430 | SCR.NS } }, HVC(1), 1, 0x200, esr(EC.UNKNOWN), 0],
  ['HVC without HCE at EL2', { el: 2, regs: { SCR_EL3: 0x430 | SCR.NS } }, HVC(1), 2, 0x200, esr(EC.UNKNOWN), 0],
  ['HVC without HCE at EL3', { el: 3, regs: { SCR_EL3: 0x430 | SCR.NS } }, HVC(1), 3, 0x200, esr(EC.UNKNOWN), 0],
  ['SMC at EL0', { el: 0 }, SMC(1), 1, 0x400, esr(EC.UNKNOWN), 0],
  ['SMC at EL1', { el: 1 }, SMC(3), 3, 0x400, esr(EC.SMC, 3), 4],
  ['SMC at EL2', { el: 2 }, SMC(3), 3, 0x400, esr(EC.SMC, 3), 4],
  ['SMC at EL3', { el: 3 }, SMC(3), 3, 0x200, esr(EC.SMC, 3), 4],
  ['SMC with SMD', { el: 1, regs: { SCR_EL3: NS | SCR.SMD } }, SMC(3), 1, 0x200, esr(EC.UNKNOWN), 0],
  ['SMC with TSC', { el: 1, regs: { HCR_EL2: 1 << 19 } }, SMC(3), 2, 0x400, esr(EC.SMC, 3), 0],
  [
    'SMC with TSC and SMD: TSC comes first',
    { el: 1, regs: { HCR_EL2: 1 << 19, SCR_EL3: NS | SCR.SMD } },
    SMC(3),
    2,
    0x400,
    esr(EC.SMC, 3),
    0,
  ],
  ['SMC at EL2 with TSC', { el: 2, regs: { HCR_EL2: 1 << 19 } }, SMC(3), 3, 0x400, esr(EC.SMC, 3), 4],
  [
    'SMC at Secure EL1 with TSC',
    { el: 1, regs: { HCR_EL2: 1 << 19, SCR_EL3: 0x430 } },
    SMC(3),
    3,
    0x400,
    esr(EC.SMC, 3),
    4,
  ],
  ['BRK at EL0', { el: 0 }, BRK(0x55), 1, 0x400, esr(EC.BRK, 0x55), 0],
  ['BRK at EL1 with TDE', { el: 1, regs: { MDCR_EL2: 0x106 } }, BRK(0x55), 2, 0x400, esr(EC.BRK, 0x55), 0],
  ['BRK at EL0 with TGE', { el: 0, regs: { HCR_EL2: HCR.TGE } }, BRK(1), 2, 0x400, esr(EC.BRK, 1), 0],
  ['BRK at EL3', { el: 3 }, BRK(1), 3, 0x200, esr(EC.BRK, 1), 0],
  ['HLT without semihosting', { el: 1 }, HLT(0xf000), 1, 0x200, esr(EC.UNKNOWN), 0],
  ['ERET at EL0', { el: 0 }, ERET, 1, 0x400, esr(EC.UNKNOWN), 0],
  ['MSR SPSel at EL0', { el: 0 }, MSR_IMM(0, 5, 1), 1, 0x400, esr(EC.UNKNOWN), 0],
  [
    'MSR DAIFSet at EL0',
    { el: 0 },
    MSR_IMM(3, 6, 15),
    1,
    0x400,
    esr(EC.SYSTEM, (6 << 17) | (3 << 14) | (4 << 10) | (31 << 5) | (15 << 1)),
    0,
  ],
  [
    'MSR DAIFClr at EL0 under TGE',
    { el: 0, regs: { HCR_EL2: HCR.TGE } },
    MSR_IMM(3, 7, 2),
    2,
    0x400,
    esr(EC.SYSTEM, (7 << 17) | (3 << 14) | (4 << 10) | (31 << 5) | (2 << 1)),
    0,
  ],
];

describe('synchronous exceptions', () => {
  it.each(SYNCHRONOUS)('%s', (_, start, word, target, vector, syndrome, elr) => {
    rig.start(start);
    core.set(STATE.C, 1);
    const icount = core.icount;
    const taken = rig.execute(word);
    const spsel = start.sp ?? (start.el === 0 ? 0 : 1);
    expect({ ...taken, esr: taken.esr.toString(16) }).toEqual({
      target,
      vector,
      esr: (syndrome >>> 0).toString(16),
      elr: CODE + elr,
      spsr: (0x20000000 | 0x3c0 | (start.el << 2) | spsel) >>> 0,
    });
    expect(core.el).toBe(target);
    expect([core.get(STATE.SPSEL), core.get(STATE.DAIF), core.get(STATE.IL)]).toEqual([1, 0x3c0, 0]);
    expect(core.lo(STATE.PC)).toBe(VBAR[target] + vector);
    expect(core.lo(STATE.SP)).toBe([0, 0x2000, 0x3000, 0x4000][target]);
    expect(core.icount - icount).toBe(1);
  });
});

describe('stack pointers', () => {
  it('change places with the level and with SPSel', () => {
    rig.start({ el: 1 });
    expect(core.lo(STATE.SP)).toBe(0x2000);
    rig.execute(MSR_IMM(0, 5, 0));
    expect(core.lo(STATE.SP)).toBe(0x1000);
    expect(core.lo(STATE.PC)).toBe(CODE + 4);
    core.set(STATE.SP, 0x1111);
    rig.execute(HVC(0));
    expect(core.lo(STATE.SP)).toBe(0x3000);
    expect([0, 1, 2, 3].map((el) => core.lo(stackPointer(core, el)))).toEqual([0x1111, 0x2000, 0x3000, 0x4000]);
  });
});

describe('interrupts', () => {
  type Line = 'irq' | 'fiq' | 'serror';
  const raise = (line: Line): void => {
    if (line === 'serror') core.serror = 0x123;
    else core[line] = true;
  };
  const SCR_BIT: Record<Line, number> = { irq: SCR.IRQ, fiq: SCR.FIQ, serror: SCR.EA };
  const HCR_BIT: Record<Line, number> = { irq: HCR.IMO, fiq: HCR.FMO, serror: HCR.AMO };
  const MASK: Record<Line, number> = { irq: 0x80, fiq: 0x40, serror: 0x100 };
  const VECTOR: Record<Line, number> = { irq: 0x80, fiq: 0x100, serror: 0x180 };

  /** [to EL3 by SCR_EL3, to EL2 by HCR_EL2, TGE, Secure, level, masked, target or 0] (Arm ARM, tables D1-13 to D1-15) */
  const ROUTES: [boolean, boolean, boolean, boolean, Start['el'], boolean, number][] = [
    [false, false, false, false, 0, false, 1],
    [false, false, false, false, 0, true, 0],
    [false, false, false, false, 1, false, 1],
    [false, false, false, false, 1, true, 0],
    [false, false, false, false, 2, false, 0],
    [false, false, false, false, 3, false, 0],
    [false, true, false, false, 0, true, 2],
    [false, true, false, false, 1, true, 2],
    [false, true, false, false, 2, false, 2],
    [false, true, false, false, 2, true, 0],
    [false, true, false, false, 3, false, 0],
    [false, false, true, false, 0, true, 2],
    [false, false, true, false, 2, false, 2],
    [true, true, false, false, 0, true, 3],
    [true, true, false, false, 1, true, 3],
    [true, true, false, false, 2, true, 3],
    [true, true, false, false, 3, false, 3],
    [true, true, false, false, 3, true, 0],
    // Secure: no EL2.
    [false, true, true, true, 0, false, 1],
    [false, true, true, true, 1, true, 0],
    [true, true, false, true, 1, true, 3],
  ];
  describe.each(['irq', 'fiq', 'serror'] as const)('%s', (line) => {
    it.each(ROUTES)(
      'SCR %s, HCR %s, TGE %s, Secure %s at EL%d, masked %s: EL%d',
      (scr, hcr, tge, secure, el, masked, target) => {
        rig.start({
          el,
          daif: masked ? MASK[line] : 0x3c0 & ~MASK[line],
          regs: {
            SCR_EL3: 0x430 | (secure ? 0 : SCR.NS) | (scr ? SCR_BIT[line] : 0),
            HCR_EL2: (hcr ? HCR_BIT[line] : 0) | (tge ? HCR.TGE : 0),
          },
        });
        raise(line);
        expect(interruptPending(core)).toBe(target !== 0);
        const taken = rig.execute(NOP);
        expect([taken.target, taken.vector]).toEqual(
          target === 0 ? [0, 0] : [target, VECTOR[line] + (target > el ? 0x400 : 0x200)],
        );
        expect(core.lo(STATE.PC)).toBe(target === 0 ? CODE + 4 : VBAR[target] + taken.vector);
        if (target === 0) return;
        expect(taken.elr).toBe(CODE);
        if (line === 'serror') expect([taken.esr, core.serror]).toEqual([esr(EC.SERROR, 0x123), -1]);
      },
    );
  });

  it('come before the instruction, SError first, then FIQ, then IRQ', () => {
    rig.start({ el: 1, daif: 0 });
    core.irq = core.fiq = true;
    core.serror = 0;
    expect(rig.execute(NOP).vector).toBe(0x380);
    core.set(STATE.DAIF, 0);
    expect(rig.run().vector).toBe(0x300);
    core.fiq = false;
    core.set(STATE.DAIF, 0);
    expect(rig.run().vector).toBe(0x280);
  });

  it('do not change ESR', () => {
    rig.start({ el: 1, daif: 0, regs: { ESR_EL1: 0x1234 } });
    core.irq = true;
    expect(rig.execute(NOP).esr).toBe(0x1234);
  });

  describe('virtual', () => {
    /** [HCR_EL2, line, level, mask, vector or 0] */
    const VIRTUAL: [number, 'virq' | 'vfiq' | 'none', Start['el'], number, number][] = [
      [HCR.IMO, 'virq', 1, 0x40, 0x280],
      [HCR.IMO, 'virq', 0, 0x40, 0x480],
      [HCR.IMO, 'virq', 1, 0x80, 0],
      [HCR.FMO, 'virq', 1, 0, 0],
      [HCR.IMO, 'virq', 2, 0, 0],
      [HCR.IMO | HCR.TGE, 'virq', 0, 0, 0],
      [HCR.IMO | HCR.VI, 'none', 1, 0, 0x280],
      [HCR.VI, 'none', 1, 0, 0],
      [HCR.FMO | HCR.VF, 'none', 1, 0, 0x300],
      [HCR.FMO, 'vfiq', 1, 0x80, 0x300],
      [HCR.AMO | HCR.VSE, 'none', 1, 0, 0x380],
      [HCR.AMO | HCR.VSE, 'none', 1, 0x100, 0],
    ];
    it.each(VIRTUAL)('HCR_EL2 = %d, %s at EL%d with DAIF %d', (hcr, line, el, daif, vector) => {
      rig.start({ el, daif, regs: { HCR_EL2: hcr } });
      if (line !== 'none') core[line] = true;
      const taken = rig.execute(NOP);
      expect([taken.target, taken.vector]).toEqual([vector === 0 ? 0 : 1, vector]);
    });

    it('SError is taken once', () => {
      rig.start({ el: 1, daif: 0, regs: { HCR_EL2: HCR.AMO | HCR.VSE } });
      expect(rig.execute(NOP).esr).toBe(esr(EC.SERROR));
      expect(rig.get('HCR_EL2') & BigInt(HCR.VSE)).toBe(0n);
    });

    it('are not there in Secure state', () => {
      rig.start({ el: 1, daif: 0, regs: { HCR_EL2: HCR.IMO | HCR.VI, SCR_EL3: 0x430 } });
      expect(rig.execute(NOP).target).toBe(0);
    });
  });

  it('are taken as soon as DAIFClr or MSR DAIF unmasks them', () => {
    rig.start({ el: 1 });
    core.irq = true;
    expect(rig.execute(MSR_IMM(3, 7, 2)).target).toBe(0);
    expect(core.lo(STATE.PC)).toBe(CODE + 4);
    expect([core.get(STATE.DAIF), rig.run().vector]).toEqual([0x340, 0x280]);
  });
});

describe('ERET', () => {
  /** [what, level, SPSR, other registers, level after, legal] */
  const RETURNS: [string, Start['el'], number, NonNullable<Start['regs']>, number, boolean][] = [
    ['EL1 to EL0', 1, 0, {}, 0, true],
    ['EL1 to EL1t', 1, 4, {}, 1, true],
    ['EL1 to EL1h', 1, 5, {}, 1, true],
    ['EL3 to EL2h', 3, 9, {}, 2, true],
    ['EL3 to EL0', 3, 0, {}, 0, true],
    ['EL3 to Secure EL1', 3, 5, { SCR_EL3: 0x430 }, 1, true],
    ['up', 1, 9, {}, 1, false],
    ['to EL0 with SP_EL1', 1, 1, {}, 1, false],
    ['to the reserved M[1]', 2, 6, {}, 2, false],
    ['to AArch32', 2, 0x10, {}, 2, false],
    ['to AArch32 SVC', 3, 0x13, {}, 3, false],
    ['to EL2 of a Secure state', 3, 9, { SCR_EL3: 0x430 }, 3, false],
    ['to EL1 under TGE', 2, 5, { HCR_EL2: HCR.TGE }, 2, false],
    ['to EL0 under TGE', 2, 0, { HCR_EL2: HCR.TGE }, 0, true],
    ['to EL1 under TGE, Secure', 3, 5, { HCR_EL2: HCR.TGE, SCR_EL3: 0x430 }, 1, true],
  ];
  it.each(RETURNS)('%s', (_, el, spsr, regs, after, legal) => {
    const level = el as 1 | 2 | 3;
    rig.start({ el, regs });
    rig.set(`SPSR_EL${level}`, 0x90000140 | spsr);
    rig.set(`ELR_EL${level}`, CODE + 0x100);
    core.set(STATE.EX_ADDRESS, 0);
    expect(rig.execute(ERET).target).toBe(0);
    expect([core.el, core.get(STATE.IL)]).toEqual([after, legal ? 0 : 1]);
    expect(core.get(STATE.SPSEL)).toBe(legal ? spsr & 1 : 1);
    expect(core.get(STATE.DAIF)).toBe(0x140);
    expect(core.lo(STATE.PC)).toBe(CODE + 0x100);
    expect([core.get(STATE.EX_ADDRESS), core.get(STATE.EVENT)]).toEqual([-1, 1]);
    const next = rig.run();
    if (legal) return;
    // The next instruction does not execute; SPSR has IL and the flags.
    expect(next).toEqual({
      target: level,
      vector: 0x200,
      esr: esr(EC.ILLEGAL_STATE),
      elr: CODE + 0x100,
      spsr: (0x90100140 | (el << 2) | 1) >>> 0,
    });
    expect(core.get(STATE.IL)).toBe(0);
  });

  it('restores IL from SPSR', () => {
    rig.start({ el: 2, regs: { SPSR_EL2: 0x1003c5, ELR_EL2: CODE } });
    rig.execute(ERET);
    expect([core.el, core.get(STATE.IL)]).toEqual([1, 1]);
    expect(rig.run()).toMatchObject({ target: 1, vector: 0x200, esr: esr(EC.ILLEGAL_STATE), spsr: 0x1003c5 });
  });

  it('drops the top byte of an address where it is ignored', () => {
    rig.start({ el: 2, regs: { SPSR_EL2: 0x3c5, TCR_EL2: 1 << 20 } });
    const to = (address: bigint, tcr: bigint, spsr = 0x3c5): bigint => {
      rig.start({ el: 2 });
      rig.set('SPSR_EL2', spsr);
      rig.set('TCR_EL1', tcr);
      rig.set('TCR_EL2', tcr);
      rig.set('ELR_EL2', address);
      rig.execute(ERET);
      return core.big(STATE.PC);
    };
    expect(to(0x1200_0000_4000_2000n, 1n << 37n)).toBe(0x4000_2000n);
    expect(to(0x1280_0000_4000_2000n, 1n << 38n)).toBe(0xff80_0000_4000_2000n);
    expect(to(0x1280_0000_4000_2000n, 1n << 37n)).toBe(0x1280_0000_4000_2000n);
    expect(to(0x1280_0000_4000_2000n, 1n << 20n, 0x3c9)).toBe(0x0080_0000_4000_2000n);
  });
});

describe('WFI and WFE', () => {
  it('wait', () => {
    for (const [word, mode] of [
      [WFI, 'wfi'],
      [WFE, 'wfe'],
    ] as const) {
      rig.start({ el: 1 });
      const icount = core.icount;
      rig.execute(word);
      expect([core.mode, core.lo(STATE.PC), core.icount - icount]).toEqual([mode, CODE + 4, 1]);
    }
  });

  it('WFI does not wait while an interrupt is pending, even masked', () => {
    rig.start({ el: 1 });
    core.irq = true;
    rig.execute(WFI);
    expect(core.mode).toBe('run');
  });

  it('WFI ends by an interrupt that is masked, WFE by one that is not', () => {
    rig.start({ el: 1 });
    rig.execute(WFI);
    expect(wakeUp(core)).toBe(false);
    core.irq = true;
    expect(wakeUp(core)).toBe(true);
    rig.start({ el: 1 });
    rig.execute(WFE);
    core.irq = true;
    expect(wakeUp(core)).toBe(false);
    core.set(STATE.DAIF, 0);
    expect(wakeUp(core)).toBe(true);
  });

  it('WFI of a guest ends by a virtual interrupt', () => {
    rig.start({ el: 1, regs: { HCR_EL2: HCR.IMO } });
    rig.execute(WFI);
    core.virq = true;
    expect(wakeUp(core)).toBe(true);
    rig.start({ el: 1 });
    rig.execute(WFI);
    core.virq = true;
    expect(wakeUp(core)).toBe(false);
  });

  it('WFI at EL0 under TGE does not: virtual interrupts are off', () => {
    for (const [tge, wakes] of [
      [0, true],
      [HCR.TGE, false],
    ] as const) {
      rig.start({ el: 0, regs: { HCR_EL2: HCR.IMO | HCR.FMO | HCR.AMO | tge, SCTLR_EL1: 1 << 16 } });
      rig.execute(WFI);
      core.virq = core.vfiq = true;
      core.set(REG.HCR_EL2, core.get(REG.HCR_EL2) | HCR.VI | HCR.VF | HCR.VSE);
      expect([tge, wakeUp(core)]).toEqual([tge, wakes]);
    }
  });

  it('WFE takes an event that was there', () => {
    rig.start({ el: 1 });
    rig.execute(SEVL);
    rig.execute(WFE);
    expect([core.mode, core.get(STATE.EVENT)]).toEqual(['run', 0]);
    rig.execute(WFE);
    expect(core.mode).toBe('wfe');
    setEvent(core);
    expect([core.mode, core.get(STATE.EVENT)]).toEqual(['run', 0]);
  });

  it('SEV reaches all cores', () => {
    const other = rig.processor.cores[1];
    rig.start({ el: 1 });
    other.mode = 'wfe';
    rig.execute(SEV);
    expect([other.mode, core.get(STATE.EVENT)]).toEqual(['run', 1]);
  });

  it('YIELD ends the turn', () => {
    rig.start({ el: 1 });
    for (let i = 0; i < 4; i++) rig.processor.memory.write(CODE + 4 * i, 4, i === 1 ? YIELD : NOP);
    rig.processor.run(core, 1000);
    expect(core.lo(STATE.PC)).toBe(CODE + 8);
  });

  const cond = 0x1e00000;
  /** [what, start, word, target] */
  const TRAPS: [string, Start, number, number][] = [
    ['nTWI', { el: 0, regs: { SCTLR_EL1: 1 << 18 } }, WFI, 1],
    ['nTWE', { el: 0, regs: { SCTLR_EL1: 1 << 16 } }, WFE, 1],
    ['nTWI under TGE', { el: 0, regs: { SCTLR_EL1: 0, HCR_EL2: HCR.TGE } }, WFI, 2],
    ['nTWI is for EL0', { el: 1, regs: { SCTLR_EL1: 0 } }, WFI, 0],
    ['TWI', { el: 1, regs: { HCR_EL2: 1 << 13 } }, WFI, 2],
    ['TWI is not for WFE', { el: 1, regs: { HCR_EL2: 1 << 13 } }, WFE, 0],
    ['TWE', { el: 0, regs: { HCR_EL2: 1 << 14 } }, WFE, 2],
    ['TWI is not for EL2', { el: 2, regs: { HCR_EL2: 1 << 13 } }, WFI, 0],
    ['SCR_EL3.TWI', { el: 2, regs: { SCR_EL3: NS | (1 << 12) } }, WFI, 3],
    ['SCR_EL3.TWE', { el: 1, regs: { SCR_EL3: NS | (1 << 13) } }, WFE, 3],
    ['HCR_EL2.TWI before SCR_EL3.TWI', { el: 1, regs: { SCR_EL3: NS | (1 << 12), HCR_EL2: 1 << 13 } }, WFI, 2],
    ['SCR_EL3.TWI is not for EL3', { el: 3, regs: { SCR_EL3: NS | (1 << 12) } }, WFI, 0],
  ];
  it.each(TRAPS)('trap: %s', (_, start, word, target) => {
    rig.start(start);
    core.set(STATE.EVENT, 0);
    const taken = rig.execute(word);
    expect(taken.target).toBe(target);
    if (target === 0) return;
    expect([taken.esr, taken.elr]).toEqual([esr(EC.WFX, cond | (word === WFE ? 1 : 0)), CODE]);
  });

  it('trap only where they would wait', () => {
    rig.start({ el: 1, regs: { HCR_EL2: 3 << 13 } });
    core.irq = true;
    expect(rig.execute(WFI).target).toBe(0);
    rig.execute(SEVL);
    expect(rig.execute(WFE).target).toBe(0);
  });

  it('WFI with RMR_EL3.RR resets the core', () => {
    rig.start({ el: 3, regs: { RMR_EL3: 3, TPIDR_EL3: 77 } });
    rig.execute(WFI);
    expect([core.mode, core.el, core.lo(STATE.PC), core.get(REG.TPIDR_EL3)]).toEqual(['run', 3, CODE, 0]);
  });
});

describe('without EL2', () => {
  const bare = new Rig(false);
  it('ID_AA64PFR0_EL1 says so, HVC is UNDEFINED, and there is no return to it', () => {
    bare.start({ el: 1 });
    expect(bare.get('ID_AA64PFR0_EL1')).toBe(0x2021n);
    expect(bare.execute(HVC(0))).toMatchObject({ target: 1, esr: esr(EC.UNKNOWN) });
    bare.start({ el: 3, regs: { SPSR_EL3: 9 } });
    bare.execute(ERET);
    expect([bare.core.el, bare.core.get(STATE.IL)]).toEqual([3, 1]);
  });
});
