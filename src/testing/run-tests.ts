/** All tests of some files: which are run, where, and what comes out. */
import { exitCode } from '../cli/exit-code.js';
import { UserError } from '../cli/user-error.js';
import { guestsFolder } from '../host/guests/folder.js';
import { checkLock } from '../host/guests/lock.js';
import { childRunner, ownRunner } from './jobs.js';
import { loadTests, type LoadedTest } from './load.js';
import { worst, type TestEvent, type TestResult } from './result.js';

export interface RunTestsOptions {
  /** How many run side by side, each in a process of its own; 1 if not given, and then in this process. */
  readonly jobs?: number;
  /** Only tests with this text in their file's or their own name, in any case. */
  readonly filter?: string;
  /** The folder for what failed tests leave behind, `pivisor-artifacts` if not given. */
  readonly artifacts?: string;
  /** What `${GUESTS}` stands for. */
  readonly guests?: string;
  /** A test that needs what is not here fails, and is not skipped: for CI. By default so if PIVISOR_NEED_TOOLS is set. */
  readonly strict?: boolean;
  /** Hears how it goes. */
  readonly onEvent?: (event: TestEvent) => void;
}

export interface TestRun {
  /** In the order of the files, and of the tests in them. */
  readonly results: readonly TestResult[];
  /** 0 all passed or were skipped, 1 one failed, 2 one's files were bad, 3 a guest died, 70 a bug in pivisor: the highest of these. */
  readonly code: number;
}

/** Tests as they are to be run, after `filter`. @throws UserError where none is left */
export async function selectTests(patterns: readonly string[], options: RunTestsOptions = {}): Promise<LoadedTest[]> {
  const { filter, guests = guestsFolder() } = options;
  const all = await loadTests(patterns, guests, process.env);
  if (filter === undefined) return all;
  const wanted = filter.toLowerCase();
  const left = all.filter(({ file, name }) => `${file}: ${name}`.toLowerCase().includes(wanted));
  if (left.length === 0) throw new UserError(`--filter: no test has '${filter}' in its name`);
  return left;
}

/** How the guests differ from a lock, if they do. */
type Unlike = (lock: string) => string | undefined;

/** Looks once for each lock: it reads all of the guests. */
function compared(guests: string): Unlike {
  const known = new Map<string, string | undefined>();
  return (lock) => {
    if (!known.has(lock)) {
      const [first, ...more] = checkLock(lock, guests);
      known.set(lock, first === undefined || more.length === 0 ? first : `${first} (and ${more.length} more)`);
    }
    return known.get(lock);
  };
}

/** A test that is not run, and why: its result. */
function withoutRun(loaded: LoadedTest, only: boolean, strict: boolean, unlike: Unlike): TestResult | undefined {
  const { file, name, skip, missing, test } = loaded;
  const base = { file, name, guestTime: 0, wallTime: 0, instructions: 0 };
  const skipped = (why: string): TestResult => ({ ...base, status: 'skipped', code: exitCode.ok, why });
  if (skip !== undefined) return skipped(skip);
  if (only && !test.only) return skipped("another test says 'only'");
  const failed = (why: string): TestResult => ({ ...base, status: 'failed', code: exitCode.failed, why });
  if (missing !== undefined) {
    const why = `needs guests: ${missing}`;
    return { ...(strict ? failed(why) : skipped(why)), missing: true };
  }
  const problem = test.lock === undefined ? undefined : unlike(test.lock);
  return problem === undefined ? undefined : failed(`${test.lock}: ${problem}`);
}

/**
 * Runs the tests of files, folders and patterns. Nothing is run if one of the files is not as it should be.
 * @throws UserError: file, line, field, what was expected
 */
export async function runTests(patterns: string | readonly string[], options: RunTestsOptions = {}): Promise<TestRun> {
  const { jobs = 1, artifacts = 'pivisor-artifacts', onEvent, guests = guestsFolder() } = options;
  const strict = options.strict ?? Boolean(process.env['PIVISOR_NEED_TOOLS']);
  const tests = await selectTests(typeof patterns === 'string' ? [patterns] : patterns, options);
  const only = tests.some(({ test, skip }) => test.only && skip === undefined);
  const results: TestResult[] = [];
  const unlike = compared(guests);
  let next = 0;
  const work = async (): Promise<void> => {
    const runner = jobs > 1 ? childRunner(guests, artifacts) : ownRunner(artifacts);
    try {
      for (let id = next++; id < tests.length; id = next++) {
        const { file, name } = tests[id];
        onEvent?.({ kind: 'start', file, name, id });
        const result =
          withoutRun(tests[id], only, strict, unlike) ??
          (await runner.run(tests[id], (progress) => onEvent?.({ kind: 'progress', id, ...progress })));
        results[id] = result;
        onEvent?.({ kind: 'result', id, result });
      }
    } finally {
      runner.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tests.length) }, work));
  return { results, code: worst(results) };
}
