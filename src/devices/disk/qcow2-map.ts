/** Entries of L1 and L2 tables ("Cluster mapping"). */
import { CorruptError, type Header } from './qcow2-header.js';

/** In the upper half of an entry: what it refers to has a refcount of 1 and may be written in place. */
export const COPIED = 0x80000000;
const COMPRESSED = 0x40000000;
const OFFSET_HIGH = 0x00ffffff;
/** In the lower half: the cluster reads as zero. */
export const ZERO = 1;

/** What a guest's cluster is in one image. */
export type Mapping =
  /** What the backing file has. */
  | { readonly kind: 'none' }
  /** Zeros; `host`, if not 0, is a cluster that was allocated for it. */
  | { readonly kind: 'zero' | 'data'; readonly host: number; readonly own: boolean }
  /** `length` bytes from `host` on, of which what is packed may leave some over. */
  | { readonly kind: 'compressed'; readonly host: number; readonly length: number };

const NONE: Mapping = { kind: 'none' };

/** Offset of the table or cluster that an L1 entry, or a plain L2 entry, refers to; 0 for none. */
export const entryOffset = (view: DataView, index: number): number =>
  (view.getUint32(index * 8) & OFFSET_HIGH) * 2 ** 32 + ((view.getUint32(index * 8 + 4) & ~0x1ff) >>> 0);

export const entryCopied = (view: DataView, index: number): boolean => (view.getUint32(index * 8) & COPIED) !== 0;

/** @throws CorruptError for an offset that no cluster has */
export function mappingAt(view: DataView, index: number, header: Header): Mapping {
  const [high, low] = [view.getUint32(index * 8), view.getUint32(index * 8 + 4)];
  if (high === 0 && low === 0) return NONE;
  const { clusterBits, version } = header;
  if (high & COMPRESSED) {
    // The upper clusterBits - 8 bits of 62 are the number of further sectors.
    const sectorBits = clusterBits - 8;
    const shift = 30 - sectorBits;
    const sectors = ((high & 0x3fffffff) >>> shift) + 1;
    const host = (high & ((1 << shift) - 1) & OFFSET_HIGH) * 2 ** 32 + low;
    if (!Number.isSafeInteger(host)) throw new CorruptError(`a compressed cluster at ${host}, expected it in the file`);
    return { kind: 'compressed', host, length: sectors * 512 - (low & 511) };
  }
  const host = entryOffset(view, index);
  if (host % 2 ** clusterBits !== 0)
    throw new CorruptError(`a cluster at ${host}, expected a multiple of the cluster size`);
  const own = (high & COPIED) !== 0;
  if (version === 3 && low & ZERO) return { kind: 'zero', host, own };
  return host === 0 ? NONE : { kind: 'data', host, own };
}

/** The clusters of the file that a mapping keeps, by their offsets. */
export function clustersOf(mapping: Mapping, clusterBytes: number): number[] {
  if (mapping.kind === 'none' || mapping.host === 0) return [];
  if (mapping.kind !== 'compressed') return [mapping.host];
  const first = Math.floor(mapping.host / clusterBytes) * clusterBytes;
  const found: number[] = [];
  for (let at = first; at < mapping.host + mapping.length; at += clusterBytes) found.push(at);
  return found;
}
