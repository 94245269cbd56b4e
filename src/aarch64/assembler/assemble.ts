/** The assembler: GNU syntax in, addresses and bytes out. Two passes: the first places everything, the second writes it. */
import { TABLE } from '../isa/index.js';
import { Assembly, layOut } from './assembly.js';
import { ArgumentReader, DIRECTIVES, writeInteger, type DirectiveContext } from './directives.js';
import { Encoder, registerOf } from './encoder.js';
import { ExpressionReader, type Expression, type Scope, type Value } from './expression.js';
import { tokens, type SectionPlace, type Statement, type Token } from './lexer.js';
import { AssemblyError, Problem, type Diagnostic } from './problem.js';
import { defaultFlags, Section, type SectionFlags } from './sections.js';
import { SourceReader } from './source.js';
import { Symbols } from './symbols.js';

export interface AssembleOptions {
  /** The source's name, for messages. */
  readonly file?: string;
  /** Address of the first byte; 0x80000, where a Raspberry Pi's firmware puts a kernel, if not given. A multiple of 4. */
  readonly base?: number | bigint;
  /** Symbols that are defined beforehand. */
  readonly symbols?: Readonly<Record<string, number | bigint>>;
  /** Where writable data begins: a multiple of this (4096 if not given), so that it can have pages of its own. */
  readonly dataAlignment?: number;
  /** Text of a file that .include names. */
  readonly include?: (name: string) => string | undefined;
}

let shared: Encoder | undefined;
const encoder = (): Encoder => (shared ??= new Encoder(TABLE));

/** Where it gives up: a source that is no assembly at all has as many mistakes as lines. */
const MAXIMUM_DIAGNOSTICS = 100;

const LABEL = /^\s*([A-Za-z_.$][\w.$]*|\d+)\s*:(?!:)\s*/;
const ASSIGNMENT = /^([A-Za-z_.$][\w.$]*)\s*={1,2}(?!=)\s*([^]*)$/;
const MNEMONIC = /^(\S+)\s*([^]*)$/;

class Assembler {
  private readonly sections = new Map<string, Section>();
  private readonly symbols = new Symbols();
  private readonly diagnostics: Diagnostic[] = [];
  /** Where each statement is, for messages of the second pass. */
  private readonly places: Statement[] = [];
  private readonly stack: { section: Section; previous: Section }[] = [];
  private readonly aliases = new Map<string, string>();
  private readonly labelPlaces = new Map<string, SectionPlace>();
  private section: Section;
  private previousSection: Section;
  private encoder = encoder();

  constructor(private readonly options: AssembleOptions) {
    this.section = this.sectionNamed('.text');
    this.previousSection = this.section;
    for (const [name, value] of Object.entries(options.symbols ?? {})) {
      const n = BigInt.asIntN(64, BigInt(value));
      this.symbols.set(name, () => ({ n, section: undefined }), -1, this.section);
    }
  }

  run(source: string): Assembly {
    const reader = new SourceReader({
      statement: (s) => this.statement(s),
      constant: (list) => this.constantTokens(list),
      isDefined: (name) => this.symbols.isDefined(name),
      include: (name) => this.options.include?.(name),
      report: (d) => this.report(d),
    });
    const file = this.options.file ?? 'source';
    reader.read(source, file);
    for (const section of this.sections.values()) section.placeLiterals();
    this.check();
    const base = BigInt.asUintN(64, BigInt(this.options.base ?? 0x80000));
    const image = layOut([...this.sections.values()], base, this.options.dataAlignment ?? 4096);
    const [first] = image;
    if (first && base % BigInt(first.alignment) !== 0n) {
      const message = `section ${first.name} has to begin at a multiple of ${first.alignment}, which 0x${base.toString(16)} is not`;
      this.diagnostics.push({ file, line: this.places[first.firstStatement]?.line ?? 1, message });
    }
    for (const section of image) this.write(section);
    this.checkSymbols();
    this.check();
    return new Assembly(image, this.symbols);
  }

  private report(d: Diagnostic): void {
    this.diagnostics.push(d);
    if (this.diagnostics.length >= MAXIMUM_DIAGNOSTICS) this.check();
  }

  /** Throws what there is to report. */
  private check(): void {
    if (this.diagnostics.length === 0) return;
    throw new AssemblyError(this.diagnostics.sort((a, b) => (a.file === b.file ? a.line - b.line : 0)));
  }

  private attempt(s: Statement, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.report({ file: s.file, line: s.line, message: error.message });
    }
  }

  // -------------------------------------------------------------------------------------------- first pass

  private statement(s: Statement): void {
    this.attempt(s, () => {
      let { text } = s;
      for (let m = LABEL.exec(text); m; m = LABEL.exec(text)) {
        this.places.push(s);
        this.label(m[1], this.places.length - 1);
        text = text.slice(m[0].length);
      }
      if (text === '') return;
      this.places.push(s);
      const index = this.places.length - 1;
      const assignment = ASSIGNMENT.exec(text);
      if (assignment) return this.assign(assignment[1], assignment[2], index);
      const [, word, rest] = MNEMONIC.exec(text) ?? [];
      const lower = word.toLowerCase();
      if (this.registerAlias(word, rest)) return;
      if (lower.startsWith('.') && !this.encoder.has(lower)) this.directive(lower, rest, index);
      else this.instruction(lower, rest, index);
    });
  }

  private label(name: string, index: number): void {
    if (/^\d/.test(name)) this.symbols.numericLabel(Number(name), index, this.section, this.section.size);
    else if (registerOf(name)?.bank.match(/[xw]/)) throw new Problem(`'${name}' is a register`);
    else this.symbols.label(name, index, this.section, this.section.size);
  }

  private assign(name: string, text: string, index: number): void {
    const reader = new ArgumentReader(tokens(text));
    const e = reader.expression('a value');
    reader.end();
    if (name !== '.') return this.define(name, e, index, false);
    const target = this.offset(e);
    if (target < BigInt(this.section.size)) throw new Problem(`'.' can't go back`);
    this.section.append(Number(target) - this.section.size, index, undefined);
  }

  private define(name: string, e: Expression, index: number, once: boolean): void {
    if (registerOf(name)?.bank.match(/[xw]/)) throw new Problem(`'${name}' is a register`);
    this.symbols.set(name, e, index, this.section, once);
  }

  /** `counter .req x5`: another name for a register. */
  private registerAlias(word: string, rest: string): boolean {
    const m = /^\.req\s+(\S+)$/i.exec(rest);
    if (m) {
      const target = this.aliases.get(m[1]) ?? m[1];
      if (!registerOf(target)) throw new Problem(`.req: '${m[1]}' is no register`);
      this.aliases.set(word, target);
      return true;
    }
    if (word.toLowerCase() !== '.unreq') return false;
    this.aliases.delete(rest.trim());
    return true;
  }

  private tokens(text: string): Token[] {
    const list = tokens(text);
    if (this.aliases.size === 0) return list;
    return list.map((t) => (t.kind === 'name' ? { ...t, text: this.aliases.get(t.text) ?? t.text } : t));
  }

  private directive(word: string, rest: string, index: number): void {
    const name = word.slice(1);
    const directive = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
    if (!directive) throw new Problem(`unknown directive '${word}'`);
    const reader = new ArgumentReader(name.startsWith('cfi_') ? [] : tokens(rest));
    const { section } = this;
    const context: DirectiveContext = {
      section,
      statement: index,
      arguments: reader,
      enter: (target, flags) => this.enter(this.sectionNamed(target, flags)),
      push: () => void this.stack.push({ section: this.section, previous: this.previousSection }),
      pop: () => {
        const top = this.stack.pop();
        if (!top) throw new Problem('.popsection without .pushsection');
        this.section = top.section;
        this.previousSection = top.previous;
      },
      previous: () => this.enter(this.previousSection),
      constant: (e) => this.constant(e),
      offset: (e) => this.offset(e),
      evaluate: (e, where, offset) => this.absolute(e, this.symbols.scope(index, where, offset)),
      define: (symbol, e, once) => this.define(symbol, e, index, once),
      label: (symbol, where, offset) => this.symbols.label(symbol, index, where, offset),
      sectionNamed: (target) => this.sectionNamed(target),
      global: (symbol) => void this.symbols.globals.add(symbol),
      func: (symbol) => void this.symbols.functions.add(symbol),
    };
    try {
      directive(context);
      reader.end();
    } catch (error) {
      if (error instanceof Problem) throw new Problem(`${word}: ${error.message}`);
      throw error;
    }
  }

  private enter(section: Section): void {
    this.previousSection = this.section;
    this.section = section;
  }

  private sectionNamed(name: string, flags?: SectionFlags): Section {
    const found = this.sections.get(name);
    if (found) return found;
    const section = new Section(name, flags ?? defaultFlags(name));
    this.sections.set(name, section);
    return section;
  }

  private instruction(mnemonic: string, rest: string, index: number): void {
    // Refused here already, so that a misspelt macro call is one message and not two.
    if (!this.encoder.has(mnemonic)) throw new Problem(`unknown instruction '${mnemonic}'`);
    const operands = this.literals(mnemonic, this.tokens(rest), index);
    const offset = this.section.size;
    if (offset % 4 !== 0) throw new Problem('an instruction at an address that is not a multiple of 4');
    this.section.append(
      4,
      index,
      (view, at, section) => {
        const pc = (section.address ?? 0n) + BigInt(offset);
        const word = this.encoder.encode(mnemonic, operands, this.symbols.scope(index, section, offset), pc);
        view.setInt32(at, word, true);
      },
      true,
    );
  }

  /** `ldr Xt, =value`: the value goes into the literal pool, and the operand becomes its address. */
  private literals(mnemonic: string, list: Token[], index: number): Token[] {
    const at = list.findIndex((t) => t.kind === 'mark' && t.text === '=');
    const [first] = list;
    if (at !== 2 || first.kind !== 'name' || (mnemonic !== 'ldr' && mnemonic !== 'ldrsw')) return list;
    const bank = registerOf(first.text)?.bank ?? '';
    const size = mnemonic === 'ldrsw' ? 4 : { w: 4, x: 8, s: 4, d: 8, q: 16 }[bank];
    if (size === undefined) return list;
    const reader = new ExpressionReader(list, at + 1);
    const value = reader.read();
    if (!value || reader.next) throw new Problem(`'${mnemonic}': expected a value after '='`);
    const { section } = this;
    const place = section.literal(this.literalKey(value, index), size, {
      statement: index,
      write: (view, offset, where) => {
        writeInteger(view, offset, size, this.absolute(value, this.symbols.scope(index, where, offset)));
      },
    });
    return [...list.slice(0, at), { kind: 'literal', text: '=', place }];
  }

  /** Equal values share an entry: numbers that are known here, and a label plus a number. */
  private literalKey(value: Expression, index: number): string {
    const scope = this.here(index);
    // A label stands for itself, as if it were a section of its own.
    const itself = (name: string): Value => {
      const section = this.labelPlaces.get(name) ?? { name, address: undefined };
      this.labelPlaces.set(name, section);
      return { n: 0n, section };
    };
    try {
      const known = value({
        here: itself(`. at ${index}`),
        symbol: (name) =>
          this.symbols.isDefined(name) && !this.symbols.isLabel(name) ? scope.symbol(name) : itself(name),
        local: (label, forward) => itself(`${label}${forward ? 'f' : 'b'} at ${index}`),
      });
      return known.section ? `${known.section.name} + ${known.n}` : String(known.n);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return `at ${index}`;
    }
  }

  private here(index = this.places.length): Scope {
    return this.symbols.scope(index, this.section, this.section.size);
  }

  private constantTokens(list: readonly Token[]): bigint {
    const reader = new ArgumentReader(list);
    const e = reader.expression('a value');
    reader.end();
    return this.constant(e);
  }

  /** A value that must be known in the first pass. */
  private constant(e: Expression): bigint {
    const value = e(this.here());
    if (value.section) throw new Problem('the value is an address, which is not known yet');
    return value.n;
  }

  private offset(e: Expression): bigint {
    const value = e(this.here());
    if (value.section && value.section !== this.section) throw new Problem('an address in another section');
    return value.n;
  }

  // -------------------------------------------------------------------------------------------- second pass

  private absolute(e: Expression, scope: Scope): bigint {
    const value = e(scope);
    if (value.section) throw new Problem('an address in a section that is not loaded');
    return value.n;
  }

  private write(section: Section): void {
    const { nobits } = section.flags;
    const data = new Uint8Array(nobits ? 0 : section.size);
    const view = new DataView(data.buffer);
    for (const f of section.fragments) {
      this.attempt(this.places[f.statement], () => {
        if (!nobits) return f.write(view, f.offset, section);
        // A section of zeros has no bytes, but `.word 0` in it is fine.
        const probe = new DataView(new ArrayBuffer(f.size));
        f.write(probe, 0, section);
        if (new Uint8Array(probe.buffer).some((b) => b !== 0))
          throw new Problem(`contents in section ${section.name}, which has none`);
      });
    }
    section.data = data;
  }

  /** Symbols that nothing uses may still be wrong. */
  private checkSymbols(): void {
    for (const name of this.symbols.names) {
      const at = this.symbols.definedAt(name);
      const place = this.places[at];
      if (place) this.attempt(place, () => void this.symbols.valueAt(name, this.places.length));
    }
  }
}

/**
 * Assembles a source in GNU syntax.
 *
 * @throws AssemblyError with all mistakes
 */
export function assemble(source: string, options: AssembleOptions = {}): Assembly {
  return new Assembler(options).run(source);
}

/** No symbols, and `.` is the instruction itself. */
const bareScope = (pc: bigint): Scope => ({
  here: { n: BigInt.asIntN(64, pc), section: undefined },
  symbol: (name) => {
    throw new Problem(`undefined symbol '${name}'`);
  },
  local: (label) => {
    throw new Problem(`no label ${label}`);
  },
});

/**
 * Assembles one instruction: `asm('add x0, x1, #4')`.
 *
 * @param pc its address, for branches to absolute addresses; `#8` is an offset in any case
 * @returns the word, unsigned
 * @throws AssemblyError
 */
export function asm(line: string, pc: number | bigint = 0): number {
  try {
    const [, word, rest] = MNEMONIC.exec(line.trim()) ?? ['', '', ''];
    const address = BigInt.asUintN(64, BigInt(pc));
    return encoder().encode(word.toLowerCase(), tokens(rest), bareScope(address), address) >>> 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new AssemblyError([{ file: line, line: 1, message: error.message }]);
  }
}
