/** The guests' initramfs: busybox, the first process and its scripts from guests/initramfs/, and kernel modules. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'fflate';
import { writeCpio, type CpioEntry } from './cpio.js';

/** This file is as deep in src/ as it is in dist/. */
const folder = fileURLToPath(new URL('../../../guests/initramfs/', import.meta.url));

/** Programs that are run before `busybox --install` has made links for all; the kernel itself calls the last. */
const EARLY = ['bin/sh', 'bin/mount', 'sbin/modprobe'];

export interface InitramfsParts {
  /** A busybox for AArch64 that needs no libraries. */
  readonly busybox: Uint8Array;
  /** Files of /lib/modules, by path: `6.1.0-56-arm64/modules.dep`. */
  readonly modules: ReadonlyMap<string, Uint8Array>;
}

/** Names of the scripts that `pivisor.script=NAME` runs. */
export const scriptNames = (): string[] => readdirSync(`${folder}scripts`).sort();

/** The archive, gzip'd: the same parts give the same bytes, whatever machine makes them. */
export function makeInitramfs({ busybox, modules }: InitramfsParts): Uint8Array {
  const text = (path: string): Uint8Array => readFileSync(`${folder}${path}`);
  const entries: CpioEntry[] = [
    ...['dev', 'proc', 'sys', 'root', 'etc', 'etc/udhcpc'].map((path): CpioEntry => ({ path, type: 'directory' })),
    { path: 'dev/console', type: 'character', major: 5, minor: 1 },
    { path: 'dev/null', type: 'character', mode: 0o666, major: 1, minor: 3 },
    { path: 'init', type: 'file', mode: 0o755, bytes: text('init') },
    { path: 'etc/udhcpc/default.script', type: 'file', mode: 0o755, bytes: text('udhcpc.script') },
    { path: 'bin/busybox', type: 'file', mode: 0o755, bytes: busybox },
    ...EARLY.map((path): CpioEntry => ({ path, type: 'link', target: '/bin/busybox' })),
    ...scriptNames().map((name): CpioEntry => ({
      path: `scripts/${name}`,
      type: 'file',
      bytes: text(`scripts/${name}`),
    })),
    ...[...modules.keys()]
      .sort()
      .map((path): CpioEntry => ({ path: `lib/modules/${path}`, type: 'file', bytes: modules.get(path)! })),
  ];
  return gzipSync(writeCpio(entries), { level: 6, mtime: 0 });
}
