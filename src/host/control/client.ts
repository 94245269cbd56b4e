/** The other end of the control socket: requests to a machine of another process, and what it tells. */
import { connect, type Socket } from 'node:net';
import { UserError } from '../../cli/user-error.js';
import type { ControlEvent, MachineStatus } from './control.js';
import { lineSplitter } from './lines.js';

/** What a console has said. */
export interface OutputEvent {
  readonly event: 'output';
  readonly console: string;
  readonly data: string;
  /** Bytes before it that were lost. */
  readonly dropped?: number;
}

/** `list`'s answer. */
export interface MachineListing extends MachineStatus {
  /** What there is to attach to. */
  readonly consoles: readonly string[];
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Message {
  readonly id?: number | null;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly event?: string;
}

export class ControlClient {
  /** Takes events, after `subscribe` and `attach`. */
  onEvent: ((event: ControlEvent | OutputEvent) => void) | undefined;
  /** Resolves when the machine has hung up. */
  readonly closed: Promise<void>;
  readonly #pending = new Map<number, Pending>();
  #next = 1;

  private constructor(private readonly socket: Socket) {
    const split = lineSplitter((line) => this.#message(line));
    socket.on('data', (bytes) => {
      if (!split(bytes)) socket.destroy();
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) =>
      socket.once('close', () => {
        for (const { reject } of this.#pending.values()) reject(new UserError('the machine has hung up'));
        this.#pending.clear();
        resolve();
      }),
    );
  }

  /**
   * Connects to a control socket.
   * @throws a system call's error with its path; ENOENT and ECONNREFUSED where nobody listens
   */
  static open(path: string): Promise<ControlClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('connect', () => {
        socket.removeAllListeners('error');
        resolve(new ControlClient(socket));
      });
      socket.once('error', (error) => reject(Object.assign(error, { path })));
    });
  }

  /**
   * @returns the method's result (docs/control.md)
   * @throws UserError with the machine's message
   */
  request<T = unknown>(method: string, params: object = {}): Promise<T> {
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      if (this.socket.destroyed) return reject(new UserError('the machine has hung up'));
      this.#pending.set(id, { resolve: resolve as Pending['resolve'], reject });
      this.socket.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  #message(line: string): void {
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      this.socket.destroy();
      return;
    }
    if (message.event !== undefined) return this.onEvent?.(message as unknown as ControlEvent | OutputEvent);
    const pending = this.#pending.get(Number(message.id));
    if (!pending) return;
    this.#pending.delete(Number(message.id));
    if (message.error) pending.reject(new UserError(message.error.message));
    else pending.resolve(message.result);
  }
}
