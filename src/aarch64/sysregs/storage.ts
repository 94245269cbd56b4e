/** Where each system register lives in a core's state: derived from the table. */
import { CORE_BYTES, STATE } from '../state.js';
import { REGISTERS, type RegisterName } from './table.js';

/** Offset of a register from its core's base: 64 bits each, in table order. `core.get(REG.SCTLR_EL1)`. */
export const REG = Object.fromEntries(
  REGISTERS.map(({ name }, index) => [name, STATE.SYSREGS + 8 * index]),
) as Readonly<Record<RegisterName, number>>;

if (STATE.SYSREGS + 8 * REGISTERS.length > CORE_BYTES) throw new Error('system registers do not fit in a core');
