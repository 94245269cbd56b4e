/** Comparisons, maximum and minimum of the Arm ARM's pseudocode: FPCompare*, FPMax, FPMin, FPMaxNum, FPMinNum. */
import { i32, select, type Expr } from '../../wasm/expr.js';
import { DOUBLE, FPSR, SINGLE, routine, type FpRoutine, type Writer } from './format.js';
import { L, W } from './words.js';

/** Comparisons' second operand: how they treat NaNs, and whether they compare magnitudes. */
export const COMPARE = { SIGNALLING: 1, ABSOLUTE: 2 } as const;
/** NZCV of FPCompare. */
export const NZCV = { LESS: 8 << 28, EQUAL: 6 << 28, GREATER: 2 << 28, UNORDERED: 3 << 28 } as const;

/** Bits as an integer that is ordered as the values are; -0 comes before +0. i64. */
function ordered(w: Writer, x: Expr): Expr {
  const s = w.let(L.shl(x, 64 - w.F.bits));
  return L.xor(s, L.shr(L.sar(s, 63), 1));
}

/** (a, b, how) -> NZCV in bits 31:28. */
function compare(w: Writer): void {
  const { f, F } = w;
  const a = w.operand(1);
  const b = w.operand(2);
  const how = f.param(3);
  f.if(W.and(how, COMPARE.ABSOLUTE), () => {
    f.set(a, w.magnitude(a));
    f.set(b, w.magnitude(b));
  });
  w.flush(a, b);
  f.if(W.or(w.isNaN(a), w.isNaN(b)), () => {
    const signals = (x: Expr): Expr => W.and(w.isNaN(x), w.isSignalling(x));
    f.if(W.or(W.and(how, COMPARE.SIGNALLING), W.or(signals(a), signals(b))), () => w.raise(FPSR.IOC));
    f.return(i32(NZCV.UNORDERED));
  });
  const equal = W.or(L.eq(a, b), L.eqz(L.shl(L.or(a, b), 65 - F.bits)));
  f.if(equal, () => f.return(i32(NZCV.EQUAL)));
  const x = f.let(ordered(w, a));
  f.return(select(i32(NZCV.LESS), i32(NZCV.GREATER), L.lt(x, ordered(w, b))));
}

/** (a, b): the larger, or the smaller; with `numbers` a number wins over a quiet NaN. */
function extreme(w: Writer, larger: boolean, numbers: boolean): void {
  const { f, F } = w;
  const a = w.operand(1);
  const b = w.operand(2);
  w.flush(a, b);
  f.if(W.or(w.isNaN(a), w.isNaN(b)), () => {
    if (numbers) {
      const quiet = (x: Expr): Expr => W.and(w.isNaN(x), W.eqz(w.isSignalling(x)));
      f.if(W.and(quiet(a), W.eqz(w.isNaN(b))), () => w.return(b));
      f.if(W.and(quiet(b), W.eqz(w.isNaN(a))), () => w.return(a));
    }
    f.return(w.call(`nans${F.bits}`, F.type, a, b));
  });
  const x = f.let(ordered(w, a));
  const first = L.gt(x, ordered(w, b));
  // -0 before +0: as FPMax and FPMin want zeros.
  w.return(larger ? select(a, b, first) : select(b, a, first));
}

/** `compare` (a, b, how); `max`, `min`, `maxnm`, `minnm` (a, b); each 64 and 32. */
export const COMPARISONS: readonly FpRoutine[] = [SINGLE, DOUBLE].flatMap((F) => [
  routine('compare', F, [F.type, F.type, 'i32'], compare, 'i32'),
  routine('max', F, [F.type, F.type], (w) => extreme(w, true, false)),
  routine('min', F, [F.type, F.type], (w) => extreme(w, false, false)),
  routine('maxnm', F, [F.type, F.type], (w) => extreme(w, true, true)),
  routine('minnm', F, [F.type, F.type], (w) => extreme(w, false, true)),
]);
