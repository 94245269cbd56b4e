/** The networks of a machine file: who is plugged into which, and what leads in from outside. */
import { NetworkError, planNetwork, type NetworkOptions, type NicOptions } from '../../devices/net/plan.js';
import type { Forward } from '../../devices/net/outside.js';
import type { VirtioEntry } from '../../machine/virtio.js';
import { parseForward } from '../net/forward.js';
import { blaming, hostNetworks, nicMac, type CaptureNames, type HostNetworks } from '../net/network.js';
import { beside } from '../files.js';
import type { Blame, Path } from '../variables.js';
import { nicDefaults, type CheckedMachine, type CheckedNic } from './schema.js';

const DEFAULT = 'default';

export interface GuestNetworks {
  /** Of each guest, in the order of the file. */
  readonly entries: readonly (readonly VirtioEntry[])[];
  /** Undefined where no guest has a NIC. */
  readonly networks: HostNetworks | undefined;
}

interface Plugged {
  readonly guest: string;
  readonly nic: CheckedNic;
  readonly path: Path;
  readonly network: string;
  /** Its place among the NICs of its network. */
  readonly index: number;
}

/** @throws UserError with file, line and field */
export function guestNetworks(
  { guests, networks, seed = 0 }: CheckedMachine,
  file: string,
  blame: Blame,
  blamed: <T>(path: Path, make: () => T) => T,
  offline: boolean,
): GuestNetworks {
  const plugged: Plugged[] = [];
  const count = new Map<string, number>();
  Object.entries(guests).forEach(([guest, { nics }], g) =>
    nics.forEach((written, i) => {
      const path: Path = ['guests', guest, 'nics', i];
      const nic = typeof written === 'string' ? nicDefaults(written) : written;
      const { network } = nic;
      if (network !== DEFAULT && !Object.hasOwn(networks, network))
        throw blame(
          typeof written === 'string' ? path : [...path, 'network'],
          `no network '${network}', expected ${[...new Set([DEFAULT, ...Object.keys(networks)])].join(', ')}`,
        );
      const index = count.get(network) ?? 0;
      count.set(network, index + 1);
      plugged.push({ guest, nic: { ...nic, mac: nic.mac ?? nicMac(seed, g, i) }, path, network, index });
    }),
  );
  const names = [...count.keys()];
  const isInternal = (name: string): boolean => networks[name]?.internal === true;

  /** Ports of the host, and the fields that they come from. */
  const ports = Object.entries(guests).flatMap(([guest, { ports: texts }]) =>
    texts.map((text, i) => {
      const path: Path = ['guests', guest, 'ports', i];
      const spec = blamed(path, () => parseForward(text));
      const way = plugged.find((p) => p.guest === guest && !isInternal(p.network));
      if (!way) throw blame(path, 'expected a NIC on a network that is not internal');
      if (spec.guestAddress !== undefined) throw blame(path, `'${text}', expected [HOST-ADDRESS:]HOST:GUEST[/udp]`);
      return { path, network: way.network, forward: { ...spec, guestAddress: guest } satisfies Forward };
    }),
  );

  const options = names.map((name): Omit<NetworkOptions, 'ask'> & CaptureNames => {
    const network = networks[name];
    const own = plugged.filter((p) => p.network === name);
    const pcap = (of: string | undefined): string | undefined => (of === undefined ? undefined : beside(file, of));
    const forwards = ports.filter((p) => p.network === name);
    const made = {
      nics: own.map(({ guest, nic: { mac, address, lock, limits } }): NicOptions => ({
        ...{ name: guest, mac: mac ?? '', address, lock },
        limits: { send: limits, receive: limits },
      })),
      ...(!isInternal(name) && {
        nat: {
          address: network?.subnet,
          ...{ loopback: network?.loopback, internet: network?.internet, domain: network?.domain },
          lease: network?.lease === undefined ? undefined : network.lease / 1e9,
          forwards: forwards.map((p) => p.forward),
        },
      }),
      pcap: pcap(network?.pcap),
      nicPcaps: own.map(({ nic }) => pcap(nic.pcap)),
    };
    try {
      planNetwork(made);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const [, which, index, field] = /^(nics|forwards)\[(\d+)\]\.(\w+)$/.exec(error.field) ?? [];
      const at =
        which === 'nics'
          ? [...own[Number(index)].path, field]
          : which === 'forwards'
            ? forwards[Number(index)].path
            : ['networks', name, error.field === 'address' ? 'subnet' : error.field];
      throw blame(at, error.expected);
    }
    return made;
  });
  if (names.length === 0) return { entries: Object.keys(guests).map(() => []), networks: undefined };
  const hosts = hostNetworks(options, { offline });
  return {
    entries: Object.keys(guests).map((guest) =>
      plugged
        .filter((p) => p.guest === guest)
        .map(({ network, index, nic }): VirtioEntry => ({
          kind: 'nic',
          network: names.indexOf(network),
          nic: index,
          pairs: nic.queues,
          linkUp: nic.link === 'up',
        })),
    ),
    networks: blaming(hosts, (port, what) =>
      blame(ports.find(({ forward }) => forward.hostPort === port)?.path ?? ['networks'], what),
    ),
  };
}
