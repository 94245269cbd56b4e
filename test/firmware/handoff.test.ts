import { describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { FdtNode, readFdt, type Fdt } from '../../src/machine/fdt.js';
import { handoff, type HandoffOptions } from '../../src/machine/firmware/handoff.js';
import { imageHeader } from '../../src/machine/firmware/linux-image.js';
import { ImageError } from '../../src/machine/image.js';
import type { Segment } from '../../src/machine/machine.js';
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
  const cpus = root.ensure('cpus');
  cpus.setCells('#address-cells', 1);
  for (const n of [0, 1]) {
    const cpu = cpus.ensure(`cpu@${n}`);
    cpu.setCells('reg', n);
    cpu.setString('enable-method', 'spin-table');
    cpu.setCells('cpu-release-addr', 0, 0xd8 + 8 * n);
  }
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

describe('the hand-over', () => {
  const kernel = image(0, 0x2000000);
  const options = (more: Partial<HandoffOptions> = {}): HandoffOptions => ({
    board: board('rpi4b-2g'),
    cores: 4,
    firmware: { kind: 'armstub' },
    el: 2,
    kernel,
    ...more,
  });
  /** The tree that a guest finds. */
  const found = (segments: readonly Segment[]): Fdt => {
    const blob = segments.find((s) => s.bytes[0] === 0xd0 && s.bytes[1] === 0x0d);
    return readFdt(blob?.bytes ?? new Uint8Array());
  };

  test('writes /chosen, /memory and the places of everything', () => {
    const { segments, start } = handoff(
      options({ initrd: new Uint8Array(5000), tree: tree([2, 1]), append: 'console=ttyAMA0' }),
    );
    expect(start).toEqual({ cores: 'all', entry: 0 });
    expect(segments.map((s) => s.address)).toContain(0x200000);
    const { root } = found(segments);
    expect(root.find('/chosen')?.strings('bootargs')).toEqual(['console=ttyAMA0']);
    const [, begin] = root.find('/chosen')?.cells('linux,initrd-start') ?? [];
    const [, end] = root.find('/chosen')?.cells('linux,initrd-end') ?? [];
    expect(end - begin).toBe(5000);
    expect(segments.map((s) => s.address)).toContain(begin);
    expect(root.find('/chosen')?.properties.get('rng-seed')).toHaveLength(64);
    expect(root.find('/cpus')?.children.map((c) => c.name)).toEqual(['cpu@0', 'cpu@1', 'cpu@2', 'cpu@3']);
    expect(root.find('/cpus/cpu@1')?.strings('enable-method')).toEqual(['spin-table']);
    expect(root.find('/cpus/cpu@1')?.cells('cpu-release-addr')).toEqual([0, 0xe0]);
  });

  test.each([
    { name: 'rpi4b-1g', cells: 1, memory: [0, 0, 0x3b400000] },
    { name: 'rpi4b-2g', cells: 1, memory: [0, 0, 0x3b400000, 0, 0x40000000, 0x40000000] },
    {
      name: 'rpi4b-8g',
      cells: 1,
      memory: [0, 0, 0x3b400000, 0, 0x40000000, 0xbc000000, 1, 0, 0x80000000, 1, 0x80000000, 0x80000000],
    },
    { name: 'rpi4b-4g', cells: 1, memory: [0, 0, 0x3b400000, 0, 0x40000000, 0xbc000000] },
    { name: 'rpi4b-8g', cells: 2, memory: [0, 0, 0, 0x3b400000, 0, 0x40000000, 0, 0xbc000000, 1, 0, 1, 0] },
  ])('tells the memory of $name, sizes of $cells cells', ({ name, cells, memory }) => {
    const { segments } = handoff(options({ board: board(name), tree: tree([2, cells]) }));
    expect(found(segments).root.find('/memory@0')?.cells('reg')).toEqual(memory);
  });

  test('gives the octocore board its own cores and spin table', () => {
    const { segments } = handoff(options({ board: board('rpi4b-octo'), cores: 8, tree: tree([2, 1]) }));
    const cpus = found(segments).root.find('/cpus')?.children ?? [];
    expect(cpus.map((c) => c.cells('reg')?.[0])).toEqual([0, 1, 2, 3, 0x100, 0x101, 0x102, 0x103]);
    expect(cpus.map((c) => c.cells('cpu-release-addr')?.[1])).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((i) => 0xf00 + 8 * i),
    );
  });

  test('drops cores that the machine does not have, and their PMU interrupts', () => {
    const t = tree([2, 1]);
    t.root.find('/cpus/cpu@1')?.setCells('phandle', 7);
    const pmu = t.root.ensure('arm-pmu');
    pmu.setCells('interrupt-affinity', 6, 7);
    pmu.setCells('interrupts', 0, 16, 4, 0, 17, 4);
    const { root } = found(handoff(options({ cores: 1, tree: t })).segments);
    expect(root.find('/cpus')?.children.map((c) => c.name)).toEqual(['cpu@0']);
    expect(root.find('/arm-pmu')?.cells('interrupt-affinity')).toEqual([6]);
    expect(root.find('/arm-pmu')?.cells('interrupts')).toEqual([0, 16, 4]);
  });

  test('with PSCI says so', () => {
    const { segments, start } = handoff(
      options({ board: board('virt'), cores: 1, firmware: { kind: 'psci' }, tree: tree([2, 2]) }),
    );
    const { root } = found(segments);
    expect(start).toMatchObject({ cores: 'first', entry: 0x40000000, el: 2 });
    expect(root.find('/psci')?.strings('method')).toEqual(['smc']);
    expect(root.find('/cpus/cpu@0')?.strings('enable-method')).toEqual(['psci']);
    expect(root.find('/cpus/cpu@0')?.properties.has('cpu-release-addr')).toBe(false);
    expect(root.find('/chosen')?.strings('bootargs')).toEqual(['quiet']);
    expect(root.find('/memory@40000000')?.cells('reg')).toEqual([0, 0x40000000, 0, 0x40000000]);
  });

  test('an EL3 image is told where kernel and tree are, if it asks', () => {
    const bytes = new Uint8Array(8192);
    const view = new DataView(bytes.buffer);
    view.setUint32(0xf0, 0x5afe570b, true);
    const { segments, start } = handoff(options({ firmware: { kind: 'image', bytes }, tree: tree([2, 1]) }));
    expect(start).toEqual({ cores: 'all', entry: 0 });
    const stub = new DataView(segments[0].bytes.buffer);
    expect([0xf0, 0xf8, 0xfc].map((at) => stub.getUint32(at, true))).toEqual([0, 0x2ee00000, 0x200000]);
    expect(view.getUint32(0xf8, true)).toBe(0);
  });

  describe('a tree that nobody asked for', () => {
    /** A program that takes all of RAM from `from` to `to`. */
    const elf = (from: number, to: number): Uint8Array => {
      const bytes = assemble('_start: b .', { base: from }).elf();
      new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(64 + 40, BigInt(to - from), true);
      return bytes;
    };
    const x0 = (kernel: Uint8Array, name = 'virt'): number | undefined => {
      const { start } = handoff(
        options({
          board: board(name),
          cores: 1,
          firmware: { kind: 'psci' },
          kernel,
          tree: tree([2, 1]),
          treeIfRoom: true,
        }),
      );
      return start.cores === 'first' ? start.x0 : undefined;
    };
    test.each([
      { what: 'lies below a limit', from: 0x40080000, to: 0x40081000, at: 0x6ee00000 },
      { what: 'makes way for a program', from: 0x60000000, to: 0x70000000, at: 0x5fe00000 },
      { what: 'is left out where there is no room', from: 0x40000000, to: 0x80000000, at: 0 },
    ])('$what', ({ from, to, at }) => expect(x0(elf(from, to))).toBe(at));
    test('is what Linux does not run without', () => {
      const large = image(0, 0x40000000);
      expect(() => x0(large)).toThrow(/^kernel and RAM disk take 1024 MiB, expected at most 0 on board virt$/);
    });
  });

  test.each<[string, Partial<HandoffOptions>, RegExp]>([
    [
      'too large a RAM disk',
      { initrd: new Uint8Array(800 << 20), tree: tree([2, 1]) },
      /^kernel and RAM disk take 832 MiB, expected at most 748/,
    ],
    [
      'a kernel where the stub is',
      { kernelAddress: 0 },
      /^a segment at 0x0 lies where the firmware is, expected addresses from 0x1000 on$/,
    ],
    ['a board without a stub', { board: board('virt') }, /^board virt has no armstub, expected --firmware psci$/],
    [
      'firmware that is none',
      { firmware: { kind: 'image', bytes: new Uint8Array(4) } },
      /^the firmware has 4 bytes, expected 256/,
    ],
  ])('refuses %s', (_, more, message) => {
    expect(() => handoff(options(more))).toThrow(ImageError);
    expect(() => handoff(options(more))).toThrow(message);
  });
});
