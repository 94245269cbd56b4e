import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The text of a file that `file` names, relative to its own folder; undefined if it can't be read. */
export function readBeside(file: string, name: string): string | undefined {
  try {
    return readFileSync(resolve(dirname(file), name), 'utf8');
  } catch {
    return undefined;
  }
}
