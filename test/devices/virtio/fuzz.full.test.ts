import { describe, expect, test } from 'vitest';
import { KINDS, play } from './fuzz.js';

describe.each(KINDS)('a hostile driver of the %s device, for longer', (kind) => {
  test.each([100, 1000, 4000])('in sessions of %d steps', (steps) => {
    for (let seed = 1000; seed < 1000 + 100_000 / steps; seed++) {
      expect(() => play(kind, seed, steps), `seed ${seed}`).not.toThrow();
    }
  });
});
