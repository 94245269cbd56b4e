/** The fuzzer of fuzz.test.ts for long, every device on its own. */
import { describe, expect, it } from 'vitest';
import { createFuzzBoard } from './fuzz-board.js';
import { fuzz } from './fuzz-run.js';

const FOCUSES = [undefined, ...new Set(createFuzzBoard().windows.map(({ name }) => name))];

describe('devices under random accesses', () => {
  it.each(FOCUSES)('%s', (focus) => {
    for (let seed = 100; seed < 104; seed++) expect(() => fuzz({ seed, focus, steps: 2000 })).not.toThrow();
  });
});
