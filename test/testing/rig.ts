/** Boot tests of the tests: files in a folder of their own, run in this process. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import { main } from '../../src/cli/main.js';

export interface Result {
  status: number;
  stdout: string;
  stderr: string;
}

export interface Folder {
  readonly path: string;
  at(name: string): string;
  /** Writes a file. @returns its path */
  file(name: string, contents: string): string;
  /** Runs `pivisor test ARGS`, with artefacts in this folder. Paths come without the folder's, times as `T`. */
  run(...args: string[]): Promise<Result>;
  remove(): void;
}

export function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'pivisor-test-'));
  const at = (name: string): string => join(path, name);
  const file = (name: string, contents: string): string => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), contents);
    return at(name);
  };
  return {
    path,
    at,
    file,
    async run(...args) {
      const result: Result = { status: 0, stdout: '', stderr: '' };
      const spies = (['stdout', 'stderr'] as const).map((stream) =>
        vi.spyOn(process[stream], 'write').mockImplementation((text) => {
          result[stream] += String(text);
          return true;
        }),
      );
      try {
        await main(['test', '--artifacts', at('kept'), ...args]);
      } finally {
        for (const spy of spies) spy.mockRestore();
        process.stdout.removeAllListeners('error');
      }
      result.status = Number(process.exitCode ?? 0);
      process.exitCode = undefined;
      for (const stream of ['stdout', 'stderr'] as const)
        result[stream] = result[stream]
          .replaceAll(`${path}/`, '')
          .replace(/\([\d.]+ m?s of guest time, [\d.]+ m?s\)/g, '(T)')
          .replace(/in [\d.]+ m?s$/gm, 'in T');
      return result;
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

/** Ends a program by semihosting (Semihosting for AArch32 and AArch64, SYS_EXIT). */
export const exit = (code: number): string =>
  ` adr x1, 1f\n mov w0, #0x18\n hlt #0xf000\n .balign 8\n1: .quad 0x20026, ${code}\n`;

/** Prints a text by semihosting (SYS_WRITE0). @param text as the assembler takes it between quotes */
export const print = (text: string): string =>
  ` adr x1, 8f\n mov w0, #4\n hlt #0xf000\n b 9f\n8: .asciz "${text}"\n .balign 4\n9:\n`;

export const program = (...code: string[]): string => `_start:\n${code.join('\n')}\n`;
