/** The files that `pivisor guests fetch` has brought, for tests of real software. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { guestsFolder } from '../../src/host/guests/folder.js';
import { missing } from './tools.js';

const folder = guestsFolder();

/** The path of a guest's file. */
export const guest = (name: string): string => join(folder, name);

/** True if all these files are in the guests' folder; if not, the tests that need them are skipped, and the summary says so. */
export function guests(...names: readonly string[]): boolean {
  const absent = names.find((name) => !existsSync(guest(name)));
  return absent === undefined || missing(`no ${guest(absent)} (pivisor guests fetch)`);
}
