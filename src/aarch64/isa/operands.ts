/**
 * The kinds of operands that templates name (see `syntax.ts`), each in both directions. Kinds print their own `#`.
 *
 * Registers: letter and suffix; the suffix names the field
 *   `Rd` `Rn` `Rm` `Ra` `Rt` `Rt2` `Rs`   width by the field `sf`; `Xd` and `Wd` have fixed widths; 31 is the zero
 *                 register, or the stack pointer with `|sp`
 *   `Rnm` `Xnm`   the fields Rn and Rm are the same register
 *   `Rt.tb`       of TBZ: W or X by the bit tested
 *   `shift`       `lsl #3`: fields shift, imm6
 *   `Rm.ext`      `w2, uxtw #2`: fields Rm, option, imm3
 *   `Rm.index*8`  `x2, lsl #3` in a memory operand: fields Rm, option, S
 * Immediates
 *   a field's name        unsigned: `imm16`; with `.hex` printed in hexadecimal; with `*8` or `*4<<sf` scaled
 *   `s` and a field's name   signed: `simm9`, `simm7*8`
 *   `arith` (sh, imm12), `-arith` (takes the negative), `bitmask` (N or immN, immr, imms; or imm13), `~bitmask` (takes the
 *   complement), `wide` (hw, imm16), `mov.wide` `mov.inverted` `mov.bitmask` (the MOV aliases of MOVZ, MOVN, ORR)
 *   `lsl.amount` `lsr.amount` `asr.amount` `bfi` `bfx` (immr, imms): the bitfield aliases; `tbit` (sf, imm5)
 * Conditions: `cond`, `invcond` (field cond)
 * Addresses: `label26` `label19` `label14` (imm26, imm19, imm14), `adr` `adrp` (immlo, immhi)
 * System: `prfop`, `barrier`, `isbopt`, `pstate`, `sysreg.read` `sysreg.write`, `sysop.at` `sysop.dc` `sysop.ic` `sysop.tlbi`,
 *   `sysargs`; they know their bits.
 * FP and SIMD: `operands-simd.ts`.
 *
 * Texts are as LLVM prints them (Arm ARM C1.2 leaves room); sources of the preferred disassembly: Arm ARM C6.2.
 */
import { bitmaskImmediate, encodeBitmask } from './bits.js';
import { Bits, type Address, type Cursor, type Encoding, type Operand, type Site } from './operand.js';
import { simdOperand } from './operands-simd.js';
import {
  PSTATE_FIELDS,
  readableRegister,
  registerKey,
  systemOperation,
  writableRegister,
  type OperationKind,
} from './system-names.js';

type Kind = (site: Site) => Operand;

const bankName = (wide: boolean): 'x' | 'w' => (wide ? 'x' : 'w');

const registerText = (wide: boolean, n: number, sp: boolean): string =>
  n < 31 ? bankName(wide) + n : sp ? (wide ? 'sp' : 'wsp') : bankName(wide) + 'zr';

/** Takes a register of the width and class asked for; its number, or undefined after noting what was expected. */
function takeRegister(cursor: Cursor, wide: boolean, sp: boolean): number | undefined {
  const r = cursor.register();
  if (r && r.bank === bankName(wide) && !(sp ? r.zr : r.sp)) return r.number;
  cursor.expected(`a ${wide ? 64 : 32}-bit register${sp ? ' or stack pointer' : ''}`);
  return undefined;
}

/** Registers by width and the field or fields that hold the number. */
const register = (site: Site, wide: (word: number) => boolean, fields: readonly Bits[]): Operand => ({
  print: (word) => {
    const n = fields[0].get(word);
    if (fields.length > 1 && fields[1].get(word) !== n) return undefined;
    return registerText(wide(word), n, site.sp);
  },
  parse: (cursor, encoding) => {
    const r = cursor.register();
    if (!r || (r.bank !== 'x' && r.bank !== 'w') || (site.sp ? r.zr : r.sp)) {
      return cursor.expected(site.sp ? 'a register or stack pointer' : 'a register');
    }
    return (
      fields.every((f) => f.put(encoding, r.number)) &&
      (fitsWidth(site, r.bank === 'x', encoding) || cursor.expected(`a ${r.bank === 'x' ? 32 : 64}-bit register`))
    );
  },
  isDefault: (word) => fields.every((f) => f.get(word) === site.fallback),
  setDefault: (encoding) => fields.every((f) => f.put(encoding, site.fallback)),
});

/** Agrees the width of a register that was written with the letter in the template: R settles `sf`. */
function fitsWidth(site: Site, wide: boolean, encoding: Encoding): boolean {
  if (site.name[0] === 'X') return wide;
  if (site.name[0] === 'W') return !wide;
  return site.field('sf').put(encoding, wide ? 1 : 0);
}

const REGISTER = /^([RXW])(nm|t2|[a-z])$/;

function plainRegister(site: Site): Operand | undefined {
  const m = REGISTER.exec(site.name);
  if (!m) return undefined;
  const fields = m[2] === 'nm' ? [site.field('Rn'), site.field('Rm')] : [site.field('R' + m[2])];
  if (m[1] !== 'R') return register(site, () => m[1] === 'X', fields);
  const sf = site.field('sf');
  return register(site, (word) => sf.get(word) === 1, fields);
}

// ------------------------------------------------------------------------------------------------ immediates

/** Takes an immediate that a number can hold exactly; undefined after noting what was expected. */
function takeNumber(cursor: Cursor, what: string): number | undefined {
  const value = cursor.immediate();
  if (value !== undefined && value >= -(2n ** 53n) && value <= 2n ** 53n) return Number(value);
  cursor.expected(what);
  return undefined;
}

/** A field as an immediate, perhaps signed or scaled. */
function plainImmediate(site: Site, bits: Bits, isSigned: boolean, hex = false): Operand {
  const get = (word: number): number => (isSigned ? bits.getSigned(word) : bits.get(word));
  return {
    print: (word) => {
      const value = get(word) * 2 ** site.shift(word);
      return hex && value > 0 ? `#0x${value.toString(16)}` : `#${value}`;
    },
    parse: (cursor, encoding) => {
      const factor = 2 ** site.shift(encoding.word);
      const low = isSigned ? -(2 ** (bits.width - 1)) : 0;
      const high = 2 ** (isSigned ? bits.width - 1 : bits.width) - 1;
      const range = `an immediate from ${low * factor} to ${high * factor}${factor > 1 ? `, a multiple of ${factor}` : ''}`;
      const value = takeNumber(cursor, range);
      if (value === undefined) return false;
      const units = value / factor;
      if (!Number.isInteger(units) || units < low || units > high) return cursor.expected(range);
      return isSigned ? bits.putSigned(encoding, units) : bits.put(encoding, units);
    },
    isDefault: (word) => get(word) === site.fallback,
    setDefault: (encoding) => bits.put(encoding, site.fallback),
  };
}

/** Takes `lsl`, `#`, amount. Undefined if there is none, NaN if it is badly written. */
function takeShiftLeft(cursor: Cursor): number | undefined {
  if (!cursor.at(',')) return undefined;
  cursor.accept(',');
  if (!cursor.accept('lsl')) return NaN;
  return takeNumber(cursor, 'a shift amount') ?? NaN;
}

const arith =
  (sign: 1 | -1): Kind =>
  (site) => {
    const sh = site.field('sh');
    const imm12 = site.field('imm12');
    return {
      print: (word) => `#${imm12.get(word)}${sh.get(word) ? ', lsl #12' : ''}`,
      parse: (cursor, encoding) => {
        const range = 'an immediate from 0 to 4095, or a multiple of 4096 below 2^24';
        const written = takeNumber(cursor, range);
        if (written === undefined) return false;
        const value = sign * written;
        const shift = takeShiftLeft(cursor);
        if (shift !== undefined && shift !== 0 && shift !== 12) return cursor.expected('lsl #0 or lsl #12');
        if (value < 0 || (sign < 0 && value === 0)) return cursor.expected(range);
        if (shift !== undefined || value < 4096) {
          return value < 4096
            ? sh.put(encoding, shift === 12 ? 1 : 0) && imm12.put(encoding, value)
            : cursor.expected(range);
        }
        if (value % 4096 !== 0 || value >= 2 ** 24) return cursor.expected(range);
        return sh.put(encoding, 1) && imm12.put(encoding, value / 4096);
      },
    };
  };

/** A value that was given for a register of this width: sign or zero extended; unsigned, or undefined if it has more bits. */
function inWidth(value: bigint, wide: boolean): bigint | undefined {
  if (wide) return BigInt.asUintN(64, value);
  return value >= -(2n ** 31n) && value < 2n ** 32n ? BigInt.asUintN(32, value) : undefined;
}

const hexHalves = (lo: number, hi: number): string => {
  const low = (lo >>> 0).toString(16);
  return hi === 0 ? `0x${low}` : `0x${(hi >>> 0).toString(16)}${low.padStart(8, '0')}`;
};

/** A signed decimal from halves: most fit a number, the others take a BigInt. */
function decimalHalves(lo: number, hi: number): string {
  const value = (hi | 0) * 2 ** 32 + (lo >>> 0);
  return Number.isSafeInteger(value) ? String(value) : String((BigInt(hi | 0) << 32n) | BigInt(lo >>> 0));
}

/** Where the parts of a bitmask immediate are. */
function bitmaskFields(site: Site): { sf: Bits; n: Bits; immr: Bits; imms: Bits } {
  const sf = site.field('sf');
  const whole = site.optional('imm13');
  if (whole) {
    const { low } = whole;
    return { sf, n: new Bits(low + 12, 1), immr: new Bits(low + 6, 6), imms: new Bits(low, 6) };
  }
  return { sf, n: site.field('N', 'immN'), immr: site.field('immr'), imms: site.field('imms') };
}

const bitmask =
  (complement: boolean): Kind =>
  (site) => {
    const { sf, n, immr, imms } = bitmaskFields(site);
    return {
      print: (word) => {
        const value = bitmaskImmediate(n.get(word), imms.get(word), immr.get(word), sf.get(word) ? 64 : 32);
        return value && `#${hexHalves(value[0], value[1])}`;
      },
      parse: (cursor, encoding) => {
        const wide = sf.get(encoding.word) === 1;
        const written = cursor.immediate();
        const value = written === undefined ? undefined : inWidth(written, wide);
        const parts = value === undefined ? undefined : encodeBitmask(complement ? ~value : value, wide ? 64 : 32);
        if (!parts) return cursor.expected('a bitmask immediate');
        return n.put(encoding, parts.N) && immr.put(encoding, parts.immr) && imms.put(encoding, parts.imms);
      },
    };
  };

/** imm16 and hw of MOVZ for this value (zero: hw 0), or undefined if more than one halfword is set. */
function wideParts(value: bigint, wide: boolean): { hw: number; imm16: number } | undefined {
  for (let hw = 0; hw < (wide ? 4 : 2); hw++) {
    const at = BigInt(16 * hw);
    if ((value & ~(0xffffn << at)) === 0n) return { hw, imm16: Number(value >> at) };
  }
  return undefined;
}

const allOnes = (wide: boolean): bigint => (wide ? 2n ** 64n - 1n : 2n ** 32n - 1n);

/** imm16 << 16 * hw, in halves. */
const wideHalves = (hw: number, imm16: number): readonly [lo: number, hi: number] => {
  const value = imm16 << (16 * (hw & 1));
  return hw & 2 ? [0, value] : [value, 0];
};

/** Whether MOVZ has this value (Arm ARM MoveWidePreferred asks the same): all of it within one halfword. */
const oneHalfword = (lo: number, hi: number, wide: boolean): boolean => {
  const set = [lo & 0xffff, lo >>> 16, ...(wide ? [hi & 0xffff, hi >>> 16] : [])];
  return set.filter((h) => h !== 0).length <= 1;
};

/** Halfword selectors of relocation specifiers: `movz x0, #:abs_g1:symbol`. */
const HALFWORD = /^abs_g([0-3])(_nc|_s)?$/;

/** MOVZ, MOVN, MOVK as they are: `#imm16{, lsl #16}`. */
const wide: Kind = (site) => {
  const hw = site.field('hw');
  const imm16 = site.field('imm16');
  return {
    print: (word) => `#${imm16.get(word)}${hw.get(word) ? `, lsl #${hw.get(word) * 16}` : ''}`,
    parse: (cursor, encoding) => {
      const specifier = cursor.specifier();
      if (specifier !== undefined) {
        const m = HALFWORD.exec(specifier);
        const value = m ? cursor.immediate() : undefined;
        if (!m || value === undefined) return cursor.expected('abs_g0 to abs_g3');
        const n = Number(m[1]);
        return hw.put(encoding, n) && imm16.put(encoding, Number(BigInt.asUintN(16, value >> BigInt(16 * n))));
      }
      const value = takeNumber(cursor, 'an immediate from 0 to 65535');
      if (value === undefined) return false;
      if (value < 0 || value > 65535) return cursor.expected('an immediate from 0 to 65535');
      const shift = takeShiftLeft(cursor) ?? 0;
      if (![0, 16, 32, 48].includes(shift)) return cursor.expected('lsl #0, #16, #32 or #48');
      return imm16.put(encoding, value) && hw.put(encoding, shift / 16);
    },
  };
};

const MOV_RANGE = 'an immediate that MOV can make';

/** MOV as an alias of MOVZ or of MOVN, which has the second choice (Arm ARM C6.2, MOV (wide immediate)). */
const movWide =
  (inverted: boolean): Kind =>
  (site) => {
    const sf = site.field('sf');
    const hw = site.field('hw');
    const imm16 = site.field('imm16');
    return {
      print: (word) => {
        const is64 = sf.get(word) === 1;
        const [shift, imm] = [hw.get(word), imm16.get(word)];
        if (imm === 0 && shift !== 0) return undefined;
        let [lo, hi] = wideHalves(shift, imm);
        if (inverted) {
          [lo, hi] = [~lo, is64 ? ~hi : 0];
          if (oneHalfword(lo, hi, is64)) return undefined;
        }
        return `#${is64 ? decimalHalves(lo, hi) : lo | 0}`;
      },
      parse: (cursor, encoding) => {
        const is64 = sf.get(encoding.word) === 1;
        const written = cursor.immediate();
        const value = written === undefined ? undefined : inWidth(written, is64);
        if (value === undefined) return cursor.expected(MOV_RANGE);
        const plain = wideParts(value, is64);
        const parts = inverted ? (plain ? undefined : wideParts(~value & allOnes(is64), is64)) : plain;
        return parts ? hw.put(encoding, parts.hw) && imm16.put(encoding, parts.imm16) : cursor.expected(MOV_RANGE);
      },
    };
  };

/** MOV as an alias of ORR with the zero register, where neither MOVZ nor MOVN has the value. */
const movBitmask: Kind = (site) => {
  const { sf, n, immr, imms } = bitmaskFields(site);
  return {
    print: (word) => {
      const is64 = sf.get(word) === 1;
      const value = bitmaskImmediate(n.get(word), imms.get(word), immr.get(word), is64 ? 64 : 32);
      if (!value || oneHalfword(value[0], value[1], is64) || oneHalfword(~value[0], ~value[1], is64)) return undefined;
      return `#${is64 ? decimalHalves(value[0], value[1]) : value[0] | 0}`;
    },
    parse: (cursor, encoding) => {
      const is64 = sf.get(encoding.word) === 1;
      const written = cursor.immediate();
      const value = written === undefined ? undefined : inWidth(written, is64);
      if (value === undefined) return cursor.expected(MOV_RANGE);
      // The stack pointer has no MOVZ: there the bitmask may be any.
      const preferred = wideParts(value, is64) ?? wideParts(~value & allOnes(is64), is64);
      const toSp = site.template.includes('Rd|sp') && (encoding.word & 31) === 31;
      const parts = preferred && !toSp ? undefined : encodeBitmask(value, is64 ? 64 : 32);
      if (!parts) return cursor.expected(MOV_RANGE);
      return n.put(encoding, parts.N) && immr.put(encoding, parts.immr) && imms.put(encoding, parts.imms);
    },
  };
};

// ------------------------------------------------------------------------------------------------ shifts and bitfields

const SHIFTS = ['lsl', 'lsr', 'asr', 'ror'];

const shift: Kind = (site) => {
  const type = site.field('shift');
  const amount = site.field('imm6');
  return {
    print: (word) => `${SHIFTS[type.get(word)]} #${amount.get(word)}`,
    parse: (cursor, encoding) => {
      const kind = SHIFTS.findIndex((name) => cursor.accept(name));
      if (kind < 0) return cursor.expected('a shift');
      const value = takeNumber(cursor, 'a shift amount');
      const limit = site.field('sf').get(encoding.word) ? 63 : 31;
      if (value === undefined || value < 0 || value > limit)
        return cursor.expected(`a shift amount from 0 to ${limit}`);
      return (type.put(encoding, kind) || cursor.expected('lsl, lsr or asr')) && amount.put(encoding, value);
    },
    isDefault: (word) => type.get(word) === 0 && amount.get(word) === 0,
    setDefault: (encoding) => type.put(encoding, 0) && amount.put(encoding, 0),
  };
};

const EXTENSIONS = ['uxtb', 'uxth', 'uxtw', 'uxtx', 'sxtb', 'sxth', 'sxtw', 'sxtx'];

/** The register of add and subtract (extended register), with its extension and shift. */
const extended: Kind = (site) => {
  const [rm, option, imm3] = [site.field('Rm'), site.field('option'), site.field('imm3')];
  const [rn, rd, sf] = [site.field('Rn'), site.optional('Rd'), site.field('sf')];
  // With the stack pointer as a register of the other operands, the extension that does nothing is written lsl.
  const destinationSp = rd !== undefined && site.template.includes('Rd|sp');
  const plain = (word: number): boolean =>
    option.get(word) === (sf.get(word) ? 3 : 2) && (rn.get(word) === 31 || (destinationSp && rd.get(word) === 31));
  const wideRm = (word: number): boolean => sf.get(word) === 1 && (option.get(word) & 3) === 3;
  return {
    print: (word) => {
      const name = registerText(wideRm(word), rm.get(word), false);
      const amount = imm3.get(word);
      if (plain(word)) return amount ? `${name}, lsl #${amount}` : name;
      return `${name}, ${EXTENSIONS[option.get(word)]}${amount ? ` #${amount}` : ''}`;
    },
    parse: (cursor, encoding) => {
      const r = cursor.register();
      const is64 = sf.get(encoding.word) === 1;
      if (!r || r.sp || !(r.bank === 'w' || (r.bank === 'x' && is64))) return cursor.expected('a register');
      let kind = -1;
      let amount = 0;
      if (cursor.at(',')) {
        cursor.accept(',');
        kind = EXTENSIONS.findIndex((name) => cursor.accept(name));
        if (kind < 0 && !cursor.accept('lsl')) return cursor.expected('an extension');
        const value = cursor.immediate();
        if (value === undefined && kind < 0) return cursor.expected('a shift amount');
        if (value !== undefined) amount = Number(value);
        if (amount < 0 || amount > 4) return cursor.expected('a shift amount from 0 to 4');
      }
      const code = kind >= 0 ? kind : is64 ? 3 : 2;
      if (!(rm.put(encoding, r.number) && option.put(encoding, code) && imm3.put(encoding, amount))) return false;
      if (kind < 0 && !plain(encoding.word)) return cursor.expected('an extension');
      return (
        wideRm(encoding.word) === (r.bank === 'x') || cursor.expected(`a ${r.bank === 'x' ? 32 : 64}-bit register`)
      );
    },
  };
};

/** The index register of a memory operand: `x2`, `x2, lsl #3`, `w2, uxtw #3`. */
const index: Kind = (site) => {
  const [rm, option, s] = [site.field('Rm'), site.field('option'), site.field('S')];
  const NAMES: Readonly<Record<number, string>> = { 2: 'uxtw', 3: 'lsl', 6: 'sxtw', 7: 'sxtx' };
  return {
    print: (word) => {
      const code = option.get(word);
      if (!(code & 2)) return undefined;
      const name = registerText((code & 1) === 1, rm.get(word), false);
      if (s.get(word)) return `${name}, ${NAMES[code]} #${site.shift(word)}`;
      return code === 3 ? name : `${name}, ${NAMES[code]}`;
    },
    parse: (cursor, encoding) => {
      const r = cursor.register();
      if (!r || r.sp || (r.bank !== 'x' && r.bank !== 'w')) return cursor.expected('a register');
      const full = site.shift(encoding.word);
      let code = 3;
      let scaled = 0;
      if (cursor.accept(',')) {
        const entry = Object.entries(NAMES).find(([, name]) => cursor.accept(name));
        if (!entry) return cursor.expected('lsl, uxtw, sxtw or sxtx');
        code = Number(entry[0]);
        const amount = cursor.immediate();
        if (amount === undefined && code === 3) return cursor.expected('a shift amount');
        if (amount !== undefined && Number(amount) !== 0 && Number(amount) !== full) {
          return cursor.expected(full ? `a shift amount of 0 or ${full}` : 'a shift amount of 0');
        }
        // For bytes, whose amount is 0 either way, writing it means S = 1.
        if (amount !== undefined && Number(amount) === full) scaled = 1;
      }
      if (((code & 1) === 1) !== (r.bank === 'x')) return cursor.expected(`a ${code & 1 ? 64 : 32}-bit register`);
      return rm.put(encoding, r.number) && option.put(encoding, code) && s.put(encoding, scaled);
    },
  };
};

/** The immediates of the bitfield aliases: what is written, from immr, imms and the width, and back. */
interface BitfieldAlias {
  /** The numbers as written, or undefined if the alias does not suit. */
  readonly read: (immr: number, imms: number, size: number) => readonly number[] | undefined;
  /** immr and imms, or undefined if a number is out of range. */
  readonly write: (numbers: readonly number[], size: number) => readonly [immr: number, imms: number] | undefined;
  readonly count: number;
}

const inside = (n: number, low: number, high: number): boolean => n >= low && n <= high;

const SHIFT_LEFT: BitfieldAlias = {
  count: 1,
  read: (immr, imms, size) => (imms !== size - 1 && imms + 1 === immr ? [size - 1 - imms] : undefined),
  write: ([n], size) => (inside(n, 0, size - 1) ? [(size - n) % size, size - 1 - n] : undefined),
};

const SHIFT_RIGHT: BitfieldAlias = {
  count: 1,
  read: (immr, imms, size) => (imms === size - 1 ? [immr] : undefined),
  write: ([n], size) => (inside(n, 0, size - 1) ? [n, size - 1] : undefined),
};

/** BFI, SBFIZ, UBFIZ: position in the destination, width. */
const INSERT: BitfieldAlias = {
  count: 2,
  read: (immr, imms, size) => (imms < immr ? [size - immr, imms + 1] : undefined),
  write: ([lsb, width], size) =>
    inside(lsb, 0, size - 1) && inside(width, 1, size - lsb) ? [(size - lsb) % size, width - 1] : undefined,
};

/** BFXIL, SBFX, UBFX: position in the source, width. */
const EXTRACT: BitfieldAlias = {
  count: 2,
  read: (immr, imms) => (imms >= immr ? [immr, imms - immr + 1] : undefined),
  write: ([lsb, width], size) =>
    inside(lsb, 0, size - 1) && inside(width, 1, size - lsb) ? [lsb, lsb + width - 1] : undefined,
};

const bitfield =
  (alias: BitfieldAlias): Kind =>
  (site) => {
    const [sf, immr, imms] = [site.field('sf'), site.field('immr'), site.field('imms')];
    const size = (word: number): number => (sf.get(word) ? 64 : 32);
    return {
      print: (word) =>
        alias
          .read(immr.get(word), imms.get(word), size(word))
          ?.map((n) => `#${n}`)
          .join(', '),
      parse: (cursor, encoding) => {
        const range = `bit numbers within the ${size(encoding.word)} bits of the register`;
        const numbers: number[] = [];
        for (let i = 0; i < alias.count; i++) {
          if (i > 0 && !cursor.accept(',')) return cursor.expected("','");
          const n = takeNumber(cursor, range);
          if (n === undefined) return false;
          numbers.push(n);
        }
        const parts = alias.write(numbers, size(encoding.word));
        return parts ? immr.put(encoding, parts[0]) && imms.put(encoding, parts[1]) : cursor.expected(range);
      },
    };
  };

/** The bit that TBZ tests: b5, which is sf, and imm5. */
const tbit: Kind = (site) => {
  const [sf, imm5] = [site.field('sf'), site.field('imm5')];
  return {
    print: (word) => `#${sf.get(word) * 32 + imm5.get(word)}`,
    parse: (cursor, encoding) => {
      const n = takeNumber(cursor, 'a bit number');
      if (n === undefined || !inside(n, 0, 63)) return cursor.expected('a bit number of the register');
      return (
        (sf.put(encoding, n >> 5) || cursor.expected('a bit number of the register')) && imm5.put(encoding, n & 31)
      );
    },
  };
};

/** The register of TBZ: W for the low half, though X may be written as well. */
const testedRegister: Kind = (site) => {
  const [sf, rt] = [site.field('sf'), site.field('Rt')];
  return {
    print: (word) => registerText(sf.get(word) === 1, rt.get(word), false),
    parse: (cursor, encoding) => {
      const r = cursor.register();
      if (!r || r.sp || (r.bank !== 'x' && r.bank !== 'w')) return cursor.expected('a register');
      return rt.put(encoding, r.number) && (r.bank === 'x' || sf.put(encoding, 0));
    },
  };
};

// ------------------------------------------------------------------------------------------------ conditions

const CONDITIONS = ['eq', 'ne', 'hs', 'lo', 'mi', 'pl', 'vs', 'vc', 'hi', 'ls', 'ge', 'lt', 'gt', 'le', 'al', 'nv'];
/** Other names of conditions, as the Arm ARM and (for the last ones) GNU have them. */
const SYNONYMS: Readonly<Record<string, string>> = { cs: 'hs', cc: 'lo' };

const CONDITION_NAMES: readonly (readonly [string, number])[] = [
  ...CONDITIONS.map((name, code) => [name, code] as const),
  ...Object.entries(SYNONYMS).map(([name, same]) => [name, CONDITIONS.indexOf(same)] as const),
];

const condition =
  (inverted: boolean): Kind =>
  (site) => {
    const cond = site.field('cond');
    return {
      print: (word) => {
        const code = cond.get(word);
        if (!inverted) return CONDITIONS[code];
        return code < 14 ? CONDITIONS[code ^ 1] : undefined;
      },
      parse: (cursor, encoding) => {
        const found = CONDITION_NAMES.find(([name]) => cursor.accept(name));
        if (!found || (inverted && found[1] >= 14)) return cursor.expected('a condition');
        return cond.put(encoding, inverted ? found[1] ^ 1 : found[1]);
      },
      names: CONDITION_NAMES,
    };
  };

// ------------------------------------------------------------------------------------------------ addresses

/** pc + a signed number of bytes below 2^53, as hexadecimal. */
function addressText(pc: Address, offset: number): string {
  const low = (pc.lo >>> 0) + offset;
  const carry = Math.floor(low / 2 ** 32);
  return hexHalves(low - carry * 2 ** 32, (pc.hi + carry) | 0);
}

/** The distance in bytes to an address that is written, if it can be that of an operand. */
function takeDistance(cursor: Cursor, from: bigint, what: string): number | undefined {
  const target = cursor.address();
  if (target === undefined) {
    cursor.expected(what);
    return undefined;
  }
  const distance = BigInt.asIntN(64, target - from);
  if (distance < -(2n ** 40n) || distance > 2n ** 40n) {
    cursor.expected(`${what} in range`);
    return undefined;
  }
  return Number(distance);
}

/** A branch target or literal: words from the instruction. */
const label =
  (fieldName: string): Kind =>
  (site) => {
    const bits = site.field(fieldName);
    return {
      print: (word, pc) => {
        const offset = bits.getSigned(word) * 4;
        return pc ? addressText(pc, offset) : `#${offset}`;
      },
      parse: (cursor, encoding) => {
        const distance = takeDistance(cursor, cursor.pc, 'an address');
        if (distance === undefined) return false;
        if (distance % 4 !== 0) return cursor.expected('an address that is a multiple of 4');
        return (
          bits.putSigned(encoding, distance / 4) || cursor.expected(`an address within ${2 ** (bits.width + 1)} bytes`)
        );
      },
    };
  };

/** ADR, ADRP: immhi:immlo bytes or 4 KB pages from the instruction. */
const pcRelative =
  (pages: boolean): Kind =>
  (site) => {
    const [low, high] = [site.field('immlo'), site.field('immhi')];
    const unit = pages ? 4096 : 1;
    return {
      print: (word, pc) => {
        const offset = (high.getSigned(word) * 4 + low.get(word)) * unit;
        if (!pc) return `#${offset}`;
        return addressText(pages ? { lo: pc.lo & ~4095, hi: pc.hi } : pc, offset);
      },
      parse: (cursor, encoding) => {
        const relative = cursor.at('#');
        cursor.specifier();
        const distance = takeDistance(cursor, cursor.pc, 'an address');
        if (distance === undefined) return false;
        let units = distance;
        if (pages) {
          const below = Number(cursor.pc & 4095n);
          if (relative && distance % 4096 !== 0) return cursor.expected('a multiple of 4096');
          units = Math.floor((distance + (relative ? 0 : below)) / 4096);
        }
        return (
          (high.putSigned(encoding, Math.floor(units / 4)) && low.put(encoding, ((units % 4) + 4) % 4)) ||
          cursor.expected(`an address within ${pages ? '4 GB' : '1 MB'}`)
        );
      },
    };
  };

// ------------------------------------------------------------------------------------------------ system

/** An operand that is a name for a value, or the value as an immediate where there is no name. */
function named(bits: Bits, names: readonly (string | undefined)[], what: string): Kind {
  return (site) => ({
    print: (word) => names[bits.get(word)] ?? `#${bits.get(word)}`,
    parse: (cursor, encoding) => {
      const value = names.findIndex((name) => name !== undefined && cursor.accept(name));
      if (value >= 0) return bits.put(encoding, value);
      const n = takeNumber(cursor, what);
      return n !== undefined && (bits.put(encoding, n) || cursor.expected(`${what} from 0 to ${2 ** bits.width - 1}`));
    },
    isDefault: (word) => bits.get(word) === site.fallback,
    setDefault: (encoding) => bits.put(encoding, site.fallback),
  });
}

const CRM = new Bits(8, 4);

// prettier-ignore
const BARRIERS = [
  undefined, 'oshld', 'oshst', 'osh', undefined, 'nshld', 'nshst', 'nsh',
  undefined, 'ishld', 'ishst', 'ish', undefined, 'ld', 'st', 'sy',
];

const PREFETCHES = Array.from({ length: 24 }, (_, n) =>
  (n & 7) < 6 ? `${['pld', 'pli', 'pst'][n >> 3]}l${((n >> 1) & 3) + 1}${n & 1 ? 'strm' : 'keep'}` : undefined,
);

/** ISB's option: `sy` is not printed as a name, but taken. */
const isbOption: Kind = (site) => {
  const number = named(CRM, [], 'an option')({ ...site, fallback: 15 });
  return {
    ...number,
    parse: (cursor, encoding) => (cursor.accept('sy') ? CRM.put(encoding, 15) : number.parse(cursor, encoding)),
  };
};

const SYSREG = new Bits(5, 16);

/** `S3_1_C15_C2_0`: the name of a register without one. */
const genericRegister = (key: number): string =>
  `S${key >> 14}_${(key >> 11) & 7}_C${(key >> 7) & 15}_C${(key >> 3) & 15}_${key & 7}`;

const systemRegister =
  (write: boolean): Kind =>
  () => ({
    print: (word) => {
      const key = SYSREG.get(word);
      return (write ? writableRegister(key) : readableRegister(key)) ?? genericRegister(key);
    },
    parse: (cursor, encoding) => {
      const name = cursor.word();
      const key = name === undefined ? undefined : registerKey(name);
      if (key === undefined) return cursor.expected('a system register');
      return SYSREG.put(encoding, key) || cursor.expected(`a system register that ${write ? 'MSR' : 'MRS'} reaches`);
    },
  });

const OP1 = new Bits(16, 3);
const OP2 = new Bits(5, 3);
const CRN_CRM = new Bits(8, 8);

const pstate: Kind = () => ({
  print: (word) => PSTATE_FIELDS.find((f) => f.op1 === OP1.get(word) && f.op2 === OP2.get(word))?.name,
  parse: (cursor, encoding) => {
    const field = PSTATE_FIELDS.find((f) => cursor.accept(f.name));
    if (!field) return cursor.expected('a field of PSTATE');
    return OP1.put(encoding, field.op1) && OP2.put(encoding, field.op2);
  },
});

const SYSOP = new Bits(5, 14);
const RT = new Bits(0, 5);

/** AT, DC, IC, TLBI by name; refuses where Xt is written though the operation has none, so that no bit gets lost. */
const operation =
  (kind: OperationKind): Kind =>
  () => ({
    print: (word) => {
      const found = systemOperation(kind, SYSOP.get(word));
      return found && (found.register || RT.get(word) === 31) ? found.name : undefined;
    },
    parse: (cursor, encoding) => {
      const name = cursor.word();
      const found = name === undefined ? undefined : systemOperation(kind, name);
      if (!found || !SYSOP.put(encoding, found.key)) return cursor.expected(`an operation of ${kind.toUpperCase()}`);
      if (found.register) return cursor.at(',') || cursor.expected("','");
      return RT.put(encoding, 31);
    },
  });

/** Xt of a named operation: written whenever the operation takes one, xzr included. */
const operationRegister: Kind = (site) => ({
  print: (word) => registerText(true, RT.get(word), false),
  parse: (cursor, encoding) => {
    const n = takeRegister(cursor, true, false);
    return n !== undefined && RT.put(encoding, n);
  },
  isDefault: (word) =>
    (['at', 'dc', 'ic', 'tlbi'] as const).every((kind) => !systemOperation(kind, SYSOP.get(word))?.register) &&
    RT.get(word) === site.fallback,
  setDefault: (encoding) => RT.put(encoding, 31),
});

/** op1, CRn, CRm and op2 of SYS: `#3, c7, c4, #1`. */
const sysArguments: Kind = () => {
  const take = (cursor: Cursor): number | undefined => {
    const m = /^c(\d|1[0-5])$/i.exec(cursor.word() ?? '');
    if (m) return Number(m[1]);
    cursor.expected('c0 to c15');
    return undefined;
  };
  return {
    print: (word) => `#${OP1.get(word)}, c${CRN_CRM.get(word) >> 4}, c${CRN_CRM.get(word) & 15}, #${OP2.get(word)}`,
    parse: (cursor, encoding) => {
      const op1 = takeNumber(cursor, 'an immediate from 0 to 7');
      if (op1 === undefined || !cursor.accept(',')) return cursor.expected("','");
      const crn = take(cursor);
      if (crn === undefined || !cursor.accept(',')) return cursor.expected("','");
      const crm = take(cursor);
      if (crm === undefined || !cursor.accept(',')) return cursor.expected("','");
      const op2 = takeNumber(cursor, 'an immediate from 0 to 7');
      if (op2 === undefined) return false;
      return OP1.put(encoding, op1) && CRN_CRM.put(encoding, crn * 16 + crm) && OP2.put(encoding, op2);
    },
  };
};

/** All kinds with a name of their own. Registers and plain immediates follow from the field's name. */
const KINDS: Readonly<Record<string, Kind>> = {
  shift,
  'Rm.ext': extended,
  'Rm.index': index,
  'Rt.tb': testedRegister,
  arith: arith(1),
  '-arith': arith(-1),
  bitmask: bitmask(false),
  '~bitmask': bitmask(true),
  wide,
  'mov.wide': movWide(false),
  'mov.inverted': movWide(true),
  'mov.bitmask': movBitmask,
  'lsl.amount': bitfield(SHIFT_LEFT),
  'lsr.amount': bitfield(SHIFT_RIGHT),
  'asr.amount': bitfield(SHIFT_RIGHT),
  bfi: bitfield(INSERT),
  bfx: bitfield(EXTRACT),
  tbit,
  cond: condition(false),
  invcond: condition(true),
  label26: label('imm26'),
  label19: label('imm19'),
  label14: label('imm14'),
  adr: pcRelative(false),
  adrp: pcRelative(true),
  prfop: named(RT, PREFETCHES, 'a prefetch operation'),
  barrier: named(CRM, BARRIERS, 'a barrier option'),
  isbopt: isbOption,
  'sysreg.read': systemRegister(false),
  'sysreg.write': systemRegister(true),
  pstate,
  'sysop.at': operation('at'),
  'sysop.dc': operation('dc'),
  'sysop.ic': operation('ic'),
  'sysop.tlbi': operation('tlbi'),
  sysargs: sysArguments,
};

/** The operand that a template names at `site`. Throws if there is no such kind, or the pattern lacks its fields. */
export function operand(site: Site): Operand {
  const { name } = site;
  if (name === 'Xt' && site.template.includes('sysop.')) return operationRegister(site);
  const kind = KINDS[name];
  if (kind) return kind(site);
  const simd = simdOperand(site);
  if (simd) return simd;
  const hex = name.endsWith('.hex');
  const plain = hex ? name.slice(0, -4) : name;
  const bits = site.optional(plain);
  const isRegister = REGISTER.test(name);
  if (bits && !isRegister) return plainImmediate(site, bits, false, hex);
  const signedBits = name.startsWith('s') ? site.optional(name.slice(1)) : undefined;
  if (signedBits) return plainImmediate(site, signedBits, true);
  const found = plainRegister(site);
  if (found) return found;
  throw new Error(`${site.insn.name}: '${site.template}' names no operand kind and no field with '${name}'`);
}
