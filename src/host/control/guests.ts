/** The hypervisor's guests as somebody outside sees them: states, and what they use. */
import type { GuestMode } from '../../hypervisor/guest.js';
import type { Machine } from '../../machine/machine.js';

/** Times in ns of guest time, sizes in bytes. */
export interface GuestStatus {
  readonly name: string;
  readonly state: GuestMode;
  /** Why it is off: one line. */
  readonly ended: string | undefined;
  /** How often it has started again by itself. */
  readonly restarts: number;
  readonly vcpus: number;
  /** Time that has passed for it since it was started; 0 while it is off. */
  readonly uptime: number;
  /** Time that its virtual CPUs have run, together. */
  readonly cpu: number;
  /** What it has of the board's, 0 while it is off, and what it has touched of that. */
  readonly memory: { readonly size: number; readonly touched: number };
}

/** And what it costs. */
export interface GuestUsage extends GuestStatus {
  /** Guest time at which this was so. */
  readonly time: number;
  /** Time that its virtual CPUs would have run while others did. */
  readonly steal: number;
  /** How often it was left for EL2, by why. */
  readonly exits: Readonly<Record<string, number>>;
  readonly interrupts: number;
  /** Accesses to its devices, by their names. */
  readonly mmio: Readonly<Record<string, number>>;
}

/** Sums of numbers by their names. */
function sums(of: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const numbers of of) for (const [name, n] of Object.entries(numbers)) all[name] = (all[name] ?? 0) + n;
  return all;
}

/** @param guest its index */
export function guestUsage(machine: Machine, guest: number): GuestUsage {
  const { name, mode, end, restarts, uptime, memory, vcpus, mmio } = machine.hypervisor!.stats(guest);
  const sum = (of: (vcpu: (typeof vcpus)[number]) => number): number => vcpus.reduce((n, vcpu) => n + of(vcpu), 0);
  return {
    name,
    state: mode,
    ended: mode === 'off' ? end?.line : undefined,
    restarts,
    vcpus: vcpus.length,
    uptime,
    cpu: sum(({ ran }) => ran),
    memory: { size: memory, touched: machine.hypervisor!.guests[guest].ram.touched },
    time: machine.scheduler.stamp,
    steal: sum(({ ready }) => ready),
    exits: sums(vcpus.map(({ exits }) => exits)),
    interrupts: sum(({ injected }) => injected),
    mmio,
  };
}

export function guestStatus(machine: Machine, guest: number): GuestStatus {
  const { name, state, ended, restarts, vcpus, uptime, cpu, memory } = guestUsage(machine, guest);
  return { name, state, ended, restarts, vcpus, uptime, cpu, memory };
}
