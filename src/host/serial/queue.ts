/** A queue of bytes with a bound: what is pushed beyond it pushes the oldest out, counted. */
export class ByteQueue {
  readonly #capacity: number;
  #ring: Uint8Array | undefined;
  #start = 0;
  #length = 0;
  #dropped = 0;

  /** @param capacity how many bytes it keeps */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Bytes in the queue. */
  get length(): number {
    return this.#length;
  }

  /** Bytes that were pushed out and never taken. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds a copy of `bytes` at the end. */
  push(bytes: Uint8Array): void {
    const capacity = this.#capacity;
    const ring = (this.#ring ??= new Uint8Array(capacity));
    if (bytes.length > capacity) {
      this.#dropped += bytes.length - capacity;
      bytes = bytes.subarray(bytes.length - capacity);
    }
    const excess = this.#length + bytes.length - capacity;
    if (excess > 0) {
      this.drop(excess);
      this.#dropped += excess;
    }
    const end = (this.#start + this.#length) % capacity;
    const head = bytes.subarray(0, capacity - end);
    ring.set(head, end);
    ring.set(bytes.subarray(head.length), 0);
    this.#length += bytes.length;
  }

  /** A copy of the oldest bytes, at most `max` of them, which stay in the queue until they are dropped. */
  peek(max: number): Uint8Array {
    const bytes = new Uint8Array(Math.min(max, this.#length));
    if (this.#ring && bytes.length > 0) {
      const head = this.#ring.subarray(this.#start, this.#start + bytes.length);
      bytes.set(head);
      bytes.set(this.#ring.subarray(0, bytes.length - head.length), head.length);
    }
    return bytes;
  }

  /** Takes the oldest `count` bytes out, as read. */
  drop(count: number): void {
    this.#start = (this.#start + count) % this.#capacity;
    this.#length -= count;
  }
}
