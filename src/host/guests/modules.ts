/** Kernel modules: which a set of them needs, and the indexes by which modprobe finds them (modules.dep(5)). */
import { ElfError, readElf } from '../../aarch64/elf.js';
import { UserError } from '../../cli/user-error.js';

export interface Module {
  /** Below /lib/modules/VERSION: `kernel/fs/fat/vfat.ko`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** What it is loaded for, besides by its name: `of:N*T*Cbrcm,bcm2711-emmc2`. */
  readonly aliases: readonly string[];
  /** Names of the modules it can't be loaded without. */
  readonly depends: readonly string[];
}

/** A module's name: its file's, where `-` and `_` are the same letter. */
export const moduleName = (path: string): string =>
  path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.ko$/, '')
    .replaceAll('-', '_');

/** What a module's section .modinfo says: texts `key=value`, each ended by a zero. */
export function readModule(path: string, bytes: Uint8Array): Module {
  const info = readElf(bytes).sections.find(({ name }) => name === '.modinfo')?.data ?? new Uint8Array(0);
  const values = (key: string): string[] =>
    new TextDecoder()
      .decode(info)
      .split('\0')
      .filter((text) => text.startsWith(`${key}=`))
      .map((text) => text.slice(key.length + 1));
  return {
    path,
    bytes,
    aliases: values('alias'),
    depends: values('depends').flatMap((list) => list.split(',').filter(Boolean).map(moduleName)),
  };
}

/**
 * The modules of these names and all that they need, in order of path. Names that are not there are built into the kernel, or
 * unknown to this version: they are left out.
 * @throws UserError if a module needs one that is not there
 */
export function closure(
  all: ReadonlyMap<string, { path: string; bytes: Uint8Array }>,
  names: Iterable<string>,
): Module[] {
  const found = new Map<string, Module>();
  const add = (name: string, wantedBy?: string): void => {
    if (found.has(name)) return;
    const file = all.get(name);
    if (!file) {
      if (wantedBy !== undefined)
        throw new UserError(`${wantedBy}: needs the module ${name}, expected it in the package`);
      return;
    }
    const module = readable(file);
    found.set(name, module);
    for (const needed of module.depends) add(needed, module.path);
  };
  for (const name of names) add(moduleName(name));
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readable({ path, bytes }: { path: string; bytes: Uint8Array }): Module {
  try {
    return readModule(path, bytes);
  } catch (error) {
    throw error instanceof ElfError ? new UserError(`${path}: ${error.message}`) : error;
  }
}

/** modules.dep: each module, and all it needs, such that what comes later has to be loaded earlier. */
export function dependencyIndex(modules: readonly Module[]): string {
  const byName = new Map(modules.map((module) => [moduleName(module.path), module]));
  return modules.map((module) => `${[`${module.path}:`, ...loadedBefore(module, byName)].join(' ')}\n`).join('');
}

function loadedBefore(module: Module, byName: ReadonlyMap<string, Module>): string[] {
  const order: string[] = [];
  const visit = ({ depends }: Module): void => {
    for (const name of depends) {
      const needed = byName.get(name);
      if (!needed || order.includes(needed.path)) continue;
      visit(needed);
      order.push(needed.path);
    }
  };
  visit(module);
  return order.reverse();
}

/** modules.alias: by which the kernel's name for a device leads to its module. */
export const aliasIndex = (modules: readonly Module[]): string =>
  modules.flatMap(({ path, aliases }) => aliases.map((alias) => `alias ${alias} ${moduleName(path)}\n`)).join('');
