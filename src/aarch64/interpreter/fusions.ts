/**
 * Instructions in a row that get one handler: fewer dispatches where compilers emit them one after the other.
 *
 * The table's meanings are run one behind the other, so a sequence is nothing but a choice. It is made by measurement
 * (docs/decisions/003 and 012): what follows what in compiled code.
 */
import type { Fields } from '../isa/table.js';

type Choice = (name: string, f: Fields, near: boolean) => boolean;

const named =
  (names: readonly string[], also: (f: Fields) => boolean = () => true): Choice =>
  (name, f) =>
    names.includes(name) && also(f);

const any =
  (...choices: readonly Choice[]): Choice =>
  (name, f, near) =>
    choices.some((c) => c(name, f, near));

const unshifted = (f: Fields): boolean => f.shifted === 0 && f.shift === 0;

/** What sets flags right before a conditional branch. */
const compare = any(
  named(['SUBS (immediate)'], (f) => f.sh === 0),
  named(['SUBS (shifted register)', 'ANDS (shifted register)'], unshifted),
  named(['ANDS (immediate)']),
);
const branch: Choice = (name, f, near) => name === 'B.cond' && near && f.cond < 14;
const branchOnZero: Choice = (name, f, near) => name === 'B.cond' && near && f.cond < 2;

/** Short arithmetic. */
const light = any(
  named(['ADD (immediate)', 'SUB (immediate)'], (f) => f.sh === 0),
  named(
    [
      'ADD (shifted register)',
      'SUB (shifted register)',
      'AND (shifted register)',
      'ORR (shifted register)',
      'EOR (shifted register)',
    ],
    unshifted,
  ),
  named(['AND (immediate)'], (f) => f.sf === 0),
);
const simpleCompare = any(
  named(['SUBS (immediate)'], (f) => f.sh === 0),
  named(['SUBS (shifted register)'], unshifted),
);

const memory = any(
  named(
    [
      'LDR (unsigned offset, X)',
      'LDR (unsigned offset, W)',
      'LDRB (unsigned offset, W)',
      'STR (unsigned offset, X)',
      'STR (unsigned offset, W)',
      'LDP (offset, X)',
      'STP (offset, X)',
      'LDR (post-index, W)',
      'LDRB (post-index, W)',
    ],
    (f) => f.sp === 0,
  ),
  named(['LDR (register offset, W)'], (f) => f.sp === 0 && f.S === 1 && f.option === 2),
);

/** An instruction on X registers by name and the values of its opcode-like fields; `sf` is 1 unless it says otherwise. */
const one =
  (wanted: string, values: Fields = {}): Choice =>
  (name, f) =>
    name === wanted &&
    (f.sf === undefined || f.sf === (values.sf ?? 1)) &&
    Object.keys(values).every((key) => f[key] === values[key]);

const plain = { shift: 0, shifted: 0 };
const add = one('ADD (shifted register)', plain);
const sub = one('SUB (shifted register)', plain);
const subs = one('SUBS (shifted register)', plain);
const adds = one('ADDS (shifted register)', plain);
const or = one('ORR (shifted register)', plain);
const addImmediate = one('ADD (immediate)', { sh: 0 });
const hint = one('HINT');

/** A step of a loop over the words of a big number. */
const word = {
  load: one('LDR (register offset, X)', { option: 3, S: 1, sp: 0 }),
  store: one('STR (register offset, X)', { option: 3, S: 1, sp: 0 }),
  low: one('AND (immediate)'),
  high: one('UBFM', { left: 0, right: 1 }),
  index: one('SBFM'),
  multiply: one('MADD'),
  addLow: one('ADD (extended register)', { option: 2 }),
  addHigh: one('ADD (shifted register)', { shift: 1, shifted: 1 }),
  shift: one('ADD (shifted register)', { shift: 0, shifted: 1 }),
  smaller: one('CSEL', { cond: 3 }),
  carry: any(one('CSINC', { cond: 2 }), one('CSINC', { cond: 3 })),
  count: one('ADDS (immediate)', { sf: 0, sh: 0 }),
};

/** How functions begin and end: mov x9, x30; nop; paciasp; stp x29, x30, [sp, #-n]!; mov x29, sp; ... */
const push = one('STP (pre-index, X)', { sp: 1 });
const pop = one('LDP (post-index, X)', { sp: 1 });
const save = one('STP (offset, X)', { sp: 1 });
const restore = one('LDP (offset, X)', { sp: 1 });
const ret = one('RET');

/** A value and the branch on its being zero. */
const zeroBranch: Choice = (name, _, near) => (name === 'CBZ' || name === 'CBNZ') && near;
const tested = any(
  or,
  one('ADD (immediate)', { sh: 0 }),
  named(['LDR (unsigned offset, X)', 'LDR (unsigned offset, W)', 'LDRB (unsigned offset, W)'], (f) => f.sp === 0),
  one('LDRB (pre-index, W)', { sp: 0 }),
);

/** Rotations and sums of hashes. */
const mix = any(
  one('EXTR', { sf: 0 }),
  one('ADD (shifted register)', { sf: 0, ...plain }),
  one('EOR (shifted register)', { sf: 0, ...plain }),
);

/** The most instructions that a handler is for. */
const MOST = 4;
/** Bytes of guest code before a word in which a handler may begin that is for this word, too. */
export const FUSED_BYTES = 4 * (MOST - 1);

export const FUSIONS: readonly (readonly Choice[])[] = [
  [compare, branch],
  [named(['ADDS (immediate)'], (f) => f.sh === 0), branchOnZero],
  [light, any(light, simpleCompare, memory)],
  [memory, any(light, simpleCompare, memory)],
  [tested, zeroBranch],
  [mix, mix],
  [mix, mix, mix],
  [one('ADRP'), any(addImmediate, one('LDR (unsigned offset, X)', { sp: 0 }))],
  [one('LDRB (register offset, W)', { S: 0, sp: 0 }), one('ANDS (immediate)')],

  [hint, hint],
  [hint, ret],
  [hint, push],
  [or, hint, hint],
  [push, addImmediate],
  [push, addImmediate, save],
  [save, or],
  [save, addImmediate],
  [save, save],
  [restore, restore],
  [restore, pop],
  [pop, hint],
  [pop, hint, ret],
  [restore, pop, hint, ret],

  // Multi-precision arithmetic (Linux's lib/mpi): the certificates that a kernel checks at boot, and its self-tests.
  [word.index, sub, word.load],
  [word.load, word.load],
  [word.load, word.low, word.high],
  [word.low, word.high],
  [word.multiply, word.multiply],
  [word.multiply, word.multiply, word.multiply, word.multiply],
  [word.addLow, word.addHigh, add],
  [subs, word.shift, word.smaller],
  [word.high, subs, word.carry],
  [any(adds, subs), word.store, any(word.carry, one('ADC'))],
  [adds, word.carry],
  [add, word.count, branchOnZero],
  [one('ADC'), word.count, branchOnZero],
  [word.carry, word.count, branchOnZero],
];
