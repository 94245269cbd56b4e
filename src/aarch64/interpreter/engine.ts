/**
 * The interpreter's WebAssembly module: a handler for each instruction and each value of its opcode-like fields, all in
 * one module, and the few functions that tie them together (jump, exit, the ways out to TypeScript).
 */
import { FunctionBuilder } from '../../wasm/function.js';
import { ModuleBuilder } from '../../wasm/module.js';
import { i32, i64, load, op, select, type Expr } from '../../wasm/expr.js';
import type { ValType } from '../../wasm/opcodes.js';
import { KIND } from '../access.js';
import { FP_ROUTINES } from '../fp/routines.js';
import { FRAME_UOPS } from '../layout.js';
import { DTLB, ITLB, STATE, UOP } from '../state.js';
import { FUSED_BYTES } from './fusions.js';
import { HANDLER_PARAMS, SPECIAL, type Handler, type Handlers } from './handlers.js';
import { InterpreterMeaning, offsetOf, type Engine } from './meaning.js';

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

/** Writes the module: it fits any memory, and any machine of the same version. */
export function writeEngine(handlers: Handlers): Uint8Array<ArrayBuffer> {
  const m = new ModuleBuilder();
  const imports: Record<string, number> = {};
  for (const [name, { params, results }] of Object.entries(IMPORTS)) {
    imports[name] = m.importFunction('env', name, params, results);
  }
  m.importMemory('env', 'memory', 1, 65536);

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

  /** Functions of the module by slot of the table. */
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

  const write = (
    f: FunctionBuilder,
    { insn, fields, near }: Handler,
    before?: InterpreterMeaning,
  ): InterpreterMeaning => {
    const t = new InterpreterMeaning(f, engine, near);
    if (before) t.follow(before);
    try {
      insn.meaning(t, fields);
    } catch (error) {
      throw new Error(`${insn.name} ${JSON.stringify(fields)}: ${String(error)}`, { cause: error });
    }
    if (t.branches !== (insn.direct ?? false)) throw new Error(`${insn.name}: 'direct' is not what its meaning does`);
    return t;
  };
  for (const handler of handlers.single) write(add(), handler).next();
  for (const { parts } of handlers.fused) {
    const f = add();
    // With fewer instructions left of the turn, the first runs alone.
    f.if(
      op('i32.lt_s', f.param(2), i32(parts.length)),
      () => f.tailCall(functions[parts[0].index], [f.param(0), f.param(1), f.param(2)]),
      undefined,
      'unlikely',
    );
    let t = write(f, parts[0]);
    for (let i = 1; i < parts.length; i++) {
      t.advance(i - 1);
      t = write(f, parts[i], t);
    }
    t.next();
  }
  m.importTable('env', 'table', functions.length);
  m.element(0, functions);
  return m.build();
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
      // The micro-ops before the first word may be fused with it.
      f.set(at, op('i32.and', host, i32(4092)));
      f.set(at, select(op('i32.sub', at, i32(FUSED_BYTES)), i32(0), op('i32.gt_u', at, i32(FUSED_BYTES))));
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
