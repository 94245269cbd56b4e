/** `pivisor test`: each way in which a test can end, what is said of it, and the exit code. */
import { afterAll, describe, expect, test } from 'vitest';
import { exit, folder, print, program } from './rig.js';

const files = folder();
afterAll(() => files.remove());

const LOOP = ' b .\n';
const WAIT = '1: wfi\n b 1b\n';
/** At EL2 with VBAR_EL2 = 0: the vector's first instruction is what lies at 0x200, which is zero and so UNDEFINED. */
const FAULT = ' msr vbar_el2, xzr\n .inst 0\n';
const PANIC = print('Kernel panic - not syncing: no init found\\n');

/** Runs one test. @param more its YAML, after the machine's */
function run(name: string, source: string, more: string, ...args: string[]) {
  files.file(`${name}.s`, source);
  files.file(`${name}.yaml`, `machine:\n  kernel: ${name}.s\n  cpus: 1\n${more}`);
  return files.run(files.at(`${name}.yaml`), ...args);
}

describe('passes', () => {
  test.for<[string, string, string]>([
    ['at its last step', program(print('one\\ntwo\\n'), LOOP), 'steps: [expect: ^one$, expect: ^two$]'],
    ['at the end that was wanted', program(exit(0)), 'ends: { exit: 0 }'],
    ['at an exit code that was wanted', program(exit(7)), 'ends: { exit: 7 }'],
    ['with cores that wait for ever', program(print('x'), WAIT), 'ends: idle\nsteps: [expect: x]'],
    ['at its limit', program(LOOP), 'ends: timeout\ntimeout: 100us'],
    ['at its limit, with cores that wait for ever', program(WAIT), 'ends: timeout\ntimeout: 100s'],
    ['with a wait for which nothing happens', program(print('x'), WAIT), 'steps: [wait: 100ms, expect: x, wait: 10s]'],
    ['where the guest was to die', program(FAULT), 'ends: died'],
    ['where the guest was to panic', program(PANIC, LOOP), 'ends: died'],
    ['where a panic was expected', program(PANIC, LOOP), 'steps: [expect: Kernel panic]'],
    [
      'with what is rejected behind its last step',
      program(print('good\\nbad\\n'), LOOP),
      'steps: [expect: good]\nreject: [bad]',
    ],
    [
      'with what a terminal would show',
      program(print('\\x1b[1m/ # \\x1b[0m\\x1b[6n'), LOOP),
      "steps: [expect: '^/ # $']",
    ],
    ['with characters of UTF-8', program(print('caf\u00e9\\n'), LOOP), 'steps: [expect: ^caf.$]'],
  ])('%s', async ([name, source, more]) => {
    const id = name.replace(/\W+/g, '-');
    expect(await run(id, source, more)).toEqual({
      status: 0,
      stdout: `ok   ${id}.yaml (T)\n\n1 passed in T\n`,
      stderr: '',
    });
  });
});

describe('fails', () => {
  test.for<[string, string, string, number, string[]]>([
    [
      'a line that does not come',
      program(print('one\\n'), exit(0)),
      'steps: [expect: one, expect: two]',
      1,
      ['step 2 of 2 (NAME.yaml:4): expect /two/', 'the program ended with exit code 0; expected /two/ on the console'],
    ],
    [
      'lines in another order',
      program(print('one\\ntwo\\n'), exit(0)),
      'steps: [expect: two, expect: one]',
      1,
      ['step 2 of 2 (NAME.yaml:4): expect /one/', 'the program ended with exit code 0; expected /one/ on the console'],
    ],
    [
      'a line that comes too late',
      program(' mov x0, #0x40000\n1: subs x0, x0, #1\n b.ne 1b\n', print('late\\n'), LOOP),
      'steps:\n  - expect: late\n    within: 100us',
      1,
      [
        'step 1 of 1 (NAME.yaml:5): expect /late/',
        'expected /late/ on the console within 0.0001 s, and it did not come',
      ],
    ],
    [
      'time that runs out',
      program(LOOP),
      'steps: [expect: x]\ntimeout: 100us',
      1,
      ['step 1 of 1 (NAME.yaml:4): expect /x/', '0.000100 s of guest time are over; expected /x/ on the console'],
    ],
    [
      'real time that runs out',
      program(LOOP),
      'ends: power-off\nwallTimeout: 1ns',
      1,
      ['0.000000 s are over, expected power-off'],
    ],
    [
      'another end',
      program(exit(3)),
      'ends: { exit: 0 }',
      1,
      ['the program ended with exit code 3, expected exit code 0'],
    ],
    [
      'what is rejected',
      program(print('Oops: 1\\ngood\\n'), exit(0)),
      "steps: [expect: good]\nreject: ['^Oops.*$']",
      1,
      ['step 1 of 1 (NAME.yaml:4): expect /good/', "the console shows 'Oops: 1', which /^Oops.*$/ rejects"],
    ],
    [
      'cores that wait for ever, and something that was expected',
      program(WAIT),
      'steps: [expect: x]',
      1,
      [
        'step 1 of 1 (NAME.yaml:4): expect /x/',
        'all cores wait for interrupts, and none will come; expected /x/ on the console',
      ],
    ],
    [
      'cores that wait for ever',
      program(WAIT),
      'ends: power-off',
      3,
      ['all cores wait for interrupts, and none will come, expected power-off'],
    ],
    [
      'a panic',
      program(PANIC, LOOP),
      'steps: [expect: login]',
      3,
      [
        'step 1 of 1 (NAME.yaml:4): expect /login/',
        'the guest said: Kernel panic - not syncing: no init found; expected /login/ on the console',
      ],
    ],
    [
      'a panic before what was expected',
      program(PANIC, print('login\\n'), exit(0)),
      'steps: [expect: login]',
      3,
      [
        'step 1 of 1 (NAME.yaml:4): expect /login/',
        'the guest said: Kernel panic - not syncing: no init found; expected /login/ on the console',
      ],
    ],
    [
      'exceptions without end',
      program(FAULT),
      'steps: [expect: x]',
      3,
      [
        'step 1 of 1 (NAME.yaml:4): expect /x/',
        'core 0 takes the same exception over and over at EL2: its vector 0x200 faults, ESR_EL2 is 0x2000000; expected /x/ on the console',
      ],
    ],
  ])('%s', async ([name, source, more, status, lines]) => {
    const id = name.replace(/\W+/g, '-');
    const result = await run(id, source, more);
    expect(result.stderr).toBe('');
    const report = result.stdout.split('\n');
    expect(report[0]).toBe(`FAIL ${id}.yaml (T)`);
    expect(report.slice(1, 1 + lines.length)).toEqual(lines.map((line) => `     ${line.replace('NAME', id)}`));
    expect(report.slice(-3)).toEqual(['', '1 failed, 0 passed in T', '']);
    expect(result.status).toBe(status);
  });

  test('a file that is no program: exit code 2', async () => {
    const { status, stdout } = await run('broken', 'foo x0\n', 'ends: idle');
    expect(status).toBe(2);
    expect(stdout).toMatch(/^FAIL broken\.yaml\n {5}broken\.s:1: unknown instruction 'foo'\n/);
  });
});

test('the gravest of all codes is that of the run', async () => {
  const machine = (name: string): string => `machine: { kernel: ${name}.s, cpus: 1 }`;
  files.file('good.s', program(exit(0)));
  files.file('one.s', program(exit(1)));
  files.file('dead.s', program(FAULT));
  files.file(
    'all.yaml',
    ['dead', 'one', 'good'].map((name) => `- name: ${name}\n  ${machine(name)}\n  ends: { exit: 0 }\n`).join(''),
  );
  expect((await files.run(files.at('all.yaml'))).status).toBe(3);
  expect((await files.run(files.at('all.yaml'), '--filter', 'ONE')).status).toBe(1);
  expect((await files.run(files.at('all.yaml'), '--filter', 'good')).status).toBe(0);
});
