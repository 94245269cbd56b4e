/** A terminal in tmux with a shell in it, for the tests of what only a terminal shows. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  let answers = 0;

  /** How the last command ended and what `stty -a` says, for a shell to write to a file, and that file's text once it is there. */
  function question(): { ask: string; answer: () => Promise<{ code: number; settings: string }> } {
    const file = join(folder, `answer${++answers}`);
    return {
      ask: `(echo $?; stty -a) > ${file}.new; mv ${file}.new ${file}`,
      async answer() {
        await expect.poll(() => existsSync(file), { timeout: 10_000 }).toBe(true);
        const [code, ...settings] = readFileSync(file, 'utf8').split('\n');
        return { code: Number(code), settings: settings.join('\n') };
      },
    };
  }

  /** The terminal's settings, while the shell has it. */
  async function stty(): Promise<string> {
    await prompt();
    const { ask, answer } = question();
    type(ask, 'Enter');
    return (await answer()).settings;
  }

  /**
   * Starts the console in a terminal and shell of its own. A script runs it: an interactive shell mends the terminal that a
   * command leaves behind, and nothing could be seen.
   */
  async function start(...args: string[]) {
    const { before, ended } = await run(`"${process.execPath}" ${[...CONSOLE, ...args].join(' ')}`);
    await shows(/^pid \d+ live true/m);
    return {
      /** The settings before. */
      before,
      pid: Number(/^pid (\d+)/m.exec(screen())?.[1]),
      /** Its exit code, and the settings that it leaves. */
      ended,
    };
  }

  /** Starts a command line in the same way. */
  async function run(command: string) {
    tmux('respawn-pane', '-k', '-t', 's', "env PS1='$ ' TERM=screen bash --norc --noprofile");
    tmux('clear-history', '-t', 's');
    const before = await stty();
    await prompt();
    const { ask, answer } = question();
    const script = join(folder, `script${answers}`);
    writeFileSync(script, `trap : INT\n${command}\n${ask}\n`);
    type(`sh ${script}`, 'Enter');
    return { before, ended: answer };
  }

  beforeAll(() => {
    tmux('new-session', '-d', '-s', 's', '-x', '160', '-y', '50', 'sleep 1000');
  });
  afterAll(() => {
    tmux('kill-server');
    rmSync(folder, { recursive: true });
  });

  return { type, screen, shows, prompt, stty, start, run };
}
