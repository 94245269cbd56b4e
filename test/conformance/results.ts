/** What instructions do, compared with qemu-aarch64; and the digests of what agreed. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { disassemble } from '../../src/aarch64/disassembler.js';
import { ENCODINGS, makeBatch, type CaseBatch, type Encoding } from './cases.js';
import type { Digests } from './digests.js';
import { Rig } from './interpreter.js';
import { Digest } from './random.js';
import { CASES, RECORD, RESULT, linuxExecutable } from './runner.js';
import { cannotRun, withFolder } from './tools.js';

const BATCH_RESULT = CASES * RESULT.bytes;

const digestOf = (results: Uint8Array): string => {
  const digest = new Digest();
  digest.words(results);
  return digest.toString();
};

/** The digests of encodings in our interpreter: of all of them if none are named. */
export function resultDigests(encodings: readonly Encoding[] = ENCODINGS): Digests {
  const rig = new Rig();
  const digests: Digests = {};
  for (const encoding of encodings) digests[encoding.name] = digestOf(rig.run(makeBatch(encoding)));
  return digests;
}

/** Runs encodings in QEMU. Where it dies, the rest is run again without the culprit, whose results are undefined. */
async function qemu(folder: string, name: string, encodings: readonly Encoding[]): Promise<(Uint8Array | undefined)[]> {
  const program = join(folder, `${name}.elf`);
  writeFileSync(program, linuxExecutable(), { mode: 0o755 });
  const results: (Uint8Array | undefined)[] = [];
  while (results.length < encodings.length) {
    const input = openSync(join(folder, `${name}.in`), 'w+');
    for (const encoding of encodings.slice(results.length)) {
      const { stubs, records } = makeBatch(encoding);
      writeSync(input, stubs);
      writeSync(input, records);
    }
    closeSync(input);
    const from = openSync(join(folder, `${name}.in`), 'r');
    const to = openSync(join(folder, `${name}.out`), 'w');
    const died = await new Promise<boolean>((resolve, reject) => {
      const child = spawn('qemu-aarch64', ['-cpu', 'cortex-a72', program], {
        stdio: [from, to, 'ignore'],
        timeout: 300_000,
      });
      child.on('error', (error) => reject(cannotRun('qemu-aarch64', error)));
      child.on('close', (code) => resolve(code !== 0));
    });
    closeSync(from);
    closeSync(to);
    const out = readFileSync(join(folder, `${name}.out`));
    for (let at = 0; at + BATCH_RESULT <= out.length; at += BATCH_RESULT)
      results.push(out.subarray(at, at + BATCH_RESULT));
    if (died) results.push(undefined);
    else if (results.length < encodings.length) throw new Error('qemu-aarch64 ended early without an error');
  }
  return results;
}

const FIELDS: readonly (readonly [name: string, at: number, input: number])[] = [
  ...Array.from({ length: 31 }, (_, n) => [`x${n}`, 8 * n, 8 * n] as const),
  ['sp', 248, 248],
  ['nzcv', RESULT.nzcv, RECORD.nzcv],
  ['path', RESULT.path, -1],
  ...Array.from({ length: RESULT.windowBytes / 8 }, (_, n) => [`memory+${8 * n}`, RESULT.window + 8 * n, -1] as const),
  ['fpcr', RESULT.fpcr, RECORD.fpcr],
  ['fpsr', RESULT.fpsr, RECORD.fpsr],
  ...Array.from({ length: 64 }, (_, n) => {
    return [`v${n >> 1}${n & 1 ? 'h' : 'l'}`, RESULT.v + 8 * n, RECORD.v + 8 * n] as const;
  }),
];

/** In which registers a case's results differ, as text. */
function differences(batch: CaseBatch, i: number, ours: Uint8Array, theirs: Uint8Array): string {
  const input = new DataView(batch.records.buffer, i * RECORD.bytes);
  const a = new DataView(ours.buffer, ours.byteOffset + i * RESULT.bytes);
  const b = new DataView(theirs.buffer, theirs.byteOffset + i * RESULT.bytes);
  const list = FIELDS.filter(([, at]) => a.getBigUint64(at, true) !== b.getBigUint64(at, true)).map(
    ([name, at, from]) => {
      const before = from < 0 ? '' : `${input.getBigUint64(from, true).toString(16)} -> `;
      return `${name}: ${before}${a.getBigUint64(at, true).toString(16)}, QEMU ${b.getBigUint64(at, true).toString(16)}`;
    },
  );
  const code = batch.words[i].map((w) => `${w.toString(16).padStart(8, '0')} ${disassemble(w)}`).join('; ');
  return `${code}: ${list.slice(0, 3).join('; ')}`;
}

export interface ResultsReport {
  encodings: number;
  cases: number;
  /** Per encoding that disagrees: how many cases, and the first. */
  readonly disagreements: { name: string; count: number; example: string }[];
  readonly digests: Digests;
}

/**
 * Compares all encodings.
 * @param log called now and then with a line of progress
 */
export function compareResults(log: (line: string) => void): Promise<ResultsReport> {
  return withFolder(async (folder) => {
    const report: ResultsReport = { encodings: 0, cases: 0, disagreements: [], digests: {} };
    const half = Math.ceil(ENCODINGS.length / 2);
    log(`results: ${ENCODINGS.length} encodings, ${ENCODINGS.length * CASES} cases`);
    const [first, second] = await Promise.all([
      qemu(folder, 'a', ENCODINGS.slice(0, half)),
      qemu(folder, 'b', ENCODINGS.slice(half)),
    ]);
    const rig = new Rig();
    ENCODINGS.forEach((encoding, n) => {
      const batch = makeBatch(encoding);
      const ours = rig.run(batch);
      const theirs = n < half ? first[n] : second[n - half];
      report.encodings++;
      report.cases += CASES;
      report.digests[encoding.name] = digestOf(ours);
      if (theirs === undefined) {
        report.disagreements.push({ name: encoding.name, count: CASES, example: 'qemu-aarch64 died' });
        return;
      }
      let count = 0;
      let example = '';
      for (let i = 0; i < CASES; i++) {
        const [from, to] = [i * RESULT.bytes, (i + 1) * RESULT.bytes];
        if (Buffer.compare(ours.subarray(from, to), theirs.subarray(from, to)) === 0) continue;
        if (count++ === 0) example = differences(batch, i, ours, theirs);
      }
      if (count > 0) report.disagreements.push({ name: encoding.name, count, example });
      if (n % 50 === 0) log(`results: ${report.cases} cases compared`);
    });
    return report;
  });
}
