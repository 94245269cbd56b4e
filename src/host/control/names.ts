/** What machines are called while they run, and where their control sockets are: in a folder that is the user's alone. */
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../cli/user-error.js';
import { takeLock } from '../disk-lock.js';

const SUFFIX = '.sock';
/** sockaddr_un.sun_path, with the zero at its end: 108 bytes on Linux, 104 on others. */
const LONGEST_PATH = process.platform === 'linux' ? 107 : 103;
const LONGEST_NAME = 40;
/** So many machines of one name at a time. */
const MOST = 1000;

/** `pivisor` in XDG_RUNTIME_DIR, or a folder in the one for temporary files. */
export function controlFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const runtime = environment['XDG_RUNTIME_DIR'];
  if (runtime !== undefined && runtime.startsWith('/') && existsSync(runtime)) return join(runtime, 'pivisor');
  return join(tmpdir(), `pivisor-${process.getuid?.() ?? 'user'}`);
}

/**
 * Makes the folder.
 * @throws UserError where somebody else could have a hand in it, or a system call's error
 */
function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const there = lstatSync(folder);
  if (!there.isDirectory() || (process.getuid !== undefined && there.uid !== process.getuid()))
    throw new UserError(`${folder}: somebody else's, expected a folder of yours`);
  if ((there.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

/** A machine's name by what its file says, or by the file's own name; fit for a file. */
export function machineName(name: string | undefined, file: string): string {
  const text = name ?? basename(file).replace(/\.(machine\.)?ya?ml$/i, '');
  const fit = text.replace(/[^\w.-]+/g, '-').replace(/^[-.]+/, '');
  return fit.slice(0, LONGEST_NAME) || 'machine';
}

/** True: it is a path, and no name in the folder. */
const isPath = (text: string): boolean => text.includes('/') || text.endsWith(SUFFIX);

/** The socket of a machine that is named, or whose socket's path is given. */
export const socketOf = (machine: string): string =>
  isPath(machine) ? resolve(machine) : join(controlFolder(), `${machine}${SUFFIX}`);

/** Somebody listens there. */
const isLive = (path: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });

/** A place for a socket that is ours. */
export interface Claim {
  readonly name: string;
  readonly path: string;
  /** Gives it back, once nobody listens there any more. */
  release(): void;
}

/** Takes a path, if nobody has it. @returns why not */
async function claim(name: string, path: string): Promise<Claim | string> {
  if (Buffer.byteLength(path) > LONGEST_PATH)
    throw new UserError(`${path}: too long for a socket, expected at most ${LONGEST_PATH} bytes`);
  const release = takeLock(`${path}.lock`);
  if (typeof release !== 'function') return `process ${release.pid} listens there`;
  try {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there && !there.isSocket()) throw new UserError(`${path}: is no socket, expected a name that is free`);
    if (there && (await isLive(path))) {
      release();
      return 'somebody listens there';
    }
    // What a process has left that was killed.
    rmSync(path, { force: true });
    return {
      name,
      path,
      release() {
        rmSync(path, { force: true });
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * A place for a machine's control socket. Where another machine of the name runs, the next one is NAME-2.
 * @param wanted a path, which must be free then, or a name; by default `name`
 * @throws UserError, or a system call's error
 */
export async function claimSocket(name: string, wanted?: string): Promise<Claim> {
  if (wanted !== undefined && isPath(wanted)) {
    const claimed = await claim(name, resolve(wanted));
    if (typeof claimed !== 'string') return claimed;
    throw new UserError(`${wanted}: ${claimed}, expected a path that is free`);
  }
  const folder = controlFolder();
  privateFolder(folder);
  const base = wanted === undefined ? name : machineName(wanted, wanted);
  for (let n = 1; n <= MOST; n++) {
    const numbered = n === 1 ? base : `${base}-${n}`;
    const claimed = await claim(numbered, join(folder, `${numbered}${SUFFIX}`));
    if (typeof claimed !== 'string') return claimed;
  }
  throw new UserError(`${folder}: ${MOST} machines called ${base}, expected fewer`);
}

/** The names of machines that run, or have been killed and left their sockets. */
export function socketNames(): string[] {
  let entries: string[];
  try {
    entries = readdirSync(controlFolder());
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.endsWith(SUFFIX))
    .map((entry) => entry.slice(0, -SUFFIX.length))
    .sort();
}
