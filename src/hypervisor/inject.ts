/** Exceptions that the hypervisor makes a guest take at EL1, as the processor would have (Arm ARM D1.10). */
import type { Core } from '../aarch64/core.js';
import { EC } from '../aarch64/exceptions.js';
import { REG } from '../aarch64/sysregs/storage.js';
import { EL1H_MASKED } from './vcpu-context.js';

const IL = 1 << 25;
/** External abort, not on a table walk; on one, plus its level. */
const EXTERNAL = 0x10;
const EXTERNAL_WALK = 0x14;
/** Offset of the synchronous vector of the current level with its own stack pointer. */
const CURRENT_SPX = 0x200;

/** @param iss without IL */
function exception(core: Core, ec: number, iss: number): void {
  const spsr = core.get(REG.SPSR_EL2);
  const from = (spsr >> 2) & 3;
  const offset = from === 0 ? 0x400 : (spsr & 1) !== 0 ? CURRENT_SPX : 0;
  core.setPair(REG.ESR_EL1, (ec << 26) | IL | iss, 0);
  core.setPair(REG.ELR_EL1, core.get(REG.ELR_EL2), core.get(REG.ELR_EL2 + 4));
  core.setPair(REG.SPSR_EL1, spsr, 0);
  core.setPair(REG.ELR_EL2, core.get(REG.VBAR_EL1) + offset, core.get(REG.VBAR_EL1 + 4));
  core.setPair(REG.SPSR_EL2, EL1H_MASKED, 0);
}

/** True where a guest at EL1 is at the vector that `injectAbort` would send it to. */
export function isAtAbortVector(core: Core): boolean {
  if ((core.get(REG.SPSR_EL2) & 0xd) !== 5) return false;
  const vector = core.lo(REG.VBAR_EL1) + CURRENT_SPX;
  return core.lo(REG.ELR_EL2) === vector && core.hi(REG.ELR_EL2) === core.hi(REG.VBAR_EL1);
}

/** The instruction that trapped is UNDEFINED to the guest. */
export const injectUndefined = (core: Core): void => exception(core, EC.UNKNOWN, 0);

/**
 * The access that faulted has met nothing: a synchronous external abort.
 * @param level of the descriptor that could not be read, for an abort on a walk of stage 1
 */
export function injectAbort(core: Core, level?: number): void {
  const esr = core.get(REG.ESR_EL2);
  const instruction = esr >>> 26 === EC.INSTRUCTION_ABORT;
  const from = (core.get(REG.SPSR_EL2) >> 2) & 3;
  // The even class is from a lower level, the odd one from the same.
  const ec = (instruction ? EC.INSTRUCTION_ABORT : EC.DATA_ABORT) | (from === 0 ? 0 : 1);
  const wnr = instruction ? 0 : esr & (1 << 6);
  core.setPair(REG.FAR_EL1, core.get(REG.FAR_EL2), core.get(REG.FAR_EL2 + 4));
  exception(core, ec, (level === undefined ? EXTERNAL : EXTERNAL_WALK + level) | wnr);
}
