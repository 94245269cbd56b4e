/** PSCI 1.1 (Arm DEN 0022) as guests call it, by HVC or SMC. */
import type { Core } from '../aarch64/core.js';
import { AFFINITY, commonCall, FUNCTION, functionOf, RESULT, SMC64 } from '../aarch64/psci.js';
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

const { SUCCESS, NOT_SUPPORTED, INVALID_PARAMETERS, ALREADY_ON } = RESULT;

/** The parameters of a call: X of the 64-bit forms, W of the others. */
class Parameters {
  private readonly wide: boolean;
  constructor(private readonly core: Core) {
    this.wide = (core.get(STATE.X) & SMC64) !== 0;
  }
  low(n: number): number {
    return this.core.lo(STATE.X + 8 * n);
  }
  high(n: number): number {
    return this.wide ? this.core.hi(STATE.X + 8 * n) : 0;
  }
}

type Call = (vcpu: Vcpu, actions: PsciActions, parameters: Parameters) => number;

/** The virtual CPU that parameter 1 names. */
const named = ({ guest }: Vcpu, parameters: Parameters): Vcpu | undefined =>
  parameters.high(1) === 0 ? guest.vcpus.find(({ index }) => affinityOf(index) === parameters.low(1)) : undefined;

const CALLS: Readonly<Record<number, Call>> = {
  [FUNCTION.AFFINITY_INFO](vcpu, _, parameters) {
    const target = parameters.low(2) === 0 ? named(vcpu, parameters) : undefined;
    if (!target) return INVALID_PARAMETERS;
    return target.state.mode === 'off' ? AFFINITY.OFF : AFFINITY.ON;
  },
  [FUNCTION.CPU_ON](vcpu, actions, parameters) {
    const target = named(vcpu, parameters);
    if (!target) return INVALID_PARAMETERS;
    if (target.state.mode !== 'off') return ALREADY_ON;
    startContext(target.state.context, vcpu.guest.registers(), affinityOf(target.index), {
      entryLo: parameters.low(2),
      entryHi: parameters.high(2),
      x0Lo: parameters.low(3),
      x0Hi: parameters.high(3),
    });
    // Its physical timer is not in the context, since it is emulated.
    target.state.physicalCtl = 0;
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

/** Serves the call whose function is in W0, and leaves the result in X0. */
export function psciCall(core: Core, vcpu: Vcpu, actions: PsciActions): void {
  const id = core.get(STATE.X);
  const parameters = new Parameters(core);
  const call = (CALLS as Partial<Record<number, Call>>)[functionOf(id)];
  const result = commonCall(id, parameters.low(1)) ?? call?.(vcpu, actions, parameters) ?? NOT_SUPPORTED;
  core.setPair(STATE.X, result, result < 0 ? -1 : 0);
}
