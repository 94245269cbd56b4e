/**
 * Which virtual CPU runs where: weighted fair sharing among guests, and fair sharing among the virtual CPUs of each.
 *
 * A guest has a virtual run time, its *share*: what all its virtual CPUs ran, divided by its weight. Of the virtual CPUs that are ready,
 * one of the guest that has had least goes next, on any core that it may use. So a guest gets no more by having more of them, or by
 * letting them take turns at sleeping.
 */
import { allowance, periodEnd, PERIOD, periodOf, quotaOf } from './cap.js';
import type { Guest, Vcpu } from './guest.js';

/** How long a virtual CPU runs before another that is ready gets its turn, ns. */
export const SLICE = 1_000_000;
/** In the middle of a turn one that has had so much less comes first: who has slept. Otherwise turns end in their order. */
const MARGIN = SLICE / 2;
const USUAL_WEIGHT = 1024;

const mayUse = ({ guest }: Vcpu, core: number): boolean =>
  guest.options.affinity === undefined || guest.options.affinity.includes(core);
const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
/** By how much a turn raises a guest's share. */
const quantum = ({ options }: Guest): number => (SLICE * USUAL_WEIGHT) / options.weight;

/** Counts what a virtual CPU has run, ns. */
function add({ guest, state }: Vcpu, ran: number): void {
  state.ran += ran;
  state.vruntime += ran;
  guest.state.used += ran;
  guest.state.share += (ran * USUAL_WEIGHT) / guest.options.weight;
}

/** How much less one has had than another: of guests' shares, or within a guest. */
const lead = (one: Vcpu, other: Vcpu): number =>
  one.guest === other.guest
    ? other.state.vruntime - one.state.vruntime
    : other.guest.state.share - one.guest.state.share;

function isBefore(one: Vcpu, other: Vcpu): boolean {
  const by = other.guest.state.share - one.guest.state.share;
  return by !== 0 ? by > 0 : one.state.vruntime < other.state.vruntime;
}

export class RunQueue {
  private readonly capped: readonly Guest[];

  /** @param current what runs on each core */
  constructor(
    private readonly vcpus: readonly Vcpu[],
    private readonly current: readonly (Vcpu | undefined)[],
  ) {
    this.capped = [...new Set(vcpus.map(({ guest }) => guest))].filter(({ options }) => options.cap !== undefined);
  }

  /** The virtual CPU that should run next on a core; undefined if none is ready. */
  next(core: number, now: number): Vcpu | undefined {
    this.settle(now);
    let best: Vcpu | undefined;
    for (const vcpu of this.vcpus) {
      if (!this.isReady(vcpu, now) || !mayUse(vcpu, core)) continue;
      if (!best || isBefore(vcpu, best)) best = vcpu;
    }
    return best;
  }

  /** Ready, and its guest may run. */
  private isReady({ state, guest }: Vcpu, now: number): boolean {
    return state.mode === 'runnable' && this.mayRun(guest, now);
  }

  /** True where a guest's virtual CPUs may have a core: it is not paused, and has not had what its cap allows. */
  mayRun(guest: Guest, now: number): boolean {
    return guest.state.mode === 'running' && (guest.options.cap === undefined || allowance(guest, now) > 0);
  }

  /** Accounts for the time up to `now` of what runs on a core, or has just left it. */
  charge(vcpu: Vcpu, now: number): void {
    const { state } = vcpu;
    add(vcpu, now - state.since);
    state.since = now;
  }

  /** One that does not run any more has a core's time to pay for; if it waits now, it began to later. */
  pay(vcpu: Vcpu, time: number): void {
    add(vcpu, time);
    vcpu.state.since += time;
  }

  /** What a core did in place of what it runs was for another one. */
  transfer(from: Vcpu, to: Vcpu, time: number): void {
    from.state.since += time;
    add(to, time);
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
      // It has no claim to the time in which it was not allowed to run.
      const waiting = vcpus.find((vcpu) => vcpu.state.mode === 'runnable');
      if (waiting) state.share = Math.max(state.share, this.base(waiting, now) - SLICE);
    }
  }

  /** Accounts for all that runs, so that shares can be compared. */
  private chargeAll(now: number, except?: Vcpu): void {
    for (const vcpu of this.current) if (vcpu?.state.mode === 'running' && vcpu !== except) this.charge(vcpu, now);
  }

  /**
   * A virtual CPU that did not run becomes ready. It has no claim to the time in which it did not want to run, and no old debts. A guest
   * none of which ran is a turn ahead of the others, so that it need not wait; but where a core is free, that is not needed.
   * @param told by core, whether it has been told of another already
   */
  ready(vcpu: Vcpu, now: number, told: readonly boolean[]): void {
    const { state, guest } = vcpu;
    this.settle(now);
    this.chargeAll(now);
    const siblings = guest.vcpus.filter(
      (s) => s !== vcpu && (s.state.mode === 'running' || s.state.mode === 'runnable'),
    );
    if (siblings.length > 0) {
      const least = Math.min(...siblings.map((s) => s.state.vruntime));
      state.vruntime = clamp(state.vruntime, least - SLICE, least + SLICE);
    }
    const base = this.base(vcpu, now);
    if (base > -Infinity) {
      const { share } = guest.state;
      if (siblings.length === 0) {
        const ahead = this.free(vcpu, told) < 0 ? SLICE : 0;
        guest.state.share = clamp(share, base - ahead, base + Math.max(quantum(guest), SLICE));
      }
      // One that waited for nothing until now, though it ran, comes in its order, but stops nobody.
      else if (siblings.every((s) => s.state.mode === 'running')) guest.state.share = Math.max(share, base);
    }
    state.waited += now - state.since;
    state.since = now;
    state.mode = 'runnable';
  }

  /** The share of those with which a virtual CPU will compete: the least on each core that it may use, of these the highest. */
  private base(vcpu: Vcpu, now: number): number {
    let base = -Infinity;
    for (let core = 0; core < this.current.length; core++) {
      if (!mayUse(vcpu, core)) continue;
      let least = Infinity;
      for (const other of this.vcpus) {
        if (other === vcpu) continue;
        const { mode, core: its } = other.state;
        if (mode === 'running' ? its === core : mayUse(other, core) && this.isReady(other, now))
          least = Math.min(least, other.guest.state.share);
      }
      if (least < Infinity) base = Math.max(base, least);
    }
    return base;
  }

  /**
   * Whether what a core runs has to go for another, whose turn it is.
   * @param before what it runs; its time must be accounted for
   */
  stops(core: number, before: Vcpu, now: number): boolean {
    const { state, guest } = before;
    this.chargeAll(now, before);
    const next = this.next(core, now);
    if (!this.mayRun(guest, now)) return true;
    const over = now >= state.until;
    if (!next || lead(next, before) <= (over ? 0 : MARGIN)) {
      if (over) this.begin(before, core, now);
      return false;
    }
    // What was gained where nobody else wanted to run is not held against it for ever.
    if (next.guest !== guest)
      guest.state.share = Math.min(guest.state.share, next.guest.state.share + this.drift(guest));
    return true;
  }

  /** How far a guest's share may be from others': all cores may have had a turn with it at once. */
  private drift(guest: Guest): number {
    return 2 * this.current.length * quantum(guest);
  }

  /** A turn begins. Who could not use all it had a claim to, since it has too few virtual CPUs, does not save it up. */
  begin(vcpu: Vcpu, core: number, now: number): void {
    vcpu.state.until = now + SLICE;
    const { guest } = vcpu;
    let least: Guest | undefined;
    for (const other of this.vcpus) {
      if (other.guest === guest || !mayUse(other, core) || !this.isReady(other, now)) continue;
      if (!least || other.guest.state.share < least.state.share) least = other.guest;
    }
    if (least) guest.state.share = Math.max(guest.state.share, least.state.share - this.drift(least));
  }

  /**
   * A virtual CPU gives its turn up: to another of its guest, which may have the lock that it waits for, or to another guest's.
   * @param core where it runs
   * @returns whether there is one
   */
  yield(vcpu: Vcpu, core: number, now: number): boolean {
    const next = this.next(core, now);
    if (!next) return false;
    const { guest, state } = vcpu;
    this.charge(vcpu, now);
    state.until = now;
    const siblings = guest.vcpus.filter((s) => s.state.mode === 'runnable');
    if (siblings.length > 0)
      state.vruntime = Math.max(state.vruntime, Math.min(...siblings.map((s) => s.state.vruntime)) + 1);
    else guest.state.share = Math.max(guest.state.share, next.guest.state.share + 1);
    return true;
  }

  /**
   * When a core has to choose again, ns; Infinity if nothing makes it: its virtual CPU's turn ends, or its guest's cap is reached, or one
   * that has reached it may run again.
   */
  deadline(core: number, now: number): number {
    const running = this.current[core];
    let at = running ? running.state.until : Infinity;
    for (const vcpu of this.vcpus) {
      if (vcpu.state.mode !== 'runnable' || vcpu.guest.state.mode !== 'running' || !mayUse(vcpu, core)) continue;
      if (!this.mayRun(vcpu.guest, now)) at = Math.min(at, periodEnd(now));
    }
    if (running?.guest.options.cap === undefined) return at;
    const others = running.guest.vcpus.filter(({ state }) => state.mode === 'running').length;
    return Math.min(at, periodEnd(now), now + Math.max(0, allowance(running.guest, now)) / others);
  }

  /**
   * Which core is to be told of a virtual CPU that has become ready: an idle one, or that whose work has run most, if that should stop for
   * it. Otherwise it waits for the end of a turn: -1.
   * @param told whether a core has been told of another already
   */
  place(vcpu: Vcpu, told: readonly boolean[]): number {
    const free = this.free(vcpu, told);
    if (free >= 0) return free;
    let most: Vcpu | undefined;
    for (const running of this.current) {
      if (running?.state.mode !== 'running' || !mayUse(vcpu, running.state.core)) continue;
      if (!most || isBefore(most, running)) most = running;
    }
    return most && lead(vcpu, most) > MARGIN ? most.state.core : -1;
  }

  /** An idle core that was told of nobody yet; -1 for none. */
  private free(vcpu: Vcpu, told: readonly boolean[]): number {
    for (let i = 0; i < this.current.length; i++) {
      // From where it ran last on: its caches may be warm there, on a board.
      const core = (vcpu.state.core + i) % this.current.length;
      if (mayUse(vcpu, core) && this.current[core]?.state.mode !== 'running' && !told[core]) return core;
    }
    return -1;
  }
}
