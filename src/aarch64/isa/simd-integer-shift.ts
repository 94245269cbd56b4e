/**
 * Integer Advanced SIMD shifts by an immediate: Arm ARM C4.1, "Advanced SIMD shift by immediate", "Advanced SIMD scalar shift by
 * immediate". The highest bit set in immh says how wide the lanes are; a right shift is by 2 * width - immh:immb, a
 * left shift by immh:immb - width.
 */
import { i32, op, type Expr } from '../../wasm/expr.js';
import type { Immediate, Meaning } from '../meaning.js';
import {
  extend,
  lanes,
  limitToHalf,
  named,
  narrow,
  saturatingShiftLeft,
  shiftRight,
  shiftRightBelow,
  shiftRightRounding,
  withHigh,
  write,
  type Lanes,
  type Narrowing,
  type Result,
} from './simd-integer-lanes.js';
import { assembleOnly, insn, type Fields, type Instruction } from './table.js';

/** log2 of the lanes' width in bytes (Arm ARM, HighestSetBit(immh)). */
const sizeOf = ({ immh }: Fields): number => 31 - Math.clz32(immh);

const encoded = ({ immh, immb }: Fields): number => immh * 8 + immb;
const rightAmount: Immediate = (f) => (16 << sizeOf(f)) - encoded(f);
const leftAmount: Immediate = (f) => encoded(f) - (8 << sizeOf(f));

/** The size as two computed opcode-like values: the width decides which handler runs, the amount is an operand. */
const split = {
  wider1: (f: Fields): boolean => (sizeOf(f) & 1) !== 0,
  wider2: (f: Fields): boolean => (sizeOf(f) & 2) !== 0,
};
const sizeFrom = ({ wider1, wider2 }: Fields): number => Number(wider1) + 2 * Number(wider2);

type Operation = (t: Meaning, l: Lanes, a: Expr, n: Immediate, d: () => Expr) => Result;

interface Row {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  readonly direction: 'left' | 'right';
  /** 'D': as a scalar it takes 64 bits only; 'any': all sizes. None if absent. */
  readonly scalar?: 'D' | 'any';
  readonly of: Operation;
}

const right =
  (unsigned: boolean): Operation =>
  (t, l, a, n) =>
    shiftRight(t, l, unsigned, a, n);

const rounding =
  (unsigned: boolean): Operation =>
  (t, l, a, n) =>
    shiftRightRounding(t, l, unsigned, a, n);

const accumulated =
  (of: (t: Meaning, l: Lanes, unsigned: boolean, a: Expr, n: Immediate) => Expr, unsigned: boolean): Operation =>
  (t, l, a, n, d) =>
    l.op('add', of(t, l, unsigned, a, n), d());

const saturatingLeft =
  (how: Narrowing): Operation =>
  (t, l, a, n) =>
    saturatingShiftLeft(t, l, how, a, n);

/** SLI: the bits below those shifted in stay. */
const insertLeft: Operation = (t, l, a, n, d) => {
  const by = t.let(t.imm32(n));
  return op('v128.bitselect', l.op('shl', a, by), d(), l.op('shl', l.ones, by));
};

/** SRI: the bits above those shifted in stay. The shift can be by the whole width, in two steps. */
const insertRight: Operation = (t, l, a, n, d) => {
  const less = t.let(t.imm32((f) => n(f) - 1));
  const shift = (v: Expr): Expr => l.op('shr_u', l.op('shr_u', v, less), i32(1));
  return op('v128.bitselect', shift(a), d(), shift(l.ones));
};

// prettier-ignore
const ROWS: readonly Row[] = [
  { name: 'SSHR',   u: 0, opcode: '00000', direction: 'right', scalar: 'D',   of: right(false) },
  { name: 'USHR',   u: 1, opcode: '00000', direction: 'right', scalar: 'D',   of: right(true) },
  { name: 'SSRA',   u: 0, opcode: '00010', direction: 'right', scalar: 'D',   of: accumulated(shiftRight, false) },
  { name: 'USRA',   u: 1, opcode: '00010', direction: 'right', scalar: 'D',   of: accumulated(shiftRight, true) },
  { name: 'SRSHR',  u: 0, opcode: '00100', direction: 'right', scalar: 'D',   of: rounding(false) },
  { name: 'URSHR',  u: 1, opcode: '00100', direction: 'right', scalar: 'D',   of: rounding(true) },
  { name: 'SRSRA',  u: 0, opcode: '00110', direction: 'right', scalar: 'D',   of: accumulated(shiftRightRounding, false) },
  { name: 'URSRA',  u: 1, opcode: '00110', direction: 'right', scalar: 'D',   of: accumulated(shiftRightRounding, true) },
  { name: 'SRI',    u: 1, opcode: '01000', direction: 'right', scalar: 'D',   of: insertRight },
  { name: 'SHL',    u: 0, opcode: '01010', direction: 'left',  scalar: 'D',   of: (t, l, a, n) => l.op('shl', a, t.imm32(n)) },
  { name: 'SLI',    u: 1, opcode: '01010', direction: 'left',  scalar: 'D',   of: insertLeft },
  { name: 'SQSHLU', u: 1, opcode: '01100', direction: 'left',  scalar: 'any', of: saturatingLeft('signed to unsigned') },
  { name: 'SQSHL',  u: 0, opcode: '01110', direction: 'left',  scalar: 'any', of: saturatingLeft('signed') },
  { name: 'UQSHL',  u: 1, opcode: '01110', direction: 'left',  scalar: 'any', of: saturatingLeft('unsigned') },
];

/** The two that also exist by register have the Arm ARM's distinction in their names. */
const nameOf = (name: string): string => (/^[SU]QSHL$/.test(name) ? `${name} (immediate)` : name);

const vectors: Instruction[] = ROWS.map(({ name, u, opcode, direction, of }) =>
  insn(
    nameOf(name),
    `0 Q ${u} 011110 immh:4!=0000 immb:3 ${opcode} 1 Vn:5 Vd:5`,
    `${name.toLowerCase()} Vd.I, Vn.I, ${direction === 'left' ? 'lshift' : 'rshift'}`,
    (t, f) => {
      t.fpAccess();
      const a = named(t, 'Vn');
      const amount = direction === 'left' ? leftAmount : rightAmount;
      write(
        t,
        f.Q ? 128 : 64,
        of(t, lanes(sizeFrom(f)), a, amount, () => t.v('Vd')),
      );
    },
    { split, whereAll: (f) => f.Q === 1 || sizeOf(f) < 3 },
  ),
);

const scalars: Instruction[] = ROWS.flatMap(({ name, u, opcode, direction, scalar, of }) => {
  if (scalar === undefined) return [];
  const doublewords = scalar === 'D';
  return insn(
    `${nameOf(name)}, scalar`,
    `01 ${u} 111110 immh:4${doublewords ? '' : '!=0000'} immb:3 ${opcode} 1 Vn:5 Vd:5`,
    `${name.toLowerCase()} Vd.immh, Vn.immh, ${direction === 'left' ? 'lshift' : 'rshift'}`,
    (t, f) => {
      t.fpAccess();
      const l = lanes(doublewords ? 3 : sizeFrom(f));
      const a = named(t, 'Vn');
      write(
        t,
        l.bits,
        of(t, l, a, direction === 'left' ? leftAmount : rightAmount, () => t.v('Vd')),
      );
    },
    doublewords ? { whereAll: ({ immh }) => immh >= 8 } : { split },
  );
});

interface NarrowRow {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  /** How it saturates; not at all if absent. */
  readonly how?: Narrowing;
  readonly round: boolean;
}

// prettier-ignore
const NARROW: readonly NarrowRow[] = [
  { name: 'SHRN',     u: 0, opcode: '10000', round: false },
  { name: 'RSHRN',    u: 0, opcode: '10001', round: true },
  { name: 'SQSHRN',   u: 0, opcode: '10010', round: false, how: 'signed' },
  { name: 'SQRSHRN',  u: 0, opcode: '10011', round: true,  how: 'signed' },
  { name: 'SQSHRUN',  u: 1, opcode: '10000', round: false, how: 'signed to unsigned' },
  { name: 'SQRSHRUN', u: 1, opcode: '10001', round: true,  how: 'signed to unsigned' },
  { name: 'UQSHRN',   u: 1, opcode: '10010', round: false, how: 'unsigned' },
  { name: 'UQRSHRN',  u: 1, opcode: '10011', round: true,  how: 'unsigned' },
];

/** Narrow lanes are of 8, 16 or 32 bits: what both computed values together would stand for is never reached. */
const narrowSizeFrom = (f: Fields): number => Math.min(sizeFrom(f), 2);

/** Shifts wide lanes right, limits them, puts their low halves into Vd. */
function narrowing(t: Meaning, f: Fields, { how, round }: NarrowRow, scalar: boolean): void {
  t.fpAccess();
  const w = lanes(narrowSizeFrom(f) + 1);
  const a = named(t, 'Vn');
  const unsigned = how === 'unsigned' || how === undefined;
  const shift = round ? shiftRightRounding : shiftRightBelow;
  const shifted = shift(t, w, unsigned, a, rightAmount);
  if (how === undefined) {
    t.setV('Vd', narrow(t, f.Q, w, shifted, 0));
    return;
  }
  const { value, saturated } = limitToHalf(t, w, how, t.let(shifted));
  const result = { value: narrow(t, scalar ? 0 : f.Q, w, value, 0), saturated };
  if (scalar) write(t, w.bits / 2, result, w.bits);
  else write(t, 128, result);
}

const narrowings: Instruction[] = NARROW.flatMap((row) => {
  const { name, u, opcode, how } = row;
  const vector = insn(
    withHigh(name),
    `0 Q ${u} 011110 immh:4!=0000!=1xxx immb:3 ${opcode} 1 Vn:5 Vd:5`,
    `${name.toLowerCase()}<Q> Vd.I, Vn.IW, rshift`,
    (t, f) => narrowing(t, f, row, false),
    { split },
  );
  if (!how) return vector;
  return [
    vector,
    insn(
      `${name}, scalar`,
      `01 ${u} 111110 immh:4!=0000!=1xxx immb:3 ${opcode} 1 Vn:5 Vd:5`,
      `${name.toLowerCase()} Vd.immh, Vn.immhW, rshift`,
      (t, f) => narrowing(t, f, row, true),
      { split },
    ),
  ];
});

const lengthening: Instruction[] = (['S', 'U'] as const).map((s, u) => {
  const p = s.toLowerCase();
  return insn(
    withHigh(`${s}SHLL`),
    `0 Q ${u} 011110 immh:4!=0000!=1xxx immb:3 10100 1 Vn:5 Vd:5`,
    [`${p}shll<Q> Vd.IW, Vn.I, lshift`, assembleOnly(`${p}xtl<Q> Vd.IW, Vn.I`)],
    (t, f) => {
      t.fpAccess();
      const w = lanes(narrowSizeFrom(f) + 1);
      const long = extend(w, f.Q ? 'high' : 'low', u === 1, t.v('Vn'));
      t.setV('Vd', w.op('shl', long, t.imm32(leftAmount)));
    },
    { split },
  );
});

export const simdIntegerShift: readonly Instruction[] = [...vectors, ...scalars, ...narrowings, ...lengthening];
