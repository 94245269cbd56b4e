/**
 * Reading files from FAT12, FAT16 and FAT32 with long names (Microsoft's FAT specification of 2000, version 1.03; ECMA-107). What is
 * read is not trusted: whatever the bytes are, every call ends, and throws nothing but FatError.
 */
import { SECTOR, type BlockBackend } from '../../devices/block.js';

/** The file system, or a file in it, is damaged: the message says which and what was expected, in one line, without the image's name. */
export class FatError extends Error {
  override readonly name = 'FatError';
}

export interface FatEntry {
  readonly name: string;
  readonly directory: boolean;
  /** In bytes; 0 for directories. */
  readonly size: number;
}

export interface FatVolume {
  readonly kind: 12 | 16 | 32;
  /** The contents of a file, by its path below the root, in any case of letters; undefined if there is no such file. */
  read(path: string): Uint8Array | undefined;
  exists(path: string): boolean;
  /** What is in a folder; undefined if there is no such folder. */
  list(path: string): readonly FatEntry[] | undefined;
}

interface Entry extends FatEntry {
  /** By which it can be named too. */
  readonly short: string;
  readonly cluster: number;
}

/** Nothing that a Pi loads is larger than its first gigabyte, and a hostile image shall not make us allocate more. */
const MAX_FILE = 0x40000000;
/** Of a directory: 65536 entries. */
const MAX_DIRECTORY = 0x200000;
const ENTRY = 32;
const ATTRIBUTE = { VOLUME: 0x08, DIRECTORY: 0x10, LONG: 0x0f } as const;
const END_OF_DIRECTORY = 0x00;
const DELETED = 0xe5;
/** Base or extension of a short name in lower case, at offset 12. */
const LOWER_CASE = { BASE: 0x08, EXTENSION: 0x10 } as const;
/** Where a directory entry of a long name has its characters. */
const LONG_NAME_AT = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30] as const;
const LAST_LONG = 0x40;

/** What the boot sector says, in sectors of 512 bytes. */
interface Geometry {
  readonly kind: 12 | 16 | 32;
  readonly fatAt: number;
  readonly fatSectors: number;
  /** FAT12 and FAT16: where the root directory lies. */
  readonly rootAt: number;
  readonly rootSectors: number;
  /** FAT32: its first cluster. */
  readonly rootCluster: number;
  readonly dataAt: number;
  readonly perCluster: number;
  /** Clusters are numbered from 2 to this. */
  readonly lastCluster: number;
}

function readGeometry(disk: BlockBackend): Geometry {
  const boot = new Uint8Array(SECTOR);
  if (disk.sectors < 1 || !disk.read(0, boot)) throw new FatError("can't read the boot sector");
  const view = new DataView(boot.buffer);
  const u16 = (at: number): number => view.getUint16(at, true);
  const u32 = (at: number): number => view.getUint32(at, true);
  const bytesPerSector = u16(11);
  if (![512, 1024, 2048, 4096].includes(bytesPerSector))
    throw new FatError(`not a FAT file system: ${bytesPerSector} bytes per sector, expected 512, 1024, 2048 or 4096`);
  const scale = bytesPerSector / SECTOR;
  const [sectorsPerCluster, reserved, fats, rootEntries] = [boot[13], u16(14), boot[16], u16(17)];
  if (sectorsPerCluster === 0 || (sectorsPerCluster & (sectorsPerCluster - 1)) !== 0)
    throw new FatError(`not a FAT file system: ${sectorsPerCluster} sectors per cluster, expected a power of two`);
  if (reserved === 0 || fats === 0)
    throw new FatError(
      `not a FAT file system: ${reserved} reserved sectors and ${fats} FATs, expected at least one of each`,
    );
  const total = u16(19) || u32(32);
  const small = u16(22);
  const fat = small || u32(36);
  const rootSectors = Math.ceil((rootEntries * ENTRY) / bytesPerSector);
  const dataAt = reserved + fats * fat + rootSectors;
  if (fat === 0 || dataAt >= total) throw new FatError('not a FAT file system: no room for files in it');
  if (total * scale > disk.sectors) {
    throw new FatError(
      `the file system has ${total * scale} sectors, expected at most the ${disk.sectors} of its partition: the image is truncated`,
    );
  }
  const clusters = Math.floor((total - dataAt) / sectorsPerCluster);
  // mkfs makes FAT32 with fewer clusters than the specification's 65525 when told to; who reads it asks for the small FAT's size.
  const kind = small === 0 ? 32 : clusters < 4085 ? 12 : 16;
  const held = Math.floor((fat * bytesPerSector * 8) / kind);
  return {
    kind,
    // FAT32 may use one copy only, and says which.
    fatAt: (reserved + (kind === 32 && u16(40) & 0x80 ? Math.min(u16(40) & 0xf, fats - 1) * fat : 0)) * scale,
    fatSectors: fat * scale,
    rootAt: (reserved + fats * fat) * scale,
    rootSectors: rootSectors * scale,
    rootCluster: kind === 32 ? u32(44) & 0x0fffffff : 0,
    dataAt: dataAt * scale,
    perCluster: sectorsPerCluster * scale,
    lastCluster: Math.min(clusters, held - 2) + 1,
  };
}

/** Checksum of a short name, which the entries of its long name carry. */
const shortSum = (raw: Uint8Array): number => {
  let sum = 0;
  for (let i = 0; i < 11; i++) sum = (((sum & 1) << 7) + (sum >> 1) + raw[i]) & 0xff;
  return sum;
};

function shortName(raw: Uint8Array): string {
  const part = (from: number, to: number, lower: boolean): string => {
    const chars = Array.from(raw.subarray(from, to), (b, i) =>
      String.fromCharCode(from + i === 0 && b === 0x05 ? 0xe5 : b),
    );
    const text = chars.join('').trimEnd();
    return lower ? text.toLowerCase() : text;
  };
  const base = part(0, 8, (raw[12] & LOWER_CASE.BASE) !== 0);
  const extension = part(8, 11, (raw[12] & LOWER_CASE.EXTENSION) !== 0);
  return extension === '' ? base : `${base}.${extension}`;
}

/** The entries of a directory, from its bytes. An incomplete long name is left out, as its short name is still there. */
function parseDirectory(bytes: Uint8Array, fat32: boolean): Entry[] {
  const entries: Entry[] = [];
  let long: { sum: number; next: number; units: number[] } | undefined;
  for (let at = 0; at + ENTRY <= bytes.length; at += ENTRY) {
    const raw = bytes.subarray(at, at + ENTRY);
    if (raw[0] === END_OF_DIRECTORY) break;
    if (raw[0] === DELETED) {
      long = undefined;
      continue;
    }
    const view = new DataView(raw.buffer, raw.byteOffset, ENTRY);
    if ((raw[11] & 0x3f) === ATTRIBUTE.LONG) {
      const order = raw[0] & 0x3f;
      if (raw[0] & LAST_LONG) long = { sum: raw[13], next: order, units: [] };
      if (!long || order === 0 || order !== long.next || raw[13] !== long.sum) {
        long = undefined;
        continue;
      }
      long.units.unshift(...LONG_NAME_AT.map((o) => view.getUint16(o, true)));
      long.next--;
      continue;
    }
    const whole = long && long.next === 0 && long.sum === shortSum(raw) ? long.units : undefined;
    long = undefined;
    if (raw[11] & ATTRIBUTE.VOLUME) continue;
    const end = whole?.indexOf(0) ?? -1;
    const short = shortName(raw);
    const name = whole ? String.fromCharCode(...whole.slice(0, end < 0 ? undefined : end)) : short;
    const directory = (raw[11] & ATTRIBUTE.DIRECTORY) !== 0;
    entries.push({
      name,
      short,
      directory,
      size: directory ? 0 : view.getUint32(28, true),
      cluster: view.getUint16(26, true) + (fat32 ? (view.getUint16(20, true) & 0x0fff) * 65536 : 0),
    });
  }
  return entries;
}

const partsOf = (path: string): string[] => path.split('/').filter((p) => p !== '' && p !== '.');

/**
 * Opens the file system that a disk, or a partition of it, begins with.
 * @throws FatError
 */
export function openFat(disk: BlockBackend): FatVolume {
  const g = readGeometry(disk);
  const clusterBytes = g.perCluster * SECTOR;
  const fatCache = new Map<number, Uint8Array>();

  const fatByte = (at: number): number => {
    const sector = Math.floor(at / SECTOR);
    let bytes = fatCache.get(sector);
    if (!bytes) {
      bytes = new Uint8Array(SECTOR);
      if (sector >= g.fatSectors || !disk.read(g.fatAt + sector, bytes))
        throw new FatError(`can't read sector ${sector} of the FAT`);
      fatCache.set(sector, bytes);
    }
    return bytes[at % SECTOR];
  };
  /** What the FAT has for a cluster: the next one; at least `lastCluster + 1` at the end of a chain. */
  const next = (cluster: number): number => {
    if (g.kind === 12) {
      const at = cluster + (cluster >> 1);
      const both = fatByte(at) | (fatByte(at + 1) << 8);
      return cluster & 1 ? both >> 4 : both & 0xfff;
    }
    const at = cluster * (g.kind / 8);
    const low = fatByte(at) | (fatByte(at + 1) << 8);
    return g.kind === 16 ? low : low + (fatByte(at + 2) | ((fatByte(at + 3) & 0xf) << 8)) * 65536;
  };
  const END = { 12: 0xff8, 16: 0xfff8, 32: 0x0ffffff8 }[g.kind];

  /** The clusters of a chain, at most `limit`. */
  const chain = (first: number, limit: number, what: string): number[] => {
    const clusters: number[] = [];
    const seen = new Set<number>();
    for (let cluster = first; clusters.length < limit && cluster < END; cluster = next(cluster)) {
      if (cluster < 2 || cluster > g.lastCluster)
        throw new FatError(`${what}: cluster ${cluster} in its chain, expected 2 to ${g.lastCluster}`);
      if (seen.has(cluster)) throw new FatError(`${what}: its chain of clusters comes back to cluster ${cluster}`);
      seen.add(cluster);
      clusters.push(cluster);
    }
    return clusters;
  };
  /** The contents of clusters; runs of neighbours are read at once. */
  const contents = (clusters: readonly number[], what: string): Uint8Array => {
    const bytes = new Uint8Array(clusters.length * clusterBytes);
    for (let i = 0; i < clusters.length;) {
      let run = 1;
      while (i + run < clusters.length && clusters[i + run] === clusters[i] + run) run++;
      const into = bytes.subarray(i * clusterBytes, (i + run) * clusterBytes);
      const sector = g.dataAt + (clusters[i] - 2) * g.perCluster;
      if (!disk.read(sector, into)) throw new FatError(`${what}: can't read sector ${sector}`);
      i += run;
    }
    return bytes;
  };

  const rootDirectory = (): Uint8Array => {
    if (g.kind === 32) {
      return contents(
        chain(g.rootCluster, Math.ceil(MAX_DIRECTORY / clusterBytes), 'the root folder'),
        'the root folder',
      );
    }
    const bytes = new Uint8Array(g.rootSectors * SECTOR);
    if (!disk.read(g.rootAt, bytes)) throw new FatError("can't read the root folder");
    return bytes;
  };
  const directories = new Map<string, Entry[]>();
  const directory = (path: string, load: () => Uint8Array): Entry[] => {
    let entries = directories.get(path);
    if (!entries) {
      entries = parseDirectory(load(), g.kind === 32);
      directories.set(path, entries);
    }
    return entries;
  };
  const entriesOf = (entry: Entry, path: string): Entry[] =>
    directory(path.toLowerCase(), () =>
      // '..' of a folder in the root names cluster 0.
      entry.cluster === 0
        ? rootDirectory()
        : contents(chain(entry.cluster, Math.ceil(MAX_DIRECTORY / clusterBytes), path), path),
    );
  const ROOT: Entry = { name: '', short: '', directory: true, size: 0, cluster: 0 };
  const find = (path: string): Entry | undefined => {
    let entry: Entry | undefined = ROOT;
    let at = '';
    for (const part of partsOf(path)) {
      if (!entry?.directory) return undefined;
      const wanted = part.toLowerCase();
      entry = entriesOf(entry, at).find((e) => e.name.toLowerCase() === wanted || e.short.toLowerCase() === wanted);
      at += `/${part}`;
    }
    return entry;
  };

  return {
    kind: g.kind,
    exists: (path) => find(path)?.directory === false,
    list(path) {
      const entry = find(path);
      if (!entry?.directory) return undefined;
      return entriesOf(
        entry,
        partsOf(path)
          .map((p) => `/${p}`)
          .join(''),
      );
    },
    read(path) {
      const entry = find(path);
      if (!entry || entry.directory) return undefined;
      const { size } = entry;
      const clusters = Math.ceil(size / clusterBytes);
      if (size > MAX_FILE || clusters > g.lastCluster - 1)
        throw new FatError(`${path}: its size is ${size} bytes, expected less than the file system's`);
      if (size === 0) return new Uint8Array(0);
      const there = chain(entry.cluster, clusters, path);
      if (there.length < clusters)
        throw new FatError(`${path}: ${there.length * clusterBytes} bytes of it are there, expected ${size}`);
      return contents(there, path).subarray(0, size);
    },
  };
}
