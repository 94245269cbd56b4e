/** Which bits of EL2's registers trap what EL0 and EL1 do (Arm ARM D1.13.2 and the registers' own pages). */
import type { Core } from '../aarch64/core.js';
import { EL2_CONTROLS, type Control, type ControlRegister, type El2Control } from '../aarch64/sysregs/controls.js';
import { compileControl, controlTraps } from '../aarch64/sysregs/lookup.js';

const set = (register: ControlRegister, ...bits: number[]): Control => {
  const mask = bits.reduce((m, bit) => m | (1 << bit), 0);
  return { register, read: mask, write: mask, when: 'set' };
};
const clear = (register: ControlRegister, read: number, write = read): Control => ({
  register,
  read,
  write,
  when: 'clear',
});
const hcr = (bit: number): Control => set('HCR_EL2', bit);

const TGE = hcr(27);
const TDE = 8;

const TRAPS: Readonly<Record<El2Control, Control>> = {
  TVM: { register: 'HCR_EL2', read: 1 << 30, write: 1 << 26, when: 'set' },
  TACR: hcr(21),
  TIDCP: hcr(20),
  TID1: hcr(16),
  TID2: hcr(17),
  TID3: hcr(18),
  TSW: hcr(22),
  TPC: hcr(23),
  TPU: hcr(24),
  TTLB: hcr(25),
  TDZ: hcr(28),
  TSC: hcr(19),
  TWI: hcr(13),
  TWE: hcr(14),
  TCPAC: set('CPTR_EL2', 31),
  // MDCR_EL2.TDE, and HCR_EL2.TGE which stands for it, set these three as well.
  TDA: { ...set('MDCR_EL2', 9, TDE), or: TGE },
  TDOSA: { ...set('MDCR_EL2', 10, TDE), or: TGE },
  TDRA: { ...set('MDCR_EL2', 11, TDE), or: TGE },
  TPM: set('MDCR_EL2', 6),
  TPMCR: set('MDCR_EL2', 5, 6),
  EL1PCTEN: clear('CNTHCTL_EL2', 1 << 0),
  EL1PCEN: clear('CNTHCTL_EL2', 1 << 1),
  CPUACTLR: clear('ACTLR_EL2', 0, 1 << 0),
  CPUECTLR: clear('ACTLR_EL2', 0, 1 << 1),
  L2CTLR: clear('ACTLR_EL2', 0, 1 << 4),
  L2ECTLR: clear('ACTLR_EL2', 0, 1 << 5),
  L2ACTLR: clear('ACTLR_EL2', 0, 1 << 6),
};

const compiled = EL2_CONTROLS.map((name) => compileControl(TRAPS[name]));

/**
 * `VirtualizationSeam.traps`: whether EL2 takes this access or instruction of EL0 or EL1.
 * @param control index in `EL2_CONTROLS`
 */
export const traps = (core: Core, control: number, write: boolean): boolean =>
  controlTraps(core, compiled[control], write);
