/** The registers that GDB sees: one table, from which the target description, g, p and P follow. */
import type { Core } from '../../aarch64/core.js';
import { getPstate, setLevel, setNzcv, SPSR, DAIF } from '../../aarch64/pstate.js';
import { STATE } from '../../aarch64/state.js';
import { alterSystemRegister, INSPECTABLE, inspectSystemRegister } from '../../aarch64/sysregs/debug.js';
import { REGISTERS } from '../../aarch64/sysregs/table.js';

export const FEATURES = ['org.gnu.gdb.aarch64.core', 'org.gnu.gdb.aarch64.fpu', 'org.pivisor.aarch64.system'] as const;

/** One register; its number in the protocol is its place in `GDB_REGISTERS`. */
export interface GdbRegister {
  readonly name: string;
  readonly bits: 32 | 64 | 128;
  /** A type of GDB's target descriptions, or one of `TYPES` (`target-xml.ts`). */
  readonly type: string;
  readonly feature: (typeof FEATURES)[number];
  /** What `info registers GROUP` shows it with. */
  readonly group?: string;
  /** The value, unsigned. */
  readonly read: (core: Core) => bigint;
  /** False where it can't have this value. */
  readonly write: (core: Core, value: bigint) => boolean;
}

const [CORE, FPU, SYSTEM] = FEATURES;

/** A 64-bit word of the state. */
const word = (name: string, at: number, type: string): GdbRegister => ({
  name,
  bits: 64,
  type,
  feature: CORE,
  read: (core) => core.big(at),
  write: (core, value) => {
    core.setBig(at, value);
    // An exception that was found at the old PC, and not entered yet, is not the new one's.
    if (at === STATE.PC) core.pending.active = false;
    return true;
  },
});

/** What of PSTATE a debugger may change: the flags, the masks, IL, SS and, above EL0, SP. The level stays. */
function writePstate(core: Core, value: bigint): boolean {
  const to = Number(BigInt.asIntN(32, value));
  const changeable = SPSR.N | SPSR.Z | SPSR.C | SPSR.V | SPSR.SS | SPSR.IL | DAIF.ALL | (core.el > 0 ? 1 : 0);
  if (((getPstate(core) ^ to) & ~changeable) !== 0) return false;
  setNzcv(core, to);
  core.set(STATE.SS, (to >>> 21) & 1);
  core.set(STATE.IL, (to >>> 20) & 1);
  core.set(STATE.DAIF, to & DAIF.ALL);
  setLevel(core, core.el, to & 1);
  return true;
}

const vector = (n: number): GdbRegister => ({
  name: `v${n}`,
  bits: 128,
  type: 'aarch64v',
  feature: FPU,
  read: (core) => core.big(STATE.VREG + 16 * n) | (core.big(STATE.VREG + 16 * n + 8) << 64n),
  write: (core, value) => {
    core.setBig(STATE.VREG + 16 * n, value);
    core.setBig(STATE.VREG + 16 * n + 8, value >> 64n);
    return true;
  },
});

const indexOf = (name: string): number => REGISTERS.findIndex((r) => r.name === name);

const status = (name: string, register: string): GdbRegister => ({
  name,
  bits: 32,
  type: 'int',
  feature: FPU,
  read: (core) => inspectSystemRegister(core, indexOf(register)),
  write: (core, value) => alterSystemRegister(core, indexOf(register), value),
});

const system = (index: number): GdbRegister => {
  const { name } = REGISTERS[index];
  return {
    name,
    bits: 64,
    type: /^SPSR_EL[123]$/.test(name) ? 'spsr_flags' : /^ESR_EL[123]$/.test(name) ? 'esr_flags' : 'uint64',
    feature: SYSTEM,
    group: 'system',
    read: (core) => inspectSystemRegister(core, index),
    write: (core, value) => alterSystemRegister(core, index, value),
  };
};

export const GDB_REGISTERS: readonly GdbRegister[] = [
  ...Array.from({ length: 31 }, (_, n) => word(`x${n}`, STATE.X + 8 * n, 'int')),
  word('sp', STATE.SP, 'data_ptr'),
  word('pc', STATE.PC, 'code_ptr'),
  {
    name: 'cpsr',
    bits: 32,
    type: 'cpsr_flags',
    feature: CORE,
    read: (core) => BigInt(getPstate(core) >>> 0),
    write: writePstate,
  },
  ...Array.from({ length: 32 }, (_, n) => vector(n)),
  status('fpsr', 'FPSR'),
  status('fpcr', 'FPCR'),
  ...INSPECTABLE.map(system),
];

/** A value as the protocol has it: bytes in the target's order, the lowest first. */
export function valueHex(value: bigint, bits: number): string {
  let hex = '';
  for (let i = 0; i < bits; i += 8)
    hex += Number((value >> BigInt(i)) & 255n)
      .toString(16)
      .padStart(2, '0');
  return hex;
}

/** The value of bytes, the lowest first. */
export const valueOf = (bytes: Uint8Array): bigint => bytes.reduceRight((n, b) => (n << 8n) | BigInt(b), 0n);
