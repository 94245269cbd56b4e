import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { QUIET, UNMODELLED } from '../../src/devices/bcm2711/unmodelled.js';
import { readFdt } from '../../src/machine/fdt.js';
import { guest, guests } from '../support/guests.js';
import { createFuzzBoard } from './fuzz-board.js';

const STOCK = 'bcm2711-rpi-4-b.dtb';

/** Where the VideoCore's buses lie for the ARM: [bus address, physical address, bytes]. */
const RANGES = [
  [0x7e000000, 0xfe000000, 0x1800000],
  [0x7c000000, 0xfc000000, 0x2000000],
  [0x40000000, 0xff800000, 0x800000],
] as const;
const physical = (bus: number): number | undefined => {
  const range = RANGES.find(([from, , bytes]) => bus >= from && bus < from + bytes);
  return range === undefined ? undefined : bus - range[0] + range[1];
};

describe('nodes that nobody models', () => {
  it('are named once, with a reason of one line', () => {
    const all = [...Object.entries(UNMODELLED), ...Object.entries(QUIET)];
    expect(new Set(all.map(([compatible]) => compatible)).size).toBe(all.length);
    for (const [compatible, reason] of all) {
      expect(compatible).toMatch(/^[\w-]+(,[\w-]+)?$/);
      expect(reason).toMatch(/^[^\n]{10,}$/);
    }
  });

  it.skipIf(!guests(STOCK))('are all that the stock device tree has beside the models', () => {
    const { windows } = createFuzzBoard();
    const listed = new Set(Object.keys({ ...UNMODELLED, ...QUIET }));
    const missing: string[] = [];
    let seen = 0;
    readFdt(readFileSync(guest(STOCK))).root.walk((node, path) => {
      const strings = (name: string): readonly string[] => node.strings(name) ?? [];
      const bus = Number.parseInt(node.name.split('@')[1] ?? '', 16);
      const pa = /^\/(soc|scb|emmc2bus)\/[^/]+$/.test(path) ? physical(bus) : undefined;
      if (pa === undefined || strings('status')[0] === 'disabled') return;
      seen++;
      if (windows.some(({ base, size }) => pa >= base && pa < base + size)) return;
      const compatible = strings('compatible');
      if (!compatible.some((c) => listed.has(c))) missing.push(`${path} (${compatible.join(' ')})`);
    });
    expect(missing).toEqual([]);
    expect(seen).toBeGreaterThan(30);
  });
});
