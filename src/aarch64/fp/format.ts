/**
 * What the exact routines share: the formats, FPCR's and FPSR's bits, and how an operand comes apart.
 *
 * Inside a routine every operand is an i64 local that holds the bits of its format with zeros above, whatever the
 * format: one description serves all of them.
 */
import type { FunctionBuilder } from '../../wasm/function.js';
import { i32, i64, load, select, type Expr } from '../../wasm/expr.js';
import type { ValType } from '../../wasm/opcodes.js';
import { STATE } from '../state.js';
import { L, W } from './words.js';

/** FPCR (Arm ARM C5.2.7): bits 31:0. */
export const FPCR = { RMODE_SHIFT: 22, RMODE: 3 << 22, FZ: 1 << 24, DN: 1 << 25, AHP: 1 << 26 } as const;
/** FPSR (Arm ARM C5.2.8): the cumulative flags. */
export const FPSR = { IOC: 1, DZC: 2, OFC: 4, UFC: 8, IXC: 16, IDC: 128 } as const;

/** FPRounding of the manual's pseudocode; the first four are FPCR.RMode's values. */
export const ROUND = {
  /** To nearest, ties to even. */
  RN: 0,
  /** Towards plus infinity. */
  RP: 1,
  /** Towards minus infinity. */
  RM: 2,
  /** Towards zero. */
  RZ: 3,
  /** To nearest, ties away from zero. */
  RA: 4,
  /** As FPCR.RMode says. */
  FPCR: 5,
} as const;
export type Rounding = (typeof ROUND)[keyof typeof ROUND];

/** A floating-point format. */
export interface Format {
  readonly bits: 16 | 32 | 64;
  /** Bits of the fraction. */
  readonly fraction: number;
  readonly bias: number;
  /** The exponent of infinities and NaNs. */
  readonly special: number;
  /** The type that holds its bits outside the routines. */
  readonly type: 'i32' | 'i64';
  /** Masks and values, as bits. */
  readonly sign: bigint;
  readonly fractionMask: bigint;
  readonly implicit: bigint;
  readonly infinity: bigint;
  readonly largest: bigint;
  readonly defaultNaN: bigint;
  /** The fraction's top bit, set in quiet NaNs. */
  readonly quiet: bigint;
  readonly one: bigint;
  readonly two: bigint;
  readonly oneAndHalf: bigint;
  readonly three: bigint;
}

function format(bits: 16 | 32 | 64, fraction: number): Format {
  const exponentBits = bits - 1 - fraction;
  const special = 2 ** exponentBits - 1;
  const bias = 2 ** (exponentBits - 1) - 1;
  const implicit = 1n << BigInt(fraction);
  const infinity = BigInt(special) << BigInt(fraction);
  const one = BigInt(bias) << BigInt(fraction);
  return {
    bits,
    fraction,
    bias,
    special,
    type: bits === 64 ? 'i64' : 'i32',
    sign: 1n << BigInt(bits - 1),
    fractionMask: implicit - 1n,
    implicit,
    infinity,
    largest: infinity - 1n,
    defaultNaN: infinity | (implicit >> 1n),
    quiet: implicit >> 1n,
    one,
    two: one + implicit,
    oneAndHalf: one | (implicit >> 1n),
    three: (one + implicit) | (implicit >> 1n),
  };
}

export const HALF = format(16, 10);
export const SINGLE = format(32, 23);
export const DOUBLE = format(64, 52);
export const FORMATS: Readonly<Record<16 | 32 | 64, Format>> = { 16: HALF, 32: SINGLE, 64: DOUBLE };

/** The functions of all routines in the module, by name. */
export type Functions = Readonly<Record<string, number>>;

// `ordinary` below takes both in one load.
if (STATE.FPSR !== STATE.FPCR + 4) throw new Error('FPSR must follow FPCR');

/**
 * Rounding to nearest, no flushing, and the inexact flag set already: then only results that set another flag, and NaNs,
 * differ from the host's. FPCR and FPSR are taken as one word. i32, 0 or 1.
 */
export const ordinary = (base: Expr): Expr =>
  L.eq(
    L.and(load('i64.load', base, STATE.FPCR), BigInt(FPCR.RMODE | FPCR.FZ) | (BigInt(FPSR.IXC) << 32n)),
    BigInt(FPSR.IXC) << 32n,
  );

/** What a routine is written with: its function, its format, and the other routines. */
export class Writer {
  readonly base: Expr;

  constructor(
    readonly f: FunctionBuilder,
    readonly F: Format,
    private readonly functions: Functions,
  ) {
    this.base = f.param(0);
  }

  /** Parameter `index` (from 1) as an i64 local that may be changed. */
  operand(index: number): Expr & { kind: 'local' } {
    const p = this.f.param(index);
    return this.local(p.type === 'i64' ? p : L.of(p));
  }

  /** A fresh variable with a value. */
  local(value: Expr): Expr & { kind: 'local' } {
    const name = this.f.local(value.type);
    this.f.set(name, value);
    return name;
  }

  let(value: Expr): Expr {
    return this.f.let(value);
  }

  call(name: string, type: ValType, ...args: Expr[]): Expr {
    const fn = this.functions[name];
    if (fn === undefined) throw new Error(`no floating-point routine '${name}'`);
    return { kind: 'call', type, fn, args: [this.base, ...args], used: false };
  }

  /** Returns bits that are an i64, in the format's type. */
  return(bits: Expr | bigint, to: Format = this.F): void {
    const e = typeof bits === 'bigint' ? i64(bits) : bits;
    this.f.return(e.type === 'i64' && to.type === 'i32' ? W.low(e) : e);
  }

  fpcr(): Expr {
    return load('i32.load', this.base, STATE.FPCR);
  }
  /** FPCR.RMode, 0 to 3. */
  rmode(): Expr {
    return W.and(W.shr(this.fpcr(), FPCR.RMODE_SHIFT), 3);
  }
  /** Non-zero where an FPCR bit is set. */
  control(bit: number): Expr {
    return W.and(this.fpcr(), bit);
  }

  /** FPProcessException without traps: sets cumulative flags. */
  raise(flags: number | Expr): void {
    const value = typeof flags === 'number' ? i32(flags) : flags;
    this.f.store('i32.store', this.base, W.or(load('i32.load', this.base, STATE.FPSR), value), STATE.FPSR);
  }

  /** Invalid operation: the default NaN. */
  invalid(to: Format = this.F): void {
    this.raise(FPSR.IOC);
    this.return(to.defaultNaN, to);
  }

  /** The sign: i64, 0 or 1. */
  signOf(x: Expr): Expr {
    return L.shr(x, this.F.bits - 1);
  }
  /** A sign, 0 or 1, in its place. */
  placeSign(sign: Expr): Expr {
    return L.shl(sign, this.F.bits - 1);
  }
  /** The exponent field, i32. */
  exponentOf(x: Expr): Expr {
    return W.and(W.low(L.shr(x, this.F.fraction)), this.F.special);
  }
  fractionOf(x: Expr): Expr {
    return L.and(x, this.F.fractionMask);
  }
  /** Everything but the sign. */
  magnitude(x: Expr): Expr {
    return L.and(x, this.F.sign - 1n);
  }
  isNaN(x: Expr): Expr {
    return L.gtu(this.magnitude(x), this.F.infinity);
  }
  isInfinity(x: Expr): Expr {
    return L.eq(this.magnitude(x), this.F.infinity);
  }
  isZero(x: Expr): Expr {
    return L.eqz(this.magnitude(x));
  }
  /** Of a NaN: whether it signals. */
  isSignalling(x: Expr): Expr {
    return L.eqz(L.and(x, this.F.quiet));
  }

  /** Where an exponent is neither that of a normal number: zero, denormal, infinity, NaN. */
  isRare(exponent: Expr): Expr {
    return W.geu(W.sub(exponent, 1), this.F.special - 1);
  }

  /** FPUnpack's flushing: where FPCR.FZ is set, denormal operands become zeros and IDC is set. */
  flush(...operands: Expr[]): void {
    const { f, F } = this;
    f.if(
      this.control(FPCR.FZ),
      () => {
        for (const x of operands) {
          // A magnitude of 1 to fractionMask.
          f.if(L.ltu(L.sub(this.magnitude(x), 1), F.fractionMask), () => {
            f.set(x, L.and(x, F.sign));
            this.raise(FPSR.IDC);
          });
        }
      },
      undefined,
      'unlikely',
    );
  }

  /** Gives a denormal's significand (not zero) the form of a normal one: implicit bit set, exponent below 1. */
  normalise(exponent: Expr, significand: Expr): void {
    const { f, F } = this;
    f.if(
      W.eqz(exponent),
      () => {
        const n = f.let(L.sub(L.clz(significand), 63 - F.fraction));
        f.set(significand, L.shl(significand, n));
        f.set(exponent, W.sub(1, W.low(n)));
      },
      () => f.set(significand, L.or(significand, F.implicit)),
    );
  }

  /** Returns the sum of opposites: +0, or -0 when rounding towards minus infinity. */
  returnCancelled(): void {
    this.return(select(i64(this.F.sign), i64(0), W.eq(this.rmode(), ROUND.RM)));
  }

  /** FPRound of (-1)^sign * m * 2^(e - 63 - bias), m not zero, its lowest bit sticky; returns the result. */
  round(sign: Expr, e: Expr, m: Expr, to: Format = this.F): void {
    this.f.return(this.call(`round${to.bits}`, to.type, sign, e, m));
  }
}

/** x shifted right by n (i64, 0 to 63), with what falls off or-ed into the lowest bit. x is a leaf, n too. */
export const shiftJam = (x: Expr, n: Expr): Expr => L.or(L.shr(x, n), L.of(L.ne(L.shl(L.shl(x, L.sub(63, n)), 1), 0)));

/** A routine: a function of the engine's module. */
export interface FpRoutine {
  readonly name: string;
  /** Parameters after the base of the core's state, which is parameter 0. */
  readonly params: readonly ValType[];
  readonly result: ValType;
  /** Writes the body. `fp` has the other routines' function indexes, by name. */
  readonly write: (f: FunctionBuilder, fp: Functions) => void;
}

/** A routine named after its format: `add64`. */
export const routine = (
  name: string,
  F: Format,
  params: readonly ValType[],
  write: (w: Writer) => void,
  result: ValType = F.type,
): FpRoutine => ({
  name: `${name}${F.bits}`,
  params,
  result,
  write: (f, fp) => {
    write(new Writer(f, F, fp));
    f.unreachable();
  },
});
