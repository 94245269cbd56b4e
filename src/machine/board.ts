/** What a machine is made of, as data: what a file in `boards/` holds, checked. */

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
  /** Shared peripheral interrupts that it raises (INTID - 32), in the order that the kind has its lines. */
  readonly spi: readonly number[];
}

export interface Board {
  readonly name: string;
  readonly description: string;
  /** 1 to 8. */
  readonly cores: number;
  /** RAM, as physical address ranges; multiples of 4096. */
  readonly ram: readonly Range[];
  /** Where a raw image goes, and what an ELF file without addresses of its own is linked for. */
  readonly load: number;
  readonly devices: readonly DeviceEntry[];
  /** Windows of the peripherals: where no device is, they read as zero and every access is counted. */
  readonly windows: readonly (Range & { readonly name: string })[];
  /** Physical addresses of the GIC-400's register blocks. */
  readonly gic: { readonly gicd: number; readonly gicc: number; readonly gich: number; readonly gicv: number };
}

/** A field of a board file is not what it must be. The message names it. */
export class BoardError extends Error {
  override readonly name = 'BoardError';
}

const describe = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function object(value: unknown, field: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new BoardError(`${field}: expected an object, found ${describe(value)}`);
}
function text(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw new BoardError(`${field}: expected a string, found ${describe(value)}`);
}
/** JSON has no hexadecimal numbers, so addresses may be strings. */
function integer(value: unknown, field: string, from: number, to: number): number {
  const n = typeof value === 'string' && /^(0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : value;
  if (typeof n === 'number' && Number.isInteger(n) && n >= from && n <= to) return n;
  throw new BoardError(`${field}: expected a number from ${from} to ${to}, found ${describe(value)}`);
}
function list(value: unknown, field: string): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new BoardError(`${field}: expected a list, found ${describe(value)}`);
}
const address = (value: unknown, field: string): number => integer(value, field, 0, 2 ** 44 - 1);

/**
 * Checks the contents of a board file.
 * @throws BoardError naming the field and what was expected
 */
export function parseBoard(json: unknown): Board {
  const b = object(json, 'board');
  const gic = object(b.gic, 'gic');
  if (!Array.isArray(b.ram) || b.ram.length === 0)
    throw new BoardError(`ram: expected a list, found ${describe(b.ram)}`);
  const ram = b.ram.map((r: unknown, i) => {
    const range = object(r, `ram[${i}]`);
    return {
      base: address(range.base, `ram[${i}].base`),
      bytes: integer(range.bytes, `ram[${i}].bytes`, 4096, 2 ** 40),
    };
  });
  if (ram.length === 0) throw new BoardError('ram: expected at least one range, found none');
  return {
    name: text(b.name, 'name'),
    description: text(b.description, 'description'),
    cores: integer(b.cores, 'cores', 1, 8),
    ram,
    load: address(b.load, 'load'),
    devices: list(b.devices, 'devices').map((d, n) => {
      const at = `devices[${n}]`;
      const device = object(d, at);
      return {
        kind: text(device.kind, `${at}.kind`),
        name: text(device.name, `${at}.name`),
        base: address(device.base, `${at}.base`),
        bytes: integer(device.bytes, `${at}.bytes`, 4, 2 ** 28),
        spi: list(device.spi ?? [], `${at}.spi`).map((spi, k) => integer(spi, `${at}.spi[${k}]`, 0, 223)),
      };
    }),
    windows: list(b.windows ?? [], 'windows').map((w, n) => {
      const window = object(w, `windows[${n}]`);
      return {
        name: text(window.name, `windows[${n}].name`),
        base: address(window.base, `windows[${n}].base`),
        bytes: integer(window.bytes, `windows[${n}].bytes`, 4096, 2 ** 32),
      };
    }),
    gic: {
      gicd: address(gic.gicd, 'gic.gicd'),
      gicc: address(gic.gicc, 'gic.gicc'),
      gich: address(gic.gich, 'gic.gich'),
      gicv: address(gic.gicv, 'gic.gicv'),
    },
  };
}
