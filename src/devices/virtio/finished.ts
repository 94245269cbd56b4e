/** Requests that are done, and whose end the driver sees later: a device works on while their answers are under way. */
import type { VirtioPort } from './device.js';
import { nextTurn, type Paced } from './pace.js';

export interface Finished {
  readonly queue: number;
  readonly head: number;
  /** Bytes written to its buffer. */
  readonly written: number;
  /** When the driver sees it, ns. */
  readonly at: number;
}

export interface Finishing extends Paced {
  /** By their times. */
  finished: Finished[];
}

/** Notes a request, behind those of the same time. */
export function finishLater({ finished }: Finishing, request: Finished): void {
  const place = finished.findIndex((f) => f.at > request.at);
  finished.splice(place < 0 ? finished.length : place, 0, request);
}

/** Lets the driver see what is finished by now. */
export function finish(port: VirtioPort, { finished }: Finishing, now: number): void {
  let seen = 0;
  while (seen < finished.length && finished[seen].at <= now) seen++;
  if (seen === 0) return;
  const over = finished.splice(0, seen);
  for (const { queue, head, written } of over) if (port.running) port.queues[queue].use(head, written);
  for (const { queue } of over) if (port.running) port.queues[queue].signal();
}

/** When there is something to do next, ns: an end to be seen, or a request that `waits` for its turn; -1 for neither. */
export function nextWork(state: Finishing, waits: boolean): number {
  const first = state.finished.length > 0 ? state.finished[0].at : Infinity;
  const at = Math.min(first, waits ? nextTurn(state) : Infinity);
  return at === Infinity ? -1 : at;
}
