/** Symbols of a program, each with all it was defined as: `.set` may give a symbol new values as the source goes on. */
import type { Expression, Scope, Value } from './expression.js';
import { Problem } from './problem.js';
import type { Section } from './sections.js';

type Definition =
  | { readonly kind: 'label'; readonly statement: number; readonly section: Section; readonly offset: number }
  | {
      readonly kind: 'value';
      readonly statement: number;
      readonly value: Expression;
      readonly section: Section;
      readonly offset: number;
    };

/** A place in a section as a value: its address once that is known. */
export const placeValue = (section: Section, offset: number): Value =>
  section.address === undefined
    ? { n: BigInt(offset), section }
    : { n: BigInt.asIntN(64, section.address + BigInt(offset)), section: undefined };

export class Symbols {
  private readonly definitions = new Map<string, Definition[]>();
  private readonly numeric = new Map<
    number,
    { readonly statement: number; readonly section: Section; readonly offset: number }[]
  >();
  readonly globals = new Set<string>();
  readonly functions = new Set<string>();
  private depth = 0;

  /** Names in order of definition. */
  get names(): string[] {
    return [...this.definitions.keys()];
  }

  isDefined(name: string): boolean {
    return this.definitions.has(name);
  }

  /** Defines a label. Throws a Problem if there is one, or a value, of the same name. */
  label(name: string, statement: number, section: Section, offset: number): void {
    if (this.definitions.has(name)) throw new Problem(`'${name}' is defined already`);
    this.definitions.set(name, [{ kind: 'label', statement, section, offset }]);
  }

  numericLabel(label: number, statement: number, section: Section, offset: number): void {
    const list = this.numeric.get(label) ?? [];
    list.push({ statement, section, offset });
    this.numeric.set(label, list);
  }

  /** Gives a symbol a value from here on. `once`: as .equiv, a Problem if it has one. */
  set(name: string, value: Expression, statement: number, section: Section, once = false): void {
    const list = this.definitions.get(name) ?? [];
    if (list.length > 0 && (once || list[0].kind === 'label')) throw new Problem(`'${name}' is defined already`);
    list.push({ kind: 'value', statement, value, section, offset: section.size });
    this.definitions.set(name, list);
  }

  isLabel(name: string): boolean {
    return this.definitions.get(name)?.[0].kind === 'label';
  }

  /** Index of the statement that defines it first; -1 if none does. */
  definedAt(name: string): number {
    return this.definitions.get(name)?.[0].statement ?? -1;
  }

  /** The label's section. */
  sectionOf(name: string): Section | undefined {
    const d = this.definitions.get(name)?.[0];
    return d?.kind === 'label' ? d.section : undefined;
  }

  /** What names stand for at a statement at this place. */
  scope(statement: number, section: Section, offset: number): Scope {
    return {
      here: placeValue(section, offset),
      symbol: (name) => this.valueAt(name, statement),
      local: (label, forward) => {
        const list = this.numeric.get(label) ?? [];
        const found = forward
          ? list.find((d) => d.statement > statement)
          : list.findLast((d) => d.statement <= statement);
        if (!found) throw new Problem(`no label ${label}: ${forward ? 'after' : 'before'} this line`);
        return placeValue(found.section, found.offset);
      },
    };
  }

  /** A symbol's value as a statement sees it: the last definition before it, or else the first after it. */
  valueAt(name: string, statement: number): Value {
    const list = this.definitions.get(name);
    if (!list) throw new Problem(`undefined symbol '${name}'`);
    const d = list.findLast((candidate) => candidate.statement < statement) ?? list[0];
    if (d.kind === 'label') return placeValue(d.section, d.offset);
    if (this.depth > 500) throw new Problem(`'${name}' is defined by itself`);
    this.depth++;
    try {
      return d.value(this.scope(d.statement, d.section, d.offset));
    } finally {
      this.depth--;
    }
  }
}
