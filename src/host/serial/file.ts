/** Ports with nobody at the other end: nothing, and a file. */
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { UserError, userMessage } from '../../cli/user-error.js';
import type { SerialBackend, SerialOptions } from './backend.js';

/** A port that is not connected. */
export function openNull({ name }: SerialOptions): SerialBackend {
  return {
    send() {},
    receive: undefined,
    throttle() {},
    live: false,
    describe: () => `${name}: not connected`,
    close: () => Promise.resolve(),
  };
}

/** What is written to an open file until something goes wrong, which is said once; from then on bytes are only counted. */
export interface FileSink {
  write(bytes: Uint8Array): void;
  readonly lost: number;
  close(): void;
}

/**
 * Makes the file empty, or new, and opens it for appending, so that whoever follows or empties it meanwhile does no harm.
 * @throws UserError for a named pipe, which would hold up the machine; the system call's error with its path
 */
export function openSink(path: string, notice: (line: string) => void): FileSink {
  if (statSync(path, { throwIfNoEntry: false })?.isFIFO())
    throw new UserError(`${path}: is a named pipe, expected a file (for a live connection there are tcp:PORT and pty)`);
  closeSync(openSync(path, 'w'));
  const fd = openSync(path, 'a');
  let lost = 0;
  let broken = false;
  let open = true;
  return {
    write(bytes) {
      if (!open) return;
      if (broken) lost += bytes.length;
      for (let at = 0; at < bytes.length && !broken;) {
        try {
          at += writeSync(fd, bytes, at);
        } catch (error) {
          broken = true;
          lost += bytes.length - at;
          const why = error instanceof Error ? Object.assign(error, { path }) : error;
          notice(`${userMessage(why) ?? `${path}: ${String(why)}`}; what comes from here on is not written`);
        }
      }
    },
    get lost() {
      return lost;
    },
    close() {
      if (!open) return;
      open = false;
      try {
        closeSync(fd);
      } catch (error) {
        // A network file system may tell only now that the disk is full.
        if (!broken) notice(userMessage(Object.assign(error as Error, { path })) ?? `${path}: ${String(error)}`);
      }
    },
  };
}

/** Output goes to a file as it is, no input comes. Errors as openSink's. */
export function openFile(path: string, { name, notice }: SerialOptions): SerialBackend {
  const sink = openSink(path, (line) => notice(`${name}: ${line}`));
  return {
    send: (bytes) => sink.write(bytes),
    receive: undefined,
    throttle() {},
    live: false,
    describe: () => `${name}: written to ${path}${sink.lost > 0 ? `, ${sink.lost} bytes not written` : ''}`,
    close() {
      sink.close();
      return Promise.resolve();
    },
  };
}
