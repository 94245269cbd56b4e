/** From one instruction's mnemonic and operands to its word: the syntax column of the table, read forwards. */
import { Encoding, type Register } from '../isa/operand.js';
import { compileForms, type BacktrackingCursor, type Form } from '../isa/syntax.js';
import { fieldOf, fieldsOf, opcodeFieldsOf, type Instruction } from '../isa/table.js';
import { ExpressionReader, type Scope, type Value } from './expression.js';
import type { Token } from './lexer.js';
import { Problem } from './problem.js';

const ALIASES: Readonly<Record<string, string>> = { fp: 'x29', lr: 'x30', ip0: 'x16', ip1: 'x17' };

const SPECIAL: Readonly<Record<string, Register>> = {
  sp: { bank: 'x', number: 31, sp: true, zr: false, arrangement: '' },
  wsp: { bank: 'w', number: 31, sp: true, zr: false, arrangement: '' },
  xzr: { bank: 'x', number: 31, sp: false, zr: true, arrangement: '' },
  wzr: { bank: 'w', number: 31, sp: false, zr: true, arrangement: '' },
};

const REGISTER = /^(?:([xw])(\d|[12]\d|30)|([vbhsdq])(\d|[12]\d|3[01])(?:\.(\w+))?)$/;

/** The register of this name (in any case), if it is one. */
export function registerOf(name: string): Register | undefined {
  const lower = name.toLowerCase();
  if (Object.hasOwn(SPECIAL, lower)) return SPECIAL[lower];
  const m = REGISTER.exec(Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : lower);
  if (!m) return undefined;
  const [, integer, number, simd, simdNumber, arrangement] = m;
  return {
    bank: integer ?? simd,
    number: Number(number ?? simdNumber),
    sp: false,
    zr: false,
    arrangement: arrangement ?? '',
  };
}

/** Integer registers and vectors can't be symbols. `b1`, `s2` and the like can, where no register is expected. */
const reserved = (name: string): boolean => {
  const r = registerOf(name);
  return r !== undefined && (r.bank === 'x' || r.bank === 'w' || r.arrangement !== '');
};

/** What is expected at the furthest place that any form got to. */
class Furthest {
  position = -1;
  readonly wanted = new Set<string>();

  note(position: number, what: string): void {
    if (position < this.position) return;
    if (position > this.position) this.wanted.clear();
    this.position = position;
    this.wanted.add(what);
  }
}

/** The value of a floating-point number: decimal, or hexadecimal with a binary exponent as in C. */
function realValue(text: string): number {
  const m = /^0x([\da-f]*)\.?([\da-f]*)p([-+]?\d+)$/i.exec(text);
  return m ? parseInt(m[1] + m[2], 16) * 2 ** (Number(m[3]) - 4 * m[2].length) : Number(text);
}

class OperandCursor implements BacktrackingCursor {
  private readonly reader: ExpressionReader;
  /** Where what was taken last begins: an operand that is taken, then refused, is pointed at. */
  private taken: number | undefined;

  constructor(
    tokens: readonly Token[],
    private readonly scope: Scope,
    readonly pc: bigint,
    private readonly furthest: Furthest,
  ) {
    this.reader = new ExpressionReader(tokens, 0, reserved);
  }

  get position(): number {
    return this.reader.position;
  }
  set position(to: number) {
    this.reader.position = to;
    this.taken = undefined;
  }

  get atEnd(): boolean {
    return this.reader.next === undefined;
  }

  accept(text: string): boolean {
    this.taken = undefined;
    const t = this.reader.next;
    if (!t || !(t.kind === 'mark' || t.kind === 'name') || t.text.toLowerCase() !== text.toLowerCase()) return false;
    this.reader.position++;
    return true;
  }

  at(text: string): boolean {
    return this.reader.isMark(text);
  }

  register(): Register | undefined {
    const t = this.reader.next;
    const r = t?.kind === 'name' ? registerOf(t.text) : undefined;
    this.taken = r ? this.reader.position++ : undefined;
    return r;
  }

  word(): string | undefined {
    const t = this.reader.next;
    this.taken = undefined;
    if (t?.kind !== 'name' || reserved(t.text)) return undefined;
    this.taken = this.reader.position++;
    return t.text;
  }

  specifier(): string | undefined {
    const start = this.reader.position;
    this.accept('#');
    if (this.accept(':')) {
      const name = this.word();
      if (name !== undefined && this.accept(':')) return name.toLowerCase();
    }
    this.reader.position = start;
    return undefined;
  }

  immediate(): bigint | undefined {
    const start = this.reader.position;
    const specifier = this.specifier();
    if (specifier === undefined) this.accept('#');
    else if (specifier !== 'lo12') throw new Problem(`':${specifier}:' does not fit here`);
    const value = this.evaluate();
    if (value !== undefined) this.taken = start;
    return specifier === undefined || value === undefined ? value : value & 0xfffn;
  }

  real(): { readonly value: number; readonly hexadecimal: boolean } | undefined {
    const start = this.reader.position;
    this.accept('#');
    const first = this.reader.position;
    const negative = this.accept('-');
    if (!negative) this.accept('+');
    const t = this.reader.next;
    if (t?.kind === 'float') {
      this.taken = start;
      this.reader.position++;
      return { value: negative ? -realValue(t.text) : realValue(t.text), hexadecimal: false };
    }
    this.reader.position = first;
    const hexadecimal = this.reader.next?.kind === 'number' && /^0x/i.test(this.reader.next.text);
    const n = this.evaluate();
    if (n === undefined) {
      this.reader.position = start;
      return undefined;
    }
    this.taken = start;
    return { value: Number(hexadecimal ? BigInt.asUintN(64, n) : n), hexadecimal };
  }

  address(): bigint | undefined {
    const start = this.reader.position;
    const relative = this.accept('#');
    const value = this.evaluate();
    if (value !== undefined) this.taken = start;
    return value === undefined ? undefined : BigInt.asUintN(64, relative ? this.pc + value : value);
  }

  expected(what: string): false {
    this.furthest.note(this.taken ?? this.reader.position, what);
    return false;
  }

  private evaluate(): bigint | undefined {
    const start = this.reader.position;
    const first = this.reader.next;
    const expression = this.reader.read();
    let value: Value | undefined;
    try {
      value = expression?.(this.scope);
    } catch (error) {
      // `d2` is a register where it is no symbol.
      if (!(error instanceof Problem) || first?.kind !== 'name' || !registerOf(first.text)) throw error;
      this.reader.position = start;
      return undefined;
    }
    if (value?.section) throw new Problem('the address is not known yet');
    return value?.n;
  }
}

/** True if the entry describes the word, reserved values considered. */
function matches(insn: Instruction, word: number): boolean {
  return (
    (word & insn.mask) === insn.value &&
    !insn.excluded.some((x) => (fieldOf(x.field, word) & x.mask) === x.value) &&
    (insn.where?.(opcodeFieldsOf(insn, word)) ?? true) &&
    (insn.whereAll?.(fieldsOf(insn, word)) ?? true)
  );
}

/**
 * Bits that should be one: `x` in the pattern, and register fields that the syntax does not mention (Ra of SMULH). All
 * other bits that no operand sets are zero.
 */
function shouldBeOne(insn: Instruction): number {
  let named = 0;
  let registers = 0;
  for (const f of insn.fields) {
    const bits = (2 ** f.width - 1) << f.low;
    named |= bits;
    if (/^R[a-z]/.test(f.name)) registers |= bits;
  }
  return ~(insn.mask | named) | registers;
}

interface Candidate {
  readonly form: Form;
  readonly settled: number;
  readonly word: number;
  readonly ones: number;
}

/** An encoder for a table. */
export class Encoder {
  private readonly candidates = new Map<string, Candidate[]>();

  /** Throws where a template can't be read. */
  constructor(table: readonly Instruction[]) {
    const forms = table.flatMap(compileForms);
    // Forms that are only assembled come after all others.
    for (const form of [...forms.filter((f) => !f.assembleOnly), ...forms.filter((f) => f.assembleOnly)]) {
      const ones = shouldBeOne(form.insn);
      for (const { name, settled, word } of form.mnemonics) {
        const list = this.candidates.get(name) ?? [];
        list.push({ form, settled, word, ones });
        this.candidates.set(name, list);
      }
    }
  }

  /** Whether there is an instruction of this name (in lower case). */
  has(mnemonic: string): boolean {
    return this.candidates.has(mnemonic);
  }

  /**
   * @param mnemonic in lower case
   * @param operands the tokens after it
   * @param pc address of the instruction
   * @returns the word, as a signed 32-bit number
   * @throws Problem if there is no such instruction, or it does not take these operands
   */
  encode(mnemonic: string, operands: readonly Token[], scope: Scope, pc: bigint): number {
    const candidates = this.candidates.get(mnemonic);
    if (!candidates) throw new Problem(`unknown instruction '${mnemonic}'`);
    const furthest = new Furthest();
    let reserved = false;
    for (const { form, settled, word, ones } of candidates) {
      const { insn } = form;
      const cursor = new OperandCursor(operands, scope, pc, furthest);
      const encoding = new Encoding(insn.mask, insn.value);
      encoding.settled |= settled;
      encoding.word |= word;
      if (!form.parse(cursor, encoding)) {
        cursor.expected('other operands');
        continue;
      }
      if (!cursor.atEnd) {
        cursor.expected('the end of the line');
        continue;
      }
      const result = encoding.word | (ones & ~encoding.settled);
      if (form.suits(result) && matches(insn, result)) return result;
      reserved = true;
    }
    if (reserved) throw new Problem(`'${mnemonic}' does not exist with these operands`);
    throw new Problem(describe(mnemonic, operands, furthest));
  }
}

/** Operands that depend on each other fail at the end of the second: those say little if another reason is there. */
const VAGUE = 'other operands';

function describe(mnemonic: string, operands: readonly Token[], furthest: Furthest): string {
  const wanted = [...furthest.wanted].filter((w) => w !== VAGUE || furthest.wanted.size === 1);
  // The rest of the operand that does not fit.
  const rest = operands.slice(Math.max(furthest.position, 0));
  const end = rest.findIndex((t, i) => i > 0 && t.kind === 'mark' && ',]!'.includes(t.text));
  const text = rest.slice(0, end < 0 ? undefined : end).map((t) => t.text);
  const found = text.length > 0 ? `'${text.join('')}'` : 'the end of the line';
  return `'${mnemonic}': expected ${wanted.join(' or ')} at ${found}`;
}
