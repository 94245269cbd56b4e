/**
 * The processor put together: linear memory, the interpreter's module, the cores, and the loop that runs one core for a
 * number of instructions. Who runs when is the machine's business.
 */
import { Core, DEBUGGER, type Stop } from './core.js';
import { Decoder } from './decoder.js';
import { fetchMiss, loadSlow, storeSlow, untagPc, zeroSlow } from './access.js';
import { breakpointHit, contextHit } from './debug/breakpoints.js';
import { FSC_DEBUG } from './debug/enable.js';
import { stepInstruction, stepIsDue, stepping } from './debug/step.js';
import { deliver, EC, interruptPending, takeInterrupt } from './exceptions.js';
import { HELPER, callHelper } from './helpers.js';
import { TABLE } from './isa/index.js';
import { writeEngine } from './interpreter/engine.js';
import { Handlers, SPECIAL } from './interpreter/handlers.js';
import { Micro } from './interpreter/micro.js';
import { layoutFor } from './layout.js';
import { Linear } from './linear.js';
import { GuestMemory } from './memory.js';
import { instructionWord } from './mmu/aborts.js';
import { CORE_BYTES, CORES_BASE, MAX_CORES, PAGE_SIZE, STATE } from './state.js';
import { overflow } from './sysregs/pmu.js';
import { NO_EVENTS, classEvents } from './sysregs/pmu-events.js';
import { Tlbs } from './tlb.js';

export interface ProcessorOptions {
  /** 1 to 8. */
  readonly cores: number;
  /** How much RAM the guest may touch, in bytes: what frames are made for. */
  readonly ramBytes: number;
  readonly tlbContexts?: number;
  readonly uopPages?: number;
  /** The interpreter's module, if it was made before (`makeEngine`): saves the time to write it. */
  readonly engine?: Uint8Array<ArrayBuffer> | undefined;
}

let handlers: Handlers | undefined;
/** The handlers of the whole table, numbered once. */
const allHandlers = (): Handlers => (handlers ??= new Handlers(TABLE));

/** The interpreter's module: what `ProcessorOptions.engine` wants, and what the build keeps beside the code. */
export const makeEngine = (): Uint8Array<ArrayBuffer> => writeEngine(allHandlers());

let engine: WebAssembly.Module | undefined;
/** The module, compiled once; V8 compiles a handler when it is first used. */
const engineModule = (bytes: Uint8Array<ArrayBuffer> | undefined): WebAssembly.Module =>
  (engine ??= new WebAssembly.Module(bytes ?? makeEngine()));

let decoder: Decoder | undefined;
/** The decoder of the whole table, built once. */
export const a64 = (): Decoder => (decoder ??= new Decoder(TABLE));

export class Processor {
  readonly linear: Linear;
  readonly memory: GuestMemory;
  readonly tlbs: Tlbs;
  readonly micro: Micro;
  readonly cores: readonly Core[];
  /** The table of handlers; regions are added behind them. */
  readonly table: WebAssembly.Table;
  /** What regions import from the engine. */
  readonly exports: Readonly<Record<string, WebAssembly.ExportValue>>;
  private readonly enter: (base: number) => void;

  /** Virtual addresses at which a debugger wants to stop, as 16 hexadecimal digits. */
  private readonly breakpoints = new Set<string>();
  /** A core that goes on from a breakpoint passes it once: that core's instruction count then. */
  private readonly passing: number[];

  constructor(options: ProcessorOptions) {
    if (!(options.cores >= 1 && options.cores <= MAX_CORES)) throw new RangeError(`1 to ${MAX_CORES} cores`);
    const layout = layoutFor(options.ramBytes, options);
    this.linear = new Linear(layout.pages);
    this.memory = new GuestMemory(this.linear, layout.frameBase, layout.frames);
    this.tlbs = new Tlbs(this.linear, layout.tlbBase, layout.tlbContexts);
    this.micro = new Micro(this.linear, layout, a64(), allHandlers());
    this.memory.wrote = (frame, offset, bytes) => this.micro.wrote(frame, offset, bytes);
    this.micro.onCodePage = (frame) => this.tlbs.codePage(frame);
    this.micro.onFlush = () => this.tlbs.dropAll();
    this.micro.onRegion = (frame) => this.tlbs.hideStores(frame);
    this.micro.onRegionsDropped = () => {
      for (const core of this.cores) core.set(STATE.EPOCH, core.get(STATE.EPOCH) + 1);
    };
    this.passing = new Array<number>(options.cores).fill(-1);
    this.cores = Array.from(
      { length: options.cores },
      (_, i) => new Core(i, this.linear, this.memory, this.tlbs, this.micro),
    );
    for (const core of this.cores) {
      core.peers = this.cores;
      core.set(STATE.EX_ADDRESS, -1);
    }
    this.table = new WebAssembly.Table({ element: 'anyfunc', initial: allHandlers().count });
    const instance = new WebAssembly.Instance(engineModule(options.engine), {
      env: { memory: this.linear.memory, table: this.table, ...this.imports() },
    });
    this.exports = { ...instance.exports, memory: this.linear.memory, table: this.table };
    this.enter = instance.exports.enter as (base: number) => void;
  }

  private imports(): Record<string, (...args: number[]) => number | void> {
    const { cores, micro } = this;
    const shift = Math.log2(CORE_BYTES);
    const of = (base: number): Core => cores[(base - CORES_BASE) >>> shift];
    return {
      decode: (_base, uop) => void micro.decode(uop >>> 0),
      fetch: (base, lo, hi) => fetchMiss(of(base), lo >>> 0, hi >>> 0),
      loadSlow: (base, kind, lo, hi) => loadSlow(of(base), kind, lo >>> 0, hi >>> 0),
      storeSlow: (base, kind, lo, hi) => storeSlow(of(base), kind, lo >>> 0, hi >>> 0),
      zeroSlow: (base, lo, hi) => zeroSlow(of(base), lo >>> 0, hi >>> 0),
      helper: (base, kind, imm) => callHelper(of(base), kind, imm),
      stopped: (base, why) => this.atSpecial(of(base), why),
    };
  }

  /** An undefined word, or an instruction with a breakpoint's page offset. @returns the handler to run, or 0 */
  private atSpecial(core: Core, why: number): number {
    if (why === SPECIAL.UNDEFINED) {
      callHelper(core, HELPER.UNDEFINED, 0);
      return 0;
    }
    const here = core.icount;
    if (this.breakpoints.has(addressKey(core.pcLo, core.pcHi)) && this.passing[core.index] !== here) {
      this.passing[core.index] = here;
      core.setPair(STATE.PC, core.pcLo, core.pcHi);
      core.stopped = 'breakpoint';
      return 0;
    }
    if (breakpointHit(core)) {
      core.raise(EC.BREAKPOINT, FSC_DEBUG);
      return 0;
    }
    // The micro-op of another address with the same page offset, or one that is passed: runs as it is, this once.
    const frame = fetchMiss(core, core.pcLo, core.pcHi);
    if (frame === 0) return 0;
    const uop = frame + core.get(STATE.PC_OFFSET) * 4;
    const handler = this.micro.decode(uop, true);
    this.linear.u16[uop >> 1] = SPECIAL.BREAK;
    return handler;
  }

  /** A debugger knows that this core is where it is: a breakpoint there does not stop it now. */
  pass(core: Core): void {
    this.passing[core.index] = core.icount;
  }

  /** Stops cores before the instruction at a virtual address. */
  addBreakpoint(lo: number, hi: number): void {
    this.breakpoints.add(addressKey(lo, hi));
    this.breakpointsChanged();
  }
  removeBreakpoint(lo: number, hi: number): void {
    this.breakpoints.delete(addressKey(lo, hi));
    this.breakpointsChanged();
  }
  private breakpointsChanged(): void {
    this.micro.breakAt(
      [...this.breakpoints].map((key) => parseInt(key.slice(-3), 16)),
      DEBUGGER,
    );
  }

  /**
   * Where an instruction will not run though nothing is wrong with its address: PSTATE.IL is set, or a breakpoint of the
   * core's own matches its context. What a fetch finds wrong comes before these, and breakpoints before PSTATE.IL.
   * @returns false where the instruction runs
   */
  private refuses(core: Core): boolean {
    const illegal = core.get(STATE.IL) !== 0;
    if (!illegal && !contextHit(core)) return false;
    if (fetchMiss(core, core.lo(STATE.PC), core.hi(STATE.PC)) === 0) return true;
    if (breakpointHit(core)) core.raise(EC.BREAKPOINT, FSC_DEBUG);
    else core.raise(EC.ILLEGAL_STATE, 0);
    return true;
  }

  /**
   * Runs a core for at most `count` instructions: until they are used up, it waits or is off, a performance counter overflows, or
   * a debugger wants to stop it. Exceptions cost one instruction, so that a loop of faults ends. Comes back sooner where the core
   * steps itself (`debug/step.ts`).
   */
  run(core: Core, count: number): Stop {
    const allowed = Math.min(count, core.overflowAt - core.icount);
    core.deadline = core.icount + allowed;
    core.set(STATE.REMAINING, allowed);
    core.stopped = undefined;
    core.classEvents = core.countsClasses ? classEvents(a64().find(nextWord(core))) : NO_EVENTS;
    while (core.get(STATE.REMAINING) > 0 && core.mode === 'run') {
      if (core.pending.active || stepIsDue(core)) {
        deliver(core);
      } else if (interruptPending(core)) {
        untagPc(core);
        takeInterrupt(core);
      } else {
        if (this.refuses(core)) continue;
        if (stepping(core)) stepInstruction(core, this.enter);
        else this.enter(core.base);
        if (core.stopped) return core.stopped;
        continue;
      }
      core.set(STATE.REMAINING, core.get(STATE.REMAINING) - 1);
    }
    if (core.icount >= core.overflowAt) overflow(core);
    return undefined;
  }

  /** Uses a compiled region in place of the handler of the instruction at `uop`, in the frame at `frame`. */
  install(frame: number, uop: number, region: WebAssembly.ExportValue): number {
    const slot = this.table.grow(1);
    this.table.set(slot, region as () => void);
    this.micro.installRegion(frame, uop, slot);
    return slot;
  }
}

/** The word at PC, while no generated code runs; 0, which is no instruction, where it can't be read. */
function nextWord(core: Core): number {
  core.setPair(STATE.PAGE_VA, core.get(STATE.PC) & -PAGE_SIZE, core.get(STATE.PC + 4));
  core.set(STATE.PC_OFFSET, core.get(STATE.PC) & (PAGE_SIZE - 1));
  return instructionWord(core);
}

/** A virtual address as a key: 16 hexadecimal digits. */
export const addressKey = (lo: number, hi: number): string =>
  (hi >>> 0).toString(16).padStart(8, '0') + (lo >>> 0).toString(16).padStart(8, '0');
