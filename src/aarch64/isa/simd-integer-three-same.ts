/**
 * Integer Advanced SIMD with two sources of the destination's shape: Arm ARM C4.1, "Advanced SIMD three same", "Advanced SIMD
 * scalar three same".
 */
import { i32, op, shuffle, type Expr } from '../../wasm/expr.js';
import type { Meaning } from '../meaning.js';
import {
  ZERO,
  absoluteDifference,
  among,
  arranged,
  doublingMultiplyHigh,
  extreme,
  greater,
  greaterEqual,
  lanes,
  multiply,
  named,
  pairBytes,
  polynomialMultiply,
  saturatingAdd,
  variableShift,
  write,
  type Lanes,
  type Result,
} from './simd-integer-lanes.js';
import { alias, assembleOnly, insn, type Fields, type Instruction, type Syntax } from './table.js';

/** What an instruction does with its sources; `d` reads the destination, once. */
type Operation = (t: Meaning, l: Lanes, a: Expr, b: Expr, d: () => Expr, q: number) => Result;

interface Row {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  /** Sizes of lanes in vectors, 0 to 3; 3 needs 128 bits. */
  readonly sizes: string;
  /** Sizes as a scalar instruction; none if absent. */
  readonly scalar?: string;
  readonly of: Operation;
}

const ONE = i32(1);

/** An operation of WebAssembly that is the instruction. */
const plain =
  (name: string): Operation =>
  (_t, l, a, b) =>
    l.op(name, a, b);

/** (a + b) >> 1: the common bits, and half of those that differ. */
const halvingAdd =
  (shift: string): Operation =>
  (_t, l, a, b) =>
    l.op('add', op('v128.and', a, b), l.op(shift, op('v128.xor', a, b), ONE));

/** (a + b + 1) >> 1. */
const roundingHalvingAdd =
  (shift: string): Operation =>
  (_t, l, a, b) =>
    shift === 'shr_u' && l.bits < 32
      ? l.op('avgr_u', a, b)
      : l.op('sub', op('v128.or', a, b), l.op(shift, op('v128.xor', a, b), ONE));

/** (a - b) >> 1: half of the bits that differ, less those that only b has. */
const halvingSubtract =
  (shift: string): Operation =>
  (_t, l, a, b) =>
    l.op('sub', l.op(shift, op('v128.xor', a, b), ONE), op('v128.andnot', b, a));

/** Joins the sources and applies an operation to pairs of neighbours. */
const pairwise =
  (name: string): Operation =>
  (_t, l, a, b, _d, q) => {
    const bits = q ? 128 : 64;
    return l.op(name, shuffle(a, b, pairBytes(l, bits, 0)), shuffle(a, b, pairBytes(l, bits, 1)));
  };

const saturating =
  (unsigned: boolean, subtract: boolean): Operation =>
  (t, l, a, b) =>
    saturatingAdd(t, l, unsigned, subtract, a, b);

const shift =
  (unsigned: boolean, round: boolean, saturate: boolean): Operation =>
  (t, l, a, b) =>
    variableShift(t, l, { unsigned, round, saturate }, a, b);

const limit =
  (which: 'min' | 'max', unsigned: boolean): Operation =>
  (_t, l, a, b) =>
    extreme(l, which, unsigned, a, b);

const difference =
  (unsigned: boolean): Operation =>
  (_t, l, a, b) =>
    absoluteDifference(l, unsigned, a, b);

const accumulated =
  (operation: (l: Lanes, a: Expr, b: Expr) => Expr, into: 'add' | 'sub'): Operation =>
  (_t, l, a, b, d) =>
    l.op(into, d(), operation(l, a, b));

// prettier-ignore
const ROWS: readonly Row[] = [
  { name: 'SHADD',    u: 0, opcode: '00000', sizes: '012',  of: halvingAdd('shr_s') },
  { name: 'UHADD',    u: 1, opcode: '00000', sizes: '012',  of: halvingAdd('shr_u') },
  { name: 'SQADD',    u: 0, opcode: '00001', sizes: '0123', scalar: '0123', of: saturating(false, false) },
  { name: 'UQADD',    u: 1, opcode: '00001', sizes: '0123', scalar: '0123', of: saturating(true, false) },
  { name: 'SRHADD',   u: 0, opcode: '00010', sizes: '012',  of: roundingHalvingAdd('shr_s') },
  { name: 'URHADD',   u: 1, opcode: '00010', sizes: '012',  of: roundingHalvingAdd('shr_u') },
  { name: 'SHSUB',    u: 0, opcode: '00100', sizes: '012',  of: halvingSubtract('shr_s') },
  { name: 'UHSUB',    u: 1, opcode: '00100', sizes: '012',  of: halvingSubtract('shr_u') },
  { name: 'SQSUB',    u: 0, opcode: '00101', sizes: '0123', scalar: '0123', of: saturating(false, true) },
  { name: 'UQSUB',    u: 1, opcode: '00101', sizes: '0123', scalar: '0123', of: saturating(true, true) },
  { name: 'CMGT (register)', u: 0, opcode: '00110', sizes: '0123', scalar: '3', of: (_, l, a, b) => greater(l, false, a, b) },
  { name: 'CMHI (register)', u: 1, opcode: '00110', sizes: '0123', scalar: '3', of: (_, l, a, b) => greater(l, true, a, b) },
  { name: 'CMGE (register)', u: 0, opcode: '00111', sizes: '0123', scalar: '3', of: (_, l, a, b) => greaterEqual(l, false, a, b) },
  { name: 'CMHS (register)', u: 1, opcode: '00111', sizes: '0123', scalar: '3', of: (_, l, a, b) => greaterEqual(l, true, a, b) },
  { name: 'SSHL',     u: 0, opcode: '01000', sizes: '0123', scalar: '3',    of: shift(false, false, false) },
  { name: 'USHL',     u: 1, opcode: '01000', sizes: '0123', scalar: '3',    of: shift(true, false, false) },
  { name: 'SQSHL (register)', u: 0, opcode: '01001', sizes: '0123', scalar: '0123', of: shift(false, false, true) },
  { name: 'UQSHL (register)', u: 1, opcode: '01001', sizes: '0123', scalar: '0123', of: shift(true, false, true) },
  { name: 'SRSHL',    u: 0, opcode: '01010', sizes: '0123', scalar: '3',    of: shift(false, true, false) },
  { name: 'URSHL',    u: 1, opcode: '01010', sizes: '0123', scalar: '3',    of: shift(true, true, false) },
  { name: 'SQRSHL',   u: 0, opcode: '01011', sizes: '0123', scalar: '0123', of: shift(false, true, true) },
  { name: 'UQRSHL',   u: 1, opcode: '01011', sizes: '0123', scalar: '0123', of: shift(true, true, true) },
  { name: 'SMAX',     u: 0, opcode: '01100', sizes: '012',  of: limit('max', false) },
  { name: 'UMAX',     u: 1, opcode: '01100', sizes: '012',  of: limit('max', true) },
  { name: 'SMIN',     u: 0, opcode: '01101', sizes: '012',  of: limit('min', false) },
  { name: 'UMIN',     u: 1, opcode: '01101', sizes: '012',  of: limit('min', true) },
  { name: 'SABD',     u: 0, opcode: '01110', sizes: '012',  of: difference(false) },
  { name: 'UABD',     u: 1, opcode: '01110', sizes: '012',  of: difference(true) },
  { name: 'SABA',     u: 0, opcode: '01111', sizes: '012',  of: accumulated((l, a, b) => absoluteDifference(l, false, a, b), 'add') },
  { name: 'UABA',     u: 1, opcode: '01111', sizes: '012',  of: accumulated((l, a, b) => absoluteDifference(l, true, a, b), 'add') },
  { name: 'ADD',      u: 0, opcode: '10000', sizes: '0123', scalar: '3',    of: plain('add') },
  { name: 'SUB',      u: 1, opcode: '10000', sizes: '0123', scalar: '3',    of: plain('sub') },
  { name: 'CMTST',    u: 0, opcode: '10001', sizes: '0123', scalar: '3',    of: (_, l, a, b) => l.op('ne', op('v128.and', a, b), ZERO) },
  { name: 'CMEQ (register)', u: 1, opcode: '10001', sizes: '0123', scalar: '3', of: plain('eq') },
  { name: 'MLA',      u: 0, opcode: '10010', sizes: '012',  of: accumulated(multiply, 'add') },
  { name: 'MLS',      u: 1, opcode: '10010', sizes: '012',  of: accumulated(multiply, 'sub') },
  { name: 'MUL',      u: 0, opcode: '10011', sizes: '012',  of: (_, l, a, b) => multiply(l, a, b) },
  { name: 'PMUL',     u: 1, opcode: '10011', sizes: '0',    of: polynomialMultiply },
  { name: 'SMAXP',    u: 0, opcode: '10100', sizes: '012',  of: pairwise('max_s') },
  { name: 'UMAXP',    u: 1, opcode: '10100', sizes: '012',  of: pairwise('max_u') },
  { name: 'SMINP',    u: 0, opcode: '10101', sizes: '012',  of: pairwise('min_s') },
  { name: 'UMINP',    u: 1, opcode: '10101', sizes: '012',  of: pairwise('min_u') },
  { name: 'SQDMULH',  u: 0, opcode: '10110', sizes: '12',   scalar: '12',   of: (t, l, a, b) => doublingMultiplyHigh(t, l, false, a, b) },
  { name: 'SQRDMULH', u: 1, opcode: '10110', sizes: '12',   scalar: '12',   of: (t, l, a, b) => doublingMultiplyHigh(t, l, true, a, b) },
  { name: 'ADDP',     u: 0, opcode: '10111', sizes: '0123', of: pairwise('add') },
];

/** The mnemonic in a name such as 'CMGT (register)'. */
const mnemonic = (name: string): string => name.split(' ')[0].toLowerCase();

/** The comparisons that GNU and LLVM take with their operands the other way round. */
const SWAPPED: Readonly<Record<string, string>> = { cmgt: 'cmlt', cmge: 'cmle', cmhi: 'cmlo', cmhs: 'cmls' };

/** The forms of a row, and those with swapped operands; `?` stands for the arrangement or size. */
function formsOf(name: string, arrangement: string): (string | Syntax)[] {
  const word = mnemonic(name);
  const swapped = SWAPPED[word];
  const form = (text: string): string => text.replaceAll('?', arrangement);
  const forms = [form(`${word} Vd.?, Vn.?, Vm.?`)];
  return swapped ? [...forms, assembleOnly(form(`${swapped} Vd.?, Vm.?, Vn.?`))] : forms;
}

const vectors: Instruction[] = ROWS.map(({ name, u, opcode, sizes, of }) =>
  insn(
    name.includes('(') ? name : `${name} (vector)`,
    `0 Q ${u} 01110 size:2 1 Vm:5 ${opcode} 1 Vn:5 Vd:5`,
    formsOf(name, 'T'),
    (t, { Q, size }) => {
      t.fpAccess();
      const a = named(t, 'Vn');
      const b = named(t, 'Vm');
      write(
        t,
        Q ? 128 : 64,
        of(t, lanes(size), a, b, () => t.v('Vd'), Q),
      );
    },
    { where: arranged(sizes) },
  ),
);

const scalars: Instruction[] = ROWS.flatMap(({ name, u, opcode, scalar, of }) => {
  if (scalar === undefined) return [];
  return insn(
    `${name.replace(' (register)', '')} (scalar)`,
    `01 ${u} 11110 size:2 1 Vm:5 ${opcode} 1 Vn:5 Vd:5`,
    formsOf(name, 'size'),
    (t, { size }) => {
      t.fpAccess();
      const l = lanes(size);
      const a = named(t, 'Vn');
      const b = named(t, 'Vm');
      write(
        t,
        l.bits,
        of(t, l, a, b, () => t.v('Vd'), 0),
      );
    },
    { where: among(scalar) },
  );
});

/** Operations on bits: the field size is part of the opcode. */
interface BitsRow {
  readonly name: string;
  readonly u: 0 | 1;
  readonly size: string;
  readonly of: (n: Expr, m: Expr, d: () => Expr) => Expr;
}

// prettier-ignore
const BITS: readonly BitsRow[] = [
  { name: 'AND (vector)', u: 0, size: '00', of: (n, m) => op('v128.and', n, m) },
  { name: 'BIC (vector, register)', u: 0, size: '01', of: (n, m) => op('v128.andnot', n, m) },
  { name: 'ORR (vector, register)', u: 0, size: '10', of: (n, m) => op('v128.or', n, m) },
  { name: 'ORN (vector)', u: 0, size: '11', of: (n, m) => op('v128.or', n, op('v128.not', m)) },
  { name: 'EOR (vector)', u: 1, size: '00', of: (n, m) => op('v128.xor', n, m) },
  { name: 'BSL', u: 1, size: '01', of: (n, m, d) => op('v128.bitselect', n, m, d()) },
  { name: 'BIT', u: 1, size: '10', of: (n, m, d) => op('v128.bitselect', n, d(), m) },
  { name: 'BIF', u: 1, size: '11', of: (n, m, d) => op('v128.bitselect', d(), n, m) },
];

const bits: Instruction[] = BITS.map(({ name, u, size, of }) => {
  const form = `${mnemonic(name)} Vd.B, Vn.B, Vm.B`;
  const same = ({ Vn, Vm }: Fields): boolean => Vn === Vm;
  return insn(
    name,
    `0 Q ${u} 01110 ${size} 1 Vm:5 00011 1 Vn:5 Vd:5`,
    name.startsWith('ORR') ? [alias('mov Vd.B, Vnm.B', {}, same), form] : form,
    (t, { Q }) => {
      t.fpAccess();
      t.setVector(
        Q,
        'Vd',
        of(t.v('Vn'), t.v('Vm'), () => t.v('Vd')),
      );
    },
  );
});

export const simdIntegerThreeSame: readonly Instruction[] = [...vectors, ...scalars, ...bits];
