/**
 * The syntax templates of the instruction table: how an instruction is written, in both directions.
 *
 * A template is a mnemonic and its operands: `'ldr Rt, [Xn|sp{, imm12*4<<sf}]'`. In it
 *  - `,` `[` `]` `!` and blanks stand for themselves, `"word"` for a literal word;
 *  - `{...}` is optional: it is printed if some operand in it is not at its default (0, or `=N` after it: `ret{ Xn=30}`),
 *    and when it is not written the operands in it get their defaults;
 *  - `b.<cond>`: the mnemonic may contain one operand kind in angle brackets;
 *  - everything else names an operand kind of `operands.ts`, whose head lists them.
 *
 * An operand reads and writes bits of the instruction word; names of fields serve to find them. Bits that nobody sets
 * are 0, but a field `N` that nobody sets follows `sf` (SBFM, BFM, UBFM, EXTR have them equal).
 *
 * Forms are printed in the table's order: the first whose `fixed` fields agree, whose `prefer` agrees and none of
 * whose operands declines. They are assembled in that order too, those that are only assembled after all others, and
 * the first whose operands fit, whose word `prefer` agrees to, and which the entry matches, is taken.
 */
import { Bits, Encoding, type Address, type Cursor, type Operand, type Site } from './operand.js';
import { operand } from './operands.js';
import { fieldsOf, type Field, type Instruction, type Syntax } from './table.js';

/** One form of one instruction, ready to print and to parse. */
export interface Form {
  readonly insn: Instruction;
  /** The mnemonics it is found under, in lower case, with the bits each of them sets. */
  readonly mnemonics: readonly { readonly name: string; readonly settled: number; readonly word: number }[];
  readonly assembleOnly: boolean;
  /** The word as text, mnemonic included; undefined if this form does not suit it. */
  print(word: number, pc: Address | undefined): string | undefined;
  /** Whether `prefer` agrees: a form stands for those words only, in both directions. */
  suits(word: number): boolean;
  /** Takes the operands after the mnemonic. The caller checks that nothing is left, and that the entry matches. */
  parse(cursor: Cursor, encoding: Encoding): boolean;
}

/** A piece of a template after reading: text, an operand, or an optional group. */
type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly tokens: readonly string[] }
  | { readonly kind: 'operand'; readonly operand: Operand }
  | { readonly kind: 'group'; readonly pieces: readonly Piece[]; readonly operands: readonly Operand[] };

const TOKEN = /"([^"]*)"|[{}]|([-~]?[A-Za-z_][\w.]*)(\|sp)?(?:\*(\d+)(?:<<([A-Za-z_]\w*))?)?(?:=(\d+))?|[^"{}\w~-]+/gy;

function siteOf(
  insn: Instruction,
  template: string,
  name: string,
  sp: boolean,
  scale?: string,
  by?: string,
  value?: string,
): Site {
  const find = (field: string): Bits | undefined => {
    const f = insn.fields.find((candidate: Field) => candidate.name === field);
    return f && new Bits(f.low, f.width);
  };
  const field = (...names: string[]): Bits => {
    for (const n of names) {
      const bits = find(n);
      if (bits) return bits;
    }
    throw new Error(`${insn.name}: '${name}' in '${template}' needs a field ${names.join(' or ')}`);
  };
  const constant = Math.log2(Number(scale ?? 1));
  const variable = by === undefined ? undefined : field(by);
  return {
    insn,
    template,
    name,
    sp,
    shift: variable ? (word) => constant + variable.get(word) : () => constant,
    fallback: Number(value ?? 0),
    field,
    optional: find,
  };
}

function readPieces(insn: Instruction, template: string, text: string): Piece[] {
  const stack: Piece[][] = [[]];
  const scanner = new RegExp(TOKEN);
  const fail = (why: string): never => {
    throw new Error(`${insn.name}: ${why} in '${template}'`);
  };
  while (scanner.lastIndex < text.length) {
    const at = scanner.lastIndex;
    const m = scanner.exec(text);
    if (!m) return fail(`can't read '${text.slice(at)}'`);
    const pieces = stack[stack.length - 1];
    if (m[0] === '{') stack.push([]);
    else if (m[0] === '}') {
      const inner = stack.pop() ?? [];
      if (stack.length === 0) return fail("'}' without '{'");
      const operands = inner.flatMap((p) =>
        p.kind === 'operand' ? [p.operand] : p.kind === 'group' ? p.operands : [],
      );
      if (operands.some((o) => !o.isDefault || !o.setDefault)) return fail('an operand without a default is optional');
      stack[stack.length - 1].push({ kind: 'group', pieces: inner, operands });
    } else if (m[1] !== undefined) pieces.push({ kind: 'text', text: m[1], tokens: [m[1]] });
    else if (m[2] !== undefined) {
      pieces.push({
        kind: 'operand',
        operand: operand(siteOf(insn, template, m[2], m[3] !== undefined, m[4], m[5], m[6])),
      });
    } else pieces.push({ kind: 'text', text: m[0], tokens: [...m[0].replace(/\s/g, '')] });
  }
  if (stack.length !== 1) return fail("'{' without '}'");
  return stack[0];
}

function printPieces(pieces: readonly Piece[], word: number, pc: Address | undefined): string | undefined {
  let out = '';
  for (const p of pieces) {
    if (p.kind === 'text') out += p.text;
    else if (p.kind === 'operand') {
      const text = p.operand.print(word, pc);
      if (text === undefined) return undefined;
      out += text;
    } else if (!p.operands.every((o) => o.isDefault?.(word))) {
      const text = printPieces(p.pieces, word, pc);
      if (text === undefined) return undefined;
      out += text;
    }
  }
  return out;
}

/** A cursor that can be put back, for optional groups. */
export interface BacktrackingCursor extends Cursor {
  position: number;
}

function parsePieces(pieces: readonly Piece[], cursor: BacktrackingCursor, encoding: Encoding): boolean {
  for (const p of pieces) {
    if (p.kind === 'text') {
      for (const token of p.tokens) if (!cursor.accept(token)) return cursor.expected(`'${token}'`);
    } else if (p.kind === 'operand') {
      if (!p.operand.parse(cursor, encoding)) return false;
    } else {
      const { position } = cursor;
      const { settled, word } = encoding;
      if (parsePieces(p.pieces, cursor, encoding)) continue;
      cursor.position = position;
      encoding.settled = settled;
      encoding.word = word;
      for (const o of p.operands) if (!o.setDefault?.(encoding)) return cursor.expected('an operand');
    }
  }
  return true;
}

/** The bits that `fixed` settles. Throws if a name is no field of the instruction. */
function fixedBits(insn: Instruction, syntax: Syntax): Encoding {
  const encoding = new Encoding(0, 0);
  for (const [name, value] of Object.entries(syntax.fixed ?? {})) {
    const field = insn.fields.find((f) => f.name === name);
    if (!field || !encoding.put(field.low, field.width, value)) {
      throw new Error(`${insn.name}: '${syntax.text}' can't fix ${name} to ${value}`);
    }
  }
  return encoding;
}

/** Makes a form from a syntax column's entry. Throws, naming the entry, where the template can't be read. */
export function compileForm(insn: Instruction, syntax: Syntax): Form {
  const template = syntax.text;
  const [, mnemonic, rest] = /^([^\s{]+)(.*)$/.exec(template) ?? [];
  if (mnemonic === undefined) throw new Error(`${insn.name}: empty template`);
  const fixed = fixedBits(insn, syntax);
  const inMnemonic = /^([^<]*)<([\w.]+)>(.*)$/.exec(mnemonic);
  const part = inMnemonic && operand(siteOf(insn, template, inMnemonic[2], false));
  const mnemonics: { name: string; settled: number; word: number }[] = [];
  if (inMnemonic && part) {
    if (!part.names) throw new Error(`${insn.name}: ${inMnemonic[2]} can't be part of a mnemonic`);
    for (const [text, value] of part.names) {
      const bits = siteOf(insn, template, inMnemonic[2], false).field(inMnemonic[2]);
      const set = { settled: (2 ** bits.width - 1) << bits.low, word: value << bits.low };
      mnemonics.push({ name: inMnemonic[1] + text + inMnemonic[3], ...set });
      // As GNU: `beq` for `b.eq`.
      if (inMnemonic[1].endsWith('.'))
        mnemonics.push({ name: inMnemonic[1].slice(0, -1) + text + inMnemonic[3], ...set });
    }
  } else mnemonics.push({ name: mnemonic, settled: 0, word: 0 });

  const pieces = readPieces(insn, template, rest);
  const head: readonly Piece[] =
    inMnemonic && part
      ? [
          { kind: 'text', text: inMnemonic[1], tokens: [] },
          { kind: 'operand', operand: part },
          { kind: 'text', text: inMnemonic[3], tokens: [] },
        ]
      : [{ kind: 'text', text: mnemonic, tokens: [] }];
  const all = [...head, ...pieces];
  const sf = insn.fields.find((f) => f.name === 'sf');
  const n = insn.fields.find((f) => f.name === 'N');
  const { prefer } = syntax;
  // Exclusives and the like have no offset, but `[x0, #0]` may be written.
  const bare = template.endsWith('[Xn|sp]');
  return {
    insn,
    mnemonics,
    assembleOnly: syntax.assembleOnly === true,
    print: (word, pc) => {
      if (((word ^ fixed.word) & fixed.settled) !== 0) return undefined;
      if (prefer && !prefer(fieldsOf(insn, word))) return undefined;
      return printPieces(all, word, pc);
    },
    suits: (word) => prefer === undefined || prefer(fieldsOf(insn, word)),
    parse: (cursor, encoding) => {
      if (((encoding.word ^ fixed.word) & encoding.settled & fixed.settled) !== 0) return false;
      encoding.settled |= fixed.settled;
      encoding.word |= fixed.word;
      if (!parsePieces(bare ? pieces.slice(0, -1) : pieces, cursor as BacktrackingCursor, encoding)) return false;
      if (bare && cursor.accept(',') && cursor.immediate() !== 0n) return cursor.expected('#0');
      return (!bare || cursor.accept(']') || cursor.expected("']'")) && followSf(encoding, sf, n);
    },
  };
}

function followSf(encoding: Encoding, sf: Field | undefined, n: Field | undefined): boolean {
  if (!sf || !n || (encoding.settled >>> n.low) & 1) return true;
  return encoding.put(n.low, 1, (encoding.word >>> sf.low) & 1);
}

/** All forms of an instruction, in the order of the table. */
export const compileForms = (insn: Instruction): Form[] => insn.syntax.map((s) => compileForm(insn, s));
