/**
 * Stage 1 of the VMSAv8-64 translation (Arm ARM D5.2, D5.3; AArch64.TranslationTableWalk) as a Cortex-A72 has it:
 * 4 KB and 64 KB granules, 44-bit physical addresses, no hardware update of the access flag.
 */
import type { Core } from '../core.js';
import { REG } from '../sysregs/storage.js';
import { ACCESS, FSC } from './faults.js';
import { HCR, REGIME_REGISTERS, SCR, SCTLR, topByteIgnored } from './regime.js';

/** What a walk finds beyond `core.walk`. */
export const detail = {
  /** log2 of the size of stage 1's block or page: what TLBI by address must match. */
  shift: 12,
  /** Device memory by stage 2 only: alignment faults are stage 2's. */
  stage2Device: false,
};

/** log2 of the physical address size (ID_AA64MMFR0_EL1.PARange = 4). */
export const PA_BITS = 44;
/** Physical address sizes by IPS and PS; reserved values mean 48 bits; never more than is implemented. */
const SIZES = [32, 36, 40, 42, PA_BITS, PA_BITS, PA_BITS, PA_BITS];
export const outputSize = (ps: number): number => SIZES[ps & 7];

const TWO_32 = 2 ** 32;

/** Leaves a stage-1 fault in `core.walk`. */
function fault(core: Core, fsc: number): false {
  core.walk.fsc = fsc;
  return false;
}

/** True where bits 47:`size` of an address or descriptor with high word `hi` are not zero. */
export const tooWide = (hi: number, size: number): boolean => (hi & 0xffff) >>> (size - 32) !== 0;

/** Bits [bottom+width-1:bottom] of a 64-bit value; bottom at least 12, width at most 25. */
export function bits(lo: number, hi: number, bottom: number, width: number): number {
  const mask = (1 << width) - 1;
  if (bottom >= 32) return (hi >>> (bottom - 32)) & mask;
  return ((lo >>> bottom) | (hi << (32 - bottom))) & mask;
}

/** AArch64.TranslateAddressS1Off: a flat map. */
export function stage1Off(
  core: Core,
  regime: number,
  secure: boolean,
  vaLo: number,
  vaHi: number,
  access: number,
): boolean {
  const w = core.walk;
  const high = topByteIgnored(core, regime, vaHi) ? vaHi & 0xffffff : vaHi;
  if (high >>> (PA_BITS - 32) !== 0) return fault(core, FSC.ADDRESS_SIZE);
  const type = access & ACCESS.TYPE;
  detail.shift = 12;
  w.pa = (high >>> 0) * TWO_32 + (vaLo >>> 0);
  w.read = true;
  w.write = true;
  w.execute = true;
  w.ns = !secure;
  w.global = true;
  if (regime === 1 && !secure && (core.get(REG.HCR_EL2) & HCR.DC) !== 0) {
    w.device = false;
    w.attr = 0xff;
    w.shareability = 0;
  } else if (type === ACCESS.EXECUTE) {
    w.device = false;
    w.attr = (core.get(REGIME_REGISTERS[regime].sctlr) & SCTLR.I) !== 0 ? 0xaa : 0x44;
    w.shareability = 2;
  } else {
    w.device = true;
    w.attr = 0;
    w.shareability = 2;
    if ((access & ACCESS.UNALIGNED) !== 0) return fault(core, FSC.ALIGNMENT);
  }
  return true;
}

/** The walk of stage 1's tables, the check of alignment for Device memory and of permissions. */
export function stage1Walk(
  core: Core,
  regime: number,
  user: boolean,
  secure: boolean,
  vaLo: number,
  vaHi: number,
  access: number,
): boolean {
  const w = core.walk;
  const registers = REGIME_REGISTERS[regime];
  const sctlr = core.get(registers.sctlr);
  const tcrLo = core.get(registers.tcr);
  const single = regime !== 1;
  const tbi = topByteIgnored(core, regime, vaHi);

  // Which table, and does the address lie in its range? Bits above the input size must all equal the selecting one.
  let upper = false;
  let tsz = tcrLo & 63;
  let granule = (tcrLo >>> 14) & 3;
  let ps = (tcrLo >>> 16) & 7;
  let disabled = false;
  if (!single) {
    ps = core.get(registers.tcr + 4) & 7;
    upper = (tbi ? vaHi & 0x800000 : vaHi & 0x80000000) !== 0;
    if (upper) {
      tsz = (tcrLo >>> 16) & 63;
      // TG1 has another encoding than TG0: 1 is 16 KB, 2 is 4 KB, 3 is 64 KB.
      granule = (tcrLo >>> 30) & 3;
      granule = granule === 3 ? 1 : 0;
      disabled = ((tcrLo >>> 23) & 1) !== 0;
    } else {
      disabled = ((tcrLo >>> 7) & 1) !== 0;
    }
  }
  // 16 KB and reserved values are not implemented: treated as 4 KB, the choice that QEMU makes too.
  const grain = granule === 1 ? 16 : 12;
  const inputSize = 64 - tsz;
  // TxSZ out of 16..39 is CONSTRAINED UNPREDICTABLE: a level 0 Translation fault, the choice that QEMU makes too.
  if (disabled || inputSize > 48 || inputSize < 25) return fault(core, FSC.TRANSLATION);
  const top = upper ? (tbi ? 0xffffff : 0xffffffff) : 0;
  const high = (tbi ? vaHi & 0xffffff : vaHi) >>> 0;
  if (inputSize >= 32) {
    if (high >>> (inputSize - 32) !== top >>> (inputSize - 32)) return fault(core, FSC.TRANSLATION);
  } else if (high !== top || vaLo >>> inputSize !== (upper ? 0xffffffff : 0) >>> inputSize) {
    return fault(core, FSC.TRANSLATION);
  }

  const size = outputSize(ps);
  const ttbr = upper ? registers.ttbr1 : registers.ttbr0;
  const ttbrHi = core.get(ttbr + 4);
  if (tooWide(ttbrHi, size)) return fault(core, FSC.ADDRESS_SIZE);

  const stride = grain - 3;
  let level = 4 - Math.ceil((inputSize - grain) / stride);
  let bottom = (3 - level) * stride + grain;
  let width = inputSize - bottom;
  // The table is aligned to its size: width index bits and 8 bytes an entry.
  let base = (ttbrHi & 0xffff) * TWO_32 + ((core.get(ttbr) & (-1 << (width + 3))) >>> 0);
  const reversed = (sctlr & SCTLR.EE) !== 0;
  const twoStages = regime === 1 && core.seam !== undefined && core.seam.stage2Enabled(core);
  let nsTable = !secure;
  let readOnlyTable = false;
  let privilegedTable = false;
  let xnTable = false;
  let pxnTable = false;
  let lo: number;
  let hi: number;
  for (;;) {
    let address = base + bits(vaLo, vaHi, bottom, width) * 8;
    if (twoStages) {
      if (!core.seam!.translate(core, address, ACCESS.READ, true)) return false;
      address = w.pa;
    }
    if (!core.memory.readDescriptor(address)) return fault(core, FSC.EXTERNAL_ON_WALK | level);
    lo = core.memory.lo;
    hi = core.memory.hi;
    if (reversed) {
      const t = swap(lo);
      lo = swap(hi);
      hi = t;
    }
    if ((lo & 1) === 0 || ((lo & 2) === 0 && level === 3)) return fault(core, FSC.TRANSLATION | level);
    if (tooWide(hi, size) && ((lo & 2) === 0 ? level >= (grain === 12 ? 1 : 2) : true)) {
      return fault(core, FSC.ADDRESS_SIZE | level);
    }
    if ((lo & 2) === 0 || level === 3) break;
    base = (hi & 0xffff) * TWO_32 + ((lo & (-1 << grain)) >>> 0);
    nsTable ||= hi < 0;
    readOnlyTable ||= (hi & (1 << 30)) !== 0;
    xnTable ||= (hi & (1 << 28)) !== 0;
    if (!single) {
      privilegedTable ||= (hi & (1 << 29)) !== 0;
      pxnTable ||= (hi & (1 << 27)) !== 0;
    }
    level++;
    bottom -= stride;
    width = stride;
  }
  // Blocks exist from level 1 (4 KB granule) or 2 (64 KB) on.
  if (level < (grain === 12 ? 1 : 2)) return fault(core, FSC.TRANSLATION | level);
  if ((lo & (1 << 10)) === 0) return fault(core, FSC.ACCESS_FLAG | level);

  const within = ~(-1 << bottom);
  w.pa = (hi & 0xffff) * TWO_32 + (((lo & ~within) | (vaLo & within)) >>> 0);
  detail.shift = bottom;
  const index = (lo >>> 2) & 7;
  w.attr = (core.get(registers.mair + (index & 4)) >>> ((index & 3) * 8)) & 0xff;
  w.device = (w.attr & 0xf0) === 0;
  w.shareability = (lo >>> 8) & 3;
  w.ns = nsTable || (secure && (lo & 32) !== 0);
  w.global = single || ((lo & (1 << 11)) === 0 && !(secure && nsTable));

  const wxn = (sctlr & SCTLR.WXN) !== 0;
  const readOnly = (lo & 128) !== 0 || readOnlyTable;
  const xn = (hi & (1 << 22)) !== 0 || xnTable;
  if (single) {
    w.read = true;
    w.write = !readOnly;
    w.execute = !(xn || (wxn && w.write));
  } else {
    const userRead = (lo & 64) !== 0 && !privilegedTable;
    const userWrite = userRead && !readOnly;
    if (user) {
      w.read = userRead;
      w.write = userWrite;
      w.execute = !(xn || (wxn && userWrite));
    } else {
      w.read = true;
      w.write = !readOnly;
      // What EL0 can write, EL1 never executes.
      w.execute = !((hi & (1 << 21)) !== 0 || pxnTable || (wxn && w.write) || userWrite);
    }
  }
  if (secure && w.ns && (core.get(REG.SCR_EL3) & SCR.SIF) !== 0) w.execute = false;

  if (w.device && (access & ACCESS.UNALIGNED) !== 0) return fault(core, FSC.ALIGNMENT);
  const type = access & ACCESS.TYPE;
  const allowed =
    type === ACCESS.READ ? w.read : type === ACCESS.WRITE ? w.write : type === ACCESS.EXECUTE ? w.execute : true;
  return allowed || fault(core, FSC.PERMISSION | level);
}

/** Reverses the bytes of a word. */
export const swap = (v: number): number => (v << 24) | ((v & 0xff00) << 8) | ((v >>> 8) & 0xff00) | (v >>> 24);
