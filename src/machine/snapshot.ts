/**
 * A machine's whole state: taken between two calls of `run`, brought back in the same machine or, by way of plain data, in another one of
 * the same kind. What TLBs and decoded code hold is no state, and starts empty.
 */
import { saveCore, type CoreState } from '../aarch64/core-state.js';
import type { MemorySnapshot } from '../aarch64/memory.js';
import type { Input } from './inputs.js';
import type { DiskChanges } from '../devices/block.js';
import type { End, Handoff, Machine, MachineOptions } from './machine.js';
import type { SchedulerState } from './scheduler.js';

/** Raised with every change of what is in a snapshot. */
export const SNAPSHOT_VERSION = 5;

/** All but RAM: numbers, texts, typed arrays, and objects and lists of these. */
export interface MachineState {
  readonly version: number;
  /** What the machine is made of: a snapshot fits where this is the same. */
  readonly kind: MachineKind;
  /** What makes another machine like it. */
  readonly made: Pick<
    MachineOptions,
    'board' | 'cores' | 'seed' | 'commandLine' | 'legacyInterrupts' | 'semihosting' | 'guests' | 'epoch'
  >;
  readonly scheduler: SchedulerState;
  readonly cores: readonly CoreState[];
  /** GIC, devices, serial lines, semihosting: `Machine.states`. */
  readonly states: readonly object[];
  readonly inputs: readonly Input[];
  readonly end: End | undefined;
  /** The built-in PSCI answers at EL3. */
  readonly psci: boolean;
  /** What a reset of the board does again. */
  readonly handoff: Handoff | undefined;
  /** What was written to a card whose changes are kept in memory. */
  readonly cardChanges: DiskChanges | undefined;
  /** The same of each virtio disk. */
  readonly diskChanges: readonly (DiskChanges | undefined)[];
}

export interface MachineKind {
  readonly board: string;
  readonly cores: number;
  readonly ram: readonly { readonly base: number; readonly bytes: number }[];
  readonly devices: readonly string[];
  /** The hypervisor's guests: names, memory, virtual CPUs. */
  readonly guests: readonly string[];
  /** Size of the card in the slot in sectors, 0 if there is none. */
  readonly card: number;
  /** What is in the virtio slots; of disks with their sizes in sectors. */
  readonly virtio: readonly string[];
  /** Of each network the names of its ports. */
  readonly networks: readonly string[];
  /** Where the board's Ethernet socket is plugged in: indices of network and NIC, or nothing. */
  readonly ethernet: readonly number[];
}

/** The snapshot does not fit the machine: the message says why, in one line. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

export interface Snapshot {
  readonly state: MachineState;
  readonly memory: MemorySnapshot;
}

/** Why a state can't be brought back in this machine, or undefined. */
export function misfit(machine: Machine, { version, kind }: MachineState): string | undefined {
  if (version !== SNAPSHOT_VERSION) return `version ${version}, expected ${SNAPSHOT_VERSION}`;
  const own = machine.kind;
  for (const field of Object.keys(own) as (keyof MachineKind)[]) {
    const [found, expected] = [JSON.stringify(kind[field]), JSON.stringify(own[field])];
    if (found !== expected) return `${field} ${found}, expected ${expected}`;
  }
  return undefined;
}

/** The state of everything but RAM. */
function stateOf(machine: Machine): MachineState {
  return {
    version: SNAPSHOT_VERSION,
    kind: machine.kind,
    made: machine.made,
    scheduler: machine.scheduler.save(),
    cores: machine.processor.cores.map(saveCore),
    states: structuredClone(machine.states()),
    inputs: [...machine.inputs],
    end: machine.end,
    psci: machine.processor.cores[0].vectors[3] !== undefined,
    handoff: machine.handoff,
    cardChanges: machine.sdCard?.changes?.save(),
    diskChanges: machine.disks.map((disk) => disk.changes?.save()),
  };
}

/** Takes a snapshot, whose pages are shared with the machine until it writes to them. */
export function takeSnapshot(machine: Machine): Snapshot {
  const { memory, tlbs } = machine.processor;
  const snapshot = { state: stateOf(machine), memory: memory.snapshot() };
  // The first store to each page must be seen.
  tlbs.dropAll();
  return snapshot;
}

/** Brings a snapshot of this machine back; later ones are released. */
export function restoreSnapshot(machine: Machine, { state, memory }: Snapshot): void {
  machine.processor.memory.restore(memory);
  machine.processor.micro.flush();
  machine.adopt(state);
}

/**
 * Brings a state with its pages back in a machine of the same kind.
 * @param pages physical address and 4 KB of each, in the order in which they were first touched
 * @throws SnapshotError
 */
export function loadState(
  machine: Machine,
  state: MachineState,
  pages: Iterable<readonly [pa: number, bytes: Uint8Array]>,
): void {
  const why = misfit(machine, state);
  if (why !== undefined) throw new SnapshotError(why);
  const { memory, micro } = machine.processor;
  const list = [...pages];
  memory.rebuild(list.map(([pa]) => pa));
  for (const [pa, bytes] of list) memory.contents(memory.frame(pa)).set(bytes);
  micro.flush();
  machine.adopt(state);
}

/** The pages of a snapshot, in the order in which they were first touched. Those that are all zero count as touched. */
export function* pagesOf({ memory }: Snapshot): Generator<readonly [pa: number, bytes: Uint8Array]> {
  for (const [pa, frame] of [...memory.pages].sort((a, b) => a[1] - b[1])) yield [pa, memory.read(frame)];
}
