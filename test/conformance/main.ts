/**
 * `npm run conformance`: everything that other tools can tell us, live. Exit code 1 on any disagreement.
 *
 *   --record   write the digests of what agreed to test/digests (only if everything did)
 *   --only A   only the part A: decoder, results, calculations, system
 */
import { performance } from 'node:perf_hooks';
import { compareDecoder } from './decoder.js';
import { compareDigests, readDigests, writeDigests, type Digests } from './digests.js';
import { compareCalculations } from './calculations.js';
import { compareResults } from './results.js';
import { NOT_YET, compareSystem } from './system.js';
import { EXCEPTIONS, NORMALISATIONS, uses } from './text.js';

const record = process.argv.includes('--record');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const summary: string[] = [];
let failed = false;

const fail = (line: string): void => {
  failed = true;
  summary.push(`FAILED  ${line}`);
};

/** Progress: at most one line in five seconds. */
let last = 0;
function log(line: string): void {
  if (performance.now() - last < 5000) return;
  last = performance.now();
  console.log(line);
}

function checkDigests(name: string, digests: Digests, agreed: boolean): void {
  if (record) {
    if (agreed) writeDigests(name, digests);
    else fail(`${name}: digests not recorded, there are disagreements`);
    return;
  }
  const differences = compareDigests(readDigests(name), digests);
  if (differences.length)
    fail(`${name}: ${differences.length} digests differ (--record): ${differences.slice(0, 3).join('; ')}`);
}

async function decoder(): Promise<void> {
  const report = await compareDecoder(log);
  for (const [kind, { count, examples }] of report.disagreements) {
    fail(`${kind}: ${count} words`);
    summary.push(...examples.map((e) => `          ${e}`));
  }
  summary.push(
    `decoder: ${report.words} words, ${report.allocated} allocated, ${report.digests ? Object.keys(report.digests).length : 0} digests`,
  );
  for (const [name, n] of report.unpredictable) summary.push(`  CONSTRAINED UNPREDICTABLE: ${name}: ${n}`);
  for (const [name, n] of report.excepted) summary.push(`  excepted: ${name}: ${n}`);
  for (const { tool, reason } of [...NORMALISATIONS, ...EXCEPTIONS]) {
    const n = uses.get(`${tool}: ${reason}`);
    if (n === undefined) fail(`${tool}: the rule '${reason}' was never needed`);
  }
  checkDigests('decoder', report.digests, report.disagreements.size === 0);
}

async function results(): Promise<void> {
  const report = await compareResults(log);
  for (const { name, count, example } of report.disagreements) fail(`${name}: ${count} cases\n          ${example}`);
  summary.push(`results: ${report.encodings} encodings of EL0, ${report.cases} cases`);
  checkDigests('results', report.digests, report.disagreements.length === 0);
}

async function calculations(): Promise<void> {
  const report = await compareCalculations(log);
  for (const { name, count, example } of report.disagreements) fail(`${name}: ${count} cases\n            ${example}`);
  summary.push(`calculations of FP and SIMD: ${report.encodings} encodings, ${report.cases} cases`);
  checkDigests('calculations', report.digests, report.disagreements.length === 0);
}

async function system(): Promise<void> {
  const report = await compareSystem(log);
  for (const line of report.disagreements) fail(line);
  summary.push(
    `system: ${report.programs} programs of EL1 to EL3, ${report.lines} lines, in ${report.corrected} of which QEMU is corrected`,
  );
  for (const [name, reason] of Object.entries(NOT_YET)) summary.push(`  left out: ${name}: ${reason}`);
}

const parts: Readonly<Record<string, () => Promise<void>>> = {
  decoder,
  results,
  calculations,
  system,
};
const started = performance.now();
for (const [name, part] of Object.entries(parts)) {
  if (only !== undefined && only !== name) continue;
  const from = performance.now();
  try {
    await part();
  } catch (error) {
    fail(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  summary.push(`  (${name}: ${((performance.now() - from) / 1000).toFixed(0)} s)`);
}
console.log(summary.join('\n'));
console.log(
  `${failed ? 'conformance: FAILED' : 'conformance: all agree'}, ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
process.exitCode = failed ? 1 : 0;
