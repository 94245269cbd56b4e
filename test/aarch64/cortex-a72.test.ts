/** Registers that only a Cortex-A72 has (TRM 4.3.58 to 4.3.67): what they hold after reset, what a write changes, who may. */
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/aarch64/state.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { reset } from '../../src/aarch64/exceptions.js';
import { CODE, MRS, MSR, Rig } from './sysregs-rig.js';

const rig = new Rig();
const ONES = 0xffff_ffff_ffff_ffffn;

/** Encoding, value after reset, value after ones were written, after zeros. */
const REGISTERS: [name: string, encoding: string, reset: bigint, ones: bigint, zeros: bigint][] = [
  ['CPUACTLR_EL1', 'S3_1_C15_C2_0', 0n, ONES, 0n],
  ['CPUECTLR_EL1', 'S3_1_C15_C2_1', 0x1b_0000_0000n, 0x5b_0000_0047n, 0n],
  ['CPUMERRSR_EL1', 'S3_1_C15_C2_2', 0n, 0n, 0n],
  ['L2MERRSR_EL1', 'S3_1_C15_C2_3', 0n, 0n, 0n],
  // Two cores: the field is their number less one. What armstub8 writes, 0x22, is among the latencies.
  ['L2CTLR_EL1', 'S3_1_C11_C0_2', 0x0100_0000n, 0x0130_03e7n, 0x0100_0000n],
  ['L2ECTLR_EL1', 'S3_1_C11_C0_3', 0n, 7n, 0n],
  ['L2ACTLR_EL1', 'S3_1_C15_C0_0', 0n, 0xffff_ffffn, 0n],
  ...[0, 1, 2, 3].map((n): (typeof REGISTERS)[number] => [`IL1DATA${n}_EL1`, `S3_0_C15_C0_${n}`, 0n, 0xffff_ffffn, 0n]),
  ...[0, 1, 2, 3, 4].map((n): (typeof REGISTERS)[number] => [
    `DL1DATA${n}_EL1`,
    `S3_0_C15_C1_${n}`,
    0n,
    0xffff_ffffn,
    0n,
  ]),
];

describe('values', () => {
  it.each(REGISTERS)('%s', (name, encoding, atReset, ones, zeros) => {
    rig.start({ el: 3 });
    const read = (): bigint => {
      expect([name, rig.execute(MRS(encoding)).target]).toEqual([name, 0]);
      return rig.x(5);
    };
    expect(read()).toBe(atReset);
    for (const [written, expected] of [
      [ONES, ones],
      [0n, zeros],
    ]) {
      rig.setX(5, written);
      expect([name, rig.execute(MSR(encoding)).target]).toEqual([name, 0]);
      expect(read()).toBe(expected);
    }
  });

  it('CBAR_EL1 is read-only', () => {
    rig.start({ el: 3 });
    expect([rig.execute(MRS('S3_1_C15_C3_0')).target, rig.x(5)]).toEqual([0, 0n]);
    expect(rig.execute(MSR('S3_1_C15_C3_0')).esr).toBe(0x02000000);
  });

  it('the next encodings are not there', () => {
    for (const encoding of ['S3_1_C11_C0_0', 'S3_1_C11_C0_4', 'S3_1_C15_C2_4', 'S3_0_C15_C0_4', 'S3_0_C15_C1_5']) {
      rig.start({ el: 3 });
      expect([encoding, rig.execute(MRS(encoding)).esr]).toEqual([encoding, 0x02000000]);
    }
  });
});

describe('RAMINDEX, SYS #0, C15, C4, #0', () => {
  it.each([
    [0, {}, 1, 0x02000000],
    [1, {}, 0, 0],
    [1, { HCR_EL2: 1 << 20 }, 2, 0x62103ca8],
    [2, {}, 0, 0],
    [3, {}, 0, 0],
  ] as const)('at EL%i with %o', (el, regs, target, esr) => {
    rig.start({ el, regs });
    const taken = rig.execute(0xd508f405);
    expect([taken.target, taken.esr]).toEqual([target, esr]);
  });
});

describe('one L2 cache', () => {
  it('has one L2CTLR_EL1, whichever core writes it', () => {
    const [first, second] = rig.processor.cores;
    rig.start({ el: 3 });
    reset(second, 3, CODE, 0);
    rig.setX(5, 0x22);
    rig.execute(MSR('L2CTLR_EL1'));
    expect(first.get(REG.L2CTLR_EL1)).toBe(0x0100_0022);
    rig.processor.memory.write(CODE, 4, MRS('L2CTLR_EL1'));
    rig.processor.run(second, 1);
    expect(second.lo(STATE.X + 8 * 5)).toBe(0x0100_0022);
  });
});
