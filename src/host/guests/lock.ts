/** Lock files: which packages, and which files made of them, to the byte. */
import { readText } from '../files.js';
import { UserError } from '../../cli/user-error.js';
import { identity } from './build.js';
import { digestOf, MANIFEST, parseManifest, readManifest, putFile, type Digest, type PackageId } from './folder.js';

export interface Lock {
  readonly format: 1;
  readonly packages: readonly PackageId[];
  readonly files: Readonly<Record<string, Digest>>;
}

/** What the folder holds, as a lock. @throws UserError if it holds nothing */
export function makeLock(folder: string): Lock {
  const { packages, files } = readManifest(folder);
  if (packages.length === 0)
    throw new UserError(`${folder}: there are no guests yet, expected pivisor guests fetch or import before`);
  return { format: 1, packages: packages.map(identity), files };
}

/** @throws UserError naming file and field if it is no lock */
export const readLock = (file: string): Lock => parseManifest(file, readText(file));

export const writeLock = (file: string, lock: Lock): void => putFile(file, `${JSON.stringify(lock, null, 2)}\n`);

/**
 * How the guests in a folder differ from a lock, a line each; none if they are what it says, to the byte. Boot tests that need
 * to know what they boot begin with it.
 * @param file the lock file
 * @throws UserError if it is no lock
 */
export function checkLock(file: string, folder: string): string[] {
  const lock = readLock(file);
  const { packages } = readManifest(folder);
  const problems: string[] = [];
  for (const id of lock.packages) {
    const have = packages.find((other) => other.package === id.package);
    if (!have) problems.push(`${id.package} ${id.version} is missing in ${MANIFEST}`);
    else if (have.version !== id.version) problems.push(`${id.package} is ${have.version}, expected ${id.version}`);
    else if (have.sha256 !== id.sha256) problems.push(`${id.package} ${id.version} has another SHA-256`);
  }
  for (const [name, expected] of Object.entries(lock.files)) {
    const have = digestOf(folder, name);
    if (!have) problems.push(`${name} is missing`);
    else if (have.size !== expected.size) problems.push(`${name} has ${have.size} bytes, expected ${expected.size}`);
    else if (have.sha256 !== expected.sha256) problems.push(`${name} has another SHA-256`);
  }
  return problems;
}
