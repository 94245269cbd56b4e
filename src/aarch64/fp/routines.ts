/**
 * The exact floating-point routines: WebAssembly functions of the engine's module, on integers, written with our own
 * builder. They do what the Arm ARM's FP pseudocode does (FPCR's rounding mode, FZ, DN, AHP; FPSR's cumulative flags).
 * Shared by all users: interpreter, regions, scalar and vector instructions.
 */
import type { FunctionBuilder } from '../../wasm/function.js';
import type { ValType } from '../../wasm/opcodes.js';

export interface FpRoutine {
  readonly name: string;
  /** Parameters after the base of the core's state, which is parameter 0. */
  readonly params: readonly ValType[];
  readonly result: ValType;
  /** Writes the body. `fp` has the other routines' function indexes, by name. */
  readonly write: (f: FunctionBuilder, fp: Readonly<Record<string, number>>) => void;
}

export const FP_ROUTINES: readonly FpRoutine[] = [];
