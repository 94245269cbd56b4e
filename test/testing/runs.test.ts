/** What is run and how: text typed, resets, repeated runs, selection, TypeScript, processes side by side, the API. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { Machine } from '../../src/machine/machine.js';
import { runTests, type TestEvent } from '../../src/index.js';
import { childRunner } from '../../src/testing/jobs.js';
import { loadFile } from '../../src/testing/load.js';
import { fatImage, mbrImage } from '../firmware/images.js';
import { sourceOf } from '../support/run.js';
import { exit, folder, print, program } from './rig.js';

const files = folder();
afterAll(() => files.remove());
afterEach(() => {
  vi.restoreAllMocks();
});

files.file('ok.s', program(print('fine\\n'), exit(0)));
const OK = 'machine: { kernel: ok.s, cpus: 1 }\n  ends: { exit: 0 }\n';

test('the examples: a program, what is typed, a reset, a limit that is reached, two runs in the same state', async () => {
  const { status, stdout, stderr } = await files.run(
    ...['echo.yaml', 'hello.yaml', 'cores.boot.ts'].map((name) => `examples/boot-tests/${name}`),
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout.split('\n').slice(0, 4)).toEqual([
    'ok   examples/boot-tests/echo.yaml: the program answers (T)',
    'ok   examples/boot-tests/echo.yaml: the program survives a reset (T)',
    'ok   examples/boot-tests/hello.yaml: hello (T)',
    'ok   examples/boot-tests/cores.boot.ts: two of 2 cores (T)',
  ]);
});

const echo = `machine: { kernel: ${resolve('examples/boot-tests/echo.s')}, cpus: 1 }\n`;

test('a step sees only what came after the step before', async () => {
  files.file(
    'order.yaml',
    `${echo}steps:\n  - expect: ready\n  - sendLine: ready\n  - expect: you typed\n  - expect: echo is ready\ntimeout: 3ms\n`,
  );
  const { status, stdout } = await files.run(files.at('order.yaml'));
  expect(status).toBe(1);
  expect(stdout).toContain('step 4 of 4 (order.yaml:6): expect /echo is ready/');
});

test('a port that nobody listens on', async () => {
  files.file(
    'port.yaml',
    `${echo}steps:\n  - expect: '> $'\n  - sendLine: hello\n    port: serial1\n  - expect: you typed\ntimeout: 3ms\n`,
  );
  expect((await files.run(files.at('port.yaml'))).status).toBe(1);
});

test('a reset ends a test that waits for one, but not the reset that it makes itself', async () => {
  const PM =
    ' ldr x1, =0xfe100000\n ldr w0, =0x5a00000a\n str w0, [x1, #0x24]\n ldr w0, =0x5a000020\n str w0, [x1, #0x1c]\n';
  files.file(
    'reset.s',
    program(print('up\\n'), ' mov x0, #0x4000\n1: subs x0, x0, #1\n b.ne 1b\n', PM, '1: wfi\n b 1b\n'),
  );
  const machine = 'machine: { kernel: reset.s, cpus: 1 }\n';
  files.file('reset.yaml', `${machine}steps: [expect: up]\nends: reset\n`);
  expect((await files.run(files.at('reset.yaml'))).stdout).toMatch(/^ok /);
  files.file('again.yaml', `${machine}steps: [expect: up, expect: up, expect: up]\ntimeout: 2s\n`);
  expect((await files.run(files.at('again.yaml'))).stdout).toMatch(/^ok /);
  files.file('pulled.yaml', `${echo}steps: [expect: ready, reset: true, expect: ready]\nends: reset\ntimeout: 3ms\n`);
  const { stdout } = await files.run(files.at('pulled.yaml'));
  expect(stdout).toContain('0.003000 s of guest time are over, expected reset');
});

test('runs that end in different states', async () => {
  const hash = vi.spyOn(Machine.prototype, 'hash');
  hash.mockReturnValueOnce('1111').mockReturnValueOnce('2222');
  files.file('repeat.yaml', `- ${OK}  repeat: 3\n`);
  const { status, stdout } = await files.run(files.at('repeat.yaml'));
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /run 2 ended in another state than run 1: hash 2222 after (\d+) instructions, expected 1111 after \1\n/,
  );
  expect(stdout).toMatch(/console\.log\n.*console-2\.log\n/);
  expect(hash).toHaveBeenCalledTimes(2);
});

describe('selection', () => {
  const run = async (yaml: string, ...args: string[]) => {
    files.file('select/a.yaml', yaml);
    return (await files.run(files.at('select'), ...args)).stdout;
  };
  const two = `- name: one\n  ${OK}- name: two\n  ${OK}`.replaceAll('ok.s', '../ok.s');

  test('by name, file included, in any case', async () => {
    expect(await run(two, '--filter', 'TWO')).toBe('ok   select/a.yaml: two (T)\n\n1 passed in T\n');
    expect(await run(two, '--filter', 'select/A')).toMatch(/2 passed/);
  });

  test('skip', async () => {
    expect(await run(`${two}  skip: the board is broken\n`)).toBe(
      'ok   select/a.yaml: one (T)\nskip select/a.yaml: two - the board is broken\n\n1 passed, 1 skipped in T\n',
    );
  });

  test('only', async () => {
    expect(await run(`${two}  only: true\n`)).toBe(
      "skip select/a.yaml: one - another test says 'only'\nok   select/a.yaml: two (T)\n\n1 passed, 1 skipped in T\n",
    );
  });

  test('folders and patterns; each file once', async () => {
    files.file('tree/b.yaml', `- ${OK.replace('ok.s', '../ok.s')}`);
    files.file('tree/deep/a.yml', `- ${OK.replace('ok.s', '../../ok.s')}`);
    files.file('tree/node_modules/x.yaml', 'bad');
    files.file('tree/helper.js', 'bad');
    const list = async (...patterns: string[]) => (await files.run('--list', ...patterns.map(files.at))).stdout;
    expect(await list('tree')).toBe('tree/b.yaml\ntree/deep/a.yml\n');
    expect(await list('tree/**/*.yml', 'tree')).toBe('tree/deep/a.yml\ntree/b.yaml\n');
  });
});

describe('TypeScript', () => {
  const TEST = `{ name: 'typed', machine: { kernel: '../ok.s', cpus: 1 }, steps: [{ expect: /FINE/i }], ends: { exit: 0 } }`;
  files.file('ts/one.boot.ts', `const n: number = 1;\nexport default { ...${TEST}, repeat: n } as object;\n`);
  files.file('ts/many.boot.mjs', `export default [1, 2].map((cpus) => ({ ...${TEST}, name: cpus + ' cores' }));\n`);
  files.file('ts/bad.ts', `export default ${TEST.replace('ends', 'end')};\n`);
  files.file('ts/throws.mjs', 'throw new Error("oh\\nno");\n');
  files.file('ts/nothing.mjs', 'export const test = 1;\n');

  test('tests, alone and in a list', async () => {
    const { status, stdout } = await files.run(files.at('ts'));
    expect(stdout).toBe(
      'ok   ts/many.boot.mjs: 1 cores (T)\nok   ts/many.boot.mjs: 2 cores (T)\nok   ts/one.boot.ts: typed (T)\n\n3 passed in T\n',
    );
    expect(status).toBe(0);
  });

  test.for<[string, RegExp]>([
    ['bad.ts', /^ts\/bad\.ts: end: unknown field, expected one of /],
    ['throws.mjs', /^ts\/throws\.mjs: Error: oh\n$/],
    ['nothing.mjs', /^ts\/nothing\.mjs: expected a test, or a list of tests, as its default export\n$/],
  ])('%s', async ([name, message]) => {
    const { status, stderr } = await files.run(files.at(`ts/${name}`));
    expect(status).toBe(2);
    expect(stderr.replace('pivisor: ', '')).toMatch(message);
  });
});

describe('the command itself', () => {
  const pivisor = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ['--import', 'tsx', 'src/cli/pivisor.ts', 'test', '--artifacts', files.at('kept'), ...args],
      {
        encoding: 'utf8',
      },
    );

  test('side by side, in processes of their own, with progress from them', () => {
    files.file('one.s', program(exit(1)));
    const tests = [1, 2, 3].map(
      (n) => `- name: test ${n}\n  machine: { kernel: ${n === 2 ? 'one' : 'ok'}.s, cpus: 1 }\n  ends: { exit: 0 }\n`,
    );
    files.file('jobs.yaml', tests.join(''));
    const { status, stdout, stderr } = pivisor(files.at('jobs.yaml'), '--jobs', '2', '--json');
    expect(stderr).toBe('');
    expect(status).toBe(1);
    const { results } = JSON.parse(stdout) as { results: { name: string; status: string; artifacts?: string[] }[] };
    expect(results.map((r) => [r.name, r.status])).toEqual([
      ['test 1', 'passed'],
      ['test 2', 'failed'],
      ['test 3', 'passed'],
    ]);
    expect(results[1].artifacts?.every((path) => existsSync(path))).toBe(true);
  });

  test('TypeScript by tsx, where Node does not know it', () => {
    const { stdout, status } = pivisor(files.at('ts/one.boot.ts'));
    expect(stdout).toMatch(/^ok .*one\.boot\.ts: typed/);
    expect(status).toBe(0);
  });
});

test('a process that dies is a failed test, and the next one has another', async () => {
  const file = files.file(
    'dies.mjs',
    `import { existsSync, writeFileSync } from 'node:fs';
     const marker = ${JSON.stringify(files.at('died'))};
     if (process.argv[1].includes('child') && !existsSync(marker)) {
       writeFileSync(marker, '');
       process.exit(9);
     }
     export default { machine: { kernel: 'ok.s', cpus: 1 }, ends: { exit: 0 } };\n`,
  );
  const [loaded] = await loadFile(file, '', {});
  const runner = childRunner('', files.at('kept'));
  const lines: string[] = [];
  const results = [
    await runner.run(loaded, () => undefined),
    await runner.run(loaded, ({ line }) => void lines.push(line)),
  ];
  runner.close();
  expect(results.map(({ status, code, why }) => [status, code, why])).toEqual([
    ['failed', 70, 'the process that ran it has died: exit code 9'],
    ['passed', 0, undefined],
  ]);
  expect(lines).toEqual(['fine']);
});

test('the API: events in order, results, code', async () => {
  files.file('api.yaml', `- ${OK}`);
  const events: TestEvent[] = [];
  const { results, code } = await runTests(files.at('api.yaml'), {
    artifacts: files.at('kept'),
    onEvent: (event) => events.push(event),
  });
  expect(code).toBe(0);
  expect(results).toMatchObject([{ name: 'api.yaml', status: 'passed', code: 0 }]);
  expect(events.map((e) => e.kind)).toEqual(['start', 'progress', 'result']);
  await expect(runTests('none.yaml')).rejects.toThrow('none.yaml: no such file');
});

test('a board boots from its card', async () => {
  const kernel = assemble(sourceOf('firmware-samples/hello.s'), { base: 0x80000 }).raw();
  const card = { 'config.txt': 'arm_64bit=1\nkernel=hello.bin\n', 'hello.bin': kernel };
  writeFileSync(files.at('card.img'), mbrImage([{ type: 0x0c, bytes: fatImage(card) }]));
  files.file(
    'card.yaml',
    'machine: { sd: card.img }\nsteps: [expect: ^Hello from a Raspberry Pi 4$]\nends: power-off\n',
  );
  expect((await files.run(files.at('card.yaml'))).stdout).toBe('ok   card.yaml (T)\n\n1 passed in T\n');
});
