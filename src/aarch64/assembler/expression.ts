/**
 * Expressions of the assembler: 64-bit integers, and addresses that are known but for their section's place.
 *
 * Operators bind as in the GNU assembler (its manual, section "Infix Operators"), not as in C: from the strongest,
 * `- ~ !` before an operand; `* / % << >>`; `| & ^`; `+ -` and the comparisons below them; `&&`; `||`. True is -1 for a
 * comparison, 1 for `&&` and `||`.
 */
import type { LiteralPlace, SectionPlace, Token } from './lexer.js';
import { Problem } from './problem.js';

/** n, plus the address of `section` if there is one. */
export interface Value {
  readonly n: bigint;
  readonly section: SectionPlace | undefined;
}

/** What names stand for at some statement. */
export interface Scope {
  /** The address of the statement. */
  readonly here: Value;
  /** A symbol's value. Throws a Problem if it has none (here). */
  symbol(name: string): Value;
  /** The value of `1f` or `1b`. */
  local(label: number, forward: boolean): Value;
}

/** An expression that can be evaluated later. */
export type Expression = (scope: Scope) => Value;

const constant = (n: bigint): Value => ({ n: BigInt.asIntN(64, n), section: undefined });

const truth = (b: boolean): bigint => (b ? -1n : 0n);
const unsigned = (n: bigint): bigint => BigInt.asUintN(64, n);

function shiftAmount(n: bigint): bigint {
  if (n < 0n || n > 63n) throw new Problem(`shift by ${n}`);
  return n;
}

function divisor(n: bigint): bigint {
  if (n === 0n) throw new Problem('division by zero');
  return n;
}

interface Infix {
  readonly level: number;
  readonly apply: (a: bigint, b: bigint) => bigint;
}

/** Infix operators. `+`, `-` and the comparisons also take addresses: see `combine`. */
const INFIX: Readonly<Record<string, Infix>> = {
  '||': { level: 1, apply: (a, b) => (a !== 0n || b !== 0n ? 1n : 0n) },
  '&&': { level: 2, apply: (a, b) => (a !== 0n && b !== 0n ? 1n : 0n) },
  '==': { level: 3, apply: (a, b) => truth(a === b) },
  '!=': { level: 3, apply: (a, b) => truth(a !== b) },
  '<>': { level: 3, apply: (a, b) => truth(a !== b) },
  '<': { level: 3, apply: (a, b) => truth(a < b) },
  '<=': { level: 3, apply: (a, b) => truth(a <= b) },
  '>': { level: 3, apply: (a, b) => truth(a > b) },
  '>=': { level: 3, apply: (a, b) => truth(a >= b) },
  '+': { level: 4, apply: (a, b) => a + b },
  '-': { level: 4, apply: (a, b) => a - b },
  '|': { level: 5, apply: (a, b) => a | b },
  '&': { level: 5, apply: (a, b) => a & b },
  '^': { level: 5, apply: (a, b) => a ^ b },
  '*': { level: 6, apply: (a, b) => a * b },
  '/': { level: 6, apply: (a, b) => a / divisor(b) },
  '%': { level: 6, apply: (a, b) => a % divisor(b) },
  '<<': { level: 6, apply: (a, b) => a << shiftAmount(b) },
  '>>': { level: 6, apply: (a, b) => unsigned(a) >> shiftAmount(b) },
};

function combine(operator: string, a: Value, b: Value): Value {
  const { apply, level } = INFIX[operator];
  const n = BigInt.asIntN(64, apply(a.n, b.n));
  if (!a.section && !b.section) return { n, section: undefined };
  if (operator === '+' && !(a.section && b.section)) return { n, section: a.section ?? b.section };
  if (operator === '-' && !b.section) return { n, section: a.section };
  if ((operator === '-' || level === 3) && a.section === b.section) return { n, section: undefined };
  throw new Problem(`'${operator}' of addresses that are not known yet`);
}

function prefix(operator: string, { n, section }: Value): Value {
  if (operator === '+') return { n, section };
  if (section) throw new Problem(`'${operator}' of an address that is not known yet`);
  return constant(operator === '-' ? -n : operator === '~' ? ~n : truth(n === 0n) & 1n);
}

/** The place of a literal. */
function literal({ section, offset }: LiteralPlace): Value {
  if (!section) throw new Problem('the literal pool is not placed');
  return { n: BigInt(offset) + (section.address ?? 0n), section: section.address === undefined ? section : undefined };
}

/** Reads expressions from tokens. */
export class ExpressionReader {
  constructor(
    readonly tokens: readonly Token[],
    public position = 0,
    /** Names that can't be symbols: registers. */
    private readonly reserved: (name: string) => boolean = () => false,
  ) {}

  get next(): Token | undefined {
    return this.tokens[this.position];
  }

  isMark(text: string): boolean {
    const t = this.next;
    return t?.kind === 'mark' && t.text === text;
  }

  /** An expression, or undefined (and nothing taken) if none begins here. */
  read(): Expression | undefined {
    const start = this.position;
    const e = this.infix(1);
    if (!e) this.position = start;
    return e;
  }

  private infix(level: number): Expression | undefined {
    let left = this.operand();
    for (let t = this.next; left && t?.kind === 'mark'; t = this.next) {
      const { text } = t;
      const operator = Object.hasOwn(INFIX, text) ? INFIX[text] : undefined;
      if (!operator || operator.level < level) break;
      const start = this.position++;
      const right = this.infix(operator.level + 1);
      if (!right) {
        this.position = start;
        break;
      }
      const a: Expression = left;
      left = (scope) => combine(text, a(scope), right(scope));
    }
    return left;
  }

  private operand(): Expression | undefined {
    const t = this.next;
    if (!t) return undefined;
    this.position++;
    switch (t.kind) {
      case 'number':
        return () => constant(t.value);
      case 'local':
        return (scope) => scope.local(t.label, t.forward);
      case 'literal':
        return () => literal(t.place);
      case 'name':
        if (this.reserved(t.text)) return undefined;
        return t.text === '.' ? (scope) => scope.here : (scope) => scope.symbol(t.text);
      case 'mark': {
        if (t.text === '(') {
          const inner = this.infix(1);
          if (!inner || !this.isMark(')')) return undefined;
          this.position++;
          return inner;
        }
        if (!'+-~!'.includes(t.text)) return undefined;
        const inner = this.operand();
        return inner && ((scope) => prefix(t.text, inner(scope)));
      }
      default:
        return undefined;
    }
  }
}
