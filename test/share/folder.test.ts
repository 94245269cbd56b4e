/** 9P2000.L on a folder of the host, from a client's requests to what is on the disk. */
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AT_REMOVEDIR, NO_FID, OPEN, SETATTR } from '../../src/devices/ninep/messages.js';
import { newNinep } from '../../src/devices/ninep/server.js';
import { Client, latin1, place, type Place } from './client.js';

const linux = process.platform === 'linux';
const MODE = 0o7777;

describe.skipIf(!linux)('a shared folder', () => {
  let p: Place;
  let c: Client;
  const at = (...names: string[]): string => join(p.shared, ...names);
  beforeEach(() => {
    p = place();
    mkdirSync(at('dir'));
    writeFileSync(at('dir', 'file'), 'contents');
    chmodSync(at('dir', 'file'), 0o640);
    writeFileSync(at('empty'), '');
    symlinkSync('dir/file', at('sym'));
    symlinkSync('../secret', at('out'));
    symlinkSync('..', at('dir', 'up'));
    c = new Client(p.backend).attach();
  });
  afterEach(() => {
    p.remove();
  });

  test('is walked name by name', () => {
    expect(c.do('Twalk', { fid: 0, newfid: 1, names: ['dir', 'file'] }).qids.map(({ type }) => type)).toEqual([
      0x80, 0,
    ]);
    expect(c.do('Twalk', { fid: 0, newfid: 2, names: ['sym'] }).qids[0].type).toBe(2);
    // Part of the way is told, and makes no fid.
    expect(c.do('Twalk', { fid: 0, newfid: 3, names: ['dir', 'none', 'file'] }).qids).toHaveLength(1);
    expect(c.try('Tgetattr', { fid: 3 })).toBe('EBADF');
    // From the root up is the root.
    const [up] = c.do('Twalk', { fid: 0, newfid: 4, names: ['dir', '..', '..', '..'] }).qids.slice(-1);
    expect(up).toEqual(c.do('Tgetattr', { fid: 0 }).qid);
  });

  test.each([
    ['none', 'ENOENT'],
    ['empty/x', 'partial'],
    ['sym/x', 'partial'],
    ['out/x', 'partial'],
  ])('has no %s: %s', (path, error) => expect(c.tryWalk(path, 1)).toBe(error));

  test.each(['', '.', 'a/b', '../x', 'dir/file', 'a\0b', '/'])('has no name %j', (name) => {
    expect(c.try('Twalk', { fid: 0, newfid: 1, names: [name] })).toBe('EINVAL');
    expect(c.try('Tmkdir', { dfid: 0, name })).toBe('EINVAL');
    expect(c.try('Tsymlink', { dfid: 0, name, target: 'x' })).toBe('EINVAL');
    expect(c.try('Tlcreate', { fid: 0, name })).toBe('EINVAL');
    expect(c.try('Tunlinkat', { dirfid: 0, name })).toBe('EINVAL');
    expect(c.try('Trenameat', { oldname: 'empty', newname: name })).toBe('EINVAL');
    expect(c.try('Trenameat', { oldname: name, newname: 'other' })).toBe('EINVAL');
    expect(c.try('Tlink', { dfid: 0, fid: c.walk('empty', 9), name })).toBe('EINVAL');
    expect(c.try('Tmknod', { dfid: 0, name, mode: 0o100644 })).toBe('EINVAL');
  });
  test('does not go up by name, but for a walk', () => {
    const name = '..';
    expect(c.try('Tmkdir', { dfid: 0, name })).toBe('EINVAL');
    expect(c.try('Tunlinkat', { dirfid: 0, name, flags: AT_REMOVEDIR })).toBe('EINVAL');
    expect(c.try('Tlcreate', { fid: 0, name })).toBe('EINVAL');
    expect(c.try('Trenameat', { oldname: 'empty', newdirfid: c.walk('dir', 1), newname: name })).toBe('EINVAL');
    expect(c.try('Tmkdir', { dfid: 0, name: 'x'.repeat(256) })).toBe('ENAMETOOLONG');
  });

  test('is read and written', () => {
    c.open('dir/file', 1, OPEN.RDWR);
    expect(c.read(1)).toBe('contents');
    expect(c.read(1, 3, 2)).toBe('te');
    expect(c.read(1, 100)).toBe('');
    expect(c.do('Twrite', { fid: 1, offset: 6, data: latin1('xtra bytes') }).count).toBe(10);
    expect(readFileSync(at('dir', 'file'), 'latin1')).toBe('contenxtra bytes');
    expect(c.do('Tgetattr', { fid: 1 }).size).toBe(16);
    c.do('Tfsync', { fid: 1 });
    c.do('Tfsync', { fid: 1, datasync: 1 });
    expect(c.try('Twrite', { fid: 1, offset: 2 ** 60, data: latin1('x') })).toBe('EFBIG');
    c.do('Tclunk', { fid: 1 });
    expect(c.try('Tread', { fid: 1, count: 10 })).toBe('EBADF');
  });
  test.each<[string, number, string]>([
    ['dir', OPEN.RDWR, 'EISDIR'],
    ['dir', OPEN.TRUNC, 'EISDIR'],
    ['empty', OPEN.DIRECTORY, 'ENOTDIR'],
    ['sym', 0, 'ELOOP'],
    ['out', OPEN.RDWR | OPEN.TRUNC, 'ELOOP'],
  ])('%s is not opened with flags %o', (path, flags, error) => {
    expect(c.try('Tlopen', { fid: c.walk(path, 1), flags })).toBe(error);
  });
  test('knows how a file is open', () => {
    c.open('dir/file', 1, OPEN.WRONLY | OPEN.APPEND);
    expect(c.try('Tread', { fid: 1, count: 1 })).toBe('EBADF');
    c.do('Twrite', { fid: 1, offset: 0, data: latin1('+') });
    expect(readFileSync(at('dir', 'file'), 'latin1')).toBe('contents+');
    c.open('dir/file', 2, 0);
    expect(c.try('Twrite', { fid: 2, data: latin1('x') })).toBe('EBADF');
    c.open('dir/file', 3, OPEN.WRONLY | OPEN.TRUNC);
    expect(c.do('Tgetattr', { fid: 2 }).size).toBe(0);
    expect(c.try('Tlopen', { fid: 3 })).toBe('EINVAL');
    expect(c.try('Treaddir', { fid: 3, count: 100 })).toBe('ENOTDIR');
    expect(c.try('Tread', { fid: c.open('dir', 4), count: 10 })).toBe('EISDIR');
    expect(c.try('Tread', { fid: 0, count: 10 })).toBe('EBADF');
  });

  test('takes files with the modes that the guest gives them, but for set-user-ID', () => {
    const before = process.umask(0o77);
    try {
      c.walk('', 1);
      c.do('Tlcreate', { fid: 1, name: 'new', flags: OPEN.RDWR | 0o100, mode: 0o100666 });
      c.do('Twrite', { fid: 1, data: latin1('made') });
      c.do('Tmkdir', { dfid: 0, name: 'made', mode: 0o1757 });
      c.do('Tmknod', { dfid: 0, name: 'node', mode: 0o100604 });
      c.walk('', 2);
      c.do('Tlcreate', { fid: 2, name: 'suid', flags: 0, mode: 0o6755 });
      c.do('Tsetattr', { fid: 2, valid: SETATTR.MODE, mode: 0o4711 });
    } finally {
      process.umask(before);
    }
    expect(['new', 'made', 'node', 'suid'].map((name) => statSync(at(name)).mode & MODE)).toEqual([
      0o666, 0o1757, 0o604, 0o711,
    ]);
    expect(readFileSync(at('new'), 'latin1')).toBe('made');
    expect(c.read(1)).toBe('made');
    expect(c.try('Tlcreate', { fid: c.walk('', 3), name: 'new', flags: OPEN.EXCL })).toBe('EEXIST');
    // Without EXCL it is opened as it is.
    c.do('Tlcreate', { fid: 3, name: 'new', flags: 0 });
    expect(c.read(3)).toBe('made');
    expect(c.try('Tlcreate', { fid: c.walk('', 4), name: 'out', flags: OPEN.RDWR })).toBe('ELOOP');
    expect(existsSync(join(p.root, 'in', 'secret'))).toBe(false);
  });
  test.each([0o010644, 0o020644, 0o060644, 0o140644])('makes no node of mode %o', (mode) =>
    expect(c.try('Tmknod', { dfid: 0, name: 'node', mode, major: 1, minor: 3 })).toBe('EPERM'),
  );

  test('says what files are', () => {
    const attributes = c.do('Tgetattr', { fid: c.walk('dir/file', 1), mask: 0x7ff });
    const { mtimeMs, ino: _, ...stat } = lstatSync(at('dir', 'file'));
    expect(attributes).toMatchObject({ mode: 0o100640, uid: 0, gid: 0, nlink: 1, size: 8, blocks: stat.blocks });
    expect(attributes.mtimeSec).toBe(Math.floor(mtimeMs / 1000));
    expect(c.do('Tgetattr', { fid: c.walk('out', 2) })).toMatchObject({ mode: 0o120777, size: 9 });
    expect(c.do('Treadlink', { fid: 2 }).target).toBe('../secret');
    expect(c.try('Treadlink', { fid: 1 })).toBe('EINVAL');
    const { bsize, blocks, namelen } = c.do('Tstatfs', { fid: 1 });
    expect([bsize > 0, blocks > 0, namelen]).toEqual([true, true, 255]);
  });
  test('changes what files are', () => {
    c.walk('dir/file', 1);
    const valid = SETATTR.MODE | SETATTR.SIZE | SETATTR.MTIME | SETATTR.MTIME_SET;
    c.do('Tsetattr', { fid: 1, valid, mode: 0o100604, size: 3, mtimeSec: -5, mtimeNsec: 500_000_000 });
    const { mode, size, mtimeMs } = statSync(at('dir', 'file'));
    expect([mode & MODE, size, mtimeMs]).toEqual([0o604, 3, -4500]);
    expect(c.do('Tgetattr', { fid: 1 })).toMatchObject({ mtimeSec: -5, mtimeNsec: 500_000_000 });
    c.do('Tsetattr', { fid: 1, valid: SETATTR.MTIME });
    expect(Math.abs(statSync(at('dir', 'file')).mtimeMs - Date.now())).toBeLessThan(60_000);
    // Owners stay, and nothing is said.
    c.do('Tsetattr', { fid: 1, valid: 6, uid: 1000, gid: 1000 });
    expect(c.try('Tsetattr', { fid: c.walk('dir', 2), valid: SETATTR.SIZE, size: 0 })).toBe('EISDIR');
    expect(c.try('Tsetattr', { fid: 1, valid: SETATTR.SIZE, size: 2 ** 63 })).toBe('EFBIG');
    expect(c.try('Tsetattr', { fid: 1, valid: 0x1a0, mtimeNsec: 2e9 })).toBe('EINVAL');
  });
  test('changes links, and never what they lead to', () => {
    utimesSync(join(p.root, 'secret'), 1000, 1000);
    const before = p.sentinel();
    c.walk('out', 1);
    expect(c.try('Tsetattr', { fid: 1, valid: SETATTR.MODE, mode: 0o777 })).toBe('EOPNOTSUPP');
    expect(c.try('Tsetattr', { fid: 1, valid: SETATTR.SIZE, size: 0 })).toBe('EINVAL');
    c.do('Tsetattr', { fid: 1, valid: SETATTR.MTIME | SETATTR.MTIME_SET, mtimeSec: 77 });
    expect(lstatSync(at('out')).mtimeMs).toBe(77_000);
    expect(p.sentinel()).toBe(before);
  });

  test('lists directories by name, in as many messages as it takes', () => {
    for (let i = 0; i < 300; i++) writeFileSync(at('dir', `f${i}`), '');
    const expected = ['.', '..', ...readdirSync(at('dir')).sort()];
    for (const count of [200, 4000, 1 << 18]) expect([...c.list('dir', count).keys()]).toEqual(expected);
    const names = c.list('dir');
    expect(names.get('f7')).toBe(c.do('Tgetattr', { fid: c.walk('dir/f7', 1) }).qid.path);
    expect(names.get('..')).toBe(c.do('Tgetattr', { fid: 0 }).qid.path);
    expect(c.try('Treaddir', { fid: c.open('dir', 2), count: 10 })).toBe('EINVAL');
  });
  test('takes names of any bytes', () => {
    c.do('Tmkdir', { dfid: 0, name: 'caf\xc3\xa9', mode: 0o755 });
    c.do('Tmkdir', { dfid: 0, name: '\xff\xfe \x01', mode: 0o755 });
    c.do('Tsymlink', { dfid: 0, name: '__proto__', target: '\x80' });
    expect(existsSync(at('café'))).toBe(true);
    expect([...c.list('').keys()]).toEqual(expect.arrayContaining(['caf\xc3\xa9', '\xff\xfe \x01', '__proto__']));
    expect(c.do('Treadlink', { fid: c.walk('__proto__', 1) }).target).toBe('\x80');
    expect(c.walk('\xff\xfe \x01', 2)).toBe(2);
  });

  test('keeps the number of what is renamed, and gives none again', () => {
    const number = (path: string): number => c.do('Tgetattr', { fid: c.walk(path, 800 + serial++) }).qid.path;
    let serial = 0;
    const [dir, file] = [number('dir'), number('dir/file')];
    c.do('Trenameat', { olddirfid: 0, oldname: 'dir', newdirfid: 0, newname: 'moved' });
    expect([number('moved'), number('moved/file')]).toEqual([dir, file]);
    c.do('Tmkdir', { dfid: 0, name: 'dir', mode: 0o755 });
    expect([dir, file]).not.toContain(number('dir'));
    // A fid follows.
    c.open('moved/file', 1);
    c.do('Trename', { fid: c.walk('moved/file', 2), dfid: c.walk('dir', 3), name: 'other' });
    expect(c.do('Tgetattr', { fid: 2 }).qid.path).toBe(file);
    expect(c.read(1)).toBe('contents');
    expect(readFileSync(at('dir', 'other'), 'latin1')).toBe('contents');
    // Over something else.
    const empty = number('empty');
    c.do('Trenameat', { olddirfid: 3, oldname: 'other', newdirfid: 0, newname: 'empty' });
    expect(number('empty')).toBe(file);
    expect(empty).not.toBe(file);
    // Further names are the same file.
    c.do('Tlink', { dfid: 0, fid: c.walk('empty', 4), name: 'again' });
    expect([number('again'), c.do('Tgetattr', { fid: 4 }).nlink]).toEqual([file, 2]);
    // rename(2) does nothing then.
    c.do('Trenameat', { oldname: 'empty', newname: 'again' });
    expect([number('empty'), number('again')]).toEqual([file, file]);
    c.do('Tunlinkat', { dirfid: 0, name: 'empty' });
    expect(number('again')).toBe(file);
    expect(c.try('Trenameat', { oldname: 'none', newname: 'x' })).toBe('ENOENT');
    expect(c.try('Trenameat', { oldname: 'moved', newdirfid: c.walk('moved', 5), newname: 'x' })).toBe('EINVAL');
  });

  test('removes', () => {
    expect(c.try('Tunlinkat', { dirfid: 0, name: 'dir' })).toMatch(/EISDIR|EPERM/);
    expect(c.try('Tunlinkat', { dirfid: 0, name: 'dir', flags: AT_REMOVEDIR })).toBe('ENOTEMPTY');
    expect(c.try('Tunlinkat', { dirfid: 0, name: 'empty', flags: AT_REMOVEDIR })).toBe('ENOTDIR');
    const dir = c.walk('dir', 1);
    for (const name of ['file', 'up']) c.do('Tunlinkat', { dirfid: dir, name });
    c.do('Tunlinkat', { dirfid: 0, name: 'dir', flags: AT_REMOVEDIR });
    expect(existsSync(at('dir'))).toBe(false);
    expect(c.try('Tgetattr', { fid: dir })).toBe('ENOENT');
    c.do('Tremove', { fid: c.walk('empty', 2) });
    expect(existsSync(at('empty'))).toBe(false);
    expect(c.try('Tremove', { fid: c.walk('', 3) })).toBe('EBUSY');
    // Its fid is gone all the same.
    expect(c.try('Tclunk', { fid: 3 })).toBe('EBADF');
    c.do('Tunlinkat', { dirfid: 0, name: 'out' });
    expect(existsSync(join(p.root, 'secret'))).toBe(true);
  });
  test('keeps open what has no name any more', () => {
    c.open('dir/file', 1, OPEN.RDWR);
    c.walk('dir', 2);
    c.do('Tunlinkat', { dirfid: 2, name: 'file' });
    c.do('Tlcreate', { fid: c.walk('dir', 3), name: 'file', flags: OPEN.RDWR, mode: 0o600 });
    c.do('Twrite', { fid: 3, data: latin1('another') });
    expect(c.read(1)).toBe('contents');
    c.do('Tsetattr', { fid: 1, valid: SETATTR.SIZE | SETATTR.MODE, size: 2, mode: 0o600 });
    expect(c.do('Tgetattr', { fid: 1 })).toMatchObject({ size: 2, nlink: 0 });
    expect(readFileSync(at('dir', 'file'), 'latin1')).toBe('another');
  });

  test('opens many files, and few at a time', () => {
    const many = 700;
    for (let i = 0; i < many; i++) writeFileSync(at(`many${i}`), String(i));
    for (let i = 0; i < many; i++) c.open(`many${i}`, 100 + i, OPEN.RDWR);
    expect(readdirSync('/proc/self/fd').length).toBeLessThan(650);
    for (let i = 0; i < many; i++) c.do('Tunlinkat', { dirfid: 0, name: `many${i}` });
    for (let i = 0; i < many; i++) expect(c.read(100 + i)).toBe(String(i));
    c.do('Tversion', { msize: 8192, version: '9P2000.L' });
    expect(readdirSync('/proc/self/fd').length).toBeLessThan(100);
  });

  test('agrees on a version first', () => {
    const fresh = new Client(p.backend);
    expect(fresh.try('Tattach', { fid: 0 })).toBe('EPROTO');
    expect(fresh.try('Tversion', { msize: 100, version: '9P2000.L' })).toBe('EMSGSIZE');
    expect(fresh.do('Tversion', { msize: 1e9, version: '9P2000.u' })).toEqual({ msize: 1 << 19, version: 'unknown' });
    expect(fresh.try('Tattach', { fid: 0 })).toBe('EPROTO');
    fresh.attach(4096);
    expect(fresh.try('Tattach', { fid: 0, afid: NO_FID })).toBe('EINVAL');
    expect(fresh.try('Tattach', { fid: 1, aname: '/etc' })).toBe('ENOENT');
    expect(fresh.try('Tauth', {})).toBe('EOPNOTSUPP');
    writeFileSync(at('large'), 'x'.repeat(10_000));
    fresh.open('large', 1);
    expect(fresh.read(1, 0, 1e6)).toHaveLength(4096 - 11);
    fresh.do('Tversion', { msize: 4096, version: '9P2000.L' });
    expect(fresh.try('Tgetattr', { fid: 0 })).toBe('EBADF');
  });
  test('has locks that never wait, and no extended attributes', () => {
    c.open('empty', 1, OPEN.RDWR);
    expect(c.do('Tlock', { fid: 1, type: 1, clientId: 'guest' }).status).toBe(0);
    expect(c.do('Tgetlock', { fid: 1, type: 1, length: 5, clientId: 'guest' })).toMatchObject({ type: 2, length: 5 });
    expect(c.try('Txattrwalk', { fid: 1, newfid: 2, name: 'user.x' })).toBe('EOPNOTSUPP');
    expect(c.try('Txattrcreate', { fid: 1, name: 'user.x' })).toBe('EOPNOTSUPP');
    expect(c.do('Tflush', { oldtag: 7 })).toEqual({});
  });

  describe('read-only', () => {
    test('refuses every change, and nothing else', () => {
      const before = p.sentinel();
      const files = readdirSync(p.shared, { recursive: true }).sort();
      const r = new Client(p.backend, { readOnly: true }).attach();
      r.walk('dir/file', 1);
      const changes: [Parameters<Client['try']>[0], object][] = [
        ['Tlopen', { fid: 1, flags: OPEN.WRONLY }],
        ['Tlopen', { fid: 1, flags: OPEN.RDWR }],
        ['Tlopen', { fid: 1, flags: OPEN.TRUNC }],
        ['Tlcreate', { fid: 0, name: 'new' }],
        ['Tsymlink', { dfid: 0, name: 'new', target: 'x' }],
        ['Tmknod', { dfid: 0, name: 'new', mode: 0o100644 }],
        ['Trename', { fid: 1, dfid: 0, name: 'new' }],
        ['Tsetattr', { fid: 1, valid: SETATTR.MODE, mode: 0o777 }],
        ['Txattrcreate', { fid: 1, name: 'user.x' }],
        ['Tlink', { dfid: 0, fid: 1, name: 'new' }],
        ['Tmkdir', { dfid: 0, name: 'new' }],
        ['Trenameat', { oldname: 'dir', newname: 'new' }],
        ['Tunlinkat', { dirfid: 0, name: 'empty' }],
        ['Twrite', { fid: 1, data: latin1('x') }],
        ['Tremove', { fid: r.walk('empty', 2) }],
      ];
      for (const [name, given] of changes) expect(r.try(name, given), name).toBe('EROFS');
      expect(r.read(r.open('dir/file', 3))).toBe('contents');
      r.do('Tfsync', { fid: 3 });
      expect(readdirSync(p.shared, { recursive: true }).sort()).toEqual(files);
      expect(p.sentinel()).toBe(before);
    });
  });

  describe('a state that is put back', () => {
    const copy = (): Client =>
      new Client(p.backend, { state: JSON.parse(JSON.stringify(c.state)) as ReturnType<typeof newNinep> });
    test('opens files anew when they are used', () => {
      c.open('dir/file', 1, OPEN.RDWR | OPEN.TRUNC);
      c.do('Twrite', { fid: 1, data: latin1('written') });
      const listing = c.open('dir', 2);
      c.do('Treaddir', { fid: listing, count: 60 });
      const after = copy();
      expect(after.read(1)).toBe('written');
      after.do('Twrite', { fid: 1, offset: 7, data: latin1('!') });
      expect(c.read(1)).toBe('written!');
      expect(after.do('Treaddir', { fid: 2, offset: 2, count: 4000 })).toEqual(
        c.do('Treaddir', { fid: 2, offset: 2, count: 4000 }),
      );
      expect(after.do('Tgetattr', { fid: after.walk('dir', 5) })).toEqual(c.do('Tgetattr', { fid: c.walk('dir', 5) }));
      expect(after.try('Tattach', { fid: 1 })).toBe('EINVAL');
    });
    test('says of what is gone that it is stale', () => {
      c.open('dir/file', 1);
      c.open('empty', 2);
      c.do('Tunlinkat', { dirfid: 0, name: 'empty' });
      const after = copy();
      unlinkSync(at('dir', 'file'));
      expect([c.read(1), c.read(2)]).toEqual(['contents', '']);
      expect([after.try('Tread', { fid: 1, count: 1 }), after.try('Tread', { fid: 2, count: 1 })]).toEqual([
        'ESTALE',
        'ESTALE',
      ]);
    });
  });

  test('is closed, and then it is no other folder', () => {
    c.open('dir/file', 1);
    p.backend.close();
    // Numbers of files are given again.
    const others = Array.from({ length: 4 }, () => openSync(p.root, 'r'));
    for (const [name, given] of [
      ['Tread', { fid: 1, count: 1 }],
      ['Tgetattr', { fid: 0 }],
      ['Tgetattr', { fid: 1 }],
      ['Tsetattr', { fid: 1, valid: SETATTR.SIZE }],
      ['Tmkdir', { dfid: 0, name: 'new' }],
    ] as const)
      expect(c.try(name, given), name).toMatch(/^(EBADF|ENOENT)$/);
    others.forEach(closeSync);
  });

  /** What the host does meanwhile. */
  test.each<[string, (path: string) => void]>([
    [
      'a link to outside in the place of a folder',
      (path) => {
        rmSync(path, { recursive: true });
        symlinkSync(join(p.root, 'beside'), path);
      },
    ],
    ['the folder itself, moved outside', (path) => renameSync(path, join(p.root, 'beside', 'dir'))],
  ])('is not left by %s', (_, replace) => {
    const before = readFileSync(join(p.root, 'beside', 'file'), 'latin1');
    c.walk('dir', 1);
    c.walk('dir/file', 2);
    replace(at('dir'));
    for (const [name, given] of [
      ['Tlcreate', { fid: 1, name: 'new', flags: OPEN.RDWR }],
      ['Tmkdir', { dfid: 1, name: 'newdir' }],
      ['Tunlinkat', { dirfid: 1, name: 'file' }],
      ['Tlopen', { fid: 2, flags: OPEN.RDWR | OPEN.TRUNC }],
      ['Tgetattr', { fid: 2 }],
      ['Tsetattr', { fid: 2, valid: SETATTR.SIZE }],
      ['Tsymlink', { dfid: 1, name: 'newlink', target: 'x' }],
      ['Tlink', { dfid: 1, fid: c.walk('empty', 3), name: 'newlink' }],
      ['Trenameat', { olddirfid: 0, oldname: 'empty', newdirfid: 1, newname: 'gone' }],
    ] as const)
      expect(c.try(name, given), name).toMatch(/^(ENOENT|ENOTDIR)$/);
    expect(readFileSync(join(p.root, 'beside', 'file'), 'latin1')).toBe(before);
    expect(readdirSync(join(p.root, 'beside')).filter((name) => name.startsWith('new'))).toEqual([]);
  });
});
