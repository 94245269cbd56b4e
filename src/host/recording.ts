/**
 * Recordings: all that came from outside in a run, with its guest time, as JSON lines. The first one says of which machine; the last one
 * where the run ended, and with which state hash. With the same options the run can be had again.
 */
import { createHash } from 'node:crypto';
import { UserError } from '../cli/user-error.js';
import { isNetEvent } from '../devices/net/outside.js';
import { ACTIONS, type GuestAction } from '../hypervisor/lifecycle.js';
import type { Input } from '../machine/inputs.js';
import type { Machine } from '../machine/machine.js';
import { readText } from './files.js';
import { fromJson, toJson } from './plain-json.js';
import { openSink, type FileSink } from './serial/file.js';

const VERSION = 1;

/** Where a run ended. */
export interface RecordedEnd {
  /** Guest time, ns. */
  readonly at: number;
  readonly hash: string;
  /** By core. */
  readonly instructions: readonly number[];
  /** So many of the last inputs came too late to be seen. */
  readonly unseen: number;
}

export interface Recording {
  readonly inputs: readonly Input[];
  /** Undefined where the recording process died. */
  readonly end: RecordedEnd | undefined;
}

/** What a recording is of: the machine, the state in which it begins, and whether a reset ends it. */
const fingerprint = (machine: Machine): string =>
  createHash('sha256')
    .update(toJson([machine.kind, machine.made, machine.hash(), machine.onReset !== undefined]))
    .digest('hex');

const endOf = (machine: Machine): RecordedEnd => ({
  at: machine.scheduler.stamp,
  hash: machine.hash(),
  instructions: machine.processor.cores.map((c) => c.icount),
  unseen: machine.inputs.length,
});

/** Writes a recording while a run goes on: each line is in the file before the input takes effect. */
export class Recorder {
  private readonly sink: FileSink;

  /**
   * @param notice takes a line for the user, should the disk be full
   * @throws as openSink
   */
  constructor(
    path: string,
    private readonly machine: Machine,
    notice: (line: string) => void,
  ) {
    this.sink = openSink(path, (line) => notice(`--record: ${line}`));
    this.line({ pivisor: 'recording', version: VERSION, machine: fingerprint(machine) });
  }
  input(input: Input): void {
    this.line(input);
  }
  /** Writes where the run ended. */
  close(): void {
    this.line({ end: endOf(this.machine) });
    this.sink.close();
  }
  private line(value: unknown): void {
    this.sink.write(Buffer.from(`${toJson(value)}\n`));
  }
}

const isTime = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isImage = (value: unknown): boolean =>
  isObject(value) &&
  isTime(value.entry) &&
  isTime(value.x0) &&
  Array.isArray(value.segments) &&
  value.segments.every((s: unknown) => isObject(s) && isTime(s.address) && s.bytes instanceof Uint8Array);

/** The fields that an input of each kind has, and their types. */
const KINDS: Readonly<Record<Input['kind'], Readonly<Record<string, (value: unknown) => boolean>>>> = {
  serial: { port: Number.isInteger, bytes: (v) => v instanceof Uint8Array },
  break: { port: Number.isInteger },
  reset: {},
  gpio: { pin: Number.isInteger, level: (v) => v === undefined || typeof v === 'boolean' },
  net: { network: Number.isInteger, event: isNetEvent },
  balloon: { guest: Number.isInteger, pages: isTime },
  image: { guest: Number.isInteger, image: isImage },
  guest: { guest: Number.isInteger, action: (v) => ACTIONS.includes(v as GuestAction) },
};

/**
 * Reads a recording of a machine like this one.
 * @throws UserError, or a system call's error with its path
 */
export function readRecording(path: string, machine: Machine): Recording {
  const inputs: Input[] = [];
  let end: RecordedEnd | undefined;
  const lines = readText(path)
    .split('\n')
    .filter((line) => line !== '');
  lines.forEach((text, i) => {
    const where = `${path}:${i + 1}`;
    let value: unknown;
    try {
      value = fromJson(text);
    } catch {
      throw new UserError(`${where}: expected JSON`);
    }
    if (!isObject(value)) throw new UserError(`${where}: expected an object`);
    if (i === 0) {
      if (value.pivisor !== 'recording' || value.version !== VERSION) {
        throw new UserError(`${where}: expected the head of a recording of version ${VERSION}`);
      }
      if (value.machine !== fingerprint(machine)) {
        throw new UserError(
          `${path}: a recording of another machine or program, expected the options that it was made with`,
        );
      }
    } else if (isObject(value.end)) {
      if (!isTime(value.end.at) || typeof value.end.hash !== 'string')
        throw new UserError(`${where}: expected an end with at and hash`);
      end = { unseen: 0, ...value.end } as unknown as RecordedEnd;
      // A replay would come as far as to their time, and the run did not.
      inputs.splice(Math.max(0, inputs.length - Number(end.unseen)));
    } else {
      const name = String(value.kind);
      const kind = Object.hasOwn(KINDS, name) ? KINDS[name as Input['kind']] : undefined;
      const fields = value;
      const good = kind && isTime(fields.at) && Object.entries(kind).every(([field, is]) => is(fields[field]));
      if (!good) throw new UserError(`${where}: expected an input with at, kind and what it needs`);
      inputs.push(value as unknown as Input);
    }
  });
  if (lines.length === 0) throw new UserError(`${path}: the file is empty, expected a recording`);
  return { inputs, end };
}

/** Whether a replay ended as the recording did: a line for the user, and the verdict. */
export function compareEnds(machine: Machine, { end, inputs }: Recording): { same: boolean; line: string } {
  const count = `${inputs.length} input${inputs.length === 1 ? '' : 's'} replayed`;
  if (!end) return { same: true, line: `${count}; the recording has no end to compare with` };
  const now = endOf(machine);
  if (now.hash === end.hash) return { same: true, line: `${count}; the state hash is the recorded one, ${now.hash}` };
  return { same: false, line: `${count}; the state hash is ${now.hash}, expected the recorded ${end.hash}` };
}
