/**
 * The messages of 9P2000.L: numbers, and fields of requests and of their answers. The basis is Plan 9's manual, section 5; what .L adds is
 * in Linux's include/net/9p/9p.h and diod's protocol.md.
 */
import type { Fields } from './fields.js';

export interface Message<Q extends Fields = Fields, R extends Fields = Fields> {
  /** The number of the request; its answer has the next. */
  readonly type: number;
  readonly request: Q;
  readonly reply: R;
  /** It changes the tree, whatever its fields say. */
  readonly changes: boolean;
}

const asks = <const Q extends Fields, const R extends Fields>(type: number, request: Q, reply: R): Message<Q, R> => ({
  type,
  request,
  reply,
  changes: false,
});
const changes = <const Q extends Fields, const R extends Fields>(
  type: number,
  request: Q,
  reply: R,
): Message<Q, R> => ({ type, request, reply, changes: true });

/** size, type, tag. */
export const HEADER_BYTES = 7;
/** The number of Rlerror, the answer to what can't be done: a u32, an errno. */
export const RLERROR = 7;
export const RLERROR_BYTES = HEADER_BYTES + 4;
export const NO_FID = 0xffffffff;
/** What a walk may have in one message. */
export const MAX_WALK = 16;

const OPENED = { qid: 'qid', iounit: 'u32' } as const;
const LOCK = { type: 'u8', start: 'u64', length: 'u64', procId: 'u32', clientId: 'text' } as const;

export const MESSAGES = {
  Tstatfs: asks(
    8,
    { fid: 'u32' },
    {
      ...({ type: 'u32', bsize: 'u32', blocks: 'u64', bfree: 'u64', bavail: 'u64' } as const),
      ...({ files: 'u64', ffree: 'u64', fsid: 'u64', namelen: 'u32' } as const),
    },
  ),
  Tlopen: asks(12, { fid: 'u32', flags: 'u32' }, OPENED),
  Tlcreate: changes(14, { fid: 'u32', name: 'text', flags: 'u32', mode: 'u32', gid: 'u32' }, OPENED),
  Tsymlink: changes(16, { dfid: 'u32', name: 'text', target: 'text', gid: 'u32' }, { qid: 'qid' }),
  Tmknod: changes(
    18,
    { dfid: 'u32', name: 'text', mode: 'u32', major: 'u32', minor: 'u32', gid: 'u32' },
    { qid: 'qid' },
  ),
  Trename: changes(20, { fid: 'u32', dfid: 'u32', name: 'text' }, {}),
  Treadlink: asks(22, { fid: 'u32' }, { target: 'text' }),
  Tgetattr: asks(
    24,
    { fid: 'u32', mask: 'u64' },
    {
      ...({ valid: 'u64', qid: 'qid', mode: 'u32', uid: 'u32', gid: 'u32', nlink: 'u64' } as const),
      ...({ rdev: 'u64', size: 'u64', blksize: 'u64', blocks: 'u64' } as const),
      ...({ atimeSec: 'i64', atimeNsec: 'u64', mtimeSec: 'i64', mtimeNsec: 'u64' } as const),
      ...({ ctimeSec: 'i64', ctimeNsec: 'u64', btimeSec: 'i64', btimeNsec: 'u64' } as const),
      ...({ gen: 'u64', dataVersion: 'u64' } as const),
    },
  ),
  Tsetattr: changes(
    26,
    {
      ...({ fid: 'u32', valid: 'u32', mode: 'u32', uid: 'u32', gid: 'u32', size: 'u64' } as const),
      ...({ atimeSec: 'i64', atimeNsec: 'u64', mtimeSec: 'i64', mtimeNsec: 'u64' } as const),
    },
    {},
  ),
  Txattrwalk: asks(30, { fid: 'u32', newfid: 'u32', name: 'text' }, { size: 'u64' }),
  Txattrcreate: changes(32, { fid: 'u32', name: 'text', size: 'u64', flags: 'u32' }, {}),
  Treaddir: asks(40, { fid: 'u32', offset: 'u64', count: 'u32' }, { data: 'data' }),
  Tfsync: asks(50, { fid: 'u32', datasync: 'u32' }, {}),
  Tlock: asks(
    52,
    { fid: 'u32', type: 'u8', flags: 'u32', start: 'u64', length: 'u64', procId: 'u32', clientId: 'text' },
    { status: 'u8' },
  ),
  Tgetlock: asks(54, { fid: 'u32', ...LOCK }, LOCK),
  Tlink: changes(70, { dfid: 'u32', fid: 'u32', name: 'text' }, {}),
  Tmkdir: changes(72, { dfid: 'u32', name: 'text', mode: 'u32', gid: 'u32' }, { qid: 'qid' }),
  Trenameat: changes(74, { olddirfid: 'u32', oldname: 'text', newdirfid: 'u32', newname: 'text' }, {}),
  Tunlinkat: changes(76, { dirfid: 'u32', name: 'text', flags: 'u32' }, {}),
  Tversion: asks(100, { msize: 'u32', version: 'text' }, { msize: 'u32', version: 'text' }),
  Tauth: asks(102, { afid: 'u32', uname: 'text', aname: 'text', nUname: 'u32' }, { aqid: 'qid' }),
  Tattach: asks(104, { fid: 'u32', afid: 'u32', uname: 'text', aname: 'text', nUname: 'u32' }, { qid: 'qid' }),
  Tflush: asks(108, { oldtag: 'u16' }, {}),
  Twalk: asks(110, { fid: 'u32', newfid: 'u32', names: 'texts' }, { qids: 'qids' }),
  Tread: asks(116, { fid: 'u32', offset: 'u64', count: 'u32' }, { data: 'data' }),
  Twrite: changes(118, { fid: 'u32', offset: 'u64', data: 'data' }, { count: 'u32' }),
  Tclunk: asks(120, { fid: 'u32' }, {}),
  Tremove: changes(122, { fid: 'u32' }, {}),
} as const;

export type MessageName = keyof typeof MESSAGES;

/** Flags of Tlopen and Tlcreate: Linux's, as most of its architectures number them. */
export const OPEN = {
  ACCESS: 0o3,
  WRONLY: 0o1,
  RDWR: 0o2,
  EXCL: 0o200,
  TRUNC: 0o1000,
  APPEND: 0o2000,
  DSYNC: 0o10000,
  DIRECTORY: 0o200000,
  SYNC: 0o4000000,
} as const;
/** Tsetattr's `valid`. */
export const SETATTR = { MODE: 1, SIZE: 8, ATIME: 0x10, MTIME: 0x20, ATIME_SET: 0x80, MTIME_SET: 0x100 } as const;
/** Tgetattr's `valid`: all from mode to blocks. */
export const GETATTR_BASIC = 0x7ff;
/** Tunlinkat's flag. */
export const AT_REMOVEDIR = 0x200;
/** Rlock's status, and the type of Rgetlock that says that nothing is in the way. */
export const LOCK_SUCCESS = 0;
export const LOCK_UNLOCKED = 2;
/** Types of qids. */
export const QID = { DIRECTORY: 0x80, SYMLINK: 0x02, FILE: 0 } as const;
