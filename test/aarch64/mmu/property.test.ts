/** The translation against a second one, written from the pseudocode on BigInt, over random tables and registers. */
import { describe, expect, it } from 'vitest';
import { ACCESS } from '../../../src/aarch64/mmu/faults.js';
import { translate } from '../../../src/aarch64/mmu/translate.js';
import type { Core } from '../../../src/aarch64/core.js';
import { configure, read64, testMachine, write64 } from './machine.js';
import { Random } from './random.js';
import { reference, type Outcome, type Query, type Registers } from './reference.js';
import { TABLES, TABLE_PAGES, descriptor, query, registers } from './scenario.js';

const TYPES = { read: ACCESS.READ, write: ACCESS.WRITE, execute: ACCESS.EXECUTE, any: ACCESS.ANY };

function ours(core: Core, q: Query): Outcome {
  const lo = Number(BigInt.asIntN(32, q.va));
  const hi = Number(BigInt.asIntN(32, q.va >> 32n));
  const w = core.walk;
  if (translate(core, q.regime, q.user, lo, hi, TYPES[q.type] | (q.unaligned ? ACCESS.UNALIGNED : 0), q.stages)) {
    const { read, write, execute, attr, shareability, ns, global } = w;
    return { pa: BigInt(w.pa), read, write, execute, attr, shareability, ns, global };
  }
  const bad = { fsc: w.fsc, stage2: w.stage2, s1ptw: w.s1ptw };
  return w.stage2 ? { ...bad, ipa: BigInt(w.ipa) } : bad;
}

describe('translation against the pseudocode', () => {
  it('agrees on every outcome', () => {
    const machine = testMachine();
    const { core, memory } = machine;
    const random = new Random(20240607);
    const seen = new Map<string, number>();
    const read = (pa: bigint): bigint | undefined =>
      memory.isRam(Number(pa)) ? read64(memory, Number(pa)) : undefined;
    for (let round = 0; round < 40; round++) {
      for (let pa = TABLES; pa < TABLES + TABLE_PAGES * 0x1_0000; pa += 8) {
        if (round === 0 || random.chance(10)) write64(memory, pa, descriptor(random));
      }
      for (let config = 0; config < 60; config++) {
        const r: Registers = registers(random);
        configure(core, { ...r });
        for (let i = 0; i < 55; i++) {
          const q = query(random, r);
          const expected = reference(r, read, q);
          const got = ours(core, q);
          const kind =
            'fsc' in expected
              ? `fsc ${expected.fsc.toString(16)}${expected.stage2 ? (expected.s1ptw ? ' s1ptw' : ' stage 2') : ''}`
              : core.seam!.stage2Enabled(core) && q.regime === 1 && q.stages === 2
                ? 'ok, two stages'
                : 'ok';
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          if (!sameOutcome(got, expected)) {
            expect({ q, r, got }, 'registers and query as shown').toEqual({ q, r, got: expected });
          }
        }
      }
    }
    // The scenarios must reach every kind of outcome, or the test would prove little.
    const kinds = [...seen.keys()];
    for (const fsc of [0, 1, 2, 3, 4, 5, 6, 7, 9, 0xa, 0xb, 0xd, 0xe, 0xf, 0x14, 0x15, 0x16, 0x17, 0x21]) {
      expect(kinds, `stage 1, ${fsc.toString(16)}`).toContain(`fsc ${fsc.toString(16)}`);
    }
    for (const fsc of [0, 1, 2, 3, 4, 5, 6, 7, 9, 0xa, 0xb, 0xd, 0xe, 0xf]) {
      expect(kinds, `stage 2, ${fsc.toString(16)}`).toContain(`fsc ${fsc.toString(16)} stage 2`);
      expect(kinds, `walk, ${fsc.toString(16)}`).toContain(`fsc ${fsc.toString(16)} s1ptw`);
    }
    expect(seen.get('ok')).toBeGreaterThan(2000);
    expect(seen.get('ok, two stages')).toBeGreaterThan(200);
  });
});

const sameOutcome = (a: Outcome, b: Outcome): boolean => {
  const [x, y] = [Object.entries(a), Object.entries(b)];
  return x.length === y.length && x.every(([k, v]) => (b as unknown as Record<string, unknown>)[k] === v);
};
