/** ESR_ELx in words: by the tables of Arm ARM D13.2.37, and any value at all. */
import { describe, expect, test } from 'vitest';
import { smcccCall } from '../../src/machine/trace/calls.js';
import { describeSyndrome } from '../../src/machine/trace/syndrome.js';

const iss = (ec: number, value: number): number => ((ec << 26) | (1 << 25) | value) >>> 0;

describe('a syndrome in words', () => {
  test.each([
    [0x02000000, 'undefined instruction'],
    [0x56000042, 'SVC #0x42'],
    [0x5a000ea1, 'HVC #0xea1'],
    [0x5e000000, 'SMC #0x0'],
    [0x07e00000, 'WFI trapped'],
    [0x07e00001, 'WFE trapped'],
    [0x1fe00000, 'FP or SIMD instruction trapped'],
    [0x3a000000, 'illegal execution state'],
    [0xf2000800, 'BRK #0x800'],
    // MRS x3, CNTVCT_EL0 (3, 3, C14, C0, 2); MSR SCTLR_EL1, x21 (3, 0, C1, C0, 0)
    [iss(0x18, (3 << 20) | (2 << 17) | (3 << 14) | (14 << 10) | (3 << 5) | (0 << 1) | 1), 'MRS x3, CNTVCT_EL0'],
    [iss(0x18, (3 << 20) | (0 << 17) | (0 << 14) | (1 << 10) | (21 << 5) | (0 << 1)), 'MSR SCTLR_EL1, x21'],
    // What the table does not have; DC CISW, x0 (1, 0, C7, C14, 2); TLBI VMALLE1IS (1, 0, C8, C3, 0)
    [iss(0x18, (3 << 20) | (7 << 17) | (5 << 14) | (11 << 10) | (31 << 5) | (2 << 1) | 1), 'MRS xzr, S3_5_C11_C2_7'],
    [iss(0x18, (1 << 20) | (2 << 17) | (0 << 14) | (7 << 10) | (0 << 5) | (14 << 1)), 'DC CISW, x0'],
    [iss(0x18, (1 << 20) | (0 << 17) | (0 << 14) | (8 << 10) | (31 << 5) | (3 << 1)), 'TLBI VMALLE1IS'],
    // Data aborts with ISV: SAS, SSE, SRT, SF, WnR, DFSC
    [0x93010045, 'data abort, translation fault, level 1, store of 1 byte from w1'],
    [0x93c38007, 'data abort, translation fault, level 3, load of 8 bytes to x3'],
    [
      0x92000000 | (1 << 24) | (1 << 22) | (1 << 21) | (31 << 16) | 0x0f,
      'data abort, permission fault, level 3, signed load of 2 bytes to wzr',
    ],
    // Without: what Linux sees of a user's null pointer; an external abort; on a walk; cache maintenance
    [0x92000046, 'data abort, translation fault, level 2, store'],
    [0x96000010, 'data abort, external abort, load'],
    [0x92000000 | (1 << 7) | 0x05, "data abort, translation fault, level 1, on stage 1's table walk, load"],
    [0x92000000 | (1 << 8) | (1 << 6) | 0x06, 'data abort, translation fault, level 2, cache maintenance'],
    [0x96000061, 'data abort, alignment fault, store'],
    [0x8200000f, 'instruction abort, permission fault, level 3'],
    [0xbe000011, 'SError, syndrome 0x11'],
    [0xca000022, 'software step'],
    [0xd2000062, 'watchpoint, store'],
    [0xfe000001, 'exception class 0x3f, syndrome 0x1'],
  ])('%i is %s', (esr, text) => {
    expect(describeSyndrome(esr).text).toBe(text);
  });

  test('any value has a name and a text without holes', () => {
    // xorshift32: the same values in each run.
    let x = 0x2545f491;
    for (let i = 0; i < 200_000; i++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      // Every class comes often, whatever the sequence does.
      const esr = (x & 0x3ffffff) | ((i & 63) << 26);
      const { name, text } = describeSyndrome(esr);
      if (name === '' || text === '' || /undefined(?! instruction)|NaN|null|, ,|\s$|^,/.test(text))
        throw new Error(`0x${(esr >>> 0).toString(16)}: '${name}', '${text}'`);
    }
  });
});

describe('an SMC call by name', () => {
  const parameters = [0n, 0x1_0000_0001n, 0x20_0000n, 0n];
  test.each([
    [0x84000003, 'CPU_ON(0x1, 0x200000, 0x0)'],
    [0xc4000003, 'CPU_ON(0x100000001, 0x200000, 0x0)'],
    [0x84000000, 'PSCI_VERSION()'],
    [0x84000008, 'SYSTEM_OFF()'],
    [0x80008000, 'SMCCC_ARCH_WORKAROUND_1()'],
    [0x82000001, 'SiP call 0x82000001'],
    [0xc6000001, 'vendor hypervisor call 0xc6000001'],
    [0xb2000000, 'trusted OS call 0xb2000000'],
    [0x00000001, undefined],
  ])('%o is %s', (id, text) => {
    expect(smcccCall(id, (n) => parameters[n])).toBe(text);
  });

  test('names the function that it is asked for', () => {
    expect(smcccCall(0x8400000a, () => 0xc4000001n)).toBe('PSCI_FEATURES(CPU_SUSPEND)');
    expect(smcccCall(0x80000001, () => 0x80008000n)).toBe('SMCCC_ARCH_FEATURES(SMCCC_ARCH_WORKAROUND_1)');
    expect(smcccCall(0x8400000a, () => 0x12n)).toBe('PSCI_FEATURES(0x12)');
  });
});
