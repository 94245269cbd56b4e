/**
 * qcow2 images as disks. Data goes to the file at once; changes of tables are gathered in memory and written by `commit` in an order by
 * which the file is sound at every moment:
 *
 *   1. counts and tables that nothing refers to yet, behind the data
 *   2. a refcount table that refers to new blocks
 *   3. L2 and L1 entries
 *   4. counts of clusters that nothing refers to any more
 *
 * Between the steps the file is flushed, so that this holds for the host's crash as well. What is lost in between is clusters that count as
 * used and are not (leaks), never data that a flush has acknowledged.
 */
import { SECTOR, type BlockBackend } from '../block.js';
import type { ByteStore } from './byte-store.js';
import { unpackCluster } from './qcow2-compressed.js';
import {
  AT,
  CorruptError,
  hasBit,
  INCOMPATIBLE,
  Qcow2Error,
  readHeader,
  setOffset,
  viewOf,
  type Header,
} from './qcow2-header.js';
import { clustersOf, COPIED, entryCopied, entryOffset, mappingAt, ZERO, type Mapping } from './qcow2-map.js';
import { Refcounts } from './qcow2-refcounts.js';
import { readSnapshots, type SnapshotTable } from './qcow2-snapshots.js';
import { Tables, type Table } from './qcow2-tables.js';

export interface Qcow2Options {
  /** What is behind this image; needed if its header names a backing file. */
  readonly backing?: BlockBackend | undefined;
  readonly readOnly?: boolean | undefined;
  /**
   * Changes of tables go to the file with each write, in order but without flushes: for devices whose guest sends none. A host that
   * crashes may then leave what the image's check has to mend.
   */
  readonly writeThrough?: boolean | undefined;
}

/** So many changed tables, and so many clusters to free, are kept in memory; then they are written unasked. */
const MOST_CHANGED_BYTES = 16 * 2 ** 20;
const MOST_WAITING = 1 << 16;

export class Qcow2Disk implements BlockBackend {
  readonly header: Header;
  readonly sectors: number;
  readonly readOnly: boolean;
  /** The backing file, as given. */
  readonly backing: BlockBackend | undefined;
  readonly clusterBytes: number;
  readonly snapshotTable: SnapshotTable;
  private readonly l1: DataView;
  private readonly l1Changed = new Set<number>();
  private readonly l2: Tables;
  /** Offsets of the L2 tables in use. */
  private readonly l2Set = new Set<number>();
  private readonly perTable: number;
  private readonly refcounts: Refcounts | undefined;
  private readonly writeThrough: boolean;
  private prepared = false;
  /** Why nothing is written any more. */
  private broken: string | undefined;
  private unpacked: { host: number; bytes: Uint8Array } | undefined;

  /** @throws Qcow2Error, and what the store throws */
  constructor(
    private readonly store: ByteStore,
    { backing, readOnly = false, writeThrough = false }: Qcow2Options = {},
  ) {
    const header = (this.header = readHeader(store));
    if (!readOnly) {
      if (hasBit(header.incompatible, INCOMPATIBLE.CORRUPT))
        throw new Qcow2Error('the image is marked as corrupt, expected it to be mended, or opened for reading only');
      if (hasBit(header.incompatible, INCOMPATIBLE.DIRTY))
        throw new Qcow2Error(
          'the image was not closed in good order and its refcounts may be wrong, expected pivisor disk check --repair to mend them',
        );
    }
    if (header.backing !== undefined && !backing)
      throw new Qcow2Error(`there is a backing file ${header.backing}, expected it to be opened`);
    this.backing = header.backing === undefined ? undefined : backing;
    this.readOnly = readOnly;
    this.writeThrough = writeThrough;
    this.sectors = Math.ceil(header.size / SECTOR);
    this.clusterBytes = 2 ** header.clusterBits;
    this.perTable = this.clusterBytes / 8;
    this.snapshotTable = readSnapshots(store, header);
    this.l2 = new Tables(store, this.clusterBytes, 'an L2 table');
    const l1 = new Uint8Array(header.l1Entries * 8);
    store.read(header.l1Offset, l1);
    this.l1 = viewOf(l1);
    for (let i = 0; i < header.l1Entries; i++) {
      const at = entryOffset(this.l1, i);
      if (at === 0) continue;
      if (this.l2Set.has(at)) throw new CorruptError(`the L1 table refers to the L2 table at ${at} twice`);
      this.l2Set.add(at);
    }
    if (readOnly) return;
    this.refcounts = new Refcounts(store, header, (at) => this.holdsTable(at));
  }

  /** What went wrong so that nothing is written any more; undefined while all is well. */
  get problem(): string | undefined {
    return this.broken;
  }

  read(sector: number, bytes: Uint8Array): boolean {
    if (!this.inside(sector, bytes.length)) return false;
    return this.attempt(() => {
      for (const piece of this.pieces(sector, bytes))
        this.readMapping(this.mapping(piece.cluster), piece.cluster, piece.offset, piece.bytes);
    });
  }

  write(sector: number, bytes: Uint8Array): boolean {
    if (!this.inside(sector, bytes.length)) return false;
    return this.change(() => {
      for (const piece of this.pieces(sector, bytes)) {
        this.writePiece(piece.cluster, piece.offset, piece.bytes);
        this.settle();
      }
    });
  }

  discard(sector: number, count: number): boolean {
    if (!this.inside(sector, count * SECTOR)) return false;
    return this.change(() => {
      const end = (sector + count) * SECTOR;
      for (let at = sector * SECTOR; at < end;) {
        const cluster = Math.floor(at / this.clusterBytes);
        const offset = at % this.clusterBytes;
        const length = Math.min(this.clusterBytes - offset, end - at);
        // What lies behind the disk's end belongs to the last cluster.
        const whole = offset === 0 && (length === this.clusterBytes || end === this.sectors * SECTOR);
        const table = Math.floor(cluster / this.perTable);
        if (entryOffset(this.l1, table) === 0 && !this.backingCovers(cluster)) {
          at = (table + 1) * this.perTable * this.clusterBytes;
          continue;
        }
        if (!this.readsZero(this.mapping(cluster), cluster)) {
          if (whole && (this.header.version === 3 || !this.backingCovers(cluster))) this.zeroCluster(cluster);
          else this.writePiece(cluster, offset, new Uint8Array(length));
        } else if (whole) this.unmapZero(cluster);
        this.settle();
        at += length;
      }
    });
  }

  flush(): boolean {
    if (this.broken !== undefined) return false;
    return this.readOnly || this.attempt(() => this.commit(this.barrier));
  }

  /** What a guest's cluster is in this image. @throws CorruptError, and what the store throws */
  mapping(cluster: number): Mapping {
    const at = entryOffset(this.l1, Math.floor(cluster / this.perTable));
    if (at === 0) return { kind: 'none' };
    return mappingAt(this.l2.get(at).view, cluster % this.perTable, this.header);
  }

  /** The guest's clusters that this image has something for, in order. @throws as `mapping` */
  *mapped(): Generator<{ cluster: number; mapping: Mapping }> {
    const clusters = Math.ceil(this.header.size / this.clusterBytes);
    for (let table = 0; table * this.perTable < clusters; table++) {
      if (entryOffset(this.l1, table) === 0) continue;
      const end = Math.min((table + 1) * this.perTable, clusters);
      for (let cluster = table * this.perTable; cluster < end; cluster++) {
        const mapping = this.mapping(cluster);
        if (mapping.kind !== 'none') yield { cluster, mapping };
      }
    }
  }

  private inside(sector: number, length: number): boolean {
    return Number.isInteger(sector) && sector >= 0 && sector * SECTOR + length <= this.sectors * SECTOR;
  }

  private *pieces(
    sector: number,
    bytes: Uint8Array,
  ): Generator<{ cluster: number; offset: number; bytes: Uint8Array }> {
    for (let done = 0; done < bytes.length;) {
      const at = sector * SECTOR + done;
      const offset = at % this.clusterBytes;
      const length = Math.min(this.clusterBytes - offset, bytes.length - done);
      yield { cluster: Math.floor(at / this.clusterBytes), offset, bytes: bytes.subarray(done, done + length) };
      done += length;
    }
  }

  /** Does it; false if the store fails or the image turns out to be corrupt. */
  private attempt(step: () => void): boolean {
    try {
      step();
      return true;
    } catch (error) {
      if (error instanceof CorruptError) this.markCorrupt(error);
      return false;
    }
  }

  private change(step: () => void): boolean {
    if (this.readOnly || this.broken !== undefined) return false;
    return this.attempt(() => {
      this.prepare();
      this.unpacked = undefined;
      step();
      if (this.writeThrough) this.commit(() => {});
    });
  }

  /** Before the first change: features that the rest of the image would have to be kept in step with are given up. */
  private prepare(): void {
    if (this.prepared) return;
    if (this.header.autoclear !== 0n) {
      this.store.write(AT.AUTOCLEAR, new Uint8Array(8));
      this.store.flush();
    }
    this.prepared = true;
  }

  private markCorrupt(error: CorruptError): void {
    if (this.readOnly || this.broken !== undefined) return;
    this.broken = error.message;
    if (this.header.version === 2) return;
    const bytes = new Uint8Array(8);
    viewOf(bytes).setBigUint64(0, this.header.incompatible | (1n << BigInt(INCOMPATIBLE.CORRUPT)));
    try {
      this.store.write(AT.INCOMPATIBLE, bytes);
    } catch {
      // The next one to open it finds out by itself.
    }
  }

  private readonly barrier = (): void => {
    try {
      this.store.flush();
    } catch (error) {
      // The host may have dropped what it could not write, so that a later flush would promise too much.
      this.broken = error instanceof Error ? error.message : 'a flush failed';
      throw error;
    }
  };

  private settle(): void {
    const changed = (this.l2.changed + this.counts.changed) * this.clusterBytes;
    if (changed > MOST_CHANGED_BYTES || this.counts.waiting > MOST_WAITING)
      this.commit(this.writeThrough ? () => {} : this.barrier);
  }

  private commit(barrier: () => void): void {
    const { counts, l2 } = this;
    counts.writeBlocks();
    l2.write(true);
    if (l2.changed > 0 || this.l1Changed.size > 0 || counts.tableChanged) {
      barrier();
      if (counts.tableChanged) {
        counts.writeTable();
        barrier();
      }
      l2.write(false);
      for (const index of this.l1Changed) {
        const from = this.l1.byteOffset + index * 8;
        this.store.write(this.header.l1Offset + index * 8, new Uint8Array(this.l1.buffer, from, 8));
      }
      this.l1Changed.clear();
    }
    barrier();
    counts.release();
  }

  private get counts(): Refcounts {
    if (!this.refcounts) throw new Qcow2Error('the image is open for reading only');
    return this.refcounts;
  }

  /** Whether a cluster holds the header, the L1 table, an L2 table in use, or the snapshot table. */
  private holdsTable(at: number): boolean {
    const { l1Offset, l1Entries, snapshotsOffset } = this.header;
    const within = (from: number, length: number): boolean => at + this.clusterBytes > from && at < from + length;
    return (
      at === 0 ||
      within(l1Offset, l1Entries * 8) ||
      within(snapshotsOffset, this.snapshotTable.bytes) ||
      this.l2Set.has(at)
    );
  }

  private backingCovers(cluster: number): boolean {
    return this.backing !== undefined && cluster * this.clusterBytes < this.backing.sectors * SECTOR;
  }

  private readsZero(mapping: Mapping, cluster: number): boolean {
    return mapping.kind === 'zero' || (mapping.kind === 'none' && !this.backingCovers(cluster));
  }

  private readMapping(mapping: Mapping, cluster: number, offset: number, into: Uint8Array): void {
    switch (mapping.kind) {
      case 'none':
        return this.readBacking(cluster * this.clusterBytes + offset, into);
      case 'zero':
        into.fill(0);
        return;
      case 'data':
        if (mapping.host >= this.store.size)
          throw new CorruptError(`a cluster at ${mapping.host}, expected it in the file's ${this.store.size} bytes`);
        return this.store.read(mapping.host + offset, into);
      case 'compressed':
        into.set(this.unpack(mapping.host, mapping.length).subarray(offset, offset + into.length));
    }
  }

  private readBacking(at: number, into: Uint8Array): void {
    const { backing } = this;
    const there = Math.max(0, Math.min(into.length, (backing?.sectors ?? 0) * SECTOR - at));
    into.fill(0, there);
    if (backing && there > 0 && !backing.read(at / SECTOR, into.subarray(0, there)))
      throw new Qcow2Error('the backing file can not be read');
  }

  private unpack(host: number, length: number): Uint8Array {
    if (this.unpacked?.host === host) return this.unpacked.bytes;
    if (host >= this.store.size)
      throw new CorruptError(`a compressed cluster at ${host}, expected it in the file's ${this.store.size} bytes`);
    const packed = new Uint8Array(length);
    this.store.read(host, packed);
    const bytes = unpackCluster(packed, this.clusterBytes, this.header.compression);
    this.unpacked = { host, bytes };
    return bytes;
  }

  private writePiece(cluster: number, offset: number, bytes: Uint8Array): void {
    const mapping = this.mapping(cluster);
    const own = mapping.kind === 'data' || mapping.kind === 'zero' ? mapping.own && mapping.host !== 0 : false;
    if (own && mapping.kind !== 'none') {
      const { host } = mapping;
      if (host >= this.store.size || this.holdsTable(host) || this.counts.holds(host))
        throw new CorruptError(`a cluster at ${host}, where a table lies or the file has ended`);
      if (mapping.kind === 'data') return this.store.write(host + offset, bytes);
      // Allocated before: only the flag goes.
      this.fill(host, mapping, cluster, offset, bytes);
      return this.setEntry(cluster, COPIED, host);
    }
    // First, since it may fail for want of room.
    this.ownTable(cluster);
    const host = this.counts.allocate();
    try {
      this.fill(host, mapping, cluster, offset, bytes);
    } catch (error) {
      this.counts.free(host);
      throw error;
    }
    this.setEntry(cluster, COPIED, host);
    this.freeMapping(mapping);
  }

  /** Writes all of a cluster that the file does not use yet: what a guest writes, and around it what it saw there before. */
  private fill(host: number, before: Mapping, cluster: number, offset: number, bytes: Uint8Array): void {
    if (bytes.length === this.clusterBytes) return this.store.write(host, bytes);
    if (host >= this.store.size && this.readsZero(before, cluster)) {
      this.store.truncate(host + this.clusterBytes);
      return this.store.write(host + offset, bytes);
    }
    const all = new Uint8Array(this.clusterBytes);
    this.readMapping(before, cluster, 0, all);
    all.set(bytes, offset);
    this.store.write(host, all);
  }

  private freeMapping(mapping: Mapping): void {
    for (const at of clustersOf(mapping, this.clusterBytes)) this.counts.free(at);
  }

  /** All of a cluster becomes zero, and what it had is free. */
  private zeroCluster(cluster: number): void {
    const mapping = this.mapping(cluster);
    this.setEntry(cluster, 0, this.backingCovers(cluster) ? ZERO : 0);
    this.freeMapping(mapping);
  }

  /** A cluster that reads as zero gives back what is allocated for it. */
  private unmapZero(cluster: number): void {
    const mapping = this.mapping(cluster);
    if (mapping.kind === 'zero' && mapping.host !== 0) this.zeroCluster(cluster);
  }

  private setEntry(cluster: number, flags: number, low: number): void {
    const table = this.ownTable(cluster);
    const at = (cluster % this.perTable) * 8;
    setOffset(table.view, at, low);
    table.view.setUint32(at, (table.view.getUint32(at) | flags) >>> 0);
    this.l2.touch(table, at, at + 8);
  }

  /** The L2 table for a guest's cluster, to be changed: a new one where there is none, a copy where snapshots use it too. */
  private ownTable(cluster: number): Table {
    const index = Math.floor(cluster / this.perTable);
    const before = entryOffset(this.l1, index);
    if (before !== 0 && entryCopied(this.l1, index)) {
      const { l1Offset, l1Entries } = this.header;
      if (this.counts.holds(before) || (before >= l1Offset && before < l1Offset + l1Entries * 8))
        throw new CorruptError(`an L2 table at ${before}, where another table lies`);
      return this.l2.get(before);
    }
    const contents = before === 0 ? undefined : this.l2.get(before).bytes;
    const at = this.counts.allocate();
    const table = this.l2.create(at, contents);
    if (before !== 0) {
      this.l2Set.delete(before);
      this.counts.free(before);
    }
    this.l2Set.add(at);
    setOffset(this.l1, index * 8, at);
    this.l1.setUint32(index * 8, (this.l1.getUint32(index * 8) | COPIED) >>> 0);
    this.l1Changed.add(index);
    return table;
  }
}
