/** Devices that are a table of 32-bit registers. */
import type { MmioDevice, Requester } from '../aarch64/bus.js';

/**
 * One register, or an array of like ones 4 bytes apart. `C` is what the device's functions work on.
 * No `read`: the register reads as zero. No `write`: writes change nothing.
 */
export interface Register<C> {
  /** The manual's name, without the index of an array. */
  readonly name: string;
  /** Byte offset of the (first) register. */
  readonly offset: number;
  /** How many; 1 when left out. */
  readonly count?: number;
  /** Reads register `index` of the array; any 32-bit pattern, signed or not. */
  readonly read?: (context: C, index: number, by: Requester) => number;
  /** Writes register `index`; `value` is unsigned. */
  readonly write?: (context: C, value: number, index: number, by: Requester) => void;
}

/** Hears of an access that no model answers. `device` and `offset` say where, in bytes. */
export type Unmodelled = (device: string, offset: number, write: boolean, by: Requester) => void;

/** A register map that can name its registers. */
export interface RegisterMap extends MmioDevice {
  /** The name of the register at `offset`, such as `GPFSEL1`, or undefined; for traces and reports. */
  registerAt(offset: number): string | undefined;
}

/**
 * Makes a device out of its register table.
 *
 * The BCM2711's peripherals are made for 32-bit accesses. A narrower read gives that part of the word; a narrower write counts
 * where it begins at the register's lowest byte, its missing bytes taken as zero. Any other narrow access reads as zero and
 * writes nothing.
 *
 * @param size of the window in bytes
 * @param unmodelled is told of accesses beside every register
 * @throws RangeError where two registers overlap: a mistake in the table
 */
export function registerMap<C>(
  name: string,
  table: readonly Register<C>[],
  size: number,
  context: C,
  unmodelled: Unmodelled = () => {},
): RegisterMap {
  const slots = new Array<{ register: Register<C>; index: number } | undefined>((size + 3) >> 2).fill(undefined);
  for (const register of table) {
    for (let index = 0; index < (register.count ?? 1); index++) {
      const slot = (register.offset >> 2) + index;
      const other = slots[slot];
      if (other !== undefined) throw new RangeError(`${register.name} and ${other.register.name} overlap`);
      if (slot >= slots.length) throw new RangeError(`${register.name} lies outside ${name}`);
      slots[slot] = { register, index };
    }
  }

  return {
    name,
    read(offset, width, by) {
      const slot = slots[offset >> 2];
      if (slot === undefined) {
        unmodelled(name, offset, false, by);
        return 0;
      }
      const lane = offset & 3;
      if (slot.register.read === undefined || lane + width > 4) return 0;
      const word = slot.register.read(context, slot.index, by) >>> 0;
      return width === 4 ? word : (word >>> (8 * lane)) & (width === 1 ? 0xff : 0xffff);
    },
    write(offset, _width, value, by) {
      const slot = slots[offset >> 2];
      if (slot === undefined) unmodelled(name, offset, true, by);
      else if ((offset & 3) === 0) slot.register.write?.(context, value >>> 0, slot.index, by);
    },
    registerAt(offset) {
      const slot = slots[offset >> 2];
      if (slot === undefined) return undefined;
      return slot.register.count === undefined ? slot.register.name : `${slot.register.name}${slot.index}`;
    },
  };
}
