import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConsoleLog } from '../../src/host/serial/log.js';

let folder: string;
let notices: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pivisor-log-'));
  notices = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

type Event = readonly [seconds: number, port: string, text: string];

/** Bytes, one for each character. */
const latin = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** The log of what went over the ports; a port with `<` behind it got its bytes. */
function logged(events: readonly Event[]): string {
  const path = join(folder, 'log');
  const log = new ConsoleLog(path, (line) => notices.push(line));
  for (const [seconds, port, text] of events) {
    const ns = Math.round(seconds * 1e9);
    if (port.endsWith('<')) log.input(port.slice(0, -1), latin(text), ns);
    else log.output(port, latin(text), ns);
  }
  log.close();
  return readFileSync(path, 'utf8');
}

test.for<readonly [string, readonly Event[], readonly string[]]>([
  ['nothing', [], []],
  ['a line', [[1.23456789, 'serial0', 'Booting\r\n']], ['[    1.234567890] serial0| Booting']],
  ['an empty line', [[0, 'serial0', '\r\n']], ['[    0.000000000] serial0| ']],
  ['LF alone', [[0, 'serial0', 'a\nb\r\n']], ['[    0.000000000] serial0| a\\n', '[    0.000000000] serial0| b']],
  ['CR twice', [[0, 'serial0', 'a\r\r\n']], ['[    0.000000000] serial0| a\\r']],
  [
    "the time is the first byte's",
    [
      [1, 'serial0', 'on'],
      [1.5, 'serial0', 'e\r'],
      [1.6, 'serial0', '\ntw'],
      [1.7, 'serial0', 'o\r\n'],
    ],
    ['[    1.000000000] serial0| one', '[    1.600000000] serial0| two'],
  ],
  [
    'ports that interleave',
    [
      [1, 'serial0', 'from '],
      [1.1, 'serial1', 'from one\r\n'],
      [1.2, 'serial0', 'zero\r\n'],
    ],
    ['[    1.100000000] serial1| from one', '[    1.000000000] serial0| from zero'],
  ],
  [
    'a prompt, which never ends, and the answer',
    [
      [5, 'serial0', 'login: '],
      [9.25, 'serial0<', 'ro'],
      [9.5, 'serial0<', 'ot\r'],
      [9.5, 'serial0', 'root\r\n'],
    ],
    ['[    5.000000000] serial0| login: \\', '[    9.250000000] serial0< root', '[    9.500000000] serial0| root'],
  ],
  ['the end of the run', [[100000.5, 'serial0', 'Shut']], ['[100000.500000000] serial0| Shut\\']],
  ['controls', [[0, 'p', '\x1b[2J\t\\\0\x7f\r\n']], ['[    0.000000000] p| \\x1b[2J\\t\\\\\\x00\\x7f']],
  [
    'UTF-8 and what is not',
    [[0, 'p', '\xc3\xa4\xff\xc3\xe2\x94\x80\xc2\x85\r\n']],
    ['[    0.000000000] p| ä\\xff\\xc3─\\xc2\\x85'],
  ],
  ['input ends in CR', [[0, 'p<', 'a\rb\n\r']], ['[    0.000000000] p< a', '[    0.000000000] p< b\\n']],
])('%s', ([, events, lines]) => {
  expect(logged(events)).toBe(lines.map((line) => `${line}\n`).join(''));
});

test('a line that never ends is written in pieces', () => {
  const lines = logged([[0, 'p', 'x'.repeat(10000)]]).split('\n');
  expect(lines.map((line) => line.length)).toEqual([4096 + 22, 4096 + 22, 1808 + 22, 0]);
});

/** The bytes of one port and direction, read back. */
function unlogged(log: string, key: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };
  return log
    .split('\n')
    .filter((line) => line.split('] ')[1]?.startsWith(`${key} `))
    .map((line) => {
      let text = '';
      const body = line.slice(line.indexOf(`] ${key} `) + key.length + 3);
      for (const [, hex, short, other] of body.matchAll(/\\x([0-9a-f]{2})|\\([nrt\\]|$)|(.)/gsu)) {
        if (hex !== undefined) text += String.fromCharCode(parseInt(hex, 16));
        else if (short === '') return text;
        else if (short !== undefined) text += escapes[short];
        else text += Buffer.from(other).toString('latin1');
      }
      if (key.endsWith('<')) return `${text}\r`;
      return text.endsWith('\n') ? text : `${text}\r\n`;
    })
    .join('');
}

test('nothing is lost, whatever the bytes', () => {
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48271) % 0x7fffffff) % below;
  const favourites = '\r\n\\\r\n\\nrtx\t \xc3\xa4\xe2\x94\x80\xf0\x9f\x98\x80\xed\xa0\x80\xef\xbb\xbf]|<';
  for (let round = 0; round < 100; round++) {
    const sent: Record<string, string> = { 'a|': '', 'b|': '', 'a<': '' };
    const events: Event[] = [];
    for (let i = 0; i < 30; i++) {
      const key = ['a|', 'b|', 'a<'][random(3)];
      const text = Array.from({ length: random(30) }, () =>
        random(4) > 0 ? favourites[random(favourites.length)] : String.fromCharCode(random(256)),
      ).join('');
      sent[key] += text;
      events.push([i * random(3) * 0.3, key.replace('|', ''), text]);
    }
    events.sort(([a], [b]) => a - b);
    for (const key of Object.keys(sent)) {
      sent[key] = events
        .filter(([, port]) => port === key.replace('|', ''))
        .map(([, , text]) => text)
        .join('');
    }
    const log = logged(events);
    expect(log).toMatch(/^([^\p{C}\p{Zl}\p{Zp}]*\n)*$/u);
    for (const [key, text] of Object.entries(sent)) expect(unlogged(log, key)).toBe(text);
  }
});

test('it begins anew, and errors name the file', () => {
  expect(logged([[0, 'p', 'old\r\n']])).toContain('old');
  expect(logged([[0, 'p', 'new\r\n']])).not.toContain('old');
  expect(() => new ConsoleLog(join(folder, 'no', 'log'), () => {})).toThrow(
    expect.objectContaining({ code: 'ENOENT', path: join(folder, 'no', 'log') }),
  );
});

test.skipIf(process.platform !== 'linux')('a full disk is said once', () => {
  const log = new ConsoleLog('/dev/full', (line) => notices.push(line));
  for (let i = 0; i < 3; i++) log.output('p', latin('line\r\n'), i);
  log.close();
  expect(notices).toEqual(['--log: /dev/full: no space left on device; what comes from here on is not written']);
});
