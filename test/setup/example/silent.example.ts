import { test } from 'vitest';

test.skip('skipped without a word', () => {});
