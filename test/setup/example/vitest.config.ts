import { defineConfig } from 'vitest/config';
import { summary } from '../summary.js';

/** Runs the examples beside this file: what summary.test.ts looks at. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['*.example.ts'], reporters: [summary] },
});
