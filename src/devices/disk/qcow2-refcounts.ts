/**
 * Reference counts of an image's clusters, and which are free ("Host cluster management"). Counts go up at once, in memory, and go down only
 * when nothing in the file refers to the cluster any more: `free` notes it, `release` does it.
 */
import type { ByteStore } from './byte-store.js';
import { AT, CorruptError, LIMITS, Qcow2Error, setOffset, viewOf, type Header } from './qcow2-header.js';
import { Tables, type Table } from './qcow2-tables.js';

/** A refcount by its index in a block. Widths below a byte count from the least significant bit. */
export function readRefcount(view: DataView, order: number, index: number): number {
  switch (order) {
    case 3:
      return view.getUint8(index);
    case 4:
      return view.getUint16(index * 2);
    case 5:
      return view.getUint32(index * 4);
    case 6:
      return view.getUint32(index * 8) * 2 ** 32 + view.getUint32(index * 8 + 4);
    default: {
      const bit = index << order;
      return (view.getUint8(bit >> 3) >> (bit & 7)) & ((1 << (1 << order)) - 1);
    }
  }
}

export function writeRefcount(view: DataView, order: number, index: number, count: number): void {
  switch (order) {
    case 3:
      return view.setUint8(index, count);
    case 4:
      return view.setUint16(index * 2, count);
    case 5:
      return view.setUint32(index * 4, count);
    case 6:
      return setOffset(view, index * 8, count);
    default: {
      const bit = index << order;
      const mask = (1 << (1 << order)) - 1;
      const others = view.getUint8(bit >> 3) & ~(mask << (bit & 7));
      view.setUint8(bit >> 3, others | (count << (bit & 7)));
    }
  }
}

/** Offsets of blocks, from the refcount table's entries; misaligned ones are refused when they are used. */
export function readRefcountTable(store: ByteStore, header: Header): number[] {
  const bytes = new Uint8Array(header.refcountTableClusters * 2 ** header.clusterBits);
  store.read(header.refcountTableOffset, bytes);
  const view = viewOf(bytes);
  return Array.from(
    { length: bytes.length / 8 },
    (_, i) => view.getUint32(i * 8) * 2 ** 32 + ((view.getUint32(i * 8 + 4) & ~0x1ff) >>> 0),
  );
}

/** So many clusters may count as used behind the file's end, after crashes: with more the search for a free one would not end. */
const MOST_BEHIND_END = 2 ** 22;

export class Refcounts {
  private readonly clusterBytes: number;
  private readonly order: number;
  /** Counts in a block. */
  private readonly perBlock: number;
  private readonly blocks: Tables;
  /** Offsets of blocks; 0 where there is none and all counts are 0. As long as the table has room for. */
  private readonly entries: number[];
  private readonly blockSet: Set<number>;
  /** Entries that the file does not have yet. */
  private readonly newEntries = new Set<number>();
  private table: { at: number; clusters: number };
  /** The table has another place than the header says. */
  private moved = false;
  /** No cluster before this one is free. */
  private next = 0;
  private freed: number[] = [];

  /** @param reserved whether a cluster holds tables, by its offset, whatever its count says */
  constructor(
    private readonly store: ByteStore,
    header: Header,
    private readonly reserved: (at: number) => boolean,
  ) {
    this.clusterBytes = 2 ** header.clusterBits;
    this.order = header.refcountOrder;
    this.perBlock = (this.clusterBytes * 8) / 2 ** this.order;
    this.blocks = new Tables(store, this.clusterBytes, 'a refcount block');
    this.entries = readRefcountTable(store, header);
    const used = this.entries.filter((at) => at !== 0);
    this.blockSet = new Set(used);
    if (this.blockSet.size < used.length) throw new CorruptError('the refcount table refers to a block twice');
    this.table = { at: header.refcountTableOffset, clusters: header.refcountTableClusters };
    for (const at of this.blockSet)
      if (reserved(at)) throw new CorruptError(`a refcount block at ${at}, where another table lies`);
  }

  /** The clusters that the counts themselves take: whether one at `at` is one of them. */
  holds(at: number): boolean {
    const { table } = this;
    return (at >= table.at && at < table.at + table.clusters * this.clusterBytes) || this.blockSet.has(at);
  }

  get(cluster: number): number {
    const block = this.blockOf(cluster);
    return block ? readRefcount(block.view, this.order, cluster % this.perBlock) : 0;
  }

  private set(cluster: number, count: number): void {
    const block = this.blockOf(cluster);
    if (!block) throw new CorruptError(`cluster ${cluster}: there is no refcount block`);
    const index = cluster % this.perBlock;
    writeRefcount(block.view, this.order, index, count);
    const from = Math.floor((index * 2 ** this.order) / 8);
    this.blocks.touch(block, from, from + Math.max(1, 2 ** this.order / 8));
  }

  private blockOf(cluster: number): Table | undefined {
    const at = this.entries[Math.floor(cluster / this.perBlock)] ?? 0;
    return at === 0 ? undefined : this.blocks.get(at);
  }

  /** A free cluster's offset; its count is 1 from now on. @throws Qcow2Error where the image can't grow */
  allocate(): number {
    const cluster = this.allocateRun(1);
    this.next = cluster + 1;
    return cluster * this.clusterBytes;
  }

  /** So many clusters in a row: the number of the first. */
  private allocateRun(count: number): number {
    const end = Math.ceil(this.store.size / this.clusterBytes);
    let first = count === 1 ? this.next : end;
    for (let have = 0; have < count;) {
      const cluster = first + have;
      if (cluster > end + MOST_BEHIND_END) throw new CorruptError('clusters count as used that the file does not have');
      if (!this.isFree(cluster)) {
        first = cluster + 1;
        have = 0;
      } else if (this.blockOf(cluster)) have++;
      else {
        // A block that is missing goes into the first cluster of its range that is asked for, and counts itself.
        this.createBlock(cluster);
        first = cluster + 1;
        have = 0;
      }
    }
    for (let i = 0; i < count; i++) this.set(first + i, 1);
    return first;
  }

  private isFree(cluster: number): boolean {
    if (this.get(cluster) !== 0) return false;
    const at = cluster * this.clusterBytes;
    if (this.reserved(at) || this.holds(at))
      throw new CorruptError(`the cluster at ${at} counts as free and holds a table: the image is corrupt`);
    return true;
  }

  private createBlock(cluster: number): void {
    const index = Math.floor(cluster / this.perBlock);
    const at = cluster * this.clusterBytes;
    if (index >= this.entries.length) this.growTable(index);
    // Growing may have made this very block.
    if (this.entries[index] !== 0) return;
    this.blocks.create(at);
    this.blockSet.add(at);
    this.entries[index] = at;
    this.newEntries.add(index);
    this.set(cluster, 1);
  }

  private growTable(index: number): void {
    const perCluster = this.clusterBytes / 8;
    // Half as much again, and room for what the new table itself makes necessary.
    const clusters = Math.ceil(((index + 1) * 1.5) / perCluster) + 1;
    if (clusters * this.clusterBytes > LIMITS.REFCOUNT_TABLE_BYTES)
      throw new Qcow2Error('the image can not grow: its refcount table has 8 MiB');
    const before = this.entries.length;
    const old = this.table;
    this.entries.length = clusters * perCluster;
    this.entries.fill(0, before);
    const at = this.allocateRun(clusters) * this.clusterBytes;
    // The search may have made the table grow once more: then that one is the larger.
    if (this.table.clusters < clusters) {
      for (let i = 0; i < old.clusters; i++) this.free(old.at + i * this.clusterBytes);
      this.table = { at, clusters };
      this.moved = true;
    } else for (let i = 0; i < clusters; i++) this.free(at + i * this.clusterBytes);
  }

  /** One reference less to the cluster at `at`, as soon as the file says so. */
  free(at: number): void {
    this.freed.push(at);
  }

  /** How many clusters wait for that. */
  get waiting(): number {
    return this.freed.length;
  }

  get changed(): number {
    return this.blocks.changed;
  }

  /** Writes counts, new blocks, and a table that moved, none of which anything refers to so far. */
  writeBlocks(): void {
    this.blocks.write(false);
    if (!this.moved) return;
    const bytes = new Uint8Array(this.table.clusters * this.clusterBytes);
    const view = viewOf(bytes);
    this.entries.forEach((at, i) => setOffset(view, i * 8, at));
    this.store.write(this.table.at, bytes);
  }

  /** Whether there is something for `writeTable`. */
  get tableChanged(): boolean {
    return this.moved || this.newEntries.size > 0;
  }

  /** Makes the file use the new blocks, or the new table. Blocks must have reached it. */
  writeTable(): void {
    if (this.moved) {
      const bytes = new Uint8Array(12);
      const view = viewOf(bytes);
      setOffset(view, 0, this.table.at);
      view.setUint32(8, this.table.clusters);
      this.store.write(AT.REFCOUNT_TABLE, bytes);
    } else {
      const bytes = new Uint8Array(8);
      for (const index of this.newEntries) {
        setOffset(viewOf(bytes), 0, this.entries[index]);
        this.store.write(this.table.at + index * 8, bytes);
      }
    }
    this.moved = false;
    this.newEntries.clear();
  }

  /** Counts down what `free` was told of. Nothing in the file may refer to it any more. */
  release(): void {
    for (const at of this.freed) {
      const cluster = at / this.clusterBytes;
      const count = this.get(cluster);
      // An image that was corrupt before: there is nothing to count down.
      if (count === 0) continue;
      this.set(cluster, count - 1);
      if (count === 1 && cluster < this.next) this.next = cluster;
    }
    this.freed = [];
    this.blocks.write(false);
  }
}
