/**
 * The open files of a client. Handles of the backend are no state: a file whose handle was lost (by a restore, or since there were too many)
 * is opened anew by its path when it is next used.
 */
import type { OpenHow, ShareBackend } from './backend.js';
import { Refusal } from './errno.js';
import { OPEN } from './messages.js';

/** So many handles are kept; of files that have no name any more there may be more. */
const MANY_HANDLES = 512;
const MOST_HANDLES = 4096;

export const howOf = (flags: number): OpenHow => {
  const access = flags & OPEN.ACCESS;
  return {
    read: access !== OPEN.WRONLY,
    write: access === OPEN.WRONLY || access === OPEN.RDWR,
    truncate: (flags & OPEN.TRUNC) !== 0,
    append: (flags & OPEN.APPEND) !== 0,
    sync: (flags & (OPEN.SYNC | OPEN.DSYNC)) !== 0,
  };
};

/** An open file: which it is, and how it was opened. */
export interface OpenFile {
  readonly file: number;
  readonly flags: number;
}

export class OpenFiles {
  /** By fid, the least recently used first. */
  private readonly handles = new Map<number, number>();

  /**
   * @param openOf what a fid has open
   * @param pathOf where a file is, if it is still there
   * @param fidsOf the fids that have a file open
   */
  constructor(
    private readonly backend: ShareBackend,
    private readonly openOf: (fid: number) => OpenFile,
    private readonly pathOf: (file: number) => string | undefined,
    private readonly fidsOf: (file: number) => Iterable<number>,
  ) {}

  /** A fid's handle. @throws Refusal where its file can't be opened again */
  handle(fid: number): number {
    const found = this.handles.get(fid);
    if (found !== undefined) {
      this.handles.delete(fid);
      this.handles.set(fid, found);
      return found;
    }
    const { file, flags } = this.openOf(fid);
    const path = this.pathOf(file);
    if (path === undefined) throw new Refusal('ESTALE');
    return this.keep(fid, () => {
      try {
        return this.backend.open(path, howOf(flags & ~OPEN.TRUNC));
      } catch (error) {
        throw error instanceof Refusal && error.reason === 'ENOENT' ? new Refusal('ESTALE') : error;
      }
    });
  }

  /** Opens a file for a fid; where handles have run out, others are closed. */
  keep(fid: number, open: () => number): number {
    while (this.handles.size >= MANY_HANDLES && this.closeOne());
    if (this.handles.size >= MOST_HANDLES) throw new Refusal('EMFILE');
    for (;;) {
      try {
        const handle = open();
        this.handles.set(fid, handle);
        return handle;
      } catch (error) {
        const full = error instanceof Refusal && (error.reason === 'EMFILE' || error.reason === 'ENFILE');
        if (!full || !this.closeOne()) throw error;
      }
    }
  }

  /** A file's name is about to be taken away: who has it open keeps it. */
  hold(file: number): void {
    for (const fid of this.fidsOf(file)) {
      try {
        this.handle(fid);
      } catch (error) {
        // It was not to be opened again before, either.
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }

  /** Closes the handle that was used least recently, of those that can be opened again. */
  private closeOne(): boolean {
    for (const fid of this.handles.keys()) {
      if (this.pathOf(this.openOf(fid).file) === undefined) continue;
      this.close(fid);
      return true;
    }
    return false;
  }
  close(fid: number): void {
    const handle = this.handles.get(fid);
    this.handles.delete(fid);
    if (handle !== undefined) this.backend.close(handle);
  }
  closeAll(): void {
    for (const fid of [...this.handles.keys()]) this.close(fid);
  }
}
