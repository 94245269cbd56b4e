/**
 * Advanced SIMD floating point with two or three sources, vector and scalar: three registers of the same type, by
 * element, pairwise, across lanes (Arm ARM C4.1.6).
 */
import {
  fpCompareMask,
  fpMax,
  fpMaxNum,
  fpMin,
  fpMinNum,
  fpAdd,
  fpMul,
  fpMulAdd,
  fpMulX,
  fpRecipStep,
  fpRsqrtStep,
  fpSub,
  fpVec2,
  fpVecCompare,
  fpVecMulAdd,
} from '../fp/operations.js';
import { op, type Expr, type Meaning } from '../meaning.js';
import {
  absolute,
  arranged,
  element,
  floatShape,
  negate,
  pairs,
  scalarFloat,
  sizeOf,
  splat,
  type Size,
} from './fp-registers.js';
import { assembleOnly, insn, type Fields, type Instruction, type Syntax } from './table.js';

type Scalar = (t: Meaning, size: Size, a: Expr, b: Expr) => Expr;
type Vector = (t: Meaning, size: Size, q: number, a: Expr, b: Expr) => Expr;
type Comparison = 'eq' | 'ge' | 'gt';

const vec2 =
  (name: Parameters<typeof fpVec2>[3]): Vector =>
  (t, size, q, a, b) =>
    fpVec2(t, size, q, name, a, b);

const vecCompare =
  (relation: Comparison, ofAbsolute = false): Vector =>
  (t, size, q, a, b) =>
    fpVecCompare(t, size, q, relation, a, b, ofAbsolute);

const compare =
  (relation: Comparison, ofAbsolute = false): Scalar =>
  (t, size, a, b) =>
    fpCompareMask(t, size, relation, a, b, ofAbsolute);

/** An operation of the table of three registers of the same type: bit U, high bit of size, opcode. */
interface Row {
  readonly name: string;
  readonly u: 0 | 1;
  readonly a: 0 | 1;
  readonly opcode: string;
  readonly vector: Vector;
  /** Present where there is a scalar form. */
  readonly scalar?: Scalar;
  /** The vector form takes pairs of neighbours. */
  readonly pairwise?: true;
}

// prettier-ignore
const THREE_SAME: readonly Row[] = [
  { name: 'FMAXNM',  u: 0, a: 0, opcode: '11000', vector: vec2('maxnm') },
  { name: 'FADD',    u: 0, a: 0, opcode: '11010', vector: vec2('add') },
  { name: 'FMULX',   u: 0, a: 0, opcode: '11011', vector: vec2('mulx'), scalar: fpMulX },
  { name: 'FCMEQ',   u: 0, a: 0, opcode: '11100', vector: vecCompare('eq'), scalar: compare('eq') },
  { name: 'FMAX',    u: 0, a: 0, opcode: '11110', vector: vec2('max') },
  { name: 'FRECPS',  u: 0, a: 0, opcode: '11111', vector: vec2('recps'), scalar: fpRecipStep },
  { name: 'FMINNM',  u: 0, a: 1, opcode: '11000', vector: vec2('minnm') },
  { name: 'FSUB',    u: 0, a: 1, opcode: '11010', vector: vec2('sub') },
  { name: 'FMIN',    u: 0, a: 1, opcode: '11110', vector: vec2('min') },
  { name: 'FRSQRTS', u: 0, a: 1, opcode: '11111', vector: vec2('rsqrts'), scalar: fpRsqrtStep },
  { name: 'FMAXNMP', u: 1, a: 0, opcode: '11000', vector: vec2('maxnm'), pairwise: true },
  { name: 'FADDP',   u: 1, a: 0, opcode: '11010', vector: vec2('add'), pairwise: true },
  { name: 'FMUL',    u: 1, a: 0, opcode: '11011', vector: vec2('mul') },
  { name: 'FCMGE',   u: 1, a: 0, opcode: '11100', vector: vecCompare('ge'), scalar: compare('ge') },
  { name: 'FACGE',   u: 1, a: 0, opcode: '11101', vector: vecCompare('ge', true), scalar: compare('ge', true) },
  { name: 'FMAXP',   u: 1, a: 0, opcode: '11110', vector: vec2('max'), pairwise: true },
  { name: 'FDIV',    u: 1, a: 0, opcode: '11111', vector: vec2('div') },
  { name: 'FMINNMP', u: 1, a: 1, opcode: '11000', vector: vec2('minnm'), pairwise: true },
  { name: 'FABD',    u: 1, a: 1, opcode: '11010', vector: vec2('abd'), scalar: (t, size, a, b) => absolute(fpSub(t, size, a, b)) },
  { name: 'FCMGT',   u: 1, a: 1, opcode: '11100', vector: vecCompare('gt'), scalar: compare('gt') },
  { name: 'FACGT',   u: 1, a: 1, opcode: '11101', vector: vecCompare('gt', true), scalar: compare('gt', true) },
  { name: 'FMINP',   u: 1, a: 1, opcode: '11110', vector: vec2('min'), pairwise: true },
];

/** The forms that swap the operands of a comparison: FCMLE, FCMLT, FACLE, FACLT (Arm ARM C7.2, as GNU takes them). */
const swapped = (name: string, operands: string): Syntax[] =>
  /^F(CM|AC)G[ET]$/.test(name) ? [assembleOnly(`${name.toLowerCase().replace('g', 'l')} ${operands}`)] : [];

const vectorThreeSame: Instruction[] = THREE_SAME.map(({ name, u, a, opcode, vector, pairwise }) =>
  insn(
    `${name} (vector)`,
    `0 Q ${u} 01110 ${a} sz 1 Vm:5 ${opcode} 1 Vn:5 Vd:5`,
    [`${name.toLowerCase()} Vd.F, Vn.F, Vm.F`, ...swapped(name, 'Vd.F, Vm.F, Vn.F')],
    (t, { Q, sz }) => {
      t.fpAccess();
      const size = sizeOf(sz);
      const [n, m] = [t.copy(t.v('Vn')), t.copy(t.v('Vm'))];
      const [left, right] = pairwise ? pairs(Q, size, n, m) : [n, m];
      t.setVector(Q, 'Vd', vector(t, size, Q, left, right));
    },
    { where: arranged },
  ),
);

const scalarThreeSame: Instruction[] = THREE_SAME.flatMap(({ name, u, a, opcode, scalar }) =>
  scalar === undefined
    ? []
    : insn(
        `${name} (scalar)`,
        `01 ${u} 11110 ${a} sz 1 Vm:5 ${opcode} 1 Vn:5 Vd:5`,
        [`${name.toLowerCase()} Vd.sz, Vn.sz, Vm.sz`, ...swapped(name, 'Vd.sz, Vm.sz, Vn.sz')],
        (t, { sz }) => {
          t.fpAccess();
          const size = sizeOf(sz);
          t.setScalar('Vd', scalar(t, size, scalarFloat(t, size, 'Vn'), scalarFloat(t, size, 'Vm')));
        },
      ),
);

const MULTIPLY_ADD = [
  { name: 'FMLA', a: 0, subtract: false },
  { name: 'FMLS', a: 1, subtract: true },
] as const;

/** The first factor: FMLS changes its sign before anything else is looked at. */
const vectorFactor = (size: Size, subtract: boolean, n: Expr): Expr =>
  subtract ? op(`${floatShape(size)}.neg`, n) : n;

const vectorMultiplyAdd: Instruction[] = MULTIPLY_ADD.map(({ name, a, subtract }) =>
  insn(
    `${name} (vector)`,
    `0 Q 0 01110 ${a} sz 1 Vm:5 11001 1 Vn:5 Vd:5`,
    `${name.toLowerCase()} Vd.F, Vn.F, Vm.F`,
    (t, { Q, sz }) => {
      t.fpAccess();
      const size = sizeOf(sz);
      t.setVector(Q, 'Vd', fpVecMulAdd(t, size, Q, t.v('Vd'), vectorFactor(size, subtract, t.v('Vn')), t.v('Vm')));
    },
    { where: arranged },
  ),
);

/** An operation by element: FMLA and FMLS add to Vd. */
interface ByElement {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  readonly vector: (t: Meaning, size: Size, q: number, n: Expr, m: Expr) => Expr;
  readonly scalar: (t: Meaning, size: Size, n: Expr, m: Expr) => Expr;
}

const BY_ELEMENT: readonly ByElement[] = [
  ...MULTIPLY_ADD.map(({ name, subtract }) => ({
    name,
    u: 0 as const,
    opcode: subtract ? '0101' : '0001',
    vector: (t: Meaning, size: Size, q: number, n: Expr, m: Expr) =>
      fpVecMulAdd(t, size, q, t.v('Vd'), vectorFactor(size, subtract, n), m),
    scalar: (t: Meaning, size: Size, n: Expr, m: Expr) =>
      fpMulAdd(t, size, scalarFloat(t, size, 'Vd'), subtract ? negate(n) : n, m),
  })),
  { name: 'FMUL', u: 0, opcode: '1001', vector: vec2('mul'), scalar: fpMul },
  { name: 'FMULX', u: 1, opcode: '1001', vector: vec2('mulx'), scalar: fpMulX },
];

/** Number of the element: H and L for singles, H for doubles. */
const indexOf = ({ sz, H, L }: Fields): number => (sz ? H : 2 * H + L);
const indexed = (f: Fields): boolean => f.sz === 0 || f.L === 0;

const byElement: Instruction[] = BY_ELEMENT.flatMap(({ name, u, opcode, vector, scalar }) => {
  const text = name.toLowerCase();
  return [
    insn(
      `${name} (by element)`,
      `0 Q ${u} 01111 1 sz L Vm:5 ${opcode} H 0 Vn:5 Vd:5`,
      `${text} Vd.F, Vn.F, Vm.E[index]`,
      (t, f) => {
        t.fpAccess();
        const size = sizeOf(f.sz);
        const factor = splat(element(size, t.v('Vm'), indexOf(f)));
        t.setVector(f.Q, 'Vd', vector(t, size, f.Q, t.v('Vn'), factor));
      },
      { where: (f) => arranged(f) && indexed(f) },
    ),
    insn(
      `${name} (scalar, by element)`,
      `01 ${u} 11111 1 sz L Vm:5 ${opcode} H 0 Vn:5 Vd:5`,
      `${text} Vd.sz, Vn.sz, Vm.E[index]`,
      (t, f) => {
        t.fpAccess();
        const size = sizeOf(f.sz);
        t.setScalar('Vd', scalar(t, size, scalarFloat(t, size, 'Vn'), element(size, t.v('Vm'), indexOf(f))));
      },
      { where: indexed },
    ),
  ];
});

/** An operation on two neighbours, or on all elements of a vector in the order of a tree. */
interface Reduction {
  readonly name: string;
  readonly a: 0 | 1;
  readonly opcode: string;
  readonly scalar: Scalar;
  readonly across: boolean;
}

// prettier-ignore
const REDUCTIONS: readonly Reduction[] = [
  { name: 'FMAXNM', a: 0, opcode: '01100', scalar: fpMaxNum, across: true },
  { name: 'FADD',   a: 0, opcode: '01101', scalar: fpAdd,    across: false },
  { name: 'FMAX',   a: 0, opcode: '01111', scalar: fpMax,    across: true },
  { name: 'FMINNM', a: 1, opcode: '01100', scalar: fpMinNum, across: true },
  { name: 'FMIN',   a: 1, opcode: '01111', scalar: fpMin,    across: true },
];

const scalarPairwise: Instruction[] = REDUCTIONS.map(({ name, a, opcode, scalar }) =>
  insn(
    `${name}P (scalar)`,
    `01 1 11110 ${a} sz 11000 ${opcode} 10 Vn:5 Vd:5`,
    `${name.toLowerCase()}p Vd.sz, Vn.F2`,
    (t, { sz }) => {
      t.fpAccess();
      const size = sizeOf(sz);
      const n = t.copy(t.v('Vn'));
      t.setScalar('Vd', scalar(t, size, element(size, n, 0), element(size, n, 1)));
    },
  ),
);

const acrossLanes: Instruction[] = REDUCTIONS.filter((r) => r.across).map(({ name, a, opcode, scalar }) =>
  insn(`${name}V`, `0 1 1 01110 ${a} 0 11000 ${opcode} 10 Vn:5 Vd:5`, `${name.toLowerCase()}v Sd, Vn.4s`, (t) => {
    t.fpAccess();
    const n = t.copy(t.v('Vn'));
    // Reduce (shared pseudocode) halves the vector: which NaN comes out depends on the order.
    const low = scalar(t, 32, element(32, n, 0), element(32, n, 1));
    const high = scalar(t, 32, element(32, n, 2), element(32, n, 3));
    t.setScalar('Vd', scalar(t, 32, low, high));
  }),
);

export const simdFpArithmetic: Instruction[] = [
  ...vectorThreeSame,
  ...scalarThreeSame,
  ...vectorMultiplyAdd,
  ...byElement,
  ...scalarPairwise,
  ...acrossLanes,
];
