/**
 * Which virtual CPU runs where: weighted fair sharing. Each has a virtual run time, what it ran divided by its weight; of those that
 * are ready, the one that has run least goes next, on any core that it may use.
 */
import { allowance, periodEnd, PERIOD, periodOf, quotaOf } from './cap.js';
import type { Guest, Vcpu } from './guest.js';

/** How long a virtual CPU runs before another that is ready gets its turn, ns. */
export const SLICE = 1_000_000;
const USUAL_WEIGHT = 1024;

const mayUse = ({ guest }: Vcpu, core: number): boolean =>
  guest.options.affinity === undefined || guest.options.affinity.includes(core);

/** Its virtual run time, with what it has run since it was charged last. */
const vruntimeAt = ({ state, guest }: Vcpu, now: number): number =>
  state.vruntime + (state.mode === 'running' ? ((now - state.since) * USUAL_WEIGHT) / guest.options.weight : 0);

export class RunQueue {
  private readonly capped: readonly Guest[];

  /**
   * @param current what runs on each core
   * @param now guest time, ns. To read it moves a core up to the latest time that any core has read, and ends its turn so much
   *   earlier: it is read where it is needed
   */
  constructor(
    private readonly vcpus: readonly Vcpu[],
    private readonly current: readonly (Vcpu | undefined)[],
    private readonly now: () => number,
  ) {
    this.capped = [...new Set(vcpus.map(({ guest }) => guest))].filter(({ options }) => options.cap !== undefined);
  }

  /** The virtual CPU that should run next on a core; undefined if none is ready. */
  next(core: number): Vcpu | undefined {
    if (this.capped.length > 0) this.settle(this.now());
    let best: Vcpu | undefined;
    for (const vcpu of this.vcpus) {
      if (best && vcpu.state.vruntime >= best.state.vruntime) continue;
      if (this.isReady(vcpu) && mayUse(vcpu, core)) best = vcpu;
    }
    return best;
  }

  /** Ready, and its guest may run. */
  private isReady({ state, guest }: Vcpu): boolean {
    return state.mode === 'runnable' && this.mayRun(guest);
  }

  /** True where a guest's virtual CPUs may have a core: it is not paused, and has not had what its cap allows. */
  mayRun(guest: Guest): boolean {
    return guest.state.mode === 'running' && (guest.options.cap === undefined || allowance(guest, this.now()) > 0);
  }

  /** Accounts for the time up to `now` of what runs on a core. */
  charge(vcpu: Vcpu, now: number): void {
    const { state, guest } = vcpu;
    const ran = now - state.since;
    state.since = now;
    state.ran += ran;
    state.vruntime += (ran * USUAL_WEIGHT) / guest.options.weight;
    guest.state.used += ran;
  }

  /** Brings the accounts of guests with caps up to the period of `now`: what they may run in it is theirs. */
  private settle(now: number): void {
    const period = periodOf(now);
    for (const guest of this.capped) {
      const { state, vcpus } = guest;
      if (period === state.period) continue;
      const begin = period * PERIOD;
      for (const vcpu of vcpus) {
        if (vcpu.state.mode === 'running' && vcpu.state.since < begin) this.charge(vcpu, begin);
      }
      state.used = Math.max(0, state.used - (period - state.period) * quotaOf(guest));
      state.period = period;
      for (const vcpu of vcpus) if (vcpu.state.mode === 'runnable') this.lift(vcpu, now);
    }
  }

  /** A virtual CPU has no claim to the time in which it did not want to run, or was not allowed to. */
  private lift(vcpu: Vcpu, now: number): void {
    let least = Infinity;
    for (const other of this.vcpus) {
      if (other === vcpu) continue;
      if (other.state.mode === 'running' || this.isReady(other)) least = Math.min(least, vruntimeAt(other, now));
    }
    const { state } = vcpu;
    if (least !== Infinity) state.vruntime = Math.max(state.vruntime, least - SLICE);
  }

  /** A virtual CPU that did not run becomes ready. */
  ready(vcpu: Vcpu, now: number): void {
    const { state } = vcpu;
    this.lift(vcpu, now);
    state.waited += now - state.since;
    state.since = now;
    state.mode = 'runnable';
  }

  /**
   * When a core has to choose again, ns; Infinity if nothing makes it: its virtual CPU's slice ends while others wait, or its guest's
   * cap is reached, or one that has reached it may run again.
   */
  deadline(core: number): number {
    let at = Infinity;
    const running = this.current[core];
    for (const vcpu of this.vcpus) {
      if (vcpu.state.mode !== 'runnable' || vcpu.guest.state.mode !== 'running' || !mayUse(vcpu, core)) continue;
      if (!this.mayRun(vcpu.guest)) at = Math.min(at, periodEnd(this.now()));
      else if (running) at = Math.min(at, running.state.since + SLICE);
    }
    if (running?.guest.options.cap === undefined) return at;
    const now = this.now();
    const others = running.guest.vcpus.filter(({ state }) => state.mode === 'running').length;
    return Math.min(at, periodEnd(now), now + Math.max(0, allowance(running.guest, now)) / others);
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
