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

/** The bits of an address that index a level's table. */
const SHIFT = [0, 30, 21, 12];

export class Stage2Tables {
  /** Physical address of the level 1 table: what VTTBR_EL2 has beside the VMID. */
  readonly root: number;

  constructor(
    private readonly memory: GuestMemory,
    private readonly pool: PagePool,
  ) {
    this.root = this.table();
  }

  private table(): number {
    const at = this.pool.ownPage();
    this.memory.clear(at, PAGE);
    return at;
  }

  /** The table of the next level behind an entry, made if it is not there. */
  private next(table: number, ipa: number, level: number): number {
    const { memory } = this;
    const at = this.entryAt(table, ipa, level);
    memory.readPair(at);
    if ((memory.lo & ENTRY.VALID) !== 0) {
      if ((memory.lo & ENTRY.TABLE) === 0) throw new Error(`0x${ipa.toString(16)} is mapped by a block`);
      return (memory.hi & 0xffff) * TWO_32 + ((memory.lo & ~0xfff) >>> 0);
    }
    const made = this.table();
    memory.writePair(at, (made % TWO_32) | ENTRY.VALID | ENTRY.TABLE, Math.floor(made / TWO_32));
    return made;
  }

  private entryAt(table: number, ipa: number, level: number): number {
    return table + (Math.floor(ipa / 2 ** SHIFT[level]) % 512) * 8;
  }

  /** Maps 2 MB or 4 KB. Nothing may be mapped there; the caller sees to TLBs if it was. */
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
}
