import { describe, expect, test } from 'vitest';
import { need } from '../support/tools.js';
import { terminal } from './tmux.js';

describe.skipIf(!need('tmux', 'tmux'))('a terminal', () => {
  const { type, shows, prompt, stty, start } = terminal();

  test('another escape key, or none', async () => {
    const run = await start('ctrl-a');
    await shows('pivisor: Ctrl-A h for help');
    type('C-]', 'q');
    await shows(/<1d>(<71>)|<1d71>/);
    type('C-a', 'x');
    expect(await run.ended()).toEqual({ code: 0, settings: run.before });
    const mute = await start('none');
    type('C-]');
    await shows('<1d>');
    await expect(shows('for help', 100)).rejects.toThrow();
    process.kill(mute.pid, 'SIGTERM');
    expect(await mute.ended()).toEqual({ code: 143, settings: mute.before });
  });

  test.for<readonly [string, (pid: number) => void, number]>([
    ['an exception', () => type('C-]', 'r'), 1],
    ['process.exit', () => type('C-]', 'i'), 5],
    ['SIGINT', (pid) => process.kill(pid, 'SIGINT'), 130],
    ['SIGTERM', (pid) => process.kill(pid, 'SIGTERM'), 143],
    ['SIGHUP', (pid) => process.kill(pid, 'SIGHUP'), 129],
  ])('the terminal is given back after %s', async ([, end, code]) => {
    const { before, pid, ended } = await start();
    end(pid);
    expect(await ended()).toEqual({ code, settings: before });
  });

  test('stopped and continued', async () => {
    const { before, ended } = await start();
    type('C-]', 'z');
    await shows(/Stopped/);
    expect(await stty()).toBe(before);
    await prompt();
    type('fg', 'Enter');
    await shows(/\[continued\]/);
    type('C-c');
    await shows('<03>');
    type('C-]', 'q');
    expect(await ended()).toEqual({ code: 0, settings: before });
  });
});
