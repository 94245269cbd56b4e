/**
 * Guests that reach for everything: programs of random accesses over all addresses, of the processor and of virtio devices, with a note
 * of each fault. What lies outside of a guest's own RAM must be as before, and each access there must have met an abort.
 */
import { EC } from '../../src/aarch64/exceptions.js';
import { memoryDisk } from '../../src/devices/block.js';
import { nextWord, seeded } from '../../src/devices/random.js';
import { PLATFORM } from '../../src/hypervisor/platform.js';
import type { VirtioEntry } from '../../src/machine/virtio.js';
import { RAM, type TestGuest } from './rig.js';

export const FUZZ_RAM = 4 << 20;
const END = RAM + FUZZ_RAM;
/** Where a guest has its notes, rings of devices, and what it may overwrite. */
export const NOTES = RAM + 0x200000;
const RINGS = RAM + 0x280000;
const BUFFER = RAM + 0x300000;
/** The window of all virtio slots, the GIC, the UART, the RTC: what faults there, and how, is for the devices to say. */
const DEVICES = [
  PLATFORM.gicd,
  PLATFORM.gicc,
  PLATFORM.uart,
  PLATFORM.rtc,
  PLATFORM.fwCfg,
  { base: 0x0a000000, bytes: 0x4000 },
];

export interface Access {
  readonly text: string;
  readonly address: number;
  /** ESR_EL1 that it must leave; undefined where it must leave none; 'any' where that is not for us to say. */
  readonly expected: number | undefined | 'any';
}

type Draw = (below: number) => number;
const draws = (seed: number): Draw => {
  const state = seeded(seed);
  return (below) => (nextWord(state) >>> 0) % below;
};

/** Instructions by what they access: bytes, and whether they write. All take the address from x0. */
const INSTRUCTIONS: readonly (readonly [text: string, bytes: number, write: boolean])[] = [
  ['ldrb w1, [x0]', 1, false],
  ['ldrsh x1, [x0]', 2, false],
  ['ldr w1, [x0]', 4, false],
  ['ldr x1, [x0]', 8, false],
  ['ldr q1, [x0]', 16, false],
  ['ldp x1, x2, [x0]', 16, false],
  ['ldp q1, q2, [x0]', 32, false],
  ['ld1 {v0.16b, v1.16b, v2.16b, v3.16b}, [x0]', 64, false],
  ['strb w1, [x0]', 1, true],
  ['strh w1, [x0]', 2, true],
  ['str w1, [x0]', 4, true],
  ['str x1, [x0]', 8, true],
  ['str q1, [x0]', 16, true],
  ['stp x1, x2, [x0]', 16, true],
  ['stp q1, q2, [x0]', 32, true],
  ['st1 {v0.16b, v1.16b, v2.16b, v3.16b}, [x0]', 64, true],
];
/** The same of those that are only for aligned addresses. */
const ALIGNED: readonly (readonly [text: string, bytes: number, write: boolean])[] = [
  ['ldxr x1, [x0]', 8, false],
  ['ldaxp x1, x2, [x0]', 16, false],
  ['ldar x1, [x0]', 8, false],
  ['stlr x1, [x0]', 8, true],
  ['dc zva, x0', 64, true],
];

const IL = 1 << 25;
const EXTERNAL = 0x10;
const WNR = 1 << 6;
/** From the same level: the class above. */
const expectedEsr = (ec: number, write: boolean): number =>
  (((ec | 1) << 26) | IL | EXTERNAL | (write ? WNR : 0)) >>> 0;

/** @param interesting addresses of the board: of other guests' RAM, of the hypervisor's pages, of devices */
function address(draw: Draw, interesting: readonly number[]): number {
  const near = (at: number): number => Math.max(0, at - 72 + draw(144));
  switch (draw(6)) {
    case 0:
      return near(END);
    case 1:
      return BUFFER + draw(END - BUFFER - 64);
    case 2:
      return near([0, RAM, ...DEVICES.map(({ base }) => base), 2 ** 32, 2 ** 39 - 4096][draw(10)]);
    case 3:
      return draw(512) * 2 ** 30 + draw(2 ** 30);
    default:
      return interesting[draw(interesting.length)] + draw(4096);
  }
}

const inRam = (from: number, bytes: number): boolean => from >= BUFFER && from + bytes <= END;
/** Below the buffer are the program and its notes: nothing for random stores. */
const isOwn = (from: number, bytes: number): boolean => from + bytes > RAM && from < BUFFER;
const nearDevice = (from: number, bytes: number): boolean =>
  DEVICES.some(({ base, bytes: size }) => from + bytes > base && from < base + size);

function access(draw: Draw, interesting: readonly number[]): Access {
  for (;;) {
    const any = address(draw, interesting);
    if (draw(8) === 0) {
      const at = any - (any % 4);
      if (at + 4 > RAM && at < END) continue;
      return {
        text: 'adr x22, 9f\n br x0\n9:',
        address: at,
        expected: nearDevice(at, 4) ? 'any' : expectedEsr(EC.INSTRUCTION_ABORT, false),
      };
    }
    const aligned = draw(4) === 0;
    const [text, bytes, write] = aligned ? ALIGNED[draw(ALIGNED.length)] : INSTRUCTIONS[draw(INSTRUCTIONS.length)];
    const at = aligned ? any - (any % bytes) : any;
    if (isOwn(at, bytes) || at + bytes > 2 ** 39) continue;
    const expected = inRam(at, bytes) ? undefined : nearDevice(at, bytes) ? 'any' : expectedEsr(EC.DATA_ABORT, write);
    return { text, address: at, expected };
  }
}

/** Random rings and descriptors, as words: some that could work, some that lead anywhere. */
function ringWords(draw: Draw, interesting: readonly number[]): string {
  const descriptors = Array.from({ length: 16 }, (_, i) => {
    const at = draw(3) === 0 ? address(draw, interesting) : BUFFER + draw(END - BUFFER);
    const own = at + 2 ** 20 > RAM && at < BUFFER ? BUFFER : at;
    const length = [0, 1, 16, 64, 512, 1526, 4096, 2 ** 16, 2 ** 31][draw(9)];
    const flags = draw(8) & (draw(16) === 0 ? 7 : 3);
    return `        .quad   ${own}\n        .word   ${length}\n        .hword  ${flags}, ${draw(16) === 0 ? draw(32) : (i + 1) % 16}`;
  });
  return `${descriptors.join('\n')}
        .hword  0, ${1 + draw(8)}
        .hword  ${Array.from({ length: 16 }, () => draw(16)).join(', ')}
        .balign 8
`;
}

/** Sets a queue of a slot up, with rings that are in the program or anywhere, and notifies. */
function dma(draw: Draw, interesting: readonly number[], label: string): { code: string; words: string } {
  const slot = draw(6);
  const queue = draw(3);
  const anywhere = (usual: string): string => {
    if (draw(6) !== 0) return usual;
    const at = address(draw, interesting);
    return `        ldr     x0, =${at + 4096 > RAM && at < BUFFER ? RINGS : at - (at % 16)}\n`;
  };
  const pair = (offset: number): string =>
    `        str     w0, [x3, #${offset}]\n        lsr     x0, x0, #32\n        str     w0, [x3, #${offset + 4}]\n`;
  const put = (offset: number, value: number): string =>
    `        mov     w0, #${value}\n        str     w0, [x3, #${offset}]\n`;
  const code = `
        ldr     x3, =${0x0a000000 + 0x200 * slot}
${[
  [0x70, 0],
  [0x70, 3],
  [0x24, 1],
  [0x20, 1],
  [0x24, 0],
  [0x20, 0],
  [0x70, 11],
  [0x30, queue],
  [0x38, 16],
]
  .map(([o, v]) => put(o, v))
  .join('')}
${anywhere(`        adr     x0, ${label}\n`)}${pair(0x80)}${anywhere(`        adr     x0, ${label} + 256\n`)}${pair(0x90)}${anywhere(`        ldr     x0, =${RINGS}\n`)}${pair(0xa0)}
${[
  [0x44, 1],
  [0x70, 15],
  [0x50, queue],
  [0x50, draw(4)],
]
  .map(([o, v]) => put(o, v))
  .join('')}`;
  return { code, words: `${label}:\n${ringWords(draw, interesting)}` };
}

export const fuzzDevices = (): VirtioEntry[] => [
  { kind: 'block', backend: memoryDisk(new Uint8Array(1 << 16).fill(0x5a)) },
  { kind: 'nic', network: 0, nic: 0 },
  { kind: 'entropy' },
  { kind: 'console' },
  { kind: 'balloon', inflated: () => undefined, deflated: () => undefined, reported: () => undefined },
  { kind: 'block', backend: memoryDisk(new Uint8Array(1 << 16), true) },
];

export interface FuzzGuest extends TestGuest {
  readonly accesses: readonly Access[];
}

/**
 * @param interesting as above
 * @param tables the guest's own page tables: its addresses as they are, or random words
 */
export function fuzzGuest(
  seed: number,
  count: number,
  interesting: readonly number[],
  tables: 'identity' | 'random',
): FuzzGuest {
  const draw = draws(seed);
  const accesses = Array.from({ length: count }, () => access(draw, interesting));
  const rings: string[] = [];
  const body = accesses.map(({ text, address: at }, i) => {
    let code = `        ldr     x21, =${NOTES + 16 * i}\n        ldr     x0, =0x${at.toString(16)}\n        ${text}\n`;
    if (i % 8 === 0 && tables === 'identity') {
      const { code: more, words } = dma(draw, interesting, `rings${i}`);
      rings.push(words);
      code += `        ldr     x21, =${NOTES + 16 * count}\n${more}`;
    }
    return code + (i % 64 === 63 ? `        b       7f\n        .ltorg\n        .balign 4\n7:\n` : '');
  });
  // 512 blocks of 1 GB, Normal memory, for EL1; or anything at all, but for what the program itself lies in.
  const word = (i: number): string => {
    if (tables === 'identity' || i === 1) return `0x${(BigInt(i) * 2n ** 30n + 0x701n).toString(16)}`;
    const at = BigInt(address(draw, interesting)) & ~0xfffn;
    return `0x${(at | BigInt([0x701, 0x703, 0x3, 0x1][draw(4)])).toString(16)}`;
  };
  const source = `
start:  adr     x0, vectors
        msr     vbar_el1, x0
        adr     x0, table
        msr     ttbr0_el1, x0
        mov     x0, #0xff
        msr     mair_el1, x0
        ldr     x0, =0x200803519
        msr     tcr_el1, x0
        mov     x0, #3 << 20
        msr     cpacr_el1, x0
        isb
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        orr     x0, x0, #4
        orr     x0, x0, #0x1000
        msr     sctlr_el1, x0
        isb
${body.join('')}
1:      wfi                             // for ever, since one that is off gives its memory back
        b       1b
        .ltorg
        .balign 16
${rings.join('')}
        .balign 2048
vectors:
        .rept   4
        b       fault
        .balign 128
        .endr
fault:  mrs     x10, esr_el1
        mrs     x11, far_el1
        str     w10, [x21]
        str     x11, [x21, #8]
        lsr     w12, w10, #26
        and     w12, w12, #0x3e
        cmp     w12, #0x20
        b.eq    1f
        mrs     x12, elr_el1
        add     x12, x12, #4
        msr     elr_el1, x12
        eret
1:      msr     elr_el1, x22
        eret
        .space  2048
        .balign 4096
table:
        .quad   ${Array.from({ length: 512 }, (_, i) => word(i)).join('\n        .quad   ')}
`;
  return { source, memory: FUZZ_RAM, virtio: fuzzDevices(), accesses };
}
