/** A board put together: processor, GIC, console, clock; a program loaded into it; and the run. */
import { virtualization } from '../el2/index.js';
import { reset } from '../aarch64/exceptions.js';
import { loadCore } from '../aarch64/core-state.js';
import { refresh } from '../aarch64/sysregs/pmu.js';
import { Processor } from '../aarch64/processor.js';
import { psciVector } from '../aarch64/psci.js';
import { createSemihosting } from '../aarch64/semihosting.js';
import { Timers, TIMER_PPI } from '../aarch64/timers.js';
import type { IrqLine, Saveable } from '../aarch64/bus.js';
import type { Core } from '../aarch64/core.js';
import { STATE } from '../aarch64/state.js';
import type { ArmLocal, CORE_TIMERS } from '../devices/bcm2711/arm-local.js';
import type { GpioPreset } from '../devices/bcm2711/gpio.js';
import type { BlockBackend } from '../devices/block.js';
import type { ByteStore } from '../devices/disk/byte-store.js';
import { createNetwork, type Network } from '../devices/net/network.js';
import type { NetworkOptions } from '../devices/net/plan.js';
import type { VirtioBalloon } from '../devices/virtio/balloon.js';
import type { VirtioMmio } from '../devices/virtio/mmio.js';
import { createReset, overwrite } from '../devices/reset.js';
import { createMmioReport, createUnmodelledWindow, type MmioReport } from '../devices/mmio-report.js';
import { createGic400, type Gic400 } from '../gic/gic400.js';
import type { GuestDevice, GuestImage, GuestOptions } from '../hypervisor/guest.js';
import type { GuestPlace } from '../hypervisor/guest-devices.js';
import { Hypervisor } from '../hypervisor/hypervisor.js';
import type { GuestEvent } from '../hypervisor/lifecycle.js';
import { armRam, BoardError, type Board } from './board.js';
import { DEVICE_KINDS, type BuiltDevice } from './devices.js';
import { hashState } from './hash.js';
import type { MachineKind, MachineState } from './snapshot.js';
import { dmaBus } from './dma-bus.js';
import type { Input, InputEvent } from './inputs.js';
import { InputQueue } from './input-queue.js';
import { Scheduler, type Outcome } from './scheduler.js';
import { createSerialLine, type SerialLine } from './serial-line.js';
import {
  guestVirtioSlot,
  makeVirtio,
  nicOf,
  plugged,
  type NicOf,
  virtioDisks,
  virtioKind,
  virtioName,
  virtioSlot,
  type PluggedEntry,
  type VirtioEntry,
  type VirtioPlace,
} from './virtio.js';

export interface MachineOptions {
  readonly board: Board;
  /** Fewer cores than the board has. */
  readonly cores?: number;
  /**
   * Called with every byte that a serial port sends: which port (an index in `ports`), and when (guest time, ns). What semihosting
   * prints comes as from port 0.
   */
  readonly console?: (byte: number, port: number, time: number) => void;
  /** What is in the board's card slot. */
  readonly sdCard?: BlockBackend | undefined;
  /** Virtio devices beside what the board has, in the order of its slots. */
  readonly virtio?: readonly VirtioEntry[];
  /** Networks, whose ports are there to plug NICs into. */
  readonly networks?: readonly NetworkOptions[] | undefined;
  /**
   * Which NIC of which network (indices) the board's Ethernet socket is. Its MAC address is then the board's. Without, no cable is
   * plugged in.
   */
  readonly ethernet?: NicOf | undefined;
  /** The kernel's command line, for programs that ask the firmware for it. */
  readonly commandLine?: string;
  /** Interrupts reach the cores through the legacy controller, not through the GIC (enable_gic=0). */
  readonly legacyInterrupts?: boolean;
  /** False: HLT #0xF000 is UNDEFINED, as on a board without a debugger. So it is with `guests`. */
  readonly semihosting?: boolean;
  /** Our hypervisor at EL2 of every core, with these guests. Their consoles are ports behind the board's. */
  readonly guests?: readonly GuestSpec[] | undefined;
  /** Seconds since 1970 at guest time 0, for the guests' clocks. */
  readonly epoch?: number;
  /** Feeds the random number generator; 0 if not given. */
  readonly seed?: number;
  /** The interpreter's module, if it was made before (`processor.ts`, makeEngine). */
  readonly engine?: Uint8Array<ArrayBuffer> | undefined;
}

/** A guest, and what is in its virtio slots. */
export interface GuestSpec extends GuestOptions {
  readonly virtio?: readonly VirtioEntry[] | undefined;
  /** What keeps its banks of flash, by their number. */
  readonly flashStores?: readonly (ByteStore | undefined)[] | undefined;
}

/** A part of a program's image: bytes at a physical address. */
export interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Size in memory; what is beyond `bytes` is zero. */
  readonly size: number;
}

const address = (lo: number, hi: number): bigint => (BigInt(hi) << 32n) | BigInt(lo >>> 0);

/** Registers of the GIC that the hand-over writes (IHI 0048B 4.3, 4.4). */
const GICD_CTLR = 0x000;
const GICD_IGROUPR = 0x080;
const GICC_CTLR = 0x000;
const GICC_PMR = 0x004;

/** How a program ended its run. */
export type End =
  { readonly kind: 'exit'; readonly code: number } | { readonly kind: 'power-off' } | { readonly kind: 'reset' };

/** What a board's firmware does: what it puts where, and which cores it starts. `firmware/handoff.ts` makes them. */
export interface Handoff {
  readonly segments: readonly Segment[];
  /**
   * 'all': every core comes out of reset at EL3, at `entry`. 'first': core 0 starts at `entry` and level `el`, with `x0`; below
   * EL3 the built-in PSCI serves SMC, and starts the others.
   */
  readonly start:
    | { readonly cores: 'all'; readonly entry: number }
    | { readonly cores: 'first'; readonly entry: number; readonly el: 1 | 2 | 3; readonly x0: number }
    /** The hypervisor takes the cores, and its guests get these images. */
    | { readonly cores: 'hypervisor'; readonly images: readonly (GuestImage | undefined)[] };
  /** GPIO pins that the firmware sets. */
  readonly pins: readonly GpioPreset[];
}

/** A serial port of the board. */
export interface Port {
  /** As the board's manual calls the block. */
  readonly name: string;
  readonly line: SerialLine;
  /** Puts the line condition BREAK on it, where the port can see that. */
  readonly sendBreak: (() => void) | undefined;
}

/** Seeds of one guest's devices, and the next one's. */
const GUEST_SEEDS = 64;
/** A balloon of a guest: its pages are given back, besides what whoever asked for it does. */
const ballooned = (
  entry: PluggedEntry,
  inflate: GuestPlace['inflate'],
  deflate: GuestPlace['deflate'],
): PluggedEntry => {
  if (entry.kind !== 'balloon') return entry;
  return {
    ...entry,
    inflated(pa, bytes) {
      inflate(pa, bytes);
      entry.inflated?.(pa, bytes);
    },
    deflated(pa, bytes) {
      deflate(pa, bytes);
      entry.deflated?.(pa, bytes);
    },
  };
};

/** ARM_LOCAL knows four cores. */
const CORES_WITH_LOCAL = 4;
/** ARM_LOCAL's names of the generic timers, in the order of `TIMER_PPI`. */
const LOCAL_TIMERS: readonly (typeof CORE_TIMERS)[number][] = ['CNT_PS', 'CNT_PNS', 'CNT_V', 'CNT_HP'];

const join = (...lines: (IrqLine | undefined)[]): IrqLine => {
  const [first, ...rest] = lines.filter((l) => l !== undefined);
  return rest.length === 0 ? first : { set: (level) => lines.forEach((l) => l?.set(level)) };
};

export class Machine {
  /** Set when the guest has ended its run. */
  end: End | undefined;
  readonly processor: Processor;
  readonly scheduler: Scheduler;
  readonly gic: Gic400;
  /** The board's devices, in the order of its file. */
  readonly devices: BuiltDevice[] = [];
  /** The board's serial ports, in the order of its file. */
  readonly ports: Port[] = [];
  /** Accesses to what is not modelled. */
  readonly mmio: MmioReport;
  readonly board: Board;
  /** Called when the guest asks for a reset. Without it the run ends. */
  onReset: (() => void) | undefined;
  /** Guests' balloons, by the guests' indices. */
  readonly balloons = new Map<number, VirtioBalloon>();
  /** Called when something happens to a guest of the hypervisor's. */
  onGuest: ((event: GuestEvent) => void) | undefined;
  private readonly inputQueue: InputQueue;
  private readonly resetDevices: () => void;
  /** What the firmware does at a reset; undefined before `boot`. */
  handoff: Handoff | undefined;
  /** Our hypervisor, where the machine has guests. */
  readonly hypervisor: Hypervisor | undefined;
  private resetAsked = false;
  /** Everything that has a state beside cores and RAM. */
  private readonly parts: Saveable<object>[];
  /** What is in the board's card slot. */
  readonly sdCard: BlockBackend | undefined;
  /** What is in the board's virtio slots. */
  readonly virtio: readonly VirtioMmio[];
  readonly networks: readonly Network[];
  private readonly virtioEntries: readonly PluggedEntry[];
  /** The same of each guest of the hypervisor. */
  private readonly guestEntries: readonly (readonly PluggedEntry[])[];
  private readonly ethernet: NicOf | undefined;
  /** What another machine like it is made of. */
  readonly made: MachineState['made'];

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
    this.processor.cores.forEach((core, i) => (core.affinity = board.affinity[i]));
    const { memory } = this.processor;
    for (const { base, bytes } of board.ram) memory.addRam(base, bytes);
    this.scheduler = new Scheduler(this.processor);
    this.inputQueue = new InputQueue(this.scheduler, (input) => this.take(input));
    const wire = (core: Core, name: 'irq' | 'fiq' | 'virq' | 'vfiq') => ({
      set: (level: boolean): void => {
        if (core[name] === level) return;
        core[name] = level;
        this.scheduler.interruptChanged(core);
      },
    });
    const unconnected: IrqLine = { set: () => undefined };
    const legacy = options.legacyInterrupts ?? false;
    const pmu = board.pmu;
    this.gic = createGic400({
      morePpis: pmu && 'ppi' in pmu ? [pmu.ppi + 16] : [],
      outputs: this.processor.cores.map((core) => ({
        nIRQ: legacy ? unconnected : wire(core, 'irq'),
        nFIQ: legacy ? unconnected : wire(core, 'fiq'),
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
    const bus = dmaBus(memory);
    this.networks = (options.networks ?? []).map((network) => createNetwork(this.scheduler, network));
    const socket = options.ethernet && nicOf(options.ethernet, this.networks);
    this.ethernet = options.ethernet;
    if (socket && !board.devices.some(({ kind }) => kind === 'genet'))
      throw new BoardError(`board ${board.name} has no Ethernet socket, expected a virtio NIC`);
    const local = (): ArmLocal | undefined => this.devices.find((d) => d.armLocal)?.armLocal;
    const legacyInputs = legacy
      ? this.processor.cores
          .slice(0, CORES_WITH_LOCAL)
          .map((core) => ({ irq: wire(core, 'irq'), fiq: wire(core, 'fiq') }))
      : [];
    for (const entry of board.devices) {
      const make = DEVICE_KINDS[entry.kind];
      if (!make)
        throw new BoardError(
          `device ${entry.name}: kind '${entry.kind}', expected ${Object.keys(DEVICE_KINDS).join(', ')}`,
        );
      const port = this.ports.length;
      const built = make(entry, {
        board,
        clock: this.scheduler,
        irq: entry.spi.map((n) => join(this.gic.spi(n), this.legacyInput(n))),
        memory: bus,
        transmit: (byte) => console(byte, port, this.scheduler.stamp),
        onRoom: () => this.ports[port].line.onRoom(),
        unmodelled: report.unmodelled,
        seed: options.seed ?? 0,
        sdCard: options.sdCard,
        ethernet: socket && { backend: socket.port, mac: socket.mac },
        commandLine: options.commandLine ?? '',
        legacyInputs,
        local,
        ended: (kind) => this.ended(kind),
      });
      const { push, sendBreak } = built;
      if (push) this.ports.push({ name: entry.name, line: createSerialLine(this.scheduler, push), sendBreak });
      memory.addDevice(entry.base, entry.bytes, built.device);
      entry.more.forEach(({ base, bytes }, i) => {
        if (built.more?.[i]) memory.addDevice(base, bytes, built.more[i]);
      });
      this.devices.push(built);
    }
    const seed = options.seed ?? 0;
    const plug = (entries: readonly VirtioEntry[] | undefined): PluggedEntry[] =>
      (entries ?? []).map((entry) => plugged(entry, this.networks));
    this.virtioEntries = plug(options.virtio);
    this.virtio = this.virtioEntries.map((entry, slot) => {
      const { base, bytes, spi } = virtioSlot(board, slot);
      const irq = this.gic.spi(spi);
      const virtio = this.makeVirtio(entry, { name: virtioName(slot), irq, memory: bus, seed: seed + slot }, console);
      memory.addDevice(base, bytes, virtio);
      this.devices.push({ device: virtio, parts: virtio.parts });
      return virtio;
    });
    const semihosting =
      // A guest of the hypervisor may not end the machine of the others: it has semihosting of its own, or none.
      options.semihosting === false || options.guests !== undefined
        ? undefined
        : createSemihosting({
            write: (bytes) => bytes.forEach((byte) => console(byte, 0, this.scheduler.stamp)),
            exit: (code) => this.finish({ kind: 'exit', code }),
          });
    for (const core of this.processor.cores) {
      core.semihosting = semihosting;
      core.seam = virtualization;
      core.clock = this.scheduler;
      core.timers = new Timers(
        core,
        this.scheduler,
        TIMER_PPI.map((ppi, timer) => join(this.gic.ppi(core.index, ppi), this.localTimer(core.index, timer))),
      );
      core.pmuInterrupt = join(this.pmuInput(core.index), this.localPmu(core.index));
      reset(core, 3, 0, 0);
      core.mode = 'off';
    }
    this.guestEntries = (options.guests ?? []).map(({ virtio }) => plug(virtio));
    if (options.guests) this.hypervisor = this.makeHypervisor(options.guests, options, console);
    const guests = this.hypervisor?.guests ?? [];
    const parts = [...this.devices, ...guests].flatMap((d) => d.parts);
    this.resetDevices = createReset([...parts, this.gic]);
    this.parts = [this.gic, ...parts, ...this.ports.map((p) => p.line)];
    if (this.hypervisor) this.parts.push(this.hypervisor);
    // A network is outside of the board, so that no reset concerns it; several NICs may be in one.
    const networks = this.allVirtio.flatMap((entry) => (entry.kind === 'net' ? (entry.backend.saved ?? []) : []));
    this.parts.push(...new Set(networks), ...this.networks.flatMap((network) => network.parts));
    if (semihosting) this.parts.push({ state: semihosting.state, restored: () => undefined });
    this.sdCard = options.sdCard;
    const { commandLine, legacyInterrupts, semihosting: hosted, guests: made, epoch } = options;
    this.made = {
      board,
      cores,
      ...(options.seed === undefined ? {} : { seed }),
      ...(commandLine === undefined ? {} : { commandLine }),
      ...(legacyInterrupts === undefined ? {} : { legacyInterrupts }),
      ...(hosted === undefined ? {} : { semihosting: hosted }),
      // What is in their virtio slots is named anew, as that in the board's.
      ...(made === undefined ? {} : { guests: made.map(({ virtio: _, flashStores: __, ...guest }) => guest) }),
      ...(epoch === undefined ? {} : { epoch }),
    };
  }

  /** Every virtio device of the board and of guests. */
  private get allVirtio(): PluggedEntry[] {
    return [...this.virtioEntries, ...this.guestEntries.flat()];
  }

  /** A virtio device. If it is a console, a serial port of the machine. */
  private makeVirtio(
    entry: PluggedEntry,
    place: VirtioPlace,
    console: (byte: number, port: number, time: number) => void,
  ): VirtioMmio {
    const { scheduler, ports } = this;
    let port: number;
    const virtio = makeVirtio(entry, {
      ...place,
      clock: scheduler,
      transmit: (byte) => console(byte, port, scheduler.stamp),
      onRoom: () => ports[port].line.onRoom(),
      unmodelled: this.mmio.unmodelled,
    });
    const { push } = virtio.device;
    if (push)
      port = ports.push({ name: place.name, line: createSerialLine(scheduler, push), sendBreak: undefined }) - 1;
    return virtio;
  }

  private makeHypervisor(
    guests: readonly GuestSpec[],
    { epoch = 0, seed = 0 }: MachineOptions,
    console: (byte: number, port: number, time: number) => void,
  ): Hypervisor {
    const { board, processor, scheduler, ports } = this;
    const first = ports.length;
    // Guests' serial ports come first, each at its place; what is in their slots comes behind.
    for (const { name } of guests) {
      const index = ports.length - first;
      const push = (byte: number): boolean => hypervisor.guests[index].push(byte);
      ports.push({ name, line: createSerialLine(scheduler, push), sendBreak: undefined });
    }
    const plug = ({ guest, memory, spi, inflate, deflate }: GuestPlace): GuestDevice[] =>
      this.guestEntries[guest].map((entry, slot) => {
        const place = guestVirtioSlot(slot);
        const name = `${guests[guest].name} ${virtioName(slot)}`;
        const own = seed + GUEST_SEEDS * (guest + 1) + slot;
        const device = this.makeVirtio(
          ballooned(entry, inflate, deflate),
          { name, irq: spi(place.spi), memory, seed: own },
          console,
        );
        if (entry.kind === 'balloon') this.balloons.set(guest, device.device as VirtioBalloon);
        return { ...place, device, parts: device.parts };
      });
    const hypervisor: Hypervisor = new Hypervisor({
      cores: processor.cores,
      memory: processor.memory,
      clock: scheduler,
      localTime: () => scheduler.stamp,
      gic: board.gic,
      ram: armRam(board),
      guests,
      epoch,
      transmit: (guest, byte) => console(byte, first + guest, scheduler.stamp),
      onRoom: (guest) => ports[first + guest].line.onRoom(),
      plug,
      flashStore: (guest, bank) => guests[guest].flashStores?.[bank],
      images: () => (this.handoff?.start.cores === 'hypervisor' ? this.handoff.start.images : []),
      onEvent: (event) => {
        this.onGuest?.(event);
        if (event.kind === 'end' && hypervisor.idle) this.ended('power-off');
      },
    });
    return hypervisor;
  }

  /** The legacy controller's input for an SPI, where the board has one. */
  private legacyInput(spi: number): IrqLine | undefined {
    const armc = this.devices.find((d) => d.armc)?.armc;
    if (armc && spi >= 64 && spi < 128) return armc.videoCore(spi - 64);
    return armc && spi >= 32 && spi < 40 ? armc.own(spi - 32) : undefined;
  }

  /** The GIC's input for a core's performance monitors. */
  private pmuInput(core: number): IrqLine | undefined {
    const { pmu } = this.board;
    if (pmu === undefined) return undefined;
    if ('ppi' in pmu) return this.gic.ppi(core, pmu.ppi + 16);
    return core < pmu.spi.length ? this.gic.spi(pmu.spi[core]) : undefined;
  }

  /** The ARM_LOCAL block's. */
  private localPmu(core: number): IrqLine | undefined {
    if (core >= CORES_WITH_LOCAL) return undefined;
    return this.devices.find((d) => d.armLocal)?.armLocal?.pmu(core);
  }

  /** The ARM_LOCAL block's input for a core's timer. */
  private localTimer(core: number, timer: number): IrqLine | undefined {
    if (core >= CORES_WITH_LOCAL) return undefined;
    return this.devices.find((d) => d.armLocal)?.armLocal?.coreTimer(core, LOCAL_TIMERS[timer]);
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
      if (size > bytes.length) memory.clear(at + bytes.length, size - bytes.length);
    }
  }

  /**
   * Does what the board's firmware does: loads, sets pins, starts cores. A reset of the board does it again.
   * @throws RangeError where a segment does not lie in RAM
   */
  boot(handoff: Handoff): void {
    this.handoff = handoff;
    this.load(handoff.segments);
    const gpio = this.devices.find((d) => d.gpio)?.gpio;
    for (const preset of handoff.pins) gpio?.preset(preset);
    const { start } = handoff;
    if (start.cores === 'hypervisor') {
      this.providePsci(true);
      this.handOver();
      this.hypervisor?.takeOver();
    } else if (start.cores === 'all') this.startAll(start.entry);
    else this.start(start.entry, start.el, start.x0);
  }

  /**
   * The board's reset: devices as when they were made, RAM as it is, and the firmware does its work again. Nothing happens
   * unless `boot` was called before.
   */
  reset(): void {
    if (!this.handoff) return;
    this.end = undefined;
    this.resetDevices();
    for (const core of this.processor.cores) {
      reset(core, 3, 0, 0);
      core.mode = 'off';
    }
    this.boot(this.handoff);
    for (const core of this.processor.cores) if (core.mode === 'run') this.scheduler.bringUp(core);
  }

  /**
   * Starts core 0 at an address, at exception level 1, 2 or 3; the others stay off until PSCI starts them. Below EL3 the
   * built-in PSCI serves SMC.
   */
  start(entry: number, el: 1 | 2 | 3, x0 = 0): void {
    const [boot] = this.processor.cores;
    reset(boot, el, entry >>> 0, Math.floor(entry / 4294967296));
    boot.setPair(STATE.X, x0 >>> 0, Math.floor(x0 / 4294967296));
    this.providePsci(el < 3);
    if (el < 3) this.handOver();
  }

  /** Puts the built-in PSCI in the place of EL3's vectors, or takes it away. */
  private providePsci(provided: boolean): void {
    const psci = provided
      ? psciVector({ powerOff: () => this.ended('power-off'), reset: () => this.ended('reset') })
      : undefined;
    for (const core of this.processor.cores) core.vectors[3] = psci;
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
    this.providePsci(false);
    for (const core of this.processor.cores) reset(core, 3, entry >>> 0, Math.floor(entry / 4294967296));
  }

  /** The guest wants the board off, or to start anew. A reset waits until no core is inside an instruction. */
  private ended(kind: 'power-off' | 'reset'): void {
    if (kind === 'power-off' || !this.onReset || !this.handoff) return this.finish({ kind });
    for (const core of this.processor.cores) core.mode = 'off';
    this.resetAsked = true;
    this.scheduler.stop();
  }

  private finish(end: End): void {
    this.end = end;
    for (const core of this.processor.cores) core.mode = 'off';
    this.scheduler.stop();
  }

  /**
   * Something from outside: takes effect at the next boundary between rounds.
   * @returns the input with its time, as a recording holds it
   */
  input(event: InputEvent): Input {
    const input = { ...event, at: this.scheduler.boundary } as Input;
    this.replay([input]);
    return input;
  }

  /** Inputs of a recording, in the order of their times. */
  replay(inputs: readonly Input[]): void {
    this.inputQueue.add(inputs);
  }

  /** Inputs that wait for their time. */
  get inputs(): readonly Input[] {
    return this.inputQueue.waiting;
  }

  private take(input: Input): void {
    if (input.kind === 'serial') this.ports[input.port]?.line.feed(input.bytes);
    else if (input.kind === 'break') this.ports[input.port]?.sendBreak?.();
    else if (input.kind === 'net') this.networks[input.network]?.event(input.event);
    else if (input.kind === 'gpio') this.devices.find((d) => d.gpio)?.gpio?.drive(input.pin, input.level);
    else if (input.kind === 'guest') this.hypervisor?.act(input.guest, input.action);
    else if (input.kind === 'balloon') this.balloons.get(input.guest)?.setTarget(input.pages);
    else if (input.kind === 'image') this.provide(input.guest, input.image);
    else this.ended('reset');
  }

  /** Puts an image in the place of what a guest boots. */
  private provide(guest: number, image: GuestImage): void {
    const { handoff } = this;
    const start = handoff?.start;
    const guests = this.hypervisor?.guests ?? [];
    if (start?.cores !== 'hypervisor' || !(guest in guests)) return;
    const images = guests.map((_, i) => (i === guest ? image : start.images[i]));
    this.handoff = { ...handoff!, start: { ...start, images } };
  }

  /** All that a snapshot or a hash has to cover beside cores and RAM, in a fixed order. */
  states(): object[] {
    return this.parts.map((part) => part.state);
  }

  /** What it is made of: a snapshot fits another machine where this is the same. */
  get kind(): MachineKind {
    const { board, processor } = this;
    return {
      board: board.name,
      cores: processor.cores.length,
      ram: board.ram,
      devices: board.devices.map((d) => `${d.kind} ${d.name}`),
      guests: (this.hypervisor?.guests ?? []).map(({ options: { name, memory, vcpus, flash = [] } }, i) =>
        [name, memory, vcpus, ...flash.map(({ ram }) => `flash ${ram}`), ...this.guestEntries[i].map(virtioKind)].join(
          ' ',
        ),
      ),
      card: this.sdCard?.sectors ?? 0,
      virtio: this.virtioEntries.map(virtioKind),
      networks: this.networks.map((network) => network.switch.ports.map(({ name }) => name).join(' ')),
      ethernet: this.ethernet ? [this.ethernet.network, this.ethernet.nic] : [],
    };
  }

  /** Takes over a saved state; RAM has been brought back before. */
  adopt(saved: MachineState): void {
    const { cores } = this.processor;
    this.scheduler.load(saved.scheduler);
    this.parts.forEach((part, i) => overwrite(part.state, saved.states[i]));
    cores.forEach((core, i) => loadCore(core, structuredClone(saved.cores[i])));
    this.providePsci(saved.psci);
    this.end = saved.end;
    this.handoff = saved.handoff;
    this.resetAsked = false;
    if (saved.cardChanges) this.sdCard?.changes?.load(saved.cardChanges);
    this.disks.forEach((disk, i) => {
      const changes = saved.diskChanges[i];
      if (changes) disk.changes?.load(changes);
    });
    for (const part of this.parts) part.restored();
    for (const core of cores) {
      core.timers?.restored();
      refresh(core);
    }
    this.inputQueue.restore(saved.inputs);
  }

  /** The disks among its virtio devices. */
  get disks(): BlockBackend[] {
    return virtioDisks(this.allVirtio);
  }

  /** The hash of the whole state (`hash.ts`): 16 hexadecimal digits. */
  hash(): string {
    return hashState(this.processor, this.scheduler.now(), this.states());
  }

  /**
   * Runs until guest time `until` (ns), a stop, or until nothing can happen any more.
   * @param advance how the cores run, where that is not as usual: for debuggers
   */
  run(until: number, advance = (to: number): Outcome => this.scheduler.run(to)): Outcome {
    for (;;) {
      const outcome = advance(until);
      if (!this.resetAsked) return outcome;
      this.resetAsked = false;
      this.reset();
      this.onReset?.();
    }
  }
}
