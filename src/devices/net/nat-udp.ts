/** UDP through the gateway: each pair of addresses is a socket of the host, connected to the other side. */
import { NET_FLAGS, NO_OFFLOAD } from '../virtio/net-backend.js';
import { add, folded } from '../virtio/offload.js';
import { flowKey, type Flow, type FlowTable, type GatewayPorts } from './flows.js';
import { get16, IP, MTU, PROTOCOL, put16, UDP } from './frame.js';
import { pseudoSum, type Packet } from './ipv4.js';
import type { Forward, NetEvent, NetFailure } from './outside.js';

/** A flow nobody uses is forgotten, ns: RFC 4787, REQ-5; a question to a DNS server is soon over. */
const IDLE = { DNS: 20e9, OTHER: 300e9 } as const;
const DNS = 53;
/** What may come of one flow before the machine has taken it. */
const ROOM = 128 * 1024;
/** The longest datagram in an IPv4 packet. */
const MAX_DATAGRAM = 65_535 - IP.BYTES - UDP.BYTES;
/** Of the packet that a flow's last datagram came in, an ICMP error quotes this much (RFC 792). */
const QUOTED = 60 + 8;

export interface UdpFlow extends Flow {
  /** Header and first 8 bytes of the packet that was sent last, for errors. */
  quote: Uint8Array;
}

export interface UdpNat {
  /** A datagram from a guest; whether it may go there, and if not, why. */
  packet(packet: Packet, mac: number): NetFailure | undefined;
  event(event: NetEvent, flow: UdpFlow): void;
  accepted(id: number, forward: Forward, guest: number): void;
  /** Sends a datagram to a guest. */
  send(from: number, fromPort: number, to: number, toPort: number, bytes: Uint8Array): void;
  timer(now: number): void;
  dueAt(): number;
  lost(): void;
}

/**
 * @param address the gateway's, which those who come from outside have for the guest
 * @param failed tells a guest by ICMP that what it sent did not arrive
 */
export function createUdpNat(
  gateway: GatewayPorts,
  address: number,
  flows: FlowTable<UdpFlow>,
  failed: (quote: Uint8Array, guest: number, why: NetFailure) => void,
): UdpNat {
  const expiry = ({ heardAt, remotePort }: UdpFlow): number => heardAt + (remotePort === DNS ? IDLE.DNS : IDLE.OTHER);

  const drop = (flow: UdpFlow): void => {
    flows.remove(flow);
    gateway.ask({ kind: 'close', flow: flow.id });
  };

  const begin = (flow: Omit<UdpFlow, 'heardAt' | 'credit' | 'quote'>): UdpFlow => {
    const begun = { ...flow, heardAt: gateway.now(), credit: ROOM, quote: new Uint8Array(0) };
    flows.add(begun);
    gateway.due(expiry(begun));
    return begun;
  };

  const send: UdpNat['send'] = (from, fromPort, to, toPort, bytes) => {
    if (bytes.length > MAX_DATAGRAM) return;
    const { packet } = gateway;
    const length = UDP.BYTES + bytes.length;
    put16(packet, UDP.SOURCE, fromPort);
    put16(packet, UDP.DESTINATION, toPort);
    put16(packet, UDP.LENGTH, length);
    put16(packet, UDP.CHECKSUM, 0);
    packet.set(bytes, UDP.BYTES);
    const pseudo = pseudoSum(from, to, PROTOCOL.UDP, length);
    // In fragments the checksum can't be left to the NIC.
    const whole = IP.BYTES + length <= MTU;
    const sum = whole ? ~folded(pseudo) & 0xffff : folded(add(packet, 0, length, pseudo));
    put16(packet, UDP.CHECKSUM, whole || sum !== 0 ? sum : 0xffff);
    gateway.sendIp(
      from,
      to,
      PROTOCOL.UDP,
      length,
      whole ? { ...NO_OFFLOAD, flags: NET_FLAGS.NEEDS_CSUM, csumOffset: UDP.CHECKSUM } : NO_OFFLOAD,
    );
  };

  return {
    packet(packet, mac) {
      const { payload, source, destination, header } = packet;
      const length = payload.length < UDP.BYTES ? 0 : get16(payload, UDP.LENGTH);
      if (length < UDP.BYTES || length > payload.length) return undefined;
      const [guestPort, port] = [get16(payload, UDP.SOURCE), get16(payload, UDP.DESTINATION)];
      let flow = flows.get(flowKey(source, guestPort, destination, port));
      if (!flow) {
        const to = gateway.peer('udp', destination, port);
        if (typeof to === 'string') return to;
        if (!flows.makeRoom(mac, drop)) return undefined;
        const id = gateway.newFlow();
        flow = begin({ id, guest: source, guestPort, remote: destination, remotePort: port, mac });
        gateway.ask({ kind: 'open', flow: id, to: { protocol: 'udp', address: to.address, port } });
        gateway.ask({ kind: 'room', flow: id, bytes: ROOM });
      }
      flow.heardAt = gateway.now();
      flow.mac = mac;
      flow.quote = new Uint8Array(header.length + UDP.BYTES);
      flow.quote.set(header);
      flow.quote.set(payload.subarray(0, UDP.BYTES), header.length);
      gateway.ask({ kind: 'send', flow: flow.id, bytes: payload.slice(UDP.BYTES, length) });
      return undefined;
    },

    event(event, flow) {
      if (event.kind === 'data') {
        flow.heardAt = gateway.now();
        send(flow.remote, flow.remotePort, flow.guest, flow.guestPort, event.bytes);
        flow.credit -= event.bytes.length;
        if (flow.credit > ROOM / 2) return;
        gateway.ask({ kind: 'room', flow: flow.id, bytes: ROOM - flow.credit });
        flow.credit = ROOM;
      } else if (event.kind === 'failed') {
        if (flow.quote.length > 0 && flow.quote.length <= QUOTED) failed(flow.quote, flow.guest, event.why);
      } else if (event.kind === 'reset') flows.remove(flow);
    },

    accepted(id, { guestPort }, guest) {
      const remotePort = gateway.freePort((port) => flows.get(flowKey(guest, guestPort, address, port)) !== undefined);
      if (remotePort === undefined || !flows.makeRoom(-1, drop)) {
        gateway.ask({ kind: 'close', flow: id });
        return;
      }
      begin({ id, guest, guestPort, remote: address, remotePort, mac: -1 });
      gateway.ask({ kind: 'room', flow: id, bytes: ROOM });
    },

    send,
    timer(now) {
      for (const flow of flows.all()) if (expiry(flow) <= now) drop(flow);
    },
    dueAt: () => flows.all().reduce((at, flow) => (at < 0 || expiry(flow) < at ? expiry(flow) : at), -1),
    lost() {
      for (const flow of flows.all()) flows.remove(flow);
    },
  };
}
