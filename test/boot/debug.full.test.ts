/** Linux's ptrace on the processor's debug registers: a debugger in the guest, whose output is the same on QEMU. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { writeCpio } from '../../src/host/guests/cpio.js';
import { guests } from '../support/guests.js';
import { sourceOf } from '../support/run.js';
import { boot, commandLine, LINUX, TROUBLE, type Boot } from './boot.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-debug-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where Linux puts a program of its own, far enough above address 0. */
const BASE = 0x400000n;

/** The guests' initramfs with /ptrace: Linux unpacks archives that stand one behind the other. */
function initramfs(): string {
  const program = assemble(sourceOf('test/boot/ptrace.s'), { file: 'ptrace.s', base: BASE });
  const more = writeCpio([{ path: 'ptrace', type: 'file', mode: 0o755, bytes: program.elf() }]);
  const path = join(folder, 'initrd.cpio.gz');
  writeFileSync(path, Buffer.concat([readFileSync(LINUX.initrd), gzipSync(more)]));
  return path;
}

describe.skipIf(!guests('Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb'))('ptrace', () => {
  const run = (cpus: number): Promise<Boot> =>
    boot({
      ...LINUX,
      initrd: initramfs(),
      cpus,
      append: commandLine('console=ttyAMA0 pivisor.modules=bcm2835_wdt pivisor.run=/ptrace pivisor.poweroff'),
      steps: [{ expect: /^RUN-END 0/m }],
      ends: 'power-off',
      reject: [TROUBLE],
    });

  test.each([1, 4])('stops by breakpoint and watchpoint, and steps, with %d cores', async (cpus) => {
    const { console } = await run(cpus);
    expect(console).toContain('hw-breakpoint: found 6 breakpoint and 4 watchpoint registers.');
    const [, shown] = /RUN-START \/ptrace\n([^]*?)RUN-END/.exec(console) ?? [];
    // The step that ends behind a system call is told twice: as Linux leaves the call, and before the next instruction.
    const round = [
      'breakpoint at here+0',
      'step to here+4',
      'step over a system call to here+8',
      'step to here+8',
      'step to here+c',
    ];
    expect(shown.trimEnd().split('\n')).toEqual([
      'ptrace: it has 6 breakpoints and 4 watchpoints',
      ...round,
      ...round,
      'watchpoint on data+0 at here+14',
      'watchpoint on data+8 at here+1c',
      'exited with 2a',
    ]);
  });

  test('is the same in every run', async () => {
    const [first, second] = [await run(2), await run(2)];
    expect(second.console).toBe(first.console);
    expect(second.machine.hash()).toBe(first.machine.hash());
  });
});
