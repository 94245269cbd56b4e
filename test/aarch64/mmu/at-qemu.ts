/**
 * AT over random tables and registers, here and on qemu-system-aarch64: both see the same memory, the same registers and
 * the same addresses, and must leave the same PAR_EL1.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Core } from '../../../src/aarch64/core.js';
import { at } from '../../../src/aarch64/maintenance.js';
import type { GuestMemory } from '../../../src/aarch64/memory.js';
import { REG } from '../../../src/aarch64/sysregs/storage.js';
import { sysregKey } from '../../../src/aarch64/sysregs/table.js';
import { configure, read64, testMachine, write64, type RegisterName } from './machine.js';
import { Random } from './random.js';
import { met, reference, type Query, type Registers } from './reference.js';
import { TABLES, TABLE_PAGES, address, descriptor, registers } from './scenario.js';

/** In the order of `operations` in at-program.s: name, op1, op2, regime, user, stages. */
export const OPERATIONS = [
  ['S1E1R', 0, 0, 1, false, 1],
  ['S1E1W', 0, 1, 1, false, 1],
  ['S1E0R', 0, 2, 1, true, 1],
  ['S1E0W', 0, 3, 1, true, 1],
  ['S12E1R', 4, 4, 1, false, 2],
  ['S12E1W', 4, 5, 1, false, 2],
  ['S12E0R', 4, 6, 1, true, 2],
  ['S12E0W', 4, 7, 1, true, 2],
  ['S1E2R', 4, 0, 2, false, 1],
  ['S1E2W', 4, 1, 2, false, 1],
] as const;

const ORDER = [
  'SCR_EL3',
  'HCR_EL2',
  'SCTLR_EL1',
  'SCTLR_EL2',
  'TCR_EL1',
  'TCR_EL2',
  'TTBR0_EL1',
  'TTBR1_EL1',
  'TTBR0_EL2',
  'MAIR_EL1',
  'MAIR_EL2',
  'VTCR_EL2',
  'VTTBR_EL2',
] as const satisfies readonly RegisterName[];

export interface Setting {
  readonly registers: Registers;
  readonly queries: readonly { readonly operation: number; readonly va: bigint }[];
}

export interface Batch {
  readonly memory: GuestMemory;
  readonly core: Core;
  readonly settings: readonly Setting[];
}

/** True where both machines have the same thing at this address: the tables, or certainly nothing. */
const comparable = (pa: bigint): boolean =>
  (pa >= BigInt(TABLES) && pa < 0x4040_0000n) || (pa >= 0x5000_0000n && pa < 0x40_0000_0000n);

/**
 * Settings for which QEMU 7.2 leaves the manual or chooses otherwise; they are not compared.
 * - Stage 2's input size and first level are measured against VTCR_EL2.PS instead of the implemented physical address
 *   size. (Where the input size exceeds the latter, the manual allows a fault: K1.2, LARGEIPA.)
 * - HCR_EL2.TGE = 1 makes SCTLR_EL1.M read as 0 (D13.2.46); QEMU's AT of stage 1 walks the tables nevertheless.
 * - HCR_EL2.PTW faults even where stage 2 is off (D13.2.46: PTW is about stage 2's attributes).
 */
const qemuDiffers = (r: Registers): boolean => {
  const size = [32, 36, 40, 42, 44, 44, 44, 44][Number((r.VTCR_EL2 >> 16n) & 7n)];
  const stage2 = (r.HCR_EL2 & 0x1001n) !== 0n;
  const tge = (r.HCR_EL2 & (1n << 27n)) !== 0n;
  const start = Number((r.VTCR_EL2 >> 6n) & 3n);
  const highest = ((r.VTCR_EL2 >> 14n) & 3n) === 1n ? start === 2 : start >= 2;
  return tge || (stage2 ? 64 - Number(r.VTCR_EL2 & 63n) > size || (highest && size <= 42) : (r.HCR_EL2 & 4n) !== 0n);
};

/**
 * An answer without what QEMU 7.2 gets wrong:
 * - The shareability of Device and Non-cacheable memory, which PAR_EL1.SH reports as outer (D13.2.83).
 * - The level of a stage-2 fault on a stage-1 walk: QEMU has the level of the stage-1 walk.
 */
export function comparableAnswer(line: string): string {
  const v = BigInt('0x' + line.replace('X', ''));
  const hex = (n: bigint): string => n.toString(16).padStart(16, '0');
  if (line.startsWith('X')) return (v & 0x80n) !== 0n ? 'X' + hex(v & ~3n) : line;
  if ((v & 1n) !== 0n) return (v & 0x100n) !== 0n ? hex(v & ~6n) : line;
  const attr = v >> 56n;
  return attr < 16n || attr === 0x44n ? hex((v & ~0x180n) | 0x100n) : line;
}

/** Tables, registers and addresses; the same for the same seed. */
export function makeBatch(seed: number, settings: number, perSetting: number): Batch {
  const { core, memory } = testMachine();
  const random = new Random(seed);
  for (let pa = TABLES; pa < TABLES + TABLE_PAGES * 0x1_0000; pa += 8) write64(memory, pa, descriptor(random));
  const out: Setting[] = [];
  while (out.length < settings) {
    const r = registers(random);
    // What the program needs: AArch64 below EL3 and EL2; EL3's own translation is off.
    r.SCR_EL3 = (r.SCR_EL3 & 0x201n) | 0x530n;
    r.HCR_EL2 |= 1n << 31n;
    r.SCTLR_EL3 = 0n;
    if (qemuDiffers(r)) continue;
    const queries: { operation: number; va: bigint }[] = [];
    for (let tries = 0; queries.length < perSetting && tries < perSetting * 20; tries++) {
      const operation = random.below((r.SCR_EL3 & 1n) !== 0n ? OPERATIONS.length : 8);
      const va = address(random, r);
      const [, , op2, regime, user, stages] = OPERATIONS[operation];
      const q: Query = { regime, user, va, type: op2 & 1 ? 'write' : 'read', unaligned: false, stages };
      let usable = true;
      const outcome = reference(
        r,
        (pa) => {
          usable &&= comparable(pa);
          return memory.isRam(Number(pa)) ? read64(memory, Number(pa)) : undefined;
        },
        q,
      );
      // QEMU takes a block at any level. In Secure state it translates what NSTable leads to by stage 2. It takes the
      // lower half of one stage's Normal attributes for a type of Device memory when the other stage has the latter.
      usable &&= !met.blockTooHigh && !met.mixed && !(met.nsTable && (r.HCR_EL2 & 0x1001n) !== 0n);
      // Faults of no table say little: most are left out.
      if (usable && (!('fsc' in outcome) || outcome.fsc > 4 || random.chance(10))) queries.push({ operation, va });
    }
    if (queries.length === perSetting) out.push({ registers: r, queries });
  }
  return { core, memory, settings: out };
}

/** A digest of the answers of every ten settings. */
export function digests(lines: readonly string[], perSetting: number): string[] {
  const out: string[] = [];
  for (let i = 0; i < lines.length; i += 10 * perSetting) {
    const part = lines.slice(i, i + 10 * perSetting).map(comparableAnswer);
    out.push(createHash('sha256').update(part.join('\n')).digest('hex').slice(0, 16));
  }
  return out;
}

/** What is recorded in at.recorded.json. */
export const RECORDED = { seed: 1, settings: 200, perSetting: 50 } as const;

/** What this project's AT answers, in the program's words. */
export function answersHere(batch: Batch): string[] {
  const { core } = batch;
  const lines: string[] = [];
  for (const { registers: r, queries } of batch.settings) {
    configure(core, { ...r }, 3);
    for (const { operation, va } of queries) {
      const [, op1, op2] = OPERATIONS[operation];
      at(core, sysregKey(1, op1, 7, 8, op2), Number(BigInt.asIntN(32, va)), Number(BigInt.asIntN(32, va >> 32n)));
      const p = core.pending;
      if (p.active) {
        p.active = false;
        // Taken at EL3, from EL3.
        lines.push(
          'X' +
            (((BigInt(p.ec | 1) << 26n) | (1n << 25n) | BigInt(p.iss)) & 0xffffffffn).toString(16).padStart(16, '0'),
        );
      } else {
        lines.push(core.big(REG.PAR_EL1).toString(16).padStart(16, '0'));
      }
    }
  }
  return lines;
}

/** What QEMU answers. Needs aarch64-linux-gnu binutils and qemu-system-aarch64. */
export function answersOfQemu(batch: Batch): string[] {
  const work = mkdtempSync(join(tmpdir(), 'at-'));
  try {
    writeFileSync(join(work, 'tables.bin'), batch.memory.dump(TABLES, TABLE_PAGES * 0x1_0000));
    const words: bigint[] = [];
    for (const { registers: r, queries } of batch.settings) {
      words.push(BigInt(queries.length));
      for (const name of ORDER) words.push(r[name]);
      for (const { operation, va } of queries) words.push(BigInt(operation), va);
    }
    words.push(0n);
    writeFileSync(join(work, 'list.bin'), new Uint8Array(BigUint64Array.from(words).buffer));
    const source = fileURLToPath(new URL('./at-program.s', import.meta.url));
    const run = (tool: string, ...args: string[]): void => void execFileSync(tool, args, { cwd: work });
    run('aarch64-linux-gnu-as', '-o', 'at.o', source);
    run(
      'aarch64-linux-gnu-ld',
      '--no-warn-rwx-segments',
      '-n',
      `--section-start=.tables=0x${TABLES.toString(16)}`,
      '--section-start=.list=0x46000000',
      '-Ttext=0x47000000',
      '-o',
      'at.elf',
      'at.o',
    );
    run(
      'qemu-system-aarch64',
      ...'-M virt,virtualization=on,secure=on -cpu cortex-a72 -m 128 -display none -monitor none'.split(' '),
      ...'-nic none -serial none -parallel none -chardev file,id=out,path=out.txt'.split(' '),
      ...'-semihosting-config enable=on,target=native,chardev=out -kernel at.elf'.split(' '),
    );
    return readFileSync(join(work, 'out.txt'), 'utf8').trimEnd().split('\n');
  } finally {
    rmSync(work, { recursive: true });
  }
}
