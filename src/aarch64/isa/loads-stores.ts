/** Loads and stores of general-purpose registers (Arm ARM C4.1.4). */
import { HELPER } from '../helper-codes.js';
import { i32, op, type AccessOptions, type Expr, type Meaning } from '../meaning.js';
import { extend } from './data-processing-register.js';
import { assembleOnly, insn, signed, type Fields, type Instruction } from './table.js';

/** One of the register loads and stores: LDR, STRB, LDRSW, ... */
interface Row {
  readonly name: string;
  readonly size: string;
  readonly opc: string;
  /** Bytes in memory; negative where the value is sign-extended. */
  readonly bytes: number;
  /** X or W: the register's width. */
  readonly reg: 'X' | 'W';
  readonly store?: true;
}

// prettier-ignore
const ROWS: readonly Row[] = [
  { name: 'STRB',  size: '00', opc: '00', bytes: 1,  reg: 'W', store: true },
  { name: 'LDRB',  size: '00', opc: '01', bytes: 1,  reg: 'W' },
  { name: 'LDRSB', size: '00', opc: '10', bytes: -1, reg: 'X' },
  { name: 'LDRSB', size: '00', opc: '11', bytes: -1, reg: 'W' },
  { name: 'STRH',  size: '01', opc: '00', bytes: 2,  reg: 'W', store: true },
  { name: 'LDRH',  size: '01', opc: '01', bytes: 2,  reg: 'W' },
  { name: 'LDRSH', size: '01', opc: '10', bytes: -2, reg: 'X' },
  { name: 'LDRSH', size: '01', opc: '11', bytes: -2, reg: 'W' },
  { name: 'STR',   size: '10', opc: '00', bytes: 4,  reg: 'W', store: true },
  { name: 'LDR',   size: '10', opc: '01', bytes: 4,  reg: 'W' },
  { name: 'LDRSW', size: '10', opc: '10', bytes: -4, reg: 'X' },
  { name: 'STR',   size: '11', opc: '00', bytes: 8,  reg: 'X', store: true },
  { name: 'LDR',   size: '11', opc: '01', bytes: 8,  reg: 'X' },
];

/** Accesses off SP check its alignment (SCTLR_ELx.SA); those off other registers have handlers without the check. */
const split = { sp: (f: Fields): boolean => f.Rn === 31 };

/** The base address, Xn or SP. */
export function baseAddress(t: Meaning, { sp }: Fields): Expr {
  const address = t.copy(t.xsp('Rn'));
  if (sp) {
    t.if(op('i32.and', t.wrap(address), i32(15)), () => t.helper(HELPER.SP_ALIGNMENT, i32(0)), undefined, 'unlikely');
  }
  return address;
}

/** Moves one value between Rt and memory. */
function transfer(t: Meaning, row: Row, address: Expr, o: AccessOptions = {}): (() => void) | undefined {
  if (row.store) {
    t.store(address, row.bytes, [row.reg === 'X' ? t.x('Rt') : t.w('Rt')], o);
    return undefined;
  }
  // A narrow unsigned value fills the whole register with zeros, whether W or X.
  const type = row.reg === 'X' || row.bytes > 0 ? 'i64' : 'i32';
  const [value] = t.load(address, type, row.bytes, 1, o);
  return () => (type === 'i64' ? t.setX('Rt', value) : t.setW('Rt', value));
}

const simm9 = (f: Fields): number => signed(f.imm9, 9);

function registerForms(row: Row): Instruction[] {
  const { name, size, opc, reg } = row;
  const m = name.toLowerCase();
  const bytes = Math.abs(row.bytes);
  const scaled = bytes === 1 ? 'imm12' : `imm12*${bytes}`;
  const unscaled = `${m.slice(0, 2)}u${m.slice(2)}`;
  const unprivileged = `${m.slice(0, 2)}t${m.slice(2)}`;
  const head = `${size} 111 0`;
  const title = (form: string): string => `${name} (${form}, ${reg})`;
  const indexed = (form: string, bits: string, text: string, pre: boolean): Instruction =>
    insn(
      title(form),
      `${head} 00 ${opc} 0 imm9:9 ${bits} Rn:5 Rt:5`,
      text,
      (t, f) => {
        const base = baseAddress(t, f);
        const moved = t.let(t.add(base, t.imm(simm9)));
        const finish = transfer(t, row, pre ? moved : base);
        finish?.();
        // With Rn = Rt (CONSTRAINED UNPREDICTABLE) the address wins, as in QEMU.
        t.setXsp('Rn', moved);
      },
      { split },
    );
  return [
    insn(
      title('unsigned offset'),
      `${head} 01 ${opc} imm12:12 Rn:5 Rt:5`,
      `${m} ${reg}t, [Xn|sp{, ${scaled}}]`,
      (t, f) =>
        transfer(
          t,
          row,
          t.add(
            baseAddress(t, f),
            t.imm((g) => g.imm12 * bytes),
          ),
        )?.(),
      { split },
    ),
    insn(
      title('unscaled'),
      `${head} 00 ${opc} 0 imm9:9 00 Rn:5 Rt:5`,
      [`${unscaled} ${reg}t, [Xn|sp{, simm9}]`, assembleOnly(`${m} ${reg}t, [Xn|sp{, simm9}]`)],
      (t, f) => transfer(t, row, t.add(baseAddress(t, f), t.imm(simm9)))?.(),
      { split },
    ),
    indexed('post-index', '01', `${m} ${reg}t, [Xn|sp], simm9`, false),
    insn(
      title('unprivileged'),
      `${head} 00 ${opc} 0 imm9:9 10 Rn:5 Rt:5`,
      `${unprivileged} ${reg}t, [Xn|sp{, simm9}]`,
      (t, f) => transfer(t, row, t.add(baseAddress(t, f), t.imm(simm9)), { unprivileged: true })?.(),
      { split },
    ),
    indexed('pre-index', '11', `${m} ${reg}t, [Xn|sp, simm9]!`, true),
    insn(
      title('register offset'),
      `${head} 00 ${opc} 1 Rm:5 option:3!=x0x S 10 Rn:5 Rt:5`,
      `${m} ${reg}t, [Xn|sp, Rm.index*${bytes}]`,
      (t, f) => transfer(t, row, t.add(baseAddress(t, f), indexOf(t, f, Math.log2(bytes))))?.(),
      { split },
    ),
  ];
}

/** The index register, extended and scaled. */
export function indexOf(t: Meaning, { option, S }: Fields, scale: number): Expr {
  const index = extend(t, true, option);
  return S ? t.shl(index, t.constant('i64', scale)) : index;
}

/** PRFM does nothing: what a cache holds is not visible. */
const prefetches: Instruction[] = [
  insn('PRFM (immediate)', '11 111 0 01 10 imm12:12 Rn:5 Rt:5', 'prfm prfop, [Xn|sp{, imm12*8}]', () => undefined),
  insn(
    'PRFUM',
    '11 111 0 00 10 0 imm9:9 00 Rn:5 Rt:5',
    ['prfum prfop, [Xn|sp{, simm9}]', assembleOnly('prfm prfop, [Xn|sp{, simm9}]')],
    () => undefined,
  ),
  insn(
    'PRFM (register)',
    '11 111 0 00 10 1 Rm:5 option:3!=x0x S 10 Rn:5 Rt:5',
    'prfm prfop, [Xn|sp, Rm.index*8]',
    () => undefined,
  ),
  insn('PRFM (literal)', '11 011 0 00 imm19:19 Rt:5', 'prfm prfop, label19', () => undefined),
];

const literals: Instruction[] = (
  [
    { name: 'LDR', opc: '00', bytes: 4, reg: 'W' },
    { name: 'LDR', opc: '01', bytes: 8, reg: 'X' },
    { name: 'LDRSW', opc: '10', bytes: -4, reg: 'X' },
  ] as const
).map((row) =>
  insn(
    `${row.name} (literal, ${row.reg})`,
    `${row.opc} 011 0 00 imm19:19 Rt:5`,
    `${row.name.toLowerCase()} ${row.reg}t, label19`,
    (t) => {
      const address = t.add(
        t.pc(),
        t.imm((f) => signed(f.imm19, 19) * 4),
      );
      const [value] = t.load(address, 'i64', row.bytes);
      t.setX('Rt', value);
    },
  ),
);

/** Pairs: STP, LDP, LDPSW, STNP, LDNP. */
// prettier-ignore
const PAIRS = [
  { name: 'STP',   opc: '00', l: 0, bytes: 4,  reg: 'W' },
  { name: 'LDP',   opc: '00', l: 1, bytes: 4,  reg: 'W' },
  { name: 'LDPSW', opc: '01', l: 1, bytes: -4, reg: 'X' },
  { name: 'STP',   opc: '10', l: 0, bytes: 8,  reg: 'X' },
  { name: 'LDP',   opc: '10', l: 1, bytes: 8,  reg: 'X' },
] as const;

function pairForms(row: (typeof PAIRS)[number]): Instruction[] {
  const { name, opc, l, reg } = row;
  const bytes = Math.abs(row.bytes);
  const offset = (f: Fields): number => signed(f.imm7, 7) * bytes;
  const m = name.toLowerCase();
  const form = (title: string, bits: string, text: string, writeback: 'none' | 'pre' | 'post'): Instruction =>
    insn(
      `${title}, ${reg})`,
      `${opc} 101 0 ${bits} ${l} imm7:7 Rt2:5 Rn:5 Rt:5`,
      text,
      (t, f) => {
        const base = baseAddress(t, f);
        const moved = t.let(t.add(base, t.imm(offset)));
        const address = writeback === 'post' ? base : moved;
        if (l) {
          const [a, b] = t.load(address, 'i64', row.bytes, 2);
          // With Rt = Rt2 (CONSTRAINED UNPREDICTABLE) the first value stays, as in QEMU.
          t.setX('Rt2', b);
          t.setX('Rt', a);
        } else {
          t.store(address, bytes, reg === 'X' ? [t.x('Rt'), t.x('Rt2')] : [t.w('Rt'), t.w('Rt2')]);
        }
        if (writeback !== 'none') t.setXsp('Rn', moved);
      },
      { split },
    );
  const operands = `${reg}t, ${reg}t2`;
  const forms = [
    form(`${name} (post-index`, '001', `${m} ${operands}, [Xn|sp], simm7*${bytes}`, 'post'),
    form(`${name} (offset`, '010', `${m} ${operands}, [Xn|sp{, simm7*${bytes}}]`, 'none'),
    form(`${name} (pre-index`, '011', `${m} ${operands}, [Xn|sp, simm7*${bytes}]!`, 'pre'),
  ];
  if (name === 'LDPSW') return forms;
  const nonTemporal = `${m.slice(0, 2)}np`;
  return [
    form(
      `${nonTemporal.toUpperCase()} (offset`,
      '000',
      `${nonTemporal} ${operands}, [Xn|sp{, simm7*${bytes}}]`,
      'none',
    ),
    ...forms,
  ];
}

/** Exclusives and acquire/release. Fields that an instruction does not use are (1)(1)(1)(1)(1), and ignored. */
interface Ordered {
  readonly name: string;
  /** o2, L, o1, o0 of the encoding. */
  readonly bits: readonly [number, number, number, number];
  readonly exclusive: boolean;
  readonly pair?: true;
}

// prettier-ignore
const ORDERED: readonly Ordered[] = [
  { name: 'STXR',  bits: [0, 0, 0, 0], exclusive: true },
  { name: 'STLXR', bits: [0, 0, 0, 1], exclusive: true },
  { name: 'STXP',  bits: [0, 0, 1, 0], exclusive: true, pair: true },
  { name: 'STLXP', bits: [0, 0, 1, 1], exclusive: true, pair: true },
  { name: 'LDXR',  bits: [0, 1, 0, 0], exclusive: true },
  { name: 'LDAXR', bits: [0, 1, 0, 1], exclusive: true },
  { name: 'LDXP',  bits: [0, 1, 1, 0], exclusive: true, pair: true },
  { name: 'LDAXP', bits: [0, 1, 1, 1], exclusive: true, pair: true },
  { name: 'STLR',  bits: [1, 0, 0, 1], exclusive: false },
  { name: 'LDAR',  bits: [1, 1, 0, 1], exclusive: false },
];

const SIZES = [
  { bits: '00', suffix: 'B', bytes: 1, reg: 'W' },
  { bits: '01', suffix: 'H', bytes: 2, reg: 'W' },
  { bits: '10', suffix: '', bytes: 4, reg: 'W' },
  { bits: '11', suffix: '', bytes: 8, reg: 'X' },
] as const;

function orderedForms({ name, bits: [o2, l, o1, o0], exclusive, pair }: Ordered): Instruction[] {
  return SIZES.filter((s) => !pair || s.bytes >= 4).map(({ bits, suffix, bytes, reg }) => {
    const rs = exclusive && !l ? 'Rs:5' : 'xxxxx';
    const rt2 = pair ? 'Rt2:5' : 'xxxxx';
    const registers = pair ? `${reg}t, ${reg}t2` : `${reg}t`;
    const status = exclusive && !l ? 'Ws, ' : '';
    const fields = pair ? ['Rt', 'Rt2'] : ['Rt'];
    return insn(
      `${name}${suffix} (${reg})`,
      `${bits} 001000 ${o2} ${l} ${o1} ${rs} ${o0} ${rt2} Rn:5 Rt:5`,
      `${(name + suffix).toLowerCase()} ${status}${registers}, [Xn|sp]`,
      (t, f) => {
        const address = baseAddress(t, f);
        if (l) {
          const values = t.load(address, 'i64', bytes, fields.length, exclusive ? { exclusive } : { aligned: true });
          values.forEach((v, i) => t.setX(fields[i], v));
          return;
        }
        const values = fields.map((r) => (reg === 'X' ? t.x(r) : t.w(r)));
        if (exclusive) t.setW('Rs', t.storeExclusive(address, bytes, values));
        else t.store(address, bytes, values, { aligned: true });
      },
      { split },
    );
  });
}

export const loadsStores: Instruction[] = [
  ...ROWS.flatMap(registerForms),
  ...prefetches,
  ...literals,
  ...PAIRS.flatMap(pairForms),
  ...ORDERED.flatMap(orderedForms),
];
