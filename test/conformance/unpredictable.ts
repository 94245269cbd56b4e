/**
 * Words that the manual calls CONSTRAINED UNPREDICTABLE, by class: what makes them so, what we do, and whether LLVM warns
 * of them. What we do is what QEMU does, so that results can be compared. docs/conformance.md has the same list.
 */

export interface UnpredictableClass {
  readonly name: string;
  /** Where the manual says so (DDI 0487). */
  readonly source: string;
  readonly choice: string;
  readonly test: (word: number) => boolean;
  /** Which of them LLVM calls 'potentially undefined instruction encoding'. */
  readonly llvmWarns: boolean | ((word: number) => boolean);
}

const bits = (word: number, low: number, width: number): number => (word >>> low) & (2 ** width - 1);
const rt = (w: number): number => bits(w, 0, 5);
const rn = (w: number): number => bits(w, 5, 5);
const rt2 = (w: number): number => bits(w, 10, 5);
const rs = (w: number): number => bits(w, 16, 5);
const matches =
  (mask: number, value: number) =>
  (w: number): boolean =>
    (w & mask) === value;

/** Load/store register, immediate pre- and post-indexed, general-purpose registers. */
const indexed = (w: number): boolean => (w & 0x3f200400) === 0x38000400;
/** Load/store pair of general-purpose registers, all four forms; bits 24:23 are 01 and 11 with writeback. */
const pair = matches(0x3e000000 | 0, 0x28000000);
const vectorPair = matches(0x3e000000 | 0, 0x2c000000);
const pairWriteback = (w: number): boolean => pair(w) && bits(w, 23, 1) === 1;
const isLoad = (w: number): boolean => bits(w, 22, 1) === 1;
/** Load register: STR has opc 00. */
const indexedLoad = (w: number): boolean => indexed(w) && bits(w, 22, 2) !== 0;
const indexedStore = (w: number): boolean => indexed(w) && bits(w, 22, 2) === 0;
/** Load/store exclusive and ordered: 001000 o2 L o1 Rs o0 Rt2. */
const exclusive = matches(0x3f000000, 0x08000000);
const o2 = (w: number): number => bits(w, 23, 1);
const o1 = (w: number): number => bits(w, 21, 1);
const storeExclusive = (w: number): boolean => exclusive(w) && o2(w) === 0 && !isLoad(w);
const loadExclusive = (w: number): boolean => exclusive(w) && o2(w) === 0 && isLoad(w);

export const UNPREDICTABLE: readonly UnpredictableClass[] = [
  {
    name: 'load with writeback whose base is loaded',
    source: 'C6.2 LDR (immediate), LDRB, LDRH, LDRSB, LDRSH, LDRSW',
    choice: 'the base register gets the address',
    test: (w) => indexedLoad(w) && rn(w) === rt(w) && rn(w) !== 31,
    // Not for sign-extending loads to X: it takes bit 22 for the load bit.
    llvmWarns: isLoad,
  },
  {
    name: 'store with writeback whose base is stored',
    source: 'C6.2 STR (immediate), STRB, STRH',
    choice: 'the value before the writeback is stored',
    test: (w) => indexedStore(w) && rn(w) === rt(w) && rn(w) !== 31,
    llvmWarns: false,
  },
  {
    name: 'load pair of one register',
    source: 'C6.2 LDP, LDPSW, LDNP',
    choice: 'the first value stays',
    test: (w) => pair(w) && isLoad(w) && rt(w) === rt2(w),
    llvmWarns: true,
  },
  {
    name: 'load pair of one SIMD and FP register',
    source: 'C7.2 LDP (SIMD&FP), LDNP (SIMD&FP)',
    choice: 'the second value stays',
    test: (w) => vectorPair(w) && isLoad(w) && rt(w) === rt2(w),
    llvmWarns: true,
  },
  {
    name: 'load pair with writeback whose base is loaded',
    source: 'C6.2 LDP, LDPSW',
    choice: 'the base register gets the address',
    test: (w) => pairWriteback(w) && isLoad(w) && rn(w) !== 31 && (rn(w) === rt(w) || rn(w) === rt2(w)),
    llvmWarns: true,
  },
  {
    name: 'store pair with writeback whose base is stored',
    source: 'C6.2 STP',
    choice: 'the value before the writeback is stored',
    test: (w) => pairWriteback(w) && !isLoad(w) && rn(w) !== 31 && (rn(w) === rt(w) || rn(w) === rt2(w)),
    llvmWarns: true,
  },
  {
    name: 'load exclusive pair of one register',
    source: 'C6.2 LDXP, LDAXP',
    choice: 'the second value stays',
    test: (w) => loadExclusive(w) && o1(w) === 1 && rt(w) === rt2(w),
    llvmWarns: true,
  },
  {
    name: 'store exclusive whose status register is also data or base',
    source: 'C6.2 STXR, STLXR, STXP, STLXP and their B and H forms',
    choice: 'address and data are read before the status is written',
    test: (w) =>
      storeExclusive(w) && (rs(w) === rt(w) || (rs(w) === rn(w) && rn(w) !== 31) || (o1(w) === 1 && rs(w) === rt2(w))),
    llvmWarns: false,
  },
  {
    name: 'exclusive or ordered access with ignored bits that are not ones',
    source: 'C6.2 LDXR, LDAR, STLR and others: Rs and Rt2 are (1)(1)(1)(1)(1)',
    choice: 'the bits are ignored',
    test: (w) => exclusive(w) && (((o2(w) === 1 || isLoad(w)) && rs(w) !== 31) || (o1(w) === 0 && rt2(w) !== 31)),
    llvmWarns: (w) => o1(w) === 0 && (o2(w) === 1 || isLoad(w)),
  },
  {
    name: 'SMULH or UMULH with ignored bits that are not ones',
    source: 'C6.2 SMULH, UMULH: Ra is (1)(1)(1)(1)(1)',
    choice: 'the bits are ignored',
    test: (w) => (w & 0xff608000) === (0x9b400000 | 0) && rt2(w) !== 31,
    llvmWarns: false,
  },
];

/** The class of a word that is allocated. */
export const unpredictableClass = (word: number): UnpredictableClass | undefined =>
  UNPREDICTABLE.find((c) => c.test(word));

/** Where LLVM warns without reason. */
export const LLVM_WARNS_WRONGLY: readonly { readonly reason: string; readonly test: (word: number) => boolean }[] = [
  {
    reason: 'LDTR and its kin with Rt = Rn: there is no writeback, the manual has nothing against it',
    test: (w) => (w & 0x3f200c00) === 0x38000800 && isLoad(w) && rt(w) === rn(w) && rn(w) !== 31,
  },
];

/** True where LLVM can be expected to warn. */
export const llvmShouldWarn = (word: number): boolean =>
  UNPREDICTABLE.some((c) => c.test(word) && (typeof c.llvmWarns === 'boolean' ? c.llvmWarns : c.llvmWarns(word))) ||
  LLVM_WARNS_WRONGLY.some((c) => c.test(word));
