/** Which bytes of a disk are data, and in which file of its chain. */
import { SECTOR } from '../../devices/block.js';
import type { Layer } from '../disk-image.js';

/** Bytes from the first to before the second. Lists of them are in order and do not touch. */
export type Range = readonly [from: number, to: number];

/** Adds a range to the end of a list. */
function append(list: Range[], [from, to]: Range): void {
  const last = list.at(-1);
  if (from >= to) return;
  if (last && last[1] >= from) list[list.length - 1] = [last[0], Math.max(last[1], to)];
  else list.push([from, to]);
}

/** What is in one of them. */
export function union(a: readonly Range[], b: readonly Range[]): Range[] {
  const list: Range[] = [];
  for (let [i, k] = [0, 0]; i < a.length || k < b.length;)
    append(list, k >= b.length || (i < a.length && a[i][0] <= b[k][0]) ? a[i++] : b[k++]);
  return list;
}

/** What is in the first and not in the second. */
export function without(a: readonly Range[], b: readonly Range[]): Range[] {
  const list: Range[] = [];
  let k = 0;
  for (const [from, to] of a) {
    let at = from;
    while (k < b.length && b[k][1] <= at) k++;
    for (let i = k; i < b.length && b[i][0] < to; i++) {
      append(list, [at, Math.min(to, b[i][0])]);
      at = Math.max(at, b[i][1]);
    }
    append(list, [at, to]);
  }
  return list;
}

export const bytesOf = (ranges: readonly Range[]): number => ranges.reduce((n, [from, to]) => n + to - from, 0);

/** What a layer has itself: data, and all (zeros that hide what is below, too). A raw file has everything. */
export function ownRanges({ disk, qcow2 }: Layer): { data: Range[]; all: Range[] } {
  const end = disk.sectors * SECTOR;
  if (!qcow2) return { data: [[0, end]], all: [[0, end]] };
  const [data, all]: [Range[], Range[]] = [[], []];
  for (const { cluster, mapping } of qcow2.mapped()) {
    const from = cluster * qcow2.clusterBytes;
    const range: Range = [from, Math.min(end, from + qcow2.clusterBytes)];
    append(all, range);
    if (mapping.kind !== 'zero') append(data, range);
  }
  return { data, all };
}

export interface Usage {
  /** Bytes of data in the layer itself. */
  readonly unique: number;
  /** Bytes of data that it has from the files behind it. */
  readonly shared: number;
}

/** What each layer of a chain has itself and shares, the image first; and what of the image is not zeros for sure. */
export function usage(layers: readonly Layer[]): { usages: Usage[]; data: Range[] } {
  const usages: Usage[] = [];
  let below: Range[] = [];
  for (const layer of layers.toReversed()) {
    const { data, all } = ownRanges(layer);
    const shared = without(
      below.flatMap(([from, to]): Range[] => {
        const end = Math.min(to, layer.disk.sectors * SECTOR);
        return from < end ? [[from, end]] : [];
      }),
      all,
    );
    usages.unshift({ unique: bytesOf(data), shared: bytesOf(shared) });
    below = union(data, shared);
  }
  return { usages, data: below };
}
