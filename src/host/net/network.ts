/** Networks of a machine, connected to the host: sockets behind their gateways, files for captures. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock } from '../../aarch64/bus.js';
import { capture, type CaptureOptions } from '../../devices/net/capture.js';
import type { Network } from '../../devices/net/network.js';
import { planNetwork, type NetworkOptions } from '../../devices/net/plan.js';
import type { NetEvent } from '../../devices/net/outside.js';
import type { Switch } from '../../devices/net/switch.js';
import { createHostNetwork } from './sockets.js';

/** What is done with a network once it is there. */
export interface CaptureNames {
  /** Files for captures: of all frames, and of those of one NIC each. */
  readonly pcap?: string | undefined;
  readonly nicPcaps?: readonly (string | undefined)[] | undefined;
}

export interface HostNetworks {
  /** For `MachineOptions.networks`. */
  readonly options: readonly NetworkOptions[];
  /**
   * Begins: opens captures.
   * @param event gets what comes from outside: an Input of the machine. Before, nothing comes.
   * @throws the system call's error, such as EACCES, with its path
   */
  attach(
    machine: { readonly networks: readonly Network[]; readonly scheduler: Clock },
    event: (network: number, event: NetEvent) => void,
  ): void;
  /**
   * Opens the ports that lead to guests.
   * @returns of each network the ports, for those that were given as 0
   * @throws the system call's error, such as EADDRINUSE, with its `address` and `port`
   */
  listen(): Promise<number[][]>;
  /** A state was loaded: what flows it has are nobody's, and the guests are told. */
  reset(): void;
  close(): void;
}

/**
 * Sockets of the host for networks.
 * @param offline no sockets: for a replay, which has what came from outside
 * @throws NetworkError
 */
export function hostNetworks(
  networks: readonly (Omit<NetworkOptions, 'ask'> & CaptureNames)[],
  { offline = false } = {},
): HostNetworks {
  const captures: CaptureFile[] = [];
  let tell: (network: number, event: NetEvent) => void = () => {};
  const hosts = networks.map((options, i) => {
    const { forwards, addresses, domain } = planNetwork(options);
    const hosts = new Map([...addresses].map(([name, address]) => [name.toLowerCase(), address]));
    return createHostNetwork({ event: (event) => tell(i, event), forwards, dns: { hosts, domain } });
  });
  return {
    options: networks.map(({ nics, nat }, i) => ({
      ...{ nics, nat },
      ask: offline ? undefined : (request) => hosts[i].ask(request),
    })),
    attach(machine, event) {
      tell = event;
      networks.forEach(({ pcap, nicPcaps = [] }, i) => {
        const { switch: own } = machine.networks[i];
        const open = (path: string | undefined, port?: number): void => {
          if (path !== undefined)
            captures.push(captureToFile(path, own, machine.scheduler, port === undefined ? {} : { port }));
        };
        open(pcap);
        nicPcaps.forEach(open);
      });
    },
    listen: () => Promise.all(offline ? [] : hosts.map((host) => host.listen())),
    reset() {
      if (offline) return;
      hosts.forEach((host, i) => {
        host.reset();
        tell(i, { kind: 'lost' });
      });
    },
    close() {
      for (const host of hosts) host.close();
      for (const capture of captures.splice(0)) capture.close();
    },
  };
}

/** A MAC address for a NIC that has none: locally administered, another one for each seed, guest and NIC. */
export const nicMac = (seed: number, guest: number, nic: number): string =>
  [0x52, 0x54, seed & 0xff, guest, nic + 1, (seed >>> 8) & 0xff].map((b) => b.toString(16).padStart(2, '0')).join(':');

/**
 * The same networks, whose ports blame what the user wrote where they can't be opened.
 * @param blame makes the error, of a port of the host and what is wrong with it
 */
export const blaming = (hosts: HostNetworks, blame: (port: number, what: string) => Error): HostNetworks => ({
  ...hosts,
  async listen() {
    try {
      return await hosts.listen();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && 'port' in error)) throw error;
      const why = error.code === 'EADDRINUSE' ? 'somebody listens there already' : String(error.code);
      throw blame(Number(error.port), `port ${String(error.port)}: ${why}, expected one that is free`);
    }
  },
});

/** Bytes of a capture that are written at once. */
const CHUNK = 1 << 18;

export interface CaptureFile {
  /** Writes what is still here. */
  flush(): void;
  /** Ends the capture. */
  close(): void;
}

/**
 * Captures a network, or one port of it, to a pcapng file.
 * @throws the system call's error, such as EACCES
 */
export function captureToFile(
  path: string,
  network: Switch,
  clock: Clock,
  options: Omit<CaptureOptions, 'write'> = {},
): CaptureFile {
  const file = openSync(path, 'w');
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let broken = false;
  const flush = (): void => {
    const all = Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
    try {
      for (let at = 0; !broken && at < all.length;) at += writeSync(file, all, at);
    } catch {
      // The disk is full: the machine goes on without.
      broken = true;
    }
  };
  const stop = capture(network, clock, {
    ...options,
    write(piece) {
      if (broken) return;
      waiting.push(piece);
      bytes += piece.length;
      if (bytes >= CHUNK) flush();
    },
  });
  return {
    flush,
    close() {
      stop();
      flush();
      closeSync(file);
    },
  };
}
