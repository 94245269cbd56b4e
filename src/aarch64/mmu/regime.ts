/**
 * Translation regimes (Arm ARM D5.1): which registers control the translations of a level.
 * A regime is named by the level that controls it: 1 (EL1&0), 2 or 3.
 */
import type { Core } from '../core.js';
import { REG } from '../sysregs/storage.js';

/** Registers of the three regimes, index = regime. EL2 and EL3 have no TTBR1: theirs names TTBR0 and is not used. */
const none = { sctlr: REG.SCTLR_EL1, tcr: REG.TCR_EL1, ttbr0: REG.TTBR0_EL1, ttbr1: REG.TTBR1_EL1, mair: REG.MAIR_EL1 };
export const REGIME_REGISTERS: readonly (typeof none)[] = [
  none,
  none,
  { sctlr: REG.SCTLR_EL2, tcr: REG.TCR_EL2, ttbr0: REG.TTBR0_EL2, ttbr1: REG.TTBR0_EL2, mair: REG.MAIR_EL2 },
  { sctlr: REG.SCTLR_EL3, tcr: REG.TCR_EL3, ttbr0: REG.TTBR0_EL3, ttbr1: REG.TTBR0_EL3, mair: REG.MAIR_EL3 },
];

/** SCTLR_ELx bits that this chapter uses. */
export const SCTLR = { M: 1, A: 2, C: 4, I: 1 << 12, WXN: 1 << 19, E0E: 1 << 24, EE: 1 << 25 } as const;
/** HCR_EL2[31:0] bits that this chapter uses; CD and ID are in the high word. */
export const HCR = { VM: 1, PTW: 4, DC: 1 << 12, TGE: 1 << 27 } as const;
export const HCR_HIGH = { CD: 1, ID: 2 } as const;
export const SCR = { NS: 1, EA: 8, SIF: 1 << 9 } as const;

/** The regime of a level. */
export const regimeOf = (el: number): number => (el === 0 ? 1 : el);

/** True where `regime` translates for Secure state now: EL3, and EL1&0 while SCR_EL3.NS is 0. */
export const isSecure = (core: Core, regime: number): boolean =>
  regime === 3 || (regime === 1 && (core.get(REG.SCR_EL3) & SCR.NS) === 0);

/**
 * True where stage 1 of a regime translates. For Non-secure EL1&0, HCR_EL2.DC and TGE make SCTLR_EL1.M read as 0
 * (Arm ARM D13.2.46).
 */
export function stage1Enabled(core: Core, regime: number, secure: boolean): boolean {
  if ((core.get(REGIME_REGISTERS[regime].sctlr) & SCTLR.M) === 0) return false;
  return regime !== 1 || secure || (core.get(REG.HCR_EL2) & (HCR.DC | HCR.TGE)) === 0;
}

/** True where data accesses of level `el` are big-endian (SCTLR_ELx.EE, SCTLR_EL1.E0E). */
export function bigEndian(core: Core, el: number): boolean {
  if (el === 0) return (core.get(REG.SCTLR_EL1) & SCTLR.E0E) !== 0;
  return (core.get(REGIME_REGISTERS[el].sctlr) & SCTLR.EE) !== 0;
}

/** True where every access of the regime must be aligned to its element size (SCTLR_ELx.A). */
export const alignmentChecked = (core: Core, regime: number): boolean =>
  (core.get(REGIME_REGISTERS[regime].sctlr) & SCTLR.A) !== 0;

/** True where the top byte of addresses with bit 55 as in `vaHi` is ignored (TCR_ELx.TBI). */
export function topByteIgnored(core: Core, regime: number, vaHi: number): boolean {
  const { tcr } = REGIME_REGISTERS[regime];
  if (regime !== 1) return ((core.get(tcr) >>> 20) & 1) !== 0;
  return ((core.get(tcr + 4) >>> (vaHi & 0x800000 ? 6 : 5)) & 1) !== 0;
}

/** The ASID of EL1&0: from the TTBR that TCR_EL1.A1 names, 8 bits or 16 as TCR_EL1.AS says. */
export function currentAsid(core: Core): number {
  const ttbr = (core.get(REG.TCR_EL1) >>> 22) & 1 ? REG.TTBR1_EL1 : REG.TTBR0_EL1;
  return (core.hi(ttbr) >>> 16) & asidMask(core);
}

/** Bits of an ASID that count: TCR_EL1.AS. */
export const asidMask = (core: Core): number => ((core.get(REG.TCR_EL1 + 4) >>> 4) & 1 ? 0xffff : 0xff);

/** VTTBR_EL2.VMID: 8 bits in Armv8.0. */
export const currentVmid = (core: Core): number => (core.hi(REG.VTTBR_EL2) >>> 16) & 0xff;
