import { Command } from 'commander';
import { parseEscape, type EscapeKey } from '../../host/serial/escape.js';
import type { Act } from '../control.js';
import { parsedBy } from '../parsed-by.js';

/** Said in the help of each. */
const WHICH = `
-m, --machine <name> says which machine, where several run: pivisor ps lists them.`;

const load = () => import('../control.js');

/** What can be done to guests, and what is meant where none is named. */
const ACTS: readonly (readonly [name: Act, description: string, none: string])[] = [
  ['start', 'start guests that are off', 'all that are off'],
  [
    'stop',
    'press the power key of guests, and wait until they are off; those that do not care are killed in the end',
    'all that are on',
  ],
  ['kill', 'take the power from guests', 'all that are on'],
  ['pause', 'hold guests', 'the whole board, time included'],
  ['resume', 'let paused guests go on', 'the board if it is paused, or all that are'],
  ['reset', 'reset guests', 'the whole board'],
];

const json = (command: Command): Command => command.option('--json', 'as JSON, times in ns, sizes in bytes');
/** The options of a command, and --machine before or behind it. */
const all = <T>(command: Command): T & { readonly machine?: string } => command.optsWithGlobals();

const parts: readonly (() => Command)[] = [
  ...ACTS.map(
    ([name, description, none]) =>
      () =>
        json(new Command(name).description(description).argument('[guest...]', `by default ${none}`)).action(
          async (guests: string[], _: unknown, command: Command) =>
            (await load()).act(name, guests, all<{ json?: true }>(command)),
        ),
  ),
  () =>
    json(
      new Command('stats')
        .description('what guests use, by guest time, again and again on a terminal')
        .argument('[guest...]', 'by default all')
        .option('--no-stream', 'once'),
    ).action(async (guests: string[], _: unknown, command: Command) =>
      (await load()).stats(guests, all<{ stream: boolean; json?: true }>(command)),
    ),
  () =>
    new Command('attach')
      .description('put consoles on this terminal; Ctrl-] h helps, Ctrl-] d leaves')
      .argument('[guest]', 'shown first; by default all, line by line')
      .option('--escape <key>', 'key that opens the menu, such as ctrl-a; or none', parsedBy(parseEscape))
      .action(async (guest: string | undefined, _: unknown, command: Command) =>
        (await import('../attach.js')).attach(guest, all<{ escape?: EscapeKey }>(command)),
      ),
  () =>
    json(new Command('events').description('print what happens, until the run ends')).action(
      async (_: unknown, command: Command) => (await load()).events(all<{ json?: true }>(command)),
    ),
  ...(['save', 'load'] as const).map(
    (name) => () =>
      json(
        new Command(name)
          .description(
            name === 'save'
              ? "write the machine's state to a file, as pivisor run --save-state does"
              : "put a saved state in the place of the machine's",
          )
          .argument('<file>'),
      ).action(async (file: string, _: unknown, command: Command) =>
        (await load()).state(name, file, all<{ json?: true }>(command)),
      ),
  ),
  () =>
    new Command('quit')
      .description('end the run, as x in its menu does')
      .action(async (_: unknown, command: Command) => (await load()).quit(all(command))),
];

/** `pivisor ctl`: does something to a machine that runs. */
export const ctl = (): Command => {
  const command = new Command('ctl')
    .description('control a machine that runs, and its guests')
    .option('-m, --machine <name>', 'the machine, by its name in pivisor ps, or the path of its socket');
  for (const part of parts) command.addCommand(part().addHelpText('after', WHICH));
  return command.addHelpText(
    'after',
    `
A machine file's machine has its name, or the file's: pivisor ps lists them. Where only one runs, --machine can be left out.

Examples:
  pivisor ctl stop web
  pivisor ctl -m lab start
  pivisor ctl attach web
  pivisor ctl save before-upgrade.state

Exit codes:
  0  done
  1  the machine has refused it: one line says why
  2  bad usage, or no such machine`,
  );
};
