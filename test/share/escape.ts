/**
 * A guest that wants to leave a shared folder, and a host that helps it: random messages, while folders are replaced by links to outside,
 * moved, and put back. Nothing throws, every message is answered, what is outside stays as it is, and is not read.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ShareBackend } from '../../src/devices/ninep/backend.js';
import { ERRNO } from '../../src/devices/ninep/errno.js';
import { MESSAGES, RLERROR } from '../../src/devices/ninep/messages.js';
import { newNinep, ninepServer } from '../../src/devices/ninep/server.js';
import { random } from '../devices/rig.js';
import { encode, place, told } from './client.js';
import { randomMessage } from './messages.js';

const RWALK = MESSAGES.Twalk.type + 1;
const [RREAD, RREADDIR] = [MESSAGES.Tread.type + 1, MESSAGES.Treaddir.type + 1];

/** What a session has come to. */
interface Tried {
  readonly done: number;
  readonly refused: number;
}

/** @throws Error where something does not hold */
function tryToEscape(seed: number, messages: number, readOnly = false): Tried {
  const next = random(seed);
  const below = (n: number): number => next() % n;
  const p = place();
  const at = (...names: string[]): string => join(p.shared, ...names);
  for (const name of ['a', 'a/b', 'c']) mkdirSync(at(name));
  for (const name of ['file', 'a/file', 'a/b/c']) writeFileSync(at(name), name);
  symlinkSync('../secret', at('out'));
  symlinkSync('../..', at('a', 'up'));
  symlinkSync('loop', at('loop'));
  execFileSync('mkfifo', [at('fifo')]);
  /** What the host does to a name, meanwhile. */
  const meddle = (): void => {
    const name = at(['a', 'c', 'd', 'a/b', 'file'][below(5)]);
    const parked = at(`parked${below(4)}`);
    const steps: readonly (() => void)[] = [
      () => renameSync(name, parked),
      () => renameSync(parked, name),
      () => symlinkSync(['../beside', p.root, '../secret', '..'][below(4)], name),
      () => rmSync(name),
      () => mkdirSync(name),
      () => writeFileSync(name, 'by the host', { flag: 'wx' }),
    ];
    try {
      // Never through a link: the host would do what the guest must not.
      if (
        !readdirSync(p.shared, { withFileTypes: true }).some(
          (e) => name.startsWith(`${at(e.name)}/`) && e.isSymbolicLink(),
        )
      )
        steps[below(steps.length)]();
    } catch {
      // It can't be done as things are.
    }
  };
  try {
    const outside = p.sentinel();
    const inside = told(p.shared);
    const stray: unknown[] = [];
    // Between any two calls of the backend's the host may do something.
    const watched = new Proxy<ShareBackend>(p.backend, {
      get: (target, key) => {
        const call = target[key as keyof ShareBackend] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          if (!readOnly && below(40) === 0) meddle();
          return call(...args);
        };
      },
    });
    const server = ninepServer(newNinep(), watched, readOnly);
    const answer = new Uint8Array(1 << 16);
    let [done, refused] = [0, 0];
    const send = (message: Uint8Array): void => {
      const length = server.respond(message, answer);
      const view = new DataView(answer.buffer);
      if (view.getUint32(0, true) !== length || length < 7) throw new Error(`an answer of ${length} bytes`);
      if (view.getUint16(5, true) !== (message[5] | (message[6] << 8))) throw new Error('another tag');
      if (answer[4] !== RLERROR) done++;
      else refused++;
      const asked = Buffer.from(message);
      if (answer[4] === RWALK && asked.includes('witness') && view.getUint16(7, true) === asked.readUInt16LE(15))
        throw new Error('something outside was found');
      if (answer[4] === RREAD && Buffer.from(answer.subarray(0, length)).includes('outside'))
        throw new Error('something outside was read');
      if (answer[4] === RREADDIR && Buffer.from(answer.subarray(0, length)).includes('witness'))
        throw new Error('a folder outside was read');
      // Nothing here has a reason to fail like that: it would be an exception of ours.
      if (answer[4] === RLERROR && view.getUint32(7, true) === ERRNO.EIO) stray.push([...message]);
    };
    const begin = (): void => {
      send(encode('Tversion', { msize: 1 << 16, version: '9P2000.L' }));
      send(encode('Tattach', { fid: 0, afid: 0xffffffff }));
      send(encode('Twalk', { fid: 0, newfid: 1, names: ['a'] }));
    };
    begin();
    for (let i = 0; i < messages; i++) {
      if (below(60) === 0) begin();
      send(randomMessage(next));
    }
    server.reset();
    if (stray.length > 0) throw new Error(`EIO to ${JSON.stringify(stray[0])}`);
    if (p.sentinel() !== outside) throw new Error(`outside has changed:\n${outside}\n\n${p.sentinel()}`);
    if (readOnly && told(p.shared) !== inside) throw new Error('what is read-only has changed');
    return { done, refused };
  } finally {
    p.remove();
  }
}

/** Checks many sessions, one for each seed: they get somewhere, in both ways, and leave no file open. */
export function tryOften(sessions: number, messages: number, readOnly: boolean): void {
  let [done, refused] = [0, 0];
  const open = readdirSync('/proc/self/fd').length;
  for (let seed = 1; seed <= sessions; seed++) {
    try {
      const tried = tryToEscape(seed, messages, readOnly);
      done += tried.done;
      refused += tried.refused;
    } catch (error) {
      throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
    }
  }
  expect(done).toBeGreaterThan(sessions * 50);
  expect(refused).toBeGreaterThan(sessions * 50);
  expect(readdirSync('/proc/self/fd').length).toBe(open);
}
