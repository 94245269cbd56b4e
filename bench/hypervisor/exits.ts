/** What an exit costs: a trapped access, and an interrupt on its way from a device's line to the guest's GICC_IAR. */
import type { MmioDevice } from '../../src/aarch64/bus.js';
import { benchMachine, program, type BenchMachine } from './guests.js';
import { median, type Row } from './report.js';

const GICC_IAR = 0xc;
const TRAPPED = 200_000;
const PLAIN = 4_000_000;
/** Instructions of the loops in `mmio.s`. */
const LOOP = 3;
const INTERRUPTS = 10_000;
/** Guest time between two of them, ns. */
const BETWEEN = 5000;

/** A trapped load, us, and how many instructions that do not trap take as long. @param others guests that sleep beside it */
function trapped(others: number): { us: number; instructions: number } {
  const sleeper = program('sleep');
  const bench = benchMachine([
    { image: program('mmio', { TRAPPED, PLAIN }) },
    ...Array.from({ length: others }, () => ({ image: sleeper })),
  ]);
  bench.run(1e9);
  const plain = (bench.at(0, 'c') - bench.at(0, 'b')) / PLAIN;
  const ms = (bench.at(0, 'b') - bench.at(0, 'a')) / TRAPPED - plain;
  return { us: ms * 1000, instructions: (ms / plain) * LOOP };
}

/** Notes when a guest, which sees GICV as its GICC, acknowledges. */
function watchAcknowledge({ machine }: BenchMachine, acknowledged: () => void): void {
  const { memory } = machine.processor;
  memory.replaceDevices((device: MmioDevice, base): MmioDevice => {
    if (base !== machine.board.gic.gicv) return device;
    return {
      name: device.name,
      read(offset, size, by) {
        if (offset === GICC_IAR) acknowledged();
        return device.read(offset, size, by);
      },
      write: (offset, size, value, by) => device.write(offset, size, value, by),
    };
  });
}

/**
 * Interrupts that reach a guest while it runs.
 * @returns us from the line to the acknowledgement (the median of all in the run, by the wall clock), and CPU time of a whole interrupt
 */
function interrupts(): { toAcknowledge: number; whole: number } {
  const bench = benchMachine([{ image: program('interrupt', { COUNT: INTERRUPTS }) }]);
  const { machine } = bench;
  const { scheduler } = machine;
  const [guest] = machine.hypervisor!.guests;
  const samples: number[] = [];
  let raised = 0;
  watchAcknowledge(bench, () => samples.push((performance.now() - raised) * 1000));
  const rank = scheduler.rank();
  const next = (at: number): void =>
    void scheduler.schedule(
      at,
      () => {
        next(at + BETWEEN);
        raised = performance.now();
        guest.push(0);
      },
      rank,
    );
  // The same time without interrupts before: what counting costs.
  const QUIET = 60e6;
  bench.run(1e6);
  const before = cpuOf(() => bench.run(1e6 + QUIET)) / QUIET;
  next(scheduler.stamp + BETWEEN);
  const from = scheduler.stamp;
  const all = cpuOf(() => bench.run(1e9));
  const counted = scheduler.stamp - from;
  if (samples.length !== INTERRUPTS || !bench.said[0].endsWith('b')) throw new Error('interrupts were lost');
  return { toAcknowledge: median(samples), whole: ((all - counted * before) * 1000) / INTERRUPTS };
}

function cpuOf(action: () => void): number {
  const from = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

export function exitRows(rounds: number): Row[] {
  const repeat = <T>(measure: () => T): T[] => {
    measure(); // warm-up
    return Array.from({ length: rounds }, measure);
  };
  const alone = repeat(() => trapped(0));
  const among16 = repeat(() => trapped(15));
  const irqs = repeat(interrupts);
  const factor = (list: readonly { instructions: number }[]): string =>
    `as ${median(list.map(({ instructions }) => instructions)).toFixed(0)} instructions that do not trap`;
  return [
    {
      name: 'trapped MMIO access',
      unit: 'us',
      values: alone.map(({ us }) => us),
      aim: { most: 2 },
      note: factor(alone),
    },
    {
      name: 'trapped MMIO access, 15 other guests asleep',
      unit: 'us',
      values: among16.map(({ us }) => us),
      aim: { most: 2 },
      note: factor(among16),
    },
    {
      name: 'interrupt, raised to acknowledged',
      unit: 'us',
      values: irqs.map(({ toAcknowledge }) => toAcknowledge),
      aim: { most: 5 },
      note: `wall clock, median of ${INTERRUPTS}`,
    },
    {
      name: 'interrupt, whole',
      unit: 'us',
      values: irqs.map(({ whole }) => whole),
      note: 'kick, entry, load of the device, end, maintenance',
    },
  ];
}
