/** The control socket: requests, events, consoles; and clients that do it no good. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Attachment } from '../../src/host/control/attachment.js';
import { ControlClient, type OutputEvent } from '../../src/host/control/client.js';
import type { ControlEvent } from '../../src/host/control/control.js';
import { LONGEST_LINE } from '../../src/host/control/lines.js';
import { claimSocket, machineName, socketNames, socketOf } from '../../src/host/control/names.js';
import { serveControl, type ControlServer } from '../../src/host/control/server.js';
import { ECHO, start, WAIT, type Running } from './rig.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-socket-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 's.sock');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

let running: Running;
let server: ControlServer;
/** Those that were made at the machine. */
let attachments: Attachment[];
async function serve(sources: Readonly<Record<string, string>> = { a: ECHO, b: ECHO }): Promise<void> {
  running = start(sources);
  const { control } = running;
  const attach = control.attach.bind(control);
  attachments = [];
  vi.spyOn(control, 'attach').mockImplementation((name) => {
    const attachment = attach(name);
    attachments.push(attachment);
    return attachment;
  });
  server = await serveControl(control, path);
}
async function stop(): Promise<void> {
  await running.stop();
  await server.close();
}

/** Sends bytes as they are. @returns what comes back until the server hangs up, or `lines` lines have come */
function raw(bytes: string | Uint8Array, lines = Infinity): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    const done = (): void => {
      socket.destroy();
      resolve(
        text
          .split('\n')
          .filter((line) => line !== '')
          .map((line): unknown => JSON.parse(line)),
      );
    };
    socket.on('data', (data) => {
      text += data.toString();
      if (text.split('\n').length > lines) done();
    });
    socket.on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    socket.end(bytes);
  });
}

describe('a machine', () => {
  beforeEach(() => serve());
  afterEach(() => stop());

  test('answers one client and another, and tells of events', async () => {
    const [first, second] = await Promise.all([ControlClient.open(path), ControlClient.open(path)]);
    const events: (ControlEvent | OutputEvent)[] = [];
    second.onEvent = (event) => events.push(event);
    await second.request('subscribe');
    expect(await first.request('version')).toEqual({ pivisor: expect.any(String) as string, protocol: 1 });
    expect(await first.request('pause', { guests: ['a'] })).toEqual({ guests: ['a'] });
    expect(await second.request('list')).toMatchObject({
      name: 'rig',
      board: 'rpi4b-1g',
      state: 'running',
      consoles: ['a', 'b'],
      guests: [
        { name: 'a', state: 'paused' },
        { name: 'b', state: 'running' },
      ],
    });
    await expect(first.request('start', { guests: ['b'] })).rejects.toThrow(/^b: start: it is running$/);
    await expect.poll(() => events.length).toBe(2);
    expect(events).toMatchObject([
      { event: 'guest', guest: 'a', kind: 'pause' },
      { event: 'guest', guest: 'b', kind: 'refused' },
    ]);
    await second.request('unsubscribe');
    await first.request('resume');
    expect(events).toHaveLength(2);
    await second.request('subscribe');
    await first.request('quit');
    await Promise.all([running.stop(), server.close(), first.closed, second.closed]);
    expect(events.at(-1)).toMatchObject({ event: 'end', ending: { kind: 'quit' } });
    expect(existsSync(path)).toBe(false);
  });

  test('gives a console', async () => {
    const client = await ControlClient.open(path);
    let heard = '';
    client.onEvent = (e) => {
      if (e.event === 'output' && e.console === 'b') heard += Buffer.from(e.data, 'base64').toString();
    };
    await expect(client.request('input', { console: 'b', data: '' })).rejects.toThrow('b is not attached');
    await client.request('attach', { console: 'b' });
    await expect(client.request('attach', { console: 'b' })).rejects.toThrow('b is attached already');
    await client.request('input', { console: 'b', data: base64('ls') });
    await expect.poll(() => heard).toBe('hello\n$ ls');
    const { destroyed, name } = attachments[0];
    expect([destroyed, name]).toEqual([false, 'b']);
    await client.request('detach', { console: 'b' });
    expect(attachments[0].destroyed).toBe(true);
    client.close();
  });

  test('a client that has gone leaves nothing behind', async () => {
    const client = await ControlClient.open(path);
    await client.request('attach', { console: 'a' });
    await client.request('subscribe');
    client.close();
    await expect.poll(() => attachments.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  test('only the user may connect', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test.each<[string, string, unknown]>([
    ['no JSON', '{', { id: null, error: { message: 'expected JSON, one request a line' } }],
    ['an empty line', '', { id: null, error: { message: 'expected JSON, one request a line' } }],
    ['no object', '[]', { id: null, error: { message: 'id: expected a number or a text' } }],
    ['null', 'null', { id: null, error: { message: 'expected an object' } }],
    ['no id', '{"method":"list"}', { id: null, error: { message: 'id: expected a number or a text' } }],
    [
      'no such method',
      '{"id":1,"method":"constructor"}',
      { id: 1, error: { message: expect.stringMatching(/^method: expected one of version, list,/) as string } },
    ],
    [
      'parameters that are none',
      '{"id":"x","method":"save","params":{"file":3}}',
      { id: 'x', error: { message: 'params.file: expected a file, found 3' } },
    ],
    [
      'a relative path',
      '{"id":2,"method":"save","params":{"file":"x"}}',
      { id: 2, error: { message: "params.file: expected an absolute path, found 'x'" } },
    ],
    [
      'an unknown parameter',
      '{"id":2,"method":"quit","params":{"now":true}}',
      { id: 2, error: { message: 'params.now: unknown field, expected one of ' } },
    ],
    [
      'a file that can not be written',
      '{"id":3,"method":"save","params":{"file":"/nonexistent/x"}}',
      { id: 3, error: { message: '/nonexistent/x: no such file or directory' } },
    ],
  ])('says what is wrong: %s', async (_, line, answer) => {
    expect(await raw(`${line}\n{"id":9,"method":"version"}\n`)).toEqual([
      answer,
      { id: 9, result: expect.anything() as unknown },
    ]);
  });

  test('a line without end', async () => {
    const [answer] = await raw(Buffer.alloc(LONGEST_LINE + 2, 'x'), 1);
    expect(answer).toEqual({
      id: null,
      error: { message: `a line of more than ${LONGEST_LINE} bytes, expected shorter ones` },
    });
  });

  test('a client that sends and does not read is held up; others are served', async () => {
    const greedy: Socket = connect(path);
    greedy.on('error', () => undefined);
    greedy.pause();
    const flood = '{"id":1,"method":"list"}\n'.repeat(1000);
    // Until nothing of it is taken any more.
    let before = -1;
    await expect
      .poll(
        () => {
          if (greedy.writableLength === 0) greedy.write(flood);
          const stuck = greedy.writableLength === before && before > 0;
          before = greedy.writableLength;
          return stuck;
        },
        { timeout: 30_000, interval: 200 },
      )
      .toBe(true);
    const client = await ControlClient.open(path);
    expect(await client.request('list')).toMatchObject({ state: 'running' });
    client.close();
    // What it has asked for is answered when it reads.
    let answers = 0;
    greedy.on('data', (bytes: Buffer) => (answers += bytes.filter((byte) => byte === 10).length));
    greedy.resume();
    await expect.poll(() => greedy.writableLength, { timeout: 30_000 }).toBe(0);
    expect(answers).toBeGreaterThan(100);
    greedy.destroy();
  });

  test('garbage of all kinds', async () => {
    let seed = 1;
    const random = (n: number): number => (seed = (seed * 48271) % 0x7fffffff) % n;
    const words = [
      '{',
      '}',
      '"id"',
      ':',
      '1',
      ',',
      '"method"',
      '"input"',
      '"pause"',
      'null',
      '\n',
      '[',
      '\ufffd',
      '\0',
    ];
    for (let round = 0; round < 20; round++) {
      const bytes =
        round % 2 === 0
          ? Buffer.from(Array.from({ length: 50 }, () => words[random(words.length)]).join(''))
          : Buffer.from(Array.from({ length: 200 }, () => random(256)));
      await raw(bytes);
    }
    const client = await ControlClient.open(path);
    expect(await client.request('list')).toMatchObject({ state: 'running' });
    client.close();
  });
});

test('the dialogue in docs/control.md', async () => {
  await serve({ left: ECHO });
  const text = readFileSync(new URL('../../docs/control.md', import.meta.url), 'utf8');
  const lines = /^```\n(> [^]*?)^```$/m.exec(text)![1].trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(6);
  const client = connect(path);
  let said = '';
  client.on('data', (bytes) => (said += bytes.toString()));
  const answered: string[] = [];
  for (const line of lines) {
    if (line.startsWith('> ')) client.write(`${line.slice(2)}\n`);
    else {
      await expect.poll(() => said.endsWith('\n'), { timeout: 10_000 }).toBe(true);
      answered.push(`< ${said.trimEnd()}`);
      said = '';
    }
  }
  expect(answered).toEqual(lines.filter((line) => line.startsWith('< ')));
  client.destroy();
  await stop();
});

test('a client that does not read a console gets the last of it, and is told how much it has missed', async () => {
  await serve({ a: WAIT, b: ECHO });
  const socket = connect(path);
  socket.write('{"id":1,"method":"attach","params":{"console":"a"}}\n');
  socket.pause();
  await expect.poll(() => attachments.length).toBe(1);
  const [{ backend }] = attachments;
  const said = 16 << 20;
  for (let i = 0; i < said >> 12; i++) {
    backend.send(new Uint8Array(4096).fill(65 + (i % 26)));
    if (i % 256 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  let [got, dropped, text] = [0, 0, ''];
  socket.on('data', (bytes) => {
    text += bytes.toString();
    const lines = text.split('\n');
    text = lines.pop()!;
    for (const line of lines) {
      const event = JSON.parse(line) as Partial<OutputEvent>;
      got += Buffer.from(event.data ?? '', 'base64').length;
      dropped += event.dropped ?? 0;
    }
  });
  socket.resume();
  await expect.poll(() => got + dropped, { timeout: 30_000 }).toBe(said);
  expect(dropped).toBeGreaterThan(said / 2);
  expect(got).toBeGreaterThan(1 << 20);
  socket.destroy();
  await stop();
});

describe('names', () => {
  beforeEach(() => {
    const runtime = mkdtempSync(join(folder, 'r'));
    vi.stubEnv('XDG_RUNTIME_DIR', runtime);
  });
  afterEach(() => vi.unstubAllEnvs());

  test.each([
    [undefined, '/x/two-linux.yaml', 'two-linux'],
    [undefined, 'web.machine.yml', 'web'],
    ['My web farm!', 'x.yaml', 'My-web-farm-'],
    ['../../etc', 'x.yaml', 'etc'],
    ['..', 'x.yaml', 'machine'],
    ['x'.repeat(100), 'x.yaml', 'x'.repeat(40)],
  ])('%s in %s', (name, file, expected) => expect(machineName(name, file)).toBe(expected));

  test('a second machine of the name gets a number; a place is given back', async () => {
    const first = await claimSocket('web');
    const second = await claimSocket('web');
    expect([first.name, second.name]).toEqual(['web', 'web-2']);
    expect(first.path).toBe(join(process.env['XDG_RUNTIME_DIR']!, 'pivisor', 'web.sock'));
    expect(socketOf('web')).toBe(first.path);
    expect(socketOf('./web.sock')).toBe(join(process.cwd(), 'web.sock'));
    expect(statSync(join(process.env['XDG_RUNTIME_DIR']!, 'pivisor')).mode & 0o777).toBe(0o700);
    writeFileSync(first.path, '');
    expect(socketNames()).toEqual(['web']);
    first.release();
    expect((await claimSocket('web')).name).toBe('web');
  });

  test("what a killed process has left is replaced; what is somebody's is not", async () => {
    const claimed = await claimSocket('web');
    claimed.release();
    // A socket that nobody listens on any more.
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(`${claimed.path}.x`, resolve));
    linkSync(`${claimed.path}.x`, claimed.path);
    await new Promise((resolve) => dead.close(resolve));
    writeFileSync(`${claimed.path}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), started: '1' }));
    const again = await claimSocket('web');
    expect([again.name, existsSync(again.path)]).toEqual(['web', false]);
    again.release();

    const other = createServer();
    const at = join(folder, 'other.sock');
    await new Promise<void>((resolve) => other.listen(at, resolve));
    await expect(claimSocket('web', at)).rejects.toThrow(`${at}: somebody listens there, expected a path that is free`);
    await new Promise((resolve) => other.close(resolve));
    const mine = await claimSocket('web', at);
    await expect(claimSocket('web', at)).rejects.toThrow(`${at}: process ${process.pid} listens there`);
    mine.release();
    writeFileSync(at, 'precious');
    await expect(claimSocket('web', at)).rejects.toThrow('is no socket, expected a name that is free');
    await expect(claimSocket('web', `/tmp/${'x'.repeat(120)}.sock`)).rejects.toThrow('too long for a socket');
  });

  test('a folder that is not ours', async () => {
    const target = join(process.env['XDG_RUNTIME_DIR']!, 'elsewhere');
    mkdirSync(target);
    symlinkSync(target, join(process.env['XDG_RUNTIME_DIR']!, 'pivisor'));
    await expect(claimSocket('web')).rejects.toThrow(/pivisor: somebody else's, expected a folder of yours$/);
  });
});
