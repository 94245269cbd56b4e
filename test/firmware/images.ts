/** Card images for tests, made here so that no tool is needed: small FAT file systems with long names, MBR and GPT. */
import { crc32 } from 'node:zlib';
import { memoryDisk, SECTOR, type BlockBackend } from '../../src/devices/block.js';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Numbers that look random and are the same in every run. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

interface Folder {
  readonly files: Map<string, Uint8Array>;
  readonly folders: Map<string, Folder>;
}

const SHAPE = {
  12: { clusters: 400, perCluster: 1 },
  16: { clusters: 4200, perCluster: 1 },
  32: { clusters: 4200, perCluster: 1 },
} as const;
const END = { 12: 0xfff, 16: 0xffff, 32: 0x0fffffff } as const;

/** A FAT file system with these files; folders come from the slashes in their names. */
export function fatImage(files: Files, kind: 12 | 16 | 32 = 16): Uint8Array {
  const { clusters, perCluster } = SHAPE[kind];
  const fatSectors = Math.ceil(((clusters + 2) * kind) / 8 / SECTOR);
  const reserved = kind === 32 ? 32 : 1;
  const rootSectors = kind === 32 ? 0 : 16;
  const dataAt = reserved + 2 * fatSectors + rootSectors;
  const total = dataAt + clusters * perCluster;
  const image = new Uint8Array(total * SECTOR);
  const view = new DataView(image.buffer);
  image.set([0xeb, 0x58, 0x90, ...bytesOf('PIVISOR ')]);
  view.setUint16(11, SECTOR, true);
  image[13] = perCluster;
  view.setUint16(14, reserved, true);
  image[16] = 2;
  view.setUint16(17, rootSectors * 16, true);
  if (total < 65536 && kind !== 32) view.setUint16(19, total, true);
  else view.setUint32(32, total, true);
  image[21] = 0xf8;
  if (kind === 32) {
    view.setUint32(36, fatSectors, true);
    view.setUint32(44, 2, true);
  } else view.setUint16(22, fatSectors, true);
  view.setUint16(510, 0xaa55, true);

  const fat = new Map<number, number>();
  let free = 2;
  const allocate = (bytes: Uint8Array): number => {
    const count = Math.ceil(bytes.length / (perCluster * SECTOR));
    if (count === 0) return 0;
    const first = free;
    image.set(bytes, (dataAt + (first - 2) * perCluster) * SECTOR);
    for (let i = 1; i <= count; i++, free++) fat.set(free, i === count ? END[kind] : free + 1);
    if (free > clusters + 2) throw new Error('the test image is too small');
    return first;
  };

  const root: Folder = { files: new Map(), folders: new Map() };
  for (const [path, contents] of Object.entries(files)) {
    const parts = path.split('/').filter(Boolean);
    const name = parts.pop() ?? '';
    let folder = root;
    for (const part of parts) {
      const there: Folder = folder.folders.get(part) ?? { files: new Map(), folders: new Map() };
      folder.folders.set(part, there);
      folder = there;
    }
    folder.files.set(name, typeof contents === 'string' ? bytesOf(contents) : contents);
  }
  const entry = (name: string, attributes: number, cluster: number, size: number, index: number): Uint8Array[] => {
    const [base, extension = ''] = name.split('.');
    const plain = /^[A-Z0-9]{1,8}(\.[A-Z0-9]{1,3})?$/.test(name) || /^\.\.?$/.test(name);
    const short = /^\.\.?$/.test(name)
      ? name.padEnd(11)
      : plain
        ? base.padEnd(8) + extension.padEnd(3)
        : `F${String(index).padStart(5, '0')}~1`.padEnd(8) + 'BIN';
    const raw = new Uint8Array(32);
    raw.set(bytesOf(short));
    raw[11] = attributes;
    const rawView = new DataView(raw.buffer);
    rawView.setUint16(20, cluster >>> 16, true);
    rawView.setUint16(26, cluster & 0xffff, true);
    rawView.setUint32(28, size, true);
    if (plain) return [raw];
    let sum = 0;
    for (let i = 0; i < 11; i++) sum = (((sum & 1) << 7) + (sum >> 1) + raw[i]) & 0xff;
    const units = [...name].map((c) => c.charCodeAt(0));
    const count = Math.ceil(units.length / 13);
    const longs = Array.from({ length: count }, (_, i) => {
      const long = new Uint8Array(32).fill(0xff);
      const longView = new DataView(long.buffer);
      long[0] = (i + 1) | (i === count - 1 ? 0x40 : 0);
      long.set([0x0f, 0, sum], 11);
      longView.setUint16(26, 0, true);
      [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30].forEach((at, k) => {
        const n = i * 13 + k;
        if (n <= units.length) longView.setUint16(at, n === units.length ? 0 : units[n], true);
      });
      return long;
    });
    return [...longs.reverse(), raw];
  };
  const table = (folder: Folder, own: number, parent: number): Uint8Array => {
    const entries: Uint8Array[] = [];
    if (own !== 0) entries.push(...entry('.', 0x10, own, 0, 0), ...entry('..', 0x10, parent, 0, 0));
    let index = 0;
    for (const [name, contents] of folder.files) {
      entries.push(...entry(name, 0x20, allocate(contents), contents.length, ++index));
    }
    for (const [name, below] of folder.folders) {
      // Before its contents, since the folder's entries name it.
      const at = allocate(new Uint8Array(4 * perCluster * SECTOR));
      image.set(table(below, at, own), (dataAt + (at - 2) * perCluster) * SECTOR);
      entries.push(...entry(name, 0x10, at, 0, ++index));
    }
    const bytes = new Uint8Array(entries.length * 32);
    entries.forEach((e, i) => bytes.set(e, 32 * i));
    return bytes;
  };
  if (kind === 32) {
    const at = allocate(new Uint8Array(16 * SECTOR));
    image.set(table(root, 0, 0), (dataAt + (at - 2) * perCluster) * SECTOR);
  } else image.set(table(root, 0, 0), (dataAt - rootSectors) * SECTOR);

  fat.set(0, END[kind] - 7).set(1, END[kind]);
  for (let copy = 0; copy < 2; copy++) {
    const base = (reserved + copy * fatSectors) * SECTOR;
    for (const [cluster, next] of fat) {
      if (kind === 32) view.setUint32(base + 4 * cluster, next, true);
      else if (kind === 16) view.setUint16(base + 2 * cluster, next, true);
      else {
        const at = base + cluster + (cluster >> 1);
        const before = view.getUint16(at, true);
        view.setUint16(at, cluster & 1 ? (before & 0xf) | (next << 4) : (before & 0xf000) | next, true);
      }
    }
  }
  return image;
}

/** Partitions behind an MBR, each beginning at a multiple of `align` sectors. */
export function mbrImage(parts: readonly { type: number; bytes: Uint8Array }[], align = 8): Uint8Array {
  const places: number[] = [];
  let end = align;
  for (const { bytes } of parts) {
    places.push(end);
    end += Math.ceil(bytes.length / SECTOR / align) * align;
  }
  const image = new Uint8Array(end * SECTOR);
  const view = new DataView(image.buffer);
  parts.forEach(({ type, bytes }, i) => {
    image[0x1be + 16 * i + 4] = type;
    view.setUint32(0x1be + 16 * i + 8, places[i], true);
    view.setUint32(0x1be + 16 * i + 12, Math.ceil(bytes.length / SECTOR), true);
    image.set(bytes, places[i] * SECTOR);
  });
  view.setUint16(510, 0xaa55, true);
  return image;
}

export const BASIC_DATA = 'a2a0d0ebe5b9334487c068b6b72699c7';
export const LINUX_DATA = 'af3dc60f838472478e793d69d8477de4';

/** Partitions behind a GPT, with its copy at the end. */
export function gptImage(parts: readonly { guid: string; bytes: Uint8Array }[]): Uint8Array {
  const places: number[] = [];
  let end = 34;
  for (const { bytes } of parts) {
    places.push(end);
    end += Math.ceil(bytes.length / SECTOR);
  }
  const sectors = end + 33;
  const image = new Uint8Array(sectors * SECTOR);
  const view = new DataView(image.buffer);
  image[0x1be + 4] = 0xee;
  view.setUint32(0x1be + 8, 1, true);
  view.setUint32(0x1be + 12, sectors - 1, true);
  view.setUint16(510, 0xaa55, true);
  const entries = new Uint8Array(128 * 128);
  const entriesView = new DataView(entries.buffer);
  parts.forEach(({ guid, bytes }, i) => {
    entries.set(
      Uint8Array.from(guid.match(/../g) ?? [], (d) => parseInt(d, 16)),
      128 * i,
    );
    entries[128 * i + 16] = i + 1;
    entriesView.setBigUint64(128 * i + 32, BigInt(places[i]), true);
    entriesView.setBigUint64(128 * i + 40, BigInt(places[i] + Math.ceil(bytes.length / SECTOR) - 1), true);
    image.set(bytes, places[i] * SECTOR);
  });
  for (const [own, other, at] of [
    [1, sectors - 1, 2],
    [sectors - 1, 1, sectors - 33],
  ]) {
    const header = new Uint8Array(92);
    const h = new DataView(header.buffer);
    header.set(bytesOf('EFI PART'));
    h.setUint32(8, 0x10000, true);
    h.setUint32(12, 92, true);
    [own, other, 34, end - 1].forEach((n, i) => h.setBigUint64(24 + 8 * i, BigInt(n), true));
    h.setBigUint64(72, BigInt(at), true);
    h.setUint32(80, 128, true);
    h.setUint32(84, 128, true);
    h.setUint32(88, crc32(entries), true);
    h.setUint32(16, crc32(header), true);
    image.set(header, own * SECTOR);
    image.set(entries, at * SECTOR);
  }
  return image;
}

/** A card whose first partition holds these files. */
export const cardOf = (files: Files): BlockBackend => memoryDisk(mbrImage([{ type: 0x0c, bytes: fatImage(files) }]));
