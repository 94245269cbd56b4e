/**
 * Caps: the most that a guest may have of the cores, all its virtual CPUs together. In each period it has so much time to run; when
 * that is used up its virtual CPUs stay ready and wait for the next one. What it ran too long counts in the next.
 */
import type { Guest } from './guest.js';

/** A period, ns of guest time. */
export const PERIOD = 10_000_000;

/** What a guest may run in a period, ns; Infinity without a cap. */
export const quotaOf = ({ options: { cap } }: Guest): number => (cap === undefined ? Infinity : cap * PERIOD);

export const periodOf = (now: number): number => Math.floor(now / PERIOD);
/** The end of the period of `now`, ns. */
export const periodEnd = (now: number): number => (periodOf(now) + 1) * PERIOD;

/** Time (ns) that a guest, whose account is that of the period of `now`, may still run in it. Less than 0: it ran too long. */
export function allowance(guest: Guest, now: number): number {
  const quota = quotaOf(guest);
  if (quota === Infinity) return Infinity;
  let left = quota - guest.state.used;
  for (const { state } of guest.vcpus) if (state.mode === 'running') left -= now - state.since;
  return left;
}
