/**
 * JUnit's XML, as GitHub, GitLab and Jenkins read it: a suite for each file, a case for each test. Files that were kept are named in
 * the form `[[ATTACHMENT|path]]`, which Jenkins and GitLab show as links.
 */
import type { TestResult } from '../result.js';
import { details } from './text.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Text for XML 1.0, which has no way to write most control characters: those become U+FFFD, as do lone surrogates. */
const escaped = (text: string, special: RegExp): string =>
  text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(special, (character) => ENTITIES[character]);
const content = (text: string): string => escaped(text, /[&<>\r]/g);
const attributes = (fields: Readonly<Record<string, string | number>>): string =>
  Object.entries(fields)
    .map(([name, value]) => ` ${name}="${escaped(String(value), /[&<>"\n\r\t]/g)}"`)
    .join('');

const time = (results: readonly TestResult[]): string => (results.reduce((n, r) => n + r.wallTime, 0) / 1e9).toFixed(3);

const counts = (results: readonly TestResult[]) => ({
  tests: results.length,
  failures: results.filter((r) => r.status === 'failed' && !isError(r)).length,
  errors: results.filter(isError).length,
  skipped: results.filter((r) => r.status === 'skipped').length,
  time: time(results),
});

/** Nothing can be said of the guest: its files were bad, or pivisor has a bug. */
const isError = (result: TestResult): boolean => result.status === 'failed' && (result.code === 2 || result.code > 3);

function testCase(result: TestResult): string[] {
  const { file, name, status, why = '', code, artifacts = [] } = result;
  const head = attributes({ classname: file, name, file, time: time([result]) });
  if (status === 'passed') return [`    <testcase${head}/>`];
  if (status === 'skipped')
    return [`    <testcase${head}>`, `      <skipped${attributes({ message: why })}/>`, '    </testcase>'];
  const kind = isError(result) ? 'error' : 'failure';
  const type = code === 3 ? 'guest died' : kind;
  const links = artifacts.map((path) => `[[ATTACHMENT|${path}]]`).join('\n');
  return [
    `    <testcase${head}>`,
    `      <${kind}${attributes({ message: why, type })}>${content(details(result).join('\n'))}</${kind}>`,
    ...(links === '' ? [] : [`      <system-out>${content(links)}</system-out>`]),
    '    </testcase>',
  ];
}

export function junit(results: readonly TestResult[]): string {
  const files = [...new Set(results.map((r) => r.file))];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'pivisor', ...counts(results) })}>`,
    ...files.flatMap((file) => {
      const own = results.filter((r) => r.file === file);
      return [`  <testsuite${attributes({ name: file, ...counts(own) })}>`, ...own.flatMap(testCase), '  </testsuite>'];
    }),
    '</testsuites>',
    '',
  ].join('\n');
}
