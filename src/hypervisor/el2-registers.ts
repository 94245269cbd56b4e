/** What EL2's own registers hold, whatever runs: which exceptions are the hypervisor's, and what a guest may reach. */
import type { Core } from '../aarch64/core.js';
import { REG } from '../aarch64/sysregs/storage.js';
import { VTCR } from './stage2-tables.js';

const bits = (fields: Readonly<Record<string, number>>): number =>
  Object.values(fields).reduce((value, bit) => value | (1 << bit), 0);

/** HCR_EL2: AArch64, all interrupts to EL2, stage 2; WFI, WFE, SMC, set/way, ACTLR and implementation defined registers trap. */
const HCR = bits({
  ...{ RW: 31, TSW: 22, TACR: 21, TIDCP: 20, TSC: 19, TWE: 14, TWI: 13 },
  ...{ AMO: 5, IMO: 4, FMO: 3, SWIO: 1, VM: 0 },
});
/** CPTR_EL2: what is RES1; nothing traps. */
const CPTR = 0x33ff;
/** MDCR_EL2: debug and performance registers trap; all six counters are EL1's (HPMN). */
const MDCR = bits({ TDRA: 11, TDOSA: 10, TDA: 9, TPM: 6, TPMCR: 5 }) | 6;
/** CNTHCTL_EL2: the physical counter is open, the physical timer traps. */
const CNTHCTL = 1;

/**
 * Sets them. The caller sees to the translation regime.
 * @param vectors VBAR_EL2
 */
export function setEl2Registers(core: Core, vectors: number): void {
  core.setPair(REG.HCR_EL2, HCR, 0);
  core.setPair(REG.VTCR_EL2, VTCR, 0);
  core.setPair(REG.CPTR_EL2, CPTR, 0);
  core.setPair(REG.MDCR_EL2, MDCR, 0);
  core.setPair(REG.CNTHCTL_EL2, CNTHCTL, 0);
  core.setPair(REG.VPIDR_EL2, core.get(REG.MIDR_EL1), 0);
  core.setPair(REG.VBAR_EL2, vectors % 2 ** 32, Math.floor(vectors / 2 ** 32));
}
