import { Command } from 'commander';
import { printable, UserError } from '../user-error.js';
import { parseAddress } from './address.js';

interface Options {
  readonly output: string;
  readonly base: string;
  readonly raw?: true;
}

async function action(file: string, options: Options): Promise<void> {
  const [{ assemble, AssemblyError }, { readText, writeBytes }, { readBeside }] = await Promise.all([
    import('../../aarch64/assembler/index.js'),
    import('../../host/files.js'),
    import('../../host/include.js'),
  ]);
  const base = parseAddress('--base', options.base);
  const source = readText(file);
  if (source.includes('\0')) throw new UserError(`${file}: not a text file, expected a source in GNU syntax`);
  try {
    const assembly = assemble(source, { file, base, include: (name) => readBeside(file, name) });
    writeBytes(options.output, options.raw ? assembly.raw() : assembly.elf());
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    for (const line of error.message.split('\n')) process.stderr.write(`pivisor: ${printable(line)}\n`);
    process.exitCode = 2;
  }
}

/** `pivisor asm FILE -o OUT`: the assembler, for one source. */
export const asm = (): Command =>
  new Command('asm')
    .description('assemble a source in GNU syntax into an ELF executable')
    .argument('<file>', 'the source')
    .requiredOption('-o, --output <file>', 'the file to write')
    .option('--base <address>', 'where the program is loaded', '0x80000')
    .option('--raw', 'write the bytes alone, as an image for --base')
    .addHelpText(
      'after',
      `
Examples:
  pivisor asm hello.s -o hello.elf
  pivisor asm kernel.s -o kernel8.img --raw        # as a Raspberry Pi's firmware loads it`,
    )
    .action(action);
