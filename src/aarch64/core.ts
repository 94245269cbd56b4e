/**
 * One core: its place in linear memory and what it is connected to.
 *
 * The architectural state lives in linear memory at `base` (see `state.ts`); this object holds what is not a number
 * there: memory, wires, the vectors that are host handlers, the seam to the virtualization extension. What a core *does*
 * is in the chapters beside this file, as functions that take a core.
 *
 * 64-bit values cross TypeScript as two 32-bit halves; addresses known to be below 2^53 as numbers. BigInt is for cold
 * paths (debuggers, tests).
 */
import type { Linear } from './linear.js';
import type { GuestMemory } from './memory.js';
import type { Tlbs } from './tlb.js';
import type { Micro } from './interpreter/micro.js';
import type { Clock, IrqLine } from './bus.js';
import type { Semihosting } from './semihosting.js';
import type { Timers } from './timers.js';
import { UnknownAccesses } from './sysregs/unknown.js';
import { STATE, coreBase } from './state.js';

/** What a helper tells the generated code that called it. */
export const CONTINUE = 0;
/** Return to the run loop now: an exception is pending, or the instruction is done and PC is set. */
export const LEAVE = 1;

/** Who wants cores to stop, or to be asked about data: the debugger outside. A core's own debug registers go by its index. */
export const DEBUGGER = -1;

/** Why a core stopped before its instructions were used up: for a debugger, before the instruction at PC. */
export type Stop = 'breakpoint' | 'watchpoint' | undefined;

/** A synchronous exception that a helper found; the run loop enters it when no generated code is live. */
export interface Pending {
  active: boolean;
  /** Exception class and ISS as in ESR_ELx (Arm ARM D13.2.37). */
  ec: number;
  iss: number;
  /** Target level, or -1: decided by the routing rules of the class. */
  target: number;
  /** Preferred return address: the faulting instruction's (0) or the next one's (4). */
  advance: number;
  /** FAR_ELx, where the class has one. */
  hasFar: boolean;
  farLo: number;
  farHi: number;
  /** HPFAR_EL2[39:4] << 8 as an IPA page address, where stage 2 faulted; otherwise -1. */
  ipa: number;
}

/**
 * The exception vector of a level as a host handler (DESIGN.md section 4): called after the whole architectural entry
 * (ESR, ELR, SPSR, FAR, HPFAR, PSTATE). Synchronous; leaves by `eret` or by making the core wait.
 * @param offset which of the 16 entries of the vector table, as a byte offset (0 to 0x780)
 */
export type HostVector = (core: Core, offset: number) => void;

/** What `el2/` plugs in; without it a core has no EL2. */
export interface VirtualizationSeam {
  /**
   * Stage-2 translation of an intermediate physical address (below 2^48).
   * Fills `core.walk` and returns true, or fills its fault fields and returns false.
   */
  translate(core: Core, ipa: number, access: number, forWalk: boolean): boolean;
  /**
   * True where a control of EL2 (an index in `EL2_CONTROLS`) traps this access or instruction of EL0 or EL1. Asked only
   * while EL2 is enabled and the core is below it.
   */
  traps(core: Core, control: number, write: boolean): boolean;
  /** True where stage 2 is in force for the EL1&0 regime now (HCR_EL2.VM or DC, not in a Secure state). */
  stage2Enabled(core: Core): boolean;
}

/** The result of a translation: reused, so that a walk allocates nothing. */
export interface Walk {
  /** Physical address of the first byte. */
  pa: number;
  /** Access rights of the page for this context. */
  read: boolean;
  write: boolean;
  execute: boolean;
  /** Device memory: accesses must be aligned and nothing is cached. */
  device: boolean;
  /** MAIR-style attribute byte and shareability (0 non, 2 outer, 3 inner), as PAR_EL1 reports them. */
  attr: number;
  shareability: number;
  /** Physical address space: true for Non-secure. */
  ns: boolean;
  /** Global: valid in all ASIDs. */
  global: boolean;
  /** Fault status code (DFSC/IFSC), 0 when the walk succeeded; level included. */
  fsc: number;
  /** Where the fault is stage 2's: the IPA, and whether it was on a stage-1 table walk. */
  stage2: boolean;
  s1ptw: boolean;
  ipa: number;
}

export class Core {
  readonly base: number;
  /** Core's state as 32-bit words. */
  private readonly i32: Int32Array;
  private readonly word: number;

  /** Instructions retired when REMAINING reaches zero; `icount` follows from it. */
  deadline = 0;
  readonly pending: Pending = {
    active: false,
    ec: 0,
    iss: 0,
    target: -1,
    advance: 0,
    hasFar: false,
    farLo: 0,
    farHi: 0,
    ipa: -1,
  };
  readonly walk: Walk = {
    pa: 0,
    read: false,
    write: false,
    execute: false,
    device: false,
    attr: 0,
    shareability: 0,
    ns: true,
    global: false,
    fsc: 0,
    stage2: false,
    s1ptw: false,
    ipa: 0,
  };
  /**
   * While a host handler has an exception: the level that was left, whose translation regime is still set up (4 where it is not). -1: that
   * of the core's level is.
   */
  left = -1;
  /** Set where a debugger stops the core before an instruction; the run loop takes it back. */
  stopped: Stop;
  /** Levels of the interrupt inputs, as the GIC drives them. */
  irq = false;
  fiq = false;
  virq = false;
  vfiq = false;
  /** A pending physical SError, with its syndrome (ISS of ESR_ELx). */
  serror = -1;
  /** 'run', or waiting for an interrupt (WFI) or an event (WFE), or powered off. */
  mode: 'run' | 'wfi' | 'wfe' | 'off' = 'run';
  /** YIELD: gives up the rest of its turn. Whoever hands out turns takes it back. */
  yielded = false;
  /** Host handlers of EL1, EL2, EL3 (index = level). */
  readonly vectors: (HostVector | undefined)[] = [undefined, undefined, undefined, undefined];
  seam: VirtualizationSeam | undefined;
  /** MPIDR_EL1's affinity fields. */
  affinity: number;
  /** All cores of the machine: whom SEV reaches. */
  peers: readonly Core[] = [this];
  clock: Clock | undefined;
  timers: Timers | undefined;
  /** The output of the performance monitors. */
  pmuInterrupt: IrqLine | undefined;
  /** Instructions retired when a performance counter overflows, or has to be told: the run loop stops there. */
  overflowAt = Infinity;
  /** True while a performance counter counts a class of instructions; the events of the instruction in progress then. */
  countsClasses = false;
  classEvents: readonly number[] = [];
  /**
   * Guest time (ns) that maintenance of TLBs, and of instruction caches by address, takes beyond its one instruction: what a hypervisor
   * sets where a guest may not cost the host much more time than its own.
   */
  maintenanceTime = 0;
  /** Who serves HLT #0xF000; without it the instruction is UNDEFINED. */
  semihosting: Semihosting | undefined;
  readonly unknown = new UnknownAccesses();
  /** Told of every exception after its entry: for traces. `offset` is the vector's. */
  onException: ((core: Core, target: number, offset: number) => void) | undefined;
  /** Told of every return from an exception, after it: for traces. `from` is the level that was left; PC is where it goes on. */
  onReturn: ((core: Core, from: number) => void) | undefined;

  constructor(
    readonly index: number,
    readonly linear: Linear,
    readonly memory: GuestMemory,
    readonly tlbs: Tlbs,
    readonly micro: Micro,
  ) {
    this.affinity = index;
    this.base = coreBase(index);
    this.i32 = linear.i32;
    this.word = this.base >> 2;
  }

  /** A 32-bit word of the state, signed. */
  get(at: number): number {
    return this.i32[this.word + (at >> 2)];
  }
  set(at: number, value: number): void {
    this.i32[this.word + (at >> 2)] = value;
  }
  /** Low half of a 64-bit field, unsigned. */
  lo(at: number): number {
    return this.i32[this.word + (at >> 2)] >>> 0;
  }
  /** High half of a 64-bit field, unsigned. */
  hi(at: number): number {
    return this.i32[this.word + (at >> 2) + 1] >>> 0;
  }
  setPair(at: number, lo: number, hi: number): void {
    this.i32[this.word + (at >> 2)] = lo;
    this.i32[this.word + (at >> 2) + 1] = hi;
  }
  /** A 64-bit field as a BigInt, for cold paths. */
  big(at: number): bigint {
    return this.linear.u64[(this.base + at) >> 3];
  }
  setBig(at: number, value: bigint): void {
    this.linear.u64[(this.base + at) >> 3] = BigInt.asUintN(64, value);
  }

  /** Current exception level. */
  get el(): number {
    return this.i32[this.word + (STATE.EL >> 2)];
  }

  /** Instructions retired since reset. Exact in helpers: the calling instruction is not yet counted. */
  get icount(): number {
    return this.deadline - this.i32[this.word + (STATE.REMAINING >> 2)];
  }

  /** Low and high half of the address of the instruction that called the helper. */
  get pcLo(): number {
    return (this.lo(STATE.PAGE_VA) | this.get(STATE.PC_OFFSET)) >>> 0;
  }
  get pcHi(): number {
    return this.hi(STATE.PAGE_VA);
  }

  /**
   * Ends the core's turn after the current instruction: what a device that raised a line, or a clock that has a nearer
   * deadline, calls. Exact in both tiers, since generated code reads REMAINING anew after every helper.
   */
  stop(): void {
    this.shorten(1);
  }

  /** Ends the core's turn after `count` instructions, the current one included, if it would not end before. */
  shorten(count: number): void {
    const left = this.get(STATE.REMAINING);
    if (left > count) {
      this.deadline -= left - count;
      this.set(STATE.REMAINING, count);
    }
  }

  /** Lets time (ns) pass in the current instruction, a helper's. The turn may end later than was meant, by less than that. */
  spend(time: number): void {
    const left = this.get(STATE.REMAINING);
    const now = Math.max(1, left - time);
    this.deadline += time - (left - now);
    this.set(STATE.REMAINING, now);
  }

  /** For helpers that complete their instruction and change the regime: sets PC behind it, counts it. Returns LEAVE. */
  leaveAfter(): number {
    const lo = this.pcLo + 4;
    this.setPair(STATE.PC, lo, this.pcHi + (lo > 0xffffffff ? 1 : 0));
    this.set(STATE.REMAINING, this.get(STATE.REMAINING) - 1);
    return LEAVE;
  }

  /**
   * For helpers that find an exception: records it for the run loop. Returns LEAVE.
   * @param ec exception class, ESR_ELx.EC
   * @param iss ESR_ELx.ISS
   * @param advance 0 where ELR is the instruction itself, 4 where it is the next one (SVC, HVC, SMC after they retire)
   */
  raise(ec: number, iss: number, advance = 0, target = -1): number {
    const p = this.pending;
    p.active = true;
    p.ec = ec;
    p.iss = iss;
    p.advance = advance;
    p.target = target;
    p.hasFar = false;
    p.ipa = -1;
    const lo = this.pcLo;
    this.setPair(STATE.PC, lo, this.pcHi);
    return LEAVE;
  }

  /** As `raise`, with a fault address. */
  raiseAt(ec: number, iss: number, farLo: number, farHi: number, ipa = -1): number {
    this.raise(ec, iss);
    const p = this.pending;
    p.hasFar = true;
    p.farLo = farLo >>> 0;
    p.farHi = farHi >>> 0;
    p.ipa = ipa;
    return LEAVE;
  }
}
