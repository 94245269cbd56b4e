/**
 * Pairs of instructions that get a handler for both: half the dispatches where compilers emit them one after the other.
 *
 * The table's meanings are run one behind the other, so a pair is nothing but a choice. It is made by measurement
 * (docs/decisions/003): what follows what in compiled code.
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

export const FUSIONS: readonly { readonly first: Choice; readonly second: Choice }[] = [
  { first: compare, second: branch },
  { first: light, second: any(light, simpleCompare, memory) },
  { first: memory, second: any(light, simpleCompare, memory) },
];
