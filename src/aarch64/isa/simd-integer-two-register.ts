/**
 * Integer Advanced SIMD with one source: Arm ARM C4.1, "Advanced SIMD two-register miscellaneous", "Advanced SIMD scalar
 * two-register miscellaneous", "Advanced SIMD across lanes", "Advanced SIMD scalar pairwise".
 */
import { i32, laneOp, op, shuffle, v128, type Expr } from '../../wasm/expr.js';
import type { Meaning } from '../meaning.js';
import {
  ZERO,
  addPairsLong,
  among,
  arranged,
  extend,
  extreme,
  greater,
  greaterEqual,
  lanes,
  leadingZeros,
  limitToHalf,
  lowBits,
  named,
  narrow,
  saturatingAdd,
  signs,
  withHigh,
  write,
  type Lanes,
  type Narrowing,
  type Result,
} from './simd-integer-lanes.js';
import { assembleOnly, insn, type Instruction } from './table.js';

type Operation = (t: Meaning, l: Lanes, a: Expr, d: () => Expr) => Result;

interface Row {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  readonly sizes: string;
  readonly scalar?: string;
  /** What follows the registers: comparisons are with zero. */
  readonly rest?: string;
  readonly of: Operation;
}

/** SQABS and SQNEG: the result is the least number only where the source was, and it has no counterpart. */
const saturatingUnary =
  (name: 'abs' | 'neg'): Operation =>
  (t, l, a) => {
    const value = t.let(l.op(name, a));
    const saturated = t.let(l.op('eq', a, l.min));
    return { value: op('v128.xor', value, saturated), saturated };
  };

/**
 * SUQADD and USQADD: the sum of a signed and an unsigned number. Moving the destination's range by half of it makes
 * both of one kind.
 */
const saturatingMixed =
  (unsigned: boolean): Operation =>
  (t, l, a, d) => {
    const moved = t.let(op('v128.xor', d(), l.min));
    const { value, saturated } = saturatingAdd(t, l, unsigned, false, moved, a);
    return { value: op('v128.xor', value, l.min), saturated };
  };

const countLeadingSigns: Operation = (t, l, a) => {
  // Bits that differ from the one below; the sign itself is not counted.
  const changes = t.let(op('v128.xor', a, l.op('shr_s', a, i32(1))));
  return l.op('sub', leadingZeros(t, l, changes), l.all(1));
};

const pairsLong =
  (unsigned: boolean, accumulate: boolean): Operation =>
  (_t, l, a, d) => {
    const w = lanes(l.size + 1);
    const sums = addPairsLong(w, unsigned, a);
    return accumulate ? w.op('add', d(), sums) : sums;
  };

// prettier-ignore
const ROWS: readonly Row[] = [
  { name: 'SADDLP', u: 0, opcode: '00010', sizes: '012',  of: pairsLong(false, false) },
  { name: 'UADDLP', u: 1, opcode: '00010', sizes: '012',  of: pairsLong(true, false) },
  { name: 'SUQADD', u: 0, opcode: '00011', sizes: '0123', scalar: '0123', of: saturatingMixed(true) },
  { name: 'USQADD', u: 1, opcode: '00011', sizes: '0123', scalar: '0123', of: saturatingMixed(false) },
  { name: 'CLS',    u: 0, opcode: '00100', sizes: '012',  of: countLeadingSigns },
  { name: 'CLZ',    u: 1, opcode: '00100', sizes: '012',  of: leadingZeros },
  { name: 'CNT',    u: 0, opcode: '00101', sizes: '0',    of: (_, l, a) => l.op('popcnt', a) },
  { name: 'SADALP', u: 0, opcode: '00110', sizes: '012',  of: pairsLong(false, true) },
  { name: 'UADALP', u: 1, opcode: '00110', sizes: '012',  of: pairsLong(true, true) },
  { name: 'SQABS',  u: 0, opcode: '00111', sizes: '0123', scalar: '0123', of: saturatingUnary('abs') },
  { name: 'SQNEG',  u: 1, opcode: '00111', sizes: '0123', scalar: '0123', of: saturatingUnary('neg') },
  { name: 'CMGT (zero)', u: 0, opcode: '01000', sizes: '0123', scalar: '3', rest: ', zero', of: (_, l, a) => greater(l, false, a, ZERO) },
  { name: 'CMGE (zero)', u: 1, opcode: '01000', sizes: '0123', scalar: '3', rest: ', zero', of: (_, l, a) => greaterEqual(l, false, a, ZERO) },
  { name: 'CMEQ (zero)', u: 0, opcode: '01001', sizes: '0123', scalar: '3', rest: ', zero', of: (_, l, a) => l.op('eq', a, ZERO) },
  { name: 'CMLE (zero)', u: 1, opcode: '01001', sizes: '0123', scalar: '3', rest: ', zero', of: (_, l, a) => greaterEqual(l, false, ZERO, a) },
  { name: 'CMLT (zero)', u: 0, opcode: '01010', sizes: '0123', scalar: '3', rest: ', zero', of: (_, l, a) => signs(l, a) },
  { name: 'ABS',    u: 0, opcode: '01011', sizes: '0123', scalar: '3',    of: (_, l, a) => l.op('abs', a) },
  { name: 'NEG',    u: 1, opcode: '01011', sizes: '0123', scalar: '3',    of: (_, l, a) => l.op('neg', a) },
];

/** The mnemonic in a name such as 'CMGT (zero)'. */
const mnemonic = (name: string): string => name.split(' ')[0].toLowerCase();
const isLong = (name: string): boolean => /^[SU]AD(DL|AL)P$/.test(name);

const vectors: Instruction[] = ROWS.map(({ name, u, opcode, sizes, rest, of }) =>
  insn(
    /^(ABS|NEG|CLS|CLZ)$/.test(name) ? `${name} (vector)` : name,
    `0 Q ${u} 01110 size:2 10000 ${opcode} 10 Vn:5 Vd:5`,
    `${mnemonic(name)} Vd.${isLong(name) ? 'P' : 'T'}, Vn.T${rest ?? ''}`,
    (t, { Q, size }) => {
      t.fpAccess();
      const a = named(t, 'Vn');
      write(
        t,
        Q ? 128 : 64,
        of(t, lanes(size), a, () => t.v('Vd')),
      );
    },
    { where: arranged(sizes) },
  ),
);

const scalars: Instruction[] = ROWS.flatMap(({ name, u, opcode, scalar, rest, of }) => {
  if (scalar === undefined) return [];
  return insn(
    `${name}, scalar`,
    `01 ${u} 11110 size:2 10000 ${opcode} 10 Vn:5 Vd:5`,
    `${mnemonic(name)} Vd.size, Vn.size${rest ?? ''}`,
    (t, { size }) => {
      t.fpAccess();
      const l = lanes(size);
      const a = named(t, 'Vn');
      write(
        t,
        l.bits,
        of(t, l, a, () => t.v('Vd')),
      );
    },
    { where: among(scalar) },
  );
});

/** Reversed nibbles, in the low and in the high half of a byte. */
const REVERSED = Array.from({ length: 16 }, (_, n) =>
  [1, 2, 4, 8].reduce((r, bit, i) => (n & bit ? r | (8 >> i) : r), 0),
);
const tableOf = (bytes: readonly number[]): Expr => {
  const half = (part: readonly number[]): bigint => part.reduceRight((v, byte) => (v << 8n) | BigInt(byte), 0n);
  return v128(half(bytes.slice(0, 8)), half(bytes.slice(8)));
};
const REVERSED_LOW = tableOf(REVERSED);
const REVERSED_HIGH = tableOf(REVERSED.map((n) => n << 4));

/** The two whose field size selects the operation. */
const bits: Instruction[] = [
  insn(
    'NOT',
    '0 Q 1 01110 00 10000 00101 10 Vn:5 Vd:5',
    ['mvn Vd.B, Vn.B', assembleOnly('not Vd.B, Vn.B')],
    (t, { Q }) => {
      t.fpAccess();
      t.setVector(Q, 'Vd', op('v128.not', t.v('Vn')));
    },
  ),
  insn('RBIT (vector)', '0 Q 1 01110 01 10000 00101 10 Vn:5 Vd:5', 'rbit Vd.B, Vn.B', (t, { Q }) => {
    t.fpAccess();
    const a = named(t, 'Vn');
    const low = op('i8x16.swizzle', REVERSED_HIGH, op('v128.and', a, lanes(0).all(15)));
    const high = op('i8x16.swizzle', REVERSED_LOW, op('i8x16.shr_u', a, i32(4)));
    t.setVector(Q, 'Vd', op('v128.or', low, high));
  }),
];

interface NarrowRow {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  /** How it saturates; not at all if absent. */
  readonly how?: Narrowing;
}

// prettier-ignore
const NARROW: readonly NarrowRow[] = [
  { name: 'XTN',    u: 0, opcode: '10010' },
  { name: 'SQXTUN', u: 1, opcode: '10010', how: 'signed to unsigned' },
  { name: 'SQXTN',  u: 0, opcode: '10100', how: 'signed' },
  { name: 'UQXTN',  u: 1, opcode: '10100', how: 'unsigned' },
];

const narrowings: Instruction[] = NARROW.flatMap(({ name, u, opcode, how }) => {
  const word = name.toLowerCase();
  const vector = insn(
    withHigh(name),
    `0 Q ${u} 01110 size:2!=11 10000 ${opcode} 10 Vn:5 Vd:5`,
    `${word}<Q> Vd.T, Vn.W`,
    (t, { Q, size }) => {
      t.fpAccess();
      const w = lanes(size + 1);
      if (how === undefined) {
        t.setV('Vd', narrow(t, Q, w, t.v('Vn'), 0));
        return;
      }
      const { value, saturated } = limitToHalf(t, w, how, named(t, 'Vn'));
      write(t, 128, { value: narrow(t, Q, w, value, 0), saturated });
    },
  );
  if (how === undefined) return vector;
  return [
    vector,
    insn(
      `${name}, scalar`,
      `01 ${u} 11110 size:2!=11 10000 ${opcode} 10 Vn:5 Vd:5`,
      `${word} Vd.size, Vn.sizeW`,
      (t, { size }) => {
        t.fpAccess();
        const w = lanes(size + 1);
        write(t, w.bits / 2, limitToHalf(t, w, how, named(t, 'Vn')), w.bits);
      },
    ),
  ];
});

/** SHLL shifts by the lanes' width: the low half of the wide lane is zero. */
const shiftLong = insn(
  'SHLL, SHLL2',
  '0 Q 1 01110 size:2!=11 10000 10011 10 Vn:5 Vd:5',
  'shll<Q> Vd.W, Vn.T, shll',
  (t, { Q, size }) => {
    t.fpAccess();
    const w = lanes(size + 1);
    t.setV('Vd', w.op('shl', extend(w, Q ? 'high' : 'low', true, t.v('Vn')), i32(w.bits / 2)));
  },
);

// Across lanes.

/** Lanes moved down by `bytes` bytes, round. */
const rotated = (a: Expr, bytes: number): Expr => {
  return shuffle(
    a,
    a,
    Array.from({ length: 16 }, (_, i) => (i + bytes) & 15),
  );
};

/** The sum of all lanes, in the lowest one of 32 bits, or of 64 for 32-bit lanes. */
function sumAcross(t: Meaning, l: Lanes, unsigned: boolean, a: Expr): Expr {
  let sum = a;
  let w = l;
  do {
    w = lanes(w.size + 1);
    sum = t.let(addPairsLong(w, unsigned, sum));
  } while (w.bits < 32);
  for (let bytes = 8; bytes >= w.bits / 8; bytes /= 2) sum = t.let(w.op('add', sum, rotated(sum, bytes)));
  return sum;
}

interface AcrossRow {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  readonly of: (t: Meaning, l: Lanes, q: number, a: Expr) => Expr;
  /** The result is twice as wide as the lanes. */
  readonly long?: true;
}

/** Sums of the low half only have zeros in the high one. */
const sum =
  (unsigned: boolean): AcrossRow['of'] =>
  (t, l, q, a) =>
    sumAcross(t, l, unsigned, q ? a : t.let(lowBits(64, a)));

const extremeAcross =
  (which: 'min' | 'max', unsigned: boolean): AcrossRow['of'] =>
  (t, l, q, a) => {
    let best = a;
    for (let bytes = q ? 8 : 4; bytes >= l.bits / 8; bytes /= 2) {
      best = t.let(extreme(l, which, unsigned, best, rotated(best, bytes)));
    }
    return best;
  };

// prettier-ignore
const ACROSS: readonly AcrossRow[] = [
  { name: 'SADDLV', u: 0, opcode: '00011', of: sum(false), long: true },
  { name: 'UADDLV', u: 1, opcode: '00011', of: sum(true), long: true },
  { name: 'SMAXV',  u: 0, opcode: '01010', of: extremeAcross('max', false) },
  { name: 'UMAXV',  u: 1, opcode: '01010', of: extremeAcross('max', true) },
  { name: 'SMINV',  u: 0, opcode: '11010', of: extremeAcross('min', false) },
  { name: 'UMINV',  u: 1, opcode: '11010', of: extremeAcross('min', true) },
  { name: 'ADDV',   u: 0, opcode: '11011', of: sum(true) },
];

const across: Instruction[] = ACROSS.map(({ name, u, opcode, of, long }) =>
  insn(
    name,
    `0 Q ${u} 01110 size:2 11000 ${opcode} 10 Vn:5 Vd:5`,
    `${name.toLowerCase()} Vd.${long ? 'sizeW' : 'size'}, Vn.T`,
    (t, { Q, size }) => {
      t.fpAccess();
      const l = lanes(size);
      const a = named(t, 'Vn');
      write(t, long ? 2 * l.bits : l.bits, of(t, l, Q, a));
    },
    // Two words are no vector to go across.
    { where: ({ Q, size }) => size < 2 || (size === 2 && Q === 1) },
  ),
);

const pairwise = insn('ADDP (scalar)', '01 0 11110 11 11000 11011 10 Vn:5 Vd:5', 'addp Dd, Vn.2d', (t) => {
  t.fpAccess();
  const a = named(t, 'Vn');
  t.setScalar('Vd', op('i64.add', laneOp('i64x2.extract_lane', 0, a), laneOp('i64x2.extract_lane', 1, a)));
});

export const simdIntegerTwoRegister: readonly Instruction[] = [
  ...vectors,
  ...scalars,
  ...bits,
  ...narrowings,
  shiftLong,
  ...across,
  pairwise,
];
