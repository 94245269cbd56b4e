/**
 * TLB and cache maintenance and address translation instructions (Arm ARM C5.3 to C5.5, D4.4.8, D5.10). Traps and access
 * rules are decided before these are called.
 *
 * Caches are not modelled: a core always sees what was stored last, and stores take back decoded code. What remains of
 * cache maintenance by address are its faults.
 */
import { CONTINUE, LEAVE, type Core } from './core.js';
import { zeroSlow } from './access.js';
import { watchpointHit } from './debug/watchpoints.js';
import { ACCESS, FSC } from './mmu/faults.js';
import { dataAbort } from './mmu/aborts.js';
import { asidMask, currentVmid, isSecure } from './mmu/regime.js';
import { translate } from './mmu/translate.js';
import { REG } from './sysregs/storage.js';
import { sysregKey } from './sysregs/table.js';
import { ENTRY } from './tlb.js';

/** How much a TLBI names. */
type Extent = 'all' | 'asid' | 'address' | 'address, all ASIDs' | 'ipa';

interface TlbiForm {
  readonly name: string;
  /** The regime whose entries go: 1 for EL1&0. */
  readonly regime: number;
  readonly extent: Extent;
  /** All VMIDs, not only the current one. */
  readonly allVmids: boolean;
}

/** [name, op1, CRm of the local form, CRm of the Inner Shareable form, op2, regime, extent] */
const TLBI_TABLE = [
  ['VMALLE1', 0, 7, 3, 0, 1, 'all'],
  ['VAE1', 0, 7, 3, 1, 1, 'address'],
  ['ASIDE1', 0, 7, 3, 2, 1, 'asid'],
  ['VAAE1', 0, 7, 3, 3, 1, 'address, all ASIDs'],
  ['VALE1', 0, 7, 3, 5, 1, 'address'],
  ['VAALE1', 0, 7, 3, 7, 1, 'address, all ASIDs'],
  ['IPAS2E1', 4, 4, 0, 1, 1, 'ipa'],
  ['IPAS2LE1', 4, 4, 0, 5, 1, 'ipa'],
  ['ALLE2', 4, 7, 3, 0, 2, 'all'],
  ['VAE2', 4, 7, 3, 1, 2, 'address'],
  ['ALLE1', 4, 7, 3, 4, 1, 'all'],
  ['VALE2', 4, 7, 3, 5, 2, 'address'],
  ['VMALLS12E1', 4, 7, 3, 6, 1, 'all'],
  ['ALLE3', 6, 7, 3, 0, 3, 'all'],
  ['VAE3', 6, 7, 3, 1, 3, 'address'],
  ['VALE3', 6, 7, 3, 5, 3, 'address'],
] as const;

/** Every TLBI of Armv8.0 by key. The forms for the last level only do what the others do. */
export const TLBI: ReadonlyMap<number, TlbiForm> = new Map(
  TLBI_TABLE.flatMap(([name, op1, local, shareable, op2, regime, extent]): [number, TlbiForm][] => {
    const form = { name, regime, extent, allVmids: name === 'ALLE1' };
    return [
      [sysregKey(1, op1, 8, local, op2), form],
      [sysregKey(1, op1, 8, shareable, op2), { ...form, name: `${name}IS` }],
    ];
  }),
);

/**
 * TLBI. Both the local and the Inner Shareable forms reach the contexts of all cores: dropping more than was asked is
 * never visible.
 * @param key the instruction's op0, op1, CRn, CRm, op2, as for MRS
 * @param lo @param hi Xt
 */
export function tlbi(core: Core, key: number, lo: number, hi: number): number {
  const form = TLBI.get(key);
  if (form === undefined) return CONTINUE;
  const { tlbs } = core;
  const { regime } = form;
  if (core.maintenanceTime > 0) core.spend(core.maintenanceTime);
  const secure = isSecure(core, regime);
  const vmid = regime === 1 && !secure && !form.allVmids ? currentVmid(core) : -1;
  if (form.extent === 'all' || form.extent === 'ipa') {
    tlbs.flush(regime, secure, vmid);
    return CONTINUE;
  }
  const asid = (hi >>> 16) & asidMask(core);
  if (form.extent === 'asid') {
    tlbs.flushAsid(regime, secure, vmid, asid);
    return CONTINUE;
  }
  // Xt[43:0] is VA[55:12].
  const vaHi = (lo >>> 20) | ((hi & 0xfff) << 12);
  tlbs.flushAddress(regime, secure, vmid, lo << 12, vaHi, form.extent === 'address' ? asid : -1);
  return CONTINUE;
}

interface AtForm {
  readonly name: string;
  readonly regime: number;
  readonly user: boolean;
  readonly access: number;
  readonly stages: 1 | 2;
}

const at_ = (
  name: string,
  op1: number,
  op2: number,
  regime: number,
  user: boolean,
  stages: 1 | 2,
): [number, AtForm] => [
  sysregKey(1, op1, 7, 8, op2),
  { name, regime, user, access: op2 & 1 ? ACCESS.WRITE : ACCESS.READ, stages },
];

/** Every AT of Armv8.0 by key. */
export const AT: ReadonlyMap<number, AtForm> = new Map([
  at_('S1E1R', 0, 0, 1, false, 1),
  at_('S1E1W', 0, 1, 1, false, 1),
  at_('S1E0R', 0, 2, 1, true, 1),
  at_('S1E0W', 0, 3, 1, true, 1),
  at_('S1E2R', 4, 0, 2, false, 1),
  at_('S1E2W', 4, 1, 2, false, 1),
  at_('S12E1R', 4, 4, 1, false, 2),
  at_('S12E1W', 4, 5, 1, false, 2),
  at_('S12E0R', 4, 6, 1, true, 2),
  at_('S12E0W', 4, 7, 1, true, 2),
  at_('S1E3R', 6, 0, 3, false, 1),
  at_('S1E3W', 6, 1, 3, false, 1),
]);

/**
 * AT: translates Xt and leaves the result in PAR_EL1 (D13.2.83). Takes an exception only where the architecture says so:
 * external aborts on the walk, and at EL1 stage-2 faults on the walk of a stage 1 form (C5.5, D5.2.11).
 */
export function at(core: Core, key: number, lo: number, hi: number): number {
  const form = AT.get(key);
  if (form === undefined) return CONTINUE;
  const w = core.walk;
  if (translate(core, form.regime, form.user, lo, hi, form.access, form.stages)) {
    const pa = w.pa - (w.pa % 4096);
    const parLo = (pa % 2 ** 32) | 0x800 | (w.ns ? 0x200 : 0) | (w.shareability << 7);
    core.setPair(REG.PAR_EL1, parLo, Math.floor(pa / 2 ** 32) | (w.attr << 24));
    return CONTINUE;
  }
  if ((w.fsc & 0x3c) === FSC.EXTERNAL_ON_WALK || (w.s1ptw && form.stages === 1 && core.el === 1))
    return dataAbort(core, lo, hi, true, 1);
  core.setPair(REG.PAR_EL1, 0x801 | (w.stage2 ? 0x200 : 0) | (w.s1ptw ? 0x100 : 0) | (w.fsc << 1), 0);
  return CONTINUE;
}

const DC_IVAC = sysregKey(1, 0, 7, 6, 1);
const IC_IVAU = sysregKey(1, 3, 7, 5, 1);
const DC_ZVA = sysregKey(1, 3, 7, 4, 1);
/** Bytes of a line of the data cache: CTR_EL0.DminLine. */
const LINE = 64;
const BY_ADDRESS: ReadonlySet<number> = new Set([
  DC_IVAC,
  IC_IVAU,
  sysregKey(1, 3, 7, 10, 1), // DC CVAC
  sysregKey(1, 3, 7, 11, 1), // DC CVAU
  sysregKey(1, 3, 7, 14, 1), // DC CIVAC
]);

/**
 * IC and DC. By address: translation faults are taken; DC IVAC needs write permission, and EL0 needs read permission
 * (D4.4.8). By set and way, and all: nothing to do.
 */
export function cache(core: Core, key: number, lo: number, hi: number): number {
  if (key === DC_ZVA) return zeroSlow(core, lo, hi);
  if (!BY_ADDRESS.has(key)) return CONTINUE;
  if (key === IC_IVAU && core.maintenanceTime > 0) core.spend(core.maintenanceTime);
  const { tlbs, el } = core;
  const access = key === DC_IVAC ? ACCESS.WRITE : el === 0 ? ACCESS.READ : ACCESS.ANY;
  const needed = key === DC_IVAC ? ENTRY.WRITE : el === 0 ? ENTRY.READ : 0;
  const context = tlbs.context(core, false);
  const e = tlbs.probe(context, false, lo, hi);
  if (!(e >= 0 && (tlbs.flags[e] & needed) === needed)) {
    if (tlbs.fill(core, context, false, false, lo, hi, access) < 0) return dataAbort(core, lo, hi, true, 1);
  }
  // The only one of these that watchpoints see.
  if (key === DC_IVAC && tlbs.watching && watchpointHit(core, false, lo, hi, LINE, true, true)) return LEAVE;
  return CONTINUE;
}

/** Without caches there is nothing to do. */
const NOTHING: ReadonlySet<number> = new Set([
  sysregKey(1, 0, 7, 1, 0), // IC IALLUIS
  sysregKey(1, 0, 7, 5, 0), // IC IALLU
  sysregKey(1, 0, 7, 6, 2), // DC ISW
  sysregKey(1, 0, 7, 10, 2), // DC CSW
  sysregKey(1, 0, 7, 14, 2), // DC CISW
  sysregKey(1, 0, 15, 4, 0), // RAMINDEX
]);

/** True for the keys that this chapter knows: TLBI, AT, IC and DC. */
export const isMaintenance = (key: number): boolean =>
  TLBI.has(key) || AT.has(key) || BY_ADDRESS.has(key) || key === DC_ZVA || NOTHING.has(key);
