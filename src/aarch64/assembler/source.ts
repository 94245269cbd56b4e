/** The assembler's front end: macros, repetitions and conditions, so that what is left is labels, directives, instructions. */
import { Problem, type Diagnostic } from './problem.js';
import { statements, tokens, type Statement, type Token } from './lexer.js';

interface Parameter {
  readonly name: string;
  readonly fallback: string | undefined;
  readonly required: boolean;
  /** Takes all that is left. */
  readonly variadic: boolean;
}

interface Macro {
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

/** How deep macros may call macros: a macro that calls itself for ever ends here. */
const MAXIMUM_DEPTH = 200;
/** How many statements repetitions and macros may make of a source. */
const MAXIMUM_STATEMENTS = 500_000;
const TOO_MANY = `more than ${MAXIMUM_STATEMENTS} statements`;

/** What the front end asks of the assembler. */
export interface SourceClient {
  /** A statement that is no macro: called in order. */
  statement(s: Statement): void;
  /** The value of an expression that must be known here. Throws a Problem if it is not. */
  constant(expression: readonly Token[]): bigint;
  /** Whether a symbol is defined so far. */
  isDefined(name: string): boolean;
  /** The text of a file that .include names, or undefined if there is none. */
  include(name: string): string | undefined;
  report(d: Diagnostic): void;
}

const LABEL = /^\s*(?:[A-Za-z_.$][\w.$]*|\d+)\s*:(?!:)/;
const WORD = /^\s*([A-Za-z_.$][\w.$]*)\s*([^]*)$/;

/** The first word of a statement in lower case, labels left out, and what follows it. */
function head(text: string): { word: string; rest: string; labels: string } {
  let rest = text;
  for (let m = LABEL.exec(rest); m; m = LABEL.exec(rest)) rest = rest.slice(m[0].length);
  const labels = text.slice(0, text.length - rest.length);
  const m = WORD.exec(rest);
  return m ? { word: m[1].toLowerCase(), rest: m[2].trim(), labels } : { word: '', rest, labels };
}

/** Splits at commas that are not within quotes or brackets. */
export function splitArguments(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  const marks = /"(?:[^"\\]|\\[^])*"|'(?:\\[^]|[^])'?|[([{]|[)\]}]|,/g;
  for (let m = marks.exec(text); m; m = marks.exec(text)) {
    if ('([{'.includes(m[0])) depth++;
    else if (')]}'.includes(m[0])) depth--;
    else if (m[0] === ',' && depth === 0) {
      out.push(text.slice(from, m.index).trim());
      from = m.index + 1;
    }
  }
  const last = text.slice(from).trim();
  if (last !== '' || out.length > 0) out.push(last);
  return out;
}

/** A macro's arguments: at commas, or, as GNU also has it, at blanks where there is no operator around them. */
const macroArguments = (text: string): string[] =>
  splitArguments(text).flatMap((part) => (/^[\w.$#]+(\s+[\w.$#]+)+$/.test(part) ? part.split(/\s+/) : [part]));

const ENDS: Readonly<Record<string, string>> = {
  '.macro': '.endm',
  '.rept': '.endr',
  '.irp': '.endr',
  '.irpc': '.endr',
};
const CLOSES = new Set(['.endm', '.endmacro', '.endr']);

interface Condition {
  /** Whether the statements here count. */
  active: boolean;
  /** Whether a branch was taken already. */
  done: boolean;
  readonly outer: boolean;
}

/** Runs the macro language over a source, and hands on what is left. */
export class SourceReader {
  private readonly macros = new Map<string, Macro>();
  private readonly conditions: Condition[] = [];
  private calls = 0;
  private count = 0;

  constructor(private readonly client: SourceClient) {}

  read(source: string, file: string): void {
    this.run(statements(source, file), 0);
  }

  private get active(): boolean {
    return this.conditions.at(-1)?.active ?? true;
  }

  private run(list: readonly Statement[], depth: number): void {
    const nesting = this.conditions.length;
    for (let i = 0; i < list.length; i++) {
      const s = list[i];
      if (++this.count > MAXIMUM_STATEMENTS) {
        if (this.count === MAXIMUM_STATEMENTS + 1) this.fail(s, TOO_MANY);
        return;
      }
      try {
        i = this.one(list, i, depth);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        this.fail(s, error.message);
      }
    }
    const last = list.at(-1);
    if (this.conditions.length > nesting && last) {
      this.fail(last, '.if without .endif');
      this.conditions.length = nesting;
    }
  }

  private fail(s: Statement, message: string): void {
    this.client.report({ file: s.file, line: s.line, message });
  }

  /** Handles the statement at i; the index of the last statement that it used. */
  private one(list: readonly Statement[], i: number, depth: number): number {
    const s = list[i];
    const { word, rest, labels } = head(s.text);
    if (this.condition(word, rest)) return i;
    const end = ENDS[word];
    if (end !== undefined) {
      const stop = this.bodyEnd(list, i, word);
      if (!this.active) return stop;
      this.label(s, labels);
      const body = list.slice(i + 1, stop);
      if (word === '.macro') this.define(rest, body);
      else this.repeat(word, rest, body, depth);
      return stop;
    }
    if (!this.active) return i;
    if (CLOSES.has(word)) throw new Problem(`${word} without its beginning`);
    const macro = this.macros.get(word);
    if (macro) {
      this.label(s, labels);
      this.call(word, macro, rest, depth);
    } else if (word === '.include') {
      this.label(s, labels);
      const name = /^"([^"]*)"$/.exec(rest)?.[1];
      if (name === undefined) throw new Problem('.include: expected "file"');
      const text = this.client.include(name);
      if (text === undefined) throw new Problem(`.include: can't read '${name}'`);
      if (depth >= MAXIMUM_DEPTH) throw new Problem(`.include: more than ${MAXIMUM_DEPTH} files deep`);
      this.run(statements(text, name), depth + 1);
    } else if (word === '.purgem') this.macros.delete(rest.toLowerCase());
    else this.client.statement(s);
    return i;
  }

  /** Labels before a macro call. */
  private label(s: Statement, labels: string): void {
    if (labels.trim() !== '') this.client.statement({ ...s, text: labels });
  }

  private bodyEnd(list: readonly Statement[], start: number, word: string): number {
    const isMacro = word === '.macro';
    let depth = 0;
    for (let i = start; i < list.length; i++) {
      const w = head(list[i].text).word;
      if (isMacro ? w === '.macro' : w !== '.macro' && ENDS[w] !== undefined) depth++;
      else if (isMacro ? w === '.endm' || w === '.endmacro' : w === '.endr') depth--;
      if (depth === 0) return i;
    }
    throw new Problem(`${word} without ${ENDS[word]}`);
  }

  // -------------------------------------------------------------------------------------------- conditions

  /** Handles .if and its relatives; false if `word` is none of them. */
  private condition(word: string, rest: string): boolean {
    if (word.startsWith('.if')) {
      const test = this.active ? this.test(word, rest) : false;
      if (test === undefined) return false;
      this.conditions.push({ active: this.active && test, done: test, outer: this.active });
      return true;
    }
    if (word !== '.else' && word !== '.elseif' && word !== '.endif') return false;
    const top = this.conditions.at(-1);
    if (!top) throw new Problem(`${word} without .if`);
    if (word === '.endif') this.conditions.pop();
    else {
      const test = top.outer && !top.done && (word === '.else' || this.test('.if', rest) === true);
      top.active = test;
      top.done ||= test;
    }
    return true;
  }

  private test(word: string, rest: string): boolean | undefined {
    const value = (): bigint => this.client.constant(tokens(rest));
    const same = (): boolean => {
      const [a, b] = splitArguments(rest);
      return a === b;
    };
    switch (word) {
      case '.if':
      case '.ifne':
        return value() !== 0n;
      case '.ifeq':
        return value() === 0n;
      case '.ifgt':
        return value() > 0n;
      case '.ifge':
        return value() >= 0n;
      case '.iflt':
        return value() < 0n;
      case '.ifle':
        return value() <= 0n;
      case '.ifdef':
        return this.client.isDefined(rest);
      case '.ifndef':
      case '.ifnotdef':
        return !this.client.isDefined(rest);
      case '.ifb':
        return rest === '';
      case '.ifnb':
        return rest !== '';
      case '.ifc':
        return same();
      case '.ifnc':
        return !same();
      default:
        return undefined;
    }
  }

  // -------------------------------------------------------------------------------------------- macros

  private define(rest: string, body: readonly Statement[]): void {
    const m = /^([A-Za-z_.$][\w.$]*)\s*,?\s*([^]*)$/.exec(rest);
    if (!m) throw new Problem('.macro: expected a name');
    const parameters = splitArguments(m[2])
      .flatMap((part) => (part.includes('=') ? [part] : part.split(/\s+/)))
      .filter((part) => part !== '')
      .map((part): Parameter => {
        const p = /^([A-Za-z_][\w.$]*)(?::(req|vararg))?\s*(?:=\s*([^]*))?$/.exec(part);
        if (!p) throw new Problem(`.macro: bad parameter '${part}'`);
        return { name: p[1], fallback: p[3], required: p[2] === 'req', variadic: p[2] === 'vararg' };
      });
    this.macros.set(m[1].toLowerCase(), { parameters, body });
  }

  private call(name: string, { parameters, body }: Macro, rest: string, depth: number): void {
    if (depth >= MAXIMUM_DEPTH) throw new Problem(`macros nested more than ${MAXIMUM_DEPTH} deep`);
    const given = macroArguments(rest);
    const values = new Map<string, string>();
    let at = 0;
    for (const argument of given) {
      const keyword = /^([A-Za-z_][\w.$]*)\s*=\s*([^]*)$/.exec(argument);
      if (keyword && parameters.some((p) => p.name === keyword[1])) {
        values.set(keyword[1], keyword[2]);
        continue;
      }
      if (at >= parameters.length) throw new Problem(`too many arguments for macro '${name}'`);
      const p = parameters[at];
      if (p.variadic) {
        values.set(p.name, values.has(p.name) ? `${values.get(p.name)}, ${argument}` : argument);
        continue;
      }
      values.set(p.name, argument);
      at++;
    }
    for (const p of parameters) {
      const value = values.get(p.name);
      if (value !== undefined && value !== '') continue;
      if (p.required) throw new Problem(`macro '${name}' needs '${p.name}'`);
      values.set(p.name, p.fallback ?? '');
    }
    const id = this.calls++;
    this.run(this.expand(body, values, id), depth + 1);
  }

  private repeat(word: string, rest: string, body: readonly Statement[], depth: number): void {
    if (depth >= MAXIMUM_DEPTH) throw new Problem(`${word} nested more than ${MAXIMUM_DEPTH} deep`);
    if (word === '.rept') {
      const count = this.client.constant(tokens(rest));
      if (count < 0n) throw new Problem('.rept: a negative count');
      if (count * BigInt(Math.max(body.length, 1)) > MAXIMUM_STATEMENTS) throw new Problem(TOO_MANY);
      for (let n = 0n; n < count; n++) this.run(body, depth + 1);
      return;
    }
    const [name, ...values] = splitArguments(rest);
    const list = word === '.irpc' ? [...(values[0] ?? '')] : values;
    const symbol = /^[A-Za-z_][\w.$]*/.exec(name ?? '')?.[0];
    if (symbol === undefined) throw new Problem(`${word}: expected a name`);
    for (const value of list) this.run(this.expand(body, new Map([[symbol, value]]), this.calls), depth + 1);
  }

  private expand(body: readonly Statement[], values: ReadonlyMap<string, string>, id: number): Statement[] {
    return body.flatMap((s) => {
      const text = s.text.replace(/\\(@|\(\)|[A-Za-z_][\w.$]*)/g, (whole, name: string) => {
        if (name === '@') return String(id);
        if (name === '()') return '';
        // The longest name that is a parameter: `\reg.w` may mean `\reg` and `.w`.
        for (let end = name.length; end > 0; end--) {
          const value = values.get(name.slice(0, end));
          if (value !== undefined) return unquote(value) + name.slice(end);
        }
        return whole;
      });
      // An argument may hold several statements.
      return text.includes(';') || text.includes('\n')
        ? statements(text, s.file).map((x) => ({ ...x, line: s.line }))
        : [{ ...s, text }];
    });
  }
}

/** A quoted argument stands for what is in the quotes. */
const unquote = (text: string): string => /^"((?:[^"\\]|\\[^])*)"$/.exec(text)?.[1] ?? text;
