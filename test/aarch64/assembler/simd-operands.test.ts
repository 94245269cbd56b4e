import { describe, expect, test } from 'vitest';
import { asm, AssemblyError } from '../../../src/aarch64/assembler/index.js';
import { disassemble } from '../../../src/aarch64/disassembler.js';

describe('operands of FP and SIMD instructions', () => {
  // Texts and words as LLVM has them: every kind of operand, at its limits.
  // prettier-ignore
  test.for<[string, number]>([
    ['ldr b3, [x1, #4095]', 0x3d7ffc23],
    ['ldr q3, [sp, #65520]', 0x3dffffe3],
    ['stur h3, [x1, #-256]', 0x7c100023],
    ['str d3, [x1, w2, uxtw #3]', 0xfc225823],
    ['ldr q31, [x1, x2, lsl #4]', 0x3ce2783f],
    ['ldp q0, q1, [sp, #-1024]!', 0xade007e0],
    ['ldnp s0, s31, [x30, #252]', 0x2c5fffc0],
    ['ld1 { v31.8b, v0.8b, v1.8b }, [sp], #24', 0x0cdf63ff],
    ['ld2 { v0.4s, v1.4s }, [x0], x30', 0x4cde8800],
    ['st4 { v4.2d, v5.2d, v6.2d, v7.2d }, [x0]', 0x4c000c04],
    ['ld1 { v0.b }[15], [x0]', 0x4d401c00],
    ['st2 { v0.h, v1.h }[7], [x0], #4', 0x4dbf5800],
    ['ld3 { v0.s, v1.s, v2.s }[3], [x0], x1', 0x4dc1b000],
    ['ld4 { v0.d, v1.d, v2.d, v3.d }[1], [x0], #32', 0x4dffa400],
    ['ld1r { v0.1d }, [x0], #8', 0x0ddfcc00],
    ['ld3r { v29.8h, v30.8h, v31.8h }, [x0], #6', 0x4ddfe41d],
    ['dup v1.16b, v2.b[15]', 0x4e1f0441],
    ['dup v1.4h, w2', 0x0e020c41],
    ['dup v1.2d, x2', 0x4e080c41],
    ['mov d1, v2.d[1]', 0x5e180441],
    ['mov v1.h[7], w2', 0x4e1e1c41],
    ['mov v1.s[3], v2.s[2]', 0x6e1c4441],
    ['umov w1, v2.b[9]', 0x0e133c41],
    ['mov x1, v2.d[1]', 0x4e183c41],
    ['smov x1, v2.s[3]', 0x4e1c2c41],
    ['ext v1.16b, v2.16b, v3.16b, #15', 0x6e037841],
    ['ext v1.8b, v2.8b, v3.8b, #7', 0x2e033841],
    ['tbl v1.8b, { v31.16b, v0.16b, v1.16b }, v2.8b', 0x0e0243e1],
    ['tbx v1.16b, { v2.16b }, v3.16b', 0x4e031041],
    ['zip1 v1.2d, v2.2d, v3.2d', 0x4ec33841],
    ['rev16 v1.8b, v2.8b', 0x0e201841],
    ['saddl v0.8h, v1.8b, v2.8b', 0x0e220020],
    ['saddl2 v0.2d, v1.4s, v2.4s', 0x4ea20020],
    ['addhn2 v0.8h, v1.4s, v2.4s', 0x4e624020],
    ['saddlp v0.1d, v1.2s', 0x0ea02820],
    ['sshr v0.2d, v1.2d, #64', 0x4f400420],
    ['shl v0.8b, v1.8b, #7', 0x0f0f5420],
    ['sqshrn b0, h1, #8', 0x5f089420],
    ['shll2 v0.4s, v1.8h, #16', 0x6e613820],
    ['sqdmull d0, s1, v15.s[3]', 0x5fafb820],
    ['sqdmlal v0.4s, v1.4h, v15.h[7]', 0x0f7f3820],
    ['fmul v0.2d, v1.2d, v31.d[1]', 0x4fdf9820],
    ['faddp d0, v1.2d', 0x7e70d820],
    ['fcvtl2 v0.4s, v1.8h', 0x4e217820],
    ['fcvtn v0.2s, v1.2d', 0x0e616820],
    ['fcvt h0, d1', 0x1e63c020],
    ['fcmp d0, #0.0', 0x1e602008],
    ['fcmeq v0.4s, v1.4s, #0.0', 0x4ea0d820],
    ['cmge d0, d1, #0', 0x7ee08820],
    ['fmov s0, #-0.12500000', 0x1e381000],
    ['fmov v0.2d, #31.00000000', 0x6f01f7e0],
    ['movi d0, #0xff00ff00ff00ff00', 0x2f05e540],
    ['movi v0.2d, #0x000000000000ff', 0x6f00e420],
    ['movi v0.2d, #0000000000000000', 0x6f00e400],
    ['movi v0.8h, #1, lsl #8', 0x4f00a420],
    ['mvni v0.2s, #255, msl #16', 0x2f07d7e0],
    ['orr v0.2s, #1, lsl #24', 0x0f007420],
    ['scvtf d0, w1, #32', 0x1e428020],
    ['scvtf v0.4s, v1.4s, #1', 0x4f3fe420],
    ['addv b0, v1.16b', 0x4e31b820],
    ['uaddlv d0, v1.4s', 0x6eb03820],
  ])('%s', ([text, word]) => {
    expect((asm(text) >>> 0).toString(16)).toBe(word.toString(16));
    expect(disassemble(word)).toBe(text);
  });

  // Other ways to write them; words as GNU as or LLVM has them.
  // prettier-ignore
  test.for<[string, string]>([
    ['LD1 {V31.16B-V2.16B},[X0]', 'ld1 { v31.16b, v0.16b, v1.16b, v2.16b }, [x0]'],
    ['ld1 {v0.16b - v1.16b}, [x0]', 'ld1 { v0.16b, v1.16b }, [x0]'],
    ['st3 {v0.b-v2.b}[3], [x0]', 'st3 { v0.b, v1.b, v2.b }[3], [x0]'],
    ['ldr q0, [x0, #1]', 'ldur q0, [x0, #1]'],
    ['ldr b0, [x0, x1, lsl #0]', 'ldr b0, [x0, x1, lsl #0]'],
    ['dup d1, v2.d[0]', 'mov d1, v2.d[0]'],
    ['ins v1.b[2], w3', 'mov v1.b[2], w3'],
    ['ins v1.b[2], v3.b[4]', 'mov v1.b[2], v3.b[4]'],
    ['umov w0, v1.s[0]', 'mov w0, v1.s[0]'],
    ['fmov s0, #1', 'fmov s0, #1.00000000'],
    ['fmov s0, 1.5e0', 'fmov s0, #1.50000000'],
    ['fmov d0, #-0x1.9p+1', 'fmov d0, #-3.12500000'],
    ['fmov d0, #0x.8p0', 'fmov d0, #0.50000000'],
    ['fmov s0, #0x70', 'fmov s0, #1.00000000'],
    ['fmov s0, #0x3f800000', 'fmov s0, #1.00000000'],
    ['fmov d0, #0xc008000000000000', 'fmov d0, #-3.00000000'],
    ['movi v0.2d, #-1', 'movi v0.2d, #0xffffffffffffffff'],
    ['movi v0.4s, #1, lsl #0', 'movi v0.4s, #1'],
    ['fcmp s0, #0', 'fcmp s0, #0.0'],
    // Registers, not symbols.
    ['sqshl d0, d1, d2', 'sqshl d0, d1, d2'],
    ['fcmp s0, s1', 'fcmp s0, s1'],
    ['cmeq v0.8b, v1.8b, v2.8b', 'cmeq v0.8b, v1.8b, v2.8b'],
    ['fmov d0, d1', 'fmov d0, d1'],
  ])('%s is %s', ([text, printed]) => {
    expect(disassemble(asm(text))).toBe(printed);
  });

  test('bits that are ignored are zero', () => {
    expect((asm('dup v0.16b, w1') >>> 0).toString(16)).toBe('4e010c20');
    expect((asm('mov v0.d[1], v1.d[1]') >>> 0).toString(16)).toBe('6e184420');
    expect((asm('fcmp s0, #0.0') >>> 0).toString(16)).toBe('1e202008');
  });

  // prettier-ignore
  test.for<[string, string | RegExp]>([
    ['add v0.8b, v1.16b, v2.8b', "expected a vector register with .8b at 'v1.16b'"],
    ['zip1 v0.2d, v1.1d, v2.2d', "expected a vector register with .2d at 'v1.1d'"],
    ['ldr x0, [v1.16b]', /expected a register or stack pointer/],
    ['mov v0.s[4], w1', "expected a lane number from 0 to 3 at '4'"],
    ['ld1 {v0.16b, v2.16b}, [x0]', "expected v1.16b at 'v2.16b}'"],
    ['tbl v0.8b, {v1.8b}, v2.8b', "expected a list of registers with .16b at 'v1.8b}'"],
    ['tbl v0.8b, {v1.16b, v2.16b, v3.16b, v4.16b, v5.16b}, v2.8b', "expected '}' at ',v5.16b}'"],
    ['ld2 {v0.16b, v1.16b}, [x0], #16', /expected #32/],
    ['sqdmull s0, h1, v16.h[0]', /expected .*an element of v0 to v15/],
    ['shl v0.8b, v1.8b, #8', "expected an immediate from 0 to 7 at '#8'"],
    ['sshr v0.8b, v1.8b, #0', "expected an immediate from 1 to 8 at '#0'"],
    ['fmov s0, #0.1', /expected .*a floating-point number that eight bits can hold/],
    ['movi d0, #1', /expected an immediate of bytes that are 0 or 0xff/],
    ['movi v0.4h, #1, lsl #16', /expected another shift amount/],
    ['fcmp s0, #1.0', /expected .*#0.0/],
    ['ld2 {v0.1d, v1.1d}, [x0]', /does not exist with these operands/],
  ])('%s', ([text, message]) => {
    expect(() => asm(text)).toThrow(AssemblyError);
    expect(() => asm(text)).toThrow(message);
  });
});
