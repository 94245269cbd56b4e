import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';

/** The version in package.json, which lies two folders up both from src/host/ and from dist/host/. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The path of a file in the package's folder of examples. */
export const exampleFile = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
