/** Registers by the names that people know them by: for tests, debuggers and users of the Node API. */
import type { Core } from '../aarch64/core.js';
import { getPstate, stackPointer } from '../aarch64/pstate.js';
import { STATE } from '../aarch64/state.js';
import { REG } from '../aarch64/sysregs/storage.js';

/** Where a register's 64 bits are in a core's state, or undefined. */
function placeOf(core: Core, name: string): number | undefined {
  const x = /^x(\d|[12]\d|30)$/.exec(name);
  if (x) return STATE.X + 8 * Number(x[1]);
  if (name === 'sp') return STATE.SP;
  if (name === 'pc') return STATE.PC;
  const banked = /^SP_EL([0-3])$/.exec(name);
  if (banked) return stackPointer(core, Number(banked[1]));
  return Object.hasOwn(REG, name) ? (REG as Readonly<Record<string, number>>)[name] : undefined;
}

/**
 * The value of a register (64 bits, unsigned) while the machine does not run.
 *
 * @param name x0 to x30, sp (the one in use), pc, pstate (in the form of SPSR_ELx), or a system register by the manual's
 *   name, as in SCTLR_EL1: what is stored, without the effects or the checks of an MRS
 * @throws RangeError if there is no register of this name
 */
export function readRegister(core: Core, name: string): bigint {
  if (name === 'pstate') return BigInt(getPstate(core) >>> 0);
  const at = placeOf(core, name);
  if (at === undefined) throw new RangeError(`no register '${name}'`);
  return core.big(at);
}

/**
 * Changes a general-purpose register, a stack pointer or pc while the machine does not run. System registers have side effects, and
 * are written by guest code only.
 *
 * @param value taken modulo 2^64
 * @throws RangeError if there is no such register
 */
export function writeRegister(core: Core, name: string, value: bigint): void {
  const at = placeOf(core, name);
  if (at === undefined || (at >= STATE.SYSREGS && !name.startsWith('SP_EL')))
    throw new RangeError(`no register '${name}' that can be written`);
  core.setBig(at, value);
}
