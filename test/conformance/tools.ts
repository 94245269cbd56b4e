/** The programs we compare with, and how they are called. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The Debian packages that the programs are in. */
const PACKAGES: Readonly<Record<string, string>> = {
  'llvm-mc': 'llvm',
  'aarch64-linux-gnu-objdump': 'binutils-aarch64-linux-gnu',
  'qemu-aarch64': 'qemu-user',
  'qemu-system-aarch64': 'qemu-system-arm',
};

/** What to say where a program can't be started. */
export const cannotRun = (program: string, error: Error): Error =>
  new Error(`can't run ${program} (Debian package ${PACKAGES[program] ?? 'unknown'}): ${error.message}`);

/** What a program said. */
export interface Output {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Runs a program, feeding it `input`. Rejects if it can't be started; takes longer than `seconds` and it is ended. */
export function run(program: string, args: readonly string[], input?: string | Buffer, seconds = 120): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: seconds * 1000 });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error) => reject(cannotRun(program, error)));
    child.on('close', (code) =>
      resolve({ status: code ?? -1, stdout: Buffer.concat(out), stderr: Buffer.concat(err) }),
    );
    // A program that ends early closes its input: that shows in its status.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** Calls `use` with a folder for files that are of no use afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-conformance-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** LLVM's features for a Cortex-A72 without AArch32. Crypto is not on by default, and the Pi 4 has none. */
const LLVM = ['-disassemble', '-triple=aarch64', '-mattr=+v8a,+crc'];

/** What LLVM says of words. */
export interface LlvmVerdicts {
  /** The text of each, undefined for those that are unallocated. */
  readonly texts: readonly (string | undefined)[];
  /** Those that it calls potentially undefined: allocated, with bits that should be otherwise. */
  readonly doubtful: ReadonlySet<number>;
}

export async function llvm(words: Uint32Array): Promise<LlvmVerdicts> {
  const lines: string[] = [];
  for (const w of words) lines.push(`${w & 255} ${(w >>> 8) & 255} ${(w >>> 16) & 255} ${w >>> 24}`);
  const { stdout, stderr, status } = await run('llvm-mc', LLVM, lines.join('\n') + '\n');
  // It ends with 1 if any word was invalid.
  if (status !== 0 && status !== 1) throw new Error(`llvm-mc ended with ${status}: ${stderr.toString().slice(0, 400)}`);
  const invalid = new Set<number>();
  const doubtful = new Set<number>();
  for (const m of stderr.toString('latin1').matchAll(/^<stdin>:(\d+):\d+: warning: (\w+)/gm)) {
    (m[2] === 'invalid' ? invalid : doubtful).add(Number(m[1]) - 1);
  }
  const printed = stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '' && line !== '\t.text');
  if (printed.length !== words.length - invalid.size) {
    throw new Error(`llvm-mc printed ${printed.length} lines for ${words.length - invalid.size} words`);
  }
  let at = 0;
  const texts = Array.from(words, (_, i) => (invalid.has(i) ? undefined : printed[at++]));
  return { texts, doubtful };
}

/** binutils' text of each word, as if the first were at `base`; undefined where it prints `.inst`. */
export function objdump(words: Uint32Array, base: number): Promise<(string | undefined)[]> {
  return withFolder(async (folder) => {
    const file = join(folder, 'words');
    writeFileSync(file, new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    const { stdout, stderr, status } = await run('aarch64-linux-gnu-objdump', [
      ...['-D', '-z', '-b', 'binary', '-m', 'aarch64', `--adjust-vma=0x${base.toString(16)}`, file],
    ]);
    if (status !== 0) throw new Error(`objdump ended with ${status}: ${stderr.toString().slice(0, 400)}`);
    const texts: (string | undefined)[] = [];
    for (const line of stdout.toString('latin1').split('\n')) {
      const m = /^ *[0-9a-f]+:\t[0-9a-f]{8} \t(.*)$/.exec(line);
      if (m) texts.push(m[1].startsWith('.inst') ? undefined : m[1]);
    }
    if (texts.length !== words.length) throw new Error(`objdump printed ${texts.length} of ${words.length} words`);
    return texts;
  });
}
