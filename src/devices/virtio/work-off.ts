/** Devices that work off one buffer after the other, at their pace: what the driver sees of each is there as soon as it is done. */
import type { Clock } from '../../aarch64/bus.js';
import type { VirtioPort } from './device.js';
import { ELEMENT, nextTurn, spend, type Paced } from './pace.js';
import type { Chain, Virtqueue } from './queue.js';

export interface WorkingOff extends Paced {
  /** When the device looks for more buffers (ns), -1 if it waits for the driver. */
  wakeAt: number;
}

/**
 * Takes buffers until there are none, or the device has enough to do; `state.wakeAt` says then when it goes on.
 * @param one does one buffer and gives it back. @returns the ns that it took, beside those for its elements; -1 where the driver has
 *   broken the rules, of which the transport has been told
 */
export function workOff(
  port: VirtioPort,
  queue: Virtqueue,
  clock: Clock,
  state: WorkingOff,
  one: (chain: Chain) => number,
): void {
  for (let left = queue.available(); left > 0 && port.running; left--) {
    if (nextTurn(state) > clock.now()) {
      state.wakeAt = nextTurn(state);
      break;
    }
    if (!queue.take()) break;
    const { elements } = queue.chain;
    const time = one(queue.chain);
    if (time < 0) return;
    spend(state, clock.now(), time + ELEMENT * elements, 0, {});
  }
  if (!port.running) return;
  queue.await();
  queue.signal();
}
