/** The README's sample run is what happens. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { main } from '../src/cli/main.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** Command lines with what they print, from the blocks that have prompts. */
const samples = [...readme.matchAll(/^```\n(\$ [^]*?)^```$/gm)]
  .flatMap(([, block]) => block.split(/^\$ /m).slice(1))
  .map((part) => {
    const [command, ...lines] = part.trimEnd().split('\n');
    return { command, output: lines.join('\n') };
  });

test('there are samples', () => {
  expect(samples.length).toBeGreaterThan(3);
});

/** The numbers of --stats differ from run to run, and with every change of what they count. */
const stable = (text: string): string =>
  text.replace(/^pivisor: .*$/gm, (line) => line.replace(/[0-9a-f]{16}|[\d.]+/g, 'N'));

test.each(samples)('$command', async ({ command, output }) => {
  const [, line, head] = /^npx pivisor (.*?)(?: \| head -n (\d+))?$/.exec(command) ?? [];
  expect(line, 'a command that this test can run').toBeDefined();
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
  // Files that the reader makes go elsewhere here.
  const args = words.map((w) => (/^[\w-]+\.elf$/.test(w) ? join(folder, w) : w));
  let text = '';
  const spies = (['stdout', 'stderr'] as const).map((s) =>
    vi.spyOn(process[s], 'write').mockImplementation((part: string | Uint8Array, ...rest: unknown[]) => {
      // Whoever waits until all is written goes on.
      for (const done of rest) if (typeof done === 'function') (done as () => void)();
      text += typeof part === 'string' ? part : Buffer.from(part).toString('latin1');
      return true;
    }),
  );
  try {
    await main(args);
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.stdout.removeAllListeners('error');
  }
  expect(process.exitCode ?? 0).toBe(0);
  process.exitCode = undefined;
  const lines = text.trimEnd().split('\n');
  expect(stable(lines.slice(0, head === undefined ? undefined : Number(head)).join('\n'))).toBe(stable(output));
});
