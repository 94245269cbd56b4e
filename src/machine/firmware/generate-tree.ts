/**
 * A device tree made from a board's profile, for when no file is given: what all boards have (cores, GIC, timers, memory) and the
 * nodes of their devices (nodes.ts). Names and numbers are those of Linux's tree for the BCM2711; only what is modelled is in it.
 */
import type { Board, DeviceEntry, PmuInterrupts, Range } from '../board.js';
import type { Fdt } from '../fdt.js';
import { GIC, NODES, fixedClock, type Placed } from './nodes.js';
import { setMemory } from './tree.js';
import { buildTree, cells, ref, type NodeSource, type Property } from './tree-source.js';

interface Window {
  /** Its address on the bus, and the ARM's. */
  readonly bus: number;
  readonly base: number;
  readonly bytes: number;
}
interface Bus {
  readonly name: string;
  /** Cells of an address on it. */
  readonly cells: 1 | 2;
  /** What of the ARM's addresses can be seen on it. */
  readonly windows: readonly Window[];
  /** What of RAM its devices reach. */
  readonly dma?: Window;
}

/** RAM's first gigabyte as the VideoCore's bus masters see it, not through the VideoCore's caches. */
const LOW_GIGABYTE: Window = { bus: 0xc0000000, base: 0, bytes: 0x40000000 };
const PERIPHERALS: Window = { bus: 0x7e000000, base: 0xfe000000, bytes: 0x1800000 };
/** A Pi's buses (BCM2711 ARM Peripherals 1.2). */
const SOC: Bus = {
  name: 'soc',
  cells: 1,
  windows: [
    PERIPHERALS,
    { bus: 0x7c000000, base: 0xfc000000, bytes: 0x2000000 },
    { bus: 0x40000000, base: 0xff800000, bytes: 0x800000 },
  ],
  dma: LOW_GIGABYTE,
};
/** EMMC2's own: what of RAM it reaches depends on the chip's stepping, so firmware may change it apart from the others. */
const EMMC2BUS: Bus = { name: 'emmc2bus', cells: 2, windows: [PERIPHERALS], dma: LOW_GIGABYTE };
/** That of what masters the bus by the ARM's addresses. */
const SCB: Bus = { name: 'scb', cells: 2, windows: [{ bus: 0x7c000000, base: 0xfc000000, bytes: 0x3800000 }] };
/** Where no bus is: the ARM's addresses. */
const ROOT: Bus = { name: '', cells: 2, windows: [{ bus: 0, base: 0, bytes: 2 ** 44 }] };

/** Buses of kinds that are not on SOC. */
const BUS_OF: Readonly<Record<string, Bus>> = { emmc2: EMMC2BUS, genet: SCB };

const OSCILLATOR_HZ = 54_000_000;
/** Contiguous memory for devices that reach the first gigabyte only: as much as Linux's tree sets aside, if that is not most of it. */
const CMA_BYTES = 0x4000000;

/** By the revision code's type field: what the board is compatible with. */
const MODELS: Readonly<Record<number, string>> = {
  0x11: 'raspberrypi,4-model-b',
  0x13: 'raspberrypi,400',
  0x14: 'raspberrypi,4-compute-module',
};

const words = (value: number, count: 1 | 2): number[] =>
  count === 1 ? [value] : [Math.floor(value / 2 ** 32), value >>> 0];

const windowOf = ({ windows }: Bus, { base, bytes }: Range): Window | undefined =>
  windows.find((w) => base >= w.base && base + bytes <= w.base + w.bytes);

/** The bus that a device is on: the one of its kind, or none if it can't be seen there. */
function busOf(board: Board, preferred: Bus, ...ranges: Range[]): Bus {
  return board.pi && ranges.every((r) => windowOf(preferred, r)) ? preferred : ROOT;
}

/** How to write addresses on a bus; of what can't be seen on it, as if `home`, which can, went on. */
function addresses(
  bus: Bus,
  home: Range,
): { at: (name: string, r: Range) => string; reg: (...ranges: Range[]) => number[] } {
  const own = windowOf(bus, home) ?? ROOT.windows[0];
  const address = (r: Range): number => {
    const { bus: from, base } = windowOf(bus, r) ?? own;
    return from + r.base - base;
  };
  return {
    at: (name, r) => `${name}@${address(r).toString(16)}`,
    reg: (...ranges) => ranges.flatMap((r) => [...words(address(r), bus.cells), r.bytes]),
  };
}

interface PlacedOn {
  readonly bus: Bus;
  readonly node: NodeSource;
}

function deviceNodes(board: Board): PlacedOn[] {
  const seen = new Set<string>();
  const nodesOf = (entry: DeviceEntry): PlacedOn[] => {
    const bus = busOf(board, BUS_OF[entry.kind] ?? SOC, entry);
    const first = !seen.has(entry.kind);
    seen.add(entry.kind);
    const placed: Placed[] | undefined = NODES[entry.kind]?.(entry, {
      board,
      first,
      sees: (r) => windowOf(bus, r) !== undefined,
      ...addresses(bus, entry),
    });
    return (placed ?? []).map(({ below, node }) => ({ bus: below === 'root' ? ROOT : bus, node }));
  };
  return board.devices.flatMap(nodesOf);
}

/** One bit for each core that a private interrupt goes to. */
const coreMask = (cores: number): number => ((1 << cores) - 1) << 8;

function gicNode({ gic }: Board, bus: Bus, frames: readonly Range[], cores: number): PlacedOn {
  const { at, reg } = addresses(bus, frames[0]);
  return {
    bus,
    node: {
      name: at('interrupt-controller', { base: gic.gicd, bytes: 0x1000 }),
      label: 'gic',
      properties: {
        compatible: 'arm,gic-400',
        'interrupt-controller': true,
        '#address-cells': cells(0),
        '#interrupt-cells': cells(3),
        reg: cells(...reg(...frames)),
        // The maintenance interrupt, INTID 25.
        interrupts: cells(GIC.PPI, 9, coreMask(cores) | GIC.LEVEL_HIGH),
      },
    },
  };
}

/** Secure, Non-secure, virtual and EL2's physical timer: INTID 29, 30, 27, 26. */
const timerNode = (cores: number): NodeSource => ({
  name: 'timer',
  properties: {
    compatible: 'arm,armv8-timer',
    interrupts: cells(...[13, 14, 11, 10].flatMap((n) => [GIC.PPI, n, coreMask(cores) | GIC.LEVEL_LOW])),
  },
});

/** The Cortex-A72's caches: bytes, sets, lines of 64 bytes. */
const CACHE = { d: [0x8000, 256], i: [0xc000, 256], l2: [0x100000, 1024] } as const;
const cacheProperties = (prefix: string, [bytes, sets]: readonly [number, number]): Record<string, Property> => ({
  [`${prefix}cache-size`]: cells(bytes),
  [`${prefix}cache-line-size`]: cells(64),
  [`${prefix}cache-sets`]: cells(sets),
});

/** The cores, by clusters (Aff1 and up), which share a level 2 cache. How they start is for the firmware to say. */
function cpusNode(affinity: readonly number[]): NodeSource {
  const clusters = [...new Set(affinity.map((a) => a >> 8))];
  const cpu = (a: number): NodeSource => ({
    name: `cpu@${a.toString(16)}`,
    label: `cpu@${a}`,
    properties: {
      device_type: 'cpu',
      compatible: 'arm,cortex-a72',
      reg: cells(a),
      ...cacheProperties('d-', CACHE.d),
      ...cacheProperties('i-', CACHE.i),
      'next-level-cache': cells(ref(`l2-${a >> 8}`)),
    },
  });
  const l2 = (cluster: number, i: number): NodeSource => ({
    name: `l2-cache${i}`,
    label: `l2-${cluster}`,
    properties: {
      compatible: 'cache',
      ...cacheProperties('', CACHE.l2),
      'cache-unified': true,
      'cache-level': cells(2),
    },
  });
  const map: NodeSource = {
    name: 'cpu-map',
    children: clusters.map((cluster, i) => ({
      name: `cluster${i}`,
      children: affinity
        .filter((a) => a >> 8 === cluster)
        .map((a, k) => ({ name: `core${k}`, properties: { cpu: cells(ref(`cpu@${a}`)) } })),
    })),
  };
  return {
    name: 'cpus',
    properties: { '#address-cells': cells(1), '#size-cells': cells(0) },
    children: [...affinity.map(cpu), ...clusters.map(l2), ...(clusters.length > 1 ? [map] : [])],
  };
}

/** The performance monitors: an SPI of some cores' own, or a PPI. */
function pmuNode(pmu: PmuInterrupts, affinity: readonly number[]): NodeSource {
  const compatible = ['arm,cortex-a72-pmu', 'arm,armv8-pmuv3'];
  if ('ppi' in pmu) {
    const interrupts = cells(GIC.PPI, pmu.ppi, coreMask(affinity.length) | GIC.LEVEL_HIGH);
    return { name: 'arm-pmu', properties: { compatible, interrupts } };
  }
  const counted = affinity.slice(0, pmu.spi.length);
  return {
    name: 'arm-pmu',
    properties: {
      compatible,
      interrupts: cells(...counted.flatMap((_, i) => [GIC.SPI, pmu.spi[i], GIC.LEVEL_HIGH])),
      'interrupt-affinity': cells(...counted.map((a) => ref(`cpu@${a}`))),
    },
  };
}

const cmaNode: NodeSource = {
  name: 'reserved-memory',
  properties: { '#address-cells': cells(2), '#size-cells': cells(1), ranges: true },
  children: [
    {
      name: 'linux,cma',
      properties: {
        compatible: 'shared-dma-pool',
        size: cells(CMA_BYTES),
        reusable: true,
        'linux,cma-default': true,
        'alloc-ranges': cells(0, LOW_GIGABYTE.base, LOW_GIGABYTE.bytes),
      },
    },
  ],
};

function busNode(bus: Bus, children: readonly NodeSource[]): NodeSource {
  const row = (w: Window): number[] => [...words(w.bus, bus.cells), ...words(w.base, 2), w.bytes];
  return {
    name: bus.name,
    label: bus.name,
    properties: {
      compatible: 'simple-bus',
      '#address-cells': cells(bus.cells),
      '#size-cells': cells(1),
      ranges: cells(...bus.windows.flatMap(row)),
      'dma-ranges': bus.dma && cells(...row(bus.dma)),
    },
    children,
  };
}

/** What a Pi is beyond its devices. */
function piNodes({ ram }: Board): NodeSource[] {
  const low = ram.reduce(
    (n, r) => n + Math.max(0, Math.min(r.base + r.bytes, LOW_GIGABYTE.bytes) - Math.min(r.base, LOW_GIGABYTE.bytes)),
    0,
  );
  return [
    { name: 'clocks', children: [fixedClock('clk-osc', 'clk-osc', OSCILLATOR_HZ, 'osc')] },
    ...(low >= 4 * CMA_BYTES ? [cmaNode] : []),
  ];
}

/**
 * The tree of a board with its first `cores` cores. What depends on the hand-over (how cores start, RAM disk, command line,
 * serial number) is left to `patchTree`.
 */
export function generateTree(board: Board, cores: number = board.cores): Fdt {
  const { gic, pi, pmu } = board;
  const affinity = board.affinity.slice(0, cores);
  const frames = [
    { base: gic.gicd, bytes: 0x1000 },
    { base: gic.gicc, bytes: 0x2000 },
    { base: gic.gich, bytes: 0x2000 },
    { base: gic.gicv, bytes: 0x2000 },
  ];
  const placed = [...deviceNodes(board), gicNode(board, busOf(board, SOC, ...frames), frames, cores)];
  const on = (bus: Bus): NodeSource[] => placed.filter((p) => p.bus === bus).map((p) => p.node);
  const buses = [SOC, EMMC2BUS, SCB].filter((bus) => on(bus).length > 0).map((bus) => busNode(bus, on(bus)));
  const children = [
    cpusNode(affinity),
    timerNode(cores),
    ...(pmu ? [pmuNode(pmu, affinity)] : []),
    ...(pi ? piNodes(board) : []),
    ...buses,
    ...on(ROOT),
  ];
  const names = children.map((c) => c.name);
  const model = pi && MODELS[(pi.revision >> 4) & 0xff];
  const hasMini = board.devices.some((d) => d.kind === 'aux');
  const root = buildTree({
    name: '',
    properties: {
      compatible: pi ? [...(model === undefined ? [] : [model]), 'brcm,bcm2711'] : 'linux,dummy-virt',
      model: pi ? pi.model : board.name,
      '#address-cells': cells(ROOT.cells),
      '#size-cells': cells(1),
      'interrupt-parent': cells(ref('gic')),
    },
    children: [
      {
        name: 'aliases',
        properties: {
          serial0: { pathOf: 'serial0' },
          serial1: { pathOf: 'serial1' },
          emmc2bus: { pathOf: 'emmc2bus' },
          ethernet0: { pathOf: 'ethernet0' },
        },
      },
      // A Pi's console is on the mini UART, since its Bluetooth has the PL011.
      {
        name: 'chosen',
        properties: { 'stdout-path': hasMini ? 'serial1:115200n8' : { pathOf: 'serial0', then: ':115200n8' } },
      },
      // What several devices want at the root is there once.
      ...children.filter((c, i) => names.indexOf(c.name) === i),
    ],
  });
  setMemory(root, board);
  return { root, reservations: [], bootCpu: 0 };
}
