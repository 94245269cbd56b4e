/** What stands between an instruction and a register: the rules and controls of a row, looked at in the manual's order. */
import type { Core } from '../core.js';
import { STATE } from '../state.js';
import { EL1_CONTROLS } from './controls.js';
import {
  controlTraps,
  el1Control,
  el1Controls,
  el2Control,
  el2Index,
  el3Control,
  el3Controls,
  rule,
  RULE,
} from './lookup.js';
import { REG } from './storage.js';

/** Outcomes of a check, beyond a level that the access traps to. */
export const ALLOWED = 0;
export const UNDEFINED = -1;
/** The access is to FP state, and FP is trapped. */
export const FP_TRAPPED = -2;

/** HCR_EL2.TGE in the low half. */
const TGE = 1 << 27;

/** True where EL2 is there and not switched off by a Secure state below EL3 (Arm ARM shared pseudocode, EL2Enabled). */
export const el2Enabled = (core: Core): boolean => core.seam !== undefined && (core.get(REG.SCR_EL3) & 1) !== 0;

/** True where EL2 takes what EL1 would (HCR_EL2.TGE, from EL0). */
export const tge = (core: Core): boolean => el2Enabled(core) && (core.get(REG.HCR_EL2) & TGE) !== 0;

/** Where a trap that EL1 set for EL0 goes. */
export const el1OrTge = (core: Core): number => (tge(core) ? 2 : 1);

/**
 * The level that FP and SIMD instructions of the current level trap to, or 0 (CheckFPAdvSIMDEnabled64). Level 1 is to be
 * understood as CPACR_EL1's trap, even where HCR_EL2.TGE then redirects it.
 */
export function fpTrapLevel(core: Core): number {
  const el = core.get(STATE.EL);
  if (el < 2) {
    const fpen = (core.get(REG.CPACR_EL1) >>> 20) & 3;
    if (fpen !== 3 && (fpen !== 1 || el === 0)) return 1;
  }
  const tfp = 1 << 10;
  if (el < 3) {
    if (core.seam && (el === 2 || el2Enabled(core)) && (core.get(REG.CPTR_EL2) & tfp) !== 0) return 2;
  }
  return (core.get(REG.CPTR_EL3) & tfp) !== 0 ? 3 : 0;
}

/**
 * Whether the current level may make an access to the register at `index`, as far as rules and controls go; that its
 * level is high enough was checked before.
 * @returns ALLOWED, UNDEFINED, FP_TRAPPED or the level that takes the trap
 */
export function checkRegister(core: Core, index: number, write: boolean): number {
  const el = core.get(STATE.EL);
  switch (rule[index]) {
    case RULE.SP_EL0:
      if (core.get(STATE.SPSEL) === 0) return UNDEFINED;
      break;
    case RULE.SECURE:
      if (el === 2 || (el === 1 && (core.get(REG.SCR_EL3) & 1) !== 0)) return UNDEFINED;
      break;
    case RULE.FP:
      return core.get(STATE.FP_ENABLED) === 0 ? FP_TRAPPED : ALLOWED;
  }
  return checkControls(core, el, el1Control[index], el2Control[index], el3Control[index], write);
}

/** EL1's control for EL0, then EL2's for EL0 and EL1, then EL3's; each an index or -1. */
export function checkControls(core: Core, el: number, el1: number, el2: number, el3: number, write: boolean): number {
  if (el === 0 && el1 >= 0 && controlTraps(core, el1Controls[el1], write)) return el1OrTge(core);
  if (el < 2 && el2 >= 0 && el2Enabled(core) && core.seam!.traps(core, el2, write)) return 2;
  if (el < 3 && el3 >= 0 && controlTraps(core, el3Controls[el3], write)) return 3;
  return ALLOWED;
}

const DZE = Object.keys(EL1_CONTROLS).indexOf('DZE');
const TDZ = el2Index('TDZ');

/** True where DC ZVA works at the current level: SCTLR_EL1.DZE for EL0, HCR_EL2.TDZ for EL0 and EL1. */
export const zvaEnabled = (core: Core): boolean =>
  checkControls(core, core.get(STATE.EL), DZE, TDZ, -1, true) === ALLOWED;
