/**
 * What comes from outside: keys, and what is done to the board. A run depends on these and on what the machine was made of, so they
 * are plain data with the guest time at which they took effect, and a run can be replayed from them (DESIGN.md section 6).
 */

import type { NetEvent } from '../devices/net/outside.js';
import type { GuestImage } from '../hypervisor/guest.js';
import type { GuestAction } from '../hypervisor/lifecycle.js';

export type Input = {
  /** Guest time (ns) at which it takes effect, between two rounds. */
  readonly at: number;
} & (
  | { readonly kind: 'serial'; readonly port: number; readonly bytes: Uint8Array }
  /** The line condition BREAK. */
  | { readonly kind: 'break'; readonly port: number }
  /** Somebody pulls the board's reset line. */
  | { readonly kind: 'reset' }
  /** A pin is driven from outside; undefined lets go of it. */
  | { readonly kind: 'gpio'; readonly pin: number; readonly level: boolean | undefined }
  /** Something comes to the gateway of a network, an index in `Machine.networks`. */
  | { readonly kind: 'net'; readonly network: number; readonly event: NetEvent }
  /** Something is done to a guest of our hypervisor, by its index. */
  | { readonly kind: 'guest'; readonly guest: number; readonly action: GuestAction }
  /** A guest is asked to give so many pages of 4 KB back, in all. */
  | { readonly kind: 'balloon'; readonly guest: number; readonly pages: number }
  /** What a guest boots from now on, which takes effect at its next start. */
  | { readonly kind: 'image'; readonly guest: number; readonly image: GuestImage }
);

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;
/** An input that has no time yet. */
export type InputEvent = WithoutTime<Input>;
