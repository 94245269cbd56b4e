/** A tree of files, as a 9P server sees what it serves. */

/** Seconds and nanoseconds since 1970; before it seconds are negative, nanoseconds never. */
export interface Time {
  readonly seconds: number;
  readonly ns: number;
}

/** What stat(2) tells of a file, in Linux's terms. */
export interface Attributes {
  /** Type and permissions: st_mode. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly links: number;
  /** Of a device node: Linux's dev_t. */
  readonly device: number;
  readonly size: number;
  readonly blockSize: number;
  /** Of 512 bytes. */
  readonly blocks: number;
  readonly accessed: Time;
  readonly modified: Time;
  readonly changed: Time;
}

/** Types in `Attributes.mode`. */
export const S_IFMT = 0o170000;
export const TYPE = {
  FIFO: 0o010000,
  CHARACTER: 0o020000,
  DIRECTORY: 0o040000,
  BLOCK: 0o060000,
  REGULAR: 0o100000,
  SYMLINK: 0o120000,
  SOCKET: 0o140000,
} as const;

/** What is in a directory. */
export interface Entry {
  readonly name: string;
  /** Of TYPE; 0 for what is of no known type. */
  readonly type: number;
}

export interface Change {
  /** Permissions, without the type. */
  readonly mode?: number | undefined;
  readonly size?: number | undefined;
  /** 'now' is the present time of whoever keeps the files. */
  readonly accessed?: Time | 'now' | undefined;
  readonly modified?: Time | 'now' | undefined;
}

/** How a file is open. */
export interface OpenHow {
  readonly read: boolean;
  readonly write: boolean;
  readonly truncate?: boolean | undefined;
  /** What is written goes to the end. */
  readonly append?: boolean | undefined;
  /** What is written is kept before the call returns. */
  readonly sync?: boolean | undefined;
}

/** statfs(2). */
export interface Space {
  readonly blockSize: number;
  readonly blocks: number;
  readonly free: number;
  readonly available: number;
  readonly files: number;
  readonly filesFree: number;
}

/**
 * Paths begin with '/' and have no empty names, '.' or '..'; '' is the tree's root. Names are strings of bytes, one in each character, since
 * that is what names are to Linux. No symbolic link is ever followed: one inside a path is ENOTDIR. Calls return when they are done.
 * Everything may throw a Refusal; whatever else is thrown is EIO.
 */
export interface ShareBackend {
  attributes(path: string): Attributes;
  /** In any order, without '.' and '..'. */
  list(path: string): readonly Entry[];
  /** Opens a regular file. @returns a handle, a number that is not in use */
  open(path: string, how: OpenHow): number;
  /** Makes a file that must not be there yet, and opens it. */
  create(path: string, how: OpenHow, mode: number): number;
  close(handle: number): void;
  attributesOf(handle: number): Attributes;
  /** @returns how many bytes there were */
  read(handle: number, at: number, into: Uint8Array): number;
  /** @returns how many bytes were written */
  write(handle: number, at: number, from: Uint8Array): number;
  /** What was written is to outlive the host's crash. @param dataOnly not its times */
  sync(handle: number, dataOnly: boolean): void;
  syncDirectory(path: string): void;
  /** Changes what a path names, or a handle. */
  change(file: string | number, change: Change): void;
  makeDirectory(path: string, mode: number): void;
  makeSymlink(path: string, target: string): void;
  readSymlink(path: string): string;
  /** Gives a file one more name. */
  link(path: string, to: string): void;
  rename(path: string, to: string): void;
  remove(path: string): void;
  removeDirectory(path: string): void;
  space(): Space;
}
