/** Files as disk images see them: numbered bytes. */

/**
 * What an image's bytes are kept in. Calls return when they are done and throw where that fails; what is thrown is the business of
 * whoever made the store.
 */
export interface ByteStore {
  /** Its size in bytes now. */
  readonly size: number;
  /** Fills `bytes` with what is at `at`; what lies behind the end reads as zero. */
  read(at: number, bytes: Uint8Array): void;
  /** The store grows where need be; a gap reads as zero. */
  write(at: number, bytes: Uint8Array): void;
  /** Everything written before is to outlive the host's crash. */
  flush(): void;
  /** Cuts off, or grows by zeros. */
  truncate(size: number): void;
}

/** A store in memory. */
export function memoryStore(contents: Uint8Array = new Uint8Array(0)): ByteStore & { contents(): Uint8Array } {
  let bytes = contents.slice();
  let size = bytes.length;
  const grow = (wanted: number): void => {
    if (wanted > bytes.length) {
      const more = new Uint8Array(Math.max(wanted, bytes.length * 2));
      more.set(bytes.subarray(0, size));
      bytes = more;
    }
    if (wanted > size) size = wanted;
  };
  return {
    get size() {
      return size;
    },
    read(at, into) {
      into.fill(0);
      if (at < size) into.set(bytes.subarray(at, Math.min(size, at + into.length)));
    },
    write(at, from) {
      grow(at + from.length);
      bytes.set(from, at);
    },
    flush: () => {},
    truncate(wanted) {
      if (wanted < size) bytes.fill(0, wanted, size);
      else grow(wanted);
      size = wanted;
    },
    contents: () => bytes.slice(0, size),
  };
}
