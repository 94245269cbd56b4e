/** A port that one client at a time can connect to: raw bytes both ways, no telnet negotiation. */
import { createServer, type Server, type Socket } from 'node:net';
import { BACKLOG, type SerialBackend, type SerialOptions } from './backend.js';
import { InputPort } from './input.js';
import { ByteQueue } from './queue.js';

/** What is handed to a connection at a time; it is all that can be lost in this process when the client goes. */
const CHUNK = 16384;
/** How long a connected client has to take the rest at the end, ms. */
const PATIENCE = 1000;

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
const address = (host: string, port: number): string => `${bracketed(host)}:${port}`;

/**
 * Listens. The port's output is kept for the first client from the first byte on, up to BACKLOG, and between clients.
 * @throws the system call's error with the address, such as EADDRINUSE
 */
export function openTcp(host: string, port: number, options: SerialOptions): Promise<SerialBackend> {
  return new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: true });
    server.once('error', (error) => reject(Object.assign(error, { address: bracketed(host), port })));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve(new TcpPort(server, host, options));
    });
  });
}

class TcpPort extends InputPort implements SerialBackend {
  readonly #server: Server;
  readonly #where: string;
  readonly #options: SerialOptions;
  readonly #queue = new ByteQueue(BACKLOG);
  #client: Socket | undefined;
  #writing = false;
  #closed = false;
  #drained: (() => void) | undefined;

  constructor(server: Server, host: string, options: SerialOptions) {
    super();
    this.#server = server;
    this.#options = options;
    const bound = server.address();
    this.#where = address(host, typeof bound === 'object' && bound ? bound.port : 0);
    server.on('connection', (socket) => this.#connected(socket));
    // Too many open files: a client that is not accepted finds out by itself.
    server.on('error', () => {});
    // The machine keeps Node running, not the chance that somebody might connect.
    server.unref();
  }

  get live(): boolean {
    return !this.#closed;
  }

  describe(): string {
    const { dropped } = this.#queue;
    return `${this.#options.name}: listening on ${this.#where}${dropped > 0 ? `, ${dropped} bytes of output dropped` : ''}`;
  }

  send(bytes: Uint8Array): void {
    if (this.#closed) return;
    const before = this.#queue.dropped;
    this.#queue.push(bytes);
    if (before === 0 && this.#queue.dropped > 0)
      this.#options.notice(
        `${this.#options.name}: nobody reads ${this.#where}; of the output only the last ${BACKLOG >> 20} MiB is kept`,
      );
    this.#pump();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#server.close();
    const client = this.#client;
    if (!client) return;
    this.attach(undefined);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE);
      client.once('close', resolve);
      this.#drained = () => client.end(() => resolve());
      this.#pump();
      client.once('close', () => clearTimeout(timer));
    });
    client.destroy();
  }

  #connected(socket: Socket): void {
    if (this.#client) {
      const { remoteAddress = '?', remotePort = 0 } = this.#client;
      socket.on('error', () => {});
      socket.end(`pivisor: ${this.#options.name} is in use by ${address(remoteAddress, remotePort)}\r\n`);
      socket.resume();
      return;
    }
    this.#client = socket;
    socket.unref();
    socket.setNoDelay(true);
    socket.setKeepAlive(true);
    // Its connection reset is followed by 'close', which is all there is to do.
    socket.on('error', () => {});
    // Whoever shuts down its side has left: it can't be told from one that is gone, and the output is better kept.
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      if (this.#client !== socket) return;
      this.#client = undefined;
      this.attach(undefined);
    });
    socket.on('data', (bytes) => this.receive?.(bytes));
    this.#writing = false;
    this.attach(socket);
    this.#pump();
  }

  /** One chunk is under way at a time, so that a client that does not read holds up the queue and not the memory. */
  #pump(): void {
    const client = this.#client;
    if (!client || this.#writing) return;
    const chunk = this.#queue.peek(CHUNK);
    if (chunk.length === 0) {
      this.#drained?.();
      return;
    }
    this.#queue.drop(chunk.length);
    this.#writing = true;
    client.write(chunk, () => {
      if (this.#client !== client) return;
      this.#writing = false;
      this.#pump();
    });
  }
}
