import { describe, test } from 'vitest';
import { tryOften } from './escape.js';

describe.skipIf(process.platform !== 'linux')('a guest that wants to leave the folder', () => {
  test.each([
    ['that it may change', false],
    ['that it may read', true],
  ])('%s touches nothing else', (_, readOnly) => tryOften(12, 600, readOnly));
});
