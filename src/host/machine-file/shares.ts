/** The folders that a machine file's guests are given. */
import type { VirtioEntry } from '../../machine/virtio.js';
import { openShares } from '../share/shares.js';
import { beside } from '../files.js';
import type { Path } from '../variables.js';
import type { CheckedMachine } from './schema.js';

export interface GuestShares {
  /** Of each guest, in the order of the file. */
  readonly entries: readonly (readonly VirtioEntry[])[];
  close(): void;
}

/**
 * @param blamed calls; what is thrown is blamed on a field
 * @throws UserError with file, line and field
 */
export function openGuestShares(
  { guests }: CheckedMachine,
  file: string,
  blamed: <T>(path: Path, make: () => T) => T,
): GuestShares {
  const opened: ReturnType<typeof openShares>[] = [];
  const close = (): void => opened.forEach((each) => each.close());
  try {
    for (const [guest, { shares }] of Object.entries(guests)) {
      const here = shares.map((share) => ({ ...share, path: beside(file, share.path) }));
      opened.push(openShares(here, (i, open) => blamed(['guests', guest, 'shares', i], open)));
    }
    return { entries: opened.map(({ entries }) => entries), close };
  } catch (error) {
    close();
    throw error;
  }
}
