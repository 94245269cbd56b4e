/** How a run ended, as people and scripts want to hear it: a line, an exit code, statistics. */
import type { Ending, Session } from '../host/session.js';
import type { GuestStats } from '../hypervisor/stats.js';
import type { Machine } from '../machine/machine.js';
import { exitCode } from './exit-code.js';

/** What consoles show when a guest has died: Linux, Xen, U-Boot, TF-A. */
export const DEATHS: readonly RegExp[] = [
  /^.*Kernel panic - not syncing.*$/m,
  /^.*\(XEN\) Panic on CPU.*$/m,
  /^### ERROR ### Please RESET the board ###.*$/m,
  /^(PANIC at PC|Unhandled Exception (in|from)).*$/m,
];

const size = (bytes: number): string =>
  bytes < 2 ** 20 ? `${bytes / 1024} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const seconds = (ns: number): string => `${(ns / 1e9).toFixed(ns < 1e9 ? 6 : 3)} s`;

/** What is said of each kind of ending, and its exit code where nothing was expected that did not come. */
function told(ending: Ending): { code: number; why?: string } {
  switch (ending.kind) {
    case 'met':
    case 'quit':
    case 'power-off':
      return { code: exitCode.ok };
    case 'reset':
      return { code: exitCode.ok, why: 'the guest asked for a reset' };
    case 'exit':
      return ending.code === 0
        ? { code: exitCode.ok }
        : { code: exitCode.failed, why: `the program ended with exit code ${ending.code}` };
    case 'idle':
      return { code: exitCode.guestDied, why: 'all cores wait for interrupts, and none will come' };
    case 'died':
      return { code: exitCode.guestDied, why: ending.why };
    case 'timeout':
      return { code: exitCode.failed, why: `${seconds(ending.limit)} of guest time are over` };
    case 'wall-timeout':
      return { code: exitCode.failed, why: `${seconds(ending.limit)} are over` };
  }
}

/** Guests of the hypervisor that have ended with an exit code other than 0, and did not start again: a line, or undefined. */
export function failedGuests({ hypervisor }: Machine): string | undefined {
  const lines = (hypervisor?.guests ?? []).flatMap(({ options, state }) =>
    state.mode === 'off' && state.restartAt === Infinity && (state.end?.code ?? 0) !== 0
      ? [`${options.name} ${state.end?.line}`]
      : [],
  );
  return lines.length === 0 ? undefined : lines.join(', ');
}

/**
 * @param missing what a console should have shown, and has not
 * @param failed what guests have failed, in a line
 */
export function verdict(ending: Ending, missing: Session['missing'], failed?: string): { code: number; line?: string } {
  const { code, line } = withoutGuests(ending, missing);
  if (failed === undefined || ending.kind === 'quit') return { code, ...(line !== undefined && { line }) };
  return {
    code: code === exitCode.ok ? exitCode.failed : code,
    line: line === undefined ? failed : `${failed}; ${line}`,
  };
}

function withoutGuests(ending: Ending, missing: Session['missing']): { code: number; line?: string } {
  const { code, why } = told(ending);
  if (missing === undefined || ending.kind === 'quit') return why === undefined ? { code } : { code, line: why };
  const wanted = `expected /${missing.pattern.source}/ on ${missing.where}, and it did not come`;
  return {
    code: ending.kind === 'died' ? code : exitCode.failed,
    line: `${why ?? 'the program ended'}; ${wanted}`,
  };
}

/** Registers shown with `--stats`, and for each so many program counters. */
const SHOWN = 20;
const SHOWN_PCS = 3;

/** What the guest has asked of registers that nothing models: a line, or with `all` one for each register, up to `shown`. */
export function mmioSummary({ mmio }: Machine, all: boolean, shown = SHOWN): string[] {
  const entries = mmio.entries();
  if (entries.length === 0) return [];
  const total = entries.reduce((n, e) => n + e.reads + e.writes, 0);
  const registers = entries.length === 1 ? 'a register that is' : `${entries.length} registers that are`;
  const head = `${total} ${total === 1 ? 'access' : 'accesses'} to ${registers} not modelled`;
  if (!all) return [`${head} (--stats lists them)`];
  const lines = entries.slice(0, shown).map(({ device, offset, reads, writes, pcs }) => {
    const from = pcs.slice(0, SHOWN_PCS).map(({ pc }) => `0x${pc.toString(16)}`);
    const where = from.length === 0 ? '' : `, from ${from.join(', ')}${pcs.length > SHOWN_PCS ? ', ...' : ''}`;
    return `  ${device}+0x${offset.toString(16)}: ${reads} reads, ${writes} writes${where}`;
  });
  return [`${head}:`, ...lines, ...(entries.length > shown ? [`  and ${entries.length - shown} more`] : [])];
}

/** Numbers by their names, the greatest first; those that are 0 are left out. */
const counts = (numbers: Readonly<Record<string, number>>): string =>
  Object.entries(numbers)
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `${name === '' ? 'nothing' : name} ${n}`)
    .join(', ');

/** What a guest has had, for `--stats`. */
export function guestStatistics({ name, mode, end, memory, restarts, vcpus, mmio }: GuestStats): string[] {
  const state = mode === 'off' && end ? `off (${end.line})` : mode;
  const accesses = counts(mmio);
  return [
    `${name}: ${state}, ${size(memory)}${restarts > 0 ? `, started again ${restarts} times` : ''}`,
    ...vcpus.map(({ ran, ready, waited, injected, exits }, i) => {
      const why = counts(exits);
      return `  vCPU ${i}: ran ${seconds(ran)}, ready ${seconds(ready)}, waited ${seconds(waited)}; interrupts ${injected}${why === '' ? '' : `; exits: ${why}`}`;
    }),
    ...(accesses === '' ? [] : [`  accesses: ${accesses}`]),
  ];
}

/** What ran, for `--stats`. @param wall real time, ns */
export function statistics(machine: Machine, wall: number): string[] {
  const { processor, scheduler } = machine;
  const retired = processor.cores.map((c) => c.icount);
  const total = retired.reduce((a, b) => a + b, 0);
  return [
    `guest time ${seconds(scheduler.now())}, real time ${seconds(wall)}`,
    `instructions ${total} (${retired.join(', ')} by core), ${(total / (wall / 1e3)).toFixed(0)} million a second`,
    `decoded ${processor.micro.decoded} words, ${processor.micro.flushes} flushes of micro-ops`,
    `memory touched ${size(processor.memory.touched * 4096)}, ${processor.tlbs.walks} table walks`,
    `state hash ${machine.hash()}`,
    ...(machine.hypervisor?.guests ?? []).flatMap((_, i) => guestStatistics(machine.hypervisor!.stats(i))),
  ];
}
