/** Branches, exception generation, system instructions (Arm ARM C4.1.3). */
import { HELPER } from '../helper-codes.js';
import { STATE } from '../state.js';
import { i32, i64, op } from '../meaning.js';
import { load } from '../../wasm/expr.js';
import { plainRead } from '../sysregs/lookup.js';
import { alias, assembleOnly, insn, signed, type Fields, type Instruction } from './table.js';

const imm19 = (f: Fields): number => signed(f.imm19, 19) * 4;
const imm26 = (f: Fields): number => signed(f.imm26, 26) * 4;
const imm14 = (f: Fields): number => signed(f.imm14, 14) * 4;

export const branches: Instruction[] = [
  insn(
    'B.cond',
    '01010100 imm19:19 0 cond:4',
    'b.<cond> label19',
    (t, { cond }) => {
      t.if(t.condition(cond), () => t.branch(imm19));
    },
    { direct: true },
  ),
  insn('B', '0 00101 imm26:26', 'b label26', (t) => t.branch(imm26), { direct: true }),
  insn('BL', '1 00101 imm26:26', 'bl label26', (t) => t.branchAndLink(imm26), { direct: true }),
  insn(
    'CBZ',
    'sf 011010 0 imm19:19 Rt:5',
    'cbz Rt, label19',
    (t, { sf }) => {
      t.if(t.eqz(t.r(sf, 'Rt')), () => t.branch(imm19));
    },
    { direct: true },
  ),
  insn(
    'CBNZ',
    'sf 011010 1 imm19:19 Rt:5',
    'cbnz Rt, label19',
    (t, { sf }) => {
      const rt = t.r(sf, 'Rt');
      t.if(t.cmp('ne', rt, t.constant(rt.type, 0)), () => t.branch(imm19));
    },
    { direct: true },
  ),
  ...(['TBZ', 'TBNZ'] as const).map((name, nonZero) =>
    insn(
      name,
      `sf 011011 ${nonZero} imm5:5 imm14:14 Rt:5`,
      `${name.toLowerCase()} Rt.tb, tbit, label14`,
      (t) => {
        const rt = t.x('Rt');
        const bit = t.and(
          t.shrU(
            rt,
            t.imm((f) => f.sf * 32 + f.imm5),
          ),
          i64(1),
        );
        t.if(nonZero ? t.wrap(bit) : t.eqz(bit), () => t.branch(imm14));
      },
      { direct: true },
    ),
  ),
  insn('BR', '1101011 0000 11111 000000 Rn:5 00000', 'br Xn', (t) => t.branchTo(t.x('Rn'), 'jump')),
  insn('BLR', '1101011 0001 11111 000000 Rn:5 00000', 'blr Xn', (t) => t.branchTo(t.x('Rn'), 'call')),
  insn('RET', '1101011 0010 11111 000000 Rn:5 00000', 'ret{ Xn=30}', (t) => t.branchTo(t.x('Rn'), 'return')),
  insn('ERET', '1101011 0100 11111 000000 11111 00000', 'eret', (t) => t.exit(HELPER.ERET)),
  // Only in Debug state, which the processor never enters.
  insn('DRPS', '1101011 0101 11111 000000 11111 00000', 'drps', (t) => t.exit(HELPER.UNDEFINED)),
];

// prettier-ignore
const EXCEPTIONS = [
  { name: 'SVC',   opc: '000', ll: '01', helper: HELPER.SVC },
  { name: 'HVC',   opc: '000', ll: '10', helper: HELPER.HVC },
  { name: 'SMC',   opc: '000', ll: '11', helper: HELPER.SMC },
  { name: 'BRK',   opc: '001', ll: '00', helper: HELPER.BRK },
  { name: 'HLT',   opc: '010', ll: '00', helper: HELPER.HLT },
  // UNDEFINED outside Debug state.
  { name: 'DCPS1', opc: '101', ll: '01', helper: HELPER.UNDEFINED },
  { name: 'DCPS2', opc: '101', ll: '10', helper: HELPER.UNDEFINED },
  { name: 'DCPS3', opc: '101', ll: '11', helper: HELPER.UNDEFINED },
];

export const exceptionGeneration: Instruction[] = EXCEPTIONS.map(({ name, opc, ll, helper }) =>
  insn(
    name,
    `11010100 ${opc} imm16:16 000 ${ll}`,
    name.startsWith('DCPS') ? `${name.toLowerCase()}{ imm16.hex}` : `${name.toLowerCase()} imm16.hex`,
    (t) =>
      t.exit(
        helper,
        t.imm32((f) => f.imm16),
      ),
  ),
);

/** Permanently UNDEFINED, whatever comes: what a program has where it must never come. */
export const reserved: Instruction[] = [
  insn('UDF', '0000000000000000 imm16:16', 'udf imm16', (t) => t.exit(HELPER.UNDEFINED)),
];

// prettier-ignore
const HINTS = [
  { name: 'YIELD', bits: '0000001', helper: HELPER.YIELD },
  { name: 'WFE',   bits: '0000010', helper: HELPER.WFE },
  { name: 'WFI',   bits: '0000011', helper: HELPER.WFI },
  { name: 'SEV',   bits: '0000100', helper: HELPER.SEV },
  { name: 'SEVL',  bits: '0000101', helper: HELPER.SEVL },
];

/** Names that later versions of the architecture gave to hints: assembled, and printed as the hints that they are here. */
const LATER_HINTS: readonly (readonly [string, number])[] = [
  ['xpaclri', 7],
  ['pacia1716', 8],
  ['pacib1716', 10],
  ['autia1716', 12],
  ['autib1716', 14],
  ['esb', 16],
  ['paciaz', 24],
  ['paciasp', 25],
  ['pacibz', 26],
  ['pacibsp', 27],
  ['autiaz', 28],
  ['autiasp', 29],
  ['autibz', 30],
  ['autibsp', 31],
  ['bti', 32],
];

export const hints: Instruction[] = [
  ...HINTS.map(({ name, bits, helper }) =>
    insn(name, `11010101000000110010 ${bits} 11111`, name.toLowerCase(), (t) => t.helper(helper, i32(0))),
  ),
  // All others execute as NOP, those that later versions of the architecture gave a meaning included.
  insn(
    'HINT',
    `11010101000000110010 imm7:7${HINTS.map((h) => `!=${h.bits}`).join('')} 11111`,
    [
      alias('nop', { imm7: 0 }),
      alias('dgh', { imm7: 6 }),
      alias('csdb', { imm7: 20 }),
      'hint imm7',
      ...LATER_HINTS.map(([name, imm7]) => assembleOnly(name, { imm7 })),
    ],
    () => undefined,
  ),
];

export const barriers: Instruction[] = [
  insn('CLREX', '11010101000000110011 imm4:4 010 11111', 'clrex{ imm4=15}', (t) => t.clearExclusive()),
  // Accesses of a core happen in program order, and a page walk sees what was stored.
  insn(
    'DSB',
    '11010101000000110011 imm4:4 100 11111',
    [alias('ssbb', { imm4: 0 }), alias('pssbb', { imm4: 4 }), 'dsb barrier'],
    () => undefined,
  ),
  insn('DMB', '11010101000000110011 imm4:4 101 11111', 'dmb barrier', () => undefined),
  insn('ISB', '11010101000000110011 imm4:4 110 11111', 'isb{ isbopt}', () => undefined),
];

/** op0, op1, CRn, CRm, op2 as they stand in bits 20:5 of the word: what helpers know registers and operations by. */
const systemKey =
  (top: number) =>
  (f: Fields): number =>
    top | f.imm_op;

/** Of a register that generated code may read by itself. */
const plainOf = (f: Fields): { at: number; level: number } => plainRead(systemKey(0x8000)(f)) ?? { at: 0, level: 4 };

export const systemRegisters: Instruction[] = [
  insn(
    'MSR (immediate)',
    '1101010100000 imm_op1:3 0100 imm4:4 imm_op2:3 11111',
    'msr pstate, imm4',
    (t) => {
      t.setScratch(t.imm((f) => f.imm4));
      t.helper(
        HELPER.MSR_IMM,
        t.imm32((f) => (f.imm_op1 << 3) | f.imm_op2),
      );
    },
    // SPSel, DAIFSet, DAIFClr; UAO, PAN, DIT and CFINV came after v8.0.
    { whereAll: (f) => [0o05, 0o36, 0o37].includes((f.imm_op1 << 3) | f.imm_op2) },
  ),
  insn(
    'SYS',
    '1101010100 0 01 imm_op:14!=01101110100001 Rt:5',
    [
      alias('at sysop.at{, Xt=31}'),
      alias('dc sysop.dc{, Xt=31}'),
      alias('ic sysop.ic{, Xt=31}'),
      alias('tlbi sysop.tlbi{, Xt=31}'),
      'sys sysargs{, Xt=31}',
    ],
    (t) => {
      t.setScratch(t.x('Rt'));
      t.helper(HELPER.SYS, t.imm32(systemKey(0x4000)));
    },
  ),
  insn('DC ZVA', '1101010100 0 01 011 0111 0100 001 Rt:5', ['dc "zva", Xt', assembleOnly('sys sysargs, Xt')], (t) => {
    const address = t.copy(t.x('Rt'));
    t.if(
      t.state32(STATE.ZVA_ENABLED),
      () => t.zeroBlock(address),
      () => {
        t.setScratch(address);
        t.helper(HELPER.SYS, i32(0x4000 | 0b01101110100001));
      },
      'likely',
    );
  }),
  // No SYSL operation exists in Armv8.0-A, but HCR_EL2.TIDCP traps those that are implementation defined.
  insn('SYSL', '1101010100 1 01 imm_op:14 Rt:5', 'sysl Xt, sysargs', (t) =>
    t.helper(HELPER.SYSL, t.imm32(systemKey(0x4000))),
  ),
  insn('MSR (register)', '1101010100 0 1 imm_op:15 Rt:5', 'msr sysreg.write, Xt', (t) => {
    t.setScratch(t.x('Rt'));
    t.helper(HELPER.MSR, t.imm32(systemKey(0x8000)));
  }),
  insn(
    'MRS',
    '1101010100 1 1 imm_op:15 Rt:5',
    'mrs Xt, sysreg.read',
    (t, { plain, spEl0 }) => {
      const ask = (): void => {
        t.helper(HELPER.MRS, t.imm32(systemKey(0x8000)));
        t.setX('Rt', t.scratch());
      };
      if (!plain) return ask();
      // Where it is in the core's state, and from which level on it may be read.
      const where = t.let(t.imm32((f) => plainOf(f).at | (plainOf(f).level << 16)));
      const allowed = op('i32.le_u', op('i32.shr_u', where, i32(16)), t.state32(STATE.EL));
      t.if(
        // SP_EL0 is UNDEFINED while it is the stack pointer in use.
        spEl0 ? op('i32.and', allowed, t.state32(STATE.SPSEL)) : allowed,
        () => t.setX('Rt', load('i64.load', op('i32.add', t.base, op('i32.and', where, i32(0xffff))))),
        ask,
        'likely',
      );
    },
    {
      split: {
        plain: (f) => plainRead(systemKey(0x8000)(f)) !== undefined,
        spEl0: (f) => plainRead(systemKey(0x8000)(f))?.needsSpsel === true,
      },
    },
  ),
];

export const branchesExceptionsSystem: Instruction[] = [
  ...reserved,
  ...branches,
  ...exceptionGeneration,
  ...hints,
  ...barriers,
  ...systemRegisters,
];
