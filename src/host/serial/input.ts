/** The way in, shared by the ports that have one: closed until somebody listens, and while the guest is behind. */

/** A stream that can be made to wait. */
export interface Source {
  pause(): unknown;
  resume(): unknown;
}

/** Holds its source back, so that a peer that floods the port fills its own buffers and not ours. */
export abstract class InputPort {
  #receive: ((bytes: Uint8Array) => void) | undefined;
  #throttled = false;
  #source: Source | undefined;

  get receive(): ((bytes: Uint8Array) => void) | undefined {
    return this.#receive;
  }

  set receive(receive: ((bytes: Uint8Array) => void) | undefined) {
    this.#receive = receive;
    this.#flow();
  }

  throttle(on: boolean): void {
    this.#throttled = on;
    this.#flow();
  }

  /** Whether bytes may be delivered now. */
  protected get open(): boolean {
    return this.#receive !== undefined && !this.#throttled;
  }

  /** From now on bytes come from `source`, or from nowhere. */
  protected attach(source: Source | undefined): void {
    this.#source = source;
    this.#flow();
  }

  #flow(): void {
    if (this.open) this.#source?.resume();
    else this.#source?.pause();
  }
}
