/**
 * Files that hold a machine's state. A line of text says what the file is; the rest is deflated in parts, so that no more than a part is
 * in memory besides: first all but RAM as JSON, then pages. A SHA-256 over the contents is the end.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  loadState,
  pagesOf,
  SNAPSHOT_VERSION,
  SnapshotError,
  takeSnapshot,
  type MachineState,
} from '../machine/snapshot.js';
import type { Machine } from '../machine/machine.js';
import { UserError } from '../cli/user-error.js';
import { readBytes, replaceFile } from './files.js';
import { fromJson, toJson } from './plain-json.js';

const PAGE = 4096;
/** A page's physical address, and its contents if they are not all zero. */
const RECORD = { address: 8, flag: 1 } as const;
/** Uncompressed size of a part: what is in memory at once. */
const PART = 4 << 20;
const head = (version: number): string => `pivisor state ${version}\n`;

/** Collects bytes and writes them in deflated parts: 4 bytes of length, little-endian, and that many bytes. */
class Writer {
  private readonly part = new Uint8Array(PART);
  private used = 0;
  readonly hash = createHash('sha256');
  constructor(private readonly file: number) {}

  put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      if (this.used === PART) this.flush();
      const n = Math.min(bytes.length - done, PART - this.used);
      this.part.set(bytes.subarray(done, done + n), this.used);
      this.used += n;
      done += n;
    }
  }
  private flush(): void {
    const bytes = this.part.subarray(0, this.used);
    const packed = deflateRawSync(bytes, { level: 1 });
    // Of what is in the file: deflated data has bits that mean nothing.
    this.hash.update(packed);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, packed.length, true);
    writeFileSync(this.file, length);
    writeFileSync(this.file, packed);
    this.used = 0;
  }
  /** The last part, a length of zero, the hash. */
  end(): void {
    if (this.used > 0) this.flush();
    writeFileSync(this.file, new Uint8Array(4));
    writeFileSync(this.file, this.hash.digest());
  }
}

const number64 = (n: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, n, true);
  return bytes;
};

/**
 * To be called before a run whose state is to be saved at its end: that it can't be is worth knowing now.
 * @throws UserError, or a system call's error with its path
 */
export function checkStateFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new UserError(`${path}: is a directory`);
  const trial = `${path}.part`;
  try {
    closeSync(openSync(trial, 'w'));
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
  rmSync(trial, { force: true });
}

/**
 * Writes the state of a machine to a file.
 * @throws a system call's error with its path
 */
export function saveStateFile(machine: Machine, path: string): void {
  const snapshot = takeSnapshot(machine);
  try {
    replaceFile(path, (file) => {
      writeFileSync(file, head(SNAPSHOT_VERSION));
      const out = new Writer(file);
      const json = new TextEncoder().encode(toJson(snapshot.state));
      out.put(number64(json.length));
      out.put(json);
      for (const [pa, bytes] of pagesOf(snapshot)) {
        const empty = bytes.every((b) => b === 0);
        out.put(number64(pa));
        out.put(Uint8Array.of(empty ? 0 : 1));
        if (!empty) out.put(bytes);
      }
      out.end();
    });
  } finally {
    snapshot.memory.release();
  }
}

/** The contents of a state file, checked. */
function contents(path: string, bytes: Uint8Array): Uint8Array {
  const damaged = (what: string): UserError => new UserError(`${path}: ${what}, expected a whole state file`);
  const line = head(SNAPSHOT_VERSION);
  const found = new TextDecoder('latin1').decode(bytes.subarray(0, line.length));
  if (found !== line) {
    const other = /^pivisor state (\d+)\n/.exec(found);
    throw new UserError(
      other
        ? `${path}: a state of version ${other[1]}, expected version ${SNAPSHOT_VERSION}`
        : `${path}: not a state file, expected one that --save-state has written`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Uint8Array[] = [];
  const hash = createHash('sha256');
  let at = line.length;
  for (;;) {
    if (at + 4 > bytes.length) throw damaged('it is cut off');
    const length = view.getUint32(at, true);
    at += 4;
    if (length === 0) break;
    if (at + length > bytes.length) throw damaged('it is cut off');
    try {
      parts.push(inflateRawSync(bytes.subarray(at, at + length), { maxOutputLength: PART }));
    } catch {
      throw damaged('it is damaged');
    }
    hash.update(bytes.subarray(at, at + length));
    at += length;
  }
  if (at + 32 > bytes.length) throw damaged('it is cut off');
  if (!hash.digest().equals(bytes.subarray(at, at + 32))) throw damaged('it is damaged');
  return Buffer.concat(parts);
}

/** The pages that follow the JSON. */
function* pagesIn(data: Uint8Array, from: number): Generator<readonly [number, Uint8Array]> {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const zeros = new Uint8Array(PAGE);
  for (let at = from; at < data.length;) {
    const pa = view.getFloat64(at, true);
    const full = data[at + RECORD.address] === 1;
    at += RECORD.address + RECORD.flag;
    yield [pa, full ? data.subarray(at, at + PAGE) : zeros];
    if (full) at += PAGE;
  }
}

/** A state file that was read, for a machine that is yet to be made. */
export interface StateFile {
  readonly state: MachineState;
  /** Brings it back. @throws UserError where the machine is of another kind */
  load(machine: Machine): void;
}

/**
 * Reads a state file.
 * @throws UserError, or a system call's error with its path
 */
export function readStateFile(path: string): StateFile {
  const data = contents(path, readBytes(path));
  const length = new DataView(data.buffer, data.byteOffset, 8).getFloat64(0, true);
  const state = fromJson(new TextDecoder().decode(data.subarray(8, 8 + length))) as MachineState;
  return {
    state,
    load(machine) {
      try {
        loadState(machine, state, pagesIn(data, 8 + length));
      } catch (error) {
        if (error instanceof SnapshotError)
          throw new UserError(`${path}: it does not fit this machine: ${error.message}`);
        throw error;
      }
    },
  };
}
