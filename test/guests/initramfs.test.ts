import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { writeCpio, type CpioEntry } from '../../src/host/guests/cpio.js';
import { makeInitramfs, scriptNames } from '../../src/host/guests/initramfs.js';
import { need } from '../support/tools.js';
import { jobResults } from './jobs.js';
import { sha256 } from './packages.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const ENTRIES: readonly CpioEntry[] = [
  { path: 'dev', type: 'directory' },
  { path: 'dev/console', type: 'character', major: 5, minor: 1 },
  { path: 'init', type: 'file', mode: 0o755, bytes: bytes('#!/bin/sh\n') },
  { path: 'a/b/c', type: 'file', bytes: bytes('12345') },
  { path: 'a/empty', type: 'file', bytes: bytes('') },
  { path: 'bin/sh', type: 'link', target: 'busybox' },
];

describe('an archive', () => {
  test.skipIf(!need('cpio', 'cpio'))('is what cpio reads', () => {
    const { stdout, stderr, status } = spawnSync('cpio', ['-itv', '--numeric-uid-gid'], {
      input: writeCpio(ENTRIES),
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^\d+ blocks?\n$/);
    expect(status).toBe(0);
    const columns = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    // Mode, links, owner, group, size or device, date, name.
    expect(columns.map((c) => [c[0], c[2], c[3], c.slice(c[4] === '5,' ? 9 : 8).join(' ')])).toEqual([
      ['drwxr-xr-x', '0', '0', 'dev'],
      ['crw-------', '0', '0', 'dev/console'],
      ['-rwxr-xr-x', '0', '0', 'init'],
      ['drwxr-xr-x', '0', '0', 'a'],
      ['drwxr-xr-x', '0', '0', 'a/b'],
      ['-rw-r--r--', '0', '0', 'a/b/c'],
      ['-rw-r--r--', '0', '0', 'a/empty'],
      ['drwxr-xr-x', '0', '0', 'bin'],
      ['lrwxrwxrwx', '0', '0', 'bin/sh -> busybox'],
    ]);
    expect(columns.map((c) => c.slice(5, 8).join(' ')).filter((date) => /1970/.test(date))).toHaveLength(8);
  });

  test('has a header of 110 digits for each entry, and begins each at a multiple of 4', () => {
    const archive = Buffer.from(writeCpio(ENTRIES));
    const names: string[] = [];
    const inodes: number[] = [];
    for (let at = 0; at < archive.length;) {
      const field = (n: number): number => parseInt(archive.toString('latin1', at + 6 + 8 * n, at + 14 + 8 * n), 16);
      expect(archive.toString('latin1', at, at + 6)).toBe('070701');
      const [inode, mtime, size, nameSize] = [field(0), field(5), field(6), field(11)];
      expect(mtime).toBe(0);
      names.push(archive.toString('latin1', at + 110, at + 110 + nameSize - 1));
      inodes.push(inode);
      at = (at + 110 + nameSize + 3) & ~3;
      at = (at + size + 3) & ~3;
    }
    expect(names).toEqual([
      'dev',
      'dev/console',
      'init',
      'a',
      'a/b',
      'a/b/c',
      'a/empty',
      'bin',
      'bin/sh',
      'TRAILER!!!',
    ]);
    expect(inodes).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
  });
});

describe('the initramfs', () => {
  const make = (): Uint8Array =>
    makeInitramfs({
      busybox: bytes('busybox'),
      modules: new Map([
        ['6.1/modules.dep', bytes('b')],
        ['6.1/kernel/a.ko', bytes('a')],
      ]),
    });

  test('is the same each time, and without a time in it', () => {
    expect(sha256(make())).toBe(sha256(make()));
    expect([...make().subarray(0, 8)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
  });

  test('does not depend on the order in which modules are found', () => {
    const reversed = makeInitramfs({
      busybox: bytes('busybox'),
      modules: new Map([
        ['6.1/kernel/a.ko', bytes('a')],
        ['6.1/modules.dep', bytes('b')],
      ]),
    });
    expect(sha256(reversed)).toBe(sha256(make()));
  });

  test.skipIf(!need('cpio', 'cpio'))('holds what the kernel and init need', () => {
    const { stdout } = spawnSync('cpio', ['-t', '--quiet'], { input: gunzipSync(make()), encoding: 'utf8' });
    const names = stdout.trim().split('\n');
    for (const name of [
      'init',
      'dev/console',
      'bin/busybox',
      'bin/sh',
      'sbin/modprobe',
      'lib/modules/6.1/kernel/a.ko',
      'scripts/jobs',
    ])
      expect(names).toContain(name);
  });
});

describe('scripts', () => {
  const path = (name: string): string => `guests/initramfs/${name}`;

  test.each(['init', ...scriptNames().map((name) => `scripts/${name}`)])('%s is correct shell', (name) => {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: readFileSync(path(name)), encoding: 'utf8' });
    // The bourne shells differ in ${name//old/new}, which busybox has.
    expect({ status, stderr: stderr.includes('Bad substitution') ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.skipIf(!need('sha256sum', 'coreutils')).each(['loop', 'sort', 'sha256'])('%s gives what it says', (name) => {
    const { stdout } = spawnSync('sh', [path(`scripts/${name}`)], { encoding: 'utf8' });
    expect(stdout.trim()).toBe(jobResults()[name]);
  });

  test('the results are those of the definitions', () => {
    expect(jobResults()['sha256']).toBe(
      createHash('sha256')
        .update(Buffer.alloc(64 << 20))
        .digest('hex'),
    );
    expect(Object.keys(jobResults())).toEqual(['sha256', 'gzip', 'loop', 'fork', 'awk', 'sort']);
  });
});
