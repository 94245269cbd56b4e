/** A client's fids: its numbers for files, some of them open. */
import type { ShareBackend } from './backend.js';
import { Refusal } from './errno.js';
import { NO_FID } from './messages.js';
import { OpenFiles } from './open-files.js';
import { newPaths, Paths, type PathsState } from './paths.js';

/** Linux keeps a fid for each file that it remembers. */
const MAX_FIDS = 1 << 18;

export interface Fid {
  /** By Paths. */
  file: number;
  /** The flags that it was opened with, -1 if it is not open. */
  flags: number;
  /** It is an open directory's. */
  directory: boolean;
  /** Then what was there when its reading began, and the types of that. */
  names: string[];
  types: number[];
}

export interface FidsState extends PathsState {
  fids: Record<number, Fid>;
}
export const newFids = (): FidsState => ({ ...newPaths(), fids: {} });

export class Fids {
  readonly paths: Paths;
  readonly files: OpenFiles;
  private count = 0;
  /** The fids that have each file open. */
  private readonly openers = new Map<number, Set<number>>();

  constructor(
    private readonly state: FidsState,
    backend: ShareBackend,
  ) {
    this.paths = new Paths(state);
    this.files = new OpenFiles(
      backend,
      (fid) => state.fids[fid],
      (file) => this.paths.pathOf(file),
      (file) => this.openers.get(file) ?? [],
    );
    this.restored();
  }

  /** The state has been replaced: files are opened when they are next used. */
  restored(): void {
    this.files.closeAll();
    this.paths.restored();
    this.openers.clear();
    const all = Object.entries(this.state.fids);
    this.count = all.length;
    for (const [number, fid] of all) this.note(Number(number), fid);
  }
  /** A client begins anew: it has no fids. */
  clear(): void {
    this.state.fids = {};
    this.restored();
  }

  /** @throws Refusal where there is no such fid */
  get(number: number): Fid {
    const fid = this.state.fids[number];
    if (fid === undefined) throw new Refusal('EBADF');
    return fid;
  }
  /** A fid that must not be open yet. */
  unopened(number: number): Fid {
    const fid = this.get(number);
    if (fid.flags >= 0) throw new Refusal('EINVAL');
    return fid;
  }
  /** Where a fid's file is. @throws Refusal */
  path(number: number): string {
    const path = this.paths.pathOf(this.get(number).file);
    if (path === undefined) throw new Refusal('ENOENT');
    return path;
  }
  /** The handle of a fid that has a file open. @throws Refusal */
  handle(number: number): number {
    const { flags, directory } = this.get(number);
    if (flags < 0) throw new Refusal('EBADF');
    if (directory) throw new Refusal('EISDIR');
    return this.files.handle(number);
  }
  /** What a request about a fid's file is best asked of: its handle, or else its path. */
  target(number: number): string | number {
    const { flags, directory } = this.get(number);
    return flags >= 0 && !directory ? this.files.handle(number) : this.path(number);
  }

  add(number: number, file: number): void {
    const { fids } = this.state;
    if (number === NO_FID || fids[number] !== undefined) throw new Refusal('EINVAL');
    if (this.count >= MAX_FIDS) throw new Refusal('ENFILE');
    fids[number] = { file, flags: -1, directory: false, names: [], types: [] };
    this.count++;
  }
  /** A fid has been opened. */
  opened(number: number, how: Pick<Fid, 'file' | 'flags' | 'directory'>): void {
    const fid = this.get(number);
    Object.assign(fid, how);
    this.note(number, fid);
  }
  private note(number: number, { file, flags, directory }: Fid): void {
    if (flags < 0 || directory) return;
    const openers = this.openers.get(file);
    if (openers) openers.add(number);
    else this.openers.set(file, new Set([number]));
  }
  remove(number: number): void {
    const { file } = this.get(number);
    delete this.state.fids[number];
    this.count--;
    const openers = this.openers.get(file);
    if (openers?.delete(number) === true && openers.size === 0) this.openers.delete(file);
    this.files.close(number);
  }
}
