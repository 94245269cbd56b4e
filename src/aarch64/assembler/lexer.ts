/** From source text to statements, and from statements to tokens. */
import { Problem } from './problem.js';

/** A statement: a line, or the part of it up to a `;`. Comments are gone. */
export interface Statement {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

export type Token =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: bigint }
  /** `1f`, `2b`: the nearest numeric label forwards or backwards. */
  | { readonly kind: 'local'; readonly text: string; readonly label: number; readonly forward: boolean }
  | { readonly kind: 'string'; readonly text: string; readonly bytes: readonly number[] }
  /** A number with a fraction or an exponent: for .float and .double, and the immediates of FMOV. */
  | { readonly kind: 'float'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string }
  /** Where the value of `ldr Xn, =value` lies; its place is known once the pool is written. */
  | { readonly kind: 'literal'; readonly text: string; readonly place: LiteralPlace };

/** An entry of a literal pool. */
export interface LiteralPlace {
  section?: SectionPlace;
  offset: number;
}

/** A section as far as addresses are concerned. */
export interface SectionPlace {
  readonly name: string;
  /** Address of its first byte; known after layout. */
  address: bigint | undefined;
}

/**
 * Splits a source into statements: at line ends and `;`, without comments (double slash, slash star, and lines that
 * begin with `#`, as the C preprocessor leaves them).
 */
export function statements(source: string, file: string): Statement[] {
  const out: Statement[] = [];
  let line = 1;
  let start = 1;
  let text = '';
  const flush = (): void => {
    if (text.trim() !== '') out.push({ text: text.trim(), file, line: start });
    text = '';
    start = line;
  };
  for (let i = 0; i < source.length;) {
    const c = source[i];
    const pair = source.slice(i, i + 2);
    if (c === '\n') {
      line++;
      i++;
      flush();
    } else if (c === ';') {
      flush();
      i++;
    } else if (
      pair === '//' ||
      (c === '#' && text.trim() === '' && /(^|\n)[ \t]*$/.test(source.slice(Math.max(0, i - 80), i)))
    ) {
      while (i < source.length && source[i] !== '\n') i++;
    } else if (pair === '/*') {
      const end = source.indexOf('*/', i + 2);
      const stop = end < 0 ? source.length : end + 2;
      for (; i < stop; i++) if (source[i] === '\n') line++;
      if (text.trim() === '') start = line;
      text += ' ';
    } else if (c === '"') {
      const m = /"(?:[^"\\\n]|\\[^\n])*"?/y;
      m.lastIndex = i;
      const [quoted] = m.exec(source) ?? [c];
      text += quoted;
      i += quoted.length;
    } else if (c === "'") {
      const m = /'(?:\\[^\n]|[^\n])'?/y;
      m.lastIndex = i;
      const [quoted] = m.exec(source) ?? [c];
      text += quoted;
      i += quoted.length;
    } else {
      text += c;
      i++;
    }
  }
  flush();
  return out;
}

const ESCAPES: Readonly<Record<string, number>> = {
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  "'": 39,
  '\\': 92,
};

/** The bytes of a text with C's escapes: \n, \t, \", \\, \123 octal, \x41. Other characters in UTF-8. */
function unescape(text: string): number[] {
  const out: number[] = [];
  const encoder = new TextEncoder();
  for (const [part] of text.matchAll(/\\x[0-9a-fA-F]+|\\[0-7]{1,3}|\\[^]|[^\\]+/g)) {
    if (part[0] !== '\\') out.push(...encoder.encode(part));
    else if (part[1] === 'x') out.push(parseInt(part.slice(2), 16) & 255);
    else if (/[0-7]/.test(part[1])) out.push(parseInt(part.slice(1), 8) & 255);
    else {
      const code = ESCAPES[part[1]];
      if (code === undefined) throw new Problem(`unknown escape '${part}' in a string`);
      out.push(code);
    }
  }
  return out;
}

const PATTERNS = [
  ['space', /\s+/y],
  ['string', /"((?:[^"\\]|\\[^])*)"/y],
  ['char', /'(\\[0-7]{1,3}|\\x[0-9a-fA-F]+|\\[^]|[^])'?/y],
  ['local', /(\d+)([fb])(?![\w.$])/y],
  [
    'float',
    /0[xX](?:[\da-fA-F]+\.?[\da-fA-F]*|\.[\da-fA-F]+)[pP][-+]?\d+|\d+\.\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+/y,
  ],
  ['number', /0[xX][0-9a-fA-F]+|0[bB][01]+|\d+/y],
  ['name', /[A-Za-z_.$][\w.$]*|[^\x00-\x7f]+/y],
  ['mark', /<<|>>|<=|>=|==|!=|<>|&&|\|\||[-+*/%&|^~!<>()[\]{}=,#:@]/y],
] as const;

function number(text: string): bigint {
  const octal = /^0\d/.test(text);
  if (octal && /[89]/.test(text)) throw new Problem(`bad octal number '${text}'`);
  const value = BigInt(octal ? `0o${text.slice(1)}` : text);
  if (value >= 2n ** 64n) throw new Problem(`the number ${text} has more than 64 bits`);
  return value;
}

/** The tokens of a statement. Throws a Problem on a character that can't begin one. */
export function tokens(text: string): Token[] {
  const out: Token[] = [];
  for (let at = 0; at < text.length;) {
    let matched = false;
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = at;
      const m = pattern.exec(text);
      if (!m) continue;
      at = pattern.lastIndex;
      matched = true;
      if (kind === 'string') out.push({ kind, text: m[0], bytes: unescape(m[1]) });
      else if (kind === 'char') out.push({ kind: 'number', text: m[0], value: BigInt(unescape(m[1])[0]) });
      else if (kind === 'local') out.push({ kind, text: m[0], label: Number(m[1]), forward: m[2] === 'f' });
      else if (kind === 'number') {
        if (/[\w.$]/.test(text[at] ?? ' '))
          throw new Problem(`bad number '${/^[\w.$]+/.exec(text.slice(m.index))?.[0] ?? m[0]}'`);
        out.push({ kind, text: m[0], value: number(m[0]) });
      } else if (kind !== 'space') out.push({ kind, text: m[0] });
      break;
    }
    if (!matched)
      throw new Problem(text[at] === '"' ? 'a string without its end' : `unexpected character '${text[at]}'`);
  }
  return out;
}
