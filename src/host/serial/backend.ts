/** What is behind a serial port of the board, seen from the board. */
import type { Readable, Writable } from 'node:stream';
import type { EscapeKey, MenuEntry, TerminalCommand } from './escape.js';

/** The other end of one serial port's cable. */
export interface SerialBackend {
  /**
   * What the guest sent. Never blocks on a peer that does not read and never throws: what can't be delivered is kept up to a
   * bound, then dropped and counted. Standard output is the exception: it blocks as any program's does. The bytes are not kept.
   */
  send(bytes: Uint8Array): void;
  /** Takes what comes from outside. Nothing is read before it is set. The bytes are the taker's to keep. */
  receive: ((bytes: Uint8Array) => void) | undefined;
  /** True: nothing more is to be delivered for now, since the guest is behind. False: goes on. */
  throttle(on: boolean): void;
  /** Somebody outside could type now, so the guest's idle time is to go by the wall clock. */
  readonly live: boolean;
  /** One line for the user: `serial1: listening on 127.0.0.1:4001`. */
  describe(): string;
  /** Delivers what is left if the peer takes it at once, gives back the terminal, and leaves nothing that keeps Node running. */
  close(): Promise<void>;
}

/** A terminal, or what stands in for one. */
export interface Stdio {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(on: boolean): unknown; unref?(): unknown };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** What the owner of a port tells its backend. */
export interface SerialOptions {
  /** The port, as the user calls it: `serial0`. */
  readonly name: string;
  /** Takes a line for the user about something that happened: output dropped, a disk full. Said once for each kind. */
  readonly notice: (line: string) => void;
  /** stdio: the key that opens the menu, by default DEFAULT_ESCAPE. */
  readonly escape?: EscapeKey;
  /** stdio: the menu, by default MENU. */
  readonly menu?: readonly MenuEntry[];
  /** stdio: what the user chose from the menu, with the key or what was typed behind it. */
  readonly onCommand?: (command: TerminalCommand, text: string) => void;
  /** stdio: this process's own if not given. */
  readonly stdio?: Stdio;
}

/** How many bytes of output a port keeps for a peer that is slow or not there yet. */
export const BACKLOG = 1 << 20;
