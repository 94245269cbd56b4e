/** The networks of a bare board: what each of its NICs is, and what it is plugged into. */
import { UserError } from '../../cli/user-error.js';
import type { Forward } from '../../devices/net/outside.js';
import { NetworkError, planNetwork, type NetworkOptions } from '../../devices/net/plan.js';
import { macText, parseMac, put48 } from '../../devices/net/frame.js';
import type { Board } from '../../machine/board.js';
import { BOARD_MAC } from '../../machine/firmware/handoff.js';
import type { NicOf, VirtioEntry } from '../../machine/virtio.js';
import { blaming, hostNetworks, nicMac, type CaptureNames, type HostNetworks } from './network.js';
import type { NetSpec } from './spec.js';

export interface BoardNetworks {
  /** Undefined where there is none. */
  readonly networks: HostNetworks | undefined;
  /** NICs that are virtio devices. */
  readonly virtio: readonly VirtioEntry[];
  /** The NIC that is the board's own socket, and the board's address by it. */
  readonly ethernet: NicOf | undefined;
  readonly mac: Uint8Array | undefined;
}

const socketMac = macText([...BOARD_MAC].reduce((n, byte) => n * 256 + byte, 0));
/** What a later network has for a gateway that the first has not. */
const addressOf = (network: number): string | undefined => (network === 0 ? undefined : `10.0.${2 + network}.1/24`);

/** Which field of the option a network's complaint is about. */
const FIELD: Readonly<Record<string, string>> = { 'nics[0].mac': 'mac', address: 'address' };

/**
 * Plans the networks of `--net`, and connects them to the host.
 * @param offline no sockets: for a replay
 * @throws UserError
 */
export function boardNetworks(
  specs: readonly NetSpec[],
  { board, seed, offline }: { readonly board: Board; readonly seed: number; readonly offline: boolean },
): BoardNetworks {
  if (specs.length === 0) return { networks: undefined, virtio: [], ethernet: undefined, mac: undefined };
  const hasSocket = board.devices.some(({ kind }) => kind === 'genet');
  let ethernet: NicOf | undefined;
  const virtio: VirtioEntry[] = [];
  const options = specs.map((spec, network): Omit<NetworkOptions, 'ask'> & CaptureNames => {
    const device = spec.device ?? (hasSocket && !ethernet ? 'genet' : 'virtio');
    if (device === 'genet' && !hasSocket)
      throw new UserError(`--net: device: board ${board.name} has no Ethernet socket, expected virtio`);
    if (device === 'genet' && ethernet)
      throw new UserError(`--net: device: board ${board.name} has one Ethernet socket, expected virtio for the others`);
    if (device === 'genet') ethernet = { network, nic: 0 };
    else virtio.push({ kind: 'nic', network, nic: 0 });
    const name = spec.name ?? (board.pi ? 'raspberrypi' : 'guest');
    const mac = spec.mac ?? (device === 'genet' ? socketMac : nicMac(seed, 0, network));
    const made = {
      nics: [{ name, mac }],
      ...(spec.kind !== 'isolated' && {
        nat: {
          address: spec.address ?? addressOf(network),
          loopback: spec.loopback,
          internet: spec.internet,
          forwards: (spec.forward ?? []).map((forward): Forward => ({
            ...forward,
            guestAddress: forward.guestAddress ?? name,
          })),
        },
      }),
      pcap: spec.pcap,
    };
    try {
      planNetwork(made);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw new UserError(`--net: ${FIELD[error.field] ?? 'forward'}: ${error.expected}`);
    }
    return made;
  });
  const hosts = hostNetworks(options, { offline });
  let mac: Uint8Array | undefined;
  if (ethernet) {
    mac = new Uint8Array(6);
    put48(mac, 0, parseMac(options[ethernet.network].nics[0].mac) ?? 0);
  }
  return {
    ...{ virtio, ethernet, mac },
    networks: blaming(hosts, (_, what) => new UserError(`--net: forward: ${what}`)),
  };
}
