/** A network put together: a switch, a port for each NIC, and the gateway, if it has one. */
import type { Clock, Saveable } from '../../aarch64/bus.js';
import type { Limits } from '../virtio/pace.js';
import { ipText, parseIp, parseMac } from './frame.js';
import { createGateway, type Gateway } from './gateway.js';
import type { Forward, NetEvent, NetRequest } from './outside.js';
import { createSwitch, type Switch, type SwitchPort } from './switch.js';

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

export interface Network {
  readonly switch: Switch;
  readonly gateway: Gateway | undefined;
  /** Where the NICs are plugged in, in the order of the options; the gateway's port comes behind them. */
  readonly ports: readonly SwitchPort[];
  /** Addresses of the NICs, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  /** With names of NICs resolved. */
  readonly forwards: readonly Forward[];
  readonly domain: string;
  /** What snapshots hold. */
  readonly parts: readonly Saveable<object>[];
  /** Something comes from outside, at this guest time. */
  event(event: NetEvent): void;
  /** Somebody outside may wake a guest. */
  readonly active: boolean;
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

/** @throws NetworkError */
export function createNetwork(clock: Clock, { nics, nat, ask = () => {} }: NetworkOptions): Network {
  const network = createSwitch(clock);
  const hosts = new Map<number, { address?: number | undefined; name: string }>();
  const subnet = nat && parseSubnet(nat.address ?? DEFAULT.ADDRESS, 'address');
  const taken = new Set<number>(subnet ? [subnet.address] : []);
  nics.forEach(({ name, mac: text, address: given }, i) => {
    const field = `nics[${i}]`;
    const mac = parseMac(text);
    if (mac === undefined || Math.floor(mac / 2 ** 40) % 2 === 1)
      throw new NetworkError(
        `${field}.mac`,
        `${text}, expected a MAC address that is no group's, as 52:54:00:12:34:56`,
      );
    if (hosts.has(mac)) throw new NetworkError(`${field}.mac`, `${text}, expected one that no other NIC has`);
    const address = given === undefined ? undefined : parseIp(given);
    if (given !== undefined && (address === undefined || !subnet?.inside(address) || taken.has(address)))
      throw new NetworkError(`${field}.address`, `${given}, expected a free address of the network`);
    if (address !== undefined) taken.add(address);
    hosts.set(mac, { address, name });
  });
  if (subnet && nics.length > 2 ** (32 - subnet.prefix) - 3)
    throw new NetworkError(
      'address',
      `a prefix of ${subnet.prefix} bits, expected one with room for ${nics.length} NICs`,
    );

  const ports = nics.map(({ name, limits, lock }) => network.port({ name, limits, lock }));
  const addresses = new Map<string, string>();
  const forwards: Forward[] = [];
  let gateway: Gateway | undefined;
  const domain = nat?.domain ?? DEFAULT.DOMAIN;
  if (nat && subnet) {
    gateway = createGateway(clock, {
      ...{ address: subnet.address, prefix: subnet.prefix, domain, lease: nat.lease, hosts, forwards, ask },
      loopback: nat.loopback ?? true,
      internet: nat.internet ?? true,
    });
    for (const [mac, { name }] of hosts) {
      const address = gateway.addressOf(mac);
      // Of several NICs of one guest the first has its name.
      if (address !== undefined && !addresses.has(name)) addresses.set(name, ipText(address));
    }
    for (const [i, forward] of (nat.forwards ?? []).entries()) {
      const guestAddress = addresses.get(forward.guestAddress) ?? forward.guestAddress;
      const ip = parseIp(guestAddress);
      if (ip === undefined || !subnet.inside(ip) || ip === subnet.address)
        throw new NetworkError(
          `forwards[${i}].guestAddress`,
          `${guestAddress}, expected a NIC's name or an address of the network`,
        );
      forwards.push({ ...forward, guestAddress });
    }
    gateway.plug(network.port({ name: 'gateway' }));
  }
  return {
    switch: network,
    gateway,
    ports,
    addresses,
    forwards,
    domain,
    parts: gateway ? [network, gateway] : [network],
    event: (event) => gateway?.event(event),
    get active() {
      return gateway?.active ?? false;
    },
  };
}
