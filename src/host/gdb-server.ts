/** The socket that GDB connects to. */
import { createServer, type Server, type Socket } from 'node:net';
import type { GdbStub } from '../machine/gdb/stub.js';

export interface GdbServer {
  /** The port it listens on: another than asked for if that was 0. */
  readonly port: number;
  /** Ends connections and stops listening. What was sent before still arrives. */
  close(): Promise<void>;
}

export interface GdbServerOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Only this machine's own programs can connect by default: a debugger may do everything. */
  readonly host?: string;
  /** Told when a debugger comes and goes. */
  readonly report?: (line: string) => void;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/**
 * Listens for GDB. One debugger at a time: another one's connection is ended at once.
 * @throws the error of node:net (`code` EADDRINUSE, EACCES...) where the port can't be had
 */
export async function serveGdb(
  stub: GdbStub,
  { port, host = '127.0.0.1', report = () => undefined }: GdbServerOptions,
): Promise<GdbServer> {
  let client: Socket | undefined;
  const server = createServer((socket) => {
    if (client) {
      socket.destroy();
      return;
    }
    client = socket;
    socket.setNoDelay(true);
    stub.connect((bytes) => {
      if (!socket.destroyed && socket.writable) socket.write(bytes);
    });
    report('a debugger has connected; the machine is halted');
    socket.on('data', (bytes) => stub.receive(bytes));
    // A reset connection closes as well; there is nothing more to say about it.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      client = undefined;
      stub.disconnect();
      report(`the debugger is gone; the machine ${stub.halted ? 'stays halted' : 'goes on'}`);
    });
  });
  const actual = await listen(server, port, host);
  return {
    port: actual,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Whatever the other side does, once all is sent.
        client?.destroySoon();
      }),
  };
}
