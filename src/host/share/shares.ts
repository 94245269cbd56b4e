/** Folders that a guest is given: `DIR`, `DIR,ro`, `DIR,tag=NAME`. */
import { realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../../cli/user-error.js';
import type { VirtioEntry } from '../../machine/virtio.js';
import { openFolder, type Folder } from './folder.js';

export interface ShareFolder {
  readonly path: string;
  readonly readOnly: boolean;
  /** What a guest mounts it by; without it the folder's name. */
  readonly tag?: string | undefined;
}

/** What stands in a mount without quotes. */
const TAG = /^[A-Za-z0-9][\w.-]{0,30}$/;
const TAG_EXPECTED = 'up to 31 letters, digits and - . _';

/** Whether a text can be a tag, and what else is expected. */
export const isTag = (text: string): boolean => TAG.test(text);

/**
 * Reads a share in one argument.
 * @throws UserError
 */
export function parseShare(text: string): ShareFolder {
  let path = text;
  let readOnly = false;
  let tag: string | undefined;
  for (;;) {
    const [end, value] = /,(?:ro|tag=([^,]*))$/.exec(path) ?? [];
    if (end === undefined) break;
    if (value === undefined) readOnly = true;
    else tag = value;
    path = path.slice(0, -end.length);
  }
  if (path === '') throw new UserError(`'${text}', expected DIR, with ,ro and ,tag=NAME behind it`);
  if (tag !== undefined && !isTag(tag)) throw new UserError(`tag '${tag}', expected ${TAG_EXPECTED}`);
  return { path, readOnly, tag };
}

/** @throws UserError where a folder's name is no tag */
export function tagOf({ path, tag }: ShareFolder): string {
  const found = tag ?? basename(realpathSync(path));
  if (!isTag(found)) throw new UserError(`${path}: its name is no tag (${TAG_EXPECTED}), expected a tag beside it`);
  return found;
}

/**
 * Opens folders.
 * @throws UserError, or a system call's error with its path
 */
export function openShares(shares: readonly ShareFolder[]): {
  readonly entries: readonly VirtioEntry[];
  close(): void;
} {
  const folders: Folder[] = [];
  const close = (): void => folders.forEach((folder) => folder.close());
  const seen = new Set<string>();
  try {
    const entries = shares.map((share): VirtioEntry => {
      const { path, readOnly } = share;
      if (process.platform !== 'linux')
        throw new UserError(
          `${path}: folders can't be shared on ${process.platform}, expected Linux: elsewhere links can't be kept from leading out of them`,
        );
      if (!statSync(path).isDirectory()) throw new UserError(`${path}: not a folder, expected one to share`);
      const tag = tagOf(share);
      if (seen.has(tag)) throw new UserError(`${path}: its tag '${tag}' is given twice, expected another by tag=NAME`);
      seen.add(tag);
      const backend = openFolder(path);
      folders.push(backend);
      return { kind: '9p', tag, backend, readOnly };
    });
    return { entries, close };
  } catch (error) {
    close();
    throw error;
  }
}
