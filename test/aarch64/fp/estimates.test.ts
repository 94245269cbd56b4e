/** The estimates' table, which the manual computes by a search: all of its values. */
import { expect, test } from 'vitest';
import { Rig, routineSubject, type Case } from './rig.js';

const rig = new Rig({ urecpe: routineSubject('urecpe'), ursqrte: routineSubject('ursqrte') });
const from = (first: number): number[] => Array.from({ length: 512 - first }, (_, i) => first + i);
const cases = (indices: number[]): Case[] => indices.map((i) => ({ operands: [BigInt(i) << 23n], fpcr: 0, before: 0 }));

test('RecipEstimate', () => {
  const indices = from(256);
  const expected = indices.map((a) => (Math.floor((1 << 19) / (a * 2 + 1)) + 1) >> 1);
  expect(rig.run('urecpe', cases(indices)).map((o) => Number(o.result >> 23n))).toEqual(expected);
});

test('RecipSqrtEstimate', () => {
  const indices = from(128);
  const expected = indices.map((index) => {
    const a = index < 256 ? index * 2 + 1 : ((index >> 1) * 2 + 1) * 2;
    let b = 512;
    while (a * (b + 1) * (b + 1) < 2 ** 28) b++;
    return (b + 1) >> 1;
  });
  expect(rig.run('ursqrte', cases(indices)).map((o) => Number(o.result >> 23n))).toEqual(expected);
});
