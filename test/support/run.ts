/** Programs of the tests: assembled by our assembler, run on a machine, their console as text. */
import { readFileSync } from 'node:fs';
import { assemble, type Assembly } from '../../src/aarch64/assembler/index.js';
import { loadBoard } from '../../src/host/boards.js';
import { Machine, type End } from '../../src/machine/machine.js';
import type { Board } from '../../src/machine/board.js';

export interface ProgramRun {
  readonly machine: Machine;
  readonly assembly: Assembly;
  /** What the console has shown so far. */
  readonly output: () => string;
}

export function board(name: string): Board {
  const found = loadBoard(name);
  if (!found) throw new Error(`no board ${name}`);
  return found;
}

/** Puts a program on a board, at its load address, ready to run. What it includes lies in `firmware-samples`. */
export function program(
  source: string,
  options: { board?: string; el?: 1 | 2 | 3; cores?: number; file?: string } = {},
): ProgramRun {
  const b = board(options.board ?? 'rpi4b-2g');
  const assembly = assemble(source, {
    base: b.load,
    file: options.file ?? 'test.s',
    include: (name) => sourceOf(`firmware-samples/${name}`),
  });
  let text = '';
  const machine = new Machine({
    board: b,
    cores: options.cores ?? b.cores,
    console: (byte) => (text += String.fromCharCode(byte)),
  });
  machine.load(
    assembly.sections
      .filter((s) => s.size > 0)
      .map((s) => ({ address: Number(s.address), bytes: s.data, size: s.size })),
  );
  machine.start(Number(assembly.entry), options.el ?? 2);
  return { machine, assembly, output: () => text };
}

export const sourceOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Runs a program to its end. @throws if it has none within `limit` ns of guest time */
export function runToEnd(run: ProgramRun, limit: number): End {
  const outcome = run.machine.run(limit);
  if (!run.machine.end) throw new Error(`the program did not end: ${outcome}; it printed: ${run.output()}`);
  return run.machine.end;
}
