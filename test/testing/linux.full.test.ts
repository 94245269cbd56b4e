/** The examples that boot what others wrote, type into its shell, and switch it off. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runTests } from '../../src/index.js';
import { guests } from '../support/guests.js';

test.skipIf(!guests('Image', 'initrd.cpio.gz', 'xen')).each([
  // A boot is about a billion instructions, and what it does while it waits takes none.
  ['linux', 5e8],
  ['xen', 2e8],
])('examples/boot-tests/%s.yaml', async (name, least) => {
  const artifacts = mkdtempSync(join(tmpdir(), 'pivisor-linux-'));
  const { results, code } = await runTests(`examples/boot-tests/${name}.yaml`, { artifacts });
  expect(results[0].why).toBeUndefined();
  expect([code, results[0].status]).toEqual([0, 'passed']);
  expect(results[0].instructions).toBeGreaterThan(least);
  expect(existsSync(artifacts)).toBe(false);
  rmSync(artifacts, { recursive: true, force: true });
});
