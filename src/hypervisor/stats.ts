/** What a guest has had, and what it has cost. */
import { EC } from '../aarch64/exceptions.js';
import type { Guest, GuestEnd, GuestMode, VcpuMode, VcpuState } from './guest.js';
import { COUNTER_HZ, counterAt } from '../aarch64/timers.js';

/** Why a guest was left for EL2: names, and their exception classes (Arm ARM D13.2.37). */
const EXITS = [
  ['wait', [EC.WFX]],
  ['hvc', [EC.HVC]],
  ['smc', [EC.SMC]],
  ['register', [EC.SYSTEM]],
  ['memory', [EC.DATA_ABORT, EC.INSTRUCTION_ABORT]],
  ['interrupt', []],
  ['other', []],
] as const;
export type ExitKind = (typeof EXITS)[number][0];
const OTHER = EXITS.length - 1;
const INTERRUPT = EXITS.length - 2;
const INDEX_BY_CLASS = new Map<number, number>(EXITS.flatMap(([, classes], i) => classes.map((c) => [c, i] as const)));

/** Counters of exits by kind, none yet. */
export const noExits = (): number[] => EXITS.map(() => 0);

/** Counts an exit. @param ec its exception class, -1 for an interrupt */
export function countExit({ exits }: VcpuState, ec: number): void {
  exits[ec < 0 ? INTERRUPT : (INDEX_BY_CLASS.get(ec) ?? OTHER)]++;
}

export interface VcpuStats {
  readonly mode: VcpuMode;
  /** Guest time (ns) that it ran, that it would have run while others did (steal), and that it waited. */
  readonly ran: number;
  readonly ready: number;
  readonly waited: number;
  readonly exits: Readonly<Record<ExitKind, number>>;
  /** Interrupts that were put into list registers. */
  readonly injected: number;
}

/** Times and counters are from the board's start on, whatever the guest has been through since. */
export interface GuestStats {
  readonly name: string;
  readonly mode: GuestMode;
  readonly end: GuestEnd | undefined;
  /** Time (ns) that has passed for it since it was started; 0 while it is off. */
  readonly uptime: number;
  /** How often it has started again by itself since somebody has started it. */
  readonly restarts: number;
  /** Bytes of the board's RAM that it has. */
  readonly memory: number;
  readonly vcpus: readonly VcpuStats[];
  /** Accesses to devices by their names; '' where nothing is. */
  readonly mmio: Readonly<Record<string, number>>;
}

/** @param now guest time, ns */
export function vcpuStats({ state, guest }: { state: VcpuState; guest: Guest }, now: number): VcpuStats {
  const { mode, ran, ready, waited, since, injected, exits } = state;
  const passed = guest.state.mode === 'running' ? now - since : 0;
  return {
    mode,
    ran: ran + (mode === 'running' ? passed : 0),
    ready: ready + (mode === 'runnable' ? passed : 0),
    waited: waited + (mode === 'blocked' ? passed : 0),
    exits: Object.fromEntries(EXITS.map(([name], i) => [name, exits[i]])) as Record<ExitKind, number>,
    injected,
  };
}

/** @param memory bytes of the board's RAM that it has */
export function guestStats(guest: Guest, now: number, memory: number): GuestStats {
  const { options, state, vcpus, devices } = guest;
  const { mode, end, offset, restarts, since } = state;
  const until = mode === 'paused' ? since : now;
  const mmio: Record<string, number> = {};
  state.mmio.forEach((count, i) => {
    const name = i < devices.length ? devices[i].device.name : '';
    if (count > 0) mmio[name] = (mmio[name] ?? 0) + count;
  });
  return {
    name: options.name,
    mode,
    end,
    uptime: mode === 'off' ? 0 : Math.round(((counterAt(until) - offset) / COUNTER_HZ) * 1e9),
    restarts,
    memory,
    vcpus: vcpus.map((vcpu) => vcpuStats(vcpu, now)),
    mmio,
  };
}
