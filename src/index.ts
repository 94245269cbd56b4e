/**
 * The Node API: what `import ... from 'pivisor'` gives. docs/api.md shows it at work.
 *
 * A program is assembled or read from a file, put on a machine, and run for some guest time; between runs the machine can
 * be looked into. A machine is synchronous and deterministic: time is guest time, in nanoseconds since reset. A `Session` runs one in
 * real time, with what is outside connected to it.
 */

// Boards and programs.
export { boardNames, loadBoard } from './host/boards.js';
export { BoardError, parseBoard, type Board, type DeviceEntry, type Range } from './machine/board.js';
export { ImageError, readImage, type Image } from './machine/image.js';
export { ElfError, readElf, type ElfFile, type ElfSection, type ElfSegment, type ElfSymbol } from './aarch64/elf.js';
/** Where `pivisor guests fetch` puts Linux, Xen, U-Boot and TF-A. */
export { guestsFolder } from './host/guests/folder.js';

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
export { Machine, type End, type Handoff, type MachineOptions, type Port, type Segment } from './machine/machine.js';
export type { Input, InputEvent } from './machine/inputs.js';
export type { Outcome, Scheduler } from './machine/scheduler.js';
export type { Core } from './aarch64/core.js';
export type { Processor } from './aarch64/processor.js';
export { PoolExhausted } from './aarch64/memory.js';
/** The interpreter's module that the build has kept: given to a `Machine`, it saves a tenth of a second. */
export { prebuiltEngine } from './host/engine.js';

// What the board's firmware does.
export { handoff, type Firmware, type HandoffOptions } from './machine/firmware/handoff.js';
export { generateTree } from './machine/firmware/generate-tree.js';
export { FdtError, FdtNode, readFdt, writeFdt, type Fdt } from './machine/fdt.js';

// A run as the command does it: files and options in, a machine with its consoles, limits and expectations.
export { launch, type Launch, type LaunchOptions } from './host/launch.js';
export { Session, type Driver, type Ending, type SessionOptions } from './host/session.js';
export type { SerialBackend } from './host/serial/backend.js';

/** A machine file: a board with guests. */
export { launchMachineFile, type MachineLaunch } from './host/machine-file/load.js';

// What is done to a machine while it runs, by this process or another one.
export { Control, type ControlEvent, type ControlOptions, type MachineStatus } from './host/control/control.js';
export type { Attachment } from './host/control/attachment.js';
export type { GuestStatus, GuestUsage } from './host/control/guests.js';
export { serveControl, type ControlServer } from './host/control/server.js';
export { ControlClient, type MachineListing, type OutputEvent } from './host/control/client.js';

// Networks.
export { captureToFile, hostNetworks, type CaptureFile, type HostNetworks } from './host/net/network.js';
/** Networks of a board as `--net` has them, for `launch`; and forwarded ports in one argument. */
export { parseNet, type NetSpec } from './host/net/spec.js';
export { parseForward, type ForwardSpec } from './host/net/forward.js';
export type { Network } from './devices/net/network.js';
export { NetworkError, type NatOptions, type NetworkOptions, type NicOptions } from './devices/net/plan.js';
/** A mistake in what the user has named or written, in one line. */
export { UserError } from './cli/user-error.js';

// Its state, taken and brought back.
export { SnapshotError, restoreSnapshot, takeSnapshot, type MachineState, type Snapshot } from './machine/snapshot.js';
export { readStateFile, saveStateFile, type StateFile } from './host/state-file.js';

// Looking into it.
export { readRegister, writeRegister } from './machine/inspect.js';
export { debugRead, debugTranslate, debugWrite, type Space } from './aarch64/mmu/debug.js';
export type { Watch } from './aarch64/tlb.js';
export { TraceError, parseKinds, type TraceKinds } from './machine/trace/kinds.js';
export type { TraceEvent, TraceSink } from './machine/trace/events.js';
export { traceMachine } from './machine/trace/tracer.js';
export { createGdbStub, type GdbStub, type GdbStubOptions } from './machine/gdb/stub.js';
export { serveGdb, type GdbServer, type GdbServerOptions } from './host/gdb-server.js';

// Boot tests.
export { defineTest, type BootTest } from './testing/define.js';
export type { TestEvent, TestResult } from './testing/result.js';
export type { RunTestsOptions, TestRun } from './testing/run-tests.js';
export { runTests } from './testing/api.js';
