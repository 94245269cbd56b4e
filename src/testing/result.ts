/** What is known of a test that was run, or not: plain data, which reports are made of. */

export interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** The exit code that this test alone calls for: 0, 1 failed, 2 a bad file, 3 the guest died, 70 a bug in pivisor. */
  readonly code: number;
  /** Why it failed or was skipped, in a line. */
  readonly why?: string;
  /** It was skipped since something is not here. */
  readonly missing?: boolean;
  /** The step it failed at. */
  readonly step?: { readonly number: number; readonly of: number; readonly line?: number; readonly text: string };
  /** The consoles' last lines, of a test that failed. */
  readonly console?: readonly string[];
  /** Files kept. */
  readonly artifacts?: readonly string[];
  /** In ns; of all runs together, where the test is repeated. */
  readonly guestTime: number;
  readonly wallTime: number;
  readonly instructions: number;
}

/** How a test gets on. */
export interface Progress {
  /** Guest time, ns. */
  readonly time: number;
  /** The consoles' last line. */
  readonly line: string;
}

/** What happens while tests are run, in this order for each. */
export type TestEvent =
  | { readonly kind: 'start'; readonly file: string; readonly name: string; readonly id: number }
  | ({ readonly kind: 'progress'; readonly id: number } & Progress)
  | { readonly kind: 'result'; readonly id: number; readonly result: TestResult };

/** The exit code of all: the gravest, so that a guest's death is not hidden behind a line that did not come. */
export const worst = (results: readonly TestResult[]): number => Math.max(0, ...results.map((r) => r.code));
