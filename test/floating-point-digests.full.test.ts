/** All floating-point calculations that agreed with QEMU when they were recorded still come out. */
import { expect, test } from 'vitest';
import { compareDigests, readDigests } from './conformance/digests.js';
import { SWEEPS, floatingPointDigests } from './conformance/floating-point.js';

test('the interpreter calculates as QEMU did', () => {
  expect(compareDigests(readDigests('floating-point'), floatingPointDigests(SWEEPS))).toEqual([]);
});
