/** Guests fetched by a process of its own, so that a machine that runs meanwhile is not held up. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { UserError } from '../../cli/user-error.js';
import type { Progress } from './progress.js';

export interface Fetching {
  /** It is there; or UserError. */
  readonly done: Promise<void>;
  /** Ends it. What has come is kept for the next time. */
  stop(): void;
}

/** Runs `pivisor guests fetch` as this process was started. */
export function fetchInBackground(report: (progress: Progress) => void): Fetching {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1], 'guests', 'fetch', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: child.stdout }).on('line', (text) => report(JSON.parse(text) as Progress));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const done = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      const why = complaint
        .trim()
        .split('\n')
        .at(-1)
        ?.replace(/^pivisor: /, '');
      reject(new UserError(why === undefined || why === '' ? `fetching them ended with ${code}` : why));
    });
  });
  return { done, stop: () => void child.kill() };
}
