/** The last lines of the consoles, for reports. */
import { printable } from '../cli/user-error.js';
import { ConsoleDecoder } from '../host/console-text.js';

/** Characters that are kept: ten lines of most consoles, and more. */
const KEPT = 8192;
/** The longest line that is shown whole. */
const LONGEST = 200;

/** Remembers the end of what the consoles have shown. */
export class Tail {
  private text = '';
  private readonly decoder = new ConsoleDecoder();

  add(port: number, bytes: Uint8Array): void {
    this.text += this.decoder.text(port, bytes);
    if (this.text.length > 2 * KEPT) this.text = this.text.slice(-KEPT);
  }

  /** The last `count` lines that are not empty, the unfinished one included, without what would upset a terminal. */
  lines(count: number): string[] {
    return this.text
      .split('\n')
      .map((line) => printable(line.replace(/\r+$/, '').replaceAll('\t', ' ')))
      .filter((line) => line.trim() !== '')
      .slice(-count)
      .map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line));
  }
}
