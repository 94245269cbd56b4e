/** What consoles must show, in order. */
import { ConsoleText } from './console-text.js';

export class Expectation {
  private met = 0;

  /**
   * @param port the one that must show it; undefined: any, and `text` is what all have shown
   */
  constructor(
    readonly patterns: readonly RegExp[],
    readonly port: number | undefined = undefined,
    private readonly text = new ConsoleText(),
  ) {}

  /** A port has sent something. Where `text` is shared, somebody else adds to it. */
  add(port: number, bytes: Uint8Array): void {
    if (port === this.port) {
      this.text.trim();
      this.text.add(port, bytes);
    }
  }

  /** Looks for what is expected next. */
  look(): void {
    while (this.met < this.patterns.length && this.text.take(this.patterns[this.met])) this.met++;
  }

  /** What is expected next; undefined when all has come. */
  get missing(): RegExp | undefined {
    return this.patterns[this.met];
  }
}
