import { closeSync, fstatSync, fsyncSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import type { ByteStore } from '../devices/disk/byte-store.js';

/** An open file as a store. It throws the operating system's errors. */
export interface FileStore extends ByteStore {
  close(): void;
}

/** @param file an open file's number, which the store closes */
export function fileStore(file: number): FileStore {
  let { size } = fstatSync(file);
  return {
    get size() {
      return size;
    },
    read(at, bytes) {
      let done = 0;
      // One call of the system may do a part.
      while (done < bytes.length && at + done < size) {
        const now = readSync(file, bytes, done, bytes.length - done, at + done);
        if (now === 0) break;
        done += now;
      }
      bytes.fill(0, done);
    },
    write(at, bytes) {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, at + done);
      size = Math.max(size, at + bytes.length);
    },
    flush: () => fsyncSync(file),
    truncate(wanted) {
      ftruncateSync(file, wanted);
      size = wanted;
    },
    close: () => closeSync(file),
  };
}
