/** Folders for what failed tests leave behind. */
import { mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeBytes } from './files.js';

/** A folder of one test's files. */
export interface Artifacts {
  /** The path of a file in it. */
  path(name: string): string;
  write(name: string, text: string): void;
  /** Removes them all. */
  discard(): void;
}

/**
 * Makes the folder `name` in `root`, for these files. Those that an earlier run has left are removed, and nothing else.
 * @throws the system call's error with its path
 */
export function makeArtifacts(root: string, name: string, files: readonly string[]): Artifacts {
  const folder = join(root, name);
  const path = (file: string): string => join(folder, file);
  mkdirSync(folder, { recursive: true });
  for (const file of files) rmSync(path(file), { force: true });
  return {
    path,
    write: (file, text) => writeBytes(path(file), text),
    discard() {
      for (const file of files) rmSync(path(file), { force: true });
      for (const each of [folder, root]) {
        try {
          rmdirSync(each);
        } catch {
          // Somebody else's files are in it.
          return;
        }
      }
    },
  };
}
