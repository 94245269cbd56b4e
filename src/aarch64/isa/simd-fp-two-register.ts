/**
 * Advanced SIMD floating point with one source, vector and scalar: comparison with zero, rounding, square root,
 * estimates, conversions (Arm ARM C4.1.6).
 */
import {
  ROUND,
  fpCompareMask,
  fpConvertToOdd,
  fpRecipEstimate,
  fpRecpX,
  fpRsqrtEstimate,
  fpToInt,
  fpVec1,
  fpVecCompare,
  fpVecFromInt,
  fpVecNarrow,
  fpVecNarrowOdd,
  fpVecRoundInt,
  fpVecToInt,
  fpVecWiden,
  intToFp,
  uVecRecipEstimate,
  uVecRsqrtEstimate,
  type Rounding,
} from '../fp/operations.js';
import { shuffle } from '../../wasm/expr.js';
import { op, type Expr, type Meaning } from '../meaning.js';
import { SIGNS, TO_INTEGER } from './fp-conversions.js';
import {
  ZERO_VECTOR,
  arranged,
  elements,
  floatShape,
  scalarBits,
  scalarFloat,
  sizeOf,
  zeroFloat,
  type Size,
} from './fp-registers.js';
import { insn, type Instruction } from './table.js';

type Vector = (t: Meaning, size: Size, q: number, a: Expr) => Expr;
type Scalar = (t: Meaning, size: Size) => Expr;

/** An operation of the table of two registers: bit U, high bit of size, opcode. */
interface Row {
  readonly name: string;
  readonly u: 0 | 1;
  readonly a: 0 | 1;
  readonly opcode: string;
  readonly vector?: Vector;
  /** Present where there is a scalar form. */
  readonly scalar?: Scalar;
  /** Compares with zero. */
  readonly zero?: true;
}

const rounded =
  (mode: Rounding, exact = false): Vector =>
  (t, size, q, a) =>
    fpVecRoundInt(t, size, q, mode, exact, a);

const vec1 =
  (name: Parameters<typeof fpVec1>[3]): Vector =>
  (t, size, q, a) =>
    fpVec1(t, size, q, name, a);

/** A comparison with zero: of the element with it or, swapped, of it with the element. */
function compareZero(relation: 'eq' | 'ge' | 'gt', swap = false): { vector: Vector; scalar: Scalar; zero: true } {
  return {
    vector: (t, size, q, a) => fpVecCompare(t, size, q, relation, swap ? ZERO_VECTOR : a, swap ? a : ZERO_VECTOR),
    scalar: (t, size) => {
      const [a, zero] = [scalarFloat(t, size, 'Vn'), zeroFloat(size)];
      return fpCompareMask(t, size, relation, swap ? zero : a, swap ? a : zero);
    },
    zero: true,
  };
}

/** Opcodes of the conversions to integers: bits a and opcode. */
const VECTOR_OPCODE = {
  N: { a: 0, opcode: '11010' },
  M: { a: 0, opcode: '11011' },
  A: { a: 0, opcode: '11100' },
  P: { a: 1, opcode: '11010' },
  Z: { a: 1, opcode: '11011' },
} as const;

const toInteger: Row[] = TO_INTEGER.flatMap(({ letter, round }) =>
  SIGNS.map((s, u) => ({
    name: `FCVT${letter}${s}`,
    u: u as 0 | 1,
    ...VECTOR_OPCODE[letter],
    vector: (t: Meaning, size: Size, q: number, a: Expr) => fpVecToInt(t, size, q, u === 1, round, a),
    scalar: (t: Meaning, size: Size) => fpToInt(t, size, size, u === 1, round, scalarFloat(t, size, 'Vn')),
  })),
);

const fromInteger: Row[] = SIGNS.map((s, u) => ({
  name: `${s}CVTF`,
  u: u as 0 | 1,
  a: 0,
  opcode: '11101',
  vector: (t: Meaning, size: Size, q: number, a: Expr) => fpVecFromInt(t, size, q, u === 1, a),
  scalar: (t: Meaning, size: Size) => intToFp(t, size, size, u === 1, scalarBits(t, size, 'Vn')),
}));

// prettier-ignore
const TWO_REGISTER: readonly Row[] = [
  { name: 'FCMGT',   u: 0, a: 1, opcode: '01100', ...compareZero('gt') },
  { name: 'FCMEQ',   u: 0, a: 1, opcode: '01101', ...compareZero('eq') },
  { name: 'FCMLT',   u: 0, a: 1, opcode: '01110', ...compareZero('gt', true) },
  { name: 'FCMGE',   u: 1, a: 1, opcode: '01100', ...compareZero('ge') },
  { name: 'FCMLE',   u: 1, a: 1, opcode: '01101', ...compareZero('ge', true) },
  { name: 'FABS',    u: 0, a: 1, opcode: '01111', vector: (_, size, __, a) => op(`${floatShape(size)}.abs`, a) },
  { name: 'FNEG',    u: 1, a: 1, opcode: '01111', vector: (_, size, __, a) => op(`${floatShape(size)}.neg`, a) },
  { name: 'FSQRT',   u: 1, a: 1, opcode: '11111', vector: vec1('sqrt') },
  { name: 'FRINTN',  u: 0, a: 0, opcode: '11000', vector: rounded(ROUND.RN) },
  { name: 'FRINTM',  u: 0, a: 0, opcode: '11001', vector: rounded(ROUND.RM) },
  { name: 'FRINTP',  u: 0, a: 1, opcode: '11000', vector: rounded(ROUND.RP) },
  { name: 'FRINTZ',  u: 0, a: 1, opcode: '11001', vector: rounded(ROUND.RZ) },
  { name: 'FRINTA',  u: 1, a: 0, opcode: '11000', vector: rounded(ROUND.RA) },
  { name: 'FRINTX',  u: 1, a: 0, opcode: '11001', vector: rounded(ROUND.FPCR, true) },
  { name: 'FRINTI',  u: 1, a: 1, opcode: '11001', vector: rounded(ROUND.FPCR) },
  { name: 'FRECPE',  u: 0, a: 1, opcode: '11101', vector: vec1('recpe'), scalar: (t, size) => fpRecipEstimate(t, size, scalarFloat(t, size, 'Vn')) },
  { name: 'FRSQRTE', u: 1, a: 1, opcode: '11101', vector: vec1('rsqrte'), scalar: (t, size) => fpRsqrtEstimate(t, size, scalarFloat(t, size, 'Vn')) },
  { name: 'FRECPX',  u: 0, a: 1, opcode: '11111', scalar: (t, size) => fpRecpX(t, size, scalarFloat(t, size, 'Vn')) },
  ...toInteger,
  ...fromInteger,
];

const twoRegister: Instruction[] = TWO_REGISTER.flatMap(({ name, u, a, opcode, vector, scalar, zero }) => {
  const mnemonic = name.toLowerCase();
  const last = zero ? ', fzero' : '';
  const suffix = zero ? ', zero' : '';
  const out: Instruction[] = [];
  if (vector) {
    out.push(
      insn(
        `${name} (vector${suffix})`,
        `0 Q ${u} 01110 ${a} sz 10000 ${opcode} 10 Vn:5 Vd:5`,
        `${mnemonic} Vd.F, Vn.F${last}`,
        (t, { Q, sz }) => {
          t.fpAccess();
          t.setVector(Q, 'Vd', vector(t, sizeOf(sz), Q, t.v('Vn')));
        },
        { where: arranged },
      ),
    );
  }
  if (scalar) {
    out.push(
      insn(
        `${name} (SIMD scalar${suffix})`,
        `01 ${u} 11110 ${a} sz 10000 ${opcode} 10 Vn:5 Vd:5`,
        `${mnemonic} Vd.sz, Vn.sz${last}`,
        (t, { sz }) => {
          t.fpAccess();
          t.setScalar('Vd', scalar(t, sizeOf(sz)));
        },
      ),
    );
  }
  return out;
});

/** URECPE and URSQRTE: estimates of fixed-point numbers. */
const unsignedEstimates: Instruction[] = [
  { name: 'URECPE', u: 0, value: uVecRecipEstimate },
  { name: 'URSQRTE', u: 1, value: uVecRsqrtEstimate },
].map(({ name, u, value }) =>
  insn(name, `0 Q ${u} 01110 10 10000 11100 10 Vn:5 Vd:5`, `${name.toLowerCase()} Vd.S, Vn.S`, (t, { Q }) => {
    t.fpAccess();
    t.setVector(Q, 'Vd', value(t, Q, t.v('Vn')));
  }),
);

/** The bytes that narrowing puts above the lower half of Vd. */
const BEHIND_LOWER_HALF = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];

/** Writes a narrowed vector: with zeros above, or with Q set (the instruction's second form) above what Vd has. */
function setNarrow(t: Meaning, q: number, narrow: Expr): void {
  t.setV('Vd', q ? shuffle(t.v('Vd'), narrow, BEHIND_LOWER_HALF) : narrow);
}

const precision: Instruction[] = [
  insn('FCVTL, FCVTL2', '0 Q 0 01110 0 sz 10000 10111 10 Vn:5 Vd:5', 'fcvtl<Q> Vd.FW, Vn.FN', (t, { Q, sz }) => {
    t.fpAccess();
    const n = t.copy(t.v('Vn'));
    t.setV('Vd', fpVecWiden(t, sz ? 32 : 16, Q ? elements(64, n, [1, 1]) : n));
  }),
  insn('FCVTN, FCVTN2', '0 Q 0 01110 0 sz 10000 10110 10 Vn:5 Vd:5', 'fcvtn<Q> Vd.FN, Vn.FW', (t, { Q, sz }) => {
    t.fpAccess();
    setNarrow(t, Q, fpVecNarrow(t, sz ? 32 : 16, t.v('Vn')));
  }),
  insn('FCVTXN, FCVTXN2 (vector)', '0 Q 1 01110 0 1 10000 10110 10 Vn:5 Vd:5', 'fcvtxn<Q> Vd.FN, Vn.FW', (t, { Q }) => {
    t.fpAccess();
    setNarrow(t, Q, fpVecNarrowOdd(t, t.v('Vn')));
  }),
  insn('FCVTXN (scalar)', '01 1 11110 0 1 10000 10110 10 Vn:5 Vd:5', 'fcvtxn Sd, Dn', (t) => {
    t.fpAccess();
    t.setScalar('Vd', fpConvertToOdd(t, scalarFloat(t, 64, 'Vn')));
  }),
];

/**
 * Fixed point: the number of fraction bits is the element's width minus the immediate's lower bits, which are behind the
 * one that gives the width. A vector of one double is reserved.
 */
const FIXED_SIZES = [
  { size: 32, field: 'imm5', immediate: '01 imm5:5', q: 'Q' },
  { size: 64, field: 'imm6', immediate: '1 imm6:6', q: '1' },
] as const;

const fixedPoint: Instruction[] = SIGNS.flatMap((s, u) =>
  FIXED_SIZES.flatMap(({ size, field, immediate, q }) => {
    const letter = size === 32 ? 'S' : 'D';
    const vectors = size === 32 ? 'Vd.S, Vn.S' : 'Vd.2d, Vn.2d';
    const fractionBits = (t: Meaning): Expr => t.imm32((f) => size - f[field]);
    const [to, from] = [`FCVTZ${s}`, `${s}CVTF`];
    return [
      insn(
        `${to} (vector, fixed-point, ${letter})`,
        `0 ${q} ${u} 011110 ${immediate} 11111 1 Vn:5 Vd:5`,
        `${to.toLowerCase()} ${vectors}, rshift`,
        (t, { Q = 1 }) => {
          t.fpAccess();
          t.setVector(Q, 'Vd', fpVecToInt(t, size, Q, u === 1, ROUND.RZ, t.v('Vn'), fractionBits(t)));
        },
      ),
      insn(
        `${from} (vector, fixed-point, ${letter})`,
        `0 ${q} ${u} 011110 ${immediate} 11100 1 Vn:5 Vd:5`,
        `${from.toLowerCase()} ${vectors}, rshift`,
        (t, { Q = 1 }) => {
          t.fpAccess();
          t.setVector(Q, 'Vd', fpVecFromInt(t, size, Q, u === 1, t.v('Vn'), fractionBits(t)));
        },
      ),
      insn(
        `${to} (SIMD scalar, fixed-point, ${letter})`,
        `01 ${u} 111110 ${immediate} 11111 1 Vn:5 Vd:5`,
        `${to.toLowerCase()} ${letter}d, ${letter}n, rshift`,
        (t) => {
          t.fpAccess();
          const value = fpToInt(t, size, size, u === 1, ROUND.RZ, scalarFloat(t, size, 'Vn'), fractionBits(t));
          t.setScalar('Vd', value);
        },
      ),
      insn(
        `${from} (SIMD scalar, fixed-point, ${letter})`,
        `01 ${u} 111110 ${immediate} 11100 1 Vn:5 Vd:5`,
        `${from.toLowerCase()} ${letter}d, ${letter}n, rshift`,
        (t) => {
          t.fpAccess();
          t.setScalar('Vd', intToFp(t, size, size, u === 1, scalarBits(t, size, 'Vn'), fractionBits(t)));
        },
      ),
    ];
  }),
);

export const simdFpTwoRegister: Instruction[] = [...twoRegister, ...unsignedEstimates, ...precision, ...fixedPoint];
