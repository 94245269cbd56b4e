/**
 * Debian's binary packages, read without dpkg, ar or tar: an ar archive of `debian-binary`, `control.tar.*` and `data.tar.*` (deb(5)).
 */
import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { unpackTar, type TarHeader } from 'modern-tar';
import xz from 'xz-decompress';
import { UserError } from '../../cli/user-error.js';
import { paragraphs, type Paragraph } from './control.js';

/** A regular file in a package. */
export interface DebFile {
  /** Its path without `./` or `/` in front; never with a `..` in it. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

interface Member {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

const MAGIC = '!<arch>\n';
const HEADER_BYTES = 60;
/** No file that we take is larger; what says it is has no claim on our memory. */
const MAX_FILE_BYTES = 512 << 20;

/**
 * The fields of a package's control file.
 * @throws UserError naming the file if it is no package, or damaged
 */
export async function readControl(path: string): Promise<Paragraph> {
  const [file] = await files(path, 'control.tar', (name) => name === 'control');
  const [control] = file ? paragraphs(new TextDecoder().decode(file.bytes)) : [];
  if (control?.has('Package') && control.has('Version') && control.has('Architecture')) return control;
  throw new UserError(`${path}: no control file with Package, Version and Architecture, expected a Debian package`);
}

/**
 * The regular files of a package that `wanted` says true to, in the archive's order.
 * @throws UserError naming the file if it is damaged or ends too early
 */
export function readFiles(path: string, wanted: (path: string) => boolean): Promise<DebFile[]> {
  return files(path, 'data.tar', wanted);
}

async function files(path: string, part: string, wanted: (path: string) => boolean): Promise<DebFile[]> {
  const member = (await readMembers(path)).find(({ name }) => name === part || name.startsWith(`${part}.`));
  if (!member) throw new UserError(`${path}: no ${part} in it, expected a Debian package`);
  const plainName = (name: string): string => name.replace(/^(\.?\/)+/, '');
  let tooLarge: string | undefined;
  const filter = ({ name, type, size }: TarHeader): boolean => {
    const below = plainName(name);
    if (type !== 'file' || below.split('/').includes('..') || !wanted(below)) return false;
    if (size > MAX_FILE_BYTES) tooLarge = below;
    return tooLarge === undefined;
  };
  try {
    // To its end in any case: xz-decompress unpacks one stream at a time, and one that is given up would keep the next waiting.
    const entries = await unpackTar(unpacked(path, member), { strict: true, filter });
    if (tooLarge !== undefined) throw new UserError(`${path}: ${tooLarge} has more than ${MAX_FILE_BYTES >> 20} MB`);
    return entries.map(({ header, data }) => ({ path: plainName(header.name), bytes: data ?? new Uint8Array(0) }));
  } catch (error) {
    throw damaged(path, member.name, error);
  }
}

/** What a member says when it is unpacked, by the ending of its name. */
function unpacked(path: string, { name, offset, size }: Member): ReadableStream<Uint8Array> {
  const packed = size === 0 ? Readable.from([]) : createReadStream(path, { start: offset, end: offset + size - 1 });
  const web = (stream: Readable): ReadableStream<Uint8Array> => Readable.toWeb(stream) as ReadableStream<Uint8Array>;
  // An error of the file's goes the way of one of its data's.
  const through = (transform: Transform): ReadableStream<Uint8Array> =>
    web(packed.on('error', (error: Error) => transform.destroy(error)).pipe(transform));
  switch (name.split('.')[2]) {
    case undefined:
      return web(packed);
    case 'xz':
      return new xz.XzReadableStream(web(packed));
    case 'gz':
      return through(createGunzip());
    case 'zst':
      return through(unzstd());
    default:
      throw new UserError(`${path}: ${name}: expected it packed by xz, zstd or gzip`);
  }
}

function unzstd(): Transform {
  const stream = new Transform();
  let complete = false;
  const decoder = new Decompress((data, final) => {
    if (data.length > 0) stream.push(data);
    complete = final ?? false;
  });
  const step = (chunk: Uint8Array, final: boolean, callback: (error?: Error) => void): void => {
    try {
      decoder.push(chunk, final);
      callback(final && !complete ? new Error('ends too early') : undefined);
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  };
  stream._transform = (chunk: Uint8Array, _encoding, callback) => step(chunk, false, callback);
  stream._flush = (callback) => step(new Uint8Array(0), true, callback);
  return stream;
}

/** The archive's members: a header of 60 bytes each, then the data, padded to an even length (ar(5)). */
async function readMembers(path: string): Promise<Member[]> {
  const file = await open(path);
  try {
    const { size: end } = await file.stat();
    const read = async (position: number, bytes: number): Promise<string> => {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(bytes), position });
      return buffer.toString('latin1', 0, bytesRead);
    };
    if ((await read(0, MAGIC.length)) !== MAGIC) throw new UserError(`${path}: expected a Debian package`);
    const members: Member[] = [];
    for (let at = MAGIC.length; at < end;) {
      const header = await read(at, HEADER_BYTES);
      const match = /^(.{16}).{32}(\d+) *`\n$/s.exec(header);
      if (header.length < HEADER_BYTES) throw new UserError(`${path}: the file ends too early`);
      if (!match) throw new UserError(`${path}: damaged at byte ${at}, expected the header of a member`);
      const [offset, size] = [at + HEADER_BYTES, Number(match[2])];
      if (offset + size > end) throw new UserError(`${path}: the file ends too early`);
      members.push({ name: match[1].trim().replace(/\/$/, ''), offset, size });
      at = offset + size + (size % 2);
    }
    return members;
  } catch (error) {
    throw error instanceof Error && !(error instanceof UserError) ? Object.assign(error, { path }) : error;
  } finally {
    await file.close();
  }
}

/** What went wrong inside of a member is the file's fault; an error of the system's remains what it is. */
function damaged(path: string, member: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UserError || 'syscall' in error) return error;
  return new UserError(`${path}: ${member} is damaged or ends too early`);
}
