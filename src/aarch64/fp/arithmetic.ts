/**
 * Addition, multiplication, division, square root and fused multiply-add: FPAdd, FPSub, FPMul, FPMulX, FPDiv, FPSqrt,
 * FPMulAdd, FPRecipStepFused and FPRSqrtStepFused of the Arm ARM's pseudocode.
 */
import { i32, i64, select, type Expr } from '../../wasm/expr.js';
import { DOUBLE, FPSR, SINGLE, ordinary, routine, shiftJam, type FpRoutine, type Writer } from './format.js';
import { fusedDouble, fusedDoubleApplies } from './fused.js';
import { D, L, W } from './words.js';

/** An operand taken apart: bits, biased exponent (i32), significand with its implicit bit. All are locals. */
interface Parts {
  readonly x: Expr;
  readonly e: Expr;
  readonly m: Expr;
}

/**
 * Takes operands apart. Where one is a zero, denormal, infinity or NaN, denormals are flushed as FPCR.FZ says, `rare`
 * deals with NaNs, infinities and zeros (and returns), and denormals are normalised.
 */
function unpack(w: Writer, operands: readonly Expr[], rare: (parts: readonly Parts[]) => void): readonly Parts[] {
  const { f, F } = w;
  const parts = operands.map((x) => ({ x, e: f.let(w.exponentOf(x)), m: f.local('i64') }));
  f.if(
    parts.map((p) => w.isRare(p.e)).reduce((a, b) => W.or(a, b)),
    () => {
      w.flush(...operands);
      rare(parts);
      for (const p of parts) {
        f.set(p.m, w.fractionOf(p.x));
        w.normalise(p.e, p.m);
      }
    },
    () => {
      for (const p of parts) f.set(p.m, L.or(w.fractionOf(p.x), F.implicit));
    },
    'unlikely',
  );
  return parts;
}

const any = (conditions: Expr[]): Expr => conditions.reduce((a, b) => W.or(a, b));

/** Where an operand is a NaN, returns what FPProcessNaNs makes of it. */
function nans(w: Writer, ...operands: Expr[]): void {
  w.f.if(any(operands.map((x) => w.isNaN(x))), () => {
    w.f.return(w.call(`nans${w.F.bits}`, w.F.type, operands[0], operands[1] ?? operands[0]));
  });
}

function add(w: Writer, subtract: boolean): void {
  const { f, F } = w;
  const a = w.operand(1);
  const b = w.operand(2);
  const negate = (): void => {
    if (subtract) f.set(b, L.xor(b, F.sign));
  };
  const [pa, pb] = unpack(w, [a, b], () => {
    nans(w, a, b);
    negate();
    f.if(w.isInfinity(a), () => {
      f.if(L.eq(L.xor(a, b), F.sign), () => w.invalid());
      w.return(a);
    });
    f.if(w.isInfinity(b), () => w.return(b));
    f.if(w.isZero(a), () => {
      f.if(L.eq(L.xor(a, b), F.sign), () => w.returnCancelled());
      w.return(b);
    });
    f.if(w.isZero(b), () => w.return(a));
    negate();
  });
  negate();
  // The larger magnitude first.
  const swap = f.let(L.ltu(w.magnitude(a), w.magnitude(b)));
  const sign = f.let(w.signOf(select(b, a, swap)));
  const e = f.let(select(pb.e, pa.e, swap));
  const d = f.let(L.ofSigned(W.sub(e, select(pa.e, pb.e, swap))));
  const up = 62 - F.fraction;
  const big = f.let(L.shl(select(pb.m, pa.m, swap), up));
  const small = f.let(L.shl(select(pa.m, pb.m, swap), up));
  f.set(small, select(i64(1), shiftJam(small, d), L.gtu(d, 63)));
  const sum = f.local('i64');
  f.if(
    L.lt(shiftSign(w, L.xor(a, b)), 0),
    () => {
      f.set(sum, L.sub(big, small));
      f.if(L.eqz(sum), () => w.returnCancelled(), undefined, 'unlikely');
    },
    () => f.set(sum, L.add(big, small)),
  );
  w.round(sign, W.add(e, 1), sum);
}

/** The sign as that of an i64. */
const shiftSign = (w: Writer, x: Expr): Expr => L.shl(x, 64 - w.F.bits);

/** A product of two 64-bit words as two: locals. */
function wideMul(w: Writer, a: Expr, b: Expr): { hi: Expr; lo: Expr } {
  const { f } = w;
  const low = 0xffffffffn;
  const al = f.let(L.and(a, low));
  const ah = f.let(L.shr(a, 32));
  const bl = f.let(L.and(b, low));
  const bh = f.let(L.shr(b, 32));
  const ll = f.let(L.mul(al, bl));
  const hl = f.let(L.add(L.mul(ah, bl), L.shr(ll, 32)));
  const lh = f.let(L.add(L.mul(al, bh), L.and(hl, low)));
  return {
    hi: f.let(L.add(L.add(L.mul(ah, bh), L.shr(hl, 32)), L.shr(lh, 32))),
    lo: f.let(L.or(L.shl(lh, 32), L.and(ll, low))),
  };
}

function mul(w: Writer, extended: boolean): void {
  const { f, F } = w;
  const a = w.operand(1);
  const b = w.operand(2);
  const sign = (): Expr => w.signOf(L.xor(a, b));
  const [pa, pb] = unpack(w, [a, b], () => {
    nans(w, a, b);
    f.if(W.or(w.isInfinity(a), w.isInfinity(b)), () => {
      f.if(W.or(w.isZero(a), w.isZero(b)), () => {
        if (extended) w.return(L.or(w.placeSign(sign()), F.two));
        else w.invalid();
      });
      w.return(L.or(w.placeSign(sign()), F.infinity));
    });
    f.if(W.or(w.isZero(a), w.isZero(b)), () => w.return(w.placeSign(sign())));
  });
  const e = W.add(pa.e, pb.e);
  if (F.bits === 32) return w.round(sign(), W.add(e, 17 - F.bias), L.mul(pa.m, pb.m));
  f.set(pa.m, L.shl(pa.m, 11));
  f.set(pb.m, L.shl(pb.m, 11));
  const { hi, lo } = wideMul(w, pa.m, pb.m);
  w.round(sign(), W.add(e, 1 - F.bias), L.or(hi, L.of(L.ne(lo, 0))));
}

/** A double in [1, 2) from a significand of 53 bits. */
const ofSignificand = (m: Expr): Expr => D.ofBits(L.or(L.and(m, DOUBLE.fractionMask), BigInt(DOUBLE.bias) << 52n));
/** The significand of a double in [1, 2), as an integer of 53 bits. */
const significandOf = (x: Expr): Expr => L.or(L.and(D.bits(x), DOUBLE.fractionMask), DOUBLE.implicit);

/**
 * A quotient or root of 53 bits, q, correctly rounded by the host, and the remainder r = exact - q in some unit, of which
 * the sign is known: q with a sticky bit. The remainder is at most half a unit, so that its sign is all that matters.
 */
const withRemainder = (w: Writer, q: Expr, remainder: Expr): Expr => {
  const r = w.let(remainder);
  return L.add(L.shl(q, 11), L.sub(L.of(L.gt(r, 0)), L.of(L.lt(r, 0))));
};

function div(w: Writer): void {
  const { f, F } = w;
  const a = w.operand(1);
  const b = w.operand(2);
  const sign = (): Expr => w.signOf(L.xor(a, b));
  const [pa, pb] = unpack(w, [a, b], () => {
    nans(w, a, b);
    f.if(W.or(W.and(w.isInfinity(a), w.isInfinity(b)), W.and(w.isZero(a), w.isZero(b))), () => w.invalid());
    f.if(W.or(w.isInfinity(a), w.isZero(b)), () => {
      f.if(W.eqz(w.isInfinity(a)), () => w.raise(FPSR.DZC));
      w.return(L.or(w.placeSign(sign()), F.infinity));
    });
    f.if(W.or(w.isZero(a), w.isInfinity(b)), () => w.return(w.placeSign(sign())));
  });
  const e = f.let(W.add(W.sub(pa.e, pb.e), F.bias));
  // Both with 53 bits, the quotient in [1, 2).
  f.set(pa.m, L.shl(pa.m, 52 - F.fraction));
  f.set(pb.m, L.shl(pb.m, 52 - F.fraction));
  const less = f.let(L.ltu(pa.m, pb.m));
  f.set(e, W.sub(e, less));
  const x = ofSignificand(pa.m);
  const q = f.let(
    significandOf(D.div(D.mul(x, select(D.ofBits(DOUBLE.two), D.ofBits(DOUBLE.one), less)), ofSignificand(pb.m))),
  );
  // The remainder modulo 2^64: its true size is at most 2^52.
  const scaled = L.shl(pa.m, L.add(52, L.of(less)));
  w.round(sign(), e, withRemainder(w, q, L.sub(scaled, L.mul(q, pb.m))));
}

function sqrt(w: Writer): void {
  const { f, F } = w;
  const a = w.operand(1);
  const negative = (): Expr => L.ne(L.and(a, F.sign), 0);
  const e = f.let(w.exponentOf(a));
  const m = f.local('i64');
  f.if(
    W.or(w.isRare(e), negative()),
    () => {
      w.flush(a);
      nans(w, a);
      f.if(w.isZero(a), () => w.return(a));
      f.if(negative(), () => w.invalid());
      f.if(w.isInfinity(a), () => w.return(a));
      f.set(m, w.fractionOf(a));
      w.normalise(e, m);
    },
    () => f.set(m, L.or(w.fractionOf(a), F.implicit)),
    'unlikely',
  );
  // m * 2^k with k even, in [1, 4).
  f.set(m, L.shl(m, 52 - F.fraction));
  const k = f.let(W.sub(e, F.bias));
  const odd = f.let(L.of(W.and(k, 1)));
  const x = D.ofBits(L.or(L.and(m, DOUBLE.fractionMask), L.shl(L.add(odd, DOUBLE.bias), 52)));
  const q = f.let(significandOf(D.sqrt(x)));
  const remainder = L.sub(L.shl(m, L.add(odd, 52)), L.mul(q, q));
  w.round(i64(0), W.add(W.sar(k, 1), F.bias), withRemainder(w, q, remainder));
}

/** An operand that a step instruction supplies itself. */
interface Step {
  /** Bits of the addend. */
  readonly addend: bigint;
  /** The result where infinity meets zero. */
  readonly invalid: bigint;
}

/**
 * FPMulAdd: (addend, a, b) -> addend + a * b, rounded once. With `step`, FPRecipStepFused (2 - a * b) and, halved,
 * FPRSqrtStepFused ((3 - a * b) / 2).
 */
function mulAdd(w: Writer, step?: Step, halved = false): void {
  const { f, F } = w;
  const c = step ? w.local(i64(step.addend)) : w.operand(1);
  const a = w.operand(step ? 1 : 2);
  const b = w.operand(step ? 2 : 3);
  if (step) f.set(a, L.xor(a, F.sign));
  if (F.bits === 64) {
    const [z, x, y] = [c, a, b].map((e) => f.let(D.ofBits(e)));
    f.if(W.and(ordinary(w.base), fusedDoubleApplies('f64', z, x, y)), () => {
      const { result, holds } = fusedDouble(f, 'f64', z, x, y);
      f.if(
        holds,
        () => w.return(D.bits(halved ? D.mul(result, D.ofBits(F.one - F.implicit)) : result)),
        undefined,
        'likely',
      );
    });
  }
  const sign = w.local(i64(0));
  const signs = (): void => f.set(sign, w.signOf(L.xor(a, b)));
  const parts = unpack(w, step ? [a, b] : [c, a, b], () => {
    signs();
    const mixed = (): Expr => W.or(W.and(w.isInfinity(a), w.isZero(b)), W.and(w.isZero(a), w.isInfinity(b)));
    if (step) nans(w, a, b);
    else {
      f.if(any([c, a, b].map((x) => w.isNaN(x))), () => {
        f.if(W.and(mixed(), W.eqz(w.isSignalling(c))), () => w.invalid());
        f.return(w.call(`nansThree${F.bits}`, F.type, c, a, b));
      });
    }
    f.if(W.or(w.isInfinity(a), w.isInfinity(b)), () => {
      f.if(mixed(), () => {
        if (step) w.return(step.invalid);
        else w.invalid();
      });
      const infinity = f.let(L.or(w.placeSign(sign), F.infinity));
      if (!step) f.if(L.eq(L.xor(infinity, c), F.sign), () => w.invalid());
      w.return(infinity);
    });
    if (!step) f.if(w.isInfinity(c), () => w.return(c));
    f.if(W.or(w.isZero(a), w.isZero(b)), () => {
      if (step) return w.return(step.invalid);
      f.if(L.eq(c, L.xor(w.placeSign(sign), F.sign)), () => w.returnCancelled());
      w.return(c);
    });
    if (!step) {
      f.if(w.isZero(c), () => {
        f.return(w.call(`mul${F.bits}`, F.type, f.param(2), f.param(3)));
      });
    }
  });
  signs();
  const [pa, pb] = parts.slice(-2);
  const pc = step ? { e: i32(F.bias + 1), m: i64(F.implicit | (step.addend & F.fractionMask)) } : parts[0];
  const signC = step ? i64(0) : f.let(w.signOf(c));
  const opposite = f.let(W.low(L.xor(sign, signC)));
  const halve = (e: Expr): Expr => (halved ? W.sub(e, 1) : e);
  if (F.bits === 32) sum64(w, { sign, signC, opposite, halve }, pa, pb, pc);
  else sum128(w, { sign, signC, opposite, halve }, pa, pb, pc);
}

interface SumSigns {
  /** Sign of the product, a variable; of the addend; whether they differ. */
  readonly sign: Expr;
  readonly signC: Expr;
  readonly opposite: Expr;
  readonly halve: (e: Expr) => Expr;
}

/** Product and addend of single precision, in 64 bits: both have their first bit at 62 (the product: or 61). */
function sum64(w: Writer, s: SumSigns, pa: Omit<Parts, 'x'>, pb: Omit<Parts, 'x'>, pc: Omit<Parts, 'x'>): void {
  const { f, F } = w;
  const p = f.let(L.shl(L.mul(pa.m, pb.m), 15));
  const m = w.local(L.shl(pc.m, 39));
  // The biased exponent of bit 62.
  const e = f.let(W.add(W.add(pa.e, pb.e), 1 - F.bias));
  const d = f.let(W.sub(pc.e, e));
  const jam = (x: Expr, n: Expr): void => {
    const by = f.let(L.of(n));
    f.set(x, select(i64(1), shiftJam(x, by), L.gtu(by, 63)));
  };
  f.if(
    W.gt(d, 0),
    () => {
      jam(p, d);
      f.set(e, pc.e);
    },
    () => jam(m, W.sub(0, d)),
  );
  f.if(
    s.opposite,
    () => {
      f.set(p, L.sub(p, m));
      f.if(L.eqz(p), () => w.returnCancelled(), undefined, 'unlikely');
      f.if(L.lt(p, 0), () => {
        f.set(p, L.sub(0, p));
        f.set(s.sign, s.signC);
      });
    },
    () => f.set(p, L.add(p, m)),
  );
  w.round(s.sign, s.halve(W.add(e, 1)), p);
}

/** The same for double precision, in 128 bits: first bits at 126 (the product: or 125). */
function sum128(w: Writer, s: SumSigns, pa: Omit<Parts, 'x'>, pb: Omit<Parts, 'x'>, pc: Omit<Parts, 'x'>): void {
  const { f, F } = w;
  const { hi, lo } = wideMul(w, f.let(L.shl(pa.m, 11)), f.let(L.shl(pb.m, 10)));
  const ch = w.local(L.shl(pc.m, 10));
  const cl = w.local(i64(0));
  const e = f.let(W.add(W.add(pa.e, pb.e), 1 - F.bias));
  const d = f.let(W.sub(pc.e, e));
  /** Shifts a pair right by n (i32, positive), with what falls off in the lowest bit. */
  const jam = (h: Expr, l: Expr, n: Expr): void => {
    const by = f.let(L.of(n));
    f.if(
      L.gtu(by, 63),
      () => {
        // The words are not all zero: something is left, or sticks.
        f.set(l, L.or(h, L.of(L.ne(l, 0))));
        f.set(h, i64(0));
        f.set(by, L.sub(by, 64));
        f.set(l, select(i64(1), shiftJam(l, by), L.gtu(by, 63)));
      },
      () => {
        const over = L.shl(L.shl(h, L.sub(63, by)), 1);
        f.set(l, L.or(shiftJam(l, by), over));
        f.set(h, L.shr(h, by));
      },
    );
  };
  f.if(
    W.gt(d, 0),
    () => {
      jam(hi, lo, d);
      f.set(e, pc.e);
    },
    () => f.if(W.lt(d, 0), () => jam(ch, cl, W.sub(0, d))),
  );
  f.if(
    s.opposite,
    () => {
      const borrow = f.let(L.of(L.ltu(lo, cl)));
      f.set(lo, L.sub(lo, cl));
      f.set(hi, L.sub(L.sub(hi, ch), borrow));
      f.if(L.lt(hi, 0), () => {
        f.set(hi, L.sub(L.sub(0, hi), L.of(L.ne(lo, 0))));
        f.set(lo, L.sub(0, lo));
        f.set(s.sign, s.signC);
      });
    },
    () => {
      f.set(lo, L.add(lo, cl));
      f.set(hi, L.add(L.add(hi, ch), L.of(L.ltu(lo, cl))));
    },
  );
  f.set(e, W.add(e, 1));
  f.if(
    L.eqz(hi),
    () => {
      f.if(L.eqz(lo), () => w.returnCancelled(), undefined, 'unlikely');
      f.set(hi, lo);
      f.set(lo, i64(0));
      f.set(e, W.sub(e, 64));
    },
    undefined,
    'unlikely',
  );
  const n = f.let(L.clz(hi));
  f.set(hi, L.or(L.shl(hi, n), L.shr(L.shr(lo, 1), L.sub(63, n))));
  f.set(hi, L.or(hi, L.of(L.ne(L.shl(lo, n), 0))));
  w.round(s.sign, s.halve(W.sub(e, W.low(n))), hi);
}

/** `add`, `sub`, `mul`, `mulx`, `div`, `recps`, `rsqrts` (a, b); `sqrt` (a); `muladd` (addend, a, b); each 64 and 32. */
export const ARITHMETIC: readonly FpRoutine[] = [SINGLE, DOUBLE].flatMap((F) => {
  const [one, two, three] = [1, 2, 3].map((n) => Array.from({ length: n }, () => F.type));
  return [
    routine('add', F, two, (w) => add(w, false)),
    routine('sub', F, two, (w) => add(w, true)),
    routine('mul', F, two, (w) => mul(w, false)),
    routine('mulx', F, two, (w) => mul(w, true)),
    routine('div', F, two, div),
    routine('sqrt', F, one, sqrt),
    routine('muladd', F, three, (w) => mulAdd(w)),
    routine('recps', F, two, (w) => mulAdd(w, { addend: F.two, invalid: F.two })),
    routine('rsqrts', F, two, (w) => mulAdd(w, { addend: F.three, invalid: F.oneAndHalf }, true)),
  ];
});
