import { expect, it } from 'vitest';
import { instructionSyndrome } from '../../../src/aarch64/mmu/aborts.js';

const ISV = 1 << 24;
const iss = (sas: number, sse: number, srt: number, sf: number, ar: number): number =>
  ISV | (sas << 22) | (sse << 21) | (srt << 16) | (sf << 15) | (ar << 14);

// Words by GNU as; ISS fields from the manual (D13.2.37): SAS, SSE, SRT, SF, AR.
it.each<[text: string, word: number, expected: number]>([
  ['ldr w5, [x1]', 0xb9400025, iss(2, 0, 5, 0, 0)],
  ['ldr x5, [x1, #8]', 0xf9400425, iss(3, 0, 5, 1, 0)],
  ['str xzr, [x1]', 0xf900003f, iss(3, 0, 31, 1, 0)],
  ['strb w7, [x1, #3]', 0x39000c27, iss(0, 0, 7, 0, 0)],
  ['ldrh w7, [x1]', 0x79400027, iss(1, 0, 7, 0, 0)],
  ['ldrsb w7, [x1]', 0x39c00027, iss(0, 1, 7, 0, 0)],
  ['ldrsb x7, [x1]', 0x39800027, iss(0, 1, 7, 1, 0)],
  ['ldrsh w7, [x1]', 0x79c00027, iss(1, 1, 7, 0, 0)],
  ['ldrsh x7, [x1]', 0x79800027, iss(1, 1, 7, 1, 0)],
  ['ldrsw x7, [x1]', 0xb9800027, iss(2, 1, 7, 1, 0)],
  ['ldur w3, [x1, #1]', 0xb8401023, iss(2, 0, 3, 0, 0)],
  ['sturb w3, [x1, #-1]', 0x381ff023, iss(0, 0, 3, 0, 0)],
  ['ldtr x3, [x1]', 0xf8400823, iss(3, 0, 3, 1, 0)],
  ['sttrh w3, [x1]', 0x78000823, iss(1, 0, 3, 0, 0)],
  ['ldr x3, [x1, x2]', 0xf8626823, iss(3, 0, 3, 1, 0)],
  ['str w3, [x1, w2, sxtw #2]', 0xb822d823, iss(2, 0, 3, 0, 0)],
  ['ldr w9, .+16', 0x18000089, iss(2, 0, 9, 0, 0)],
  ['ldr x9, .+16', 0x58000089, iss(3, 0, 9, 1, 0)],
  ['ldrsw x9, .+16', 0x98000089, iss(2, 1, 9, 1, 0)],
  ['ldar w4, [x1]', 0x88dffc24, iss(2, 0, 4, 0, 1)],
  ['ldar x4, [x1]', 0xc8dffc24, iss(3, 0, 4, 1, 1)],
  ['stlrb w4, [x1]', 0x089ffc24, iss(0, 0, 4, 0, 1)],
  ['ldr w5, [x1], #4', 0xb8404425, 0],
  ['ldr w5, [x1, #4]!', 0xb8404c25, 0],
  ['ldp x2, x3, [x1]', 0xa9400c22, 0],
  ['stp w2, w3, [x1], #8', 0x28810c22, 0],
  ['ldxr w2, [x1]', 0x885f7c22, 0],
  ['stlxr w0, x2, [x1]', 0xc800fc22, 0],
  ['ldr q0, [x1]', 0x3dc00020, 0],
  ['ldr d0, [x1]', 0xfd400020, 0],
  ['ldr s0, .+16', 0x1c000080, 0],
  ['str b0, [x1]', 0x3d000020, 0],
  ['prfm pldl1keep, [x1]', 0xf9800020, 0],
  ['ld1 {v0.16b}, [x1]', 0x4c407020, 0],
  ['dc zva, x1', 0xd50b7421, 0],
])('%s', (_, word, expected) => {
  expect(instructionSyndrome(word).toString(16)).toBe(expected.toString(16));
});
