/**
 * Lanes of vectors, for instructions that move them: by a number that is known when the handler is made, or by an
 * immediate of the instruction.
 */
import { i32, laneOp, op, select, shuffle, v128, type Expr } from '../../wasm/expr.js';
import type { Meaning } from '../meaning.js';

/** log2 of a lane's size in bytes: 0 to 3 for B, H, S, D. */
export type LaneSize = 0 | 1 | 2 | 3;

/** The shape that has such lanes. */
export const SHAPE = ['i8x16', 'i16x8', 'i32x4', 'i64x2'] as const;
/** The letter of such lanes. */
export const LETTER = ['b', 'h', 's', 'd'] as const;

const UNSIGNED = ['_u', '_u', '', ''] as const;

/** All lanes of a vector; values are i32, or i64 for D. */
export const splat = (size: LaneSize, value: Expr): Expr => op(`${SHAPE[size]}.splat`, value);

/** A vector with an i64 below and zeros above. */
export const lowHalf = (value: Expr): Expr => laneOp('i64x2.replace_lane', 0, v128(0n, 0n), value);

/** Every lane holds its own number. */
function numbered(size: LaneSize): Expr {
  const bits = 8n << BigInt(size);
  const perHalf = 64n / bits;
  const half = (first: bigint): bigint => {
    let value = 0n;
    for (let n = 0n; n < perHalf; n++) value |= (first + n) << (n * bits);
    return value;
  };
  return v128(half(0n), half(perHalf));
}

/** A lane's number: a constant, or the value of an immediate, named. */
export type LaneNumber = number | Expr;

/** The number if it is known: in a region every immediate is. */
const known = (lane: LaneNumber): number | undefined =>
  typeof lane === 'number' ? lane : lane.kind === 'const' ? lane.value : undefined;

/** How lanes are replaced whose number is `lane`: the returned function may be called for several vectors. */
export function laneWriter(t: Meaning, size: LaneSize, lane: LaneNumber): (vector: Expr, value: Expr) => Expr {
  const n = known(lane);
  if (n !== undefined) return (vector, value) => laneOp(`${SHAPE[size]}.replace_lane`, n, vector, value);
  const number = lane as Expr;
  const mask = t.let(op(`${SHAPE[size]}.eq`, numbered(size), splat(size, size === 3 ? t.extendU(number) : number)));
  return (vector, value) => op('v128.bitselect', splat(size, value), vector, mask);
}

/** How lanes are taken out whose number is `lane`, with zeros above: the returned function may be called for several vectors. */
export function laneReader(t: Meaning, size: LaneSize, lane: LaneNumber): (vector: Expr) => Expr {
  const extract = `${SHAPE[size]}.extract_lane${UNSIGNED[size]}`;
  const n = known(lane);
  if (n !== undefined) return (vector) => laneOp(extract, n, vector);
  const number = lane as Expr;
  if (size === 3) {
    return (vector) => {
      const named = t.let(vector);
      return select(laneOp(extract, 1, named), laneOp(extract, 0, named), number);
    };
  }
  // The numbers of the lane's bytes, in every lane.
  const [factor, first] = [
    [1, 0],
    [0x0202, 0x0100],
    [0x04040404, 0x03020100],
  ][size];
  const bytes = t.let(splat(size, op('i32.add', op('i32.mul', number, i32(factor)), i32(first))));
  return (vector) => laneOp(extract, 0, op('i8x16.swizzle', vector, bytes));
}

/**
 * Bytes put together from several vectors.
 * @param sources leaves
 * @param bytes 16 numbers: byte n of source s is s * 16 + n
 */
export function gather(sources: readonly Expr[], bytes: readonly number[]): Expr {
  const used = sources.map((_, s) => s).filter((s) => bytes.some((b) => b >> 4 === s));
  const [first, second = first, ...others] = used;
  let out = shuffle(
    sources[first],
    sources[second],
    bytes.map((b) => (b >> 4 === second && second !== first ? 16 + (b & 15) : b & 15)),
  );
  for (const s of others)
    out = shuffle(
      out,
      sources[s],
      bytes.map((b, i) => (b >> 4 === s ? 16 + (b & 15) : i)),
    );
  return out;
}

/** 0 to n - 1. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** The bytes of lanes: lane numbers to byte numbers. */
export const bytesOf = (size: LaneSize, lanes: readonly number[]): number[] =>
  lanes.flatMap((lane) => range(1 << size).map((i) => (lane << size) + i));

/** The low half only, with zeros above, unless q. */
export const ofLength = (q: number, value: Expr): Expr => (q ? value : op('v128.and', value, v128(-1n, 0n)));

/** Of two vectors the lanes with even or odd numbers (UZP1, UZP2). */
export function unzip(size: LaneSize, odd: number, a: Expr, b: Expr): Expr {
  return gather(
    [a, b],
    bytesOf(
      size,
      range(16 >> size).map((i) => 2 * i + odd),
    ),
  );
}

/** The lanes of the low or high halves of two vectors in turn (ZIP1, ZIP2). */
export function zip(size: LaneSize, high: number, a: Expr, b: Expr): Expr {
  const half = 8 >> size;
  return gather(
    [a, b],
    bytesOf(
      size,
      range(half).flatMap((i) => [i + high * half, i + high * half + 2 * half]),
    ),
  );
}
