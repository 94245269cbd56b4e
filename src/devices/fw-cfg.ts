/**
 * QEMU's firmware configuration device as its `virt` machine has it (QEMU, docs/specs/fw_cfg.rst): items of bytes by their numbers, and
 * files by their names. An item is selected, and read byte by byte or by DMA.
 */
import type { GuestBus, MmioDevice } from '../aarch64/bus.js';
import type { Resettable } from './reset.js';

/** Numbers of items. Those of files follow from FILES on. */
export const ITEM = {
  SIGNATURE: 0x00,
  ID: 0x01,
  UUID: 0x02,
  RAM_SIZE: 0x03,
  NOGRAPHIC: 0x04,
  NB_CPUS: 0x05,
  KERNEL_SIZE: 0x08,
  INITRD_SIZE: 0x0b,
  BOOT_MENU: 0x0e,
  MAX_CPUS: 0x0f,
  KERNEL_DATA: 0x11,
  INITRD_DATA: 0x12,
  CMDLINE_SIZE: 0x14,
  CMDLINE_DATA: 0x15,
  FILE_DIR: 0x19,
  FILES: 0x20,
} as const;

export interface FwCfgFile {
  /** At most 55 characters of ASCII. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface FwCfgItems {
  /** By their numbers. */
  readonly items: readonly (readonly [item: number, bytes: Uint8Array])[];
  readonly files: readonly FwCfgFile[];
}

export interface FwCfgState {
  /** The item that is selected, and how much of it was read. */
  item: number;
  offset: number;
  /** High half of the DMA address. */
  addressHigh: number;
}

export interface FwCfg extends MmioDevice, Resettable<FwCfgState> {}

/** Where the registers are, in bytes. */
const DATA = 0;
const SELECTOR = 8;
const DMA = 16;
const DMA_SIGNATURE = 'QEMU CFG';

/** Bits of the control word of a DMA access. */
const CONTROL = { ERROR: 1, READ: 2, SKIP: 4, SELECT: 8, WRITE: 16 } as const;
/** Of a selector: what is beside the bits for 'write' and 'architecture'. */
const NUMBER = 0x3fff;
const ARCHITECTURE = 0x8000;
/** Items have numbers below this, as QEMU has room for so many files. */
const MAX_FILES = 0x20;
const NONE = 0xffff;
/** Versions that ID tells: the registers, and DMA. */
const FEATURES = 3;

const TWO_32 = 2 ** 32;
const CHUNK = 65536;
const zeros = new Uint8Array(CHUNK);

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);
export const little = (value: number, bytes: 2 | 4 | 8): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256);

/** The directory: the count, then size, number and name of each file, all big-endian. */
function directory(files: readonly FwCfgFile[]): Uint8Array {
  const bytes = new Uint8Array(4 + 64 * files.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, files.length);
  files.forEach(({ name, bytes: { length } }, i) => {
    const at = 4 + 64 * i;
    view.setUint32(at, length);
    view.setUint16(at + 4, ITEM.FILES + i);
    bytes.set(ascii(name).subarray(0, 55), at + 8);
  });
  return bytes;
}

/** All items by their numbers. Files are in the order of their names, as QEMU has them. */
function table({ items, files }: FwCfgItems): ReadonlyMap<number, Uint8Array> {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MAX_FILES);
  return new Map([
    [ITEM.SIGNATURE, ascii('QEMU')],
    [ITEM.ID, little(FEATURES, 4)],
    [ITEM.FILE_DIR, directory(sorted)],
    ...items,
    ...sorted.map(({ bytes }, i) => [ITEM.FILES + i, bytes] as const),
  ]);
}

/**
 * @param memory what DMA reaches
 * @param contents the items; always the same object while they are the same
 */
export function createFwCfg({
  memory,
  contents,
}: {
  readonly memory: GuestBus;
  readonly contents: () => FwCfgItems;
}): FwCfg {
  const state: FwCfgState = { item: 0, offset: 0, addressHigh: 0 };
  let made: { readonly from: FwCfgItems; readonly items: ReadonlyMap<number, Uint8Array> } | undefined;
  const nothing = new Uint8Array(0);

  /** The bytes of the selected item. */
  const selected = (): Uint8Array => {
    if (state.item === NONE || (state.item & ARCHITECTURE) !== 0) return nothing;
    const from = contents();
    if (made?.from !== from) made = { from, items: table(from) };
    return made.items.get(state.item & NUMBER) ?? nothing;
  };
  const select = (item: number): void => {
    state.offset = 0;
    state.item = (item & NUMBER) < ITEM.FILES + MAX_FILES ? item : NONE;
  };
  /** Goes on by so many bytes, not beyond the end. */
  const pass = (bytes: Uint8Array, length: number): Uint8Array => {
    const from = Math.min(state.offset, bytes.length);
    const to = Math.min(bytes.length, from + length);
    state.offset = Math.max(state.offset, to);
    return bytes.subarray(from, to);
  };

  /** Writes zeros. @returns false where no RAM is */
  const clear = (at: number, length: number): boolean => {
    for (let done = 0; done < length; done += CHUNK) {
      if (!memory.write(at + done, zeros.subarray(0, Math.min(CHUNK, length - done)))) return false;
    }
    return true;
  };

  /** Carries out the access that is described at an address: control and length, 32 bits each, and the address. */
  function transfer(at: number): void {
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    let ok = memory.read(at, bytes);
    if (ok) {
      const control = view.getUint32(0);
      const length = view.getUint32(4);
      const address = view.getUint32(8) * TWO_32 + view.getUint32(12);
      if ((control & CONTROL.SELECT) !== 0) select(control >>> 16);
      if ((control & CONTROL.READ) !== 0) {
        const piece = pass(selected(), length);
        // What lies behind the end of the item reads as zero.
        ok = memory.write(address, piece) && clear(address + piece.length, length - piece.length);
      } else if ((control & CONTROL.WRITE) !== 0) {
        // No item can be written. QEMU passes over what there would have been.
        pass(selected(), length);
        ok = length === 0;
      } else if ((control & CONTROL.SKIP) !== 0) pass(selected(), length);
    }
    const result = new Uint8Array(4);
    new DataView(result.buffer).setUint32(0, ok ? 0 : CONTROL.ERROR);
    memory.write(at, result);
  }

  /** The bytes of a register as a number: the first is the lowest, as in memory. */
  const asNumber = (bytes: Uint8Array, size: number): number => {
    let value = 0;
    for (let i = 0; i < size; i++) value += (bytes[i] ?? 0) * 256 ** i;
    return value;
  };
  const swap = (value: number): number =>
    (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
  const dmaSignature = ascii(DMA_SIGNATURE);

  return {
    name: 'FW_CFG',
    state,
    restored: () => undefined,
    read(offset, size) {
      // 64 bits are read as two words.
      if (offset < SELECTOR) return asNumber(pass(selected(), size), size);
      return offset < DMA ? 0 : asNumber(dmaSignature.subarray(offset - DMA), size);
    },
    write(offset, size, value) {
      if (offset === SELECTOR && size === 2) select(swap(value) >>> 16);
      else if (offset === DMA && size === 4) state.addressHigh = swap(value);
      else if (offset === DMA + 4 && size === 4) {
        const high = state.addressHigh;
        state.addressHigh = 0;
        transfer(high * TWO_32 + swap(value));
      }
    },
    registerAt: (offset) => (offset < DATA + 8 ? 'DATA' : offset < DMA ? 'SELECTOR' : 'DMA_ADDRESS'),
  };
}
