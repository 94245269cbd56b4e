/** Data processing, immediate (Arm ARM C4.1.2). */
import { i64, op } from '../meaning.js';
import { bitmaskImmediate } from './bits.js';
import { alias, assembleOnly, insn, signed, type Fields, type Instruction } from './table.js';

const shifted12 = (f: Fields): number => f.imm12 * (f.sh ? 4096 : 1);
const pcRelative = (f: Fields): number => signed(f.immhi * 4 + f.immlo, 21);

export const pcRelativeAddressing: Instruction[] = [
  insn('ADR', '0 immlo:2 10000 immhi:19 Rd:5', 'adr Xd, adr', (t) => {
    t.setX('Rd', t.add(t.pc(), t.imm(pcRelative)));
  }),
  insn('ADRP', '1 immlo:2 10000 immhi:19 Rd:5', 'adrp Xd, adrp', (t) => {
    t.setX('Rd', t.add(t.pcPage(), t.shl(t.imm(pcRelative), i64(12))));
  }),
];

export const addSubtractImmediate: Instruction[] = [
  insn(
    'ADD (immediate)',
    'sf 0 0 100010 sh imm12:12 Rn:5 Rd:5',
    [
      alias('mov Rd|sp, Rn|sp', { sh: 0, imm12: 0 }, (f) => f.Rd === 31 || f.Rn === 31),
      'add Rd|sp, Rn|sp, arith',
      assembleOnly('sub Rd|sp, Rn|sp, -arith'),
    ],
    (t, { sf }) => t.setRsp(sf, 'Rd', t.add(t.rsp(sf, 'Rn'), t.immR(sf, shifted12))),
  ),
  insn(
    'ADDS (immediate)',
    'sf 0 1 100010 sh imm12:12 Rn:5 Rd:5',
    [
      alias('cmn Rn|sp, arith', { Rd: 31 }),
      'adds Rd, Rn|sp, arith',
      assembleOnly('cmp Rn|sp, -arith', { Rd: 31 }),
      assembleOnly('subs Rd, Rn|sp, -arith'),
    ],
    (t, { sf }) => t.setR(sf, 'Rd', t.addSetFlags(false, t.rsp(sf, 'Rn'), t.immR(sf, shifted12))),
  ),
  insn(
    'SUB (immediate)',
    'sf 1 0 100010 sh imm12:12 Rn:5 Rd:5',
    ['sub Rd|sp, Rn|sp, arith', assembleOnly('add Rd|sp, Rn|sp, -arith')],
    (t, { sf }) => t.setRsp(sf, 'Rd', t.sub(t.rsp(sf, 'Rn'), t.immR(sf, shifted12))),
  ),
  insn(
    'SUBS (immediate)',
    'sf 1 1 100010 sh imm12:12 Rn:5 Rd:5',
    [
      alias('cmp Rn|sp, arith', { Rd: 31 }),
      'subs Rd, Rn|sp, arith',
      assembleOnly('cmn Rn|sp, -arith', { Rd: 31 }),
      assembleOnly('adds Rd, Rn|sp, -arith'),
    ],
    (t, { sf }) => t.setR(sf, 'Rd', t.addSetFlags(true, t.rsp(sf, 'Rn'), t.immR(sf, shifted12))),
  ),
];

const mask = (f: Fields): readonly [number, number] =>
  bitmaskImmediate(f.immN, f.imms, f.immr, f.sf ? 64 : 32) ?? [0, 0];
const maskValid = (f: Fields): boolean => bitmaskImmediate(f.immN, f.imms, f.immr, f.sf ? 64 : 32) !== undefined;

type Logic = 'and' | 'or' | 'xor';

function logicalImmediate(name: 'AND' | 'ORR' | 'EOR', opc: string, logic: Logic, mnemonic: string): Instruction {
  const negated = { AND: 'bic', ORR: 'orn', EOR: 'eon' }[name];
  const texts = [`${mnemonic} Rd|sp, Rn, bitmask`, assembleOnly(`${negated} Rd|sp, Rn, ~bitmask`)];
  return insn(
    `${name} (immediate)`,
    `sf ${opc} 100100 immN immr:6 imms:6 Rn:5 Rd:5`,
    name === 'ORR' ? [alias('mov Rd|sp, mov.bitmask', { Rn: 31 }), ...texts] : texts,
    (t, { sf }) => {
      const imm = sf ? t.imm64(mask) : t.imm32((f) => mask(f)[0]);
      t.setRsp(sf, 'Rd', t[logic](t.r(sf, 'Rn'), imm));
    },
    { whereAll: maskValid },
  );
}

export const logicalImmediates: Instruction[] = [
  logicalImmediate('AND', '00', 'and', 'and'),
  logicalImmediate('ORR', '01', 'or', 'orr'),
  logicalImmediate('EOR', '10', 'xor', 'eor'),
  insn(
    'ANDS (immediate)',
    'sf 11 100100 immN immr:6 imms:6 Rn:5 Rd:5',
    [alias('tst Rn, bitmask', { Rd: 31 }), 'ands Rd, Rn, bitmask', assembleOnly('bics Rd, Rn, ~bitmask')],
    (t, { sf }) => {
      const imm = sf ? t.imm64(mask) : t.imm32((f) => mask(f)[0]);
      t.setR(sf, 'Rd', t.logicSetFlags(t.and(t.r(sf, 'Rn'), imm)));
    },
    { whereAll: maskValid },
  ),
];

/** imm16 at its position, as 64-bit halves. */
const wide = (f: Fields): readonly [number, number] => {
  const value = f.imm16 << (16 * (f.hw & 1));
  return f.hw & 2 ? [0, value] : [value, 0];
};
const inverted = (f: Fields): readonly [number, number] => [~wide(f)[0], f.sf ? ~wide(f)[1] : 0];
const narrow = ({ sf, hw }: Fields): boolean => sf === 1 || hw < 2;

export const moveWideImmediates: Instruction[] = [
  insn(
    'MOVN',
    'sf 00 100101 hw:2 imm16:16 Rd:5',
    [alias('mov Rd, mov.inverted'), 'movn Rd, wide'],
    (t) => t.setX('Rd', t.imm64(inverted)),
    { where: narrow },
  ),
  insn(
    'MOVZ',
    'sf 10 100101 hw:2 imm16:16 Rd:5',
    [alias('mov Rd, mov.wide'), 'movz Rd, wide'],
    (t) => t.setX('Rd', t.imm64(wide)),
    { where: narrow },
  ),
  insn(
    'MOVK',
    'sf 11 100101 hw:2 imm16:16 Rd:5',
    'movk Rd, wide',
    (t, { sf, hw }) => {
      const hole = ~(0xffffn << BigInt(16 * hw)) & (sf ? -1n : 0xffffffffn);
      const bits = op(
        'i64.shl',
        op(
          'i64.extend_i32_u',
          t.imm32((f) => f.imm16),
        ),
        i64(16 * hw),
      );
      t.setX('Rd', op('i64.or', op('i64.and', t.x('Rd'), i64(hole)), bits));
    },
    { where: narrow },
  ),
];

const sameN = (f: Fields): boolean => f.sf === f.N;
const inWidth = (f: Fields): boolean => f.sf === 1 || (f.immr < 32 && f.imms < 32);

/**
 * A field of Rn goes from bit `immr` to the bottom (imms >= immr) or from the bottom to bit `size - immr`. Both are a
 * shift left that drops what is above the field and a shift right to its place.
 */
const up = (f: Fields): number => (f.sf ? 63 : 31) - f.imms;
const down = (f: Fields): number => (f.imms >= f.immr ? up(f) + f.immr : f.immr - 1 - f.imms);

export const bitfields: Instruction[] = [
  insn(
    'SBFM',
    'sf 00 100110 N immr:6 imms:6 Rn:5 Rd:5',
    [
      alias('sxtb Rd, Wn', { immr: 0, imms: 7 }),
      alias('sxth Rd, Wn', { immr: 0, imms: 15 }),
      alias('sxtw Xd, Wn', { sf: 1, N: 1, immr: 0, imms: 31 }),
      alias('asr Rd, Rn, asr.amount'),
      alias('sbfiz Rd, Rn, bfi'),
      alias('sbfx Rd, Rn, bfx'),
      'sbfm Rd, Rn, immr, imms',
    ],
    (t, { sf }) => {
      const value = t.shl(t.r(sf, 'Rn'), t.immR(sf, up));
      t.setR(sf, 'Rd', t.shrS(value, t.immR(sf, down)));
    },
    { where: sameN, whereAll: inWidth },
  ),
  insn(
    'BFM',
    'sf 01 100110 N immr:6 imms:6 Rn:5 Rd:5',
    [alias('bfi Rd, Rn, bfi'), alias('bfxil Rd, Rn, bfx'), 'bfm Rd, Rn, immr, imms'],
    (t, { sf }) => {
      const left = t.let(t.immR(sf, up));
      const right = t.let(t.immR(sf, down));
      const value = t.shrU(t.shl(t.r(sf, 'Rn'), left), right);
      const hole = t.not(t.shrU(t.shl(t.constant(sf ? 'i64' : 'i32', -1), left), right));
      t.setR(sf, 'Rd', t.or(t.and(t.r(sf, 'Rd'), hole), value));
    },
    { where: sameN, whereAll: inWidth },
  ),
  insn(
    'UBFM',
    'sf 10 100110 N immr:6 imms:6 Rn:5 Rd:5',
    [
      alias('lsr Rd, Rn, lsr.amount'),
      alias('lsl Rd, Rn, lsl.amount'),
      alias('uxtb Wd, Wn', { sf: 0, N: 0, immr: 0, imms: 7 }),
      alias('uxth Wd, Wn', { sf: 0, N: 0, immr: 0, imms: 15 }),
      alias('ubfiz Rd, Rn, bfi'),
      alias('ubfx Rd, Rn, bfx'),
      'ubfm Rd, Rn, immr, imms',
    ],
    (t, { sf, left, right }) => {
      const rn = t.r(sf, 'Rn');
      const value = left ? t.shl(rn, t.immR(sf, up)) : rn;
      t.setR(sf, 'Rd', right ? t.shrU(value, t.immR(sf, down)) : value);
    },
    // LSR has no left shift, LSL no right one.
    { where: sameN, whereAll: inWidth, split: { left: (f) => up(f) !== 0, right: (f) => down(f) !== 0 } },
  ),
];

export const extract: Instruction[] = [
  insn(
    'EXTR',
    'sf 00 100111 N 0 Rm:5 imms:6 Rn:5 Rd:5',
    [alias('ror Rd, Rnm, imms'), 'extr Rd, Rn, Rm, imms'],
    (t, { sf }) => {
      // (Rn : Rm) >> lsb. A shift of Rn by the whole width must give zero, so it is done in two steps.
      const lsb = t.let(t.immR(sf, (f) => f.imms));
      const high = t.shl(t.shl(t.r(sf, 'Rn'), t.constant(lsb.type, 1)), t.sub(t.constant(lsb.type, sf ? 63 : 31), lsb));
      t.setR(sf, 'Rd', t.or(high, t.shrU(t.r(sf, 'Rm'), lsb)));
    },
    { where: sameN, whereAll: (f) => f.sf === 1 || f.imms < 32 },
  ),
];

export const dataProcessingImmediate: Instruction[] = [
  ...pcRelativeAddressing,
  ...addSubtractImmediate,
  ...logicalImmediates,
  ...moveWideImmediates,
  ...bitfields,
  ...extract,
];
