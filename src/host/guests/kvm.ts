/** The initramfs for guests of a guest: QEMU with its libraries, and the kernel and initramfs that it starts by KVM. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeCpio, type CpioEntry } from './cpio.js';
import { linkedWith } from './libraries.js';

/** This file is as deep in src/ as it is in dist/. */
const folder = fileURLToPath(new URL('../../../guests/kvm/', import.meta.url));

/** Where ld.so looks first on Debian's arm64, without a cache. */
const LIBRARIES = 'lib/aarch64-linux-gnu';
/** What the kernel loads a program by (Linux, arch/arm64: the psABI names it so). */
const LOADER = 'ld-linux-aarch64.so.1';

export interface KvmParts {
  readonly qemu: Uint8Array;
  /** A shared library by its soname. */
  readonly library: (soname: string) => Uint8Array | undefined;
  readonly image: Uint8Array;
  /** The initramfs of both kernels. */
  readonly initramfs: Uint8Array;
}

/**
 * An archive with the initramfs behind it, which the kernel unpacks one after the other. It is not packed: unpacking 90 MB would take
 * the kernel longer than booting. The same parts give the same bytes.
 * @throws UserError naming a library that is missing
 */
export function makeKvmInitramfs({ qemu, library, image, initramfs }: KvmParts): Uint8Array {
  const libraries = linkedWith('qemu-system-aarch64', qemu, library);
  const entries: CpioEntry[] = [
    { path: 'bin/kvm', type: 'file', mode: 0o755, bytes: readFileSync(`${folder}kvm`) },
    { path: 'bin/qemu-system-aarch64', type: 'file', mode: 0o755, bytes: qemu },
    { path: `lib/${LOADER}`, type: 'link', target: `/${LIBRARIES}/${LOADER}` },
    ...[...libraries].map(([soname, bytes]): CpioEntry => ({
      path: `${LIBRARIES}/${soname}`,
      type: 'file',
      mode: 0o755,
      bytes,
    })),
    { path: 'boot/Image', type: 'file', bytes: image },
    { path: 'boot/initrd.cpio.gz', type: 'file', bytes: initramfs },
  ];
  const first = writeCpio(entries);
  const whole = new Uint8Array(first.length + initramfs.length);
  whole.set(first);
  whole.set(initramfs, first.length);
  return whole;
}
