/**
 * An SD host controller (SD Specifications Part A2, SD Host Controller Simplified Specification 3.00) with PIO, SDMA and 32-bit
 * ADMA2. Its registers may be accessed in bytes, half-words and words.
 *
 * A command takes a while, a transfer starts after the card's latency and then goes on in slices of bounded work, so that no descriptor
 * table of a guest's can hold the host.
 */
import type { Clock, GuestBus, IrqLine, MmioDevice, Saveable } from '../aarch64/bus.js';
import { createDeadline } from './deadline.js';
import type { SdCard } from './sd-card.js';

/** ns: a command with its answer; the card's latency before data, after written data; a byte on the wires (50 MB/s). */
const TIME = { command: 2000, read: 100_000, write: 200_000, byte: 20, descriptor: 100 };
/** What one slice of a DMA transfer may do: blocks, descriptors. */
const SLICE = { blocks: 64, descriptors: 256 };
const MAX_BLOCK = 2048;

/** Transfer mode (2.2.5). */
const MODE = { DMA: 1, BLOCK_COUNT: 1 << 1, AUTO_SHIFT: 2, READ: 1 << 4, MULTI: 1 << 5 };
const AUTO = { CMD12: 1, CMD23: 2 };
/** Command (2.2.6): response, data present, type. */
const COMMAND = { RESPONSE: 3, DATA: 1 << 5, TYPE_SHIFT: 6 };
const RESPONSE = { none: 0, long: 1, short: 2, busy: 3 };
const TYPE_ABORT = 3;
/** Present state (2.2.9). */
const PRESENT = {
  CMD_INHIBIT: 1,
  DAT_INHIBIT: 1 << 1,
  DAT_ACTIVE: 1 << 2,
  WRITE_ACTIVE: 1 << 8,
  READ_ACTIVE: 1 << 9,
  BUFFER_WRITE: 1 << 10,
  BUFFER_READ: 1 << 11,
  CARD: 7 << 16,
  WRITABLE: 1 << 19,
  DAT_LEVEL: 0xf << 20,
  CMD_LEVEL: 1 << 24,
};
/** Clock control (2.2.14). */
const CLOCK = { INTERNAL: 1, STABLE: 1 << 1, SD: 1 << 2 };
/** Software reset (2.2.16). */
const RESET = { ALL: 1, CMD: 1 << 1, DAT: 1 << 2 };
/** Normal and error interrupts (2.2.17, 2.2.18), in one word. */
const INT = {
  COMMAND: 1,
  TRANSFER: 1 << 1,
  DMA: 1 << 3,
  BUFFER_WRITE: 1 << 4,
  BUFFER_READ: 1 << 5,
  ERROR: 1 << 15,
  CMD_TIMEOUT: 1 << 16,
  DATA_TIMEOUT: 1 << 20,
  AUTO_CMD: 1 << 24,
  ADMA: 1 << 25,
};
const ERRORS = 0xffff0000;
/** Host control 2 (2.2.25). */
const CONTROL2 = { V18: 1 << 3, EXECUTE_TUNING: 1 << 6, TUNED: 1 << 7 };
/** Tuning commands until the controller has found its sampling point. */
const TUNING_COMMANDS = 4;
/** ADMA2 descriptors (1.13.4): attributes; the states of the ADMA error register. */
const ADMA = { VALID: 1, END: 2, INT: 4, ACT: 0x30, TRAN: 0x20, LINK: 0x30 };
const ADMA_ERROR = { fetch: 1, transfer: 3, LENGTH: 4 };
const TUNING_COMMAND = 19;

export interface SdhciState {
  /** By name as in the specification; the two interrupt registers of each kind are one word. */
  sdmaAddress: number;
  blockSize: number;
  blockCount: number;
  argument: number;
  transferMode: number;
  command: number;
  response: number[];
  hostControl: number;
  powerControl: number;
  blockGap: number;
  wakeup: number;
  clockControl: number;
  timeout: number;
  status: number;
  statusEnable: number;
  signalEnable: number;
  autoError: number;
  hostControl2: number;
  admaError: number;
  admaAddress: number;
  /** When the command in progress is answered (ns), -1 if there is none. */
  commandAt: number;
  /** When the data lines go on (ns), -1 if nothing is due, and with what: a slice of the transfer, or its end. */
  dataAt: number;
  dataStep: 'slice' | 'end';
  /** A data transfer: which way, blocks left (-1: any number). */
  direction: 'none' | 'read' | 'write';
  left: number;
  /** SDMA stands at a boundary until its address is written. */
  paused: boolean;
  /** The descriptor in work: address and bytes left; whether it ends the table, whether it interrupts. */
  admaData: number;
  admaLeft: number;
  admaEnd: boolean;
  admaInt: boolean;
  /** The buffer of a block, where the host is in it, and whether it is the host's turn. */
  buffer: Uint8Array;
  position: number;
  ready: boolean;
  tuning: number;
}

export interface SdhciOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly irq: IrqLine;
  readonly memory: GuestBus;
  readonly card?: SdCard | undefined;
  /** The two words of the capabilities register (2.2.26). */
  readonly capabilities: readonly [number, number];
  /** Host controller version: specification version below, vendor's version above. */
  readonly version: number;
  /** The physical address behind an address that the guest gives the controller. */
  readonly toPhysical?: ((address: number) => number) | undefined;
}

/** A controller: window 0x100. */
export interface Sdhci extends MmioDevice, Saveable<SdhciState> {
  /** The name of the register at `offset`. */
  registerAt(offset: number): string | undefined;
}

const resetState = (): SdhciState => ({
  ...{ sdmaAddress: 0, blockSize: 0, blockCount: 0, argument: 0, transferMode: 0, command: 0, response: [0, 0, 0, 0] },
  ...{ hostControl: 0, powerControl: 0, blockGap: 0, wakeup: 0, clockControl: 0, timeout: 0 },
  ...{ status: 0, statusEnable: 0, signalEnable: 0, autoError: 0, hostControl2: 0, admaError: 0, admaAddress: 0 },
  commandAt: -1,
  dataAt: -1,
  dataStep: 'slice',
  direction: 'none',
  left: 0,
  paused: false,
  ...{ admaData: 0, admaLeft: 0, admaEnd: false, admaInt: false },
  buffer: new Uint8Array(MAX_BLOCK),
  position: 0,
  ready: false,
  tuning: 0,
});

/** A 32-bit word of the register map. */
interface Word {
  readonly name: string;
  readonly read: (host: Host) => number;
  /** `mask` has the bytes that are written. */
  readonly write?: (host: Host, value: number, mask: number) => void;
}

interface Host {
  readonly state: SdhciState;
  readonly card: SdCard | undefined;
  readonly capabilities: readonly [number, number];
  readonly version: number;
  issue(): void;
  reset(which: number): void;
  clockChanged(before: number): void;
  resume(): void;
  drive(): void;
}

const merge = (before: number, value: number, mask: number): number => ((before & ~mask) | (value & mask)) >>> 0;
const low = (word: number): number => word & 0xffff;
const high = (word: number): number => word >>> 16;
const pair = (lower: number, upper: number): number => (lower | (upper << 16)) >>> 0;

/** MHz: initialization, default and high speed, SDR12, SDR25, SDR50, SDR104, DDR50 (2.2.30). */
const SPEEDS = [0.4, 25, 50, 25, 50, 100, 208, 50];
/** A preset value: the 10-bit divider that makes a mode's clock, or the next slower, of the base clock. */
function preset(capabilities: number, mode: number): number {
  const base = (capabilities >>> 8) & 0xff;
  return base <= SPEEDS[mode] ? 0 : Math.ceil(base / (2 * SPEEDS[mode]));
}

function presentState({ state, card }: Host): number {
  let present = PRESENT.CMD_LEVEL;
  if (state.commandAt >= 0) present |= PRESENT.CMD_INHIBIT;
  if (state.dataAt >= 0) present |= PRESENT.DAT_INHIBIT;
  if (state.direction !== 'none') {
    present |= PRESENT.DAT_INHIBIT | PRESENT.DAT_ACTIVE;
    present |= state.direction === 'read' ? PRESENT.READ_ACTIVE : PRESENT.WRITE_ACTIVE;
    if (state.ready) present |= state.direction === 'read' ? PRESENT.BUFFER_READ : PRESENT.BUFFER_WRITE;
  }
  if (card !== undefined) present |= PRESENT.CARD;
  if (card?.readOnly !== true) present |= PRESENT.WRITABLE;
  if (card?.switchingVoltage() !== true) present |= PRESENT.DAT_LEVEL;
  return present;
}

/** The registers by offset / 4 (table 2-1). */
const WORDS: Readonly<Record<number, Word>> = {
  0x00: {
    name: 'SDMA System Address',
    read: ({ state }) => state.sdmaAddress,
    write(host, value, mask) {
      host.state.sdmaAddress = merge(host.state.sdmaAddress, value, mask);
      // Its highest byte starts SDMA again after a boundary.
      if (mask >>> 24 !== 0) host.resume();
    },
  },
  0x04: {
    name: 'Block Size, Block Count',
    read: ({ state }) => pair(state.blockSize, state.blockCount),
    write({ state }, value, mask) {
      if (state.direction !== 'none') return;
      const word = merge(pair(state.blockSize, state.blockCount), value, mask);
      state.blockSize = low(word) & 0x7fff;
      state.blockCount = high(word);
    },
  },
  0x08: {
    name: 'Argument',
    read: ({ state }) => state.argument,
    write({ state }, value, mask) {
      state.argument = merge(state.argument, value, mask);
    },
  },
  0x0c: {
    name: 'Transfer Mode, Command',
    read: ({ state }) => pair(state.transferMode, state.command),
    write(host, value, mask) {
      const { state } = host;
      const word = merge(pair(state.transferMode, state.command), value, mask);
      if (state.direction === 'none') state.transferMode = low(word) & 0x3f;
      state.command = high(word) & 0x3ffb;
      // The command register's upper byte sets it off.
      if (mask >>> 24 !== 0) host.issue();
    },
  },
  ...Object.fromEntries(
    [0, 1, 2, 3].map((i): [number, Word] => [
      0x10 + 4 * i,
      { name: `Response ${2 * i}, ${2 * i + 1}`, read: ({ state }) => state.response[i] },
    ]),
  ),
  0x24: { name: 'Present State', read: presentState },
  0x28: {
    name: 'Host Control 1, Power Control, Block Gap Control, Wakeup Control',
    read: ({ state }) =>
      (state.hostControl | (state.powerControl << 8) | (state.blockGap << 16) | (state.wakeup << 24)) >>> 0,
    write({ state }, value, mask) {
      const bytes = [state.hostControl, state.powerControl, state.blockGap, state.wakeup].map((byte, i) =>
        ((mask >>> (8 * i)) & 0xff) !== 0 ? (value >>> (8 * i)) & 0xff : byte,
      );
      [state.hostControl, state.powerControl, state.blockGap, state.wakeup] = bytes;
    },
  },
  0x2c: {
    name: 'Clock Control, Timeout Control, Software Reset',
    read: ({ state }) =>
      (state.clockControl |
        ((state.clockControl & CLOCK.INTERNAL) !== 0 ? CLOCK.STABLE : 0) |
        (state.timeout << 16)) >>>
      0,
    write(host, value, mask) {
      const { state } = host;
      const before = state.clockControl;
      state.clockControl = merge(before, value, mask & 0xffff) & 0xffe5;
      state.timeout = merge(state.timeout, value >>> 16, (mask >>> 16) & 0xff) & 0xf;
      host.clockChanged(before);
      if ((value & mask) >>> 24 !== 0) host.reset((value & mask) >>> 24);
    },
  },
  0x30: {
    name: 'Normal Interrupt Status, Error Interrupt Status',
    read: ({ state }) => (state.status | ((state.status & ERRORS) !== 0 ? INT.ERROR : 0)) >>> 0,
    write({ state }, value, mask) {
      state.status = (state.status & ~(value & mask)) >>> 0;
    },
  },
  0x34: {
    name: 'Normal Interrupt Status Enable, Error Interrupt Status Enable',
    read: ({ state }) => state.statusEnable,
    write({ state }, value, mask) {
      state.statusEnable = merge(state.statusEnable, value, mask) & ~INT.ERROR;
      state.statusEnable >>>= 0;
      state.status = (state.status & state.statusEnable) >>> 0;
    },
  },
  0x38: {
    name: 'Normal Interrupt Signal Enable, Error Interrupt Signal Enable',
    read: ({ state }) => state.signalEnable,
    write({ state }, value, mask) {
      state.signalEnable = (merge(state.signalEnable, value, mask) & ~INT.ERROR) >>> 0;
    },
  },
  0x3c: {
    name: 'Auto CMD Error Status, Host Control 2',
    read: ({ state }) => pair(state.autoError, state.hostControl2),
    write(host, value, mask) {
      const { state } = host;
      const before = state.hostControl2;
      state.hostControl2 = high(merge(pair(0, before), value, mask)) & 0xc0ff;
      // Setting Execute Tuning begins; clearing the sampling clock forgets what was found.
      if ((state.hostControl2 & ~before & CONTROL2.EXECUTE_TUNING) !== 0) state.tuning = 0;
      if ((before & CONTROL2.TUNED) === 0) state.hostControl2 &= ~CONTROL2.TUNED;
      host.clockChanged(state.clockControl);
    },
  },
  0x40: { name: 'Capabilities', read: ({ capabilities }) => capabilities[0] },
  0x44: { name: 'Capabilities', read: ({ capabilities }) => capabilities[1] },
  0x48: { name: 'Maximum Current Capabilities', read: () => 0 },
  0x4c: { name: 'Maximum Current Capabilities', read: () => 0 },
  0x50: {
    name: 'Force Event',
    read: () => 0,
    write({ state }, value, mask) {
      // For tests of drivers: errors as if they had happened.
      state.status = (state.status | (value & mask & ERRORS & state.statusEnable)) >>> 0;
      state.autoError |= value & mask & 0xff;
    },
  },
  0x54: { name: 'ADMA Error Status', read: ({ state }) => state.admaError },
  0x58: {
    name: 'ADMA System Address',
    read: ({ state }) => state.admaAddress,
    write({ state }, value, mask) {
      state.admaAddress = merge(state.admaAddress, value, mask);
    },
  },
  0x5c: { name: 'ADMA System Address', read: () => 0 },
  ...Object.fromEntries(
    [0, 2, 4, 6].map((mode): [number, Word] => [
      0x60 + 2 * mode,
      {
        name: 'Preset Value',
        read: ({ capabilities }) => pair(preset(capabilities[0], mode), preset(capabilities[0], mode + 1)),
      },
    ]),
  ),
  0xfc: {
    name: 'Slot Interrupt Status, Host Controller Version',
    read: ({ state, version }) => pair((state.status & state.signalEnable) !== 0 ? 1 : 0, version),
  },
};
const BUFFER_PORT = 0x20;

export function createSdhci(options: SdhciOptions): Sdhci {
  const { name, clock, irq, memory, card, capabilities, version, toPhysical = (address) => address } = options;
  const state = resetState();

  const drive = (): void => irq.set((state.status & state.signalEnable) !== 0);
  const raise = (events: number): void => {
    state.status = (state.status | (events & state.statusEnable)) >>> 0;
    drive();
  };
  const blockBytes = (): number => Math.min(MAX_BLOCK, state.blockSize & 0xfff);
  const auto = (): number => (state.transferMode >> MODE.AUTO_SHIFT) & 3;
  /** Select: 0 SDMA, 2 ADMA2; the others are not there. */
  const admaSelected = (): boolean => ((state.hostControl >> 3) & 3) !== 0;

  const later = (step: SdhciState['dataStep'], delay: number): void => {
    state.dataStep = step;
    state.dataAt = clock.now() + delay;
    dataDeadline.at(state.dataAt);
  };
  const idle = (): void => {
    state.dataAt = -1;
    dataDeadline.at(-1);
  };
  const answerAt = (time: number): void => {
    state.commandAt = time;
    commandDeadline.at(time);
  };

  const endData = (): void => {
    Object.assign(state, { direction: 'none', left: 0, paused: false, ready: false, position: 0, admaLeft: 0 });
  };
  const fail = (error: number): void => {
    endData();
    idle();
    raise(error);
  };

  const respond = (reply: number | Uint8Array, kind: number): void => {
    if (kind === RESPONSE.none) return;
    if (typeof reply === 'number') {
      state.response[0] = reply;
      return;
    }
    // Of CID and CSD the lowest byte, their CRC, is left out (2.2.7).
    for (let i = 0; i < 4; i++) {
      const at = 11 - 4 * i;
      const byte = (j: number): number => (at + j >= 0 ? reply[at + j] : 0);
      state.response[i] = ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0;
    }
  };

  /** A command of the controller's own, whose answer comes into the last response word. */
  const autoCommand = (index: number, argument: number): boolean => {
    const reply = card?.command(index, argument);
    if (reply === undefined || typeof reply.response !== 'number') {
      state.autoError |= 1 << 1;
      raise(INT.AUTO_CMD);
      return false;
    }
    state.response[3] = reply.response;
    return true;
  };

  const runCommand = (): void => {
    const { command } = state;
    const index = (command >> 8) & 63;
    const kind = command & COMMAND.RESPONSE;
    const hasData = (command & COMMAND.DATA) !== 0;
    const abort = ((command >> COMMAND.TYPE_SHIFT) & 3) === TYPE_ABORT;
    if (hasData && auto() === AUTO.CMD23 && !autoCommand(23, state.sdmaAddress)) return;
    const reply = card?.command(index, state.argument);
    if (reply === undefined) {
      // Where no answer is expected, none is missed.
      raise(kind === RESPONSE.none ? INT.COMMAND : INT.CMD_TIMEOUT);
      return;
    }
    respond(reply.response, kind);
    if (abort && state.direction !== 'none') {
      endData();
      idle();
      raise(INT.COMMAND | INT.TRANSFER);
      return;
    }
    raise(INT.COMMAND);
    if (index === TUNING_COMMAND && (state.hostControl2 & CONTROL2.EXECUTE_TUNING) !== 0) {
      // The pattern goes to the sampling circuit; the host hears that it has come, and reads nothing.
      card?.readBlock(new Uint8Array(64));
      if (++state.tuning >= TUNING_COMMANDS) {
        state.hostControl2 = (state.hostControl2 & ~CONTROL2.EXECUTE_TUNING) | CONTROL2.TUNED;
      }
      raise(INT.BUFFER_READ);
      return;
    }
    if (hasData) {
      const counted = (state.transferMode & MODE.MULTI) === 0 ? 1 : -1;
      state.left = (state.transferMode & MODE.BLOCK_COUNT) !== 0 && counted < 0 ? state.blockCount : counted;
      state.direction = (state.transferMode & MODE.READ) !== 0 ? 'read' : 'write';
      Object.assign(state, { position: 0, ready: false, paused: false, admaLeft: 0, admaEnd: false, admaInt: false });
      later('slice', state.direction === 'read' ? TIME.read : TIME.command);
    } else if (kind === RESPONSE.busy && state.direction === 'none') later('end', TIME.command);
  };

  /** All blocks are through. */
  const finish = (): void => {
    const written = state.direction === 'write';
    if (auto() === AUTO.CMD12 && (state.transferMode & MODE.MULTI) !== 0) autoCommand(12, 0);
    endData();
    later('end', written ? TIME.write : 0);
  };

  /** Moves on by one block. @returns false where the transfer is over, by its count or by an error */
  const blockDone = (): boolean => {
    if ((state.transferMode & MODE.BLOCK_COUNT) !== 0 && (state.transferMode & MODE.MULTI) !== 0) state.blockCount--;
    if (state.left > 0) state.left--;
    if (state.left !== 0) return true;
    finish();
    return false;
  };
  const fetchBlock = (): boolean => {
    if (card?.readBlock(state.buffer.subarray(0, blockBytes())) === true) return true;
    fail(INT.DATA_TIMEOUT);
    return false;
  };
  const storeBlock = (): boolean => {
    if (card?.writeBlock(state.buffer.subarray(0, blockBytes())) === true) return true;
    fail(INT.DATA_TIMEOUT);
    return false;
  };

  /** PIO: it is the host's turn to empty or to fill the buffer. */
  const offerBuffer = (): void => {
    if (state.direction === 'read' && !fetchBlock()) return;
    state.position = 0;
    state.ready = true;
    raise(state.direction === 'read' ? INT.BUFFER_READ : INT.BUFFER_WRITE);
  };

  /** Bytes of the buffer from `position` on go to or come from memory. */
  const copy = (address: number, length: number): boolean => {
    const bytes = state.buffer.subarray(state.position, state.position + length);
    const pa = toPhysical(address);
    return state.direction === 'read' ? memory.write(pa, bytes) : memory.read(pa, bytes);
  };

  /**
   * Moves `length` bytes between memory and the current block, at most to the block's end, taking blocks from the card and giving them
   * to it as they begin and end.
   * @returns how many were moved, or -1 where the transfer is over
   */
  const move = (address: number, length: number): number => {
    const size = blockBytes();
    if (state.position === 0 && state.direction === 'read' && !fetchBlock()) return -1;
    const part = Math.min(length, size - state.position);
    if (!copy(address, part)) {
      if (admaSelected()) state.admaError = ADMA_ERROR.transfer;
      fail(admaSelected() ? INT.ADMA : INT.DATA_TIMEOUT);
      return -1;
    }
    state.position += part;
    if (state.position < size) return part;
    state.position = 0;
    if (state.direction === 'write' && !storeBlock()) return -1;
    return blockDone() ? part : -1;
  };

  const sdmaSlice = (): void => {
    const boundary = 0x1000 << ((state.blockSize >> 12) & 7);
    let bytes = 0;
    while (bytes < SLICE.blocks * blockBytes()) {
      const room = boundary - (state.sdmaAddress % boundary);
      const before = state.sdmaAddress;
      const moved = move(before, room);
      if (moved < 0) {
        // The address register tells how far it came.
        if (state.dataAt >= 0) state.sdmaAddress = (before + Math.min(room, blockBytes())) >>> 0;
        return;
      }
      bytes += moved;
      state.sdmaAddress = (before + moved) >>> 0;
      if (state.sdmaAddress % boundary === 0) {
        state.paused = true;
        raise(INT.DMA);
        return;
      }
    }
    later('slice', bytes * TIME.byte);
  };

  const admaFail = (where: number): void => {
    state.admaError = where;
    fail(INT.ADMA);
  };

  /** Fetches the next descriptor. @returns false on an error */
  const fetchDescriptor = (): boolean => {
    const bytes = new Uint8Array(8);
    if (!memory.read(toPhysical(state.admaAddress), bytes)) {
      admaFail(ADMA_ERROR.fetch);
      return false;
    }
    const view = new DataView(bytes.buffer);
    const attributes = view.getUint16(0, true);
    if ((attributes & ADMA.VALID) === 0) {
      admaFail(ADMA_ERROR.fetch);
      return false;
    }
    const action = attributes & ADMA.ACT;
    const address = view.getUint32(4, true);
    state.admaAddress = action === ADMA.LINK ? address : (state.admaAddress + 8) >>> 0;
    state.admaEnd = (attributes & ADMA.END) !== 0;
    state.admaInt = (attributes & ADMA.INT) !== 0;
    if (action === ADMA.TRAN) {
      state.admaData = address;
      state.admaLeft = view.getUint16(2, true) || 0x10000;
    }
    return true;
  };

  const admaSlice = (): void => {
    let bytes = 0;
    let descriptors = 0;
    while (bytes < SLICE.blocks * blockBytes() && descriptors < SLICE.descriptors) {
      if (state.admaLeft === 0) {
        if (state.admaEnd) return admaFail(ADMA_ERROR.transfer | ADMA_ERROR.LENGTH);
        descriptors++;
        if (!fetchDescriptor()) return;
        if (state.admaLeft === 0) {
          if (state.admaInt) raise(INT.DMA);
          continue;
        }
      }
      const moved = move(state.admaData, state.admaLeft);
      if (moved < 0) return;
      bytes += moved;
      state.admaData = (state.admaData + moved) >>> 0;
      state.admaLeft -= moved;
      if (state.admaLeft === 0 && state.admaInt) raise(INT.DMA);
    }
    later('slice', Math.max(1, bytes * TIME.byte + descriptors * TIME.descriptor));
  };

  const slice = (): void => {
    if (blockBytes() === 0 || state.left === 0) return fail(INT.DATA_TIMEOUT);
    if ((state.transferMode & MODE.DMA) === 0) offerBuffer();
    else if (admaSelected()) admaSlice();
    else sdmaSlice();
  };

  const commandDeadline = createDeadline(clock, () => {
    state.commandAt = -1;
    runCommand();
  });
  const dataDeadline = createDeadline(clock, () => {
    state.dataAt = -1;
    if (state.dataStep === 'end') raise(INT.TRANSFER);
    else slice();
  });

  const host: Host = {
    state,
    card,
    capabilities,
    version,
    drive,
    issue() {
      // One at a time.
      if (state.commandAt < 0) answerAt(clock.now() + TIME.command);
    },
    reset(which) {
      if ((which & RESET.ALL) !== 0) {
        Object.assign(state, resetState());
        answerAt(-1);
        idle();
        return;
      }
      if ((which & RESET.CMD) !== 0) {
        answerAt(-1);
        state.status = (state.status & ~INT.COMMAND) >>> 0;
      }
      if ((which & RESET.DAT) !== 0) {
        endData();
        idle();
        const data = INT.TRANSFER | INT.DMA | INT.BUFFER_READ | INT.BUFFER_WRITE;
        state.status = (state.status & ~data) >>> 0;
      }
    },
    clockChanged(before) {
      // The switch of CMD11 is complete when the clock runs again at the lower voltage (3.6.1).
      const starts = (state.clockControl & ~before & CLOCK.SD) !== 0 || (before & CLOCK.SD) !== 0;
      if (starts && (state.clockControl & CLOCK.SD) !== 0 && (state.hostControl2 & CONTROL2.V18) !== 0) {
        card?.voltageSwitched();
      }
    },
    resume() {
      if (!state.paused) return;
      state.paused = false;
      later('slice', TIME.byte);
    },
  };

  const readBuffer = (size: number): number => {
    let value = 0;
    for (let i = 0; i < size; i++) {
      if (!state.ready || state.direction !== 'read') break;
      value |= state.buffer[state.position++] << (8 * i);
      if (state.position < blockBytes()) continue;
      state.ready = false;
      state.position = 0;
      if (blockDone()) later('slice', blockBytes() * TIME.byte);
    }
    return value >>> 0;
  };
  const writeBuffer = (size: number, value: number): void => {
    for (let i = 0; i < size; i++) {
      if (!state.ready || state.direction !== 'write') break;
      state.buffer[state.position++] = (value >>> (8 * i)) & 0xff;
      if (state.position < blockBytes()) continue;
      state.ready = false;
      state.position = 0;
      if (storeBlock() && blockDone()) later('slice', blockBytes() * TIME.byte);
    }
  };

  return {
    name,
    state,
    read(offset, size) {
      const at = offset & ~3;
      if (at === BUFFER_PORT) return readBuffer(size);
      const lane = offset & 3;
      const word = WORDS[at]?.read(host) ?? 0;
      return (size === 4 ? word : (word >>> (8 * lane)) & (size === 1 ? 0xff : 0xffff)) >>> 0;
    },
    write(offset, size, value) {
      const at = offset & ~3;
      if (at === BUFFER_PORT) writeBuffer(size, value);
      else {
        const shift = 8 * (offset & 3);
        const mask = (size === 4 ? 0xffffffff : (size === 1 ? 0xff : 0xffff) << shift) >>> 0;
        WORDS[at]?.write?.(host, (value << shift) >>> 0, mask);
      }
      drive();
    },
    registerAt: (offset) => ((offset & ~3) === BUFFER_PORT ? 'Buffer Data Port' : WORDS[offset & ~3]?.name),
    restored() {
      commandDeadline.at(state.commandAt);
      dataDeadline.at(state.dataAt);
      drive();
    },
  };
}
