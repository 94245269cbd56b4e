/** A tree of files in memory, for tests that need two alike. Nothing is removed or renamed, so that a path is a file for ever. */
import { TYPE, type Attributes, type OpenHow, type ShareBackend } from '../../src/devices/ninep/backend.js';
import { Refusal } from '../../src/devices/ninep/errno.js';

interface Node {
  mode: number;
  bytes: Uint8Array;
}
/** More than that a file does not hold. */
const MOST = 1 << 16;

export interface MemoryShare extends ShareBackend {
  readonly nodes: Map<string, Node>;
}

export function memoryShare(
  nodes = new Map<string, Node>([['', { mode: TYPE.DIRECTORY | 0o755, bytes: new Uint8Array(0) }]]),
): MemoryShare {
  const handles = new Map<number, { node: Node; how: OpenHow }>();
  const refuse = (): never => {
    throw new Refusal('EPERM');
  };
  const node = (path: string): Node => nodes.get(path) ?? fail('ENOENT');
  const fail = (reason: 'ENOENT' | 'EBADF' | 'EEXIST' | 'EISDIR' | 'ENOTDIR' | 'ENOSPC'): never => {
    throw new Refusal(reason);
  };
  const of = (handle: number): { node: Node; how: OpenHow } => handles.get(handle) ?? fail('EBADF');
  const TIME = { seconds: 1_700_000_000, ns: 5 };
  const attributes = ({ mode, bytes }: Node): Attributes => ({
    ...{ mode, uid: 0, gid: 0, links: 1, device: 0, size: bytes.length, blockSize: 4096, blocks: 0 },
    ...{ accessed: TIME, modified: TIME, changed: TIME },
  });
  const put = (path: string, mode: number, bytes = new Uint8Array(0)): Node => {
    if (nodes.has(path)) return fail('EEXIST');
    if ((node(path.slice(0, path.lastIndexOf('/'))).mode & TYPE.DIRECTORY) === 0) return fail('ENOTDIR');
    const made = { mode, bytes };
    nodes.set(path, made);
    return made;
  };
  const open = (found: Node, how: OpenHow): number => {
    if ((found.mode & TYPE.REGULAR) === 0) return fail('EISDIR');
    if (how.truncate === true) found.bytes = new Uint8Array(0);
    let handle = 1;
    while (handles.has(handle)) handle++;
    handles.set(handle, { node: found, how });
    return handle;
  };
  const resize = (found: Node, size: number): void => {
    if (size > MOST) fail('ENOSPC');
    const bytes = new Uint8Array(size);
    bytes.set(found.bytes.subarray(0, size));
    found.bytes = bytes;
  };
  return {
    nodes,
    attributes: (path) => attributes(node(path)),
    list: (path) =>
      [...nodes]
        .filter(([p]) => p !== '' && p.slice(0, p.lastIndexOf('/')) === path)
        .map(([p, { mode }]) => ({ name: p.slice(path.length + 1), type: mode & 0o170000 })),
    open: (path, how) => open(node(path), how),
    create: (path, how, mode) => open(put(path, TYPE.REGULAR | mode), how),
    close: (handle) => void handles.delete(handle),
    attributesOf: (handle) => attributes(of(handle).node),
    read(handle, at, into) {
      const { node: found, how } = of(handle);
      if (!how.read) fail('EBADF');
      const part = found.bytes.subarray(at, at + into.length);
      into.set(part);
      return part.length;
    },
    write(handle, at, from) {
      const { node: found, how } = of(handle);
      if (!how.write) fail('EBADF');
      const where = how.append === true ? found.bytes.length : at;
      if (where + from.length > found.bytes.length) resize(found, where + from.length);
      found.bytes.set(from, where);
      return from.length;
    },
    sync: (handle) => void of(handle),
    syncDirectory: (path) => void node(path),
    change(file, { mode, size }) {
      const found = typeof file === 'number' ? of(file).node : node(file);
      if (mode !== undefined) found.mode = (found.mode & 0o170000) | mode;
      if (size !== undefined) resize(found, size);
    },
    makeDirectory: (path, mode) => void put(path, TYPE.DIRECTORY | mode),
    makeSymlink: (path, target) =>
      void put(
        path,
        TYPE.SYMLINK | 0o777,
        Uint8Array.from(target, (c) => c.charCodeAt(0)),
      ),
    readSymlink: (path) => Buffer.from(node(path).bytes).toString('latin1'),
    link: refuse,
    rename: refuse,
    remove: refuse,
    removeDirectory: refuse,
    space: () => ({ blockSize: 4096, blocks: 100, free: 50, available: 50, files: 9, filesFree: 5 }),
  };
}
