/** What a kind of virtio device is to its transport, and the transport to it. */
import type { GuestBus } from '../../aarch64/bus.js';
import type { Resettable } from '../reset.js';
import type { Virtqueue } from './queue.js';

/** Features of rings and of the negotiation itself (virtio 1.2, 6). */
export const FEATURE = { INDIRECT_DESC: 28, EVENT_IDX: 29, VERSION_1: 32, RING_RESET: 40 } as const;

/** The transport, as a device sees it. */
export interface VirtioPort {
  readonly queues: readonly Virtqueue[];
  readonly memory: GuestBus;
  /** Whether driver and device have agreed on a feature. */
  has(feature: number): boolean;
  /** The driver has said DRIVER_OK, and nothing has gone wrong since: buffers may be used. */
  readonly running: boolean;
  /** Tells the driver that the configuration space has changed. */
  configChanged(): void;
  /** The driver has broken the rules in a way that no answer could tell. */
  broken(why: string): void;
}

/** A kind of device, less its transport. None of its functions throws, whatever the guest has done. */
export interface VirtioDevice<S extends object = object> extends Resettable<S> {
  /** The device type (virtio 1.2, 5). */
  readonly id: number;
  /** Feature bits of its own that it offers. */
  readonly features: readonly number[];
  /** A feature, and those of which at least one must come with it. */
  readonly requires?: readonly (readonly [feature: number, anyOf: readonly number[]])[];
  /** The longest that each queue may be: powers of two. */
  readonly queues: readonly number[];
  /** The configuration space, made anew at each access: `bytes` long at most. */
  readonly configBytes: number;
  config(view: DataView): void;
  /** The driver writes to the configuration space: 1, 2 or 4 bytes. */
  writeConfig?(offset: number, size: number, value: number): void;
  /** The driver has made buffers available. Only called while `running`. */
  notified(queue: number): void;
  /** Forgets what it was doing for the driver, for all queues or for one. */
  reset(queue?: number): void;
}

/** Makes a device on its transport. */
export type VirtioKind<D extends VirtioDevice = VirtioDevice> = (port: VirtioPort) => D;
