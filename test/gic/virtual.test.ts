import { describe, expect, it } from 'vitest';
import { createRig, linux, SECURE, type Rig } from './rig.js';

const MAINTENANCE = 1 << 25;

/** The state a hypervisor sees, in hexadecimal. */
const gich = (rig: Rig, names: readonly string[]): string =>
  names.map((name) => rig.read(`GICH_${name}`).toString(16)).join(' ');

/** One step of a sequence: what is done, then GICH registers, then what the guest's GICV registers and the wires say. */
type Step = readonly [what: string, action: (rig: Rig) => void, expected: string];

function run(rig: Rig, names: readonly string[], steps: readonly Step[]): void {
  for (const [what, action, expected] of steps) {
    action(rig);
    const guest = `rpr=${rig.read('GICV_RPR').toString(16)} hppir=${rig.read('GICV_HPPIR').toString(16)} [${rig.wires()}]`;
    expect(`${what}: ${gich(rig, names)} ${guest}`).toBe(`${what}: ${expected}`);
  }
}

const write = (name: string, value: number) => (rig: Rig) => rig.write(name, value);
/** Reads GICV_IAR and insists on its answer. */
const acknowledge = (answer: number) => (rig: Rig) => expect(rig.read('GICV_IAR')).toBe(answer);

/** A guest with Group 0 on and the mask open; EOImode as asked. */
function guest(ctlr: number, bpr = 2): Rig {
  const rig = createRig();
  linux(rig);
  rig.write('GICH_HCR', 1);
  rig.write('GICV_CTLR', ctlr);
  rig.write('GICV_PMR', 0xf8);
  rig.write('GICV_BPR', bpr);
  rig.write('GICV_ABPR', 7);
  return rig;
}

describe('list registers', () => {
  it('priority drop and deactivation in one', () => {
    run(
      guest(1, 7),
      ['HCR', 'LR0', 'APR', 'ELRSR0'],
      [
        ['pending', write('GICH_LR0', 0x1200002a), '1 1200002a 0 e rpr=ff hppir=2a [vIRQ]'],
        ['active', acknowledge(42), '1 2200002a 1 e rpr=0 hppir=3ff []'],
        ['ended', write('GICV_EOIR', 42), '1 200002a 0 f rpr=ff hppir=3ff []'],
      ],
    );
  });

  it('priority drop and deactivation apart, pended again while active', () => {
    run(
      guest(0x201),
      ['VMCR', 'LR0', 'APR', 'ELRSR0'],
      [
        ['pending', write('GICH_LR0', 0x1800002a), 'f85c0201 1800002a 0 e rpr=ff hppir=2a [vIRQ]'],
        ['active', acknowledge(42), 'f85c0201 2800002a 10000 e rpr=80 hppir=3ff []'],
        ['pended again', write('GICH_LR0', 0x3800002a), 'f85c0201 3800002a 10000 e rpr=80 hppir=3ff []'],
        ['dropped', write('GICV_EOIR', 42), 'f85c0201 3800002a 0 e rpr=ff hppir=3ff []'],
        ['deactivated', write('GICV_DIR', 42), 'f85c0201 1800002a 0 e rpr=ff hppir=2a [vIRQ]'],
        ['active', acknowledge(42), 'f85c0201 2800002a 10000 e rpr=80 hppir=3ff []'],
        ['dropped', write('GICV_EOIR', 42), 'f85c0201 2800002a 0 e rpr=ff hppir=3ff []'],
        ['deactivated', write('GICV_DIR', 42), 'f85c0201 800002a 0 f rpr=ff hppir=3ff []'],
      ],
    );
  });

  it('preemption', () => {
    run(
      guest(1),
      ['LR0', 'LR1', 'APR', 'ELRSR0'],
      [
        ['low', write('GICH_LR0', 0x1800002a), '1800002a 0 0 e rpr=ff hppir=2a [vIRQ]'],
        ['low active', acknowledge(42), '2800002a 0 10000 e rpr=80 hppir=3ff []'],
        ['high', write('GICH_LR1', 0x1200002b), '2800002a 1200002b 10000 c rpr=80 hppir=2b [vIRQ]'],
        ['both active', acknowledge(43), '2800002a 2200002b 10010 c rpr=20 hppir=3ff []'],
        ['high ended', write('GICV_EOIR', 43), '2800002a 200002b 10000 e rpr=80 hppir=3ff []'],
        ['low ended', write('GICV_EOIR', 42), '800002a 200002b 0 f rpr=ff hppir=3ff []'],
      ],
    );
  });

  it('SGIs with the cores they come from', () => {
    run(
      guest(0x201),
      ['LR0', 'LR1', 'APR', 'ELRSR0'],
      [
        ['first', write('GICH_LR0', 0x12000405), '12000405 0 0 e rpr=ff hppir=405 [vIRQ]'],
        ['second', write('GICH_LR1', 0x18000c06), '12000405 18000c06 0 c rpr=ff hppir=405 [vIRQ]'],
        ['first active', acknowledge(0x405), '22000405 18000c06 10 c rpr=20 hppir=c06 []'],
        ['dropped', write('GICV_EOIR', 0x405), '22000405 18000c06 0 c rpr=ff hppir=c06 [vIRQ]'],
        ['deactivated', write('GICV_DIR', 0x405), '2000405 18000c06 0 d rpr=ff hppir=c06 [vIRQ]'],
        ['second active', acknowledge(0xc06), '2000405 28000c06 10000 d rpr=80 hppir=3ff []'],
        ['dropped', write('GICV_EOIR', 0xc06), '2000405 28000c06 0 d rpr=ff hppir=3ff []'],
        ['deactivated', write('GICV_DIR', 0xc06), '2000405 8000c06 0 f rpr=ff hppir=3ff []'],
      ],
    );
  });

  // The whole sequence was measured on a Pi 400.
  it('a context switch with the interface off', () => {
    const rig = guest(0x201);
    const names = ['HCR', 'VMCR', 'LR0', 'LR1', 'APR', 'ELRSR0'];
    run(rig, names, [
      ['lower', write('GICH_LR0', 0x18000032), '1 f85c0201 18000032 0 0 e rpr=ff hppir=32 [vIRQ]'],
      ['active', acknowledge(50), '1 f85c0201 28000032 0 10000 e rpr=80 hppir=3ff []'],
      ['higher', write('GICH_LR1', 0x12000033), '1 f85c0201 28000032 12000033 10000 c rpr=80 hppir=33 [vIRQ]'],
      ['off', write('GICH_HCR', 0), '0 f85c0201 28000032 12000033 10000 c rpr=80 hppir=33 []'],
    ]);
    for (const name of ['GICH_VMCR', 'GICH_APR', 'GICH_LR0', 'GICH_LR1']) rig.write(name, 0);
    expect(gich(rig, names)).toBe('0 4c0000 0 0 0 f');
    rig.write('GICH_VMCR', 0xf85c0201);
    rig.write('GICH_APR', 0x10000);
    rig.write('GICH_LR0', 0x28000032);
    rig.write('GICH_LR1', 0x12000033);
    run(rig, names, [
      ['on', write('GICH_HCR', 1), '1 f85c0201 28000032 12000033 10000 c rpr=80 hppir=33 [vIRQ]'],
      ['nested', acknowledge(51), '1 f85c0201 28000032 22000033 10010 c rpr=20 hppir=3ff []'],
      ['dropped', write('GICV_EOIR', 51), '1 f85c0201 28000032 22000033 10000 c rpr=80 hppir=3ff []'],
      ['deactivated', write('GICV_DIR', 51), '1 f85c0201 28000032 2000033 10000 e rpr=80 hppir=3ff []'],
      ['dropped', write('GICV_EOIR', 50), '1 f85c0201 28000032 2000033 0 e rpr=ff hppir=3ff []'],
      ['deactivated', write('GICV_DIR', 50), '1 f85c0201 8000032 2000033 0 f rpr=ff hppir=3ff []'],
    ]);
  });
});

describe('the virtual CPU interface', () => {
  // [Grp1, GICV_CTLR, wires, GICV_IAR, GICV_AIAR, GICV_HPPIR, GICV_AHPPIR]
  const GROUPS: readonly (readonly [0 | 1, number, string, number, number, number, number])[] = [
    [0, 0x01, 'vIRQ', 42, 1023, 42, 1023],
    [0, 0x09, 'vFIQ', 42, 1023, 42, 1023],
    [0, 0x02, '', 1023, 1023, 1023, 1023],
    [1, 0x02, 'vIRQ', 1022, 42, 1022, 42],
    [1, 0x0a, 'vIRQ', 1022, 42, 1022, 42],
    [1, 0x06, 'vIRQ', 42, 42, 42, 42],
    [1, 0x01, '', 1023, 1023, 1023, 1023],
  ];
  it.each(GROUPS)('Group %i, GICV_CTLR %i', (group, ctlr, wires, iar, aiar, hppir, ahppir) => {
    const make = () => {
      const rig = guest(ctlr);
      rig.write('GICH_LR2', 0x1200002a | (group << 30));
      return rig;
    };
    const rig = make();
    expect([rig.wires(), rig.read('GICV_HPPIR'), rig.read('GICV_AHPPIR')]).toEqual([wires, hppir, ahppir]);
    expect(rig.read('GICV_IAR')).toBe(iar);
    expect(make().read('GICV_AIAR')).toBe(aiar);
  });

  it('masks by priority, strictly', () => {
    const rig = guest(1);
    rig.write('GICH_LR0', 0x1200002a);
    rig.write('GICV_PMR', 0x20);
    expect([rig.wires(), rig.read('GICV_HPPIR'), rig.read('GICV_IAR')]).toEqual(['', 42, 1023]);
    rig.write('GICV_PMR', 0x28);
    expect(rig.wires()).toBe('vIRQ');
    expect(rig.read('GICH_VMCR') >>> 27).toBe(5);
  });

  it('takes the lowest list register among equals', () => {
    const rig = guest(1);
    for (const n of [3, 1, 2]) rig.write(`GICH_LR${n}`, 0x12000000 | (40 + n));
    expect(rig.read('GICV_IAR')).toBe(41);
    rig.write('GICV_EOIR', 41);
    expect(rig.read('GICV_IAR')).toBe(42);
  });

  it('has the active priorities in GICV_APR0 too', () => {
    const rig = guest(1);
    rig.write('GICH_LR0', 0x1200002a);
    rig.write('GICV_APR0', 1);
    expect([rig.wires(), rig.read('GICH_APR'), rig.read('GICV_RPR')]).toEqual(['', 1, 0]);
    rig.write('GICV_APR0', 1 << 31);
    expect([rig.wires(), rig.read('GICV_APR0'), rig.read('GICV_RPR')]).toEqual(['vIRQ', 0x80000000, 0xf8]);
  });

  it('offers nothing while GICH_HCR.En is clear', () => {
    const rig = guest(1);
    rig.write('GICH_HCR', 0);
    rig.write('GICH_LR0', 0x1200002a);
    expect([rig.wires(), rig.read('GICV_IAR')]).toEqual(['', 1023]);
  });

  it('counts only EOIs that dropped a priority and found no list register', () => {
    const rig = guest(1);
    const count = () => rig.read('GICH_HCR') >>> 27;
    rig.write('GICV_EOIR', 99);
    expect(count()).toBe(0);
    rig.write('GICH_APR', 0x30);
    rig.write('GICV_EOIR', 1023);
    expect([count(), rig.read('GICH_APR')]).toEqual([0, 0x30]);
    rig.write('GICV_EOIR', 99);
    expect([count(), rig.read('GICH_APR')]).toEqual([1, 0x20]);
    rig.write('GICV_DIR', 99);
    expect(count()).toBe(1);
    rig.write('GICV_CTLR', 0x201);
    rig.write('GICV_EOIR', 99);
    expect([count(), rig.read('GICH_APR')]).toEqual([1, 0]);
    rig.write('GICV_DIR', 99);
    expect(count()).toBe(2);
    rig.write('GICH_HCR', 0xf8000001);
    rig.write('GICV_DIR', 99);
    expect(rig.read('GICH_HCR')).toBe(1);
  });
});

describe('list registers with HW', () => {
  /** A physical SPI 64 (INTID 96) that the host has acknowledged and dropped, and its list register as INTID 50. */
  function forwarded(): Rig & { line: { set(level: boolean): void } } {
    const rig = guest(1);
    rig.write('GICD_ISENABLER3', 1);
    const line = rig.gic.spi(64);
    line.set(true);
    expect(rig.read('GICC_IAR')).toBe(96);
    rig.write('GICC_EOIR', 96);
    rig.write('GICH_LR0', (0x90000000 | (96 << 10) | 50 | (0x14 << 23)) >>> 0);
    return { ...rig, line };
  }

  it('deactivate the physical interrupt, which is then delivered again while its input is high', () => {
    const { line: _, ...rig } = forwarded();
    expect(rig.wires()).toBe('vIRQ');
    expect(rig.read('GICV_IAR')).toBe(50);
    expect([rig.read('GICD_ISACTIVER3'), rig.wires()]).toEqual([1, '']);
    rig.write('GICV_EOIR', 50);
    expect([rig.read('GICD_ISACTIVER3'), rig.read('GICH_ELRSR0'), rig.wires()]).toEqual([0, 0xf, 'nIRQ']);
  });

  it('do so at GICV_DIR when the guest splits', () => {
    const { line, ...rig } = forwarded();
    rig.write('GICV_CTLR', 0x201);
    rig.read('GICV_IAR');
    rig.write('GICV_EOIR', 50);
    expect(rig.read('GICD_ISACTIVER3')).toBe(1);
    line.set(false);
    rig.write('GICV_DIR', 50);
    expect([rig.read('GICD_ISACTIVER3'), rig.wires()]).toEqual([0, '']);
  });

  it('leave Secure interrupts alone', () => {
    const { line: _, ...rig } = forwarded();
    rig.write('GICD_IGROUPR3', 0xfffffffe, SECURE);
    rig.read('GICV_IAR');
    rig.write('GICV_EOIR', 50);
    expect(rig.read('GICD_ISACTIVER3', SECURE)).toBe(1);
  });

  it('do not ask for a maintenance interrupt by bit 19, which is theirs', () => {
    const rig = guest(1);
    rig.write('GICH_LR0', 0x82080032);
    expect([rig.read('GICH_EISR0'), rig.read('GICH_ELRSR0')]).toEqual([0, 0xf]);
  });
});

describe('the maintenance interrupt', () => {
  // [cause, GICH_HCR, GICH_VMCR, LR0, LR1, MISR]
  const CAUSES: readonly (readonly [string, number, number, number, number, number])[] = [
    ['EOI: an ended interrupt asked for it', 0x01, 0, 0x0008002a, 0, 0x01],
    ['EOI: not while active', 0x01, 0, 0x2008002a, 0, 0x00],
    ['EOI: whatever the enables', 0xff, 0, 0x0008002a, 0, 0xab],
    ['U: none valid', 0x03, 0, 0, 0, 0x02],
    ['U: one valid', 0x03, 0, 0x2000002a, 0, 0x02],
    ['U: two valid', 0x03, 0, 0x2000002a, 0x1000002b, 0x00],
    ['LRENP: nothing counted', 0x05, 0, 0, 0, 0x00],
    ['LRENP: something counted', 0x08000005, 0, 0, 0, 0x04],
    ['NP: none pending', 0x09, 0, 0x2000002a, 0, 0x08],
    ['NP: one pending', 0x09, 0, 0x1000002a, 0, 0x00],
    ['VGrp0E: off', 0x11, 0, 0, 0, 0x00],
    ['VGrp0E: on', 0x11, 1, 0, 0, 0x10],
    ['VGrp0D: off', 0x21, 0, 0, 0, 0x20],
    ['VGrp0D: on', 0x21, 1, 0, 0, 0x00],
    ['VGrp1E: off', 0x41, 0, 0, 0, 0x00],
    ['VGrp1E: on', 0x41, 2, 0, 0, 0x40],
    ['VGrp1D: off', 0x81, 0, 0, 0, 0x80],
    ['VGrp1D: on', 0x81, 2, 0, 0, 0x00],
  ];
  it.each(CAUSES)('%s', (_, hcr, vmcr, lr0, lr1, misr) => {
    const rig = createRig();
    linux(rig);
    rig.write('GICD_ISENABLER0', MAINTENANCE);
    rig.write('GICH_VMCR', vmcr);
    rig.write('GICH_LR0', lr0);
    rig.write('GICH_LR1', lr1);
    rig.write('GICH_HCR', hcr);
    expect([rig.read('GICH_MISR'), rig.wires().replace('vIRQ', '').trim()]).toEqual([misr, misr !== 0 ? 'nIRQ' : '']);
    if (misr !== 0) expect(rig.read('GICC_IAR')).toBe(25);
    // GICH_HCR.En lets it out.
    rig.write('GICH_HCR', hcr & ~1);
    expect([rig.read('GICH_MISR'), rig.read('GICD_ISPENDR0') & MAINTENANCE]).toEqual([misr, 0]);
  });

  it('tells of underflow when the guest ends the last but one, as the BCM2711 does', () => {
    const rig = guest(1, 7);
    const names = ['HCR', 'LR0', 'LR1', 'APR', 'MISR', 'EISR0', 'ELRSR0'];
    rig.write('GICH_LR0', 0x1200002a);
    rig.write('GICH_LR1', 0x1f80002b);
    rig.write('GICH_HCR', 3);
    rig.write('GICD_ISENABLER0', MAINTENANCE);
    expect(rig.read('GICH_VMCR')).toBe(0xf8fc0001);
    run(rig, names, [
      ['armed', () => {}, '3 1200002a 1f80002b 0 0 0 c rpr=ff hppir=2a [vIRQ]'],
      ['acknowledged', acknowledge(42), '3 2200002a 1f80002b 1 0 0 c rpr=0 hppir=2b []'],
      ['underflow', write('GICV_EOIR', 42), '3 200002a 1f80002b 0 2 0 d rpr=ff hppir=2b [nIRQ]'],
      ['disarmed', write('GICH_HCR', 1), '1 200002a 1f80002b 0 0 0 d rpr=ff hppir=2b []'],
    ]);
  });
});
