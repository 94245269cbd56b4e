/**
 * How guests begin and end, and what is done to them from outside. A guest that ends has virtual CPUs on other cores, perhaps: these
 * are told, and it is gone when the last of them has left. Only then can it begin anew.
 */
import { COUNTER_HZ, counterAt } from '../aarch64/timers.js';
import type { Guest, GuestEnd } from './guest.js';
import { restartDelay } from './restart.js';

/** What can be done to a guest. */
export const ACTIONS = ['start', 'stop', 'kill', 'pause', 'resume', 'reset'] as const;
export type GuestAction = (typeof ACTIONS)[number];

/** Something that happened to a guest; `line` says it to people, without the guest's name. */
export interface GuestEvent {
  readonly guest: number;
  readonly kind: 'start' | 'end' | 'pause' | 'resume' | 'refused';
  readonly line: string;
}

/** What lifecycles need of the hypervisor. */
export interface LifecycleActions {
  readonly now: () => number;
  /** One of its virtual CPUs is on a core. */
  readonly isOnCore: (guest: Guest) => boolean;
  /** Its virtual CPUs are off; cores that run them are told. */
  readonly halt: (guest: Guest) => void;
  /** Takes its virtual CPUs, which stay as they are, off their cores. */
  readonly holdBack: (guest: Guest) => void;
  /** Lets them go on; `offset` is CNTVOFF_EL2. */
  readonly letGo: (guest: Guest) => void;
  /** Takes back what it has of the board. */
  readonly release: (guest: Guest) => void;
  /** Boots its image on a machine as new. @returns why not */
  readonly launch: (guest: Guest) => string | undefined;
  /** What `deadline` says has changed. */
  readonly deadlineChanged: () => void;
  readonly onEvent: (event: GuestEvent) => void;
}

/** How long the power key is pressed to stop a guest, and how long it has then if nothing else is said, ns. */
const KEY_PRESS = 100e6;
const STOP_GRACE = 10e9;

export class Lifecycle {
  constructor(
    private readonly guests: readonly Guest[],
    private readonly actions: LifecycleActions,
  ) {}

  /** When `tick` is to be called next, ns; Infinity if it need not be. */
  get deadline(): number {
    let at = Infinity;
    for (const guest of this.guests) {
      const { state } = guest;
      // One that is about to leave its cores is started when it has.
      if (state.mode === 'off') at = Math.min(at, this.actions.isOnCore(guest) ? Infinity : state.restartAt);
      else at = Math.min(at, state.keyUntil, state.killAt);
    }
    return at;
  }

  /** Does what is due. */
  tick(): void {
    const now = this.actions.now();
    for (const guest of this.guests) {
      const { state } = guest;
      if (state.mode === 'off') {
        if (state.restartAt <= now && !this.actions.isOnCore(guest)) this.restart(guest);
        continue;
      }
      if (state.keyUntil <= now) {
        state.keyUntil = Infinity;
        guest.powerKey(false);
      }
      if (state.killAt <= now) this.end(guest, { how: 'killed', line: 'has not switched itself off, killed' });
    }
  }

  /**
   * Does something to a guest. What can't be done is refused, by an event that says why.
   * @returns false where it is refused
   */
  act(guest: Guest, action: GuestAction): boolean {
    const why = this[action](guest);
    if (why !== undefined) this.tell(guest, 'refused', `${action}: ${why}`);
    return why === undefined;
  }

  /** It ends: by itself, or by what it has done. */
  end(guest: Guest, end: GuestEnd): void {
    const { state, options } = guest;
    const now = this.actions.now();
    const ran = ((counterAt(now) - state.offset) / COUNTER_HZ) * 1e9;
    // One that is to stop has ended, however it did.
    const delay =
      state.killAt === Infinity ? restartDelay(state, end, ran, options.restart ?? { when: 'no' }) : undefined;
    state.restartAt = delay === undefined ? Infinity : now + delay;
    state.mode = 'off';
    state.since = now;
    state.end = end;
    state.keyUntil = Infinity;
    state.killAt = Infinity;
    guest.powerKey(false);
    this.actions.halt(guest);
    if (!this.actions.isOnCore(guest)) this.departed(guest);
  }

  /** To be called when a guest is off and its last virtual CPU has left its core. */
  departed(guest: Guest): void {
    const { state } = guest;
    this.actions.release(guest);
    const delay = state.restartAt - this.actions.now();
    const then = delay === Infinity ? '' : delay > 0 ? `, starts again in ${delay / 1e9} s` : ', starts again';
    this.tell(guest, 'end', `${state.end?.line ?? ''}${then}`);
    if (delay <= 0) this.restart(guest);
    else this.actions.deadlineChanged();
  }

  private tell({ vmid }: Guest, kind: GuestEvent['kind'], line: string): void {
    this.actions.onEvent({ guest: vmid - 1, kind, line });
  }

  /** Starts a guest anew. @returns why not */
  private launch(guest: Guest): string | undefined {
    guest.state.restartAt = Infinity;
    const why = this.actions.launch(guest);
    if (why === undefined) this.tell(guest, 'start', 'started');
    return why;
  }

  private restart(guest: Guest): void {
    guest.state.restarts++;
    const why = this.launch(guest);
    if (why !== undefined) this.tell(guest, 'end', `can't start again: ${why}`);
  }

  private start(guest: Guest): string | undefined {
    const { state } = guest;
    if (state.mode !== 'off') return `it is ${state.mode}`;
    state.inARow = 0;
    state.failures = 0;
    state.restarts = 0;
    if (!this.actions.isOnCore(guest)) return this.launch(guest);
    state.restartAt = this.actions.now();
    return undefined;
  }

  /** Presses the power key. Who does not look at it is killed in the end. */
  private stop(guest: Guest): string | undefined {
    const { state, options } = guest;
    if (state.mode === 'off') return this.kill(guest);
    if (state.killAt !== Infinity) return 'it stops already';
    if (state.mode === 'paused') this.resume(guest);
    const now = this.actions.now();
    state.keyUntil = now + KEY_PRESS;
    state.killAt = now + (options.stopGrace ?? STOP_GRACE);
    guest.powerKey(true);
    this.actions.deadlineChanged();
    return undefined;
  }

  private kill(guest: Guest): string | undefined {
    const { state } = guest;
    const end: GuestEnd = { how: 'killed', line: 'killed' };
    if (state.mode !== 'off') {
      this.end(guest, end);
      return undefined;
    }
    // One that would have started again does not.
    if (state.restartAt === Infinity) return 'it is off';
    state.restartAt = Infinity;
    state.end = end;
    if (!this.actions.isOnCore(guest)) this.departed(guest);
    return undefined;
  }

  private reset(guest: Guest): string | undefined {
    const { state } = guest;
    if (state.mode === 'off') return 'it is off';
    // Somebody wants it so: at once, and it is not one of those that come too often.
    state.inARow = 0;
    state.killAt = Infinity;
    this.end(guest, { how: 'reset', line: 'reset' });
    state.inARow = 0;
    return undefined;
  }

  private pause(guest: Guest): string | undefined {
    const { state } = guest;
    if (state.mode !== 'running') return `it is ${state.mode}`;
    state.mode = 'paused';
    state.since = this.actions.now();
    this.actions.holdBack(guest);
    this.tell(guest, 'pause', 'paused');
    return undefined;
  }

  private resume(guest: Guest): string | undefined {
    const { state } = guest;
    if (state.mode !== 'paused') return `it is ${state.mode}`;
    const now = this.actions.now();
    // Its counter stands where it stood.
    state.offset += counterAt(now) - counterAt(state.since);
    state.mode = 'running';
    state.since = now;
    this.actions.letGo(guest);
    this.tell(guest, 'resume', 'goes on');
    return undefined;
  }
}
