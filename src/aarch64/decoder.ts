/** From an instruction word to its entry in the table: a decision tree built from the patterns. */
import { fieldOf, fieldsOf, opcodeFieldsOf, type Instruction } from './isa/table.js';

type Node =
  | { readonly kind: 'leaf'; readonly entries: readonly Instruction[] }
  | { readonly kind: 'switch'; readonly low: number; readonly mask: number; readonly children: readonly Node[] };

const EMPTY: Node = { kind: 'leaf', entries: [] };

/** True where some word could match both patterns, exclusions considered. */
export function overlap(a: Instruction, b: Instruction): boolean {
  if (((a.value ^ b.value) & a.mask & b.mask) !== 0) return false;
  // An exclusion of one that the other's fixed bits imply keeps them apart.
  const apart = (x: Instruction, y: Instruction): boolean =>
    x.excluded.some(({ field, mask, value }) => {
      const bits = mask << field.low;
      return (y.mask & bits) === bits && (y.value & bits) === value << field.low;
    });
  return !apart(a, b) && !apart(b, a);
}

/** The longest run of bits that all patterns fix, highest first, at most 8 bits. */
function bestRun(mask: number): { low: number; width: number } {
  let best = { low: 0, width: 0 };
  for (let high = 31; high >= 0; high--) {
    let width = 0;
    while (width < 8 && high - width >= 0 && (mask >>> (high - width)) & 1) width++;
    if (width > best.width) best = { low: high - width + 1, width };
  }
  return best;
}

function build(entries: readonly Instruction[], tested: number): Node {
  if (entries.length === 0) return EMPTY;
  if (entries.length === 1) return { kind: 'leaf', entries };
  let common = ~tested;
  for (const e of entries) common &= e.mask;
  let { low, width } = bestRun(common);
  if (width === 0) {
    // No bit is fixed in all: test one that most fix; entries that leave it open go both ways.
    let most = 0;
    for (let bit = 31; bit >= 0; bit--) {
      if ((tested >>> bit) & 1) continue;
      const n = entries.filter((e) => (e.mask >>> bit) & 1).length;
      if (n > most) [most, low, width] = [n, bit, 1];
    }
    if (width === 0) return { kind: 'leaf', entries };
  }
  const mask = 2 ** width - 1;
  const children = Array.from({ length: mask + 1 }, (_, v) =>
    build(
      entries.filter((e) => {
        const fixed = (e.mask >>> low) & mask;
        return ((e.value >>> low) & fixed) === (v & fixed);
      }),
      tested | (mask << low),
    ),
  );
  return { kind: 'switch', low, mask, children };
}

export class Decoder {
  private readonly root: Node;

  /** Builds the tree. Throws if two entries overlap: one word must mean one thing. */
  constructor(readonly table: readonly Instruction[]) {
    for (let i = 0; i < table.length; i++) {
      for (let j = 0; j < i; j++) {
        if (overlap(table[i], table[j])) throw new Error(`'${table[i].name}' and '${table[j].name}' overlap`);
      }
    }
    this.root = build(table, 0);
  }

  /** The entry that describes `word`, or undefined where the word is UNDEFINED or unallocated. */
  find(word: number): Instruction | undefined {
    let node = this.root;
    while (node.kind === 'switch') node = node.children[(word >>> node.low) & node.mask];
    for (const e of node.entries) {
      if ((word & e.mask) !== e.value) continue;
      if (e.excluded.some((x) => (fieldOf(x.field, word) & x.mask) === x.value)) continue;
      if (e.where && !e.where(opcodeFieldsOf(e, word))) continue;
      if (e.whereAll && !e.whereAll(fieldsOf(e, word))) continue;
      return e;
    }
    return undefined;
  }
}
