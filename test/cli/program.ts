import { Command } from 'commander';
import { main } from '../../src/cli/main.js';
import { UserError } from '../../src/cli/user-error.js';
import { readBytes, writeBytes } from '../../src/host/files.js';

/** A command line with a subcommand for each way to end: what main.test.ts starts. */
const ends: Readonly<Record<string, () => void | Promise<void>>> = {
  ok: () => console.log('fine'),
  failed: () => void (process.exitCode = 1),
  user: () => Promise.reject(new UserError('board.yaml: ram: expected\n a size')),
  enoent: () => void readBytes('/nonexistent/image'),
  eisdir: () => void readBytes('/'),
  write: () => writeBytes('/nonexistent/out', new Uint8Array(1)),
  bug: () => Promise.reject(new TypeError('oh no')),
  flood: async () => {
    for (let i = 0; i < 100_000; i++) if (!process.stdout.write('line\n')) await new Promise((r) => setImmediate(r));
  },
};

await main(
  process.argv.slice(2),
  Object.entries(ends).map(
    ([name, end]) =>
      () =>
        new Command(name).option('--size <bytes>').action(end),
  ),
);
