/** The devices that a board file can name: for each kind, how it is made and wired. */
import type { Clock, GuestBus, IrqLine, MmioDevice } from '../aarch64/bus.js';
import { createArmLocal, type ArmLocal } from '../devices/bcm2711/arm-local.js';
import { createArmc, type Armc } from '../devices/bcm2711/armc.js';
import { createAsb } from '../devices/bcm2711/asb.js';
import { createAux } from '../devices/bcm2711/aux.js';
import { boardFacts, firmwareClocks } from '../devices/bcm2711/board-facts.js';
import { createCprman } from '../devices/bcm2711/cprman.js';
import { createDma } from '../devices/bcm2711/dma.js';
import { createSdhost } from '../devices/bcm2711/sdhost.js';
import { createEmmc } from '../devices/bcm2711/emmc.js';
import { createGenet } from '../devices/bcm2711/genet.js';
import { createGpio, type Gpio } from '../devices/bcm2711/gpio.js';
import { createMailbox } from '../devices/bcm2711/mailbox.js';
import { createPl011, RECEIVED } from '../devices/bcm2711/pl011.js';
import { createPm } from '../devices/bcm2711/pm.js';
import { createRng200 } from '../devices/bcm2711/rng200.js';
import { createSystemTimer } from '../devices/bcm2711/system-timer.js';
import { createAvsMonitor } from '../devices/bcm2711/thermal.js';
import type { BlockBackend } from '../devices/block.js';
import type { Unmodelled } from '../devices/registers.js';
import type { Resettable } from '../devices/reset.js';
import type { NetBackend } from '../devices/virtio/net-backend.js';
import { createSdCard } from '../devices/sd-card.js';
import { armRam, type Board, type DeviceEntry } from './board.js';

/** What a device may be connected to. */
export interface Surroundings {
  readonly clock: Clock;
  readonly board: Board;
  /** The lines of the entry's `spi`, in their order. */
  readonly irq: readonly IrqLine[];
  readonly memory: GuestBus;
  /** Takes the bytes that a serial port sends. */
  readonly transmit: (byte: number) => void;
  /** A serial port has room again for what it had none before. */
  readonly onRoom: () => void;
  /** Counts accesses to registers that the device does not have. */
  readonly unmodelled: Unmodelled;
  readonly seed: number;
  /** The card in the board's slot, if there is one. */
  readonly sdCard: BlockBackend | undefined;
  /** What the board's Ethernet socket is connected to, and its address there. */
  readonly ethernet: { readonly backend: NetBackend; readonly mac: Uint8Array } | undefined;
  /** What the firmware tells as the kernel's command line. */
  readonly commandLine: string;
  /** The cores' interrupt inputs, on a board that runs without its GIC. */
  readonly legacyInputs: readonly { readonly irq: IrqLine; readonly fiq: IrqLine }[];
  /** The board's ARM_LOCAL block, once it is there. */
  readonly local: () => ArmLocal | undefined;
  /** The board is to stop, or to start anew. */
  readonly ended: (kind: 'power-off' | 'reset') => void;
}

export interface BuiltDevice {
  readonly device: MmioDevice;
  /** What is behind the entry's further windows. */
  readonly more?: readonly MmioDevice[];
  /** What has a state: snapshots and hashes hold it, and the board's reset takes it back to what it was first. */
  readonly parts: readonly Resettable[];
  /** For a serial port: takes a byte from outside; false where there is no room. */
  readonly push?: (byte: number) => boolean;
  readonly sendBreak?: () => void;
  /** The parts that the machine itself has to do with. */
  readonly gpio?: Gpio;
  readonly armc?: Armc;
  readonly armLocal?: ArmLocal;
}

const built = (device: MmioDevice & Resettable): BuiltDevice => ({
  device,
  parts: [device],
});

/** A closed room: what the sensor of a board at rest reads, in millidegrees Celsius. */
const TEMPERATURE = 35_500;

function facts({ pi, ram }: Board, commandLine: string, mac: Uint8Array | undefined): ReturnType<typeof boardFacts> {
  const [low] = armRam({ ram, pi } as Board);
  return boardFacts({
    ...(pi && {
      boardRevision: pi.revision,
      clocks: firmwareClocks(pi.clocks.arm / 1e6),
      vcMemory: pi.videoCore,
    }),
    armMemory: low,
    temperature: TEMPERATURE,
    ...(mac && { mac: [...mac] }),
    commandLine,
  });
}

/** Kinds that are serial ports: the others have no `push`. */
const SERIAL: readonly string[] = ['pl011', 'aux'];
/** How many serial ports a board has; those of guests come behind them. */
export const serialPorts = ({ devices }: Board): number => devices.filter(({ kind }) => SERIAL.includes(kind)).length;

export const DEVICE_KINDS: Readonly<Record<string, (entry: DeviceEntry, s: Surroundings) => BuiltDevice>> = {
  pl011: ({ name }, { transmit, irq, onRoom, unmodelled }) => {
    const uart = createPl011({ name, transmit, irq: irq[0], onRoom, unmodelled });
    uart.presetConsole();
    return { ...built(uart), push: (byte) => uart.push(byte), sendBreak: () => void uart.push(0, RECEIVED.break) };
  },
  aux: (_, { transmit, irq, onRoom, unmodelled }) => {
    const aux = createAux({ transmit, irq: irq[0], onRoom, unmodelled });
    aux.presetConsole();
    return { ...built(aux), push: (byte) => aux.push(byte) };
  },
  'system-timer': (_, { clock, irq, unmodelled }) => built(createSystemTimer({ clock, irq, unmodelled })),
  gpio: (_, { irq, unmodelled }) => {
    const gpio = createGpio({ irq, unmodelled });
    return { ...built(gpio), gpio };
  },
  pm: (_, { clock, ended, unmodelled }) =>
    built(createPm({ clock, onReset: ({ halt }) => ended(halt ? 'power-off' : 'reset'), unmodelled })),
  cprman: (_, { board, unmodelled }) => built(createCprman({ armHz: board.pi?.clocks.arm ?? 1.5e9, unmodelled })),
  mailbox: (_, { board, clock, irq, memory, commandLine, ethernet, unmodelled }) =>
    built(createMailbox({ clock, irq: irq[0], memory, facts: facts(board, commandLine, ethernet?.mac), unmodelled })),
  asb: ({ name }, { unmodelled }) => built(createAsb(name, unmodelled)),
  rng200: (_, { clock, seed, unmodelled }) => built(createRng200({ clock, seed, unmodelled })),
  thermal: (_, { unmodelled }) => ({
    device: createAvsMonitor(() => TEMPERATURE, unmodelled),
    parts: [],
  }),
  dma: (_, { clock, memory, irq, unmodelled }) => {
    const dma = createDma({ clock, memory, irq, unmodelled });
    return { ...built(dma), more: [dma.channel15] };
  },
  armc: (_, { local, unmodelled }) => {
    const outputs = (kind: 'armcIrq' | 'armcFiq'): IrqLine[] =>
      [0, 1, 2, 3].map((core) => ({ set: (level) => local()?.[kind](core).set(level) }));
    const armc = createArmc({ irq: outputs('armcIrq'), fiq: outputs('armcFiq'), unmodelled });
    return { ...built(armc), armc };
  },
  'arm-local': (_, { clock, irq, legacyInputs, unmodelled }) => {
    const armLocal = createArmLocal({
      clock,
      mailboxIrq: irq.slice(0, 16),
      timerIrq: irq[16],
      irq: legacyInputs.map((core) => core.irq),
      fiq: legacyInputs.map((core) => core.fiq),
      unmodelled,
    });
    return { ...built(armLocal), armLocal };
  },
  sdhost: (_, { unmodelled }) => built(createSdhost(unmodelled)),
  genet: (_, { clock, irq, memory, ethernet, unmodelled }) =>
    built(createGenet({ clock, irq, memory, network: ethernet, unmodelled })),
  emmc: (_, { clock, irq, memory }) => built(createEmmc('EMMC', { clock, irq: irq[0], memory })),
  emmc2: (_, { clock, irq, memory, sdCard }) => {
    const card = sdCard && createSdCard({ backend: sdCard });
    const emmc = createEmmc('EMMC2', { clock, irq: irq[0], memory, card });
    return { device: emmc, parts: card ? [card, emmc] : [emmc] };
  },
};
