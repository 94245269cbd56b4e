/**
 * Reciprocal estimates of the Arm ARM's pseudocode: FPRecipEstimate, FPRSqrtEstimate, FPRecpX, UnsignedRecipEstimate,
 * UnsignedRSqrtEstimate.
 */
import { i32, i64, op, select, type Expr } from '../../wasm/expr.js';
import { DOUBLE, FPCR, FPSR, SINGLE, routine, type FpRoutine, type Writer } from './format.js';
import { L, W } from './words.js';

/** RecipEstimate: from 256..511 to 256..511. */
const recipEstimate = (a: Expr): Expr => W.shr(W.add(W.divu(1 << 19, W.add(W.shl(a, 1), 1)), 1), 1);

/**
 * RecipSqrtEstimate: from 128..511 to 256..511. The manual searches for the largest b with a * b * b < 2^28; that is a
 * square root, whose double is exact enough (a test compares all 384 values).
 */
function rsqrtEstimate(w: Writer, index: Expr): Expr {
  const i = w.let(index);
  const a = select(W.add(W.shl(i, 1), 1), W.shl(W.or(i, 1), 1), W.ltu(i, 256));
  const x = op('f64.convert_i32_s', a);
  const root = op('f64.ceil', op('f64.sqrt', op('f64.div', op('f64.convert_i32_s', i32(1 << 28)), x)));
  return W.shr(op('i32.trunc_sat_f64_s', root), 1);
}

/** The fraction with its highest bit at 51, as the manual has it for all formats. */
const fraction52 = (w: Writer, x: Expr): Expr => L.shl(w.fractionOf(x), 52 - w.F.fraction);

function recpe(w: Writer): void {
  const { f, F } = w;
  const a = w.operand(1);
  w.flush(a);
  const e = f.let(w.exponentOf(a));
  const sign = f.let(L.and(a, F.sign));
  f.if(W.eq(e, F.special), () => {
    f.if(w.isNaN(a), () => f.return(w.call(`nans${F.bits}`, F.type, a, a)));
    w.return(sign);
  });
  f.if(w.isZero(a), () => {
    w.raise(FPSR.DZC);
    w.return(L.or(sign, F.infinity));
  });
  // Below 2^(-bias - 1): too large a reciprocal.
  f.if(L.ltu(w.magnitude(a), 1n << BigInt(F.fraction - 2)), () => {
    w.raise(FPSR.OFC | FPSR.IXC);
    const rmode = f.let(w.rmode());
    const away = W.eq(rmode, W.add(W.low(w.signOf(a)), 1));
    w.return(L.or(sign, select(i64(F.infinity), i64(F.largest), W.or(W.eqz(rmode), away))));
  });
  const resultExponent = f.let(W.sub(2 * F.bias - 1, e));
  // From 2^(bias - 1) on the reciprocal is denormal.
  f.if(W.and(W.lt(resultExponent, 1), W.ne(w.control(FPCR.FZ), 0)), () => {
    w.raise(FPSR.UFC);
    w.return(sign);
  });
  const m = f.let(fraction52(w, a));
  f.if(W.eqz(e), () => {
    // Two leading zeros at most.
    f.if(
      L.eqz(L.and(m, 1n << 51n)),
      () => {
        f.set(resultExponent, W.add(resultExponent, 1));
        f.set(m, L.shl(m, 2));
      },
      () => f.set(m, L.shl(m, 1)),
    );
    f.set(m, L.and(m, DOUBLE.fractionMask));
  });
  const scaled = W.or(256, W.low(L.shr(m, 44)));
  const out = f.let(L.shl(L.of(W.and(recipEstimate(scaled), 255)), 44));
  f.if(W.eqz(resultExponent), () => f.set(out, L.or(1n << 51n, L.shr(out, 1))));
  f.if(W.lt(resultExponent, 0), () => {
    f.set(out, L.or(1n << 50n, L.shr(out, 2)));
    f.set(resultExponent, i32(0));
  });
  w.return(L.or(L.or(sign, L.shl(L.of(resultExponent), F.fraction)), L.shr(out, 52 - F.fraction)));
}

function rsqrte(w: Writer): void {
  const { f, F } = w;
  const a = w.operand(1);
  w.flush(a);
  const e = f.let(w.exponentOf(a));
  f.if(w.isNaN(a), () => f.return(w.call(`nans${F.bits}`, F.type, a, a)));
  f.if(w.isZero(a), () => {
    w.raise(FPSR.DZC);
    w.return(L.or(a, F.infinity));
  });
  f.if(L.ne(L.and(a, F.sign), 0), () => w.invalid());
  f.if(W.eq(e, F.special), () => w.return(0n));
  const m = f.let(fraction52(w, a));
  f.if(W.eqz(e), () => {
    const n = f.let(L.sub(L.clz(m), 11));
    f.set(m, L.and(L.shl(m, n), DOUBLE.fractionMask));
    f.set(e, W.sub(1, W.low(n)));
  });
  // Nine bits where the exponent is even, eight where it is odd.
  const odd = L.of(W.and(e, 1));
  const scaled = W.low(L.shr(L.or(m, DOUBLE.implicit), L.add(odd, 44)));
  const estimate = W.and(rsqrtEstimate(w, scaled), 255);
  const exponent = W.sar(W.sub(3 * F.bias - 1, e), 1);
  w.return(L.or(L.shl(L.of(exponent), F.fraction), L.shl(L.of(estimate), F.fraction - 8)));
}

function recpx(w: Writer): void {
  const { f, F } = w;
  const a = w.operand(1);
  // The flush counts for IDC alone.
  const x = w.local(a);
  w.flush(x);
  f.if(w.isNaN(a), () => f.return(w.call(`nans${F.bits}`, F.type, a, a)));
  const e = f.let(w.exponentOf(a));
  const exponent = select(i32(F.special - 1), W.xor(e, F.special), W.eqz(e));
  w.return(L.or(L.and(a, F.sign), L.shl(L.of(exponent), F.fraction)));
}

const unsigned = (name: string, write: (w: Writer, a: Expr) => void): FpRoutine => ({
  ...routine('', SINGLE, ['i32'], (w) => write(w, w.f.param(1))),
  name,
});

/** `recpe`, `rsqrte`, `recpx` (a), each 64 and 32; `urecpe`, `ursqrte` (i32) -> i32. */
export const ESTIMATES: readonly FpRoutine[] = [
  ...[SINGLE, DOUBLE].flatMap((F) => [
    routine('recpe', F, [F.type], recpe),
    routine('rsqrte', F, [F.type], rsqrte),
    routine('recpx', F, [F.type], recpx),
  ]),
  unsigned('urecpe', (w, a) => {
    w.f.if(W.ge(a, 0), () => w.f.return(i32(-1)));
    w.f.return(W.shl(recipEstimate(W.shr(a, 23)), 23));
  }),
  unsigned('ursqrte', (w, a) => {
    w.f.if(W.eqz(W.shr(a, 30)), () => w.f.return(i32(-1)));
    w.f.return(W.shl(rsqrtEstimate(w, W.shr(a, 23)), 23));
  }),
];
