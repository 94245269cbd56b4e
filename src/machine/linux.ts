/**
 * Handing a board over to Linux: where kernel, initial RAM disk and device tree go, and what firmware writes into the tree
 * (Linux Documentation/arch/arm64/booting.rst; devicetree's chosen and memory nodes).
 */
import type { Board, Range } from './board.js';
import { ImageError } from './image.js';
import { FdtNode, writeFdt, type Fdt } from './fdt.js';
import type { Segment } from './machine.js';

/** The header of an arm64 Image. */
export interface ImageHeader {
  /** Where the image begins, from a multiple of 2 MB. */
  readonly textOffset: number;
  /** Memory that it needs from there on, in bytes. */
  readonly imageSize: number;
}

const HEADER = { TEXT_OFFSET: 8, IMAGE_SIZE: 16, FLAGS: 24, MAGIC: 56 } as const;
const MAGIC = 0x644d5241; // 'ARM' and 0x64
const MB2 = 0x200000;

/** The header, or undefined where the bytes are no arm64 Image. */
export function imageHeader(bytes: Uint8Array): ImageHeader | undefined {
  if (bytes.length < 64) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(HEADER.MAGIC, true) !== MAGIC) return undefined;
  const size = Number(view.getBigUint64(HEADER.IMAGE_SIZE, true));
  // Kernels before 3.17 left the size out; their offset is always 0x80000.
  if (size === 0) return { textOffset: 0x80000, imageSize: bytes.length };
  return { textOffset: Number(view.getBigUint64(HEADER.TEXT_OFFSET, true)), imageSize: size };
}

export interface LinuxBoot {
  readonly board: Board;
  readonly kernel: Uint8Array;
  readonly header: ImageHeader;
  readonly initrd?: Uint8Array;
  /** Changed in place. */
  readonly tree: Fdt;
  /** The kernel's command line; what the tree says if it is not given. */
  readonly append?: string;
  /** How the other cores start: PSCI by SMC, or what the tree says. */
  readonly psci: boolean;
}

export interface LinuxPlaces {
  readonly segments: readonly Segment[];
  readonly entry: number;
  /** Address of the device tree, for X0. */
  readonly dtb: number;
}

/** Device trees and RAM disks stay below this, as on the board: the VideoCore's part of the first gigabyte begins there. */
const LOW_LIMIT = 0x2f000000;

/**
 * Places everything and writes /chosen, /memory and, with PSCI, /psci into the tree.
 * @throws ImageError where it does not fit into the board's RAM
 */
export function placeLinux(boot: LinuxBoot): LinuxPlaces {
  const { board, kernel, header, initrd, tree } = boot;
  const [ram] = board.ram;
  const base = ram.base + (header.textOffset === 0 && ram.base === 0 ? MB2 : header.textOffset);
  const kernelEnd = base + Math.max(header.imageSize, kernel.length);
  const limit = Math.min(ram.base + ram.bytes, ram.base + LOW_LIMIT);
  // Room for the tree is reserved before its size is known; 2 MB is the most a kernel takes.
  const dtb = (limit - MB2) & -MB2;
  const initrdAt = initrd ? (dtb - initrd.length) & -4096 : dtb;
  if (dtb < 0 || initrdAt < kernelEnd) {
    const bytes = kernelEnd - base + (initrd?.length ?? 0);
    throw new ImageError(
      `kernel and RAM disk take ${Math.ceil(bytes / 1048576)} MiB, expected at most ${Math.floor((dtb - base) / 1048576)} on board ${board.name}`,
    );
  }
  const chosen = tree.root.ensure('chosen');
  if (boot.append !== undefined) chosen.setString('bootargs', boot.append);
  if (initrd) {
    chosen.setCells('linux,initrd-start', 0, initrdAt);
    chosen.setCells('linux,initrd-end', 0, initrdAt + initrd.length);
  }
  setMemory(tree.root, board.ram);
  if (boot.psci) setPsci(tree.root);
  const blob = writeFdt(tree);
  const segments: Segment[] = [
    { address: base, bytes: kernel, size: kernel.length },
    { address: dtb, bytes: blob, size: blob.length },
  ];
  if (initrd) segments.push({ address: initrdAt, bytes: initrd, size: initrd.length });
  return { segments, entry: base, dtb };
}

/** A number as so many cells. */
const cellsOf = (value: number, cells: number): number[] =>
  cells === 1 ? [value] : [Math.floor(value / 4294967296), value >>> 0];

/** Replaces the memory nodes by one with the board's RAM. */
function setMemory(root: FdtNode, ram: readonly Range[]): void {
  const [address, size] = [root.cells('#address-cells')?.[0] ?? 2, root.cells('#size-cells')?.[0] ?? 1];
  const rest = root.children.filter((c) => c.name.split('@')[0] !== 'memory');
  const memory = new FdtNode(`memory@${ram[0].base.toString(16)}`);
  memory.setString('device_type', 'memory');
  memory.setCells('reg', ...ram.flatMap((r) => [...cellsOf(r.base, address), ...cellsOf(r.bytes, size)]));
  root.children.splice(0, root.children.length, ...rest, memory);
}

/** Cores start by PSCI, called with SMC. */
function setPsci(root: FdtNode): void {
  const psci = root.ensure('psci');
  psci.setString('compatible', 'arm,psci-1.0', 'arm,psci-0.2');
  psci.setString('method', 'smc');
  for (const cpu of root.child('cpus')?.children ?? []) {
    if (!cpu.name.startsWith('cpu@')) continue;
    cpu.setString('enable-method', 'psci');
    cpu.properties.delete('cpu-release-addr');
  }
}
