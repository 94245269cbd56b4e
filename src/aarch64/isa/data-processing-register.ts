/** Data processing, register (Arm ARM C4.1.5). */
import { i32, i64, op, type Expr, type Meaning } from '../meaning.js';
import { alias, insn, type Fields, type Instruction } from './table.js';

type Logic = 'and' | 'or' | 'xor';

/** Rm shifted by an immediate: LSL, LSR, ASR, ROR as `shift` says. */
function shiftedRm(t: Meaning, { sf, shift, shifted }: Fields): Expr {
  const rm = t.r(sf, 'Rm');
  if (!shifted) return rm;
  const amount = t.immR(sf, (f) => f.imm6);
  return [t.shl(rm, amount), t.shrU(rm, amount), t.shrS(rm, amount), t.rotr(rm, amount)][shift];
}

/** An unshifted register is by far the most frequent operand. */
const split = { shifted: (f: Fields): boolean => f.imm6 !== 0 };
const amountInWidth = (f: Fields): boolean => f.sf === 1 || f.imm6 < 32;

interface LogicalRow {
  readonly name: string;
  readonly opc: string;
  readonly n: 0 | 1;
  readonly logic: Logic;
  readonly mnemonic: string;
  readonly flags?: boolean;
}

// prettier-ignore
const LOGICAL: readonly LogicalRow[] = [
  { name: 'AND',  opc: '00', n: 0, logic: 'and', mnemonic: 'and' },
  { name: 'BIC',  opc: '00', n: 1, logic: 'and', mnemonic: 'bic' },
  { name: 'ORR',  opc: '01', n: 0, logic: 'or',  mnemonic: 'orr' },
  { name: 'ORN',  opc: '01', n: 1, logic: 'or',  mnemonic: 'orn' },
  { name: 'EOR',  opc: '10', n: 0, logic: 'xor', mnemonic: 'eor' },
  { name: 'EON',  opc: '10', n: 1, logic: 'xor', mnemonic: 'eon' },
  { name: 'ANDS', opc: '11', n: 0, logic: 'and', mnemonic: 'ands', flags: true },
  { name: 'BICS', opc: '11', n: 1, logic: 'and', mnemonic: 'bics', flags: true },
];

const LOGICAL_ALIASES: Readonly<Record<string, ReturnType<typeof alias>>> = {
  ORR: alias('mov Rd, Rm', { Rn: 31, shift: 0, imm6: 0 }),
  ORN: alias('mvn Rd, Rm{, shift}', { Rn: 31 }),
  ANDS: alias('tst Rn, Rm{, shift}', { Rd: 31 }),
};

export const logicalShiftedRegister: Instruction[] = LOGICAL.map(({ name, opc, n, logic, mnemonic, flags }) => {
  const text = `${mnemonic} Rd, Rn, Rm{, shift}`;
  const aliases = LOGICAL_ALIASES[name];
  return insn(
    `${name} (shifted register)`,
    `sf ${opc} 01010 shift:2 ${n} Rm:5 imm6:6 Rn:5 Rd:5`,
    aliases ? [aliases, text] : text,
    (t, f) => {
      const operand = shiftedRm(t, f);
      const value = t[logic](t.r(f.sf, 'Rn'), n ? t.not(operand) : operand);
      t.setR(f.sf, 'Rd', flags ? t.logicSetFlags(value) : value);
    },
    { whereAll: amountInWidth, split },
  );
});

/** ADD, ADDS, SUB, SUBS: bits op and S, and their aliases with the zero register. */
const ADD_SUB = [
  { name: 'ADD', op: 0, s: 0 },
  { name: 'ADDS', op: 0, s: 1 },
  { name: 'SUB', op: 1, s: 0 },
  { name: 'SUBS', op: 1, s: 1 },
] as const;

function addSub(t: Meaning, row: (typeof ADD_SUB)[number], a: Expr, b: Expr): Expr {
  if (row.s) return t.addSetFlags(row.op === 1, a, b);
  return row.op ? t.sub(a, b) : t.add(a, b);
}

const SHIFTED_ALIASES: Readonly<Record<string, readonly ReturnType<typeof alias>[]>> = {
  ADD: [],
  ADDS: [alias('cmn Rn, Rm{, shift}', { Rd: 31 })],
  SUB: [alias('neg Rd, Rm{, shift}', { Rn: 31 })],
  SUBS: [alias('cmp Rn, Rm{, shift}', { Rd: 31 }), alias('negs Rd, Rm{, shift}', { Rn: 31 })],
};

export const addSubtractShiftedRegister: Instruction[] = ADD_SUB.map((row) =>
  insn(
    `${row.name} (shifted register)`,
    `sf ${row.op} ${row.s} 01011 shift:2!=11 0 Rm:5 imm6:6 Rn:5 Rd:5`,
    [...SHIFTED_ALIASES[row.name], `${row.name.toLowerCase()} Rd, Rn, Rm{, shift}`],
    (t, f) => t.setR(f.sf, 'Rd', addSub(t, row, t.r(f.sf, 'Rn'), shiftedRm(t, f))),
    { whereAll: amountInWidth, split },
  ),
);

/** Rm extended from 8, 16, 32 or 64 bits, then shifted left by up to 4 (Arm ARM ExtendReg). */
function extendedRm(t: Meaning, { sf, option }: Fields): Expr {
  const wide = sf === 1;
  const amount = t.immR(sf, (f) => f.imm3);
  return t.shl(extend(t, wide, option), amount);
}

/** Rm extended as `option` says (UXTB to SXTX), to the width asked for. */
export function extend(t: Meaning, wide: boolean, option: number): Expr {
  if (!wide) {
    const w = t.w('Rm');
    return [
      (): Expr => op('i32.and', w, i32(0xff)),
      (): Expr => op('i32.and', w, i32(0xffff)),
      (): Expr => w,
      (): Expr => w,
      (): Expr => op('i32.extend8_s', w),
      (): Expr => op('i32.extend16_s', w),
      (): Expr => w,
      (): Expr => w,
    ][option]();
  }
  return [
    (): Expr => op('i64.and', t.x('Rm'), i64(0xff)),
    (): Expr => op('i64.and', t.x('Rm'), i64(0xffff)),
    (): Expr => op('i64.extend_i32_u', t.w('Rm')),
    (): Expr => t.x('Rm'),
    (): Expr => op('i64.extend8_s', t.x('Rm')),
    (): Expr => op('i64.extend16_s', t.x('Rm')),
    (): Expr => op('i64.extend_i32_s', t.w('Rm')),
    (): Expr => t.x('Rm'),
  ][option]();
}

export const addSubtractExtendedRegister: Instruction[] = ADD_SUB.map((row) => {
  const d = row.s ? 'Rd' : 'Rd|sp';
  const text = `${row.name.toLowerCase()} ${d}, Rn|sp, Rm.ext`;
  const compare = { ADDS: 'cmn', SUBS: 'cmp' } as Readonly<Record<string, string>>;
  const mnemonic = compare[row.name];
  return insn(
    `${row.name} (extended register)`,
    `sf ${row.op} ${row.s} 01011001 Rm:5 option:3 imm3:3 Rn:5 Rd:5`,
    mnemonic ? [alias(`${mnemonic} Rn|sp, Rm.ext`, { Rd: 31 }), text] : text,
    (t, f) => {
      const value = addSub(t, row, t.rsp(f.sf, 'Rn'), extendedRm(t, f));
      if (row.s) t.setR(f.sf, 'Rd', value);
      else t.setRsp(f.sf, 'Rd', value);
    },
    { whereAll: (f) => f.imm3 <= 4 },
  );
});

export const addSubtractWithCarry: Instruction[] = ADD_SUB.map((row) => {
  const mnemonic = { ADD: 'adc', ADDS: 'adcs', SUB: 'sbc', SUBS: 'sbcs' }[row.name];
  const text = `${mnemonic} Rd, Rn, Rm`;
  const negate = { ADD: '', ADDS: '', SUB: 'ngc', SUBS: 'ngcs' }[row.name];
  return insn(
    mnemonic.toUpperCase(),
    `sf ${row.op} ${row.s} 11010000 Rm:5 000000 Rn:5 Rd:5`,
    negate ? [alias(`${negate} Rd, Rm`, { Rn: 31 }), text] : text,
    (t, { sf }) => {
      const rm = t.r(sf, 'Rm');
      const operand = row.op ? t.not(rm) : rm;
      const a = t.r(sf, 'Rn');
      if (row.s) t.setR(sf, 'Rd', t.addWithCarrySetFlags(a, operand));
      else t.setR(sf, 'Rd', t.add(t.add(a, operand), t.carryIn(a.type)));
    },
  );
});

export const conditionalCompare: Instruction[] = (['CCMN', 'CCMP'] as const).flatMap((name, opBit) =>
  (['register', 'immediate'] as const).map((form) =>
    insn(
      `${name} (${form})`,
      `sf ${opBit} 1 11010010 ${form === 'register' ? 'Rm:5' : 'imm5:5'} cond:4 ${form === 'register' ? '00' : '10'} Rn:5 0 imm_nzcv:4`,
      `${name.toLowerCase()} Rn, ${form === 'register' ? 'Rm' : 'imm5'}, imm_nzcv, cond`,
      (t, { sf, cond }) => {
        const b = t.copy(form === 'register' ? t.r(sf, 'Rm') : t.immR(sf, (f) => f.imm5));
        t.if(
          t.condition(cond),
          () => void t.addSetFlags(opBit === 1, t.r(sf, 'Rn'), b),
          () => t.setFlagsImmediate((f) => f.imm_nzcv),
        );
      },
    ),
  ),
);

const inverse = (f: Fields): boolean => (f.cond & 0xe) !== 0xe;

// prettier-ignore
const CONDITIONAL_SELECT = [
  { name: 'CSEL',  op: 0, op2: '00', otherwise: (_: Meaning, m: Expr): Expr => m },
  { name: 'CSINC', op: 0, op2: '01', otherwise: (t: Meaning, m: Expr): Expr => t.add(m, t.constant(m.type, 1)) },
  { name: 'CSINV', op: 1, op2: '00', otherwise: (t: Meaning, m: Expr): Expr => t.not(m) },
  { name: 'CSNEG', op: 1, op2: '01', otherwise: (t: Meaning, m: Expr): Expr => t.sub(t.constant(m.type, 0), m) },
];

const SELECT_ALIASES: Readonly<Record<string, readonly ReturnType<typeof alias>[]>> = {
  CSEL: [],
  CSINC: [
    alias('cset Rd, invcond', { Rm: 31, Rn: 31 }, inverse),
    alias('cinc Rd, Rnm, invcond', {}, (f) => inverse(f) && f.Rn === f.Rm && f.Rn !== 31),
  ],
  CSINV: [
    alias('csetm Rd, invcond', { Rm: 31, Rn: 31 }, inverse),
    alias('cinv Rd, Rnm, invcond', {}, (f) => inverse(f) && f.Rn === f.Rm && f.Rn !== 31),
  ],
  CSNEG: [alias('cneg Rd, Rnm, invcond', {}, (f) => inverse(f) && f.Rn === f.Rm)],
};

export const conditionalSelect: Instruction[] = CONDITIONAL_SELECT.map((row) =>
  insn(
    row.name,
    `sf ${row.op} 0 11010100 Rm:5 cond:4 ${row.op2} Rn:5 Rd:5`,
    [...SELECT_ALIASES[row.name], `${row.name.toLowerCase()} Rd, Rn, Rm, cond`],
    (t, { sf, cond }) => t.setR(sf, 'Rd', t.select(t.condition(cond), t.r(sf, 'Rn'), row.otherwise(t, t.r(sf, 'Rm')))),
  ),
);

/** x / y as the Arm ARM has it: by zero is zero, and the most negative number by -1 is itself. */
function divide(t: Meaning, isSigned: boolean, n: Expr, d: Expr): Expr {
  const a = t.let(n);
  const b = t.let(d);
  const zero = t.constant(a.type, 0);
  const result = t.fn.local(a.type);
  t.fn.set(result, zero);
  t.if(t.cmp('ne', b, zero), () => {
    if (!isSigned) return t.fn.set(result, op(`${a.type}.div_u`, a, b));
    // Dividing by -1 is negation, which does not trap on overflow as WebAssembly's division does.
    t.if(
      t.cmp('eq', b, t.constant(a.type, -1)),
      () => t.fn.set(result, t.sub(zero, a)),
      () => t.fn.set(result, op(`${a.type}.div_s`, a, b)),
    );
  });
  return result;
}

type Binary = (t: Meaning, a: Expr, b: Expr) => Expr;

// prettier-ignore
const TWO_SOURCE: readonly { name: string; opcode: string; text: string; value: Binary }[] = [
  { name: 'UDIV', opcode: '000010', text: 'udiv', value: (t, a, b) => divide(t, false, a, b) },
  { name: 'SDIV', opcode: '000011', text: 'sdiv', value: (t, a, b) => divide(t, true, a, b) },
  { name: 'LSLV', opcode: '001000', text: 'lsl', value: (t, a, b) => t.shl(a, b) },
  { name: 'LSRV', opcode: '001001', text: 'lsr', value: (t, a, b) => t.shrU(a, b) },
  { name: 'ASRV', opcode: '001010', text: 'asr', value: (t, a, b) => t.shrS(a, b) },
  { name: 'RORV', opcode: '001011', text: 'ror', value: (t, a, b) => t.rotr(a, b) },
];

export const twoSource: Instruction[] = TWO_SOURCE.map((row) =>
  insn(
    row.name,
    `sf 0 0 11010110 Rm:5 ${row.opcode} Rn:5 Rd:5`,
    row.name.endsWith('V') && row.name !== 'UDIV' && row.name !== 'SDIV'
      ? [`${row.text} Rd, Rn, Rm`, { text: `${row.name.toLowerCase()} Rd, Rn, Rm`, assembleOnly: true }]
      : `${row.text} Rd, Rn, Rm`,
    (t, { sf }) => t.setR(sf, 'Rd', row.value(t, t.r(sf, 'Rn'), t.r(sf, 'Rm'))),
  ),
);

/** CRC32 (polynomial 0x04C11DB7) and CRC32C (0x1EDC6F41), bit-reflected as the instructions have them. */
const POLYNOMIAL = { CRC32: 0xedb88320 | 0, CRC32C: 0x82f63b78 | 0 } as const;

/**
 * One CRC step over `bits` of data. Eight bits at a time without a table: the reflected remainder moves right, and the
 * polynomial is taken away where a one fell out.
 */
function crcStep(t: Meaning, polynomial: number, acc: Expr, data: Expr, bits: number): Expr {
  const rest = t.fn.local('i32');
  const step = (): void => {
    const count = t.fn.local('i32');
    t.fn.set(count, i32(Math.min(bits, 32)));
    const loop = t.fn.loop();
    const dropped = op('i32.and', op('i32.sub', i32(0), op('i32.and', rest, i32(1))), i32(polynomial));
    t.fn.set(rest, op('i32.xor', op('i32.shr_u', rest, i32(1)), dropped));
    t.fn.set(count, op('i32.sub', count, i32(1)));
    t.fn.brIf(loop, count);
    t.fn.end();
  };
  if (bits < 64) {
    const masked = bits < 32 ? op('i32.and', data, i32(2 ** bits - 1)) : data;
    t.fn.set(rest, op('i32.xor', acc, masked));
    step();
    return rest;
  }
  const d = t.let(data);
  t.fn.set(rest, op('i32.xor', acc, t.wrap(d)));
  step();
  t.fn.set(rest, op('i32.xor', rest, t.wrap(op('i64.shr_u', d, i64(32)))));
  step();
  return rest;
}

export const crc: Instruction[] = (['CRC32', 'CRC32C'] as const).flatMap((name, c) =>
  (['B', 'H', 'W', 'X'] as const).map((size, sz) =>
    insn(
      `${name}${size}`,
      `${sz === 3 ? 1 : 0} 0 0 11010110 Rm:5 010 ${c} ${['00', '01', '10', '11'][sz]} Rn:5 Rd:5`,
      `${(name + size).toLowerCase()} Wd, Wn, ${sz === 3 ? 'Xm' : 'Wm'}`,
      (t) => t.setW('Rd', crcStep(t, POLYNOMIAL[name], t.w('Rn'), sz === 3 ? t.x('Rm') : t.w('Rm'), 8 << sz)),
    ),
  ),
);

/** Swaps neighbours of `width` bits, where the mask selects the lower of each pair. */
function swap(value: Expr, width: number, lower: bigint): Expr {
  const { type } = value;
  const k = (v: bigint): Expr => (type === 'i64' ? i64(v) : i32(Number(BigInt.asIntN(32, v))));
  const n = k(BigInt(width));
  return op(
    `${type}.or`,
    op(`${type}.and`, op(`${type}.shr_u`, value, n), k(lower)),
    op(`${type}.shl`, op(`${type}.and`, value, k(lower)), n),
  );
}

const swapBits = (t: Meaning, value: Expr, widths: readonly number[]): Expr => {
  const lower: Readonly<Record<number, bigint>> = {
    1: 0x5555555555555555n,
    2: 0x3333333333333333n,
    4: 0x0f0f0f0f0f0f0f0fn,
    8: 0x00ff00ff00ff00ffn,
    16: 0x0000ffff0000ffffn,
  };
  return widths.reduce((v, w) => swap(t.let(v), w, lower[w]), value);
};

/** Rotates by half the width: swaps the upper and lower halves. */
const swapHalves = (t: Meaning, value: Expr): Expr =>
  t.rotr(value, t.constant(value.type, value.type === 'i64' ? 32 : 16));

/** Leading bits equal to the sign, not counting it: the leading zeros of x ^ (x << 1), its last bit set. */
function cls(t: Meaning, value: Expr): Expr {
  const v = t.let(value);
  const one = t.constant(v.type, 1);
  return op(`${v.type}.clz`, t.or(t.xor(v, t.shl(v, one)), one));
}

type Unary = (t: Meaning, v: Expr) => Expr;

// prettier-ignore
const ONE_SOURCE: readonly { name: string; sf: string; opcode: string; value: Unary }[] = [
  { name: 'RBIT',  sf: 'sf', opcode: '000000', value: (t, v) => swapHalves(t, swapBits(t, v, v.type === 'i64' ? [1, 2, 4, 8, 16] : [1, 2, 4, 8])) },
  { name: 'REV16', sf: 'sf', opcode: '000001', value: (t, v) => swapBits(t, v, [8]) },
  { name: 'REV',   sf: '0',  opcode: '000010', value: (t, v) => swapHalves(t, swapBits(t, v, [8])) },
  { name: 'REV32', sf: '1',  opcode: '000010', value: (t, v) => swapBits(t, v, [8, 16]) },
  { name: 'REV',   sf: '1',  opcode: '000011', value: (t, v) => swapHalves(t, swapBits(t, v, [8, 16])) },
  { name: 'CLZ',   sf: 'sf', opcode: '000100', value: (_, v) => op(`${v.type}.clz`, v) },
  { name: 'CLS',   sf: 'sf', opcode: '000101', value: cls },
];

export const oneSource: Instruction[] = ONE_SOURCE.map((row) => {
  const letter = row.sf === 'sf' ? 'R' : row.sf === '1' ? 'X' : 'W';
  const text = `${row.name.toLowerCase()} ${letter}d, ${letter}n`;
  const texts = row.name === 'REV' && row.sf === '1' ? [text, { text: 'rev64 Xd, Xn', assembleOnly: true }] : text;
  return insn(`${row.name} (${letter})`, `${row.sf} 1 0 11010110 00000 ${row.opcode} Rn:5 Rd:5`, texts, (t, { sf }) => {
    const width = sf ?? Number(row.sf);
    t.setR(width, 'Rd', row.value(t, t.r(width, 'Rn')));
  });
});

/** The high 64 bits of a 64 by 64 bit product, from four 32-bit products. */
function multiplyHigh(t: Meaning, isSigned: boolean, left: Expr, right: Expr): Expr {
  const a = t.copy(left);
  const b = t.copy(right);
  const low = (e: Expr): Expr => op('i64.and', e, i64(0xffffffffn));
  const high = (e: Expr): Expr => op(isSigned ? 'i64.shr_s' : 'i64.shr_u', e, i64(32));
  const [a0, a1, b0, b1] = [t.let(low(a)), t.let(high(a)), t.let(low(b)), t.let(high(b))];
  const middle = t.let(op('i64.add', op('i64.mul', a1, b0), op('i64.shr_u', op('i64.mul', a0, b0), i64(32))));
  const other = op('i64.add', op('i64.mul', a0, b1), low(middle));
  return op('i64.add', op('i64.mul', a1, b1), op('i64.add', high(middle), high(other)));
}

export const threeSource: Instruction[] = [
  insn(
    'MADD',
    'sf 00 11011 000 Rm:5 0 Ra:5 Rn:5 Rd:5',
    [alias('mul Rd, Rn, Rm', { Ra: 31 }), 'madd Rd, Rn, Rm, Ra'],
    (t, { sf }) => t.setR(sf, 'Rd', t.add(t.r(sf, 'Ra'), t.mul(t.r(sf, 'Rn'), t.r(sf, 'Rm')))),
  ),
  insn(
    'MSUB',
    'sf 00 11011 000 Rm:5 1 Ra:5 Rn:5 Rd:5',
    [alias('mneg Rd, Rn, Rm', { Ra: 31 }), 'msub Rd, Rn, Rm, Ra'],
    (t, { sf }) => t.setR(sf, 'Rd', t.sub(t.r(sf, 'Ra'), t.mul(t.r(sf, 'Rn'), t.r(sf, 'Rm')))),
  ),
  ...(['S', 'U'] as const).flatMap((s, u) => {
    const long = (t: Meaning): Expr => {
      const wide = (f: string): Expr => (u ? t.extendU(t.w(f)) : t.extendS(t.w(f)));
      return t.mul(wide('Rn'), wide('Rm'));
    };
    const p = s.toLowerCase();
    return [
      insn(
        `${s}MADDL`,
        `1 00 11011 ${u}01 Rm:5 0 Ra:5 Rn:5 Rd:5`,
        [alias(`${p}mull Xd, Wn, Wm`, { Ra: 31 }), `${p}maddl Xd, Wn, Wm, Xa`],
        (t) => t.setX('Rd', t.add(t.x('Ra'), long(t))),
      ),
      insn(
        `${s}MSUBL`,
        `1 00 11011 ${u}01 Rm:5 1 Ra:5 Rn:5 Rd:5`,
        [alias(`${p}mnegl Xd, Wn, Wm`, { Ra: 31 }), `${p}msubl Xd, Wn, Wm, Xa`],
        (t) => t.setX('Rd', t.sub(t.x('Ra'), long(t))),
      ),
      // Ra is (1)(1)(1)(1)(1): other values are CONSTRAINED UNPREDICTABLE and ignored here, as in QEMU.
      insn(`${s}MULH`, `1 00 11011 ${u}10 Rm:5 0 Ra:5 Rn:5 Rd:5`, `${p}mulh Xd, Xn, Xm`, (t) =>
        t.setX('Rd', multiplyHigh(t, u === 0, t.x('Rn'), t.x('Rm'))),
      ),
    ];
  }),
];

export const dataProcessingRegister: Instruction[] = [
  ...twoSource,
  ...crc,
  ...oneSource,
  ...logicalShiftedRegister,
  ...addSubtractShiftedRegister,
  ...addSubtractExtendedRegister,
  ...addSubtractWithCarry,
  ...conditionalCompare,
  ...conditionalSelect,
  ...threeSource,
];
