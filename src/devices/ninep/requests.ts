/** What each message of 9P2000.L does. */
import { S_IFMT, TYPE, type Attributes, type ShareBackend, type Time } from './backend.js';
import { parentOf, qidType, readDirectory } from './directory.js';
import { Refusal } from './errno.js';
import type { Fids, FidsState } from './fids.js';
import type { Qid, Values } from './fields.js';
import {
  AT_REMOVEDIR,
  GETATTR_BASIC,
  HEADER_BYTES,
  LOCK_SUCCESS,
  LOCK_UNLOCKED,
  MAX_WALK,
  OPEN,
  SETATTR,
  type MESSAGES,
  type MessageName,
} from './messages.js';
import { howOf } from './open-files.js';

/** The longest message. Linux's virtio transport asks for 500 KiB at most. */
export const MAX_MSIZE = 1 << 19;
/** The shortest that Linux works with. */
const MIN_MSIZE = 4096;
const VERSION = '9P2000.L';
/** PATH_MAX less its zero, and NAME_MAX. */
const MAX_PATH = 4095;
const MAX_NAME = 255;
/** What goes before the data of Rread and Rreaddir. */
const DATA_AT = HEADER_BYTES + 4;
/** f_type of Linux's v9fs. */
const V9FS_MAGIC = 0x01021997;
/** The flags that an open file keeps. */
const KEPT = OPEN.ACCESS | OPEN.APPEND | OPEN.SYNC | OPEN.DSYNC;
const PERMISSIONS = 0o7777;

export interface NinepState extends FidsState {
  /** The size of messages that was agreed on, 0 before that. */
  msize: number;
}

export interface Tree {
  readonly state: NinepState;
  readonly fids: Fids;
  readonly backend: ShareBackend;
  readonly readOnly: boolean;
  /** Room for the answer: data is put in its place at once. */
  answer: Uint8Array;
}

export type Handlers = {
  readonly [M in MessageName]: (
    request: Values<(typeof MESSAGES)[M]['request']>,
  ) => Values<(typeof MESSAGES)[M]['reply']>;
};

/** The path of a name in a directory. @throws Refusal for what is no name */
function below(directory: string, name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) throw new Refusal('EINVAL');
  if (name.length > MAX_NAME || directory.length + 1 + name.length > MAX_PATH) throw new Refusal('ENAMETOOLONG');
  return `${directory}/${name}`;
}
const typeOf = ({ mode }: Attributes): number => mode & S_IFMT;
/** Changes whenever the time of the last change or the size do. */
const versionOf = ({ modified, size }: Attributes): number =>
  (modified.seconds ^ Math.imul(modified.ns, 4) ^ Math.imul(size, 256)) >>> 0;
const exact = (value: number): number => {
  if (!Number.isSafeInteger(value)) throw new Refusal('EFBIG');
  return value;
};

export function requests(tree: Tree): Handlers {
  const { state, fids, backend, readOnly } = tree;
  const { paths } = fids;

  const qidOf = (path: string, attributes: Attributes): Qid => ({
    type: qidType(typeOf(attributes)),
    version: versionOf(attributes),
    path: paths.identity(paths.numberOf(path)),
  });
  /** Something new is at a path: whatever was known to be there is not there any more. */
  const made = (path: string): { readonly qid: Qid } => {
    paths.remove(path);
    return { qid: qidOf(path, backend.attributes(path)) };
  };
  const mayChange = (): void => {
    if (readOnly) throw new Refusal('EROFS');
  };
  const remove = (path: string, directory: boolean): void => {
    if (path === '') throw new Refusal('EBUSY');
    fids.files.hold(paths.numberOf(path));
    if (directory) backend.removeDirectory(path);
    else backend.remove(path);
    paths.remove(path);
  };
  const rename = (path: string, to: string): void => {
    if (path === '') throw new Refusal('EBUSY');
    const attributes = backend.attributes(path);
    fids.files.hold(paths.numberOf(to));
    backend.rename(path, to);
    const directory = typeOf(attributes) === TYPE.DIRECTORY;
    // Nothing is done where both are names of the same file (rename(2)).
    if (path === to || (!directory && attributes.links > 1 && exists(path))) return;
    paths.rename(path, to, directory);
  };
  const exists = (path: string): boolean => {
    try {
      backend.attributes(path);
      return true;
    } catch {
      return false;
    }
  };
  const room = (count: number): Uint8Array => {
    const { answer } = tree;
    return answer.subarray(DATA_AT, DATA_AT + Math.min(count, Math.max(0, answer.length - DATA_AT)));
  };
  const time = (set: boolean, given: boolean, seconds: number, ns: number): Time | 'now' | undefined => {
    if (!set) return undefined;
    if (!given) return 'now';
    if (ns >= 1e9) throw new Refusal('EINVAL');
    return { seconds, ns };
  };

  return {
    Tversion({ msize, version }) {
      fids.clear();
      state.msize = 0;
      if (msize < MIN_MSIZE) throw new Refusal('EMSGSIZE');
      const agreed = Math.min(msize, MAX_MSIZE);
      if (version !== VERSION) return { msize: agreed, version: 'unknown' };
      state.msize = agreed;
      return { msize: agreed, version };
    },
    Tauth() {
      throw new Refusal('EOPNOTSUPP');
    },
    Tattach({ fid, aname }) {
      // There is one tree.
      if (aname !== '' && aname !== '/') throw new Refusal('ENOENT');
      const attributes = backend.attributes('');
      fids.add(fid, paths.numberOf(''));
      return { qid: qidOf('', attributes) };
    },
    // All that was asked before is done, and answered before this.
    Tflush: () => ({}),

    Twalk({ fid, newfid, names }) {
      if (names.length > MAX_WALK) throw new Refusal('EINVAL');
      const from = fid === newfid ? fids.unopened(fid) : fids.get(fid);
      const qids: Qid[] = [];
      let { file } = from;
      for (const name of names) {
        try {
          const path = fids.paths.pathOf(file);
          if (path === undefined) throw new Refusal('ENOENT');
          const next = name === '..' ? parentOf(path) : below(path, name);
          const qid = qidOf(next, backend.attributes(next));
          file = paths.numberOf(next);
          qids.push(qid);
        } catch (error) {
          // What was found before a name that is not there is told, and no fid is made.
          if (qids.length === 0) throw error;
          return { qids };
        }
      }
      if (fid === newfid) from.file = file;
      else fids.add(newfid, file);
      return { qids };
    },
    Tclunk({ fid }) {
      fids.remove(fid);
      return {};
    },

    Tlopen({ fid, flags }) {
      const { file } = fids.unopened(fid);
      const how = howOf(flags);
      if (how.write || how.truncate) mayChange();
      const path = fids.path(fid);
      let attributes = backend.attributes(path);
      const directory = typeOf(attributes) === TYPE.DIRECTORY;
      if (directory && (how.write || how.truncate)) throw new Refusal('EISDIR');
      if (!directory && (flags & OPEN.DIRECTORY) !== 0) throw new Refusal('ENOTDIR');
      if (!directory) attributes = backend.attributesOf(fids.files.keep(fid, () => backend.open(path, how)));
      fids.opened(fid, { file, flags: flags & KEPT, directory });
      return { qid: qidOf(path, attributes), iounit: 0 };
    },
    Tlcreate({ fid, name, flags, mode }) {
      fids.unopened(fid);
      const path = below(fids.path(fid), name);
      const how = howOf(flags);
      let isNew = true;
      const handle = fids.files.keep(fid, () => {
        try {
          return backend.create(path, how, mode & PERMISSIONS);
        } catch (error) {
          // It has come into being since the client looked.
          if ((flags & OPEN.EXCL) !== 0 || !(error instanceof Refusal && error.reason === 'EEXIST')) throw error;
          isNew = false;
          return backend.open(path, how);
        }
      });
      if (isNew) paths.remove(path);
      fids.opened(fid, { file: paths.numberOf(path), flags: flags & KEPT, directory: false });
      return { qid: qidOf(path, backend.attributesOf(handle)), iounit: 0 };
    },
    Tread({ fid, offset, count }) {
      const into = room(count);
      return { data: into.subarray(0, backend.read(fids.handle(fid), exact(offset), into)) };
    },
    Twrite: ({ fid, offset, data }) => ({ count: backend.write(fids.handle(fid), exact(offset), data) }),
    Tfsync({ fid, datasync }) {
      const target = fids.target(fid);
      if (typeof target === 'number') backend.sync(target, datasync !== 0);
      else backend.syncDirectory(target);
      return {};
    },
    Treaddir({ fid, offset, count }) {
      const found = fids.get(fid);
      if (!found.directory) throw new Refusal('ENOTDIR');
      const data = readDirectory(found, fids.path(fid), exact(offset), room(count), {
        backend,
        numberOf: (path) => paths.identity(paths.numberOf(path)),
        others: () => Object.values(state.fids),
      });
      return { data };
    },

    Tgetattr({ fid }) {
      const target = fids.target(fid);
      const a = typeof target === 'number' ? backend.attributesOf(target) : backend.attributes(target);
      const { file } = fids.get(fid);
      return {
        valid: GETATTR_BASIC,
        qid: { type: qidType(typeOf(a)), version: versionOf(a), path: paths.identity(file) },
        ...{ mode: a.mode, uid: a.uid, gid: a.gid, nlink: a.links },
        ...{ rdev: a.device, size: a.size, blksize: a.blockSize, blocks: a.blocks },
        ...{ atimeSec: a.accessed.seconds, atimeNsec: a.accessed.ns },
        ...{ mtimeSec: a.modified.seconds, mtimeNsec: a.modified.ns },
        ...{ ctimeSec: a.changed.seconds, ctimeNsec: a.changed.ns },
        ...{ btimeSec: 0, btimeNsec: 0, gen: 0, dataVersion: 0 },
      };
    },
    Tsetattr({ fid, valid, mode, size, atimeSec, atimeNsec, mtimeSec, mtimeNsec }) {
      const has = (bit: number): boolean => (valid & bit) !== 0;
      // Files belong to whom they belong: giving them to others is let pass, and does nothing.
      backend.change(fids.target(fid), {
        mode: has(SETATTR.MODE) ? mode & PERMISSIONS : undefined,
        size: has(SETATTR.SIZE) ? exact(size) : undefined,
        accessed: time(has(SETATTR.ATIME), has(SETATTR.ATIME_SET), atimeSec, atimeNsec),
        modified: time(has(SETATTR.MTIME), has(SETATTR.MTIME_SET), mtimeSec, mtimeNsec),
      });
      return {};
    },
    Tstatfs({ fid }) {
      fids.get(fid);
      const { blockSize, blocks, free, available, files, filesFree } = backend.space();
      return {
        ...{ type: V9FS_MAGIC, bsize: blockSize, blocks, bfree: free, bavail: available },
        ...{ files, ffree: filesFree, fsid: 0, namelen: MAX_NAME },
      };
    },

    Tmkdir({ dfid, name, mode }) {
      const path = below(fids.path(dfid), name);
      backend.makeDirectory(path, mode & PERMISSIONS);
      return made(path);
    },
    Tmknod({ dfid, name, mode }) {
      const path = below(fids.path(dfid), name);
      const type = mode & S_IFMT;
      // A device or a pipe would be the host's.
      if (type !== TYPE.REGULAR && type !== 0) throw new Refusal('EPERM');
      backend.close(backend.create(path, howOf(OPEN.WRONLY), mode & PERMISSIONS));
      return made(path);
    },
    Tsymlink({ dfid, name, target }) {
      const path = below(fids.path(dfid), name);
      if (target === '') throw new Refusal('ENOENT');
      if (target.includes('\0')) throw new Refusal('EINVAL');
      if (target.length > MAX_PATH) throw new Refusal('ENAMETOOLONG');
      backend.makeSymlink(path, target);
      return made(path);
    },
    Treadlink: ({ fid }) => ({ target: backend.readSymlink(fids.path(fid)) }),
    Tlink({ dfid, fid, name }) {
      const [path, to] = [fids.path(fid), below(fids.path(dfid), name)];
      backend.link(path, to);
      paths.remove(to);
      paths.link(path, to);
      return {};
    },
    Trename({ fid, dfid, name }) {
      rename(fids.path(fid), below(fids.path(dfid), name));
      return {};
    },
    Trenameat({ olddirfid, oldname, newdirfid, newname }) {
      rename(below(fids.path(olddirfid), oldname), below(fids.path(newdirfid), newname));
      return {};
    },
    Tunlinkat({ dirfid, name, flags }) {
      remove(below(fids.path(dirfid), name), (flags & AT_REMOVEDIR) !== 0);
      return {};
    },
    Tremove({ fid }) {
      // The fid is gone whatever comes of it (remove(5)).
      try {
        mayChange();
        const path = fids.path(fid);
        remove(path, typeOf(backend.attributes(path)) === TYPE.DIRECTORY);
      } finally {
        fids.remove(fid);
      }
      return {};
    },

    // A client's processes exclude each other by their own kernel before it asks; nobody else holds locks here.
    Tlock({ fid }) {
      fids.get(fid);
      return { status: LOCK_SUCCESS };
    },
    Tgetlock({ fid, start, length, procId, clientId }) {
      fids.get(fid);
      return { type: LOCK_UNLOCKED, start, length, procId, clientId };
    },
    // There are no extended attributes; Linux is content to hear that.
    Txattrwalk({ fid }) {
      fids.get(fid);
      throw new Refusal('EOPNOTSUPP');
    },
    Txattrcreate({ fid }) {
      fids.get(fid);
      throw new Refusal('EOPNOTSUPP');
    },
  };
}
