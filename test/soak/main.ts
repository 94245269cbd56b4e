/**
 * `npm run soak`: fuzzing for as long as it is let (see fuzz.ts). Ctrl-C ends it.
 *
 *   --seed S       instead of one made from the time
 *   --words N      end after N words
 *   --jobs N       processes; as many as there are cores if not given
 *   --count FILE   where the cumulative count is kept; a file in the system's temporary folder if not given
 *   --replay FILE  run the episode of a failure again
 *
 * Exit code 1 on a failure or a hang; a file that --replay takes is left beside the count.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EPISODE_WORDS, Episode, FuzzFailure, type Place } from './fuzz.js';

/** What a child says. */
type Message =
  | { readonly kind: 'at'; readonly place: Place }
  | { readonly kind: 'done'; readonly words: number }
  | { readonly kind: 'failed'; readonly place: Place; readonly reason: string; readonly detail: string };

/** A child that says nothing for so long hangs. A round takes milliseconds. */
const HANG_SECONDS = 60;

const args = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
};

/** Runs one episode after another: every `step`th from `first` on. */
function child(seed: string, first: number, step: number): void {
  const say = (message: Message): void => void process.send?.(message);
  let episode = first;
  const next = (): void => {
    try {
      new Episode(seed, episode).run((place) => {
        if (place.round % 50 === 0) say({ kind: 'at', place: { ...place } });
      });
    } catch (error) {
      if (!(error instanceof FuzzFailure)) throw error;
      say({ kind: 'failed', place: error.place, reason: error.message, detail: error.detail });
      return;
    }
    say({ kind: 'done', words: EPISODE_WORDS });
    episode += step;
    // Messages are sent between episodes.
    setImmediate(next);
  };
  process.on('disconnect', () => process.exit());
  next();
}

function replay(file: string): void {
  const { seed, episode } = JSON.parse(readFileSync(file, 'utf8')) as Place;
  console.log(`soak: seed ${seed}, episode ${episode}`);
  try {
    new Episode(seed, episode).run();
    console.log('soak: the episode passes');
  } catch (error) {
    if (!(error instanceof FuzzFailure)) throw error;
    console.log(`soak: ${error.message}\n${error.detail}`);
    process.exitCode = 1;
  }
}

function parent(): void {
  const countFile = option('--count') ?? join(tmpdir(), 'pivisor-soak-count');
  const seed = option('--seed') ?? Date.now().toString(36);
  const limit = Number(option('--words') ?? Infinity);
  const jobs = Number(option('--jobs') ?? availableParallelism());
  if (!(limit > 0) || !(Number.isInteger(jobs) && jobs > 0)) {
    console.error('soak: --words and --jobs are numbers above zero');
    process.exit(2);
  }
  const before = existsSync(countFile) ? Number(readFileSync(countFile, 'utf8')) || 0 : 0;
  let words = 0;
  const started = Date.now();
  const children: ChildProcess[] = [];
  const places = new Map<ChildProcess, Place>();
  const heard = new Map<ChildProcess, number>();

  const save = (): void => {
    writeFileSync(`${countFile}.new`, `${before + words}\n`);
    renameSync(`${countFile}.new`, countFile);
  };
  const tell = (): void => {
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`soak: ${words} words in ${seconds} s, ${before + words} in all (seed ${seed}, ${countFile})`);
  };
  const end = (code: number): never => {
    for (const c of children) c.kill('SIGKILL');
    save();
    tell();
    process.exit(code);
  };
  const failed = (place: Place | undefined, reason: string, detail: string): never => {
    const file = join(dirname(countFile), `pivisor-soak-failure-${seed}-${place?.episode ?? 'unknown'}.json`);
    writeFileSync(file, `${JSON.stringify({ ...place, seed, reason, detail }, null, 2)}\n`);
    console.error(`soak: FAILED: ${reason}\n${detail}\nsoak: npm run soak -- --replay ${file}`);
    return end(1);
  };

  for (let i = 0; i < jobs; i++) {
    const c = fork(fileURLToPath(import.meta.url), ['--child', seed, String(i), String(jobs)]);
    children.push(c);
    heard.set(c, Date.now());
    c.on('message', (message: Message) => {
      heard.set(c, Date.now());
      if (message.kind === 'at') places.set(c, message.place);
      else if (message.kind === 'failed') failed(message.place, message.reason, message.detail);
      else {
        words += message.words;
        save();
        if (words >= limit) end(0);
      }
    });
    c.on('exit', (code, signal) => failed(places.get(c), `a process ended with ${code ?? signal}`, ''));
  }
  setInterval(tell, 10_000);
  setInterval(() => {
    for (const c of children) {
      // Messages wait while an episode runs: it is the end of an episode that is waited for.
      if (Date.now() - (heard.get(c) ?? 0) > HANG_SECONDS * 1000) {
        failed(places.get(c), `nothing heard for ${HANG_SECONDS} s: it hangs`, '');
      }
    }
  }, 1000);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));
}

const replayed = option('--replay');
if (args[0] === '--child') child(args[1], Number(args[2]), Number(args[3]));
else if (replayed !== undefined) replay(replayed);
else parent();
