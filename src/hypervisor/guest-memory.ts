/**
 * A guest's RAM: given to it when it starts, taken back when it ends, and in between by its balloon. What says where a page is are
 * the guest's stage-2 tables, and nothing else. The 2 MB that it sees at a multiple of 2 MB are in one block, or nowhere.
 */
import type { GuestBus } from '../aarch64/bus.js';
import type { GuestMemory } from '../aarch64/memory.js';
import { BLOCK, blocksIn, mib, OutOfMemory, PAGE, tablePages, type PagePool } from './page-pool.js';
import { PLATFORM } from './platform.js';
import { Stage2Tables } from './stage2-tables.js';

export interface GuestRamOptions {
  readonly memory: GuestMemory;
  readonly pool: PagePool;
  /** Bytes of RAM, a multiple of 4096. */
  readonly bytes: number;
  /** Bytes of RAM for each bank of its flash, multiples of 2 MB. */
  readonly flashBytes: readonly number[];
  /** Physical address of the GIC's virtual CPU interface. */
  readonly gicv: number;
  /** Where the root of its tables is kept, 0 while it has no memory, and where its flash is. */
  readonly state: { root: number; flash: number[][] };
  /** Translations of the guest's that TLBs hold are no longer right. */
  readonly invalidate: () => void;
}

const RAM = PLATFORM.ram;

export class GuestRam {
  /** What its devices master: its RAM and nothing else. */
  readonly bus: GuestBus;

  constructor(private readonly options: GuestRamOptions) {
    const { memory } = options;
    this.bus = {
      read: (ipa, into) => this.each(ipa, into.length, (pa, from, to) => memory.read8(pa, into.subarray(from, to))),
      write: (ipa, bytes) => this.each(ipa, bytes.length, (pa, from, to) => memory.load(pa, bytes.subarray(from, to))),
    };
  }

  get tables(): Stage2Tables {
    const { memory, pool, state } = this.options;
    return new Stage2Tables(memory, pool, state.root);
  }

  /** Visits what is at the guest's addresses, piece by piece. False: some of it is not its RAM. */
  private each(ipa: number, length: number, visit: (pa: number, from: number, to: number) => void): boolean {
    if (ipa < RAM || ipa + length > RAM + this.options.bytes || this.options.state.root === 0) return false;
    const { tables } = this;
    for (let done = 0; done < length;) {
      const at = ipa + done;
      const found = tables.find(at) ?? (this.populate(at) ? tables.find(at) : undefined);
      if (!found) return false;
      const to = Math.min(length, done + found.bytes - (at % found.bytes));
      visit(found.pa, done, to);
      done = to;
    }
    return true;
  }

  /**
   * Gives it all its RAM, zeroed, and what it sees of the GIC.
   * @throws OutOfMemory; it has none then
   */
  allocate(): void {
    const { pool, bytes, flashBytes, gicv, state } = this.options;
    const wanted = blocksIn(bytes) + flashBytes.reduce((sum, n) => sum + blocksIn(n), 0);
    const room = pool.roomBeside(tablePages(bytes));
    if (wanted * BLOCK > room)
      throw new OutOfMemory(`its memory is ${mib(wanted * BLOCK)} MiB, ${mib(room)} MiB are free`);
    state.root = pool.page();
    const { tables } = this;
    // Its second page, GICC_DIR, is ours (virtual-gic.ts).
    tables.map(PLATFORM.gicc.base, gicv, PAGE, 'device');
    for (let at = 0; at < bytes; at += BLOCK) {
      const block = pool.block();
      if (bytes - at >= BLOCK) tables.map(RAM + at, block, BLOCK, 'memory');
      else for (let p = 0; p < bytes - at; p += PAGE) tables.map(RAM + at + p, block + p, PAGE, 'memory');
    }
    state.flash = flashBytes.map((n) => Array.from({ length: blocksIn(n) }, () => pool.block()));
  }

  /** Takes its RAM and its tables back. */
  free(): void {
    const { pool, bytes, state } = this.options;
    if (state.root === 0) return;
    const { tables } = this;
    for (let at = 0; at < bytes; at += BLOCK) {
      const block = tables.blockOf(RAM + at);
      if (block !== undefined) pool.giveBlock(block);
    }
    for (const block of state.flash.flat()) pool.giveBlock(block);
    tables.free();
    state.root = 0;
    state.flash = [];
    this.options.invalidate();
  }

  /** Bytes of the board's RAM that it has. */
  get held(): number {
    const { bytes, state } = this.options;
    if (state.root === 0) return 0;
    const { tables } = this;
    let blocks = state.flash.flat().length;
    for (let at = 0; at < bytes; at += BLOCK) if (tables.blockOf(RAM + at) !== undefined) blocks++;
    return blocks * BLOCK;
  }

  /** Bytes of its RAM that it has touched, so that the host has had to find room for them. */
  get touched(): number {
    const { memory, bytes, state } = this.options;
    if (state.root === 0) return 0;
    const { tables } = this;
    let pages = 0;
    for (let at = 0; at < bytes; at += BLOCK) {
      const whole = tables.find(RAM + at);
      for (let p = 0; p < Math.min(BLOCK, bytes - at); p += PAGE) {
        const pa = whole?.bytes === BLOCK ? whole.pa + p : tables.find(RAM + at + p)?.pa;
        if (pa !== undefined && memory.peek(pa) > 0) pages++;
      }
    }
    return pages * PAGE;
  }

  /** Calls `visit` with the guest's address of each page of a range that is its RAM. */
  private pages(ipa: number, length: number, visit: (ipa: number) => void): void {
    const end = Math.min(ipa + length, RAM + this.options.bytes);
    if (this.options.state.root === 0) return;
    for (let at = Math.max(ipa, RAM); at < end; at += PAGE) visit(at);
  }

  /**
   * The guest gives pages back. A block that has none left is anybody's.
   * @param ipa its address, and a size in bytes: multiples of 4096; what is not its RAM is passed over
   */
  inflate(ipa: number, length: number): void {
    const { memory, pool } = this.options;
    const { tables } = this;
    this.pages(ipa, length, (at) => {
      const found = tables.find(at);
      if (!found) return;
      // The rest of its block stays the guest's, so that it must find this page empty if it ever takes it again.
      memory.clear(found.pa, PAGE);
      try {
        if (tables.unmapPage(at)) pool.giveBlock(found.pa - (at % BLOCK));
      } catch (error) {
        // Without a page for a table the guest keeps what it would give.
        if (!(error instanceof OutOfMemory)) throw error;
      }
    });
    this.options.invalidate();
  }

  /** The guest wants pages again. Where the board has none left it finds that out when it uses them. */
  deflate(ipa: number, length: number): void {
    this.pages(ipa, length, (at) => void this.populate(at));
  }

  /** Puts memory where the guest has given some back. @returns false where that is not its RAM, or none is left */
  populate(ipa: number): boolean {
    const { pool, bytes, state } = this.options;
    if (ipa < RAM || ipa >= RAM + bytes || state.root === 0) return false;
    const { tables } = this;
    const page = ipa - (ipa % PAGE);
    if (tables.find(page)) return true;
    const there = tables.blockOf(page);
    try {
      const block = there ?? pool.block();
      try {
        tables.map(page, block + (page % BLOCK), PAGE, 'memory');
      } catch (error) {
        if (there === undefined) pool.giveBlock(block);
        throw error;
      }
      return true;
    } catch (error) {
      if (error instanceof OutOfMemory) return false;
      throw error;
    }
  }
}
