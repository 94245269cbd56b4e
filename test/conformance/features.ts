/** What of the instruction set the harness tests. */
import { TABLE } from '../../src/aarch64/isa/index.js';
import type { Instruction } from '../../src/aarch64/isa/table.js';

/**
 * FP and SIMD: false until they are in the table. To be turned on here, and the digests recorded again
 * (`npm run conformance -- --record`): words are no longer left out, entries have cases, and V registers, FPCR and FPSR are
 * loaded and compared.
 */
export const FP: boolean = false;

/** Loads and stores of SIMD and FP registers, and data processing of them (Arm ARM C4.1): bits 27 and 26. */
const FP_BITS = 0x0c000000;

/** Words that are left out. */
export const leftOut = (word: number): boolean => !FP && (word & FP_BITS) === FP_BITS;

/** The entries of the table that are tested. */
export const ENTRIES: readonly Instruction[] = TABLE.filter((entry) => !leftOut(entry.value));
