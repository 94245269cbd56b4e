import { Command, InvalidArgumentError, Option } from 'commander';

interface TestOptions {
  readonly jobs: number;
  readonly filter?: string;
  readonly list?: true;
  readonly json?: true;
  readonly tap?: true;
  readonly junit?: string;
  readonly artifacts: string;
}

function count(text: string): number {
  const n = Number(text);
  if (!/^\d{1,3}$/.test(text) || n < 1) throw new InvalidArgumentError('Expected a number from 1 to 999.');
  return n;
}

const AFTER = `
A test is a YAML file, or a module of TypeScript or JavaScript that exports one by default. In a folder, all *.yaml, *.yml and
*.boot.ts are tests.

Examples:
  pivisor test boot/                                # all tests in a folder
  pivisor test linux.yaml --junit report.xml
  pivisor test 'boot/**/*.yaml' --filter xen --jobs 4

  # hello.yaml
  machine:
    kernel: hello.s
  steps:
    - expect: ^Hello
  ends: power-off

Exit codes, the highest that a test calls for:
  0  all passed, or were skipped
  1  something expected did not come, something rejected came, or time ran out
  2  bad usage or a bad file: one line says which, and what was expected; nothing was run if a test itself is bad
  3  a guest died unexpectedly`;

async function action(patterns: readonly string[], options: TestOptions): Promise<void> {
  const [{ runTests, selectTests }, { title }] = await Promise.all([
    import('../../testing/run-tests.js'),
    import('../../testing/reports/text.js'),
  ]);
  const { filter, jobs, artifacts } = options;
  const selection = filter === undefined ? {} : { filter };
  if (options.list) {
    for (const loaded of await selectTests(patterns, selection)) {
      const note = loaded.skip ?? loaded.missing;
      process.stdout.write(`${title(loaded)}${note === undefined ? '' : ` - skipped: ${note}`}\n`);
    }
    return;
  }
  const [{ liveReport }, { writeBytes }] = await Promise.all([
    import('../../testing/reports/live.js'),
    import('../../host/files.js'),
  ]);
  // A report that can't be written is told before the tests, and not after them.
  if (options.junit !== undefined) {
    await selectTests(patterns, selection);
    writeBytes(options.junit, '');
  }
  const { stdout, env } = process;
  const colours = Boolean(stdout.isTTY) && !env['NO_COLOR'];
  const live = options.json || options.tap ? undefined : liveReport(stdout, colours);
  const started = performance.now();
  const { results, code } = await runTests(patterns, {
    ...selection,
    jobs,
    artifacts,
    onEvent: (event) => live?.take(event),
  });
  live?.finish(results, (performance.now() - started) * 1e6);
  if (options.json) stdout.write(`${JSON.stringify({ code, results }, null, 2)}\n`);
  if (options.tap) stdout.write((await import('../../testing/reports/tap.js')).tap(results));
  if (options.junit !== undefined)
    writeBytes(options.junit, (await import('../../testing/reports/junit.js')).junit(results));
  process.exitCode = code;
}

/** `pivisor test`: boot tests. */
export const test = (): Command =>
  new Command('test')
    .description('run boot tests: what a machine must show, and what is typed')
    .argument('<pattern...>', 'files, folders, or patterns in quotes')
    .option('-j, --jobs <n>', 'tests side by side, each in a process of its own', count, 1)
    .option('--filter <text>', 'only tests with this in their name')
    .option('--list', 'print the tests, and run none')
    .option('--artifacts <dir>', 'where failed tests leave console logs and registers', 'pivisor-artifacts')
    .option('--junit <file>', 'write a report in JUnit XML')
    .option('--json', 'print the results as JSON')
    .addOption(new Option('--tap', 'print the results as TAP').conflicts('json'))
    .addHelpText('after', AFTER)
    .action(action);
