/** The table of system registers as arrays, for the paths that run often: indexed by a register's place in the table. */
import type { Core } from '../core.js';
import { STATE } from '../state.js';
import { EL1_CONTROLS, EL2_CONTROLS, EL3_CONTROLS, type Control } from './controls.js';
import { REG } from './storage.js';
import { REGISTERS, sysregKey, type SystemRegister } from './table.js';

const rows: readonly SystemRegister[] = REGISTERS;
const NEVER = 4;

/** Index of a register by key (op0 is 2 or 3), -1 for none. */
const byKey = new Int16Array(0x8000).fill(-1);
for (const range of [true, false]) {
  rows.forEach((row, index) => {
    if (row.key < 0 || (row.encodings !== undefined) !== range) return;
    const first = row.key - 0x8000;
    if (!range && byKey[first] >= 0 && rows[byKey[first]].encodings === undefined) {
      throw new Error(`${row.name} and ${rows[byKey[first]].name} have one encoding`);
    }
    byKey.fill(index, first, first + (row.encodings ?? 1));
  });
}

/** Index in the table, or -1. `key` has op0 2 or 3. */
export const indexOf = (key: number): number => byKey[key & 0x7fff];

/** The lowest level that op1 opens a register to (Arm ARM C5.1.3). */
const LOWEST = [1, 1, 1, 0, 2, 2, 3, 1];

/** The lowest level from which a register may be read and written. */
export const readable = new Uint8Array(rows.length);
export const writable = new Uint8Array(rows.length);
/** Writable bits, low and high half. */
export const maskLo = new Int32Array(rows.length);
export const maskHi = new Int32Array(rows.length);
export const resetLo = new Int32Array(rows.length);
export const resetHi = new Int32Array(rows.length);
/** What stands in the way of an access: indices of controls (-1: none), of rules (0: none). */
export const el1Control = new Int8Array(rows.length).fill(-1);
export const el2Control = new Int8Array(rows.length).fill(-1);
export const el3Control = new Int8Array(rows.length).fill(-1);
export const rule = new Uint8Array(rows.length);
/** True where any of these is, or HCR_EL2.TIDCP is about the register. */
export const guarded = new Uint8Array(rows.length);
export const regime = new Uint8Array(rows.length);
export const debug = new Uint8Array(rows.length);
/** True where HCR_EL2.TIDCP traps EL1's access: before the register's own controls. */
export const implementationDefined = new Uint8Array(rows.length);

/** True for keys in the implementation defined part of the encoding space: CRn 11 and 15 of op0 1 and 3. */
export function isImplementationDefined(key: number): boolean {
  const crn = (key >>> 7) & 15;
  return (key >>> 14) & 1 ? crn === 11 || crn === 15 : false;
}

export const RULE = { NONE: 0, SP_EL0: 1, SECURE: 2, FP: 3 } as const;

const el1Names = Object.keys(EL1_CONTROLS);
const el3Names = Object.keys(EL3_CONTROLS);
export const el2Index = (name: (typeof EL2_CONTROLS)[number]): number => EL2_CONTROLS.indexOf(name);

rows.forEach((row, i) => {
  const lowest = row.key < 0 ? NEVER : LOWEST[(row.key >>> 11) & 7];
  readable[i] = row.access === 'WO' ? NEVER : lowest;
  writable[i] = row.access === 'RO' ? NEVER : (row.writable ?? (row.el0 === 'RO' ? 1 : lowest));
  const mask = BigInt.asUintN(64, row.write ?? ~0n);
  maskLo[i] = Number(BigInt.asIntN(32, mask));
  maskHi[i] = Number(BigInt.asIntN(32, mask >> 32n));
  const reset = row.reset ?? 0n;
  resetLo[i] = Number(BigInt.asIntN(32, reset));
  resetHi[i] = Number(BigInt.asIntN(32, reset >> 32n));
  if (row.el1) el1Control[i] = el1Names.indexOf(row.el1);
  if (row.el2) el2Control[i] = el2Index(row.el2);
  if (row.el3) el3Control[i] = el3Names.indexOf(row.el3);
  if (row.rule) rule[i] = RULE[row.rule];
  implementationDefined[i] = row.key >= 0 && isImplementationDefined(row.key) ? 1 : 0;
  guarded[i] = row.rule || row.el1 || row.el2 || row.el3 || implementationDefined[i] !== 0 ? 1 : 0;
  regime[i] = row.regime ? 1 : 0;
  debug[i] = row.debug ? 1 : 0;
});

/**
 * How generated code may read a register by itself: the offset of its value from the core's base, valid at `level` and
 * above, and (for SP_EL0) while PSTATE.SP is not 0. Undefined for registers whose reading traps or does more.
 */
export function plainRead(key: number): { at: number; level: number; needsSpsel: boolean } | undefined {
  const index = (key & 0x8000) !== 0 ? indexOf(key) : -1;
  if (index < 0 || rows[index].hook || rows[index].encodings !== undefined || readable[index] === NEVER)
    return undefined;
  const needsSpsel = rule[index] === RULE.SP_EL0;
  if (guarded[index] !== 0 && !needsSpsel) return undefined;
  return { at: STATE.SYSREGS + 8 * index, level: readable[index], needsSpsel };
}

/** A control, ready to be looked at. */
export interface CompiledControl {
  readonly at: number;
  readonly read: number;
  readonly write: number;
  /** XORed to the register, so that a set bit always traps... */
  readonly flip: number;
  /** ...where any does, or (for controls that open when one of several is set) only where all do. */
  readonly all: boolean;
  readonly or: CompiledControl | undefined;
}

/** Prepares a control. */
export const compileControl = (c: Control): CompiledControl => ({
  at: REG[c.register],
  read: c.read,
  write: c.write,
  flip: c.when === 'clear' ? -1 : 0,
  all: c.when === 'clear',
  or: c.or && compileControl(c.or),
});

/** True where a control traps this access. */
export function controlTraps(core: Core, c: CompiledControl, write: boolean): boolean {
  const mask = write ? c.write : c.read;
  const found = (core.get(c.at) ^ c.flip) & mask;
  if (mask !== 0 && (c.all ? found === mask : found !== 0)) return true;
  return c.or !== undefined && controlTraps(core, c.or, write);
}

export const el1Controls = Object.values(EL1_CONTROLS).map(compileControl);
export const el3Controls = Object.values(EL3_CONTROLS).map(compileControl);

/** A register's name by key; a register that is not in the table as the manual writes it: S3_0_C1_C2_3. */
export function registerName(key: number): string {
  const index = (key & 0x8000) !== 0 ? indexOf(key) : -1;
  if (index >= 0 && rows[index].encodings === undefined) return rows[index].name;
  return `S${key >>> 14}_${(key >>> 11) & 7}_C${(key >>> 7) & 15}_C${(key >>> 3) & 15}_${key & 7}`;
}

/** A register's key by name, or -1. */
export const keyOf = (name: string): number =>
  rows.find((r) => r.name === name && r.encodings === undefined)?.key ?? -1;

export { sysregKey };
