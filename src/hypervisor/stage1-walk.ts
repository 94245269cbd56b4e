/**
 * A guest's own translation tables, as far as the hypervisor has to look into them (Arm ARM D5.2): a walk that meets no RAM is an
 * external abort of the level whose descriptor was to be read, which the trap's syndrome does not tell.
 */
import type { GuestBus } from '../aarch64/bus.js';
import type { Core } from '../aarch64/core.js';
import { REG } from '../aarch64/sysregs/storage.js';

const TWO_32 = 2 ** 32;
/** By TCR_EL1.TG0 and TG1: the bits of an address within a granule. */
const TG0 = [12, 16, 14, 12];
const TG1 = [12, 14, 12, 16];
const LAST = 3;

const descriptor = new Uint8Array(8);
const view = new DataView(descriptor.buffer);

/**
 * The level of the descriptor that a walk of stage 1 could not read.
 * @param ipa the descriptor's page, 4 KB, from HPFAR_EL2; the address that was translated is in FAR_EL2
 * @param ram the guest's
 */
export function walkLevel(core: Core, ipa: number, ram: GuestBus): number {
  const upper = (core.hi(REG.FAR_EL2) & (1 << 23)) !== 0;
  const tcr = core.lo(REG.TCR_EL1);
  const granule = upper ? TG1[(tcr >>> 30) & 3] : TG0[(tcr >>> 14) & 3];
  const bits = 64 - ((upper ? tcr >>> 16 : tcr) & 63);
  const perLevel = granule - 3;
  const first = LAST + 1 - Math.ceil((bits - granule) / perLevel);
  const ttbr = upper ? REG.TTBR1_EL1 : REG.TTBR0_EL1;
  const address = ((core.hi(REG.FAR_EL2) & 0xffff) * TWO_32 + core.lo(REG.FAR_EL2)) % 2 ** bits;
  let table = (core.hi(ttbr) & 0xffff) * TWO_32 + ((core.lo(ttbr) & ~1) >>> 0);
  for (let level = first; level < LAST; level++) {
    const index = Math.floor(address / 2 ** (granule + perLevel * (LAST - level)));
    const at = table + (level === first ? index : index % 2 ** perLevel) * 8;
    if (Math.floor(at / 4096) === Math.floor(ipa / 4096) || !ram.read(at, descriptor)) return level;
    const low = view.getUint32(0, true);
    table = (view.getUint32(4, true) & 0xffff) * TWO_32 + low - (low % 2 ** granule);
  }
  return LAST;
}
