/** TCP through the gateway: to each guest it is the other end of all connections, and what they carry goes on in sockets of the host. */
import { GSO, NET_FLAGS, NO_OFFLOAD } from '../virtio/net-backend.js';
import { folded } from '../virtio/offload.js';
import { flowKey, type Flow, type FlowTable, type GatewayPorts } from './flows.js';
import { IP, PROTOCOL, put16, put32 } from './frame.js';
import { pseudoSum, putIp4, type Packet } from './ipv4.js';
import type { Forward, NetEvent, NetFailure } from './outside.js';
import { createTcp, newConnection, resetFor, type Connection } from './tcp.js';
import { parseTcp, putTcp, TCP_CHECKSUM, TCP_F, type Segment } from './tcp-segment.js';

/** What may be under way in each direction of one connection, and of all of a network together: with more connections each has less. */
const WINDOW = { ONE: 256 * 1024, LEAST: 16 * 1024, ALL: 64 * 1024 * 1024 } as const;
/** What is new is told to the host when it has become this much. */
const GRANT = 16 * 1024;
/** A connection nobody speaks on is forgotten (RFC 5382, REQ-5: 2 h 4 min at least), ns. */
const IDLE = 7500e9;

export interface TcpFlow extends Flow, Connection {
  /** Bytes of the guest's that the host has not sent yet. */
  pending: number;
}

export interface TcpNat {
  /** A packet from a guest; where it can't be delivered, and no reset says so: why. */
  packet(packet: Packet, mac: number): NetFailure | undefined;
  event(event: NetEvent, flow: TcpFlow): void;
  /** Somebody comes from outside. */
  accepted(id: number, forward: Forward, guest: number): void;
  timer(now: number): void;
  /** When the next timer is due, -1 for none. */
  dueAt(): number;
  /** The host has lost all flows. */
  lost(): void;
}

/**
 * @param address the gateway's, which those who come from outside have for the guest
 * @param failed tells a guest by ICMP that what it sent did not arrive
 */
export function createTcpNat(
  gateway: GatewayPorts,
  address: number,
  flows: FlowTable<TcpFlow>,
  failed: (quote: Uint8Array, guest: number, why: NetFailure) => void,
): TcpNat {
  const share = (): number => Math.max(WINDOW.LEAST, Math.min(WINDOW.ONE, Math.floor(WINDOW.ALL / (flows.size + 1))));

  /** Sends a segment, whose checksum is left to the NIC, as is the cutting of large ones. */
  const send = (
    guest: number,
    remote: number,
    header: Omit<Segment, 'bytes'>,
    bytes: Uint8Array,
    mss: number,
  ): void => {
    const headerBytes = putTcp(gateway.packet, 0, header);
    gateway.packet.set(bytes, headerBytes);
    const length = headerBytes + bytes.length;
    const large = bytes.length > mss;
    put16(gateway.packet, TCP_CHECKSUM, ~folded(pseudoSum(remote, guest, PROTOCOL.TCP, length)) & 0xffff);
    gateway.sendIp(remote, guest, PROTOCOL.TCP, length, {
      ...NO_OFFLOAD,
      flags: NET_FLAGS.NEEDS_CSUM,
      csumOffset: TCP_CHECKSUM,
      ...(large ? { gsoType: GSO.TCPV4, gsoSize: mss, hdrLen: headerBytes } : {}),
    });
  };

  const reject = ({ source, destination }: Packet, segment: Segment): void => {
    const reset = resetFor(segment);
    if (!reset) return;
    const ports = { source: segment.destination, destination: segment.source };
    send(source, destination, { ...ports, ...reset }, segment.bytes.subarray(0, 0), Infinity);
  };

  const forget = (flow: TcpFlow, tellHost: boolean): void => {
    flows.remove(flow);
    if (tellHost) gateway.ask({ kind: 'close', flow: flow.id });
  };

  const grant = (flow: TcpFlow): void => {
    const bytes = share() - flow.out.length - flow.credit;
    if (bytes < GRANT) return;
    flow.credit += bytes;
    gateway.ask({ kind: 'room', flow: flow.id, bytes });
  };

  const engine = createTcp<TcpFlow>({
    now: () => gateway.now(),
    emit(flow, segment, bytes) {
      const { guest, remote, guestPort, remotePort } = flow;
      send(guest, remote, { ...segment, source: remotePort, destination: guestPort }, bytes, flow.mss);
    },
    room: (flow) => Math.max(0, share() - flow.pending),
    received(flow, bytes) {
      flow.pending += bytes.length;
      gateway.ask({ kind: 'send', flow: flow.id, bytes: bytes.slice() });
    },
    opened: grant,
    ended: (flow) => gateway.ask({ kind: 'end', flow: flow.id }),
    acked: grant,
    closed: (flow) => forget(flow, true),
  });

  /** After whatever may have set its timer. */
  const timed = (flow: TcpFlow): void => {
    if (flow.dueAt >= 0) gateway.due(flow.dueAt);
  };

  const add = (flow: Flow, connection: Connection): TcpFlow => {
    const added: TcpFlow = { ...flow, ...connection, pending: 0 };
    flows.add(added);
    // The timer that forgets who is silent.
    gateway.due(flow.heardAt + IDLE);
    return added;
  };

  const drop = (flow: TcpFlow): void => {
    engine.abort(flow);
    forget(flow, true);
  };

  /** RFC 9293, 3.4.1: by a clock of 4 us, and different for each. */
  const iss = (id: number): number => (Math.floor(gateway.now() / 4000) + Math.imul(id, 0x9e37_79b1)) >>> 0;

  const begin = (packet: Packet, segment: Segment, mac: number): NetFailure | undefined => {
    const to = gateway.peer('tcp', packet.destination, segment.destination);
    if (typeof to === 'string' && to !== 'refused') return to;
    if (typeof to === 'string' || !flows.makeRoom(mac, drop)) {
      reject(packet, segment);
      return undefined;
    }
    const id = gateway.newFlow();
    const flow = add(
      {
        id,
        guest: packet.source,
        guestPort: segment.source,
        remote: packet.destination,
        remotePort: segment.destination,
        mac,
        credit: 0,
        heardAt: gateway.now(),
      },
      newConnection('LISTEN', iss(id)),
    );
    engine.listen(flow, segment);
    gateway.ask({ kind: 'open', flow: id, to: { protocol: 'tcp', address: to.address, port: segment.destination } });
    return undefined;
  };

  /** The guest's SYN, as far as an ICMP error quotes it. */
  const quote = ({ guest, guestPort, remote, remotePort, rcvNxt }: TcpFlow): Uint8Array => {
    const bytes = new Uint8Array(IP.BYTES + 8);
    putIp4(bytes, 0, { source: guest, destination: remote, protocol: PROTOCOL.TCP, id: 0 }, IP.BYTES, 0);
    put16(bytes, IP.BYTES, guestPort);
    put16(bytes, IP.BYTES + 2, remotePort);
    put32(bytes, IP.BYTES + 4, (rcvNxt - 1) >>> 0);
    return bytes;
  };

  return {
    packet(packet, mac) {
      const segment = parseTcp(packet.payload);
      if (!segment) return undefined;
      const found = flows.get(flowKey(packet.source, segment.source, packet.destination, segment.destination));
      const isSyn = (segment.flags & (TCP_F.SYN | TCP_F.ACK | TCP_F.RST)) === TCP_F.SYN;
      // RFC 9293, 3.10.7.4: a SYN may end TIME_WAIT.
      if (found?.phase === 'TIME_WAIT' && isSyn && ((segment.seq - found.rcvNxt) | 0) >= 0) forget(found, true);
      else if (found) {
        found.heardAt = gateway.now();
        found.mac = mac;
        engine.segment(found, segment);
        timed(found);
        return undefined;
      }
      if (isSyn) return begin(packet, segment, mac);
      reject(packet, segment);
      return undefined;
    },

    event(event, flow) {
      switch (event.kind) {
        case 'opened':
          engine.accept(flow);
          break;
        case 'data':
          flow.credit -= event.bytes.length;
          flow.heardAt = gateway.now();
          engine.write(flow, event.bytes);
          break;
        case 'sent':
          flow.pending -= event.bytes;
          engine.opening(flow);
          break;
        case 'end':
          engine.end(flow);
          break;
        case 'failed':
          // Refused: a reset. Otherwise the guest's own SYN goes unanswered, or an error says why.
          if (event.why === 'refused') engine.abort(flow);
          else if (event.why !== 'timeout') failed(quote(flow), flow.guest, event.why);
          forget(flow, false);
          return;
        case 'reset':
          engine.abort(flow);
          forget(flow, false);
          return;
      }
      timed(flow);
    },

    accepted(id, { guestPort }, guest) {
      const remotePort = gateway.freePort((port) => flows.get(flowKey(guest, guestPort, address, port)) !== undefined);
      if (remotePort === undefined || !flows.makeRoom(-1, drop)) {
        gateway.ask({ kind: 'close', flow: id });
        return;
      }
      const flow = add(
        { id, guest, guestPort, remote: address, remotePort, mac: -1, credit: 0, heardAt: gateway.now() },
        newConnection('SYN_SENT', iss(id)),
      );
      engine.connect(flow);
      timed(flow);
    },

    timer(now) {
      for (const flow of flows.all()) {
        if (flow.dueAt >= 0 && flow.dueAt <= now) engine.timer(flow);
        else if (flow.heardAt + IDLE <= now) drop(flow);
      }
    },

    dueAt: () =>
      flows.all().reduce((at, flow) => {
        const own = flow.dueAt >= 0 ? Math.min(flow.dueAt, flow.heardAt + IDLE) : flow.heardAt + IDLE;
        return at < 0 || own < at ? own : at;
      }, -1),

    lost() {
      for (const flow of flows.all()) {
        engine.abort(flow);
        forget(flow, false);
      }
    },
  };
}
