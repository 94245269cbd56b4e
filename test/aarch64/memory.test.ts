import { describe, expect, it } from 'vitest';
import type { MmioDevice } from '../../src/aarch64/bus.js';
import { Linear } from '../../src/aarch64/linear.js';
import { GuestMemory, PoolExhausted } from '../../src/aarch64/memory.js';
import { STATE, coreBase } from '../../src/aarch64/state.js';

const RAM = 0x4000_0000;

function make(frames = 16): { memory: GuestMemory; linear: Linear } {
  const linear = new Linear(8);
  const memory = new GuestMemory(linear, 0x4_0000, frames);
  return { memory, linear };
}

const device = (name: string, log: string[] = []): MmioDevice => ({
  name,
  read: (offset, size) => (log.push(`${name} read ${size} at ${offset}`), 0xffff_0000 + offset),
  write: (offset, size, value) => void log.push(`${name} write ${size} at ${offset}: ${value.toString(16)}`),
});

describe('GuestMemory', () => {
  it('makes frames on first touch, zeroed, and finds them again', () => {
    const { memory, linear } = make();
    memory.addRam(RAM, 0x10000);
    expect(memory.touched).toBe(0);
    expect(memory.read(RAM + 0x5678, 4)).toBe(0);
    expect(memory.touched, 'reading makes no frame').toBe(0);
    expect(memory.write(RAM + 0x5678, 4, 0x89abcdef)).toBe(true);
    const frame = memory.frame(RAM + 0x5000);
    expect(frame % 4096).toBe(0);
    expect(linear.u32[(frame + 0x678) >> 2]).toBe(0x89abcdef);
    expect(memory.frame(RAM + 0x5fff)).toBe(frame);
    expect(memory.frame(RAM + 0x6000)).not.toBe(frame);
    expect(memory.touched).toBe(2);
  });

  it.each([
    [RAM - 1, -1],
    [RAM + 0x10000, -1],
    [0, -1],
    [2 ** 40 + 5, -1],
  ])('has no frame at %d', (pa, expected) => {
    const { memory } = make();
    memory.addRam(RAM, 0x10000);
    expect(memory.frame(pa)).toBe(expected);
    expect(memory.read(pa, 4)).toBe(expected);
    expect(memory.write(pa - (pa % 4), 4, 1)).toBe(false);
    expect(memory.isRam(pa)).toBe(false);
  });

  it('takes RAM above 4 GB', () => {
    const { memory } = make();
    memory.addRam(2 ** 40, 0x4000);
    memory.write(2 ** 40 + 0x3ffe, 2, 0x1234);
    expect(memory.read(2 ** 40 + 0x3ffe, 2)).toBe(0x1234);
  });

  it('refuses overlapping or unaligned RAM', () => {
    const { memory } = make();
    memory.addRam(RAM, 0x10000);
    expect(() => memory.addRam(RAM + 0xf000, 0x2000)).toThrow(RangeError);
    expect(() => memory.addRam(RAM + 0x20100, 0x1000)).toThrow(RangeError);
  });

  it('says so when the pool is exhausted', () => {
    const { memory } = make(2);
    memory.addRam(RAM, 0x10000);
    memory.frame(RAM);
    memory.frame(RAM + 0x1000);
    expect(() => memory.frame(RAM + 0x2000)).toThrow(PoolExhausted);
  });

  it('copies across frames, stops where RAM ends, and reports what it wrote', () => {
    const { memory } = make();
    memory.addRam(RAM, 0x3000);
    const wrote: number[][] = [];
    memory.wrote = (frame, offset, bytes) => void wrote.push([frame, offset, bytes]);
    const bytes = Uint8Array.from({ length: 0x2800 }, (_, i) => i * 7);
    expect(memory.load(RAM + 0x800, bytes)).toBe(0x2800);
    expect(memory.dump(RAM + 0x800, 0x2800)).toEqual(bytes);
    expect(wrote.map(([, offset, n]) => [offset, n])).toEqual([
      [0x800, 0x800],
      [0, 0x1000],
      [0, 0x1000],
    ]);
    expect(memory.load(RAM + 0x2ffe, bytes)).toBe(2);
    expect(memory.dump(RAM + 0x2ffe, 10).length).toBe(2);
    const frames: number[] = [];
    memory.eachFrame((pa) => frames.push(pa));
    expect(frames).toEqual([RAM, RAM + 0x1000, RAM + 0x2000]);
  });

  it('reads and writes pairs', () => {
    const { memory } = make();
    memory.addRam(RAM, 0x1000);
    expect(memory.writePair(RAM + 8, -2, 5)).toBe(true);
    expect(memory.readPair(RAM + 8)).toBe(true);
    expect([memory.lo, memory.hi]).toEqual([-2, 5]);
    expect(memory.readPair(RAM + 0x1000)).toBe(false);
  });

  it('finds devices; the one added last is seen', () => {
    const { memory } = make();
    const log: string[] = [];
    memory.addDevice(0x1000, 0x10000, device('under', log));
    memory.addDevice(0x3000, 0x100, device('uart', log));
    memory.addDevice(0x3080, 0x10, device('inner', log));
    const by = { cpu: 0, secure: false };
    const cases: [number, string | undefined][] = [
      [0xfff, undefined],
      [0x1000, 'under'],
      [0x2fff, 'under'],
      [0x3000, 'uart'],
      [0x307f, 'uart'],
      [0x3080, 'inner'],
      [0x308f, 'inner'],
      [0x3090, 'uart'],
      [0x3100, 'under'],
      [0x10fff, 'under'],
      [0x11000, undefined],
    ];
    for (const [pa, name] of cases) expect(memory.deviceAt(pa)?.name, pa.toString(16)).toBe(name);
    expect(memory.readDevice(0x3100, 4, by)).toBe(0xffff_0000 + 0x2100);
    expect(memory.writeDevice(0x3094, 2, 0xabcd1234, by)).toBe(true);
    expect(memory.readDevice(0x11000, 4, by)).toBe(-1);
    expect(memory.writeDevice(0x11000, 4, 0, by)).toBe(false);
    expect(log).toEqual(['under read 4 at 8448', 'uart write 2 at 148: 1234']);
    expect(memory.hasDevice(0x3234)).toBe(true);
    expect(memory.hasDevice(0x20000)).toBe(false);
  });

  it('opens the monitors that mark what a device writes, which is an event', () => {
    const { memory, linear } = make();
    memory.addRam(RAM, 0x2000);
    const frame = memory.frame(RAM);
    const at = (cpu: number, field: number): number => (coreBase(cpu) + field) >> 2;
    const cases: [offset: number, bytes: number, opens: boolean][] = [
      [0x40, 8, true],
      [0x47, 1, true],
      [0x30, 8, false],
      [0x80, 16, false],
    ];
    for (const [offset, bytes, opens] of cases) {
      linear.u32[at(1, STATE.EX_ADDRESS)] = frame + 0x40;
      linear.u32[at(1, STATE.EVENT)] = 0;
      memory.load(RAM + offset, new Uint8Array(bytes));
      expect(linear.u32[at(1, STATE.EX_ADDRESS)], offset.toString(16)).toBe(opens ? 0xffffffff : frame + 0x40);
      expect(linear.u32[at(1, STATE.EVENT)]).toBe(opens ? 1 : 0);
    }
  });
});
