/** The example that boots Debian, types into its shell, and switches it off. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runTests } from '../../src/index.js';
import { guests } from '../support/guests.js';

test.skipIf(!guests('Image', 'initrd.cpio.gz'))('examples/boot-tests/linux.yaml', async () => {
  const artifacts = mkdtempSync(join(tmpdir(), 'pivisor-linux-'));
  const { results, code } = await runTests('examples/boot-tests/linux.yaml', { artifacts });
  expect(results[0].why).toBeUndefined();
  expect([code, results[0].status]).toEqual([0, 'passed']);
  // A boot is about a billion instructions, and what it does while it waits takes none.
  expect(results[0].instructions).toBeGreaterThan(5e8);
  expect(existsSync(artifacts)).toBe(false);
  rmSync(artifacts, { recursive: true, force: true });
});
