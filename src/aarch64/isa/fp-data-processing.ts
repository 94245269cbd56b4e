/** Scalar floating point: moves, arithmetic, comparison, selection (Arm ARM C4.1.6). */
import { laneOp } from '../../wasm/expr.js';
import {
  ROUND,
  fpAdd,
  fpCompareSetFlags,
  fpDiv,
  fpMax,
  fpMaxNum,
  fpMin,
  fpMinNum,
  fpMul,
  fpMulAdd,
  fpRoundInt,
  fpSqrt,
  fpSub,
  type Rounding,
} from '../fp/operations.js';
import type { Expr, Meaning } from '../meaning.js';
import { absolute, negate, scalarBits, scalarFloat, sizeOf, zeroFloat, type Size } from './fp-registers.js';
import { insn, type Instruction } from './table.js';

type Unary = (t: Meaning, size: Size, a: Expr) => Expr;
type Binary = (t: Meaning, size: Size, a: Expr, b: Expr) => Expr;

const mnemonicOf = (name: string): string => name.split(' ')[0].toLowerCase();

const rounded =
  (mode: Rounding, exact = false): Unary =>
  (t, size, a) =>
    fpRoundInt(t, size, mode, exact, a);

// prettier-ignore
const ONE_SOURCE: readonly { readonly name: string; readonly opcode: string; readonly value: Unary }[] = [
  { name: 'FABS (scalar)',   opcode: '000001', value: (_, __, a) => absolute(a) },
  { name: 'FNEG (scalar)',   opcode: '000010', value: (_, __, a) => negate(a) },
  { name: 'FSQRT (scalar)',  opcode: '000011', value: fpSqrt },
  { name: 'FRINTN (scalar)', opcode: '001000', value: rounded(ROUND.RN) },
  { name: 'FRINTP (scalar)', opcode: '001001', value: rounded(ROUND.RP) },
  { name: 'FRINTM (scalar)', opcode: '001010', value: rounded(ROUND.RM) },
  { name: 'FRINTZ (scalar)', opcode: '001011', value: rounded(ROUND.RZ) },
  { name: 'FRINTA (scalar)', opcode: '001100', value: rounded(ROUND.RA) },
  { name: 'FRINTX (scalar)', opcode: '001110', value: rounded(ROUND.FPCR, true) },
  { name: 'FRINTI (scalar)', opcode: '001111', value: rounded(ROUND.FPCR) },
];

export const fpOneSource: Instruction[] = ONE_SOURCE.map(({ name, opcode, value }) =>
  insn(name, `000 11110 0 sz 1 ${opcode} 10000 Vn:5 Vd:5`, `${mnemonicOf(name)} Vd.sz, Vn.sz`, (t, { sz }) => {
    t.fpAccess();
    t.setScalar('Vd', value(t, sizeOf(sz), scalarFloat(t, sizeOf(sz), 'Vn')));
  }),
);

// prettier-ignore
const TWO_SOURCE: readonly { readonly name: string; readonly opcode: string; readonly value: Binary }[] = [
  { name: 'FMUL (scalar)',   opcode: '0000', value: fpMul },
  { name: 'FDIV (scalar)',   opcode: '0001', value: fpDiv },
  { name: 'FADD (scalar)',   opcode: '0010', value: fpAdd },
  { name: 'FSUB (scalar)',   opcode: '0011', value: fpSub },
  { name: 'FMAX (scalar)',   opcode: '0100', value: fpMax },
  { name: 'FMIN (scalar)',   opcode: '0101', value: fpMin },
  { name: 'FMAXNM (scalar)', opcode: '0110', value: fpMaxNum },
  { name: 'FMINNM (scalar)', opcode: '0111', value: fpMinNum },
  { name: 'FNMUL (scalar)',  opcode: '1000', value: (t, size, a, b) => negate(fpMul(t, size, a, b)) },
];

export const fpTwoSource: Instruction[] = TWO_SOURCE.map(({ name, opcode, value }) =>
  insn(name, `000 11110 0 sz 1 Vm:5 ${opcode} 10 Vn:5 Vd:5`, `${mnemonicOf(name)} Vd.sz, Vn.sz, Vm.sz`, (t, { sz }) => {
    t.fpAccess();
    const size = sizeOf(sz);
    t.setScalar('Vd', value(t, size, scalarFloat(t, size, 'Vn'), scalarFloat(t, size, 'Vm')));
  }),
);

const plain = (a: Expr): Expr => a;

// prettier-ignore
const THREE_SOURCE: readonly { readonly name: string; readonly o1: 0 | 1; readonly o0: 0 | 1; readonly addend: typeof plain; readonly factor: typeof plain }[] = [
  { name: 'FMADD',  o1: 0, o0: 0, addend: plain,  factor: plain },
  { name: 'FMSUB',  o1: 0, o0: 1, addend: plain,  factor: negate },
  { name: 'FNMADD', o1: 1, o0: 0, addend: negate, factor: negate },
  { name: 'FNMSUB', o1: 1, o0: 1, addend: negate, factor: plain },
];

export const fpThreeSource: Instruction[] = THREE_SOURCE.map(({ name, o1, o0, addend, factor }) =>
  insn(
    name,
    `000 11111 0 sz ${o1} Vm:5 ${o0} Va:5 Vn:5 Vd:5`,
    `${name.toLowerCase()} Vd.sz, Vn.sz, Vm.sz, Va.sz`,
    (t, { sz }) => {
      t.fpAccess();
      const size = sizeOf(sz);
      const [a, n, m] = ['Va', 'Vn', 'Vm'].map((field) => scalarFloat(t, size, field));
      t.setScalar('Vd', fpMulAdd(t, size, addend(a), factor(n), m));
    },
  ),
);

/** FCMP and FCMPE: the latter signals Invalid Operation for quiet NaNs too. */
const COMPARE = [
  { name: 'FCMP', signalling: false },
  { name: 'FCMPE', signalling: true },
];

export const fpCompareEntries: Instruction[] = COMPARE.flatMap(({ name, signalling }, e) => [
  insn(name, `000 11110 0 sz 1 Vm:5 00 1000 Vn:5 ${e} 0 000`, `${name.toLowerCase()} Vn.sz, Vm.sz`, (t, { sz }) => {
    t.fpAccess();
    const size = sizeOf(sz);
    fpCompareSetFlags(t, size, scalarFloat(t, size, 'Vn'), scalarFloat(t, size, 'Vm'), signalling);
  }),
  // Bits 20:16 are (0)(0)(0)(0)(0): ignored, as in QEMU.
  insn(
    `${name} (zero)`,
    `000 11110 0 sz 1 xxxxx 00 1000 Vn:5 ${e} 1 000`,
    `${name.toLowerCase()} Vn.sz, fzero`,
    (t, { sz }) => {
      t.fpAccess();
      const size = sizeOf(sz);
      fpCompareSetFlags(t, size, scalarFloat(t, size, 'Vn'), zeroFloat(size), signalling);
    },
  ),
]);

export const fpConditionalCompare: Instruction[] = COMPARE.map(({ signalling }, e) => {
  const name = e ? 'FCCMPE' : 'FCCMP';
  return insn(
    name,
    `000 11110 0 sz 1 Vm:5 cond:4 01 Vn:5 ${e} imm_nzcv:4`,
    `${name.toLowerCase()} Vn.sz, Vm.sz, imm_nzcv, cond`,
    (t, { sz, cond }) => {
      t.fpAccess();
      const size = sizeOf(sz);
      t.if(
        t.condition(cond),
        () => fpCompareSetFlags(t, size, scalarFloat(t, size, 'Vn'), scalarFloat(t, size, 'Vm'), signalling),
        () => t.setFlagsImmediate((f) => f.imm_nzcv),
      );
    },
  );
});

export const fpConditionalSelect = insn(
  'FCSEL',
  '000 11110 0 sz 1 Vm:5 cond:4 11 Vn:5 Vd:5',
  'fcsel Vd.sz, Vn.sz, Vm.sz, cond',
  (t, { sz, cond }) => {
    t.fpAccess();
    const size = sizeOf(sz);
    t.setScalar('Vd', t.select(t.condition(cond), scalarBits(t, size, 'Vn'), scalarBits(t, size, 'Vm')));
  },
);

/**
 * VFPExpandImm (Arm ARM, shared pseudocode): the 8-bit immediate of FMOV.
 * @returns the bits of the single, or the upper 32 bits of the double, whose lower ones are zero
 */
export function expandImmediate(imm8: number, size: Size): number {
  const exponentBits = size === 32 ? 8 : 11;
  const fractionBits = 31 - exponentBits;
  const b6 = (imm8 >> 6) & 1;
  const repeated = b6 ? 2 ** (exponentBits - 3) - 1 : 0;
  const exponent = ((b6 ^ 1) << (exponentBits - 1)) | (repeated << 2) | ((imm8 >> 4) & 3);
  return ((imm8 >> 7) << 31) | (exponent << fractionBits) | ((imm8 & 15) << (fractionBits - 4));
}

export const fpMoves: Instruction[] = [
  insn('FMOV (register)', '000 11110 0 sz 1 000000 10000 Vn:5 Vd:5', 'fmov Vd.sz, Vn.sz', (t, { sz }) => {
    t.fpAccess();
    t.setScalar('Vd', scalarBits(t, sizeOf(sz), 'Vn'));
  }),
  insn('FMOV (scalar, immediate)', '000 11110 0 sz 1 imm8:8 100 00000 Vd:5', 'fmov Vd.sz, fpimm', (t, { sz }) => {
    t.fpAccess();
    const value = sz ? t.imm64((f) => [0, expandImmediate(f.imm8, 64)]) : t.imm32((f) => expandImmediate(f.imm8, 32));
    t.setScalar('Vd', value);
  }),
  insn('FMOV (single to general)', '0 00 11110 00 1 00 110 000000 Vn:5 Rd:5', 'fmov Wd, Sn', (t) => {
    t.fpAccess();
    t.setW('Rd', t.scalar('Vn', 'i32.load'));
  }),
  insn('FMOV (general to single)', '0 00 11110 00 1 00 111 000000 Rn:5 Vd:5', 'fmov Sd, Wn', (t) => {
    t.fpAccess();
    t.setScalar('Vd', t.w('Rn'));
  }),
  insn('FMOV (double to general)', '1 00 11110 01 1 00 110 000000 Vn:5 Rd:5', 'fmov Xd, Dn', (t) => {
    t.fpAccess();
    t.setX('Rd', t.scalar('Vn', 'i64.load'));
  }),
  insn('FMOV (general to double)', '1 00 11110 01 1 00 111 000000 Rn:5 Vd:5', 'fmov Dd, Xn', (t) => {
    t.fpAccess();
    t.setScalar('Vd', t.x('Rn'));
  }),
  insn('FMOV (upper half to general)', '1 00 11110 10 1 01 110 000000 Vn:5 Rd:5', 'fmov Xd, Vn.d[lane1]', (t) => {
    t.fpAccess();
    t.setX('Rd', laneOp('i64x2.extract_lane', 1, t.v('Vn')));
  }),
  insn('FMOV (general to upper half)', '1 00 11110 10 1 01 111 000000 Rn:5 Vd:5', 'fmov Vd.d[lane1], Xn', (t) => {
    t.fpAccess();
    t.setV('Vd', laneOp('i64x2.replace_lane', 1, t.v('Vd'), t.x('Rn')));
  }),
];

export const fpDataProcessing: Instruction[] = [
  ...fpMoves,
  ...fpOneSource,
  ...fpTwoSource,
  ...fpThreeSource,
  ...fpCompareEntries,
  ...fpConditionalCompare,
  fpConditionalSelect,
];
