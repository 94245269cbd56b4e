/** The demonstration: a machine file whose Linux guests start when their files have come. */
import { fetchInBackground } from '../host/guests/background.js';
import { exampleFile } from '../host/package-info.js';
import { guestsFolder } from '../host/guests/folder.js';
import { fileExists } from '../host/files.js';
import type { Control } from '../host/control/control.js';
import type { Session } from '../host/session.js';
import { line } from './commands/guests.js';
import { runMachine } from './run.js';
import { userMessage } from './user-error.js';

const LINUX = ['alpha', 'beta'];
const FILES = ['Image', 'initrd.cpio.gz'];

const say = (text: string): void => void process.stderr.write(`pivisor: ${text}\n`);

export interface DemoOptions {
  /** Linux may be fetched. */
  readonly fetch: boolean;
  readonly headless?: boolean | undefined;
}

/** @returns the exit code */
export async function runDemo({ fetch, headless = !process.stdin.isTTY }: DemoOptions): Promise<number> {
  let fetching: ReturnType<typeof fetchInBackground> | undefined;
  let over = false;

  const start = async (control: Control): Promise<void> => {
    try {
      await control.start(...LINUX);
      say(`Linux starts: ${LINUX.join(' and ')}`);
    } catch (error) {
      if (!over) throw error;
    }
  };

  /** There will be no Linux: a run that nobody watches ends when the others have shown what they can. */
  const without = (why: string, session: Session): void => {
    if (over) return;
    say(`no Linux guests: ${why}; the others go on`);
    if (!headless) return;
    const look = (): void => {
      const { missing } = session;
      if (missing && !LINUX.some((name) => missing.where.endsWith(` ${name}`))) return;
      session.watchers.delete(look);
      session.quit({ kind: 'met' });
    };
    session.watchers.add(look);
  };

  const started = (control: Control, session: Session): void => {
    const failed = (error: unknown): void => without(userMessage(error) ?? String(error), session);
    const folder = guestsFolder();
    if (FILES.every((name) => fileExists(`${folder}/${name}`))) return void start(control).catch(failed);
    if (!fetch) return without(`none in ${folder}, pivisor guests fetch gets them`, session);
    say(`Linux is being fetched to ${folder}`);
    let told = 0;
    fetching = fetchInBackground((progress) => {
      // What is under way is told now and then.
      if (progress.event === 'download' && progress.received < progress.bytes && Date.now() - told < 2000) return;
      told = Date.now();
      const text = line(progress);
      if (text !== undefined) say(`fetch: ${text.trim()}`);
    });
    fetching.done.then(() => start(control)).catch(failed);
  };

  try {
    return await runMachine(
      {
        ...{ file: exampleFile('demo.yaml'), expect: [], symbols: [], reboot: true, clock: 'host' },
        ...{ headless, keepRunning: !headless },
      },
      started,
    );
  } finally {
    over = true;
    fetching?.stop();
  }
}
