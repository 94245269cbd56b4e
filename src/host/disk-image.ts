import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { UserError } from '../cli/user-error.js';
import { SECTOR, type BlockBackend } from '../devices/block.js';
import { PartitionError, readPartitions } from '../machine/firmware/partitions.js';

/** A file as a disk. */
export interface DiskImage extends BlockBackend {
  /** Keeps what was written and closes the file; the disk can't be used any more. */
  close(): void;
}

/**
 * Opens a raw disk image. It has a whole number of sectors and, if it has a partition table, holds all its partitions, so that an
 * image which was cut off during a download is refused before a guest finds out.
 * @throws UserError, or the operating system's error with the path
 */
export function openDiskImage(path: string, { readOnly = false }: { readOnly?: boolean } = {}): DiskImage {
  const file = openSync(path, readOnly ? 'r' : 'r+');
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new UserError(`${path}: not a file, expected a raw disk image`);
    if (stat.size === 0) throw new UserError(`${path}: the file is empty, expected a raw disk image`);
    if (stat.size % SECTOR !== 0) {
      throw new UserError(
        `${path}: ${stat.size} bytes, expected a multiple of ${SECTOR}: the image is truncated, or compressed`,
      );
    }
    const disk = diskOf(file, stat.size / SECTOR, readOnly);
    checkWhole(path, disk);
    return disk;
  } catch (error) {
    closeSync(file);
    throw error;
  }
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

/** All of a transfer, or false: one call of the system may do a part. */
function whole(bytes: Uint8Array, step: (from: number) => number): boolean {
  try {
    for (let done = 0; done < bytes.length;) {
      const now = step(done);
      if (now === 0) return false;
      done += now;
    }
    return true;
  } catch {
    return false;
  }
}

function diskOf(file: number, sectors: number, readOnly: boolean): DiskImage {
  let open = true;
  const usable = (sector: number, bytes: Uint8Array): boolean =>
    open && Number.isInteger(sector) && sector >= 0 && sector * SECTOR + bytes.length <= sectors * SECTOR;
  const flush = (): boolean => {
    if (!open) return false;
    try {
      if (!readOnly) fsyncSync(file);
      return true;
    } catch {
      return false;
    }
  };
  return {
    sectors,
    readOnly,
    read: (sector, bytes) =>
      usable(sector, bytes) &&
      whole(bytes, (done) => readSync(file, bytes, done, bytes.length - done, sector * SECTOR + done)),
    write: (sector, bytes) =>
      !readOnly &&
      usable(sector, bytes) &&
      whole(bytes, (done) => writeSync(file, bytes, done, bytes.length - done, sector * SECTOR + done)),
    flush,
    close() {
      if (!open) return;
      flush();
      open = false;
      closeSync(file);
    },
  };
}
