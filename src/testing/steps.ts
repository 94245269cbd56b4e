/** The steps of a boot test, played on a session. */
import { verdict, DEATHS } from '../cli/verdict.js';
import { exitCode } from '../cli/exit-code.js';
import type { Ending, Session } from '../host/session.js';
import type { CheckedTest, Step } from './schema.js';

/** What of a test is played. */
export type Dialogue = Pick<CheckedTest, 'steps' | 'ends' | 'reject' | 'timeout'>;

/** How a test went. */
export interface Played {
  readonly code: number;
  /** Why it failed, in a line. */
  readonly why?: string;
  /** The step it failed at, from 0; all steps were done if it is not there. */
  readonly step?: number;
}

/** Guest time (ns) between looks at the console: how exact the limits and the times of what is typed are. */
const SLICE = 2_000_000;

const seconds = (ns: number): string => `${Number((ns / 1e9).toFixed(6))} s`;
const ports = ['serial0', 'serial1'];
const enter = '\r';

/** What a step is about, for people. */
export function stepText(step: Step): string {
  if (step.expect !== undefined) return `expect /${step.expect.source}/`;
  if (step.sendLine !== undefined) return `sendLine ${JSON.stringify(step.sendLine)}`;
  if (step.send !== undefined) return `send ${JSON.stringify(step.send)}`;
  if (step.wait !== undefined) return `wait ${seconds(step.wait)}`;
  return 'reset';
}

const endingText = (ending: Ending): string =>
  verdict(ending, undefined).line ??
  (ending.kind === 'exit' ? 'the program ended with exit code 0' : 'the guest switched the board off');

const wantedText = (ends: NonNullable<CheckedTest['ends']>): string =>
  typeof ends === 'object' ? `exit code ${ends.exit}` : ends;

const isWanted = (ending: Ending, ends: NonNullable<CheckedTest['ends']>): boolean =>
  typeof ends === 'object' ? ending.kind === 'exit' && ending.code === ends.exit : ending.kind === ends;

/**
 * Plays a test to its end. The session is to have the test's limits, and to follow resets unless one is the wanted end.
 * @param look called after each slice, to show how it goes
 */
export async function play(test: Dialogue, session: Session, look: () => void): Promise<Played> {
  const { steps, ends, reject } = test;
  const { machine, seen } = session;
  let at = 0;
  /** When the step before was done. */
  let since = 0;
  const now = (): number => machine.scheduler.stamp;

  /** What the console shows and must not, up to what the next step waits for. */
  const forbidden = (): Played | undefined => {
    const wanted = steps[at]?.expect;
    const found = wanted ? seen.find(wanted) : null;
    const before = (pattern: RegExp): RegExpExecArray | undefined => {
      const bad = seen.find(pattern);
      return bad && (!found || bad.index + bad[0].length <= found.index) ? bad : undefined;
    };
    for (const pattern of reject) {
      const bad = before(pattern);
      if (bad)
        return failed(exitCode.failed, `the console shows '${bad[0].trim()}', which /${pattern.source}/ rejects`);
    }
    for (const pattern of DEATHS) {
      const bad = before(pattern);
      if (bad) return ended({ kind: 'died', why: `the guest said: ${bad[0].trim()}` });
    }
    return undefined;
  };

  const failed = (code: number, why: string): Played => ({ code, why, ...(at < steps.length ? { step: at } : {}) });

  /** The run is over. */
  const ended = (ending: Ending): Played => {
    const step = steps[at];
    if (step) {
      const { code } = verdict(ending, { pattern: /./, where: 'the console' });
      const wanted =
        step.expect === undefined ? 'not all steps were done' : `expected /${step.expect.source}/ on the console`;
      return failed(code, `${endingText(ending)}; ${wanted}`);
    }
    if (ends === undefined || isWanted(ending, ends)) return { code: exitCode.ok };
    const { code } = verdict(ending, undefined);
    return failed(code === exitCode.ok ? exitCode.failed : code, `${endingText(ending)}, expected ${wantedText(ends)}`);
  };

  const type = (text: string, port: string | undefined): void => {
    session.input({
      kind: 'serial',
      port: port === undefined ? session.consolePort : ports.indexOf(port),
      bytes: new TextEncoder().encode(text),
    });
  };

  const reset = (): void => {
    // Ours is no end, whatever the guest's would be.
    const { onReset } = machine;
    machine.onReset = () => (machine.onReset = onReset);
    session.input({ kind: 'reset' });
  };

  /** Does a step if its time has come: true, or why it never will be. */
  const done = (step: Step): boolean | Played => {
    if (step.expect !== undefined) {
      if (seen.take(step.expect)) return true;
      if (now() - since < (step.within ?? Infinity)) return false;
      return failed(
        exitCode.failed,
        `expected /${step.expect.source}/ on the console within ${seconds(step.within!)}, and it did not come`,
      );
    }
    if (step.wait !== undefined) return now() - since >= step.wait;
    if (step.sendLine !== undefined) type(step.sendLine + enter, step.port);
    else if (step.send !== undefined) type(step.send, step.port);
    else reset();
    return true;
  };

  /** When the present step is over at the latest. */
  const limit = (): number => since + (steps[at]?.within ?? steps[at]?.wait ?? Infinity);

  /** Does what there is to do now. @returns how the test is over, or whether the guest has been given something */
  const advance = (): Played | boolean => {
    let given = false;
    for (;;) {
      const step = steps[at];
      // What comes after the last step does not matter any more.
      if (!step && ends === undefined) return { code: exitCode.ok };
      const bad = forbidden();
      if (bad) return bad;
      if (!step) return given;
      const result = done(step);
      if (typeof result === 'object') return result;
      if (!result) return given;
      given ||= step.expect === undefined && step.wait === undefined;
      at++;
      since = now();
    }
  };

  let ending: Ending | undefined;
  for (;;) {
    const result = advance();
    if (typeof result === 'object') return result;
    // What has just been typed, or a reset, brings to life what had come to its end.
    if (ending && !result) {
      const until = Math.min(limit(), test.timeout);
      const waits = ending.kind === 'idle' && (steps[at] ? steps[at].wait !== undefined : ends === 'timeout');
      if (!waits) return ended(ending);
      machine.scheduler.passTime(until);
      if (now() < until) return ended(ending);
      if (until === test.timeout) return ended({ kind: 'timeout', limit: until });
    }
    ending = await session.run(Math.min(now() + SLICE, limit()));
    look();
    // Timers, and whoever else lives in this process, are to have a turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
