import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('the command prints its version', () => {
  expect(run('src/cli/pivisor.ts', '--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test.for([
  // What is typed                what happens
  { args: ['ok'], status: 0, stdout: 'fine\n', stderr: '' },
  { args: ['failed'], status: 1, stdout: '', stderr: '' },
  { args: ['user'], status: 2, stdout: '', stderr: 'pivisor: board.yaml: ram: expected a size\n' },
  { args: ['enoent'], status: 2, stdout: '', stderr: 'pivisor: /nonexistent/image: no such file or directory\n' },
  { args: ['eisdir'], status: 2, stdout: '', stderr: 'pivisor: /: is a directory\n' },
  { args: ['write'], status: 2, stdout: '', stderr: 'pivisor: /nonexistent/out: no such file or directory\n' },
  { args: ['nonsense'], status: 2, stdout: '', stderr: "pivisor: unknown command 'nonsense'\n" },
  { args: ['--nonsense'], status: 2, stdout: '', stderr: "pivisor: unknown option '--nonsense'\n" },
  {
    args: ['ok', '--sise', '1'],
    status: 2,
    stdout: '',
    stderr: "pivisor: unknown option '--sise' (Did you mean --size?)\n",
  },
  { args: ['ok', '--size'], status: 2, stdout: '', stderr: "pivisor: option '--size <bytes>' argument missing\n" },
  { args: ['ok', 'extra'], status: 2, stdout: '', stderr: /^pivisor: too many arguments.*\n$/ },
  { args: ['--help'], status: 0, stdout: /^Usage: pivisor /, stderr: '' },
  { args: ['help', 'ok'], status: 0, stdout: /^Usage: pivisor ok /, stderr: '' },
  { args: [], status: 2, stdout: '', stderr: /^Usage: pivisor / },
  { args: ['bug'], status: 70, stdout: '', stderr: /^pivisor: internal error.*\nTypeError: oh no\n +at / },
])('pivisor $args ends with code $status', ({ args, status, stdout, stderr }) => {
  const result = run('test/cli/program.ts', ...args);
  expect(result.status, result.stderr).toBe(status);
  for (const [text, wanted] of [
    [result.stdout, stdout],
    [result.stderr, stderr],
  ] as const) {
    if (typeof wanted === 'string') expect(text).toBe(wanted);
    else expect(text).toMatch(wanted);
  }
});

test('a reader that closes the pipe early is no error', () => {
  const command = `"${process.execPath}" --import tsx test/cli/program.ts flood | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: 'line\n0\n', stderr: '' });
});
