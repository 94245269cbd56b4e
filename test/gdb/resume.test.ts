import { expect, test } from 'vitest';
import { parseVCont, type Plan } from '../../src/machine/gdb/resume.js';

test.each<[string, Plan | undefined]>([
  ['c', { kind: 'continue' }],
  ['C05', { kind: 'continue' }],
  ['c:-1', { kind: 'continue' }],
  // GDB's continue under scheduler-locking.
  ['c:2', { kind: 'continue', only: new Set([1]) }],
  ['c:1;c:3', { kind: 'continue', only: new Set([0, 2]) }],
  ['c:1;c', { kind: 'continue' }],
  // GDB's stepi, and its step over a breakpoint.
  ['s:2;c', { kind: 'step', core: 1 }],
  ['s:2', { kind: 'step', core: 1 }],
  ['S05:3', { kind: 'step', core: 2 }],
  // All are to be stepped: the one that GDB looks at is.
  ['s', { kind: 'step', core: 2 }],
  // The leftmost action counts.
  ['c:3;s', { kind: 'step', core: 0 }],
  ['r80000,80010:1;c', { kind: 'step', core: 0, from: 0x80000n, to: 0x80010n }],
  ['c:5', undefined],
  ['x', undefined],
  ['', undefined],
  ['c:1:2', undefined],
  ['r80000:1', undefined],
  ['s:zz', undefined],
])('vCont;%s', (actions, plan) => {
  expect(parseVCont(actions, 4, 2)).toEqual(plan);
});
