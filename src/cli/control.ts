/** `pivisor ps` and `pivisor ctl` at work: other processes' machines, by their control sockets. */
import { ControlClient, type MachineListing } from '../host/control/client.js';
import type { ControlEvent } from '../host/control/control.js';
import type { GuestUsage } from '../host/control/guests.js';
import { socketNames, socketOf } from '../host/control/names.js';
import { absolute } from '../host/files.js';
import { exitCode } from './exit-code.js';
import { showSize } from './size.js';
import { columns } from './table.js';
import { printable, UserError, userMessage } from './user-error.js';

/** A machine that has not answered by then (ms) has been stopped, or is busy saving. */
const PATIENCE = 2000;
/** Between two looks at what guests use, ms. */
const SAMPLE = 1000;
const ONE_SAMPLE = 500;

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const asJson = (value: unknown): void => out(JSON.stringify(value, undefined, 2));
export const report = (line: string): void => void process.stderr.write(`pivisor: ${printable(line)}\n`);
const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const seconds = (ns: number): string => `${(ns / 1e9).toFixed(ns < 10e9 ? 3 : 1)} s`;

/** A connection to a socket, or undefined where nobody listens. */
async function opened(path: string): Promise<ControlClient | undefined> {
  try {
    return await ControlClient.open(path);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK') return undefined;
    throw error;
  }
}

/** The machines that run, by their names. */
async function machines(): Promise<{ name: string; client: ControlClient }[]> {
  const all = await Promise.all(socketNames().map(async (name) => ({ name, client: await opened(socketOf(name)) })));
  return all.filter((m): m is { name: string; client: ControlClient } => m.client !== undefined);
}

/**
 * The machine that is meant.
 * @param machine its name or its socket's path; where only one runs it need not be said
 * @throws UserError
 */
export async function connected(machine: string | undefined): Promise<ControlClient> {
  const named = machine === undefined ? undefined : await opened(socketOf(machine));
  if (named) return named;
  const running = await machines();
  if (machine === undefined && running.length === 1) return running[0].client;
  running.forEach(({ client }) => client.close());
  const names = running.map(({ name }) => name).join(', ');
  if (machine !== undefined)
    throw new UserError(`--machine: no machine '${machine}' runs, expected ${names === '' ? 'one that does' : names}`);
  throw new UserError(
    running.length === 0 ? 'no machine runs, expected pivisor run FILE.yaml' : `expected --machine and one of ${names}`,
  );
}

/** Does something with a machine. What it refuses is a line, and exit code 1. */
export async function withMachine(
  machine: string | undefined,
  work: (client: ControlClient) => Promise<void>,
): Promise<void> {
  const client = await connected(machine);
  try {
    await work(client);
  } catch (error) {
    const message = userMessage(error);
    if (message === undefined) throw error;
    report(message);
    process.exitCode = exitCode.failed;
  } finally {
    client.close();
  }
}

/** A guest's state in a few words. */
const stateOf = (machine: MachineListing, guest: { state: string; ended: string | undefined }): string => {
  if (guest.state === 'off') return guest.ended === undefined ? 'off' : `off: ${guest.ended}`;
  return machine.state === 'paused' ? 'paused with its board' : guest.state;
};
const memoryOf = ({ memory }: { memory: GuestUsage['memory'] }): string =>
  memory.size === 0 ? '-' : `${showSize(memory.touched)} / ${showSize(memory.size)}`;

/** `pivisor ps` */
export async function ps({ json }: { readonly json?: true }): Promise<void> {
  const listings = await Promise.all(
    (await machines()).map(async ({ name, client }) => {
      const late = pass(PATIENCE).then(() => undefined);
      const listing = await Promise.race([client.request<MachineListing>('list').catch(() => undefined), late]);
      client.close();
      return { name, listing };
    }),
  );
  if (json) {
    asJson(listings.flatMap(({ listing }) => listing ?? []));
    // Those that never answered hold nothing up.
    return;
  }
  if (listings.length === 0) return out('no machine runs; pivisor run FILE.yaml starts one');
  const rows = listings.flatMap(({ name, listing }) => {
    if (!listing) return [[name, '-', 'does not answer', '-', '-', '-']];
    const { state, time, cpu } = listing;
    if (listing.guests.length === 0) return [[name, '-', state, seconds(cpu), memoryOf(listing), seconds(time)]];
    return listing.guests.map((guest) => [
      name,
      guest.name,
      stateOf(listing, guest),
      seconds(guest.cpu),
      memoryOf(guest),
      guest.state === 'off' ? '-' : seconds(guest.uptime),
    ]);
  });
  out(columns([['MACHINE', 'GUEST', 'STATE', 'CPU TIME', 'MEMORY', 'UPTIME'], ...rows]));
}

const DONE: Readonly<Record<string, string>> = {
  start: 'started',
  stop: 'stopped',
  kill: 'killed',
  pause: 'paused',
  resume: 'goes on',
  reset: 'reset',
};
export type Act = 'start' | 'stop' | 'kill' | 'pause' | 'resume' | 'reset';

/** Does something to guests, or to the board. */
export const act = (
  name: Act,
  guests: readonly string[],
  { machine, json }: { readonly machine?: string; readonly json?: true },
): Promise<void> =>
  withMachine(machine, async (client) => {
    const result = await client.request<{ guests: readonly string[] }>(name, { guests });
    if (json) return asJson(result);
    for (const guest of result.guests) out(`${guest}: ${DONE[name]}`);
    if (result.guests.length > 0) return;
    const board = (name === 'pause' || name === 'resume' || name === 'reset') && guests.length === 0;
    out(board ? `the board: ${DONE[name]}` : 'there is no guest to do it to');
  });

/** What guests have used between two looks, a line each. */
export function usageTable(before: readonly GuestUsage[], now: readonly GuestUsage[]): string {
  const sum = (numbers: Readonly<Record<string, number>>): number => Object.values(numbers).reduce((a, b) => a + b, 0);
  const rows = now.map((guest, i) => {
    const was = before[i] ?? guest;
    const passed = guest.time - was.time;
    const share = (a: number, b: number): string => `${(passed <= 0 ? 0 : ((a - b) / passed) * 100).toFixed(1)}%`;
    const rate = (a: number, b: number): string => (passed <= 0 ? 0 : ((a - b) / passed) * 1e9).toFixed(0);
    return [
      guest.name,
      guest.state,
      share(guest.cpu, was.cpu),
      share(guest.steal, was.steal),
      memoryOf(guest),
      rate(sum(guest.exits), sum(was.exits)),
      rate(guest.interrupts, was.interrupts),
      rate(sum(guest.mmio), sum(was.mmio)),
      String(guest.restarts),
    ];
  });
  return columns([['GUEST', 'STATE', 'CPU', 'STEAL', 'MEMORY', 'EXITS/s', 'IRQS/s', 'MMIO/s', 'RESTARTS'], ...rows]);
}

/** What guests use: shares and rates by guest time, again and again on a terminal. */
export const stats = (
  guests: readonly string[],
  { machine, stream, json }: { readonly machine?: string; readonly stream: boolean; readonly json?: true },
): Promise<void> =>
  withMachine(machine, async (client) => {
    const look = (): Promise<GuestUsage[]> => client.request('stats', { guests });
    let before = await look();
    if (json) return asJson(before);
    const streams = stream && process.stdout.isTTY;
    let lines = 0;
    let stopped = false;
    const stop = (): void => void (stopped = true);
    process.once('SIGINT', stop);
    try {
      do {
        await pass(lines === 0 ? ONE_SAMPLE : SAMPLE);
        const now = await look();
        const text = usageTable(before, now);
        // What was printed before goes.
        out(lines === 0 ? text : `\x1b[${lines}A\x1b[J${text}`);
        lines = text.split('\n').length;
        before = now;
      } while (streams && !stopped);
    } finally {
      process.off('SIGINT', stop);
    }
  });

/** Writes the machine's state to a file, or brings it back from one. */
export const state = (
  method: 'save' | 'load',
  file: string,
  { machine, json }: { readonly machine?: string; readonly json?: true },
): Promise<void> =>
  withMachine(machine, async (client) => {
    const result = await client.request<{ file: string; time: number }>(method, { file: absolute(file) });
    if (json) return asJson(result);
    const { time } = result;
    out(method === 'save' ? `the state at ${seconds(time)} is in ${file}` : `goes on from ${seconds(time)}`);
  });

/** Ends the run. */
export const quit = ({ machine }: { readonly machine?: string }): Promise<void> =>
  withMachine(machine, async (client) => {
    await client.request('quit');
    await client.closed;
  });

/** What an event says to people. */
function told(event: ControlEvent): string {
  const at = `[${(event.time / 1e9).toFixed(6).padStart(12)}]`;
  if (event.event === 'guest') return `${at} ${event.guest}: ${event.line}`;
  if (event.event === 'board') return `${at} the board: ${event.state === 'paused' ? 'paused' : 'goes on'}`;
  return `${at} the run has ended: ${event.ending.kind}`;
}

/** Prints what happens, until the run ends. */
export const events = ({ machine, json }: { readonly machine?: string; readonly json?: true }): Promise<void> =>
  withMachine(machine, async (client) => {
    client.onEvent = (event) => {
      if (event.event !== 'output') out(json ? JSON.stringify(event) : told(event));
    };
    await client.request('subscribe');
    await client.closed;
  });
