/** Folders of the host under Debian's own kernel: what it copies from and to them is the same, and it gets nowhere else. */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { guests } from '../support/guests.js';
import { boot, commandLine, LINUX, shell } from './boot.js';

const root = mkdtempSync(join(tmpdir(), 'pivisor-share-boot-'));
afterAll(() => rmSync(root, { recursive: true }));

/** The hash of each file below a folder, by its path. */
function hashes(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((file) => [file.slice(folder.length + 1), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

/** Makes `count` files of up to 6000 bytes, a hundred in a folder, all different. */
function fill(folder: string, count: number): void {
  for (let i = 0; i < count; i++) {
    const inside = join(folder, `d${Math.floor(i / 100)}`);
    if (i % 100 === 0) mkdirSync(inside, { recursive: true });
    const outputLength = Math.imul(i, 0x9e3779b1) >>> 0;
    writeFileSync(
      join(inside, `f${i % 100}`),
      createHash('shake256', { outputLength: outputLength % 6000 })
        .update(`${i}`)
        .digest(),
    );
  }
}

const mount = (tag: string, at: string, more = ''): string =>
  `mkdir -p ${at} && mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000${more} ${tag} ${at}`;
const TROUBLE = [/Oops|WARNING|BUG:|Call trace|9pnet.*(error|fail|invalid)|bogus/i];
const VIRT = { kernel: LINUX.kernel, initrd: LINUX.initrd, board: 'virt' } as const;
const HALF_AN_HOUR = 1_800_000;

describe.skipIf(!guests('Image', 'initrd.cpio.gz') || process.platform !== 'linux')(
  'shared folders under Linux',
  () => {
    test(
      'ten thousand files are copied from and to a folder',
      async () => {
        const folder = join(root, 'many');
        fill(join(folder, 'in'), 10_000);
        const { machine } = await boot({
          ...VIRT,
          share: [{ path: folder, readOnly: false }],
          append: commandLine('console=ttyAMA0'),
          steps: [
            ...shell(
              `modprobe -a 9p 9pnet_virtio; ${mount('many', '/mnt/s', ',cache=loose')}; echo mounted $?`,
              /^mounted 0$/m,
            ),
            ...shell('cp -r /mnt/s/in /tmp/copy; echo there $?', /^there 0$/m),
            ...shell('cp -r /tmp/copy /mnt/s/out; echo back $?', /^back 0$/m),
            ...shell('umount /mnt/s && poweroff -f', /Power down/),
          ],
          reject: TROUBLE,
          ends: 'power-off',
          timeout: 120,
        });
        expect(machine.virtio[0].state.trouble).toBe('');
        const [before, after] = [hashes(join(folder, 'in')), hashes(join(folder, 'out'))];
        expect(Object.keys(before)).toHaveLength(10_000);
        expect(after).toEqual(before);
      },
      HALF_AN_HOUR,
    );

    test(
      'a folder is a file system, and ends where it ends',
      async () => {
        const folder = join(root, 'work');
        const fixed = join(root, 'fixed');
        for (const path of [folder, fixed]) mkdirSync(path);
        writeFileSync(join(root, 'secret'), 'outside');
        writeFileSync(join(folder, 'hello'), 'from the host\n');
        writeFileSync(join(fixed, 'kept'), 'as it is\n');
        symlinkSync('../secret', join(folder, 'out'));
        symlinkSync('..', join(folder, 'up'));
        symlinkSync(join(root, 'secret'), join(fixed, 'out'));
        const { console } = await boot({
          ...VIRT,
          share: [
            { path: folder, readOnly: false },
            { path: fixed, readOnly: true, tag: 'ro' },
          ],
          append: commandLine('console=ttyAMA0'),
          steps: [
            ...shell(
              `modprobe -a 9p 9pnet_virtio; ${mount('work', '/mnt/s')} && ${mount('ro', '/mnt/ro')}; echo mounted $?`,
              /^mounted 0$/m,
            ),
            ...shell('cd /mnt/s; cat hello', /^from the host$/m),
            // What the guest makes of links is its own: there is no such file in its own tree.
            ...shell('cat out; cat up/secret; cat /mnt/ro/out; echo read $?', /^read 1$/m),
            ...shell(`ln -s ../secret mine; ln -s ${root}/secret full; cat mine full; echo mine $?`, /^mine 1$/m),
            ...shell('cat ../secret ../../secret; ls -a .. | grep secret; echo up $?', /^up 1$/m),
            ...shell(
              'umask 0; echo text >a && mv a b && ln b c && mkdir -m 711 d && mv c d/e && echo made $?',
              /^made 0$/m,
            ),
            ...shell(
              'chmod 640 b; truncate -s 2 b; touch -t 200102030405.06 d/e; stat -c %a-%s-%h-%Y b',
              /^640-2-2-981173106$/m,
            ),
            ...shell('echo more >>b; rm b; cat d/e; ls d', /^temore\s+e$/m),
            // A file that has lost its name stays while it is open.
            ...shell(
              'echo still here >gone; exec 3<gone; rm gone; cat <&3; exec 3<&-; ls gone; echo over',
              /^still here$[^]*^over$/m,
            ),
            ...shell('mknod pipe p; mknod null c 1 3; echo node $?', /^node 1$/m),
            ...shell('rm -r d && rmdir nothing; ls', /^full +hello +mine +out +up$/m),
            ...shell(
              'echo x >/mnt/ro/new; echo x >>/mnt/ro/kept; rm /mnt/ro/kept; mkdir /mnt/ro/d; chmod 0 /mnt/ro/kept; echo ro $?',
              /^ro 1$/m,
            ),
            ...shell('cat /mnt/ro/kept', /^as it is$/m),
            ...shell('cd /; umount /mnt/s /mnt/ro && poweroff -f', /Power down/),
          ],
          reject: [...TROUBLE, /^outside$/m],
          ends: 'power-off',
          timeout: 60,
        });
        expect(console.match(/Read-only file system/g)).toHaveLength(5);
        expect(readdirSync(folder).sort()).toEqual(['full', 'hello', 'mine', 'out', 'up']);
        expect(readFileSync(join(root, 'secret'), 'latin1')).toBe('outside');
        expect(readFileSync(join(fixed, 'kept'), 'latin1')).toBe('as it is\n');
        expect(statSync(join(fixed, 'kept')).mode & 0o777).toBe(0o644);
      },
      HALF_AN_HOUR,
    );
  },
);
