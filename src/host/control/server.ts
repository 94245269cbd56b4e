/** The control socket: JSON lines from other processes of the user's to a machine's `Control`, and back. docs/control.md. */
import { chmodSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { printable, UserError, userMessage } from '../../cli/user-error.js';
import { check } from '../fields.js';
import type { Attachment } from './attachment.js';
import type { Control } from './control.js';
import { LONGEST_LINE, lineSplitter } from './lines.js';
import { METHODS, type Connection } from './methods.js';

/** Clients at a time. */
const MOST_CLIENTS = 64;
/** Requests of one client that wait for their answers; what comes beyond waits in the socket. */
const MOST_REQUESTS = 64;
/** Bytes that wait for a client: from the first on consoles and requests are held back; at the second it is dropped, as it does not read. */
const BEHIND = 1 << 18;
const LOST = 1 << 24;
/** How long clients have for what is left at the end, ms. */
const PATIENCE = 1000;

export interface ControlServer {
  readonly path: string;
  /** Says what is left to say, and hangs up. */
  close(): Promise<void>;
}

/**
 * Listens on a Unix socket that only the user may connect to.
 * @param path where nobody listens; `claimSocket` gives one
 * @throws a system call's error with its path
 */
export function serveControl(control: Control, path: string): Promise<ControlServer> {
  const clients = new Set<Client>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const client = new Client(socket, control);
    clients.add(client);
    socket.once('close', () => clients.delete(client));
  });
  server.maxConnections = MOST_CLIENTS;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(Object.assign(error, { path })));
    listenAlone(server, path);
    server.once('listening', () => {
      server.removeAllListeners('error');
      // Too many open files: who is not accepted finds out by itself.
      server.on('error', () => undefined);
      server.unref();
      resolve({
        path,
        async close() {
          const closed = new Promise<void>((done) => server.close(() => done()));
          await Promise.all([...clients].map((client) => client.close()));
          await closed;
        },
      });
    });
  });
}

/** Binds the socket so that nobody else can connect from the first moment on. */
function listenAlone(server: Server, path: string): void {
  let mask: number | undefined;
  try {
    mask = process.umask(0o177);
  } catch {
    // In a worker thread; the folder protects it.
  }
  try {
    server.listen(path);
  } finally {
    if (mask !== undefined) process.umask(mask);
  }
  server.once('listening', () => {
    try {
      chmodSync(path, 0o600);
    } catch {
      // It is gone already.
    }
  });
}

class Client implements Connection {
  readonly #attached = new Map<string, Attachment>();
  #unsubscribe: (() => void) | undefined;
  /** Lines that came and are not dealt with, and requests without an answer yet. */
  readonly #lines: string[] = [];
  #open = 0;
  /** It has said all it has to say. */
  #ended = false;

  constructor(
    private readonly socket: Socket,
    readonly control: Control,
  ) {
    const split = lineSplitter((line) => this.#lines.push(line));
    socket.unref();
    socket.on('data', (bytes) => {
      const good = split(bytes);
      this.#work();
      if (good) return;
      this.#say({ id: null, error: { message: `a line of more than ${LONGEST_LINE} bytes, expected shorter ones` } });
      socket.removeAllListeners('data');
      this.#lines.length = 0;
      this.#bye();
      socket.resume();
      socket.destroySoon();
    });
    socket.on('drain', () => {
      this.#attached.forEach((attachment) => attachment.resume());
      this.#work();
    });
    // A client that has gone is followed by 'close', which is all there is to do.
    socket.on('error', () => undefined);
    socket.on('end', () => {
      this.#ended = true;
      this.#bye();
      this.#finish();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#lines.length = 0;
      this.#bye();
    });
  }

  async close(): Promise<void> {
    const { socket } = this;
    if (socket.destroyed) return;
    // Answers to what has just ended the run are on their way.
    await new Promise((resolve) => setImmediate(resolve));
    this.#bye();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.destroySoon();
    });
    socket.destroy();
  }

  subscribe(on: boolean): void {
    this.#unsubscribe?.();
    this.#unsubscribe = on ? this.control.subscribe((event) => this.#say(event)) : undefined;
  }

  attach(console: string): void {
    if (this.#attached.has(console)) throw new UserError(`${console} is attached already, expected another console`);
    const attachment = this.control.attach(console);
    this.#attached.set(console, attachment);
    let lost = 0;
    attachment.on('data', (bytes: Buffer) => {
      const { dropped } = attachment;
      const missing = dropped - lost;
      lost = dropped;
      this.#say({
        event: 'output',
        console,
        data: bytes.toString('base64'),
        ...(missing > 0 ? { dropped: missing } : {}),
      });
      if (this.socket.writableLength > BEHIND) attachment.pause();
    });
    attachment.on('error', () => undefined);
  }

  detach(console: string): void {
    this.#of(console).destroy();
    this.#attached.delete(console);
  }

  type(console: string, bytes: Uint8Array): Promise<void> {
    const attachment = this.#of(console);
    return new Promise((resolve, reject) =>
      attachment.write(bytes, (error) => {
        if (error) reject(new UserError(`${console} was detached`));
        else resolve();
      }),
    );
  }

  #of(console: string): Attachment {
    const attachment = this.#attached.get(console);
    if (!attachment) throw new UserError(`${console} is not attached, expected attach before`);
    return attachment;
  }

  /** Takes up requests, as many as may be open, while the client reads the answers. */
  #work(): void {
    while (this.#lines.length > 0 && this.#open < MOST_REQUESTS && this.socket.writableLength < BEHIND) {
      this.#open++;
      void this.#request(this.#lines.shift()!).finally(() => {
        this.#open--;
        this.#work();
        this.#finish();
      });
    }
    if (this.#lines.length > 0) this.socket.pause();
    else if (this.socket.isPaused()) this.socket.resume();
  }

  async #request(line: string): Promise<void> {
    let id: string | number | null = null;
    try {
      const request = parsed(line);
      id = request.id;
      const result = (await request.run(this)) ?? {};
      this.#say({ id, result });
    } catch (error) {
      const message = error instanceof BadRequest ? error.message : userMessage(error);
      const of = error instanceof BadRequest ? error.id : id;
      this.#say({ id: of, error: { message: printable(message ?? `internal error: ${String(error)}`) } });
    }
  }

  #say(value: unknown): void {
    const { socket } = this;
    if (socket.destroyed || !socket.writable) return;
    socket.write(`${JSON.stringify(value)}\n`);
    if (socket.writableLength > LOST) socket.destroy();
  }

  /** It has said all, and has all its answers. */
  #finish(): void {
    if (this.#ended && this.#open === 0 && this.#lines.length === 0) this.socket.end();
  }

  /** Nothing is to come to it by itself any more. */
  #bye(): void {
    this.subscribe(false);
    this.#attached.forEach((attachment) => attachment.destroy());
    this.#attached.clear();
  }
}

/** A request that is none; the message is for whoever wrote the client. */
class BadRequest extends Error {
  constructor(
    message: string,
    readonly id: string | number | null,
  ) {
    super(message);
  }
}

interface Request {
  readonly id: string | number;
  run(connection: Connection): unknown;
}

/** @throws BadRequest */
function parsed(line: string): Request {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BadRequest('expected JSON, one request a line', null);
  }
  if (typeof value !== 'object' || value === null) throw new BadRequest('expected an object', null);
  const { id, method, params = {} } = value as Partial<Record<'id' | 'method' | 'params', unknown>>;
  if (typeof id !== 'string' && typeof id !== 'number') throw new BadRequest('id: expected a number or a text', null);
  const found = typeof method === 'string' && Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (!found) throw new BadRequest(`method: expected one of ${Object.keys(METHODS).join(', ')}`, id);
  const checked = check(found.params, params);
  if ('complaint' in checked) {
    const { path, message } = checked.complaint;
    throw new BadRequest(`${['params', ...path].join('.')}: ${message}`, id);
  }
  return { id, run: (connection) => found.run(connection, checked.value) };
}
