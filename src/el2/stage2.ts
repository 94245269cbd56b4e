/**
 * Stage 2 of the VMSAv8-64 translation for Non-secure EL1&0 (Arm ARM D5.2, D5.4.5, D5.5.5; VTCR_EL2, VTTBR_EL2, HCR_EL2),
 * as a Cortex-A72 has it: 4 KB and 64 KB granules, IPAs of up to 44 bits, 8-bit VMIDs.
 */
import type { Core } from '../aarch64/core.js';
import { ACCESS, FSC } from '../aarch64/mmu/faults.js';
import { HCR, HCR_HIGH, SCR, SCTLR } from '../aarch64/mmu/regime.js';
import { PA_BITS, bits, outputSize, swap, tooWide } from '../aarch64/mmu/stage1.js';
import { REG } from '../aarch64/sysregs/storage.js';

const TWO_32 = 2 ** 32;

/** True where stage 2 is in force for EL1&0: HCR_EL2.VM, or DC, which implies it; never for Secure state. */
export const stage2Enabled = (core: Core): boolean =>
  (core.get(REG.HCR_EL2) & (HCR.VM | HCR.DC)) !== 0 && (core.get(REG.SCR_EL3) & SCR.NS) !== 0;

/**
 * Cacheability as MemAttr encodes it (1 Non-cacheable, 2 Write-Through, 3 Write-Back), as a MAIR nibble. 0, reserved for
 * the inner one, is taken for Write-Back, as QEMU does.
 */
const NIBBLES = [0xf, 4, 0xb, 0xf];

/** The MAIR-style byte of a stage-2 MemAttr[3:0]; HCR_EL2.CD or ID makes Normal memory Non-cacheable. */
export function memoryAttributes(memAttr: number, nonCacheable: boolean): number {
  const outer = memAttr >>> 2;
  if (outer === 0) return (memAttr & 3) << 2;
  if (nonCacheable) return 0x44;
  return (NIBBLES[outer] << 4) | NIBBLES[memAttr & 3];
}

function fault(core: Core, fsc: number, ipa: number, forWalk: boolean): false {
  const w = core.walk;
  w.fsc = fsc;
  w.stage2 = true;
  w.s1ptw = forWalk;
  w.ipa = ipa;
  return false;
}

/**
 * Translates an intermediate physical address. The result, or the fault, is left in `core.walk`.
 * @param ipa below 2^48
 * @param access a type of `ACCESS`, with `ACCESS.UNALIGNED` for a misaligned access to what stage 1 calls Normal memory
 * @param forWalk true for the access of a stage-1 table walk
 */
export function translateStage2(core: Core, ipa: number, access: number, forWalk: boolean): boolean {
  const w = core.walk;
  const vtcr = core.get(REG.VTCR_EL2);
  const inputSize = 64 - (vtcr & 63);
  // 16 KB and the reserved value are treated as 4 KB, as for stage 1.
  const grain = ((vtcr >>> 14) & 3) === 1 ? 16 : 12;
  const stride = grain - 3;
  const size = outputSize((vtcr >>> 16) & 7);
  const start = (vtcr >>> 6) & 3;
  let level = (grain === 16 ? 3 : 2) - start;
  let bottom = (3 - level) * stride + grain;
  let width = inputSize - bottom;
  const lo = ipa | 0;
  const hi = Math.floor(ipa / TWO_32);
  // An input size larger than the physical address size is CONSTRAINED UNPREDICTABLE: a fault, the choice that QEMU makes.
  // The first table has 2 entries or more, and at most 16 tables are concatenated.
  if (
    inputSize < 25 ||
    inputSize > PA_BITS ||
    level < 0 ||
    (grain === 16 && level === 0) ||
    width < 1 ||
    width > stride + 4 ||
    (inputSize < 32 ? hi !== 0 || lo >>> inputSize !== 0 : hi >>> (inputSize - 32) !== 0)
  ) {
    return fault(core, FSC.TRANSLATION, ipa, forWalk);
  }
  const vttbrHi = core.get(REG.VTTBR_EL2 + 4);
  if (tooWide(vttbrHi, size)) return fault(core, FSC.ADDRESS_SIZE, ipa, forWalk);

  let base = (vttbrHi & 0xffff) * TWO_32 + ((core.get(REG.VTTBR_EL2) & (-1 << (width + 3))) >>> 0);
  const reversed = (core.get(REG.SCTLR_EL2) & SCTLR.EE) !== 0;
  const firstBlock = grain === 12 ? 1 : 2;
  let dLo: number;
  let dHi: number;
  for (;;) {
    if (!core.memory.readDescriptor(base + bits(lo, hi, bottom, width) * 8)) {
      return fault(core, FSC.EXTERNAL_ON_WALK | level, ipa, forWalk);
    }
    dLo = core.memory.lo;
    dHi = core.memory.hi;
    if (reversed) {
      const t = swap(dLo);
      dLo = swap(dHi);
      dHi = t;
    }
    const block = (dLo & 2) === 0;
    if ((dLo & 1) === 0 || (block && (level === 3 || level < firstBlock))) {
      return fault(core, FSC.TRANSLATION | level, ipa, forWalk);
    }
    if (tooWide(dHi, size)) return fault(core, FSC.ADDRESS_SIZE | level, ipa, forWalk);
    if (block || level === 3) break;
    base = (dHi & 0xffff) * TWO_32 + ((dLo & (-1 << grain)) >>> 0);
    level++;
    bottom -= stride;
    width = stride;
  }
  if ((dLo & (1 << 10)) === 0) return fault(core, FSC.ACCESS_FLAG | level, ipa, forWalk);

  const within = ~(-1 << bottom);
  const type = access & ACCESS.TYPE;
  const hcrHi = core.get(REG.HCR_EL2 + 4);
  w.pa = (dHi & 0xffff) * TWO_32 + (((dLo & ~within) | (lo & within)) >>> 0);
  w.attr = memoryAttributes((dLo >>> 2) & 15, (hcrHi & (type === ACCESS.EXECUTE ? HCR_HIGH.ID : HCR_HIGH.CD)) !== 0);
  w.device = (w.attr & 0xf0) === 0;
  w.shareability = (dLo >>> 8) & 3;
  w.ns = true;
  w.read = (dLo & 64) !== 0;
  w.write = (dLo & 128) !== 0;
  w.execute = (dHi & (1 << 22)) === 0;

  if (w.device && (access & ACCESS.UNALIGNED) !== 0) return fault(core, FSC.ALIGNMENT, ipa, forWalk);
  const allowed = forWalk
    ? w.read && !(w.device && (core.get(REG.HCR_EL2) & HCR.PTW) !== 0)
    : type === ACCESS.READ
      ? w.read
      : type === ACCESS.WRITE
        ? w.write
        : type === ACCESS.EXECUTE
          ? w.execute
          : true;
  return allowed || fault(core, FSC.PERMISSION | level, ipa, forWalk);
}
