/** The instruction table: all of A64 that the processor has, chapter by chapter. */
import { branchesExceptionsSystem } from './branches-exceptions-system.js';
import { dataProcessingImmediate } from './data-processing-immediate.js';
import { dataProcessingRegister } from './data-processing-register.js';
import { fpConversions } from './fp-conversions.js';
import { fpDataProcessing } from './fp-data-processing.js';
import { loadsStores } from './loads-stores.js';
import { simdFpArithmetic } from './simd-fp-arithmetic.js';
import { simdFpTwoRegister } from './simd-fp-two-register.js';
import { simdIntegerByElement } from './simd-integer-by-element.js';
import { simdIntegerImmediate } from './simd-integer-immediate.js';
import { simdIntegerShift } from './simd-integer-shift.js';
import { simdIntegerThreeDifferent } from './simd-integer-three-different.js';
import { simdIntegerThreeSame } from './simd-integer-three-same.js';
import { simdIntegerTwoRegister } from './simd-integer-two-register.js';
import { simdLoadsStores } from './simd-loads-stores.js';
import { simdPermute } from './simd-permute.js';
import type { Instruction } from './table.js';

export const TABLE: readonly Instruction[] = [
  ...dataProcessingImmediate,
  ...branchesExceptionsSystem,
  ...loadsStores,
  ...dataProcessingRegister,
  ...simdLoadsStores,
  ...simdPermute,
  ...fpDataProcessing,
  ...fpConversions,
  ...simdIntegerThreeSame,
  ...simdIntegerThreeDifferent,
  ...simdIntegerTwoRegister,
  ...simdIntegerShift,
  ...simdIntegerByElement,
  ...simdIntegerImmediate,
  ...simdFpArithmetic,
  ...simdFpTwoRegister,
];
