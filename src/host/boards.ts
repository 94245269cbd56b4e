import { existsSync, readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BoardError, parseBoard, type Board } from '../machine/board.js';
import { readText } from './files.js';

/** The package's own board files. This file is as deep in src/ as it is in dist/. */
const folder = fileURLToPath(new URL('../../boards/', import.meta.url));

/** Names of the boards that come with the package. */
export const boardNames = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `changes` over `base`: objects are merged field by field, all else is replaced. */
const merged = (base: Json, changes: Json): Json => {
  const out = { ...base };
  for (const [name, value] of Object.entries(changes)) {
    const before = out[name];
    out[name] = isObject(value) && isObject(before) ? merged(before, value) : value;
  }
  return out;
};

/** A board file's fields, put over those of the board that its field `extends` names. `above`: the files that stand on this one. */
function readJson(path: string, above: readonly string[] = []): unknown {
  const json = JSON.parse(readText(path)) as unknown;
  if (!isObject(json)) return json;
  // $schema is for editors, and a path from this very file.
  const { $schema: _, extends: of, ...changes } = json;
  if (of === undefined) return changes;
  if (typeof of !== 'string')
    throw new BoardError(`extends: expected the name of a board, found ${JSON.stringify(of)}`);
  const below = isName(of) ? own(of) : resolve(dirname(path), of);
  const stack = [...above, resolve(path)];
  if (stack.includes(below)) throw new BoardError(`extends: expected another board, but '${of}' stands on this one`);
  if (!existsSync(below)) throw new BoardError(`extends: no board '${of}', expected one of ${boardNames().join(', ')}`);
  return merged(readBase(of, below, stack), changes);
}

/** What a board stands on has to be sound itself: so messages about it can name it. */
function readBase(of: string, path: string, above: readonly string[]): Json {
  try {
    const base = readJson(path, above);
    parseBoard(base);
    return base as Json;
  } catch (error) {
    if (error instanceof SyntaxError) throw new BoardError(`extends: ${of}: expected JSON: ${error.message}`);
    if (error instanceof BoardError) throw new BoardError(`extends: ${of}: ${error.message}`);
    throw error;
  }
}

const isName = (name: string): boolean => /^[\w-]+$/.test(name);
const own = (name: string): string => resolve(folder, `${name}.json`);

/**
 * A board by name, or from a file of the user's (a name with a slash or a dot in it), as it is written: with what a file that says
 * only what is different takes from the board in its field `extends`. Undefined where the package has none of this name.
 * @throws BoardError, SyntaxError or a system call's error for a file that is none
 */
export function readBoard(name: string): unknown {
  if (!isName(name)) return readJson(name);
  return existsSync(own(name)) ? readJson(own(name)) : undefined;
}

/**
 * A board by name, or from a file of the user's, as `readBoard`, checked.
 * @throws BoardError, SyntaxError or a system call's error for a file that is none
 */
export function loadBoard(name: string): Board | undefined {
  const json = readBoard(name);
  return json === undefined ? undefined : parseBoard(json);
}
