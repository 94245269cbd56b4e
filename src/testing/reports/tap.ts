/** TAP, version 14 (testanything.org), with a YAML block where a test failed. */
import { stringify } from 'yaml';
import type { TestResult } from '../result.js';
import { title } from './text.js';

/** `#` begins a directive, and a backslash takes that away. */
const escaped = (text: string): string => text.replace(/[\\#]/g, '\\$&').replace(/[\r\n]+/g, ' ');

export function tap(results: readonly TestResult[]): string {
  const lines = ['TAP version 14', `1..${results.length}`];
  results.forEach((result, i) => {
    const { status, why, step, console, artifacts, code } = result;
    const skip = status === 'skipped' ? ` # SKIP ${escaped(why ?? '')}` : '';
    lines.push(`${status === 'failed' ? 'not ok' : 'ok'} ${i + 1} - ${escaped(title(result))}${skip}`);
    if (status !== 'failed') return;
    const block = stringify({ message: why, code, ...(step ? { step } : {}), console, artifacts }, { lineWidth: 0 });
    lines.push(
      '  ---',
      ...block
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
      '  ...',
    );
  });
  return `${lines.join('\n')}\n`;
}
