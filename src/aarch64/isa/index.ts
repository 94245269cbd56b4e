/** The instruction table: all of A64 that the processor has, chapter by chapter. */
import { branchesExceptionsSystem } from './branches-exceptions-system.js';
import { dataProcessingImmediate } from './data-processing-immediate.js';
import { dataProcessingRegister } from './data-processing-register.js';
import { loadsStores } from './loads-stores.js';
import type { Instruction } from './table.js';

export const TABLE: readonly Instruction[] = [
  ...dataProcessingImmediate,
  ...branchesExceptionsSystem,
  ...loadsStores,
  ...dataProcessingRegister,
];
