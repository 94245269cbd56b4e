/** One run of a machine from the command line: console out, expectations, limits, exit code. */
import type { Board } from '../machine/board.js';
import { Machine, type Segment } from '../machine/machine.js';
import { prebuiltEngine } from '../host/engine.js';
import { PoolExhausted } from '../aarch64/memory.js';

export interface Session {
  readonly board: Board;
  /** What is loaded, where it starts, and the device tree's address for X0 if it has one. */
  readonly image: { readonly segments: readonly Segment[]; readonly entry: number; readonly dtb?: number };
  readonly cores: number;
  readonly el: 1 | 2 | 3;
  /** What the console must show, in order. */
  readonly expect: readonly RegExp[];
  /** Guest time, ns. */
  readonly timeout: number;
  /** Real time, ns. */
  readonly wallTimeout: number;
  readonly stats: boolean;
  readonly write: (bytes: Uint8Array) => void;
  readonly report: (line: string) => void;
}

/** Guest time between looks at the real clock and at what was printed: about 10 ms of real time. */
const SLICE = 2_000_000;

const size = (bytes: number): string =>
  bytes < 2 ** 20 ? `${bytes / 1024} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const seconds = (ns: number): string => `${(ns / 1e9).toFixed(ns < 1e9 ? 6 : 3)} s`;

/**
 * Runs until the program ends, its expectations are met, or a limit is reached.
 * @returns the exit code (docs/cli.md)
 */
export async function runToEnd(session: Session): Promise<number> {
  let pending: number[] = [];
  let text = '';
  const machine = new Machine({
    board: session.board,
    cores: session.cores,
    console: (byte) => pending.push(byte),
    engine: prebuiltEngine(),
  });
  machine.load(session.image.segments);
  machine.start(session.image.entry, session.el, session.image.dtb);
  let met = 0;
  const flush = (): void => {
    if (pending.length === 0) return;
    const bytes = Uint8Array.from(pending);
    pending = [];
    session.write(bytes);
    for (const byte of bytes) text += String.fromCharCode(byte);
    for (; met < session.expect.length; met++) {
      const found = session.expect[met].exec(text);
      if (!found) break;
      text = text.slice(found.index + found[0].length);
    }
  };
  const started = performance.now();
  const wall = (): number => (performance.now() - started) * 1e6;
  const finish = (code: number, why?: string): number => {
    if (why !== undefined) session.report(why);
    if (session.stats) for (const line of statistics(machine, wall())) session.report(line);
    return code;
  };
  const missing = (): string => `expected /${session.expect[met].source}/ on the console, and it did not come`;

  for (;;) {
    const { scheduler } = machine;
    let outcome;
    try {
      outcome = machine.run(Math.min(scheduler.now() + SLICE, session.timeout));
    } catch (error) {
      flush();
      if (error instanceof PoolExhausted) return finish(3, error.message);
      throw error;
    }
    flush();
    if (session.expect.length > 0 && met === session.expect.length) return finish(0);
    const { end } = machine;
    if (end) {
      if (session.expect.length > 0) return finish(1, `the program ended; ${missing()}`);
      if (end.kind === 'exit' && end.code !== 0) return finish(1, `the program ended with exit code ${end.code}`);
      return finish(0, end.kind === 'reset' ? 'the guest asked for a reset' : undefined);
    }
    if (outcome === 'idle') {
      const why = 'all cores wait for interrupts, and none will come';
      return finish(session.expect.length > 0 ? 1 : 3, session.expect.length > 0 ? `${why}; ${missing()}` : why);
    }
    if (scheduler.now() >= session.timeout) {
      const why = `${seconds(session.timeout)} of guest time are over`;
      return finish(1, session.expect.length > 0 ? `${why}; ${missing()}` : why);
    }
    if (wall() >= session.wallTimeout) {
      const why = `${seconds(session.wallTimeout)} are over`;
      return finish(1, session.expect.length > 0 ? `${why}; ${missing()}` : why);
    }
    // Lets output drain and signals in.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** What ran, for `--stats`. */
function statistics(machine: Machine, wall: number): string[] {
  const { processor, scheduler } = machine;
  const retired = processor.cores.map((c) => c.icount);
  const total = retired.reduce((a, b) => a + b, 0);
  return [
    `guest time ${seconds(scheduler.now())}, real time ${seconds(wall)}`,
    `instructions ${total} (${retired.join(', ')} by core), ${(total / (wall / 1e3)).toFixed(0)} million a second`,
    `decoded ${processor.micro.decoded} words, ${processor.micro.flushes} flushes of micro-ops`,
    `memory touched ${size(processor.memory.touched * 4096)}, ${processor.tlbs.walks} table walks`,
  ];
}
