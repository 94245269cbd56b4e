/** The hypervisor's guests as somebody outside sees them: states, and what they use. */
import type { Guest, GuestMode } from '../../hypervisor/guest.js';
import { BLOCK } from '../../hypervisor/page-pool.js';
import type { Machine } from '../../machine/machine.js';

/** Times in ns of guest time, sizes in bytes. */
export interface GuestStatus {
  readonly name: string;
  readonly state: GuestMode;
  /** Why it is off: one line. */
  readonly ended: string | undefined;
  readonly vcpus: number;
  /** Since it was started; 0 while it is off. */
  readonly uptime: number;
  /** Time that its virtual CPUs have run, together. */
  readonly cpu: number;
  /** What it may use, and what it has touched. */
  readonly memory: { readonly size: number; readonly touched: number };
}

const PAGE = 4096;

/** How much of a guest's RAM was touched. */
function touched({ processor: { memory } }: Machine, { blocks, options }: Guest): number {
  let pages = 0;
  blocks.forEach((block, i) => {
    const bytes = Math.min(BLOCK, options.memory - i * BLOCK);
    for (let at = 0; at < bytes; at += PAGE) if (memory.peek(block + at) > 0) pages++;
  });
  return pages * PAGE;
}

/** Time that a guest's virtual CPUs have run, together, ns. */
const cpuTime = (guest: Guest, now: number): number =>
  guest.vcpus.reduce((sum, { state }) => sum + state.ran + (state.mode === 'running' ? now - state.since : 0), 0);

export function guestStatus(machine: Machine, guest: Guest): GuestStatus {
  const { name, memory, vcpus } = guest.options;
  const { mode: state, end } = guest.state;
  const now = machine.scheduler.stamp;
  return {
    name,
    state,
    ended: state === 'off' ? end?.line : undefined,
    vcpus,
    uptime: state === 'off' ? 0 : now,
    cpu: cpuTime(guest, now),
    memory: { size: memory, touched: touched(machine, guest) },
  };
}
