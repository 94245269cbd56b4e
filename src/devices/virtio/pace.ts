/**
 * How fast a device works: each thing it does takes a time, one after the other. It may be ahead of the guest's time by a burst, so that
 * what comes together is done together; more has to wait. So no guest can make the host work more than the device's model allows.
 */

/** How far ahead of the guest's time a device may be, ns. */
const BURST = 100_000;
/** What each element of a buffer takes, ns: a descriptor is fetched, a run of memory is begun. */
export const ELEMENT = 50;
/** What takes longer, by a limit that was set to next to nothing, takes this: a day. */
const LONGEST = 86_400e9;

/** What a limit adds to the time that the device itself takes; each may be missing. */
export interface Limits {
  /** Operations (requests, frames) a second. */
  readonly iops?: number | undefined;
  /** Bytes a second. */
  readonly bps?: number | undefined;
}

/** State: up to when (ns) the device is busy with what it has taken on. */
export interface Paced {
  freeAt: number;
}

/** When the device may take on more: a time that has come, or one to wait for. */
export const nextTurn = ({ freeAt }: Paced): number => freeAt - BURST;

/**
 * Takes something on that takes `time` ns by itself.
 * @returns when it is done
 */
export function spend(
  state: Paced,
  now: number,
  time: number,
  bytes: number,
  { iops = Infinity, bps = Infinity }: Limits,
): number {
  const took = Math.min(LONGEST, Math.ceil(Math.max(time, 1e9 / iops, (bytes * 1e9) / bps)));
  state.freeAt = Math.max(now, state.freeAt) + took;
  return state.freeAt;
}
