/** A file as a bank of flash: what a guest writes there goes to it at once. */
import { openSync } from 'node:fs';
import type { FileStore } from './file-store.js';
import { fileStore } from './file-store.js';
import { lockDisk } from './disk-lock.js';

/**
 * Opens the file for writing, as its only writer. Closing keeps what was written.
 * @throws UserError if another process is writing to it, or the operating system's error with the path
 */
export function openFlashFile(path: string): FileStore {
  const unlock = lockDisk(path);
  try {
    const store = fileStore(openSync(path, 'r+'));
    let open = true;
    return {
      ...store,
      get size() {
        return store.size;
      },
      close() {
        if (!open) return;
        open = false;
        store.flush();
        store.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
