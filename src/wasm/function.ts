/** One function of a module, written statement by statement from expression trees. */
import { Bytes } from './bytes.js';
import { isLeaf, type Expr } from './expr.js';
import { LOAD, OP, PURE, STORE, VALTYPE, type ValType } from './opcodes.js';

/** How often a branch is taken: the operand of a branch hint (`metadata.code.branch_hint`). */
export type Hint = 'likely' | 'unlikely';

export class FunctionBuilder {
  private readonly code = new Bytes(256);
  private readonly locals: ValType[] = [];
  private readonly free: Record<ValType, number[]> = { i32: [], i64: [], f32: [], f64: [], v128: [] };
  /** Branch hints: offset of the branch in the code, and 1 where it is taken. */
  private readonly hints: [number, number][] = [];
  /** How many labels are open here, the function's own not counted. */
  depth = 0;

  /** @param params types of the parameters; they are locals 0, 1, ... */
  constructor(private readonly params: readonly ValType[]) {}

  /** Parameter `index` as a value. */
  param(index: number): Expr {
    return { kind: 'local', type: this.params[index], index };
  }

  /** A fresh local variable. */
  local(type: ValType): Expr & { kind: 'local' } {
    const reused = this.free[type].pop();
    if (reused !== undefined) return { kind: 'local', type, index: reused };
    this.locals.push(type);
    return { kind: 'local', type, index: this.params.length + this.locals.length - 1 };
  }

  /** Gives a local back; its value is not needed any more. */
  release(local: Expr): void {
    if (local.kind === 'local' && local.index >= this.params.length) this.free[local.type].push(local.index);
  }

  /** Computes `value` now and names it, so that it can be used more than once. */
  let(value: Expr): Expr {
    if (isLeaf(value) && value.kind !== 'local') return value;
    const name = this.local(value.type);
    this.set(name, value);
    return name;
  }

  /** Assigns a local. */
  set(target: Expr, value: Expr): void {
    if (target.kind !== 'local' || target.type !== value.type) throw new Error('wasm: bad assignment');
    this.push(value);
    this.code.u8(OP.local_set);
    this.code.u32(target.index);
  }

  /** Writes the code that leaves `e` on the stack. */
  push(e: Expr): void {
    const { code } = this;
    if (!isLeaf(e) && 'used' in e) {
      if (e.used) throw new Error(`wasm: a ${e.kind} is used twice; name it with let()`);
      e.used = true;
    }
    switch (e.kind) {
      case 'const':
        code.u8(OP.i32_const);
        return code.s32(e.value);
      case 'const64':
        code.u8(OP.i64_const);
        return code.s64(e.value);
      case 'constFloat':
        code.u8(e.type === 'f32' ? OP.f32_const : OP.f64_const);
        return e.type === 'f32' ? code.fixed32(Number(e.bits)) : code.fixed64(e.bits);
      case 'const128':
        code.u8(0xfd);
        code.u32(12);
        code.fixed64(e.low);
        return code.fixed64(e.high);
      case 'local':
        code.u8(OP.local_get);
        return code.u32(e.index);
      case 'op': {
        for (const a of e.args) this.push(a);
        const spec = PURE[e.op];
        if (spec.simd || spec.misc) {
          code.u8(spec.simd ? 0xfd : 0xfc);
          code.u32(spec.code);
          for (const lane of e.lanes ?? []) code.u8(lane);
          return;
        }
        return code.u8(spec.code);
      }
      case 'load':
        this.push(e.address);
        return this.memory(LOAD[e.op], e.offset);
      case 'select':
        for (const a of e.args) this.push(a);
        return code.u8(OP.select);
      case 'call':
        for (const a of e.args) this.push(a);
        code.u8(OP.call);
        return code.u32(e.fn);
    }
  }

  private memory(spec: { code: number; simd: boolean }, offset: number): void {
    if (spec.simd) this.code.u8(0xfd);
    if (spec.simd) this.code.u32(spec.code);
    else this.code.u8(spec.code);
    this.code.u8(0); // alignment 1: the hint changes nothing on the hosts we run on
    this.code.u32(offset);
  }

  /** Stores `value` at `address` (i32) plus a constant offset. */
  store(name: string, address: Expr, value: Expr, offset = 0): void {
    const spec = STORE[name];
    if (spec === undefined || spec.type !== value.type) throw new Error(`wasm: bad store ${name} of ${value.type}`);
    this.push(address);
    this.push(value);
    this.memory(spec, offset);
  }

  /** Calls a function without result. */
  call(fn: number, args: readonly Expr[]): void {
    for (const a of args) this.push(a);
    this.code.u8(OP.call);
    this.code.u32(fn);
  }

  /** Calls a function in place of this one. */
  tailCall(fn: number, args: readonly Expr[]): void {
    for (const a of args) this.push(a);
    this.code.u8(OP.return_call);
    this.code.u32(fn);
  }

  /** Calls the function in slot `index` of table 0, of type `type`, in place of this one. */
  tailCallIndirect(type: number, args: readonly Expr[], index: Expr): void {
    for (const a of args) this.push(a);
    this.push(index);
    this.code.u8(OP.return_call_indirect);
    this.code.u32(type);
    this.code.u8(0);
  }

  private hint(hint: Hint | undefined): void {
    if (hint) this.hints.push([this.code.length, hint === 'likely' ? 1 : 0]);
  }

  if(condition: Expr, then: () => void, otherwise?: () => void, hint?: Hint): void {
    if (condition.kind === 'const') {
      if (condition.value !== 0) then();
      else otherwise?.();
      return;
    }
    this.push(condition);
    this.hint(hint);
    this.code.u8(OP.if);
    this.code.u8(OP.void);
    this.depth++;
    then();
    if (otherwise) {
      this.code.u8(OP.else);
      otherwise();
    }
    this.end();
  }

  /** Opens a block; a branch to its label goes to its end. Returns the label. */
  block(): number {
    this.code.u8(OP.block);
    this.code.u8(OP.void);
    return ++this.depth;
  }

  /** Opens a loop; a branch to its label goes to its start. Returns the label. */
  loop(): number {
    this.code.u8(OP.loop);
    this.code.u8(OP.void);
    return ++this.depth;
  }

  end(): void {
    this.code.u8(OP.end);
    this.depth--;
  }

  br(label: number): void {
    this.code.u8(OP.br);
    this.code.u32(this.depth - label);
  }

  brIf(label: number, condition: Expr, hint?: Hint): void {
    this.push(condition);
    this.hint(hint);
    this.code.u8(OP.br_if);
    this.code.u32(this.depth - label);
  }

  brTable(labels: readonly number[], otherwise: number, index: Expr): void {
    this.push(index);
    this.code.u8(OP.br_table);
    this.code.u32(labels.length);
    for (const l of labels) this.code.u32(this.depth - l);
    this.code.u32(this.depth - otherwise);
  }

  drop(value: Expr): void {
    this.push(value);
    this.code.u8(OP.drop);
  }

  /** Returns, with a value where the function has a result. */
  return(value?: Expr): void {
    if (value) this.push(value);
    this.code.u8(OP.return);
  }

  unreachable(): void {
    this.code.u8(OP.unreachable);
  }

  /** Bytes of code written so far: a measure of size. */
  get size(): number {
    return this.code.length;
  }

  /** Writes the body (locals, code, end) to `out`; returns the branch hints, relative to the body's start. */
  finish(out: Bytes): readonly [number, number][] {
    const body = new Bytes(this.code.length + 16);
    const runs: [number, ValType][] = [];
    for (const type of this.locals) {
      const last = runs[runs.length - 1];
      if (last && last[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    body.u32(runs.length);
    for (const [count, type] of runs) {
      body.u32(count);
      body.u8(VALTYPE[type]);
    }
    const start = body.length;
    body.append(this.code);
    body.u8(OP.end);
    out.framed(body);
    return this.hints.map(([at, taken]) => [at + start, taken]);
  }
}
