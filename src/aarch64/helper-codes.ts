/**
 * What generated code asks TypeScript to do: numbered, so that one import serves all.
 *
 * `imm` is, for MRS, MSR, SYS and SYSL, the key of the register or operation (`sysregKey`); for MSR_IMM op1<<3 | op2 with
 * the 4-bit immediate in SCRATCH; for SVC, HVC, SMC, BRK and HLT the 16-bit immediate; otherwise ignored. A 64-bit operand
 * or result is in SCRATCH.
 */
export const HELPER = {
  /** A word that is no instruction here. */
  UNDEFINED: 0,
  SVC: 1,
  HVC: 2,
  SMC: 3,
  BRK: 4,
  HLT: 5,
  ERET: 6,
  WFI: 7,
  WFE: 8,
  SEV: 9,
  SEVL: 10,
  YIELD: 11,
  /** Register to SCRATCH. */
  MRS: 12,
  /** SCRATCH to register. */
  MSR: 13,
  /** MSR (immediate): SPSel, DAIFSet, DAIFClr. */
  MSR_IMM: 14,
  /** IC, DC, AT, TLBI and implementation defined; Xt in SCRATCH. */
  SYS: 15,
  SYSL: 16,
  ISB: 17,
  /** An FP or SIMD instruction met FP_ENABLED = 0. */
  FP_TRAP: 18,
  /** The stack pointer that addresses memory is not 16-byte aligned, and SCTLR_ELx.SA says that it must be. */
  SP_ALIGNMENT: 19,
  DCPS: 20,
  DRPS: 21,
} as const;
