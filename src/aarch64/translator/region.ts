/**
 * A region: blocks of one page that direct branches connect, as one WebAssembly function with the type of an
 * interpreter's handler. It takes the place of the handler of its first instruction.
 *
 * This is the translator's proof of concept (DESIGN.md sections 3 and 4): same table, all fields known. Hotness, calls as
 * calls and page caches are the translator's own issue.
 */
import type { Decoder } from '../decoder.js';
import { FP_ROUTINES } from '../fp/routines.js';
import { fieldsOf, type Fields, type Instruction } from '../isa/table.js';
import { PAGE_SIZE, STATE, UOP } from '../state.js';
import { i32, i64, load, op, type Expr } from '../../wasm/expr.js';
import { ModuleBuilder } from '../../wasm/module.js';
import type { ValType } from '../../wasm/opcodes.js';
import { effectsOf, slotOf, V0, type Effects } from './probe.js';
import { RegionMeaning, type RegionContext } from './region-meaning.js';
import { analyse, emitStructured } from './structure.js';

/** Blocks and instructions that a region holds at the most. */
const MAX_BLOCKS = 64;
const MAX_INSTRUCTIONS = 1024;

interface Step {
  readonly insn: Instruction;
  readonly fields: Fields;
  readonly effects: Effects;
}

interface Block {
  readonly start: number;
  readonly steps: Step[];
  /** Offset behind the last step. */
  end: number;
  /** True where the block ends at a word that the region does not hold: it goes on in the interpreter. */
  open: boolean;
}

/** All fields of a word, the computed ones included. */
export function allFields(insn: Instruction, word: number): Fields {
  const fields = fieldsOf(insn, word);
  for (const [name, of] of Object.entries(insn.split ?? {})) fields[name] = of(fields) ? 1 : 0;
  return fields;
}

/** Finds the blocks reachable from `entry` (offset in the page) by direct branches inside the page. */
function findBlocks(decoder: Decoder, word: (offset: number) => number | undefined, entry: number): Block[] {
  const starts = new Set<number>([entry]);
  const steps = new Map<number, Step | undefined>();
  const work = [entry];
  const inside = (offset: number): boolean => offset >= 0 && offset < PAGE_SIZE;
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    while (inside(at) && !steps.has(at) && steps.size < MAX_INSTRUCTIONS) {
      const w = word(at);
      const insn = w === undefined ? undefined : decoder.find(w);
      if (w === undefined || !insn) {
        steps.set(at, undefined);
        break;
      }
      const fields = allFields(insn, w);
      const effects = effectsOf(insn, fields);
      steps.set(at, { insn, fields, effects });
      for (const offset of effects.targets) {
        const target = at + offset;
        if (inside(target) && !starts.has(target) && starts.size < MAX_BLOCKS) {
          starts.add(target);
          work.push(target);
        }
      }
      if (effects.targets.length > 0 && effects.fallsThrough && inside(at + 4)) starts.add(at + 4);
      if (!effects.fallsThrough) break;
      at += 4;
    }
  }
  return [...starts]
    .filter((s) => steps.get(s))
    .map((start) => {
      const block: Block = { start, steps: [], end: start, open: false };
      for (;;) {
        const step = steps.get(block.end);
        if (!step) {
          block.open = true;
          return block;
        }
        block.steps.push(step);
        block.end += 4;
        if (step.effects.targets.length > 0 || !step.effects.fallsThrough) return block;
        if (starts.has(block.end)) return block;
      }
    });
}

/** The outcome: a module that exports `region`, and the number of guest instructions in it. */
export interface Region {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly instructions: number;
  readonly blocks: number;
}

const HANDLER: readonly ValType[] = ['i32', 'i32', 'i32'];

/** Functions of the engine that a region imports. */
export const REGION_IMPORTS = ['jump', 'loadSlow', 'storeSlow', 'zeroSlow', 'helper'] as const;

/**
 * Translates the region that begins at `entry`.
 * @param word reads the page's instruction words by offset; undefined where the region must end, for a breakpoint
 * @param original table slot of the handler that the region replaces: it takes over when the budget is short
 * @returns undefined where the first instruction is undefined or the graph is irreducible
 */
export function translateRegion(
  decoder: Decoder,
  word: (offset: number) => number | undefined,
  entry: number,
  original: number,
): Region | undefined {
  const found = findBlocks(decoder, word, entry);
  const first = found.findIndex((b) => b.start === entry);
  if (first < 0) return undefined;
  const blocks = [found[first], ...found.filter((_, i) => i !== first)];
  const at = new Map(blocks.map((b, i) => [b.start, i]));
  const successors = blocks.map((b) => {
    const last = b.steps[b.steps.length - 1];
    const offsets = last.effects.targets.map((t) => b.end - 4 + t);
    if (last.effects.fallsThrough && !b.open) offsets.push(b.end);
    return offsets.map((o) => at.get(o)).filter((i) => i !== undefined);
  });
  const graph = { successors };
  const order = analyse(graph);
  if (!order.reducible) return undefined;

  const m = new ModuleBuilder();
  const signatures: Record<(typeof REGION_IMPORTS)[number], [ValType[], ValType[]]> = {
    jump: [['i32', 'i32', 'i64'], []],
    loadSlow: [['i32', 'i32', 'i64'], ['i32']],
    storeSlow: [['i32', 'i32', 'i64'], ['i32']],
    zeroSlow: [['i32', 'i64'], ['i32']],
    helper: [['i32', 'i32', 'i32'], ['i32']],
  };
  const imports = Object.fromEntries(
    REGION_IMPORTS.map((name) => [name, m.importFunction('engine', name, ...signatures[name])]),
  ) as Record<(typeof REGION_IMPORTS)[number], number>;
  const fp = Object.fromEntries(
    FP_ROUTINES.map((r) => [r.name, m.importFunction('engine', r.name, ['i32', ...r.params], [r.result])]),
  );
  m.importMemory('engine', 'memory', 1, 65536);
  m.importTable('engine', 'table', original + 1);
  const handlerType = m.type(HANDLER);
  const index = m.declare(HANDLER);
  m.export('region', index);
  const fn = m.define(index);
  const [base, uop, remaining] = [fn.param(0), fn.param(1), fn.param(2)];

  // Only what the blocks that are in the graph use.
  const reachable = order.blocks;
  const used = new Set<number>();
  const dirty = new Set<number>();
  for (const b of reachable) {
    for (const { effects } of blocks[b].steps) {
      effects.reads.forEach((r) => used.add(r));
      effects.writes.forEach((r) => dirty.add(r));
    }
  }
  const registers = new Map<number, Expr>();
  for (const r of [...new Set([...used, ...dirty])].sort((a, b) => a - b)) {
    const type = r >= V0 ? 'v128' : 'i64';
    const local = fn.local(type);
    fn.set(local, load(`${type}.load`, base, slotOf(r)));
    registers.set(r, local);
  }
  const flag = (name: 'N' | 'Z' | 'C' | 'V'): Expr => {
    const type = name === 'C' ? 'i32' : 'i64';
    const local = fn.local(type);
    fn.set(local, load(`${type}.load`, base, STATE[name]));
    return local;
  };
  const flags = { N: flag('N'), Z: flag('Z'), C: flag('C'), V: flag('V') };
  const page = fn.let(load('i64.load', base, STATE.PAGE_VA));
  const epoch = fn.let(load('i32.load', base, STATE.EPOCH));
  const stale = fn.local('i32');

  let goInside: (target: number) => void = () => undefined;
  const out = (meaning: RegionMeaning, offset: number): void => {
    meaning.spill();
    fn.tailCall(imports.jump, [base, remaining, op('i64.add', page, i64(offset))]);
  };
  const context: RegionContext = {
    runtime: { ...imports, fp },
    registers,
    dirty,
    remaining,
    page,
    stale,
    epoch,
    flags,
    go: (meaning, offset) => {
      const target = at.get(offset);
      if (target === undefined) return out(meaning, offset);
      // Every block may be left at its start, when the turn is over: flags must be right there.
      meaning.settleCopy();
      goInside(target);
    },
    jump: (address) => fn.tailCall(imports.jump, [base, remaining, address]),
    jumpFrom: (_, offset, unused) =>
      fn.tailCall(imports.jump, [base, op('i32.add', remaining, i32(unused)), op('i64.add', page, i64(offset))]),
  };

  emitStructured(fn, graph, order, (b, go) => {
    const outer = goInside;
    goInside = go;
    const block = blocks[b];
    const meaning = new RegionMeaning(fn, context);
    meaning.blockDepth = fn.depth;
    const length = block.steps.length;
    fn.if(
      op('i32.lt_s', remaining, i32(length)),
      () => {
        meaning.spill();
        // The entry's own micro-op leads back here: with some budget left, its first instruction is interpreted.
        fn.if(b === 0 ? op('i32.le_s', remaining, i32(0)) : i32(1), () =>
          fn.tailCall(imports.jump, [base, remaining, op('i64.add', page, i64(block.start))]),
        );
        if (b !== 0) return;
        fn.tailCallIndirect(
          handlerType,
          [base, op('i32.or', op('i32.and', uop, i32(~UOP.PAGE_MASK)), i32(entry * 4)), remaining],
          i32(original),
        );
      },
      undefined,
      'unlikely',
    );
    fn.set(remaining, op('i32.sub', remaining, i32(length)));
    block.steps.forEach((step, i) => {
      meaning.instruction({ offset: block.start + i * 4, left: length - i }, step.fields, step.insn.meaning);
    });
    const last = block.steps[length - 1];
    if (last.effects.fallsThrough) context.go(meaning, block.end);
    goInside = outer;
  });
  return {
    bytes: m.build(),
    instructions: reachable.reduce((n, b) => n + blocks[b].steps.length, 0),
    blocks: reachable.length,
  };
}
