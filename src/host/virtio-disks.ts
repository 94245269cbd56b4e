/** Disks that a run is given as virtio devices: `FILE`, or `FILE,ro`. */
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../cli/user-error.js';
import type { VirtioEntry } from '../machine/virtio.js';
import { openDiskImage, type DiskImage } from './disk-image.js';

export interface DiskFile {
  readonly file: string;
  readonly readOnly: boolean;
}

/**
 * Reads a disk in one argument.
 * @throws UserError
 */
export function parseDisk(text: string): DiskFile {
  const readOnly = text.endsWith(',ro');
  const file = readOnly ? text.slice(0, -',ro'.length) : text;
  if (file === '') throw new UserError(`'${text}', expected FILE or FILE,ro`);
  return { file, readOnly };
}

/** GET_ID's answer: at most 20 characters of ASCII. */
export const serialOf = (file: string): string =>
  basename(file)
    .replace(/[^\x20-\x7e]/g, '_')
    .slice(0, 20);

/**
 * Remembers who has which file: one that somebody writes to is nobody else's.
 * @returns notes that `owner` has a file; whoever has it already, where that can't be
 */
export function fileClaims<T>(): (file: string, readOnly: boolean, owner: T) => T | undefined {
  const owners = new Map<string, { readonly readOnly: boolean; readonly owner: T }>();
  return (file, readOnly, owner) => {
    const path = realpathSync(file);
    const before = owners.get(path);
    if (before && !(before.readOnly && readOnly)) return before.owner;
    owners.set(path, { readOnly, owner });
    return undefined;
  };
}

/**
 * Opens disks: raw images and qcow2.
 * @param others files that are in use already
 * @throws UserError, or a system call's error with its path
 */
export function openDisks(
  files: readonly DiskFile[],
  others: readonly DiskFile[] = [],
): { readonly entries: readonly VirtioEntry[]; close(): void } {
  const images: DiskImage[] = [];
  const close = (): void => images.forEach((image) => image.close());
  const claim = fileClaims<true>();
  const use = ({ file, readOnly }: DiskFile): void => {
    if (claim(file, readOnly, true))
      throw new UserError(`${file}: given twice, expected it once, or every time with ,ro`);
  };
  try {
    others.forEach(use);
    const entries = files.map((disk): VirtioEntry => {
      use(disk);
      const image = openDiskImage(disk.file, disk);
      images.push(image);
      return { kind: 'block', backend: image, serial: serialOf(disk.file) };
    });
    return { entries, close };
  } catch (error) {
    close();
    throw error;
  }
}
