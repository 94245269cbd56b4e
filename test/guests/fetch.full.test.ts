/** The real thing: Debian's packages by apt, into the folder that PIVISOR_GUESTS names or the user's own, and what they do. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { guestsFolder, readManifest } from '../../src/host/guests/folder.js';
import { checkLock, makeLock, writeLock } from '../../src/host/guests/lock.js';
import { missing, need } from '../support/tools.js';
import { jobResults } from './jobs.js';

const folder = guestsFolder();
const at = (name: string): string => join(folder, name);
const PIVISOR = ['--import', 'tsx', 'src/cli/pivisor.ts'];

function fetch(
  environment: Record<string, string> = {},
  before: readonly string[] = [],
  extras: readonly string[] = [],
): SpawnSyncReturns<string> {
  const [program, ...args] = [...before, process.execPath, ...PIVISOR, 'guests', 'fetch', '--json', ...extras];
  return spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, PIVISOR_GUESTS: folder, ...environment },
  });
}

/** What of the system's a fetch could have touched, with the times of change. */
const systemState = (): string[] =>
  ['/etc/apt', '/var/lib/apt', '/var/lib/dpkg', '/var/cache/apt'].flatMap((top) =>
    [top, ...readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => join(top, name))].map(
      (path) => `${path} ${statSync(path, { throwIfNoEntry: false })?.mtimeMs}`,
    ),
  );

function isDebian12(): boolean {
  const named = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  return named === 'bookworm' || missing(`this is ${named}, not Debian 12 (bookworm), whose packages the guests are`);
}

let systemBefore: string[] = [];

/** Fetches once for all tests. Without a network there is nothing to test. */
function fetched(): boolean {
  if (!need('apt-get', 'apt') || !isDebian12()) return false;
  systemBefore = systemState();
  const { status, stderr } = fetch();
  return status === 0 || missing(`pivisor guests fetch did not work: ${stderr.trim()}`);
}

describe.skipIf(!fetched())('guests fetch', () => {
  test('leaves the system as it was', () => expect(systemState()).toEqual(systemBefore));

  test('brings all guests', () => {
    const word = (name: string, offset: number): string =>
      readFileSync(at(name)).toString('latin1', offset, offset + 4);
    expect(word('Image', 56)).toBe('ARM\x64');
    expect(word('xen', 56)).toBe('ARM\x64');
    for (const board of ['4-b', '400', 'cm4-io']) expect(word(`bcm2711-rpi-${board}.dtb`, 0)).toBe('\xd0\x0d\xfe\xed');
    expect(readFileSync(at('u-boot.bin')).includes('U-Boot 20')).toBe(true);
    expect(readFileSync(at('bl31.bin')).includes('BL31')).toBe(true);
    expect(gunzipSync(readFileSync(at('initrd.cpio.gz'))).toString('latin1', 0, 6)).toBe('070701');
  });

  test('brings the modules that the board needs', () => {
    const names = Object.keys(readManifest(folder).files).filter((name) => name.endsWith('.ko'));
    for (const module of 'sdhci-iproc bcm2835_wdt iproc-rng200 bcm2711_thermal vfat ext4 virtio_mmio virtio_blk xen-blkfront'.split(
      ' ',
    ))
      expect(
        names.some((name) => name.endsWith(`/${module}.ko`)),
        module,
      ).toBe(true);
  });

  test('does nothing the second time', () => {
    const { stdout } = fetch();
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({ event: 'done', folder, written: 0 });
  });

  test('gives what a lock can hold', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'pivisor-lock-'));
    writeLock(join(scratch, 'lock.json'), makeLock(folder));
    expect(checkLock(join(scratch, 'lock.json'), folder)).toEqual([]);
    rmSync(scratch, { recursive: true });
  });

  const NOBODY = 65534;
  const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const canBeNobody = (): boolean =>
    process.getuid?.() !== 0 ||
    (need('setpriv', 'util-linux') &&
      (spawnSync(asNobody[0], [...asNobody.slice(1), process.execPath, ...PIVISOR, '--version']).status === 0 ||
        missing('another user cannot read this folder, so fetching without root is not tested')));

  test.skipIf(!canBeNobody())('needs no root, and makes the same bytes again', () => {
    const fresh = mkdtempSync(join(tmpdir(), 'pivisor-guests-'));
    const root = process.getuid?.() === 0;
    if (root) chownSync(fresh, NOBODY, NOBODY);
    // The extra where the folder has it.
    const extras = existsSync(at('initrd-kvm.cpio')) ? ['--with', 'kvm'] : [];
    const { status, stderr } = fetch({ PIVISOR_GUESTS: fresh, HOME: fresh }, root ? asNobody : [], extras);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readManifest(fresh)).toEqual(readManifest(folder));
    rmSync(fresh, { recursive: true });
  });

  test.skipIf(!need('qemu-system-aarch64', 'qemu-system-arm'))('boots on QEMU, and the jobs come out right', () => {
    const { stdout } = spawnSync(
      'qemu-system-aarch64',
      [
        ...['-M', 'virt,gic-version=2,virtualization=on', '-cpu', 'cortex-a72', '-m', '1G', '-nic', 'none'],
        ...['-nographic', '-no-reboot', '-kernel', at('Image'), '-initrd', at('initrd.cpio.gz'), '-append'],
        'console=ttyAMA0 panic=-1 quiet pivisor.poweroff pivisor.script=jobs pivisor.run="echo with  blanks; false" pivisor.odd',
      ],
      { encoding: 'utf8', timeout: 500_000, input: '' },
    );
    const lines = stdout.split(/[\r\n]+/);
    const results = lines.filter((line) => line.startsWith('JOB ')).map((line) => line.split(' '));
    expect(Object.fromEntries(results.map(([, name, result]) => [name, result]))).toEqual(jobResults());
    for (const [, , , seconds] of results) expect(Number(seconds)).toBeGreaterThan(0);
    expect(lines.filter((line) => /^(INIT|SCRIPT|RUN|JOBS|init:|with)/.test(line))).toEqual([
      'INIT-REACHED',
      'init: unknown parameter: pivisor.odd',
      'SCRIPT-START jobs',
      'SCRIPT-END jobs 0',
      'RUN-START echo with  blanks; false',
      'with blanks',
      'RUN-END 1',
      'JOBS-DONE 1 of 2',
    ]);
  });

  test('boots on the board', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...[
          ...PIVISOR,
          'run',
          '--kernel',
          at('Image'),
          '--initrd',
          at('initrd.cpio.gz'),
          '--dtb',
          at('bcm2711-rpi-4-b.dtb'),
        ],
        ...['--append', 'console=ttyAMA0 panic=-1', '--expect', 'INIT-REACHED', '--timeout', '60s'],
      ],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain('Linux version 6.1');
  });
});
