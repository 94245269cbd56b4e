/**
 * The wire into a serial port: what comes from outside waits here and arrives at the line's speed, one byte at a time, when the port
 * has room. Nothing is lost, so that a text can be typed before the guest listens.
 */
import type { Clock } from '../aarch64/bus.js';
import { createDeadline } from '../devices/deadline.js';

/** A byte of 10 bits at 115,200 baud, in ns. */
const BYTE_TIME = 86_806;

export interface SerialLineState {
  /** Bytes on their way, the next one first. */
  queue: number[];
  /** When the next one arrives (ns); -1 while nothing is on its way, or the port has no room. */
  dueAt: number;
}

export interface SerialLine {
  readonly state: SerialLineState;
  /** Bytes from outside. */
  feed(bytes: Uint8Array): void;
  /** The port has room again. */
  onRoom(): void;
  restored(): void;
}

/** @param push gives the port a byte; false where it has no room */
export function createSerialLine(clock: Clock, push: (byte: number) => boolean): SerialLine {
  const state: SerialLineState = { queue: [], dueAt: -1 };
  const set = (at: number): void => {
    state.dueAt = at;
    deadline.at(at);
  };
  const deadline = createDeadline(clock, () => {
    state.dueAt = -1;
    if (state.queue.length === 0 || !push(state.queue[0])) return;
    state.queue.shift();
    if (state.queue.length > 0) set(clock.now() + BYTE_TIME);
  });
  return {
    state,
    feed(bytes) {
      const idle = state.queue.length === 0;
      for (const byte of bytes) state.queue.push(byte);
      if (idle && bytes.length > 0) set(clock.now() + BYTE_TIME);
    },
    onRoom() {
      if (state.queue.length > 0 && state.dueAt < 0) set(clock.now() + BYTE_TIME);
    },
    restored: () => deadline.at(state.dueAt),
  };
}
