/** What an SVC, HVC or SMC asks for: PSCI (DEN 0022), other SMC calls (DEN 0028), Xen's hypercalls. */
import type { Core } from '../../aarch64/core.js';
import { EC } from '../../aarch64/exceptions.js';
import { FUNCTION } from '../../aarch64/psci.js';
import { STATE } from '../../aarch64/state.js';

/** Functions that have a name, those that the built-in firmware does not serve included. */
const NAMES: ReadonlyMap<number, string> = new Map(
  [
    ...Object.entries(FUNCTION),
    ['SMCCC_ARCH_SOC_ID', 0x80000002] as const,
    ['SMCCC_ARCH_WORKAROUND_3', 0x80003fff] as const,
    ['SMCCC_ARCH_WORKAROUND_2', 0x80007fff] as const,
    ['SMCCC_ARCH_WORKAROUND_1', 0x80008000] as const,
    ['MIGRATE', 0x84000005] as const,
    ['MIGRATE_INFO_UP_CPU', 0x84000007] as const,
    ['CPU_FREEZE', 0x8400000b] as const,
    ['CPU_DEFAULT_SUSPEND', 0x8400000c] as const,
    ['NODE_HW_STATE', 0x8400000d] as const,
    ['SYSTEM_SUSPEND', 0x8400000e] as const,
    ['PSCI_SET_SUSPEND_MODE', 0x8400000f] as const,
    ['PSCI_STAT_RESIDENCY', 0x84000010] as const,
    ['PSCI_STAT_COUNT', 0x84000011] as const,
    ['SYSTEM_RESET2', 0x84000012] as const,
    ['MEM_PROTECT', 0x84000013] as const,
    ['MEM_PROTECT_CHECK_RANGE', 0x84000014] as const,
  ].map(([name, id]) => [id, name]),
);

/** How many parameters are worth showing; 0 where it is not in here. */
const PARAMETERS: Readonly<Record<string, number>> = {
  SMCCC_ARCH_FEATURES: 1,
  CPU_SUSPEND: 3,
  CPU_ON: 3,
  AFFINITY_INFO: 2,
  MIGRATE: 1,
  PSCI_FEATURES: 1,
  CPU_DEFAULT_SUSPEND: 2,
  NODE_HW_STATE: 2,
  SYSTEM_SUSPEND: 2,
  PSCI_SET_SUSPEND_MODE: 1,
  PSCI_STAT_RESIDENCY: 2,
  PSCI_STAT_COUNT: 2,
  SYSTEM_RESET2: 2,
  MEM_PROTECT: 1,
  MEM_PROTECT_CHECK_RANGE: 2,
};

/** Owners of SMCCC function identifiers, bits 29:24 (DEN 0028, table 6-1). */
const OWNERS = ['Arm architecture', 'CPU', 'SiP', 'OEM', 'standard secure', 'standard hypervisor', 'vendor hypervisor'];
const FAST = 0x80000000;
const SMC64 = 0x40000000;

/** The number in Xen's HVC, and the hypercalls that it has on Arm (xen/include/public/xen.h), by X16. */
const XEN = 0xea1;
const HYPERCALLS: Readonly<Record<number, string>> = {
  12: 'memory_op',
  17: 'xen_version',
  18: 'console_io',
  20: 'grant_table_op',
  22: 'vm_assist',
  24: 'vcpu_op',
  27: 'xsm_op',
  29: 'sched_op',
  32: 'event_channel_op',
  33: 'physdev_op',
  34: 'hvm_op',
  35: 'sysctl',
  36: 'domctl',
  39: 'argo_op',
  41: 'dm_op',
  42: 'hypfs_op',
};

const hex = (n: number | bigint): string => `0x${n.toString(16)}`;

/**
 * The name of an SMCCC call with its parameters, as `CPU_ON(0x1, 0x200000, 0x0)`; undefined for what is none.
 * @param id W0
 * @param parameter X1, X2... by their number
 */
export function smcccCall(id: number, parameter: (n: number) => bigint): string | undefined {
  if ((id & FAST) === 0) return undefined;
  const narrow = (id & ~SMC64) >>> 0;
  const name = NAMES.get(narrow);
  if (name === undefined) {
    const owner = (id >>> 24) & 63;
    return `${OWNERS[owner] ?? (owner < 48 ? `owner ${owner}` : owner < 50 ? 'trusted application' : 'trusted OS')} call ${hex(id >>> 0)}`;
  }
  const values = Array.from({ length: PARAMETERS[name] ?? 0 }, (_, n) => {
    const value = (id & SMC64) !== 0 ? parameter(n + 1) : BigInt.asUintN(32, parameter(n + 1));
    // A parameter may itself be a function.
    return name.endsWith('_FEATURES') ? nameOf(value) : hex(value);
  });
  return `${name}(${values.join(', ')})`;
}

const nameOf = (id: bigint): string => NAMES.get(((Number(id & 0xffffffffn) | 0) & ~SMC64) >>> 0) ?? hex(id);

/**
 * What the SVC, HVC or SMC of a syndrome asks for, from the registers of the core that has just taken it; undefined for what no
 * convention is known for.
 */
export function describeCall(core: Core, esr: number): string | undefined {
  const ec = esr >>> 26;
  // Linux and most others: the number is in x8.
  if (ec === EC.SVC) return (esr & 0xffff) === 0 ? `x8 ${core.lo(STATE.X + 8 * 8)}` : undefined;
  if (ec !== EC.HVC && ec !== EC.SMC) return undefined;
  if (ec === EC.HVC && (esr & 0xffff) === XEN) {
    const op = core.lo(STATE.X + 8 * 16);
    return HYPERCALLS[op] ?? `hypercall ${op}`;
  }
  if ((esr & 0xffff) !== 0) return undefined;
  return smcccCall(core.get(STATE.X), (n) => core.big(STATE.X + 8 * n));
}
