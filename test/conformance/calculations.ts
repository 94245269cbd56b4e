/**
 * What FP and SIMD instructions calculate, compared with qemu-aarch64: every encoding with all pairs of edge values and
 * with random operands; floating point in every rounding mode, with FPCR.FZ, DN and AHP set and not.
 *
 * `results.ts` compares every register after few cases; here it is one result after very many. So the operands of an
 * encoding are sent once, and the program runs them in all modes.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { Decoder } from '../../src/aarch64/decoder.js';
import { disassemble } from '../../src/aarch64/disassembler.js';
import { fpConversions } from '../../src/aarch64/isa/fp-conversions.js';
import { fpDataProcessing } from '../../src/aarch64/isa/fp-data-processing.js';
import { TABLE } from '../../src/aarch64/isa/index.js';
import { simdFpArithmetic } from '../../src/aarch64/isa/simd-fp-arithmetic.js';
import { simdFpTwoRegister } from '../../src/aarch64/isa/simd-fp-two-register.js';
import { simdIntegerByElement } from '../../src/aarch64/isa/simd-integer-by-element.js';
import { simdIntegerShift } from '../../src/aarch64/isa/simd-integer-shift.js';
import { simdIntegerThreeDifferent } from '../../src/aarch64/isa/simd-integer-three-different.js';
import { simdIntegerThreeSame } from '../../src/aarch64/isa/simd-integer-three-same.js';
import { simdIntegerTwoRegister } from '../../src/aarch64/isa/simd-integer-two-register.js';
import { simdPermute } from '../../src/aarch64/isa/simd-permute.js';
import type { Instruction } from '../../src/aarch64/isa/table.js';
import type { Digests } from './digests.js';
import { Rig } from './interpreter.js';
import { moreEdges, pairEdges, randomValue, type Bits, type Meaning } from './numbers.js';
import { Digest, Random } from './random.js';
import { MEMORY, linuxExecutable, type Program } from './runner.js';
import { cannotRun, withFolder } from './tools.js';

const AT = {
  /** Operand sets, bytes of these, modes, bytes of these, bytes of results: 8 bytes each. */
  header: MEMORY.scratch,
  /** FPCR and FPSR, 4 bytes each. */
  modes: MEMORY.scratch + 0x1000,
  operands: MEMORY.records,
  results: MEMORY.results,
  /** The instruction and a return. */
  slot: MEMORY.stubs,
} as const;
const HEADER_BYTES = 40;
const SLOT_BYTES = 8;
/** An operand set: V1, V2, V3 (which V0 is too), X10, NZCV. */
const SET = { bytes: 64, x: 48, nzcv: 56 } as const;
/** A result: V0, X9, FPSR, NZCV. */
const RESULT = { bytes: 32, x: 16, fpsr: 24, nzcv: 28 } as const;

/** Where the instruction has its operands and results. */
const REGISTER: Readonly<Record<string, number>> = { Vd: 0, Vn: 1, Vm: 2, Va: 3, Rd: 9, Rn: 10 };

const assembled = assemble(
  `
.text
_start:
  ldr x28, =${AT.header}
  mov x19, x28
  mov x20, #${HEADER_BYTES}
  bl read
  ldr x29, =${AT.slot}
  mov x19, x29
  mov x20, #${SLOT_BYTES}
  bl read
  ldr x21, =${AT.modes}
  mov x19, x21
  ldr x20, [x28, #24]
  bl read
  ldr x19, =${AT.operands}
  ldr x20, [x28, #8]
  bl read
  ldr x22, [x28, #16]
  ldr x25, =${AT.results}
mode:
  ldp w26, w27, [x21], #8
  msr fpcr, x26
  ldr x23, =${AT.operands}
  ldr x24, [x28]
operands:
  ldp q1, q2, [x23]
  ldr q3, [x23, #32]
  ldr q0, [x23, #32]
  ldp x10, x11, [x23, #${SET.x}]
  add x23, x23, #${SET.bytes}
  mov x9, #0
  msr nzcv, x11
  msr fpsr, x27
  blr x29
  mrs x11, nzcv
  mrs x12, fpsr
  str q0, [x25]
  str x9, [x25, #${RESULT.x}]
  stp w12, w11, [x25, #${RESULT.fpsr}]
  add x25, x25, #${RESULT.bytes}
  sub x24, x24, #1
  cbnz x24, operands
  sub x22, x22, #1
  cbnz x22, mode

  ldr x19, =${AT.results}
  ldr x20, [x28, #32]
1: mov x0, #1
  mov x1, x19
  mov x2, x20
  mov x8, #64
  svc #0
  add x19, x19, x0
  subs x20, x20, x0
  b.ne 1b
  b _start

// Reads x20 bytes to x19; ends the program where the file ends.
read:
  mov x0, #0
  mov x1, x19
  mov x2, x20
  mov x8, #63
  svc #0
  cmp x0, #0
  b.le 2f
  add x19, x19, x0
  subs x20, x20, x0
  b.ne read
  ret
2: mov x0, #0
  mov x8, #93
  svc #0
`,
  { base: BigInt(MEMORY.runner) },
);
const PROGRAM: Program = { code: assembled.raw(), entry: MEMORY.runner };

/** An instruction word with all that it is run with. */
export interface Sweep {
  readonly name: string;
  readonly word: number;
  /** FPCR and FPSR before the instruction. */
  readonly modes: readonly (readonly [fpcr: number, fpsr: number])[];
  /** Bytes of the operand sets. */
  readonly sets: Uint8Array;
}

const decoder = new Decoder(TABLE);

/** Values of an immediate field that are tried: all of short ones, else those at its edges and in the middle. */
function immediates(name: string, width: number): number[] {
  // The highest bit set is the width of the elements, the others are part of a shift amount.
  if (name === 'immh') return [1, 2, 3, 4, 7, 8, 11, 15];
  if (name === 'immb') return [0, 1, 7];
  const all = 2 ** width;
  return [...new Set([0, 1, all / 2 - 1, all / 2, Math.floor(all * 0.8), all - 2, all - 1])].filter((v) => v >= 0);
}

/** Words of an entry: all values of its opcode-like fields, a few of its immediates. */
function wordsOf(entry: Instruction): number[] {
  let words = [entry.value];
  for (const { name, low, width, opcode } of entry.fields) {
    let values = [REGISTER[name]];
    if (opcode) values = Array.from({ length: 2 ** width }, (_, i) => i);
    else if (!(name in REGISTER)) values = immediates(name, width);
    words = words.flatMap((word) => values.map((v) => word | (v << low)));
  }
  return words.map((word) => word >>> 0).filter((word) => decoder.find(word) === entry);
}

/** What an instruction takes, from how it is written. */
interface Source {
  /** Of an element. */
  readonly bits: Bits;
  readonly meaning: Meaning;
  /** How many elements of a vector. */
  readonly lanes: number;
  /** True where pairs of operands count, not single ones. */
  readonly pairs: boolean;
  /** True where neighbours in a vector are such a pair. */
  readonly neighbours: boolean;
}

const BITS: Readonly<Record<string, Bits>> = { b: 8, h: 16, s: 32, w: 32, d: 64, x: 64 };

function sourceOf(text: string): Source {
  const registers = [...text.matchAll(/\b(?:v(?<v>\d+)\.\d*(?<e>[bhsd])|(?<r>[bhsdwx])(?<n>\d+))\b/g)].map((m) => ({
    bits: BITS[m.groups?.e ?? m.groups?.r ?? 'd'],
    number: m.groups?.v ?? m.groups?.n ?? '',
    vector: m.groups?.v !== undefined,
  }));
  const { bits } = registers[registers.length - 1];
  const sources = new Set(registers.map((r) => r.number).filter((n) => ['1', '2', '3'].includes(n)));
  const neighbours = /^\w+[pv] /.test(text);
  return {
    bits,
    meaning: text.startsWith('f') && bits > 8 ? 'float' : 'integer',
    lanes: registers.some((r) => r.vector) ? 128 / bits : 1,
    pairs: neighbours || sources.size > 1,
    neighbours,
  };
}

/** Operand sets of random values. */
const RANDOM_SETS = 600;

function makeSets({ bits, meaning, lanes, pairs, neighbours }: Source): Uint8Array {
  const random = new Random(`operands ${bits} ${meaning} ${lanes} ${pairs} ${neighbours}`);
  const list = pairs ? pairEdges(bits, meaning) : moreEdges(bits, meaning);
  // Values of Vn, Vm and Va: all pairs for the first two, or each value alone.
  const chosen = list.flatMap((a) =>
    pairs ? list.map((b) => [a, b, random.pick(list)]) : [[a, random.pick(list), random.pick(list)]],
  );
  while (chosen.length % lanes !== 0) chosen.push(random.pick(chosen));
  const edgeSets = chosen.length / lanes;
  for (let i = 0; i < RANDOM_SETS * lanes; i++) {
    const a = randomValue(random, bits, meaning);
    chosen.push([a, randomValue(random, bits, meaning, a), randomValue(random, bits, meaning, a)]);
  }
  const count = edgeSets + RANDOM_SETS;
  const out = new Uint8Array(count * SET.bytes);
  const view = new DataView(out.buffer);
  const put = (at: number, value: bigint): void => {
    if (bits === 64) view.setBigUint64(at, value, true);
    else if (bits === 32) view.setUint32(at, Number(value), true);
    else if (bits === 16) view.setUint16(at, Number(value), true);
    else view.setUint8(at, Number(value));
  };
  for (let i = 0; i < count; i++) {
    const at = i * SET.bytes;
    for (let n = 0; n < SET.bytes; n += 4) view.setUint32(at + n, random.word(), true);
    for (let lane = 0; lane < lanes; lane++) {
      // Elements of a vector are far from each other in the list of edge values.
      const values = chosen[i < edgeSets ? lane * edgeSets + i : i * lanes + lane];
      values.forEach((value, which) => put(at + 16 * which + (lane * bits) / 8, value));
      if (lane === 0) put(at + SET.x, values[0]);
    }
    // Of each second pair both are in Vn, side by side.
    if (neighbours) {
      for (let lane = 0; lane < lanes; lane += 2) {
        const [a, b] = chosen[i < edgeSets ? lane * edgeSets + i : i * lanes + lane];
        put(at + (lane * bits) / 8, a);
        put(at + ((lane + 1) * bits) / 8, b);
      }
    }
    view.setBigUint64(at + SET.nzcv, BigInt((random.word() & 0xf0000000) >>> 0), true);
  }
  return out;
}

const setsMade = new Map<string, Uint8Array>();

/** Operand sets, the same for all instructions that take such. */
function setsFor(source: Source): Uint8Array {
  const key = JSON.stringify(source);
  const made = setsMade.get(key) ?? makeSets(source);
  setsMade.set(key, made);
  return made;
}

function modesOf(name: string, floats: boolean): (readonly [number, number])[] {
  if (!floats) return [[0, 0]];
  // RMode, FZ, DN; and AHP, where there is a half.
  const halves = /\bh\d|\.\d?h/.test(name);
  return Array.from({ length: halves ? 32 : 16 }, (_, n) => n << 22).flatMap((fpcr) => [
    [fpcr, 0] as const,
    // Where IXC is set before, nobody need find out whether a result is inexact.
    [fpcr, 0x10] as const,
  ]);
}

const FLOATING_POINT: readonly Instruction[] = [
  ...fpDataProcessing,
  ...fpConversions,
  ...simdFpArithmetic,
  ...simdFpTwoRegister,
].filter(({ name }) => !name.startsWith('FMOV'));

/** Immediates of MOVI and its kin are all that these take: `results.ts` has as many as there are. */
const OTHERS: readonly Instruction[] = [
  ...simdIntegerThreeSame,
  ...simdIntegerThreeDifferent,
  ...simdIntegerTwoRegister,
  ...simdIntegerShift,
  ...simdIntegerByElement,
  ...simdPermute,
];

const sweeps = (entries: readonly Instruction[], floats: boolean): (() => Sweep)[] =>
  entries.flatMap(wordsOf).map((word) => () => {
    const name = disassemble(word) ?? '';
    return { name, word, modes: modesOf(name, floats), sets: setsFor(sourceOf(name)) };
  });

/** Everything that calculates. */
export const SWEEPS: readonly (() => Sweep)[] = [...sweeps(FLOATING_POINT, true), ...sweeps(OTHERS, false)];

const resultBytes = ({ modes, sets }: Sweep): number => (sets.length / SET.bytes) * modes.length * RESULT.bytes;

/** What the program reads for a sweep, in the order in which it does. */
function inputs(sweep: Sweep): Uint8Array[] {
  const { word, modes, sets } = sweep;
  const bytes = resultBytes(sweep);
  if (bytes > MEMORY.runner - AT.results) throw new Error(`${sweep.name}: too many results`);
  const header = BigUint64Array.from(
    [sets.length / SET.bytes, sets.length, modes.length, modes.length * 8, bytes].map(BigInt),
  );
  return [header, Uint32Array.of(word, 0xd65f03c0), Uint32Array.from(modes.flat()), sets].map(
    (a) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength),
  );
}

/** Runs sweeps in QEMU; the results are in the file one after another. */
async function qemu(folder: string, sweeps: readonly Sweep[]): Promise<string> {
  const [program, input, output] = ['calculations.elf', 'calculations.in', 'calculations.out'].map((name) =>
    join(folder, name),
  );
  writeFileSync(program, linuxExecutable(PROGRAM), { mode: 0o755 });
  const to = openSync(input, 'w');
  for (const sweep of sweeps) for (const part of inputs(sweep)) writeSync(to, part);
  closeSync(to);
  const [stdin, stdout] = [openSync(input, 'r'), openSync(output, 'w')];
  const status = await new Promise<number>((resolve, reject) => {
    const child = spawn('qemu-aarch64', ['-cpu', 'cortex-a72', program], {
      stdio: [stdin, stdout, 'ignore'],
      timeout: 600_000,
    });
    child.on('error', (error) => reject(cannotRun('qemu-aarch64', error)));
    child.on('close', (code) => resolve(code ?? -1));
  });
  closeSync(stdin);
  closeSync(stdout);
  if (status !== 0) throw new Error(`qemu-aarch64 ended with ${status}`);
  return output;
}

/** A sweep in our interpreter. */
const run = (rig: Rig, sweep: Sweep): Uint8Array => rig.serve(inputs(sweep), resultBytes(sweep));

const hex = (bytes: Uint8Array, at: number, count: number): string =>
  Buffer.from(bytes.subarray(at, at + count))
    .reverse()
    .toString('hex');

/** One case as text. */
function describeCase(sweep: Sweep, at: number, ours: Uint8Array, theirs: Uint8Array): string {
  const { modes, sets } = sweep;
  const n = at / RESULT.bytes;
  const count = sets.length / SET.bytes;
  const [fpcr, fpsr] = modes[Math.floor(n / count)];
  const set = (n % count) * SET.bytes;
  const result = (r: Uint8Array): string =>
    `v0 ${hex(r, at, 16)} x9 ${hex(r, at + RESULT.x, 8)} fpsr ${hex(r, at + RESULT.fpsr, 4)} nzcv ${hex(r, at + RESULT.nzcv, 4)}`;
  const bits =
    ['RN', 'RP', 'RM', 'RZ'][(fpcr >> 22) & 3] + ['', ' FZ'][(fpcr >> 24) & 1] + ['', ' DN'][(fpcr >> 25) & 1];
  return [
    `${bits}${(fpcr >> 26) & 1 ? ' AHP' : ''}, fpsr ${fpsr}`,
    `v1 ${hex(sets, set, 16)} v2 ${hex(sets, set + 16, 16)} v3 ${hex(sets, set + 32, 16)} x10 ${hex(sets, set + SET.x, 8)}`,
    `ours ${result(ours)}`,
    `QEMU ${result(theirs)}`,
  ].join('\n            ');
}

export interface CalculationsReport {
  readonly encodings: number;
  cases: number;
  /** Per word that disagrees: how many cases, and the first. */
  readonly disagreements: { name: string; count: number; example: string }[];
  readonly digests: Digests;
}

/** Bytes of results that QEMU writes at once. */
const PORTION = 64e6;

const digestOf = (results: Uint8Array): string => {
  const digest = new Digest();
  digest.words(results);
  return digest.toString();
};

/** The digests of sweeps in our interpreter. */
export function calculationDigests(sweeps: readonly (() => Sweep)[]): Digests {
  const rig = new Rig(PROGRAM);
  return Object.fromEntries(
    sweeps.map((make) => {
      const sweep = make();
      return [sweep.name, digestOf(run(rig, sweep))];
    }),
  );
}

/**
 * Compares all sweeps.
 * @param log called now and then with a line of progress
 * @param only part of the names of those to compare
 */
export function compareCalculations(log: (line: string) => void, only = ''): Promise<CalculationsReport> {
  return withFolder(async (folder) => {
    const report: CalculationsReport = { encodings: SWEEPS.length, cases: 0, disagreements: [], digests: {} };
    const rig = new Rig(PROGRAM);
    // In portions: the results of all together are large.
    for (let from = 0; from < SWEEPS.length;) {
      const sweeps: Sweep[] = [];
      for (let bytes = 0; from < SWEEPS.length && bytes < PORTION; from++) {
        const sweep = SWEEPS[from]();
        if (!sweep.name.includes(only)) continue;
        sweeps.push(sweep);
        bytes += resultBytes(sweep);
      }
      if (sweeps.length === 0) break;
      const output = openSync(await qemu(folder, sweeps), 'r');
      for (const sweep of sweeps) {
        const ours = run(rig, sweep);
        const theirs = new Uint8Array(ours.length);
        if (readSync(output, theirs) !== theirs.length) throw new Error('qemu-aarch64 wrote too little');
        report.cases += ours.length / RESULT.bytes;
        report.digests[sweep.name] = digestOf(ours);
        if (Buffer.compare(ours, theirs) === 0) continue;
        let count = 0;
        let example = '';
        for (let at = 0; at < ours.length; at += RESULT.bytes) {
          if (Buffer.compare(ours.subarray(at, at + RESULT.bytes), theirs.subarray(at, at + RESULT.bytes)) === 0)
            continue;
          if (count++ === 0) example = describeCase(sweep, at, ours, theirs);
        }
        report.disagreements.push({ name: sweep.name, count, example });
      }
      closeSync(output);
      log(`calculations: ${report.cases} cases compared`);
    }
    return report;
  });
}
