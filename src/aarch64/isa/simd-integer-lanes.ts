/**
 * Lanes of integers: what the tables of the integer Advanced SIMD instructions are written with.
 *
 * WebAssembly's SIMD operations where they are Arm's, and short sequences of them where they are missing: comparisons of
 * unsigned 64-bit lanes, saturation of wide lanes, shifts by an amount of each lane's own. A scalar instruction does
 * what the vector one does, and keeps the lowest lane.
 *
 * Arguments of these functions are leaves (named values), since most are used more than once; results are not.
 */
import { i32, laneOp, op, shuffle, v128, type Expr } from '../../wasm/expr.js';
import type { Immediate, Meaning } from '../meaning.js';
import { STATE } from '../state.js';
import type { Fields } from './table.js';

/** What an operation on lanes gives where it can saturate: the lanes, and a mask of those that did. */
export interface Saturating {
  readonly value: Expr;
  readonly saturated: Expr;
}
export type Result = Expr | Saturating;

/** The half of a vector that a long or wide instruction takes: the one with the name ending in 2 takes the high one. */
export type Half = 'low' | 'high';

/** Lanes of one width. */
export interface Lanes {
  /** Width of a lane in bits. */
  readonly bits: number;
  /** The encoding's size field: log2 of the width in bytes. */
  readonly size: number;
  /** WebAssembly's name of the shape: 'i8x16'. */
  readonly shape: string;
  /** Applies an operation of the shape: `lanes.op('add', a, b)`. */
  op(name: string, ...args: Expr[]): Expr;
  /** The same constant in every lane. */
  all(value: bigint | number): Expr;
  /** The least and greatest signed numbers, and all ones. */
  readonly min: Expr;
  readonly max: Expr;
  readonly ones: Expr;
}

/** A value of 64 bits made of copies of `value`'s low `bits` bits. */
function replicate(bits: number, value: bigint): bigint {
  let out = BigInt.asUintN(bits, value);
  for (let width = bits; width < 64; width *= 2) out |= out << BigInt(width);
  return out;
}

function makeLanes(size: number): Lanes {
  const bits = 8 << size;
  const shape = `i${bits}x${128 / bits}`;
  const all = (value: bigint | number): Expr => {
    const half = replicate(bits, BigInt(value));
    return v128(half, half);
  };
  const sign = 1n << BigInt(bits - 1);
  return {
    bits,
    size,
    shape,
    op: (name, ...args) => op(`${shape}.${name}`, ...args),
    all,
    min: all(sign),
    max: all(sign - 1n),
    ones: all(-1n),
  };
}

const LANES: readonly Lanes[] = [0, 1, 2, 3].map(makeLanes);

/** Lanes by the encodings' size: 0 to 3 for 8 to 64 bits. */
export const lanes = (size: number): Lanes => LANES[size];

export const ZERO: Expr = v128(0n, 0n);

/** The instruction's first source, second source and destination, as named values. */
export const named = (t: Meaning, field: string): Expr => t.let(t.v(field));

/** The low `bits` bits of a vector. */
export function lowBits(bits: number, value: Expr): Expr {
  return bits >= 128 ? value : op('v128.and', value, v128((1n << BigInt(bits)) - 1n, 0n));
}

/** Sets FPSR.QC where any bit of the vector is set. */
function noteSaturation(t: Meaning, saturated: Expr): void {
  const qc = 1 << 27;
  t.if(
    op('v128.any_true', saturated),
    () => t.setState32(STATE.FPSR, op('i32.or', t.state32(STATE.FPSR), i32(qc))),
    undefined,
    'unlikely',
  );
}

/**
 * Writes Vd, and FPSR.QC where lanes saturated.
 * @param bits how many of the value's bits there are: 128, 64, or a scalar's width; the rest of Vd becomes zero
 * @param from how many bits of the mask of saturated lanes count, where the operation narrows
 */
export function write(t: Meaning, bits: number, result: Result, from = bits): void {
  if (!('saturated' in result)) {
    t.setV('Vd', lowBits(bits, result));
    return;
  }
  const value = t.let(result.value);
  noteSaturation(t, lowBits(from, result.saturated));
  t.setV('Vd', lowBits(bits, value));
}

// Comparisons.

/** a > b. */
export function greater(l: Lanes, unsigned: boolean, a: Expr, b: Expr): Expr {
  if (!unsigned) return l.op('gt_s', a, b);
  if (l.bits < 64) return l.op('gt_u', a, b);
  return l.op('gt_s', op('v128.xor', a, l.min), op('v128.xor', b, l.min));
}

/** a >= b. */
export function greaterEqual(l: Lanes, unsigned: boolean, a: Expr, b: Expr): Expr {
  if (!unsigned) return l.op('ge_s', a, b);
  if (l.bits < 64) return l.op('ge_u', a, b);
  return l.op('ge_s', op('v128.xor', a, l.min), op('v128.xor', b, l.min));
}

/** All ones where the lane is negative, else zero. */
export const signs = (l: Lanes, a: Expr): Expr => l.op('shr_s', a, i32(l.bits - 1));

// Arithmetic.

/** The product, modulo the lane's width. */
export function multiply(l: Lanes, a: Expr, b: Expr): Expr {
  if (l.bits > 8) return l.op('mul', a, b);
  // Even bytes by 16-bit products; odd ones with one factor moved down, so that the product ends in the high byte.
  const wide = lanes(1);
  const even = op('v128.and', wide.op('mul', a, b), wide.all(0x00ff));
  const odd = wide.op('mul', wide.op('shr_u', a, i32(8)), op('v128.and', b, wide.all(0xff00)));
  return op('v128.or', even, odd);
}

/** The greatest (or least) of two, lanes up to 32 bits. */
export const extreme = (l: Lanes, which: 'min' | 'max', unsigned: boolean, a: Expr, b: Expr): Expr =>
  l.op(`${which}_${unsigned ? 'u' : 's'}`, a, b);

/** |a - b|, lanes up to 32 bits. */
export const absoluteDifference = (l: Lanes, unsigned: boolean, a: Expr, b: Expr): Expr =>
  l.op('sub', extreme(l, 'max', unsigned, a, b), extreme(l, 'min', unsigned, a, b));

/** a + b, or a - b, saturated. */
export function saturatingAdd(
  t: Meaning,
  l: Lanes,
  unsigned: boolean,
  subtract: boolean,
  a: Expr,
  b: Expr,
): Saturating {
  const name = subtract ? 'sub' : 'add';
  if (l.bits < 32) {
    const value = t.let(l.op(`${name}_sat_${unsigned ? 'u' : 's'}`, a, b));
    return { value, saturated: l.op('ne', value, l.op(name, a, b)) };
  }
  const r = t.let(l.op(name, a, b));
  if (unsigned) {
    const over = t.let(subtract ? greater(l, true, b, a) : greater(l, true, a, r));
    return { value: op(subtract ? 'v128.andnot' : 'v128.or', r, over), saturated: over };
  }
  // Overflow: the operands' signs (the second's inverted in a difference) agree, and differ from the result's.
  const left = op('v128.xor', a, subtract ? b : r);
  const right = op('v128.xor', r, subtract ? a : b);
  const over = t.let(signs(l, op('v128.and', left, right)));
  return { value: op('v128.bitselect', op('v128.xor', signs(l, r), l.min), r, over), saturated: over };
}

/** Doubles a product of two signed halves: saturates where both were the least number. `l`: the product's lanes. */
export function doubled(t: Meaning, l: Lanes, product: Expr): Saturating {
  const p = t.let(product);
  const twice = t.let(l.op('add', p, p));
  const saturated = t.let(l.op('eq', twice, l.min));
  return { value: op('v128.xor', twice, saturated), saturated };
}

/** The high half of twice the product (SQDMULH, SQRDMULH); lanes of 16 or 32 bits. */
export function doublingMultiplyHigh(t: Meaning, l: Lanes, round: boolean, a: Expr, b: Expr): Saturating {
  if (round && l.bits === 16) {
    // WebAssembly's is SQRDMULH.
    const saturated = op('v128.and', l.op('eq', a, l.min), l.op('eq', b, l.min));
    return { value: op('i16x8.q15mulr_sat_s', a, b), saturated };
  }
  const wide = lanes(l.size + 1);
  const part = (half: Half): Expr => {
    const p = t.let(extendingMultiply(wide, half, false, a, b));
    const twice = wide.op('add', p, p);
    return round ? wide.op('add', twice, wide.all(1n << BigInt(l.bits - 1))) : twice;
  };
  const high = t.let(shuffle(part('low'), part('high'), pairBytes(l, 128, 1)));
  // Only least times least reaches beyond the greatest number, and it alone gives the least.
  const saturated = t.let(l.op('eq', high, l.min));
  return { value: op('v128.xor', high, saturated), saturated };
}

/** The product of polynomials over {0,1}, modulo the lane's width; `b` of 8 significant bits per lane. */
export function polynomialMultiply(t: Meaning, l: Lanes, a: Expr, b: Expr): Expr {
  let sum: Expr = ZERO;
  let factor = a;
  for (let i = 0; i < 8; i++) {
    const bit = l.all(1n << BigInt(i));
    const term = op('v128.and', factor, l.op('eq', op('v128.and', b, bit), bit));
    sum = t.let(i === 0 ? term : op('v128.xor', sum, term));
    if (i < 7) factor = t.let(l.op('add', factor, factor));
  }
  return sum;
}

/** Leading zeros of each lane, up to 32 bits. */
export function leadingZeros(t: Meaning, l: Lanes, a: Expr): Expr {
  // All bits below the highest one set; what is then clear are the leading zeros.
  let v = a;
  for (let n = 1; n < l.bits; n *= 2) v = t.let(op('v128.or', v, l.op('shr_u', v, i32(n))));
  let count = op('i8x16.popcnt', op('v128.not', v));
  if (l.bits >= 16) count = op('i16x8.extadd_pairwise_i8x16_u', count);
  if (l.bits >= 32) count = op('i32x4.extadd_pairwise_i16x8_u', count);
  return count;
}

// Widths.

const sign = (unsigned: boolean): string => (unsigned ? 'u' : 's');

/** Half of the lanes, extended to twice their width. `wide`: the result's lanes. */
export const extend = (wide: Lanes, half: Half, unsigned: boolean, a: Expr): Expr =>
  wide.op(`extend_${half}_${lanes(wide.size - 1).shape}_${sign(unsigned)}`, a);

/** Products of half of the lanes, of twice their width. `wide`: the result's lanes. */
export const extendingMultiply = (wide: Lanes, half: Half, unsigned: boolean, a: Expr, b: Expr): Expr =>
  wide.op(`extmul_${half}_${lanes(wide.size - 1).shape}_${sign(unsigned)}`, a, b);

/** Sums of pairs of neighbours, of twice their width. `wide`: the result's lanes. */
export function addPairsLong(wide: Lanes, unsigned: boolean, a: Expr): Expr {
  if (wide.bits < 64) return wide.op(`extadd_pairwise_${lanes(wide.size - 1).shape}_${sign(unsigned)}`, a);
  const shift = `shr_${sign(unsigned)}`;
  return wide.op('add', wide.op(shift, a, i32(32)), wide.op(shift, wide.op('shl', a, i32(32)), i32(32)));
}

/**
 * The bytes of the even (`odd` 0) or odd lanes of two vectors, one behind the other.
 * @param bits how many bits of each vector count
 */
export function pairBytes(l: Lanes, bits: number, odd: 0 | 1): number[] {
  const width = l.bits / 8;
  const out: number[] = [];
  for (let from = 0; from < 32; from += 16) {
    for (let at = odd * width; at < bits / 8; at += 2 * width) {
      for (let i = 0; i < width; i++) out.push(from + at + i);
    }
  }
  while (out.length < 16) out.push(0);
  return out;
}

/**
 * Halves of wide lanes, put into Vd's low half (q = 0) or into its high half beside what the low one holds (q = 1).
 * @param wide the source's lanes
 * @param part 0 for the low halves, 1 for the high ones
 */
export function narrow(t: Meaning, q: number, wide: Lanes, value: Expr, part: 0 | 1): Expr {
  const bytes = pairBytes(lanes(wide.size - 1), 128, part).slice(0, 8);
  const low = [16, 17, 18, 19, 20, 21, 22, 23];
  return q ? shuffle(value, t.v('Vd'), [...low, ...bytes]) : shuffle(value, ZERO, [...bytes, ...low]);
}

/** How a number is taken and what it is saturated to, when it is narrowed. */
export type Narrowing = 'signed' | 'signed to unsigned' | 'unsigned';

/** Lanes limited to what lanes of half the width hold. */
export function limitToHalf(t: Meaning, wide: Lanes, how: Narrowing, a: Expr): Saturating {
  const half = BigInt(wide.bits / 2);
  const greatest = wide.all((1n << (how === 'signed' ? half - 1n : half)) - 1n);
  const least = wide.all(how === 'signed' ? -(1n << (half - 1n)) : 0n);
  const limit = (name: string, v: Expr, to: Expr): Expr => {
    if (wide.bits < 64) return wide.op(name, v, to);
    const beyond = name === 'max_s' ? greater(wide, false, to, v) : greater(wide, name === 'min_u', v, to);
    return op('v128.bitselect', to, v, beyond);
  };
  let value: Expr;
  if (how === 'unsigned') value = t.let(limit('min_u', a, greatest));
  else value = t.let(limit('max_s', t.let(limit('min_s', a, greatest)), least));
  return { value, saturated: wide.op('ne', value, a) };
}

// Shifts by one amount. Amounts are immediates: a shift by the lane's width is a case of its own, as WebAssembly's
// shifts take amounts modulo the width.

/** a >> n for n below the lane's width, as in shifts that narrow. */
export const shiftRightBelow = (t: Meaning, l: Lanes, unsigned: boolean, a: Expr, n: Immediate): Expr =>
  l.op(`shr_${sign(unsigned)}`, a, t.imm32(n));

/** a >> n for n from 1 to the lane's width. */
export function shiftRight(t: Meaning, l: Lanes, unsigned: boolean, a: Expr, n: Immediate): Expr {
  if (!unsigned)
    return l.op(
      'shr_s',
      a,
      t.imm32((f) => Math.min(n(f), l.bits - 1)),
    );
  const less = t.imm32((f) => n(f) - 1);
  if (less.kind === 'const' && less.value < l.bits - 1) return l.op('shr_u', a, i32(less.value + 1));
  return l.op('shr_u', l.op('shr_u', a, less), i32(1));
}

/** (a + 2^(n-1)) >> n without overflow, for n from 1 to the lane's width. */
export function shiftRightRounding(t: Meaning, l: Lanes, unsigned: boolean, a: Expr, n: Immediate): Expr {
  const shift = `shr_${sign(unsigned)}`;
  const almost = t.let(
    l.op(
      shift,
      a,
      t.imm32((f) => n(f) - 1),
    ),
  );
  return l.op('add', l.op(shift, almost, i32(1)), op('v128.and', almost, l.all(1)));
}

/** How a saturating shift left takes its operand and what it saturates to. */
export function saturatingShiftLeft(t: Meaning, l: Lanes, how: Narrowing, a: Expr, n: Immediate): Saturating {
  const by = t.let(t.imm32(n));
  const shifted = t.let(l.op('shl', a, by));
  const lost = t.let(l.op('ne', l.op(how === 'signed' ? 'shr_s' : 'shr_u', shifted, by), a));
  if (how === 'unsigned') return { value: op('v128.or', shifted, lost), saturated: lost };
  const negative = t.let(signs(l, a));
  if (how === 'signed')
    return { value: op('v128.bitselect', op('v128.xor', negative, l.max), shifted, lost), saturated: lost };
  // Negative numbers become zero.
  return { value: op('v128.andnot', op('v128.or', shifted, lost), negative), saturated: op('v128.or', lost, negative) };
}

// Shifts by an amount of each lane's own.

/** Shifts each lane by the low bits of `amount`'s: by 1, 2, 4, ... where the bit is set. */
function shiftEach(t: Meaning, l: Lanes, name: 'shl' | 'shr_s' | 'shr_u', a: Expr, amount: Expr): Expr {
  let v = a;
  for (let n = 1; n < l.bits; n *= 2) {
    const set = l.op('eq', op('v128.and', amount, l.all(n)), l.all(n));
    v = t.let(op('v128.bitselect', l.op(name, v, i32(n)), v, set));
  }
  return v;
}

/** What SSHL and its relatives do besides shifting. */
export interface VariableShift {
  readonly unsigned: boolean;
  readonly round: boolean;
  readonly saturate: boolean;
}

/** Shifts each lane left by the signed number in the low byte of `b`'s, or right where that is negative. */
export function variableShift(t: Meaning, l: Lanes, how: VariableShift, a: Expr, b: Expr): Result {
  const { unsigned, round, saturate } = how;
  const byte = i32(l.bits - 8);
  const by = l.bits === 8 ? b : t.let(l.op('shr_s', l.op('shl', b, byte), byte));
  const limit = l.all(l.bits - 1);
  const right = t.let(signs(l, by));

  // Left, by `by`: nothing is left from the lane's width on.
  const far = l.op('gt_s', by, limit);
  const left = t.let(op('v128.andnot', shiftEach(t, l, 'shl', a, by), far));

  // Right by one less than -by first, which is NOT by, then by one: where it is rounded, that bit is added.
  const less = t.let(op('v128.not', by));
  const beyond = t.let(l.op('gt_s', less, limit));
  const almost = unsigned
    ? t.let(op('v128.andnot', shiftEach(t, l, 'shr_u', a, less), beyond))
    : shiftEach(t, l, 'shr_s', a, t.let(op('v128.or', less, beyond)));
  const half = l.op(`shr_${sign(unsigned)}`, almost, i32(1));
  const shifted = round ? l.op('add', half, op('v128.and', almost, l.all(1))) : half;
  if (!saturate) return op('v128.bitselect', shifted, left, right);

  const back = shiftEach(t, l, unsigned ? 'shr_u' : 'shr_s', left, by);
  const lost = t.let(op('v128.andnot', l.op('ne', back, a), right));
  const value = op('v128.bitselect', shifted, left, right);
  if (unsigned) return { value: op('v128.or', value, lost), saturated: lost };
  return { value: op('v128.bitselect', op('v128.xor', signs(l, a), l.max), value, lost), saturated: lost };
}

// Elements.

/** All lanes as the element of Vm with the given index; lanes of 16 or 32 bits. */
export function element(t: Meaning, l: Lanes, index: Immediate): Expr {
  const width = l.bits / 8;
  const lane = Array.from({ length: 16 }, (_, i) => i % width);
  const start = t.imm32((f: Fields) => index(f) * width * 0x01010101);
  const vm = named(t, 'Vm');
  if (start.kind === 'const') {
    const first = start.value & 15;
    return t.let(
      shuffle(
        vm,
        vm,
        lane.map((i) => first + i),
      ),
    );
  }
  const pattern = lane.reduceRight((n, i) => (n << 8n) | BigInt(i), 0n);
  const bytes = v128(pattern, pattern);
  return t.let(op('i8x16.swizzle', vm, op('i8x16.add', op('i32x4.splat', start), bytes)));
}

/** Lane `lane` of a vector; 8 and 16 bits are zero-extended. */
export function extractLane(l: Lanes, lane: number, value: Expr): Expr {
  return laneOp(`${l.shape}.extract_lane${l.bits < 32 ? '_u' : ''}`, lane, value);
}

// Which sizes an instruction takes.

/** A `where`: the size is among those written as digits. */
export const among =
  (sizes: string) =>
  ({ size }: Fields): boolean =>
    sizes.includes(String(size));

/** As `among`, for vectors of 64 or 128 bits: one lane of 64 bits is no vector. */
export const arranged =
  (sizes: string) =>
  ({ Q, size }: Fields): boolean =>
    sizes.includes(String(size)) && (size < 3 || Q === 1);

/** The name of an instruction and its twin on the high half, as in the Arm ARM: 'SADDL, SADDL2'. */
export const withHigh = (name: string): string => `${name}, ${name}2`;
