/**
 * The registers of a virtual CPU: copied out of a core when it stops running there, and into one when it goes on. What a guest at
 * EL1 and EL0 can see of a core, and the EL2 registers that show it a machine of its own.
 */
import type { Core } from '../aarch64/core.js';
import { debugChanged } from '../aarch64/debug/registers.js';
import { regimeChanged } from '../aarch64/pstate.js';
import { STATE } from '../aarch64/state.js';
import { REG } from '../aarch64/sysregs/storage.js';
import { CTL, TIMER } from '../aarch64/timers.js';

/** System registers that are copied as they are: none of them does more than hold its value, but for the timer's and MDSCR_EL1. */
const SYSREGS = [
  REG.SCTLR_EL1,
  REG.CPACR_EL1,
  REG.TTBR0_EL1,
  REG.TTBR1_EL1,
  REG.TCR_EL1,
  REG.MAIR_EL1,
  REG.CONTEXTIDR_EL1,
  REG.PAR_EL1,
  REG.ESR_EL1,
  REG.FAR_EL1,
  REG.VBAR_EL1,
  REG.SPSR_EL1,
  REG.ELR_EL1,
  REG.SP_EL0,
  REG.SP_EL1,
  REG.TPIDR_EL0,
  REG.TPIDRRO_EL0,
  REG.TPIDR_EL1,
  REG.CSSELR_EL1,
  REG.CNTKCTL_EL1,
  REG.CNTV_CTL_EL0,
  REG.CNTV_CVAL_EL0,
  REG.MDSCR_EL1,
  // EL2's, of this virtual CPU: where it goes on, and what it is shown.
  REG.ELR_EL2,
  REG.SPSR_EL2,
  REG.VMPIDR_EL2,
  REG.CNTVOFF_EL2,
  REG.VTTBR_EL2,
] as const;

/** Runs of 32-bit words of a core's state. */
const WORDS: readonly (readonly [at: number, count: number])[] = [
  [STATE.X, 62],
  [STATE.VREG, 128],
  [STATE.FPCR, 2],
  ...SYSREGS.map((at) => [at, 2] as const),
];

/** Where a register is in a context, as an index of its words. */
const INDEX = new Map<number, number>();
let length = 0;
for (const [at, count] of WORDS) {
  INDEX.set(at, length);
  length += count;
}

/** A virtual CPU's registers as plain data. */
export type VcpuContext = Int32Array;

const place = (at: number): number => {
  const index = INDEX.get(at);
  if (index === undefined) throw new Error('not in a context');
  return index;
};

function set(context: VcpuContext, at: number, lo: number, hi = 0): void {
  const index = place(at);
  context[index] = lo;
  context[index + 1] = hi;
}

/** Non-secure EL1 with its own stack pointer, all interrupts masked: where a virtual CPU starts. */
export const EL1H_MASKED = 0x3c5;
/** SCTLR_EL1 at reset: the MMU off, and the bits that are one. */
const SCTLR_RESET = 0x30d50838;

/** What all virtual CPUs of a guest have in common. */
export interface GuestRegisters {
  /** VTTBR_EL2: VMID and tables. */
  readonly vttbrLo: number;
  readonly vttbrHi: number;
  /** CNTVOFF_EL2: the count at which the guest began. */
  readonly offset: number;
}

/** Where a virtual CPU begins, and its X0. */
export interface VcpuStart {
  readonly entryLo: number;
  readonly entryHi: number;
  readonly x0Lo: number;
  readonly x0Hi: number;
}

/** Puts a virtual CPU to its start. What a reset leaves UNKNOWN is zero. */
export function startContext(
  context: VcpuContext,
  { vttbrLo, vttbrHi, offset }: GuestRegisters,
  affinity: number,
  { entryLo, entryHi, x0Lo, x0Hi }: VcpuStart,
): void {
  context.fill(0);
  set(context, STATE.X, x0Lo, x0Hi);
  set(context, REG.SCTLR_EL1, SCTLR_RESET);
  set(context, REG.ELR_EL2, entryLo, entryHi);
  set(context, REG.SPSR_EL2, EL1H_MASKED);
  set(context, REG.VMPIDR_EL2, 0x80000000 + affinity);
  setOffset(context, offset);
  set(context, REG.VTTBR_EL2, vttbrLo, vttbrHi);
}

/** Moves a virtual CPU's CNTVOFF_EL2. */
export function setOffset(context: VcpuContext, offset: number): void {
  set(context, REG.CNTVOFF_EL2, offset % 2 ** 32, Math.floor(offset / 2 ** 32));
}

/** The count of the board's at which a virtual CPU's virtual timer fires; Infinity while it is off or masked. */
export function virtualTimerAt(context: VcpuContext): number {
  if ((context[place(REG.CNTV_CTL_EL0)] & (CTL.ENABLE | CTL.IMASK)) !== CTL.ENABLE) return Infinity;
  const low = (at: number): number => context[place(at)] >>> 0;
  const high = (at: number): number => context[place(at) + 1] >>> 0;
  return (high(REG.CNTV_CVAL_EL0) + high(REG.CNTVOFF_EL2)) * 2 ** 32 + low(REG.CNTV_CVAL_EL0) + low(REG.CNTVOFF_EL2);
}

/** Room for the registers of a virtual CPU. */
export const emptyContext = (): VcpuContext => new Int32Array(length);

/** Copies what is the guest's out of a core. The core is at EL2, right behind the exception. */
export function save(core: Core, context: VcpuContext): void {
  const { i32 } = core.linear;
  let to = 0;
  for (const [at, count] of WORDS) {
    const from = (core.base + at) >> 2;
    for (let i = 0; i < count; i++) context[to++] = i32[from + i];
  }
}

/** Copies a context into a core, which is at EL2 and will go on with it by ERET. */
export function load(core: Core, context: VcpuContext): void {
  const { i32 } = core.linear;
  let from = 0;
  for (const [at, count] of WORDS) {
    const to = (core.base + at) >> 2;
    for (let i = 0; i < count; i++) i32[to + i] = context[from++];
  }
  core.timers?.update(TIMER.VIRTUAL);
  debugChanged(core);
  regimeChanged(core);
}
