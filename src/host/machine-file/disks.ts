/** The disks of a machine file's guests: opened, made where they are not there yet, each with one writer at most. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../cli/user-error.js';
import { overlayDisk, type BlockBackend } from '../../devices/block.js';
import type { VirtioEntry } from '../../machine/virtio.js';
import { openDiskImage, type DiskImage } from '../disk-image.js';
import { createDisk, type Report } from '../disks/operations.js';
import { DiskStore } from '../disks/store.js';
import { beside } from '../files.js';
import { fileClaims, serialOf } from '../virtio-disks.js';
import type { Blame, Path } from '../variables.js';
import { diskDefaults, type CheckedDisk, type CheckedMachine } from './schema.js';

/** What may be the name of one of the file's disks, and is no path. */
const NAME = /^[\w-]+$/;

export interface GuestDisks {
  /** Of each guest, in the order of the file. */
  readonly entries: readonly (readonly VirtioEntry[])[];
  close(): void;
}

export interface DiskSurroundings {
  readonly file: string;
  readonly blame: Blame;
  /** Calls; what is thrown is blamed on a field. */
  readonly blamed: <T>(path: Path, make: () => T) => T;
  readonly report: Report;
}

/** @throws UserError with file, line and field */
export function openGuestDisks(
  { guests, disks: named }: CheckedMachine,
  { file, blame, blamed, report }: DiskSurroundings,
): GuestDisks {
  const images: DiskImage[] = [];
  /** Of guests, by their names. */
  const claim = fileClaims<string>();

  const open = (disk: CheckedDisk, guest: string): BlockBackend => {
    const { readonly: readOnly, size } = disk;
    const base = disk.base !== undefined && /[./]/.test(disk.base) ? beside(file, disk.base) : disk.base;
    if (disk.file === undefined) {
      if (base === undefined) throw new UserError('expected file or base');
      if (size !== undefined) throw new UserError('size: expected file to go with it');
      const store = new DiskStore();
      const image = openDiskImage(store.find(base)?.path ?? base, { readOnly: true, padded: true });
      images.push(image);
      return readOnly ? image : overlayDisk(image);
    }
    const name = beside(file, disk.file);
    if (!existsSync(name) && (base !== undefined || size !== undefined)) {
      mkdirSync(dirname(name), { recursive: true });
      createDisk(name, { base, size, format: disk.format ?? 'qcow2' }, new DiskStore(), report);
    }
    const other = claim(name, readOnly, guest);
    if (other !== undefined)
      throw new UserError(`${name}: guest ${other} has it, too, expected one guest, or readonly with all`);
    const image = openDiskImage(name, { readOnly });
    images.push(image);
    return image;
  };

  /** A disk as it is written in a guest: a name, a file, or fields. */
  const meant = (written: string | CheckedDisk, path: Path): CheckedDisk => {
    if (typeof written !== 'string') return written;
    const [, text, ro] = /^(.*?)(:ro)?$/.exec(written) ?? [];
    if (!NAME.test(text)) return diskDefaults(text, ro !== undefined);
    if (!Object.hasOwn(named, text)) {
      const names = Object.keys(named);
      throw blame(
        path,
        `no disk '${text}', expected ${names.length > 0 ? names.join(', ') : 'a file such as ./disk.img'}`,
      );
    }
    return { ...named[text], readonly: named[text].readonly || ro !== undefined };
  };

  const close = (): void => images.forEach((image) => image.close());
  try {
    const entries = Object.entries(guests).map(([guest, { disks }]) =>
      disks.map((written, i): VirtioEntry => {
        const path = ['guests', guest, 'disks', i];
        const disk = meant(written, path);
        return {
          kind: 'block',
          backend: blamed(path, () => open(disk, guest)),
          serial: serialOf(disk.file ?? disk.base ?? guest),
          limits: disk.limits,
          queues: disk.queues,
        };
      }),
    );
    return { entries, close };
  } catch (error) {
    close();
    throw error;
  }
}
