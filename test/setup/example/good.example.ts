import { expect, test } from 'vitest';

test.for([1, 2, 3])('%i', (n) => {
  expect(n).toBeGreaterThan(0);
});
