/**
 * The console log: everything that went over the serial ports, with the guest's time, as text that loses nothing.
 *
 *     [    1.234567890] serial0| Linux version 6.1.0
 *     [    2.000000000] serial0< uname -a
 *
 * docs/console.md describes the format.
 */
import { openSink, type FileSink } from './file.js';

/** How old an unfinished line may get before it is written as it is, ns of guest time. */
const PATIENCE = 1e9;
/** How long, bytes. */
const LONGEST = 4096;

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;

/** Takes what ports send and get, a line at a time each, and writes whole lines. */
export class ConsoleLog {
  readonly #sink: FileSink;
  /** The unfinished lines by `serial0|` or `serial0<`, the oldest first. */
  readonly #lines = new Map<string, { readonly since: number; readonly bytes: number[] }>();

  /**
   * Begins the log anew.
   * @param notice takes a line for the user, should the disk be full
   * @throws as openSink
   */
  constructor(path: string, notice: (line: string) => void) {
    this.#sink = openSink(path, (line) => notice(`--log: ${line}`));
  }

  /** The guest sent `bytes` on `port` at `timeNs`, ns of guest time, which never runs backwards. */
  output(port: string, bytes: Uint8Array, timeNs: number): void {
    this.#add(`${port}|`, bytes, timeNs, LF);
  }

  /** `port` got `bytes` from outside. */
  input(port: string, bytes: Uint8Array, timeNs: number): void {
    this.#add(`${port}<`, bytes, timeNs, CR);
  }

  /** Writes the lines that were never finished, and closes the file. */
  close(): void {
    this.#flush(Infinity);
    this.#sink.close();
  }

  #add(key: string, bytes: Uint8Array, timeNs: number, end: number): void {
    let text = this.#overdue(timeNs);
    for (const byte of bytes) {
      let line = this.#lines.get(key);
      if (!line) this.#lines.set(key, (line = { since: timeNs, bytes: [] }));
      line.bytes.push(byte);
      if (byte !== end && line.bytes.length < LONGEST) continue;
      this.#lines.delete(key);
      text += formatLine(key, line.since, Uint8Array.from(line.bytes));
    }
    if (text !== '') this.#sink.write(Buffer.from(text));
  }

  #flush(timeNs: number): void {
    this.#sink.write(Buffer.from(this.#overdue(timeNs)));
  }

  #overdue(timeNs: number): string {
    let text = '';
    for (const [key, { since, bytes }] of this.#lines) {
      if (timeNs - since < PATIENCE) continue;
      this.#lines.delete(key);
      text += formatLine(key, since, Uint8Array.from(bytes));
    }
    return text;
  }
}

/**
 * One line of the log. Output ends in CR LF and input in CR as a rule, and then nothing shows it. Output that ends in LF alone
 * shows `\n`, and a lone backslash at the end says that the line goes on.
 */
function formatLine(key: string, timeNs: number, bytes: Uint8Array): string {
  const { length } = bytes;
  let [body, end] = [bytes, '\\'];
  if (key.endsWith('<')) {
    if (bytes[length - 1] === CR) [body, end] = [bytes.subarray(0, -1), ''];
  } else if (bytes[length - 1] === LF) {
    if (bytes[length - 2] === CR) [body, end] = [bytes.subarray(0, -2), ''];
    else [body, end] = [bytes.subarray(0, -1), '\\n'];
  }
  return `[${guestTime(timeNs)}] ${key} ${escaped(body)}${end}\n`;
}

/** Seconds with nine digits after the point, as the kernel prints its own. */
function guestTime(ns: number): string {
  const seconds = Math.floor(ns / 1e9);
  return `${String(seconds).padStart(5)}.${String(Math.floor(ns - seconds * 1e9)).padStart(9, '0')}`;
}

const SHORT: Readonly<Record<number, string>> = { [LF]: '\\n', [CR]: '\\r', 0x09: '\\t', [BACKSLASH]: '\\\\' };
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Printable characters as they are, in UTF-8; anything else as C would write it: `\t`, `\x1b`. */
function escaped(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at];
    const size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    const character = size === 1 ? String.fromCharCode(byte) : decoded(bytes.subarray(at, at + size));
    if (byte !== BACKSLASH && character !== undefined && !/[\p{C}\p{Zl}\p{Zp}]/u.test(character)) {
      text += character;
      at += size;
    } else {
      text += SHORT[byte] ?? `\\x${byte.toString(16).padStart(2, '0')}`;
      at++;
    }
  }
  return text;
}

/** The one character that `bytes` are in UTF-8, if they are. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
