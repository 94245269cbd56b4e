/**
 * The interpreter's handlers, numbered: one for each instruction and each value of its opcode-like fields, then those for
 * fused pairs. The numbers follow from the table alone, so that a module written earlier fits.
 */
import { FunctionBuilder } from '../../wasm/function.js';
import type { ValType } from '../../wasm/opcodes.js';
import type { Fields, Instruction } from '../isa/table.js';
import { FUSIONS } from './fusions.js';
import { InterpreterMeaning, isNear, type Engine, type Slot } from './meaning.js';

/** Handlers that no instruction has: they take the first slots of the table. */
export const SPECIAL = { DECODE: 0, NEXT_PAGE: 1, UNDEFINED: 2, BREAK: 3, COUNT: 4 } as const;

/** Parameters of a handler: base of the core's state, micro-op, instructions that may still retire. */
export const HANDLER_PARAMS: readonly ValType[] = ['i32', 'i32', 'i32'];

/** A handler of one instruction. */
export interface Handler {
  /** Slot in the table of functions. */
  readonly index: number;
  readonly insn: Instruction;
  /** Opcode-like fields, the computed ones included. */
  readonly fields: Fields;
  /** For a direct branch: its target is in the same page. */
  readonly near: boolean;
}

/** A handler of several instructions, one behind the other. */
export interface Fused {
  readonly index: number;
  readonly parts: readonly Handler[];
}

/** What may come of an instruction, or of several in a row: their handler, and what may follow. */
export interface Sequence {
  /** The handler for all of them, 0 where only longer sequences have one. */
  index: number;
  readonly after: Map<number, Sequence>;
}

/** The handlers of an instruction. */
interface HandlerSet {
  /** The opcode-like fields, with the weight of each in the index. */
  readonly keys: readonly { readonly low: number; readonly mask: number; readonly weight: number }[];
  /** The computed ones, each one bit. */
  readonly splits: readonly { readonly of: (f: Fields) => boolean; readonly weight: number }[];
  readonly far: readonly (Handler | undefined)[];
  /** For direct branches, those for targets in the page. */
  readonly near: readonly (Handler | undefined)[];
  /** A direct branch's distance; found when it is first needed. */
  target: ((f: Fields) => number) | undefined;
}

/** All values of the opcode-like fields of an instruction for which it is defined. */
function* variants(insn: Instruction): Generator<{ index: number; fields: Record<string, number> }> {
  const keys: { name: string; width: number }[] = insn.fields.filter((f) => f.opcode);
  const own = keys.length;
  for (const name of Object.keys(insn.split ?? {})) keys.push({ name, width: 1 });
  const total = 2 ** keys.reduce((n, k) => n + k.width, 0);
  for (let index = 0; index < total; index++) {
    const fields: Record<string, number> = {};
    let rest = index;
    for (const k of keys) {
      fields[k.name] = rest & (2 ** k.width - 1);
      rest >>>= k.width;
    }
    if (insn.excluded.some((x) => x.field.opcode && (fields[x.field.name] & x.mask) === x.value)) continue;
    const plain = Object.fromEntries(keys.slice(0, own).map((k) => [k.name, fields[k.name]]));
    if (insn.where && !insn.where(plain)) continue;
    yield { index, fields };
  }
}

/** For running a meaning without keeping its code: every function it may call is number 0. */
const NOWHERE: Engine = {
  handlerType: 0,
  exit: 0,
  jump: 0,
  loadSlow: 0,
  storeSlow: 0,
  zeroSlow: 0,
  helper: 0,
  fp: new Proxy({}, { get: () => 0 }),
};

export class Handlers {
  readonly single: readonly Handler[];
  readonly fused: readonly Fused[];
  /** Slots of the table that handlers take, the special ones included. */
  readonly count: number;
  private readonly sets = new Map<Instruction, HandlerSet>();
  /** Fused sequences, by the handlers of their instructions alone. */
  private readonly sequences = new Map<number, Sequence>();
  private readonly slotLists: (readonly Slot[] | undefined)[] = [];

  constructor(readonly table: readonly Instruction[]) {
    const single: Handler[] = [];
    for (const insn of table) this.sets.set(insn, number(insn, single));
    this.single = single;
    this.fused = this.fuse();
    this.count = SPECIAL.COUNT + single.length + this.fused.length;
    if (this.count > 0xffff) throw new Error('more handlers than a micro-op can name');
  }

  private fuse(): Fused[] {
    const fused: Fused[] = [];
    let index = SPECIAL.COUNT + this.single.length;
    const extend = (
      level: Map<number, Sequence>,
      parts: readonly Handler[],
      rest: readonly (readonly Handler[])[],
    ): void => {
      for (const handler of rest[0]) {
        let here = level.get(handler.index);
        if (!here) level.set(handler.index, (here = { index: 0, after: new Map<number, Sequence>() }));
        const all = [...parts, handler];
        if (rest.length > 1) {
          extend(here.after, all, rest.slice(1));
        } else if (here.index === 0) {
          here.index = index;
          fused.push({ index: index++, parts: all });
        }
      }
    };
    for (const choices of FUSIONS) {
      const lists = choices.map((chosen) => this.single.filter((h) => chosen(h.insn.name, h.fields, h.near)));
      extend(this.sequences, [], lists);
    }
    return fused;
  }

  /** The sequences that begin with a handler's instruction. */
  sequencesFrom(handler: number): Sequence | undefined {
    return this.sequences.get(handler);
  }

  /** The handler for a word that `insn` describes, at byte offset `offset` in its page. */
  find(insn: Instruction, word: number, fields: Fields, offset: number): Handler {
    const set = this.sets.get(insn);
    if (!set) throw new Error(`${insn.name} is in the decoder but has no handlers`);
    let index = 0;
    for (const k of set.keys) index += ((word >>> k.low) & k.mask) * k.weight;
    for (const s of set.splits) if (s.of(fields)) index += s.weight;
    const far = set.far[index];
    if (!far) throw new Error(`${insn.name}: no handler for a word that its entry matches`);
    if (set.near.length === 0) return far;
    set.target ??= this.slots(far).find((s) => s.kind === 'branch')?.value;
    return (set.target && isNear(offset + set.target(fields)) && set.near[index]) || far;
  }

  /** What the micro-op of a handler holds, and where. */
  slots(handler: Handler): readonly Slot[] {
    const there = this.slotLists[handler.index];
    if (there) return there;
    const t = new InterpreterMeaning(new FunctionBuilder(HANDLER_PARAMS), NOWHERE, handler.near);
    handler.insn.meaning(t, handler.fields);
    return (this.slotLists[handler.index] = t.slots);
  }
}

/** Numbers the handlers of an instruction, behind those in `list`. */
function number(insn: Instruction, list: Handler[]): HandlerSet {
  let weight = 1;
  const keys = insn.fields
    .filter((f) => f.opcode)
    .map((k) => {
      const mine = weight;
      weight *= 2 ** k.width;
      return { low: k.low, mask: 2 ** k.width - 1, weight: mine };
    });
  const splits = Object.values(insn.split ?? {}).map((of) => {
    const mine = weight;
    weight *= 2;
    return { of, weight: mine };
  });
  const far: Handler[] = [];
  const near: Handler[] = [];
  const add = (fields: Fields, isNearOne: boolean): Handler => {
    const handler = { index: SPECIAL.COUNT + list.length, insn, fields, near: isNearOne };
    list.push(handler);
    return handler;
  };
  for (const { index, fields } of variants(insn)) {
    far[index] = add(fields, false);
    if (insn.direct) near[index] = add(fields, true);
  }
  return { keys, splits, far, near, target: undefined };
}
