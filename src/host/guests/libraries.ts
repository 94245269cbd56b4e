/** Shared libraries: which a program is linked with, and which packages they come in. */
import { ElfError, readElf } from '../../aarch64/elf.js';
import { UserError } from '../../cli/user-error.js';

const DT_NEEDED = 1;
const DT_SONAME = 14;
const ENTRY_BYTES = 16;

export interface Linkage {
  /** The name by which others ask for it; undefined for a program. */
  readonly soname: string | undefined;
  /** The names that it asks for. */
  readonly needed: readonly string[];
}

/** What the dynamic section of a program or shared library says (System V ABI, chapter 5). @throws ElfError if it is damaged */
export function readLinkage(bytes: Uint8Array): Linkage {
  const { sections } = readElf(bytes);
  const data = (name: string): Uint8Array =>
    sections.find((section) => section.name === name)?.data ?? new Uint8Array();
  const [dynamic, strings] = [data('.dynamic'), data('.dynstr')];
  const view = new DataView(dynamic.buffer, dynamic.byteOffset, dynamic.byteLength);
  const names = (tag: number): string[] => {
    const found: string[] = [];
    for (let at = 0; at + ENTRY_BYTES <= dynamic.length; at += ENTRY_BYTES) {
      if (view.getUint32(at, true) !== tag) continue;
      const from = view.getUint32(at + 8, true);
      const end = strings.indexOf(0, from);
      if (end >= 0) found.push(new TextDecoder().decode(strings.subarray(from, end)));
    }
    return found;
  };
  return { soname: names(DT_SONAME)[0], needed: names(DT_NEEDED) };
}

/**
 * The libraries that a program is loaded with, those of libraries included, in order of name.
 * @param all by soname
 * @throws UserError if one is not there
 */
export function linkedWith(
  program: string,
  bytes: Uint8Array,
  all: (soname: string) => Uint8Array | undefined,
): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const visit = (name: string, object: Uint8Array): void => {
    for (const soname of linkageOf(name, object).needed) {
      if (found.has(soname)) continue;
      const library = all(soname);
      if (!library)
        throw new UserError(`${name}: needs ${soname}, expected it in a package that ${program} depends on`);
      found.set(soname, library);
      visit(soname, library);
    }
  };
  visit(program, bytes);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function linkageOf(name: string, bytes: Uint8Array): Linkage {
  try {
    return readLinkage(bytes);
  } catch (error) {
    throw error instanceof ElfError ? new UserError(`${name}: ${error.message}`) : error;
  }
}

/** Packages of shared libraries are named for the library's soname (Debian Policy 8.1); zlib's is older than that. */
export const LIBRARY_PACKAGE = /^(?:lib[a-z0-9][\w.+-]*|zlib1g)$/;

/** What the dependencies of packages are taken from. */
export interface Dependent {
  readonly package: string;
  /** Pre-Depends and Depends. */
  readonly depends: string;
}

/** Each dependency as the names that it may be met by. Versions are left to the distribution, whose packages fit each other. */
const clauses = ({ depends }: Dependent): string[][] =>
  depends
    .split(',')
    .map((clause) => clause.split('|').map((name) => /^\s*([\w.+-]*)/.exec(name)![1]))
    .map((names) => names.filter((name) => LIBRARY_PACKAGE.test(name)))
    .filter((names) => names.length > 0);

/**
 * The packages of shared libraries that these depend on, directly or through one another, once each. Others are not followed: what is not
 * linked is not needed to run. What `find` does not know is left out: whether it was needed shows when the libraries are put together.
 * @param find the packages of these names; of several versions the one to take comes first
 */
export async function libraryPackages<T extends Dependent>(
  roots: readonly T[],
  find: (names: readonly string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const known = new Map<string, T | undefined>();
  const taken = new Set<T>();
  for (let open = roots.flatMap(clauses); open.length > 0;) {
    const names = [...new Set(open.flat())].filter((name) => !known.has(name));
    const offers = names.length > 0 ? await find(names) : [];
    for (const name of names)
      known.set(
        name,
        offers.find((offer) => offer.package === name),
      );
    const met = open.map((names) => names.map((name) => known.get(name)).find((item) => item !== undefined));
    open = [];
    for (const item of met) {
      if (item === undefined || taken.has(item)) continue;
      taken.add(item);
      open.push(...clauses(item));
    }
  }
  return [...taken];
}
