/**
 * `npm run bench`: the interpreter beside QEMU's TCG, kernel by kernel, in one run.
 *
 * Kernels whose name begins with `fp-` use FP and SIMD registers; they have a mean of their own.
 *
 * CPU times, since these are what a shared machine disturbs least; medians with their spread; the two in turn, and ratios
 * pair by pair. QEMU's start-up is measured with a program that ends at once, and taken off.
 *
 * Then a boot of Debian's kernel (`boot.ts`), where `pivisor guests fetch` has left one; `--boot` is that alone. Then the hypervisor
 * (`hypervisor/`); `--hypervisor` is that alone, and with `--guests 16` it boots as many Linux guests at once.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { assemble, type Assembly } from '../src/aarch64/assembler/index.js';
import { installAll } from '../src/aarch64/translator/install.js';
import { loadBoard } from '../src/host/boards.js';
import { Machine } from '../src/machine/machine.js';
import { boots, missingForBoot, type Boot } from './boot.js';
import { hypervisorRows, printRows, verdict, type Row as HypervisorRow } from './hypervisor/index.js';

interface Options {
  rounds: number;
  regions?: boolean;
  json?: boolean;
  boot?: boolean;
  hypervisor?: boolean;
  guests?: number;
}

interface Row {
  kernel: string;
  instructions: number;
  /** Millions of instructions per second of CPU time. */
  mips: number[];
  /** QEMU's CPU time over ours, pair by pair: 1 is as fast. */
  ratio: number[];
  regions?: number[];
}

/** Geometric means over kernels of the same kind. */
interface Mean {
  name: string;
  mips: number;
  ratio: number;
  regions?: number;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The built command. */
const CLI = here('../dist/cli/pivisor.js');
const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1];
const geomean = (list: readonly number[]): number => Math.exp(list.reduce((n, x) => n + Math.log(x), 0) / list.length);
const spread = (list: readonly number[], digits: number): string =>
  `${median(list).toFixed(digits)} (${Math.min(...list).toFixed(digits)}-${Math.max(...list).toFixed(digits)})`;

function mean(name: string, rows: readonly Row[]): Mean {
  const of = (list: (row: Row) => readonly number[]): number => geomean(rows.map((r) => median(list(r))));
  const regions = rows.some((r) => r.regions) ? { regions: of((r) => r.regions ?? []) } : {};
  return { name, mips: of((r) => r.mips), ratio: of((r) => r.ratio), ...regions };
}

const IDLE = `
_start: adr     x1, 1f
        mov     w0, #0x18
        hlt     #0xf000
        .balign 8
1:      .quad   0x20026, 0
`;

const board = ((): NonNullable<ReturnType<typeof loadBoard>> => {
  const found = loadBoard('virt');
  if (!found) throw new Error('the board virt is gone');
  return found;
})();

/** CPU time of the process, ms. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function ours(assembly: Assembly, expected: string, regions: boolean): { ms: number; instructions: number } {
  let text = '';
  const machine = new Machine({ board, cores: 1, console: (byte) => (text += String.fromCharCode(byte)) });
  machine.load(assembly.sections.map((s) => ({ address: Number(s.address), bytes: s.data, size: s.size })));
  machine.start(Number(assembly.entry), 1);
  if (regions) {
    const [code] = assembly.sections;
    installAll(machine.processor, code.data, Number(code.address), [...assembly.symbols.values()].map(Number));
  }
  const from = cpu();
  machine.run(1e11);
  const ms = cpu() - from;
  if (text.trim() !== expected) throw new Error(`wrong checksum ${text.trim()}, expected ${expected}`);
  return { ms, instructions: machine.processor.cores[0].icount };
}

/** CPU time of QEMU running an ELF file to its end, ms. */
function qemu(elf: string, expected: string): number {
  const command = `TIMEFORMAT='%U %S'; time qemu-system-aarch64 -M virt -cpu cortex-a72 -m 1G -nographic -nic none -semihosting -kernel ${elf}`;
  const run = spawnSync('bash', ['-c', command], { encoding: 'utf8', input: '' });
  if (run.status !== 0) throw new Error(`qemu-system-aarch64 failed: ${run.stderr}`);
  // Semihosting writes to the standard error, and so does `time`, behind it.
  const lines = run.stderr.trim().split('\n');
  const [user, system] = (lines.pop() ?? '').split(' ').map(Number);
  const printed = lines.join('\n').trim();
  if (printed !== expected) throw new Error(`QEMU printed '${printed}', expected '${expected}'`);
  return (user + system) * 1000;
}

/** The rows of the hypervisor. */
function hypervisor({ rounds, guests, json }: Options): HypervisorRow[] {
  const progress = (what: string): void => {
    if (!json && process.stderr.isTTY) process.stderr.write(`${what}...\x1b[K\r`);
  };
  return hypervisorRows({ rounds, guests, progress });
}
const withVerdicts = (rows: readonly HypervisorRow[]): object[] =>
  rows.map((row) => ({ ...row, median: median(row.values), met: verdict(row) }));

async function main(options: Options): Promise<void> {
  if (options.hypervisor) {
    const rows = hypervisor(options);
    if (options.json) console.log(JSON.stringify({ node: process.version, hypervisor: withVerdicts(rows) }));
    else printRows(rows);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-bench-'));
  const haveQemu = spawnSync('qemu-system-aarch64', ['--version']).status === 0;
  if (!haveQemu) console.error('qemu-system-aarch64 is not installed (Debian: qemu-system-arm): no ratios');
  const write = (name: string, assembly: Assembly): string => {
    const path = join(folder, `${name}.elf`);
    writeFileSync(path, assembly.elf());
    return path;
  };
  try {
    if (options.boot) {
      const done = await bootsIfPossible(options.rounds, haveQemu);
      if (options.json) console.log(JSON.stringify({ node: process.version, boots: done }));
      else printBoots(done);
      return;
    }
    let idle = 0;
    if (haveQemu) {
      const path = write('idle', assemble(IDLE, { base: board.load }));
      idle = median(Array.from({ length: options.rounds + 2 }, () => qemu(path, '')));
    }
    const names = readdirSync(here('kernels'))
      .filter((f) => f.endsWith('.s'))
      .map((f) => f.slice(0, -2));
    const rows: Row[] = [];
    for (const kernel of names) {
      if (!options.json && process.stderr.isTTY) process.stderr.write(`${kernel}...\r`);
      const assembly = assemble(readFileSync(here(`kernels/${kernel}.s`), 'utf8'), { file: kernel, base: board.load });
      const expected = readFileSync(here(`kernels/${kernel}.expected`), 'utf8').trim();
      const elf = write(kernel, assembly);
      const row: Row = { kernel, instructions: 0, mips: [], ratio: [] };
      if (options.regions) row.regions = [];
      ours(assembly, expected, false); // warm-up: V8 compiles the handlers it needs
      for (let i = 0; i < options.rounds; i++) {
        const mine = ours(assembly, expected, false);
        row.instructions = mine.instructions;
        row.mips.push(mine.instructions / mine.ms / 1000);
        const theirs = haveQemu ? Math.max(qemu(elf, expected) - idle, 1) : NaN;
        row.ratio.push(theirs / mine.ms);
        row.regions?.push(theirs / ours(assembly, expected, true).ms);
      }
      rows.push(row);
    }
    const isFp = (r: Row): boolean => r.kernel.startsWith('fp-');
    const means: readonly Mean[] = [
      mean(
        'integer',
        rows.filter((r) => !isFp(r)),
      ),
      mean('FP and SIMD', rows.filter(isFp)),
    ];
    const startup = firstInstruction(folder, options.rounds);
    const booted = await bootsIfPossible(options.rounds, haveQemu);
    const guests = hypervisor(options);
    if (options.json) {
      console.log(
        JSON.stringify({
          ...{ node: process.version, rows, means, startup, boots: booted },
          hypervisor: withVerdicts(guests),
        }),
      );
      return;
    }
    console.log(`Node ${process.version}; CPU times; median (smallest-largest) of ${options.rounds}\n`);
    const region = (list: readonly number[] | undefined): string => (list ? spread(list, 2).padStart(20) : '');
    console.log(
      `${'kernel'.padEnd(12)}${'million insn/s'.padStart(18)}${'of QEMU TCG'.padStart(22)}${options.regions ? 'regions, of TCG'.padStart(20) : ''}`,
    );
    for (const r of rows) {
      console.log(
        `${r.kernel.padEnd(12)}${spread(r.mips, 0).padStart(18)}${spread(r.ratio, 3).padStart(22)}${region(r.regions)}`,
      );
    }
    console.log('\ngeometric means');
    for (const m of means) {
      const regionMean = m.regions === undefined ? '' : m.regions.toFixed(2).padStart(20);
      console.log(
        `${m.name.padEnd(12)}${m.mips.toFixed(0).padStart(18)}${m.ratio.toFixed(3).padStart(22)}${regionMean}`,
      );
    }
    console.log(
      startup
        ? `\nbuilt command, from start to the end of a program of 3 instructions: ${spread(startup, 0)} ms`
        : '\nno dist/: npm run build, to measure the command',
    );
    printBoots(booted);
    printRows(guests);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The boots, or undefined and a line that says why there are none. */
async function bootsIfPossible(rounds: number, haveQemu: boolean): Promise<readonly Boot[] | undefined> {
  const why = missingForBoot(CLI);
  if (why !== undefined) {
    console.error(`BOOT NOT MEASURED: ${why}`);
    return undefined;
  }
  return boots(CLI, rounds, haveQemu);
}

function printBoots(list: readonly Boot[] | undefined): void {
  if (!list) return;
  console.log('\nDebian to INIT-REACHED on one core, real time from the start of the process\n');
  console.log(
    `${'boot'.padEnd(12)}${'million insn'.padStart(14)}${'million/s'.padStart(12)}${'seconds'.padStart(22)}${'QEMU TCG'.padStart(22)}${'of QEMU'.padStart(20)}`,
  );
  for (const b of list) {
    const pairs = b.qemu.map((theirs, i) => b.ours[i] / theirs);
    // The ratio is that of the medians; its spread that of the pairs.
    const of = `${(median(b.ours) / median(b.qemu)).toFixed(2)} (${Math.min(...pairs).toFixed(2)}-${Math.max(...pairs).toFixed(2)})`;
    console.log(
      `${b.name.padEnd(12)}${(b.instructions / 1e6).toFixed(0).padStart(14)}${(b.instructions / 1e6 / median(b.ours)).toFixed(0).padStart(12)}` +
        `${spread(b.ours, 2).padStart(22)}${(b.qemu.length > 0 ? spread(b.qemu, 2) : '').padStart(22)}${(b.qemu.length > 0 ? of : '').padStart(20)}`,
    );
  }
}

/** Real time of the built command with a program that ends at once, ms. */
function firstInstruction(folder: string, rounds: number): number[] | undefined {
  if (!existsSync(CLI)) return undefined;
  const elf = join(folder, 'first.elf');
  writeFileSync(elf, assemble(IDLE, { base: 0x80000 }).elf());
  return Array.from({ length: rounds }, () => {
    const from = performance.now();
    const run = spawnSync(process.execPath, [CLI, 'run', '--kernel', elf], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`pivisor run failed: ${run.stderr}`);
    return performance.now() - from;
  });
}

new Command('bench')
  .option('--rounds <n>', 'measurements of each kernel', Number, 5)
  .option('--regions', 'also the prototype of the translator')
  .option('--boot', 'only the boot')
  .option('--hypervisor', 'only the hypervisor')
  .option('--guests <n>', 'of the hypervisor also so many Linux guests at once', Number)
  .option('--json', 'print JSON')
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(String(error));
    process.exitCode = 1;
  });
