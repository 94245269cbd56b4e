/** What a network is to be, as its file or a program says it, and what follows from that. */
import type { Limits } from '../virtio/pace.js';
import { planAddresses } from './dhcp.js';
import { ipText, isGroup, parseIp, parseMac } from './frame.js';
import type { Forward, NetRequest } from './outside.js';

/** A NIC that will be plugged in. */
export interface NicOptions {
  /** The guest's, by which it is known to DNS, in captures and to forwards. */
  readonly name: string;
  /** As `52:54:00:12:34:56`. */
  readonly mac: string;
  /** An address of the network, if it is not to follow from the MAC address. */
  readonly address?: string | undefined;
  readonly limits?: { readonly send?: Limits; readonly receive?: Limits } | undefined;
  /** It may send from its own MAC address only. */
  readonly lock?: boolean | undefined;
}

export interface NatOptions {
  /** The gateway's address and the prefix, such as the default, `10.0.2.1/24`. */
  readonly address?: string | undefined;
  /** The gateway's address reaches the host's own loopback; true without. */
  readonly loopback?: boolean | undefined;
  /** Other addresses are reached through the host; true without. */
  readonly internet?: boolean | undefined;
  readonly domain?: string | undefined;
  /** Length of leases, s; a day without. */
  readonly lease?: number | undefined;
  /** `guestAddress` may be a NIC's name. */
  readonly forwards?: readonly Forward[] | undefined;
}

export interface NetworkOptions {
  readonly nics: readonly NicOptions[];
  /** Without, the network is isolated. */
  readonly nat?: NatOptions | undefined;
  /** What the gateway asks of the host: with a replay, nobody. */
  readonly ask?: ((request: NetRequest) => void) | undefined;
}

/** The options say what can't be: the message is `<field>: <what was expected>`. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  constructor(
    readonly field: string,
    readonly expected: string,
  ) {
    super(`${field}: ${expected}`);
  }
}

const DEFAULT = { ADDRESS: '10.0.2.1/24', DOMAIN: 'pivisor' } as const;
const PREFIX = { MIN: 20, MAX: 29 } as const;

/** An address with its prefix. */
function parseSubnet(
  text: string,
  field: string,
): { address: number; prefix: number; inside: (ip: number) => boolean } {
  const [ip, bits] = text.split('/');
  const address = parseIp(ip);
  const prefix = /^\d+$/.test(bits ?? '') ? Number(bits) : 0;
  if (address === undefined || !(prefix >= PREFIX.MIN && prefix <= PREFIX.MAX))
    throw new NetworkError(
      field,
      `${text}, expected an address and a prefix of ${PREFIX.MIN} to ${PREFIX.MAX} bits, as ${DEFAULT.ADDRESS}`,
    );
  const size = 2 ** (32 - prefix);
  const inside = (of: number): boolean =>
    Math.floor(of / size) === Math.floor(address / size) && of % size !== 0 && of % size !== size - 1;
  if (!inside(address)) throw new NetworkError(field, `${text}, expected an address that a host may have`);
  return { address, prefix, inside };
}

export interface NetworkPlan {
  /** The gateway's address and prefix; undefined for an isolated network. */
  readonly gateway: { readonly address: number; readonly prefix: number } | undefined;
  /** NICs by MAC address, in the order of the options. */
  readonly hosts: ReadonlyMap<number, { readonly address: number; readonly name: string }>;
  readonly domain: string;
  /** Addresses of the NICs, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  /** With names of NICs resolved. */
  readonly forwards: readonly Forward[];
}

/** @throws NetworkError */
export function planNetwork({ nics, nat }: NetworkOptions): NetworkPlan {
  const subnet = nat && parseSubnet(nat.address ?? DEFAULT.ADDRESS, 'address');
  const domain = nat?.domain ?? DEFAULT.DOMAIN;
  const names = new Map<number, string>();
  const given = new Map<number, number | undefined>();
  const taken = new Set<number>(subnet ? [subnet.address] : []);
  nics.forEach(({ name, mac: text, address: wanted }, i) => {
    const field = `nics[${i}]`;
    const mac = parseMac(text);
    if (mac === undefined || isGroup(mac))
      throw new NetworkError(
        `${field}.mac`,
        `${text}, expected a MAC address that is no group's, as 52:54:00:12:34:56`,
      );
    if (names.has(mac)) throw new NetworkError(`${field}.mac`, `${text}, expected one that no other NIC has`);
    const address = wanted === undefined ? undefined : parseIp(wanted);
    if (wanted !== undefined && (address === undefined || !subnet?.inside(address) || taken.has(address)))
      throw new NetworkError(`${field}.address`, `${wanted}, expected a free address of the network`);
    if (address !== undefined) taken.add(address);
    names.set(mac, name);
    given.set(mac, address);
  });
  const hosts = new Map<number, { address: number; name: string }>();
  const addresses = new Map<string, string>();
  if (!subnet) return { gateway: undefined, hosts, domain, addresses, forwards: [] };

  for (const [mac, address] of planAddresses(subnet.address, subnet.prefix, given))
    hosts.set(mac, { address, name: names.get(mac) ?? '' });
  if (hosts.size < nics.length)
    throw new NetworkError(
      'address',
      `a prefix of ${subnet.prefix} bits, expected one with room for ${nics.length} NICs`,
    );
  // Of several NICs of one guest the first has its name.
  for (const mac of names.keys()) {
    const host = hosts.get(mac);
    if (host && !addresses.has(host.name)) addresses.set(host.name, ipText(host.address));
  }
  const forwards = (nat?.forwards ?? []).map((forward, i) => {
    const guestAddress = addresses.get(forward.guestAddress) ?? forward.guestAddress;
    const ip = parseIp(guestAddress);
    if (ip === undefined || !subnet.inside(ip) || ip === subnet.address)
      throw new NetworkError(
        `forwards[${i}].guestAddress`,
        `${guestAddress}, expected a NIC's name or an address of the network`,
      );
    return { ...forward, guestAddress };
  });
  return { gateway: { address: subnet.address, prefix: subnet.prefix }, hosts, domain, addresses, forwards };
}
