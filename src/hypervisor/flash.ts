/**
 * A guest's flash. In array mode the part of a bank that is in the board's RAM is mapped, for reading only: code runs from it like from
 * any memory. A write faults, is a command, and takes the mapping away; until the bank is back in array mode reads fault, too.
 */
import type { GuestMemory } from '../aarch64/memory.js';
import { createCfiFlash, type CfiFlash, type FlashContents } from '../devices/cfi-flash.js';
import type { ByteStore } from '../devices/disk/byte-store.js';
import { BLOCK } from './page-pool.js';
import type { Stage2Tables } from './stage2-tables.js';

/** What a bank is made of. */
export interface FlashOptions {
  /** Bytes from its beginning that are in the board's RAM, a multiple of 2 MB. */
  readonly ram: number;
  /** What every byte behind them reads as, where no store has them. */
  readonly fill: number;
  readonly readOnly: boolean;
}

export interface FlashBankOptions extends FlashOptions {
  readonly name: string;
  /** Where the guest sees it. */
  readonly base: number;
  readonly memory: GuestMemory;
  readonly tables: () => Stage2Tables;
  /** Physical addresses of its RAM in blocks of 2 MB; none while the guest has no memory. */
  readonly blocks: () => readonly number[];
  /** What outlives the guest: everything written goes there, too, and what is in RAM comes from there. */
  readonly store: ByteStore | undefined;
  /** The mapping has changed: translations that TLBs hold are old. */
  readonly onMapping: () => void;
}

export interface FlashBank {
  readonly device: CfiFlash;
  /** Fills its RAM and maps it: the guest starts, in array mode. @param image what it holds if it has no store */
  start(image: Uint8Array | undefined): void;
}

const ERASED = 0xff;

export function createFlashBank(options: FlashBankOptions): FlashBank {
  const { name, base, memory, tables, blocks, fill, store, readOnly, onMapping } = options;

  /** Splits `bytes` at `at` by where they are: in a block of RAM (its address there), or behind all (undefined). */
  const split = (at: number, bytes: Uint8Array, visit: (pa: number | undefined, part: Uint8Array) => void): void => {
    const all = blocks();
    for (let done = 0; done < bytes.length;) {
      const from = at + done;
      if (from >= all.length * BLOCK) return visit(undefined, bytes.subarray(done));
      const to = Math.min(bytes.length, done + BLOCK - (from % BLOCK));
      visit(all[Math.floor(from / BLOCK)] + (from % BLOCK), bytes.subarray(done, to));
      done = to;
    }
  };
  /** The same of the store, whose end is what there is of the chips: behind it reads as erased. */
  const readStore = (at: number, bytes: Uint8Array): void => {
    bytes.fill(store ? ERASED : fill);
    if (!store || at >= store.size) return;
    try {
      store.read(at, bytes.subarray(0, Math.min(bytes.length, store.size - at)));
    } catch {
      bytes.fill(ERASED);
    }
  };
  const keep = (at: number, bytes: Uint8Array): boolean => {
    if (!store) return at + bytes.length <= blocks().length * BLOCK;
    if (at + bytes.length > store.size) return false;
    try {
      store.write(at, bytes);
      return true;
    } catch {
      return false;
    }
  };

  const contents: FlashContents = {
    read(at, bytes) {
      split(at, bytes, (pa, part) => {
        if (pa === undefined) readStore(at + part.byteOffset - bytes.byteOffset, part);
        else memory.read8(pa, part);
      });
    },
    write(at, bytes) {
      if (!keep(at, bytes)) return false;
      split(at, bytes, (pa, part) => {
        if (pa !== undefined) memory.load(pa, part);
      });
      return true;
    },
  };

  const map = (on: boolean): void => {
    blocks().forEach((block, i) => {
      if (on) tables().map(base + i * BLOCK, block, BLOCK, 'flash');
      else tables().unmap(base + i * BLOCK);
    });
    onMapping();
  };

  return {
    device: createCfiFlash({ name, contents, readOnly, onArray: map }),
    start(image) {
      const block = new Uint8Array(BLOCK);
      blocks().forEach((pa, i) => {
        readStore(i * BLOCK, block);
        if (!store && image) block.set(image.subarray(i * BLOCK, (i + 1) * BLOCK));
        memory.load(pa, block);
      });
      map(true);
    },
  };
}
