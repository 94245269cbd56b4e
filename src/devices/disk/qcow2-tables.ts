/** L2 tables and refcount blocks in memory: clusters of the image that are changed entry by entry. */
import type { ByteStore } from './byte-store.js';
import { CorruptError, viewOf } from './qcow2-header.js';

export interface Table {
  /** Where it lies in the image. */
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** The bytes from `from` to before `to` differ from the file's; none where they are equal. */
  from: number;
  to: number;
  /** Nothing in the file refers to it yet, and nothing of it was written. */
  fresh: boolean;
}

/** Clean tables take up to so many bytes. */
const CLEAN_BYTES = 8 * 2 ** 20;

/**
 * The tables of one kind. Changes stay here until they are written; clean tables are dropped, the one used least recently first.
 */
export class Tables {
  private readonly tables = new Map<number, Table>();
  private readonly dirty = new Set<Table>();
  private readonly kept: number;

  constructor(
    private readonly store: ByteStore,
    private readonly clusterBytes: number,
    /** What a table is called in messages. */
    private readonly title: string,
  ) {
    this.kept = Math.max(8, CLEAN_BYTES / clusterBytes);
  }

  /** @throws CorruptError where there can't be one */
  get(at: number): Table {
    let table = this.tables.get(at);
    if (table) this.tables.delete(at);
    else {
      if (at % this.clusterBytes !== 0 || at >= this.store.size)
        throw new CorruptError(`${this.title} at ${at}, expected a cluster of the file`);
      const bytes = new Uint8Array(this.clusterBytes);
      this.store.read(at, bytes);
      table = { at, bytes, view: viewOf(bytes), from: 0, to: 0, fresh: false };
      this.drop();
    }
    this.tables.set(at, table);
    return table;
  }

  /** A new table, of zeros or a copy. */
  create(at: number, contents?: Uint8Array): Table {
    const bytes = new Uint8Array(this.clusterBytes);
    if (contents) bytes.set(contents);
    const table = { at, bytes, view: viewOf(bytes), from: 0, to: bytes.length, fresh: true };
    this.tables.set(at, table);
    this.dirty.add(table);
    return table;
  }

  /** Notes that bytes of a table were changed. */
  touch(table: Table, from: number, to: number): void {
    const clean = table.from === table.to;
    table.from = clean ? from : Math.min(table.from, from);
    table.to = clean ? to : Math.max(table.to, to);
    this.dirty.add(table);
  }

  /** The table's cluster is to be something else's: its changes are of no interest. */
  forget(at: number): void {
    const table = this.tables.get(at);
    if (!table) return;
    this.dirty.delete(table);
    this.tables.delete(at);
  }

  /** Writes what has changed. @param fresh only tables to which nothing in the file refers */
  write(fresh: boolean): void {
    for (const table of this.dirty) {
      if (fresh && !table.fresh) continue;
      this.store.write(table.at + table.from, table.bytes.subarray(table.from, table.to));
      Object.assign(table, { from: 0, to: 0, fresh: false });
      this.dirty.delete(table);
    }
  }

  /** How many tables have changed. */
  get changed(): number {
    return this.dirty.size;
  }

  private drop(): void {
    if (this.tables.size < this.kept) return;
    for (const [at, table] of this.tables) {
      if (this.dirty.has(table)) continue;
      this.tables.delete(at);
      if (this.tables.size < this.kept) return;
    }
  }
}
