/** What `--serial0`, `--serial1`, `--log` and `--headless` connect to a board's serial ports. */
import type { SerialBackend } from '../host/serial/backend.js';
import { guestsMenu, type EscapeKey, type TerminalCommand } from '../host/serial/escape.js';
import { ConsoleLog } from '../host/serial/log.js';
import { openSerial } from '../host/serial/open.js';
import type { SerialSpec } from '../host/serial/spec.js';
import { ConsoleSwitch } from '../host/serial/switch.js';

export interface ConsoleOptions {
  readonly serial0?: SerialSpec | undefined;
  readonly serial1?: SerialSpec | undefined;
  /** Nothing is read from standard input. */
  readonly headless: boolean;
  /** Guests of our hypervisor, whose ports come behind the board's own, from `firstGuest` on. */
  readonly guests: readonly string[];
  readonly firstGuest: number;
  /** The guest that has the terminal at first; without, all are shown. */
  readonly attach?: string | undefined;
  /** The run ends by itself, when all that is expected has come. */
  readonly expected?: boolean | undefined;
  readonly escape?: EscapeKey | undefined;
  readonly log?: string | undefined;
  /** What was chosen from the menu. @param guest the one that is shown; undefined where all are, or there are none */
  readonly onCommand: (command: MachineCommand, guest: string | undefined) => void;
  readonly notice: (line: string) => void;
}

/** What the menu does to machines. */
export type MachineCommand = Exclude<TerminalCommand, 'next' | 'previous' | 'show' | 'all'>;

export interface Consoles {
  readonly serials: readonly { readonly port: number; readonly end: SerialBackend }[];
  readonly log: ConsoleLog | undefined;
  /** Delivers what is left, and gives back the terminal. */
  close(): Promise<void>;
}

/** Standard output alone: what a headless run prints to. */
const outputOnly: SerialBackend = {
  send: (bytes) => void process.stdout.write(bytes.slice()),
  receive: undefined,
  throttle: () => undefined,
  live: false,
  describe: () => 'standard output',
  close: () => Promise.resolve(),
};

/**
 * By default both ports share standard input and output, so that a guest is heard wherever it speaks, and what is typed goes where it
 * spoke last; if one is connected to something, the other gets them alone. Guests of our hypervisor have the terminal in their place.
 * @throws UserError, or a system call's error with its path or address
 */
export async function openConsoles(options: ConsoleOptions): Promise<Consoles> {
  const { serial0, serial1, headless, escape, notice, guests, firstGuest, attach } = options;
  const stdio: SerialSpec = { kind: 'stdio' };
  const nothing: SerialSpec = { kind: 'null' };
  const otherwise = (spec: SerialSpec | undefined): SerialSpec => (spec?.kind === 'stdio' ? nothing : stdio);
  const log = options.log === undefined ? undefined : new ConsoleLog(options.log, notice);
  const serials: { port: number; end: SerialBackend }[] = [];
  const opened: { close(): Promise<void> }[] = [];
  let consoles: ConsoleSwitch | undefined;
  const onCommand = (command: TerminalCommand, text: string): void => {
    if (!consoles?.command(command, text)) options.onCommand(command as MachineCommand, consoles?.shown);
  };
  const common = { notice, onCommand, ...(escape === undefined ? {} : { escape }) };
  let terminal: SerialBackend | undefined;
  try {
    if (guests.length > 0) {
      // Where nobody could choose a guest, what is typed is nobody's.
      const mute = headless || (attach === undefined && !process.stdin.isTTY);
      const menu = guestsMenu('end the run');
      const screen = mute ? outputOnly : await openSerial(stdio, { ...common, name: 'the consoles', menu });
      consoles = new ConsoleSwitch({
        names: guests,
        terminal: screen,
        colours: process.stdout.isTTY && !process.env['NO_COLOR'],
        shown: attach,
        say: notice,
        onInterrupt: () => options.onCommand('quit', undefined),
        unwatched: options.expected,
      });
      opened.push(consoles, screen);
      consoles.ends.forEach((end, i) => serials.push({ port: firstGuest + i, end }));
    } else {
      const specs = [serial0 ?? otherwise(serial1), serial1 ?? otherwise(serial0)];
      for (const [port, spec] of specs.entries()) {
        if (spec.kind === 'stdio' && terminal) {
          serials.push({ port, end: terminal });
          continue;
        }
        const end =
          spec.kind === 'stdio' && headless ? outputOnly : await openSerial(spec, { ...common, name: `serial${port}` });
        opened.push(end);
        if (spec.kind === 'stdio') terminal = end;
        if (spec.kind === 'tcp' || spec.kind === 'pty') notice(end.describe());
        serials.push({ port, end });
      }
    }
  } catch (error) {
    log?.close();
    await Promise.all(opened.map((end) => end.close()));
    throw error;
  }
  let closed = false;
  return {
    serials,
    log,
    async close() {
      if (closed) return;
      closed = true;
      log?.close();
      for (const end of opened) await end.close();
    },
  };
}
