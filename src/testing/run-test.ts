/** One boot test, from its description to its result. */
import { userMessage } from '../cli/user-error.js';
import { exitCode } from '../cli/exit-code.js';
import { mmioSummary } from '../cli/verdict.js';
import { makeArtifacts, type Artifacts } from '../host/artifacts.js';
import { launch } from '../host/launch.js';
import { readProgram } from '../host/program.js';
import { ConsoleLog } from '../host/serial/log.js';
import { Session } from '../host/session.js';
import type { LoadedTest } from './load.js';
import { namesOf, registerDump } from './registers.js';
import type { Progress, TestResult } from './result.js';
import { play, stepText, type Played } from './steps.js';
import { Tail } from './tail.js';

export interface RunTestOptions {
  /** The folder for what failed tests leave behind. */
  readonly artifacts: string;
  readonly onProgress?: (progress: Progress) => void;
}

/** Files of a failed test. The first run's console has no number; there is another only where a test is repeated. */
const FILES = { registers: 'registers.txt', mmio: 'mmio.txt', failure: 'failure.txt' };
const consoleFile = (run: number): string => (run === 0 ? 'console.log' : `console-${run + 1}.log`);

/** Lines of the console that a report shows. */
const SHOWN = 10;
/** Real time between two reports of progress, ms. */
const PROGRESS = 100;

/** The test's folder: its file's name, in letters that every file system likes, and its number. */
const folderOf = ({ file, index }: LoadedTest): string =>
  `${file
    .replace(/\.[^./\\]+$/, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')}${index === 0 ? '' : `-${index + 1}`}`;

/** One run: the machine at its end, and how it came to it. */
interface Run {
  readonly session: Session;
  readonly played: Played;
  readonly tail: Tail;
}

async function runOnce(loaded: LoadedTest, log: string, onProgress: (progress: Progress) => void): Promise<Run> {
  const { test } = loaded;
  const tail = new Tail();
  const { machine, handoff, networks, close } = launch({ ...test.machine, sdSnapshot: true });
  const console = new ConsoleLog(log, () => undefined);
  try {
    const session = new Session({
      machine,
      handoff,
      networks,
      reboot: test.ends !== 'reset',
      // The host's network takes real time.
      clock: networks ? 'auto' : 'virtual',
      timeout: test.timeout,
      ...(test.wallTimeout === undefined ? {} : { wallTimeout: test.wallTimeout }),
      onOutput: (port, bytes, time) => {
        tail.add(port, bytes);
        console.output(`serial${port}`, bytes, time);
      },
      onInput: (input) => {
        if (input.kind === 'serial') console.input(`serial${input.port}`, input.bytes, input.at);
      },
    });
    await networks?.listen();
    let told = 0;
    const look = (): void => {
      if (performance.now() - told < PROGRESS) return;
      told = performance.now();
      onProgress({ time: session.machine.scheduler.stamp, line: tail.lines(1)[0] ?? '' });
    };
    return { session, tail, played: await play(test, session, look) };
  } finally {
    console.close();
    close();
  }
}

const instructionsOf = ({ session }: Run): number =>
  session.machine.processor.cores.reduce((n, { icount }) => n + icount, 0);

/** How the end of a run differs from that of the first, if it does. */
function difference(first: { hash: string; instructions: number }, run: Run, number: number): string | undefined {
  const hash = run.session.machine.hash();
  const instructions = instructionsOf(run);
  if (hash === first.hash && instructions === first.instructions) return undefined;
  return (
    `run ${number} ended in another state than run 1: hash ${hash} after ${instructions} instructions, ` +
    `expected ${first.hash} after ${first.instructions}`
  );
}

/** Keeps what tells why a run failed. @returns the files' paths */
function keep(loaded: LoadedTest, run: Run, index: number, folder: Artifacts, lines: readonly string[]): string[] {
  const { machine } = run.session;
  const { kernel, board } = loaded.test.machine;
  const names = kernel === undefined ? () => undefined : namesOf(readProgram(kernel, machine.board.load));
  folder.write(FILES.registers, registerDump(machine, names));
  const mmio = mmioSummary(machine, true, Infinity);
  folder.write(
    FILES.mmio,
    `${(mmio.length === 0 ? ['no access to registers that are not modelled'] : mmio).join('\n')}\n`,
  );
  folder.write(FILES.failure, `${[`${loaded.file}: ${loaded.name}`, `board ${board}`, ...lines].join('\n')}\n`);
  const consoles = Array.from({ length: index + 1 }, (_, n) => consoleFile(n));
  return [...consoles, FILES.registers, FILES.mmio, FILES.failure].map((name) => folder.path(name));
}

/** Runs a test. Never throws: what goes wrong is in the result. */
export async function runTest(loaded: LoadedTest, options: RunTestOptions): Promise<TestResult> {
  const { test, file, name, lines } = loaded;
  const started = performance.now();
  let guestTime = 0;
  let instructions = 0;
  const result = (more: Pick<TestResult, 'status' | 'code'> & Partial<TestResult>): TestResult => ({
    file,
    name,
    guestTime,
    wallTime: (performance.now() - started) * 1e6,
    instructions,
    ...more,
  });
  try {
    const names = [...Array.from({ length: test.repeat }, (_, n) => consoleFile(n)), ...Object.values(FILES)];
    const folder = makeArtifacts(options.artifacts, folderOf(loaded), names);
    let first: { hash: string; instructions: number } | undefined;
    let kept = false;
    try {
      for (let index = 0; index < test.repeat; index++) {
        const run = await runOnce(loaded, folder.path(consoleFile(index)), options.onProgress ?? (() => undefined));
        guestTime += run.session.machine.scheduler.stamp;
        instructions += instructionsOf(run);
        const { code, step } = run.played;
        let { why } = run.played;
        if (code === exitCode.ok && test.repeat > 1) {
          if (first) why = difference(first, run, index + 1);
          else first = { hash: run.session.machine.hash(), instructions: instructionsOf(run) };
        }
        if (why === undefined) continue;
        const line = step === undefined ? undefined : lines[step];
        const at =
          step === undefined
            ? undefined
            : {
                number: step + 1,
                of: test.steps.length,
                ...(line === undefined ? {} : { line }),
                text: stepText(test.steps[step]),
              };
        const console = run.tail.lines(SHOWN);
        kept = true;
        const artifacts = keep(loaded, run, index, folder, [
          ...(at ? [`step ${at.number} of ${at.of}: ${at.text}`] : []),
          why,
          ...console.map((text) => `| ${text}`),
        ]);
        return result({
          status: 'failed',
          code: code === exitCode.ok ? exitCode.failed : code,
          why,
          console,
          artifacts,
          ...(at ? { step: at } : {}),
        });
      }
      return result({ status: 'passed', code: exitCode.ok });
    } finally {
      if (!kept) folder.discard();
    }
  } catch (error) {
    const message = userMessage(error);
    if (message !== undefined) return result({ status: 'failed', code: exitCode.usage, why: message });
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return result({ status: 'failed', code: exitCode.internal, why: 'a bug in pivisor', console: stack.split('\n') });
  }
}
