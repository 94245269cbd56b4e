/** The trap matrix of `trap-matrix.ts` on our core: its rows, that nothing else traps, and that no bit was left out. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { SYSTEM_INSTRUCTIONS } from '../../src/aarch64/sysregs/instructions.js';
import { maskHi, maskLo, readable, resetHi, resetLo, writable } from '../../src/aarch64/sysregs/lookup.js';
import { REGISTERS, type RegisterName, type SystemRegister } from '../../src/aarch64/sysregs/table.js';
import { CODE, RAM, Rig, type Outcome as Taken } from '../aarch64/sysregs-rig.js';
import {
  LEVELS,
  MATRIX,
  OPEN,
  ROWS,
  otherwise,
  secure,
  settings,
  trapOutcome,
  type Kind,
  type Level,
  type Outcome,
  type Row,
  type Settings,
} from './trap-matrix.js';
import { PRIORITIES } from './trap-priorities.js';
import { trapProgram } from './trap-program.js';
import { FIXED, NOT_A_TRAP } from './not-a-trap.js';

const rig = new Rig();
const { core } = rig;
const registers: readonly SystemRegister[] = REGISTERS;
const BUFFER = RAM + 0x8000;
const PSTATE_EL: Readonly<Record<Level, 0 | 1 | 2 | 3>> = { EL0: 0, EL1: 1, EL1S: 1, EL2: 2, EL3: 3 };

/** Instruction words by text. */
const words = new Map<string, number>();
{
  const texts = [...new Set([...ROWS, ...PRIORITIES].map(({ code }) => code))];
  const { sections } = assemble(`${texts.join('\n')}\n`, { file: 'rows.s', base: 0 });
  const view = new DataView(sections[0].data.buffer, sections[0].data.byteOffset);
  texts.forEach((text, i) => words.set(text, view.getUint32(4 * i, true)));
}

/** Runs one instruction with these registers: X1 is the address of a buffer, X5 is 0. */
function run(level: Level, word: number, regs: Settings, more: Pick<Row, 'pending' | 'daif'> = {}): Taken {
  rig.start({ el: PSTATE_EL[level], daif: more.daif ?? 0x3c0, regs });
  rig.setX(1, BUFFER);
  rig.setX(5, 0);
  if (more.pending === 'serror') core.serror = 0x55;
  else if (more.pending !== undefined) core[more.pending] = true;
  const taken = rig.execute(word);
  core.serror = -1;
  return taken;
}

const CLASS: Readonly<Partial<Record<Kind, number>>> = {
  SYSTEM: 0x18,
  FP: 0x07,
  WFX: 0x01,
  SVC: 0x15,
  HVC: 0x16,
  SMC: 0x17,
  BRK: 0x3c,
  UNKNOWN: 0,
  'ALIGNMENT READ': 0x24,
  'ALIGNMENT WRITE': 0x24,
  SERROR: 0x2f,
};
const field = (word: number, high: number, low: number): number => (word >>> low) & (2 ** (high - low + 1) - 1);

/** ISS of a kind of exception (D17.2 ESR_EL1, "ISS encoding for..."). */
function iss(kind: Kind, word: number, virtual: boolean): number {
  switch (kind) {
    case 'SYSTEM':
      // Op0, Op2, Op1, CRn, Rt, CRm, Direction
      return (
        (field(word, 20, 19) << 20) |
        (field(word, 7, 5) << 17) |
        (field(word, 18, 16) << 14) |
        (field(word, 15, 12) << 10) |
        (field(word, 4, 0) << 5) |
        (field(word, 11, 8) << 1) |
        field(word, 21, 21)
      );
    case 'FP': // CV, COND = 0b1110
      return 0x1e00000;
    case 'WFX': // TI
      return 0x1e00000 | (word === 0xd503205f ? 1 : 0);
    case 'SVC':
    case 'HVC':
    case 'SMC':
    case 'BRK':
      return field(word, 20, 5);
    case 'ALIGNMENT READ':
      return 0x21;
    case 'ALIGNMENT WRITE': // WnR
      return 0x61;
    case 'SERROR':
      return virtual ? 0 : 0x55;
    default:
      return 0;
  }
}

interface Expected {
  target: number;
  vector?: number;
  esr?: number;
  elr?: number;
}

/** What the core must show for an outcome. */
function expected(outcome: Outcome, level: Level, word: number, virtual: boolean): Expected {
  if (outcome === 'no exception') return { target: 0 };
  const [target, kind] = outcome;
  const same = target === PSTATE_EL[level];
  const vector =
    (same ? 0x200 : 0x400) + (kind === 'IRQ' ? 0x80 : kind === 'FIQ' ? 0x100 : kind === 'SERROR' ? 0x180 : 0);
  const done = kind === 'SVC' || kind === 'HVC' || (kind === 'SMC' && target === 3);
  const elr = done ? CODE + 4 : CODE;
  if (kind === 'IRQ' || kind === 'FIQ') return { target, vector, elr };
  const lower = CLASS[kind]!;
  const ec = lower === 0x24 && same ? 0x25 : lower;
  return { target, vector, esr: ((ec << 26) | (1 << 25) | iss(kind, word, virtual)) >>> 0, elr };
}

const seen = (taken: Taken, like: Expected): Expected => ({
  target: taken.target,
  ...(like.vector === undefined || taken.target === 0 ? {} : { vector: taken.vector, elr: taken.elr }),
  ...(like.esr === undefined || taken.target === 0 ? {} : { esr: taken.esr }),
});

const value = (bit: Row, trapping: boolean): number => (((bit.on ?? 1) === 1) === trapping ? 1 : 0);

it('test/system/trap-matrix.s, which QEMU runs, has the same rows', () => {
  expect(readFileSync(new URL('../system/trap-matrix.s', import.meta.url), 'utf8')).toBe(trapProgram());
});

describe('rows', () => {
  it.each(ROWS.map((row): [string, Row] => [`${row.bit} ${row.level}: ${row.code}`, row]))('%s', (_, row) => {
    const word = words.get(row.code)!;
    for (const trapping of [true, false]) {
      const outcome = trapping ? trapOutcome(row) : otherwise(row);
      const like = expected(outcome, row.level, word, row.pending === undefined);
      const taken = run(row.level, word, settings(row, trapping), row);
      expect([value(row, trapping), seen(taken, like)]).toEqual([value(row, trapping), like]);
    }
  });
});

describe('priorities', () => {
  it.each(PRIORITIES)('$why: $level $code', ({ level, code, given, outcome }) => {
    const word = words.get(code)!;
    const like = expected(outcome, level, word, false);
    expect(seen(run(level, word, secure(level, { ...OPEN, ...given })), like)).toEqual(like);
  });

  it('a lower level comes before a higher one, whatever the instruction', () => {
    const byAccess = new Map<string, Row[]>();
    for (const row of ROWS) {
      // Those that say more than the bit are in the list above; TGE sends EL1's to EL2.
      if (row.bit === 'HCR_EL2.TGE' || row.given || row.pending || (row.as ?? 'SYSTEM') !== 'SYSTEM') continue;
      const key = `${row.level} ${row.code}`;
      byAccess.set(key, [...(byAccess.get(key) ?? []), row]);
    }
    let several = 0;
    for (const [key, rows] of byAccess) {
      if (new Set(rows.map(({ to }) => to)).size < 2) continue;
      several++;
      // All bits as they trap.
      const all: Record<string, number> = { ...OPEN };
      for (const row of rows) {
        const register = row.bit.split('.')[0];
        const mask = 2n ** BigInt(row.at);
        const before = BigInt(all[register]);
        all[register] = Number(row.on === 0 ? before & ~mask : before | mask);
      }
      const [{ level, code }] = rows;
      expect([key, run(level, words.get(code)!, secure(level, all)).target]).toEqual([
        key,
        Math.min(...rows.map(({ to }) => to)),
      ]);
    }
    expect(several).toBeGreaterThan(100);
  });
});

/** Control registers of which each bit must be accounted for. */
const CONTROL_REGISTERS = Object.keys(OPEN) as RegisterName[];
const indexOfName = (name: string): number => registers.findIndex((r) => r.name === name);
const bitOf = (lo: number, hi: number, bit: number): number => (bit < 32 ? (lo >>> bit) & 1 : (hi >>> (bit - 32)) & 1);

describe('completeness', () => {
  it.each(CONTROL_REGISTERS)('every bit of %s traps, or does not for a reason', (name) => {
    const at = indexOfName(name);
    const traps = new Set(MATRIX.filter(({ bit }) => bit.split('.')[0] === name).map((t) => t.at));
    const others = new Set(
      Object.entries(NOT_A_TRAP).flatMap(([bit, [bits]]) => (bit.split('.')[0] === name ? bits : [])),
    );
    const left = [];
    for (let bit = 0; bit < 64; bit++) {
      if (bitOf(maskLo[at], maskHi[at], bit) === 0) {
        expect([name, bit, traps.has(bit)]).toEqual([name, bit, false]);
      } else if (traps.has(bit) === others.has(bit)) {
        left.push(bit);
      }
    }
    expect(left).toEqual([]);
  });

  it.each(Object.entries(FIXED))('%s can not be changed', (field, [bit, fixed]) => {
    const at = indexOfName(field.split('.')[0]);
    expect([bitOf(maskLo[at], maskHi[at], bit), bitOf(resetLo[at], resetHi[at], bit)]).toEqual([0, fixed]);
  });

  /** Every access and instruction that a control could be about, by text as far as the rows have one. */
  const accesses = new Map<number, string>();
  for (const { key, encodings = 1 } of registers) {
    if (key < 0) continue;
    for (let i = 0; i < encodings; i++) {
      for (const read of [0, 1]) {
        const word = (0xd5000005 | (read << 21) | ((key + i) << 5)) >>> 0;
        accesses.set(word, `${read ? 'mrs' : 'msr'} S${key >>> 14}_${(key + i).toString(16)}`);
      }
    }
  }
  for (const { key, name } of SYSTEM_INSTRUCTIONS) {
    // As the rows have it: with an address in X1, with X5, or with none.
    const forms = [1, 5, 31].map((rt) => (0xd5000000 | (key << 5) | rt) >>> 0);
    accesses.set(forms.find((word) => [...words.values()].includes(word)) ?? forms[2], name);
  }
  for (const [text, word] of words) accesses.set(word, text);
  /** Immediates make no difference. */
  const named = (word: number): string => accesses.get(word)!.replace(/^(svc|hvc|smc|brk) .*/, '$1');

  /** What all instructions do at a level with these registers. */
  const outcomes = (level: Level, regs: Settings): string[] => {
    const key = `${level} ${JSON.stringify(regs)}`;
    let list = known.get(key);
    if (!list) {
      list = [...accesses.keys()].map((word) => {
        const { target, vector, esr } = run(level, word, secure(level, regs));
        return target === 0 ? '' : `${target} ${vector} ${esr}`;
      });
      known.set(key, list);
    }
    return list;
  };
  const known = new Map<string, string[]>();

  /** What differs when one bit changes: `level instruction`. */
  function differences(register: string, bit: number, given: Settings, levels: readonly Level[]): Set<string> {
    const mask = 2n ** BigInt(bit);
    const base = { ...OPEN, ...given };
    const off = { ...base, [register]: Number(BigInt(base[register]) & ~mask) };
    const on = { ...base, [register]: Number(BigInt(base[register]) | mask) };
    const found = new Set<string>();
    for (const level of levels) {
      const [a, b] = [outcomes(level, off), outcomes(level, on)];
      [...accesses.keys()].forEach((word, i) => {
        if (a[i] !== b[i]) found.add(`${level} ${named(word)}`);
      });
    }
    return found;
  }

  const groups = new Map<string, Row[]>();
  for (const row of ROWS) {
    if (row.pending !== undefined || row.daif !== undefined) continue;
    const key = `${row.bit} ${row.at} ${JSON.stringify(row.given ?? {})}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }

  it.each([...groups])('%s: nothing else changes', (_, rows) => {
    const [{ bit, at, given = {} }] = rows;
    // The rows of TGE and of NS name examples of "everything from EL0", "everything in Non-secure state".
    if (bit === 'HCR_EL2.TGE' || bit === 'SCR_EL3.NS') return;
    const told = new Set(rows.map(({ level, code }) => `${level} ${named(words.get(code)!)}`));
    const levels = LEVELS.filter((level) => level !== 'EL3' || bit.includes('EL3'));
    const found = differences(bit.split('.')[0], at, given, levels);
    expect([...found].filter((access) => !told.has(access))).toEqual([]);
    expect([...told].filter((access) => !found.has(access))).toEqual([]);
  });

  it('what is not a trap changes nothing', () => {
    for (const [field, [bits]] of Object.entries(NOT_A_TRAP)) {
      // The MMU and byte order matter to every instruction's fetch, and counters that are EL2's to accesses of them.
      const register = field.split('.')[0];
      if (['SCTLR_EL1.M', 'HCR_EL2.VM', 'HCR_EL2.DC', 'SCTLR_EL1.EE', 'MDCR_EL2.HPMN'].includes(field)) continue;
      for (const bit of bits)
        expect([field, bit, [...differences(register, bit, {}, ['EL1'])]]).toEqual([field, bit, []]);
    }
  });

  it('what is UNDEFINED is so with every trap set', () => {
    const all: Record<string, bigint> = Object.fromEntries(Object.entries(OPEN).map(([n, v]) => [n, BigInt(v)]));
    for (const { bit, at, on = 1 } of MATRIX) {
      // Not what reroutes everything, or is UNDEFINED by itself.
      if (/TGE|NS|HCE|SMD|\.[FIA]MO|\.V[FI]|VSE/.test(bit)) continue;
      const register = bit.split('.')[0];
      const mask = 2n ** BigInt(at);
      all[register] = on === 1 ? all[register] | mask : all[register] & ~mask;
    }
    const regs = Object.fromEntries(Object.entries(all).map(([n, v]) => [n, Number(v)]));
    let undefinedOnes = 0;
    for (const level of ['EL0', 'EL1', 'EL2'] as const) {
      const el = PSTATE_EL[level];
      registers.forEach(({ name, key }, i) => {
        if (key < 0) return;
        for (const [read, least] of [
          [1, readable[i]],
          [0, writable[i]],
        ]) {
          if (el >= least) continue;
          const taken = run(level, (0xd5000005 | (read << 21) | (key << 5)) >>> 0, regs);
          const implementationDefined = el === 1 && ((key >> 7) & 11) === 11 && key >> 14 === 3;
          undefinedOnes++;
          expect([level, name, read, taken.target, taken.esr >>> 26]).toEqual(
            implementationDefined ? [level, name, read, 2, 0x18] : [level, name, read, Math.max(el, 1), 0],
          );
        }
      });
    }
    expect(undefinedOnes).toBeGreaterThan(300);
  });
});
