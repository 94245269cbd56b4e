import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/cli/user-error.js';
import { readControl, readFiles } from '../../src/host/guests/deb.js';
import { ar, deb, file, type Packing } from './packages.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-deb-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(bytes: Uint8Array): string {
  const path = join(folder, 'a.deb');
  writeFileSync(path, bytes);
  return path;
}

/** All that can be read of a file, as text. */
async function read(path: string): Promise<unknown> {
  const control = await readControl(path);
  const files = await readFiles(path, () => true);
  return [
    control.get('Package'),
    Object.fromEntries(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])),
  ];
}

/** Numbers that look random, and are the same each time. */
function* random(seed: number): Generator<number> {
  for (let x = seed; ;) yield (x = (x * 16807) % 2147483647);
}

const PACKINGS: readonly Packing[] = ['', '.gz', '.xz', '.zst'];
const large = 'a line of text\n'.repeat(8_000);

describe.each(PACKINGS)('a package of tar%s', (packing) => {
  const made = deb({ name: 'p', packing, files: { 'a/small': 'text', empty: '', large } });

  test('is read', async () => {
    expect(await read(write(await made))).toEqual(['p', { 'a/small': 'text', empty: '', large }]);
  });

  test('is reported as damaged by name wherever it is cut off', async () => {
    const whole = await made;
    for (let length = 0; length < whole.length; length += 1 + (length >> 1)) {
      const path = write(whole.subarray(0, length));
      await expect(read(path), `${length} bytes`).rejects.toThrow(UserError);
      await expect(read(path)).rejects.toThrow(/a\.deb: [^\n]+$/);
    }
  });

  test('is reported as damaged if a member is cut off, and the archive is whole', async () => {
    const whole = Buffer.from(await made);
    const at = whole.lastIndexOf('data.tar');
    const member = whole.subarray(at + 60);
    for (const length of [1, 20, 100, 700, member.length >> 1, member.length - 20_000]) {
      if (length >= member.length || length < 0) continue;
      const cut = Buffer.concat([
        whole.subarray(0, at),
        ar([[`data.tar${packing}`, member.subarray(0, length)]]).subarray(8),
      ]);
      await expect(read(write(cut)), `${length} bytes`).rejects.toThrow(
        /a\.deb: data\.tar\S* is damaged or ends too early$/,
      );
    }
  });

  test('with any byte changed is read, or refused in one line', async () => {
    const numbers = random(7);
    for (let i = 0; i < 40; i++) {
      const changed = Buffer.from(await made);
      changed[numbers.next().value % Math.min(changed.length, i < 30 ? 2000 : Infinity)] ^= 1 << (i % 8);
      const error = await read(write(changed)).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (error !== undefined) expect(error).toBeInstanceOf(UserError);
    }
  });
});

test.each([
  ['an empty file', Buffer.alloc(0), /a\.deb: expected a Debian package$/],
  ['a text', Buffer.from('Debian package?\n'), /a\.deb: expected a Debian package$/],
  ['an archive of other things', ar([['a.o', Buffer.from('x')]]), /a\.deb: no control\.tar in it/],
  ['a packing nobody knows', ar([['control.tar.bz2', Buffer.from('x')]]), /a\.deb: control\.tar\.bz2: expected/],
  [
    'a member larger than the file',
    ar([['control.tar', Buffer.alloc(9)]]).subarray(0, 70),
    /a\.deb: the file ends too early$/,
  ],
  [
    'no header where one should be',
    Buffer.concat([ar([['control.tar', Buffer.alloc(8)]]), Buffer.alloc(60)]),
    /damaged at byte 76/,
  ],
])('%s is no package', async (_, bytes, message) => {
  await expect(readControl(write(bytes))).rejects.toThrow(message);
});

test("a file that is not there is the system's error, with its path", async () => {
  await expect(readControl(join(folder, 'none.deb'))).rejects.toMatchObject({
    code: 'ENOENT',
    path: join(folder, 'none.deb'),
  });
});

test('only regular files are taken, and none whose path leads out of the package', async () => {
  const bytes = await deb({
    name: 'p',
    entries: [
      file('../../escape', 'x'),
      file('./usr/../../escape', 'x'),
      file('/absolute', 'from the top'),
      { header: { name: './link', size: 0, type: 'symlink', linkname: '/etc/passwd' } },
      { header: { name: './hard', size: 0, type: 'link', linkname: 'usr/bin/x' } },
      { header: { name: './device', size: 0, type: 'character-device' } },
      { header: { name: './folder/', size: 0, type: 'directory' } },
      file('./usr/bin/..x', 'dots'),
    ],
  });
  expect(await read(write(bytes))).toEqual(['p', { absolute: 'from the top', 'usr/bin/..x': 'dots' }]);
});

test('a file that says it is enormous is refused before it is read', async () => {
  const bytes = await deb({ name: 'p', packing: '', files: { huge: 'x' } });
  const at = Buffer.from(bytes).indexOf('./huge');
  const changed = Buffer.from(bytes);
  changed.write('07777777777\0', at + 124);
  let sum = 0;
  changed.fill(' ', at + 148, at + 156);
  for (const byte of changed.subarray(at, at + 512)) sum += byte;
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148);
  await expect(read(write(changed))).rejects.toThrow(
    /a\.deb: (?:huge has more than 512 MB|data\.tar is damaged or ends too early)$/,
  );
});
