/**
 * Guest time and turns (DESIGN.md section 6). One instruction is one nanosecond. Cores run in rounds on one thread; a
 * round ends at an exact time, the next event's at the latest, so that busy cores advance time once. A core that reads a
 * clock moves its own time up to the latest one that any core has read, so that time never runs backwards between cores.
 */
import type { Clock } from '../aarch64/bus.js';
import type { Core } from '../aarch64/core.js';
import { interruptPending, wakeUp } from '../aarch64/exceptions.js';
import type { Processor } from '../aarch64/processor.js';
import { STATE } from '../aarch64/state.js';
import { setEvent } from '../aarch64/timers.js';

/** Instructions of a core in one round. */
export const QUANTUM = 10_000;

interface Event {
  readonly at: number;
  /** Events of the same time fire by rank, and those of the same rank in the order of scheduling. */
  readonly rank: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Why `run` came back. */
export type Outcome =
  /** `stop` was called. */
  | 'stopped'
  /** The time limit was reached. */
  | 'time'
  /** All cores wait and no event will come: only something from outside can wake the machine. */
  | 'idle'
  /** A core hit a breakpoint, or is about to touch watched data (`Tlbs.onWatch`); `scheduler.current` is it. */
  | 'breakpoint'
  | 'watchpoint'
  /** The core has done the one instruction that `step` asked for. */
  | 'stepped'
  /** All cores wait, and the next event is behind `skipLimit`. */
  | 'waiting';

/** Where the clock and the turns stand: what a snapshot holds of a scheduler. */
export interface SchedulerState {
  offset: number[];
  start: number;
  end: number;
  highWater: number;
  inRound: boolean;
  turn: number;
  begun: boolean;
  current: number;
}

/** The rank of what comes from outside: behind all that the machine does by itself at the same time. */
export const OUTSIDE = Infinity;

export class Scheduler implements Clock {
  /** Time at which each core stands, less its instruction count: what it skipped while it waited. */
  private readonly offset: Float64Array;
  /** Start and end of the round in progress. */
  private start = 0;
  private end = 0;
  /** The latest time that anybody has read. */
  private highWater = 0;
  private readonly events = new Map<number, Event>();
  /** The earliest event's time, Infinity if there is none. */
  private nearest = Infinity;
  private order = 0;
  private ranks = 0;
  /**
   * Guest time (ns) up to which `run` may skip while all cores wait: how a machine that somebody outside can wake is paced to the
   * wall clock. It changes nothing that the guest can see.
   */
  skipLimit = Infinity;
  /** The core that runs, -1 while none does. */
  private running = -1;
  /**
   * A round in progress, whose turn it is in it, and whether that turn has begun. `run` may come back anywhere in a round
   * and goes on from there, so that how often it is called changes nothing.
   */
  private inRound = false;
  private turn = 0;
  private begun = false;
  private stopRequested = false;
  /** The core whose turn it is, or was. */
  current: Core;

  constructor(private readonly processor: Processor) {
    this.offset = new Float64Array(processor.cores.length);
    this.current = processor.cores[0];
  }

  /** Guest time of a core (ns): where it stands. */
  timeOf(core: Core): number {
    return this.offset[core.index] + core.icount;
  }

  /** Where the machine stands while no core runs: in the middle of a turn, or between rounds. */
  private present(): number {
    return this.begun ? Math.max(this.start, this.timeOf(this.current)) : this.start;
  }

  /** Guest time for logs: as `now`, but nobody in the machine has read it. */
  get stamp(): number {
    return this.running < 0 ? this.present() : this.timeOf(this.processor.cores[this.running]);
  }

  now(): number {
    if (this.running < 0) return Math.max(this.present(), this.highWater);
    const core = this.processor.cores[this.running];
    const time = this.timeOf(core);
    if (time >= this.highWater) {
      this.highWater = time;
      return time;
    }
    // Another core has seen a later time already: this one skips ahead, and its turn is so much shorter.
    const skip = this.highWater - time;
    this.offset[this.running] += skip;
    const left = core.get(STATE.REMAINING);
    const now = Math.max(left - skip, 1);
    core.deadline -= left - now;
    core.set(STATE.REMAINING, now);
    // The count follows from deadline and REMAINING, and must not have changed.
    return this.highWater;
  }

  rank(): number {
    return this.ranks++;
  }

  schedule(at: number, fire: () => void, rank: number): number {
    const handle = ++this.order;
    this.events.set(handle, { at, rank, order: handle, fire });
    if (at < this.nearest) {
      this.nearest = at;
      this.shorten(at);
    }
    return handle;
  }

  cancel(handle: number): void {
    const event = this.events.get(handle);
    if (!event) return;
    this.events.delete(handle);
    if (event.at === this.nearest) this.findNearest();
  }

  private findNearest(): void {
    this.nearest = Infinity;
    for (const e of this.events.values()) if (e.at < this.nearest) this.nearest = e.at;
  }

  /** Ends the round, and the turn in progress, at `at` if that is earlier. */
  private shorten(at: number): void {
    if (at >= this.end) return;
    this.end = Math.max(at, this.start);
    if (this.running < 0) return;
    const core = this.processor.cores[this.running];
    const left = core.get(STATE.REMAINING);
    const wanted = Math.max(1, at - this.timeOf(core));
    if (wanted < left) {
      core.deadline -= left - wanted;
      core.set(STATE.REMAINING, wanted);
    }
  }

  /**
   * The earliest guest time (ns) at which something can come from outside so that it comes at the same place in a replay: between
   * two rounds, when no core has run ahead.
   */
  get boundary(): number {
    return this.inRound ? this.end : this.start;
  }

  /** Guest time (ns) of the next event, Infinity if there is none. */
  get nextEvent(): number {
    return this.nearest;
  }

  /** What a snapshot holds. The events are not in it: whoever scheduled them does so again. */
  save(): SchedulerState {
    const { start, end, highWater, inRound, turn, begun, current } = this;
    return { offset: [...this.offset], start, end, highWater, inRound, turn, begun, current: current.index };
  }

  /** Takes over a snapshot's clock, with no event. To be called before devices and timers are restored, which schedule theirs. */
  load(state: SchedulerState): void {
    this.offset.set(state.offset);
    const { start, end, highWater, inRound, turn, begun } = state;
    Object.assign(this, { start, end, highWater, inRound, turn, begun });
    this.events.clear();
    this.nearest = Infinity;
    this.current = this.processor.cores[state.current];
  }

  private fireDue(): void {
    const before = (a: Event, b: Event): boolean =>
      a.at !== b.at ? a.at < b.at : a.rank !== b.rank ? a.rank < b.rank : a.order < b.order;
    while (this.nearest <= this.start) {
      let due: [number, Event] | undefined;
      for (const entry of this.events) {
        if (!due || before(entry[1], due[1])) due = entry;
      }
      if (!due) break;
      this.events.delete(due[0]);
      this.findNearest();
      due[1].fire();
    }
  }

  /**
   * To be called when an interrupt input of a core has changed: wakes it, and ends its turn if it would take it now.
   */
  interruptChanged(core: Core): void {
    if (core.mode !== 'run') {
      if (core.mode !== 'off' && wakeUp(core)) this.bringUp(core);
    } else if (this.running === core.index && interruptPending(core)) {
      core.stop();
    }
  }

  /** A core that waited goes on at the present time. */
  bringUp(core: Core): void {
    const now = this.running < 0 ? this.present() : this.timeOf(this.processor.cores[this.running]);
    const behind = now - this.timeOf(core);
    if (behind > 0) this.offset[core.index] += behind;
  }

  /** While all cores wait and no event will come: lets time pass. */
  passTime(until: number): void {
    if (!this.inRound && this.nearest >= until) this.start = Math.max(this.start, Math.ceil(until));
  }

  /** Makes `run` return as soon as the current instruction is done. */
  stop(): void {
    this.stopRequested = true;
    if (this.running >= 0) this.processor.cores[this.running].stop();
  }

  /**
   * Runs the machine until guest time `until` (ns): it comes back when the first core is there, to the instruction (or at
   * the end of the round, where all cores gave up their turns before), and goes on from there when it is called again.
   */
  run(until: number): Outcome {
    return this.advance(until, undefined);
  }

  /**
   * Runs as `run` does, some cores only: for debuggers. The others stand still while guest time goes on, which does change
   * the run.
   */
  runSome(until: number, runs: (core: Core) => boolean): Outcome {
    return this.advance(until, undefined, runs);
  }

  /**
   * Runs until a core has done one more instruction, or has taken one exception, for debuggers: the others take their
   * turns as they would have. A breakpoint of the core's own does not stop it.
   * @param until guest time (ns) at which to give up, since a core that waits may wait for long
   * @returns 'stepped', or why it came back before that
   */
  step(core: Core, until = Infinity): Outcome {
    return this.advance(until, core);
  }

  private advance(limit: number, stepping: Core | undefined, runs?: (core: Core) => boolean): Outcome {
    this.stopRequested = false;
    // Clocks outside know fractions of a nanosecond. Here they would be fractions of an instruction.
    const until = Math.ceil(limit);
    const { cores } = this.processor;
    for (;;) {
      if (!this.inRound) {
        this.fireDue();
        if (this.stopRequested) return 'stopped';
        if (this.start >= until) return 'time';
        if (!cores.some((c) => c.mode === 'run' && (runs === undefined || runs(c)))) {
          if (this.nearest === Infinity) return 'idle';
          const next = Math.min(this.nearest, until);
          this.start = Math.min(next, Math.max(this.start, Math.ceil(this.skipLimit)));
          if (this.start < next) return 'waiting';
          continue;
        }
        this.end = Math.min(this.start + QUANTUM, this.nearest);
        this.inRound = true;
        this.turn = 0;
      }
      for (; this.turn < cores.length; this.turn++) {
        const core = cores[this.turn];
        if (runs !== undefined && !runs(core)) this.endTurn(core);
        else {
          const outcome = this.takeTurn(core, until, stepping);
          if (outcome) return outcome;
        }
      }
      this.inRound = false;
      this.start = this.end;
    }
  }

  /** A core's turn, or the rest of it. @returns why it did not come to its end */
  private takeTurn(core: Core, until: number, stepping: Core | undefined): Outcome | undefined {
    if (!this.begun) {
      if (core.mode !== 'run') return undefined;
      const behind = this.start - this.timeOf(core);
      if (behind > 0) this.offset[core.index] += behind;
      this.begun = true;
      this.current = core;
      core.yielded = false;
    }
    while (core.mode === 'run' && !core.yielded) {
      const left = this.end - this.timeOf(core);
      if (left <= 0) break;
      const allowed = until - this.timeOf(core);
      if (allowed <= 0) return 'time';
      const step = core === stepping;
      if (step) this.processor.pass(core);
      this.running = core.index;
      const stop = this.processor.run(core, step ? 1 : Math.min(left, allowed));
      this.running = -1;
      if (stop) return stop;
      if (step) this.processor.pass(core);
      if (this.stopRequested) return 'stopped';
      if (step) return 'stepped';
    }
    this.endTurn(core);
    return undefined;
  }

  private endTurn(core: Core): void {
    if (!this.begun) return;
    this.begun = false;
    this.switchOut(core);
  }

  /**
   * The outgoing core's monitor opens, which is an event: Linux waits for locks with LDXR and WFE, and is woken by another
   * core's plain store.
   */
  private switchOut(core: Core): void {
    if (core.get(STATE.EX_ADDRESS) === -1 || core.mode === 'off') return;
    core.set(STATE.EX_ADDRESS, -1);
    setEvent(core);
  }
}
