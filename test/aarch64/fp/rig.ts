/**
 * The floating-point routines and operations in a module of their own: what tests call.
 *
 * Each function under test works on records in linear memory, so that a million cases cost no million calls: operands
 * of 16 bytes each, result of 16 bytes; FPCR, and FPSR before and after.
 */
import { FunctionBuilder } from '../../../src/wasm/function.js';
import { ModuleBuilder } from '../../../src/wasm/module.js';
import { i32, load, op, type Expr } from '../../../src/wasm/expr.js';
import type { ValType } from '../../../src/wasm/opcodes.js';
import { FP_ROUTINES } from '../../../src/aarch64/fp/routines.js';
import type { FpContext } from '../../../src/aarch64/fp/operations.js';
import { STATE } from '../../../src/aarch64/state.js';

/** Where a core's state begins here. */
const BASE = 0x1000;
/** Where records begin, and their size: three operands, result, FPCR, FPSR before, FPSR after, second result word. */
const RECORDS = 0x10000;
export const RECORD = { BYTES: 80, OPERAND: 16, RESULT: 48, FPCR: 64, BEFORE: 68, AFTER: 72 } as const;
const PAGES = 96;
/** As many records as fit. */
export const CAPACITY = Math.floor((PAGES * 65536 - RECORDS) / RECORD.BYTES);

/** A function under test: operands' types, and what it computes from them. */
export interface Subject {
  readonly params: readonly ValType[];
  readonly write: (t: FpContext, operands: Expr[]) => Expr;
}

/** A routine by its name, with constants for what follows its operands. */
export function routineSubject(name: string, constants: readonly number[] = []): Subject {
  const found = FP_ROUTINES.find((r) => r.name === name);
  if (!found) throw new Error(`no routine ${name}`);
  const params = found.params.slice(0, found.params.length - constants.length);
  return {
    params,
    write: (t, operands) => t.fp(name, found.result, ...operands, ...constants.map((c) => i32(c))),
  };
}

export interface Case {
  readonly operands: readonly bigint[];
  readonly fpcr: number;
  readonly before: number;
}
export interface Outcome {
  /** 128 bits; narrower results have zeros above. */
  readonly result: bigint;
  readonly fpsr: number;
}

export class Rig {
  private readonly memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  private readonly view = new DataView(this.memory.buffer);
  private readonly exports: Record<string, (count: number) => void>;

  constructor(subjects: Readonly<Record<string, Subject>>) {
    const m = new ModuleBuilder();
    m.importMemory('env', 'memory', PAGES, PAGES);
    const fp = Object.fromEntries(FP_ROUTINES.map((r) => [r.name, m.declare(['i32', ...r.params], [r.result])]));
    for (const r of FP_ROUTINES) r.write(m.define(fp[r.name]), fp);
    for (const [name, subject] of Object.entries(subjects)) {
      const index = m.declare(['i32']);
      m.export(name, index);
      this.loop(m.define(index), subject, fp);
    }
    const instance = new WebAssembly.Instance(new WebAssembly.Module(m.build()), { env: { memory: this.memory } });
    this.exports = instance.exports as Record<string, (count: number) => void>;
  }

  private loop(f: FunctionBuilder, subject: Subject, fp: Record<string, number>): void {
    const at = f.local('i32');
    const count = f.param(0);
    const base = f.local('i32');
    f.set(at, i32(RECORDS));
    f.set(base, i32(BASE));
    const loop = f.loop();
    // FPCR and FPSR at once.
    f.store('i64.store', base, load('i64.load', at, RECORD.FPCR), STATE.FPCR);
    const operands = subject.params.map((type, i) => f.let(load(`${type}.load`, at, i * RECORD.OPERAND)));
    const context: FpContext = {
      fn: f,
      base,
      fp: (name, type, ...args) => ({ kind: 'call', type, fn: fp[name], args: [base, ...args], used: false }),
    };
    const result = f.let(subject.write(context, operands));
    f.store(`${result.type}.store`, at, result, RECORD.RESULT);
    f.store('i32.store', at, load('i32.load', base, STATE.FPSR), RECORD.AFTER);
    f.set(at, op('i32.add', at, i32(RECORD.BYTES)));
    f.set(count, op('i32.sub', count, i32(1)));
    f.brIf(loop, count);
    f.end();
  }

  private put128(at: number, value: bigint): void {
    this.view.setBigUint64(at, BigInt.asUintN(64, value), true);
    this.view.setBigUint64(at + 8, BigInt.asUintN(64, value >> 64n), true);
  }

  /** Runs one function over cases. */
  run(name: string, cases: readonly Case[]): Outcome[] {
    const out: Outcome[] = [];
    for (let from = 0; from < cases.length; from += CAPACITY) {
      const part = cases.slice(from, from + CAPACITY);
      part.forEach((c, i) => {
        const at = RECORDS + i * RECORD.BYTES;
        c.operands.forEach((v, k) => this.put128(at + k * RECORD.OPERAND, v));
        this.put128(at + RECORD.RESULT, 0n);
        this.view.setInt32(at + RECORD.FPCR, c.fpcr, true);
        this.view.setInt32(at + RECORD.BEFORE, c.before, true);
      });
      this.exports[name](part.length);
      part.forEach((_, i) => {
        const at = RECORDS + i * RECORD.BYTES;
        out.push({
          result:
            this.view.getBigUint64(at + RECORD.RESULT, true) |
            (this.view.getBigUint64(at + RECORD.RESULT + 8, true) << 64n),
          fpsr: this.view.getInt32(at + RECORD.AFTER, true),
        });
      });
    }
    return out;
  }

  /** Milliseconds that `rounds` runs over the records put there last take: for measurements. */
  time(name: string, count: number, rounds: number): number {
    const start = performance.now();
    for (let i = 0; i < rounds; i++) this.exports[name](count);
    return performance.now() - start;
  }
}
