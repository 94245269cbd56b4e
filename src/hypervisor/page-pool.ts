/** The board's RAM as the hypervisor gives it away: from the top in 2 MB blocks to guests, from the bottom in pages to itself. */
import type { Range } from './ranges.js';

export const PAGE = 4096;
export const BLOCK = 0x200000;

/** More memory is wanted than the board has: the message says who wants how much. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
}

/** The bytes that guests' memory takes, in whole blocks. */
const inBlocks = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK;

/**
 * Whether guests' memory fits into the RAM that nobody else uses: one block of it is the hypervisor's own.
 * @param wanted bytes of each guest
 * @throws OutOfMemory
 */
export function checkMemory(ram: readonly Range[], wanted: readonly number[]): void {
  const room = new PagePool(ram).free - BLOCK;
  const sum = wanted.reduce((n, bytes) => n + inBlocks(bytes), 0);
  if (sum <= room) return;
  const mib = (bytes: number): number => Math.floor(bytes / 2 ** 20);
  throw new OutOfMemory(`the guests' memory is ${mib(sum)} MiB, expected at most ${mib(room)}`);
}

export class PagePool {
  private readonly blocks: number[] = [];
  private page = 0;
  private pageEnd = 0;

  /** @param ram the RAM that nobody else uses, in the order of addresses */
  constructor(ram: readonly Range[]) {
    for (const { base, bytes } of ram) {
      for (let at = Math.ceil(base / BLOCK) * BLOCK; at + BLOCK <= base + bytes; at += BLOCK) this.blocks.push(at);
    }
  }

  /** Bytes that are left, but for pages of a block that was begun. */
  get free(): number {
    return this.blocks.length * BLOCK;
  }

  /** @returns the physical address of 2 MB, aligned; the highest that is left */
  block(): number {
    const at = this.blocks.pop();
    if (at === undefined) throw new OutOfMemory('no memory left');
    return at;
  }

  /** @returns the physical address of a page for tables and code of the hypervisor's own */
  ownPage(): number {
    if (this.page === this.pageEnd) {
      const at = this.blocks.shift();
      if (at === undefined) throw new OutOfMemory('no memory left');
      this.page = at;
      this.pageEnd = at + BLOCK;
    }
    const at = this.page;
    this.page += PAGE;
    return at;
  }
}
