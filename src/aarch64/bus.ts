/**
 * The small interfaces on which devices meet the processor. Nothing here knows what a device is or what a core is.
 *
 * Widths: an MMIO access is 1, 2 or 4 bytes; the processor splits a 64-bit access in two 32-bit ones, low half first.
 */

/** Who makes an access: what a banked or security-aware register needs to know of its reader. */
export interface Requester {
  /** Index of the core, 0 for the first; DMA engines pass -1. */
  readonly cpu: number;
  /** True for an access from Secure state (Arm ARM D1.7). */
  readonly secure: boolean;
}

/** A register map. Offsets are in bytes from the device's base and lie inside its window. */
export interface MmioDevice {
  /** The name the board's manual gives the block: shown in traces and in the MMIO report. */
  readonly name: string;
  /** Reads `size` bytes at `offset`; the result is an unsigned number below 2^(8*size). Must not throw. */
  read(offset: number, size: 1 | 2 | 4, by: Requester): number;
  /** Writes the low `size` bytes of `value` (unsigned). Must not throw. */
  write(offset: number, size: 1 | 2 | 4, value: number, by: Requester): void;
  /** The manual's name of the register at `offset`, such as `GPFSEL1`, or undefined; for traces and reports. */
  registerAt?(offset: number): string | undefined;
}

/** A level-sensitive wire. Setting the level it already has must do nothing. */
export interface IrqLine {
  set(level: boolean): void;
}

/** Guest time, and a way to be called when it has advanced. */
export interface Clock {
  /** Nanoseconds of guest time since reset: an integer below 2^53. */
  now(): number;
  /**
   * Calls `fire` at guest time `at` (ns), at an exact instruction count. Returns a handle for `cancel`.
   * @param rank from `rank`: which of several calls at one time comes first
   */
  schedule(at: number, fire: () => void, rank: number): number;
  /**
   * The next place in the order of calls at one time, for whoever will schedule calls. To be asked for while a machine is put
   * together: then it is the same in every machine of that kind, and calls that a snapshot has brought back come in the
   * order in which they would have come.
   */
  rank(): number;
  /** Forgets a scheduled call; a handle that has fired or was cancelled is ignored. */
  cancel(handle: number): void;
}

/**
 * State that can be saved: plain data (numbers, strings, booleans, typed arrays, arrays and objects of these).
 * A device's `state` is the whole of what it must remember; anything else is derived from it.
 */
export interface Saveable<S> {
  readonly state: S;
  /** Called after `state` was overwritten by a snapshot: re-derives lines and timers. */
  restored(): void;
}

/**
 * Guest memory as devices that master the bus see it: by physical address. What is behind an address (RAM, or another
 * device's registers) is the machine's to know. RAM of any length may be asked for; registers are reached by accesses of
 * 1, 2 or 4 aligned bytes, one at a time.
 */
export interface GuestBus {
  /** Fills `bytes` from `pa` on. False: nothing answers at some of these addresses, and `bytes` holds nothing of use. */
  read(pa: number, bytes: Uint8Array): boolean;
  /** Writes `bytes` from `pa` on. False: nothing answers at some of these addresses; the others may have been written. */
  write(pa: number, bytes: Uint8Array): boolean;
}
