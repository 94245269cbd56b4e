/**
 * A port that is a pseudoterminal: /dev/pts/7, which any terminal program opens as it would a serial cable.
 *
 * Both ends stay open here. Without its slave end a pseudoterminal answers EIO and forgets its settings when the last program
 * leaves it. The price is that nobody is told who is there: see docs/console.md for what that means.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import { UserError } from '../../cli/user-error.js';
import { BACKLOG, type SerialBackend, type SerialOptions } from './backend.js';
import { InputPort } from './input.js';
import { ByteQueue } from './queue.js';

/** openpty(3), as the package's native module has it. */
export interface NativePty {
  open(columns: number, rows: number): { readonly master: number; readonly slave: number; readonly pty: string };
}

const CHUNK = 4096;
/** How long to wait before the next attempt when the kernel's buffer is full, ms. */
const RETRY = 20;
/** At the end: how long a reader may stall before we give up on it, and how long it has for what the kernel still holds, ms. */
const STALL = 200;
const GRACE = 100;

/** The package's own API starts a process in each pseudoterminal; what is wanted here is underneath. */
function nativePty(): NativePty {
  const require = createRequire(import.meta.url);
  const { requireBinary } = require('@lydell/node-pty/requireBinary.js') as { requireBinary(file: string): NativePty };
  return requireBinary('pty.node');
}

/**
 * Opens a pseudoterminal in raw mode.
 * @param load for tests: what brings the native module
 * @throws UserError where the optional package is missing or there is no pseudoterminal to be had
 */
export function openPty(options: SerialOptions, load: () => NativePty = nativePty): SerialBackend {
  let native;
  try {
    native = load();
    if (typeof native.open !== 'function') throw new Error('no openpty');
  } catch {
    throw new UserError(
      `${options.name}: pty needs the optional package @lydell/node-pty, which is not installed or not made for ` +
        `${process.platform}-${process.arch}; tcp:PORT works everywhere`,
    );
  }
  let ends;
  try {
    ends = native.open(80, 24);
  } catch (error) {
    throw new UserError(
      `${options.name}: the system has no pseudoterminal to give (${error instanceof Error ? error.message : String(error)}); ` +
        'tcp:PORT works everywhere',
    );
  }
  // The master has no settings of its own and Node can't make them: stty(1) can, on whatever its standard input is.
  const stty = spawnSync('stty', ['raw', '-echo'], { stdio: [ends.slave, 'ignore', 'ignore'] });
  if (stty.status !== 0) {
    closeSync(ends.master);
    closeSync(ends.slave);
    throw new UserError(
      `${options.name}: stty failed on ${ends.pty}, expected it to set raw mode; tcp:PORT works everywhere`,
    );
  }
  return new PtyPort(ends, options);
}

class PtyPort extends InputPort implements SerialBackend {
  readonly #master: number;
  readonly #slave: number;
  readonly #path: string;
  readonly #options: SerialOptions;
  readonly #stream: ReadStream;
  readonly #queue = new ByteQueue(BACKLOG);
  #retry: NodeJS.Timeout | undefined;
  #written = 0;
  #closed = false;

  constructor(ends: ReturnType<NativePty['open']>, options: SerialOptions) {
    super();
    this.#master = ends.master;
    this.#slave = ends.slave;
    this.#path = ends.pty;
    this.#options = options;
    // Only reads: what Node writes to a master it writes blocking.
    this.#stream = new ReadStream(ends.master);
    this.#stream.pause();
    this.#stream.on('error', () => {});
    this.#stream.on('data', (bytes: Uint8Array) => this.receive?.(bytes));
    this.#stream.unref();
    this.attach(this.#stream);
  }

  get live(): boolean {
    return !this.#closed;
  }

  describe(): string {
    const { dropped } = this.#queue;
    return `${this.#options.name}: ${this.#path}${dropped > 0 ? `, ${dropped} bytes of output dropped` : ''}`;
  }

  send(bytes: Uint8Array): void {
    if (this.#closed) return;
    const before = this.#queue.dropped;
    this.#queue.push(bytes);
    if (before === 0 && this.#queue.dropped > 0)
      this.#options.notice(
        `${this.#options.name}: nobody reads ${this.#path}; of the output only the last ${BACKLOG >> 20} MiB is kept`,
      );
    if (this.#retry === undefined) this.#pump();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.attach(undefined);
    for (let seen = -1; this.#queue.length > 0 && seen !== this.#written;) {
      seen = this.#written;
      await delay(STALL);
    }
    clearTimeout(this.#retry);
    // Closing the master throws away what the kernel holds for a reader that is there but has not come to it.
    if (this.#written > 0) await delay(GRACE);
    const gone = new Promise((resolve) => this.#stream.once('close', resolve));
    this.#stream.destroy();
    await gone;
    closeSync(this.#slave);
  }

  /** The master does not block: writes what the kernel takes, and comes back later for the rest. */
  #pump(): void {
    this.#retry = undefined;
    while (this.#queue.length > 0) {
      let count;
      try {
        count = writeSync(this.#master, this.#queue.peek(CHUNK));
      } catch {
        // EAGAIN; nothing else can happen while both ends are open.
        this.#retry = setTimeout(() => this.#pump(), RETRY).unref();
        return;
      }
      this.#queue.drop(count);
      this.#written += count;
    }
  }
}
