import { describe, expect, test } from 'vitest';
import type { GuestBus } from '../../src/aarch64/bus.js';
import { ascii, createFwCfg, ITEM, type FwCfgItems } from '../../src/devices/fw-cfg.js';
import { nextWord, seeded } from '../../src/devices/random.js';

const by = { cpu: 0, secure: false };
const RAM = 0x1000;
const SIZE = 0x2000;

function rig(contents: FwCfgItems) {
  const ram = new Uint8Array(SIZE).fill(0xaa);
  const inside = (pa: number, length: number): boolean => pa >= RAM && pa + length <= RAM + SIZE;
  const memory: GuestBus = {
    read(pa, into) {
      if (!inside(pa, into.length)) return false;
      into.set(ram.subarray(pa - RAM, pa - RAM + into.length));
      return true;
    },
    write(pa, from) {
      if (!inside(pa, from.length)) return false;
      ram.set(from, pa - RAM);
      return true;
    },
  };
  const device = createFwCfg({ memory, contents: () => contents });
  const view = new DataView(ram.buffer);
  return {
    device,
    ram,
    select: (item: number) => device.write(8, 2, ((item & 0xff) << 8) | (item >> 8), by),
    text: (bytes: number) => String.fromCharCode(...Array.from({ length: bytes }, () => device.read(0, 1, by))),
    /** A DMA access that is described at the beginning of RAM. @returns the control word afterwards */
    dma(control: number, length: number, address: number, at = RAM) {
      view.setUint32(0, control);
      view.setUint32(4, length);
      view.setBigUint64(8, BigInt(address));
      const swapped = new DataView(new ArrayBuffer(4));
      swapped.setUint32(0, at);
      device.write(16, 4, 0, by);
      device.write(20, 4, swapped.getUint32(0, true), by);
      return view.getUint32(0);
    },
  };
}

const CONTENTS: FwCfgItems = {
  items: [[ITEM.NB_CPUS, Uint8Array.of(3, 0)]],
  files: [
    { name: 'opt/b', bytes: ascii('second') },
    { name: 'etc/a', bytes: ascii('first') },
  ],
};

describe('fw_cfg', () => {
  test('lists its files in the order of their names', () => {
    const { select, text, device } = rig(CONTENTS);
    select(ITEM.FILE_DIR);
    expect([...text(4)].map((c) => c.charCodeAt(0))).toEqual([0, 0, 0, 2]);
    const entries = Array.from({ length: 2 }, () => text(64));
    expect(entries.map((entry) => entry.slice(8).replace(/\0+$/, ''))).toEqual(['etc/a', 'opt/b']);
    expect(entries.map((entry) => [...entry.slice(0, 6)].map((c) => c.charCodeAt(0)))).toEqual([
      [0, 0, 0, 5, 0, 0x20],
      [0, 0, 0, 6, 0, 0x21],
    ]);
    expect(device.read(0, 4, by)).toBe(0);
    select(0x21);
    expect(text(6)).toBe('second');
  });

  test.each<[string, control: number, length: number, address: number, expected: number, ram: string]>([
    ['reads', 0x210000 | 8 | 2, 6, RAM + 0x100, 0, 'second\xaa'],
    ['reads zeros behind the end', 0x210000 | 8 | 2, 8, RAM + 0x100, 0, 'second\0\0\xaa'],
    ['does not write', 0x210000 | 8 | 16, 4, RAM + 0x100, 1, '\xaa'],
    ['skips', 0x210000 | 8 | 4, 4, 0, 0, '\xaa'],
    ['says where no RAM is', 0x210000 | 8 | 2, 6, RAM + SIZE - 3, 1, '\xaa'],
    ['says where no RAM is, behind the end', 0x210000 | 8 | 2, 0xffffffff, RAM + 0x100, 1, 'second'],
  ])('DMA: %s', (_, control, length, address, expected, wanted) => {
    const { dma, ram } = rig(CONTENTS);
    expect(dma(control, length, address)).toBe(expected);
    expect(String.fromCharCode(...ram.subarray(0x100, 0x100 + wanted.length))).toBe(wanted);
  });

  test('DMA: goes on where it was', () => {
    const { dma, ram, text } = rig(CONTENTS);
    dma(0x210000 | 8 | 4, 2, 0);
    dma(2, 2, RAM + 0x100);
    expect(String.fromCharCode(...ram.subarray(0x100, 0x102))).toBe('co');
    expect(text(4)).toBe('nd\0\0');
  });

  test('bears any accesses, and writes nothing but RAM', () => {
    const { device, dma, select } = rig(CONTENTS);
    const random = seeded(2);
    for (let i = 0; i < 20_000; i++) {
      const word = nextWord(random) >>> 0;
      const size = ([1, 2, 4] as const)[word % 3];
      const offset = ((word >>> 8) % 24) & -size;
      const value = nextWord(random) >>> 0;
      if (word & 0x10000) {
        const read = device.read(offset, size, by);
        expect(read >= 0 && read < 2 ** (8 * size)).toBe(true);
      } else if (word & 0x20000) device.write(offset, size, size === 4 ? value : value % 2 ** (8 * size), by);
      else if (word & 0x40000) select(value & 0xff3f);
      else {
        const control = (((value & 0x3f) << 16) | (value >>> 27)) >>> 0;
        expect([0, 1]).toContain(dma(control, (value >>> 8) % 0x4000, RAM + 16 + ((value >>> 4) % 0x3000)));
      }
    }
  });
});
