/**
 * Machine files: a board, and the guests that our hypervisor runs on it. The JSON Schema that editors read is made from this
 * (`schemas/machine.schema.json`).
 */
import { z } from 'zod';
import { parseSize } from '../../cli/size.js';
import { share } from '../share/schema.js';
import { list, oneOf, pattern, patternsAsText, record, text, time, whole } from '../fields.js';
import type { RestartPolicy } from '../../hypervisor/restart.js';
import { MAX_GUESTS, MAX_VCPUS } from '../../hypervisor/platform.js';

const SIZE = 'expected a size such as 256M or 1G';
/** A size in bytes, a multiple of `unit`, which messages call `called`. */
const multiple = (unit: number, called: string) =>
  z.string({ error: SIZE }).transform((value, context) => {
    const complain = (message: string): never => {
      context.issues.push({ code: 'custom', input: value, message });
      return z.NEVER;
    };
    try {
      const bytes = parseSize(value);
      return bytes % unit === 0 && bytes > 0 ? bytes : complain(`expected a multiple of ${called}`);
    } catch {
      return complain(SIZE);
    }
  });

const name = z
  .string({ error: 'expected a name' })
  .regex(/^[A-Za-z][\w.-]{0,30}$/, 'expected a name: a letter, then letters, digits and - . _');
const flag = z.boolean({ error: 'expected true or false' });

const limits = record('limits', {
  iops: whole(1, 1_000_000_000).optional().describe('Requests, or frames, a second'),
  bps: z
    .union([multiple(1, 'one byte'), whole(1, 2 ** 40)], { error: 'expected bytes a second, such as 10M' })
    .optional()
    .describe('Bytes a second, such as 10M'),
});

const disk = record('a disk', {
  file: text('a file')
    .optional()
    .describe('The image, raw or qcow2. With `base` or `size` it is made where it is not there yet'),
  base: text('a file')
    .optional()
    .describe(
      'What the disk has at first: an image, or a base of `pivisor disk` by its name or SHA-256, shared and only read; the file is a thin layer. Without `file` what is written is forgotten at the end',
    ),
  size: multiple(512, '512 bytes').optional().describe('Size of a new disk, such as 2G; that of the base if not given'),
  format: oneOf(['qcow2', 'raw']).optional().describe('Of a new disk without base; qcow2 if not given'),
  readonly: flag.default(false).describe('The guest may only read'),
  limits: limits.default({}),
  queues: whole(1, 8).default(1).describe('Queues for requests'),
});

const nic = record('a NIC', {
  network: name.default('default').describe('The network it is plugged into'),
  mac: text('a MAC address').optional().describe('If not given, it follows from the seed and the order of guests'),
  address: text('an address').optional().describe("If not given, it follows from the MAC address. DHCP's answer"),
  lock: flag.default(true).describe('It may send from its own MAC address only'),
  link: oneOf(['up', 'down']).default('up').describe('Whether the cable is in at the start'),
  queues: whole(1, 8).default(1).describe('Pairs of queues'),
  limits: limits.default({}).describe('In each direction'),
  pcap: text('a file').optional().describe('Where its frames are captured, as pcapng'),
});

const CAP = 'expected a share of one core such as 50%, or a number of cores such as 1.5';
/** A number of cores. */
const cap = z
  .union([z.string().regex(/^\d+(\.\d+)?%$/, CAP), z.number().positive(CAP)], { error: CAP })
  .transform((value, context) => {
    const cores = typeof value === 'number' ? value : parseFloat(value) / 100;
    // A thousandth of a core is ten microseconds of a period.
    if (cores >= 0.001) return cores;
    context.issues.push({ code: 'custom', input: value, message: 'expected 0.1% or more' });
    return z.NEVER;
  });

const RESTART = 'expected no, on-failure, on-failure:TIMES or always';
const restart = z
  .string({ error: RESTART })
  .regex(/^(no|always|on-failure(:\d{1,9})?)$/, RESTART)
  .transform((value): RestartPolicy => {
    const [when, limit] = value.split(':');
    return { when: when as RestartPolicy['when'], ...(limit === undefined ? {} : { limit: Number(limit) }) };
  });

const guest = record('a guest', {
  kernel: text('a file')
    .optional()
    .describe(
      'A Linux Image (or gzip of one), an ELF executable for addresses from 0x40000000 on, a raw image, or a source (.s)',
    ),
  initrd: text('a file').optional().describe('Initial RAM disk'),
  cmdline: z.string({ error: 'expected a text' }).default('').describe("The kernel's command line"),
  memory: multiple(4096, '4K').prefault('128M').describe('RAM, such as 96M or 1G'),
  vcpus: whole(1, MAX_VCPUS).default(1).describe('Virtual CPUs'),
  weight: whole(1, 1_000_000).default(1024).describe('Share of CPU time beside other guests'),
  affinity: list('cores', whole(0, 7)).min(1, 'expected one core or more').optional().describe('Cores that it may use'),
  cap: cap.optional().describe('The most that its virtual CPUs together get of the cores: 50%, or 1.5 cores'),
  autostart: flag
    .default(true)
    .describe('Whether it starts with the board; if not, its files are read when it is started'),
  restart: restart.prefault('no').describe('When it starts again by itself: no, on-failure[:TIMES] or always'),
  balloon: multiple(4096, '4K')
    .optional()
    .describe('RAM that it is asked to give back, such as 64M, by a virtio balloon; it has none if not given'),
  stop_grace_period: time.prefault('10s').describe('Time to switch itself off when it is stopped'),
  disks: list('disks', z.union([text('a file'), disk], { error: 'expected a file, or fields' }))
    .default([])
    .describe('/dev/vda and so on: files (FILE or FILE:ro), names of `disks`, or fields'),
  shares: list('folders', share).default([]).describe('Folders that it mounts by 9p: DIR, DIR:ro, or fields'),
  nics: list('NICs', z.union([name, nic], { error: "expected a network's name, or fields" }))
    .default(['default'])
    .describe('Networks by their names, or fields; one on the network `default` if not given'),
  ports: list('ports', text('a port such as 8080:80'))
    .default([])
    .describe("Ports of the host that lead to this guest's first NIC with a gateway: [HOST-ADDRESS:]HOST:GUEST[/udp]"),
  expect: list('regular expressions', pattern)
    .default([])
    .describe('What its console must show, in this order; the run ends when all guests have shown all'),
  firmware: text('a file')
    .optional()
    .describe("Firmware for QEMU's virt, which runs first, from flash, and finds kernel, initrd and cmdline in fw_cfg"),
  flash: text('a file')
    .optional()
    .describe('The second bank of flash, where firmware keeps its variables; what is written goes to the file'),
  semihosting: z
    .boolean({ error: 'expected true or false' })
    .default(false)
    .describe('HLT #0xF000 prints on its console, and ends it with an exit code'),
});

const network = record('a network', {
  internal: flag.default(false).describe('It has no gateway: guests reach each other and nobody else'),
  subnet: text('an address').optional().describe("The gateway's address and prefix, 10.0.2.1/24 if not given"),
  internet: flag.default(true).describe("Guests may reach other addresses than the host's"),
  loopback: flag.default(true).describe("The gateway's address reaches the host's 127.0.0.1"),
  domain: text('a name').optional().describe('The domain of guests, pivisor if not given'),
  lease: time.optional().describe("Length of DHCP's leases, a day if not given"),
  pcap: text('a file').optional().describe('Where all its frames are captured, as pcapng'),
});

export const machine = record('a machine', {
  name: text('a text')
    .optional()
    .describe("What it is called while it runs, by pivisor ps and pivisor ctl; the file's name if not given"),
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
    .record(name, guest, { error: 'expected guests by their names' })
    .refine((guests) => Object.keys(guests).length > 0, { error: 'expected one guest or more' })
    .refine((guests) => Object.keys(guests).length <= MAX_GUESTS, { error: `expected at most ${MAX_GUESTS} guests` })
    .describe('The guests by their names'),
  networks: z
    .record(name, network.nullable(), { error: 'expected networks by their names' })
    .default({})
    .describe('The networks by their names. `default` is there without being named'),
  disks: z
    .record(name, disk, { error: 'expected disks by their names' })
    .default({})
    .describe('Disks by their names, for several guests or for more order'),
}).describe('A machine of pivisor');

/** A machine file as it is written. */
export type MachineFile = z.input<typeof machine>;
export type CheckedMachine = z.output<typeof machine>;
export type CheckedDisk = z.output<typeof disk>;
export type CheckedNic = z.output<typeof nic>;
export const nicDefaults = (network: string): CheckedNic => nic.parse({ network });
export const diskDefaults = (file: string, readonly: boolean): CheckedDisk => disk.parse({ file, readonly });

/** The JSON Schema (draft 2020-12) of a machine file. */
export const machineSchema = (): object => ({
  ...z.toJSONSchema(machine, { io: 'input', unrepresentable: 'any', override: patternsAsText }),
  title: 'A machine of pivisor',
});
