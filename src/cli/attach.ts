/** `pivisor ctl attach`: the consoles of another process's machine on this terminal. */
import type { ControlClient, MachineListing } from '../host/control/client.js';
import type { GuestUsage } from '../host/control/guests.js';
import { guestsMenu, type EscapeKey, type TerminalCommand } from '../host/serial/escape.js';
import { openSerial } from '../host/serial/open.js';
import { ConsoleSwitch } from '../host/serial/switch.js';
import { report, usageTable, withMachine } from './control.js';
import { UserError, userMessage } from './user-error.js';

interface AttachOptions {
  readonly machine?: string;
  readonly escape?: EscapeKey;
}

/** @param console the guest that is shown first; all of them if not given */
export const attach = (console: string | undefined, { machine, escape }: AttachOptions): Promise<void> =>
  withMachine(machine, async (client) => {
    const { consoles: names } = await client.request<MachineListing>('list');
    if (console !== undefined && !names.includes(console))
      throw new UserError(`no console '${console}', expected ${names.join(', ')}`);
    await attached(client, names, console ?? (names.length === 1 ? names[0] : undefined), escape);
  });

async function attached(
  client: ControlClient,
  names: readonly string[],
  shown: string | undefined,
  escape: EscapeKey | undefined,
): Promise<void> {
  let consoles: ConsoleSwitch | undefined;
  let ending: string | undefined;
  const commands = commandsOf(client);
  const terminal = await openSerial(
    { kind: 'stdio' },
    {
      name: 'the consoles',
      notice: report,
      menu: guestsMenu('leave, and the machine goes on'),
      onCommand(command, text) {
        if (!consoles?.command(command, text)) commands[command]?.(consoles?.shown);
      },
      ...(escape === undefined ? {} : { escape }),
    },
  );
  try {
    consoles = new ConsoleSwitch({
      names,
      terminal,
      colours: process.stdout.isTTY && !process.env['NO_COLOR'],
      shown,
      say: report,
      onInterrupt: () => client.close(),
    });
    const { ends } = consoles;
    client.onEvent = (event) => {
      if (event.event === 'output') ends[names.indexOf(event.console)]?.send(Buffer.from(event.data, 'base64'));
      else if (event.event === 'end') ending = event.ending.kind;
    };
    ends.forEach((end, i) => {
      end.receive = (bytes) => {
        // The next keys when these have been taken.
        end.throttle(true);
        client
          .request('input', { console: names[i], data: Buffer.from(bytes).toString('base64') })
          .catch(() => undefined)
          .finally(() => end.throttle(false));
      };
    });
    await client.request('subscribe');
    for (const name of names) await client.request('attach', { console: name });
    await client.closed;
  } finally {
    await consoles?.close();
    await terminal.close();
  }
  if (ending !== undefined) report(`the run has ended: ${ending}`);
}

/** What the menu does beside choosing consoles. */
function commandsOf(
  client: ControlClient,
): Readonly<Partial<Record<TerminalCommand, (guest: string | undefined) => void>>> {
  const ask = (work: () => Promise<string | readonly string[]>): void => {
    work().then(
      (lines) => [lines].flat().forEach(report),
      (error: unknown) => report(userMessage(error) ?? String(error)),
    );
  };
  const list = (): Promise<MachineListing> => client.request('list');
  return {
    quit: () => client.close(),
    reset: (guest) =>
      ask(async () => {
        await client.request('reset', { guests: guest === undefined ? [] : [guest] });
        return `${guest ?? 'the board'}: reset`;
      }),
    pause: (guest) =>
      ask(async () => {
        const machine = await list();
        const { state } = machine.guests.find(({ name }) => name === guest) ?? machine;
        const method = state === 'paused' ? 'resume' : 'pause';
        await client.request(method, { guests: guest === undefined ? [] : [guest] });
        return `${guest ?? 'the board'}: ${method === 'pause' ? 'paused' : 'goes on'}`;
      }),
    info: () =>
      ask(async () => {
        const { name, board, state, time, guests } = await list();
        return [
          `${name}, ${board}: ${state}, guest time ${(time / 1e9).toFixed(3)} s`,
          ...guests.map((g) => `${g.name}: ${g.state}${g.ended === undefined ? '' : `, ${g.ended}`}`),
        ];
      }),
    statistics: () =>
      ask(async () => {
        const before = await client.request<GuestUsage[]>('stats');
        await new Promise((resolve) => setTimeout(resolve, 500));
        return usageTable(before, await client.request<GuestUsage[]>('stats')).split('\n');
      }),
  };
}
