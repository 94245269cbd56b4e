/** The methods of the control socket: what each takes, and what it does. docs/control.md describes them. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { list, record, text } from '../fields.js';
import { packageVersion } from '../package-info.js';
import type { Control } from './control.js';

/** Raised with every change that a client would notice. */
export const PROTOCOL = 1;

/** What a connection does for methods. */
export interface Connection {
  readonly control: Control;
  subscribe(on: boolean): void;
  attach(console: string): void;
  detach(console: string): void;
  /** Resolves when the guest has room for more. */
  type(console: string, bytes: Uint8Array): Promise<void>;
}

interface Method<T extends z.ZodType> {
  readonly params: T;
  readonly run: (connection: Connection, params: z.output<T>) => unknown;
}
const method = <T extends z.ZodType>(params: T, run: Method<T>['run']): Method<z.ZodType> => ({
  params,
  run: run as Method<z.ZodType>['run'],
});

const nothing = record('no parameters', {});
const guests = record('guests', { guests: list('names', text('a name')).default([]) });
const console = record('a console', { console: text('a name') });
const file = record('a file', {
  file: text('a file').refine(isAbsolute, { error: 'expected an absolute path' }),
});
const typed = record('what is typed', {
  console: text('a name'),
  data: z
    .base64({ error: 'expected bytes in base64' })
    .transform((data) => Uint8Array.from(Buffer.from(data, 'base64'))),
});

/** Those that are done to guests, or to the board. */
const ACTS = ['start', 'stop', 'kill', 'pause', 'resume', 'reset'] as const;

export const METHODS: Readonly<Record<string, Method<z.ZodType>>> = {
  version: method(nothing, () => ({ pivisor: packageVersion(), protocol: PROTOCOL })),
  list: method(nothing, ({ control }) => ({ ...control.list(), consoles: control.consoles })),
  stats: method(guests, ({ control }, p) => control.stats(...p.guests)),
  ...Object.fromEntries(
    ACTS.map((act) => [act, method(guests, async ({ control }, p) => ({ guests: await control[act](...p.guests) }))]),
  ),
  save: method(file, ({ control }, p) => control.save(p.file)),
  load: method(file, ({ control }, p) => control.load(p.file)),
  attach: method(console, (connection, p) => connection.attach(p.console)),
  detach: method(console, (connection, p) => connection.detach(p.console)),
  input: method(typed, (connection, p) => connection.type(p.console, p.data)),
  subscribe: method(nothing, (connection) => connection.subscribe(true)),
  unsubscribe: method(nothing, (connection) => connection.subscribe(false)),
  quit: method(nothing, ({ control }) => control.quit()),
};
