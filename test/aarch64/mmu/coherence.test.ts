/**
 * The slow path with its TLBs against a walk made anew: whatever registers and levels change in between, whatever is
 * invalidated, an access gets what the tables say. And nothing that a guest can set makes it throw.
 */
import { describe, expect, it } from 'vitest';
import { KIND, fetchMiss, loadSlow, storeSlow, zeroSlow } from '../../../src/aarch64/access.js';
import { CONTINUE } from '../../../src/aarch64/core.js';
import { AT, TLBI, at, cache, tlbi } from '../../../src/aarch64/maintenance.js';
import { ACCESS } from '../../../src/aarch64/mmu/faults.js';
import { bigEndian, regimeOf } from '../../../src/aarch64/mmu/regime.js';
import { translate } from '../../../src/aarch64/mmu/translate.js';
import { STATE } from '../../../src/aarch64/state.js';
import { RAM, configure, testMachine, write64, type RegisterName } from './machine.js';
import { Random } from './random.js';
import { TABLES, TABLE_PAGES, address, descriptor, registers } from './scenario.js';

const halves = (va: bigint): [number, number] => [Number(BigInt.asIntN(32, va)), Number(BigInt.asIntN(32, va >> 32n))];

describe('the TLB', () => {
  it('always answers as the tables do', () => {
    const m = testMachine({ contexts: 20 });
    const { core, memory, tlbs } = m;
    const random = new Random(77);
    for (let pa = RAM; pa < RAM + 0x40_0000; pa += 8) write64(memory, pa, BigInt(pa) * 0x10001n);
    for (let pa = TABLES; pa < TABLES + TABLE_PAGES * 0x1_0000; pa += 8) write64(memory, pa, descriptor(random));
    // A few settings between which the core goes to and fro, so that contexts are met again.
    const settings = Array.from({ length: 6 }, () => registers(random));
    const addresses = settings.map((r) => {
      configure(core, { ...r }, 1);
      const list: bigint[] = [];
      // Most of them lead to RAM, at EL1 or at EL2.
      for (let tries = 0; list.length < 16 && tries < 5000; tries++) {
        const va = address(random, r) & ~7n;
        const regime = random.pick([1, 1, 2]);
        if (translate(core, regime, random.chance(50), ...halves(va), ACCESS.READ) && memory.isRam(core.walk.pa))
          list.push(va);
      }
      while (list.length < 20) list.push(address(random, r) & ~7n);
      return list;
    });
    const forms = [...TLBI.keys()];
    let loads = 0;
    let faults = 0;
    let warm = 0;
    for (let round = 0; round < 3000; round++) {
      const which = random.below(settings.length);
      const el = random.below(4);
      configure(core, { ...settings[which] }, el);
      if (random.chance(10)) {
        const [lo, hi] = halves(random.chance(50) ? random.big() : random.pick(addresses[which]) >> 12n);
        tlbi(core, random.pick(forms), lo, hi);
      }
      if (random.chance(3)) {
        // Other tables, then the invalidation that goes with it.
        for (let i = 0; i < 200; i++) {
          write64(memory, TABLES + random.below(TABLE_PAGES * 0x2000) * 8, descriptor(random));
        }
        for (const [regime, secure] of [
          [1, false],
          [1, true],
          [2, false],
          [3, true],
        ] as const) {
          tlbs.flush(regime, secure, -1);
        }
      }
      for (let i = 0; i < 12; i++) {
        const [lo, hi] = halves(random.pick(addresses[which]));
        const unprivileged = random.chance(20);
        const user = el === 0 || (unprivileged && el === 1);
        const fetch = random.chance(30);
        const regime = regimeOf(el);
        const ok = translate(core, regime, user && !(fetch && el === 1), lo, hi, fetch ? ACCESS.EXECUTE : ACCESS.READ);
        const { pa, fsc, stage2, s1ptw } = core.walk;
        const there = ok && memory.isRam(pa);
        const { walks } = tlbs;
        const label = `round ${round}, EL${el}, ${fetch ? 'fetch' : 'load'} of ${hi >>> 0}:${lo >>> 0}`;
        let done: boolean;
        if (fetch) {
          const uops = fetchMiss(core, lo >>> 0, hi >>> 0);
          // A tag was taken off: not what is asked here.
          if (uops === 0 && !core.pending.active) continue;
          done = uops !== 0;
          if (done) expect(uops, label).toBe(memory.frame(pa - (pa % 4096)) + 0x1000_0000);
        } else {
          done = loadSlow(core, 3 | (unprivileged ? KIND.UNPRIVILEGED : 0), lo >>> 0, hi >>> 0) === CONTINUE;
          if (done) {
            memory.readPair(pa);
            const got = core.linear.u8.slice(core.base + STATE.SCRATCH, core.base + STATE.SCRATCH + 8);
            const want = memory.dump(pa, 8);
            if (bigEndian(core, el)) want.reverse();
            expect([...got], label).toEqual([...want]);
          }
        }
        expect(done, label).toBe(there);
        if (done) {
          loads++;
          if (tlbs.walks === walks) warm++;
        } else {
          faults++;
          const p = core.pending;
          expect(p.active, label).toBe(true);
          expect((p.iss & 0x3f) | (p.iss & 0x80), label).toBe(ok ? 0x10 : fsc | (s1ptw ? 0x80 : 0));
          expect(p.ipa >= 0, label).toBe(!ok && stage2);
          p.active = false;
        }
      }
    }
    expect(loads).toBeGreaterThan(3000);
    expect(faults).toBeGreaterThan(3000);
    expect(warm, 'accesses that needed no walk').toBeGreaterThan(1000);
  });

  it('is not thrown by anything that a guest can do', () => {
    const m = testMachine({ contexts: 20, cores: 2 });
    const { memory } = m;
    const random = new Random(99);
    let reads = 0;
    const scenario = registers(random);
    memory.addDevice(0x2000, 0x800, { name: 'low', read: () => (reads++, 0xffffffff), write: () => undefined });
    memory.addDevice(0x4010_0000 - 0x1000, 0x10, { name: 'in RAM', read: () => 0, write: () => undefined });
    for (let pa = TABLES; pa < TABLES + TABLE_PAGES * 0x1_0000; pa += 8) write64(memory, pa, descriptor(random));
    const [tlbiKeys, atKeys] = [[...TLBI.keys()], [...AT.keys()]];
    for (let i = 0; i < 30000; i++) {
      const core = random.pick(m.cores);
      if (random.chance(20)) {
        const r: Partial<Record<RegisterName, bigint>> = { ...registers(random) };
        // Any bits at all.
        if (random.chance(30))
          for (const name of Object.keys(r)) if (random.chance(40)) r[name as RegisterName] = random.big();
        configure(core, r, random.below(4));
      }
      const [lo, hi] = halves(random.chance(20) ? BigInt(random.below(0x4000)) : address(random, scenario));
      core.setBig(STATE.SCRATCH, random.big());
      const kind = random.below(5) | (random.below(16) << 4);
      const key = random.pick([...tlbiKeys, ...atKeys]);
      switch (random.below(7)) {
        case 0:
          loadSlow(core, kind & ~KIND.WRITE, lo >>> 0, hi >>> 0);
          break;
        case 1:
          storeSlow(core, kind | KIND.WRITE, lo >>> 0, hi >>> 0);
          break;
        case 2:
          fetchMiss(core, lo >>> 0, hi >>> 0);
          break;
        case 3:
          zeroSlow(core, lo >>> 0, hi >>> 0);
          break;
        case 4:
          tlbi(core, key, lo, hi);
          break;
        case 5:
          at(core, key, lo, hi);
          break;
        default:
          cache(core, random.below(0x10000), lo, hi);
      }
      const p = core.pending;
      if (p.active) {
        expect(p.iss >>> 0).toBeLessThan(2 ** 25);
        expect([0x20, 0x22, 0x24]).toContain(p.ec);
        p.active = false;
      }
    }
    expect(reads, 'devices were reached').toBeGreaterThan(0);
  });
});
