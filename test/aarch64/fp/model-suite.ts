/** The routines and operations against the model: tables of operations, and cases for them. */
import { describe, expect, test } from 'vitest';
import { i32, op } from '../../../src/wasm/expr.js';
import type { ValType } from '../../../src/wasm/opcodes.js';
import * as fp from '../../../src/aarch64/fp/operations.js';
import { ROUND } from '../../../src/aarch64/fp/operations.js';
import { Model, type Size } from './model.js';
import { Rig, type Case, type Subject } from './rig.js';
import { Random, controls, edges, random } from './values.js';

interface Row {
  readonly name: string;
  /** Formats of the operands; a negative one is an integer of so many bits. */
  readonly operands: readonly number[];
  readonly subject: Subject;
  readonly model: (m: Model, operands: readonly bigint[]) => bigint;
  readonly ahp?: boolean;
}

const TYPES: Readonly<Record<number, ValType>> = { 16: 'i32', 32: 'i32', 64: 'i64', [-32]: 'i32', [-64]: 'i64' };
const rows: Row[] = [];
const add = (
  name: string,
  operands: readonly number[],
  write: Subject['write'],
  model: Row['model'],
  ahp = false,
): void => void rows.push({ name, operands, subject: { params: operands.map((o) => TYPES[o]), write }, model, ahp });

for (const size of [32, 64] as const) {
  const routine = (name: string): Subject['write'] => {
    const type = TYPES[size];
    return (t, operands) => t.fp(`${name}${size}`, type as 'i32' | 'i64', ...operands);
  };
  const both = (
    name: string,
    n: number,
    operation: Subject['write'],
    model: Row['model'],
    path: Subject['write'] = routine(name),
  ): void => {
    const operands = Array.from({ length: n }, () => size);
    add(`${name}${size}, operation`, operands, operation, model);
    add(`${name}${size}, routine`, operands, path, model);
  };
  both(
    'add',
    2,
    (t, [a, b]) => fp.fpAdd(t, size, a, b),
    (m, [a, b]) => m.add(size, a, b),
  );
  both(
    'sub',
    2,
    (t, [a, b]) => fp.fpSub(t, size, a, b),
    (m, [a, b]) => m.add(size, a, b, true),
  );
  both(
    'mul',
    2,
    (t, [a, b]) => fp.fpMul(t, size, a, b),
    (m, [a, b]) => m.mul(size, a, b),
  );
  both(
    'mulx',
    2,
    (t, [a, b]) => fp.fpMulX(t, size, a, b),
    (m, [a, b]) => m.mul(size, a, b, true),
  );
  both(
    'div',
    2,
    (t, [a, b]) => fp.fpDiv(t, size, a, b),
    (m, [a, b]) => m.div(size, a, b),
  );
  both(
    'sqrt',
    1,
    (t, [a]) => fp.fpSqrt(t, size, a),
    (m, [a]) => m.sqrt(size, a),
  );
  both(
    'muladd',
    3,
    (t, [c, a, b]) => fp.fpMulAdd(t, size, c, a, b),
    (m, [c, a, b]) => m.fma(size, c, a, b),
  );
  for (const rounding of [ROUND.RN, ROUND.RP, ROUND.RM, ROUND.RZ, ROUND.RA]) {
    add(
      `integral${size}, rounding ${rounding}`,
      [size],
      (t, [a]) => fp.fpRoundInt(t, size, rounding, false, a),
      (m, [a]) => m.roundInt(size, a, rounding, false),
    );
  }
  add(
    `integral${size}, exact`,
    [size],
    (t, [a]) => fp.fpRoundInt(t, size, ROUND.FPCR, true, a),
    (m, [a]) => m.roundInt(size, a, m.mode as 0, true),
  );
  for (const bits of [32, 64] as const) {
    for (const unsigned of [false, true]) {
      const u = unsigned ? 'u' : 's';
      for (const rounding of [ROUND.RN, ROUND.RP, ROUND.RM, ROUND.RZ, ROUND.RA]) {
        add(
          `${u}${bits} of ${size}, rounding ${rounding}`,
          [size],
          (t, [a]) => fp.fpToInt(t, size, bits, unsigned, rounding, a),
          (m, [a]) => m.toInt(size, a, bits, unsigned, rounding, 0),
        );
      }
      add(
        `${size} of ${u}${bits}`,
        [-bits],
        (t, [a]) => fp.intToFp(t, bits, size, unsigned, a),
        (m, [a]) => m.fromInt(size, a, bits, unsigned, 0),
      );
      for (const fbits of bits === 32 ? [1, 17, 32] : [1, 17, 52, 64]) {
        add(
          `${u}${bits} of ${size}, #${fbits}`,
          [size],
          (t, [a]) => fp.fpToInt(t, size, bits, unsigned, ROUND.RZ, a, i32(fbits)),
          (m, [a]) => m.toInt(size, a, bits, unsigned, ROUND.RZ, fbits),
        );
        add(
          `${size} of ${u}${bits}, #${fbits}`,
          [-bits],
          (t, [a]) => fp.intToFp(t, bits, size, unsigned, a, i32(fbits)),
          (m, [a]) => m.fromInt(size, a, bits, unsigned, fbits),
        );
      }
    }
  }
}
for (const from of [16, 32, 64] as const) {
  for (const to of [16, 32, 64] as const) {
    if (from === to) continue;
    add(
      `${to} of ${from}`,
      [from],
      (t, [a]) => fp.fpConvert(t, from, to, a),
      (m, [a]) => m.convert(from, to, a),
      true,
    );
  }
}
add(
  '32 of 64, to odd',
  [64],
  (t, [a]) => fp.fpConvertToOdd(t, a),
  (m, [a]) => m.convert(64, 32, a, true),
);
// Lane by lane, where a pair of doubles has a fast path of its own.
for (const size of [32, 64] as const) {
  const splat = size === 64 ? 'i64x2.splat' : 'i32x4.splat';
  add(
    `muladd${size}, vector`,
    [size, size, size],
    (t, o) => {
      const [c, a, b] = o.map((e) => op(splat, e));
      return fp.fpVecMulAdd(t, size, 1, c, a, b);
    },
    (m, [c, a, b]) => {
      const r = m.fma(size, c, a, b);
      const pair = size === 64 ? r : (r << 32n) | r;
      return (pair << 64n) | pair;
    },
  );
}

const valueOf = (kind: number, r: Random): bigint => {
  if (kind > 0) return random(kind as Size, r);
  const bits = -kind;
  return BigInt.asUintN(bits, BigInt.asIntN(bits, r.bits()) >> BigInt(r.below(bits)));
};

/** Cases of a row: all tuples of edge values (of three operands: some), under all settings, and random ones. */
function casesOf(row: Row, randoms: number, settings: number): Case[] {
  const r = new Random(rows.indexOf(row) + 1000);
  const all = controls(row.ahp);
  const out: Case[] = [];
  const lists = row.operands.map((kind) => (kind > 0 ? edges(kind as Size) : []));
  const tuples = lists.reduce<bigint[][]>(
    (tuples, list, i) =>
      i < 2 ? tuples.flatMap((t) => list.map((v) => [...t, v])) : tuples.map((t) => [...t, r.pick(list)]),
    [[]],
  );
  const step = all.length / settings;
  for (const operands of tuples) {
    for (let i = r.below(step); i < all.length; i += step) {
      out.push({ operands, fpcr: all[i], before: out.length & 1 ? 0x10 : 0 });
    }
  }
  for (let i = 0; i < randoms; i++) {
    const operands = row.operands.map((kind) => valueOf(kind, r));
    out.push({ operands, fpcr: r.below(3) ? r.pick(all) : 0, before: r.pick([0, 0x10, 0x10, 0x8000009f | 0]) });
  }
  return out;
}

const hex = (v: bigint): string => `0x${v.toString(16)}`;

/** What is wrong, five at most. */
export function differences(
  rig: Rig,
  name: string,
  cases: readonly Case[],
  model: (m: Model, operands: readonly bigint[]) => bigint,
): string[] {
  const wrong: string[] = [];
  rig.run(name, cases).forEach((got, i) => {
    if (wrong.length === 5) return;
    const { operands, fpcr, before } = cases[i];
    const m = new Model(fpcr);
    const result = model(m, operands);
    const fpsr = before | m.flags;
    if (got.result === result && got.fpsr === fpsr) return;
    wrong.push(
      `${operands.map(hex).join(' ')} FPCR ${hex(BigInt(fpcr))} FPSR ${hex(BigInt(before))}: ${hex(got.result)} ` +
        `FPSR ${got.fpsr.toString(16)}, expected ${hex(result)} FPSR ${fpsr.toString(16)}`,
    );
  });
  return wrong;
}

/**
 * Declares the tests.
 * @param randoms operand sets of random bits for each operation
 * @param settings of FPCR for each pair of edge values: 16 are all of RMode, FZ and DN
 */
export function againstModel(randoms: number, settings: 4 | 16): void {
  describe('against exact numbers', () => {
    const rig = new Rig(Object.fromEntries(rows.map((r) => [r.name, r.subject])));
    test.each(rows)('$name', (row) => {
      expect(differences(rig, row.name, casesOf(row, randoms, settings), row.model)).toEqual([]);
    });
  });
}
