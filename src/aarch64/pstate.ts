/** Process state (Arm ARM D1.7): PSTATE as an SPSR holds it, the banked stack pointers, what depends on the level. */
import type { Core } from './core.js';
import { STATE } from './state.js';
import { fpTrapLevel, zvaEnabled } from './sysregs/guards.js';
import { REG } from './sysregs/storage.js';
import { tlbRegimeChanged } from './tlb.js';

/** Bits of SPSR_ELx (Arm ARM C5.2.18) and of DAIF. */
export const SPSR = {
  N: 1 << 31,
  Z: 1 << 30,
  C: 1 << 29,
  V: 1 << 28,
  SS: 1 << 21,
  IL: 1 << 20,
  AARCH32: 1 << 4,
} as const;
/** PSTATE.D, A, I and F where DAIF and SPSR_ELx have them. */
export const DAIF = { D: 1 << 9, A: 1 << 8, I: 1 << 7, F: 1 << 6, ALL: 0x3c0 } as const;

/** SP_EL0 to SP_EL3. */
const BANK = [REG.SP_EL0, REG.SP_EL1, REG.SP_EL2, REG.SP_EL3];

/** PSTATE.N, Z, C and V in bits 31 to 28. */
export const getNzcv = (core: Core): number =>
  (core.get(STATE.N + 4) & SPSR.N) |
  (core.get(STATE.Z) === 0 && core.get(STATE.Z + 4) === 0 ? SPSR.Z : 0) |
  (core.get(STATE.C) << 29) |
  ((core.get(STATE.V + 4) >>> 31) << 28);

/** Sets the condition flags from bits 31 to 28. */
export function setNzcv(core: Core, value: number): void {
  core.setPair(STATE.N, 0, value & SPSR.N);
  core.setPair(STATE.Z, (value & SPSR.Z) === 0 ? 1 : 0, 0);
  core.set(STATE.C, (value >>> 29) & 1);
  core.setPair(STATE.V, 0, value << 3);
}

/** PSTATE in the form of SPSR_ELx: what an exception saves. */
export const getPstate = (core: Core): number =>
  getNzcv(core) |
  (core.get(STATE.SS) << 21) |
  (core.get(STATE.IL) << 20) |
  core.get(STATE.DAIF) |
  (core.get(STATE.EL) << 2) |
  core.get(STATE.SPSEL);

/** Offset of the stack pointer of level `el` (0 for SP_EL0): the one in use is not in its bank. */
export function stackPointer(core: Core, el: number): number {
  const inUse = core.get(STATE.SPSEL) === 0 ? 0 : core.get(STATE.EL);
  return el === inUse ? STATE.SP : BANK[el];
}

/** Changes PSTATE.EL and PSTATE.SP: the stack pointer in use goes to its bank and another one comes. */
export function setLevel(core: Core, el: number, sp: number): void {
  const from = BANK[core.get(STATE.SPSEL) === 0 ? 0 : core.get(STATE.EL)];
  const to = BANK[sp === 0 ? 0 : el];
  if (from !== to) {
    core.setPair(from, core.get(STATE.SP), core.get(STATE.SP + 4));
    core.setPair(STATE.SP, core.get(to), core.get(to + 4));
  }
  core.set(STATE.EL, el);
  core.set(STATE.SPSEL, sp);
}

/**
 * To be called after whatever changes how this core translates addresses or what it may do: the level, SCTLR_ELx,
 * TCR_ELx, TTBRn_ELx, HCR_EL2, SCR_EL3, CPACR_EL1, CPTR_ELx. Translated code does not go on.
 */
export function regimeChanged(core: Core): void {
  core.left = -1;
  core.set(STATE.FP_ENABLED, fpTrapLevel(core) === 0 ? 1 : 0);
  core.set(STATE.ZVA_ENABLED, zvaEnabled(core) ? 1 : 0);
  core.set(STATE.EPOCH, core.get(STATE.EPOCH) + 1);
  tlbRegimeChanged(core);
}

/** In its place after a host handler that goes back to the level `core.left`, where nothing of all that has changed. */
export function regimeKept(core: Core): void {
  core.left = -1;
  core.set(STATE.EPOCH, core.get(STATE.EPOCH) + 1);
}
