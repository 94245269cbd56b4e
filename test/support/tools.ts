import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TestRunner } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Why tests of this file are skipped, one reason for each missing tool: the end of the run prints them. */
    missing?: string[];
  }
}

/**
 * True if the program `tool` is on the PATH. If not, the tests that need it are to be skipped, and the summary at the
 * end of the run says so, with the Debian package that would bring it:
 *
 *     describe.skipIf(!need('llvm-mc', 'llvm'))('against LLVM', () => { ... });
 *
 * Call it while the file is collected (at its top level or inside describe). Where PIVISOR_NEED_TOOLS is set, as in
 * .ci/run, a missing tool throws instead, so that nothing is skipped where nothing should be.
 */
export function need(tool: string, debianPackage: string): boolean {
  return onPath(tool) || missing(`${tool} is not installed (Debian package ${debianPackage})`);
}

/** As need(), for what is no program: notes why tests of this file are skipped, and is false. */
export function missing(reason: string): false {
  if (process.env['PIVISOR_NEED_TOOLS']) throw new Error(reason);
  return unable(reason);
}

/** As missing(), for what a machine may lack whatever is installed: notes it, also where nothing should be missing, and is false. */
export function unable(reason: string): false {
  const { meta } = TestRunner.getCurrentSuite().file;
  meta.missing ??= [];
  if (!meta.missing.includes(reason)) meta.missing.push(reason);
  return false;
}

/** True if an executable file called `tool` lies in a folder of the PATH. */
export function onPath(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
