/** ESR_ELx in words (Arm ARM D13.2.37). */
import { registerName } from '../../aarch64/sysregs/lookup.js';
import { SYSTEM_INSTRUCTIONS } from '../../aarch64/sysregs/instructions.js';

const bit = (iss: number, n: number): boolean => ((iss >>> n) & 1) !== 0;
const field = (iss: number, high: number, low: number): number => (iss >>> low) & ((1 << (high - low + 1)) - 1);
const hex = (n: number): string => `0x${n.toString(16)}`;
const join = (...parts: (string | false | undefined)[]): string => parts.filter((p) => p).join(', ');

/** X or W and the number; 31 is the zero register. */
const register = (n: number, wide: boolean): string => (wide ? 'x' : 'w') + (n === 31 ? 'zr' : n);

/** Fault status codes, those with a level in their low two bits and those without. */
const LEVELLED: Readonly<Record<number, string>> = {
  0b0000: 'address size fault',
  0b0001: 'translation fault',
  0b0010: 'access flag fault',
  0b0011: 'permission fault',
  0b0101: 'external abort on a table walk',
  0b0111: 'parity or ECC error on a table walk',
};
const PLAIN: Readonly<Record<number, string>> = {
  0b010000: 'external abort',
  0b010001: 'asynchronous SError',
  0b011000: 'parity or ECC error',
  0b011001: 'asynchronous parity or ECC error',
  0b100001: 'alignment fault',
  0b100010: 'debug exception',
  0b110000: 'TLB conflict',
  0b110100: 'lockdown',
  0b110101: 'unsupported exclusive or atomic access',
  0b111101: 'section domain fault',
  0b111110: 'page domain fault',
};

/** DFSC or IFSC in words. */
export function faultStatus(fsc: number): string {
  const levelled = LEVELLED[fsc >> 2];
  if (levelled !== undefined) return `${levelled}, level ${fsc & 3}`;
  return PLAIN[fsc] ?? `fault status ${hex(fsc)}`;
}

/** What the access was: whole, where the syndrome describes it (ISV). */
function access(iss: number): string {
  if (bit(iss, 8)) return 'cache maintenance';
  const store = bit(iss, 6);
  if (!bit(iss, 24)) return store ? 'store' : 'load';
  const bytes = 1 << field(iss, 23, 22);
  const what = `${bytes} byte${bytes === 1 ? '' : 's'}`;
  const reg = register(field(iss, 20, 16), bit(iss, 15));
  const order = bit(iss, 14) && (store ? 'release' : 'acquire');
  if (store) return [order, 'store of', what, 'from', reg].filter((w) => w).join(' ');
  return [order, bit(iss, 21) && 'signed', 'load of', what, 'to', reg].filter((w) => w).join(' ');
}

const dataAbort = (iss: number): string =>
  join(
    'data abort',
    faultStatus(iss & 63),
    bit(iss, 7) && "on stage 1's table walk",
    access(iss),
    bit(iss, 10) && 'FAR not valid',
  );

const instructionAbort = (iss: number): string =>
  join(
    'instruction abort',
    faultStatus(iss & 63),
    bit(iss, 7) && "on stage 1's table walk",
    bit(iss, 10) && 'FAR not valid',
  );

const instructions = new Map(SYSTEM_INSTRUCTIONS.map(({ name, key }) => [key, name]));

/** A trapped MSR, MRS or system instruction. */
function system(iss: number): string {
  const [op0, op1] = [field(iss, 21, 20), field(iss, 16, 14)];
  const [crn, crm, op2] = [field(iss, 13, 10), field(iss, 4, 1), field(iss, 19, 17)];
  const key = (op0 << 14) | (op1 << 11) | (crn << 7) | (crm << 3) | op2;
  const rt = register(field(iss, 9, 5), true);
  if (op0 >= 2) return bit(iss, 0) ? `MRS ${rt}, ${registerName(key)}` : `MSR ${registerName(key)}, ${rt}`;
  const known = instructions.get(key);
  if (known !== undefined) return rt === 'xzr' ? known : `${known}, ${rt}`;
  const operands = `#${op1}, C${crn}, C${crm}, #${op2}`;
  if (op0 === 0) return `MSR (immediate) ${operands}`;
  return bit(iss, 0) ? `SYSL ${rt}, ${operands}` : `SYS ${operands}, ${rt}`;
}

/** The exceptions that a trapped floating-point instruction reports, by bit. */
const FP_FLAGS = ['invalid', 'division by zero', 'overflow', 'underflow', 'inexact', '', '', 'denormal'];
const fpException = (iss: number): string =>
  join('FP exception', ...FP_FLAGS.map((name, n) => bit(iss, 23) && bit(iss, n) && name));

const imm16 =
  (mnemonic: string) =>
  (iss: number): string =>
    `${mnemonic} #${hex(iss & 0xffff)}`;

const WAITS = ['WFI', 'WFE', 'WFIT', 'WFET'];

interface ExceptionClass {
  readonly name: string;
  /** The ISS in words, the class included. Where it is left out, the name says all. */
  readonly text?: (iss: number) => string;
}

const both = (ec: number, entry: ExceptionClass): [number, ExceptionClass][] => [
  [ec, entry],
  [ec + 1, entry],
];

/** By ESR_ELx.EC; a class of two values is of exceptions from a lower level and from the same. */
const CLASSES: ReadonlyMap<number, ExceptionClass> = new Map([
  [0x00, { name: 'undefined', text: () => 'undefined instruction' }],
  [0x01, { name: 'WFx', text: (iss) => `${WAITS[iss & 3]} trapped` }],
  [0x03, { name: 'MCR or MRC, CP15' }],
  [0x04, { name: 'MCRR or MRRC, CP15' }],
  [0x05, { name: 'MCR or MRC, CP14' }],
  [0x06, { name: 'LDC or STC, CP14' }],
  [0x07, { name: 'FP', text: () => 'FP or SIMD instruction trapped' }],
  [0x08, { name: 'VMRS' }],
  [0x09, { name: 'pointer authentication' }],
  [0x0a, { name: 'LD64B or ST64B' }],
  [0x0c, { name: 'MRRC, CP14' }],
  [0x0d, { name: 'branch target' }],
  [0x0e, { name: 'illegal state', text: () => 'illegal execution state' }],
  [0x11, { name: 'SVC', text: imm16('SVC (AArch32)') }],
  [0x12, { name: 'HVC', text: imm16('HVC (AArch32)') }],
  [0x13, { name: 'SMC', text: () => 'SMC (AArch32)' }],
  [0x15, { name: 'SVC', text: imm16('SVC') }],
  [0x16, { name: 'HVC', text: imm16('HVC') }],
  [0x17, { name: 'SMC', text: imm16('SMC') }],
  [0x18, { name: 'system', text: system }],
  [0x19, { name: 'SVE' }],
  [0x1a, { name: 'ERET', text: (iss) => `${['ERET', 'ERET', 'ERETAA', 'ERETAB'][iss & 3]} trapped` }],
  [0x1c, { name: 'pointer authentication failure' }],
  [0x1f, { name: 'implementation defined' }],
  ...both(0x20, { name: 'instruction abort', text: instructionAbort }),
  [0x22, { name: 'PC alignment' }],
  ...both(0x24, { name: 'data abort', text: dataAbort }),
  [0x26, { name: 'SP alignment' }],
  [0x28, { name: 'FP exception', text: fpException }],
  [0x2c, { name: 'FP exception', text: fpException }],
  [0x2f, { name: 'SError', text: (iss) => `SError, syndrome ${hex(iss)}` }],
  ...both(0x30, { name: 'breakpoint' }),
  ...both(0x32, {
    name: 'step',
    text: (iss) => join('software step', bit(iss, 24) && bit(iss, 6) && 'of a load-exclusive'),
  }),
  ...both(0x34, { name: 'watchpoint', text: (iss) => join('watchpoint', access(iss & 0x1ff)) }),
  [0x38, { name: 'BKPT', text: imm16('BKPT (AArch32)') }],
  [0x3a, { name: 'vector catch' }],
  [0x3c, { name: 'BRK', text: imm16('BRK') }],
]);

export interface Syndrome {
  /** The exception class in a word or two. */
  readonly name: string;
  /** Class and ISS in words. */
  readonly text: string;
}

/** ESR_ELx in words; any 32-bit value, signed or not. */
export function describeSyndrome(esr: number): Syndrome {
  const ec = esr >>> 26;
  const found = CLASSES.get(ec);
  if (!found) return { name: 'reserved', text: `exception class ${hex(ec)}, syndrome ${hex(esr & 0x1ffffff)}` };
  return { name: found.name, text: found.text?.(esr & 0x1ffffff) ?? found.name };
}
