/**
 * Which virtual CPU runs where: weighted fair sharing. Each has a virtual run time, what it ran divided by its weight; of those that
 * are ready, the one that has run least goes next, on any core that it may use.
 */
import type { Vcpu } from './guest.js';

/** How long a virtual CPU runs before another that is ready gets its turn, ns. */
export const SLICE = 1_000_000;
const USUAL_WEIGHT = 1024;

/** Ready, and its guest may run. */
export const isReady = ({ state, guest }: Vcpu): boolean => state.mode === 'runnable' && guest.state.mode === 'running';

const mayUse = ({ guest }: Vcpu, core: number): boolean =>
  guest.options.affinity === undefined || guest.options.affinity.includes(core);

/** Its virtual run time, with what it has run since it was charged last. */
const vruntimeAt = ({ state, guest }: Vcpu, now: number): number =>
  state.vruntime + (state.mode === 'running' ? ((now - state.since) * USUAL_WEIGHT) / guest.options.weight : 0);

export class RunQueue {
  /** @param current what runs on each core */
  constructor(
    private readonly vcpus: readonly Vcpu[],
    private readonly current: readonly (Vcpu | undefined)[],
  ) {}

  /** The virtual CPU that should run next on a core; undefined if none is ready. */
  next(core: number): Vcpu | undefined {
    let best: Vcpu | undefined;
    for (const vcpu of this.vcpus) {
      if (!isReady(vcpu) || !mayUse(vcpu, core)) continue;
      if (!best || vcpu.state.vruntime < best.state.vruntime) best = vcpu;
    }
    return best;
  }

  /** Accounts for the time up to `now` of what runs on a core. */
  charge(vcpu: Vcpu, now: number): void {
    const { state, guest } = vcpu;
    const ran = now - state.since;
    state.since = now;
    state.ran += ran;
    state.vruntime += (ran * USUAL_WEIGHT) / guest.options.weight;
  }

  /** A virtual CPU that did not run becomes ready. It has no claim to the time in which it did not want to run. */
  ready(vcpu: Vcpu, now: number): void {
    const { state } = vcpu;
    let least = Infinity;
    for (const other of this.vcpus) {
      if (isReady(other) || other.state.mode === 'running') least = Math.min(least, vruntimeAt(other, now));
    }
    if (least !== Infinity) state.vruntime = Math.max(state.vruntime, least - SLICE);
    state.waited += now - state.since;
    state.since = now;
    state.mode = 'runnable';
  }

  /**
   * Which core is to be told of a virtual CPU that has become ready: an idle one, or that whose work has run most, which will
   * go on with it, or set its timer to the end of its slice. -1: it may use no core.
   */
  place(vcpu: Vcpu, now: number): number {
    let chosen = -1;
    let most = -Infinity;
    const preferred = vcpu.state.core;
    for (let i = 0; i < this.current.length; i++) {
      // From where it ran last on: its caches may be warm there, on a board.
      const core = (preferred + i) % this.current.length;
      if (!mayUse(vcpu, core)) continue;
      const running = this.current[core];
      if (!running) return core;
      const ran = vruntimeAt(running, now);
      if (ran > most) {
        most = ran;
        chosen = core;
      }
    }
    return chosen;
  }
}
