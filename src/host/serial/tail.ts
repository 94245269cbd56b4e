/** The last of what a console has said, for whoever comes to it later. */
import { ByteQueue } from './queue.js';

/** Bytes that are kept of each console. */
const KEPT = 1 << 14;
const LF = 0x0a;

/** What somebody has missed. */
export interface Missed {
  /** The last whole lines, and the one that is not finished. */
  readonly bytes: Uint8Array;
  /** Lines in it that are new. 0: it is the unfinished line alone, again. */
  readonly lines: number;
  /** So many lines before these were left out. */
  readonly omitted: number;
}

export class ConsoleTail {
  readonly #kept = new ByteQueue(KEPT);
  /** Bytes said so far, and those of them that were seen. */
  #said = 0;
  #seen = 0;

  /** The console has said this. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#kept.push(bytes);
    this.#said += bytes.length;
  }

  /** All that it has said so far was shown. */
  saw(): void {
    this.#seen = this.#said;
  }

  /** What it has said since `saw`: `most` whole lines at the most, and the unfinished one, seen or not. */
  missed(most: number): Missed {
    const kept = this.#kept.peek(Infinity);
    const first = this.#said - kept.length;
    const fresh = Math.max(0, this.#seen - first);
    const ends: number[] = [];
    for (let at = kept.indexOf(LF, fresh); at >= 0; at = kept.indexOf(LF, at + 1)) ends.push(at);
    const omitted = Math.max(0, ends.length - most);
    // From the beginning of a line on, whose first part may have been seen.
    let from = 0;
    if (omitted > 0) from = ends[omitted - 1] + 1;
    else if (fresh > 0) from = kept.lastIndexOf(LF, fresh - 1) + 1;
    else if (first > 0) from = kept.indexOf(LF) + 1;
    return { bytes: kept.slice(from), lines: ends.length - omitted, omitted };
  }
}
