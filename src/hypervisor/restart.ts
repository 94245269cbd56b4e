/** Whether a guest that has ended starts again by itself, and after how long: as docker does it. */
import type { GuestEnd, GuestState } from './guest.js';

export interface RestartPolicy {
  readonly when: 'no' | 'on-failure' | 'always';
  /** So many crashes in all are made up for; without end if not given. */
  readonly limit?: number | undefined;
}

/** The first delay, the longest one, and how long (ns of its own time) a guest must run so that the next is the first again. */
export const DELAY = { first: 100e6, longest: 10e9, steady: 10e9 } as const;

/** The delay before a guest that has come to nothing so many times in a row starts again, ns. */
const delayAfter = (times: number): number => Math.min(DELAY.longest, DELAY.first * 2 ** times);

/**
 * The delay (ns) after which a guest starts again; undefined if it does not. A reset starts it again in any case, the first one
 * at once. Counts in `state`.
 * @param ran time (ns) since it has started
 */
export function restartDelay(
  state: GuestState,
  { how }: GuestEnd,
  ran: number,
  { when, limit = Infinity }: RestartPolicy,
): number | undefined {
  if (how === 'killed') return undefined;
  if (ran >= DELAY.steady) state.inARow = 0;
  if (how === 'power-off' && when !== 'always') return undefined;
  if (how === 'crashed') {
    if (when === 'no' || state.failures >= limit) return undefined;
    state.failures++;
  }
  const times = state.inARow++;
  if (how !== 'reset') return delayAfter(times);
  return times === 0 ? 0 : delayAfter(times - 1);
}
