/** Data and instruction aborts: from the fault in `core.walk` to an exception with its syndrome (Arm ARM D13.2.37). */
import type { Core } from '../core.js';
import { PAGE_SIZE, STATE } from '../state.js';
import { ACCESS, EC, FSC } from './faults.js';
import { regimeOf } from './regime.js';
import { translate } from './translate.js';

const WNR = 1 << 6;
const S1PTW = 1 << 7;
const CM = 1 << 8;
const ISV = 1 << 24;

/** The page of the IPA that HPFAR_EL2 reports, or -1 where the fault is not stage 2's. */
const faultingIpa = (core: Core): number => {
  const w = core.walk;
  return w.stage2 ? w.ipa - (w.ipa & (PAGE_SIZE - 1)) : -1;
};

/** The word at the core's PC, without side effects; 0 where it can't be read. */
export function instructionWord(core: Core): number {
  const { el, tlbs } = core;
  const within = core.get(STATE.PC_OFFSET) & 0xffc;
  // An instruction that runs was fetched: mostly its page is still known.
  const e = tlbs.probe(tlbs.context(core, false), true, core.get(STATE.PAGE_VA), core.get(STATE.PAGE_VA + 4));
  if (e >= 0 && tlbs.frames[e] !== 0) return core.linear.u32[(tlbs.frames[e] + within) >>> 2];
  const w = core.walk;
  // The fault that is being reported stays in `walk`.
  const { fsc, stage2, s1ptw, ipa } = w;
  const ok = translate(
    core,
    regimeOf(el),
    el === 0,
    core.get(STATE.PAGE_VA),
    core.get(STATE.PAGE_VA + 4),
    ACCESS.EXECUTE,
  );
  const frame = ok ? core.memory.peek(w.pa) : -1;
  w.fsc = fsc;
  w.stage2 = stage2;
  w.s1ptw = s1ptw;
  w.ipa = ipa;
  return frame > 0 ? core.linear.u32[(frame + within) >>> 2] : 0;
}

const syndrome = (rt: number, sas: number, sse: number, sf: number, ar: number): number =>
  ISV | (sas << 22) | (sse << 21) | (rt << 16) | (sf << 15) | (ar << 14);

/**
 * ISS[24:14] for a load or store of one general-purpose register without writeback: ISV, SAS, SSE, SRT, SF, AR; 0 for all
 * other instructions (D13.2.37, ISV).
 */
export function instructionSyndrome(word: number): number {
  const rt = word & 31;
  const size = word >>> 30;
  // Load register (literal): LDR Wt, LDR Xt, LDRSW.
  if ((word & 0x3f000000) === 0x18000000) {
    if (size === 3) return 0;
    return size === 2 ? syndrome(rt, 2, 1, 1, 0) : syndrome(rt, size === 0 ? 2 : 3, 0, size, 0);
  }
  // Load/store register: unscaled, unprivileged, register offset, unsigned immediate. V = 0.
  const unsignedOffset = (word & 0x3f000000) === 0x39000000;
  const other = (word & 0x3f000000) === 0x38000000;
  if (unsignedOffset || other) {
    if (other) {
      const option = (word >>> 10) & 3;
      const register = ((word >>> 21) & 1) !== 0;
      // Bits 11:10 are 00 unscaled, 10 unprivileged; 01 and 11 write back; with bit 21, 10 is the register offset.
      if (register ? option !== 2 : (option & 1) !== 0) return 0;
    }
    const opc = (word >>> 22) & 3;
    if (opc < 2) return syndrome(rt, size, 0, size === 3 ? 1 : 0, 0);
    // LDRS*: opc 2 extends to 64 bits, 3 to 32. PRFM (size 3, opc 2) does not fault.
    if (size === 3 || (size === 2 && opc === 3)) return 0;
    return syndrome(rt, size, 1, opc === 2 ? 1 : 0, 0);
  }
  // LDAR, STLR, LDLAR, STLLR of one register: o2 = 1, o1 = 0.
  if ((word & 0x3fa00000) === 0x08800000) return syndrome(rt, size, 0, size === 3 ? 1 : 0, 1);
  return 0;
}

/**
 * Raises the data abort of the fault in `core.walk`. Returns LEAVE.
 * @param cm CM (0 or 1): set for cache maintenance and address translation instructions
 */
export function dataAbort(core: Core, vaLo: number, vaHi: number, write: boolean, cm: number): number {
  const w = core.walk;
  let iss = w.fsc | (write ? WNR : 0) | (w.s1ptw ? S1PTW : 0) | (cm !== 0 ? CM : 0);
  const external = w.fsc === FSC.EXTERNAL || (w.fsc & 0x3c) === FSC.EXTERNAL_ON_WALK;
  if (w.stage2 && !w.s1ptw && cm === 0 && !external) iss |= instructionSyndrome(instructionWord(core));
  return core.raiseAt(EC.DATA_ABORT, iss, vaLo, vaHi, faultingIpa(core));
}

/** Raises the instruction abort of the fault in `core.walk`. Returns LEAVE. */
export function instructionAbort(core: Core, vaLo: number, vaHi: number): number {
  const w = core.walk;
  return core.raiseAt(EC.INSTRUCTION_ABORT, w.fsc | (w.s1ptw ? S1PTW : 0), vaLo, vaHi, faultingIpa(core));
}
