/** What serves exceptions in place of guest code: the built-in PSCI at EL3, and semihosting. */
import { beforeEach, describe, expect, it } from 'vitest';
import { PSCI_COST, psciVector } from '../../src/aarch64/psci.js';
import { Semihosting } from '../../src/aarch64/semihosting.js';
import { STATE } from '../../src/aarch64/state.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { CODE, HLT, RAM, Rig, SCR, SMC } from './sysregs-rig.js';

const rig = new Rig();
const { core } = rig;
const other = rig.processor.cores[1];

describe('PSCI', () => {
  let calls: string[] = [];
  core.vectors[3] = psciVector({
    powerOff: () => calls.push('off'),
    reset: () => calls.push('reset'),
  });
  beforeEach(() => {
    calls = [];
    rig.start({ el: 1 });
    other.mode = 'off';
  });

  const call = (...x: (number | bigint)[]): bigint => {
    core.setPair(STATE.PC, CODE, 0);
    x.forEach((value, n) => rig.setX(n, value));
    rig.execute(SMC(0));
    return BigInt.asIntN(64, rig.x(0));
  };

  it.each([
    ['PSCI_VERSION', [0x84000000], 0x10001n],
    ['SMCCC_VERSION', [0x80000000], 0x10001n],
    ['SMCCC_ARCH_FEATURES of SMCCC_VERSION', [0x80000001, 0x80000000], 0n],
    ['SMCCC_ARCH_FEATURES of ARCH_WORKAROUND_1', [0x80000001, 0x80008000], -1n],
    ['PSCI_FEATURES of CPU_ON', [0x8400000a, 0xc4000003], 0n],
    ['PSCI_FEATURES of CPU_OFF, 64-bit', [0x8400000a, 0xc4000002], -1n],
    ['PSCI_FEATURES of SMCCC_VERSION', [0x8400000a, 0x80000000], 0n],
    ['PSCI_FEATURES of MEM_PROTECT', [0x8400000a, 0x84000013], -1n],
    ['MIGRATE_INFO_TYPE', [0x84000006], 2n],
    ['AFFINITY_INFO of core 0', [0xc4000004, 0, 0], 0n],
    ['AFFINITY_INFO of core 1', [0x84000004, 1, 0], 1n],
    ['AFFINITY_INFO of core 2', [0xc4000004, 2, 0], -2n],
    ['AFFINITY_INFO of a cluster', [0xc4000004, 0, 1], -2n],
    ['CPU_ON of core 0', [0xc4000003, 0, 0x1000, 0], -4n],
    ['CPU_ON of no core', [0xc4000003, 0x100, 0x1000, 0], -2n],
    ['a function there is not', [0x84000099], -1n],
    ['a TRNG call', [0x84000050], -1n],
  ])('%s', (_, x, result) => {
    expect(call(...x)).toBe(result);
    expect([core.el, core.lo(STATE.PC)]).toEqual([1, CODE + 4]);
  });

  it('costs a fixed time', () => {
    const before = core.icount;
    call(0x84000000);
    expect(core.icount - before).toBe(PSCI_COST + 1);
  });

  it('keeps the other registers', () => {
    const x = [0x84000000n, 1n, 2n, 3n, 4n];
    call(...x);
    expect([1, 2, 3, 4].map((n) => rig.x(n))).toEqual(x.slice(1));
  });

  it.each([
    ['64-bit', 0xc4000003, 0x1_4000_2000n, 0xabcd_0000_1234n],
    ['32-bit', 0x84000003, 0x4000_2000n, 0x1234n],
  ])('CPU_ON, %s, starts a core at EL2 as after reset', (_, id, entry, context) => {
    other.set(REG.SCTLR_EL2, 1);
    other.set(STATE.X + 8, 5);
    expect(call(id, 0x80000001n & 0xffffffn, 0x1_4000_2000n, 0xabcd_0000_1234n)).toBe(0n);
    expect([other.mode, other.el, other.big(STATE.PC), other.big(STATE.X), other.big(STATE.X + 8)]).toEqual([
      'run',
      2,
      entry,
      context,
      0n,
    ]);
    expect([other.get(STATE.SPSEL), other.get(STATE.DAIF)]).toEqual([1, 0x3c0]);
    expect(other.get(REG.SCTLR_EL2)).toBe(0x30c50838);
    expect(other.get(REG.SCR_EL3) & (SCR.NS | SCR.HCE)).toBe(SCR.NS | SCR.HCE);
    expect(call(0xc4000004, 1, 0)).toBe(0n);
  });

  it('CPU_OFF', () => {
    call(0x84000002);
    expect(core.mode).toBe('off');
  });

  it('CPU_SUSPEND to retention waits behind the call', () => {
    expect(call(0xc4000001, 0, 0, 0)).toBe(0n);
    expect([core.mode, core.el, core.lo(STATE.PC)]).toEqual(['wfi', 1, CODE + 4]);
  });

  it('CPU_SUSPEND to power-down comes back at the entry point', () => {
    expect(call(0xc4000001, 0x10000, 0x40003000, 99)).toBe(99n);
    expect([core.mode, core.el, core.lo(STATE.PC)]).toEqual(['wfi', 2, 0x40003000]);
  });

  it('SYSTEM_OFF and SYSTEM_RESET tell the machine', () => {
    call(0x84000008);
    expect([calls, core.mode]).toEqual([['off'], 'off']);
    core.mode = 'run';
    rig.start({ el: 2 });
    call(0x84000009);
    expect(calls).toEqual(['off', 'reset']);
  });

  it('sends other exceptions back as UNDEFINED', () => {
    rig.start({ el: 1, regs: { SCR_EL3: 0x430 | SCR.NS | (1 << 12) } });
    // WFI, trapped to EL3.
    rig.execute(0xd503207f);
    expect(rig.run()).toMatchObject({ target: 1, vector: 0x200, esr: 0x02000000, elr: CODE });
  });
});

describe('semihosting', () => {
  const { memory } = rig.processor;
  let text = '';
  let code: number | undefined;
  const bytesAt = (lo: number, hi: number, n: number): Uint8Array =>
    hi === 0 && lo >= RAM && lo + n <= RAM + 0x100000
      ? Uint8Array.from({ length: n }, (_, i) => memory.read(lo + i, 1))
      : new Uint8Array();
  const semihosting = (): Semihosting =>
    new Semihosting(
      {
        write: (bytes) => (text += String.fromCharCode(...bytes)),
        exit: (c) => (code = c),
        commandLine: 'prog -x',
      },
      (_, lo, hi, n) => bytesAt(lo, hi, n),
      (_, lo, hi, bytes) => {
        if (bytesAt(lo, hi, bytes.length).length === 0) return false;
        bytes.forEach((b, i) => memory.write(lo + i, 1, b));
        return true;
      },
    );
  const BLOCK = RAM + 0x8000;
  const TEXT = RAM + 0x9030;

  beforeEach(() => {
    text = '';
    code = undefined;
    core.vectors[3] = undefined;
    core.semihosting = semihosting();
    rig.start({ el: 3 });
    [...'Hello, world. '.repeat(10), '\0'].forEach((c, i) => memory.write(TEXT + i, 1, c.charCodeAt(0)));
  });
  const block = (...values: number[]): number => {
    values.forEach((v, i) => {
      memory.write(BLOCK + 8 * i, 4, v >>> 0);
      memory.write(BLOCK + 8 * i + 4, 4, 0);
    });
    return BLOCK;
  };
  const call = (operation: number, x1: number): bigint => {
    core.setPair(STATE.PC, CODE, 0);
    rig.setX(0, operation);
    rig.setX(1, x1);
    expect(rig.execute(HLT(0xf000)).target).toBe(0);
    expect(core.lo(STATE.PC)).toBe(CODE + 4);
    return BigInt.asIntN(64, rig.x(0));
  };
  const openConsole = (): number => {
    [...':tt\0'].forEach((c, i) => memory.write(RAM + 0xa000 + i, 1, c.charCodeAt(0)));
    return Number(call(0x01, block(RAM + 0xa000, 4, 3)));
  };

  it('SYS_WRITEC and SYS_WRITE0', () => {
    call(0x03, TEXT);
    call(0x04, TEXT);
    expect(text).toBe('H' + 'Hello, world. '.repeat(10));
  });

  it('SYS_OPEN of :tt, SYS_WRITE, SYS_ISTTY, SYS_FLEN, SYS_CLOSE', () => {
    const handle = openConsole();
    expect(handle).toBeGreaterThan(0);
    expect(call(0x05, block(handle, TEXT, 5))).toBe(0n);
    expect(text).toBe('Hello');
    expect(call(0x09, block(handle))).toBe(1n);
    expect(call(0x0c, block(handle))).toBe(0n);
    expect(call(0x02, block(handle))).toBe(0n);
  });

  it('refuses other files and handles', () => {
    expect(call(0x01, block(TEXT, 0, 10))).toBe(-1n);
    expect(call(0x13, 0)).toBe(2n);
    expect(call(0x05, block(77, TEXT, 5))).toBe(5n);
    expect(call(0x13, 0)).toBe(9n);
    expect(call(0x99, 0)).toBe(-1n);
  });

  it('SYS_EXIT and SYS_EXIT_EXTENDED', () => {
    call(0x18, block(0x20026, 3));
    expect(code).toBe(3);
    call(0x20, block(0x20024, 3));
    expect(code).toBe(1);
  });

  it('SYS_CLOCK, SYS_TIME, SYS_ELAPSED and SYS_TICKFREQ tell guest time', () => {
    rig.clock.time = 12_345_678_901;
    expect(call(0x10, 0)).toBe(1234n);
    expect(call(0x11, 0)).toBe(12n);
    expect(call(0x30, BLOCK)).toBe(0n);
    expect(memory.read(BLOCK, 4) + memory.read(BLOCK + 4, 4) * 2 ** 32).toBe(12_345_678_901);
    expect(call(0x31, 0)).toBe(1_000_000_000n);
  });

  it('SYS_GET_CMDLINE', () => {
    expect(call(0x15, block(RAM + 0xb000, 100))).toBe(0n);
    expect(String.fromCharCode(...bytesAt(RAM + 0xb000, 0, 8))).toBe('prog -x\0');
    expect(memory.read(BLOCK + 8, 4)).toBe(7);
    expect(call(0x15, block(RAM + 0xb000, 3))).toBe(-1n);
  });

  it('is not for EL0', () => {
    rig.start({ el: 0 });
    rig.setX(0, 0x18);
    expect(rig.execute(HLT(0xf000))).toMatchObject({ target: 1, esr: 0x02000000 });
    expect(code).toBeUndefined();
  });

  it('survives addresses that are not mapped', () => {
    for (let operation = 0; operation < 0x40; operation++) call(operation, 0x10);
    expect(text).toBe('');
  });
});
