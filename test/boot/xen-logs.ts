/** Xen with dom0 and a domain on QEMU's virt machine and on our `virt` board: what each says. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guest } from '../support/guests.js';
import { qemuXen } from '../support/qemu-xen.js';
import { boot, commandLine } from './boot.js';

/** dom0 prints its own log with levels at the end, and switches the board off once the domain had time to come up. */
const FILES = {
  dom0: guest('Image'),
  initrd: guest('initrd.cpio.gz'),
  append: commandLine('pivisor.modules=none pivisor.run="sleep 4; dmesg -r" pivisor.poweroff'),
  xenAppend: 'dom0_mem=256M',
  domu: [
    {
      kernel: guest('Image'),
      initrd: guest('initrd.cpio.gz'),
      memory: 128,
      append: commandLine('quiet pivisor.modules=none pivisor.run="dmesg -r"'),
    },
  ],
};
/** The console on our board, lines ended by \n. */
export async function ourLog(): Promise<string> {
  const { console } = await boot({
    board: 'virt',
    xen: guest('xen'),
    ...FILES,
    steps: [{ expect: /^RUN-END 0/m }],
    ends: 'power-off',
    timeout: 60,
  });
  return console;
}

/** The console on QEMU's board. */
export function qemuLog(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-xen-'));
  const args = qemuXen(guest('xen'), FILES, folder);
  return new Promise((resolve, reject) => {
    const child = spawn('qemu-system-aarch64', args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: 300_000 });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    child.on('error', reject);
    child.on('close', () => {
      rmSync(folder, { recursive: true });
      resolve(text.replaceAll('\r', ''));
    });
  });
}

/** A line without what differs from run to run: times, addresses, digests. */
const plain = (line: string): string =>
  line
    .replace(/\[ *\d+\.\d{6}\]/g, '[]')
    .replace(/0x[0-9a-f]+/gi, 'N')
    .replace(/\b[0-9a-f]{8,}\b/gi, 'N')
    .replace(/\d+/g, 'N')
    .trim();

/** Lines of `log` whose like `other` does not have. */
export function onlyIn(log: string, other: string): string[] {
  const known = new Set(other.split('\n').map(plain));
  return log.split('\n').filter((line) => !known.has(plain(line)));
}

/** What warns: a kernel's lines of levels 0 to 4, and what Xen says of trouble. */
export const warns = (line: string): boolean =>
  /<[0-4]>\[/.test(line) ||
  (line.startsWith('(XEN)') &&
    /\*\*\*\*|warn|error|fail|unhandled|unable|unsupported|trap|panic/i.test(line) &&
    !/ Loglevel: /.test(line));

/** Warnings that only we give, with the reason. */
export const EXPLAINED: readonly (readonly [line: string, why: string])[] = [
  ['(XEN) 32-bit Execution: Unsupported', 'no AArch32 here: docs/decisions/013-aarch32-claims.md'],
];

/** Warnings that only our board's log has, and that nothing explains. */
export const unexplained = (ours: string, qemu: string): string[] =>
  onlyIn(ours, qemu).filter((line) => warns(line) && !EXPLAINED.some(([known]) => known === line));
