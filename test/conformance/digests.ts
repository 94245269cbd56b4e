/** Digests of what agreed with the other tools, so that it can be checked where they are not installed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Digest of each batch or encoding, by its name. */
export type Digests = Record<string, string>;

const file = (name: string): string => fileURLToPath(new URL(`../digests/${name}.json`, import.meta.url));

/** What was recorded; empty if nothing was. */
export function readDigests(name: string): Digests {
  return existsSync(file(name)) ? (JSON.parse(readFileSync(file(name), 'utf8')) as Digests) : {};
}

export function writeDigests(name: string, digests: Digests): void {
  writeFileSync(file(name), `${JSON.stringify(digests, null, 1)}\n`);
}

/** What differs between what is recorded and what is. */
export function compareDigests(recorded: Digests, now: Digests): string[] {
  const out: string[] = [];
  for (const name of Object.keys(now)) {
    if (!(name in recorded)) out.push(`${name}: not recorded`);
    else if (recorded[name] !== now[name]) out.push(`${name}: ${now[name]}, recorded was ${recorded[name]}`);
  }
  for (const name of Object.keys(recorded)) if (!(name in now)) out.push(`${name}: recorded, but there no more`);
  return out;
}
