import { describe, expect, test } from 'vitest';
import { need } from '../../support/tools.js';

test.skipIf(!need('no-such-tool', 'no-such-package'))('skipped for a tool', () => {});

describe.skipIf(!need('no-such-tool', 'no-such-package'))('skipped for the same tool', () => {
  test('one', () => {});
  test('two', () => {});
});

test.skipIf(!need('sh', 'dash'))('not skipped: everybody has a shell', () => {
  expect(1).toBe(1);
});

test('skipped on the way', (context) => {
  context.skip('the moon is not full');
});
