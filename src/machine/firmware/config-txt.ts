/**
 * The Pi's configuration file, config.txt, as the firmware's documentation describes it ("What is config.txt", "Conditional
 * filters", "Boot options", "GPIO control", "Device trees, overlays and parameters").
 */
import type { GpioPreset } from '../../devices/bcm2711/gpio.js';
import { Filters, type FilterFacts } from './config-filters.js';
import { HONOURED, ignoredBecause, type Settings, type ValueKinds } from './config-keys.js';

/** A line can't be understood: the message names the file, the line and what was expected. */
export class ConfigTxtError extends Error {
  override readonly name = 'ConfigTxtError';
}

/** A parameter of a device tree or an overlay, and what it is set to. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
}

/** An overlay with its parameters, or parameters of the base tree; in the order in which the firmware applies them. */
export interface TreeStep {
  /** Undefined: the parameters are the base tree's. */
  readonly overlay: string | undefined;
  readonly parameters: readonly Parameter[];
  /** The line it comes from, `config.txt:12`. */
  readonly where: string;
}

export interface ConfigTxt {
  readonly settings: Readonly<Settings>;
  /** The lines that gave the settings, with the keys that are written there: `config.txt:12: initramfs`. */
  readonly where: Readonly<Partial<Record<keyof Settings, string>>>;
  readonly tree: readonly TreeStep[];
  readonly gpio: readonly GpioPreset[];
  /** Lines that were not honoured, one line of text each. */
  readonly warnings: readonly string[];
}

/** What is longer is cut off. */
const MAX_LINE = 98;
const MAX_INCLUDES = 10;
/** Of all included files together: a file that includes another twice, and so on, is to end as well. */
const MAX_LINES = 100_000;
const LAST_PIN = 57;

/** Attributes of `gpio=`. */
const GPIO_ATTRIBUTES: Readonly<Record<string, Partial<Omit<GpioPreset, 'pins'>>>> = {
  ip: { function: 0 },
  op: { function: 1 },
  a0: { function: 4 },
  a1: { function: 5 },
  a2: { function: 6 },
  a3: { function: 7 },
  a4: { function: 3 },
  a5: { function: 2 },
  dh: { level: 1 },
  dl: { level: 0 },
  pu: { pull: 'up' },
  pd: { pull: 'down' },
  pn: { pull: 'none' },
  np: { pull: 'none' },
};

const quote = (text: string): string => `'${text.replace(/[\x00-\x1f\x7f-\x9f]/g, '\ufffd')}'`;
const isHonoured = (key: string): key is keyof Settings => Object.hasOwn(HONOURED, key);

/** The pins of `3`, `3-4` or `3-4,6,8`; undefined if the text is none of these. */
function pinsOf(text: string): number[] | undefined {
  const pins: number[] = [];
  for (const part of text.split(',')) {
    const range = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(part);
    if (!range) return undefined;
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
    if (to < from || to > LAST_PIN) return undefined;
    for (let pin = from; pin <= to; pin++) pins.push(pin);
  }
  return pins;
}

const readers: { readonly [K in keyof ValueKinds]: (text: string) => ValueKinds[K] | undefined } = {
  text: (text) => text,
  number: (text) => {
    const value = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
    return Number.isSafeInteger(value) ? value : undefined;
  },
  flag: (text) => (/^\d+$/.test(text) ? Number(text) !== 0 : undefined),
};
const EXPECTED: Readonly<Record<keyof ValueKinds, string>> = { text: 'a text', number: 'a number', flag: '0 or 1' };

/**
 * Reads a configuration.
 * @param text the file's contents
 * @param facts the board, for filters
 * @param include contents of another file of the card; undefined if it is not there
 * @throws ConfigTxtError
 */
export function parseConfigTxt(
  text: string,
  facts: FilterFacts,
  include: (file: string) => string | undefined = () => undefined,
  file = 'config.txt',
): ConfigTxt {
  const settings: Settings = {};
  const tree: TreeStep[] = [];
  const gpio: GpioPreset[] = [];
  const warnings: string[] = [];
  const filters = new Filters(facts);
  let lines = 0;
  /** The overlay that dtparam is for; undefined for the base tree. */
  let current: { parameters: Parameter[] } | undefined;

  const places: Partial<Record<keyof Settings, string>> = {};
  const set = <K extends keyof Settings>(key: K, value: NonNullable<Settings[K]>, where: string): void => {
    settings[key] = value;
    places[key] = where;
  };
  const parametersOf = (list: string): Parameter[] =>
    list
      .split(',')
      .filter((p) => p.trim() !== '')
      .map((p) => {
        const [name, ...value] = p.trim().split('=');
        // `dtparam=spi` means `dtparam=spi=on`.
        return { name, value: value.length === 0 ? 'on' : value.join('=') };
      });

  /** Keys that are more than a value. */
  const directives: Readonly<Record<string, (value: string, where: string) => void>> = {
    dtoverlay(value, where) {
      // The name ends at the first comma; older files have a colon there.
      const [, name, rest] = /^([^,:]*)[,:]?(.*)$/.exec(value) ?? ['', '', ''];
      current = undefined;
      if (name.trim() === '' || name.trim() === 'none') return;
      const step = { overlay: name.trim(), parameters: parametersOf(rest), where };
      tree.push(step);
      current = step;
    },
    dtparam(value, where) {
      const parameters = parametersOf(value);
      if (current) current.parameters.push(...parameters);
      else tree.push({ overlay: undefined, parameters, where });
    },
    gpio(value, where) {
      const [, set, list] = /^([^=]*)=(.*)$/.exec(value) ?? [];
      const pins = pinsOf(set ?? '');
      if (!pins) {
        throw new ConfigTxtError(
          `${where}: gpio: expected pins from 0 to ${LAST_PIN} and attributes, as in 'gpio=3-4,6=op,dh', found ${quote(value)}`,
        );
      }
      const preset = { pins, function: undefined, level: undefined, pull: undefined };
      for (const attribute of list.split(',')) {
        const meaning = Object.hasOwn(GPIO_ATTRIBUTES, attribute) ? GPIO_ATTRIBUTES[attribute] : undefined;
        if (!meaning) {
          throw new ConfigTxtError(
            `${where}: gpio: expected attributes ${Object.keys(GPIO_ATTRIBUTES).join(', ')}, found ${quote(attribute)}`,
          );
        }
        Object.assign(preset, meaning);
      }
      gpio.push(preset);
    },
  };
  const synonyms: Readonly<Record<string, string>> = { device_tree_overlay: 'dtoverlay', device_tree_param: 'dtparam' };

  const assign = (key: string, value: string, where: string): void => {
    const name = Object.hasOwn(synonyms, key) ? synonyms[key] : key;
    if (Object.hasOwn(directives, name)) directives[name](value, where);
    else if (isHonoured(name)) {
      const kind = HONOURED[name];
      const read = readers[kind](value);
      if (read === undefined)
        throw new ConfigTxtError(`${where}: ${key}: expected ${EXPECTED[kind]}, found ${quote(value)}`);
      set(name, read as never, `${where}: ${key}`);
    } else if (ignoredBecause(name.replace(/:\d$/, '')) === undefined) {
      warnings.push(`${where}: ${quote(key)} is no setting that is known, and is ignored`);
    }
  };

  const read = (contents: string, name: string, depth: number): void => {
    contents.split('\n').forEach((whole, i) => {
      const where = `${name}:${i + 1}`;
      if (++lines > MAX_LINES)
        throw new ConfigTxtError(`${where}: more than ${MAX_LINES} lines, with all that is included`);
      let line = whole.trim();
      if (line === '' || line.startsWith('#')) return;
      if (line.startsWith('[')) {
        const filter = /^\[([^\]]*)\]$/.exec(line)?.[1];
        if (filter === undefined)
          throw new ConfigTxtError(`${where}: expected a filter in brackets, as in '[pi4]', found ${quote(line)}`);
        if (!filters.set(filter))
          warnings.push(`${where}: ${quote(line)} is no filter that is known; what follows it is left out`);
        return;
      }
      if (!filters.active) return;
      if (line.length > MAX_LINE) {
        warnings.push(
          `${where}: longer than ${MAX_LINE} characters: the rest is cut off, from ${quote(line.slice(MAX_LINE, MAX_LINE + 10))} on`,
        );
        line = line.slice(0, MAX_LINE).trimEnd();
      }
      const words = line.split(/[ \t]+/);
      if (words[0] === 'initramfs') {
        const address = words[2] === undefined || words[2] === 'followkernel' ? 0 : readers.number(words[2]);
        if (words.length < 2 || words.length > 3 || address === undefined) {
          throw new ConfigTxtError(
            `${where}: initramfs: expected 'initramfs FILE followkernel' or an address, found ${quote(line)}`,
          );
        }
        set('ramfsfile', words[1], `${where}: initramfs`);
        set('ramfsaddr', address, `${where}: initramfs`);
      } else if (words[0] === 'include') {
        const other = words.length === 2 ? include(words[1]) : undefined;
        if (words.length !== 2) throw new ConfigTxtError(`${where}: include: expected one file, found ${quote(line)}`);
        if (other === undefined) throw new ConfigTxtError(`${where}: include: no file ${quote(words[1])} on the card`);
        if (depth === MAX_INCLUDES)
          throw new ConfigTxtError(`${where}: include: expected files nested at most ${MAX_INCLUDES} deep`);
        read(other, words[1], depth + 1);
      } else {
        const [, key, value] = /^([^\s=]+)=(.*)$/.exec(line) ?? [];
        if (key === undefined) {
          throw new ConfigTxtError(
            /^[^\s=]+\s+=/.test(line)
              ? `${where}: expected no blanks before '=', found ${quote(line)}`
              : `${where}: expected key=value, a [filter] or a # comment, found ${quote(line)}`,
          );
        }
        assign(key, value.trim(), where);
      }
    });
  };
  read(text, file, 0);
  return { settings, where: places, tree, gpio, warnings };
}
