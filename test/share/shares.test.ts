/** Folders as users name them. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openShares, parseShare } from '../../src/host/share/shares.js';
import { pivisor } from '../support/command.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-shares-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['src', 'a b']) mkdirSync(join(folder, name));
writeFileSync(join(folder, 'file'), '');
symlinkSync('src', join(folder, 'link'));
writeFileSync(join(folder, 'ok.s'), '        .text\n_start: wfi\n        b _start\n');

test.each([
  ['./src', { path: './src', readOnly: false }],
  ['./src,ro', { path: './src', readOnly: true }],
  ['src,tag=x.1', { path: 'src', readOnly: false, tag: 'x.1' }],
  ['src,tag=x,ro', { path: 'src', readOnly: true, tag: 'x' }],
  ['src,ro,tag=x', { path: 'src', readOnly: true, tag: 'x' }],
  ['a,b/src', { path: 'a,b/src', readOnly: false }],
])('%s', (text, share) => expect(parseShare(text)).toEqual(share));

describe.skipIf(process.platform !== 'linux')('one line, exit code 2', () => {
  test.each([
    [['FOLDER/none'], 'FOLDER/none: no such file or directory'],
    [['FOLDER/file'], 'FOLDER/file: not a folder, expected one to share'],
    [['FOLDER/a b'], 'FOLDER/a b: its name is no tag (up to 31 letters, digits and - . _), expected a tag beside it'],
    [['FOLDER/src', 'FOLDER/link'], "FOLDER/link: its tag 'src' is given twice, expected another by tag"],
    [['FOLDER/src,tag=a/b'], "tag 'a/b', expected up to 31 letters, digits and - . _."],
    [[',ro'], "',ro', expected DIR, with ,ro and ,tag=NAME behind it."],
  ])('--share %j', async (shares, message) => {
    const options = shares.flatMap((share) => ['--share', share.replace('FOLDER', folder)]);
    const { status, stderr } = await pivisor('run', '--kernel', join(folder, 'ok.s'), ...options);
    expect(status).toBe(2);
    expect(stderr.replaceAll(folder, 'FOLDER')).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('opens nothing where one of them is wrong', () => {
    const open = readdirSync('/proc/self/fd').length;
    const share = (name: string) => ({ path: join(folder, name), readOnly: false });
    expect(() => openShares([share('src'), share('file')])).toThrow('not a folder');
    const { entries, close } = openShares([share('src'), { ...share('link'), tag: 'again' }]);
    expect(entries).toMatchObject([{ tag: 'src' }, { tag: 'again' }]);
    close();
    expect(readdirSync('/proc/self/fd').length).toBe(open);
  });
});
