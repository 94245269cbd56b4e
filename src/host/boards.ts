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

/** How many files may stand on each other: enough for anybody, and an end for those that stand on themselves. */
const MAX_DEPTH = 8;

/** A board file's contents, put over those of the board that its field `extends` names. */
function readJson(path: string, depth = 0): unknown {
  const json = JSON.parse(readText(path)) as unknown;
  if (!isObject(json) || json.extends === undefined) return json;
  const { extends: of, ...changes } = json;
  if (typeof of !== 'string')
    throw new BoardError(`extends: expected the name of a board, found ${JSON.stringify(of)}`);
  if (depth === MAX_DEPTH) throw new BoardError(`extends: more than ${MAX_DEPTH} boards stand on each other`);
  const below = /^[\w-]+$/.test(of) ? `${folder}${of}.json` : resolve(dirname(path), of);
  if (!existsSync(below)) throw new BoardError(`extends: no board '${of}', expected one of ${boardNames().join(', ')}`);
  const base = readJson(below, depth + 1);
  return isObject(base) ? merged(base, changes) : base;
}

/**
 * A board by name, or from a file of the user's (a name with a slash or a dot in it). A file that names another board in
 * `extends` says only what is different.
 * @throws BoardError, SyntaxError or a system call's error for a file that is none
 */
export function loadBoard(name: string): Board | undefined {
  const own = /^[\w-]+$/.test(name);
  const path = own ? `${folder}${name}.json` : name;
  if (own && !existsSync(path)) return undefined;
  return parseBoard(readJson(path));
}
