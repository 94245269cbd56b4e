/** What guests take from each other: host time of two beside that of one, shares of the cores by weight, and how late a guest wakes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assembled, benchMachine, cpu, program, type Program } from './guests.js';
import { median, type Row } from './report.js';

const KERNELS = ['crc32', 'quicksort', 'sha256', 'fp-nbody'] as const;
const KERNEL_BASE = 0x40080000;
const LIMIT = 60e9;

/**
 * A kernel of `bench/kernels` as a guest, which has no semihosting: SYS_WRITE0 goes to its PL011, SYS_EXIT to PSCI.
 * The device is not in its stage 1, so that the MMU is off meanwhile.
 */
const SEMIHOSTING = `
semihosting:
        cmp     w0, #0x18
        b.eq    2f
        mrs     x2, sctlr_el1
        bic     x3, x2, #1
        msr     sctlr_el1, x3
        isb
        mov     x4, #0x09000000
1:      ldrb    w5, [x1], #1
        strb    w5, [x4]
        cbnz    w5, 1b
        msr     sctlr_el1, x2
        isb
        ret
2:      ldr     w0, =0x84000008
        hvc     #0
        b       .
        .ltorg
`;

function kernel(name: string): { image: Program; expected: string } {
  const file = (suffix: string): string =>
    readFileSync(fileURLToPath(new URL(`../kernels/${name}.${suffix}`, import.meta.url)), 'utf8');
  const call = 'str x30, [sp, #-16]!\n        bl semihosting\n        ldr x30, [sp], #16';
  const source = file('s').replaceAll(/hlt\s+#0xf000/g, call) + `\n        .text\n${SEMIHOSTING}`;
  return { image: assembled(source, {}, KERNEL_BASE), expected: file('expected').trim() };
}

/** CPU time, ms, that so many guests take for the same job each. */
function together(job: { image: Program; expected: string }, guests: number): number {
  const bench = benchMachine(
    Array.from({ length: guests }, () => ({ image: job.image })),
    { marks: [] },
  );
  const from = cpu();
  bench.run(LIMIT);
  const ms = cpu() - from;
  for (const said of bench.said) {
    const text = said.replaceAll('\0', '').trim();
    if (text !== job.expected) throw new Error(`a guest printed '${text}', expected '${job.expected}'`);
  }
  return ms;
}

/** Two guests' time over one's, pair by pair, for several jobs. */
export function consolidationRows(rounds: number): Row[] {
  return KERNELS.map((name) => {
    const job = kernel(name);
    together(job, 1); // warm-up
    const values = Array.from({ length: rounds }, () => {
      const one = together(job, 1);
      return together(job, 2) / one;
    });
    return { name: `consolidation: two guests over one, ${name}`, unit: 'x', values, aim: { most: 2.05 } };
  });
}

/** Guest time, ns, until everybody is there, and what is measured. */
const SETTLE = 10e6;
const MEASURED = 100e6;
const CORES = 4;

/** What each guest's virtual CPUs have counted in `MEASURED`, guests with four virtual CPUs each. */
function counted(weights: readonly number[]): number[] {
  const VCPUS = 4;
  const image = program('busy', { VCPUS });
  const counters = image.symbol('counters');
  const bench = benchMachine(
    weights.map((weight) => ({ image, vcpus: VCPUS, weight, memory: 4 << 20 })),
    { cores: CORES },
  );
  const sums = (): number[] =>
    weights.map((_, guest) =>
      Array.from({ length: VCPUS }, (_, i) => bench.word(guest, counters + 8 * i)).reduce((n, x) => n + x, 0),
    );
  bench.run(SETTLE);
  const before = sums();
  bench.run(SETTLE + MEASURED);
  return sums().map((n, i) => n - before[i]);
}

/** How far guests are from the share that their weights give them, in percent of it: the worst of them. */
function unfairness(weights: readonly number[]): number {
  const counts = counted(weights);
  const all = counts.reduce((n, x) => n + x, 0);
  const allWeights = weights.reduce((n, x) => n + x, 0);
  return Math.max(...counts.map((n, i) => Math.abs(n / all / (weights[i] / allWeights) - 1))) * 100;
}

export function fairnessRows(): Row[] {
  return [
    [1024, 1024],
    [1024, 2048],
    [1024, 4096],
    [1024, 2048, 4096],
  ].map((weights) => ({
    name: `fairness, weights ${weights.map((w) => w / 1024).join(':')}`,
    unit: '%',
    values: [unfairness(weights)],
    aim: { most: 3 },
    exact: true,
    note: `farthest from its share of 4 cores; ${4 * weights.length} virtual CPUs, 100 ms, by what guests counted`,
  }));
}

/** Periods of the guests that sleep, counts of 54 MHz: about 1.7, 2.3, 3.1 and 4.3 ms. */
const PERIODS = [91_801, 124_199, 167_401, 232_201];
const GUESTS = 16;
const NS_PER_COUNT = 1000 / 54;

/** How late, ms, guests that sleep are when they wake, among others that are busy. */
export function wakeRows(): Row[] {
  const sleepers = PERIODS.map((PERIOD) => program('wake', { PERIOD }));
  const busy = program('busy', { VCPUS: 1 });
  const bench = benchMachine(
    Array.from({ length: GUESTS }, (_, i) => ({ image: sleepers[i] ?? busy, memory: 4 << 20 })),
    { cores: CORES },
  );
  bench.run(300e6);
  const late = sleepers.flatMap((image, guest) => {
    const at = image.symbol('late');
    return Array.from(
      { length: bench.word(guest, at) },
      (_, i) => (bench.word(guest, at + 4 * (i + 1)) * NS_PER_COUNT) / 1e6,
    );
  });
  late.sort((a, b) => a - b);
  const row = (what: string, value: number): Row => ({
    name: `wake-up among ${GUESTS} guests, ${what}`,
    unit: 'ms',
    values: [value],
    aim: { most: 2 },
    exact: true,
    note: `${PERIODS.length} sleep, ${GUESTS - PERIODS.length} are busy, 4 cores; ${late.length} times`,
  });
  return [
    row('median', median(late)),
    row('99 %', late[Math.ceil(late.length * 0.99) - 1]),
    row('longest', late[late.length - 1]),
  ];
}
