/**
 * The header of qcow2 images, versions 2 and 3 (QEMU's docs/interop/qcow2, "Header"). All numbers are big-endian; 64-bit offsets are
 * refused beyond 2^53, which no file reaches.
 */
import type { ByteStore } from './byte-store.js';

/** An image that can't be used, or not in this way: the message says why, in one line, without the image's name. */
export class Qcow2Error extends Error {
  override readonly name = 'Qcow2Error';
}

/** Its tables contradict each other or the file: nothing may be written to it any more. */
export class CorruptError extends Qcow2Error {}

/** 'QFI' and 0xfb: what a qcow2 file begins with. */
export const QCOW2_MAGIC = [0x51, 0x46, 0x49, 0xfb] as const;

export const isQcow2 = (bytes: Uint8Array): boolean => QCOW2_MAGIC.every((byte, i) => bytes[i] === byte);

/** Where fields lie that change while an image is in use. */
export const AT = { REFCOUNT_TABLE: 48, INCOMPATIBLE: 72, AUTOCLEAR: 88 } as const;

/** Bits of incompatible_features. */
export const INCOMPATIBLE = { DIRTY: 0, CORRUPT: 1, DATA_FILE: 2, COMPRESSION: 3, EXTENDED_L2: 4 } as const;
/** Bits of autoclear_features. */
export const AUTOCLEAR = { BITMAPS: 0 } as const;

/** Types of header extensions. */
export const EXTENSION = { BACKING_FORMAT: 0xe2792aca, FEATURE_NAMES: 0x6803f857, BITMAPS: 0x23852875 } as const;

export const LIMITS = {
  /** Cluster sizes of 512 bytes to 2 MiB. */
  CLUSTER_BITS: [9, 21],
  /** Of the virtual disk: 64 TiB, beyond which a size is a mistake. */
  SIZE: 2 ** 46,
  L1_BYTES: 32 * 2 ** 20,
  REFCOUNT_TABLE_BYTES: 8 * 2 ** 20,
  SNAPSHOTS: 65536,
  SNAPSHOT_TABLE_BYTES: 64 * 2 ** 20,
  BACKING_NAME: 1023,
} as const;

export interface Extension {
  readonly type: number;
  readonly bytes: Uint8Array;
}

export interface Header {
  readonly version: 2 | 3;
  /** The backing file's name as it is written in the image. */
  readonly backing: string | undefined;
  /** 'raw', 'qcow2', ...; undefined where the image does not say. */
  readonly backingFormat: string | undefined;
  readonly clusterBits: number;
  /** Of the virtual disk, in bytes. */
  readonly size: number;
  readonly l1Entries: number;
  readonly l1Offset: number;
  readonly refcountTableOffset: number;
  readonly refcountTableClusters: number;
  readonly snapshots: number;
  readonly snapshotsOffset: number;
  /** Feature bits. */
  readonly incompatible: bigint;
  readonly compatible: bigint;
  readonly autoclear: bigint;
  /** A refcount is 2^order bits wide, 1 to 64. */
  readonly refcountOrder: number;
  readonly compression: 'deflate' | 'zstd';
  readonly extensions: readonly Extension[];
}

export const hasBit = (bits: bigint, bit: number): boolean => ((bits >> BigInt(bit)) & 1n) === 1n;

/** How many entries an L1 table must have for a disk of this size. */
export const l1EntriesFor = (size: number, clusterBits: number): number => Math.ceil(size / 2 ** (2 * clusterBits - 3));

export const viewOf = (b: Uint8Array): DataView => new DataView(b.buffer, b.byteOffset, b.length);

/** A 64-bit offset or size. @throws Qcow2Error beyond 2^53 */
export function offsetAt(view: DataView, at: number, field: string): number {
  const value = view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
  if (!Number.isSafeInteger(value)) throw new Qcow2Error(`${field}: 2^53 or more, expected less`);
  return value;
}

export function setOffset(view: DataView, at: number, value: number): void {
  view.setUint32(at, Math.floor(value / 2 ** 32));
  view.setUint32(at + 4, value >>> 0);
}

const V2_BYTES = 72;
const V3_BYTES = 104;
const COMPRESSION_TYPE = 104;

function readExtensions(cluster: Uint8Array, from: number): Extension[] {
  const view = viewOf(cluster);
  const found: Extension[] = [];
  for (let at = from; at + 8 <= cluster.length;) {
    const [type, length] = [view.getUint32(at), view.getUint32(at + 4)];
    if (type === 0) break;
    if (at + 8 + length > cluster.length)
      throw new Qcow2Error(
        `header extension 0x${type.toString(16)}: ${length} bytes, expected it inside of the header`,
      );
    found.push({ type, bytes: cluster.slice(at + 8, at + 8 + length) });
    at += 8 + Math.ceil(length / 8) * 8;
  }
  return found;
}

/** What an unknown incompatible bit is called by the image itself. */
function featureName(extensions: readonly Extension[], bit: number): string {
  const table = extensions.find((e) => e.type === EXTENSION.FEATURE_NAMES)?.bytes ?? new Uint8Array(0);
  for (let at = 0; at + 48 <= table.length; at += 48) {
    if (table[at] !== 0 || table[at + 1] !== bit) continue;
    const text = new TextDecoder().decode(table.subarray(at + 2, at + 48)).replace(/\0.*$/s, '');
    if (text !== '') return `'${text}' (incompatible bit ${bit})`;
  }
  return `incompatible bit ${bit}`;
}

function checkFeatures(incompatible: bigint, extensions: readonly Extension[]): void {
  if (hasBit(incompatible, INCOMPATIBLE.DATA_FILE))
    throw new Qcow2Error('the data is in an external data file, expected it in the image');
  if (hasBit(incompatible, INCOMPATIBLE.EXTENDED_L2))
    throw new Qcow2Error('the image has extended L2 entries (subclusters), expected plain ones');
  for (let bit = INCOMPATIBLE.EXTENDED_L2 + 1; bit < 64; bit++)
    if (hasBit(incompatible, bit))
      throw new Qcow2Error(`the image needs ${featureName(extensions, bit)}, which is not known here`);
}

/** Reads and checks a header, and that the tables it names lie in the file. @throws Qcow2Error */
export function readHeader(store: ByteStore): Header {
  const fixed = new Uint8Array(112);
  store.read(0, fixed);
  if (!isQcow2(fixed)) throw new Qcow2Error('no qcow2 image, expected it to begin with QFI');
  const start = viewOf(fixed);
  const version = start.getUint32(4);
  if (version !== 2 && version !== 3) throw new Qcow2Error(`qcow2 version ${version}, expected 2 or 3`);
  const clusterBits = start.getUint32(20);
  const [least, most] = LIMITS.CLUSTER_BITS;
  if (clusterBits < least || clusterBits > most)
    throw new Qcow2Error(`cluster_bits: ${clusterBits}, expected ${least} to ${most}`);
  const bytes = 2 ** clusterBits;
  const cluster = new Uint8Array(bytes);
  store.read(0, cluster);
  const view = viewOf(cluster);

  const headerBytes = version === 2 ? V2_BYTES : view.getUint32(100);
  if (version === 3 && (headerBytes < V3_BYTES || headerBytes % 8 !== 0 || headerBytes > bytes))
    throw new Qcow2Error(`header_length: ${headerBytes}, expected a multiple of 8 from ${V3_BYTES} to ${bytes}`);
  const extensions = readExtensions(cluster, headerBytes);
  const bits = (at: number): bigint => (version === 2 ? 0n : view.getBigUint64(at));
  const incompatible = bits(AT.INCOMPATIBLE);
  checkFeatures(incompatible, extensions);
  if (view.getUint32(32) !== 0) throw new Qcow2Error('the image is encrypted, expected none of that');

  const refcountOrder = version === 2 ? 4 : view.getUint32(96);
  if (refcountOrder > 6) throw new Qcow2Error(`refcount_order: ${refcountOrder}, expected 0 to 6`);
  const compressionType = headerBytes > COMPRESSION_TYPE && version === 3 ? cluster[COMPRESSION_TYPE] : 0;
  if (compressionType > 1 || hasBit(incompatible, INCOMPATIBLE.COMPRESSION) !== (compressionType !== 0))
    throw new Qcow2Error(
      `compression_type: ${compressionType}, expected 0 (deflate) or 1 (zstd) as its feature bit says`,
    );

  const size = offsetAt(view, 24, 'size');
  const l1Entries = view.getUint32(36);
  if (size > LIMITS.SIZE) throw new Qcow2Error(`size: ${size} bytes, expected at most 64 TiB`);
  if (l1EntriesFor(size, clusterBits) * 8 > LIMITS.L1_BYTES)
    throw new Qcow2Error(`size: ${size} bytes, expected at most what an L1 table of 32 MiB can map`);
  if (l1Entries * 8 > LIMITS.L1_BYTES) throw new Qcow2Error(`l1_size: ${l1Entries}, expected at most ${2 ** 22}`);
  if (l1Entries < l1EntriesFor(size, clusterBits))
    throw new Qcow2Error(`l1_size: ${l1Entries}, expected ${l1EntriesFor(size, clusterBits)} for ${size} bytes`);
  const refcountTableClusters = view.getUint32(56);
  if (refcountTableClusters === 0 || refcountTableClusters * bytes > LIMITS.REFCOUNT_TABLE_BYTES)
    throw new Qcow2Error(`refcount_table_clusters: ${refcountTableClusters}, expected a table of at most 8 MiB`);
  const snapshots = view.getUint32(60);
  if (snapshots > LIMITS.SNAPSHOTS)
    throw new Qcow2Error(`nb_snapshots: ${snapshots}, expected at most ${LIMITS.SNAPSHOTS}`);

  const end = Math.ceil(store.size / bytes) * bytes;
  const table = (at: number, field: string, length: number): number => {
    const offset = offsetAt(view, at, field);
    if (length === 0) return offset;
    if (offset % bytes !== 0 || offset === 0)
      throw new Qcow2Error(`${field}: ${offset}, expected a multiple of the cluster size`);
    if (offset + length > end)
      throw new Qcow2Error(
        `${field}: the table ends at ${offset + length}, expected it in the file's ${store.size} bytes`,
      );
    return offset;
  };
  const text = (b: Uint8Array | undefined): string | undefined => b && new TextDecoder().decode(b);
  return {
    version,
    backing: backingName(view, cluster),
    backingFormat: text(extensions.find((e) => e.type === EXTENSION.BACKING_FORMAT)?.bytes),
    clusterBits,
    size,
    l1Entries,
    l1Offset: table(40, 'l1_table_offset', l1Entries * 8),
    refcountTableOffset: table(AT.REFCOUNT_TABLE, 'refcount_table_offset', refcountTableClusters * bytes),
    refcountTableClusters,
    snapshots,
    snapshotsOffset: table(64, 'snapshots_offset', snapshots * 40),
    incompatible,
    compatible: bits(80),
    autoclear: bits(AT.AUTOCLEAR),
    refcountOrder,
    compression: compressionType === 1 ? 'zstd' : 'deflate',
    extensions,
  };
}

function backingName(view: DataView, cluster: Uint8Array): string | undefined {
  const [offset, length] = [offsetAt(view, 8, 'backing_file_offset'), view.getUint32(16)];
  if (offset === 0) return undefined;
  if (length === 0 || length > LIMITS.BACKING_NAME || offset + length > cluster.length)
    throw new Qcow2Error(`backing_file_size: ${length}, expected a name of 1 to 1023 bytes in the first cluster`);
  return new TextDecoder().decode(cluster.subarray(offset, offset + length));
}

/** A new image's header, as its first cluster. @throws Qcow2Error if the backing file's name does not fit */
export function headerCluster(header: Header): Uint8Array {
  const bytes = new Uint8Array(2 ** header.clusterBits);
  const view = viewOf(bytes);
  bytes.set(QCOW2_MAGIC);
  view.setUint32(4, header.version);
  view.setUint32(20, header.clusterBits);
  setOffset(view, 24, header.size);
  view.setUint32(36, header.l1Entries);
  setOffset(view, 40, header.l1Offset);
  setOffset(view, AT.REFCOUNT_TABLE, header.refcountTableOffset);
  view.setUint32(56, header.refcountTableClusters);
  let at = V2_BYTES;
  if (header.version === 3) {
    view.setBigUint64(AT.INCOMPATIBLE, header.incompatible);
    view.setBigUint64(80, header.compatible);
    view.setBigUint64(AT.AUTOCLEAR, header.autoclear);
    view.setUint32(96, header.refcountOrder);
    // With the compression type and its padding.
    at = V3_BYTES + 8;
    view.setUint32(100, at);
  }
  const extensions = [...header.extensions];
  const encoder = new TextEncoder();
  if (header.backingFormat !== undefined)
    extensions.push({ type: EXTENSION.BACKING_FORMAT, bytes: encoder.encode(header.backingFormat) });
  const name = encoder.encode(header.backing ?? '');
  const room = extensions.reduce((n, e) => n + 8 + Math.ceil(e.bytes.length / 8) * 8, at + 8);
  if (name.length > LIMITS.BACKING_NAME || room + name.length > bytes.length)
    throw new Qcow2Error(
      `the name of the backing file takes ${name.length} bytes, expected at most ${Math.min(LIMITS.BACKING_NAME, bytes.length - room)}`,
    );
  for (const { type, bytes: data } of extensions) {
    view.setUint32(at, type);
    view.setUint32(at + 4, data.length);
    bytes.set(data, at + 8);
    at += 8 + Math.ceil(data.length / 8) * 8;
  }
  // The end of the extensions is eight zeros; the name comes behind.
  if (header.backing !== undefined) {
    setOffset(view, 8, at + 8);
    view.setUint32(16, name.length);
    bytes.set(name, at + 8);
  }
  return bytes;
}
