import { Command, CommanderError } from 'commander';
import { packageVersion } from '../host/package-info.js';
import { commands, type CommandFactory } from './commands/index.js';
import { exitCode } from './exit-code.js';
import { printable, userMessage } from './user-error.js';

/** The commander program. Parsing throws CommanderError instead of ending the process. */
export function buildProgram(factories: readonly CommandFactory[] = commands): Command {
  const program = new Command('pivisor')
    .description('A Raspberry Pi 4 in software that hosts hypervisors and is one')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help on a command')
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .exitOverride();
  for (const factory of factories) {
    const command = factory();
    inherit(program, command);
    program.addCommand(command);
  }
  return program;
}

/** Parses and runs a command line (without `node` and the script). Never throws: problems set `process.exitCode`. */
export async function main(args: readonly string[], factories: readonly CommandFactory[] = commands): Promise<void> {
  // A reader that has seen enough (`pivisor dis FILE | head`) closes the pipe: that is no error, and nobody is left to tell.
  process.stdout.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  try {
    await buildProgram(factories).parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Prints what there is to print about `error`, and returns the exit code that it calls for. */
function report(error: unknown): number {
  // Commander has printed its message, or the help or version asked for (exit code 0), already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  const message = userMessage(error);
  if (message !== undefined) {
    process.stderr.write(oneLine(message));
    return exitCode.usage;
  }
  console.error('pivisor: internal error, please report it');
  console.error(error);
  return exitCode.internal;
}

/** A message as the one line a user gets: `pivisor: ...`, any line breaks turned into spaces. */
function oneLine(message: string): string {
  const line = message
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*[\r\n]+\s*/g, ' ');
  return `pivisor: ${printable(line)}\n`;
}

/** addCommand() leaves a command its own settings; give it and its subcommands the program's, exit override included. */
function inherit(parent: Command, command: Command): void {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(command, child);
}
