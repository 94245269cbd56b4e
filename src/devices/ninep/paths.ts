/**
 * A number for each path that a client has seen, which stays with the file when it is renamed and is not given again. They are drawn in the
 * order of a client's questions, and say nothing of the host: the same run has the same numbers, wherever the files are.
 */
export interface PathsState {
  nextFile: number;
  /** The path of each file that is known to be there. */
  paths: Record<number, string>;
  /** Files that a client made as further names of others, and what they are the same as. */
  sameAs: Record<number, number>;
}

/** The root's number. */
export const ROOT = 1;

export const newPaths = (): PathsState => ({ nextFile: ROOT + 1, paths: { [ROOT]: '' }, sameAs: {} });

/** Whether a path is another's, or lies below it. */
const isBelow = (path: string, above: string): boolean => path.startsWith(above) && path[above.length] === '/';

export class Paths {
  private readonly numbers = new Map<string, number>();

  constructor(private readonly state: PathsState) {
    this.restored();
  }

  /** The state has been replaced. */
  restored(): void {
    this.numbers.clear();
    for (const [file, path] of Object.entries(this.state.paths)) this.numbers.set(path, Number(file));
  }

  /** Undefined where the file is gone. */
  pathOf(file: number): string | undefined {
    return this.state.paths[file];
  }
  numberOf(path: string): number {
    return this.numbers.get(path) ?? this.add(path);
  }
  private add(path: string): number {
    const file = this.state.nextFile++;
    this.state.paths[file] = path;
    this.numbers.set(path, file);
    return file;
  }
  /** What clients see of a number: the same for all names of a file. */
  identity(file: number): number {
    return this.state.sameAs[file] ?? file;
  }

  /** `to` is from now on a further name of `path`. */
  link(path: string, to: string): void {
    this.state.sameAs[this.numberOf(to)] = this.identity(this.numberOf(path));
  }
  /** Nothing is there any more. */
  remove(path: string): void {
    const file = this.numbers.get(path);
    if (file === undefined) return;
    this.numbers.delete(path);
    delete this.state.paths[file];
    delete this.state.sameAs[file];
  }
  /** What was at `path` is at `to` now, with all that is below it. */
  rename(path: string, to: string, isDirectory: boolean): void {
    this.remove(to);
    const moved = isDirectory ? [...this.numbers].filter(([known]) => isBelow(known, path)) : [];
    for (const entry of [[path, this.numberOf(path)] as const, ...moved]) {
      const [old, file] = entry;
      const now = to + old.slice(path.length);
      this.remove(now);
      this.numbers.delete(old);
      this.numbers.set(now, file);
      this.state.paths[file] = now;
    }
  }
}
