/** The reset of a board's devices, as its watchdog or its reset pin brings it about. */
import type { Saveable } from '../aarch64/bus.js';

/** A device that a board's reset takes back to its first state. */
export interface Resettable<S extends object = object> extends Saveable<S> {
  /**
   * Called when `state` holds the first state again, and before `restored`. Takes over from `before`, the state that the reset has
   * ended, what a reset leaves as it is (levels on wires from outside, fuses), and lets counters begin at the present time.
   */
  resetFrom?(before: S): void;
}

/** Puts a state in the place of another. The object stays, since a device holds it. */
export function overwrite(state: object, by: object): void {
  for (const key of Object.keys(state)) if (!(key in by)) delete (state as Record<string, unknown>)[key];
  Object.assign(state, structuredClone(by));
}

/**
 * Remembers the present states of all devices, which are those from which a board starts.
 * @returns the reset: to be called while no device is being accessed. No device has to be told of it otherwise.
 */
export function createReset(devices: readonly Resettable[]): () => void {
  const first = devices.map(({ state }) => structuredClone(state));
  return () => {
    devices.forEach((device, i) => {
      const before = { ...device.state };
      overwrite(device.state, first[i]);
      device.resetFrom?.(before);
    });
    // Lines run from device to device: none is driven before all have their states.
    for (const device of devices) device.restored();
  };
}
