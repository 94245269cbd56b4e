/** Where packages come from, and which of them to take: what the ordinary apt client and a named mirror have in common. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../cli/user-error.js';
import { compareVersions, type Paragraph } from './control.js';
import type { Extra } from './extras.js';
import type { Digest, PackageId } from './folder.js';
import { libraryPackages } from './libraries.js';
import type { Report } from './progress.js';
import { RECIPES } from './recipe.js';

/** A package as an index lists it. */
export interface Listed extends PackageId {
  /** Its place below the mirror's address. */
  readonly filename: string;
  readonly depends: string;
}

export interface PackageSource {
  /** For messages: what to call the place where nothing was found. */
  readonly title: string;
  /** What to do then. */
  readonly advice: string;
  /** All packages whose name matches, in all versions on offer; newest first. */
  find(name: RegExp): Promise<readonly Listed[]>;
  /** Puts the .deb at `path`, going on with what is there already of it. What arrived is checked by the caller. */
  download(item: Listed, path: string, report: Report): Promise<void>;
}

/** What an index says about a package. Undefined if it is for another processor, or lacks something. */
export function listed(paragraph: Paragraph): Listed | undefined {
  const field = (name: string): string => paragraph.get(name) ?? '';
  const size = Number(field('Size'));
  const item = {
    package: field('Package'),
    version: field('Version'),
    architecture: field('Architecture'),
    sha256: field('SHA256').toLowerCase(),
    size,
    filename: field('Filename'),
    depends: [field('Pre-Depends'), field('Depends')].join(', '),
  };
  const whole = /^[0-9a-f]{64}$/.test(item.sha256) && Number.isSafeInteger(size) && size > 0 && item.version !== '';
  return whole && (item.architecture === 'arm64' || item.architecture === 'all') ? item : undefined;
}

export const newestFirst = (items: readonly Listed[]): Listed[] =>
  [...items].sort((a, b) => compareVersions(b.version, a.version));

/** A pattern for these names and no others. */
const exactly = (names: readonly string[]): RegExp =>
  new RegExp(`^(?:${names.map((name) => name.replace(/[.+]/g, '\\$&')).join('|')})$`);

/**
 * The packages that guests are made of.
 * @throws UserError naming what there is not
 */
export async function choose(source: PackageSource, extras: readonly Extra[]): Promise<Listed[]> {
  const chosen: Listed[] = [];
  for (const { packages, meta, title, example, extra, libraries } of RECIPES) {
    if (libraries || (extra !== undefined && !extras.includes(extra))) continue;
    const [item] = meta === undefined ? await source.find(packages) : await behind(source, meta, packages);
    if (!item)
      throw new UserError(`${source.title}: no arm64 package ${meta ?? example} for ${title}: ${source.advice}`);
    chosen.push(item);
    if (extra !== undefined) chosen.push(...(await libraryPackages([item], (names) => source.find(exactly(names)))));
  }
  return chosen;
}

/**
 * The packages that a lock names.
 * @throws UserError naming what there is not
 */
export async function chooseLocked(source: PackageSource, lock: readonly PackageId[]): Promise<Listed[]> {
  const all = lock.length > 0 ? await source.find(exactly(lock.map((id) => id.package))) : [];
  return lock.map((id) =>
    locked(
      source,
      id,
      all.filter((item) => item.package === id.package),
    ),
  );
}

function locked(source: PackageSource, id: PackageId, offers: readonly Listed[]): Listed {
  const item = offers.find(({ version, architecture }) => version === id.version && architecture === id.architecture);
  if (!item) {
    const others = offers.length === 0 ? 'nothing of that name' : offers.map(({ version }) => version).join(', ');
    throw new UserError(`${source.title}: no ${id.package} ${id.version}, which the lock names; it has ${others}`);
  }
  if (item.sha256 !== id.sha256)
    throw new UserError(
      `${source.title}: ${id.package} ${id.version} has SHA-256 ${item.sha256}, the lock says ${id.sha256}`,
    );
  return item;
}

/** The package that the newest version of `meta` depends on. */
async function behind(source: PackageSource, meta: string, packages: RegExp): Promise<Listed[]> {
  for (const { depends } of await source.find(exactly([meta]))) {
    for (const clause of depends.split(',')) {
      const [, name, version] = /^([\w.+-]+)(?:\s*\(=\s*([^)\s]+)\))?$/.exec(clause.trim()) ?? [];
      if (name === undefined || !packages.test(name)) continue;
      const offers = await source.find(exactly([name]));
      const fitting = offers.filter((item) => version === undefined || item.version === version);
      if (fitting.length > 0) return fitting;
    }
  }
  return [];
}

/** SHA-256 and size of a file that may be too large to be read at once. */
export async function fileDigest(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  let size = 0;
  const chunks = createReadStream(path);
  chunks.on('data', (chunk) => (size += chunk.length));
  await pipeline(chunks, hash);
  return { sha256: hash.digest('hex'), size };
}
