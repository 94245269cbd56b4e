/** A folder of the host as what a 9P server serves. Linux only: see beneath.ts. */
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmdirSync,
  statfsSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeSync,
  type BigIntStats,
  type Dirent,
} from 'node:fs';
import {
  S_IFMT,
  TYPE,
  type Attributes,
  type OpenHow,
  type ShareBackend,
  type Time,
} from '../../devices/ninep/backend.js';
import { ERRNO, Refusal, type ErrorName } from '../../devices/ninep/errno.js';
import { beneath, byNumber, itself, openRoot } from './beneath.js';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants;
/** What a guest may set of a file's permissions: a program of its that runs as its owner would run as the host's user. */
const FILE_BITS = 0o1777;
const DIRECTORY_BITS = 0o3777;
/** Who owns what the host's user does not own: nobody. */
const NOBODY = 65534;

/** A folder as a tree of files, until it is closed. */
export interface Folder extends ShareBackend {
  close(handle?: number): void;
}

/** What the host says is what the guest hears. */
function refusing<A extends unknown[], R>(call: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    try {
      return call(...args);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const code = (error as { code?: unknown } | null)?.code;
      const known = typeof code === 'string' && Object.hasOwn(ERRNO, code);
      throw new Refusal(known ? (code as ErrorName) : code === 'ENOTSUP' ? 'EOPNOTSUPP' : 'EIO');
    }
  };
}

const access = ({ read, write }: OpenHow): number => (read ? (write ? O_RDWR : O_RDONLY) : O_WRONLY);
const flags = (how: OpenHow): number =>
  access(how) | (how.append === true ? O_APPEND : 0) | (how.sync === true ? O_SYNC : 0);

const timeOf = (ns: bigint): Time => {
  const rest = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: Number((ns - rest) / 1_000_000_000n), ns: Number(rest) };
};
/** Node takes seconds as one number, of which about a microsecond is left; what is before 1970 it takes as a Date only. */
function nodesTime(wanted: Time | 'now' | undefined, present: bigint): number | Date {
  if (wanted === 'now') return new Date();
  const seconds = wanted === undefined ? Number(present) / 1e9 : wanted.seconds + wanted.ns / 1e9;
  return seconds < 0 ? new Date(seconds * 1000) : seconds;
}

/** The type of a directory's entry, as S_IFMT has it. */
const TYPES: readonly (readonly [(entry: Dirent<Buffer>) => boolean, number])[] = [
  [(entry) => entry.isFile(), TYPE.REGULAR],
  [(entry) => entry.isDirectory(), TYPE.DIRECTORY],
  [(entry) => entry.isSymbolicLink(), TYPE.SYMLINK],
  [(entry) => entry.isFIFO(), TYPE.FIFO],
  [(entry) => entry.isSocket(), TYPE.SOCKET],
  [(entry) => entry.isCharacterDevice(), TYPE.CHARACTER],
  [(entry) => entry.isBlockDevice(), TYPE.BLOCK],
];

/** @throws a system call's error with its path, where there is no such folder */
export function openFolder(path: string): Folder {
  let root = openRoot(path);
  const handles = new Set<number>();
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];

  const attributes = (stats: BigIntStats): Attributes => ({
    mode: Number(stats.mode),
    // Whoever runs this is root to the guest, as in a user namespace.
    uid: Number(stats.uid) === user ? 0 : NOBODY,
    gid: Number(stats.gid) === group ? 0 : NOBODY,
    links: Number(stats.nlink),
    device: Number(stats.rdev & 0xffffffffn),
    size: Number(stats.size),
    blockSize: Number(stats.blksize),
    blocks: Number(stats.blocks),
    accessed: timeOf(stats.atimeNs),
    modified: timeOf(stats.mtimeNs),
    changed: timeOf(stats.ctimeNs),
  });
  const kept = (handle: number): number => {
    handles.add(handle);
    return handle;
  };
  /** A handle that is still open: its number may be another file's by now. */
  const valid = (handle: number): number => {
    if (!handles.has(handle)) throw new Refusal('EBADF');
    return handle;
  };
  const onItself = <T>(file: string | number, use: (fd: number) => T): T =>
    typeof file === 'number' ? use(valid(file)) : itself(root, file, use);
  const tree: Omit<Folder, 'close'> = {
    attributes: (of) => beneath(root, of, (at) => attributes(lstatSync(at, { bigint: true }))),
    list: (of) =>
      itself(root, of, (fd) =>
        readdirSync(`${byNumber(fd)}/.`, { withFileTypes: true, encoding: 'buffer' }).map((entry) => ({
          name: entry.name.toString('latin1'),
          type: TYPES.find(([is]) => is(entry))?.[1] ?? 0,
        })),
      ),
    open: (of, how) =>
      itself(root, of, (fd) => {
        // What is opened is what was looked at. Devices and pipes are not for reading here: they could do anything, or wait.
        const type = fstatSync(fd).mode & S_IFMT;
        if (type === TYPE.DIRECTORY) throw new Refusal('EISDIR');
        if (type === TYPE.SYMLINK) throw new Refusal('ELOOP');
        if (type !== TYPE.REGULAR) throw new Refusal('ENXIO');
        return kept(openSync(byNumber(fd), flags(how) | (how.truncate === true ? O_TRUNC : 0)));
      }),
    create: (at, how, mode) =>
      beneath(root, at, (name) => {
        const bits = mode & FILE_BITS;
        const handle = kept(openSync(name, flags(how) | O_CREAT | O_EXCL | O_NOFOLLOW, bits));
        // The guest's umask has been applied, the host's must not be.
        fchmodSync(handle, bits);
        return handle;
      }),
    attributesOf: (handle) => attributes(fstatSync(valid(handle), { bigint: true })),
    read: (handle, at, into) => readSync(valid(handle), into, 0, into.length, at),
    write: (handle, at, from) => writeSync(valid(handle), from, 0, from.length, at),
    sync: (handle, dataOnly) => (dataOnly ? fdatasyncSync : fsyncSync)(valid(handle)),
    syncDirectory(of) {
      itself(root, of, (fd) => {
        const directory = openSync(`${byNumber(fd)}/.`, O_RDONLY);
        try {
          fsyncSync(directory);
        } finally {
          closeSync(directory);
        }
      });
    },
    change(file, { mode, size, accessed, modified }) {
      onItself(file, (fd) => {
        const stats = fstatSync(fd, { bigint: true });
        const type = Number(stats.mode) & S_IFMT;
        if (size !== undefined) {
          if (type !== TYPE.REGULAR) throw new Refusal(type === TYPE.DIRECTORY ? 'EISDIR' : 'EINVAL');
          truncateSync(byNumber(fd), size);
        }
        if (mode !== undefined) {
          if (type === TYPE.SYMLINK) throw new Refusal('EOPNOTSUPP');
          chmodSync(byNumber(fd), mode & (type === TYPE.DIRECTORY ? DIRECTORY_BITS : FILE_BITS));
        }
        if (accessed !== undefined || modified !== undefined)
          utimesSync(byNumber(fd), nodesTime(accessed, stats.atimeNs), nodesTime(modified, stats.mtimeNs));
      });
    },
    makeDirectory(at, mode) {
      const bits = mode & DIRECTORY_BITS;
      beneath(root, at, (name) => mkdirSync(name, bits));
      tree.change(at, { mode: bits });
    },
    makeSymlink: (at, target) => beneath(root, at, (name) => symlinkSync(Buffer.from(target, 'latin1'), name)),
    readSymlink: (of) => beneath(root, of, (at) => readlinkSync(at, 'buffer').toString('latin1')),
    link: (of, to) => beneath(root, of, (at) => beneath(root, to, (name) => linkSync(at, name))),
    rename: (of, to) => beneath(root, of, (at) => beneath(root, to, (name) => renameSync(at, name))),
    remove: (at) => beneath(root, at, (name) => unlinkSync(name)),
    removeDirectory: (at) => beneath(root, at, (name) => rmdirSync(name)),
    space() {
      const { bsize, blocks, bfree, bavail, files, ffree } = statfsSync(`${byNumber(root)}/.`);
      return { blockSize: bsize, blocks, free: bfree, available: bavail, files, filesFree: ffree };
    },
  };
  const close = (handle?: number): void => {
    if (handle !== undefined) {
      if (handles.delete(handle)) closeSync(handle);
      return;
    }
    for (const each of handles) closeSync(each);
    handles.clear();
    if (root >= 0) closeSync(root);
    root = -1;
  };
  const guarded = Object.fromEntries(
    Object.entries(tree).map(([name, call]) => [name, refusing(call as (...args: unknown[]) => unknown)]),
  ) as unknown as typeof tree;
  return { ...guarded, close };
}
