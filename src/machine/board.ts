/** What a machine is made of, as data: what a file in `boards/` holds, checked. */
import { VIRTIO_MMIO_BYTES } from '../devices/virtio/mmio.js';
import { DEVICE_KINDS } from './devices.js';

export interface Range {
  readonly base: number;
  readonly bytes: number;
}

/** One device of a board. */
export interface DeviceEntry {
  /** Which: a key of `DEVICE_KINDS` (devices.ts). */
  readonly kind: string;
  /** The name that the board's manual gives it. */
  readonly name: string;
  /** Physical address and size of its window, bytes. */
  readonly base: number;
  readonly bytes: number;
  /** Further windows, of a kind that has more than one. */
  readonly more: readonly Range[];
  /** Shared peripheral interrupts that it raises (INTID - 32), in the order that the kind has its lines. */
  readonly spi: readonly number[];
}

/** Where the interrupts of the cores' performance monitors go. */
export type PmuInterrupts =
  /** To shared peripheral interrupts (INTID - 32): the first core's, the second's... Further cores have none. */
  | { readonly spi: readonly number[] }
  /** To a private peripheral interrupt (INTID - 16), the same on each core. */
  | { readonly ppi: number };

/** Where virtio devices go that a machine is given: slot n has 0x200 bytes from `base` + 0x200 * n on, and interrupt `spi` + n. */
export interface VirtioSlots {
  readonly base: number;
  /** The first one's shared peripheral interrupt (INTID - 32). */
  readonly spi: number;
  readonly slots: number;
}

/** What the VideoCore's firmware knows of a Raspberry Pi, and how it starts it. */
export interface PiFacts {
  /** What the device tree calls the model. */
  readonly model: string;
  /** The revision code. */
  readonly revision: number;
  /** The part of RAM that the VideoCore keeps: nothing is loaded there, and the memory nodes leave it out. */
  readonly videoCore: Range;
  /** Clocks in Hz as the firmware leaves them. */
  readonly clocks: { readonly arm: number; readonly core: number; readonly uart: number };
  /** The spin table (cpu-release-addr): 8 bytes for each core, on the stub's page. */
  readonly spinTable: number;
  /** File name of the board's device tree, as the firmware looks for it. */
  readonly dtb: string;
}

export interface Board {
  readonly name: string;
  readonly description: string;
  /** 1 to 8. */
  readonly cores: number;
  /** MPIDR_EL1's affinity fields (Aff2:Aff1:Aff0) of each core. */
  readonly affinity: readonly number[];
  /** RAM, as physical address ranges; multiples of 4096. */
  readonly ram: readonly Range[];
  /** Where a raw image goes, and what an ELF file without addresses of its own is linked for. */
  readonly load: number;
  /** What makes the board a Raspberry Pi, with firmware that hands it over; undefined on a board that is none. */
  readonly pi?: PiFacts;
  readonly devices: readonly DeviceEntry[];
  /** Windows of the peripherals: where no device is, they read as zero and every access is counted. */
  readonly windows: readonly (Range & { readonly name: string })[];
  /** Physical addresses of the GIC-400's register blocks. */
  readonly gic: { readonly gicd: number; readonly gicc: number; readonly gich: number; readonly gicv: number };
  /** Undefined where the performance monitors' interrupts are not connected. */
  readonly pmu?: PmuInterrupts;
  /** Undefined where the board has no room for virtio devices. */
  readonly virtio?: VirtioSlots;
}

/** A field of a board file is not what it must be. The message names it. */
export class BoardError extends Error {
  override readonly name = 'BoardError';
}

const describe = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/**
 * An object with these fields and no others, so that a field with a slip in its name is not silently left out.
 * @param ignored fields that may be there too, and mean nothing
 */
function object(
  value: unknown,
  field: string,
  names: readonly string[],
  ignored: readonly string[] = [],
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BoardError(`${field}: expected an object, found ${describe(value)}`);
  }
  const unknown = Object.keys(value).find((name) => !names.includes(name) && !ignored.includes(name));
  if (unknown !== undefined) throw new BoardError(`${field}: unknown field '${unknown}', expected ${names.join(', ')}`);
  return value as Record<string, unknown>;
}
function text(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw new BoardError(`${field}: expected a string, found ${describe(value)}`);
}
function oneOf(value: unknown, field: string, names: readonly string[]): string {
  if (typeof value === 'string' && names.includes(value)) return value;
  throw new BoardError(`${field}: expected one of ${names.join(', ')}, found ${describe(value)}`);
}
const hex = (n: number): string => `0x${n.toString(16)}`;
/** JSON has no hexadecimal numbers, so addresses may be strings. */
function integer(value: unknown, field: string, from: number, to: number, multipleOf = 1): number {
  const n = typeof value === 'string' && /^(0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : value;
  if (typeof n === 'number' && Number.isInteger(n) && n >= from && n <= to && n % multipleOf === 0) return n;
  const what =
    multipleOf === 1 ? `a number from ${from} to ${to}` : `a multiple of ${multipleOf} from ${hex(from)} to ${hex(to)}`;
  throw new BoardError(`${field}: expected ${what}, found ${describe(value)}`);
}
function list(value: unknown, field: string): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new BoardError(`${field}: expected a list, found ${describe(value)}`);
}
const optionalList = (value: unknown, field: string): unknown[] => (value === undefined ? [] : list(value, field));
/** The Cortex-A72 has physical addresses of 44 bits. */
const address = (value: unknown, field: string, multipleOf: number): number =>
  integer(value, field, 0, 2 ** 44 - multipleOf, multipleOf);

/** Sizes of the GIC-400's blocks. */
const GIC_BLOCKS = { gicd: 0x1000, gicc: 0x2000, gich: 0x2000, gicv: 0x2000 } as const;

/** Everything on a board has addresses of its own, and what is loaded goes to RAM. */
function checkMap(board: Board): void {
  const { ram, gic, devices, load, virtio } = board;
  const ranges = [
    ...ram.map((r, i) => ({ field: `ram[${i}]`, ...r })),
    ...(Object.keys(GIC_BLOCKS) as (keyof typeof GIC_BLOCKS)[]).map((block) => ({
      field: `gic.${block}`,
      base: gic[block],
      bytes: GIC_BLOCKS[block],
    })),
    ...devices.flatMap((d, i) => [
      { field: `devices[${i}]`, base: d.base, bytes: d.bytes },
      ...d.more.map((m, k) => ({ field: `devices[${i}].more[${k}]`, ...m })),
    ]),
    ...(virtio ? [{ field: 'virtio', base: virtio.base, bytes: virtio.slots * VIRTIO_MMIO_BYTES }] : []),
  ];
  const shown = ({ base, bytes }: Range): string => `${hex(base)} to ${hex(base + bytes - 1)}`;
  ranges.forEach((a, i) => {
    const b = ranges.slice(0, i).find((r) => a.base < r.base + r.bytes && r.base < a.base + a.bytes);
    if (!b) return;
    throw new BoardError(`${a.field}: ${shown(a)}, expected addresses outside of ${b.field}, ${shown(b)}`);
  });
  if (!ram.some((r) => load >= r.base && load < r.base + r.bytes)) {
    throw new BoardError(`load: expected an address in RAM, found ${hex(load)}`);
  }
  if (armRam(board).length === 0)
    throw new BoardError('pi.videoCore: expected to leave RAM to the ARM, found all taken');
}

/** Where a spin table may be: in the four slots between the stub's words, or behind its code, to the end of its page. */
const SPIN_TABLE = { SLOTS: 0xd8, SLOT_CORES: 4, BEHIND: 0x200, PAGE: 0x1000 } as const;

function spinTable(value: unknown, cores: number): number {
  const { SLOTS, SLOT_CORES, BEHIND, PAGE } = SPIN_TABLE;
  const at = integer(value, 'pi.spinTable', SLOTS, PAGE - 64, 8);
  if ((at === SLOTS && cores <= SLOT_CORES) || at >= BEHIND) return at;
  const slots = cores <= SLOT_CORES ? `${hex(SLOTS)}, or ` : '';
  throw new BoardError(`pi.spinTable: expected ${slots}${hex(BEHIND)} or more, found ${describe(value)}`);
}

function parsePi(value: unknown, cores: number): PiFacts {
  const pi = object(value, 'pi', ['model', 'revision', 'videoCore', 'clocks', 'spinTable', 'dtb']);
  const vc = object(pi.videoCore, 'pi.videoCore', ['base', 'bytes']);
  const clocks = object(pi.clocks, 'pi.clocks', ['arm', 'core', 'uart']);
  const hz = (name: 'arm' | 'core' | 'uart'): number => integer(clocks[name], `pi.clocks.${name}`, 1_000_000, 4e9);
  return {
    model: text(pi.model, 'pi.model'),
    revision: integer(pi.revision, 'pi.revision', 0, 0xffffffff),
    videoCore: {
      base: address(vc.base, 'pi.videoCore.base', 4096),
      bytes: integer(vc.bytes, 'pi.videoCore.bytes', 4096, 2 ** 30, 4096),
    },
    clocks: { arm: hz('arm'), core: hz('core'), uart: hz('uart') },
    spinTable: spinTable(pi.spinTable, cores),
    dtb: text(pi.dtb, 'pi.dtb'),
  };
}

/** The RAM that the firmware leaves to the ARM: all of it but the VideoCore's. */
export function armRam({ ram, pi }: Board): Range[] {
  if (!pi) return [...ram];
  const { base: from, bytes } = pi.videoCore;
  const to = from + bytes;
  return ram.flatMap((r) => {
    const end = r.base + r.bytes;
    return [
      { base: r.base, bytes: Math.min(end, from) - r.base },
      { base: Math.max(r.base, to), bytes: end - Math.max(r.base, to) },
    ].filter((part) => part.bytes > 0);
  });
}

function parsePmu(value: unknown): PmuInterrupts {
  const { spi, ppi } = object(value, 'pmu', ['spi', 'ppi']);
  if ((spi === undefined) === (ppi === undefined)) {
    throw new BoardError(`pmu: expected either spi or ppi, found ${describe(value)}`);
  }
  if (spi === undefined) return { ppi: integer(ppi, 'pmu.ppi', 0, 15) };
  return { spi: list(spi, 'pmu.spi').map((n, k) => integer(n, `pmu.spi[${k}]`, 0, 223)) };
}

function parseVirtio(value: unknown): VirtioSlots {
  const { base, spi, slots } = object(value, 'virtio', ['base', 'spi', 'slots']);
  const first = integer(spi, 'virtio.spi', 0, 223);
  return {
    base: address(base, 'virtio.base', VIRTIO_MMIO_BYTES),
    spi: first,
    slots: integer(slots, 'virtio.slots', 1, Math.min(32, 224 - first)),
  };
}

// prettier-ignore
const FIELDS = ['name', 'description', 'cores', 'ram', 'load', 'affinity', 'pi', 'devices', 'windows', 'gic', 'pmu', 'virtio'] as const;

/**
 * Checks the contents of a board file.
 * @throws BoardError naming the field and what was expected
 */
export function parseBoard(json: unknown): Board {
  const b = object(json, 'board', FIELDS, ['$schema']);
  const name = text(b.name, 'name');
  const description = text(b.description, 'description');
  const cores = integer(b.cores, 'cores', 1, 8);
  const ram = list(b.ram, 'ram').map((r, i) => {
    const range = object(r, `ram[${i}]`, ['base', 'bytes']);
    return {
      base: address(range.base, `ram[${i}].base`, 4096),
      bytes: integer(range.bytes, `ram[${i}].bytes`, 4096, 2 ** 40, 4096),
    };
  });
  if (ram.length === 0) throw new BoardError('ram: expected at least one range, found none');
  const load = address(b.load, 'load', 4);
  const devices = list(b.devices, 'devices').map((d, n) => {
    const at = `devices[${n}]`;
    const device = object(d, at, ['kind', 'name', 'base', 'bytes', 'more', 'spi']);
    const range = (r: Record<string, unknown>, where: string): Range => ({
      base: address(r.base, `${where}.base`, 4),
      bytes: integer(r.bytes, `${where}.bytes`, 4, 2 ** 28, 4),
    });
    return {
      kind: oneOf(device.kind, `${at}.kind`, Object.keys(DEVICE_KINDS)),
      name: text(device.name, `${at}.name`),
      ...range(device, at),
      more: optionalList(device.more, `${at}.more`).map((m, k) =>
        range(object(m, `${at}.more[${k}]`, ['base', 'bytes']), `${at}.more[${k}]`),
      ),
      spi: optionalList(device.spi, `${at}.spi`).map((spi, k) => integer(spi, `${at}.spi[${k}]`, 0, 223)),
    };
  });
  const windows = optionalList(b.windows, 'windows').map((w, n) => {
    const window = object(w, `windows[${n}]`, ['name', 'base', 'bytes']);
    return {
      name: text(window.name, `windows[${n}].name`),
      base: address(window.base, `windows[${n}].base`, 4096),
      bytes: integer(window.bytes, `windows[${n}].bytes`, 4096, 2 ** 32, 4096),
    };
  });
  const gic = object(b.gic, 'gic', Object.keys(GIC_BLOCKS));
  const affinity = (
    b.affinity === undefined ? Array.from({ length: cores }, (_, i) => i) : list(b.affinity, 'affinity')
  ).map((a, i) => integer(a, `affinity[${i}]`, 0, 0xffffff));
  if (affinity.length !== cores || new Set(affinity).size !== cores) {
    throw new BoardError(
      `affinity: expected ${cores} different values, one for each core, found ${describe(b.affinity)}`,
    );
  }
  const board: Board = {
    name,
    description,
    cores,
    affinity,
    ...(b.pi === undefined ? {} : { pi: parsePi(b.pi, cores) }),
    ram,
    load,
    devices,
    windows,
    gic: {
      gicd: address(gic.gicd, 'gic.gicd', 4096),
      gicc: address(gic.gicc, 'gic.gicc', 4096),
      gich: address(gic.gich, 'gic.gich', 4096),
      gicv: address(gic.gicv, 'gic.gicv', 4096),
    },
    ...(b.pmu === undefined ? {} : { pmu: parsePmu(b.pmu) }),
    ...(b.virtio === undefined ? {} : { virtio: parseVirtio(b.virtio) }),
  };
  checkMap(board);
  return board;
}
