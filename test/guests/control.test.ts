import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { compareVersions, paragraphs } from '../../src/host/guests/control.js';
import { need } from '../support/tools.js';

/** Each is older than the next. */
const ORDERED = [
  '1.0~~', '1.0~~a', '1.0~', '1.0~rc1-1', '1.0', '1.0-1~deb12u1.1', '1.0-1', '1.0-1+b1', '1.0-1+deb12u1', '1.0-1.1', '1.0-2', '1.0-10',
  '1.0a', '1.0a-1', '1.0+dfsg-1', '1.0.1', '1.9', '1.10', '1.35.0-4+deb12u1', '1.35.0-4+deb12u1+b1', '6.1.90-1', '6.1.192-2', '1:0.1', '1:1.0-1', '2:0',
]; // prettier-ignore

describe('versions', () => {
  test("are in Debian's order", () => {
    const wrong: string[] = [];
    ORDERED.forEach((a, i) =>
      ORDERED.forEach((b, j) => {
        if (Math.sign(compareVersions(a, b)) !== Math.sign(i - j)) wrong.push(`${a} ${b}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  test.skipIf(!need('dpkg', 'dpkg'))('are compared as dpkg does it', () => {
    const wrong: string[] = [];
    ORDERED.slice(1).forEach((b, i) => {
      if (spawnSync('dpkg', ['--compare-versions', ORDERED[i], 'lt', b]).status !== 0) wrong.push(`${ORDERED[i]} ${b}`);
    });
    expect(wrong).toEqual([]);
  });

  test('zeros in front do not count', () => expect(compareVersions('0:1.02-01', '1.2-1')).toBe(0));
});

test('paragraphs', () => {
  const text = 'Package: a\nDescription: short\n long\n .\n\n\nPackage: b\nDepends: x (= 1:2), y\nno field\n';
  expect([...paragraphs(text)].map((fields) => Object.fromEntries(fields))).toEqual([
    { Package: 'a', Description: 'short\nlong\n.' },
    { Package: 'b', Depends: 'x (= 1:2), y' },
  ]);
});
