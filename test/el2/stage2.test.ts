/** Stage 2: table forms, faults and their syndromes. Random tables are in test/aarch64/mmu. */
import { beforeEach, describe, expect, it } from 'vitest';
import { KIND, fetchMiss, loadSlow, storeSlow } from '../../src/aarch64/access.js';
import { CONTINUE, LEAVE } from '../../src/aarch64/core.js';
import { ACCESS } from '../../src/aarch64/mmu/faults.js';
import { STATE } from '../../src/aarch64/state.js';
import { memoryAttributes, stage2Enabled, translateStage2 } from '../../src/el2/stage2.js';
import { D, RAM, Tables, configure, testMachine, type TestMachine } from '../aarch64/mmu/machine.js';

const S2_ALL = D.AF | D.S2_READ | D.S2_WRITE | D.memAttr(15);

let m: TestMachine;
beforeEach(() => {
  m = testMachine();
});

const halves = (va: bigint): [number, number] => [Number(va & 0xffffffffn), Number((va >> 32n) & 0xffffffffn)];

/** VTCR_EL2 from its fields. */
const vtcr = (inputSize: number, sl0: number, large: boolean, ps = 4): bigint =>
  BigInt(64 - inputSize) | (BigInt(sl0) << 6n) | ((large ? 1n : 0n) << 14n) | (BigInt(ps) << 16n);

describe('table forms', () => {
  /** Input size, SL0, granule, first level, level of the mapping, IPA: all forms that a 44-bit machine can have. */
  it.each<[inputSize: number, sl0: number, grain: 12 | 16, start: number, level: number, ipa: bigint]>([
    [32, 1, 12, 1, 3, 0xdead_b000n],
    [32, 0, 12, 2, 3, 0x3eadb000n],
    [34, 0, 12, 2, 3, 0x3_dead_b000n],
    [34, 0, 12, 2, 2, 0x3_dea0_0000n],
    [39, 1, 12, 1, 1, 0x40_8000_0000n],
    [40, 1, 12, 1, 3, 0xff_dead_b000n],
    [43, 1, 12, 1, 2, 0x7ff_de20_0000n],
    [44, 2, 12, 0, 3, 0xfff_dead_b000n],
    [40, 2, 12, 0, 1, 0xff_c000_0000n],
    [33, 0, 16, 3, 3, 0x1_dead_0000n],
    [33, 1, 16, 2, 3, 0x1_dead_0000n],
    [42, 1, 16, 2, 2, 0x3ff_e000_0000n],
    [44, 1, 16, 2, 3, 0xfff_dead_0000n],
    [44, 2, 16, 1, 3, 0xfff_dead_0000n],
  ])('IPA of %i bits, SL0 = %i, 2^%i byte granule', (inputSize, sl0, grain, start, level, ipa) => {
    const to = grain === 12 ? 0x4012_3000 : 0x4013_0000;
    const bottom = (3 - level) * (grain - 3) + grain;
    const block = Math.floor(to / 2 ** bottom) * 2 ** bottom;
    // SL0 = 0 with the large granule is a table of level 3 only, which 33 bits do not fit in.
    const fits = inputSize - ((3 - start) * (grain - 3) + grain) <= grain + 1;
    if (fits) new Tables(m.memory, RAM, grain, start, RAM + 0x10_0000).map(ipa, block, S2_ALL, level);
    configure(m.core, { VTCR_EL2: vtcr(inputSize, sl0, grain === 16), VTTBR_EL2: BigInt(RAM), HCR_EL2: 1n });
    const offset = 0x5a8;
    expect(translateStage2(m.core, Number(ipa) + offset, ACCESS.READ, false)).toBe(fits);
    if (!fits) return expect(m.core.walk.fsc).toBe(4);
    expect(m.core.walk.pa).toBe(block + (Number(ipa) % 2 ** bottom) + offset);
  });

  it.each<[string, inputSize: number, sl0: number, large: boolean, ipa: bigint, fsc: number]>([
    ['IPA beyond the input size', 32, 1, false, 0x1_0000_0000n, 4],
    ['first level with more than 16 tables', 39, 0, false, 0n, 4],
    ['first level with one entry', 30, 1, false, 0n, 4],
    ['input size below 25', 24, 0, false, 0n, 4],
    ['input size above 44', 48, 2, false, 0n, 4],
    ['SL0 = 3, 4 KB', 40, 3, false, 0n, 4],
    ['SL0 = 3, 64 KB', 44, 3, true, 0n, 4],
    ['empty table', 32, 1, false, 0x4000_0000n, 5],
    ['empty table, 64 KB', 34, 1, true, 0x4000_0000n, 6],
  ])('%s', (_, inputSize, sl0, large, ipa, fsc) => {
    configure(m.core, { VTCR_EL2: vtcr(inputSize, sl0, large), VTTBR_EL2: BigInt(RAM), HCR_EL2: 1n });
    expect(translateStage2(m.core, Number(ipa), ACCESS.READ, false)).toBe(false);
    const w = m.core.walk;
    expect([w.fsc, w.stage2, w.s1ptw, w.ipa]).toEqual([fsc, true, false, Number(ipa)]);
  });

  it.each<[string, registers: Record<string, bigint>, fsc: number]>([
    ['VTTBR_EL2 beyond PS', { VTTBR_EL2: 0x10_0000_0000n }, 0],
    ['no memory at VTTBR_EL2', { VTTBR_EL2: 0x8000_0000n }, 0x15],
  ])('%s', (_, registers, fsc) => {
    configure(m.core, { VTCR_EL2: vtcr(32, 1, false, 1), HCR_EL2: 1n, ...registers });
    expect(translateStage2(m.core, 0, ACCESS.READ, false)).toBe(false);
    expect(m.core.walk.fsc).toBe(fsc);
  });

  it('reads its tables in the byte order of SCTLR_EL2.EE', () => {
    const at = new Tables(m.memory, RAM, 12, 1, RAM + 0x10_0000).map(0x8000_0000n, 0x4000_0000, S2_ALL, 1);
    configure(m.core, { VTCR_EL2: vtcr(32, 1, false), VTTBR_EL2: BigInt(RAM), HCR_EL2: 1n, SCTLR_EL2: 1n << 25n });
    m.memory.load(at, m.memory.dump(at, 8).reverse());
    expect(translateStage2(m.core, 0x8000_1234, ACCESS.READ, false)).toBe(true);
    expect(m.core.walk.pa).toBe(0x4000_1234);
  });
});

it.each<[memAttr: number, attr: number]>([
  [0, 0x00],
  [1, 0x04],
  [2, 0x08],
  [3, 0x0c],
  [5, 0x44],
  [6, 0x4b],
  [0xa, 0xbb],
  [0xd, 0xf4],
  [0xf, 0xff],
])('MemAttr %i is %i', (memAttr, attr) => {
  expect(memoryAttributes(memAttr, false)).toBe(attr);
  expect(memoryAttributes(memAttr, true)).toBe(memAttr < 4 ? attr : 0x44);
});

it.each<[hcr: bigint, scr: bigint, enabled: boolean]>([
  [1n, 1n, true],
  [1n << 12n, 1n, true],
  [0n, 1n, false],
  [1n << 27n, 1n, false],
  [1n, 0n, false],
])('HCR_EL2 %i with SCR_EL3 %i', (hcr, scr, enabled) => {
  configure(m.core, { HCR_EL2: hcr, SCR_EL3: scr });
  expect(stage2Enabled(m.core)).toBe(enabled);
});

describe('a guest with its MMU off', () => {
  const IPA = { RAM: 0x8000_0000n, READ_ONLY: 0x8020_0000n, NO_EXEC: 0x8040_0000n, DEVICE: 0x8060_0000n };
  const CODE = 0x8000_0100n;

  beforeEach(() => {
    const tables = new Tables(m.memory, RAM, 12, 1, RAM + 0x8000);
    tables.map(IPA.RAM, RAM + 0x20_0000, S2_ALL, 2);
    tables.map(IPA.READ_ONLY, RAM + 0x20_0000, D.AF | D.S2_READ | D.memAttr(15), 2);
    tables.map(IPA.NO_EXEC, RAM + 0x20_0000, S2_ALL | D.S2_XN, 2);
    tables.map(IPA.DEVICE, RAM + 0x20_0000, D.AF | D.S2_READ | D.S2_WRITE | D.memAttr(1), 2);
    // DC = 1: Normal memory by stage 1, so that stage 2's Device memory can be told from stage 1's.
    configure(m.core, { VTCR_EL2: vtcr(32, 1, false), VTTBR_EL2: BigInt(RAM), HCR_EL2: 0x1001n }, 1);
  });

  /** Puts an instruction where the guest's PC is. */
  const instruction = (word: number): void => {
    m.memory.write(RAM + 0x20_0100, 4, word);
    m.core.setBig(STATE.PAGE_VA, CODE & ~0xfffn);
    m.core.set(STATE.PC_OFFSET, Number(CODE & 0xfffn));
  };
  const LDR_W5 = 0xb9400025;
  const STRB_W7 = 0x39000027;
  const LDP = 0xa9400c22;

  it.each<[string, word: number, va: bigint, kind: number, iss: number, ipa: number]>([
    ['LDR of nothing: ISV, SAS, SRT', LDR_W5, 0x9000_0123n & ~3n, 2, 0x0185_0006, 0x9000_0000],
    ['STRB of nothing', STRB_W7, 0x9000_1234n, KIND.WRITE, 0x0107_0046, 0x9000_1000],
    ['LDP of nothing: no syndrome', LDP, 0x9000_0000n, 3, 0x06, 0x9000_0000],
    ['STR to what may only be read', STRB_W7, IPA.READ_ONLY + 0x10n, KIND.WRITE, 0x0107_004e, 0x8020_0000],
    ['misaligned, Device memory by stage 2', LDR_W5, IPA.DEVICE + 2n, 2, 0x0185_0021, 0x8060_0000],
    ['beyond the input size', LDR_W5, 0x1_0000_0000n, 2, 0x0185_0004, 0x1_0000_0000],
  ])('%s', (_, word, va, kind, iss, ipa) => {
    instruction(word);
    const result = kind & KIND.WRITE ? storeSlow(m.core, kind, ...halves(va)) : loadSlow(m.core, kind, ...halves(va));
    expect(result).toBe(LEAVE);
    const p = m.core.pending;
    expect([p.ec, p.iss.toString(16), p.ipa, (BigInt(p.farHi) << 32n) | BigInt(p.farLo)]).toEqual([
      0x24,
      iss.toString(16),
      ipa,
      va,
    ]);
  });

  it('runs, reads and writes where it may', () => {
    expect(loadSlow(m.core, 2, ...halves(IPA.READ_ONLY + 2n))).toBe(CONTINUE);
    expect(storeSlow(m.core, 3 | KIND.WRITE, ...halves(IPA.RAM))).toBe(CONTINUE);
    expect(fetchMiss(m.core, ...halves(IPA.RAM))).not.toBe(0);
    expect(fetchMiss(m.core, ...halves(IPA.NO_EXEC + 4n))).toBe(0);
    const p = m.core.pending;
    expect([p.ec, p.iss, p.ipa, p.farLo]).toEqual([0x20, 0x0e, Number(IPA.NO_EXEC), Number(IPA.NO_EXEC) + 4]);
  });
});

describe('two stages', () => {
  const VA = 0x10_0000n;
  const TABLES_IPA = 0x8000_0000;
  const PAGE_IPA = 0x8020_0000;

  beforeEach(() => {
    // Stage 1's tables, built where stage 2 puts them: IPA 0x80000000 is RAM + 0x200000.
    const s1 = new Tables(m.memory, RAM + 0x20_0000, 12, 1, RAM + 0x20_1000);
    s1.map(VA, PAGE_IPA, D.AF);
    // Table descriptors hold IPAs.
    for (const at of [0, 0x1000]) {
      for (let i = 0; i < 4096; i += 8) {
        m.memory.readPair(RAM + 0x20_0000 + at + i);
        if ((m.memory.lo & 3) === 3) {
          m.memory.writePair(RAM + 0x20_0000 + at + i, (m.memory.lo - RAM - 0x20_0000 + TABLES_IPA) | 0, m.memory.hi);
        }
      }
    }
    const s2 = new Tables(m.memory, RAM, 12, 1, RAM + 0x8000);
    s2.map(BigInt(TABLES_IPA), RAM + 0x20_0000, S2_ALL, 2);
    s2.map(BigInt(PAGE_IPA), RAM + 0x18_0000, S2_ALL, 3);
    configure(
      m.core,
      {
        VTCR_EL2: vtcr(32, 1, false),
        VTTBR_EL2: BigInt(RAM),
        HCR_EL2: 1n,
        TTBR0_EL1: BigInt(TABLES_IPA),
        TCR_EL1: 25n | (1n << 23n) | (2n << 32n),
        MAIR_EL1: 0xffn,
        SCTLR_EL1: 1n,
      },
      1,
    );
  });

  it('are passed one after the other', () => {
    m.memory.write(RAM + 0x18_0010, 4, 0x12345678);
    expect(loadSlow(m.core, 2, ...halves(VA + 0x10n))).toBe(CONTINUE);
    expect(m.core.get(STATE.SCRATCH)).toBe(0x12345678);
  });

  /** Changes stage 2's mapping of the stage-1 tables, then loads. */
  it.each<[string, attributes: bigint | undefined, hcr: bigint, fsc: number | undefined]>([
    ['not mapped', undefined, 1n, 0x06],
    ['no access flag', S2_ALL & ~D.AF, 1n, 0x0a],
    ['not readable', D.AF | D.S2_WRITE | D.memAttr(15), 1n, 0x0e],
    ['not writable: reading is enough', D.AF | D.S2_READ | D.memAttr(15), 1n, undefined],
    ['Device memory', D.AF | D.S2_READ | D.memAttr(1), 1n, undefined],
    ['Device memory, HCR_EL2.PTW', D.AF | D.S2_READ | D.memAttr(1), 5n, 0x0e],
  ])('the walk of stage 1 through stage 2: %s', (_, attributes, hcr, fsc) => {
    const s2 = new Tables(m.memory, RAM, 12, 1, RAM + 0x8000);
    const at = s2.map(BigInt(TABLES_IPA), RAM + 0x20_0000, attributes ?? 0n, 2);
    if (attributes === undefined) m.memory.writePair(at, 0, 0);
    configure(m.core, { HCR_EL2: hcr });
    const result = storeSlow(m.core, 2 | KIND.WRITE, ...halves(VA + 8n));
    if (fsc === undefined) return expect(result).toBe(CONTINUE);
    expect(result).toBe(LEAVE);
    const p = m.core.pending;
    // S1PTW and WnR; no instruction syndrome. HPFAR has the table's page, FAR the address.
    expect([p.ec, p.iss, p.ipa, p.farLo]).toEqual([0x24, fsc | 0xc0, TABLES_IPA, Number(VA) + 8]);
  });
});
