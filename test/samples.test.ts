import { describe, expect, test } from 'vitest';
import { program, runToEnd, sourceOf } from './support/run.js';

const SAMPLES: readonly { name: string; el: 2 | 3; end: string }[] = [
  { name: 'hello', el: 2, end: 'power-off' },
  { name: 'el-walk', el: 3, end: 'exit' },
  { name: 'page-tables', el: 2, end: 'power-off' },
  { name: 'booti', el: 2, end: 'power-off' },
  { name: 'trap-and-emulate', el: 2, end: 'power-off' },
  { name: 'timer', el: 2, end: 'power-off' },
  { name: 'two-cores', el: 2, end: 'power-off' },
  { name: 'el2-exerciser', el: 2, end: 'power-off' },
];

describe('firmware-samples print what they should, and end', () => {
  test.each(SAMPLES)('$name', ({ name, el, end }) => {
    const run = program(sourceOf(`firmware-samples/${name}.s`), { el, file: `${name}.s` });
    expect(runToEnd(run, 2e9).kind).toBe(end);
    expect(run.output()).toBe(sourceOf(`firmware-samples/${name}.expected`));
  });

  // The exerciser is long; that it runs the same way on three boards is in test/el2/exerciser.full.test.ts.
  test.each(SAMPLES.filter(({ name }) => name !== 'el2-exerciser'))('$name runs the same way twice', ({ name, el }) => {
    const states = [1, 2].map(() => {
      const run = program(sourceOf(`firmware-samples/${name}.s`), { el });
      runToEnd(run, 2e9);
      return run.machine.hash();
    });
    expect(states[0]).toBe(states[1]);
  });
});
