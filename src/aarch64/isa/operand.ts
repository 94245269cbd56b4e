/** What an operand of an instruction's syntax is made of: bits of the word on one side, text or tokens on the other. */
import type { Instruction } from './table.js';

/** A 64-bit address in unsigned halves. */
export interface Address {
  readonly lo: number;
  readonly hi: number;
}

/** A register as written: `x7`, `wsp`, `v3.16b`. */
export interface Register {
  /** 'x', 'w', or 'v', 'b', 'h', 's', 'd', 'q' for the SIMD and floating-point registers. */
  readonly bank: string;
  /** 0 to 31; 31 for the zero registers and stack pointers. */
  readonly number: number;
  readonly sp: boolean;
  readonly zr: boolean;
  /** What follows the dot: '16b'; '' if there is none. */
  readonly arrangement: string;
}

/**
 * What an operand sees of a line: tokens to take, one after another. Each method either takes what it is named after, or
 * leaves the cursor alone and gives undefined or false.
 */
export interface Cursor {
  /** Address of the instruction. */
  readonly pc: bigint;
  /** Takes this punctuation or word (in any case). */
  accept(text: string): boolean;
  /** True if the next token is this punctuation. */
  at(text: string): boolean;
  register(): Register | undefined;
  /** A name that is no register, as written. */
  word(): string | undefined;
  /** The names in a relocation specifier: `:lo12:` gives 'lo12'. `#` before it is taken as well. */
  specifier(): string | undefined;
  /** An expression, `#` before it or not; signed 64 bits. */
  immediate(): bigint | undefined;
  /**
   * A number with a fraction or an exponent, or an expression, `#` before it or not. For an integer that is written in
   * hexadecimal, its unsigned value: it may stand for an encoding.
   */
  real(): { readonly value: number; readonly hexadecimal: boolean } | undefined;
  /** An expression for an address; `#n` is an offset from the instruction. Unsigned 64 bits. */
  address(): bigint | undefined;
  /** Notes what was expected here, for the message should no form fit. Always false. */
  expected(what: string): false;
}

/** An instruction word being put together: bits can be set once, or again to the same. */
export class Encoding {
  constructor(
    /** The bits that are settled. */
    public settled: number,
    /** Their values. */
    public word: number,
  ) {}

  /** Sets `width` bits from `low`; false if they were settled otherwise, or the value has more bits. */
  put(low: number, width: number, value: number): boolean {
    const mask = width === 32 ? -1 : 2 ** width - 1;
    if (width < 32 && (value < 0 || value > mask)) return false;
    const bits = mask << low;
    const wanted = value << low;
    if (((this.word ^ wanted) & this.settled & bits) !== 0) return false;
    this.settled |= bits;
    this.word |= wanted;
    return true;
  }
}

/** A kind of operand at its place in a form. */
export interface Operand {
  /** The operand as text, or undefined if this form does not suit the word. */
  print(word: number, pc: Address | undefined): string | undefined;
  /** Takes the operand from the line and sets its bits; false if there is none that fits. */
  parse(cursor: Cursor, encoding: Encoding): boolean;
  /** Whether the word has the default. Operands without one can't be optional. */
  isDefault?(word: number): boolean;
  /** Sets the default. */
  setDefault?(encoding: Encoding): boolean;
  /** All values with their names, for a kind that can be part of a mnemonic; the first name of a value is printed. */
  readonly names?: readonly (readonly [name: string, value: number])[];
}

/** Where in the table an operand stands: what its kind is made from. */
export interface Site {
  readonly insn: Instruction;
  /** The whole template. */
  readonly template: string;
  /** The kind's name as written, without what follows. */
  readonly name: string;
  /** Written with `|sp`: register 31 is the stack pointer. */
  readonly sp: boolean;
  /** log2 of the factor after `*`, for a word. */
  readonly shift: (word: number) => number;
  /** The default after `=`; 0 if none is given. */
  readonly fallback: number;
  /** The field of this name. Throws if the pattern has none. */
  field(...names: string[]): Bits;
  /** As `field`, but undefined if there is none. */
  optional(name: string): Bits | undefined;
}

/** A run of bits in the word. */
export class Bits {
  private readonly mask: number;
  constructor(
    readonly low: number,
    readonly width: number,
  ) {
    this.mask = 2 ** width - 1;
  }
  get(word: number): number {
    return (word >>> this.low) & this.mask;
  }
  getSigned(word: number): number {
    return (word << (32 - this.low - this.width)) >> (32 - this.width);
  }
  put(encoding: Encoding, value: number): boolean {
    return encoding.put(this.low, this.width, value);
  }
  /** As put, for a value of either sign that must fit in two's complement. */
  putSigned(encoding: Encoding, value: number): boolean {
    const half = 2 ** (this.width - 1);
    return value >= -half && value < half && encoding.put(this.low, this.width, value & this.mask);
  }
}
