/** The last lines of the consoles, for reports. */
import { printable } from '../cli/user-error.js';

/** Characters that are kept: ten lines of most consoles, and more. */
const KEPT = 8192;
/** The longest line that is shown whole. */
const LONGEST = 200;

/** What a terminal takes as orders: colours, the cursor (ECMA-48 5.4), titles. */
const ORDERS = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])/g;

/** Remembers the end of what the consoles have shown. */
export class Tail {
  private text = '';
  private readonly decoders = new Map<number, TextDecoder>();

  add(port: number, bytes: Uint8Array): void {
    let decoder = this.decoders.get(port);
    if (!decoder) this.decoders.set(port, (decoder = new TextDecoder()));
    this.text += decoder.decode(bytes, { stream: true });
    if (this.text.length > 2 * KEPT) this.text = this.text.slice(-KEPT);
  }

  /** The last `count` lines that are not empty, the unfinished one included, without what would upset a terminal. */
  lines(count: number): string[] {
    return this.text
      .replace(ORDERS, '')
      .split('\n')
      .map((line) => printable(line.replace(/\r+$/, '').replaceAll('\t', ' ')))
      .filter((line) => line.trim() !== '')
      .slice(-count)
      .map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line));
  }
}
