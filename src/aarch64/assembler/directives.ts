/** The assembler's directives, as one table (GNU assembler manual, "Pseudo Ops" and "AArch64 Directives"). */
import { ExpressionReader, type Expression } from './expression.js';
import type { Token } from './lexer.js';
import { Problem } from './problem.js';
import { parseFlags, type Fragment, type Section } from './sections.js';

/** What directives work on. */
export interface DirectiveContext {
  readonly section: Section;
  /** Index of the statement. */
  readonly statement: number;
  /** The directive's arguments. */
  readonly arguments: ArgumentReader;
  /** Makes this the current section; creates it if there is none of that name. */
  enter(name: string, flags?: Section['flags']): void;
  push(): void;
  pop(): void;
  previous(): void;
  /** An expression whose value must be known here. */
  constant(e: Expression): bigint;
  /** As constant, but an address in the current section counts as its offset. */
  offset(e: Expression): bigint;
  /** An expression's value in the second pass, at this place. */
  evaluate(e: Expression, section: Section, offset: number): bigint;
  define(name: string, value: Expression, once: boolean): void;
  label(name: string, section: Section, offset: number): void;
  sectionNamed(name: string): Section;
  global(name: string): void;
  func(name: string): void;
}

type Directive = (c: DirectiveContext) => void;

/** The arguments of a directive: expressions, names and strings with commas between them. */
export class ArgumentReader extends ExpressionReader {
  constructor(tokens: readonly Token[]) {
    super(tokens);
  }

  get atEnd(): boolean {
    return this.next === undefined;
  }

  comma(): boolean {
    if (!this.isMark(',')) return false;
    this.position++;
    return true;
  }

  expression(what: string): Expression {
    const e = this.read();
    if (!e) throw new Problem(`expected ${what}${this.found}`);
    return e;
  }

  /** A name; in quotes it may have any characters. */
  name(what: string): string {
    const t = this.next;
    if (t?.kind !== 'name' && t?.kind !== 'string') throw new Problem(`expected ${what}${this.found}`);
    this.position++;
    return t.kind === 'string' ? t.text.slice(1, -1) : t.text;
  }

  string(): readonly number[] {
    const t = this.next;
    if (t?.kind !== 'string') throw new Problem(`expected a string${this.found}`);
    this.position++;
    return t.bytes;
  }

  /** Calls `item` for each argument up to the end of the line. */
  each(item: () => void): void {
    if (this.atEnd) return;
    do item();
    while (this.comma());
  }

  end(): void {
    if (!this.atEnd) throw new Problem(`expected the end of the line${this.found}`);
  }

  private get found(): string {
    return this.next ? `, found '${this.next.text}'` : '';
  }
}

/** Writes an integer of 1, 2, 4, 8 or 16 bytes. Throws a Problem if it does not fit, signed or unsigned. */
export function writeInteger(view: DataView, at: number, size: number, value: bigint): void {
  const bits = BigInt(8 * size);
  if (size < 8 && (value < -(1n << (bits - 1n)) || value >= 1n << bits))
    throw new Problem(`${value} does not fit in ${size * 8} bits`);
  if (size >= 8) {
    view.setBigUint64(at, BigInt.asUintN(64, value), true);
    if (size === 16) view.setBigUint64(at + 8, value < 0n ? 2n ** 64n - 1n : 0n, true);
  } else {
    const n = Number(BigInt.asUintN(Number(bits), value));
    if (size === 1) view.setUint8(at, n);
    else if (size === 2) view.setUint16(at, n, true);
    else view.setUint32(at, n, true);
  }
}

const integers =
  (size: number): Directive =>
  (c) =>
    c.arguments.each(() => {
      const e = c.arguments.expression('a value');
      const offset = c.section.size;
      c.section.append(size, c.statement, (view, at, section) =>
        writeInteger(view, at, size, c.evaluate(e, section, offset)),
      );
    });

const floats =
  (size: 4 | 8): Directive =>
  (c) =>
    c.arguments.each(() => {
      const text: string[] = [];
      for (let t = c.arguments.next; t && t.text !== ','; t = c.arguments.next) {
        text.push(t.text);
        c.arguments.position++;
      }
      const value = Number(text.join(''));
      if (text.length === 0 || Number.isNaN(value)) throw new Problem(`bad floating-point number '${text.join('')}'`);
      c.section.append(size, c.statement, (view, at) =>
        size === 4 ? view.setFloat32(at, value, true) : view.setFloat64(at, value, true),
      );
    });

const bytes =
  (data: readonly number[]): Fragment['write'] =>
  (view, at) =>
    data.forEach((b, i) => view.setUint8(at + i, b));

const strings =
  (terminated: boolean): Directive =>
  (c) =>
    c.arguments.each(() => {
      const data: number[] = [];
      do data.push(...c.arguments.string());
      while (c.arguments.next?.kind === 'string');
      if (terminated) data.push(0);
      c.section.append(data.length, c.statement, bytes(data));
    });

/** An optional argument after a comma, known here. */
function optional(c: DirectiveContext): bigint | undefined {
  if (!c.arguments.comma()) return undefined;
  const e = c.arguments.read();
  return e && c.constant(e);
}

function size(value: bigint, what: string): number {
  if (value < 0n || value > 2n ** 31n) throw new Problem(`${what} of ${value}`);
  return Number(value);
}

const align =
  (power: boolean): Directive =>
  (c) => {
    const n = c.arguments.atEnd ? 0 : size(c.constant(c.arguments.expression('an alignment')), 'an alignment');
    if (power && n > 30) throw new Problem(`an alignment of 2^${n}`);
    const alignment = power ? 2 ** n : Math.max(n, 1);
    if (!Number.isInteger(Math.log2(alignment))) throw new Problem(`an alignment of ${n}, expected a power of two`);
    const fill = optional(c);
    const limit = optional(c);
    c.section.align(
      alignment,
      c.statement,
      fill === undefined ? undefined : Number(fill & 255n),
      limit === undefined ? undefined : Number(limit),
    );
  };

function fillBytes(c: DirectiveContext, count: number, value: bigint): void {
  const byte = Number(value & 255n);
  c.section.append(
    count,
    c.statement,
    byte === 0 ? undefined : (view, at) => new Uint8Array(view.buffer, view.byteOffset + at, count).fill(byte),
  );
}

const space: Directive = (c) => {
  const count = size(c.constant(c.arguments.expression('a size')), 'a size');
  fillBytes(c, count, optional(c) ?? 0n);
};

const fill: Directive = (c) => {
  const count = size(c.constant(c.arguments.expression('a count')), 'a count');
  const width = Math.min(size(optional(c) ?? 1n, 'a size'), 8);
  const value = BigInt.asUintN(8 * width, optional(c) ?? 0n);
  const data = Array.from({ length: width }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
  c.section.append(
    count * width,
    c.statement,
    value === 0n
      ? undefined
      : (view, at) => {
          for (let i = 0; i < count * width; i++) view.setUint8(at + i, data[i % width]);
        },
  );
};

const org: Directive = (c) => {
  const target = size(c.offset(c.arguments.expression('an offset')), 'an offset');
  const value = optional(c) ?? 0n;
  if (target < c.section.size) throw new Problem(`.org ${target} goes back: the section has ${c.section.size} bytes`);
  fillBytes(c, target - c.section.size, value);
};

const set =
  (once: boolean): Directive =>
  (c) => {
    const name = c.arguments.name('a symbol');
    if (!c.arguments.comma()) throw new Problem("expected ','");
    c.define(name, c.arguments.expression('a value'), once);
  };

const section: Directive = (c) => {
  let name = '';
  // Section names may have characters that split tokens: `.text.boot-1`.
  while (c.arguments.next && !c.arguments.isMark(',')) {
    const t = c.arguments.next;
    name += t.kind === 'string' ? t.text.slice(1, -1) : t.text;
    c.arguments.position++;
  }
  if (name === '') throw new Problem('expected the name of a section');
  if (!c.arguments.comma()) return c.enter(name);
  const letters = c.arguments.name('the flags of the section');
  let type: string | undefined;
  if (c.arguments.comma()) {
    if (c.arguments.isMark('@') || c.arguments.isMark('%')) c.arguments.position++;
    type = c.arguments.name('the type of the section');
    // Entry sizes, groups and the like matter to linkers only.
    c.arguments.position = c.arguments.tokens.length;
  }
  c.enter(name, parseFlags(letters, type));
};

const enter =
  (name: string): Directive =>
  (c) => {
    const n = c.arguments.atEnd ? 0n : c.constant(c.arguments.expression('a subsection'));
    if (n !== 0n) throw new Problem('subsections are not supported');
    c.enter(name);
  };

const common: Directive = (c) => {
  const name = c.arguments.name('a symbol');
  if (!c.arguments.comma()) throw new Problem("expected ','");
  const count = size(c.constant(c.arguments.expression('a size')), 'a size');
  const alignment = size(optional(c) ?? 16n, 'an alignment');
  if (!Number.isInteger(Math.log2(alignment)))
    throw new Problem(`an alignment of ${alignment}, expected a power of two`);
  const bss = c.sectionNamed('.bss');
  bss.align(alignment, c.statement);
  c.label(name, bss, bss.size);
  bss.append(count, c.statement, undefined);
};

const symbols =
  (note?: (c: DirectiveContext, name: string) => void): Directive =>
  (c) =>
    c.arguments.each(() => {
      const name = c.arguments.name('a symbol');
      note?.(c, name);
    });

const type: Directive = (c) => {
  const name = c.arguments.name('a symbol');
  c.arguments.comma();
  if (c.arguments.isMark('@') || c.arguments.isMark('%')) c.arguments.position++;
  const kind = c.arguments.name('a type').toLowerCase();
  if (kind === 'function' || kind === 'stt_func') c.func(name);
};

/** Taken and of no effect on what is assembled. */
const ignored: Directive = (c) => {
  c.arguments.position = c.arguments.tokens.length;
};

const message: Directive = (c) => {
  throw new Problem(c.arguments.atEnd ? '.error' : c.arguments.name('a message'));
};

/** Names in lower case, without the dot. */
export const DIRECTIVES: Readonly<Record<string, Directive>> = {
  text: enter('.text'),
  data: enter('.data'),
  bss: enter('.bss'),
  section,
  pushsection: (c) => {
    c.push();
    section(c);
  },
  popsection: (c) => c.pop(),
  previous: (c) => c.previous(),
  byte: integers(1),
  hword: integers(2),
  short: integers(2),
  '2byte': integers(2),
  word: integers(4),
  long: integers(4),
  int: integers(4),
  '4byte': integers(4),
  quad: integers(8),
  xword: integers(8),
  dword: integers(8),
  '8byte': integers(8),
  octa: integers(16),
  float: floats(4),
  single: floats(4),
  double: floats(8),
  ascii: strings(false),
  asciz: strings(true),
  string: strings(true),
  align: align(true),
  p2align: align(true),
  balign: align(false),
  space,
  skip: space,
  zero: space,
  fill,
  org,
  equ: set(false),
  set: set(false),
  equiv: set(true),
  comm: common,
  lcomm: common,
  global: symbols((c, name) => c.global(name)),
  globl: symbols((c, name) => c.global(name)),
  weak: symbols((c, name) => c.global(name)),
  local: symbols(),
  hidden: symbols(),
  protected: symbols(),
  internal: symbols(),
  extern: symbols(),
  type,
  ltorg: (c) => c.section.placeLiterals(),
  pool: (c) => c.section.placeLiterals(),
  inst: (c) =>
    c.arguments.each(() => {
      const e = c.arguments.expression('an instruction word');
      const offset = c.section.size;
      c.section.append(4, c.statement, (view, at, s) => writeInteger(view, at, 4, c.evaluate(e, s, offset)), true);
    }),
  error: message,
  err: message,
  ...Object.fromEntries(
    // prettier-ignore
    ['size', 'arch', 'cpu', 'arch_extension', 'file', 'loc', 'ident', 'line', 'title', 'warning', 'print', 'end', 'func', 'endfunc',
     'variant_pcs', 'addrsig', 'tlsdescadd', 'cfi_startproc', 'cfi_endproc', 'cfi_sections', 'cfi_def_cfa', 'cfi_def_cfa_offset',
     'cfi_def_cfa_register', 'cfi_offset', 'cfi_rel_offset', 'cfi_adjust_cfa_offset', 'cfi_restore', 'cfi_remember_state',
     'cfi_restore_state', 'cfi_same_value', 'cfi_undefined', 'cfi_register', 'cfi_return_column', 'cfi_signal_frame',
     'cfi_personality', 'cfi_lsda', 'cfi_escape', 'cfi_window_save', 'cfi_negate_ra_state'].map((name) => [name, ignored]),
  ),
};
