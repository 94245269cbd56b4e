/**
 * A bank of parallel NOR flash as QEMU's `virt` machine has two: a pair of 16-bit chips beside each other on a 32-bit bus, with the
 * Common Flash Interface (JESD68) and Intel's command set, as QEMU's cfi.pflash01 answers it. In array mode its contents can be read;
 * a write is a command.
 *
 * As there, programming stores what is written (cells of real chips only ever lose bits, until they are erased), nothing takes
 * time, and locking a sector is acknowledged and changes nothing.
 */
import type { MmioDevice } from '../aarch64/bus.js';
import type { Resettable } from './reset.js';

/** What a bank holds. Offsets are in bytes from its beginning. */
export interface FlashContents {
  /** Fills `bytes` with what is at `at`. */
  read(at: number, bytes: Uint8Array): void;
  /** False: it could not be kept. */
  write(at: number, bytes: Uint8Array): boolean;
}

export interface CfiFlashState {
  /** The command in progress, or the mode; 0 in array mode. */
  command: number;
  /** How many of the command's writes have come. */
  cycle: number;
  /** The status register of each chip. */
  status: number;
  /** Words that a buffered program has still to get, less one. */
  counter: number;
  /** Where that goes, and what will be there once it is confirmed; empty while there is none. */
  block: number;
  buffer: Uint8Array;
}

export interface CfiFlash extends MmioDevice, Resettable<CfiFlashState> {
  /** True in array mode: reads give the contents. */
  readonly inArray: boolean;
}

export interface CfiFlashOptions {
  readonly name: string;
  readonly contents: FlashContents;
  readonly readOnly: boolean;
  /** It has come to array mode, or left it. */
  readonly onArray?: (inArray: boolean) => void;
}

/** Bytes of a bank and of its sectors, which are one of each chip. */
export const FLASH_BYTES = 0x4000000;
export const FLASH_SECTOR = 0x40000;

const COMMAND = {
  PROGRAM_ALTERNATE: 0x10,
  ERASE: 0x20,
  PROGRAM: 0x40,
  CLEAR_STATUS: 0x50,
  LOCK: 0x60,
  READ_STATUS: 0x70,
  READ_ID: 0x90,
  QUERY: 0x98,
  BUFFERED_PROGRAM: 0xe8,
  READ_ARRAY: 0xff,
} as const;
const CONFIRM = 0xd0;
const SET_LOCK = 0x01;

const STATUS = { READY: 0x80, ERASE_ERROR: 0x20, PROGRAM_ERROR: 0x10 } as const;

/** Manufacturer Intel; the device. */
const IDENT = [0x89, 0x18];

/** log2 of the bytes that one chip's buffer holds, and of its size; the bytes of both chips' buffers. */
const BUFFER = 11;
const BLOCK = 2 << BUFFER;
const NOTHING = new Uint8Array(0);
const CHIP = 25;
const SECTORS = FLASH_BYTES / FLASH_SECTOR;
const CHIP_SECTOR = FLASH_SECTOR / 2;

/** What a chip answers to a query (JESD68, 2.3 to 2.5; the extended table is Intel's), from 0x10 on. */
const QUERY: readonly number[] = [
  ...[...'QRY'].map((c) => c.charCodeAt(0)),
  // Command set Intel, whose table is at 0x31; no other.
  ...[0x01, 0, 0x31, 0, 0, 0, 0, 0],
  // Voltages, and powers of two of times: to program (us), to fill the buffer (us), to erase (ms); the most of each.
  ...[0x45, 0x55, 0, 0, 0x07, 0x07, 0x0a, 0, 0x04, 0x04, 0x04, 0],
  // Size; 8 and 16 bits wide; buffer.
  ...[CHIP, 0x02, 0, BUFFER, 0],
  // One region of sectors: their number less one, and their size in units of 256 bytes.
  ...[1, (SECTORS - 1) & 0xff, (SECTORS - 1) >> 8, (CHIP_SECTOR >> 8) & 0xff, CHIP_SECTOR >> 16],
  // The extended table: version 1.0 without features; one protection field.
  ...[...'PRI10'].map((c) => c.charCodeAt(0)),
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01],
];
const QUERY_FROM = 0x10;

/** What both chips say, each on its half of the bus. */
const both = (word: number): number => ((word << 16) | word) >>> 0;
/** As wide as the access: its narrow forms see the lower chip. */
const narrow = (word: number, size: 1 | 2 | 4): number =>
  size === 4 ? word : size === 2 ? word & 0xffff : word & 0xff;

export function createCfiFlash({ name, contents, readOnly, onArray }: CfiFlashOptions): CfiFlash {
  const state: CfiFlashState = { command: 0, cycle: 0, status: STATUS.READY, counter: 0, block: 0, buffer: NOTHING };
  const toArray = (): void => {
    state.command = 0;
    state.cycle = 0;
    state.buffer = NOTHING;
  };
  const set = (command: number, cycle: number): void => {
    state.command = command;
    state.cycle = cycle;
  };
  /** The chips have done, or failed to do, what was asked. */
  const done = (ok: boolean, error: number): void => {
    state.status |= STATUS.READY | (ok ? 0 : error);
  };
  const little = (value: number, size: number): Uint8Array =>
    Uint8Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 0xff);
  const program = (offset: number, size: number, value: number): void =>
    done(!readOnly && contents.write(offset, little(value, size)), STATUS.PROGRAM_ERROR);

  /** The first write of a command, by its code. What is not here, READ_ARRAY too, ends in array mode. */
  const BEGIN: Readonly<Record<number, (offset: number, code: number) => void>> = {
    [COMMAND.PROGRAM]: (_, code) => set(code, 1),
    [COMMAND.PROGRAM_ALTERNATE]: (_, code) => set(code, 1),
    [COMMAND.ERASE](offset, code) {
      // Done before it is confirmed, as QEMU does it.
      const sector = offset - (offset % FLASH_SECTOR);
      done(!readOnly && contents.write(sector, new Uint8Array(FLASH_SECTOR).fill(0xff)), STATUS.ERASE_ERROR);
      set(code, 1);
    },
    [COMMAND.CLEAR_STATUS]() {
      state.status = 0;
      toArray();
    },
    [COMMAND.LOCK]: (_, code) => set(code, 1),
    [COMMAND.READ_STATUS]: (_, code) => set(code, 0),
    [COMMAND.READ_ID]: (_, code) => set(code, 0),
    [COMMAND.QUERY]: (_, code) => set(code, 1),
    [COMMAND.BUFFERED_PROGRAM](_, code) {
      state.status |= STATUS.READY;
      set(code, 1);
    },
  };

  type Write = (offset: number, size: number, value: number) => void;
  /** Confirmed, the command ends with the status still to be read. */
  const confirmed =
    (...codes: readonly number[]): Write =>
    (_, __, value) => {
      if (!codes.includes(value & 0xff)) return toArray();
      state.status |= STATUS.READY;
      state.cycle = 0;
    };
  const programOne: Write = (offset, size, value) => {
    program(offset, size, value);
    state.cycle = 0;
  };
  /** The writes that follow, by command and how many came before. */
  const GO_ON: Readonly<Record<number, readonly Write[]>> = {
    [COMMAND.PROGRAM]: [programOne],
    [COMMAND.PROGRAM_ALTERNATE]: [programOne],
    [COMMAND.ERASE]: [confirmed(CONFIRM)],
    [COMMAND.LOCK]: [confirmed(CONFIRM, SET_LOCK)],
    [COMMAND.QUERY]: [
      (_, __, value) => {
        if ((value & 0xff) === COMMAND.READ_ARRAY) toArray();
      },
    ],
    [COMMAND.BUFFERED_PROGRAM]: [
      (_, __, value) => {
        state.counter = value & 0xffff;
        state.buffer = NOTHING;
        state.cycle = 2;
      },
      (offset, size, value) => {
        if (state.buffer.length === 0) {
          // The first word says where: U-Boot writes the count to the beginning of the sector.
          state.block = offset - (offset % BLOCK);
          state.buffer = new Uint8Array(BLOCK);
          contents.read(state.block, state.buffer);
        }
        const at = offset - state.block;
        const fits = !readOnly && at >= 0 && at + size <= BLOCK;
        if (fits) state.buffer.set(little(value, size), at);
        done(fits, STATUS.PROGRAM_ERROR);
        if (state.counter === 0) state.cycle = 3;
        else state.counter--;
      },
      (_, __, value) => {
        // With an error that was not cleared nothing is stored.
        if ((value & 0xff) !== CONFIRM || (state.status & STATUS.PROGRAM_ERROR) !== 0) return toArray();
        done(contents.write(state.block, state.buffer), STATUS.PROGRAM_ERROR);
        state.buffer = NOTHING;
        state.cycle = 0;
      },
    ],
  };

  /** What is read in the modes that are not the array's or the status register's. */
  const READ: Readonly<Record<number, (offset: number) => number>> = {
    [COMMAND.READ_ID]: (offset) => both(IDENT[(offset >> 2) & 0xff] ?? 0),
    [COMMAND.QUERY]: (offset) => both(QUERY[(offset >> 2) - QUERY_FROM] ?? 0),
  };

  const buffer = new Uint8Array(4);
  const inArray = (): boolean => state.command === 0;
  return {
    name,
    state,
    restored: () => undefined,
    get inArray() {
      return inArray();
    },
    read(offset, size) {
      if (inArray()) {
        const bytes = buffer.subarray(0, size);
        contents.read(offset, bytes);
        return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
      }
      const mode = READ[state.command] as ((offset: number) => number) | undefined;
      return narrow(mode ? mode(offset) : both(state.status), size);
    },
    write(offset, size, value) {
      const before = inArray();
      if (state.cycle === 0) {
        const code = value & 0xff;
        const begin = BEGIN[code] as ((offset: number, code: number) => void) | undefined;
        if (begin) begin(offset, code);
        else toArray();
      } else {
        const step = (GO_ON[state.command] as readonly Write[] | undefined)?.[state.cycle - 1];
        if (step) step(offset, size, value);
        else toArray();
      }
      if (inArray() !== before) onArray?.(inArray());
    },
  };
}
