/** Device trees made from board profiles: they say what the profile says, in mainline's words, and are sound for any sound profile. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { boardNames } from '../../src/host/boards.js';
import { parseBoard, type Board } from '../../src/machine/board.js';
import { DEVICE_KINDS } from '../../src/machine/devices.js';
import { dtsOf } from '../../src/machine/dts.js';
import { readFdt, writeFdt, type Fdt, type FdtNode } from '../../src/machine/fdt.js';
import { generateTree } from '../../src/machine/firmware/generate-tree.js';
import { NODES } from '../../src/machine/firmware/nodes.js';
import { UNMODELLED } from '../../src/devices/bcm2711/unmodelled.js';
import { board } from '../support/run.js';
import { need } from '../support/tools.js';

const paths = ({ root }: Fdt): Map<string, FdtNode> => {
  const all = new Map<string, FdtNode>();
  root.walk((node, path) => all.set(path, node));
  return all;
};
const pi4 = generateTree(board('rpi4b-2g'));
const node = (path: string, tree = pi4): FdtNode => {
  const found = paths(tree).get(path);
  if (!found) throw new Error(`no node ${path}`);
  return found;
};
/** The node that a cell refers to. */
const at = (phandle: number | undefined, tree = pi4): string | undefined =>
  [...paths(tree)].find(([, n]) => n.cells('phandle')?.[0] === phandle)?.[0];

test('each kind of device has its row', () => {
  expect(Object.keys(NODES).sort()).toEqual(Object.keys(DEVICE_KINDS).sort());
});

describe("a Pi 4's tree", () => {
  // What mainline's tree for the board has: path, compatible, interrupts (SPI numbers).
  test.each<[string, string[], number[]]>([
    ['/soc/serial@7e201000', ['arm,pl011', 'arm,primecell'], [121]],
    ['/soc/serial@7e201a00', ['arm,pl011', 'arm,primecell'], [121]],
    ['/soc/aux@7e215000', ['brcm,bcm2835-aux'], []],
    ['/soc/serial@7e215040', ['brcm,bcm2835-aux-uart'], [93]],
    ['/soc/timer@7e003000', ['brcm,bcm2835-system-timer'], [64, 65, 66, 67]],
    ['/soc/dma@7e007000', ['brcm,bcm2835-dma'], [80, 81, 82, 83, 84, 85, 86, 87, 87, 88, 88]],
    ['/soc/mailbox@7e00b880', ['brcm,bcm2835-mbox'], [33]],
    ['/soc/watchdog@7e100000', ['brcm,bcm2711-pm', 'brcm,bcm2835-pm-wdt'], []],
    ['/soc/cprman@7e101000', ['brcm,bcm2711-cprman'], []],
    ['/soc/rng@7e104000', ['brcm,bcm2711-rng200'], []],
    ['/soc/gpio@7e200000', ['brcm,bcm2711-gpio'], [113, 114, 115, 116]],
    ['/soc/avs-monitor@7d5d2000', ['brcm,bcm2711-avs-monitor', 'syscon', 'simple-mfd'], []],
    ['/soc/local_intc@40000000', ['brcm,bcm2836-l1-intc'], []],
    ['/soc/interrupt-controller@40041000', ['arm,gic-400'], []],
    ['/soc/firmware', ['raspberrypi,bcm2835-firmware', 'simple-mfd'], []],
    ['/soc/firmware/clocks', ['raspberrypi,firmware-clocks'], []],
    ['/soc/firmware/gpio', ['raspberrypi,firmware-gpio'], []],
    ['/emmc2bus/mmc@7e340000', ['brcm,bcm2711-emmc2'], [126]],
    ['/scb/ethernet@7d580000', ['brcm,bcm2711-genet-v5'], [157, 158]],
    ['/arm-pmu', ['arm,cortex-a72-pmu', 'arm,armv8-pmuv3'], [16, 17, 18, 19]],
  ])('has %s', (path, compatible, spis) => {
    const found = node(path);
    expect(found.strings('compatible')).toEqual(compatible);
    const interrupts = found.cells('interrupts') ?? [];
    if (path.includes('interrupt-controller')) expect(interrupts).toEqual([1, 9, 0xf04]);
    else expect(interrupts).toEqual(spis.flatMap((n) => [0, n, 4]));
  });

  // The property's cells, and the nodes that its phandles mean.
  test.each<[string, string, (number | string)[]]>([
    ['/soc/serial@7e201000', 'clocks', ['/soc/cprman@7e101000', 19, '/soc/cprman@7e101000', 20]],
    ['/soc/serial@7e215040', 'clocks', ['/soc/aux@7e215000', 0]],
    ['/soc/serial@7e215040', 'pinctrl-0', ['/soc/gpio@7e200000/uart1_gpio14']],
    ['/soc/firmware', 'mboxes', ['/soc/mailbox@7e00b880']],
    ['/emmc2bus/mmc@7e340000', 'clocks', ['/soc/cprman@7e101000', 51]],
    ['/emmc2bus/mmc@7e340000', 'vmmc-supply', ['/sd_vcc_reg']],
    ['/scb/ethernet@7d580000', 'phy-handle', ['/scb/ethernet@7d580000/mdio@e14/ethernet-phy@1']],
    ['/sd_vcc_reg', 'gpio', ['/soc/firmware/gpio', 6, 0]],
    ['/sd_io_1v8_reg', 'gpios', ['/soc/firmware/gpio', 4, 0]],
    ['/thermal-zones/cpu-thermal', 'thermal-sensors', ['/soc/avs-monitor@7d5d2000/thermal']],
    ['/arm-pmu', 'interrupt-affinity', ['/cpus/cpu@0', '/cpus/cpu@1', '/cpus/cpu@2', '/cpus/cpu@3']],
    ['/', 'interrupt-parent', ['/soc/interrupt-controller@40041000']],
  ])('%s refers by %s', (path, property, expected) => {
    const cells = node(path).cells(property) ?? [];
    expect(cells.map((c, i) => (typeof expected[i] === 'string' ? at(c) : c))).toEqual(expected);
  });

  test('has its buses, aliases, console and memory', () => {
    expect(node('/soc').cells('ranges')).toEqual(
      [
        [0x7e000000, 0, 0xfe000000, 0x1800000],
        [0x7c000000, 0, 0xfc000000, 0x2000000],
        [0x40000000, 0, 0xff800000, 0x800000],
      ].flat(),
    );
    expect(node('/soc').cells('dma-ranges')).toEqual([0xc0000000, 0, 0, 0x40000000]);
    expect(node('/emmc2bus').cells('dma-ranges')).toEqual([0, 0xc0000000, 0, 0, 0x40000000]);
    expect(node('/scb').cells('ranges')).toEqual([0, 0x7c000000, 0, 0xfc000000, 0x3800000]);
    expect(node('/aliases').strings('ethernet0')).toEqual(['/scb/ethernet@7d580000']);
    expect(node('/aliases').strings('serial0')).toEqual(['/soc/serial@7e201000']);
    expect(node('/aliases').strings('serial1')).toEqual(['/soc/serial@7e215040']);
    expect(node('/chosen').strings('stdout-path')).toEqual(['serial1:115200n8']);
    expect(node('/memory@0').cells('reg')).toEqual([0, 0, 0x3b400000, 0, 0x40000000, 0x40000000]);
    expect(node('/soc/dma@7e007000').cells('brcm,dma-channel-mask')).toEqual([0x7f5]);
    expect(node('/soc/watchdog@7e100000').cells('reg')).toEqual(
      [
        [0x7e100000, 0x114],
        [0x7e00a000, 0x24],
        [0x7ec11000, 0x24],
      ].flat(),
    );
  });

  test('enables nothing that the hand-off would disable', () => {
    for (const [path, n] of paths(pi4)) {
      if (!n.strings('compatible')?.some((c) => Object.hasOwn(UNMODELLED, c))) continue;
      expect([path, n.strings('status')]).toEqual([path, ['disabled']]);
    }
  });
});

describe('cores', () => {
  const octo = board('rpi4b-octo');
  test('of two clusters share two caches, and the first four have counters', () => {
    const tree = generateTree(octo);
    const cache = (cpu: string): string | undefined =>
      at(node(`/cpus/${cpu}`, tree).cells('next-level-cache')?.[0], tree);
    expect(cache('cpu@3')).toBe('/cpus/l2-cache0');
    expect(cache('cpu@100')).toBe('/cpus/l2-cache1');
    expect(at(node('/cpus/cpu-map/cluster1/core3', tree).cells('cpu')?.[0], tree)).toBe('/cpus/cpu@103');
    expect(node('/arm-pmu', tree).cells('interrupt-affinity')).toHaveLength(4);
    expect(node('/timer', tree).cells('interrupts')?.[2]).toBe(0xff08);
  });
  test('that a machine has not are not told of', () => {
    const tree = generateTree(octo, 2);
    expect(node('/cpus', tree).children.map((c) => c.name)).toEqual(['cpu@0', 'cpu@1', 'l2-cache0']);
    expect(node('/arm-pmu', tree).cells('interrupts')).toEqual([0, 16, 4, 0, 17, 4]);
    expect(node('/timer', tree).cells('interrupts')?.[2]).toBe(0x308);
  });
});

test('a board that is no Pi has its devices at the root', () => {
  const tree = generateTree(board('virt'));
  expect([...paths(tree).keys()].sort()).toEqual(
    ['/', '/aliases', '/apb-pclk', '/arm-pmu', '/chosen', '/cpus', '/cpus/cpu@0', '/cpus/l2-cache0'].concat([
      '/interrupt-controller@8000000',
      '/memory@40000000',
      '/serial@9000000',
      '/timer',
    ]),
  );
  expect(node('/serial@9000000', tree).cells('reg')).toEqual([0, 0x9000000, 0x1000]);
  expect(at(node('/serial@9000000', tree).cells('clocks')?.[1], tree)).toBe('/apb-pclk');
  expect(node('/chosen', tree).strings('stdout-path')).toEqual(['/serial@9000000:115200n8']);
  expect(node('/arm-pmu', tree).cells('interrupts')).toEqual([1, 7, 0x104]);
});

const dtc = need('dtc', 'device-tree-compiler');
/** What mainline's tree is warned for as well: nodes of buses without addresses, and the firmware's, which is on the bus for its DMA. */
const LIKE_MAINLINE = [
  /\(unit_address_vs_reg\): \/(soc|emmc2bus|scb): /,
  /\(simple_bus_reg\): \/soc\/(firmware|power): /,
  /\(avoid_unnecessary_addr_size\): \/soc\/firmware: /,
];

describe.skipIf(!dtc)('dtc', () => {
  const run = (from: string, to: string, input: string | Uint8Array): { stdout: Buffer; stderr: string } => {
    const { stdout, stderr, status } = spawnSync('dtc', ['-I', from, '-O', to], { input });
    expect([status, stderr.toString().match(/ERROR.*/)]).toEqual([0, null]);
    return { stdout, stderr: stderr.toString() };
  };
  test.each(boardNames())('has nothing to say about %s', (name) => {
    const { stderr } = run('dtb', 'dts', writeFdt(generateTree(board(name))));
    const warnings = stderr.split('\n').filter((l) => l.includes('Warning') && !LIKE_MAINLINE.some((w) => w.test(l)));
    expect(warnings).toEqual([]);
  });
  test('reads the source that we print', () => {
    const tree = generateTree(board('rpi4b-octo'));
    tree.reservations.push({ address: 0, size: 4096 });
    tree.root.ensure('odd').properties.set('bytes', Uint8Array.of(1, 2, 3));
    tree.root.ensure('odd').setString('quoted', 'a "b" \\c', '', 'd');
    tree.root.ensure('odd').properties.set('nuls', Uint8Array.of(0, 0, 0, 0, 0));
    expect(readFdt(run('dts', 'dtb', dtsOf(tree)).stdout)).toEqual(tree);
  });
});

describe('sound profiles of any kind', () => {
  let seed = 1;
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % n;
  };
  const page = (): number => (random(4) === 0 ? random(0x100000) * 0x1000 : 0xfc000000 + random(0x3800) * 0x1000);
  const KINDS = Object.keys(DEVICE_KINDS);
  const octo = board('rpi4b-octo');
  /** A profile that may be sound: undefined where parseBoard finds that it is not. */
  function profile(): Board | undefined {
    const cores = 1 + random(8);
    const json = {
      name: 'random',
      description: 'any',
      cores,
      affinity: octo.affinity.slice(8 - cores).map((a) => a * (1 + random(2) * 0xff)),
      ram: Array.from({ length: 1 + random(3) }, (_, i) => ({
        base: i * 0x1_0000_0000 + random(16) * 0x1000000,
        bytes: (1 + random(64)) * 0x1000000,
      })),
      load: 0x1_0000_0000 * random(2) + 0x10000000,
      gic: { gicd: page(), gicc: page(), gich: page(), gicv: page() },
      devices: Array.from({ length: random(20) }, () => ({
        kind: KINDS[random(KINDS.length)],
        name: 'x',
        base: page() + 4 * random(0x200),
        bytes: 4 + 4 * random(0x200),
        spi: Array.from({ length: random(20) }, () => random(224)),
      })),
      ...(random(3) > 0 && { pi: { ...octo.pi, revision: random(0x1000000) } }),
    };
    try {
      return parseBoard(json);
    } catch {
      return undefined;
    }
  }
  /** What any tree must be. */
  function check(tree: Fdt, profile: Board): void {
    expect(readFdt(writeFdt(tree))).toEqual(tree);
    const handles = new Map<number, FdtNode>();
    tree.root.walk((n, path) => {
      const [handle] = n.cells('phandle') ?? [];
      if (handle !== undefined) {
        expect([path, handles.has(handle)]).toEqual([path, false]);
        handles.set(handle, n);
      }
      const names = n.children.map((c) => c.name);
      expect([path, new Set(names).size]).toEqual([path, names.length]);
      // Unit addresses and reg say the same.
      const [, unit] = n.name.split('@');
      const [high, low] = n.cells('reg') ?? [];
      if (unit !== undefined && !n.name.startsWith('cpu@'))
        expect([path, [high, high * 2 ** 32 + (low ?? 0)].includes(parseInt(unit, 16))]).toEqual([path, true]);
    });
    for (const property of ['clocks', 'mboxes', 'vmmc-supply', 'gpio', 'interrupt-affinity', 'interrupt-parent']) {
      tree.root.walk((n) => {
        if (!n.properties.has(property)) return;
        const [first] = n.cells(property) ?? [];
        expect(handles.has(first)).toBe(true);
      });
    }
    const uarts = profile.devices.filter((d) => d.kind === 'pl011').length;
    let found = 0;
    tree.root.walk((n) => (found += n.strings('compatible')?.[0] === 'arm,pl011' ? 1 : 0));
    expect(found).toBe(uarts);
  }
  test('make sound trees', () => {
    let sound = 0;
    for (let i = 0; i < 600; i++) {
      const made = profile();
      if (!made) continue;
      sound++;
      check(generateTree(made, 1 + random(made.cores)), made);
    }
    expect(sound).toBeGreaterThan(100);
  });
});
