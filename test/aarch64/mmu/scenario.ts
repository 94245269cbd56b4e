/** Random translation set-ups: tables whose descriptors mostly make sense, registers likewise, addresses that meet them. */
import type { Query, Registers, Type } from './reference.js';
import type { Random } from './random.js';

/** Table memory: pages of 64 KB, so that tables of both granules fit anywhere in it. */
export const TABLES = 0x4010_0000;
export const TABLE_PAGES = 12;

/** Addresses that are valid as an IPA or PA: RAM mostly. */
function output(random: Random, alignment: bigint): bigint {
  const kind = random.below(10);
  const raw =
    kind < 6
      ? 0x4000_0000n + (random.big() & 0x3f_ffffn)
      : kind < 8
        ? random.big() & 0xf_ffff_ffffn
        : random.big() & (kind === 8 ? 0xfff_ffff_ffffn : 0xffff_ffff_ffffn);
  return raw & ~(alignment - 1n);
}

/** A descriptor for any level of any table. */
export function descriptor(random: Random): bigint {
  const kind = random.below(100);
  const upper = random.chance(50) ? random.big() & (0xfff0n << 48n) : random.big() & (0x0060n << 48n);
  if (kind < 5) return random.big() & ~1n;
  if (kind < 55) {
    // Table, and a page at level 3.
    const table = BigInt(TABLES) + BigInt(random.below(TABLE_PAGES)) * 0x1_0000n;
    const wide = random.chance(3) ? random.big() & 0xffff_0000_0000n : 0n;
    const low = (random.big() & 0xbfcn) | (random.chance(90) ? 1n << 10n : 0n);
    const hierarchical = random.chance(25) ? random.big() & (0xf8n << 56n) : 0n;
    return (upper & (0x0070n << 48n)) | hierarchical | table | wide | low | 3n;
  }
  const low = (random.big() & 0xbfcn) | (random.chance(90) ? 1n << 10n : 0n);
  const type = random.chance(70) ? 1n : 3n;
  return upper | output(random, 4096n) | low | type;
}

function tsz(random: Random): bigint {
  return BigInt(random.chance(90) ? random.pick([16, 18, 20, 25, 28, 30, 32, 33, 34, 35, 39]) : random.below(64));
}

export function registers(random: Random): Registers {
  const base = (): bigint => {
    const page = BigInt(TABLES) + BigInt(random.below(TABLE_PAGES)) * 0x1_0000n;
    return (
      page |
      (random.chance(5) ? random.big() & 0xffff_0000_0000n : 0n) |
      (random.chance(30) ? random.big() & 0xfffn : 0n)
    );
  };
  const granule0 = (): bigint => random.pick([0n, 0n, 0n, 1n, 1n, 1n, 2n, 3n]);
  const granule1 = (): bigint => random.pick([2n, 2n, 2n, 3n, 3n, 3n, 1n, 0n]);
  const ps = (): bigint => random.pick([0n, 1n, 2n, 2n, 3n, 4n, 4n, 5n, 6n, 7n]);
  const flag = (at: number, percent: number): bigint => (random.chance(percent) ? 1n << BigInt(at) : 0n);
  const sctlr = (): bigint => flag(0, 85) | flag(12, 50) | flag(19, 30) | flag(25, 5);
  const tcrHigh = (): bigint => tsz(random) | (granule0() << 14n) | (ps() << 16n) | flag(20, 30);
  const large = random.chance(50);
  const start = BigInt(random.chance(90) ? random.below(3) : 3);
  // A first level that fits the input size, most of the time.
  const level = (large ? 3 : 2) - Number(start);
  const bottom = large ? (3 - level) * 13 + 16 : (3 - level) * 9 + 12;
  const width = random.chance(90) ? 1 + random.below(large ? 17 : 13) : random.below(30);
  const inputSize = Math.min(48, Math.max(20, bottom + width));
  const mair = (): bigint => {
    let v = 0n;
    for (let i = 0n; i < 8n; i++) {
      const attr = random.pick([0x00, 0x04, 0x08, 0x0c, 0x44, 0xff, 0xbb, 0xaa, 0xee, 0x4f, 0xf4, 0xb4, 0xcd]);
      v |= BigInt(attr) << (8n * i);
    }
    return v;
  };
  return {
    SCR_EL3: flag(0, 85) | flag(9, 40),
    HCR_EL2: flag(0, 60) | flag(2, 25) | flag(12, 8) | flag(27, 5) | flag(32, 10) | flag(33, 10),
    SCTLR_EL1: sctlr(),
    SCTLR_EL2: sctlr(),
    SCTLR_EL3: sctlr(),
    TCR_EL1:
      tsz(random) |
      flag(7, 5) |
      (granule0() << 14n) |
      (tsz(random) << 16n) |
      flag(22, 50) |
      flag(23, 5) |
      (granule1() << 30n) |
      (ps() << 32n) |
      flag(36, 50) |
      flag(37, 30) |
      flag(38, 30),
    TCR_EL2: tcrHigh(),
    TCR_EL3: tcrHigh(),
    TTBR0_EL1: base() | (random.big() & (0xffffn << 48n)),
    TTBR1_EL1: base() | (random.big() & (0xffffn << 48n)),
    TTBR0_EL2: base(),
    TTBR0_EL3: base(),
    MAIR_EL1: mair(),
    MAIR_EL2: mair(),
    MAIR_EL3: mair(),
    VTCR_EL2:
      BigInt(64 - inputSize) |
      (start << 6n) |
      ((large ? 1n : random.pick([0n, 0n, 0n, 2n, 3n])) << 14n) |
      (ps() << 16n),
    VTTBR_EL2: base() | (random.big() & (0xffn << 48n)),
  };
}

/** An address that lies in one of the ranges, mostly. */
export function address(random: Random, r: Registers): bigint {
  const tcr = r.TCR_EL1;
  const upper = random.chance(50);
  const size = 64n - (upper ? (tcr >> 16n) & 63n : tcr & 63n);
  const kind = random.below(100);
  if (kind < 10) return random.big();
  if (kind < 20) return random.big() & 0xfff_ffff_ffffn;
  const within = size < 64n ? (1n << size) - 1n : (1n << 48n) - 1n;
  let va = random.big() & within;
  if (kind < 30) va &= 0xffff_ffffn;
  if (upper) va |= ~within;
  if (random.chance(20)) va ^= random.big() & (0xffn << 56n);
  if (random.chance(5)) va ^= 1n << BigInt(random.below(64));
  return BigInt.asUintN(64, va);
}

export function query(random: Random, r: Registers): Query {
  const regime = random.pick([1, 1, 1, 1, 2, 3] as const);
  const type = random.pick<Type>(['read', 'write', 'execute', 'read', 'any']);
  return {
    regime,
    user: regime === 1 && random.chance(50),
    va: address(random, r),
    type,
    unaligned: type !== 'execute' && random.chance(15),
    stages: random.chance(20) ? 1 : 2,
  };
}
