/** The conditional filters of config.txt: lines in brackets that say for which boards the lines below them are. */

export type Model = 'pi4' | 'pi400' | 'cm4';

/** What filters ask about the board. */
export interface FilterFacts {
  readonly model: Model;
  /** 64 bits, as `/proc/cpuinfo` shows it. */
  readonly serial: bigint;
  /** EDID names of the monitors, `VSC-TD2220`; none where it is missing. */
  readonly edid?: readonly string[];
  /** Level of a GPIO pin, 0 or 1; by the pins' pulls at reset where it is missing. */
  readonly gpio?: (pin: number) => number;
}

/** What a model calls itself in filters, and its type in the revision code. */
export const MODELS: Readonly<Record<Model, { readonly filters: readonly string[]; readonly boardType: number }>> = {
  pi4: { filters: ['pi4'], boardType: 0x11 },
  pi400: { filters: ['pi4', 'pi400'], boardType: 0x13 },
  cm4: { filters: ['pi4', 'cm4'], boardType: 0x14 },
};

/** GPIO 0 to 8 are pulled up at reset, those above down (BCM2711 ARM Peripherals, table 94). */
const levelAtReset = (pin: number): number => (pin <= 8 ? 1 : 0);

/** Filters of one type replace each other; those of different types must all hold. */
interface FilterType {
  readonly type: string;
  readonly pattern: RegExp;
  readonly holds: (facts: FilterFacts, match: RegExpExecArray) => boolean;
}

const TYPES: readonly FilterType[] = [
  { type: 'none', pattern: /^none$/, holds: () => false },
  {
    type: 'model',
    pattern: /^(?:pi|cm)\d[a-z0-9+]*$/,
    holds: ({ model }, [name]) => MODELS[model].filters.includes(name),
  },
  {
    type: 'model',
    pattern: /^board-type=(0x[0-9a-f]+|\d+)$/i,
    holds: ({ model }, [, type]) => MODELS[model].boardType === Number(type),
  },
  {
    type: 'edid',
    pattern: /^edid=(.+)$/i,
    holds: ({ edid = [] }, [, name]) => (name === '*' ? edid.length > 0 : edid.includes(name)),
  },
  {
    type: 'serial',
    pattern: /^0x([0-9a-f]{1,16})$/i,
    // The upper half of a serial number may be left out.
    holds: ({ serial }, [, digits]) => {
      const wanted = BigInt(`0x${digits}`);
      return wanted === serial || (digits.length <= 8 && wanted === (serial & 0xffffffffn));
    },
  },
  {
    type: 'gpio',
    pattern: /^gpio(\d{1,2})=([01])$/i,
    holds: ({ gpio = levelAtReset }, [, pin, level]) => gpio(Number(pin)) === Number(level),
  },
  // Says which port the settings below are for, and no more.
  { type: 'hdmi', pattern: /^hdmi:[01]$/i, holds: () => true },
  { type: 'tryboot', pattern: /^tryboot$/, holds: () => false },
];

/** The filters that are in force at a line. */
export class Filters {
  private readonly inForce = new Map<string, boolean>();
  constructor(private readonly facts: FilterFacts) {}

  /** True if the lines below are for this board. */
  get active(): boolean {
    return [...this.inForce.values()].every(Boolean);
  }
  /** Takes in a filter, without its brackets. False if it is none that is known: then it holds for no board, until `[all]`. */
  set(filter: string): boolean {
    if (filter === 'all') {
      this.inForce.clear();
      return true;
    }
    for (const { type, pattern, holds } of TYPES) {
      const match = pattern.exec(filter);
      if (!match) continue;
      this.inForce.set(type, holds(this.facts, match));
      return true;
    }
    this.inForce.set('unknown', false);
    return false;
  }
}
