/**
 * Stage-2 tables in the board's RAM, as the MMU walks them (Arm ARM D5.3, D5.5.5): 4 KB granule, 39 bits of intermediate physical
 * address, three levels from level 1.
 */
import type { GuestMemory } from '../aarch64/memory.js';
import { BLOCK, PAGE, type PagePool } from './page-pool.js';

/** VTCR_EL2: T0SZ 25, SL0 1, tables in write-back memory that is shareable, 44 bits of physical address. */
export const VTCR = 0x80000000 | (4 << 16) | (3 << 12) | (1 << 10) | (1 << 8) | (1 << 6) | 25 | 0;
/** The intermediate physical addresses that the tables cover. */
export const IPA_LIMIT = 2 ** 39;

const ENTRY = { VALID: 1, TABLE: 2, PAGE: 2, AF: 1 << 10 } as const;
const S2AP = { READ: 1 << 6, WRITE: 2 << 6 } as const;
const SHAREABLE = 3 << 8;
const MEM_ATTR = { DEVICE_nGnRE: 1 << 2, NORMAL_WRITE_BACK: 15 << 2 } as const;
/** XN, bit 54, in the high word. */
const XN_HIGH = 1 << 22;

const TWO_32 = 2 ** 32;

/** What a page may be used for. 'flash': memory that can't be written. */
export type Use = 'memory' | 'device' | 'flash';
const LOW: Readonly<Record<Use, number>> = {
  memory: ENTRY.VALID | ENTRY.AF | SHAREABLE | S2AP.READ | S2AP.WRITE | MEM_ATTR.NORMAL_WRITE_BACK,
  device: ENTRY.VALID | ENTRY.AF | S2AP.READ | S2AP.WRITE | MEM_ATTR.DEVICE_nGnRE,
  flash: ENTRY.VALID | ENTRY.AF | SHAREABLE | S2AP.READ | MEM_ATTR.NORMAL_WRITE_BACK,
};
const HIGH: Readonly<Record<Use, number>> = { memory: 0, device: XN_HIGH, flash: 0 };

/** Entries of a table. */
const ENTRIES = 512;
/** The bits of an address that index a level's table. */
const SHIFT = [0, 30, 21, 12];

/** What a walk has found. */
export interface Mapping {
  readonly pa: number;
  readonly bytes: typeof PAGE | typeof BLOCK;
}

export class Stage2Tables {
  /** @param root physical address of the level 1 table: what VTTBR_EL2 has beside the VMID */
  constructor(
    private readonly memory: GuestMemory,
    private readonly pool: PagePool,
    readonly root: number,
  ) {}

  /** The address that an entry holds; its bits are in `memory.lo` then. 0: it is not valid. */
  private read(at: number): number {
    const { memory } = this;
    memory.readPair(at);
    if ((memory.lo & ENTRY.VALID) === 0) return 0;
    return (memory.hi & 0xffff) * TWO_32 + ((memory.lo & ~0xfff) >>> 0);
  }

  private entryAt(table: number, ipa: number, level: number): number {
    return table + (Math.floor(ipa / 2 ** SHIFT[level]) % ENTRIES) * 8;
  }

  /** The table of the next level behind an entry, made if it is not there. */
  private next(table: number, ipa: number, level: number): number {
    const at = this.entryAt(table, ipa, level);
    const there = this.read(at);
    if (there !== 0) {
      if ((this.memory.lo & ENTRY.TABLE) === 0) throw new Error(`0x${ipa.toString(16)} is mapped by a block`);
      return there;
    }
    const made = this.pool.page();
    this.memory.writePair(at, (made % TWO_32) | ENTRY.VALID | ENTRY.TABLE, Math.floor(made / TWO_32));
    return made;
  }

  /**
   * Maps 2 MB or 4 KB. Nothing may be mapped there; the caller sees to TLBs if it was.
   * @throws OutOfMemory
   */
  map(ipa: number, pa: number, bytes: typeof PAGE | typeof BLOCK, use: Use): void {
    let table = this.next(this.root, ipa, 1);
    let lo = LOW[use] | (pa % TWO_32);
    if (bytes === PAGE) {
      table = this.next(table, ipa, 2);
      lo |= ENTRY.PAGE;
    }
    this.memory.writePair(this.entryAt(table, ipa, bytes === PAGE ? 3 : 2), lo, HIGH[use] | Math.floor(pa / TWO_32));
  }

  /** Takes a mapping of 2 MB away, where there is one; the caller sees to TLBs. */
  unmap(ipa: number): void {
    this.memory.writePair(this.entryAt(this.next(this.root, ipa, 1), ipa, 2), 0, 0);
  }

  /** Where an address is mapped to; undefined if it is not. */
  find(ipa: number): Mapping | undefined {
    const second = this.read(this.entryAt(this.root, ipa, 1));
    if (second === 0) return undefined;
    const entry = this.read(this.entryAt(second, ipa, 2));
    if (entry === 0) return undefined;
    if ((this.memory.lo & ENTRY.TABLE) === 0) return { pa: entry + (ipa % BLOCK), bytes: BLOCK };
    const page = this.read(this.entryAt(entry, ipa, 3));
    return page === 0 ? undefined : { pa: page + (ipa % PAGE), bytes: PAGE };
  }

  /** The block of RAM that some page of the 2 MB at an address is mapped to; undefined if none is. */
  blockOf(ipa: number): number | undefined {
    const base = ipa - (ipa % BLOCK);
    for (let at = base; at < base + BLOCK; at += PAGE) {
      const found = this.find(at);
      if (found) return found.pa - (at - base);
      if (at === base && !this.hasPages(base)) return undefined;
    }
    return undefined;
  }

  /** True where the 2 MB at an address are mapped page by page. */
  private hasPages(ipa: number): boolean {
    const second = this.read(this.entryAt(this.root, ipa, 1));
    return second !== 0 && this.read(this.entryAt(second, ipa, 2)) !== 0 && (this.memory.lo & ENTRY.TABLE) !== 0;
  }

  /**
   * Unmaps 4 KB of memory; a block is split first. The caller sees to TLBs.
   * @returns true if nothing of its 2 MB is mapped any more
   * @throws OutOfMemory where there is no page for the split
   */
  unmapPage(ipa: number): boolean {
    const base = ipa - (ipa % BLOCK);
    const second = this.read(this.entryAt(this.root, ipa, 1));
    const at = this.entryAt(second, ipa, 2);
    const entry = this.read(at);
    let third = entry;
    if ((this.memory.lo & ENTRY.TABLE) === 0) {
      third = this.pool.page();
      for (let i = 0; i < ENTRIES; i++) {
        const pa = entry + i * PAGE;
        this.memory.writePair(third + i * 8, LOW.memory | ENTRY.PAGE | (pa % TWO_32), Math.floor(pa / TWO_32));
      }
      this.memory.writePair(at, (third % TWO_32) | ENTRY.VALID | ENTRY.TABLE, Math.floor(third / TWO_32));
    }
    this.memory.writePair(this.entryAt(third, ipa, 3), 0, 0);
    for (let i = 0; i < ENTRIES; i++) if (this.read(third + i * 8) !== 0) return false;
    this.unmapBlock(base);
    return true;
  }

  /** Unmaps 2 MB, and gives the table of their pages back if there is one. The caller sees to TLBs. */
  private unmapBlock(ipa: number): void {
    const at = this.entryAt(this.read(this.entryAt(this.root, ipa, 1)), ipa, 2);
    const entry = this.read(at);
    const isTable = (this.memory.lo & ENTRY.TABLE) !== 0;
    this.memory.writePair(at, 0, 0);
    if (entry !== 0 && isTable) this.pool.givePage(entry);
  }

  /** Gives all tables back. */
  free(): void {
    const tables = (table: number, level: number): void => {
      for (let i = 0; level < 3 && i < ENTRIES; i++) {
        const entry = this.read(table + i * 8);
        if (entry !== 0 && (this.memory.lo & ENTRY.TABLE) !== 0) tables(entry, level + 1);
      }
      this.pool.givePage(table);
    };
    tables(this.root, 1);
  }
}
