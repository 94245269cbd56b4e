import { describe, expect, test } from 'vitest';
import { KINDS, play } from './fuzz.js';

const SESSIONS = 24;
const STEPS = 400;

describe.each(KINDS)('a hostile driver of the %s device', (kind) => {
  test('harms itself only', () => {
    let [used, broken] = [0, 0];
    for (let seed = 1; seed <= SESSIONS; seed++) {
      try {
        const played = play(kind, seed, STEPS);
        used += played.used;
        broken += played.broken;
      } catch (error) {
        throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
      }
    }
    // It gets somewhere, in both ways.
    expect(used).toBeGreaterThan(SESSIONS);
    expect(broken).toBeGreaterThan(SESSIONS / 4);
  });
});
