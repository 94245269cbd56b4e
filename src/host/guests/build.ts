/** Packages in, guests out: brings the folder up to date with a set of .deb files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../cli/user-error.js';
import { readFiles } from './deb.js';
import {
  digest,
  digestOf,
  MANIFEST,
  readManifest,
  removeFile,
  putFile,
  sameDigest,
  type Digest,
  type PackageId,
  type Source,
} from './folder.js';
import { makeInitramfs } from './initramfs.js';
import { makeKvmInitramfs } from './kvm.js';
import type { Report } from './progress.js';
import { recipeFor, takesPlaceOf, type Recipe } from './recipe.js';

/** A package to take files from, and where its .deb is. */
export interface Input {
  readonly id: PackageId;
  readonly path: string;
}

const INITRAMFS = 'initrd.cpio.gz';
const KVM_INITRAMFS = 'initrd-kvm.cpio';

/** Whether the folder already holds what this package gives, whole. */
export function isCurrent(folder: string, id: PackageId): boolean {
  const { packages, files } = readManifest(folder);
  const source = packages.find((p) => p.package === id.package);
  return (
    source !== undefined &&
    sameDigest(source, id) &&
    source.edition === recipeFor(id.package)?.edition &&
    source.files.every((name) => sameDigest(files[name], digestOf(folder, name)))
  );
}

/**
 * Takes the packages' files into the folder, makes each initramfs anew whose parts are there, and writes the manifest last. The
 * files of a package that another one replaces (an older kernel) go.
 * @returns how many files were written
 * @throws UserError naming the package that is damaged or lacks something
 */
export async function build(folder: string, inputs: readonly Input[], report: Report): Promise<number> {
  const before = readManifest(folder);
  let sources = [...before.packages];
  const files = new Map<string, Digest>(Object.entries(before.files));
  let written = 0;

  const put = (name: string, bytes: Uint8Array): void => {
    const now = digest(bytes);
    files.set(name, now);
    if (sameDigest(now, digestOf(folder, name))) return;
    putFile(join(folder, name), bytes);
    written++;
    if (!name.includes('/')) report({ event: 'file', file: name, bytes: bytes.length });
  };

  for (const { id, path } of inputs) {
    const recipe = recipeFor(id.package);
    if (!recipe) throw new UserError(`${path}: ${id.package} is no package that guests come from`);
    report({ event: 'unpack', package: id.package, version: id.version });
    const outputs = await make(recipe, path);
    for (const [name, bytes] of outputs) put(name, bytes);
    const source: Source = { ...identity(id), edition: recipe.edition, files: [...outputs.keys()].sort() };
    const replaced = sources.filter((other) => takesPlaceOf(id.package, other.package));
    sources = [...sources.filter((other) => !replaced.includes(other)), source];
    for (const name of replaced.flatMap((other) => other.files)) {
      if (outputs.has(name)) continue;
      removeFile(folder, name);
      files.delete(name);
    }
  }

  const initramfs = initramfsOf(folder, [...files.keys()]);
  if (initramfs) put(INITRAMFS, initramfs);
  const kvm = initramfs && kvmInitramfsOf(folder, [...files.keys()], initramfs);
  if (kvm) put(KVM_INITRAMFS, kvm);
  sources.sort((a, b) => (a.package < b.package ? -1 : 1));
  const manifest = {
    format: 1,
    packages: sources,
    files: Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (!sameDigest(digest(new TextEncoder().encode(text)), digestOf(folder, MANIFEST)))
    putFile(join(folder, MANIFEST), text);
  return written;
}

/** The fields that name a package, and no others: an index has more to say. */
export const identity = ({ package: name, version, architecture, sha256, size }: PackageId): PackageId => ({
  package: name,
  version,
  architecture,
  sha256,
  size,
});

async function make(recipe: Recipe, path: string): Promise<Map<string, Uint8Array>> {
  const found = await readFiles(path, recipe.wanted);
  try {
    const outputs = recipe.make(found);
    const missing = recipe.needed.filter((name) => !outputs.has(name));
    if (missing.length > 0) throw new UserError(`there is nothing in it for ${missing.join(', ')}`);
    return outputs;
  } catch (error) {
    if (error instanceof UserError || (error instanceof Error && 'code' in error))
      throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}

function initramfsOf(folder: string, files: readonly string[]): Uint8Array | undefined {
  if (!files.includes('busybox') || !files.includes('Image')) return undefined;
  const modules = files.filter((name) => name.startsWith('modules/'));
  const read = (name: string): Uint8Array => readFileSync(join(folder, name));
  return makeInitramfs({
    busybox: read('busybox'),
    modules: new Map(modules.map((name) => [name.slice('modules/'.length), read(name)])),
  });
}

function kvmInitramfsOf(folder: string, files: readonly string[], initramfs: Uint8Array): Uint8Array | undefined {
  const qemu = 'kvm/qemu-system-aarch64';
  if (!files.includes(qemu)) return undefined;
  const read = (name: string): Uint8Array => readFileSync(join(folder, name));
  return makeKvmInitramfs({
    qemu: read(qemu),
    library: (soname) => (files.includes(`kvm/lib/${soname}`) ? read(`kvm/lib/${soname}`) : undefined),
    image: read('Image'),
    initramfs,
  });
}
