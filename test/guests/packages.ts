/** Made-up Debian packages, and the tools to pack them: xz and zstd without compression, which is all that a reader needs to show. */
import { createHash } from 'node:crypto';
import { crc32, gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { assemble } from '../../src/aarch64/assembler/index.js';

export type Packing = '' | '.gz' | '.xz' | '.zst';

export interface Made {
  readonly name: string;
  readonly version?: string;
  readonly architecture?: string;
  readonly depends?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly entries?: readonly TarEntry[];
  readonly packing?: Packing;
}

/** A package's .deb. */
export async function deb(made: Made): Promise<Uint8Array> {
  const { name, version = '1.0-1', architecture = 'arm64', depends, files = {}, entries = [], packing = '.xz' } = made;
  const control =
    `Package: ${name}\nVersion: ${version}\nArchitecture: ${architecture}\n` +
    `${depends === undefined ? '' : `Depends: ${depends}\n`}Maintainer: Nobody\nDescription: made up\n for a test\n`;
  const data: TarEntry[] = Object.entries(files).map(([path, body]) => file(`./${path}`, body));
  return ar([
    ['debian-binary', Buffer.from('2.0\n')],
    [`control.tar${packing}`, pack(packing, await packTar([file('./control', control)]))],
    [`data.tar${packing}`, pack(packing, await packTar([...data, ...entries]))],
  ]);
}

export function file(name: string, body: string | Uint8Array): TarEntry {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { header: { name, size: bytes.length, type: 'file', mode: 0o644, mtime: new Date(0) }, body: bytes };
}

export function ar(members: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  return Buffer.concat([
    Buffer.from('!<arch>\n'),
    ...members.flatMap(([name, bytes]) => [
      Buffer.from(
        `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(bytes.length).padEnd(10)}\`\n`,
      ),
      bytes,
      Buffer.alloc(bytes.length % 2, '\n'),
    ]),
  ]);
}

const PACK: Readonly<Record<Packing, (bytes: Uint8Array) => Uint8Array>> = {
  '': (bytes) => bytes,
  '.gz': (bytes) => gzipSync(bytes),
  '.xz': xz,
  '.zst': zstd,
};

export const pack = (packing: Packing, bytes: Uint8Array): Uint8Array => PACK[packing](bytes);

/** One stream of one block of LZMA2 chunks that are not compressed, with CRC32 (the .xz file format, 1.2.1). */
export function xz(bytes: Uint8Array): Uint8Array {
  const flags = Buffer.from([0, 1]);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 65536) {
    const chunk = bytes.subarray(at, at + 65536);
    chunks.push(Buffer.from([at === 0 ? 1 : 2, (chunk.length - 1) >> 8, (chunk.length - 1) & 255]), Buffer.from(chunk));
  }
  const data = Buffer.concat([...chunks, Buffer.from([0])]);
  const header = withCrc(Buffer.from([2, 0, 0x21, 1, 16, 0, 0, 0]));
  const unpadded = header.length + data.length + 4;
  const index = withCrc(padded(Buffer.from([0, 1, ...varint(unpadded), ...varint(bytes.length)])));
  const backward = Buffer.alloc(6);
  backward.writeUInt32LE(index.length / 4 - 1);
  flags.copy(backward, 4);
  return Buffer.concat([
    Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
    withCrc(flags),
    header,
    padded(data),
    crc(bytes),
    index,
    crc(backward),
    backward,
    Buffer.from('YZ'),
  ]);
}

/** A frame of raw blocks, its size in the header (RFC 8878). */
export function zstd(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(9);
  head.writeUInt32LE(0xfd2fb528);
  head[4] = 0xa0;
  head.writeUInt32LE(bytes.length, 5);
  const blocks: Buffer[] = [];
  const LARGEST = 128 << 10;
  for (let at = 0; at < bytes.length; at += LARGEST) {
    const block = bytes.subarray(at, at + LARGEST);
    const blockHead = Buffer.alloc(3);
    blockHead.writeUIntLE((block.length << 3) | (at + LARGEST >= bytes.length ? 1 : 0), 0, 3);
    blocks.push(blockHead, Buffer.from(block));
  }
  return Buffer.concat([head, ...blocks]);
}

function crc(bytes: Uint8Array): Buffer {
  const value = Buffer.alloc(4);
  value.writeUInt32LE(crc32(bytes));
  return value;
}

const withCrc = (bytes: Buffer): Buffer => Buffer.concat([bytes, crc(bytes)]);
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** A kernel module, as far as its section .modinfo goes. */
export function module(info: Readonly<Record<string, string | readonly string[]>>): Uint8Array {
  const lines = Object.entries(info).flatMap(([key, values]) =>
    [values].flat().map((value) => `.asciz "${key}=${value}"\n`),
  );
  return assemble(`.section .modinfo,"a"\n${lines.join('')}`, { file: 'module.s', base: 0n }).elf();
}

/** A shared library, or a program without a soname, as far as what it is linked with goes. */
export function linked(needed: readonly string[], soname?: string): Uint8Array {
  const names = [...needed, ...(soname === undefined ? [] : [soname])];
  const offset = (at: number): number => 1 + names.slice(0, at).reduce((sum, { length }) => sum + length + 1, 0);
  const entries = names.map((_, at) => `.quad ${at < needed.length ? 1 : 14}, ${offset(at)}\n`);
  const source =
    `.section .dynstr,"a"\n.byte 0\n${names.map((name) => `.asciz "${name}"\n`).join('')}` +
    `.section .dynamic,"a"\n.quad 5, 0\n${entries.join('')}.quad 0, 0\n`;
  return assemble(source, { file: 'library.s', base: 0n }).elf();
}

/** An arm64 Image's magic word, and some. */
export function image(text: string): Uint8Array {
  const bytes = Buffer.alloc(4096);
  bytes.write('ARM\x64', 56, 'latin1');
  bytes.write(text, 1024);
  return bytes;
}

const KERNEL = '6.1.0-9-arm64';

/** Packages that look like Debian's, in one version of each. */
export const guests = (version = '1.0-1'): Made[] => [
  { name: 'linux-image-arm64', version, depends: `linux-image-${KERNEL} (= ${version})` },
  {
    name: `linux-image-${KERNEL}`,
    version,
    files: {
      [`boot/vmlinuz-${KERNEL}`]: image(version),
      [`boot/config-${KERNEL}`]: 'CONFIG_ARM64=y\n',
      [`usr/lib/linux-image-${KERNEL}/broadcom/bcm2711-rpi-4-b.dtb`]: 'four',
      [`usr/lib/linux-image-${KERNEL}/broadcom/bcm2837-rpi-3-b.dtb`]: 'three',
      [`lib/modules/${KERNEL}/modules.order`]: 'kernel/fs/fat/vfat.ko\n',
      [`lib/modules/${KERNEL}/kernel/fs/fat/fat.ko`]: module({ name: 'fat' }),
      [`lib/modules/${KERNEL}/kernel/fs/fat/vfat.ko`]: module({ depends: 'fat', alias: 'fs-vfat' }),
      [`lib/modules/${KERNEL}/kernel/sound/drum.ko`]: module({ name: 'drum' }),
    },
  },
  { name: 'busybox-static', version: `1:${version}`, files: { 'bin/busybox': `busybox ${version}` } },
  {
    name: 'u-boot-rpi',
    version,
    files: { 'usr/lib/u-boot/rpi_4/u-boot.bin': 'u-boot 4', 'usr/lib/u-boot/rpi_arm64/u-boot.bin': 'u-boot 64' },
  },
  {
    name: 'arm-trusted-firmware',
    version,
    files: { 'usr/lib/arm-trusted-firmware/rpi3/bl31.bin': '3', 'usr/lib/arm-trusted-firmware/rpi4/bl31.bin': '4' },
  },
  {
    name: 'xen-hypervisor-4.17-arm64',
    version,
    files: { 'boot/xen-4.17-arm64': 'xen', 'boot/xen-4.17-arm64.efi': 'efi', 'boot/xen-4.17-arm64.config': 'config' },
  },
  {
    name: 'u-boot-qemu',
    version,
    architecture: 'all',
    files: {
      'usr/lib/u-boot/qemu_arm64/u-boot.bin': 'u-boot virt',
      'usr/lib/u-boot/qemu_arm/u-boot.bin': 'of 32 bits',
    },
  },
];

/** What comes out of them. */
export const OUTPUTS = [
  'Image',
  'bcm2711-rpi-4-b.dtb',
  'bl31.bin',
  'busybox',
  'guests.json',
  'initrd.cpio.gz',
  `modules/${KERNEL}/kernel/fs/fat/fat.ko`,
  `modules/${KERNEL}/kernel/fs/fat/vfat.ko`,
  `modules/${KERNEL}/modules.alias`,
  `modules/${KERNEL}/modules.dep`,
  `modules/${KERNEL}/modules.order`,
  'u-boot-qemu_arm64.bin',
  'u-boot-rpi_arm64.bin',
  'u-boot.bin',
  'xen',
];

const LIB = 'usr/lib/aarch64-linux-gnu';

/** Packages that look like QEMU's and those of its libraries. */
export const kvmGuests = (): Made[] => [
  {
    name: 'qemu-system-arm',
    depends: 'liba-0 | liba1 (>= 1.0), libc6 (>= 2.34), qemu-system-common (= 1.0-1), libnowhere1 | libnever2',
    files: { 'usr/bin/qemu-system-aarch64': linked(['liba.so.1', 'libc.so.6']), 'usr/bin/qemu-system-arm': 'other' },
  },
  { name: 'qemu-system-common', depends: 'libgtk1' },
  { name: 'libgtk1', files: { [`${LIB}/libgtk.so.1`]: linked([], 'libgtk.so.1') } },
  {
    name: 'liba1',
    depends: 'libc6, zlib1g (>= 1:1.0)',
    files: {
      [`${LIB}/liba.so.1.2.3`]: linked(['libz.so.1', 'libc.so.6'], 'liba.so.1'),
      [`${LIB}/liba/plugin.so`]: 'not asked for by name',
      [`${LIB}/liba.so`]: 'GROUP ( a linker script )',
      'usr/share/doc/liba1/copyright': 'no library',
    },
  },
  {
    name: 'zlib1g',
    version: '1:1.0-1',
    depends: 'liba1',
    files: { 'lib/aarch64-linux-gnu/libz.so.1.0': linked(['libc.so.6'], 'libz.so.1') },
  },
  {
    name: 'libc6',
    files: {
      'lib/aarch64-linux-gnu/libc.so.6': linked(['ld-linux-aarch64.so.1'], 'libc.so.6'),
      'lib/aarch64-linux-gnu/ld-linux-aarch64.so.1': linked([], 'ld-linux-aarch64.so.1'),
      'lib/aarch64-linux-gnu/libm.so.6': linked(['libc.so.6'], 'libm.so.6'),
    },
  },
];

/** What comes out of them. */
export const KVM_OUTPUTS = [
  'initrd-kvm.cpio',
  'kvm/lib/ld-linux-aarch64.so.1',
  'kvm/lib/liba.so.1',
  'kvm/lib/libc.so.6',
  'kvm/lib/libm.so.6',
  'kvm/lib/libz.so.1',
  'kvm/qemu-system-aarch64',
];
