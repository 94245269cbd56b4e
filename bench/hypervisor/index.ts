/** The benchmark of the hypervisor: host time of what it does, and in guest time how fair and how prompt it is. */
import { deviceRows } from './devices.js';
import { exitRows } from './exits.js';
import { linuxRows, manyRow, missingForLinux } from './linux.js';
import type { Row } from './report.js';
import { consolidationRows, fairnessRows, wakeRows } from './sharing.js';

export { printRows, verdict, type Row } from './report.js';

export interface HypervisorBench {
  readonly rounds: number;
  /** So many Linux guests at once, too, which takes minutes. */
  readonly guests?: number | undefined;
  /** Told of what comes next. */
  readonly progress: (what: string) => void;
}

/** All rows. Those with Linux are left out, and it is said, where `pivisor guests fetch` has left none. */
export function hypervisorRows({ rounds, guests, progress }: HypervisorBench): Row[] {
  const missing = missingForLinux();
  if (missing !== undefined) console.error(`LINUX GUESTS NOT MEASURED: ${missing}`);
  const parts: readonly (readonly [string, () => Row[]])[] = [
    ['exits', () => exitRows(rounds)],
    ['devices', () => deviceRows(rounds)],
    ['consolidation', () => consolidationRows(rounds)],
    ['fairness', fairnessRows],
    ['wake-up', wakeRows],
    ...(missing === undefined
      ? [
          ['Linux', () => linuxRows(rounds)] as const,
          ...(guests === undefined ? [] : [[`${guests} guests`, () => [manyRow(guests)]] as const]),
        ]
      : []),
  ];
  return parts.flatMap(([what, rows]) => {
    progress(what);
    try {
      return rows();
    } catch (error) {
      // The other rows are worth having all the same.
      console.error(`${what.toUpperCase()} NOT MEASURED: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
      return [];
    }
  });
}
