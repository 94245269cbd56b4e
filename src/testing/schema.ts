/**
 * What a boot test may say. One description gives the checks with their messages, the types for TypeScript, and the JSON Schema that
 * editors read (`schemas/boot-test.schema.json`).
 */
import { z } from 'zod';
import { UserError } from '../cli/user-error.js';
import { parseNet } from '../host/net/spec.js';
import {
  check,
  list,
  oneOf,
  pattern,
  patternsAsText,
  record,
  text,
  time,
  whole,
  type Complaint,
} from '../host/fields.js';
import { share } from '../host/share/schema.js';

const domain = record('a domain', {
  kernel: text('a file').describe('An arm64 Image, or a source (.s) that makes one'),
  initrd: text('a file').optional().describe('Its initial RAM disk'),
  append: z.string({ error: 'expected a text' }).optional().describe('Its command line'),
  name: text('a name').optional().describe('domU1, domU2... if not given'),
  memory: whole(1, 8192).optional().describe('MiB; 256 if not given'),
  vcpus: whole(1, 8).optional().describe('1 if not given'),
});

const NET = 'expected a network such as nat, or nat,forward=tcp:8080:80';
/** A network, as --net has it. */
const net = z.string({ error: NET }).transform((value, context) => {
  try {
    return parseNet(value);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.issues.push({ code: 'custom', input: value, message: error.message });
    return z.NEVER;
  }
});

const machine = record('the options of pivisor run', {
  kernel: text('a file')
    .optional()
    .describe('A Linux Image (or gzip of one), an ELF executable, a raw image, or a source (.s) to be assembled'),
  xen: text('a file').optional().describe("Xen in the kernel's place; initrd and append are dom0's then"),
  xenAppend: z.string({ error: 'expected a text' }).optional().describe("Added to Xen's command line"),
  dom0: text('a file').optional().describe("dom0's kernel, an arm64 Image"),
  domu: list('domains', domain).optional().describe('Domains that Xen makes'),
  sd: text('a file')
    .optional()
    .describe(
      'The image of the card in the slot; without kernel the board boots from it. What is written to it is forgotten',
    ),
  net: list('networks', net)
    .optional()
    .describe(
      'Networks that the board is plugged into: nat or isolated, then [,forward=[tcp:|udp:]HOST:GUEST]... and what else --net takes',
    ),
  share: list('folders', share)
    .optional()
    .describe('Folders that the guest mounts by 9p: DIR, DIR:ro, or fields. What it writes stays'),
  board: text('a board').default('rpi4b-2g').describe('A board by its name, or a file that describes one'),
  cpus: whole(1, 8).optional().describe('Cores, if fewer than the board has'),
  initrd: text('a file').optional().describe('Initial RAM disk'),
  dtb: text('a file').optional().describe('Device tree; what the firmware would write into it is added'),
  append: z.string({ error: 'expected a text' }).optional().describe("The kernel's command line"),
  firmware: text('armstub, psci, none or a file')
    .optional()
    .describe('armstub (spin table, the default on a Pi), psci, none, or the file of an EL3 image such as bl31.bin'),
  el: z
    .union([z.literal(1), z.literal(2), z.literal(3)], { error: 'expected 1, 2 or 3' })
    .optional()
    .describe('Exception level to start at, if not 2'),
  seed: whole(0, 2 ** 32 - 1)
    .optional()
    .describe('What random numbers start from'),
})
  .refine(({ kernel, sd, xen }) => kernel !== undefined || sd !== undefined || xen !== undefined, {
    error: 'expected kernel, sd or xen',
  })
  .meta({ anyOf: [{ required: ['kernel'] }, { required: ['sd'] }, { required: ['xen'] }] });

const port = oneOf(['serial0', 'serial1']).optional();

/** What a step does: each has one of these fields. */
export const ACTIONS = ['expect', 'sendLine', 'send', 'wait', 'reset'] as const;
const COMPANIONS: Readonly<Record<string, readonly (typeof ACTIONS)[number][]>> = {
  within: ['expect'],
  port: ['send', 'sendLine'],
};

const step = record('a step', {
  expect: pattern
    .optional()
    .describe('What the console must show, after what the step before has found (a regular expression)'),
  within: time.optional().describe('Limit of guest time for this, counted from the step before'),
  sendLine: z.string({ error: 'expected a text' }).optional().describe('Types a text and Enter'),
  send: text('a text').optional().describe('Types a text'),
  port: port.describe('Where it is typed; by default where the guest has spoken last'),
  wait: time.optional().describe('Lets guest time pass'),
  reset: z.literal(true, { error: 'expected true' }).optional().describe("Pulls the board's reset line"),
})
  .superRefine((value, context) => {
    const actions = ACTIONS.filter((name) => value[name] !== undefined);
    if (actions.length !== 1)
      context.addIssue({ code: 'custom', message: `expected one of ${ACTIONS.join(', ')} in a step`, input: value });
    for (const [name, partners] of Object.entries(COMPANIONS)) {
      if (name in value && actions.length === 1 && !partners.includes(actions[0])) {
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `expected it beside ${partners.join(' or ')} only`,
          input: value,
        });
      }
    }
  })
  .meta({ oneOf: ACTIONS.map((name) => ({ required: [name] })) });

const ends = z
  .union([z.enum(['power-off', 'reset', 'idle', 'timeout', 'died']), z.strictObject({ exit: z.int() })], {
    error: 'expected power-off, reset, idle, timeout, died, or exit: CODE',
  })
  .describe(
    'How the run must end after the last step. Without it the test ends, and passes, with its last step. timeout: the guest is still there',
  );

const reason = z.union([z.boolean(), z.string().min(1)], { error: 'expected true, or a reason' });

const bootTest = record('a test', {
  name: text('a text').optional().describe('What reports call it; by default the name of the file'),
  machine: machine.describe('What runs: the options of pivisor run'),
  steps: list('steps', step).default([]).describe('What happens, in this order'),
  ends: ends.optional(),
  reject: list('regular expressions', pattern).default([]).describe('What the console must never show'),
  timeout: time.prefault('60s').describe('Limit of guest time for the whole test'),
  wallTimeout: time.optional().describe('Limit of real time for the whole test'),
  needs: z
    .literal('guests', { error: 'expected guests' })
    .optional()
    .describe('guests: skipped, with the reason, where what pivisor guests fetch brings is not there'),
  lock: text('a file').optional().describe('The guests must be those of this lock (pivisor guests lock), to the byte'),
  skip: reason.default(false).describe('Not to be run: true, or the reason'),
  only: z.boolean({ error: 'expected true or false' }).default(false).describe('Run this test and no others'),
  repeat: whole(1, 100).default(1).describe('Run it so often; all runs must end in the same state, to the bit'),
})
  .refine((value) => value.ends !== undefined || value.steps.length > 0, { error: 'expected steps, ends, or both' })
  .describe('A boot test of pivisor');

/** A boot test as it is written. */
export type BootTest = z.input<typeof bootTest>;
/** A boot test as it is run: times in ns, regular expressions made. */
export type CheckedTest = z.output<typeof bootTest>;
export type Step = CheckedTest['steps'][number];

/** Checks a test. @returns the test, or the first thing that is wrong with it */
export function checkTest(value: unknown): { test: CheckedTest } | { complaint: Complaint } {
  const checked = check(bootTest, value);
  return 'complaint' in checked ? checked : { test: checked.value };
}

/** The JSON Schema (draft 2020-12) of a file: a test, or a list of tests. */
export function bootTestSchema(): object {
  const generated = z.toJSONSchema(bootTest, {
    io: 'input',
    unrepresentable: 'any',
    override: patternsAsText,
  });
  const { $schema, ...test } = generated;
  return {
    $schema,
    title: 'Boot tests of pivisor',
    anyOf: [{ $ref: '#/$defs/test' }, { type: 'array', minItems: 1, items: { $ref: '#/$defs/test' } }],
    $defs: { test },
  };
}
