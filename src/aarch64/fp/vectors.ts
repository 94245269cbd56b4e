/**
 * Vector forms of the routines: each lane by the scalar routine. Entries call them where the fast path does not hold;
 * their last parameter, `q`, is zero where only the low 64 bits count.
 */
import { i32, i64, laneOp, op, shuffle, v128, type Expr } from '../../wasm/expr.js';
import type { FunctionBuilder } from '../../wasm/function.js';
import type { ValType } from '../../wasm/opcodes.js';
import { NZCV } from './compare.js';
import { DOUBLE, HALF, SINGLE, ordinary, type Format, type FpRoutine, type Functions } from './format.js';
import { fusedDouble, fusedDoubleApplies, fusedSingle } from './fused.js';
import { L, W } from './words.js';

/** How a routine's vector form is made: operands that are vectors, and further ones that all lanes share. */
interface Form {
  readonly name: string;
  readonly vectors: number;
  readonly shared: readonly ValType[];
  /** Tried first: returns from the function where the host's arithmetic is exact. */
  readonly first?: (f: FunctionBuilder, F: Format, vectors: readonly Expr[], q: Expr) => void;
  /** One lane: bits to bits. */
  readonly lane: (
    call: (name: string, type: ValType, ...args: Expr[]) => Expr,
    F: Format,
    lanes: Expr[],
    shared: Expr[],
  ) => Expr;
}

const shape = (F: Format): string => ({ 16: 'i16x8', 32: 'i32x4', 64: 'i64x2' })[F.bits];

/** Lane `n` of a vector as bits. */
export const laneOf = (F: Format, v: Expr, n: number): Expr =>
  laneOp(`${shape(F)}.extract_lane${F.bits === 16 ? '_u' : ''}`, n, v);
export const withLane = (F: Format, v: Expr, n: number, bits: Expr): Expr =>
  laneOp(`${shape(F)}.replace_lane`, n, v, bits);

function vectorForm(form: Form, F: Format): FpRoutine {
  const params: ValType[] = [...Array.from({ length: form.vectors }, (): ValType => 'v128'), ...form.shared, 'i32'];
  return {
    name: `v${form.name}${F.bits}`,
    params,
    result: 'v128',
    write: (f, fp) => {
      const base = f.param(0);
      const vectors = Array.from({ length: form.vectors }, (_, i) => f.param(1 + i));
      const shared = form.shared.map((_, i) => f.param(1 + form.vectors + i));
      const q = f.param(params.length);
      form.first?.(f, F, vectors, q);
      const out = f.local('v128');
      const lane = (n: number): void => {
        const lanes = vectors.map((v) => laneOf(F, v, n));
        f.set(out, withLane(F, out, n, form.lane(caller(fp, base), F, lanes, shared)));
      };
      lane(0);
      if (F.bits === 64) lane(1);
      else {
        lane(1);
        f.if(q, () => {
          lane(2);
          lane(3);
        });
      }
      f.return(out);
      f.unreachable();
    },
  };
}

const caller =
  (fp: Functions, base: Expr) =>
  (name: string, type: ValType, ...args: Expr[]): Expr => ({
    kind: 'call',
    type,
    fn: fp[name],
    args: [base, ...args],
    used: false,
  });

/** A form that calls the scalar routine of the same name. */
const same = (name: string, vectors: number, shared: readonly ValType[] = []): Form => ({
  name,
  vectors,
  shared,
  lane: (call, F, lanes, rest) => call(`${name}${F.bits}`, F.type, ...lanes, ...rest),
});

const allOnes = (F: Format, condition: Expr): Expr => (F.bits === 64 ? L.sub(0, L.of(condition)) : W.sub(0, condition));

/** The relation that FPCompareEQ, GE and GT ask for, of NZCV: i32, 0 or 1. */
export const RELATION: Readonly<Record<'eq' | 'ge' | 'gt', (nzcv: Expr) => Expr>> = {
  eq: (nzcv) => W.eq(nzcv, NZCV.EQUAL),
  ge: (nzcv) => W.eq(W.and(nzcv, 3 << 28), 2 << 28),
  gt: (nzcv) => W.eq(nzcv, NZCV.GREATER),
};

/** A fused operation out of the host's arithmetic: addend, a, b from the operands, and what is done to the sum, exactly. */
const fused =
  (take: (operands: readonly Expr[]) => readonly [Expr, Expr, Expr], last: (s: Expr) => Expr = (s) => s) =>
  (f: FunctionBuilder, F: Format, vectors: readonly Expr[], q: Expr): void => {
    if (F.bits === 64) {
      const [c, a, b] = take(vectors).map((e) => f.let(e));
      f.if(W.and(ordinary(f.param(0)), fusedDoubleApplies('f64x2', c, a, b)), () => {
        const { result, holds } = fusedDouble(f, 'f64x2', c, a, b);
        f.if(holds, () => f.return(last(result)), undefined, 'likely');
      });
      return;
    }
    const half = (low: (v: Expr) => Expr): { narrow: Expr; holds: Expr } => {
      const [c, a, b] = take(vectors.map((v) => op('f64x2.promote_low_f32x4', low(v)))).map((e) => f.let(e));
      const { result, holds } = fusedSingle(f, 'f64x2', c, a, b);
      return { narrow: op('f32x4.demote_f64x2_zero', last(result)), holds };
    };
    f.if(ordinary(f.param(0)), () => {
      const low = half((v) => v);
      const narrow = f.let(low.narrow);
      f.if(low.holds, () => {
        f.if(W.eqz(q), () => f.return(narrow));
        const high = half((v) => shuffle(v, v, [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]));
        const both = f.let(shuffle(narrow, high.narrow, [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]));
        f.if(high.holds, () => f.return(both), undefined, 'likely');
      });
    });
  };

const doubles = (bits: bigint): Expr => v128(bits, bits);
const negated = (v: Expr): Expr => op('f64x2.neg', v);

const FORMS: readonly Form[] = [
  ...['add', 'sub', 'mul', 'mulx', 'div', 'max', 'min', 'maxnm', 'minnm'].map((n) => same(n, 2)),
  { ...same('recps', 2), first: fused(([a, b]) => [doubles(DOUBLE.two), negated(a), b]) },
  {
    ...same('rsqrts', 2),
    first: fused(
      ([a, b]) => [doubles(DOUBLE.three), negated(a), b],
      (s) => op('f64x2.mul', s, doubles(DOUBLE.one - DOUBLE.implicit)),
    ),
  },
  {
    name: 'abd',
    vectors: 2,
    shared: [],
    lane: (call, F, lanes) =>
      op(`${F.type}.and`, call(`sub${F.bits}`, F.type, ...lanes), F.bits === 64 ? i64(F.sign - 1n) : i32(0x7fffffff)),
  },
  ...['sqrt', 'recpe', 'rsqrte'].map((n) => same(n, 1)),
  { ...same('muladd', 3), first: fused(([c, a, b]) => [c, a, b]) },
  same('integral', 1, ['i32']),
  ...(['eq', 'ge', 'gt'] as const).map((relation): Form => ({
    name: `cm${relation}`,
    vectors: 2,
    shared: ['i32'],
    lane: (call, F, lanes, shared) =>
      allOnes(F, RELATION[relation](call(`compare${F.bits}`, 'i32', ...lanes, ...shared))),
  })),
  {
    name: 'toint',
    vectors: 1,
    shared: ['i32', 'i32'],
    lane: (call, F, lanes, shared) => {
      const value = call(`toint${F.bits}`, 'i64', ...lanes, ...shared);
      return F.bits === 64 ? value : W.low(value);
    },
  },
  ...(['s', 'u'] as const).map((sign): Form => ({
    name: `from${sign}int`,
    vectors: 1,
    shared: ['i32', 'i32'],
    lane: (call, F, [value], shared) => {
      const wide = F.bits === 64 ? value : sign === 's' ? L.ofSigned(value) : L.of(value);
      return call(`fromint${F.bits}`, F.type, wide, ...shared);
    },
  })),
];

/** Conversions between sizes: the low lanes of one vector to all of another, or all to the low ones. */
function resize(name: string, from: Format, to: Format, scalar: string): FpRoutine {
  return {
    name,
    params: ['v128'],
    result: 'v128',
    write: (f: FunctionBuilder, fp) => {
      const call = caller(fp, f.param(0));
      const out = f.local('v128');
      f.set(out, v128(0n, 0n));
      const count = 128 / Math.max(from.bits, to.bits);
      for (let n = 0; n < count; n++) {
        f.set(out, withLane(to, out, n, call(scalar, to.type, laneOf(from, f.param(1), n))));
      }
      f.return(out);
      f.unreachable();
    },
  };
}

function unsignedEstimate(name: string): FpRoutine {
  return {
    name: `v${name}`,
    params: ['v128'],
    result: 'v128',
    write: (f, fp) => {
      const call = caller(fp, f.param(0));
      const out = f.local('v128');
      for (let n = 0; n < 4; n++)
        f.set(out, withLane(SINGLE, out, n, call(name, 'i32', laneOf(SINGLE, f.param(1), n))));
      f.return(out);
      f.unreachable();
    },
  };
}

export const VECTORS: readonly FpRoutine[] = [
  ...[SINGLE, DOUBLE].flatMap((F) => FORMS.map((form) => vectorForm(form, F))),
  resize('vwiden16', HALF, SINGLE, 'convert16to32'),
  resize('vwiden32', SINGLE, DOUBLE, 'convert32to64'),
  resize('vnarrow16', SINGLE, HALF, 'convert32to16'),
  resize('vnarrow32', DOUBLE, SINGLE, 'convert64to32'),
  resize('vnarrowodd', DOUBLE, SINGLE, 'odd64to32'),
  unsignedEstimate('urecpe'),
  unsignedEstimate('ursqrte'),
];
