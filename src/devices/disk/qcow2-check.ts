/** Whether an image's refcounts are those that its tables make, and how to make them so. */
import type { ByteStore } from './byte-store.js';
import {
  AT,
  AUTOCLEAR,
  CorruptError,
  EXTENSION,
  hasBit,
  INCOMPATIBLE,
  offsetAt,
  Qcow2Error,
  readHeader,
  setOffset,
  viewOf,
  type Header,
} from './qcow2-header.js';
import { clustersOf, COPIED, entryCopied, entryOffset, mappingAt } from './qcow2-map.js';
import { readRefcount, readRefcountTable, writeRefcount } from './qcow2-refcounts.js';
import { readSnapshots } from './qcow2-snapshots.js';

export interface Check {
  /** What endangers contents, one line each; the first `MAX_LINES` of them. */
  readonly problems: readonly string[];
  /** How many there are. */
  readonly errors: number;
  /** Clusters that count as used and are not. */
  readonly leaks: number;
  /** Clusters that are in use, and bytes of one. */
  readonly used: number;
  readonly clusterBytes: number;
  /** The image was not closed in good order, by a program that puts off counting. */
  readonly dirty: boolean;
  readonly corrupt: boolean;
}

const MAX_LINES = 20;
/** So many clusters are counted, at four bytes each: a file of 16 TiB with clusters of 64 KiB. */
const MAX_CLUSTERS = 2 ** 28;

/** So many entries of L2 tables are looked at: snapshots may refer to the same tables again and again. */
const MAX_ENTRIES = 2 ** 30;

export type Progress = (done: number, all: number) => void;

/** References to each cluster of the file, as all tables make them; and which problems there are in these. */
class Census {
  readonly header: Header;
  readonly clusterBytes: number;
  readonly counts: Uint32Array;
  readonly problems: string[] = [];
  errors = 0;
  private entries = 0;

  constructor(
    readonly store: ByteStore,
    private readonly progress: Progress,
  ) {
    this.header = readHeader(store);
    this.clusterBytes = 2 ** this.header.clusterBits;
    const clusters = Math.ceil(store.size / this.clusterBytes);
    if (clusters > MAX_CLUSTERS)
      throw new Qcow2Error(`${clusters} clusters, expected at most ${MAX_CLUSTERS} to check`);
    this.counts = new Uint32Array(clusters);
  }

  error(text: string): void {
    if (this.errors++ < MAX_LINES) this.problems.push(text);
  }

  /** Counts clusters from `at` on. False if they are not all in the file. */
  add(at: number, length: number, what: string): boolean {
    const first = Math.floor(at / this.clusterBytes);
    const end = Math.ceil((at + length) / this.clusterBytes);
    if (end > this.counts.length) {
      this.error(`${what} at ${at}: expected it in the file's ${this.store.size} bytes`);
      return false;
    }
    for (let cluster = first; cluster < end; cluster++) this.counts[cluster]++;
    return true;
  }

  /** A table in one piece. */
  table(at: number, length: number, what: string): DataView | undefined {
    if (length === 0 || !this.add(at, length, what)) return undefined;
    const bytes = new Uint8Array(length);
    this.store.read(at, bytes);
    return viewOf(bytes);
  }

  aligned(at: number, what: string): boolean {
    if (at % this.clusterBytes === 0) return true;
    this.error(`${what} at ${at}: expected a multiple of the cluster size`);
    return false;
  }

  /** All that one L1 table refers to. */
  tree(l1Offset: number, l1Entries: number, what: string): void {
    const l1 = this.table(l1Offset, l1Entries * 8, `${what}L1 table`);
    if (!l1) return;
    const { header, clusterBytes } = this;
    const seen = new Set<number>();
    for (let i = 0; i < l1Entries; i++) {
      this.progress(i, l1Entries);
      const at = entryOffset(l1, i);
      if (at === 0 || !this.aligned(at, `${what}L2 table ${i}`)) continue;
      if (seen.has(at)) {
        this.error(`${what}L2 table ${i} at ${at}: the L1 table refers to it twice`);
        continue;
      }
      seen.add(at);
      const l2 = this.table(at, clusterBytes, `${what}L2 table ${i}`);
      if (!l2) continue;
      this.entries += clusterBytes / 8;
      if (this.entries > MAX_ENTRIES)
        throw new Qcow2Error('the L2 tables have more than 2^30 entries, expected fewer to check');
      for (let k = 0; k < clusterBytes / 8; k++) {
        const name = `${what}guest cluster ${i * (clusterBytes / 8) + k}`;
        try {
          for (const host of clustersOf(mappingAt(l2, k, header), clusterBytes))
            // What is packed may leave the last of its sectors over.
            if (host < this.store.size || (l2.getUint32(k * 8) & 0x40000000) === 0) this.add(host, clusterBytes, name);
        } catch (error) {
          if (!(error instanceof CorruptError)) throw error;
          this.error(`${name}: ${error.message}`);
        }
      }
    }
  }

  /** Bitmaps that are in step with the disk ("Bitmaps"). */
  bitmaps(): void {
    const extension = this.header.extensions.find((e) => e.type === EXTENSION.BITMAPS)?.bytes;
    if (!extension || extension.length < 24 || !hasBit(this.header.autoclear, AUTOCLEAR.BITMAPS)) return;
    const fields = viewOf(extension);
    const length = offsetAt(fields, 8, 'bitmap_directory_size');
    const at = offsetAt(fields, 16, 'bitmap_directory_offset');
    if (length > 64 * 2 ** 20) return this.error(`the bitmap directory: ${length} bytes, expected at most 64 MiB`);
    const directory = this.table(at, length, 'the bitmap directory');
    for (let entry = 0; directory && entry + 24 <= length;) {
      const [tableAt, entries] = [offsetAt(directory, entry, 'bitmap_table_offset'), directory.getUint32(entry + 8)];
      const table = this.table(tableAt, entries * 8, 'a bitmap table');
      for (let i = 0; table && i < entries; i++) {
        const data = entryOffset(table, i);
        if (data !== 0 && this.aligned(data, 'a bitmap')) this.add(data, this.clusterBytes, 'a bitmap');
      }
      const rest = directory.getUint16(entry + 18) + directory.getUint32(entry + 20);
      entry += 24 + Math.ceil(rest / 8) * 8;
    }
  }

  /** All but the refcounts themselves. */
  contents(): void {
    const { header, store } = this;
    this.add(0, 1, 'the header');
    this.tree(header.l1Offset, header.l1Entries, '');
    const snapshots = readSnapshots(store, header);
    if (snapshots.bytes > 0) this.add(header.snapshotsOffset, snapshots.bytes, 'the snapshot table');
    for (const { name, l1Offset, l1Entries } of snapshots.snapshots)
      this.tree(l1Offset, l1Entries, `snapshot ${name}: `);
    this.bitmaps();
  }
}

/** Counts as the file has them: of each cluster, 0 where there is no block. */
function* countsIn(store: ByteStore, header: Header): Generator<{ cluster: number; count: number }> {
  const bytes = 2 ** header.clusterBits;
  const perBlock = (bytes * 8) / 2 ** header.refcountOrder;
  const clusters = Math.ceil(store.size / bytes);
  const block = new Uint8Array(bytes);
  for (const [index, at] of readRefcountTable(store, header).entries()) {
    const usable = at !== 0 && at % bytes === 0 && at < store.size;
    if (!usable && index * perBlock >= clusters) continue;
    if (usable) store.read(at, block);
    else block.fill(0);
    // Counts of clusters behind the end of the file are leaks, if they are not 0.
    const end = usable ? perBlock : Math.min(perBlock, clusters - index * perBlock);
    for (let i = 0; i < end; i++)
      yield { cluster: index * perBlock + i, count: readRefcount(viewOf(block), header.refcountOrder, i) };
  }
}

/**
 * Compares an image's refcounts with its tables.
 * @throws Qcow2Error where it can't be opened at all, and what the store throws
 */
export function checkQcow2(store: ByteStore, progress: Progress = () => {}): Check {
  const census = new Census(store, progress);
  const { header, clusterBytes, counts } = census;
  census.contents();
  census.add(header.refcountTableOffset, header.refcountTableClusters * clusterBytes, 'the refcount table');
  for (const at of readRefcountTable(store, header))
    if (at !== 0 && census.aligned(at, 'a refcount block')) census.add(at, clusterBytes, 'a refcount block');

  let [leaks, used, seen] = [0, 0, 0];
  for (const { cluster, count } of countsIn(store, header)) {
    seen = cluster + 1;
    const wanted = counts[cluster] ?? 0;
    if (count > wanted) leaks++;
    else if (count < wanted)
      census.error(`the cluster at ${cluster * clusterBytes}: refcount ${count}, expected ${wanted}`);
  }
  counts.forEach((wanted, cluster) => {
    if (wanted > 0) used++;
    if (wanted > 0 && cluster >= seen)
      census.error(`the cluster at ${cluster * clusterBytes}: no refcount, expected ${wanted}`);
  });
  for (const { at, wrong } of wrongFlags(store, header, counts))
    census.error(
      `the entry at ${at}: says that the refcount is ${wrong ? 'not ' : ''}1, which it is${wrong ? '' : ' not'}`,
    );
  return {
    problems: census.problems,
    errors: census.errors,
    leaks,
    used,
    clusterBytes,
    dirty: hasBit(header.incompatible, INCOMPATIBLE.DIRTY),
    corrupt: hasBit(header.incompatible, INCOMPATIBLE.CORRUPT),
  };
}

/** Entries of the tables in use whose COPIED flag is not what the counts say: where, and what the flag should be. */
function* wrongFlags(
  store: ByteStore,
  header: Header,
  counts: Uint32Array,
): Generator<{ at: number; high: number; wrong: boolean }> {
  const clusterBytes = 2 ** header.clusterBits;
  const bytes = new Uint8Array(header.l1Entries * 8);
  store.read(header.l1Offset, bytes);
  const l1 = viewOf(bytes);
  const l2 = new Uint8Array(clusterBytes);
  const view = viewOf(l2);
  for (let i = 0; i < header.l1Entries; i++) {
    const table = entryOffset(l1, i);
    if (table === 0 || table % clusterBytes !== 0 || table >= store.size) continue;
    const single = counts[table / clusterBytes] === 1;
    if (single !== entryCopied(l1, i)) yield { at: header.l1Offset + i * 8, high: l1.getUint32(i * 8), wrong: single };
    store.read(table, l2);
    for (let k = 0; k < clusterBytes / 8; k++) {
      const high = view.getUint32(k * 8);
      const host = entryOffset(view, k);
      if ((high & 0x40000000) !== 0 || host === 0 || host % clusterBytes !== 0) continue;
      const own = counts[host / clusterBytes] === 1;
      if (own !== ((high & COPIED) !== 0)) yield { at: table + k * 8, high, wrong: own };
    }
  }
}

/**
 * Makes an image's refcounts anew at the end of the file, as its tables want them, and then has the header refer to them. Entries that refer
 * to nowhere stay as they are.
 * @throws as checkQcow2
 */
export function repairQcow2(store: ByteStore, progress: Progress = () => {}): void {
  const census = new Census(store, progress);
  const { header, clusterBytes, counts } = census;
  census.contents();
  const flags = [...wrongFlags(store, header, counts)];
  const writeFlags = (own: boolean): void => {
    const word = new Uint8Array(4);
    for (const { at, high, wrong } of flags) {
      if (wrong !== own) continue;
      viewOf(word).setUint32(0, (own ? high | COPIED : high & ~COPIED) >>> 0);
      store.write(at, word);
    }
    store.flush();
  };
  // What two refer to must not be written in place, from now on.
  writeFlags(false);

  const perBlock = (clusterBytes * 8) / 2 ** header.refcountOrder;
  const most = header.refcountOrder === 6 ? Infinity : 2 ** (2 ** header.refcountOrder) - 1;
  const start = counts.length;
  let [blocks, tableClusters] = [1, 1];
  const all = (): number => start + blocks + tableClusters;
  while (blocks * perBlock < all() || tableClusters * clusterBytes < blocks * 8) {
    blocks = Math.ceil(all() / perBlock);
    tableClusters = Math.ceil((blocks * 8) / clusterBytes);
  }
  const table = new Uint8Array(tableClusters * clusterBytes);
  const block = new Uint8Array(clusterBytes);
  for (let i = 0; i < blocks; i++) {
    const at = (start + tableClusters + i) * clusterBytes;
    setOffset(viewOf(table), i * 8, at);
    block.fill(0);
    for (let k = 0; k < perBlock && i * perBlock + k < all(); k++) {
      const cluster = i * perBlock + k;
      const count = cluster < start ? counts[cluster] : 1;
      if (count > most) throw new Qcow2Error(`${count} references to a cluster, expected at most ${most}`);
      writeRefcount(viewOf(block), header.refcountOrder, k, count);
    }
    store.write(at, block);
  }
  store.write(start * clusterBytes, table);
  store.flush();
  const place = new Uint8Array(12);
  setOffset(viewOf(place), 0, start * clusterBytes);
  viewOf(place).setUint32(8, tableClusters);
  store.write(AT.REFCOUNT_TABLE, place);
  store.flush();
  writeFlags(true);
  if (header.version === 2) return;
  const bits = new Uint8Array(8);
  const done = (1n << BigInt(INCOMPATIBLE.DIRTY)) | (census.errors === 0 ? 1n << BigInt(INCOMPATIBLE.CORRUPT) : 0n);
  viewOf(bits).setBigUint64(0, header.incompatible & ~done);
  store.write(AT.INCOMPATIBLE, bits);
  store.flush();
}
