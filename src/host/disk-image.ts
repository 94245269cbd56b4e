/** Files as disks: raw images and qcow2, told apart by what they begin with; backing files; one writer at a time. */
import { closeSync, fstatSync, openSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { UserError } from '../cli/user-error.js';
import { SECTOR, type BlockBackend } from '../devices/block.js';
import { isQcow2, Qcow2Error, readHeader } from '../devices/disk/qcow2-header.js';
import { Qcow2Disk } from '../devices/disk/qcow2.js';
import { PartitionError, readPartitions } from '../machine/firmware/partitions.js';
import { lockDisk, refuseWritten } from './disk-lock.js';
import { fileStore, type FileStore } from './file-store.js';

/** A file as a disk. */
export interface DiskImage extends BlockBackend {
  /** Keeps what was written and closes the file; the disk can't be used any more. */
  close(): void;
}

export interface OpenDisk {
  readonly readOnly?: boolean;
  /**
   * When changes of a qcow2 image's tables reach the file: with a flush, or with each write, for a guest that sends no flush (an SD card's).
   * Contents always go to the file at once.
   */
  readonly cache?: 'writeback' | 'writethrough';
  /** The last sector of a raw file may be incomplete, and ends with zeros: for any file that is a base, and only read. */
  readonly padded?: boolean;
}

export type DiskFormat = 'raw' | 'qcow2';

/** One file of a chain, open. */
export interface Layer {
  /** As the user, or the layer above, names it. */
  readonly path: string;
  readonly format: DiskFormat;
  readonly disk: BlockBackend;
  /** The disk itself if it is qcow2. */
  readonly qcow2: Qcow2Disk | undefined;
  readonly store: FileStore;
}

/** An image and all that is behind it, the image first. */
export interface DiskChain {
  readonly layers: readonly Layer[];
  close(): void;
}

/** So many files may be behind each other. */
const MAX_LAYERS = 64;

/**
 * Opens a disk image, and what is behind it for reading only. A raw image has a whole number of sectors and, if it has a partition table, holds
 * all its partitions, so that an image which was cut off during a download is refused before a guest finds out.
 * @throws UserError, also if another process is writing to it, or the operating system's error with the path
 */
export function openDiskImage(path: string, options: OpenDisk = {}): DiskImage {
  const { readOnly = false } = options;
  if (readOnly) refuseWritten(path);
  const chain = openChain(path, options);
  const [{ disk, format }] = chain.layers;
  try {
    if (format === 'raw') checkWhole(path, disk);
  } catch (error) {
    chain.close();
    throw error;
  }
  let open = true;
  return {
    sectors: disk.sectors,
    readOnly: disk.readOnly,
    read: (sector, bytes) => open && disk.read(sector, bytes),
    write: (sector, bytes) => open && disk.write(sector, bytes),
    flush: () => open && disk.flush(),
    ...(disk.discard && { discard: (sector, count) => open && disk.discard!(sector, count) }),
    close() {
      if (!open) return;
      disk.flush();
      open = false;
      chain.close();
    },
  };
}

/** Opens an image and what is behind it, as its layers. Nothing is flushed by closing it. @throws as openDiskImage */
export function openChain(path: string, options: OpenDisk = {}): DiskChain {
  const closing: (() => void)[] = [];
  const close = (): void =>
    closing
      .splice(0)
      .reverse()
      .forEach((step) => step());
  const seen = new Map<string, string>();

  const open = (name: string, from: string | undefined, known: string | undefined): Layer[] => {
    const inside = from === undefined ? '' : `${from}: backing file `;
    const identity = realOf(name, inside);
    const loop = seen.get(identity);
    if (loop !== undefined) throw new UserError(`${inside}${name}: the backing files form a loop, expected an end`);
    if (seen.size === MAX_LAYERS) throw new UserError(`${path}: more than ${MAX_LAYERS} backing files, expected fewer`);
    seen.set(identity, name);
    const readOnly = from !== undefined || (options.readOnly ?? false);
    if (from !== undefined) refuseWritten(name);
    if (!readOnly) closing.push(lockDisk(name));
    const store = openStore(name, readOnly, closing);
    const format = known ?? (startsAsQcow2(store) ? 'qcow2' : 'raw');
    if (format === 'raw') {
      const padded = readOnly && options.padded === true;
      checkRaw(name, store, padded);
      const disk = rawDisk(store, readOnly, known === undefined, padded);
      return [{ path: name, format, disk, qcow2: undefined, store }];
    }
    if (format !== 'qcow2') throw new UserError(`${inside}${name}: its format is '${format}', expected raw or qcow2`);
    return named(name, () => {
      const header = readHeader(store);
      const below = header.backing === undefined ? [] : open(beside(name, header.backing), name, header.backingFormat);
      const writeThrough = options.cache === 'writethrough';
      const qcow2 = new Qcow2Disk(store, { readOnly, writeThrough, backing: below[0]?.disk });
      return [{ path: name, format, disk: qcow2, qcow2, store }, ...below];
    });
  };

  try {
    return { layers: open(path, undefined, undefined), close };
  } catch (error) {
    close();
    throw error;
  }
}

function realOf(name: string, inside: string): string {
  try {
    return realpathSync(name);
  } catch (error) {
    if (inside === '' || (error as { code?: string }).code !== 'ENOENT') throw error;
    throw new UserError(`${inside}${name}: no such file or directory`);
  }
}

/** What a backing file's name in an image means: a path, relative to the image. @throws UserError for what is no file */
function beside(image: string, name: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(name)?.[1];
  if (scheme !== undefined && scheme !== 'file')
    throw new UserError(`${image}: backing file ${name}: expected the name of a file`);
  const path = scheme === undefined ? name : name.slice('file:'.length);
  return isAbsolute(path) ? path : resolve(dirname(image), path);
}

/** Puts the image's name before what is wrong with it. */
function named<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof Qcow2Error) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}

function openStore(path: string, readOnly: boolean, closing: (() => void)[]): FileStore {
  const file = openSync(path, readOnly ? 'r' : 'r+');
  closing.push(() => closeSync(file));
  if (!fstatSync(file).isFile()) throw new UserError(`${path}: not a file, expected a disk image`);
  return fileStore(file);
}

function startsAsQcow2(store: FileStore): boolean {
  const magic = new Uint8Array(4);
  store.read(0, magic);
  return isQcow2(magic);
}

function checkRaw(path: string, { size }: FileStore, padded: boolean): void {
  if (size === 0) throw new UserError(`${path}: the file is empty, expected a disk image`);
  if (size % SECTOR !== 0 && !padded)
    throw new UserError(
      `${path}: ${size} bytes, expected a multiple of ${SECTOR}: the image is truncated, or compressed`,
    );
}

/** A partition table that is damaged otherwise is the guest's to mend. */
function checkWhole(path: string, disk: BlockBackend): void {
  try {
    readPartitions(disk);
  } catch (error) {
    if (!(error instanceof PartitionError)) throw error;
    if (error.truncated) throw new UserError(`${path}: ${error.message}`);
  }
}

/**
 * A raw file as a disk.
 * @param guessed its format was told by its first bytes: then no guest may write there what would make it a qcow2 image, and with it any
 *   file of the host its backing file, when it is opened next
 */
function rawDisk(store: FileStore, readOnly: boolean, guessed: boolean, padded: boolean): BlockBackend {
  const sectors = padded ? Math.ceil(store.size / SECTOR) : Math.floor(store.size / SECTOR);
  const inside = (sector: number, length: number): boolean =>
    Number.isInteger(sector) && sector >= 0 && sector * SECTOR + length <= sectors * SECTOR;
  const attempt = (step: () => void): boolean => {
    try {
      step();
      return true;
    } catch {
      return false;
    }
  };
  return {
    sectors,
    readOnly,
    read: (sector, bytes) => inside(sector, bytes.length) && attempt(() => store.read(sector * SECTOR, bytes)),
    write: (sector, bytes) =>
      !readOnly &&
      inside(sector, bytes.length) &&
      !(guessed && sector === 0 && isQcow2(bytes)) &&
      attempt(() => store.write(sector * SECTOR, bytes)),
    flush: () => readOnly || attempt(() => store.flush()),
  };
}
