/** `pivisor guests fetch` and `import`: from packages, wherever they are, to the folder of guests. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../cli/user-error.js';
import { aptSource } from './apt.js';
import { build, isCurrent, type Input } from './build.js';
import { compareVersions } from './control.js';
import { readControl } from './deb.js';
import type { Extra } from './extras.js';
import { readManifest, sameDigest } from './folder.js';
import { choose, chooseLocked, fileDigest, type Listed, type PackageSource } from './index-source.js';
import { libraryPackages, type Dependent } from './libraries.js';
import type { Lock } from './lock.js';
import { mirrorSource } from './mirror.js';
import type { Report } from './progress.js';
import { recipeFor, RECIPES, takesPlaceOf } from './recipe.js';

export interface FetchOptions {
  readonly folder: string;
  /** What to fetch besides. What is there already is kept up to date in any case. */
  readonly extras?: readonly Extra[];
  /** Only these packages. */
  readonly lock?: Lock;
  /** The address of a Debian mirror, in place of apt. */
  readonly mirror?: string;
  readonly suite: string;
  readonly report: Report;
}

/** Downloads what the folder does not hold yet, and takes the files out of it. */
export async function fetchGuests({ folder, extras = [], lock, mirror, suite, report }: FetchOptions): Promise<void> {
  await alone(folder, report, async () => {
    const source =
      mirror === undefined ? await aptSource(join(folder, '.apt'), report) : await mirrorSource(mirror, suite, report);
    const chosen = lock
      ? await chooseLocked(source, lock.packages)
      : await choose(source, [...extras, ...extrasIn(folder)]);
    const missing = chosen.filter((item) => !isCurrent(folder, item));
    report({ event: 'packages', packages: missing.length, bytes: missing.reduce((sum, { size }) => sum + size, 0) });
    const downloads = join(folder, '.download');
    const inputs: Input[] = [];
    for (const item of missing) inputs.push({ id: item, path: await downloaded(source, item, downloads, report) });
    const written = await build(folder, inputs, report);
    rmSync(downloads, { recursive: true, force: true });
    report({ event: 'done', folder, written });
  });
}

/** The extras that the folder holds. */
const extrasIn = (folder: string): Extra[] =>
  readManifest(folder).packages.flatMap((source) => recipeFor(source.package)?.extra ?? []);

/** A whole .deb. It is named for its content, and otherwise while it is not whole: the next try goes on with just that. */
async function downloaded(source: PackageSource, item: Listed, folder: string, report: Report): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${item.sha256}.deb`);
  if (sameDigest(await digestIfThere(path), item)) return path;
  const partial = join(folder, `${item.sha256}.part`);
  await source.download(item, partial, report);
  const { sha256, size } = await fileDigest(partial);
  if (sha256 !== item.sha256 || size !== item.size) {
    rmSync(partial);
    throw new UserError(
      `${item.package} ${item.version}: what came has SHA-256 ${sha256}, the list says ${item.sha256}; it was thrown away`,
    );
  }
  renameSync(partial, path);
  report({ event: 'download', package: item.package, version: item.version, received: size, bytes: size });
  return path;
}

const digestIfThere = (path: string): ReturnType<typeof fileDigest> | undefined =>
  statSync(path, { throwIfNoEntry: false }) && fileDigest(path);

/** Takes the guests out of .deb files; of a folder, out of all in it that guests come from. */
export async function importGuests(folder: string, paths: readonly string[], report: Report): Promise<void> {
  const inputs: Input[] = [];
  for (const path of paths) {
    if (statSync(path).isDirectory()) inputs.push(...(await inputsIn(path, report)));
    else {
      const found = await identify(path);
      const { id } = found;
      if (!isOurs(found))
        throw new UserError(`${path}: ${id.package} for ${id.architecture}, expected for arm64 one of ${expected}`);
      inputs.push(found);
    }
  }
  await alone(folder, report, async () => {
    const written = await build(folder, newestOnly(inputs), report);
    report({ event: 'done', folder, written });
  });
}

/** A .deb, and what decides whether it is taken. */
type Found = Input & Dependent;

/** Firmware for emulators is of all architectures. */
const isOurs = ({ id }: Found): boolean =>
  recipeFor(id.package) !== undefined && (id.architecture === 'arm64' || id.architecture === 'all');

/** Of a folder's .debs those that guests come from: of libraries, those that a program among them depends on. */
async function inputsIn(path: string, report: Report): Promise<Found[]> {
  const all: Found[] = [];
  for (const file of debsIn(path)) all.push(await identify(file));
  const ours = all.filter(isOurs).sort(newestFirst);
  const programs = ours.filter(
    ({ package: name }) => recipeFor(name)?.extra !== undefined && !recipeFor(name)?.libraries,
  );
  const libraries = await libraryPackages(programs, async (names) => ours.filter((one) => names.includes(one.package)));
  const taken = ours.filter((one) => !recipeFor(one.package)?.libraries || libraries.includes(one));
  for (const one of all)
    if (!taken.includes(one))
      report({ event: 'skip', file: one.path, why: `${one.id.package}:${one.id.architecture} is none of ours` });
  if (taken.length === 0)
    throw new UserError(`${path}: no .deb of arm64 in it that guests come from, expected one of ${expected}`);
  return taken;
}

const expected = RECIPES.map(({ example }) => example).join(', ');

const debsIn = (path: string): string[] =>
  readdirSync(path)
    .filter((name) => name.endsWith('.deb'))
    .sort()
    .map((name) => join(path, name));

async function identify(path: string): Promise<Found> {
  const control = await readControl(path);
  const field = (name: string): string => control.get(name) ?? '';
  const id = { package: field('Package'), version: field('Version'), architecture: field('Architecture') };
  const depends = [field('Pre-Depends'), field('Depends')].join(', ');
  return { id: { ...id, ...(await fileDigest(path)) }, path, package: id.package, depends };
}

const newestFirst = (a: Input, b: Input): number => compareVersions(b.id.version, a.id.version);

/** Where there are several versions, or several kernels, the newest; in the recipes' order. */
function newestOnly(inputs: readonly Input[]): Input[] {
  const sorted = [...inputs].sort(newestFirst);
  return RECIPES.flatMap((recipe) => sorted.filter(({ id }) => recipeFor(id.package) === recipe)).filter(
    ({ id }, at, all) => !all.slice(0, at).some((newer) => takesPlaceOf(id.package, newer.id.package)),
  );
}

/** Runs `work` while no other process changes the folder. */
async function alone(folder: string, report: Report, work: () => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, '.lock');
  for (let told = false; !take(lock); told = true) {
    if (!told) report({ event: 'waiting', process: holder(lock) ?? 0 });
    await setTimeout(300);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
    // Left behind by a process that was killed.
    const process = holder(lock);
    if (process !== undefined && !isAlive(process)) rmSync(lock, { force: true });
    return false;
  }
}

function holder(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
