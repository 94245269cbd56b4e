/** A 9P client in the place of a guest's kernel, and a folder for it beside one that nobody may reach. */
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShareBackend } from '../../src/devices/ninep/backend.js';
import { ERRNO, type ErrorName } from '../../src/devices/ninep/errno.js';
import { Reader, readFields, Writer, writeFields, type Values } from '../../src/devices/ninep/fields.js';
import { HEADER_BYTES, MESSAGES, NO_FID, RLERROR, type MessageName } from '../../src/devices/ninep/messages.js';
import { MAX_MSIZE, type NinepState } from '../../src/devices/ninep/requests.js';
import { newNinep, ninepServer, type NinepServer } from '../../src/devices/ninep/server.js';
import { openFolder, type Folder } from '../../src/host/share/folder.js';

type Request<M extends MessageName> = Values<(typeof MESSAGES)[M]['request']>;
type Reply<M extends MessageName> = Values<(typeof MESSAGES)[M]['reply']>;
/** A request's fields; those that are not given are 0 or empty. */
type Given<M extends MessageName> = Partial<Request<M>>;

const NOTHING = {
  ...{ u8: 0, u16: 0, u32: 0, u64: 0, i64: 0, text: '', texts: [], qids: [] },
  ...{ qid: { type: 0, version: 0, path: 0 }, data: new Uint8Array(0) },
} as const;

const scratch = new Uint8Array(MAX_MSIZE);

export function encode<M extends MessageName>(name: M, given: Given<M>, tag = 1): Uint8Array {
  const { type, request } = MESSAGES[name];
  const empty = Object.fromEntries(Object.entries(request).map(([field, kind]) => [field, NOTHING[kind]]));
  const writer = new Writer(scratch, HEADER_BYTES);
  writeFields(writer, request, { ...empty, ...given } as never);
  const head = new Writer(writer.bytes, 0);
  head.u32(writer.at);
  head.u8(type);
  head.u16(tag);
  return writer.bytes.slice(0, writer.at);
}

const nameOf = (errno: number): string =>
  (Object.keys(ERRNO) as ErrorName[]).find((name) => ERRNO[name] === errno) ?? String(errno);

export class Client {
  readonly state: NinepState;
  readonly server: NinepServer;
  private readonly answer = new Uint8Array(MAX_MSIZE);

  constructor(backend: ShareBackend, { readOnly = false, state = newNinep() } = {}) {
    this.state = state;
    this.server = ninepServer(state, backend, readOnly);
  }

  /** Sends a request. @returns its answer, or an error's name */
  try<M extends MessageName>(name: M, given: Given<M>): Reply<M> | string {
    const length = this.server.respond(encode(name, given), this.answer);
    const reader = new Reader(this.answer.subarray(0, length), 0);
    if (reader.u32() !== length) throw new Error(`${name}: the answer's size is wrong`);
    const type = reader.u8();
    if (reader.u16() !== 1) throw new Error(`${name}: another tag`);
    if (type === RLERROR) return nameOf(reader.u32());
    if (type !== MESSAGES[name].type + 1) throw new Error(`${name}: answer ${type}`);
    return readFields(reader, MESSAGES[name].reply as never);
  }
  /** Sends a request that must succeed. */
  do<M extends MessageName>(name: M, given: Given<M>): Reply<M> {
    const reply = this.try(name, given);
    if (typeof reply === 'string') throw new Error(`${name}: ${reply}`);
    return reply;
  }

  /** Begins, with fid 0 at the root. */
  attach(msize = MAX_MSIZE): this {
    this.do('Tversion', { msize, version: '9P2000.L' });
    this.do('Tattach', { fid: 0, afid: NO_FID });
    return this;
  }
  /** Lets `fid` be what a path from the root names. @returns the fid, or an error's name */
  tryWalk(path: string, fid: number): string | number {
    const names = path === '' ? [] : path.split('/');
    const reply = this.try('Twalk', { fid: 0, newfid: fid, names });
    if (typeof reply === 'string') return reply;
    return reply.qids.length === names.length ? fid : 'partial';
  }
  walk(path: string, fid: number): number {
    const walked = this.tryWalk(path, fid);
    if (typeof walked === 'string') throw new Error(`walk ${path}: ${walked}`);
    return walked;
  }
  open(path: string, fid: number, flags = 0): number {
    this.do('Tlopen', { fid: this.walk(path, fid), flags });
    return fid;
  }
  read(fid: number, offset = 0, count = 1 << 16): string {
    return Buffer.from(this.do('Tread', { fid, offset, count }).data).toString('latin1');
  }
  /** All names of a directory, with their qids' numbers. */
  list(path: string, count = 1 << 16): Map<string, number> {
    const fid = this.open(path, 900);
    const found = new Map<string, number>();
    for (let offset = 0; ;) {
      const { data } = this.do('Treaddir', { fid, offset, count });
      if (data.length === 0) break;
      for (let at = 0; at < data.length;) {
        const reader = new Reader(data, at);
        const qid = reader.qid();
        offset = reader.u64();
        reader.u8();
        const name = reader.text();
        found.set(name, qid.path);
        at += 24 + name.length;
      }
    }
    this.do('Tclunk', { fid });
    return found;
  }
}

export const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

export interface Place {
  readonly root: string;
  /** What is shared. */
  readonly shared: string;
  readonly backend: Folder;
  /** What is beside it, all its contents and times in one text: to be the same at the end. */
  sentinel(): string;
  remove(): void;
}

/** A folder to share, `in`, beside one called `beside` and a file `secret`. All files outside say so, and nothing inside is called `witness`. */
export function place(): Place {
  const root = mkdtempSync(join(tmpdir(), 'pivisor-share-'));
  const shared = join(root, 'in');
  mkdirSync(shared);
  mkdirSync(join(root, 'beside'));
  writeFileSync(join(root, 'beside', 'file'), 'outside');
  writeFileSync(join(root, 'secret'), 'outside');
  for (const name of ['witness', 'beside/witness']) writeFileSync(join(root, name), 'outside');
  symlinkSync('secret', join(root, 'link'));
  const backend = openFolder(shared);
  return {
    root,
    shared,
    backend,
    sentinel: () => told(root, (path) => path === shared),
    remove() {
      backend.close();
      rmSync(root, { recursive: true });
    },
  };
}

/** All that is below a folder, but not in `except`: names, modes, times, contents. */
export function told(path: string, except: (path: string) => boolean = () => false): string {
  const lines: string[] = [];
  const visit = (at: string): void => {
    const { mode, nlink, size, mtimeMs } = lstatSync(at);
    const kind = mode & 0o170000;
    const directory = kind === 0o040000;
    const contents =
      kind === 0o100000
        ? createHash('sha256').update(readFileSync(at)).digest('hex')
        : kind === 0o120000
          ? readlinkSync(at)
          : '';
    // The number of names and the time of the root are those of `except`, too.
    lines.push(directory ? `${at} ${mode}` : `${at} ${mode} ${nlink} ${size} ${mtimeMs} ${contents}`);
    if (directory) for (const name of readdirSync(at).sort()) if (!except(join(at, name))) visit(join(at, name));
  };
  visit(path);
  return lines.join('\n');
}
