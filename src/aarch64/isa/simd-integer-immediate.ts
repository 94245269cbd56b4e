/** Advanced SIMD modified immediates (Arm ARM C4.1): MOVI, MVNI, FMOV (vector, immediate), ORR and BIC (vector, immediate). */
import { op } from '../../wasm/expr.js';
import type { Immediate64 } from '../meaning.js';
import { insn, type Fields, type Instruction } from './table.js';

/** a:b:c:d:e:f:g:h. */
const imm8 = ({ immabc, immdefgh }: Fields): number => immabc * 32 + immdefgh;

/** The same word twice. */
const words = (value: number): readonly [number, number] => [value | 0, value | 0];
const halfwords = (value: number): readonly [number, number] => words(value * 0x10001);

/** The immediate's 64 bits by the kinds of cmode (Arm ARM, AdvSIMDExpandImm). `immcmode` is the part that varies. */
const EXPAND = {
  /** 0xx: words, shifted by bytes. */
  words: (f: Fields) => words(imm8(f) << (8 * f.immcmode)),
  /** 10x: halfwords. */
  halfwords: (f: Fields) => halfwords(imm8(f) << (8 * f.immcmode)),
  /** 110x: words, with ones shifted in. */
  ones: (f: Fields) => words(f.immcmode ? (imm8(f) << 16) | 0xffff : (imm8(f) << 8) | 0xff),
  bytes: (f: Fields) => words(imm8(f) * 0x01010101),
  /** A byte for each bit. */
  mask: (f: Fields): readonly [number, number] => {
    const half = (bits: number): number =>
      [0, 1, 2, 3].reduce((n, i) => ((bits >> i) & 1 ? n | (0xff << (8 * i)) : n), 0);
    return [half(imm8(f)), half(imm8(f) >> 4)];
  },
  /** VFPExpandImm: sign, exponent from NOT(b):bbb.., fraction. */
  single: (f: Fields) => {
    const i = imm8(f);
    return words(((i & 0x80) << 24) | (i & 0x40 ? 0x3e000000 : 0x40000000) | ((i & 0x3f) << 19));
  },
  double: (f: Fields): readonly [number, number] => {
    const i = imm8(f);
    return [0, ((i & 0x80) << 24) | (i & 0x40 ? 0x3fc00000 : 0x40000000) | ((i & 0x3f) << 16)];
  },
} as const;

const inverted =
  (of: Immediate64): Immediate64 =>
  (f) => {
    const [lo, hi] = of(f);
    return [~lo, ~hi];
  };

interface Row {
  readonly name: string;
  /** Bits Q and op. */
  readonly selects: string;
  readonly cmode: string;
  readonly text: string;
  readonly immediate: Immediate64;
  /** Combines with Vd; moves if absent. */
  readonly with?: 'v128.or' | 'v128.andnot';
}

// prettier-ignore
const ROWS: readonly Row[] = [
  { name: 'MOVI, 32-bit shifted immediate', selects: 'Q 0', cmode: '0 immcmode:2 0',  text: 'movi Vd.S, modimm.lsl', immediate: EXPAND.words },
  { name: 'MOVI, 16-bit shifted immediate', selects: 'Q 0', cmode: '10 immcmode:1 0', text: 'movi Vd.H, modimm.lsl', immediate: EXPAND.halfwords },
  { name: 'MOVI, 32-bit shifting ones',     selects: 'Q 0', cmode: '110 immcmode:1',  text: 'movi Vd.S, modimm.msl', immediate: EXPAND.ones },
  { name: 'MOVI, 8-bit',                    selects: 'Q 0', cmode: '1110',            text: 'movi Vd.B, modimm',     immediate: EXPAND.bytes },
  { name: 'MOVI, 64-bit scalar',            selects: '0 1', cmode: '1110',            text: 'movi Dd, modimm.bytes', immediate: EXPAND.mask },
  { name: 'MOVI, 64-bit vector',            selects: '1 1', cmode: '1110',            text: 'movi Vd.2d, modimm.bytes', immediate: EXPAND.mask },
  { name: 'FMOV (vector, immediate), single', selects: 'Q 0', cmode: '1111',          text: 'fmov Vd.S, fpimm',      immediate: EXPAND.single },
  { name: 'FMOV (vector, immediate), double', selects: '1 1', cmode: '1111',          text: 'fmov Vd.2d, fpimm',     immediate: EXPAND.double },
  { name: 'MVNI, 32-bit shifted immediate', selects: 'Q 1', cmode: '0 immcmode:2 0',  text: 'mvni Vd.S, modimm.lsl', immediate: inverted(EXPAND.words) },
  { name: 'MVNI, 16-bit shifted immediate', selects: 'Q 1', cmode: '10 immcmode:1 0', text: 'mvni Vd.H, modimm.lsl', immediate: inverted(EXPAND.halfwords) },
  { name: 'MVNI, 32-bit shifting ones',     selects: 'Q 1', cmode: '110 immcmode:1',  text: 'mvni Vd.S, modimm.msl', immediate: inverted(EXPAND.ones) },
  { name: 'ORR (vector, immediate), 32-bit', selects: 'Q 0', cmode: '0 immcmode:2 1',  text: 'orr Vd.S, modimm.lsl', immediate: EXPAND.words, with: 'v128.or' },
  { name: 'ORR (vector, immediate), 16-bit', selects: 'Q 0', cmode: '10 immcmode:1 1', text: 'orr Vd.H, modimm.lsl', immediate: EXPAND.halfwords, with: 'v128.or' },
  { name: 'BIC (vector, immediate), 32-bit', selects: 'Q 1', cmode: '0 immcmode:2 1',  text: 'bic Vd.S, modimm.lsl', immediate: EXPAND.words, with: 'v128.andnot' },
  { name: 'BIC (vector, immediate), 16-bit', selects: 'Q 1', cmode: '10 immcmode:1 1', text: 'bic Vd.H, modimm.lsl', immediate: EXPAND.halfwords, with: 'v128.andnot' },
];

export const simdIntegerImmediate: readonly Instruction[] = ROWS.map(
  ({ name, selects, cmode, text, immediate, with: operation }) =>
    insn(name, `0 ${selects} 0111100000 immabc:3 ${cmode} 01 immdefgh:5 Vd:5`, text, (t, { Q }) => {
      t.fpAccess();
      const both = op('i64x2.splat', t.imm64(immediate));
      t.setVector(Q ?? Number(selects[0]), 'Vd', operation ? op(operation, t.v('Vd'), both) : both);
    }),
);
