/**
 * Floating-point instructions: cases worked out by hand from the Arm ARM's pseudocode, the trap of all entries, and the
 * two tiers against each other. `npm run conformance` compares every encoding's results with QEMU's.
 */
import { describe, expect, test } from 'vitest';
import { asm } from '../../src/aarch64/assembler/index.js';
import { Decoder } from '../../src/aarch64/decoder.js';
import { disassemble } from '../../src/aarch64/disassembler.js';
import { reset } from '../../src/aarch64/exceptions.js';
import { fpConversions } from '../../src/aarch64/isa/fp-conversions.js';
import { expandImmediate, fpDataProcessing } from '../../src/aarch64/isa/fp-data-processing.js';
import { TABLE } from '../../src/aarch64/isa/index.js';
import { simdFpArithmetic } from '../../src/aarch64/isa/simd-fp-arithmetic.js';
import { simdFpTwoRegister } from '../../src/aarch64/isa/simd-fp-two-register.js';
import { fieldsOf, type Instruction } from '../../src/aarch64/isa/table.js';
import { Processor } from '../../src/aarch64/processor.js';
import { STATE } from '../../src/aarch64/state.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { installRegion } from '../../src/aarch64/translator/install.js';
import { edges, randomValue } from '../conformance/numbers.js';
import { Random } from '../conformance/random.js';

const ENTRIES: readonly Instruction[] = [
  ...fpDataProcessing,
  ...fpConversions,
  ...simdFpArithmetic,
  ...simdFpTwoRegister,
];
const BASE = 0x4000_0000;
const RET = 0xd65f03c0;
/** FPCR's fields. */
const [RP, RM, RZ, FZ, DN, AHP] = [1 << 22, 2 << 22, 3 << 22, 1 << 24, 1 << 25, 1 << 26];
/** FPSR's cumulative flags. */
const [IOC, DZC, OFC, UFC, IXC, IDC] = [1, 2, 4, 8, 16, 128];

const processor = new Processor({ cores: 1, ramBytes: 0x100_0000 });
processor.memory.addRam(BASE, 0x10_0000);
const [core] = processor.cores;
reset(core, 1, BASE, 0);

let at = BASE;
/** Puts an instruction and a return to memory that was not used before. @returns its address */
function place(word: number): number {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setUint32(0, word >>> 0, true);
  new DataView(bytes.buffer).setUint32(4, RET, true);
  processor.memory.load((at += 8), bytes);
  return at;
}

const digits = (value: bigint, count: number): string => BigInt.asUintN(64, value).toString(16).padStart(count, '0');
const getV = (n: number): string =>
  digits(core.big(STATE.VREG + 16 * n + 8), 16) + digits(core.big(STATE.VREG + 16 * n), 16);
const getX = (n: number): string => digits(core.big(STATE.X + 8 * n), 16);
const nzcv = (): number =>
  (Number((core.big(STATE.N) >> 63n) & 1n) << 3) |
  (core.big(STATE.Z) === 0n ? 4 : 0) |
  (core.get(STATE.C) << 1) |
  Number((core.big(STATE.V) >> 63n) & 1n);

function set64(offset: number, value: bigint): void {
  core.set(offset, Number(BigInt.asIntN(32, value)));
  core.set(offset + 4, Number(BigInt.asIntN(32, value >> 32n)));
}
/** Sets Vn from hexadecimal digits, the highest first; blanks separate lanes. */
function setV(n: number, text: string): void {
  const value = BigInt(`0x${text.replaceAll(' ', '')}`);
  set64(STATE.VREG + 16 * n, value);
  set64(STATE.VREG + 16 * n + 8, value >> 64n);
}

function run(address: number, instructions: number, fpEnabled = 1): void {
  core.set(STATE.FP_ENABLED, fpEnabled);
  core.setPair(STATE.PC, address, 0);
  core.setPair(STATE.X + 8 * 30, BASE, 0);
  processor.run(core, instructions);
}

interface Case {
  readonly code: string;
  readonly v1?: string;
  readonly v2?: string;
  readonly v3?: string;
  /** V0 before; all ones if absent, so that bits which must become zero show. */
  readonly v0?: string;
  readonly x1?: bigint;
  readonly fpcr?: number;
  /** V0 after, X0 after, NZCV after: the one that the instruction writes. */
  readonly result?: string;
  readonly x0?: bigint;
  readonly nzcv?: number;
  /** FPSR after. */
  readonly flags?: number;
}

const [ONE, TWO, THREE, TIE] = ['3ff0000000000000', '4000000000000000', '4008000000000000', '3ca0000000000000'];
const [INFINITY, NAN, SNAN] = ['7ff0000000000000', '7ff8000000000000', '7ff0000000000001'];

// prettier-ignore
const CASES: readonly Case[] = [
  // Rounding: 1 + 2^-53 is a tie.
  { code: 'fadd d0, d1, d2', v1: ONE, v2: TIE, result: ONE, flags: IXC },
  { code: 'fadd d0, d1, d2', v1: ONE, v2: TIE, fpcr: RP, result: '3ff0000000000001', flags: IXC },
  { code: 'fadd d0, d1, d2', v1: ONE, v2: TIE, fpcr: RM, result: ONE, flags: IXC },
  { code: 'fsub d0, d1, d2', v1: ONE, v2: TIE, fpcr: RZ, result: '3fefffffffffffff' },
  { code: 'fsub d0, d1, d2', v1: THREE, v2: THREE, result: '0' },
  { code: 'fsub d0, d1, d2', v1: THREE, v2: THREE, fpcr: RM, result: '8000000000000000' },
  // The bits above a scalar become zero.
  { code: 'fmul s0, s1, s2', v1: 'ffffffff ffffffff ffffffff 40400000', v2: 'ffffffff ffffffff ffffffff 40000000', result: '40c00000' },
  { code: 'fnmul d0, d1, d2', v1: TWO, v2: THREE, result: 'c018000000000000' },
  // FNMUL changes the sign of a NaN too.
  { code: 'fnmul d0, d1, d2', v1: NAN, v2: THREE, result: 'fff8000000000000' },
  { code: 'fdiv d0, d1, d2', v1: ONE, v2: '0', result: INFINITY, flags: DZC },
  { code: 'fdiv d0, d1, d2', v1: '0', v2: '0', result: NAN, flags: IOC },
  { code: 'fsqrt d0, d1', v1: '8000000000000000', result: '8000000000000000' },
  { code: 'fsqrt s0, s1', v1: 'bf800000', result: '7fc00000', flags: IOC },
  { code: 'fmul s0, s1, s2', v1: '7f7fffff', v2: '40000000', result: '7f800000', flags: OFC | IXC },
  { code: 'fmul s0, s1, s2', v1: '7f7fffff', v2: '40000000', fpcr: RZ, result: '7f7fffff', flags: OFC | IXC },
  { code: 'fmul s0, s1, s2', v1: '00800001', v2: '3f000000', result: '00400000', flags: UFC | IXC },
  // An exact denormal is no underflow; with FZ it becomes zero, and so do operands.
  { code: 'fmul s0, s1, s2', v1: '00800002', v2: '3f000000', result: '00400001' },
  { code: 'fmul s0, s1, s2', v1: '00800002', v2: '3f000000', fpcr: FZ, result: '0', flags: UFC },
  { code: 'fadd s0, s1, s2', v1: '80000001', v2: '80000000', fpcr: FZ, result: '80000000', flags: IDC },
  // NaNs: a signalling one comes before a quiet one; quieted; or the default.
  { code: 'fadd d0, d1, d2', v1: '7ff8000000000055', v2: 'fff0000000000066', result: 'fff8000000000066', flags: IOC },
  { code: 'fadd d0, d1, d2', v1: '7ff8000000000055', v2: 'fff8000000000066', result: '7ff8000000000055' },
  { code: 'fadd d0, d1, d2', v1: 'fff8000000000055', v2: ONE, fpcr: DN, result: NAN },
  { code: 'fmax d0, d1, d2', v1: NAN, v2: ONE, result: NAN },
  { code: 'fmaxnm d0, d1, d2', v1: NAN, v2: ONE, result: ONE },
  { code: 'fmaxnm d0, d1, d2', v1: SNAN, v2: ONE, result: '7ff8000000000001', flags: IOC },
  { code: 'fmin d0, d1, d2', v1: '0', v2: '8000000000000000', result: '8000000000000000' },
  // Fused: the product is not rounded. (1 + 2^-52)^2 - (1 + 2^-51) = 2^-104.
  { code: 'fmsub d0, d1, d2, d3', v1: '3ff0000000000001', v2: '3ff0000000000001', v3: '3ff0000000000002', result: 'b970000000000000' },
  { code: 'fnmsub d0, d1, d2, d3', v1: '3ff0000000000001', v2: '3ff0000000000001', v3: '3ff0000000000002', result: '3970000000000000' },
  { code: 'fnmadd s0, s1, s2, s3', v1: '40000000', v2: '40400000', v3: '3f800000', result: 'c0e00000' },
  // Infinity times zero is invalid, whatever quiet NaN is added.
  { code: 'fmadd d0, d1, d2, d3', v1: INFINITY, v2: '0', v3: 'fff8000000000007', result: NAN, flags: IOC },
  { code: 'fmulx d0, d1, d2', v1: 'fff0000000000000', v2: '0', result: 'c000000000000000' },
  // Comparison.
  { code: 'fcmp d1, d2', v1: ONE, v2: TWO, nzcv: 8 },
  { code: 'fcmp d1, d2', v1: '0', v2: '8000000000000000', nzcv: 6 },
  { code: 'fcmp s1, #0.0', v1: '3f800000', nzcv: 2 },
  { code: 'fcmp d1, d2', v1: NAN, v2: ONE, nzcv: 3 },
  { code: 'fcmpe d1, d2', v1: NAN, v2: ONE, nzcv: 3, flags: IOC },
  { code: 'fcmp d1, d2', v1: SNAN, v2: ONE, nzcv: 3, flags: IOC },
  { code: 'fcmpe d1, #0.0', v1: '0000000000000001', fpcr: FZ, nzcv: 6, flags: IDC },
  { code: 'fccmp d1, d2, #5, al', v1: TWO, v2: ONE, nzcv: 2 },
  { code: 'fcmgt v0.2s, v1.2s, #0.0', v1: 'ffffffffffffffff 3f800000 80000000', result: 'ffffffff 00000000' },
  { code: 'fcmlt d0, d1, #0.0', v1: 'bff0000000000000', result: 'ffffffffffffffff' },
  { code: 'facge s0, s1, s2', v1: 'bf800000', v2: '3f800000', result: 'ffffffff' },
  { code: 'fcmeq d0, d1, d2', v1: NAN, v2: NAN, result: '0' },
  { code: 'fcmge d0, d1, d2', v1: NAN, v2: NAN, result: '0', flags: IOC },
  // Rounding to integers.
  { code: 'frintn d0, d1', v1: '4004000000000000', result: TWO },
  { code: 'frinta d0, d1', v1: '4004000000000000', result: THREE },
  { code: 'frintx d0, d1', v1: '4004000000000000', fpcr: RP, result: THREE, flags: IXC },
  { code: 'frinti d0, d1', v1: '4004000000000000', fpcr: RP, result: THREE },
  { code: 'frintz s0, s1', v1: 'bf000000', result: '80000000' },
  { code: 'fcvtzs x0, d1', v1: 'bffc000000000000', x0: -1n, flags: IXC },
  { code: 'fcvtau w0, s1', v1: '40200000', x0: 3n, flags: IXC },
  { code: 'fcvtns w0, d1', v1: '41e0000000000000', x0: 0x7fffffffn, flags: IOC },
  { code: 'fcvtmu x0, d1', v1: 'bff0000000000000', x0: 0n, flags: IOC },
  { code: 'fcvtzs w0, s1, #4', v1: '3fa00000', x0: 20n },
  { code: 'fcvtzu v0.2s, v1.2s, #1', v1: '3fc00000 bf000000', result: '00000003 00000000', flags: IOC },
  { code: 'scvtf d0, x1', x1: -1n, result: 'bff0000000000000' },
  { code: 'ucvtf s0, x1', x1: 0xffffffffffffffffn, result: '5f800000', flags: IXC },
  { code: 'ucvtf s0, x1, #64', x1: 0x8000000000000000n, result: '3f000000' },
  { code: 'scvtf d0, d1, #64', v1: '8000000000000000', result: 'bfe0000000000000' },
  // Precisions.
  { code: 'fcvt h0, s1', v1: '477ff000', result: '7c00', flags: OFC | IXC },
  { code: 'fcvt h0, s1', v1: '477ff000', fpcr: AHP, result: '7c00', flags: IXC },
  { code: 'fcvt s0, h1', v1: '7c00', result: '7f800000' },
  { code: 'fcvt s0, h1', v1: '7c00', fpcr: AHP, result: '47800000' },
  { code: 'fcvt d0, h1', v1: '0001', result: '3e70000000000000' },
  { code: 'fcvtl2 v0.4s, v1.8h', v1: '3c00 4000 4200 4400 0000000000000000', result: '3f800000 40000000 40400000 40800000' },
  { code: 'fcvtn2 v0.4s, v1.2d', v0: '1111111111111111 2222222222222222', v1: `${ONE} ${TWO}`, result: '3f800000 40000000 2222222222222222' },
  { code: 'fcvtn v0.4h, v1.4s', v1: '3f800000 40000000 40400000 40800000', result: '3c00 4000 4200 4400' },
  // To odd: neither 0 nor 1 ulp, but the odd one of both.
  { code: 'fcvtxn s0, d1', v1: '3ff0000000000001', result: '3f800001', flags: IXC },
  // Vectors, elements, pairs.
  { code: 'fadd v0.2s, v1.2s, v2.2s', v1: '7f800001 7f800001 3f800000 40000000', v2: '7f800001 7f800001 3f800000 40000000', result: '40000000 40800000' },
  { code: 'fmla v0.2d, v1.2d, v2.d[1]', v0: `${ONE} ${ONE}`, v1: `${ONE} ${TWO}`, v2: `${TWO} ${SNAN}`, result: `${THREE} 4014000000000000` },
  { code: 'fmls s0, s1, v2.s[3]', v0: '40800000', v1: '40000000', v2: '3f800000 7f800001 7f800001 7f800001', result: '40000000' },
  { code: 'fmul v0.4s, v1.4s, v2.s[1]', v1: '3f800000 40000000 40400000 40800000', v2: '0000000000000000 40000000 00000000', result: '40000000 40800000 40c00000 41000000' },
  { code: 'faddp v0.4s, v1.4s, v2.4s', v1: '40800000 40400000 40000000 3f800000', v2: '41000000 40e00000 40c00000 40a00000', result: '41700000 41300000 40e00000 40400000' },
  { code: 'faddp v0.2s, v1.2s, v2.2s', v1: '7f8000017f800001 40000000 3f800000', v2: '7f8000017f800001 40800000 40400000', result: '40e00000 40400000' },
  { code: 'fmaxp d0, v1.2d', v1: `${ONE} ${TWO}`, result: TWO },
  { code: 'fmaxnmv s0, v1.4s', v1: '7fc00000 40000000 c0000000 7fc00000', result: '40000000' },
  { code: 'fminv s0, v1.4s', v1: '40800000 80000000 00000000 3f800000', result: '80000000' },
  { code: 'fabd d0, d1, d2', v1: ONE, v2: THREE, result: TWO },
  // Estimates and steps.
  { code: 'frecpe s0, s1', v1: '3f800000', result: '3f7f8000' },
  { code: 'frecps d0, d1, d2', v1: ONE, v2: ONE, result: ONE },
  { code: 'frsqrts d0, d1, d2', v1: ONE, v2: ONE, result: ONE },
  { code: 'frecps d0, d1, d2', v1: INFINITY, v2: '0', result: TWO },
  { code: 'frecpx d0, d1', v1: THREE, result: '3ff0000000000000' },
  { code: 'urecpe v0.2s, v1.2s', v1: '80000000 7fffffff', result: 'ff800000 ffffffff' },
  // Moves keep all bits, of signalling NaNs too, whatever FPCR says.
  { code: 'fmov s0, s1', v1: 'ffffffffffffffff 7f800001', fpcr: FZ | DN, result: '7f800001' },
  { code: 'fneg d0, d1', v1: SNAN, fpcr: DN, result: 'fff0000000000001' },
  { code: 'fabs v0.4s, v1.4s', v1: 'ff800001 80000001 bf800000 3f800000', fpcr: FZ | DN, result: '7f800001 00000001 3f800000 3f800000' },
  { code: 'fmov x0, v1.d[1]', v1: '0123456789abcdef 1111111111111111', x0: 0x0123456789abcdefn },
  { code: 'fmov v0.d[1], x1', v0: '3333333333333333 4444444444444444', x1: 0x0123456789abcdefn, result: '0123456789abcdef 4444444444444444' },
  { code: 'fmov w0, s1', v1: 'ffffffff 80000000', x0: 0x80000000n },
  { code: 'fmov d0, x1', x1: -1n, result: 'ffffffffffffffff' },
  { code: 'fmov d0, #-0.125', result: 'bfc0000000000000' },
  { code: 'fcsel s0, s1, s2, nv', v1: 'ffffffff 7f800001', v2: '0', result: '7f800001' },
];

describe('by hand', () => {
  test.each(CASES)('$code $v1 $v2 $fpcr', (c) => {
    const address = place(asm(c.code));
    setV(0, c.v0 ?? 'f'.repeat(32));
    setV(1, c.v1 ?? '0');
    setV(2, c.v2 ?? '0');
    setV(3, c.v3 ?? '0');
    set64(STATE.X, -1n);
    set64(STATE.X + 8, c.x1 ?? 0n);
    core.set(STATE.FPCR, c.fpcr ?? 0);
    // With IXC set before, the host's own arithmetic may be taken.
    for (const before of [0, IXC]) {
      setV(0, c.v0 ?? 'f'.repeat(32));
      core.set(STATE.FPSR, before);
      run(address, 1);
      expect(core.get(STATE.FPSR).toString(2)).toBe(((c.flags ?? 0) | before).toString(2));
      if (c.result !== undefined) expect(getV(0)).toBe(c.result.replaceAll(' ', '').padStart(32, '0'));
      if (c.x0 !== undefined) expect(getX(0)).toBe(digits(c.x0, 16));
      if (c.nzcv !== undefined) expect(nzcv()).toBe(c.nzcv);
    }
  });

  test('FMOV has (16 to 31) / 16 * 2^(-3 to 4), with either sign', () => {
    const view = new DataView(new ArrayBuffer(8));
    for (let imm8 = 0; imm8 < 256; imm8++) {
      const value = ((imm8 & 0x80 ? -1 : 1) * (16 + (imm8 & 15)) * 2 ** (((imm8 >> 4) & 7) ^ 4)) / 128;
      view.setInt32(0, expandImmediate(imm8, 32));
      expect(view.getFloat32(0)).toBe(value);
      view.setInt32(0, expandImmediate(imm8, 64));
      expect(view.getFloat64(0)).toBe(value);
    }
  });

  test('comparisons can be written the other way round', () => {
    expect(disassemble(asm('fcmle v0.4s, v1.4s, v2.4s'))).toBe('fcmge v0.4s, v2.4s, v1.4s');
    expect(disassemble(asm('faclt d0, d1, d2'))).toBe('facgt d0, d2, d1');
  });
});

const decoder = new Decoder(TABLE);

/** A word that the entry describes, which leaves the link register alone. */
function wordOf(entry: Instruction, random: Random): number {
  for (;;) {
    const word = (entry.value | (random.word() & ~entry.mask)) >>> 0;
    if (decoder.find(word) === entry && fieldsOf(entry, word).Rd !== 30) return word;
  }
}

function randomRegisters(random: Random): void {
  for (let n = 0; n < 64; n++) {
    const bits = random.pick([32, 64] as const);
    const value = (): bigint =>
      random.oneIn(2) ? random.pick(edges(bits, 'float')) : randomValue(random, bits, 'float');
    set64(STATE.VREG + 8 * n, bits === 64 ? value() : (value() << 32n) | value());
  }
  for (let n = 0; n < 30; n++) set64(STATE.X + 8 * n, randomValue(random, 64, 'integer'));
}

const state = (): string =>
  [
    ...Array.from({ length: 32 }, (_, n) => getV(n)),
    ...Array.from({ length: 31 }, (_, n) => getX(n)),
    core.get(STATE.FPSR),
    nzcv(),
  ].join(' ');

describe('every entry', () => {
  test('is trapped where FP and SIMD are, before it does anything', () => {
    const random = new Random('fp trap');
    for (const entry of ENTRIES) {
      randomRegisters(random);
      const address = place(wordOf(entry, random));
      set64(STATE.X + 8 * 30, BigInt(BASE));
      const before = state();
      run(address, 1, 0);
      expect([entry.name, core.lo(REG.ESR_EL1) >>> 26, state() === before]).toEqual([entry.name, 0x07, true]);
      reset(core, 1, BASE, 0);
    }
  });

  test('does the same in a region as in the interpreter', () => {
    const random = new Random('fp regions');
    const [from, to] = [core.base + STATE.X, core.base + STATE.VREG + 512];
    for (const entry of ENTRIES) {
      for (let i = 0; i < 6; i++) {
        const word = wordOf(entry, random);
        const address = place(word);
        randomRegisters(random);
        core.set(STATE.FPCR, i < 2 ? 0 : (random.word() & 31) << 22);
        core.set(STATE.FPSR, i % 2 ? IXC : 0);
        const before = processor.linear.u8.slice(from, to);
        run(address, 2);
        const interpreted = state();
        expect(installRegion(processor, address)?.instructions).toBe(2);
        processor.linear.u8.set(before, from);
        run(address, 2);
        expect([entry.name, word, state()]).toEqual([entry.name, word, interpreted]);
      }
    }
  });
});
