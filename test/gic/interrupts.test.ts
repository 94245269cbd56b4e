import { describe, expect, it } from 'vitest';
import { createRig, linux, bootStub, SECURE, type Rig, type Who } from './rig.js';

/** Register values in one go. */
const read = (rig: Rig, names: readonly string[], who?: Who): number[] => names.map((name) => rig.read(name, who));

/** A GIC as Linux runs it, with SPI 64 (INTID 96) enabled on core 0. */
function withSpi(): Rig & { line: { set(level: boolean): void } } {
  const rig = createRig();
  linux(rig);
  rig.write('GICD_ISENABLER3', 1);
  return { ...rig, line: rig.gic.spi(64) };
}

describe('a level-sensitive SPI under Linux', () => {
  it('is signalled, acknowledged, ended and, still high, signalled again', () => {
    const { line, ...rig } = withSpi();
    line.set(true);
    expect(rig.wires()).toBe('nIRQ');
    expect(read(rig, ['GICD_ISPENDR3', 'GICD_SPISR2', 'GICC_HPPIR'])).toEqual([1, 1, 96]);
    expect(rig.read('GICC_IAR')).toBe(96);
    expect(rig.wires()).toBe('');
    expect(read(rig, ['GICD_ISACTIVER3', 'GICD_ISPENDR3', 'GICC_RPR', 'GICC_HPPIR'])).toEqual([1, 1, 0xa0, 1023]);
    expect(rig.read('GICC_IAR')).toBe(1023);
    rig.write('GICC_EOIR', 96);
    expect(read(rig, ['GICC_RPR', 'GICD_ISACTIVER3'])).toEqual([0xff, 1]);
    expect(rig.wires()).toBe('');
    rig.write('GICC_DIR', 96);
    expect(rig.wires()).toBe('nIRQ');
    line.set(false);
    expect(rig.wires()).toBe('');
    expect(rig.read('GICC_IAR')).toBe(1023);
  });

  it('set pending by software: pending clears at IAR; pended again while active, it is delivered after DIR', () => {
    const { line: _, ...rig } = withSpi();
    rig.write('GICD_ISPENDR3', 1);
    expect(rig.read('GICC_IAR')).toBe(96);
    expect(rig.read('GICD_ISPENDR3')).toBe(0);
    rig.write('GICD_ISPENDR3', 1);
    rig.write('GICC_EOIR', 96);
    expect([rig.read('GICD_ISPENDR3'), rig.wires()]).toEqual([1, '']);
    rig.write('GICC_DIR', 96);
    expect(rig.wires()).toBe('nIRQ');
    expect(rig.read('GICC_IAR')).toBe(96);
  });

  it('stays pending through GICD_ICPENDR while its input is high', () => {
    const { line, ...rig } = withSpi();
    line.set(true);
    rig.write('GICD_ISPENDR3', 1);
    rig.write('GICD_ICPENDR3', 1);
    expect(rig.read('GICD_ISPENDR3')).toBe(1);
    line.set(false);
    expect(rig.read('GICD_ISPENDR3')).toBe(0);
  });

  it('is high while any of its sources is', () => {
    const { line, ...rig } = withSpi();
    const other = rig.gic.spi(64);
    line.set(true);
    other.set(true);
    line.set(false);
    expect(rig.wires()).toBe('nIRQ');
    other.set(false);
    expect(rig.wires()).toBe('');
  });
});

describe('an edge-triggered SPI', () => {
  const edge = () => {
    const rig = withSpi();
    rig.write('GICD_ICFGR6', 2);
    return rig;
  };

  it('remembers a pulse', () => {
    const { line, ...rig } = edge();
    line.set(true);
    line.set(false);
    expect([rig.wires(), rig.read('GICC_IAR'), rig.read('GICD_ISPENDR3')]).toEqual(['nIRQ', 96, 0]);
  });

  it('is not pending again because the input stays high, but is by a second edge while active', () => {
    const { line, ...rig } = edge();
    line.set(true);
    rig.read('GICC_IAR');
    line.set(false);
    line.set(true);
    rig.write('GICC_EOIR', 96);
    rig.write('GICC_DIR', 96);
    expect(rig.read('GICC_IAR')).toBe(96);
    rig.write('GICC_EOIR', 96);
    rig.write('GICC_DIR', 96);
    expect(rig.wires()).toBe('');
  });

  it('takes rising edges, not falling ones', () => {
    const { line, ...rig } = edge();
    line.set(true);
    expect(rig.wires()).toBe('nIRQ');
    rig.read('GICC_IAR');
    line.set(false);
    expect(rig.read('GICD_ISPENDR3')).toBe(0);
  });

  it('is forgotten through GICD_ICPENDR', () => {
    const { line, ...rig } = edge();
    line.set(true);
    rig.write('GICD_ICPENDR3', 1);
    expect(rig.wires()).toBe('');
  });
});

describe('targets', () => {
  it('moves a pending SPI, signals it to all its targets, and gives it to the first that asks', () => {
    const { line, ...rig } = withSpi();
    line.set(true);
    rig.writeByte('GICD_ITARGETSR', 96, 0x0c);
    expect([0, 1, 2, 3].map(rig.wires)).toEqual(['', '', 'nIRQ', 'nIRQ']);
    expect(rig.read('GICC_IAR', { cpu: 3 })).toBe(96);
    expect(rig.read('GICC_IAR', { cpu: 2 })).toBe(1023);
    expect([0, 1, 2, 3].map(rig.wires)).toEqual(['', '', '', '']);
  });

  it('includes the only core of a GIC with one', () => {
    const rig = createRig(1);
    bootStub(rig, 1);
    rig.write('GICC_CTLR', 0x261);
    rig.write('GICD_ISENABLER1', 1);
    rig.gic.spi(0).set(true);
    expect([rig.wires(), rig.read('GICC_IAR')]).toEqual(['nIRQ', 32]);
  });
});

describe('PPIs', () => {
  it('are each core’s own', () => {
    const rig = createRig();
    linux(rig);
    const timers = [0, 1, 2, 3].map((cpu) => rig.gic.ppi(cpu, 27));
    for (let cpu = 0; cpu < 4; cpu++) rig.write('GICD_ISENABLER0', 1 << 27, { cpu });
    timers[2].set(true);
    expect([0, 1, 2, 3].map(rig.wires)).toEqual(['', '', 'nIRQ', '']);
    expect([rig.read('GICD_PPISR', { cpu: 2 }), rig.read('GICD_PPISR')]).toEqual([1 << 11, 0]);
    expect(rig.read('GICC_IAR', { cpu: 2 })).toBe(27);
  });
});

describe('SGIs', () => {
  // GICD_SGIR by core 1: [what, value, SGI 5 pending on cores 0 to 3]
  const N = 0;
  const P = 0x02;
  const SGIR: readonly (readonly [string, number, number[]])[] = [
    ['to a list', 0x00050005, [P, N, P, N]],
    ['to a list with itself', 0x00020005, [N, P, N, N]],
    ['to cores that are not there', 0x00f10005, [P, N, N, N]],
    ['to all others', 0x01000005, [P, N, P, P]],
    ['to itself', 0x02ff0005, [N, P, N, N]],
    ['by the reserved filter', 0x030f0005, [N, N, N, N]],
  ];
  it.each(SGIR)('%s', (_, value, pending) => {
    const rig = createRig();
    linux(rig);
    rig.write('GICD_SGIR', value, { cpu: 1 });
    expect([0, 1, 2, 3].map((cpu) => rig.gic.state.sgiPending[cpu * 16 + 5])).toEqual(pending);
    expect([0, 1, 2, 3].map(rig.wires)).toEqual(pending.map((sources) => (sources !== 0 ? 'nIRQ' : '')));
  });

  // IHI 0048B table 4-23: [sender, NSATT, group at the target, sent?]
  const SECURITY: readonly (readonly ['Secure' | 'Non-secure', 0 | 1, 0 | 1, boolean])[] = [
    ['Secure', 0, 0, true],
    ['Secure', 0, 1, false],
    ['Secure', 1, 0, false],
    ['Secure', 1, 1, true],
    ['Non-secure', 0, 0, false],
    ['Non-secure', 0, 1, true],
    ['Non-secure', 1, 0, false],
    ['Non-secure', 1, 1, true],
  ];
  it.each(SECURITY)('%s, NSATT %i, Group %i: %s', (state, nsatt, group, sent) => {
    const rig = createRig();
    rig.write('GICD_IGROUPR0', group << 5, SECURE);
    rig.write('GICD_SGIR', 0x00010005 | (nsatt << 15), { secure: state === 'Secure' });
    expect(rig.read('GICD_SPENDSGIR1', SECURE)).toBe(sent ? 0x0100 : 0);
  });

  it('from several cores are several interrupts, one active at a time', () => {
    const rig = createRig();
    linux(rig);
    for (const cpu of [3, 1]) rig.write('GICD_SGIR', 0x00010005, { cpu });
    expect(rig.read('GICD_SPENDSGIR1')).toBe(0x0a00);
    expect(rig.read('GICC_HPPIR')).toBe(0x405);
    expect(rig.read('GICC_IAR')).toBe(0x405);
    expect([rig.read('GICD_SPENDSGIR1'), rig.read('GICD_ISACTIVER0'), rig.wires()]).toEqual([0x0800, 0x20, '']);
    rig.write('GICC_EOIR', 0x405);
    expect(rig.wires()).toBe('');
    rig.write('GICC_DIR', 0x405);
    expect([rig.read('GICD_ISACTIVER0'), rig.wires()]).toEqual([0, 'nIRQ']);
    expect(rig.read('GICC_IAR')).toBe(0xc05);
    // Xen writes the number alone.
    rig.write('GICC_EOIR', 0x005);
    rig.write('GICC_DIR', 0x005);
    expect(rig.read('GICD_ISACTIVER0')).toBe(0);
  });

  it('are pended and cleared by GICD_SPENDSGIR and GICD_CPENDSGIR', () => {
    const rig = createRig();
    linux(rig);
    rig.writeByte('GICD_SPENDSGIR', 7, 0xff);
    expect(rig.read('GICD_CPENDSGIR1')).toBe(0x0f000000);
    rig.writeByte('GICD_CPENDSGIR', 7, 0x03);
    expect([rig.read('GICC_IAR'), rig.read('GICD_ISPENDR0')]).toEqual([0x807, 0x80]);
    rig.write('GICD_CPENDSGIR1', 0xffffffff);
    expect(rig.read('GICD_ISPENDR0')).toBe(0);
  });

  it('stay enabled whatever is written', () => {
    const rig = createRig();
    linux(rig);
    rig.write('GICD_ICENABLER0', 0xffffffff);
    rig.write('GICD_SGIR', 0x02000003);
    expect(rig.read('GICC_IAR')).toBe(3);
  });
});

describe('priorities', () => {
  /** Core 0 in Secure state, all Group 0, SPIs 0 and 1 enabled with these priorities and pending in this order. */
  function pair(first: number, second: number, bpr: number): Rig {
    const rig = createRig();
    rig.write('GICD_CTLR', 1, SECURE);
    rig.write('GICC_CTLR', 1, SECURE);
    rig.write('GICC_PMR', 0xff, SECURE);
    rig.write('GICC_BPR', bpr, SECURE);
    rig.write('GICD_ISENABLER1', 3, SECURE);
    rig.write('GICD_ITARGETSR8', 0x0101, SECURE);
    rig.writeByte('GICD_IPRIORITYR', 32, first, SECURE);
    rig.writeByte('GICD_IPRIORITYR', 33, second, SECURE);
    rig.write('GICD_ISPENDR1', 1, SECURE);
    expect(rig.read('GICC_IAR', SECURE)).toBe(32);
    rig.write('GICD_ISPENDR1', 2, SECURE);
    return rig;
  }

  // IHI 0048B table 3-2 in five bits: [binary point, group priority field, active, pending, preempts?]
  const PREEMPTION: readonly (readonly [number, string, number, number, boolean])[] = [
    [2, '[7:3]', 0x80, 0x78, true],
    [2, '[7:3]', 0x80, 0x80, false],
    [2, '[7:3]', 0x80, 0x88, false],
    [3, '[7:4]', 0x88, 0x80, false],
    [3, '[7:4]', 0x88, 0x78, true],
    [4, '[7:5]', 0x98, 0x80, false],
    [4, '[7:5]', 0x80, 0x78, true],
    [5, '[7:6]', 0xb8, 0x80, false],
    [5, '[7:6]', 0xc0, 0xb8, true],
    [6, '[7]', 0xf0, 0x80, false],
    [6, '[7]', 0x80, 0x78, true],
    [7, 'none', 0xf0, 0x00, false],
  ];
  it.each(PREEMPTION)(
    'binary point %i, group priority %s: active %i, pending %i',
    (bpr, _, active, pending, preempts) => {
      const rig = pair(active, pending, bpr);
      expect(rig.wires()).toBe(preempts ? 'nIRQ' : '');
      expect(rig.read('GICC_HPPIR', SECURE)).toBe(33);
      expect(rig.read('GICC_IAR', SECURE)).toBe(preempts ? 33 : 1023);
    },
  );

  it('nest and come back', () => {
    const rig = pair(0x80, 0x40, 2);
    expect(rig.read('GICC_RPR', SECURE)).toBe(0x80);
    expect(rig.read('GICC_IAR', SECURE)).toBe(33);
    expect(read(rig, ['GICC_RPR', 'GICC_APR0'], SECURE)).toEqual([0x40, (1 << 16) | (1 << 8)]);
    rig.write('GICC_EOIR', 33, SECURE);
    expect(rig.read('GICC_RPR', SECURE)).toBe(0x80);
    rig.write('GICC_EOIR', 32, SECURE);
    expect(read(rig, ['GICC_RPR', 'GICC_APR0', 'GICD_ISACTIVER1'], SECURE)).toEqual([0xff, 0, 0]);
  });

  // [PMR, priority, signalled?]: strictly higher only; the idle mask 0 lets nothing pass.
  it.each([
    [0xf8, 0xf0, true],
    [0xf8, 0xf8, false],
    [0x80, 0x80, false],
    [0x80, 0x78, true],
    [0x00, 0x00, false],
  ])('mask %i, priority %i: %s', (pmr, priority, signalled) => {
    const rig = createRig();
    rig.write('GICD_CTLR', 1, SECURE);
    rig.write('GICC_CTLR', 1, SECURE);
    rig.write('GICC_PMR', pmr, SECURE);
    rig.writeByte('GICD_IPRIORITYR', 3, priority, SECURE);
    rig.write('GICD_SGIR', 0x02000003, SECURE);
    expect([rig.wires(), rig.read('GICC_HPPIR', SECURE)]).toEqual([signalled ? 'nIRQ' : '', 3]);
  });

  it('choose the highest, then the lowest INTID, across cores’ own and shared interrupts', () => {
    const rig = createRig();
    linux(rig);
    rig.write('GICD_ISENABLER0', 1 << 30);
    for (const n of [1, 4, 7]) rig.write(`GICD_ISENABLER${n}`, 0xffffffff);
    for (const intid of [240, 130, 45]) rig.gic.spi(intid - 32).set(true);
    rig.gic.ppi(0, 30).set(true);
    rig.writeByte('GICD_IPRIORITYR', 130, 0x50);
    const order: number[] = [];
    for (let intid = rig.read('GICC_IAR'); intid !== 1023; intid = rig.read('GICC_IAR')) {
      order.push(intid);
      rig.write('GICC_EOIR', intid);
    }
    expect(order).toEqual([130, 30, 45, 240]);
  });

  it('do not preempt within a group that shares the other’s binary point', () => {
    // Group 1 by its own binary point preempts in steps of 8; by the Secure one (CBPR) in steps of 64.
    for (const [cbpr, wires] of [
      [0, 'nIRQ'],
      [1 << 4, ''],
    ] as const) {
      const rig = createRig();
      bootStub(rig);
      rig.write('GICC_CTLR', 0x1e7 | cbpr, SECURE);
      rig.write('GICC_BPR', 5, SECURE);
      rig.writeByte('GICD_IPRIORITYR', 1, 0x20);
      rig.writeByte('GICD_IPRIORITYR', 2, 0x10);
      rig.write('GICD_SGIR', 0x02000001);
      expect(rig.read('GICC_IAR')).toBe(1);
      rig.write('GICD_SGIR', 0x02000002);
      expect(rig.wires()).toBe(wires);
    }
  });
});

describe('end of interrupt', () => {
  it('ignores spurious, absent and, from Non-secure software, Group 0 INTIDs', () => {
    const rig = createRig();
    linux(rig);
    rig.write('GICD_SGIR', 0x02000001);
    rig.read('GICC_IAR');
    rig.write('GICD_IGROUPR0', 0xfffffffd, SECURE);
    for (const value of [1023, 1022, 1020, 300, 1]) rig.write('GICC_EOIR', value);
    expect(rig.read('GICC_RPR', SECURE)).toBe(0xd0);
  });

  it('ignores GICC_DIR unless EOImode splits', () => {
    const rig = createRig();
    linux(rig);
    rig.write('GICC_CTLR', 0x61);
    rig.write('GICD_SGIR', 0x02000001);
    rig.read('GICC_IAR');
    rig.write('GICC_DIR', 1);
    expect(rig.read('GICD_ISACTIVER0')).toBe(2);
    rig.write('GICC_EOIR', 1);
    expect(rig.read('GICD_ISACTIVER0')).toBe(0);
  });

  it('splits by EOImodeS for Secure software and by EOImodeNS for Non-secure', () => {
    for (const secure of [false, true]) {
      const rig = createRig();
      bootStub(rig);
      rig.write('GICC_CTLR', 0x1e7 | (1 << 9), SECURE);
      rig.write('GICD_SGIR', 0x02008001, SECURE);
      rig.read('GICC_IAR');
      rig.write('GICC_EOIR', 1, { secure });
      expect(rig.read('GICD_ISACTIVER0')).toBe(secure ? 2 : 0);
      rig.write('GICC_DIR', 1, { secure });
      expect(rig.read('GICD_ISACTIVER0')).toBe(0);
    }
  });
});

describe('security groups', () => {
  type Read = 'GICC_IAR' | 'GICC_AIAR' | 'GICC_HPPIR' | 'GICC_AHPPIR';
  // IHI 0048B tables 3-8, 3-10, 4-36: [group of SGI 2, AckCtl, register, Secure?, answer]
  const ACKNOWLEDGE: readonly (readonly [0 | 1, 0 | 1, Read, boolean, number])[] = [
    [0, 0, 'GICC_IAR', true, 2],
    [0, 1, 'GICC_IAR', true, 2],
    [0, 0, 'GICC_IAR', false, 1023],
    [0, 1, 'GICC_IAR', false, 1023],
    [1, 0, 'GICC_IAR', true, 1022],
    [1, 1, 'GICC_IAR', true, 2],
    [1, 0, 'GICC_IAR', false, 2],
    [1, 1, 'GICC_IAR', false, 2],
    [0, 0, 'GICC_AIAR', true, 1023],
    [1, 0, 'GICC_AIAR', true, 2],
    [1, 1, 'GICC_AIAR', true, 2],
    [0, 0, 'GICC_AIAR', false, 0],
    [1, 0, 'GICC_AIAR', false, 0],
    [0, 0, 'GICC_HPPIR', true, 2],
    [0, 0, 'GICC_HPPIR', false, 1023],
    [1, 0, 'GICC_HPPIR', true, 1022],
    [1, 1, 'GICC_HPPIR', true, 2],
    [1, 0, 'GICC_HPPIR', false, 2],
    [0, 0, 'GICC_AHPPIR', true, 1023],
    [1, 0, 'GICC_AHPPIR', true, 2],
    [1, 0, 'GICC_AHPPIR', false, 0],
  ];
  it.each(ACKNOWLEDGE)('Group %i, AckCtl %i, %s, Secure %s: %i', (group, ackCtl, name, secure, answer) => {
    const rig = createRig();
    rig.write('GICD_CTLR', 3, SECURE);
    rig.write('GICC_CTLR', 3 | (ackCtl << 2), SECURE);
    rig.write('GICC_PMR', 0xff, SECURE);
    rig.write('GICD_IGROUPR0', group << 2, SECURE);
    rig.writeByte('GICD_IPRIORITYR', 2, 0x90, SECURE);
    rig.write('GICD_SGIR', 0x02000002 | (group << 15), SECURE);
    expect(rig.wires()).toBe('nIRQ');
    expect(rig.read(name, { secure })).toBe(answer);
    const taken = name.endsWith('IAR') && answer === 2;
    expect(rig.read('GICD_ISACTIVER0', SECURE)).toBe(taken ? 4 : 0);
    expect(read(rig, ['GICC_APR0', 'GICC_NSAPR0'], SECURE)).toEqual(
      !taken ? [0, 0] : group === 0 ? [1 << 18, 0] : [0, 1 << 18],
    );
  });

  // [group, GICD_CTLR, GICC_CTLR, wires]
  const SIGNAL: readonly (readonly [0 | 1, number, number, string])[] = [
    [0, 3, 0x1eb, 'nFIQ'],
    [0, 3, 0x1e3, 'nIRQ'],
    [1, 3, 0x1eb, 'nIRQ'],
    [0, 2, 0x1eb, ''],
    [1, 1, 0x1eb, ''],
    [0, 3, 0x1ea, ''],
    [1, 3, 0x1e9, ''],
    [0, 0, 0x1eb, ''],
  ];
  it.each(SIGNAL)('Group %i, GICD_CTLR %i, GICC_CTLR %i: %s', (group, gicd, gicc, wires) => {
    const rig = createRig();
    rig.write('GICD_CTLR', gicd, SECURE);
    rig.write('GICC_CTLR', gicc, SECURE);
    rig.write('GICC_PMR', 0xff, SECURE);
    rig.write('GICD_IGROUPR0', group << 2, SECURE);
    rig.write('GICD_SGIR', 0x02000002 | (group << 15), SECURE);
    expect(rig.wires()).toBe(wires);
  });

  it('move a signalled interrupt between nFIQ and nIRQ', () => {
    const rig = createRig();
    bootStub(rig);
    rig.write('GICC_CTLR', 0x1eb, SECURE);
    rig.write('GICD_SGIR', 0x02000002);
    expect(rig.wires()).toBe('nIRQ');
    rig.write('GICD_IGROUPR0', 0, SECURE);
    expect(rig.wires()).toBe('nFIQ');
    rig.write('GICC_CTLR', 0x1e3, SECURE);
    expect(rig.wires()).toBe('nIRQ');
  });

  it('hide a Secure running priority', () => {
    const rig = createRig();
    bootStub(rig);
    rig.write('GICD_IGROUPR0', ~4, SECURE);
    rig.writeByte('GICD_IPRIORITYR', 2, 0x40, SECURE);
    rig.write('GICD_SGIR', 0x02000002, SECURE);
    expect(rig.read('GICC_IAR', SECURE)).toBe(2);
    expect([rig.read('GICC_RPR', SECURE), rig.read('GICC_RPR')]).toEqual([0x40, 0]);
  });

  it('end a Group 1 interrupt by GICC_AEOIR, but no Group 0 one', () => {
    const rig = createRig();
    bootStub(rig);
    rig.write('GICD_SGIR', 0x02000002);
    rig.read('GICC_AIAR', SECURE);
    rig.write('GICC_AEOIR', 2);
    expect(rig.read('GICD_ISACTIVER0')).toBe(4);
    rig.write('GICC_AEOIR', 2, SECURE);
    expect([rig.read('GICD_ISACTIVER0'), rig.read('GICC_RPR')]).toEqual([0, 0xff]);
    rig.write('GICD_IGROUPR0', 0, SECURE);
    rig.write('GICD_SGIR', 0x02000002, SECURE);
    rig.read('GICC_IAR', SECURE);
    rig.write('GICC_AEOIR', 2, SECURE);
    expect(rig.read('GICD_ISACTIVER0', SECURE)).toBe(4);
  });
});

describe('legacy interrupts', () => {
  // [GICC_CTLR, legacy IRQ and FIQ high, wires]
  it.each([
    [0x000, 'nIRQ nFIQ'],
    [0x1e0, ''],
    [0x002, 'nFIQ'],
    [0x009, 'nIRQ'],
    [0x001, 'nFIQ'],
    [0x040, 'nFIQ'],
    [0x020, 'nIRQ'],
  ])('GICC_CTLR %i: %s', (ctlr, wires) => {
    const rig = createRig();
    rig.gic.ppi(0, 31).set(true);
    const fiq = rig.gic.ppi(0, 28);
    fiq.set(true);
    rig.write('GICC_CTLR', ctlr, SECURE);
    expect(rig.wires()).toBe(wires);
    fiq.set(false);
    expect(rig.wires()).toBe(wires.replace(/ ?nFIQ/, ''));
  });
});

describe('GICD_ISACTIVER', () => {
  it('keeps an interrupt from being signalled until it is cleared', () => {
    const { line, ...rig } = withSpi();
    rig.write('GICD_ISACTIVER3', 1);
    line.set(true);
    expect(rig.wires()).toBe('');
    rig.write('GICD_ICACTIVER3', 1);
    expect(rig.wires()).toBe('nIRQ');
  });

  it('holds for SGIs', () => {
    const rig = createRig();
    linux(rig);
    rig.write('GICD_SGIR', 0x02000004);
    rig.write('GICD_ISACTIVER0', 0x10);
    expect([rig.wires(), rig.read('GICD_ISACTIVER0')]).toEqual(['', 0x10]);
    rig.write('GICD_ICACTIVER0', 0x10);
    expect(rig.wires()).toBe('nIRQ');
  });
});
