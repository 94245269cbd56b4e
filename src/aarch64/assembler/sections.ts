/** The sections of a program: what is to be written into each, and how large it is so far. */
import type { LiteralPlace, SectionPlace } from './lexer.js';
import { Problem } from './problem.js';

/** How a section lies in memory (ELF's SHF_ flags). */
export interface SectionFlags {
  readonly alloc: boolean;
  readonly write: boolean;
  readonly execute: boolean;
  /** No bytes in the file: zero at the start (SHT_NOBITS). */
  readonly nobits: boolean;
}

/** A piece of a section's contents: written in the second pass, when all addresses are known. */
export interface Fragment {
  readonly offset: number;
  readonly size: number;
  /** Index of the statement it comes from. */
  readonly statement: number;
  /** Writes `size` bytes at `at`. May throw a Problem. */
  readonly write: (view: DataView, at: number, section: Section) => void;
}

interface Literal {
  readonly place: LiteralPlace;
  readonly size: number;
  readonly fragment: Pick<Fragment, 'write' | 'statement'>;
}

export class Section implements SectionPlace {
  address: bigint | undefined;
  size = 0;
  /** The contents, once written; empty for NOBITS. */
  data = new Uint8Array(0);
  /** Index of the statement that wrote here first. */
  firstStatement = Infinity;
  /** In bytes, a power of two. */
  alignment = 1;
  readonly fragments: Fragment[] = [];
  /** Where code and data begin, for the ELF mapping symbols $x and $d. */
  readonly mapping: { readonly offset: number; readonly code: boolean }[] = [];
  private readonly literals = new Map<string, Literal>();

  constructor(
    readonly name: string,
    readonly flags: SectionFlags,
  ) {
    if (flags.execute) this.alignment = 4;
  }

  /** Appends a piece. */
  append(size: number, statement: number, write: Fragment['write'] | undefined, code = false): void {
    const limit = this.flags.nobits ? 2 ** 40 : 2 ** 28;
    if (this.size + size > limit) throw new Problem(`section ${this.name} has more than ${limit} bytes`);
    if (size > 0 && this.mapping.at(-1)?.code !== code) this.mapping.push({ offset: this.size, code });
    if (size > 0) this.firstStatement = Math.min(this.firstStatement, statement);
    if (write) this.fragments.push({ offset: this.size, size, statement, write });
    this.size += size;
  }

  /**
   * Fills up to a multiple of `alignment`. In code the filling is NOPs unless `fill` says otherwise.
   * @param limit no alignment if more bytes than this were needed
   */
  align(alignment: number, statement: number, fill?: number, limit = Infinity): void {
    const missing = (alignment - (this.size % alignment)) % alignment;
    if (missing > limit) return;
    this.alignment = Math.max(this.alignment, alignment);
    if (missing === 0) return;
    const isCode = fill === undefined && this.flags.execute;
    this.append(
      missing,
      statement,
      isCode || fill
        ? (view, at) => {
            const odd = isCode ? missing % 4 : missing;
            for (let i = 0; i < odd; i++) view.setUint8(at + i, fill ?? 0);
            for (let i = odd; i < missing; i += 4) view.setUint32(at + i, NOP, true);
          }
        : undefined,
      isCode && missing >= 4,
    );
  }

  /** An entry of the section's literal pool; entries with the same key are one. */
  literal(key: string, size: number, fragment: Literal['fragment']): LiteralPlace {
    const whole = `${size} ${key}`;
    const found = this.literals.get(whole);
    if (found) return found.place;
    const place: LiteralPlace = { offset: 0 };
    this.literals.set(whole, { place, size, fragment });
    return place;
  }

  /** Writes the literal pool here, as .ltorg asks: entries of 4 bytes, then those of 8, then 16. */
  placeLiterals(): void {
    for (const size of [4, 8, 16]) {
      const entries = [...this.literals.values()].filter((l) => l.size === size);
      if (entries.length > 0) this.align(size, entries[0].fragment.statement, 0);
      for (const { place, fragment } of entries) {
        place.section = this;
        place.offset = this.size;
        this.append(size, fragment.statement, fragment.write);
      }
    }
    this.literals.clear();
  }
}

const NOP = 0xd503201f;

const DEFAULTS: readonly (readonly [prefix: string, flags: SectionFlags])[] = [
  ['.text', { alloc: true, write: false, execute: true, nobits: false }],
  ['.init', { alloc: true, write: false, execute: true, nobits: false }],
  ['.rodata', { alloc: true, write: false, execute: false, nobits: false }],
  ['.data', { alloc: true, write: true, execute: false, nobits: false }],
  ['.bss', { alloc: true, write: true, execute: false, nobits: true }],
];

/** The flags of a section of this name, where none are given. */
export function defaultFlags(name: string): SectionFlags {
  const found = DEFAULTS.find(([prefix]) => name === prefix || name.startsWith(`${prefix}.`));
  return found?.[1] ?? { alloc: false, write: false, execute: false, nobits: false };
}

/** The flags that `.section name, "awx", @nobits` gives. Throws a Problem on a letter that is no flag. */
export function parseFlags(letters: string, type: string | undefined): SectionFlags {
  for (const letter of letters) {
    if (!'awxMSGTo?'.includes(letter)) throw new Problem(`unknown section flag '${letter}'`);
  }
  return {
    alloc: letters.includes('a'),
    write: letters.includes('w'),
    execute: letters.includes('x'),
    nobits: type === 'nobits',
  };
}
