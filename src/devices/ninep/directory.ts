/** Reading a directory, in messages of any size: it is as it was when its reading began. */
import { S_IFMT, TYPE, type ShareBackend } from './backend.js';
import { Refusal } from './errno.js';
import type { Fid } from './fids.js';
import { QID_BYTES, Writer, type Qid } from './fields.js';
import { QID } from './messages.js';

/** So many names are remembered for all directories that are being read; one directory may have more. */
const MAX_NAMES = 1 << 20;
/** Of an entry, less its name. */
const ENTRY_BYTES = QID_BYTES + 8 + 1 + 2;
/** '.' and '..' come first. */
const DOTS = 2;

/** The type bits of a qid, by S_IFMT. */
export const qidType = (type: number): number =>
  type === TYPE.DIRECTORY ? QID.DIRECTORY : type === TYPE.SYMLINK ? QID.SYMLINK : QID.FILE;

export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const forget = (fid: Fid): void => void Object.assign(fid, { names: [], types: [] });

/** Remembers what is in a directory, sorted by bytes: hosts give it in any order. */
function begin(fid: Fid, path: string, backend: ShareBackend, others: () => Iterable<Fid>): void {
  forget(fid);
  let names = 0;
  for (const other of others()) names += other.names.length;
  if (names > MAX_NAMES) throw new Refusal('ENOMEM');
  const entries = [...backend.list(path)].sort((a, b) => (a.name < b.name ? -1 : 1));
  fid.names = entries.map(({ name }) => name);
  fid.types = entries.map(({ type }) => type & S_IFMT);
}

/**
 * Rreaddir's data: for each entry qid, offset of the next, type as d_type, name.
 * @param offset 0, or that of an entry that was given before
 * @param into as much room as the client has
 */
export function readDirectory(
  fid: Fid,
  path: string,
  offset: number,
  into: Uint8Array,
  {
    backend,
    numberOf,
    others,
  }: {
    readonly backend: ShareBackend;
    readonly numberOf: (path: string) => number;
    /** All fids of the client. */
    readonly others: () => Iterable<Fid>;
  },
): Uint8Array {
  if (offset === 0 || fid.names.length === 0) begin(fid, path, backend, others);
  const writer = new Writer(into, 0);
  const end = fid.names.length + DOTS;
  let at = offset;
  for (; at < end; at++) {
    const name = at === 0 ? '.' : at === 1 ? '..' : fid.names[at - DOTS];
    const type = at < DOTS ? TYPE.DIRECTORY : fid.types[at - DOTS];
    const where = at === 0 ? path : at === 1 ? parentOf(path) : `${path}/${name}`;
    if (writer.at + ENTRY_BYTES + name.length > into.length) break;
    const qid: Qid = { type: qidType(type), version: 0, path: numberOf(where) };
    writer.qid(qid);
    writer.u64(at + 1);
    writer.u8(type >> 12);
    writer.text(name);
  }
  // An entry that does not fit is no end.
  if (writer.at === 0 && at < end) throw new Refusal('EINVAL');
  if (at >= end && writer.at === 0) forget(fid);
  return into.subarray(0, writer.at);
}
