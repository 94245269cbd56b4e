/** A processor with RAM and a clock, for tests that execute single instructions at a chosen level. */
import type { Clock } from '../../src/aarch64/bus.js';
import type { Core } from '../../src/aarch64/core.js';
import { reset } from '../../src/aarch64/exceptions.js';
import { Processor } from '../../src/aarch64/processor.js';
import { regimeChanged, setLevel } from '../../src/aarch64/pstate.js';
import { STATE } from '../../src/aarch64/state.js';
import { keyOf } from '../../src/aarch64/sysregs/lookup.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import type { RegisterName } from '../../src/aarch64/sysregs/table.js';
import { Timers } from '../../src/aarch64/timers.js';
import { virtualization } from '../../src/el2/index.js';

export const RAM = 0x40000000;
/** Where the instruction under test is, and where the vectors of EL1, EL2 and EL3 are. */
export const CODE = RAM + 0x1000;
export const VBAR = [0, RAM + 0x10000, RAM + 0x20000, RAM + 0x30000];

export const SCR = { NS: 1, IRQ: 2, FIQ: 4, EA: 8, SMD: 0x80, HCE: 0x100 };
export const HCR = { FMO: 8, IMO: 16, AMO: 32, VF: 64, VI: 128, VSE: 256, TGE: 1 << 27 };

/** A clock that a test moves. */
export class TestClock implements Clock {
  time = 0;
  private events: { at: number; fire: () => void; handle: number }[] = [];
  private handles = 0;
  now(): number {
    return this.time;
  }
  rank(): number {
    return 0;
  }
  schedule(at: number, fire: () => void): number {
    this.events.push({ at, fire, handle: ++this.handles });
    return this.handles;
  }
  cancel(handle: number): void {
    this.events = this.events.filter((e) => e.handle !== handle);
  }
  /** Time of the next scheduled call, Infinity if there is none. */
  get next(): number {
    return Math.min(...this.events.map((e) => e.at));
  }
  /** Goes to a time, making the calls on the way. */
  advance(to: number): void {
    while (this.next <= to) {
      const event = this.events.reduce((a, b) => (b.at < a.at ? b : a));
      this.cancel(event.handle);
      this.time = Math.max(this.time, event.at);
      event.fire();
    }
    this.time = to;
  }
}

/** What an instruction led to. */
export interface Outcome {
  /** The level that took an exception, 0 if there was none. */
  readonly target: number;
  /** Offset into its vector table. */
  readonly vector: number;
  readonly esr: number;
  readonly elr: number;
  readonly spsr: number;
}

export interface Start {
  readonly el: 0 | 1 | 2 | 3;
  /** PSTATE.SP; 1 above EL0 by default. */
  readonly sp?: 0 | 1;
  readonly daif?: number;
  /** Values of system registers, over those after reset and Non-secure state with HVC enabled. */
  readonly regs?: Readonly<Partial<Record<RegisterName, number>>>;
}

export class Rig {
  readonly processor = new Processor({ cores: 2, ramBytes: 1 << 20 });
  readonly core: Core = this.processor.cores[0];
  readonly clock = new TestClock();
  /** Levels of the timers' lines of core 0, in the order of `TIMER`. */
  readonly lines = [false, false, false, false];

  constructor(el2 = true) {
    this.processor.memory.addRam(RAM, 1 << 20);
    for (const core of this.processor.cores) {
      if (el2) core.seam = virtualization;
      core.clock = this.clock;
      core.timers = new Timers(
        core,
        this.clock,
        [0, 1, 2, 3].map((i) => ({
          set: (level: boolean) => {
            if (core.index === 0) this.lines[i] = level;
          },
        })),
      );
      reset(core, 3, CODE, 0);
    }
  }

  /** Resets core 0 and puts it at a level, with PC at CODE and different stack pointers for all levels. */
  start({ el, sp = el === 0 ? 0 : 1, daif = 0x3c0, regs = {} }: Start): void {
    const { core } = this;
    reset(core, 3, CODE, 0);
    core.irq = core.fiq = core.virq = core.vfiq = false;
    core.set(REG.SCR_EL3, 0x430 | SCR.NS | SCR.HCE);
    for (const level of [1, 2, 3]) core.set(REG[`VBAR_EL${level as 1 | 2 | 3}`], VBAR[level]);
    for (const [name, value] of Object.entries(regs)) this.set(name as RegisterName, value);
    core.set(REG.SP_EL0, 0x1000);
    core.set(REG.SP_EL1, 0x2000);
    core.set(REG.SP_EL2, 0x3000);
    core.set(STATE.SP, 0x4000);
    setLevel(core, el, sp);
    core.set(STATE.DAIF, daif);
    regimeChanged(core);
  }

  set(name: RegisterName, value: number | bigint): void {
    this.core.setBig(REG[name], BigInt(value));
  }
  get(name: RegisterName): bigint {
    return this.core.big(REG[name]);
  }

  /** Executes one word at PC; reports the exception it took, if it did. */
  execute(word: number): Outcome {
    const { core } = this;
    this.processor.memory.write(core.lo(STATE.PC), 4, word >>> 0);
    return this.run();
  }

  /** Runs for one instruction or exception entry. */
  run(): Outcome {
    const { core } = this;
    let target = 0;
    let vector = 0;
    core.onException = (_, level, offset) => {
      target = level;
      vector = offset;
    };
    this.processor.run(core, 1);
    core.onException = undefined;
    const level = target as 1 | 2 | 3;
    if (target === 0) return { target, vector, esr: 0, elr: 0, spsr: 0 };
    return {
      target,
      vector,
      esr: core.lo(REG[`ESR_EL${level}`]),
      elr: core.lo(REG[`ELR_EL${level}`]),
      spsr: core.lo(REG[`SPSR_EL${level}`]),
    };
  }

  x(n: number): bigint {
    return this.core.big(STATE.X + 8 * n);
  }
  setX(n: number, value: number | bigint): void {
    this.core.setBig(STATE.X + 8 * n, BigInt(value));
  }
}

/** A register's key, by name or as 'S3_0_C1_C2_3'. */
export function key(name: string): number {
  const known = keyOf(name);
  if (known >= 0) return known;
  const m = /^S(\d)_(\d)_C(\d+)_C(\d+)_(\d)$/.exec(name);
  if (!m) throw new Error(`no register ${name}`);
  const [op0, op1, crn, crm, op2] = m.slice(1).map(Number);
  return (op0 << 14) | (op1 << 11) | (crn << 7) | (crm << 3) | op2;
}

export const MRS = (name: string, rt = 5): number => (0xd5200000 | (key(name) << 5) | rt) >>> 0;
export const MSR = (name: string, rt = 5): number => (0xd5000000 | (key(name) << 5) | rt) >>> 0;
/** MSR (immediate) by op1, op2. */
export const MSR_IMM = (op1: number, op2: number, imm: number): number =>
  (0xd500401f | (op1 << 16) | (imm << 8) | (op2 << 5)) >>> 0;
export const NOP = 0xd503201f;
export const YIELD = 0xd503203f;
export const WFE = 0xd503205f;
export const WFI = 0xd503207f;
export const SEV = 0xd503209f;
export const SEVL = 0xd50320bf;
export const ERET = 0xd69f03e0;
export const SVC = (imm: number): number => (0xd4000001 | (imm << 5)) >>> 0;
export const HVC = (imm: number): number => (0xd4000002 | (imm << 5)) >>> 0;
export const SMC = (imm: number): number => (0xd4000003 | (imm << 5)) >>> 0;
export const BRK = (imm: number): number => (0xd4200000 | (imm << 5)) >>> 0;
export const HLT = (imm: number): number => (0xd4400000 | (imm << 5)) >>> 0;
