/** The slow path of memory: sizes, splits, devices, alignment, byte order, exclusives, aborts. */
import { beforeEach, describe, expect, it } from 'vitest';
import { KIND, fetchMiss, loadSlow, storeSlow, zeroSlow } from '../../../src/aarch64/access.js';
import type { Requester } from '../../../src/aarch64/bus.js';
import { CONTINUE, LEAVE } from '../../../src/aarch64/core.js';
import { DTLB, ITLB, STATE, NO_TAG } from '../../../src/aarch64/state.js';
import { D, RAM, Tables, configure, testMachine, write64, type TestMachine } from './machine.js';

const UART = 0x3f20_1000;
const NOTHING = 0x2000_0000;
/** Virtual pages of the test's map. */
const VA = {
  NORMAL: 0x10_0000n,
  /** Behind NORMAL in virtual memory, elsewhere in physical. */
  NEXT: 0x10_1000n,
  READ_ONLY: 0x10_2000n,
  USER: 0x10_3000n,
  UART: 0x10_4000n,
  /** The UART as Normal memory. */
  UART_NORMAL: 0x10_5000n,
  /** RAM as Device memory. */
  DEVICE_RAM: 0x10_6000n,
  NOTHING: 0x10_7000n,
  UNMAPPED: 0x10_9000n,
  HIGH: 0xffff_ffff_ffff_f000n,
} as const;

const NORMAL_ATTR = D.AF | D.attr(0);
const DEVICE_ATTR = D.AF | D.attr(1);

interface Access {
  offset: number;
  size: number;
  value?: number;
  by: Requester;
}

let m: TestMachine;
let accesses: Access[];

const halves = (va: bigint): [number, number] => [Number(va & 0xffffffffn), Number((va >> 32n) & 0xffffffffn)];
const size = (bytes: number): number => Math.log2(bytes);
const load = (va: bigint, bytes: number, kind = 0): number => loadSlow(m.core, size(bytes) | kind, ...halves(va));
const store = (va: bigint, bytes: number, value: bigint, kind = 0): number => {
  m.core.setBig(STATE.SCRATCH, BigInt.asUintN(64, value));
  m.core.setBig(STATE.SCRATCH + 8, value >> 64n);
  return storeSlow(m.core, size(bytes) | KIND.WRITE | kind, ...halves(va));
};
/** Where the data TLB has its entry for an address, in words. */
const entry = (va: bigint): number => (m.core.get(STATE.DTLB) + (Number(va >> 12n) & (DTLB.ENTRIES - 1)) * 32) >>> 2;
const result = (): bigint => (m.core.big(STATE.SCRATCH + 8) << 64n) | m.core.big(STATE.SCRATCH);
const fault = (): { ec: number; iss: number; far: bigint } => {
  const p = m.core.pending;
  expect(p.active).toBe(true);
  p.active = false;
  return { ec: p.ec, iss: p.iss, far: (BigInt(p.farHi) << 32n) | BigInt(p.farLo) };
};

/** Physical pages behind VA.NORMAL and VA.NEXT, deliberately not adjacent. */
const PA_NORMAL = RAM + 0x10_0000;
const PA_NEXT = RAM + 0x18_0000;

beforeEach(() => {
  m = testMachine();
  accesses = [];
  m.memory.addDevice(UART, 0x100, {
    name: 'UART',
    read: (offset, s, by) => {
      accesses.push({ offset, size: s, by });
      return (0xa0b0c0d0 + offset) % 2 ** (8 * s);
    },
    write: (offset, s, value, by) => void accesses.push({ offset, size: s, value, by }),
  });
  const low = new Tables(m.memory, RAM, 12, 1, RAM + 0x2000);
  const high = new Tables(m.memory, RAM + 0x1000, 12, 1, RAM + 0x8000);
  low.map(VA.NORMAL, PA_NORMAL, NORMAL_ATTR);
  low.map(VA.NEXT, PA_NEXT, NORMAL_ATTR);
  low.map(VA.READ_ONLY, RAM + 0x11_0000, NORMAL_ATTR | D.READ_ONLY);
  low.map(VA.USER, RAM + 0x12_0000, NORMAL_ATTR | D.USER);
  low.map(VA.UART, UART & ~0xfff, DEVICE_ATTR);
  low.map(VA.UART_NORMAL, UART & ~0xfff, NORMAL_ATTR);
  low.map(VA.DEVICE_RAM, RAM + 0x13_0000, DEVICE_ATTR);
  low.map(VA.NOTHING, NOTHING, DEVICE_ATTR);
  high.map(VA.HIGH & 0x7f_ffff_ffffn, RAM + 0x14_0000, NORMAL_ATTR);
  configure(
    m.core,
    {
      TTBR0_EL1: BigInt(RAM),
      TTBR1_EL1: BigInt(RAM + 0x1000),
      // T0SZ = T1SZ = 25, 4 KB granules, 40-bit physical addresses
      TCR_EL1: 25n | (25n << 16n) | (2n << 30n) | (2n << 32n),
      MAIR_EL1: 0x04ffn,
      SCTLR_EL1: 1n,
    },
    1,
  );
  for (let i = 0; i < 4096; i += 8) {
    write64(m.memory, PA_NORMAL + i, 0x0706_0504_0302_0100n + BigInt(i) * 0x0101n);
    write64(m.memory, PA_NEXT + i, 0xf7f6_f5f4_f3f2_f1f0n);
  }
});

describe('RAM', () => {
  it.each([
    [1, 0n],
    [2, 0n],
    [4, 0n],
    [8, 0n],
    [16, 0n],
    [2, 1n],
    [4, 3n],
    [8, 0xffcn],
    [2, 0xfffn],
    [4, 0xffdn],
    [16, 0xff8n],
  ])('loads %d bytes at +%d', (bytes, offset) => {
    expect(load(VA.NORMAL + offset, bytes)).toBe(CONTINUE);
    const memory = [...m.memory.dump(PA_NORMAL, 4096), ...m.memory.dump(PA_NEXT, 16)];
    let want = 0n;
    for (let i = 0; i < bytes; i++) want |= BigInt(memory[Number(offset) + i]) << BigInt(8 * i);
    expect(result()).toBe(want);
    expect(want, 'the pattern is not zero').not.toBe(offset === 0n && bytes === 1 ? 1n : 0n);
  });

  it.each([1, 2, 4, 8, 16])('stores %d bytes and nothing else, crossing pages too', (bytes) => {
    const value = 0x1f1e1d1c1b1a19181716151413121110n & ((1n << BigInt(8 * bytes)) - 1n);
    for (const at of [0x100, 0x101, 0x1000 - bytes, 0x1000 - bytes / 2]) {
      const before = [...m.memory.dump(PA_NORMAL, 4096), ...m.memory.dump(PA_NEXT, 4096)];
      expect(store(VA.NORMAL + BigInt(Math.floor(at)), bytes, value)).toBe(CONTINUE);
      const after = [...m.memory.dump(PA_NORMAL, 4096), ...m.memory.dump(PA_NEXT, 4096)];
      for (let i = 0; i < bytes; i++) before[Math.floor(at) + i] = 0x10 + i;
      expect(after).toEqual(before);
    }
  });

  it('enters what generated code needs', () => {
    load(VA.NORMAL, 4);
    const at = entry(VA.NORMAL);
    const { u32 } = m.linear;
    expect(u32[at + DTLB.READ_TAG / 4]).toBe(Number(VA.NORMAL));
    expect(u32[at + DTLB.WRITE_TAG / 4]).toBe(Number(VA.NORMAL));
    expect((u32[at + DTLB.ADDEND / 4] + Number(VA.NORMAL)) >>> 0).toBe(m.memory.frame(PA_NORMAL));
    load(VA.READ_ONLY, 4);
    const ro = entry(VA.READ_ONLY);
    expect(u32[ro + DTLB.READ_TAG / 4]).toBe(Number(VA.READ_ONLY));
    expect(u32[ro + DTLB.WRITE_TAG / 4]).toBe(NO_TAG);
    expect(u32[ro + DTLB.CODE_TAG / 4]).toBe(NO_TAG);
  });

  it('never lets generated code reach Device memory or a device, unless it checks alignment', () => {
    for (const [va, alignedOnly, fast] of [
      [VA.DEVICE_RAM, false, false],
      [VA.DEVICE_RAM, true, true],
      [VA.UART, true, false],
    ] as const) {
      m.tlbs.dropAll();
      m.tlbs.alignedOnly = alignedOnly;
      load(va, 4);
      const at = entry(va);
      expect(m.linear.u32[at] !== NO_TAG, `${va.toString(16)} ${alignedOnly}`).toBe(fast);
    }
  });

  it('wraps at the top of the address space', () => {
    // The page at 0 is not mapped: the fault is there.
    expect(load(0xffff_ffff_ffff_fffcn, 8)).toBe(LEAVE);
    expect(fault()).toEqual({ ec: 0x24, iss: 0x07, far: 0n });
  });
});

describe('aborts', () => {
  it.each([
    ['translation fault, read', VA.UNMAPPED, 4, 0, false, 0x07, 0n],
    ['translation fault, write', VA.UNMAPPED, 4, 0, true, 0x47, 0n],
    ['level 1', 0x40_0000_0000n - 8n, 8, 0, false, 0x05, 0n],
    ['out of range', 0x8000_0000_0000n, 8, 0, false, 0x04, 0n],
    ['permission, write', VA.READ_ONLY, 8, 0, true, 0x4f, 0n],
    ['LDTR to a page of EL1', VA.NORMAL, 4, KIND.UNPRIVILEGED, false, 0x0f, 0n],
    ['STTR to a page of EL1', VA.NORMAL, 4, KIND.UNPRIVILEGED, true, 0x4f, 0n],
    ['second page', VA.NEXT + 0xffcn, 8, 0, true, 0x4f, 4n],
    ['nothing there', VA.NOTHING, 4, 0, false, 0x10, 0n],
    ['nothing there, write', VA.NOTHING, 4, 0, true, 0x50, 0n],
    ['Device memory, misaligned', VA.DEVICE_RAM + 2n, 4, 0, false, 0x21, 0n],
    ['Device memory, misaligned write', VA.DEVICE_RAM + 1n, 2, 0, true, 0x61, 0n],
    ['device, misaligned', VA.UART + 6n, 4, 0, false, 0x21, 0n],
    ['acquire, misaligned', VA.NORMAL + 4n, 8, KIND.ALIGNED, false, 0x21, 0n],
    ['release, misaligned', VA.NORMAL + 4n, 8, KIND.ALIGNED, true, 0x61, 0n],
    ['exclusive pair, misaligned', VA.NORMAL + 8n, 16, KIND.ALIGNED | KIND.EXCLUSIVE, false, 0x21, 0n],
    ['exclusive to a device', VA.UART, 4, KIND.ALIGNED | KIND.EXCLUSIVE, false, 0x35, 0n],
  ])('%s', (_, va, bytes, kind, write, iss, offset) => {
    const before = m.memory.dump(PA_NEXT, 4096);
    expect(write ? store(va, bytes, -1n, kind) : load(va, bytes, kind)).toBe(LEAVE);
    expect(fault()).toEqual({ ec: 0x24, iss, far: va + offset });
    expect(m.memory.dump(PA_NEXT, 4096), 'a store that faults writes nothing').toEqual(before);
  });

  it('LDTR and STTR reach pages of EL0, and are ordinary at EL2', () => {
    expect(load(VA.USER, 4, KIND.UNPRIVILEGED)).toBe(CONTINUE);
    expect(store(VA.USER, 4, 1n, KIND.UNPRIVILEGED)).toBe(CONTINUE);
    expect(m.core.get(STATE.UTLB)).not.toBe(m.core.get(STATE.DTLB));
    configure(m.core, {}, 2);
    expect(load(BigInt(PA_NORMAL), 4, KIND.UNPRIVILEGED)).toBe(CONTINUE);
    expect(m.core.get(STATE.UTLB)).toBe(m.core.get(STATE.DTLB));
  });

  it('checks alignment where SCTLR_EL1.A says so, at EL0 too', () => {
    for (const el of [0, 1]) {
      configure(m.core, { SCTLR_EL1: 1n }, el);
      expect(load(VA.USER + 1n, 4)).toBe(CONTINUE);
      configure(m.core, { SCTLR_EL1: 3n }, el);
      expect(load(VA.USER + 1n, 4)).toBe(LEAVE);
      expect(fault().iss).toBe(0x21);
      expect(load(VA.UNMAPPED + 1n, 4), 'before the translation').toBe(LEAVE);
      expect(fault().iss).toBe(0x21);
      expect(load(VA.USER + 4n, 4)).toBe(CONTINUE);
    }
  });

  it('with the MMU off memory is Device memory, except for instructions', () => {
    configure(m.core, { SCTLR_EL1: 0n }, 1);
    expect(load(BigInt(RAM) + 2n, 4)).toBe(LEAVE);
    expect(fault()).toEqual({ ec: 0x24, iss: 0x21, far: BigInt(RAM) + 2n });
    expect(load(BigInt(RAM) + 4n, 4)).toBe(CONTINUE);
    expect(load(1n << 44n, 4)).toBe(LEAVE);
    expect(fault().iss).toBe(0);
    expect(fetchMiss(m.core, ...halves(BigInt(RAM)))).toBe(m.memory.frame(RAM) + 0x1000_0000);
  });

  it('a misaligned access to Device memory faults after an aligned one as before', () => {
    for (let i = 0; i < 2; i++) {
      expect(load(VA.DEVICE_RAM, 8)).toBe(CONTINUE);
      expect(load(VA.DEVICE_RAM + 4n, 8)).toBe(LEAVE);
      expect(fault()).toEqual({ ec: 0x24, iss: 0x21, far: VA.DEVICE_RAM + 4n });
    }
  });

  it('counts accesses to nothing', () => {
    const seen: [number, boolean][] = [];
    m.memory.onUnmapped = (pa, write) => void seen.push([pa, write]);
    load(VA.NOTHING + 0x10n, 4);
    store(VA.NOTHING + 0x20n, 1, 0n);
    expect(seen).toEqual([
      [NOTHING + 0x10, false],
      [NOTHING + 0x20, true],
    ]);
  });
});

describe('devices', () => {
  it.each([
    ['1 byte', VA.UART + 3n, 1, [[3, 1]]],
    ['2 bytes', VA.UART + 2n, 2, [[2, 2]]],
    ['4 bytes', VA.UART + 4n, 4, [[4, 4]]],
    [
      '8 bytes: low half first',
      VA.UART + 8n,
      8,
      [
        [8, 4],
        [12, 4],
      ],
    ],
    [
      '16 bytes',
      VA.UART + 16n,
      16,
      [
        [16, 4],
        [20, 4],
        [24, 4],
        [28, 4],
      ],
    ],
    [
      'misaligned, as Normal memory: by bytes',
      VA.UART_NORMAL + 1n,
      4,
      [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
      ],
    ],
  ])('%s', (_, va, bytes, expected) => {
    expect(load(va, bytes)).toBe(CONTINUE);
    expect(accesses.map((a) => [a.offset, a.size])).toEqual(expected);
    let want = 0n;
    let shift = 0n;
    for (const [offset, s] of expected) {
      want |= BigInt((0xa0b0c0d0 + offset) % 2 ** (8 * s)) << shift;
      shift += BigInt(8 * s);
    }
    expect(BigInt.asUintN(8 * bytes, result())).toBe(BigInt.asUintN(8 * bytes, want));
    accesses.length = 0;
    expect(store(va, bytes, 0x1f1e1d1c1b1a19181716151413121110n)).toBe(CONTINUE);
    expect(accesses.map((a) => [a.offset, a.size])).toEqual(expected);
    let at = 0;
    for (const a of accesses) {
      for (let i = 0; i < a.size; i++) expect((a.value! >>> (8 * i)) & 0xff).toBe(0x10 + at++);
    }
  });

  it('hears who asks', () => {
    load(VA.UART, 4);
    expect(accesses[0].by).toEqual({ cpu: 0, secure: false });
    configure(m.core, { SCR_EL3: 0n }, 1);
    load(VA.UART, 4);
    expect(accesses[1].by).toEqual({ cpu: 0, secure: true });
  });
});

describe('byte order', () => {
  it.each([
    [2, 0, 0x0001n],
    [4, 0, 0x00010203n],
    [8, 0, 0x0001020304050607n],
    [8, KIND.PAIR, 0x0405060700010203n],
    [1, 0, 0x00n],
  ])('%d bytes, big-endian', (bytes, kind, expected) => {
    configure(m.core, { SCTLR_EL1: 1n | (1n << 25n) }, 1);
    // The tables are big-endian now as well.
    for (let i = 0; i < 0x10000; i += 8) {
      const t = m.memory.dump(RAM + i, 8);
      m.memory.load(RAM + i, t.reverse());
    }
    expect(load(VA.NORMAL, bytes, kind)).toBe(CONTINUE);
    expect(result()).toBe(expected);
    expect(store(VA.NORMAL + 0x40n, bytes, expected, kind)).toBe(CONTINUE);
    expect(m.memory.dump(PA_NORMAL + 0x40, bytes)).toEqual(m.memory.dump(PA_NORMAL, bytes));
    const at = entry(VA.NORMAL);
    expect(m.linear.u32[at], 'generated code never does it').toBe(NO_TAG);
  });

  it('EL0 has its own control', () => {
    configure(m.core, { SCTLR_EL1: 1n | (1n << 24n) }, 1);
    write64(m.memory, RAM + 0x12_0000, 0x0706050403020100n);
    load(VA.USER, 4);
    expect(result()).toBe(0x03020100n);
    configure(m.core, {}, 0);
    load(VA.USER, 4);
    expect(result()).toBe(0x00010203n);
  });
});

describe('exclusives', () => {
  const EX = KIND.ALIGNED | KIND.EXCLUSIVE;
  const status = (): number => m.core.get(STATE.SCRATCH);

  it.each([1, 2, 4, 8, 16])('stores %d bytes after a load of the same', (bytes) => {
    load(VA.NORMAL + 0x20n, bytes, EX);
    const before = result();
    expect(store(VA.NORMAL + 0x20n, bytes, ~before & ((1n << BigInt(8 * bytes)) - 1n), EX)).toBe(CONTINUE);
    expect(status()).toBe(0);
    load(VA.NORMAL + 0x20n, bytes);
    expect(result()).toBe(~before & ((1n << BigInt(8 * bytes)) - 1n));
    store(VA.NORMAL + 0x20n, bytes, 0n, EX);
    expect(status(), 'the monitor is open again').toBe(1);
  });

  it.each<[string, () => void]>([
    ['no load', () => m.core.set(STATE.EX_ADDRESS, -1)],
    ['another address', () => void load(VA.NORMAL + 8n, 8, EX)],
    ['another size', () => void load(VA.NORMAL, 4, EX)],
    ['another value', () => void (load(VA.NORMAL, 8, EX), write64(m.memory, PA_NORMAL, 1n))],
    [
      'a store by another core',
      () => {
        load(VA.NORMAL, 8, EX);
        store(VA.NORMAL, 8, 99n);
      },
    ],
  ])('fails after: %s', (_, before) => {
    before();
    const kept = m.memory.dump(PA_NORMAL, 16);
    expect(store(VA.NORMAL, 8, 0x55n, EX)).toBe(CONTINUE);
    expect(status()).toBe(1);
    expect(m.memory.dump(PA_NORMAL, 16)).toEqual(kept);
  });

  it('faults like any store', () => {
    load(VA.READ_ONLY, 8, EX);
    expect(store(VA.READ_ONLY, 8, 0n, EX)).toBe(LEAVE);
    expect(fault().iss).toBe(0x4f);
    m.core.set(STATE.EX_ADDRESS, -1);
    expect(store(VA.UNMAPPED + 1n, 8, 0n, EX), 'misaligned').toBe(LEAVE);
    expect(fault().iss).toBe(0x61);
    for (const va of [VA.UNMAPPED, VA.READ_ONLY, VA.UART]) {
      load(VA.NORMAL, 8, EX);
      expect(store(va, 8, 0n, EX), 'without its monitor it does not look').toBe(CONTINUE);
      expect([status(), m.core.get(STATE.EX_ADDRESS)]).toEqual([1, -1]);
    }
  });
});

describe('DC ZVA', () => {
  it('zeroes the block that holds the address', () => {
    const before = m.memory.dump(PA_NORMAL, 4096);
    expect(zeroSlow(m.core, ...halves(VA.NORMAL + 0x7fn))).toBe(CONTINUE);
    before.fill(0, 0x40, 0x80);
    expect(m.memory.dump(PA_NORMAL, 4096)).toEqual(before);
  });
  it.each([
    ['read-only', VA.READ_ONLY + 0x7fn, 0x4f],
    ['Device memory', VA.DEVICE_RAM + 0x40n, 0x61],
    ['unmapped', VA.UNMAPPED + 5n, 0x47],
  ])('%s: a fault at the address as given', (_, va, iss) => {
    expect(zeroSlow(m.core, ...halves(va))).toBe(LEAVE);
    expect(fault()).toEqual({ ec: 0x24, iss, far: va });
  });
});

describe('instruction fetch', () => {
  it('finds the micro-ops of the page and enters them', () => {
    const [lo, hi] = halves(VA.NORMAL + 0x124n);
    const uops = fetchMiss(m.core, lo, hi);
    expect(uops).toBe(m.memory.frame(PA_NORMAL) + 0x1000_0000);
    const at = (m.core.get(STATE.ITLB) + (Number(VA.NORMAL >> 12n) & (ITLB.ENTRIES - 1)) * 16) >>> 2;
    expect(m.linear.u32[at + ITLB.TAG / 4]).toBe(Number(VA.NORMAL));
    expect(m.linear.u32[at + ITLB.UOPS / 4]).toBe(uops);
  });

  it.each([
    ['unmapped', VA.UNMAPPED + 8n, 0x20, 0x07],
    ['misaligned', VA.NORMAL + 2n, 0x22, 0],
    ['misaligned, before the translation', VA.UNMAPPED + 1n, 0x22, 0],
    ['writable by EL0: not executable at EL1', VA.USER, 0x20, 0x0f],
    ['nothing there', VA.NOTHING, 0x20, 0x10],
    ['a device', VA.UART, 0x20, 0x10],
  ])('%s', (_, va, ec, iss) => {
    expect(fetchMiss(m.core, ...halves(va))).toBe(0);
    expect(fault()).toEqual({ ec, iss, far: va });
    expect(m.core.big(STATE.PC), 'the return address is the target').toBe(va);
  });

  it.each<[el: number, tcr: bigint, pc: bigint, expected: bigint]>([
    [1, 1n << 37n, 0x5a00_0000_0010_0004n, 0x10_0004n],
    [0, 1n << 37n, 0x5a00_0000_0010_0002n, 0x10_0002n],
    [1, 1n << 38n, 0x5aff_ffff_ffff_f008n, 0xffff_ffff_ffff_f008n],
    [2, 1n << 20n, 0x5aff_0000_0010_0004n, 0xff_0000_0010_0004n],
    [3, 1n << 20n, 0xff00_0000_0010_0004n, 0x10_0004n],
  ])('at EL%d with TCR_ELx %i takes the tag off %i', (el, tcr, pc, expected) => {
    const base = 25n | (25n << 16n) | (2n << 30n) | (2n << 32n);
    configure(m.core, { TCR_EL1: base | tcr, TCR_EL2: tcr, TCR_EL3: tcr }, el);
    expect(fetchMiss(m.core, ...halves(pc))).toBe(0);
    expect(m.core.pending.active).toBe(false);
    expect(m.core.big(STATE.PC)).toBe(expected);
    configure(m.core, { TCR_EL1: base, TCR_EL2: 0n, TCR_EL3: 0n }, el);
    fetchMiss(m.core, ...halves(pc));
    expect(m.core.pending.active, 'without TBI it is an address out of range').toBe(true);
  });

  it('marks stores to code', () => {
    store(VA.NORMAL, 4, 1n);
    const at = entry(VA.NORMAL);
    expect(m.linear.u32[at + DTLB.WRITE_TAG / 4]).toBe(Number(VA.NORMAL));
    fetchMiss(m.core, ...halves(VA.NORMAL));
    expect(m.linear.u32[at + DTLB.WRITE_TAG / 4], 'the write tag is gone').toBe(NO_TAG);
    expect(m.linear.u32[at + DTLB.CODE_TAG / 4]).toBe(Number(VA.NORMAL));
    store(VA.NORMAL + 0x12n, 2, 1n);
    expect(m.micro.writes).toEqual([[m.memory.frame(PA_NORMAL), 0x12, 2]]);
    m.tlbs.dropAll();
    store(VA.NORMAL, 4, 1n);
    const again = entry(VA.NORMAL);
    expect(m.linear.u32[again + DTLB.WRITE_TAG / 4]).toBe(NO_TAG);
    expect(m.linear.u32[again + DTLB.CODE_TAG / 4]).toBe(Number(VA.NORMAL));
  });
});

it('stores to translated code have no fast way', () => {
  const tags = (): boolean[] => {
    const at = entry(VA.NORMAL);
    return [DTLB.READ_TAG, DTLB.WRITE_TAG, DTLB.CODE_TAG].map(
      (tag) => m.linear.u32[at + tag / 4] === Number(VA.NORMAL),
    );
  };
  const frame = m.memory.frame(PA_NORMAL);
  for (const code of [false, true]) {
    if (code) m.micro.page(frame);
    m.tlbs.dropAll();
    store(VA.NORMAL, 4, 1n);
    expect(tags()).toEqual([true, !code, code]);
    m.tlbs.hideStores(frame);
    expect(tags()).toEqual([true, false, false]);
  }
  m.micro.regions.add(frame);
  m.tlbs.dropAll();
  store(VA.NORMAL, 4, 1n);
  expect(tags()).toEqual([true, false, false]);
  expect(m.micro.writes).toEqual([
    [frame, 0, 4],
    [frame, 0, 4],
  ]);
});

describe('watched bytes', () => {
  it('are reported, and only they', () => {
    const hits: string[] = [];
    m.tlbs.onWatch = (_, w, write) => {
      hits.push(`${w.lo.toString(16)} ${write ? 'w' : 'r'}`);
      return false;
    };
    m.tlbs.watch([{ lo: Number(VA.NORMAL) + 0x10, hi: 0, bytes: 4, onRead: false, onWrite: true }]);
    const cases: [va: bigint, bytes: number, write: boolean, hit: boolean][] = [
      [VA.NORMAL + 0x10n, 4, true, true],
      [VA.NORMAL + 0x10n, 4, false, false],
      [VA.NORMAL + 0x0fn, 1, true, false],
      [VA.NORMAL + 0x13n, 1, true, true],
      [VA.NORMAL + 0x14n, 8, true, false],
      [VA.NORMAL + 0x0cn, 8, true, true],
    ];
    for (const [va, bytes, write, hit] of cases) {
      hits.length = 0;
      if (write) store(va, bytes, 0n);
      else load(va, bytes);
      expect(hits.length > 0, `${va.toString(16)} ${bytes} ${write}`).toBe(hit);
      const at = entry(VA.NORMAL);
      expect(m.linear.u32[at]).toBe(NO_TAG);
      expect(m.linear.u32[at + 2]).toBe(NO_TAG);
    }
    m.tlbs.watch([]);
    store(VA.NORMAL, 4, 0n);
    const at = entry(VA.NORMAL);
    expect(m.linear.u32[at + 2]).toBe(Number(VA.NORMAL));
  });
});

describe('abort routing data', () => {
  it('leaves FAR, and no IPA for faults of stage 1', () => {
    load(VA.UNMAPPED, 4);
    expect(m.core.pending.hasFar).toBe(true);
    expect(m.core.pending.ipa).toBe(-1);
  });
});
