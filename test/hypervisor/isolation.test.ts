/** What a guest can do to others: to their memory, and to their time. The whole matrix of attacks is in attacks.full.test.ts. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.js';
import { BLOCK } from '../../src/hypervisor/page-pool.js';
import { attackOf, COUNTS, lateness, measure, progress, SCENARIOS, SLEEPS } from './attacks.js';
import { fuzzGuest, FUZZ_RAM, NOTES, type FuzzGuest } from './isolation-fuzz.js';
import { createRig, RAM, type Rig, type TestGuest } from './rig.js';

const NETWORKS = [{ nics: [{ name: 'a', mac: '52:54:00:00:00:01' }] }];
/** Does nothing, with its RAM full of a pattern. */
const QUIET: TestGuest = { source: 'start: wfi\n b start\n', memory: FUZZ_RAM };

/** The physical addresses of a guest's RAM, in blocks. */
const blocksOf = (machine: Machine, guest: number): number[] =>
  Array.from({ length: FUZZ_RAM / BLOCK }, (_, i) => {
    const block = machine.hypervisor!.guests[guest].ram.tables.blockOf(RAM + i * BLOCK);
    if (block === undefined) throw new Error('a guest without its memory');
    return block;
  });

/** The touched pages of RAM that lie outside of some guests' blocks, by their addresses. */
function pagesOutside({ machine }: Rig, guests: readonly number[]): Map<number, Uint8Array> {
  const inside = new Set(guests.flatMap((g) => blocksOf(machine, g)));
  const pages = new Map<number, Uint8Array>();
  machine.processor.memory.eachFrame((pa, at) => {
    if (!inside.has(pa - (pa % BLOCK))) pages.set(pa, machine.processor.linear.u8.slice(at, at + 4096));
  });
  return pages;
}
/** The states of the board's own devices. */
const boardDevices = (machine: Machine): string =>
  JSON.stringify(machine.devices.map(({ parts }) => parts.map((p) => p.state)));

/** Addresses that a guest has no business with: of the last guest's RAM, of the hypervisor's pages, of the board's devices. */
function interesting(): number[] {
  const { machine } = createRig([QUIET, QUIET, QUIET]);
  const { guests } = machine.hypervisor!;
  const { board } = machine;
  return [
    ...guests.flatMap((g, i) => [...blocksOf(machine, i), g.state.root]),
    ...board.devices.map(({ base }) => base),
    ...[board.gic.gicd, board.gic.gicc, board.gic.gich, board.gic.gicv],
    ...[0, 0x80000, 0xfe000000, 0xff800000],
  ];
}

/** Runs two guests at once beside a third one, and sees to it that nothing else has changed. */
function runBeside(guests: readonly FuzzGuest[], limit: number): Rig {
  const [a, b] = guests;
  // The network has one NIC: the other guest has none in that slot.
  const rig = createRig(
    [a, { ...b, virtio: b.virtio?.map((e, i) => (i === 1 ? ({ kind: 'entropy' } as const) : e)) }, QUIET],
    {
      cores: 2,
      networks: NETWORKS,
    },
  );
  const { machine } = rig;
  for (const block of blocksOf(machine, 2)) {
    const pattern = Uint8Array.from({ length: 1 << 16 }, (_, i) => (i * 7 + block / BLOCK) & 0xff);
    for (let at = 0x10000; at < BLOCK; at += pattern.length) machine.processor.memory.load(block + at, pattern);
  }
  const before = pagesOutside(rig, [0, 1]);
  const devices = boardDevices(machine);
  machine.run(limit);
  const after = pagesOutside(rig, [0, 1]);
  const changed = [...after].filter(([pa, bytes]) => {
    const was = before.get(pa);
    return was === undefined || Buffer.compare(was, bytes) !== 0;
  });
  expect(changed.map(([pa]) => pa.toString(16))).toEqual([]);
  expect(after.size).toBe(before.size);
  expect(boardDevices(machine)).toBe(devices);
  return rig;
}

describe('memory', () => {
  const addresses = interesting();

  test.each([1, 2, 3, 4])('outside of its own RAM is closed to a guest, by any access (seed %i)', (seed) => {
    const guests = [seed, seed + 1000].map((s) => fuzzGuest(s, 256, addresses, 'identity'));
    const rig = runBeside(guests, 2e7);
    guests.forEach(({ accesses }, guest) => {
      const notes = rig.words(guest, NOTES, 4 * accesses.length);
      const wrong = accesses.flatMap(({ text, address, expected }, i) => {
        const [esr, , farLo, farHi] = notes.subarray(4 * i, 4 * i + 4);
        if (expected === 'any') return [];
        const far = farHi * 2 ** 32 + farLo;
        // Of an access across the end of RAM, the part behind it.
        const met = esr === (expected ?? 0) && (esr === 0 || (far >= address && far < address + 64));
        return met
          ? []
          : [`${text} at 0x${address.toString(16)}: ESR 0x${esr.toString(16)}, FAR 0x${far.toString(16)}`];
      });
      expect(wrong).toEqual([]);
      // It came to its end, by itself.
      expect(rig.machine.hypervisor!.guests[guest].vcpus[0].state.mode).toBe('blocked');
    });
  });

  test.each([1, 2, 3, 4])('stays closed behind page tables of random words (seed %i)', (seed) => {
    runBeside(
      [seed, seed + 1000].map((s) => fuzzGuest(s, 128, addresses, 'random')),
      2e6,
    );
  });
});

describe('time', () => {
  const [alone] = SCENARIOS;

  test('is shared among guests, however many virtual CPUs each has', () => {
    const { share, progress: done, p99 } = measure(attackOf('busy on 8'), { ...alone, time: 6e7 });
    expect(share).toBeGreaterThan(0.97 * alone.claim);
    expect(share).toBeLessThan(1.06 * alone.claim);
    expect(done).toBeGreaterThan(0.97 * alone.claim);
    expect(p99).toBeLessThanOrEqual(2e6);
  });

  test('is not lost to one whose virtual CPUs sleep and wake in turns', () => {
    const scenario = { ...SCENARIOS[1], time: 3e7 };
    const { progress: done, p99 } = measure(attackOf('virtual timer, every 20 us'), scenario);
    expect(done).toBeGreaterThan(0.97);
    expect(p99).toBeLessThanOrEqual(2e6);
  });

  test('is not gained by having slept, nor lost by having run alone', () => {
    // Sleeps for 20 ms, then counts for ever.
    const late = `
        .equ    LATE, 1080000
start:  mrs     x0, cntvct_el0
        ldr     x1, =LATE
        add     x0, x0, x1
        msr     cntv_cval_el0, x0
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        ldr     x1, =GICD
        str     w0, [x1]
        mov     w2, #1 << 27
        str     w2, [x1, #0x100]
        ldr     x1, =GICC
        mov     w2, #0xf0
        str     w2, [x1, #4]
        str     w0, [x1]
        wfi
        msr     cntv_ctl_el0, xzr
        b       count
        .ltorg
count:  ${COUNTS.source.replace('start:', '')}`;
    const rig = createRig([{ source: COUNTS.source }, { source: late }], { cores: 1 });
    rig.machine.run(2e7);
    const before = [0, 1].map((g) => rig.machine.hypervisor!.vcpus[g].state.ran);
    rig.machine.run(4e7);
    const ran = [0, 1].map((g) => rig.machine.hypervisor!.vcpus[g].state.ran - before[g]);
    expect(before[1]).toBeLessThan(1e5);
    expect(ran[0]).toBeGreaterThan(0.85e7);
    expect(ran[1]).toBeGreaterThan(0.85e7);
  });

  test('is enough for sixteen guests that sleep, beside one that does not', () => {
    const rig = createRig(
      [...Array.from({ length: 16 }, () => ({ source: SLEEPS.source })), { source: COUNTS.source }],
      { cores: 1 },
    );
    rig.machine.run(3e7);
    for (let guest = 0; guest < 16; guest++) {
      const { p99, wakes } = lateness(rig, guest);
      expect(wakes).toBeGreaterThan(15);
      expect(p99).toBeLessThanOrEqual(2e6);
    }
    expect(progress(rig, 16).share).toBeGreaterThan(0.9);
  });

  test('is divided evenly among eight that want it all, while a ninth wakes in time', () => {
    const rig = createRig(
      [...Array.from({ length: 8 }, () => ({ source: COUNTS.source })), { source: SLEEPS.source }],
      { cores: 2 },
    );
    rig.machine.run(5e7);
    const shares = Array.from({ length: 8 }, (_, guest) => progress(rig, guest).share);
    for (const share of shares) expect(Math.abs(share - 0.25)).toBeLessThan(0.025);
    expect(lateness(rig, 8).p99).toBeLessThanOrEqual(2e6);
  });
});

describe('a disk', () => {
  test("that is full is its guest's alone", () => {
    const { progress: done, p99 } = measure(attackOf('writes to a full disk'), { ...SCENARIOS[1], time: 2e7 });
    expect(done).toBeGreaterThan(0.97);
    expect(p99).toBeLessThanOrEqual(2e6);
  });
});
