/**
 * How the texts of LLVM and binutils differ from ours where both are right: every rule with its reason. A text that no
 * rule explains is a disagreement.
 */
import { unpredictableClass } from './unpredictable.js';

export type Tool = 'llvm' | 'binutils';

/** Brings both texts to one form. */
interface Normalisation {
  readonly tool: Tool;
  readonly reason: string;
  readonly apply: (text: string) => string;
}

/** Accepts a text that differs. */
interface Exception {
  readonly tool: Tool;
  readonly reason: string;
  /** `theirs` is undefined where the tool takes the word for unallocated. Texts are normalised. */
  readonly accepts: (word: number, ours: string, theirs: string | undefined) => boolean;
}

/** Condition names with two spellings. */
const CONDITIONS: Readonly<Record<string, string>> = { cs: 'hs', cc: 'lo' };

/** A number as a text, as 64 bits; as 32 where the first register is a W register. */
function plainNumbers(text: string): string {
  const width = /^\w+ w/.test(text) ? 32 : 64;
  return text.replace(/#(-?)(0x[0-9a-f]+|\d+)/g, (_, sign: string, digits: string) => {
    const value = BigInt(digits);
    return `#${BigInt.asUintN(width, sign ? -value : value)}`;
  });
}

/** A floating-point immediate in the shortest form, so that no rule for integers takes it. */
const plainReals = (text: string): string =>
  text.replace(/#(-?\d+(?:\.\d+)?(?:e[-+]\d+)?)(?![\w.])/g, (all, digits: string) =>
    /[.e]/.test(digits) ? `#real ${Number(digits)}` : all,
  );

/** A list of registers, without blanks; one of a range in full. */
const plainLists = (text: string): string =>
  text.replace(/\{([^}]*)\}/g, (_, inner: string) => {
    const [, first, suffix, last] = /^v(\d+)(\.\w+)-v(\d+)\.\w+$/.exec(inner.trim()) ?? [];
    if (first === undefined) return `{${inner.replace(/\s/g, '')}}`;
    const count = ((Number(last) - Number(first)) & 31) + 1;
    return `{${Array.from({ length: count }, (__, i) => `v${(Number(first) + i) & 31}${suffix}`).join(',')}}`;
  });

export const NORMALISATIONS: readonly Normalisation[] = [
  {
    tool: 'llvm',
    reason: 'comments after the instruction give immediates in another base',
    apply: (text) => text.replace(/\s*\/\/.*$/, ''),
  },
  { tool: 'llvm', reason: 'tabs are around the mnemonic', apply: (text) => text.trim().replace('\t', ' ') },
  {
    tool: 'binutils',
    reason: 'comments after the instruction give immediates in another base and symbols',
    apply: (text) => text.replace(/\s*\/\/.*$/, ''),
  },
  { tool: 'binutils', reason: 'a tab follows the mnemonic', apply: (text) => text.replace('\t', ' ') },
  {
    tool: 'binutils',
    reason: 'names of system registers and operands of SYS are in another case',
    apply: (text) => text.toLowerCase(),
  },
  { tool: 'binutils', reason: 'floating-point immediates have other numbers of digits', apply: plainReals },
  { tool: 'binutils', reason: 'immediates are hexadecimal and unsigned', apply: plainNumbers },
  { tool: 'binutils', reason: 'lists of registers are without blanks, long ones are ranges', apply: plainLists },
  {
    tool: 'binutils',
    reason: 'CS and CC are the names of the conditions HS and LO',
    apply: (text) =>
      text
        .replace(/^b\.(cs|cc) /, (_, c: string) => `b.${CONDITIONS[c]} `)
        .replace(/, (cs|cc)$/, (_, c: string) => `, ${CONDITIONS[c]}`),
  },
];

const generic = (word: number): string =>
  `s${2 + ((word >>> 19) & 1)}_${(word >>> 16) & 7}_c${(word >>> 12) & 15}_c${(word >>> 8) & 15}_${(word >>> 5) & 7}`;

/** MSR or MRS whose register we print by its encoding. */
const genericRegister = (word: number, ours: string): boolean =>
  /^(msr|mrs) /.test(ours) && ours.toLowerCase().includes(generic(word));

/** A SYS that we print by its encoding. */
const genericOperation = (ours: string): boolean => ours.startsWith('sys ');
const isHint = (word: number): boolean => word >>> 12 === 0xd5032;

export const EXCEPTIONS: readonly Exception[] = [
  {
    tool: 'llvm',
    reason: 'TLBI and IC operations without operand: a register other than XZR is not printed; we print SYS with it',
    accepts: (word, ours, theirs) =>
      genericOperation(ours) && (word & 31) !== 31 && /^(tlbi|ic) \w+$/.test(theirs ?? ''),
  },
  {
    tool: 'binutils',
    reason:
      'hints of later versions: PACIASP, BTI and others, whose names it knows, and DGH, whose name it does not know',
    accepts: (word, ours, theirs) => isHint(word) && /^(hint |dgh$)/.test(ours) && theirs !== undefined,
  },
  {
    tool: 'binutils',
    reason: 'system registers that a Cortex-A72 does not have get names; we print them as S<op0>_<op1>_<Cn>_<Cm>_<op2>',
    accepts: (word, ours, theirs) =>
      genericRegister(word, ours) && theirs !== undefined && theirs.slice(0, 4) === ours.slice(0, 4),
  },
  {
    tool: 'binutils',
    reason: 'AT, DC, IC, TLBI and prediction operations of later versions; we print them as SYS',
    accepts: (_, ours, theirs) => genericOperation(ours) && /^(at|dc|ic|tlbi|cfp|dvp|cpp) /.test(theirs ?? ''),
  },
  {
    tool: 'binutils',
    reason: 'TRCEXTINSELR of the trace unit is TRCEXTINSELR0 since ETE',
    accepts: (_, ours, theirs) => ours.replace('trcextinselr', 'trcextinselr0') === theirs,
  },
  {
    tool: 'binutils',
    reason: 'BFC is an alias of Armv8.2 for BFI with XZR',
    accepts: (_, ours, theirs) => ours.replace(/^bfi (\w+), [xw]zr,/, 'bfc $1,') === theirs,
  },
  {
    tool: 'binutils',
    reason: 'ORR of a bitmask to SP is printed as MOV also where MoveWidePreferred() says that ORR is right (C6.2.225)',
    accepts: (_, ours, theirs) => ours.replace(/^orr (w?sp), [xw]zr,/, 'mov $1,') === theirs,
  },
  {
    tool: 'binutils',
    reason: 'MSR SPSel, #imm above 1 is a register to it; PSTATE.SP is bit 0 of the immediate (C6.2.230)',
    accepts: (word, ours, theirs) =>
      /^msr spsel, #/.test(ours) && (word & 0xe00) !== 0 && /^msr s0_/.test(theirs ?? ''),
  },
  {
    tool: 'binutils',
    reason: 'SSHLL and USHLL by zero are printed as SXTL and UXTL',
    accepts: (_, ours, theirs) => ours.replace(/^([su])shll(2?) (.*), #0$/, '$1xtl$2 $3') === theirs,
  },
  {
    tool: 'binutils',
    reason:
      'CONSTRAINED UNPREDICTABLE words are undefined to it where bits should be ones, and loads that name a register twice',
    accepts: (word, _, theirs) => theirs === undefined && unpredictableClass(word) !== undefined,
  },
];

/** Words about which LLVM's verdict is not ours, with the reason. */
export const VERDICT_EXCEPTIONS: readonly { readonly reason: string; readonly test: (word: number) => boolean }[] = [
  {
    reason: 'MSR and MRS of op0 = 0: LLVM prints a register S0_...; the manual has no such registers (C4.1.3, C5.1.2)',
    test: (word) => (word & 0xffd80000) === (0xd5000000 | 0),
  },
];

/** How often each rule was needed. A rule that never is has outlived its reason. */
export const uses = new Map<string, number>();

function note(tool: Tool, reason: string): void {
  const key = `${tool}: ${reason}`;
  uses.set(key, (uses.get(key) ?? 0) + 1);
}

/** Compares our text of a word with that of a tool, which may print addresses and numbers in other forms. */
export function sameText(tool: Tool, word: number, ours: string, theirs: string | undefined): boolean {
  if (ours === theirs) return true;
  let mine = ours;
  let other = theirs;
  for (const rule of NORMALISATIONS) {
    if (rule.tool !== tool) continue;
    const before = [mine, other];
    mine = rule.apply(mine);
    other = other === undefined ? undefined : rule.apply(other);
    if (mine !== before[0] || other !== before[1]) note(tool, rule.reason);
    if (mine === other) return true;
  }
  for (const rule of EXCEPTIONS) {
    if (rule.tool !== tool || !rule.accepts(word, mine, other)) continue;
    note(tool, rule.reason);
    return true;
  }
  return false;
}
