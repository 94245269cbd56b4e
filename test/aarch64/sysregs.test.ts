import { describe, expect, it } from 'vitest';
import { EC } from '../../src/aarch64/exceptions.js';
import { CORE_BYTES, STATE } from '../../src/aarch64/state.js';
import { SYSTEM_INSTRUCTIONS } from '../../src/aarch64/sysregs/instructions.js';
import { isMaintenance } from '../../src/aarch64/maintenance.js';
import { indexOf, keyOf, plainRead, registerName } from '../../src/aarch64/sysregs/lookup.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { READ, WRITE } from '../../src/aarch64/sysregs/hooks.js';
import { REGISTERS, type RegisterName, type SystemRegister } from '../../src/aarch64/sysregs/table.js';
import { CODE, HCR, MRS, MSR, Rig, key, type Start } from './sysregs-rig.js';

const rig = new Rig();
const { core } = rig;
const UNDEFINED = 0x02000000;
const rows: readonly SystemRegister[] = REGISTERS;

/** ESR of a trapped access: class 0x18. */
function trapped(name: string, rt: number, read: boolean): number {
  const k = key(name);
  const iss =
    ((k >> 14) << 20) |
    ((k & 7) << 17) |
    (((k >> 11) & 7) << 14) |
    (((k >> 7) & 15) << 10) |
    (rt << 5) |
    (((k >> 3) & 15) << 1) |
    (read ? 1 : 0);
  return ((EC.SYSTEM << 26) | (1 << 25) | iss) >>> 0;
}

describe('the table', () => {
  it('has a place for each register inside the core', () => {
    const places = Object.values(REG);
    expect(new Set(places).size).toBe(REGISTERS.length);
    expect(Math.min(...places)).toBe(STATE.SYSREGS);
    expect(Math.max(...places)).toBeLessThan(CORE_BYTES);
  });

  it('finds each register by its encoding, and by its name', () => {
    for (const row of rows) {
      if (row.key < 0) continue;
      expect(rows[indexOf(row.key)]).toBe(row);
      if (row.encodings === undefined) expect([registerName(row.key), keyOf(row.name)]).toEqual([row.name, row.key]);
    }
    expect(registerName(key('S3_0_C12_C12_0'))).toBe('S3_0_C12_C12_0');
  });

  it('says of each register whether it has hooks', () => {
    for (const row of rows) {
      const name = row.name as RegisterName;
      expect([name, READ[name] !== undefined || WRITE[name] !== undefined]).toEqual([name, row.hook ?? false]);
    }
  });

  it('has the system instructions that maintenance does', () => {
    for (const { name, key: k } of SYSTEM_INSTRUCTIONS) expect([name, isMaintenance(k)]).toEqual([name, true]);
  });
});

describe('identification', () => {
  it.each([
    ['MIDR_EL1', 0x410fd083n],
    ['MPIDR_EL1', 0x80000000n],
    ['REVIDR_EL1', 0n],
    ['AIDR_EL1', 0n],
    ['ID_AA64PFR0_EL1', 0x2221n],
    ['ID_AA64DFR0_EL1', 0x10305106n],
    ['ID_AA64ISAR0_EL1', 0x10000n],
    ['ID_AA64MMFR0_EL1', 0x1124n],
    ['CTR_EL0', 0x8444c004n],
    ['DCZID_EL0', 4n],
    ['CLIDR_EL1', 0x0a200023n],
    ['PMCR_EL0', 0x41023000n],
    ['OSLSR_EL1', 0xan],
    ['CurrentEL', 12n],
    ['CNTFRQ_EL0', 54_000_000n],
  ])('%s reads 0x%s', (name, value) => {
    rig.start({ el: 3 });
    rig.setX(5, 99);
    expect(rig.execute(MRS(name)).target).toBe(0);
    expect(rig.x(5)).toBe(value);
  });

  it('the cores have their numbers', () => {
    expect(rig.processor.cores[1].big(REG.MPIDR_EL1)).toBe(0x80000001n);
  });

  it('reserved ID space and what AArch32 would have there read as zero', () => {
    const named = new Set(['ID_AA64PFR0_EL1', 'ID_AA64DFR0_EL1', 'ID_AA64ISAR0_EL1', 'ID_AA64MMFR0_EL1'].map(key));
    for (let crm = 1; crm < 8; crm++) {
      for (let op2 = 0; op2 < 8; op2++) {
        const name = `S3_0_C0_C${crm}_${op2}`;
        if (named.has(key(name))) continue;
        rig.start({ el: 1 });
        rig.setX(5, 99);
        expect([name, rig.execute(MRS(name)).target, rig.x(5)]).toEqual([name, 0, 0n]);
        expect([name, rig.execute(MSR(name)).esr]).toEqual([name, UNDEFINED]);
      }
    }
  });

  it('a guest has the identity that EL2 gives it', () => {
    const regs = { VPIDR_EL2: 0x12345678, VMPIDR_EL2: 0x80000007 };
    const seen = (start: Start): bigint[] =>
      ['MIDR_EL1', 'MPIDR_EL1'].map((name) => {
        rig.start(start);
        rig.execute(MRS(name));
        return rig.x(5);
      });
    expect(seen({ el: 1, regs })).toEqual([0x12345678n, 0x80000007n]);
    expect(seen({ el: 2, regs })).toEqual([0x410fd083n, 0x80000000n]);
    expect(seen({ el: 1, regs: { ...regs, SCR_EL3: 0x430 } })).toEqual([0x410fd083n, 0x80000000n]);
  });

  it('CCSIDR_EL1 follows CSSELR_EL1', () => {
    const geometry = [0, 1, 2, 3].map((select) => {
      rig.start({ el: 1, regs: { CSSELR_EL1: select } });
      rig.execute(MRS('CCSIDR_EL1'));
      return rig.x(5);
    });
    // Ways * sets * 64 bytes: 32 KB, 48 KB, 1 MB.
    const bytes = geometry.map((g) => (((g >> 3n) & 0x3ffn) + 1n) * (((g >> 13n) & 0x7fffn) + 1n) * 64n);
    expect(bytes.slice(0, 3)).toEqual([32768n, 49152n, 1048576n]);
    expect(geometry[3]).toBe(0n);
  });
});

describe('levels', () => {
  /** Lowest level that reads and that writes; 4 for none. */
  const LEVELS: [string, number, number][] = [
    ['TPIDR_EL0', 0, 0],
    ['TPIDRRO_EL0', 0, 1],
    ['TPIDR_EL1', 1, 1],
    ['TPIDR_EL2', 2, 2],
    ['TPIDR_EL3', 3, 3],
    ['MIDR_EL1', 1, 4],
    ['CurrentEL', 1, 4],
    ['NZCV', 0, 0],
    ['SP_EL0', 1, 1],
    ['SP_EL1', 2, 2],
    ['SP_EL2', 3, 3],
    ['ELR_EL1', 1, 1],
    ['SPSR_und', 2, 2],
    ['SCR_EL3', 3, 3],
    ['HCR_EL2', 2, 2],
    ['VTTBR_EL2', 2, 2],
    ['RMR_EL3', 3, 3],
    ['RVBAR_EL3', 3, 4],
    ['CNTFRQ_EL0', 1, 3],
    ['CNTHCTL_EL2', 2, 2],
    ['OSLAR_EL1', 4, 1],
    ['DBGBVR0_EL1', 1, 1],
    ['PMUSERENR_EL0', 0, 1],
    ['CPUACTLR_EL1', 1, 3],
    ['L2CTLR_EL1', 1, 3],
    // Not implemented: GICv3's CPU interface, VHE, pointer authentication, SVE.
    ['S3_0_C12_C12_0', 4, 4],
    ['S3_0_C12_C12_5', 4, 4],
    ['S3_0_C4_C6_0', 4, 4],
    ['S3_4_C12_C9_5', 4, 4],
    ['S3_5_C1_C0_0', 4, 4],
    ['S3_0_C2_C1_0', 4, 4],
    ['S3_0_C4_C2_3', 4, 4],
    ['S3_0_C1_C2_0', 4, 4],
    ['S3_4_C14_C3_1', 4, 4],
  ];
  it.each(LEVELS)('%s', (name, read, write) => {
    for (const el of [0, 1, 2, 3] as const) {
      for (const [word, least] of [
        [MRS(name), read],
        [MSR(name), write],
      ]) {
        rig.start({ el });
        const taken = rig.execute(word);
        expect([el, word.toString(16), taken.target === 0]).toEqual([el, word.toString(16), el >= least]);
      }
    }
  });

  it('UNDEFINED accesses are counted by encoding and place', () => {
    const before = core.unknown.list().length;
    rig.start({ el: 1 });
    rig.setX(5, 1);
    for (let i = 0; i < 3; i++) {
      core.setPair(STATE.PC, CODE + 0x20, 0);
      expect(rig.execute(MRS('S3_1_C2_C3_4')).esr).toBe(UNDEFINED);
    }
    expect(core.unknown.list().slice(before)).toEqual([
      { name: 'S3_1_C2_C3_4', write: false, pc: '0x0000000040001020', count: 3 },
    ]);
  });

  it('SP_EL0 is not there while it is the stack pointer', () => {
    for (const el of [1, 2, 3] as const) {
      rig.start({ el, sp: 0 });
      expect(rig.execute(MRS('SP_EL0')).esr).toBe(UNDEFINED);
      rig.start({ el, sp: 1 });
      rig.execute(MRS('SP_EL0'));
      expect(rig.x(5)).toBe(0x1000n);
    }
  });
});

describe('writing', () => {
  /** What is read back after ones were written, then zeros. */
  const MASKS: [string, bigint, bigint][] = [
    ['SCTLR_EL1', 0x37dddbbfn, 0x30d00800n],
    ['SCTLR_EL2', 0x32cd183fn, 0x30c50830n],
    ['SCTLR_EL3', 0x32cd183en, 0x30c50830n],
    ['CPACR_EL1', 0x300000n, 0n],
    ['CPTR_EL2', 0x800037ffn, 0x33ffn & ~0x400n],
    ['CPTR_EL3', 0x80000400n, 0n],
    ['HCR_EL2', 0x3dfffffffn, 0x80000000n],
    ['SCR_EL3', 0x3fbfn, 0x430n],
    ['MDCR_EL2', 0xfffn, 0n],
    ['TCR_EL1', 0x77_ffffffbfn & ~(1n << 35n), 0n],
    ['TCR_EL2', 0x8097ff3fn, 0x80800000n],
    ['VTCR_EL2', 0x8007ffffn, 0x80000000n],
    ['VTTBR_EL2', 0x00ff_ffff_ffff_fffen, 0n],
    ['TTBR0_EL1', 0xffff_ffff_ffff_fffen, 0n],
    ['TTBR0_EL2', 0x0000_ffff_ffff_fffen, 0n],
    ['VBAR_EL1', 0xffff_ffff_ffff_f800n, 0n],
    ['HPFAR_EL2', 0xff_ffff_fff0n, 0n],
    ['ESR_EL1', 0xffffffffn, 0n],
    ['FAR_EL1', 0xffff_ffff_ffff_ffffn, 0n],
    ['ACTLR_EL1', 0n, 0n],
    ['AMAIR_EL1', 0n, 0n],
    ['AFSR0_EL2', 0n, 0n],
    ['MAIR_EL1', 0xffff_ffff_ffff_ffffn, 0n],
    ['CNTKCTL_EL1', 0x3ffn, 0n],
    ['CNTHCTL_EL2', 0xffn, 0n],
    ['CSSELR_EL1', 0xfn, 0n],
    ['CONTEXTIDR_EL1', 0xffffffffn, 0n],
    ['NZCV', 0xf0000000n, 0n],
    ['DAIF', 0x3c0n, 0n],
    ['PMUSERENR_EL0', 0xfn, 0n],
    ['PMSELR_EL0', 0x1fn, 0n],
    ['DBGBCR0_EL1', 0xffe1e7n, 0n],
    ['DBGWCR0_EL1', 0x1f1fffffn, 0n],
    ['MDCCINT_EL1', 0x60000000n, 0n],
    ['RMR_EL3', 3n, 1n],
  ];
  it.each(MASKS)('%s keeps what is not writable', (name, ones, zeros) => {
    rig.start({ el: 3 });
    for (const [written, expected] of [
      [0xffff_ffff_ffff_ffffn, ones],
      [0n, zeros],
    ]) {
      rig.start({ el: 3 });
      // The next instruction must still be there: EL3's MMU stays off.
      rig.setX(5, name === 'SCTLR_EL3' ? written & ~1n : written);
      expect(rig.execute(MSR(name)).target).toBe(0);
      expect(rig.execute(MRS(name)).target).toBe(0);
      expect(`${name} ${rig.x(5).toString(16)}`).toBe(`${name} ${expected.toString(16)}`);
    }
  });

  it('FPCR and FPSR keep what Armv8.0 has, where FP is not trapped', () => {
    for (const [name, mask] of [
      ['FPCR', 0x07c00000n],
      ['FPSR', 0xf800009fn],
    ] as const) {
      rig.start({ el: 1, regs: { CPACR_EL1: 3 << 20 } });
      rig.setX(5, 0xffff_ffffn);
      rig.execute(MSR(name));
      rig.execute(MRS(name));
      expect(rig.x(5)).toBe(mask);
    }
  });
});

describe('traps of register accesses', () => {
  type Case = [what: string, start: Start, name: string, rt: number, direction: 'r' | 'w', target: number];
  const hcr = (bit: number): NonNullable<Start['regs']> => ({ HCR_EL2: 2 ** bit });
  const CASES: Case[] = [
    ['TVM', { el: 1, regs: hcr(26) }, 'SCTLR_EL1', 7, 'w', 2],
    ['TVM does not trap reads', { el: 1, regs: hcr(26) }, 'SCTLR_EL1', 7, 'r', 0],
    ['TRVM', { el: 1, regs: hcr(30) }, 'TTBR1_EL1', 31, 'r', 2],
    ['TRVM does not trap writes', { el: 1, regs: hcr(30) }, 'TTBR1_EL1', 0, 'w', 0],
    ['TVM at Secure EL1', { el: 1, regs: { HCR_EL2: 2 ** 26, SCR_EL3: 0x430 } }, 'SCTLR_EL1', 7, 'w', 0],
    ['TVM at EL2', { el: 2, regs: hcr(26) }, 'CONTEXTIDR_EL1', 7, 'w', 0],
    ['TACR', { el: 1, regs: hcr(21) }, 'ACTLR_EL1', 3, 'r', 2],
    ['TID1', { el: 1, regs: hcr(16) }, 'REVIDR_EL1', 3, 'r', 2],
    ['TID2', { el: 1, regs: hcr(17) }, 'CSSELR_EL1', 3, 'w', 2],
    ['TID2 at EL0', { el: 0, regs: { HCR_EL2: 2 ** 17, SCTLR_EL1: 1 << 15 } }, 'CTR_EL0', 3, 'r', 2],
    ['UCT comes before TID2', { el: 0, regs: { HCR_EL2: 2 ** 17, SCTLR_EL1: 0 } }, 'CTR_EL0', 3, 'r', 1],
    ['TID3', { el: 1, regs: hcr(18) }, 'ID_AA64PFR0_EL1', 30, 'r', 2],
    ['TID3, reserved', { el: 1, regs: hcr(18) }, 'S3_0_C0_C7_7', 30, 'r', 2],
    ['UNDEFINED comes before TID3', { el: 0, regs: hcr(18) }, 'ID_AA64PFR0_EL1', 30, 'r', -1],
    ['TIDCP', { el: 1, regs: hcr(20) }, 'CPUACTLR_EL1', 2, 'r', 2],
    ['TIDCP, what nothing has', { el: 1, regs: hcr(20) }, 'S3_3_C11_C9_1', 2, 'r', 2],
    ['TIDCP at EL0', { el: 0, regs: hcr(20) }, 'CPUACTLR_EL1', 2, 'r', -1],
    ['ACTLR_EL2 guards CPUACTLR_EL1', { el: 1, regs: { ACTLR_EL3: 1 } }, 'CPUACTLR_EL1', 2, 'w', 2],
    ['ACTLR_EL3 guards CPUACTLR_EL1', { el: 1, regs: { ACTLR_EL2: 1 } }, 'CPUACTLR_EL1', 2, 'w', 3],
    ['both allow', { el: 1, regs: { ACTLR_EL2: 2, ACTLR_EL3: 2 } }, 'CPUECTLR_EL1', 2, 'w', 0],
    ['CPTR_EL2.TCPAC', { el: 1, regs: { CPTR_EL2: 0x80000000 } }, 'CPACR_EL1', 2, 'w', 2],
    ['CPTR_EL3.TCPAC', { el: 2, regs: { CPTR_EL3: 0x80000000 } }, 'CPTR_EL2', 2, 'r', 3],
    ['CPTR_EL3.TCPAC, CPACR', { el: 1, regs: { CPTR_EL3: 0x80000000 } }, 'CPACR_EL1', 2, 'r', 3],
    ['UMA', { el: 0, regs: { SCTLR_EL1: 0 } }, 'DAIF', 4, 'w', 1],
    ['UMA under TGE', { el: 0, regs: { SCTLR_EL1: 0, HCR_EL2: HCR.TGE } }, 'DAIF', 4, 'r', 2],
    ['UMA set', { el: 0, regs: { SCTLR_EL1: 1 << 9 } }, 'DAIF', 4, 'w', 0],
    ['EL0PCTEN', { el: 0, regs: { CNTKCTL_EL1: 2 } }, 'CNTPCT_EL0', 4, 'r', 1],
    ['EL0VCTEN', { el: 0, regs: { CNTKCTL_EL1: 1 } }, 'CNTVCT_EL0', 4, 'r', 1],
    ['EL0VCTEN set', { el: 0, regs: { CNTKCTL_EL1: 2 } }, 'CNTVCT_EL0', 4, 'r', 0],
    ['CNTFRQ with neither', { el: 0, regs: { CNTKCTL_EL1: 0x3fc } }, 'CNTFRQ_EL0', 4, 'r', 1],
    ['CNTFRQ with one', { el: 0, regs: { CNTKCTL_EL1: 2 } }, 'CNTFRQ_EL0', 4, 'r', 0],
    ['EL0PTEN', { el: 0, regs: { CNTKCTL_EL1: 0x103 } }, 'CNTP_CVAL_EL0', 4, 'w', 1],
    ['EL0VTEN', { el: 0, regs: { CNTKCTL_EL1: 0x203 } }, 'CNTV_TVAL_EL0', 4, 'r', 1],
    ['EL1PCTEN', { el: 1, regs: { CNTHCTL_EL2: 2 } }, 'CNTPCT_EL0', 4, 'r', 2],
    ['EL1PCTEN at EL0', { el: 0, regs: { CNTHCTL_EL2: 2, CNTKCTL_EL1: 3 } }, 'CNTPCT_EL0', 4, 'r', 2],
    ['EL1PCEN', { el: 1, regs: { CNTHCTL_EL2: 1 } }, 'CNTP_CTL_EL0', 4, 'w', 2],
    ['EL1PCEN leaves the virtual timer', { el: 1, regs: { CNTHCTL_EL2: 0 } }, 'CNTV_CTL_EL0', 4, 'w', 0],
    ['CNTPS at Non-secure EL1', { el: 1 }, 'CNTPS_CTL_EL1', 4, 'r', -1],
    ['CNTPS at EL2', { el: 2 }, 'CNTPS_CTL_EL1', 4, 'r', -1],
    ['CNTPS without ST', { el: 1, regs: { SCR_EL3: 0x430 } }, 'CNTPS_CTL_EL1', 4, 'r', 3],
    ['CNTPS with ST', { el: 1, regs: { SCR_EL3: 0x430 | (1 << 11) } }, 'CNTPS_CTL_EL1', 4, 'r', 0],
    ['PMUSERENR_EL0.EN', { el: 0 }, 'PMCNTENSET_EL0', 4, 'w', 1],
    ['PMUSERENR_EL0.CR, read', { el: 0, regs: { PMUSERENR_EL0: 4 } }, 'PMCCNTR_EL0', 4, 'r', 0],
    ['PMUSERENR_EL0.CR, write', { el: 0, regs: { PMUSERENR_EL0: 4 } }, 'PMCCNTR_EL0', 4, 'w', 1],
    ['PMUSERENR_EL0.ER', { el: 0, regs: { PMUSERENR_EL0: 8 } }, 'PMEVCNTR3_EL0', 4, 'r', 0],
    ['PMUSERENR_EL0.ER, PMSELR', { el: 0, regs: { PMUSERENR_EL0: 8 } }, 'PMSELR_EL0', 4, 'w', 0],
    ['PMUSERENR_EL0.SW', { el: 0, regs: { PMUSERENR_EL0: 2 } }, 'PMSWINC_EL0', 4, 'w', 0],
    ['MDCR_EL2.TPM', { el: 1, regs: { MDCR_EL2: 1 << 6 } }, 'PMINTENSET_EL1', 4, 'r', 2],
    ['MDCR_EL2.TPMCR', { el: 1, regs: { MDCR_EL2: 1 << 5 } }, 'PMCR_EL0', 4, 'r', 2],
    ['MDCR_EL2.TPMCR is for PMCR', { el: 1, regs: { MDCR_EL2: 1 << 5 } }, 'PMSELR_EL0', 4, 'r', 0],
    ['MDCR_EL3.TPM', { el: 2, regs: { MDCR_EL3: 1 << 6 } }, 'PMCCNTR_EL0', 4, 'r', 3],
    ['MDCR_EL2.TDA', { el: 1, regs: { MDCR_EL2: 1 << 9 } }, 'DBGBVR5_EL1', 4, 'w', 2],
    ['MDCR_EL2.TDE', { el: 1, regs: { MDCR_EL2: 1 << 8 } }, 'MDSCR_EL1', 4, 'r', 2],
    ['MDCR_EL2.TDOSA', { el: 1, regs: { MDCR_EL2: 1 << 10 } }, 'OSLAR_EL1', 4, 'w', 2],
    ['MDCR_EL2.TDOSA is not for MDSCR', { el: 1, regs: { MDCR_EL2: 1 << 10 } }, 'MDSCR_EL1', 4, 'w', 0],
    ['MDCR_EL2.TDRA', { el: 1, regs: { MDCR_EL2: 1 << 11 } }, 'MDRAR_EL1', 4, 'r', 2],
    ['MDCR_EL3.TDA', { el: 2, regs: { MDCR_EL3: 1 << 9 } }, 'DBGWCR1_EL1', 4, 'r', 3],
    ['MDCR_EL3.TDOSA', { el: 1, regs: { MDCR_EL3: 1 << 10 } }, 'OSLSR_EL1', 4, 'r', 3],
    ['EL2 before EL3', { el: 1, regs: { MDCR_EL3: 1 << 9, MDCR_EL2: 1 << 9 } }, 'MDSCR_EL1', 4, 'r', 2],
    ['TDCC', { el: 0, regs: { MDSCR_EL1: 1 << 12 } }, 'MDCCSR_EL0', 4, 'r', 1],
    ['without TDCC', { el: 0 }, 'MDCCSR_EL0', 4, 'r', 0],
  ];
  it.each(CASES)('%s (%j %s X%d %s: EL%d)', (_, start, name, rt, direction, target) => {
    rig.start(start);
    const taken = rig.execute(direction === 'r' ? MRS(name, rt) : MSR(name, rt));
    if (target === -1) {
      expect([taken.target, taken.esr]).toEqual([Math.max(start.el, 1), UNDEFINED]);
      return;
    }
    expect(taken.target).toBe(target);
    if (target === 0) return;
    expect([taken.esr.toString(16), taken.elr]).toEqual([trapped(name, rt, direction === 'r').toString(16), CODE]);
  });
});

describe('traps of system instructions', () => {
  const row = (name: string): number => SYSTEM_INSTRUCTIONS.find((i) => i.name === name)!.key;
  const word = (name: string, rt = 9): number => (0xd5000000 | (row(name) << 5) | rt) >>> 0;
  const hcr = (bit: number): NonNullable<Start['regs']> => ({ HCR_EL2: 2 ** bit });
  const CASES: [string, Start, string, number][] = [
    ['TTLB', { el: 1, regs: hcr(25) }, 'TLBI VMALLE1IS', 2],
    ['TTLB, local', { el: 1, regs: hcr(25) }, 'TLBI VALE1', 2],
    ['TLBI', { el: 1 }, 'TLBI VMALLE1', 0],
    ['TLBI at EL0', { el: 0 }, 'TLBI VMALLE1', -1],
    ['TLBI ALLE1 at EL1', { el: 1 }, 'TLBI ALLE1', -1],
    ['TLBI ALLE2 at EL2', { el: 2 }, 'TLBI ALLE2', 0],
    ['TLBI ALLE2 at Secure EL3', { el: 3, regs: { SCR_EL3: 0x430 } }, 'TLBI ALLE2IS', -1],
    ['TLBI ALLE2 at EL3', { el: 3 }, 'TLBI ALLE2IS', 0],
    ['TLBI ALLE3 at EL2', { el: 2 }, 'TLBI ALLE3', -1],
    ['TSW', { el: 1, regs: hcr(22) }, 'DC CISW', 2],
    ['TPC', { el: 1, regs: hcr(23) }, 'DC IVAC', 2],
    ['TPC is not for DC CVAU', { el: 1, regs: hcr(23) }, 'DC CVAU', 0],
    ['TPU', { el: 1, regs: hcr(24) }, 'IC IALLU', 2],
    ['TPU, DC CVAU', { el: 1, regs: hcr(24) }, 'DC CVAU', 2],
    ['UCI', { el: 0, regs: { SCTLR_EL1: 0 } }, 'IC IVAU', 1],
    ['UCI set', { el: 0, regs: { SCTLR_EL1: 1 << 26 } }, 'DC CVAC', 0],
    ['TPC at EL0', { el: 0, regs: { SCTLR_EL1: 1 << 26, HCR_EL2: 1 << 23 } }, 'DC CIVAC', 2],
    ['DZE', { el: 0, regs: { SCTLR_EL1: 0 } }, 'DC ZVA', 1],
    ['TDZ', { el: 1, regs: hcr(28) }, 'DC ZVA', 2],
    ['AT at EL0', { el: 0 }, 'AT S1E0R', -1],
    ['AT S12E1R at EL1', { el: 1 }, 'AT S12E1R', -1],
    ['AT S1E2R at Secure EL3', { el: 3, regs: { SCR_EL3: 0x430 } }, 'AT S1E2R', -1],
  ];
  it.each(CASES)('%s', (_, start, name, target) => {
    rig.start(start);
    rig.setX(9, CODE);
    const taken = rig.execute(word(name));
    if (target === -1) {
      expect([taken.target, taken.esr]).toEqual([Math.max(start.el, 1), UNDEFINED]);
      return;
    }
    expect(taken.target).toBe(target);
    if (target === 0) return;
    const k = row(name);
    const encoding = `S1_${(k >> 11) & 7}_C${(k >> 7) & 15}_C${(k >> 3) & 15}_${k & 7}`;
    expect(taken.esr.toString(16)).toBe(trapped(encoding, 9, false).toString(16));
  });

  it('DCZID_EL0.DZP says where DC ZVA is prohibited', () => {
    const read = (start: Start): bigint => {
      rig.start(start);
      rig.execute(MRS('DCZID_EL0'));
      return rig.x(5);
    };
    expect(read({ el: 0, regs: { SCTLR_EL1: 0 } })).toBe(0x14n);
    expect(read({ el: 0, regs: { SCTLR_EL1: 1 << 14 } })).toBe(4n);
    expect(read({ el: 1, regs: hcr(28) })).toBe(0x14n);
    expect(read({ el: 2, regs: hcr(28) })).toBe(4n);
  });
});

describe('traps of FP', () => {
  const ISS = 0x1e00000;
  const FP = ((EC.FP << 26) | (1 << 25) | ISS) >>> 0;
  const fpen = (n: number): number => n << 20;
  /** [level, CPACR_EL1, CPTR_EL2, CPTR_EL3, HCR_EL2, target, ESR] */
  const CASES: [Start['el'], number, number, number, number, number, number][] = [
    [0, fpen(0), 0x33ff, 0, 0, 1, FP],
    [0, fpen(1), 0x33ff, 0, 0, 1, FP],
    [0, fpen(2), 0x33ff, 0, 0, 1, FP],
    [0, fpen(3), 0x33ff, 0, 0, 0, 0],
    [1, fpen(0), 0x33ff, 0, 0, 1, FP],
    [1, fpen(1), 0x33ff, 0, 0, 0, 0],
    [1, fpen(2), 0x33ff, 0, 0, 1, FP],
    [0, fpen(0), 0x33ff, 0, HCR.TGE, 2, UNDEFINED],
    [1, fpen(3), 0x37ff, 0, 0, 2, FP],
    [1, fpen(0), 0x37ff, 0, 0, 1, FP],
    [2, fpen(0), 0x33ff, 0, 0, 0, 0],
    [2, fpen(0), 0x37ff, 0, 0, 2, FP],
    [2, fpen(0), 0x33ff, 0x400, 0, 3, FP],
    [3, fpen(0), 0x37ff, 0, 0, 0, 0],
    [3, fpen(0), 0x37ff, 0x400, 0, 3, FP],
  ];
  it.each(CASES)(
    'EL%d, CPACR %d, CPTR_EL2 %d, CPTR_EL3 %d, HCR %d: EL%d',
    (el, cpacr, cptr2, cptr3, hcr, target, esr) => {
      rig.start({ el, regs: { CPACR_EL1: cpacr, CPTR_EL2: cptr2, CPTR_EL3: cptr3, HCR_EL2: hcr } });
      expect(core.get(STATE.FP_ENABLED)).toBe(target === 0 ? 1 : 0);
      const taken = rig.execute(MRS('FPCR'));
      expect([taken.target, taken.esr]).toEqual([target, esr]);
    },
  );

  it('is looked at anew when CPACR_EL1 is written', () => {
    rig.start({ el: 1 });
    rig.setX(5, fpen(3));
    rig.execute(MSR('CPACR_EL1'));
    expect(core.get(STATE.FP_ENABLED)).toBe(1);
  });
});

describe('debug registers', () => {
  const write = (name: string, value: number): void => {
    rig.setX(5, value);
    rig.execute(MSR(name));
  };
  const read = (name: string): bigint => {
    rig.execute(MRS(name));
    return rig.x(5);
  };
  it('OSLAR_EL1 locks and unlocks', () => {
    rig.start({ el: 1 });
    expect(read('OSLSR_EL1')).toBe(0xan);
    write('OSLAR_EL1', 0);
    expect(read('OSLSR_EL1')).toBe(8n);
    write('MDSCR_EL1', 0xffffffff);
    expect([read('MDSCR_EL1'), read('MDCCSR_EL0')]).toEqual([0xb001n, 0n]);
    write('OSLAR_EL1', 1);
    write('MDSCR_EL1', 0xffffffff);
    expect([read('MDSCR_EL1'), read('MDCCSR_EL0')]).toEqual([0x6ce0f041n, 0x60000000n]);
  });

  it('claim tags', () => {
    rig.start({ el: 1 });
    write('DBGCLAIMSET_EL1', 0xf0f);
    write('DBGCLAIMCLR_EL1', 3);
    expect([read('DBGCLAIMSET_EL1'), read('DBGCLAIMCLR_EL1')]).toEqual([0xffn, 0xcn]);
  });
});

it('plainRead tells what generated code may read by itself', () => {
  expect(plainRead(key('TPIDR_EL1'))).toEqual({ at: REG.TPIDR_EL1, level: 1, needsSpsel: false });
  expect(plainRead(key('SP_EL0'))).toEqual({ at: REG.SP_EL0, level: 1, needsSpsel: true });
  expect(plainRead(key('TPIDRRO_EL0'))).toEqual({ at: REG.TPIDRRO_EL0, level: 0, needsSpsel: false });
  for (const name of ['CNTVCT_EL0', 'SCTLR_EL1', 'MIDR_EL1', 'OSLAR_EL1', 'S3_0_C0_C2_7', 'S3_0_C12_C12_0']) {
    expect([name, plainRead(key(name))]).toEqual([name, undefined]);
  }
});
