/**
 * The host's side of a gateway: flows become sockets, ports of the host lead to guests (devices/net/outside.ts). Nothing here keeps Node
 * running, and what waits is bounded by what the gateway has given room for.
 */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Forward, NetEvent, NetFailure, NetRequest, Peer } from '../../devices/net/outside.js';
import { answerDns, type DnsOptions } from './dns.js';

const LOOPBACK = '127.0.0.1';
/** A connection that both sides have ended has so long to get the rest through, ms. */
const LINGER = 60_000;
/** A guest's connection has so long to come about, ms: longer than most systems try themselves. */
const CONNECT = 130_000;
/** Questions that are being answered at a time; more are dropped, as by any busy server. */
const QUESTIONS = 256;
/** What may wait to be sent of all UDP flows. */
const UDP_WAITING = 1 << 20;
/** Clients of one forwarded port. */
const CLIENTS = 256;

const FAILURES: Readonly<Record<string, NetFailure>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  ETIMEDOUT: 'timeout',
  EACCES: 'prohibited',
  EPERM: 'prohibited',
};
const failure = (error: Error): NetFailure => FAILURES['code' in error ? String(error.code) : ''] ?? 'unreachable';

/** One flow: what the gateway's requests do to it. */
interface HostFlow {
  send(bytes: Uint8Array): void;
  end?(): void;
  room(bytes: number): void;
  close(): void;
}

export interface HostNetworkOptions {
  /** Hears of what happens, at any time but within a call. */
  readonly event: (event: NetEvent) => void;
  readonly forwards?: readonly Forward[] | undefined;
  readonly dns?: DnsOptions | undefined;
}

export interface HostNetwork {
  /** The gateway asks for something. */
  ask(request: NetRequest): void;
  /**
   * Opens the forwarded ports.
   * @returns the ports, for those that were given as 0
   * @throws the system call's error, such as EADDRINUSE, with its `address` and `port`
   */
  listen(): Promise<number[]>;
  /** Ends all flows: the machine has forgotten them. */
  reset(): void;
  close(): void;
}

export function createHostNetwork({ event, forwards = [], dns = {} }: HostNetworkOptions): HostNetwork {
  const flows = new Map<number, HostFlow>();
  const servers: (Server | UdpSocket)[] = [];
  let questions = 0;
  let udpWaiting = 0;
  /** Those that begin outside have odd numbers. */
  let next = -1;
  const newFlow = (): number => (next += 2);

  /** Events of a flow, until it is over. */
  const teller = (flow: number) => {
    return (what: NetEvent, last = false): void => {
      if (!flows.has(flow)) return;
      if (last) flows.delete(flow);
      event(what);
    };
  };

  const overTcp = (flow: number, socket: Socket, opened: boolean): HostFlow => {
    const tell = teller(flow);
    let room = 0;
    let ended = false;
    let open = opened;
    socket.setNoDelay(true);
    socket.unref();
    const pump = (): void => {
      while (room > 0) {
        const bytes = socket.read(
          socket.readableLength > 0 ? Math.min(room, socket.readableLength) : undefined,
        ) as Buffer | null;
        if (!bytes) break;
        room -= bytes.length;
        tell({ kind: 'data', flow, bytes: new Uint8Array(bytes) });
      }
    };
    socket.on('readable', pump);
    socket.on('end', () => tell({ kind: 'end', flow }));
    socket.on('error', (error) =>
      tell(open ? { kind: 'reset', flow } : { kind: 'failed', flow, why: failure(error) }, true),
    );
    // Both sides have ended: the gateway knows, and may still have to give the rest to the guest.
    socket.on('close', () => flows.delete(flow));
    if (!opened) {
      socket.setTimeout(CONNECT, () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
      socket.on('connect', () => {
        open = true;
        socket.setTimeout(0);
        tell({ kind: 'opened', flow });
      });
    }
    return {
      send(bytes) {
        socket.write(bytes, (error) => {
          if (!error) tell({ kind: 'sent', flow, bytes: bytes.length });
        });
      },
      end() {
        ended = true;
        socket.end();
      },
      room(bytes) {
        room += bytes;
        // Not now: the guest is in the middle of an instruction.
        setImmediate(pump);
      },
      close() {
        socket.removeAllListeners('readable');
        if (!ended) {
          if (open) socket.resetAndDestroy();
          else socket.destroy();
          return;
        }
        // What the guest has sent is still on its way.
        socket.resume();
        socket.setTimeout(LINGER, () => socket.destroy());
        socket.destroySoon();
      },
    };
  };

  const overUdp = (flow: number, { address, port }: Peer): HostFlow => {
    const tell = teller(flow);
    const socket = createSocket('udp4').unref();
    let room = 0;
    let connected = false;
    let early: Uint8Array[] = [];
    const send = (bytes: Uint8Array): void => {
      if (udpWaiting + bytes.length > UDP_WAITING) return;
      udpWaiting += bytes.length;
      socket.send(bytes, (error) => {
        udpWaiting -= bytes.length;
        if (error) tell({ kind: 'failed', flow, why: failure(error) });
      });
    };
    socket.on('error', (error) => tell({ kind: 'failed', flow, why: failure(error) }));
    socket.on('message', (bytes) => {
      if (bytes.length > room) return;
      room -= bytes.length;
      tell({ kind: 'data', flow, bytes: new Uint8Array(bytes) });
    });
    socket.connect(port, address, () => {
      if (!flows.has(flow)) return;
      connected = true;
      early.forEach(send);
      early = [];
    });
    return {
      send(bytes) {
        if (connected) send(bytes);
        else if (early.length < 16) early.push(bytes);
      },
      room: (bytes) => void (room += bytes),
      close: () => void socket.close(),
    };
  };

  const ask = async (query: Uint8Array, stream: boolean, give: (bytes: Uint8Array) => void): Promise<void> => {
    if (questions >= QUESTIONS) return;
    questions++;
    const bytes = await answerDns(query, dns, stream);
    questions--;
    if (bytes) give(bytes);
  };

  const dnsByUdp = (flow: number): HostFlow => {
    const tell = teller(flow);
    return {
      send: (bytes) => void ask(bytes, false, (answer) => tell({ kind: 'data', flow, bytes: new Uint8Array(answer) })),
      room() {},
      close() {},
    };
  };

  /** Questions by TCP have their length before them (RFC 1035, 4.2.2). */
  const dnsByTcp = (flow: number): HostFlow => {
    const tell = teller(flow);
    let received = Buffer.alloc(0);
    let open = 0;
    let ended = false;
    const done = (): void => {
      if (ended && open === 0) tell({ kind: 'end', flow });
    };
    setImmediate(() => tell({ kind: 'opened', flow }));
    return {
      send(bytes) {
        received = Buffer.concat([received, bytes]);
        setImmediate(() => tell({ kind: 'sent', flow, bytes: bytes.length }));
        while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
          const end = 2 + received.readUInt16BE(0);
          open++;
          void ask(received.subarray(2, end), true, (answer) => {
            const framed = new Uint8Array(2 + answer.length);
            framed.set([answer.length >> 8, answer.length & 0xff]);
            framed.set(answer, 2);
            tell({ kind: 'data', flow, bytes: framed });
          }).then(() => {
            open--;
            done();
          });
          received = received.subarray(end);
        }
      },
      end() {
        ended = true;
        setImmediate(done);
      },
      room() {},
      close() {},
    };
  };

  const open = (flow: number, to: Peer): HostFlow => {
    if (to.address === 'dns') return to.protocol === 'tcp' ? dnsByTcp(flow) : dnsByUdp(flow);
    const address = to.address === 'host' ? LOOPBACK : to.address;
    return to.protocol === 'tcp'
      ? overTcp(flow, connect({ host: address, port: to.port, allowHalfOpen: true }), false)
      : overUdp(flow, { ...to, address });
  };

  const listenTcp = (forward: Forward, index: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        const flow = newFlow();
        flows.set(flow, overTcp(flow, socket, true));
        event({ kind: 'accepted', flow, forward: index });
      });
      server.maxConnections = CLIENTS;
      const { hostAddress = LOOPBACK, hostPort } = forward;
      server.once('error', (error) => reject(Object.assign(error, { address: hostAddress, port: hostPort })));
      server.listen(hostPort, hostAddress, () => {
        server.removeAllListeners('error');
        // Too many open files: a client that is not accepted finds out by itself.
        server.on('error', () => {});
        const bound = server.address();
        resolve(typeof bound === 'object' && bound ? bound.port : hostPort);
      });
      server.unref();
      servers.push(server);
    });

  const listenUdp = (forward: Forward, index: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = createSocket('udp4').unref();
      const clients = new Map<string, { flow: number; room: number; early: Uint8Array[] }>();
      const begin = (
        key: string,
        { address, port }: RemoteInfo,
      ): { flow: number; room: number; early: Uint8Array[] } => {
        const client = { flow: newFlow(), room: 0, early: [] as Uint8Array[] };
        clients.set(key, client);
        flows.set(client.flow, {
          send(bytes) {
            if (udpWaiting + bytes.length > UDP_WAITING) return;
            udpWaiting += bytes.length;
            socket.send(bytes, port, address, () => (udpWaiting -= bytes.length));
          },
          room(bytes) {
            client.room += bytes;
            const waiting = client.early;
            client.early = [];
            for (const datagram of waiting) setImmediate(() => give(client, datagram));
          },
          close: () => void clients.delete(key),
        });
        event({ kind: 'accepted', flow: client.flow, forward: index });
        return client;
      };
      const give = (client: { flow: number; room: number; early: Uint8Array[] }, bytes: Uint8Array): void => {
        if (bytes.length > client.room) return;
        client.room -= bytes.length;
        teller(client.flow)({ kind: 'data', flow: client.flow, bytes });
      };
      socket.on('message', (bytes, from) => {
        const key = `${from.address}:${from.port}`;
        if (!clients.has(key) && clients.size >= CLIENTS) return;
        const known = clients.get(key);
        const client = known ?? begin(key, from);
        const datagram = new Uint8Array(bytes);
        if (client.room > 0) give(client, datagram);
        else if (client.early.length < 16) client.early.push(datagram);
      });
      const { hostAddress = LOOPBACK, hostPort } = forward;
      socket.once('error', (error) => reject(Object.assign(error, { address: hostAddress, port: hostPort })));
      socket.bind(hostPort, hostAddress, () => {
        socket.removeAllListeners('error');
        socket.on('error', () => {});
        resolve(socket.address().port);
      });
      servers.push(socket);
    });

  const reset = (): void => {
    for (const [id, flow] of [...flows]) {
      flows.delete(id);
      flow.close();
    }
  };

  return {
    ask(request) {
      if (request.kind === 'open') {
        flows.set(request.flow, open(request.flow, request.to));
        return;
      }
      const flow = flows.get(request.flow);
      if (!flow) return;
      if (request.kind === 'send') flow.send(request.bytes);
      else if (request.kind === 'end') flow.end?.();
      else if (request.kind === 'room') flow.room(request.bytes);
      else {
        flows.delete(request.flow);
        flow.close();
      }
    },
    listen: () => Promise.all(forwards.map((f, i) => (f.protocol === 'tcp' ? listenTcp(f, i) : listenUdp(f, i)))),
    reset,
    close() {
      reset();
      for (const server of servers) server.close();
    },
  };
}
