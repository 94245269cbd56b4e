import { describe, expect, test } from 'vitest';
import { FdtNode, readFdt, type Fdt } from '../../src/machine/fdt.js';
import { ImageError } from '../../src/machine/image.js';
import { imageHeader, placeLinux } from '../../src/machine/linux.js';
import { board } from '../support/run.js';

function image(textOffset: number, size: number, bytes = 4096): Uint8Array {
  const out = new Uint8Array(bytes);
  const view = new DataView(out.buffer);
  view.setBigUint64(8, BigInt(textOffset), true);
  view.setBigUint64(16, BigInt(size), true);
  view.setUint32(56, 0x644d5241, true);
  return out;
}

function tree(cells: [number, number]): Fdt {
  const root = new FdtNode('');
  root.setCells('#address-cells', cells[0]);
  root.setCells('#size-cells', cells[1]);
  root.ensure('memory@0').setCells('reg', 0, 0, 0);
  root.ensure('chosen').setString('bootargs', 'quiet');
  const cpu = root.ensure('cpus').ensure('cpu@1');
  cpu.setString('enable-method', 'spin-table');
  cpu.setCells('cpu-release-addr', 0, 0xe0);
  return { root, reservations: [], bootCpu: 0 };
}

describe('an arm64 Image', () => {
  test.each([
    { what: 'of today', bytes: image(0, 0x2000000), header: { textOffset: 0, imageSize: 0x2000000 } },
    { what: 'with an offset', bytes: image(0x80000, 0x1000000), header: { textOffset: 0x80000, imageSize: 0x1000000 } },
    { what: 'from before 3.17', bytes: image(0, 0), header: { textOffset: 0x80000, imageSize: 4096 } },
    { what: 'that is none', bytes: new Uint8Array(4096), header: undefined },
    { what: 'cut off', bytes: image(0, 1).slice(0, 60), header: undefined },
  ])('$what', ({ bytes, header }) => expect(imageHeader(bytes)).toEqual(header));
});

describe('the hand-over to Linux', () => {
  const kernel = image(0, 0x2000000);
  const header = { textOffset: 0, imageSize: 0x2000000 };

  test('writes /chosen, /memory and the places of everything', () => {
    const places = placeLinux({
      board: board('rpi4b'),
      kernel,
      header,
      initrd: new Uint8Array(5000),
      tree: tree([2, 1]),
      append: 'console=ttyAMA0',
      psci: false,
    });
    expect(places.entry).toBe(0x200000);
    const blob = places.segments.find((s) => s.address === places.dtb);
    const { root } = readFdt(blob?.bytes ?? new Uint8Array());
    expect(root.find('/chosen')?.strings('bootargs')).toEqual(['console=ttyAMA0']);
    const [, start] = root.find('/chosen')?.cells('linux,initrd-start') ?? [];
    const [, end] = root.find('/chosen')?.cells('linux,initrd-end') ?? [];
    expect(end - start).toBe(5000);
    expect(places.segments.map((s) => s.address)).toContain(start);
    expect(root.find('/memory@0')?.cells('reg')).toEqual([0, 0, 0x3b400000]);
    expect(root.find('/cpus/cpu@1')?.strings('enable-method')).toEqual(['spin-table']);
  });

  test('with PSCI says so', () => {
    const t = tree([2, 2]);
    placeLinux({ board: board('virt'), kernel, header, tree: t, psci: true });
    expect(t.root.find('/psci')?.strings('method')).toEqual(['smc']);
    expect(t.root.find('/cpus/cpu@1')?.strings('enable-method')).toEqual(['psci']);
    expect(t.root.find('/cpus/cpu@1')?.properties.has('cpu-release-addr')).toBe(false);
    expect(t.root.find('/chosen')?.strings('bootargs')).toEqual(['quiet']);
    expect(t.root.find('/memory@40000000')?.cells('reg')).toEqual([0, 0x40000000, 0, 0x40000000]);
  });

  test('refuses what does not fit', () => {
    const initrd = new Uint8Array(800 << 20);
    expect(() => placeLinux({ board: board('rpi4b'), kernel, header, initrd, tree: tree([2, 1]), psci: true })).toThrow(
      ImageError,
    );
  });
});
