/** Consoles of several guests on one standard output: whole lines, each behind its guest's name. */
import type { SerialBackend } from './backend.js';

/** A guest that prints without end and no newline is cut so. */
const LONGEST_LINE = 4096;
/** Names are told apart by colour on a terminal (SGR 31 to 36). */
const COLOURS = [36, 33, 32, 35, 34, 31];

/** A console line by line. */
export interface PrefixedConsole extends SerialBackend {
  /** The line that is not finished is not printed. */
  forget(): void;
}

/**
 * One end for each name, in their order.
 * @param write takes whole lines
 * @param colours for a terminal
 */
export function prefixedConsoles(
  names: readonly string[],
  write: (text: string) => void,
  colours: boolean,
): readonly PrefixedConsole[] {
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name, i): PrefixedConsole => {
    const label = `${name.padEnd(width)} |`;
    const prefix = colours ? `\x1b[${COLOURS[i % COLOURS.length]}m${label}\x1b[0m ` : `${label} `;
    let decoder = new TextDecoder();
    let line = '';
    const print = (text: string): void => write(`${prefix}${text.replace(/\r/g, '')}\n`);
    return {
      send(bytes) {
        line += decoder.decode(bytes, { stream: true });
        const lines = line.split('\n');
        line = lines.pop() ?? '';
        lines.forEach(print);
        if (line.length <= LONGEST_LINE) return;
        print(line);
        line = '';
      },
      forget() {
        decoder = new TextDecoder();
        line = '';
      },
      receive: undefined,
      throttle: () => undefined,
      live: false,
      describe: () => `${name}: lines on standard output`,
      close() {
        if (line !== '') print(line);
        line = '';
        return Promise.resolve();
      },
    };
  });
}
