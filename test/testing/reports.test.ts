/** What is reported: to people, as JUnit, TAP and JSON; and the files that a failed test leaves. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { SaxesParser } from 'saxes';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { liveReport } from '../../src/testing/reports/live.js';
import { junit } from '../../src/testing/reports/junit.js';
import { tap } from '../../src/testing/reports/tap.js';
import type { TestResult } from '../../src/testing/result.js';
import { exit, folder, print, program } from './rig.js';

const files = folder();
afterAll(() => files.remove());
const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

files.file('ok.s', program(print('fine\\n'), exit(0)));
// Every byte that is no zero, among them all that XML, TAP and terminals could stumble over.
const bytes = Array.from({ length: 255 }, (_, i) => `\\${(i + 1).toString(8).padStart(3, '0')}`).join('');
files.file('bytes.s', program(print(`first\\n${bytes}\\n]]> <b> & "`.replace('"', '\\"')), exit(1)));
files.file(
  'mmio.s',
  program(' ldr x9, =0xfe980000\n ldr w0, [x9, #0x40]\n mov x28, #0x1234\n bl stop\nstop:', ' .inst 0\n', ' b .\n'),
);
files.file(
  'all.yaml',
  `
- name: a "good" <one> & more
  machine: { kernel: ok.s, cpus: 1 }
  ends: { exit: 0 }
- name: bytes
  machine: { kernel: bytes.s, cpus: 1 }
  steps: [expect: '<never>']
- name: skipped
  machine: { kernel: ok.s, cpus: 1 }
  ends: { exit: 0 }
  skip: "# not now"
`,
);

interface Element {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: Element[];
}

/** A strict parser: what is no well-formed XML 1.0 throws. */
function parseXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, text: '', children: [] };
  const stack = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, text: '', children: [] };
    stack[stack.length - 1].children.push(element);
    stack.push(element);
  });
  parser.on('text', (text) => (stack[stack.length - 1].text += text));
  parser.on('closetag', () => void stack.pop());
  parser.write(xml).close();
  return root.children[0];
}

describe('JUnit', () => {
  test('of a run, read back by a parser', async () => {
    const report = files.at('report.xml');
    expect((await files.run(files.at('all.yaml'), '--junit', report)).status).toBe(1);
    const suites = parseXml(readFileSync(report, 'utf8'));
    expect(suites).toMatchObject({
      name: 'testsuites',
      attributes: { name: 'pivisor', tests: '3', failures: '1', errors: '0', skipped: '1' },
    });
    const [suite] = suites.children;
    expect(suite).toMatchObject({ name: 'testsuite', attributes: { name: files.at('all.yaml'), tests: '3' } });
    const [good, bytes, skipped] = suite.children;
    expect(good).toMatchObject({ attributes: { name: 'a "good" <one> & more' }, children: [] });
    const message = 'the program ended with exit code 1; expected /<never>/ on the console';
    const [failure, attached] = bytes.children;
    expect(failure).toMatchObject({ name: 'failure', attributes: { message, type: 'failure' } });
    expect(failure.text).toContain('  | first\n');
    expect(failure.text).toContain('  | ]]> <b> & "');
    expect(attached.text.split('\n')).toHaveLength(4);
    for (const line of attached.text.split('\n')) {
      expect(existsSync(/^\[\[ATTACHMENT\|(.*)\]\]$/.exec(line)?.[1] ?? '')).toBe(true);
    }
    expect(skipped.children).toMatchObject([{ name: 'skipped', attributes: { message: '# not now' } }]);
  });

  test('whatever characters there are', () => {
    const all = Array.from({ length: 0x300 }, (_, i) => String.fromCharCode(i)).join('');
    const nasty = `${all}\ud800 \udc00\ufffe\uffff\u{1f600}]]>`;
    const result: TestResult = {
      ...{ file: nasty, name: nasty, status: 'failed', code: 3, why: nasty, console: [nasty], artifacts: [nasty] },
      ...{ guestTime: 1, wallTime: 1, instructions: 1 },
    };
    const [suite] = parseXml(junit([result])).children;
    const clean = nasty.replace(
      /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\ud800(?= )|\udc00(?=\ufffd|\ufffe)/g,
      '\ufffd',
    );
    const [testcase] = suite.children;
    expect(testcase.attributes.name).toBe(clean);
    expect(testcase.children[0].attributes).toEqual({ message: clean, type: 'guest died' });
  });

  test('bad files and bugs are errors', () => {
    const base = {
      file: 'f',
      name: 'n',
      status: 'failed',
      why: 'w',
      guestTime: 0,
      wallTime: 0,
      instructions: 0,
    } as const;
    const suites = parseXml(junit([1, 2, 3, 70].map((code) => ({ ...base, code }))));
    expect(suites.attributes).toMatchObject({ tests: '4', failures: '2', errors: '2' });
  });
});

test('TAP', async () => {
  const { stdout, status } = await files.run(files.at('all.yaml'), '--tap');
  expect(status).toBe(1);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'TAP version 14',
    '1..3',
    'ok 1 - all.yaml: a "good" <one> & more',
    'not ok 2 - all.yaml: bytes',
  ]);
  expect(lines.at(-1)).toBe('ok 3 - all.yaml: skipped # SKIP \\# not now');
  const from = lines.indexOf('  ---');
  const block = parse(lines.slice(from + 1, lines.indexOf('  ...')).join('\n')) as { step: object; console: string[] };
  expect(block.step).toEqual({ number: 1, of: 1, line: 7, text: 'expect /<never>/' });
  expect(block.console[0]).toBe('first');
});

test('TAP keeps a name from being a directive, and on one line', () => {
  const text = tap([
    { file: 'f', name: 'a # SKIP\nb', status: 'passed', code: 0, guestTime: 0, wallTime: 0, instructions: 0 },
  ]);
  expect(text).toBe('TAP version 14\n1..1\nok 1 - f: a \\# SKIP b\n');
});

test('JSON', async () => {
  const { stdout } = await files.run(files.at('all.yaml'), '--json');
  const { code, results } = JSON.parse(stdout) as { code: number; results: TestResult[] };
  expect(code).toBe(1);
  expect(results.map(({ name, status, code }) => [name, status, code])).toEqual([
    ['a "good" <one> & more', 'passed', 0],
    ['bytes', 'failed', 1],
    ['skipped', 'skipped', 0],
  ]);
  expect(results[0].instructions).toBeGreaterThan(3);
});

test('the list', async () => {
  expect(await files.run(files.at('all.yaml'), '--list')).toEqual({
    status: 0,
    stdout: 'all.yaml: a "good" <one> & more\nall.yaml: bytes\nall.yaml: skipped - skipped: # not now\n',
    stderr: '',
  });
});

describe('artefacts', () => {
  test('of a guest that died', async () => {
    files.file('mmio.yaml', 'machine: { kernel: mmio.s, cpus: 2 }\nends: power-off\nreject: [x]\n');
    const { status, stdout } = await files.run(files.at('mmio.yaml'));
    expect(status).toBe(3);
    const kept = stdout.split('\n').filter((line) => /^ {7}kept\//.test(line));
    expect(kept).toHaveLength(4);
    const read = (name: string): string =>
      readFileSync(files.at(kept.find((path) => path.endsWith(name))?.trim() ?? ''), 'utf8');
    expect(read('console.log')).toBe('');
    expect(read('mmio.txt')).toMatch(
      /^1 access to a register that is not modelled:\n {2}\w+\+0x[0-9a-f]+: 1 reads, 0 writes, from 0x/,
    );
    const registers = read('registers.txt');
    expect(registers).toMatch(/^rpi4b-2g, guest time 0\.\d{9} s\n\ncore 0: EL2h Non-secure, runs, \d+ instructions\n/);
    expect(registers).toMatch(/x28 0x0000000000001234/);
    expect(registers).toMatch(/ lr 0x[0-9a-f]{16} <stop>\n/);
    expect(registers).toMatch(/ESR_EL2 +0x0000000002000000 /);
    expect(registers).toMatch(/ {2}last exception to EL2: unknown reason, from 0x0+200\n/);
    for (const name of [
      'SCTLR_EL1',
      'TTBR0_EL1',
      'TTBR1_EL1',
      'FAR_EL1',
      'SPSR_EL3',
      'ELR_EL3',
      'HCR_EL2',
      'VTTBR_EL2',
    ])
      expect(registers).toContain(` ${name} `);
    expect(registers.match(/^core \d/gm)).toEqual(['core 0', 'core 1']);
    expect(read('failure.txt')).toContain('takes the same exception over and over');
  });

  test('the console log has all bytes, with their time', async () => {
    await files.run(files.at('all.yaml'), '--filter', 'bytes');
    const [name] = readdirSync(files.at('kept')).filter((n) => n.endsWith('all-2'));
    const log = readFileSync(files.at(`kept/${name}/console.log`), 'utf8');
    expect(log).toMatch(/^\[ {4}0\.\d{9}\] serial0\| first\\n\n/);
    expect(log).toContain('\\x01\\x02\\x03');
    expect(log).toContain('\\xfe\\xff');
  });

  test('nothing is kept of what passed', async () => {
    await files.run(files.at('all.yaml'), '--filter', 'good', '--artifacts', files.at('other'));
    expect(existsSync(files.at('other'))).toBe(false);
  });
});

describe('on a terminal', () => {
  const event = { file: 'boot/f.yaml', name: 'boots', id: 0 };
  const result: TestResult = { ...event, status: 'passed', code: 0, guestTime: 1e9, wallTime: 2e9, instructions: 1 };
  const shown = (isTTY: boolean): string => {
    let text = '';
    const live = liveReport({ write: (more) => (text += more), isTTY, columns: 50 }, false);
    live.take({ kind: 'start', ...event });
    live.take({ kind: 'progress', id: 0, time: 25e7, line: '[    0.000000] Booting Linux on physical CPU 0x0' });
    live.take({ kind: 'result', id: 0, result });
    live.finish([result], 2e9);
    return text;
  };
  const end = 'ok   boot/f.yaml: boots (1.00 s of guest time, 2.00 s)\n\n1 passed in 2.00 s\n';

  test('a line says what is at work', () => {
    expect(shown(true)).toBe(
      '.... f.yaml: boots\n' +
        '\x1b[1A\x1b[J.... f.yaml: boots (250 ms) Booting Linux on phys\n' +
        `\x1b[1A\x1b[J${end}`,
    );
  });
  test('elsewhere only what is done', () => {
    expect(shown(false)).toBe(end);
  });
});

describe('guests that are not there', () => {
  files.file('guests.yaml', 'needs: guests\nmachine: { kernel: "${GUESTS}/Image" }\nends: power-off\n');

  test('skip a test, loudly', async () => {
    process.env['PIVISOR_GUESTS'] = files.at('nowhere');
    delete process.env['PIVISOR_NEED_TOOLS'];
    expect(await files.run(files.at('guests.yaml'))).toEqual({
      status: 0,
      stdout:
        'skip guests.yaml - needs guests: nowhere/Image is not there (pivisor guests fetch brings it)\n\n0 passed, 1 skipped in T\n' +
        'skipped: needs guests: nowhere/Image is not there (pivisor guests fetch brings it)\n',
      stderr: '',
    });
  });

  test('fail it in CI', async () => {
    process.env['PIVISOR_GUESTS'] = files.at('nowhere');
    process.env['PIVISOR_NEED_TOOLS'] = '1';
    const { status, stdout } = await files.run(files.at('guests.yaml'));
    expect(status).toBe(1);
    expect(stdout).toMatch(/^FAIL guests\.yaml\n {5}needs guests: nowhere\/Image is not there/);
  });

  test('that are others than a lock says', async () => {
    process.env['PIVISOR_GUESTS'] = files.path;
    const file = { sha256: '0'.repeat(64), size: 1 };
    files.file('lock.json', JSON.stringify({ format: 1, packages: [], files: { 'ok.s': file, none: file } }));
    files.file('locked.yaml', 'machine: { kernel: "${GUESTS}/ok.s" }\nlock: lock.json\nends: power-off\n');
    const { status, stdout } = await files.run(files.at('locked.yaml'));
    expect(status).toBe(1);
    expect(stdout).toMatch(/^FAIL locked\.yaml\n {5}lock\.json: ok\.s has \d+ bytes, expected 1 \(and 1 more\)\n/);
  });
});
