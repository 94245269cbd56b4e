/** PL031 real-time clock (Arm DDI 0224): seconds, and an alarm. */
import type { Clock, IrqLine } from '../aarch64/bus.js';
import { registerMap, type Register, type RegisterMap } from './registers.js';
import type { Resettable } from './reset.js';

export interface Pl031State {
  /** RTCDR less the seconds of guest time. */
  offset: number;
  /** RTCMR and RTCLR as they were written. */
  match: number;
  loaded: number;
  /** RTCIMSC and RTCRIS. */
  mask: number;
  raw: number;
}

export interface Pl031 extends RegisterMap, Resettable<Pl031State> {}

const ID_BYTES = [0x31, 0x10, 0x04, 0x00, 0x0d, 0xf0, 0x05, 0xb1];
const SECOND = 1e9;

/** @param epoch seconds since 1970 at guest time 0 */
export function createPl031({
  clock,
  irq,
  epoch,
}: {
  readonly clock: Clock;
  readonly irq: IrqLine;
  readonly epoch: number;
}): Pl031 {
  const state: Pl031State = { offset: epoch, match: 0, loaded: 0, mask: 0, raw: 0 };
  const rank = clock.rank();
  let alarm = -1;
  const seconds = (): number => (Math.floor(clock.now() / SECOND) + state.offset) >>> 0;
  const drive = (): void => irq.set((state.raw & state.mask) !== 0);
  /** The alarm comes when the seconds become RTCMR's. */
  const schedule = (): void => {
    if (alarm >= 0) clock.cancel(alarm);
    alarm = -1;
    const at = state.match - state.offset;
    if (at * SECOND <= clock.now()) return;
    const fire = (): void => {
      alarm = -1;
      state.raw = 1;
      drive();
    };
    alarm = clock.schedule(at * SECOND, fire, rank);
  };
  const registers: readonly Register<Pl031State>[] = [
    { name: 'RTCDR', offset: 0x00, read: seconds },
    {
      name: 'RTCMR',
      offset: 0x04,
      read: () => state.match,
      write(_, value) {
        state.match = value;
        schedule();
      },
    },
    {
      name: 'RTCLR',
      offset: 0x08,
      read: () => state.loaded,
      write(_, value) {
        state.loaded = value;
        state.offset = value - Math.floor(clock.now() / SECOND);
        schedule();
      },
    },
    // Once started it cannot be stopped.
    { name: 'RTCCR', offset: 0x0c, read: () => 1 },
    {
      name: 'RTCIMSC',
      offset: 0x10,
      read: () => state.mask,
      write(_, value) {
        state.mask = value & 1;
        drive();
      },
    },
    { name: 'RTCRIS', offset: 0x14, read: () => state.raw },
    { name: 'RTCMIS', offset: 0x18, read: () => state.raw & state.mask },
    {
      name: 'RTCICR',
      offset: 0x1c,
      write(_, value) {
        state.raw &= ~value;
        drive();
      },
    },
    { name: 'RTCPeriphID', offset: 0xfe0, count: 8, read: (_, index) => ID_BYTES[index] },
  ];
  return {
    ...registerMap('PL031', registers, 0x1000, state),
    state,
    restored() {
      schedule();
      drive();
    },
  };
}
