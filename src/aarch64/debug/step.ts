/**
 * Software step (Arm ARM D2 "Software Step exceptions"): MDSCR_EL1.SS and PSTATE.SS.
 *
 * While it is enabled and PSTATE.SS is 1 (active-not-pending), the core runs by turns of one instruction, which clear
 * PSTATE.SS; while that is 0 (active-pending), the exception comes before the next instruction. What enables it, a return
 * from an exception or a write to a register, leaves the generated code, so that the run loop alone has to look.
 */
import { untagPc } from '../access.js';
import type { Core } from '../core.js';
import { EC, pend } from '../exceptions.js';
import { instructionWord } from '../mmu/aborts.js';
import { PAGE_SIZE, STATE } from '../state.js';
import { REG } from '../sysregs/storage.js';
import { debugExceptions, FSC_DEBUG, MDSCR } from './enable.js';

/** Bits of a step's syndrome: an instruction was stepped; it was a Load-Exclusive. */
const ISV = 1 << 24;
const EX = 1 << 6;

/** True where the core steps: PSTATE.SS says how far it is. */
export const stepping = (core: Core): boolean => (core.get(REG.MDSCR_EL1) & MDSCR.SS) !== 0 && debugExceptions(core);

/** Load-Exclusive and Load-Acquire Exclusive, of one register or a pair. */
const isLoadExclusive = (word: number): boolean => (word & 0x3fc00000) === 0x08400000;

/**
 * True where the exception is due before the instruction at PC: then it is pending now. Nothing was stepped
 * (SoftwareStep_DidNotStep).
 */
export function stepIsDue(core: Core): boolean {
  if (!stepping(core) || core.get(STATE.SS) !== 0) return false;
  pend(core, EC.STEP, FSC_DEBUG);
  return true;
}

/**
 * Steps the instruction at PC: one that completes makes the exception pending, unless it has disabled
 * it. One that takes an exception of its own has not been stepped yet, and PSTATE.SS goes to SPSR as it is.
 * @param enter runs the core with this base to the end of its turn
 */
export function stepInstruction(core: Core, enter: (base: number) => void): void {
  const lo = core.lo(STATE.PC);
  core.setPair(STATE.PAGE_VA, lo & -PAGE_SIZE, core.hi(STATE.PC));
  core.set(STATE.PC_OFFSET, lo & (PAGE_SIZE - 1));
  const exclusive = isLoadExclusive(instructionWord(core));
  core.stop();
  enter(core.base);
  if (core.stopped || core.pending.active) return;
  core.set(STATE.SS, 0);
  if (!stepping(core)) return;
  // It may have been a branch to a tagged address.
  untagPc(core);
  pend(core, EC.STEP, FSC_DEBUG | ISV | (exclusive ? EX : 0));
}
