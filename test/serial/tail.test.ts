import { expect, test } from 'vitest';
import { ConsoleTail } from '../../src/host/serial/tail.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What was said before and after somebody looked, how many lines are asked for, and what is shown. */
test.each<[string, string, string, number, string, number, number]>([
  ['nothing said', '', '', 5, '', 0, 0],
  ['all of it new', '', 'a\nb\n$ ', 5, 'a\nb\n$ ', 2, 0],
  ['nothing new: the unfinished line again', 'a\n$ ', '', 5, '$ ', 0, 0],
  ['nothing new, and no line unfinished', 'a\n', '', 5, '', 0, 0],
  ['a line that goes on', 'a\n$ ', 'ls\nx\n$ ', 5, '$ ls\nx\n$ ', 2, 0],
  ['more lines than asked for', 'a\n', '1\n2\n3\n4\n', 2, '3\n4\n', 2, 2],
  ['the unfinished line alone', '', '1\n2\n$ ', 0, '$ ', 0, 2],
])('%s', (_, before, after, most, shown, lines, omitted) => {
  const tail = new ConsoleTail();
  tail.push(bytes(before));
  tail.saw();
  tail.push(bytes(after));
  const missed = tail.missed(most);
  expect([new TextDecoder().decode(missed.bytes), missed.lines, missed.omitted]).toEqual([shown, lines, omitted]);
});

test('what was pushed out leaves no half lines', () => {
  const tail = new ConsoleTail();
  for (let i = 0; i < 5000; i++) tail.push(bytes(`line ${i}\n`));
  const text = new TextDecoder().decode(tail.missed(Infinity).bytes);
  expect(text).toMatch(/^(line \d+\n)+$/);
  expect(text.length).toBeGreaterThan(16000);
  expect(text).toMatch(/line 4999\n$/);
});
