/**
 * The console on standard input and output. On a terminal: raw mode, so that every key is the guest's but the escape key, and the
 * terminal is given back however the process ends. On a pipe: bytes as they are.
 */
import { UserError } from '../../cli/user-error.js';
import type { SerialBackend, SerialOptions, Stdio } from './backend.js';
import { DEFAULT_ESCAPE, escapeFilter, helpLines, keyName, type EscapeKey } from './escape.js';
import { InputPort } from './input.js';
import { ByteQueue } from './queue.js';

/** Signals that end a process, and would leave the terminal raw. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** How many bytes may be typed ahead while the guest does not read; what is pasted beyond it waits in the terminal. */
const TYPED_AHEAD = 1 << 16;

/** The port that has this process's standard input. */
let owner: string | undefined;

/**
 * Takes over standard input and output.
 * @throws UserError if another port has them
 */
export function openTerminal(options: SerialOptions): SerialBackend {
  const { name, stdio = process } = options;
  if (stdio === process) {
    if (owner !== undefined)
      throw new UserError(`${name}: stdio is ${owner}'s already, expected null, file:PATH, tcp:PORT or pty`);
    owner = name;
  }
  return stdio.stdin.isTTY ? new Terminal(stdio, options) : new Pipe(stdio, options);
}

/** What a terminal and a pipe share: the output, and how they end. */
abstract class StandardPort extends InputPort {
  protected readonly stdio: Stdio;
  protected readonly options: SerialOptions;
  /** Input may still come. */
  protected typing = true;
  protected closed = false;
  #outputGone = false;
  readonly #onError: (error: NodeJS.ErrnoException) => void;
  readonly #onEnd: () => void;

  constructor(stdio: Stdio, options: SerialOptions) {
    super();
    this.stdio = stdio;
    this.options = options;
    // A reader that closed the pipe, or a terminal that was closed: nobody is left to tell.
    this.#onError = (error) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
      if (this.#outputGone) return;
      this.#outputGone = true;
      this.typing = false;
      if (!this.closed) this.options.onCommand?.('quit', '');
    };
    this.#onEnd = () => this.ended();
    stdio.stdout.on('error', this.#onError);
    stdio.stdin.on('error', this.#onEnd);
    stdio.stdin.on('end', this.#onEnd);
  }

  /** Standard input is at its end, or failed. */
  protected ended(): void {
    this.typing = false;
  }

  get live(): boolean {
    return this.typing && !this.closed;
  }

  send(bytes: Uint8Array): void {
    if (!this.closed && !this.#outputGone) this.stdio.stdout.write(bytes.slice());
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const { stdin, stdout } = this.stdio;
    this.attach(undefined);
    stdin.pause();
    stdin.unref?.();
    stdin.off('end', this.#onEnd);
    if (this.stdio === process) owner = undefined;
    if (!this.#outputGone && !stdout.destroyed) await new Promise<void>((resolve) => stdout.write('', () => resolve()));
    // The listener for errors stays: one may come still, and without it that would be an exception.
  }
}

class Pipe extends StandardPort implements SerialBackend {
  constructor(stdio: Stdio, options: SerialOptions) {
    super(stdio, options);
    stdio.stdin.pause();
    stdio.stdin.on('data', (bytes: Uint8Array) => {
      if (!this.closed) this.receive?.(bytes);
    });
    this.attach(stdio.stdin);
  }

  describe(): string {
    return `${this.options.name}: standard input and output`;
  }
}

class Terminal extends StandardPort implements SerialBackend {
  readonly #escape: EscapeKey;
  readonly #split: ReturnType<typeof escapeFilter>;
  readonly #ahead = new ByteQueue(2 * TYPED_AHEAD);
  readonly #undo: (() => void)[] = [];
  /** A text is being typed behind a key of the menu. */
  #asking = false;

  constructor(stdio: Stdio, options: SerialOptions) {
    super(stdio, options);
    this.#escape = options.escape ?? DEFAULT_ESCAPE;
    this.#split = escapeFilter(this.#escape, options.menu);
    this.#raw(true);
    const on = (event: string, listener: () => void): void => {
      process.on(event, listener);
      this.#undo.push(() => process.off(event, listener));
    };
    on('exit', () => this.#raw(false));
    for (const signal of ENDINGS) {
      const ending = (): void => {
        this.#raw(false);
        // Nobody else cares: die of it, so that the parent sees why. Otherwise the others decide.
        if (process.listenerCount(signal) > 1) return;
        process.off(signal, ending);
        process.kill(process.pid, signal);
      };
      on(signal, ending);
    }
    if (process.platform !== 'win32') on('SIGCONT', () => this.#continued());
    stdio.stdin.on('data', (bytes: Uint8Array) => this.#typed(bytes));
    // Unlike a pipe, the terminal is read on: the escape key must work while the guest does not read.
    stdio.stdin.resume();
    this.attach({ pause() {}, resume: () => this.#deliver() });
    if (this.#escape !== 'none' && stdio.stderr.isTTY) this.#say([`${keyName(this.#escape)} h for help`]);
  }

  describe(): string {
    const menu = this.#escape === 'none' ? '' : `, ${keyName(this.#escape)} h for help`;
    return `${this.options.name}: this terminal${menu}`;
  }

  override async close(): Promise<void> {
    this.#end();
    await super.close();
  }

  protected override ended(): void {
    super.ended();
    this.#end();
    // A terminal does not end by Ctrl-D, only by going away.
    if (!this.closed) this.options.onCommand?.('quit', '');
  }

  #end(): void {
    this.#raw(false);
    for (const undo of this.#undo.splice(0)) undo();
  }

  #raw(on: boolean): void {
    try {
      this.stdio.stdin.setRawMode?.(on);
    } catch {
      // The terminal is gone.
    }
  }

  #say(lines: readonly string[]): void {
    const { stderr } = this.stdio;
    const dim = stderr.isTTY && !process.env['NO_COLOR'];
    stderr.write(`${dim ? '\x1b[2m' : ''}pivisor: ${lines.join('\r\n')}${dim ? '\x1b[0m' : ''}\r\n`);
  }

  #typed(bytes: Uint8Array): void {
    for (const typed of this.#split(bytes)) {
      if (this.closed) return;
      if (this.#asking && typed.kind !== 'asking') {
        this.#asking = false;
        this.stdio.stderr.write('\r\n');
      }
      if (typed.kind === 'bytes') {
        this.#ahead.push(typed.bytes);
        this.#deliver();
        if (this.#ahead.length > TYPED_AHEAD) this.stdio.stdin.pause();
      } else if (typed.kind === 'asking') this.#ask(typed.asks, typed.text);
      else if (typed.kind === 'cancelled') continue;
      else if (typed.kind === 'unknown') this.#say(['no such command, h for help']);
      else if (typed.does === 'help') this.#say(helpLines(this.#escape as number, this.options.menu));
      else if (typed.does === 'suspend') this.#suspend();
      else this.options.onCommand?.(typed.does, typed.text);
    }
  }

  /** Shows what is being typed behind a key of the menu. */
  #ask(what: string, text: string): void {
    const { stderr } = this.stdio;
    stderr.write(`${this.#asking ? '\r\x1b[K' : '\r\n'}pivisor: ${what}: ${text}`);
    this.#asking = true;
  }

  #deliver(): void {
    if (!this.open || this.#ahead.length === 0) return;
    if (this.#ahead.length > TYPED_AHEAD) this.stdio.stdin.resume();
    const bytes = this.#ahead.peek(Infinity);
    this.#ahead.drop(bytes.length);
    this.receive?.(bytes);
  }

  /** What the terminal does on Ctrl-Z when it is not raw: stops the whole job, so that the shell gets it back. */
  #suspend(): void {
    this.#raw(false);
    try {
      process.kill(0, 'SIGTSTP');
    } catch (error) {
      this.#say([`can't stop here: ${error instanceof Error ? error.message : String(error)}`]);
    }
    // Here the process has been stopped and continued; or, as an orphan without a shell to continue it, never stopped.
    this.#raw(true);
  }

  /** The shell has set the terminal as it likes it; Node believes that it is raw still, and has to be told twice. */
  #continued(): void {
    this.#raw(false);
    this.#raw(true);
    this.options.onCommand?.('continued', '');
  }
}
