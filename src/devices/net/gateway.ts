/**
 * The gateway of a network, plugged into its switch: it answers ARP and pings, gives out addresses, and is the way out, by the host's
 * sockets (`outside.ts`). IPv4 only. Whatever a guest sends, nothing here throws, and what is kept is bounded: see docs/networks.md.
 */
import type { Clock, Saveable } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import { MAX_GSO_FRAME, NO_OFFLOAD, type NetBackend, type NetOffload, type NetPort } from '../virtio/net-backend.js';
import { add, folded } from '../virtio/offload.js';
import { createDhcp, DHCP_PORT, type Leases } from './dhcp.js';
import { flowTable, type Flows, type GatewayPorts } from './flows.js';
import {
  ARP,
  ARP_OP,
  BROADCAST,
  ETHER,
  ETHERTYPE,
  get16,
  get32,
  get48,
  IP,
  IP_F,
  ipText,
  MTU,
  parseIp,
  PROTOCOL,
  put16,
  put32,
  put48,
  putEther,
  UDP,
} from './frame.js';
import { parseIp4, putIp4, soundPayload, type Packet } from './ipv4.js';
import { createTcpNat, type TcpFlow } from './nat-tcp.js';
import { createUdpNat, type UdpFlow } from './nat-udp.js';
import type { Forward, NetEvent, NetFailure, NetRequest } from './outside.js';
import { reassemble, type Partials } from './reassembly.js';

const ICMP = { TYPE: 0, CODE: 1, CHECKSUM: 2, REST: 4, BYTES: 8 } as const;
const ICMP_TYPE = { ECHO_REPLY: 0, UNREACHABLE: 3, ECHO: 8, TIME_EXCEEDED: 11 } as const;
/** Codes of "destination unreachable" (RFC 792, RFC 1812, 5.2.7.1). */
const UNREACHABLE = { PROTOCOL: 2, refused: 3, unreachable: 1, timeout: 1, prohibited: 13 } as const;
/** Of the packet, an error quotes header and 8 bytes. */
const QUOTED = 8;
const PAYLOAD = ETHER.BYTES + IP.BYTES;
/** Packets that wait for the answer of an ARP request, one for each address. */
const WAITING = 64;
const DNS = 53;
/** The gateway's ports for those who come from outside (RFC 6335, 6). */
const DYNAMIC = { FIRST: 49_152, COUNT: 16_384 } as const;

export interface GatewayOptions {
  /** The gateway's own address, which is also the DNS server's, such as that of 10.0.2.1. */
  readonly address: number;
  /** Bits of the network's prefix, 20 to 29. */
  readonly prefix: number;
  /** Connections to the gateway's address reach the host's own loopback. */
  readonly loopback: boolean;
  /** Connections to other addresses leave the host. */
  readonly internet: boolean;
  /** How long leases are, s. */
  readonly lease?: number | undefined;
  readonly domain?: string | undefined;
  /** NICs that are known, by MAC address: each has its address from the start. */
  readonly hosts: ReadonlyMap<number, { readonly address: number; readonly name: string }>;
  readonly forwards?: readonly Forward[] | undefined;
  /** What is asked of the host. Answers come by `event`, at a guest time. */
  readonly ask: (request: NetRequest) => void;
}

export interface GatewayState {
  leases: Leases;
  /** MAC addresses by IPv4 address. */
  neighbours: Record<string, number>;
  tcp: Flows<TcpFlow>;
  udp: Flows<UdpFlow>;
  partials: Partials;
  waiting: Record<string, { frame: Uint8Array; offload: NetOffload }>;
  flows: number;
  nextPort: number;
  packets: number;
  wakeAt: number;
}

export interface Gateway extends Saveable<GatewayState> {
  /** Its NIC. */
  readonly port: NetPort;
  /** Plugs it in. */
  plug(backend: NetBackend): void;
  /** Something comes from outside. */
  event(event: NetEvent): void;
  /** Somebody outside may wake a guest: time that is idle must not be skipped. */
  readonly active: boolean;
  readonly options: GatewayOptions;
}

export function createGateway(clock: Clock, options: GatewayOptions): Gateway {
  const { address, prefix, ask, forwards = [] } = options;
  const mask = (2 ** 32 - 2 ** (32 - prefix)) >>> 0;
  const network = (address & mask) >>> 0;
  const lastAddress = (network | ~mask) >>> 0;
  /** Locally administered, and the same for the same address. */
  const mac = 0x5255_0000_0000 + address;
  const macBytes = new Uint8Array(6);
  put48(macBytes, 0, mac);

  const state: GatewayState = {
    ...{ leases: {}, neighbours: {}, tcp: {}, udp: {}, partials: [], waiting: {} },
    ...{ flows: 0, nextPort: 0, packets: 0, wakeAt: -1 },
  };
  let backend: NetBackend | undefined;
  const frame = new Uint8Array(MAX_GSO_FRAME);
  const fragment = new Uint8Array(ETHER.BYTES + MTU);

  /** What came in while something was being done: a guest may answer within the call that gives it a frame. */
  let busy = false;
  let later: (() => void)[] = [];
  const enter = (work: () => void): void => {
    if (busy) {
      later.push(work);
      return;
    }
    busy = true;
    try {
      for (let next: (() => void) | undefined = work; next; next = later.shift()) next();
    } finally {
      busy = false;
    }
  };

  const isGuest = (ip: number): boolean => ip > network && ip < lastAddress && ip !== address;

  /** Sends the first bytes of a buffer to whoever has an address; asks for it first, where it is not known. */
  const transmit = (bytes: Uint8Array, to: number, offload: NetOffload): void => {
    const known = to === 0xffff_ffff || to === lastAddress ? BROADCAST : state.neighbours[to];
    putEther(bytes, known ?? 0, mac, ETHERTYPE.IPV4);
    if (known !== undefined) {
      backend?.send(bytes, offload);
      return;
    }
    if (state.waiting[to] || Object.keys(state.waiting).length < WAITING)
      state.waiting[to] = { frame: bytes.slice(), offload: { ...offload } };
    arp(ARP_OP.REQUEST, BROADCAST, 0, to);
  };

  const arp = (operation: number, toMac: number, targetMac: number, target: number): void => {
    const bytes = new Uint8Array(60);
    const at = ETHER.BYTES;
    putEther(bytes, toMac, mac, ETHERTYPE.ARP);
    put16(bytes, at + ARP.HARDWARE, 1);
    put16(bytes, at + ARP.PROTOCOL, ETHERTYPE.IPV4);
    put16(bytes, at + ARP.LENGTHS, 0x0604);
    put16(bytes, at + ARP.OPERATION, operation);
    put48(bytes, at + ARP.SENDER, mac);
    put32(bytes, at + ARP.SENDER + 6, address);
    put48(bytes, at + ARP.TARGET, targetMac);
    put32(bytes, at + ARP.TARGET + 6, target);
    backend?.send(bytes, NO_OFFLOAD);
  };

  const sendIp: GatewayPorts['sendIp'] = (from, to, protocol, payloadBytes, offload = NO_OFFLOAD) => {
    state.packets = (state.packets + 1) & 0xffff;
    const header = { source: from, destination: to, protocol, id: state.packets };
    if (IP.BYTES + payloadBytes <= MTU || offload.gsoType !== 0) {
      putIp4(frame, ETHER.BYTES, header, payloadBytes, IP_F.DONT_FRAGMENT);
      const { csumStart, hdrLen } = offload;
      const here =
        offload === NO_OFFLOAD
          ? offload
          : { ...offload, csumStart: PAYLOAD + csumStart, hdrLen: hdrLen > 0 ? PAYLOAD + hdrLen : 0 };
      transmit(frame.subarray(0, PAYLOAD + payloadBytes), to, here);
      return;
    }
    const piece = (MTU - IP.BYTES) & ~7;
    for (let at = 0; at < payloadBytes; at += piece) {
      const length = Math.min(piece, payloadBytes - at);
      putIp4(fragment, ETHER.BYTES, header, length, (at + length < payloadBytes ? IP_F.MORE : 0) | (at >> 3));
      fragment.set(frame.subarray(PAYLOAD + at, PAYLOAD + at + length), PAYLOAD);
      transmit(fragment.subarray(0, PAYLOAD + length), to, NO_OFFLOAD);
    }
  };

  /** Writes type, code and checksum of the ICMP message in `packet`, and sends it. */
  const sendIcmp = (from: number, to: number, type: number, code: number, bytes: number): void => {
    packet[ICMP.TYPE] = type;
    packet[ICMP.CODE] = code;
    put16(packet, ICMP.CHECKSUM, 0);
    put16(packet, ICMP.CHECKSUM, folded(add(packet, 0, bytes)));
    sendIp(from, to, PROTOCOL.ICMP, bytes);
  };
  const packet = frame.subarray(PAYLOAD);

  /** An error that quotes a packet. */
  const sendError = (type: number, code: number, quote: Uint8Array, to: number): void => {
    put32(packet, ICMP.REST, 0);
    packet.set(quote, ICMP.BYTES);
    sendIcmp(address, to, type, code, ICMP.BYTES + quote.length);
  };
  const unreachable = (quote: Uint8Array, to: number, why: NetFailure): void =>
    sendError(ICMP_TYPE.UNREACHABLE, UNREACHABLE[why], quote, to);
  const quoteOf = ({ header, payload }: Packet): Uint8Array => {
    const quote = new Uint8Array(header.length + Math.min(QUOTED, payload.length));
    quote.set(header);
    quote.set(payload.subarray(0, QUOTED), header.length);
    return quote;
  };

  const schedule = (at: number): void => {
    if (state.wakeAt >= 0 && state.wakeAt <= at) return;
    state.wakeAt = at;
    deadline.at(at);
  };

  const ports: GatewayPorts = {
    now: () => clock.now(),
    ask,
    sendIp,
    packet,
    peer(_protocol, to, port) {
      if (to === address) {
        if (port === DNS) return { address: 'dns' };
        return options.loopback ? { address: 'host' } : 'refused';
      }
      if (to >= network && to <= lastAddress) return 'unreachable';
      // This host, this network, and what nobody may have.
      if ([0, 127].includes(to >>> 24) || to >>> 28 >= 14 || !options.internet) return 'prohibited';
      return { address: ipText(to) };
    },
    newFlow: () => (state.flows += 2),
    freePort(taken) {
      for (let i = 0; i < DYNAMIC.COUNT; i++) {
        const port = DYNAMIC.FIRST + state.nextPort;
        state.nextPort = (state.nextPort + 1) % DYNAMIC.COUNT;
        if (!taken(port)) return port;
      }
      return undefined;
    },
    due: schedule,
  };
  const tcpFlows = flowTable(() => state.tcp);
  const udpFlows = flowTable(() => state.udp);
  const tcp = createTcpNat(ports, address, tcpFlows, unreachable);
  const udp = createUdpNat(ports, address, udpFlows, unreachable);
  const dhcp = createDhcp(
    {
      gateway: address,
      prefix,
      dns: address,
      lease: options.lease ?? 86_400,
      domain: options.domain,
      mtu: MTU,
      hosts: options.hosts,
    },
    () => state.leases,
  );

  const deadline = createDeadline(clock, () =>
    enter(() => {
      const now = clock.now();
      state.wakeAt = -1;
      tcp.timer(now);
      udp.timer(now);
      for (const at of [tcp.dueAt(), udp.dueAt()]) if (at >= 0) schedule(at);
    }),
  );

  const learn = (ip: number, from: number): void => {
    state.neighbours[ip] = from;
    const waiting = state.waiting[ip];
    if (!waiting) return;
    delete state.waiting[ip];
    put48(waiting.frame, ETHER.DESTINATION, from);
    backend?.send(waiting.frame, waiting.offload);
  };

  const onArp = (bytes: Uint8Array): void => {
    const at = ETHER.BYTES;
    if (bytes.length < at + ARP.BYTES || get16(bytes, at + ARP.HARDWARE) !== 1) return;
    if (get16(bytes, at + ARP.PROTOCOL) !== ETHERTYPE.IPV4 || get16(bytes, at + ARP.LENGTHS) !== 0x0604) return;
    const sender = get48(bytes, at + ARP.SENDER);
    const ip = get32(bytes, at + ARP.SENDER + 6);
    // What a frame says of its sender must agree with what it carries.
    if (sender !== get48(bytes, ETHER.SOURCE)) return;
    if (isGuest(ip)) learn(ip, sender);
    if (get16(bytes, at + ARP.OPERATION) === ARP_OP.REQUEST && get32(bytes, at + ARP.TARGET + 6) === address)
      arp(ARP_OP.REPLY, sender, sender, ip);
  };

  const onDhcp = ({ payload }: Packet): void => {
    const length = Math.min(payload.length, get16(payload, UDP.LENGTH));
    const answer = dhcp.receive(payload.subarray(UDP.BYTES, length), clock.now());
    if (!answer) return;
    if (isGuest(answer.to)) learn(answer.to, answer.mac);
    udp.send(address, DHCP_PORT.SERVER, answer.to, DHCP_PORT.CLIENT, answer.bytes);
  };

  const onIcmp = ({ source, destination, payload }: Packet): NetFailure | undefined => {
    if (payload.length < ICMP.BYTES || payload[ICMP.TYPE] !== ICMP_TYPE.ECHO) return undefined;
    // The host's sockets can't ping.
    if (destination !== address) return 'prohibited';
    packet.set(payload);
    sendIcmp(address, source, ICMP_TYPE.ECHO_REPLY, 0, payload.length);
    return undefined;
  };

  const onIp = (bytes: Uint8Array, offload: NetOffload): void => {
    const from = get48(bytes, ETHER.SOURCE);
    const parsed = parseIp4(bytes);
    if (!parsed) return;
    const whole = reassemble(state.partials, parsed, clock.now());
    if (!whole || !soundPayload(whole, offload)) return;
    const { source, destination, protocol, payload } = whole;
    const isDhcp =
      protocol === PROTOCOL.UDP && payload.length >= UDP.BYTES && get16(payload, UDP.DESTINATION) === DHCP_PORT.SERVER;
    if (isDhcp && (destination === address || destination === 0xffff_ffff || destination === lastAddress))
      return onDhcp(whole);
    // Groups and broadcasts end here, as does what has a source that could not be answered.
    if (destination >>> 28 >= 14 || destination === lastAddress || !isGuest(source)) return;
    if (state.neighbours[source] === undefined) learn(source, from);
    if (destination !== address && whole.ttl <= 1) return sendError(ICMP_TYPE.TIME_EXCEEDED, 0, quoteOf(whole), source);
    let failure: NetFailure | undefined;
    if (protocol === PROTOCOL.TCP) failure = tcp.packet(whole, from);
    else if (protocol === PROTOCOL.UDP) failure = udp.packet(whole, from);
    else if (protocol === PROTOCOL.ICMP) failure = onIcmp(whole);
    else if (destination === address)
      return sendError(ICMP_TYPE.UNREACHABLE, UNREACHABLE.PROTOCOL, quoteOf(whole), source);
    else failure = 'prohibited';
    if (failure) unreachable(quoteOf(whole), source, failure);
  };

  const onFrame = (bytes: Uint8Array, offload: NetOffload): void => {
    const to = get48(bytes, ETHER.DESTINATION);
    if (to !== mac && to !== BROADCAST) return;
    const type = get16(bytes, ETHER.TYPE);
    if (type === ETHERTYPE.ARP) onArp(bytes);
    else if (type === ETHERTYPE.IPV4) onIp(bytes, offload);
  };

  const port: NetPort = {
    mac: macBytes,
    receive(bytes, offload) {
      if (bytes.length < ETHER.BYTES) return true;
      if (!busy) enter(() => onFrame(bytes, offload));
      else {
        const copy = bytes.slice();
        enter(() => onFrame(copy, { ...offload }));
      }
      return true;
    },
    // What the switch turns away is lost, and TCP sends it again.
    resume() {},
    setLink() {},
    linkUp: true,
  };

  const onEvent = (event: NetEvent): void => {
    if (event.kind === 'lost') {
      tcp.lost();
      udp.lost();
    } else if (event.kind === 'accepted') {
      const forward = forwards[event.forward];
      const guest = forward ? parseIp(forward.guestAddress) : undefined;
      if (!forward || guest === undefined || !isGuest(guest)) ask({ kind: 'close', flow: event.flow });
      else (forward.protocol === 'tcp' ? tcp : udp).accepted(event.flow, forward, guest);
    } else {
      const connection = tcpFlows.byId(event.flow);
      if (connection) tcp.event(event, connection);
      const pair = udpFlows.byId(event.flow);
      if (pair) udp.event(event, pair);
    }
  };

  return {
    state,
    options,
    port,
    plug(to) {
      backend = to;
      to.connect(port);
    },
    event: (event) => enter(() => onEvent(event)),
    get active() {
      return forwards.length > 0 || tcpFlows.size > 0 || udpFlows.size > 0;
    },
    restored() {
      tcpFlows.restored();
      udpFlows.restored();
      later = [];
      deadline.at(state.wakeAt);
    },
  };
}
