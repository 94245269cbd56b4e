/** Guests that attack, as assembly for our assembler, and those that they attack. All are measured from outside, in guest time. */
import type { BlockBackend } from '../../src/devices/block.js';
import type { VirtioEntry } from '../../src/machine/virtio.js';
import { createRig, type Rig, type TestGuest } from './rig.js';

/** What attackers have in common: all virtual CPUs come to `main`, with x19 their index, interrupts on, and faults passed over. */
const ATTACKER = `
start:  mov     x19, #0
        mov     x20, #1
1:      cmp     x20, #VCPUS
        b.hs    begin
        ldr     w0, =CPU_ON
        mov     x1, x20
        adr     x2, other
        mov     x3, x20
        hvc     #0
        add     x20, x20, #1
        b       1b
other:  mov     x19, x0
begin:  adr     x0, vectors
        msr     vbar_el1, x0
        ldr     x21, =GICD
        mov     w0, #1
        str     w0, [x21]
        mov     w0, #-1
        str     w0, [x21, #0x100]
        ldr     x22, =GICC
        mov     w0, #0xf0
        str     w0, [x22, #4]
        mov     w0, #1
        str     w0, [x22]
        msr     daifclr, #2
        b       main
irq:    ldr     w10, [x22, #0xc]
        and     w11, w10, #0x3ff
        cmp     w11, #1020
        b.hs    1f
        bl      handler
        str     w10, [x22, #0x10]
1:      eret
passed: mrs     x10, elr_el1
        add     x10, x10, #4
        msr     elr_el1, x10
        eret
        .ltorg
        .balign 2048
vectors:
        .rept   4
        b       passed
        .balign 128
        .endr
        b       passed
        .balign 128
        b       irq
        .balign 128
        .rept   10
        b       passed
        .balign 128
        .endr
`;
const NO_HANDLER = '\nhandler: ret\n';

/** Registers of virtio over MMIO and how a driver begins: x23 is the device, x24 its descriptors, x25 the available ring. */
const virtio = (queue: number, size: number, features = 0): string => `
        ldr     x23, =0x0a000000
        adr     x24, descriptors
        adr     x25, available
        adr     x26, used
        str     wzr, [x23, #0x70]
        mov     w0, #3
        str     w0, [x23, #0x70]
        str     wzr, [x23, #0x24]
        ldr     w0, =${features >>> 0}
        str     w0, [x23, #0x20]
        mov     w0, #1
        str     w0, [x23, #0x24]
        str     w0, [x23, #0x20]
        mov     w0, #11
        str     w0, [x23, #0x70]
        mov     w0, #${queue}
        str     w0, [x23, #0x30]
        mov     w0, #${size}
        str     w0, [x23, #0x38]
        str     w24, [x23, #0x80]
        str     wzr, [x23, #0x84]
        str     w25, [x23, #0x90]
        str     wzr, [x23, #0x94]
        str     w26, [x23, #0xa0]
        str     wzr, [x23, #0xa4]
        mov     w0, #1
        str     w0, [x23, #0x44]
        mov     w0, #15
        str     w0, [x23, #0x70]
`;
/** Makes a whole queue available again and again, without a look at what comes back. Each entry of the ring is descriptor 0. */
const flood = (queue: number, size: number): string => `
        ldrh    w27, [x25, #2]
1:      add     w27, w27, #${size}
        strh    w27, [x25, #2]
        mov     w0, #${queue}
        str     w0, [x23, #0x50]
2:      ldrh    w1, [x26, #2]           // until all of it is used: more would break the device
        cmp     w1, w27, uxth
        b.ne    2b
        b       1b
`;
/** The same, but never waits: the device may break, and is set up anew then. */
const restless = (queue: number, size: number, features = 0): string => `
main:   ${virtio(queue, size, features)}
        mov     w27, #${size}
        strh    w27, [x25, #2]
        mov     w28, #1000
1:      mov     w0, #${queue}
        str     w0, [x23, #0x50]
        subs    w28, w28, #1
        b.ne    1b
        strh    wzr, [x25, #2]
        b       main
`;
/** An element of a chain: where, how long, whether the device writes, and the next one. */
type Element = readonly [at: string, bytes: number, write: boolean, next?: number];
const rings = (elements: readonly Element[]): string => `
        .ltorg
        .balign 16
descriptors:
${elements
  .map(([at, bytes, write, next]) => {
    const flags = (write ? 2 : 0) | (next === undefined ? 0 : 1);
    return `        .quad ${at}\n        .word ${bytes}\n        .hword ${flags}, ${next ?? 0}`;
  })
  .join('\n')}
        .space  ${16 * (256 - elements.length)}
        .balign 4
available:
        .space  1024
        .balign 4
used:   .space  4096
`;
/** Plenty of RAM for what devices read and write. */
const BUFFER = '0x40100000';
const BUFFER_BYTES = 2 << 20;

export interface Attack {
  readonly name: string;
  readonly vcpus: number;
  readonly source: string;
  readonly virtio?: (shared: { readonly nic: VirtioEntry }) => readonly VirtioEntry[];
}

const attack = (name: string, vcpus: number, source: string, more: Pick<Attack, 'virtio'> = {}): Attack => ({
  name,
  vcpus,
  source: `        .equ    VCPUS, ${vcpus}\n${ATTACKER}\n${source}${source.includes('handler:') ? '' : NO_HANDLER}`,
  ...more,
});

/** A disk of nothing, of 64 MiB. @param full it takes no bytes: as a file that can't grow (ENOSPC) */
export const disk = (full = false): BlockBackend => ({
  sectors: 1 << 17,
  readOnly: false,
  read: (_, into) => {
    into.fill(0);
    return true;
  },
  write: () => !full,
  flush: () => !full,
});

const NOTHING = '0x0c000000';

export const ATTACKS: readonly Attack[] = [
  ...[1, 4, 8].map((n) => attack(`busy on ${n}`, n, 'main: b main')),
  attack('SGIs to itself', 4, `main: ldr w0, =0x2000000\n1: str w0, [x21, #0xf00]\n b 1b\n .ltorg`),
  attack('SGIs to all others', 8, `main: ldr w0, =0x1000000\n1: str w0, [x21, #0xf00]\n b 1b\n .ltorg`),
  attack(
    'SGIs that wake others',
    8,
    `main: cbnz x19, 2f\n ldr w0, =0x1000000\n1: str w0, [x21, #0xf00]\n b 1b\n2: wfi\n b 2b\n .ltorg`,
  ),
  attack('virtual timer, always past', 4, `main: msr cntv_cval_el0, xzr\n mov x0, #1\n msr cntv_ctl_el0, x0\n1: b 1b`),
  attack(
    'virtual timer, shortest period',
    8,
    `main: bl handler\n mov x0, #1\n msr cntv_ctl_el0, x0\n1: wfi\n b 1b
handler: mov x12, #1\n msr cntv_tval_el0, x12\n ret`,
  ),
  attack(
    'virtual timer, every 20 us',
    8,
    `main: bl handler\n mov x0, #1\n msr cntv_ctl_el0, x0\n1: wfi\n b 1b
handler: mov x12, #1080\n msr cntv_tval_el0, x12\n ret`,
  ),
  attack('physical timer, always past', 4, `main: msr cntp_cval_el0, xzr\n mov x0, #1\n msr cntp_ctl_el0, x0\n1: b 1b`),
  attack(
    'physical timer, shortest period',
    8,
    `main: bl handler\n mov x0, #1\n msr cntp_ctl_el0, x0\n1: wfi\n b 1b
handler: mov x12, #1\n msr cntp_tval_el0, x12\n ret`,
  ),
  attack('timers set again and again', 4, `main: msr cntp_cval_el0, xzr\n msr cntv_tval_el0, xzr\n b main`),
  attack('reads of the clock', 4, `main: mrs x0, cntvct_el0\n b main`),
  attack('WFE', 8, `main: wfe\n b main`),
  attack('YIELD', 8, `main: yield\n b main`),
  attack(
    'WFI that does not wait',
    4,
    `main: msr daifset, #2\n mov w0, #0x2000000\n str w0, [x21, #0xf00]\n1: wfi\n b 1b`,
  ),
  attack('TLBI', 4, `main: tlbi vmalle1is\n dsb ish\n b main`),
  attack('TLBI and loads', 4, `main: tlbi vmalle1is\n adr x0, main\n ldr x1, [x0]\n ldr x1, [x0, #4096]\n b main`),
  attack('IC and DC', 4, `main: adr x0, main\n1: ic iallu\n ic ivau, x0\n dc civac, x0\n dc cvau, x0\n isb\n b 1b`),
  attack('DC by set and way', 4, `main: dc isw, xzr\n b main`),
  attack('code that changes', 1, `main: adr x0, 2f\n ldr w1, [x0]\n1: str w1, [x0]\n ic ivau, x0\n isb\n2: nop\n b 1b`),
  attack('calls of PSCI', 4, `main: mov w0, #0x84000000\n hvc #0\n b main`),
  attack(
    'CPU_ON and CPU_OFF',
    8,
    `main:   cbnz    x19, 3f
2:      mov     x20, #1
1:      ldr     w0, =CPU_ON
        mov     x1, x20
        adr     x2, 3f
        hvc     #0
        add     x20, x20, #1
        cmp     x20, #VCPUS
        b.ne    1b
        b       2b
3:      ldr     w0, =CPU_OFF
        hvc     #0
        .ltorg`,
  ),
  attack('loads from nothing', 4, `main: ldr x0, =${NOTHING}\n1: ldr x1, [x0]\n b 1b\n .ltorg`),
  attack('loads of the UART', 4, `main: ldr x0, =UART\n1: ldr w1, [x0, #0x18]\n b 1b\n .ltorg`),
  attack('loads of the distributor', 4, `main: ldr w1, [x21, #0x200]\n b main`),
  attack('stores to the distributor', 4, `main: mov w0, #-1\n1: str w0, [x21, #0x104]\n str w0, [x21, #0x184]\n b 1b`),
  attack('loads of empty slots', 4, `main: ldr x0, =0x0a003e00\n1: ldr w1, [x0]\n b 1b\n .ltorg`),
  attack('vectors in nothing', 4, `main: ldr x0, =${NOTHING}\n msr vbar_el1, x0\n ldr x1, [x0]\n b .\n .ltorg`),
  attack(
    'page tables in nothing',
    4,
    `main:   ldr     x0, =${NOTHING}
        msr     ttbr0_el1, x0
        ldr     x0, =0x803519          // T0SZ 25, 4 KB, EPD1
        msr     tcr_el1, x0
        isb
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        b       .
        .ltorg`,
  ),
  attack('undefined instructions', 4, `main: .word 0\n b main`),
  attack('console', 4, `main: ldr x0, =UART\n mov w1, #'x'\n1: str w1, [x0]\n b 1b\n .ltorg`),
  attack(
    'SYSTEM_OFF',
    4,
    `main: mov x0, #1000\n1: subs x0, x0, #1\n b.ne 1b\n mov w0, #0x84000000\n movk w0, #8\n hvc #0\n b main`,
  ),
  attack(
    'SYSTEM_RESET',
    4,
    `main: mov x0, #1000\n1: subs x0, x0, #1\n b.ne 1b\n mov w0, #0x84000000\n movk w0, #9\n hvc #0\n b main`,
  ),
  attack('virtio-console', 1, `main: ${virtio(1, 64)} ${flood(1, 64)} ${rings([[BUFFER, 1 << 16, false]])}`, {
    virtio: () => [{ kind: 'console' }],
  }),
  attack('emergency writes', 4, `main: ldr x0, =0x0a000108\n mov w1, #'x'\n1: str w1, [x0]\n b 1b\n .ltorg`, {
    virtio: () => [{ kind: 'console' }],
  }),
  attack(
    'largest reads of a disk',
    1,
    `main: ${virtio(0, 256)} ${flood(0, 256)} ${rings([
      ['header', 16, false, 1],
      [BUFFER, BUFFER_BYTES, true, 2],
      ['status', 1, true],
    ])}
        .balign 16
header: .quad   0, 0
status: .quad   0`,
    { virtio: () => [{ kind: 'block', backend: disk() }] },
  ),
  attack(
    'smallest reads of a disk, restless',
    1,
    `${restless(0, 256)} ${rings([
      ['header', 16, false, 1],
      ['status', 1, true],
    ])}
        .balign 16
header: .quad   0, 0
status: .quad   0`,
    { virtio: () => [{ kind: 'block', backend: disk() }] },
  ),
  attack(
    'writes to a full disk',
    1,
    `main: ${virtio(0, 256)} ${flood(0, 256)} ${rings([
      ['header', 16, false, 1],
      [BUFFER, 4096, false, 2],
      ['status', 1, true],
    ])}
        .balign 16
header: .quad   1, 0
status: .quad   0`,
    { virtio: () => [{ kind: 'block', backend: disk(true) }] },
  ),
  attack(
    'chains that do not end',
    1,
    `${restless(0, 256)} ${rings([
      [BUFFER, 16, false, 1],
      [BUFFER, 16, false, 0],
    ])}`,
    { virtio: () => [{ kind: 'block', backend: disk() }] },
  ),
  attack('random numbers', 1, `main: ${virtio(0, 64)} ${flood(0, 64)} ${rings([[BUFFER, 1 << 16, true]])}`, {
    virtio: () => [{ kind: 'entropy' }],
  }),
  attack('balloon', 1, `main: ${virtio(0, 128)} ${flood(0, 128)} ${rings([[BUFFER, 1 << 18, false]])}`, {
    virtio: () => [{ kind: 'balloon', inflated: () => undefined, deflated: () => undefined }],
  }),
  attack(
    'broadcasts',
    1,
    `main: ${virtio(1, 256)}
        ${flood(1, 256)}
        ${rings([['frame', 1526, false]])}
        .balign 16
frame:  .quad   0
        .hword  0
        .hword  0
        .balign 4
        .space  8
        .fill   6, 1, 255
        .fill   6, 1, 2
        .hword  0xb588
        .space  1600
        .balign 4`,
    { virtio: ({ nic }) => [nic] },
  ),
];

export const attackOf = (name: string): Attack => {
  const found = ATTACKS.find((a) => a.name === name);
  if (!found) throw new Error(`no attack '${name}'`);
  return found;
};

export const asGuest = (a: Attack, nic: VirtioEntry, more: Partial<TestGuest> = {}): TestGuest => ({
  name: a.name.replaceAll(' ', '-'),
  source: a.source,
  vcpus: a.vcpus,
  memory: 4 << 20,
  virtio: a.virtio?.({ nic }),
  ...more,
});

/** Adds one to a count in RAM: three instructions each time. */
export const COUNTS = {
  source: `
start:  ldr     x0, =0x40200000
        mov     x1, #0
1:      add     x1, x1, #1
        str     x1, [x0]
        b       1b
        .ltorg
`,
  at: 0x40200000,
  instructions: 3,
};

/** Sleeps 0.3 to 2.2 ms by its timer, and notes how late it wakes: a histogram of words, each 10 us wide. */
export const SLEEPS = {
  source: `
start:  ldr     x21, =GICD
        mov     w0, #1
        str     w0, [x21]
        mov     w0, #1 << 27
        str     w0, [x21, #0x100]
        ldr     x22, =GICC
        mov     w0, #0xf0
        str     w0, [x22, #4]
        mov     w0, #1
        str     w0, [x22]
        ldr     x20, =0x40200000
        ldr     x19, =12345
        mov     x18, #540               // ticks of a bucket
        mov     x17, #1023
1:      ldr     x0, =1664525
        mul     x19, x19, x0
        ldr     x0, =1013904223
        add     w19, w19, w0
        ldr     w1, =102600
        lsr     w0, w19, #8
        udiv    w2, w0, w1
        msub    w0, w2, w1, w0
        ldr     w1, =16200
        add     w0, w0, w1
        mrs     x1, cntvct_el0
        add     x1, x1, x0
        msr     cntv_cval_el0, x1
        mov     x0, #1
        msr     cntv_ctl_el0, x0
2:      wfi
        mrs     x0, cntvct_el0
        subs    x0, x0, x1
        b.mi    2b
        msr     cntv_ctl_el0, xzr
        udiv    x0, x0, x18
        cmp     x0, x17
        csel    x0, x0, x17, lo
        ldr     w2, [x20, x0, lsl #2]
        add     w2, w2, #1
        str     w2, [x20, x0, lsl #2]
        ldr     w0, [x22, #0xc]         // it was never taken: interrupts are masked
        str     w0, [x22, #0x10]
        b       1b
        .ltorg
`,
  at: 0x40200000,
  buckets: 1024,
  bucket: 10_000,
};

/** Where attacker and victims run. */
export interface Scenario {
  readonly name: string;
  readonly cores: number;
  readonly affinity?: readonly number[];
  /** Of the victim that counts and of the attacker. */
  readonly weights: readonly [victim: number, attacker: number];
  /** What part of one core the victim that counts has a claim to, where the attacker wants all that it can get. */
  readonly claim: number;
  /** Guest time, ns. */
  readonly time: number;
}

export const SCENARIOS: readonly Scenario[] = [
  { name: '1 core', cores: 1, weights: [1024, 1024], claim: 1 / 2, time: 1e8 },
  { name: '2 cores', cores: 2, weights: [1024, 1024], claim: 1, time: 5e7 },
  { name: '4 cores', cores: 4, weights: [1024, 1024], claim: 1, time: 3e7 },
  { name: 'core 1 of 2, 3:1', cores: 2, affinity: [1], weights: [3072, 1024], claim: 3 / 4, time: 1e8 },
];

/** What became of the victims. */
export interface Measured {
  /** Guest time that the one that counts was given and was charged with, of all. */
  readonly share: number;
  /** What it did of its work, of what it would do on a core of its own. */
  readonly progress: number;
  /** How late the one that sleeps woke, ns: rounded up to its buckets. */
  readonly p99: number;
  readonly wakes: number;
  /** Time of the host's processors, of guest time. */
  readonly host: number;
}

const NIC_COUNT = 2;
export const NETWORKS = [
  { nics: Array.from({ length: NIC_COUNT }, (_, i) => ({ name: `nic${i}`, mac: `52:54:00:00:00:0${i}` })) },
];
const nic = (n: number): VirtioEntry => ({ kind: 'nic', network: 0, nic: n });

/** The latest wake-ups of a guest that sleeps, ns. */
export function lateness({ words }: Rig, guest: number): Pick<Measured, 'p99' | 'wakes'> {
  const histogram = words(guest, SLEEPS.at, SLEEPS.buckets);
  const wakes = histogram.reduce((sum, n) => sum + n, 0);
  let seen = 0;
  let bucket = 0;
  while (seen < 0.99 * wakes) seen += histogram[bucket++];
  return { p99: bucket * SLEEPS.bucket, wakes };
}

/** Share and progress of a guest that counts. */
export function progress({ machine, words }: Rig, guest: number): Pick<Measured, 'share' | 'progress'> {
  const now = machine.scheduler.stamp;
  const [{ state }] = machine.hypervisor!.guests[guest].vcpus;
  const ran = state.ran + (state.mode === 'running' ? now - state.since : 0);
  const [low, high] = words(guest, COUNTS.at, 2);
  return { share: ran / now, progress: ((high * 2 ** 32 + low) * COUNTS.instructions) / now };
}

/** Runs the two victims and an attacker, or nobody else. The victim that sleeps is on the attacker's network. */
export function measure(a: Attack | undefined, scenario: Scenario): Measured {
  const { cores, affinity, weights, time } = scenario;
  const [victim, attacker] = weights;
  const rig = createRig(
    [
      { source: COUNTS.source, affinity, weight: victim },
      { source: SLEEPS.source, affinity, virtio: [nic(1)] },
      ...(a ? [asGuest(a, nic(0), { affinity, weight: attacker })] : []),
    ],
    { cores, networks: NETWORKS },
  );
  const before = process.cpuUsage();
  rig.machine.run(time);
  const { user, system } = process.cpuUsage(before);
  return { ...progress(rig, 0), ...lateness(rig, 1), host: ((user + system) * 1000) / time };
}
