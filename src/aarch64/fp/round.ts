/** FPRound, FPProcessNaNs and FPProcessNaNs3 of the Arm ARM's pseudocode (shared/functions/float). */
import { i32, i64, select, type Expr } from '../../wasm/expr.js';
import {
  DOUBLE,
  FPCR,
  FPSR,
  HALF,
  SINGLE,
  routine,
  shiftJam,
  type Format,
  type FpRoutine,
  type Writer,
} from './format.js';
import { L, W } from './words.js';

/** Directed rounding away from zero: RP (1) where the sign is 0, RM (2) where it is 1. i32, 0 or 1. */
const away = (rmode: Expr, sign: Expr): Expr => W.eq(rmode, W.add(W.low(sign), 1));

/**
 * FPRound: (sign, e, m) -> bits. The value is (-1)^sign * m * 2^(e - 63 - bias): e is the biased exponent that the value
 * has if the highest bit of m is set. m is not zero; its lowest bit is sticky.
 */
function round(w: Writer): void {
  const { f, F } = w;
  const [sign, e, m] = [f.param(1), f.param(2), f.param(3)];
  const cut = 63 - F.fraction;
  const n = f.let(L.clz(m));
  f.set(m, L.shl(m, n));
  f.set(e, W.sub(e, W.low(n)));
  const out = f.local('i64');
  const rmode = f.local('i32');
  f.if(
    W.ltu(W.sub(e, 1), F.special - 1),
    () => {
      const rest = f.let(L.and(m, (1n << BigInt(cut)) - 1n));
      f.set(m, L.shr(m, cut));
      // The implicit bit adds one to the exponent.
      f.set(out, L.add(L.or(w.placeSign(sign), L.shl(L.of(W.sub(e, 1)), F.fraction)), m));
      f.if(L.ne(rest, 0), () => {
        w.raise(FPSR.IXC);
        f.set(rmode, w.rmode());
        f.if(
          W.eqz(rmode),
          () => f.set(out, L.add(out, L.of(L.gtu(L.add(rest, L.and(m, 1)), 1n << BigInt(cut - 1))))),
          () => f.set(out, L.add(out, L.of(away(rmode, sign)))),
          'likely',
        );
        f.if(L.eq(w.magnitude(out), F.infinity), () => w.raise(FPSR.OFC), undefined, 'unlikely');
      });
      w.return(out);
    },
    undefined,
    'likely',
  );
  f.set(rmode, w.rmode());
  f.if(W.gt(e, 0), () => {
    w.raise(FPSR.OFC | FPSR.IXC);
    const infinite = W.or(W.eqz(rmode), away(rmode, sign));
    w.return(L.or(w.placeSign(sign), select(i64(F.infinity), i64(F.largest), infinite)));
  });
  f.if(w.control(FPCR.FZ), () => {
    w.raise(FPSR.UFC);
    w.return(w.placeSign(sign));
  });
  // Denormal before rounding (Arm detects tininess there), with one more bit to cut for each exponent below 1.
  const { kept, rest } = cutOff(w, m, L.of(W.sub(cut + 1, e)));
  f.set(out, L.or(w.placeSign(sign), kept));
  f.if(L.ne(rest, 0), () => {
    w.raise(FPSR.UFC | FPSR.IXC);
    f.set(out, L.add(out, L.of(roundsUp(rmode, sign, rest, kept))));
  });
  w.return(out);
}

/** Cuts n (i64, at least 1) bits off: what is kept, and the rest as a fraction of 2^64, its lowest bit sticky. */
function cutOff(w: Writer, m: Expr, count: Expr): { kept: Expr; rest: Expr } {
  const { f } = w;
  const n = f.let(count);
  f.if(L.gtu(n, 62), () => {
    const k = f.let(select(L.sub(n, 62), i64(63), L.ltu(L.sub(n, 62), 63)));
    f.set(m, shiftJam(m, k));
    f.set(n, i64(62));
  });
  return { kept: f.let(L.shr(m, n)), rest: f.let(L.shl(m, L.sub(64, n))) };
}

/** Whether to add one unit to `kept`, with `rest` (not zero) a fraction of 2^64. i32, 0 or 1. */
export function roundsUp(rmode: Expr, sign: Expr, rest: Expr, kept: Expr): Expr {
  const half = 1n << 63n;
  const nearest = W.or(L.gtu(rest, half), W.and(L.eq(rest, half), W.and(W.low(kept), 1)));
  return select(nearest, away(rmode, sign), W.eqz(rmode));
}

/** FPRoundCV to half precision: never flushes; with AHP there are no infinities and too large is invalid. */
function roundHalf(w: Writer): void {
  const { f, F } = w;
  const [sign, e, m] = [f.param(1), f.param(2), f.param(3)];
  const n = f.let(L.clz(m));
  f.set(m, L.shl(m, n));
  f.set(e, W.sub(e, W.low(n)));
  const rmode = f.let(w.rmode());
  const tiny = f.let(W.lt(e, 1));
  const cut = f.let(select(W.sub(64 - F.fraction, e), i32(63 - F.fraction), tiny));
  const { kept, rest } = cutOff(w, m, L.of(cut));
  const exponent = select(i64(0), L.shl(L.ofSigned(W.sub(e, 1)), F.fraction), tiny);
  const out = f.let(L.add(exponent, kept));
  f.if(L.ne(rest, 0), () => f.set(out, L.add(out, L.of(roundsUp(rmode, sign, rest, kept)))));
  const s = f.let(w.placeSign(sign));
  f.if(
    w.control(FPCR.AHP),
    () => {
      f.if(L.gtu(out, F.sign - 1n), () => {
        w.raise(FPSR.IOC);
        w.return(L.or(s, F.sign - 1n));
      });
    },
    () => {
      f.if(L.geu(out, F.infinity), () => {
        w.raise(FPSR.OFC | FPSR.IXC);
        w.return(L.or(s, select(i64(F.infinity), i64(F.largest), W.or(W.eqz(rmode), away(rmode, sign)))));
      });
    },
  );
  f.if(L.ne(rest, 0), () => w.raise(W.or(FPSR.IXC, select(i32(FPSR.UFC), i32(0), tiny))));
  w.return(L.or(s, out));
}

/** FPProcessNaN of x, a NaN. */
function returnNaN(w: Writer, x: Expr): void {
  const { f, F } = w;
  f.if(w.isSignalling(x), () => w.raise(FPSR.IOC));
  f.if(w.control(FPCR.DN), () => w.return(F.defaultNaN));
  w.return(L.or(x, F.quiet));
}

/** FPProcessNaNs, FPProcessNaNs3: the first signalling NaN counts, else the first quiet one; there is one. */
function processNaNs(w: Writer, count: number): void {
  const { f } = w;
  const operands = Array.from({ length: count }, (_, i) => f.param(i + 1));
  for (const x of operands) f.if(W.and(w.isNaN(x), w.isSignalling(x)), () => returnNaN(w, x));
  for (const x of operands.slice(0, -1)) f.if(w.isNaN(x), () => returnNaN(w, x));
  returnNaN(w, operands[count - 1]);
}

const both = (name: string, params: readonly ('i32' | 'i64')[], write: (w: Writer) => void): FpRoutine[] =>
  [SINGLE, DOUBLE].map((F: Format) => routine(name, F, params, write));

/**
 * `round64`, `round32`, `round16`: (sign i64, e i32, m i64); `nans64`, `nans32`: (a, b); `nansThree64`, `nansThree32`:
 * (addend, a, b), all i64.
 */
export const ROUNDING: readonly FpRoutine[] = [
  ...both('round', ['i64', 'i32', 'i64'], round),
  routine('round', HALF, ['i64', 'i32', 'i64'], roundHalf),
  ...both('nans', ['i64', 'i64'], (w) => processNaNs(w, 2)),
  ...both('nansThree', ['i64', 'i64', 'i64'], (w) => processNaNs(w, 3)),
];
