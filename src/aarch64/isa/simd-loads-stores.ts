/** Loads and stores of FP and SIMD registers (Arm ARM C4.1.4). */
import { laneOp, type Expr } from '../../wasm/expr.js';
import type { AccessOptions, Meaning } from '../meaning.js';
import { baseAddress, indexOf } from './loads-stores.js';
import {
  LETTER,
  bytesOf,
  gather,
  laneReader,
  laneWriter,
  lowHalf,
  ofLength,
  range,
  splat,
  unzip,
  zip,
  type LaneNumber,
  type LaneSize,
} from './simd-lanes.js';
import { assembleOnly, insn, signed, type Fields, type Instruction } from './table.js';

/** Accesses off SP check its alignment. */
const split = { sp: (f: Fields): boolean => f.Rn === 31 };

/** The base address, after the check that FP and SIMD instructions are not trapped. */
function address(t: Meaning, f: Fields): Expr {
  t.fpAccess();
  return baseAddress(t, f);
}

// ------------------------------------------------------------------------------------------------ one register, pairs

/** The register by its letter, and the bytes it has. */
const SIZES = [
  { letter: 'B', bytes: 1, size: '00', high: 0 },
  { letter: 'H', bytes: 2, size: '01', high: 0 },
  { letter: 'S', bytes: 4, size: '10', high: 0 },
  { letter: 'D', bytes: 8, size: '11', high: 0 },
  { letter: 'Q', bytes: 16, size: '00', high: 1 },
] as const;

/** Loads registers of `bytes` bytes from consecutive addresses; what is above them becomes zero. */
function loadRegisters(t: Meaning, at: Expr, bytes: number, fields: readonly string[]): void {
  const values = t.load(at, bytes === 16 ? 'v128' : 'i64', bytes, fields.length);
  // Of a pair that is one register (CONSTRAINED UNPREDICTABLE) the second value stays, as in QEMU.
  values.forEach((value, i) => (bytes === 16 ? t.setV(fields[i], value) : t.setScalar(fields[i], value)));
}

function storeRegisters(t: Meaning, at: Expr, bytes: number, fields: readonly string[]): void {
  const value = (field: string): Expr =>
    bytes === 16 ? t.v(field) : t.scalar(field, bytes === 8 ? 'i64.load' : 'i32.load');
  t.store(at, bytes, fields.map(value));
}

const transfer = (load: boolean): typeof loadRegisters => (load ? loadRegisters : storeRegisters);

const simm9 = (f: Fields): number => signed(f.imm9, 9);

function registerForms({ letter, bytes, size, high }: (typeof SIZES)[number], load: boolean): Instruction[] {
  const name = load ? 'LDR' : 'STR';
  const m = name.toLowerCase();
  const u = load ? 'ldur' : 'stur';
  const opc = `${high}${load ? 1 : 0}`;
  const head = `${size} 111 1`;
  const move = transfer(load);
  const title = (form: string): string => `${name} (${form}, ${letter})`;
  const indexed = (form: string, bits: string, text: string, pre: boolean): Instruction =>
    insn(
      title(form),
      `${head} 00 ${opc} 0 imm9:9 ${bits} Rn:5 Vt:5`,
      text,
      (t, f) => {
        const base = address(t, f);
        const moved = t.let(t.add(base, t.imm(simm9)));
        move(t, pre ? moved : base, bytes, ['Vt']);
        t.setXsp('Rn', moved);
      },
      { split },
    );
  return [
    insn(
      title('unsigned offset'),
      `${head} 01 ${opc} imm12:12 Rn:5 Vt:5`,
      `${m} ${letter}t, [Xn|sp{, ${bytes === 1 ? 'imm12' : `imm12*${bytes}`}}]`,
      (t, f) =>
        move(
          t,
          t.add(
            address(t, f),
            t.imm((g) => g.imm12 * bytes),
          ),
          bytes,
          ['Vt'],
        ),
      { split },
    ),
    insn(
      title('unscaled'),
      `${head} 00 ${opc} 0 imm9:9 00 Rn:5 Vt:5`,
      [`${u} ${letter}t, [Xn|sp{, simm9}]`, assembleOnly(`${m} ${letter}t, [Xn|sp{, simm9}]`)],
      (t, f) => move(t, t.add(address(t, f), t.imm(simm9)), bytes, ['Vt']),
      { split },
    ),
    indexed('post-index', '01', `${m} ${letter}t, [Xn|sp], simm9`, false),
    indexed('pre-index', '11', `${m} ${letter}t, [Xn|sp, simm9]!`, true),
    insn(
      title('register offset'),
      `${head} 00 ${opc} 1 Rm:5 option:3!=x0x S 10 Rn:5 Vt:5`,
      `${m} ${letter}t, [Xn|sp, Rm.index*${bytes}]`,
      (t, f) => move(t, t.add(address(t, f), indexOf(t, f, Math.log2(bytes))), bytes, ['Vt']),
      { split },
    ),
  ];
}

const literals: Instruction[] = SIZES.slice(2).map(({ letter, bytes }, opc) =>
  insn(`LDR (literal, ${letter})`, `${opc >> 1}${opc & 1} 011 1 00 imm19:19 Vt:5`, `ldr ${letter}t, label19`, (t) => {
    t.fpAccess();
    loadRegisters(
      t,
      t.add(
        t.pc(),
        t.imm((f) => signed(f.imm19, 19) * 4),
      ),
      bytes,
      ['Vt'],
    );
  }),
);

function pairForms({ letter, bytes }: (typeof SIZES)[number], opc: number, load: boolean): Instruction[] {
  const offset = (f: Fields): number => signed(f.imm7, 7) * bytes;
  const form = (
    name: string,
    title: string,
    bits: string,
    memory: string,
    writeback: 'none' | 'pre' | 'post',
  ): Instruction =>
    insn(
      `${name} (${title}, ${letter})`,
      `${opc >> 1}${opc & 1} 101 1 ${bits} ${load ? 1 : 0} imm7:7 Vt2:5 Rn:5 Vt:5`,
      `${name.toLowerCase()} ${letter}t, ${letter}t2, ${memory}`,
      (t, f) => {
        const base = address(t, f);
        const moved = t.let(t.add(base, t.imm(offset)));
        transfer(load)(t, writeback === 'post' ? base : moved, bytes, ['Vt', 'Vt2']);
        if (writeback !== 'none') t.setXsp('Rn', moved);
      },
      { split },
    );
  const name = load ? 'LDP' : 'STP';
  return [
    form(load ? 'LDNP' : 'STNP', 'offset', '000', `[Xn|sp{, simm7*${bytes}}]`, 'none'),
    form(name, 'post-index', '001', `[Xn|sp], simm7*${bytes}`, 'post'),
    form(name, 'offset', '010', `[Xn|sp{, simm7*${bytes}}]`, 'none'),
    form(name, 'pre-index', '011', `[Xn|sp, simm7*${bytes}]!`, 'pre'),
  ];
}

// ------------------------------------------------------------------------------------------------ structures

/** How an access to structures goes on after it: the bits and the text of the three forms. */
const POST_INDEX = [
  { title: 'no offset', bit: 0, rm: '00000', text: '[Xn|sp]' },
  { title: 'post-index, immediate', bit: 1, rm: '11111', text: '[Xn|sp], advance' },
  { title: 'post-index, register', bit: 1, rm: 'Rm:5!=11111', text: '[Xn|sp], Xm' },
] as const;

/**
 * Accesses at a base register that move it afterwards.
 * @param bytes what the form with an immediate adds
 */
function structure(
  t: Meaning,
  f: Fields,
  form: (typeof POST_INDEX)[number],
  bytes: number,
  access: (at: Expr) => void,
): void {
  const base = address(t, f);
  access(base);
  if (form.bit === 0) return;
  t.setXsp('Rn', t.add(base, form.rm === '11111' ? t.constant('i64', bytes) : t.x('Rm')));
}

/** LD1 to LD4, ST1 to ST4 of whole registers. */
// prettier-ignore
const MULTIPLE = [
  { elements: 4, registers: 4, opcode: '0000' },
  { elements: 1, registers: 4, opcode: '0010' },
  { elements: 3, registers: 3, opcode: '0100' },
  { elements: 1, registers: 3, opcode: '0110' },
  { elements: 1, registers: 1, opcode: '0111' },
  { elements: 2, registers: 2, opcode: '1000' },
  { elements: 1, registers: 2, opcode: '1010' },
] as const;

/** Memory is accessed element by element, though several are moved at once. */
const elementOf = (size: number): AccessOptions => ({ element: ([1, 2, 4, 8] as const)[size] });

/** The bytes at consecutive addresses, as vectors: 16 bytes in each, or 8 where that does not come out even. */
function loadVectors(t: Meaning, at: Expr, bytes: number, o: AccessOptions): { vectors: Expr[]; filled: 8 | 16 } {
  if (bytes % 16 === 0) return { vectors: t.load(at, 'v128', 16, bytes / 16, o), filled: 16 };
  return { vectors: t.load(at, 'i64', 8, bytes / 8, o).map((v) => t.let(lowHalf(v))), filled: 8 };
}

/** Takes structures of `n` elements apart: register r gets elements r, r + n, ... */
function takeApart(t: Meaning, at: Expr, n: number, size: LaneSize, q: number): Expr[] {
  const { vectors, filled } = loadVectors(t, at, n * (8 << q), elementOf(size));
  if (n === 4 && q) {
    // Two steps of halving take fewer shuffles than four sources for each register.
    const [a, b, c, d] = vectors;
    const even = [t.let(unzip(size, 0, a, b)), t.let(unzip(size, 0, c, d))] as const;
    const odd = [t.let(unzip(size, 1, a, b)), t.let(unzip(size, 1, c, d))] as const;
    return [unzip(size, 0, ...even), unzip(size, 0, ...odd), unzip(size, 1, ...even), unzip(size, 1, ...odd)];
  }
  const count = (8 << q) >> size;
  return range(n).map((r) => {
    const memory = bytesOf(
      size,
      range(count).map((e) => e * n + r),
    );
    const bytes = memory.map((b) => Math.floor(b / filled) * 16 + (b % filled));
    // The upper half, which is cleared, repeats the lower one: that needs no further source.
    return ofLength(q, gather(vectors, q ? bytes : [...bytes, ...bytes]));
  });
}

/** The other way: what is stored, in vectors of 16 bytes, or in i64s. */
function putTogether(t: Meaning, registers: readonly Expr[], size: LaneSize, q: number): Expr[] {
  const n = registers.length;
  if (n === 4 && q) {
    const [a, b, c, d] = registers;
    const even = [t.let(zip(size, 0, a, c)), t.let(zip(size, 1, a, c))];
    const odd = [t.let(zip(size, 0, b, d)), t.let(zip(size, 1, b, d))];
    return range(4).map((i) => zip(size, i & 1, even[i >> 1], odd[i >> 1]));
  }
  const total = n * (8 << q);
  const memory = range(total).map((b) => {
    const element = b >> size;
    return (element % n) * 16 + (Math.floor(element / n) << size) + (b & ((1 << size) - 1));
  });
  if (total % 16 === 0) return range(total / 16).map((i) => gather(registers, memory.slice(16 * i, 16 * i + 16)));
  return range(total / 8).map((i) => {
    const half = memory.slice(8 * i, 8 * i + 8);
    return laneOp('i64x2.extract_lane', 0, gather(registers, [...half, ...half]));
  });
}

function loadMultiple(t: Meaning, at: Expr, registers: number, elements: number, f: Fields): void {
  const { Q: q, size } = f;
  const values =
    elements > 1
      ? takeApart(t, at, elements, size as LaneSize, q)
      : q
        ? t.load(at, 'v128', 16, registers, elementOf(size))
        : t.load(at, 'i64', 8, registers, elementOf(size)).map(lowHalf);
  values.forEach((value, r) => t.setV('Vt', value, r));
}

function storeMultiple(t: Meaning, at: Expr, registers: number, elements: number, f: Fields): void {
  const { Q: q, size } = f;
  const vectors = range(registers).map((r) => t.let(t.v('Vt', r)));
  const values =
    elements > 1
      ? putTogether(t, vectors, size as LaneSize, q)
      : q
        ? vectors
        : vectors.map((v) => laneOp('i64x2.extract_lane', 0, v));
  t.store(at, values[0].type === 'v128' ? 16 : 8, values, elementOf(size));
}

const multiple: Instruction[] = MULTIPLE.flatMap(({ elements, registers, opcode }) =>
  [true, false].flatMap((load) =>
    POST_INDEX.map((form) => {
      const name = `${load ? 'LD' : 'ST'}${elements}`;
      return insn(
        `${name} (multiple structures, ${registers} registers, ${form.title})`,
        `0 Q 001100 ${form.bit} ${load ? 1 : 0} 0 ${form.rm} ${opcode} size:2 Rn:5 Vt:5`,
        `${name.toLowerCase()} Vt.T.x${registers}, ${form.text}`,
        (t, f) =>
          structure(t, f, form, registers * (8 << f.Q), (at) =>
            (load ? loadMultiple : storeMultiple)(t, at, registers, elements, f),
          ),
        elements > 1 ? { split, where: ({ size, Q }) => size < 3 || Q === 1 } : { split },
      );
    }),
  ),
);

/**
 * The bits that single structures of one lane have for the size and the lane's number; the number's in the pattern are
 * symbolic, or opcode-like where a micro-op has no place for it.
 */
const LANES: readonly { size: LaneSize; scale: string; tail: string; laneOf: (f: Fields) => number }[] = [
  { size: 0, scale: '00', tail: 'S size:2', laneOf: ({ Q, S, size }) => Q * 8 + S * 4 + size },
  { size: 1, scale: '01', tail: 'S size 0', laneOf: ({ Q, S, size }) => Q * 4 + S * 2 + size },
  { size: 2, scale: '10', tail: 'S 00', laneOf: ({ Q, S }) => Q * 2 + S },
  { size: 3, scale: '10', tail: '0 01', laneOf: ({ Q }) => Q },
];

/** The fields of a pattern made symbolic. */
const symbolic = (pattern: string): string => pattern.replace(/\b(Q|S|size)\b/g, (name) => `u_${name}`);
const plainNames = (f: Fields): Fields => ({ Q: f.u_Q, S: f.u_S, size: f.u_size });

const single: Instruction[] = [1, 2, 3, 4].flatMap((elements) =>
  LANES.flatMap(({ size, scale, tail, laneOf }) =>
    [true, false].flatMap((load) =>
      POST_INDEX.map((form) => {
        const name = `${load ? 'LD' : 'ST'}${elements}`;
        const selected = elements - 1;
        // Six registers leave no place for an immediate.
        const opcodeLike = elements === 4 && form.rm.startsWith('R');
        const pattern = `0 Q 001101 ${form.bit} ${load ? 1 : 0} ${selected & 1} ${form.rm} ${scale}${selected >> 1} ${tail} Rn:5 Vt:5`;
        const type = size === 3 ? 'i64' : 'i32';
        return insn(
          `${name} (single structure, ${LETTER[size].toUpperCase()}, ${form.title})`,
          opcodeLike ? pattern : symbolic(pattern),
          `${name.toLowerCase()} Vt.${LETTER[size]}.x${elements}[lane], ${form.text}`,
          (t, f) =>
            structure(t, f, form, elements << size, (at) => {
              const number = (): LaneNumber => (opcodeLike ? laneOf(f) : t.let(t.imm32((g) => laneOf(plainNames(g)))));
              if (load) {
                const values = t.load(at, type, 1 << size, elements);
                const write = laneWriter(t, size, number());
                values.forEach((value, r) => t.setV('Vt', write(t.v('Vt', r), value), r));
              } else {
                const read = laneReader(t, size, number());
                t.store(
                  at,
                  1 << size,
                  range(elements).map((r) => read(t.v('Vt', r))),
                );
              }
            }),
          { split },
        );
      }),
    ),
  ),
);

const replicate: Instruction[] = [1, 2, 3, 4].flatMap((elements) =>
  POST_INDEX.map((form) => {
    const selected = elements - 1;
    return insn(
      `LD${elements}R (${form.title})`,
      `0 Q 001101 ${form.bit} 1 ${selected & 1} ${form.rm} 11${selected >> 1} 0 size:2 Rn:5 Vt:5`,
      `ld${elements}r Vt.T.x${elements}, ${form.text}`,
      (t, f) => {
        const size = f.size as LaneSize;
        structure(t, f, form, elements << size, (at) => {
          const values = t.load(at, size === 3 ? 'i64' : 'i32', 1 << size, elements);
          values.forEach((value, r) => t.setV('Vt', ofLength(f.Q, splat(size, value)), r));
        });
      },
      { split },
    );
  }),
);

export const simdLoadsStores: Instruction[] = [
  ...SIZES.flatMap((row) => [...registerForms(row, true), ...registerForms(row, false)]),
  ...literals,
  ...SIZES.slice(2).flatMap((row, opc) => [...pairForms(row, opc, true), ...pairForms(row, opc, false)]),
  ...multiple,
  ...single,
  ...replicate,
];
