/** Operands for FP and SIMD instructions, as bits: values at the edges of what formats hold, and random ones. */
import type { Random } from './random.js';

export type Bits = 8 | 16 | 32 | 64;
type FloatBits = 16 | 32 | 64;
/** What the bits stand for: a number in a format, or an integer or fixed-point number. */
export type Meaning = 'float' | 'integer';

/** Fraction bits of the formats. */
const FRACTION = { 16: 10n, 32: 23n, 64: 52n } as const;
const EXPONENT = { 16: 5n, 32: 8n, 64: 11n } as const;

const onesBelow = (n: bigint): bigint => (1n << n) - 1n;

/** The bits of fraction.. as (1 + fraction / 2^52) * 2^exponent, cut to the format; for numbers that it holds. */
function number(bits: FloatBits, exponent: number, fraction = 0n): bigint {
  const f = FRACTION[bits];
  const bias = onesBelow(EXPONENT[bits] - 1n);
  return ((BigInt(exponent) + bias) << f) | (fraction >> (52n - f));
}

function floatEdges(bits: FloatBits): bigint[] {
  const f = FRACTION[bits];
  const infinity = onesBelow(EXPONENT[bits]) << f;
  const ulp = 1n;
  const one = number(bits, 0);
  const half = 1n << 51n;
  const positive = [
    0n,
    ulp, // the smallest denormal
    onesBelow(f), // the largest
    1n << f, // the smallest normal number
    (1n << f) + ulp,
    number(bits, -1),
    number(bits, -1) - ulp,
    one - ulp,
    one,
    one + ulp,
    number(bits, 0, half),
    number(bits, 1),
    number(bits, 1, 1n << 50n), // 2.5
    number(bits, 1, half), // 3
    infinity - ulp,
    infinity,
    infinity | (1n << (f - 1n)), // the default NaN
    infinity | (1n << (f - 1n)) | 0x155n, // quiet
    infinity | 1n, // signalling
    infinity | (1n << (f - 2n)),
  ];
  const sign = 1n << BigInt(bits - 1);
  return positive.flatMap((v) => [v, v | sign]);
}

/** Where conversions to integers and to narrower formats change what they do. */
function conversionEdges(bits: FloatBits): bigint[] {
  const out: bigint[] = [];
  // Integers' limits, and those of half and single precision: largest, smallest, smallest normal.
  const exponents = bits === 16 ? [-25, -24, -15, -14, 15] : [-25, -24, -15, -14, 15, 31, 32, 62, 63, 64];
  if (bits === 64) exponents.push(-151, -150, -149, -127, -126, 127, 128);
  for (const e of exponents) {
    if (bits === 16 && e < -14) continue;
    const v = number(bits, e);
    out.push(v - 1n, v, v + 1n);
    // All ones down to the last bit of half precision or single, one below, one more.
    for (const kept of [10n, 11n, 23n, 24n, 31n, 32n]) {
      if (kept > FRACTION[bits]) continue;
      const full = number(bits, e, onesBelow(kept) << (52n - kept));
      out.push(full, full | 1n);
      if (full > 0n) out.push(full - 1n);
    }
  }
  const sign = 1n << BigInt(bits - 1);
  return [...new Set(out)].flatMap((v) => [v, v | sign]);
}

function integerEdges(bits: Bits): bigint[] {
  const out = new Set<bigint>();
  for (let at = 0n; at <= BigInt(bits); at++) {
    for (const v of [(1n << at) - 1n, 1n << at, (1n << at) + 1n, 3n << at]) {
      out.add(BigInt.asUintN(bits, v));
      out.add(BigInt.asUintN(bits, -v));
    }
  }
  return [...out];
}

const lists = new Map<string, readonly bigint[]>();

/** Values at the edges. */
export function edges(bits: Bits, meaning: Meaning): readonly bigint[] {
  const key = `${meaning} ${bits}`;
  const list = lists.get(key) ?? (meaning === 'integer' || bits === 8 ? integerEdges(bits) : floatEdges(bits));
  lists.set(key, list);
  return list;
}

/** Fewer of them, for pairs. */
export function pairEdges(bits: Bits, meaning: Meaning): readonly bigint[] {
  if (meaning === 'float') return edges(bits, meaning);
  const width = BigInt(bits);
  const [half, least] = [1n << (width / 2n), 1n << (width - 1n)];
  const list = [0n, 1n, 2n, 3n, least / 2n, least - 1n, least, least + 1n, half - 1n, half, half + 1n];
  // A third of all bits, and shift amounts about the width and the limits of a byte.
  list.push((least * 2n) / 3n, width - 1n, width, width + 1n, 127n, 128n, 255n, 256n);
  return [...new Set(list.flatMap((v) => [BigInt.asUintN(bits, v), BigInt.asUintN(bits, -v)]))];
}

/** More of them, for instructions with one operand. */
export const moreEdges = (bits: Bits, meaning: Meaning): readonly bigint[] =>
  meaning === 'integer' || bits === 8 ? integerEdges(bits) : [...floatEdges(bits), ...conversionEdges(bits)];

/**
 * A random value: any bits, or a number of ordinary size, often with few bits set so that results are near ties.
 * @param near for a number whose exponent is near to this one's
 */
export function randomValue(random: Random, bits: Bits, meaning: Meaning, near?: bigint): bigint {
  const any = BigInt.asUintN(bits, random.big());
  const way = random.below(8);
  if (meaning === 'integer' || bits === 8)
    return way < 4 ? any : BigInt.asUintN(bits, BigInt.asIntN(64, random.big()) >> BigInt(random.below(64)));
  if (way < 2) return any;
  const f = FRACTION[bits];
  const bias = Number(onesBelow(EXPONENT[bits] - 1n));
  const limit = 2 * bias + 1;
  let exponent = bias + random.below(64) - 32;
  if (near !== undefined && way < 6) exponent = Number((near >> f) & onesBelow(EXPONENT[bits])) + random.below(7) - 3;
  else if (way === 6) exponent = random.pick([0, 0, 1, limit - 1]);
  exponent = Math.min(Math.max(exponent, 0), limit - 1);
  let fraction = any & onesBelow(f);
  const shape = random.below(4);
  if (shape === 0) fraction &= ~onesBelow(BigInt(random.below(Number(f) + 1)));
  else if (shape === 1) fraction = BigInt.asUintN(Number(f), -(1n << BigInt(random.below(Number(f)))));
  else if (shape === 2) fraction = (1n << BigInt(random.below(Number(f)))) | BigInt(random.below(2));
  return (BigInt(random.below(2)) << BigInt(bits - 1)) | (BigInt(exponent) << f) | fraction;
}
