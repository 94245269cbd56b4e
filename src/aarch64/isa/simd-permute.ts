/** SIMD copies, permutations, table look-ups and reversals (Arm ARM C4.1.5): no arithmetic. */
import { i32, op, v128, type Expr } from '../../wasm/expr.js';
import type { Meaning } from '../meaning.js';
import { LETTER, bytesOf, gather, laneReader, laneWriter, range, splat, type LaneSize } from './simd-lanes.js';
import { alias, assembleOnly, insn, type Fields, type Instruction, type Syntax } from './table.js';

const SIZES: readonly LaneSize[] = [0, 1, 2, 3];

/** A lane's number and size as imm5 has them: the number (without a field: ignored), a one, a zero for each doubling. */
const imm5 = (size: LaneSize, field: string): string =>
  `${field ? `${field}:${4 - size}` : 'x'.repeat(4 - size)} 1${'0'.repeat(size)}`;

/** The lane's value as i32, or i64 for D, with zeros above. */
const lane = (t: Meaning, size: LaneSize, n: number): Expr => laneReader(t, size, n)(t.v('Vn'));

const copies: Instruction[] = SIZES.flatMap((size) => {
  const letter = LETTER[size];
  const upper = letter.toUpperCase();
  const general = size === 3 ? 'X' : 'W';
  const from = (t: Meaning): Expr => (size === 3 ? t.x('Rn') : t.w('Rn'));
  const where = { where: ({ Q }: Fields): boolean => size < 3 || Q === 1 };
  const scalar = `${upper}d, Vn.${letter}[index.i]`;
  return [
    insn(
      `DUP (element, ${upper})`,
      `0 Q 0 01110000 ${imm5(size, 'index')} 0 0000 1 Vn:5 Vd:5`,
      `dup Vd.${upper}, Vn.${letter}[index.i]`,
      (t, { Q, index }) => {
        t.fpAccess();
        const value = gather([t.let(t.v('Vn'))], bytesOf(size, Array<number>(16 >> size).fill(index)));
        t.setVector(Q, 'Vd', value);
      },
      where,
    ),
    insn(
      `DUP (scalar, ${upper})`,
      `01 0 11110000 ${imm5(size, 'index')} 0 0000 1 Vn:5 Vd:5`,
      [alias(`mov ${scalar}`), assembleOnly(`dup ${scalar}`)],
      (t, { index }) => {
        t.fpAccess();
        t.setScalar('Vd', lane(t, size, index));
      },
    ),
    insn(
      `DUP (general, ${upper})`,
      `0 Q 0 01110000 ${imm5(size, '')} 0 0001 1 Rn:5 Vd:5`,
      `dup Vd.${upper}, ${general}n`,
      (t, { Q }) => {
        t.fpAccess();
        t.setVector(Q, 'Vd', splat(size, from(t)));
      },
      where,
    ),
    insn(
      `INS (general, ${upper})`,
      `0 1 0 01110000 ${imm5(size, 'index')} 0 0011 1 Rn:5 Vd:5`,
      [`mov Vd.${letter}[index.i], ${general}n`, assembleOnly(`ins Vd.${letter}[index.i], ${general}n`)],
      (t, { index }) => {
        t.fpAccess();
        t.setV('Vd', laneWriter(t, size, index)(t.v('Vd'), from(t)));
      },
    ),
    insn(
      `INS (element, ${upper})`,
      // The low bits of imm4, below the lane's number, are ignored.
      `0 1 1 01110000 ${imm5(size, 'u_to')} 0 u_from:${4 - size} ${'x'.repeat(size)} 1 Vn:5 Vd:5`,
      [
        `mov Vd.${letter}[u_to.i], Vn.${letter}[u_from.i]`,
        assembleOnly(`ins Vd.${letter}[u_to.i], Vn.${letter}[u_from.i]`),
      ],
      (t) => {
        t.fpAccess();
        const value = laneReader(t, size, t.let(t.imm32((f) => f.u_from)))(t.v('Vn'));
        const write = laneWriter(t, size, t.let(t.imm32((f) => f.u_to)));
        t.setV('Vd', write(t.v('Vd'), value));
      },
    ),
    ...toGeneral(size),
  ];
});

/** SMOV and UMOV. UMOV of a whole register's width is written MOV. */
function toGeneral(size: LaneSize): Instruction[] {
  const letter = LETTER[size];
  const upper = letter.toUpperCase();
  const entry = (
    name: string,
    reg: 'W' | 'X',
    opcode: string,
    syntax: Syntax[],
    value: (t: Meaning, index: number) => void,
  ): Instruction =>
    insn(
      `${name} (${upper} to ${reg})`,
      `0 ${reg === 'X' ? 1 : 0} 0 01110000 ${imm5(size, 'index')} 0 ${opcode} 1 Vn:5 Rd:5`,
      syntax,
      (t, { index }) => {
        t.fpAccess();
        value(t, index);
      },
    );
  const operands = (reg: string): string => `${reg}d, Vn.${letter}[index.i]`;
  const signed = (reg: 'W' | 'X'): Instruction =>
    entry('SMOV', reg, '0101', [{ text: `smov ${operands(reg)}` }], (t, index) => {
      const value = lane(t, size, index);
      if (reg === 'W') return t.setW('Rd', op(size === 0 ? 'i32.extend8_s' : 'i32.extend16_s', value));
      t.setX('Rd', op(['i64.extend8_s', 'i64.extend16_s', 'i64.extend32_s'][size], t.extendU(value)));
    });
  const reg = size === 3 ? 'X' : 'W';
  const unsigned = entry(
    'UMOV',
    reg,
    '0111',
    size < 2
      ? [{ text: `umov ${operands(reg)}` }]
      : [alias(`mov ${operands(reg)}`), assembleOnly(`umov ${operands(reg)}`)],
    (t, index) => (size === 3 ? t.setX('Rd', lane(t, size, index)) : t.setW('Rd', lane(t, size, index))),
  );
  if (size === 3) return [unsigned];
  return size === 2 ? [signed('X'), unsigned] : [signed('W'), signed('X'), unsigned];
}

// ------------------------------------------------------------------------------------------------ permutations

/** A constant from its bytes. */
const v128Bytes = (bytes: readonly number[]): Expr => {
  const half = (first: number): bigint =>
    bytes.slice(first, first + 8).reduceRight((n, b) => (n << 8n) | BigInt(b), 0n);
  return v128(half(0), half(8));
};

/** Two low halves side by side. */
const lowHalves = (a: Expr, b: Expr): Expr => gather([a, b], [...range(8), ...range(8).map((i) => 16 + i)]);

/** EXT: bytes of Vn:Vm from a position on. */
const extract: Instruction[] = [0, 1].map((q) => {
  const [arrangement, position] = q ? ['16b', 'imm4'] : ['8b', 'imm3'];
  return insn(
    `EXT (${q ? 128 : 64}-bit)`,
    `0 ${q} 1 01110 00 0 Vm:5 0 ${q ? 'imm4:4' : '0 imm3:3'} 0 Vn:5 Vd:5`,
    `ext Vd.${arrangement}, Vn.${arrangement}, Vm.${arrangement}, ${position}`,
    (t) => {
      t.fpAccess();
      const from = t.let(t.imm32((f) => f[position]));
      const [n, m] = [t.let(t.v('Vn')), t.let(t.v('Vm'))];
      if (from.kind === 'const') {
        const bytes = range(16).map((i) => i + from.value);
        return t.setVector(q, 'Vd', q ? gather([n, m], bytes) : op('i8x16.swizzle', lowHalves(n, m), v128Bytes(bytes)));
      }
      // Look-ups of numbers outside a vector give zero.
      const at = t.let(op('i8x16.add', v128Bytes(range(16)), op('i8x16.splat', from)));
      if (!q) return t.setVector(0, 'Vd', op('i8x16.swizzle', lowHalves(n, m), at));
      const behind = op('i8x16.sub', at, op('i8x16.splat', i32(16)));
      t.setV('Vd', op('v128.or', op('i8x16.swizzle', n, at), op('i8x16.swizzle', m, behind)));
    },
  );
});

/** TBL and TBX: 1 to 4 registers in a row as a table of bytes. */
const lookUps: Instruction[] = [0, 1].flatMap((extension) =>
  [1, 2, 3, 4].map((count) =>
    insn(
      `${extension ? 'TBX' : 'TBL'} (${count} registers)`,
      `0 Q 001110 000 Vm:5 0 ${(count - 1) >> 1}${(count - 1) & 1} ${extension} 00 Vn:5 Vd:5`,
      `${extension ? 'tbx' : 'tbl'} Vd.B, Vn.16b.x${count}, Vm.B`,
      (t, { Q }) => {
        t.fpAccess();
        const at = t.let(t.v('Vm'));
        // Numbers below 0 become large ones, for which a swizzle gives zero.
        const part = (n: number): Expr =>
          op('i8x16.swizzle', t.v('Vn', n), n ? op('i8x16.sub', at, op('i8x16.splat', i32(16 * n))) : at);
        let value = part(0);
        for (let n = 1; n < count; n++) value = op('v128.or', value, part(n));
        if (extension) {
          const inside = op('i8x16.lt_u', at, op('i8x16.splat', i32(16 * count)));
          value = op('v128.bitselect', value, t.v('Vd'), inside);
        }
        t.setVector(Q, 'Vd', value);
      },
    ),
  ),
);

/** ZIP, UZP and TRN choose lanes of Vn:Vm by number; lanes of Vm count on from Vn's. */
const INTERLEAVED: readonly {
  readonly name: string;
  readonly opcode: string;
  /** Lane `i` of the result, of vectors with `count` lanes. */
  readonly from: (i: number, count: number) => number;
}[] = [
  { name: 'UZP1', opcode: '001', from: (i) => 2 * i },
  { name: 'TRN1', opcode: '010', from: (i, count) => (i & ~1) + (i & 1) * count },
  { name: 'ZIP1', opcode: '011', from: (i, count) => (i >> 1) + (i & 1) * count },
  { name: 'UZP2', opcode: '101', from: (i) => 2 * i + 1 },
  { name: 'TRN2', opcode: '110', from: (i, count) => (i | 1) + (i & 1) * count },
  { name: 'ZIP2', opcode: '111', from: (i, count) => (i >> 1) + (count >> 1) + (i & 1) * count },
];

const interleaved: Instruction[] = INTERLEAVED.map(({ name, opcode, from }) =>
  insn(
    name,
    `0 Q 0 01110 size:2 0 Vm:5 0 ${opcode} 10 Vn:5 Vd:5`,
    `${name.toLowerCase()} Vd.T, Vn.T, Vm.T`,
    (t, { Q, size }) => {
      t.fpAccess();
      const count = (8 << Q) >> size;
      // Lanes of Vm begin with byte 16 of the two. For 64-bit vectors what comes above is cleared.
      const bytes = range(16 >> size).flatMap((i) => {
        const n = from(i % count, count);
        return bytesOf(size as LaneSize, [(n % count) + (n >= count ? 16 >> size : 0)]);
      });
      t.setVector(Q, 'Vd', gather([t.let(t.v('Vn')), t.let(t.v('Vm'))], bytes));
    },
    { where: ({ Q, size }) => size < 3 || Q === 1 },
  ),
);

/** REV16, REV32, REV64: lanes in reverse order within containers. */
const reversals: Instruction[] = (
  [
    { name: 'REV64', u: 0, o0: 0, container: 3 },
    { name: 'REV32', u: 1, o0: 0, container: 2 },
    { name: 'REV16', u: 0, o0: 1, container: 1 },
  ] as const
).map(({ name, u, o0, container }) =>
  insn(
    `${name} (vector)`,
    `0 Q ${u} 01110 size:2 10000 0000${o0} 10 Vn:5 Vd:5`,
    `${name.toLowerCase()} Vd.T, Vn.T`,
    (t, { Q, size }) => {
      t.fpAccess();
      const inContainer = (1 << (container - size)) - 1;
      const bytes = bytesOf(
        size as LaneSize,
        range(16 >> size).map((i) => i ^ inContainer),
      );
      t.setVector(Q, 'Vd', gather([t.let(t.v('Vn'))], bytes));
    },
    { where: ({ size }) => size < container },
  ),
);

export const simdPermute: Instruction[] = [...copies, ...extract, ...lookUps, ...interleaved, ...reversals];
