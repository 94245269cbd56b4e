/**
 * Handing a board over, as its firmware does: what goes where in RAM, which cores start where, what is written into the device tree
 * (Linux Documentation/arch/arm64/booting.rst; the armstub's contract in raspberrypi/tools, armstubs/armstub8.S).
 */
import { FUNCTION } from '../../devices/bcm2711/gpio.js';
import { armRam, type Board } from '../board.js';
import { writeFdt, type Fdt } from '../fdt.js';
import { ImageError, readImage } from '../image.js';
import type { Handoff, Segment } from '../machine.js';
import { STUB, STUB_BYTES, armstub } from './armstub.js';
import { imageHeader } from './linux-image.js';
import { patchTree } from './tree.js';
import { addXen, type XenOptions } from './xen.js';

/** What runs at EL3 before the kernel. */
export type Firmware =
  /** The Pi's own stub: spin table, SMC disabled. */
  | { readonly kind: 'armstub' }
  /** PSCI by SMC, served by this program. */
  | { readonly kind: 'psci' }
  /** Nothing: the kernel starts at EL3. */
  | { readonly kind: 'none' }
  /** A real EL3 image in the stub's place, such as TF-A's bl31. */
  | { readonly kind: 'image'; readonly bytes: Uint8Array };

export interface HandoffOptions {
  readonly board: Board;
  /** Cores that the machine has. */
  readonly cores: number;
  readonly firmware: Firmware;
  /** The level at which the kernel starts: 2 but for PSCI, which can leave it at 1. */
  readonly el: 1 | 2 | 3;
  /** An arm64 Image, an ELF executable, or a raw image; unpacked. */
  readonly kernel: Uint8Array;
  /** Where a raw image or an arm64 Image goes, if not to its usual place. */
  readonly kernelAddress?: number | undefined;
  readonly initrd?: Uint8Array | undefined;
  /** Where the RAM disk goes, if not right below the device tree. */
  readonly initrdAddress?: number | undefined;
  /** Where the device tree goes, if not to the top of the low memory. */
  readonly treeAddress?: number | undefined;
  /** The kernel is Xen, and this is what it starts. */
  readonly xen?: XenOptions | undefined;
  /** The device tree: changed in place. */
  readonly tree?: Fdt | undefined;
  /** Nobody asked for the tree: a program that is no Linux runs without where there is no room for one. */
  readonly treeIfRoom?: boolean | undefined;
  readonly append?: string | undefined;
  /** Feeds what the tree tells of random numbers. */
  readonly seed?: number | undefined;
  /** The board's MAC address, if it is not the one that follows from its serial number. */
  readonly mac?: Uint8Array | undefined;
  /** Virtio devices that the machine was given. */
  readonly virtio?: number | undefined;
  /** Pins that firmware and configuration set, in place of GPIO14 and 15 as the mini UART's. */
  readonly pins?: Handoff['pins'] | undefined;
}

const MB2 = 0x200000;
/** Device trees and RAM disks stay below this, as the Pi's firmware places them. */
const LOW_LIMIT = 0x2f000000;
/** enable_uart=1: the mini UART is on the header's pins. */
const CONSOLE_PINS: Handoff['pins'] = [{ pins: [14, 15], function: FUNCTION.ALT5, level: undefined, pull: undefined }];
/** As `boardFacts` has them. */
export const SERIAL = 0x10000001;
/** The Foundation's prefix, and what a board's serial number ends in. */
export const BOARD_MAC: readonly number[] = [0xdc, 0xa6, 0x32, ...[16, 8, 0].map((shift) => (SERIAL >> shift) & 0xff)];

const hex = (n: number): string => `0x${n.toString(16)}`;
/** The multiple of `unit` at or below an address. */
const down = (address: number, unit: number): number => Math.floor(address / unit) * unit;

interface Program {
  readonly segments: readonly Segment[];
  readonly entry: number;
  readonly isLinux: boolean;
}

/** Where the kernel goes. */
function place({ board, kernel, kernelAddress }: HandoffOptions): Program {
  const header = imageHeader(kernel);
  if (!header) {
    const image = readImage(kernel, kernelAddress === undefined ? board : { ...board, load: kernelAddress });
    return { segments: image.segments, entry: image.entry, isLinux: false };
  }
  const [ram] = board.ram;
  const at = kernelAddress ?? ram.base + (header.textOffset === 0 && ram.base === 0 ? MB2 : header.textOffset);
  return {
    segments: [{ address: at, bytes: kernel, size: Math.max(header.imageSize, kernel.length) }],
    entry: at,
    isLinux: true,
  };
}

/** xorshift32 from the seed: the same bytes in each run. */
export function randomBytes(count: number, seed: number): Uint8Array {
  let x = (seed ^ 0x9e3779b9) | 1;
  return Uint8Array.from({ length: count }, () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x & 0xff;
  });
}

/** Whether memory for `bytes` bytes at `at` overlaps any of the segments. */
const overlap = (segments: readonly Segment[], at: number, bytes: number): Segment | undefined =>
  segments.find((s) => at < s.address + s.size && s.address < at + bytes);

/** Where device tree and RAM disk go, and whether that is in RAM and beside the program. */
function placeTree(
  { board, initrd, initrdAddress, treeAddress }: HandoffOptions,
  segments: readonly Segment[],
): { readonly dtb: number; readonly start: number; readonly end: number; readonly fits: boolean } {
  const [low] = armRam(board);
  const top = Math.min(low.base + low.bytes, low.base + LOW_LIMIT);
  // Room for the tree is set aside before its size is known; 2 MB is the most that Linux takes.
  let dtb = treeAddress ?? down(top - MB2, MB2);
  // A program without RAM disk may have been linked for where the tree would be.
  if (treeAddress === undefined && !initrd) while (dtb > low.base && overlap(segments, dtb, MB2)) dtb -= MB2;
  const bytes = initrd?.length ?? 0;
  const start = initrdAddress ?? (initrd ? down(dtb - bytes, 4096) : dtb);
  const end = start + bytes;
  const limit = initrdAddress === undefined ? dtb : low.base + low.bytes;
  return { dtb, start, end, fits: start >= low.base && end <= limit && !overlap(segments, start, bytes + MB2) };
}

/**
 * Places everything, and writes into the tree what the firmware would.
 * @throws ImageError where something does not fit; ElfError for a kernel that begins as ELF but is not a sound one
 */
export function handoff(options: HandoffOptions): Handoff & { readonly isLinux: boolean } {
  const { board, cores, firmware, el, initrd } = options;
  const { segments, entry, isLinux } = place(options);
  const all: Segment[] = [...segments];
  const { dtb, start, end, fits } = placeTree(options, segments);
  const tree = fits || isLinux || !options.treeIfRoom ? options.tree : undefined;
  if (tree) {
    if (!fits) {
      const bytes = segments.reduce((n, s) => n + s.size, 0) + (initrd?.length ?? 0);
      throw new ImageError(
        `kernel and RAM disk take ${Math.ceil(bytes / 1048576)} MiB, expected at most ${Math.max(0, Math.floor((dtb - entry) / 1048576))} on board ${board.name}`,
      );
    }
    patchTree(tree, {
      board,
      cores,
      bringUp: firmware.kind === 'armstub' ? 'spin-table' : firmware.kind === 'psci' ? 'psci' : undefined,
      append: options.append,
      initrd: initrd && { start, end },
      serial: SERIAL,
      mac: [...(options.mac ?? BOARD_MAC)],
      virtio: options.virtio,
      rngSeed: randomBytes(64, options.seed ?? 0),
    });
    if (options.xen) {
      const [{ address, size }] = segments;
      all.push(...addXen(tree, options.xen, address + size, dtb));
    }
    const blob = writeFdt(tree);
    if (initrd) all.push({ address: start, bytes: initrd, size: initrd.length });
    all.push({ address: dtb, bytes: blob, size: blob.length });
  }
  const result = { segments: all, pins: options.pins ?? (board.pi ? CONSOLE_PINS : []), isLinux };
  const x0 = tree ? dtb : 0;
  const stub = stubFor(options, entry, x0);
  if (!stub) {
    const level = firmware.kind === 'none' ? 3 : el;
    return { ...result, start: { cores: 'first', entry, el: level, x0 } };
  }
  const clash = overlap(all, 0, stub.length);
  if (clash) {
    throw new ImageError(
      `a segment at ${hex(clash.address)} lies where the firmware is, expected addresses from ${hex(stub.length)} on`,
    );
  }
  all.unshift({ address: 0, bytes: stub, size: stub.length });
  return { ...result, start: { cores: 'all', entry: 0 } };
}

/** What goes to address 0, where all cores come out of reset; undefined where this program plays the firmware. */
function stubFor({ board, firmware }: HandoffOptions, kernel: number, dtb: number): Uint8Array | undefined {
  if (firmware.kind === 'armstub') {
    const { pi, gic } = board;
    const local = board.devices.find((d) => d.kind === 'arm-local');
    if (!pi || !local) throw new ImageError(`board ${board.name} has no armstub, expected --firmware psci`);
    if (board.affinity.some((a, i) => a !== (((i >> 2) << 8) | (i & 3)))) {
      throw new ImageError(`board ${board.name} has other affinities than the armstub knows, expected --firmware psci`);
    }
    return armstub({ local: local.base, gicd: gic.gicd, gicc: gic.gicc, kernel, dtb, spinTable: pi.spinTable });
  }
  if (firmware.kind !== 'image') return undefined;
  const bytes = Uint8Array.from(firmware.bytes);
  if (bytes.length < STUB_BYTES / 16)
    throw new ImageError(`the firmware has ${bytes.length} bytes, expected 256 or more`);
  const view = new DataView(bytes.buffer);
  if (view.getUint32(STUB.MAGIC_AT, true) === STUB.MAGIC) {
    view.setUint32(STUB.MAGIC_AT, 0, true);
    view.setUint32(STUB.DTB, dtb, true);
    view.setUint32(STUB.KERNEL, kernel, true);
  }
  return bytes;
}
