/** What programs call: loads what runs tests when they do, since a program that only wants a machine needs none of it. */
import type { RunTestsOptions, TestRun } from './run-tests.js';

/**
 * Runs the tests of files, folders and patterns. Nothing is run if one of the files is not as it should be.
 * @throws UserError: file, line, field, what was expected
 */
export async function runTests(patterns: string | readonly string[], options: RunTestsOptions = {}): Promise<TestRun> {
  return (await import('./run-tests.js')).runTests(patterns, options);
}
