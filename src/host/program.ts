/** The program that a machine is to run, as bytes that the loaders know. */
import { AssemblyError, assemble } from '../aarch64/assembler/index.js';
import { UserError, printable } from '../cli/user-error.js';
import { readBytes, readText, unpack } from './files.js';
import { readBeside } from './include.js';

/**
 * Reads a program: what is gzip'd is unpacked, and a source (`.s`, GNU syntax) is assembled.
 * @param base where a source's code goes
 * @throws UserError for a mistake in the source, the first one; a system call's error with its path
 */
export function readProgram(path: string, base: number): Uint8Array {
  if (!path.endsWith('.s')) return unpack(path, readBytes(path));
  try {
    return assemble(readText(path), { file: path, base, include: (name) => readBeside(path, name) }).elf();
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    const [first, ...more] = error.message.split('\n');
    throw new UserError(`${printable(first)}${more.length === 0 ? '' : ` (and ${more.length} more)`}`);
  }
}
