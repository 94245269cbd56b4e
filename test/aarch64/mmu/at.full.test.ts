/** AT over random tables and registers, side by side with QEMU. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { need } from '../../support/tools.js';
import { RECORDED, answersHere, answersOfQemu, comparableAnswer, digests, makeBatch } from './at-qemu.js';

const have = [
  need('qemu-system-aarch64', 'qemu-system-arm'),
  need('aarch64-linux-gnu-ld', 'binutils-aarch64-linux-gnu'),
];

describe.skipIf(have.includes(false))('AT against QEMU', () => {
  for (const seed of [2, 3, 4, 5]) {
    it(`answers alike, seed ${seed}`, () => {
      const batch = makeBatch(seed, 300, 50);
      expect(answersHere(batch).map(comparableAnswer)).toEqual(answersOfQemu(batch).map(comparableAnswer));
    });
  }

  it('has recorded what QEMU answers', () => {
    const { seed, settings, perSetting } = RECORDED;
    const recorded = JSON.parse(readFileSync(new URL('./at.recorded.json', import.meta.url), 'utf8')) as string[];
    expect(digests(answersOfQemu(makeBatch(seed, settings, perSetting)), perSetting)).toEqual(recorded);
  });
});
