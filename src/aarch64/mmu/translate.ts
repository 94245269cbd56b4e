/**
 * Translation of a virtual address (Arm ARM D5.2, AArch64.FullTranslate): stage 1, then stage 2 through the seam where the
 * regime has one. Results and faults are left in `core.walk`.
 */
import type { Core } from '../core.js';
import { isSecure, stage1Enabled } from './regime.js';
import { stage1Off, stage1Walk, detail } from './stage1.js';
import { ACCESS } from './faults.js';

export { detail };

/** Memory attributes of an access by both stages: the stricter wins (Arm ARM D5.5.5). MAIR-style bytes. */
export function combineAttributes(s1: number, s2: number): number {
  const device1 = (s1 & 0xf0) === 0;
  const device2 = (s2 & 0xf0) === 0;
  if (device1 && device2) return Math.min(s1, s2);
  if (device1) return s1;
  if (device2) return s2;
  return (combineNibble(s1 >>> 4, s2 >>> 4) << 4) | combineNibble(s1 & 15, s2 & 15);
}

/** One cacheability: Non-cacheable before Write-Through before Write-Back; allocation hints are stage 1's. */
function combineNibble(s1: number, s2: number): number {
  if (s1 === 4 || s2 === 4) return 4;
  if ((s1 & 4) === 0) return s1;
  return (s2 & 4) === 0 ? 8 | (s1 & 3) : s1;
}

/** Shareability of both stages: outer (2) before inner (3) before none (0); the reserved 1 counts as none. */
const combineShareability = (s1: number, s2: number): number =>
  s1 === 2 || s2 === 2 ? 2 : s1 === 3 || s2 === 3 ? 3 : 0;

/** Device memory and memory Non-cacheable at both levels is Outer Shareable whatever the tables say (D5.5.6). */
export const effectiveShareability = (attr: number, shareability: number): number =>
  (attr & 0xf0) === 0 || attr === 0x44 ? 2 : shareability;

/**
 * Translates an address for a regime.
 *
 * @param regime 1 (EL1&0), 2 or 3
 * @param user true for the rights of EL0
 * @param access a type of `ACCESS`, with `ACCESS.UNALIGNED` where the access is misaligned
 * @param stages 1 for AT's stage 1 forms: table walks are still translated by stage 2, the result is an IPA
 * @returns true with the result in `core.walk`, false with the fault there
 */
export function translate(
  core: Core,
  regime: number,
  user: boolean,
  vaLo: number,
  vaHi: number,
  access: number,
  stages = 2,
): boolean {
  const w = core.walk;
  w.stage2 = false;
  w.s1ptw = false;
  w.fsc = 0;
  detail.stage2Device = false;
  const secure = isSecure(core, regime);
  const ok = stage1Enabled(core, regime, secure)
    ? stage1Walk(core, regime, user, secure, vaLo, vaHi, access)
    : stage1Off(core, regime, secure, vaLo, vaHi, access);
  if (!ok) return false;
  const { seam } = core;
  if (stages === 1 || regime !== 1 || seam === undefined || !seam.stage2Enabled(core)) {
    w.shareability = effectiveShareability(w.attr, w.shareability);
    return true;
  }
  const { read, write, execute, device, attr, shareability, global } = w;
  if (!seam.translate(core, w.pa, device ? access & ACCESS.TYPE : access, false)) return false;
  detail.stage2Device = w.device && !device;
  w.read = w.read && read;
  w.write = w.write && write;
  w.execute = w.execute && execute;
  w.device = w.device || device;
  w.attr = combineAttributes(attr, w.attr);
  w.shareability = effectiveShareability(w.attr, combineShareability(shareability, w.shareability));
  w.global = global;
  return true;
}
