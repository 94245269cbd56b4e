/** A terminal in tmux with a shell in it, for the tests of what only a terminal shows. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';

/** How to start the console without a machine. */
export const CONSOLE: readonly string[] = ['--import', 'tsx', 'test/serial/console.ts'];

/** Call it in a describe(): the terminal is there from before its first test until after its last. */
export function terminal() {
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-terminal-'));
  const socket = join(folder, 'tmux');
  const tmux = (...args: string[]): string =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  const type = (...keys: string[]): string => tmux('send-keys', '-t', 's', ...keys);
  const screen = (): string => tmux('capture-pane', '-p', '-J', '-S', '-', '-t', 's');
  const shows = (text: string | RegExp, timeout = 10_000): Promise<void> =>
    expect.poll(screen, { timeout, interval: 50 }).toMatch(text) as Promise<void>;
  const prompt = (): Promise<void> => shows(/\$\s*$/);
  let questions = 0;

  /** What `stty -a` says to the shell in the terminal, and how the last command ended. */
  async function stty(): Promise<{ code: number; settings: string }> {
    await prompt();
    const answer = join(folder, `answer${++questions}`);
    type(`(echo $?; stty -a) > ${answer}.new; mv ${answer}.new ${answer}`, 'Enter');
    await expect.poll(() => existsSync(answer), { timeout: 10_000 }).toBe(true);
    const [code, ...settings] = readFileSync(answer, 'utf8').split('\n');
    return { code: Number(code), settings: settings.join('\n') };
  }

  /** Starts the console in a terminal and shell of its own. */
  async function start(...args: string[]): Promise<{ before: string; pid: number }> {
    tmux('respawn-pane', '-k', '-t', 's', "env PS1='$ ' TERM=screen bash --norc --noprofile");
    tmux('clear-history', '-t', 's');
    const { settings } = await stty();
    await prompt();
    type(`"${process.execPath}" ${[...CONSOLE, ...args].join(' ')}`, 'Enter');
    await shows(/^pid \d+ live true/m);
    return { before: settings, pid: Number(/^pid (\d+)/m.exec(screen())?.[1]) };
  }

  beforeAll(() => {
    tmux('new-session', '-d', '-s', 's', '-x', '160', '-y', '50', 'sleep 1000');
  });
  afterAll(() => {
    tmux('kill-server');
    rmSync(folder, { recursive: true });
  });

  return { type, shows, prompt, stty, start };
}
