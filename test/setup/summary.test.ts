import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

function run(files: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/setup/example/vitest.config.ts'];
  const { PIVISOR_NEED_TOOLS: _, ...inherited } = process.env;
  const { status, stdout } = spawnSync(process.execPath, [...vitest, ...files], {
    encoding: 'utf8',
    env: { ...inherited, ...env },
  });
  return { status, lines: stdout.trimEnd().split('\n') };
}

test('a run without skips ends with its counts alone', () => {
  expect(run(['good'])).toEqual({ status: 0, lines: ['3 passed, 0 failed, 0 skipped'] });
});

test('skips are told once a file, with the reasons', () => {
  const { status, lines } = run(['good', 'skips', 'silent']);
  expect(status).toBe(0);
  expect(lines.slice(0, 1)).toEqual(['Skipped:']);
  expect(lines.slice(1, 3).sort()).toEqual([
    '      1  silent.example.ts: no reason given',
    '      4  skips.example.ts: no-such-tool is not installed (Debian package no-such-package); the moon is not full',
  ]);
  expect(lines.slice(3)).toEqual(['', '4 passed, 0 failed, 5 skipped']);
});

test('what fails outside of a test is counted as failed too', () => {
  const { status, lines } = run(['good', 'bad', 'broken']);
  expect(status).toBe(1);
  expect(lines.at(-1)).toBe('3 passed, 3 failed, 1 skipped');
});

test('where all tools are expected, a missing one is a failure', () => {
  const { status, lines } = run(['skips'], { PIVISOR_NEED_TOOLS: '1' });
  expect(status).toBe(1);
  expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
});
