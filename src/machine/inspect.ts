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

/** Per level: the vectors' base, and what an exception has left. */
const EXCEPTION = [
  undefined,
  ...[1, 2, 3].map((el) => ({ vbar: `VBAR_EL${el}`, elr: `ELR_EL${el}`, esr: `ESR_EL${el}` })),
];
/** Where a level's own synchronous exceptions go while it uses its own stack pointer, as it does from the first one on. */
const SYNCHRONOUS = 0x200n;

/**
 * A core that takes exceptions for ever without getting anywhere: the first instruction of a vector raises the exception whose
 * vector it is. @returns that in one line, or undefined for a core that is well
 */
export function lockedUp(core: Core): string | undefined {
  const names = EXCEPTION[core.el];
  if (core.mode !== 'run' || !names) return undefined;
  const pc = readRegister(core, 'pc');
  if (pc !== readRegister(core, names.elr)) return undefined;
  // A core that has just come out of reset stands at an offset of 0, with all three at 0.
  if (pc - readRegister(core, names.vbar) !== SYNCHRONOUS) return undefined;
  const hex = (n: bigint): string => `0x${n.toString(16)}`;
  return (
    `core ${core.index} takes the same exception over and over at EL${core.el}: ` +
    `its vector ${hex(pc)} faults, ${names.esr} is ${hex(readRegister(core, names.esr))}`
  );
}
