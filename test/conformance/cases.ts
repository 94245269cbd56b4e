/** Test cases of the instructions that may be executed at EL0: words, registers, memory addresses. */
import { asm } from '../../src/aarch64/assembler/index.js';
import { Decoder } from '../../src/aarch64/decoder.js';
import { TABLE } from '../../src/aarch64/isa/index.js';
import { fieldsOf, type Field, type Instruction } from '../../src/aarch64/isa/table.js';
import { edges, randomValue } from './numbers.js';
import { Random } from './random.js';
import { CASES, MEMORY, RECORD, STUB, label } from './runner.js';

/** An encoding with values for the fields that select what it does; or a sequence that stands for it. */
export interface Encoding {
  readonly name: string;
  /** Makes a case's words, and sets the registers that they need. */
  readonly make: (c: CaseBuilder) => readonly number[];
}

/** Instructions that can't be executed at EL0, or whose result is not comparable, and why. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  UDF: 'UNDEFINED',
  ERET: 'UNDEFINED at EL0',
  DRPS: 'UNDEFINED outside Debug state',
  SVC: 'a system call to QEMU',
  HVC: 'UNDEFINED at EL0',
  SMC: 'UNDEFINED at EL0',
  BRK: 'a signal to QEMU; test/system',
  HLT: 'semihosting to QEMU; test/system',
  DCPS1: 'UNDEFINED outside Debug state',
  DCPS2: 'UNDEFINED outside Debug state',
  DCPS3: 'UNDEFINED outside Debug state',
  'MSR (immediate)': 'trapped or UNDEFINED at EL0; test/system',
  SYSL: 'no operation exists',
  // These have cases of their own below.
  SYS: 'by operation',
  'DC ZVA': 'by operation',
  MRS: 'by register',
  'MSR (register)': 'by register',
};

const decoder = new Decoder(TABLE);

const EDGES: readonly bigint[] = [
  ...[0n, 0n, 1n, 2n, 31n, 32n, 33n, 63n, 64n, 0x7fn, 0x80n, 0xffn, 0x7fffn, 0x8000n, 0xffffn],
  ...[0x7fffffffn, 0x80000000n, 0x80000001n, 0xfffffffen, 0xffffffffn, 0x100000000n],
  ...[0x7fffffffffffffffn, 0x8000000000000000n, 0x8000000000000001n, 0xfffffffffffffffen, 0xffffffffffffffffn],
  ...[0xffffffff00000000n, 0xffffffff80000000n, 0x7fffffff80000000n, 0x5555555555555555n, 0xaaaaaaaaaaaaaaaan],
];

function registerValue(random: Random): bigint {
  const bit = 1n << BigInt(random.below(64));
  switch (random.below(9)) {
    case 0:
      return bit;
    case 1:
      return bit - 1n;
    case 2:
      return ~bit & 0xffffffffffffffffn;
    case 3:
      return BigInt(random.below(256));
    case 4:
      return BigInt.asUintN(64, BigInt(random.word() | 0));
    case 5:
    case 6:
      return random.pick(EDGES);
    default:
      return random.big();
  }
}

const SP = 31;
/** The middle of the scratch memory, from which addresses are at most this far away. */
const MIDDLE = BigInt(MEMORY.scratch + MEMORY.scratchBytes / 2);
const REACH = 0x2000;

/** One case being made: the registers before it. */
export class CaseBuilder {
  readonly x = new BigUint64Array(32);
  window = BigInt(MEMORY.scratch);
  nzcv = 0;

  constructor(
    readonly random: Random,
    /** Address of the first instruction. */
    readonly pc: number,
  ) {
    for (let i = 0; i < 32; i++) this.x[i] = registerValue(random);
    this.nzcv = random.below(16) * 2 ** 28;
  }

  /** An address in the scratch memory for an access of `bytes` bytes; now and then across a page. */
  target(bytes: number, aligned: boolean): bigint {
    const { random } = this;
    let at = BigInt(random.below(2 * REACH) - REACH);
    if (aligned) at -= ((at % BigInt(bytes)) + BigInt(bytes)) % BigInt(bytes);
    else if (random.oneIn(4)) at = (at & ~0xfffn) - BigInt(random.below(bytes + 2));
    else if (random.oneIn(2)) at &= ~0xfn;
    this.window = (MIDDLE + at) & ~0x3fn;
    if (((MIDDLE + at) & 0x3fn) > 0x20n) this.window += 0x20n;
    if (bytes > 32) this.window = MIDDLE + at;
    return MIDDLE + at;
  }
}

const bits = (word: number, low: number, width: number): number => (word >>> low) & (2 ** width - 1);
const signedBits = (word: number, low: number, width: number): number => (word << (32 - low - width)) >> (32 - width);

/** Where a load or store goes, from its word (Arm ARM C4.1.4). */
interface Addressing {
  /** Bytes of the whole access. */
  readonly bytes: number;
  /** What is added to the base for the access: not for post-index. */
  readonly offset: number;
  /** The index register, if there is one. */
  readonly index?: number;
  /** A register that is added to the base afterwards. */
  readonly step?: number;
  /** Must be aligned at EL0 too. */
  readonly aligned?: true;
  /** Relative to the PC. */
  readonly literal?: true;
}

/** How the load or store goes about its address; undefined for other instructions. */
export function addressing(word: number): Addressing | undefined {
  if ((word & 0x0a000000) !== 0x08000000) return undefined;
  const size = bits(word, 30, 2);
  const v = bits(word, 26, 1);
  switch (bits(word, 28, 2) | (bits(word, 24, 1) << 2)) {
    case 0b000: {
      // Structures (LD1 to LD4, ST1 to ST4): at most four Q registers. After a post-index Rm is added.
      if (v) return { bytes: 64, offset: 0, ...(bits(word, 23, 1) ? { step: bits(word, 16, 5) } : {}) };
      const pair = bits(word, 21, 1) === 1;
      return { bytes: (pair ? 2 : 1) << size, offset: 0, aligned: true };
    }
    case 0b100:
      // Single structures: four elements at most.
      return v ? { bytes: 32, offset: 0, ...(bits(word, 23, 1) ? { step: bits(word, 16, 5) } : {}) } : undefined;
    case 0b001:
      return { bytes: v ? 4 << size : size === 1 ? 8 : 4, offset: 0, literal: true };
    case 0b010:
    case 0b110: {
      const scale = v ? 2 + size : 2 + (size >> 1);
      const post = bits(word, 23, 2) === 1;
      return { bytes: 2 << scale, offset: post ? 0 : signedBits(word, 15, 7) << scale };
    }
    case 0b011:
    case 0b111: {
      const scale = v && bits(word, 23, 1) ? 4 : size;
      const bytes = 1 << scale;
      if (bits(word, 24, 1)) return { bytes, offset: bits(word, 10, 12) << scale };
      if (bits(word, 21, 1)) return { bytes, offset: 0, index: bits(word, 16, 5) };
      const post = bits(word, 10, 2) === 1;
      return { bytes, offset: post ? 0 : signedBits(word, 12, 9) };
    }
    default:
      return undefined;
  }
}

/** Gives a load or store a base and an index so that it stays in the scratch memory. False: not with this word. */
function placeAccess(c: CaseBuilder, word: number): boolean {
  const a = addressing(word);
  if (!a) return true;
  if (a.literal) return true;
  const base = bits(word, 5, 5);
  let offset = BigInt(a.offset);
  if (a.step === base) return false;
  if (a.index !== undefined && a.index !== 31) {
    if (a.index === base) return false;
    const option = bits(word, 13, 3);
    const shift = bits(word, 12, 1) ? BigInt(Math.log2(a.bytes)) : 0n;
    const low = BigInt(option & 4 ? c.random.below(4096) - 2048 : c.random.below(2048));
    const high = c.random.big() & 0xffffffff00000000n;
    // Of UXTW and SXTW the high half is ignored; LSL and SXTX take all.
    c.x[a.index] = option & 1 ? BigInt.asUintN(64, low) : high | BigInt.asUintN(32, low);
    offset = low << shift;
  }
  c.x[base] = c.target(a.bytes, a.aligned === true) - offset;
  return true;
}

/** An offset to a place that ends the case: in the stub, or in a pad within reach of an immediate of `width` words. */
function branchOffset(c: CaseBuilder, width: number): number {
  const limit = 2 ** (width + 1);
  const near = [8, 8, 12, -8, 4];
  const far = MEMORY.pads
    .map((pad) => pad - c.pc + 4 * c.random.below(MEMORY.padBytes / 4))
    .filter((offset) => offset >= -limit && offset < limit);
  return c.random.oneIn(2) ? c.random.pick(near) : c.random.pick(far);
}

/** The place of a stub's or a pad's instruction that ends the case, for indirect branches. */
function landing(c: CaseBuilder): bigint {
  return BigInt(c.random.oneIn(2) ? c.pc + c.random.pick([4, 8, 12, -8]) : c.random.pick(MEMORY.pads) + 64);
}

const put = (word: number, field: Field, value: number): number => {
  const mask = 2 ** field.width - 1;
  return (word & ~(mask << field.low)) | ((value & mask) << field.low);
};

function randomField(random: Random, field: Field): number {
  const max = 2 ** field.width - 1;
  if (!/^[RV]/.test(field.name) && random.oneIn(4)) return random.pick([0, max, max >>> 1, (max >>> 1) + 1, 1]);
  return random.word() & max;
}

/** Words for loads exclusive that open the way for the store exclusive `word`; their results go to free registers. */
function openMonitor(c: CaseBuilder, word: number): number {
  const base = bits(word, 5, 5);
  const free = [0, 1, 2, 3, 4, 5, 6, 7].filter((r) => r !== base);
  const t = c.random.pick(free);
  const t2 = c.random.pick(free.filter((r) => r !== t));
  const size = bits(word, 30, 2);
  if (bits(word, 21, 1)) return ((size << 30) | 0x087f0000 | (t2 << 10) | (base << 5) | t) >>> 0;
  return ((size << 30) | 0x085f7c00 | (base << 5) | t) >>> 0;
}

/** One valid word of the encoding with the opcode-like fields as given, and the registers it needs. */
function makeWord(entry: Instruction, opcode: Readonly<Record<string, number>>, c: CaseBuilder): readonly number[] {
  const { random } = c;
  for (let attempt = 0; attempt < 1000; attempt++) {
    let word = entry.value | (random.pick([-1, -1, 0, random.word()]) & ~entry.mask);
    for (const field of entry.fields) {
      word = put(word, field, opcode[field.name] ?? randomField(random, field));
    }
    const imm = entry.fields.find((f) => ['imm14', 'imm19', 'imm26'].includes(f.name));
    if (imm && addressing(word)?.literal) {
      // A literal is in the stubs or in a pad.
      const inside = MEMORY.stubs + 4 * random.below((CASES * STUB.bytes) / 4 - 4);
      const at = random.oneIn(2) ? inside : random.pick([MEMORY.pads[2], MEMORY.pads[3]]) + 4 * random.below(1000);
      word = put(word, imm, (at - c.pc) >> 2);
    } else if (imm) word = put(word, imm, branchOffset(c, imm.width) >> 2);
    if (decoder.find(word) !== entry) continue;
    if (/^(BR|BLR|RET)$/.test(entry.name)) {
      const n = fieldsOf(entry, word).Rn;
      if (n === 31) continue;
      c.x[n] = landing(c);
    }
    if (!placeAccess(c, word)) continue;
    // A store exclusive succeeds after a load exclusive, and fails after CLREX.
    const storeExclusive = (word & 0x3fc00000) === 0x08000000;
    if (storeExclusive) {
      const rs = bits(word, 16, 5);
      if (rs === bits(word, 5, 5) && rs === SP) continue;
      return [random.oneIn(3) ? 0xd5033f5f : openMonitor(c, word), word >>> 0];
    }
    return [word >>> 0];
  }
  throw new Error(`${entry.name}: no valid word with ${JSON.stringify(opcode)}`);
}

/** All values of the opcode-like fields that the entry takes. */
export function* opcodes(entry: Instruction): Generator<Record<string, number>> {
  const fields = entry.fields.filter((f) => f.opcode);
  const total = fields.reduce((n, f) => n * 2 ** f.width, 1);
  for (let i = 0; i < total; i++) {
    let rest = i;
    const values: Record<string, number> = {};
    let excluded = false;
    for (const f of fields) {
      values[f.name] = rest % 2 ** f.width;
      rest = Math.floor(rest / 2 ** f.width);
      excluded ||= entry.excluded.some((e) => e.field === f && (values[f.name] & e.mask) === e.value);
    }
    if (!excluded && (entry.where === undefined || entry.where(values))) yield values;
  }
}

const fromTable: Encoding[] = TABLE.filter((entry) => !(entry.name in EXCLUDED)).flatMap((entry) =>
  [...opcodes(entry)].map((values) => ({
    name: [entry.name, ...Object.entries(values).map(([k, v]) => `${k}=${v}`)].join(' '),
    make: (c: CaseBuilder) => makeWord(entry, values, c),
  })),
);

const register = (random: Random): number => random.below(31);

/** System registers and operations of EL0. %n is a register, its value random; %a one that holds an address. */
const SYSTEM: readonly (readonly string[])[] = [
  ['mrs %n, nzcv'],
  ['msr nzcv, %n'],
  ['msr nzcv, xzr'],
  // Len and Stride are RES0 without AArch32; in QEMU they can be written.
  ['and %n, %n, #0x7c00000', 'msr fpcr, %n', 'mrs %m, fpcr', 'msr fpcr, xzr'],
  ['msr fpsr, %n', 'mrs %m, fpsr', 'msr fpsr, xzr'],
  ['msr tpidr_el0, %n', 'mrs %m, tpidr_el0'],
  ['mrs %n, ctr_el0'],
  ['mrs %n, dczid_el0'],
  ['dc zva, %a'],
  ['dc cvac, %a'],
  ['dc cvau, %a'],
  ['dc civac, %a'],
  ['ic ivau, %a'],
  ['prfm pldl1keep, [%n]'],
  ['adds %n, %m, %o', 'adcs %m, %n, %o', 'csel %o, %n, %m, hi'],
  ['subs %n, %m, %o', 'sbcs %m, %n, %o', 'ccmp %n, %m, #5, ge'],
];

const system: Encoding[] = SYSTEM.map((lines) => ({
  name: lines.join('; '),
  make: (c) => {
    const n = register(c.random);
    const names: Record<string, string> = { n: `x${n}`, m: `x${register(c.random)}`, o: `x${register(c.random)}` };
    if (lines.some((line) => line.includes('%a'))) {
      c.x[n] = c.target(64, false);
      c.window = c.x[n] & ~0x3fn;
      names.a = `x${n}`;
    }
    return lines.map((line) => asm(line.replace(/%(\w)/g, (_, which: string) => names[which])) >>> 0);
  },
}));

/**
 * Instructions that compilers emit all the time, as sequences: an implementation may do several at once. Each stands at
 * the beginning of many sequences, with any of them behind it.
 */
const DATA = [
  ...['ADD', 'ADDS', 'SUB', 'SUBS', 'AND', 'ANDS', 'ORR', 'EOR'].flatMap((n) => [
    `${n} (immediate)`,
    `${n} (shifted register)`,
  ]),
  ...['MOVZ', 'MOVK', 'UBFM', 'SBFM', 'CSEL', 'CSINC', 'MADD'],
];
const MEMORY_ACCESSES = [
  ...['X', 'W'].flatMap((r) => [
    `LDR (unsigned offset, ${r})`,
    `STR (unsigned offset, ${r})`,
    `LDR (post-index, ${r})`,
  ]),
  ...['LDRB (unsigned offset, W)', 'STRB (unsigned offset, W)', 'LDRB (post-index, W)', 'STR (pre-index, X)'],
  ...['LDP (offset, X)', 'STP (offset, X)', 'LDP (post-index, X)', 'STP (pre-index, X)'],
  ...['LDR (register offset, W)', 'LDR (register offset, X)'],
];
const BRANCHES = ['B.cond', 'B.cond', 'B.cond', 'B.cond', 'B.cond', 'B.cond', 'CBZ', 'CBNZ', 'TBZ', 'TBNZ'];
/** Of what sequences are made: those so frequent that all pairs of them that get a handler come up. */
export const FREQUENT: ReadonlySet<string> = new Set(
  [...DATA, ...MEMORY_ACCESSES, ...BRANCHES].filter((n) => n !== 'CSINC' && n !== 'LDR (register offset, X)'),
);
/** Batches for each instruction at the beginning. */
const SEQUENCES = 7;

const byName = new Map(TABLE.map((entry) => [entry.name, { entry, variants: [...opcodes(entry)] }]));

/** A word of a sequence: few registers, so that results are used, and simple forms more often than others. */
function simpleWord(c: CaseBuilder, name: string, pool: readonly number[]): number | undefined {
  const { random } = c;
  const row = byName.get(name);
  if (!row) throw new Error(`no entry ${name}`);
  const { entry, variants } = row;
  const opcode = random.pick(variants);
  let word = entry.value;
  const plain = !random.oneIn(4);
  for (const field of entry.fields) {
    let v = opcode[field.name] ?? randomField(random, field);
    if (/^R/.test(field.name) && !random.oneIn(3)) v = random.pick(pool);
    if (plain && ['imm6', 'shift', 'sh'].includes(field.name)) v = 0;
    word = put(word, field, v);
  }
  // A W index, scaled, is what compilers use for arrays.
  if (name === 'LDR (register offset, W)' && random.oneIn(2)) word = (word & ~0xf000) | 0x5000;
  return decoder.find(word) === entry ? word >>> 0 : undefined;
}

/** Registers that a data-processing or memory instruction may write. */
const written = (word: number): number[] => {
  const list = [bits(word, 0, 5)];
  if (addressing(word)) list.push(bits(word, 5, 5));
  if ((word & 0x3a000000) === 0x28000000) list.push(bits(word, 10, 5));
  return list;
};

function makeSequence(c: CaseBuilder, firstName: string): readonly number[] {
  const { random } = c;
  for (let attempt = 0; attempt < 1000; attempt++) {
    const pool = [random.below(32), random.below(31), random.below(31)];
    const first = simpleWord(c, firstName, pool);
    const secondName = random.pick([BRANCHES, DATA, DATA, MEMORY_ACCESSES, MEMORY_ACCESSES][random.below(5)]);
    let second = simpleWord(c, secondName, pool);
    const third = simpleWord(c, random.pick(DATA), pool);
    if (first === undefined || second === undefined || third === undefined) continue;
    const imm = byName.get(secondName)?.entry.fields.find((f) => f.name === 'imm14' || f.name === 'imm19');
    if (imm && BRANCHES.includes(secondName)) second = put(second, imm, random.pick([1, 2, 3, 4, -3])) >>> 0;
    if (!placeAccess(c, first)) continue;
    const memory = addressing(second);
    if (memory) {
      // Its address must be what it is given here, and the first one's address must stay.
      const used = [bits(second, 5, 5), memory.index ?? -1];
      const other = addressing(first);
      const taken = [...written(first), ...(other ? [bits(first, 5, 5), other.index ?? -1] : [])];
      if (used.some((r) => r >= 0 && taken.includes(r))) continue;
      const { window } = c;
      if (!placeAccess(c, second)) continue;
      // One window for two accesses: that of a store.
      if (other && (first & 0x00400000) === 0) c.window = window;
    }
    return [first, second, third];
  }
  throw new Error(`no sequence with ${firstName}`);
}

const sequences: Encoding[] = [...DATA, ...MEMORY_ACCESSES].flatMap((first) =>
  Array.from({ length: SEQUENCES }, (_, i) => ({
    name: `sequences: ${first} #${i}`,
    make: (c: CaseBuilder) => makeSequence(c, first),
  })),
);

/** Everything that is compared with QEMU. */
export const ENCODINGS: readonly Encoding[] = [...fromTable, ...system, ...sequences];

const B = (from: number, to: number): number => (0x14000000 | (((to - from) >> 2) & 0x03ffffff)) >>> 0;

/** A batch as the runner reads it: stubs, then records. */
export interface CaseBatch {
  readonly stubs: Uint8Array;
  readonly records: Uint8Array;
  /** The words of each case. */
  readonly words: readonly (readonly number[])[];
}

/** FPCR: half of the time as it is after reset, otherwise any AHP, DN, FZ and RMode. */
const randomFpcr = (random: Random): number => (random.oneIn(2) ? 0 : (random.word() & 31) * 2 ** 22);

/** Fills a V register: random bits, or elements of one size that are edge values or of ordinary size. */
function fillVector(random: Random, view: DataView, at: number): void {
  const kind = random.below(6);
  const bytes = random.pick([1, 2, 4, 4, 8, 8] as const);
  for (let lane = 0; lane < 16; lane += bytes) {
    const width = (8 * bytes) as 8 | 16 | 32 | 64;
    let value = BigInt.asUintN(width, random.big());
    if (kind >= 2 && width === 8) value = BigInt.asUintN(8, random.pick(EDGES));
    else if (kind >= 2 && width !== 8) {
      const meaning = kind < 4 ? 'integer' : 'float';
      value = random.oneIn(2) ? random.pick(edges(width, meaning)) : randomValue(random, width, meaning);
    }
    for (let i = 0; i < bytes; i++) view.setUint8(at + lane + i, Number((value >> BigInt(8 * i)) & 255n));
  }
}

/** Values for V registers; made once, since it takes time. */
const VECTORS = 8192;
const vectors = new Uint8Array(VECTORS * 16);
const vectorRandom = new Random('vectors');
for (let n = 0; n < VECTORS; n++) fillVector(vectorRandom, new DataView(vectors.buffer), n * 16);

const SAVE = [0, 1, 2, 3].map((n) => label(`save${n}`));

/** Makes an encoding's batch: the same every time, wherever it stands in the table. */
export function makeBatch({ name, make }: Encoding): CaseBatch {
  const random = new Random(`case ${name}`);
  const stubs = new Uint8Array(CASES * STUB.bytes);
  const records = new Uint8Array(CASES * RECORD.bytes);
  const s = new DataView(stubs.buffer);
  const r = new DataView(records.buffer);
  const all: (readonly number[])[] = [];
  for (let i = 0; i < CASES; i++) {
    const at = i * STUB.bytes;
    const address = MEMORY.stubs + at;
    const c = new CaseBuilder(random, address + STUB.code);
    const words = make(c);
    all.push(words);
    if (words.length > STUB.instructions) throw new Error(`${name}: too many instructions`);
    const stub = [
      B(address, SAVE[2]),
      0x58000000 | (((STUB.x30 - STUB.entry) / 4) << 5) | 30, // ldr x30, value
      ...words,
    ];
    for (const n of [0, 1, 3]) stub.push(B(address + 4 * stub.length, SAVE[n]));
    stub.forEach((word, n) => s.setUint32(at + 4 * n, word, true));
    s.setBigUint64(at + STUB.x30, c.x[30], true);
    const record = i * RECORD.bytes;
    for (let n = 0; n < 32; n++) r.setBigUint64(record + 8 * n, c.x[n], true);
    r.setUint32(record + RECORD.nzcv, c.nzcv, true);
    r.setBigUint64(record + RECORD.window, c.window, true);
    r.setUint32(record + RECORD.stub, address + STUB.entry, true);
    r.setUint32(record + RECORD.fpcr, randomFpcr(random), true);
    r.setUint32(record + RECORD.fpsr, random.pick([0, 0x10, 0x0800009f, random.word() & 0x0800009f]), true);
    for (let n = 0; n < 32; n++) {
      const from = 16 * random.below(VECTORS);
      records.set(vectors.subarray(from, from + 16), record + RECORD.v + 16 * n);
    }
  }
  return { stubs, records, words: all };
}
