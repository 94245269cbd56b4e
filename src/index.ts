/**
 * The Node API: what `import ... from 'pivisor'` gives. docs/api.md shows it at work.
 *
 * A program is assembled or read from a file, put on a machine, and run for some guest time; between runs the machine can
 * be looked into. Everything here is synchronous and deterministic: time is guest time, in nanoseconds since reset.
 */

// Boards and programs.
export { boardNames, loadBoard } from './host/boards.js';
export { BoardError, parseBoard, type Board, type DeviceEntry, type Range } from './machine/board.js';
export { ImageError, readImage, type Image } from './machine/image.js';
export { ElfError, readElf, type ElfFile, type ElfSection, type ElfSegment, type ElfSymbol } from './aarch64/elf.js';

// Assembler and disassembler.
export {
  Assembly,
  AssemblyError,
  assemble,
  type AssembledSection,
  type AssembleOptions,
  type Diagnostic,
} from './aarch64/assembler/index.js';
export { disassemble } from './aarch64/disassembler.js';

// The machine.
export { Machine, type End, type MachineOptions, type Segment } from './machine/machine.js';
export type { Outcome, Scheduler } from './machine/scheduler.js';
export type { Core } from './aarch64/core.js';
export type { Processor } from './aarch64/processor.js';
export { PoolExhausted } from './aarch64/memory.js';
/** The interpreter's module that the build has kept: given to a `Machine`, it saves a tenth of a second. */
export { prebuiltEngine } from './host/engine.js';

// Looking into it.
export { readRegister, writeRegister } from './machine/inspect.js';
export { debugRead, debugTranslate, debugWrite, type Space } from './aarch64/mmu/debug.js';
export type { Watch } from './aarch64/tlb.js';

// Boot tests.
export { defineTest, type BootTest } from './testing/define.js';
export type { TestEvent, TestResult } from './testing/result.js';
export type { RunTestsOptions, TestRun } from './testing/run-tests.js';
export { runTests } from './testing/api.js';
