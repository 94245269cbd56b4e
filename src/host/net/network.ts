/** Networks of a machine, connected to the host: sockets behind their gateways, files for captures. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock } from '../../aarch64/bus.js';
import { capture, type CaptureOptions } from '../../devices/net/capture.js';
import { createNetwork, type Network, type NetworkOptions } from '../../devices/net/network.js';
import type { NetEvent } from '../../devices/net/outside.js';
import type { Switch } from '../../devices/net/switch.js';
import { createHostNetwork, type HostNetwork } from './sockets.js';

export interface ConnectedNetwork {
  readonly network: Network;
  readonly host: HostNetwork;
}

/**
 * A network whose gateway uses the host's sockets.
 * @param event gets what comes from outside, for `network.event` at a guest time (an Input of the machine)
 * @throws NetworkError
 */
export function connectNetwork(
  clock: Clock,
  options: Omit<NetworkOptions, 'ask'>,
  event: (event: NetEvent) => void,
): ConnectedNetwork {
  const network = createNetwork(clock, { ...options, ask: (request) => host.ask(request) });
  const { forwards, addresses, domain } = network;
  const names = new Map([...addresses].map(([name, address]) => [name.toLowerCase(), address]));
  const host = createHostNetwork({ event, forwards, dns: { hosts: names, domain } });
  return { network, host };
}

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
