/** The folder of guests: what is in it, where it came from, and how files get there whole or not at all. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { replaceFile } from '../files.js';
import { UserError } from '../../cli/user-error.js';

/** SHA-256 in hexadecimal, and the size in bytes. */
export interface Digest {
  readonly sha256: string;
  readonly size: number;
}

/** A package, as its index or its own control file names it, with the digest of the .deb. */
export interface PackageId extends Digest {
  readonly package: string;
  readonly version: string;
  readonly architecture: string;
}

/** A package that files of the folder come from. */
export interface Source extends PackageId {
  /** The edition of its recipe. */
  readonly edition: number;
  readonly files: readonly string[];
}

/** What is in the folder: guests.json. */
export interface Manifest {
  readonly format: 1;
  readonly packages: readonly Source[];
  readonly files: Readonly<Record<string, Digest>>;
}

export const MANIFEST = 'guests.json';
export const LOCK = 'guests.lock.json';

/** The folder: PIVISOR_GUESTS, else pivisor/guests in the user's cache folder (XDG Base Directory Specification). Absolute. */
export function guestsFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { PIVISOR_GUESTS: own, XDG_CACHE_HOME: cache } = environment;
  if (own) return resolve(own);
  return join(cache && isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'pivisor', 'guests');
}

export const digest = (bytes: Uint8Array): Digest => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  size: bytes.length,
});

/** Puts a file in its place, whole, in a folder that is made if need be. */
export function putFile(path: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, (file) => writeFileSync(file, bytes));
}

/** What the folder holds, as its manifest says; nothing if it has none. @throws UserError if it is damaged */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return { format: 1, packages: [], files: {} };
  return parseManifest(path, readFileSync(path, 'utf8')) as Manifest;
}

/** A manifest or a lock file. @throws UserError naming file and field */
export function parseManifest(
  path: string,
  text: string,
): Pick<Manifest, 'format' | 'files'> & { packages: readonly PackageId[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}: expected JSON: ${error instanceof Error ? error.message : ''}`);
  }
  const object = (field: string, from: unknown): Record<string, unknown> => {
    if (typeof from !== 'object' || from === null || Array.isArray(from))
      throw new UserError(`${path}: ${field}: expected an object`);
    return from as Record<string, unknown>;
  };
  const checkDigest = (field: string, from: Record<string, unknown>): void => {
    if (typeof from['sha256'] !== 'string' || !/^[0-9a-f]{64}$/.test(from['sha256']))
      throw new UserError(`${path}: ${field}.sha256: expected 64 hexadecimal digits`);
    if (!Number.isSafeInteger(from['size']) || Number(from['size']) < 0)
      throw new UserError(`${path}: ${field}.size: expected a number of bytes`);
  };
  const top = object('the file', value);
  if (top['format'] !== 1) throw new UserError(`${path}: format: expected 1`);
  if (!Array.isArray(top['packages'])) throw new UserError(`${path}: packages: expected a list`);
  top['packages'].forEach((entry: unknown, index) => {
    const field = `packages[${index}]`;
    const fields = object(field, entry);
    for (const name of ['package', 'version', 'architecture'])
      if (typeof fields[name] !== 'string') throw new UserError(`${path}: ${field}.${name}: expected a text`);
    checkDigest(field, fields);
  });
  for (const [name, entry] of Object.entries(object('files', top['files']))) {
    if (name.split('/').includes('..') || isAbsolute(name))
      throw new UserError(`${path}: files: '${name}' is not inside of the folder`);
    checkDigest(`files['${name}']`, object(`files['${name}']`, entry));
  }
  return value as Manifest;
}

/** Removes a file of the folder, and the folders above it that are empty now. */
export function removeFile(folder: string, name: string): void {
  rmSync(join(folder, name), { force: true });
  for (let at = dirname(name); at !== '.'; at = dirname(at)) {
    try {
      rmdirSync(join(folder, at));
    } catch {
      return;
    }
  }
}

/** The digest of a file of the folder; undefined if it is not there. */
export function digestOf(folder: string, name: string): Digest | undefined {
  try {
    return digest(readFileSync(join(folder, name)));
  } catch {
    return undefined;
  }
}

export const sameDigest = (a: Digest | undefined, b: Digest | undefined): boolean =>
  a !== undefined && b !== undefined && a.sha256 === b.sha256 && a.size === b.size;
