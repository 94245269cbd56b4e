/**
 * A boot of Debian's kernel to `INIT-REACHED` on one core, alone and as dom0 of Xen: the built command beside
 * `qemu-system-aarch64 -M virt`, in turns.
 * Real time, start of the process included, since that is what somebody waits for.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { qemuXen } from '../test/support/qemu-xen.js';

const MARK = 'INIT-REACHED';
const APPEND = 'console=ttyAMA0 kpti=off nokaslr panic=-1';
/** The longest that a boot may take, s of real time. */
const LIMIT = 300;

/** What `pivisor guests fetch` leaves behind. */
const FILES = { kernel: 'Image', initrd: 'initrd.cpio.gz', dtb: 'bcm2711-rpi-4-b.dtb', xen: 'xen' } as const;

export interface Boot {
  readonly name: string;
  readonly instructions: number;
  /** Real time from the start of the process to the mark, s. */
  readonly ours: readonly number[];
  readonly qemu: readonly number[];
}

/** Where the guests are: `PIVISOR_GUESTS`, or where `pivisor guests path` says. */
const guestsFolder = (): string => process.env.PIVISOR_GUESTS ?? join(homedir(), '.cache', 'pivisor', 'guests');

/** Why there can be no boot, or undefined: what is needed is there. */
export function missingForBoot(cli: string): string | undefined {
  if (!existsSync(cli)) return 'no dist/: npm run build';
  const absent = Object.values(FILES).filter((file) => !existsSync(join(guestsFolder(), file)));
  return absent.length > 0 ? `${guestsFolder()} has no ${absent.join(', ')}: pivisor guests fetch` : undefined;
}

/** Starts a command and waits for the mark, then for its end. @returns what it printed, and the time to the mark, s */
function timed(command: string, args: readonly string[], kill: boolean): Promise<{ seconds: number; text: string }> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT * 1000);
    let text = '';
    let seconds = NaN;
    const take = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!Number.isNaN(seconds) || !text.includes(MARK)) return;
      seconds = (performance.now() - from) / 1000;
      if (kill) child.kill('SIGKILL');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(limit);
      if (Number.isNaN(seconds)) {
        reject(
          new Error(`${command} did not come to ${MARK}; its last lines:\n${text.split('\n').slice(-8).join('\n')}`),
        );
      } else {
        resolve({ seconds, text });
      }
    });
  });
}

interface Kind {
  readonly name: string;
  /** Of `pivisor run`, behind what all have. */
  readonly ours: readonly string[];
  readonly qemu: readonly string[];
}

function kinds(folder: string, haveQemu: boolean): readonly Kind[] {
  const file = (name: keyof typeof FILES): string => join(guestsFolder(), FILES[name]);
  const linux = (name: string, append: string): Kind => {
    const guest = ['--kernel', file('kernel'), '--initrd', file('initrd'), '--append', append];
    const machine = ['-M', 'virt', '-cpu', 'cortex-a72', '-m', '1G', '-smp', '1', '-nographic', '-nic', 'none'];
    return {
      name,
      ours: [...guest, '--dtb', file('dtb')],
      qemu: [...machine, '-no-reboot', ...guest.map((arg) => arg.replace(/^--/, '-'))],
    };
  };
  const append = 'kpti=off nokaslr panic=-1';
  const dom0 = ['--dom0', file('kernel'), '--initrd', file('initrd'), '--append', append];
  return [
    linux('default', APPEND),
    linux('notests', `${APPEND} cryptomgr.notests`),
    {
      name: 'Xen',
      ours: ['--xen', file('xen'), ...dom0, '--dtb', file('dtb')],
      qemu: haveQemu ? qemuXen(file('xen'), { dom0: file('kernel'), initrd: file('initrd'), append }, folder) : [],
    },
  ];
}

/** Boots on both, `rounds` times in turns. @param haveQemu false: only ours */
export async function boots(cli: string, rounds: number, haveQemu: boolean): Promise<readonly Boot[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-bench-'));
  try {
    const result: Boot[] = [];
    for (const { name, ...args } of kinds(folder, haveQemu)) {
      const ours: number[] = [];
      const qemu: number[] = [];
      let instructions = 0;
      for (let i = 0; i < rounds; i++) {
        const mine = await timed(
          process.execPath,
          [cli, 'run', ...args.ours, '--cpus', '1', '--stats', '--expect', MARK],
          false,
        );
        ours.push(mine.seconds);
        instructions = Number(/pivisor: instructions (\d+)/.exec(mine.text)?.[1] ?? NaN);
        if (haveQemu) qemu.push((await timed('qemu-system-aarch64', args.qemu, true)).seconds);
      }
      result.push({ name, instructions, ours, qemu });
    }
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
