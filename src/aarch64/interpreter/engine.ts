/**
 * The interpreter's WebAssembly module: a handler for each instruction and each value of its opcode-like fields, all in
 * one module, and the few functions that tie them together (jump, exit, the ways out to TypeScript).
 */
import { FunctionBuilder } from '../../wasm/function.js';
import { ModuleBuilder } from '../../wasm/module.js';
import { i32, i64, load, op, type Expr } from '../../wasm/expr.js';
import type { ValType } from '../../wasm/opcodes.js';
import { KIND } from '../access.js';
import { FP_ROUTINES } from '../fp/routines.js';
import { fieldOf, type Fields, type Instruction } from '../isa/table.js';
import { FRAME_UOPS } from '../layout.js';
import { DTLB, ITLB, STATE, UOP } from '../state.js';
import { FUSIONS } from './fusions.js';
import { InterpreterMeaning, isNear, offsetOf, type Engine, type Slot } from './meaning.js';

/** Handlers that no instruction has: they take the first slots of the table. */
export const SPECIAL = { DECODE: 0, NEXT_PAGE: 1, UNDEFINED: 2, BREAK: 3, COUNT: 4 } as const;

/** An instruction's handler: where it is in the table, and what its micro-op holds. */
export interface Handler {
  readonly index: number;
  readonly slots: readonly Slot[];
}

/** All handlers of an instruction, by the values of its opcode-like fields. */
export interface HandlerSet {
  /** The opcode-like fields, with the weight of each in the index. */
  readonly keys: readonly { readonly low: number; readonly width: number; readonly weight: number }[];
  /** The computed ones, each one bit. */
  readonly splits: readonly { readonly of: (f: Fields) => boolean; readonly weight: number }[];
  /** Handlers by index; for instructions that branch directly, `near` has those for targets in the page. */
  readonly far: readonly (Handler | undefined)[];
  readonly near: readonly (Handler | undefined)[];
  readonly target: ((f: Fields) => number) | undefined;
}

/** What handlers were made of: for those that fuse two. */
interface Made {
  readonly insn: Instruction;
  readonly fields: Fields;
  readonly near: boolean;
  readonly index: number;
  /** Index of the function in the module. */
  readonly fn: number;
}

export interface EngineImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sets: ReadonlyMap<Instruction, HandlerSet>;
  /** For a handler, by table slot: those that may follow it, and the slot of the handler for both. */
  readonly fused: ReadonlyMap<number, ReadonlyMap<number, number>>;
  /** Slots of the table that handlers take. */
  readonly count: number;
}

/** Functions that the module imports from TypeScript; no 64-bit integer crosses. */
export const IMPORTS: Readonly<Record<string, { params: readonly ValType[]; results: readonly ValType[] }>> = {
  decode: { params: ['i32', 'i32'], results: [] },
  fetch: { params: ['i32', 'i32', 'i32'], results: ['i32'] },
  loadSlow: { params: ['i32', 'i32', 'i32', 'i32'], results: ['i32'] },
  storeSlow: { params: ['i32', 'i32', 'i32', 'i32'], results: ['i32'] },
  zeroSlow: { params: ['i32', 'i32', 'i32'], results: ['i32'] },
  helper: { params: ['i32', 'i32', 'i32'], results: ['i32'] },
  stopped: { params: ['i32', 'i32'], results: ['i32'] },
};

const HANDLER_PARAMS: readonly ValType[] = ['i32', 'i32', 'i32'];

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

/** Writes the module for a table. */
export function buildEngine(table: readonly Instruction[], memoryPages: number): EngineImage {
  const m = new ModuleBuilder();
  const imports: Record<string, number> = {};
  for (const [name, { params, results }] of Object.entries(IMPORTS)) {
    imports[name] = m.importFunction('env', name, params, results);
  }
  m.importMemory('env', 'memory', memoryPages);

  const handlerType = m.type(HANDLER_PARAMS);
  const engine: Engine = {
    handlerType,
    exit: m.declare(HANDLER_PARAMS),
    jump: m.declare(['i32', 'i32', 'i64']),
    loadSlow: m.declare(['i32', 'i32', 'i64'], ['i32']),
    storeSlow: m.declare(['i32', 'i32', 'i64'], ['i32']),
    zeroSlow: m.declare(['i32', 'i64'], ['i32']),
    helper: imports.helper,
    fp: Object.fromEntries(FP_ROUTINES.map((r) => [r.name, m.declare(['i32', ...r.params], [r.result])])),
  };
  for (const r of FP_ROUTINES) {
    m.export(r.name, engine.fp[r.name]);
    r.write(m.define(engine.fp[r.name]), engine.fp);
  }
  const enter = m.declare(['i32']);
  m.export('enter', enter);
  m.export('helper', engine.helper);
  for (const name of ['exit', 'jump', 'loadSlow', 'storeSlow', 'zeroSlow'] as const) m.export(name, engine[name]);

  exit(m.define(engine.exit));
  jump(m.define(engine.jump), engine, imports.fetch);
  slow(m.define(engine.loadSlow), imports.loadSlow);
  storeSlow(m.define(engine.storeSlow), imports.storeSlow);
  zeroSlow(m.define(engine.zeroSlow), imports.zeroSlow);
  const e = m.define(enter);
  e.tailCall(engine.jump, [
    e.param(0),
    load('i32.load', e.param(0), STATE.REMAINING),
    load('i64.load', e.param(0), STATE.PC),
  ]);

  const functions: number[] = [];
  const add = (): FunctionBuilder => {
    const index = m.declare(HANDLER_PARAMS);
    functions.push(index);
    return m.define(index);
  };
  decode(add(), engine, imports.decode);
  nextPage(add(), engine);
  undefinedHandler(add(), engine, imports.stopped, SPECIAL.UNDEFINED);
  breakHandler(add(), engine, imports.stopped);

  const sets = new Map<Instruction, HandlerSet>();
  const made: Made[] = [];
  for (const insn of table) {
    const keys = insn.fields.filter((f) => f.opcode);
    let weight = 1;
    const weights = keys.map((k) => {
      const mine = weight;
      weight *= 2 ** k.width;
      return { low: k.low, width: k.width, weight: mine };
    });
    const splits = Object.values(insn.split ?? {}).map((of) => {
      const mine = weight;
      weight *= 2;
      return { of, weight: mine };
    });
    const far: (Handler | undefined)[] = [];
    const near: (Handler | undefined)[] = [];
    let target: HandlerSet['target'];
    for (const { index, fields } of variants(insn)) {
      const write = (isNearVariant: boolean): { handler: Handler; branches: boolean } => {
        const t = new InterpreterMeaning(add(), engine, isNearVariant);
        try {
          insn.meaning(t, fields);
          t.next();
        } catch (error) {
          throw new Error(`${insn.name} ${JSON.stringify(fields)}: ${String(error)}`);
        }
        made.push({
          insn,
          fields,
          near: isNearVariant,
          index: functions.length - 1,
          fn: functions[functions.length - 1],
        });
        const branch = t.slots.find((s) => s.kind === 'branch');
        if (branch?.kind === 'branch') target = branch.value;
        return { handler: { index: functions.length - 1, slots: t.slots }, branches: t.branches };
      };
      const first = write(false);
      far[index] = first.handler;
      if (first.branches) near[index] = write(true).handler;
    }
    sets.set(insn, { keys: weights, splits, far, near, target });
  }
  const fused = new Map<number, Map<number, number>>();
  for (const { first, second } of FUSIONS) {
    for (const a of made.filter((h) => first(h.insn.name, h.fields, h.near))) {
      for (const b of made.filter((h) => second(h.insn.name, h.fields, h.near))) {
        const after = fused.get(a.index) ?? new Map<number, number>();
        if (after.has(b.index)) continue;
        const f = add();
        const slot = functions.length - 1;
        // With one instruction left of the turn, the first runs alone.
        f.if(
          op('i32.eq', f.param(2), i32(1)),
          () => f.tailCall(a.fn, [f.param(0), f.param(1), f.param(2)]),
          undefined,
          'unlikely',
        );
        const ta = new InterpreterMeaning(f, engine, a.near);
        a.insn.meaning(ta, a.fields);
        ta.advance();
        const tb = new InterpreterMeaning(f, engine, b.near);
        tb.record = ta.record;
        b.insn.meaning(tb, b.fields);
        tb.next();
        fused.set(a.index, after.set(b.index, slot));
      }
    }
  }
  if (functions.length > 0xffff) throw new Error('more handlers than a micro-op can name');
  m.importTable('env', 'table', functions.length);
  m.element(0, functions);
  return { bytes: m.build(), sets, fused, count: functions.length };
}

/** The handler for a word that `insn` describes, at byte offset `offset` in its page. */
export function handlerFor(set: HandlerSet, word: number, fields: Fields, offset: number): Handler {
  let index = 0;
  for (const k of set.keys) index += ((word >>> k.low) & (2 ** k.width - 1)) * k.weight;
  for (const s of set.splits) if (s.of(fields)) index += s.weight;
  const near = set.target !== undefined && isNear(offset + set.target(fields));
  const handler = near ? (set.near[index] ?? set.far[index]) : set.far[index];
  if (!handler) throw new Error('no handler was made for a word that its entry matches');
  return handler;
}

/** Leaves with PC at the micro-op: the budget is used up. */
function exit(f: FunctionBuilder): void {
  const [base, uop, remaining] = [f.param(0), f.param(1), f.param(2)];
  f.store(
    'i64.store',
    base,
    // Behind the last instruction of a page the offset is 4096: added, not or-ed.
    op('i64.add', load('i64.load', base, STATE.PAGE_VA), op('i64.extend_i32_u', offsetOf(uop))),
    STATE.PC,
  );
  f.store('i32.store', base, remaining, STATE.REMAINING);
}

/** Goes to an address: looks its page up, leaves when the budget is used up. */
function jump(f: FunctionBuilder, engine: Engine, fetch: number): void {
  const [base, remaining, pc] = [f.param(0), f.param(1), f.param(2)];
  f.if(
    op('i32.le_s', remaining, i32(0)),
    () => {
      f.store('i64.store', base, pc, STATE.PC);
      f.store('i32.store', base, remaining, STATE.REMAINING);
      f.return();
    },
    undefined,
    'unlikely',
  );
  const index = op('i32.and', op('i32.wrap_i64', op('i64.shr_u', pc, i64(12 - 4))), i32((ITLB.ENTRIES - 1) << 4));
  const entry = f.let(op('i32.add', index, load('i32.load', base, STATE.ITLB)));
  const uops = f.local('i32');
  // The low two bits stay in the comparison: a misaligned PC takes the slow way to its fault.
  f.if(
    op('i64.eq', op('i64.and', pc, i64(~4095n | 3n)), load('i64.load', entry, ITLB.TAG)),
    () => f.set(uops, load('i32.load', entry, ITLB.UOPS)),
    () => {
      f.store('i64.store', base, op('i64.and', pc, i64(~4095n)), STATE.PAGE_VA);
      f.store('i32.store', base, op('i32.and', op('i32.wrap_i64', pc), i32(4095)), STATE.PC_OFFSET);
      f.store('i32.store', base, remaining, STATE.REMAINING);
      f.set(uops, {
        kind: 'call',
        type: 'i32',
        fn: fetch,
        args: [base, op('i32.wrap_i64', pc), high(pc)],
        used: false,
      });
      f.if(op('i32.eqz', uops), () => f.return());
    },
    'likely',
  );
  f.store('i64.store', base, op('i64.and', pc, i64(~4095n)), STATE.PAGE_VA);
  const uop = f.let(op('i32.add', uops, op('i32.shl', op('i32.and', op('i32.wrap_i64', pc), i32(4095)), i32(2))));
  f.tailCallIndirect(engine.handlerType, [base, uop, remaining], load('i32.load16_u', uop, UOP.HANDLER));
}

const high = (value: Expr): Expr => op('i32.wrap_i64', op('i64.shr_u', value, i64(32)));

/** (base, kind, va) to the import, the address in halves. */
function slow(f: FunctionBuilder, target: number): void {
  const [base, kind, va] = [f.param(0), f.param(1), f.param(2)];
  f.tailCall(target, [base, kind, op('i32.wrap_i64', va), high(va)]);
}

function zeroSlow(f: FunctionBuilder, target: number): void {
  const [base, va] = [f.param(0), f.param(1)];
  f.tailCall(target, [base, op('i32.wrap_i64', va), high(va)]);
}

/**
 * A store that missed. To a page with decoded code it stores and takes the micro-ops of the words it touched back, here,
 * since small programs keep their data beside their code; everything else goes to TypeScript.
 */
function storeSlow(f: FunctionBuilder, target: number): void {
  const [base, kind, va] = [f.param(0), f.param(1), f.param(2)];
  const entry = f.let(
    op(
      'i32.add',
      op('i32.and', op('i32.wrap_i64', op('i64.shr_u', va, i64(12 - 5))), i32((DTLB.ENTRIES - 1) << 5)),
      load('i32.load', base, STATE.DTLB),
    ),
  );
  const size = f.let(op('i32.shl', i32(1), op('i32.and', kind, i32(7))));
  const last = op('i64.add', va, op('i64.extend_i32_u', op('i32.sub', size, i32(1))));
  f.if(
    op(
      'i32.and',
      op('i64.eq', op('i64.and', last, i64(~4095n)), load('i64.load', entry, DTLB.CODE_TAG)),
      op('i32.eqz', op('i32.and', kind, i32(KIND.ALIGNED | KIND.UNPRIVILEGED | KIND.EXCLUSIVE))),
    ),
    () => {
      const host = f.let(op('i32.add', op('i32.wrap_i64', va), load('i32.load', entry, DTLB.ADDEND)));
      const sizes: [number, string, string][] = [
        [1, 'i32.store8', 'i32.load8_u'],
        [2, 'i32.store16', 'i32.load16_u'],
        [4, 'i32.store', 'i32.load'],
        [8, 'i64.store', 'i64.load'],
        [16, 'v128.store', 'v128.load'],
      ];
      for (const [bytes, store, take] of sizes) {
        f.if(op('i32.eq', size, i32(bytes)), () => f.store(store, host, load(take, base, STATE.SCRATCH)));
      }
      const uops = f.let(load('i32.load', op('i32.shl', op('i32.shr_u', host, i32(12)), i32(2)), FRAME_UOPS));
      const at = f.local('i32');
      const end = f.let(op('i32.add', op('i32.and', host, i32(4095)), op('i32.sub', size, i32(1))));
      // The micro-op before the first word may be fused with it.
      f.set(at, op('i32.and', host, i32(4092)));
      f.set(at, op('i32.sub', at, op('i32.shl', op('i32.ne', at, i32(0)), i32(2))));
      const loop = f.loop();
      f.store('i32.store16', op('i32.add', uops, op('i32.shl', at, i32(2))), i32(SPECIAL.DECODE), UOP.HANDLER);
      f.set(at, op('i32.add', at, i32(4)));
      f.brIf(loop, op('i32.le_u', at, end));
      f.end();
      f.push(i32(0));
      f.return();
    },
  );
  f.tailCall(target, [base, kind, op('i32.wrap_i64', va), high(va)]);
}

/** A micro-op not decoded yet: TypeScript fills it, then it runs. */
function decode(f: FunctionBuilder, engine: Engine, target: number): void {
  const [base, uop, remaining] = [f.param(0), f.param(1), f.param(2)];
  f.call(target, [base, uop]);
  f.tailCallIndirect(engine.handlerType, [base, uop, remaining], load('i32.load16_u', uop, UOP.HANDLER));
}

/** Behind the last instruction of a page: goes on in the next one. */
function nextPage(f: FunctionBuilder, engine: Engine): void {
  const base = f.param(0);
  f.tailCall(engine.jump, [base, f.param(2), op('i64.add', load('i64.load', base, STATE.PAGE_VA), i64(4096))]);
}

function syncAt(f: FunctionBuilder): void {
  f.store('i32.store', f.param(0), offsetOf(f.param(1)), STATE.PC_OFFSET);
  f.store('i32.store', f.param(0), f.param(2), STATE.REMAINING);
}

/** A word that is no instruction. */
function undefinedHandler(f: FunctionBuilder, _: Engine, stopped: number, why: number): void {
  syncAt(f);
  f.drop({ kind: 'call', type: 'i32', fn: stopped, args: [f.param(0), i32(why)], used: false });
}

/** A breakpoint: TypeScript says which handler runs, or 0 to leave. */
function breakHandler(f: FunctionBuilder, engine: Engine, stopped: number): void {
  syncAt(f);
  const handler = f.let({
    kind: 'call',
    type: 'i32',
    fn: stopped,
    args: [f.param(0), i32(SPECIAL.BREAK)],
    used: false,
  });
  f.if(op('i32.eqz', handler), () => f.return());
  f.tailCallIndirect(engine.handlerType, [f.param(0), f.param(1), f.param(2)], handler);
}

/** The index of a word among an instruction's handlers, for tests. */
export const keyOf = (insn: Instruction, word: number): string =>
  insn.fields
    .filter((f) => f.opcode)
    .map((f) => `${f.name}=${fieldOf(f, word)}`)
    .join(' ');
