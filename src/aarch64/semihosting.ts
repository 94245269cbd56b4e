/**
 * Arm semihosting (Semihosting for AArch32 and AArch64, 2.0): HLT #0xF000 with the operation in W0 and in X1 a parameter
 * or the address of a block of 64-bit parameters; the result goes to X0. Enough for test programs and bare-metal C
 * libraries: the console, the time, the end.
 */
import type { Core } from './core.js';
import { debugRead, debugWrite } from './mmu/debug.js';
import { STATE } from './state.js';

/** What the machine does for a program's semihosting calls. */
export interface SemihostingHost {
  /** Bytes for the console. */
  write(bytes: Uint8Array): void;
  /** The program is over; `code` is its exit code. */
  exit(code: number): void;
  /** The command line that SYS_GET_CMDLINE tells. */
  readonly commandLine?: string;
}

/** Reads guest memory as `core` sees it. Returns fewer bytes where an address is not mapped. */
export type ReadVirtual = (core: Core, vaLo: number, vaHi: number, bytes: number) => Uint8Array;
/** Writes guest memory as `core` sees it. False where an address is not mapped. */
export type WriteVirtual = (core: Core, vaLo: number, vaHi: number, bytes: Uint8Array) => boolean;

const SYS = {
  OPEN: 0x01,
  CLOSE: 0x02,
  WRITEC: 0x03,
  WRITE0: 0x04,
  WRITE: 0x05,
  READ: 0x06,
  READC: 0x07,
  ISERROR: 0x08,
  ISTTY: 0x09,
  SEEK: 0x0a,
  FLEN: 0x0c,
  CLOCK: 0x10,
  TIME: 0x11,
  ERRNO: 0x13,
  GET_CMDLINE: 0x15,
  HEAPINFO: 0x16,
  EXIT: 0x18,
  EXIT_EXTENDED: 0x20,
  ELAPSED: 0x30,
  TICKFREQ: 0x31,
} as const;

const ADP_STOPPED_APPLICATION_EXIT = 0x20026;
/** The only errno that is told: bad file handle. */
const EBADF = 9;
/** Longest string that a call passes. */
const MAX_STRING = 65536;

const fromAscii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

export class Semihosting {
  /** What a snapshot keeps: what SYS_ERRNO tells, and how many handles were given (1 to that; all are the console). */
  readonly state = { errno: 0, handles: 0 };

  constructor(
    private readonly host: SemihostingHost,
    private readonly read: ReadVirtual,
    private readonly writeMemory: WriteVirtual,
  ) {}

  /** Does the call that `core`'s W0 and X1 name; the result goes to X0. */
  call(core: Core): void {
    const result = this.run(core, core.get(STATE.X));
    core.setPair(STATE.X, result, result < 0 ? -1 : Math.floor(result / 4294967296));
  }

  /** Parameter `n` of the block at X1, as [low, high]; undefined where it can't be read. */
  private parameter(core: Core, n: number): readonly [number, number] | undefined {
    const lo = core.lo(STATE.X + 8) + 8 * n;
    const bytes = this.read(core, lo >>> 0, core.hi(STATE.X + 8) + (lo > 0xffffffff ? 1 : 0), 8);
    if (bytes.length < 8) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
    return [view.getUint32(0, true), view.getUint32(4, true)];
  }

  private fail(errno: number): number {
    this.state.errno = errno;
    return -1;
  }

  private isOpen(handle: number): boolean {
    return handle > 0 && handle <= this.state.handles;
  }

  /** Bytes up to a zero. */
  private string(core: Core, lo: number, hi: number): Uint8Array {
    const parts: number[] = [];
    while (parts.length < MAX_STRING) {
      const piece = this.read(core, lo, hi, 64 - (lo & 63));
      const end = piece.indexOf(0);
      parts.push(...(end < 0 ? piece : piece.subarray(0, end)));
      if (end >= 0 || piece.length < 64 - (lo & 63)) break;
      lo += piece.length;
      if (lo > 0xffffffff) {
        lo -= 4294967296;
        hi++;
      }
    }
    return Uint8Array.from(parts);
  }

  private run(core: Core, operation: number): number {
    const x1Lo = core.lo(STATE.X + 8);
    const x1Hi = core.hi(STATE.X + 8);
    const block = (n: number): readonly [number, number] => this.parameter(core, n) ?? [0, 0];
    switch (operation) {
      case SYS.OPEN: {
        const [lo, hi] = block(0);
        // Only the console can be opened.
        if (fromAscii(this.string(core, lo, hi).subarray(0, 256)) !== ':tt') return this.fail(2);
        return ++this.state.handles;
      }
      case SYS.CLOSE:
        return this.isOpen(block(0)[0]) ? 0 : this.fail(EBADF);
      case SYS.WRITEC:
        this.host.write(this.read(core, x1Lo, x1Hi, 1));
        return 0;
      case SYS.WRITE0:
        this.host.write(this.string(core, x1Lo, x1Hi));
        return 0;
      case SYS.WRITE: {
        const [length] = block(2);
        if (!this.isOpen(block(0)[0])) {
          this.state.errno = EBADF;
          return length;
        }
        const [lo, hi] = block(1);
        const bytes = this.read(core, lo, hi, Math.min(length, MAX_STRING));
        this.host.write(bytes);
        return length - bytes.length;
      }
      case SYS.READ:
        // At the end of the file: all bytes are still to be read.
        return block(2)[0];
      case SYS.READC:
        return -1;
      case SYS.ISERROR:
        return block(0)[0] >>> 31;
      case SYS.ISTTY:
        return this.isOpen(block(0)[0]) ? 1 : this.fail(EBADF);
      case SYS.SEEK:
        return this.fail(EBADF);
      case SYS.FLEN:
        return this.isOpen(block(0)[0]) ? 0 : this.fail(EBADF);
      case SYS.CLOCK:
        return Math.floor((core.clock?.now() ?? 0) / 10_000_000);
      case SYS.TIME:
        return Math.floor((core.clock?.now() ?? 0) / 1_000_000_000);
      case SYS.ERRNO:
        return this.state.errno;
      case SYS.GET_CMDLINE: {
        const [lo, hi] = block(0);
        const text = this.host.commandLine ?? '';
        const bytes = Uint8Array.from([...text].map((c) => c.charCodeAt(0)).concat(0));
        if (block(1)[0] < bytes.length || !this.writeMemory(core, lo, hi, bytes)) return -1;
        const length = new Uint8Array(8);
        new DataView(length.buffer).setUint32(0, bytes.length - 1, true);
        const at = x1Lo + 8;
        return this.writeMemory(core, at >>> 0, x1Hi + (at > 0xffffffff ? 1 : 0), length) ? 0 : -1;
      }
      case SYS.HEAPINFO: {
        // Zeros: the program is to find its heap and stack itself.
        const [lo, hi] = block(0);
        this.writeMemory(core, lo, hi, new Uint8Array(32));
        return 0;
      }
      case SYS.EXIT:
      case SYS.EXIT_EXTENDED: {
        const [reason] = block(0);
        this.host.exit(reason === ADP_STOPPED_APPLICATION_EXIT ? block(1)[0] | 0 : 1);
        core.stop();
        return 0;
      }
      case SYS.ELAPSED: {
        const ns = core.clock?.now() ?? 0;
        const bytes = new Uint8Array(8);
        const view = new DataView(bytes.buffer);
        view.setUint32(0, ns % 4294967296, true);
        view.setUint32(4, Math.floor(ns / 4294967296), true);
        return this.writeMemory(core, x1Lo, x1Hi, bytes) ? 0 : -1;
      }
      case SYS.TICKFREQ:
        return 1_000_000_000;
      default:
        return -1;
    }
  }
}

/** Semihosting on the memory that a program sees at its level. */
export function createSemihosting(host: SemihostingHost): Semihosting {
  const level = (core: Core): 0 | 1 | 2 | 3 => core.el as 0 | 1 | 2 | 3;
  const address = (lo: number, hi: number): bigint => (BigInt(hi) << 32n) | BigInt(lo >>> 0);
  return new Semihosting(
    host,
    (core, lo, hi, length) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, debugRead(core, level(core), address(lo, hi), bytes));
    },
    (core, lo, hi, bytes) => debugWrite(core, level(core), address(lo, hi), bytes) === bytes.length,
  );
}
