/** Accounts of MMIO that nothing models: which register, how often, from where. */
import type { MmioDevice, Requester } from '../aarch64/bus.js';
import type { Unmodelled } from './registers.js';

/** Registers and, for each, program counters that are told apart; what comes later is counted together. */
const MAX_REGISTERS = 4096;
const MAX_PCS = 16;

/** What became of one register, or of all those beyond the limit (offset -1). */
export interface MmioReportEntry {
  /** The block's name, as in the board's manual. */
  readonly device: string;
  /** Byte offset in the block; -1 for what was no longer told apart. */
  readonly offset: number;
  readonly reads: number;
  readonly writes: number;
  /** Where the accesses came from, most frequent first, at most 16. DMA engines' accesses have no PC and are not in here. */
  readonly pcs: readonly { readonly pc: bigint; readonly count: number }[];
}

export interface MmioReport {
  /** Counts an access. */
  readonly unmodelled: Unmodelled;
  /** All accesses so far, most frequent register first. */
  entries(): MmioReportEntry[];
  clear(): void;
}

/** @param pc gives the address of the instruction that a core (0, 1...) is at */
export function createMmioReport(pc: (cpu: number) => bigint): MmioReport {
  interface Counts {
    readonly device: string;
    readonly offset: number;
    reads: number;
    writes: number;
    readonly pcs: Map<bigint, number>;
  }
  const registers = new Map<string, Counts>();

  const countsOf = (device: string, offset: number): Counts => {
    const known = registers.get(`${device} ${offset}`);
    if (known !== undefined) return known;
    if (registers.size >= MAX_REGISTERS && offset !== -1) return countsOf('(others)', -1);
    const counts: Counts = { device, offset, reads: 0, writes: 0, pcs: new Map() };
    registers.set(`${device} ${offset}`, counts);
    return counts;
  };

  return {
    unmodelled(device, offset, write, by) {
      const counts = countsOf(device, offset);
      if (write) counts.writes++;
      else counts.reads++;
      if (by.cpu < 0) return;
      const at = pc(by.cpu);
      const before = counts.pcs.get(at);
      if (before !== undefined || counts.pcs.size < MAX_PCS) counts.pcs.set(at, (before ?? 0) + 1);
    },
    entries: () =>
      [...registers.values()]
        .map(({ device, offset, reads, writes, pcs }) => ({
          device,
          offset,
          reads,
          writes,
          pcs: [...pcs].map(([pc, count]) => ({ pc, count })).sort((a, b) => b.count - a.count),
        }))
        .sort((a, b) => b.reads + b.writes - a.reads - a.writes),
    clear: () => registers.clear(),
  };
}

/**
 * A window that nothing models: it reads as zero, ignores writes, and every access is counted.
 * @param name as the board's manual calls it
 */
export function createUnmodelledWindow(name: string, unmodelled: Unmodelled): MmioDevice {
  return {
    name,
    read(offset: number, _size: 1 | 2 | 4, by: Requester) {
      unmodelled(name, offset, false, by);
      return 0;
    },
    write(offset: number, _size: 1 | 2 | 4, _value: number, by: Requester) {
      unmodelled(name, offset, true, by);
    },
  };
}
