/** What comes with `guests fetch --with kvm`, by way of a mirror and of files. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchGuests, importGuests } from '../../src/host/guests/fetch.js';
import type { Extra } from '../../src/host/guests/extras.js';
import { libraryPackages, linkedWith, readLinkage, type Dependent } from '../../src/host/guests/libraries.js';
import { makeLock, type Lock } from '../../src/host/guests/lock.js';
import type { Progress } from '../../src/host/guests/progress.js';
import { need } from '../support/tools.js';
import { mirror, type Mirror } from './mirror-server.js';
import { deb, guests, image, KVM_OUTPUTS, kvmGuests, linked, OUTPUTS, type Made } from './packages.js';

describe('linkage', () => {
  test('is what a library asks for, and its name', () =>
    expect(readLinkage(linked(['libz.so.1', 'libc.so.6'], 'liba.so.1'))).toEqual({
      soname: 'liba.so.1',
      needed: ['libz.so.1', 'libc.so.6'],
    }));

  test('of a program with nothing dynamic is none', () =>
    expect(readLinkage(linked([]))).toEqual({ soname: undefined, needed: [] }));

  const all = (libraries: Readonly<Record<string, readonly string[]>>) => (soname: string) =>
    libraries[soname] && linked(libraries[soname], soname);

  test('goes on through libraries, each once, though they ask for each other', () => {
    const found = linkedWith('qemu', linked(['b', 'a']), all({ a: ['b', 'c'], b: ['a'], c: [], unused: ['c'] }));
    expect([...found.keys()]).toEqual(['a', 'b', 'c']);
  });

  test.each([
    [['b'], /^qemu: needs b, expected it in a package that qemu depends on$/],
    [['a'], /^a: needs b, expected it in a package that qemu depends on$/],
  ])('of %j to what is missing is refused', (needed, message) =>
    expect(() => linkedWith('qemu', linked(needed), all({ a: ['b'] }))).toThrow(message),
  );

  test('of what is damaged is refused', () =>
    expect(() => linkedWith('qemu', linked(['a']), () => linked([]).subarray(0, 30))).toThrow(/^a: truncated: /));
});

test.each([
  ['nothing', '', []],
  ['libraries, and no others', 'libc6 (>= 2), adduser, zlib1g:any', ['libc6', 'zlib1g']],
  ['the first alternative that there is', 'libx | libc6 | zlib1g', ['libc6']],
  ['what libraries depend on, once, though they depend on each other', 'libb1, libc6', ['libb1', 'libc6', 'liba1']],
  ['no more than there is', 'libnever9', []],
])('dependencies: %s', async (_, depends, names) => {
  const offers: Dependent[] = [
    { package: 'liba1', depends: 'libb1' },
    { package: 'libb1', depends: 'liba1, libc6' },
    { package: 'libc6', depends: 'debconf' },
    { package: 'zlib1g', depends: '' },
    { package: 'adduser', depends: 'liba1' },
  ];
  const find = async (names: readonly string[]) => offers.filter((offer) => names.includes(offer.package));
  const found = await libraryPackages([{ package: 'qemu', depends }], find);
  expect(found.map((item) => item.package)).toEqual(names);
});

describe('packages', () => {
  let folder: string;
  let debs: string;
  const open: Mirror[] = [];
  let events: Progress[] = [];
  const report = (event: Progress): void => void events.push(event);

  beforeEach(() => {
    const top = mkdtempSync(join(tmpdir(), 'pivisor-kvm-'));
    [folder, debs] = [join(top, 'guests'), join(top, 'debs')];
    mkdirSync(debs);
    events = [];
  });
  afterEach(async () => {
    rmSync(join(folder, '..'), { recursive: true });
    for (const { close } of open.splice(0)) await close();
  });

  const written = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  const both = [...OUTPUTS, ...KVM_OUTPUTS].sort();
  const write = async (...made: readonly Made[]): Promise<string[]> =>
    Promise.all(
      made.map(async (one) => {
        const path = join(debs, `${one.name}.deb`);
        writeFileSync(path, await deb(one));
        return path;
      }),
    );

  async function fetch(packages: readonly Made[], extras: readonly Extra[], lock?: Lock): Promise<Mirror> {
    const server = await mirror(packages);
    open.push(server);
    await fetchGuests({ folder, mirror: server.url, suite: 'bookworm', extras, report, ...(lock && { lock }) });
    return server;
  }

  test('come with the others, libraries as far as QEMU depends on them', async () => {
    await fetch([...guests(), ...kvmGuests()], ['kvm']);
    expect(written()).toEqual(both);
  });

  test('do not come unasked; later they come alone, and are kept up to date unasked', async () => {
    const all = [...guests(), ...kvmGuests()];
    await fetch(all, []);
    expect(written()).toEqual(OUTPUTS);
    const { requests } = await fetch(all, ['kvm']);
    expect(written()).toEqual(both);
    expect(requests.filter((path) => path.endsWith('.deb')).map((path) => /\w+(?:-\w+)*(?=_)/.exec(path)![0])).toEqual([
      'qemu-system-arm',
      'liba1',
      'libc6',
      'zlib1g',
    ]);
    const newer = all.map((made) => (made.name === 'libc6' ? { ...made, version: '2.0-1' } : made));
    await fetch(newer, []);
    expect(makeLock(folder).packages.find((id) => id.package === 'libc6')?.version).toBe('2.0-1');
    expect(written()).toEqual(both);
  });

  test('come by a lock, all or none', async () => {
    const all = [...guests(), ...kvmGuests()];
    await fetch(all, ['kvm']);
    const lock = makeLock(folder);
    rmSync(folder, { recursive: true });
    await fetch([...all, { name: 'qemu-system-arm', version: '9.0-1' }], [], lock);
    expect(makeLock(folder)).toEqual(lock);
  });

  test('are taken out of a folder, libraries that nothing needs passed over', async () => {
    await write(...guests(), ...kvmGuests());
    await importGuests(folder, [debs], report);
    expect(written()).toEqual(both);
    expect(events).toContainEqual({
      event: 'skip',
      file: join(debs, 'libgtk1.deb'),
      why: 'libgtk1:arm64 is none of ours',
    });
  });

  test('with a library missing are refused, and taken once it is there', async () => {
    const [qemu, , , a, z, c] = await write(...kvmGuests());
    await write(...guests());
    rmSync(z);
    await expect(importGuests(folder, [debs], report)).rejects.toThrow(/^liba\.so\.1: needs libz\.so\.1, /);
    await write(kvmGuests()[4]);
    await importGuests(folder, [...(await write(...guests().slice(1))), qemu, a, z, c], report);
    expect(written()).toEqual(both);
  });

  test.skipIf(!need('cpio', 'cpio'))('make one initramfs of two archives, the same each time', async () => {
    await fetch([...guests(), ...kvmGuests()], ['kvm']);
    const bytes = readFileSync(join(folder, 'initrd-kvm.cpio'));
    const plain = readFileSync(join(folder, 'initrd.cpio.gz'));
    const first = bytes.subarray(0, bytes.length - plain.length);
    expect(bytes.subarray(first.length).equals(plain)).toBe(true);
    // The kernel looks for the next archive at a multiple of 4.
    expect(first.length % 4).toBe(0);
    const unpacked = join(folder, '..', 'unpacked');
    mkdirSync(unpacked);
    const cpio = spawnSync('cpio', ['-idm', '--quiet'], { cwd: unpacked, input: first, encoding: 'utf8' });
    expect(cpio.stderr).toBe('');
    const files = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter(
      (entry) => !entry.isDirectory(),
    );
    expect(files.map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1)).sort()).toEqual([
      'bin/kvm',
      'bin/qemu-system-aarch64',
      'boot/Image',
      'boot/initrd.cpio.gz',
      'lib/aarch64-linux-gnu/ld-linux-aarch64.so.1',
      'lib/aarch64-linux-gnu/liba.so.1',
      'lib/aarch64-linux-gnu/libc.so.6',
      'lib/aarch64-linux-gnu/libz.so.1',
      'lib/ld-linux-aarch64.so.1',
    ]);
    expect(readFileSync(join(unpacked, 'boot/Image')).equals(image('1.0-1'))).toBe(true);
    rmSync(folder, { recursive: true });
    await fetch([...guests(), ...kvmGuests()], ['kvm']);
    expect(readFileSync(join(folder, 'initrd-kvm.cpio')).equals(bytes)).toBe(true);
  });
});
