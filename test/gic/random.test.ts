import { describe, expect, it } from 'vitest';
import type { IrqLine } from '../../src/aarch64/bus.js';
import { createGic400 } from '../../src/gic/gic400.js';
import { outputs } from './model.js';
import { createRig, linux, SECURE, type BlockName, type Rig } from './rig.js';

/** A small generator of random numbers (xorshift32), so that a failure can be had again. */
function generator(seed: number): (below: number) => number {
  let x = seed | 1;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

const BLOCKS: readonly (readonly [BlockName, number])[] = [
  ['gicd', 0x1000],
  ['gicc', 0x2000],
  ['gich', 0x2000],
  ['gicv', 0x2000],
];
/** Where something is, so that random accesses do not mostly miss. */
const HOT: Readonly<Record<BlockName, readonly number[]>> = {
  gicd: [
    0x000, 0x080, 0x084, 0x100, 0x104, 0x180, 0x200, 0x204, 0x280, 0x300, 0x304, 0x380, 0x384, 0x400, 0x418, 0x420,
    0x820, 0xc08, 0xf00, 0xf10, 0xf20,
  ],
  gicc: [0x00, 0x04, 0x08, 0x0c, 0x0c, 0x0c, 0x10, 0x10, 0x1c, 0x20, 0x24, 0xd0, 0xe0, 0x1000],
  gich: [0x000, 0x008, 0x0f0, 0x100, 0x104, 0x108, 0x10c, 0x1200, 0x1300],
  gicv: [0x00, 0x04, 0x08, 0x0c, 0x0c, 0x0c, 0x10, 0x10, 0x1c, 0x20, 0x24, 0xd0, 0x1000],
};

/** One random thing happens to the GIC: an access, or a wire. */
function step(rig: Rig, lines: readonly IrqLine[], random: (below: number) => number): void {
  if (random(5) === 0) {
    lines[random(lines.length)].set(random(2) === 1);
    return;
  }
  const [name, window] = BLOCKS[random(4)];
  const size = ([4, 4, 4, 2, 1] as const)[random(5)];
  const hot = HOT[name];
  const offset = random(4) === 0 ? random(window) : hot[random(hot.length)] + (size === 4 ? 0 : size * random(2));
  const by = { cpu: random(6) - 1, secure: random(2) === 1 };
  // Small numbers are INTIDs, single bits are fields, all ones is everything; the rest is anything.
  const value = [random(300), 2 ** random(32), 0xffffffff, random(2 ** 32)][random(4)];
  if (random(3) === 0) {
    const answer = rig.gic[name].read(offset, size, by);
    if (!Number.isInteger(answer) || answer < 0 || answer >= 2 ** (8 * size)) {
      throw new Error(`${name} + ${offset.toString(16)} read ${answer} in ${size} bytes`);
    }
  } else {
    rig.gic[name].write(offset, size, value % 2 ** (8 * size), by);
  }
}

function makeLines(rig: Rig, cpus: number): IrqLine[] {
  const lines: IrqLine[] = [];
  for (let cpu = 0; cpu < cpus; cpu++) for (let intid = 25; intid < 32; intid++) lines.push(rig.gic.ppi(cpu, intid));
  for (let spi = 0; spi < 32; spi++) lines.push(rig.gic.spi(spi), rig.gic.spi(spi));
  return lines;
}

function check(rig: Rig, cpus: number, interrupts: number, when: string): void {
  for (let cpu = 0; cpu < cpus; cpu++) {
    const expected = outputs(rig.gic.state, cpus, interrupts, cpu);
    const found = {
      wires: rig.wires(cpu),
      maintenance: (rig.gic.state.sources[cpu * 32 + 25] & 1) !== 0,
      pending: rig.read('GICC_HPPIR', { cpu, secure: true }),
    };
    // Group 1 without AckCtl is not GICC_HPPIR's to name. An SGI's source is the implementation's choice.
    const hppir = found.pending === 1022 ? rig.read('GICC_AHPPIR', { cpu, secure: true }) : found.pending;
    expect({ ...found, pending: hppir & 0x3ff }, `${when}, core ${cpu}`).toEqual(expected);
  }
}

describe.each([
  [1, 64],
  [4, 256],
  [8, 512],
])('%i cores, %i interrupts, under random accesses', (cpus, interrupts) => {
  it.each([1, 2])('drive what the manual says, seed %i', (seed) => {
    const random = generator(seed * 7919 + cpus);
    const rig = createRig(cpus, interrupts);
    const lines = makeLines(rig, cpus);
    for (let n = 0; n < 2500; n++) {
      // Nothing much is left of a configuration after a while: set up anew now and then.
      if (n % 500 === 0) linux(rig, cpus);
      step(rig, lines, random);
      check(rig, cpus, interrupts, `step ${n}`);
    }
  });

  it('go on alike from a snapshot', () => {
    const random = generator(cpus);
    const one = createRig(cpus, interrupts);
    const oneLines = makeLines(one, cpus);
    for (let n = 0; n < 3000; n++) {
      if (n % 500 === 0) linux(one, cpus);
      step(one, oneLines, random);
    }
    const two = createRig(cpus, interrupts);
    const twoLines = makeLines(two, cpus);
    // Another run's leftovers must not show.
    for (let n = 0; n < 500; n++) step(two, twoLines, generator(n + 99));
    Object.assign(two.gic.state, structuredClone(one.gic.state));
    two.gic.restored();
    const again = [generator(4711), generator(4711)];
    for (let n = 0; n < 2000; n++) {
      step(one, oneLines, again[0]);
      step(two, twoLines, again[1]);
      for (let cpu = 0; cpu < cpus; cpu++) expect(two.wires(cpu)).toBe(one.wires(cpu));
    }
    expect(two.gic.state).toEqual(one.gic.state);
  });
});

it('sets every wire when restored, whatever it carries', () => {
  const set: string[] = [];
  const wire = (name: string): IrqLine => ({ set: (level) => set.push(`${name} ${level}`) });
  const outputs = [{ nIRQ: wire('nIRQ'), nFIQ: wire('nFIQ'), vIRQ: wire('vIRQ'), vFIQ: wire('vFIQ') }];
  const gic = createGic400({ outputs });
  gic.ppi(0, 31).set(true);
  set.length = 0;
  gic.restored();
  expect(set.sort()).toEqual(['nFIQ false', 'nIRQ true', 'vFIQ false', 'vIRQ false']);
});

it('keeps the cost of an acknowledge and end low while many interrupts wait', () => {
  const rig = createRig();
  linux(rig);
  for (let n = 1; n < 8; n++) {
    rig.write(`GICD_ISENABLER${n}`, 0xffffffff);
    rig.write(`GICD_ISPENDR${n}`, 0xffffffff);
  }
  rig.write('GICC_CTLR', 0x61);
  const { gicc } = rig.gic;
  const by = { cpu: 0, secure: false };
  const taken = new Set<number>();
  for (let n = 0; n < 224; n++) {
    const intid = gicc.read(0x0c, 4, by);
    taken.add(intid);
    gicc.write(0x10, 4, intid, by);
  }
  expect(taken.size).toBe(224);
  expect([rig.wires(), rig.read('GICC_RPR', SECURE)]).toEqual(['', 0xff]);
});
