/**
 * PM: power management, reset and the watchdog. Not in the manual; names and bits as Linux's bcm2835-pm, bcm2835-power and
 * bcm2835_wdt drivers and TF-A's rpi4 platform have them.
 *
 * Every write carries the password 0x5a in its top byte, or is ignored. The watchdog counts at 65536 Hz and resets the chip when
 * it has run out. Bits 0, 2, 4... 10 of PM_RSTS survive that: they tell the firmware which partition to boot, and 63 means not to
 * boot at all, which is how a Pi is switched off.
 */
import type { Clock } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import type { Resettable } from '../reset.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

const PASSWORD = 0x5a;
const WATCHDOG_HZ = 65536;
const WDOG_TIME = 0xfffff;

/** PM_RSTC: what the watchdog does when it has run out, and the value it has from reset. */
const RSTC = { WRCFG: 0x30, reset: 0x102 };
/** PM_RSTS: how the last reset came about. */
const RSTS = { HADPOR: 0x1000, HADWRF: 0x20 };
/** The bits of the partition number, lowest first. */
const PARTITION_BITS = [0, 2, 4, 6, 8, 10];
const PARTITION = 0x555;
const HALT_PARTITION = 63;

/** PM_IMAGE, PM_GRAFX and PM_PROC: what the power domains answer with when they are asked for power. */
const DOMAIN = { POWUP: 1, POWOK: 1 << 1, MEMREP: 1 << 3, MRDONE: 1 << 4 };

export interface PmState {
  rstc: number;
  rsts: number;
  /** PM_WDOG as written: ticks of 1/65536 s. */
  wdog: number;
  /** When the watchdog runs out (ns), -1 while it does not count. */
  expiry: number;
  /** All registers that only keep what is written to them, by offset / 4. */
  plain: number[];
}

/** What the watchdog or the guest asks the board for. */
export interface PmReset {
  /** The guest wants the board off: its firmware is to stay where it is. */
  readonly halt: boolean;
  /** The partition to boot from, 0 for the firmware's own choice; 63 with `halt`. */
  readonly partition: number;
}

export interface PmOptions {
  readonly clock: Clock;
  /** The watchdog has run out. The board resets its devices, or stops. */
  readonly onReset: (reset: PmReset) => void;
  readonly unmodelled?: Unmodelled | undefined;
}

/** PM: window 0x114, at 0xfe100000. */
export interface Pm extends RegisterMap, Resettable<PmState> {}

const WORDS = 0x114 >> 2;
const LATCHES: readonly (readonly [string, number])[] = [
  ['PM_GNRIC', 0x00],
  ['PM_AUDIO', 0x04],
  ['PM_STATUS', 0x18],
  ['PM_PADS0', 0x28],
  ['PM_PADS2', 0x2c],
  ['PM_PADS3', 0x30],
  ['PM_PADS4', 0x34],
  ['PM_PADS5', 0x38],
  ['PM_PADS6', 0x3c],
  ['PM_CAM0', 0x44],
  ['PM_CAM1', 0x48],
  ['PM_CCP2TX', 0x4c],
  ['PM_DSI0', 0x50],
  ['PM_DSI1', 0x54],
  ['PM_HDMI', 0x58],
  ['PM_USB', 0x5c],
  ['PM_PXLDO', 0x60],
  ['PM_PXBG', 0x64],
  ['PM_DFT', 0x68],
  ['PM_SMPS', 0x6c],
  ['PM_XOSC', 0x70],
  ['PM_SPAREW', 0x74],
  ['PM_SPARER', 0x78],
  ['PM_AVS_RSTDR', 0x7c],
  ['PM_AVS_STAT', 0x80],
  ['PM_AVS_EVENT', 0x84],
  ['PM_AVS_INTEN', 0x88],
  ['PM_DUMMY', 0xfc],
];
const DOMAINS: readonly (readonly [string, number])[] = [
  ['PM_IMAGE', 0x108],
  ['PM_GRAFX', 0x10c],
  ['PM_PROC', 0x110],
];

const resetState = (): PmState => ({
  rstc: RSTC.reset,
  rsts: RSTS.HADPOR,
  wdog: 0,
  expiry: -1,
  plain: new Array<number>(WORDS).fill(0),
});

interface Watchdog {
  readonly state: PmState;
  /** Ticks left. */
  left(): number;
  /** Begins to count, or stops, as PM_RSTC and PM_WDOG say. */
  start(): void;
}

/** A register whose writes need the password; `set` gets the value without it. */
const guarded = (
  name: string,
  offset: number,
  read: (watchdog: Watchdog) => number,
  set: (watchdog: Watchdog, value: number) => void,
): Register<Watchdog> => ({
  name,
  offset,
  read,
  write(watchdog, value) {
    if (value >>> 24 === PASSWORD) set(watchdog, value & 0xffffff);
  },
});

export const PM_REGISTERS: readonly Register<Watchdog>[] = [
  ...LATCHES.map(([name, offset]) =>
    guarded(
      name,
      offset,
      ({ state }) => state.plain[offset >> 2],
      ({ state }, value) => void (state.plain[offset >> 2] = value),
    ),
  ),
  ...DOMAINS.map(([name, offset]) =>
    guarded(
      name,
      offset,
      ({ state }) => {
        const value = state.plain[offset >> 2] & ~(DOMAIN.POWOK | DOMAIN.MRDONE);
        return (
          value |
          ((value & DOMAIN.POWUP) !== 0 ? DOMAIN.POWOK : 0) |
          ((value & DOMAIN.MEMREP) !== 0 ? DOMAIN.MRDONE : 0)
        );
      },
      ({ state }, value) => void (state.plain[offset >> 2] = value),
    ),
  ),
  guarded(
    'PM_RSTC',
    0x1c,
    ({ state }) => state.rstc,
    (watchdog, value) => {
      const before = watchdog.state.rstc & RSTC.WRCFG;
      watchdog.state.rstc = value;
      if ((value & RSTC.WRCFG) !== before) watchdog.start();
    },
  ),
  guarded(
    'PM_RSTS',
    0x20,
    ({ state }) => state.rsts,
    ({ state }, value) => void (state.rsts = value),
  ),
  guarded(
    'PM_WDOG',
    0x24,
    (watchdog) => watchdog.left(),
    (watchdog, value) => {
      watchdog.state.wdog = value & WDOG_TIME;
      watchdog.start();
    },
  ),
];

export function createPm({ clock, onReset, unmodelled }: PmOptions): Pm {
  const state = resetState();
  const deadline = createDeadline(clock, () => {
    state.expiry = -1;
    state.wdog = 0;
    const partition = PARTITION_BITS.reduce((n, bit, i) => n | (((state.rsts >> bit) & 1) << i), 0);
    onReset({ halt: partition === HALT_PARTITION, partition });
  });
  const watchdog: Watchdog = {
    state,
    left: () =>
      state.expiry < 0
        ? state.wdog
        : Math.max(0, Math.min(WDOG_TIME, Math.ceil(((state.expiry - clock.now()) * WATCHDOG_HZ) / 1e9))),
    start() {
      const counts = (state.rstc & RSTC.WRCFG) !== 0 && state.wdog !== 0;
      state.expiry = counts ? clock.now() + Math.ceil((state.wdog * 1e9) / WATCHDOG_HZ) : -1;
      deadline.at(state.expiry);
    },
  };

  return {
    ...registerMap('PM', PM_REGISTERS, 0x114, watchdog, unmodelled),
    state,
    resetFrom({ rsts }) {
      state.rsts = (rsts & PARTITION) | RSTS.HADWRF;
    },
    restored: () => deadline.at(state.expiry),
  };
}
