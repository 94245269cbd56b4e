/**
 * Integer Advanced SIMD whose sources and destination differ in width: Arm ARM C4.1, "Advanced SIMD three different",
 * "Advanced SIMD scalar three different".
 */
import { op, type Expr } from '../../wasm/expr.js';
import type { Meaning } from '../meaning.js';
import {
  absoluteDifference,
  among,
  doubled,
  extend,
  extendingMultiply,
  lanes,
  named,
  narrow,
  polynomialMultiply,
  saturatingAdd,
  withHigh,
  write,
  type Half,
  type Lanes,
  type Result,
  type Saturating,
} from './simd-integer-lanes.js';
import { insn, type Instruction } from './table.js';

/** What a long instruction does: `w` has the destination's lanes, a and b are whole registers, `d` reads Vd once. */
type Long = (t: Meaning, w: Lanes, half: Half, a: Expr, b: Expr, d: () => Expr) => Result;

export interface LongRow {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  /** Sizes of the sources' lanes. */
  readonly sizes: string;
  /** Sizes as a scalar instruction; none if absent. */
  readonly scalar?: string;
  /** The first source has wide lanes. */
  readonly wide?: true;
  readonly of: Long;
}

/** Adds or subtracts extended lanes. */
const long =
  (name: 'add' | 'sub', unsigned: boolean): Long =>
  (_t, w, half, a, b) =>
    w.op(name, extend(w, half, unsigned, a), extend(w, half, unsigned, b));

/** The same with a first source that is wide already. */
const wide =
  (name: 'add' | 'sub', unsigned: boolean): Long =>
  (_t, w, half, a, b) =>
    w.op(name, a, extend(w, half, unsigned, b));

/** |a - b|: of the narrow lanes, which hold it as an unsigned number; 32-bit ones have it too. */
const difference =
  (unsigned: boolean): Long =>
  (_t, w, half, a, b) =>
    extend(w, half, true, absoluteDifference(lanes(w.size - 1), unsigned, a, b));

const product =
  (unsigned: boolean): Long =>
  (_t, w, half, a, b) =>
    extendingMultiply(w, half, unsigned, a, b);

const accumulated =
  (name: 'add' | 'sub', of: Long): Long =>
  (t, w, half, a, b, d) => {
    const value = of(t, w, half, a, b, d);
    if ('saturated' in value) throw new Error('an accumulated value saturates');
    return w.op(name, d(), value);
  };

const doublingProduct = (t: Meaning, w: Lanes, half: Half, a: Expr, b: Expr): Saturating =>
  doubled(t, w, extendingMultiply(w, half, false, a, b));

/** Both the doubled product and the sum saturate. */
const doublingAccumulated =
  (subtract: boolean): Long =>
  (t, w, half, a, b, d) => {
    const twice = doublingProduct(t, w, half, a, b);
    const sum = saturatingAdd(t, w, false, subtract, t.let(d()), t.let(twice.value));
    return { value: sum.value, saturated: op('v128.or', twice.saturated, sum.saturated) };
  };

/** The long multiplications, which are also there by element. */
// prettier-ignore
export const LONG_PRODUCTS: readonly LongRow[] = [
  { name: 'SMLAL',   u: 0, opcode: '1000', sizes: '012', of: accumulated('add', product(false)) },
  { name: 'UMLAL',   u: 1, opcode: '1000', sizes: '012', of: accumulated('add', product(true)) },
  { name: 'SQDMLAL', u: 0, opcode: '1001', sizes: '12',  scalar: '12', of: doublingAccumulated(false) },
  { name: 'SMLSL',   u: 0, opcode: '1010', sizes: '012', of: accumulated('sub', product(false)) },
  { name: 'UMLSL',   u: 1, opcode: '1010', sizes: '012', of: accumulated('sub', product(true)) },
  { name: 'SQDMLSL', u: 0, opcode: '1011', sizes: '12',  scalar: '12', of: doublingAccumulated(true) },
  { name: 'SMULL',   u: 0, opcode: '1100', sizes: '012', of: product(false) },
  { name: 'UMULL',   u: 1, opcode: '1100', sizes: '012', of: product(true) },
  { name: 'SQDMULL', u: 0, opcode: '1101', sizes: '12',  scalar: '12', of: doublingProduct },
];

// prettier-ignore
const LONG: readonly LongRow[] = [
  { name: 'SADDL', u: 0, opcode: '0000', sizes: '012', of: long('add', false) },
  { name: 'UADDL', u: 1, opcode: '0000', sizes: '012', of: long('add', true) },
  { name: 'SADDW', u: 0, opcode: '0001', sizes: '012', wide: true, of: wide('add', false) },
  { name: 'UADDW', u: 1, opcode: '0001', sizes: '012', wide: true, of: wide('add', true) },
  { name: 'SSUBL', u: 0, opcode: '0010', sizes: '012', of: long('sub', false) },
  { name: 'USUBL', u: 1, opcode: '0010', sizes: '012', of: long('sub', true) },
  { name: 'SSUBW', u: 0, opcode: '0011', sizes: '012', wide: true, of: wide('sub', false) },
  { name: 'USUBW', u: 1, opcode: '0011', sizes: '012', wide: true, of: wide('sub', true) },
  { name: 'SABAL', u: 0, opcode: '0101', sizes: '012', of: accumulated('add', difference(false)) },
  { name: 'UABAL', u: 1, opcode: '0101', sizes: '012', of: accumulated('add', difference(true)) },
  { name: 'SABDL', u: 0, opcode: '0111', sizes: '012', of: difference(false) },
  { name: 'UABDL', u: 1, opcode: '0111', sizes: '012', of: difference(true) },
  ...LONG_PRODUCTS,
  // PMULL of 64-bit lanes is of the crypto extension.
  { name: 'PMULL', u: 0, opcode: '1110', sizes: '0',
    of: (t, w, half, a, b) => polynomialMultiply(t, w, t.let(extend(w, half, true, a)), t.let(extend(w, half, true, b))) },
];

const vectors: Instruction[] = LONG.map(({ name, u, opcode, sizes, wide: firstWide, of }) =>
  insn(
    LONG_PRODUCTS.some((row) => row.name === name) ? `${withHigh(name)} (vector)` : withHigh(name),
    `0 Q ${u} 01110 size:2 1 Vm:5 ${opcode} 00 Vn:5 Vd:5`,
    `${name.toLowerCase()}<Q> Vd.W, Vn.${firstWide ? 'W' : 'T'}, Vm.T`,
    (t, { Q, size }) => {
      t.fpAccess();
      const a = named(t, 'Vn');
      const b = named(t, 'Vm');
      write(
        t,
        128,
        of(t, lanes(size + 1), Q ? 'high' : 'low', a, b, () => t.v('Vd')),
      );
    },
    { where: among(sizes) },
  ),
);

const scalars: Instruction[] = LONG.flatMap(({ name, u, opcode, scalar, of }) => {
  if (scalar === undefined) return [];
  return insn(
    `${name} (scalar)`,
    `01 ${u} 11110 size:2 1 Vm:5 ${opcode} 00 Vn:5 Vd:5`,
    `${name.toLowerCase()} Vd.sizeW, Vn.size, Vm.size`,
    (t, { size }) => {
      t.fpAccess();
      const w = lanes(size + 1);
      const a = named(t, 'Vn');
      const b = named(t, 'Vm');
      write(
        t,
        w.bits,
        of(t, w, 'low', a, b, () => t.v('Vd')),
      );
    },
    { where: among(scalar) },
  );
});

interface NarrowRow {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  readonly operation: 'add' | 'sub';
}

/** Sums and differences of wide lanes, of which the high half is kept; rounded if U is set. */
// prettier-ignore
const NARROW: readonly NarrowRow[] = [
  { name: 'ADDHN',  u: 0, opcode: '0100', operation: 'add' },
  { name: 'RADDHN', u: 1, opcode: '0100', operation: 'add' },
  { name: 'SUBHN',  u: 0, opcode: '0110', operation: 'sub' },
  { name: 'RSUBHN', u: 1, opcode: '0110', operation: 'sub' },
];

const narrowing: Instruction[] = NARROW.map(({ name, u, opcode, operation }) =>
  insn(
    withHigh(name),
    `0 Q ${u} 01110 size:2!=11 1 Vm:5 ${opcode} 00 Vn:5 Vd:5`,
    `${name.toLowerCase()}<Q> Vd.T, Vn.W, Vm.W`,
    (t, { Q, size }) => {
      t.fpAccess();
      const w = lanes(size + 1);
      const sum = w.op(operation, t.v('Vn'), t.v('Vm'));
      const rounded = u ? w.op('add', sum, w.all(1n << BigInt(w.bits / 2 - 1))) : sum;
      t.setV('Vd', narrow(t, Q, w, rounded, 1));
    },
  ),
);

export const simdIntegerThreeDifferent: readonly Instruction[] = [...vectors, ...scalars, ...narrowing];
