/** PSCI 1.1 (Arm DEN 0022) as guests call it, by HVC or SMC. */
import type { Core } from '../aarch64/core.js';
import { FUNCTION } from '../aarch64/psci.js';
import { STATE } from '../aarch64/state.js';
import type { Vcpu } from './guest.js';
import { affinityOf } from './platform.js';
import { startContext } from './vcpu-context.js';

/** What the hypervisor does for a guest that asks. */
export interface PsciActions {
  /** The virtual CPU, which was off, is ready to run. */
  startVcpu(vcpu: Vcpu): void;
  /** The calling one is off. */
  stopVcpu(vcpu: Vcpu): void;
  /** The calling one waits for an interrupt. */
  suspendVcpu(vcpu: Vcpu): void;
  endGuest(vcpu: Vcpu, how: 'power-off' | 'reset'): void;
}

const SUCCESS = 0;
const NOT_SUPPORTED = -1;
const INVALID_PARAMETERS = -2;
const ALREADY_ON = -4;
const ON = 0;
const OFF = 1;
const MIGRATION_NOT_REQUIRED = 2;
const SMC64 = 0x40000000;

const halves = (value: number): [number, number] => [value % 2 ** 32, Math.floor(value / 2 ** 32)];

type Call = (vcpu: Vcpu, actions: PsciActions, argument: (n: number) => number) => number;

const byAffinity = ({ guest }: Vcpu, mpidr: number): Vcpu | undefined =>
  guest.vcpus.find(({ index }) => affinityOf(index) === mpidr);

const CALLS: Readonly<Record<number, Call>> = {
  [FUNCTION.SMCCC_VERSION]: () => 0x10001,
  [FUNCTION.PSCI_VERSION]: () => 0x10001,
  [FUNCTION.SMCCC_ARCH_FEATURES]: (_, __, argument) =>
    argument(1) === FUNCTION.SMCCC_VERSION || argument(1) === FUNCTION.SMCCC_ARCH_FEATURES ? SUCCESS : NOT_SUPPORTED,
  [FUNCTION.PSCI_FEATURES]: (_, __, argument) => (callOf(argument(1)) ? SUCCESS : NOT_SUPPORTED),
  [FUNCTION.MIGRATE_INFO_TYPE]: () => MIGRATION_NOT_REQUIRED,
  [FUNCTION.AFFINITY_INFO](vcpu, _, argument) {
    const target = argument(2) === 0 ? byAffinity(vcpu, argument(1)) : undefined;
    if (!target) return INVALID_PARAMETERS;
    return target.state.mode === 'off' ? OFF : ON;
  },
  [FUNCTION.CPU_ON](vcpu, actions, argument) {
    const target = byAffinity(vcpu, argument(1));
    if (!target) return INVALID_PARAMETERS;
    if (target.state.mode !== 'off') return ALREADY_ON;
    const entry = argument(2);
    startContext(target.state.context, vcpu.guest.registers(), affinityOf(target.index), entry, ...halves(argument(3)));
    actions.startVcpu(target);
    return SUCCESS;
  },
  [FUNCTION.CPU_OFF](vcpu, actions) {
    actions.stopVcpu(vcpu);
    return SUCCESS;
  },
  [FUNCTION.CPU_SUSPEND](vcpu, actions) {
    // As a wait: a power-down state may come back as if it had been one of retention.
    actions.suspendVcpu(vcpu);
    return SUCCESS;
  },
  [FUNCTION.SYSTEM_OFF](vcpu, actions) {
    actions.endGuest(vcpu, 'power-off');
    return SUCCESS;
  },
  [FUNCTION.SYSTEM_RESET](vcpu, actions) {
    actions.endGuest(vcpu, 'reset');
    return SUCCESS;
  },
};
const WIDE: ReadonlySet<number> = new Set([FUNCTION.CPU_SUSPEND, FUNCTION.CPU_ON, FUNCTION.AFFINITY_INFO]);

/** The function that an identifier names, its 64-bit form too. */
function callOf(id: number): Call | undefined {
  const own = (CALLS as Partial<Record<number, Call>>)[id];
  if (own) return own;
  const narrow = (id & ~SMC64) >>> 0;
  return narrow !== id && WIDE.has(narrow) ? CALLS[narrow] : undefined;
}

/** Serves the call whose function is in W0, and leaves the result in X0. */
export function psciCall(core: Core, vcpu: Vcpu, actions: PsciActions): void {
  const id = core.lo(STATE.X);
  // A parameter: W of the 32-bit forms, X of the 64-bit ones. Addresses and affinities are below 2^53.
  const argument = (n: number): number =>
    core.lo(STATE.X + 8 * n) + ((id & SMC64) !== 0 ? core.hi(STATE.X + 8 * n) * 2 ** 32 : 0);
  const result = callOf(id)?.(vcpu, actions, argument) ?? NOT_SUPPORTED;
  core.setPair(STATE.X, result, result < 0 ? -1 : 0);
}
