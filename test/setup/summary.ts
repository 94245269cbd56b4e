import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import type {} from '../support/tools.js';

/**
 * Ends a test run with what was skipped and why, once, and a last line that a CI service can read:
 * `N passed, N failed, N skipped`. A file that could not be loaded, and an error outside any test, count as failed.
 */
export const summary: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]) {
    console.log(summarise(modules, unhandled.length));
  },
};

function summarise(modules: readonly TestModule[], unhandled: number): string {
  const count = { passed: 0, failed: unhandled, skipped: 0 };
  const skips: string[] = [];
  for (const module of modules) {
    let skippedHere = 0;
    const notes = new Set(module.meta().missing);
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') count.passed++;
      else if (result.state === 'failed') count.failed++;
      else {
        skippedHere++;
        if (result.state === 'skipped' && result.note) notes.add(result.note);
      }
    }
    // A beforeAll() that throws fails its suite and leaves the tests in it skipped.
    count.failed += module.errors().length;
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    count.skipped += skippedHere;
    if (skippedHere > 0 || notes.size > 0) {
      const why = notes.size > 0 ? [...notes].join('; ') : 'no reason given';
      skips.push(`${String(skippedHere).padStart(7)}  ${module.relativeModuleId}: ${why}`);
    }
  }
  const last = `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`;
  return skips.length === 0 ? last : ['Skipped:', ...skips, '', last].join('\n');
}
