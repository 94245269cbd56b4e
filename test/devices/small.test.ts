import { describe, expect, it } from 'vitest';
import { ASB_REGISTERS, createAsb } from '../../src/devices/bcm2711/asb.js';
import { busToPhysical, physicalToBus } from '../../src/devices/bcm2711/bus-address.js';
import { createRng200, RNG200_REGISTERS } from '../../src/devices/bcm2711/rng200.js';
import { AVS_MONITOR_REGISTERS, createAvsMonitor } from '../../src/devices/bcm2711/thermal.js';
import { createMmioReport, createUnmodelledWindow } from '../../src/devices/mmio-report.js';
import { registerMap } from '../../src/devices/registers.js';
import { BY, byName, manualClock } from './rig.js';

describe('register tables', () => {
  const seen: number[] = [];
  const heard: string[] = [];
  const device = registerMap(
    'X',
    [
      { name: 'A', offset: 0, read: () => 0x89abcdef | 0, write: (_, value) => void seen.push(value) },
      { name: 'B', offset: 8, count: 2, read: (_, index) => index },
    ],
    0x20,
    undefined,
    (name, offset, write) => void heard.push(`${name}+${offset}${write ? 'w' : 'r'}`),
  );

  it.each([
    [0, 4, 0x89abcdef],
    [0, 1, 0xef],
    [1, 1, 0xcd],
    [2, 2, 0x89ab],
    [3, 2, 0],
    [12, 4, 1],
  ] as const)('reads offset %i, %i bytes wide', (offset, size, value) =>
    expect(device.read(offset, size, BY)).toBe(value),
  );

  it('takes narrow writes at the lowest byte only, and tells of what nobody models', () => {
    device.write(0, 1, 0x12, BY);
    device.write(1, 1, 0x34, BY);
    device.write(8, 4, 1, BY);
    device.write(4, 4, 1, BY);
    device.read(0x1c, 4, BY);
    expect(seen).toEqual([0x12]);
    expect(heard).toEqual(['X+4w', 'X+28r']);
  });

  it('names registers, and refuses overlaps', () => {
    expect([device.registerAt(0), device.registerAt(0xc), device.registerAt(4)]).toEqual(['A', 'B1', undefined]);
    const overlapping = [
      { name: 'A', offset: 0, count: 2 },
      { name: 'B', offset: 4 },
    ];
    expect(() => registerMap('X', overlapping, 0x10, undefined)).toThrow('B and A overlap');
  });
});

describe('MMIO report', () => {
  it('counts by register and by program counter, most frequent first', () => {
    let pc = 0x80000n;
    const report = createMmioReport(() => pc);
    const window = createUnmodelledWindow('V3D', report.unmodelled);
    expect(window.read(4, 4, BY)).toBe(0);
    window.write(8, 4, 1, BY);
    pc = 0x80010n;
    window.write(8, 4, 1, BY);
    window.write(8, 4, 1, BY);
    window.read(8, 4, { cpu: -1, secure: false });
    expect(report.entries()).toEqual([
      {
        ...{ device: 'V3D', offset: 8, reads: 1, writes: 3 },
        pcs: [
          { pc: 0x80010n, count: 2 },
          { pc: 0x80000n, count: 1 },
        ],
      },
      { device: 'V3D', offset: 4, reads: 1, writes: 0, pcs: [{ pc: 0x80000n, count: 1 }] },
    ]);
  });

  it('stays bounded', () => {
    let pc = 0n;
    const report = createMmioReport(() => pc++);
    for (let i = 0; i < 10_000; i++) report.unmodelled('X', 4 * i, false, BY);
    for (let i = 0; i < 100; i++) report.unmodelled('X', 0, false, BY);
    const entries = report.entries();
    expect(entries.length).toBeLessThanOrEqual(4097);
    expect(entries[0]).toMatchObject({ device: '(others)', offset: -1, reads: 10_000 - 4096 });
    expect(entries.every(({ pcs }) => pcs.length <= 16)).toBe(true);
  });
});

describe('bus addresses', () => {
  it.each([
    [0x00000000, 0x00000000],
    [0x40001000, 0x00001000],
    [0x80001000, 0x00001000],
    [0xc0001000, 0x00001000],
    [0xffffffff, 0x3fffffff],
    [0x7c000000, 0xfc000000],
    [0x7e201000, 0xfe201000],
    [0x7f7fffff, 0xff7fffff],
    [0x7f800000, 0x3f800000],
  ])('%x is physical %x', (bus, pa) => expect(busToPhysical(bus)).toBe(pa));
  it('go back by the uncached alias', () => expect(physicalToBus(0x3b400000)).toBe(0xfb400000));
});

describe('ASB', () => {
  const rig = () => {
    const device = createAsb('ASB');
    return { device, size: 0x24, ...byName(device, ASB_REGISTERS) };
  };
  it('has the identification that Linux asks for', () => expect(rig().read('ASB_AXI_BRDG_ID')).toBe(0x62726467));
  it('acknowledges stop and go, given the password', () => {
    const { read, write } = rig();
    write('ASB_V3D_M_CTRL', 1);
    expect(read('ASB_V3D_M_CTRL')).toBe(0);
    write('ASB_V3D_M_CTRL', 0x5a000001);
    expect(read('ASB_V3D_M_CTRL')).toBe(3);
    write('ASB_V3D_M_CTRL', 0x5a000002);
    expect(read('ASB_V3D_M_CTRL')).toBe(0);
  });
});

describe('AVS monitor', () => {
  // [millidegrees, register], both pairs measured on a Pi 400
  it.each([
    [35_537, 0x00010701],
    [35_050, 0x00010702],
    [1_000_000, 0x00010400],
    [-1_000_000, 0x000107ff],
  ])('%i millidegrees read %x', (temperature, value) => {
    const device = createAvsMonitor(() => temperature);
    expect(byName(device, AVS_MONITOR_REGISTERS).read('AVS_RO_TEMP_STATUS')).toBe(value);
  });
});

describe('RNG200', () => {
  const rig = (seed = 1) => {
    const clock = manualClock();
    const device = createRng200({ clock, seed });
    return { clock, device, size: 0x28, ...byName(device, RNG200_REGISTERS) };
  };
  it('reads as measured: control, revision, full, empty, and the last word again', () => {
    const { clock, read } = rig();
    expect([read('RNG_CTRL'), read('RNG_REV'), read('RNG_FIFO_COUNT')]).toEqual([0x7fff, 0x40001, 0x80001000]);
    clock.advance(1_000_000);
    expect(read('RNG_FIFO_COUNT')).toBe(0x40001010);
    const words = Array.from({ length: 16 }, () => read('RNG_FIFO_DATA'));
    expect(new Set(words).size).toBe(16);
    expect([read('RNG_FIFO_COUNT'), read('RNG_INT_STATUS') & 0x10]).toEqual([0x80001000, 0]);
    expect(read('RNG_FIFO_DATA')).toBe(words[15]);
    expect(read('RNG_INT_STATUS') & 0x10).toBe(0x10);
    clock.advance(32_000);
    expect(read('RNG_FIFO_COUNT')).toBe(0x1001);
  });
  it('makes a word in 32 us at rate 3 and in less at lower ones', () => {
    const { clock, read, write } = rig();
    clock.advance(31_999);
    expect(read('RNG_FIFO_COUNT') & 0xff).toBe(0);
    clock.advance(1);
    expect(read('RNG_FIFO_COUNT') & 0xff).toBe(1);
    write('RNG_CTRL', 0x3fff);
    clock.advance(16_000);
    expect(read('RNG_FIFO_COUNT') & 0xff).toBe(3);
  });
  it('stops when switched off, and forgets its words when reset as Linux does it', () => {
    const { clock, read, write } = rig();
    clock.advance(100_000);
    write('RNG_CTRL', 0x6000);
    clock.advance(1_000_000);
    expect(read('RNG_FIFO_COUNT') & 0xff).toBe(3);
    write('RNG_INT_STATUS', 0xffffffff);
    for (const value of [1, 0]) for (const r of ['RBG_SOFT_RESET', 'RNG_SOFT_RESET']) write(r, value);
    expect([read('RNG_FIFO_COUNT'), read('RNG_INT_STATUS')]).toEqual([0x80001000, 0]);
    write('RNG_CTRL', 0x6001);
    clock.advance(32_000);
    expect(read('RNG_FIFO_COUNT') & 0xff).toBe(1);
  });
  it('draws by its seed', () => {
    const draw = (seed: number): number[] => {
      const { clock, read } = rig(seed);
      clock.advance(1_000_000);
      return Array.from({ length: 16 }, () => read('RNG_FIFO_DATA'));
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    // Half of the bits are ones, give or take five standard deviations.
    const ones = draw(7).reduce((n, word) => n + word.toString(2).replaceAll('0', '').length, 0);
    expect(Math.abs(ones - 256)).toBeLessThan(57);
  });
});
