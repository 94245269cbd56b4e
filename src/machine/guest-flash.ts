/** What a guest's banks of flash hold: bank 0 the firmware, bank 1 what firmware keeps of its variables. */
import { isElf, readElf } from '../aarch64/elf.js';
import { FLASH_SECTOR } from '../devices/cfi-flash.js';
import type { ByteStore } from '../devices/disk/byte-store.js';
import type { FlashOptions } from '../hypervisor/flash.js';
import { BLOCK } from '../hypervisor/page-pool.js';
import { PLATFORM } from '../hypervisor/platform.js';
import { ImageError } from './image.js';

const BANK = PLATFORM.flash.bytes;
const ERASED = 0xff;

const inBlocks = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK;

/** The bytes of `image` up to the last that is not `fill`. */
function used(image: Uint8Array, fill: number): number {
  let end = image.length;
  while (end > 0 && image[end - 1] === fill) end--;
  return end;
}

/** An ELF executable as it lies in flash, whose addresses begin at 0. */
function laidOut(elf: Uint8Array): Uint8Array {
  const segments = readElf(elf).segments.map((s) => ({ at: Number(s.physicalAddress), bytes: s.data }));
  const end = Math.max(0, ...segments.map(({ at, bytes }) => at + bytes.length));
  if (end > BANK) throw new ImageError(`it goes up to 0x${(end - 1).toString(16)}, expected addresses below 0x4000000`);
  const image = new Uint8Array(end).fill(ERASED);
  for (const { at, bytes } of segments) image.set(bytes, at);
  return image;
}

/** A bank that can't be written, with its contents as far as they are more than padding: RAM is needed for these only. */
export interface FirmwareBank {
  readonly options: FlashOptions;
  readonly image: Uint8Array;
}

/**
 * Bank 0 with a firmware's image: raw, for address 0, of 64 MB or less; or an ELF executable for addresses from 0 on.
 * @throws ImageError
 */
export function firmwareBank(file: Uint8Array): FirmwareBank {
  const image = isElf(file) ? laidOut(file) : file;
  if (image.length === 0) throw new ImageError('it is empty, expected the image of a firmware');
  if (image.length > BANK)
    throw new ImageError(`${Math.ceil(image.length / 2 ** 20)} MiB, expected ${BANK / 2 ** 20} MiB at the most`);
  // What pads an image to the bank's size goes on behind what is in RAM; behind a shorter one flash is erased.
  const last = image[image.length - 1];
  const fill = image.length === BANK && last === 0 ? 0 : ERASED;
  const end = used(image, fill);
  return { options: { ram: inBlocks(Math.max(end, 1)), fill, readOnly: true }, image: image.subarray(0, end) };
}

/** Bank 0 of a guest without firmware: erased. */
export const emptyBank: FlashOptions = { ram: 0, fill: ERASED, readOnly: true };

/**
 * Bank 1. Without a store it is erased at each start.
 * @throws ImageError where a store is no number of sectors
 */
export function variablesBank(store: ByteStore | undefined): FlashOptions {
  if (!store) return { ram: BLOCK, fill: ERASED, readOnly: false };
  if (store.size === 0 || store.size % FLASH_SECTOR !== 0 || store.size > BANK)
    throw new ImageError(
      `${store.size} bytes, expected a multiple of ${FLASH_SECTOR / 1024} KiB, ${BANK / 2 ** 20} MiB at the most`,
    );
  const image = new Uint8Array(store.size);
  store.read(0, image);
  const last = image[image.length - 1];
  const end = last === 0 || last === ERASED ? used(image, last) : image.length;
  return { ram: inBlocks(Math.max(end, 1)), fill: ERASED, readOnly: false };
}
