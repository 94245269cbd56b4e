/** AT over random tables and registers: the answers that QEMU gave, recorded (record-at.ts). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RECORDED, answersHere, digests, makeBatch } from './at-qemu.js';

it('answers AT as QEMU does', () => {
  const { seed, settings, perSetting } = RECORDED;
  const batch = makeBatch(seed, settings, perSetting);
  const recorded = JSON.parse(readFileSync(new URL('./at.recorded.json', import.meta.url), 'utf8')) as string[];
  const answers = answersHere(batch);
  // Translations that succeed, in one stage and in two, must be among them.
  expect(answers.filter((a) => /[02468ace]$/.test(a) && !a.startsWith('X')).length).toBeGreaterThan(2000);
  expect(digests(answers, perSetting)).toEqual(recorded);
});
