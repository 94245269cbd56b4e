/** What a guest asked of the processor that nothing models: counted, and told at the end of a run. */
import { registerName } from './lookup.js';

/** One encoding at one place. */
export interface UnknownAccess {
  readonly name: string;
  readonly write: boolean;
  /** Virtual address of the instruction. */
  readonly pc: string;
  count: number;
}

/** More different places than this are counted as one. */
const LIMIT = 1024;

export class UnknownAccesses {
  private readonly seen = new Map<string, UnknownAccess>();
  /** Accesses at places beyond the limit. */
  more = 0;

  /** Counts an access to the encoding `key` by the instruction at `pcHi:pcLo`. */
  note(key: number, write: boolean, pcLo: number, pcHi: number): void {
    const pc = `0x${pcHi.toString(16).padStart(8, '0')}${pcLo.toString(16).padStart(8, '0')}`;
    const id = `${key}:${write}:${pc}`;
    const entry = this.seen.get(id);
    if (entry) entry.count++;
    else if (this.seen.size >= LIMIT) this.more++;
    else this.seen.set(id, { name: registerName(key), write, pc, count: 1 });
  }

  /** What was counted, in the order in which it first came. */
  list(): readonly UnknownAccess[] {
    return [...this.seen.values()];
  }
}
