/**
 * A model of Arm's floating point on exact numbers: operands become integers times powers of two, the operation is done
 * exactly on BigInts, and the result is rounded once. Written for tests, without a look at the routines: slow and plain.
 */

export interface FormatSpec {
  readonly bits: number;
  readonly fraction: number;
  readonly exponent: number;
}
export const SPEC = {
  16: { bits: 16, fraction: 10, exponent: 5 },
  32: { bits: 32, fraction: 23, exponent: 8 },
  64: { bits: 64, fraction: 52, exponent: 11 },
} as const;
export type Size = keyof typeof SPEC;

export const FLAG = { IOC: 1, DZC: 2, OFC: 4, UFC: 8, IXC: 16, IDC: 128 } as const;

/** How a value is rounded: FPCR.RMode's four, and to odd. */
type Mode = 0 | 1 | 2 | 3 | 'odd' | 'away';

/** A number (-1)^negative * m * 2^e, or something else. */
interface Decoded {
  readonly kind: 'number' | 'infinity' | 'quiet' | 'signalling';
  readonly negative: boolean;
  readonly m: bigint;
  readonly e: number;
  readonly bits: bigint;
}

const mask = (n: number): bigint => (1n << BigInt(n)) - 1n;
const lengthOf = (m: bigint): number => (m === 0n ? 0 : m.toString(2).length);

/** Length in bits, quickly. */
function bitLength(m: bigint): number {
  if (m < 1n << 64n) return lengthOf(m);
  const hex = m.toString(16);
  return (hex.length - 1) * 4 + lengthOf(BigInt(parseInt(hex[0], 16)));
}

/** One operation under one FPCR; collects flags. */
export class Model {
  flags = 0;
  constructor(private readonly fpcr: number) {}

  get mode(): Mode {
    return ((this.fpcr >> 22) & 3) as Mode;
  }
  private get fz(): boolean {
    return (this.fpcr & (1 << 24)) !== 0;
  }
  private get dn(): boolean {
    return (this.fpcr & (1 << 25)) !== 0;
  }
  private get ahp(): boolean {
    return (this.fpcr & (1 << 26)) !== 0;
  }

  private decode(size: Size, bits: bigint): Decoded {
    const { fraction, exponent } = SPEC[size];
    const negative = bits >> BigInt(SPEC[size].bits - 1) === 1n;
    const field = Number((bits >> BigInt(fraction)) & mask(exponent));
    const f = bits & mask(fraction);
    const top = 2 ** exponent - 1;
    const lowest = 2 - 2 ** (exponent - 1) - fraction;
    if (field === top && !(size === 16 && this.ahp)) {
      if (f === 0n) return { kind: 'infinity', negative, m: 0n, e: 0, bits };
      const quiet = (f >> BigInt(fraction - 1)) & 1n;
      return { kind: quiet ? 'quiet' : 'signalling', negative, m: 0n, e: 0, bits };
    }
    if (field !== 0) return { kind: 'number', negative, m: f + (1n << BigInt(fraction)), e: lowest + field - 1, bits };
    if (f !== 0n && this.fz && size !== 16) {
      this.flags |= FLAG.IDC;
      return { kind: 'number', negative, m: 0n, e: 0, bits: bits ^ f };
    }
    return { kind: 'number', negative, m: f, e: lowest, bits };
  }

  private special(size: Size, negative: boolean, magnitude: bigint): bigint {
    return (negative ? 1n << BigInt(SPEC[size].bits - 1) : 0n) | magnitude;
  }
  private infinity(size: Size, negative: boolean): bigint {
    return this.special(size, negative, mask(SPEC[size].exponent) << BigInt(SPEC[size].fraction));
  }
  private defaultNaN(size: Size): bigint {
    return this.infinity(size, false) | (1n << BigInt(SPEC[size].fraction - 1));
  }
  private invalid(size: Size): bigint {
    this.flags |= FLAG.IOC;
    return this.defaultNaN(size);
  }

  /** FPProcessNaNs of any number of operands; undefined where there is no NaN. */
  private nan(size: Size, operands: readonly Decoded[]): bigint | undefined {
    const chosen = operands.find((d) => d.kind === 'signalling') ?? operands.find((d) => d.kind === 'quiet');
    if (!chosen) return undefined;
    if (chosen.kind === 'signalling') this.flags |= FLAG.IOC;
    return this.dn ? this.defaultNaN(size) : chosen.bits | (1n << BigInt(SPEC[size].fraction - 1));
  }

  /** Rounds n / d to an integer. */
  private divide(n: bigint, d: bigint, negative: boolean, mode: Mode): { q: bigint; exact: boolean } {
    const q = n / d;
    const r = n % d;
    if (r === 0n) return { q, exact: true };
    const twice = 2n * r;
    const up = {
      0: twice > d || (twice === d && q % 2n === 1n),
      1: !negative,
      2: negative,
      3: false,
      odd: q % 2n === 0n,
      away: twice >= d,
    }[mode];
    return { q: up ? q + 1n : q, exact: false };
  }

  /** The number n / d * 2^e (n, d > 0) in a format. */
  private encode(size: Size, negative: boolean, n: bigint, d: bigint, e: number, mode: Mode = this.mode): bigint {
    const { fraction, exponent, bits } = SPEC[size];
    const lowest = 2 - 2 ** (exponent - 1) - fraction; // exponent of a denormal's unit
    // floor(log2): n / d lies in [2^k, 2^(k + 1)).
    let k = bitLength(n) - bitLength(d);
    if (k >= 0 ? n < d << BigInt(k) : n << BigInt(-k) < d) k--;
    const tiny = k + e - fraction < lowest;
    if (tiny && this.fz && size !== 16) {
      this.flags |= FLAG.UFC;
      return this.special(size, negative, 0n);
    }
    const unit = Math.max(k + e - fraction, lowest);
    const shift = BigInt(e - unit);
    const { q, exact } =
      shift >= 0n ? this.divide(n << shift, d, negative, mode) : this.divide(n, d << -shift, negative, mode);
    // q units of 2^unit; as an encoding that is the exponent field and the fraction in one.
    const encoded = tiny ? q : q + (BigInt(unit - lowest) << BigInt(fraction));
    const limit = size === 16 && this.ahp ? mask(bits - 1) + 1n : mask(exponent) << BigInt(fraction);
    if (encoded >= limit) {
      if (size === 16 && this.ahp) {
        this.flags |= FLAG.IOC;
        return this.special(size, negative, limit - 1n);
      }
      this.flags |= FLAG.OFC | FLAG.IXC;
      const infinite = mode === 0 || (mode === 1 && !negative) || (mode === 2 && negative);
      return infinite ? this.infinity(size, negative) : this.special(size, negative, limit - 1n);
    }
    if (!exact) this.flags |= FLAG.IXC | (tiny ? FLAG.UFC : 0);
    return this.special(size, negative, encoded);
  }

  /** A signed sum s * 2^e in a format; `zeroSign` where it is zero. */
  private sum(size: Size, s: bigint, e: number, zeroSign: boolean): bigint {
    if (s === 0n) return this.special(size, zeroSign, 0n);
    return this.encode(size, s < 0n, s < 0n ? -s : s, 1n, e);
  }
  private signed(d: Decoded): bigint {
    return d.negative ? -d.m : d.m;
  }

  /** x + y of numbers, exactly. */
  private static exactSum(x: bigint, ex: number, y: bigint, ey: number): { s: bigint; e: number } {
    const e = Math.min(ex, ey);
    return { s: (x << BigInt(ex - e)) + (y << BigInt(ey - e)), e };
  }

  add(size: Size, a: bigint, b: bigint, subtract = false): bigint {
    const x = this.decode(size, a);
    let y = this.decode(size, b);
    const nan = this.nan(size, [x, y]);
    if (nan !== undefined) return nan;
    if (subtract) y = { ...y, negative: !y.negative };
    if (x.kind === 'infinity' || y.kind === 'infinity') {
      if (x.kind === y.kind && x.negative !== y.negative) return this.invalid(size);
      return this.infinity(size, x.kind === 'infinity' ? x.negative : y.negative);
    }
    const { s, e } = Model.exactSum(this.signed(x), x.e, this.signed(y), y.e);
    const zeros = x.m === 0n && y.m === 0n && x.negative === y.negative;
    return this.sum(size, s, e, zeros ? x.negative : this.mode === 2);
  }

  mul(size: Size, a: bigint, b: bigint, extended = false): bigint {
    const x = this.decode(size, a);
    const y = this.decode(size, b);
    const nan = this.nan(size, [x, y]);
    if (nan !== undefined) return nan;
    const negative = x.negative !== y.negative;
    if (x.kind === 'infinity' || y.kind === 'infinity') {
      if ([x, y].some((d) => d.kind === 'number' && d.m === 0n)) {
        if (!extended) return this.invalid(size);
        return this.special(size, negative, 1n << BigInt(SPEC[size].bits - 2)); // 2.0
      }
      return this.infinity(size, negative);
    }
    const p = x.m * y.m;
    return p === 0n ? this.special(size, negative, 0n) : this.encode(size, negative, p, 1n, x.e + y.e);
  }

  div(size: Size, a: bigint, b: bigint): bigint {
    const x = this.decode(size, a);
    const y = this.decode(size, b);
    const nan = this.nan(size, [x, y]);
    if (nan !== undefined) return nan;
    const negative = x.negative !== y.negative;
    const [xi, yi] = [x, y].map((d) => d.kind === 'infinity');
    const [xz, yz] = [x, y].map((d) => d.kind === 'number' && d.m === 0n);
    if ((xi && yi) || (xz && yz)) return this.invalid(size);
    if (xi) return this.infinity(size, negative);
    if (yz) {
      this.flags |= FLAG.DZC;
      return this.infinity(size, negative);
    }
    if (yi || xz) return this.special(size, negative, 0n);
    return this.encode(size, negative, x.m, y.m, x.e - y.e);
  }

  sqrt(size: Size, a: bigint): bigint {
    const x = this.decode(size, a);
    const nan = this.nan(size, [x]);
    if (nan !== undefined) return nan;
    if (x.kind === 'number' && x.m === 0n) return this.special(size, x.negative, 0n);
    if (x.negative) return this.invalid(size);
    if (x.kind === 'infinity') return this.infinity(size, false);
    // An even exponent, and so many bits that what is lost lies far below any half unit.
    const extra = 200 + (Math.abs(x.e) % 2);
    const m = x.m << BigInt(extra);
    const root = integerRoot(m);
    const sticky = root * root === m ? 0n : 1n;
    return this.encode(size, false, root * 2n + sticky, 2n, (x.e - extra) / 2);
  }

  fma(size: Size, c: bigint, a: bigint, b: bigint): bigint {
    const z = this.decode(size, c);
    const x = this.decode(size, a);
    const y = this.decode(size, b);
    const [xi, yi] = [x, y].map((d) => d.kind === 'infinity');
    const [xz, yz] = [x, y].map((d) => d.kind === 'number' && d.m === 0n);
    const undefinedProduct = (xi && yz) || (xz && yi);
    if (z.kind === 'quiet' && undefinedProduct) return this.invalid(size);
    const nan = this.nan(size, [z, x, y]);
    if (nan !== undefined) return nan;
    const negative = x.negative !== y.negative;
    const infinite = xi || yi;
    if (undefinedProduct || (infinite && z.kind === 'infinity' && z.negative !== negative)) return this.invalid(size);
    if (infinite || z.kind === 'infinity') return this.infinity(size, infinite ? negative : z.negative);
    const p = x.m * y.m;
    const { s, e } = Model.exactSum(negative ? -p : p, x.e + y.e, this.signed(z), z.e);
    const zeros = p === 0n && z.m === 0n && negative === z.negative;
    return this.sum(size, s, e, zeros ? negative : this.mode === 2);
  }

  convert(from: Size, to: Size, a: bigint, odd = false): bigint {
    const x = this.decode(from, a);
    if (x.kind !== 'number') {
      const toAlternative = to === 16 && this.ahp;
      if (x.kind === 'signalling' || toAlternative) this.flags |= FLAG.IOC;
      if (x.kind === 'infinity')
        return toAlternative ? this.special(16, x.negative, 0x7fffn) : this.infinity(to, x.negative);
      if (toAlternative) return this.special(16, x.negative, 0n);
      if (this.dn) return this.defaultNaN(to);
      const payload = a & mask(SPEC[from].fraction);
      const shift = BigInt(SPEC[to].fraction - SPEC[from].fraction);
      return (
        this.special(to, x.negative, 0n) | this.defaultNaN(to) | (shift > 0n ? payload << shift : payload >> -shift)
      );
    }
    if (x.m === 0n) return this.special(to, x.negative, 0n);
    return this.encode(to, x.negative, x.m, 1n, x.e, odd ? 'odd' : this.mode);
  }

  /** To an integer of `bits` bits, as it stands in a register. */
  toInt(size: Size, a: bigint, bits: number, unsigned: boolean, mode: 0 | 1 | 2 | 3 | 4, fbits: number): bigint {
    const x = this.decode(size, a);
    const [least, most] = unsigned ? [0n, mask(bits)] : [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n];
    let value: bigint;
    let exact = true;
    if (x.kind === 'quiet' || x.kind === 'signalling') {
      this.flags |= FLAG.IOC;
      return 0n;
    } else if (x.kind === 'infinity') {
      value = x.negative ? least - 1n : most + 1n;
    } else {
      const e = x.e + fbits;
      const n = e >= 0 ? x.m << BigInt(e) : x.m;
      const d = e >= 0 ? 1n : 1n << BigInt(-e);
      const rounded = this.divide(n, d, x.negative, mode === 4 ? 'away' : mode);
      value = x.negative ? -rounded.q : rounded.q;
      exact = rounded.exact;
    }
    if (value < least || value > most) {
      this.flags |= FLAG.IOC;
      value = value < least ? least : most;
    } else if (!exact) this.flags |= FLAG.IXC;
    return BigInt.asUintN(bits, value);
  }

  /** From an integer of `bits` bits. */
  fromInt(size: Size, a: bigint, bits: number, unsigned: boolean, fbits: number): bigint {
    const value = unsigned ? BigInt.asUintN(bits, a) : BigInt.asIntN(bits, a);
    return this.sum(size, value, -fbits, false);
  }

  roundInt(size: Size, a: bigint, mode: 0 | 1 | 2 | 3 | 4, exactly: boolean): bigint {
    const x = this.decode(size, a);
    const nan = this.nan(size, [x]);
    if (nan !== undefined) return nan;
    if (x.kind === 'infinity' || x.m === 0n) return x.bits;
    const n = x.e >= 0 ? x.m << BigInt(x.e) : x.m;
    const d = x.e >= 0 ? 1n : 1n << BigInt(-x.e);
    const { q, exact } = this.divide(n, d, x.negative, mode === 4 ? 'away' : mode);
    if (!exact && exactly) this.flags |= FLAG.IXC;
    return q === 0n ? this.special(size, x.negative, 0n) : this.encode(size, x.negative, q, 1n, 0, 3);
  }
}

/** The largest integer whose square is at most m. */
function integerRoot(m: bigint): bigint {
  let x = 1n << BigInt(Math.ceil(bitLength(m) / 2));
  for (;;) {
    const y = (x + m / x) / 2n;
    if (y >= x) return x;
    x = y;
  }
}
