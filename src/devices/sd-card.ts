/**
 * An SD card (SD Specifications Part 1, Physical Layer Simplified Specification 3.01), high capacity: addresses count sectors of
 * 512 bytes, and there is no other block length. The host controller speaks to it in commands and blocks; bits on wires are not here.
 *
 * It has the UHS-I modes SDR12 to SDR50 and DDR50 and the switch to 1.8 V. A command that is not legal in the card's state gets no
 * answer, and the next answer tells of it.
 */
import type { Saveable } from '../aarch64/bus.js';
import { SECTOR, type BlockBackend } from './block.js';

/** Table 4-41: CURRENT_STATE of the card status. */
const STATE = { idle: 0, ready: 1, ident: 2, stby: 3, tran: 4, data: 5, rcv: 6, prg: 7, dis: 8, ina: 9 };
/** Table 4-41: the other bits of the card status. */
const STATUS = {
  OUT_OF_RANGE: 0x80000000,
  ERASE_SEQ_ERROR: 1 << 28,
  ERASE_PARAM: 1 << 27,
  WP_VIOLATION: 1 << 26,
  ILLEGAL_COMMAND: 1 << 22,
  ERROR: 1 << 19,
  READY_FOR_DATA: 1 << 8,
  APP_CMD: 1 << 5,
};
/** Table 5-1: OCR. 2.7 to 3.6 V. */
const OCR = { WINDOW: 0xff8000, S18: 1 << 24, CCS: 1 << 30, POWERED_UP: 0x80000000 };
/** The access modes of CMD6's function group 1 (table 4-11). */
const MODE = { SDR12: 0, SDR25: 1, SDR50: 2, SDR104: 3, DDR50: 4 };
const RCA = 0xaaaa;
const UNIT = 1024;

export interface SdCardState {
  state: number;
  /** The last command was CMD55. */
  app: boolean;
  /** Bits of the card status that wait to be told. */
  errors: number;
  rca: number;
  /** Signalling at 1.8 V: 0 no, 1 between CMD11 and the switch, 2 yes. */
  lowVoltage: number;
  busWidth: number;
  mode: number;
  /** Where the next block of a transfer comes from or goes to, in sectors; how many are left, -1 for any number. */
  address: number;
  left: number;
  /** The argument of CMD23, for the next transfer; -1 if there was none. */
  blockCount: number;
  /** A register on its way to the host. */
  register: number[];
  /** Blocks that the last write command has written. */
  written: number;
  eraseFirst: number;
  eraseLast: number;
}

/** What a command brings about. */
export interface SdReply {
  /** 32 bits; or CID and CSD as 16 bytes, most significant first. */
  readonly response: number | Uint8Array;
  /** Which way blocks go now, if any do. */
  readonly data?: 'read' | 'write';
}

export interface SdCard extends Saveable<SdCardState> {
  readonly readOnly: boolean;
  /** A command with its 32-bit argument. Undefined: the card does not answer. */
  command(index: number, argument: number): SdReply | undefined;
  /** The next block on its way to the host. False: there is none of that length, or it could not be read. */
  readBlock(into: Uint8Array): boolean;
  /** A block from the host. False: the card does not take it. */
  writeBlock(from: Uint8Array): boolean;
  /** Between CMD11 and the switch to 1.8 V the card holds its data lines low. */
  switchingVoltage(): boolean;
  /** The host has changed the signalling voltage and runs its clock again. */
  voltageSwitched(): void;
  /** Power off and on. */
  powerCycle(): void;
}

export interface SdCardOptions {
  readonly backend: BlockBackend;
  /** The product serial number in CID: 32 bits. */
  readonly serial?: number;
}

const resetState = (lowVoltage: number): SdCardState => ({
  state: STATE.idle,
  app: false,
  errors: 0,
  rca: 0,
  lowVoltage,
  busWidth: 1,
  mode: MODE.SDR12,
  address: 0,
  left: 0,
  blockCount: -1,
  register: [],
  written: 0,
  eraseFirst: -1,
  eraseLast: -1,
});

/** Sets a field of a register of 8 * length bits: bits `high` to `low` as the specification counts them. */
function field(register: Uint8Array, high: number, low: number, value: number): void {
  for (let bit = low; bit <= high; bit++) {
    const byte = register.length - 1 - (bit >> 3);
    if (Math.floor(value / 2 ** (bit - low)) % 2 === 1) register[byte] |= 1 << (bit & 7);
  }
}

/** CRC7 (4.5) over all bytes but the last, which becomes the CRC with its end bit. */
function seal(register: Uint8Array): Uint8Array {
  let crc = 0;
  for (const byte of register.subarray(0, -1)) {
    for (let bit = 7; bit >= 0; bit--) {
      const out = ((crc >> 6) ^ (byte >> bit)) & 1;
      crc = ((crc << 1) & 0x7f) ^ (out * 0x09);
    }
  }
  register[register.length - 1] = (crc << 1) | 1;
  return register;
}

/** CID (table 5-2). */
function cidOf(serial: number): Uint8Array {
  const cid = new Uint8Array(16);
  const text = 'PVPIVSD';
  for (let i = 0; i < text.length; i++) cid[1 + i] = text.charCodeAt(i);
  field(cid, 63, 56, 0x10);
  field(cid, 55, 24, serial >>> 0);
  // Made in January 2024.
  field(cid, 19, 8, (24 << 4) | 1);
  return seal(cid);
}

/** CSD version 2.0 (table 5-16). */
function csdOf(sectors: number, readOnly: boolean): Uint8Array {
  const csd = new Uint8Array(16);
  field(csd, 127, 126, 1);
  field(csd, 119, 112, 0x0e);
  field(csd, 103, 96, 0x32);
  field(csd, 95, 84, 0x5b5);
  field(csd, 83, 80, 9);
  field(csd, 69, 48, sectors / UNIT - 1);
  field(csd, 46, 46, 1);
  field(csd, 45, 39, 0x7f);
  field(csd, 28, 26, 2);
  field(csd, 25, 22, 9);
  if (readOnly) field(csd, 12, 12, 1);
  return seal(csd);
}

/** SCR (table 5-18): version 3.0, 1 and 4 bits, CMD23. */
const SCR = [0x02, 0x35, 0x80, 0x02, 0, 0, 0, 0];

/** SD status (table 4-43): bus width; class 10, allocation units of 4 MiB, UHS grade 1. */
function sdStatus(busWidth: number): number[] {
  const status = new Array<number>(64).fill(0);
  status[0] = busWidth === 4 ? 0x80 : 0;
  status[8] = 4;
  status[10] = 0x90;
  status[12] = 1;
  status[14] = 0x19;
  return status;
}

/** The data lines' pattern of CMD19 (4.2.4.5): 64 bytes on four lines. */
const TUNING = [
  ...[0xff, 0x0f, 0xff, 0x00, 0xff, 0xcc, 0xc3, 0xcc, 0xc3, 0x3c, 0xcc, 0xff, 0xfe, 0xff, 0xfe, 0xef],
  ...[0xff, 0xdf, 0xff, 0xdd, 0xff, 0xfb, 0xff, 0xfb, 0xbf, 0xff, 0x7f, 0xff, 0x77, 0xf7, 0xbd, 0xef],
  ...[0xff, 0xf0, 0xff, 0xf0, 0x0f, 0xfc, 0xcc, 0x3c, 0xcc, 0x33, 0xcc, 0xcf, 0xff, 0xef, 0xff, 0xee],
  ...[0xff, 0xfd, 0xff, 0xfd, 0xdf, 0xff, 0xbf, 0xff, 0xbb, 0xff, 0xf7, 0xff, 0xf7, 0x7f, 0x7b, 0xde],
];

/** What CMD6's groups can be: one bit for each function (4.3.10). Group 1 is the access mode. */
const SUPPORT = {
  mode: { high: 0x8003, low: 0x8017 },
  other: 0x8001,
};

/** CMD6: checks or switches functions, and tells how in 64 bytes (table 4-12). */
function switchFunction(card: SdCardState, argument: number): number[] {
  const status = new Array<number>(64).fill(0);
  const modes = card.lowVoltage === 2 ? SUPPORT.mode.low : SUPPORT.mode.high;
  let refused = false;
  const selected: number[] = [];
  for (let group = 1; group <= 6; group++) {
    const support = group === 1 ? modes : SUPPORT.other;
    const current = group === 1 ? card.mode : 0;
    const wanted = (argument >>> (4 * (group - 1))) & 15;
    const at = 14 - 2 * group;
    status[at] = support >> 8;
    status[at + 1] = support & 0xff;
    const good = wanted === 15 || ((support >> wanted) & 1) !== 0;
    if (!good) refused = true;
    selected[group] = wanted === 15 ? current : good ? wanted : 15;
  }
  // 200 mA, or nothing where the switch is refused.
  status[1] = refused ? 0 : 200;
  for (let pair = 0; pair < 3; pair++) status[16 - pair] = (selected[2 * pair + 2] << 4) | selected[2 * pair + 1];
  if (argument >>> 31 === 1 && !refused) card.mode = selected[1];
  return status;
}

export function createSdCard({ backend, serial = 1 }: SdCardOptions): SdCard {
  /** Capacity is told in units of 512 KiB: what the last one has beyond the backend's end reads as zero and takes no writes. */
  const sectors = Math.max(1, Math.ceil(backend.sectors / UNIT)) * UNIT;
  const cid = cidOf(serial);
  const csd = csdOf(sectors, backend.readOnly);
  const state = resetState(0);

  const cardStatus = (): number => {
    const { errors } = state;
    state.errors = 0;
    return (errors | (state.state << 9) | STATUS.READY_FOR_DATA | (state.app ? STATUS.APP_CMD : 0)) >>> 0;
  };
  /** R1 tells the state in which the command was received. */
  const r1 = (to: number = state.state): SdReply => {
    const reply = { response: cardStatus() };
    state.state = to;
    return reply;
  };
  const endTransfer = (): void => {
    state.register = [];
    state.left = 0;
    if (state.state === STATE.data || state.state === STATE.rcv) state.state = STATE.tran;
  };
  const sendRegister = (bytes: readonly number[]): SdReply => {
    state.register = [...bytes];
    return { ...r1(STATE.data), data: 'read' };
  };
  const transfer = (direction: 'read' | 'write', address: number, count: number): SdReply | undefined => {
    if (address >= sectors) state.errors |= STATUS.OUT_OF_RANGE;
    else if (direction === 'write' && backend.readOnly) state.errors |= STATUS.WP_VIOLATION;
    else {
      Object.assign(state, { address, left: count, blockCount: -1, register: [] });
      if (direction === 'write') state.written = 0;
      return { ...r1(direction === 'read' ? STATE.data : STATE.rcv), data: direction };
    }
    return r1();
  };

  const erase = (): SdReply => {
    const { eraseFirst: first, eraseLast: last } = state;
    Object.assign(state, { eraseFirst: -1, eraseLast: -1 });
    if (first < 0 || last < 0) state.errors |= STATUS.ERASE_SEQ_ERROR;
    else if (last < first || last >= sectors) state.errors |= STATUS.ERASE_PARAM;
    else if (backend.readOnly) state.errors |= STATUS.WP_VIOLATION;
    else if (backend.discard !== undefined && first < backend.sectors) {
      const count = Math.min(last + 1, backend.sectors) - first;
      if (!backend.discard(first, count)) state.errors |= STATUS.ERROR;
    }
    return r1();
  };

  const addressed = (argument: number): boolean => argument >>> 16 === state.rca && state.rca !== 0;

  interface Command {
    /** In which states it is legal; all but `ina` when left out. */
    readonly in?: readonly number[];
    readonly run: (argument: number) => SdReply | undefined;
  }
  const { idle, ready, ident, stby, tran, data, rcv, prg, dis } = STATE;
  const selectedStates = [tran, data, rcv, prg];

  /** Table 4-23. A command that is not here, or not legal in the card's state, is not answered. */
  const COMMANDS: Readonly<Record<number, Command>> = {
    0: {
      run() {
        // The signalling voltage only goes back with the power.
        Object.assign(state, resetState(state.lowVoltage === 2 ? 2 : 0));
        return { response: 0 };
      },
    },
    2: {
      in: [ready],
      run() {
        state.state = ident;
        return { response: cid };
      },
    },
    3: {
      in: [ident, stby],
      run() {
        state.rca = RCA;
        const status = cardStatus();
        state.state = stby;
        const short = ((status >>> 8) & 0xc000) | ((status >>> 6) & 0x2000) | (status & 0x1fff);
        return { response: ((RCA << 16) | short) >>> 0 };
      },
    },
    6: { in: [tran], run: (argument) => sendRegister(switchFunction(state, argument)) },
    7: {
      in: [stby, tran, data, prg, dis],
      run(argument) {
        if (addressed(argument)) return state.state === stby ? r1(tran) : state.state === tran ? r1() : undefined;
        // Another card is meant: this one steps back in silence.
        endTransfer();
        state.state = stby;
        return undefined;
      },
    },
    8: {
      in: [idle],
      run: (argument) => (((argument >> 8) & 15) === 1 ? { response: argument & 0xfff } : undefined),
    },
    9: { in: [stby], run: (argument) => (addressed(argument) ? { response: csd } : undefined) },
    10: { in: [stby], run: (argument) => (addressed(argument) ? { response: cid } : undefined) },
    11: {
      in: [ready],
      run() {
        if (state.lowVoltage !== 0) return undefined;
        const reply = r1();
        state.lowVoltage = 1;
        return reply;
      },
    },
    12: {
      in: selectedStates,
      run() {
        const reply = r1();
        endTransfer();
        return reply;
      },
    },
    13: {
      in: [stby, ...selectedStates, dis],
      run: (argument) => (addressed(argument) ? r1() : undefined),
    },
    15: {
      run(argument) {
        if (addressed(argument)) state.state = STATE.ina;
        return undefined;
      },
    },
    16: { in: [tran], run: () => r1() },
    17: { in: [tran], run: (argument) => transfer('read', argument, 1) },
    18: { in: [tran], run: (argument) => transfer('read', argument, state.blockCount) },
    19: { in: [tran], run: () => (state.lowVoltage === 2 ? sendRegister(TUNING) : undefined) },
    23: {
      in: [tran],
      run(argument) {
        state.blockCount = argument === 0 ? -1 : argument;
        return r1();
      },
    },
    24: { in: [tran], run: (argument) => transfer('write', argument, 1) },
    25: { in: [tran], run: (argument) => transfer('write', argument, state.blockCount) },
    32: {
      in: [tran],
      run(argument) {
        state.eraseFirst = argument;
        return r1();
      },
    },
    33: {
      in: [tran],
      run(argument) {
        state.eraseLast = argument;
        return r1();
      },
    },
    38: { in: [tran], run: erase },
    55: {
      in: [idle, stby, ...selectedStates, dis],
      run(argument) {
        if (state.state !== idle && !addressed(argument)) return undefined;
        state.app = true;
        return r1();
      },
    },
  };

  /** Table 4-25: what follows CMD55. */
  const APP_COMMANDS: Readonly<Record<number, Command>> = {
    6: {
      in: [tran],
      run(argument) {
        if ((argument & 3) === 2) state.busWidth = 4;
        else if ((argument & 3) === 0) state.busWidth = 1;
        return r1();
      },
    },
    13: { in: [tran], run: () => sendRegister(sdStatus(state.busWidth)) },
    22: {
      in: [tran],
      run: () => sendRegister([24, 16, 8, 0].map((shift) => (state.written >>> shift) & 0xff)),
    },
    23: { in: [tran], run: () => r1() },
    41: {
      in: [idle],
      run(argument) {
        // Without a voltage it is a question; a host that knows no high capacity never sees the card ready.
        if ((argument & OCR.WINDOW) === 0) return { response: OCR.WINDOW };
        if ((argument & OCR.CCS) === 0) return { response: OCR.WINDOW };
        state.state = ready;
        const s18 = state.lowVoltage === 0 ? argument & OCR.S18 : 0;
        return { response: (OCR.WINDOW | OCR.CCS | OCR.POWERED_UP | s18) >>> 0 };
      },
    },
    42: { in: [tran], run: () => r1() },
    51: { in: [tran], run: () => sendRegister(SCR) },
  };

  return {
    state,
    readOnly: backend.readOnly,
    command(index, argument) {
      const { app } = state;
      // An application command that there is not is taken as the ordinary one of its number (4.3.9.1).
      const command = (app ? APP_COMMANDS[index] : undefined) ?? COMMANDS[index];
      const legal = command !== undefined && (command.in?.includes(state.state) ?? state.state !== STATE.ina);
      if (!legal) {
        state.app = false;
        if (state.state !== STATE.ina) state.errors |= STATUS.ILLEGAL_COMMAND;
        return undefined;
      }
      const reply = command.run(argument >>> 0);
      // APP_CMD shows in the answer of CMD55 and of the command after it.
      state.app = index === 55 && reply !== undefined;
      return reply;
    },
    readBlock(into) {
      if (state.state !== data) return false;
      if (state.register.length > 0) {
        if (into.length !== state.register.length) return false;
        into.set(state.register);
        endTransfer();
        return true;
      }
      if (into.length !== SECTOR || state.left === 0) return false;
      if (state.address >= sectors) {
        state.errors |= STATUS.OUT_OF_RANGE;
        return false;
      }
      if (state.address >= backend.sectors) into.fill(0);
      else if (!backend.read(state.address, into)) {
        state.errors |= STATUS.ERROR;
        return false;
      }
      state.address++;
      if (state.left > 0 && --state.left === 0) endTransfer();
      return true;
    },
    writeBlock(from) {
      if (state.state !== rcv || from.length !== SECTOR || state.left === 0) return false;
      if (state.address >= backend.sectors || !backend.write(state.address, from)) {
        state.errors |= state.address >= backend.sectors ? STATUS.OUT_OF_RANGE : STATUS.ERROR;
        return false;
      }
      state.address++;
      state.written++;
      if (state.left > 0 && --state.left === 0) endTransfer();
      return true;
    },
    switchingVoltage: () => state.lowVoltage === 1,
    voltageSwitched() {
      if (state.lowVoltage === 1) state.lowVoltage = 2;
    },
    powerCycle() {
      backend.flush();
      Object.assign(state, resetState(0));
    },
    restored: () => {},
  };
}
