/** New, empty images. */
import type { ByteStore } from './byte-store.js';
import { headerCluster, l1EntriesFor, LIMITS, Qcow2Error, setOffset, viewOf, type Header } from './qcow2-header.js';
import { writeRefcount } from './qcow2-refcounts.js';

export interface NewQcow2 {
  /** Of the virtual disk, in bytes. */
  readonly size: number;
  /** Clusters of 2^16 bytes if not given. */
  readonly clusterBits?: number | undefined;
  /** Refcounts of 2^4 bits if not given. */
  readonly refcountOrder?: number | undefined;
  /** The backing file's name as it goes into the image, and its format. */
  readonly backing?: { readonly name: string; readonly format: string } | undefined;
}

/**
 * Writes an image of version 3 to an empty store. The header comes last.
 * @throws Qcow2Error for sizes and names that no image can have, and what the store throws
 */
export function createQcow2(store: ByteStore, { size, clusterBits = 16, refcountOrder = 4, backing }: NewQcow2): void {
  const [least, largest] = LIMITS.CLUSTER_BITS;
  if (!Number.isInteger(clusterBits) || clusterBits < least || clusterBits > largest)
    throw new Qcow2Error('the cluster size: expected a power of two from 512 to 2M');
  const bytes = 2 ** clusterBits;
  const l1Entries = l1EntriesFor(size, clusterBits);
  const most = Math.min(LIMITS.SIZE, (LIMITS.L1_BYTES / 64) * bytes * bytes);
  if (!Number.isSafeInteger(size) || size < 0 || size > most)
    throw new Qcow2Error(`the size: ${size} bytes, expected at most ${most} with clusters of ${bytes} bytes`);
  const l1Clusters = Math.ceil((l1Entries * 8) / bytes);

  // Header, L1 table, and the counts, which count themselves.
  const perBlock = (bytes * 8) / 2 ** refcountOrder;
  let [blocks, tableClusters] = [1, 1];
  const used = (): number => 1 + l1Clusters + tableClusters + blocks;
  while (blocks * perBlock < used() || (tableClusters * bytes) / 8 < blocks) {
    blocks = Math.ceil(used() / perBlock);
    tableClusters = Math.ceil((blocks * 8) / bytes);
  }
  const l1Offset = bytes;
  const tableOffset = l1Offset + l1Clusters * bytes;
  const blocksOffset = tableOffset + tableClusters * bytes;

  store.truncate(used() * bytes);
  const table = new Uint8Array(tableClusters * bytes);
  for (let i = 0; i < blocks; i++) setOffset(viewOf(table), i * 8, blocksOffset + i * bytes);
  store.write(tableOffset, table);
  for (let i = 0; i < blocks; i++) {
    const block = new Uint8Array(bytes);
    const count = Math.min(perBlock, used() - i * perBlock);
    for (let k = 0; k < count; k++) writeRefcount(viewOf(block), refcountOrder, k, 1);
    store.write(blocksOffset + i * bytes, block);
  }
  const header: Header = {
    version: 3,
    backing: backing?.name,
    backingFormat: backing?.format,
    clusterBits,
    size,
    l1Entries,
    // QEMU wants an aligned place even for a table without entries.
    l1Offset: l1Entries === 0 ? tableOffset : l1Offset,
    refcountTableOffset: tableOffset,
    refcountTableClusters: tableClusters,
    snapshots: 0,
    snapshotsOffset: 0,
    incompatible: 0n,
    compatible: 0n,
    autoclear: 0n,
    refcountOrder,
    compression: 'deflate',
    extensions: [],
  };
  store.write(0, headerCluster(header));
}
