/** What `pivisor disk` does, as functions that return plain data. Sizes are in bytes. */
import { existsSync, openSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { SECTOR } from '../../devices/block.js';
import { checkQcow2, repairQcow2 } from '../../devices/disk/qcow2-check.js';
import { isQcow2, Qcow2Error } from '../../devices/disk/qcow2-header.js';
import { UserError } from '../../cli/user-error.js';
import { openChain, type DiskChain, type DiskFormat, type Layer, type OpenDisk } from '../disk-image.js';
import { lockDisk } from '../disk-lock.js';
import { fileStore } from '../file-store.js';
import { contentDigest, differences, writeImage, type NewImage, type Progress } from './copy.js';
import type { Base, DiskStore } from './store.js';
import { bytesOf, usage, type Range } from './ranges.js';

/** What is done, and how far it is. */
export type Report = (what: string) => Progress;

function using<T>(path: string, options: OpenDisk, call: (chain: DiskChain) => T): T {
  const chain = openChain(path, options);
  try {
    return call(chain);
  } finally {
    chain.close();
  }
}

const reading = <T>(path: string, call: (chain: DiskChain) => T): T => using(path, { readOnly: true }, call);

const sizeOf = ({ layers: [{ disk }] }: DiskChain): number => disk.sectors * SECTOR;

export interface CreateOptions {
  /** Needed where there is no base and no backing file; not less than theirs. */
  readonly size?: number | undefined;
  readonly format: DiskFormat;
  readonly clusterBits?: number | undefined;
  readonly refcountOrder?: number | undefined;
  /** A base of the store, by its name or the first digits of its SHA-256; or an image, whose contents become one. */
  readonly base?: string | undefined;
  /** An image to lie over, where it is. */
  readonly backing?: string | undefined;
  readonly force?: boolean | undefined;
}

export interface Created {
  readonly path: string;
  readonly format: DiskFormat;
  readonly size: number;
  /** SHA-256 of the base. */
  readonly base?: string;
  readonly backing?: string;
}

function refuseExisting(path: string, force: boolean | undefined): void {
  if (!existsSync(path)) return;
  if (!force) throw new UserError(`${path}: file exists, expected --force to replace it`);
  // Not while somebody is writing to it.
  lockDisk(path)();
}

/** A new disk. @throws UserError, or a system call's error with its path */
export function createDisk(path: string, options: CreateOptions, store: DiskStore, report: Report): Created {
  const { size, format, base, backing } = options;
  refuseExisting(path, options.force);
  const image: NewImage = { format, clusterBits: options.clusterBits, refcountOrder: options.refcountOrder };
  if (base === undefined && backing === undefined) {
    if (size === undefined) throw new UserError(`${path}: no size, expected one such as 10G, or --base`);
    writeImage(path, image, { size });
    return { path, format, size };
  }
  if (base !== undefined && backing !== undefined) throw new UserError('--backing: expected no --base to go with it');
  if (format === 'raw')
    throw new UserError(`--format: raw, expected qcow2 with --${base === undefined ? 'backing' : 'base'}`);
  const below = base === undefined ? undefined : baseOf(base, store, report);
  const name = below?.path ?? backing!;
  return reading(name, (chain) => {
    const own = size ?? sizeOf(chain);
    if (own < sizeOf(chain))
      throw new UserError(`${path}: ${own} bytes, expected at least the ${sizeOf(chain)} of ${base ?? name}`);
    // Layers are found in the store from wherever they are; others belong to the file beside them.
    const written = below ? resolve(name) : relative(dirname(resolve(path)), resolve(name));
    writeImage(path, { ...image, backing: { name: written, format: chain.layers[0].format } }, { size: own });
    if (below) store.noteLayer(path, below);
    return { path, format, size: own, ...(below ? { base: below.sha256 } : { backing: name }) };
  });
}

function baseOf(name: string, store: DiskStore, report: Report): Base {
  const found = store.find(name);
  if (found) return found;
  if (!existsSync(name)) throw new UserError(`${name}: no base of that name and no such file, expected one of them`);
  return using(
    name,
    { readOnly: true, padded: true },
    (chain) => store.baseAt(name) ?? store.add(chain, basename(name), report(`taking ${name} in`)),
  );
}

export interface LayerInfo {
  readonly path: string;
  readonly format: DiskFormat;
  /** Of the virtual disk. */
  readonly size: number;
  readonly onDisk: number;
  /** Bytes of data in this file, and those it has from the files behind it. */
  readonly unique: number;
  readonly shared: number;
  /** SHA-256 and name of the base that the file is. */
  readonly base?: { readonly sha256: string; readonly name: string };
  readonly qcow2?: {
    readonly version: number;
    readonly clusterBytes: number;
    readonly refcountBits: number;
    readonly compression: string;
    readonly snapshots: readonly { readonly id: string; readonly name: string; readonly taken: number }[];
  };
}

function layerInfo(
  { path, format, disk, qcow2 }: Layer,
  { unique, shared }: Pick<LayerInfo, 'unique' | 'shared'>,
  store: DiskStore,
): LayerInfo {
  const base = store.baseAt(path);
  return {
    path,
    format,
    size: disk.sectors * SECTOR,
    onDisk: bytesOnDisk(path),
    unique,
    shared,
    ...(base && { base: { sha256: base.sha256, name: base.name } }),
    ...(qcow2 && {
      qcow2: {
        version: qcow2.header.version,
        clusterBytes: qcow2.clusterBytes,
        refcountBits: 2 ** qcow2.header.refcountOrder,
        compression: qcow2.header.compression,
        snapshots: qcow2.snapshotTable.snapshots.map(({ id, name, taken }) => ({ id, name, taken })),
      },
    }),
  };
}

/** An image and what is behind it, the image first. */
export const diskInfo = (path: string, store: DiskStore): LayerInfo[] =>
  reading(path, ({ layers }) => {
    const { usages } = usage(layers);
    return layers.map((layer, i) => layerInfo(layer, usages[i], store));
  });

/** What a known layer is now: its chain, or why there is none. */
export interface LayerState {
  readonly path: string;
  /** SHA-256 of its base. */
  readonly base: string;
  /** Undefined if the file is gone, or can't be read. */
  readonly info: LayerInfo | undefined;
  readonly problem?: string;
}

export interface BaseState extends LayerInfo {
  readonly sha256: string;
  readonly name: string;
  /** SHA-256 of the base that it lies over. */
  readonly over?: string;
  readonly layers: readonly LayerState[];
}

function layerState(path: string, base: string, store: DiskStore): LayerState | undefined {
  if (!existsSync(path)) return { path, base, info: undefined, problem: 'gone' };
  try {
    const [info, below] = diskInfo(path, store);
    // It may lie over another base by now.
    return below?.base?.sha256 === base ? { path, base, info } : undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { path, base, info: undefined, problem: error.message };
  }
}

/** All bases with the layers that are known to lie over them. Records of layers that lie over another base by now are dropped. */
export function listBases(store: DiskStore): BaseState[] {
  const known = store.layers().flatMap((record) => {
    const state = layerState(record.path, record.base, store);
    if (!state) store.forget(record);
    return state ? [state] : [];
  });
  known.sort((a, b) => (a.path < b.path ? -1 : 1));
  return store.bases().map(({ sha256, name, path }) => {
    const [info, below] = diskInfo(path, store);
    const layers = known.filter((layer) => layer.base === sha256);
    return { ...info, sha256, name, ...(below?.base && { over: below.base.sha256 }), layers };
  });
}

/** Makes a layer's contents a base, and the layer an empty one over it. What it reads is the same before and after. */
export function commitDisk(path: string, name: string | undefined, store: DiskStore, report: Report): Created {
  // Open for writing, so that nobody else is.
  return using(path, {}, (chain) => {
    const [{ qcow2, disk }] = chain.layers;
    if (!qcow2) throw new UserError(`${path}: a raw image, expected a qcow2 layer; disk create --base takes images in`);
    if (qcow2.snapshotTable.snapshots.length > 0)
      throw new UserError(`${path}: there are snapshots in it, which would be lost; expected none`);
    const base = store.add(chain, name ?? basename(path), report(`taking ${path} in`));
    const { clusterBits, refcountOrder } = qcow2.header;
    const size = disk.sectors * SECTOR;
    const backing = { name: base.path, format: 'qcow2' };
    // Known before it is there, so that the base is not collected in between.
    store.noteLayer(path, base);
    writeImage(path, { format: 'qcow2', clusterBits, refcountOrder, backing }, { size });
    return { path, format: 'qcow2', size, base: base.sha256 };
  });
}

export interface Differences {
  readonly first: string;
  readonly second: string;
  readonly bytes: number;
  readonly ranges: readonly Range[];
}

/** Where two disks differ, or a layer from what is behind it. */
export function diffDisks(first: string, second: string | undefined, report: Report): Differences {
  return reading(first, (a) => {
    const done = (b: DiskChain): Differences => {
      const ranges = differences(a, b, report(`comparing ${first}`));
      return { first, second: b.layers[0].path, bytes: bytesOf(ranges), ranges };
    };
    if (second !== undefined) return reading(second, done);
    if (a.layers.length === 1)
      throw new UserError(`${first}: nothing is behind it, expected a second image to compare with`);
    return done({ layers: a.layers.slice(1), close: () => {} });
  });
}

/** Copies a disk's contents into a new image that stands alone. */
export function convertDisk(
  from: string,
  to: string,
  image: NewImage & { force?: boolean | undefined },
  report: Report,
): Created {
  refuseExisting(to, image.force);
  return reading(from, (chain) => {
    writeImage(to, image, { all: chain }, report(`writing ${to}`));
    return { path: to, format: image.format, size: sizeOf(chain) };
  });
}

export interface Checked {
  readonly path: string;
  readonly format: DiskFormat;
  readonly errors: number;
  readonly leaks: number;
  readonly problems: readonly string[];
  readonly repaired: boolean;
}

/** Checks one file's tables, and mends its refcounts if that is asked for. What is behind it is not looked at. */
export function checkDisk(path: string, repair: boolean, report: Report): Checked {
  const unlock = repair ? lockDisk(path) : () => {};
  try {
    const store = fileStore(openSync(path, repair ? 'r+' : 'r'));
    try {
      const magic = new Uint8Array(4);
      store.read(0, magic);
      if (!isQcow2(magic)) return { path, format: 'raw', errors: 0, leaks: 0, problems: [], repaired: false };
      const progress = report(`checking ${path}`);
      let found = checkQcow2(store, progress);
      const wanted = found.errors > 0 || found.leaks > 0 || found.dirty || found.corrupt;
      if (repair && wanted) {
        repairQcow2(store, progress);
        found = checkQcow2(store, progress);
      }
      const marks = [
        ...(found.dirty ? ['it was not closed in good order'] : []),
        ...(found.corrupt ? ['it is marked as corrupt'] : []),
      ];
      return {
        path,
        format: 'qcow2',
        errors: found.errors + marks.length,
        leaks: found.leaks,
        problems: [...marks, ...found.problems],
        repaired: repair && wanted,
      };
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof Qcow2Error) throw new UserError(`${path}: ${error.message}`);
    throw error;
  } finally {
    unlock();
  }
}

/** Checks all bases of the store, their contents included. */
export function checkStore(store: DiskStore, report: Report): Checked[] {
  return store.bases().map(({ sha256, path }) => {
    const found = checkDisk(path, false, report);
    if (found.errors > 0) return found;
    const digest = reading(path, (chain) => contentDigest(chain, report(`reading ${sha256.slice(0, 12)}`)));
    if (digest === sha256) return found;
    const problem = `the SHA-256 of its contents is ${digest}, expected ${sha256}`;
    return { ...found, errors: 1, problems: [problem] };
  });
}

export interface Collected {
  readonly removed: readonly { readonly sha256: string; readonly name: string; readonly bytes: number }[];
  /** Kept though nothing uses them as far as one can see: all their layers are gone, or were moved. */
  readonly doubtful: readonly { readonly sha256: string; readonly name: string; readonly layers: readonly string[] }[];
  readonly leftovers: number;
}

/** Removes bases over which no layer is known to lie. @param missing also those whose layers are all gone */
export function collect(store: DiskStore, options: { dryRun: boolean; missing: boolean }): Collected {
  const bases = listBases(store);
  const needed = new Set<string>();
  /** Keeps a base, and those behind it. */
  const keep = (sha256: string | undefined): void => {
    if (sha256 === undefined || needed.has(sha256)) return;
    needed.add(sha256);
    keep(bases.find((base) => base.sha256 === sha256)?.over);
  };
  for (const { sha256, layers } of bases) if (layers.some(({ problem }) => problem !== 'gone')) keep(sha256);
  const doubtful = options.missing
    ? []
    : bases.filter(({ sha256, layers }) => layers.length > 0 && !needed.has(sha256));
  for (const { sha256 } of doubtful) keep(sha256);
  const removed = bases.filter(({ sha256 }) => !needed.has(sha256));
  const leftovers = store.leftovers();
  if (!options.dryRun) {
    for (const { sha256, layers } of removed) {
      store.remove({ sha256 });
      layers.forEach((layer) => store.forget(layer));
    }
    leftovers.forEach((path) => rmSync(path, { force: true }));
  }
  return {
    removed: removed.map(({ sha256, name, onDisk }) => ({ sha256, name, bytes: onDisk })),
    doubtful: doubtful.map(({ sha256, name, layers }) => ({ sha256, name, layers: layers.map(({ path }) => path) })),
    leftovers: leftovers.length,
  };
}

/** Bytes that a file takes on its disk. */
export const bytesOnDisk = (path: string): number => statSync(path).blocks * 512;
