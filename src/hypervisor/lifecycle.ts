/**
 * How guests begin and end, and what is done to them from outside. A guest that ends has virtual CPUs on other cores, perhaps: these
 * are told, and it is gone when the last of them has left. Only then can it begin anew.
 */
import { counterAt } from '../aarch64/timers.js';
import type { Guest, GuestEnd } from './guest.js';

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
  /** Boots its image on a machine as new. @returns why not */
  readonly launch: (guest: Guest) => string | undefined;
  readonly onEvent: (event: GuestEvent) => void;
}

export class Lifecycle {
  constructor(private readonly actions: LifecycleActions) {}

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
    const { state } = guest;
    state.mode = 'off';
    state.since = this.actions.now();
    state.end = end;
    state.again = end.how === 'reset';
    this.actions.halt(guest);
    if (!this.actions.isOnCore(guest)) this.departed(guest);
  }

  /** To be called when a guest is off and its last virtual CPU has left its core. */
  departed(guest: Guest): void {
    const { state } = guest;
    const again = state.again;
    state.again = false;
    this.tell(guest, 'end', state.end?.line ?? '');
    if (again) this.act(guest, 'start');
  }

  private tell({ vmid }: Guest, kind: GuestEvent['kind'], line: string): void {
    this.actions.onEvent({ guest: vmid - 1, kind, line });
  }

  private start(guest: Guest): string | undefined {
    const { state } = guest;
    if (state.mode !== 'off') return `it is ${state.mode}`;
    if (this.actions.isOnCore(guest)) {
      state.again = true;
      return undefined;
    }
    const why = this.actions.launch(guest);
    if (why === undefined) this.tell(guest, 'start', 'started');
    return why;
  }

  private stop(guest: Guest): string | undefined {
    return this.kill(guest);
  }

  private kill(guest: Guest): string | undefined {
    const { state } = guest;
    if (state.mode === 'off' && !state.again) return 'it is off';
    state.again = false;
    const end: GuestEnd = { how: 'killed', line: 'killed' };
    // One that has just been reset is on its way out.
    if (state.mode === 'off') state.end = end;
    else this.end(guest, end);
    return undefined;
  }

  private reset(guest: Guest): string | undefined {
    if (guest.state.mode === 'off') return 'it is off';
    this.end(guest, { how: 'reset', line: 'reset' });
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
