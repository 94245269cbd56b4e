/** A region's side of a meaning: every field is known, registers are WebAssembly locals, flags stay operands. */
import type { FunctionBuilder } from '../../wasm/function.js';
import { i32, i64, laneOp, load, op, v128, type Expr } from '../../wasm/expr.js';
import type { Fields } from '../isa/table.js';
import { Meaning, type FlagSource, type Immediate, type Immediate64, type Runtime } from '../meaning.js';
import { STATE } from '../state.js';
import { V0, slotOf } from './probe.js';

/** Locals and exits that all instructions of a region share. */
export interface RegionContext {
  readonly runtime: Runtime;
  /** Locals of the registers that the region touches, by number (SP is 31). */
  readonly registers: ReadonlyMap<number, Expr>;
  /** Registers that the region writes: stored wherever it is left. */
  readonly dirty: ReadonlySet<number>;
  readonly remaining: Expr;
  /** Local: virtual address of the page. */
  readonly page: Expr;
  /** Local: non-zero when the region must not go on behind the current instruction. */
  readonly stale: Expr;
  readonly epoch: Expr;
  readonly flags: { readonly N: Expr; readonly Z: Expr; readonly C: Expr; readonly V: Expr };
  /** Goes to an offset from the page: a block of the region, or out of it. */
  readonly go: (meaning: RegionMeaning, offset: number) => void;
  /** Leaves the region for an address (spilled already). */
  readonly jump: (address: Expr) => void;
  /** The same for an offset from the page, when `unused` instructions of the block were paid for but not run. */
  readonly jumpFrom: (meaning: RegionMeaning, offset: number, unused: number) => void;
}

/** Where an instruction stands: its offset in the page, and how many of its block follow, itself included. */
export interface Place {
  readonly offset: number;
  readonly left: number;
}

/** How the lowest bits of a vector are taken out where the interpreter loads them. */
const EXTRACT: Readonly<Record<string, readonly string[]>> = {
  'i32.load8_u': ['i8x16.extract_lane_u'],
  'i32.load8_s': ['i8x16.extract_lane_s'],
  'i32.load16_u': ['i16x8.extract_lane_u'],
  'i32.load16_s': ['i16x8.extract_lane_s'],
  'i32.load': ['i32x4.extract_lane'],
  'i64.load': ['i64x2.extract_lane'],
  'i64.load32_u': ['i32x4.extract_lane', 'i64.extend_i32_u'],
  'i64.load32_s': ['i32x4.extract_lane', 'i64.extend_i32_s'],
  'f32.load': ['f32x4.extract_lane'],
  'f64.load': ['f64x2.extract_lane'],
};

export class RegionMeaning extends Meaning {
  private fields: Fields = {};
  private place: Place = { offset: 0, left: 0 };
  /** Set where the instruction has a way through a helper: the region then asks whether it may go on. */
  private askStale = false;

  constructor(
    fn: FunctionBuilder,
    private readonly context: RegionContext,
  ) {
    super(fn, context.runtime);
  }

  /** Writes one instruction. */
  instruction(place: Place, fields: Fields, meaning: (t: Meaning, f: Fields) => void): void {
    this.place = place;
    this.fields = fields;
    this.askStale = false;
    meaning(this, fields);
    if (!this.askStale) return;
    const { fn, context } = this;
    fn.if(
      context.stale,
      () => {
        this.spill();
        context.jumpFrom(this, place.offset + 4, place.left - 1);
      },
      undefined,
      'unlikely',
    );
  }

  private read(field: string, sp: boolean): Expr {
    const n = this.fields[field];
    if (n === 31 && !sp) return i64(0);
    return this.context.registers.get(n) ?? fail(n);
  }
  private write(field: string, value: Expr, sp: boolean): void {
    const n = this.fields[field];
    if (n === 31 && !sp) return;
    this.fn.set(this.context.registers.get(n) ?? fail(n), value);
  }
  x(field: string): Expr {
    return this.read(field, false);
  }
  w(field: string): Expr {
    return this.wrap(this.read(field, false));
  }
  setX(field: string, value: Expr): void {
    this.write(field, value, false);
  }
  setW(field: string, value: Expr): void {
    this.write(field, this.extendU(value), false);
  }
  xsp(field: string): Expr {
    return this.read(field, true);
  }
  setXsp(field: string, value: Expr): void {
    this.write(field, value, true);
  }
  private vector(field: string, delta: number): Expr {
    const n = V0 + ((this.fields[field] + delta) & 31);
    return this.context.registers.get(n) ?? fail(n);
  }
  v(field: string, delta = 0): Expr {
    return this.vector(field, delta);
  }
  setV(field: string, value: Expr, delta = 0): void {
    this.fn.set(this.vector(field, delta), value);
  }
  scalar(field: string, how: string): Expr {
    const [name, ...rest] = EXTRACT[how];
    const lane = laneOp(name, 0, this.vector(field, 0));
    return rest.length > 0 ? op(rest[0], lane) : lane;
  }
  setScalar(field: string, value: Expr): void {
    const shape = { i32: 'i32x4', i64: 'i64x2', f32: 'f32x4', f64: 'f64x2', v128: '' }[value.type];
    this.fn.set(this.vector(field, 0), laneOp(`${shape}.replace_lane`, 0, v128(0n, 0n), value));
  }
  setLink(value: Expr): void {
    this.fn.set(this.context.registers.get(30) ?? fail(30), value);
  }
  imm32(value: Immediate): Expr {
    return i32(value(this.fields));
  }
  imm(value: Immediate): Expr {
    return i64(value(this.fields));
  }
  imm64(value: Immediate64): Expr {
    const [lo, hi] = value(this.fields);
    return i64((BigInt(hi) << 32n) | BigInt(lo >>> 0));
  }
  pcPage(): Expr {
    return this.context.page;
  }
  pc(): Expr {
    return op('i64.add', this.context.page, i64(this.place.offset));
  }
  override copy(value: Expr): Expr {
    if (value.kind !== 'local') return this.let(value);
    // A register's local is written again; the copy is not. The compiler behind us makes it free.
    const name = this.fn.local(value.type);
    this.fn.set(name, value);
    return name;
  }

  branch(offset: Immediate): void {
    this.context.go(this, this.place.offset + offset(this.fields));
  }
  branchAndLink(offset: Immediate): void {
    this.setLink(op('i64.add', this.pc(), i64(4)));
    this.branchTo(op('i64.add', this.context.page, i64(this.place.offset + offset(this.fields))), 'jump');
  }
  branchTo(address: Expr, how: 'jump' | 'call' | 'return'): void {
    const target = this.copy(address);
    if (how === 'call') this.setLink(op('i64.add', this.pc(), i64(4)));
    this.spill();
    this.context.jump(target);
  }

  /** Stores what the region holds in locals back to the core's state. */
  spill(): void {
    const { fn, context, base } = this;
    for (const n of context.dirty) {
      const local = context.registers.get(n) ?? fail(n);
      fn.store(`${local.type}.store`, base, local, slotOf(n));
    }
    const words = this.flagWords();
    fn.store('i64.store', base, words.N, STATE.N);
    fn.store('i64.store', base, words.Z, STATE.Z);
    fn.store('i32.store', base, words.C, STATE.C);
    fn.store('i64.store', base, words.V, STATE.V);
  }
  private fill(): void {
    const { fn, context, base } = this;
    for (const [n, local] of context.registers) fn.set(local, load(`${local.type}.load`, base, slotOf(n)));
    this.record = undefined;
    for (const f of ['N', 'Z', 'V'] as const) fn.set(context.flags[f], load('i64.load', base, STATE[f]));
    fn.set(context.flags.C, load('i32.load', base, STATE.C));
  }

  protected sync(all: boolean): void {
    const { fn, base, context, place } = this;
    if (all) this.spill();
    fn.store('i32.store', base, i32(place.offset), STATE.PC_OFFSET);
    fn.store('i32.store', base, op('i32.add', context.remaining, i32(place.left)), STATE.REMAINING);
  }
  protected leave(all: boolean): void {
    if (!all) this.spill();
    this.fn.return();
  }
  protected resync(all: boolean): void {
    const { fn, base, context, place } = this;
    this.askStale = true;
    fn.set(context.remaining, op('i32.sub', load('i32.load', base, STATE.REMAINING), i32(place.left)));
    // A device may have shortened the turn, a store may have hit translated code.
    fn.set(
      context.stale,
      op(
        'i32.or',
        op('i32.lt_s', context.remaining, i32(0)),
        op('i32.ne', context.epoch, load('i32.load', base, STATE.EPOCH)),
      ),
    );
    if (all) this.fill();
  }

  // Flags.

  protected setFlags(source: FlagSource, a: Expr, b: Expr, result: Expr, c: () => Expr, v: () => Expr): void {
    this.record = { source, a, b, result, c, v };
    // In an arm of an `if` (CCMP) the other arm sets them too: both must leave them in the locals.
    if (this.fn.depth > this.blockDepth) this.settle();
  }
  protected setFlagWords(n: Expr, z: Expr, c: Expr, v: Expr): void {
    const { fn, context } = this;
    fn.set(context.flags.N, n);
    fn.set(context.flags.Z, z);
    fn.set(context.flags.C, c);
    fn.set(context.flags.V, v);
    this.record = undefined;
  }
  /** Depth of the block's own code: deeper is inside an `if` of an instruction. */
  blockDepth = 0;

  private flagWords(): { N: Expr; Z: Expr; C: Expr; V: Expr } {
    const r = this.record;
    if (!r) return this.context.flags;
    const wide = (e: Expr): Expr => (e.type === 'i64' ? e : this.extendS(e));
    return { N: wide(r.result), Z: wide(r.result), C: r.c(), V: wide(r.v()) };
  }
  /** Brings the flag locals up to date. */
  settle(): void {
    if (!this.record) return;
    const { N, Z, C, V } = this.flagWords();
    this.setFlagWords(N, Z, C, V);
  }
  /** As `settle`, for one of two ways: the record stays for the other. */
  settleCopy(): void {
    const kept = this.record;
    this.settle();
    this.record = kept;
  }
  protected flag(which: 'N' | 'Z' | 'C' | 'V'): Expr {
    return this.flagWords()[which];
  }
}

function fail(n: number): never {
  throw new Error(`register ${n} has no local in this region`);
}
