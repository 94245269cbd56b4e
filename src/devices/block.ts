/** Disks as devices see them. */

export const SECTOR = 512;

/**
 * What holds a disk's contents. Calls return when they are done: whoever has slow storage waits inside, since a guest's time does not
 * pass meanwhile. False means that the data could not be read or kept; nothing throws.
 */
export interface BlockBackend {
  /** Its size in sectors of 512 bytes. */
  readonly sectors: number;
  readonly readOnly: boolean;
  /** Reads `bytes.length / 512` sectors from `sector` on. */
  read(sector: number, bytes: Uint8Array): boolean;
  write(sector: number, bytes: Uint8Array): boolean;
  /** Everything written before is to outlive the host's crash. */
  flush(): boolean;
  /** Sectors whose contents are needed no more. From now on they read as zero, or as before where this is missing. */
  discard?(sector: number, count: number): boolean;
  /** Changes that are kept in memory only: what a snapshot must hold of the disk. */
  readonly changes?: { save(): DiskChanges; load(changes: DiskChanges): void };
}

/** Sectors that differ from what a disk is based on, by their numbers, and their contents one behind the other. */
export interface DiskChanges {
  readonly sectors: readonly number[];
  readonly bytes: Uint8Array;
}

/** A disk in memory. Its size is rounded down to whole sectors. */
export function memoryDisk(bytes: Uint8Array, readOnly = false): BlockBackend {
  const sectors = Math.floor(bytes.length / SECTOR);
  const inside = (sector: number, length: number): boolean =>
    sector >= 0 && sector * SECTOR + length <= sectors * SECTOR;
  return {
    sectors,
    readOnly,
    read(sector, into) {
      if (!inside(sector, into.length)) return false;
      into.set(bytes.subarray(sector * SECTOR, sector * SECTOR + into.length));
      return true;
    },
    write(sector, from) {
      if (readOnly || !inside(sector, from.length)) return false;
      bytes.set(from, sector * SECTOR);
      return true;
    },
    flush: () => true,
    discard(sector, count) {
      if (readOnly || !inside(sector, count * SECTOR)) return false;
      bytes.fill(0, sector * SECTOR, (sector + count) * SECTOR);
      return true;
    },
  };
}

/** So many changed sectors are kept, 2 GiB: a guest that fills a large card must not fill the host's memory. */
const MAX_CHANGED = 1 << 22;

/**
 * A disk whose changes are kept in memory: `base` is only read. Nothing is discarded, since to remember that of a whole card costs as
 * much as its contents.
 */
export function overlayDisk(base: BlockBackend): BlockBackend {
  const written = new Map<number, Uint8Array>();
  const inside = (sector: number, length: number): boolean =>
    Number.isInteger(sector) && sector >= 0 && sector * SECTOR + length <= base.sectors * SECTOR;
  return {
    sectors: base.sectors,
    readOnly: false,
    read(sector, into) {
      if (!inside(sector, into.length) || !base.read(sector, into)) return false;
      for (let at = 0; at < into.length; at += SECTOR) {
        const changed = written.get(sector + at / SECTOR);
        if (changed) into.set(changed, at);
      }
      return true;
    },
    write(sector, from) {
      if (!inside(sector, from.length) || written.size + from.length / SECTOR > MAX_CHANGED) return false;
      for (let at = 0; at < from.length; at += SECTOR) written.set(sector + at / SECTOR, from.slice(at, at + SECTOR));
      return true;
    },
    changes: {
      save() {
        const bytes = new Uint8Array(written.size * SECTOR);
        [...written.values()].forEach((sector, i) => bytes.set(sector, i * SECTOR));
        return { sectors: [...written.keys()], bytes };
      },
      load({ sectors, bytes }) {
        written.clear();
        sectors.forEach((sector, i) => written.set(sector, bytes.slice(i * SECTOR, (i + 1) * SECTOR)));
      },
    },
    flush: () => true,
  };
}
