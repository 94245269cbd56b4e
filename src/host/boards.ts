import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseBoard, type Board } from '../machine/board.js';
import { readText } from './files.js';

/** The package's own board files. This file is as deep in src/ as it is in dist/. */
const folder = fileURLToPath(new URL('../../boards/', import.meta.url));

/** Names of the boards that come with the package. */
export const boardNames = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

/**
 * A board by name, or from a file of the user's (a name with a slash or a dot in it).
 * @throws BoardError, SyntaxError or a system call's error for a file that is none
 */
export function loadBoard(name: string): Board | undefined {
  const own = /^[\w-]+$/.test(name);
  const path = own ? `${folder}${name}.json` : name;
  if (own && !existsSync(path)) return undefined;
  return parseBoard(JSON.parse(readText(path)));
}
