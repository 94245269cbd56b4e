/** Contents of disks: read, compared, and copied into new images. */
import { createHash } from 'node:crypto';
import { SECTOR, type BlockBackend } from '../../devices/block.js';
import { createQcow2, type NewQcow2 } from '../../devices/disk/qcow2-create.js';
import { Qcow2Error } from '../../devices/disk/qcow2-header.js';
import { Qcow2Disk } from '../../devices/disk/qcow2.js';
import { UserError } from '../../cli/user-error.js';
import type { DiskChain, DiskFormat } from '../disk-image.js';
import { fileStore, type FileStore } from '../file-store.js';
import { replaceFile } from '../files.js';
import { bytesOf, ownRanges, union, usage, without, type Range } from './ranges.js';

/** How much of a long work is done, in bytes. */
export type Progress = (done: number, all: number) => void;

/** Contents are looked at in pieces of this size, at multiples of it. */
const PIECE = 2 ** 20;
/** So much in a row that is zero is not written. */
const HOLE = 2 ** 16;
const ZEROS = Buffer.alloc(PIECE);

const isZero = (bytes: Uint8Array): boolean => ZEROS.subarray(0, bytes.length).equals(bytes);

/** @throws UserError naming the image */
function readPiece(path: string, disk: BlockBackend, [from, to]: Range): Uint8Array {
  const bytes = new Uint8Array(to - from);
  // Behind the end there are zeros.
  const there = Math.max(0, Math.min(to, disk.sectors * SECTOR) - from);
  if (!disk.read(from / SECTOR, bytes.subarray(0, there)))
    throw new UserError(`${path}: ${there} bytes at ${from} can not be read: the image, or one behind it, is damaged`);
  return bytes;
}

/** Ranges cut at multiples of `PIECE`, and made whole sectors. */
function* pieces(ranges: readonly Range[], end: number): Generator<Range> {
  for (const [from, to] of ranges)
    for (let at = from; at < Math.min(to, end);) {
      const next = Math.min(to, end, (Math.floor(at / PIECE) + 1) * PIECE);
      yield [at, next];
      at = next;
    }
}

/** SHA-256 of a disk's contents, in hexadecimal. */
export function contentDigest(chain: DiskChain, progress: Progress): string {
  const [{ path, disk }] = chain.layers;
  const { data } = usage(chain.layers);
  const hash = createHash('sha256');
  const end = disk.sectors * SECTOR;
  const zeros = (from: number, to: number): void => {
    for (let at = from; at < to; at += PIECE) hash.update(ZEROS.subarray(0, Math.min(PIECE, to - at)));
  };
  let at = 0;
  for (const piece of pieces(data, end)) {
    zeros(at, piece[0]);
    hash.update(readPiece(path, disk, piece));
    at = piece[1];
    progress(at, end);
  }
  zeros(at, end);
  return hash.digest('hex');
}

export interface NewImage extends Omit<NewQcow2, 'size'> {
  readonly format: DiskFormat;
}

/** What a new image holds: all of a disk; what a layer has itself, over what is behind it; or nothing, in so many bytes. */
export type Contents = { readonly all: DiskChain } | { readonly own: DiskChain } | { readonly size: number };

/**
 * Puts a new image into the place of a file, in one step.
 * @param finish does something to the open file at the end
 * @throws UserError, or a system call's error with the path
 */
export function writeImage(
  path: string,
  image: NewImage,
  contents: Contents,
  progress: Progress = () => {},
  finish: (file: number) => void = () => {},
): void {
  const chain = 'all' in contents ? contents.all : 'own' in contents ? contents.own : undefined;
  const size = 'size' in contents ? contents.size : chain!.layers[0].disk.sectors * SECTOR;
  try {
    replaceFile(path, (file) => {
      const store = fileStore(file);
      if (image.format === 'qcow2') createQcow2(store, { ...image, size });
      else store.truncate(size);
      if (chain) fill(path, store, image, chain, 'own' in contents, progress);
      finish(file);
    });
  } catch (error) {
    if (error instanceof Qcow2Error) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}

function fill(
  path: string,
  store: FileStore,
  image: NewImage,
  chain: DiskChain,
  own: boolean,
  progress: Progress,
): void {
  const [layer, below] = chain.layers;
  const end = layer.disk.sectors * SECTOR;
  const backing = own ? below.disk : undefined;
  const disk = image.format === 'qcow2' ? new Qcow2Disk(store, { backing }) : undefined;
  const must = (done: boolean): void => {
    if (!done) throw new UserError(`${path}: its contents can not be written: ${disk?.problem ?? 'is there room?'}`);
  };
  const parts = own ? ownRanges(layer) : undefined;
  const data = parts?.data ?? usage(chain.layers).data;
  // What is behind an image must not be seen where it has zeros.
  for (const [from, to] of parts ? without(parts.all, parts.data) : [])
    must(disk!.discard(from / SECTOR, (to - from) / SECTOR));
  const all = bytesOf(data);
  let done = 0;
  for (const piece of pieces(data, end)) {
    const bytes = readPiece(layer.path, layer.disk, piece);
    for (let at = 0; at < bytes.length; at += HOLE) {
      const part = bytes.subarray(at, at + HOLE);
      const zero = isZero(part);
      if (!disk) {
        if (!zero) store.write(piece[0] + at, part);
      } else if (!zero) must(disk.write((piece[0] + at) / SECTOR, part));
      else if (own) must(disk.discard((piece[0] + at) / SECTOR, part.length / SECTOR));
    }
    progress((done += bytes.length), all);
  }
  if (disk) must(disk.flush());
}

/** Where two disks differ, to the sector; what lies behind the end of the shorter one counts as zeros. */
export function differences(a: DiskChain, b: DiskChain, progress: Progress): Range[] {
  const [one, other] = [a.layers[0], b.layers[0]];
  const end = Math.max(one.disk.sectors, other.disk.sectors) * SECTOR;
  const ranges = union(usage(a.layers).data, usage(b.layers).data);
  const all = bytesOf(ranges);
  const found: [number, number][] = [];
  let done = 0;
  for (const piece of pieces(ranges, end)) {
    const [x, y] = [readPiece(one.path, one.disk, piece), readPiece(other.path, other.disk, piece)];
    progress((done += x.length), all);
    if (Buffer.compare(x, y) === 0) continue;
    for (let at = 0; at < x.length; at += SECTOR) {
      if (Buffer.compare(x.subarray(at, at + SECTOR), y.subarray(at, at + SECTOR)) === 0) continue;
      const from = piece[0] + at;
      const last = found.at(-1);
      if (last && last[1] === from) last[1] += SECTOR;
      else found.push([from, from + SECTOR]);
    }
  }
  return found;
}
