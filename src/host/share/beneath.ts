/**
 * Files below a folder, reached so that nothing leads out of it: no symbolic link is followed, whoever made it and however quickly a name is
 * given to something else meanwhile. Each directory on the way is opened from the one before, by its name alone, and refused if it is a
 * link. Node has no openat(2); /proc/self/fd/N/NAME is the same to Linux, since /proc/self/fd/N is the open directory itself.
 */
import { closeSync, constants, openSync } from 'node:fs';

/** fcntl.h; the same on all of Node's Linuxes. Node does not name it. */
const O_PATH = 0o10000000;
const DIRECTORY = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** A thing itself, whatever it is: nothing is opened that would notice. */
const ITSELF = O_PATH | constants.O_NOFOLLOW;

/** What an open file is called, whatever has become of its name. To follow it leads to that file and nowhere else. */
export const byNumber = (fd: number): string => `/proc/self/fd/${fd}`;

/** A name in an open directory. Names are strings of bytes. */
const inside = (directory: number, name: string): Buffer => Buffer.from(`${byNumber(directory)}/${name}`, 'latin1');

/** Opens a folder that a user names, following links as always: the root of what is below it. */
export const openRoot = (path: string): number => openSync(path, O_PATH | constants.O_DIRECTORY);

/**
 * Calls `use` with a path for what `path` names below `root`: its last name is not resolved, so that calls which follow no link at the end
 * of a path stay below.
 * @param path '' or names behind '/' each: none of them empty, '.' or '..'
 */
export function beneath<T>(root: number, path: string, use: (at: Buffer) => T): T {
  if (path === '') return use(inside(root, '.'));
  const [head, ...names] = path.split('/');
  const last = names.pop();
  if (head !== '' || last === undefined || [...names, last].some((name) => ['', '.', '..'].includes(name)))
    throw new RangeError(`'${path}' leads nowhere below a folder`);
  let directory = root;
  const leave = (): void => {
    if (directory !== root) closeSync(directory);
  };
  try {
    for (const name of names) {
      const next = openSync(inside(directory, name), DIRECTORY);
      leave();
      directory = next;
    }
    return use(inside(directory, last));
  } finally {
    leave();
  }
}

/** Calls `use` with the number of what `path` names, open as O_PATH: a link is a link. */
export const itself = <T>(root: number, path: string, use: (fd: number) => T): T =>
  beneath(root, path, (at) => {
    const fd = openSync(at, ITSELF);
    try {
      return use(fd);
    } finally {
      closeSync(fd);
    }
  });
