/**
 * Expression trees: what a function computes, before it is written as bytes.
 *
 * Constants fold and trivial identities vanish as a tree is built, so that a caller can describe an operation once and
 * specialise it by passing constants. A tree may be used in one place only, since using it twice would compute it
 * twice; `FunctionBuilder.let` names a value for further use. Leaves (constants, locals) may be used freely.
 */
import { LOAD, PURE, type ValType } from './opcodes.js';

export type Expr =
  | { readonly kind: 'const'; readonly type: 'i32'; readonly value: number }
  | { readonly kind: 'const64'; readonly type: 'i64'; readonly value: bigint }
  | { readonly kind: 'local'; readonly type: ValType; readonly index: number }
  | { readonly kind: 'constFloat'; readonly type: 'f32' | 'f64'; readonly bits: bigint }
  | { readonly kind: 'const128'; readonly type: 'v128'; readonly low: bigint; readonly high: bigint }
  | {
      readonly kind: 'op';
      readonly type: ValType;
      readonly op: string;
      readonly args: readonly Expr[];
      /** Bytes behind the opcode: lane numbers. */
      readonly lanes?: readonly number[];
      used: boolean;
    }
  | {
      readonly kind: 'load';
      readonly type: ValType;
      readonly op: string;
      readonly address: Expr;
      readonly offset: number;
      used: boolean;
    }
  | { readonly kind: 'select'; readonly type: ValType; readonly args: readonly [Expr, Expr, Expr]; used: boolean }
  | {
      readonly kind: 'call';
      readonly type: ValType;
      readonly fn: number;
      readonly args: readonly Expr[];
      used: boolean;
    };

/** A 32-bit constant; any integer is taken modulo 2^32. */
export const i32 = (value: number): Expr => ({ kind: 'const', type: 'i32', value: value | 0 });
/** A 64-bit constant, taken modulo 2^64. */
export const i64 = (value: bigint | number): Expr => ({
  kind: 'const64',
  type: 'i64',
  value: BigInt.asIntN(64, BigInt(value)),
});

/** A binary32 constant from its bits: NaNs stay what they are. */
export const f32bits = (bits: number): Expr => ({ kind: 'constFloat', type: 'f32', bits: BigInt(bits >>> 0) });
/** A binary64 constant from its bits. */
export const f64bits = (bits: bigint): Expr => ({ kind: 'constFloat', type: 'f64', bits: BigInt.asUintN(64, bits) });
/** A 128-bit constant from its halves, each taken modulo 2^64. */
export const v128 = (low: bigint, high: bigint): Expr => ({
  kind: 'const128',
  type: 'v128',
  low: BigInt.asUintN(64, low),
  high: BigInt.asUintN(64, high),
});

const U64 = (v: bigint): bigint => BigInt.asUintN(64, v);
const bit = (b: boolean): number => (b ? 1 : 0);

type Fold32 = (a: number, b: number) => number;
type Fold64 = (a: bigint, b: bigint) => bigint | number;

const FOLD32: Record<string, Fold32> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: Math.imul,
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a, b) => a << (b & 31),
  shr_u: (a, b) => a >>> (b & 31),
  shr_s: (a, b) => a >> (b & 31),
  rotr: (a, b) => (a >>> (b & 31)) | (a << (-b & 31)),
  eq: (a, b) => bit(a === b),
  ne: (a, b) => bit(a !== b),
  lt_s: (a, b) => bit(a < b),
  lt_u: (a, b) => bit(a >>> 0 < b >>> 0),
  ge_u: (a, b) => bit(a >>> 0 >= b >>> 0),
  gt_u: (a, b) => bit(a >>> 0 > b >>> 0),
};

const FOLD64: Record<string, Fold64> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a, b) => a << (b & 63n),
  shr_u: (a, b) => U64(a) >> (b & 63n),
  shr_s: (a, b) => a >> (b & 63n),
  eq: (a, b) => bit(a === b),
  ne: (a, b) => bit(a !== b),
  lt_s: (a, b) => bit(a < b),
  lt_u: (a, b) => bit(U64(a) < U64(b)),
  ge_u: (a, b) => bit(U64(a) >= U64(b)),
};

const FOLD_UNARY32: Record<string, (a: number) => Expr> = {
  'i32.eqz': (a) => i32(bit(a === 0)),
  'i64.extend_i32_u': (a) => i64(a >>> 0),
  'i64.extend_i32_s': (a) => i64(a),
};
const FOLD_UNARY64: Record<string, (a: bigint) => Expr> = {
  'i64.eqz': (a) => i32(bit(a === 0n)),
  'i32.wrap_i64': (a) => i32(Number(BigInt.asIntN(32, a))),
};

/** Operations for which a zero right operand changes nothing. */
const ZERO_IS_NEUTRAL = new Set(['add', 'sub', 'or', 'xor', 'shl', 'shr_u', 'shr_s', 'rotr', 'rotl']);

const isZero = (e: Expr): boolean => (e.kind === 'const' && e.value === 0) || (e.kind === 'const64' && e.value === 0n);

/** Applies a pure operation by its WebAssembly name. Throws if the operands' types are not the operation's. */
export function op(name: string, ...args: Expr[]): Expr {
  const spec = PURE[name];
  if (spec === undefined) throw new Error(`wasm: no operation '${name}'`);
  if (args.length !== spec.args.length || args.some((a, i) => a.type !== spec.args[i])) {
    throw new Error(`wasm: ${name} takes ${spec.args.join(', ')}, not ${args.map((a) => a.type).join(', ')}`);
  }
  const [a, b] = args;
  const short = name.slice(4);
  if (b === undefined) {
    if (a.kind === 'const') {
      const folded = FOLD_UNARY32[name]?.(a.value);
      if (folded) return folded;
    } else if (a.kind === 'const64') {
      const folded = FOLD_UNARY64[name]?.(a.value);
      if (folded) return folded;
    } else if (a.kind === 'op' && name === 'i32.wrap_i64' && a.op.startsWith('i64.extend_i32')) {
      return a.args[0];
    }
  } else {
    if (a.kind === 'const' && b.kind === 'const') {
      const fold = FOLD32[short];
      if (fold) return i32(fold(a.value, b.value));
    }
    if (a.kind === 'const64' && b.kind === 'const64') {
      const fold = FOLD64[short];
      if (fold) {
        const value = fold(a.value, b.value);
        return typeof value === 'number' ? i32(value) : i64(value);
      }
    }
    if (isZero(b) && ZERO_IS_NEUTRAL.has(short)) return a;
    if (isZero(a) && (short === 'add' || short === 'or' || short === 'xor')) return b;
  }
  return { kind: 'op', type: spec.result, op: name, args, used: false };
}

/** Applies an operation that takes a lane number: extract_lane, replace_lane. */
export function laneOp(name: string, lane: number, ...args: Expr[]): Expr {
  const spec = PURE[name];
  if (!spec?.lane) throw new Error(`wasm: '${name}' takes no lane`);
  if (args.length !== spec.args.length || args.some((a, i) => a.type !== spec.args[i])) {
    throw new Error(`wasm: ${name} takes ${spec.args.join(', ')}, not ${args.map((a) => a.type).join(', ')}`);
  }
  return { kind: 'op', type: spec.result, op: name, args, lanes: [lane], used: false };
}

/** The bytes that `lanes` (16 numbers, 0 to 31) choose from `a` (0 to 15) and `b` (16 to 31). */
export function shuffle(a: Expr, b: Expr, lanes: readonly number[]): Expr {
  if (lanes.length !== 16 || a.type !== 'v128' || b.type !== 'v128') throw new Error('wasm: bad shuffle');
  return { kind: 'op', type: 'v128', op: 'i8x16.shuffle', args: [a, b], lanes, used: false };
}

/** Loads from linear memory at `address` (i32) plus a constant offset. */
export function load(name: string, address: Expr, offset = 0): Expr {
  const spec = LOAD[name];
  if (spec === undefined) throw new Error(`wasm: no load '${name}'`);
  if (address.type !== 'i32') throw new Error(`wasm: ${name} takes an i32 address`);
  return { kind: 'load', type: spec.type, op: name, address, offset, used: false };
}

/** `condition` (i32) non-zero selects `a`, else `b`; both are computed. */
export function select(a: Expr, b: Expr, condition: Expr): Expr {
  if (a.type !== b.type || condition.type !== 'i32') throw new Error('wasm: select takes two of one type and an i32');
  if (condition.kind === 'const') return condition.value !== 0 ? a : b;
  return { kind: 'select', type: a.type, args: [a, b, condition], used: false };
}

/** Calls a function of the module by index; its result is the value. */
export function call(type: ValType, fn: number, args: Expr[]): Expr {
  return { kind: 'call', type, fn, args, used: false };
}

const LEAVES: ReadonlySet<Expr['kind']> = new Set(['const', 'const64', 'constFloat', 'const128', 'local']);
/** True for a value that may be used any number of times: a constant or a local. */
export const isLeaf = (e: Expr): boolean => LEAVES.has(e.kind);
