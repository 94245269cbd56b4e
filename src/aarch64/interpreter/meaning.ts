/** The interpreter's side of a meaning: register numbers and immediates are read from the micro-op. */
import type { FunctionBuilder } from '../../wasm/function.js';
import { i32, i64, load, op, v128, type Expr } from '../../wasm/expr.js';
import type { Fields } from '../isa/table.js';
import { Meaning, type FlagSource, type Immediate, type Immediate64, type Runtime } from '../meaning.js';
import { PAGE_SIZE, STATE, UOP } from '../state.js';

/** How register 31 is taken: as XZR read, as XZR written, as SP; V registers have no special one. */
type Role = 'read' | 'write' | 'sp' | 'vector';

/** What the pre-decoder puts into a micro-op, and where. */
export type Slot =
  | {
      readonly at: number;
      readonly kind: 'register';
      readonly field: string;
      readonly delta: number;
      readonly role: Role;
    }
  | { readonly at: number; readonly kind: 'imm32'; readonly value: Immediate }
  | { readonly at: number; readonly kind: 'imm64'; readonly value: Immediate64 }
  | { readonly at: number; readonly kind: 'branch'; readonly value: Immediate };

/** Functions and types of the engine's module that handlers use. */
export interface Engine extends Runtime {
  /** (base, uop, remaining): goes to the micro-op's instruction in the run loop: budget is used up. */
  readonly exit: number;
  /** (base, remaining, address): goes to an address. */
  readonly jump: number;
  /** Type of a handler: (base, uop, remaining). */
  readonly handlerType: number;
}

/** Offset in its page, in bytes, of the instruction whose micro-op is at `uop`. */
export const offsetOf = (uop: Expr): Expr => op('i32.shr_u', op('i32.and', uop, i32(UOP.PAGE_MASK)), i32(2));

export class InterpreterMeaning extends Meaning {
  readonly slots: Slot[] = [];
  /** Set where the meaning branches directly: the pre-decoder then chooses between the near and the far handler. */
  branches = false;
  /** Set where the meaning has a way through a helper, after which the turn may be over. */
  helped = false;
  private readonly uop: Expr;
  private readonly remaining: Expr;
  private readonly registers = new Map<string, number>();
  /** Which of the 16-bit places of the micro-op are taken (2, 4, 6, 8, ...). */
  private readonly taken = new Set<number>();

  /**
   * @param near true where the handler is for branches inside the page: the target is a distance between micro-ops
   */
  constructor(
    fn: FunctionBuilder,
    private readonly engine: Engine,
    private readonly near: boolean,
  ) {
    super(fn, engine);
    this.uop = fn.param(1);
    this.remaining = fn.param(2);
  }

  private take(bytes: number): number {
    const first = bytes === 2 ? UOP.OPERANDS : UOP.IMMEDIATES;
    for (let at = first; at + bytes <= UOP.BYTES; at += bytes) {
      let free = true;
      for (let i = at; i < at + bytes; i += 2) free &&= !this.taken.has(i);
      if (!free) continue;
      for (let i = at; i < at + bytes; i += 2) this.taken.add(i);
      return at;
    }
    throw new Error('the instruction has more operands than a micro-op holds');
  }

  private register(field: string, role: Role, delta = 0): Expr {
    const key = `${field}:${role}:${delta}`;
    let at = this.registers.get(key);
    if (at === undefined) {
      at = this.take(2);
      this.registers.set(key, at);
      this.slots.push({ at, kind: 'register', field, delta, role });
    }
    return op('i32.add', load('i32.load16_u', this.uop, at), this.base);
  }

  x(field: string): Expr {
    return load('i64.load', this.register(field, 'read'));
  }
  w(field: string): Expr {
    return load('i32.load', this.register(field, 'read'));
  }
  setX(field: string, value: Expr): void {
    this.fn.store('i64.store', this.register(field, 'write'), value);
  }
  setW(field: string, value: Expr): void {
    this.setX(field, this.extendU(value));
  }
  xsp(field: string): Expr {
    return load('i64.load', this.register(field, 'sp'));
  }
  setXsp(field: string, value: Expr): void {
    this.fn.store('i64.store', this.register(field, 'sp'), value);
  }
  v(field: string, delta = 0): Expr {
    return load('v128.load', this.register(field, 'vector', delta));
  }
  setV(field: string, value: Expr, delta = 0): void {
    this.fn.store('v128.store', this.register(field, 'vector', delta), value);
  }
  scalar(field: string, how: string): Expr {
    return load(how, this.register(field, 'vector'));
  }
  setScalar(field: string, value: Expr): void {
    const wide = value.type === 'i32' ? this.extendU(value) : value;
    const named = this.let(wide);
    // A narrow float is stored over the zeros.
    if (named.type !== 'i64') this.fn.store('v128.store', this.register(field, 'vector'), v128(0n, 0n));
    this.fn.store(`${named.type}.store`, this.register(field, 'vector'), named);
    if (named.type === 'i64') this.fn.store('i64.store', this.register(field, 'vector'), i64(0), 8);
  }
  setLink(value: Expr): void {
    this.fn.store('i64.store', this.base, value, STATE.X + 30 * 8);
  }

  imm32(value: Immediate): Expr {
    const at = this.take(4);
    this.slots.push({ at, kind: 'imm32', value });
    return load('i32.load', this.uop, at);
  }
  imm(value: Immediate): Expr {
    const at = this.take(4);
    this.slots.push({ at, kind: 'imm32', value });
    return load('i64.load32_s', this.uop, at);
  }
  imm64(value: Immediate64): Expr {
    const at = this.take(8);
    this.slots.push({ at, kind: 'imm64', value });
    return load('i64.load', this.uop, at);
  }

  pcPage(): Expr {
    return load('i64.load', this.base, STATE.PAGE_VA);
  }
  pc(): Expr {
    return op('i64.or', this.pcPage(), op('i64.extend_i32_u', offsetOf(this.uop)));
  }

  private branchOffset(offset: Immediate): Expr {
    this.branches = true;
    const at = this.take(4);
    this.slots.push({ at, kind: 'branch', value: offset });
    return load('i32.load', this.uop, at);
  }
  branch(offset: Immediate): void {
    const distance = this.branchOffset(offset);
    // Near: a distance in micro-ops' bytes. Far: one in instructions' bytes from the page, put there by the pre-decoder.
    if (this.near) this.dispatch(op('i32.add', this.uop, distance));
    else this.goto(op('i64.add', this.pcPage(), op('i64.extend_i32_s', distance)));
  }
  branchAndLink(offset: Immediate): void {
    this.setLink(op('i64.add', this.pc(), i64(4)));
    this.branch(offset);
  }
  branchTo(address: Expr, how: 'jump' | 'call' | 'return'): void {
    if (how !== 'call') return this.goto(address);
    const target = this.let(address);
    this.setLink(op('i64.add', this.pc(), i64(4)));
    this.goto(target);
  }
  private goto(address: Expr): void {
    this.fn.tailCall(this.engine.jump, [this.base, op('i32.sub', this.remaining, i32(1)), address]);
  }

  /** Counts the instruction and goes to the micro-op at `next`. */
  dispatch(next: Expr): void {
    const { fn } = this;
    fn.set(this.uop, next);
    fn.set(this.remaining, op('i32.sub', this.remaining, i32(1)));
    fn.if(
      op('i32.eqz', this.remaining),
      () => fn.tailCall(this.engine.exit, [this.base, this.uop, this.remaining]),
      undefined,
      'unlikely',
    );
    fn.tailCallIndirect(
      this.engine.handlerType,
      [this.base, this.uop, this.remaining],
      load('i32.load16_u', this.uop, UOP.HANDLER),
    );
  }

  /** Goes on behind another instruction in the same handler: with the flags as it knows them. */
  follow(before: InterpreterMeaning): void {
    this.record = before.record;
    this.helped = before.helped;
  }

  /**
   * Between two instructions of a fused handler: counts the first, and leaves if a helper of its ended the turn, or if it
   * has overwritten one that follows: then the micro-op of all was taken back.
   * @param place which instruction of the handler this is, from 0
   */
  advance(place: number): void {
    const { fn } = this;
    if (this.stores) {
      const head = place === 0 ? this.uop : op('i32.sub', this.uop, i32(place * UOP.BYTES));
      fn.if(op('i32.eqz', load('i32.load16_u', head, UOP.HANDLER)), () => this.next(), undefined, 'unlikely');
    }
    fn.set(this.uop, op('i32.add', this.uop, i32(UOP.BYTES)));
    fn.set(this.remaining, op('i32.sub', this.remaining, i32(1)));
    if (!this.helped) return;
    fn.if(
      op('i32.eqz', this.remaining),
      () => fn.tailCall(this.engine.exit, [this.base, this.uop, this.remaining]),
      undefined,
      'unlikely',
    );
  }

  /** Ends the handler: on to the next instruction. */
  next(): void {
    this.dispatch(op('i32.add', this.uop, i32(UOP.BYTES)));
  }

  protected leave(): void {
    this.fn.return();
  }
  protected sync(): void {
    this.fn.store('i32.store', this.base, offsetOf(this.uop), STATE.PC_OFFSET);
    this.fn.store('i32.store', this.base, this.remaining, STATE.REMAINING);
  }
  protected resync(): void {
    this.helped = true;
    this.fn.set(this.remaining, load('i32.load', this.base, STATE.REMAINING));
  }

  protected setFlags(source: FlagSource, a: Expr, b: Expr, result: Expr, c: () => Expr, v: () => Expr): void {
    const wide = (e: Expr): Expr => (e.type === 'i64' ? e : this.extendS(e));
    const r = this.let(wide(result));
    this.setFlagWords(r, r, c(), wide(v()));
    // Of use to a second instruction in the same handler; in an arm of an `if` it may not have been run.
    if (this.fn.depth === 0) this.record = { source, a, b, result, c, v };
  }
  protected setFlagWords(n: Expr, z: Expr, c: Expr, v: Expr): void {
    this.fn.store('i64.store', this.base, n, STATE.N);
    this.fn.store('i64.store', this.base, z, STATE.Z);
    this.fn.store('i32.store', this.base, c, STATE.C);
    this.fn.store('i64.store', this.base, v, STATE.V);
    this.record = undefined;
  }
  protected flag(which: 'N' | 'Z' | 'C' | 'V'): Expr {
    return load(which === 'C' ? 'i32.load' : 'i64.load', this.base, STATE[which]);
  }
}

/** Puts an instruction's operands and immediates into its micro-op; the handler's number is written by the caller. */
export function fillSlots(u16: Uint16Array, i32view: Int32Array, uop: number, slots: readonly Slot[], f: Fields): void {
  for (const slot of slots) {
    const at = uop + slot.at;
    switch (slot.kind) {
      case 'register':
        u16[at >> 1] = registerOffset(f[slot.field], slot.delta, slot.role);
        break;
      case 'imm32':
        i32view[at >> 2] = slot.value(f);
        break;
      case 'imm64': {
        const [lo, hi] = slot.value(f);
        i32view[at >> 2] = lo;
        i32view[(at >> 2) + 1] = hi;
        break;
      }
      case 'branch': {
        // In an aligned page of micro-ops the distance in micro-ops is four times that in instructions.
        const from = (uop & UOP.PAGE_MASK) >> 2;
        const to = from + slot.value(f);
        i32view[at >> 2] = isNear(to) ? (to - from) * 4 : to;
        break;
      }
    }
  }
}

/** True where a branch target, as an offset from the page, lies inside it. */
export const isNear = (offset: number): boolean => offset >= 0 && offset < PAGE_SIZE;

function registerOffset(number: number, delta: number, role: Role): number {
  const n = (number + delta) & 31;
  if (role === 'vector') return STATE.VREG + n * 16;
  if (n < 31) return STATE.X + n * 8;
  return role === 'sp' ? STATE.SP : role === 'read' ? STATE.ZR : STATE.TRASH;
}
