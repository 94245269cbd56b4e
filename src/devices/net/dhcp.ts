/**
 * A DHCP server (RFC 2131, options RFC 2132) for one network. A client's address follows from its MAC address: the same guest gets the
 * same address in every run, whoever asks first. Time is guest time.
 */
import { get32, get48, put16, put32, put48 } from './frame.js';

const BOOTP = {
  OP: 0,
  HTYPE: 1,
  HLEN: 2,
  XID: 4,
  FLAGS: 10,
  CIADDR: 12,
  YIADDR: 16,
  SIADDR: 20,
  GIADDR: 24,
  CHADDR: 28,
  COOKIE: 236,
  OPTIONS: 240,
  /** What every client takes (RFC 2131, 2). */
  BYTES: 300,
} as const;
const COOKIE = 0x63825363;
const OP = { REQUEST: 1, REPLY: 2 } as const;
export const OPTION = {
  PAD: 0,
  MASK: 1,
  ROUTER: 3,
  DNS: 6,
  HOST_NAME: 12,
  DOMAIN: 15,
  MTU: 26,
  BROADCAST: 28,
  REQUESTED: 50,
  LEASE: 51,
  TYPE: 53,
  SERVER: 54,
  RENEWAL: 58,
  REBINDING: 59,
  END: 255,
} as const;
export const DHCP = {
  DISCOVER: 1,
  OFFER: 2,
  REQUEST: 3,
  DECLINE: 4,
  ACK: 5,
  NAK: 6,
  RELEASE: 7,
  INFORM: 8,
} as const;
export const DHCP_PORT = { SERVER: 67, CLIENT: 68 } as const;
const BROADCAST_FLAG = 0x80;
/** An offer that nobody takes is free again after this time, ns. */
const OFFERED = 60e9;
/** A declined address is somebody's who did not ask for it. */
const DECLINED = 3600e9;

/** Addresses that are spoken for: of whom, and until when (ns). */
export type Leases = Record<string, { mac: number; until: number }>;

export interface DhcpOptions {
  readonly gateway: number;
  /** Bits of the network's prefix, 20 to 29. */
  readonly prefix: number;
  readonly dns: number;
  /** Seconds. */
  readonly lease: number;
  readonly domain?: string | undefined;
  readonly mtu: number;
  /** NICs that are known, by MAC address: their addresses (planAddresses) are kept for them, whether or not they ask. */
  readonly hosts: ReadonlyMap<number, { readonly address: number; readonly name: string }>;
}

/** A message to a client. */
export interface DhcpReply {
  /** 0xffffffff for everybody. */
  readonly to: number;
  readonly mac: number;
  readonly bytes: Uint8Array;
}

export interface DhcpServer {
  /** Takes a message (the payload of a datagram to port 67). */
  receive(message: Uint8Array, now: number): DhcpReply | undefined;
}

const maskOf = (prefix: number): number => (2 ** 32 - 2 ** (32 - prefix)) >>> 0;

/** FNV-1a over the six bytes: a place in the network that is the NIC's in every run. */
function place(mac: number): number {
  const bytes = new Uint8Array(6);
  put48(bytes, 0, mac);
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x0100_0193) >>> 0, 0x811c_9dc5);
}

/** The options of a message, behind the cookie. */
function parseOptions(message: Uint8Array): Map<number, Uint8Array> {
  const options = new Map<number, Uint8Array>();
  for (let at: number = BOOTP.OPTIONS; at < message.length && message[at] !== OPTION.END;) {
    if (message[at] === OPTION.PAD) {
      at++;
      continue;
    }
    const end = at + 2 + message[at + 1];
    if (!(end <= message.length)) break;
    options.set(message[at], message.subarray(at + 2, end));
    at = end;
  }
  return options;
}

/** The addresses of a network that may be given out. */
interface Pool {
  readonly mask: number;
  readonly broadcast: number;
  /** The first one that is free, from the MAC address's own place on. */
  search(mac: number, free: (address: number) => boolean): number | undefined;
}

function poolOf(gateway: number, prefix: number): Pool {
  const mask = maskOf(prefix);
  const network = (gateway & mask) >>> 0;
  const broadcast = (network | ~mask) >>> 0;
  // Of small networks all but the first and last address; of others those from .10 on.
  const first = network + (prefix <= 24 ? 10 : 1);
  const count = broadcast - first;
  return {
    mask,
    broadcast,
    search(mac, free) {
      const start = place(mac) % count;
      for (let i = 0; i < count; i++) {
        const address = first + ((start + i) % count);
        if (address !== gateway && free(address)) return address;
      }
      return undefined;
    },
  };
}

/**
 * Addresses for NICs that are known before any asks: those that are named first, the others by their MAC addresses.
 * @returns by MAC address; a NIC for which none is left is missing
 */
export function planAddresses(
  gateway: number,
  prefix: number,
  nics: ReadonlyMap<number, number | undefined>,
): Map<number, number> {
  const { search } = poolOf(gateway, prefix);
  const planned = new Map<number, number>();
  const taken = new Set<number>();
  const give = (mac: number, address: number | undefined): void => {
    if (address === undefined) return;
    planned.set(mac, address);
    taken.add(address);
  };
  for (const [mac, address] of nics) give(mac, address);
  for (const mac of nics.keys())
    if (!planned.has(mac))
      give(
        mac,
        search(mac, (address) => !taken.has(address)),
      );
  return planned;
}

/** @param leases the server's state: plain data that the caller keeps */
export function createDhcp(options: DhcpOptions, leases: () => Leases): DhcpServer {
  const { gateway, hosts } = options;
  const { mask, broadcast, search } = poolOf(gateway, options.prefix);
  /** Addresses of NICs that are known, which nobody else gets. */
  const owned = new Set([...hosts.values()].map(({ address }) => address));

  const addressFor = (mac: number, now: number): number | undefined => {
    const known = hosts.get(mac);
    if (known) return known.address;
    const own = Object.entries(leases()).find(([, lease]) => lease.mac === mac);
    if (own) return Number(own[0]);
    return search(mac, (a) => !owned.has(a) && !(leases()[a]?.until >= now));
  };

  const reply = (request: Uint8Array, type: number, yours: number, mac: number, ciaddr: number): DhcpReply => {
    const bytes = new Uint8Array(BOOTP.BYTES + 300);
    bytes.set(request.subarray(0, BOOTP.CHADDR + 16));
    bytes[BOOTP.OP] = OP.REPLY;
    bytes[3] = 0;
    put16(bytes, 8, 0);
    put32(bytes, BOOTP.CIADDR, type === DHCP.ACK ? ciaddr : 0);
    put32(bytes, BOOTP.YIADDR, yours);
    put32(bytes, BOOTP.SIADDR, type === DHCP.NAK ? 0 : gateway);
    put32(bytes, BOOTP.COOKIE, COOKIE);
    let at: number = BOOTP.OPTIONS;
    const add = (code: number, ...value: number[]): void => {
      bytes.set([code, value.length, ...value], at);
      at += 2 + value.length;
    };
    const word = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
    const text = (code: number, value: string | undefined): void => {
      if (value !== undefined && value !== '') add(code, ...new TextEncoder().encode(value).subarray(0, 63));
    };
    add(OPTION.TYPE, type);
    add(OPTION.SERVER, ...word(gateway));
    if (type !== DHCP.NAK) {
      if (yours !== 0) {
        add(OPTION.LEASE, ...word(options.lease));
        add(OPTION.RENEWAL, ...word(Math.floor(options.lease / 2)));
        add(OPTION.REBINDING, ...word(Math.floor((options.lease * 7) / 8)));
      }
      add(OPTION.MASK, ...word(mask));
      add(OPTION.BROADCAST, ...word(broadcast));
      add(OPTION.ROUTER, ...word(gateway));
      add(OPTION.DNS, ...word(options.dns));
      add(OPTION.MTU, options.mtu >> 8, options.mtu & 0xff);
      text(OPTION.HOST_NAME, hosts.get(mac)?.name);
      text(OPTION.DOMAIN, options.domain);
    }
    bytes[at++] = OPTION.END;
    // RFC 2131, 4.1: where the answer goes.
    const everybody = type === DHCP.NAK || (ciaddr === 0 && (bytes[BOOTP.FLAGS] & BROADCAST_FLAG) !== 0);
    return {
      to: everybody ? 0xffff_ffff : ciaddr !== 0 ? ciaddr : yours,
      mac,
      bytes: bytes.subarray(0, Math.max(BOOTP.BYTES, at)),
    };
  };

  const HANDLERS: Record<
    number,
    (m: Uint8Array, mac: number, asked: Map<number, Uint8Array>, now: number) => DhcpReply | undefined
  > = {
    [DHCP.DISCOVER](message, mac, _asked, now) {
      const address = addressFor(mac, now);
      if (address === undefined) return undefined;
      const lease = leases()[address];
      if (!(lease?.mac === mac && lease.until >= now)) leases()[address] = { mac, until: now + OFFERED };
      return reply(message, DHCP.OFFER, address, mac, 0);
    },
    [DHCP.REQUEST](message, mac, asked, now) {
      const server = asked.get(OPTION.SERVER);
      // Somebody else's offer was taken.
      if (server?.length === 4 && get32(server, 0) !== gateway) return undefined;
      const requested = asked.get(OPTION.REQUESTED);
      const ciaddr = get32(message, BOOTP.CIADDR);
      const wanted = requested?.length === 4 ? get32(requested, 0) : ciaddr;
      const address = addressFor(mac, now);
      if (address === undefined || wanted !== address) return reply(message, DHCP.NAK, 0, mac, 0);
      leases()[address] = { mac, until: now + options.lease * 1e9 };
      return reply(message, DHCP.ACK, address, mac, ciaddr);
    },
    [DHCP.DECLINE](_message, mac, asked, now) {
      const requested = asked.get(OPTION.REQUESTED);
      const address = requested?.length === 4 ? get32(requested, 0) : 0;
      if (leases()[address]?.mac === mac && !hosts.has(mac)) leases()[address] = { mac: -1, until: now + DECLINED };
      return undefined;
    },
    [DHCP.RELEASE](message, mac) {
      const address = get32(message, BOOTP.CIADDR);
      if (leases()[address]?.mac === mac) delete leases()[address];
      return undefined;
    },
    [DHCP.INFORM](message, mac) {
      const ciaddr = get32(message, BOOTP.CIADDR);
      return ciaddr === 0 ? undefined : reply(message, DHCP.ACK, 0, mac, ciaddr);
    },
  };

  return {
    receive(message, now) {
      if (message.length < BOOTP.OPTIONS || message[BOOTP.OP] !== OP.REQUEST) return undefined;
      if (message[BOOTP.HTYPE] !== 1 || message[BOOTP.HLEN] !== 6 || get32(message, BOOTP.GIADDR) !== 0)
        return undefined;
      if (get32(message, BOOTP.COOKIE) !== COOKIE) return undefined;
      const asked = parseOptions(message);
      const type = asked.get(OPTION.TYPE);
      return type?.length === 1 ? HANDLERS[type[0]]?.(message, get48(message, BOOTP.CHADDR), asked, now) : undefined;
    },
  };
}
