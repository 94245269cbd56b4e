/**
 * Floating-point operations as entries of the instruction table use them: the host's arithmetic where it is Arm's, else
 * the exact routine. Which operation takes which path, and why that is exact, is in docs/floating-point.md.
 *
 * Operands are floats (f32, f64) or their bits (i32, i64), half precision bits in an i32. They need not be leaves; they
 * are named first, in order. Results are leaves.
 */
import type { FunctionBuilder } from '../../wasm/function.js';
import { f32bits, f64bits, i32, laneOp, load, op, select, v128, type Expr } from '../../wasm/expr.js';
import { STATE } from '../state.js';
import { COMPARE, NZCV } from './compare.js';
import { HOW } from './conversions.js';
import {
  DOUBLE,
  FORMATS,
  FPCR,
  ROUND,
  SINGLE,
  ordinary as ordinaryState,
  type Format,
  type Rounding,
} from './format.js';
import { fusedSingle } from './fused.js';
import { RELATION } from './vectors.js';
import { L, W } from './words.js';

export { ROUND, type Rounding };

/** Single or double precision, in bits. */
export type Size = 32 | 64;
export type Relation = 'eq' | 'ge' | 'gt';

/** What the operations need of a Meaning. */
export interface FpContext {
  readonly fn: FunctionBuilder;
  readonly base: Expr;
  /** Calls a routine (`routines.ts`). */
  fp(routine: string, type: Expr['type'], ...args: Expr[]): Expr;
}

const float = (size: Size): 'f32' | 'f64' => (size === 64 ? 'f64' : 'f32');
const bits = (size: Size): 'i32' | 'i64' => (size === 64 ? 'i64' : 'i32');
const lanes = (size: Size): 'f32x4' | 'f64x2' => (size === 64 ? 'f64x2' : 'f32x4');
const ints = (size: Size): 'i32x4' | 'i64x2' => (size === 64 ? 'i64x2' : 'i32x4');
const formatOf = (size: Size): Format => FORMATS[size];

const toFloat = (size: Size, e: Expr): Expr =>
  e.type === float(size) ? e : op(`${float(size)}.reinterpret_${bits(size)}`, e);
const toBits = (size: Size, e: Expr): Expr =>
  e.type === bits(size) ? e : op(`${bits(size)}.reinterpret_${float(size)}`, e);
/** An operand, named, as a float. */
const named = (t: FpContext, size: Size, e: Expr): Expr => t.fn.let(toFloat(size, e));

const floatConstant = (size: Size, value: bigint): Expr => (size === 64 ? f64bits(value) : f32bits(Number(value)));
const splat = (size: Size, value: bigint): Expr => {
  const half = size === 64 ? value : (value << 32n) | (value & 0xffffffffn);
  return v128(half, half);
};

// When the host's arithmetic is Arm's.

const ordinary = (t: FpContext): Expr => ordinaryState(t.base);
/** No flushing of denormal operands. i32, 0 or 1. */
const noFlush = (t: FpContext): Expr => W.eqz(W.and(load('i32.load', t.base, STATE.FPCR), FPCR.FZ));
/** Rounding to nearest and no flushing. i32, 0 or 1. */
const nearest = (t: FpContext): Expr => W.eqz(W.and(load('i32.load', t.base, STATE.FPCR), FPCR.FZ | FPCR.RMODE));

/** Neither infinite nor a NaN: what a sum needs, since a denormal or zero sum is exact. */
const finite = (size: Size, r: Expr): Expr =>
  op(`${float(size)}.lt`, op(`${float(size)}.abs`, r), floatConstant(size, formatOf(size).infinity));
/** Finite and above the smallest normal number, which may have been tiny before it was rounded. */
function normal(size: Size, r: Expr): Expr {
  const F = formatOf(size);
  const I = size === 64 ? L : W;
  const magnitude = I.and(toBits(size, r), size === 64 ? F.sign - 1n : 0x7fffffff);
  return I.ltu(I.sub(magnitude, F.implicit + 1n), F.infinity - F.implicit - 1n);
}
const isNumber = (size: Size, r: Expr): Expr => op(`${float(size)}.eq`, r, r);

/** The host's result where `holds`, else the routine's. */
function either(t: FpContext, result: Expr, holds: (r: Expr) => Expr, exact: () => Expr): Expr {
  const r = t.fn.local(result.type);
  t.fn.set(r, result);
  t.fn.if(W.eqz(holds(r)), () => t.fn.set(r, exact()), undefined, 'unlikely');
  return r;
}

/** Calls the exact routine with floats; the result is a float. */
const exactly = (t: FpContext, size: Size, name: string, operands: Expr[], more: Expr[] = []): Expr =>
  toFloat(size, t.fp(`${name}${size}`, bits(size), ...operands.map((e) => toBits(size, e)), ...more));

type Check = (size: Size, r: Expr) => Expr;

/** An operation of the host whose result says whether it is Arm's. */
function arithmetic(t: FpContext, size: Size, name: string, host: string, check: Check, operands: Expr[]): Expr {
  const args = operands.map((e) => named(t, size, e));
  return either(
    t,
    op(`${float(size)}.${host}`, ...args),
    (r) => W.and(ordinary(t), check(size, r)),
    () => exactly(t, size, name, args),
  );
}

/** An operation without a fast path. */
function slow(t: FpContext, size: Size, name: string, operands: Expr[], more: Expr[] = []): Expr {
  const args = operands.map((e) => t.fn.let(toBits(size, e)));
  return t.fn.let(exactly(t, size, name, args, more));
}

/** FPAdd. */
export const fpAdd = (t: FpContext, size: Size, a: Expr, b: Expr): Expr =>
  arithmetic(t, size, 'add', 'add', finite, [a, b]);
/** FPSub. */
export const fpSub = (t: FpContext, size: Size, a: Expr, b: Expr): Expr =>
  arithmetic(t, size, 'sub', 'sub', finite, [a, b]);
/** FPMul. */
export const fpMul = (t: FpContext, size: Size, a: Expr, b: Expr): Expr =>
  arithmetic(t, size, 'mul', 'mul', normal, [a, b]);
/** FPMulX: infinity times zero is two. */
export const fpMulX = (t: FpContext, size: Size, a: Expr, b: Expr): Expr =>
  arithmetic(t, size, 'mulx', 'mul', normal, [a, b]);
/** FPDiv: a / b. */
export const fpDiv = (t: FpContext, size: Size, a: Expr, b: Expr): Expr =>
  arithmetic(t, size, 'div', 'div', normal, [a, b]);
/** FPSqrt. */
export const fpSqrt = (t: FpContext, size: Size, a: Expr): Expr => arithmetic(t, size, 'sqrt', 'sqrt', finite, [a]);

/** Maximum and minimum round nothing: where there is no NaN and nothing to flush, the host's are Arm's. */
function extreme(t: FpContext, size: Size, name: string, host: 'max' | 'min', a: Expr, b: Expr): Expr {
  const args = [named(t, size, a), named(t, size, b)];
  return either(
    t,
    op(`${float(size)}.${host}`, ...args),
    (r) => W.and(noFlush(t), isNumber(size, r)),
    () => exactly(t, size, name, args),
  );
}
/** FPMax. */
export const fpMax = (t: FpContext, size: Size, a: Expr, b: Expr): Expr => extreme(t, size, 'max', 'max', a, b);
/** FPMin. */
export const fpMin = (t: FpContext, size: Size, a: Expr, b: Expr): Expr => extreme(t, size, 'min', 'min', a, b);
/** FPMaxNum: a number wins over a quiet NaN. */
export const fpMaxNum = (t: FpContext, size: Size, a: Expr, b: Expr): Expr => extreme(t, size, 'maxnm', 'max', a, b);
/** FPMinNum. */
export const fpMinNum = (t: FpContext, size: Size, a: Expr, b: Expr): Expr => extreme(t, size, 'minnm', 'min', a, b);

/** FPRecipEstimate. */
export const fpRecipEstimate = (t: FpContext, size: Size, a: Expr): Expr => slow(t, size, 'recpe', [a]);
/** FPRSqrtEstimate. */
export const fpRsqrtEstimate = (t: FpContext, size: Size, a: Expr): Expr => slow(t, size, 'rsqrte', [a]);
/** FPRecpX. */
export const fpRecpX = (t: FpContext, size: Size, a: Expr): Expr => slow(t, size, 'recpx', [a]);
/** UnsignedRecipEstimate: i32 -> i32. */
export const uRecipEstimate = (t: FpContext, a: Expr): Expr => t.fn.let(t.fp('urecpe', 'i32', a));
/** UnsignedRSqrtEstimate: i32 -> i32. */
export const uRsqrtEstimate = (t: FpContext, a: Expr): Expr => t.fn.let(t.fp('ursqrte', 'i32', a));

/**
 * A fused operation: single precision by the host's doubles, here; double precision in the routine.
 * @param wide of the operands as doubles: addend, a, b and what is done to the sum, exactly
 */
function fused(
  t: FpContext,
  size: Size,
  name: string,
  operands: Expr[],
  wide: (x: Expr[]) => { operands: [Expr, Expr, Expr]; last?: (s: Expr) => Expr },
): Expr {
  if (size === 64) return slow(t, size, name, operands);
  const args = operands.map((e) => named(t, size, e));
  const w = wide(args.map((x) => op('f64.promote_f32', x)));
  const [addend, a, b] = w.operands.map((e) => t.fn.let(e));
  const attempt = fusedSingle(t.fn, 'f64', addend, a, b);
  const sum = w.last ? w.last(attempt.result) : attempt.result;
  return either(
    t,
    op('f32.demote_f64', sum),
    () => W.and(ordinary(t), attempt.holds),
    () => exactly(t, size, name, args),
  );
}

/** FPMulAdd: addend + a * b, rounded once. */
export const fpMulAdd = (t: FpContext, size: Size, addend: Expr, a: Expr, b: Expr): Expr =>
  fused(t, size, 'muladd', [addend, a, b], ([z, x, y]) => ({ operands: [z, x, y] }));
/** FPRecipStepFused: 2 - a * b. */
export const fpRecipStep = (t: FpContext, size: Size, a: Expr, b: Expr): Expr =>
  fused(t, size, 'recps', [a, b], ([x, y]) => ({ operands: [f64bits(DOUBLE.two), op('f64.neg', x), y] }));
/** FPRSqrtStepFused: (3 - a * b) / 2. */
export const fpRsqrtStep = (t: FpContext, size: Size, a: Expr, b: Expr): Expr =>
  fused(t, size, 'rsqrts', [a, b], ([x, y]) => ({
    operands: [f64bits(DOUBLE.three), op('f64.neg', x), y],
    last: (s) => op('f64.mul', s, f64bits(DOUBLE.one - DOUBLE.implicit)),
  }));

/** FPCompare: NZCV in bits 31:28 of an i32. `signalling`: FCMPE. */
export function fpCompare(t: FpContext, size: Size, a: Expr, b: Expr, signalling: boolean): Expr {
  const [x, y] = [named(t, size, a), named(t, size, b)];
  const is = (rel: string): Expr => op(`${float(size)}.${rel}`, x, y);
  const greater = select(i32(NZCV.GREATER), i32(0), is('gt'));
  const host = select(i32(NZCV.LESS), select(i32(NZCV.EQUAL), greater, is('eq')), is('lt'));
  const how = i32(signalling ? COMPARE.SIGNALLING : 0);
  return either(
    t,
    host,
    // Zero where they are unordered.
    (r) => W.and(noFlush(t), W.ne(r, 0)),
    () => t.fp(`compare${size}`, 'i32', toBits(size, x), toBits(size, y), how),
  );
}

/** What `fpCompareSetFlags` needs beyond the rest. */
export interface FlagContext extends FpContext {
  /** Sets NZCV as a subtraction of two words does. */
  addSetFlags(subtract: boolean, left: Expr, right: Expr): Expr;
}

/**
 * FPCompare, its result in PSTATE: as the flags of an integer subtraction, which have the same form: 0 - 1 where a is less
 * than b, 0 - 0, 1 - 0, and -2^31 - 1 where they are unordered. Conditions that follow compare these integers.
 */
export function fpCompareSetFlags(t: FlagContext, size: Size, a: Expr, b: Expr, signalling: boolean): void {
  const { fn } = t;
  const [x, y] = [named(t, size, a), named(t, size, b)];
  const is = (rel: string): Expr => op(`${float(size)}.${rel}`, x, y);
  const left = fn.let(is('gt'));
  const right = fn.let(is('lt'));
  fn.if(
    W.eqz(W.and(noFlush(t), W.or(W.or(left, right), is('eq')))),
    () => {
      const how = i32(signalling ? COMPARE.SIGNALLING : 0);
      const nzcv = fn.let(t.fp(`compare${size}`, 'i32', toBits(size, x), toBits(size, y), how));
      const unordered = fn.let(W.and(W.shr(nzcv, 28), 1));
      fn.set(left, W.or(W.eq(nzcv, NZCV.GREATER), W.shl(unordered, 31)));
      fn.set(right, W.or(W.shr(nzcv, 31), unordered));
    },
    undefined,
    'unlikely',
  );
  t.addSetFlags(true, left, right);
}

/** FPCompareEQ, GE, GT, of magnitudes where `absolute`: all ones or zero, i32 or i64. */
export function fpCompareMask(t: FpContext, size: Size, relation: Relation, a: Expr, b: Expr, absolute = false): Expr {
  const [x, y] = [named(t, size, a), named(t, size, b)];
  const how = i32((relation === 'eq' ? 0 : COMPARE.SIGNALLING) | (absolute ? COMPARE.ABSOLUTE : 0));
  const value = (e: Expr): Expr => (absolute ? op(`${float(size)}.abs`, e) : e);
  const holds = either(
    t,
    op(`${float(size)}.${relation}`, value(x), value(y)),
    () => W.and(noFlush(t), W.and(isNumber(size, x), isNumber(size, y))),
    () => RELATION[relation](t.fp(`compare${size}`, 'i32', toBits(size, x), toBits(size, y), how)),
  );
  return t.fn.let(size === 64 ? L.sub(0, L.of(holds)) : W.sub(0, holds));
}

/** A shape of the host's: one float, or a vector of them. */
type Lanes = 'f32' | 'f64' | 'f32x4' | 'f64x2';

/**
 * The host's rounding to an integral value (FPCR's is taken for to nearest). It has none that takes ties away from zero:
 * that is made of truncation, and the distance that this went, which is exact. Of a leaf.
 */
function integral(t: FpContext, shape: Lanes, rounding: Rounding, a: Expr): Expr {
  const host = ['nearest', 'ceil', 'floor', 'trunc', undefined, 'nearest'][rounding];
  if (host !== undefined) return op(`${shape}.${host}`, a);
  const whole = t.fn.let(op(`${shape}.trunc`, a));
  const distance = op(`${shape}.abs`, op(`${shape}.sub`, a, whole));
  const size = shape === 'f64' || shape === 'f64x2' ? 64 : 32;
  const F = formatOf(size);
  const [half, one] = [F.one - F.implicit, F.one];
  if (shape === 'f32' || shape === 'f64') {
    const unit = select(
      floatConstant(size, one),
      floatConstant(size, 0n),
      op(`${shape}.ge`, distance, floatConstant(size, half)),
    );
    return op(`${shape}.add`, whole, op(`${shape}.copysign`, unit, a));
  }
  const unit = op('v128.and', op(`${shape}.ge`, distance, splat(size, half)), splat(size, one));
  return op(`${shape}.add`, whole, op('v128.bitselect', a, unit, splat(size, F.sign)));
}

/** The state in which `integral` is Arm's, results that are NaNs apart: i32. */
const integralApplies = (t: FpContext, rounding: Rounding, exact: boolean): Expr =>
  exact ? ordinary(t) : rounding === ROUND.FPCR ? nearest(t) : noFlush(t);

/** FPRoundInt. `exact`: FRINTX, which sets IXC. */
export function fpRoundInt(t: FpContext, size: Size, rounding: Rounding, exact: boolean, a: Expr): Expr {
  const x = named(t, size, a);
  const how = i32(rounding | (exact ? HOW.EXACT : 0));
  return either(
    t,
    integral(t, float(size), rounding, x),
    (r) => W.and(integralApplies(t, rounding, exact), isNumber(size, r)),
    () => exactly(t, size, 'integral', [x], [how]),
  );
}

/** FPConvert between half (bits in an i32), single and double precision. */
export function fpConvert(t: FpContext, from: 16 | 32 | 64, to: 16 | 32 | 64, a: Expr): Expr {
  const exact = (x: Expr): Expr => {
    const r = t.fp(`convert${from}to${to}`, FORMATS[to].type, from === 16 ? x : toBits(from, x));
    return to === 16 ? r : toFloat(to, r);
  };
  if (from === 32 && to === 64) {
    const x = named(t, 32, a);
    return either(
      t,
      op('f64.promote_f32', x),
      (r) => W.and(noFlush(t), isNumber(64, r)),
      () => exact(x),
    );
  }
  if (from === 64 && to === 32) {
    const x = named(t, 64, a);
    return either(
      t,
      op('f32.demote_f64', x),
      (r) => W.and(ordinary(t), normal(32, r)),
      () => exact(x),
    );
  }
  return t.fn.let(exact(t.fn.let(a)));
}

/** FPConvert from double to single precision, rounding to odd: FCVTXN. */
export const fpConvertToOdd = (t: FpContext, a: Expr): Expr =>
  t.fn.let(toFloat(32, t.fp('odd64to32', 'i32', toBits(64, a))));

/** 2^fbits, or 2^-fbits, as a float; `fbits` is a leaf. */
function scale(size: Size, fbits: Expr, down: boolean): Expr {
  const F = formatOf(size);
  const exponent = down ? W.sub(F.bias, fbits) : W.add(F.bias, fbits);
  return toFloat(size, size === 64 ? L.shl(L.of(exponent), F.fraction) : W.shl(exponent, F.fraction));
}
const scaleSplat = (size: Size, fbits: Expr, down: boolean): Expr =>
  op(`${lanes(size)}.splat`, scale(size, fbits, down));

/** FPToFixed: to an integer of 32 or 64 bits with `fbits` (i32) bits behind the point. */
export function fpToInt(
  t: FpContext,
  size: Size,
  intSize: Size,
  unsigned: boolean,
  rounding: Rounding,
  a: Expr,
  fbits?: Expr,
): Expr {
  const x = named(t, size, a);
  const places = fbits && t.fn.let(fbits);
  const how = i32(rounding | (unsigned ? HOW.UNSIGNED : 0) | (intSize === 64 ? HOW.WIDE : 0));
  const exact = (): Expr => {
    const r = t.fp(`toint${size}`, 'i64', toBits(size, x), places ?? i32(0), how);
    return intSize === 64 ? r : W.low(r);
  };
  if (rounding === ROUND.FPCR) return t.fn.let(exact());
  const F = float(size);
  // Scaling up is exact, or infinite.
  const scaled = places ? t.fn.let(op(`${F}.mul`, x, scale(size, places, false))) : x;
  const whole = rounding === ROUND.RZ ? scaled : t.fn.let(integral(t, F, rounding, scaled));
  const limit = floatConstant(size, power(size, intSize - (unsigned ? 0 : 1)));
  // Below the first number that is too large, and for unsigned results not negative.
  const inside = (): Expr =>
    unsigned
      ? W.and(op(`${F}.ge`, whole, floatConstant(size, 0n)), op(`${F}.lt`, whole, limit))
      : op(`${F}.lt`, op(`${F}.abs`, whole), limit);
  return either(
    t,
    op(`${bits(intSize)}.trunc_sat_${F}_${unsigned ? 'u' : 's'}`, whole),
    () => W.and(ordinary(t), inside()),
    exact,
  );
}

/** 2^n as bits. */
function power(size: Size, n: number): bigint {
  const F = formatOf(size);
  return BigInt(F.bias + n) << BigInt(F.fraction);
}

/** FixedToFP: from an integer (i32 or i64) with `fbits` (i32) bits behind the point, rounded as FPCR says. */
export function intToFp(t: FpContext, intSize: Size, size: Size, unsigned: boolean, a: Expr, fbits?: Expr): Expr {
  const x = t.fn.let(a);
  const places = fbits && t.fn.let(fbits);
  const F = float(size);
  const exact = (): Expr => {
    const wide = intSize === 64 ? x : unsigned ? L.of(x) : L.ofSigned(x);
    const how = i32(unsigned ? HOW.UNSIGNED : 0);
    return toFloat(size, t.fp(`fromint${size}`, bits(size), wide, places ?? i32(0), how));
  };
  const converted = op(`${F}.convert_${bits(intSize)}_${unsigned ? 'u' : 's'}`, x);
  // Scaling is exact: no integer becomes denormal by it.
  const host = places ? op(`${F}.mul`, converted, scale(size, places, true)) : converted;
  // 32 bits fit into a double.
  if (intSize === 32 && size === 64) return t.fn.let(host);
  const room = formatOf(size).fraction + 1;
  const I = intSize === 64 ? L : W;
  const small = unsigned ? I.ltu(x, 1n << BigInt(room)) : I.ltu(I.add(x, 1n << BigInt(room)), 1n << BigInt(room + 1));
  return either(t, host, () => W.or(ordinary(t), small), exact);
}

// Vectors.

const flagQ = (q: number): Expr => i32(q);
/** The operand, with ones above where only its low half counts: they set no flag, and are in no way. */
const lowHalf = (t: FpContext, size: Size, q: number, a: Expr): Expr =>
  t.fn.let(q || size === 64 ? a : op('v128.or', op('v128.and', a, v128(-1n, 0n)), v128(0n, splatHigh(SINGLE.one))));
const splatHigh = (one: bigint): bigint => (one << 32n) | one;

const all = (size: Size, mask: Expr): Expr => op(`${ints(size)}.all_true`, mask);
const magnitudes = (size: Size, r: Expr): Expr => op(`${lanes(size)}.abs`, r);
const vectorFinite: Check = (size, r) =>
  all(size, op(`${lanes(size)}.lt`, magnitudes(size, r), splat(size, formatOf(size).infinity)));
const vectorNormal: Check = (size, r) => {
  const F = formatOf(size);
  return all(
    size,
    op(
      'v128.and',
      op(`${lanes(size)}.gt`, magnitudes(size, r), splat(size, F.implicit)),
      op(`${lanes(size)}.lt`, magnitudes(size, r), splat(size, F.infinity)),
    ),
  );
};
const vectorNumbers = (size: Size, r: Expr): Expr => all(size, op(`${lanes(size)}.eq`, r, r));

const vectorSlow = (t: FpContext, size: Size, q: number, name: string, args: Expr[], more: Expr[] = []): Expr =>
  t.fp(`v${name}${size}`, 'v128', ...args, ...more, flagQ(q));

/** Vector operations of one operand. */
export type FpOp1 = 'sqrt' | 'recpe' | 'rsqrte';
/** Vector operations of two operands. */
export type FpOp2 =
  'add' | 'sub' | 'mul' | 'mulx' | 'div' | 'max' | 'min' | 'maxnm' | 'minnm' | 'recps' | 'rsqrts' | 'abd';

interface Host {
  readonly op: string;
  readonly check: Check;
  readonly when: (t: FpContext) => Expr;
}
const HOST: Readonly<Record<string, Host>> = {
  add: { op: 'add', check: vectorFinite, when: ordinary },
  sub: { op: 'sub', check: vectorFinite, when: ordinary },
  abd: { op: 'sub', check: vectorFinite, when: ordinary },
  mul: { op: 'mul', check: vectorNormal, when: ordinary },
  mulx: { op: 'mul', check: vectorNormal, when: ordinary },
  div: { op: 'div', check: vectorNormal, when: ordinary },
  sqrt: { op: 'sqrt', check: vectorFinite, when: ordinary },
  max: { op: 'max', check: vectorNumbers, when: noFlush },
  min: { op: 'min', check: vectorNumbers, when: noFlush },
  maxnm: { op: 'max', check: vectorNumbers, when: noFlush },
  minnm: { op: 'min', check: vectorNumbers, when: noFlush },
};

function vector(t: FpContext, size: Size, q: number, name: string, operands: Expr[]): Expr {
  const args = operands.map((a) => t.fn.let(a));
  const host = HOST[name];
  if (host === undefined) return t.fn.let(vectorSlow(t, size, q, name, args));
  const low = args.map((a) => lowHalf(t, size, q, a));
  const r = either(
    t,
    op(`${lanes(size)}.${host.op}`, ...low),
    (e) => W.and(host.when(t), host.check(size, e)),
    () => vectorSlow(t, size, q, name, args),
  );
  return name === 'abd' ? t.fn.let(op(`${lanes(size)}.abs`, r)) : r;
}

/** A vector operation of one operand, lane by lane. With `q` 0 the upper half of the result is not specified. */
export const fpVec1 = (t: FpContext, size: Size, q: number, name: FpOp1, a: Expr): Expr =>
  vector(t, size, q, name, [a]);
/** A vector operation of two operands. */
export const fpVec2 = (t: FpContext, size: Size, q: number, name: FpOp2, a: Expr, b: Expr): Expr =>
  vector(t, size, q, name, [a, b]);
/** FPMulAdd of each lane. */
export function fpVecMulAdd(t: FpContext, size: Size, q: number, addend: Expr, a: Expr, b: Expr): Expr {
  const args = [addend, a, b].map((e) => t.fn.let(e));
  return t.fn.let(vectorSlow(t, size, q, 'muladd', args));
}

/** FPCompareEQ, GE, GT of each lane: all ones or zero. */
export function fpVecCompare(
  t: FpContext,
  size: Size,
  q: number,
  relation: Relation,
  a: Expr,
  b: Expr,
  absolute = false,
): Expr {
  const [x, y] = [t.fn.let(a), t.fn.let(b)];
  const [lx, ly] = [lowHalf(t, size, q, x), lowHalf(t, size, q, y)];
  const how = i32((relation === 'eq' ? 0 : COMPARE.SIGNALLING) | (absolute ? COMPARE.ABSOLUTE : 0));
  const S = lanes(size);
  const value = (e: Expr): Expr => (absolute ? op(`${S}.abs`, e) : e);
  return either(
    t,
    op(`${S}.${relation}`, value(lx), value(ly)),
    () => W.and(noFlush(t), all(size, op('v128.and', op(`${S}.eq`, lx, lx), op(`${S}.eq`, ly, ly)))),
    () => vectorSlow(t, size, q, `cm${relation}`, [x, y], [how]),
  );
}

/** FPRoundInt of each lane. */
export function fpVecRoundInt(t: FpContext, size: Size, q: number, rounding: Rounding, exact: boolean, a: Expr): Expr {
  const x = t.fn.let(a);
  const how = i32(rounding | (exact ? HOW.EXACT : 0));
  return either(
    t,
    integral(t, lanes(size), rounding, lowHalf(t, size, q, x)),
    (r) => W.and(integralApplies(t, rounding, exact), vectorNumbers(size, r)),
    () => vectorSlow(t, size, q, 'integral', [x], [how]),
  );
}

/** Both lanes of two 64-bit ones, one by one. */
function pair(v: Expr, from: 'f64x2' | 'i64x2', to: 'f64x2' | 'i64x2', convert: string): Expr {
  const one = (n: number): Expr => op(convert, laneOp(`${from}.extract_lane`, n, v));
  return laneOp(`${to}.replace_lane`, 1, op(`${to}.splat`, one(0)), one(1));
}

/** FPToFixed of each lane, to an integer of the same size. */
export function fpVecToInt(
  t: FpContext,
  size: Size,
  q: number,
  unsigned: boolean,
  rounding: Rounding,
  a: Expr,
  fbits?: Expr,
): Expr {
  const x = t.fn.let(a);
  const places = fbits && t.fn.let(fbits);
  const how = i32(rounding | (unsigned ? HOW.UNSIGNED : 0) | (size === 64 ? HOW.WIDE : 0));
  const exact = (): Expr => vectorSlow(t, size, q, 'toint', [x], [places ?? i32(0), how]);
  if (rounding === ROUND.FPCR) return t.fn.let(exact());
  const S = lanes(size);
  const low = lowHalf(t, size, q, x);
  const scaled = places ? t.fn.let(op(`${S}.mul`, low, scaleSplat(size, places, false))) : low;
  const whole = rounding === ROUND.RZ ? scaled : t.fn.let(integral(t, S, rounding, scaled));
  const limit = splat(size, power(size, size - (unsigned ? 0 : 1)));
  const inside = unsigned
    ? op('v128.and', op(`${S}.ge`, whole, v128(0n, 0n)), op(`${S}.lt`, whole, limit))
    : op(`${S}.lt`, op(`${S}.abs`, whole), limit);
  const sign = unsigned ? 'u' : 's';
  return either(
    t,
    size === 64
      ? pair(whole, 'f64x2', 'i64x2', `i64.trunc_sat_f64_${sign}`)
      : op(`i32x4.trunc_sat_f32x4_${sign}`, whole),
    () => W.and(ordinary(t), all(size, inside)),
    exact,
  );
}

/** FixedToFP of each lane, from an integer of the same size. */
export function fpVecFromInt(t: FpContext, size: Size, q: number, unsigned: boolean, a: Expr, fbits?: Expr): Expr {
  const x = t.fn.let(a);
  const places = fbits && t.fn.let(fbits);
  const sign = unsigned ? 'u' : 's';
  const how = i32(unsigned ? HOW.UNSIGNED : 0);
  const converted =
    size === 64 ? pair(x, 'i64x2', 'f64x2', `f64.convert_i64_${sign}`) : op(`f32x4.convert_i32x4_${sign}`, x);
  return either(
    t,
    places ? op(`${lanes(size)}.mul`, converted, scaleSplat(size, places, true)) : converted,
    () => ordinary(t),
    () => vectorSlow(t, size, q, `from${sign}int`, [x], [places ?? i32(0), how]),
  );
}

/** FPConvert of the lanes in the low 64 bits to lanes of twice the size. */
export function fpVecWiden(t: FpContext, from: 16 | 32, a: Expr): Expr {
  const x = t.fn.let(a);
  const exact = (): Expr => t.fp(`vwiden${from}`, 'v128', x);
  if (from === 16) return t.fn.let(exact());
  return either(t, op('f64x2.promote_low_f32x4', x), (r) => W.and(noFlush(t), vectorNumbers(64, r)), exact);
}

/** FPConvert of all lanes to lanes of half the size, in the low 64 bits; zeros above. */
export function fpVecNarrow(t: FpContext, to: 16 | 32, a: Expr): Expr {
  const x = t.fn.let(a);
  const exact = (): Expr => t.fp(`vnarrow${to}`, 'v128', x);
  if (to === 16) return t.fn.let(exact());
  const smallest = splat(64, BigInt(DOUBLE.bias - SINGLE.bias + 1) << 52n);
  // The host rounds single precision's overflow to infinity.
  return either(
    t,
    op('f32x4.demote_f64x2_zero', x),
    (r) =>
      W.and(
        ordinary(t),
        W.and(
          all(64, op('f64x2.ge', op('f64x2.abs', x), smallest)),
          all(32, op('f32x4.lt', op('f32x4.abs', r), splat(32, SINGLE.infinity))),
        ),
      ),
    exact,
  );
}

/** As `fpVecNarrow` to single precision, rounding to odd: FCVTXN. */
export const fpVecNarrowOdd = (t: FpContext, a: Expr): Expr => t.fn.let(t.fp('vnarrowodd', 'v128', a));

/** UnsignedRecipEstimate of each 32-bit lane. */
export const uVecRecipEstimate = (t: FpContext, _q: number, a: Expr): Expr => t.fn.let(t.fp('vurecpe', 'v128', a));
/** UnsignedRSqrtEstimate of each 32-bit lane. */
export const uVecRsqrtEstimate = (t: FpContext, _q: number, a: Expr): Expr => t.fn.let(t.fp('vursqrte', 'v128', a));
