/** What an instruction does to control flow, registers and flags, found by running its meaning without keeping the code. */
import { FunctionBuilder } from '../../wasm/function.js';
import { i32, i64, type Expr } from '../../wasm/expr.js';
import { LOAD, type ValType } from '../../wasm/opcodes.js';
import type { Fields, Instruction } from '../isa/table.js';
import { STATE } from '../state.js';
import { Meaning, type Immediate, type Immediate64, type Runtime } from '../meaning.js';

/** The number that stands for SP among registers 0 to 30; V0 to V31 follow. */
export const SP = 31;
export const V0 = 32;

/** Where a register is in the core's state. */
export const slotOf = (n: number): number =>
  n >= V0 ? STATE.VREG + (n - V0) * 16 : n === SP ? STATE.SP : STATE.X + n * 8;

export interface Effects {
  /** Offsets from the instruction to which it may branch directly (calls not among them). */
  readonly targets: number[];
  /** True where the next instruction may follow. */
  fallsThrough: boolean;
  /** Registers read or written. */
  readonly reads: Set<number>;
  readonly writes: Set<number>;
  readsFlags: boolean;
  /** True where all four flags are set whatever happens. */
  writesFlags: boolean;
  /** True where it can leave or look at the core's state: flags must then be right in memory. */
  observes: boolean;
}

const NOWHERE: Runtime = {
  loadSlow: 0,
  storeSlow: 0,
  zeroSlow: 0,
  helper: 0,
  fp: new Proxy({}, { get: () => 0 }),
};
const PARAMS: readonly ValType[] = ['i32', 'i32', 'i32'];

class Probe extends Meaning {
  readonly effects: Effects = {
    targets: [],
    fallsThrough: true,
    reads: new Set(),
    writes: new Set(),
    readsFlags: false,
    writesFlags: false,
    observes: false,
  };

  constructor(private readonly fields: Fields) {
    super(new FunctionBuilder(PARAMS), NOWHERE);
  }

  private end(): void {
    if (this.fn.depth === 0) this.effects.fallsThrough = false;
  }
  private reading(field: string, sp: boolean): Expr {
    const n = this.fields[field];
    if (n !== 31 || sp) this.effects.reads.add(n);
    return this.fn.local('i64');
  }
  private writing(field: string, sp: boolean): void {
    const n = this.fields[field];
    if (n !== 31 || sp) this.effects.writes.add(n);
  }
  x(field: string): Expr {
    return this.reading(field, false);
  }
  w(field: string): Expr {
    this.reading(field, false);
    return this.fn.local('i32');
  }
  setX(field: string): void {
    this.writing(field, false);
  }
  setW(field: string): void {
    this.writing(field, false);
  }
  xsp(field: string): Expr {
    return this.reading(field, true);
  }
  setXsp(field: string): void {
    this.writing(field, true);
  }
  private vector(field: string, delta: number): number {
    return V0 + ((this.fields[field] + delta) & 31);
  }
  v(field: string, delta = 0): Expr {
    this.effects.reads.add(this.vector(field, delta));
    return this.fn.local('v128');
  }
  setV(field: string, _: Expr, delta = 0): void {
    this.effects.writes.add(this.vector(field, delta));
  }
  scalar(field: string, how: string): Expr {
    this.effects.reads.add(this.vector(field, 0));
    return this.fn.local(LOAD[how].type);
  }
  setScalar(field: string): void {
    this.effects.writes.add(this.vector(field, 0));
  }
  setLink(): void {
    this.effects.writes.add(30);
  }
  imm32(value: Immediate): Expr {
    return i32(value(this.fields));
  }
  imm(value: Immediate): Expr {
    return i64(value(this.fields));
  }
  imm64(value: Immediate64): Expr {
    void value;
    return this.fn.local('i64');
  }
  pc(): Expr {
    return this.fn.local('i64');
  }
  pcPage(): Expr {
    return this.fn.local('i64');
  }
  branch(offset: Immediate): void {
    this.effects.targets.push(offset(this.fields));
    this.end();
  }
  branchAndLink(): void {
    this.effects.writes.add(30);
    this.effects.observes = true;
    this.end();
  }
  branchTo(_: Expr, how: 'jump' | 'call' | 'return'): void {
    if (how === 'call') this.effects.writes.add(30);
    this.effects.observes = true;
    this.end();
  }
  protected leave(): void {
    this.effects.observes = true;
    this.end();
  }
  protected sync(): void {
    this.effects.observes = true;
  }
  protected resync(): void {
    // nothing is kept
  }
  protected setFlags(): void {
    if (this.fn.depth === 0) this.effects.writesFlags = true;
  }
  protected setFlagWords(): void {
    if (this.fn.depth === 0) this.effects.writesFlags = true;
  }
  protected flag(which: 'N' | 'Z' | 'C' | 'V'): Expr {
    this.effects.readsFlags = true;
    return this.fn.local(which === 'C' ? 'i32' : 'i64');
  }
}

/** The effects of one instruction with all fields known. `fields` includes the split ones. */
export function effectsOf(insn: Instruction, fields: Fields): Effects {
  const probe = new Probe(fields);
  insn.meaning(probe, fields);
  return probe.effects;
}
