import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { assemble } from '../../../src/aarch64/assembler/index.js';
import { need } from '../../support/tools.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-gnu-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(tool: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(`aarch64-linux-gnu-${tool}`, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool}: ${stderr}`);
}

/** The image that GNU as and ld make of a source, laid out as ours is. */
function gnuImage(source: string, base: number): Uint8Array {
  const at = (name: string): string => join(folder, name);
  writeFileSync(
    at('layout.ld'),
    `SECTIONS { . = ${base};
      .text : { *(.text .text.*) } .rodata : { *(.rodata .rodata.*) }
      . = ALIGN(4096);
      .data : { *(.data .data.*) } .bss : { *(.bss .bss.*) } }`,
  );
  run('as', '--fatal-warnings', '-I', dirname(source), '-o', at('out.o'), source);
  run('ld', '--no-warn-rwx-segments', '-T', at('layout.ld'), '-o', at('out.elf'), at('out.o'));
  run('objcopy', '-O', 'binary', at('out.elf'), at('out.bin'));
  return readFileSync(at('out.bin'));
}

const sources = [
  { file: 'test/aarch64/assembler/gnu-forms.s', base: 0x80000 },
  ...readdirSync('firmware-samples').map((name) => ({ file: `firmware-samples/${name}`, base: 0x80000 })),
  ...readdirSync('bench/kernels').map((name) => ({ file: `bench/kernels/${name}`, base: 0x40080000 })),
].filter(({ file }) => file.endsWith('.s'));

describe.skipIf(!need('aarch64-linux-gnu-as', 'binutils-aarch64-linux-gnu'))('the same bytes as GNU as and ld', () => {
  test.for(sources)('$file', ({ file, base }) => {
    const include = (name: string): string => readFileSync(join(dirname(file), name), 'utf8');
    const ours = assemble(readFileSync(file, 'utf8'), { file, base, include }).raw();
    const theirs = gnuImage(file, base);
    const different = ours.findIndex((byte, i) => byte !== (theirs[i] ?? 0));
    expect(different < 0 ? 'equal' : `first difference at 0x${(base + different).toString(16)}`).toBe('equal');
    expect(ours.length).toBe(Math.ceil(theirs.length / 4) * 4);
  });
});
