/** Somebody at the console of a guest: a stream both ways. */
import { Duplex } from 'node:stream';
import { BACKLOG, type SerialBackend } from '../serial/backend.js';
import { ByteQueue } from '../serial/queue.js';

/** What is handed on at a time. */
const CHUNK = 1 << 14;

/**
 * Reading gives what the guest says, writing types. A reader that is slow holds up nobody: BACKLOG bytes are kept for it, and the oldest
 * go. What is written waits until the guest has read what came before.
 */
export class Attachment extends Duplex {
  /** The guest's end of it. */
  readonly backend: SerialBackend;
  readonly #queue = new ByteQueue(BACKLOG);
  #wanted = false;
  #throttled = false;
  #waiting: (() => void) | undefined;

  /**
   * @param name the guest's, or the port's
   * @param lately what it has said before, which comes first
   * @param detached called once, when the stream is destroyed
   */
  constructor(
    readonly name: string,
    lately: Uint8Array,
    private readonly detached: () => void,
  ) {
    super({ allowHalfOpen: true });
    this.#queue.push(lately);
    const alive = (): boolean => !this.destroyed;
    this.backend = {
      send: (bytes) => this.#said(bytes),
      receive: undefined,
      throttle: (on) => this.#throttle(on),
      get live() {
        return alive();
      },
      describe: () => `${name}: attached`,
      close: () => {
        this.push(null);
        return Promise.resolve();
      },
    };
  }

  /** Bytes that were lost, since nobody read them in time. */
  get dropped(): number {
    return this.#queue.dropped;
  }

  override _read(): void {
    this.#wanted = true;
    this.#pump();
  }

  override _write(bytes: Uint8Array, _encoding: string, done: () => void): void {
    this.backend.receive?.(Uint8Array.from(bytes));
    if (this.#throttled) this.#waiting = done;
    else done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.detached();
    this.#throttle(false);
    done(error);
  }

  #said(bytes: Uint8Array): void {
    if (this.destroyed) return;
    this.#queue.push(bytes);
    this.#pump();
  }

  #pump(): void {
    while (this.#wanted && this.#queue.length > 0) {
      const chunk = this.#queue.peek(CHUNK);
      this.#queue.drop(chunk.length);
      this.#wanted = this.push(chunk);
    }
  }

  #throttle(on: boolean): void {
    this.#throttled = on;
    if (on) return;
    const done = this.#waiting;
    this.#waiting = undefined;
    done?.();
  }
}
