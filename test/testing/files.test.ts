/** Files of boot tests: what is wrong with one is said in one line, and then nothing is run. */
import { afterAll, describe, expect, test } from 'vitest';
import { bootTestSchema, checkTest } from '../../src/testing/schema.js';
import { loadFile } from '../../src/testing/load.js';
import { exit, folder, program } from './rig.js';
import prettier from 'prettier';

const files = folder();
afterAll(() => files.remove());
files.file('ok.s', program(exit(0)));

const M = 'machine: { kernel: ok.s, cpus: 1 }\n';

describe('YAML: one line, exit code 2', () => {
  test.for<[string, string, string]>([
    ['nothing', '', ' expected a test, or a list of tests'],
    ['an empty list', '[]', ' expected a test, or a list of tests'],
    ['a text', 'hello', "1: expected a test, found 'hello'"],
    ['no YAML', 'machine:\n  - a\n b: c\n', '3: All mapping items must start at the same column'],
    ['a tab', 'machine:\n\tkernel: x\n', '2: Tabs are not allowed as indentation'],
    ['a key twice', `${M}${M}`, '2: Map keys must be unique'],
    ['two documents', `${M}---\n${M}`, '2: a second document, expected one'],
    ['an unknown alias', 'name: x\nmachine: *m\n', '2: Unresolved alias (the anchor must be set before the alias): m'],
    ['no machine', 'name: x\n', '1: machine: expected the options of pivisor run, it is missing'],
    ['no kernel', 'name: x\nmachine: {}\n', '2: machine: expected kernel, sd or xen'],
    ['nothing to do', M, '1: expected steps, ends, or both'],
    [
      'an unknown field',
      `${M}ends: idle\nstep: []\n`,
      '3: step: unknown field, expected one of name, machine, steps, ends, reject, timeout, wallTimeout, needs, lock, skip, only, repeat',
    ],
    [
      'an unknown option',
      'machine:\n  kernel: ok.s\n  cpu: 1\nends: idle\n',
      '3: machine.cpu: unknown field, expected one of kernel, xen, xenAppend, dom0, domu, sd, net, share, board, cpus, initrd, dtb, append, firmware, el, seed',
    ],
    ['cpus', 'machine:\n  kernel: ok.s\n  cpus: 9\n', '3: machine.cpus: expected a whole number from 1 to 8, found 9'],
    [
      'a network',
      'machine:\n  kernel: ok.s\n  net: [nat, "nat,forward=80"]\n',
      "3: machine.net[1]: forward: '80', expected [tcp:|udp:][HOST-ADDRESS:]HOST-PORT:[GUEST:]GUEST-PORT, such as tcp:8080:80, found 'nat,forward=80'",
    ],
    ['el', 'machine:\n  kernel: ok.s\n  el: 0\n', '3: machine.el: expected 1, 2 or 3, found 0'],
    [
      'seed',
      'machine:\n  kernel: ok.s\n  seed: -1\n',
      '3: machine.seed: expected a whole number from 0 to 4294967295, found -1',
    ],
    ['ends', `${M}ends: off\n`, "2: ends: expected power-off, reset, idle, timeout, died, or exit: CODE, found 'off'"],
    ['steps', `${M}steps: x\n`, "2: steps: expected a list of steps, found 'x'"],
    ['a step', `${M}steps:\n  - expect: a\n  - b\n`, "4: steps[1]: expected a step, found 'b'"],
    [
      'an empty step',
      `${M}steps:\n  - {}\n`,
      '3: steps[0]: expected one of expect, sendLine, send, wait, reset in a step',
    ],
    [
      'a step that does two things',
      `${M}steps:\n  - expect: a\n    send: b\n`,
      '3: steps[0]: expected one of expect, sendLine, send, wait, reset in a step',
    ],
    [
      'a field of other steps',
      `${M}steps:\n  - wait: 1s\n    within: 2s\n`,
      '4: steps[0].within: expected it beside expect only',
    ],
    [
      'an unknown field of a step',
      `${M}steps:\n  - expect: a\n  - expect: b\n    timeout: 2s\n`,
      '5: steps[1].timeout: unknown field, expected one of expect, within, sendLine, send, port, wait, reset',
    ],
    [
      'a regular expression',
      `${M}steps:\n  - expect: '('\n`,
      "3: steps[0].expect: expected a regular expression: Invalid regular expression: /(/m: Unterminated group, found '('",
    ],
    [
      'a time',
      `${M}steps:\n  - wait: 5 apples\n`,
      "3: steps[0].wait: expected a time such as 60s, 500ms or 2m, found '5 apples'",
    ],
    ['no time at all', `${M}ends: idle\ntimeout: 0\n`, '3: timeout: expected a time such as 60s, 500ms or 2m, found 0'],
    [
      'a port',
      `${M}steps:\n  - send: x\n    port: com1\n`,
      "4: steps[0].port: expected serial0, serial1, found 'com1'",
    ],
    ['needs', `${M}ends: idle\nneeds: luck\n`, "3: needs: expected guests, found 'luck'"],
    [
      'a test of many',
      `- ${M.replace('\n', '')}\n  ends: idle\n- ends: idle\n`,
      '3: [1].machine: expected the options of pivisor run, it is missing',
    ],
    [
      'a file that is not there',
      'machine:\n  kernel: none.elf\nends: idle\n',
      '2: machine.kernel: none.elf: no such file',
    ],
    ['a lock that is not there', `${M}ends: idle\nlock: none.json\n`, '3: lock: none.json: no such file'],
    [
      'a variable',
      'machine:\n  kernel: ${NO_SUCH_VARIABLE}/x\nends: idle\n',
      '2: machine.kernel: ${NO_SUCH_VARIABLE} is not set in the environment',
    ],
    [
      'behind an alias',
      '- machine: &m\n    kernel: ok.s\n    cpus: 0\n  ends: idle\n',
      '3: [0].machine.cpus: expected a whole number from 1 to 8, found 0',
    ],
  ])('%s', async ([, yaml, message]) => {
    files.file('good.yaml', `${M}ends: { exit: 0 }\n`);
    const bad = files.file('bad.yaml', yaml);
    expect(await files.run(files.at('good.yaml'), bad)).toEqual({
      status: 2,
      stdout: '',
      stderr: `pivisor: bad.yaml:${message}\n`,
    });
  });

  test.for<[string, string[], string]>([
    ['a pattern that nothing matches', ['none*.yaml'], 'none*.yaml: no such file'],
    ['a filter that nothing matches', ['good.yaml', '--filter', 'zzz'], "--filter: no test has 'zzz' in its name"],
    [
      'jobs',
      ['good.yaml', '--jobs', '0'],
      "option '-j, --jobs <n>' argument '0' is invalid. Expected a number from 1 to 999.",
    ],
    ['no pattern', [], "missing required argument 'pattern'"],
    ['two formats', ['good.yaml', '--json', '--tap'], "option '--tap' cannot be used with option '--json'"],
  ])('%s', async ([, args, message]) => {
    files.file('good.yaml', `${M}ends: { exit: 0 }\n`);
    const result = await files.run(...args.map((arg) => (/yaml$/.test(arg) ? files.at(arg) : arg)));
    expect(result).toEqual({ status: 2, stdout: '', stderr: `pivisor: ${message}\n` });
  });
});

describe('a file that is as it should be', () => {
  const load = async (yaml: string, environment = {}) =>
    (await loadFile(files.file('load.yaml', yaml), '/guests', environment)).map(({ test }) => test);

  test('variables, the guests, numbers from variables, and a dollar that stays', async () => {
    const [{ machine }] = await load(
      'machine: { kernel: "${DIR}/ok.s", append: "a=${A} b=$${A}", cpus: "${N}" }\nends: idle\n',
      { DIR: files.path, A: 'x y', N: '2' },
    );
    expect(machine).toMatchObject({ kernel: files.at('ok.s'), append: 'a=x y b=${A}', cpus: 2 });
  });

  test('paths are relative to it; boards and firmware are names unless they look like files', async () => {
    files.file('b.json', '{}');
    const [{ machine }] = await load('machine: { kernel: ok.s, board: ./b.json, firmware: psci }\nends: idle\n');
    expect(machine).toMatchObject({ kernel: files.at('ok.s'), board: files.at('b.json'), firmware: 'psci' });
    const [other] = await load('machine: { kernel: ok.s, board: cm4 }\nends: idle\n');
    expect(other.machine.board).toBe('cm4');
  });

  test('times in ns, regular expressions by line, defaults', async () => {
    const [{ steps, timeout, repeat }] = await load(`${M}steps: [expect: ^a$, wait: 2m, wait: 0.5, wait: 3us]\n`);
    expect(steps).toEqual([{ expect: /^a$/m }, { wait: 120e9 }, { wait: 5e8 }, { wait: 3000 }]);
    expect([timeout, repeat]).toEqual([60e9, 1]);
  });

  test('merge keys', async () => {
    const tests = await load(`- &base\n  ${M}  ends: idle\n- <<: *base\n  name: other\n`);
    expect(tests.map((t) => [t.name, t.ends])).toEqual([
      [undefined, 'idle'],
      ['other', 'idle'],
    ]);
  });
});

test('a pattern of TypeScript forgets its position', () => {
  const checked = checkTest({ machine: { kernel: 'x' }, steps: [{ expect: /a/gi }] });
  if (!('test' in checked)) throw new Error(checked.complaint.message);
  expect(checked.test.steps[0].expect).toEqual(/a/im);
});

test('the schema for editors is what is checked: npx vitest -u writes it', async () => {
  const text = await prettier.format(JSON.stringify(bootTestSchema()), { parser: 'json', printWidth: 120 });
  await expect(text).toMatchFileSnapshot('../../schemas/boot-test.schema.json');
});
