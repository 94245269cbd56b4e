/** What `--serial0`, `--serial1`, `--log` and `--headless` connect to a board's serial ports. */
import type { SerialBackend } from '../host/serial/backend.js';
import type { EscapeKey, TerminalCommand } from '../host/serial/escape.js';
import { ConsoleLog } from '../host/serial/log.js';
import { prefixedConsoles } from '../host/serial/prefixed.js';
import { openSerial } from '../host/serial/open.js';
import type { SerialSpec } from '../host/serial/spec.js';

export interface ConsoleOptions {
  readonly serial0?: SerialSpec | undefined;
  readonly serial1?: SerialSpec | undefined;
  /** Nothing is read from standard input. */
  readonly headless: boolean;
  /** Guests of our hypervisor, whose ports come behind the board's own, from `firstGuest` on. */
  readonly guests: readonly string[];
  readonly firstGuest: number;
  /** The guest that has the terminal; the others are not shown. */
  readonly attach?: string | undefined;
  readonly escape?: EscapeKey | undefined;
  readonly log?: string | undefined;
  readonly onCommand: (command: TerminalCommand) => void;
  readonly notice: (line: string) => void;
}

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
 * spoke last; if one is connected to something, the other gets them alone.
 * @throws UserError, or a system call's error with its path or address
 */
export async function openConsoles(options: ConsoleOptions): Promise<Consoles> {
  const { serial0, serial1, headless, escape, onCommand, notice, guests, firstGuest, attach } = options;
  const stdio: SerialSpec = { kind: 'stdio' };
  const nothing: SerialSpec = { kind: 'null' };
  const otherwise = (spec: SerialSpec | undefined): SerialSpec => (spec?.kind === 'stdio' ? nothing : stdio);
  const attached = attach === undefined ? -1 : guests.indexOf(attach);
  // Guests have the terminal; the board's own ports then are for the hypervisor, which says nothing.
  const specs: (readonly [port: number, name: string, spec: SerialSpec])[] =
    guests.length === 0
      ? [
          [0, 'serial0', serial0 ?? otherwise(serial1)],
          [1, 'serial1', serial1 ?? otherwise(serial0)],
        ]
      : attached >= 0
        ? [[firstGuest + attached, guests[attached], stdio]]
        : [];
  const log = options.log === undefined ? undefined : new ConsoleLog(options.log, notice);
  const serials: { port: number; end: SerialBackend }[] = [];
  const opened: SerialBackend[] = [];
  let terminal: SerialBackend | undefined;
  try {
    for (const [port, name, spec] of specs) {
      if (spec.kind === 'stdio' && terminal) {
        serials.push({ port, end: terminal });
        continue;
      }
      const end =
        spec.kind === 'stdio' && headless
          ? outputOnly
          : await openSerial(spec, {
              name,
              notice,
              onCommand,
              ...(escape === undefined ? {} : { escape }),
            });
      opened.push(end);
      if (spec.kind === 'stdio') terminal = end;
      if (spec.kind === 'tcp' || spec.kind === 'pty') notice(end.describe());
      serials.push({ port, end });
    }
    if (guests.length > 0 && attached < 0) {
      const colours = process.stdout.isTTY && !process.env['NO_COLOR'];
      for (const [i, end] of prefixedConsoles(guests, (text) => void process.stdout.write(text), colours).entries()) {
        opened.push(end);
        serials.push({ port: firstGuest + i, end });
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
      await Promise.all(opened.map((end) => end.close()));
    },
  };
}
