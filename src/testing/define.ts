import type { BootTest } from './schema.js';

export type { BootTest };

/** Gives an editor the fields of a boot test to complete: what a test file in TypeScript exports by default, alone or in a list. */
export const defineTest = (test: BootTest): BootTest => test;
