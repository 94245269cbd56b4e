import { Command, InvalidArgumentError, Option } from 'commander';
import { duration } from '../duration.js';
import { UserError } from '../user-error.js';

interface RunOptions {
  kernel: string;
  board: string;
  cpus?: number;
  el: number;
  expect: RegExp[];
  timeout?: number;
  wallTimeout?: number;
  stats?: boolean;
  initrd?: string;
  dtb?: string;
  append?: string;
}

function count(text: string): number {
  const n = Number(text);
  if (!/^[1-8]$/.test(text)) throw new InvalidArgumentError('Expected 1 to 8.');
  return n;
}

function pattern(text: string, before: RegExp[]): RegExp[] {
  try {
    return [...before, new RegExp(text, 'm')];
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : 'Expected a regular expression.');
  }
}

const AFTER = `
Examples:
  pivisor run --kernel hello.elf
  pivisor run --kernel test.elf --expect 'all tests passed' --timeout 10s
  pivisor run --kernel firmware.elf --el 3 --board ./my-board.json
  pivisor run --kernel Image --initrd initrd.img --dtb bcm2711-rpi-4-b.dtb --append console=ttyAMA0

Exit codes:
  0  the program ended in good order, or the console showed all that was expected
  1  something expected did not come, a limit was reached, or the program ended with an exit code other than 0
  2  bad usage, or a bad file: one line says which, and what was expected
  3  the guest died: all cores wait and nothing will wake them, or its memory does not fit`;

/** `pivisor run`: a program on a board, its console on standard output. */
export const run = (): Command =>
  new Command('run')
    .description('run a program on an emulated board')
    .requiredOption('--kernel <file>', 'the program: an ELF executable or a raw image')
    .option('--initrd <file>', 'initial RAM disk, for a Linux Image')
    .option('--dtb <file>', 'device tree, for a Linux Image')
    .option('--append <text>', "the kernel's command line, for a Linux Image")
    .option('--board <name>', 'rpi4b, virt, or a file that describes a board', 'rpi4b')
    .option('--cpus <n>', 'cores, if fewer than the board has', count)
    .addOption(
      new Option('--el <level>', 'exception level to start at; below 3, PSCI answers SMC')
        .choices(['1', '2', '3'])
        .default(2, '2')
        .argParser((text) => {
          if (!/^[123]$/.test(text)) throw new InvalidArgumentError('Expected 1, 2 or 3.');
          return Number(text);
        }),
    )
    .option(
      '--expect <regex>',
      'text that the console must show; may be given several times, in this order',
      pattern,
      [],
    )
    .option('--timeout <time>', 'guest time after which to give up, such as 60s or 500ms', duration)
    .option('--wall-timeout <time>', 'real time after which to give up', duration)
    .option('--stats', 'print what ran, at the end')
    .addHelpText('after', AFTER)
    .action(async (options: RunOptions) => {
      const [
        { loadBoard, boardNames },
        { readBytes, unpack },
        { readImage, ImageError },
        { BoardError },
        { ElfError },
        { readFdt, FdtError },
        { imageHeader, placeLinux },
        session,
      ] = await Promise.all([
        import('../../host/boards.js'),
        import('../../host/files.js'),
        import('../../machine/image.js'),
        import('../../machine/board.js'),
        import('../../aarch64/elf.js'),
        import('../../machine/fdt.js'),
        import('../../machine/linux.js'),
        import('../session.js'),
      ]);
      const named = <T>(file: string, make: () => T): T => {
        try {
          return make();
        } catch (error) {
          if (
            error instanceof ImageError ||
            error instanceof ElfError ||
            error instanceof FdtError ||
            error instanceof BoardError
          )
            throw new UserError(`${file}: ${error.message}`);
          if (error instanceof SyntaxError) throw new UserError(`${file}: expected JSON: ${error.message}`);
          throw error;
        }
      };
      const board = named(options.board, () => loadBoard(options.board));
      if (!board)
        throw new UserError(`--board: no board '${options.board}', expected one of ${boardNames().join(', ')}`);
      if (options.cpus !== undefined && options.cpus > board.cores)
        throw new UserError(`--cpus: board ${board.name} has ${board.cores} cores, expected no more`);
      const bytes = unpack(options.kernel, readBytes(options.kernel));
      const header = imageHeader(bytes);
      const { initrd, dtb, append } = options;
      let image;
      if (header) {
        if (dtb === undefined) throw new UserError(`${options.kernel}: a Linux Image, expected --dtb to go with it`);
        const tree = named(dtb, () => readFdt(readBytes(dtb)));
        image = named(options.kernel, () =>
          placeLinux({
            board,
            kernel: bytes,
            header,
            tree,
            psci: options.el < 3,
            ...(initrd === undefined ? {} : { initrd: readBytes(initrd) }),
            ...(append === undefined ? {} : { append }),
          }),
        );
      } else {
        for (const [name, value] of Object.entries({ initrd, dtb, append })) {
          if (value !== undefined) throw new UserError(`--${name}: ${options.kernel} is no Linux Image, expected one`);
        }
        image = named(options.kernel, () => readImage(bytes, board));
      }
      process.exitCode = await session.runToEnd({
        board,
        image,
        cores: options.cpus ?? board.cores,
        el: options.el as 1 | 2 | 3,
        expect: options.expect,
        timeout: options.timeout ?? Infinity,
        wallTimeout: options.wallTimeout ?? Infinity,
        stats: options.stats ?? false,
        write: (text) => process.stdout.write(text),
        report: (line) => process.stderr.write(`pivisor: ${line}\n`),
      });
    });
