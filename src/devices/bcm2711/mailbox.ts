/**
 * The mailboxes between ARM and VideoCore (BCM2835 ARM Peripherals 1.3; registers as in Linux's bcm2835-mailbox driver). The ARM
 * writes into mailbox 1 and reads from mailbox 0. A message is 28 bits of data and the number of a channel in the lowest four bits; only
 * channel 8 is served, the property channel, whose data is the bus address of a buffer.
 */
import type { Clock, GuestBus, IrqLine } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import type { Resettable } from '../reset.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';
import type { BoardFacts } from './board-facts.js';
import { serveProperties } from './property-channel.js';
import { firmwareState, type Firmware, type FirmwareEvents, type FirmwareState } from './property-tags.js';

const DEPTH = 8;
const PROPERTY_CHANNEL = 8;
/** How long the firmware takes for a message (ns). */
const SERVICE_TIME = 20_000;
/** A read of an empty mailbox. */
const NO_MESSAGE = 0xf;
/** MAILn_STA. */
const STA = { FULL: 0x80000000, EMPTY: 0x40000000 };
/** MAIL0_CNF: interrupt while there is data, empty the mailbox, the interrupt is there. */
const CNF = { DATA_IRQ: 1, CLEAR: 1 << 3, DATA_PENDING: 1 << 4 };

export interface MailboxState {
  /** Messages for the ARM, oldest first; and those for the VideoCore. */
  mail0: number[];
  mail1: number[];
  cnf: number;
  /** When the firmware is done with the oldest message (ns), -1 if it has none, or waits for room. */
  doneAt: number;
  firmware: FirmwareState;
}

export interface MailboxOptions {
  readonly clock: Clock;
  /** SPI 33. */
  readonly irq: IrqLine;
  readonly memory: GuestBus;
  readonly facts: BoardFacts;
  readonly events?: FirmwareEvents | undefined;
  readonly unmodelled?: Unmodelled | undefined;
}

/** The mailboxes: window 0x40, at 0xfe00b880. */
export interface Mailbox extends RegisterMap, Resettable<MailboxState> {}

interface Mails {
  readonly state: MailboxState;
  /** To be called after either mailbox has changed. */
  settle(): void;
}

const status = (fifo: readonly number[]): number =>
  fifo.length | (fifo.length === 0 ? STA.EMPTY : 0) | (fifo.length === DEPTH ? STA.FULL : 0);

const dataPending = ({ cnf, mail0 }: MailboxState): boolean => (cnf & CNF.DATA_IRQ) !== 0 && mail0.length > 0;

export const MAILBOX_REGISTERS: readonly Register<Mails>[] = [
  {
    name: 'MAIL0_RD',
    offset: 0x00,
    count: 4,
    read(mails) {
      const message = mails.state.mail0.shift();
      mails.settle();
      return message ?? NO_MESSAGE;
    },
  },
  { name: 'MAIL0_POL', offset: 0x10, read: ({ state }) => state.mail0[0] ?? NO_MESSAGE },
  { name: 'MAIL0_SND', offset: 0x14 },
  { name: 'MAIL0_STA', offset: 0x18, read: ({ state }) => status(state.mail0) },
  {
    name: 'MAIL0_CNF',
    offset: 0x1c,
    read: ({ state }) => state.cnf | (dataPending(state) ? CNF.DATA_PENDING : 0),
    write(mails, value) {
      mails.state.cnf = value & CNF.DATA_IRQ;
      if ((value & CNF.CLEAR) !== 0) mails.state.mail0 = [];
      mails.settle();
    },
  },
  {
    name: 'MAIL1_WRT',
    offset: 0x20,
    count: 4,
    write(mails, value) {
      // A message too many is lost: the status has told.
      if (mails.state.mail1.length < DEPTH) mails.state.mail1.push(value);
      mails.settle();
    },
  },
  { name: 'MAIL1_POL', offset: 0x30 },
  { name: 'MAIL1_SND', offset: 0x34 },
  { name: 'MAIL1_STA', offset: 0x38, read: ({ state }) => status(state.mail1) },
  { name: 'MAIL1_CNF', offset: 0x3c },
];

export function createMailbox({ clock, irq, memory, facts, events = {}, unmodelled }: MailboxOptions): Mailbox {
  const state: MailboxState = { mail0: [], mail1: [], cnf: 0, doneAt: -1, firmware: firmwareState(facts) };
  const firmware: Firmware = {
    facts,
    get state() {
      return state.firmware;
    },
    events,
  };
  const nobody = { cpu: -1, secure: false };

  const deadline = createDeadline(clock, () => {
    state.doneAt = -1;
    const message = state.mail1.shift();
    if (message !== undefined && (message & 0xf) === PROPERTY_CHANNEL) {
      serveProperties(firmware, memory, (message & ~0xf) >>> 0, (tag) =>
        unmodelled?.('VideoCore property tag', tag, true, nobody),
      );
      state.mail0.push(message);
    } else if (message !== undefined) {
      unmodelled?.('VideoCore channel', message & 0xf, true, nobody);
    }
    mails.settle();
  });

  const mails: Mails = {
    state,
    settle() {
      irq.set(dataPending(state));
      if (state.doneAt >= 0 || state.mail1.length === 0 || state.mail0.length >= DEPTH) return;
      state.doneAt = clock.now() + SERVICE_TIME;
      deadline.at(state.doneAt);
    },
  };

  return {
    ...registerMap('Mailbox', MAILBOX_REGISTERS, 0x40, mails, unmodelled),
    state,
    resetFrom({ firmware: { customerOtp } }) {
      // Fuses.
      state.firmware.customerOtp = customerOtp;
    },
    restored() {
      deadline.at(state.doneAt);
      mails.settle();
    },
  };
}
