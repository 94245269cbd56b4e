/**
 * Exceptions: entry, routing, interrupts, return, and the instructions that cause them (Arm ARM D1.10 to D1.14, and
 * aarch64/exceptions in the shared pseudocode).
 */
import { LEAVE, CONTINUE, type Core } from './core.js';
import { debugExceptions, debugTarget, MDSCR } from './debug/enable.js';
import { debugChanged } from './debug/registers.js';
import { DAIF, getPstate, regimeChanged, regimeKept, setLevel, setNzcv, SPSR } from './pstate.js';
import { STATE } from './state.js';
import { checkControls, el1OrTge, el2Enabled, fpTrapLevel, tge } from './sysregs/guards.js';
import { el2Index, maskHi, resetHi, resetLo } from './sysregs/lookup.js';
import * as pmu from './sysregs/pmu.js';
import { REG } from './sysregs/storage.js';
import { setEvent } from './timers.js';

/** Exception classes, ESR_ELx.EC (Arm ARM D13.2.37). Those of aborts and debug exceptions are the lower level's. */
export const EC = {
  UNKNOWN: 0x00,
  WFX: 0x01,
  FP: 0x07,
  ILLEGAL_STATE: 0x0e,
  SVC: 0x15,
  HVC: 0x16,
  SMC: 0x17,
  SYSTEM: 0x18,
  INSTRUCTION_ABORT: 0x20,
  PC_ALIGNMENT: 0x22,
  DATA_ABORT: 0x24,
  SP_ALIGNMENT: 0x26,
  SERROR: 0x2f,
  BREAKPOINT: 0x30,
  STEP: 0x32,
  WATCHPOINT: 0x34,
  BRK: 0x3c,
} as const;

/** ISS of traps that have a condition: CV = 1, COND = 0b1110, as A64 instructions always have. */
const ISS_COND = 0x1e00000;

/** Bits of HCR_EL2[31:0]. */
const HCR = { FMO: 1 << 3, IMO: 1 << 4, AMO: 1 << 5, VF: 1 << 6, VI: 1 << 7, VSE: 1 << 8, TGE: 1 << 27 } as const;
const HCR_VIRTUAL = HCR.VF | HCR.VI | HCR.VSE;
/** Bits of SCR_EL3. */
const SCR = { NS: 1, IRQ: 2, FIQ: 4, EA: 8, SMD: 1 << 7, HCE: 1 << 8 } as const;

/** Registers of exception entry and return, by level. */
const ESR = [0, REG.ESR_EL1, REG.ESR_EL2, REG.ESR_EL3];
const ELR = [0, REG.ELR_EL1, REG.ELR_EL2, REG.ELR_EL3];
const SPSR_REG = [0, REG.SPSR_EL1, REG.SPSR_EL2, REG.SPSR_EL3];
const FAR = [0, REG.FAR_EL1, REG.FAR_EL2, REG.FAR_EL3];
const VBAR = [0, REG.VBAR_EL1, REG.VBAR_EL2, REG.VBAR_EL3];

/** Offsets of the kinds of exception in a vector table. */
const VECTOR = { SYNC: 0, IRQ: 0x80, FIQ: 0x100, SERROR: 0x180 } as const;

/** True where a fault status code is that of a synchronous external abort, on an access or on a table walk. */
const isExternal = (iss: number): boolean => {
  const fsc = iss & 0x3f;
  return fsc === 0x10 || (fsc >= 0x14 && fsc <= 0x17);
};

/** The level that takes a synchronous exception for which the instruction named none. */
function route(core: Core, ec: number, iss: number, stage2: boolean): number {
  const el = core.get(STATE.EL);
  switch (ec & ~1) {
    case EC.INSTRUCTION_ABORT:
    case EC.DATA_ABORT:
      if (el === 3 || (isExternal(iss) && (core.get(REG.SCR_EL3) & SCR.EA) !== 0)) return 3;
      if (el === 2 || (stage2 && el2Enabled(core)) || tge(core)) return 2;
      return 1;
    case EC.BREAKPOINT:
    case EC.STEP:
    case EC.WATCHPOINT:
    case EC.BRK:
      if (el < 2) return debugTarget(core);
      return el;
    default:
      if (el !== 0) return el;
      return el1OrTge(core);
  }
}

/** Aborts and debug exceptions have two classes: from a lower level, and one more for the same level. */
const hasTwoClasses = (ec: number): boolean =>
  ec === EC.INSTRUCTION_ABORT || ec === EC.DATA_ABORT || ec === EC.BREAKPOINT || ec === EC.STEP || ec === EC.WATCHPOINT;

/**
 * What all exceptions have in common (AArch64.TakeException): saves PSTATE and the return address, changes the level,
 * goes to the vector; calls the vector if it is a host handler.
 * @param ec the class of a synchronous exception
 * @param retired the exception is what the instruction is for
 */
function enter(core: Core, target: number, kind: number, ec = -1, retired = false): void {
  const el = core.get(STATE.EL);
  const counted = pmu.listening(core);
  if (counted) pmu.exceptionTaken(core, target, kind, ec, retired);
  const offset = kind + (target > el ? 0x400 : core.get(STATE.SPSEL) !== 0 ? 0x200 : 0);
  core.setPair(SPSR_REG[target], getPstate(core), 0);
  core.setPair(ELR[target], core.get(STATE.PC), core.get(STATE.PC + 4));
  setLevel(core, target, 1);
  core.set(STATE.DAIF, DAIF.ALL);
  core.set(STATE.SS, 0);
  core.set(STATE.IL, 0);
  core.setPair(STATE.PC, core.get(VBAR[target]) + offset, core.get(VBAR[target] + 4));
  const handler = core.vectors[target];
  if (target !== el) {
    // A host handler runs nothing at its level, and mostly leaves to where the exception came from.
    if (handler) core.left = el;
    else regimeChanged(core);
  }
  if (counted) pmu.refresh(core);
  core.onException?.(core, target, offset);
  if (!handler) return;
  handler(core, offset);
  if (core.left >= 0) regimeChanged(core);
}

/** Takes the synchronous exception in `core.pending`. That it costs one instruction is the run loop's business. */
export function deliver(core: Core): void {
  const p = core.pending;
  p.active = false;
  const stage2 = p.ipa >= 0;
  const target = p.target >= 0 ? p.target : route(core, p.ec, p.iss, stage2);
  const el = core.get(STATE.EL);
  let ec = p.ec;
  if (hasTwoClasses(ec & ~1)) ec = (ec & ~1) | (target === el ? 1 : 0);
  // IL: all instructions are 32 bits long.
  core.setPair(ESR[target], (ec << 26) | (1 << 25) | p.iss, 0);
  if (p.hasFar) core.setPair(FAR[target], p.farLo, p.farHi);
  if (stage2 && target === 2) {
    const page = p.ipa / 4096;
    core.setPair(REG.HPFAR_EL2, (Math.floor(page) & 0xfffffff) << 4, Math.floor(page / 0x10000000) & 0xff);
  }
  if (p.advance !== 0) {
    const lo = core.lo(STATE.PC) + p.advance;
    core.setPair(STATE.PC, lo, core.get(STATE.PC + 4) + (lo > 0xffffffff ? 1 : 0));
    // SVC, HVC and SMC have been executed: if they were stepped, the step is done (SSAdvance).
    core.set(STATE.SS, 0);
  }
  enter(core, target, VECTOR.SYNC, p.ec, p.advance !== 0);
}

// Interrupts.

/** Kinds of asynchronous exception, in the order in which they are taken. */
const NONE = -1;
const SERROR = 0;
const FIQ = 1;
const IRQ = 2;
const VSERROR = 3;
const VFIQ = 4;
const VIRQ = 5;
const INTERRUPT_VECTOR = [VECTOR.SERROR, VECTOR.FIQ, VECTOR.IRQ, VECTOR.SERROR, VECTOR.FIQ, VECTOR.IRQ];
const SCR_BIT = [SCR.EA, SCR.FIQ, SCR.IRQ];
const HCR_BIT = [HCR.AMO, HCR.FMO, HCR.IMO, HCR.AMO, HCR.FMO, HCR.IMO];
const DAIF_BIT = [DAIF.A, DAIF.F, DAIF.I, DAIF.A, DAIF.F, DAIF.I];

/** The level that takes a physical interrupt (Arm ARM D1.13.1). */
function interruptTarget(core: Core, kind: number): number {
  if ((core.get(REG.SCR_EL3) & SCR_BIT[kind]) !== 0) return 3;
  if (el2Enabled(core) && (core.get(REG.HCR_EL2) & (HCR_BIT[kind] | HCR.TGE)) !== 0) return 2;
  return 1;
}

/** True where a pending physical interrupt is taken now. A higher level's cannot be masked, except EL1's from EL0. */
function taken(core: Core, kind: number): boolean {
  const el = core.get(STATE.EL);
  const target = interruptTarget(core, kind);
  if (target < el) return false;
  if (target > el && target > 1) return true;
  return (core.get(STATE.DAIF) & DAIF_BIT[kind]) === 0;
}

/** True where a pending virtual interrupt is taken now: below EL2, if HCR_EL2 says that physical ones go to EL2. */
function virtualTaken(core: Core, kind: number): boolean {
  return (
    core.get(STATE.EL) < 2 &&
    el2Enabled(core) &&
    (core.get(REG.HCR_EL2) & (HCR_BIT[kind] | HCR.TGE)) === HCR_BIT[kind] &&
    (core.get(STATE.DAIF) & DAIF_BIT[kind]) === 0
  );
}

/** The interrupt that is taken now, or NONE. */
function highest(core: Core): number {
  if (core.serror >= 0 && taken(core, SERROR)) return SERROR;
  if (core.fiq && taken(core, FIQ)) return FIQ;
  if (core.irq && taken(core, IRQ)) return IRQ;
  const hcr = core.get(REG.HCR_EL2);
  if ((hcr & HCR.VSE) !== 0 && virtualTaken(core, VSERROR)) return VSERROR;
  if ((core.vfiq || (hcr & HCR.VF) !== 0) && virtualTaken(core, VFIQ)) return VFIQ;
  if ((core.virq || (hcr & HCR.VI) !== 0) && virtualTaken(core, VIRQ)) return VIRQ;
  return NONE;
}

/** True where an interrupt would be taken before the next instruction. */
export const interruptPending = (core: Core): boolean =>
  (core.irq || core.fiq || core.virq || core.vfiq || core.serror >= 0 || (core.get(REG.HCR_EL2) & HCR_VIRTUAL) !== 0) &&
  highest(core) !== NONE;

/** Takes the interrupt that comes first, if one is pending and not masked. */
export function takeInterrupt(core: Core): boolean {
  const kind = highest(core);
  if (kind === NONE) return false;
  const target = kind < VSERROR ? interruptTarget(core, kind) : 1;
  if (kind === SERROR) {
    core.setPair(ESR[target], (EC.SERROR << 26) | (1 << 25) | core.serror, 0);
    core.serror = -1;
  } else if (kind === VSERROR) {
    // Without RAS the syndrome is IMPLEMENTATION DEFINED, and ISS[24] = 0 says that there is none.
    core.setPair(ESR[1], (EC.SERROR << 26) | (1 << 25), 0);
    core.set(REG.HCR_EL2, core.get(REG.HCR_EL2) & ~HCR.VSE);
  }
  enter(core, target, INTERRUPT_VECTOR[kind]);
  return true;
}

/**
 * ISR_EL1 (Arm ARM D13.2.60): what is pending, masked or not, in bits 8 (A), 7 (I), 6 (F). For Non-secure EL1 under a
 * hypervisor that takes the physical ones, the virtual ones.
 */
export function interruptStatus(core: Core): number {
  const hcr = core.get(REG.HCR_EL2);
  const virtual = core.get(STATE.EL) < 2 && el2Enabled(core) ? hcr : 0;
  const a = (virtual & HCR.AMO) !== 0 ? (hcr & HCR.VSE) !== 0 : core.serror >= 0;
  const i = (virtual & HCR.IMO) !== 0 ? core.virq || (hcr & HCR.VI) !== 0 : core.irq;
  const f = (virtual & HCR.FMO) !== 0 ? core.vfiq || (hcr & HCR.VF) !== 0 : core.fiq;
  return (a ? DAIF.A : 0) | (i ? DAIF.I : 0) | (f ? DAIF.F : 0);
}

/** True where WFI is over: an interrupt is pending, masked or not (Arm ARM D1.16.2). */
function wfiWakes(core: Core): boolean {
  if (core.irq || core.fiq || core.serror >= 0) return true;
  if (core.get(STATE.EL) >= 2 || !el2Enabled(core)) return false;
  const hcr = core.get(REG.HCR_EL2);
  // TGE switches virtual interrupts off: those of EL0 then are EL2's business.
  if ((hcr & HCR.TGE) !== 0) return false;
  return (
    ((hcr & HCR.IMO) !== 0 && (core.virq || (hcr & HCR.VI) !== 0)) ||
    ((hcr & HCR.FMO) !== 0 && (core.vfiq || (hcr & HCR.VF) !== 0)) ||
    (hcr & (HCR.AMO | HCR.VSE)) === (HCR.AMO | HCR.VSE)
  );
}

/**
 * Ends a core's wait if there is something to wake it: for WFI any pending interrupt, for WFE one that is not masked.
 * To be called when an interrupt input has changed. Returns true if the core runs.
 */
export function wakeUp(core: Core): boolean {
  if (core.mode === 'wfi' && wfiWakes(core)) core.mode = 'run';
  if (core.mode === 'wfe' && interruptPending(core)) {
    core.mode = 'run';
    core.timers?.waitIsOver();
  }
  return core.mode === 'run';
}

// Instructions.

/** An instruction that is UNDEFINED at this level. */
export const undefinedInstruction = (core: Core): number => core.raise(EC.UNKNOWN, 0);

/** An FP or SIMD instruction while FP is trapped. CPACR_EL1's trap, redirected by TGE, comes as an unknown reason. */
export function fpTrap(core: Core): number {
  const level = fpTrapLevel(core);
  if (level === 1 && tge(core)) return core.raise(EC.UNKNOWN, 0, 0, 2);
  return core.raise(EC.FP, ISS_COND, 0, level);
}

/** The stack pointer used to address memory is misaligned: SCTLR_ELx.SA, for EL0 SCTLR_EL1.SA0, checks it (D1.8.2). */
export function spAlignment(core: Core): number {
  const el = core.get(STATE.EL);
  const sctlr = core.get(el === 3 ? REG.SCTLR_EL3 : el === 2 ? REG.SCTLR_EL2 : REG.SCTLR_EL1);
  const check = el === 0 ? sctlr & (1 << 4) : sctlr & (1 << 3);
  return check ? core.raise(EC.SP_ALIGNMENT, 0) : CONTINUE;
}

/** SVC (AArch64.CallSupervisor). */
export const svc = (core: Core, imm: number): number => core.raise(EC.SVC, imm, 4);

/** HVC: to EL2, from EL3 to EL3; UNDEFINED where SCR_EL3.HCE does not enable it. */
export function hvc(core: Core, imm: number): number {
  const el = core.get(STATE.EL);
  if (!core.seam || el === 0 || (el === 1 && !el2Enabled(core)) || (core.get(REG.SCR_EL3) & SCR.HCE) === 0) {
    return undefinedInstruction(core);
  }
  return core.raise(EC.HVC, imm, 4, el === 3 ? 3 : 2);
}

const TSC = el2Index('TSC');
const TWI = el2Index('TWI');
const TWE = el2Index('TWE');

/** SMC: to EL3; trapped to EL2 by HCR_EL2.TSC, which comes before SCR_EL3.SMD. */
export function smc(core: Core, imm: number): number {
  const el = core.get(STATE.EL);
  if (el === 0) return undefinedInstruction(core);
  if (checkControls(core, el, -1, el === 1 ? TSC : -1, -1, false) === 2) return core.raise(EC.SMC, imm, 0, 2);
  if ((core.get(REG.SCR_EL3) & SCR.SMD) !== 0) return undefinedInstruction(core);
  return core.raise(EC.SMC, imm, 4, 3);
}

/** BRK. */
export const brk = (core: Core, imm: number): number => core.raise(EC.BRK, imm);

/**
 * HLT: the semihosting call #0xF000 where the machine serves it; otherwise UNDEFINED, as halting debug is off. Not from
 * EL0: a user program may not end the machine.
 */
export function hlt(core: Core, imm: number): number {
  if (imm !== 0xf000 || !core.semihosting || core.get(STATE.EL) === 0) return undefinedInstruction(core);
  core.semihosting.call(core);
  return core.leaveAfter();
}

/**
 * WFI and WFE. An event or a pending interrupt ends them at once; otherwise, if no level traps it, the core waits.
 * The traps: SCTLR_EL1.nTWI and nTWE, HCR_EL2.TWI and TWE, SCR_EL3.TWI and TWE.
 */
export function wait(core: Core, event: boolean): number {
  if (event) {
    core.timers?.eventStream();
    if (core.get(STATE.EVENT) !== 0) {
      core.set(STATE.EVENT, 0);
      return CONTINUE;
    }
    if (interruptPending(core)) return core.leaveAfter();
  } else if (wfiWakes(core)) {
    return core.leaveAfter();
  }
  const el = core.get(STATE.EL);
  let target = 0;
  if (el === 0 && (core.get(REG.SCTLR_EL1) & (event ? 1 << 18 : 1 << 16)) === 0) target = el1OrTge(core);
  else if (checkControls(core, el, -1, event ? TWE : TWI, -1, false) === 2) target = 2;
  else if (el < 3 && (core.get(REG.SCR_EL3) & (event ? 1 << 13 : 1 << 12)) !== 0) target = 3;
  if (target !== 0) return core.raise(EC.WFX, ISS_COND | (event ? 1 : 0), 0, target);
  core.leaveAfter();
  if (!event && (core.get(REG.RMR_EL3) & 2) !== 0) {
    // RMR_EL3.RR: the warm reset that was asked for.
    reset(core, 3, core.lo(REG.RVBAR_EL3), core.hi(REG.RVBAR_EL3));
    return LEAVE;
  }
  core.mode = event ? 'wfe' : 'wfi';
  if (event) core.timers?.waitForEvent();
  return LEAVE;
}

/** SEV: sets the event register of every core. */
export function sendEvent(core: Core): number {
  for (const peer of core.peers) setEvent(peer);
  return CONTINUE;
}

/** SEVL: sets this core's event register. */
export function sendEventLocal(core: Core): number {
  core.set(STATE.EVENT, 1);
  return CONTINUE;
}

/** YIELD: the core gives up the rest of its turn. */
export function yieldTurn(core: Core): number {
  core.yielded = true;
  core.stop();
  return CONTINUE;
}

/** True where an SPSR can not be returned to from this level (Arm ARM D1.11.3, IllegalExceptionReturn). */
function illegalReturn(core: Core, spsr: number): boolean {
  const target = (spsr >>> 2) & 3;
  // AArch32 is not implemented; M[1] is reserved; EL0 has SP_EL0 only.
  if ((spsr & (SPSR.AARCH32 | 2)) !== 0 || (target === 0 && (spsr & 1) !== 0)) return true;
  if (target > core.get(STATE.EL)) return true;
  if (target === 2 && !el2Enabled(core)) return true;
  return target === 1 && tge(core);
}

/** ERET, as an instruction: UNDEFINED at EL0. Counts the instruction. */
export function eret(core: Core): number {
  if (core.get(STATE.EL) === 0) return undefinedInstruction(core);
  core.leaveAfter();
  exceptionReturn(core);
  return LEAVE;
}

/** Bits of TCR_EL1[63:32] and of TCR_EL2, TCR_EL3. */
const TBI0 = 1 << 5;
const TBI1 = 1 << 6;
const TBI = 1 << 20;

/**
 * Returns from an exception (AArch64.ExceptionReturn): PSTATE from SPSR_ELx, PC from ELR_ELx, of the current level. Also
 * for host handlers of vectors. An illegal return stays at the level with PSTATE.IL set, in whose place the next instruction
 * makes an exception.
 */
export function exceptionReturn(core: Core): void {
  const el = core.get(STATE.EL);
  const counted = pmu.listening(core);
  if (counted) pmu.exceptionReturned(core);
  const spsr = core.get(SPSR_REG[el]);
  const steps = (core.get(REG.MDSCR_EL1) & MDSCR.SS) !== 0 && !debugExceptions(core);
  const lo = core.lo(ELR[el]);
  let hi = core.hi(ELR[el]);
  core.set(STATE.EX_ADDRESS, -1);
  core.set(STATE.EVENT, 1);
  setNzcv(core, spsr);
  core.set(STATE.DAIF, spsr & DAIF.ALL);
  if (illegalReturn(core, spsr)) {
    core.set(STATE.IL, 1);
  } else {
    core.set(STATE.IL, (spsr >>> 20) & 1);
    setLevel(core, (spsr >>> 2) & 3, spsr & 1);
  }
  // A step begins where it was not enabled before and is now (DebugExceptionReturnSS).
  core.set(STATE.SS, steps && debugExceptions(core) ? (spsr >>> 21) & 1 : 0);
  const to = core.get(STATE.EL);
  // BranchAddr: an address whose top byte is ignored loses it.
  if (to < 2) {
    const tcr = core.get(REG.TCR_EL1 + 4);
    if ((hi & 0x800000) !== 0) hi = (tcr & TBI1) !== 0 ? (hi | 0xff000000) >>> 0 : hi;
    else hi = (tcr & TBI0) !== 0 ? hi & 0xffffff : hi;
  } else if ((core.get(to === 2 ? REG.TCR_EL2 : REG.TCR_EL3) & TBI) !== 0) {
    hi &= 0xffffff;
  }
  core.setPair(STATE.PC, lo, hi);
  if (to === core.left) regimeKept(core);
  else if (to !== el || core.left >= 0) regimeChanged(core);
  if (counted) pmu.refresh(core);
  core.onReturn?.(core, el);
}

/** Makes an exception pending at PC: as `Core.raise`, while no generated code runs. */
export function pend(core: Core, ec: number, iss: number): void {
  const p = core.pending;
  p.active = true;
  p.ec = ec;
  p.iss = iss;
  p.target = -1;
  p.advance = 0;
  p.hasFar = false;
  p.ipa = -1;
}

/**
 * Puts a core into the state after reset (Arm ARM D1.9), at level `el` and address `pcHi:pcLo`. Reset itself is always to
 * EL3; with a lower level the registers above are as firmware leaves them: Non-secure, HVC enabled, nothing trapped.
 */
export function reset(core: Core, el: number, pcLo: number, pcHi: number): void {
  for (let at = STATE.X; at < STATE.PC; at += 4) core.set(at, 0);
  for (let i = 0; i < maskHi.length; i++) core.setPair(STATE.SYSREGS + 8 * i, resetLo[i], resetHi[i]);
  core.set(REG.MPIDR_EL1, 0x80000000 | core.affinity);
  core.set(REG.VMPIDR_EL2, 0x80000000 | core.affinity);
  // The cores of this cluster, which share an L2 cache.
  const cluster = core.peers.filter((p) => p.affinity >> 8 === core.affinity >> 8).length;
  core.set(REG.L2CTLR_EL1, (core.get(REG.L2CTLR_EL1) & ~(3 << 24)) | ((Math.min(cluster, 4) - 1) << 24));
  core.setPair(REG.RVBAR_EL3, pcLo, pcHi);
  if (!core.seam) core.set(REG.ID_AA64PFR0_EL1, 0x2021);
  if (el < 3) core.set(REG.SCR_EL3, core.get(REG.SCR_EL3) | SCR.NS | SCR.HCE);
  core.set(STATE.EL, el);
  core.set(STATE.SPSEL, el === 0 ? 0 : 1);
  core.set(STATE.DAIF, DAIF.ALL);
  core.set(STATE.IL, 0);
  core.set(STATE.SS, 0);
  setNzcv(core, 0);
  core.set(STATE.EVENT, 0);
  core.set(STATE.EX_ADDRESS, -1);
  core.set(STATE.FPCR, 0);
  core.set(STATE.FPSR, 0);
  core.setPair(STATE.PC, pcLo, pcHi);
  core.pending.active = false;
  core.serror = -1;
  core.mode = 'run';
  core.timers?.restored();
  pmu.refresh(core);
  regimeChanged(core);
  debugChanged(core);
}
