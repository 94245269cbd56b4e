import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };

/** Starts a script in a Node that claims to be `version`. .ci/run starts the built command in a real Node 18 as well. */
function runAs(version: string, script: string) {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
  const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--import', preload, script, '--version'],
    { encoding: 'utf8' },
  );
  return { status, stderr, stdout };
}

describe.for(['src/cli/pivisor.ts', 'test/setup/check-node.cjs'])('%s', (script) => {
  test.for(['0.10.48', '16.20.2', '18.20.8', '20.18.3'])('says in one line that Node %s is too old', (version) => {
    expect(runAs(version, script)).toEqual({
      status: 2,
      stdout: '',
      stderr: `pivisor needs Node 20.19 or newer; this is v${version}\n`,
    });
  });

  test.for(['20.19.0', '21.0.0', '24.11.1', '100.1.0'])('runs on Node %s', (version) => {
    expect(runAs(version, script)).toMatchObject({ status: 0, stderr: '' });
  });

  test('agrees with package.json', () => {
    expect(engines.node).toBe('>=20.19');
  });
});
