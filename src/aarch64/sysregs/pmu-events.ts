/** The events that are counted (Arm ARM D5.10; Cortex-A72 TRM 11.8), and which instructions are one. */
import type { Instruction } from '../isa/table.js';

export const EVENT = {
  SW_INCR: 0x00,
  INST_RETIRED: 0x08,
  EXC_TAKEN: 0x09,
  EXC_RETURN: 0x0a,
  CID_WRITE_RETIRED: 0x0b,
  CPU_CYCLES: 0x11,
  BR_PRED: 0x12,
  MEM_ACCESS: 0x13,
  MEMORY_ERROR: 0x1a,
  INST_SPEC: 0x1b,
  TTBR_WRITE_RETIRED: 0x1c,
  BUS_CYCLES: 0x1d,
  CHAIN: 0x1e,
  MEM_ACCESS_RD: 0x66,
  MEM_ACCESS_WR: 0x67,
  LDREX_SPEC: 0x6c,
  LD_SPEC: 0x70,
  ST_SPEC: 0x71,
  LDST_SPEC: 0x72,
  BR_IMMED_SPEC: 0x78,
  BR_RETURN_SPEC: 0x79,
  BR_INDIRECT_SPEC: 0x7a,
  ISB_SPEC: 0x7c,
  DSB_SPEC: 0x7d,
  DMB_SPEC: 0x7e,
  EXC_UNDEF: 0x81,
  EXC_SVC: 0x82,
  EXC_PABORT: 0x83,
  EXC_DABORT: 0x84,
  EXC_IRQ: 0x86,
  EXC_FIQ: 0x87,
  EXC_SMC: 0x88,
  EXC_HVC: 0x8a,
  EXC_TRAP_PABORT: 0x8b,
  EXC_TRAP_DABORT: 0x8c,
  EXC_TRAP_OTHER: 0x8d,
  EXC_TRAP_IRQ: 0x8e,
  EXC_TRAP_FIQ: 0x8f,
  RC_LD_SPEC: 0x90,
  RC_ST_SPEC: 0x91,
} as const;

// Classes of instructions. While a counter counts one, its core goes instruction by instruction, and each word is looked at before it
// runs (`Processor.run`): the same in every tier, and free for all others. Nothing is executed speculatively here, so that what
// the manual calls speculatively executed is what retires.

const LOAD = [EVENT.LD_SPEC, EVENT.LDST_SPEC, EVENT.MEM_ACCESS, EVENT.MEM_ACCESS_RD];
const STORE = [EVENT.ST_SPEC, EVENT.LDST_SPEC, EVENT.MEM_ACCESS, EVENT.MEM_ACCESS_WR];

/** By the name that the instruction has in the table; all rows that fit count. */
const CLASSES: readonly (readonly [name: RegExp, events: readonly number[]])[] = [
  [/^LD/, LOAD],
  [/^LDA?X/, [EVENT.LDREX_SPEC]],
  [/^LDA/, [EVENT.RC_LD_SPEC]],
  [/^ST/, STORE],
  [/^STL/, [EVENT.RC_ST_SPEC]],
  [/^(B|B\.cond|BL|CBN?Z|TBN?Z)$/, [EVENT.BR_IMMED_SPEC, EVENT.BR_PRED]],
  [/^(BR|BLR|RET)$/, [EVENT.BR_INDIRECT_SPEC, EVENT.BR_PRED]],
  [/^RET$/, [EVENT.BR_RETURN_SPEC]],
  [/^ISB$/, [EVENT.ISB_SPEC]],
  [/^DSB$/, [EVENT.DSB_SPEC]],
  [/^DMB$/, [EVENT.DMB_SPEC]],
];

/** All of them. */
export const CLASS_EVENTS: ReadonlySet<number> = new Set(CLASSES.flatMap(([, events]) => events));

const known = new Map<Instruction, readonly number[]>();
export const NO_EVENTS: readonly number[] = [];

/** The events of an instruction's classes. */
export function classEvents(insn: Instruction | undefined): readonly number[] {
  if (!insn) return NO_EVENTS;
  let events = known.get(insn);
  if (!events) known.set(insn, (events = CLASSES.flatMap(([name, of]) => (name.test(insn.name) ? of : []))));
  return events;
}
