import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tryToEscape } from './escape.js';

const SESSIONS = 300;

describe.skipIf(process.platform !== 'linux')('a guest that wants to leave the folder, for longer', () => {
  test.each([
    ['that it may change', false],
    ['that it may read', true],
  ])('%s touches nothing else', (_, readOnly) => {
    let [done, refused] = [0, 0];
    const open = readdirSync('/proc/self/fd').length;
    for (let seed = 1; seed <= SESSIONS; seed++) {
      try {
        const tried = tryToEscape(seed, 3000, readOnly);
        done += tried.done;
        refused += tried.refused;
      } catch (error) {
        throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
      }
    }
    // It gets somewhere, in both ways, and leaves no file open.
    expect(done).toBeGreaterThan(SESSIONS * 50);
    expect(refused).toBeGreaterThan(SESSIONS * 50);
    expect(readdirSync('/proc/self/fd').length).toBe(open);
  });
});
