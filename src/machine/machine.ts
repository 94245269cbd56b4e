/** A board put together: processor, GIC, console, clock; a program loaded into it; and the run. */
import { virtualization } from '../el2/index.js';
import { reset } from '../aarch64/exceptions.js';
import { debugRead, debugWrite } from '../aarch64/mmu/debug.js';
import { Processor } from '../aarch64/processor.js';
import { psciVector } from '../aarch64/psci.js';
import { Semihosting } from '../aarch64/semihosting.js';
import { Timers, TIMER_PPI } from '../aarch64/timers.js';
import type { GuestBus } from '../aarch64/bus.js';
import type { Core } from '../aarch64/core.js';
import { PAGE_SIZE, STATE } from '../aarch64/state.js';
import { createMmioReport, createUnmodelledWindow, type MmioReport } from '../devices/mmio-report.js';
import { createGic400, type Gic400 } from '../gic/gic400.js';
import { BoardError, type Board } from './board.js';
import { DEVICE_KINDS, type BuiltDevice } from './devices.js';
import { hashState } from './hash.js';
import { Scheduler, type Outcome } from './scheduler.js';

export interface MachineOptions {
  readonly board: Board;
  /** Fewer cores than the board has. */
  readonly cores?: number;
  /** Called with every byte that the console's UART sends, and with those of semihosting. */
  readonly console?: (byte: number) => void;
  /** False: HLT #0xF000 is UNDEFINED, as on a board without a debugger. */
  readonly semihosting?: boolean;
  /** Feeds the random number generator; 0 if not given. */
  readonly seed?: number;
  /** The interpreter's module, if it was made before (`processor.ts`, makeEngine). */
  readonly engine?: Uint8Array<ArrayBuffer> | undefined;
}

/** A part of a program's image: bytes at a physical address. */
export interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Size in memory; what is beyond `bytes` is zero. */
  readonly size: number;
}

const address = (lo: number, hi: number): bigint => (BigInt(hi) << 32n) | BigInt(lo >>> 0);
const level = (core: Core): 0 | 1 | 2 | 3 => core.el as 0 | 1 | 2 | 3;

/** Registers of the GIC that the hand-over writes (IHI 0048B 4.3, 4.4). */
const GICD_CTLR = 0x000;
const GICD_IGROUPR = 0x080;
const GICC_CTLR = 0x000;
const GICC_PMR = 0x004;

/** How a program ended its run. */
export type End =
  { readonly kind: 'exit'; readonly code: number } | { readonly kind: 'power-off' } | { readonly kind: 'reset' };

/** Reads or writes RAM for a device, page by page; false where there is none. */
function eachPage(pa: number, bytes: number, visit: (pa: number, from: number, to: number) => boolean): boolean {
  for (let at = 0; at < bytes;) {
    const step = Math.min(bytes - at, PAGE_SIZE - ((pa + at) % PAGE_SIZE));
    if (!visit(pa + at, at, at + step)) return false;
    at += step;
  }
  return true;
}
function readPhysical({ memory }: Processor, pa: number, into: Uint8Array): boolean {
  return eachPage(pa, into.length, (at, from, to) => {
    if (!memory.isRam(at)) return false;
    into.set(memory.dump(at, to - from), from);
    return true;
  });
}
function writePhysical({ memory }: Processor, pa: number, bytes: Uint8Array): boolean {
  return eachPage(pa, bytes.length, (at, from, to) => {
    if (!memory.isRam(at)) return false;
    memory.load(at, bytes.subarray(from, to));
    return true;
  });
}

export class Machine {
  /** Set when the guest has ended its run. */
  end: End | undefined;
  readonly processor: Processor;
  readonly scheduler: Scheduler;
  readonly gic: Gic400;
  /** The board's devices, in the order of its file. */
  readonly devices: BuiltDevice[] = [];
  /** Accesses to what is not modelled. */
  readonly mmio: MmioReport;
  readonly board: Board;

  constructor(options: MachineOptions) {
    const { board } = options;
    const console = options.console ?? ((): void => undefined);
    this.board = board;
    const cores = options.cores ?? board.cores;
    this.processor = new Processor({
      cores,
      ramBytes: board.ram.reduce((n, r) => n + r.bytes, 0),
      engine: options.engine,
    });
    const { memory } = this.processor;
    for (const { base, bytes } of board.ram) memory.addRam(base, bytes);
    this.scheduler = new Scheduler(this.processor);
    const wire = (core: Core, name: 'irq' | 'fiq' | 'virq' | 'vfiq') => ({
      set: (level: boolean): void => {
        if (core[name] === level) return;
        core[name] = level;
        this.scheduler.interruptChanged(core);
      },
    });
    this.gic = createGic400({
      outputs: this.processor.cores.map((core) => ({
        nIRQ: wire(core, 'irq'),
        nFIQ: wire(core, 'fiq'),
        vIRQ: wire(core, 'virq'),
        vFIQ: wire(core, 'vfiq'),
      })),
    });
    memory.addDevice(board.gic.gicd, 0x1000, this.gic.gicd);
    memory.addDevice(board.gic.gicc, 0x2000, this.gic.gicc);
    memory.addDevice(board.gic.gich, 0x2000, this.gic.gich);
    memory.addDevice(board.gic.gicv, 0x2000, this.gic.gicv);
    const report = createMmioReport((cpu) => {
      const core = this.processor.cores[cpu];
      return address(core.pcLo, core.pcHi);
    });
    this.mmio = report;
    for (const w of board.windows) memory.addDevice(w.base, w.bytes, createUnmodelledWindow(w.name, report.unmodelled));
    const bus: GuestBus = {
      read: (pa, bytes) => readPhysical(this.processor, pa, bytes),
      write: (pa, bytes) => writePhysical(this.processor, pa, bytes),
    };
    // The first serial port is the console.
    let serial = console;
    for (const entry of board.devices) {
      const make = DEVICE_KINDS[entry.kind];
      if (!make)
        throw new BoardError(
          `device ${entry.name}: kind '${entry.kind}', expected ${Object.keys(DEVICE_KINDS).join(', ')}`,
        );
      const built = make(entry, {
        board,
        clock: this.scheduler,
        irq: entry.spi.map((n) => this.gic.spi(n)),
        memory: bus,
        transmit: serial,
        unmodelled: report.unmodelled,
        seed: options.seed ?? 0,
        ended: (kind) => this.finish({ kind }),
      });
      if (built.push) serial = (): void => undefined;
      memory.addDevice(entry.base, entry.bytes, built.device);
      this.devices.push(built);
    }
    const semihosting =
      options.semihosting === false
        ? undefined
        : new Semihosting(
            {
              write: (bytes) => bytes.forEach((byte) => console(byte)),
              exit: (code) => this.finish({ kind: 'exit', code }),
            },
            (core, lo, hi, length) => {
              const bytes = new Uint8Array(length);
              return bytes.subarray(0, debugRead(core, level(core), address(lo, hi), bytes));
            },
            (core, lo, hi, bytes) => debugWrite(core, level(core), address(lo, hi), bytes) === bytes.length,
          );
    for (const core of this.processor.cores) {
      core.semihosting = semihosting;
      core.seam = virtualization;
      core.clock = this.scheduler;
      core.timers = new Timers(
        core,
        this.scheduler,
        TIMER_PPI.map((ppi) => this.gic.ppi(core.index, ppi)),
      );
      reset(core, 3, 0, 0);
      core.mode = 'off';
    }
  }

  /**
   * Copies a program into RAM.
   * @throws RangeError where a segment does not lie in RAM
   */
  load(segments: readonly Segment[]): void {
    const { memory } = this.processor;
    for (const { address: at, bytes, size } of segments) {
      if (!this.board.ram.some((r) => at >= r.base && at + size <= r.base + r.bytes)) {
        throw new RangeError(
          `0x${at.toString(16)} to 0x${(at + size - 1).toString(16)} is not in the RAM of board ${this.board.name}`,
        );
      }
      memory.load(at, bytes);
    }
  }

  /**
   * Starts core 0 at an address, at exception level 1, 2 or 3; the others stay off until PSCI starts them. Below EL3 the
   * built-in PSCI serves SMC.
   */
  start(entry: number, el: 1 | 2 | 3, x0 = 0): void {
    const [boot] = this.processor.cores;
    reset(boot, el, entry >>> 0, Math.floor(entry / 4294967296));
    boot.setPair(STATE.X, x0 >>> 0, Math.floor(x0 / 4294967296));
    const psci = psciVector({
      powerOff: () => this.finish({ kind: 'power-off' }),
      reset: () => this.finish({ kind: 'reset' }),
    });
    for (const core of this.processor.cores) core.vectors[3] = el < 3 ? psci : undefined;
    if (el < 3) this.handOver();
  }

  /**
   * Leaves the GIC as a Pi's firmware does before it goes to the Non-secure state: all interrupts in Group 1, both groups
   * enabled, no priority masked. Only Secure accesses can do that.
   */
  private handOver(): void {
    const { gicd, gicc } = this.gic;
    for (const { index } of this.processor.cores) {
      const by = { cpu: index, secure: true };
      for (let at = GICD_IGROUPR; at < GICD_IGROUPR + 32; at += 4) gicd.write(at, 4, 0xffffffff, by);
      gicd.write(GICD_CTLR, 4, 3, by);
      gicc.write(GICC_CTLR, 4, 0x1e7, by);
      gicc.write(GICC_PMR, 4, 0xff, by);
    }
  }

  /** Starts all cores at an address at EL3, as reset does: the program there is the board's firmware. */
  startAll(entry: number): void {
    for (const core of this.processor.cores) reset(core, 3, entry >>> 0, Math.floor(entry / 4294967296));
  }

  private finish(end: End): void {
    this.end = end;
    for (const core of this.processor.cores) core.mode = 'off';
    this.scheduler.stop();
  }

  /** The hash of the whole state (`hash.ts`): 16 hexadecimal digits. */
  hash(): string {
    return hashState(this.processor, this.scheduler.now(), [this.gic.state, ...this.devices.map((d) => d.state)]);
  }

  /** Runs until guest time `until` (ns), a stop, or until nothing can happen any more. */
  run(until: number): Outcome {
    return this.scheduler.run(until);
  }
}
