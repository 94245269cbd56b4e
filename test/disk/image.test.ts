/** Files as disks: formats, backing files, locks. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { userMessage } from '../../src/cli/user-error.js';
import { SECTOR } from '../../src/devices/block.js';
import { openDiskImage } from '../../src/host/disk-image.js';
import { writeImage } from '../../src/host/disks/copy.js';
import { folder, stamped, versionsOf } from './rig.js';

const work = folder();
afterAll(() => work.remove());

const messageOf = (step: () => unknown): string | undefined => {
  try {
    step();
  } catch (error) {
    return userMessage(error) ?? `${error}`;
  }
  return undefined;
};

/** A qcow2 image of 1 MiB over another file. */
function layer(name: string, backing?: string, format = 'qcow2'): string {
  const path = work.file(name);
  writeImage(
    path,
    { format: 'qcow2', backing: backing === undefined ? undefined : { name: backing, format } },
    { size: 2 ** 20 },
  );
  return path;
}

function raw(name: string): string {
  return work.file(name, new Uint8Array(2 ** 20).fill(3));
}

describe('backing files', () => {
  test('lie where the image says, from the image on', () => {
    mkdirSync(work.file('sub'));
    mkdirSync(work.file('elsewhere'));
    raw('sub/base.img');
    const path = layer('sub/top.qcow2', 'base.img', 'raw');
    const read = (name: string): number => {
      const disk = openDiskImage(name, { readOnly: true });
      const bytes = new Uint8Array(SECTOR);
      expect(disk.read(0, bytes)).toBe(true);
      disk.close();
      return bytes[0];
    };
    expect(read(path)).toBe(3);
    // A link does not move the image, but a name beside it is beside the link.
    symlinkSync(work.file('sub'), work.file('link'));
    expect(read(work.file('link/top.qcow2'))).toBe(3);
    renameSync(work.file('sub'), work.file('elsewhere/sub'));
    expect(read(work.file('elsewhere/sub/top.qcow2'))).toBe(3);
  });

  test.each([
    {
      name: 'loop of one',
      backing: 'loop1.qcow2',
      file: 'loop1.qcow2',
      message: /loop1\.qcow2: backing file .*loop1\.qcow2: the backing files form a loop, expected an end$/,
    },
    {
      name: 'missing',
      backing: 'nowhere.img',
      file: 'm.qcow2',
      message: /m\.qcow2: backing file .*nowhere\.img: no such file or directory$/,
    },
    {
      name: 'a protocol',
      backing: 'nbd://host/x',
      file: 'p.qcow2',
      message: /p\.qcow2: backing file nbd:\/\/host\/x: expected the name of a file$/,
    },
    {
      name: 'json',
      backing: 'json:{"driver":"raw"}',
      file: 'j.qcow2',
      message: /j\.qcow2: backing file json:.*: expected the name of a file$/,
    },
    { name: 'a folder', backing: '.', file: 'f.qcow2', message: /: not a file, expected a disk image$/ },
  ])('$name', ({ backing, file, message }) => {
    expect(messageOf(() => openDiskImage(layer(file, backing)))).toMatch(message);
  });

  test('a loop of three, by links and other names', () => {
    layer('a.qcow2', 'b.qcow2');
    layer('b.qcow2', join(work.path, 'c.qcow2'));
    layer('c.qcow2', 'd.qcow2');
    symlinkSync('a.qcow2', work.file('d.qcow2'));
    expect(messageOf(() => openDiskImage(work.file('a.qcow2')))).toMatch(/form a loop, expected an end$/);
    expect(readdirSync(work.path).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  test('too many', () => {
    layer('n0.qcow2');
    for (let i = 1; i < 70; i++) layer(`n${i}.qcow2`, `n${i - 1}.qcow2`);
    expect(messageOf(() => openDiskImage(work.file('n69.qcow2')))).toMatch(
      /more than 64 backing files, expected fewer$/,
    );
    expect(messageOf(() => openDiskImage(work.file('n63.qcow2'), { readOnly: true }))).toBe(undefined);
  });

  test('a format that is no disk of ours', () => {
    raw('x.vmdk');
    expect(messageOf(() => openDiskImage(layer('v.qcow2', 'x.vmdk', 'vmdk')))).toMatch(
      /its format is 'vmdk', expected raw or qcow2$/,
    );
  });

  test('a raw one stays raw, whatever it begins with', () => {
    const inner = layer('inner.qcow2');
    const path = layer('outer.qcow2', 'inner.qcow2', 'raw');
    const disk = openDiskImage(path, { readOnly: true });
    const bytes = new Uint8Array(SECTOR);
    disk.read(0, bytes);
    expect(Buffer.from(bytes).toString('latin1', 0, 3)).toBe('QFI');
    disk.close();
    expect(existsSync(inner)).toBe(true);
  });
});

test('a guest can not make a qcow2 image of its raw one', () => {
  const path = raw('guest.img');
  const disk = openDiskImage(path);
  const header = new Uint8Array(SECTOR);
  header.set([0x51, 0x46, 0x49, 0xfb]);
  expect(disk.write(0, header)).toBe(false);
  expect(disk.write(1, header)).toBe(true);
  disk.close();
});

describe('one writer', () => {
  test('in one process', () => {
    const path = layer('one.qcow2');
    symlinkSync('one.qcow2', work.file('same.qcow2'));
    const disk = openDiskImage(path);
    for (const name of [path, work.file('same.qcow2')]) {
      expect(messageOf(() => openDiskImage(name))).toBe(`${name}: it is open for writing already, expected one writer`);
      expect(messageOf(() => openDiskImage(name, { readOnly: true }))).toMatch(/expected one writer$/);
    }
    expect(messageOf(() => openDiskImage(layer('over.qcow2', 'one.qcow2')))).toMatch(
      /one\.qcow2: it is open for writing/,
    );
    expect(disk.write(7, stamped(7, 1))).toBe(true);
    disk.close();
    const again = openDiskImage(path);
    expect(versionsOf(again, 7, 1)).toEqual([1]);
    again.close();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('any number of readers', () => {
    const path = raw('read.img');
    const disks = [0, 1, 2].map(() => openDiskImage(path, { readOnly: true }));
    const writer = openDiskImage(path);
    for (const disk of [...disks, writer]) disk.close();
  });

  test('in two processes, until one is killed', async () => {
    const path = layer('two.qcow2');
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/disk/writer.ts', path, 'x', 'writeback'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(messageOf(() => openDiskImage(path))).toBe(
      `${path}: process ${child.pid} is writing to it, expected one writer`,
    );
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    expect(existsSync(`${path}.lock`)).toBe(true);
    openDiskImage(path).close();
    expect(readdirSync(work.path).filter((name) => name.includes('.lock'))).toEqual([]);
  });

  test('a process of the same number is another one', () => {
    const path = layer('number.qcow2');
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: process.pid, host: hostname(), started: '1' }));
    openDiskImage(path).close();
  });

  test('of another computer nothing is known', () => {
    const path = layer('far.qcow2');
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: 1, host: 'elsewhere', started: '1' }));
    expect(messageOf(() => openDiskImage(path))).toBe(
      `${path}: process 1 on elsewhere is writing to it, expected one writer`,
    );
  });

  test('what is no lock is left alone', () => {
    const path = layer('odd.qcow2');
    writeFileSync(`${path}.lock`, 'my notes');
    expect(messageOf(() => openDiskImage(path))).toBe(
      `${path}.lock: no lock of pivisor's, expected none or one of a process`,
    );
  });

  test('of many that come at once', async () => {
    const path = layer('race.qcow2');
    // A process that is gone holds it.
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: dead, host: hostname(), started: '5' }));
    const script = `
      const { openDiskImage } = await import('./src/host/disk-image.js');
      try { openDiskImage(${JSON.stringify(path)}); console.log('open'); setTimeout(() => {}, 4000); }
      catch (error) { console.log(/expected one writer/.test(error.message) ? 'refused' : error.message); }`;
    const children = Array.from({ length: 5 }, () =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    const said = await Promise.all(
      children.map(async (child) => String(((await once(child.stdout, 'data')) as [Buffer])[0]).trim()),
    );
    for (const child of children) child.kill('SIGKILL');
    expect(said.sort()).toEqual(['open', 'refused', 'refused', 'refused', 'refused']);
  });
});
