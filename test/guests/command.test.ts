import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsFolder } from '../../src/host/guests/folder.js';
import { deb, guests, OUTPUTS } from './packages.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-guests-'));
const own = join(folder, 'guests');
const debs = join(folder, 'debs');
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  mkdirSync(debs);
  for (const made of guests()) writeFileSync(join(debs, `${made.name}.deb`), await deb(made));
  writeFileSync(join(debs, 'other.deb'), await deb({ name: 'other' }));
  mkdirSync(join(folder, 'nothing'));
});

/** The command with that environment on top of ours; the folder's name is taken out of what it prints. */
function pivisor(args: readonly string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli/pivisor.ts', 'guests', ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, PIVISOR_GUESTS: own, ...environment },
    },
  );
  return { status, stdout: stdout.replaceAll(folder, 'T'), stderr: stderr.replaceAll(folder, 'T') };
}

test.each([
  [{ PIVISOR_GUESTS: '/a/b', XDG_CACHE_HOME: '/c' }, '/a/b'],
  [{ PIVISOR_GUESTS: 'here' }, join(process.cwd(), 'here')],
  [{ PIVISOR_GUESTS: '', XDG_CACHE_HOME: '/c' }, '/c/pivisor/guests'],
  [{ XDG_CACHE_HOME: 'not/absolute' }, join(homedir(), '.cache/pivisor/guests')],
  [{}, join(homedir(), '.cache/pivisor/guests')],
])('the folder with %j', (environment, path) => expect(guestsFolder(environment)).toBe(path));

test('path prints the folder, makes none, and says that nothing is there', () => {
  expect(pivisor(['path'])).toEqual({
    status: 0,
    stdout: 'T/guests\n',
    stderr: 'pivisor: there are no guests in T/guests yet: pivisor guests fetch gets them\n',
  });
  expect(readdirSync(folder)).not.toContain('guests');
});

describe('import', () => {
  test('of a folder', () => {
    const { status, stdout, stderr } = pivisor(['import', debs]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'T/debs/other.deb: other:arm64 is none of ours',
        'unpacking linux-image-6.1.0-9-arm64 1.0-1',
        '  Image, 4 kB',
        'guests are in T/guests',
      ]),
    );
    const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ parentPath, name }) => join(parentPath, name).slice(own.length + 1)).sort()).toEqual(OUTPUTS);
    expect(pivisor(['path'])).toEqual({ status: 0, stdout: 'T/guests\n', stderr: '' });
  });

  test('of a file, told as JSON', () => {
    const before = readFileSync(join(own, 'guests.json'), 'utf8');
    const { status, stdout } = pivisor(['import', '--json', join(debs, 'u-boot-rpi.deb')]);
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { event: 'unpack', package: 'u-boot-rpi', version: '1.0-1' },
      { event: 'done', folder: 'T/guests', written: 0 },
    ]);
    expect(readFileSync(join(own, 'guests.json'), 'utf8')).toBe(before);
  });

  test('refuses what is no guest, in one line', async () => {
    const write = (name: string, bytes: Uint8Array): string => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    const uboot = readFileSync(join(debs, 'u-boot-rpi.deb'));
    const cases: readonly (readonly [string, RegExp])[] = [
      [
        join(debs, 'other.deb'),
        /^pivisor: T\/debs\/other\.deb: other for arm64, expected for arm64 one of linux-image-.*\n$/,
      ],
      [
        write('amd64.deb', await deb({ name: 'u-boot-rpi', architecture: 'amd64' })),
        /^pivisor: T\/amd64\.deb: u-boot-rpi for amd64, .*\n$/,
      ],
      [write('cut.deb', uboot.subarray(0, uboot.length - 100)), /^pivisor: T\/cut\.deb: the file ends too early\n$/],
      [write('text.deb', Buffer.from('text')), /^pivisor: T\/text\.deb: expected a Debian package\n$/],
      [
        write('bare.deb', await deb({ name: 'u-boot-rpi' })),
        /^pivisor: T\/bare\.deb: there is nothing in it for u-boot\.bin, .*\n$/,
      ],
      [
        write(
          'kernel.deb',
          await deb({ name: 'linux-image-6.1.0-9-arm64', files: { 'boot/vmlinuz-6.1.0-9-arm64': 'MZ' } }),
        ),
        /^pivisor: T\/kernel\.deb: boot\/vmlinuz-6\.1\.0-9-arm64: expected an arm64 Image, plain or gzip'd\n$/,
      ],
      [join(folder, 'nothing'), /^pivisor: T\/nothing: no \.deb of arm64 in it .*\n$/],
      [join(folder, 'missing.deb'), /^pivisor: T\/missing\.deb: no such file or directory\n$/],
    ];
    for (const [path, message] of cases) {
      const { status, stdout, stderr } = pivisor(['import', path]);
      expect(stderr).toMatch(message);
      expect({ status, stdout: stdout.replace(/^unpacking.*\n/, '') }).toEqual({ status: 2, stdout: '' });
    }
  });
});

describe('lock', () => {
  const lock = join(folder, 'a.lock.json');

  test('writes where it is told to, else into the folder', () => {
    expect(pivisor(['lock', '--output', lock])).toEqual({ status: 0, stdout: 'T/a.lock.json\n', stderr: '' });
    expect(pivisor(['lock'])).toEqual({ status: 0, stdout: 'T/guests/guests.lock.json\n', stderr: '' });
    expect(readFileSync(lock, 'utf8')).toBe(readFileSync(join(own, 'guests.lock.json'), 'utf8'));
  });

  test('--check says what differs', () => {
    expect(pivisor(['lock', '--check', lock])).toEqual({ status: 0, stdout: '', stderr: '' });
    rmSync(join(own, 'xen'));
    expect(pivisor(['lock', '--check', lock])).toEqual({
      status: 1,
      stdout: '',
      stderr: 'pivisor: T/a.lock.json: xen is missing\n',
    });
  });

  test('of nothing is refused', () => {
    expect(pivisor(['lock'], { PIVISOR_GUESTS: join(folder, 'nothing') })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'pivisor: T/nothing: there are no guests yet, expected pivisor guests fetch or import before\n',
    });
  });
});

test('fetch without apt says what else there is', () => {
  expect(pivisor(['fetch'], { PATH: '/nonexistent', PIVISOR_GUESTS: join(folder, 'nothing') })).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'pivisor: there is no apt-config on this system: name a Debian mirror with --mirror, or bring packages with pivisor guests import\n',
  });
});
