import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchGuests, type FetchOptions } from '../../src/host/guests/fetch.js';
import { checkLock, makeLock, readLock, writeLock } from '../../src/host/guests/lock.js';
import type { Progress } from '../../src/host/guests/progress.js';
import { mirror, type Mirror } from './mirror-server.js';
import { guests, image, OUTPUTS, sha256 } from './packages.js';

let folder: string;
const open: Mirror[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pivisor-mirror-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  for (const { close } of open.splice(0)) await close();
});

async function serve(...args: Parameters<typeof mirror>): Promise<Mirror> {
  const server = await mirror(...args);
  open.push(server);
  return server;
}

async function get(server: Mirror, options: Partial<FetchOptions> = {}): Promise<Progress[]> {
  const events: Progress[] = [];
  await fetchGuests({
    folder,
    mirror: server.url,
    suite: 'bookworm',
    report: (event) => events.push(event),
    ...options,
  });
  return events;
}

const written = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const debsAsked = ({ requests }: Mirror): string[] => requests.filter((path) => path.includes('.deb'));

describe.each(['Packages.xz', 'Packages.gz', 'Packages'] as const)('from a mirror with %s', (list) => {
  test('all guests come, and nothing else', async () => {
    const events = await get(await serve(guests(), list));
    expect(written()).toEqual(OUTPUTS);
    expect(read('u-boot.bin')).toBe('u-boot 4');
    expect(read('bl31.bin')).toBe('4');
    expect(read('xen')).toBe('xen');
    expect(Buffer.compare(readFileSync(join(folder, 'Image')), image('1.0-1'))).toBe(0);
    expect(events.at(-1)).toEqual({ event: 'done', folder, written: OUTPUTS.length - 1 });
  });
});

test('what is there and current is not asked for again', async () => {
  const server = await serve(guests());
  await get(server);
  const times = OUTPUTS.map((name) => statSync(join(folder, name)).mtimeMs);
  const asked = debsAsked(server).length;
  expect((await get(server)).at(-1)).toMatchObject({ event: 'done', written: 0 });
  expect(debsAsked(server)).toHaveLength(asked);
  expect(OUTPUTS.map((name) => statSync(join(folder, name)).mtimeMs)).toEqual(times);
});

test.each(['Image', 'guests.json', 'xen'])('%s comes back if it is gone, changed or cut off', async (name) => {
  const server = await serve(guests());
  await get(server);
  const whole = readFileSync(join(folder, name));
  rmSync(join(folder, name));
  await get(server);
  expect(sha256(readFileSync(join(folder, name)))).toBe(sha256(whole));
  if (name === 'guests.json') return;
  for (const bytes of [whole.subarray(1), Buffer.from(whole).fill(7, 0, 1)]) {
    writeFileSync(join(folder, name), bytes);
    await get(server);
    expect(sha256(readFileSync(join(folder, name)))).toBe(sha256(whole));
  }
});

const rename = (text: string): string => text.replaceAll('6.1.0-9', '6.1.0-10');

test('a newer kernel takes the place of the old one, with all its files', async () => {
  await get(await serve(guests()));
  const renamed = guests('1.0-2').map(({ depends, files = {}, ...made }) => ({
    ...made,
    name: rename(made.name),
    ...(depends === undefined ? {} : { depends: rename(depends) }),
    files: Object.fromEntries(Object.entries(files).map(([path, body]) => [rename(path), body])),
  }));
  await get(await serve([...guests(), ...renamed]));
  expect(written()).toEqual(OUTPUTS.map(rename).sort());
  expect(readdirSync(join(folder, 'modules'))).toEqual(['6.1.0-10-arm64']);
  expect(read('busybox')).toBe('busybox 1.0-2');
});

describe('a download that breaks off', () => {
  const kernel = '6.1.0-9-arm64_1.0-1_arm64.deb';

  test('goes on where it was', async () => {
    const server = await serve(guests());
    server.faults.set(kernel, { cutAt: 3000 });
    const events = await get(server);
    expect(written()).toEqual(OUTPUTS);
    expect(events.some(({ event }) => event === 'retry')).toBe(true);
    expect(
      debsAsked(server)
        .filter((path) => path.includes(kernel))
        .map((path) => path.split(' from ')[1]),
    ).toEqual([undefined, '3000']);
  });

  test('goes on in a later run, and is not taken for a whole one before', async () => {
    const server = await serve(guests());
    server.faults.set(kernel, { cutAt: 3000 });
    const kill = new Error('as if killed');
    const report = ({ event }: Progress): void => {
      if (event === 'retry') throw kill;
    };
    await expect(get(server, { report })).rejects.toThrow(kill);
    expect(written().filter((name) => !name.startsWith('.'))).toEqual([]);
    await get(server);
    expect(written()).toEqual(OUTPUTS);
    expect(
      debsAsked(server)
        .filter((path) => path.includes(kernel))
        .map((path) => path.split(' from ')[1]),
    ).toEqual([undefined, '3000']);
  });

  test('begins anew where the server knows no ranges', async () => {
    const server = await serve(guests());
    server.faults.set(kernel, { cutAt: 3000 });
    await get(server, {
      report: ({ event }) => {
        if (event === 'retry') server.faults.set(kernel, 'no ranges');
      },
    });
    expect(written()).toEqual(OUTPUTS);
  });
});

describe('is refused in one line, and nothing of it kept:', () => {
  const end = 'u-boot-rpi_1.0-1_arm64.deb';
  const size = async (): Promise<number> =>
    (await import('./packages.js')).deb(guests()[3]).then(({ length }) => length);

  test('a package that is not what the list says', async () => {
    const server = await serve(guests());
    server.faults.set(end, { bytes: Buffer.alloc(await size(), 'x') });
    await expect(get(server)).rejects.toThrow(
      /^u-boot-rpi 1\.0-1: what came has SHA-256 [0-9a-f]{64}, the list says [0-9a-f]{64}; it was thrown away$/,
    );
    expect(written().filter((name) => name.endsWith('.part') || name === 'u-boot.bin')).toEqual([]);
    server.faults.clear();
    await get(server);
    expect(written()).toEqual(OUTPUTS);
  });

  test('a package larger than the list says', async () => {
    const server = await serve(guests());
    server.faults.set(end, { bytes: Buffer.alloc((await size()) + 1, 'x') });
    await expect(get(server)).rejects.toThrow(
      /u-boot-rpi_1\.0-1_arm64\.deb: more than the \d+ bytes that the list says$/,
    );
  });

  test.each([
    ['a package that is gone', end, { status: 404 }, /u-boot-rpi_1\.0-1_arm64\.deb: 404 Not Found$/],
    [
      'a list that is gone',
      'Packages.xz',
      { status: 404 },
      /binary-arm64\/: no Packages\.xz and no Packages\.gz there/,
    ],
    ['a server that fails', 'Packages.xz', { status: 503 }, /Packages\.xz: 503 Service Unavailable$/],
    ['a damaged list', 'Packages.xz', { bytes: Buffer.from('no xz at all') }, /Packages\.xz: damaged or cut off/],
    ['an empty list', 'Packages.xz', { bytes: Buffer.alloc(0) }, /Packages(?:\.xz)?: (?:damaged|no arm64 packages)/],
  ])('%s', async (_, name, fault, message) => {
    const server = await serve(guests());
    server.faults.set(name, fault);
    await expect(get(server)).rejects.toThrow(message);
  });

  test('a mirror without one of the packages', async () => {
    const server = await serve(guests().filter(({ name }) => !name.startsWith('xen')));
    await expect(get(server)).rejects.toThrow(
      /: no arm64 package xen-hypervisor-4\.17-arm64 for Xen: expected it in main of bookworm; --suite/,
    );
  });

  test.each([
    [{ mirror: 'ftp://127.0.0.1/debian' }, /^--mirror: expected an http or https address, not 'ftp:/],
    [{ mirror: 'debian' }, /^--mirror: expected an http or https address, not 'debian'$/],
    [{ suite: '../x' }, /^--suite: expected a name such as bookworm, not '\.\.\/x'$/],
    [{ mirror: 'http://127.0.0.1:1/debian' }, /^http:\/\/127\.0\.0\.1:1\/debian\/dists.*: /],
  ])('%j', async (options, message) => {
    await expect(get(await serve(guests()), options)).rejects.toThrow(message);
  });
});

describe('a lock', () => {
  const lockFile = (): string => join(folder, 'my.lock.json');

  test('brings back the same, to the byte, though there is something newer', async () => {
    await get(await serve(guests()));
    writeLock(lockFile(), makeLock(folder));
    const both = await serve([...guests('2.0-1'), ...guests()]);
    const old = read('guests.json');

    await get(both);
    expect(checkLock(lockFile(), folder)).toContain('u-boot-rpi is 2.0-1, expected 1.0-1');

    await get(both, { lock: readLock(lockFile()) });
    expect(checkLock(lockFile(), folder)).toEqual([]);
    expect(read('guests.json')).toBe(old);
  });

  test('is refused if the mirror has only other versions, or other bytes', async () => {
    await get(await serve(guests()));
    const lock = makeLock(folder);
    await expect(get(await serve(guests('2.0-1')), { lock })).rejects.toThrow(
      /: no arm-trusted-firmware 1\.0-1, which the lock names; it has 2\.0-1$/,
    );
    const other = guests().map((made) => ({ ...made, files: { ...made.files, 'usr/share/doc/x': 'other' } }));
    await expect(get(await serve(other), { lock })).rejects.toThrow(
      / has SHA-256 [0-9a-f]{64}, the lock says [0-9a-f]{64}$/,
    );
  });

  test('says each difference', async () => {
    await get(await serve(guests()));
    const lock = makeLock(folder);
    writeLock(lockFile(), {
      ...lock,
      packages: [...lock.packages, { ...lock.packages[0], package: 'more' }],
      files: { ...lock.files, 'x/y': { sha256: sha256(''), size: 0 } },
    });
    rmSync(join(folder, 'xen'));
    writeFileSync(join(folder, 'Image'), 'short');
    writeFileSync(join(folder, 'bl31.bin'), '5');
    expect(checkLock(lockFile(), folder)).toEqual([
      'more 1.0-1 is missing in guests.json',
      'Image has 5 bytes, expected 4096',
      'bl31.bin has another SHA-256',
      'xen is missing',
      'x/y is missing',
    ]);
  });

  test.each([
    ['{', /: expected JSON: /],
    ['[]', /: the file: expected an object$/],
    ['{"format":2}', /: format: expected 1$/],
    ['{"format":1,"packages":{}}', /: packages: expected a list$/],
    ['{"format":1,"packages":[{"package":"a","version":1}]}', /: packages\[0\]\.version: expected a text$/],
    [
      '{"format":1,"packages":[{"package":"a","version":"1","architecture":"arm64","sha256":"x"}]}',
      /: packages\[0\]\.sha256: expected 64/,
    ],
    ['{"format":1,"packages":[]}', /: files: expected an object$/],
    ['{"format":1,"packages":[],"files":{"../x":{}}}', /: files: '\.\.\/x' is not inside of the folder$/],
    [
      `{"format":1,"packages":[],"files":{"x":{"sha256":"${'0'.repeat(64)}","size":-1}}}`,
      /: files\['x'\]\.size: expected a number/,
    ],
  ])('%s is none', (text, message) => {
    writeFileSync(lockFile(), text);
    expect(() => checkLock(lockFile(), folder)).toThrow(message);
    expect(() => checkLock(lockFile(), folder)).toThrow(/^[^\n]*my\.lock\.json: [^\n]*$/);
  });

  test('of an empty folder is refused', () => expect(() => makeLock(folder)).toThrow(/there are no guests yet/));
});

test('two at once take turns', async () => {
  const server = await serve(guests());
  const [first, second] = await Promise.all([get(server), get(server)]);
  expect([first, second].map((events) => events.some(({ event }) => event === 'waiting'))).toEqual([false, true]);
  expect(second.at(-1)).toMatchObject({ written: 0 });
  expect(existsSync(join(folder, '.lock'))).toBe(false);
});

test('a process that was killed holds up nobody', async () => {
  writeFileSync(join(folder, '.lock'), '4194305');
  await get(await serve(guests()));
  expect(written()).toEqual(OUTPUTS);
});
