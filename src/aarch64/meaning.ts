/**
 * The language in which the instruction table says what instructions do.
 *
 * A meaning is run against a `Meaning`, which writes WebAssembly: the interpreter's leaves register numbers and
 * immediates symbolic (read from a micro-op), a region's knows them and keeps registers in locals. Everything that both
 * do in the same way (arithmetic, flags' formulas, the path to memory) is here; what differs is abstract.
 *
 * Values are expression trees (`wasm/expr.ts`), i32 for W registers and i64 for X registers; the arithmetic methods take
 * both. A value used twice is named with `let`. A meaning reads registers before it writes them, and writes nothing
 * before its last access to memory that can fault.
 */
import type { FunctionBuilder, Hint } from '../wasm/function.js';
import { i32, i64, isLeaf, load, op, select, v128, type Expr } from '../wasm/expr.js';
import { KIND } from './access.js';
import { HELPER } from './helper-codes.js';
import type { Fields } from './isa/table.js';
import { DTLB, PAGE_SIZE, STATE } from './state.js';

export type { Expr };
export { i32, i64, op, select };

/** Computes an immediate from the word's fields, at decode time; fits in 32 signed bits. */
export type Immediate = (f: Fields) => number;
/** A 64-bit immediate as two 32-bit halves: [low, high]. */
export type Immediate64 = (f: Fields) => readonly [number, number];

/** Functions of the engine's module that generated code calls. */
export interface Runtime {
  /** (base, kind, va) -> status; value in SCRATCH. */
  readonly loadSlow: number;
  readonly storeSlow: number;
  /** (base, va) -> status. */
  readonly zeroSlow: number;
  /** (base, helper, imm) -> status. */
  readonly helper: number;
  /** The exact floating-point routines, by name; each takes the base first. */
  readonly fp: Readonly<Record<string, number>>;
}

/** How a flag-setting operation made its result, for tiers that keep flags as operands. */
export type FlagSource = 'add' | 'sub' | 'logic' | 'other';

/** The operands of the last flag-setting instruction, as values that nobody changes. */
export interface FlagRecord {
  readonly source: FlagSource;
  readonly a: Expr;
  readonly b: Expr;
  readonly result: Expr;
  readonly c: () => Expr;
  readonly v: () => Expr;
}

/** How the difference of two values compares where a condition holds: WebAssembly's name of it. */
const RELATIONS: Readonly<Record<number, string>> = {
  0: 'eq',
  1: 'ne',
  2: 'ge_u',
  3: 'lt_u',
  8: 'gt_u',
  9: 'le_u',
  10: 'ge_s',
  11: 'lt_s',
  12: 'gt_s',
  13: 'le_s',
};

/** Sizes of accesses in bytes, and the type of value they make in a register. */
const LOADS: Readonly<Record<string, string>> = {
  'i32:1': 'i32.load8_u',
  'i32:2': 'i32.load16_u',
  'i32:4': 'i32.load',
  'i64:1': 'i64.load8_u',
  'i64:2': 'i64.load16_u',
  'i64:4': 'i64.load32_u',
  'i64:8': 'i64.load',
  'i32:-1': 'i32.load8_s',
  'i32:-2': 'i32.load16_s',
  'i64:-1': 'i64.load8_s',
  'i64:-2': 'i64.load16_s',
  'i64:-4': 'i64.load32_s',
  'f32:4': 'f32.load',
  'f64:8': 'f64.load',
  'v128:16': 'v128.load',
};
const STORES: Readonly<Record<string, string>> = {
  'i32:1': 'i32.store8',
  'i32:2': 'i32.store16',
  'i32:4': 'i32.store',
  'i64:1': 'i64.store8',
  'i64:2': 'i64.store16',
  'i64:4': 'i64.store32',
  'i64:8': 'i64.store',
  'f32:4': 'f32.store',
  'f64:8': 'f64.store',
  'v128:16': 'v128.store',
};

/** What an access is, beyond its address. */
export interface AccessOptions {
  /** LDTR and STTR: with the rights of EL0. */
  readonly unprivileged?: boolean;
  /** Acquire, release and exclusive accesses: must be aligned to their whole size. */
  readonly aligned?: boolean;
  /** Each value is several elements of this many bytes (structures): byte order and alignment are theirs. */
  readonly element?: 1 | 2 | 4 | 8;
  /** Marks (loads) or needs (stores) the exclusive monitor. */
  readonly exclusive?: boolean;
}

export abstract class Meaning {
  /** Base of the core's state, a parameter of every generated function. */
  readonly base: Expr;
  /** Where the flags come from, while that is known: conditions are then comparisons of the operands. */
  record: FlagRecord | undefined;
  /** Set where the meaning stores: what it stores may be the next instruction. */
  stores = false;

  constructor(
    readonly fn: FunctionBuilder,
    readonly runtime: Runtime,
  ) {
    this.base = fn.param(0);
  }

  // What a tier provides.

  /** Xn of field `field` (31 is XZR); `delta` counts registers on from it, modulo 32. */
  abstract x(field: string): Expr;
  /** Wn: the low half. */
  abstract w(field: string): Expr;
  abstract setX(field: string, value: Expr): void;
  /** Writes Wn; the upper half becomes zero. */
  abstract setW(field: string, value: Expr): void;
  /** Xn where 31 is SP. */
  abstract xsp(field: string): Expr;
  abstract setXsp(field: string, value: Expr): void;
  /** Vn; `delta` counts registers on from the field's, modulo 32. */
  abstract v(field: string, delta?: number): Expr;
  abstract setV(field: string, value: Expr, delta?: number): void;
  /** The lowest bits of Vn as a scalar, by a load's name: 'i32.load8_u', 'i32.load16_u', 'i32.load', 'i64.load', 'f32.load', 'f64.load'. */
  abstract scalar(field: string, load: string): Expr;
  /** Writes the lowest bits of Vn from an i32, i64, f32 or f64; the rest becomes zero. */
  abstract setScalar(field: string, value: Expr): void;
  /** X30. */
  abstract setLink(value: Expr): void;
  /** A 32-bit immediate as i32. */
  abstract imm32(value: Immediate): Expr;
  /** A 32-bit immediate, sign-extended to i64. */
  abstract imm(value: Immediate): Expr;
  abstract imm64(value: Immediate64): Expr;
  /** The address of this instruction plus an offset of the current page only: what ADR, ADRP and BL need. */
  abstract pc(): Expr;
  /** The address of the page that holds this instruction. */
  abstract pcPage(): Expr;
  /** Goes to PC + offset. Ends the path. */
  abstract branch(offset: Immediate): void;
  /** As `branch`, for BL: a call, by whose return address this path goes on. */
  abstract branchAndLink(offset: Immediate): void;
  /** Goes to an address. Ends the path. */
  abstract branchTo(address: Expr, how: 'jump' | 'call' | 'return'): void;
  /**
   * Leaves to the run loop: an exception is pending or PC is set. Ends the path.
   * @param all as for the `sync` before: the core's state in memory is current and may have been changed
   */
  protected abstract leave(all: boolean): void;
  /**
   * Before a helper: makes PC_OFFSET and REMAINING current.
   * @param all the helper may also read and write registers, flags and PSTATE (system instructions do, accesses don't)
   */
  protected abstract sync(all: boolean): void;
  /** After a helper: takes anew what it may have changed. */
  protected abstract resync(all: boolean): void;
  /** Records new flags: N and Z from `result`, C (i32, 0 or 1) and V (sign of an integer of the result's type). */
  protected abstract setFlags(source: FlagSource, a: Expr, b: Expr, result: Expr, c: () => Expr, v: () => Expr): void;
  /** N (sign of an i64), Z (zero i64), C (i32), V (sign of an i64), as leaves or fresh loads. */
  protected abstract flag(which: 'N' | 'Z' | 'C' | 'V'): Expr;
  /** Sets all flags from values in that representation. */
  protected abstract setFlagWords(n: Expr, z: Expr, c: Expr, v: Expr): void;

  // Registers by width.

  /** Xn or Wn, as `sf` says. */
  r(sf: number, field: string): Expr {
    return sf ? this.x(field) : this.w(field);
  }
  setR(sf: number, field: string, value: Expr): void {
    if (sf) this.setX(field, value);
    else this.setW(field, value);
  }
  rsp(sf: number, field: string): Expr {
    return sf ? this.xsp(field) : this.wrap(this.xsp(field));
  }
  setRsp(sf: number, field: string, value: Expr): void {
    this.setXsp(field, sf ? value : this.extendU(value));
  }
  /** An immediate of the width that `sf` says. */
  immR(sf: number, value: Immediate): Expr {
    return sf ? this.imm(value) : this.imm32(value);
  }

  /** Writes a vector of 128 bits (q) or of 64, with zeros above. */
  setVector(q: number, field: string, value: Expr): void {
    this.setV(field, q ? value : op('v128.and', value, v128(-1n, 0n)));
  }

  /** The check that comes first in every FP and SIMD instruction: CPACR_EL1, CPTR_EL2, CPTR_EL3. */
  fpAccess(): void {
    this.if(op('i32.eqz', this.state32(STATE.FP_ENABLED)), () => this.exit(HELPER.FP_TRAP), undefined, 'unlikely');
  }

  /** Calls one of the exact floating-point routines (`fp/routines.ts`). */
  fp(routine: string, type: Expr['type'], ...args: Expr[]): Expr {
    const fn = this.runtime.fp[routine];
    if (fn === undefined) throw new Error(`no floating-point routine '${routine}'`);
    return { kind: 'call', type, fn, args: [this.base, ...args], used: false };
  }

  // Arithmetic on i32 and i64 alike.

  private bin(name: string, a: Expr, b: Expr): Expr {
    return op(`${a.type}.${name}`, a, b);
  }
  add(a: Expr, b: Expr): Expr {
    return this.bin('add', a, b);
  }
  sub(a: Expr, b: Expr): Expr {
    return this.bin('sub', a, b);
  }
  mul(a: Expr, b: Expr): Expr {
    return this.bin('mul', a, b);
  }
  and(a: Expr, b: Expr): Expr {
    return this.bin('and', a, b);
  }
  or(a: Expr, b: Expr): Expr {
    return this.bin('or', a, b);
  }
  xor(a: Expr, b: Expr): Expr {
    return this.bin('xor', a, b);
  }
  not(a: Expr): Expr {
    return this.bin('xor', a, this.constant(a.type, -1));
  }
  /** Shifts take the amount modulo the width, as both WebAssembly and LSLV do. */
  shl(a: Expr, n: Expr): Expr {
    return this.bin('shl', a, n);
  }
  shrU(a: Expr, n: Expr): Expr {
    return this.bin('shr_u', a, n);
  }
  shrS(a: Expr, n: Expr): Expr {
    return this.bin('shr_s', a, n);
  }
  rotr(a: Expr, n: Expr): Expr {
    return this.bin('rotr', a, n);
  }
  /** Compares; the result is i32 0 or 1. `rel` is WebAssembly's: eq, ne, lt_s, lt_u, ge_u, ... */
  cmp(rel: string, a: Expr, b: Expr): Expr {
    return op(`${a.type}.${rel}`, a, b);
  }
  eqz(a: Expr): Expr {
    return op(`${a.type}.eqz`, a);
  }
  select(condition: Expr, a: Expr, b: Expr): Expr {
    return select(a, b, condition);
  }
  constant(type: Expr['type'], value: number): Expr {
    return type === 'i64' ? i64(value) : i32(value);
  }
  /** The low half of an i64. */
  wrap(a: Expr): Expr {
    return op('i32.wrap_i64', a);
  }
  extendU(a: Expr): Expr {
    return op('i64.extend_i32_u', a);
  }
  extendS(a: Expr): Expr {
    return op('i64.extend_i32_s', a);
  }
  /** Names a value, so that it can be used more than once. */
  let(value: Expr): Expr {
    return isLeaf(value) ? value : this.fn.let(value);
  }
  if(condition: Expr, then: () => void, otherwise?: () => void, hint?: Hint): void {
    this.fn.if(condition, then, otherwise, hint);
  }

  // Flags.

  /** The sum, or with `subtract` the difference, of two values of one width; sets NZCV (Arm ARM AddWithCarry). */
  addSetFlags(subtract: boolean, left: Expr, right: Expr): Expr {
    const a = this.copy(left);
    const b = this.copy(right);
    const r = this.let(subtract ? this.sub(a, b) : this.add(a, b));
    this.setFlags(
      subtract ? 'sub' : 'add',
      a,
      b,
      r,
      () => (subtract ? this.cmp('ge_u', a, b) : this.cmp('lt_u', r, a)),
      () => (subtract ? this.and(this.xor(a, b), this.xor(a, r)) : this.and(this.xor(a, r), this.xor(b, r))),
    );
    return r;
  }

  /** a + b + C (ADC; SBC passes NOT b); sets NZCV. */
  addWithCarrySetFlags(left: Expr, right: Expr): Expr {
    const a = this.copy(left);
    const b = this.copy(right);
    const half = this.let(this.add(a, b));
    const r = this.let(this.add(half, this.carryIn(a.type)));
    const c = this.let(op('i32.or', this.cmp('lt_u', half, a), this.cmp('lt_u', r, half)));
    this.setFlags(
      'other',
      a,
      b,
      r,
      () => c,
      () => this.and(this.xor(a, r), this.xor(b, r)),
    );
    return r;
  }

  /** PSTATE.C as a value of the given width. */
  carryIn(type: Expr['type']): Expr {
    const c = this.flag('C');
    return type === 'i64' ? this.extendU(c) : c;
  }

  /** Sets N and Z from a logical result, clears C and V. Returns the result. */
  logicSetFlags(value: Expr): Expr {
    const r = this.let(value);
    const zero = this.constant(r.type, 0);
    this.setFlags(
      'logic',
      r,
      zero,
      r,
      () => i32(0),
      () => zero,
    );
    return r;
  }

  /** Sets NZCV from a 4-bit immediate. */
  setFlagsImmediate(nzcv: Immediate): void {
    this.setNzcv(this.imm32((f) => nzcv(f) << 28));
  }

  /** NZCV as in bits 31:28 of a 32-bit word. */
  nzcv(): Expr {
    const sign = (e: Expr, at: number): Expr => op('i32.shl', this.wrap(op('i64.shr_u', e, i64(63))), i32(at));
    return op(
      'i32.or',
      op('i32.or', sign(this.flag('N'), 31), op('i32.shl', op('i64.eqz', this.flag('Z')), i32(30))),
      op('i32.or', op('i32.shl', this.flag('C'), i32(29)), sign(this.flag('V'), 28)),
    );
  }

  /** Sets NZCV from bits 31:28 of an i32. */
  setNzcv(word: Expr): void {
    const w = this.let(word);
    const bitAt = (at: number): Expr => op('i32.and', op('i32.shr_u', w, i32(at)), i32(1));
    this.setFlagWords(
      this.extendS(op('i32.sub', i32(0), bitAt(31))),
      this.extendS(op('i32.xor', bitAt(30), i32(1))),
      bitAt(29),
      this.extendS(op('i32.sub', i32(0), bitAt(28))),
    );
  }

  /** ConditionHolds (Arm ARM, shared pseudocode): i32, zero or one. */
  condition(cond: number): Expr {
    const r = this.record;
    if (r) {
      const zero = this.constant(r.result.type, 0);
      const relation = RELATIONS[cond];
      if (r.source === 'sub' && relation) return this.cmp(relation, r.a, r.b);
      if (cond === 0) return this.eqz(r.result);
      if (cond === 1) return this.cmp('ne', r.result, zero);
      if (cond === 4) return this.cmp('lt_s', r.result, zero);
      if (cond === 5) return this.cmp('ge_s', r.result, zero);
      // With C and V clear, a logical result compares like the difference with zero.
      if (r.source === 'logic' && cond >= 10 && relation) return this.cmp(relation, r.result, zero);
    }
    const n = (): Expr => op('i64.lt_s', this.flag('N'), i64(0));
    const z = (): Expr => op('i64.eqz', this.flag('Z'));
    const notZ = (): Expr => op('i64.ne', this.flag('Z'), i64(0));
    const v = (): Expr => op('i64.lt_s', this.flag('V'), i64(0));
    const less = (): Expr => op('i64.lt_s', op('i64.xor', this.flag('N'), this.flag('V')), i64(0));
    const greaterEqual = (): Expr => op('i64.ge_s', op('i64.xor', this.flag('N'), this.flag('V')), i64(0));
    const table: (() => Expr)[] = [
      z,
      notZ,
      () => this.flag('C'),
      () => op('i32.eqz', this.flag('C')),
      n,
      () => op('i64.ge_s', this.flag('N'), i64(0)),
      v,
      () => op('i64.ge_s', this.flag('V'), i64(0)),
      () => op('i32.and', this.flag('C'), notZ()),
      () => op('i32.or', op('i32.eqz', this.flag('C')), z()),
      greaterEqual,
      less,
      () => op('i32.and', greaterEqual(), notZ()),
      () => op('i32.or', less(), z()),
      () => i32(1),
      () => i32(1),
    ];
    return table[cond]();
  }

  // Memory.

  /** Where the bytes of an access that hits the TLB are: TLB entry's address for `va`. */
  private entry(va: Expr, unprivileged: boolean): Expr {
    const { fn } = this;
    const index = op('i32.and', this.wrap(op('i64.shr_u', va, i64(12 - 5))), i32((DTLB.ENTRIES - 1) << 5));
    return fn.let(op('i32.add', index, load('i32.load', this.base, unprivileged ? STATE.UTLB : STATE.DTLB)));
  }

  /** Where all bytes of the access lie in the page of a TLB entry: i32 condition. */
  private hit(va: Expr, bytes: number, aligned: boolean, entry: Expr, tag: number): Expr {
    const last = bytes === 1 || aligned ? va : op('i64.add', va, i64(bytes - 1));
    // An aligned access never crosses a page, so keeping its low bits in the comparison checks both at once.
    const mask = aligned ? ~(PAGE_SIZE - 1) | (bytes - 1) : ~(PAGE_SIZE - 1);
    return op('i64.eq', op('i64.and', last, i64(mask)), load('i64.load', entry, tag));
  }

  private kind(bytes: number, write: boolean, o: AccessOptions): number {
    return (
      Math.log2(bytes) |
      (write ? KIND.WRITE : 0) |
      (o.aligned || o.exclusive ? KIND.ALIGNED : 0) |
      (o.unprivileged ? KIND.UNPRIVILEGED : 0) |
      (o.exclusive ? KIND.EXCLUSIVE : 0) |
      (o.element ? (Math.log2(o.element) + 1) << 8 : 0)
    );
  }

  /** Calls a helper; leaves if it says so. */
  private checked(fn: number, args: Expr[], all = false): void {
    this.sync(all);
    this.fn.if({ kind: 'call', type: 'i32', fn, args, used: false }, () => this.leave(all), undefined, 'unlikely');
    this.resync(all);
  }

  /**
   * Loads `count` values of `size` bytes from consecutive addresses. A negative size sign-extends.
   * @returns the values, named
   */
  load(address: Expr, type: Expr['type'], size: number, count = 1, o: AccessOptions = {}): Expr[] {
    const { fn } = this;
    const bytes = Math.abs(size);
    const loadOp = LOADS[`${type}:${size}`];
    if (loadOp === undefined) throw new Error(`no load of ${size} bytes as ${type}`);
    const va = this.let(address);
    const entry = this.entry(va, o.unprivileged ?? false);
    const values = Array.from({ length: count }, () => fn.local(type));
    const aligned = (o.aligned ?? false) || (o.exclusive ?? false);
    fn.if(
      this.hit(va, bytes * count, aligned, entry, DTLB.READ_TAG),
      () => {
        const host = op('i32.add', this.wrap(va), load('i32.load', entry, DTLB.ADDEND));
        const at = count === 1 && !o.exclusive ? host : fn.let(host);
        values.forEach((v, i) => fn.set(v, load(loadOp, at, i * bytes)));
        if (o.exclusive) this.mark(at, bytes * count, values);
      },
      () => {
        const slowSize = o.exclusive ? bytes * count : bytes;
        const calls = o.exclusive ? 1 : count;
        for (let i = 0; i < calls; i++) {
          const where = i === 0 ? va : op('i64.add', va, i64(i * bytes));
          this.checked(this.runtime.loadSlow, [this.base, i32(this.kind(slowSize, false, o)), where]);
          const n = o.exclusive ? count : 1;
          for (let k = 0; k < n; k++) fn.set(values[i + k], load(loadOp, this.base, STATE.SCRATCH + k * bytes));
        }
      },
      'likely',
    );
    fn.release(entry);
    return values;
  }

  /** Sets the exclusive monitor: the bytes' place in linear memory identifies the physical granule. */
  private mark(host: Expr, bytes: number, values: Expr[]): void {
    const { fn, base } = this;
    fn.store('i32.store', base, host, STATE.EX_ADDRESS);
    fn.store('i32.store', base, i32(bytes), STATE.EX_SIZE);
    const wide = (v: Expr): Expr => (v.type === 'i64' ? v : this.extendU(v));
    const low =
      values.length === 2 && bytes === 8
        ? op('i64.or', wide(values[0]), op('i64.shl', wide(values[1]), i64(32)))
        : wide(values[0]);
    fn.store('i64.store', base, low, STATE.EX_LOW);
    if (bytes === 16) fn.store('i64.store', base, values[1], STATE.EX_HIGH);
  }

  /** Stores values of `size` bytes at consecutive addresses; the values are leaves or used once. */
  store(address: Expr, size: number, values: Expr[], o: AccessOptions = {}): void {
    const { fn } = this;
    this.stores = true;
    const storeOp = STORES[`${values[0].type}:${size}`];
    if (storeOp === undefined) throw new Error(`no store of ${size} bytes from ${values[0].type}`);
    const va = this.let(address);
    const named = values.map((v) => this.let(v));
    const entry = this.entry(va, o.unprivileged ?? false);
    fn.if(
      this.hit(va, size * values.length, o.aligned ?? false, entry, DTLB.WRITE_TAG),
      () => {
        const host = op('i32.add', this.wrap(va), load('i32.load', entry, DTLB.ADDEND));
        const at = named.length === 1 ? host : fn.let(host);
        named.forEach((v, i) => fn.store(storeOp, at, v, i * size));
      },
      () => {
        named.forEach((v, i) => {
          fn.store(storeOp, this.base, v, STATE.SCRATCH);
          const where = i === 0 ? va : op('i64.add', va, i64(i * size));
          this.checked(this.runtime.storeSlow, [this.base, i32(this.kind(size, true, o)), where]);
        });
      },
      'likely',
    );
    fn.release(entry);
  }

  /**
   * Store-exclusive: stores where the monitor holds these bytes and they have not changed.
   * @returns i32, 0 where it stored, 1 where not
   */
  storeExclusive(address: Expr, size: number, values: Expr[]): Expr {
    const { fn, base } = this;
    const bytes = size * values.length;
    const storeOp = STORES[`${values[0].type}:${size}`];
    const va = this.let(address);
    const named = values.map((v) => this.let(v));
    const entry = this.entry(va, false);
    const failed = fn.local('i32');
    fn.if(
      this.hit(va, bytes, true, entry, DTLB.WRITE_TAG),
      () => {
        const host = fn.let(op('i32.add', this.wrap(va), load('i32.load', entry, DTLB.ADDEND)));
        const same = (at: number, wide: string, expected: number): Expr =>
          op('i64.eq', load(wide, host, at), load('i64.load', base, expected));
        const wide = ['i64.load8_u', 'i64.load16_u', '', 'i64.load32_u', '', '', '', 'i64.load'][
          Math.min(bytes, 8) - 1
        ];
        fn.set(failed, i32(1));
        fn.if(
          op(
            'i32.and',
            op('i32.eq', host, load('i32.load', base, STATE.EX_ADDRESS)),
            op('i32.eq', i32(bytes), load('i32.load', base, STATE.EX_SIZE)),
          ),
          () => {
            const equal = same(0, wide, STATE.EX_LOW);
            const all = bytes === 16 ? op('i32.and', equal, same(8, 'i64.load', STATE.EX_HIGH)) : equal;
            fn.if(all, () => {
              named.forEach((v, i) => fn.store(storeOp, host, v, i * size));
              fn.set(failed, i32(0));
            });
          },
        );
        this.clearExclusive();
      },
      () => {
        named.forEach((v, i) => fn.store(storeOp, base, v, STATE.SCRATCH + i * size));
        this.checked(this.runtime.storeSlow, [base, i32(this.kind(bytes, true, { exclusive: true })), va]);
        fn.set(failed, load('i32.load', base, STATE.SCRATCH));
      },
      'likely',
    );
    return failed;
  }

  /** Opens the exclusive monitor (CLREX). */
  clearExclusive(): void {
    this.fn.store('i32.store', this.base, i32(-1), STATE.EX_ADDRESS);
  }

  /** Zeroes the 64 bytes that hold an address (DC ZVA; DCZID_EL0.BS = 4). */
  zeroBlock(address: Expr): void {
    const { fn } = this;
    const va = this.let(address);
    const start = this.let(op('i64.and', va, i64(-64)));
    const entry = this.entry(start, false);
    fn.if(
      this.hit(start, 1, false, entry, DTLB.WRITE_TAG),
      () => {
        const host = fn.let(op('i32.add', this.wrap(start), load('i32.load', entry, DTLB.ADDEND)));
        for (let i = 0; i < 64; i += 8) fn.store('i64.store', host, i64(0), i);
      },
      () => this.checked(this.runtime.zeroSlow, [this.base, va]),
      'likely',
    );
  }

  // System.

  /** Leaves a value for a helper, or takes the one it left (64 bits). */
  scratch(): Expr {
    return load('i64.load', this.base, STATE.SCRATCH);
  }
  setScratch(value: Expr): void {
    this.fn.store('i64.store', this.base, value, STATE.SCRATCH);
  }

  /** Calls a helper by number (`helpers.ts`) with an immediate; leaves if it says so. */
  helper(kind: number, argument: Expr): void {
    const value = this.let(argument);
    this.checked(this.runtime.helper, [this.base, i32(kind), value], true);
  }

  /** A helper after which the core always leaves: exceptions, ERET. Ends the path. */
  exit(kind: number, argument: Expr = i32(0)): void {
    this.sync(true);
    this.fn.drop({
      kind: 'call',
      type: 'i32',
      fn: this.runtime.helper,
      args: [this.base, i32(kind), argument],
      used: false,
    });
    this.leave(true);
  }

  /** A word of the core's state (`STATE`). */
  state32(at: number): Expr {
    return load('i32.load', this.base, at);
  }
  state64(at: number): Expr {
    return load('i64.load', this.base, at);
  }
  setState32(at: number, value: Expr): void {
    this.fn.store('i32.store', this.base, value, at);
  }
  setState64(at: number, value: Expr): void {
    this.fn.store('i64.store', this.base, value, at);
  }

  /**
   * A value that stays what it is when registers are written: interpreter reads are loads, taken where they are used.
   */
  copy(value: Expr): Expr {
    return this.let(value);
  }
}
