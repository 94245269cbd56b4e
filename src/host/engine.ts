import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the built code only: sources change, and a module must fit them. */
const path = fileURLToPath(new URL('../engine.wasm', import.meta.url));

/** The interpreter's module as the build has left it; undefined when run from sources, where it is made anew. */
export const prebuiltEngine = (): Uint8Array<ArrayBuffer> | undefined =>
  existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;

/** What the build calls. */
export function keepEngine(bytes: Uint8Array): void {
  writeFileSync(path, bytes);
}
