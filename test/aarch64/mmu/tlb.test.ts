/** TLB contexts and maintenance: what stays, what goes, what a switch costs. */
import { beforeEach, describe, expect, it } from 'vitest';
import { loadSlow, fetchMiss, KIND } from '../../../src/aarch64/access.js';
import { CONTINUE, type Core } from '../../../src/aarch64/core.js';
import { TLBI, tlbi } from '../../../src/aarch64/maintenance.js';
import { DTLB, ITLB, STATE } from '../../../src/aarch64/state.js';
import { D, RAM, Tables, configure, testMachine, type TestMachine } from './machine.js';

const ATTR = D.AF | D.attr(0);
const halves = (va: bigint): [number, number] => [Number(va & 0xffffffffn), Number((va >> 32n) & 0xffffffffn)];

/** Not global, global, and part of a 2 MB block. */
const LOCAL = 0x10_0000n;
const GLOBAL = 0x10_1000n;
const BLOCK = 0x40_0000n;

/** Stage 2 with a first table of level 2 for 31 bits of IPA: RAM is where it is. */
const STAGE2 = {
  HCR_EL2: 1n,
  VTCR_EL2: 33n | (4n << 16n),
  VTTBR_EL2: BigInt(RAM) + 0x30_0000n,
} as const;

let m: TestMachine;

/** True where generated code would find the page of an address. */
function fast(core: Core, va: bigint): boolean {
  const index = Number((va >> 12n) & BigInt(DTLB.ENTRIES - 1));
  const at = (core.get(STATE.DTLB) + index * 32 + DTLB.READ_TAG) >>> 2;
  return m.linear.u32[at] === Number(va & 0xfffff000n) && m.linear.u32[at + 1] === Number(va >> 32n);
}
function fastFetch(core: Core, va: bigint): boolean {
  const index = Number((va >> 12n) & BigInt(ITLB.ENTRIES - 1));
  const at = (core.get(STATE.ITLB) + index * 16 + ITLB.TAG) >>> 2;
  return m.linear.u32[at] === Number(va & 0xfffff000n) && m.linear.u32[at + 1] === Number(va >> 32n);
}
const touch = (core: Core, va: bigint): void => {
  expect(loadSlow(core, 2, ...halves(va))).toBe(CONTINUE);
  expect(fetchMiss(core, ...halves(va))).not.toBe(0);
};
const key = (name: string): number => {
  const found = [...TLBI].find(([, form]) => form.name === name);
  if (!found) throw new Error(name);
  return found[0];
};
const invalidate = (core: Core, name: string, operand = 0n): void => {
  tlbi(core, key(name), Number(BigInt.asIntN(32, operand)), Number(BigInt.asIntN(32, operand >> 32n)));
};
const asid = (n: number): bigint => BigInt(n) << 48n;
const ttbr = (n: number): Record<string, bigint> => ({ TTBR0_EL1: BigInt(RAM) | asid(n) });

beforeEach(() => {
  m = testMachine({ cores: 2 });
  const low = new Tables(m.memory, RAM, 12, 1, RAM + 0x2000);
  low.map(LOCAL, RAM + 0x10_0000, ATTR | D.NG);
  low.map(GLOBAL, RAM + 0x11_0000, ATTR);
  low.map(BLOCK, RAM + 0x20_0000, ATTR, 2);
  for (const core of m.cores) {
    configure(
      core,
      { ...ttbr(1), TCR_EL1: 25n | (1n << 23n) | (2n << 32n) | (1n << 36n), MAIR_EL1: 0xffn, SCTLR_EL1: 1n },
      1,
    );
  }
});

describe('contexts', () => {
  it('keep their entries through a switch of ASID and level', () => {
    touch(m.core, LOCAL);
    const { walks } = m.tlbs;
    configure(m.core, ttbr(2));
    expect(fast(m.core, LOCAL)).toBe(false);
    touch(m.core, LOCAL);
    configure(m.core, {}, 3);
    configure(m.core, ttbr(1), 1);
    expect(fast(m.core, LOCAL)).toBe(true);
    expect(fastFetch(m.core, LOCAL)).toBe(true);
    expect(m.tlbs.walks - walks).toBe(2);
  });

  it('are shared by cores with the same registers, and by LDTR and EL0', () => {
    touch(m.core, LOCAL);
    configure(m.cores[1], {});
    expect(fast(m.cores[1], LOCAL)).toBe(true);
    loadSlow(m.core, 2 | KIND.UNPRIVILEGED, ...halves(LOCAL));
    m.core.pending.active = false;
    const user = m.core.get(STATE.UTLB);
    configure(m.core, {}, 0);
    expect(m.core.get(STATE.DTLB)).toBe(user);
  });

  it.each<[string, change: Record<string, bigint>, el: number, before?: Record<string, bigint>]>([
    ['level', {}, 0],
    ['SCTLR_EL1.M', { SCTLR_EL1: 0n }, 1],
    ['SCTLR_EL1.WXN', { SCTLR_EL1: 1n | (1n << 19n) }, 1],
    ['SCTLR_EL1.A', { SCTLR_EL1: 3n }, 1],
    ['TCR_EL1', { TCR_EL1: 26n | (2n << 32n) | (1n << 36n) }, 1],
    ['TTBR0_EL1', { TTBR0_EL1: BigInt(RAM + 0x1000) | asid(1) }, 1],
    ['MAIR_EL1', { MAIR_EL1: 0n }, 1],
    ['MAIR_EL1, attribute 7', { MAIR_EL1: 0xff00_0000_0000_00ffn }, 1],
    ['SCR_EL3.NS', { SCR_EL3: 0n }, 1],
    ['HCR_EL2.VM', { HCR_EL2: 1n }, 1],
    ['HCR_EL2.TGE', { HCR_EL2: 1n << 27n }, 1],
    ['VMID', { VTTBR_EL2: 5n << 48n }, 1],
    ['EL2', {}, 2],
    ['SCR_EL3.SIF', { SCR_EL3: 0x200n }, 1, { SCR_EL3: 0n }],
    ['SCTLR_EL1.EE', { SCTLR_EL1: 1n | (1n << 25n) }, 1],
    ['TBI, MMU off', { TCR_EL1: 1n << 37n }, 1, { SCTLR_EL1: 0n }],
    ['VTCR_EL2', { ...STAGE2, VTCR_EL2: STAGE2.VTCR_EL2 | (1n << 12n) }, 1, STAGE2],
    ['VTTBR_EL2', { ...STAGE2, VTTBR_EL2: STAGE2.VTTBR_EL2 + 0x40n }, 1, STAGE2],
    ['HCR_EL2.PTW', { ...STAGE2, HCR_EL2: 5n }, 1, STAGE2],
    ['HCR_EL2.CD', { ...STAGE2, HCR_EL2: 1n | (1n << 32n) }, 1, STAGE2],
    ['SCTLR_EL2.EE', { ...STAGE2, SCTLR_EL2: 1n << 25n }, 1, STAGE2],
  ])('differ by %s', (_, change, el, before = {}) => {
    if (before.SCTLR_EL1 === 0n) m.tlbs.alignedOnly = true;
    new Tables(m.memory, RAM + 0x30_0000, 12, 2, RAM + 0x31_0000).map(
      BigInt(RAM),
      RAM,
      D.AF | D.S2_READ | D.memAttr(15),
      2,
    );
    configure(m.core, before);
    const LOCAL = before.SCTLR_EL1 === 0n ? BigInt(RAM) : 0x10_0000n;
    touch(m.core, LOCAL);
    expect(fast(m.core, LOCAL)).toBe(true);
    configure(m.core, change, el);
    expect(fast(m.core, LOCAL)).toBe(false);
    expect(fastFetch(m.core, LOCAL)).toBe(false);
  });

  it('are the least recently used that go, never one in use', () => {
    m = testMachine({ contexts: 20 });
    configure(m.core, { SCTLR_EL1: 0n }, 1);
    for (let vmid = 0; vmid < 100; vmid++) {
      configure(m.core, { VTTBR_EL2: BigInt(vmid) << 48n });
      fetchMiss(m.core, RAM, 0);
      expect(fastFetch(m.core, BigInt(RAM))).toBe(true);
      // Used again and again: stays.
      configure(m.core, { VTTBR_EL2: 0n });
      expect(fastFetch(m.core, BigInt(RAM)), `after ${vmid}`).toBe(true);
    }
    expect(m.tlbs.contexts).toBe(19);
    configure(m.core, { VTTBR_EL2: 99n << 48n });
    expect(fastFetch(m.core, BigInt(RAM))).toBe(true);
    configure(m.core, { VTTBR_EL2: 50n << 48n });
    expect(fastFetch(m.core, BigInt(RAM))).toBe(false);
  });
});

describe('TLBI', () => {
  const VA = (va: bigint): bigint => va >> 12n;
  /** What remains of [LOCAL, GLOBAL, BLOCK] in ASID 1 and in ASID 2 after an operation at a level. */
  it.each<[form: string, operand: bigint, el: number, one: string, two: string]>([
    ['VMALLE1', 0n, 1, '', ''],
    ['VMALLE1IS', 0n, 1, '', ''],
    ['ALLE1', 0n, 2, '', ''],
    ['ALLE1IS', 0n, 3, '', ''],
    ['VMALLS12E1', 0n, 2, '', ''],
    ['IPAS2E1', 0n, 2, '', ''],
    ['IPAS2LE1IS', 0n, 2, '', ''],
    ['ASIDE1', asid(1), 1, '', 'local global block'],
    ['ASIDE1IS', asid(2), 1, 'local global block', ''],
    ['ASIDE1', asid(3), 1, 'local global block', 'local global block'],
    ['VAE1', VA(LOCAL) | asid(1), 1, 'global block', 'local global block'],
    ['VALE1IS', VA(LOCAL) | asid(2), 1, 'local global block', 'global block'],
    ['VAE1IS', VA(GLOBAL) | asid(1), 1, 'local block', 'local block'],
    ['VAE1', VA(GLOBAL) | asid(7), 1, 'local block', 'local block'],
    ['VAAE1', VA(LOCAL), 1, 'global block', 'global block'],
    ['VAALE1IS', VA(LOCAL), 1, 'global block', 'global block'],
    ['VAE1', VA(BLOCK + 0x1f_0000n) | asid(1), 1, 'local global', 'local global'],
    ['VAE1', VA(BLOCK + 0x20_0000n) | asid(1), 1, 'local global block', 'local global block'],
    ['VAE1', VA(LOCAL | (1n << 40n)) | asid(1), 1, 'local global block', 'local global block'],
    ['ALLE2', 0n, 2, 'local global block', 'local global block'],
    ['VAE2', VA(GLOBAL), 2, 'local global block', 'local global block'],
    ['ALLE3', 0n, 3, 'local global block', 'local global block'],
    ['VALE3IS', VA(GLOBAL), 3, 'local global block', 'local global block'],
  ])('%s %i at EL%i', (form, operand, el, one, two) => {
    const all: [string, bigint][] = [
      ['local', LOCAL],
      ['global', GLOBAL],
      ['block', BLOCK + 0x7000n],
    ];
    for (const n of [1, 2]) {
      configure(m.core, ttbr(n), 1);
      for (const [, va] of all) touch(m.core, va);
    }
    const epochs = m.cores.map((c) => c.get(STATE.EPOCH));
    // Another core does it, so that the reach is seen too.
    configure(m.cores[1], {}, el);
    invalidate(m.cores[1], form, operand);
    for (const [i, epoch] of epochs.entries()) expect(m.cores[i].get(STATE.EPOCH)).not.toBe(epoch);
    for (const [n, expected] of [
      [1, one],
      [2, two],
    ] as const) {
      configure(m.core, ttbr(n), 1);
      expect(
        all.filter(([, va]) => fast(m.core, va)).map(([name]) => name),
        `data, ASID ${n}`,
      ).toEqual(expected.split(' ').filter(Boolean));
      expect(
        all.filter(([, va]) => fastFetch(m.core, va)).map(([name]) => name),
        `instructions, ASID ${n}`,
      ).toEqual(expected.split(' ').filter(Boolean));
    }
  });

  it('takes the context away from a core that is using it', () => {
    touch(m.core, LOCAL);
    invalidate(m.cores[1], 'VMALLE1IS');
    expect(fast(m.core, LOCAL)).toBe(false);
    touch(m.core, LOCAL);
    expect(fast(m.core, LOCAL)).toBe(true);
  });

  it('with 8-bit ASIDs looks at 8 bits only', () => {
    configure(m.core, { TCR_EL1: 25n | (1n << 23n) | (2n << 32n), ...ttbr(0x101) });
    touch(m.core, LOCAL);
    invalidate(m.core, 'VAE1', VA(LOCAL) | asid(0x301));
    expect(fast(m.core, LOCAL)).toBe(false);
  });

  it('reaches addresses with a tag', () => {
    configure(m.core, { TCR_EL1: 25n | (1n << 23n) | (2n << 32n) | (1n << 36n) | (1n << 37n) });
    const tagged = LOCAL | (0x5an << 56n);
    expect(loadSlow(m.core, 2, ...halves(tagged))).toBe(CONTINUE);
    expect(fast(m.core, tagged)).toBe(true);
    invalidate(m.core, 'VAE1', VA(LOCAL) | asid(1));
    expect(fast(m.core, tagged)).toBe(false);
  });

  it('reaches its own VMID and security state only', () => {
    configure(m.core, { VTTBR_EL2: 7n << 48n });
    touch(m.core, LOCAL);
    configure(m.cores[1], { VTTBR_EL2: 8n << 48n });
    invalidate(m.cores[1], 'VMALLE1IS');
    invalidate(m.cores[1], 'VAE1IS', VA(LOCAL) | asid(1));
    expect(fast(m.core, LOCAL)).toBe(true);
    configure(m.cores[1], { VTTBR_EL2: 7n << 48n, SCR_EL3: 0n });
    invalidate(m.cores[1], 'VMALLE1IS');
    expect(fast(m.core, LOCAL)).toBe(true);
    configure(m.cores[1], { VTTBR_EL2: 8n << 48n, SCR_EL3: 1n }, 2);
    invalidate(m.cores[1], 'ALLE1IS');
    expect(fast(m.core, LOCAL)).toBe(false);
  });

  it('has all 32 forms', () => {
    expect(TLBI.size).toBe(32);
    // TLBI VAE1IS, X0 is 0xd5088320 (GNU as): bits 20:5 are the key.
    expect(TLBI.get((0xd5088320 >>> 5) & 0xffff)?.name).toBe('VAE1IS');
    expect(TLBI.get((0xd50c84a0 >>> 5) & 0xffff)?.name).toBe('IPAS2LE1');
    expect(TLBI.get((0xd50c87df >>> 5) & 0xffff)?.name).toBe('VMALLS12E1');
    expect(TLBI.get((0xd50e831f >>> 5) & 0xffff)?.name).toBe('ALLE3IS');
  });
});
