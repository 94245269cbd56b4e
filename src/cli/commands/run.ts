import { Command, InvalidArgumentError, Option } from 'commander';
import { duration } from '../duration.js';
import { number } from '../number.js';

interface RunOptions {
  kernel: string;
  board: string;
  cpus?: number;
  firmware?: string;
  el?: 1 | 2 | 3;
  expect: RegExp[];
  timeout?: number;
  wallTimeout?: number;
  stats?: boolean;
  initrd?: string;
  dtb?: string;
  append?: string;
  reboot: boolean;
  seed?: number;
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
  pivisor run --kernel Image --initrd initrd.cpio.gz --dtb bcm2711-rpi-4-b.dtb --append console=ttyAMA0
  pivisor run --kernel u-boot.bin --dtb bcm2711-rpi-4-b.dtb --firmware bl31.bin

Exit codes:
  0  the program ended in good order, or the console showed all that was expected
  1  something expected did not come, a limit was reached, or the program ended with an exit code other than 0
  2  bad usage, or a bad file: one line says which, and what was expected
  3  the guest died: a kernel's panic, exceptions without end, all cores wait and nothing will wake them, or its memory
     does not fit`;

/** `pivisor run`: a program on a board, its console on standard output. */
export const run = (): Command =>
  new Command('run')
    .description('run a program on an emulated board')
    .requiredOption('--kernel <file>', 'the program: a Linux Image (or gzip of one), an ELF executable, or a raw image')
    .option('--initrd <file>', 'initial RAM disk')
    .option('--dtb <file>', 'device tree; what the firmware would write into it is added')
    .option('--append <text>', "the kernel's command line")
    .option(
      '--board <name>',
      'rpi4b-1g, -2g, -4g, -8g, rpi400, cm4, rpi4b-octo, virt, or a file that describes a board',
      'rpi4b-2g',
    )
    .option('--cpus <n>', 'cores, if fewer than the board has', count)
    .option(
      '--firmware <what>',
      'armstub (spin table, the default on a Pi), psci, none, or an EL3 image such as bl31.bin',
    )
    .addOption(
      new Option('--el <level>', 'exception level to start at, if not 2: 1 with PSCI, 3 without firmware').argParser(
        (text) => {
          if (!/^[123]$/.test(text)) throw new InvalidArgumentError('Expected 1, 2 or 3.');
          return Number(text);
        },
      ),
    )
    .option(
      '--expect <regex>',
      'text that the console must show; may be given several times, in this order',
      pattern,
      [],
    )
    .option('--timeout <time>', 'guest time after which to give up, such as 60s or 500ms', duration)
    .option('--wall-timeout <time>', 'real time after which to give up', duration)
    .option('--no-reboot', 'a guest that asks for a reset ends the run')
    .option('--seed <n>', 'what random numbers start from', number)
    .option('--stats', 'print what ran, at the end')
    .addHelpText('after', AFTER)
    .action(async (options: RunOptions) => {
      const [{ launch }, { Session }, { statistics, verdict, mmioSummary, DEATHS }] = await Promise.all([
        import('../../host/launch.js'),
        import('../../host/session.js'),
        import('../verdict.js'),
      ]);
      const stdout = { send: (bytes: Uint8Array) => void process.stdout.write(bytes), live: false };
      const report = (line: string): void => void process.stderr.write(`pivisor: ${line}\n`);
      const session = new Session({
        ...launch(options),
        serials: [0, 1].map((port) => ({ port, end: stdout })),
        expect: options.expect,
        deaths: DEATHS,
        reboot: options.reboot,
        ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
        ...(options.wallTimeout === undefined ? {} : { wallTimeout: options.wallTimeout }),
      });
      const ending = await session.run();
      if (!ending) return;
      const { code, line } = verdict(ending, session.missing);
      if (line !== undefined) report(line);
      for (const summary of mmioSummary(session.machine, options.stats ?? false)) report(summary);
      if (options.stats) for (const summary of statistics(session.machine, session.wall)) report(summary);
      process.exitCode = code;
    });
