import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The contents of a file the user named. Throws the system call's error, always with its `path`, which the command
 * turns into one line: `pivisor: image.elf: no such file or directory`.
 */
export function readBytes(path: string): Uint8Array {
  return named(path, () => readFileSync(path));
}

/** As readBytes, decoded as UTF-8; bytes that are not become U+FFFD. */
export function readText(path: string): string {
  return named(path, () => readFileSync(path, 'utf8'));
}

/** Writes a file the user named, replacing what it held. Errors as in readBytes. */
export function writeBytes(path: string, bytes: Uint8Array | string): void {
  named(path, () => writeFileSync(path, bytes));
}

/** A system call on an open file fails without telling which: puts the path into the error. */
function named<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}
