/** From instruction words to text: the syntax column of the instruction table, read backwards. */
import { Decoder } from './decoder.js';
import { TABLE } from './isa/index.js';
import type { Address } from './isa/operand.js';
import { compileForms, type Form } from './isa/syntax.js';
import type { Instruction } from './isa/table.js';

/** A disassembler for a table: decodes a word, then prints the first form that suits it. */
export class Disassembler {
  private readonly decoder: Decoder;
  private readonly forms: ReadonlyMap<Instruction, readonly Form[]>;

  /** Throws where a template can't be read, or entries overlap. */
  constructor(table: readonly Instruction[]) {
    this.decoder = new Decoder(table);
    this.forms = new Map(table.map((insn) => [insn, compileForms(insn).filter((form) => !form.assembleOnly)]));
  }

  /** See `disassemble`. */
  print(word: number, pc?: Address): string | undefined {
    const insn = this.decoder.find(word);
    const forms = insn && this.forms.get(insn);
    if (!forms) return undefined;
    for (const form of forms) {
      const text = form.print(word, pc);
      if (text !== undefined) return text;
    }
    return undefined;
  }
}

let shared: Disassembler | undefined;

/**
 * An instruction word as text: `ldp x29, x30, [sp], #16`, as LLVM prints it with one blank after the mnemonic, and
 * immediates in decimal except bitmasks and exception numbers.
 *
 * @param word the instruction
 * @param pcLo low 32 bits of its address; without them branch targets are printed as offsets, `#-8`, with them as
 *   addresses, `0x80000`
 * @param pcHi high 32 bits of its address
 * @returns undefined if the word is UNDEFINED or unallocated in Armv8.0-A
 */
export function disassemble(word: number, pcLo?: number, pcHi = 0): string | undefined {
  shared ??= new Disassembler(TABLE);
  return shared.print(word, pcLo === undefined ? undefined : { lo: pcLo >>> 0, hi: pcHi >>> 0 });
}
