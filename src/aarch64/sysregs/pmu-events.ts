/** The events that are counted (Arm ARM D5.10; Cortex-A72 TRM 11.8), and what an exception counts as. */
import type { Core } from '../core.js';
import { EC } from '../exceptions.js';
import { STATE } from '../state.js';
import { tge } from './guards.js';

export const EVENT = {
  SW_INCR: 0x00,
  INST_RETIRED: 0x08,
  EXC_TAKEN: 0x09,
  EXC_RETURN: 0x0a,
  CID_WRITE_RETIRED: 0x0b,
  CPU_CYCLES: 0x11,
  MEMORY_ERROR: 0x1a,
  INST_SPEC: 0x1b,
  TTBR_WRITE_RETIRED: 0x1c,
  BUS_CYCLES: 0x1d,
  CHAIN: 0x1e,
  EXC_UNDEF: 0x81,
  EXC_SVC: 0x82,
  EXC_PABORT: 0x83,
  EXC_DABORT: 0x84,
  EXC_IRQ: 0x86,
  EXC_FIQ: 0x87,
  EXC_SMC: 0x88,
  EXC_HVC: 0x8a,
  EXC_TRAP_PABORT: 0x8b,
  EXC_TRAP_DABORT: 0x8c,
  EXC_TRAP_OTHER: 0x8d,
  EXC_TRAP_IRQ: 0x8e,
  EXC_TRAP_FIQ: 0x8f,
} as const;

/** Offsets of interrupts in a quarter of a vector table. */
const IRQ = 0x80;
const FIQ = 0x100;
const SERROR = 0x180;

/**
 * The event of an exception's kind. Taken locally is what stays at its level, or goes from EL0 to the level that EL0's
 * exceptions belong to.
 * @param kind offset in a quarter of the vector table; `ec` is the class of a synchronous one
 * @param retired the exception is what the instruction is for: SVC, HVC, SMC
 */
export function exceptionEvent(core: Core, target: number, kind: number, ec: number, retired: boolean): number {
  const el = core.get(STATE.EL);
  const local = target === el || (el === 0 && target === (tge(core) ? 2 : 1));
  if (kind === IRQ) return local ? EVENT.EXC_IRQ : EVENT.EXC_TRAP_IRQ;
  if (kind === FIQ) return local ? EVENT.EXC_FIQ : EVENT.EXC_TRAP_FIQ;
  if (kind === SERROR) return local ? EVENT.EXC_DABORT : EVENT.EXC_TRAP_DABORT;
  if (retired) return ec === EC.SVC ? EVENT.EXC_SVC : ec === EC.HVC ? EVENT.EXC_HVC : EVENT.EXC_SMC;
  switch (ec & ~1) {
    case EC.INSTRUCTION_ABORT:
      return local ? EVENT.EXC_PABORT : EVENT.EXC_TRAP_PABORT;
    case EC.DATA_ABORT:
      return local ? EVENT.EXC_DABORT : EVENT.EXC_TRAP_DABORT;
    default:
      return local ? EVENT.EXC_UNDEF : EVENT.EXC_TRAP_OTHER;
  }
}
