/** The snapshot table of an image ("Snapshots"): it is read, and kept as it is. */
import type { ByteStore } from './byte-store.js';
import { LIMITS, offsetAt, Qcow2Error, viewOf, type Header } from './qcow2-header.js';

export interface Snapshot {
  readonly id: string;
  readonly name: string;
  readonly l1Offset: number;
  readonly l1Entries: number;
  /** Seconds since 1970. */
  readonly taken: number;
  /** Of the virtual disk then, in bytes; undefined where the table does not say. */
  readonly size: number | undefined;
  /** Bytes of a virtual machine's state. */
  readonly stateBytes: number;
}

export interface SnapshotTable {
  readonly snapshots: readonly Snapshot[];
  /** Of the table in the file. */
  readonly bytes: number;
}

/** @throws Qcow2Error if it is damaged */
export function readSnapshots(store: ByteStore, header: Header): SnapshotTable {
  const snapshots: Snapshot[] = [];
  let at = header.snapshotsOffset;
  const bad = (why: string): Qcow2Error => new Qcow2Error(`snapshot ${snapshots.length + 1}: ${why}`);
  while (snapshots.length < header.snapshots) {
    const fixed = new Uint8Array(56);
    store.read(at, fixed);
    const view = viewOf(fixed);
    const [idBytes, nameBytes, extraBytes] = [view.getUint16(12), view.getUint16(14), view.getUint32(36)];
    const length = Math.ceil((40 + extraBytes + idBytes + nameBytes) / 8) * 8;
    if (at + length - header.snapshotsOffset > LIMITS.SNAPSHOT_TABLE_BYTES || at + 40 + extraBytes > store.size)
      throw bad(`${length} bytes, expected it in the file`);
    const l1Entries = view.getUint32(8);
    const l1Offset = offsetAt(view, 0, `snapshot ${snapshots.length + 1}: l1_table_offset`);
    if (l1Entries * 8 > LIMITS.L1_BYTES) throw bad(`${l1Entries} entries in its L1 table, expected at most ${2 ** 22}`);
    if (l1Offset % 2 ** header.clusterBits !== 0 || l1Offset + l1Entries * 8 > store.size + 2 ** header.clusterBits)
      throw bad(`its L1 table is at ${l1Offset}, expected it in the file`);
    const text = new Uint8Array(idBytes + nameBytes);
    store.read(at + 40 + extraBytes, text);
    const decoder = new TextDecoder();
    snapshots.push({
      id: decoder.decode(text.subarray(0, idBytes)),
      name: decoder.decode(text.subarray(idBytes)),
      l1Offset,
      l1Entries,
      taken: view.getUint32(16),
      stateBytes: extraBytes >= 8 ? offsetAt(view, 40, 'vm_state_size') : view.getUint32(32),
      size: extraBytes >= 16 ? offsetAt(view, 48, 'disk_size') : undefined,
    });
    at += length;
  }
  return { snapshots, bytes: at - header.snapshotsOffset };
}
