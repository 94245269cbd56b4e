import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { userMessage } from '../../src/cli/user-error.js';
import { BACKLOG, type SerialBackend, type SerialOptions } from '../../src/host/serial/backend.js';
import { openSerial } from '../../src/host/serial/open.js';
import { openPty } from '../../src/host/serial/pty.js';
import { parseSerial } from '../../src/host/serial/spec.js';
import { need } from '../support/tools.js';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Port extends SerialBackend {
  readonly notices: string[];
  /** What came in, as text. */
  input: string;
}

async function open(text: string, more: Partial<SerialOptions> = {}): Promise<Port> {
  const notices: string[] = [];
  const backend = await openSerial(parseSerial(text), {
    name: 'serial1',
    notice: (line) => notices.push(line),
    ...more,
  });
  ends.push(() => backend.close());
  const port = Object.assign(backend, { notices, input: '' });
  port.receive = (bytes) => (port.input += Buffer.from(bytes).toString('latin1'));
  return port;
}

const failure = async (text: string, more?: Partial<SerialOptions>): Promise<string | undefined> =>
  open(text, more).then(() => undefined, userMessage);
const say = (port: SerialBackend, text: string): void => port.send(Buffer.from(text, 'latin1'));
const portOf = (port: SerialBackend): number => Number(/127\.0\.0\.1:(\d+)/.exec(port.describe())?.[1]);

/** Numbers of 8 characters each, so that what arrived and what did not can be told. */
const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `${String(from + i).padStart(7)}\n`).join('');

/** The program, its output collected, without the files that this process has open. */
function peer(command: string): ChildProcessWithoutNullStreams & { text: string } {
  const bare = 'for f in /proc/$$/fd/*; do n=${f##*/}; ((n > 2)) && eval "exec $n>&-"; done; exec ';
  const child = Object.assign(spawn('bash', ['-c', bare + command]), { text: '' });
  child.stdout.on('data', (bytes: Buffer) => (child.text += bytes.toString('latin1')));
  ends.push(() => child.kill());
  return child;
}

/** A client whose input is collected in `text`. */
function connect(port: number): Promise<Socket & { text: string }> {
  return new Promise((resolve, reject) => {
    const socket = Object.assign(createConnection(port, '127.0.0.1'), { text: '' });
    ends.push(() => socket.destroy());
    socket.on('data', (bytes: Buffer) => (socket.text += bytes.toString('latin1')));
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

const soon = { timeout: 10_000, interval: 10 };

describe('nobody', () => {
  test('null', async () => {
    const port = await open('null');
    say(port, 'lost');
    expect([port.live, port.describe()]).toEqual([false, 'serial1: not connected']);
  });

  test('a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pivisor-serial-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'out');
    writeFileSync(path, 'old');
    const port = await open(`file:${path}`);
    say(port, 'a\0\xff\r\n');
    say(port, 'b');
    expect(readFileSync(path, 'latin1')).toBe('a\0\xff\r\nb');
    expect([port.live, port.describe()]).toEqual([false, `serial1: written to ${path}`]);
    await port.close();
    say(port, 'late');
    expect(readFileSync(path, 'latin1')).toBe('a\0\xff\r\nb');
    expect(await failure(`file:${folder}`)).toBe(`${folder}: is a directory`);
    expect(await failure(`file:${path}/x`)).toBe(`${path}/x: not a directory`);
  });

  test.skipIf(process.platform !== 'linux')('a full disk does not stop the guest', async () => {
    const port = await open('file:/dev/full');
    say(port, '12345');
    say(port, '678');
    expect(port.notices).toEqual([
      'serial1: /dev/full: no space left on device; what comes from here on is not written',
    ]);
    expect(port.describe()).toBe('serial1: written to /dev/full, 8 bytes not written');
  });
});

describe('TCP', () => {
  test('output from the first byte on, input, one client at a time', async () => {
    const port = await open('tcp:0');
    expect(port.live).toBe(true);
    say(port, 'before anybody came\r\n');
    const first = await connect(portOf(port));
    await expect.poll(() => first.text, soon).toBe('before anybody came\r\n');
    first.write('ls\r');
    await expect.poll(() => port.input, soon).toBe('ls\r');
    const second = await connect(portOf(port));
    await expect.poll(() => second.text, soon).toMatch(/^pivisor: serial1 is in use by 127\.0\.0\.1:\d+\r\n$/);
    await expect.poll(() => second.destroyed, soon).toBe(true);
    first.end();
    await expect.poll(() => first.destroyed, soon).toBe(true);
    say(port, 'nobody here');
    const third = await connect(portOf(port));
    await expect.poll(() => third.text, soon).toBe('nobody here');
    say(port, ', bye');
    await port.close();
    await expect.poll(() => third.text, soon).toBe('nobody here, bye');
    expect(port.live).toBe(false);
    await expect(connect(portOf(port))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('a client that does not read costs 1 MiB and no more', async () => {
    const port = await open('tcp:0');
    const client = await connect(portOf(port));
    client.pause();
    const total = 4_000_000;
    for (let i = 0; i < total; i += 2_000) {
      say(port, numbers(i, i + 2_000));
      if (i % 100_000 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const dropped = Number(/, (\d+) bytes of output dropped$/.exec(port.describe())?.[1]);
    // The kernel holds some megabytes for each connection.
    expect(dropped).toBeGreaterThan(8 * total - 16 * BACKLOG);
    expect(port.notices).toEqual([
      expect.stringMatching(/^serial1: nobody reads 127.0.0.1:\d+; of the output only the last 1 MiB is kept$/),
    ]);
    client.resume();
    await expect.poll(() => client.text.length, soon).toBe(8 * total - dropped);
    expect(client.text.endsWith(numbers(total - BACKLOG / 8, total))).toBe(true);
  });

  test('input waits while the guest is behind', async () => {
    const port = await open('tcp:0');
    port.throttle(true);
    const client = await connect(portOf(port));
    client.write('wait');
    say(port, 'prompt');
    await expect.poll(() => client.text, soon).toBe('prompt');
    expect(port.input).toBe('');
    port.throttle(false);
    await expect.poll(() => port.input, soon).toBe('wait');
  });

  test('addresses that do not work', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    ends.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    expect(await failure(`tcp:${port}`)).toBe(`127.0.0.1:${port}: address already in use`);
    expect(await failure('tcp:192.0.2.1:4001')).toBe('192.0.2.1:4001: not an address of this computer');
  });

  test.skipIf(!need('socat', 'socat'))('socat', async () => {
    const port = await open('tcp:0');
    say(port, 'login: ');
    const socat = peer(`socat - tcp:127.0.0.1:${portOf(port)}`);
    await expect.poll(() => socat.text, soon).toBe('login: ');
    socat.stdin.write('\x00\x7f\xffroot\n', 'latin1');
    await expect.poll(() => port.input, soon).toBe('\x00\x7f\xffroot\n');
  });
});

describe('a pseudoterminal', () => {
  test.skipIf(process.platform !== 'linux' || !need('socat', 'socat'))('socat', async () => {
    const port = await open('pty');
    const [path] = /\/dev\/pts\/\d+$/.exec(port.describe()) ?? [];
    expect(port.live).toBe(true);
    // More than the kernel keeps for it, before anybody opens it.
    const total = 20_000;
    say(port, numbers(0, total));
    const socat = peer(`socat - ${path},raw,echo=0`);
    await expect.poll(() => socat.text.length, soon).toBe(8 * total);
    expect(socat.text).toBe(numbers(0, total));
    socat.stdin.write('a\n\r\x03\x1a\x04\xff', 'latin1');
    await expect.poll(() => port.input, soon).toBe('a\n\r\x03\x1a\x04\xff');
    // Another one later, and one that leaves the settings as they are: no echo, no translation.
    socat.kill();
    await new Promise((resolve) => socat.once('exit', resolve));
    const cat = peer(`cat ${path}`);
    say(port, 'again\r\n\x03\x04\n');
    await expect.poll(() => cat.text, soon).toBe('again\r\n\x03\x04\n');
    writeFileSync(path ?? '', 'x\ny');
    await expect.poll(() => port.input, soon).toBe('a\n\r\x03\x1a\x04\xffx\ny');
    say(port, 'the end');
    await port.close();
    await expect.poll(() => cat.text, soon).toBe('again\r\n\x03\x04\nthe end');
  });

  test.skipIf(process.platform !== 'linux')('nobody reads it', async () => {
    const port = await open('pty');
    const started = performance.now();
    for (let i = 0; i < 400_000; i += 10_000) say(port, numbers(i, i + 10_000));
    expect(port.describe()).toMatch(/^serial1: \/dev\/pts\/\d+, \d+ bytes of output dropped$/);
    expect(port.notices).toHaveLength(1);
    await port.close();
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test.for<readonly [string, () => never, RegExp]>([
    [
      'the package is missing',
      () => {
        throw Object.assign(new Error("Cannot find module '@lydell/node-pty'"), { code: 'MODULE_NOT_FOUND' });
      },
      /^serial1: pty needs the optional package @lydell\/node-pty, .*; tcp:PORT works everywhere$/,
    ],
  ])('%s', ([, load, message]) => {
    expect(() => openPty({ name: 'serial1', notice: () => {} }, load)).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringMatching(message) as string }),
    );
  });
});

describe('standard input and output', () => {
  const stdio = (): { stdin: PassThrough; stdout: PassThrough; stderr: PassThrough } => ({
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
  });

  test('live until the input ends, held back while the guest is behind', async () => {
    const pipes = stdio();
    const port = await open('stdio', { stdio: pipes });
    port.throttle(true);
    pipes.stdin.write('ab');
    say(port, 'out');
    await expect.poll(() => pipes.stdout.read() as Buffer, soon).toEqual(Buffer.from('out'));
    expect([port.input, port.live]).toEqual(['', true]);
    port.throttle(false);
    await expect.poll(() => port.input, soon).toBe('ab');
    pipes.stdin.end('c');
    await expect.poll(() => port.live, soon).toBe(false);
    expect(port.input).toBe('abc');
  });

  test('nothing is lost that came before the owner listened', async () => {
    const pipes = stdio();
    pipes.stdin.write('early');
    const port = await openSerial(parseSerial('stdio'), { name: 'serial0', notice: () => {}, stdio: pipes });
    ends.push(() => port.close());
    await new Promise((resolve) => setTimeout(resolve, 20));
    let input = '';
    port.receive = (bytes) => (input += Buffer.from(bytes).toString());
    await expect.poll(() => input, soon).toBe('early');
  });

  test('one port only', async () => {
    await open('stdio', { name: 'serial0' });
    expect(await failure('stdio')).toBe(
      "serial1: stdio is serial0's already, expected null, file:PATH, tcp:PORT or pty",
    );
  });
});
