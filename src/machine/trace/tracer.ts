/** Hooks into a machine that tell what happens in it. What is not traced costs nothing, and nothing here changes the guest. */
import type { MmioDevice } from '../../aarch64/bus.js';
import type { Core } from '../../aarch64/core.js';
import { EC } from '../../aarch64/exceptions.js';
import { STATE } from '../../aarch64/state.js';
import { el2Enabled } from '../../aarch64/sysregs/guards.js';
import { REG } from '../../aarch64/sysregs/storage.js';
import type { Machine } from '../machine.js';
import { describeCall } from './calls.js';
import type { TraceEvent, TraceSink, Vector } from './events.js';
import { interruptNames, stepOf, type InterruptNames } from './irq.js';
import { selectDevices, type TraceKinds } from './kinds.js';

const ESR = [0, REG.ESR_EL1, REG.ESR_EL2, REG.ESR_EL3];
const ELR = [0, REG.ELR_EL1, REG.ELR_EL2, REG.ELR_EL3];
const SPSR = [0, REG.SPSR_EL1, REG.SPSR_EL2, REG.SPSR_EL3];

/** By bits 8:7 of a vector's offset. */
const VECTORS: readonly Vector[] = ['sync', 'IRQ', 'FIQ', 'SError'];
/** HCR_EL2.IMO, FMO, AMO by kind: with one set, EL1's exceptions of that kind are virtual. */
const HCR_ROUTES = [0, 1 << 4, 1 << 3, 1 << 5];
const S1PTW = 1 << 7;

const kindOf = (offset: number): number => (offset >>> 7) & 3;
const isInterrupt = (offset: number): boolean => VECTORS[kindOf(offset)] === 'IRQ' || VECTORS[kindOf(offset)] === 'FIQ';

/** An access to a device's register: `size` in bytes, and undefined, as `value`, where nothing answers. */
interface Access {
  readonly offset: number;
  readonly size: 1 | 2 | 4 | undefined;
  readonly write: boolean;
  readonly value: number | undefined;
  /** The core, or -1 for DMA. */
  readonly cpu: number;
}

class Tracer {
  /** Events that wait until the one in which they happen is known: a read's, which has its value at the end. */
  private held: TraceEvent[] | undefined;
  /** By core and level: whether the exception that was taken last is a call that has a result. */
  private readonly called: boolean[][];

  constructor(
    private readonly machine: Machine,
    private readonly sink: TraceSink,
  ) {
    this.called = machine.processor.cores.map(() => [false, false, false, false]);
  }

  emit(event: TraceEvent): void {
    if (this.held) this.held.push(event);
    else this.sink(event);
  }

  get time(): number {
    return this.machine.scheduler.stamp;
  }

  /** The instruction that a core is at; undefined for DMA. */
  pc(cpu: number): bigint | undefined {
    if (cpu < 0) return undefined;
    const core = this.machine.processor.cores[cpu];
    return (BigInt(core.pcHi) << 32n) | BigInt(core.pcLo);
  }

  exception(core: Core, to: number, offset: number): void {
    const kind = kindOf(offset);
    const from = (core.get(SPSR[to]) >>> 2) & 3;
    const sync = kind === 0;
    const esr = core.lo(ESR[to]);
    const call = sync ? describeCall(core, esr) : undefined;
    const { pending } = core;
    const ec = esr >>> 26;
    this.called[core.index][to] = sync && (ec === EC.HVC || ec === EC.SMC);
    this.emit({
      kind: 'exception',
      time: this.time,
      core: core.index,
      from,
      to,
      vector: VECTORS[kind],
      virtual: to === 1 && el2Enabled(core) && (core.get(REG.HCR_EL2) & HCR_ROUTES[kind]) !== 0,
      offset,
      pc: core.big(ELR[to]),
      ...(sync || kind === 3 ? { esr } : {}),
      ...(sync && pending.hasFar ? { far: (BigInt(pending.farHi) << 32n) | BigInt(pending.farLo) } : {}),
      ...(sync && pending.ipa >= 0 && to === 2 ? { ipa: this.ipa(core, esr) } : {}),
      ...(call === undefined ? {} : { call }),
      host: core.vectors[to] !== undefined,
    });
  }

  /** The intermediate physical address; of an access on a table walk its page, since FAR_EL2 is the access that needed the walk. */
  private ipa(core: Core, esr: number): bigint {
    const page = (core.big(REG.HPFAR_EL2) & 0xff_ffff_fff0n) << 8n;
    return (esr & S1PTW) !== 0 ? page : page | BigInt(core.pending.farLo & 0xfff);
  }

  return(core: Core, from: number): void {
    const { called } = this;
    const result = called[core.index][from];
    called[core.index][from] = false;
    this.emit({
      kind: 'return',
      time: this.time,
      core: core.index,
      from,
      to: core.el,
      pc: core.big(STATE.PC),
      illegal: core.get(STATE.IL) !== 0,
      ...(result ? { result: core.big(STATE.X) } : {}),
    });
  }

  /** A device that tells of what is done to it, and does as the one behind it. */
  watch(device: MmioDevice, tell: (access: Access) => void): MmioDevice {
    return {
      name: device.name,
      registerAt: (offset) => device.registerAt?.(offset),
      read: (offset, size, by) => {
        // What follows from a read (a line that goes low) is told behind it.
        const outer = this.held;
        const inner: TraceEvent[] = [];
        this.held = inner;
        let value;
        try {
          value = device.read(offset, size, by);
        } finally {
          this.held = outer;
        }
        tell({ offset, size, write: false, value, cpu: by.cpu });
        for (const event of inner) this.emit(event);
        return value;
      },
      write: (offset, size, value, by) => {
        tell({ offset, size, write: true, value, cpu: by.cpu });
        device.write(offset, size, value, by);
      },
    };
  }

  mmio(
    device: string | undefined,
    address: number,
    register: string | undefined,
    access: Omit<Access, 'offset'>,
  ): void {
    const { cpu, write, size, value } = access;
    const pc = this.pc(cpu);
    this.emit({ kind: 'mmio', time: this.time, core: cpu, write, pc, device, address, register, size, value });
  }

  step(names: InterruptNames, register: string | undefined, { write, value = 0, cpu }: Access): void {
    const step = register === undefined ? undefined : stepOf(register, write, value, names);
    if (step) this.emit({ kind: 'irq', time: this.time, core: cpu, pc: this.pc(cpu), ...step });
  }

  line(name: string, intid: number, core: number, level: boolean): void {
    const step = level ? 'high' : 'low';
    this.emit({ kind: 'irq', time: this.time, core, step, virtual: false, intid, name, pc: undefined });
  }
}

/**
 * Traces a machine from now on. To be called while it does not run.
 *
 * With `irq` come the IRQ and FIQ exceptions too, since they are a step of an interrupt's way; returns only with `exceptions`.
 *
 * @param sink gets the events in the order in which they happen. Cores take turns of some microseconds, so that the next core's
 *   events may be earlier in guest time.
 * @returns a function that ends it
 * @throws TraceError for a device that the machine does not have
 */
export function traceMachine(machine: Machine, kinds: TraceKinds, sink: TraceSink): () => void {
  const { processor, gic } = machine;
  const { memory } = processor;
  const tracer = new Tracer(machine, sink);
  const names: string[] = [];
  memory.replaceDevices((device) => {
    names.push(device.name);
    return device;
  });
  const chosen = kinds.mmio ? selectDevices(kinds.mmio, names) : new Set<string>();
  const blocks: ReadonlySet<MmioDevice> = new Set(kinds.irq ? [gic.gicd, gic.gicc, gic.gich, gic.gicv] : []);
  const interrupts = interruptNames(machine);

  const watchers = new Map<MmioDevice, MmioDevice>();
  memory.replaceDevices((device, base) => {
    const all = chosen.has(device.name);
    const steps = blocks.has(device);
    if (!all && !steps) return device;
    const known = watchers.get(device);
    if (known) return known;
    const watcher = tracer.watch(device, (access) => {
      const register = device.registerAt?.(access.offset);
      if (all) tracer.mmio(device.name, base + access.offset, register, access);
      if (steps) tracer.step(interrupts, register, access);
    });
    watchers.set(device, watcher);
    return watcher;
  });

  const unmapped = memory.onUnmapped;
  if (kinds.mmio?.length === 0) {
    memory.onUnmapped = (pa, write, cpu) => {
      unmapped(pa, write, cpu);
      tracer.mmio(undefined, pa, undefined, { cpu, write, size: undefined, value: undefined });
    };
  }
  for (const core of processor.cores) {
    if (kinds.exceptions || kinds.irq) {
      core.onException = (c, to, offset) => {
        if (kinds.exceptions || isInterrupt(offset)) tracer.exception(c, to, offset);
      };
    }
    if (kinds.exceptions) core.onReturn = (c, from) => tracer.return(c, from);
  }
  if (kinds.irq) {
    gic.onSource = (intid, cpu, source, level) => tracer.line(interrupts.source(intid, source), intid, cpu, level);
  }
  return () => {
    const originals = new Map([...watchers].map(([device, watcher]) => [watcher, device]));
    memory.replaceDevices((device) => originals.get(device) ?? device);
    memory.onUnmapped = unmapped;
    gic.onSource = undefined;
    for (const core of processor.cores) core.onException = core.onReturn = undefined;
  };
}
