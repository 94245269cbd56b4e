/** Several consoles on one terminal: what is shown, what is missed, who gets the keys. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { SerialBackend } from '../../src/host/serial/backend.js';
import type { TerminalCommand } from '../../src/host/serial/escape.js';
import { ConsoleSwitch, type SwitchOptions } from '../../src/host/serial/switch.js';

let screen = '';
let interrupted = 0;
let throttled = false;
let typed: Record<string, string> = {};
let terminal: SerialBackend;
let consoles: ConsoleSwitch;

function make(names: readonly string[], options: Partial<SwitchOptions> = {}): void {
  screen = '';
  interrupted = 0;
  throttled = false;
  terminal = {
    send: (bytes) => (screen += Buffer.from(bytes).toString().replaceAll('\r', '')),
    receive: undefined,
    throttle: (on) => (throttled = on),
    live: true,
    describe: () => 'a terminal',
    close: () => Promise.resolve(),
  };
  consoles = new ConsoleSwitch({
    names,
    terminal,
    colours: false,
    say: (line) => (screen += `[${line}]\n`),
    onInterrupt: () => interrupted++,
    ...options,
  });
  typed = Object.fromEntries(names.map((name) => [name, '']));
  consoles.ends.forEach((end, i) => (end.receive = (bytes) => (typed[names[i]] += Buffer.from(bytes).toString())));
}
const say = (name: string, text: string): void => {
  const i = Object.keys(typed).indexOf(name);
  consoles.ends[i].send(Buffer.from(text));
};
const type = (text: string): void => terminal.receive?.(Buffer.from(text));
/** What one command shows. */
function shows(command: TerminalCommand, text = ''): string {
  screen = '';
  expect(consoles.command(command, text)).toBe(true);
  return screen;
}

describe('three guests', () => {
  beforeEach(() => make(['alpha', 'beta', 'gamma']));

  test('all, line by line', () => {
    say('alpha', 'one\ntw');
    say('beta', '1\n');
    say('alpha', 'o\n');
    expect(screen).toBe('alpha | one\nbeta  | 1\nalpha | two\n');
  });

  test('one after the other, and all again', () => {
    expect(shows('next')).toBe('[alpha, guest 1 of 3]\n');
    expect(shows('next')).toBe('[beta, guest 2 of 3]\n');
    expect(shows('previous')).toBe('[alpha, guest 1 of 3]\n');
    expect(shows('previous')).toBe('[gamma, guest 3 of 3]\n');
    expect(shows('next')).toBe('[alpha, guest 1 of 3]\n');
    expect(shows('all')).toBe('[all guests]\n');
    expect(shows('previous')).toBe('[gamma, guest 3 of 3]\n');
  });

  test('a prompt is there when its guest is shown, and whole when all are', () => {
    say('alpha', 'hello\nlogin: ');
    expect(shows('show', '1')).toBe('[alpha, guest 1 of 3]\nlogin: ');
    say('alpha', 'root');
    // The next line stands alone.
    expect(shows('show', 'beta')).toBe('\n[beta, guest 2 of 3]\n');
    expect(shows('show', 'al')).toBe('[alpha, guest 1 of 3]\nlogin: root');
    expect(shows('all')).toBe('\n[all guests]\n');
    say('alpha', '\nwelcome\n');
    expect(screen).toBe('\n[all guests]\nalpha | login: root\nalpha | welcome\n');
  });

  test('what was missed', () => {
    shows('show', 'beta');
    say('alpha', 'one\ntwo\n$ ');
    expect(screen).toBe('[beta, guest 2 of 3]\n');
    expect(shows('show', 'alpha')).toBe('[alpha, guest 1 of 3, since then]\none\ntwo\n$ ');
    for (let i = 0; i < 50; i++) say('beta', `${i}\n`);
    expect(shows('show', 'beta')).toBe(
      `\n[beta, guest 2 of 3, the last 20 lines]\n${Array.from({ length: 20 }, (_, i) => `${i + 30}\n`).join('')}`,
    );
    say('gamma', 'g\n');
    expect(shows('all')).toBe('[all guests]\ngamma | g\n');
  });

  test('keys go to the guest that is shown, and to no other', () => {
    type('nobody');
    type('again');
    expect(screen.match(/none has the keys/g)).toHaveLength(1);
    shows('show', '2');
    type('ls\n\x03');
    shows('next');
    type('w');
    expect([typed, interrupted]).toEqual([{ alpha: '', beta: 'ls\n\x03', gamma: 'w' }, 0]);
    shows('all');
    type('\x03');
    expect([typed['gamma'], interrupted]).toEqual(['w', 1]);
  });

  test('whoever types waits for the guest that is shown only', () => {
    consoles.ends[0].throttle(true);
    expect(throttled).toBe(false);
    shows('show', 'alpha');
    expect(throttled).toBe(true);
    shows('next');
    expect(throttled).toBe(false);
    consoles.ends[1].throttle(true);
    expect(throttled).toBe(true);
    shows('all');
    expect(throttled).toBe(false);
  });

  test.each([
    ['delta', "[no guest 'delta', expected 1 alpha, 2 beta, 3 gamma]\n"],
    ['', "[no guest '', expected 1 alpha, 2 beta, 3 gamma]\n"],
    ['9', "[no guest '9', expected 1 alpha, 2 beta, 3 gamma]\n"],
    ['0', "[no guest '0', expected 1 alpha, 2 beta, 3 gamma]\n"],
  ])("a guest that is not there: '%s'", (text, line) => expect(shows('show', text)).toBe(line));

  test('other commands are the machine`s', () => expect(consoles.command('reset', 'r')).toBe(false));
});

test('the beginning of two names', () => {
  make(['web', 'web-2', 'db']);
  expect(shows('show', 'we')).toBe("['we' is the beginning of web, web-2]\n");
  expect(shows('show', 'web')).toBe('[web, guest 1 of 3]\n');
});

test('whose time goes by the wall clock', () => {
  const live = (): boolean[] => consoles.ends.map((end) => end.live);
  make(['a', 'b']);
  expect(live()).toEqual([true, true]);
  shows('show', 'b');
  expect(live()).toEqual([false, true]);
  make(['a', 'b'], { unwatched: true });
  expect(live()).toEqual([false, false]);
  shows('show', 'a');
  expect(live()).toEqual([true, false]);
});
