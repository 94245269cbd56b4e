/**
 * The store of bases: disks that are only read, shared by any number of layers, each named by the SHA-256 of its contents.
 *
 *   bases/SHA256.qcow2    the contents; a layer's that was made a base lie over the base that it had
 *   bases/SHA256.json     what it was called
 *   layers/HASH.json      a layer that was made over a base, and where: HASH is of its path
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  fchmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../../cli/user-error.js';
import { openChain, type DiskChain } from '../disk-image.js';
import { replaceFile } from '../files.js';
import { contentDigest, writeImage, type Progress } from './copy.js';

/** The folder: PIVISOR_DISKS, else pivisor/disks in the user's data folder (XDG Base Directory Specification). Absolute. */
export function disksFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { PIVISOR_DISKS: own, XDG_DATA_HOME: data } = environment;
  if (own) return resolve(own);
  return join(data && isAbsolute(data) ? data : join(homedir(), '.local', 'share'), 'pivisor', 'disks');
}

export interface Base {
  readonly sha256: string;
  /** What the file was called that it was made from. */
  readonly name: string;
  readonly path: string;
}

/** A layer that was made over a base. */
export interface KnownLayer {
  readonly path: string;
  /** SHA-256 of its base. */
  readonly base: string;
}

/** Bases lie over each other up to this depth; then one stands alone again, since each costs time. */
const MOST_LAYERS = 16;

const DIGEST = /^[0-9a-f]{64}$/;

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** A record of ours; undefined if it is none, which is no reason not to go on. */
function readRecord(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function putRecord(path: string, record: object): void {
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, (file) => writeFileSync(file, `${JSON.stringify(record)}\n`));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH';
  }
}

export class DiskStore {
  constructor(readonly folder: string = disksFolder()) {}

  pathOf(sha256: string): string {
    return join(this.folder, 'bases', `${sha256}.qcow2`);
  }

  bases(): Base[] {
    return namesIn(join(this.folder, 'bases'))
      .map((name) => name.replace(/\.qcow2$/, ''))
      .filter((sha256) => DIGEST.test(sha256))
      .map((sha256) => this.base(sha256));
  }

  private base(sha256: string): Base {
    const record = readRecord(join(this.folder, 'bases', `${sha256}.json`));
    return { sha256, name: typeof record?.['name'] === 'string' ? record['name'] : '', path: this.pathOf(sha256) };
  }

  /** The base that a name, or the first digits of a digest, means; undefined if there is none. @throws UserError if there are several */
  find(name: string): Base | undefined {
    const bases = this.bases();
    const named = bases.filter((base) => base.name === name);
    const found =
      named.length > 0 ? named : bases.filter((b) => /^[0-9a-f]{4,}$/.test(name) && b.sha256.startsWith(name));
    if (found.length > 1)
      throw new UserError(
        `${name}: ${found.length} bases, expected one: ${found.map((b) => b.sha256.slice(0, 12)).join(', ')}`,
      );
    return found[0];
  }

  /** Takes a disk's contents into the store, unless they are there. @param name what it is called if it is new */
  add(chain: DiskChain, name: string, progress: Progress): Base {
    const sha256 = contentDigest(chain, progress);
    const path = this.pathOf(sha256);
    if (existsSync(path)) return this.base(sha256);
    putRecord(join(this.folder, 'bases', `${sha256}.json`), { name });
    const below =
      chain.layers.length > 1 && chain.layers.length < MOST_LAYERS ? this.baseAt(chain.layers[1].path) : undefined;
    const backing = below && { name: basename(below.path), format: 'qcow2' };
    const contents = below ? { own: chain } : { all: chain };
    writeImage(path, { format: 'qcow2', backing }, contents, progress, (file) => fchmodSync(file, 0o444));
    // Somebody may have written to the image meanwhile.
    const copy = openChain(path, { readOnly: true });
    try {
      if (contentDigest(copy, () => {}) !== sha256) {
        this.remove({ sha256 });
        throw new UserError(
          `${chain.layers[0].path}: its contents changed while they were copied, expected nobody to write`,
        );
      }
    } finally {
      copy.close();
    }
    return this.base(sha256);
  }

  /** The base that lies in a file, if it is one of the store's. */
  baseAt(path: string): Base | undefined {
    const sha256 = basename(path, '.qcow2');
    return DIGEST.test(sha256) && resolve(path) === resolve(this.pathOf(sha256)) ? this.base(sha256) : undefined;
  }

  /** Notes a layer, which exists. */
  noteLayer(path: string, base: Base): void {
    const real = realpathSync(path);
    putRecord(this.recordOf(real), { path: real, base: base.sha256 });
  }

  private recordOf(path: string): string {
    return join(this.folder, 'layers', `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`);
  }

  layers(): KnownLayer[] {
    return namesIn(join(this.folder, 'layers')).flatMap((name) => {
      const { path, base } = readRecord(join(this.folder, 'layers', name)) ?? {};
      return typeof path === 'string' && typeof base === 'string' ? [{ path, base }] : [];
    });
  }

  forget({ path }: KnownLayer): void {
    rmSync(this.recordOf(path), { force: true });
  }

  remove({ sha256 }: Pick<Base, 'sha256'>): void {
    const path = this.pathOf(sha256);
    if (existsSync(path)) chmodSync(path, 0o644);
    rmSync(path, { force: true });
    rmSync(join(this.folder, 'bases', `${sha256}.json`), { force: true });
  }

  /** Files that were begun by processes that are gone. */
  leftovers(): string[] {
    return ['bases', 'layers'].flatMap((folder) =>
      namesIn(join(this.folder, folder)).flatMap((name) => {
        const pid = Number(/\.(\d+)\.part$/.exec(name)?.[1]);
        return pid > 0 && !isRunning(pid) ? [join(this.folder, folder, name)] : [];
      }),
    );
  }
}
