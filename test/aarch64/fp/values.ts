/** Operand values for floating-point tests: edges of the formats, and random bits of several shapes. */

/** A small generator of numbers that are the same in every run (xorshift64*, Vigna 2016). */
export class Random {
  private state: bigint;
  constructor(seed: number) {
    this.state = BigInt.asUintN(64, BigInt(seed) * 0x9e3779b97f4a7c15n + 1n);
  }
  /** 64 random bits. */
  bits(): bigint {
    let x = this.state;
    x ^= x >> 12n;
    x = BigInt.asUintN(64, x ^ (x << 25n));
    x ^= x >> 27n;
    this.state = x;
    return BigInt.asUintN(64, x * 0x2545f4914f6cdd1dn);
  }
  /** 0 to n - 1. */
  below(n: number): number {
    return Number(this.bits() >> 33n) % n;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
}

/** Width, fraction bits, exponent bits. */
const SHAPES = { 16: [10, 5], 32: [23, 8], 64: [52, 11] } as const;

/** Edge values of a format, as bits, of both signs. */
export function edges(size: 16 | 32 | 64): bigint[] {
  const [fraction, exponent] = SHAPES[size].map(BigInt);
  const one = ((1n << (exponent - 1n)) - 1n) << fraction;
  const infinity = ((1n << exponent) - 1n) << fraction;
  const unit = 1n << fraction;
  const half = unit >> 1n;
  const positive = [
    0n,
    1n, // smallest denormal
    unit - 1n, // largest denormal
    unit, // smallest normal
    unit + 1n,
    one - unit, // 0.5
    one - 1n,
    one,
    one + 1n,
    one + half, // 1.5
    one + unit, // 2
    one + unit + half, // 3
    one + (fraction + 1n) * unit, // where units are whole
    infinity - 1n, // largest
    infinity,
    infinity + half + 5n, // quiet NaN
    infinity + 3n, // signalling NaN
  ];
  return positive.flatMap((p) => [p, p | (1n << BigInt(size - 1))]);
}

/** Random bits: any at all, exponents near 1, near the ends, near an edge value, few bits set. */
export function random(size: 16 | 32 | 64, r: Random): bigint {
  const [fraction, exponent] = SHAPES[size];
  const mask = (1n << BigInt(size)) - 1n;
  const any = r.bits() & mask;
  const at = (e: number): bigint =>
    (any & ~(((1n << BigInt(exponent)) - 1n) << BigInt(fraction))) | (BigInt(e) << BigInt(fraction));
  const bias = 2 ** (exponent - 1) - 1;
  const most = 2 ** exponent - 1;
  switch (r.below(8)) {
    case 0:
    case 1:
      return any;
    case 2:
    case 3:
      return at(Math.min(most, Math.max(0, bias - 4 + r.below(8))));
    case 4:
      return at(r.below(3));
    case 5:
      return at(most - r.below(3));
    case 6:
      return BigInt.asUintN(size, r.pick(edges(size)) + BigInt(r.below(5) - 2));
    default: {
      // Few bits of fraction: exact results and ties.
      const kept = BigInt(fraction - r.below(fraction));
      return (at(Math.min(most, bias - 6 + r.below(12))) >> kept) << kept;
    }
  }
}

/** All settings of FPCR.RMode, FZ and DN; with `ahp`, of AHP too. */
export function controls(ahp = false): number[] {
  const out: number[] = [];
  for (let n = 0; n < (ahp ? 32 : 16); n++) out.push(n << 22);
  return out;
}
