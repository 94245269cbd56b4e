/** AT, and cache maintenance by address. AT over random tables is in at.test.ts. */
import { beforeEach, describe, expect, it } from 'vitest';
import { CONTINUE, LEAVE } from '../../../src/aarch64/core.js';
import { AT, at, cache, isMaintenance } from '../../../src/aarch64/maintenance.js';
import { debugRead, debugTranslate, debugWrite } from '../../../src/aarch64/mmu/debug.js';
import { STATE } from '../../../src/aarch64/state.js';
import { REG } from '../../../src/aarch64/sysregs/storage.js';
import { D, RAM, Tables, configure, testMachine, type TestMachine } from './machine.js';

const NORMAL = 0x10_0000n;
const READ_ONLY = 0x10_1000n;
const USER = 0x10_2000n;
const USER_READ_ONLY = 0x10_3000n;
const UNMAPPED = 0x10_8000n;

let m: TestMachine;
const halves = (va: bigint): [number, number] => [Number(BigInt.asIntN(32, va)), Number(BigInt.asIntN(32, va >> 32n))];

/** Bits 20:5 of an instruction word are the key. */
const KEYS = {
  IVAC: (0xd5087620 >>> 5) & 0xffff,
  ISW: (0xd5087640 >>> 5) & 0xffff,
  CSW: (0xd5087a40 >>> 5) & 0xffff,
  CISW: (0xd5087e40 >>> 5) & 0xffff,
  ZVA: (0xd50b7420 >>> 5) & 0xffff,
  CVAC: (0xd50b7a20 >>> 5) & 0xffff,
  CVAU: (0xd50b7b20 >>> 5) & 0xffff,
  CIVAC: (0xd50b7e20 >>> 5) & 0xffff,
  IVAU: (0xd50b7520 >>> 5) & 0xffff,
  IALLU: (0xd508751f >>> 5) & 0xffff,
  IALLUIS: (0xd508711f >>> 5) & 0xffff,
} as const;

const atKey = (name: string): number => [...AT].find(([, form]) => form.name === name)![0];

beforeEach(() => {
  m = testMachine();
  const low = new Tables(m.memory, RAM, 12, 1, RAM + 0x2000);
  low.map(NORMAL, RAM + 0x10_0000, D.AF | D.attr(0) | (3n << 8n));
  low.map(READ_ONLY, RAM + 0x11_0000, D.AF | D.READ_ONLY);
  low.map(USER, RAM + 0x12_0000, D.AF | D.USER | D.attr(1));
  low.map(USER_READ_ONLY, RAM + 0x13_0000, D.AF | D.USER | D.READ_ONLY);
  configure(
    m.core,
    { TTBR0_EL1: BigInt(RAM), TCR_EL1: 25n | (1n << 23n) | (2n << 32n), MAIR_EL1: 0x04ffn, SCTLR_EL1: 1n },
    1,
  );
});

describe('cache maintenance by address', () => {
  /** The fault's DFSC, or none. WnR and CM are set for all. */
  it.each<[op: keyof typeof KEYS, el: number, va: bigint, dfsc: number | undefined]>([
    ['IVAC', 1, NORMAL, undefined],
    ['IVAC', 1, READ_ONLY, 0x0f],
    ['IVAC', 1, UNMAPPED, 0x07],
    ['CVAC', 1, READ_ONLY, undefined],
    ['CVAC', 1, UNMAPPED, 0x07],
    ['CVAU', 1, NORMAL, undefined],
    ['CIVAC', 1, UNMAPPED + 0xfffn, 0x07],
    ['IVAU', 1, NORMAL, undefined],
    ['IVAU', 1, UNMAPPED, 0x07],
    ['CVAC', 0, USER, undefined],
    ['CVAC', 0, USER_READ_ONLY, undefined],
    ['CVAU', 0, NORMAL, 0x0f],
    ['CIVAC', 0, NORMAL, 0x0f],
    ['IVAU', 0, NORMAL, 0x0f],
    ['IVAU', 0, USER, undefined],
    ['ISW', 1, UNMAPPED, undefined],
    ['CSW', 1, UNMAPPED, undefined],
    ['CISW', 1, UNMAPPED, undefined],
    ['IALLU', 1, UNMAPPED, undefined],
    ['IALLUIS', 1, UNMAPPED, undefined],
  ])('%s at EL%d of %i', (op, el, va, dfsc) => {
    configure(m.core, {}, el);
    const pages = [0x10_0000, 0x11_0000, 0x12_0000, 0x13_0000];
    for (const page of pages) m.memory.write(RAM + page + 0x20, 4, 0x1234);
    // Twice: the first fills the TLB.
    for (let i = 0; i < 2; i++) {
      expect(cache(m.core, KEYS[op], ...halves(va))).toBe(dfsc === undefined ? CONTINUE : LEAVE);
      const p = m.core.pending;
      expect(p.active).toBe(dfsc !== undefined);
      if (dfsc === undefined) continue;
      expect([p.ec, p.iss, BigInt(p.farLo)]).toEqual([0x24, dfsc | 0x140, va]);
      p.active = false;
    }
    for (const page of pages) expect(m.memory.read(RAM + page + 0x20, 4)).toBe(0x1234);
  });

  it('DC ZVA is a store: no CM', () => {
    expect(cache(m.core, KEYS.ZVA, ...halves(READ_ONLY + 1n))).toBe(LEAVE);
    expect(m.core.pending.iss).toBe(0x4f);
  });

  it('knows its keys', () => {
    for (const key of Object.values(KEYS)) expect(isMaintenance(key)).toBe(true);
    expect([...AT.keys()].every(isMaintenance)).toBe(true);
    expect(AT.size).toBe(12);
    // MSR of SCTLR_EL1, and AT S1E1RP of Armv8.2.
    expect(isMaintenance((0xd5181000 >>> 5) & 0xffff)).toBe(false);
    expect(isMaintenance((0xd5087900 >>> 5) & 0xffff)).toBe(false);
  });
});

describe('AT', () => {
  it.each<[op: string, va: bigint, par: bigint]>([
    // Normal write-back, inner shareable; bit 11 is RES1, bit 9 NS.
    ['S1E1R', NORMAL + 0x123n, 0xff00_0000_4010_0b80n],
    ['S1E1W', NORMAL, 0xff00_0000_4010_0b80n],
    ['S1E1W', READ_ONLY, 0x81fn],
    ['S1E0R', NORMAL, 0x81fn],
    ['S1E0R', USER_READ_ONLY, 0xff00_0000_4013_0a00n],
    ['S1E0W', USER_READ_ONLY, 0x81fn],
    // Device-nGnRE is outer shareable whatever the descriptor says.
    ['S12E0W', USER, 0x0400_0000_4012_0b00n],
    ['S1E1R', UNMAPPED, 0x80fn],
    ['S1E1R', 1n << 45n, 0x809n],
    ['S1E2R', 0x4000_0000n, 0x0000_0000_4000_0b00n],
    ['S1E2R', 1n << 44n, 0x801n],
    // EL3's physical addresses are Secure.
    ['S1E3W', 0x4000_1000n, 0x0000_0000_4000_1900n],
  ])('%s of %i', (op, va, par) => {
    configure(m.core, {}, 3);
    expect(at(m.core, atKey(op), ...halves(va))).toBe(CONTINUE);
    expect(m.core.big(REG.PAR_EL1).toString(16)).toBe(par.toString(16));
    expect(m.core.pending.active).toBe(false);
  });

  it('takes external aborts on its walk', () => {
    configure(m.core, { TTBR0_EL1: 0x8000_0000n });
    expect(at(m.core, atKey('S1E1R'), ...halves(NORMAL))).toBe(LEAVE);
    expect([m.core.pending.ec, m.core.pending.iss]).toEqual([0x24, 0x155]);
  });

  it('takes stage-2 faults on the walk of a stage 1 form at EL1, and reports them at EL2', () => {
    configure(m.core, { HCR_EL2: 1n, VTCR_EL2: 0x18n | (1n << 6n) | (2n << 16n), VTTBR_EL2: BigInt(RAM + 0x20_0000) });
    expect(at(m.core, atKey('S1E1R'), ...halves(NORMAL))).toBe(LEAVE);
    const p = m.core.pending;
    // Translation fault, level 1, on a stage-1 walk; CM and WnR.
    expect([p.ec, p.iss, p.ipa, p.farLo]).toEqual([0x24, 0x1c5, RAM, Number(NORMAL)]);
    p.active = false;
    configure(m.core, {}, 2);
    for (const form of ['S1E1R', 'S12E1R']) {
      expect(at(m.core, atKey(form), ...halves(NORMAL))).toBe(CONTINUE);
      expect(m.core.big(REG.PAR_EL1)).toBe(0xb0bn);
    }
  });
});

describe('memory as a debugger sees it', () => {
  it('is that of each level, without side effects', () => {
    const { core, memory } = m;
    const text = Uint8Array.from({ length: 0x1800 }, (_, i) => i * 5 + 1);
    memory.load(RAM + 0x10_0800, text.subarray(0, 0x800));
    memory.load(RAM + 0x11_0000, text.subarray(0x800));
    const touched = memory.touched;
    const { walks } = m.tlbs;
    const into = new Uint8Array(0x1800);
    expect(debugRead(core, 1, NORMAL + 0x800n, into)).toBe(0x1800);
    expect(into).toEqual(text);
    expect(debugRead(core, 'physical', BigInt(RAM) + 0x11_0000n, into)).toBe(0x1800);
    expect(into.subarray(0, 0x1000)).toEqual(text.subarray(0x800));
    expect(debugRead(core, 1, UNMAPPED - 8n, into)).toBe(0);
    expect(debugRead(core, 1, USER_READ_ONLY + 0xff0n, into), 'ends where the map ends').toBe(16);
    expect(debugTranslate(core, 0, NORMAL), 'EL0 has no rights there, a debugger has').toBe(RAM + 0x10_0000);
    expect(debugTranslate(core, 2, NORMAL)).toBe(Number(NORMAL));
    expect(debugTranslate(core, 1, UNMAPPED)).toBe(-1);
    expect(core.pending.active).toBe(false);
    expect(memory.touched).toBe(touched);
    expect(m.tlbs.walks).toBe(walks);
  });

  it('can be written, read-only pages too, and decoded code is taken back', () => {
    const frame = m.memory.frame(RAM + 0x11_0000);
    m.micro.page(frame);
    expect(debugWrite(m.core, 1, READ_ONLY + 4n, Uint8Array.of(1, 2, 3))).toBe(3);
    expect([...m.memory.dump(RAM + 0x11_0004, 3)]).toEqual([1, 2, 3]);
    expect(m.micro.writes).toEqual([[frame, 4, 3]]);
    expect(m.core.get(STATE.EX_ADDRESS)).toBe(-1);
  });
});
