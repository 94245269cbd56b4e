/**
 * The exact floating-point routines: WebAssembly functions of the engine's module, on integers, written with our own
 * builder. They do what the Arm ARM's FP pseudocode does (FPCR's rounding mode, FZ, DN, AHP; FPSR's cumulative flags).
 * Shared by all users: interpreter, regions, scalar and vector instructions.
 */
import { ARITHMETIC } from './arithmetic.js';
import { COMPARISONS } from './compare.js';
import { CONVERSIONS } from './conversions.js';
import { ESTIMATES } from './estimates.js';
import { ROUNDING } from './round.js';
import { VECTORS } from './vectors.js';
import type { FpRoutine } from './format.js';

export type { FpRoutine };

/** All of them; their names and parameters are with each of these lists. */
export const FP_ROUTINES: readonly FpRoutine[] = [
  ...ROUNDING,
  ...ARITHMETIC,
  ...COMPARISONS,
  ...CONVERSIONS,
  ...ESTIMATES,
  ...VECTORS,
];
