/** What people read: a line for each test, what failed in full, and a summary. */
import type { TestResult } from '../result.js';

/** Colours by what they say, or none. */
export type Paint = (kind: 'good' | 'bad' | 'warn' | 'dim', text: string) => string;
export const plain: Paint = (_, text) => text;
const CODES = { good: 32, bad: 31, warn: 33, dim: 2 };
export const coloured: Paint = (kind, text) => `\x1b[${CODES[kind]}m${text}\x1b[0m`;

/** A time in ns with three digits that count. */
export function seconds(ns: number): string {
  const s = ns / 1e9;
  return s < 1 ? `${(s * 1e3).toPrecision(3)} ms` : `${s.toPrecision(Math.max(3, Math.ceil(Math.log10(s))))} s`;
}

/** `examples/boot-tests/linux.yaml: Debian boots`, the name alone where it says the same. */
export const title = ({ file, name }: { file: string; name: string }): string =>
  file.endsWith(name) ? file : `${file}: ${name}`;

/** Why a test failed, for people: the step, what was expected, the console, where more is. */
export function details(result: TestResult): string[] {
  const { step, file, why, console = [], artifacts = [] } = result;
  const place = step?.line === undefined ? '' : ` (${file}:${step.line})`;
  return [
    ...(step ? [`step ${step.number} of ${step.of}${place}: ${step.text}`] : []),
    ...(why === undefined ? [] : [why]),
    ...(console.length > 0 ? ["the console's last lines:", ...console.map((line) => `  | ${line}`)] : []),
    ...(artifacts.length > 0 ? ['kept:', ...artifacts.map((path) => `  ${path}`)] : []),
  ];
}

const WORDS = { passed: ['good', 'ok  '], failed: ['bad', 'FAIL'], skipped: ['warn', 'skip'] } as const;

/** A test that is done: a line, and more if it failed. */
export function resultLines(result: TestResult, paint: Paint): string[] {
  const [kind, word] = WORDS[result.status];
  const head = `${paint(kind, word)} ${title(result)}`;
  if (result.status === 'skipped') return [`${head} ${paint(result.missing ? 'warn' : 'dim', `- ${result.why}`)}`];
  // What never came to run has no times.
  const times = `(${seconds(result.guestTime)} of guest time, ${seconds(result.wallTime)})`;
  const line = result.guestTime === 0 ? head : `${head} ${paint('dim', times)}`;
  return result.status === 'passed' ? [line] : [line, ...details(result).map((text) => `     ${text}`)];
}

/** How many passed, failed, were skipped, and each reason for which something was not here. */
export function summaryLines(results: readonly TestResult[], wallTime: number, paint: Paint): string[] {
  const count = (status: TestResult['status']): number => results.filter((r) => r.status === status).length;
  const parts = [
    count('failed') > 0 ? paint('bad', `${count('failed')} failed`) : '',
    paint('good', `${count('passed')} passed`),
    count('skipped') > 0 ? paint('warn', `${count('skipped')} skipped`) : '',
  ].filter((part) => part !== '');
  const reasons = [...new Set(results.filter((r) => r.missing && r.status === 'skipped').map((r) => r.why ?? ''))];
  return [
    `${parts.join(', ')} ${paint('dim', `in ${seconds(wallTime)}`)}`,
    ...reasons.map((why) => paint('warn', `skipped: ${why}`)),
  ];
}
