import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * The contents of a file the user named. Throws the system call's error, always with its `path`, which the command
 * turns into one line: `pivisor: image.elf: no such file or directory`.
 */
export function readBytes(path: string): Uint8Array {
  return named(path, () => readFileSync(path));
}

/**
 * The contents of a file that may be gzip'd, unpacked.
 * @throws as the file's reading does; an error with its `path` where the data is damaged
 */
export function unpack(path: string, bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? named(path, () => gunzipSync(bytes)) : bytes;
}

/** A path as another process finds it. */
export const absolute = (path: string): string => resolve(path);

/** As readBytes, decoded as UTF-8; bytes that are not become U+FFFD. */
export function readText(path: string): string {
  return named(path, () => readFileSync(path, 'utf8'));
}

/** `path` as seen from the file that names it. */
export const beside = (file: string, path: string): string => {
  if (isAbsolute(path)) return path;
  const full = resolve(dirname(file), path);
  const here = relative('', full);
  // As short as the user would write it.
  return here.startsWith('..') ? full : here;
};

export const fileExists = (path: string): boolean => existsSync(path);

/** Writes a file the user named, replacing what it held. Errors as in readBytes. */
export function writeBytes(path: string, bytes: Uint8Array | string): void {
  named(path, () => writeFileSync(path, bytes));
}

/**
 * Puts a file in its place in one step: whoever looks sees the old one or the new one, whole, also after a crash.
 * @param write writes the contents to an open file, which it can also read
 * @throws a system call's error with the file's path; what `write` throws
 */
export function replaceFile(path: string, write: (file: number) => void): void {
  const temporary = `${path}.${process.pid}.part`;
  named(path, () => {
    try {
      const file = openSync(temporary, 'w+');
      try {
        write(file);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** A system call on an open file fails without telling which: puts the path into the error. */
function named<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}
