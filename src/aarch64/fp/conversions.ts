/**
 * Conversions of the Arm ARM's pseudocode: FPConvert, FPToFixed, FixedToFP, FPRoundInt.
 */
import { i32, i64, select, type Expr } from '../../wasm/expr.js';
import {
  DOUBLE,
  FPCR,
  FPSR,
  HALF,
  ROUND,
  SINGLE,
  routine,
  type Format,
  type FpRoutine,
  type Writer,
} from './format.js';
import { L, W } from './words.js';

/** How a routine converts to or from an integer: bits of its last parameter, the rounding in 2:0. */
export const HOW = { ROUNDING: 7, UNSIGNED: 8, WIDE: 16, EXACT: 32 } as const;

/** FPConvert from the writer's format to `to`; `odd` is FCVTXN's rounding. */
function convert(w: Writer, to: Format, odd = false): void {
  const { f, F } = w;
  const a = w.operand(1);
  const e = f.let(w.exponentOf(a));
  const m = f.let(w.fractionOf(a));
  const sign = f.let(w.signOf(a));
  const placed = (): Expr => L.shl(sign, to.bits - 1);
  f.if(
    w.isRare(e),
    () => {
      // Half precision is never flushed.
      if (F.bits !== 16) {
        w.flush(a);
        f.set(m, w.fractionOf(a));
      }
      const special = (): void => {
        if (to.bits === 16) {
          // The alternative format has neither infinities nor NaNs.
          f.if(w.control(FPCR.AHP), () => {
            w.raise(FPSR.IOC);
            const infinite = L.eqz(m);
            w.return(L.or(placed(), select(i64(to.sign - 1n), i64(0), infinite)), to);
          });
        }
        f.if(L.eqz(m), () => w.return(L.or(placed(), to.infinity), to));
        f.if(w.isSignalling(a), () => w.raise(FPSR.IOC));
        f.if(w.control(FPCR.DN), () => w.return(to.defaultNaN, to));
        const shift = to.fraction - F.fraction;
        const payload = shift > 0 ? L.shl(m, shift) : L.shr(m, -shift);
        w.return(L.or(L.or(placed(), payload), to.infinity | to.quiet), to);
      };
      const isSpecial = W.eq(e, F.special);
      f.if(F.bits === 16 ? W.and(isSpecial, W.eqz(w.control(FPCR.AHP))) : isSpecial, special);
      f.if(L.eqz(L.or(m, L.of(e))), () => w.return(placed(), to));
      w.normalise(e, m);
    },
    () => f.set(m, L.or(m, F.implicit)),
    'unlikely',
  );
  f.set(e, W.add(e, to.bias - F.bias));
  f.set(m, L.shl(m, 63 - F.fraction));
  if (!odd) return w.round(sign, e, m, to);
  // To odd: what is cut off sticks to the lowest bit that is kept.
  f.if(W.gt(e, to.special - 1), () => {
    w.raise(FPSR.OFC | FPSR.IXC);
    w.return(L.or(placed(), to.largest), to);
  });
  const cut = w.local(i64(63 - to.fraction));
  const base = w.local(L.shl(L.ofSigned(W.sub(e, 1)), to.fraction));
  const flags = w.local(i32(FPSR.IXC));
  f.if(W.lt(e, 1), () => {
    f.if(w.control(FPCR.FZ), () => {
      w.raise(FPSR.UFC);
      w.return(placed(), to);
    });
    f.set(flags, i32(FPSR.IXC | FPSR.UFC));
    f.set(base, i64(0));
    f.set(cut, L.add(cut, L.of(W.sub(1, e))));
    f.if(L.gtu(cut, 63), () => {
      // Nothing is kept.
      f.set(m, i64(1));
      f.set(cut, i64(63));
    });
  });
  const kept = f.let(L.shr(m, cut));
  f.if(L.ne(L.shl(kept, cut), m), () => {
    w.raise(flags);
    f.set(kept, L.or(kept, 1));
  });
  w.return(L.add(L.or(placed(), base), kept), to);
}

/**
 * A magnitude m * 2^shift (m a leaf, not zero; shift i32) as an integer: its integral part in `whole`, and in `rest`
 * what is behind the point as a fraction of 2^64, its lowest bit sticky. `shift` is at most 11 where m has 53 bits.
 */
function split(w: Writer, m: Expr, shift: Expr): { whole: Expr; rest: Expr } {
  const { f } = w;
  const whole = f.local('i64');
  const rest = w.local(i64(0));
  f.if(
    W.ge(shift, 0),
    () => f.set(whole, L.shl(m, L.of(shift))),
    () => {
      const n = f.let(L.of(W.sub(0, shift)));
      f.if(
        L.gtu(n, 63),
        () => {
          // Less than a half: m has at most 53 bits.
          f.set(whole, i64(0));
          f.set(rest, i64(1));
        },
        () => {
          f.set(whole, L.shr(m, n));
          f.set(rest, L.shl(m, L.sub(64, n)));
        },
      );
    },
  );
  return { whole, rest };
}

/** Whether to add one to `whole` in a rounding that is known at run time only (RN, RP, RM, RZ, RA). i32, 0 or 1. */
function roundsUp(rounding: Expr, sign: Expr, whole: Expr, rest: Expr): Expr {
  const half = 1n << 63n;
  // To nearest: above a half; at a half, where odd or where ties go away.
  const tie = W.and(L.eq(rest, half), W.or(W.and(W.low(whole), 1), W.eq(rounding, ROUND.RA)));
  const nearest = W.or(L.gtu(rest, half), tie);
  const directed = W.and(L.ne(rest, 0), W.eq(rounding, W.add(W.low(sign), 1)));
  return select(nearest, directed, W.or(W.eqz(rounding), W.eq(rounding, ROUND.RA)));
}

/** The rounding in the low bits of `how`, FPCR's looked up. A leaf. */
function roundingOf(w: Writer, how: Expr): Expr {
  const rounding = w.local(W.and(how, HOW.ROUNDING));
  w.f.if(W.eq(rounding, ROUND.FPCR), () => w.f.set(rounding, w.rmode()));
  return rounding;
}

/** FPToFixed: (a, fbits, how) -> i64; a 32-bit result has zeros above. */
function toInteger(w: Writer): void {
  const { f, F } = w;
  const a = w.operand(1);
  const fbits = f.param(2);
  const how = f.param(3);
  w.flush(a);
  const sign = f.let(w.signOf(a));
  /** The largest magnitude of a result with this sign. */
  const signedLimit = L.add(select(i64((1n << 63n) - 1n), i64((1n << 31n) - 1n), W.and(how, HOW.WIDE)), sign);
  const unsignedLimit = L.and(select(i64(-1), i64(0xffffffffn), W.and(how, HOW.WIDE)), L.sub(sign, 1));
  const limit = f.let(select(unsignedLimit, signedLimit, W.and(how, HOW.UNSIGNED)));
  const out = w.local(i64(0));
  const give = (): void => {
    f.if(W.low(sign), () => f.set(out, L.sub(0, out)));
    f.if(W.and(how, HOW.WIDE), () => f.return(out));
    f.return(L.and(out, 0xffffffffn));
  };
  const saturate = (): void => {
    w.raise(FPSR.IOC);
    f.set(out, limit);
    give();
  };
  const e = f.let(w.exponentOf(a));
  f.if(W.eq(e, F.special), () => {
    f.if(w.isNaN(a), () => {
      w.raise(FPSR.IOC);
      f.return(i64(0));
    });
    saturate();
  });
  f.if(w.isZero(a), () => f.return(i64(0)));
  const m = f.let(w.fractionOf(a));
  f.if(
    W.eqz(e),
    () => f.set(e, i32(1)),
    () => f.set(m, L.or(m, F.implicit)),
  );
  const shift = f.let(W.add(W.sub(e, F.bias + F.fraction), fbits));
  f.if(W.gt(shift, 63 - F.fraction), saturate);
  const { whole, rest } = split(w, m, shift);
  const rounding = roundingOf(w, how);
  f.set(out, L.add(whole, L.of(roundsUp(rounding, sign, whole, rest))));
  f.if(L.gtu(out, limit), saturate);
  f.if(L.ne(rest, 0), () => w.raise(FPSR.IXC));
  give();
}

/** FixedToFP: (a, fbits, how) -> bits; a is an i64, sign- or zero-extended. */
function fromInteger(w: Writer): void {
  const { f, F } = w;
  const [a, fbits, how] = [f.param(1), f.param(2), f.param(3)];
  f.if(L.eqz(a), () => w.return(0n));
  const sign = f.let(L.and(L.shr(a, 63), L.of(W.eqz(W.and(how, HOW.UNSIGNED)))));
  f.if(W.low(sign), () => f.set(a, L.sub(0, a)));
  w.round(sign, W.sub(i32(F.bias + 63), fbits), a);
}

/** FPRoundInt: (a, how) -> bits. */
function toIntegral(w: Writer): void {
  const { f, F } = w;
  const a = w.operand(1);
  const how = f.param(2);
  w.flush(a);
  const e = f.let(w.exponentOf(a));
  f.if(W.eq(e, F.special), () => {
    f.if(w.isNaN(a), () => f.return(w.call(`nans${F.bits}`, F.type, a, a)));
    w.return(a);
  });
  const shift = f.let(W.sub(e, F.bias + F.fraction));
  f.if(W.ge(shift, 0), () => w.return(a));
  f.if(w.isZero(a), () => w.return(a));
  const m = f.let(w.fractionOf(a));
  // A denormal is less than a half in any case.
  f.if(e, () => f.set(m, L.or(m, F.implicit)));
  const sign = f.let(w.signOf(a));
  const { whole, rest } = split(w, m, shift);
  const rounding = roundingOf(w, how);
  f.set(whole, L.add(whole, L.of(roundsUp(rounding, sign, whole, rest))));
  f.if(W.and(L.ne(rest, 0), W.ne(W.and(how, HOW.EXACT), 0)), () => w.raise(FPSR.IXC));
  f.if(L.eqz(whole), () => w.return(w.placeSign(sign)));
  // At most 2^fraction: exact.
  const n = f.let(L.sub(L.clz(whole), 63 - F.fraction));
  const exponent = L.sub(BigInt(F.bias + F.fraction - 1), n);
  w.return(L.add(L.add(w.placeSign(sign), L.shl(exponent, F.fraction)), L.shl(whole, n)));
}

const named = (name: string, from: Format, to: Format, odd = false): FpRoutine => ({
  ...routine('', from, [from.type], (w) => convert(w, to, odd), to.type),
  name,
});

/**
 * `convert16to32` and so on (a); `odd64to32` (a); `toint64`, `toint32` (a, fbits i32, how i32) -> i64; `fromint64`,
 * `fromint32` (a i64, fbits i32, how i32); `integral64`, `integral32` (a, how i32).
 */
export const CONVERSIONS: readonly FpRoutine[] = [
  ...[HALF, SINGLE, DOUBLE].flatMap((from) =>
    [HALF, SINGLE, DOUBLE].filter((to) => to !== from).map((to) => named(`convert${from.bits}to${to.bits}`, from, to)),
  ),
  named('odd64to32', DOUBLE, SINGLE, true),
  ...[SINGLE, DOUBLE].flatMap((F) => [
    routine('toint', F, [F.type, 'i32', 'i32'], toInteger, 'i64'),
    routine('fromint', F, ['i64', 'i32', 'i32'], fromInteger),
    routine('integral', F, [F.type, 'i32'], toIntegral),
  ]),
];
