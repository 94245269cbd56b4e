import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { program, runToEnd, sourceOf } from './support/run.js';

const names = readdirSync(new URL('../bench/kernels/', import.meta.url))
  .filter((f) => f.endsWith('.s'))
  .map((f) => f.slice(0, -2));

describe('kernels of the benchmark give the checksums that QEMU gives', () => {
  test.each(names)('%s', (name) => {
    const run = program(sourceOf(`bench/kernels/${name}.s`), { board: 'virt', el: 1 });
    expect(runToEnd(run, 5e9)).toEqual({ kind: 'exit', code: 0 });
    expect(run.output().trim()).toBe(sourceOf(`bench/kernels/${name}.expected`).trim());
  });
});
