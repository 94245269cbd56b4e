/**
 * The programs of test/system, which print what they find at EL1 to EL3: assembled by our assembler, run on our machine
 * and on QEMU's. NAME.expected is what is right; NAME.manual has the lines where QEMU differs from the manual.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { parseBoard } from '../../src/machine/board.js';
import { Machine } from '../../src/machine/machine.js';
import { run, withFolder } from './tools.js';

const folder = fileURLToPath(new URL('../system/', import.meta.url));
const file = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** QEMU's virt machine as a board: RAM from 0x40000000, its GIC. */
const VIRT = parseBoard(
  JSON.parse(readFileSync(fileURLToPath(new URL('../../boards/virt.json', import.meta.url)), 'utf8')),
);

/** Where the programs are linked. */
const BASE = 0x40080000;

/** Guest time, in ns, after which a program is taken to hang. */
const LIMIT = 20e9;

/** Programs that can't agree yet, and why. A test sees to it that they leave this list in time. */
export const NOT_YET: Readonly<Record<string, string>> = {};

/** Names of all programs that have a recorded output. */
export const PROGRAMS: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.s') && existsSync(join(folder, name.replace(/\.s$/, '.expected'))))
  .map((name) => name.slice(0, -2))
  .sort();

/** What the program should print. */
export const expectedOutput = (name: string): string => file(`${name}.expected`);

/** A program's text, with the parts that it has from NAME.inc files as they are now (see record.sh). */
export const source = (name: string): string =>
  file(`${name}.s`).replace(/^\/\/ =+ .*copies it from ([\w.-]+)\)[^]*?^\/\/ =+ end of the.*$/gm, (_, part: string) =>
    file(part),
  );

const assembled = (name: string): ReturnType<typeof assemble> =>
  assemble(source(name), { file: `${name}.s`, base: BASE, include: file });

/** Runs a program on our machine from EL3. @returns what it printed, and how it ended if not by SYS_EXIT with 0 */
export function runHere(name: string): string {
  const program = assembled(name);
  let text = '';
  const machine = new Machine({ board: VIRT, cores: 1, console: (byte) => void (text += String.fromCharCode(byte)) });
  machine.load(program.sections.map((s) => ({ address: Number(s.address), bytes: s.data, size: s.size })));
  machine.start(Number(program.entry), 3);
  const outcome = machine.run(LIMIT);
  const { end } = machine;
  if (end?.kind === 'exit' && end.code === 0) return text;
  return `${text}(ended with ${end ? JSON.stringify(end) : outcome})\n`;
}

/** Runs a program on qemu-system-aarch64. @returns what it printed */
async function runQemu(name: string): Promise<string> {
  return withFolder(async (work) => {
    const program = join(work, 'program.elf');
    writeFileSync(program, assembled(name).elf());
    const console = join(work, 'console');
    const { status, stderr } = await run(
      'qemu-system-aarch64',
      [
        ...['-M', 'virt,virtualization=on,secure=on', '-cpu', 'cortex-a72', '-smp', '1', '-m', '128', '-nic', 'none'],
        ...['-display', 'none', '-monitor', 'none', '-serial', 'none', '-parallel', 'none'],
        ...['-chardev', `file,id=console,path=${console}`],
        ...['-semihosting-config', 'enable=on,target=native,chardev=console', '-kernel', program],
      ],
      undefined,
      60,
    );
    const text = existsSync(console) ? readFileSync(console, 'latin1') : '';
    return status === 0 ? text : `${text}(ended with ${status}: ${stderr.toString().trim()})\n`;
  });
}

/**
 * QEMU's output with its errors put right: NAME.manual's lines, in their order: `-` a line that QEMU prints, `+` the
 * lines that are right. Throws where QEMU no longer prints such a line.
 */
export function putRight(output: string, corrections: string): string {
  const list: { wrong: string; right: string[] }[] = [];
  for (const line of corrections.split('\n')) {
    if (line.startsWith('-')) list.push({ wrong: line.slice(1), right: [] });
    else if (line.startsWith('+')) list[list.length - 1].right.push(line.slice(1));
  }
  let next = 0;
  const corrected = output
    .split('\n')
    .flatMap((line) => (next < list.length && line === list[next].wrong ? list[next++].right : [line]));
  if (next < list.length) throw new Error(`QEMU did not print: ${list[next].wrong}`);
  return corrected.join('\n');
}

/** The first lines in which two outputs differ. */
export function firstDifference(ours: string, theirs: string): string | undefined {
  if (ours === theirs) return undefined;
  const a = ours.split('\n');
  const b = theirs.split('\n');
  const at = a.findIndex((line, i) => line !== b[i]);
  const line = at < 0 ? a.length : at;
  return `line ${line + 1}: '${a[line] ?? '(end)'}' instead of '${b[line] ?? '(end)'}'`;
}

export interface SystemReport {
  programs: number;
  lines: number;
  /** Lines where QEMU is known to be wrong. */
  corrected: number;
  readonly disagreements: string[];
}

/** Runs all programs here and on QEMU, two of QEMU's at a time. */
export async function compareSystem(log: (line: string) => void): Promise<SystemReport> {
  const report: SystemReport = { programs: 0, lines: 0, corrected: 0, disagreements: [] };
  const waiting = PROGRAMS.filter((name) => !(name in NOT_YET));
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const expected = expectedOutput(name);
      const corrections = existsSync(join(folder, `${name}.manual`)) ? file(`${name}.manual`) : '';
      report.programs++;
      report.lines += expected.split('\n').length - 1;
      report.corrected += corrections.split('\n').filter((l) => l.startsWith('-')).length;
      try {
        const theirs = firstDifference(putRight(await runQemu(name), corrections), expected);
        if (theirs !== undefined)
          report.disagreements.push(`${name}: QEMU now differs from what is recorded, ${theirs}`);
        const ours = firstDifference(runHere(name), expected);
        if (ours !== undefined) report.disagreements.push(`${name}: ${ours}`);
      } catch (error) {
        report.disagreements.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      log(`system: ${report.programs} programs`);
    }
  };
  await Promise.all([worker(), worker()]);
  return report;
}
