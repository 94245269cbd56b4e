/** All calculations of FP and SIMD instructions that agreed with QEMU when they were recorded still come out. */
import { expect, test } from 'vitest';
import { compareDigests, readDigests } from './conformance/digests.js';
import { SWEEPS, calculationDigests } from './conformance/calculations.js';

test('the interpreter calculates as QEMU did', () => {
  expect(compareDigests(readDigests('calculations'), calculationDigests(SWEEPS))).toEqual([]);
});
