/** Records what qemu-system-aarch64 answers to AT: `npx tsx test/aarch64/mmu/record-at.ts`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RECORDED, answersOfQemu, digests, makeBatch } from './at-qemu.js';

const { seed, settings, perSetting } = RECORDED;
const answers = digests(answersOfQemu(makeBatch(seed, settings, perSetting)), perSetting);
writeFileSync(fileURLToPath(new URL('./at.recorded.json', import.meta.url)), JSON.stringify(answers, null, 1) + '\n');
