/** What generated code asks TypeScript to do (`helper-codes.ts`), and who does it. */
import { CONTINUE, type Core } from './core.js';
import {
  brk,
  eret,
  fpTrap,
  hlt,
  hvc,
  sendEvent,
  sendEventLocal,
  smc,
  spAlignment,
  svc,
  undefinedInstruction,
  wait,
  yieldTurn,
} from './exceptions.js';
import { HELPER } from './helper-codes.js';
import { mrs, msr, msrImmediate, sysInstruction, sysl } from './sysregs/access.js';

export { HELPER };

/** One of `HELPER`. */
export type HelperKind = (typeof HELPER)[keyof typeof HELPER];

type Helper = (core: Core, imm: number) => number;

const TABLE: Readonly<Record<keyof typeof HELPER, Helper>> = {
  UNDEFINED: undefinedInstruction,
  SVC: svc,
  HVC: hvc,
  SMC: smc,
  BRK: brk,
  HLT: hlt,
  ERET: eret,
  WFI: (core) => wait(core, false),
  WFE: (core) => wait(core, true),
  SEV: sendEvent,
  SEVL: sendEventLocal,
  YIELD: yieldTurn,
  MRS: mrs,
  MSR: msr,
  MSR_IMM: msrImmediate,
  SYS: sysInstruction,
  SYSL: sysl,
  ISB: () => CONTINUE,
  FP_TRAP: fpTrap,
  SP_ALIGNMENT: spAlignment,
  // Only in Debug state.
  DCPS: undefinedInstruction,
  DRPS: undefinedInstruction,
};

const byNumber: Helper[] = [];
for (const name of Object.keys(HELPER) as (keyof typeof HELPER)[]) byNumber[HELPER[name]] = TABLE[name];

/** Does what `kind` says. @returns CONTINUE or LEAVE */
export function callHelper(core: Core, kind: number, imm: number): number {
  return byNumber[kind](core, imm);
}
