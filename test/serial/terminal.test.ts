import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { escapeFilter, guestsMenu, type Typed } from '../../src/host/serial/escape.js';
import { need } from '../support/tools.js';
import { CONSOLE, terminal } from './tmux.js';

test.for<readonly [string, number | 'none', readonly string[], readonly string[]]>([
  ['bytes', 1, ['ab', 'c'], ['ab', 'c']],
  ['a command between bytes', 1, ['ab\x01rcd'], ['ab', '!reset', 'cd']],
  ['a command in two pieces', 1, ['ab\x01', 'xcd'], ['ab', '!quit', 'cd']],
  ['the key itself', 1, ['a\x01\x01b'], ['a', '\x01b']],
  ['the key itself, then a command', 1, ['\x01', '\x01', '\x01h'], ['\x01', '!help']],
  [
    'capitals',
    1,
    ['\x01P\x01I\x01S\x01B\x01Z\x01Q'],
    ['!pause', '!info', '!statistics', '!break', '!suspend', '!quit'],
  ],
  ['an unknown key', 1, ['\x01ka'], ['?107', 'a']],
  ['no escape key', 'none', ['\x1d\x01h\0'], ['\x1d\x01h\0']],
])('%s', ([, key, pieces, wanted]) => {
  const filter = escapeFilter(key);
  const show = (typed: Typed): string => {
    if (typed.kind === 'bytes') return Buffer.from(typed.bytes).toString('latin1');
    if (typed.kind === 'command') return `!${typed.does}`;
    return typed.kind === 'unknown' ? `?${typed.byte}` : typed.kind;
  };
  expect(pieces.flatMap((piece) => filter(Buffer.from(piece, 'latin1'))).map(show)).toEqual(wanted);
});

test.each<[string, string, readonly string[]]>([
  ['next, previous, all, a number', '\x1dn\x1dp\x1da\x1d3x', ['next n', 'previous p', 'all a', 'show 3', 'x']],
  ['a name', '\x1dgweb\rls', ['guest:', 'guest:w', 'guest:we', 'guest:web', 'show web', 'ls']],
  ['corrected', '\x1dgx\x7fa\n', ['guest:', 'guest:x', 'guest:', 'guest:a', 'show a']],
  ['called off', '\x1dga\x03b', ['guest:', 'guest:a', 'cancelled', 'b']],
  ['called off by the escape key', '\x1dg\x1db', ['guest:', 'cancelled', 'b']],
  ['pause, leave', '\x1d \x1dd', ['pause  ', 'quit d']],
])('the menu of guests: %s', (_, keys, wanted) => {
  const show = (typed: Typed): string => {
    if (typed.kind === 'bytes') return Buffer.from(typed.bytes).toString('latin1');
    if (typed.kind === 'command') return `${typed.does} ${typed.text}`;
    return typed.kind === 'asking' ? `${typed.asks}:${typed.text}` : typed.kind;
  };
  const split = escapeFilter(0x1d, guestsMenu('end the run'));
  expect(split(Buffer.from(keys, 'latin1')).map(show)).toEqual(wanted);
  // Whatever the pieces are in which it comes.
  const again = escapeFilter(0x1d, guestsMenu('end the run'));
  expect(
    [...keys]
      .flatMap((key) => again(Buffer.from(key, 'latin1')))
      .map(show)
      .join(),
  ).toBe(wanted.flatMap((w) => (w === 'ls' ? ['l', 's'] : [w])).join());
});

describe('pipes', () => {
  test('bytes are input as they are, the escape key included, and the end of input ends nothing else', async () => {
    const child = spawn(process.execPath, CONSOLE, { stdio: 'pipe' });
    let out = '';
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
    child.stdin.end('a\x1dq\x03\n');
    await expect.poll(() => out, { timeout: 20_000 }).toContain('<611d71030a>');
    expect(out).toMatch(/^pid \d+ live true; serial0: standard input and output\r\n/);
    expect(child.exitCode).toBeNull();
    child.kill();
  });

  test('no hint, and a reader that leaves ends it quietly', async () => {
    const child = spawn(process.execPath, CONSOLE, { stdio: 'pipe' });
    let err = '';
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});

describe.skipIf(!need('tmux', 'tmux'))('a terminal', () => {
  const { type, shows, start } = terminal();

  test('keys, menu, and back', async () => {
    const { before, ended } = await start();
    await shows('pivisor: Ctrl-] h for help');
    await shows('serial0: this terminal, Ctrl-] h for help');
    // Ctrl-C, Ctrl-Z, Ctrl-D, Ctrl-S, Ctrl-Q, Ctrl-\ and Enter are the guest's.
    for (const [key, hex] of [
      ['a', '61'],
      ['C-c', '03'],
      ['C-z', '1a'],
      ['C-d', '04'],
      ['C-s', '13'],
      ['C-q', '11'],
      ['C-\\', '1c'],
      ['Enter', '0d'],
    ]) {
      type(key);
      await shows(`<${hex}>`);
    }
    type('C-]', 'h');
    await shows(/After Ctrl-\]:\n +h, \? +this help\n +x, q +end the run\n(.*\n)* +Ctrl-\] +send Ctrl-\] itself/);
    type('C-]', 'C-]');
    await shows('<1d>');
    type('C-]', 'k');
    await shows('pivisor: no such command, h for help');
    type('C-]', 'b');
    await shows(/^\[break\]/m);
    // While the guest does not read, keys wait, but for the menu.
    type('C-]', 'p');
    await shows('[pause]');
    type('x', 'y');
    type('C-]', 's');
    await shows(/\[statistics\]\n<7879>/);
    type('C-]', 'q');
    expect(await ended()).toEqual({ code: 0, settings: before });
  });
});
