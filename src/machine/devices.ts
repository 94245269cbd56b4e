/** The devices that a board file can name: for each kind, how it is made and wired. */
import type { Clock, GuestBus, IrqLine, MmioDevice } from '../aarch64/bus.js';
import { createAsb } from '../devices/bcm2711/asb.js';
import { createAux } from '../devices/bcm2711/aux.js';
import { boardFacts } from '../devices/bcm2711/board-facts.js';
import { createCprman } from '../devices/bcm2711/cprman.js';
import { createGpio } from '../devices/bcm2711/gpio.js';
import { createMailbox } from '../devices/bcm2711/mailbox.js';
import { createPl011 } from '../devices/bcm2711/pl011.js';
import { createPm } from '../devices/bcm2711/pm.js';
import { createRng200 } from '../devices/bcm2711/rng200.js';
import { createSystemTimer } from '../devices/bcm2711/system-timer.js';
import { createAvsMonitor } from '../devices/bcm2711/thermal.js';
import type { Unmodelled } from '../devices/registers.js';
import type { Board, DeviceEntry } from './board.js';

/** What a device may be connected to. */
export interface Surroundings {
  readonly clock: Clock;
  readonly board: Board;
  /** The lines of the entry's `spi`, in their order. */
  readonly irq: readonly IrqLine[];
  readonly memory: GuestBus;
  /** Takes the bytes that a serial port sends. */
  readonly transmit: (byte: number) => void;
  /** Counts accesses to registers that the device does not have. */
  readonly unmodelled: Unmodelled;
  readonly seed: number;
  /** The board is to stop, or to start anew. */
  readonly ended: (kind: 'power-off' | 'reset') => void;
}

export interface BuiltDevice {
  readonly device: MmioDevice;
  /** What it must remember, for hashes and snapshots. */
  readonly state: unknown;
  /** For a serial port: takes a byte from outside; false where there is no room. */
  readonly push?: (byte: number) => boolean;
}

const withState = (device: MmioDevice & { readonly state: unknown }): BuiltDevice => ({ device, state: device.state });

/** A closed room: what the sensor of a board at rest reads, in millidegrees Celsius. */
const TEMPERATURE = 35_500;
/** The ARM's clock as the firmware leaves it. */
const ARM_HZ = 1_500_000_000;

export const DEVICE_KINDS: Readonly<Record<string, (entry: DeviceEntry, s: Surroundings) => BuiltDevice>> = {
  pl011: ({ name }, s) => {
    const uart = createPl011({ name, transmit: s.transmit, irq: s.irq[0] });
    uart.presetConsole();
    return { ...withState(uart), push: (byte) => uart.push(byte) };
  },
  aux: (_, s) => {
    const aux = createAux({ transmit: s.transmit, irq: s.irq[0], unmodelled: s.unmodelled });
    return { ...withState(aux), push: (byte) => aux.push(byte) };
  },
  'system-timer': (_, s) => withState(createSystemTimer({ clock: s.clock, irq: s.irq, unmodelled: s.unmodelled })),
  gpio: (_, s) => withState(createGpio({ irq: s.irq, unmodelled: s.unmodelled })),
  pm: (_, s) =>
    withState(
      createPm({
        clock: s.clock,
        onReset: (reset) => s.ended(reset.halt ? 'power-off' : 'reset'),
        unmodelled: s.unmodelled,
      }),
    ),
  cprman: (_, s) => withState(createCprman({ armHz: ARM_HZ, unmodelled: s.unmodelled })),
  mailbox: (_, s) =>
    withState(
      createMailbox({
        clock: s.clock,
        irq: s.irq[0],
        memory: s.memory,
        facts: boardFacts({
          boardRevision: s.board.revision ?? 0,
          armMemory: { base: s.board.ram[0].base, bytes: Math.min(s.board.ram[0].bytes, 0x3b400000) },
        }),
        unmodelled: s.unmodelled,
      }),
    ),
  asb: ({ name }, s) => withState(createAsb(name, s.unmodelled)),
  rng200: (_, s) => withState(createRng200({ clock: s.clock, seed: s.seed, unmodelled: s.unmodelled })),
  thermal: (_, s) => ({ device: createAvsMonitor(() => TEMPERATURE, s.unmodelled), state: null }),
};
