/**
 * Fused multiply-add against exact numbers: a million cases, most of them at or next to a tie between two numbers of the
 * format, where rounding twice or a lost tail would show.
 */
import { expect, test } from 'vitest';
import * as fp from '../../../src/aarch64/fp/operations.js';
import { differences } from './model-suite.js';
import { SPEC } from './model.js';
import { Rig, type Case } from './rig.js';
import { Random, controls, random } from './values.js';

const rig = new Rig({
  32: { params: ['i32', 'i32', 'i32'], write: (t, [c, a, b]) => fp.fpMulAdd(t, 32, c, a, b) },
  64: { params: ['i64', 'i64', 'i64'], write: (t, [c, a, b]) => fp.fpMulAdd(t, 64, c, a, b) },
});

/** The format's nearest number to m * 2^e, m not zero; random in its last place. */
function encode(size: 32 | 64, m: bigint, e: number, r: Random): bigint {
  const { fraction, exponent } = SPEC[size];
  const sign = m < 0n ? 1n << BigInt(size - 1) : 0n;
  let n = m < 0n ? -m : m;
  const length = n.toString(2).length;
  const cut = length - 1 - fraction;
  n = cut > 0 ? n >> BigInt(cut) : n << BigInt(-cut);
  const field = BigInt(e + length - 1 + 2 ** (exponent - 1) - 1);
  const top = (1n << BigInt(exponent)) - 2n;
  if (field < 1n) return sign | 1n;
  if (field > top) return sign | (top << BigInt(fraction));
  return (
    (sign | (field << BigInt(fraction))) + (n & ((1n << BigInt(fraction)) - 1n)) + BigInt(cut > 0 ? r.below(2) : 0)
  );
}

/** (addend, a, b) near a tie. */
function nearTie(size: 32 | 64, r: Random): bigint[] {
  const { fraction } = SPEC[size];
  const p = fraction + 1;
  const digits = (n: number): bigint => BigInt.asUintN(n, r.bits()) | (1n << BigInt(n - 1));
  const negative = (v: bigint): bigint => (r.below(2) ? v : -v);
  const scale = r.below(size === 64 ? 600 : 60) - (size === 64 ? 300 : 30);
  switch (r.pick([0, 0, 1, 1, 2, 3])) {
    case 0: {
      // A product of p + 1 digits, a tie by itself; an addend far below it, or none.
      const half = (p + 1) >> 1;
      const a = digits(half) | 1n;
      const b = digits(p + 1 - half) | 1n;
      const c = r.below(4) ? encode(size, negative(digits(p)), scale - 60 - r.below(p), r) : 0n;
      return [c, encode(size, negative(a), scale, r), encode(size, b, 0, r)];
    }
    case 1: {
      // A product that is about half a unit of the addend's last place.
      const c = digits(p);
      const a = digits(p);
      const b = (1n << BigInt(2 * p + 8)) / a;
      return [encode(size, negative(c), scale, r), encode(size, negative(a), scale, r), encode(size, b, -2 * p - 9, r)];
    }
    case 2: {
      // An addend that brings the sum next to the middle between two numbers.
      const a = digits(p);
      const b = digits(p);
      const above = r.below(p + 4) - 2;
      const unit = 1n << BigInt(p + Math.max(0, above));
      const target = ((a * b) / unit) * unit + unit / 2n + BigInt(r.below(1 << 20)) * unit;
      const c = target - a * b + (r.below(2) ? 0n : negative(BigInt(r.below(1000))));
      const sign = r.below(2) ? 1n : -1n;
      return [
        c === 0n ? 0n : encode(size, sign * c, 2 * scale, r),
        encode(size, sign * a, scale, r),
        encode(size, b, scale, r),
      ];
    }
    default: {
      // Few digits: exact ties and exact results.
      const n = 1 + r.below(p);
      return [
        encode(size, negative(digits(p)), scale, r),
        encode(size, negative(digits(n)), scale, r),
        encode(size, digits(Math.max(1, p - n + r.below(3))), -r.below(2 * p), r),
      ];
    }
  }
}

const SETTINGS = controls();

function cases(size: 32 | 64, count: number, seed: number): Case[] {
  const r = new Random(seed);
  return Array.from({ length: count }, () => ({
    operands: r.below(8) ? nearTie(size, r) : [random(size, r), random(size, r), random(size, r)],
    // Two of three take the fast path where it holds.
    fpcr: r.below(3) ? 0 : r.pick(SETTINGS),
    before: r.below(10) ? 0x10 : 0,
  }));
}

test.each(Array.from({ length: 10 }, (_, i) => i))('doubles, part %i of 10: 70,000 cases', (part) => {
  expect(differences(rig, '64', cases(64, 70_000, part + 1), (m, [c, a, b]) => m.fma(64, c, a, b))).toEqual([]);
});
test.each(Array.from({ length: 5 }, (_, i) => i))('singles, part %i of 5: 60,000 cases', (part) => {
  expect(differences(rig, '32', cases(32, 60_000, part + 100), (m, [c, a, b]) => m.fma(32, c, a, b))).toEqual([]);
});

test('most of the cases are near a tie', () => {
  // The distance of the exact sum from the nearest middle, in units of the result's last place.
  const r = new Random(7);
  let near = 0;
  const count = 2000;
  for (let i = 0; i < count; i++) {
    const [c, a, b] = nearTie(64, r).map((bits) => {
      const m = (bits & ((1n << 52n) - 1n)) | (1n << 52n);
      const e = Number((bits >> 52n) & 0x7ffn);
      return bits << 1n === 0n ? { m: 0n, e: 1075 } : { m: bits >> 63n ? -m : m, e };
    });
    const e = Math.min(c.e, a.e + b.e - 1075);
    const sum = (c.m << BigInt(c.e - e)) + ((a.m * b.m) << BigInt(a.e + b.e - 1075 - e));
    const size = sum < 0n ? -sum : sum;
    const cut = size.toString(2).length - 53;
    if (cut < 1) continue;
    const unit = 1n << BigInt(cut);
    const off = (size % unit) - unit / 2n;
    if ((off < 0n ? -off : off) * 1024n <= unit) near++;
  }
  expect(near / count).toBeGreaterThan(0.5);
});
