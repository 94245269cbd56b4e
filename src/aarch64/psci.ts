/**
 * PSCI 1.1 (Arm DEN 0022) and SMCCC 1.1 (DEN 0028) as a host vector of EL3: what TF-A is on a board that has it.
 *
 * It has no state of its own: whether a core is on, waits or is off is the core's mode. Each call costs a fixed virtual
 * time, since the firmware's instructions are not there to be counted.
 */
import type { Core } from './core.js';
import { EC, exceptionReturn, pend, reset, wakeUp } from './exceptions.js';
import { STATE } from './state.js';
import { REG } from './sysregs/storage.js';

/** What the machine does for its firmware. */
export interface PsciHost {
  /** SYSTEM_OFF. */
  powerOff(): void;
  /** SYSTEM_RESET. */
  reset(): void;
}

/** Identifiers of the functions that are served (DEN 0022, 5.1). The 64-bit forms have bit 30 set. */
export const FUNCTION = {
  SMCCC_VERSION: 0x80000000,
  SMCCC_ARCH_FEATURES: 0x80000001,
  PSCI_VERSION: 0x84000000,
  CPU_SUSPEND: 0x84000001,
  CPU_OFF: 0x84000002,
  CPU_ON: 0x84000003,
  AFFINITY_INFO: 0x84000004,
  MIGRATE_INFO_TYPE: 0x84000006,
  SYSTEM_OFF: 0x84000008,
  SYSTEM_RESET: 0x84000009,
  PSCI_FEATURES: 0x8400000a,
} as const;
/** Bit 30: the 64-bit form. */
export const SMC64 = 0x40000000;
/** Functions that also have a 64-bit form. */
const WIDE: ReadonlySet<number> = new Set([FUNCTION.CPU_SUSPEND, FUNCTION.CPU_ON, FUNCTION.AFFINITY_INFO]);
const KNOWN: ReadonlySet<number> = new Set(Object.values(FUNCTION));

/** Results (DEN 0022, 5.2.2). */
export const RESULT = { SUCCESS: 0, NOT_SUPPORTED: -1, INVALID_PARAMETERS: -2, ALREADY_ON: -4 } as const;
const { SUCCESS, NOT_SUPPORTED, INVALID_PARAMETERS, ALREADY_ON } = RESULT;
/** Not a result: the core has returned to its caller and waits. */
const SUSPENDED = -1000;
/** What AFFINITY_INFO tells. */
export const AFFINITY = { ON: 0, OFF: 1 } as const;

/** What does not depend on who asks: versions, and which functions there are; undefined for all other functions. */
export function commonCall(id: number, argument: number): number | undefined {
  switch (functionOf(id)) {
    case FUNCTION.SMCCC_VERSION:
    case FUNCTION.PSCI_VERSION:
      return 0x10001;
    case FUNCTION.SMCCC_ARCH_FEATURES:
      return argument === FUNCTION.SMCCC_VERSION || argument === FUNCTION.SMCCC_ARCH_FEATURES ? SUCCESS : NOT_SUPPORTED;
    case FUNCTION.PSCI_FEATURES: {
      const asked = functionOf(argument);
      // SMCCC_VERSION can be asked for; the rest of the Arm Architecture range has its own function.
      return asked === -1 || asked === FUNCTION.SMCCC_ARCH_FEATURES ? NOT_SUPPORTED : SUCCESS;
    }
    case FUNCTION.MIGRATE_INFO_TYPE:
      // There is no trusted OS that needs migration.
      return 2;
    default:
      return undefined;
  }
}

/** Virtual time of a call in instructions (ns). */
export const PSCI_COST = 1000;

/** The function of an identifier, its 64-bit form taken for the other; -1 for none. */
export function functionOf(id: number): number {
  const unsigned = id >>> 0;
  if (KNOWN.has(unsigned)) return unsigned;
  const narrow = (unsigned & ~SMC64) >>> 0;
  return narrow !== unsigned && WIDE.has(narrow) ? narrow : -1;
}

/** The core that an MPIDR names, or undefined. */
const coreByAffinity = (core: Core, lo: number, hi: number): Core | undefined =>
  hi === 0 ? core.peers.find((p) => (p.get(REG.MPIDR_EL1) & 0xffffff) === lo) : undefined;

/**
 * Starts a core as firmware does: reset, in Non-secure state, at EL2 (EL1 where there is no EL2), MMU off, X0 as given.
 * @param entryLo @param entryHi address of the first instruction
 */
export function startCore(core: Core, entryLo: number, entryHi: number, x0Lo: number, x0Hi: number): void {
  reset(core, core.seam ? 2 : 1, entryLo, entryHi);
  core.setPair(STATE.X, x0Lo, x0Hi);
}

/** A parameter: W of the 32-bit forms, X of the 64-bit ones. */
const high = (core: Core, id: number, n: number): number => ((id & SMC64) !== 0 ? core.hi(STATE.X + 8 * n) : 0);
const low = (core: Core, n: number): number => core.lo(STATE.X + 8 * n);

function call(core: Core, host: PsciHost): number {
  const id = core.get(STATE.X);
  const common = commonCall(id, low(core, 1));
  if (common !== undefined) return common;
  switch (functionOf(id)) {
    case FUNCTION.AFFINITY_INFO: {
      if (low(core, 2) !== 0) return INVALID_PARAMETERS;
      const target = coreByAffinity(core, low(core, 1), high(core, id, 1));
      return target ? (target.mode === 'off' ? AFFINITY.OFF : AFFINITY.ON) : INVALID_PARAMETERS;
    }
    case FUNCTION.CPU_ON: {
      const target = coreByAffinity(core, low(core, 1), high(core, id, 1));
      if (!target) return INVALID_PARAMETERS;
      if (target.mode !== 'off') return ALREADY_ON;
      startCore(target, low(core, 2), high(core, id, 2), low(core, 3), high(core, id, 3));
      return SUCCESS;
    }
    case FUNCTION.CPU_SUSPEND: {
      // Bit 16 of the power state: power down, which comes back at the entry point; otherwise retention.
      const down = (low(core, 1) & 0x10000) !== 0;
      const [entryLo, entryHi] = [low(core, 2), high(core, id, 2)];
      const [contextLo, contextHi] = [low(core, 3), high(core, id, 3)];
      leave(core, SUCCESS);
      if (down) startCore(core, entryLo, entryHi, contextLo, contextHi);
      core.mode = 'wfi';
      wakeUp(core);
      return SUSPENDED;
    }
    case FUNCTION.CPU_OFF:
      core.mode = 'off';
      core.stop();
      return SUCCESS;
    case FUNCTION.SYSTEM_OFF:
      core.mode = 'off';
      core.stop();
      host.powerOff();
      return SUCCESS;
    case FUNCTION.SYSTEM_RESET:
      core.mode = 'off';
      core.stop();
      host.reset();
      return SUCCESS;
    default:
      return NOT_SUPPORTED;
  }
}

/** Back to the caller with a result in X0. */
function leave(core: Core, result: number): void {
  core.setPair(STATE.X, result, result < 0 ? -1 : 0);
  exceptionReturn(core);
}

/** Sends an exception that this firmware has no use for back, as UNDEFINED at the level it came from. */
function refuse(core: Core): void {
  exceptionReturn(core);
  if (!core.pending.active) pend(core, EC.UNKNOWN, 0);
}

/**
 * The vector: SMC from below is a call (W0 the function, X1 to X3 its parameters); anything else that reaches EL3 goes back
 * as UNDEFINED.
 */
export const psciVector =
  (host: PsciHost) =>
  (core: Core, offset: number): void => {
    core.set(STATE.REMAINING, core.get(STATE.REMAINING) - PSCI_COST);
    if (offset !== 0x400 || core.get(REG.ESR_EL3) >>> 26 !== EC.SMC) return refuse(core);
    const result = call(core, host);
    if (core.mode !== 'off' && result !== SUSPENDED) leave(core, result);
  };
