/**
 * The board's RAM as the hypervisor gives it away and takes it back: from the top in blocks of 2 MB to guests, from the bottom in pages
 * to itself, for tables. What is given away is zero.
 */
import type { GuestMemory } from '../aarch64/memory.js';
import type { Range } from './ranges.js';

export const PAGE = 4096;
export const BLOCK = 0x200000;
const PAGES = BLOCK / PAGE;

/** More memory is wanted than there is: the message says how much. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
}

/** What is free: physical addresses, each list in their order. */
export interface PoolState {
  blocks: number[];
  /** Pages of blocks that the hypervisor has taken for itself. */
  pages: number[];
}

const blockOf = (pa: number): number => pa - (pa % BLOCK);

/** All blocks of RAM ranges that are in the order of addresses. */
function blocksOf(ram: readonly Range[]): number[] {
  const blocks: number[] = [];
  for (const { base, bytes } of ram)
    for (let at = Math.ceil(base / BLOCK) * BLOCK; at + BLOCK <= base + bytes; at += BLOCK) blocks.push(at);
  return blocks;
}

/** Puts a number where it belongs in an ascending list. */
function insert(list: number[], value: number): void {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (list[middle] < value) from = middle + 1;
    else to = middle;
  }
  list.splice(from, 0, value);
}

export class PagePool {
  /** @param state where the pool keeps what is free */
  constructor(
    private readonly memory: GuestMemory,
    private readonly ram: readonly Range[],
    private readonly state: () => PoolState,
  ) {}

  /** All RAM is free again. */
  reset(): void {
    const state = this.state();
    state.blocks = blocksOf(this.ram);
    state.pages = [];
  }

  /** Bytes for guests that are left. */
  get free(): number {
    return this.state().blocks.length * BLOCK;
  }

  /** Bytes for guests that are left if the hypervisor takes so many pages. */
  roomBeside(pages: number): number {
    const missing = pages - this.state().pages.length;
    return Math.max(0, this.free - Math.max(0, Math.ceil(missing / PAGES)) * BLOCK);
  }

  /**
   * @returns the physical address of 2 MB, aligned; the highest that is left
   * @throws OutOfMemory
   */
  block(): number {
    const at = this.state().blocks.pop();
    if (at === undefined) throw new OutOfMemory('no memory is left');
    this.memory.clear(at, BLOCK);
    return at;
  }

  giveBlock(at: number): void {
    insert(this.state().blocks, at);
  }

  /**
   * @returns the physical address of a page for tables and code of the hypervisor's own
   * @throws OutOfMemory
   */
  page(): number {
    const { blocks, pages } = this.state();
    if (pages.length === 0) {
      const block = blocks.shift();
      if (block === undefined) throw new OutOfMemory('no memory is left');
      for (let i = 0; i < PAGES; i++) pages.push(block + i * PAGE);
    }
    const at = pages.shift()!;
    this.memory.clear(at, PAGE);
    return at;
  }

  givePage(at: number): void {
    const { pages } = this.state();
    insert(pages, at);
    const block = blockOf(at);
    const first = pages.findIndex((page) => page >= block);
    if (pages[first + PAGES - 1] !== block + BLOCK - PAGE) return;
    // A block of which nothing is used is anybody's.
    pages.splice(first, PAGES);
    this.giveBlock(block);
  }
}

/** As messages have it. */
export const mib = (bytes: number): number => Math.floor(bytes / 2 ** 20);

/** Blocks that bytes take. */
export const blocksIn = (bytes: number): number => Math.ceil(bytes / BLOCK);

const GIB = 2 ** 30;
/** Pages for the tables of a guest: level 1, what is below for the GIC's CPU interface, and for RAM, which begins at 1 GiB. */
export const tablePages = (bytes: number): number => 3 + Math.ceil(bytes / GIB) + (bytes % BLOCK === 0 ? 0 : 1);

/**
 * The first of several guests whose memory does not fit into RAM beside that of those before it.
 * @param wanted bytes of each guest's RAM, and of its flash's banks
 * @returns its index, and a line that says how much it may have; undefined if all fit
 */
export function misfit(
  ram: readonly Range[],
  wanted: readonly (readonly number[])[],
): { readonly index: number; readonly line: string } | undefined {
  const blocks = blocksOf(ram).length;
  // The code of idle cores has a page.
  let pages = 1;
  let given = 0;
  for (const [index, pieces] of wanted.entries()) {
    pages += tablePages(pieces[0]);
    const room = blocks - given - Math.ceil(pages / PAGES);
    const bytes = pieces.reduce((sum, n) => sum + n, 0);
    const own = pieces.reduce((sum, n) => sum + blocksIn(n), 0);
    given += own;
    if (own > room) {
      const most = mib(Math.max(0, room) * BLOCK);
      return {
        index,
        line: `${Math.ceil(bytes / 2 ** 20)} MiB, expected at most ${most} MiB, what guests before it leave`,
      };
    }
  }
  return undefined;
}
