/** What a process of `--jobs` does: a test at a time. Tests do not travel, since they may be made by code: their files are read again. */
import { serveJobs } from '../host/workers.js';
import { loadFile } from './load.js';
import { runTest } from './run-test.js';
import type { ChildJob, ChildMessage } from './jobs.js';

serveJobs(async ({ file, index, guests, artifacts }: ChildJob, send: (message: ChildMessage) => void) => {
  const loaded = (await loadFile(file, guests, process.env))[index];
  const result = await runTest(loaded, { artifacts, onProgress: (progress) => send({ kind: 'progress', progress }) });
  send({ kind: 'result', result });
});
