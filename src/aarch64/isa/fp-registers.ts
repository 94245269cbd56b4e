/** What the floating-point entries share: scalars in V registers, elements of vectors. */
import { f32bits, f64bits, laneOp, shuffle, v128 } from '../../wasm/expr.js';
import { op, type Expr, type Meaning } from '../meaning.js';
import type { Fields } from './table.js';

/** Width of a floating-point element in bits. */
export type Size = 32 | 64;

/** The element's width by the field `sz`. */
export const sizeOf = (sz: number): Size => (sz ? 64 : 32);

/** The lowest element of a V register as an f32 or f64. */
export const scalarFloat = (t: Meaning, size: Size, field: string): Expr =>
  t.scalar(field, size === 64 ? 'f64.load' : 'f32.load');

/** The lowest element of a V register as bits: i32 or i64. */
export const scalarBits = (t: Meaning, size: Size, field: string): Expr =>
  t.scalar(field, size === 64 ? 'i64.load' : 'i32.load');

/** +0. */
export const zeroFloat = (size: Size): Expr => (size === 64 ? f64bits(0n) : f32bits(0));

/** Changes the sign (FPNeg), of NaNs too. */
export const negate = (value: Expr): Expr => op(`${value.type}.neg`, value);

/** Clears the sign (FPAbs), of NaNs too. */
export const absolute = (value: Expr): Expr => op(`${value.type}.abs`, value);

/** The wasm shape of a vector of floating-point elements. */
export const floatShape = (size: Size): 'f32x4' | 'f64x2' => (size === 64 ? 'f64x2' : 'f32x4');

/** A vector with all its elements equal to an f32 or f64. */
export const splat = (value: Expr): Expr => op(value.type === 'f64' ? 'f64x2.splat' : 'f32x4.splat', value);

/** Element `index` of a named vector, as an f32 or f64. */
export const element = (size: Size, vector: Expr, index: number): Expr =>
  laneOp(`${floatShape(size)}.extract_lane`, index, vector);

/** A vector of +0. */
export const ZERO_VECTOR: Expr = v128(0n, 0n);

/** False for vectors of one double: their arrangement is reserved. */
export const arranged = ({ Q, sz }: Fields): boolean => Q === 1 || sz === 0;

/** Byte numbers for `shuffle` from element numbers. */
const bytesOf = (size: Size, elements: readonly number[]): number[] =>
  elements.flatMap((e) => Array.from({ length: size / 8 }, (_, i) => (e * size) / 8 + i));

/** Copies of elements of a named vector, by number. */
export const elements = (size: Size, vector: Expr, numbers: readonly number[]): Expr =>
  shuffle(vector, vector, bytesOf(size, numbers));

/**
 * The even and the odd elements of two named vectors behind one another: what pairwise operations take. With q = 0 of
 * their lower halves; what is above is of no meaning.
 */
export function pairs(q: number, size: Size, n: Expr, m: Expr): [Expr, Expr] {
  const whole = 128 / size;
  const pairsOfEach = (q ? whole : whole / 2) / 2;
  const chosen = (odd: number): number[] =>
    Array.from({ length: whole }, (_, i) => {
      const from = i % (2 * pairsOfEach);
      return from < pairsOfEach ? 2 * from + odd : whole + 2 * (from - pairsOfEach) + odd;
    });
  return [shuffle(n, m, bytesOf(size, chosen(0))), shuffle(n, m, bytesOf(size, chosen(1)))];
}
