/**
 * Self-hosted debug: which level takes debug exceptions, and whether they are enabled (Arm ARM D2 "Routing debug
 * exceptions", "Enabling debug exceptions from the current Exception level and Security state").
 *
 * Breakpoint Instruction exceptions (BRK) are routed like the others, but are always enabled.
 */
import type { Core } from '../core.js';
import { DAIF } from '../pstate.js';
import { STATE } from '../state.js';
import { el2Enabled, tge } from '../sysregs/guards.js';
import { REG } from '../sysregs/storage.js';

/** Bits of MDSCR_EL1. */
export const MDSCR = { SS: 1, KDE: 1 << 13, MDE: 1 << 15 } as const;
/** OSLSR_EL1.OSLK. */
export const OSLK = 2;
const TDE = 1 << 8;
const SDD = 1 << 16;
const NS = 1;

/** IFSC and DFSC of a debug exception, which its syndrome has in the place of a fault's (ESR_ELx). */
export const FSC_DEBUG = 0x22;

/** Where debug exceptions of EL0 and EL1 go (DebugTarget): to EL2 by MDCR_EL2.TDE, or by HCR_EL2.TGE which stands for it. */
export const debugTarget = (core: Core): number =>
  el2Enabled(core) && ((core.get(REG.MDCR_EL2) & TDE) !== 0 || tge(core)) ? 2 : 1;

/** True while the OS lock or the OS double lock is locked. DBGPRCR_EL1.CORENPDRQ keeps the second one open (DoubleLockStatus). */
const locked = (core: Core): boolean =>
  (core.get(REG.OSLSR_EL1) & OSLK) !== 0 ||
  ((core.get(REG.OSDLR_EL1) & 1) !== 0 && (core.get(REG.DBGPRCR_EL1) & 1) === 0);

/**
 * True where debug exceptions other than BRK's are enabled in the core's present state (AArch64.GenerateDebugExceptions):
 * below the level that takes them, and at that level if it wants its own (MDSCR_EL1.KDE) and does not mask them.
 */
export function debugExceptions(core: Core): boolean {
  const el = core.get(STATE.EL);
  const target = debugTarget(core);
  if (el > target || locked(core)) return false;
  if ((core.get(REG.SCR_EL3) & NS) === 0 && (core.get(REG.MDCR_EL3) & SDD) !== 0) return false;
  return el < target || ((core.get(REG.MDSCR_EL1) & MDSCR.KDE) !== 0 && (core.get(STATE.DAIF) & DAIF.D) === 0);
}

/** True while breakpoints and watchpoints can generate exceptions in the core's present state. */
export const monitorEnabled = (core: Core): boolean =>
  (core.get(REG.MDSCR_EL1) & MDSCR.MDE) !== 0 && debugExceptions(core);
