/**
 * Fused multiply-add out of the host's arithmetic, which has none: for doubles or for pairs of them, one description.
 * Why each is exact is in docs/floating-point.md. All of it is right only under rounding to nearest, without flushing
 * and with the inexact flag set, which the callers see to.
 */
import type { FunctionBuilder } from '../../wasm/function.js';
import { f64bits, op, v128, type Expr } from '../../wasm/expr.js';
import { L, W } from './words.js';

/** A double, or a pair of doubles in a vector. */
export type Shape = 'f64' | 'f64x2';

const constant = (shape: Shape, bits: bigint): Expr => (shape === 'f64' ? f64bits(bits) : v128(bits, bits));
/** 2^n as a double. */
const power = (n: number): bigint => BigInt(1023 + n) << 52n;

/** True of the double, or of both: i32. */
const all = (shape: Shape, mask: Expr): Expr => (shape === 'f64' ? mask : op('i64x2.all_true', mask));
const both = (shape: Shape, a: Expr, b: Expr): Expr => op(shape === 'f64' ? 'i32.and' : 'v128.and', a, b);
const one = (shape: Shape, a: Expr, b: Expr): Expr => op(shape === 'f64' ? 'i32.or' : 'v128.or', a, b);

/** A result, and whether (i32) it is the right one; both to be used once. */
export interface Attempt {
  readonly result: Expr;
  readonly holds: Expr;
}

/** Largest finite number of single precision, as a double. */
const SINGLE_LARGEST = 0x47efffffe0000000n;

/**
 * Of single precision, widened to doubles (leaves): addend + a * b, still a double. Narrowed to single precision it is
 * the result, if `holds`: the product is exact, and rounding twice errs only where the sum lies in the middle between
 * two numbers of single precision.
 */
export function fusedSingle(f: FunctionBuilder, shape: Shape, addend: Expr, a: Expr, b: Expr): Attempt {
  const s = f.let(op(`${shape}.add`, op(`${shape}.mul`, a, b), addend));
  const size = f.let(op(`${shape}.abs`, s));
  const tail = 0x1fffffffn;
  const middle = 0x10000000n;
  const clear =
    shape === 'f64'
      ? L.ne(L.and(op('i64.reinterpret_f64', s), tail), middle)
      : op('i64x2.ne', op('v128.and', s, v128(tail, tail)), v128(middle, middle));
  const inside = both(
    shape,
    op(`${shape}.ge`, size, constant(shape, power(-125))),
    op(`${shape}.le`, size, constant(shape, SINGLE_LARGEST)),
  );
  const zero = op(`${shape}.eq`, s, constant(shape, 0n));
  return { result: s, holds: all(shape, both(shape, clear, one(shape, inside, zero))) };
}

/** Where the operands of `fusedDouble` may lie: every step is then exact where it has to be. i32. */
export function fusedDoubleApplies(shape: Shape, addend: Expr, a: Expr, b: Expr): Expr {
  if (shape === 'f64') {
    // The sign shifted out, as integers: 2^-480 <= |x| < 2^480.
    const magnitude = (x: Expr): Expr => L.shl(op('i64.reinterpret_f64', x), 1);
    const low = power(-480) << 1n;
    const inside = (x: Expr): Expr => L.ltu(L.sub(magnitude(x), low), (power(480) << 1n) - low);
    return W.and(W.and(inside(a), inside(b)), L.ltu(magnitude(addend), power(977) << 1n));
  }
  const inside = (x: Expr): Expr =>
    both(
      shape,
      op('f64x2.ge', op('f64x2.abs', x), constant(shape, power(-480))),
      op('f64x2.lt', op('f64x2.abs', x), constant(shape, power(480))),
    );
  const small = op('f64x2.lt', op('f64x2.abs', addend), constant(shape, power(977)));
  return all(shape, both(shape, both(shape, inside(a), inside(b)), small));
}

/**
 * addend + a * b of doubles (leaves) for which `fusedDoubleApplies`: product and sum as unevaluated sums of two doubles
 * (Dekker 1971; Knuth, TAOCP 2, 4.2.2), the tails added with a margin for their rounding on both sides (Ziv 1991).
 */
export function fusedDouble(f: FunctionBuilder, shape: Shape, addend: Expr, a: Expr, b: Expr): Attempt {
  const add = (x: Expr, y: Expr): Expr => op(`${shape}.add`, x, y);
  const sub = (x: Expr, y: Expr): Expr => op(`${shape}.sub`, x, y);
  const mul = (x: Expr, y: Expr): Expr => op(`${shape}.mul`, x, y);
  const halves = (x: Expr): [Expr, Expr] => {
    const t = f.let(mul(x, constant(shape, 0x41a0000002000000n))); // 2^27 + 1
    const high = f.let(sub(t, sub(t, x)));
    return [high, f.let(sub(x, high))];
  };
  const product = f.let(mul(a, b));
  const [ah, al] = halves(a);
  const [bh, bl] = halves(b);
  const productTail = f.let(add(add(add(sub(mul(ah, bh), product), mul(ah, bl)), mul(al, bh)), mul(al, bl)));
  const sum = f.let(add(product, addend));
  const part = f.let(sub(sum, product));
  const sumTail = add(sub(product, sub(sum, part)), sub(addend, part));
  const tail = f.let(add(sumTail, productTail));
  const margin = f.let(mul(tail, constant(shape, power(-52))));
  const upper = f.let(add(sum, add(tail, margin)));
  const lower = add(sum, sub(tail, margin));
  return { result: upper, holds: all(shape, op(`${shape}.eq`, upper, lower)) };
}
