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
export const TAG_EXPECTED = 'up to 31 letters, digits and - . _';

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
 * Opens a folder.
 * @param tags those that the guest has already, to which its own is added
 * @throws UserError, or a system call's error with its path
 */
function openShare(share: ShareFolder, tags: Set<string>): { readonly entry: VirtioEntry; readonly folder: Folder } {
  const { path, readOnly } = share;
  if (process.platform !== 'linux')
    throw new UserError(
      `${path}: folders can't be shared on ${process.platform}, expected Linux: elsewhere links can't be kept from leading out of them`,
    );
  if (!statSync(path).isDirectory()) throw new UserError(`${path}: not a folder, expected one to share`);
  const tag = tagOf(share);
  if (tags.has(tag)) throw new UserError(`${path}: its tag '${tag}' is given twice, expected another by tag`);
  tags.add(tag);
  const folder = openFolder(path);
  return { entry: { kind: '9p', tag, backend: folder, readOnly }, folder };
}

/**
 * Opens the folders of a guest.
 * @param at calls what opens the share of a number
 * @throws UserError, or a system call's error with its path
 */
export function openShares(
  shares: readonly ShareFolder[],
  at: <T>(index: number, open: () => T) => T = (_, open) => open(),
): { readonly entries: readonly VirtioEntry[]; close(): void } {
  const folders: Folder[] = [];
  const close = (): void => folders.forEach((folder) => folder.close());
  const tags = new Set<string>();
  try {
    const entries = shares.map((share, i) => {
      const { entry, folder } = at(i, () => openShare(share, tags));
      folders.push(folder);
      return entry;
    });
    return { entries, close };
  } catch (error) {
    close();
    throw error;
  }
}
