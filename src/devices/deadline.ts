import type { Clock } from '../aarch64/bus.js';

/**
 * A call at a guest time that a device keeps in its state, so that it outlives a snapshot: the state holds the time, this
 * holds the clock's handle.
 */
export interface Deadline {
  /** Sets the time (ns) of the call, or takes it back with -1. To be called with what the state holds after a restore, too. */
  at(time: number): void;
}

/** @param fire is called when the guest has reached the time that was set last */
export function createDeadline(clock: Clock, fire: () => void): Deadline {
  let handle: number | undefined;
  const rank = clock.rank();
  return {
    at(time) {
      if (handle !== undefined) clock.cancel(handle);
      handle = undefined;
      if (time < 0) return;
      handle = clock.schedule(
        time,
        () => {
          handle = undefined;
          fire();
        },
        rank,
      );
    },
  };
}
