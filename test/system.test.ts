/** The programs of test/system print on our machine what was recorded: exception levels, traps, MMU, timers. */
import { describe, expect, it } from 'vitest';
import { NOT_YET, PROGRAMS, expectedOutput, firstDifference, putRight, runHere } from './conformance/system.js';

describe('programs of EL1 to EL3', () => {
  it.each(PROGRAMS.filter((name) => !(name in NOT_YET)))('%s', (name) => {
    const output = runHere(name);
    expect(firstDifference(output, expectedOutput(name))).toBe(undefined);
    expect(output).toBe(expectedOutput(name));
  });

  it('are left out only for a reason that holds', () => {
    for (const name of Object.keys(NOT_YET)) expect(runHere(name)).not.toBe(expectedOutput(name));
  });
});

describe('corrections of what QEMU prints', () => {
  it.each([
    ['one line', 'a\nb\n', '-b\n+c\n', 'a\nc\n'],
    ['in their order', 'b\na\nb\n', '-a\n+x\n-b\n+y\n', 'b\nx\ny\n'],
    ['more lines', 'a\nb\n', '# why\n-a\n+x\n+y\n', 'x\ny\nb\n'],
    ['no line', 'a\nb\n', '-a\n', 'b\n'],
  ])('%s', (_, output, corrections, right) => {
    expect(putRight(output, corrections)).toBe(right);
  });

  it('are all needed', () => {
    expect(() => putRight('a\n', '-b\n+c\n')).toThrow('QEMU did not print: b');
  });
});
