/**
 * Loads and stores of FP and SIMD registers, copies, permutations, table look-ups: cases worked out by hand from the Arm
 * ARM's pseudocode, faults, the trap of all entries, and the two tiers against each other. Every encoding's results are
 * compared with QEMU's by `npm run conformance`.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { asm, assemble } from '../../src/aarch64/assembler/index.js';
import { Decoder } from '../../src/aarch64/decoder.js';
import { reset } from '../../src/aarch64/exceptions.js';
import { TABLE } from '../../src/aarch64/isa/index.js';
import { simdLoadsStores } from '../../src/aarch64/isa/simd-loads-stores.js';
import { simdPermute } from '../../src/aarch64/isa/simd-permute.js';
import type { Instruction } from '../../src/aarch64/isa/table.js';
import { Processor } from '../../src/aarch64/processor.js';
import { STATE } from '../../src/aarch64/state.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { installRegion } from '../../src/aarch64/translator/install.js';
import { Random } from '../conformance/random.js';

/** RAM ends where the translation tables end. */
const BASE = 0x7fe0_0000;
const END = 0x8000_0000;
const DATA = 0x7ff0_0000;
const BYTES = 256;
const TABLES = BASE + 0x1000;
const RET = 0xd65f03c0;
const SCTLR = 0x30d00800;
const EE = 1 << 25;

const processor = new Processor({ cores: 1, ramBytes: 0x100_0000 });
const { memory, linear } = processor;
memory.addRam(BASE, END - BASE);
const [core] = processor.cores;

let at = BASE + 0x4000;
/** Puts instructions and a return to memory that was not used before. @returns their address */
function place(...words: number[]): number {
  at = Math.ceil((at + 4) / 64) * 64;
  const view = new DataView(new ArrayBuffer(4 * words.length + 4));
  [...words, RET].forEach((w, i) => view.setUint32(4 * i, w >>> 0, true));
  memory.load(at, new Uint8Array(view.buffer));
  return at;
}

const setX = (n: number, value: number): void => core.setPair(STATE.X + 8 * n, value, value < 0 ? -1 : 0);
const getX = (n: number): string => core.big(STATE.X + 8 * n).toString(16);

function run(address: number, instructions = 1): void {
  core.setPair(STATE.PC, address, 0);
  processor.run(core, instructions);
}

/** Normal memory in one block of 1 GB, at EL1. */
const BOOT = assemble(
  `ldr x0, =table
  msr ttbr0_el1, x0
  mov x0, #0xff
  msr mair_el1, x0
  ldr x0, =0x00803519
  msr tcr_el1, x0
  isb
  ldr x0, =${SCTLR | 1}
  msr sctlr_el1, x0
  isb
  .org ${TABLES - BASE}
  table: .quad 0, 0x40000000 | 0x701`,
  { base: BASE },
).raw();

/** @param sctlr further bits of SCTLR_EL1 */
function start(mmu: boolean, sctlr = 0): void {
  reset(core, 1, BASE, 0);
  memory.load(BASE, BOOT);
  if (mmu) run(BASE, 10);
  setX(0, (SCTLR | sctlr | (mmu ? 1 : 0)) >>> 0);
  run(place(asm('msr sctlr_el1, x0')));
  // Translation tables have the byte order of data.
  if (sctlr & EE) memory.load(TABLES + 8, memory.dump(TABLES + 8, 8).reverse());
  core.set(STATE.FP_ENABLED, 1);
  core.setPair(STATE.X + 8 * 30, BASE, 0);
}

function getV(n: number): string {
  const half = (i: number): string => core.big(STATE.VREG + 16 * n + i).toString(16);
  return half(8).padStart(16, '0') + half(0).padStart(16, '0');
}
const full = (digits: string): string => digits.replaceAll(' ', '').padStart(32, '0');
/** Sets Vn from hexadecimal digits, the highest first; blanks separate lanes. */
function setV(n: number, digits: string): void {
  const all = full(digits);
  for (let i = 0; i < 4; i++) {
    core.set(STATE.VREG + 16 * n + 4 * i, parseInt(all.slice(24 - 8 * i, 32 - 8 * i), 16) | 0);
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** Memory whose bytes are 00, 01, 02, ... */
const count = (): void =>
  void memory.load(
    DATA,
    Uint8Array.from({ length: BYTES }, (_, i) => i),
  );
/** Numbers from `first`, `step` apart, as bytes of a vector, the highest first. */
const series = (first: number, step: number, n: number): string =>
  hex(Uint8Array.from({ length: n }, (_, i) => first + step * i).reverse());

const EXCEPTION = { FP_TRAP: 0x07, ABORT: 0x25 };
const exceptionClass = (): number => core.lo(REG.ESR_EL1) >>> 26;

beforeEach(() => start(true));

interface PermuteCase {
  readonly code: string;
  readonly v0?: string;
  readonly v1?: string;
  readonly v2?: string;
  readonly result: string;
}

const A = '1f1e1d1c1b1a1918 1716151413121110';
const B = '2f2e2d2c2b2a2928 2726252423222120';

// prettier-ignore
const PERMUTATIONS: readonly PermuteCase[] = [
  { code: 'dup v0.16b, v1.b[3]', v1: A, result: '1313131313131313 1313131313131313' },
  { code: 'dup v0.4h, v1.h[7]', v1: A, result: '1f1e1f1e1f1e1f1e' },
  { code: 'dup v0.2d, v1.d[1]', v1: A, result: '1f1e1d1c1b1a1918 1f1e1d1c1b1a1918' },
  { code: 'dup v0.8h, w1', result: '5678567856785678 5678567856785678' },
  { code: 'dup v0.2s, w1', result: '1234567812345678' },
  { code: 'dup v0.2d, xzr', result: '0' },
  { code: 'mov b0, v1.b[15]', v1: A, result: '1f' },
  { code: 'mov s0, v1.s[1]', v1: A, result: '17161514' },
  { code: 'mov v0.b[15], w1', v0: B, result: '782e2d2c2b2a2928 2726252423222120' },
  { code: 'mov v0.d[0], x1', v0: B, result: '2f2e2d2c2b2a2928 0000000012345678' },
  { code: 'mov v0.h[2], v1.h[5]', v0: B, v1: A, result: '2f2e2d2c2b2a2928 27261b1a23222120' },
  { code: 'mov v0.d[1], v0.d[0]', v0: B, result: '2726252423222120 2726252423222120' },
  { code: 'ext v0.16b, v1.16b, v2.16b, #0', v1: A, v2: B, result: A },
  { code: 'ext v0.16b, v1.16b, v2.16b, #5', v1: A, v2: B, result: '24232221201f1e1d 1c1b1a1918171615' },
  { code: 'ext v0.8b, v1.8b, v2.8b, #3', v1: A, v2: B, result: '2221201716151413' },
  { code: 'tbl v0.16b, {v1.16b}, v2.16b', v1: A, v2: '0f 10 80 ff 00 01 0e 0d 0c 0b 0a 09 08 07 06 05', result: '1f 00 00 00 10 11 1e 1d 1c 1b 1a 19 18 17 16 15' },
  { code: 'tbl v0.8b, {v1.16b, v2.16b}, v0.8b', v0: 'ffffffffffffffff 1f 20 0f 10 00 ff 80 11', v1: A, v2: B, result: '2f 00 1f 20 10 00 00 21' },
  { code: 'tbx v0.8b, {v1.16b}, v2.8b', v0: 'ffffffffffffffff a7 a6 a5 a4 a3 a2 a1 a0', v1: A, v2: '0f 10 00 ff 80 01 11 0e', result: '1f a6 10 a4 a3 11 a1 1e' },
  { code: 'tbl v0.8b, {v31.16b-v2.16b}, v3.8b', v1: A, v2: B, result: '00 3f 2f 2e 1f 10 0f 00' },
  { code: 'zip1 v0.8b, v1.8b, v2.8b', v1: A, v2: B, result: '2313221221112010' },
  { code: 'zip2 v0.8h, v1.8h, v2.8h', v1: A, v2: B, result: '2f2e1f1e2d2c1d1c 2b2a1b1a29281918' },
  { code: 'uzp1 v0.4s, v1.4s, v2.4s', v1: A, v2: B, result: '2b2a292823222120 1b1a191813121110' },
  { code: 'uzp2 v0.8b, v1.8b, v2.8b', v1: A, v2: B, result: '2725232117151311' },
  { code: 'trn1 v0.2d, v1.2d, v2.2d', v1: A, v2: B, result: '2726252423222120 1716151413121110' },
  { code: 'trn2 v0.4h, v1.4h, v2.4h', v1: A, v2: B, result: '2726171623221312' },
  { code: 'rev64 v0.4s, v1.4s', v1: A, result: '1b1a19181f1e1d1c 1312111017161514' },
  { code: 'rev64 v0.8b, v1.8b', v1: A, result: '1011121314151617' },
  { code: 'rev32 v0.8h, v1.8h', v1: A, result: '1d1c1f1e19181b1a 1514171611101312' },
  { code: 'rev16 v0.16b, v1.16b', v1: A, result: '1e1f1c1d1a1b1819 1617141512131011' },
];

describe('permutations by hand', () => {
  test.each(PERMUTATIONS)('$code', ({ code, v0 = 'f'.repeat(32), v1 = '0', v2 = '0', result }) => {
    setV(31, '0f0e0d0c0b0a0908 0706050403020100');
    setV(0, v0);
    setV(1, v1);
    setV(2, v2);
    setV(3, 'ff 3f 2f 2e 1f 10 0f 40');
    setX(1, 0x12345678);
    // Tables that begin with V31 go on with V0.
    if (code.includes('v31')) setV(0, '1f1e1d1c1b1a1918 1716151413121110');
    if (code.includes('v31')) setV(1, '2f2e2d2c2b2a2928 2726252423222120');
    if (code.includes('v31')) setV(2, '3f3e3d3c3b3a3938 3736353433323130');
    run(place(asm(code)));
    expect(getV(0)).toBe(full(result));
  });

  test.each([
    ['umov w0, v1.b[15]', '9f'],
    ['umov w0, v1.h[4]', '9998'],
    ['mov w0, v1.s[3]', '9f9e9d9c'],
    ['mov x0, v1.d[1]', '9f9e9d9c9b9a9998'],
    ['smov w0, v1.b[15]', 'ffffff9f'],
    ['smov x0, v1.b[15]', 'ffffffffffffff9f'],
    ['smov w0, v1.h[0]', '1110'],
    ['smov x0, v1.s[2]', 'ffffffff9b9a9998'],
  ])('%s', (code, result) => {
    setV(1, '9f9e9d9c9b9a9998 1716151413121110');
    setX(0, -1);
    run(place(asm(code)));
    expect(getX(0)).toBe(result);
  });
});

interface LoadCase {
  readonly code: string;
  /** V0 and the registers behind it. */
  readonly result: readonly string[];
  /** What is added to X0, which is DATA. */
  readonly moved?: number;
}

const ONES = 'f'.repeat(32);
// prettier-ignore
const LOADS: readonly LoadCase[] = [
  { code: 'ldr b0, [x0, #3]', result: ['03'] },
  { code: 'ldr h0, [x0, x2, lsl #1]', result: ['0706'] },
  { code: 'ldr s0, [x0, w2, sxtw]', result: ['06050403'] },
  { code: 'ldr d0, [x0, #8]!', result: ['0f0e0d0c0b0a0908'], moved: 8 },
  { code: 'ldr q0, [x0], #-16', result: [series(0, 1, 16)], moved: -16 },
  { code: 'ldur q0, [x0, #1]', result: [series(1, 1, 16)] },
  { code: 'ldp q0, q1, [x0, #32]', result: [series(32, 1, 16), series(48, 1, 16)] },
  { code: 'ldp s0, s1, [x0], #8', result: ['03020100', '07060504'], moved: 8 },
  { code: 'ldp d0, d0, [x0]', result: ['0f0e0d0c0b0a0908'] },
  { code: 'ldnp d0, d1, [x0, #8]', result: [series(8, 1, 8), series(16, 1, 8)] },
  { code: 'ld1 {v0.8b}, [x0]', result: [series(0, 1, 8)] },
  { code: 'ld1 {v0.16b-v3.16b}, [x0], #64', result: [0, 16, 32, 48].map((n) => series(n, 1, 16)), moved: 64 },
  { code: 'ld1 {v0.1d-v2.1d}, [x0], #24', result: [0, 8, 16].map((n) => series(n, 1, 8)), moved: 24 },
  { code: 'ld2 {v0.16b, v1.16b}, [x0], x2', result: [series(0, 2, 16), series(1, 2, 16)], moved: 3 },
  { code: 'ld2 {v0.4h, v1.4h}, [x0], #16', result: ['0d0c090805040100', '0f0e0b0a07060302'], moved: 16 },
  { code: 'ld3 {v0.8b-v2.8b}, [x0]', result: [0, 1, 2].map((n) => series(n, 3, 8)) },
  { code: 'ld3 {v0.16b-v2.16b}, [x0], #48', result: [0, 1, 2].map((n) => series(n, 3, 16)), moved: 48 },
  { code: 'ld3 {v0.2d-v2.2d}, [x0]', result: [0, 8, 16].map((n) => series(n + 24, 1, 8) + series(n, 1, 8)) },
  { code: 'ld4 {v0.16b-v3.16b}, [x0], #64', result: [0, 1, 2, 3].map((n) => series(n, 4, 16)), moved: 64 },
  { code: 'ld4 {v0.2s-v3.2s}, [x0], #32', result: ['1312111003020100', '1716151407060504', '1b1a19180b0a0908', '1f1e1d1c0f0e0d0c'], moved: 32 },
  { code: 'ld1 {v0.b}[9], [x0]', result: [`${'f'.repeat(12)}00${'f'.repeat(18)}`] },
  { code: 'ld2 {v0.h-v1.h}[0], [x0], #4', result: [`${'f'.repeat(28)}0100`, `${'f'.repeat(28)}0302`], moved: 4 },
  { code: 'ld3 {v0.s-v2.s}[3], [x0], #12', result: ['03020100', '07060504', '0b0a0908'].map((n) => n + 'f'.repeat(24)), moved: 12 },
  { code: 'ld4 {v0.d-v3.d}[1], [x0], x2', result: [0, 8, 16, 24].map((n) => series(n, 1, 8) + 'f'.repeat(16)), moved: 3 },
  { code: 'ld1r {v0.4h}, [x0], #2', result: ['0100010001000100'], moved: 2 },
  { code: 'ld4r {v0.16b-v3.16b}, [x0], #4', result: ['00', '01', '02', '03'].map((n) => n.repeat(16)), moved: 4 },
  { code: 'ld2r {v0.1d-v1.1d}, [x0], x2', result: [series(0, 1, 8), series(8, 1, 8)], moved: 3 },
];

describe('loads by hand', () => {
  test.each(LOADS)('$code', ({ code, result, moved = 0 }) => {
    count();
    for (let n = 0; n < 5; n++) setV(n, ONES);
    setX(0, DATA);
    setX(2, 3);
    run(place(asm(code)));
    expect(result.map((_, n) => getV(n))).toEqual(result.map(full));
    expect(getV(result.length), 'the register behind').toBe(ONES);
    expect(getX(0)).toBe((DATA + moved).toString(16));
  });

  test('lists go on with V0 behind V31', () => {
    count();
    setX(0, DATA);
    run(place(asm('ld2 {v31.16b, v0.16b}, [x0]')));
    expect([getV(31), getV(0)]).toEqual([series(0, 2, 16), series(1, 2, 16)]);
  });

  test('literals', () => {
    const address = place(asm('ldr q0, #8'), RET, 0x11111111, 0x22222222, 0x33333333, 0x44444444);
    run(address);
    expect(getV(0)).toBe('44444444333333332222222211111111');
  });

  test('what a load of structures takes apart, a store puts together', () => {
    const lines = [1, 2, 3, 4].flatMap((elements) =>
      ['8b', '16b', '4h', '8h', '2s', '4s', '2d', ...(elements === 1 ? ['1d'] : [])].flatMap((arrangement) =>
        (elements === 1 ? [1, 2, 3, 4] : [elements]).map((n) => {
          const list = Array.from({ length: n }, (_, i) => `v${(30 + i) % 32}.${arrangement}`).join(', ');
          return { text: `${elements} {${list}}, [x0]`, bytes: n * (/^(16b|8h|4s|2d)$/.test(arrangement) ? 16 : 8) };
        }),
      ),
    );
    expect(lines).toHaveLength(53);
    for (const { text, bytes } of lines) {
      count();
      setX(0, DATA + 1);
      run(place(asm(`ld${text}`)));
      setX(0, DATA + 128);
      run(place(asm(`st${text}`)));
      const all = memory.dump(DATA, BYTES);
      expect([text, hex(all.subarray(128, 128 + bytes))]).toEqual([text, hex(all.subarray(1, 1 + bytes))]);
      expect(all[128 + bytes], `${text}: the byte behind`).toBe(128 + bytes);
    }
  });
});

// prettier-ignore
const STORES: readonly { readonly code: string; readonly bytes: string }[] = [
  { code: 'str b0, [x0]', bytes: '00' },
  { code: 'str h0, [x0, #2]', bytes: 'ffff0001' },
  { code: 'str s0, [x0]', bytes: '00010203' },
  { code: 'stp d0, d1, [x0]', bytes: '00010203040506071011121314151617' },
  { code: 'stur q1, [x0, #1]', bytes: 'ff101112131415161718191a1b1c1d1e1f' },
  { code: 'st1 {v0.b}[15], [x0]', bytes: '0f' },
  { code: 'st2 {v0.h-v1.h}[3], [x0]', bytes: '06071617' },
  { code: 'st3 {v0.s-v2.s}[2], [x0]', bytes: '08090a0b18191a1b28292a2b' },
  { code: 'st4 {v0.d-v3.d}[1], [x0]', bytes: '08090a0b0c0d0e0f18191a1b1c1d1e1f28292a2b2c2d2e2f38393a3b3c3d3e3f' },
  { code: 'st4 {v0.b-v3.b}[1], [x0], x2', bytes: '01112131' },
  { code: 'st2 {v0.8b-v1.8b}, [x0]', bytes: '00100111021203130414051506160717' },
  { code: 'st3 {v0.4h-v2.4h}, [x0]', bytes: '000110112021020312132223040514152425060716172627' },
];

describe('stores by hand', () => {
  test.each(STORES)('$code', ({ code, bytes }) => {
    memory.load(DATA, new Uint8Array(BYTES).fill(0xff));
    for (let n = 0; n < 4; n++) setV(n, series(16 * n, 1, 16));
    setX(0, DATA);
    setX(2, 3);
    run(place(asm(code)));
    expect(hex(memory.dump(DATA, bytes.length / 2 + 1))).toBe(`${bytes}ff`);
  });
});

describe('an access that faults', () => {
  const registers = (): string => Array.from({ length: 32 }, (_, n) => getV(n)).join(' ');

  // The last bytes of it lie behind the last page that is mapped.
  test.each([
    ['ldr q0, [x0], #16', 8],
    ['ldp q0, q1, [x0], #32', 16],
    ['ldp d0, d1, [x0, #-16]!', -8],
    ['ld1 {v0.16b-v3.16b}, [x0], #64', 48],
    ['ld2 {v0.16b-v1.16b}, [x0], #32', 16],
    ['ld3 {v0.8b-v2.8b}, [x0], #24', 16],
    ['ld4 {v0.16b-v3.16b}, [x0], x2', 63],
    ['ld2 {v0.s-v1.s}[1], [x0], #8', 4],
    ['ld4r {v0.2d-v3.2d}, [x0], #32', 24],
    ['stp q0, q1, [x0], #32', 16],
    ['st1 {v0.16b-v3.16b}, [x0], #64', 48],
    ['st4 {v0.8b-v3.8b}, [x0], #32', 16],
  ])('%s leaves all registers as they were', (code, inside) => {
    const random = new Random(code);
    for (let n = 0; n < 128; n++) core.set(STATE.VREG + 4 * n, random.word() | 0);
    setX(0, END - inside);
    setX(2, 3);
    const before = registers();
    run(place(asm(code)));
    expect(exceptionClass()).toBe(EXCEPTION.ABORT);
    expect(core.lo(REG.FAR_EL1) >>> 0).toBe(END);
    expect(registers()).toBe(before);
    expect(getX(0)).toBe((END - inside).toString(16));
  });

  test('a stack pointer that is not aligned is found after the trap, before the access', () => {
    const address = place(asm('ldr q0, [sp]'));
    core.setPair(STATE.SP, DATA + 8, 0);
    setX(0, SCTLR | 1 | 8);
    run(place(asm('msr sctlr_el1, x0')));
    core.set(STATE.FP_ENABLED, 0);
    run(address);
    expect(exceptionClass()).toBe(EXCEPTION.FP_TRAP);
    core.set(STATE.FP_ENABLED, 1);
    run(address);
    expect(exceptionClass()).toBe(0x26);
  });
});

describe('big-endian data', () => {
  test.each([
    ['ldr h0, [x0]', '0001'],
    ['ldr q0, [x0]', '000102030405060708090a0b0c0d0e0f'],
    ['ldp s0, s1, [x0]', '00010203'],
    ['ld1 {v0.h}[0], [x0]', '0001'],
    ['ld1 {v0.16b}, [x0]', '0f0e0d0c0b0a09080706050403020100'],
    ['ld1 {v0.8h}, [x0]', '0e0f0c0d0a0b08090607040502030001'],
    ['ld1 {v0.2s}, [x0]', '0405060700010203'],
    ['ld1 {v0.2d}, [x0]', '08090a0b0c0d0e0f0001020304050607'],
    ['ld2 {v0.4s, v1.4s}, [x0]', '18191a1b101112130809 0a0b00010203'],
    ['ld3 {v0.4h-v2.4h}, [x0]', '12130c0d06070001'],
  ])('%s', (code, result) => {
    count();
    start(true, EE);
    setV(0, '0');
    setX(0, DATA);
    run(place(asm(code)));
    expect(getV(0)).toBe(full(result));
    // And back.
    if (!/^(ldp|ld[23])/.test(code)) {
      setX(0, DATA + 64);
      run(place(asm(code.replace('ld', 'st'))));
      const n = code.startsWith('ldr h') || code.includes('h}[') ? 2 : code.includes('2s') ? 8 : 16;
      expect(hex(memory.dump(DATA + 64, n))).toBe(hex(memory.dump(DATA, n)));
    }
  });
});

describe('where alignment is checked (Device memory)', () => {
  // With the MMU off all data is in Device memory. Structures are aligned to their elements, all else to its size.
  test.each([
    ['ldr q0, [x0]', 8, false],
    ['ldr q0, [x0]', 16, true],
    ['ldr d0, [x0]', 4, false],
    ['ldp d0, d1, [x0]', 8, true],
    ['ld1 {v0.16b}, [x0]', 1, true],
    ['ld1 {v0.8h}, [x0]', 1, false],
    ['ld1 {v0.8h}, [x0]', 2, true],
    ['ld1 {v0.2s}, [x0]', 4, true],
    ['ld1 {v0.2d-v3.2d}, [x0]', 8, true],
    ['ld1 {v0.2d-v3.2d}, [x0]', 4, false],
    ['ld4 {v0.8b-v3.8b}, [x0]', 3, true],
    ['ld3 {v0.2s-v2.2s}, [x0]', 2, false],
    ['ld4 {v0.s-v3.s}[1], [x0]', 4, true],
    ['ld4 {v0.s-v3.s}[1], [x0]', 2, false],
    ['st1 {v0.16b}, [x0]', 1, true],
    ['st2 {v0.8h-v1.8h}, [x0]', 2, true],
    ['st2 {v0.8h-v1.8h}, [x0]', 1, false],
  ])('%s at a multiple of %i: %s', (code, offset, allowed) => {
    start(false);
    setX(0, DATA + offset);
    const address = place(asm(code));
    run(address);
    expect(core.lo(STATE.PC) === address + 4 ? true : exceptionClass()).toBe(allowed ? true : EXCEPTION.ABORT);
  });
});

const ENTRIES: readonly Instruction[] = [...simdLoadsStores, ...simdPermute];
const decoder = new Decoder(TABLE);

/** A word that the entry describes, with X9 or SP as its base and X8 as its index. */
function wordOf(entry: Instruction, random: Random): number {
  const memoryAccess = (entry.value & 0x0a000000) === 0x08000000;
  for (;;) {
    let word = entry.value | (random.word() & ~entry.mask);
    if (memoryAccess) {
      for (const f of entry.fields) {
        if (f.name === 'Rn') word = (word & ~0x3e0) | ((random.oneIn(4) ? 31 : 9) << 5);
        if (f.name === 'Rm') word = (word & ~0x1f0000) | (8 << 16);
        if (f.name === 'imm19') word = (word & ~0xffffe0) | ((random.below(400) - 200) << 5);
      }
    }
    if (decoder.find(word) === entry) return word >>> 0;
  }
}

function randomState(random: Random): void {
  for (let n = 0; n < 128; n++) core.set(STATE.VREG + 4 * n, random.word() | 0);
  for (let n = 0; n < 30; n++) core.setPair(STATE.X + 8 * n, random.word() | 0, random.word() | 0);
  setX(8, random.below(64));
  setX(9, DATA + random.below(64));
  core.setPair(STATE.SP, DATA + 16 * random.below(4), 0);
}

const state = (): Uint8Array => linear.u8.slice(core.base + STATE.X, core.base + STATE.SP + 8);
const vectors = (): Uint8Array => linear.u8.slice(core.base + STATE.VREG, core.base + STATE.VREG + 512);

describe('every entry', () => {
  test('is trapped where FP and SIMD are, before it does anything', () => {
    const random = new Random('move trap');
    for (const entry of ENTRIES) {
      randomState(random);
      const before = hex(vectors()) + hex(state());
      const address = place(wordOf(entry, random));
      core.set(STATE.FP_ENABLED, 0);
      run(address);
      expect([entry.name, exceptionClass(), hex(vectors()) + hex(state()) === before]).toEqual([
        entry.name,
        EXCEPTION.FP_TRAP,
        true,
      ]);
      start(true);
    }
  });

  test('does the same in a region as in the interpreter', { timeout: 60_000 }, () => {
    const random = new Random('move regions');
    for (const entry of ENTRIES) {
      for (let i = 0; i < 3; i++) {
        const word = wordOf(entry, random);
        const address = place(word);
        const bytes = Uint8Array.from({ length: 0x1000 }, () => random.below(256));
        randomState(random);
        const before = [vectors(), state()] as const;
        const outcome = (): unknown[] => {
          memory.load(DATA - 0x800, bytes);
          linear.u8.set(before[0], core.base + STATE.VREG);
          linear.u8.set(before[1], core.base + STATE.X);
          run(address);
          return [hex(vectors()), hex(state()), hex(memory.dump(DATA - 0x800, 0x1000)), core.lo(STATE.PC) - address];
        };
        const interpreted = outcome();
        expect(interpreted[3], `${entry.name} ${word.toString(16)}`).toBe(4);
        expect(installRegion(processor, address)?.instructions).toBe(2);
        expect([entry.name, word, ...outcome()]).toEqual([entry.name, word, ...interpreted]);
      }
    }
  });
});
