/**
 * Every operation against the instruction that uses it, under qemu-aarch64: results, FPSR and NZCV, on all pairs of edge
 * values and on random bits, under settings of FPCR.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { f32bits, f64bits, i32, laneOp, op, v128, type Expr } from '../../../src/wasm/expr.js';
import type { ValType } from '../../../src/wasm/opcodes.js';
import * as fp from '../../../src/aarch64/fp/operations.js';
import {
  ROUND,
  type FpContext,
  type FpOp1,
  type FpOp2,
  type Relation,
  type Rounding,
  type Size,
} from '../../../src/aarch64/fp/operations.js';
import { need } from '../../support/tools.js';
import { Native } from './native.js';
import { Rig, type Case, type Subject } from './rig.js';
import { Random, controls, edges, random } from './values.js';

/** What operands are: a format (of lanes, for vectors), or integers. */
type Kind = 16 | 32 | 64 | 'w' | 'x' | 'v16' | 'v32' | 'v64' | 'vw' | 'vx';

interface Row {
  readonly name: string;
  /** Assembly: operands in V1, V2, V3 or X1, result in V0 or X0. */
  readonly text: string;
  readonly operands: readonly Kind[];
  readonly subject: Subject;
  /** Where the result is: V0, X0, NZCV. */
  readonly result?: 'x' | 'nzcv';
  readonly ahp?: boolean;
}

const rows: Row[] = [];
const add = (
  name: string,
  text: string,
  operands: readonly Kind[],
  params: readonly ValType[],
  write: Subject['write'],
  more: Partial<Row> = {},
): void => void rows.push({ name, text, operands, subject: { params, write }, ...more });

const F = { 32: 'f32', 64: 'f64' } as const;
const BITS = { 32: 'i32', 64: 'i64' } as const;
const R = { 32: 's', 64: 'd' } as const;
const GENERAL = { 32: 'w', 64: 'x' } as const;
const ROUNDINGS: readonly (readonly [string, Rounding])[] = [
  ['n', ROUND.RN],
  ['p', ROUND.RP],
  ['m', ROUND.RM],
  ['z', ROUND.RZ],
  ['a', ROUND.RA],
];
/** NZCV of SUBS Wd, Wn, Wm; both are leaves. */
function subtractionFlags(a: Expr, b: Expr): Expr {
  const top = (e: Expr, at: number): Expr => op('i32.shl', op('i32.shr_u', e, i32(31)), i32(at));
  const difference = (): Expr => op('i32.sub', a, b);
  const overflow = op('i32.and', op('i32.xor', a, b), op('i32.xor', a, difference()));
  return op(
    'i32.or',
    op('i32.or', top(difference(), 31), op('i32.shl', op('i32.eq', a, b), i32(30))),
    op('i32.or', op('i32.shl', op('i32.ge_u', a, b), i32(29)), top(overflow, 28)),
  );
}
const arrangement = (size: Size, q: number): string => (size === 64 ? '2d' : q ? '4s' : '2s');
/** The lower half only, zero above, where q is 0: as t.setVector leaves it. */
const half = (q: number, v: Expr): Expr => (q ? v : op('v128.and', v, v128(-1n, 0n)));

for (const size of [32, 64] as const) {
  const r = R[size];
  const two = (name: string, insn: string, f: (t: FpContext, size: Size, a: Expr, b: Expr) => Expr): void =>
    add(`${name} ${r}`, `${insn} ${r}0, ${r}1, ${r}2`, [size, size], [F[size], F[size]], (t, [a, b]) =>
      f(t, size, a, b),
    );
  const one = (name: string, insn: string, f: (t: FpContext, size: Size, a: Expr) => Expr): void =>
    add(`${name} ${r}`, `${insn} ${r}0, ${r}1`, [size], [F[size]], (t, [a]) => f(t, size, a));
  two('add', 'fadd', fp.fpAdd);
  two('sub', 'fsub', fp.fpSub);
  two('mul', 'fmul', fp.fpMul);
  two('mulx', 'fmulx', fp.fpMulX);
  two('div', 'fdiv', fp.fpDiv);
  two('max', 'fmax', fp.fpMax);
  two('min', 'fmin', fp.fpMin);
  two('maxnm', 'fmaxnm', fp.fpMaxNum);
  two('minnm', 'fminnm', fp.fpMinNum);
  two('recps', 'frecps', fp.fpRecipStep);
  two('rsqrts', 'frsqrts', fp.fpRsqrtStep);
  one('sqrt', 'fsqrt', fp.fpSqrt);
  one('recpe', 'frecpe', fp.fpRecipEstimate);
  one('rsqrte', 'frsqrte', fp.fpRsqrtEstimate);
  one('recpx', 'frecpx', fp.fpRecpX);
  add(
    `muladd ${r}`,
    `fmadd ${r}0, ${r}1, ${r}2, ${r}3`,
    [size, size, size],
    [F[size], F[size], F[size]],
    (t, [a, b, c]) => fp.fpMulAdd(t, size, c, a, b),
  );
  for (const signalling of [false, true]) {
    add(
      `compare ${r} ${signalling}, as flags`,
      `${signalling ? 'fcmpe' : 'fcmp'} ${r}1, ${r}2`,
      [size, size],
      [F[size], F[size]],
      (t, [a, b]) => {
        let nzcv = i32(0);
        const addSetFlags = (_subtract: boolean, left: Expr, right: Expr): Expr =>
          (nzcv = subtractionFlags(left, right));
        fp.fpCompareSetFlags({ ...t, addSetFlags }, size, a, b, signalling);
        return nzcv;
      },
      { result: 'nzcv' },
    );
    add(
      `compare ${r} ${signalling}`,
      `${signalling ? 'fcmpe' : 'fcmp'} ${r}1, ${r}2`,
      [size, size],
      [F[size], F[size]],
      (t, [a, b]) => fp.fpCompare(t, size, a, b, signalling),
      { result: 'nzcv' },
    );
  }
  const zero = size === 64 ? f64bits(0n) : f32bits(0);
  add(`compare ${r} zero`, `fcmp ${r}1, #0.0`, [size], [F[size]], (t, [a]) => fp.fpCompare(t, size, a, zero, false), {
    result: 'nzcv',
  });
  for (const [insn, relation, absolute] of [
    ['fcmeq', 'eq', false],
    ['fcmge', 'ge', false],
    ['fcmgt', 'gt', false],
    ['facge', 'ge', true],
    ['facgt', 'gt', true],
  ] as const) {
    two(insn, insn, (t, s, a, b) => fp.fpCompareMask(t, s, relation as Relation, a, b, absolute));
    for (const q of size === 64 ? [1] : [0, 1]) {
      const a = arrangement(size, q);
      add(
        `${insn} ${a}`,
        `${insn} v0.${a}, v1.${a}, v2.${a}`,
        [`v${size}`, `v${size}`],
        ['v128', 'v128'],
        (t, [x, y]) => half(q, fp.fpVecCompare(t, size, q, relation as Relation, x, y, absolute)),
      );
    }
  }
  for (const [suffix, rounding, exact] of [
    ...ROUNDINGS.map(([s, n]) => [s, n, false] as const),
    ['i', ROUND.FPCR, false] as const,
    ['x', ROUND.FPCR, true] as const,
  ]) {
    one(`frint${suffix}`, `frint${suffix}`, (t, s, a) => fp.fpRoundInt(t, s, rounding, exact, a));
    for (const q of size === 64 ? [1] : [0, 1]) {
      const a = arrangement(size, q);
      add(`frint${suffix} ${a}`, `frint${suffix} v0.${a}, v1.${a}`, [`v${size}`], ['v128'], (t, [x]) =>
        half(q, fp.fpVecRoundInt(t, size, q, rounding, exact, x)),
      );
    }
  }
  for (const unsigned of [false, true]) {
    const u = unsigned ? 'u' : 's';
    for (const [suffix, rounding] of ROUNDINGS) {
      for (const intSize of [32, 64] as const) {
        add(
          `fcvt${suffix}${u} ${GENERAL[intSize]} ${r}`,
          `fcvt${suffix}${u} ${GENERAL[intSize]}0, ${r}1`,
          [size],
          [F[size]],
          (t, [a]) => fp.fpToInt(t, size, intSize, unsigned, rounding, a),
          { result: 'x' },
        );
      }
      for (const q of size === 64 ? [1] : [0, 1]) {
        const a = arrangement(size, q);
        add(`fcvt${suffix}${u} ${a}`, `fcvt${suffix}${u} v0.${a}, v1.${a}`, [`v${size}`], ['v128'], (t, [x]) =>
          half(q, fp.fpVecToInt(t, size, q, unsigned, rounding, x)),
        );
      }
    }
    for (const intSize of [32, 64] as const) {
      const g = GENERAL[intSize];
      add(`${u}cvtf ${r} ${g}`, `${u}cvtf ${r}0, ${g}1`, [g], [BITS[intSize]], (t, [a]) =>
        fp.intToFp(t, intSize, size, unsigned, a),
      );
      for (const fbits of [1, 13, 32, ...(intSize === 64 ? [64] : [])]) {
        add(`${u}cvtf ${r} ${g} #${fbits}`, `${u}cvtf ${r}0, ${g}1, #${fbits}`, [g], [BITS[intSize]], (t, [a]) =>
          fp.intToFp(t, intSize, size, unsigned, a, i32(fbits)),
        );
        add(
          `fcvtz${u} ${g} ${r} #${fbits}`,
          `fcvtz${u} ${g}0, ${r}1, #${fbits}`,
          [size],
          [F[size]],
          (t, [a]) => fp.fpToInt(t, size, intSize, unsigned, ROUND.RZ, a, i32(fbits)),
          { result: 'x' },
        );
      }
    }
    for (const q of size === 64 ? [1] : [0, 1]) {
      const a = arrangement(size, q);
      const ints: Kind = size === 64 ? 'vx' : 'vw';
      add(`${u}cvtf ${a}`, `${u}cvtf v0.${a}, v1.${a}`, [ints], ['v128'], (t, [x]) =>
        half(q, fp.fpVecFromInt(t, size, q, unsigned, x)),
      );
      add(`${u}cvtf ${a} #7`, `${u}cvtf v0.${a}, v1.${a}, #7`, [ints], ['v128'], (t, [x]) =>
        half(q, fp.fpVecFromInt(t, size, q, unsigned, x, i32(7))),
      );
      add(`fcvtz${u} ${a} #7`, `fcvtz${u} v0.${a}, v1.${a}, #7`, [`v${size}`], ['v128'], (t, [x]) =>
        half(q, fp.fpVecToInt(t, size, q, unsigned, ROUND.RZ, x, i32(7))),
      );
    }
  }
  for (const q of size === 64 ? [1] : [0, 1]) {
    const a = arrangement(size, q);
    const v: Kind = `v${size}`;
    for (const name of [
      'add',
      'sub',
      'mul',
      'mulx',
      'div',
      'max',
      'min',
      'maxnm',
      'minnm',
      'recps',
      'rsqrts',
      'abd',
    ] as FpOp2[]) {
      add(`${name} ${a}`, `f${name} v0.${a}, v1.${a}, v2.${a}`, [v, v], ['v128', 'v128'], (t, [x, y]) =>
        half(q, fp.fpVec2(t, size, q, name, x, y)),
      );
    }
    for (const name of ['sqrt', 'recpe', 'rsqrte'] as FpOp1[]) {
      add(`${name} ${a}`, `f${name} v0.${a}, v1.${a}`, [v], ['v128'], (t, [x]) =>
        half(q, fp.fpVec1(t, size, q, name, x)),
      );
    }
    add(
      `mla ${a}`,
      `mov v0.16b, v3.16b\n fmla v0.${a}, v1.${a}, v2.${a}`,
      [v, v, v],
      ['v128', 'v128', 'v128'],
      (t, [x, y, z]) => half(q, fp.fpVecMulAdd(t, size, q, z, x, y)),
    );
  }
}

const AHP = { ahp: true };
add('fcvt s h', 'fcvt s0, h1', [16], ['i32'], (t, [a]) => fp.fpConvert(t, 16, 32, a), AHP);
add('fcvt d h', 'fcvt d0, h1', [16], ['i32'], (t, [a]) => fp.fpConvert(t, 16, 64, a), AHP);
add('fcvt h s', 'fcvt h0, s1', [32], ['f32'], (t, [a]) => fp.fpConvert(t, 32, 16, a), AHP);
add('fcvt d s', 'fcvt d0, s1', [32], ['f32'], (t, [a]) => fp.fpConvert(t, 32, 64, a));
add('fcvt h d', 'fcvt h0, d1', [64], ['f64'], (t, [a]) => fp.fpConvert(t, 64, 16, a), AHP);
add('fcvt s d', 'fcvt s0, d1', [64], ['f64'], (t, [a]) => fp.fpConvert(t, 64, 32, a));
add('fcvtxn', 'fcvtxn s0, d1', [64], ['f64'], (t, [a]) => fp.fpConvertToOdd(t, a));
add('fcvtl 4s', 'fcvtl v0.4s, v1.4h', ['v16'], ['v128'], (t, [a]) => fp.fpVecWiden(t, 16, a), AHP);
add('fcvtl 2d', 'fcvtl v0.2d, v1.2s', ['v32'], ['v128'], (t, [a]) => fp.fpVecWiden(t, 32, a));
add('fcvtn 4h', 'fcvtn v0.4h, v1.4s', ['v32'], ['v128'], (t, [a]) => fp.fpVecNarrow(t, 16, a), AHP);
add('fcvtn 2s', 'fcvtn v0.2s, v1.2d', ['v64'], ['v128'], (t, [a]) => fp.fpVecNarrow(t, 32, a));
add('fcvtxn 2s', 'fcvtxn v0.2s, v1.2d', ['v64'], ['v128'], (t, [a]) => fp.fpVecNarrowOdd(t, a));
add('urecpe 4s', 'urecpe v0.4s, v1.4s', ['vw'], ['v128'], (t, [a]) => fp.uVecRecipEstimate(t, 1, a));
add('ursqrte 4s', 'ursqrte v0.4s, v1.4s', ['vw'], ['v128'], (t, [a]) => fp.uVecRsqrtEstimate(t, 1, a));
add('ursqrte lane', 'ursqrte v0.2s, v1.2s\n mov w0, v0.s[0]', ['w'], ['i32'], (t, [a]) => fp.uRsqrtEstimate(t, a), {
  result: 'x',
});
// A scalar in a lane of a vector is what a region has.
add('add s of v', 'fadd s0, s1, s2', ['v32', 'v32'], ['v128', 'v128'], (t, [a, b]) =>
  fp.fpAdd(t, 32, laneOp('f32x4.extract_lane', 0, a), laneOp('i32x4.extract_lane', 0, b)),
);
const integerEdges = (size: 32 | 64): bigint[] => {
  const n = BigInt(size);
  const around = [0n, 1n << 24n, 1n << 31n, 1n << 32n, 1n << 53n, 1n << (n - 1n), 1n << n];
  return [...new Set(around.flatMap((x) => [-3n, -2n, -1n, 0n, 1n, 2n, 3n].map((d) => BigInt.asUintN(size, x + d))))];
};

/** Edge values and random values of an operand; vectors are made of lanes of them. */
function edgesOf(kind: Kind): bigint[] {
  switch (kind) {
    case 'w':
      return integerEdges(32);
    case 'x':
      return integerEdges(64);
    case 16:
    case 32:
    case 64:
      return edges(kind);
    default:
      return [];
  }
}
function randomOf(kind: Kind, r: Random): bigint {
  const lanes = (bits: number, one: () => bigint): bigint => {
    let out = 0n;
    for (let i = 0; i < 128 / bits; i++) out = (out << BigInt(bits)) | one();
    return out;
  };
  const integer = (size: 32 | 64): bigint =>
    r.below(4)
      ? BigInt.asUintN(size, BigInt.asIntN(size, r.bits()) >> BigInt(r.below(size)))
      : r.pick(integerEdges(size));
  switch (kind) {
    case 'w':
      return integer(32);
    case 'x':
      return integer(64);
    case 'vw':
      return lanes(32, () => integer(32));
    case 'vx':
      return lanes(64, () => integer(64));
    case 'v16':
      return lanes(16, () => random(16, r));
    case 'v32': {
      // Ordinary lanes most of the time, or else the fast path is never taken.
      const plain = r.below(2) === 0;
      return lanes(32, () => (plain ? 0x3f000000n + (r.bits() & 0x80ffffffn) : random(32, r)));
    }
    case 'v64': {
      const plain = r.below(2) === 0;
      return lanes(64, () => (plain ? 0x3fe0000000000000n + (r.bits() & 0x801fffffffffffffn) : random(64, r)));
    }
    default:
      return random(kind, r);
  }
}

function casesOf(row: Row, randoms: number, settings: number): Case[] {
  const r = new Random(rows.indexOf(row) + 1);
  const out: Case[] = [];
  const all = controls(row.ahp);
  const lists = row.operands.map(edgesOf);
  let pairs: bigint[][] = [[]];
  if (lists.length < 3) {
    for (const list of lists) pairs = pairs.flatMap((p) => list.map((v) => [...p, v]));
  } else {
    pairs = lists[0]
      .flatMap((a) => lists[1].map((b) => [a, b, r.pick([...lists[2], 0n])]))
      .filter((p) => p.every((v) => v !== undefined));
  }
  pairs = pairs.filter((p) => p.length === row.operands.length);
  for (const operands of pairs) {
    // With the inexact flag clear and set: the latter opens the fast path.
    const step = all.length / settings;
    for (let i = r.below(step); i < all.length; i += step) {
      out.push({ operands, fpcr: all[i], before: out.length & 1 ? 0x10 : 0 });
    }
    out.push({ operands, fpcr: 0, before: 0x10 }, { operands, fpcr: 0, before: 0 });
  }
  for (let i = 0; i < randoms; i++) {
    const operands = row.operands.map((kind) => randomOf(kind, r));
    const ordinary = r.below(3) === 0;
    out.push({
      operands,
      fpcr: ordinary ? 0 : r.pick(all),
      before: ordinary || r.below(2) ? 0x10 : r.pick([0, 0x8000009f | 0]),
    });
  }
  return out;
}

const hex = (v: bigint): string => `0x${v.toString(16)}`;

/**
 * Declares the tests.
 * @param randoms operand sets of random bits for each operation
 * @param settings of FPCR for each pair of edge values: 16 are all of RMode, FZ and DN
 */
export function againstQemu(randoms: number, settings: 4 | 8 | 16): void {
  const tools = [need('qemu-aarch64', 'qemu-user'), need('aarch64-linux-gnu-gcc', 'gcc-aarch64-linux-gnu')];
  describe.skipIf(tools.includes(false))('against qemu-aarch64', () => {
    let rig: Rig;
    let native: Native;
    beforeAll(() => {
      rig = new Rig(Object.fromEntries(rows.map((r) => [r.name, r.subject])));
      native = new Native(Object.fromEntries(rows.map((r) => [r.name, r.text])));
    });
    afterAll(() => native?.close());

    test.each(rows)('$name', (row) => {
      const cases = casesOf(row, randoms, settings);
      const ours = rig.run(row.name, cases);
      const theirs = native.run(row.name, cases);
      const wrong: string[] = [];
      let count = 0;
      cases.forEach((c, i) => {
        const o = ours[i];
        const n = theirs[i];
        const expected = row.result === 'x' ? n.x : row.result === 'nzcv' ? BigInt(n.nzcv >>> 0) : n.v;
        if (o.result === expected && o.fpsr === n.fpsr) return;
        count++;
        if (wrong.length < 5) {
          wrong.push(
            `${c.operands.map(hex).join(' ')} FPCR ${hex(BigInt(c.fpcr))} FPSR ${hex(BigInt(c.before))}: ` +
              `${hex(o.result)} FPSR ${hex(BigInt(o.fpsr))}, expected ${hex(expected)} FPSR ${hex(BigInt(n.fpsr))}`,
          );
        }
      });
      expect(wrong, `${count} of ${cases.length} differ`).toEqual([]);
    });
  });
}
