/**
 * AUX: the mini UART, and the registers of SPI1 and SPI2 (BCM2711 ARM Peripherals, chapter 2). The mini UART looks like a 16550
 * with its registers 4 bytes apart, and is less than one: 8-byte FIFOs, no parity, no divisor latch of its own (BAUD is a register).
 *
 * Where manual and silicon differ, this is the silicon, as measured on a Pi 400: AUX_ENABLES starts at 0 and keeps 8 bits; while the
 * mini UART is disabled its registers read as zero, yet keep what is written to them, and its interrupt stays live; IIR's identity
 * bits show the FIFOs even where no interrupt is enabled (0xc3 at rest).
 *
 * Nothing takes time: a byte that may be sent has gone before the next instruction. Nothing is lost on receipt either, since the
 * sender waits for room. Baud rate and word length change nothing.
 */
import type { IrqLine, Saveable } from '../../aarch64/bus.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

const DEPTH = 8;

/** AUX_ENABLES and AUX_IRQ: one bit for each block. */
const BLOCK = { miniUart: 1, SPI1: 1 << 1, SPI2: 1 << 2 };
/** AUX_MU_IER_REG. The manual has the two the wrong way round. */
const IER = { RX: 1, TX: 1 << 1 };
/** AUX_MU_IIR_REG: nothing pending, identity, FIFOs on. Written, it clears a FIFO. */
const IIR = { NONE: 1, TX_EMPTY: 1 << 1, RX_DATA: 1 << 2, FIFOS: 0xc0, clearRx: 1 << 1, clearTx: 1 << 2 };
/** AUX_MU_LCR_REG: data size, break, DLAB. */
const LCR = { kept: 0xc3, DLAB: 1 << 7 };
const MCR_RTS = 1 << 1;
const LSR = { DATA: 1, TX_ROOM: 1 << 5, TX_IDLE: 1 << 6 };
/** AUX_MU_MSR_REG at rest: CTS is asserted. */
const MSR_CTS = 1 << 4;
const CNTL = { RX: 1, TX: 1 << 1 };
/** AUX_MU_STAT_REG. */
const STAT = {
  DATA: 1,
  ROOM: 1 << 1,
  TX_IDLE: 1 << 3,
  TX_FULL: 1 << 5,
  RTS: 1 << 6,
  TX_EMPTY: 1 << 8,
  TX_DONE: 1 << 9,
  RX_LEVEL_SHIFT: 16,
  TX_LEVEL_SHIFT: 24,
};
/** AUX_SPIn_STAT_REG: both FIFOs empty. */
const SPI_IDLE = 0x280;
/** AUX_MU_BAUD_REG as the firmware leaves it: 115314 baud at a core clock of 500 MHz. */
const FIRMWARE_BAUD = 0x21d;

export interface AuxState {
  enables: number;
  ier: number;
  lcr: number;
  mcr: number;
  scratch: number;
  cntl: number;
  baud: number;
  rx: number[];
  tx: number[];
  /** AUX_SPI1_CNTL0, CNTL1, AUX_SPI2_CNTL0, CNTL1. */
  spi: number[];
}

export interface AuxOptions {
  /** Called with every byte that the mini UART sends. */
  readonly transmit: (byte: number) => void;
  /** The line that the three blocks share: SPI 93. */
  readonly irq: IrqLine;
  /** Called when there is room for at least one more byte after `push` has found none. */
  readonly onRoom?: (() => void) | undefined;
  readonly unmodelled?: Unmodelled | undefined;
}

/** AUX: window 0x100, at 0xfe215000. */
export interface Aux extends RegisterMap, Saveable<AuxState> {
  /**
   * A byte arrives at the mini UART. Returns whether there was room: if not, nothing has happened, and the byte may be offered
   * again. There is none while the receiver is off, so that what is typed early is not lost.
   */
  push(byte: number): boolean;
  /** Sets the registers as the Pi's firmware leaves them when the mini UART is the console. */
  presetConsole(): void;
}

const resetState = (): AuxState => ({
  enables: 0,
  ier: 0,
  lcr: 3,
  mcr: 0,
  scratch: 0,
  cntl: CNTL.RX | CNTL.TX,
  baud: FIRMWARE_BAUD,
  rx: [],
  tx: [],
  spi: [0, 0, 0, 0],
});

interface MiniUart {
  readonly state: AuxState;
  readonly transmit: (byte: number) => void;
  settle(): void;
}

const enabled = ({ state }: MiniUart): boolean => (state.enables & BLOCK.miniUart) !== 0;

/** The interrupts that are both enabled and there, as IIR names them; they are levels. */
const pending = ({ ier, rx, tx }: AuxState): number =>
  ((ier & IER.RX) !== 0 && rx.length > 0 ? IIR.RX_DATA : 0) |
  ((ier & IER.TX) !== 0 && tx.length === 0 ? IIR.TX_EMPTY : 0);

/** SPI1 and SPI2 have an interrupt when idle, if AUX_SPIn_CNTL1 (bit 6: done, 7: TX empty) asks for it. */
const spiPending = ({ spi }: AuxState): number =>
  ((spi[1] & 0xc0) !== 0 ? BLOCK.SPI1 : 0) | ((spi[3] & 0xc0) !== 0 ? BLOCK.SPI2 : 0);

function send(uart: MiniUart): void {
  const { state } = uart;
  if (!enabled(uart) || (state.cntl & CNTL.TX) === 0) return;
  for (let byte = state.tx.shift(); byte !== undefined; byte = state.tx.shift()) uart.transmit(byte);
}

function identity({ state }: MiniUart): number {
  const source = pending(state);
  const shown = source !== 0 ? source : (state.rx.length > 0 ? IIR.RX_DATA : 0) | IIR.TX_EMPTY;
  // Only one is told of: received data first.
  return IIR.FIFOS | ((shown & IIR.RX_DATA) !== 0 ? IIR.RX_DATA : IIR.TX_EMPTY) | (source !== 0 ? 0 : IIR.NONE);
}

function status({ state }: MiniUart): number {
  const { rx, tx, mcr } = state;
  let stat = STAT.TX_IDLE;
  if (rx.length > 0) stat |= STAT.DATA;
  if (tx.length < DEPTH) stat |= STAT.ROOM;
  else stat |= STAT.TX_FULL;
  if ((mcr & MCR_RTS) === 0) stat |= STAT.RTS;
  if (tx.length === 0) stat |= STAT.TX_EMPTY | STAT.TX_DONE;
  return stat | (rx.length << STAT.RX_LEVEL_SHIFT) | (tx.length << STAT.TX_LEVEL_SHIFT);
}

/** A register of the mini UART: it reads as zero while that is disabled, and keeps what is written even then. */
const gated = (
  name: string,
  offset: number,
  read: (uart: MiniUart) => number,
  write?: (uart: MiniUart, value: number) => void,
): Register<MiniUart> => ({
  name,
  offset,
  read(uart) {
    if (!enabled(uart)) return 0;
    const value = read(uart);
    uart.settle();
    return value;
  },
  write(uart, value) {
    write?.(uart, value);
    uart.settle();
  },
});

/** SPI1 and SPI2: as far as a driver that finds no device. */
const spi = (n: 1 | 2, base: number): Register<MiniUart>[] => {
  const on = ({ state }: MiniUart): boolean => (state.enables & (1 << n)) !== 0;
  const kept = (name: string, offset: number, at: number): Register<MiniUart> => ({
    name: `AUX_SPI${n}_${name}`,
    offset: base + offset,
    read: (uart) => (on(uart) ? uart.state.spi[at] : 0),
    write(uart, value) {
      uart.state.spi[at] = value;
      uart.settle();
    },
  });
  return [
    kept('CNTL0_REG', 0x00, 2 * n - 2),
    kept('CNTL1_REG', 0x04, 2 * n - 1),
    { name: `AUX_SPI${n}_STAT_REG`, offset: base + 0x08, read: (uart) => (on(uart) ? SPI_IDLE : 0) },
    { name: `AUX_SPI${n}_PEEK_REG`, offset: base + 0x0c },
    { name: `AUX_SPI${n}_IO_REG`, offset: base + 0x20, count: 4 },
    { name: `AUX_SPI${n}_TXHOLD_REG`, offset: base + 0x30, count: 4 },
  ];
};

export const AUX_REGISTERS: readonly Register<MiniUart>[] = [
  {
    name: 'AUX_IRQ',
    offset: 0x00,
    read: ({ state }) => (pending(state) !== 0 ? BLOCK.miniUart : 0) | spiPending(state),
  },
  {
    name: 'AUX_ENABLES',
    offset: 0x04,
    read: ({ state }) => state.enables,
    write(uart, value) {
      uart.state.enables = value & 0xff;
      send(uart);
      uart.settle();
    },
  },
  gated(
    'AUX_MU_IO_REG',
    0x40,
    ({ state }) => {
      if ((state.lcr & LCR.DLAB) !== 0) return state.baud & 0xff;
      return state.rx.shift() ?? 0;
    },
    (uart, value) => {
      const { state } = uart;
      if ((state.lcr & LCR.DLAB) !== 0) state.baud = (state.baud & 0xff00) | (value & 0xff);
      else if (enabled(uart) && state.tx.length < DEPTH) {
        state.tx.push(value & 0xff);
        send(uart);
      }
    },
  ),
  gated(
    'AUX_MU_IER_REG',
    0x44,
    ({ state }) => ((state.lcr & LCR.DLAB) !== 0 ? state.baud >> 8 : state.ier),
    ({ state }, value) => {
      if ((state.lcr & LCR.DLAB) !== 0) state.baud = (state.baud & 0xff) | ((value & 0xff) << 8);
      else state.ier = value & (IER.RX | IER.TX);
    },
  ),
  gated('AUX_MU_IIR_REG', 0x48, identity, ({ state }, value) => {
    if ((value & IIR.clearRx) !== 0) state.rx = [];
    if ((value & IIR.clearTx) !== 0) state.tx = [];
  }),
  gated(
    'AUX_MU_LCR_REG',
    0x4c,
    ({ state }) => state.lcr,
    ({ state }, value) => void (state.lcr = value & LCR.kept),
  ),
  gated(
    'AUX_MU_MCR_REG',
    0x50,
    ({ state }) => state.mcr,
    ({ state }, value) => void (state.mcr = value & MCR_RTS),
  ),
  gated('AUX_MU_LSR_REG', 0x54, ({ state }) => {
    return (
      (state.rx.length > 0 ? LSR.DATA : 0) |
      (state.tx.length < DEPTH ? LSR.TX_ROOM : 0) |
      (state.tx.length === 0 ? LSR.TX_IDLE : 0)
    );
  }),
  gated('AUX_MU_MSR_REG', 0x58, () => MSR_CTS),
  gated(
    'AUX_MU_SCRATCH',
    0x5c,
    ({ state }) => state.scratch,
    ({ state }, value) => void (state.scratch = value & 0xff),
  ),
  gated(
    'AUX_MU_CNTL_REG',
    0x60,
    ({ state }) => state.cntl,
    (uart, value) => {
      uart.state.cntl = value & 0xff;
      send(uart);
    },
  ),
  gated('AUX_MU_STAT_REG', 0x64, status),
  gated(
    'AUX_MU_BAUD_REG',
    0x68,
    ({ state }) => state.baud,
    ({ state }, value) => void (state.baud = value & 0xffff),
  ),
  ...spi(1, 0x80),
  ...spi(2, 0xc0),
];

export function createAux({ transmit, irq, onRoom = () => {}, unmodelled }: AuxOptions): Aux {
  const state = resetState();
  let turnedAway = false;
  const hasRoom = (): boolean => enabled(uart) && (state.cntl & CNTL.RX) !== 0 && state.rx.length < DEPTH;
  const uart: MiniUart = {
    state,
    transmit,
    settle() {
      irq.set(pending(state) !== 0 || spiPending(state) !== 0);
      if (turnedAway && hasRoom()) {
        turnedAway = false;
        onRoom();
      }
    },
  };

  return {
    ...registerMap('AUX', AUX_REGISTERS, 0x100, uart, unmodelled),
    state,
    push(byte) {
      if (!hasRoom()) {
        turnedAway = true;
        return false;
      }
      state.rx.push(byte & 0xff);
      uart.settle();
      return true;
    },
    presetConsole() {
      Object.assign(state, resetState(), { enables: BLOCK.miniUart });
      uart.settle();
    },
    restored() {
      turnedAway = true;
      uart.settle();
    },
  };
}
