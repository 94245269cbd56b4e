/** Files of boot tests: finding them, reading the modules among them, and what they name. */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { glob } from 'tinyglobby';
import { UserError, printable } from '../cli/user-error.js';
import { readText } from './files.js';

/** What is a test in a folder that is named. */
const IN_FOLDERS = ['**/*.{yaml,yml}', '**/*.boot.{ts,mts,js,mjs}'];

/**
 * Files, all tests in folders, and what patterns such as `boot/**` match; each once, those of a pattern by name.
 * @throws UserError for a pattern that nothing matches
 */
export async function findFiles(patterns: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const pattern of patterns) {
    const stat = statSync(pattern, { throwIfNoEntry: false });
    const files = stat?.isFile()
      ? [pattern]
      : stat?.isDirectory()
        ? (await glob(IN_FOLDERS, { cwd: pattern, ignore: ['**/node_modules/**'] })).map((file) => join(pattern, file))
        : await glob(pattern, {
            absolute: isAbsolute(pattern),
            expandDirectories: false,
            ignore: ['**/node_modules/**'],
          });
    if (files.length === 0) {
      const wanted = stat ? 'no test in this folder, expected *.yaml, *.yml or *.boot.ts' : 'no such file';
      throw new UserError(`${pattern}: ${wanted}`);
    }
    for (const file of files.sort()) if (!found.has(resolve(file))) found.set(resolve(file), file);
  }
  return [...found.values()];
}

export const fileName = (path: string): string => basename(path);

const isTypeScript = (file: string): boolean => /\.m?ts$/.test(file);

/** Imports a module of TypeScript where Node itself does not know the language: by tsx, if the user has it. */
async function importByTsx(file: string): Promise<unknown> {
  const url = pathToFileURL(resolve(file)).href;
  const { resolve: find } = createRequire(url);
  let description: string;
  try {
    description = find('tsx/package.json');
  } catch {
    throw new UserError(
      `${file}: Node ${process.versions.node} does not run TypeScript, expected Node 22.18 or newer, or the package tsx beside it`,
    );
  }
  // Node can't resolve what import would find from another file, and what require finds is another variant.
  const { exports } = JSON.parse(readText(description)) as { exports: Record<string, { import: { default: string } }> };
  const api = join(dirname(description), exports['./esm/api'].import.default);
  const { tsImport } = (await import(pathToFileURL(api).href)) as {
    tsImport: (specifier: string, parent: string) => Promise<unknown>;
  };
  return tsImport(url, url);
}

/**
 * The default export of a module of the user's.
 * @throws UserError for what goes wrong in it
 */
export async function importDefault(file: string): Promise<unknown> {
  try {
    const url = pathToFileURL(resolve(file)).href;
    let module;
    try {
      module = (await import(url)) as { default?: unknown };
    } catch (error) {
      const unknown = (error as { code?: unknown } | null)?.code === 'ERR_UNKNOWN_FILE_EXTENSION';
      if (!isTypeScript(file) || !unknown) throw error;
      module = (await importByTsx(file)) as { default?: unknown };
    }
    // A module that is CommonJS, or was made so, has its default export one level down.
    const inner = module.default as { __esModule?: boolean; default?: unknown } | undefined;
    return inner?.__esModule === true ? inner.default : module.default;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UserError(`${file}: ${printable(message.split('\n')[0])}`);
  }
}
