/** The instruction table's form: an entry describes an instruction once; everything else is derived from it. */
import type { Meaning } from '../meaning.js';

/** The values of an instruction's fields, by name. */
export type Fields = Readonly<Record<string, number>>;

/** One run of bits with a name. */
export interface Field {
  readonly name: string;
  /** Position of the lowest bit. */
  readonly low: number;
  readonly width: number;
  /** True for a field that selects what the instruction does (and so which handler), false for registers and immediates. */
  readonly opcode: boolean;
}

/** One way to write an instruction: mnemonic, operand template, the field values it stands for. */
export interface Syntax {
  /** Mnemonic and operands, e.g. 'add Rd|sp, Rn|sp, imm12{, lsl12}'. See `isa/syntax.ts` for the operand names. */
  readonly text: string;
  /** Fields that this form fixes. */
  readonly fixed?: Fields;
  /** For an alias: whether the disassembler prefers this form, beyond `fixed`. */
  readonly prefer?: (f: Fields) => boolean;
  /** True for a form that is only assembled, never printed. */
  readonly assembleOnly?: boolean;
}

export interface Instruction {
  /** The Arm ARM's name of the encoding, e.g. 'ADD (immediate)'. */
  readonly name: string;
  readonly mask: number;
  readonly value: number;
  readonly fields: readonly Field[];
  /** Field values that belong to other encodings: the entry does not match them. */
  readonly excluded: readonly { readonly field: Field; readonly mask: number; readonly value: number }[];
  /** False for reserved values of opcode-like fields: UNDEFINED. Gets those fields only. */
  readonly where?: (f: Fields) => boolean;
  /** False for reserved values of registers and immediates: UNDEFINED. Gets all fields. */
  readonly whereAll?: (f: Fields) => boolean;
  /**
   * Further opcode-like values, of one bit each, computed from all fields: a meaning that is simpler for some operands
   * (no shift, base register not SP) gets a handler of its own for them. Named so that no field is hidden.
   */
  readonly split?: Readonly<Record<string, (f: Fields) => boolean>>;
  /** True for direct branches (calls included): the interpreter has handlers of their own for targets in the page. */
  readonly direct?: boolean;
  readonly syntax: readonly Syntax[];
  readonly meaning: (t: Meaning, f: Fields) => void;
}

export type Options = Pick<Instruction, 'where' | 'whereAll' | 'split' | 'direct'>;

/** Register fields begin with R or V and a small letter (Rd, Rn, Rt2, Vm); immediates with 'imm', 'label' or 'u_'. */
const SYMBOLIC = /^([RV][a-z]|imm|u_)/;

function parsePattern(name: string, pattern: string): Pick<Instruction, 'mask' | 'value' | 'fields' | 'excluded'> {
  let at = 32;
  let mask = 0;
  let value = 0;
  const fields: Field[] = [];
  const excluded: { field: Field; mask: number; value: number }[] = [];
  for (const token of pattern.trim().split(/\s+/)) {
    if (/^[01x]+$/.test(token)) {
      for (const digit of token) {
        at--;
        if (digit === 'x') continue;
        mask |= 1 << at;
        if (digit === '1') value |= 1 << at;
      }
      continue;
    }
    const m = /^([A-Za-z_][A-Za-z0-9_]*)(?::(\d+))?((?:!=[01x]+)*)$/.exec(token);
    if (!m) throw new Error(`${name}: bad pattern token '${token}'`);
    const width = Number(m[2] ?? 1);
    at -= width;
    const field: Field = { name: m[1], low: at, width, opcode: !SYMBOLIC.test(m[1]) };
    fields.push(field);
    for (const bits of m[3].split('!=').slice(1)) {
      if (bits.length !== width) throw new Error(`${name}: '${token}' excludes a value of another width`);
      let xm = 0;
      let xv = 0;
      for (const digit of bits) {
        xm = (xm << 1) | (digit === 'x' ? 0 : 1);
        xv = (xv << 1) | (digit === '1' ? 1 : 0);
      }
      excluded.push({ field, mask: xm, value: xv });
    }
  }
  if (at !== 0) throw new Error(`${name}: the pattern describes ${32 - at} bits`);
  return { mask, value, fields, excluded };
}

/**
 * Describes an instruction.
 *
 * @param name the Arm ARM's name of the encoding
 * @param pattern 32 bits, most significant first: literal bits (`x`: ignored) and fields `name:width`; `cond:4!=111x`
 *   leaves values to other entries
 * @param syntax how it is written: aliases first, in the order in which the disassembler prefers them
 * @param meaning what it does; gets the opcode-like fields as numbers, registers and immediates stay symbolic
 */
export function insn(
  name: string,
  pattern: string,
  syntax: string | readonly (string | Syntax)[],
  meaning: (t: Meaning, f: Fields) => void,
  options: Options = {},
): Instruction {
  const list = typeof syntax === 'string' ? [syntax] : syntax;
  return {
    name,
    ...parsePattern(name, pattern),
    syntax: list.map((s) => (typeof s === 'string' ? { text: s } : s)),
    meaning,
    ...options,
  };
}

/** An alias: printed in place of the forms behind it when the fields are as `fixed` says and `prefer` agrees. */
export const alias = (text: string, fixed: Fields = {}, prefer?: (f: Fields) => boolean): Syntax =>
  prefer ? { text, fixed, prefer } : { text, fixed };

/** A form that the assembler takes and the disassembler never prints. */
export const assembleOnly = (text: string, fixed: Fields = {}): Syntax => ({ text, fixed, assembleOnly: true });

/** Reads a field of an instruction word. */
export const fieldOf = (field: Field, word: number): number => (word >>> field.low) & ((1 << field.width) - 1);

/** All fields of a word, by name. */
export function fieldsOf(insn: Instruction, word: number): Record<string, number> {
  const out: Record<string, number> = {};
  for (const field of insn.fields) out[field.name] = fieldOf(field, word);
  return out;
}

/** The opcode-like fields of a word, by name. */
export function opcodeFieldsOf(insn: Instruction, word: number): Record<string, number> {
  const out: Record<string, number> = {};
  for (const field of insn.fields) if (field.opcode) out[field.name] = fieldOf(field, word);
  return out;
}

/** Sign-extends the low `width` bits of `value` (width below 32). */
export const signed = (value: number, width: number): number => (value << (32 - width)) >> (32 - width);
