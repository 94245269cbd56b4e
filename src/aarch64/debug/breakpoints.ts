/**
 * Breakpoint exceptions (Arm ARM D2 "Breakpoint exceptions"): DBGBVR<n>_EL1 and DBGBCR<n>_EL1, and what watchpoints share
 * with them: execution conditions, and the link to a breakpoint that compares contexts.
 *
 * Breakpoints on addresses are found as a debugger's are: their places in the page have the micro-op `BREAK`
 * (`Micro.breakAt`). One on a context matches every instruction, so that the run loop can ask before it goes on: what it
 * depends on changes only by instructions that leave the generated code.
 *
 * Of what is CONSTRAINED UNPREDICTABLE, reserved types, reserved conditions and links that lead nowhere never match.
 */
import type { Core } from '../core.js';
import { currentVmid } from '../mmu/regime.js';
import { STATE } from '../state.js';
import { el2Enabled } from '../sysregs/guards.js';
import { REG } from '../sysregs/storage.js';
import { MDSCR, monitorEnabled } from './enable.js';

/** ID_AA64DFR0_EL1.BRPs and CTX_CMPs: six breakpoints, the last two of which compare contexts. */
const VALUE = [REG.DBGBVR0_EL1, REG.DBGBVR1_EL1, REG.DBGBVR2_EL1, REG.DBGBVR3_EL1, REG.DBGBVR4_EL1, REG.DBGBVR5_EL1];
const CONTROL = [REG.DBGBCR0_EL1, REG.DBGBCR1_EL1, REG.DBGBCR2_EL1, REG.DBGBCR3_EL1, REG.DBGBCR4_EL1, REG.DBGBCR5_EL1];
const CONTEXT_AWARE = [4, 5];

/** DBGBCR<n>_EL1.BT: bit 0 says "linked", and these what is compared; both of the last two may be. None: the address. */
const BT = { LINKED: 1, CONTEXT: 2, VMID: 8 } as const;
/** The types that compare addresses, unlinked and linked. */
const isAddress = (type: number): boolean => type <= BT.LINKED;
/** The types that compare contexts, with their linked forms (Armv8.1 has more). */
const isContext = (type: number): boolean => [BT.CONTEXT, BT.VMID, BT.CONTEXT | BT.VMID].includes(type & ~BT.LINKED);
const typeOf = (control: number): number => (control >>> 20) & 15;

const E = 1;
/** BAS[0]: all that matters to A64 instructions, which are aligned. */
const BAS_WORD = 1 << 5;

/** Reserved values of HMC:SSC:PxC (Arm ARM "Reserved DBGBCR<n>_EL1.{SSC, HMC, PMC} values"): 0b011xx, 100x0, 101x0, 11010, 11101, 1111x. */
const RESERVED: ReadonlySet<number> = new Set([12, 13, 14, 15, 16, 18, 20, 22, 26, 29, 30, 31]);

/**
 * True where a breakpoint or watchpoint is for the core's present state (AArch64.StateMatch): HMC, SSC and PMC or PAC,
 * which have the same places in both control registers.
 * @param el the level, 0 for an access by LDTR or STTR
 */
export function stateMatches(core: Core, control: number, el: number): boolean {
  const pxc = (control >>> 1) & 3;
  const hmc = (control >>> 13) & 1;
  const ssc = (control >>> 14) & 3;
  if (RESERVED.has((hmc << 4) | (ssc << 2) | pxc)) return false;
  // EL3 is out of reach: debug exceptions are never enabled there.
  if (el >= 2 ? hmc === 0 : (pxc & (el === 1 ? 1 : 2)) === 0) return false;
  const secure = (core.get(REG.SCR_EL3) & 1) === 0;
  return ssc === 1 ? !secure : ssc === 2 ? secure : true;
}

/** True where the core is in the context that a breakpoint is for: CONTEXTIDR_EL1, the VMID, or both. */
function contextMatches(core: Core, n: number, type: number): boolean {
  if (core.get(STATE.EL) > 1) return false;
  if ((type & BT.CONTEXT) !== 0 && core.get(REG.CONTEXTIDR_EL1) !== core.get(VALUE[n])) return false;
  return (type & BT.VMID) === 0 || (el2Enabled(core) && currentVmid(core) === (core.get(VALUE[n] + 4) & 0xff));
}

/** True where the breakpoint that is linked to, by LBN of a control register, is one for linking, and the core is in its context. */
export function linkMatches(core: Core, control: number): boolean {
  const n = (control >>> 16) & 15;
  if (!CONTEXT_AWARE.includes(n)) return false;
  const linked = core.get(CONTROL[n]);
  const type = typeOf(linked);
  return (linked & E) !== 0 && (type & BT.LINKED) !== 0 && isContext(type) && contextMatches(core, n, type);
}

/** Low and high half of the address in a value register: bits 63:49 are copies of bit 48. */
export const addressLo = (core: Core, at: number): number => core.get(at) & ~3;
export const addressHi = (core: Core, at: number): number => (core.get(at + 4) << 15) >> 15;

/** True where breakpoint `n` matches the instruction that `pcLo` and `pcHi` of the core tell (AArch64.BreakpointMatch). */
function matches(core: Core, n: number): boolean {
  const control = core.get(CONTROL[n]);
  if ((control & E) === 0) return false;
  const type = typeOf(control);
  if (isAddress(type)) {
    if ((control & BAS_WORD) === 0 || core.pcLo !== addressLo(core, VALUE[n]) >>> 0) return false;
    if ((core.pcHi | 0) !== addressHi(core, VALUE[n])) return false;
  } else if (
    (type & BT.LINKED) !== 0 ||
    !isContext(type) ||
    !CONTEXT_AWARE.includes(n) ||
    !contextMatches(core, n, type)
  ) {
    return false;
  }
  return stateMatches(core, control, core.get(STATE.EL)) && (type !== BT.LINKED || linkMatches(core, control));
}

/** True where a breakpoint of the core's own matches the instruction that `pcLo` and `pcHi` tell, and makes an exception. */
export const breakpointHit = (core: Core): boolean => monitorEnabled(core) && CONTROL.some((_, n) => matches(core, n));

/** As `breakpointHit`, of those that match any address. */
export const contextHit = (core: Core): boolean =>
  (core.get(REG.MDSCR_EL1) & MDSCR.MDE) !== 0 &&
  CONTEXT_AWARE.some((n) => !isAddress(typeOf(core.get(CONTROL[n]))) && matches(core, n)) &&
  monitorEnabled(core);

/** Page offsets of the addresses that the core's breakpoints may match at some level. */
export function breakpointOffsets(core: Core): number[] {
  if ((core.get(REG.MDSCR_EL1) & MDSCR.MDE) === 0) return [];
  return VALUE.filter((_, n) => {
    const control = core.get(CONTROL[n]);
    return (control & E) !== 0 && isAddress(typeOf(control));
  }).map((at) => core.get(at) & 0xffc);
}
