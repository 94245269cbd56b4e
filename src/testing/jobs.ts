/** Tests side by side: who runs them. */
import { exitCode } from '../cli/exit-code.js';
import { JobProcess } from '../host/workers.js';
import type { LoadedTest } from './load.js';
import type { Progress, TestResult } from './result.js';
import { runTest } from './run-test.js';

export interface ChildJob {
  readonly file: string;
  readonly index: number;
  readonly guests: string;
  readonly artifacts: string;
}
export type ChildMessage =
  { readonly kind: 'progress'; readonly progress: Progress } | { readonly kind: 'result'; readonly result: TestResult };

/** Runs one test after another. */
export interface Runner {
  run(loaded: LoadedTest, onProgress: (progress: Progress) => void): Promise<TestResult>;
  close(): void;
}

/** In this process. */
export const ownRunner = (artifacts: string): Runner => ({
  run: (loaded, onProgress) => runTest(loaded, { artifacts, onProgress }),
  close: () => undefined,
});

/** In a process of its own, which is replaced should it die. */
export function childRunner(guests: string, artifacts: string): Runner {
  let process: JobProcess<ChildJob, ChildMessage> | undefined;
  return {
    async run({ file, name, index }, onProgress) {
      process ??= new JobProcess(new URL('./child', import.meta.url));
      let result: TestResult | undefined;
      const died = await process.run(
        { file, index, guests, artifacts },
        (message) => {
          if (message.kind === 'progress') onProgress(message.progress);
          else result = message.result;
        },
        (message) => message.kind === 'result',
      );
      if (result) return result;
      process = undefined;
      const why = `the process that ran it has died: ${died ?? 'no reason known'}`;
      return { file, name, status: 'failed', code: exitCode.internal, why, guestTime: 0, wallTime: 0, instructions: 0 };
    },
    close: () => process?.close(),
  };
}
