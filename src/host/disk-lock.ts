/** Locks that end with the process that holds them; of disk images, so that only one process at a time writes to one. */
import { linkSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { UserError } from '../cli/user-error.js';

/** Who holds a lock. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process was started, in the system's ticks, so that another one of the same number is told apart; '' where unknown. */
  readonly started: string;
}

/** proc(5), /proc/PID/stat: field 22. The second field, the program's name in parentheses, may hold anything. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** A process of another computer may be alive for all we know. */
function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code === 'ESRCH') return false;
  }
  return started === '' || startOf(pid) === '' || started === startOf(pid);
}

function holderOf(text: string): Holder | undefined {
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<Record<keyof Holder, unknown>>;
    if (!Number.isInteger(pid) || Number(pid) <= 0) return undefined;
    return { pid: Number(pid), host: String(host), started: String(started) };
  } catch {
    return undefined;
  }
}

const lockOf = (path: string): string => `${realpathSync(path)}.lock`;

function read(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

const refusal = (path: string, { pid, host }: Holder): UserError =>
  new UserError(
    pid === process.pid && host === hostname()
      ? `${path}: it is open for writing already, expected one writer`
      : `${path}: process ${pid}${host === hostname() ? '' : ` on ${host}`} is writing to it, expected one writer`,
  );

/** @throws UserError if a process that lives is writing to the image */
export function refuseWritten(path: string): void {
  const text = read(lockOf(path));
  const holder = text === undefined ? undefined : holderOf(text);
  if (holder && isAlive(holder)) throw refusal(path, holder);
}

let takings = 0;

/**
 * Takes the lock of an image: a file beside it that ends in `.lock`.
 * @returns what gives it back
 * @throws UserError if somebody else has it, or a system call's error
 */
export function lockDisk(path: string): () => void {
  const taken = takeLock(lockOf(path));
  if (typeof taken === 'function') return taken;
  throw refusal(path, taken);
}

/**
 * Takes a lock, which is a file. That of a process that has died is taken over.
 * @returns what gives it back, or who has it
 * @throws UserError where the file is something else, or a system call's error
 */
export function takeLock(lock: string): (() => void) | Holder {
  const own = `${lock}.${process.pid}.${takings++}`;
  const mine: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  writeFileSync(own, `${JSON.stringify(mine)}\n`);
  try {
    for (;;) {
      try {
        // A link appears with all its contents, or not at all.
        linkSync(own, lock);
        return () => rmSync(lock, { force: true });
      } catch (error) {
        if ((error as { code?: string }).code !== 'EEXIST') throw error;
      }
      const text = read(lock);
      if (text === undefined) continue;
      const holder = holderOf(text);
      if (!holder) throw new UserError(`${lock}: no lock of pivisor's, expected none or one of a process`);
      if (isAlive(holder)) return holder;
      takeAway(lock, text);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** How often, and after how many milliseconds, it is looked whether another process has removed a dead one's lock. */
const TAKING = { TRIES: 200, PAUSE: 5 } as const;

/**
 * Removes a dead process's lock. Of all who have seen it dead only the one may that gives it a second name first: then what lies there
 * when the others come is not the dead one's.
 */
function takeAway(lock: string, text: string): void {
  const second = `${lock}.dead`;
  for (let tries = 0; ; tries++) {
    try {
      linkSync(lock, second);
      break;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'ENOENT') return;
      if (code !== 'EEXIST') throw error;
      if (read(lock) !== text) return;
      if (tries === TAKING.TRIES)
        throw new UserError(`${second}: left by a process that was killed, expected it to be removed`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TAKING.PAUSE);
    }
  }
  if (read(second) === text) rmSync(lock);
  rmSync(second);
}
