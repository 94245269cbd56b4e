/** Random instructions at every level throw nothing, hang nothing and break nothing. The million is in fuzz.full.test.ts. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { assemble } from '../src/aarch64/assembler/index.js';
import { reset } from '../src/aarch64/exceptions.js';
import { Processor } from '../src/aarch64/processor.js';
import { STATE } from '../src/aarch64/state.js';
import { REG } from '../src/aarch64/sysregs/storage.js';
import { EPISODE_WORDS, Episode, FuzzFailure } from './soak/fuzz.js';

const PART = 5;

describe('fuzzing', () => {
  it.each(Array.from({ length: 4 }, (_, i) => i))('part %i', (part) => {
    for (let i = 0; i < PART; i++) new Episode('npm test', part * PART + i).run();
  });

  it('does the same again with the same seed', () => {
    const states = [0, 1].map(() => {
      const episode = new Episode('again', 1);
      episode.run();
      return episode.fingerprint();
    });
    expect(states[0]).toBe(states[1]);
    const other = new Episode('again', 2);
    other.run();
    expect(other.fingerprint()).not.toBe(states[0]);
  });

  it('notices what is broken, and says where', () => {
    const episode = new Episode('broken', 0);
    let failure: unknown;
    try {
      episode.run((place) => {
        if (place.round === 3) episode.processor.linear.u32[3] = 1;
      });
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(FuzzFailure);
    expect((failure as FuzzFailure).place).toMatchObject({ seed: 'broken', episode: 0, round: 3, index: 0 });
    expect((failure as FuzzFailure).message).toContain('linear address 0');
  });
});

describe('what fuzzing found', () => {
  // The tag of an empty TLB entry was 1, which the address 1 gave as well when its low bits took part in the comparison.
  it.each([
    'ldar x0, [x1]',
    'ldaxr x0, [x1]',
    'ldaxrh w0, [x1]',
    'ldaxp x0, x2, [x1]',
    'stlr x0, [x1]',
    'stxr w0, x2, [x1]',
  ])('%s of a misaligned address in page 0 faults', (line) => {
    const processor = new Processor({ cores: 1, ramBytes: 0x10000 });
    const [core] = processor.cores;
    processor.memory.addRam(0x10000, 0x10000);
    for (const address of [1, 3, 0x21, 0x801, 0xfff]) {
      processor.memory.load(0x10000, assemble(line, { base: 0x10000 }).raw());
      reset(core, 3, 0x10000, 0);
      core.setPair(REG.VBAR_EL3, 0x18000, 0);
      core.setPair(STATE.X + 8, address, 0);
      processor.run(core, 1);
      // A data abort from the same level, for alignment; bit 6 for a write.
      expect((core.lo(REG.ESR_EL3) & ~0x40) >>> 0).toBe(0x96000021);
      expect(core.lo(REG.FAR_EL3)).toBe(address);
    }
  });
});

describe('npm run soak', { timeout: 120_000 }, () => {
  const soak = (...args: string[]): Promise<{ stdout: string; stderr: string }> => {
    const main = fileURLToPath(new URL('soak/main.ts', import.meta.url));
    return promisify(execFile)(process.execPath, ['--import', 'tsx', main, ...args]);
  };

  it('counts what it did, on top of what was done before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pivisor-soak-'));
    try {
      const count = join(folder, 'count');
      writeFileSync(count, '1000\n');
      const { stdout } = await soak('--words', '1', '--jobs', '1', '--seed', 'a', '--count', count);
      expect(stdout).toContain(`${EPISODE_WORDS} words`);
      expect(readFileSync(count, 'utf8')).toBe(`${EPISODE_WORDS + 1000}\n`);
      const failure = join(folder, 'failure.json');
      writeFileSync(failure, JSON.stringify({ seed: 'a', episode: 0 }));
      expect((await soak('--replay', failure)).stdout).toContain('the episode passes');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses a count that is none', async () => {
    await expect(soak('--words', 'many')).rejects.toMatchObject({ code: 2 });
  });
});
