/**
 * Machine files: a board, and the guests that our hypervisor runs on it. The JSON Schema that editors read is made from this
 * (`schemas/machine.schema.json`).
 */
import { z } from 'zod';
import { parseSize } from '../../cli/size.js';
import { list, oneOf, pattern, patternsAsText, record, text, time, whole } from '../fields.js';
import { MAX_GUESTS, MAX_VCPUS } from '../../hypervisor/platform.js';

const SIZE = 'expected a size such as 256M or 1G';
/** A size in bytes, a multiple of 4 KiB. */
const size = z.string({ error: SIZE }).transform((value, context) => {
  const complain = (message: string): never => {
    context.issues.push({ code: 'custom', input: value, message });
    return z.NEVER;
  };
  try {
    const bytes = parseSize(value);
    return bytes % 4096 === 0 && bytes > 0 ? bytes : complain('expected a multiple of 4K');
  } catch {
    return complain(SIZE);
  }
});

const guest = record('a guest', {
  kernel: text('a file').describe(
    'A Linux Image (or gzip of one), an ELF executable for addresses from 0x40000000 on, a raw image, or a source (.s)',
  ),
  initrd: text('a file').optional().describe('Initial RAM disk'),
  cmdline: z.string({ error: 'expected a text' }).default('').describe("The kernel's command line"),
  memory: size.prefault('128M').describe('RAM, such as 96M or 1G'),
  vcpus: whole(1, MAX_VCPUS).default(1).describe('Virtual CPUs'),
  weight: whole(1, 1_000_000).default(1024).describe('Share of CPU time beside other guests'),
  affinity: list('cores', whole(0, 7)).min(1, 'expected one core or more').optional().describe('Cores that it may use'),
  expect: list('regular expressions', pattern)
    .default([])
    .describe('What its console must show, in this order; the run ends when all guests have shown all'),
});

export const machine = record('a machine', {
  name: text('a text').optional().describe('For people'),
  board: text('a board').default('rpi4b-4g').describe('A board by its name, or a file that describes one'),
  cpus: whole(1, 8).optional().describe('Cores, if fewer than the board has'),
  el2: oneOf(['pivisor']).default('pivisor').describe('What is at EL2: our hypervisor'),
  seed: whole(0, 2 ** 32 - 1)
    .optional()
    .describe('What random numbers start from'),
  epoch: z
    .union(
      [
        z.iso
          .datetime({ error: 'expected a time such as 2026-01-01T00:00:00Z' })
          .transform((t) => Date.parse(t) / 1000),
        whole(0, 2 ** 32 - 1),
      ],
      {
        error: 'expected a time such as 2026-01-01T00:00:00Z, or seconds since 1970',
      },
    )
    .default(0)
    .describe("What the guests' clocks show at the start"),
  timeout: time.optional().describe('Limit of guest time'),
  guests: z
    .record(
      z.string().regex(/^[A-Za-z][\w.-]{0,30}$/, 'expected a name: a letter, then letters, digits and - . _'),
      guest,
      {
        error: 'expected guests by their names',
      },
    )
    .refine((guests) => Object.keys(guests).length > 0, { error: 'expected one guest or more' })
    .refine((guests) => Object.keys(guests).length <= MAX_GUESTS, { error: `expected at most ${MAX_GUESTS} guests` })
    .describe('The guests by their names'),
}).describe('A machine of pivisor');

/** A machine file as it is written. */
export type MachineFile = z.input<typeof machine>;
export type CheckedMachine = z.output<typeof machine>;

/** The JSON Schema (draft 2020-12) of a machine file. */
export const machineSchema = (): object => ({
  ...z.toJSONSchema(machine, { io: 'input', unrepresentable: 'any', override: patternsAsText }),
  title: 'A machine of pivisor',
});
