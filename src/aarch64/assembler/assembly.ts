/** What the assembler made: sections at their addresses, symbols, and the two forms to write them to a file. */
import { SYMBOL_TYPE, writeElf, type OutputSymbol } from '../elf.js';
import type { Section } from './sections.js';
import type { Symbols } from './symbols.js';

/** A section in memory. */
export interface AssembledSection {
  readonly name: string;
  readonly address: bigint;
  /** In bytes. */
  readonly size: number;
  /** Empty for a section of zeros. */
  readonly data: Uint8Array;
}

/** Sections of one kind lie together: code, constants, data, zeros. */
function kind({ flags }: Section): number {
  if (flags.nobits) return 3;
  if (flags.write) return 2;
  return flags.execute ? 0 : 1;
}

const alignUp = (n: bigint, alignment: number): bigint => {
  const a = BigInt(alignment);
  return ((n + a - 1n) / a) * a;
};

/**
 * Gives the sections that are loaded their addresses, and returns them in order: code first, in the order in which the
 * source wrote to its sections, then constants; then, from `dataAlignment` on, data and zeros.
 */
export function layOut(sections: readonly Section[], base: bigint, dataAlignment: number): Section[] {
  const first = (s: Section): number => s.firstStatement;
  const loaded = sections
    .filter((s) => s.flags.alloc && s.size > 0)
    .sort((a, b) => kind(a) - kind(b) || first(a) - first(b));
  let at = base;
  let writable = false;
  for (const s of loaded) {
    if (s.flags.write && !writable && at !== base) at = alignUp(at, dataAlignment);
    writable ||= s.flags.write;
    at = s === loaded[0] ? base : alignUp(at, s.alignment);
    s.address = at;
    at += BigInt(s.size);
  }
  // Labels in sections without contents still have addresses.
  for (const s of sections) if (s.flags.alloc && s.size === 0) s.address = kind(s) < 2 && loaded.length > 0 ? base : at;
  return loaded;
}

export class Assembly {
  readonly sections: readonly AssembledSection[];
  /** Labels and .equ symbols, local ones (`.L...`) left out; 64 bits, unsigned. */
  readonly symbols: ReadonlyMap<string, bigint>;
  /** Where it starts: `_start`, or else the first byte. */
  readonly entry: bigint;
  /** Address of the first byte. */
  readonly base: bigint;

  constructor(
    private readonly image: readonly Section[],
    private readonly table: Symbols,
  ) {
    this.sections = image.map((s) => ({ name: s.name, address: s.address ?? 0n, size: s.size, data: s.data }));
    this.base = this.sections[0]?.address ?? 0n;
    this.symbols = new Map(
      table.names
        .filter((name) => !name.startsWith('.L'))
        .map((name) => [name, table.valueAt(name, Infinity)] as const)
        .filter(([, value]) => !value.section)
        .map(([name, value]) => [name, BigInt.asUintN(64, value.n)]),
    );
    this.entry = this.symbols.get('_start') ?? this.base;
  }

  /** The bytes from the first section's address on; zeros between sections, and at the end up to a multiple of 4. */
  raw(): Uint8Array {
    const last = this.sections.findLast((s) => s.data.length > 0);
    const size = last ? Number(last.address - this.base) + last.data.length : 0;
    const out = new Uint8Array(Math.ceil(size / 4) * 4);
    for (const s of this.sections) if (s.data.length > 0) out.set(s.data, Number(s.address - this.base));
    return out;
  }

  /** An ELF executable: one segment for code and constants, one for data, with symbols. */
  elf(): Uint8Array {
    const indexes = new Map(this.image.map((s, i) => [s, i]));
    const symbols: OutputSymbol[] = [];
    this.image.forEach((s, section) => {
      // The first mapping symbol may be left out where it would say what the section says.
      for (const { offset, code } of s.flags.execute ? s.mapping : []) {
        const value = (s.address ?? 0n) + BigInt(offset);
        symbols.push({ name: code ? '$x' : '$d', value, global: false, type: SYMBOL_TYPE.NOTYPE, section });
      }
    });
    for (const [name, value] of this.symbols) {
      const home = this.table.sectionOf(name);
      symbols.push({
        name,
        value,
        global: this.table.globals.has(name),
        type: this.table.functions.has(name) ? SYMBOL_TYPE.FUNC : SYMBOL_TYPE.NOTYPE,
        section: home && indexes.get(home),
      });
    }
    const split = this.image.findIndex((s) => s.flags.write);
    const counts = split < 0 ? [this.image.length] : [split, this.image.length - split];
    return writeElf({
      entry: this.entry,
      segments: counts.filter((n) => n > 0),
      symbols,
      sections: this.image.map((s) => ({
        name: s.name,
        address: s.address ?? 0n,
        size: s.size,
        data: s.flags.nobits ? undefined : s.data,
        alignment: s.alignment,
        write: s.flags.write,
        execute: s.flags.execute,
      })),
    });
  }
}
