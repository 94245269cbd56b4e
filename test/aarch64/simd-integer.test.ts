/**
 * Integer Advanced SIMD: cases worked out by hand from the Arm ARM's pseudocode, the trap of all entries, and the two
 * tiers against each other. Every encoding's results are compared with QEMU's by `npm run conformance`.
 */
import { describe, expect, test } from 'vitest';
import { asm } from '../../src/aarch64/assembler/index.js';
import { Decoder } from '../../src/aarch64/decoder.js';
import { reset } from '../../src/aarch64/exceptions.js';
import { TABLE } from '../../src/aarch64/isa/index.js';
import { simdIntegerByElement } from '../../src/aarch64/isa/simd-integer-by-element.js';
import { simdIntegerImmediate } from '../../src/aarch64/isa/simd-integer-immediate.js';
import { simdIntegerShift } from '../../src/aarch64/isa/simd-integer-shift.js';
import { simdIntegerThreeDifferent } from '../../src/aarch64/isa/simd-integer-three-different.js';
import { simdIntegerThreeSame } from '../../src/aarch64/isa/simd-integer-three-same.js';
import { simdIntegerTwoRegister } from '../../src/aarch64/isa/simd-integer-two-register.js';
import type { Instruction } from '../../src/aarch64/isa/table.js';
import { Processor } from '../../src/aarch64/processor.js';
import { STATE } from '../../src/aarch64/state.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { installRegion } from '../../src/aarch64/translator/install.js';
import { Random } from '../conformance/random.js';

const ENTRIES: readonly Instruction[] = [
  ...simdIntegerThreeSame,
  ...simdIntegerThreeDifferent,
  ...simdIntegerTwoRegister,
  ...simdIntegerShift,
  ...simdIntegerByElement,
  ...simdIntegerImmediate,
];
const BASE = 0x4000_0000;
const QC = 1 << 27;
const RET = 0xd65f03c0;

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

function getV(n: number): string {
  const half = (i: number): string =>
    core
      .big(STATE.VREG + 16 * n + i)
      .toString(16)
      .padStart(16, '0');
  return half(8) + half(0);
}
/** Sets Vn from hexadecimal digits, the highest first; blanks separate lanes. */
function setV(n: number, digits: string): void {
  const all = digits.replaceAll(' ', '').padStart(32, '0');
  for (let i = 0; i < 4; i++)
    core.set(STATE.VREG + 16 * n + 4 * i, parseInt(all.slice(24 - 8 * i, 32 - 8 * i), 16) | 0);
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
  /** V0 before; all ones if absent, so that bits which must become zero show. */
  readonly v0?: string;
  readonly result: string;
  readonly saturates?: true;
}

// prettier-ignore
const CASES: readonly Case[] = [
  // 64-bit vectors and scalars leave zeros above; lanes that don't count don't saturate.
  { code: 'add v0.8b, v1.8b, v2.8b', v1: 'ff000000000000ff 7f80ff0102030405', v2: 'ff000000000000ff 0101010101010101', result: '80810002030405 06' },
  { code: 'sqadd v0.8b, v1.8b, v2.8b', v1: '7f00000000000000 0000000000000001', v2: '7f00000000000000 0000000000000001', result: '02' },
  { code: 'sqadd v0.16b, v1.16b, v2.16b', v1: '7f00000000000000 0000000000000001', v2: '7f00000000000000 0000000000000001', result: '7f00000000000000 0000000000000002', saturates: true },
  { code: 'sqadd b0, b1, b2', v1: '7f7f', v2: '7f01', result: '7f', saturates: true },
  { code: 'sqadd b0, b1, b2', v1: '7f7e', v2: '7f01', result: '7f' },
  { code: 'sqsub s0, s1, s2', v1: '80000000', v2: '00000001', result: '80000000', saturates: true },
  { code: 'uqsub d0, d1, d2', v1: '1', v2: '2', result: '0', saturates: true },
  { code: 'uqadd d0, d1, d2', v1: 'fffffffffffffffe', v2: '1', result: 'ffffffffffffffff' },
  { code: 'uqadd d0, d1, d2', v1: 'fffffffffffffffe', v2: '3', result: 'ffffffffffffffff', saturates: true },
  // A signed and an unsigned number.
  { code: 'suqadd b0, b1', v0: '80', v1: 'ff', result: '7f' },
  { code: 'suqadd b0, b1', v0: '81', v1: 'ff', result: '7f', saturates: true },
  { code: 'usqadd b0, b1', v0: '7f', v1: '80', result: '00', saturates: true },
  { code: 'usqadd b0, b1', v0: '80', v1: '80', result: '00' },
  // Least times least is the one product that saturates.
  { code: 'sqdmulh v0.4h, v1.4h, v2.4h', v1: '8000 8000 4000 ffff', v2: '8000 7fff 4000 0001', result: '7fff 8001 2000 ffff', saturates: true },
  { code: 'sqrdmulh v0.4h, v1.4h, v2.4h', v1: '8001 8000 4000 ffff', v2: '8000 7fff 4000 0001', result: '7fff 8001 2000 0000' },
  { code: 'sqdmull d0, s1, s2', v1: '80000000', v2: '80000000', result: '7fffffffffffffff', saturates: true },
  { code: 'sqdmlal d0, s1, v2.s[3]', v0: '7fffffffffffffff', v1: '1', v2: '00000001 00000000 00000000 00000000', result: '7fffffffffffffff', saturates: true },
  { code: 'mul v0.4h, v1.4h, v2.h[7]', v1: '0004 0003 0002 0001', v2: '0100 0000000000000000 000000000000', result: '0400 0300 0200 0100' },
  // Shifts by the register take the lowest byte of the lane; right where it is negative.
  { code: 'sshl v0.2s, v1.2s, v2.2s', v1: '80000000 80000000', v2: '000000e0 ffffff00', result: 'ffffffff 80000000' },
  { code: 'ushl v0.2s, v1.2s, v2.2s', v1: '80000001 80000001', v2: '000000e1 00000020', result: '00000001 00000000' },
  { code: 'urshl v0.2s, v1.2s, v2.2s', v1: '80000000 80000000', v2: '000000e0 000000df', result: '00000001 00000000' },
  { code: 'srshl d0, d1, d2', v1: '8000000000000000', v2: 'c0', result: '0' },
  { code: 'sqshl d0, d1, d2', v1: '4000000000000000', v2: '1', result: '7fffffffffffffff', saturates: true },
  { code: 'sqshl d0, d1, d2', v1: '0', v2: '7f', result: '0' },
  { code: 'uqshl b0, b1, b2', v1: '01', v2: '08', result: 'ff', saturates: true },
  { code: 'sqrshl h0, h1, h2', v1: '7fff', v2: 'ff', result: '4000' },
  // By an immediate: a right shift reaches the whole width.
  { code: 'sshr v0.8b, v1.8b, #8', v1: '80 7f ff 00 01 fe 40 c0', result: 'ff 00 ff 00 00 ff 00 ff' },
  { code: 'ushr v0.8b, v1.8b, #8', v1: '80 7f ff 00 01 fe 40 c0', result: '0' },
  { code: 'urshr d0, d1, #64', v1: '8000000000000000', result: '1' },
  { code: 'srshr d0, d1, #64', v1: '8000000000000000', result: '0' },
  { code: 'sri v0.2s, v1.2s, #32', v0: '12345678 9abcdef0', v1: 'ffffffff ffffffff', result: '12345678 9abcdef0' },
  { code: 'sri v0.2s, v1.2s, #8', v0: '12345678 9abcdef0', v1: 'ffffffff 00000000', result: '12ffffff 9a000000' },
  { code: 'sli v0.2s, v1.2s, #8', v0: '12345678 9abcdef0', v1: 'ffffffff 00000000', result: 'ffffff78 000000f0' },
  { code: 'sqshlu b0, b1, #1', v1: 'ff', result: '0', saturates: true },
  { code: 'sqshlu b0, b1, #1', v1: '7f', result: 'fe' },
  // Narrowing to the high half leaves the low one.
  { code: 'sqxtun2 v0.16b, v1.8h', v0: 'ffffffffffffffff 0123456789abcdef', v1: '7fff 8000 00ff 0100 0001 ffff 0000 007f', result: 'ff00ffff 0100007f 0123456789abcdef', saturates: true },
  { code: 'xtn v0.2s, v1.2d', v1: '1111111122222222 3333333344444444', result: '22222222 44444444' },
  { code: 'raddhn v0.8b, v1.8h, v2.8h', v1: '0080 007f ff80 0100 0180 0000 0000 0000', v2: '0', result: '01 00 00 01 02 00 00 00' },
  { code: 'sqrshrun v0.8b, v1.8h, #4', v1: '7fff ffff fff8 0008 0007 0ff7 0ff8 0010', result: 'ff 00 00 01 00 ff ff 01', saturates: true },
  { code: 'uqshrn b0, h1, #8', v1: 'ffff0fff', result: '0f' },
  // Across lanes, pairs, bits.
  { code: 'addv b0, v1.8b', v1: 'ffffffffffffffff 0102030405060780', result: '9c' },
  { code: 'saddlv h0, v1.16b', v1: '80808080808080808080808080808080', result: 'f800' },
  { code: 'uaddlv d0, v1.4s', v1: 'ffffffffffffffffffffffffffffffff', result: '3fffffffc' },
  { code: 'sminv h0, v1.4h', v1: '8000000000000000 0001 7fff fffe 0002', result: 'fffe' },
  { code: 'addp v0.4h, v1.4h, v2.4h', v1: '0004 0003 0002 0001', v2: '0040 0030 0020 0010', result: '0070 0030 0007 0003' },
  { code: 'uadalp v0.1d, v1.2s', v0: '1', v1: 'ffffffff ffffffff', result: '1ffffffff' },
  { code: 'cls v0.4h, v1.4h', v1: 'ffff 8000 0001 c000', result: '000f 0000 000e 0001' },
  { code: 'clz v0.2s, v1.2s', v1: '00000000 00800000', result: '00000020 00000008' },
  { code: 'rbit v0.8b, v1.8b', v1: '01 80 0f 12 ff 00 aa 03', result: '80 01 f0 48 ff 00 55 c0' },
  { code: 'pmull v0.8h, v1.8b, v2.8b', v1: 'ff', v2: 'ff', result: '5555' },
  { code: 'bsl v0.8b, v1.8b, v2.8b', v0: 'ff00ff00ff00ff00', v1: '1111111111111111', v2: '2222222222222222', result: '1122112211221122' },
  // Immediates.
  { code: 'movi v0.2d, #0xff00ff0000ffff00', result: 'ff00ff0000ffff00 ff00ff0000ffff00' },
  { code: 'mvni v0.2s, #0x12, msl #16', result: 'ffed0000 ffed0000' },
  { code: 'bic v0.4h, #0x12, lsl #8', v0: 'ffff ffff ffff ffff', result: 'edff edff edff edff' },
  { code: 'fmov v0.2d, #-1.5', result: 'bff8000000000000 bff8000000000000' },
];

describe('by hand', () => {
  test.each(CASES)('$code', ({ code, v0 = 'f'.repeat(32), v1 = '0', v2 = '0', result, saturates }) => {
    const address = place(asm(code));
    setV(0, v0);
    setV(1, v1);
    setV(2, v2);
    core.set(STATE.FPSR, 0);
    run(address, 1);
    expect({ result: getV(0), qc: core.get(STATE.FPSR) }).toEqual({
      result: result.replaceAll(' ', '').padStart(32, '0'),
      qc: saturates ? QC : 0,
    });
  });

  test('QC stays set', () => {
    core.set(STATE.FPSR, QC | 1);
    setV(1, '1');
    run(place(asm('sqadd b0, b1, b1')), 1);
    expect(core.get(STATE.FPSR)).toBe(QC | 1);
  });
});

const decoder = new Decoder(TABLE);

/** A word that the entry describes. */
function wordOf(entry: Instruction, random: Random): number {
  for (;;) {
    const word = (entry.value | (random.word() & ~entry.mask)) >>> 0;
    if (decoder.find(word) === entry) return word;
  }
}

function randomRegisters(random: Random): void {
  for (let i = 0; i < 128; i++)
    core.set(STATE.VREG + 4 * i, random.oneIn(4) ? random.pick([0, -1, 1 << 31]) : random.word() | 0);
}

const registers = (): string => Array.from({ length: 32 }, (_, n) => getV(n)).join(' ');

describe('every entry', () => {
  test('is trapped where FP and SIMD are, before it does anything', () => {
    const random = new Random('simd trap');
    for (const entry of ENTRIES) {
      randomRegisters(random);
      const before = registers();
      run(place(wordOf(entry, random)), 1, 0);
      expect([entry.name, core.lo(REG.ESR_EL1) >>> 26, registers() === before]).toEqual([entry.name, 0x07, true]);
      reset(core, 1, BASE, 0);
    }
  });

  test('does the same in a region as in the interpreter', () => {
    const random = new Random('simd regions');
    for (const entry of ENTRIES) {
      for (let i = 0; i < 4; i++) {
        const word = wordOf(entry, random);
        const address = place(word);
        randomRegisters(random);
        const before = processor.linear.u8.slice(core.base + STATE.VREG, core.base + STATE.VREG + 512);
        core.set(STATE.FPSR, 0);
        run(address, 2);
        const interpreted = [registers(), core.get(STATE.FPSR)];
        expect(installRegion(processor, address)?.instructions).toBe(2);
        processor.linear.u8.set(before, core.base + STATE.VREG);
        core.set(STATE.FPSR, 0);
        run(address, 2);
        expect([entry.name, word, registers(), core.get(STATE.FPSR)]).toEqual([entry.name, word, ...interpreted]);
      }
    }
  });
});
