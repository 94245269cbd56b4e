/** All results and calculations that agreed with QEMU when they were recorded still come out. */
import { expect, test } from 'vitest';
import { compareDigests, readDigests } from './conformance/digests.js';
import { resultDigests } from './conformance/results.js';
import { SWEEPS, calculationDigests } from './conformance/calculations.js';

test('the interpreter does at EL0 what QEMU did', () => {
  expect(compareDigests(readDigests('results'), resultDigests())).toEqual([]);
});

test('the interpreter calculates as QEMU did', () => {
  expect(compareDigests(readDigests('calculations'), calculationDigests(SWEEPS))).toEqual([]);
});
