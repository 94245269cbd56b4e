import { describe, expect, it } from 'vitest';
import { createReset } from '../../src/devices/reset.js';
import { createGic400 } from '../../src/gic/gic400.js';
import { registerBlock, registerName } from '../../src/gic/registers.js';
import { GICD } from '../../src/gic/distributor.js';
import { bootStub, createRig, linux, SECURE } from './rig.js';

// GIC-400 TRM tables 3-2, 3-6, 3-9, 3-11, and what a BCM2711 was measured to answer.
const RESET: readonly (readonly [string, number])[] = [
  ['GICD_CTLR', 0],
  ['GICD_TYPER', 0x0000fc67],
  ['GICD_IIDR', 0x0200143b],
  ['GICD_IGROUPR0', 0],
  ['GICD_ISENABLER0', 0x0000ffff],
  ['GICD_ICENABLER0', 0x0000ffff],
  ['GICD_ISENABLER1', 0],
  ['GICD_ISPENDR0', 0],
  ['GICD_ISACTIVER0', 0],
  ['GICD_IPRIORITYR0', 0],
  ['GICD_ITARGETSR0', 0x01010101],
  ['GICD_ITARGETSR4', 0],
  ['GICD_ITARGETSR6', 0x01010100],
  ['GICD_ITARGETSR7', 0x01010101],
  ['GICD_ITARGETSR8', 0],
  ['GICD_ICFGR0', 0xaaaaaaaa],
  ['GICD_ICFGR1', 0x55540000],
  ['GICD_ICFGR2', 0x55555555],
  ['GICD_ICFGR15', 0x55555555],
  ['GICD_ICFGR16', 0],
  ['GICD_PPISR', 0],
  ['GICD_SGIR', 0],
  ['GICD_CPENDSGIR0', 0],
  ['GICD_PIDR0', 0x04],
  ['GICD_PIDR4', 0x90],
  ['GICD_PIDR5', 0xb4],
  ['GICD_PIDR6', 0x2b],
  ['GICD_PIDR8', 0x0d],
  ['GICD_PIDR11', 0xb1],
  ['GICC_CTLR', 0],
  ['GICC_PMR', 0],
  ['GICC_BPR', 2],
  ['GICC_IAR', 0x3ff],
  ['GICC_RPR', 0xff],
  ['GICC_HPPIR', 0x3ff],
  ['GICC_ABPR', 3],
  ['GICC_AIAR', 0x3ff],
  ['GICC_AHPPIR', 0x3ff],
  ['GICC_APR0', 0],
  ['GICC_NSAPR0', 0],
  ['GICC_IIDR', 0x0202143b],
  ['GICH_HCR', 0],
  ['GICH_VTR', 0x90000003],
  ['GICH_VMCR', 0x004c0000],
  ['GICH_MISR', 0],
  ['GICH_EISR0', 0],
  ['GICH_ELRSR0', 0xf],
  ['GICH_APR', 0],
  ['GICH_LR0', 0],
  ['GICV_CTLR', 0],
  ['GICV_PMR', 0],
  ['GICV_BPR', 2],
  ['GICV_IAR', 0x3ff],
  ['GICV_RPR', 0xff],
  ['GICV_HPPIR', 0x3ff],
  ['GICV_ABPR', 3],
  ['GICV_AIAR', 0x3ff],
  ['GICV_AHPPIR', 0x3ff],
  ['GICV_APR0', 0],
  ['GICV_IIDR', 0x0202143b],
];

describe('GIC-400 registers at reset', () => {
  it.each(RESET)('%s', (name, value) => {
    expect(createRig().read(name, SECURE)).toBe(value);
  });

  it('are there again after a reset', () => {
    const rig = createRig();
    const reset = createReset([rig.gic]);
    linux(rig);
    rig.write('GICH_VMCR', 0xffffffff);
    rig.write('GICD_SGIR', 0x00010003);
    reset();
    expect(RESET.map(([name]) => [name, rig.read(name, SECURE)])).toEqual(RESET.map((row) => [...row]));
    expect(rig.wires()).toBe('');
  });

  it.each([
    [1, 0xfc07],
    [4, 0xfc67],
    [8, 0xfce7],
  ])('GICD_TYPER of %i cores', (cpus, value) => {
    expect(createRig(cpus).read('GICD_TYPER')).toBe(value);
  });
});

// What is written, and what then reads back: [register, written, Secure, Non-secure]. Everything is Group 1.
const WRITTEN: readonly (readonly [string, number, number, number])[] = [
  ['GICD_CTLR', 0xffffffff, 3, 1],
  ['GICD_TYPER', 0, 0xfc67, 0xfc67],
  ['GICD_IGROUPR0', 0xffffffff, 0xfe00ffff, 0],
  ['GICD_IGROUPR7', 0xffffffff, 0xffffffff, 0],
  ['GICD_IGROUPR8', 0xffffffff, 0, 0],
  ['GICD_ISENABLER0', 0xffffffff, 0xfe00ffff, 0xfe00ffff],
  ['GICD_ISENABLER7', 0xffffffff, 0xffffffff, 0xffffffff],
  ['GICD_ISENABLER8', 0xffffffff, 0, 0],
  ['GICD_ICENABLER0', 0xffffffff, 0x0000ffff, 0x0000ffff],
  ['GICD_ISPENDR0', 0xffffffff, 0xfe000000, 0xfe000000],
  ['GICD_ISACTIVER0', 0xffffffff, 0xfe00ffff, 0xfe00ffff],
  ['GICD_IPRIORITYR0', 0xffffffff, 0xf8f8f8f8, 0xf0f0f0f0],
  ['GICD_IPRIORITYR4', 0xffffffff, 0, 0],
  ['GICD_IPRIORITYR6', 0xffffffff, 0xf8f8f800, 0xf0f0f000],
  ['GICD_IPRIORITYR63', 0x01234567, 0x00204060, 0x004080c0],
  ['GICD_IPRIORITYR64', 0xffffffff, 0, 0],
  ['GICD_ITARGETSR0', 0xffffffff, 0x01010101, 0x01010101],
  ['GICD_ITARGETSR8', 0xffffffff, 0x0f0f0f0f, 0x0f0f0f0f],
  ['GICD_ITARGETSR64', 0xffffffff, 0, 0],
  ['GICD_ICFGR0', 0, 0xaaaaaaaa, 0xaaaaaaaa],
  ['GICD_ICFGR1', 0xffffffff, 0x55540000, 0x55540000],
  ['GICD_ICFGR2', 0xffffffff, 0xffffffff, 0xffffffff],
  ['GICD_ICFGR3', 0x80000002, 0xd5555557, 0xd5555557],
  ['GICD_SPENDSGIR3', 0xffffffff, 0x0f0f0f0f, 0x0f0f0f0f],
  ['GICC_CTLR', 0xffffffff, 0x7ff, 0x261],
  ['GICC_PMR', 0xffffffff, 0xf8, 0xf0],
  ['GICC_PMR', 0x70, 0x70, 0],
  ['GICC_BPR', 0, 2, 3],
  ['GICC_BPR', 0xf, 7, 3],
  ['GICC_ABPR', 0, 3, 0],
  ['GICC_ABPR', 5, 5, 0],
  ['GICC_APR0', 0x80000001, 0x80000001, 0],
  ['GICC_NSAPR0', 0x80010001, 0x80010001, 0],
  ['GICH_HCR', 0xffffffff, 0xf80000ff, 0xf80000ff],
  ['GICH_VMCR', 0xffffffff, 0xf8fc021f, 0xf8fc021f],
  ['GICH_VMCR', 0, 0x004c0000, 0x004c0000],
  ['GICH_LR3', 0xffffffff, 0xff8fffff, 0xff8fffff],
  ['GICH_LR3', 0x7fffffff, 0x7f881fff, 0x7f881fff],
  ['GICV_CTLR', 0xffffffff, 0x21f, 0x21f],
  ['GICV_PMR', 0xffffffff, 0xf8, 0xf8],
  ['GICV_BPR', 0, 2, 2],
  ['GICV_ABPR', 0xff, 7, 7],
];

describe('GIC-400 registers written by Secure software', () => {
  it.each(WRITTEN)('%s = %i', (name, value, secure, nonSecure) => {
    const rig = createRig();
    if (!name.startsWith('GICD_IGROUPR')) for (let n = 0; n < 8; n++) rig.write(`GICD_IGROUPR${n}`, 0xffffffff, SECURE);
    rig.write(name, value, SECURE);
    expect([rig.read(name, SECURE), rig.read(name)]).toEqual([secure, nonSecure]);
  });
});

// Written by Non-secure software: [register, written, Secure view if Group 0, Secure view if Group 1].
const NON_SECURE: readonly (readonly [string, number, number, number])[] = [
  ['GICD_CTLR', 0xffffffff, 2, 2],
  ['GICD_IGROUPR1', 0, 0, 0xffffffff],
  ['GICD_ISENABLER1', 0xffffffff, 0, 0xffffffff],
  ['GICD_ISPENDR1', 0xffffffff, 0, 0xffffffff],
  ['GICD_ISACTIVER1', 0xffffffff, 0, 0xffffffff],
  ['GICD_IPRIORITYR8', 0xffa04000, 0, 0xf8d0a080],
  ['GICD_ITARGETSR8', 0x0f0f0f0f, 0, 0x0f0f0f0f],
  ['GICD_ICFGR2', 0xffffffff, 0x55555555, 0xffffffff],
  ['GICD_SPENDSGIR0', 0x01010101, 0, 0x01010101],
  ['GICC_CTLR', 0xffffffff, 0x582, 0x582],
  // The Secure mask of zero is not Non-secure software's to move.
  ['GICC_PMR', 0xff, 0, 0],
  ['GICC_NSAPR0', 0xffffffff, 0, 0],
  ['GICC_ABPR', 7, 3, 3],
];

describe('GIC-400 registers written by Non-secure software', () => {
  it.each(NON_SECURE)('%s = %i', (name, value, group0, group1) => {
    for (const [groups, expected] of [
      [0, group0],
      [0xffffffff, group1],
    ] as const) {
      const rig = createRig();
      rig.write('GICD_IGROUPR0', groups, SECURE);
      rig.write('GICD_IGROUPR1', groups, SECURE);
      rig.write(name, value);
      expect(rig.read(name, SECURE)).toBe(expected);
    }
  });

  it('moves the priority mask within the Non-secure half', () => {
    const rig = createRig();
    bootStub(rig);
    rig.write('GICC_PMR', 0x40);
    expect([rig.read('GICC_PMR'), rig.read('GICC_PMR', SECURE)]).toEqual([0x40, 0xa0]);
  });

  it('sees the Secure binary point, one higher, while CBPR is set', () => {
    const rig = createRig();
    rig.write('GICC_BPR', 4, SECURE);
    rig.write('GICC_BPR', 6);
    expect([rig.read('GICC_BPR'), rig.read('GICC_BPR', SECURE), rig.read('GICC_ABPR', SECURE)]).toEqual([6, 4, 6]);
    rig.write('GICC_CTLR', 1 << 4, SECURE);
    rig.write('GICC_BPR', 3);
    expect([rig.read('GICC_BPR'), rig.read('GICC_BPR', SECURE), rig.read('GICC_ABPR', SECURE)]).toEqual([5, 4, 6]);
    rig.write('GICC_BPR', 7, SECURE);
    expect(rig.read('GICC_BPR')).toBe(7);
  });

  it('finds the lower half of the Group 1 active priorities in GICC_APR0', () => {
    const rig = createRig();
    rig.write('GICC_NSAPR0', 0x00050003, SECURE);
    expect(rig.read('GICC_APR0')).toBe(5);
    rig.write('GICC_APR0', 0x12348001);
    expect(rig.read('GICC_NSAPR0', SECURE)).toBe(0x80010003);
    expect(rig.read('GICC_APR0', SECURE)).toBe(0);
  });
});

describe('banked registers', () => {
  it('are one for each core', () => {
    const rig = createRig();
    for (let cpu = 0; cpu < 4; cpu++) {
      rig.write('GICD_IGROUPR0', 1 << cpu, { cpu, secure: true });
      rig.write('GICC_PMR', 0x10 * (cpu + 1), { cpu, secure: true });
      rig.write('GICH_LR1', cpu + 1, { cpu });
    }
    for (let cpu = 0; cpu < 4; cpu++) {
      const who = { cpu, secure: true };
      expect(rig.read('GICD_ITARGETSR0', who)).toBe(0x01010101 << cpu);
      expect(rig.read('GICD_IGROUPR0', who)).toBe(1 << cpu);
      expect(rig.read('GICC_PMR', who)).toBe(0x10 * (cpu + 1));
      expect(rig.read('GICH_LR1', who)).toBe(cpu + 1);
      // GICH's aliases show any core's block to every core.
      expect(rig.gic.gich.read(0x1000 + cpu * 0x200 + 0x104, 4, { cpu: 0, secure: false })).toBe(cpu + 1);
    }
    rig.gic.gich.write(0x1000 + 3 * 0x200 + 0x104, 4, 77, { cpu: 1, secure: false });
    expect(rig.read('GICH_LR1', { cpu: 3 })).toBe(77);
    expect(rig.gic.gich.read(0x1000 + 4 * 0x200 + 0x104, 4, { cpu: 0, secure: false })).toBe(0);
  });

  it('are the first core’s for DMA', () => {
    const rig = createRig();
    rig.write('GICC_PMR', 0x40, { cpu: 0, secure: true });
    expect(rig.read('GICC_PMR', { cpu: -1, secure: true })).toBe(0x40);
  });

  it('name no core in a GIC with one', () => {
    const rig = createRig(1);
    rig.write('GICD_ITARGETSR8', 0x01010101, SECURE);
    expect([rig.read('GICD_ITARGETSR0', SECURE), rig.read('GICD_ITARGETSR8', SECURE)]).toEqual([0, 0]);
  });
});

describe('access widths', () => {
  const by = { cpu: 0, secure: true };
  it('bytes and halfwords of GICD_IPRIORITYR and GICD_ITARGETSR', () => {
    const { gicd } = createRig().gic;
    gicd.write(0x421, 1, 0xa0, by);
    gicd.write(0x422, 2, 0x40c0, by);
    expect([gicd.read(0x420, 4, by), gicd.read(0x421, 1, by), gicd.read(0x422, 2, by)]).toEqual([
      0x40c0a000, 0xa0, 0x40c0,
    ]);
    gicd.write(0x823, 1, 0x05, by);
    expect(gicd.read(0x820, 4, by)).toBe(0x05000000);
  });

  it('narrow reads of other registers, narrow writes ignored, nothing across a word', () => {
    const { gicd } = createRig().gic;
    expect([gicd.read(0x004, 2, by), gicd.read(0x005, 1, by)]).toEqual([0xfc67, 0xfc]);
    gicd.write(0x104, 1, 0xff, by);
    gicd.write(0x106, 4, 0xffffffff, by);
    expect(gicd.read(0x104, 4, by)).toBe(0);
    expect(gicd.read(0x006, 4, by)).toBe(0);
  });
});

describe('building', () => {
  it('refuses what a GIC-400 cannot be', () => {
    const line = { set: () => {} };
    const outputs = (n: number) => new Array(n).fill({ nIRQ: line, nFIQ: line, vIRQ: line, vFIQ: line });
    expect(() => createGic400({ outputs: outputs(0) })).toThrow(RangeError);
    expect(() => createGic400({ outputs: outputs(9) })).toThrow(RangeError);
    expect(() => createGic400({ outputs: outputs(1), interrupts: 100 })).toThrow(RangeError);
    const gic = createGic400({ outputs: outputs(2) });
    expect(() => gic.spi(224)).toThrow(RangeError);
    expect(() => gic.ppi(2, 30)).toThrow(RangeError);
    expect(() => gic.ppi(0, 24)).toThrow(RangeError);
  });

  it('refuses a table whose registers overlap, and names registers', () => {
    const table = [
      { name: 'A', offset: 0, count: 2 },
      { name: 'B', offset: 4 },
    ];
    expect(() => registerBlock('X', table, 16, {}, 1)).toThrow('B and A overlap');
    expect(registerName(GICD, 0x10c)).toBe('GICD_ISENABLER3');
    expect(registerName(GICD, 0x004)).toBe('GICD_TYPER');
    expect(registerName(GICD, 0xe00)).toBeUndefined();
  });
});
