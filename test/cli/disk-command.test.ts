/** pivisor disk, from the command line. */
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseSize, showSize } from '../../src/cli/size.js';
import { SECTOR } from '../../src/devices/block.js';
import { openDiskImage } from '../../src/host/disk-image.js';
import { disksFolder } from '../../src/host/disks/store.js';
import { folder, stamped, type Folder } from '../disk/rig.js';
import { pivisor } from '../support/command.js';

let work: Folder;
const before = process.env['PIVISOR_DISKS'];
beforeEach(() => {
  work = folder();
  process.env['PIVISOR_DISKS'] = join(work.path, 'store');
});
afterEach(() => work.remove());
afterAll(() => {
  if (before === undefined) delete process.env['PIVISOR_DISKS'];
  else process.env['PIVISOR_DISKS'] = before;
});

const at = (name: string): string => join(work.path, name);

/** Runs it; the test's folder is written as ~ in what it says. */
async function disk(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const { status, stdout, stderr } = await pivisor('disk', ...args);
  const home = (text: string): string => text.replaceAll(work.path, '~');
  return { status, stdout: home(stdout), stderr: home(stderr) };
}

async function good(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await disk(...args);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

const json = async (...args: string[]): Promise<unknown> => JSON.parse(await good(...args, '--json'));

/** A raw image of 4 MiB whose second MiB is data. */
function image(name: string): Buffer {
  const bytes = Buffer.alloc(4 * 2 ** 20);
  for (let sector = 2048; sector < 4096; sector++) bytes.set(stamped(sector, 1), sector * SECTOR);
  writeFileSync(at(name), bytes);
  return bytes;
}
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function write(name: string, sector: number, sectors = 1): void {
  const opened = openDiskImage(at(name));
  for (let i = 0; i < sectors; i++) expect(opened.write(sector + i, stamped(sector + i, 2))).toBe(true);
  opened.close();
}

describe('bases and layers', () => {
  test('any number of layers share a base, named by its contents', async () => {
    const bytes = image('debian.img');
    const digest = sha(bytes);
    expect(await good('create', at('one.qcow2'), '--base', at('debian.img'))).toBe(
      `~/one.qcow2: qcow2, 4 MiB, over base ${digest.slice(0, 12)}\n`,
    );
    await good('create', at('two.qcow2'), '8M', '--base', 'debian.img');
    await good('create', at('three.qcow2'), '--base', digest.slice(0, 8));
    expect(readdirSync(at('store/bases'))).toEqual([`${digest}.json`, `${digest}.qcow2`]);
    expect(statSync(at(`store/bases/${digest}.qcow2`)).mode & 0o777).toBe(0o444);
    write('one.qcow2', 2048, 128);
    write('two.qcow2', 0);
    expect(await good('tree')).toBe(
      [
        `debian.img ${digest.slice(0, 12)}: 4 MiB; 1 MiB of its own, 0 B shared`,
        '├── ~/one.qcow2: 64 KiB of its own, 960 KiB shared',
        '├── ~/three.qcow2: 0 B of its own, 1 MiB shared',
        '└── ~/two.qcow2: 64 KiB of its own, 1 MiB shared',
        '',
      ].join('\n'),
    );
    expect(await good('ls')).toMatch(
      new RegExp(`NAME +SHA-256 .*\n ?debian.img +${digest.slice(0, 12)} +4 MiB +.* 3\n`),
    );
    expect(await json('info', at('two.qcow2'))).toMatchObject([
      { format: 'qcow2', size: 8 * 2 ** 20, unique: 65536, shared: 2 ** 20, qcow2: { clusterBytes: 65536 } },
      { base: { sha256: digest, name: 'debian.img' }, unique: 2 ** 20, shared: 0 },
    ]);
  });

  test('what is there is not taken in twice, whatever its format', async () => {
    image('a.img');
    await good('create', at('one.qcow2'), '--base', at('a.img'));
    await good('convert', at('a.img'), at('b.qcow2'));
    await good('create', at('two.qcow2'), '--base', at('b.qcow2'));
    expect(((await json('ls')) as { layers: unknown[] }[]).map(({ layers }) => layers.length)).toEqual([2]);
  });

  test('commit makes a base that lies over the one before, and changes nothing that is read', async () => {
    const bytes = image('a.img');
    await good('create', at('one.qcow2'), '--base', at('a.img'));
    write('one.qcow2', 5);
    const opened = openDiskImage(at('one.qcow2'));
    opened.discard!(2048, 1024);
    opened.close();
    bytes.set(stamped(5, 2), 5 * SECTOR);
    bytes.fill(0, 2048 * SECTOR, 3072 * SECTOR);
    const digest = sha(bytes);
    expect(await good('commit', at('one.qcow2'), '--name', 'changed')).toBe(
      `~/one.qcow2: its contents are base ${digest.slice(0, 12)} now, and it is an empty layer over it\n`,
    );
    await good('convert', at('one.qcow2'), at('copy.img'));
    expect(sha(readFileSync(at('copy.img')))).toBe(digest);
    expect(await good('tree')).toMatch(
      /^a\.img [^\n]*\n└── changed [^\n]*: 4 MiB; 64 KiB of its own, 512 KiB shared\n {4}└── ~\/one\.qcow2: 0 B of its own, 576 KiB shared\n$/,
    );
    expect(await good('check')).toMatch(/^(~.*: sound\n){2}$/);
    // The lower base is needed by the upper one.
    expect(await good('gc')).toBe('nothing to remove\n');
    expect((await disk('diff', at('one.qcow2'), at('a.img'))).stdout).toBe(
      'sector 5: 1 sector\nsector 2048: 1024 sectors\n513 KiB differ between ~/one.qcow2 and ~/a.img\n',
    );
  });

  test('gc removes what no layer needs, and is careful with layers that it does not find', async () => {
    image('a.img');
    await good('create', at('one.qcow2'), '--base', at('a.img'));
    write('one.qcow2', 1);
    await good('commit', at('one.qcow2'), '--name', 'b');
    await good('create', at('two.qcow2'), '--base', 'a.img');
    writeFileSync(at('store/bases/x.qcow2.999999999.part'), '');
    renameSync(at('two.qcow2'), at('moved.qcow2'));
    expect(await good('gc', '--dry-run')).toBe('would remove 1 unfinished file\n');
    rmSync(at('one.qcow2'));
    const said = await good('gc');
    expect(said).toMatch(/^kept a\.img .*: its layers are gone, or were moved: ~\/two\.qcow2; --missing removes it$/m);
    expect(said).toMatch(/^kept b .*: ~\/one\.qcow2; --missing removes it$/m);
    expect(existsSync(at('store/bases/x.qcow2.999999999.part'))).toBe(false);
    expect((await disk('info', at('moved.qcow2'))).status).toBe(0);
    expect(await json('gc', '--missing', '--dry-run')).toMatchObject({ removed: [{}, {}], doubtful: [] });
    expect((await good('gc', '--missing')).split('\n')).toHaveLength(3);
    expect(readdirSync(at('store/bases'))).toEqual([]);
    expect(await good('ls')).toMatch(/^no bases in ~\/store: /);
  });

  test('check finds a base that is not what its name says', async () => {
    image('a.img');
    await good('create', at('one.qcow2'), '--base', at('a.img'));
    const [base] = (await json('ls')) as { path: string; sha256: string }[];
    const bytes = readFileSync(at(base.path.slice(2)));
    bytes[bytes.length - 70_000] ^= 1;
    chmodSync(at(base.path.slice(2)), 0o644);
    writeFileSync(at(base.path.slice(2)), bytes);
    const { status, stdout } = await disk('check');
    expect([status, stdout]).toEqual([
      1,
      expect.stringMatching(`the SHA-256 of its contents is .*, expected ${base.sha256}\n`),
    ]);
  });
});

describe('single disks', () => {
  test('create, info', async () => {
    expect(await good('create', at('a.qcow2'), '10G')).toBe('~/a.qcow2: qcow2, 10 GiB\n');
    expect(await good('info', at('a.qcow2'))).toMatch(
      /^~\/a\.qcow2\n {2}format +qcow2 version 3\n {2}size +10 GiB \(10737418240 bytes\)\n {2}on disk +\d+ KiB\n {2}of its own +0 B\n {2}clusters +64 KiB, refcounts of 16 bits\n$/,
    );
    expect(await json('create', at('b.img'), '1.5M', '--format', 'raw')).toEqual({
      path: '~/b.img',
      format: 'raw',
      size: 1572864,
    });
    expect(statSync(at('b.img')).size).toBe(1572864);
    await good('create', at('c.qcow2'), '64M', '--cluster-size', '4K', '--refcount-bits', '1');
    expect(await json('info', at('c.qcow2'))).toMatchObject([{ qcow2: { clusterBytes: 4096, refcountBits: 1 } }]);
  });

  test('convert keeps contents and holes, both ways', async () => {
    const bytes = image('a.img');
    await good('convert', at('a.img'), at('b.qcow2'), '--cluster-size', '512');
    await good('convert', at('b.qcow2'), at('c.img'));
    expect(readFileSync(at('c.img')).equals(bytes)).toBe(true);
    expect(statSync(at('c.img')).blocks * 512).toBeLessThan(1.2 * 2 ** 20);
    expect(statSync(at('b.qcow2')).size).toBeLessThan(1.2 * 2 ** 20);
    expect(await good('diff', at('a.img'), at('b.qcow2'))).toBe('~/a.img and ~/b.qcow2 hold the same\n');
  });

  test('diff tells where, and compares a layer with what is behind it', async () => {
    image('a.img');
    await good('create', at('b.qcow2'), '--backing', at('a.img'));
    write('b.qcow2', 100, 3);
    write('b.qcow2', 4000);
    const { status, stdout } = await disk('diff', at('b.qcow2'));
    expect([status, stdout]).toEqual([
      1,
      'sector 100: 3 sectors\nsector 4000: 1 sector\n2 KiB differ between ~/b.qcow2 and ~/a.img\n',
    ]);
  });

  test('check finds and mends leaks', async () => {
    await good('create', at('a.qcow2'), '1M');
    const bytes = readFileSync(at('a.qcow2'));
    const table = Number(bytes.readBigUInt64BE(48));
    const block = Number(bytes.readBigUInt64BE(table));
    bytes.writeUInt16BE(1, block + 8);
    writeFileSync(at('a.qcow2'), Buffer.concat([bytes, Buffer.alloc(65536)]));
    expect(await disk('check', at('a.qcow2'))).toMatchObject({ status: 1, stdout: '~/a.qcow2: 1 leaked cluster\n' });
    expect(await good('check', '--repair', at('a.qcow2'))).toBe('~/a.qcow2: mended; sound\n');
    expect(await good('check', at('a.qcow2'))).toBe('~/a.qcow2: sound\n');
  });
});

describe('mistakes are one line', () => {
  test.each([
    [['create', '~/a.qcow2'], '~/a.qcow2: no size, expected one such as 10G, or --base'],
    [['create', '~/here.img', '1M'], '~/here.img: file exists, expected --force to replace it'],
    [
      ['create', '~/a.qcow2', '1M', '--base', '~/here.img'],
      '~/a.qcow2: 1048576 bytes, expected at least the 4194304 of ~/here.img',
    ],
    [
      ['create', '~/a.qcow2', '--base', 'nowhere'],
      'nowhere: no base of that name and no such file, expected one of them',
    ],
    [['create', '~/a.qcow2', '--format', 'raw', '--base', '~/here.img'], '--format: raw, expected qcow2 with --base'],
    [['create', '~/a.qcow2', '10Q'], "'10Q': expected a size such as 512M or 10G."],
    [['create', '~/a.qcow2', '1000'], "'1000': expected a multiple of 512 bytes."],
    [['create', '~/a.qcow2', '100T'], '~/a.qcow2: the size: 109951162777600 bytes, expected at most 70368744177664'],
    [['create', '~/a.qcow2', '1M', '--cluster-size', '3K'], 'Expected a power of two from 512 to 2M.'],
    [['create', '~/none/a.qcow2', '1M'], '~/none/a.qcow2: no such file or directory'],
    [['info', '~/nowhere'], '~/nowhere: no such file or directory'],
    [['info', '~'], '~: not a file, expected a disk image'],
    [['check', '~/nowhere'], '~/nowhere: no such file or directory'],
    [['commit', '~/here.img'], '~/here.img: a raw image, expected a qcow2 layer'],
    [['diff', '~/here.img'], '~/here.img: nothing is behind it, expected a second image to compare with'],
    [['convert', '~/here.img', '~/here.img'], '~/here.img: file exists, expected --force to replace it'],
  ])('%j', async (args, message) => {
    image('here.img');
    const { status, stdout, stderr } = await disk(...args.map((arg) => arg.replace(/^~/, work.path)));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^pivisor: [^\n]*\n$/);
    expect(stderr).toContain(message);
    expect(readdirSync(work.path).filter((name) => /part|lock/.test(name))).toEqual([]);
  });

  test('a disk that is being written is not replaced, committed or mended', async () => {
    await good('create', at('a.qcow2'), '1M');
    const opened = openDiskImage(at('a.qcow2'));
    for (const args of [
      ['create', at('a.qcow2'), '1M', '--force'],
      ['commit', at('a.qcow2')],
      ['check', '--repair', at('a.qcow2')],
    ])
      expect(await disk(...args)).toMatchObject({
        status: 2,
        stderr: 'pivisor: ~/a.qcow2: it is open for writing already, expected one writer\n',
      });
    opened.close();
  });
});

test.each([
  ['512', 512],
  ['64K', 65536],
  ['64k', 65536],
  ['1.5M', 1572864],
  ['10G', 10737418240],
  ['10 GiB', 10737418240],
  ['2TB', 2199023255552],
  ['7B', 7],
])('%s is %d bytes', (text, bytes) => expect(parseSize(text)).toBe(bytes));
test.each(['', 'G', '-1G', '1e3', '1.0001', '10X', '0x10'])('%j is no size', (text) =>
  expect(() => parseSize(text)).toThrow('expected a size'),
);
test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [10 * 2 ** 30, '10 GiB'],
  [123.4 * 2 ** 20, '123 MiB'],
])('%d is shown as %s', (bytes, text) => expect(showSize(bytes)).toBe(text));

test.each([
  [{ PIVISOR_DISKS: '/x' }, '/x'],
  [{ XDG_DATA_HOME: '/data' }, '/data/pivisor/disks'],
  [{ XDG_DATA_HOME: 'relative' }, expect.stringMatching(/\/\.local\/share\/pivisor\/disks$/)],
])('the store by %j', (environment, path) => expect(disksFolder(environment)).toEqual(path));
