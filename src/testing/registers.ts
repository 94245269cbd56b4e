/** The registers of a machine that has come to its end, as text for people. */
import { isElf, readElf, SYMBOL_TYPE, type ElfSymbol } from '../aarch64/elf.js';
import type { Core } from '../aarch64/core.js';
import { describeCore } from '../machine/gdb/monitor.js';
import { readRegister } from '../machine/inspect.js';
import type { Machine } from '../machine/machine.js';

/** What is worth seeing of each level, from EL3 down: its last exception, its stack, its translation. */
const LEVELS: readonly (readonly string[])[] = [
  [
    ...['ESR_EL3', 'ELR_EL3', 'SPSR_EL3', 'FAR_EL3', 'VBAR_EL3', 'SP_EL3'],
    ...['SCTLR_EL3', 'SCR_EL3', 'TTBR0_EL3', 'TCR_EL3', 'MAIR_EL3'],
  ],
  [
    ...['ESR_EL2', 'ELR_EL2', 'SPSR_EL2', 'FAR_EL2', 'HPFAR_EL2', 'VBAR_EL2', 'SP_EL2'],
    ...['SCTLR_EL2', 'HCR_EL2', 'TTBR0_EL2', 'TCR_EL2', 'MAIR_EL2', 'VTTBR_EL2', 'VTCR_EL2'],
  ],
  [
    ...['ESR_EL1', 'ELR_EL1', 'SPSR_EL1', 'FAR_EL1', 'VBAR_EL1', 'SP_EL1'],
    ...['SCTLR_EL1', 'TTBR0_EL1', 'TTBR1_EL1', 'TCR_EL1', 'MAIR_EL1', 'CONTEXTIDR_EL1'],
  ],
  ['SP_EL0', 'TPIDR_EL0', 'TPIDR_EL1', 'TPIDR_EL2', 'MPIDR_EL1'],
];

/** ESR_ELx.EC in words (Arm ARM D13.2.37). */
const CLASSES: Readonly<Record<number, string>> = {
  0x00: 'unknown reason',
  0x01: 'WFI or WFE',
  0x07: 'access to SVE, SIMD or FP',
  0x0e: 'illegal execution state',
  0x15: 'SVC',
  0x16: 'HVC',
  0x17: 'SMC',
  0x18: 'MSR, MRS or system instruction',
  0x20: 'instruction abort from a lower level',
  0x21: 'instruction abort from this level',
  0x22: 'PC alignment fault',
  0x24: 'data abort from a lower level',
  0x25: 'data abort from this level',
  0x26: 'SP alignment fault',
  0x2c: 'floating-point exception',
  0x2f: 'SError interrupt',
  0x30: 'breakpoint from a lower level',
  0x31: 'breakpoint from this level',
  0x32: 'software step from a lower level',
  0x33: 'software step from this level',
  0x34: 'watchpoint from a lower level',
  0x35: 'watchpoint from this level',
  0x3c: 'BRK',
};

const hex = (value: bigint): string => `0x${value.toString(16).padStart(16, '0')}`;

/** How far behind a symbol without a size an address may be. */
const REACH = 0x10000n;

/** Names addresses by a program's symbols: `main+0x10`; undefined where none is near. */
export type Names = (address: bigint) => string | undefined;

/** @param program the file's bytes; what is no ELF file has no names */
export function namesOf(program: Uint8Array): Names {
  if (!isElf(program)) return () => undefined;
  const symbols = readElf(program)
    .symbols.filter(
      ({ name, type, section }) =>
        section !== undefined &&
        name !== '' &&
        !name.startsWith('$') &&
        (type === SYMBOL_TYPE.FUNC || type === SYMBOL_TYPE.NOTYPE),
    )
    .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  return (address) => {
    const next = symbols.findIndex((s) => s.value > address);
    const symbol = symbols.at(next < 0 ? -1 : next - 1) as ElfSymbol | undefined;
    if (!symbol || next === 0) return undefined;
    const offset = address - symbol.value;
    if (offset >= (symbol.size > 0n ? symbol.size : REACH)) return undefined;
    return offset === 0n ? symbol.name : `${symbol.name}+0x${offset.toString(16)}`;
  };
}

/** Cells in lines of `columns`. */
function lines(cells: readonly string[], columns: number): string[] {
  const width = Math.max(...cells.map((c) => c.length));
  const out: string[] = [];
  for (let at = 0; at < cells.length; at += columns)
    out.push(
      `  ${cells
        .slice(at, at + columns)
        .map((c) => c.padEnd(width))
        .join('  ')}`.trimEnd(),
    );
  return out;
}

function coreRegisters(core: Core, names: Names): string[] {
  const value = (name: string): bigint => readRegister(core, name);
  const place = (name: string): string => {
    const symbol = names(value(name));
    return symbol === undefined ? '' : ` <${symbol}>`;
  };
  const general = Array.from({ length: 31 }, (_, n) => `x${n}`);
  return [
    `core ${core.index}: ${describeCore(core)}, ${core.icount} instructions`,
    `  pc ${hex(value('pc'))}${place('pc')}`,
    `  lr ${hex(value('x30'))}${place('x30')}`,
    `  sp ${hex(value('sp'))}  pstate ${hex(value('pstate'))}`,
    ...lines(
      general.map((name) => `${name.padStart(3)} ${hex(value(name))}`),
      4,
    ),
    ...LEVELS.flatMap((level) => [
      ...lines(
        level.map((name) => `${name.padEnd(14)} ${hex(value(name))}`),
        3,
      ),
      ...level.flatMap((name) => {
        const esr = value(name);
        if (!name.startsWith('ESR_') || esr === 0n) return [];
        const from = name.replace('ESR', 'ELR');
        const kind = CLASSES[Number((esr >> 26n) & 0x3fn)] ?? 'reserved class';
        return [`  last exception to ${name.slice(4)}: ${kind}, from ${hex(value(from))}${place(from)}`];
      }),
    ]),
  ];
}

/** All cores' registers, and the time. */
export function registerDump(machine: Machine, names: Names): string {
  const { processor, scheduler, board } = machine;
  return [
    `${board.name}, guest time ${(scheduler.stamp / 1e9).toFixed(9)} s`,
    ...processor.cores.flatMap((core) => ['', ...coreRegisters(core, names)]),
    '',
  ].join('\n');
}
