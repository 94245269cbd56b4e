/** System registers for debuggers: no level is too low, nothing traps, and a look changes nothing. */
import type { Core } from '../core.js';
import { stackPointer } from '../pstate.js';
import { CORE_BYTES, STATE } from '../state.js';
import { writeAllowed } from './access.js';
import { READ } from './hooks.js';
import { REGISTERS, type RegisterName, type SystemRegister } from './table.js';

const rows: readonly SystemRegister[] = REGISTERS;

/** The stack pointer in use is not in its bank. */
function bankOf(name: string): number {
  const banked = /^SP_EL([0-3])$/.exec(name);
  return banked ? Number(banked[1]) : -1;
}

/** Indices in the table of the registers that can be looked at, in the table's order. */
export const INSPECTABLE: readonly number[] = rows.flatMap((row, index) =>
  row.encodings === undefined && row.access !== 'WO' && (row.key >= 0 || bankOf(row.name) >= 0) ? [index] : [],
);

/**
 * The value of a register (64 bits, unsigned) as MRS would give it at the core's level, if MRS were allowed. A counter that
 * reading brings up to date is put back as it was, so that looking does not change the machine.
 * @param index in the table
 */
export function inspectSystemRegister(core: Core, index: number): bigint {
  const { name } = rows[index];
  const bank = bankOf(name);
  if (bank >= 0) return core.big(stackPointer(core, bank));
  const hook = READ[name as RegisterName];
  if (!hook) return core.big(STATE.SYSREGS + 8 * index);
  const { u8 } = core.linear;
  const kept = u8.slice(core.base, core.base + CORE_BYTES);
  hook(core);
  const value = core.big(STATE.SCRATCH);
  u8.set(kept, core.base);
  return value;
}

/**
 * Writes a register as MSR would: writable bits only, with all that follows from it (translation, timers, interrupts).
 * The core stays at its instruction.
 * @param index in the table
 * @param value taken modulo 2^64
 * @returns false where the register is read-only
 */
export function alterSystemRegister(core: Core, index: number, value: bigint): boolean {
  const { name, access } = rows[index];
  const bank = bankOf(name);
  if (bank >= 0) {
    core.setBig(stackPointer(core, bank), value);
    return true;
  }
  if (access === 'RO') return false;
  const pc = core.big(STATE.PC);
  const remaining = core.get(STATE.REMAINING);
  const { deadline } = core;
  writeAllowed(core, index, Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
  core.setBig(STATE.PC, pc);
  core.set(STATE.REMAINING, remaining);
  core.deadline = deadline;
  return true;
}
