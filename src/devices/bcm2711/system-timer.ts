/**
 * System timer (BCM2711 ARM Peripherals, chapter 10): a 64-bit counter of microseconds and four compare registers.
 *
 * A compare register acts once for each time that it is written. On the part it would match again whenever the lower half of the
 * counter comes round, every 71.6 minutes, and so it would from reset on; a machine in which nothing else happens would then
 * never be idle.
 */
import type { Clock, IrqLine } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import type { Resettable } from '../reset.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

const CHANNELS = 4;
const NS_PER_TICK = 1000;
const WRAP = 0x1_0000_0000;

export interface SystemTimerState {
  /** When the counter was zero (ns). */
  zero: number;
  /** CS: which channels have matched. */
  cs: number;
  /** C0 to C3. */
  compare: number[];
  /** When each channel matches next (ns), -1 for not at all. */
  match: number[];
}

export interface SystemTimerOptions {
  readonly clock: Clock;
  /** One line for each channel: SPI 64 to 67. */
  readonly irq: readonly IrqLine[];
  readonly unmodelled?: Unmodelled | undefined;
}

/** The system timer: window 0x1000, at 0xfe003000. */
export interface SystemTimer extends RegisterMap, Resettable<SystemTimerState> {}

interface Timer {
  readonly state: SystemTimerState;
  ticks(): number;
  setCompare(channel: number, value: number): void;
  acknowledge(channels: number): void;
}

export const SYSTEM_TIMER_REGISTERS: readonly Register<Timer>[] = [
  { name: 'CS', offset: 0x00, read: ({ state }) => state.cs, write: (timer, value) => timer.acknowledge(value) },
  { name: 'CLO', offset: 0x04, read: (timer) => timer.ticks() % WRAP },
  { name: 'CHI', offset: 0x08, read: (timer) => Math.floor(timer.ticks() / WRAP) },
  {
    name: 'C',
    offset: 0x0c,
    count: CHANNELS,
    read: ({ state }, channel) => state.compare[channel],
    write: (timer, value, channel) => timer.setCompare(channel, value),
  },
];

const resetState = (zero: number): SystemTimerState => ({
  zero,
  cs: 0,
  compare: new Array<number>(CHANNELS).fill(0),
  match: new Array<number>(CHANNELS).fill(-1),
});

export function createSystemTimer({ clock, irq, unmodelled }: SystemTimerOptions): SystemTimer {
  const state = resetState(clock.now());
  const drive = (): void => irq.forEach((line, channel) => line.set(((state.cs >> channel) & 1) !== 0));
  const deadlines = Array.from({ length: CHANNELS }, (_, channel) =>
    createDeadline(clock, () => {
      state.match[channel] = -1;
      state.cs |= 1 << channel;
      drive();
    }),
  );
  const arm = (): void => deadlines.forEach((deadline, channel) => deadline.at(state.match[channel]));

  const timer: Timer = {
    state,
    ticks: () => Math.floor((clock.now() - state.zero) / NS_PER_TICK),
    setCompare(channel, value) {
      const now = timer.ticks();
      const ahead = (value - (now % WRAP) + WRAP) % WRAP;
      state.compare[channel] = value;
      state.match[channel] = state.zero + (now + ahead) * NS_PER_TICK;
      deadlines[channel].at(state.match[channel]);
    },
    acknowledge(channels) {
      state.cs &= ~channels;
      drive();
    },
  };

  return {
    ...registerMap('System timer', SYSTEM_TIMER_REGISTERS, 0x1000, timer, unmodelled),
    state,
    resetFrom() {
      state.zero = clock.now();
    },
    restored() {
      arm();
      drive();
    },
  };
}
