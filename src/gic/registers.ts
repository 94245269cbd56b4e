import type { MmioDevice, Requester } from '../aarch64/bus.js';

/**
 * One register, or an array of like ones, of a GIC register block. `C` is what the block's functions work on.
 *
 * Every function gets the core whose banked copy is meant, whether the access is Secure, and the index in the array.
 * No `read`: the register reads as zero. No `write`: writes are ignored. (RAZ and WI in the manuals' words.)
 */
export interface Register<C> {
  /** The manual's name, without the index of an array. */
  readonly name: string;
  /** Byte offset of the first one. */
  readonly offset: number;
  /** How many, 4 bytes apart; 1 when left out. */
  readonly count?: number;
  /** Reads the 32-bit register `index`; any 32-bit pattern, signed or not. */
  readonly read?: (context: C, cpu: number, secure: boolean, index: number) => number;
  /** Writes the 32-bit register `index`. `value` is unsigned. */
  readonly write?: (context: C, cpu: number, secure: boolean, index: number, value: number) => void;
  /**
   * For the byte-accessible registers (IHI 0048B 4.1.4): reads byte `index`, counted from the first register's byte 0.
   * Where this stands, `read` and `write` do not: a word is four bytes.
   */
  readonly readByte?: (context: C, cpu: number, secure: boolean, index: number) => number;
  /** Writes byte `index` of a byte-accessible register. */
  readonly writeByte?: (context: C, cpu: number, secure: boolean, index: number, value: number) => void;
}

/** A block of registers that can name them. */
export interface RegisterBlock extends MmioDevice {
  /** The name of the register at `offset`, such as `GICD_ISENABLER3`, or undefined; for traces. */
  registerAt(offset: number): string | undefined;
}

/** Looks a register up by its word offset; undefined where the block has none. */
type Slots<C> = readonly ({ readonly register: Register<C>; readonly index: number } | undefined)[];

/**
 * The registers of a block by `offset >> 2`.
 * @throws RangeError when two registers overlap: a mistake in a table, found when the block is made.
 */
function slotsOf<C>(table: readonly Register<C>[], size: number): Slots<C> {
  const slots = new Array<{ register: Register<C>; index: number } | undefined>(size >> 2).fill(undefined);
  for (const register of table) {
    for (let index = 0; index < (register.count ?? 1); index++) {
      const slot = (register.offset >> 2) + index;
      const other = slots[slot];
      if (other !== undefined) throw new RangeError(`${register.name} and ${other.register.name} overlap`);
      slots[slot] = { register, index };
    }
  }
  return slots;
}

/** The name of the register at `offset` of a table, or undefined. */
export function registerName<C>(table: readonly Register<C>[], offset: number): string | undefined {
  for (const { name, offset: first, count } of table) {
    const index = (offset - first) >> 2;
    if (index >= 0 && index < (count ?? 1)) return count === undefined ? name : `${name}${index}`;
  }
  return undefined;
}

/**
 * Makes a memory-mapped block out of a register table.
 *
 * Registers are words. An access narrower than a word reads that part of the word (with the read's side effects), and a
 * narrow write is ignored, except in byte-accessible registers; the manual leaves both UNPREDICTABLE.
 * An access across a word boundary, or beside every register, reads as zero and writes nothing.
 *
 * @param cores how many cores there are: an access from none of them (a DMA engine's) is taken as core 0's.
 */
export function registerBlock<C>(
  name: string,
  table: readonly Register<C>[],
  size: number,
  context: C,
  cores: number,
): RegisterBlock {
  const slots = slotsOf(table, size);
  const coreOf = (by: Requester): number => (by.cpu > 0 && by.cpu < cores ? by.cpu : 0);

  const read = (offset: number, width: 1 | 2 | 4, by: Requester): number => {
    const slot = slots[offset >> 2];
    const lane = offset & 3;
    if (slot === undefined || lane + width > 4) return 0;
    const { register, index } = slot;
    const cpu = coreOf(by);
    if (register.readByte !== undefined) {
      let value = 0;
      for (let i = 0; i < width; i++) {
        value |= register.readByte(context, cpu, by.secure, index * 4 + lane + i) << (8 * i);
      }
      return value >>> 0;
    }
    if (register.read === undefined) return 0;
    const word = register.read(context, cpu, by.secure, index) >>> 0;
    return width === 4 ? word : (word >>> (8 * lane)) & (width === 1 ? 0xff : 0xffff);
  };

  const write = (offset: number, width: 1 | 2 | 4, value: number, by: Requester): void => {
    const slot = slots[offset >> 2];
    const lane = offset & 3;
    if (slot === undefined || lane + width > 4) return;
    const { register, index } = slot;
    const cpu = coreOf(by);
    if (register.writeByte !== undefined) {
      for (let i = 0; i < width; i++) {
        register.writeByte(context, cpu, by.secure, index * 4 + lane + i, (value >>> (8 * i)) & 0xff);
      }
    } else if (width === 4 && register.write !== undefined) {
      register.write(context, cpu, by.secure, index, value >>> 0);
    }
  };

  return { name, read, write, registerAt: (offset) => registerName(table, offset) };
}
