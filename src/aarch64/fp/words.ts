/** Short forms in which the routines are written: operations on 32-bit words (`W`), 64-bit words (`L`) and doubles (`D`). */
import { i32, i64, op, type Expr } from '../../wasm/expr.js';

/** A value, or a constant of the operation's type. */
export type Arg = Expr | number | bigint;

const word = (a: Arg): Expr => (typeof a === 'object' ? a : i32(Number(a)));
const long = (a: Arg): Expr => (typeof a === 'object' ? a : i64(a));

type Binary = (a: Arg, b: Arg) => Expr;
type Unary = (a: Arg) => Expr;

const w2 =
  (name: string): Binary =>
  (a, b) =>
    op(`i32.${name}`, word(a), word(b));
const l2 =
  (name: string): Binary =>
  (a, b) =>
    op(`i64.${name}`, long(a), long(b));
const l1 =
  (name: string): Unary =>
  (a) =>
    op(`i64.${name}`, long(a));
const d2 =
  (name: string) =>
  (a: Expr, b: Expr): Expr =>
    op(`f64.${name}`, a, b);

/** 32-bit words. Shifts count modulo 32; comparisons give 0 or 1. */
export const W = {
  add: w2('add'),
  sub: w2('sub'),
  mul: w2('mul'),
  and: w2('and'),
  or: w2('or'),
  xor: w2('xor'),
  shl: w2('shl'),
  shr: w2('shr_u'),
  sar: w2('shr_s'),
  eq: w2('eq'),
  ne: w2('ne'),
  lt: w2('lt_s'),
  le: w2('le_s'),
  gt: w2('gt_s'),
  ge: w2('ge_s'),
  ltu: w2('lt_u'),
  geu: w2('ge_u'),
  gtu: w2('gt_u'),
  divu: w2('div_u'),
  eqz: (a: Arg): Expr => op('i32.eqz', word(a)),
  /** The low half of a 64-bit word. */
  low: (a: Expr): Expr => op('i32.wrap_i64', a),
} as const;

/** 64-bit words. Shifts count modulo 64; comparisons give an i32, 0 or 1. */
export const L = {
  add: l2('add'),
  sub: l2('sub'),
  mul: l2('mul'),
  and: l2('and'),
  or: l2('or'),
  xor: l2('xor'),
  shl: l2('shl'),
  shr: l2('shr_u'),
  sar: l2('shr_s'),
  eq: l2('eq'),
  ne: l2('ne'),
  lt: l2('lt_s'),
  gt: l2('gt_s'),
  ltu: l2('lt_u'),
  leu: l2('le_u'),
  gtu: l2('gt_u'),
  geu: l2('ge_u'),
  divu: l2('div_u'),
  clz: l1('clz'),
  eqz: l1('eqz'),
  /** A 32-bit word with zeros above. */
  of: (a: Expr): Expr => op('i64.extend_i32_u', a),
  /** A 32-bit word with its sign above. */
  ofSigned: (a: Expr): Expr => op('i64.extend_i32_s', a),
} as const;

/** Doubles, round to nearest. */
export const D = {
  add: d2('add'),
  sub: d2('sub'),
  mul: d2('mul'),
  div: d2('div'),
  ne: d2('ne'),
  sqrt: (a: Expr): Expr => op('f64.sqrt', a),
  bits: (a: Expr): Expr => op('i64.reinterpret_f64', a),
  ofBits: (a: Arg): Expr => op('f64.reinterpret_i64', long(a)),
} as const;
