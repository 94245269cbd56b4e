import { describe, expect, test } from 'vitest';
import { asm } from '../../src/aarch64/assembler/index.js';
import { disassemble, Disassembler } from '../../src/aarch64/disassembler.js';
import { TABLE } from '../../src/aarch64/isa/index.js';
import { alias, fieldsOf, insn } from '../../src/aarch64/isa/table.js';

describe('the preferred form', () => {
  // Texts as llvm-mc 14 prints them, with a blank for the tab.
  test.for<[number, string | undefined]>([
    [0x91000420, 'add x0, x1, #1'],
    [0x91400420, 'add x0, x1, #1, lsl #12'],
    [0x910003fd, 'mov x29, sp'],
    [0xb100043f, 'cmn x1, #1'],
    [0x7140043f, 'cmp w1, #1, lsl #12'],
    [0x9278dc20, 'and x0, x1, #0xffffffffffffff00'],
    [0xb2400fe0, 'orr x0, xzr, #0xf'],
    [0xb200f3e0, 'mov x0, #6148914691236517205'],
    [0x320083e1, 'mov w1, #65537'],
    [0xd2ffffe0, 'mov x0, #-281474976710656'],
    [0x929db960, 'mov x0, #-60876'],
    [0x12800020, 'mov w0, #-2'],
    [0xd2a00000, 'movz x0, #0, lsl #16'],
    [0x12800000, 'mov w0, #-1'],
    [0x12a00000, 'movn w0, #0, lsl #16'],
    [0xf2e00020, 'movk x0, #1, lsl #48'],
    [0x93407c20, 'sxtw x0, w1'],
    [0x53001c20, 'uxtb w0, w1'],
    [0xd3401c20, 'ubfx x0, x1, #0, #8'],
    [0xd37df020, 'lsl x0, x1, #3'],
    [0xd343fc20, 'lsr x0, x1, #3'],
    [0x13037c20, 'asr w0, w1, #3'],
    [0xd37d0c20, 'ubfiz x0, x1, #3, #4'],
    [0xb37d0c20, 'bfi x0, x1, #3, #4'],
    [0xb3430c20, 'bfxil x0, x1, #3, #1'],
    [0x93c10c20, 'ror x0, x1, #3'],
    [0x8b020c20, 'add x0, x1, x2, lsl #3'],
    [0x8b420020, 'add x0, x1, x2, lsr #0'],
    [0xcb0203e0, 'neg x0, x2'],
    [0xeb02003f, 'cmp x1, x2'],
    [0x8b226fe0, 'add x0, sp, x2, lsl #3'],
    [0x8b2263e0, 'add x0, sp, x2'],
    [0x8b224020, 'add x0, x1, w2, uxtw'],
    [0x0b22ac20, 'add w0, w1, w2, sxth #3'],
    [0x9a9f17e0, 'cset x0, eq'],
    [0x5a9f13e0, 'csetm w0, eq'],
    [0x9a811420, 'cinc x0, x1, eq'],
    [0x9a81e420, 'csinc x0, x1, x1, al'],
    [0xda9f07ff, 'cneg xzr, xzr, ne'],
    [0xfa5f0bef, 'ccmp xzr, #31, #15, eq'],
    [0x9b027c20, 'mul x0, x1, x2'],
    [0x54000041, 'b.ne #8'],
    [0x17ffffff, 'b #-4'],
    [0xb7000000, 'tbnz x0, #32, #0'],
    [0xd65f03c0, 'ret'],
    [0xd65f0020, 'ret x1'],
    [0xf8627820, 'ldr x0, [x1, x2, lsl #3]'],
    [0xf8626820, 'ldr x0, [x1, x2]'],
    [0x38627820, 'ldrb w0, [x1, x2, lsl #0]'],
    [0xf862c820, 'ldr x0, [x1, w2, sxtw]'],
    [0xf9400020, 'ldr x0, [x1]'],
    [0xf97ffc20, 'ldr x0, [x1, #32760]'],
    [0xf8408420, 'ldr x0, [x1], #8'],
    [0xf8400c20, 'ldr x0, [x1, #0]!'],
    [0xf85f8020, 'ldur x0, [x1, #-8]'],
    [0xa9bf7bfd, 'stp x29, x30, [sp, #-16]!'],
    [0x69400420, 'ldpsw x0, x1, [x1]'],
    [0xc85f7c20, 'ldxr x0, [x1]'],
    [0xc8220440, 'stxp w2, x0, x1, [x2]'],
    [0xf9800007, 'prfm #7, [x0]'],
    [0xf9800008, 'prfm plil1keep, [x0]'],
    [0xd4000001, 'svc #0'],
    [0xd4001fe2, 'hvc #0xff'],
    [0xd4a00001, 'dcps1'],
    [0x00000005, 'udf #5'],
    [0xd503201f, 'nop'],
    [0xd503233f, 'hint #25'],
    [0xd5033b9f, 'dsb ish'],
    [0xd503319f, 'dsb oshld'],
    [0xd50330bf, 'dmb #0'],
    [0xd5033fdf, 'isb'],
    [0xd5033edf, 'isb #14'],
    [0xd5033f5f, 'clrex'],
    [0xd50342df, 'msr DAIFSet, #2'],
    [0xd5384240, 'mrs x0, CurrentEL'],
    [0xd539f200, 'mrs x0, S3_1_C15_C2_0'],
    // The same encoding has another name when written, or none.
    [0xd5330500, 'mrs x0, DBGDTRRX_EL0'],
    [0xd5130500, 'msr DBGDTRTX_EL0, x0'],
    [0xd5180000, 'msr S3_0_C0_C0_0, x0'],
    [0xd50b7423, 'dc zva, x3'],
    [0xd50b7e3f, 'dc civac, xzr'],
    [0xd508711f, 'ic ialluis'],
    [0xd508711e, 'sys #0, c7, c1, #0, x30'],
    [0xd5087800, 'at s1e1r, x0'],
    [0xd508871f, 'tlbi vmalle1'],
    [0xd5088720, 'tlbi vae1, x0'],
    [0xd50b7c20, 'sys #3, c7, c12, #1, x0'],
    [0xd52b7c20, 'sysl x0, #3, c7, c12, #1'],
    // Unallocated, reserved, and v8.1 on: FMOV-like space, MOVZ with hw = 2 for W, CAS, LDADD, PAN, BRAA, MTE's IRG.
    [0xffffffff, undefined],
    [0x52c00000, undefined],
    [0x88a07c00, undefined],
    [0xf8200000, undefined],
    [0xd500419f, undefined],
    [0xd71f0800, undefined],
    [0x9ac01000, undefined],
  ])('%#', ([word, text]) => {
    expect(disassemble(word | 0)).toBe(text);
  });
});

describe('addresses', () => {
  test.for<[number, number, number, string]>([
    // word       at (low, high)          text
    [0x14000002, 0x1000, 0, 'b 0x1008'],
    [0x17ffffff, 0, 0, 'b 0xfffffffffffffffc'],
    [0x14000001, 0xfffffffc, 0xffff8000, 'b 0xffff800100000000'],
    [0x54ffffe1, 0x80004, 0, 'b.ne 0x80000'],
    [0x34ffff83, 0x80010, 0, 'cbz w3, 0x80000'],
    [0x36180003, 0x10, 0, 'tbz w3, #3, 0x10'],
    [0x10000040, 0x1003, 0, 'adr x0, 0x100b'],
    [0xb0000000, 0x1fff, 0, 'adrp x0, 0x2000'],
    [0x58ffffc0, 0x80008, 0, 'ldr x0, 0x80000'],
  ])('%#: %i', ([word, lo, hi, text]) => {
    expect(disassemble(word, lo, hi)).toBe(text);
    expect(asm(text, (BigInt(hi) << 32n) | BigInt(lo))).toBe(word >>> 0);
  });
});

/** A sequence of 32-bit words, the same in every run (xorshift). */
function* words(seed: number): Generator<number> {
  for (let x = seed; ;) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    yield x;
  }
}

describe('what is printed can be assembled again', () => {
  const random = words(20240601);
  const next = (): number => random.next().value as number;

  /** A word of the entry with fields of zeros, ones, and in between. */
  function sample(entry: (typeof TABLE)[number]): number {
    let word = (next() & ~entry.mask) | entry.value;
    for (const f of entry.fields) {
      const bits = (2 ** f.width - 1) << f.low;
      const choice = next() & 7;
      if (choice === 0) word |= bits;
      else if (choice === 1) word &= ~bits;
    }
    return word;
  }

  test.for(TABLE.map((entry) => ({ name: entry.name, entry })))('$name', ({ entry }) => {
    let printed = 0;
    for (let i = 0; i < 100; i++) {
      const word = sample(entry);
      const text = disassemble(word);
      if (text === undefined) continue;
      printed++;
      const again = asm(text);
      if (again !== word >>> 0) {
        // The other word means the same: bits that are ignored, or a bitmask with another rotation.
        expect(disassemble(again), text).toBe(text);
        expect(
          JSON.stringify(sameFields(entry, word, again)),
          `${text}: ${(word >>> 0).toString(16)} ${again.toString(16)}`,
        ).toBe('[]');
      }
    }
    expect(printed).toBeGreaterThan(0);
  });

  /** Names of fields that differ, those of bitmask immediates (equal as printed) left out. */
  function sameFields(entry: (typeof TABLE)[number], a: number, b: number): string[] {
    const [fa, fb] = [fieldsOf(entry, a), fieldsOf(entry, b)];
    const bitmask = entry.syntax.some((s) => s.text.includes('bitmask'));
    return Object.keys(fa).filter(
      (name) =>
        fa[name] !== fb[name] && !(bitmask && /^imm[rs]$/.test(name)) && !(/MULH$/.test(entry.name) && name === 'Ra'),
    );
  }
});

describe('templates', () => {
  const pattern = 'sf 0000000 shift:2 imm12:12 Rn:5 Rd:5';
  const make = (text: string, fixed?: Record<string, number>) =>
    new Disassembler([insn('TEST', pattern, [alias(text, fixed)], () => undefined)]);

  test.for<[string, string]>([
    ['test Rq', "TEST: 'Rq' in 'test Rq' needs a field Rq"],
    ['test frob', "TEST: 'test frob' names no operand kind and no field with 'frob'"],
    ['test Rm', "TEST: 'Rm' in 'test Rm' needs a field Rm"],
    ['test imm12{', "TEST: '{' without '}' in 'test imm12{'"],
    ['test imm12}', "TEST: '}' without '{' in 'test imm12}'"],
    ['test wide', "TEST: 'wide' in 'test wide' needs a field hw"],
    ['test{ cond}', "TEST: 'cond' in 'test{ cond}' needs a field cond"],
    ['t.<imm12>', "TEST: imm12 can't be part of a mnemonic"],
  ])('%s', ([text, message]) => {
    expect(() => make(text)).toThrow(message);
  });

  test('fixed fields must exist and fit', () => {
    expect(() => make('test Rd', { cond: 1 })).toThrow("TEST: 'test Rd' can't fix cond to 1");
    expect(() => make('test Rd', { shift: 4 })).toThrow("TEST: 'test Rd' can't fix shift to 4");
  });
});

test('two million words take a few seconds', () => {
  const random = words(1);
  let known = 0;
  const begin = performance.now();
  for (let i = 0; i < 200_000; i++) if (disassemble(random.next().value as number) !== undefined) known++;
  expect(known).toBeGreaterThan(0);
  expect(performance.now() - begin).toBeLessThan(5_000);
});
