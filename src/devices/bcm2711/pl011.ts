/**
 * PL011 UART (Arm DDI 0183, PrimeCell UART PL011 TRM). The BCM2711 has five, UART0 and UART2 to UART5.
 *
 * Nothing takes time: a byte that may be sent has left the transmit FIFO before the next instruction, and a byte that arrives has
 * also been followed by the pause that makes a receive timeout. Baud rate, word length and parity are kept but change nothing.
 */
import type { IrqLine } from '../../aarch64/bus.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';
import type { Resettable } from '../reset.js';

/** UARTFR, the flags (DDI 0183 3.3.3). */
const FR = {
  CTS: 1,
  DSR: 1 << 1,
  DCD: 1 << 2,
  BUSY: 1 << 3,
  RXFE: 1 << 4,
  TXFF: 1 << 5,
  RXFF: 1 << 6,
  TXFE: 1 << 7,
  RI: 1 << 8,
};
/** UARTLCR_H's FIFO enable and break (3.3.7). */
const LCR_H = { BRK: 1, FEN: 1 << 4 };
/** UARTCR, the control register (3.3.8). */
const CR = {
  UARTEN: 1,
  LBE: 1 << 7,
  TXE: 1 << 8,
  RXE: 1 << 9,
  DTR: 1 << 10,
  RTS: 1 << 11,
  Out1: 1 << 12,
  Out2: 1 << 13,
};
/** The interrupts, as UARTIMSC, UARTRIS, UARTMIS and UARTICR have them (3.3.10 to 3.3.13). */
const INT = {
  RI: 1,
  CTS: 1 << 1,
  DCD: 1 << 2,
  DSR: 1 << 3,
  RX: 1 << 4,
  TX: 1 << 5,
  RT: 1 << 6,
  FE: 1 << 7,
  PE: 1 << 8,
  BE: 1 << 9,
  OE: 1 << 10,
};
const ALL_INTERRUPTS = 0x7ff;
/** UARTTCR: test mode, in which UARTTDR writes the receive FIFO and reads the transmit FIFO (4.2). */
const TCR_TESTFIFO = 2;
/** UARTRSR's overrun bit. The others are the character's own: FE, PE, BE. */
const RSR_OE = 8;

/** Bits above the data that a received character carries, as UARTDR has them: what arrived was not a clean byte. */
export const RECEIVED = { framingError: 1 << 8, parityError: 1 << 9, break: 1 << 10 } as const;
const DR_OE = 1 << 11;

/** UARTIFLS's fields to a level, in eighths of the FIFO (3.3.9). The reserved values are taken as 7/8. */
const EIGHTHS = [1, 2, 4, 6, 7, 7, 7, 7];

/** How the modem inputs show in UARTFR, and which interrupt tells of a change. */
const MODEM: readonly (readonly [number, number])[] = [
  [FR.RI, INT.RI],
  [FR.CTS, INT.CTS],
  [FR.DCD, INT.DCD],
  [FR.DSR, INT.DSR],
];
/** In loopback the modem outputs are the modem inputs: [UARTCR, UARTFR]. */
const LOOPED: readonly (readonly [number, number])[] = [
  [CR.RTS, FR.CTS],
  [CR.DTR, FR.DSR],
  [CR.Out1, FR.DCD],
  [CR.Out2, FR.RI],
];

/** UARTPeriphID0-3 and UARTPCellID0-3: 0x00341011, revision r1p5. */
const ID_BYTES = [0x11, 0x10, 0x34, 0x00, 0x0d, 0xf0, 0x05, 0xb1];
const ID_BASE = 0xfe0;

/** What a PL011 remembers. */
export interface Pl011State {
  /** UARTRSR: the errors of the character last read, and whether one was lost. */
  rsr: number;
  ilpr: number;
  ibrd: number;
  fbrd: number;
  lcrH: number;
  cr: number;
  ifls: number;
  imsc: number;
  ris: number;
  dmacr: number;
  tcr: number;
  itip: number;
  itop: number;
  /** The modem inputs, as UARTFR has them. */
  modem: number;
  /** Rings of characters with their oldest at `...Head`. The receive FIFO's carry their error bits, the transmit FIFO's do not. */
  rx: Uint16Array;
  rxHead: number;
  rxCount: number;
  /** A character was lost after the newest one in the receive FIFO. */
  rxOverrun: boolean;
  tx: Uint8Array;
  txHead: number;
  txCount: number;
}

/** What a PL011 is built with. */
export interface Pl011Options {
  /** The name the board gives it, such as `UART0`. */
  readonly name: string;
  /** Called with every byte sent. */
  readonly transmit: (byte: number) => void;
  /** UARTINTR, the OR of all its interrupts. */
  readonly irq: IrqLine;
  /** Called when the guest has made room for at least one more byte, after `push` has found none. */
  readonly onRoom?: () => void;
  /** Depth of each FIFO. The BCM2711's are 16 deep, although revision r1p5 has 32. */
  readonly depth?: 16 | 32;
  readonly unmodelled?: Unmodelled | undefined;
}

/** A PL011: its registers (window 0x1000, or less), and its receive line. */
export interface Pl011 extends RegisterMap, Resettable<Pl011State> {
  /**
   * A byte arrives; `flags` are of RECEIVED. Returns whether there was room: if not, nothing has happened, and the byte may be
   * offered again. There is none while the receiver is off, so that what is typed early is not lost.
   */
  push(byte: number, flags?: number): boolean;
  /** The modem inputs: true is asserted. A change of one raises its interrupt. */
  setModem(inputs: { cts?: boolean; dsr?: boolean; dcd?: boolean; ri?: boolean }): void;
  /** Sets the registers as the Pi's firmware leaves its console: on, 8 bits, FIFOs, the divisors as given. */
  presetConsole(ibrd?: number, fbrd?: number): void;
}

/** DDI 0183 table 3-1; both FIFOs are empty. */
const resetState = (depth: number): Pl011State => ({
  rsr: 0,
  ilpr: 0,
  ibrd: 0,
  fbrd: 0,
  lcrH: 0,
  cr: CR.TXE | CR.RXE,
  ifls: 0x12,
  imsc: 0,
  ris: 0,
  dmacr: 0,
  tcr: 0,
  itip: 0,
  itop: 0,
  modem: 0,
  rx: new Uint16Array(depth),
  rxHead: 0,
  rxCount: 0,
  rxOverrun: false,
  tx: new Uint8Array(depth),
  txHead: 0,
  txCount: 0,
});

/** The part of a PL011 that its registers work on. */
interface Uart {
  readonly state: Pl011State;
  readonly depth: number;
  readonly transmit: (byte: number) => void;
  readonly irq: IrqLine;
  readonly onRoom: () => void;
  /** Whether `push` has turned a byte away since there was room. */
  turnedAway: boolean;
}

/** How many characters a FIFO holds: with UARTLCR_H.FEN clear it is a single holding register. */
const capacity = (uart: Uart): number => ((uart.state.lcrH & LCR_H.FEN) !== 0 ? uart.depth : 1);

const rxTrigger = (uart: Uart): number => Math.max(1, (capacity(uart) * EIGHTHS[(uart.state.ifls >> 3) & 7]) >> 3);

/** The modem inputs as the guest sees them. */
function modemInputs({ cr, modem }: Pl011State): number {
  if ((cr & CR.LBE) === 0) return modem;
  let looped = 0;
  for (const [output, input] of LOOPED) if ((cr & output) !== 0) looped |= input;
  return looped;
}

/** To be called after `modem` or UARTCR has changed; `before` is what `modemInputs` said. */
function modemChanged(uart: Uart, before: number): void {
  const change = modemInputs(uart.state) ^ before;
  for (const [input, interrupt] of MODEM) if ((change & input) !== 0) uart.state.ris |= interrupt;
}

function drive({ state, irq }: Uart): void {
  irq.set((state.ris & state.imsc) !== 0);
}

const mayReceive = ({ state }: Uart): boolean => (state.cr & (CR.UARTEN | CR.RXE)) === (CR.UARTEN | CR.RXE);
const maySend = ({ state }: Uart): boolean => (state.cr & (CR.UARTEN | CR.TXE)) === (CR.UARTEN | CR.TXE);

/** Puts a character with its error bits into the receive FIFO; if that is full, the character is lost and the guest is told. */
function receive(uart: Uart, character: number): void {
  const { state } = uart;
  if (state.rxCount >= capacity(uart)) {
    state.rxOverrun = true;
    state.rsr |= RSR_OE;
    state.ris |= INT.OE;
    return;
  }
  // The first character after a loss carries the news.
  const word = character | (state.rxOverrun ? DR_OE : 0);
  state.rxOverrun = false;
  state.rx[(state.rxHead + state.rxCount) % uart.depth] = word;
  state.rxCount++;
  state.ris |= INT.RT;
  if (state.rxCount >= rxTrigger(uart)) state.ris |= INT.RX;
  if ((character & RECEIVED.framingError) !== 0) state.ris |= INT.FE;
  if ((character & RECEIVED.parityError) !== 0) state.ris |= INT.PE;
  if ((character & RECEIVED.break) !== 0) state.ris |= INT.BE;
}

/** UARTDR read: takes the oldest character. The interrupts go with the reason for them. */
function takeReceived(uart: Uart): number {
  const { state } = uart;
  if (state.rxCount === 0) return 0;
  const word = state.rx[state.rxHead];
  state.rxHead = (state.rxHead + 1) % uart.depth;
  state.rxCount--;
  state.rsr = (word >> 8) & 15;
  if (state.rxCount < rxTrigger(uart)) state.ris &= ~INT.RX;
  if (state.rxCount === 0) state.ris &= ~INT.RT;
  return word;
}

/** Takes the oldest character out of the transmit FIFO, which is not empty. */
function takeSent({ state, depth }: Uart): number {
  const byte = state.tx[state.txHead];
  state.txHead = (state.txHead + 1) % depth;
  state.txCount--;
  return byte;
}

/**
 * Sends all that waits. In loopback it comes back instead of leaving. The FIFO falls to its trigger level at once, which is what
 * raises the transmit interrupt: that it is empty without anything having been sent does not (2.8.2).
 */
function send(uart: Uart): void {
  const { state } = uart;
  if (!maySend(uart) || state.txCount === 0) return;
  while (state.txCount > 0) {
    const byte = takeSent(uart);
    if ((state.cr & CR.LBE) === 0) uart.transmit(byte);
    else if (mayReceive(uart)) receive(uart, byte);
  }
  state.ris |= INT.TX;
}

/** UARTDR write. A character too many is lost, as on the part. */
function queue(uart: Uart, byte: number): void {
  const { state } = uart;
  if (state.txCount < capacity(uart)) {
    state.tx[(state.txHead + state.txCount) % uart.depth] = byte;
    state.txCount++;
    const trigger = (capacity(uart) * EIGHTHS[state.ifls & 7]) >> 3;
    if (state.txCount > trigger) state.ris &= ~INT.TX;
  }
  send(uart);
}

function flags(uart: Uart): number {
  const { state } = uart;
  let fr = modemInputs(state);
  if (state.rxCount === 0) fr |= FR.RXFE;
  if (state.rxCount >= capacity(uart)) fr |= FR.RXFF;
  if (state.txCount === 0) fr |= FR.TXFE;
  else fr |= FR.BUSY;
  if (state.txCount >= capacity(uart)) fr |= FR.TXFF;
  return fr;
}

/** Switching the FIFOs on or off empties them. */
function writeLcrH(uart: Uart, value: number): void {
  const { state } = uart;
  if (((value ^ state.lcrH) & LCR_H.FEN) !== 0) {
    Object.assign(state, { rxHead: 0, rxCount: 0, rxOverrun: false, txHead: 0, txCount: 0 });
    state.ris &= ~(INT.RX | INT.RT);
  }
  // In loopback a break comes back: BRK held low is one character of it.
  if ((value & ~state.lcrH & LCR_H.BRK) !== 0 && (state.cr & CR.LBE) !== 0 && mayReceive(uart))
    receive(uart, RECEIVED.break);
  state.lcrH = value & 0xff;
}

function writeCr(uart: Uart, value: number): void {
  const before = modemInputs(uart.state);
  uart.state.cr = value & 0xff87;
  modemChanged(uart, before);
  send(uart);
}

/** A register that only keeps what is written to its `mask`. */
function plain(
  name: string,
  offset: number,
  field: 'ilpr' | 'ibrd' | 'fbrd' | 'imsc' | 'dmacr' | 'tcr' | 'itip' | 'itop',
  mask: number,
): Register<Uart> {
  return {
    name,
    offset,
    read: ({ state }) => state[field],
    write({ state }, value) {
      state[field] = value & mask;
    },
  };
}

/** The registers by offset (DDI 0183 tables 3-1 and 4-1). */
export const PL011_REGISTERS: readonly Register<Uart>[] = [
  { name: 'UARTDR', offset: 0x000, read: takeReceived, write: queue },
  {
    name: 'UARTRSR/UARTECR',
    offset: 0x004,
    read: ({ state }) => state.rsr,
    write({ state }) {
      state.rsr = 0;
    },
  },
  { name: 'UARTFR', offset: 0x018, read: flags },
  plain('UARTILPR', 0x020, 'ilpr', 0xff),
  plain('UARTIBRD', 0x024, 'ibrd', 0xffff),
  plain('UARTFBRD', 0x028, 'fbrd', 0x3f),
  { name: 'UARTLCR_H', offset: 0x02c, read: ({ state }) => state.lcrH, write: writeLcrH },
  { name: 'UARTCR', offset: 0x030, read: ({ state }) => state.cr, write: writeCr },
  {
    name: 'UARTIFLS',
    offset: 0x034,
    read: ({ state }) => state.ifls,
    write(uart, value) {
      const { state } = uart;
      state.ifls = value & 0x3f;
      if (state.rxCount >= rxTrigger(uart)) state.ris |= INT.RX;
      else state.ris &= ~INT.RX;
    },
  },
  plain('UARTIMSC', 0x038, 'imsc', ALL_INTERRUPTS),
  { name: 'UARTRIS', offset: 0x03c, read: ({ state }) => state.ris },
  { name: 'UARTMIS', offset: 0x040, read: ({ state }) => state.ris & state.imsc },
  {
    name: 'UARTICR',
    offset: 0x044,
    write({ state }, value) {
      state.ris &= ~value;
    },
  },
  plain('UARTDMACR', 0x048, 'dmacr', 0x7),
  plain('UARTTCR', 0x080, 'tcr', 0x7),
  plain('UARTITIP', 0x084, 'itip', 0xff),
  plain('UARTITOP', 0x088, 'itop', 0xffff),
  {
    name: 'UARTTDR',
    offset: 0x08c,
    read: (uart) => ((uart.state.tcr & TCR_TESTFIFO) !== 0 && uart.state.txCount > 0 ? takeSent(uart) : 0),
    write(uart, value) {
      if ((uart.state.tcr & TCR_TESTFIFO) !== 0) receive(uart, value & 0x7ff);
    },
  },
  ...ID_BYTES.map((byte, i) => ({
    name: i < 4 ? `UARTPeriphID${i}` : `UARTPCellID${i - 4}`,
    offset: ID_BASE + 4 * i,
    read: () => byte,
  })),
];

/**
 * A PL011. Accesses of 1, 2 and 4 bytes work; they must start at a register's lowest byte to write it.
 */
export function createPl011({ name, transmit, irq, onRoom = () => {}, depth = 16, unmodelled }: Pl011Options): Pl011 {
  const state = resetState(depth);
  const uart: Uart = { state, depth, transmit, irq, onRoom, turnedAway: false };
  const hasRoom = (): boolean => mayReceive(uart) && state.rxCount < capacity(uart);

  /** After anything the guest has done: the wire, and whoever waits to push. */
  const settle = (): void => {
    drive(uart);
    if (uart.turnedAway && hasRoom()) {
      uart.turnedAway = false;
      uart.onRoom();
    }
  };

  const registers = registerMap(name, PL011_REGISTERS, 0x1000, uart, unmodelled);
  return {
    ...registers,
    state,
    read(offset, size, by) {
      const value = registers.read(offset, size, by);
      settle();
      return value;
    },
    write(offset, size, value, by) {
      registers.write(offset, size, value, by);
      settle();
    },
    push(byte, errors = 0) {
      if (!hasRoom()) {
        uart.turnedAway = true;
        return false;
      }
      receive(uart, (byte & 0xff) | (errors & (RECEIVED.framingError | RECEIVED.parityError | RECEIVED.break)));
      drive(uart);
      return true;
    },
    setModem({ cts, dsr, dcd, ri }) {
      const before = modemInputs(state);
      const inputs: readonly (readonly [boolean | undefined, number])[] = [
        [cts, FR.CTS],
        [dsr, FR.DSR],
        [dcd, FR.DCD],
        [ri, FR.RI],
      ];
      for (const [level, bit] of inputs) {
        if (level !== undefined) state.modem = level ? state.modem | bit : state.modem & ~bit;
      }
      modemChanged(uart, before);
      drive(uart);
    },
    presetConsole(ibrd = 26, fbrd = 3) {
      Object.assign(state, { ibrd, fbrd, lcrH: 0x70, cr: CR.UARTEN | CR.TXE | CR.RXE });
      settle();
    },
    resetFrom({ modem }) {
      state.modem = modem;
    },
    restored() {
      // Someone may have been turned away before the snapshot or since: asking again does no harm.
      uart.turnedAway = true;
      settle();
    },
  };
}
