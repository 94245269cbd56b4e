/** Contents of disks: read, compared, and copied into new images. */
import { createHash } from 'node:crypto';
import { SECTOR, type BlockBackend } from '../../devices/block.js';
import { createQcow2, type NewQcow2 } from '../../devices/disk/qcow2-create.js';
import { Qcow2Error } from '../../devices/disk/qcow2-header.js';
import { Qcow2Disk } from '../../devices/disk/qcow2.js';
import { UserError } from '../../cli/user-error.js';
import type { DiskChain, DiskFormat } from '../disk-image.js';
import { fileStore } from '../file-store.js';
import { replaceFile } from '../files.js';
import { bytesOf, union, usage, type Range } from './ranges.js';

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

/**
 * Puts an image with a disk's contents into the place of a file, in one step; without `from` an empty one of `size` bytes.
 * @param finish does something to the open file at the end
 * @throws UserError, or a system call's error with the path
 */
export function writeImage(
  path: string,
  image: NewImage,
  contents: { from: DiskChain } | { size: number },
  progress: Progress = () => {},
  finish: (file: number) => void = () => {},
): void {
  const source = 'from' in contents ? contents.from.layers[0] : undefined;
  const size = 'size' in contents ? contents.size : contents.from.layers[0].disk.sectors * SECTOR;
  const data = 'from' in contents ? usage(contents.from.layers).data : [];
  try {
    replaceFile(path, (file) => {
      const store = fileStore(file);
      let write: (at: number, bytes: Uint8Array) => void;
      let flush = (): void => {};
      if (image.format === 'raw') {
        store.truncate(size);
        write = (at, bytes) => store.write(at, bytes);
      } else {
        createQcow2(store, { ...image, size });
        if (source) {
          const disk = new Qcow2Disk(store);
          const must = (done: boolean): void => {
            if (!done) throw new UserError(`${path}: the contents can not be written: ${disk.problem ?? 'no room?'}`);
          };
          write = (at, bytes) => must(disk.write(at / SECTOR, bytes));
          flush = () => must(disk.flush());
        }
      }
      const all = bytesOf(data);
      let done = 0;
      for (const piece of source ? pieces(data, size) : []) {
        const bytes = readPiece(source!.path, source!.disk, piece);
        for (let at = 0; at < bytes.length; at += HOLE) {
          const part = bytes.subarray(at, at + HOLE);
          if (!isZero(part)) write!(piece[0] + at, part);
        }
        progress((done += bytes.length), all);
      }
      flush();
      finish(file);
    });
  } catch (error) {
    if (error instanceof Qcow2Error) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
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
