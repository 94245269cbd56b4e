/**
 * Parameters of device trees: the `__overrides__` node, which says for each parameter where its value goes ("Device Trees, Overlays,
 * and Parameters" of the Raspberry Pi documentation, section "Device Tree parameters").
 */
import type { FdtNode } from '../fdt.js';
import type { Parameter } from './config-txt.js';
import { OverlayError } from './overlay-error.js';

/** What a value becomes. */
type Form = 'string' | 'bytes' | 'boolean' | 'inverted' | 'integer' | 'fragments';

/** One place that a parameter goes to. */
interface Target {
  /** Of the node; 0 for the overlay as a whole. */
  readonly phandle: number;
  /** The property; for `fragments` the operations, `+1-2`. */
  readonly property: string;
  readonly form: Form;
  /** Of an integer, in bytes. */
  readonly offset: number;
  readonly size: number;
  readonly value: string;
}

/** A value that the parameter can't take: the firmware leaves such a parameter out, and goes on. */
class BadValue extends Error {}

const FORMS: Readonly<Record<string, { readonly form: Form; readonly size: number }>> = {
  '.': { form: 'integer', size: 1 },
  ';': { form: 'integer', size: 2 },
  ':': { form: 'integer', size: 4 },
  '#': { form: 'integer', size: 8 },
  '?': { form: 'boolean', size: 0 },
  '!': { form: 'inverted', size: 0 },
  '[': { form: 'bytes', size: 0 },
};
/** No property in use is longer. */
const MAX_PROPERTY = 65536;

/** Words for numbers. */
const WORDS: Readonly<Record<string, bigint>> = {
  ...Object.fromEntries(['y', 'yes', 'on', 'true', 'down'].map((w) => [w, 1n])),
  ...Object.fromEntries(['n', 'no', 'off', 'false'].map((w) => [w, 0n])),
  up: 2n,
};
/** Words for the property `status`. */
const STATUS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['y', 'yes', 'on', 'true', 'enable', '1'].map((w) => [w, 'okay'])),
  ...Object.fromEntries(['n', 'no', 'off', 'false', '0'].map((w) => [w, 'disabled'])),
};
const word = <T>(table: Readonly<Record<string, T>>, text: string): T | undefined =>
  Object.hasOwn(table, text) ? table[text] : undefined;

/** A number as C writes it: 0x for hexadecimal, a leading 0 for octal, a sign before it. */
function integerOf(text: string): bigint | undefined {
  const match = /^([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.exec(text.trim());
  if (!match) return undefined;
  const digits = match[2];
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return BigInt.asUintN(64, match[1] === '-' ? -value : value);
}

/** Walks over what `__overrides__` has for a parameter: cells and strings that end in 0, one after the other. */
class Reader {
  at = 0;
  constructor(
    private readonly bytes: Uint8Array,
    private readonly name: string,
  ) {}
  mangled(): OverlayError {
    return new OverlayError(`__overrides__ of parameter '${this.name}' is mangled at byte ${this.at}`);
  }
  get ended(): boolean {
    return this.at >= this.bytes.length;
  }
  peek(): string {
    return String.fromCharCode(this.bytes[this.at] ?? 0);
  }
  cell(): number {
    if (this.at + 4 > this.bytes.length) throw this.mangled();
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 4).getUint32(0);
    this.at += 4;
    return value;
  }
  /** The characters up to one of `stops` or the final 0, which stay. */
  until(stops: string): string {
    let text = '';
    while (!this.ended && this.bytes[this.at] !== 0 && !stops.includes(this.peek())) {
      text += this.peek();
      this.at++;
    }
    if (this.ended) throw this.mangled();
    return text;
  }
  skip(char: string): boolean {
    if (this.ended || this.peek() !== char) return false;
    this.at++;
    return true;
  }
  string(): string {
    const text = this.until('');
    this.at++;
    return text;
  }
}

/** The value after `=` in a lookup table: a quoted text, or a text up to `,` or `}`. */
function lookupText(reader: Reader): string {
  if (!reader.skip("'")) return reader.until(',}');
  const text = reader.until("'");
  if (!reader.skip("'")) throw reader.mangled();
  return text;
}

/** Puts a value through a lookup table, whose text begins after the `{`, and goes to the parameter's next target. */
function lookUp(reader: Reader, value: string): string {
  let found: string | undefined;
  let otherwise: string | undefined;
  while (!reader.ended && !'\0}'.includes(reader.peek())) {
    const key = reader.until('=,}');
    let result = value;
    let cell = false;
    if (reader.skip('=')) {
      // A value that is a cell follows the string's end, and needs no comma after it.
      cell = reader.skip('\0');
      result = cell ? String(reader.cell()) : lookupText(reader);
    }
    if (key === '') otherwise ??= result;
    else if (key === value) found ??= result;
    // A comma at the end is an empty key: what is not found stays as it is.
    if (!cell && reader.skip(',') && reader.peek() === '}') otherwise ??= value;
  }
  // A table whose last value is a cell may go without the brace.
  if (!reader.ended && !(reader.skip('}') && reader.skip('\0'))) throw reader.mangled();
  const result = found ?? otherwise;
  if (result === undefined) throw new BadValue(`'${value}' is none of its values`);
  return result;
}

/** The next place that a parameter goes to, and what is to be written there. */
function nextTarget(reader: Reader, value: string): Target {
  const phandle = reader.cell();
  if (phandle === 0) return { phandle, property: reader.string(), form: 'fragments', offset: 0, size: 0, value };
  const property = reader.until('.;:#?![{=');
  if (property === '') throw reader.mangled();
  const shape = word(FORMS, reader.peek());
  if (shape) reader.at++;
  const { form, size } = shape ?? { form: 'string' as const, size: 0 };
  const offsetText = reader.until('={');
  const offset = form === 'integer' ? parseInt(offsetText, 10) || 0 : 0;
  if (offset < 0 || offset + size > MAX_PROPERTY) throw reader.mangled();
  let written = value;
  if (reader.skip('{')) written = lookUp(reader, value);
  else if (reader.skip('=')) {
    const literal = reader.string();
    // A literal that is a cell or, for strings, a label's path follows the string's end.
    if (literal !== '' || form === 'bytes') written = literal;
    else if (form === 'string') written = reader.ended ? '' : reader.string();
    else written = String(reader.cell());
  } else reader.string();
  if (form === 'string' && property === 'status') written = word(STATUS, written) ?? written;
  return { phandle, property, form, offset, size, value: written };
}

const latin = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);

/** A string with C's escapes. */
function unescape(text: string): string {
  const single: Readonly<Record<string, string>> = {
    a: '\x07',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
    '\\': '\\',
    "'": "'",
    '"': '"',
  };
  return text.replace(/\\(?:x([0-9a-f]{2})|([0-7]{1,3})|(.?))/gi, (_, hex?: string, octal?: string, char?: string) => {
    const code = hex !== undefined ? parseInt(hex, 16) : octal !== undefined ? parseInt(octal, 8) : undefined;
    const made = code === undefined ? word(single, char ?? '') : code > 255 ? undefined : String.fromCharCode(code);
    if (made === undefined) throw new BadValue(`an escape in '${text}' is none of C's`);
    return made;
  });
}

/** Sets a string, or adds it where the property is a command line. */
export function setOrAppend(node: FdtNode, property: string, value: Uint8Array): void {
  const before = node.properties.get(property);
  if (property !== 'bootargs' || !before || before.length < 2 || before[0] === 0) {
    node.properties.set(property, value);
    return;
  }
  const joined = new Uint8Array(before.length + value.length);
  joined.set(before);
  joined[before.length - 1] = 0x20;
  joined.set(value, before.length);
  node.properties.set(property, joined);
}

function setInteger(node: FdtNode, { property, offset, size, value }: Target): void {
  const number = integerOf(value) ?? word(WORDS, value);
  if (number === undefined) throw new BadValue(`'${value}' is no number`);
  const before = node.properties.get(property);
  // `reg` may be named only for the node's name to follow it; then none is made.
  if (before || property !== 'reg') {
    const bytes = new Uint8Array(Math.max(before?.length ?? 0, offset + size));
    bytes.set(before ?? []);
    for (let i = 0; i < size; i++) bytes[offset + size - 1 - i] = Number((number >> BigInt(8 * i)) & 0xffn);
    node.properties.set(property, bytes);
  }
  if (property === 'reg' && offset === 0 && node.name.includes('@')) {
    node.name = `${node.name.split('@')[0]}@${(number & 0xffffffffn).toString(16)}`;
  }
}

/** `+1-2=3!4`: fragments that are to be merged or not. */
function setFragments(root: FdtNode, { property, value }: Target): void {
  const truth = (integerOf(value) ?? word(WORDS, value) ?? (value === '' ? 0n : 1n)) !== 0n;
  if (!/^([-+=!]\d{1,9})*$/.test(property))
    throw new BadValue(`its operations are '${property}', expected as in '+1-2=3!4'`);
  for (const [, operation, number] of property.matchAll(/([-+=!])(\d+)/g)) {
    const active = operation === '+' || (operation === '=' && truth) || (operation === '!' && !truth);
    const fragment = root.children.find((c) => c.name === `fragment@${number}` || c.name === `fragment-${number}`);
    if (!fragment) throw new BadValue(`there is no fragment ${number}`);
    const body = fragment.children.find((c) => c.name === (active ? '__dormant__' : '__overlay__'));
    if (body) body.name = active ? '__overlay__' : '__dormant__';
  }
}

const SETTERS: Readonly<Record<Exclude<Form, 'fragments'>, (node: FdtNode, target: Target) => void>> = {
  string(node, { property, value }) {
    const text = unescape(value);
    // A pseudo-property: the node's own name.
    if (property === 'name') node.name = text.replace(/[\0/]/g, '');
    else setOrAppend(node, property, latin(`${text}\0`));
  },
  bytes(node, { property, value }) {
    const digits = value.replace(/[: \t]/g, '');
    if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new BadValue(`'${value}' is no string of bytes`);
    node.properties.set(
      property,
      Uint8Array.from(digits.match(/../g) ?? [], (d) => parseInt(d, 16)),
    );
  },
  boolean: (node, target) => setBoolean(node, target, false),
  inverted: (node, target) => setBoolean(node, target, true),
  integer: setInteger,
};

function setBoolean(node: FdtNode, { property, value }: Target, inverted: boolean): void {
  const number = integerOf(value) ?? word(WORDS, value);
  if (number === undefined) throw new BadValue(`'${value}' is neither on nor off`);
  if ((number !== 0n) !== inverted) node.setEmpty(property);
  else node.properties.delete(property);
}

/** The nodes below `root` by their phandles; of two with one phandle the first. */
export function nodesByPhandle(root: FdtNode): Map<number, FdtNode> {
  const nodes = new Map<number, FdtNode>();
  root.walk((node) => {
    const { phandle } = node;
    if (phandle !== undefined && !nodes.has(phandle)) nodes.set(phandle, node);
  });
  return nodes;
}

/** True if the tree has a parameter of that name. */
export function hasParameter(root: FdtNode, name: string): boolean {
  return root.children.some((c) => c.name === '__overrides__' && c.properties.has(name));
}

/**
 * Sets a parameter of a tree or an overlay.
 * @returns why it, or the rest of it, was left out; undefined where all is done
 * @throws OverlayError where `__overrides__` is damaged
 */
export function applyParameter(root: FdtNode, { name, value }: Parameter): string | undefined {
  const bytes = root.children.find((c) => c.name === '__overrides__')?.properties.get(name);
  if (!bytes) return `parameter '${name}' is not known`;
  const nodes = nodesByPhandle(root);
  const reader = new Reader(bytes, name);
  try {
    while (!reader.ended) {
      const target = nextTarget(reader, value);
      if (target.form === 'fragments') setFragments(root, target);
      else {
        const node = nodes.get(target.phandle);
        if (!node) throw new BadValue(`no node has its phandle ${target.phandle}`);
        SETTERS[target.form](node, target);
      }
    }
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    return `parameter '${name}': ${error.message}`;
  }
  return undefined;
}
