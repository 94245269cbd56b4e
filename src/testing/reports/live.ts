/** Reports while tests run: on a terminal with a line for each that is at work, elsewhere only what is done. */
import type { TestEvent, TestResult } from '../result.js';
import { coloured, plain, resultLines, seconds, summaryLines, title } from './text.js';

/** Where it is shown. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface LiveReport {
  take(event: TestEvent): void;
  /** @param wallTime of all, ns */
  finish(results: readonly TestResult[], wallTime: number): void;
}

export function liveReport(output: Output, colours: boolean): LiveReport {
  const paint = colours ? coloured : plain;
  const running = new Map<number, { title: string; status: string; line: string }>();
  /** Lines of the terminal below what stays. */
  let drawn = 0;
  const erased = (): string => {
    const text = drawn === 0 ? '' : `\x1b[${drawn}A\x1b[J`;
    drawn = 0;
    return text;
  };
  const show = (lines: readonly string[]): void => {
    let text = erased() + lines.map((line) => `${line}\n`).join('');
    if (output.isTTY) {
      const width = (output.columns || 80) - 1;
      for (const { title: name, status, line } of running.values()) {
        const head = `.... ${name}${status}`.slice(0, width);
        text += `${head}${paint('dim', line.slice(0, Math.max(0, width - head.length)))}\n`;
        drawn++;
      }
    }
    output.write(text);
  };
  return {
    take(event) {
      if (event.kind === 'start') {
        // There is little room: the file without its folder, and the kernel's lines without its time.
        const file = event.file.replace(/^.*[/\\]/, '');
        running.set(event.id, { title: title({ ...event, file }), status: '', line: '' });
      } else if (event.kind === 'progress') {
        const test = running.get(event.id);
        if (test) [test.status, test.line] = [` (${seconds(event.time)}) `, event.line.replace(/^\[ *\d+\.\d+\] /, '')];
      } else {
        running.delete(event.id);
        return show(resultLines(event.result, paint));
      }
      if (output.isTTY) show([]);
    },
    finish: (results, wallTime) => show(['', ...summaryLines(results, wallTime, paint)]),
  };
}
