/** Scalar floating point: conversions between precisions and from and to general-purpose registers (Arm ARM C4.1.6). */
import { ROUND, fpConvert, fpToInt, intToFp } from '../fp/operations.js';
import type { Expr, Meaning } from '../meaning.js';
import { scalarFloat, sizeOf } from './fp-registers.js';
import { insn, type Fields, type Instruction } from './table.js';

/** Precisions by the codes of ptype and opc. */
const PRECISION = [
  { code: '00', size: 32, letter: 'S' },
  { code: '01', size: 64, letter: 'D' },
  { code: '11', size: 16, letter: 'H' },
] as const;

/** The lowest element of Vn: f32, f64, or the bits of a half. */
const source = (t: Meaning, size: 16 | 32 | 64): Expr =>
  size === 16 ? t.scalar('Vn', 'i32.load16_u') : scalarFloat(t, size, 'Vn');

export const fpConvertPrecision: Instruction[] = PRECISION.flatMap((from) =>
  PRECISION.filter((to) => to !== from).map((to) =>
    insn(
      `FCVT (${from.size} to ${to.size} bits)`,
      `000 11110 ${from.code} 1 0001 ${to.code} 10000 Vn:5 Vd:5`,
      `fcvt ${to.letter}d, ${from.letter}n`,
      (t) => {
        t.fpAccess();
        t.setScalar('Vd', fpConvert(t, from.size, to.size, source(t, from.size)));
      },
    ),
  ),
);

/** How FCVTNS, FCVTPU and the others round, and the bits rmode and opcode<2:1> that say so in the scalar forms. */
export const TO_INTEGER = [
  { letter: 'N', rmode: '00', opcode: '00', round: ROUND.RN },
  { letter: 'P', rmode: '01', opcode: '00', round: ROUND.RP },
  { letter: 'M', rmode: '10', opcode: '00', round: ROUND.RM },
  { letter: 'Z', rmode: '11', opcode: '00', round: ROUND.RZ },
  { letter: 'A', rmode: '00', opcode: '10', round: ROUND.RA },
] as const;

/** Signed and unsigned. */
export const SIGNS = ['S', 'U'] as const;

const intSize = ({ sf }: Fields): 32 | 64 => (sf ? 64 : 32);

const toInteger: Instruction[] = TO_INTEGER.flatMap(({ letter, rmode, opcode, round }) =>
  SIGNS.map((s, unsigned) => {
    const name = `FCVT${letter}${s}`;
    return insn(
      `${name} (scalar, integer)`,
      `sf 00 11110 0 sz 1 ${rmode} ${opcode} ${unsigned} 000000 Vn:5 Rd:5`,
      `${name.toLowerCase()} Rd, Vn.sz`,
      (t, f) => {
        t.fpAccess();
        const size = sizeOf(f.sz);
        t.setR(f.sf, 'Rd', fpToInt(t, size, intSize(f), unsigned === 1, round, scalarFloat(t, size, 'Vn')));
      },
    );
  }),
);

const fromInteger: Instruction[] = SIGNS.map((s, unsigned) =>
  insn(
    `${s}CVTF (scalar, integer)`,
    `sf 00 11110 0 sz 1 00 01 ${unsigned} 000000 Rn:5 Vd:5`,
    `${s.toLowerCase()}cvtf Vd.sz, Rn`,
    (t, f) => {
      t.fpAccess();
      t.setScalar('Vd', intToFp(t, intSize(f), sizeOf(f.sz), unsigned === 1, t.r(f.sf, 'Rn')));
    },
  ),
);

/** Fraction bits of a fixed-point operand: 64 - scale; a W register has at most 32. */
const fractionBits = (t: Meaning): Expr => t.imm32((f) => 64 - f.imm6);
const bitsInWidth = (f: Fields): boolean => f.sf === 1 || f.imm6 >= 32;

const fixedPoint: Instruction[] = SIGNS.flatMap((s, unsigned) => [
  insn(
    `FCVTZ${s} (scalar, fixed-point)`,
    `sf 00 11110 0 sz 0 11 00 ${unsigned} imm6:6 Vn:5 Rd:5`,
    `fcvtz${s.toLowerCase()} Rd, Vn.sz, fbits`,
    (t, f) => {
      t.fpAccess();
      const size = sizeOf(f.sz);
      const value = fpToInt(t, size, intSize(f), unsigned === 1, ROUND.RZ, scalarFloat(t, size, 'Vn'), fractionBits(t));
      t.setR(f.sf, 'Rd', value);
    },
    { whereAll: bitsInWidth },
  ),
  insn(
    `${s}CVTF (scalar, fixed-point)`,
    `sf 00 11110 0 sz 0 00 01 ${unsigned} imm6:6 Rn:5 Vd:5`,
    `${s.toLowerCase()}cvtf Vd.sz, Rn, fbits`,
    (t, f) => {
      t.fpAccess();
      t.setScalar('Vd', intToFp(t, intSize(f), sizeOf(f.sz), unsigned === 1, t.r(f.sf, 'Rn'), fractionBits(t)));
    },
    { whereAll: bitsInWidth },
  ),
]);

export const fpConversions: Instruction[] = [...fpConvertPrecision, ...toInteger, ...fromInteger, ...fixedPoint];
