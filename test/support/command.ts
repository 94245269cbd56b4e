/** The command, run in this process. */
import { vi } from 'vitest';
import { main } from '../../src/cli/main.js';

export interface Result {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line. @returns what it wrote, as bytes, and its exit code */
export async function pivisor(...args: string[]): Promise<Result> {
  const result: Result = { status: 0, stdout: '', stderr: '' };
  const catcher =
    (stream: 'stdout' | 'stderr') =>
    (text: string | Uint8Array, ...rest: unknown[]): boolean => {
      result[stream] += typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
      // Whoever waits until all is written goes on.
      for (const done of rest) if (typeof done === 'function') (done as () => void)();
      return true;
    };
  const spies = (['stdout', 'stderr'] as const).map((s) =>
    vi.spyOn(process[s], 'write').mockImplementation(catcher(s)),
  );
  try {
    await main(args);
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.stdout.removeAllListeners('error');
  }
  result.status = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return result;
}
